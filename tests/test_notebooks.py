"""The notebooks: they run from top to bottom wherever they are started, and hold no logic of their own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import read_inputs
from riwaya.showing.explore import Choice
from riwaya.showing.render import NotebookError, render_report, run_notebook
from riwaya.showing.report import Parameters
from riwaya.tables.tables import Tables

NOTEBOOKS = ("report.ipynb", "explore.ipynb", "concordance.ipynb")
# What belongs into the library: definitions, loops, comprehensions, conditions.
LOGIC = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.If, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Try, ast.With, ast.ClassDef)  # fmt: skip

SINCE = {"since", "since_day"}  # only the report says what has changed


@pytest.fixture(params=NOTEBOOKS)
def path(root: Path, request: pytest.FixtureRequest) -> Path:
    return root / "notebooks" / str(request.param)


def code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in code(path):
        assert cell.outputs == [] and cell.execution_count is None
    nbformat.validate(nbformat.read(path, as_version=4))


def test_a_notebook_holds_no_logic(path: Path) -> None:
    for cell in code(path):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, LOGIC)], cell.source
        assert "groupby" not in cell.source and "import re" not in cell.source


def test_a_cell_is_at_most_five_lines_but_for_the_parameters(path: Path) -> None:
    for cell in code(path):
        assert "parameters" in cell.metadata.get("tags", []) or len(cell.source.splitlines()) <= 5


def test_the_parameters_cell_is_plain_literals_of_every_parameter(path: Path) -> None:
    cells = [cell for cell in code(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    given = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cells[0].source).body}  # type: ignore[attr-defined]
    if path.name == "concordance.ipynb":  # it compares no frames and states no date, but chooses its lines
        own = set(Choice.__dataclass_fields__)
        assert given.keys() == own | set(Parameters.__dataclass_fields__) - {
            "frames",
            "as_of",
            "framing",
            *SINCE,
        }
        assert Choice(**{name: given.pop(name) for name in own}) == Choice()
    else:
        known = set(Parameters.__dataclass_fields__)
        assert set(given) == (known if path.name == "report.ipynb" else known - SINCE)
    assert Parameters.check(given)


@pytest.mark.parametrize("folder", [".", "notebooks"])
def test_papermill_runs_the_report_by_itself(root: Path, tmp_path: Path, folder: str) -> None:
    notebook = (root / "notebooks" / "report.ipynb").relative_to(root / folder)
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(notebook),
        str(tmp_path / "out.ipynb"),
        "-p",
        "lang",
        "en",
    ]
    ran = subprocess.run(command, cwd=root / folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    opened = next(cell for cell in cells if cell.source.startswith("page.opening"))
    assert "Kazakhstan" in opened.outputs[0].data["text/html"]


def test_papermill_with_a_mistyped_parameter_stops_and_says_so(root: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "papermill",
        "notebooks/report.ipynb",
        str(tmp_path / "out.ipynb"),
        "-p",
        "langg",
        "en",
    ]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "langg is not a parameter of the report. Did you mean lang?" in ran.stderr


def test_the_exploration_runs_from_top_to_bottom(root: Path) -> None:
    ran = run_notebook(root / "notebooks" / "explore.ipynb", {"lang": "en"})
    widgets = [output for cell in ran.cells if cell.cell_type == "code" for output in cell.outputs
               if "application/vnd.jupyter.widget-view+json" in output.get("data", {})]  # fmt: skip
    assert len(widgets) == 5


def outputs(ran: nbformat.NotebookNode, source: str) -> list[nbformat.NotebookNode]:
    """What the cell that begins so has put out."""
    return next(cell.outputs for cell in ran.cells if cell.source.startswith(source))


def test_the_concordance_runs_with_a_word_of_ones_own(root: Path) -> None:
    ran = run_notebook(
        root / "notebooks" / "concordance.ipynb", {"lang": "en", "word": "الرئيس", "sort": "after"}
    )
    (menus,) = outputs(ran, "lines = ")
    assert "application/vnd.jupyter.widget-view+json" in menus.data
    (table,) = outputs(ran, "table = ")
    assert "word_after" in table.data["text/html"] and "الرئيس" in table.data["text/plain"]
    # The menus and lines are kept in the notebook, so that a page made of it shows them without a kernel.
    state = ran.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    assert any('class="kwic"' in str(widget.state.get("value")) for widget in state.values())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("wrod", "x", "wrod is not a parameter of the report"),
        ("frame", "protestor", "Did you mean 'protester'"),
        ("sort", "left", "Choose one of: place, before, after"),
    ],
)
def test_a_concordance_that_cannot_be_says_so(root: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(NotebookError, match=said):
        run_notebook(root / "notebooks" / "concordance.ipynb", {name: value})


def test_nbconvert_runs_the_concordance_and_makes_a_page_of_it(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", "--output-dir", str(tmp_path), "notebooks/concordance.ipynb"]  # fmt: skip
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "word_before" in (tmp_path / "concordance.html").read_text(encoding="utf-8")


def test_a_notebook_told_of_an_event_that_is_not_there_names_those_that_are(root: Path) -> None:
    with pytest.raises(NotebookError, match=r"ParameterError: event is 'nowhere'.*kazakhstan-2022"):
        run_notebook(root / "notebooks" / "report.ipynb", {"event": "nowhere"})


def test_two_renders_of_the_same_inputs_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    sources, _ = read_inputs([root / "seeds"])
    knowledge = Knowledge.load()
    Tables.from_extractions(extract(source, knowledge) for source in sources).write(tmp_path)
    pages = [render_report(event="kazakhstan-2022", lang="en", tables_dir=tmp_path) for _ in range(2)]
    assert pages[0].html.encode() == pages[1].html.encode()
    assert pages[0].csv == pages[1].csv
