"""Labels of turns ("President of Orlan Ivo Vane:", "Question:", "S. V. Vane:"): where they stand,
and what they say of the speaker.

A label ends in a colon and begins its line, or, where a scraper has lost the paragraphs, follows
the end of a sentence. From the colon one looks back; no pattern runs over the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..persons.introductions import OUTLETS, asker, is_post, is_prose, read_introduction
from ..persons.names import tidy
from ..sentences.verbs import is_verb
from ..stretch import Speaker

LABELS = 3  # times that a name is a label before it is one without the end of a sentence
LOOK_BACK = 220  # characters before a colon in which its label begins
_COLON = re.compile(r"[ \xa0]?\*{0,2}:\*{0,2}(?![\d/:\\)])(?:[ ]?\(\d\d?:[\d:]+\))?\s*")
_ASIDES = re.compile(r"(?:[ \xa0]?[(\[][^()\[\]\n]{1,90}[)\]])+$")
_STOP = re.compile(r"[.!?…][”\"»’)\]*]*[ \xa0]+|[>*)\]”\"»][ \xa0]+")
_SHORT = frozenset(
    "mr mrs ms dr st sir gen lt col adm sen rep amb prof rev hon jr г-н г-жа".split()
)
# The site of the Kremlin repeats a name as a card: "Ivo Vane Vane IvoPresident of Orlan:".
_CARD = re.compile(r"(?<= )([A-Z][\w'’-]+)(?= \1 [A-Z])")
_NUMBER = re.compile(r"[\s*]*(?:\d{1,3}[.)])?[\s*–—•-]*")
_COURTESY = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|H\.E|MR|MRS|MS|DR|Г-н|Г-жа)(?:\.|(?=[ \xa0]))[ \xa0]*)+"
)
# Where questions and answers are marked by a stop or by white space instead.
_MARKED = re.compile(
    r"(?m)^[ \t*]*(?:(?P<word>Question|Answer|Вопрос|Ответ|Корр)[ ]?[.–—-]+(?!\s*:)\s*|"
    r"(?P<letter>[QA])(?:[.][ \t\xa0]*|[ \t\xa0]+)(?=[A-Z“\"—–])|"
    r"(?P<post>(?:[A-Z][\w’'-]+[ ]){1,5}[A-Z][\w’'-]+)\.[ ](?=\S))"
)
_QUESTION = re.compile(
    r"(?:question|q|вопрос|корр\.?|корреспондент|correspondent|interviewer|journalist|reporter|"
    r"журналист)(?:\s+(?:№\s?|#)?\d+|\s+(?:from|of|by|от)\s.{2,60})?$",
    re.IGNORECASE,
)
_MODERATOR = re.compile(
    r"(?:moderator|host|anchor|presenter|operator|ведущ(?:ий|ая)|модератор)(?:\s+\d+)?$", re.I
)
_UNNAMED = re.compile(
    r"(?:remark|reply|voice|speaker(?:\s+\d+)?|unidentified.*|participant|реплика|из зала)$", re.I
)
_ANSWER = re.compile(r"(?:answer|a|ответ)$", re.I)
_CHAIR = re.compile(r"The (?:\w+ )?(?:President|Chair\w*|Secretary-General)", re.IGNORECASE)
# In verbatim records: "Mr. VANE (Orlan) (interpretation from French): ..."
_STATE = re.compile(r"\((?!(?:interpretation|spoke|translat|continued|in |via))([A-ZА-ЯЁ][^()]+)\)")
_HEADING = re.compile(
    r"(?:speech|address|remarks|statement|beginning|start|opening|closing|excerpts?|transcript|"
    r"greetings|начало|выступление|фрагмент|стенограмма)\b",
    re.IGNORECASE,
)
_JOINS = frozenset("of the and for in to on at и по of".split())
_RANKS = frozenset("prime deputy vice acting former first foreign defence defense".split())
_ADDRESSED = frozenset("to with for by from of and mr mrs ms president minister said told".split())
_NOT_LABELS = frozenset(
    "he she it they we you i this that there here note source tags photo video".split()
)


@dataclass(frozen=True)
class Label:
    """A label: where it begins, where the words behind it begin, and what it says.

    `kind` is full (post and name), name, titled (post and surname), surname, initials, post,
    stopped (post and name before a full stop), chair, delegate, question, answer or outlet;
    `inline` is a label within a line.
    """

    start: int
    words: int
    text: str
    kind: str
    speaker: Speaker | None
    inline: bool


def find_labels(text: str) -> list[Label]:
    """Everything in `text` that looks like the label of a turn, in order.

    >>> text = "President of Orlan Ivo Vane: Come in.\\nQuestion (Lake News): Why? I. Vane: Sit down."
    >>> [(label.kind, label.inline) for label in find_labels(text)]
    [('full', False), ('question', False), ('name', True)]
    """
    found = [label for match in _COLON.finditer(text) if (label := _before(text, match))]
    taken = {label.words for label in found}
    found += [label for label in _marked(text) if label.words not in taken]
    found += _unstopped(text, found)
    return sorted(found, key=lambda label: label.start)


def _marked(text: str) -> Iterator[Label]:
    for match in _MARKED.finditer(text):
        if match["post"]:  # "President Vane. I say to you ..."
            named = read_introduction(match["post"])
            if named and named[0] in ("titled", "full"):
                yield Label(
                    match.start("post"), match.end(), match["post"], "stopped", named[1], False
                )
            continue
        word = match["word"] or match["letter"]
        kind = "answer" if _ANSWER.match(word) else "question"
        yield Label(match.start(), match.end(), word, kind, asker(kind), inline=False)


def _unstopped(text: str, labels: list[Label]) -> list[Label]:
    """Names that are labels three times over, before a colon where no sentence ends before them
    ("Thank you Ivo Vane: You are welcome").
    """
    named = [label for label in labels if label.kind in ("name", "full")]
    often = Counter(label.speaker.name for label in named if label.speaker)
    speakers = {label.speaker.name: label.speaker for label in reversed(named) if label.speaker}
    names = "|".join(re.escape(name) for name, n in often.items() if n >= LABELS)
    if not names:
        return []
    taken = {label.start for label in labels}
    found = []
    for match in re.finditer(rf"(?<=[\w’'] )(?:{names})(?=[ \xa0]?: [A-ZА-ЯЁ“\"…])", text):
        before = text[: match.start() - 1][-30:].split()[-1].lower()
        if match.start() in taken or before in _ADDRESSED or is_verb(before):
            continue
        words = text.index(":", match.end()) + 2
        found.append(
            Label(match.start(), words, match.group(), "name", speakers[match.group()], True)
        )
    return found


def _before(text: str, colon: re.Match[str]) -> Label | None:
    """The label that ends at a colon, if there is one."""
    line = text.rfind("\n", 0, colon.start()) + 1
    low = max(line, colon.start() - LOOK_BACK)
    head = text[low : colon.start()]
    asides = _ASIDES.search(head)
    aside = asides.group() if asides else ""
    head = head[: len(head) - len(aside)]
    start = 0 if low == line else None
    for stop in _STOP.finditer(head):
        if not _abbreviated(head, stop):
            start = stop.end()
    colon_before = head.rfind(": ") + 2
    if colon_before > 1:
        start = max(start or 0, colon_before)
    if start is None:
        return None
    number = _NUMBER.match(head) if low == line else None
    inline = low + start > line and not (number and number.end() >= start)
    lead = _NUMBER.match(head, start)
    start = lead.end() if lead else start
    words = re.sub(r"\s+", " ", head[start:]).strip("* ")
    if card := _CARD.search(words):
        words = words[: card.end()]
    if (
        not words
        or ";" in words
        or not words[0].isalpha()
        or words[0].islower()
        or len(words.split()) > 26
    ):
        return None
    parsed = _parsed(words, aside, inline)
    if parsed is None:
        return None
    kind, speaker, cut = parsed
    return Label(low + start + cut, colon.end(), words[cut:], kind, speaker, inline)


def _abbreviated(head: str, stop: re.Match[str]) -> bool:
    """Whether a stop belongs to an initial, to "Mr.", or to a bracket within a label ("(VTB)")."""
    if head[stop.start()] in ")]":
        opened = max(head.rfind("(", 0, stop.start()), head.rfind("[", 0, stop.start()))
        before = head[:opened].rstrip() if opened > 0 else ""
        inner = head[opened + 1 : stop.start()]
        return bool(before) and before[-1].isalnum() and inner.isupper()
    if head[stop.start()] != ".":
        return False
    word = re.search(r"[\w-]*$", head[: stop.start()])
    last = word.group() if word else ""
    if last == "I":  # "So was I."
        return not re.search(r"[a-z’']\s+I$", head[: stop.start()])
    return (len(last) == 1 and last.isupper()) or last.lower() in _SHORT


def _parsed(words: str, aside: str, inline: bool) -> tuple[str, Speaker | None, int] | None:
    """Kind and speaker of a label, and how many characters at its head are a heading."""
    bare = _COURTESY.sub("", words, count=1)
    first = bare.split()[0].lower() if bare.split() else ""
    if not first or first in _NOT_LABELS:
        return None
    if _QUESTION.match(bare) or _MODERATOR.match(bare) or _UNNAMED.match(bare):
        if len(bare) == 1 and inline:
            return None
        role = "moderator" if _MODERATOR.match(bare) else "interviewer"
        return "question", asker("question", None if _UNNAMED.match(bare) else role), 0
    if _ANSWER.match(bare):
        return None if len(bare) == 1 and inline else ("answer", None, 0)
    if _CHAIR.fullmatch(bare):
        return "chair", Speaker(bare.lower().removeprefix("the "), person=False), 0
    state = _STATE.search(aside)
    if state and bare != words:
        return "delegate", Speaker(tidy(bare), None, state.group(1)), 0
    cut = _heading(words)
    named = read_introduction(_COURTESY.sub("", words[cut:], count=1))
    if named is not None and named[0] == "post" and bare != words:
        return None  # "Mr President:" addresses somebody
    if named is not None and named[0] == "post" and (inside := _named_in(aside)):
        post = named[1] or Speaker("")  # "Minister of Trade (Ivo Vane)"
        return "full", Speaker(inside, post.role, post.organization), cut
    if named is not None:
        return *named, cut
    if not inline and _is_title(bare):
        return "outlet", asker("question", "interviewer", bare), 0
    return None


def _named_in(aside: str) -> str | None:
    """The name that stands in brackets behind a post."""
    kind, speaker = read_introduction(aside.strip(" ()[]")) or ("", None)
    return speaker.name if kind == "name" and speaker else None


def _is_title(words: str) -> bool:
    """Whether a few words are all written with a capital, like the name of an outlet."""
    few = [word for word in words.split() if word not in ("of", "and", "the", "in")]
    if len(few) <= 3 and any(word.lower() in OUTLETS for word in few):
        return True
    return len(few) <= 6 and not is_prose(words) and all(not w[0].islower() for w in few)


def _heading(words: str) -> int:
    """Length of a heading that has run into a label: "Beginning of talks President of Orlan X"."""
    tokens = list(re.finditer(r"\S+", words))
    headed = bool(_HEADING.match(words))
    for i in range(len(tokens) - 2, 2, -1):
        word, before = tokens[i].group(), tokens[i - 1].group().lower()
        if not word[0].isupper() or before in _JOINS or before in _RANKS:
            continue
        broken = tokens[i - 1].group().islower() and is_post(
            " ".join(words[tokens[i].start() :].split()[:4])
        )
        if broken or (headed and is_post(word)):
            return tokens[i].start()
    return 0
