"""Which words: key terms, TF-IDF, dispersion. One estimate a row."""

from __future__ import annotations

from .columns import Column, Schema, count, mentions, number, text

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
            "n": mentions("occurrences in the group"),
            "n_others": mentions("occurrences among the others"),
            "units": count("units of the group that use it"),
            "log_odds": number("weighted log-odds, informative prior (natural logarithm)"),
            "z": number("log_odds over its approximate standard error"),
            "log_ratio": number("log2 of the ratio of rates, 0.5 for zeros"),
            "g2": number("signed log-likelihood ratio, four cells"),
            "dp_norm": number("dispersion of the term over all units (0 even, 1 clumped)"),
            "p": number("two-sided p by permuting units"),
            "q": number("p adjusted by Benjamini-Hochberg over all terms of the group"),
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
