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
            "mentions": mentions("mentions counted, in reprints too: what the rate is of"),
            "independent": mentions("mentions in documents that repeat no other (`duplicate_of`)"),
            "reach": mentions("documents that carry a mention, reprints too", "document"),
            "words": count("exposure: words of the same group and period"),
            "documents": count("documents behind it"),
            "unit": text("the sampling unit, or both: 'organization & year'"),
            "units": count("sampling units (clusters) behind it; of two kinds, the fewer"),
            "rate": number("mentions per 10,000 words; null without exposure"),
            "low": number("lower limit; null when there are too few units"),
            "high": number("upper limit; null when there are too few units"),
            "phi": number(
                "design effect: how many times the variance of a Poisson count; null with one unit"
            ),
            "clumping": number(
                "c of the variance m + c m^2 that a count with mean m has, of which `phi` is 1 + c m"
            ),
            "shrunk": number("rate drawn to the mean of the groups (gamma-Poisson)"),
            "prior_shape": number(
                "shape of the gamma distribution that `shrunk` supposes of the groups' rates; null "
                "where they differ no more than by chance: then each is the mean"
            ),
            "prior_rate": number("its rate parameter, in words: 10,000 shape / rate is the mean"),
        },
        result=True,
    ),
    "corrected_rates": Schema(
        "the rate of one framing in one group and period, corrected by a checked sample",
        ("framing", "by", "group", "period"),
        {
            "framing": text("framing"),
            **GROUP,
            "mentions": mentions("mentions found"),
            "words": count("exposure: words of the same group and period"),
            "units": count("sampling units (clusters) behind it"),
            "unit": text("what the sampling units are"),
            "rate": number("mentions found per 10,000 words; null without exposure"),
            "rate_low": number(
                "its lower limit, as if nothing found were wrong and nothing missed"
            ),
            "rate_high": number("its upper limit"),
            "estimated": number("how many true mentions there are, by the labels"),
            "corrected": number("true mentions per 10,000 words"),
            "low": number("lower limit of corrected, for sampling and for the labels"),
            "high": number("upper limit of corrected"),
            "hits": count("how many checked mentions the correction rests on"),
            "passed": count("how many checked places without one, where a miss would show"),
            "precision": number("share of what is found that is true, weighted"),
            "recall": number("share of what is true that is found; null if no miss could be seen"),
            "rule": text(
                "whose errors: own; groups: the framing's in all passages; framings: all framings'",
                values=("own", "groups", "framings"),
            ),
            "p_differ": number(
                "p that those pooled differ as much in precision, by shuffled labels"
            ),
            "phi": number("design effect of the count of mentions"),
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
