"""What a study is about: voices, framings, single facts. One estimate a row."""

from __future__ import annotations

from .columns import VOICES, Column, Schema, count, maybe, mentions, text

RESULTS: dict[str, Schema] = {
    "voices": Schema(
        "mentions of one framing by one speaker in one voice of one document",
        ("document", "framing", "voice", "speaker"),
        {
            "document": text("document"),
            "framing": text("framing"),
            "voice": text("voice", values=VOICES),
            "speaker": text("speaker, or 'outlet' for narration, or 'unknown'"),
            "organization": maybe("the body the speaker speaks for"),
            "mentions": mentions("mentions"),
            "words": count("words of that speaker in that voice in the document"),
        },
        result=True,
    ),
    "statements": Schema(
        "one document of the close reading",
        ("document",),
        {
            "document": text("document"),
            "label": text("what the paper calls it"),
            "date": Column("date", "day of publication", null=True),
            "outlet": maybe("who published it, where the page says so"),
            "words": count("words of the body"),
            "attributed": count("words given to somebody"),
            "speakers": count("persons and bodies that speak"),
            "mentions": mentions("mentions of framings"),
        },
        result=True,
    ),
    "framings": Schema(
        "one framing of the lexicon, and how far it is spread in the corpus",
        ("framing",),
        {
            "framing": text("framing"),
            "label": text("what figures and paper call it"),
            "followed": text("whether it is in the study's fixed family", values=("yes", "no")),
            "mentions": mentions("mentions by speakers"),
            "documents": mentions("documents in which it is mentioned", "document"),
            "organizations": mentions("organizations whose speakers mention it", "organization"),
        },
        result=True,
    ),
    "facts": Schema(
        "one number about the study that no other table holds",
        ("fact",),
        {
            "fact": text("name of the number"),
            "value": text("the number, or a word"),
            "source": text("the table it was computed from"),
        },
        result=True,
    ),
}
