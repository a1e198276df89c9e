"""Keywords in context as lines of a terminal: the keyword at one place, what does not fit cut off."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from wcwidth import wcwidth

if TYPE_CHECKING:
    import pandas as pd

WIDEST = {"who": 30, "framing": 20}  # columns, in places of the terminal
LEAST = 14  # of what stands before a keyword, and from it on
GAP = "  "
_OPENING, _CLOSING = tuple("“‘«„(["), tuple("”’»,.;:!?)]")  # no blank behind, or before
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Line(NamedTuple):
    """What a terminal shows of one mention."""

    date: str
    who: str
    framing: str
    left: str
    match: str
    right: str


def print_lines(table: pd.DataFrame, *, by: str | None = None, width: int | None = None) -> None:
    """Print the lines of a concordance aligned, under headings if they are grouped.

    `width` is how much is shown before and after a keyword; by default what the terminal has room
    for. Keywords are bold, and date and speaker dim, if this is a terminal and NO_COLOR is not set.
    """
    lines = [_line(row, by) for row in table.to_dict("records")]
    places = _places(lines, width)
    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    group: Any = None
    for number, (line, name) in enumerate(zip(lines, _groups(table, by), strict=True)):
        if name is not None and name != group:
            group = name
            print(("\n" if number else "") + (f"{_BOLD}{name}{_PLAIN}" if styled else name))
        print(_laid_out(line, places, width, styled))


def fit(text: str, places: int, *, keep_end: bool = False) -> str:
    """As much of a text as fits into so many places, an ellipsis where it is cut.

    Wide characters take two places, marks above and below a letter none.

    >>> fit("a multipolar world", 9), fit("a multipolar world", 9, keep_end=True)
    ('a multip…', '…ar world')
    >>> fit("多极世界", 5)
    '多极…'
    """
    if length(text) <= places:
        return text
    if places < 1:
        return ""
    kept, room = [], places - 1
    for character in reversed(text) if keep_end else text:
        room -= max(wcwidth(character), 0)
        if room < 0:
            break
        kept.append(character)
    if keep_end:  # a mark whose letter is cut off goes too
        while kept and wcwidth(kept[-1]) == 0:
            kept.pop()
    return "…" + "".join(reversed(kept)) if keep_end else "".join(kept) + "…"


def length(text: str) -> int:
    """Places that a text takes in a terminal.

    >>> length("мир"), length("世界"), length("e\\u0301")
    (3, 4, 1)
    """
    return sum(max(wcwidth(character), 0) for character in text)


def clean(text: Any) -> str:
    """A cell without what would move the cursor or turn the line round; nothing for a null.

    >>> clean("a\\x1b[2Jb\\u202ec"), clean(None)
    ('a[2Jbc', '')
    """
    if not isinstance(text, str):
        return ""
    return "".join(c for c in text if c.isprintable() or wcwidth(c) > 0)


def day(row: dict[str, Any]) -> str:
    """The day of a line, or its year, or nothing."""
    import pandas as pd

    if pd.notna(row.get("date")):
        return f"{row['date']:%Y-%m-%d}"
    return str(int(row["year"])) if pd.notna(row.get("year")) else ""


def _line(row: dict[str, Any], by: str | None) -> Line:
    speaker, body = clean(row["speaker"]), clean(row["organization"])
    shown = {"speaker": speaker, "organization": body}
    who = " · ".join(name for c, name in shown.items() if name and c != by)
    match = clean(row["match"]) or clean(row["variant"])
    framing = "" if by == "framing" else clean(row["framing"])
    again = " R" if isinstance(row.get("duplicate_of"), str) else ""
    return Line(
        (day(row) + again).strip(), who, framing, clean(row["left"]), match, clean(row["right"])
    )


def _groups(table: pd.DataFrame, by: str | None) -> Iterator[str | None]:
    """The heading of each line's group: its name, and how much there is in it."""
    if by is None:
        yield from [None] * len(table)
        return
    names = group_names(table, by)
    sizes, documents = names.value_counts(), table.groupby(names)["document"].nunique()
    heads = {
        name: f"{clean(name)}: {counted(sizes[name], 'mention')} in "
        f"{counted(documents[name], 'document')}{reprinted(table[names == name])}"
        for name in sizes.index
    }
    yield from names.map(heads)


def group_names(table: pd.DataFrame, by: str) -> pd.Series:
    """The group of each line as text, "unknown" for none."""
    values = table[by]
    if str(values.dtype).startswith("datetime"):
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("str").where(values.notna(), "unknown")


def reprinted(table: pd.DataFrame, how: str = "") -> str:
    """How many of the lines stand in a reprint of another document, or nothing.

    >>> import pandas as pd
    >>> reprinted(pd.DataFrame({"duplicate_of": ["a", None]}), " (R)")
    ', 1 of them in reprints (R)'
    """
    n = int(table["duplicate_of"].notna().sum()) if "duplicate_of" in table else 0
    return f", {n:,} of them in reprints{how}" if n else ""


def counted(n: int, what: str) -> str:
    """A number and what it counts.

    >>> counted(1, "mention"), counted(1200, "mention")
    ('1 mention', '1,200 mentions')
    """
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _places(lines: Sequence[Line], width: int | None) -> dict[str, int]:
    """Places of each part, so that a line fits the terminal as far as it can."""
    edge = shutil.get_terminal_size((110, 24)).columns
    parts = ("date", "who", "framing", "left")
    places = {part: max((length(getattr(ln, part)) for ln in lines), default=0) for part in parts}
    if len({line.framing for line in lines}) < 2:
        places["framing"] = 0
    for part, widest in WIDEST.items():
        places[part] = min(places[part], widest, edge // 4)
    for part in ("framing", "who"):  # what a narrow terminal does without
        before = sum(places[p] + len(GAP) for p in parts[:-1] if places[p])
        if edge - before - 1 < 2 * LEAST:
            places[part] = 0
    before = sum(places[part] + len(GAP) for part in parts[:-1] if places[part])
    rest = max(2 * LEAST, edge - before - 1)
    places["left"] = min(places["left"], width or rest * 2 // 5)
    places["right"] = width or rest - places["left"]
    return places


def _laid_out(line: Line, places: dict[str, int], width: int | None, styled: bool) -> str:
    """A line: what stands before the keyword ends where it begins, what follows runs on."""
    told = [
        fit(text, places[part]) + " " * (places[part] - length(text))
        for part, text in (("date", line.date), ("who", line.who), ("framing", line.framing))
        if places[part]
    ]
    head = GAP.join(told) + GAP if told else ""
    left = line.left + ("" if line.left.endswith(_OPENING) else " ") if line.left else " "
    left = fit(left, places["left"] + 1, keep_end=True)
    blanks = " " * (places["left"] + 1 - length(left))
    joint = "" if not line.right or line.right.startswith(_CLOSING) else " "
    right = fit(joint + line.right, places["right"] - (0 if width else length(line.match)))
    match = line.match if width else fit(line.match, places["right"])
    if styled:
        head, match = f"{_DIM}{head}{_PLAIN}", f"{_BOLD}{match}{_PLAIN}"
    return (head + blanks + left + match + right).rstrip()
