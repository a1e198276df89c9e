"""Small result tables about invented groups and framings, one a plot, and what should be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from topoi.tables import check

GROUPS = ("Orlan Pact", "Varnelia", "Seven Rivers")
NAN = float("nan")
CHANGE = "1992–1999 to 2000–2009"


@dataclass(frozen=True)
class Case:
    """A plot, the tables and options that it is given, and what it should draw."""

    tables: dict[str, pd.DataFrame]  # by schema, in the order of the parameters
    options: dict[str, Any]
    shows: list[float]  # the values that the marks stand for, in any order
    along: str  # where they are read: "x", "y", "image" or "text"
    unit: str  # what an axis says of them
    settings: dict[str, Any] = field(default_factory=dict)  # options that name something


def table(schema: str, columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    return check(pd.DataFrame(rows, columns=columns.split()), schema)


def rates(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return table(
        "rates",
        "framing by group period mentions independent reach words documents unit units rate low high "
        "phi clumping shrunk prior_shape prior_rate",
        *[
            (f, "bloc", g, p, n, n, n, 20000, 9, "document", 9, r, a, b, 1.5, 0.1, r, NAN, NAN)
            for f, g, p, n, r, a, b in rows
        ],
    )


RATES = rates(
    ("quiet_harbour", "Orlan Pact", "all", 12, 6.0, 3.0, 9.0),
    ("quiet_harbour", "Varnelia", "all", 4, 2.0, 0.5, 4.5),
    ("quiet_harbour", "Seven Rivers", "all", 0, 0.0, 0.0, 1.5),
    ("long_table", "Varnelia", "all", 3, 1.5, NAN, NAN),
)
OVER_TIME = rates(
    ("quiet_harbour", "Orlan Pact", "1992–1999", 2, 1.0, 0.5, 2.5),
    ("quiet_harbour", "Orlan Pact", "2000–2009", 4, 2.0, 1.0, 3.5),
    ("quiet_harbour", "Varnelia", "1992–1999", 8, 4.0, 2.0, 5.0),
    ("quiet_harbour", "Varnelia", "2000–2009", 6, 3.0, NAN, NAN),
)
CORRECTED = table(
    "corrected_rates",
    "framing by group period mentions words units unit rate rate_low rate_high estimated corrected low"
    " high hits passed precision recall rule p_differ phi",
    *[
        (
            *(
                "quiet_harbour",
                "bloc",
                g,
                "all",
                9,
                20000,
                12,
                "document",
                rate,
                a,
                b,
                7.5,
                c,
                low,
                high,
            ),
            *(40, 0, 0.8, NAN, "groups", 0.5, 1.5),
        )
        for g, rate, a, b, c, low, high in [
            ("Orlan Pact", 6.0, 4.0, 9.0, 4.5, 2.5, 8.0),
            ("Varnelia", 2.0, NAN, NAN, 1.5, NAN, NAN),
        ]
    ],
)
DISTANCES = table(
    "distances",
    "by group other terms words words_other units units_other unit plug_in null distance low high p"
    " p_error permutations q family",
    *[
        ("bloc", a, b, 90, 900, 900, 9, 9, "speaker", *((NAN,) * 7), 0, NAN, 2)
        if d is None
        else ("bloc", a, b, 90, 900, 900, 9, 9, "speaker", d + 0.1, 0.1, d, 0, 1, q, 0, 99, q, 2)
        for a, b, d, q in [
            ("Orlan Pact", "Varnelia", 0.05, 0.01),
            ("Orlan Pact", "Seven Rivers", 0.02, 0.3),
            ("Seven Rivers", "Varnelia", None, NAN),
        ]
    ],
)
CONTRASTS = table(
    "contrasts",
    "framing by group mentions words units mentions_others words_others units_others ratio low high"
    " difference difference_low difference_high p p_error permutations q family unit p_pooled",
    *[
        (
            *(
                framing,
                "bloc",
                group,
                9,
                900,
                12,
                9,
                900,
                12,
                ratio,
                a,
                b,
                1.0,
                0.5,
                1.5,
                p,
                0,
                999,
            ),
            *(q, 4, "organization", p),
        )
        for framing, group, ratio, a, b, p, q in [
            ("quiet_harbour", "Orlan Pact", 4.0, 2.0, 8.0, 0.001, 0.004),
            ("long_table", "Orlan Pact", 0.5, 0.25, 1.0, 0.04, 0.08),
            ("two_bridges", "Orlan Pact", 1.25, NAN, NAN, 0.6, 0.6),
            ("quiet_harbour", "Varnelia", 2.0, 1.0, 4.0, 0.2, 0.4),
        ]
    ],
)
INFLUENCE = table(
    "influence",
    "framing by group left_out ratio p unit",
    ("quiet_harbour", "bloc", "Orlan Pact", "Varnelia", 3.5, 0.01, "organization"),
    ("quiet_harbour", "bloc", "Orlan Pact", "Dravia", 2.0, 0.09, "organization"),
    ("long_table", "bloc", "Orlan Pact", "Varnelia", 0.6, 0.03, "organization"),
    ("long_table", "bloc", "Orlan Pact", "Dravia", 0.5, 0.04, "organization"),
)
CLAIM_SHARES = table(
    "claim_shares",
    "framing group compared says axis option specifications assessed holding share direction",
    *[
        (framing, "Orlan Pact", compared, says, axis, option, 12, n, 0, share, 1.0)
        for framing, compared, says, shares in [
            ("quiet_harbour", "others", "more", (0.75, 1.0, 0.5)),
            ("long_table", CHANGE, "less", (0.25, 0.25, NAN)),
        ]
        for axis, option, n, share in zip(
            ("all", "unit", "unit"), ("all", "speaker", "speech"), (12, 6, 6), shares, strict=True
        )
    ],
)
CLAIMS = table(
    "claims",
    "framing group compared says study ratio specifications assessed holding share direction"
    " ratio_low ratio_high axis axis_change weakest",
    (
        "quiet_harbour",
        "Orlan Pact",
        "others",
        "more",
        "yes",
        2,
        12,
        12,
        9,
        0.75,
        1,
        1,
        3,
        None,
        0,
        None,
    ),
    (
        "long_table",
        "Orlan Pact",
        CHANGE,
        "less",
        "no",
        0.5,
        12,
        12,
        3,
        0.25,
        1,
        0.2,
        1,
        None,
        0,
        None,
    ),
)
TRENDS = table(
    "trends",
    "framing by group mentions words units mentions_others words_others units_others ratio low high"
    " p q family ratio_others low_others high_others relative relative_low relative_high relative_p"
    " relative_q relative_family test unit why",
    *[
        (
            *(framing, "bloc", group, 9, 900, 12, 9, 900, 12, ratio, a, b, q / 2, q, 3),
            *(1.5, 1.0, 2.0, ratio / 1.5, NAN, NAN, q, q, 3, test, "organization & year", None),
        )
        for framing, group, ratio, a, b, q, test in [
            ("quiet_harbour", "Orlan Pact", 4.0, 2.0, 8.0, 0.01, "clusters"),
            ("long_table", "Orlan Pact", 0.5, NAN, NAN, 0.08, "sessions permuted"),
            ("two_bridges", "Orlan Pact", NAN, NAN, NAN, NAN, "clusters"),
            ("quiet_harbour", "Varnelia", 2.0, 1.0, 4.0, 0.2, "clusters"),
        ]
    ],
)
BREAKS = table(
    "breaks",
    "framing by group year year_low year_high mentions_before mentions_after rate_before rate_after"
    " ratio g2 g2_trend p p_error q family permutations sessions unit why",
    *[
        (
            *(framing, "bloc", group, year, a, b, 3, 9, 1.0, 2.0, ratio, 20.0, trend, q, 0, q, 3),
            *(99, 30, "year", None),
        )
        for framing, group, year, a, b, ratio, trend, q in [
            ("quiet_harbour", "Orlan Pact", 2031.0, 2030.0, 2033.0, 2.0, 5.0, 0.01),
            ("long_table", "Orlan Pact", 2035.0, 2034.0, 2035.0, 0.2, 25.0, 0.02),
            ("two_bridges", "Orlan Pact", 2028.0, NAN, NAN, NAN, 9.0, 0.4),
            ("old_town", "Orlan Pact", NAN, NAN, NAN, NAN, NAN, NAN),
            ("quiet_harbour", "Varnelia", 2030.0, NAN, NAN, 0.7, 5.0, 0.1),
        ]
    ],
)
KEYNESS = table(
    "keyness",
    "by group baseline term n n_others log_ratio zero low high bound p q permutations unit units"
    " units_others range dp_norm phi lrc percent_diff log_odds z g2 chi2 fisher_p alpha0",
    *[
        (
            *("bloc", "Orlan Pact", "others", term, 9, 9, ratio, None, a, b),
            *(max(a, 0) + min(b, 0), q, q, 999, "organization", 9, 9, 9, 0.2, 2.0),
            *(0.0, 0.0, z / 9, z, z, z, 0.01, 1000.0),
        )
        for term, ratio, a, b, z, q in [
            ("harbour", 3.0, 2.0, 4.5, 5.0, 0.01),
            ("<long_table>", 4.0, 1.0, 6.0, 3.0, 0.05),
            ("old_town", 0.5, -0.5, 1.0, 1.0, 0.5),
            ("river", -1.0, -2.5, 0.5, -2.0, 0.3),
            ("bridge", -2.0, -3.0, -1.0, -4.0, 0.02),
        ]
    ],
)
TFIDF = table(
    "tfidf",
    "by group term n df groups scheme tfidf rank",
    ("bloc", "Orlan Pact", "<quiet_harbour>", 9, 2, 2, "sklearn", 0.9, 1),
    ("bloc", "Orlan Pact", "<long_table>", 3, 2, 2, "sklearn", 0.4, 2),
    ("bloc", "Varnelia", "<quiet_harbour>", 2, 2, 2, "sklearn", 0.3, 2),
    ("bloc", "Varnelia", "<long_table>", 6, 2, 2, "sklearn", 0.7, 1),
)
TERMS = table(
    "topic_terms",
    "topic rank term probability frex",
    *[(t, r, f"word_{t}_{r}", 0.1 / r, 0.5) for t in (1, 2, 3) for r in (1, 2, 3)],
)
PREVALENCE = table(
    "topic_prevalence",
    "topic by group period prevalence low high documents units",
    *[
        (t, "corpus", "all", p, v, v * 0.8, v * 1.2, 50, 20)
        for t, values in ((1, (0.5, 0.4)), (2, (0.3, 0.2)), (3, (0.2, 0.4)))
        for p, v in zip(("1992–1999", "2000–2009"), values, strict=True)
    ],
)
TOPIC_CONTRASTS = table(
    "topic_contrasts",
    "topic prevalence prevalence_others ratio low high p q by group tokens units tokens_others"
    " units_others difference difference_low difference_high p_error permutations family unit",
    *[
        (
            *row,
            "bloc",
            "Orlan Pact",
            900,
            6,
            2000,
            12,
            0.1,
            -0.1,
            0.5,
            0.001,
            999,
            3,
            "organization",
        )
        for row in (
            (1, 0.4, 0.1, 4.0, 2.0, 8.0, 0.001, 0.003),
            (2, 0.05, 0.1, 0.5, 0.25, 1.5, 0.03, 0.06),
            (3, 0.125, 0.1, 1.25, 0.6, 11.0, 0.4, 0.4),
        )
    ],
)
TOPIC_EFFECTS = table(
    "topic_effects",
    "topic variable value at prevalence low high p q formula documents units",
    *[
        (1, "year", f"{year}", year, 0.1 * i, 0.05 * i, 0.2 * i, 0.01, 0.02, "~ year", 50, 20)
        for i, year in enumerate((2001, 2002, 2003), start=1)
    ],
    (1, "genre", "speech", NAN, 0.3, 0.2, 0.4, 0.5, 0.5, "~ genre", 50, 20),
)
TOPIC_SHIFTS = table(
    "topic_shifts",
    "topic period direction rank term tokens probability probability_others log_ratio low high units prior",
    (1, "1992–1999", "up", 1, "sail", 900, 0.1, 0.02, 2.5, 1.0, 4.0, 20, 500),
    (1, "1992–1999", "up", 2, "mast", 900, 0.1, 0.05, 1.0, -0.5, 2.5, 20, 500),
    (1, "1992–1999", "down", 1, "steam", 900, 0.01, 0.1, -3.0, -4.0, -2.0, 20, 500),
    (1, "2000–2009", "up", 1, "steam", 900, 0.1, 0.01, 3.0, 2.0, 4.0, 20, 500),
)
STABILITY = table(
    "topic_stability",
    "topic runs jsd jaccard chance corrected rbo recurs",
    (1, 9, 0.1, 0.81, 0.05, 0.8, 0.9, "yes"),
    (2, 9, 0.3, 0.24, 0.05, 0.2, 0.4, "no"),
    (3, 9, 0.2, 0.71, 0.05, 0.695, 0.7, "yes"),
)
TOPIC_FRAMINGS = table(
    "topic_framings",
    "topic framing mentions share low high lift lift_low lift_high rank units",
    *[
        (t, framing, 40, share, share / 2, (1 + share) / 2, share * 3, share, 9 * share, 12, 20)
        for framing, shares in (("quiet_harbour", (0.7, 0.2, 0.1)), ("long_table", (0.1, 0.3, 0.6)))
        for t, share in enumerate(shares, start=1)
    ],
)
SELECTION = table(
    "model_selection",
    "engine n_topics seed heldout coherence exclusivity frex stability",
    ("collapsed", 10, 1, -7.00, 0.10, 0.5, 0.95, 0.6),
    ("collapsed", 10, 2, -7.02, 0.12, 0.5, 0.95, 0.6),
    ("collapsed", 20, 1, -6.90, 0.14, 0.4, 0.96, 0.5),
    ("collapsed", 20, 2, -6.93, 0.11, 0.4, 0.97, 0.5),
    ("gensim", 20, 1, -6.95, 0.13, 0.4, 0.95, NAN),
)
CHOICE = table(
    "topic_choice",
    "n_topics runs heldout gain coherence exclusivity frex stability verdict reason",
    (10, 2, -7.01, 0.09, 0.11, 0.5, 0.95, 0.6, "neighbour", None),
    (20, 2, -6.92, NAN, 0.12, 0.4, 0.96, 0.5, "chosen", "the last"),
)
CLAIM_SHARES_OF_TOPICS = table(
    "topic_claim_shares",
    "claim n_topics fits share ratio ratio_low ratio_high mentions",
    ("quiet_harbour: Orlan more than others", "all", 4, 0.75, 1.8, 0.9, 3.0, 0.6),
    ("quiet_harbour: Orlan more than others", "10", 2, 1.0, 2.5, 2.0, 3.0, 0.7),
    ("quiet_harbour: Orlan more than others", "20", 2, 0.5, 1.2, 0.9, 1.5, 0.5),
    ("sea, ships: all less, 2001–2010 to 2011–2020", "10", 2, 1.0, 0.5, 0.4, 0.6, 0.8),
)
VOICES = table(
    "voices",
    "document framing voice speaker organization mentions words",
    ("first", "quiet_harbour", "speech", "Ilva Marun", "Orlan Pact", 7, 900),
    ("first", "quiet_harbour", "quotation", "Ilva Marun", "Orlan Pact", 2, 90),
    ("first", "long_table", "reported", "Ilva Marun", "Orlan Pact", 3, 50),
    ("second", "long_table", "narration", "outlet", None, 4, 300),
)
STANCES = table(
    "stances",
    "framing by group question answer mentions assumed share",
    *[
        (framing, "bloc", "Orlan Pact", "use", answer, n, 0, n / 10)
        for framing, counts in (("quiet_harbour", (7, 2, 1)), ("long_table", (5, 0, 5)))
        for answer, n in zip(("own", "ascribed", "undecided"), counts, strict=True)
    ],
)
VARIANT_USE = table(
    "variant_use",
    "framing language source comparable by group period variant mentions of units share low high"
    " first last",
    *[
        (framing, "en", "all", "yes", "bloc", g, "all", v, n, 20, 12, n / 20, a, b, "2031", "2033")
        for framing, g, v, n, a, b in [
            ("quiet_harbour", "Orlan Pact", "safe haven", 15, 0.5, 0.9),
            ("quiet_harbour", "Orlan Pact", "quiet harbour", 5, 0.1, 0.5),
            ("quiet_harbour", "Varnelia", "safe haven", 0, 0.0, 0.2),
            ("quiet_harbour", "Varnelia", "quiet harbour", 20, NAN, NAN),
            ("long_table", "Varnelia", "long tables", 20, 0.8, 1.0),
        ]
    ],
)
COLLOCATES = table(
    "collocates",
    "by group node term n left right n_all mentions near words expected log_dice lambda z npmi t"
    " parts range dp dp_norm",
    *[
        (
            *("corpus", group, "<quiet_harbour>", term, 9, 5, 4, 30, 40, 300, 9000),
            *(1, score, 2, 3, 0.3, 2, 12, held, 0.2, 0.3),
        )
        for group, term, score, held in [
            ("all", "safe", 11.5, 6),
            ("all", "<long_table>", 9.0, 3),
            ("all", "stormy", 7.25, 1),
            ("other", "calm", 8.0, 4),
        ]
    ],
)
COOCCURRENCE = table(
    "cooccurrence",
    "within by group framing other contexts units n n_other together overlapping units_together"
    " expected lift low high phi log_odds jaccard expected_kept p q family",
    *[
        (
            *("passage", "corpus", "all", a, b, 900, 40, 30, 30, 3, 0, 3, 1, lift, low, high),
            *(1, 0.5, 0.1, 1, q, q, 3),
        )
        for a, b, lift, low, high, q in [
            ("long_table", "quiet_harbour", 12.0, 4.0, 30.0, 0.001),
            ("long_table", "two_bridges", 0.2, 0.1, 0.7, 0.2),
            ("quiet_harbour", "two_bridges", 1.5, NAN, NAN, NAN),
        ]
    ],
)

CASES = {
    "plot_rates": Case(
        {"rates": RATES},
        {"framing": "quiet_harbour"},
        [6.0, 2.0, 0.0],
        "x",
        "mentions per 10,000 words",
        {"framing": None, "groups": GROUPS},
    ),
    "plot_rates_over_time": Case(
        {"rates": OVER_TIME},
        {"framing": "quiet_harbour"},
        [1.0, 2.0, 4.0, 3.0],
        "y",
        "mentions per 10,000 words",
        {"framing": None, "groups": GROUPS[:2]},
    ),
    "plot_contrasts": Case(
        {"contrasts": CONTRASTS},
        {"group": "Orlan Pact"},
        [4.0, 0.5, 1.25],
        "x",
        "ratio of rates, members to others",
        {"group": None, "framings": ("quiet_harbour", "long_table", "two_bridges")},
    ),
    "plot_trends": Case(
        {"trends": TRENDS},
        {"group": "Orlan Pact"},
        [4.0, 0.5],
        "x",
        "ratio of rates, ten years on",
        {"group": None, "framings": ("quiet_harbour", "long_table", "two_bridges")},
    ),
    "plot_breaks": Case(
        {"breaks": BREAKS},
        {"group": "Orlan Pact"},
        [2031.0, 2035.0, 2028.0],
        "x",
        "first year of the new level",
        {"group": None, "framings": ("quiet_harbour", "long_table", "two_bridges")},
    ),
    "plot_influence": Case(
        {"influence": INFLUENCE, "contrasts": CONTRASTS},
        {},
        [3.5, 2.0, 0.6, 0.5],
        "x",
        "ratio of rates with one member left out",
    ),
    "plot_stances": Case(
        {"stances": STANCES},
        {},
        [0.7, 0.2, 0.1, 0.5, 0.0, 0.5],
        "x",
        "share of mentions, by use",
        {"group": "Orlan Pact", "framings": ("quiet_harbour", "long_table")},
    ),
    "plot_claims": Case(
        {"claim_shares": CLAIM_SHARES, "claims": CLAIMS},
        {},
        [75.0, 100.0, 50.0, 25.0, 25.0, 0.0],  # the last: nobody can say, and nothing is written
        "image",
        "per cent",
    ),
    "plot_corrected": Case(
        {"corrected_rates": CORRECTED},
        {"framing": "quiet_harbour"},
        [6.0, 2.0, 4.5, 1.5],
        "x",
        "mentions per 10,000 words",
        {"framing": None, "groups": GROUPS[:2]},
    ),
    "plot_distances": Case(
        {"distances": DISTANCES},
        {"groups": GROUPS},
        [50, 20, 0, 0],
        "image",
        "thousandths of a bit",
    ),
    "plot_collocates": Case(
        {"collocates": COLLOCATES},
        {"group": "all"},
        [11.5, 9.0, 7.25],
        "x",
        "logDice with",
        {"group": None},
    ),
    "plot_cooccurrence": Case(
        {"cooccurrence": COOCCURRENCE},
        {},
        [12.0, 0.2, 1.5, 0.0],
        "image",
        "lift",
        {"group": None, "framings": ("quiet_harbour", "long_table", "two_bridges")},
    ),
    "plot_keyness": Case(
        {"keyness": KEYNESS},
        {"group": "Orlan Pact"},
        [3.0, 4.0, 0.5, -1.0, -2.0],
        "x",
        "ratio of rates",
        {"group": None},
    ),
    "plot_tfidf": Case(
        {"tfidf": TFIDF},
        {},
        [900, 400, 300, 700],
        "image",
        "TF-IDF",
        {"groups": GROUPS[:2], "terms": ("<quiet_harbour>", "<long_table>")},
    ),
    "plot_topics": Case(
        {"topic_terms": TERMS, "topic_prevalence": PREVALENCE, "topic_stability": STABILITY},
        {},
        [0.45, 0.25, 0.3],
        "x",
        "share of tokens",
    ),
    "plot_topic_framings": Case(
        {"topic_framings": TOPIC_FRAMINGS, "topic_stability": STABILITY},
        {},
        [70, 20, 10, 10, 30, 60],
        "image",
        "per cent",
        {"framings": ("quiet_harbour", "long_table")},
    ),
    "plot_selection": Case(
        {"model_selection": SELECTION, "topic_choice": CHOICE},
        {"measure": "heldout"},
        [-7.00, -7.02, -6.90, -6.93, -6.95],
        "y",
        "(nats)",
        {"measure": None},
    ),
    "plot_topic_claims": Case(
        {"topic_claim_shares": CLAIM_SHARES_OF_TOPICS},
        {},
        [2.5, 1.2, 0.5],
        "x",
        "ratio of the topic's shares",
    ),
    "plot_stability": Case(
        {"topic_stability": STABILITY},
        {},
        [0.8, 0.2, 0.695],
        "y",
        "Jaccard index, corrected",
    ),
    "plot_prevalence": Case(
        {"topic_prevalence": PREVALENCE},
        {"topic": 1},
        [0.5, 0.4],
        "y",
        "share of tokens",
        {"topic": None},
    ),
    "plot_topic_contrasts": Case(
        {
            "topic_contrasts": TOPIC_CONTRASTS,
            "topic_terms": TERMS,
            "topic_stability": STABILITY,
        },
        {"group": "Orlan Pact"},
        [4.0, 0.5, 1.25],
        "x",
        "ratio of shares",
        {"group": None},
    ),
    "plot_topic_effects": Case(
        {"topic_effects": TOPIC_EFFECTS},
        {"topic": 1, "variable": "year"},
        [0.1, 0.2, 0.3],
        "y",
        "share of tokens",
        {"topic": None, "variable": None},
    ),
    "plot_topic_shifts": Case(
        {"topic_shifts": TOPIC_SHIFTS},
        {"topic": 1, "period": "1992–1999"},
        [2.5, 1.0, -3.0],
        "x",
        "ratio of odds",
        {"topic": None, "period": None},
    ),
    "plot_variants": Case(
        {"variant_use": VARIANT_USE},
        {"framing": "quiet_harbour"},
        [0.75, 0.25, 0.0, 1.0],
        "x",
        "share of mentions of quiet harbour",
        {"framing": None, "groups": GROUPS[:2], "variants": ("safe haven", "quiet harbour")},
    ),
    "plot_voices": Case({"voices": VOICES}, {}, [7, 2, 3, 4], "text", "mentions"),
}
