"""What clearly governs a mention: a verb of the speaker's that has it for its object, or a predicate.

Without a parser, clear means close: between the verb and the mention stand only its adjectives and
what is as good as the thing itself ("the idea of", "the emergence of"), and the phrase ends with the
mention. The verb is the speaker's when he, his state or an obligation stands before it, or nobody.
A negation turns the verb about, and so does "we are against those who ...".
"""

from __future__ import annotations

import re

from ...text import count_words
from .context import Context, Verdict
from .cues import state_names
from .doers import doer_in

_NEAR = 3  # words between a verb and its object
_TURNED = {"endorse": "oppose", "oppose": "endorse"}
_RULES = {"endorse": ("commit", "not_wanted"), "oppose": ("reject", "not_rejected")}
_END = re.compile(r"\s*(?:$|[^\w\s'-]|[-–—]\s)")
_DOING = re.compile(r"(?:\b(?:am|are|is|be|been|in|by)|^)\s+(?:\w+ly\s+)?$")
_WE = re.compile(r"\w+(?:ем|им|ю)(?:ся)?")  # Russian verbs that need no pronoun


def governed(c: Context) -> Verdict | None:
    """A verb close before it, of which the speaker is the subject: "we reject", "we welcome"."""
    found = [
        (match.end(), attitude, match)
        for cue, attitude in (("spurn", "oppose"), ("embrace", "endorse"))
        if (match := c.last(cue, c.clause_before))
    ]
    if not found or not _phrase_ends(c):
        return None
    _, attitude, verb = max(found, key=lambda f: f[0])
    before, between = c.clause_before[: verb.start()], c.clause_before[verb.end() :]
    if not _is_object(c, between):
        return None
    turned = negator_before(c, c.clause_before, verb) or c.cue("no_one").search(before) is not None
    if outer := c.last("those_who", before, within=1):
        attitude_to_them = _nearest(c, before[: outer.start()])
        if attitude_to_them is None:
            return None
        turned ^= attitude_to_them == "oppose"
    elif not _is_the_speakers(c, before, verb):
        return None
    value = _TURNED[attitude] if turned else attitude
    return Verdict(value, _RULES[attitude][turned], verb.group())


def judged_behind(c: Context) -> Verdict | None:
    """A predicate close behind it, where it opens the clause: "is unacceptable", "must be upheld"."""
    if c.cue("articles").sub("", c.clause_before).strip(" ,\"'"):
        return None
    for cue, attitude, rules in (
        ("reject_after", "oppose", ("rejected", "not_rejected")),
        ("embrace_after", "endorse", ("required", "not_wanted")),
    ):
        found = c.first(cue, c.clause_after, within=1)
        if found and not c.last("untrue", c.before, within=3):
            said = c.clause_after[: found.end()]
            turned = is_negated(c, said)
            return Verdict(_TURNED[attitude] if turned else attitude, rules[turned], found.group())
    return None


def is_negated(c: Context, said: str) -> bool:
    """Whether a predicate is negated, and not negative in itself ("has no place")."""
    return bool(c.cue("negators").search(said)) and not c.cue("emphatic").search(said)


def negator_before(c: Context, text: str, verb: re.Match[str]) -> bool:
    """Whether a verb in `text` is negated, be it within ("are not against")."""
    if c.last("emphatic", text[: verb.end()], within=2):  # not only, cannot but
        return False
    if c.cue("negators").search(verb.group()):
        return True
    negator = c.last("negators", text[: verb.start()], within=2)
    between = text[negator.end() : verb.start()] if negator else ""
    return negator is not None and not c.cue("spurn").search(between)


def is_astray(c: Context, between: str) -> bool:
    """Whether a word has another object than the mention, of which the mention is only a place."""
    return c.last("elsewhere", between, within=2) is not None or (
        c.cue("ours").match(between.lstrip()) is not None
    )


def _phrase_ends(c: Context) -> bool:
    """Whether the mention is the end of its phrase, and no attribute of what follows."""
    after = c.clause_after
    return c.language != "en" or bool(_END.match(after) or c.cue("links_on").match(after.lstrip()))


def _is_object(c: Context, between: str) -> bool:
    plain = c.cue("essence").sub("", between)
    if count_words(plain) > _NEAR or re.search(r"[^\w\s'\"-]", plain):
        return False
    return not any(c.cue(cue).search(plain) for cue in ("links_on", "reject", "harm", "answer"))


def _is_the_speakers(c: Context, before: str, verb: re.Match[str]) -> bool:
    if c.cue("no_one").search(before):
        return True
    if doer_in(c, before):
        return False
    if verb.group().endswith("ing") and not _DOING.search(before):
        return False  # calls advocating it
    speaker = c.last("speaker", before + verb.group())  # «мы не против» is one cue
    if speaker and not c.cue("relative").search(before[speaker.end() :]):
        return True
    if c.language == "ru" and _WE.fullmatch(verb.group()):
        return True
    home = c.organization.lower()
    named = home and home in before
    return bool(named or state_names(c.organization).search(before))


def _nearest(c: Context, text: str) -> str | None:
    """The attitude to somebody who is spoken of right behind `text`."""
    for cue, attitude in (("reject", "oppose"), ("commit", "endorse")):
        if c.last(cue, text, within=1):
            return attitude
    return None
