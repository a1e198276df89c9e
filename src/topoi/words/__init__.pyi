from .counts import (
    Matrix as Matrix,
)
from .counts import (
    count_terms as count_terms,
)
from .counts import (
    to_matrix as to_matrix,
)
from .tokens import (
    stop_word_list as stop_word_list,
)
from .tokens import (
    tokenize as tokenize,
)
