"""What a corpus consists of: documents, passages, mentions, counts, and what is known beside them."""

from __future__ import annotations

from .columns import ATTITUDES, KINDS, USES, VOICES, Column, Schema, count, maybe, number, text

_MENTION = {
    "mention": text("identifier: passage, slash, running number"),
    "framing": text("framing"),
    "passage": text("passage"),
    "start": count("first character in the document's text"),
    "end": count("character after the last one"),
    "variant": text("the wording, in small letters"),
    "use": maybe("how the words are used; null when not decided", values=USES),
    "attitude": maybe("stance to the thing; null when not decided", values=ATTITUDES),
    "language": maybe("ISO 639-1 code"),
    "use_rule": maybe("the rule that decided the use", optional=True),
    "use_evidence": maybe("the words that decided it, in small letters", optional=True),
    "attitude_rule": maybe("the rule that decided the attitude", optional=True),
    "attitude_evidence": maybe("the words that decided it", optional=True),
}

CORPUS: dict[str, Schema] = {
    "documents": Schema(
        "one document",
        ("document",),
        {
            "document": text("identifier"),
            "source": text("file it was read from, and the row or member within it"),
            "url": maybe("address of the original"),
            "title": maybe("headline; null rather than a guess"),
            "date": Column("date", "day of publication; null rather than a guess", null=True),
            "date_source": maybe(
                "where the date was found: column, markup, line, dateline, address, file name"
            ),
            "date_confidence": number(
                "0 to 1, a rank among sources of dates, not a probability", optional=True
            ),
            "year": Column("int?", "year of publication, also where the day is unknown", null=True),
            "outlet": maybe("who published it"),
            "genre": maybe("speech, transcript, interview, press release, news"),
            "language": maybe("ISO 639-1 code"),
            "speaker": maybe("whose speech the whole document is, where the source says so"),
            "role": maybe("the speaker's post at the time"),
            "organization": maybe("the body or delegation the speaker speaks for"),
            "event": maybe("identifier shared by documents about one event"),
            "duplicate_of": maybe("the document that this one reprints"),
            "sha256": text("SHA-256 of the bytes it was read from"),
            "text": maybe("the text after cleaning", optional=True),
        },
    ),
    "dates": Schema(
        "one date seen in a source, whether it became the document's date or not",
        (),
        {
            "document": text("document"),
            "start": Column(
                "int?", "first character in the text as read; null outside it", null=True
            ),
            "end": Column("int?", "character after the last one", null=True),
            "text": text("the date as it is written"),
            "date": Column(
                "date", "the day; null for a date that leaves day or year open", null=True
            ),
            "found": text(
                "where: column, markup, line, dateline, address, file name, body, teaser"
            ),
            "chosen": text("whether it is the document's date", values=("yes", "no")),
        },
    ),
    "reprints": Schema(
        "two documents, or two passages of them, one of which repeats the other's words",
        ("level", "copy", "original"),
        {
            "level": text("what is compared", values=("document", "passage")),
            "copy": text("the later one; of two without dates the one that is read later"),
            "original": text("the earlier one"),
            "copy_document": text("document of the copy"),
            "original_document": text("document of the original"),
            "jaccard": number("shared shingles over all shingles of the two, exact"),
            "copied": number("share of the copy's shingles that the original has"),
            "used": number("share of the original's shingles that the copy has"),
            "days": Column("int?", "days from the original to the copy", null=True),
        },
    ),
    "removed": Schema(
        "one stretch of a source that is not the document's own text",
        ("document", "start"),
        {
            "document": text("document"),
            "start": count("first character in the text as read"),
            "end": count("character after the last one"),
            "reason": text("why it was taken out"),
            "text": text("what was taken out"),
        },
    ),
    "problems": Schema(
        "one thing wrong with a source, that was mended, left or skipped",
        (),
        {
            "source": text("file, and the row or member within it"),
            "document": maybe("document, if one was read"),
            "problem": text("what is wrong, as a code"),
            "count": count("how often"),
            "detail": text("what was found and what was done"),
        },
    ),
    "passages": Schema(
        "a slice [start:end) of one document's text; those of one document partition it",
        ("passage",),
        {
            "passage": text("identifier: document, colon, running number"),
            "document": text("document"),
            "start": count("first character in the document's text"),
            "end": count("character after the last one"),
            "voice": text("how the words are given", values=VOICES),
            "kind": maybe("direct, indirect or mixed; null for narration", values=KINDS),
            "speaker": maybe("who says it, one spelling a person; null when unknown"),
            "role": maybe("the speaker's post"),
            "organization": maybe("the body or delegation the speaker speaks for"),
            "on_behalf_of": maybe("for whom the speaker says it, beyond the own body"),
            "embedded_source": maybe("whom the speaker reports in turn"),
            "utterer": maybe("whose words they are: the speaker, or for narration the outlet"),
            "rule": text("the rule that decided"),
            "confidence": Column("float", "0 to 1, a rank among rules, not a probability", least=0),
            "words": count("words in the passage"),
            "text": maybe("the slice itself", optional=True),
        },
    ),
    "mentions": Schema(
        "one occurrence of a framing",
        ("mention",),
        _MENTION,
    ),
    "concordance": Schema(
        "one mention with who says it and the words on either side",
        ("mention",),
        {
            **_MENTION,
            "document": text("document"),
            "voice": text("how the words are given", values=VOICES),
            "speaker": maybe("who says it; null when unknown"),
            "organization": maybe("the body or delegation the speaker speaks for"),
            "date": Column("date", "day of publication", null=True, optional=True),
            "year": Column(
                "int?",
                "year of publication, also where the day is unknown",
                null=True,
                optional=True,
            ),
            "outlet": maybe("who published it", optional=True),
            "title": maybe("headline of the document", optional=True),
            "url": maybe("address of the original", optional=True),
            "left": maybe("what stands before it in the passage; null where no text is at hand"),
            "match": maybe("the mention as it is written"),
            "right": maybe("what stands behind it in the passage"),
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
    "places": Schema(
        "one word of a passage that is kept, or a framing, in its place",
        ("passage", "place", "term"),
        {
            "passage": Column("category", "passage"),
            "sentence": count("running number of the sentence in the passage"),
            "place": count("running number in the passage, words that are left out counted too"),
            "term": Column("category", "lemma, or a framing in angle brackets"),
        },
    ),
    "phrases": Schema(
        "a passage, a phrase that recurs in the corpus, and the framings that explain it there",
        (),
        {
            "passage": Column("category", "passage"),
            "phrase": Column("category", "the phrase, as it is mostly written within a sentence"),
            "framing": Column(
                "category",
                "framings whose mentions overlap it, parted by semicolons; null for none",
                null=True,
            ),
            "n": Column("int", "occurrences", least=1),
        },
    ),
    "actors": Schema(
        "one person in one post for one period",
        ("person", "role", "organization", "since"),
        {
            "person": text("the name that topoi prints"),
            "aliases": maybe("further spellings, parted by semicolons"),
            "cyrillic": maybe("the name in Russian"),
            "role": text("the post"),
            "organization": text("the state or body it belongs to"),
            "since": Column("date", "first day that it can have begun"),
            "until": Column("date", "last day that it can have ended; null if it lasts", null=True),
            "source": text("where this can be checked"),
        },
    ),
    "corrections": Schema(
        "a stretch of a document, and who says it according to somebody who has read it",
        ("document", "start"),
        {
            "document": text("document"),
            "start": count("first character in the document's text"),
            "end": count("character after the last one"),
            "voice": text("how the words are given", values=VOICES),
            "speaker": maybe("who says it; null when unknown, and for narration"),
            "role": maybe("the speaker's post", optional=True),
            "organization": maybe("the body that the speaker speaks for", optional=True),
            "text": maybe("the words that stand there, to tell a changed document", optional=True),
            "note": maybe("why", optional=True),
        },
    ),
    "coded_mentions": Schema(
        "one mention that two coders have read",
        ("document", "start", "framing"),
        {
            "document": text("document"),
            "start": count("first character in the document's text"),
            "end": count("character after the last one"),
            "framing": text("framing"),
            "weight": Column("float", "mentions that it was drawn from", least=0),
            "instance": text("whether it is one of the framing at all", values=("yes", "no")),
            "use": maybe("final code", values=USES),
            "use_a": maybe("code of the first coder", values=USES),
            "use_b": maybe("code of the second coder", values=USES),
            "attitude": maybe("final code", values=ATTITUDES),
            "attitude_a": maybe("code of the first coder", values=ATTITUDES),
            "attitude_b": maybe("code of the second coder", values=ATTITUDES),
        },
    ),
    "coded_sentences": Schema(
        "one sentence in which two coders have looked for framings",
        ("document", "start"),
        {
            "document": text("document"),
            "start": count("first character in the document's text"),
            "end": count("character after the last one"),
            "framings": maybe("final code: framings, separated by semicolons; null for none"),
            "framings_a": maybe("those of the first coder"),
            "framings_b": maybe("those of the second coder"),
        },
    ),
    "labels": Schema(
        "one place that somebody has checked for a framing, or for all of them",
        ("document", "start", "end", "framing"),
        {
            "document": text("document"),
            "start": count("first character in the document's text"),
            "end": count("character after the last one"),
            "framing": text(
                "framing looked for; '*': every framing, and none is there but those of the other "
                "rows of this place"
            ),
            "true": text("whether it is there", values=("yes", "no")),
            "weight": Column("float", "places that it stands for: 1 / probability", least=0),
            "group": maybe("who truly says it, if not whom it was given to", optional=True),
        },
    ),
    "memberships": Schema(
        "one state in one organization for one period",
        ("member", "organization", "since"),
        {
            "member": text("state or body"),
            "organization": text("organization"),
            "since": Column("date", "first day of membership"),
            "until": Column("date", "day it ended; null if it lasts", null=True),
            "source": text("where this is known from"),
        },
    ),
    "audit": Schema(
        "one measure of how far the coded sample agrees with what was found",
        ("by", "group", "measure"),
        {
            "by": text("all, or the column that `group` is a value of"),
            "group": text("the group"),
            "measure": text(
                "voice: share of passages in the right voice; precision: of what was found, what is "
                "right; recall: of what is there, what was found; unknown: of what somebody says, "
                "what was left without a speaker; model precision: intruders that were found; topic "
                "log odds: mean of log(share of the intruder / share of the topic taken for it)"
            ),
            "items": count("coded items behind it"),
            "estimate": number("the share, or mean, items weighted by what they stand for"),
            "low": number("lower limit (Wilson; t for a mean; effective number of items)"),
            "high": number("upper limit"),
        },
        result=True,
    ),
}
