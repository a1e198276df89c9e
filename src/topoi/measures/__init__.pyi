from .contrasts import contrast_rates as contrast_rates
from .evenness import dispersion as dispersion
from .groups import (
    join_documents as join_documents,
)
from .groups import (
    join_memberships as join_memberships,
)
from .groups import (
    join_periods as join_periods,
)
from .groups import (
    memberships_by_year as memberships_by_year,
)
from .groups import (
    read_memberships as read_memberships,
)
from .log_odds import keyness as keyness
from .rates import framing_rates as framing_rates
from .weighting import tfidf as tfidf
