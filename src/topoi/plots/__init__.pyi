from .comparisons import (
    plot_contrasts as plot_contrasts,
    plot_influence as plot_influence,
    plot_keyness as plot_keyness,
    plot_tfidf as plot_tfidf,
)
from .corrected import plot_corrected as plot_corrected
from .distances import plot_distances as plot_distances
from .multiverse import plot_claims as plot_claims
from .pairs import (
    plot_collocates as plot_collocates,
    plot_cooccurrence as plot_cooccurrence,
)
from .rates import (
    plot_rates as plot_rates,
    plot_rates_over_time as plot_rates_over_time,
)
from .stances import plot_stances as plot_stances
from .styles import style as style
from .topic_claims import plot_topic_claims as plot_topic_claims
from .topic_effects import (
    plot_prevalence as plot_prevalence,
    plot_topic_contrasts as plot_topic_contrasts,
    plot_topic_effects as plot_topic_effects,
    plot_topic_shifts as plot_topic_shifts,
)
from .topics import (
    plot_selection as plot_selection,
    plot_stability as plot_stability,
    plot_topic_framings as plot_topic_framings,
    plot_topics as plot_topics,
)
from .trends import plot_breaks as plot_breaks, plot_trends as plot_trends
from .voices import plot_voices as plot_voices
from .wordings import plot_variants as plot_variants
