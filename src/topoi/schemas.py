"""What the columns of every table mean: names, types, keys, allowed values.

The same text serves as documentation (`topoi trace` prints it) and as the contract that
`topoi.tables.check` holds a table to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import SchemaError


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
            "date_source": _maybe(
                "where the date was found: column, markup, line, dateline, address, file name"
            ),
            "date_confidence": _number(
                "0 to 1, a rank among sources of dates, not a probability", optional=True
            ),
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
    "dates": Schema(
        "one date seen in a source, whether it became the document's date or not",
        (),
        {
            "document": _text("document"),
            "start": Column(
                "int?", "first character in the text as read; null outside it", null=True
            ),
            "end": Column("int?", "character after the last one", null=True),
            "text": _text("the date as it is written"),
            "date": Column(
                "date", "the day; null for a date that leaves day or year open", null=True
            ),
            "found": _text(
                "where: column, markup, line, dateline, address, file name, body, teaser"
            ),
            "chosen": _text("whether it is the document's date", values=("yes", "no")),
        },
    ),
    "reprints": Schema(
        "two documents, or two passages of them, one of which repeats the other's words",
        ("level", "copy", "original"),
        {
            "level": _text("what is compared", values=("document", "passage")),
            "copy": _text("the later one; of two without dates the one that is read later"),
            "original": _text("the earlier one"),
            "copy_document": _text("document of the copy"),
            "original_document": _text("document of the original"),
            "jaccard": _number("shared shingles over all shingles of the two, exact"),
            "copied": _number("share of the copy's shingles that the original has"),
            "used": _number("share of the original's shingles that the copy has"),
            "days": Column("int?", "days from the original to the copy", null=True),
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
            "on_behalf_of": _maybe("for whom the speaker says it, beyond the own body"),
            "embedded_source": _maybe("whom the speaker reports in turn"),
            "utterer": _maybe("whose words they are: the speaker, or for narration the outlet"),
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
    "actors": Schema(
        "one person in one post for one period",
        ("person", "role", "organization", "since"),
        {
            "person": _text("the name that topoi prints"),
            "aliases": _maybe("further spellings, parted by semicolons"),
            "cyrillic": _maybe("the name in Russian"),
            "role": _text("the post"),
            "organization": _text("the state or body it belongs to"),
            "since": Column("date", "first day that it can have begun"),
            "until": Column("date", "last day that it can have ended; null if it lasts", null=True),
            "source": _text("where this can be checked"),
        },
    ),
    "corrections": Schema(
        "a stretch of a document, and who says it according to somebody who has read it",
        ("document", "start"),
        {
            "document": _text("document"),
            "start": _count("first character in the document's text"),
            "end": _count("character after the last one"),
            "voice": _text("how the words are given", values=VOICES),
            "speaker": _maybe("who says it; null when unknown, and for narration"),
            "role": _maybe("the speaker's post", optional=True),
            "organization": _maybe("the body that the speaker speaks for", optional=True),
            "text": _maybe("the words that stand there, to tell a changed document", optional=True),
            "note": _maybe("why", optional=True),
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
            "p_pooled": _number(
                "p of a test that takes words for independent: to compare, not use"
            ),
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
    "reach": Schema(
        "three counts of one framing in one group: raw, independent, reach",
        ("framing", "by", "group"),
        {
            "framing": _text("framing"),
            "by": _text("the grouping: the column of passages that `group` is a value of"),
            "group": _text("the group"),
            "raw": _count("mentions on all pages, reprints too"),
            "independent": _count("mentions in words that repeat no earlier ones"),
            "reach": _count("documents that carry a mention, reprints too"),
            "outlets": _count("outlets that carry a mention; a document without one counts as one"),
            "events": _count("events behind the mentions; a document without one counts as one"),
            "words_raw": _count("words of the group on all pages"),
            "words_independent": _count("words of the group that repeat no earlier ones"),
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
    "framings": Schema(
        "one framing of the lexicon, and how far it is spread in the corpus",
        ("framing",),
        {
            "framing": _text("framing"),
            "label": _text("what figures and paper call it"),
            "followed": _text("whether it is in the study's fixed family", values=("yes", "no")),
            "mentions": _count("mentions by speakers"),
            "documents": _count("documents in which it is mentioned"),
            "organizations": _count("organizations whose speakers mention it"),
        },
        result=True,
    ),
    "variants": Schema(
        "one of the wordings that are counted most often for a framing",
        ("framing", "rank"),
        {
            "framing": _text("framing"),
            "rank": _count("1 is the most frequent"),
            "variant": _text("the wording, in small letters"),
            "mentions": _count("mentions in this wording"),
            "share": _number("its share of the mentions of the framing"),
            "wordings": _count("how many wordings the framing has in all"),
        },
        result=True,
    ),
    "audit": Schema(
        "one measure of how far the coded sample agrees with what was found",
        ("by", "group", "measure"),
        {
            "by": _text("all, or the column that `group` is a value of"),
            "group": _text("the group"),
            "measure": _text(
                "voice: share of passages in the right voice; precision: of what was found, what is "
                "right; recall: of what is there, what was found; unknown: of what somebody says, "
                "what was left without a speaker"
            ),
            "items": _count("coded items behind it"),
            "estimate": _number("the share, items weighted by what they stand for"),
            "low": _number("lower limit (Wilson, effective number of items)"),
            "high": _number("upper limit"),
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


def schema_of(name: str) -> Schema:
    """The schema called `name`; what follows "_by_" does not count (`rates_by_year` is `rates`)."""
    try:
        return SCHEMAS[name.split("_by_")[0]]
    except KeyError:
        known = ", ".join(sorted(SCHEMAS))
        raise SchemaError(f"no table is called '{name}'. Tables: {known}.", table=name) from None
