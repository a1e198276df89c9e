"""Statements: where a sentence says that somebody says something, and which words are theirs.

A statement is a cue (a verb of saying, "according to"), a speaker phrase and one or more stretches
of content. The rules look at one sentence; who "he" or "the minister" is, is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from .people import cue_words, has_noun, organ_nouns, role_nouns
from .russian import can_be, is_russian
from .stream import Sentence, Token
from .verbs import english_verbs, is_verb, russian_verb

CLAUSE_WORDS = 4  # an unmarked clause shorter than this is no statement's content
_ADJUNCT = 12  # words that may stand between a cue and its content
_FINITE = re.compile(
    r"(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|can|could|may|might|must|do|does|did|"
    r"isn't|aren't|wasn't|won't|wouldn't|can't|cannot|don't|doesn't|didn't)$|[a-z]{2,}ed$"
)
_PARTICIPLES = "ing"
_STOP_RIGHT = frozenset(
    """
    on at in during after to while as when before following for with by amid adding noting
    saying в на по во после перед во комментируя выступая отвечая
    """.split()
)


@dataclass
class Statement:
    """What one cue says: `content` spans are the speaker's words, `speaker` the phrase that names
    the speaker (empty when nobody is named, None when the one before goes on).
    """

    content: list[tuple[int, int]]
    speaker: tuple[int, int] | None
    cue: tuple[int, int]
    rule: str
    kinds: list[str] = field(default_factory=list)
    case: str | None = None  # of a Russian speaker phrase
    backwards: bool = False  # the content is the sentences before


def is_cue(token: Token) -> bool:
    """Whether a token can be a verb of saying."""
    return is_verb(token.lower)


def find_statements(sentence: Sentence) -> list[Statement]:
    """The statements of one sentence, in order; none if nobody says anything in it."""
    tokens = list(sentence.tokens)
    found = _according(tokens)
    if found is None:
        for i, token in enumerate(tokens):
            small = not token.capital or (i == 0 and not re.match("[а-яё]", token.lower))
            if token.is_word and small and is_cue(token) and not token.lower.endswith(_PARTICIPLES):
                found = _with_verb(tokens, i)
                if found:
                    break
    if found is None:
        found = _label(tokens)
    if found is None:
        return []
    return [found, *_second_cues(tokens, found)]


# ---- the pieces of a statement


def _with_verb(tokens: list[Token], verb: int) -> Statement | None:
    """A statement around the verb at index `verb`, its speaker on the left or on the right."""
    if [t.lower for t in tokens[:2]] == ["об", "этом"]:
        speaker = _speaker_left(tokens[2:], verb - 2)
        right = (speaker[0] + 2, speaker[1] + 2) if speaker else _subject_right(tokens, verb)
        return _statement(tokens, ([], "said this", True), right, verb) if right else None
    left = _speaker_left(tokens, verb)
    plural = tokens[verb].lower.endswith("ли")
    if plural and left and left[1] - left[0] == 1 and tokens[left[0]].capital:
        inside = _speaker_inside(tokens, verb)  # «ТАСС сообщили в пресс-службе X, что»
        left = inside if inside[0] < inside[1] else left
    if left:
        first, last = left
        found = _content(tokens, verb, tokens[:first], verb + 1)
        if found:
            return _statement(tokens, found, (first, last), verb)
    elif plural and (found := _content_after(tokens, verb + 1, bare=False)):
        return _statement(tokens, found, _speaker_inside(tokens, verb), verb)
    right = _speaker_right(tokens, verb)
    if right:
        first, last = right
        found = _content_before(tokens, tokens[:verb], last, "said X")
        found = found or _content_after(tokens, last, bare=False)
        if found:
            return _statement(tokens, found, right, verb)
    return None


_Found = tuple[list[tuple[int, int]], str, bool]


def _statement(
    tokens: list[Token], found: _Found, speaker: tuple[int, int], verb: int
) -> Statement:
    content, rule, backwards = found
    first, last = speaker
    span = (tokens[first].start, tokens[last - 1].end if first < last else tokens[first].start)
    cue = (tokens[verb].start, tokens[verb].end)
    return Statement(content, span, cue, rule, backwards=backwards)


def _content(tokens: list[Token], verb: int, before: list[Token], after: int) -> _Found | None:
    found = _content_after(tokens, after, bare=False)
    if found:
        return found
    found = _content_before(tokens, before, after, "X said")
    if found:
        return found
    lemma = english_verbs().get(tokens[verb].lower)
    if lemma in cue_words()["en"]["bare"]:
        return _content_after(tokens, after, bare=True)
    return None


def _content_after(tokens: list[Token], at: int, *, bare: bool) -> _Found | None:
    """Content behind the cue: a quotation, "that ...", a colon, or (bare) a plain clause."""
    rest = tokens[at:]
    for i, token in enumerate(rest[: _ADJUNCT + 2]):
        if token.is_quote:
            return _spans_to_end(rest[i:]), "said “…”", False
        if token.lower in ("that", "что", "чтобы") and (
            i == 0 or rest[i - 1].lower not in ("so", "all")
        ):
            if i and any(_FINITE.match(t.lower) for t in rest[:i]):
                break
            clause = _clause(rest[i + 1 :])
            return (clause, "said that …", False) if clause else None
        if token.text == ":" and i <= _ADJUNCT:
            clause = _clause(rest[i + 1 :])
            return (clause, "said: …", False) if clause else None
        if token.text in ";—–" or _starts_second_cue(rest[i : i + 2]):
            break
    if rest and rest[0].lower == "this" and not bare:
        return [], "said this", True
    if bare and english_verbs().get(tokens[at - 1].lower) == "tell":
        rest = rest[_addressee(rest) :]
    if not bare or not rest or not rest[0].is_word:
        return None
    first = rest[0]
    starts = first.capital or first.lower in _DETERMINERS or first.lower.endswith("s")
    if (
        starts
        and first.lower not in _STOP_RIGHT
        and any(_FINITE.match(t.lower) for t in rest[1:14])
    ):
        clause = _clause(rest)
        return (clause, "said …", False) if clause else None
    return None


def _addressee(rest: list[Token]) -> int:
    """Words of the addressee of "told": a pronoun, or a run of words that are written alike."""
    i = 1 if rest and rest[0].lower in _DETERMINERS | _OBJECTS else 0
    if i and rest[0].lower in _OBJECTS:
        return i
    first = i
    while i < len(rest) and rest[i].is_word and rest[i].capital == rest[first].capital:
        if rest[i].lower in _DETERMINERS:
            break
        i += 1
    return i


_OBJECTS = frozenset("me us him them you".split())


def _starts_second_cue(pair: list[Token]) -> bool:
    return (
        len(pair) == 2 and pair[0].text == "," and pair[1].lower.endswith("ing") and is_cue(pair[1])
    )


_DETERMINERS = frozenset(
    """
    the a an this that these those it they he she we there his her its their our no some many
    all both such any each every one two three more most
    """.split()
)


def _content_before(
    tokens: list[Token], before: list[Token], after: int, rule: str
) -> _Found | None:
    """Content in front of the speaker: "…," X said; and what goes on behind the interruption."""
    left = list(before)
    while left and left[-1].text in ",—–-":
        left.pop()
    if not left:
        return None
    quoted = any(t.is_quote for t in left)
    comma = len(left) < len(before)
    plain = [t for t in left if t.is_word]
    if not quoted and not (comma and len(plain) >= CLAUSE_WORDS):
        return None
    if not quoted and plain[0].lower in _SUBORDINATE:
        return None
    if not quoted and not _has_verb(left):
        return None
    if left[0].lower == "об" and len(plain) < 4:
        return None
    spans = _spans(left)
    rest = tokens[after:]
    if left[0].text in "—–-" and len(rest) > 2 and rest[1].text in "—–-":
        spans += _clause(rest[2:])  # speech between dashes goes on behind the interruption
    elif rest and rest[0].text in ",—–-" and len(rest) > 1:
        tail = rest[1:]
        if tail[0].is_quote:
            spans += _spans_to_end(tail)
        elif not quoted and tail[0].is_word and not _is_participle(tail[0]):
            clause = [t for t in tail if t.is_word]
            if (
                len(clause) >= CLAUSE_WORDS
                and not _second_verb(tail)
                and _has_verb(tail)
                and tail[0].lower
                not in ("who", "which", "where", "when", "while", "as", "and", "but", "which")
            ):
                spans += _clause(tail)
    elif any(t.is_quote for t in rest):
        i = next(i for i, t in enumerate(rest) if t.is_quote)
        if i and rest[i - 1].text in ",:.—–":
            spans += _spans_to_end(rest[i:])
    return spans, f"“…,” {rule}" if quoted else f"…, {rule}", False


_SUBORDINATE = frozenset(
    """
    speaking answering commenting asked after before during when while as on in at earlier later
    meanwhile separately addressing выступая отвечая комментируя ранее позже кроме
    """.split()
)


def _has_verb(tokens: list[Token]) -> bool:
    words = [t.lower for t in tokens if t.is_word]
    if any(re.match("[а-яё]", w) for w in words):
        return len(words) >= CLAUSE_WORDS
    return any(_FINITE.match(w) or w.endswith("s") for w in words[1:])


def _is_participle(token: Token) -> bool:
    return token.lower.endswith("ing") or token.lower in ("according",)


def _spans(tokens: list[Token]) -> list[tuple[int, int]]:
    """Content spans of a run of tokens: each quotation by itself, or the whole run when plain
    words stand beside the quotations.
    """
    if not tokens:
        return []
    plain = [t for t in tokens if t.is_word]
    if any(t.is_quote for t in tokens) and len(plain) < CLAUSE_WORDS:
        return [(t.start, t.end) for t in tokens if t.is_quote]
    quotes = [t for t in tokens if t.is_quote]
    if quotes and tokens[-1].is_quote and len(quotes) == 1 and _closed_before(tokens):
        return [(quotes[0].start, quotes[0].end)]
    return [(tokens[0].start, _last(tokens).end)]


def _closed_before(tokens: list[Token]) -> bool:
    i = next(i for i, t in enumerate(tokens) if t.is_quote)
    return i > 0 and tokens[i - 1].text == ":"


def _last(tokens: list[Token]) -> Token:
    kept = [t for t in tokens if t.is_word or t.is_quote]
    return kept[-1] if kept else tokens[-1]


def _spans_to_end(tokens: list[Token]) -> list[tuple[int, int]]:
    """The quotations at the head of `tokens`; plain words between them end the list."""
    spans = []
    for i, token in enumerate(tokens):
        if token.is_quote:
            spans.append((token.start, token.end))
        elif token.is_word and token.lower not in ("and", "и") and i and not spans:
            break
        elif token.is_word and token.lower not in ("and", "и", "а"):
            following = tokens[i + 1 : i + 6]
            if not any(t.is_quote for t in following):
                break
    return spans


def _clause(tokens: list[Token]) -> list[tuple[int, int]]:
    """A content clause up to the end of the sentence or the next cue of the same speaker."""
    tokens = list(tokens)
    while tokens and tokens[0].text in ",:—–":
        tokens = tokens[1:]
    if cut := _second_verb(tokens):
        tokens = tokens[: cut[0]]
    while (
        tokens
        and not (tokens[-1].is_word or tokens[-1].is_quote)
        and tokens[-1].text not in ')”"»’'
    ):
        tokens = tokens[:-1]
    plain = [t for t in tokens if t.is_word]
    if not plain and not any(t.is_quote for t in tokens):
        return []
    if tokens[0].is_quote and len(plain) < CLAUSE_WORDS:
        return [(t.start, t.end) for t in tokens if t.is_quote]
    if not any(t.is_quote for t in tokens) and len(plain) < CLAUSE_WORDS - 1:
        return []
    return [(tokens[0].start, tokens[-1].end)]


# ---- who speaks


def _speaker_left(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of the subject that ends just before the verb."""
    end = verb
    adverbs = cue_words()["en"]["adverbs"]
    while end and (tokens[end - 1].lower in adverbs or _is_adverb(tokens[end - 1])):
        end -= 1
    if end and tokens[end - 1].lower in ("and", "и"):
        subject = _first_subject(tokens, end - 1)
        return subject if subject else None
    if not end:
        return None
    noun = tokens[verb].lower in cue_words()["en"]["nouns"]
    if tokens[end - 1].text == ",":  # an apposition between commas: "X, head of Y, said"
        comma = next((i for i in range(end - 2, -1, -1) if tokens[i].text == ","), None)
        while comma is not None and end - comma < 30:
            start = _phrase_start(tokens, comma)
            if start < comma and _can_speak(tokens[start:comma], strict=noun):
                named = sum(t.capital for t in tokens[comma + 1 : end - 1]) == end - comma - 2
                return start, end - 1 if named else comma
            earlier = [i for i in range(comma - 1, -1, -1) if tokens[i].text == ","]
            comma = earlier[0] if earlier else None
        return None
    start = _subject_start(tokens, _phrase_start(tokens, end), end)
    if noun and _is_clause_ahead(tokens, verb) and _is_headed(tokens[start:end]):
        noun = False  # "the draft declaration states that ..."
    if start >= end or not _can_speak(tokens[start:end], strict=noun):
        return None
    return start, end


