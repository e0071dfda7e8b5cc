"""From notebook to page: what must stop a page from being made, and what a page may never do."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import nbformat
import pytest

from riwaya.showing import render
from riwaya.showing.markup import Piece
from riwaya.showing.render import NotebookError, ParameterError, lay_out, render_report, run_notebook


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


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(["x = 1", "1 / 0"], "ZeroDivisionError", id="a cell fails"),
        pytest.param(
            ["x = 1", "import sys; sys.exit(0)", "'later'"], "cell", id="a cell leaves with status 0"
        ),
        pytest.param(
            ["x = 1", "'last'; import sys; sys.exit(0)"], "cell", id="the last cell leaves with status 0"
        ),
        pytest.param(["x = 1", "import os; os._exit(0)", "'later'"], "died", id="the kernel dies"),
        pytest.param(["x = 1", "import os; os._exit(0)"], "died", id="the kernel dies in the last cell"),
    ],
)
def test_a_notebook_that_does_not_run_to_its_end_gives_no_page(
    tmp_path: Path, cells: list[str], told: str
) -> None:
    with pytest.raises(NotebookError, match=rf"bad\.ipynb.*{told}"):
        run_notebook(notebook(tmp_path / "bad.ipynb", *cells), {})


def test_a_cell_that_takes_too_long_is_a_timeout(tmp_path: Path) -> None:
    path = notebook(tmp_path / "slow.ipynb", "x = 1", "import time; time.sleep(60)")
    with pytest.raises(TimeoutError, match="more than 1 seconds"):
        run_notebook(path, {}, timeout=1)


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
    css = render.page_css()
    used = set(re.findall(r"var\(--([\w-]+)", css)) - {"share", "onward"}
    assert used <= set(re.findall(r"--([\w-]+):#", css))
