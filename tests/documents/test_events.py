"""Documents about one event: planted meetings, and the five pages whose events are known."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.documents import find_events, read_documents
from topoi.errors import DataError
from topoi.tables import empty

NAMES = "Orlan Vesk Merid Zhemir Dorvan Tasko Ilmer Brasvin Korta Velis Anduk Rostavin Pelm Jurak".split()


def report(names, rest="came and said little about it"):
    """A page that names these, none of them at the start of a sentence."""
    return " ".join(f"Then it was {name} who {rest}." for name in names)


def table(texts, dates=None, **columns):
    """Documents of these texts."""
    n = len(texts)
    return (
        empty("documents")
        .reindex(range(n))
        .assign(
            document=[f"d{i}" for i in range(n)],
            source="",
            sha256="",
            text=texts,
            language="en",
            date=pd.to_datetime(dates if dates else [None] * n),
            **columns,
        )
    )


def test_same_names_on_near_days_are_one_event():
    texts = [report(NAMES[:10]), report(NAMES[1:11], "left early"), report(NAMES[11:])]
    found = find_events(table(texts, ["2031-05-01", "2031-05-02", "2031-05-02"]))
    assert found.fillna("").tolist() == ["event:d0", "event:d0", ""]


def test_the_same_people_two_days_later_are_another_event():
    found = find_events(table([report(NAMES)] * 2, ["2031-05-01", "2031-05-03"]))
    assert found.isna().all()


def test_a_reprint_shares_the_event_of_its_first_print_whenever_it_was_printed():
    texts = [report(NAMES), report(NAMES[1:], "left"), report(NAMES), "Rain.", "Rain.", "Snow."]
    days = ["2031-05-01", "2031-05-02", "2031-05-09", "2031-05-01", "2031-06-01", "2031-06-01"]
    documents = table(texts, days)
    documents["duplicate_of"] = [None, None, "d0", None, "d3", None]
    found = find_events(documents).fillna("").tolist()
    assert found == ["event:d0"] * 3 + ["event:d3"] * 2 + [""]


def test_meetings_that_follow_each_other_are_not_chained_into_one():
    days = ["2031-05-01", "2031-05-02", "2031-05-03", "2031-05-04"]
    found = find_events(table([report(NAMES)] * 4, days))
    assert found.nunique() == 2


def test_without_a_date_the_full_dates_in_the_text_count():
    texts = [
        report(NAMES),
        report(NAMES) + " It was on 2 May 2031.",
        report(NAMES) + " On 9 June 2031.",
    ]
    found = find_events(table(texts, ["2031-05-01", None, None]))
    assert found.fillna("").tolist() == ["event:d0", "event:d0", ""]


def test_few_names_are_not_enough():
    assert find_events(table([report(NAMES[:7])] * 2)).isna().all()


def test_an_event_that_the_source_states_is_kept():
    found = find_events(table([report(NAMES)] * 3, event=["summit", None, None]))
    assert found.tolist() == ["summit", "event:d1", "event:d1"]


def test_languages_are_kept_apart():
    documents = table([report(NAMES)] * 2)
    documents["language"] = ["en", "fr"]
    assert find_events(documents).isna().all()


def test_a_bundle_without_texts_is_refused():
    with pytest.raises(DataError, match="no text to compare"):
        find_events(table(["x"]).assign(text=None))


def test_the_three_pages_about_one_meeting_share_an_event(shared, seeds_gold):
    documents = read_documents(shared / "seeds").set_index("document")
    events = {name: entry["event_id"] for name, entry in seeds_gold.items()}
    for one, event in events.items():
        for other, second in events.items():
            same = one == other or (event is not None and event == second)
            together = documents.event[one] == documents.event[other] or one == other
            assert together == same, (one, other)
