from .contrasts import contrast_rates as contrast_rates
from .evenness import dispersion as dispersion
from .groups import (
    join_documents as join_documents,
    join_memberships as join_memberships,
    join_periods as join_periods,
    memberships_by_year as memberships_by_year,
    read_memberships as read_memberships,
)
from .log_odds import keyness as keyness
from .neighbours import collocates as collocates
from .pairs import cooccurrence as cooccurrence
from .rates import framing_rates as framing_rates
from .reach import count_reach as count_reach
from .speakers import count_voices as count_voices
from .stances import count_stances as count_stances
from .validation import (
    validate_framings as validate_framings,
    validate_stances as validate_stances,
)
from .weighting import tfidf as tfidf
from .wordings import variant_use as variant_use
