"""A study of one's own: a folder with documents, study.toml, framings.toml, actors.toml, paper, Makefile."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template
from typing import NamedTuple

from ..documents import read_sources, specimens
from ..documents.readers import SUFFIXES
from ..errors import SourceError, StudyError
from ..files import write_text
from ..framings import find_framings, read_lexicon
from ..measures.rates.voices import count_voices
from ..voices import attribute

_PANELS = 6  # framings that the first figure shows
_BY_ORGANIZATION = 'groupings.organization = { by = "organization" }\n'
_NO_COLUMNS = """\
# columns = { document = "id", outlet = "source" }   # of .csv and .jsonl: topoi's name = the file's
"""
_WORDS = 100  # of a speaker, below which a rate is not drawn
_LEAST_SPEAKERS, _SPEAKERS, _MOST_SPEAKERS = 4, 12, 20  # that have room in a panel; where unknown
_LEAST_ROWS, _MOST_ROWS = 12, 45  # that have room in the figure of voices


def new_study(
    folder: str | os.PathLike[str],
    *,
    documents: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    example: bool = False,
) -> Path:
    """Lay out a study in a new folder and return its path.

    Parameters
    ----------
    folder : path
        Must not exist, or be empty.
    documents : path, optional
        File or folder to copy into `documents/`. The framings that occur in them become those of
        the study; without documents, those of the whole lexicon.
    columns : mapping, optional
        Columns of `.csv`, `.jsonl` and `.json` documents: topoi's name -> the file's name.
    example : bool, default False
        Use the specimens that ship with topoi as documents.

    Raises
    ------
    StudyError
        The folder is not empty.
    SourceError
        The documents are not there, or none of them can be read; then nothing is made.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: exists and is not empty. Name a new folder.", path=str(folder))
    if example and documents is not None:
        raise StudyError("a new study takes either documents or the example, not both.")
    if columns and documents is None:
        raise StudyError("columns are those of documents: name the documents too.")
    source = specimens() if example else Path(documents) if documents is not None else None
    found = _found(source, columns) if source is not None else Found(tuple(read_lexicon()))
    framings, panels = found.framings, found.framings[:_PANELS]
    speakers = min(max(found.speakers or _SPEAKERS, _LEAST_SPEAKERS), _MOST_SPEAKERS)
    rows = min(max(found.rows, _LEAST_ROWS), _MOST_ROWS)
    (folder / "documents").mkdir(parents=True)
    if source is not None:
        _copy(source, folder / "documents")
    data = resources.files("topoi") / "data"
    template = data / "template"
    fill = {
        "framings": ", ".join(f'"{f}"' for f in framings),
        "panels": ", ".join(f'"{f}"' for f in panels),
        "date": dt.date.today().isoformat(),
        "columns": _columns(columns) if columns else _NO_COLUMNS,
        "columns_again": _columns(columns) if columns else "",
        "group": "organization" if found.organizations else "speaker",
        "organizations": _BY_ORGANIZATION if found.organizations else "",
        "least": str(_WORDS if found.speakers else 1),
        "speakers": str(speakers),
        "height": f"{(2.2 + 0.42 * speakers) * (1 + (len(panels) > 3)):.1f}",
        "bars": f"{min(23.0, 3.4 + 0.42 * len(framings)):.1f}",
        "cells": f"{min(23.0, 5 + 0.42 * len(framings)):.1f}",
        "rows": str(rows),
        "lines": f"{5 + 0.4 * rows:.1f}",
    }
    study = Template((template / "study.toml").read_text("utf-8")).substitute(fill)
    write_text(folder / "study.toml", study)
    write_text(folder / "framings.toml", (data / "framings.toml").read_text("utf-8"))
    write_text(folder / "actors.toml", (template / "actors.toml").read_text("utf-8"))
    write_text(folder / "Makefile", (template / "Makefile").read_text("utf-8"))
    write_text(
        folder / "paper" / "paper.typ", (template / "paper" / "paper.typ").read_text("utf-8")
    )
    return folder


def _columns(columns: Mapping[str, str]) -> str:
    """A column mapping as a line of study.toml."""
    pairs = (
        f"{name} = {json.dumps(column, ensure_ascii=False)}" for name, column in columns.items()
    )
    return f"columns = {{ {', '.join(pairs)} }}\n"


class Found(NamedTuple):
    """What the documents of a new study hold."""

    framings: tuple[str, ...]  # that somebody utters, the most frequent first
    speakers: int = 0  # with enough words for a rate
    organizations: bool = True  # whether anybody speaks for one
    rows: int = _LEAST_ROWS  # of the figure of voices: documents, and who speaks in each


def _found(source: Path, columns: Mapping[str, str] | None) -> Found:
    passages = attribute(read_sources(source, columns=columns).documents)
    mentions = find_framings(passages)
    spoken = passages[passages["voice"] != "narration"]
    counts = mentions[mentions["passage"].isin(spoken["passage"])]["framing"].value_counts()
    if counts.empty:
        raise SourceError(
            f"{source}: none of the framings of the lexicon occurs in what anybody says there. "
            "Begin without --documents, write your own framings.toml, and copy the documents in.",
            path=str(source),
        )
    ordered = sorted(counts.index, key=lambda f: (-counts[f], f))
    words = spoken.groupby("speaker")["words"].sum()
    said = count_voices(mentions, passages)
    pairs = said[["document", "speaker"]].drop_duplicates()
    return Found(
        framings=tuple(ordered),
        speakers=int((words >= _WORDS).sum()),
        organizations=bool(spoken["organization"].notna().any()),
        rows=len(pairs) + pairs["document"].nunique(),
    )


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        shutil.copy(source, target)
        return
    for file in sorted(source.rglob("*")):
        known = file.suffix.lower() in SUFFIXES
        if file.is_file() and known and not file.name.startswith("."):
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
