"""topoi bundle and topoi new: a corpus to share, and a study of one's own."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from .reading import add_columns, add_sources, columns_of
from .show import command, step


def add_commands(commands: Any) -> None:
    """Add topoi bundle and topoi new."""
    parser = command(
        commands,
        "bundle",
        _bundle,
        "make a bundle: a corpus that can be shared without its running text",
        epilog="examples:\n  topoi bundle statements/ --output build/my-bundle\n"
        "  topoi bundle un-general-debate --sources ../shared   (one that ships, by its recipe)",
    )
    add_sources(parser, "; or the name of a bundle that ships with topoi, with --sources")
    parser.add_argument("--sources", help="folder of the raw files of a shipped bundle")
    parser.add_argument("--output", help="folder to write; default: build/bundles/NAME")
    parser.add_argument("--title", help="what the corpus is", default="")
    parser.add_argument("--origin", help="where it comes from", default="")
    parser.add_argument("--licence", help="licence of the texts", default="")
    parser = command(
        commands,
        "new",
        _new,
        "begin a study of your own documents: study.toml, framings.toml, paper, Makefile",
        epilog="example:\n  topoi new my-study --documents statements/ && make -C my-study",
    )
    parser.add_argument("folder", help="folder to make; it must not exist, or be empty")
    parser.add_argument("--documents", help="folder or file to copy into the study")
    add_columns(parser)
    parser.add_argument(
        "--example", action="store_true", help="with topoi's specimens as documents"
    )


def _bundle(options: argparse.Namespace) -> None:
    from ..documents import read_sources
    from ..study.bundles import cook, make_bundle, recipes, write_bundle

    began = time.perf_counter()
    if options.sources is not None or (
        options.path in recipes() and not Path(options.path).exists()
    ):
        bundle = cook(options.path, options.sources or ".")
        name = options.path
    else:
        name = Path(options.path).resolve().stem
        reading = read_sources(
            options.path, columns=columns_of(options.columns), clean=not options.raw
        )
        asked = "lexicon actors corrections parser title origin licence".split()
        bundle = make_bundle(reading, **{name: getattr(options, name) for name in asked})
    output = Path(options.output or f"build/bundles/{name}")
    write_bundle(bundle, output)
    step("bundle", str(output), began)
    size = bundle.manifest["size"]
    print(
        "           " + ", ".join(f"{v:,} {k.replace('_', ' ')}" for k, v in size.items()),
        file=sys.stderr,
    )


def _new(options: argparse.Namespace) -> None:
    from ..study.new import new_study

    folder = new_study(
        options.folder,
        documents=options.documents,
        columns=columns_of(options.columns),
        example=options.example,
    )
    run = ["make", "-C", str(folder)]
    if not shutil.which("topoi"):
        run.append(f"TOPOI={Path(sys.executable).with_name('topoi')}")
    print(f"{folder}: now run  {shlex.join(run)}", file=sys.stderr)
