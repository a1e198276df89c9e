"""The layout of the UN General Debate Corpus, as a folder and as an archive, is read and mended."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from topoi.documents import delegation_name, read_general_debate
from topoi.errors import SourceError

HEADER = ["Year", "Session", "ISO Code", "Country", "Name of Person Speaking", "Post"]
ROWS = [
    [2023, 78, "VRN", "Varnelia", "Mr. Gleb  Torvanin", "President"],
    [2024, 79, "VRN", "Varnelia", "Gleb Torvanin", "President"],
    [2023, 78, "SRV", "Sorvenia", "Milena Torvask", None],
    [2023, 78, "SRV", "Sorvenia", "Somebody Else", "Envoy"],
    [None, 78, None, "Belmora", "Ilian Morvash", "Minister"],
]
HALL = (
    "1.\tThe multipolar world of which we spoke in this hall last year is no longer a\n"
    "plan. Nobody can now close the door on it, and nobody will ask us for the multi-\n"
    "polar key.\n"
    "2.\tOur people have waited for the ferry since the last session, and our Govern-\n"
    "ment keeps its word, in this hall and in every other hall of the wide world.\n"
    "3.\tWe thank the President of the session, and we wish the Secretary-\n"
    "General well in all that he does for the small lakes and rivers of the earth.\n"
    "17\n"
    "4.\tThe ferry leaves on time, and so shall we, when our time has come to leave.\n"
)
SPEECHES = {
    "Session 78 - 2023/VRN_78_2023.txt": "\ufeff" + HALL,
    "Session 78 - 2023/SRV_78_2023.txt": "Sorvenia is small.\nIt has learned to listen.\n",
    "Session 79 - 2024/VRN_79_2024.txt": "## Statement\n**Mr. President**, the lake is calm.\n",
    "Session 79 - 2024/QSS_79_2024.txt": "Quessara asks for nothing extraordinary.\n",
    "Session 79 - 2024/._VRN_79_2024.txt": "\0\0\0",
    "Session 79 - 2024/notes.txt": "not a speech",
}


def sheet(file: Path, rows: list[list[object]], header: list[str] = HEADER) -> Path:
    """Save a speaker sheet as the corpus has one."""
    book = Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(file)
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The corpus unpacked, with its sheet."""
    root = tmp_path_factory.mktemp("debate")
    for name, text in SPEECHES.items():
        (root / "TXT" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "TXT" / name).write_text(text, "utf-8")
    sheet(root / "Speakers_by_session.xlsx", ROWS)
    return root / "TXT"


@pytest.fixture(scope="module")
def debate(folder):
    """The folder, read."""
    return read_general_debate(folder)


def problems_of(reading, kind: str) -> dict[str, int]:
    """Source -> count of one kind of problem."""
    rows = reading.problems[reading.problems.problem == kind]
    return dict(zip(rows.source, rows["count"], strict=True))


def test_every_file_is_a_speech_or_a_problem(debate):
    skipped = problems_of(debate, "not_a_speech")
    assert {*debate.documents.source, *skipped} == set(SPEECHES)
    assert len(debate.documents) == 4


def test_a_speech_has_speaker_post_delegation_and_year_but_no_day(debate):
    row = debate.documents.set_index("document").loc["VRN-2023"]
    assert (row.speaker, row.role, row.organization) == ("Mr. Gleb Torvanin", "President", "VRN")
    assert (row.year, row.genre, row.language) == (2023, "speech", "en")
    assert debate.documents.date.isna().all()
    assert debate.documents.title.isna().all()


def test_a_speech_without_a_row_in_the_sheet_has_no_speaker(debate):
    assert pd.isna(debate.documents.set_index("document").speaker["QSS-2024"])
    assert set(problems_of(debate, "no_speaker_row")) == {"Session 79 - 2024/QSS_79_2024.txt"}


def test_of_two_rows_for_one_speech_the_first_counts_and_both_are_reported(debate):
    row = debate.documents.set_index("document").loc["SRV-2023"]
    assert row.speaker == "Milena Torvask"
    assert pd.isna(row.role)
    assert problems_of(debate, "repeated_speaker_row") == {"Speakers_by_session.xlsx": 1}
    assert problems_of(debate, "speaker_row_without_key") == {"Speakers_by_session.xlsx": 1}


def test_broken_words_wrapped_lines_page_and_paragraph_numbers_are_mended(debate):
    text = debate.documents.set_index("document").text["VRN-2023"]
    assert [line.split()[0] for line in text.split("\n")] == ["The", "Our", "We", "The"]
    assert "for the multipolar key." in text
    assert "our Government keeps" in text
    assert "the Secretary-General well" in text
    assert "17" not in text


