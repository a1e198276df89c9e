"""Who a Russian verb of saying belongs to: noun phrases in the nominative that agree with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..sentences.stream import Token
from .morphology import forms_of, is_known, marks_of
from .names import RussianName
from .posts import is_of_state
from .roles import chain
from .words import (
    Noun,
    Saying,
    is_case,
    is_crowd,
    is_medium,
    is_paper,
    nouns,
    organ_of,
    post_of,
    saying,
)

NAME, POST, PRONOUN, ORGAN, OTHER = "name", "post", "pronoun", "organ", "other"
_PRONOUNS = {
    "он": ("masc", False),
    "она": ("femn", False),
    "оно": ("neut", False),
    "они": (None, True),
}
_OPEN, _CLOSE = "«“„(", "»”)"


@dataclass(frozen=True)
class Subject:
    """Tokens `[first:last)` that can be the speaker, and what kind of speaker."""

    first: int
    last: int
    kind: str
    plural: bool = False
    gender: str | None = None

    @property
    def weak(self) -> bool:
        """Whether a better subject in the same clause goes before it."""
        return self.kind == OTHER


class Clause:
    """The tokens of a sentence with the names among them."""

    def __init__(self, tokens: Sequence[Token], names: Sequence[RussianName]) -> None:
        self.tokens = list(tokens)
        self.names: dict[int, tuple[int, RussianName]] = {}
        starts = {token.start: i for i, token in enumerate(self.tokens)}
        for name in names:
            if name.start in starts:
                first = starts[name.start]
                last = first
                while last < len(self.tokens) and self.tokens[last].start < name.end:
                    last += 1
                self.names[first] = (last, name)
        self.hidden = _hidden(self.tokens)

    def text(self, first: int, last: int) -> list[str]:
        """The words of tokens `[first:last)`."""
        return [token.text for token in self.tokens[first:last]]

    def subjects(self, first: int, last: int, verb: Saying) -> list[Subject]:
        """Nominative phrases in `[first:last)` that agree with a verb, in order."""
        found = []
        i = first
        while i < last:
            if end := self._prepositional(i, last, verb):
                i = end
                continue
            subject = None if self.hidden[i] else self._subject_at(i, last, verb)
            if subject:
                found.append(subject)
                i = max(subject.last, i + 1)
            else:
                i += 1
        return found

    def _subject_at(self, i: int, last: int, verb: Saying) -> Subject | None:
        token = self.tokens[i]
        if not token.is_word:
            return None
        if i in self.names:
            end, name = self.names[i]
            if not verb.plural and name.can_be("nomn", verb.gender):
                return Subject(i, end, NAME, False, verb.gender)
            return Subject(i, end, NAME, True) if verb.plural and self._pair(end) else None
        lower = token.lower
        if lower in _PRONOUNS:
            gender, plural = _PRONOUNS[lower]
            agrees = plural == verb.plural and verb.gender in (None, gender)
            return Subject(i, i + 1, PRONOUN, plural, gender) if agrees else None
        return self._noun_at(i, last, verb)

    def _prepositional(self, i: int, last: int, verb: Saying) -> int | None:
        """Where the phrase of a preposition at `i` ends («на саммите Пакта»): no subject is in it."""
        if self.hidden[i] or not is_preposition(self.tokens[i].lower):
            return None
        j = i + 1
        while j < last and self.tokens[j].is_word and is_attribute(self.tokens[j].text):
            j += 1
        if j >= last or not self.tokens[j].is_word or self._is_nominative(j, verb):
            return None
        if {n.case for n in nouns(self.tokens[j].text)} == {"nomn"}:
            return None  # «сообщила в пресс-служба»: a slip
        words: list[str] = []
        for k in range(j + 1, last):
            if not self.tokens[k].is_word or self._is_nominative(k, verb):
                break
            words.append(self.tokens[k].text)
        return min(j + 1 + chain(words), last)

    def _is_nominative(self, i: int, verb: Saying) -> bool:
        """Whether a name begins at `i` that may be the verb's subject."""
        return i in self.names and self.names[i][1].can_be("nomn", verb.gender)

    def _pair(self, end: int) -> bool:
        """Whether another name or noun is joined by "и" to the one that ends at `end`."""
        return end < len(self.tokens) and self.tokens[end].lower == "и"

    def _noun_at(self, i: int, last: int, verb: Saying) -> Subject | None:
        token = self.tokens[i]
        post, organ = post_of(token.text), organ_of(token.text)
        found = [n for n in nouns(token.text) if n.case == "nomn" and n.part != "NPRO"]
        if post:
            fits = [n for n in found if n.plural == verb.plural and _post_agrees(n, verb)]
            if fits and any(n.part in ("NOUN", "PRTF", "ADJF") for n in fits):
                first = i - 1 if i and is_of_state(self.tokens[i - 1].text) else i
                return Subject(first, self._end(i, last), POST, verb.plural, verb.gender)
            return None
        abbreviation = token.text.isupper() and len(token.text) > 1
        if organ or abbreviation:
            if any(n.plural == verb.plural and _agrees(n, verb, abbreviation) for n in found) or (
                abbreviation and not found and not verb.plural
            ):
                words = self.text(i, self._end(i, last))
                kind = OTHER if is_medium(" ".join(words)) else ORGAN
                return Subject(i, self._end(i, last), kind, verb.plural, verb.gender)
            return None
        if token.capital and token.text.isascii() and not verb.plural:
            end = i + 1  # «Life.ru сообщал»
            while (
                end + 1 < last
                and self.tokens[end].text == "."
                and self.tokens[end + 1].text.isascii()
            ):
                end += 2
            return Subject(i, end, OTHER)
        fits = [n for n in found if n.part == "NOUN" and n.plural == verb.plural]
        fits = [n for n in fits if _agrees(n, verb, not is_known(token.text))]
        if any(is_crowd(n) for n in fits) or (
            fits
            and (
                (token.capital and (i or self._is_proper(token)))
                or (fits[0].animate and fits[0] == nouns(token.text)[0])
            )
        ):
            return Subject(i, self._end(i, last), OTHER, verb.plural, verb.gender)
        return None

    @staticmethod
    def _is_proper(token: Token) -> bool:
        return not is_known(token.text) or bool(marks_of(token.text) & {"Geox", "Orgn", "Abbr"})

    def _end(self, i: int, last: int) -> int:
        """Where the phrase of the noun at `i` ends: behind its genitives, or its name in marks."""
        words: list[str] = []
        for j in range(i + 1, last):
            if not self.tokens[j].is_word or j in self.names:
                break
            words.append(self.tokens[j].text)
        end = i + 1 + chain(words)
        unnamed = post_of(self.tokens[i].text) in ("источник", "собеседник")
        if unnamed and words[:1] and words[0].lower() in ("в", "во", "из"):
            end = i + 3 + chain(words[2:])  # «источник в делегации»
        if end < last and self.tokens[end].text in '«"“' and end == i + 1:
            while end < last and self.tokens[end].text not in "»”" and end - i < 8:
                end += 1
            end += 1
        return min(end, last)


