"""The line on which each key and each text of a TOML file stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib

Keys = tuple[str | int, ...]

_STRING = (
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''[\s\S]*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
)
_TOKEN = re.compile(
    rf"(?P<blank>[ \t\r]+|#[^\n]*)|(?P<newline>\n)|(?P<string>{_STRING})|"
    r"(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.#\"']+)",
    re.DOTALL,
)
_Token = tuple[str, str, int]  # kind, text, line


def positions(source: str) -> dict[Keys, int]:
    """Keys down to a key or an item of a list -> its line, from 1, in a well-formed TOML file.

    >>> positions('[a]\\nlabel = "x"\\npatterns.en = [\\n  "one",\\n  "two",\\n]\\n')[
    ...     "a", "patterns", "en", 1]
    5
    """
    return _Scan(source).lines


def line_of(lines: dict[Keys, int], path: Keys) -> int | None:
    """Line of the longest beginning of `path` that is known."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


class _Scan:
    """One walk over the tokens; TOML that tomllib has read already, so errors are not looked for."""

    def __init__(self, source: str) -> None:
        self.lines: dict[Keys, int] = {}
        self.tokens = _tokens(source)
        self.at = 0
        table: Keys = ()
        while self.at < len(self.tokens):
            kind, text, _ = self.tokens[self.at]
            if kind == "newline":
                self.at += 1
            elif text == "[":  # or two of them
                self._marks("[")
                table = self._key(())
                self._marks("]")
            else:
                path = self._key(table)
                self.at += 1  # the equals sign
                self._value(path)

    def _marks(self, mark: str) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at][1] == mark:
            self.at += 1

    def _key(self, table: Keys) -> Keys:
        path = table
        while self.at < len(self.tokens):
            kind, text, line = self.tokens[self.at]
            if kind in ("string", "bare"):
                path = (*path, _plain(text) if kind == "string" else text)
                self.lines.setdefault(path, line)
            elif text != ".":
                break
            self.at += 1
        return path

    def _value(self, path: Keys) -> None:
        opener = self.tokens[self.at][1] if self.at < len(self.tokens) else ""
        if opener == "[":
            self._items(path, "]")
        elif opener == "{":
            self._items(path, "}")
        else:
            while self.at < len(self.tokens):
                kind, text, _ = self.tokens[self.at]
                if kind == "newline" or text in (",", "]", "}"):
                    break
                self.at += 1

    def _items(self, path: Keys, closer: str) -> None:
        self.at += 1
        number = 0
        while self.at < len(self.tokens):
            kind, text, line = self.tokens[self.at]
            if text == closer and kind == "mark":
                self.at += 1
                return
            if kind == "newline" or text == ",":
                self.at += 1
            elif closer == "}":
                inner = self._key(path)
                self.at += 1
                self._value(inner)
            else:
                self.lines[(*path, number)] = line
                self._value((*path, number))
                number += 1


def _tokens(source: str) -> list[_Token]:
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or ""
        if kind != "blank":
            found.append((kind, match.group(), line))
        line += match.group().count("\n")
    return found


def _plain(quoted: str) -> str:
    return str(tomllib.loads(f"x = {quoted}")["x"])