def _is_clause_ahead(tokens: list[Token], verb: int) -> bool:
    """Whether a form in -s is a verb, for "that" follows it."""
    following = tokens[verb + 1 : verb + 2]
    return tokens[verb].lower.endswith("s") and bool(following) and following[0].lower == "that"


def _is_headed(phrase: list[Token]) -> bool:
    """Whether a noun of a post or an organ ends the phrase, and no possessive does."""
    last = phrase[-1].text if phrase else ""
    return has_noun(last, role_nouns() | organ_nouns()) and not re.search(r"['’]", last)


def _subject_start(tokens: list[Token], start: int, end: int) -> int:
    """Where the subject begins in a Russian phrase: an addressee in the dative is not part of it."""
    while start < end and _is_addressed(tokens[start]):
        start += 1
    return start


def _is_addressed(token: Token) -> bool:
    """Whether a Russian word stands in the dative: who is told, not who tells."""
    word = token.lower
    return is_russian(word) and can_be(word, "datv") and not can_be(word, "nomn")


def _speaker_inside(tokens: list[Token], verb: int) -> tuple[int, int]:
    """ "сообщили в пресс-службе X, что": the body behind the verb; empty if there is none."""
    end = verb + 1
    while end < len(tokens) and (tokens[end].is_word and tokens[end].lower != "что"):
        end += 1
    phrase = tokens[verb + 1 : end]
    inside = phrase and phrase[0].lower in ("в", "во") and _can_speak(phrase, strict=False)
    return (verb + 1, end) if inside else (verb, verb)


