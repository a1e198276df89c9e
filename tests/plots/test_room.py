"""Many speakers, documents, topics: what a figure prints does not run into each other or out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from plot_cases import (
    CASES,
    CHOICE,
    CLAIM_SHARES_OF_TOPICS,
    COOCCURRENCE,
    PREVALENCE,
    RATES,
    SELECTION,
    STABILITY,
    TFIDF,
    TOPIC_CONTRASTS,
    TOPIC_FRAMINGS,
    VOICES,
)

from topoi import plots
from topoi.study.figures import draw_figure
from topoi.study.new import new_study

SPEAKERS = [f"{a} {b}" for a in ("Ilva", "Oto", "Bertramine") for b in "ABCDEFGHIJKLMNOPQRST"]


@pytest.fixture(autouse=True)
def figures_closed() -> Iterator[None]:
    """No figure before a test, none after it."""
    plt.close("all")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def figures_of_a_new_study(tmp_path_factory):
    """What the template asks for, before there are documents."""
    study = new_study(tmp_path_factory.mktemp("own") / "study") / "study.toml"
    return tomllib.loads(study.read_text("utf-8"))["figures"]


def figure_of(entry: dict[str, Any], *tables: pd.DataFrame) -> plt.Figure:
    """The figure that an entry of study.toml asks for, of these tables in place of its own."""
    entry = {"size": [16.0, 8.0], "options": {}, "panels": None, **entry}
    figure = draw_figure(entry, dict(zip(entry["tables"], tables, strict=True)))
    figure.draw_without_rendering()
    return figure


def entry_of(plot: str, *tables: str, **more: Any) -> dict[str, Any]:
    return {"plot": plot, "tables": list(tables), **more}


def boxes(texts: Sequence[Text]) -> list[Bbox]:
    return [t.get_window_extent() for t in texts if t.get_visible() and t.get_text().strip()]


def apart(texts: Sequence[Text]) -> bool:
    return not any(one.overlaps(other) for one, other in combinations(boxes(texts), 2))


def within(texts: Sequence[Text], figure: plt.Figure) -> bool:
    whole = figure.bbox.padded(1)
    return all(whole.contains(*b.min) and whole.contains(*b.max) for b in boxes(texts))


def texts_of(labels: Sequence[Text]) -> list[str]:
    return [label.get_text() for label in labels]


def repeated(table: pd.DataFrame, column: str, values: Sequence[Any]) -> pd.DataFrame:
    """The rows of a table once for each value of a column."""
    return pd.concat([table.assign(**{column: value}) for value in values], ignore_index=True)


# ---- speakers and documents


def test_rates_of_many_speakers_find_room_in_a_new_study(figures_of_a_new_study):
    entry = figures_of_a_new_study["rates"]
    table = repeated(RATES.head(1), "group", SPEAKERS)
    table = repeated(table, "framing", entry["panels"]["values"])
    figure = figure_of(entry, table)
    assert all(apart(ax.get_yticklabels()) for ax in figure.axes)
    assert "48 more, none with more words" in figure.get_supxlabel()


def test_panels_of_rates_leave_out_the_same_groups_those_with_the_fewest_words():
    table = pd.concat([RATES.head(3), RATES.head(3).assign(framing="long_table")])
    table["words"] = [100, 300, 200] * 2
    table["rate"] = [9.0, 0.0, 1.0, 0.0, 1.0, 9.0]
    for framing in ("quiet_harbour", "long_table"):
        ax = plots.plot_rates(table, framing=framing, top=2, by_rate=False)
        assert texts_of(ax.get_yticklabels()) == ["Seven Rivers", "Varnelia"]


def many_documents() -> pd.DataFrame:
    """A hundred and twenty, in each of which two speak; the last say most."""
    table = repeated(VOICES.iloc[[0, 3]], "document", [f"wire story {i:03d}" for i in range(120)])
    return table.assign(mentions=range(1, len(table) + 1))


def test_voices_of_many_documents_find_room_in_a_new_study(figures_of_a_new_study):
    entry = figures_of_a_new_study["voices"] | {"tables": ["voices"]}
    figure = figure_of(entry, many_documents())
    (ax,) = figure.axes
    assert apart(ax.get_yticklabels())
    assert len(ax.get_yticklabels()) == entry["options"]["top"]
    assert texts_of(ax.get_yticklabels())[-3:] == ["wire story 119", "Ilva Marun", "outlet"]
    assert "232 more, none with more mentions in a document" in ax.get_xlabel()


def test_legend_and_note_of_voices_are_apart_however_high_the_figure():
    for height in (9.8, 23.0):
        figure = figure_of(
            entry_of("plot_voices", "voices", size=[16, height], options={"top": 45}),
            many_documents(),
        )
        (ax,) = figure.axes
        assert apart([*ax.get_legend().get_texts(), ax.xaxis.label])


def test_long_titles_of_documents_leave_room_for_the_marks():
    label = "Foreign ministers discuss the architecture of security at a meeting, and at another"
    ax = plots.plot_voices(VOICES, labels={"first": label})
    ax.figure.draw_without_rendering()
    assert ax.bbox.width > ax.figure.bbox.width / 2
    assert ax.get_yticklabels()[0].get_text().endswith("…")


@pytest.mark.parametrize(
    "groups",
    [SPEAKERS, ["OISP", "OISP Secretariat", "Quessarania", *"ABCDEFGHI"]],
    ids=["speakers", "organizations"],
)
def test_heads_of_columns_do_not_touch(groups, figures_of_a_new_study):
    figure = figure_of(figures_of_a_new_study["tfidf"], repeated(TFIDF.head(2), "group", groups))
    (ax,) = figure.axes
    assert apart(ax.get_xticklabels())
    assert apart(ax.get_yticklabels())


def test_tfidf_tells_how_many_groups_are_left_out_those_that_use_the_terms_least():
    table = repeated(TFIDF.head(2), "group", list("abc"))
    table["n"] = [3, 3, 1, 1, 2, 3]
    ax = plots.plot_tfidf(table, top=2)
    assert texts_of(ax.get_xticklabels())[:2] == ["a", "c"]
    assert "1 more, none with more of the terms" in ax.get_xlabel()
    ax = plots.plot_tfidf(table, top=2, groups=["c", "b"])
    assert texts_of(ax.get_xticklabels())[:2] == ["c", "b"]
    assert "more" not in ax.get_xlabel()


def test_framings_by_topic_tell_how_many_are_left_out_those_with_the_fewest_mentions():
    table = TOPIC_FRAMINGS.assign(
        mentions=TOPIC_FRAMINGS["framing"].map({"quiet_harbour": 9, "long_table": 10})
    )
    ax = plots.plot_topic_framings(table, top=1)
    assert texts_of(ax.get_yticklabels())[:1] == ["long table"]
    assert "1 more, none with more mentions" in ax.get_xlabel()


# ---- topics


@pytest.mark.parametrize("share", [1.0, 0.7, 0.3, 0.12, 0.004])
def test_shares_of_topics_have_few_ticks_that_reach_to_the_longest_bar(share):
    figure = figure_of(entry_of("plot_topics", "terms", "prevalence"), *topics(share, "word"))
    (ax,) = figure.axes
    assert apart(ax.get_xticklabels())
    assert len(set(texts_of(ax.get_xticklabels()))) == len(ax.get_xticks()) >= 3
    assert 0.7 * share <= max(ax.get_xticks()) <= 1.1 * share


def test_terms_of_a_topic_are_as_many_as_have_room():
    tables = topics(0.5, "internationalization")
    figure = figure_of(entry_of("plot_topics", "terms", "prevalence"), *tables)
    (ax,) = figure.axes
    assert within(ax.texts, figure)
    assert ax.bbox.width > 0.9 * figure.bbox.width
    assert 3 <= ax.texts[0].get_text().count("internationalization") < 8


def topics(share: float, word: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Terms and shares of two topics."""
    rows = [(t, rank, f"{word} {rank}", 0.1, 0.5) for t in (1, 2) for rank in range(1, 9)]
    terms = pd.DataFrame(rows, columns=["topic", "rank", "term", "probability", "frex"])
    mine = PREVALENCE[PREVALENCE["topic"] < 3]
    return terms, mine.assign(prevalence=mine["topic"].map({1: share, 2: share / 2}))


