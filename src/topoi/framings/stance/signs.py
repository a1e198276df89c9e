"""A fault that is laid to somebody's charge, though no single word shows it: signs, and what they weigh.

A speaker who accuses seldom does it in one clause: the accused stands in the sentence before, or is
"they"; the words around are hard ones; and nothing general ("any", "we reject all") is meant. Each sign
is worth some points, and the sum decides (`data/stance.toml`, where it is told how they were fitted).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...text import count_words
from .context import Context, Verdict
from .cues import read_points
from .doers import subject

_REACH = 12  # words between a rejection and what it rejects
_FEW = 2  # hard words that make a sentence one


def foe_before(c: Context) -> str | None:
    return _foe(c, c.before)


def foe_behind(c: Context) -> str | None:
    return _foe(c, c.after)


def foe_earlier(c: Context) -> str | None:
    """Somebody who can be accused, in the two sentences before."""
    return _foe(c, c.previous) or _foe(c, c.earlier)


def foe_next(c: Context) -> str | None:
    return _foe(c, c.following)


def they(c: Context) -> str | None:
    """Somebody who need not be named."""
    return _found(c.cue("unspecified").search(c.text))


def agent(c: Context) -> str | None:
    """Done by somebody."""
    return _found(c.first("agents", c.after, within=6))


def attribute(c: Context) -> str | None:
    """Called illegal, massive, failed: as one calls what is done by intent."""
    return _found(
        c.last("attributes", c.before, within=3) or c.first("attributes", c.after, within=2)
    )


def intent(c: Context) -> str | None:
    """Sought, attempted, pursued, used as a means."""
    return _found(
        c.last("intent", c.before, within=5)
        or c.first("intent", c.after, within=2)
        or c.cue("intent").search(c.wording)
    )


def campaign(c: Context) -> str | None:
    """The words themselves name something that does not happen unless somebody does it."""
    return _found(c.cue("campaigns").search(c.wording))


def hard_words(c: Context) -> str | None:
    return _several(c.cue("hard"), c.before + " " + c.after)


def hard_words_earlier(c: Context) -> str | None:
    return _several(c.cue("hard"), c.earlier + " " + c.previous)


def general(c: Context) -> str | None:
    """A norm, a wish, a call; all of its kind."""
    return _found(c.last("general", c.clause_before))


def rejected(c: Context) -> str | None:
    """What is done about a fault, and not what is done to us ("a war against us")."""
    for match in c.cue("reject").finditer(c.clause_before):
        rest = c.clause_before[match.end() :]
        if count_words(rest) <= _REACH and not c.cue("ours").match(rest.lstrip()):
            return match.group()
    return None


Sign = Callable[[Context], str | None]
SOMEBODY: tuple[Sign, ...] = (
    subject,
    foe_before,
    foe_behind,
    foe_earlier,
    foe_next,
    they,
    agent,
)
SIGNS: tuple[Sign, ...] = (
    *SOMEBODY,
    attribute,
    intent,
    campaign,
    hard_words,
    hard_words_earlier,
    general,
    rejected,
)


def accusing(c: Context) -> Verdict | None:
    """Ascribed, if somebody is there and the signs weigh enough; the words tell who."""
    points = read_points()
    shown = {sign.__name__: words for sign in SIGNS if (words := sign(c))}
    who = next((shown[sign.__name__] for sign in SOMEBODY if sign.__name__ in shown), None)
    if who is None or sum(points[sign] for sign in shown) < points["enough"]:
        return None
    return Verdict("ascribed", "signs", who)


def _foe(c: Context, text: str) -> str | None:
    """Who may be meant; not one against whom something is done, nor a friend."""
    for pattern in (*c.doers, c.cue("foes")):
        for found in pattern.finditer(text):
            if not c.last("spared", text[: found.start()], within=1):
                return found.group()
    return None


def _several(pattern: re.Pattern[str], text: str) -> str | None:
    found = [match.group() for match in pattern.finditer(text)]
    return " ... ".join(found[:_FEW]) if len(found) >= _FEW else None


def _found(match: re.Match[str] | None) -> str | None:
    return match.group() if match else None
