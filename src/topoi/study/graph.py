"""The graph of a study: run in memory, run one stage from and to files, or written out for Make."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..errors import StudyError
from ..files import write_text
from .config import (
    Config,
    digest,
    dump,
    needed_tables,
    parameters,
    read_study,
    stage_names,
)
from .stages import STAGES, Tables, tables_of

BUILD = Path("build")
TABLES = BUILD / "tables"
PARAMETERS = BUILD / "parameters"


def run(study: str | os.PathLike[str] | Config = "study.toml", stages: Collection[str] | None = None) -> Tables:
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
        function = STAGES[name]
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
    maker = {t: s for s in asked for t in tables_of(s, parameters(config, s, STAGES[s]))}
    todo, needed = list(wanted), set()
    while todo:
        name = todo.pop()
        if name in needed:
            continue
        needed.add(name)
        for table in needed_tables(STAGES[name]):
            if table not in maker:
                raise StudyError(
                    f"study.toml: [{name}] needs the table '{table}', which no section makes. "
                    "Add [corpus].",
                    stage=name,
                )
            todo.append(maker[table])
    return [name for name in asked if name in needed]


def run_stage(name: str) -> list[str]:
    """Run one stage from the tables in build/ to tables in build/; the names of its tables.

    Parameters come from build/parameters/NAME.json if Make has put them there, else from
    study.toml.
    """
    if name not in STAGES:
        raise StudyError(f"no stage '{name}'. Stages: {', '.join(STAGES)}.", stage=name)
    function = STAGES[name]
    options = stage_parameters(name)
    taken = {table: tables.read(table, TABLES) for table in needed_tables(function)}
    made = function(**taken, **options)
    checked = {table: tables.check(content, table) for table, content in made.items()}
    for table, content in checked.items():
        tables.write(content, table, TABLES, note=digest(options))
    return list(checked)


def stage_parameters(name: str) -> dict[str, Any]:
    """Parameters of a stage, from build/parameters or from study.toml."""
    file = PARAMETERS / f"{name}.json"
    if file.is_file():
        import json

        values: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return values
    return parameters(read_study(), name, STAGES[name])


def read_tables(names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Tables from build/."""
    return {name: tables.read(name, TABLES) for name in names}


def parameters_of_study() -> dict[str, Any]:
    """Every parameter of every stage, by stage; and those of [study]."""
    config = read_study()
    out = {name: parameters(config, name, STAGES[name]) for name in stage_names(config, STAGES)}
    shared = config.get("study", {})
    return {"study": shared, "paper": config.get("paper", {})} | {
        name: {k: v for k, v in values.items() if k not in shared} for name, values in out.items()
    }


def result_tables(config: Config | None = None) -> list[str]:
    """Names of the result tables that a study makes, in the order of its stages."""
    config = read_study() if config is None else config
    return [
        table
        for stage in stage_names(config, STAGES)
        for table in tables_of(stage, parameters(config, stage, STAGES[stage]))
        if tables.schema_of(table).result
    ]


def write_rules(path: str | os.PathLike[str] = BUILD / "study.mk") -> None:
    """Write the study as rules for Make, and the parameters of each stage as files.

    Everything is checked here first: sections, keys, tables of figures. A file is written only if
    it changes, so that a changed parameter reruns the stages that take it, and no other.
    """
    from .figures import figure_entries

    config = read_study()
    names = stage_names(config, STAGES)
    _with_needs(names, names, config)
    options = {name: parameters(config, name, STAGES[name]) for name in names}
    known = {table for name in names for table in tables_of(name, options[name])}
    figures = figure_entries(config, known)
    wanted = {f"{name}.json": dump(options[name]) for name in names}
    wanted |= {f"figures/{name}.json": dump(entry) for name, entry in figures.items()}
    wanted["all.json"] = dump(parameters_of_study())
    for name, text in wanted.items():
        write_text(PARAMETERS / name, text)
    for file in PARAMETERS.rglob("*.json"):  # of a stage or a figure that is no longer asked for
        if file.relative_to(PARAMETERS).as_posix() not in wanted:
            file.unlink()
    write_text(path, "\n".join(_rules(names, options, figures, result_tables(config))) + "\n")


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
            + " ".join(_files(needed_tables(STAGES[name]), csv=False)),
            "",
        ]
    for name, entry in figures.items():
        taken = " ".join(_files(entry["tables"], csv=False))
        drawn = [f"figures/{name}.svg", f"figures/{name}.png"]
        lines += [
            f"FIGURES += {name}",
            f"PARAMETER_FILES += {PARAMETERS}/figures/{name}.json",
            *_outputs(f"{BUILD}/.figure_{name}", f"figure_{name}", drawn),
            f"{BUILD}/.figure_{name}: {PARAMETERS}/figures/{name}.json {taken}",
            "",
        ]
    lines += [f"PARAMETER_FILES += {PARAMETERS}/all.json"]
    lines += _outputs(f"{BUILD}/.results", "results", ["paper/results.json"])
    lines += _outputs(f"{BUILD}/.paper", "paper", ["paper/paper.pdf", "paper/claims.csv"])
    lines += [f"{BUILD}/.results: {PARAMETERS}/all.json " + " ".join(_files(results, csv=False))]
    return lines


def _files(names: Collection[str], *, csv: bool = True) -> list[str]:
    """The files that tables are kept in."""
    out = []
    for name in names:
        out.append(f"{TABLES}/{name}.parquet")
        if csv and tables.schema_of(name).result:
            out.append(f"{TABLES}/{name}.csv")
    return out


def _outputs(stamp: str, name: str, files: list[str]) -> list[str]:
    """Lines that name the files of a step, and its stamp as missing if one of them is."""
    return [
        f"OUTPUTS_OF_{name} := {' '.join(files)}",
        f"ifneq ($(words $(OUTPUTS_OF_{name})),$(words $(wildcard $(OUTPUTS_OF_{name}))))",
        f"MISSING += {stamp}",
        "endif",
    ]


def figures_of_study() -> dict[str, dict[str, Any]]:
    """The figures of the study in this folder: from build/parameters, or from study.toml."""
    import json

    from .figures import figure_entries

    written = sorted((PARAMETERS / "figures").glob("*.json"))
    if written:
        return {f.stem: json.loads(f.read_text("utf-8")) for f in written}
    config = read_study()
    known = {
        table
        for stage in stage_names(config, STAGES)
        for table in tables_of(stage, parameters(config, stage, STAGES[stage]))
    }
    return figure_entries(config, known)


def grouped_passages(by: str) -> pd.DataFrame:
    """The passages of the study with the column `by`, as the rates and contrasts saw them."""
    from .stages import _grouped

    options = stage_parameters("rates" if (PARAMETERS / "rates.json").is_file() else "contrasts")
    passages = tables.read("passages", TABLES)
    return _grouped(passages, by, options["memberships"], options["organizations"])
