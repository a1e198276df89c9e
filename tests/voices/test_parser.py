"""A spaCy pipeline is asked where the rules find nothing; what they find is left alone.

The first tests need no spaCy: a parse is a table of words. The last ones run on the pipeline that is
installed, if one is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.tables import empty
from topoi.voices import attribute


@dataclass(eq=False)
class Word:
    """A word of a parse, as spaCy's tokens show themselves."""

    text: str
    pos_: str
    dep_: str
    at: int  # index of its head
    i: int = 0
    idx: int = 0
    doc: list[Word] = field(default_factory=list, repr=False)

    def __len__(self):
        return len(self.text)

    def __lt__(self, other):
        return self.i < other.i

    @property
    def head(self):
        return self.doc[self.at]

    @property
    def children(self):
        return [w for w in self.doc if w.at == self.i and w is not self]

    @property
    def rights(self):
        return [w for w in self.children if w.i > self.i]

    @property
    def subtree(self):
        return sorted([self, *(w for child in self.children for w in child.subtree)])

    @property
    def left_edge(self):
        return self.subtree[0]

    @property
    def right_edge(self):
        return self.subtree[-1]

    @property
    def is_punct(self):
        return self.pos_ == "PUNCT"


class Parse(list):
    """A parsed sentence; a slice knows its first and last character."""

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Phrase(list.__getitem__(self, index))
        return list.__getitem__(self, index)


class Phrase(list):
    @property
    def start_char(self):
        return self[0].idx

    @property
    def end_char(self):
        return self[-1].idx + len(self[-1])


class Pipeline:
    """Gives the one parse that it knows, for whatever sentence it is asked about."""

    pipe_names = ("parser",)

    def __init__(self, *words):
        self.words, self.asked = words, []

    def __call__(self, text):
        self.asked.append(text)
        parse, at = Parse(Word(*word) for word in self.words), 0
        for i, word in enumerate(parse):
            word.i, word.idx, word.doc = i, text.index(word.text, at), parse
            at = word.idx + len(word.text)
        return parse


# No rule takes a goose for somebody who speaks.
SENTENCE = "Old mother goose claims everything went as planned."
WORDS = [
    ("Old", "ADJ", "amod", 2),
    ("mother", "NOUN", "compound", 2),
    ("goose", "NOUN", "nsubj", 3),
    ("claims", "VERB", "ROOT", 3),
    ("everything", "PRON", "nsubj", 5),
    ("went", "VERB", "ccomp", 3),
    ("as", "SCONJ", "mark", 7),
    ("planned", "VERB", "advcl", 5),
    (".", "PUNCT", "punct", 3),
]


def document(text):
    """One document."""
    one = empty("documents").reindex(range(1))
    return one.assign(document="a", source="a.txt", sha256="", text=text)


def test_a_clause_that_no_rule_reads_is_read_by_the_parse():
    documents = document(SENTENCE)
    assert set(attribute(documents)["voice"]) == {"narration"}
    rows = attribute(documents, parser=Pipeline(*WORDS))
    assert "".join(rows["text"]) == SENTENCE
    said = rows[rows["voice"] == "reported"].iloc[0]
    assert said.text.rstrip(" .") == "everything went as planned"
    assert "goose" in said.speaker
    assert said.rule.startswith("parse")


def test_sentences_that_the_rules_read_or_without_a_verb_of_saying_are_not_parsed():
    pipeline = Pipeline(*WORDS)
    attribute(
        document("Ivo Orlan said that the ferry was late. The lake was calm."), parser=pipeline
    )
    assert pipeline.asked == []


def test_a_parse_without_a_subject_says_nothing():
    headless = [(t, p, "dep" if d == "nsubj" else d, h) for t, p, d, h in WORDS]
    rows = attribute(document(SENTENCE), parser=Pipeline(*headless))
    assert set(rows["voice"]) == {"narration"}


def test_a_pipeline_without_a_parser_is_refused():
    pipeline = Pipeline(*WORDS)
    pipeline.pipe_names = ("tagger",)
    with pytest.raises(DataError, match=r"no parser among its components \(tagger\)"):
        attribute(document(SENTENCE), parser=pipeline)


def test_a_pipeline_that_is_not_installed_is_named():
    with pytest.raises(DataError, match=r"spaCy is not installed|no spaCy pipeline 'xx_none'"):
        attribute(document(SENTENCE), parser="xx_none")


@pytest.fixture(scope="module")
def installed():
    """The English pipeline of whoever runs the tests."""
    spacy = pytest.importorskip("spacy", reason="needs spaCy and an English pipeline")
    names = [n for n in spacy.util.get_installed_models() if n.startswith("en_")]
    if not names:
        pytest.skip("needs an English spaCy pipeline")
    return names[0]


def test_with_an_installed_pipeline_the_specimens_stay_as_they_are(documents, installed):
    english = documents[documents["language"] == "en"]
    pd.testing.assert_frame_equal(attribute(english), attribute(english, parser=installed))
