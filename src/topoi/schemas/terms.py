"""Which words: key terms, TF-IDF, dispersion. One estimate a row."""

from __future__ import annotations

from .columns import Column, Schema, count, maybe, mentions, number, text

TERMS: dict[str, Schema] = {
    "prior": Schema(
        "how much the leading key terms depend on the strength of the prior",
        ("group", "alpha0"),
        {
            "group": text("the group"),
            "alpha0": Column("float", "strength of the prior, in words"),
            "shared": number("share of the top terms that the default prior gives too"),
            "top": count("how many top terms are compared"),
        },
        result=True,
    ),
    "keyness": Schema(
        "how far a term sets one group apart from the others",
        ("by", "group", "term"),
        {
            "by": text("the grouping"),
            "group": text("the group"),
            "term": text("term"),
            "baseline": text("whom the group is compared with: others, or another group"),
            "n": mentions("occurrences in the group"),
            "n_others": mentions("occurrences among the others"),
            "log_ratio": number("log2 of the ratio of rates, 0.5 for zeros"),
            "zero": maybe("the side that has none", values=("group", "others")),
            "low": number("lower limit of the log ratio, by permuting units"),
            "high": number("upper limit"),
            "bound": number("the limit nearer to zero, 0 if zero lies between them"),
            "p": number("two-sided p by permuting units"),
            "q": number("p adjusted by Benjamini-Hochberg over all terms of the group"),
            "permutations": count("assignments, the observed one with them"),
            "unit": text("column of the units that are permuted"),
            "units": count("units of the group"),
            "units_others": count("units of the others"),
            "range": count("units of the group that use it"),
            "dp_norm": number("dispersion of the term over all units (0 even, 1 clumped)"),
            "phi": number("design effect of the term over all units"),
            "lrc": number("conservative log ratio if words were independent, over all terms"),
            "percent_diff": number("%DIFF, 0.5 for a zero among the others"),
            "log_odds": number("weighted log-odds, informative prior (natural logarithm)"),
            "z": number("log_odds over its approximate standard error"),
            "g2": number("signed log-likelihood ratio, four cells"),
            "chi2": number("signed chi-squared (Pearson), four cells"),
            "fisher_p": number("two-sided p of Fisher's exact test, words independent"),
            "alpha0": number("strength of the prior, in words"),
        },
        result=True,
    ),
    "tfidf": Schema(
        "one term in one unit of text",
        ("by", "group", "term"),
        {
            "by": text("what the rows of the matrix are: passage, document, speaker ..."),
            "group": text("one of them"),
            "term": text("term"),
            "n": mentions("occurrences"),
            "df": count("units of text that hold the term"),
            "tfidf": number("weight, rows of length one"),
            "rank": count("rank within the group, from 1"),
        },
        result=True,
    ),
    "dispersion": Schema(
        "how evenly a term is spread over the parts of a corpus",
        ("by", "term"),
        {
            "by": text("what the parts are"),
            "term": text("term"),
            "n": mentions("occurrences"),
            "parts": count("parts of the corpus"),
            "range": count("parts that hold the term"),
            "dp": number("Gries' deviation of proportions"),
            "dp_norm": number("dp over its largest value"),
            "juilland_d": number("Juilland's D on rates within parts"),
        },
        result=True,
    ),
}
