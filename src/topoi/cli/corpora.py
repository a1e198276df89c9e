"""topoi bundle and topoi new: a corpus to share, and a study of one's own."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import Any

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
    parser.add_argument("what", help="documents (file or folder), or the name of a shipped bundle")
    parser.add_argument("--sources", help="folder of the raw files of a shipped bundle")
    parser.add_argument("--output", help="folder to write; default: build/bundles/NAME")
    parser.add_argument("--lexicon", help="lexicon (.toml, .yml, .dic); default: that of topoi")
    parser.add_argument("--actors", help="officials (TOML), added to those of topoi")
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
    parser.add_argument(
        "--example", action="store_true", help="with topoi's specimens as documents"
    )


def _bundle(options: argparse.Namespace) -> None:
    from ..documents import read_sources
    from ..study.bundles import cook, make_bundle, recipes, write_bundle

    began = time.perf_counter()
    if options.sources is not None or (
        options.what in recipes() and not Path(options.what).exists()
    ):
        bundle = cook(options.what, options.sources or ".")
        name = options.what
    else:
        name = Path(options.what).resolve().stem
        about = {k: getattr(options, k) for k in ("title", "origin", "licence")}
        reading = read_sources(options.what)
        bundle = make_bundle(reading, lexicon=options.lexicon, actors=options.actors, **about)
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

    folder = new_study(options.folder, documents=options.documents, example=options.example)
    found = "" if shutil.which("topoi") else f" TOPOI={Path(sys.executable).with_name('topoi')}"
    print(f"{folder}: now run  make -C {folder}{found}", file=sys.stderr)
