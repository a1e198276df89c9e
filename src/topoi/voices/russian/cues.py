"""Where a Russian sentence says that somebody says something, and which words are theirs."""

from __future__ import annotations

from collections.abc import Sequence

from ..sentences.nouns import cue_words
from ..sentences.statements import CLAUSE_WORDS
from ..sentences.stream import Sentence, Token
from .content import (
    RussianStatement,
    begins_cue,
    clause_end,
    content_before,
    content_behind,
    has_predicate,
    is_adverb,
)
from .names import RussianName
from .objects import RULES, thing_behind
from .sources import according_to, labelled, on_behalf
from .subjects import (
    NAME,
    ORGAN,
    POST,
    PRONOUN,
    Clause,
    Subject,
    body_behind,
    is_addressee,
    is_loose_follow,
    is_medial,
    place_of,
    quoted_by,
    referred,
    subject_ahead,
    subject_behind,
)
from .words import Saying, is_paper, saying


def find_russian_statements(
    sentence: Sentence, names: Sequence[RussianName]
) -> list[RussianStatement]:
    """The statements of one sentence, in order.

    `names` are the personal names that stand in it.
    """
    clause = Clause(sentence.tokens, names)
    tokens = clause.tokens
    verbs = [
        (i, said)
        for i, token in enumerate(tokens)
        if token.is_word and not clause.hidden[i] and (said := saying(token.lower))
    ]
    found = _first(clause, verbs)
    if found:
        found += _second_cues(clause, verbs, found[-1])
    behalf = on_behalf(clause)
    for statement in found:
        inside = behalf and any(a <= behalf[0] < b for a, b in statement.content)
        statement.behalf = None if inside else behalf
        statement.embedded = statement.embedded or _embedded(clause, statement, verbs)
    return found


def _embedded(
    clause: Clause, statement: RussianStatement, verbs: list[tuple[int, Saying]]
) -> RussianStatement | None:
    """«... что президент заявил, что ...»: the statement that opens the content of another."""
    if "that" not in statement.rule or not statement.content:
        return None
    start, end = statement.content[0]
    for i, said in verbs:
        if not start <= clause.tokens[i].start < end or said.tense == "gerund":
            continue
        first = next(k for k, t in enumerate(clause.tokens) if t.start >= start)
        subject = subject_ahead(clause, i, said, first=first)
        content, rule = content_behind(clause, i, said)
        near = i - first <= 10 and subject is not None and subject.kind in (NAME, POST, ORGAN)
        if near and subject and content and "that" in rule and not _is_negated(clause.tokens, i):
            return _statement(clause, content, subject, i, rule)
        return None
    return None


def _first(clause: Clause, verbs: list[tuple[int, Saying]]) -> list[RussianStatement]:
    """The statement that holds the sentence: what a paper relays goes behind what is relayed."""
    source = according_to(clause)
    if source and not source.relayed:
        # «X заявлял, что ..., поскольку, по его словам, ...» is X's, all of it
        ahead = [(i, said) for i, said in verbs if clause.tokens[i].start < source.cue[0]]
        if outer := _by_verb(clause, ahead):
            inside = any(a <= source.cue[0] < b for a, b in outer[0].content)
            if inside and "that" in outer[0].rule:
                outer[0].embedded = source if source.kind != PRONOUN else None
                return outer
        return [source]
    found = _by_verb(clause, verbs)
    if found and not (source and found[0].rule in RULES):
        return found
    label = labelled(clause)
    return [source] if source else [label] if label else []


def _by_verb(clause: Clause, verbs: list[tuple[int, Saying]]) -> list[RussianStatement]:
    urged: list[RussianStatement] = []
    for i, said in verbs:
        if said.tense == "gerund" or _is_negated(clause.tokens, i):
            continue
        made = _with_verb(clause, i, said)
        if made and made[0].rule not in RULES | {"urged to …"}:
            return made if _overlap(made, urged) else urged + made
        urged = urged or made  # «X призвал ждать, сообщил Y» is Y's
    return urged


def _overlap(found: list[RussianStatement], others: list[RussianStatement]) -> bool:
    """Whether the content of one statement holds another, or its verb."""
    spans = [(s.cue, s.content) for s in others]
    return any(
        any(a <= cue[0] < b for a, b in s.content) or any(a <= s.cue[0] < b for a, b in content)
        for s in found
        for cue, content in spans
    )


def _is_negated(tokens: Sequence[Token], i: int) -> bool:
    said = saying(tokens[i].lower)
    doubts = said is not None and said.lemma in cue_words()["ru"]["doubts"]
    return i > 0 and tokens[i - 1].lower == "не" and not doubts  # «не исключил, что»


def _with_verb(clause: Clause, i: int, said: Saying) -> list[RussianStatement]:
    """The statement whose verb stands at `i`: words before it, behind it, or ahead of it."""
    tokens = clause.tokens
    if said.tense == "passive":
        return _passive(clause, i, said)
    behind = clause_end(clause, i)
    if _is_said_this(tokens, i):
        subject = subject_ahead(clause, i, said, first=2)
        if subject is None or subject.weak or is_addressee(clause, subject):
            subject = subject_behind(clause, i, behind, said) or subject
        if subject is None:
            return []
        subject = referred(clause, subject)
        return [_statement(clause, [], subject, i, "said this", backwards=True)]
    words = cue_words()["ru"]
    if said.lemma not in words["careful"] and _is_postposed(clause, i):
        quotes = said.lemma in words["quoting"]
        subject = quoted_by(clause, i, len(tokens)) if quotes else None
        subject = subject or subject_behind(clause, i, behind, said)
        subject = referred(clause, subject) if subject else None
        medium = subject is not None and is_medial(clause, subject)
        relays = said.lemma in ("передать", "передавать")
        if subject is not None and not (medium and relays):
            content = content_before(clause, i, subject.last)
            if content:
                quoted = any(t.is_quote for t in tokens[:i])
                rule = "“…,” said X" if quoted else "…, said X"
                return [_statement(clause, content, subject, i, rule)]
    content, rule = content_behind(clause, i, said)
    if not content:
        content, rule = thing_behind(clause, i, said)
    if not content:
        return []
    subject = subject_ahead(clause, i, said)
    if subject is None or is_addressee(clause, subject):
        end = next((j for j in range(i + 1, len(tokens)) if tokens[j].start >= content[0][0]), i)
        beyond = subject_behind(clause, i, min(end, behind), said)
        subject = beyond or subject or body_behind(clause, 0, i, said)
    if subject is None:
        return [_nobody(clause, content, i, rule)] if said.plural and "that" in rule else []
    return [_statement(clause, content, subject, i, rule)]


