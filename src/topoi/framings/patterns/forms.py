"""Every form of a word: what `{word}` in a pattern stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ...errors import LexiconError
from ...text import flatten

_CYRILLIC = re.compile("[а-яё]")
_PARTICIPLE = {"PRTF", "PRTS"}


@cache
def forms(lemma: str) -> tuple[str, ...]:
    """All forms of a word in small letters, sorted; ё is written е.

    Russian: the paradigms that pymorphy3 gives for a word of this dictionary form, known or guessed;
    of a participle its own forms, not those of the verb. English: the words that simplemma's
    dictionary refers to this one; of a word that it does not know, the regular forms.

    Raises
    ------
    LexiconError
        The word is a form of another word; the message names that one.

    >>> forms("threat")
    ('threat', 'threated', 'threating', 'threats')
    >>> [form for form in forms("мир") if form.startswith("миро")]
    ['миров', 'миром']
    """
    found = _russian(lemma) if _CYRILLIC.search(lemma) else _english(lemma)
    return tuple(sorted({flatten(form) for form in found}))


def _russian(lemma: str) -> set[str]:
    parses = _analyzer().parse(lemma)
    known = [parse for parse in parses if parse.is_known] or parses[:1]
    found: set[str] = set()
    for parse in known:
        lexeme = parse.lexeme
        kind = parse.tag.POS
        if flatten(parse.normal_form) == lemma:
            found |= {form.word for form in lexeme}
        elif kind in _PARTICIPLE and {"masc", "sing", "nomn"} in parse.tag:
            kin = {parse.tag.tense, parse.tag.voice}
            found |= {
                f.word
                for f in lexeme
                if f.tag.POS in _PARTICIPLE and {f.tag.tense, f.tag.voice} == kin
            }
    if not found:
        right = flatten(known[0].normal_form)
        raise LexiconError(f"it is a form of '{right}'; write {{{right}}}.", word=lemma)
    return found


def _english(lemma: str) -> set[str]:
    dictionary, inflected = _dictionary()
    right = dictionary.get(lemma, lemma)
    if lemma in inflected:
        return inflected[lemma] | {lemma}
    if right != lemma:
        raise LexiconError(f"it is a form of '{right}'; write {{{right}}}.", word=lemma)
    regular = {form for form in _regular(lemma) if form not in dictionary}
    return regular | {lemma}


def _regular(word: str) -> Iterator[str]:
    """Plural or third person, past and -ing form as the rules of spelling have it."""
    stem = word[:-1] if word.endswith("e") else word
    if re.search("[^aeiou]y$", word):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
        return
    yield word + ("es" if re.search("(s|x|z|ch|sh)$", word) else "s")
    yield from (stem + "ed", stem + "ing")


@cache
def _analyzer():
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _dictionary() -> tuple[Mapping[str, str], dict[str, set[str]]]:
    """simplemma's English dictionary, form -> lemma, and turned round: lemma -> other forms."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = dict(DefaultDictionaryFactory().get_dictionary("en").items())
    inflected: dict[str, set[str]] = {}
    for form, lemma in dictionary.items():
        if form != lemma:
            inflected.setdefault(lemma, set()).add(form.lower())
    return dictionary, inflected
