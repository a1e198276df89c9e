"""Guided topics: terms that a topic is to gather, and terms that it may not have."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DataError
from ..tables import need_list
from .engines import Floats
from .vocabulary import Vocabulary, spellings

STRENGTH = 50.0  # tokens of each seed; measured in benchmarks/topics/guided.py
ETA = 0.1  # prior of every other term, as engines have it by default
_SHOWN = 8  # seeds that a warning lists

Normalize = Callable[[str], str]


@dataclass(frozen=True)
class TopicGuide:
    """Seeds of topics in the terms of one vocabulary; names in order, whatever order they came in."""

    names: tuple[str, ...]
    terms: list[str]
    tokens: Floats  # (names, terms): tokens of a seed that its topic has before the corpus is read
    excluded: npt.NDArray[np.bool_]  # (names, terms): terms that a topic may not have
    occurs: Floats  # (terms,): how often they are counted in the corpus

    def __repr__(self) -> str:
        told = (f"{name}: {n} seeds" for name, n in zip(self.names, self._numbers(), strict=True))
        return f"TopicGuide({', '.join(told)})"

    def _numbers(self) -> list[int]:
        return [int(n) for n in (self.tokens > 0).sum(axis=1)]

    @property
    def seeds(self) -> pd.DataFrame:
        """What is told to the model: name, term, its tokens of prior (0 for a term left out), and how
        often it occurs: a seed with many more tokens than that leads its topic, whatever the corpus says.
        """
        row, column = np.nonzero((self.tokens > 0) | self.excluded)
        return pd.DataFrame(
            {
                "name": [self.names[i] for i in row],
                "term": [self.terms[j] for j in column],
                "tokens": self.tokens[row, column],
                "occurs": self.occurs[column].astype(int),
            }
        )

    def engine_options(
        self, words: Vocabulary, n_topics: int, options: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Options of an engine, with this prior for `eta`; DataError for another vocabulary."""
        if self.terms != words.terms:
            raise DataError(
                f"guide: made for another vocabulary ({len(self.terms)} terms, not "
                f"{len(words.terms)}). Call seed_topics with the vocabulary that is fitted."
            )
        return {**options, "eta": self.prior(n_topics, options.get("eta", ETA))}

    def topic_names(self, n_topics: int) -> tuple[str | None, ...]:
        """Names of topics in the order of `prior`; None for those without seeds."""
        return self.names + (None,) * (n_topics - len(self.names))

    def prior(self, n_topics: int, eta: float = ETA) -> Floats:
        """The Dirichlet prior of terms in topics, as engines take it for `eta`.

        Returns
        -------
        array (n_topics, n_terms)
            The guided topics first, in the order of their names: `eta` and the tokens of their
            seeds, 0 for a term that is left out of the topic. Every other topic has `eta`
            throughout.
        """
        if np.ndim(eta):
            raise DataError("eta must be a number where topics are guided: seeds are added to it.")
        if n_topics < len(self.names):
            raise DataError(
                f"{n_topics} topics cannot hold {len(self.names)} guided ones "
                f"({', '.join(self.names)}). Fit more topics, a few of them without seeds."
            )
        out = np.full((n_topics, len(self.terms)), float(eta))
        out[: len(self.names)] = np.where(self.excluded, 0.0, eta + self.tokens)
        homeless = np.flatnonzero(out.sum(axis=0) == 0)
        if len(homeless):
            raise DataError(
                f"the term '{self.terms[homeless[0]]}' is left out of every topic. Fit more topics, "
                "or leave it out of the vocabulary (prepare_topics(drop=...))."
            )
        return out


def need_guide(guide: Any) -> None:
    """Refuse what is no guide, such as the seeds themselves."""
    if guide is not None and not isinstance(guide, TopicGuide):
        raise DataError(
            f"guide: what topoi.seed_topics returns is wanted; got {type(guide).__name__}. Pass "
            "guide=topoi.seed_topics(words, seeds)."
        )


