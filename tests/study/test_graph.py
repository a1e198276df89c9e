"""A study: parameters from study.toml, the same tables in memory and through files."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Sequence

import pandas as pd
import pypdfium2
import pytest

from topoi import tables
from topoi.cli import main
from topoi.errors import StudyError
from topoi.study.config import needed_tables, parameters, read_study
from topoi.study.graph import asked_results, run, stage_parameters
from topoi.study.new import new_study
from topoi.study.stages import STAGES, compute_of, tables_of
from topoi.voices import read_actors


def stage(passages, *, seed, level=0.9):
    """A stage with a table and two parameters."""


def test_a_parameter_comes_from_its_section_then_from_study_then_from_the_default():
    config = {"study": {"seed": 1, "level": 0.8}, "stage": {"seed": 2}}
    assert parameters(config, "stage", stage) == {"seed": 2, "level": 0.8}
    assert parameters({"study": {"seed": 1}}, "stage", stage) == {"seed": 1, "level": 0.9}
    assert needed_tables(stage) == ["passages"]


def test_a_parameter_that_is_unknown_or_missing_is_named():
    with pytest.raises(StudyError, match=r"\[stage\] has no parameter 'sede'"):
        parameters({"stage": {"sede": 1}}, "stage", stage)
    with pytest.raises(StudyError, match=r"\[stage\] lacks 'seed'"):
        parameters({}, "stage", stage)


def typed(*, level: float = 0.9, top: int | None = None, drop: Sequence[str] = ()):
    """A stage that says of what type its parameters are."""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"level": "high"}, 'a number; got "high"'),
        ({"level": True}, "a number; got true"),
        ({"level": float("nan")}, "a number; got NaN"),
        ({"level": 1}, "a number between 0 and 1; got 1"),
        ({"top": 1.5}, "a whole number; got 1.5"),
        ({"top": 0}, "a whole number, 1 or more; got 0"),
        ({"drop": "Orlan"}, 'a list of texts in quotes; got "Orlan"'),
        ({"drop": ["Orlan", 1]}, 'a list of texts in quotes; got ["Orlan", 1]'),
    ],
)
def test_a_value_of_another_type_is_named_with_section_and_key(given, expected):
    (key,) = given
    for section in ("stage", "study"):
        with pytest.raises(StudyError) as refusal:
            parameters({section: given}, "stage", typed)
        assert str(refusal.value) == f"study.toml: [{section}] '{key}' should be {expected}."


def test_what_fits_its_type_is_taken_as_it_stands():
    given = {"level": 0.5, "top": 3, "drop": ["Orlan"]}
    assert parameters({"stage": given}, "stage", typed) == given


def test_a_date_without_quotes_is_text(tmp_path):
    (tmp_path / "study.toml").write_text("[paper]\ndate = 2031-05-01\n", "utf-8")
    assert read_study(tmp_path) == {"paper": {"date": "2031-05-01"}}


def test_every_stage_makes_tables_of_known_schemas_from_tables_made_before(root):
    config = read_study(root)
    made: set[str] = set()
    for name in STAGES:
        function = compute_of(name)
        assert set(needed_tables(function)) <= made
        for table in tables_of(name, parameters(config, name, function)):
            assert tables.schema_of(table)
            made.add(table)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study of the specimens."""
    return new_study(tmp_path_factory.mktemp("own") / "study", example=True)


