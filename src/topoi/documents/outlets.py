"""Who published a page: known outlets by name and by host, and the dateline that names an agency."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

from .dating import find_dates, find_open_dates


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = resources.files("topoi") / "data" / "outlets.toml"
    return tomllib.loads(source.read_text("utf-8"))


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """Names in small letters and hosts, each to the one name of the outlet."""
    table = _table()
    names = {n.lower(): own for own, e in table.items() for n in [own, *e.get("names", ())]}
    return names, {host: own for own, entry in table.items() for host in entry["hosts"]}


def known_outlet(name: str) -> str | None:
    """The one name of an outlet that is known under `name`, in English or Russian, or null.

    >>> known_outlet("ТАСС"), known_outlet("Merid")
    ('TASS', None)
    """
    bare = re.sub(r"[«»\"“”]", "", name).strip().lower()
    names = _outlets()[0]
    return names.get(bare) or names.get(re.sub(r"^(?:соб\. )?корр\. |^агентство ", "", bare))


def host_of(url: str) -> str | None:
    """The host of an address, without "www.", or null if there is none.

    >>> host_of("https://www.merid.example:80/a"), host_of("merid.example/a"), host_of("a page")
    ('merid.example', 'merid.example', None)
    """
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return None
    host = re.sub(r"^(?:www|m|amp)\.|\.$", "", host)
    return host if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", host) else None


def outlet_of_host(url: str) -> str | None:
    """The outlet whose site an address belongs to; the host itself where it is not a known one.

    >>> outlet_of_host("https://en.odkb-csto.org/news/"), outlet_of_host("https://merid.example/a")
    ('CSTO', 'merid.example')
    """
    host = host_of(url)
    parts = host.split(".") if host else []
    for i in range(len(parts) - 1):
        if own := _outlets()[1].get(".".join(parts[i:])):
            return own
    return host


# ---- datelines

_CAPS = r"(?:ST\. )?[A-ZА-ЯЁ][A-ZА-ЯЁ'’-]{2,}(?:[ ](?:[A-ZА-ЯЁ][A-ZА-ЯЁ'’-]+|\d{1,2}))*"
_TITLED = r"[A-ZА-ЯЁ][a-zа-яё'’-]+(?:[- ][A-ZА-ЯЁ][a-zа-яё'’-]+){0,2}"
_PLACE = re.compile(rf"\s*(?P<place>{_CAPS}(?=\W)|{_TITLED})(?:,[ ](?:{_TITLED}|{_CAPS})(?=,))?")
_DAY = re.compile(
    r"""(?:\s/[^/\n]{2,30}/(?=,\s\d))?[.,]{0,2}\s+
    (?P<day>(?:\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|[^\W\d_]{3,9}\.?[ ]\d{1,2}|\d{1,2}\.?[ ][^\W\d_]{3,9}\.?)
    (?:,?[ ]?(?:19|20)\d\d)?(?:[ ]?(?:г\.|года))?)(?:,[ ]\d{1,2}:\d\d)?[.,]{0,2}(?=[\s/(–—-]|$)""",
    re.VERBOSE,
)
_DAY_FIRST = re.compile(
    r"\s*(?P<day>\d{1,2}[ ][^\W\d_]{3,9}\.?(?:[ ](?:19|20)\d\d)?),?\s(?=[A-ZА-ЯЁ])"
)
_DAY_ALONE = re.compile(
    r"\s*([^\W\d_]{3,9}\.?[ ]\d{1,2},[ ](?:19|20)\d\d)[ ]\(([^()\n]{2,30})\)\s?[-–—]+\s?"
)
_DAY_AND_AGENCY = re.compile(
    r"\s*(?P<day>\d{1,2}[ ][^\W\d_]{3,9}\.?(?:[ ](?:19|20)\d\d)?),?\s?[-–—/]+\s?"
    r"(?P<agency>[^\W\d_][\w -]{1,30}?)(?:[.:]|/\.?|\s[-–—])\s+"
)
_AGENCY = re.compile(
    r"""\s*(?:/(?P<slashed>[^/\n]{2,30})/
    |\((?P<bracketed>[^()\n]{2,30})\)
    |(?:[-–—]{1,2}\s?|[.,]?\s?)(?P<plain>[A-ZА-ЯЁ\d][\w.-]*(?:[ ][A-ZА-ЯЁ«][\w.»-]*){0,2}?)
     (?=[.:](?:\s|$)|\s?--|\s?[–—-]\s))""",
    re.VERBOSE,
)
_TAIL = re.compile(r"\s*[.:]?\s*(?P<dash>[-–—]+(?:\s+|$))?")


class Dateline(NamedTuple):
    """The place, day and agency that open a story, and how many characters they take."""

    end: int
    agency: str | None
    day: tuple[int, int] | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline that `text` opens with, or null.

    A place with a day, an agency or both, as agencies set them: the agency in slashes, in brackets
    before a dash, or between dashes. A place in small letters needs a day and an agency, or an
    agency that is known. A name before a dash or a bracket ("CSTO - the alliance of ...") is no
    place.

    >>> read_dateline("ORVESK, October 16. /Merid/. The Council met.")
    Dateline(end=29, agency='Merid', day=(8, 18))
    >>> read_dateline("CSTO (the alliance) met.") is None
    True
    """
    if alone := _DAY_ALONE.match(text):
        return Dateline(alone.end(), known_outlet(alone[2]) or alone[2], alone.span(1))
    plain = _DAY_AND_AGENCY.match(text)
    if plain and known_outlet(plain["agency"]) and _is_day(plain["day"]):
        return Dateline(plain.end(), known_outlet(plain["agency"]), plain.span("day"))
    first = _DAY_FIRST.match(text)
    place = _PLACE.match(text, first.end() if first else 0)
    if place is None or (first and not _is_day(first["day"])):
        return None
    capitals, at = place["place"].isupper(), place.end()
    dated = first or _DAY.match(text, at)
    day = dated.span("day") if dated and _is_day(dated["day"]) else None
    if dated and not first:
        at = dated.end()
    agency, at, marked = _read_agency(text, at, capitals)
    tail = _TAIL.match(text, at)
    dash = tail["dash"] if tail else None
    end = tail.end() if tail else at
    if agency is None and first:
        return None
    if agency is None:
        stop = bool(dated and dated.group()[-1] == ".")
        bare = capitals and ((day and (dash or stop)) or (dash or "").startswith("--"))
        return Dateline(end, None, day) if bare else None
    known = known_outlet(agency)
    sure = known or (marked == "slashed" and (capitals or day))
    sure = sure or (marked == "bracketed" and dash and (capitals or day))
    sure = sure or (marked == "plain" and dash is not None and capitals and day)
    sure = sure or (marked == "plain" and capitals and day and text[at : at + 1] in (".", ":"))
    return Dateline(end, known or agency, day) if sure else None


def _read_agency(text: str, at: int, capitals: bool) -> tuple[str | None, int, str]:
    """An agency behind place and day: its name, where it ends, and how it is marked."""
    if match := _AGENCY.match(text, at):
        marked = match.lastgroup or ""
        return match[marked].strip(), match.end(), marked
    lead = re.compile(r"[.,]?\s+").match(text, at) if capitals else None
    match = re.compile(name_pattern()).match(text, lead.end()) if lead else None
    if match and match.group().isupper() and not text[match.end() :][:1].isalnum():
        return match.group(), match.end(), "plain"
    return None, at, ""


def _is_day(words: str) -> bool:
    return bool(find_dates(words) or find_open_dates(words))


@cache
def name_pattern() -> str:
    """A regular expression of every known name, as written or in capitals, the longest first."""
    written = [n for own, entry in _table().items() for n in [own, *entry.get("names", ())]]
    names = {form for n in written for form in (n, n.upper()) if len(n) > 2}
    return (
        "(?:"
        + "|".join(
            re.escape(n).replace("\\ ", "[ ]") for n in sorted(names, key=lambda n: (-len(n), n))
        )
        + ")"
    )
