"""Tables -> pages to look at in a browser. Nothing here decides anything: it shows."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
