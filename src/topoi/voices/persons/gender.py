"""Whether "he" or "she" can mean a person, by post, surname or given name."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from .names import name_tokens

_POSTS = re.compile(
    r"\b\w*(?:(?P<f>woman|queen|princess|mrs|ms|lady)|(?P<m>sman|irman|king|prince))\b"
)
_SURNAME = re.compile(r"(?:ova|eva|skaya|ская|ова|ева)$")
_HIS = re.compile(r"(?:ov|ev|sky|skiy|ский|ов|ев)$")


@cache
def _names() -> dict[str, frozenset[str]]:
    table = tomllib.loads(
        (resources.files("topoi") / "data" / "given_names.toml").read_text("utf-8")
    )
    return {gender: frozenset(names.split()) for gender, names in table.items()}


@lru_cache(maxsize=4096)
def gender_of(name: str, role: str | None = None) -> str | None:
    """ "she", "he", or null where nothing shows it.

    >>> gender_of("Maria Zakharova"), gender_of("Igor Sergeyenko"), gender_of("Vane")
    ('she', 'he', None)
    >>> gender_of("Toma Virask", "spokeswoman of the port")
    'she'
    """
    if role and (post := _POSTS.search(role.lower())):
        return "she" if post["f"] else "he"
    tokens = [token.lower() for token in name_tokens(name)]
    for gender, pronoun in (("female", "she"), ("male", "he")):
        if len(tokens) > 1 and tokens[0] in _names()[gender]:
            return pronoun
    if tokens and _SURNAME.search(tokens[-1]):
        return "she"
    return "he" if tokens and _HIS.search(tokens[-1]) else None
