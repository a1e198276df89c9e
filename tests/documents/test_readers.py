"""A folder of messy files becomes one table of documents, and nothing is dropped silently."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.documents import read_documents, read_sources, specimens
from topoi.documents.readers import SUFFIXES
from topoi.errors import SourceError, TopoiError
from topoi.files import sha256

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."
BODY = f"{CALM} {CALM}\nThe port has nothing to add to that. {CALM} {CALM}"
PAGE = f"Ferry leaves on time\n16.10.2031\n{BODY}\n"


def archive(**files: str) -> bytes:
    """A ZIP archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in files.items():
            packed.writestr(".".join(name.rsplit("_", 1)), content)
    return buffer.getvalue()


def put(folder: Path, **files: str | bytes) -> Path:
    """Write files into `folder`; `_` in a name stands for the dot before the suffix."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(data)
    return folder


GOOD = [
    PAGE.encode(),
    f"<html><body><h1>Ferry</h1><p>{BODY}</p></body></html>".encode(),
    f"# Ferry\n\n**{CALM}**".encode(),
    f'text\n"{CALM}"\n'.encode(),
    f'[{{"text": "{CALM}"}}]'.encode(),
    f'{{"text": "{CALM}"}}\n'.encode("utf-16"),
    archive(a_txt=CALM, b_md=CALM),
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
]


def damaged(parts: tuple[bytes, int, bytes]) -> bytes:
    """A file with a few bytes put in the place of others."""
    data, at, change = parts
    return data[:at] + change + data[at + len(change) :]


def lines(*rows: object) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# ---- what is read


def test_a_folder_is_read_file_by_file_with_its_folders(tmp_path):
    put(tmp_path, b_txt=PAGE, a_txt=CALM)
    (tmp_path / "old").mkdir()
    put(tmp_path / "old", a_txt="The ferry sank.")
    documents = read_documents(tmp_path)
    assert list(documents.document) == ["a", "b", "old/a"]
    assert list(documents.source) == ["a.txt", "b.txt", "old/a.txt"]
    assert list(documents.text) == [CALM, BODY, "The ferry sank."]
    assert documents.title.dropna().to_list() == ["Ferry leaves on time"]
    assert documents.sha256[1] == sha256(PAGE.encode())


def test_one_file_is_read_like_a_folder_of_one(tmp_path):
    put(tmp_path, a_txt=PAGE)
    pd.testing.assert_frame_equal(read_documents(tmp_path / "a.txt"), read_documents(tmp_path))


def test_cleaning_can_be_left_out(tmp_path):
    reading = read_sources(put(tmp_path, a_txt=PAGE), clean=False)
    assert reading.documents.text[0] == PAGE
    assert reading.documents.title.isna().all()
    assert reading.removed.empty


def test_a_page_of_one_paragraph_keeps_its_title_and_date(tmp_path):
    page = f"Ferry leaves on time\n16.10.2031\n{CALM} {CALM} {CALM}\n"
    found = read_sources(put(tmp_path, a_txt=page)).documents.iloc[0]
    assert (found.title, found.date) == ("Ferry leaves on time", pd.Timestamp("2031-10-16"))


def test_without_cleaning_every_character_stays():
    raw = (specimens() / "06_assembly_record.txt").read_text("utf-8")
    found = read_sources(specimens(), clean=False).documents.set_index("document")
    assert found.text["06_assembly_record"] == raw


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_of_a_csv_file_are_documents(tmp_path, separator):
    rows = [["name", "body", "published"], ["first", f'"{CALM}; so"', "2031-10-16"]]
    table = "\n".join(separator.join(row) for row in rows)
    columns = {"document": "name", "text": "body", "date": "published"}
    documents = read_documents(put(tmp_path, a_csv=table), columns=columns)
    row = documents.iloc[0]
    assert (row.document, row.source, row.text) == ("first", "a.csv:1", f"{CALM}; so")
    assert (row.date, row.date_source, row.year) == (pd.Timestamp("2031-10-16"), "column", 2031)


def test_a_csv_file_of_one_column_and_no_names_numbers_its_documents(tmp_path):
    documents = read_documents(put(tmp_path, a_csv=f'text\n"{CALM}"\n"It sank, then."\n'))
    assert list(documents.document) == ["a:1", "a:2"]
    assert list(documents.text) == [CALM, "It sank, then."]


def test_a_word_that_pandas_takes_for_missing_is_kept(tmp_path):
    table = f'text,organization,title\n"{CALM}",NA,\n'
    row = read_documents(put(tmp_path, a_csv=table)).iloc[0]
    assert row.organization == "NA"
    assert pd.isna(row.title)


def test_json_lines_of_a_presidential_site_keep_what_they_say(tmp_path):
    row = {
        "id": "68",
        "date": "2033-06-22",
        "title": "Talks with President of Ilmeria",
        "organization": "Varnelian Presidency",
        "speaker": None,
        "url": "http://en.presidency.example/68",
        "text": f"President of Varnelia Gleb Torvanin: {CALM} Mihal Dorvanu: It is.",
    }
    columns = {"document": "id", "outlet": "organization"}
    found = read_documents(put(tmp_path, a_jsonl=lines(row)), columns=columns).iloc[0]
    assert (found.document, found.title, found.url) == ("68", row["title"], row["url"])
    assert (found.text, found.date) == (row["text"], pd.Timestamp(row["date"]))
    assert found.outlet == "Varnelian Presidency"
    assert pd.isna(found.organization)  # it was mapped to the outlet, so it is not counted twice
    assert pd.isna(found.speaker)


def test_what_a_source_says_wins_over_what_its_text_shows(tmp_path):
    row = {
        "text": "Dear colleagues!\nI am glad.",
        "genre": "news",
        "language": "xx",
        "year": "1999",
    }
    found = read_documents(put(tmp_path, a_jsonl=lines(row))).iloc[0]
    assert (found.genre, found.language, found.year) == ("news", "xx", 1999)


@pytest.mark.parametrize(
    "data",
    [
        CALM.encode(),
        b"\xef\xbb\xbf" + CALM.encode(),
        CALM.encode("utf-16"),
        b"\xfe\xff" + CALM.encode("utf-16-be"),
        CALM.replace(", ", ",\r\n").encode(),
        CALM.replace(", ", ",\r").encode(),
    ],
    ids=["utf-8", "byte-order mark", "utf-16", "utf-16 big-endian", "CRLF", "CR"],
)
def test_usual_encodings_and_line_ends_give_one_text(tmp_path, data):
    text = read_documents(put(tmp_path, a_txt=data)).text[0]
    assert text.replace("\n", " ") == CALM


def test_utf_16_without_a_mark_is_guessed_and_said(tmp_path):
    reading = read_sources(put(tmp_path, a_txt=CALM.encode("utf-16-le")))
    assert reading.documents.text[0] == CALM
    assert list(reading.problems.problem) == ["encoding_guessed"]


def test_files_that_differ_in_their_suffix_keep_it(tmp_path):
    put(tmp_path, a_txt=CALM, a_md=CALM, a_png=b"x", b_txt=CALM, b_png=b"x")
    put(tmp_path, c_csv=f"text\n{CALM.replace(',', '')}\n", c_jsonl=lines({"text": CALM}))
    documents = read_sources(tmp_path).documents
    assert list(documents.document) == ["a.md", "a.txt", "b", "c.csv:1", "c.jsonl:1"]


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path):
    put(tmp_path, page_html=f"<html><p>{CALM}</p></html>")
    (tmp_path / "page_files").mkdir()
    put(tmp_path / "page_files", frame_html="<p>Buy a boat!</p>", script_js="x")
    reading = read_sources(tmp_path)
    assert list(reading.documents.source) == ["page.html"]
    assert set(reading.problems.problem) == {"skipped"}
    assert len(reading.problems) == 2


@given(
    st.dictionaries(
        st.sampled_from([f"{stem}{suffix}" for stem in "ab" for suffix in (*SUFFIXES, ".png", "")]),
        st.one_of(
            st.binary(max_size=80),
            st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
            st.tuples(st.sampled_from(GOOD), st.integers(0, 400), st.binary(max_size=3)).map(
                damaged
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_folder_holds_every_file_is_a_document_or_a_problem(files):
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        (Path(folder) / "good.txt").write_text(CALM)
        reading = read_sources(folder)
    accounted = {*reading.documents.source, *reading.problems.source}
    assert {re.split(":", source)[0] for source in accounted} == {*files, "good.txt"}
    assert reading.documents.document.is_unique


# ---- dates of a column


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-10-16", "2031-10-16"),
        ("2031-10-16T17:14:00Z", "2031-10-16"),
        ("Thu, 16 Oct 2031 15:02:00 GMT", "2031-10-16"),
        ("16.10.2031", "2031-10-16"),
        ("16 октября 2031", "2031-10-16"),
        ("Monday", None),
        ("31.02.2031", None),
    ],
)
@pytest.mark.filterwarnings("ignore:Parsing dates")
def test_a_date_column_is_read_or_left_null_and_reported(tmp_path, written, day):
    row = {"text": CALM, "date": written}
    reading = read_sources(put(tmp_path, a_jsonl=lines(row)))
    assert reading.documents.date.to_list() == [pd.Timestamp(day) if day else pd.NaT]
    assert list(reading.problems.problem) == ([] if day else ["bad_date"])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("05.06.2031", pd.Timestamp("2031-06-05")),
        ("3/4/2031", None),
        ("May 2031", None),
        ("2031", None),
        ("20310605", pd.Timestamp("2031-06-05")),
        ("2031-06-05T23:30:00-05:00", pd.Timestamp("2031-06-05")),
        ("5-6 June 2031", None),
        ("10:30", None),
        ("today", None),
    ],
)
def test_a_date_column_is_not_guessed(tmp_path, written, day):
    reading = read_sources(put(tmp_path, a_jsonl=lines({"text": CALM, "date": written})))
    assert reading.documents.date.to_list() == [day if day is not None else pd.NaT]
    assert list(reading.problems.problem) == ([] if day is not None else ["bad_date"])


@pytest.mark.parametrize(
    ("written", "year"), [("2031", 2031), (2031.0, 2031), ("2031.5", None), ("inf", None)]
)
def test_a_year_column_is_read_or_left_null_and_reported(tmp_path, written, year):
    reading = read_sources(put(tmp_path, a_jsonl=lines({"text": CALM, "year": written})))
    assert reading.documents.year.to_list() == [year or pd.NA]
    assert list(reading.problems.problem) == ([] if year else ["bad_year"])


# ---- what goes wrong


def messy(folder: Path) -> Path:
    """A folder with something wrong in most files."""
    return put(
        folder,
        good_txt=CALM,
        empty_txt="",
        cyrillic_txt="Озеро спокойно".encode("cp1251"),
        noise_txt=bytes(range(256)),
        picture_png=b"\x89PNG",
        rows_csv=f'text\n"{CALM}"\n',
        other_csv="name,body\na,b\n",
        nothing_csv="",
        open_csv='id,text\n1,"never closed\n',
        some_jsonl=lines({"text": CALM}) + "no JSON\n[1]\n",
        none_jsonl="no JSON\n",
        README_md="about these files",
    )


def test_every_file_is_a_document_or_a_problem(tmp_path):
    reading = read_sources(messy(tmp_path))
    accounted = {*reading.documents.source, *reading.problems.source}
    files = {file.name for file in tmp_path.iterdir()} - {"README.md"}
    assert {source.split(":")[0] for source in accounted} == files
    problems = reading.problems.set_index("source").problem.to_dict()
    assert problems == {
        "empty.txt": "empty",
        "cyrillic.txt": "encoding_guessed",
        "noise.txt": "unreadable",
        "picture.png": "skipped",
        "other.csv": "unreadable",
        "nothing.csv": "unreadable",
        "open.csv": "unreadable",
        "some.jsonl:2": "not_json",
        "some.jsonl:3": "not_json",
        "none.jsonl:1": "not_json",
        "none.jsonl": "unreadable",
    }
    assert reading.problems.detail.str.len().min() > 0


def test_a_link_to_nowhere_is_a_problem(tmp_path):
    put(tmp_path, a_txt=CALM)
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "old").symlink_to(tmp_path.parent)  # folders are not followed through links
    assert set(read_sources(tmp_path).problems.source) == {"b.txt", "old"}


def test_reading_documents_warns_once_of_all_problems(tmp_path):
    with pytest.warns(
        UserWarning,
        match=r"11 problem\(s\).*empty, encoding_guessed, not_json, skipped, unreadable",
    ):
        documents = read_documents(messy(tmp_path))
    assert len(documents) == 5


def test_the_specimens_need_nothing_but_the_mending_of_one_record(reading):
    texts = {file.name for file in specimens().glob("*.txt")}
    assert set(reading.documents.source) == texts
    assert set(reading.problems.source) == {"06_assembly_record.txt"}


@pytest.mark.parametrize(
    ("files", "named", "remedy"),
    [
        ({}, "", ".txt or .zip files there"),
        ({"README_md": "x"}, "", ".txt or .zip files there"),
        ({"a_txt": b"\xcf\xf0\xe8"}, "a.txt", "Save it as UTF-8"),
        ({"a_csv": "name,body\na,b\n"}, "a.csv", "columns = { text = "),
    ],
)
def test_a_folder_without_a_readable_document_is_an_error(tmp_path, files, named, remedy):
    with pytest.raises(SourceError) as caught:
        read_sources(put(tmp_path, **files))
    assert str(tmp_path / named) in str(caught.value)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\xcf\xf0\xe8", r"a\.txt: not UTF-8 text \(byte 0\)\. Save it as UTF-8"),
        ("a.odt", b"PK", r"a\.odt: topoi reads .*\.txt; this is '\.odt'\. Save it as one of these"),
        ("a.txt", "Да, так".encode("utf-16-be"), r"a\.txt: holds NUL .*Save it as UTF-8"),
        ("a.csv", b"", r"a\.csv: not a table of CSV .*The first line names the columns"),
        ("a.csv", b"id,text\n1,a\n2,b,c\n", r"a\.csv: not a table of CSV .*in quotation marks"),
        ("a.jsonl", b"[]\n", r"a\.jsonl: no line holds a JSON object\. Write one document a line"),
        ("gone.txt", None, r"gone\.txt: no such file or folder\. Name one that is there"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_that_names_it(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=message) as caught:
        read_sources(tmp_path / name)
    assert isinstance(caught.value, TopoiError)
    assert caught.value.path == str(tmp_path / name)


def test_rows_with_more_fields_than_the_header_are_refused(tmp_path):
    with pytest.raises(SourceError):
        read_sources(put(tmp_path, a_csv="id,text\n1,The lake,calm\n2,The sea,not\n"))


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path):
    put(tmp_path, a_csv="name,body\na,b\n")
    with pytest.raises(SourceError, match=r"no column 'txt'\. It has: name, body") as caught:
        read_sources(tmp_path / "a.csv", columns={"text": "txt"})
    assert caught.value.column == "txt"


def test_only_columns_of_documents_can_be_mapped(tmp_path):
    with pytest.raises(SourceError, match=r"'author' is not a column of documents.*speaker"):
        read_sources(put(tmp_path, a_csv=f"text\n{CALM}") / "a.csv", columns={"author": "name"})


def test_two_documents_of_one_name_are_an_error_that_names_both(tmp_path):
    put(tmp_path, a_jsonl=lines({"document": "x", "text": CALM}, {"document": "x", "text": CALM}))
    with pytest.raises(SourceError, match=r"a\.jsonl:2: document 'x' .* a\.jsonl:1.*of its own"):
        read_sources(tmp_path)


# ---- reprints


def test_a_document_with_the_words_of_an_earlier_one_reprints_it(tmp_path):
    again = (CALM + " " + CALM).replace("lake", "“Lake”")
    put(tmp_path, a_txt=f"{CALM} {CALM}", b_txt=again, c_txt=CALM[:40], d_txt=CALM[:40])
    duplicates = read_documents(tmp_path).set_index("document").duplicate_of.dropna()
    assert duplicates.to_dict() == {"b": "a"}  # d is too short to say


def test_the_reprint_among_the_specimens_is_recognised(documents, gold):
    found = documents.set_index("document").duplicate_of.dropna().to_dict()
    assert found == {n: g["duplicate_of"] for n, g in gold.items() if "duplicate_of" in g}


# ---- inputs


def test_reading_changes_neither_files_nor_options(tmp_path):
    put(tmp_path, a_txt=PAGE, b_csv=f'id,body\n1,"{CALM}"\n')
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    columns = {"text": "body"}
    first = read_sources(tmp_path, columns=columns)
    assert columns == {"text": "body"}
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
    for one, two in zip(first, read_sources(tmp_path, columns=columns), strict=True):
        pd.testing.assert_frame_equal(one, two)


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path):
    put(tmp_path, README_md=BODY, a_txt=CALM)
    assert list(read_documents(tmp_path).document) == ["a"]  # among others it is about them
    assert list(read_documents(tmp_path / "README.md").document) == ["README"]
