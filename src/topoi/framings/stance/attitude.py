"""What the speaker thinks of the thing that a framing names: the rules, in order.

What clearly governs the mention in the speaker's own mouth is asked first (`governing.py`): a verb that
has it for its object, a predicate that has it for its subject. It wins over what is known beforehand:
of the utterer's organization (rule "bloc"), of the wording ("wording"), of the framing ("default").
A cue that only stands near decides where nothing is known, or says the same. An analysis by
organization that counts answers by "bloc" argues in a circle: leave them out there.
"""

from __future__ import annotations

import re

from .context import Context, Verdict
from .governing import governed, is_astray, is_negated, judged_behind, negator_before

_REACH = 12  # words between a cue and the mention that it governs


def bloc(c: Context) -> Verdict | None:
    """The utterer's organization is one of those that the words are known to divide."""
    for attitude, organizations in (c.framing.blocs if c.framing else {}).items():
        for who in filter(None, (c.organization, c.on_behalf_of)):
            if who in organizations:
                return Verdict(attitude, "bloc", who.lower())
    return None


def wording(c: Context) -> Verdict | None:
    """The words themselves name a good or a fault."""
    for attitude, cue in (("endorse", "good"), ("oppose", "bad")):
        if found := c.cue(cue).search(c.wording):
            return Verdict(attitude, "wording", found.group())
    return None


def default(c: Context) -> Verdict | None:
    """What the lexicon says of the framing."""
    attitude = c.framing.attitude if c.framing else None
    return Verdict(attitude, "default") if attitude else None


def known(c: Context) -> Verdict | None:
    """What is known before the text is read."""
    return bloc(c) or wording(c) or default(c)


def is_fault(c: Context) -> bool:
    """Whether the thing is known to be a fault in the speaker's eyes."""
    verdict = known(c)
    return verdict is not None and verdict.value == "oppose"


def cued(c: Context) -> Verdict | None:
    """The nearest word before it in the clause that rejects, wants, or deplores the harm done."""
    found = [
        (match.end(), attitude, cue, match)
        for cue, attitude in (("reject", "oppose"), ("commit", "endorse"), ("harm", "endorse"))
        if (match := c.last(cue, c.clause_before, within=_REACH))
    ]
    if not found or c.last("untrue", c.before, within=3):
        return None
    _, attitude, cue, match = max(found, key=lambda f: f[0])
    if cue == "reject":
        return _rejected_near(c, match)
    if cue == "commit" and negator_before(c, c.clause_before, match):
        return Verdict("oppose", "not_wanted", match.group())
    return Verdict(attitude, cue, match.group())


def _rejected_near(c: Context, match: re.Match[str]) -> Verdict | None:
    if c.cue("lacking").fullmatch(match.group()) and c.first("negators", c.after):
        return Verdict("endorse", "needed", match.group())  # without it there is no peace
    if is_astray(c, c.clause_before[match.end() :]) or negator_before(c, c.clause_before, match):
        return None
    return Verdict("oppose", "reject", match.group())


def rejected(c: Context) -> Verdict | None:
    """It "must be ended", "is unacceptable", "undermines"; unless that is said not to be true."""
    found = c.first("reject_after", c.clause_after, within=4)
    if found and (c.last("untrue", c.before, within=3) or is_negated(c, found.group())):
        return Verdict("endorse", "not_rejected", found.group())
    return Verdict("oppose", "rejected", found.group()) if found else None


def accused(c: Context) -> Verdict | None:
    """A group that is named does things that are held against it."""
    found = c.first("deeds", c.clause_after, within=12)
    if found and c.last("negators", c.clause_after[: found.start()]):
        return None
    found = found or c.last("deeds", c.clause_before, within=8)
    return Verdict("oppose", "accused", found.group()) if found else None


def befallen(c: Context) -> Verdict:
    """A challenge that is there to be faced is only mentioned, unless something is done about it."""
    found = c.last("answer", c.before) or c.first("answer", c.after)
    if found:
        return Verdict("oppose", "answered", found.group())
    if harmful := c.first("harm", c.after, within=_REACH):
        return Verdict("oppose", "harmful", harmful.group())
    return Verdict("neutral", "mentioned")


def praised(c: Context) -> Verdict:
    """A name is only mentioned, unless something is said for it in its sentence."""
    found = c.first("commit", c.after) or c.last("commit", c.before)
    if found:
        return Verdict("endorse", "praised", found.group())
    return Verdict("neutral", "mentioned")


def is_place(c: Context, here: Verdict) -> bool:
    """Whether something else is wanted or rejected, and the thing is only where: "peace in the ..."."""
    between = c.before[c.before.rfind(here.evidence or "") :]
    return c.cue("places").search(between) is not None


def decide_attitude(c: Context, use: Verdict) -> Verdict:
    """The attitude of a mention, given its use."""
    if use.rule in ("mocked", "scare_quotes"):
        return Verdict("oppose", "mocked", use.evidence)
    if use.value == "ascribed":
        return Verdict("oppose", "pinned", use.evidence)
    clear = governed(c) or judged_behind(c)
    if use.value == "name" and use.rule != "resolution":
        return clear or praised(c)
    before = known(c)
    if clear:
        return clear
    here = cued(c) or rejected(c)
    if c.names_doer:
        return accused(c) or before or here or Verdict(None, "undecided")
    if c.cue("befalls").search(c.wording) and (here is None or here.value != "oppose"):
        return befallen(c)
    if here and before and before.value == "neutral" and is_place(c, here):
        return before
    if here and (before is None or before.value in ("neutral", here.value)):
        return here
    return before or Verdict(None, "undecided")
