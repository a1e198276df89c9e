"""How well intervals and tests keep what they promise: what benchmarks/calibration measures."""

from __future__ import annotations

from .columns import Schema, count, number, text

METHODS = {
    "topoi": "topoi's interval",
    "poisson": "the exact Poisson interval",
    "bootstrap": "the percentile bootstrap of units",
    "sandwich": "the linearised variance with Student's quantile",
}
_CELL = {
    "source": text("where the speeches come from"),
    "sampled": text("what is sampled: iid (speeches), delegation, session, both"),
    "units": count("units in a sample; of both, so many of each"),
}


def _halves(*levels: str, result: bool = False) -> Schema:
    """A schema whose columns name the levels; those of printed tables have no full stops."""
    shares = {
        f"{key}_{level}": number(f"{what} of tests with p at most {level}")
        for level in levels
        for key, what in (
            ("share", "share"),
            ("low", "lower limit of the share"),
            ("high", "upper limit of the share"),
        )
    }
    return Schema(
        "a test between random halves, where there is nothing to find",
        ("corpus", "dealt", "what", "test"),
        {
            "corpus": text("un: the General Debate; simulated-N: counts of N units"),
            "dealt": text("what is dealt out to the halves as a whole"),
            "what": text("what is counted", values=("framings", "terms")),
            "test": text("the test"),
            "units": count("how many there are to deal out"),
            "splits": count("random divisions into halves"),
            "tests": count("tests made"),
            **shares,
            "any_bonferroni": number(
                "share of splits with a test left after Bonferroni's correction"
            ),
            "any_fdr": number("share of splits with a test left after Benjamini-Hochberg's"),
            "least_p": number("the smallest p that the test can give"),
        },
        result=result,
    )


CALIBRATION: dict[str, Schema] = {
    "interval_coverage": Schema(
        "a phrase in samples of one design, and how often its intervals hold the true rate",
        ("source", "sampled", "units", "phrase"),
        {
            **_CELL,
            "phrase": text("the phrase"),
            "per_speech": number("its occurrences in a speech"),
            "mentions": number("its mean occurrences in a sample"),
            "samples": count("samples drawn"),
            **{f"coverage_{m}": number(f"share of samples: {what}") for m, what in METHODS.items()},
            **{f"width_{m}": number(f"mean width: {what}") for m, what in METHODS.items()},
        },
    ),
    "coverage_range": Schema(
        "samples of one design, and the worst and the best coverage of all phrases and sources",
        ("sampled", "units"),
        {
            **{name: _CELL[name] for name in ("sampled", "units")},
            "cells": count("phrases of all sources"),
            "samples": count("samples drawn of each"),
            **{
                f"{which}_{m}": number(f"{which} coverage of any phrase: {what}")
                for m, what in METHODS.items()
                for which in ("least", "most")
            },
            "width_topoi": number("median of the phrases' mean widths over the true rate"),
            "width_bootstrap": number("the same of the percentile bootstrap"),
        },
        result=True,
    ),
    "false_positives": _halves("0.05", "0.01", "0.001"),
    "random_halves": _halves("05", "01", "001", result=True),
}
