"""From notebook to page: what must stop a page from being made, and what a page may never do."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from riwaya.showing import frame
from riwaya.showing.kernel import Stopped, Watch, end_kernels
from riwaya.showing.markup import Piece
from riwaya.showing.render import (
    NotebookError,
    NotebookTimeout,
    ParameterError,
    lay_out,
    render_report,
    run_notebook,
)


def notebook(path: Path, *cells: str) -> Path:
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=f"c{place}") for place, source in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    if cells:
        made.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(made, path)
    return path


def shown(*pieces: Piece) -> nbformat.NotebookNode:
    cells = []
    for place, piece in enumerate(pieces):
        data, metadata = piece._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("", id=f"c{place}", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells)


def opening(title: str = "A title", lang: str = "en") -> Piece:
    about = {"id": "top", "name": "", "title": title, "description": "What was read."}
    return Piece("<h1>A title</h1>", "", lang, "opening", about)


def section(name: str = "figures", lang: str = "en") -> Piece:
    return Piece(f"<h2>{name}</h2>", "", lang, "section", {"id": name, "name": name.title()})


# Parameters


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param({"event": "kazakstan-2022"}, "kazakhstan-2022", id="an event that is not there"),
        pytest.param({"event": "../../etc/passwd"}, "event", id="an event that is a path"),
        pytest.param({"event": "kazakhstan-2022", "lang": "fr"}, "ar, en", id="a language it does not speak"),
        pytest.param(
            {"event": "kazakhstan-2022", "as_of": "10/01/2022"}, "YYYY-MM-DD", id="a date in another form"
        ),
        pytest.param(
            {"event": "kazakhstan-2022", "tables_dir": "/nowhere"},
            "no such folder",
            id="tables that are not there",
        ),
    ],
)
def test_a_wrong_parameter_is_told_before_anything_runs(given: dict[str, str], told: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(told)):
        render_report(notebook="never-opened.ipynb", **given)  # type: ignore[arg-type]


# Running


def test_a_notebook_that_runs_to_its_end_is_given_back_whole(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "good.ipynb", "lang = 'ar'", "import sys; print('noise', file=sys.stderr)", "lang"
    )
    told: list[tuple[int, int]] = []
    ran = run_notebook(path, {"lang": "en"}, progress=lambda done, total: told.append((done, total)))
    assert [cell.execution_count for cell in ran.cells] == [1, 2, 3, 4]  # the injected one among them
    assert ran.cells[-1].outputs[0].data["text/plain"] == "'en'"
    assert told[-1][0] == told[-1][1]


SKIPPING = """
kernel = get_ipython().kernel
real = kernel.do_execute
async def skip(code, *rest, **named):
    if code.startswith("'riwaya: "):
        return await real(code, *rest, **named)
    return {"status": "ok", "execution_count": kernel.execution_count, "payload": [], "user_expressions": {}}
