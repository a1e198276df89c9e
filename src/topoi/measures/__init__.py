"""Mentions and counts to results: rates, contrasts, keyness, TF-IDF, dispersion."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
