from .counts import (
    Matrix as Matrix,
    count_terms as count_terms,
    to_matrix as to_matrix,
)
from .gensim_corpus import (
    GensimCorpus as GensimCorpus,
    framing_corpus as framing_corpus,
    to_gensim as to_gensim,
)
from .places import place_terms as place_terms
from .tokens import (
    stop_word_list as stop_word_list,
    tokenize as tokenize,
)
from .wordings import wording_key as wording_key
