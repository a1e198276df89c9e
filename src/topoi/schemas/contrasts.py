"""Whether groups differ. One estimate a row."""

from __future__ import annotations

from .columns import Schema, count, maybe, mentions, number, text

_CLAIM = {
    "framing": text("framing"),
    "group": text("the group, or 'all' for a change among all"),
    "compared": text("'others', or the periods of a change"),
    "says": text("what is claimed", values=("more", "less")),
}
_AXES = {
    "cleaning": text("which documents are left out for their problems, or 'all' for none"),
    "paragraphs": text("'all', or 'without ends': opening and closing paragraphs"),
    "reprints": text("'once': reprints are left out; 'all': they count like other documents"),
    "wording": text("'as listed', 'without the first' or 'only the first': the most frequent one"),
    "counted": text("name of the rule that says mentions of which use count, or 'all'"),
    "unit": text("the sampling unit"),
}
_SHARE = {
    "specifications": count("specifications"),
    "assessed": count("those in which enough is left to say whether the claim holds"),
    "holding": count("those in which it holds"),
    "share": number("holding over assessed"),
    "direction": number("share of specifications with the ratio on the side that is claimed"),
}

CONTRASTS: dict[str, Schema] = {
    "contrasts": Schema(
        "the rate of one framing in a group against the others in the same years",
        ("framing", "by", "group"),
        {
            "framing": text("framing"),
            "by": text("the grouping"),
            "group": text("the group"),
            "mentions": mentions("mentions in the group"),
            "words": count("words in the group"),
            "units": count("units that are in the group at some time; of a pair, the fewer kind"),
            "mentions_others": mentions("mentions among the others"),
            "words_others": count("words among the others"),
            "units_others": count("units that are outside at some time; of a pair, the fewer kind"),
            "ratio": number("rate of the group over rate of the others; null if undefined"),
            "low": number("lower limit of the ratio, by inverting the permutation test"),
            "high": number("upper limit of the ratio"),
            "difference": number("rate of the group minus rate of the others, per 10,000 words"),
            "difference_low": number("lower limit of the difference, from the same test"),
            "difference_high": number("upper limit of the difference"),
            "p": number("two-sided p by permuting units"),
            "p_error": number("Monte Carlo standard error of p; 0 when exact"),
            "permutations": count("assignments that p rests on"),
            "q": number("p adjusted by Benjamini-Hochberg over the family"),
            "family": count("number of tests in the family"),
            "unit": text("the sampling unit that is permuted, or both of a pair"),
            "p_pooled": number("p of a test that takes words for independent: to compare, not use"),
        },
        result=True,
    ),
    "influence": Schema(
        "a contrast with one member left out",
        ("framing", "by", "group", "left_out"),
        {
            "framing": text("framing"),
            "by": text("the grouping"),
            "group": text("the group"),
            "left_out": text("the unit that is left out"),
            "ratio": number("ratio of rates without it"),
            "p": number("two-sided p by permuting units, without it"),
            "unit": text("the sampling unit that is permuted"),
        },
        result=True,
    ),
    "recounts": Schema(
        "a contrast in which only mentions used in certain ways count",
        ("counted", "framing", "by", "group"),
        {
            "counted": text("name of the rule that says which mentions count"),
            "framing": text("framing"),
            "by": text("the grouping"),
            "group": text("the group"),
            "mentions": mentions("mentions of the group that count"),
            "mentions_others": mentions("mentions of the others that count"),
            "ratio": number("rate of the group over rate of the others; null if undefined"),
            "p": number("two-sided p by permuting units"),
            "q": number("p adjusted by Benjamini-Hochberg over the family of this rule"),
            "family": count("number of tests in the family"),
            "unit": text("the sampling unit that is permuted"),
        },
        result=True,
    ),
    "null_splits": Schema(
        "how often a test calls random halves different, at one level",
        ("test", "unit", "level"),
        {
            "test": text("the test"),
            "unit": text("what is dealt out to the halves as a whole"),
            "units": count("how many of these there are"),
            "level": number("nominal share of false positives", null=False),
            "splits": count("random divisions into halves"),
            "tests": count("tests made, over all splits"),
            "rejected": count("tests with p at or below the level"),
            "share": number("rejected over tests; null if no p can be so small"),
            "low": number("lower 95 % limit of the share, over splits"),
            "high": number("upper limit"),
            "any_bonferroni": number(
                "share of splits with a test left after Bonferroni's adjustment"
            ),
            "any_fdr": number("share of splits with a test left after Benjamini-Hochberg's"),
            "least_p": number("the smallest p that the test can give; 0 if there is no such bound"),
        },
        result=True,
    ),
    "multiverse": Schema(
        "a claim under one specification: one choice on every axis",
        ("framing", "group", "compared", *_AXES),
        {
            **_CLAIM,
            **_AXES,
            "study": text("whether this is the study's own specification", values=("yes", "no")),
            "mentions": mentions("mentions of the group, or of the later period, that count"),
            "mentions_others": mentions("mentions of the others, or of the earlier period"),
            "ratio": number("rate of the group or later period over the other; null if undefined"),
            "low": number("of a change: lower end of the later rate over the upper of the earlier"),
            "high": number(
                "of a change: upper end of the later rate over the lower of the earlier"
            ),
            "p": number("of a contrast: two-sided p by permuting units"),
            "q": number("p adjusted by Benjamini-Hochberg among the other tests of the study"),
            "direction": maybe(
                "whether the ratio is on the side that is claimed", values=("yes", "no")
            ),
            "holds": maybe("whether the claim holds; null if nobody can say", values=("yes", "no")),
        },
        result=True,
    ),
    "claim_shares": Schema(
        "the specifications with one option of one axis, and in how many of them a claim holds",
        ("framing", "group", "compared", "axis", "option"),
        {
            **_CLAIM,
            "axis": text("the axis, or 'all'"),
            "option": text("the choice on that axis, or 'all'"),
            **_SHARE,
        },
        result=True,
    ),
    "claims": Schema(
        "a claim, and in how many specifications it holds",
        ("framing", "group", "compared"),
        {
            **_CLAIM,
            "study": maybe("whether it holds as the study counts", values=("yes", "no")),
            "ratio": number("ratio of rates as the study counts; null if undefined"),
            **_SHARE,
            "ratio_low": number("smallest ratio in any specification"),
            "ratio_high": number("largest ratio in any specification; null without bound"),
            "axis": maybe("the axis on which the share differs most; null if on none"),
            "axis_change": number("by how much it differs there"),
            "weakest": maybe("the option of that axis with the smallest share"),
        },
        result=True,
    ),
}
