"""The notebooks: run again they say what is committed, they define nothing, and errors are plain."""

from __future__ import annotations

import ast
import base64
import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

import topoi

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
SOURCES = sorted(set(FOLDER.glob("*.py")) - {FOLDER / "execute.py"})
LARGEST = 400_000  # bytes of a notebook
PNG = b"\x89PNG\r\n\x1a\n"

each_notebook = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def execute(source: Path) -> subprocess.CompletedProcess[str]:
    """Run notebooks/execute.py on one file."""
    command = [sys.executable, str(FOLDER / "execute.py"), source.name]
    return subprocess.run(command, cwd=source.parent, capture_output=True, text=True, check=False)


def read(source: Path) -> nbformat.NotebookNode:
    """The executed notebook beside a percent file."""
    return nbformat.read(source.with_suffix(".ipynb"), as_version=4)


def texts(notebook: nbformat.NotebookNode) -> list[tuple[str, dict[str, str]]]:
    """The source and the textual outputs of every cell."""
    found = []
    for cell in notebook.cells:
        said = {}
        for i, output in enumerate(cell.get("outputs", [])):
            data = {"stream": output.text} if "text" in output else output.data
            said |= {f"{i} {kind}": text for kind, text in data.items() if "image" not in kind}
        found.append((cell.source, said))
    return found


def images(notebook: nbformat.NotebookNode) -> list[bytes]:
    """The pictures of a notebook."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    coded = [output.get("data", {}).get("image/png") for output in outputs]
    return [base64.b64decode(image) for image in coded if image]


def percent(path: Path, *cells: str) -> Path:
    """A percent file of code cells."""
    path.write_text("".join(f"# %%\n{cell}\n\n" for cell in cells), encoding="utf-8")
    return path


@each_notebook
def test_run_again_it_says_what_is_committed(source: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(source, tmp_path))
    done = execute(copy)
    assert (done.returncode, done.stderr) == (0, "")
    again, committed = read(copy), read(source)
    for now, before in zip(texts(again), texts(committed), strict=True):
        assert now == before
    assert len(images(again)) == len(images(committed)) > 0
    assert all(image.startswith(PNG) for image in images(again))


def test_every_source_has_its_notebook_and_every_notebook_its_source() -> None:
    assert SOURCES
    assert [path.stem for path in SOURCES] == sorted(path.stem for path in FOLDER.glob("*.ipynb"))


@each_notebook
def test_the_committed_notebook_is_small_and_free_of_machines_and_moments(source: Path) -> None:
    content = source.with_suffix(".ipynb").read_text("utf-8")
    assert len(content.encode()) < LARGEST
    assert set(read(source).metadata) == {"kernelspec", "language_info"}
    for trace in (
        str(FOLDER.parent),
        str(Path.home()) + "/",
        "/tmp/",
        "Warning",
        "iopub",
        "stderr",
    ):
        assert trace not in content
    assert not any(b"tEXt" in image or b"tIME" in image for image in images(read(source)))


@each_notebook
def test_it_opens_with_a_title_and_a_sentence_on_what_it_shows(source: Path) -> None:
    first = jupytext.read(source, fmt="py:percent").cells[0]
    title, sentence, *_ = first.source.split("\n\n")
    assert first.cell_type == "markdown"
    assert title.startswith("# ")
    assert sentence.startswith("This notebook ")
    assert sentence.endswith(".")


@each_notebook
def test_it_defines_nothing_and_calls_only_the_public_names(source: Path) -> None:
    public = {"topoi", "pandas", "matplotlib.pyplot"}
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        assert not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        )
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= public | sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            assert node.module in sys.stdlib_module_names
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "topoi":
            assert node.attr in topoi.__all__


def test_the_same_source_gives_the_same_bytes_so_the_file_is_left_alone(tmp_path: Path) -> None:
    plot = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()"
    source = percent(tmp_path / "small.py", "print(1)", "print(1)", plot)
    assert execute(source).returncode == 0
    made = source.with_suffix(".ipynb")
    before = made.stat().st_mtime_ns, made.read_bytes()
    assert execute(source).returncode == 0
    assert (made.stat().st_mtime_ns, made.read_bytes()) == before
    assert len({cell.id for cell in read(source).cells}) == 3  # also of cells that are alike


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("{}['absent']", "KeyError: 'absent'"),
        ("import warnings\nwarnings.warn('beware')", "beware"),
        ("import os\nprint(os.getcwd())", "prints a path of this machine"),
    ],
    ids=["fails", "warns", "prints a path"],
)
def test_a_cell_that_goes_wrong_is_named_in_one_line_and_nothing_is_written(
    cell: str, complaint: str, tmp_path: Path
) -> None:
    source = percent(tmp_path / "wrong.py", "x = 1", cell)
    done = execute(source)
    assert done.returncode == 2
    line = done.stderr.splitlines()[-1]  # a kernel that is shut down may grumble before it
    assert line.startswith("wrong.py: cell 2 (line 4): ")
    assert "Traceback" not in done.stderr
    assert complaint in line
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.py"]


def test_a_missing_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = execute(tmp_path / "absent.py")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "absent.py: cannot be read" in done.stderr
