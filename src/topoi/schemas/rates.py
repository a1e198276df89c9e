"""How much is said: rates, reach, stances, and how far the rules err. One estimate a row."""

from __future__ import annotations

from .columns import GROUP, Schema, count, mentions, number, text

RATES: dict[str, Schema] = {
    "rates": Schema(
        "the rate of one framing in one group and period",
        ("framing", "by", "group", "period"),
        {
            "framing": text("framing"),
            **GROUP,
            "mentions": mentions("mentions counted"),
            "words": count("exposure: words of the same group and period"),
            "documents": count("documents behind it"),
            "units": count("sampling units (clusters) behind it"),
            "rate": number("mentions per 10,000 words; null without exposure"),
            "low": number("lower limit; null when there are too few units"),
            "high": number("upper limit; null when there are too few units"),
            "phi": number("design effect: how many times the variance of a Poisson count"),
            "shrunk": number("rate drawn to the mean of the groups (gamma-Poisson)"),
        },
        result=True,
    ),
    "reach": Schema(
        "three counts of one framing in one group: raw, independent, reach",
        ("framing", "by", "group"),
        {
            "framing": text("framing"),
            "by": text("the grouping: the column of passages that `group` is a value of"),
            "group": text("the group"),
            "raw": mentions("mentions on all pages, reprints too"),
            "independent": mentions("mentions in words that repeat no earlier ones"),
            "reach": mentions("documents that carry a mention, reprints too", "document"),
            "outlets": mentions(
                "outlets that carry a mention; a document without one counts as one", "outlet"
            ),
            "events": mentions(
                "events behind the mentions; a document without one counts as one", "event"
            ),
            "words_raw": count("words of the group on all pages"),
            "words_independent": count("words of the group that repeat no earlier ones"),
        },
        result=True,
    ),
    "stances": Schema(
        "the mentions of one framing in one group that have one answer",
        ("framing", "by", "group", "question", "answer"),
        {
            "framing": text("framing"),
            "by": text("the grouping: the column of passages that `group` is a value of"),
            "group": text("the group"),
            "question": text("use or attitude", values=("use", "attitude")),
            "answer": text("one of the uses or attitudes, or undecided"),
            "mentions": mentions("mentions with this answer"),
            "assumed": mentions(
                "of these, decided by the lexicon's default, by bloc or by the mention's own wording"
            ),
            "share": number("share of the group's mentions of the framing"),
        },
        result=True,
    ),
    "validation": Schema(
        "one measure of how far rules and coders, or two coders, agree",
        ("question", "label", "measure"),
        {
            "question": text(
                "framing: which framings occur; use; attitude",
                values=("framing", "use", "attitude"),
            ),
            "label": text("one framing or answer, or 'all'"),
            "measure": text(
                "precision, recall and f1 of the rules against the coders' final codes; macro_f1: mean "
                "of f1 over the answers; accuracy; decided: share that the rules answer at all; constant_...: "
                "the same for one answer a framing, its most frequent code; "
                "between two coders agreement, kappa (Cohen), alpha (Krippendorff, nominal)"
            ),
            "items": count("coded items behind it"),
            "estimate": number("the measure, items weighted by what they stand for"),
            "low": number("lower limit over resampled documents; null for fewer than ten"),
            "high": number("upper limit"),
        },
        result=True,
    ),
}