def _hidden(tokens: Sequence[Token]) -> list[bool]:
    """Which tokens stand in brackets or between marks."""
    out, depth, straight = [], 0, False
    for token in tokens:
        if token.text in _OPEN:
            depth += 1
        if token.text == '"':
            straight = not straight
        out.append(depth > 0 or straight or token.is_quote)
        if token.text in _CLOSE:
            depth = max(0, depth - 1)
    return out


def _post_agrees(noun: Noun, verb: Saying) -> bool:
    """«Заявила представитель» is right as well: only a woman's post asks for a woman's verb."""
    if verb.plural or verb.gender is None or noun.gender is None:
        return True
    return noun.gender == verb.gender or (noun.gender == "masc" and verb.gender == "femn")


def _agrees(noun: Noun, verb: Saying, loose: bool) -> bool:
    return loose or verb.plural or None in (verb.gender, noun.gender) or noun.gender == verb.gender


def best(subjects: list[Subject]) -> Subject | None:
    """The first of the strong subjects; of a post and the name behind it, the name."""
    strong = [s for s in subjects if not s.weak]
    if not strong:
        return subjects[0] if subjects else None
    first = strong[0]
    if first.kind in (POST, ORGAN):
        for other in strong[1:]:
            if other.kind == NAME and other.first - first.last <= 12:
                return other
            if other.kind == PRONOUN:
                break
    return first


def subject_behind(clause: Clause, i: int, end: int, said: Saying) -> Subject | None:
    """The subject behind a verb, or the body in «сообщили в ...» if that comes first."""
    subject = best(clause.subjects(i + 1, end, said))
    body = body_behind(clause, i, end, said)
    if subject and body:
        return body if body.first <= subject.first else subject
    return subject or body


def subject_ahead(clause: Clause, i: int, said: Saying, *, first: int = 0) -> Subject | None:
    """The subject ahead of a verb: the nearest that agrees, a name before its apposition."""
    found = clause.subjects(first, i, said)
    strong = [s for s in found if not s.weak] or found
    if not strong:
        return None
    last = strong[-1]
    if last.kind in (POST, ORGAN, OTHER):
        for other in reversed(strong[:-1]):
            if other.kind == NAME and _in_apposition(clause, other, last):
                return other
    return last


def is_addressee(clause: Clause, subject: Subject) -> bool:
    """Whether a subject is an abbreviation alone, which may as well be told («ТАСС сообщил X»)."""
    words = clause.text(subject.first, subject.last)
    return subject.kind in (ORGAN, OTHER) and len(words) == 1 and words[0].isupper()


