"""What a topic model is fitted to: documents cut into sections, and the terms that are left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError, TooSmallError
from .engines import Floats

FEWEST_SECTIONS = 100
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
    counts: pd.DataFrame,
    *,
    section_tokens: int | None = 100,
    min_sections: int = 50,
    max_share: float = 0.4,
    drop: Collection[str] = (),
) -> Vocabulary:
    """Cut documents into sections and choose the terms for a topic model.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`. A passage belongs to the document that its identifier names (the part
        before the last colon), in the order of the identifiers.
    section_tokens : int, optional
        Consecutive passages of a document are joined until they hold so many tokens: long enough
        for topics to be recovered, short enough for a section to be about something. None takes
        whole documents.
    min_sections : int, default 50
        Terms in fewer sections are left out; framings stay.
    max_share : float, default 0.4
        Terms in a larger share of the sections are left out.
    drop : collection of str
        Further terms to leave out (names of places, say).

    Returns
    -------
    Vocabulary
        With the share of tokens that is left, and the passages as windows for coherence.

    Raises
    ------
    TooSmallError
        Too few sections for topics to be recovered, and the limits leave no term: "too small for LDA".
    DataError
        The limits leave no term.
    """
    # By way of text: categories in order, and only those that occur.
    passage, term = (counts[c].astype("str").astype("category") for c in ("passage", "term"))
    names = np.asarray(term.cat.categories, dtype=object)
    windows = sp.csr_matrix(
        (counts["n"].to_numpy(dtype="float64"), (passage.cat.codes, term.cat.codes)),
        shape=(len(passage.cat.categories), len(names)),
    )
    home = pd.Series(passage.cat.categories.astype("str")).str.rsplit(":", n=1).str[0]
    sections = _sections(home.tolist(), np.asarray(windows.sum(axis=1)).ravel(), section_tokens)
    code, labels = pd.factorize(pd.Series(sections))
    gather = sp.csr_matrix(
        (np.ones(len(code)), (code, np.arange(len(code)))), shape=(len(labels), len(code))
    )
    X = (gather @ windows).tocsr()
    df = np.asarray((X > 0).sum(axis=0)).ravel()
    framing = np.array([name.startswith("<") for name in names])
    keep = (df >= min_sections) & (df <= max_share * X.shape[0]) | framing & (df > 0)
    keep &= ~np.isin(names, list(drop))
    if not keep.any():
        _refuse_if_small(X, home.nunique())
        raise DataError(
            f"counts: no term is in at least {min_sections} and at most {max_share:.0%} of the "
            f"{X.shape[0]} sections. Lower min_sections."
        )
    total = X.sum()
    X = X[:, keep].tocsr()
    full = np.asarray(X.sum(axis=1)).ravel() > 0
    rows = pd.DataFrame({"section": np.asarray(labels, dtype=object)[full]})
    rows["document"] = home.groupby(code).first().to_numpy()[full]
    kept = [str(name) for name in names[keep]]
    places = pd.DataFrame({"passage": passage.cat.categories.to_numpy(object), "section": sections})
    return Vocabulary(X[full], rows, kept, windows[:, keep].tocsr(), float(X.sum() / total), places)


def _sections(home: list[str], tokens: Floats, least: int | None) -> list[str]:
    """The section of each passage; a short rest joins the section before it."""
    if least is None:
        return home
    out: list[str] = []
    number, held = 0, 0.0
    rest = pd.Series(tokens).groupby(home, sort=False).transform(lambda s: s[::-1].cumsum()[::-1])
    for i, document in enumerate(home):
        if not i or document != home[i - 1]:
            number, held = 0, 0.0
        elif held >= least and rest.iloc[i] >= least / 2:
            number, held = number + 1, 0.0
        held += tokens[i]
        out.append(f"{document}#{number:03d}")
    return out


def _refuse_if_small(X: sp.csr_matrix, documents: int) -> None:
    sections = X.shape[0]
    median = float(np.median(np.asarray(X.sum(axis=1)).ravel())) if sections else 0.0
    if sections < FEWEST_SECTIONS or median < FEWEST_TOKENS:
        raise TooSmallError(
            f"too small for LDA: {documents} documents in {sections} sections with a median of "
            f"{median:.0f} tokens, where at least {FEWEST_SECTIONS} sections of {FEWEST_TOKENS} are "
            "needed for topics to be recovered. Read the texts; compare rates and keyness.",
            documents=documents,
            sections=sections,
            tokens=median,
        )


def check_size(words: Vocabulary) -> None:
    """Raise TooSmallError if topics could not be recovered from so few sections or tokens."""
    _refuse_if_small(words.X, words.rows["document"].nunique())
