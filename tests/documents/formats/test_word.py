"""Word files: every paragraph once, wherever it stands; heads and feet apart."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from topoi.documents import read_sources
from topoi.errors import SourceError

docx = pytest.importorskip("docx")

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document) -> bytes:
    """The bytes of a Word file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(folder: Path, document):
    """The one document, and what was removed."""
    (folder / "a.docx").write_bytes(saved(document))
    reading = read_sources(folder)
    return reading.documents.iloc[0], reading.removed


def test_headings_paragraphs_and_cells_are_lines_in_their_order(tmp_path):
    document = docx.Document()
    document.add_heading("Ferry leaves on time", level=0)
    document.add_paragraph("16.10.2031")
    document.add_paragraph().add_run(CALM).bold = True
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Port", "Orlan has nothing to add."
    document.add_paragraph("So the minister said.")
    row, _ = read(tmp_path, document)
    assert row.title == "Ferry leaves on time"
    assert (row.date, row.date_source) == (pd.Timestamp("2031-10-16"), "line")
    assert row.text.split("\n") == [
        CALM,
        "Port",
        "Orlan has nothing to add.",
        "So the minister said.",
    ]


def test_the_day_on_which_a_file_was_made_is_not_its_date(tmp_path):
    document = docx.Document()
    document.add_paragraph(CALM)
    row, _ = read(tmp_path, document)
    assert pd.isna(row.date)
    assert pd.isna(row.title)


def test_heads_and_feet_of_pages_are_removed_not_lost(tmp_path):
    document = docx.Document()
    document.add_paragraph(CALM)
    document.sections[0].header.paragraphs[0].text = "Bulletin of the Pact"
    row, removed = read(tmp_path, document)
    assert row.text == CALM
    assert "Bulletin of the Pact" in removed[removed.reason == "page header"].text.str.cat()


def test_what_was_inserted_is_read_and_what_was_deleted_is_not(tmp_path):
    from lxml import etree

    document = docx.Document()
    paragraph = document.add_paragraph("The ferry ")
    for change, tag, text in (("ins", "t", "leaves"), ("del", "delText", "sinks")):
        xml = f'<w:{change} xmlns:w="{W}"><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{change}>'
        paragraph._p.append(etree.fromstring(xml))
    row, _ = read(tmp_path, document)
    assert row.text == "The ferry leaves"


def test_a_text_box_is_read_once_and_links_keep_their_words(tmp_path):
    from lxml import etree

    document = docx.Document()
    paragraph = document.add_paragraph("Before the box. ")
    box = f"<w:p><w:r><w:t>{CALM}</w:t></w:r></w:p>"
    xml = f"""<w:r xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
    <mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>{box}</w:txbxContent></mc:Choice>
    <mc:Fallback><w:txbxContent>{box}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"""
    paragraph._p.append(etree.fromstring(xml))
    link = f'<w:hyperlink xmlns:w="{W}"><w:r><w:t>A link.</w:t></w:r></w:hyperlink>'
    paragraph._p.append(etree.fromstring(link))
    row, _ = read(tmp_path, document)
    assert row.text.split("\n") == ["Before the box. A link.", CALM]


def test_tabs_and_breaks_within_a_paragraph_stay(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("Vane:\tIt is.\nTorvanin:\tIt is not.")
    paragraph.paragraph_format.tab_stops.add_tab_stop(docx.shared.Inches(1))
    row, _ = read(tmp_path, document)
    assert row.text == "Vane:\tIt is.\nTorvanin:\tIt is not."


def packed(**members: str) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"no file of Word", packed(**{"word/document.xml": "<cut"})]
)
def test_a_damaged_file_is_named(tmp_path, data):
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.docx: (?:not a Word file|this is a ZIP)"):
        read_sources(tmp_path / "a.docx")
