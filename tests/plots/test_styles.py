"""What is told apart by colour is told apart in grey too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from plot_cases import CONTRASTS, KEYNESS, PREVALENCE, SELECTION, STABILITY, TERMS, rates

from topoi import plots
from topoi.plots import styles
from topoi.schemas import VOICES
from topoi.topics.engines import ENGINES

SHIPPED = ("CIS", "CSTO", "SCO", "EAEU", "BRICS", "GUAM", "EU", "NATO")


@pytest.fixture(autouse=True)
def figures_closed() -> Iterator[None]:
    """No figure before a test, none after it."""
    plt.close("all")
    yield
    plt.close("all")


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 black to 1 white (WCAG 2.1)."""
    rgb = mpl.colors.to_rgb(colour)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(
    "groups",
    [
        SHIPPED,
        ("Orlan Pact", "Varnelia", "Seven Rivers", "Dravia", "Upper Lands"),
        ("Orlan Pact", "Varnelia", "Seven Rivers", "Dravia", "Upper Lands", "Lower Lands"),
        ("Orlan Pact", "CSTO"),
    ],
    ids=["shipped", "five of one's own", "six of one's own", "own and shipped"],
)
def test_lines_of_groups_differ_by_marker_or_stroke(groups):
    table = rates(
        *[("quiet_harbour", g, p, 5, 2.0, 1.0, 3.0) for g in groups for p in ("1992", "2000")]
    )
    ax = plots.plot_rates_over_time(table, framing="quiet_harbour", groups=groups)
    lines = [line for line in ax.lines if line.get_label() in groups]
    assert len(lines) == len(groups)
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines}) == len(groups)


def test_voices_differ_by_marker_or_by_being_hollow():
    looks = [styles.voice_style(voice) for voice in VOICES]
    assert len({(s["marker"], s["markerfacecolor"] == "white") for s in looks}) == len(VOICES)


def test_engines_differ_by_marker():
    table = SELECTION.iloc[[0] * len(ENGINES)].assign(engine=sorted(ENGINES))
    ax = plots.plot_selection(table)
    markers = {line.get_marker() for line in ax.lines} - {"None"}
    assert len(markers) == len(ENGINES)


@pytest.mark.parametrize(
    ("draw", "kinds"),
    [
        (lambda: plots.plot_contrasts(CONTRASTS, group="Orlan Pact"), 3),  # q, p only, neither
        (lambda: plots.plot_keyness(KEYNESS, group="Orlan Pact"), 3),  # for, against, neither
        (lambda: plots.plot_stability(STABILITY), 2),
    ],
    ids=["contrasts", "keyness", "stability"],
)
def test_sure_and_unsure_marks_differ_in_lightness(draw, kinds):
    lines = [line for line in draw().lines if line.get_marker() == "o"]
    fills = {mpl.colors.to_hex(line.get_markerfacecolor()) for line in lines}
    assert len(fills) == kinds
    unsure = {"#ffffff", "#9a9a9a"} & fills
    for one, other in combinations(sorted(fills), 2):
        if {one, other} & unsure:  # the two sides of keyness stand on two sides of zero
            assert abs(luminance(one) - luminance(other)) > 0.2


def test_topics_that_do_not_recur_are_lighter():
    bars = plots.plot_topics(TERMS, prevalence=PREVALENCE, stability=STABILITY).patches
    sure, unsure = bars[0].get_facecolor(), bars[-1].get_facecolor()  # by prevalence: 1, 3, 2
    assert luminance(unsure) - luminance(sure) > 0.4


def test_labels_of_a_study_hold_within_its_style_only():
    with plots.style({"quiet_harbour": "the harbour that is quiet"}):
        assert styles.framing_label("<quiet_harbour>") == "the harbour that is quiet"
        with plots.style():  # a plot within a figure keeps the labels of the figure
            assert styles.framing_label("quiet_harbour") == "the harbour that is quiet"
    assert styles.framing_label("quiet_harbour") == "quiet harbour"