kernel.do_execute = skip
"""
# What a second cell does, whether a third follows, and what is told: the kind, the cell, and some of the words.
BAD = {
    "a cell fails": ("1 / 0", True, "cell", 2, "ZeroDivisionError: division by zero"),
    "a cell is interrupted": ("raise KeyboardInterrupt", True, "cell", 2, "KeyboardInterrupt"),
    "a cell leaves with a status": ("import sys; sys.exit(3)", True, "cell", 2, "SystemExit: 3"),
    "a script it runs fails": (
        "open('s.py', 'w').write('1 / 0')\n%run s.py",
        True,
        "cell",
        2,
        "ZeroDivisionError",
    ),
    "a cell leaves with status 0": ("import sys; sys.exit(0)", True, "lying", 2, "left the notebook"),
    "the last cell leaves with status 0": ("import sys; sys.exit()", False, "lying", 2, "left the notebook"),
    "a cell clears what it showed and leaves": (
        "from IPython.display import clear_output\nprint(1); clear_output()\nraise SystemExit",
        True,
        "lying",
        2,
        "left the notebook",
    ),
    "a cell asks to leave": ("exit()", True, "lying", 2, "exit()"),
    "the last cell asks to leave": ("exit()", False, "lying", 2, "exit()"),
    "the kernel is shut down": (
        "get_ipython().kernel.do_shutdown(False)\nimport time; time.sleep(1)",
        True,
        "lying",
        3,
        "status 0",
    ),
    "the kernel ends with status 0": ("import os; os._exit(0)", True, "lying", 2, "status 0"),
    "the last cell ends the kernel": ("import os; os._exit(0)", False, "lying", 2, "status 0"),
    "a fork goes on in the kernel's place": (
        "import os, time\nif os.fork(): os._exit(0)\ntime.sleep(5); os._exit(0)",
        True,
        "lying",
        2,
        "status 0",
    ),
    "the kernel passes over cells": (SKIPPING, True, "lying", None, "cells did not run"),
    "the kernel dies": ("import os; os._exit(1)", True, "dead", 2, "status 1"),
    "the kernel is killed": ("import os; os.kill(os.getpid(), 9)", True, "dead", 2, "SIGKILL"),
    "the kernel loses its sockets": (
        "import os\nfor number in range(3, 80):\n    try: os.close(number)\n    except OSError: pass",
        True,
        "dead",
        2,
        "died",
    ),
    "a cell prints without measure": (
        "line = 'x' * 99_999\nfor _ in range(720): print(line)",
        True,
        "page",
        2,
        "more than 64 MB",
    ),
    "a cell shows without end": ("while True: display(1)", True, "page", 2, "5,000 outputs"),
}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Stopped]]:
    """Every bad notebook, run to the error it ends with: side by side, since a kernel takes its time to start."""
    root = tmp_path_factory.mktemp("bad")

    def run(place: int, name: str) -> Stopped:
        cells = ["x = 1", BAD[name][0], *(["'later'"] if BAD[name][1] else [])]
        (root / str(place)).mkdir()
        with pytest.raises(Stopped) as told:
            run_notebook(notebook(root / str(place) / "bad.ipynb", *cells), {})
        return told.value

    with ThreadPoolExecutor(3) as pool:
        running: dict[str, Future[Stopped]] = {
            name: pool.submit(run, place, name) for place, name in enumerate(BAD)
        }
        yield lambda name: running[name].result()


@pytest.mark.parametrize("name", BAD)
def test_a_notebook_that_does_not_run_to_its_end_gives_no_page(
    stopped: Callable[[str], Stopped], name: str
) -> None:
    source, _, kind, cell, words = BAD[name]
    told = stopped(name)
    assert isinstance(told, NotebookError)
    assert (told.kind, told.cell) == (kind, cell)
    assert words in told.error and str(told).startswith("bad.ipynb")
    assert cell != 2 or told.line == source.splitlines()[0]


def test_a_cell_that_takes_too_long_is_a_timeout(tmp_path: Path) -> None:
    path = notebook(tmp_path / "slow.ipynb", "x = 1", "import time; time.sleep(60)")
    with pytest.raises(TimeoutError, match="more than 1 seconds") as told:
        run_notebook(path, {}, timeout=1)
    assert isinstance(told.value, NotebookTimeout)
    assert (told.value.kind, told.value.cell) == ("hung", 2)


def test_a_run_that_is_broken_off_ends_at_once(tmp_path: Path) -> None:
    path = notebook(tmp_path / "long.ipynb", "x = 1", "import time; time.sleep(600)")
    begun = threading.Event()
    watch = Watch(begun=lambda cell, line: begun.set() if cell == 2 else None)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_notebook, path, {}, watch=watch)
        assert begun.wait(120)
        end_kernels()
        with pytest.raises(NotebookError, match="broken off"):
            running.result(60)


def test_cells_are_counted_as_one_opens_the_notebook(tmp_path: Path) -> None:
    path = notebook(tmp_path / "bad.ipynb", "lang = 'ar'", "print('heard')", "1 / 0")
    opened = nbformat.read(path, as_version=4)
    opened.cells.insert(1, nbformat.v4.new_markdown_cell("# A text", id="text"))
    nbformat.write(opened, path)
    begun: list[int | None] = []
    heard: list[str] = []
    with pytest.raises(NotebookError, match=r"bad\.ipynb, cell 4: ZeroDivisionError"):
        watch = Watch(begun=lambda cell, line: begun.append(cell), heard=heard.append)
        run_notebook(path, {"lang": "en"}, watch=watch)
    assert begun == [1, None, 2, 3, 4]  # the injected one has no number
    assert "".join(heard) == "heard\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "cannot be read: No such file", id="a notebook that is not there"),
        pytest.param("no notebook", "is no notebook", id="a file that is no notebook"),
        pytest.param("{}", "is no notebook|no cell is tagged", id="an empty object"),
    ],
)
def test_a_notebook_that_cannot_be_read_is_a_wrong_parameter(
    tmp_path: Path, content: str | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "mine.ipynb").write_text(content)
    with pytest.raises(ParameterError, match=told):
        render_report(event="kazakhstan-2022", notebook=tmp_path / "mine.ipynb")


def test_a_notebook_that_takes_no_parameters_is_not_run_on_its_own(tmp_path: Path) -> None:
    path = notebook(tmp_path / "own.ipynb", "lang = 'ar'", "lang")
    opened = nbformat.read(path, as_version=4)
    del opened.cells[0].metadata["tags"]
    nbformat.write(opened, path)
    with pytest.raises(ParameterError, match="Tag the one that holds them"):
        run_notebook(path, {"lang": "en"})


# The page


def test_the_page_says_its_language_and_direction() -> None:
    page, _ = lay_out(shown(opening(lang="ar"), section(lang="ar")), "ar")
    assert '<html lang="ar" dir="rtl">' in page
    page, _ = lay_out(shown(opening(), section()), "en")
    assert '<html lang="en" dir="ltr">' in page


def test_the_policy_allows_the_one_script_there_is_and_nothing_else() -> None:
    page, _ = lay_out(shown(opening(), section()), "en")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}'" in policy and policy.startswith("default-src 'none'")
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_the_page_asks_for_nothing() -> None:
    page, _ = lay_out(shown(opening(), section()), "en")
    body = re.sub(r"data:[a-z/0-9]+;base64,[A-Za-z0-9+/=]+", "", page)
    assert not re.findall(
        r"(?:src|srcset|data|poster)\s*=|@import|url\((?!\))(?!['\"]?#)\S", body.replace("src:url()", "")
    )
    assert "http" not in re.sub(r"http-equiv", "", body)


def test_two_layouts_of_one_notebook_are_the_same_bytes() -> None:
    assert lay_out(shown(opening(), section()), "en") == lay_out(shown(opening(), section()), "en")


def test_the_contents_list_names_every_section_in_order() -> None:
    page, _ = lay_out(shown(opening(), section("figures"), section("words")), "en")
    assert re.findall(r'<li><a href="#(\w+)">(\w+)</a>', page) == [("figures", "Figures"), ("words", "Words")]
    assert page.count("<section") == page.count("</section>") == 3


def test_a_title_made_of_markup_is_text() -> None:
    page, _ = lay_out(shown(opening(title="</title><script>alert(1)</script>"), section()), "en")
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>" in page
    assert page.count("<script>") == 1


def test_tables_behind_pieces_are_given_beside_the_page() -> None:
    piece = Piece("<p>x</p>", "", "en", csv={"figures.csv": "\ufeffa\n1\n"})
    _, csv = lay_out(shown(opening(), section(), piece), "en")
    assert csv == {"figures.csv": "\ufeffa\n1\n"}


def test_what_is_for_the_notebook_alone_stays_out_of_the_page() -> None:
    page, _ = lay_out(shown(Piece("<p>for JupyterLab</p>", "", "en", "notebook"), opening(), section()), "en")
    assert "for JupyterLab" not in page


def test_a_cell_of_ones_own_is_shown_and_a_frame_in_it_is_escaped() -> None:
    import pandas as pd

    data = {"text/html": pd.DataFrame({"a": ["<script>alert(1)</script>"]}).to_html(), "text/plain": ""}
    ran = shown(opening(), section())
    ran.cells[1].outputs.append(nbformat.v4.new_output("execute_result", data=data, execution_count=1))
    page, _ = lay_out(ran, "en")
    assert "&lt;script&gt;alert(1)" in page and page.count("<script>") == 1


def test_a_page_made_alone_links_no_other_language() -> None:
    page, _ = lay_out(shown(opening(), section()), "en", other=False)
    assert "index.html" not in page
    page, _ = lay_out(shown(opening(), section()), "en")
    assert page.count('href="index.html"') == 2


def test_the_style_holds_every_colour_it_uses() -> None:
    css = frame.page_css()
    used = set(re.findall(r"var\(--([\w-]+)", css)) - {"share", "onward"}
    assert used <= set(re.findall(r"--([\w-]+):#", css))
