"""What every page has around it: a head that lets nothing load, its styles and its one script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources

from .. import __version__
from .markup import escaped, tag


def framed(title: str, body: Iterable[str], *, styles: Iterable[str], script: str) -> str:
    """A whole page: `styles` and `script` are files of topoi's data.

    Whatever a document holds, a browser runs this script and loads nothing.
    """
    code = _part(script)
    allowed = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    style = "".join(map(_part, ("base.css", *styles)))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content=f"topoi {__version__}"),
        tag("title", escaped(title)),
        f"\n<style>{style}</style>\n",
    )
    inner = tag("body", *body, f"\n<script>{code}</script>\n")
    return "<!doctype html>\n" + tag("html", head, inner, lang="en") + "\n"


def _part(name: str) -> str:
    return (resources.files("topoi") / "data" / name).read_text("utf-8")
