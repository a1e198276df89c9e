from .models import (
    TopicModel as TopicModel,
    Vocabulary as Vocabulary,
    check_size as check_size,
    fit_topics as fit_topics,
    prepare_topics as prepare_topics,
    topic_framings as topic_framings,
    topic_terms as topic_terms,
)
from .prevalence import topic_prevalence as topic_prevalence
from .selection import (
    choose_n_topics as choose_n_topics,
    fit_runs as fit_runs,
    medoid_run as medoid_run,
    select_topics as select_topics,
    topic_stability as topic_stability,
)