def seed_topics(
    words: Vocabulary,
    seeds: Mapping[str, Collection[str]],
    *,
    strength: float | Mapping[str, float] = STRENGTH,
    exclude: Mapping[str, Collection[str]] | None = None,
    normalize: Normalize | None = None,
) -> TopicGuide:
    """Name topics that the model is to look for, by terms that they should gather.

    Parameters
    ----------
    words : Vocabulary
        What `prepare_topics` returned.
    seeds : mapping of str to collection of str
        Name of a topic -> its seeds. A seed is a term of the vocabulary: a word in its dictionary
        form, a framing (`<hybrid_war>`, or "hybrid war"), or a phrase or n-gram that was counted
        ("climate change" finds `climate_change` and `climate change`). To have phrases counted
        give them to `count_terms(phrases=...)`; to keep rare seeds, to `prepare_topics(keep=...)`.
    strength : float or mapping of str to float, default 50
        Tokens of each seed that the topic is given before the corpus is read, as if it had been met so
        often there already: the term's Dirichlet prior in the topic is `eta + strength`. See Notes.
    exclude : mapping of str to collection of str, optional
        Name of a topic -> terms that it may not have (their prior is 0).
    normalize : callable, optional
        A seed also means every term that this makes equal to it, framings aside; `topoi.wording_key`
        takes "sanctions" for `sanction`, and "multi-polar" for `multipolar`.

    Returns
    -------
    TopicGuide
        For `fit_topics(..., guide=...)`, `fit_runs` and `fit_grid`. Its `seeds` is a table of what was found.

    Raises
    ------
    DataError
        A topic of which no seed is in the vocabulary, a strength that is not positive, a name that has no
        seeds, or a term that is both seed and excluded.

    Warns
    -----
    UserWarning
        Seeds that are no terms of the vocabulary: all are named, with the term most like each.

    Notes
    -----
    Seeds are part of a Dirichlet prior, as in Lu, Ott, Cardie & Tsou (2011,
    doi:10.1109/ICDMW.2011.125), and no rule: a topic loses its seeds if the corpus says otherwise.
    How much they steer depends on how often a seed occurs: 50 tokens outweigh the corpus for a term
    of 20 occurrences and are a nudge for one of 5,000. They stay in the topic: in one of n tokens,
    s seeds keep at least s * strength / (n + s * strength) of the probability. A topic far smaller
    than that is its seeds and little else: lower the strength.

    A run of topoi's own engine starts with guided topics that are nearly nothing but their seeds
    (`topoi.topics.engines.start_shares`), whatever the strength. A rare planted topic that half
    of the runs found without a guide, and none with fewer topics, was found in every one then, with
    50 tokens. gensim and tomotopy start with all topics
    alike and follow seeds less: tomotopy found it less often with weak seeds than without
    (benchmarks/README.md).

    Neither the order of topics nor that of seeds shows in the model, whose topics stand by
    prevalence as always. That a guided topic is there does not show that it would be found without
    guidance, nor that its seeds belong together: compare its coherence and its stability.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = [("tide", "harbour"), ("tide", "ship"), ("tariff", "market"), ("tariff", "<trade_war>")]
    >>> counts = pd.DataFrame([(f"d{i}:0", term, 15) for i in range(100) for term in texts[i % 4]],
    ...     columns=["passage", "term", "n"])
    >>> from topoi.topics import fit_topics, prepare_topics, topic_terms
    >>> words = prepare_topics(counts, min_sections=1, section_tokens=None, max_share=1)
    >>> guide = seed_topics(words, {"trade": ["trade war", "tariff"], "sea": ["ship"]})
    >>> guide.seeds.values.tolist()
    [['sea', 'ship', 50.0, 375], ['trade', '<trade_war>', 50.0, 375], ['trade', 'tariff', 50.0, 750]]
    >>> terms = topic_terms(fit_topics(words, n_topics=2, guide=guide, random_state=1), top=2)
    >>> sorted(terms.groupby("guided")["term"].apply(" ".join).items())
    [('sea', 'tide ship'), ('trade', 'tariff <trade_war>')]
    """
    for option, given in (("seeds", seeds), ("exclude", exclude or {})):
        if not isinstance(given, Mapping):
            raise DataError(
                f"{option}: a dict is wanted; got {given!r}. "
                "Write {'name of a topic': ['term', '<framing>', ...]}."
            )
    names = tuple(sorted(seeds))
    if not names:
        raise DataError("seeds: none. Give {'name of a topic': ['term', '<framing>', ...]}.")
    by_name = _strengths(names, strength)
    find = _Finder(words.terms, normalize)
    tokens = np.zeros((len(names), len(words.terms)))
    for i, name in enumerate(names):
        tokens[i, find.all(name, seeds[name])] = by_name[name]
    excluded = np.zeros(tokens.shape, dtype=bool)
    for name, listed in sorted((exclude or {}).items()):
        if name not in names:
            raise DataError(f"exclude: no topic '{name}' has seeds. They have: {', '.join(names)}.")
        excluded[names.index(name), find.all(name, listed)] = True
    find.warn()
    _refuse(names, words.terms, tokens, excluded)
    occurs = np.asarray(words.X.sum(axis=0), dtype="float64").ravel()
    return TopicGuide(names, words.terms, tokens, excluded, occurs)


