from .comparisons import (
    plot_contrasts as plot_contrasts,
)
from .comparisons import (
    plot_influence as plot_influence,
)
from .comparisons import (
    plot_keyness as plot_keyness,
)
from .comparisons import (
    plot_tfidf as plot_tfidf,
)
from .rates import (
    plot_rates as plot_rates,
)
from .rates import (
    plot_rates_over_time as plot_rates_over_time,
)
from .styles import style as style
from .topics import (
    plot_prevalence as plot_prevalence,
)
from .topics import (
    plot_selection as plot_selection,
)
from .topics import (
    plot_stability as plot_stability,
)
from .topics import (
    plot_topic_framings as plot_topic_framings,
)
from .topics import (
    plot_topics as plot_topics,
)
from .voices import plot_voices as plot_voices