def test_each_repair_is_counted(debate):
    name = "Session 78 - 2023/VRN_78_2023.txt"
    counts = {
        kind: problems_of(debate, kind).get(name)
        for kind in ("broken_words", "broken_words_hyphen_kept", "numbered_paragraphs")
    }
    assert counts == {"broken_words": 3, "broken_words_hyphen_kept": 1, "numbered_paragraphs": 4}
    assert problems_of(debate, "page_numbers") == {name: 1}
    assert set(problems_of(debate, "wrapped_lines")) == {name}


def test_a_text_with_markdown_is_flagged_as_not_the_verbatim_record(debate):
    text = debate.documents.set_index("document").text["VRN-2024"]
    assert text == "Statement\nMr. President, the lake is calm."
    assert problems_of(debate, "markdown") == {"Session 79 - 2024/VRN_79_2024.txt": 3}
    assert "not the verbatim record" in " ".join(debate.problems.detail)


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz"])
def test_an_archive_reads_like_the_folder(folder, debate, suffix):
    archive = folder.parent / f"TXT{suffix}"
    with tarfile.open(archive, "w:gz" if suffix.endswith("gz") else "w") as tar:
        for name in SPEECHES:
            tar.add(folder / name, arcname=f"TXT/{name}")
    reading = read_general_debate(archive)
    assert set(reading.documents.source) == {f"TXT/{name}" for name in debate.documents.source}
    same = [column for column in debate.documents if column != "source"]
    pd.testing.assert_frame_equal(
        reading.documents.sort_values("document")[same],
        debate.documents.sort_values("document")[same],
    )
    assert sorted(reading.problems.problem) == sorted(debate.problems.problem)


def test_years_and_delegations_can_be_chosen(folder):
    chosen = read_general_debate(folder, years=(2024, 2024), delegations=["VRN"])
    assert list(chosen.documents.document) == ["VRN-2024"]


def test_the_sheet_can_lie_elsewhere(folder, tmp_path):
    file = sheet(
        tmp_path / "people.xlsx", [[2024, 79, "QSS", "Quessara", "Amadi Terreke", "Envoy"]]
    )
    reading = read_general_debate(folder, speakers=file)
    assert reading.documents.set_index("document").speaker["QSS-2024"] == "Amadi Terreke"


def test_a_name_that_the_sheet_is_known_to_have_wrong_is_corrected_and_reported(folder, tmp_path):
    # data/general_debate_speakers.csv: one person under two given names
    (tmp_path / "AUS_77_2022.txt").write_text("The lake is calm.")
    sheet(
        tmp_path / "Speakers_by_session.xlsx",
        [[2022, 77, "AUS", "Australia", "Ms. Penny Wong", "Minister"]],
    )
    reading = read_general_debate(tmp_path)
    assert list(reading.documents.speaker) == ["Penelope Wong"]
    assert list(reading.problems.problem) == ["speaker_corrected"]


def test_delegations_go_by_name_where_the_table_knows_them():
    assert (delegation_name("KGZ"), delegation_name("VRN")) == ("Kyrgyzstan", "VRN")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"years": (1950, 1951)}, "no speech found.*of the years 1950-1951"),
        ({"delegations": ["VRN", "XXX"]}, "no speech of XXX.*codes of the file names"),
        ({"speakers": "nowhere.xlsx"}, r"no speaker sheet at nowhere\.xlsx.*speakers="),
    ],
)
def test_what_is_not_there_is_an_error_with_a_remedy(folder, options, message):
    with pytest.raises(SourceError, match=message):
        read_general_debate(folder, **options)


def test_a_sheet_without_a_column_is_an_error_that_names_it(folder, tmp_path):
    file = sheet(tmp_path / "people.xlsx", [row[:5] for row in ROWS], HEADER[:5])
    with pytest.raises(
        SourceError, match=r"people\.xlsx: no column 'Post'. It has: Year, "
    ) as caught:
        read_general_debate(folder, speakers=file)
    assert caught.value.column == "Post"


@pytest.mark.parametrize("name", ["people.xlsx", "TXT.tar.gz"])
def test_a_broken_file_is_an_error_that_names_it(folder, tmp_path, name):
    (tmp_path / name).write_bytes(b"broken")
    path, speakers = (folder, tmp_path / name) if name[0] == "p" else (tmp_path / name, None)
    with pytest.raises(SourceError, match=name):
        read_general_debate(path, speakers=speakers)


@pytest.fixture(scope="module")
def release(shared):
    """The speeches of 2024 of the official release, read."""
    archive = shared / "corpora" / "ungdc" / "ungdc_1946-2024_TXT.tar.gz"
    if not archive.is_file():
        pytest.skip("needs the archive of the corpus")
    return read_general_debate(archive, years=(2024, 2024))


# The numbers come from ../shared/corpora/ungdc/SOURCE.txt.


def test_the_release_has_192_speeches_of_2024_and_17_repeated_rows(release):
    assert len(release.documents) == 192
    assert sum(problems_of(release, "repeated_speaker_row").values()) == 17


def test_the_release_has_62_texts_of_2024_with_markdown(release):
    assert len(problems_of(release, "markdown")) == 62