def _is_adverb(token: Token) -> bool:
    return token.lower.endswith("ly") and token.lower not in ("family", "assembly", "italy", "ally")


def _phrase_start(tokens: list[Token], end: int) -> int:
    """Where the noun phrase that ends before index `end` begins."""
    start = end
    while start:
        token = tokens[start - 1]
        if token.text == ")" and start > 2 and tokens[start - 3].text == "(":
            start -= 3  # "the Organization of Lakes (OL)"
            continue
        if token.is_quote or token.text in ',;:—–()«»“”"' or token.lower in _CLAUSE_STARTS:
            break
        if (
            token.is_word
            and not token.capital
            and _FINITE.match(token.lower)
            and token.lower not in ("united",)
        ):
            break
        if token.is_word and is_cue(token) and not token.capital:
            break
        start -= 1
        if end - start > 22:
            break
    while start < end and (not tokens[start].is_word or tokens[start].lower in _LEADING):
        start += 1
    return start


_CLAUSE_STARTS = frozenset(
    """
    that but while as when where which if because since although whether что но как когда а
    """.split()
)
_LEADING = frozenset(
    """
    meanwhile earlier later also and then for however in particular ранее позже также и вчера
    сегодня тем не менее
    """.split()
)
_FOREIGN_SUBJECTS = frozenset(["i", "we", "you", "я", "мы", "вы", "ты"])


