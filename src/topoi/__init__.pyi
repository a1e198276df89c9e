from .audit import (
    corrections_from as corrections_from,
    draw_framings as draw_framings,
    draw_stances as draw_stances,
    draw_voices as draw_voices,
    score_framings as score_framings,
    score_stances as score_stances,
    score_voices as score_voices,
)
from .documents import (
    find_events as find_events,
    find_reprints as find_reprints,
    first_prints as first_prints,
    read_documents as read_documents,
    read_general_debate as read_general_debate,
    read_kremlin as read_kremlin,
    read_sources as read_sources,
    specimens as specimens,
)
from .errors import (
    DataError as DataError,
    LexiconError as LexiconError,
    PaperError as PaperError,
    SchemaError as SchemaError,
    SourceError as SourceError,
    StudyError as StudyError,
    TooSmallError as TooSmallError,
    TopoiError as TopoiError,
)
from .framings import (
    FramingVectorizer as FramingVectorizer,
    as_toml as as_toml,
    candidate_entry as candidate_entry,
    check_lexicon as check_lexicon,
    concordance as concordance,
    count_phrases as count_phrases,
    failing_examples as failing_examples,
    find_candidates as find_candidates,
    find_framings as find_framings,
    find_pattern as find_pattern,
    leave_one_out as leave_one_out,
    lexicon_collisions as lexicon_collisions,
    pattern_yield as pattern_yield,
    read_lexicon as read_lexicon,
    write_lexicon as write_lexicon,
)
from .measures import (
    collocates as collocates,
    contrast_rates as contrast_rates,
    cooccurrence as cooccurrence,
    count_reach as count_reach,
    count_stances as count_stances,
    count_voices as count_voices,
    dispersion as dispersion,
    framing_rates as framing_rates,
    join_documents as join_documents,
    join_memberships as join_memberships,
    join_periods as join_periods,
    keyness as keyness,
    memberships_by_year as memberships_by_year,
    null_splits as null_splits,
    read_memberships as read_memberships,
    tfidf as tfidf,
    validate_framings as validate_framings,
    validate_stances as validate_stances,
    variant_use as variant_use,
)
from .pages import lines_page as lines_page, page_of as page_of
from .plots import (
    plot_collocates as plot_collocates,
    plot_contrasts as plot_contrasts,
    plot_cooccurrence as plot_cooccurrence,
    plot_influence as plot_influence,
    plot_keyness as plot_keyness,
    plot_prevalence as plot_prevalence,
    plot_rates as plot_rates,
    plot_rates_over_time as plot_rates_over_time,
    plot_selection as plot_selection,
    plot_stability as plot_stability,
    plot_stances as plot_stances,
    plot_tfidf as plot_tfidf,
    plot_topic_framings as plot_topic_framings,
    plot_topics as plot_topics,
    plot_variants as plot_variants,
    plot_voices as plot_voices,
    style as style,
)
from .study import (
    add_texts as add_texts,
    make_bundle as make_bundle,
    new_study as new_study,
    read_bundle as read_bundle,
    run as run,
    shipped_bundles as shipped_bundles,
    write_bundle as write_bundle,
)
from .tables import (
    SCHEMAS as SCHEMAS,
    check as check,
)
from .topics import (
    choose_n_topics as choose_n_topics,
    fit_runs as fit_runs,
    fit_topics as fit_topics,
    medoid_run as medoid_run,
    prepare_topics as prepare_topics,
    select_topics as select_topics,
    topic_framings as topic_framings,
    topic_prevalence as topic_prevalence,
    topic_stability as topic_stability,
    topic_terms as topic_terms,
)
from .voices import (
    attribute as attribute,
    join_spellings as join_spellings,
    read_actors as read_actors,
    read_corrections as read_corrections,
)
from .words import (
    count_terms as count_terms,
    framing_corpus as framing_corpus,
    place_terms as place_terms,
    to_gensim as to_gensim,
    to_matrix as to_matrix,
    tokenize as tokenize,
    wording_key as wording_key,
)

__version__: str
