"""LIWC's dictionaries: .dic of 2007 and 2015, .dicx of 2022.

    %                       categories between two lines with %, a number and a name each;
    1   Calm                tabs before a number set a category below the last with fewer (2015)
    2   Water
    %
    lake*       1   2       a word or phrase, then the numbers of its categories
    still water 1   2       `*` at its end is any letters

A .dicx is a CSV file: the words in the column DicTerm, a column for each category, X where a word
belongs to it. A term that counts only under a condition (`<of>131/125`, `(02 134)125/464`) has no
counterpart here: it is left out of these categories, and said.

Reference: Pennebaker et al. (2015), LIWC2015 operator's manual; Boyd et al. (2022), LIWC-22.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import zip_longest

from .faults import Fault, Parsed
from .globs import Gathered

_CATEGORY = re.compile(r"(?P<tabs>\t*)\s*(?P<number>\d+)\s+(?P<name>\S.*?)\s*")
_UNTABBED = re.compile(r"(\S.*?)\s+(\d+(?:\s+\d+)*)\s*")
_WANTED = "Categories stand between two lines with %, a number and a name each."


def parse_dic(source: str) -> Parsed:
    """The framings of a .dic file, one a category, and what is wrong with it or left out."""
    found = Gathered()
    lines = source.splitlines()
    bars = [n for n, line in enumerate(lines) if line.strip() == "%"]
    if len(bars) < 2:
        found.refuse(Fault("no list of categories", _WANTED, 1))
        return found.parsed()
    categories = _categories(lines, bars[0] + 1, bars[1], found)
    for number, line in enumerate(lines[bars[1] + 1 :], bars[1] + 2):
        if line.strip():
            _term(line, number, categories, found)
    return found.parsed(dict.fromkeys(categories.values()))


def _categories(lines: list[str], start: int, stop: int, found: Gathered) -> dict[int, str]:
    """Number of a category -> its name, after the names of those that it stands below."""
    names: dict[int, str] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines[start:stop], start + 1):
        if not line.strip():
            continue
        match = _CATEGORY.fullmatch(line)
        if not match or int(match["number"]) in names:
            what = "no category" if not match else "a number that stands twice"
            found.refuse(Fault(f"'{line.strip()}' is {what}", _WANTED, number))
            continue
        depth = len(match["tabs"])
        above = [(d, name) for d, name in above if d < depth] + [(depth, match["name"])]
        name = ".".join(name for _, name in above)
        if name in names.values():
            hint = "Join the two, or rename one."
            found.refuse(Fault(f"the category '{name}' stands twice", hint, number))
        names[int(match["number"])] = name
    return names


def _term(line: str, number: int, categories: dict[int, str], found: Gathered) -> None:
    if "\t" in line.strip():
        term, *fields = [part.strip() for part in line.strip().split("\t")]
        fields = [word for part in fields for word in _fields(part)]
    elif match := _UNTABBED.fullmatch(line.strip()):
        term, fields = match[1], match[2].split()
    else:
        term, fields = line.strip(), []
    if not fields:
        found.leave_out(f"'{term}' is left out: it has no category", None, number)
    for category in fields:
        if not category.isdigit():
            found.leave_out(f"'{term}' {category} is left out: a condition", None, number)
        elif int(category) not in categories:
            found.leave_out(f"'{term}' {category} is left out: no such category", None, number)
        else:
            found.add(categories[int(category)], term, number)


def _fields(part: str) -> list[str]:
    """Numbers separated by blanks; a condition stays in one piece."""
    return part.split() if re.fullmatch(r"[\d\s]+", part) else [part] if part else []


def parse_dicx(source: str) -> Parsed:
    """The framings of a .dicx file, one a column, and what is wrong with it or left out."""
    found = Gathered()
    try:
        (_, head), *rows = _rows(source) or [(1, [])]
    except _NotCsv as error:
        found.refuse(Fault(f"not CSV: {error.what}", "Close it, or double it.", error.line))
        return found.parsed()
    if len(head) < 2 or head[0] != "DicTerm":
        wanted = (
            "The first line should be DicTerm and the names of categories, with commas between."
        )
        found.refuse(Fault("no list of categories", wanted, 1))
        return found.parsed()
    for fault in _faults_of_head(head, [cells for _, cells in rows]):
        found.refuse(fault)
    for line, cells in rows:
        if any(cells):
            _row(head, cells, line, found)
    return found.parsed(dict.fromkeys(head[1:]))


class _NotCsv(Exception):
    """What is no CSV, and in which line: a quotation mark that is not closed, say."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


def _rows(source: str) -> list[tuple[int, list[str]]]:
    """Each row of a CSV file, with its line; a cell of several lines is a mark left open."""
    reader = csv.reader(source.splitlines(keepends=True), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if reader.line_num > line:
                raise _NotCsv(line, "a quotation mark is not closed")
            rows.append((line, [cell.strip() for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        end = "a quotation mark is not closed"
        raise _NotCsv(line, end if "end of data" in str(error) else str(error)) from error
    return rows


def _faults_of_head(head: list[str], rows: list[list[str]]) -> Iterator[Fault]:
    """Names of categories that stand twice, and columns that are used but have none."""
    for number, name in enumerate(head):
        if name and name in head[:number]:
            yield Fault(f"the column '{name}' stands twice", "Join the two, or rename one.", 1)
        if not name and any(cells[number] for cells in rows if len(cells) > number):
            yield Fault(f"column {number + 1} has no name", "Name its category, or empty it.", 1)


def _row(head: list[str], cells: list[str], line: int, found: Gathered) -> None:
    """Note what one row says of a term."""
    term, used = cells[0], False
    for name, cell in zip_longest(head[1:], cells[1:]):
        if not cell or cell in ("0", "0.0"):
            continue
        used = True
        if name is None:
            found.leave_out(f"'{term}' '{cell}' is left out: beyond the last category", None, line)
        elif name and cell.upper() == "X":
            found.add(name, term, line)
        elif name:
            what = f"'{term}' is left out: '{cell}' is not X (weights are not used)"
            found.leave_out(what, name, line)
    if not used:
        found.leave_out(f"'{term}' is left out: it has no category", None, line)