def _can_speak(phrase: list[Token], *, strict: bool) -> bool:
    """Whether a noun phrase can name somebody who speaks."""
    words = [t for t in phrase if t.is_word]
    if not words or len(words) > 22 or words[0].lower in _FOREIGN_SUBJECTS:
        return False
    pronouns = cue_words()["pronouns"]["en"] | cue_words()["pronouns"]["ru"]
    if len(words) == 1 and words[0].lower in pronouns:
        return True
    if len(words) == 1 and (words[0].lower.endswith("ing") or words[0].lower in _DETERMINERS):
        return False  # "Having noted that ...", "The claim that ..."
    text = " ".join(t.text for t in words)
    named = any(t.capital for t in words[1:]) or (words[0].capital and len(words) <= 2)
    if strict:
        return named and words[-1].capital
    # The head of the phrase is before the first preposition: "The reporters of X" speak, not X.
    head = []
    for token in words:
        if token.lower in ("of", "for", "from", "with", "to", "by", "about", "between", "among"):
            break
        head.append(token)
    if has_noun(" ".join(t.text for t in head), role_nouns() | organ_nouns()):
        return True
    if words[-1].capital and named:
        return True
    if re.match("[а-яё]", text.lower()):
        return has_noun(text, role_nouns() | organ_nouns()) or words[0].capital
    return bool(head) and head[-1].capital


