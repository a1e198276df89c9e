"""The graph of a study: run in memory, run one stage from and to files, or written out for Make."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..errors import StudyError
from ..files import write_text
from .config import (
    BUILD,
    PARAMETERS,
    SHARED,
    TABLES,
    Config,
    digest,
    dump,
    keywords,
    needed_tables,
    paper_of,
    parameters,
    read_study,
    stage_names,
)
from .stages import STAGES, Tables, compute_of, tables_of
from .trace import for_make


def run(
    study: str | os.PathLike[str] | Config = "study.toml", stages: Collection[str] | None = None
) -> Tables:
    """Run a study in memory: every table by name.

    Parameters
    ----------
    study : path or dict
        study.toml, its folder, or its content.
    stages : collection of str, optional
        Only these, and what they need. By default all that the study asks for.

    Returns
    -------
    dict
        Table name -> DataFrame, floats of result tables rounded as on disk.
    """
    config = study if isinstance(study, dict) else read_study(study)
    asked = stage_names(config, STAGES)
    wanted = _with_needs(asked if stages is None else list(stages), asked, config)
    out: Tables = {}
    for name in wanted:
        function = compute_of(name)
        made = function(
            **{table: out[table] for table in needed_tables(function)},
            **parameters(config, name, function),
        )
        for table, content in made.items():
            content = tables.check(content, table)
            result = tables.schema_of(table).result
            out[table] = tables.round_values(content, table) if result else content
    return out


def _with_needs(wanted: list[str], asked: list[str], config: Config) -> list[str]:
    """`wanted` and the stages whose tables they take, in running order."""
    unknown = [name for name in wanted if name not in asked]
    if unknown:
        raise StudyError(
            f"study.toml has no stage '{unknown[0]}'. It asks for: {', '.join(asked)}.",
            stage=unknown[0],
        )
    maker = {t: s for s in asked for t in tables_of(s, options_of(config, s))}
    todo, needed = list(wanted), set()
    while todo:
        name = todo.pop()
        if name in needed:
            continue
        needed.add(name)
        for table in needed_tables(compute_of(name)):
            if table not in maker:
                raise StudyError(
                    f"study.toml: [{name}] needs the table '{table}', which no section makes. "
                    "Add [corpus].",
                    stage=name,
                )
            todo.append(maker[table])
    return [name for name in asked if name in needed]


Read = Callable[[str], pd.DataFrame]  # a table of the study in build/, by its name


def table_as_it_is(name: str) -> pd.DataFrame:
    """A table in build/. Make sees to it that it is the one of study.toml."""
    return tables.read(name, TABLES)


def table_reader() -> Read:
    """What reads the tables in build/ for a step by hand: only those made as study.toml says now.

    A StudyError names the table that another stage than those of the study made, or with other
    parameters, its own or those of the stages before it.
    """
    config = read_study()
    asked = stage_names(config, STAGES)
    _with_needs(asked, asked, config)
    maker, notes = dict[str, str](), dict[str, str]()
    for stage in asked:
        options = options_of(config, stage)
        made = tables_of(stage, options)
        taken = {table: notes[table] for table in needed_tables(compute_of(stage))}
        maker |= dict.fromkeys(made, stage)
        notes |= dict.fromkeys(made, _note(options, taken))

    def read(name: str) -> pd.DataFrame:
        if name not in maker:
            raise StudyError(
                f"no stage of study.toml makes a table '{name}'. Tables: {', '.join(sorted(maker))}.",
                table=name,
            )
        table = tables.read(name, TABLES)
        if tables.note(name, TABLES) != notes[name]:
            raise StudyError(
                f"{TABLES}/{name}.parquet: made with other parameters of [{maker[name]}], or of a "
                f"stage before it, than study.toml has now. Run make, or topoi tables {maker[name]}.",
                table=name,
                stage=maker[name],
            )
        return table

    return read


def _note(options: Mapping[str, Any], taken: Mapping[str, str]) -> str:
    """What tables were made with: the parameters of their stage, and the notes of those it took."""
    return digest({"parameters": options, "tables": taken})


def run_stage(name: str, read: Read = table_as_it_is) -> list[str]:
    """Run one stage from the tables in build/ to tables in build/; the names of its tables.

    Parameters come from build/parameters/NAME.json if `topoi rules` has put them there, else from
    study.toml.
    """
    if name not in STAGES:
        raise StudyError(f"no stage '{name}'. Stages: {', '.join(STAGES)}.", stage=name)
    function = compute_of(name)
    options = stage_parameters(name)
    taken = {table: read(table) for table in needed_tables(function)}
    note = _note(options, {table: tables.note(table, TABLES) for table in taken})
    made = function(**taken, **options)
    checked = {table: tables.check(content, table) for table, content in made.items()}
    for table, content in checked.items():
        tables.write(content, table, TABLES, note=note)
    return list(checked)


def options_of(config: Config, name: str) -> dict[str, Any]:
    """The parameters of a stage in a study."""
    return parameters(config, name, compute_of(name))


def stage_parameters(name: str) -> dict[str, Any]:
    """Parameters of a stage, from build/parameters or from study.toml."""
    return _written(f"{name}.json") or options_of(read_study(), name)


def _written(name: str) -> dict[str, Any] | None:
    """What `topoi rules` wrote."""
    if not (file := PARAMETERS / name).is_file():
        return None
    values: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return values


def asked_results() -> dict[str, Any]:
    """What goes into results.json: the names of the result tables, and every parameter by stage."""
    return _written("results.json") or _results_of(read_study())


def _results_of(config: Config) -> dict[str, Any]:
    options = {name: options_of(config, name) for name in stage_names(config, STAGES)}
    shared = config.get("study", {})
    own = {s: {k: v for k, v in o.items() if k not in shared} for s, o in options.items()}
    made = [table for stage in options for table in tables_of(stage, options[stage])]
    return {
        "tables": [table for table in made if tables.schema_of(table).result],
        "parameters": {"study": shared, "paper": paper_of(config)} | own,
    }


def asked_figures() -> dict[str, dict[str, Any]]:
    """The figures of the study in this folder, by name."""
    from .figures import figure_entries

    written = sorted((PARAMETERS / "figures").glob("*.json"))
    if written:
        return {f.stem: json.loads(f.read_text("utf-8")) for f in written}
    return figure_entries(config := read_study(), _known_tables(config))


def _known_tables(config: Config) -> set[str]:
    return {t for s in stage_names(config, STAGES) for t in tables_of(s, options_of(config, s))}


def write_rules(path: str | os.PathLike[str] = BUILD / "study.mk") -> None:
    """Write the study as rules for Make, and the parameters of each stage as files.

    Everything is checked here first: sections, keys, tables of figures. A file is written only if
    it changes, so that a changed parameter reruns the stages that take it, and no other.
    """
    from .figures import figure_entries

    config = read_study()
    names = stage_names(config, STAGES)
    _check_shared(config)
    _with_needs(names, names, config)
    options = {name: options_of(config, name) for name in names}
    figures = figure_entries(config, _known_tables(config))
    results = _results_of(config)
    wanted = {f"{name}.json": dump(options[name]) for name in names}
    wanted |= {f"figures/{name}.json": dump(entry) for name, entry in figures.items()}
    wanted["results.json"] = dump(results)
    for name, text in wanted.items():
        write_text(PARAMETERS / name, text)
    for file in PARAMETERS.rglob("*.json"):  # of a stage or a figure that is no longer asked for
        if file.relative_to(PARAMETERS).as_posix() not in wanted:
            file.unlink()
    write_text(path, "\n".join(_rules(names, options, figures, results["tables"])) + "\n")


def _check_shared(config: Config) -> None:
    """A key of [study] that no stage takes is a slip of the pen."""
    known = {"title"}
    for name in STAGES:
        known |= set(keywords(compute_of(name)))
    unknown = [key for key in config.get(SHARED, {}) if key not in known]
    if unknown:
        raise StudyError(
            f"study.toml: [{SHARED}] no stage takes '{unknown[0]}'. Known: "
            f"{', '.join(sorted(known))}.",
            key=unknown[0],
        )


def _rules(
    names: list[str],
    options: dict[str, dict[str, Any]],
    figures: dict[str, dict[str, Any]],
    results: list[str],
) -> list[str]:
    """Lines of build/study.mk."""
    lines = ["# Written by `topoi rules` from study.toml. Do not edit.", ""]
    for name in names:
        made = tables_of(name, options[name])
        lines += [
            f"STAGES += {name}",
            f"PARAMETER_FILES += {PARAMETERS}/{name}.json",
            *_outputs(f"{BUILD}/.{name}", name, _files(made)),
            f"TABLE_FILES += $(OUTPUTS_OF_{name})",
            f"$(OUTPUTS_OF_{name}): {BUILD}/.{name}",
            f"{BUILD}/.{name}: {PARAMETERS}/{name}.json "
            + " ".join(_files(needed_tables(compute_of(name)), csv=False)),
            "",
        ]
    for name, entry in figures.items():
        labels = ["framings"] if "facts" in names else []
        taken = " ".join(_files([*entry["tables"], *labels], csv=False))
        drawn = [f"figures/{name}.svg", f"figures/{name}.png"]
        lines += [
            f"FIGURES += {name}",
            f"PARAMETER_FILES += {PARAMETERS}/figures/{name}.json",
            *_outputs(f"{BUILD}/.figure_{name}", f"figure_{name}", drawn),
            f"{BUILD}/.figure_{name}: {PARAMETERS}/figures/{name}.json {taken}",
            "",
        ]
    lines += [f"PARAMETER_FILES += {PARAMETERS}/results.json"]
    lines += _outputs(f"{BUILD}/.results", "results", ["paper/results.json"])
    lines += _outputs(f"{BUILD}/.paper", "paper", ["paper/paper.pdf", "paper/claims.csv"])
    lines += [  # Make begins with what is named first: the last stages, for they take longest
        f"{BUILD}/.results: {PARAMETERS}/results.json " + " ".join(_files(results[::-1], csv=False))
    ]
    for name in names:
        if folder := options[name].get("documents"):
            lines += _watched(f"{BUILD}/.{name}", folder)
    recipes = (resources.files("topoi") / "data" / "study.mk").read_text("utf-8")
    return [*lines, recipes]


def _files(names: Collection[str], *, csv: bool = True) -> list[str]:
    """The files that tables are kept in."""
    out = []
    for name in names:
        out.append(f"{TABLES}/{name}.parquet")
        if csv and tables.schema_of(name).result:
            out.append(f"{TABLES}/{name}.csv")
    return out


def _watched(stamp: str, documents: str) -> list[str]:
    """Lines by which a step is made again if a document changes, comes or goes, which changes its folder.

    Make finds the files itself: `$(wildcard)` would take their names apart at blanks. A folder is
    `FOLDER/.`, and files end in a letter: what ends in `)` is to Make a member of an archive.
    """
    name, lines = for_make(documents), []
    parts = ["/.", "/*/.", "/*/*/.", "/*[a-zA-Z0-9]", "/*/*[a-zA-Z0-9]"]
    for part in [""] if Path(documents).is_file() else parts:
        lines += [f"ifneq ($(wildcard {name}{part}),)", f"{stamp}: {name}{part}", "endif"]
    return lines


def _outputs(stamp: str, name: str, files: list[str]) -> list[str]:
    """Lines that name the files of a step, and its stamp as missing if one of them is."""
    return [
        f"OUTPUTS_OF_{name} := {' '.join(files)}",
        f"ifneq ($(words $(OUTPUTS_OF_{name})),$(words $(wildcard $(OUTPUTS_OF_{name}))))",
        f"MISSING += {stamp}",
        "endif",
    ]
