"""Dictionaries of LIWC: categories, terms, conditions, and the CSV of 2022."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings import check_lexicon, read_lexicon
from topoi.framings.lexicon.liwc import parse_dic, parse_dicx

NESTED = "%\n1\tCalm\n\t2\tLake\n\t3\tSky\n4\tHill\n%\n\n"


def written(parsed):
    """Patterns by framing."""
    lexicon = parsed.lexicon
    return {k: [p.written for ps in v.patterns.values() for p in ps] for k, v in lexicon.items()}


def test_categories_are_framings_in_their_order_and_nested_ones_joined():
    parsed = parse_dic(NESTED + "peak*\t4\nlake*\t1\t2\nstill water\t2\nblue 1 3\nлуг*\t4\n")
    assert written(parsed) == {
        "Calm": ["lake*", "blue"],
        "Calm.Lake": ["lake*", "still water"],
        "Calm.Sky": ["blue"],
        "Hill": ["peak*", "луг*"],
    }
    assert parsed.faults == []


def test_conditions_and_what_has_no_counterpart_are_told_not_lost():
    terms = "kind\t<of>131/125\nlike\t(02 134)125/464\t4\n:)\t4\nodd\t99\nlost\nhill\t4\n"
    parsed = parse_dic(NESTED + terms)
    assert written(parsed) == {"Hill": ["like", "hill"]}
    assert [(fault.line, fault.severity) for fault in parsed.faults] == [
        (n, "warning") for n in (8, 9, 10, 11, 12)
    ]
    said = [fault.fault for fault in parsed.faults]
    assert "'kind' <of>131/125 is left out" in said[0]
    assert "'like' (02 134)125/464 is left out" in said[1]
    assert "no such category" in said[3]
    assert "has no category" in said[4]


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("lake\t1\n", 1, "no list of categories"),
        ("%\n1\tCalm\nCalm\n%\nlake\t1\n", 3, "'Calm' is no category"),
        ("%\n1\tCalm\n1\tHill\n%\nlake\t1\n", 3, "a number that stands twice"),
        ("%\n1\tCalm\n2\tCalm\n%\nlake\t1\n", 3, "the category 'Calm' stands twice"),
    ],
)
def test_a_file_without_categories_is_refused(tmp_path, source, line, says):
    (tmp_path / "d.dic").write_text(source, "utf-8")
    with pytest.raises(LexiconError, match=rf"d\.dic, line {line}: .*{says}"):
        read_lexicon(tmp_path / "d.dic")


def test_an_old_encoding_is_read_and_told(tmp_path):
    (tmp_path / "d.dic").write_bytes("%\n1\tCalm\n%\nlagün*\t1\n".encode("cp1252"))
    with pytest.warns(UserWarning, match="read as Windows-1252"):
        lexicon = read_lexicon(tmp_path / "d.dic")
    assert lexicon["Calm"].patterns["en"][0].written == "lagün*"
    assert len(check_lexicon(tmp_path / "d.dic")) == 1


def test_columns_of_a_dicx_are_framings():
    parsed = parse_dicx('DicTerm,Lake,Hill\nlake*,X,\n"calm, blue",x,X\npeak,,0.7\nridge,0,X\n')
    assert written(parsed) == {"Lake": ["lake*", "calm, blue"], "Hill": ["calm, blue", "ridge"]}
    [fault] = parsed.faults
    assert (fault.line, fault.framing) == (4, "Hill")
    assert "weights are not used" in fault.fault


def test_a_dicx_without_its_head_is_refused():
    [fault] = parse_dicx("Term,Lake\nlake,X\n").faults
    assert fault.severity == "fault"
    assert "DicTerm" in fault.remedy


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("DicTerm,Lake,Lake\nlake,X,\nhill,,X\n", 1, "the column 'Lake' stands twice"),
        ("DicTerm,Lake,,\nlake,X,,\nhill,,X,\n", 1, "column 3 has no name"),
        ('DicTerm,Lake\nhill,X\n"lake,X\nsea,X\n', 3, "a quotation mark is not closed"),
        ('DicTerm,Lake\n"lake,X\n"sea",X\n', 2, "not CSV"),
        ('DicTerm,Lake\n"lake,X\nsea",X\n', 2, "a quotation mark is not closed"),
    ],
)
def test_a_dicx_that_cannot_be_trusted_is_refused(tmp_path, source, line, says):
    (tmp_path / "d.dicx").write_text(source, "utf-8")
    with pytest.raises(LexiconError, match=rf"d\.dicx, line {line}: .*{says}"):
        read_lexicon(tmp_path / "d.dicx")


def test_what_a_dicx_holds_in_vain_is_told():
    parsed = parse_dicx("DicTerm,Lake,Hill,\nlake,X,,\nlost,,0,\nfar,X,,,X\n,,,\n\npeak,,X\n")
    assert written(parsed) == {"Lake": ["lake", "far"], "Hill": ["peak"]}
    assert [(f.line, f.fault, f.severity) for f in parsed.faults] == [
        (3, "'lost' is left out: it has no category", "warning"),
        (4, "'far' 'X' is left out: beyond the last category", "warning"),
    ]