def _first_subject(tokens: list[Token], before: int) -> tuple[int, int] | None:
    """The subject at the head of the sentence, for a second verb after "and"."""
    start = next((i for i, t in enumerate(tokens) if t.is_word and t.lower not in _LEADING), None)
    if start is None:
        return None
    end = start
    while end < before and not tokens[end].is_quote:
        token = tokens[end]
        if (
            end > start
            and token.is_word
            and not token.capital
            and (_FINITE.match(token.lower) or is_cue(token))
        ):
            break
        if token.text in ",;:":
            break
        end += 1
    if start < end < before and _can_speak(tokens[start:end], strict=False):
        return start, end
    return None


def _speaker_right(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of a subject behind the verb: "said Belousov", «сообщил в четверг министр X»."""
    if not verb:
        return None
    before = tokens[verb - 1]
    if not (before.is_quote or before.text in ",—–-!?" or before.lower in ("об", "этом")):
        return None
    return _subject_right(tokens, verb)


def _subject_right(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of the noun phrase behind the verb that can speak; a Russian one may stand far off."""
    i = verb + 1
    limit = min(len(tokens), verb + 30)
    while i < limit and (tokens[i].lower in cue_words()["en"]["adverbs"] or _is_adverb(tokens[i])):
        i += 1
    russian = russian_verb(tokens[verb].lower)
    if russian:
        while i < limit and (
            not (tokens[i].capital or has_noun(tokens[i].text, role_nouns() | organ_nouns()))
            or _is_addressed(tokens[i])
        ):
            if tokens[i].text in ".;:" or tokens[i].is_quote:
                return None
            i += 1
    start = i
    while i < limit and (tokens[i].is_word or tokens[i].text in ".-"):
        token = tokens[i]
        if i > start and token.lower in _STOP_RIGHT:
            break
        if token.text == "." and not (i > start and len(tokens[i - 1].text) == 1):
            break
        if token.lower in ("that", "что"):
            break
        i += 1
    if i == start or not _can_speak(tokens[start:i], strict=False):
        return None
    return start, i


# ---- other forms


def _according(tokens: list[Token]) -> Statement | None:
    """ "According to X, ..." and "..., according to X"; «По словам X, ...»."""
    words = [t.lower for t in tokens]
    for i in range(len(words)):
        source = _source_at(tokens, words, i)
        if source is None:
            continue
        speaker, end, case = source
        pronoun = " ".join(words[speaker[0] : speaker[1]]) in _OF_THEM
        if not pronoun and not _can_speak(tokens[speaker[0] : speaker[1]], strict=False):
            return None  # "according to plan"
        before, after = tokens[:i], tokens[end + 1 :]
        if end < len(tokens) and (tokens[end].is_quote or tokens[end].is_word):
            after = tokens[end:]
        content = _clause(after) if len([t for t in before if t.is_word]) < CLAUSE_WORDS else []
        if not content:
            while before and before[-1].text in ",—–":
                before = before[:-1]
            content = (
                _spans(before) if len([t for t in before if t.is_word]) >= CLAUSE_WORDS else []
            )
            if not content and any(t.is_quote for t in before):
                content = _spans(before)
        if not content:
            return None
        span = (tokens[speaker[0]].start, tokens[speaker[1] - 1].end)
        cue = (tokens[i].start, tokens[speaker[0] - 1].end)
        return Statement(content, span, cue, "according to X", case=case)
    return None


_OF_THEM = frozenset("him her them его ее её их".split())


def _source_at(
    tokens: list[Token], words: list[str], i: int
) -> tuple[tuple[int, int], int, str | None] | None:
    """Who is named by "according to" at index `i`, where the phrase ends, and in which case."""
    if words[i] == "по" and words[i + 1 : i + 2] and words[i + 1] in _OF_THEM:
        owned = _according_at([words[i], *words[i + 2 : i + 3]], 0)[0] == 2
        return ((i + 1, i + 2), i + 3, None) if owned else None  # «по его словам»
    size, case = _according_at(words, i)
    if not size:
        return None
    end = i + size
    while end < len(tokens) and not (tokens[end].text in ",;:—–" or tokens[end].is_quote):
        if tokens[end].text in ".!?" and end == len(tokens) - 1:
            break
        end += 1
    return (i + size, end), end, case


@cache
def _according_phrases() -> list[tuple[tuple[str, ...], str | None]]:
    import tomllib
    from importlib import resources

    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))
    phrases: list[tuple[tuple[str, ...], str | None]]
    phrases = [(tuple(p.split()), None) for p in table["en"]["according"]]
    for phrase in table["ru"]["according"]:
        words = tuple(phrase.split())
        case = "datv" if words[0] == "согласно" else "gent"
        phrases.append((words, case))
    return phrases


