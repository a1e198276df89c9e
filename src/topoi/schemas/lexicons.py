"""What is known of a lexicon: its faults, its collisions, and what each of its patterns adds."""

from __future__ import annotations

from .columns import Column, Schema, count, maybe, number, text

LEXICONS: dict[str, Schema] = {
    "lexicon_faults": Schema(
        "something that is wrong, or doubtful, in a lexicon",
        (),
        {
            "severity": text("a fault, or a warning", values=("fault", "warning")),
            "line": Column("int?", "line of the file, from 1, where it is known", null=True),
            "framing": maybe("framing"),
            "key": maybe("key of the framing: patterns.en, examples ..."),
            "column": Column("int?", "character of the pattern, from 1", null=True),
            "fault": text("what is wrong"),
            "remedy": maybe("what to do"),
        },
    ),
    "lexicon_collisions": Schema(
        "something that two framings of a lexicon share",
        ("kind", "framing", "other", "text"),
        {
            "kind": text(
                "pattern: written in both; example: one of `framing` that `other` matches too; "
                "stretch: mentions of both that overlap in the documents",
                values=("pattern", "example", "stretch"),
            ),
            "framing": text("framing"),
            "other": text("the other framing"),
            "text": text("the pattern, the example, or the most frequent wording of the two"),
            "n": count("how often: overlapping pairs of mentions for a stretch, else 1"),
            "share": number("share of the mentions of `framing` that overlap; null for the others"),
        },
    ),
    "pattern_yield": Schema(
        "one pattern of a lexicon, and what it adds",
        ("framing", "language", "pattern"),
        {
            "framing": text("framing"),
            "language": text("language of the pattern"),
            "pattern": text("the pattern as written"),
            "examples": count("examples of the framing that it matches"),
            "mentions": count("mentions of the framing that it matches, in the documents"),
            "only": count("mentions that no other pattern of the framing matches"),
            "share": number("mentions over all mentions of the framing; null if there are none"),
            "variant": maybe("its most frequent wording, in small letters"),
        },
    ),
    "lexicon_losses": Schema(
        "something of a lexicon that another format cannot say",
        (),
        {
            "framing": text("framing"),
            "key": text("key of the framing: patterns.en, not.ru, gloss ..."),
            "text": text("what is written there"),
            "loss": text("what became of it"),
        },
    ),
}
