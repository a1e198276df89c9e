"""The UN General Debate Corpus in its official layout: `Session 77 - 2022/RUS_77_2022.txt`.

Jankin, Baturo & Dasandi (2025), doi:10.7910/DVN/0TJX8Y. The texts are as the verbatim records were
scanned, wrapped and copied: what is mended here is mended for every file by the same rules, and
each repair is counted in the table of problems.
"""

from __future__ import annotations

import os
import re
import tarfile
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import SourceError
from ..files import sha256
from ..progress import track
from .assembly import Reading, build
from .decoding import decode
from .repair import (
    count_forms,
    drop_markdown,
    drop_page_numbers,
    drop_paragraph_numbers,
    join_broken_words,
    unwrap,
)
from .sources import Problem, Source, problem, read_bytes

_NAME = re.compile(r"(?P<iso>[A-Z]{2,4})_(?P<session>\d{1,3})_(?P<year>\d{4})\.txt$")
SHEET = "Speakers_by_session.xlsx"
_SHEET_COLUMNS = {
    "Year": "year",
    "ISO Code": "iso",
    "Name of Person Speaking": "speaker",
    "Post": "role",
}


def read_general_debate(
    path: str | os.PathLike[str],
    *,
    speakers: str | os.PathLike[str] | None = None,
    years: tuple[int, int] | None = None,
    delegations: Collection[str] | None = None,
) -> Reading:
    """Read the UN General Debate Corpus from its archive or its unpacked folder.

    Parameters
    ----------
    path : path
        A `.tar`, `.tar.gz` or `.tgz` archive, or a folder, with files `ISO_SESSION_YEAR.txt`.
    speakers : path, optional
        The speaker sheet; by default `Speakers_by_session.xlsx` beside `path` or in it.
    years : (first, last), optional
        Both included. By default all.
    delegations : collection of str, optional
        ISO codes as in the file names ("RUS", "EU"). By default all.

    Returns
    -------
    Reading
        `documents` (one speech each: speaker and role from the sheet, organization = delegation,
        genre "speech", the year but no day), `removed` (empty: nothing but repairs is done) and
        `problems` (files without a row in the sheet, repeated rows, repairs with their counts,
        texts of 2024 with Markdown, which are not the verbatim record).

    Raises
    ------
    SourceError
        No speech is found, a delegation that was asked for never speaks, or the sheet lacks a
        column.
    """
    path = Path(path)
    problems: list[Problem] = []
    raw: list[tuple[str, str, int, str, bytes]] = []
    for name, iso, year, data in _speeches(path, problems, years, delegations):
        raw.append((name, iso, year, decode(data, name), data))
    if not raw:
        raise SourceError(
            f"{path}: no speech found. Wanted files like 'Session 77 - 2022/RUS_77_2022.txt'"
            f"{f' of the years {years[0]}-{years[1]}' if years else ''}.",
            path=str(path),
        )
    silent = sorted(set(delegations or ()) - {iso for _, iso, *_ in raw})
    if silent:
        raise SourceError(
            f"{path}: no speech of {', '.join(silent)} in these years. "
            "Delegations go by the codes of the file names (RUS, USA, EU).",
            delegations=silent,
        )
    sheet = _speakers(_find_sheet(path, speakers), problems)
    seen = count_forms(text for *_, text, _ in raw)
    sources = []
    for name, iso, year, text, data in track(sorted(raw), "speeches"):
        document = f"{iso}-{year}"
        metadata = {
            "year": year,
            "event": f"General Debate {year}",
            "genre": "speech",
            "language": "en",
            "outlet": "UN General Debate",
            "organization": delegation_name(iso),
            "title": None,
        }
        if (iso, year) in sheet.index:
            metadata |= sheet.loc[(iso, year)].to_dict()
            metadata["speaker"] = _corrected(metadata, name, document, problems)
        else:
            problems.append(
                problem(name, "no_speaker_row", document, "speaker left null: not in the sheet")
            )
        text = _mend(text, seen, name, document, problems)
        sources.append(Source(document, name, text, sha256(data), metadata))
    return build(sources, problems)


@cache
def _names() -> dict[str, str]:
    with (resources.files("topoi") / "data" / "delegations.csv").open(encoding="utf-8") as stream:
        table = pd.read_csv(stream, dtype="str", keep_default_na=False)
    return dict(zip(table.iso, table.name, strict=True))


def delegation_name(iso: str) -> str:
    """English name of a delegation, or its code where the table has none.

    >>> delegation_name("RUS"), delegation_name("XYZ")
    ('Russia', 'XYZ')
    """
    return _names().get(iso, iso)


def _speeches(
    path: Path,
    problems: list[Problem],
    years: tuple[int, int] | None,
    delegations: Collection[str] | None,
) -> Iterator[tuple[str, str, int, bytes]]:
    """(member name, ISO code, year, bytes) of every wanted speech; files that are none go into
    the problems.
    """

    def wanted(name: str) -> re.Match[str] | None:
        match = _NAME.search(name)
        if not match or Path(name).name.startswith("."):
            if name.endswith(".txt"):
                problems.append(
                    problem(name, "not_a_speech", detail="skipped: not ISO_SESSION_YEAR.txt")
                )
            return None
        in_years = not years or years[0] <= int(match["year"]) <= years[1]
        return match if in_years and (not delegations or match["iso"] in delegations) else None

    if path.is_dir():
        for file in sorted(path.rglob("*.txt"), key=lambda p: p.as_posix()):
            name = file.relative_to(path).as_posix()
            if match := wanted(name):
                yield name, match["iso"], int(match["year"]), read_bytes(file)
        return
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and (match := wanted(member.name)):
                    stream = archive.extractfile(member)
                    assert stream is not None  # isfile() says so
                    yield member.name, match["iso"], int(match["year"]), stream.read()
    except (OSError, tarfile.TarError, EOFError) as error:
        raise SourceError(
            f"{path}: neither a folder nor a readable tar archive ({error}). Download it again, "
            "or unpack it and name the folder.",
            path=str(path),
        ) from error


