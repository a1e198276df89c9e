"""One contract for every plot: table in, Axes out, every row drawn, nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text
from plot_cases import (
    CASES,
    CONTRASTS,
    INFLUENCE,
    KEYNESS,
    PREVALENCE,
    RATES,
    TERMS,
    VARIANT_USE,
    Case,
)

from topoi import plots
from topoi.errors import DataError
from topoi.study.figures import draw_figure, save_figure

SMALLEST_TEXT = 6  # points, on the printed page

every_plot = pytest.mark.parametrize("name", sorted(CASES))


@pytest.fixture(autouse=True)
def figures_closed() -> Iterator[None]:
    """No figure before a test, none after it."""
    plt.close("all")
    yield
    plt.close("all")


def entry_of(name: str) -> dict:
    """A plot as study.toml would ask for it."""
    case = CASES[name]
    return {
        "plot": name,
        "tables": list(case.tables),
        "size": [12, 8],
        "options": case.options,
        "panels": None,
    }


def drawn(name: str) -> Axes:
    return draw_figure(entry_of(name), CASES[name].tables).axes[0]


def values_of(ax: Axes, case: Case) -> list[float]:
    """What the marks of a plot stand for, read back from the drawing."""
    if case.along == "image":
        return ax.images[0].get_array().ravel().tolist()
    if case.along == "text":
        return [float(t.get_text()) for t in ax.texts if t.get_text().isdigit()]
    at = 0 if case.along == "x" else 1
    marked = [line for line in ax.lines if line.get_marker() not in ("None", "", "|", None)]
    points = [value for line in marked for value in line.get_data()[at]]
    return points + [bar.get_width() for bar in ax.patches]


def test_every_plot_of_the_room_is_under_the_contract():
    assert sorted(CASES) == [n for n in sorted(plots.__all__) if n.startswith("plot_")]


@every_plot
def test_every_row_is_drawn_once_at_its_value(name):
    values = values_of(drawn(name), CASES[name])
    np.testing.assert_allclose(sorted(values), sorted(CASES[name].shows))


@every_plot
def test_a_plot_returns_the_axes_that_it_was_given_and_opens_no_figure(name):
    case = CASES[name]
    _, ax = plt.subplots()
    first, *others = case.tables.values()
    more = dict(zip(more_tables(name), others, strict=True))
    for _ in range(3):
        assert getattr(plots, name)(first, ax=ax, **more, **case.options) is ax
    assert len(plt.get_fignums()) == 1


def more_tables(name: str) -> list[str]:
    """The parameters of a plot that are tables, after the first."""
    hints = getattr(plots, name).__annotations__
    return [n for n, hint in hints.items() if "DataFrame" in hint][1 : len(CASES[name].tables)]


@every_plot
def test_without_axes_a_plot_makes_one_figure_in_the_style_of_topoi(name):
    case = CASES[name]
    first, *others = case.tables.values()
    more = dict(zip(more_tables(name), others, strict=True))
    outside = mpl.rcParams["font.size"]
    ax = getattr(plots, name)(first, **more, **case.options)
    assert plt.get_fignums() == [ax.figure.number]
    assert ax.xaxis.label.get_fontsize() == 8
    assert mpl.rcParams["font.size"] == outside


@every_plot
def test_a_plot_leaves_its_tables_as_they_were(name):
    before = {key: table.copy(deep=True) for key, table in CASES[name].tables.items()}
    drawn(name)
    for key, table in CASES[name].tables.items():
        pd.testing.assert_frame_equal(table, before[key])


@every_plot
def test_a_figure_drawn_and_saved_twice_has_the_same_bytes_and_is_closed(name, tmp_path):
    for folder in ("one", "two"):
        figure = draw_figure(entry_of(name), CASES[name].tables)
        assert save_figure(figure, "figure", tmp_path / folder)
    assert plt.get_fignums() == []
    for kind in ("svg", "png"):
        one, two = (tmp_path / folder / f"figure.{kind}" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    figure = draw_figure(entry_of(name), CASES[name].tables)
    assert not save_figure(figure, "figure", tmp_path / "one")


@every_plot
def test_no_text_is_smaller_than_six_points(name):
    figure = drawn(name).figure
    figure.draw_without_rendering()
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    assert len(texts) > 3
    assert min(t.get_fontsize() for t in texts) >= SMALLEST_TEXT


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_axes_say_what_is_measured_and_in_what_unit(name):
    ax = drawn(name)
    assert CASES[name].unit in f"{ax.get_xlabel()} {ax.get_ylabel()}"


# ---- names that are not in the table


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (n, o)
        for n, case in sorted(CASES.items())
        for o, there in case.settings.items()
        if not there
    ],
)
def test_an_unknown_name_is_answered_with_those_there_are(name, option):
    case = CASES[name]
    first = next(iter(case.tables.values()))
    wrong = 99 if option == "topic" else "atlantis"
    known = "heldout" if option == "measure" else str(first[option].iloc[0])
    with pytest.raises(DataError, match=rf"no .*{wrong}.*{known}"):
        getattr(plots, name)(first, **case.options | {option: wrong})


@pytest.mark.parametrize(
    ("name", "option"),
    [(n, o) for n, case in sorted(CASES.items()) for o, there in case.settings.items() if there],
)
def test_an_unknown_name_in_a_list_is_answered_with_those_there_are(name, option):
    case = CASES[name]
    known = case.settings[option]
    with pytest.raises(DataError, match=f"no .*atlantis.*{known[0].strip('<>')}"):
        getattr(plots, name)(
            next(iter(case.tables.values())), **case.options, **{option: [known[0], "atlantis"]}
        )


# ---- what single plots promise


def faces(ax: Axes) -> list[str]:
    return [mpl.colors.to_hex(line.get_markerfacecolor()) for line in ax.lines if marked(line)]


def marked(line: mpl.lines.Line2D) -> bool:
    return line.get_marker() == "o" and len(line.get_xdata()) > 0


def test_a_framing_that_never_occurs_in_a_group_has_a_hollow_mark_and_its_limit():
    ax = drawn("plot_rates")
    full, hollow = (line for line in ax.lines if marked(line))
    assert hollow.get_xdata().tolist() == [0.0]
    assert mpl.colors.to_hex(hollow.get_markerfacecolor()) == "#ffffff"
    assert mpl.colors.to_hex(full.get_markerfacecolor()) != "#ffffff"
    ends = sorted(segment[:, 0].tolist() for segment in ax.collections[0].get_segments())
    assert ends == [[0.0, 1.5], [0.5, 4.5], [3.0, 9.0]]


def test_the_labels_of_rates_tell_the_number_of_mentions_and_how_many_groups_are_left_out():
    ax = plots.plot_rates(RATES, framing="quiet_harbour", top=2)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Orlan Pact  12", "Varnelia  4"]
    assert "1 more, none with a higher rate" in ax.get_xlabel()


def test_a_rate_without_limits_is_drawn_without_an_interval():
    ax = plots.plot_rates(RATES, framing="long_table")
    assert values_of(ax, CASES["plot_rates"]) == [1.5]
    assert ax.collections[0].get_segments()[0][:, 0].tolist() == [1.5, 1.5]


def test_a_ratio_beyond_the_axis_stands_at_its_end_and_so_does_its_interval():
    far = CONTRASTS.assign(ratio=100.0, low=50.0, high=float("nan"))
    ax = plots.plot_contrasts(far, group="Varnelia", limits=(1 / 8, 8))
    assert values_of(ax, CASES["plot_contrasts"]) == [8]
    assert ax.collections[0].get_segments()[0][:, 0].tolist() == [8, 8]


def test_key_terms_are_shown_on_both_sides_and_each_once():
    few = plots.plot_keyness(KEYNESS, group="Orlan Pact", top=4)
    labels = [t.get_text() for t in few.get_yticklabels()]
    assert labels == ["harbour", "LONG TABLE", "old town", "river", "bridge"]
    ends = plots.plot_keyness(KEYNESS, group="Orlan Pact", top=1)
    assert [t.get_text() for t in ends.get_yticklabels()] == ["harbour", "bridge"]


def test_key_terms_are_shown_with_their_intervals_or_by_another_score():
    ax = plots.plot_keyness(KEYNESS, group="Orlan Pact")
    assert [s[:, 0].tolist() for s in ax.collections[0].get_segments()][:2] == [[2, 4.5], [1, 5]]
    by_z = plots.plot_keyness(KEYNESS, group="Orlan Pact", rank_by="z", top=1)
    assert values_of(by_z, CASES["plot_keyness"]) == [5.0, -4.0]
    assert by_z.get_xlabel() == "weighted log-odds, z"
    with pytest.raises(DataError, match=r"rank_by must be one of bound, .*; got 'p'"):
        plots.plot_keyness(KEYNESS, group="Orlan Pact", rank_by="p")


def test_a_contrast_that_hangs_on_one_member_shows_it():
    table = INFLUENCE.assign(ratio=INFLUENCE["ratio"].where(INFLUENCE["left_out"] != "Dravia", 0))
    ax = plots.plot_influence(table, contrasts=CONTRASTS)
    assert len(values_of(ax, CASES["plot_influence"])) == len(table)
    assert "without Dravia" in [t.get_text() for t in ax.texts]


def test_topics_that_do_not_recur_are_grey_in_one_figure_and_in_brackets_in_the_other():
    bars = drawn("plot_topics").patches
    colours = [mpl.colors.to_hex(bar.get_facecolor()) for bar in bars]
    widths = [bar.get_width() for bar in bars]
    odd = colours[int(np.argmin(np.abs(np.array(widths) - 0.25)))]  # the second topic
    assert colours.count(odd) == 1
    ticks = [t.get_text() for t in drawn("plot_topic_framings").get_xticklabels()]
    assert ticks[:3] == ["1", "(2)", "3"]


def test_a_contrast_of_topics_names_the_first_terms_of_those_that_recur():
    ax = drawn("plot_topic_contrasts")
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == [
        "1  word 1 1, word 1 2, word 1 3",
        "(2)",
        "3  word 3 1, word 3 2, word 3 3",
    ]
    assert [line.get_markerfacecolor() for line in ax.lines if marked(line)][2] == "white"


def test_prevalence_by_year_has_bands_and_by_period_strokes():
    years = pd.concat(
        [
            PREVALENCE[PREVALENCE["period"] == "1992–1999"].assign(period=f"{y}")
            for y in range(2001, 2012)
        ]
    )
    ax = plots.plot_prevalence(years, topic=1)
    band = ax.collections[0].get_datalim(ax.transData)
    assert (band.y0, band.y1) == pytest.approx((0.4, 0.6))
    assert ax.lines[0].get_xdata().tolist() == list(range(2001, 2012))
    strokes = plots.plot_prevalence(PREVALENCE, topic=1).collections[0]
    assert [segment[:, 1].tolist() for segment in strokes.get_segments()] == [
        pytest.approx([0.4, 0.6]),
        pytest.approx([0.32, 0.48]),
    ]


def test_prevalence_without_a_topic_has_a_line_for_each_of_one_group():
    ax = plots.plot_prevalence(PREVALENCE)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "topic 1",
        "topic 2",
        "topic 3",
    ]
    assert ax.lines[2].get_ydata().tolist() == [0.2, 0.4]
    two = pd.concat([PREVALENCE, PREVALENCE.assign(group="Orlan")])
    with pytest.raises(DataError, match=r"several groups \(Orlan, all\); name a topic"):
        plots.plot_prevalence(two)


def test_a_guided_topic_has_the_name_of_its_seeds_beside_its_number():
    terms = TERMS.assign(guided=TERMS["topic"].map({2: "sea"}))
    ax = plots.plot_topics(terms, prevalence=PREVALENCE)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["1", "3", "sea  2"]


def test_wordings_that_may_be_a_translators_are_not_drawn_and_strata_not_mixed():
    theirs = VARIANT_USE.assign(comparable="no")
    with pytest.raises(DataError, match="nothing is comparable"):
        plots.plot_variants(theirs, framing="quiet_harbour")
    both = pd.concat([VARIANT_USE, theirs.assign(share=0.6)])
    ax = plots.plot_variants(both, framing="quiet_harbour")
    assert sorted(values_of(ax, CASES["plot_variants"])) == [0, 0.25, 0.75, 1]
    with pytest.raises(DataError, match="choose one language before drawing: en, ru"):
        plots.plot_variants(
            pd.concat([VARIANT_USE, VARIANT_USE.assign(language="ru")]), framing="quiet_harbour"
        )


def test_a_collocate_of_few_documents_is_hollow_and_labels_tell_how_often_and_where():
    ax = drawn("plot_collocates")
    assert [face == "#ffffff" for face in faces(ax)] == [False, False, True]
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["safe  9/6", "LONG TABLE  9/3", "stormy  9/1"]


def test_pairs_are_framed_where_the_interval_excludes_one_and_dotted_where_q_is_small():
    ax = drawn("plot_cooccurrence")
    framed = {(round(box.get_x() + 0.44), round(box.get_y() + 0.44)) for box in ax.patches}
    dots = [(round(d.get_xdata()[0]), round(d.get_ydata()[0])) for d in ax.lines]
    assert framed == {(0, 0), (0, 1)}  # one above independence, one below
    assert dots == [(0, 0)]
    assert {t.get_text() for t in ax.texts} == {
        *("12", "0.2", "1.5"),
        *("long table (30)", "quiet harbour (30)", "two bridges (30)"),
    }


def test_panels_repeat_a_plot_and_a_shared_label_stands_once():
    entry = entry_of("plot_rates") | {
        "options": {},
        "panels": {"by": "framing", "values": ["quiet_harbour", "long_table"], "columns": 2},
    }
    figure = draw_figure(entry, {"rates": RATES})
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["Quiet harbour", "Long table"]
    assert figure.get_supxlabel() == "mentions per 10,000 words"
    assert {ax.get_xlabel() for ax in figure.axes} == {""}
