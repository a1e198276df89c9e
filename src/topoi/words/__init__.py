"""Passages to counts: tokens, lemmas, stop words, matrices."""

from .counts import Matrix, count_terms, to_matrix
from .tokens import stop_word_list, tokenize

__all__ = ["Matrix", "count_terms", "stop_word_list", "to_matrix", "tokenize"]
