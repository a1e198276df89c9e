"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import warnings

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import topoi
from topoi.cli import main
from topoi.documents import specimens
from topoi.framings import failing_examples, read_lexicon


def block(root, language, number=0):
    """A block of code in a language, by default the first."""
    readme = (root / "README.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)[number]


def test_the_five_lines_draw_a_figure(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the last line saves the figure
    names = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # few units, and lines that were joined
        exec(block(root, "python"), names)
    assert names["rates"]["mentions"].sum() > 0
    assert (tmp_path / "hybrid_war.png").stat().st_size > 10_000
    plt.close("all")


def test_the_lines_for_scikit_learn_and_gensim_go_on_from_there(root, passages, mentions):
    names = {"topoi": topoi, "passages": passages, "mentions": mentions}
    exec(block(root, "python", 1), names)
    assert set(names["model"].classes_) == set(passages["organization"].dropna())
    assert len(names["weights"]) == len(names["rows"]) == len(names["corpus"]) > 100


def test_the_lines_on_numbers_that_hold_compare_members_with_others(root):
    names = {"topoi": topoi}
    exec(block(root, "python", 2), names)
    (row,) = names["table"].to_dict("records")
    assert row["low"] < row["ratio"] < row["high"]
    assert row["p_pooled"] < row["p"]


def test_the_lines_on_topics_choose_name_compare_and_guide(root, monkeypatch):
    monkeypatch.setattr("topoi.topics.collapsed.TOKENS_VISITED", 0)  # as few sweeps as may be
    names = {"topoi": topoi}
    exec(block(root, "python", 2), names)
    whole = names["bundle"]  # the lines are tried on its last years, with a small grid
    documents = whole.documents[whole.documents["year"] >= 2018]
    passages = whole.passages[whole.passages["document"].isin(documents["document"])]
    counts = whole.counts[whole.counts["passage"].isin(passages["passage"])]
    names["bundle"] = whole._replace(documents=documents, passages=passages, counts=counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # few units
        lines = block(root, "python", 3).replace("[10, 20, 30]", "[5, 10]")
        exec(lines.replace("range(1, 11)", "range(1, 3)"), names)
    chosen = names["choice"].set_index("verdict").loc["chosen"]
    assert chosen["n_topics"] == names["model"].n_topics == len(names["stability"])
    assert set(names["refusal"]["verdict"]) == {"enough"}
    assert names["shares"]["fits"].tolist() == [4, 2, 2]
    assert {"<unilateral_sanctions>", "sanction"} <= set(names["guide"].seeds["term"])
    assert "sanctions" in names["guided"].guided
    for table in ("labels", "first", "where", "prevalence", "contrasts"):
        assert not names[table].empty


def test_what_it_says_of_random_halves_and_coverage_was_measured(root):
    halves = pd.read_csv(root / "benchmarks/calibration/false_positives.csv")
    halves = halves[halves["corpus"] == "un"].set_index("test")
    cells = pd.read_csv(root / "benchmarks/calibration/interval_coverage.csv")
    readme = (root / "README.md").read_text("utf-8")
    said = {  # a row of the README -> the tests that it is about
        "G2 or": ["pooled_g2", "log_odds_z"],
        "Welch": ["welch_on_speeches"],
        "`contrast_rates`, `keyness`": ["contrast_rates", "two_way", "keyness"],
    }
    for row, tests in said.items():
        line = next(li for li in readme.splitlines() if li.startswith(f"| {row}"))
        for level, text in zip(("0.05", "0.001"), line.split("|")[2:4], strict=True):
            low, high = map(float, text.strip(" %").split("–"))
            shares = 100 * halves.loc[tests, f"share_{level}"]
            assert [low, high] == pytest.approx([shares.min(), shares.max()], rel=0.1)
    assert f"of {len(cells)} cells" in readme
    for row, method in (("exact", "poisson"), ("bootstrap", "bootstrap"), ("`framing", "topoi")):
        line = next(li for li in readme.splitlines() if li.startswith(f"| {row}"))
        low, high = map(float, line.split("|")[2].strip(" %").split("–"))
        held = 100 * cells[f"coverage_{method}"]
        assert [low, high] == pytest.approx([held.min(), held.max()], abs=0.51)


def test_the_lexicon_is_one(root, tmp_path):
    (tmp_path / "framings.toml").write_text(block(root, "toml"), "utf-8")
    assert len(read_lexicon(tmp_path / "framings.toml")["heartland"].examples) == 2
    assert failing_examples(tmp_path / "framings.toml").empty


def test_every_path_that_it_links_is_there(root):
    readme = (root / "README.md").read_text("utf-8")
    for path in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (root / path).exists(), path


def test_its_commands_are_commands(root, capsys):
    readme = (root / "README.md").read_text("utf-8")
    commands = set(re.findall(r"^\s+topoi (\w+)|`topoi (\w+)", readme, re.MULTILINE))
    for name in {a or b for a, b in commands}:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
    targets = set(re.findall(r"^    make (\w+)", readme, re.MULTILINE))
    makefile = (root / "Makefile").read_text("utf-8")
    assert targets <= set(re.findall(r"make (\w+)", makefile))


def test_the_options_shown_for_reading_work(tmp_path, capsys):
    text = (specimens() / "02_wire_story.txt").read_text("utf-8")
    (tmp_path / "x.csv").write_text(
        'document,body,published\na,"' + text.replace('"', '""') + '",2031-10-17\n', "utf-8"
    )
    columns = ["--columns", "text=body", "date=published"]
    assert main(["read", str(tmp_path), *columns, "--show", "documents"]) == 0
    assert "2031-10-17" in capsys.readouterr().out
