"""Run percent-format notebooks: python notebooks/execute.py FILE.py [...] makes FILE.ipynb.

The same source gives the same bytes: cell ids come from the cells, images carry no dates, nothing
is kept of times and machines. A file is written whole, and only if its bytes change. A cell that
fails, writes to the error stream or prints a path of this machine stops everything with one line
and exit code 2.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from topoi.files import write_text

SECONDS = 600  # that a cell may take
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",  # the same arithmetic on every machine
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
KERNEL = [
    "--log-level=40",  # errors only
    "--InlineBackend.figure_formats={'png'}",
    "--InlineBackend.print_figure_kwargs={'bbox_inches': 'tight', 'dpi': 120}",
]
DISTURBING = ("COLUMNS", "LINES", "PYTHONWARNINGS")  # would change what is printed
_TEXT_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Failure(Exception):
    """A notebook that cannot be made; the message is one line."""


def main(files: Sequence[str]) -> int:
    """Execute each file; 0 if all went well, 2 if one did not."""
    if not files:
        print("usage: python notebooks/execute.py FILE.py [...]", file=sys.stderr)
        return 2
    try:
        for file in files:
            execute(Path(file))
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 2
    return 0


def execute(source: Path) -> bool:
    """Run one percent file and write the notebook beside it; True if its bytes changed."""
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{source}: cannot be read ({error}).") from error
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(METADATA)
    _run(notebook, source)
    notebook.metadata = nbformat.from_dict(METADATA)  # without what the kernel says of itself
    for number, cell in enumerate(notebook.cells, start=1):
        _settle(cell)
        if complaint := _complaint(cell):
            raise Failure(f"{_place(source, number)}: {complaint}.")
    _name(notebook.cells)
    nbformat.validate(notebook)
    content = nbformat.writes(notebook, version=4, indent=1, ensure_ascii=False).rstrip("\n")
    return write_text(source.with_suffix(".ipynb"), content + "\n")


def _run(notebook: NotebookNode, source: Path) -> None:
    """Execute the cells in place, in the folder of the notebook."""
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=KERNEL,
        resources={"metadata": {"path": str(source.resolve().parent)}},
    )
    with tempfile.TemporaryDirectory() as profile:  # no start-up files of the user's own
        environment = {k: v for k, v in os.environ.items() if k not in DISTURBING}
        environment |= ENVIRONMENT | {"IPYTHONDIR": profile}
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            said = _COLOURS.sub("", f"{error.ename}: {error.evalue}").split("\n")[0]
            raise Failure(f"{_place(source, _reached(notebook))}: {said}") from error
        except CellTimeoutError as error:
            place = _place(source, _reached(notebook))
            raise Failure(f"{place}: still running after {SECONDS} seconds.") from error
        except DeadKernelError as error:
            raise Failure(f"{_place(source, _reached(notebook))}: the kernel died.") from error


def _reached(notebook: NotebookNode) -> int:
    """Number of the cell that execution got to, from 1."""
    begun = [i for i, c in enumerate(notebook.cells, start=1) if c.get("execution_count")]
    failed = [
        i
        for i, c in enumerate(notebook.cells, start=1)
        if any(o.output_type == "error" for o in c.get("outputs", []))
    ]
    return (failed or begun[-1:] or [1])[0]


def _place(source: Path, number: int) -> str:
    """Where a cell stands: file, number, line of its marker."""
    lines = source.read_text("utf-8").splitlines()
    marks = [i for i, line in enumerate(lines, start=1) if line.startswith("# %%")]
    line = f" (line {marks[number - 1]})" if number <= len(marks) else ""
    return f"{source}: cell {number}{line}"


def _settle(cell: NotebookNode) -> None:
    """Take out of a cell what differs from run to run."""
    cell.metadata = NotebookNode()
    for output in cell.get("outputs", []):
        if "metadata" in output:
            output.metadata = NotebookNode()
        if image := output.get("data", {}).get("image/png"):
            output.data["image/png"] = base64.b64encode(_bare(base64.b64decode(image))).decode()


def _bare(image: bytes) -> bytes:
    """A PNG without its comments: software, date and the like."""
    return image[:8] + b"".join(chunk for kind, chunk in _chunks(image) if kind not in _TEXT_CHUNKS)


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(image):
        (length,) = struct.unpack(">I", image[at : at + 4])
        yield image[at + 4 : at + 8], image[at : at + 12 + length]
        at += 12 + length


def _complaint(cell: NotebookNode) -> str | None:
    """What is wrong with the outputs of a cell that ran, or None."""
    paths = {str(Path(p)) + os.sep for p in (Path.cwd(), Path.home(), tempfile.gettempdir())}
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stderr":
            said = str(output.text).strip().split("\n")[0]
            return f"writes to the error stream: {said}"
        for text in _texts(output):
            if found := next((path for path in sorted(paths) if path in text), None):
                return f"prints a path of this machine ({found})"
    return None


def _texts(output: NotebookNode) -> list[str]:
    """The texts of an output, pictures left out."""
    data = output.get("data", {})
    return [output.get("text", ""), *(v for k, v in data.items() if k.startswith("text/"))]


def _name(cells: list[NotebookNode]) -> None:
    """Identify each cell by its content, so that a new cell does not rename the others."""
    seen: Counter[str] = Counter()
    for cell in cells:
        digest = hashlib.sha256(cell.source.encode("utf-8")).hexdigest()[:8]
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
