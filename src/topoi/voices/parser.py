"""A second opinion on sentences: the parse of a spaCy pipeline that the user has installed.

The rules come first; where they find a verb of saying but no statement, the parse is asked for its
subject and its clause. Who is meant, how quotations are cut and everything else stays the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import DataError
from .sentences.statements import Statement
from .sentences.stream import Sentence
from .sentences.verbs import is_verb

Parser = Callable[[str, Sentence], list[Statement]]

_SUBJECT = {"nsubj", "nsubj:pass", "nsubjpass"}
_CLAUSE = {"ccomp", "parataxis"}
_ASIDE = {"relcl", "acl", "acl:relcl", "appos", "punct", "parataxis"}  # behind a name, not of it
RULE = "parse: said …"


def no_parser(text: str, sentence: Sentence) -> list[Statement]:
    """Nothing: the rules are left to themselves."""
    return []


def make_parser(pipeline: Any = None) -> Parser:
    """What is asked for the statements of a sentence in which the rules find none.

    Parameters
    ----------
    pipeline : spacy.Language or str, optional
        A loaded pipeline, or the name of one that is installed.

    Raises
    ------
    DataError
        spaCy or the pipeline is not installed, or the pipeline has no parser.
    """
    if pipeline is None:
        return no_parser
    nlp = _load(pipeline) if isinstance(pipeline, str) else pipeline
    names = getattr(nlp, "pipe_names", ())
    if "parser" not in names:
        raise DataError(
            f"parser: the pipeline has no parser among its components ({', '.join(names) or 'none'}). "
            "Load one that has."
        )
    return lambda text, sentence: _statements(nlp, text, sentence)


def _load(name: str) -> Any:
    try:
        import spacy
    except ImportError as error:
        raise DataError(
            "parser: spaCy is not installed. Install it with pip install 'topoi[spacy]', and a "
            f"pipeline with python -m spacy download {name}."
        ) from error
    try:
        return spacy.load(name)
    except OSError as error:
        raise DataError(
            f"parser: no spaCy pipeline '{name}' is installed. "
            f"Install it with python -m spacy download {name}.",
            parser=name,
        ) from error


def _statements(nlp: Any, text: str, sentence: Sentence) -> list[Statement]:
    if not any(token.is_word and is_verb(token.lower) for token in sentence.tokens):
        return []
    parsed = nlp(text[sentence.start : sentence.end])
    found = (_statement(t, sentence.start) for t in parsed if t.pos_ == "VERB" and is_verb(t.text))
    return [statement for statement in found if statement is not None]


def _statement(verb: Any, at: int) -> Statement | None:
    """What a verb of saying says, if the parse gives it a subject and a clause."""
    subject = next((t for t in verb.children if t.dep_ in _SUBJECT), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((t for t in verb.head.children if t.dep_ in _SUBJECT), None)
    clause = next((t for t in verb.children if t.dep_ in _CLAUSE), None)
    if subject is None or clause is None:
        return None
    words = sorted(t for t in clause.subtree)
    inside = [t for t in words if not (t.dep_ == "mark" and t.head == clause) and not t.is_punct]
    if len(inside) < 3 or words[0].i <= verb.i <= words[-1].i:
        return None
    spans = [(at + inside[0].idx, at + inside[-1].idx + len(inside[-1]))]
    end = next(
        (t.left_edge.i for t in subject.rights if t.dep_ in _ASIDE), subject.right_edge.i + 1
    )
    phrase = subject.doc[subject.left_edge.i : end]
    speaker = (at + phrase.start_char, at + phrase.end_char)
    return Statement(spans, speaker, (at + verb.idx, at + verb.idx + len(verb)), RULE)
