"""Whether a body belongs to its document: what contradicts it, as rows of the problems table."""

from __future__ import annotations

import pandas as pd

from ..text import flatten, words
from .candidates import RANKS, Dated, later_dates
from .language import guess_language
from .outlets import host_of
from .sources import Problem, Source, problem

LETTERS = 100  # a shorter body that repeats may be a formula ("See the attachment.")
STEM = 5  # letters that two forms of a word share, in English and in Russian
TITLE_STEMS = 3  # a title with fewer words of that length proves nothing
BODY_WORDS = 40


def date_problems(source: Source, raw: str, dated: Dated) -> list[Problem]:
    """Dates of one document that contradict each other, and days in it after its own."""
    found = []
    where, document, chosen = source.source, source.document, dated.chosen
    if chosen and (against := dated.conflicts):
        said = ", ".join(sorted({f"{c.source} {c.day}" for c in against}))
        detail = f"{said} against {chosen.source} {chosen.day}, which was taken"
        found.append(problem(where, "conflicting_dates", document, detail, len(against)))
    if chosen and (later := later_dates(dated, raw)):
        days = ", ".join(sorted({str(c.day) for c in later}))
        detail = f"{days} in the text, after its date {chosen.day} ({chosen.source}); kept"
        found.append(problem(where, "later_dates", document, detail, len(later)))
    return found


def title_problems(source: Source, title: str | None, text: str) -> list[Problem]:
    """A title that shares no word with the body, where both are in one language."""
    if not title or shares_words(title, text):
        return []
    detail = "no word of the title is in the text; the body may be another document's"
    return [problem(source.source, "unrelated_title", source.document, detail)]


def shares_words(title: str, text: str) -> bool:
    """Whether a title and a body have a word of five letters or more in common, by its beginning.

    True also where that cannot be told: too few words, or two languages.

    >>> body = "The ministers agreed on the lake. " * 8
    >>> shares_words("Ministerial talks", body), shares_words("Furniture chain opens warehouse", body)
    (True, False)
    """
    stems = _stems(title)
    if len(stems) < TITLE_STEMS or len(words(text)) < BODY_WORDS:
        return True
    if stems & _stems(text):
        return True
    ours, theirs = guess_language(title), guess_language(text)
    return ours is None or theirs is None or ours != theirs


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in words(flatten(text).lower()) if len(word) >= STEM}


def body_problems(documents: pd.DataFrame) -> list[Problem]:
    """Bodies that several documents have under different titles, or at several addresses of a site."""
    body = documents["text"].map(lambda text: " ".join(words(flatten(text).lower())))
    found = []
    for text, group in documents.groupby(body, sort=False):
        if len(group) < 2 or len(str(text)) < LETTERS:
            continue
        titles = group["title"].dropna().map(lambda title: flatten(title).lower()).nunique()
        urls = group["url"].dropna().drop_duplicates()
        hosts = urls.map(host_of).nunique()
        if titles < 2 and len(urls) <= hosts:
            continue
        what = f"{titles} titles" if titles > 1 else f"{len(urls)} addresses of one site"
        for row in group.itertuples():
            detail = f"the same body in {len(group)} documents with {what}"
            found.append(problem(row.source, "repeated_body", row.document, detail, len(group)))
    return found


def confidence(dated: Dated) -> float | None:
    """The rank of the source that the document's date was taken from."""
    return RANKS[dated.chosen.kind] if dated.chosen else None
