"""The command line: what it shows, what it writes, how it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from topoi import tables
from topoi.cli import main
from topoi.documents import specimens
from topoi.study import read_bundle

COMMANDS = [
    "read",
    "tables",
    "figures",
    "results",
    "paper",
    "rules",
    "trace",
    "bundle",
    "new",
    "actors",
    "collocates",
]


@pytest.fixture
def page():
    """One specimen: a press release."""
    return str(specimens() / "01_press_release.txt")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"usage: topoi {command}" in capsys.readouterr().out


def test_without_a_command_help_is_shown(capsys):
    assert main([]) == 2
    assert "commands:" in capsys.readouterr().out


@pytest.mark.parametrize("table", ["documents", "passages", "mentions", "removed", "problems"])
def test_read_shows_each_table(table, page, capsys):
    assert main(["read", page, "--show", table]) == 0
    assert capsys.readouterr().out.strip()


def test_read_aligns_keywords_in_context(page, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    main(["read", page, "--show", "mentions"])
    _, head, _, *lines = capsys.readouterr().out.strip().splitlines()
    keyword = head.index("match")
    assert lines
    assert all(line[keyword - 2 : keyword] == "  " != line[keyword] for line in lines)
    assert all(len(line) <= 120 for line in lines)


def test_read_writes_what_it_shows(page, tmp_path):
    csv, parquet = tmp_path / "m.csv", tmp_path / "m.parquet"
    asked = ["read", page, "--show", "mentions", "--csv", str(csv), "--parquet", str(parquet)]
    assert main(asked) == 0
    one, two = pd.read_csv(csv), pd.read_parquet(parquet)
    assert len(one) == len(two) > 0
    assert list(one["match"]) == list(two["match"])


def test_read_writes_a_page_and_the_table_only_if_it_is_asked_for(page, tmp_path, capsys):
    html, csv = tmp_path / "page.html", tmp_path / "removed.csv"
    assert main(["read", page, "--html", str(html)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{html}: 1 document(s), 19 passages" in printed.err
    first = html.read_bytes()
    asked = ["read", page, "--html", str(html), "--show", "removed", "--csv", str(csv)]
    assert main(asked) == 0
    assert html.read_bytes() == first
    assert b"Rustem Adalgiri" in first
    assert 'data-f="multipolar world · own · '.encode() in first
    assert list(pd.read_csv(csv)["reason"]) == ["blank lines"]


def test_a_page_calls_framings_as_the_lexicon_does(page, tmp_path):
    lexicon = '[pole]\nlabel = "POLES"\npatterns.en = ["multipolar"]\nexamples = ["multipolar"]\n'
    (tmp_path / "l.toml").write_text(lexicon, "utf-8")
    asked = [
        "read",
        page,
        "--html",
        str(tmp_path / "p.html"),
        "--lexicon",
        str(tmp_path / "l.toml"),
    ]
    assert main(asked) == 0
    assert 'data-f="POLES' in (tmp_path / "p.html").read_text("utf-8")


def test_a_page_of_too_many_documents_is_refused(tmp_path, capsys):
    rows = [f'{{"document": "{n}", "text": "We met."}}' for n in range(201)]
    (tmp_path / "many.jsonl").write_text("\n".join(rows), "utf-8")
    line = refusal(
        capsys, ["read", str(tmp_path / "many.jsonl"), "--html", str(tmp_path / "p.html")]
    )
    assert "201 documents are too many for one page" in line
    assert not (tmp_path / "p.html").exists()


def test_read_takes_columns_by_other_names(tmp_path, capsys):
    text = "We need a multipolar world, Ivo Orlan said."
    pd.DataFrame({"id": ["a"], "body": [text]}).to_csv(tmp_path / "x.csv", index=False)
    columns = ["--columns", "document=id", "text=body"]
    assert main(["read", str(tmp_path / "x.csv"), "--show", "mentions", *columns]) == 0
    assert "Ivo Orlan" in capsys.readouterr().out


def refusal(capsys, arguments):
    """The one line on the error stream of a command that must fail with exit code 2."""
    assert main(arguments) == 2
    printed = capsys.readouterr()
    lines = printed.err.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("topoi: ")
    return lines[0]


def test_an_empty_folder_is_refused(tmp_path, capsys):
    assert str(tmp_path) in refusal(capsys, ["read", str(tmp_path)])


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "{page}", "--csv", "{file}/x.csv"),
        ("read", "{page}", "--parquet", "{folder}"),
        ("read", "{page}", "--html", "{folder}"),
        ("bundle", "{page}", "--output", "{file}"),
        ("new", "{file}/study", "--example"),
    ],
)
def test_an_output_that_cannot_be_written_is_named(arguments, page, tmp_path, capsys):
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("in the way", "utf-8")
    folder.mkdir()
    asked = [a.format(page=page, file=file, folder=folder) for a in arguments]
    assert str(tmp_path) in refusal(capsys, asked)
    assert file.read_text("utf-8") == "in the way"
    assert sorted(tmp_path.rglob("*")) == [file, folder]


def test_a_path_that_is_not_there_is_refused(tmp_path, capsys):
    assert "no such file" in refusal(capsys, ["read", str(tmp_path / "nothing")])


def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys):
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(b"{not json\n")
    assert "broken.jsonl" in refusal(capsys, ["read", str(broken)])


def test_a_missing_column_is_named_with_what_there_is(tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_text("id,body\na,b\n", "utf-8")
    line = refusal(capsys, ["read", str(file)])
    assert "'text'" in line
    assert "id, body" in line
    assert "--columns" in line or "columns" in line


ACTORS = """
["Ivo Orlan"]
posts = [{ role = "Foreign Minister", organization = "Ilmeria", from = "2019-03" }]
"""


def test_actors_are_listed_and_those_of_a_file_alone(tmp_path, capsys):
    assert main(["actors"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 500
    (tmp_path / "own.toml").write_text(ACTORS, "utf-8")
    assert main(["actors", str(tmp_path / "own.toml")]) == 0
    printed = capsys.readouterr()
    assert [line.split("  ")[0] for line in printed.out.splitlines()[2:]] == ["Ivo Orlan"]
    assert "1 posts of 1 persons added" in printed.err


def test_read_and_bundle_take_actors_of_one_s_own(tmp_path, capsys):
    text = "We need a multipolar world, Ivo Orlan said in Ilmeria."
    row = {"document": "a", "date": "2020-05-05", "text": text}
    pd.DataFrame([row]).to_csv(tmp_path / "x.csv", index=False)
    (tmp_path / "own.toml").write_text(ACTORS, "utf-8")
    own = ["--actors", str(tmp_path / "own.toml")]
    assert main(["read", str(tmp_path / "x.csv"), *own]) == 0
    assert "Ilmeria" in capsys.readouterr().out
    folder = tmp_path / "bundle"
    assert main(["bundle", str(tmp_path / "x.csv"), "--output", str(folder), *own]) == 0
    bundle = read_bundle(folder)
    assert "Ilmeria" in set(bundle.passages["organization"])
    assert len(bundle.manifest["options"]["actors"]) == 64


def test_actors_that_are_ill_formed_are_refused(page, tmp_path, capsys):
    path = tmp_path / "own.toml"
    path.write_text(ACTORS.replace("from", "since"), "utf-8")
    assert "no key 'since'" in refusal(capsys, ["read", page, "--actors", str(path)])
    assert "no key 'since'" in refusal(capsys, ["actors", str(path)])


def test_a_lexicon_that_is_not_there_is_refused(page, capsys):
    line = refusal(capsys, ["read", page, "--show", "mentions", "--lexicon", "nothing.toml"])
    assert "nothing.toml" in line


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    """A study of the specimens, laid out once."""
    folder = tmp_path_factory.mktemp("laid_out") / "study"
    assert main(["new", str(folder), "--example"]) == 0
    return folder


@pytest.fixture
def study(laid_out, tmp_path, monkeypatch):
    """A study of the specimens, entered: a copy for each test."""
    shutil.copytree(laid_out, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


def edit(folder, old, new):
    """Change study.toml."""
    text = (folder / "study.toml").read_text("utf-8")
    assert old in text
    (folder / "study.toml").write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("framings = [", 'framings = ["heartlands", ', "no framing 'heartlands'"),
        ("[facts]", "[fact]", "no stage is called [fact]"),
        ("seed = 1", "seed = ", "study.toml: cannot be read"),
        ('documents = "documents"   ', 'documents = "papers"   ', "papers"),
        ("voices = [", "years = [2090, 2095]\nvoices = [", "2090 to 2095: no document"),
        ("voices = [", "years = [2010, 2000]\nvoices = [", "years must rise"),
        ("voices = [", "colour = 1\nvoices = [", "no parameter 'colour'"),
        ("voices = [", "years = [2031]\nvoices = [", "[corpus] 'years' should be two years"),
        ("voices = [", 'years = "2031"\nvoices = [', 'a list of whole numbers; got "2031"'),
        ("voices = [", 'years = ["a", "b"]\nvoices = [', "a list of whole numbers"),
        ("voices = [", 'periods = ["x"]\nvoices = [', "[corpus] 'periods' should be a list"),
        ("voices = [", 'drop = "Orlan"\nvoices = [', "'drop' should be a list of texts"),
        ("voices = [", "columns = { text = 1 }\nvoices = [", "[corpus] 'columns' should be"),
        ('voices = ["speech"', 'voices = ["speach"', "speech, quotation, reported, narration"),
        ("level = 0.95", 'level = "high"', "[study] 'level' should be a number; got \"high\""),
        ("level = 0.95", "level = 95", "a number between 0 and 1; got 95"),
        (
            "[facts]",
            "[facts]\n[topic_models]\nseeds = 1",
            "'seeds' should be a whole number, 2 or more",
        ),
        (
            "[facts]",
            "[facts]\n[topic_models]\nworthwhile = -1",
            "'worthwhile' should be a number, 0 or more",
        ),
        (
            "[facts]",
            "[facts]\n[topic_models]\nsteadier = -0.1",
            "'steadier' should be a number, 0 or more",
        ),
        (
            "[facts]",
            "[facts]\n[topic_models]\nrecurs = 2",
            "'recurs' should be a number above 0, up to 1",
        ),
        (
            "[facts]",
            "[facts]\n[topic_models]\nmax_dispersion = 0",
            "'max_dispersion' should be a number above 0, up to 1",
        ),
        (
            "[facts]",
            "[facts]\n[topic_models]\nmax_share = 40",
            "'max_share' should be a number above 0, up to 1",
        ),
        ("[facts]", "[facts]\n[topic_models]\nseeds = true", "a whole number; got true"),
        ("framings = [", "framings = 3 # [", "[study] 'framings' should be a list of texts"),
        ('speaker = { by = "speaker", ', "speaker = { ", "groupings.speaker should be { by ="),
        ('speaker = { by = "speaker", ', 'speaker = { by = "speaker", unti = "a", ', "'unti'"),
        ("groupings.speaker = ", "groupings.speaker = 3 # ", "[rates] 'groupings' should be"),
        ("[figures.tfidf]", "[figures]\nmore = 3\n[figures.tfidf]", "[figures.more] needs plot ="),
        ("[study]\ntitle", "dispersion = 3\n[study]\ntitle", "[dispersion] should be a section"),
        ("groupings.speaker", 'groupings."a b"', "name it with letters"),
        ('by = "speaker"', 'by = "colour"', "'colour'"),
        ("size = [16.0, ", "size = [", "'size' should be a list of 2 numbers"),
        ("size = [16.0, ", "size = [16.0, -", "a size above 0"),
        ("size = [16.0, ", "size = [1e6, ", "up to 200 (centimetres)"),
        ('date = "', 'date = "yesterday" # "', "[paper] 'date' should be a date, year-month-day"),
        (
            'authors = ["Your name"]',
            'authors = "Me"',
            "[paper] 'authors' should be a list of texts",
        ),
        (
            'authors = ["Your name"]',
            "authors = []",
            "[paper] 'authors' should be a list that is not",
        ),
        ("authors = ", "authrs = ", "[paper] has no parameter 'authrs'. It has: authors, date"),
        ("authors = ", "# ", "[paper] lacks 'authors'"),
        ("title = ", "title = 5 # ", "[study] 'title' should be text in quotes; got 5"),
        ('plot = "plot_rates"', "plot = 3", "[figures.rates] 'plot' should be text"),
        ("by_rate = false", "by_rat = false", "[figures.rates] options has no parameter 'by_rat'"),
        ("by_rate = false", "by_rate = 0", "options 'by_rate' should be true or false; got 0"),
        ('by = "framing"', 'by = "farming"', "no parameter 'farming'"),
        ('panels = { by = "framing"', 'panels = { bye = "framing"', "panels needs by ="),
        (
            "panels = { by",
            'panels = { by = "framing", values = [] } # by',
            "at least one of values",
        ),
        ("columns = 3", "columns = 0", "a whole number, 1 or more; got 0"),
        ("panels = {", "# panels = {", "plot_rates needs 'framing'"),
        ('["voices", "statements"]', '["voices", "statements", "facts"]', "names 3 tables"),
        (
            'tables = ["rates_by_speaker"]',
            'tables = ["voices"]',
            "'voices' is no table that plot_rates",
        ),
        ('plot = "plot_rates"', 'plot = "plot_rats"', "no plot 'plot_rats'"),
        ('tables = ["rates_by_speaker"]', 'tables = ["rates_by_colour"]', "rates_by_colour"),
    ],
)
def test_a_wrong_study_is_refused_in_one_line(study, capsys, old, new, says):
    edit(study, old, new)
    capsys.readouterr()
    for command in ("rules", "tables", "figures"):
        if main([command]) == 2:
            break
    else:
        pytest.fail("nothing was refused")
    *steps, refused = capsys.readouterr().err.rstrip().splitlines()
    assert refused.startswith("topoi: ")
    assert says in refused
    assert all(step.startswith("  tables") for step in steps)
    assert not list(study.glob("figures/*"))


def test_outside_a_study_the_way_in_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert "topoi new" in refusal(capsys, ["tables"])


def test_a_study_of_ones_own_runs_from_documents_to_paper(study, capsys):
    for command in ("rules", "tables", "figures", "results", "paper"):
        assert main([command]) == 0, command
    assert (study / "paper" / "paper.pdf").read_bytes().startswith(b"%PDF")
    claims = pd.read_csv(study / "paper" / "claims.csv")
    assert len(claims) > 5
    capsys.readouterr()
    key = claims["key"][claims["key"].str.startswith("rates_by_")].iloc[0]
    beginning = key.rsplit(".", 2)[0]
    assert f"'{beginning}' is the beginning of" in refusal(capsys, ["trace", beginning])
    assert main(["trace", key]) == 0
    assert "mentions behind it" in capsys.readouterr().out


def test_a_count_of_voices_leads_to_its_mentions(study, capsys):
    assert main(["rules"]) == main(["tables", "voices"]) == 0
    row = pd.read_csv(study / "build" / "tables" / "voices.csv").iloc[0]
    key = ".".join(["voices", *row[["document", "framing", "voice", "speaker"]]])
    capsys.readouterr()
    assert main(["trace", key]) == 0
    printed = capsys.readouterr().out
    assert f"{row['mentions']} mentions behind it:" in printed
    assert printed.count(f"{row['document']}:") == row["mentions"]


def test_names_of_documents_are_not_typed_digits(study, capsys):
    for command in ("tables", "figures", "results", "paper"):
        assert main([command]) == 0, command
    assert main(["paper", "--check"]) == 0
    paper = study / "paper" / "paper.typ"
    text = paper.read_text("utf-8")
    paper.write_text(text.replace("= Methods", "= Methods\nThere are 57 of them."), "utf-8")
    capsys.readouterr()
    assert main(["paper", "--check"]) == 2
    refused = capsys.readouterr().err
    assert "57 of them" in refused
    assert "#lit(...)" in refused
    assert "01_press_release" not in refused


def test_a_new_study_takes_columns_by_other_names(page, tmp_path, monkeypatch, capsys):
    text = Path(page).read_text("utf-8")
    rows = pd.DataFrame({"id": [1, 2], 'the "body"': [text, text + "\nAnd so on."]})
    rows.to_csv(tmp_path / "documents.csv", index=False)
    given = ["--documents", str(tmp_path / "documents.csv")]
    named = ["--columns", "document=id", 'text=the "body"']
    capsys.readouterr()
    assert "--columns text=body" in refusal(capsys, ["new", str(tmp_path / "s"), *given])
    assert "name the documents too" in refusal(capsys, ["new", str(tmp_path / "s"), *named])
    assert main(["new", str(tmp_path / "s"), *given, *named]) == 0
    monkeypatch.chdir(tmp_path / "s")
    for command in ("tables", "figures", "results", "paper"):
        assert main([command]) == 0, command
    assert tables.read("statements", "build/tables")["document"].tolist() == ["1", "2"]


def test_a_new_study_never_overwrites(study, capsys):
    assert "not empty" in refusal(capsys, ["new", str(study)])


def test_a_bundle_of_ones_own_holds_no_text(page, tmp_path):
    assert main(["bundle", page, "--output", str(tmp_path / "b")]) == 0
    for file in (tmp_path / "b").glob("*.parquet"):
        table = pd.read_parquet(file)
        assert "text" not in table


@pytest.mark.parametrize("section", ["corpus", "voices"])
def test_a_bundle_that_was_not_searched_for_a_framing_is_refused(study, capsys, section):
    assert main(["bundle", "documents", "--output", "searched"]) == 0
    edit(study, f'[{section}]\ndocuments = "documents"', f'[{section}]\nbundle = "searched"')
    assert main(["tables", section]) == 0
    lexicon = (study / "framings.toml").read_text("utf-8")
    changed = lexicon.replace('"hybrid and cyber*"', '"hybrid or cyber*"')
    assert changed != lexicon
    (study / "framings.toml").write_text(changed, "utf-8")
    capsys.readouterr()
    assert "framing 'hybrid_war' is not the one" in refusal(capsys, ["tables", section])


def test_columns_beside_a_bundle_are_refused(study, capsys):
    edit(
        study,
        '[corpus]\ndocuments = "documents"',
        '[corpus]\ncolumns = { text = "body" }\nbundle = "cis-csto-statements"',
    )
    assert "[corpus] has columns beside a bundle" in refusal(capsys, ["tables", "corpus"])


def test_dropping_every_document_is_refused(study, capsys):
    edit(
        study,
        '[corpus]\ndocuments = "documents"',
        '[corpus]\ndrop = ["Russia"]\ndocuments = "documents"',
    )
    for file in (study / "documents").rglob("*.*"):
        file.unlink()
    rows = pd.DataFrame(
        {"text": ["Dear colleagues, we need a multipolar world."], "organization": "Russia"}
    )
    rows.to_csv(study / "documents" / "one.csv", index=False)
    assert "[corpus] drop leaves no document" in refusal(capsys, ["tables", "corpus"])


def test_a_table_that_is_not_there_is_named_with_those_that_are(study, capsys):
    assert main(["tables", "corpus", "facts"]) == 0
    capsys.readouterr()
    assert "no stage of study.toml makes a table 'nonsense'" in refusal(
        capsys, ["trace", "nonsense"]
    )


def test_files_that_became_no_document_are_said_aloud(study, capsys):
    (study / "documents" / "broken.jsonl").write_text("{no json\n", "utf-8")
    assert main(["tables", "corpus"]) == 0
    assert "became no document (not_json, unreadable)" in capsys.readouterr().err


def test_a_study_in_which_nobody_speaks_for_an_organization_runs(tmp_path, monkeypatch):
    (tmp_path / "speech.txt").write_text(
        "Speech by Ivo Vane\n\nDear colleagues!\nWe need a multipolar world, and soon.\n", "utf-8"
    )
    assert main(["new", str(tmp_path / "s"), "--documents", str(tmp_path / "speech.txt")]) == 0
    monkeypatch.chdir(tmp_path / "s")
    for command in ("rules", "tables", "figures", "results", "paper"):
        assert main([command]) == 0, command


def test_a_study_without_documents_asks_for_them(tmp_path, monkeypatch, capsys):
    assert main(["new", str(tmp_path / "s")]) == 0
    monkeypatch.chdir(tmp_path / "s")
    assert main(["rules"]) == 0
    capsys.readouterr()
    assert "no document to read" in refusal(capsys, ["tables"])


def test_a_sample_is_drawn_coded_and_scored(page, tmp_path, capsys):
    folder = tmp_path / "check"
    assert main(["audit", "draw", str(page), "--folder", str(folder), "--size", "6"]) == 0
    assert {f.name for f in folder.iterdir()} == {
        "README.txt",
        "key",
        "voices.csv",
        "framings.csv",
        "stances.csv",
    }
    capsys.readouterr()
    assert "no item is coded" in refusal(capsys, ["audit", "score", str(folder)])
    nowhere = refusal(capsys, ["audit", "score", str(tmp_path / "nowhere")])
    assert "voices.csv: no such file. Name the folder that topoi audit draw wrote" in nowhere
    sheet = pd.read_csv(folder / "voices.csv", dtype="str", encoding="utf-8-sig")
    sheet = sheet.assign(voice="speech", speaker="Nadia Vesk")
    sheet.to_csv(folder / "voices.csv", index=False, sep=";")  # as some spreadsheets save it
    corrections = tmp_path / "corrections.csv"
    assert main(["audit", "score", str(folder), "--corrections", str(corrections)]) == 0
    assert "precision" in capsys.readouterr().out
    assert main(["read", str(page), "--corrections", str(corrections)]) == 0
    assert "Nadia Vesk" in capsys.readouterr().out
    assert "is there already" in refusal(
        capsys, ["audit", "draw", str(page), "--folder", str(folder)]
    )


def test_a_coded_sample_corrects_the_rates(tmp_path, capsys):
    folder, table = tmp_path / "check", tmp_path / "rates.csv"
    draw = ["audit", "draw", str(specimens()), "--folder", str(folder), "--size", "60"]
    assert main(draw) == 0
    correct = ["audit", "correct", str(folder), str(specimens())]
    capsys.readouterr()
    assert f"{folder}/framings.csv: no item is coded" in refusal(capsys, correct)
    for name, column in (("framings", "framings"), ("stances", "use")):
        sheet = pd.read_csv(folder / f"{name}.csv", dtype="str", encoding="utf-8-sig")
        key = pd.read_csv(folder / "key" / f"{name}.csv", encoding="utf-8-sig").set_index("item")
        answers = key.loc[sheet["item"].astype(int), column].fillna("none")
        sheet = sheet.assign(**{column: answers.to_numpy()})
        sheet[sheet[column] != "none"].iloc[1:].to_csv(folder / f"{name}.csv", index=False)
    assert main([*correct, "--csv", str(table)]) == 0
    assert "framings" in capsys.readouterr().out.splitlines()[2]
    rates = pd.read_csv(table)
    assert (rates["precision"] == 1).all()
    assert rates["corrected"].to_numpy() == pytest.approx(rates["rate"].to_numpy())
    assert main([*correct, "--use", "own", "--by", "outlet"]) == 0
    assert "МЕРИД" in capsys.readouterr().out


def test_intruders_among_words_and_topics_are_drawn_coded_and_scored(tmp_path, capsys):
    """A hundred and twenty texts, each on three of eight subjects of twelve words."""
    rng, letters = np.random.default_rng(1), np.array(list("bdfgklmnprstvz"))
    subjects = [["".join(rng.choice(letters, 6)) for _ in range(12)] for _ in range(8)]
    texts = []
    for _ in range(120):
        about = rng.permutation(8)[:3]
        said = [str(rng.choice(subjects[k])) for k in about for _ in range(25)]
        texts.append(" ".join(said) + ".")
    table = pd.DataFrame({"document": [f"t{i}" for i in range(120)], "body": texts})
    source, folder = tmp_path / "texts.csv", tmp_path / "topics"
    table.to_csv(source, index=False)
    draw = ["audit", "topics", str(source), "--folder", str(folder), "--n-topics", "8"]
    draw += ["--runs", "1", "--size", "12", "--columns", "text=body"]
    assert main(draw) == 0
    assert {f.name for f in folder.iterdir()} == {
        "README.txt",
        "key",
        "topic_intrusion.csv",
        "word_intrusion.csv",
    }
    capsys.readouterr()
    assert "no item is coded in any" in refusal(capsys, ["audit", "score", str(folder)])
    for name in ("word_intrusion", "topic_intrusion"):
        sheet = pd.read_csv(folder / f"{name}.csv", dtype="str", encoding="utf-8-sig")
        key = pd.read_csv(folder / "key" / f"{name}.csv", encoding="utf-8-sig")
        sheet = sheet.assign(intruder=key["intruder"])
        sheet.to_csv(folder / f"{name}.csv", index=False, sep=";")  # as some spreadsheets save it
    result = tmp_path / "scores.csv"
    assert main(["audit", "score", str(folder), "--csv", str(result)]) == 0
    scored = pd.read_csv(result)
    assert scored["sheet"].unique().tolist() == ["word_intrusion", "topic_intrusion"]
    assert (scored[scored["measure"] == "model precision"]["estimate"] == 1).all()
    assert (scored[scored["measure"] == "topic log odds"]["estimate"] == 0).all()
    assert "is there already" in refusal(capsys, draw)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("1;speech;A\n2;speech;A;B\n", "line 3 has 4 cells, not 3, if semicolons are between them"),
        ("1;speech;A;B\n", "line 2 has more cells than line 1"),
    ],
)
def test_a_sheet_with_a_stray_separator_is_refused_with_its_line(rows, says, tmp_path, capsys):
    for name in ("voices.csv", "framings.csv"):
        (tmp_path / name).write_text("item;voice;speaker\n" + rows, "utf-8")
    assert says in refusal(capsys, ["audit", "score", str(tmp_path)])


def test_answers_that_pandas_would_read_otherwise_are_scored_as_they_are_written(tmp_path, capsys):
    """A number with decimals, as spreadsheets save it, and a word that pandas takes for nothing."""
    key = "item,topic,other,intruder,words,stratum,weight\n"
    key += "1,1,2,null,sea; null; ship,1,1\n2,2,1,sea,tax; law; sea,2,1\n3,2,1,sea,a; b; sea,2,1\n"
    (tmp_path / "key").mkdir()
    (tmp_path / "key" / "word_intrusion.csv").write_text(key, "utf-8")
    sheet = (
        "item,word_1,word_2,word_3,intruder\n1,sea,null,ship,null\n2,tax,law,sea,3.0\n3,a,b,sea,\n"
    )
    (tmp_path / "word_intrusion.csv").write_text(sheet, "utf-8")
    result = tmp_path / "scores.csv"
    assert main(["audit", "score", str(tmp_path), "--csv", str(result)]) == 0
    assert pd.read_csv(result).loc[0, ["items", "estimate"]].tolist() == [2, 1]
