"""What a Russian post means: «глава государства» is the president, «дипломат» is of the МИД."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..persons.bodies import parent_of
from .morphology import forms_of, is_known, marks_of, nominative_place, nominative_post
from .words import nouns, organ_of, post_of

_BARE = frozenset("ведомство министерство организация".split())
_REGIONS = frozenset("регион область край республика субъект округ".split())
_DEPUTIES = ("зам", "первый зам")
_MINISTRIES = frozenset("мид мвд мчс мо минобороны".split())
_STATES = {
    "рф": "Россия",
    "российская федерация": "Россия",
    "республика беларусь": "Беларусь",
    "белоруссия": "Беларусь",
    "республика казахстан": "Казахстан",
    "кыргызская республика": "Кыргызстан",
    "киргизская республика": "Кыргызстан",
    "киргизия": "Кыргызстан",
    "республика армения": "Армения",
    "республика таджикистан": "Таджикистан",
    "республика узбекистан": "Узбекистан",
    "азербайджанская республика": "Азербайджан",
    "китайская народная республика": "Китай",
    "кнр": "Китай",
    "рк": "Казахстан",
    "рб": "Беларусь",
    "кр": "Кыргызстан",
    "исламская республика иран": "Иран",
    "кремль": "Россия",
    "госдума": "Россия",
    "акорда": "Казахстан",
    "пентагон": "США",
    "госдеп": "США",
    "госдепартамент": "США",
}
_ADJECTIVES = dict(
    pair.split("=")
    for pair in """
        российский=Россия белорусский=Беларусь казахстанский=Казахстан казахский=Казахстан
        киргизский=Кыргызстан кыргызский=Кыргызстан кыргызстанский=Кыргызстан таджикский=Таджикистан
        таджикистанский=Таджикистан узбекский=Узбекистан узбекистанский=Узбекистан
        туркменский=Туркменистан армянский=Армения азербайджанский=Азербайджан грузинский=Грузия
        молдавский=Молдавия украинский=Украина китайский=Китай индийский=Индия иранский=Иран
        турецкий=Турция сербский=Сербия польский=Польша литовский=Литва латвийский=Латвия
        эстонский=Эстония американский=США британский=Великобритания французский=Франция
        немецкий=Германия германский=Германия итальянский=Италия испанский=Испания венгерский=Венгрия
        словацкий=Словакия чешский=Чехия болгарский=Болгария румынский=Румыния финский=Финляндия
        шведский=Швеция норвежский=Норвегия японский=Япония северокорейский=КНДР
        южнокорейский=Южная+Корея монгольский=Монголия пакистанский=Пакистан сирийский=Сирия
        израильский=Израиль кубинский=Куба бразильский=Бразилия палестинский=Палестина
    """.split()
)
# What follows a post without being a body: fields of work and bare nouns.
_FIELDS = frozenset(
    """
    оборона дело связь безопасность экономика финансы труд образование культура энергетика
    государство правительство ведомство министерство организация совет комитет служба секретариат
    пресс-служба республика страна вопрос политика область
    """.split()
)


# What an organization of states is called in short.
ORGANIZATION = re.compile(r"\b(?!СССР|США|КНДР|ТАСС)(?:О[А-Я]{3}|[А-Я]{2,3}С|СНГ|НАТО|ШОС|ООН)\b")


@lru_cache(maxsize=65536)
def lemmas_of(phrase: str) -> tuple[str, ...]:
    """The dictionary forms of the nouns and adjectives of a phrase, in order."""
    out = []
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase):
        found = nouns(word)
        out.append(post_of(word) or (found[0].lemma if found else word.lower()))
    return tuple(lemma.replace("ё", "е") for lemma in out)


@lru_cache(maxsize=65536)
def meanings(role: str) -> frozenset[str]:
    """The functions that a post stands for, each a label that another way to say it shares.

    >>> meanings("глава государства") & meanings("президент Орлании")
    frozenset({'president'})
    >>> "foreign" in meanings("глава МИД"), "minister" in meanings("заместитель министра обороны")
    (True, False)
    """
    lemmas = lemmas_of(role)
    heads = [lemma for lemma in lemmas if post_of(lemma)]
    if not heads:
        return frozenset()
    head, words = heads[0], set(lemmas)
    labels = {f"post:{head}"}
    organ = next((organ_of(w) for w in re.findall(r"[\w-]+", role) if organ_of(w)), None)
    if (
        organ
        and organ not in _BARE
        and head in ("глава", "председатель", "руководитель", "директор", "начальник")
    ):
        labels.add(f"head:{organ}")
    if head == "губернатор" or (head == "глава" and words & _REGIONS):
        labels.add("governor")
    if head in ("мэр", "градоначальник") or (
        head == "глава" and words & {"город", "горадминистрация"}
    ):
        labels.add("mayor")
    foreign = bool(words & {"мид", "внешнеполитический", "дипмиссия", "посольство"}) or (
        "иностранный" in words and "дело" in words
    )
    if foreign or head in ("дипломат", "посол", "постпред", "атташе", "консул"):
        labels.add("diplomat")
    if head in ("представитель", "пресс-секретарь", "представительница", "спикер"):
        labels.add("spokesman")
        if foreign:
            labels.add("voice:foreign")
        elif words & {"кремль", "президент", "лидер", "президентский"}:
            labels.add("voice:president")
    if head == "постпред" or (head == "представитель" and "постоянный" in words):
        labels = labels - {"spokesman"} | {"permanent", "diplomat"}
    if head.startswith(_DEPUTIES) or head in ("помощник", "советник"):
        return frozenset(labels | {"deputy"})
    chief = head in ("глава", "министр", "руководитель", "шеф", "начальник")
    if chief and foreign:
        labels |= {"foreign", "minister", "chief"}
    elif chief and (
        words & {"минобороны", "оборона", "оборонный"}
        or ("военный" in words and "ведомство" in words)
    ):
        labels |= {"defence", "minister", "chief"}
    elif head == "министр" or (chief and any(w.startswith("мин") and len(w) > 5 for w in words)):
        labels |= {"minister", "chief"}
    elif chief and words & {"ведомство", "министерство"}:
        labels.add("chief")
    labels |= _heads_of_state(head, words, role)
    if head in ("генсек", "генсекретарь") or (head == "секретарь" and "генеральный" in words):
        labels.add("secretary-general")
    if head == "госсекретарь" or (head == "секретарь" and words & {"государственный"}):
        labels.add("state-secretary")
    if head == "глава" and words & {"организация"}:
        labels.add("secretary-general")
    return frozenset(labels)


def _heads_of_state(head: str, words: set[str], role: str) -> set[str]:
    government = words & {"правительство", "кабмин", "кабинет"}
    if head in ("премьер", "премьер-министр") or (head in ("глава", "председатель") and government):
        return {"premier"}
    if head in ("президент", "лидер", "эмир", "султан"):
        return {"president"}
    of_state = words & {"государство", "республика", "страна"} or state_in(role)
    if head == "глава" and of_state and not words & (_MINISTRIES | {"ведомство", "комитет"}):
        return {"president"} if len(words) <= 4 else set()
    if head == "председатель" and state_in(role) and len(words) <= 5:
        return {"president"}
    return set()


_GENERAL = frozenset(["minister", "chief", "spokesman", "diplomat", "deputy"])


def is_particular(phrase: str) -> bool:
    """Whether a phrase means one post of a state or body («глава государства»), not a calling."""
    return any(
        ":" not in label or label.startswith(("head:", "voice:"))
        for label in meanings(phrase) - _GENERAL
    )


def matches(phrase: str, roles: list[str]) -> int:
    """How well a way to call somebody fits the posts of a person: 0 for not at all.

    What it means in particular must be among what the posts mean; words that say of what the post
    is must be among theirs.

    >>> matches("министр обороны", ["министр иностранных дел"]), matches("министр", ["глава МИД"])
    (0, 1)
    >>> matches("глава внешнеполитического ведомства", ["министр иностранных дел Орлании"])
    2
    """
    wanted = meanings(phrase)
    held = frozenset().union(*(meanings(role) for role in roles))
    head = next((lemma for lemma in lemmas_of(phrase) if post_of(lemma)), "")
    if head != "дипломат":
        wanted -= {"diplomat"}
    special = {label for label in wanted if not label.startswith("post:")} - _GENERAL
    if special:
        return 2 if special & held else 0
    if not wanted & held:
        return 0
    known = {part for role in roles for lemma in lemmas_of(role) for part in _spelt_out(lemma)}
    more = {lemma for lemma in lemmas_of(phrase) if lemma != head} - _EMPTY
    more = {part for lemma in more for part in _spelt_out(lemma)}
    if state_in(phrase):
        more -= {lemma for lemma in more if lemma in _ADJECTIVES or lemma.capitalize() in phrase}
    return int(more <= known)


def _spelt_out(lemma: str) -> tuple[str, ...]:
    return _CONTRACTED.get(lemma, (lemma,))


_CONTRACTED = {
    "совбез": ("совет", "безопасность"),
    "мид": ("министерство", "иностранный", "дело"),
    "минобороны": ("министерство", "оборона"),
    "генштаб": ("генеральный", "штаб"),
    "госдума": ("государственный", "дума"),
    "исполком": ("исполнительный", "комитет"),
    "кабмин": ("кабинет", "министр"),
    "генсекретарь": ("генеральный", "секретарь"),
    "генсек": ("генеральный", "секретарь"),
    "госсекретарь": ("государственный", "секретарь"),
}
_EMPTY = frozenset("официальный наш этот сам ведомство министерство внешнеполитический".split())


def is_of_state(word: str) -> bool:
    """Whether a word is the adjective of a state («российский», not «высокий»)."""
    return any(n.part == "ADJF" and n.lemma in _ADJECTIVES for n in nouns(word))


@lru_cache(maxsize=65536)
def state_in(phrase: str) -> str | None:
    """The state in a phrase, by its name in the genitive or by its adjective.

    >>> state_in("российский лидер"), state_in("глава МИД РФ"), state_in("президент Казахстана")
    ('Россия', 'Россия', 'Казахстан')
    >>> state_in("министр обороны Республики Беларусь"), state_in("министр обороны")
    ('Беларусь', None)
    """
    words = phrase.split()
    for word in words:
        lemma = next((n.lemma for n in nouns(word) if n.part == "ADJF"), "")
        if lemma in _ADJECTIVES:
            return _ADJECTIVES[lemma].replace("+", " ")
    for i, word in enumerate(words):
        lower = word.lower()
        if lower in _STATES and (word[0].isupper() and (len(lower) > 2 or word.isupper())):
            return _STATES[lower]
        first = nouns(word)
        lemma = first[0].lemma if first else ""
        if word[0].isupper() and lemma in _STATES:
            return _STATES[lemma]
        if lemma == "республика" or lemma == "федерация":
            around = [words[i - 1]] if i and words[i - 1][0].isupper() else []
            around = [*around, word, *words[i + 1 : i + 2]]
            name = " ".join(
                n for w in around for n in [nouns(w)[0].lemma if nouns(w) else w.lower()]
            )
            for known, state in _STATES.items():
                if known in name:
                    return state
    for word in reversed(words):
        if word[0].isupper() and not word.isupper() and _is_place(word):
            place = nominative_place(word)
            if place:
                return _STATES.get(place.lower(), place)
        if word in ("США", "ОАЭ", "ЮАР", "КНДР", "ФРГ"):
            return word
    return None


@cache
def _is_place(word: str) -> bool:
    """Whether a capitalised word can be the name of a place in the genitive."""
    if is_known(word) and "Geox" not in marks_of(word):
        return False
    return any(f.part == "NOUN" and f.case == "gent" and not f.plural for f in forms_of(word))


def russian_body_of(role: str | None, text: str) -> str | None:
    """The body that a Russian post or organ belongs to: its abbreviation, its state, or its name.

    >>> russian_body_of("генеральный секретарь ОДКБ", ""), russian_body_of("министр обороны", "")
    ('ОДКБ', None)
    >>> russian_body_of("глава Пакта озер", "Пакт озер собрался."), russian_body_of("МИД РФ", "")
    ('Пакт озер', 'Россия')
    """
    if not role:
        return None
    ministry = re.search(r"\b(?:МИД|МВД|МЧС|Минобороны|Мин[а-я]{3,})\b.*", role)
    if ministry and (state := state_in(ministry.group())):
        return state
    sent = re.split(r"\sпри\s", role)[0]  # «постпред РФ при ООН» speaks for the state
    if sent != role and (state := state_in(sent)):
        return state
    for word in re.findall(r"[А-ЯЁA-Z]{2,}(?:-\d+)?", role):
        if word.lower() not in _MINISTRIES and word.lower() not in _STATES and len(word) > 1:
            return word
    if state := state_in(role):
        return state
    if role.lower().endswith(" организации") and (short := ORGANIZATION.findall(text)):
        return str(max(short, key=short.count))
    named = re.search(r"\s([А-ЯЁ][а-яё]+(?:\s+[А-ЯЁа-яё]+){1,7})$", role)
    if named and not post_of(named.group(1).split()[0]):
        return _whole_name(named.group(1), text)
    return parent_of(role, text)


def _whole_name(name: str, text: str) -> str | None:
    """A body's name by its abbreviation, if the text gives it in brackets behind or elsewhere."""
    initials = "".join(word[0].upper() for word in name.split() if len(word) > 2)
    if len(initials) > 2 and re.search(rf"\b{initials}\b", text):
        return initials
    stems = [re.escape(word[: max(4, len(word) - 2)]) + r"\w*" for word in name.split()]
    found = re.search(r"\s+".join(stems) + r"\s*\(([А-ЯЁ]{2,8})\)", text, re.IGNORECASE)
    if found:
        return found.group(1)
    if len(name.split()) < 3 and organ_of(name.split()[-1]):
        return None  # «Объединенного штаба»: whose, it does not say
    return nominative_post(name)
