from .models import (
    TopicModel as TopicModel,
)
from .models import (
    Vocabulary as Vocabulary,
)
from .models import (
    fit_topics as fit_topics,
)
from .models import (
    prepare_topics as prepare_topics,
)
from .models import (
    topic_framings as topic_framings,
)
from .models import (
    topic_terms as topic_terms,
)
from .prevalence import topic_prevalence as topic_prevalence
from .selection import (
    choose_n_topics as choose_n_topics,
)
from .selection import (
    fit_runs as fit_runs,
)
from .selection import (
    medoid_run as medoid_run,
)
from .selection import (
    select_topics as select_topics,
)
from .selection import (
    topic_stability as topic_stability,
)
