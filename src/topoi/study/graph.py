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


def result_tables(config: Config) -> list[str]:
    """Names of the result tables that a study makes, in the order of its stages."""
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
    for name in names:
        write_text(PARAMETERS / f"{name}.json", dump(options[name]))
    for name, entry in figures.items():
        write_text(PARAMETERS / "figures" / f"{name}.json", dump(entry))
    write_text(PARAMETERS / "study.json", dump(config.get("study", {})))
    lines = ["# Written by `topoi rules` from study.toml. Do not edit.", ""]
    for name in names:
        made = " ".join(f"{TABLES}/{t}.parquet" for t in tables_of(name, options[name]))
        taken = " ".join(f"{TABLES}/{t}.parquet" for t in needed_tables(STAGES[name]))
        lines += [
            f"STAGES += {name}",
            f"TABLES_OF_{name} := {made}",
            f"{BUILD}/.{name}: {PARAMETERS}/{name}.json {taken}",
            f"$(TABLES_OF_{name}): {BUILD}/.{name}",
            f"TABLE_FILES += $(TABLES_OF_{name})",
            "",
        ]
    for name, entry in figures.items():
        taken = " ".join(f"{TABLES}/{t}.parquet" for t in entry["tables"])
        lines += [
            f"FIGURES += {name}",
            f"{BUILD}/.figure_{name}: {PARAMETERS}/figures/{name}.json {taken}",
            "",
        ]
    results = " ".join(f"{TABLES}/{t}.parquet" for t in result_tables(config))
    lines += [f"{BUILD}/.results: {PARAMETERS}/study.json {results}", ""]
    write_text(path, "\n".join(lines))
