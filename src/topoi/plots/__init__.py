"""A result table -> matplotlib Axes. Nothing here computes, shows or saves."""

from .comparisons import plot_contrasts, plot_influence, plot_keyness, plot_tfidf
from .rates import plot_rates, plot_rates_over_time
from .style import style
from .topics import (
    plot_prevalence,
    plot_selection,
    plot_stability,
    plot_topic_framings,
    plot_topics,
)
from .voices import plot_voices

__all__ = [
    "plot_contrasts",
    "plot_influence",
    "plot_keyness",
    "plot_prevalence",
    "plot_rates",
    "plot_rates_over_time",
    "plot_selection",
    "plot_stability",
    "plot_tfidf",
    "plot_topic_framings",
    "plot_topics",
    "plot_voices",
    "style",
]
