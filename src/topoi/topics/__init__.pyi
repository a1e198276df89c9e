from .choice.claims import (
    topic_claim_shares as topic_claim_shares,
    topic_claims as topic_claims,
)
from .choice.consensus import consensus_topics as consensus_topics
from .choice.grid import TopicGrid as TopicGrid, fit_grid as fit_grid
from .choice.refusal import shuffle_tokens as shuffle_tokens, topic_refusal as topic_refusal
from .choice.selection import (
    choose_n_topics as choose_n_topics,
    select_topics as select_topics,
    topic_choice as topic_choice,
)
from .choice.stability import (
    fit_runs as fit_runs,
    medoid_run as medoid_run,
    topic_stability as topic_stability,
)
from .effects.contrasts import topic_contrasts as topic_contrasts
from .effects.effects import topic_effects as topic_effects
from .effects.framings import topic_framings as topic_framings
from .effects.prevalence import topic_prevalence as topic_prevalence
from .effects.shifts import topic_shifts as topic_shifts
from .guided import TopicGuide as TopicGuide, seed_topics as seed_topics
from .models import (
    TopicModel as TopicModel,
    fit_topics as fit_topics,
    topic_terms as topic_terms,
)
from .reading.labels import topic_labels as topic_labels
from .reading.passages import representative_passages as representative_passages
from .vocabulary import (
    Vocabulary as Vocabulary,
    check_size as check_size,
    prepare_topics as prepare_topics,
)
