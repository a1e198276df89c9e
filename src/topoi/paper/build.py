"""The paper: compiled by Typst, its printed numbers listed, its prose searched for typed digits."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import PaperError
from ..files import sha256, write_bytes, write_text
from .values import Values, flatten_parameters, look_up

SOURCE = Path("paper/paper.typ")
RESULTS = Path("paper/results.json")
OUTPUT = Path("paper/paper.pdf")
CLAIMS = Path("paper/claims.csv")
PRINTABLE = 2000  # rows of a table, beyond which it stays out of results.json
STANDARDS = ["a-3a", "ua-1"]


class Claim(NamedTuple):
    """One number that the paper prints."""

    page: int
    key: str
    printed: str
    derived: bool  # it follows from the value of its key, and is not the value


def read_results(path: Path = RESULTS) -> Values:
    """The content of results.json, or a PaperError that says how to make it."""
    try:
        values: Values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PaperError(
            f"{path}: cannot be read ({error}). Make it with: make results."
        ) from error
    return values


def check_parameters(values: Values, parameters: Mapping[str, Any]) -> None:
    """Refuse results that were written with other parameters than those of the study."""
    there = {key: row for key, row in values.items() if key.startswith("parameters.")}
    wanted = flatten_parameters(parameters)
    for key in sorted({*there, *wanted}):
        if there.get(key) != wanted.get(key):
            was, now = (
                f"{part[key]['value']!r}" if key in part else "no value" for part in (there, wanted)
            )
            raise PaperError(
                f"{RESULTS}: {key.removeprefix('parameters.')} was {was}, and study.toml has {now} "
                "now. Run make, or topoi results.",
                key=key,
            )


def write_library(folder: Path = Path("build/lib")) -> None:
    """Put the Typst library of topoi (values, article) where the paper imports it from."""
    source = resources.files("topoi") / "data" / "typst"
    for name in ("article.typ", "values.typ"):
        write_bytes(folder / name, (source / name).read_bytes())


def build_paper(output: Path = OUTPUT, *, source: Path = SOURCE) -> bool:
    """Compile the paper to PDF/A-3a and PDF/UA-1, and write the list of the numbers it prints.

    Returns True if the PDF changed. Raises PaperError with Typst's message and place.
    """
    compiler = _compiler(source)
    data = _compiled(compiler, "pdf", standards=STANDARDS)
    changed = write_bytes(output, data)
    write_text(CLAIMS, _claims_csv(list_claims(compiler)))
    return changed


def _compiler(source: Path, **inputs: str) -> Any:
    import font_source_sans_pro
    import typst

    if not source.is_file():
        raise PaperError(f"{source}: no paper here.")
    fonts = typst.Fonts(
        include_system_fonts=False, font_paths=[Path(font_source_sans_pro.font_directory)]
    )
    digest = sha256(RESULTS.read_bytes())[:12] if RESULTS.is_file() else "none"
    return typst.Compiler(
        source, root=Path.cwd(), font_paths=fonts, sys_inputs={"results": digest, **inputs}
    )


def _compiled(compiler: Any, form: str, standards: list[str] | None = None) -> bytes:
    import typst

    options = {"pdf_standards": standards} if standards else {}
    try:
        data, warnings = compiler.compile_with_warnings(format=form, timestamp=0, **options)
    except typst.TypstError as error:
        raise PaperError(f"the paper does not compile:\n{error.diagnostic}") from error
    if warnings:
        raise PaperError(
            "the paper compiles with warnings:\n" + "\n".join(w.diagnostic for w in warnings)
        )
    out: bytes = data if isinstance(data, bytes) else data[0]
    return out


def list_claims(compiler: Any | None = None) -> list[Claim]:
    """The numbers that the paper prints, in order, with page and key."""
    compiler = compiler or _compiler(SOURCE)
    found = json.loads(compiler.query("<claim>", field="value"))
    return [Claim(int(c["page"]), c["key"], c["text"], c["derived"]) for c in found]


def _claims_csv(claims: list[Claim]) -> str:
    values = read_results()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["number", "page", "printed", "key", "value", "derived"])
    for i, claim in enumerate(claims, start=1):
        value, derived = look_up(values, claim.key), "yes" if claim.derived else "no"
        writer.writerow([i, claim.page, claim.printed, claim.key, value, derived])
    return stream.getvalue()


def typed_digits(source: Path = SOURCE) -> list[str]:
    """Lines of the printed prose that hold a digit which no value put there.

    The paper is set once more with every value, reference, citation and counter left out; a digit
    that still shows was typed by hand. Names that hold digits are marked in the source by `lit`.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise PaperError(
            "searching for typed digits needs pypdfium2: pip install topoi[dev]."
        ) from error
    data = _compiled(_compiler(source, lint="1"), "pdf")
    document = pypdfium2.PdfDocument(data)
    lines: list[str] = []
    for page in document:
        lines += page.get_textpage().get_text_range().splitlines()
    return [line.strip() for line in lines if re.search(r"\d", line)]
