"""The report command: what it writes, and that nothing is lost when it cannot."""

from __future__ import annotations

import functools
from pathlib import Path

import nbformat
import pytest

from riwaya.running import report as report_module
from riwaya.showing.render import render_report
from tests.conftest import Riwaya


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder that holds an earlier night's page."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("the last good page")
    return folder


def broken_notebook(folder: Path, *cells: str) -> Path:
    """A notebook with a parameters cell and the given code."""
    book = nbformat.v4.new_notebook()
    names = 'event = corpus = as_of = tables = ""\nlang = "ar"\noutlets = frames = []'
    book.cells = [nbformat.v4.new_code_cell(names, metadata={"tags": ["parameters"]})]
    book.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "broken.ipynb"
    nbformat.write(book, path)
    return path


@pytest.mark.parametrize(
    "cell",
    [
        "1 / 0",
        "import sys; sys.exit(0)",
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
)
def test_a_notebook_that_fails_is_status_4_and_the_last_page_stays(
    cell: str,
    riwaya: Riwaya,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = broken_notebook(tmp_path, cell, "print('after')")
    monkeypatch.setattr(report_module, "render_report", functools.partial(render_report, notebook=notebook))
    before = files(published)
    done = riwaya("report", "--lang", "ar", "--out", published)
    assert done.status == 4
    assert "broken.ipynb" in done.err
    assert "Traceback" not in done.err
    assert files(published) == before


def test_a_cell_that_takes_too_long_is_status_5(
    riwaya: Riwaya,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = broken_notebook(tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(report_module, "render_report", functools.partial(render_report, notebook=notebook))
    before = files(published)
    done = riwaya("report", "--lang", "ar", "--out", published, "--timeout", "1")
    assert done.status == 5
    assert "took more than 1 seconds" in done.err
    assert files(published) == before


def test_an_unknown_event_is_status_2_and_names_those_there_are(riwaya: Riwaya, published: Path) -> None:
    done = riwaya("report", "--event", "kazakhstan", "--out", published)
    assert done.status == 2
    assert "kazakhstan-2022" in done.err
    assert list(files(published)) == ["index.html"]


@pytest.mark.parametrize(
    ("name", "content"), [("empty.txt", b""), ("page.txt", b"<!DOCTYPE html><html></html>")]
)
def test_a_corpus_without_an_article_is_status_3(
    name: str,
    content: bytes,
    riwaya: Riwaya,
    published: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / name).write_bytes(content)
    done = riwaya("report", "--corpus", tmp_path / name, "--out", published)
    assert done.status == 3
    assert name in done.err
    assert list(files(published)) == ["index.html"]
