"""What stands under the last sentence: links to other items go, signatures stay."""

from __future__ import annotations

import pytest

from topoi.documents.cleaning import clean_page

STATEMENT = """Joint statement of the five lake states on the ice
The five lake states have met, and they agree that the ice of the lakes comes later every year.
They will meet again in the spring, when the ferries of the lakes run."""
ZAYAVLENIE = """Совместное заявление пяти озёрных государств о льде
Пять озёрных государств провели встречу и согласны в том, что лёд встаёт всё позже.
Они встретятся снова весной, когда пойдут паромы."""
SIGNATURES = {
    "names, posts, place and day": "Ivo Vane\nMinister of Foreign Affairs of Ilmeria\nNadia Vesk\n"
    "Secretary General of the Lake Council\nOrlan, 22 June 2033",
    "names alone": "Ivo Vane\nNadia Vesk\nOrlan, 22 June 2033",
    "place and day first": "Orlan, 22 June 2033\nFor the Government of Ilmeria\nIvo Vane\nNadia Vesk",
    "long lines": "Ivo Vane, Minister of Foreign Affairs of Ilmeria\nNadia Vesk, Secretary General of "
    "the Lake Council\nOrest Kalm, Minister of Foreign Affairs of Merid\n22 June 2033",
    "in Russian": "За Озёрный совет\nНадя Веск\nИво Ване, министр иностранных дел\n"
    "г. Орлан, 22 июня 2033 года",
}
LINKS = {
    "dated": "Bridge opens in Ketra\n12.10.2031\nIce melts on the lakes\n11.10.2031",
    "one date": "Bridge opens in Ketra\n12 October 2031",
    "in capitals": "Council Meets the Union\n12 October 2031\nMinister Visits Ketra\n10 October 2031",
    "of a minister": "Minister opens the bridge in Ketra\n12 October 2031",
    "of a president": "President opens the bridge in Ketra\nMinister closes the school of Orvesk\n"
    "President talks of the ice on the lakes",
    "clocks": "12:40 Bridge opens in Ketra\n12:55 Ice melts",
    "no dates": "Bridge opens in the town of Ketra\nIce melts on the lakes too soon\n"
    "Harbour school closes its doors",
}


def removed(page: str) -> str:
    """What a page loses."""
    return "".join(page[part.start : part.end] for part in clean_page(page).removed)


@pytest.mark.parametrize("under", ["", "\nBack to list", "\nRead also\nBridge opens in Ketra"])
@pytest.mark.parametrize("head", ["", "14.05.2033\n"])
@pytest.mark.parametrize("kind", SIGNATURES)
def test_a_signed_statement_keeps_its_signatures(kind, head, under):
    statement = ZAYAVLENIE if kind == "in Russian" else STATEMENT
    out = removed(f"{head}{statement}\n{SIGNATURES[kind]}{under}")
    assert not [line for line in SIGNATURES[kind].split("\n") if line in out]


@pytest.mark.parametrize("kind", LINKS)
def test_headlines_of_other_items_go(kind):
    out = removed(f"{STATEMENT}\n{LINKS[kind]}")
    assert not [line for line in LINKS[kind].split("\n") if line not in out]
