"""What discovery gives: phrases that may be framings, and how it does on known ones."""

from __future__ import annotations

from .columns import Column, Schema, count, maybe, mentions, number, text

DISCOVERY: dict[str, Schema] = {
    "candidates": Schema(
        "a phrase that may be a framing nobody listed, or was left out of those for a reason",
        ("phrase",),
        {
            "rank": Column("int?", "1 is the best; null if it is left out", null=True),
            "phrase": text(
                "its most frequent wording that no better candidate has, else its two words"
            ),
            "variants": text("the most frequent wordings, the first the most frequent"),
            "wordings": count("how many wordings there are in all"),
            "found_by": text(
                "the test with the smallest p of its own",
                values=("speakers", "group", "rise", "fall"),
            ),
            "q": number("expected share of false candidates among those as clear as it"),
            "p": number("smallest p of all tests, family-wise over phrases and tests"),
            "p_speakers": number("p of being bound to speakers, family-wise"),
            "group": maybe("the group that it sets apart most"),
            "p_group": number("p of that, family-wise"),
            "trend": maybe("where it goes", values=("rise", "fall")),
            "period": maybe("the first of the periods in which it is said more, or less"),
            "p_trend": number("p of that, family-wise"),
            "statistic": number("largest significant statistic, on the scale of a normal one"),
            "company": number("how far its passages hold known framings beyond expectation"),
            "binding": number(
                "largest share that its words together have of the passages with one of them"
            ),
            "score": number("what the rank goes by"),
            "n": count("occurrences; of overlapping wordings in a passage, the most frequent"),
            "documents": count("documents it is said in"),
            "units": count("units (delegations, speakers) that say it"),
            "speakers": count("persons that say it"),
            "dp_norm": number("dispersion over units (0 even, 1 clumped)"),
            "largest": number("share of the speeches with it that are the heaviest user's"),
            "said_by": text("the units that say it in most speeches, with their number"),
            "first_date": Column("date", "day of the first use; null if unknown", null=True),
            "first_year": Column("int?", "year of the first use; null if unknown", null=True),
            "first_document": text("document of the first use"),
            "first_speaker": maybe("who said it there"),
            "names": number("share of its content words that are written with a capital"),
            "ceremony": number("share of it in the first or last tenth of a speech"),
            "left_out": maybe("why it is no candidate", values=("name", "ceremony", "alone")),
        },
        result=True,
    ),
    "left_out": Schema(
        "a known framing that was left out of the lexicon, and the candidate that it came back as",
        ("framing",),
        {
            "framing": text("framing"),
            "mentions": mentions("its mentions"),
            "top": count("how many candidates were looked at"),
            "comes_back": text("whether one of them is it", values=("yes", "no")),
            "rank": Column("int?", "rank of the first that is; null if none", null=True),
            "phrase": maybe("its most frequent wording"),
            "share": number("share of its occurrences that are mentions of the framing"),
        },
        result=True,
    ),
}
