"""The tables that stages hand to each other: columns, types, keys, allowed values, and the disk.

Every table is a pandas DataFrame. `SCHEMAS` is the authority on what its columns mean; `check`
holds a table against it; `read` and `write` keep it on disk as Parquet, result tables as CSV too.
Further columns are welcome in any table (a grouping of your own, say): they are kept, and follow
the declared ones.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .errors import SchemaError, SourceError
from .files import write_bytes

SIGNIFICANT_DIGITS = 6  # of computed values on disk: the last bits of a processor must not show
_DTYPES = {
    "str": "str",
    "int": "int64",
    "int?": "Int64",
    "float": "float64",
    "date": "datetime64[us]",
    "category": "category",
}


@dataclass(frozen=True)
class Column:
    """One column: its type, what it says, and what it may hold."""

    type: str
    about: str
    null: bool = False
    values: tuple[str, ...] = ()
    least: float | None = None
    optional: bool = False
    decimals: int | None = None  # on disk, where six significant digits would be too many


@dataclass(frozen=True)
class Schema:
    """One kind of table: a row, its key, its columns; `result` tables hold computed estimates."""

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    result: bool = False


def _text(about: str, **rules: Any) -> Column:
    return Column("str", about, **rules)


def _maybe(about: str, **rules: Any) -> Column:
    return Column("str", about, null=True, **rules)


def _count(about: str) -> Column:
    return Column("int", about, least=0)


def _number(about: str, **rules: Any) -> Column:
    return Column("float", about, **{"null": True, **rules})


VOICES = ("speech", "quotation", "reported", "narration")
KINDS = ("direct", "indirect", "mixed")
USES = ("own", "reported", "ascribed", "negated", "name")
ATTITUDES = ("endorse", "oppose", "neutral")

_GROUP = {
    "by": _text("the grouping: the column of passages that `group` is a value of"),
    "group": _text("the group"),
    "period": _text("the period, or 'all'"),
}

SCHEMAS: dict[str, Schema] = {
    "documents": Schema(
        "one document",
        ("document",),
        {
            "document": _text("identifier"),
            "source": _text("file it was read from, and the row or member within it"),
            "url": _maybe("address of the original"),
            "title": _maybe("headline; null rather than a guess"),
            "date": Column("date", "day of publication; null rather than a guess", null=True),
            "date_source": _maybe("where the date was found: column, line, file name"),
            "year": Column("int?", "year of publication, also where the day is unknown", null=True),
            "outlet": _maybe("who published it"),
            "genre": _maybe("speech, transcript, interview, press release, news"),
            "language": _maybe("ISO 639-1 code"),
            "speaker": _maybe("whose speech the whole document is, where the source says so"),
            "role": _maybe("the speaker's post at the time"),
            "organization": _maybe("the body or delegation the speaker speaks for"),
            "event": _maybe("identifier shared by documents about one event"),
            "duplicate_of": _maybe("the document that this one reprints"),
            "sha256": _text("SHA-256 of the bytes it was read from"),
            "text": _maybe("the text after cleaning", optional=True),
        },
    ),
    "removed": Schema(
        "one stretch of a source that is not the document's own text",
        ("document", "start"),
        {
            "document": _text("document"),
            "start": _count("first character in the text as read"),
            "end": _count("character after the last one"),
            "reason": _text("why it was taken out"),
            "text": _text("what was taken out"),
        },
    ),
    "problems": Schema(
        "one thing wrong with a source, that was mended, left or skipped",
        (),
        {
            "source": _text("file, and the row or member within it"),
            "document": _maybe("document, if one was read"),
            "problem": _text("what is wrong, as a code"),
            "count": _count("how often"),
            "detail": _text("what was found and what was done"),
        },
    ),
    "passages": Schema(
        "a slice [start:end) of one document's text; those of one document partition it",
        ("passage",),
        {
            "passage": _text("identifier: document, colon, running number"),
            "document": _text("document"),
            "start": _count("first character in the document's text"),
            "end": _count("character after the last one"),
            "voice": _text("how the words are given", values=VOICES),
            "kind": _maybe("direct, indirect or mixed; null for narration", values=KINDS),
            "speaker": _maybe("who says it, one spelling a person; null when unknown"),
            "role": _maybe("the speaker's post"),
            "organization": _maybe("the body or delegation the speaker speaks for"),
            "embedded_source": _maybe("whom the speaker reports in turn"),
            "rule": _text("the rule that decided"),
            "confidence": Column("float", "0 to 1, a rank among rules, not a probability", least=0),
            "words": _count("words in the passage"),
            "text": _maybe("the slice itself", optional=True),
        },
    ),
    "mentions": Schema(
        "one occurrence of a framing",
        ("mention",),
        {
            "mention": _text("identifier: passage, slash, running number"),
            "framing": _text("framing"),
            "passage": _text("passage"),
            "start": _count("first character in the document's text"),
            "end": _count("character after the last one"),
            "variant": _text("the wording, in small letters"),
            "use": _maybe("how the words are used; null when not decided", values=USES),
            "attitude": _maybe("stance to the thing; null when not decided", values=ATTITUDES),
            "language": _maybe("ISO 639-1 code"),
        },
    ),
    "counts": Schema(
        "a passage and a term that occurs in it",
        ("passage", "term"),
        {
            "passage": Column("category", "passage"),
            "term": Column("category", "lemma, or a framing in angle brackets"),
            "n": Column("int", "occurrences", least=1),
        },
    ),
    "memberships": Schema(
        "one state in one organization for one period",
        ("member", "organization", "since"),
        {
            "member": _text("state or body"),
            "organization": _text("organization"),
            "since": Column("date", "first day of membership"),
            "until": Column("date", "day it ended; null if it lasts", null=True),
            "source": _text("where this is known from"),
        },
    ),
    "rates": Schema(
        "the rate of one framing in one group and period",
        ("framing", "by", "group", "period"),
        {
            "framing": _text("framing"),
            **_GROUP,
            "mentions": _count("mentions counted"),
            "words": _count("exposure: words of the same group and period"),
            "documents": _count("documents behind it"),
            "units": _count("sampling units (clusters) behind it"),
            "rate": _number("mentions per 10,000 words; null without exposure"),
            "low": _number("lower limit; null when there are too few units"),
            "high": _number("upper limit; null when there are too few units"),
            "phi": _number("design effect: how many times the variance of a Poisson count"),
            "shrunk": _number("rate drawn to the mean of the groups (gamma-Poisson)"),
        },
        result=True,
    ),
    "contrasts": Schema(
        "the rate of one framing in a group against the others in the same years",
        ("framing", "by", "group"),
        {
            "framing": _text("framing"),
            "by": _text("the grouping"),
            "group": _text("the group"),
            "mentions": _count("mentions in the group"),
            "words": _count("words in the group"),
            "units": _count("units that are in the group at some time"),
            "mentions_others": _count("mentions among the others"),
            "words_others": _count("words among the others"),
            "units_others": _count("units that are outside at some time"),
            "ratio": _number("rate of the group over rate of the others; null if undefined"),
            "low": _number("lower limit of the ratio, by inverting the permutation test"),
            "high": _number("upper limit of the ratio"),
            "difference": _number("rate of the group minus rate of the others, per 10,000 words"),
            "p": _number("two-sided p by permuting units"),
            "p_error": _number("Monte Carlo standard error of p; 0 when exact"),
            "permutations": _count("assignments that p rests on"),
            "q": _number("p adjusted by Benjamini-Hochberg over the family"),
            "family": _count("number of tests in the family"),
            "p_pooled": _number("p of a test that takes words for independent: to compare, not use"),
        },
        result=True,
    ),
    "influence": Schema(
        "a contrast with one member left out",
        ("framing", "by", "group", "left_out"),
        {
            "framing": _text("framing"),
            "by": _text("the grouping"),
            "group": _text("the group"),
            "left_out": _text("the unit that is left out"),
            "ratio": _number("ratio of rates without it"),
            "p": _number("two-sided p by permuting units, without it"),
        },
        result=True,
    ),
    "prior": Schema(
        "how much the leading key terms depend on the strength of the prior",
        ("group", "alpha0"),
        {
            "group": _text("the group"),
            "alpha0": Column("float", "strength of the prior, in words"),
            "shared": _number("share of the top terms that the default prior gives too"),
            "top": _count("how many top terms are compared"),
        },
        result=True,
    ),
    "statements": Schema(
        "one document of the close reading",
        ("document",),
        {
            "document": _text("document"),
            "label": _text("what the paper calls it"),
            "date": Column("date", "day of publication", null=True),
            "outlet": _maybe("who published it, where the page says so"),
            "words": _count("words of the body"),
            "attributed": _count("words given to somebody"),
            "speakers": _count("persons and bodies that speak"),
            "mentions": _count("mentions of framings"),
        },
        result=True,
    ),
    "keyness": Schema(
        "how far a term sets one group apart from the others",
        ("by", "group", "term"),
        {
            "by": _text("the grouping"),
            "group": _text("the group"),
            "term": _text("term"),
            "n": _count("occurrences in the group"),
            "n_others": _count("occurrences among the others"),
            "units": _count("units of the group that use it"),
            "log_odds": _number("weighted log-odds, informative prior (natural logarithm)"),
            "z": _number("log_odds over its approximate standard error"),
            "log_ratio": _number("log2 of the ratio of rates, 0.5 for zeros"),
            "g2": _number("signed log-likelihood ratio, four cells"),
            "dp_norm": _number("dispersion of the term over all units (0 even, 1 clumped)"),
            "p": _number("two-sided p by permuting units"),
            "q": _number("p adjusted by Benjamini-Hochberg over all terms of the group"),
            "alpha0": _number("strength of the prior, in words"),
        },
        result=True,
    ),
    "tfidf": Schema(
        "one term in one unit of text",
        ("by", "group", "term"),
        {
            "by": _text("what the rows of the matrix are: passage, document, speaker ..."),
            "group": _text("one of them"),
            "term": _text("term"),
            "n": _count("occurrences"),
            "df": _count("units of text that hold the term"),
            "tfidf": _number("weight, rows of length one"),
            "rank": _count("rank within the group, from 1"),
        },
        result=True,
    ),
    "dispersion": Schema(
        "how evenly a term is spread over the parts of a corpus",
        ("by", "term"),
        {
            "by": _text("what the parts are"),
            "term": _text("term"),
            "n": _count("occurrences"),
            "parts": _count("parts of the corpus"),
            "range": _count("parts that hold the term"),
            "dp": _number("Gries' deviation of proportions"),
            "dp_norm": _number("dp over its largest value"),
            "juilland_d": _number("Juilland's D on rates within parts"),
        },
        result=True,
    ),
    "voices": Schema(
        "mentions of one framing by one speaker in one voice of one document",
        ("document", "framing", "voice", "speaker"),
        {
            "document": _text("document"),
            "framing": _text("framing"),
            "voice": _text("voice", values=VOICES),
            "speaker": _text("speaker, or 'outlet' for narration, or 'unknown'"),
            "organization": _maybe("the body the speaker speaks for"),
            "mentions": _count("mentions"),
            "words": _count("words of that speaker in that voice in the document"),
        },
        result=True,
    ),
    "model_selection": Schema(
        "one topic model of the grid",
        ("engine", "n_topics", "seed"),
        {
            "engine": _text("engine"),
            "n_topics": _count("number of topics"),
            "seed": _count("seed of the run"),
            "heldout": _number(
                "log-likelihood per held-out token by document completion (nats)", decimals=3
            ),
            "coherence": _number("mean C_NPMI of the topics' top ten terms", decimals=3),
            "exclusivity": _number("mean exclusivity of the top ten terms", decimals=3),
        },
        result=True,
    ),
    "topic_terms": Schema(
        "one term of one topic",
        ("topic", "rank"),
        {
            "topic": _count("topic, from 1"),
            "rank": _count("rank by probability, from 1"),
            "term": _text("term"),
            "probability": _number("probability of the term in the topic"),
            "frex": _number("FREX, half weight on exclusivity"),
        },
        result=True,
    ),
    "topic_prevalence": Schema(
        "the share of one topic in one group and period",
        ("topic", "by", "group", "period"),
        {
            "topic": _count("topic, from 1"),
            **_GROUP,
            "prevalence": _number("share of the group's tokens"),
            "low": _number("lower limit over resampled units; null when there are too few"),
            "high": _number("upper limit"),
            "documents": _count("documents behind it"),
            "units": _count("sampling units behind it"),
        },
        result=True,
    ),
    "topic_framings": Schema(
        "one framing in one topic",
        ("topic", "framing"),
        {
            "topic": _count("topic, from 1"),
            "framing": _text("framing"),
            "share": _number("share of the framing's mentions that the topic accounts for"),
            "lift": _number("probability of the framing in the topic over its share of all tokens"),
        },
        result=True,
    ),
    "topic_stability": Schema(
        "how one topic of the reported run fares in runs from other seeds",
        ("topic",),
        {
            "topic": _count("topic, from 1"),
            "runs": _count("other runs it was matched with"),
            "jsd": _number("mean Jensen-Shannon divergence to its match (base 2)"),
            "jaccard": _number("mean Jaccard index of the top ten terms"),
            "rbo": _number("mean rank-biased overlap of the top ten terms"),
            "recurs": _text("whether it recurs in most runs", values=("yes", "no")),
        },
        result=True,
    ),
    "facts": Schema(
        "one number about the study that no other table holds",
        ("fact",),
        {
            "fact": _text("name of the number"),
            "value": _text("the number, or a word"),
            "source": _text("the table it was computed from"),
        },
        result=True,
    ),
}


def check(table: pd.DataFrame, name: str, *, where: str = "") -> pd.DataFrame:
    """Return `table` with the columns of schema `name` first, in order and type, or raise.

    Parameters
    ----------
    table : DataFrame
        Not changed. Columns that the schema does not know are kept after the declared ones.
    name : str
        A key of `SCHEMAS`.
    where : str
        What to call the table in an error (a file, say); by default its name.

    Raises
    ------
    SchemaError
        A column is missing, has values of another type, nulls, values that are not allowed, or
        the key repeats. The message names column, row and value.

    >>> check(pd.DataFrame({"passage": ["a:1"], "term": ["peace"], "n": [2]}), "counts").shape
    (1, 3)
    >>> check(pd.DataFrame({"passage": ["a:1"], "term": ["peace"]}), "counts")
    Traceback (most recent call last):
    ...
    topoi.errors.SchemaError: counts: no column 'n' (occurrences). It has: passage, term.
    """
    schema, where = schema_of(name), where or name
    out: dict[str, Any] = {}
    for column, rule in schema.columns.items():
        if column in table:
            out[column] = _checked(table[column], rule, f"{where}: column '{column}'")
        elif not rule.optional:
            has = ", ".join(map(str, table.columns)) or "no columns"
            raise SchemaError(
                f"{where}: no column '{column}' ({rule.about}). It has: {has}.",
                table=name,
                column=column,
            )
    out |= {c: table[c].reset_index(drop=True) for c in table.columns if c not in out}
    result = pd.DataFrame(out)
    if schema.key:
        keys = list(schema.key)
        repeated = result.duplicated(keys)
        if repeated.any():
            row = int(repeated.to_numpy().argmax())
            shown = ", ".join(f"{k}={result[k].iloc[row]!r}" for k in keys)
            raise SchemaError(
                f"{where}: row {row} repeats the key {shown}; {' + '.join(keys)} must be unique "
                f"({int(repeated.sum())} repeated rows).",
                table=name,
                row=row,
            )
    return result


def schema_of(name: str) -> Schema:
    """The schema called `name`; what follows "_by_" does not count (`rates_by_year` is `rates`)."""
    try:
        return SCHEMAS[name.split("_by_")[0]]
    except KeyError:
        known = ", ".join(sorted(SCHEMAS))
        raise SchemaError(f"no table is called '{name}'. Tables: {known}.", table=name) from None


def empty(name: str) -> pd.DataFrame:
    """A table of schema `name` without rows."""
    return check(pd.DataFrame({c: [] for c in schema_of(name).columns}), name)


def _checked(values: pd.Series, rule: Column, where: str) -> pd.Series:
    values = values.reset_index(drop=True)
    try:
        if rule.type == "date":
            typed = pd.to_datetime(values).astype(_DTYPES["date"])
        elif rule.type == "str" and values.isna().all():
            typed = pd.Series([None] * len(values), dtype="str")
        elif rule.type == "category":
            typed = values.astype("category")
        else:
            typed = values.astype(_DTYPES[rule.type])
    except (TypeError, ValueError) as error:
        raise SchemaError(
            f"{where} should hold {rule.type.rstrip('?')} ({rule.about}): {error}."
        ) from error
    bad = pd.Series(False, index=typed.index)
    wants = ""
    if not rule.null:
        bad, wants = typed.isna(), "may not be empty"
    if not bad.any() and rule.values:
        bad = typed.notna() & ~typed.isin(rule.values)
        wants = "must be one of " + ", ".join(rule.values)
    if not bad.any() and rule.least is not None:
        bad, wants = typed.notna() & (typed < rule.least), f"must be at least {rule.least:g}"
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise SchemaError(
            f"{where} {wants}; row {row} holds {typed.iloc[row]!r}.", row=row, value=typed.iloc[row]
        )
    return typed


def round_values(
    table: pd.DataFrame, name: str | None = None, *, digits: int = SIGNIFICANT_DIGITS
) -> pd.DataFrame:
    """Floats of `table` rounded to `digits` significant digits, or as schema `name` says.

    Processors and libraries differ in the last bits of a double. What is committed, drawn and
    printed comes from rounded tables, so that it comes out again on another machine.
    """
    out = table.copy()
    rules = schema_of(name).columns if name else {}
    for column in out.columns[out.dtypes == "float64"]:
        values = out[column].to_numpy()
        rule = rules.get(column)
        if rule is not None and rule.decimals is not None:
            out[column] = np.round(values, rule.decimals) + 0.0
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
            rounded = np.round(values * scale) / scale
        out[column] = np.where(np.isfinite(rounded), rounded, values) + 0.0  # no negative zero
    return out


def write(
    table: pd.DataFrame, name: str, folder: str | os.PathLike[str], *, note: str = ""
) -> bool:
    """Write `table` as FOLDER/NAME.parquet, and FOLDER/NAME.csv if it is a result table.

    The table is checked first; floats of result tables are rounded (`round_values`). Files are
    renamed into place, and only if their bytes change. `note` (a hash of the parameters, say) is
    kept in the file's metadata. Returns True if anything was written.
    """
    table = check(table, name)
    schema = schema_of(name)
    if schema.result:
        table = round_values(table, name)
    folder = Path(folder)
    changed = write_bytes(folder / f"{name}.parquet", to_parquet(table, note=note))
    if schema.result:
        csv = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        changed |= write_bytes(folder / f"{name}.csv", csv.encode("utf-8"))
    return changed


def to_parquet(table: pd.DataFrame, *, note: str = "") -> bytes:
    """`table` as the bytes of a Parquet file that depend on nothing but its content."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    fields = {"topoi": json.dumps({"note": note})} if note else None
    arrow = arrow.replace_schema_metadata(fields)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", compression_level=9, store_schema=False)
    return sink.getvalue()


def read(name: str, folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Read FOLDER/NAME.parquet (or NAME.csv) and check it against its schema.

    Raises SourceError if there is no such file, SchemaError if the table is not what it should be.
    """
    folder = Path(folder)
    path = folder / f"{name}.parquet"
    if path.is_file():
        table = from_parquet(path)
    elif (path := folder / f"{name}.csv").is_file():
        table = pd.read_csv(path)
    else:
        raise SourceError(
            f"{folder}: no table '{name}' (neither {name}.parquet nor {name}.csv). "
            "Build the tables first: make results, or topoi tables.",
            path=str(path),
        )
    return check(table, name, where=str(path))


def from_parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    """The table in a Parquet file, or a SourceError that names the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path).to_pandas()
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(
            f"{path}: not a readable Parquet file ({error}). Delete it and build it again.",
            path=str(path),
        ) from error


def digest(tables: Iterable[pd.DataFrame]) -> str:
    """SHA-256 over the content of `tables`, for a manifest."""
    hashed = hashlib.sha256()
    for table in tables:
        hashed.update(to_parquet(table))
    return hashed.hexdigest()