def _according_at(words: list[str], i: int) -> tuple[int, str | None]:
    for phrase, case in _according_phrases():
        if tuple(words[i : i + len(phrase)]) == phrase:
            return len(phrase), case
    said = words[i] == "как" and i + 1 < len(words) and russian_verb(words[i + 1])
    if said and not words[i + 1].endswith("ся") and (i == 0 or words[i - 1] == ","):
        return 2, "nomn"  # «Как отметил X, ...»
    return 0, None


def _label(tokens: list[Token]) -> Statement | None:
    """ "X: “...”": a name, a colon and a quotation."""
    for i, token in enumerate(tokens[:12]):
        if token.text == ":" and i and i + 1 < len(tokens) and tokens[i + 1].is_quote:
            if _can_speak(tokens[:i], strict=True):
                span = (tokens[0].start, tokens[i - 1].end)
                return Statement(
                    _spans_to_end(tokens[i + 1 :]), span, (token.start, token.end), "X: “…”"
                )
            return None
        if not token.is_word:
            return None
    return None


def _second_verb(tokens: list[Token]) -> tuple[int, int] | None:
    """Index of ", adding that" or ", and added that" in `tokens`, and of what follows it."""
    for i, token in enumerate(tokens[:-2]):
        if token.text != ",":
            continue
        j = i + 1
        if tokens[j].lower in ("and", "while", "but") and j + 1 < len(tokens):
            j += 1
        while j < len(tokens) - 1 and (
            tokens[j].lower in ("also", "further", "then") or _is_adverb(tokens[j])
        ):
            j += 1
        if j + 1 < len(tokens) and tokens[j].lower in english_verbs():
            participle = tokens[j].lower.endswith("ing")
            that = (
                tokens[j + 1].lower == "that" or tokens[j + 1].is_quote or tokens[j + 1].text == ":"
            )
            if (participle or tokens[i + 1].lower == "and") and that:
                return i, j + 1
            if participle and tokens[j].lower in ("adding", "saying") and tokens[j + 1].is_word:
                return i, j
    return None


def _second_cues(tokens: list[Token], first: Statement) -> list[Statement]:
    """Statements of the same speaker behind the first: ", adding that ..."."""
    found = []
    at = next(i for i, t in enumerate(tokens) if t.start >= first.cue[0])
    rest = tokens[at:]
    while cut := _second_verb(rest):
        _i, j = cut
        verb = rest[j - 1] if rest[j].lower == "that" or not rest[j].is_word else rest[j]
        content = _clause(rest[j + 1 :] if rest[j].is_word else rest[j:])
        if rest[j].is_word and rest[j].lower != "that" and rest[j] is not verb:
            content = _clause(rest[j:])
        if content:
            found.append(
                Statement(
                    content,
                    first.speaker,
                    (verb.start, verb.end),
                    "…, adding that",
                    case=first.case,
                )
            )
        rest = rest[j + 1 :]
        if not rest:
            break
    return found
