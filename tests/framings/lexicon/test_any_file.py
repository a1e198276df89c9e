"""Whatever a file holds: it is read, or refused with a LexiconError; positions are never wrong."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import LexiconError
from topoi.framings import read_lexicon
from topoi.framings.lexicon.liwc import parse_dic, parse_dicx
from topoi.framings.lexicon.positions import positions
from topoi.framings.lexicon.quanteda import parse_quanteda
from topoi.framings.lexicon.toml import parse_toml

MARKS = st.text(st.sampled_from("ab[]{}=.,\"'#:*?-_<>|()%\t\n 01\\&!DicTermX"), max_size=60)
PARSERS = [parse_toml, parse_quanteda, parse_dic, parse_dicx]


@pytest.mark.parametrize("parse", PARSERS)
@settings(max_examples=200, deadline=None)
@given(source=st.one_of(MARKS, st.text(max_size=40)))
def test_any_text_is_read_or_its_faults_are_told(parse, source):
    parsed = parse(source)
    for fault in parsed.faults:
        assert fault.fault
        assert isinstance(fault.error("file"), LexiconError)
    assert parsed.lexicon or parsed.faults or parse in (parse_dic, parse_dicx)


@pytest.mark.parametrize("ending", ["toml", "yml"])
def test_a_file_that_is_nested_without_end_is_refused(tmp_path, ending):
    deep = ("a = " if ending == "toml" else "a: ") + "[" * 700 + "]" * 700
    (tmp_path / f"deep.{ending}").write_text(deep, "utf-8")
    with pytest.raises(LexiconError, match=f"deep.{ending}"):
        read_lexicon(tmp_path / f"deep.{ending}")


KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
TABLES = st.dictionaries(
    KEYS, st.dictionaries(KEYS, st.lists(TEXTS, max_size=3), max_size=3), max_size=3
)


@settings(max_examples=100, deadline=None)
@given(tables=TABLES, inline=st.booleans())
def test_positions_are_those_of_the_writer(tables, inline):
    """A file written with known lines gives them back."""
    lines, truth = [], {}
    for table, entries in tables.items():
        lines.append(f"[{json.dumps(table, ensure_ascii=False)}]  # [x]")
        truth[(table,)] = len(lines)
        for key, texts in entries.items():
            lines.append(f"{json.dumps(key, ensure_ascii=False)} = [")
            truth[table, key] = len(lines)
            for number, text in enumerate(texts):
                if not inline:
                    lines.append("")
                lines[-1] += f" {json.dumps(text, ensure_ascii=False)},"
                truth[table, key, number] = len(lines)
            lines.append("]")
    source = "\n".join(lines).replace("\x7f", "")
    try:
        tomllib.loads(source)
    except tomllib.TOMLDecodeError:  # JSON and TOML differ in a control character
        return
    assert positions(source) == truth
