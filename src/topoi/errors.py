"""What can go wrong, as one tree.

    TopoiError                base of every error that topoi raises on purpose
    ├── SchemaError           a table lacks a column, or a value breaks its column's rule
    ├── SourceError           a file or folder cannot be read as what it should be
    ├── LexiconError          a framing, an actor or a cue is declared wrongly
    ├── StudyError            study.toml asks for something that is not there
    ├── DataError             the tables cannot answer the question that was asked
    └── PaperError            the paper does not compile, or prints a number nobody computed

Every message says what is wrong, where, and what to do; the values are attributes too.
"""

from __future__ import annotations

from typing import Any


class TopoiError(ValueError):
    """Base of every error that topoi raises on purpose.

    Keyword arguments become attributes, so that a program can read what a person is told.

    >>> error = SchemaError("rates: no column 'words'", table="rates", column="words")
    >>> error.table, error.column
    ('rates', 'words')
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.values = values
        for name, value in values.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class SchemaError(TopoiError):
    """A table lacks a column, or a value breaks its column's rule."""


class SourceError(TopoiError):
    """A file or folder cannot be read as what it should be."""


class LexiconError(TopoiError):
    """A framing, an actor or a cue is declared wrongly."""


class StudyError(TopoiError):
    """study.toml asks for something that is not there."""


class DataError(TopoiError):
    """The tables cannot answer the question that was asked."""


class TooSmallError(DataError):
    """There is too little text for the method; the message holds the evidence."""


class PaperError(TopoiError):
    """The paper does not compile, or prints a number nobody computed."""
