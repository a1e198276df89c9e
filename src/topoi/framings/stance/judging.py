"""Mentions judged: their use and their attitude, with the rule and the words behind each."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import pandas as pd

from ...errors import DataError
from ...tables import check
from ..lexicon import Lexicon
from .attitude import decide_attitude
from .context import Context, Verdict
from .reading import Reading, read_passage
from .use import decide_use

_REACH = 600  # characters of a sentence that are looked at, on either side of a mention
_WORDS = 8  # words of evidence that are kept
_COLUMNS = (
    "use",
    "use_rule",
    "use_evidence",
    "attitude",
    "attitude_rule",
    "attitude_evidence",
)


def judge_mentions(
    mentions: pd.DataFrame, passages: pd.DataFrame, lexicon: Lexicon
) -> pd.DataFrame:
    """Decide how each mention is used, and with which attitude to the thing.

    `find_framings` does this at its end; call it for mentions that were found elsewhere.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`. A `use` of "name" that matching found is kept; all other answers are
        given anew. Not changed.
    passages : DataFrame
        Schema `passages`, with `text`: those in which the mentions were found.
    lexicon : Lexicon
        Says what is known of a framing beforehand: `attitude`, and `blocs` by organization.

    Returns
    -------
    DataFrame
        The mentions, in their order, with `use` (own, reported, ascribed, negated, name) and
        `attitude` (endorse, oppose, neutral; null when undecided), and for each the rule that
        decided (`use_rule`, `attitude_rule`) and the words (`use_evidence`, `attitude_evidence`;
        null where no word of the text decided). "reported" is relative to the passage's speaker:
        what an outlet quotes is still its speaker's own.

    Raises
    ------
    DataError
        The passages carry no text, or lack a passage that is mentioned.

    Notes
    -----
    Rules look for cues in the sentence and do not parse it. For whom a fault is ascribed to they
    also look at two sentences before and one behind; where no single word decides, signs are
    weighed (`use_rule` "signs"). They miss what only the argument shows: irony, a long accusation,
    a doer who goes without saying. `attitude_rule` "bloc", "wording" and "default" are no reading of
    the text: they say what is usual for the organization, the words and the framing. A verb or a
    predicate that clearly governs the mention outweighs them; a cue that only stands near does not.
    An analysis of attitudes by organization that counts "bloc" argues in a circle; leave those rows
    out there.

    Examples
    --------
    >>> from topoi.framings import find_framings
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=91, voice="speech", rule="", confidence=1.0,
    ...     words=14, text="Certain powers wage hybrid wars. We reject double standards. "
    ...     "They call it a so-called multipolar world.")
    >>> mentions = find_framings(passages)
    >>> mentions[["variant", "use", "attitude", "attitude_evidence"]]
                variant       use attitude attitude_evidence
    0       hybrid wars  ascribed   oppose    certain powers
    1  double standards       own   oppose            reject
    2  multipolar world  reported   oppose         so-called
    """
    mentions, passages = check(mentions, "mentions"), check(passages, "passages")
    home = _home(mentions, passages)
    read: dict[str, Reading] = {}
    rows = []
    for mention in mentions.itertuples(index=False):
        passage = home[mention.passage]
        if mention.passage not in read:
            read = {mention.passage: read_passage(passage["text"])}
        c = context_of(mention, passage, read[mention.passage], lexicon)
        use = decide_use(c)
        rows.append(_columns(use) + _columns(decide_attitude(c, use)))
    judged = pd.DataFrame(rows, columns=list(_COLUMNS), dtype="object")
    return check(mentions.assign(**{c: judged[c] for c in _COLUMNS}), "mentions")


def _home(mentions: pd.DataFrame, passages: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The passages that are mentioned, as rows by identifier."""
    if not len(mentions):
        return {}
    if "text" not in passages or passages["text"].isna().all():
        raise DataError("passages: no text to read in. A bundle comes without its texts.")
    wanted = passages["passage"].isin(mentions["passage"]) & passages["text"].notna()
    missing = mentions.loc[~mentions["passage"].isin(passages["passage"][wanted]), "passage"]
    if len(missing):
        raise DataError(
            f"mentions: the passage '{missing.iloc[0]}' is not among the passages with text "
            f"({len(missing)} mentions). Use the passages in which the mentions were found.",
            passage=missing.iloc[0],
        )
    columns = ["start", "text", "embedded_source", "organization", "on_behalf_of"]
    return passages[wanted].set_index("passage")[columns].to_dict("index")


def _columns(verdict: Verdict) -> tuple[str | None, str, str | None]:
    evidence = " ".join((verdict.evidence or "").split()[:_WORDS])
    return verdict.value, verdict.rule, evidence or None


def context_of(mention: Any, passage: dict[str, Any], read: Reading, lexicon: Lexicon) -> Context:
    """What the rules look at, of a mention in a passage that was read."""
    spans = read.sentences
    a, b = (read.place(at - passage["start"]) for at in (mention.start, mention.end))
    first = max(bisect_right(spans, a, key=lambda s: s[0]) - 1, 0)
    last = max(bisect_right(spans, b - 1, key=lambda s: s[0]) - 1, 0)
    low, high = max(spans[first][0], a - _REACH), min(spans[last][1], b + _REACH)
    around = [
        read.flat[slice(*spans[i])] if 0 <= i < len(spans) else ""
        for i in (first - 2, first - 1, last + 1)
    ]
    return Context(
        text=read.flat[low:high],
        written=read.written[low:high],
        start=a - low,
        end=b - low,
        language=mention.language,
        earlier=around[0][-_REACH:],
        previous=around[1][-_REACH:],
        following=around[2][:_REACH],
        framing=lexicon.get(mention.framing),
        is_name=mention.use == "name" and _filled(getattr(mention, "use_rule", "")) in ("", "name"),
        embedded_source=_filled(passage["embedded_source"]),
        organization=_filled(passage["organization"]),
        on_behalf_of=_filled(passage["on_behalf_of"]),
    )


def _filled(value: Any) -> str:
    return value if isinstance(value, str) else ""
