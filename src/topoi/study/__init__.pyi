from .bundles import (
    Bundle as Bundle,
    make_bundle as make_bundle,
    read_bundle as read_bundle,
    shipped_bundles as shipped_bundles,
    write_bundle as write_bundle,
)
from .graph import run as run
from .new import new_study as new_study
from .texts import add_texts as add_texts
