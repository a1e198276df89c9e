"""Bundles: a corpus that can be shared without its running text.

A bundle is a folder of `documents`, `passages` and `mentions` without text, `counts` without word
order, `phrases` that recur, the tables of `reprints` and `problems`, and a manifest that says where all this
comes from and how it was made. Everything but concordances and collocates works from a bundle.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .. import __version__, tables
from ..documents import Reading, find_reprints, read_general_debate, read_sources
from ..errors import SourceError, StudyError
from ..files import sha256, write_bytes, write_text
from ..framings import count_phrases, find_framings, read_lexicon
from ..progress import track
from ..voices import attribute, read_actors, read_corrections
from ..words import count_terms

FORMAT = 2
SHARD = 100  # documents that are searched and counted at a time
_TABLES = ("documents", "passages", "mentions", "counts", "phrases", "reprints", "problems")
_LIBRARIES = ("pandas", "pymorphy3", "simplemma")  # whose version the content depends on


class Bundle(NamedTuple):
    """A corpus: seven tables and what is known about them."""

    documents: pd.DataFrame
    passages: pd.DataFrame
    mentions: pd.DataFrame
    counts: pd.DataFrame
    phrases: pd.DataFrame
    reprints: pd.DataFrame
    problems: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(getattr(self, name))} {name}" for name in _TABLES)
        return f"Bundle({sizes})"


def make_bundle(
    reading: Reading,
    *,
    lexicon: str | os.PathLike[str] | None = None,
    actors: str | os.PathLike[str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    parser: str | None = None,
    phrases: Collection[str] = (),
    stop_words: Collection[str] | None = None,
    min_documents: int = 1,
    unit: str = "speaker",
    **about: Any,
) -> Bundle:
    """Attribute, search and count documents: from a `Reading` to a `Bundle`, texts included.

    Parameters
    ----------
    reading : Reading
        What `read_sources` or `read_general_debate` returned.
    lexicon : path, optional
        Lexicon of framings; by default the one that ships with topoi.
    actors : path, optional
        File of actors that are added to those that ship with topoi; see `read_actors`.
    corrections : path, optional
        File of voices and speakers corrected by hand; see `read_corrections`.
    parser : str, optional
        An installed spaCy pipeline that is asked where the rules find nothing; see `attribute`.
    phrases, stop_words, min_documents
        As in `count_terms`.
    unit : str, default "speaker"
        Whose phrases recur: the column of passages that says who speaks; see `count_phrases`.
    **about
        Further entries of the manifest: title, origin, licence, citation.

    Returns
    -------
    Bundle
        The same tables for any size of the shards. `write_bundle` leaves the texts out.
    """
    by_hand = {"actors": actors, "corrections": corrections}
    passages = attribute(
        reading.documents,
        actors=read_actors(actors),
        corrections=read_corrections(corrections) if corrections else None,
        parser=parser,
    )
    found, counted = [], []
    for shard in track(_shards(passages), "framings and counts"):
        mentions = find_framings(shard, lexicon)
        found.append(mentions)
        counted.append(count_terms(shard, mentions, phrases=phrases, stop_words=stop_words))
    mentions = pd.concat(found, ignore_index=True)
    counts = pd.concat([c.astype({"passage": "str", "term": "str"}) for c in counted])
    before = int(counts["n"].sum())
    if min_documents > 1:
        document = counts["passage"].str.rsplit(":", n=1).str[0]
        held = document.groupby(counts["term"]).transform("nunique")
        counts = counts[(held >= min_documents) | counts["term"].str.startswith("<")]
    counts = tables.check(counts.sort_values(["passage", "term"], ignore_index=True), "counts")
    manifest = {
        "format": FORMAT,
        **about,
        "made_by": {"topoi": __version__} | {name: version(name) for name in _LIBRARIES},
        "options": {
            "framings": framing_digests(lexicon),
            "phrases": sorted(phrases),
            "min_documents": min_documents,
            "unit": unit,
        }
        | {name: sha256(Path(file).read_bytes()) for name, file in by_hand.items() if file}
        | ({"parser": parser} if parser else {}),
        "size": {
            "documents": len(reading.documents),
            "passages": len(passages),
            "words": int(passages["words"].sum()),
            "mentions": len(mentions),
            "terms": int(counts["term"].nunique()),
            "tokens_left_out_as_rare": before - int(counts["n"].sum()),
        },
        "removed": _tally(reading.removed, "reason"),
        "problems": _tally(reading.problems, "problem"),
    }
    recurring = count_phrases(passages, mentions, unit=unit)
    reprints = find_reprints(reading.documents, passages)
    corpus = (reading.documents, passages, mentions, counts, recurring, reprints, reading.problems)
    return Bundle(*corpus, manifest)


def _shards(passages: pd.DataFrame) -> list[pd.DataFrame]:
    names = passages["document"].unique()
    return [
        passages[passages["document"].isin(names[i : i + SHARD])]
        for i in range(0, max(len(names), 1), SHARD)
    ]


def _tally(table: pd.DataFrame, column: str) -> dict[str, int]:
    return {str(k): int(v) for k, v in table[column].value_counts().sort_index().items()}


def framing_digests(lexicon: str | os.PathLike[str] | None) -> dict[str, str]:
    """Hash of what is looked for, by framing: two lexicons may differ in labels and examples."""
    out = {}
    for name, framing in sorted(read_lexicon(lexicon).items()):
        parts = (framing.patterns, framing.excluded, framing.names)
        written = [{k: [p.written for p in ps] for k, ps in part.items()} for part in parts]
        out[name] = sha256(json.dumps(written, sort_keys=True).encode())[:16]
    return out


def write_bundle(bundle: Bundle, folder: str | os.PathLike[str]) -> bool:
    """Write a bundle without running text: no text of documents and passages, no headlines.

    Returns True if a file changed. Files are written whole, the manifest last.
    """
    folder = Path(folder)
    stripped = {
        "documents": bundle.documents.drop(columns="text", errors="ignore").assign(
            title=pd.Series(None, index=bundle.documents.index, dtype="str")
        ),
        "passages": bundle.passages.drop(columns="text", errors="ignore"),
        "mentions": bundle.mentions,
        "counts": bundle.counts,
        "phrases": bundle.phrases,
        "reprints": bundle.reprints,
        "problems": bundle.problems,
    }
    data = {
        f"{name}.parquet": tables.to_parquet(tables.check(stripped[name], name)) for name in _TABLES
    }
    manifest = bundle.manifest | {"files": {name: sha256(value) for name, value in data.items()}}
    changed = [write_bytes(folder / name, value) for name, value in data.items()]
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return any([*changed, write_text(folder / "manifest.json", text)])


def read_bundle(name: str | os.PathLike[str]) -> Bundle:
    """Read a bundle: the name of one that ships with topoi, or a folder.

    Raises SourceError if it is not there, not whole, or not what its manifest says.

    >>> bundle = read_bundle("cis-csto-statements")
    >>> len(bundle.documents), "text" in bundle.passages
    (5, False)
    """
    folder = _folder(name)
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{folder}: not a bundle ({error!r}). Make it again with topoi bundle.",
            path=str(folder),
        ) from error
    loaded = {}
    for table in _TABLES:
        path = folder / f"{table}.parquet"
        if not path.is_file() or sha256(path.read_bytes()) != files.get(path.name):
            raise SourceError(
                f"{path}: missing, or not the file that the manifest describes. "
                "Make the bundle again with topoi bundle.",
                path=str(path),
            )
        loaded[table] = tables.check(tables.from_parquet(path), table, where=str(path))
    return Bundle(**loaded, manifest=manifest)


def shipped_bundles() -> list[str]:
    """Names of the bundles that ship with topoi."""
    return sorted(p.parent.name for p in _shipped().glob("*/manifest.json"))


@cache
def _shipped() -> Path:
    return Path(str(resources.files("topoi") / "data" / "bundles"))


def _folder(name: str | os.PathLike[str]) -> Path:
    shipped = _shipped() / str(name)
    if (shipped / "manifest.json").is_file():
        return shipped
    folder = Path(name)
    if not folder.is_dir():
        raise SourceError(
            f"no bundle '{name}': neither one that ships with topoi "
            f"({', '.join(shipped_bundles())}) nor a folder.",
            path=str(name),
        )
    return folder


def recipes() -> dict[str, dict[str, Any]]:
    """How the shipped bundles are made, by name."""
    return tomllib.loads((_shipped() / "recipes.toml").read_text("utf-8"))


class Ingredients(NamedTuple):
    """What a shipped bundle is made from: what was read, digests of raw files, further options."""

    reading: Reading
    raw_files: dict[str, str]
    options: dict[str, Any]


def read_by_recipe(name: str, sources: str | os.PathLike[str]) -> Ingredients:
    """Read the raw files under `sources` of which a shipped bundle is made."""
    known = recipes()
    if name not in known:
        raise StudyError(f"no recipe '{name}'. Recipes: {', '.join(sorted(known))}.", name=name)
    recipe = dict(known[name])
    root = Path(sources)
    place = recipe.pop("path")
    path = root / place
    if not path.exists():
        raise SourceError(
            f"{path}: not there. The recipe '{name}' needs it; say where the raw files are: "
            "make bundles SOURCES=FOLDER.",
            path=str(path),
        )
    raw = {place: path} if path.is_file() else {}  # files of a folder are documents, with theirs
    if recipe.pop("reader") == "general-debate":
        first, last = recipe.pop("years")
        sheet = recipe.pop("speakers")
        raw[sheet] = root / sheet
        reading = read_general_debate(
            path,
            speakers=raw[sheet],
            years=(first, last),
            delegations=recipe.pop("delegations").split(),
        )
    else:
        reading = read_sources(path)
    digests = {name: sha256(file.read_bytes()) for name, file in raw.items()}
    return Ingredients(reading, digests, recipe)


def cook(name: str, sources: str | os.PathLike[str]) -> Bundle:
    """Make a shipped bundle from the raw files under `sources`, by its recipe."""
    reading, raw_files, options = read_by_recipe(name, sources)
    return make_bundle(reading, raw_files=raw_files, **options)