def _find_sheet(path: Path, speakers: str | os.PathLike[str] | None) -> Path:
    tried = [Path(speakers)] if speakers else [path.parent / SHEET, path / SHEET]
    for file in tried:
        if file.is_file():
            return file
    raise SourceError(
        f"no speaker sheet at {' or '.join(map(str, tried))}. It comes with the corpus "
        f"({SHEET}); name it with speakers=.",
        path=str(tried[0]),
    )


def _speakers(file: Path, problems: list[Problem]) -> pd.DataFrame:
    """Speaker and role by (ISO code, year)."""
    try:
        sheet = pd.read_excel(file, dtype="str")
    except (ValueError, OSError, KeyError) as error:
        raise SourceError(
            f"{file}: not a readable spreadsheet ({error}). It comes with the corpus; download it "
            "again, or name another with speakers=.",
            path=str(file),
        ) from error
    missing = [column for column in _SHEET_COLUMNS if column not in sheet]
    if missing:
        raise SourceError(
            f"{file}: no column '{missing[0]}'. It has: {', '.join(map(str, sheet.columns))}. "
            f"Name its columns {', '.join(_SHEET_COLUMNS)}.",
            path=str(file),
            column=missing[0],
        )
    sheet = sheet[list(_SHEET_COLUMNS)].rename(columns=_SHEET_COLUMNS)
    for column in ("iso", "speaker", "role"):
        sheet[column] = sheet[column].str.split().str.join(" ").str.strip(" ,;")
    sheet["year"] = pd.to_numeric(sheet["year"], errors="coerce")
    bad = sheet[sheet.iso.isna() | sheet.year.isna()]
    if len(bad):
        problems.append(
            problem(file.name, "speaker_row_without_key", detail="rows skipped", count=len(bad))
        )
    sheet = sheet.drop(index=bad.index).astype({"year": "int64"})
    repeated = sheet.duplicated(["iso", "year"])
    if repeated.any():
        shown = ", ".join(f"{r.iso} {r.year}" for r in sheet[repeated].head(5).itertuples())
        problems.append(
            problem(
                file.name,
                "repeated_speaker_row",
                detail=f"first row taken ({shown}{' ...' if repeated.sum() > 5 else ''})",
                count=int(repeated.sum()),
            )
        )
    sheet = sheet[~repeated].set_index(["iso", "year"]).sort_index()
    return sheet.astype(object).where(sheet.notna(), None)


@cache
def _corrections() -> pd.DataFrame:
    source = resources.files("topoi") / "data" / "general_debate_speakers.csv"
    with source.open(encoding="utf-8") as stream:
        return pd.read_csv(stream)


def _corrected(
    row: dict[str, Any], name: str, document: str, problems: list[Problem]
) -> str | None:
    """The speaker's name, where the sheet is known to have it wrong; each change is a problem row.

    The table (`data/general_debate_speakers.csv`) says what is changed and why.
    """
    speaker = row["speaker"]
    bare = re.sub(r"^(?:Mr|Mrs|Ms|Dr)s?\.?\s+", "", speaker or "", flags=re.IGNORECASE)
    table = _corrections()
    here = table[
        (table.organization == row["organization"])
        & (table.as_written.str.lower() == re.sub(r", Jr\.?$", "", bare).lower())
        & (table.first_year <= row["year"])
        & (table.last_year >= row["year"])
    ]
    if here.empty:
        return speaker
    correct = here.iloc[0]
    detail = f"{speaker!r} read as {correct.speaker!r}: {correct.reason}"
    problems.append(problem(name, "speaker_corrected", document, detail))
    return str(correct.speaker)


def _mend(text: str, seen: Counter[str], name: str, document: str, problems: list[Problem]) -> str:
    text = text.strip("\ufeff\n ")
    hyphens = text.count("-")
    for code, repair, detail in (
        ("markdown", drop_markdown, "marks taken out; not the verbatim record"),
        ("page_numbers", drop_page_numbers, "taken out"),
        ("broken_words", lambda t: join_broken_words(t, seen), "joined"),
        ("wrapped_lines", unwrap, "joined into paragraphs"),
        ("numbered_paragraphs", drop_paragraph_numbers, "numbers taken out"),
    ):
        text, count = repair(text)
        if count:
            problems.append(problem(name, code, document, detail, count))
        if code == "broken_words" and count:
            kept = count - (hyphens - text.count("-"))
            problems.append(problem(name, "broken_words_hyphen_kept", document, "joined", kept))
    if lost := _lost_letters(text):
        problems.append(
            problem(name, "lost_letters", document, "words without their 'ti', as in 'naons'", lost)
        )
    return text


_LOST = re.compile(
    r"\b(?:\w*[a-z](?:aon|uon|eon)s?(?:al)?|inial|addion\w*|posion\w*|instuon\w*)\b", re.I
)
_REAL = frozenset(
    """
    beacon beacons raccoon pantheon surgeon surgeons pigeon pigeons dungeon
    """.split()
)


def _lost_letters(text: str) -> int:
    """How many words have lost a ligature ("Naons", "posion"), if there are enough to be sure."""
    found = [w for w in _LOST.findall(text) if w.lower() not in _REAL]
    return len(found) if len(found) >= 10 else 0
