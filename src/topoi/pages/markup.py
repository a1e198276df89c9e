"""HTML as strings: elements that escape their attributes, and text that is only text."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

VOID = frozenset({"input", "meta"})


def tag(name: str, /, *inner: str, **attributes: Any) -> str:
    """An element around markup; of the attributes those that are None or False are left out.

    Underscores stand for hyphens, and one at the end for nothing: `data_s`, `class_`.

    >>> tag("b", escaped("5 < 6"), class_="low", title='"a"', hidden=False, data_n=3)
    '<b class="low" title="&quot;a&quot;" data-n="3">5 &lt; 6</b>'
    """
    start = name + "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escaped(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{start}>" if name in VOID else f"<{start}>{''.join(inner)}</{name}>"


def escaped(value: Any) -> str:
    """A value as text of a page, whatever is in it.

    >>> escaped("<script>")
    '&lt;script&gt;'
    """
    return html.escape(str(value))


def known(value: Any) -> bool:
    """Whether a cell holds anything.

    >>> known("Orlan"), known(None), known(float("nan")), known("")
    (True, False, False, False)
    """
    return not pd.isna(value) and value != ""


def link(address: str, inner: str | None = None) -> str:
    """A link for an address of the web; any other address is shown and leads nowhere.

    >>> link("javascript:alert(1)")
    'javascript:alert(1)'
    """
    shown = escaped(address) if inner is None else inner
    try:
        safe = urlsplit(address).scheme in ("http", "https")
    except ValueError:
        safe = False
    return tag("a", shown, href=address, rel="noopener noreferrer") if safe else shown


def number(count: float) -> str:
    """A whole number with commas.

    >>> number(12345)
    '12,345'
    """
    return f"{int(count):,}"


def share(part: float, whole: float) -> str:
    """A share in per cent, a dash of nothing.

    >>> share(1, 3), share(1, 1000), share(0, 0)
    ('33 %', '<1 %', '–')
    """
    if not whole:
        return "–"
    return "<1 %" if 0 < part / whole < 0.005 else f"{100 * part / whole:.0f} %"
