"""A bundle and the texts that it was made from, brought together again."""

from __future__ import annotations

import os

import pandas as pd

from ..documents import read_sources
from ..framings.matching import variant
from ..tables import check
from .bundles import Bundle, read_by_recipe, recipes


def read_originals(name: str, path: str | os.PathLike[str]) -> pd.DataFrame:
    """The documents that a bundle was made from: files under `path`, or for a bundle that ships with
    topoi the folder of raw files that its recipe names.
    """
    if name in recipes() and (os.path.exists(os.path.join(path, recipes()[name]["path"]))):
        return read_by_recipe(name, path).reading.documents
    return read_sources(path).documents


def add_texts(bundle: Bundle, documents: pd.DataFrame) -> Bundle:
    """A bundle with the texts of those of its documents that are at hand and unchanged.

    Parameters
    ----------
    bundle : Bundle
        As `read_bundle` returns it, without texts.
    documents : DataFrame
        Schema `documents`, with `text`, read as those of the bundle were. They are recognised by
        their SHA-256; names may differ where a file is one document.

    Returns
    -------
    Bundle
        `documents` and `passages` have the column `text`, and documents their title. It is null
        where there is no such document, where the passages do not end where its text ends, or where
        a mention does not stand at its place: a text that was cleaned by another version, say.

    >>> from topoi.study import read_bundle
    >>> bundle = read_bundle("cis-csto-statements")
    >>> add_texts(bundle, bundle.documents.assign(text="other")).passages["text"].notna().sum()
    np.int64(0)
    """
    found = _same_files(bundle.documents, check(documents, "documents"))
    text = bundle.documents["document"].map(found["text"]).astype("str")
    ends = bundle.passages.groupby("document")["end"].max()
    fits = text.str.len() == bundle.documents["document"].map(ends)
    texts = pd.Series(text.where(fits).to_numpy(), index=bundle.documents["document"])
    passages = bundle.passages.assign(text=_cut(bundle.passages, texts))
    moved = _moved(bundle.mentions, passages, texts)
    texts = texts.mask(texts.index.isin(moved))
    known = texts.to_numpy()
    title = bundle.documents["document"].map(found["title"]).where(texts.notna().to_numpy())
    return bundle._replace(
        documents=check(
            bundle.documents.assign(text=known, title=title.astype("str")), "documents"
        ),
        passages=check(
            passages.assign(text=passages["text"].mask(passages["document"].isin(moved))),
            "passages",
        ),
    )


def _same_files(wanted: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Text and title of documents by the name that the bundle gives them."""
    columns = ["sha256", "document", "text", "title"]
    there = documents[columns].dropna(subset=["text"])
    by_name = wanted[["document", "sha256"]].merge(there, on=["document", "sha256"])
    alone = there.drop_duplicates("sha256", keep=False).drop(columns="document")
    rest = wanted[~wanted["document"].isin(by_name["document"])][["document", "sha256"]]
    rest = rest.drop_duplicates("sha256", keep=False).merge(alone, on="sha256")
    return pd.concat([by_name, rest]).set_index("document")[["text", "title"]]


def _cut(passages: pd.DataFrame, texts: pd.Series) -> list[str | None]:
    places = zip(passages["document"].map(texts), passages["start"], passages["end"], strict=True)
    return [text[a:b] if isinstance(text, str) else None for text, a, b in places]


def _moved(mentions: pd.DataFrame, passages: pd.DataFrame, texts: pd.Series) -> set[str]:
    """Documents in which a mention does not stand where it should."""
    home = mentions["passage"].map(passages.set_index("passage")["document"])
    moved = set()
    for name, start, end, wording in zip(
        home, mentions["start"], mentions["end"], mentions["variant"], strict=True
    ):
        text = texts.get(name)
        if isinstance(text, str) and variant(text[start:end]) != wording:
            moved.add(name)
    return moved
