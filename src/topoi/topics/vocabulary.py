"""What a topic model is fitted to: documents cut into sections, and the terms that are left."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from numbers import Integral

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError, TooSmallError
from ..tables import need_list
from .engines import Floats
from .matrices import (
    Paths,
    Store,
    add_up,
    keep_columns,
    spread,
    windows_from_files,
    windows_of,
)
from .options import need_count

FEWEST_SECTIONS = 100
_SHOWN = 8  # terms that a warning lists
FEWEST_TOKENS = 20  # median tokens of a document, below which topics are not recovered


@dataclass(frozen=True)
class Vocabulary:
    """A document-term matrix ready for a topic model, and what was left out to get there."""

    X: sp.csr_matrix
    rows: pd.DataFrame  # what a row of X is: section, document
    terms: list[str]
    windows: sp.csr_matrix  # passages x the same terms
    tokens_kept: float  # share of the tokens of `counts`
    passages: pd.DataFrame | None = None  # what a row of windows is: passage, section

    def __repr__(self) -> str:
        return (
            f"Vocabulary({len(self.terms)} terms, {len(self.rows)} rows, "
            f"{self.tokens_kept:.0%} of the tokens)"
        )


def prepare_topics(
    counts: pd.DataFrame | Paths,
    *,
    section_tokens: int | None = 100,
    min_sections: int = 50,
    max_share: float = 0.4,
    drop: Collection[str] = (),
    keep: Collection[str] = (),
    scratch: str | os.PathLike[str] | None = None,
) -> Vocabulary:
    """Cut documents into sections and choose the terms for a topic model.

    Parameters
    ----------
    counts : DataFrame, path, or collection of paths
        Schema `counts`. A passage belongs to the document that its identifier names (the part
        before the last colon), in the order of the identifiers. A folder of Parquet files, or a
        list of them, is read bit by bit, twice, and never held as a table; into which files it is cut
        does not show.
    section_tokens : int, optional
        Consecutive passages of a document are joined until they hold so many tokens: long enough
        for topics to be recovered, short enough for a section to be about something. None takes
        whole documents.
    min_sections : int, default 50
        Terms in fewer sections are left out; framings stay.
    max_share : float, default 0.4
        Terms in a larger share of the sections are left out.
    drop : collection of str
        Further terms to leave out (names of places, say), as they are counted.
    keep : collection of str
        Terms that stay though they are rare or common (seeds of guided topics, say); "trade war"
        finds `trade_war` too, as in `seed_topics`.
    scratch : path, optional
        Folder in which the matrices are kept, as files that are mapped and not held in memory. Every
        call makes a new folder in it, `topics-...`, which must stay there for as long as the result
        is used. They are as large as the matrices, pile up, and are yours to delete.

    Returns
    -------
    Vocabulary
        With the share of tokens that is left, and the passages as windows for coherence.

    Raises
    ------
    TooSmallError
        Too few sections for topics to be recovered, and the limits leave no term: "too small for LDA".
    DataError
        The limits leave no term, or are none; a row of the counts has no passage, no term, or a
        number that is negative or none; or `drop` or `keep` is a single str.

    Warns
    -----
    UserWarning
        Terms to drop or to keep that are not in the counts.
    """
    drop, keep = (
        list(map(str, need_list(terms, o))) for o, terms in (("drop", drop), ("keep", keep))
    )
    if section_tokens is not None:
        need_count("section_tokens", section_tokens, 1)
    need_count("min_sections", min_sections, 1)
    if not 0 < max_share <= 1:
        raise DataError(f"max_share is a share of the sections, up to 1; got {max_share}.")
    store = Store(scratch)
    whole = (
        windows_of(counts)
        if isinstance(counts, pd.DataFrame)
        else windows_from_files(counts, store)
    )
    home = [passage.rpartition(":")[0] or passage for passage in whole.passages]
    tokens = np.asarray(whole.values.sum(axis=1)).ravel()
    sections = _sections(home, tokens, section_tokens)
    code, labels = pd.factorize(np.asarray(sections, dtype=object))
    df, entries = spread(whole.values, code)
    names = np.asarray(whole.terms, dtype=object)
    wanted = np.array([name.startswith("<") for name in names], dtype=bool)
    there = set(whole.terms)
    found = {term: spellings(term) & there for term in keep}
    _tell_missing("drop", set(drop) - there)
    _tell_missing("keep", {term for term, forms in found.items() if not forms})
    wanted |= np.isin(names, list(set().union(*found.values())))
    stays = (df >= min_sections) & (df <= max_share * len(labels)) | wanted & (df > 0)
    stays &= ~np.isin(names, drop)
    if not stays.any():
        _refuse_if_small(sp.csr_matrix(np.bincount(code, tokens)).T, len(set(home)))
        raise DataError(
            f"counts: no term is in at least {min_sections} and at most {max_share:.0%} of the "
            f"{len(labels)} sections. Lower min_sections."
        )
    windows = keep_columns(whole.values, stays, int(entries[stays].sum()), store)
    sums = (block for block, _ in add_up(windows, code))
    X = store.matrix("sections", sums, (len(labels), int(stays.sum())), int(df[stays].sum()))
    full = np.diff(X.indptr) > 0
    rows = pd.DataFrame({"section": labels[full]})
    first = np.unique(code, return_index=True)[1]
    rows["document"] = np.asarray(home, dtype=object)[first][full]
    # A row without an entry is nothing but its pointer.
    pointers = np.append(X.indptr[:-1][full], X.indptr[-1])
    X = sp.csr_matrix((X.data, X.indices, pointers), (len(rows), X.shape[1]), copy=False)
    places = pd.DataFrame(
        {"passage": np.asarray(whole.passages, dtype=object), "section": sections}
    )
    kept = [str(name) for name in names[stays]]
    return Vocabulary(X, rows, kept, windows, float(X.sum() / tokens.sum()), places)


def spellings(term: str) -> set[str]:
    """The terms that are meant by one that a person writes: a word, a phrase or a framing.

    >>> sorted(spellings("Trade war"))
    ['<trade_war>', 'Trade war', 'trade war', 'trade_war']
    """
    plain = " ".join(term.lower().split())
    joined = plain.replace(" ", "_")
    return {term, plain, joined, f"<{joined}>"}


def _tell_missing(option: str, missing: Collection[str]) -> None:
    if missing:
        shown = ", ".join(map(repr, sorted(missing)[:_SHOWN]))
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        warnings.warn(
            f"prepare_topics: {option} names {shown}{more}, which the counts do not have. "
            "Terms are dictionary forms, and phrases only if they were counted: "
            "count_terms(phrases=...).",
            stacklevel=3,
        )


def _sections(home: list[str], tokens: Floats, least: int | None) -> list[str]:
    """The section of each passage; a short rest joins the section before it."""
    if least is None:
        return home
    out: list[str] = []
    number, held, rest = 0, 0.0, dict.fromkeys(home, 0.0)
    sizes = tokens.tolist()
    for document, size in zip(home, sizes, strict=True):
        rest[document] += size
    before = None
    for document, size in zip(home, sizes, strict=True):
        if document != before:
            number, held = 0, 0.0
        elif held >= least and rest[document] >= least / 2:
            number, held = number + 1, 0.0
        held += size
        rest[document] -= size
        out.append(f"{document}#{number:03d}")
        before = document
    return out


def _refuse_if_small(X: sp.csr_matrix, documents: int) -> None:
    sections = X.shape[0]
    median = float(np.median(np.asarray(X.sum(axis=1)).ravel())) if sections else 0.0
    if sections < FEWEST_SECTIONS or median < FEWEST_TOKENS:
        raise TooSmallError(
            f"too small for LDA: {documents} documents in {sections} sections with a median of "
            f"{median:.0f} tokens, where at least {FEWEST_SECTIONS} sections of {FEWEST_TOKENS} are "
            "needed for topics to be recovered. Read the texts; compare rates and keyness. (Sections are "
            "as long as section_tokens says, and have the terms that min_sections and max_share leave.)",
            documents=documents,
            sections=sections,
            tokens=median,
        )


def check_size(words: Vocabulary, n_topics: int | None = None) -> None:
    """Refuse to look for topics, or for so many, where they could not be recovered.

    Raises
    ------
    TooSmallError
        Fewer than 100 sections, or a median of fewer than 20 tokens in them.
    DataError
        A number that is not whole, fewer than two topics, more than a fifth of the sections, or more
        than there are terms.
    """
    sections = words.X.shape[0]
    _refuse_if_small(words.X, words.rows["document"].nunique())
    if n_topics is None:
        return
    if not isinstance(n_topics, Integral):
        raise DataError(f"n_topics: a whole number is wanted, such as 10; got {n_topics!r}.")
    if len(words.terms) < n_topics:
        raise DataError(f"{len(words.terms)} terms cannot make {n_topics} topics. Leave out fewer.")
    if not 2 <= n_topics <= sections // 5:
        raise DataError(
            f"n_topics must lie between 2 and a fifth of the sections ({sections // 5}); "
            f"got {n_topics}.",
            n_topics=n_topics,
        )
