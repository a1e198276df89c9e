"""The paper: what is printed is computed, archival, accessible, and the same bytes every time."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pypdfium2
import pytest

from topoi.errors import PaperError
from topoi.paper.build import RESULTS, build_paper, list_claims, typed_digits, write_library
from topoi.schemas import schema_of
from topoi.study.config import read_study, stage_names
from topoi.study.graph import options_of
from topoi.study.stages import STAGES, tables_of


@pytest.fixture
def copy(root, tmp_path, monkeypatch):
    """The paper and its figures in a folder of their own."""
    for name in ("paper", "figures"):
        shutil.copytree(root / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    write_library()
    return tmp_path


def rewrite(copy, old, new):
    """Change the paper's source."""
    source = copy / "paper" / "paper.typ"
    text = source.read_text("utf-8")
    assert old in text
    source.write_text(text.replace(old, new, 1), "utf-8")


def pages(path):
    """Text of each page of a PDF."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def test_the_same_source_gives_the_same_bytes(copy):
    before = (copy / "paper" / "paper.pdf").read_bytes()
    (copy / "paper" / "paper.pdf").unlink()
    assert build_paper()
    assert (copy / "paper" / "paper.pdf").read_bytes() == before
    assert not build_paper()


def test_it_declares_its_standards_and_carries_its_results(root):
    data = (root / "paper" / "paper.pdf").read_bytes()
    assert re.search(rb"<pdfaid:part>3</pdfaid:part>", data)
    assert re.search(rb"<pdfaid:conformance>A</pdfaid:conformance>", data)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", data)
    document = pypdfium2.PdfDocument(root / "paper" / "paper.pdf")
    attached = [document.get_attachment(i) for i in range(document.count_attachments())]
    assert [a.get_name().rsplit("/")[-1] for a in attached] == ["results.json"]
    assert bytes(attached[0].get_data()) == (root / "paper" / "results.json").read_bytes()


def test_it_is_a_paper(root):
    text = pages(root / "paper" / "paper.pdf")
    assert 8 <= len(text) <= 20
    whole = "\n".join(text)
    for section in ("Abstract", "Introduction", "Material", "Methods", "Robustness", "Limitations"):
        assert section in whole
    source = (root / "paper" / "paper.typ").read_text("utf-8")
    library = (root / "paper" / "references.bib").read_text("utf-8")
    entries = set(re.findall(r"^@\w+\{(\w+),", library, re.MULTILINE))
    cited = set(re.findall(r"@(\w+)", source)) | set(re.findall(r"cite\(<(\w+)>", source))
    assert len(entries & cited) >= 15
    assert entries <= cited
    assert all(re.search(r"\balt: ", figure) for figure in source.split('#fig("')[1:])


def test_no_digit_is_typed_by_hand(root, monkeypatch):
    monkeypatch.chdir(root)
    write_library()
    assert typed_digits() == []


def test_a_typed_digit_is_found(copy):
    rewrite(copy, "States do not only pursue interests", "In 57 ways states pursue interests")
    assert any("57" in line for line in typed_digits())


def test_an_alt_text_that_is_short_is_refused_with_the_rule(copy):
    (copy / "paper" / "paper.typ").write_text(
        '#import "/build/lib/article.typ": *\n#fig("voices", [Voices], alt: "bars")', "utf-8"
    )
    with pytest.raises(PaperError, match=r"alt text .* of more than 30 characters"):
        build_paper()


def test_every_printed_number_is_listed_with_its_key_and_page(root, monkeypatch):
    monkeypatch.chdir(root)
    with open(root / "paper" / "claims.csv", encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    results = json.loads((root / "paper" / "results.json").read_text("utf-8"))
    text = [re.sub(r"\s+", " ", page) for page in pages(root / "paper" / "paper.pdf")]
    assert len(listed) > 100
    for claim in listed:
        row, _, column = claim["key"].rpartition(".")
        assert column in results[row]
    printed = [re.sub(r"\s+", " ", claim["printed"]) for claim in listed]
    shown = [p for p, c in zip(printed, listed, strict=True) if p in text[int(c["page"]) - 1]]
    assert len(shown) > 0.98 * len(listed)  # a line may break inside a number and its unit
    assert len(listed) == len(list_claims())


DERIVING = """
#import "/build/lib/values.typ": *
#set document(title: "Numbers")
#let key = "facts.documents.value"
#v(key), #derived(57, key), #derived-word(2, key), #claim(key, "half", derived: true)
"""


NAMING = """
#import "/build/lib/values.typ": *
#set document(title: "Topics")
#v("facts.documents.value") #val("{}.term")
"""


def test_a_number_that_follows_from_its_key_is_listed_as_derived(copy):
    (copy / "paper" / "paper.typ").write_text(DERIVING, "utf-8")
    build_paper()
    with open(copy / "paper" / "claims.csv", encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    assert [c["printed"] for c in listed][1:] == ["57", "two", "half"]
    assert [c["derived"] for c in listed] == ["no", "yes", "yes", "yes"]
    assert listed[0]["printed"].replace(",", "") == listed[0]["value"]
    assert list(listed[0])[-1] == "derived"


def test_a_changed_number_changes_the_sentence(copy):
    path = copy / "paper" / "results.json"
    results = json.loads(path.read_text("utf-8"))
    surviving = [
        k for k, r in results.items() if k.startswith("contrasts.") and (r["q"] or 1) < 0.05
    ]
    assert surviving
    for key in surviving:
        results[key]["q"] = 0.5
    results["facts_by_contrasts.q_below_level"]["value"] = 0
    path.write_text(json.dumps(results), "utf-8")
    build_paper()
    text = re.sub(r"\s+", " ", " ".join(pages(copy / "paper" / "paper.pdf")))
    assert "do not distinguish the organizations" in text
    assert "None of the organizations can be told" in text


@pytest.mark.parametrize("table", ["topic_terms", "topic_labels", "topic_shifts"])
def test_a_topic_that_does_not_recur_cannot_be_named(copy, table):
    path = copy / "paper" / "results.json"
    results = json.loads(path.read_text("utf-8"))
    rows = {key.split(".")[1]: key for key in results if key.startswith(f"{table}.")}
    topic, row = rows.popitem()  # of some tables only topics that recur have rows
    for verdict in ("yes", "no"):
        results[f"topic_stability.{topic}"]["recurs"] = verdict
        path.write_text(json.dumps(results), "utf-8")
        (copy / "paper" / "paper.typ").write_text(NAMING.format(row), "utf-8")
        if verdict == "yes":
            build_paper()
            continue
        with pytest.raises(PaperError, match=f"topic {topic} does not recur"):
            build_paper()


def test_a_parameter_is_not_rounded_to_another(copy):
    printed = '#import "/build/lib/values.typ": *\n#set document(title: "A limit")\n'
    printed += '#v("parameters.topic_models.recurs.value", digits: {})'
    (copy / "paper" / "paper.typ").write_text(printed.format(2), "utf-8")
    build_paper()
    (copy / "paper" / "paper.typ").write_text(printed.format(1), "utf-8")
    with pytest.raises(PaperError, match=r"recurs\.value is 0\.75: print it with more digits"):
        build_paper()


def test_a_paper_that_does_not_compile_leaves_the_old_one(copy):
    before = (copy / "paper" / "paper.pdf").read_bytes()
    rewrite(copy, "= Introduction", '= Introduction\n#v("facts.wrods.value")')
    with pytest.raises(PaperError, match=r"facts\.wrods"):
        build_paper()
    assert (copy / "paper" / "paper.pdf").read_bytes() == before


def test_every_table_of_the_study_can_be_printed_but_two_large_ones(root):
    config = read_study(root)
    names = [t for s in stage_names(config, STAGES) for t in tables_of(s, options_of(config, s))]
    printed = {key.split(".")[0] for key in json.loads((root / RESULTS).read_text("utf-8"))}
    assert {name for name in names if schema_of(name).result} - printed == {"keyness", "multiverse"}
