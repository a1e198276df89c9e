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

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
