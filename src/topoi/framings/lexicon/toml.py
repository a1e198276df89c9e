"""topoi's own lexicon files: one TOML table a framing."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ...errors import LexiconError
from ...schemas import ATTITUDES
from ..patterns import Pattern, compile_pattern
from .faults import Fault, Parsed, meant
from .framing import LANGUAGES, Framing, Lexicon
from .positions import Keys, line_of, positions

_TEXTS = ("label", "gloss", "source", "attitude")
_LISTS = ("examples", "counterexamples", "false_friends")
_PATTERNS = ("patterns", "not", "names")
_KEYS = (*_TEXTS, *_LISTS, *_PATTERNS, "blocs")
_NEEDED = ("label", "patterns", "examples")


def parse_toml(source: str) -> Parsed:
    """The framings of a TOML file that are without fault, and every fault of the others."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        what = str(error).replace(at[0], "").strip() if at else str(error)
        return Parsed({}, [Fault(f"not TOML: {what}", line=line, column=column)])
    if not table:
        return Parsed({}, [Fault("no framing in it", "Write one table a framing.")])
    lines = positions(source)
    lexicon: Lexicon = {}
    faults: list[Fault] = []
    for name, entry in table.items():
        reader = _Entry(name, lines)
        framing = reader.framing(entry)
        faults += reader.faults
        if not reader.faults and framing:
            lexicon[name] = framing
    return Parsed(lexicon, sorted(faults, key=lambda fault: fault.line or 0), lines)


class _Entry:
    """Reads one table and notes everything that is wrong with it."""

    def __init__(self, name: str, lines: dict[Keys, int]) -> None:
        self.name = name
        self.lines = lines
        self.faults: list[Fault] = []

    def framing(self, entry: Any) -> Framing | None:
        if not isinstance(entry, dict):
            self._note((), f"should be a table: [{self.name}]")
            return None
        for key in sorted(set(entry) - set(_KEYS)):
            hint = f"{meant(key, _KEYS)}Keys: {', '.join(sorted(_KEYS))}."
            self._note((key,), f"no key '{key}' is known", hint)
        for key in _NEEDED:
            if not entry.get(key):
                hint = f"A framing needs {', '.join(_NEEDED[:-1])} and {_NEEDED[-1]}."
                self._note((key,), f"'{key}' is missing", hint)
        texts = {key: self._text(entry, key) for key in _TEXTS}
        lists = {key: self._list(entry.get(key, []), (key,)) for key in _LISTS}
        patterns = {key: self._patterns(entry.get(key, {}), key) for key in _PATTERNS}
        return Framing(
            framing=self.name,
            label=texts["label"],
            gloss=texts["gloss"],
            source=texts["source"],
            patterns=patterns["patterns"],
            excluded=patterns["not"],
            names=patterns["names"],
            **lists,
            attitude=self._attitude(texts["attitude"]),
            blocs=self._blocs(entry.get("blocs", {})),
        )

    def _note(self, path: Keys, fault: str, remedy: str = "", **more: Any) -> None:
        key = ".".join(key for key in path if isinstance(key, str)) or None
        line = line_of(self.lines, (self.name, *path))
        self.faults.append(Fault(fault, remedy, line, self.name, key, **more))

    def _text(self, entry: dict[str, Any], key: str) -> str:
        value = entry.get(key, "")
        if isinstance(value, str):
            return value
        self._note((key,), "should be text in quotes", f'Write {key} = "...".')
        return ""

    def _list(self, value: Any, path: Keys) -> tuple[str, ...]:
        key = ".".join(map(str, path))
        if not isinstance(value, list):
            self._note(path, "should be a list of texts", f'Write {key} = ["..."].')
            return ()
        texts = []
        for number, item in enumerate(value):
            if isinstance(item, str) and item.strip():
                texts.append(item)
            else:
                what = "an empty text" if isinstance(item, str) else f"no text: {item!r}"
                self._note((*path, number), f"item {number + 1} is {what}", "Put it in quotes.")
        return tuple(texts)

    def _patterns(self, by_language: Any, key: str) -> dict[str, tuple[Pattern, ...]]:
        if not isinstance(by_language, dict):
            self._note((key,), "goes by language", f'Write {key}.en = ["..."].')
            return {}
        found = {}
        for language, written in by_language.items():
            path = (key, language)
            if language not in LANGUAGES:
                self._note(path, f"languages are {', '.join(LANGUAGES)}")
            elif written == []:
                self._note(path, "is empty", "Leave it out, or name some.")
            else:
                found[language] = self._compiled(written, path)
        return found

    def _compiled(self, written: Any, path: Keys) -> tuple[Pattern, ...]:
        written = [written] if isinstance(written, str) else written
        compiled = []
        for number, pattern in enumerate(self._list(written, path)):
            try:
                compiled.append(compile_pattern(pattern))
            except LexiconError as error:
                said: dict[str, Any] = {"column": error.values.get("column"), "pattern": pattern}
                self._note((*path, number), str(error).rstrip("."), **said)
        return tuple(compiled)

    def _attitude(self, attitude: str) -> str | None:
        if attitude and attitude not in ATTITUDES:
            hint = f"{meant(attitude, ATTITUDES)}Leave it out where usage does not decide."
            self._note(("attitude",), f"'{attitude}' is none of {', '.join(ATTITUDES)}", hint)
        return attitude or None

    def _blocs(self, by_attitude: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(by_attitude, dict):
            self._note(("blocs",), "goes by attitude", 'Write blocs.oppose = ["..."].')
            return {}
        blocs: dict[str, tuple[str, ...]] = {}
        for attitude, named in by_attitude.items():
            path = ("blocs", attitude)
            if attitude not in ATTITUDES:
                hint = f"{meant(attitude, ATTITUDES)}Attitudes are {', '.join(ATTITUDES)}."
                self._note(path, f"'{attitude}' is no attitude", hint)
                continue
            names = self._list(named, path)
            for other, others in blocs.items():
                for name in sorted(set(names) & set(others)):
                    self._note(path, f"'{name}' is under {other} too", "Keep one of the two.")
            blocs[attitude] = names
        return blocs
