"""Posts: the words of a post beside a name, and whether two wordings can mean one post."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from ..russian.morphology import is_adjective, is_russian, nominative_post, stem
from ..sentences.nouns import has_noun, role_nouns
from ..sentences.verbs import is_verb
from .states import DEMONYMS

BREAK = re.compile(r"[.,;:!?()\n«»“”\"–—]")


EMPTY_ROLE = frozenset(
    """
    the a an s of for in and his her its their former new acting this our
    """.split()
)
_SYNONYMS = {"defense": "defence", "chief": "head", "leader": "head", "premier": "prime"}


@lru_cache(maxsize=4096)
def role_words(phrase: str) -> frozenset[str]:
    """The telling words of a post, a periphrasis ("head of state") by the post that it means."""
    words = _post_words(phrase)
    for periphrasis, post in _periphrases():
        if periphrasis <= words:
            words = words - periphrasis | post
    if "head" in words and words - {"head"} and words - {"head"} <= _states():
        return words - {"head"} | {"president"}  # "the head of Belarus", "the Belarusian leader"
    return words


@cache
def _states() -> frozenset[str]:
    return frozenset(state.lower() for state in DEMONYMS.values())


def _post_words(phrase: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    states = (DEMONYMS.get(w.capitalize(), w).lower() for w in words)
    kept = (_SYNONYMS.get(w, w) for w in states if w not in EMPTY_ROLE)
    return frozenset(stem(w) if re.match("[а-яё]", w) else w for w in kept)


@cache
def _periphrases() -> list[tuple[frozenset[str], frozenset[str]]]:
    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))
    pairs = table["periphrases"].items()
    words = [(_post_words(phrase), _post_words(post)) for phrase, post in pairs]
    return sorted(words, key=lambda pair: -len(pair[0]))


def role_beside(text: str, start: int, end: int) -> str | None:
    before = text[max(0, start - 200) : start]
    parts = BREAK.split(before)
    role = role_phrase(parts[-1])
    if role and len(parts) > 1 and set(role.lower().split()) <= _RANKS:
        post = role_phrase(parts[-2] + " ") if text[start - len(parts[-1]) - 1] == "," else None
        role = post or role
    if role and not set(role.lower().split()) <= _RANKS:
        return role
    lead = _LEAD.search(text, max(0, start - 80), start)
    if lead and has_noun(lead.group(1), role_nouns()) and _NEXT_IN_LIST.match(text, end):
        return role_phrase(lead.group(1) + " ")
    after = re.match(r"(?:\s*,|[ \xa0][–—-])\s*([^.;:!?\n]{3,140})", text[end : end + 150])
    if after and not re.match(r"who\b|which\b", after.group(1)):
        phrase = after.group(1).split(",")[0].strip()
        said = bool(phrase) and is_verb(
            phrase.split()[-1]
        )  # "..., sources said": whoever speaks, not a post
        short = len(phrase.split()) <= 14 and not said
        if short and has_noun(" ".join(phrase.split()[:6]), role_nouns()):
            return nominative_post(re.sub(r"^(?:the|a|an)\s+", "", phrase))
    if role:
        return role
    if lead and has_noun(lead.group(1), role_nouns()):
        return role_phrase(lead.group(1) + " ")  # "The chair of the committee, NAME"
    return None


_LEAD = re.compile(r"((?:[Tt]he )?[^\n.;:!?,]{0,60}),\s*$")
# In "the minister, NAME, the secretary, NAME" a post belongs to the name behind it.
_NEXT_IN_LIST = re.compile(
    r",\s+(?:and\s+)?(?:the\s+)?[^.;:!?,\n]{3,90},\s+(?:[A-Z][\w’'-]+\s+){1,2}[A-Z][\w’'-]+"
)
_RANKS = frozenset(
    """
    army colonel lieutenant major brigadier general aviation admiral vice rear
    """.split()
)
_KINDS = frozenset(
    """
    interview speech statement remarks address comment answers replies article transcript message
    greetings briefing words opinion
    """.split()
)
LEFT = frozenset(
    """
    by with and between from that said says told met greeted for when as while including but who
    received thanked welcomed praised after before during because where although chairmanship
    among against behind over about through than
    under at on pursuant sent sends his her their сказал заявил сообщил отметил добавил и с от для что словам мнению
    """.split()
)


def role_phrase(before: str) -> str | None:
    """The post at the end of `before` ("chaired by Russian Defence Minister ")."""
    words = before.split()
    kept: list[str] = []
    for word in reversed(words):
        bare = word.lower().strip("-–—•*")
        if bare in LEFT or not bare:
            break
        kept.insert(0, word)
    heads = [i for i, word in enumerate(kept[:-1]) if word.lower().strip("'’s") in _KINDS]
    if heads and kept[heads[-1] + 1].lower() in ("of", "with", "by", "from"):
        kept = kept[heads[-1] + 2 :]  # "Interview of Foreign Minister": what he gave is no post
    while kept and kept[0].lower() in ("the", "a", "an", "of", "in", "on", "to"):
        kept = kept[1:]
    phrase = " ".join(kept)
    if not has_noun(phrase, role_nouns()) or len(kept) > 16:
        return None
    if is_russian(phrase):
        told = re.compile(r"[ая]м$")  # «сообщил журналистам министр X»: not a post of X
        first = next(
            (i for i, w in enumerate(kept) if has_noun(w, role_nouns()) and not told.search(w)), -1
        )
        if first < 0:
            return None
        while first and is_adjective(kept[first - 1]):
            first -= 1
        while len(kept) > first + 1 and re.match(
            "генерал|полковник|адмирал|майор", kept[-1].lower()
        ):
            kept.pop()  # a rank behind the post
        return nominative_post(" ".join(kept[first:]))
    kept = kept[_first_capital_or_role(kept) :]
    last = max((i for i, word in enumerate(kept) if has_noun(word, role_nouns())), default=None)
    if last is None or not _ends_post(kept[last + 1 :]):
        return None
    return " ".join(kept)


def _ends_post(words: list[str]) -> bool:
    """Whether these words can end a post behind its noun: "of the Council", "General"."""
    ranks = {word.lower() for word in words} <= _RANKS
    return ranks or words[0] in ("of", "for", "on", "to", "at", "in", "and")


def _first_capital_or_role(words: list[str]) -> int:
    """Where the post begins: verbs and other small words before the first capital are not it."""
    for i, word in enumerate(words):
        if word[0].isupper() or word.lower() in role_nouns():
            return i
    return 0