def test_memory_and_files_give_the_same_tables(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert main(["rules"]) == main(["tables"]) == 0
    for name, table in run(folder).items():
        if tables.schema_of(name).result:
            again = tables.read(name, "build/tables")
            pd.testing.assert_frame_equal(again, tables.check(table, name))


def test_a_new_study_has_a_file_of_actors_that_can_be_begun(folder, tmp_path):
    commented = (folder / "actors.toml").read_text("utf-8")
    assert len(read_actors(folder / "actors.toml")) == len(read_actors())
    begun = re.sub(r"(?m)^# ", "", commented)
    (tmp_path / "begun.toml").write_text(begun, "utf-8")
    assert len(read_actors(tmp_path / "begun.toml")) == len(read_actors()) + 2


def test_asking_for_one_stage_runs_what_it_needs(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert {"facts", "framings", "documents"} <= set(run(folder, stages=["facts"]))
    assert "rates_by_speaker" not in run(folder, stages=["facts"])
    with pytest.raises(StudyError, match="no stage 'facs'"):
        run(folder, stages=["facs"])


def test_reprints_are_kept_apart_and_an_axis_of_the_multiverse(folder, monkeypatch):
    monkeypatch.chdir(folder)
    config = read_study()
    config["corpus"]["periods"] = [2031, 2034]
    claim = {"framing": "hybrid_war", "from": "2031-2033", "to": "2034-2035", "says": "more"}
    config["multiverse"] = {"claims": [claim], "wordings": False, "units": ["speaker"]}
    made = run(config, stages=["multiverse"])
    copies = made["passages_by_reprints"]
    assert len(copies)
    assert copies["duplicate_of"].notna().all()
    assert not set(copies["document"]) & {
        *made["documents"]["document"],
        *made["passages"]["document"],
    }
    once, again = (row for _, row in made["multiverse"].iterrows())
    assert (once["reprints"], again["reprints"]) == ("once", "all")
    repeated = made["mentions_by_reprints"].merge(copies, on="passage")
    repeated = repeated[repeated["framing"] == "hybrid_war"]["period"].value_counts()
    for column, period in (("mentions", "2034–2035"), ("mentions_others", "2031–2033")):
        assert again[column] - once[column] == repeated.get(period, 0)
    assert len(repeated)


def test_a_new_study_asks_for_the_framings_that_somebody_utters(folder, passages, mentions):
    study = tomllib.loads((folder / "study.toml").read_text("utf-8"))["study"]
    spoken = passages.loc[passages["voice"] != "narration", "passage"]
    assert set(study["framings"]) == set(mentions.loc[mentions["passage"].isin(spoken), "framing"])


@pytest.fixture(scope="module")
def built_once(folder, tmp_path_factory):
    """A study of the specimens, with tables, figures, results and paper."""
    copy = tmp_path_factory.mktemp("once") / "study"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        for step in ("tables", "figures", "results", "paper"):
            assert main([step]) == 0
    return copy


@pytest.fixture
def built(built_once, tmp_path, monkeypatch):
    """A copy of it, entered."""
    shutil.copytree(built_once, tmp_path / "built")
    monkeypatch.chdir(tmp_path / "built")
    return tmp_path / "built"


def set_parameter(folder, key, value):
    """Change a parameter of study.toml."""
    file = folder / "study.toml"
    text, times = re.subn(rf"(?m)^{key} = [^#\n]*", f"{key} = {value} ", file.read_text("utf-8"))
    assert times == 1
    file.write_text(text, "utf-8")


def test_a_step_by_hand_takes_study_toml_as_it_is_not_as_it_was(built):
    assert stage_parameters("rates")["level"] == 0.95
    set_parameter(built, "level", 0.8)
    for step in (["tables", "rates"], ["figures", "rates"], ["figures", "stances"]):
        assert main(step) == 0
    assert stage_parameters("rates")["level"] == 0.8
    assert asked_results()["parameters"]["study"]["level"] == 0.8


@pytest.mark.parametrize(
    ("step", "table"),
    [
        (["figures"], "rates_by_speaker"),
        (["figures", "rates"], "rates_by_speaker"),
        (["results"], "rates_by"),
        (["trace", "rates_by_speaker.hybrid_war.{speaker}"], "rates_by_speaker"),
    ],
)
def test_a_table_of_other_parameters_is_refused_by_hand(built, capsys, step, table):
    speaker = tables.read("rates_by_speaker", "build/tables")["group"].iloc[0]
    step = [word.format(speaker=speaker) for word in step]
    set_parameter(built, "level", 0.8)
    before = (built / "paper" / "results.json").read_bytes()
    capsys.readouterr()
    assert main(step) == 2
    refused = capsys.readouterr().err
    assert f"build/tables/{table}" in refused
    assert "made with other parameters of [rates]" in refused
    assert "Run make, or topoi tables rates." in refused
    assert (built / "paper" / "results.json").read_bytes() == before
    set_parameter(built, "level", 0.95)
    assert main(step) == 0


def test_a_table_of_a_stage_before_with_other_parameters_is_refused_by_hand(built, capsys):
    set_parameter(built, "voices", '["speech"]')
    capsys.readouterr()
    assert main(["tables", "tfidf"]) == 2
    assert "made with other parameters of [corpus]" in capsys.readouterr().err
    assert main(["tables", "corpus"]) == 0
    assert main(["results"]) == 2
    assert "of [facts], or of a stage before it" in capsys.readouterr().err
    assert main(["tables", "corpus", "facts", "tfidf"]) == 0
    assert main(["figures", "tfidf"]) == 0
    assert main(["tables"]) == main(["results"]) == 0


def test_results_of_other_parameters_are_refused_by_hand(built, capsys):
    set_parameter(built, "date", '"2031-01-01"')
    for step in (["paper"], ["trace", "parameters.paper.date"]):
        capsys.readouterr()
        assert main(step) == 2
        assert (
            "study.toml has '2031-01-01' now. Run make, or topoi results."
            in capsys.readouterr().err
        )
    assert main(["results"]) == main(["paper"]) == 0


QUICK_TOPICS = {
    r"\[corpus\]\ndocuments = .*": '[corpus]\nbundle = "un-general-debate"\nyears = [2019, 2024]',
    r"\[voices\]\ndocuments = .*": '[voices]\nbundle = "cis-csto-statements"',
    r"n_topics = .*": "n_topics = [3]\nengine_options = { sweeps = 8 }\nrecurs = 0.1",
    r"seeds = \d+": "seeds = 2",
    r"framings = .*": 'framings = ["hybrid_war", "multipolarity"]',
    r"groupings.speaker = .*": 'groupings.speaker = { by = "speaker", least_words = 9000 }',
    r"panels = \{ by = \"framing\".*": 'panels = { by = "framing", values = ["hybrid_war"] }',
}


def test_topics_reach_the_paper_when_their_marks_are_taken_away(tmp_path, monkeypatch):
    """With a bundle that ships with topoi, in place of a hundred documents."""
    file = new_study(tmp_path / "study") / "study.toml"
    text = file.read_text("utf-8")
    begin, end = text.index("# [topic_models]"), text.index("# In figures, `top`")
    text = text[:begin] + re.sub(r"(?m)^# ?", "", text[begin:end]) + text[end:]
    for old, new in QUICK_TOPICS.items():
        text, times = re.subn(rf"(?m)^{old}", new, text)
        assert times == 1, old
    file.write_text(text, "utf-8")
    monkeypatch.chdir(file.parent)
    for step in (["tables"], ["figures"], ["results"], ["paper"], ["paper", "--check"]):
        assert main(step) == 0
    document = pypdfium2.PdfDocument("paper/paper.pdf")
    printed = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Leading terms of those that recur" in re.sub(r"\s+", " ", printed)
    claims = pd.read_csv("paper/claims.csv")
    assert "facts_by_topics.sections.value" in set(claims["key"])


def test_rules_are_written_once_and_parameter_files_go_with_their_stage(folder, monkeypatch):
    monkeypatch.chdir(folder)
    main(["rules"])
    before = {p: p.stat().st_mtime_ns for p in (folder / "build").rglob("*.json")}
    main(["rules"])
    assert before == {p: p.stat().st_mtime_ns for p in (folder / "build").rglob("*.json")}
    text = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(text.split("[figures.voices]")[0], "utf-8")
    main(["rules"])
    assert not (folder / "build" / "parameters" / "figures" / "voices.json").exists()
    (folder / "study.toml").write_text(text, "utf-8")
