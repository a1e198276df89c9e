"""What the markup of a web page says about its item: title, day, outlet, address, language."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ..dating import only_date

# Names of <meta> elements, the most reliable first.
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title")
_DATE = """
    article:published_time og:article:published_time datepublished article:published
    parsely-pub-date sailthru.date publish-date publish_date pubdate publication_date
    dc.date.issued dcterms.issued citation_publication_date citation_date article.published
""".split()
_ANY_DATE = "dcterms.created dc.date.created dc.date dcterms.date date".split()  # or a template's
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_ARTICLE = re.compile(r"(?:Article|NewsArticle|Report|BlogPosting|PressRelease|WebPage)\b")
_SEPARATOR = re.compile(r"\s+(?:[|–—·»•:-]|::|/)\s+")


def titles(root: Any) -> list[str]:
    """The titles of the item that the markup gives, the most reliable first."""
    found = [_clean(item.get("headline")) for item in _articles(root)]
    found += [_clean(_meta(root).get(name)) for name in _TITLE]
    return list(dict.fromkeys(filter(None, found)))


def window_title(root: Any) -> str | None:
    """The title of the window: of the item, of the site, or of both."""
    return _clean(root.findtext(".//title"))


def days(root: Any) -> list[tuple[str, dt.date]]:
    """The days of publication that the markup gives, as written and as read, the best first.

    Only what is said of the page itself: a date in the text or beside a link to another item is
    not looked at, nor is the day of a later change.
    """
    meta = _meta(root)
    written = [meta.get(name) for name in _DATE[:4]]
    written += [item.get("datePublished") for item in _articles(root)]
    written += [meta.get(name) for name in _DATE[4:]]
    marked = {str(_value(e)).strip() for e in root.iter("meta", "time", "span") if _is_marked(e)}
    written += sorted(marked) if len({only_date(w) for w in marked}) == 1 else ()
    return _read(written)


def vague_days(root: Any) -> list[tuple[str, dt.date]]:
    """Days that the markup gives without saying of what; templates fill them with any day."""
    return _read([_meta(root).get(name) for name in _ANY_DATE])


def _read(written: list[Any]) -> list[tuple[str, dt.date]]:
    read = [(str(w).strip(), only_date(str(w))) for w in written if w]
    return [(text, day) for text, day in dict.fromkeys(read) if day]


def outlet(root: Any) -> str | None:
    """Who publishes the page."""
    named = {str(item.get("@id")): item.get("name") for item in _items(root) if "name" in item}
    names = []
    for item in _articles(root):
        publisher = item.get("publisher")
        if isinstance(publisher, dict):
            publisher = publisher.get("name") or named.get(str(publisher.get("@id")))
        names.append(publisher)
    meta = _meta(root)
    found = [_clean(name) for name in [meta.get("og:site_name"), *names, *map(meta.get, _OUTLET)]]
    return next((name for name in found if name and not name.startswith(("@", "http"))), None)


def address(root: Any) -> str | None:
    """The address of the page, if it is a whole one."""
    links = [
        e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower()
    ]
    for found in [*links, _meta(root).get("og:url")]:
        try:
            parts = urlsplit((found or "").strip())
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return (found or "").strip()
    return None


def language(root: Any) -> str | None:
    """The language that the page declares, as ISO 639-1 code."""
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    match = re.match(r"\s*([a-zA-Z]{2})(?:[-_]|\s*$)", declared or "")
    return match[1].lower() if match else None


def without_site(title: str, site: str | None) -> str:
    """A title without the name of the site at its end or its beginning.

    >>> without_site("Council meets in Orlan | News | Merid", "Merid")
    'Council meets in Orlan'
    >>> without_site("Council meets in Orlan - the ferry waits", None)
    'Council meets in Orlan - the ferry waits'
    """
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and (" | " in title or (site and site in (parts[0], parts[-1]))):
        return max(parts, key=len)
    return title


def _clean(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name")
        if name and element.get("content"):
            found.setdefault(name.strip().lower(), element.get("content"))
    return found


def _is_marked(element: Any) -> bool:
    """Whether an element in the page is marked as the day of publication, of no other item."""
    around = {ancestor.tag for ancestor in element.iterancestors()}
    marked = (
        element.get("itemprop") or ""
    ).lower() == "datepublished" or "pubdate" in element.attrib
    return marked and not around & {"a", "aside", "footer", "li", "nav"}


def _value(element: Any) -> str:
    return element.get("content") or element.get("datetime") or element.text_content()


def _items(root: Any) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that describe the page; a list of items describes other pages."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower().startswith("application/ld+json"):
            try:
                value = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            value = value.get("@graph", value) if isinstance(value, dict) else value
            items = value if isinstance(value, list) else [value]
            yield from (item for item in items if isinstance(item, dict))


def _articles(root: Any) -> Iterator[dict[str, Any]]:
    for item in _items(root):
        kinds = item.get("@type")
        if any(_ARTICLE.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield item
