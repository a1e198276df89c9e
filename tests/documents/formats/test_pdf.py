"""PDF: the text layer as paragraphs, the margins apart, and what has no text named."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest

from topoi.documents import read_sources
from topoi.errors import SourceError

pytest.importorskip("pypdfium2")

# One paragraph a string; the lines break where a typesetter would break them.
PARAGRAPHS = [
    "The Council of the Pact met in the town of Orlan on the lake of Orvesk, and its mem-\n"
    "bers agreed that the ferry to Zhemir should leave on time, as it has done for many\n"
    "years, and that the port should have nothing to add to this in the coming autumn.",
    "The Secretary-General of the Pact told the press that a multipolar order was taking\n"
    "shape on the lake, that its members wished for indivisible security, and that none\n"
    "of them would be left behind when the waters rose again in the spring of next year.",
    "Совет Пакта собрался в городе Орлане на озере Орвеск, и его члены согласились, что\n"
    "паром в Жемир должен уходить вовремя, как он уходил много лет, и что порту больше\n"
    "нечего к этому добавить ни нынешней осенью, ни следующей весной, когда сойдёт лёд.",
]
HEADER = "Bulletin of the Inland Seas Pact"


@cache
def set_in_pdf(*pages: str, header: str | None = None) -> bytes:
    """A PDF with each page's lines, set by matplotlib; with a running head and page numbers."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with rc_context({"pdf.fonttype": 42}), PdfPages(buffer) as pdf:
        for number, text in enumerate(pages, start=1):
            figure = Figure(figsize=(8, 11))
            lines = text.split("\n")
            if header:
                lines = [header, "", *lines, "", str(number)]
            for i, line in enumerate(lines):
                figure.text(0.1, 0.95 - i * 0.025, line, fontsize=10)
            pdf.savefig(figure)
    return buffer.getvalue()


def joined(paragraph: str) -> str:
    """The paragraph as one line, its broken word whole."""
    return paragraph.replace("-\n", "").replace("\n", " ")


def read(folder: Path, data: bytes):
    """The reading of a folder with one PDF."""
    (folder / "a.pdf").write_bytes(data)
    return read_sources(folder)


def test_wrapped_lines_become_paragraphs_again(tmp_path):
    reading = read(tmp_path, set_in_pdf("\n\n".join(PARAGRAPHS)))
    text = reading.documents.text[0]
    assert [line.strip() for line in text.split("\n") if line.strip()] == list(
        map(joined, PARAGRAPHS)
    )
    assert {"wrapped_lines", "broken_words"} <= set(reading.problems.problem)


def test_running_heads_and_page_numbers_are_taken_out_and_kept_apart(tmp_path):
    last = ["So it is said.", "Nobody said no.", "Так и сказано."]
    pages = [f"{text}\n\n{line}" for text, line in zip(PARAGRAPHS, last, strict=True)]
    reading = read(tmp_path, set_in_pdf(*pages, header=HEADER))
    text, removed = reading.documents.text[0], reading.removed
    assert HEADER not in text
    assert all(line in text.split("\n") for line in last)
    margins = "".join(removed[removed.reason == "page header"].text)
    assert margins.split("\n")[-6:] == [HEADER, "1", HEADER, "2", HEADER, "3"]
    raw = read_sources(tmp_path, clean=False).documents.text[0]
    assert raw.count(HEADER) == 3


def test_wide_lines_are_joined_too(tmp_path):
    wide = " ".join(PARAGRAPHS[:2]).replace("-\n", "").replace("\n", " ")
    half = wide.index(" ", len(wide) // 2)
    reading = read(tmp_path, set_in_pdf(f"{wide[:half]}\n{wide[half + 1 :]}\n\nIt ends here."))
    assert reading.documents.text[0].split("\n") == [wide, "It ends here."]


def test_text_at_the_edge_of_two_pages_is_no_margin(tmp_path):
    reading = read(tmp_path, set_in_pdf(*[f"{text}\nSo be it." for text in PARAGRAPHS[:2]]))
    assert reading.documents.text[0].count("So be it.") == 2


def test_a_picture_of_a_page_has_no_text_layer(tmp_path):
    with pytest.raises(SourceError, match=r"a\.pdf: no text layer.*Recognise the text"):
        read_sources(_put(tmp_path / "a.pdf", set_in_pdf("")))
    (tmp_path / "b.txt").write_text(joined(PARAGRAPHS[0]))
    problems = read_sources(tmp_path).problems
    assert problems[["source", "problem"]].values.tolist() == [["a.pdf", "no_text_layer"]]


def test_pages_without_text_among_others_are_counted(tmp_path):
    reading = read(tmp_path, set_in_pdf(PARAGRAPHS[0], "", ""))
    problems = reading.problems.set_index("problem")["count"]
    assert problems["no_text_layer"] == 2


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 cut", b"no PDF at all"])
def test_a_damaged_file_is_named(tmp_path, data):
    with pytest.raises(SourceError, match=r"a\.pdf: not a PDF that can be opened"):
        read_sources(_put(tmp_path / "a.pdf", data))


def test_the_bytes_show_a_pdf_whatever_its_name(tmp_path):
    (tmp_path / "a.txt").write_bytes(set_in_pdf("\n\n".join(PARAGRAPHS)))
    reading = read_sources(tmp_path)
    assert joined(PARAGRAPHS[0]) in reading.documents.text[0]
    assert "misnamed" in set(reading.problems.problem)


def _put(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file
