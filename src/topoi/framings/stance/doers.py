"""Who does it: a fault that is pinned on somebody, and not only deplored.

Each rule returns the words that name or imply the doer, or None. There is no parser behind them: a
doer stands directly behind the framing ("imposed by ..."), owns it ("their ..."), or stands before it
in the sentence without a preposition that would make him its target.
"""

from __future__ import annotations

import re

from ...text import count_words
from .context import Context

_GENITIVE = re.compile(r"\w{3,}(?:'s|s')\s+(?:[\w-]+\s+){0,2}[\"']?$")
_NOBODY = re.compile(
    r"(?:today|tomorrow|let|it|that|world|what|human\w+|region|century|peoples?)'s"
)
_ALONE = re.compile(r"\W*(?:$|[.,;])|\s+(?:in|within|who|that)\b")
_NOTHING = re.compile("")  # the blockade the United States imposed
_AUTHORITIES = re.compile(
    r"^\s+(?:the\s+)?(?:(?:government|administration|authorities|congress)\s+of\s+(?:the\s+)?)?"
)
_START = re.compile(r"(?:^|[,;]\s+)[\"']?$")


def pretext(c: Context) -> str | None:
    """Put forward by somebody, as a reason for something else: "they ... under the banner of"."""
    found = c.last("pretext", c.before, within=3)
    if not found:
        return None
    who = c.before[: found.start()]
    somebody = c.cue("unspecified").search(who) or doer_in(c, who)
    return found.group() if somebody else None


def imposed(c: Context) -> str | None:
    """Somebody imposes it, whatever it is."""
    found = c.last("imposing", c.before, within=8)
    doer = found and doer_in(c, c.before[: found.start()])
    return f"{doer} ... {found.group()}" if found and doer else None


def within(c: Context) -> str | None:
    """Western hegemony: the framing names who does it, or the word before it does."""
    if not c.cue("victims").search(c.wording):
        for pattern in c.doers:
            if doer := pattern.search(c.wording):
                return doer.group()
    close = re.search(r"([\w-]+)\s+[\"']?$", c.before)
    if close is None:
        return None
    patterns = [c.cue("adjectives")]
    if (
        c.language == "en"
    ):  # where a state before a noun is its adjective, and not a noun in some case
        patterns.append(c.doers[1])
    return close[1] if any(p.fullmatch(close[1]) for p in patterns) else None


def bearers(c: Context) -> str | None:
    """Hegemonic Powers: those are named behind it who have or do it."""
    if c.cue("victims").search(c.wording) or c.last("freed", c.before, within=2):
        return None
    found = c.cue("bearers").match(c.after.lstrip())
    return found.group() if found else None


def by_doer(c: Context) -> str | None:
    """Imposed by the United States; the ambitions of certain powers; of some."""
    agent = c.first("agents", c.clause_after, within=9) or _genitive(c) or _NOTHING.match(c.after)
    tail = _AUTHORITIES.sub("", c.after[agent.end() :]) if agent else ""
    for pattern in c.doers:
        if agent and (doer := pattern.match(tail)):
            return f"{agent.group()} {doer.group()}"
    if not (agent and agent.group()):
        return None
    vague = c.cue("unnamed").match(tail)
    if vague and _ALONE.match(tail[vague.end() :]):
        return f"{agent.group()} {vague.group()}"
    return None


def _genitive(c: Context) -> re.Match[str] | None:
    found = c.first("genitives", c.clause_after, within=1)
    is_victim = found and found.group() == "of" and c.cue("victims").search(c.wording)
    return None if is_victim else found


def owned(c: Context) -> str | None:
    """Their toolbox; the West's double standards."""
    if own := c.cue("owners").match(c.wording):
        return own.group()
    found = c.last("owners", c.before, within=3)
    if c.cue("nobody").search(c.before):
        return None
    if found and not _is_apart(c, c.before[found.end() :]):
        return found.group()
    genitive = _GENITIVE.search(c.before)
    if genitive is None or _NOBODY.match(genitive.group()):
        return None
    whose, *between = genitive.group().split()
    return None if _is_apart(c, " ".join(between)) else whose


def _is_apart(c: Context, between: str) -> bool:
    """Whether what stands between an owner and the framing is more than its adjectives."""
    return "," in between or c.cue("apart").search(between) is not None


def champions(c: Context) -> str | None:
    """The advocates, the architects of it."""
    found = c.last("champions", c.before, within=2)
    return found.group() if found else None


def subject(c: Context) -> str | None:
    """Somebody stands before it in the sentence, and not as its target."""
    return None if c.last("freed", c.before, within=2) else doer_in(c, c.before)


def subject_behind(c: Context) -> str | None:
    """Using it, those who ...: a phrase that opens the sentence, then its subject."""
    if count_words(c.before) > 8 or not c.cue("opening").match(c.before.lstrip("\"' ")):
        return None
    comma = re.match(r"[^,;]{0,80},\s+", c.after)
    if not comma:
        return None
    tail = c.after[comma.end() :]
    for pattern in c.doers:
        for rest in (tail, re.sub(r"^the\s+", "", tail)):
            if doer := pattern.match(rest):
                return doer.group()
    return None


def they(c: Context) -> str | None:
    """They do it, and the sentence before says who they are."""
    for pronoun in c.cue("pronouns").finditer(c.before):
        if _START.search(c.before[: pronoun.start()]) and (doer := doer_in(c, c.previous)):
            return f"{doer} ... {pronoun.group()}"
    return None


def doer_in(c: Context, text: str) -> str | None:
    """Who acts in a stretch of text, if somebody does who can be accused."""
    for pattern in c.doers:
        for found in pattern.finditer(text):
            if not _is_passive(c, text[: found.start()], text[found.end() :]):
                return found.group()
    return None


def _is_passive(c: Context, before: str, after: str) -> bool:
    """Whether a preposition, or what somebody owns, makes him no subject."""
    if after.startswith(("'s ", "' ")):
        return True
    target = c.last("targets", before, within=2)
    if target is None or "," in before[target.end() :]:
        return False
    return target.group() != "of" or not c.cue("acts").match(after.lstrip())


IMPOSERS = (pretext, imposed)  # of any thing, good or bad
DOERS = (*IMPOSERS, within, bearers, by_doer, owned, champions, subject_behind, they)
