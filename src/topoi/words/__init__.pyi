from .counts import (
    Matrix as Matrix,
    count_terms as count_terms,
    to_matrix as to_matrix,
)
from .places import place_terms as place_terms
from .tokens import (
    stop_word_list as stop_word_list,
    tokenize as tokenize,
)
