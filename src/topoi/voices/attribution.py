"""Documents to passages: the one verb of this room."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from ..errors import DataError
from ..progress import track
from ..tables import check, empty
from ..text import count_words
from .corrections import Corrections
from .english.prose import read_prose
from .parser import Parser, make_parser, no_parser
from .persons.names import join_spellings
from .persons.officials import join_actors
from .persons.people import is_name
from .russian.morphology import is_mostly_russian
from .russian.prose import read_russian
from .stretch import Speaker, Stretch
from .turns.speeches import find_speech, find_statement, on_behalf
from .turns.turns import Turn, find_turns, read_turns


def attribute(
    documents: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    corrections: pd.DataFrame | None = None,
    parser: Any = None,
) -> pd.DataFrame:
    """Cut documents into passages and say, for each, who says it and in which voice.

    A document whose speaker is known (a speech) is that speaker's throughout. A transcript or an
    interview goes by its labels. Anything else is prose: quotations and reported speech go to the
    speakers that the sentences name, and what nobody is said to say is narration. A passage never
    crosses a line break, so it is at most a paragraph. Spellings of one speaker's name are joined
    within each organization.

    Parameters
    ----------
    documents : DataFrame
        Schema `documents`, with `text`.
    actors : DataFrame, optional
        Schema `actors`, from `read_actors`; by default the officials that ship with topoi. A speaker
        who is among them gets the spelling of the table, in Latin letters, and the post and body
        of the document's date where the document itself gives none; a post alone ("the Russian
        Foreign Minister") becomes the person if only one held it on that date; a surname alone, if
        the document names the body, or if nobody else in the table and few outside bear it. States and bodies
        get one name each. An empty table leaves all as the documents have it.
    corrections : DataFrame, optional
        Schema `corrections`, as `read_corrections` returns it: stretches in which somebody who has
        read the document wins over the rules.
    parser : spacy.Language or str, optional
        A spaCy pipeline of the documents' language, loaded or by the name under which it is
        installed: asked for subject and clause where a sentence has a verb of saying and the rules
        find no statement. By default the rules are left to themselves.

    Returns
    -------
    DataFrame
        Schema `passages`. The passages of a document, put together, are its text, character by
        character. Speaker, role and organization are null where the document does not say.

    Raises
    ------
    DataError
        The documents carry no text (they come from a bundle, which has its passages already), or a
        correction does not fit its document.

    Notes
    -----
    `rule` names the form that decided ("“…,” X said"), with "+ actors" where the table of actors
    gave name, post or body; `confidence` ranks the rules. What the
    method does not show: who means the words. Irony, free indirect speech and words put into
    somebody's mouth are given to whom the page gives them.

    Examples
    --------
    >>> documents = pd.DataFrame({
    ...     "document": ["a"], "source": ["a.txt"], "sha256": [""], "genre": [None],
    ...     "text": ['"We need a multipolar world now," minister Ivo Orlan said. He left.'],
    ... }).reindex(columns=[*empty("documents").columns])
    >>> attribute(documents)[["voice", "speaker", "words"]]
           voice    speaker  words
    0  quotation  Ivo Orlan      6
    1  narration        NaN      6
    """
    documents = check(documents, "documents")
    if "text" not in documents or documents["text"].isna().all():
        raise DataError(
            "documents: no text to attribute. A bundle comes without its texts but with its "
            "passages: topoi.read_bundle(...).passages."
        )
    by_hand, asked = Corrections(corrections, documents), make_parser(parser)
    rows: list[dict[str, Any]] = []
    for document in track(documents.itertuples(index=False), "voices", total=len(documents)):
        rows += _rows(document, by_hand, asked)
    passages = pd.DataFrame(rows, columns=[*empty("passages").columns, "_person"])
    passages = join_actors(passages, documents, actors)
    official = passages.pop("_official").astype(bool)
    person = passages.pop("_person").astype(bool) | official
    # Names are joined within an organization, or within the document where none is known.
    home = passages["organization"].where(passages["organization"].notna(), passages["document"])
    joined = join_spellings(passages["speaker"][person].astype("str"), home[person])
    passages["speaker"] = passages["speaker"].astype("str").where(~person | official, joined)
    outlet = passages["document"].map(documents.set_index("document")["outlet"])
    passages["utterer"] = passages["speaker"].where(passages["voice"] != "narration", outlet)
    return check(passages, "passages")


def _rows(document: Any, by_hand: Corrections, parser: Parser) -> list[dict[str, Any]]:
    text = document.text if isinstance(document.text, str) else ""
    stretches = by_hand.override(document.document, _stretches(document, text, parser))
    rows = []
    for number, (start, end, stretch) in enumerate(partition(text, stretches)):
        speaker = stretch.speaker if stretch else None
        rows.append(
            {
                "passage": f"{document.document}:{number:04d}",
                "document": document.document,
                "start": start,
                "end": end,
                "voice": stretch.voice if stretch else "narration",
                "kind": stretch.kind if stretch else None,
                "speaker": (speaker.name or None) if speaker else None,
                "role": speaker.role if speaker else None,
                "organization": speaker.organization if speaker else None,
                "on_behalf_of": speaker.on_behalf_of if speaker else None,
                "embedded_source": stretch.embedded_source if stretch else None,
                "utterer": None,
                "rule": stretch.rule if stretch else "narration",
                "confidence": stretch.confidence if stretch else 0.5,
                "words": count_words(text[start:end]),
                "text": text[start:end],
                "_person": bool(speaker and speaker.person and is_name(speaker.name)),
            }
        )
    return rows


def speaker_phrases(document: Any) -> dict[str, tuple[int, int]]:
    """Where the text of a document names the speaker of each passage ("he"), if it does.

    The benchmark of attribution scores these places (benchmarks/attribution/predict.py).
    """
    text = document.text if isinstance(document.text, str) else ""
    pieces = partition(text, _stretches(document, text))
    return {
        f"{document.document}:{number:04d}": stretch.named
        for number, (_, _, stretch) in enumerate(pieces)
        if stretch and stretch.named
    }


def _known(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _stretches(document: Any, text: str, parser: Parser = no_parser) -> list[Stretch]:
    title = _known(document.title)
    speaker, organization = _known(document.speaker), _known(document.organization)
    if speaker or (document.genre == "speech" and organization):
        who = Speaker(speaker or "", _known(document.role), organization)
        on_behalf(who, text[:2000])
        return [Stretch(0, len(text), "speech", "direct", who, "speech", 1.0)]
    if turns := find_turns(text, title):
        return _transcript(text, turns, title, document.genre, parser)
    if speech := find_speech(text, title, document.genre) or find_statement(text, title):
        around = [(0, speech.start), (speech.end, len(text))]
        return _with_prose(text, [speech.stretch()], around, title, parser)
    return _read(text, title, parser)


def _read(text: str, title: str | None, parser: Parser) -> list[Stretch]:
    """Prose by the rules of its language."""
    read = read_russian if is_mostly_russian(text) else read_prose
    return read(text, title, parser)


def _transcript(
    text: str, turns: list[Turn], title: str | None, genre: str | None, parser: Parser
) -> list[Stretch]:
    """Turns, the speech that may come before the first of them, and prose between."""
    stretches, outside = read_turns(text, turns)
    opening = find_speech(text[: turns[0].start], title, genre) if outside[:1] else None
    if opening and opening.speaker:
        stretches.insert(0, opening.stretch())
        outside[0] = (0, opening.start)
    return _with_prose(text, stretches, outside, title, parser)


def _with_prose(
    text: str,
    stretches: list[Stretch],
    outside: list[tuple[int, int]],
    title: str | None,
    parser: Parser,
) -> list[Stretch]:
    """Stretches, and those of the prose around them, in order."""
    for a, b in outside:
        if text[a:b].strip():
            stretches += [_moved(s, a) for s in _read(text[a:b], title, parser)]
    return sorted(stretches, key=lambda s: s.start)


def _moved(stretch: Stretch, by: int) -> Stretch:
    named = (stretch.named[0] + by, stretch.named[1] + by) if stretch.named else None
    return replace(stretch, start=stretch.start + by, end=stretch.end + by, named=named)


def partition(text: str, stretches: Iterable[Stretch]) -> Iterator[tuple[int, int, Stretch | None]]:
    """Cut `text` at line breaks and at the ends of stretches: (start, end, stretch or None).

    The pieces are in order, do not overlap, and cover the text. White space at a cut belongs to
    the piece before it.
    """
    cuts = {0, len(text)}
    cuts |= {line.end() for line in re.finditer("\n", text)}
    spans = [s for s in stretches if text[s.start : s.end].strip()]
    cuts |= {s.start for s in spans} | {s.end for s in spans}
    ordered = sorted(cuts)
    pieces: list[tuple[int, int, Stretch | None]] = []
    index = 0
    for a, b in itertools.pairwise(ordered):
        while index < len(spans) and spans[index].end <= a:
            index += 1
        inside = index < len(spans) and spans[index].start <= a
        stretch = spans[index] if inside else None
        opens = a > 0 and text[a - 1] == "\n" and text[b - 1] != "\n"  # the dash of a turn
        if pieces and not opens and not any(c.isalnum() for c in text[a:b]):
            pieces[-1] = (pieces[-1][0], b, pieces[-1][2])
        elif pieces and not any(c.isalnum() for c in text[pieces[-1][0] : pieces[-1][1]]):
            pieces[-1] = (pieces[-1][0], b, stretch)
        else:
            pieces.append((a, b, stretch))
    yield from pieces
