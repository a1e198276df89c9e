"""Many speakers, documents, topics: what a figure prints does not run into each other or out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from plot_cases import (
    RATES,
    TFIDF,
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