def test_marks_of_topics_that_always_recur_are_whole():
    ax = plots.plot_stability(STABILITY.assign(corrected=1.0))
    assert not any(line.get_clip_on() for line in ax.lines)


@pytest.mark.parametrize(
    ("plot", "table", "option", "values"),
    [
        ("plot_prevalence", PREVALENCE, "topic", [2, 1]),
        ("plot_rates_over_time", CASES["plot_rates_over_time"].tables["rates"], "groups",
         [["Orlan Pact"], ["Varnelia"]]),
    ],
)  # fmt: skip
def test_panels_that_share_an_axis_of_height_hold_the_highest_of_all(plot, table, option, values):
    options = dict(CASES[plot].options)
    options.pop(option, None)
    panels = {"by": option, "values": values, "share_y": True}
    figure = figure_of(entry_of(plot, "table", options=options, panels=panels), table)
    tops = [segment[:, 1].max() for ax in figure.axes for segment in strokes(ax)]
    assert max(tops) <= figure.axes[0].get_ylim()[1]
    assert figure.axes[0].get_ylim()[0] == 0


def test_panels_that_share_an_axis_of_rates_hold_the_highest_of_all():
    table = pd.concat([RATES.head(2), RATES.head(1).assign(framing="long_table", high=90.0)])
    panels = {"by": "framing", "values": ["quiet_harbour", "long_table"], "share_x": True}
    figure = figure_of(entry_of("plot_rates", "rates", panels=panels), table)
    low, high = figure.axes[0].get_xlim()
    assert high > 90
    assert low < 0


