"""topoi: topics and rhetorical commonplaces, followed across speakers and organizations.

    import topoi
    documents = topoi.read_documents("statements/")     # files -> documents
    passages  = topoi.attribute(documents)              # who says what, in which voice
    mentions  = topoi.find_framings(passages)           # mentions of framings
    counts    = topoi.count_terms(passages, mentions)   # passage x term counts
    rates     = topoi.framing_rates(mentions, passages, by="organization")

Tables in, tables out: every verb takes pandas DataFrames and returns a new one. Importing topoi
is cheap; what a verb needs is loaded when it is first used.
"""

from importlib import import_module
from typing import Any

_ROOMS = {
    "errors": [
        "DataError",
        "LexiconError",
        "PaperError",
        "SchemaError",
        "SourceError",
        "StudyError",
        "TopoiError",
    ],
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_HOME)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"topoi.{_HOME[name]}"), name)
    raise AttributeError(f"module 'topoi' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
