"""How a speaker is introduced: post and name in a label, a title or a signature."""

from __future__ import annotations

import re
from functools import cache

from ..russian.morphology import is_russian
from ..sentences.nouns import has_noun, role_nouns
from ..stretch import Speaker
from .bodies import body_of
from .names import name_tokens, tidy
from .person_names import find_names

_PARTICLES = frozenset("de da do van von der bin ibn al el oglu ogly uulu dos".split())
_POSTS = frozenset(
    "ceo cfo cto patriarch archpriest metropolitan archbishop rabbi mufti captain founder editor "
    "editor-in-chief rector dean academician cosmonaut teacher doctor prosecutor judge moderator "
    "pm fm eam hrvp member vice-president vice-premier counsellor chief-of-staff owner coach "
    "патриарх митрополит ректор академик основатель редактор учитель врач модератор".split()
)
# What posts are "of": fields of work and parts of bodies, never part of a name.
_NO_NAMES = frozenset(
    """
    sport culture labour labor industry trade commerce finance energy health healthcare education
    science transport agriculture justice interior resources environment development construction
    affairs rights service services guard bank board management corporation foundation fund company
    group holding enterprise enterprises association chamber society academy museum theatre school
    hospital railways region territory district area republics people peoples party duma federal national
    """.split()
)
_PROSE = frozenset(
    """
    i me my you your he him his she it they them their this that these those what which who is are
    was were be been has have had do does did will would can could should like ask asked say says
    said tell told put puts want wants give gives let by with from about as if but or not there
    что это как кто он она они мы вы я был была были есть сказал заявил спросил если но или не
    """.split()
)
_OPENERS = frozenset(
    "in at on after before for when while as during today yesterday later then also but and".split()
)
_COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Shri|Shrimati|Smt|H\.E)\b\.? ")
OUTLETS = frozenset(
    """
    news times post tv channel radio agency novosti tass ria media press daily gazeta pravda jazeera
    spiegel bbc cnn cctv sky today rossiya magazine herald tribune journal guardian telegraph xinhua
    interfax reuters bloomberg newspaper courier sputnik afp ap rt ntv euronews izvestia kommersant
    газета телеканал канал новости правда известия радио агентство тасс риа интерфакс коммерсантъ
    """.split()
)


def asker(kind: str, role: str | None = "interviewer", outlet: str | None = None) -> Speaker | None:
    if outlet and len(outlet.split()) > 1 and outlet.isupper():
        outlet = outlet.title()
    return Speaker("", role, outlet, person=False) if kind == "question" else None


def is_prose(words: str) -> bool:
    return any(word.strip(",").lower() in _PROSE for word in words.split())


def read_introduction(label: str) -> tuple[str, Speaker | None] | None:
    """Kind and speaker of a label by the name or the post that it gives.

    >>> kind, speaker = read_introduction("Ivo Vane, Minister of Trade of Orlan")
    >>> kind, speaker.name, speaker.role, speaker.organization
    ('full', 'Ivo Vane', 'Minister of Trade of Orlan', 'Orlan')
    """
    label = _COURTESY.sub("", label)
    head, comma, rest = label.partition(", ")
    if re.fullmatch(r"[A-ZА-ЯЁ]{2}", label):
        return "initials", Speaker(label)
    if comma and not is_post(head):
        post, name = split_name(head)
        if not post and len(name_tokens(name)) > 1 and not is_prose(rest):
            role = rest if is_post(rest) else None
            return "full", Speaker(tidy(name), role, body_of(role, ""))
    post, name = split_name(label)
    role = _plain(post.strip(", ").removeprefix("The ").removeprefix("THE ")) or None
    if role and (not is_post(role) or is_prose(role) or role.split()[0].lower() in _OPENERS):
        return None
    if not name:
        short = role and len(role.split()) <= 6 and not re.search(r"['’]s\b|,", role)
        return ("post", Speaker("", role, body_of(role, ""))) if short else None
    if re.fullmatch(r"(?:[A-ZА-ЯЁ]\.\s?){2,3}", name):
        return "initials", Speaker(name)
    if not role and any(word.lower() in OUTLETS for word in name.split()):
        return "outlet", asker("question", "interviewer", name)
    several = len(name_tokens(name)) > 1
    kind = ("full" if several else "titled") if role else ("name" if several else "surname")
    return kind, Speaker(tidy(name), role, body_of(role, ""))


def _plain(role: str) -> str:
    """A post in capitals as it is printed elsewhere."""
    if not role.isupper():
        return role
    return re.sub(r"[^\W\d_]{4,}", lambda word: word.group().capitalize(), role)


def is_post(phrase: str) -> bool:
    return has_noun(phrase, role_nouns()) or any(
        word.strip(",.").lower() in _POSTS for word in phrase.split()
    )


def split_name(label: str) -> tuple[str, str]:
    """Post and name of a label; either may be empty.

    >>> split_name("President of Orlan Ivo Vane"), split_name("S.V. Vane"), split_name("MINISTER VANE")
    (('President of Orlan', 'Ivo Vane'), ('', 'S. V. Vane'), ('MINISTER', 'VANE'))
    """
    label = re.sub(r"(?<=\b[A-ZА-ЯЁ]\.)(?=[A-ZА-ЯЁ])", " ", label)
    if is_russian(label) and is_post(label):
        names = find_names(label)
        if names and names[-1].end == len(label):
            return label[: names[-1].start].strip(), names[-1].text
    tokens = label.split()
    at = len(tokens)
    while at and len(tokens) - at < 5:
        token = tokens[at - 1]
        capital = at == len(tokens) > 1 and token.isupper() and len(token) > 2
        if capital and _may_be_name(tokens[at - 2], False) and _may_be_name(token, True):
            at -= 1  # "Ivo VANE"
            continue
        if token.endswith(",") or not (
            _may_be_name(token, label.isupper()) or (token in _PARTICLES and at < len(tokens))
        ):
            break
        at -= 1
    while at < len(tokens) and tokens[at] in _PARTICLES - {"al", "el"}:
        at += 1
    at += _body_words(tokens[:at], len(tokens) - at)
    return " ".join(tokens[:at]), " ".join(tokens[at:])


def _body_words(before: list[str], names: int) -> int:
    """How many words at the head of a run of names are the body that a post is of."""
    last = [word.lower() for word in before[-2:]]
    if last[-1:] == ["of"] or (names == 1 and last == ["of", "the"]):
        return min(1, names)
    if last == ["of", "the"] or last[-1:] == ["and"] or last[-1:] == ["for"]:
        return max(0, names - 2)
    return 0


@cache
def _may_be_name(token: str, capitals: bool) -> bool:
    """Whether a word of a label can be part of a personal name."""
    bare = token.strip(".,")
    if re.fullmatch(r"[A-ZА-ЯЁ]\.", token):
        return True
    bare = re.sub(r"^(?:el|al|Al|El)-(?=[A-Z])", "", bare)
    if not bare[:1].isupper() or bare.lower() in _NO_NAMES | _POSTS:
        return False
    if bare.isupper() and 1 < len(bare) <= 4 and not capitals:
        return False
    return bool(find_names(bare.capitalize() if bare.isupper() else bare))
