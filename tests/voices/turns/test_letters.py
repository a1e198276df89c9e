"""A letter that a page quotes is whoever sent it."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.tables import empty
from topoi.voices import attribute

WORDS = "“We shall not wait for others, and we shall go on.”"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            f"Ivo Vane sent greetings to the captains.\nThe message reads, in part: {WORDS}",
            "Ivo Vane",
        ),
        (f"Ivo Vane congratulated Livia Karost.\nThe message reads:{WORDS}", "Ivo Vane"),
        (
            f"President Ivo Vane left. The President wrote to her. The letter says: {WORDS}",
            "Ivo Vane",
        ),
        (f"The message reads, in part: {WORDS}", None),
    ],
)
def test_the_sender_of_a_message_speaks_in_it(text, speaker):
    row = {"document": "a", "source": "a.txt", "sha256": "", "text": text}
    passages = attribute(pd.DataFrame([row], columns=empty("documents").columns))
    found = passages[passages.voice == "quotation"].speaker
    assert [None if pd.isna(name) else name for name in found] == [speaker]
