"""Counts to topics: engines, evaluation, selection, stability, prevalence."""

from .models import TopicModel, Vocabulary, fit_topics, prepare_topics, topic_framings, topic_terms
from .prevalence import topic_prevalence
from .selection import choose_n_topics, fit_runs, medoid_run, select_topics, topic_stability

__all__ = [
    "TopicModel",
    "Vocabulary",
    "choose_n_topics",
    "fit_runs",
    "fit_topics",
    "medoid_run",
    "prepare_topics",
    "select_topics",
    "topic_framings",
    "topic_prevalence",
    "topic_stability",
    "topic_terms",
]