def _in_apposition(clause: Clause, name: Subject, post: Subject) -> bool:
    between = clause.tokens[name.last : post.first]
    return (
        0 < len(between) <= 4
        and between[0].text in ",(—–"
        and not any(saying(t.lower) for t in between if t.is_word)
    )


def body_behind(clause: Clause, i: int, end: int, said: Saying) -> Subject | None:
    """«... сообщили в Минобороны», «в ведомстве отметили»: a plural without a subject."""
    if not said.plural:
        return None
    place = place_of(clause, i, end)
    if place is None:
        return None
    paper = is_paper(clause.tokens[place[0]].text)
    return None if paper else Subject(*place, "body", True)


def is_medial(clause: Clause, subject: Subject) -> bool:
    return is_medium(" ".join(clause.text(subject.first, subject.last)))


def referred(clause: Clause, subject: Subject) -> Subject:
    """The source behind a medium («сообщает X со ссылкой на Y»), else the subject itself."""
    tokens = clause.tokens
    if not is_medial(clause, subject):
        return subject
    for i in range(subject.last, len(tokens) - 3):
        if [t.lower for t in tokens[i : i + 3]] == ["со", "ссылкой", "на"]:
            words: list[str] = []
            for token in tokens[i + 3 :]:
                if not token.is_word:
                    break
                words.append(token.text)
            if words:
                return Subject(i + 3, i + 4 + chain(words[1:]), "referred")
    return subject


def quoted_by(clause: Clause, i: int, end: int) -> Subject | None:
    """Whose words a medium quotes: «цитирует X газета», «приводит слова X агентство»."""
    for j in range(i + 1, end):
        word = clause.tokens[j].lower
        if j in clause.names and not clause.hidden[j]:
            last, name = clause.names[j]
            if name.can_be("gent") or name.can_be("accs"):
                return Subject(j, last, "quoted")
        own = j == i + 1 or (j + 1 < end and clause.tokens[j + 1].lower.startswith("слов"))
        if own and word in ("его", "ее", "её"):
            return Subject(j, j + 1, PRONOUN, False, "masc" if word == "его" else "femn")
    return None


def place_of(clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """The body in "в ..." («в Минобороны», «в сообщении пресс-службы X») within `[first:last)`.

    Tokens behind the preposition; a paper counts by whose it is, as far as that is said.
    """
    for i in range(first, last - 1):
        follows = i > 0 and clause.tokens[i - 1].lower == "следует"  # «следует из заявления»
        if clause.tokens[i].lower not in (("из",) if follows else ("в", "во", "на")):
            continue
        if clause.hidden[i]:
            continue
        j = i + 1
        while j < last and clause.tokens[j].is_word and is_attribute(clause.tokens[j].text):
            j += 1
        if j >= last or not clause.tokens[j].is_word:
            continue
        word = clause.tokens[j].text
        owned = j + 1 < last and clause.tokens[j + 1].capital and is_case(word, "loct")
        if is_paper(word) or organ_of(word) or word.isupper() or _is_named(word) or owned:
            words = []
            for token in clause.tokens[j + 1 : last]:
                if not token.is_word:
                    break
                words.append(token.text)
            end = min(j + 1 + chain(words), last)
            if end == j + 1 and is_paper(word) and end + 1 < last:
                site = clause.tokens[end + 1]  # «в сообщении на сайте организации»
                where = site.is_word and (is_paper(site.text) or site.lower in _SITES)
                if clause.tokens[end].lower in ("в", "на") and where:
                    end = min(end + 2 + chain(clause.text(end + 2, last)), last)
            return i + 1, end
    return None


def is_loose_follow(clause: Clause, i: int, said: Saying) -> bool:
    """Whether «следует» at `i` is no «следует из заявления», but «следует отметить»."""
    behind = clause.tokens[i + 1 : i + 3]
    if said.lemma != "следовать" or len(behind) < 2:
        return said.lemma == "следовать"
    return behind[0].lower != "из" or not is_paper(behind[1].text)


_SITES = frozenset(
    "сайте странице канале телеграм-канале telegram-канале соцсетях аккаунте".split()
)


@cache
def is_attribute(word: str) -> bool:
    """Whether a word is an adjective or participle before a noun."""
    found = nouns(word)
    return bool(found) and found[0].part in ("ADJF", "PRTF", "NUMR") and not organ_of(word)


@cache
def is_preposition(word: str) -> bool:
    """Whether a word can only be a preposition («на», «после»)."""
    forms = forms_of(word)
    return bool(forms) and forms[0].part == "PREP"


def _is_named(word: str) -> bool:
    return word[0].isupper() and (not is_known(word) or bool(marks_of(word) & {"Orgn", "Geox"}))
