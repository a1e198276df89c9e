"""Walking back: every number that counts mentions has as many mentions behind it."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.schemas import schema_of
from topoi.study.config import read_study, stage_names
from topoi.study.evidence import _FACTS, Evidence
from topoi.study.graph import options_of
from topoi.study.stages import STAGES, tables_of
from topoi.tables import read

SAMPLED = 80  # rows of a table that are looked at, evenly drawn


@pytest.fixture(scope="module")
def config(root):
    """The study of the repository, without topic models and validation: they count no mentions."""
    asked = read_study(root)
    return {
        name: part for name, part in asked.items() if name not in ("topic_models", "validation")
    }


@pytest.fixture(scope="module")
def tables(config, built):
    """All its tables, as Make has built them."""
    made = [t for s in stage_names(config, STAGES) for t in tables_of(s, options_of(config, s))]
    return {name: read(name, built.folder / "build" / "tables") for name in made}


@pytest.fixture(scope="module")
def evidence(config, tables):
    """What walks back."""
    return Evidence(tables.__getitem__, lambda stage: options_of(config, stage))


def counting(table):
    """The columns of a table that count mentions."""
    return [c for c, rule in schema_of(table).columns.items() if rule.counted]


def looked_at(table, name):
    """Rows of a table; of a large one those of framings, then some."""
    if "term" in table and name.startswith("keyness"):
        return table[table["term"].str.startswith("<")]
    return table.iloc[:: max(1, len(table) // SAMPLED)]


def test_every_count_of_every_table_is_the_number_of_its_mentions(tables, evidence):
    walked = {}
    for name, table in tables.items():
        for column in counting(name) if schema_of(name).result else ():
            for _, row in looked_at(table, name).iterrows():
                found = evidence.behind(row, name, column)
                assert found is not None, (name, column)
                assert found.number == row[column], (name, column, dict(row))
                walked[name, column] = walked.get((name, column), 0) + found.number
    expected = {(name, column) for name in tables for column in counting(name)}
    assert set(walked) == expected
    empty = {pair for pair, n in walked.items() if not n}
    assert empty <= {("stances_by_corpus", "assumed"), ("stances_by_bloc", "assumed")}


def test_every_fact_that_counts_mentions_is_the_number_of_its_mentions(tables, evidence):
    walked = set()
    for name in ("facts", "facts_by_voices", "facts_by_stance"):
        for _, row in tables[name].iterrows():
            found = evidence.behind(row, name, "value")
            if found is not None:
                assert found.number == int(row["value"]), row["fact"]
                walked.add((name, row["fact"]))
            assert (found is not None) or "mention" not in row["fact"], row["fact"]
    assert walked == {(name, fact) for name in _FACTS for fact in _FACTS[name]}


def test_what_is_computed_from_a_count_walks_to_its_mentions(tables, evidence):
    row = tables["rates_by_bloc"].set_index(["framing", "group"], drop=False)
    row = row.loc[("multipolarity", "CSTO")]
    for column in ("rate", "low", None):
        assert evidence.behind(row, "rates_by_bloc", column).number == row["mentions"] > 0
    contrast = tables["contrasts"].query("framing == 'multipolarity' and group == 'CSTO'").iloc[0]
    inside = evidence.behind(contrast, "contrasts", "ratio")
    others = evidence.behind(contrast, "contrasts", "mentions_others")
    assert inside.whose == f", by members of CSTO ({others.number} by the others)"
    assert not set(inside.mentions["mention"]) & set(others.mentions["mention"])


def test_without_a_member_its_mentions_are_not_behind_a_contrast(tables, evidence):
    whole = tables["contrasts"].set_index(["framing", "group"], drop=False)
    assert len(tables["influence"])
    for _, row in tables["influence"].iterrows():
        found = evidence.behind(row, "influence", "ratio").mentions
        all_members = evidence.behind(whole.loc[(row["framing"], row["group"])], "contrasts")
        own = all_members.mentions["organization"] == row["left_out"]
        assert set(found["mention"]) == set(all_members.mentions.loc[~own, "mention"])


def test_a_topic_s_share_of_a_framing_walks_to_the_mentions_of_the_framing(tables, evidence):
    row = pd.Series({"topic": 1, "framing": "hybrid_war", "share": 0.5, "lift": 2.0})
    mentions = tables["framings"].set_index("framing")["mentions"]
    assert evidence.behind(row, "topic_framings", "share").number == mentions["hybrid_war"]


def test_a_word_and_a_model_count_no_mentions(tables, evidence):
    words = tables["keyness"]
    word = words[~words["term"].str.startswith("<")].iloc[0]
    assert evidence.behind(word, "keyness", "n") is None
    assert evidence.behind(pd.Series({"topic": 1, "term": "war"}), "topic_terms") is None


def invented(passages, said, **options):
    """Evidence of a study of a few passages; `said` names the passage of each mention."""
    mentions = pd.DataFrame({"mention": [f"{p}/{i}" for i, p in enumerate(said)], "passage": said})
    mentions = mentions.assign(framing="hybrid_war", variant="hybrid war", use="own")
    kept = {"passages": passages, "mentions": mentions}
    return Evidence(kept.__getitem__, lambda stage: options)


def test_others_are_those_of_years_with_members_who_are_somebody(tmp_path):
    (tmp_path / "members.csv").write_text(
        "member,organization,since,until,source\n"
        "Orlan,League,2031-01-01,,invented\nVarnelia,League,2031-01-01,2032-01-01,invented\n"
    )
    passages = pd.DataFrame(
        {
            "passage": ["o", "v", "w", "x", "v2", "o0"],
            "document": "d",
            "organization": ["Orlan", "Varnelia", "Vane", None, "Varnelia", "Orlan"],
            "year": [2031, 2031, 2031, 2031, 2032, 2030],
        }
    )
    said = ["o", "o", "v", "w", "w", "w", "x", "v2", "o0"]
    small = invented(passages, said, memberships=str(tmp_path / "members.csv"), unit="organization")
    row = pd.Series({"framing": "hybrid_war", "by": "bloc", "group": "League"})
    found = small.behind(row, "contrasts", "mentions")
    assert found.mentions["passage"].tolist() == ["o", "o", "v"]
    assert found.whose == ", by members of League (4 by the others)"
    others = small.behind(row, "contrasts", "mentions_others").mentions
    assert sorted(others["passage"]) == ["v2", "w", "w", "w"]
    for left_out, inside, rest in (("Orlan", 1, 4), ("Varnelia", 2, 3), ("Vane", 3, 1)):
        without = pd.concat([row, pd.Series({"left_out": left_out})])
        found = small.behind(without, "influence")
        assert len(found.mentions) == inside
        assert found.whose == f", by members of League other than {left_out} ({rest} by the others)"


def test_a_row_with_periods_of_its_own_is_matched_by_its_column():
    passages = pd.DataFrame({"passage": ["a", "b"], "speaker": "Ivo Orlan", "year": [2030, 2031]})
    groupings = {"year": {"by": "speaker", "over": "year"}}
    small = invented(passages, ["a", "b"], groupings=groupings, memberships=None, organizations=[])
    row = {"framing": "hybrid_war", "by": "speaker", "group": "Ivo Orlan", "period": "2031"}
    found = small.behind(pd.Series(row), "rates_by_year")
    assert found.mentions["passage"].tolist() == ["b"]


def test_a_column_that_counts_mentions_says_so(root):
    config = read_study(root)
    made = [t for s in stage_names(config, STAGES) for t in tables_of(s, options_of(config, s))]
    for name in made:
        for column, rule in schema_of(name).columns.items() if schema_of(name).result else ():
            counts = column.startswith("mention") or "mentions" in rule.about.split()[:2]
            assert not (counts and rule.type == "int") or rule.counted, (name, column)
