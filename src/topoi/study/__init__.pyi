from .bundles import (
    Bundle as Bundle,
)
from .bundles import (
    make_bundle as make_bundle,
)
from .bundles import (
    read_bundle as read_bundle,
)
from .bundles import (
    shipped_bundles as shipped_bundles,
)
from .bundles import (
    write_bundle as write_bundle,
)
from .graph import run as run
from .new import new_study as new_study
