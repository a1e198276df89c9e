"""Sheets with an intruder, among words or among topics, for somebody to find (Chang et al. 2009)."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ..errors import DataError
from ..tables import need_list
from ..topics import TopicModel, Vocabulary
from ..topics.evaluation import top_terms
from ..topics.reading.passages import passage_sections, section_places, section_spans
from .sampling import Sheet, draw_evenly

WORDS = 5  # of the topic, beside the intruder
SHOWN = 3  # topics of the section, beside the intruder
LEAST_SHARE = 0.05  # of a topic that is said to be one of the section's
LEAST_TOKENS = 50  # counted tokens of a section; the shares of shorter ones are guesses
LONGEST = 2500  # characters of a section that are shown
LETTERS = "abcdefgh"


def draw_word_intrusion(
    model: TopicModel,
    *,
    topics: Collection[int] | None = None,
    words: int = WORDS,
    each: int = 1,
    random_state: int | None = None,
) -> Sheet:
    """Draw the leading words of topics, one stranger among them, for somebody to find it.

    Parameters
    ----------
    model : TopicModel
        What `fit_topics` returned.
    topics : collection of int, optional
        Their numbers, from 1 (those that recur, say); by default all.
    words : int, default 5
        Words of the topic in an item, its most probable ones; a word and its framing are one.
    each : int, default 1
        Items of each topic, no word in two of them: the first `words * each` words are dealt out
        in turn.
    random_state : int, optional
        Seed of the draw.

    Returns
    -------
    Sheet
        `sheet`: item, word_1, word_2 ... in random order, and empty columns intruder (the word, or its
        number) and note. `key`: item, topic, other (the topic that the intruder leads), intruder,
        words, stratum and weight.

    Raises
    ------
    DataError
        A topic that is not there, or too few terms.

    Notes
    -----
    As Chang, Boyd-Graber, Gerrish, Wang & Blei (2009, "Reading tea leaves", section 3.1): the intruder is
    among the leading words of another topic and improbable in this one, here in the less probable
    half of its terms. Underscores and brackets of phrases and framings are not shown.

    Examples
    --------
    >>> phi = np.kron(np.eye(2), np.full(8, 1 / 8))
    >>> model = TopicModel("", 1, [f"sea{i}" for i in range(8)] + [f"tax{i}" for i in range(8)],
    ...     phi, pd.DataFrame(), np.full((2, 2), 0.5), np.ones(2), np.ones(2))
    >>> sheet, key = draw_word_intrusion(model, random_state=1)
    >>> key[["topic", "other"]].sort_values("topic").values.tolist()
    [[1, 2], [2, 1]]
    >>> from topoi.audit import score_word_intrusion
    >>> score_word_intrusion(sheet.assign(intruder=key["intruder"]), key)["estimate"].tolist()
    [1.0, 1.0, 1.0]
    """
    chosen = _chosen(topics, model.n_topics)
    n = words * each
    ranked = _ranked(model)
    there = len(ranked[0])
    if words < 2 or each < 1 or there < 2 * n:
        raise DataError(
            f"words must be at least 2, each at least 1, and their product at most half of the "
            f"{there} terms; got {words} and {each}."
        )
    rng = np.random.default_rng(random_state)
    rows = []
    for k in chosen:
        pool = _strangers(ranked, k, n, each)
        for part in range(each):
            other, stranger = pool.pop(int(rng.integers(len(pool))))
            own = ranked[k][part:n:each]
            listed = [own[i] for i in rng.permutation(words)]
            listed.insert(int(rng.integers(words + 1)), stranger)
            rows.append((k + 1, other + 1, stranger, "; ".join(listed)))
    key = pd.DataFrame(rows, columns=["topic", "other", "intruder", "words"])
    key = key.iloc[rng.permutation(len(key))].reset_index(drop=True)
    key.insert(0, "item", np.arange(1, len(key) + 1))
    key = key.assign(stratum=key["topic"].astype("str"), weight=1.0)
    split = key["words"].str.split("; ", expand=True)
    split.columns = [f"word_{i}" for i in range(1, words + 2)]
    return Sheet(key[["item"]].join(split).assign(intruder="", note=""), key)


def _chosen(topics: Collection[int] | None, n_topics: int) -> list[int]:
    """Columns of topics given by their numbers, from 1."""
    chosen = range(1, n_topics + 1) if topics is None else sorted(set(need_list(topics, "topics")))
    wrong = [k for k in chosen if not 1 <= k <= n_topics]
    if wrong or not chosen:
        raise DataError(f"topics go from 1 to {n_topics}; got {wrong or 'none'}.")
    return [k - 1 for k in chosen]


def _ranked(model: TopicModel) -> list[list[str]]:
    """All words of each topic as a coder sees them; of a word and its framing the more probable."""
    shown = np.array([_shown(term) for term in model.terms], dtype=object)
    order = top_terms(model.components, len(shown))
    return [list(dict.fromkeys(shown[columns])) for columns in order]


def _strangers(ranked: list[list[str]], k: int, n: int, each: int) -> list[tuple[int, str]]:
    """Leading words of other topics that are improbable in topic k, with their topics."""
    improbable = set(ranked[k][len(ranked[k]) // 2 :])
    pool: dict[str, int] = {}
    for other, leading in enumerate(ranked):
        for word in leading[:n] if other != k else ():
            if word in improbable:
                pool.setdefault(word, other)
    if len(pool) < each:
        raise DataError(
            f"topic {k + 1}: {len(pool)} words lead another topic and are improbable in this one, and "
            f"{each} are wanted. Topics so much alike cannot be told apart; draw others (topics=...)."
        )
    return [(other, word) for word, other in pool.items()]


def _shown(term: str) -> str:
    """A term as a coder sees it.

    >>> _shown("<hybrid_war>"), _shown("climate_change")
    ('hybrid war', 'climate change')
    """
    return term.strip("<>").replace("_", " ")


def draw_topic_intrusion(
    model: TopicModel,
    words: Vocabulary,
    passages: pd.DataFrame,
    *,
    size: int = 50,
    shown: int = SHOWN,
    top: int = 8,
    random_state: int | None = None,
) -> Sheet:
    """Draw sections with their topics, a topic that is not theirs among them, for somebody to find it.

    Parameters
    ----------
    model : TopicModel
        What `fit_topics` returned.
    words : Vocabulary
        What it was fitted to.
    passages : DataFrame
        Schema `passages`, with `text`.
    size : int, default 50
        Sections to draw, as evenly over their leading topics as these allow.
    shown : int, default 3
        Topics of the section in an item, those with its largest shares; at most 7.
    top : int, default 8
        Words by which a topic is shown, its most probable ones.
    random_state : int, optional
        Seed of the draw.

    Returns
    -------
    Sheet
        `sheet`: item, document, text (up to 2,500 characters), topic_a, topic_b ... in random order, and
        empty columns intruder (its letter) and note. `key`: item, document, section, stratum (the
        leading topic), weight, intruder, and the number and share of each topic shown.

    Raises
    ------
    DataError
        The passages carry no text, the topics are too few, or no section has so many topics.

    Notes
    -----
    As Chang et al. (2009, section 3.2), with sections for documents: the intruder is drawn from the half
    of the topics that have least of the section. Sections in which fewer than `shown` topics have
    five per cent, or of fewer than fifty counted tokens, are not drawn.
    """
    most = min(model.n_topics, len(LETTERS)) - 1
    if not 1 <= shown <= most:
        raise DataError(
            f"shown must lie between 1 and {most}: of {model.n_topics} topics and "
            f"{len(LETTERS)} letters one is the intruder's; got {shown}."
        )
    order = np.argsort(-model.theta, axis=1, kind="stable")
    units = _readable(model, words, passages, order, shown)
    drawn = draw_evenly(units, size, random_state)
    spans = section_spans(words, passages, drawn["section"])
    drawn["text"] = spans["text"].loc[drawn["section"]].to_numpy()
    rng = np.random.default_rng(random_state)
    options = np.stack([_options(order[row], shown, rng) for row in drawn["row"]])
    return _topic_sheet(model, drawn, options, order, top)


def _readable(
    model: TopicModel, words: Vocabulary, passages: pd.DataFrame, order: np.ndarray, shown: int
) -> pd.DataFrame:
    """Sections with text, tokens and topics enough; `stratum` is the leading topic."""
    told = passages["passage"][passages["text"].notna()] if "text" in passages else ()
    if not len(told):
        raise DataError(
            "passages: no text to show to a coder. A bundle comes without its texts: draw words "
            "(draw_word_intrusion), or from the documents themselves."
        )
    units = section_places(model, words)
    units["stratum"] = (order[:, 0] + 1).astype("str")
    units["row"] = np.arange(len(units))
    least = np.take_along_axis(model.theta, order[:, [shown - 1]], axis=1).ravel()
    homes = passage_sections(words)
    spoken = homes["section"][homes["passage"].isin(told)]
    units = units[
        (least >= LEAST_SHARE) & (units["tokens"] >= LEAST_TOKENS) & units["section"].isin(spoken)
    ]
    if units.empty:
        raise DataError(
            f"no section of {LEAST_TOKENS} counted tokens has {shown} topics with "
            f"{LEAST_SHARE:.0%} of it. Lower `shown`."
        )
    return units


def _options(order: np.ndarray, shown: int, rng: np.random.Generator) -> np.ndarray:
    """The leading topics of a section and an intruder, in random order."""
    last = order[max(shown, len(order) // 2) :]
    return rng.permutation([*order[:shown], rng.choice(last)])


def _topic_sheet(
    model: TopicModel, drawn: pd.DataFrame, options: np.ndarray, order: np.ndarray, top: int
) -> Sheet:
    listed = [", ".join(words[:top]) for words in _ranked(model)]
    letters = list(LETTERS[: options.shape[1]])
    rows = drawn["row"].to_numpy()
    share = np.take_along_axis(model.theta[rows], options, axis=1)
    # The intruder is last in the section's order of all that are shown.
    place = np.argsort(order[rows], axis=1, kind="stable")
    stranger = np.take_along_axis(place, options, axis=1).argmax(axis=1)
    key = drawn[["item", "document", "section", "stratum", "weight"]].copy()
    key["intruder"] = [letters[i] for i in stranger]
    sheet = drawn[["item", "document"]].assign(text=[_cut(text) for text in drawn["text"]])
    for i, letter in enumerate(letters):
        sheet[f"topic_{letter}"] = [listed[k] for k in options[:, i]]
        key[f"topic_{letter}"] = options[:, i] + 1
        key[f"share_{letter}"] = share[:, i]
    return Sheet(sheet.assign(intruder="", note=""), key)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
