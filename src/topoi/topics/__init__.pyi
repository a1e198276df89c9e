from .claims import (
    topic_claim_shares as topic_claim_shares,
    topic_claims as topic_claims,
)
from .consensus import consensus_topics as consensus_topics
from .contrasts import topic_contrasts as topic_contrasts
from .effects import topic_effects as topic_effects
from .framings import topic_framings as topic_framings
from .grid import TopicGrid as TopicGrid, fit_grid as fit_grid
from .guided import TopicGuide as TopicGuide, seed_topics as seed_topics
from .labels import topic_labels as topic_labels
from .models import (
    TopicModel as TopicModel,
    fit_topics as fit_topics,
    topic_terms as topic_terms,
)
from .prevalence import topic_prevalence as topic_prevalence
from .reading import representative_passages as representative_passages
from .refusal import shuffle_tokens as shuffle_tokens, topic_refusal as topic_refusal
from .selection import (
    choose_n_topics as choose_n_topics,
    select_topics as select_topics,
    topic_choice as topic_choice,
)
from .shifts import topic_shifts as topic_shifts
from .stability import (
    fit_runs as fit_runs,
    medoid_run as medoid_run,
    topic_stability as topic_stability,
)
from .vocabulary import (
    Vocabulary as Vocabulary,
    check_size as check_size,
    prepare_topics as prepare_topics,
)
