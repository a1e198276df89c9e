from .concordance import concordance as concordance
from .discovery.candidates import find_candidates as find_candidates
from .discovery.counting import count_phrases as count_phrases
from .discovery.entries import (
    as_toml as as_toml,
    candidate_entry as candidate_entry,
)
from .discovery.leaving_out import leave_one_out as leave_one_out
from .lexicon import (
    Framing as Framing,
    Lexicon as Lexicon,
    read_lexicon as read_lexicon,
)
from .lexicon.checking import check_lexicon as check_lexicon
from .lexicon.collisions import lexicon_collisions as lexicon_collisions
from .lexicon.writing import write_lexicon as write_lexicon
from .lexicon.yields import pattern_yield as pattern_yield
from .matching import (
    failing_examples as failing_examples,
    find_framings as find_framings,
)
from .one_pattern import find_pattern as find_pattern
from .stance import judge_mentions as judge_mentions
from .vectorizer import FramingVectorizer as FramingVectorizer
