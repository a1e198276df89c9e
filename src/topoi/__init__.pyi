from .documents import (
    read_documents as read_documents,
)
from .documents import (
    read_general_debate as read_general_debate,
)
from .documents import (
    read_sources as read_sources,
)
from .documents import (
    specimens as specimens,
)
from .errors import (
    DataError as DataError,
)
from .errors import (
    LexiconError as LexiconError,
)
from .errors import (
    PaperError as PaperError,
)
from .errors import (
    SchemaError as SchemaError,
)
from .errors import (
    SourceError as SourceError,
)
from .errors import (
    StudyError as StudyError,
)
from .errors import (
    TopoiError as TopoiError,
)
from .framings import (
    find_framings as find_framings,
)
from .framings import (
    read_lexicon as read_lexicon,
)
from .measures import (
    contrast_rates as contrast_rates,
)
from .measures import (
    dispersion as dispersion,
)
from .measures import (
    framing_rates as framing_rates,
)
from .measures import (
    join_documents as join_documents,
)
from .measures import (
    join_memberships as join_memberships,
)
from .measures import (
    join_periods as join_periods,
)
from .measures import (
    keyness as keyness,
)
from .measures import (
    memberships_by_year as memberships_by_year,
)
from .measures import (
    read_memberships as read_memberships,
)
from .measures import (
    tfidf as tfidf,
)
from .plots import (
    plot_contrasts as plot_contrasts,
)
from .plots import (
    plot_influence as plot_influence,
)
from .plots import (
    plot_keyness as plot_keyness,
)
from .plots import (
    plot_prevalence as plot_prevalence,
)
from .plots import (
    plot_rates as plot_rates,
)
from .plots import (
    plot_rates_over_time as plot_rates_over_time,
)
from .plots import (
    plot_selection as plot_selection,
)
from .plots import (
    plot_stability as plot_stability,
)
from .plots import (
    plot_tfidf as plot_tfidf,
)
from .plots import (
    plot_topic_framings as plot_topic_framings,
)
from .plots import (
    plot_topics as plot_topics,
)
from .plots import (
    plot_voices as plot_voices,
)
from .plots import (
    style as style,
)
from .study import (
    make_bundle as make_bundle,
)
from .study import (
    new_study as new_study,
)
from .study import (
    read_bundle as read_bundle,
)
from .study import (
    run as run,
)
from .study import (
    write_bundle as write_bundle,
)
from .tables import (
    SCHEMAS as SCHEMAS,
)
from .tables import (
    check as check,
)
from .topics import (
    choose_n_topics as choose_n_topics,
)
from .topics import (
    fit_runs as fit_runs,
)
from .topics import (
    fit_topics as fit_topics,
)
from .topics import (
    medoid_run as medoid_run,
)
from .topics import (
    prepare_topics as prepare_topics,
)
from .topics import (
    select_topics as select_topics,
)
from .topics import (
    topic_framings as topic_framings,
)
from .topics import (
    topic_prevalence as topic_prevalence,
)
from .topics import (
    topic_stability as topic_stability,
)
from .topics import (
    topic_terms as topic_terms,
)
from .voices import (
    attribute as attribute,
)
from .voices import (
    join_spellings as join_spellings,
)
from .words import (
    count_terms as count_terms,
)
from .words import (
    to_matrix as to_matrix,
)
from .words import (
    tokenize as tokenize,
)

__version__: str