def test_rates_are_drawn_once_whatever_their_rows_are_called():
    table = pd.concat([RATES.head(1), RATES.head(1).assign(group="Varnelia")])
    assert len(plots.plot_rates(table, framing="quiet_harbour").get_yticks()) == 2


def strokes(ax: Axes) -> list[Any]:
    """Intervals, of which some have no ends."""
    return [s for lines in ax.collections for s in lines.get_segments() if len(s)]


def test_a_figure_of_one_topic_says_which():
    one = PREVALENCE[PREVALENCE["topic"] == 2]
    for ax in (plots.plot_prevalence(one), plots.plot_prevalence(PREVALENCE, topic=2)):
        assert ax.get_title(loc="left") == "Topic 2"
    assert plots.plot_prevalence(PREVALENCE).get_title(loc="left") == ""
    for name in ("plot_topic_effects", "plot_topic_shifts"):
        case = CASES[name]
        ax = getattr(plots, name)(next(iter(case.tables.values())), **case.options)
        assert ax.get_title(loc="left").startswith("Topic 1")
    panels = {"by": "topic", "values": [2, 1]}
    figure = figure_of(entry_of("plot_prevalence", "prevalence", panels=panels), PREVALENCE)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["Topic 2", "Topic 1"]


def test_engines_are_named_once_for_all_panels_and_nowhere_over_marks():
    panels = {"by": "measure", "values": ["heldout", "coherence", "stability"]}
    entry = entry_of("plot_selection", "selection", "choice", panels=panels)
    figure = figure_of(entry, SELECTION, CHOICE)
    (legend,) = figure.legends
    assert texts_of(legend.get_texts()) == ["collapsed", "gensim"]
    assert not any(ax.get_legend() or len(ax.texts) for ax in figure.axes)
    titles = [ax.title for ax in figure.axes] + [ax._left_title for ax in figure.axes]
    assert apart([*legend.get_texts(), *titles])
    assert within(legend.get_texts(), figure)
    alone = plots.plot_selection(SELECTION, measure="heldout")
    assert texts_of(alone.get_legend().get_texts()) == ["collapsed", "gensim"]
    assert plots.plot_selection(SELECTION, measure="stability").get_legend() is None


def test_a_pair_of_framings_is_named_beside_its_row_and_above_its_column():
    ax = plots.plot_cooccurrence(COOCCURRENCE)
    ax.figure.draw_without_rendering()
    assert apart(ax.texts)
    assert within(ax.texts, ax.figure)
    named = {t.get_text(): t.get_position() for t in ax.texts if "(" in t.get_text()}
    across, down = named["quiet harbour (30)"]  # the second: the row 0, the column 1
    assert (round(across), down) == (1, 0)


# ---- the figures of the study


@pytest.fixture(scope="module")
def figures_of_the_study(root):
    return tomllib.loads((root / "study.toml").read_text("utf-8"))["figures"]


def test_contrasts_of_fifteen_topics_find_room(figures_of_the_study):
    entry = figures_of_the_study["topic_contrasts"]
    table = repeated(TOPIC_CONTRASTS.head(1), "topic", range(1, 16))
    table = repeated(table, "group", entry["panels"]["values"])
    words = [
        (t, r, w, 0.1, 0.5)
        for t in (7, 12)
        for r, w in enumerate(("security_council", "reform", "organization"), start=1)
    ]
    terms = pd.DataFrame(words, columns=["topic", "rank", "term", "probability", "frex"])
    rests = repeated(STABILITY.head(1), "topic", range(1, 16))
    rests["recurs"] = ["yes" if t in (7, 12) else "no" for t in rests["topic"]]
    figure = figure_of(entry, table, terms, rests)
    assert all(apart(ax.get_yticklabels()) for ax in figure.axes)


def test_six_claims_about_topics_by_five_numbers_find_room(figures_of_the_study):
    table = CLAIM_SHARES_OF_TOPICS.iloc[[1]]
    table = repeated(table, "n_topics", [str(n) for n in range(10, 35, 5)])
    table = repeated(table, "claim", [f"framing {i}: Orlan more than others" for i in range(6)])
    (ax,) = figure_of(figures_of_the_study["topic_claims"], table).axes
    assert apart(ax.texts)
