from .intruders import (
    draw_topic_intrusion as draw_topic_intrusion,
    draw_word_intrusion as draw_word_intrusion,
)
from .intrusion import (
    score_topic_intrusion as score_topic_intrusion,
    score_word_intrusion as score_word_intrusion,
)
from .labels import labels_from as labels_from
from .sampling import (
    Sheet as Sheet,
    draw_framings as draw_framings,
    draw_stances as draw_stances,
    draw_voices as draw_voices,
)
from .scoring import (
    corrections_from as corrections_from,
    score_framings as score_framings,
    score_stances as score_stances,
    score_voices as score_voices,
)
