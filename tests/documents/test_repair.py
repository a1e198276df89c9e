"""What a press, a scraper or an editor has broken is mended, and every repair is counted."""

from __future__ import annotations

import pytest

from topoi.documents.repair import (
    count_forms,
    drop_markdown,
    drop_page_numbers,
    drop_paragraph_numbers,
    join_broken_words,
    unwrap,
)

WRAPPED = """\
The Council of the Inland Seas met in Orvesk for the forty-first time,
and its members agreed that the lake belongs to all who live on it and
drink from it.
    They went home by the evening ferry, which was late as usual, and the
press service had nothing to add to that.
"""


@pytest.mark.parametrize(
    ("text", "seen", "joined"),
    [
        ("inter-\nnational law", [], "international\nlaw"),  # the dictionary knows it
        ("Secretary-\nGeneral", [], "Secretary-General\n"),
        ("Mid-\nSea", ["a midsea ferry"], "Mid-Sea\n"),  # a capital keeps its hyphen
        ("multi-\npolar", ["a multipolar world"], "multipolar\n"),
        ("multi-\npolar", ["a multi-polar world"], "multi-polar\n"),
        ("decision-\nmaking", [], "decision-making\n"),
        ("Neo-colo-\nnialism", [], "Neo-colonialism\n"),
        ("безо-\nпасности", [], "безопасности\n"),
        ("coer-  \n  cive, then", [], "coercive,\nthen"),
    ],
)
def test_a_word_broken_at_the_line_end_is_joined_as_the_texts_write_it(text, seen, joined):
    assert join_broken_words(text, count_forms([text, *seen])) == (joined, 1)


@pytest.mark.parametrize("text", ["a dash -\nand more", "1990-\n1995", "a well-known word", ""])
def test_what_is_no_broken_word_stays(text):
    assert join_broken_words(text) == (text, 0)


def test_lines_of_a_fixed_width_become_paragraphs():
    text, count = unwrap(WRAPPED)
    assert [line.split()[0] for line in text.split("\n")] == ["The", "They"]
    assert count == 3
    assert text.split() == WRAPPED.split()


def test_lines_broken_at_no_fixed_width_become_paragraphs():
    words = WRAPPED.split()
    sizes = [6, 11, 7, 13, 5, 9] * len(words)
    lines, at = [], 0
    while at < len(words):
        lines.append(" ".join(words[at : at + sizes[len(lines)]]))
        at += sizes[len(lines) - 1]
    text, count = unwrap("\n".join(lines))
    assert count >= len(lines) - 2
    assert text.split() == words


def test_the_masthead_and_the_running_heads_of_a_wrapped_record_stay_lines():
    head = "41st meeting\nThe lake and those who live on it\n16 October 2031, 10.45 a.m."
    text = f"{head}\n{WRAPPED}\n214      Council of the Inland Seas\n\n{WRAPPED}"
    lines = unwrap(text)[0].split("\n")
    assert [line.split()[0] for line in lines] == "41st The 16 The They 214 The They".split()


@pytest.mark.parametrize(
    "text",
    [
        f"The ferry of Orvesk leaves on time\n16 October 2031\nOrvesk\n{WRAPPED.split('    ')[0]}".replace(
            ",\n", ", "
        ),
        "A headline\nA paragraph of one sentence.\nAnother one, a little longer than the first.",
        "We need all of these\nthe open roads of old\nsalt\nbread\noil\nrope\nand tar",
        "Dear colleagues!\nI am glad to see you.\nLet us begin.",
        "One line",
        "",
    ],
)
def test_a_text_whose_lines_are_paragraphs_is_left_alone(text):
    assert unwrap(text) == (text, 0)


@pytest.mark.parametrize(
    ("repair", "text", "mended", "count"),
    [
        (
            drop_markdown,
            "# Speech\n**Mr. President**, thank you",
            "Speech\nMr. President, thank you",
            3,
        ),
        (drop_markdown, "__Thank you__, Sir.\n______\n", "Thank you, Sir.\n______\n", 2),
        (drop_page_numbers, "the transition\n 5 \nprocess", "the transition\nprocess", 1),
        (drop_paragraph_numbers, "41. A\n42. B\n43. C\n44. D", "A\nB\nC\nD", 4),
        (drop_paragraph_numbers, "1) A\n2) B\n3) C", "1) A\n2) B\n3) C", 0),
        (drop_paragraph_numbers, "In 2031\n. A", "In 2031\n. A", 0),
    ],
)
def test_marks_and_numbers_of_the_page_are_taken_out_and_counted(repair, text, mended, count):
    assert repair(text) == (mended, count)
