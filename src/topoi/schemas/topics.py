"""What topic models give: one estimate a row."""

from __future__ import annotations

from .columns import GROUP, Schema, count, number, text

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
        "how one topic of the reported run fares in runs from other seeds",
        ("topic",),
        {
            "topic": count("topic, from 1"),
            "runs": count("other runs it was matched with"),
            "jsd": number("mean Jensen-Shannon divergence to its match (base 2)"),
            "jaccard": number("mean Jaccard index of the top ten terms"),
            "rbo": number("mean rank-biased overlap of the top ten terms"),
            "recurs": text("whether it recurs in most runs", values=("yes", "no")),
        },
        result=True,
    ),
}
