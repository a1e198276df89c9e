"""What topic models give: one estimate a row."""

from __future__ import annotations

from .columns import GROUP, Column, Schema, count, maybe, number, text

LABELS = ("probability", "frex", "lift", "relevance")

TOPICS: dict[str, Schema] = {
    "model_selection": Schema(
        "one topic model of the grid",
        ("engine", "n_topics", "seed"),
        {
            "engine": text("engine"),
            "n_topics": count("number of topics"),
            "seed": count("seed of the run"),
            "heldout": number(
                "log-likelihood per held-out token by document completion (nats)", decimals=3
            ),
            "coherence": number("mean C_NPMI of the topics' top ten terms", decimals=3),
            "exclusivity": number("mean exclusivity of the top ten terms", decimals=3),
            "frex": number("mean FREX of the top ten terms, half weight on each", decimals=3),
            "stability": number(
                "mean Jaccard index of the top ten terms of topics matched with other seeds",
                decimals=3,
            ),
        },
        result=True,
    ),
    "topic_choice": Schema(
        "one number of topics, and what speaks for it",
        ("n_topics",),
        {
            "n_topics": count("number of topics"),
            "runs": count("fits, of as many seeds"),
            "heldout": number("mean log-likelihood per held-out token (nats)", decimals=3),
            "gain": number("by how much the next number is better; null for the last", decimals=3),
            "coherence": number("mean C_NPMI", decimals=3),
            "exclusivity": number("mean exclusivity", decimals=3),
            "frex": number("mean FREX", decimals=3),
            "stability": number("mean stability over seeds", decimals=3),
            "verdict": text(
                "what the rule says of it", values=("too few", "possible", "neighbour", "chosen")
            ),
            "reason": maybe("why it was chosen"),
        },
        result=True,
    ),
    "topic_refusal": Schema(
        "one criterion that a corpus must meet for a topic model",
        ("criterion",),
        {
            "criterion": text("criterion", values=("sections", "tokens", "stability")),
            "value": number(
                "what the corpus has: sections, median tokens of one, mean Jaccard index"
            ),
            "least": number("the least that is enough"),
            "verdict": text("what follows", values=("enough", "too small for LDA")),
        },
        result=True,
    ),
    "topic_terms": Schema(
        "one term of one topic",
        ("topic", "rank"),
        {
            "topic": count("topic, from 1"),
            "rank": count("rank by probability, from 1"),
            "term": text("term"),
            "probability": number("probability of the term in the topic"),
            "frex": number("FREX, half weight on exclusivity"),
            "guided": maybe("name of the seeds of a guided topic", optional=True),
        },
        result=True,
    ),
    "topic_labels": Schema(
        "one of the leading terms of one topic by one measure",
        ("topic", "measure", "rank"),
        {
            "topic": count("topic, from 1"),
            "measure": text("what ranks the terms", values=LABELS),
            "rank": count("rank by the measure, from 1"),
            "term": text("term"),
            "score": number("its value: probability, FREX, log lift, or relevance (nats)"),
        },
        result=True,
    ),
    "topic_passages": Schema(
        "one of the sections in which one topic has its largest shares",
        ("topic", "rank"),
        {
            "topic": count("topic, from 1"),
            "rank": count("rank by share, from 1"),
            "document": text("document"),
            "section": text("section: document, number sign, running number"),
            "share": number("share of the topic in the section"),
            "tokens": count("counted tokens of the section"),
            "first": text("its first passage"),
            "last": text("its last passage"),
            "start": Column("int?", "first character in the document's text", null=True),
            "end": Column("int?", "character after the last one", null=True),
            "speaker": maybe("who speaks, a semicolon between several"),
            "organization": maybe("the bodies they speak for"),
            "text": maybe("the section's text; null where there is none at hand"),
        },
        result=True,
    ),
    "topic_prevalence": Schema(
        "the share of one topic in one group and period",
        ("topic", "by", "group", "period"),
        {
            "topic": count("topic, from 1"),
            **GROUP,
            "prevalence": number("share of the group's tokens"),
            "low": number("lower limit over resampled units; null when there are too few"),
            "high": number("upper limit"),
            "documents": count("documents behind it"),
            "units": count("sampling units behind it"),
        },
        result=True,
    ),
    "topic_framings": Schema(
        "one framing in one topic",
        ("topic", "framing"),
        {
            "topic": count("topic, from 1"),
            "framing": text("framing"),
            "share": number("share of the framing's mentions that the topic accounts for"),
            "lift": number("probability of the framing in the topic over its share of all tokens"),
        },
        result=True,
    ),
    "topic_stability": Schema(
        "how one topic of the reported model fares in the runs",
        ("topic",),
        {
            "topic": count("topic, from 1"),
            "runs": count("runs it was matched with"),
            "jsd": number("mean Jensen-Shannon divergence to its match (base 2)"),
            "jaccard": number("mean Jaccard index of the top ten terms"),
            "rbo": number("mean rank-biased overlap of the top ten terms"),
            "recurs": text("whether it recurs, so that it may be named", values=("yes", "no")),
        },
        result=True,
    ),
    "topic_claims": Schema(
        "what one fit of the grid says of one claim",
        ("claim", "n_topics", "seed"),
        {
            "claim": text("the claim"),
            "n_topics": count("number of topics"),
            "seed": count("seed of the run"),
            "mentions": number("share of the mentions that falls into the topic"),
            "prevalence": number("share of the topic in the tokens of the group or later period"),
            "prevalence_compared": number("the same of those that it is compared with"),
            "ratio": number("the first over the second"),
            "holds": text("whether the ratio is on the side that is claimed", values=("yes", "no")),
            "leading": text("the topic's first five terms"),
        },
        result=True,
    ),
    "topic_claim_shares": Schema(
        "one claim over the fits with one number of topics",
        ("claim", "n_topics"),
        {
            "claim": text("the claim"),
            "n_topics": text("number of topics, or 'all'"),
            "fits": count("fits that were asked"),
            "share": number("share of them in which the claim holds"),
            "ratio": number("median ratio"),
            "ratio_low": number("least ratio"),
            "ratio_high": number("greatest ratio"),
            "mentions": number("median share of the mentions that falls into the topic"),
        },
        result=True,
    ),
}
