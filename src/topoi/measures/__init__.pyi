from .claims.claim_shares import claim_shares as claim_shares, sum_up_claims as sum_up_claims
from .claims.multiverse import multiverse as multiverse
from .claims.specifications import Choices as Choices
from .company.collocates import collocates as collocates
from .company.cooccurrence import cooccurrence as cooccurrence
from .company.variant_use import variant_use as variant_use
from .contrasts.contrast_rates import contrast_rates as contrast_rates
from .contrasts.find_breaks import find_breaks as find_breaks
from .contrasts.fit_trends import fit_trends as fit_trends
from .contrasts.influence import contrast_influence as contrast_influence
from .contrasts.null_splits import null_splits as null_splits
from .groups import (
    join_documents as join_documents,
    join_memberships as join_memberships,
    join_periods as join_periods,
    memberships_by_year as memberships_by_year,
    read_memberships as read_memberships,
)
from .rates.corrected import correct_rates as correct_rates
from .rates.framing_rates import framing_rates as framing_rates
from .rates.reach import count_reach as count_reach
from .rates.stances import count_stances as count_stances
from .rates.validation import (
    validate_framings as validate_framings,
    validate_stances as validate_stances,
)
from .rates.voices import count_voices as count_voices
from .terms.dispersion import dispersion as dispersion
from .terms.distances import (
    distance_terms as distance_terms,
    group_distances as group_distances,
)
from .terms.keyness import keyness as keyness
from .terms.tfidf import tfidf as tfidf
