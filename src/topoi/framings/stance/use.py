"""Whose words a framing is in: the rules, in the order in which they are asked.

Name comes first, then reported, negated, ascribed; what is none of these is the speaker's own. Each
rule returns the words that decided, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...text import count_words
from .attitude import bloc, is_fault
from .context import Context, Verdict
from .cues import state_names
from .doers import DOERS, IMPOSERS, doer_in
from .signs import accusing

_NAMED = re.compile(r"\s+(?:[a-zа-яё]\S*\s+){0,2}[^\W\d_a-zа-яё]")
Rule = Callable[[Context], str | None]

_TERM = 3  # words that may stand between a mark and the term that it is put around
_OPENED = re.compile(r"[\"'](?:[\w-]+\s+){0,2}$")
_CLOSED = re.compile(r"(?:\s+[\w-]+){0,2}[.,]?[\"'](?!\w)")
_CAPITAL = re.compile(r"[\s-]+[^\W\d_a-zа-яё][\w-]*")


def name(c: Context) -> str | None:
    """The lexicon knows it as part of a name."""
    return c.wording if c.is_name else None


def title(c: Context) -> str | None:
    """In capitals, with a treaty, a charter, a forum behind or before it."""
    if not c.written[c.start : c.end][:1].isupper():
        return None
    return _title_within(c) or _title_behind(c) or _title_before(c)


def titled(c: Context) -> str | None:
    """In quotation marks, as the title of something: a conference on the theme "..."."""
    mark = max(c.before.rfind('"'), c.before.rfind(" '"))
    if mark < 0 or c.before.count('"') % 2 == 0:
        return None
    found = c.last("titled", c.before[:mark], within=0)
    return found.group() if found else None


def resolution(c: Context) -> str | None:
    """What a resolution is on, which is its title."""
    found = c.last("resolutions", c.before, within=1)
    return found.group() if found else None


def _title_within(c: Context) -> str | None:
    last = re.split(r"[\s-]", c.written[c.start : c.end])[-1]
    is_head = any(c.cue(heads).fullmatch(last) for heads in ("heads", "small_heads"))
    return last.lower() if is_head else None


def _title_behind(c: Context) -> str | None:
    at = c.end + len(re.match(r"[\"”“»'’]*", c.written[c.end :]).group())  # type: ignore[union-attr]
    for _ in range(4):
        blank = re.match(r"[\s-]+", c.written[at:])
        if not blank:
            return None
        word = at + blank.end()
        for heads in ("heads", "small_heads"):
            if head := c.cue(heads).match(c.written, word):
                return head.group().lower()
        capital = _CAPITAL.match(c.written, at)
        if not capital:
            return None
        at = capital.end()
    return None


def _title_before(c: Context) -> str | None:
    head = c.last("heads", c.written[: c.start])
    if not head:
        return None
    between = c.written[head.end() : c.start]
    if re.search(r"[.,;:!?]", between):
        return None
    words = re.findall(r"[\w-]+", between)
    link = c.cue("links")
    linked = c.language == "ru" or (words and link.fullmatch(words[0]))  # a genitive needs no link
    if linked and all(link.fullmatch(w) or w[0].isupper() for w in words):
        return head.group().lower()
    return None


def embedded(c: Context) -> str | None:
    """The speaker of the passage reports somebody in turn."""
    return c.embedded_source.lower() or None


def mocked(c: Context) -> str | None:
    """A word close before it holds it at a distance: "so-called"."""
    found = c.last("mock", c.before, within=3)
    return found.group() if found and not _else_between(c, found) else None


def scare_quotes(c: Context) -> str | None:
    """Marks around the term alone, in the mouth of somebody who has nothing good to say of it."""
    opened, closed = _OPENED.search(c.before), _CLOSED.match(c.after)
    if not (opened and closed):
        return None
    if (
        (
            (doer_in(c, c.text) or bloc(c))
            if is_fault(c)
            else any(doer.search(c.text) for doer in c.doers)  # the good words of another
        )
        or c.last("theories", c.before[: opened.start()], within=0)
    ):
        return c.text[opened.start() : c.end + closed.end()]
    return None


def quoted(c: Context) -> str | None:
    """In quotation marks, with more than the term, and somebody who says it before them."""
    mark = c.before.rfind('"')
    if mark < 0 or c.before.count('"') % 2 == 0 or count_words(c.before[mark:]) <= _TERM:
        return None
    found = c.last("quoting", c.before[:mark], within=8)
    if not found or _is_own(c, c.before[:mark]):
        return None
    return found.group()


def said(c: Context) -> str | None:
    """Somebody else says it, before it in the sentence or close behind it."""
    for verb in c.cue("saying").finditer(c.before):
        who = c.before[: verb.start()]
        if who.strip() and not _is_own(c, who[-40:]) and not c.cue("nobody").search(who[-40:]):
            return verb.group()
    for source in c.cue("source").finditer(c.before):
        if not _is_own(c, source.group()):
            return source.group()
    for source in c.cue("accordance").finditer(c.before):
        if _NAMED.match(c.written[source.end() :]):  # not "according to these principles"
            return source.group()
    if charge := c.last("charged", c.before, within=4):
        return charge.group()
    behind = c.first("said_behind", c.after, within=2)
    return behind.group() if behind and not _is_own(c, behind.group()) else None


def document(c: Context) -> str | None:
    """A declaration, a summit says it."""
    for verb in c.cue("document_verbs").finditer(c.before):
        who = c.before[: verb.start()]
        if c.last("documents", who, within=6) and not _is_own(c, who[-60:]):
            return verb.group()
    return None


def _is_own(c: Context, who: str) -> bool:
    """Whether a subject is the speaker, or the body that he speaks for."""
    home = c.organization.lower()
    named = (home and home in who) or state_names(c.organization).search(who)
    return bool(c.cue("first").search(who) or named)


def denied(c: Context) -> str | None:
    """It is said not to be, or something is said not to be that."""
    for cue in ("denial",) if is_fault(c) else ("denial", "impossible"):
        found = c.last(cue, c.before, within=3)
        if found and not _else_between(c, found) and not _is_condition(c, found):
            return found.group()
    if c.last("none", c.before, within=1) and (missing := c.first("going_on", c.after, within=1)):
        return missing.group()  # no hybrid war is being fought
    gone = c.first("denial_after", c.after, within=2)
    return gone.group() if gone else None


def forsworn(c: Context) -> str | None:
    """A fault that one never commits: "we will never seek ..."."""
    if not is_fault(c):
        return None
    found = c.last("forsworn", c.clause_before, within=10)
    if not found and c.cue("verbs").match(c.wording):
        found = c.last("forswearing", c.before, within=0)
    return found.group() if found else None


def _else_between(c: Context, cue: re.Match[str]) -> bool:
    """Whether a cue before the mention says its thing of something else that stands between."""
    between = c.before[cue.end() :]
    other = c.cue("otherwise")
    return bool(re.search(r"[,;:.]", between) or other.search(between) or other.match(c.wording))


def _is_condition(c: Context, cue: re.Match[str]) -> bool:
    return c.last("conditional", c.before[: cue.start()], within=3) is not None


USES: tuple[tuple[str, Rule], ...] = (
    ("name", name),
    ("name", title),
    ("name", titled),
    ("name", resolution),
    ("reported", embedded),
    ("reported", mocked),
    ("reported", scare_quotes),
    ("reported", quoted),
    ("reported", said),
    ("reported", document),
    ("negated", denied),
    ("negated", forsworn),
)


def decide_use(c: Context) -> Verdict:
    """The use of a mention, by the first rule that has something to say."""
    for use, rule in USES:
        if evidence := rule(c):
            return Verdict(use, rule.__name__, evidence)
    return ascribed(c) or Verdict("own", "else")


def ascribed(c: Context) -> Verdict | None:
    """Somebody is named, or shown by enough signs, to whom the thing is ascribed."""
    if c.names_doer and not c.cue("bad").search(c.wording):
        return None
    nobodys = c.cue("befalls").search(c.wording) or c.cue("cures").search(c.wording)
    can_be_blamed = is_fault(c) and not nobodys
    for doer in DOERS if can_be_blamed else IMPOSERS:
        if evidence := doer(c):
            return Verdict("ascribed", doer.__name__, evidence)
    return accusing(c) if can_be_blamed else None