def _statement(
    clause: Clause,
    content: list[tuple[int, int]],
    subject: Subject,
    verb: int,
    rule: str,
    *,
    backwards: bool = False,
) -> RussianStatement:
    tokens = clause.tokens
    span = (tokens[subject.first].start, tokens[subject.last - 1].end)
    cue = (tokens[verb].start, tokens[verb].end)
    case = {"body": "loct", "paper": "loct", "referred": "accs", "quoted": "gent"}.get(
        subject.kind, "nomn"
    )
    return RussianStatement(
        content,
        span,
        cue,
        rule,
        case=case,
        backwards=backwards,
        kind=subject.kind,
        gender=subject.gender,
        plural=subject.plural,
    )


def _nobody(
    clause: Clause, content: list[tuple[int, int]], verb: int, rule: str
) -> RussianStatement:
    at = clause.tokens[verb].start
    return RussianStatement(content, (at, at), (at, clause.tokens[verb].end), rule)


def _is_said_this(tokens: Sequence[Token], i: int) -> bool:
    """«Об этом ... сообщил», «Такое мнение высказал», «сказал об этом»."""
    words = [t.lower for t in tokens[:i]]
    if "об" in words[:3] and "этом" in words[1:4]:
        return True
    if words and words[0] in ("такое", "такую", "такой", "соответствующее", "соответствующий"):
        return any(is_paper(w) or w in ("мнение", "оценку", "точку", "прогноз") for w in words[1:3])
    if words[:2] == ["с", "таким"] or words[:2] == ["с", "соответствующим"]:
        return True
    return [t.lower for t in tokens[i + 1 : i + 3]] == ["об", "этом"]


def _is_postposed(clause: Clause, i: int) -> bool:
    """Whether the verb stands behind its content: after a comma, a dash or a quotation."""
    tokens = clause.tokens
    j = i - 1
    while j >= 0 and tokens[j].is_word and is_adverb(tokens[j].lower) and i - j < 4:
        j -= 1
    if j < 0 or not (tokens[j].is_quote or tokens[j].text in ',—–-!?…»”"'):
        return False
    plain = [t for t in tokens[:j] if t.is_word]
    if any(t.is_quote for t in tokens[: j + 1]) or len(plain) >= CLAUSE_WORDS - 1:
        return True
    comma = next((k for k in range(i + 1, len(tokens)) if tokens[k].text == ","), len(tokens))
    return tokens[j].text == "," and 1 < comma - i < 10 and has_predicate(tokens[comma:])


def _passive(clause: Clause, i: int, said: Saying) -> list[RussianStatement]:
    """«..., говорится в сообщении X»; «В заявлении X отмечается, что ...»."""
    tokens = clause.tokens
    if is_loose_follow(clause, i, said):
        return []
    place = place_of(clause, i + 1, clause_end(clause, i))
    if place and _is_said_this(tokens, i):
        source = Subject(*place, _kind_of_place(clause, place))
        return [_statement(clause, [], source, i, "said this", backwards=True)]
    if place and _is_postposed(clause, i):
        content = content_before(clause, i, place[1])
        rule = "…, is said in X"
    else:
        content, rule = content_behind(clause, i, said)
        place = place_of(clause, 0, i) or place
    if not content:
        return []
    if place is None:
        at = (tokens[i].start, tokens[i].start)
        made = RussianStatement(content, at, (tokens[i].start, tokens[i].end), rule, kind="paper")
        return [made] if "that" in rule and i < 4 else []
    subject = Subject(*place, _kind_of_place(clause, place))
    return [_statement(clause, content, subject, i, rule)]


def _kind_of_place(clause: Clause, place: tuple[int, int]) -> str:
    paper = any(is_paper(t.text) for t in clause.tokens[slice(*place)] if t.is_word)
    return "paper" if paper else "body"


def _second_cues(
    clause: Clause, verbs: list[tuple[int, Saying]], first: RussianStatement
) -> list[RussianStatement]:
    """Further statements of the same speaker: ", добавив, что ...", "и подчеркнул, что ..."."""
    found: list[RussianStatement] = []
    for i, said in verbs:
        token = clause.tokens[i]
        begins = any(begins_cue(clause, j, 0) for j in range(max(0, i - 4), i))
        past = token.start > first.cue[0]
        inside = any(a <= token.start < b for s in [first, *found] for a, b in s.content)
        if not past or inside or not (said.tense == "gerund" or begins):
            continue
        content, rule = content_behind(clause, i, said)
        if content and not any(a < d and c < b for a, b in content for c, d in first.content):
            second = RussianStatement(
                content,
                first.speaker,
                (token.start, token.end),
                f"…, adding: {rule}",
                case=first.case,
                kind=first.kind,
                gender=first.gender,
                plural=first.plural,
            )
            found.append(second)
    return found
