"""What decoding, escaping and markup left behind goes, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from topoi.documents import read_sources, specimens
from topoi.documents.residue import drop_residue

RUSSIAN = "Глеб Торванин заявил, что озеро спокойно: «Мы готовы»."
ENGLISH = "The minister’s “open lake” – she repeats it – isn’t café talk…"


def mended(text: str) -> tuple[str, dict[str, int]]:
    """The text after all steps, and how many lines each step changed."""
    steps = list(drop_residue(text))
    return steps[-1][0] if steps else text, {code: count for _, code, count, _ in steps}


@pytest.mark.parametrize(
    ("text", "broken", "code"),
    [
        (RUSSIAN, RUSSIAN.encode().decode("cp1251", "replace"), None),
        (RUSSIAN, RUSSIAN.encode().decode("latin-1"), "mojibake"),
        (RUSSIAN, RUSSIAN.encode("cp1251").decode("cp1252"), "mojibake"),
        (ENGLISH, ENGLISH.encode().decode("cp1252", "ignore"), None),
        ("She isn’t there – no", "She isnâ€™t there â€“ no", "mojibake"),
        (RUSSIAN, RUSSIAN.replace("«", "&laquo;").replace("»", "&amp;raquo;"), "entities"),
        (ENGLISH, ENGLISH.replace("’", "&#8217;"), "entities"),
        ("Президент сказал: мой", "Президент сказал: мои\u0306", "decomposed_letters"),
        ("multipolar world", "multi\u00adpolar\u200b world", "invisible_characters"),
        ("Mr. Vane: The lake is calm.", "**Mr. Vane:** The __lake__ is calm.", "markdown"),
        ("Talks", "## Talks", "markdown"),
        ("One.\nTwo.", "<p>One.</p><p class='x'>Two.<br></p>", "tags"),
        ("One and two", 'One <a href="x">and</a> <b>two</b>', "tags"),
    ],
)
def test_a_planted_fault_is_mended_and_named(text, broken, code):
    found, counts = mended(broken)
    if code is None:  # letters were lost on the way: nothing can bring them back
        assert broken != text
    else:
        assert (found, set(counts)) == (text, {code})


@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN,
        ENGLISH,
        "* * *",
        "***",
        "<…>",
        "____ (signature)",
        "AT&T; R&D",
        "2 ** 3 ** 4",
        "Réunion à Orlan d’été, où la coopération fut créée",
        "Ó, Vane! Çöşğü ülkesi",
        "a < b > c",
        "#multipolar world",
        "№ 5, ½, Ⅷ, ﬁne",
    ],
)
def test_a_text_without_fault_stays(text):
    assert mended(text) == (text, {})


def test_the_specimens_have_no_residue():
    for file in specimens().glob("*.txt"):
        assert mended(file.read_text("utf-8"))[1] == {}


def test_residue_is_a_problem_of_its_document_and_raw_text_is_left(tmp_path):
    (tmp_path / "a.txt").write_text(f"She isnâ€™t there\n{ENGLISH} &amp; so", "utf-8")
    reading = read_sources(tmp_path)
    found = reading.problems.set_index("problem")["count"].to_dict()
    assert found == {"mojibake": 1, "entities": 1}
    assert reading.documents.text[0].endswith("… & so")
    assert "isnâ€™t" in read_sources(tmp_path, clean=False).documents.text[0]


@given(st.text())
def test_lines_are_kept_unless_a_tag_was_there(text):
    found, counts = mended(text)
    if "tags" not in counts:
        assert found.count("\n") == text.count("\n")
    assert mended(found)[1].keys() <= counts.keys() | {"mojibake", "decomposed_letters", "tags"}
