"""Whether groups differ. One estimate a row."""

from __future__ import annotations

from .columns import Schema, count, mentions, number, text

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
}
