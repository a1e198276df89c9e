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
