"""In which language a text is; null where there is too little of it to say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u036f]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "dense": re.compile(r"[\u3040-\ud7ff]"),
    "other": re.compile(r"[\u0370-\u03ff\u0530-\u1fff]"),
}
_READ = 2000  # characters: more changes nothing but the time
_LETTERS = 20  # fewer letters say nothing; a script without spaces says more with each
_DENSE = 8
_SURE = 0.6  # share of the probability; closely related languages halve it on a few words


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, one of about a hundred, or null.

    Names in another script do not count. Decided by py3langid from byte n-grams, with the model
    that the package ships.

    >>> guess_language("The Council confirmed that cooperation would continue.")
    'en'
    >>> guess_language("Совет подтвердил, что сотрудничество будет продолжено.")
    'ru'
    >>> guess_language("Кеңес ынтымақтастықтың жалғасатынын растады, деп хабарлайды.")
    'kk'
    >>> guess_language("The lake.") is None
    True
    """
    language, share = rank_language(text)
    return language if share >= _SURE else None


def rank_language(text: str) -> tuple[str | None, float]:
    """The likeliest language and its share of the probability; (null, 0) for too little text."""
    head = text[:_READ]
    counts = {script: len(form.findall(head)) for script, form in _SCRIPTS.items()}
    main = max(counts, key=lambda script: counts[script])
    if counts[main] < (_DENSE if main == "dense" else _LETTERS):
        return None, 0.0
    for script, form in _SCRIPTS.items():
        if script != main and counts[script]:
            head = form.sub(" ", head)
    return _identifier().classify(head)


def main_script(text: str) -> str:
    """The script that most letters of the start of `text` belong to.

    >>> main_script("Совет (OISP)"), main_script("Council")
    ('cyrillic', 'latin')
    """
    return max(_SCRIPTS, key=lambda script: len(_SCRIPTS[script].findall(text[:_READ])))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