def _strengths(names: tuple[str, ...], strength: float | Mapping[str, float]) -> dict[str, float]:
    given = strength if isinstance(strength, Mapping) else dict.fromkeys(names, strength)
    unknown = [name for name in given if name not in names]
    if unknown:
        raise DataError(f"strength: no topic '{unknown[0]}' has seeds; {', '.join(names)} have.")
    out = {name: given.get(name, STRENGTH) for name in names}
    for name, tokens in out.items():
        if not isinstance(tokens, Real) or not 0 < tokens < np.inf:
            raise DataError(
                f"strength must be a positive number of tokens; '{name}' has {tokens!r}."
            )
    return out


class _Finder:
    """Columns of seeds in a vocabulary; what is missing is kept for one warning."""

    def __init__(self, terms: list[str], normalize: Normalize | None) -> None:
        self.columns = {term: j for j, term in enumerate(terms)}
        self.normalize = normalize
        self.alike: dict[str, list[int]] = {}
        if normalize:
            for term, j in self.columns.items():
                if not term.startswith("<"):
                    self.alike.setdefault(normalize(term.replace("_", " ")), []).append(j)
        self.missing: list[tuple[str, str]] = []

    def all(self, name: str, seeds: Collection[str]) -> list[int]:
        """Columns of the seeds of one topic."""
        listed = need_list(seeds, f"seeds of '{name}'")
        if odd := [seed for seed in listed if not isinstance(seed, str)]:
            raise DataError(f"seeds of '{name}': a term is a str; got {odd[0]!r}.")
        out: set[int] = set()
        for seed in sorted(set(listed)):
            found = self.one(seed)
            if not found:
                self.missing.append((name, seed))
            out |= found
        return sorted(out)

    def one(self, seed: str) -> set[int]:
        found = {self.columns[form] for form in spellings(seed) if form in self.columns}
        if self.normalize and not seed.startswith("<"):
            plain = " ".join(seed.lower().split())
            found |= set(self.alike.get(self.normalize(plain.replace("_", " ")), ()))
        return found

    def warn(self) -> None:
        if not self.missing:
            return
        shown = [f"'{seed}' of '{name}'{self._near(seed)}" for name, seed in self.missing[:_SHOWN]]
        if len(self.missing) > _SHOWN:
            shown.append(f"{len(self.missing) - _SHOWN} more")
        warnings.warn(
            f"seeds: no term of the vocabulary for {', '.join(shown)}. Terms are dictionary forms; "
            "rare and common ones were left out by prepare_topics unless keep= names them, and phrases are terms only if "
            "they were counted: count_terms(phrases=...).",
            stacklevel=3,
        )

    def _near(self, seed: str) -> str:
        like = difflib.get_close_matches(seed.lower().replace(" ", "_"), self.columns, 1, 0.85)
        return f" (there is '{like[0]}')" if like else ""


def _refuse(
    names: tuple[str, ...], terms: list[str], tokens: Floats, excluded: npt.NDArray[np.bool_]
) -> None:
    for name, own, left_out in zip(names, tokens > 0, excluded, strict=True):
        if not own.any():
            raise DataError(
                f"seeds of '{name}': none is a term of the vocabulary. See its `terms`."
            )
        both = np.flatnonzero(own & left_out)
        if len(both):
            raise DataError(f"'{terms[both[0]]}' is a seed of '{name}' and excluded from it.")
