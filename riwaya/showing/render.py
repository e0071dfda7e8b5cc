"""Notebook -> page: papermill runs it, nbconvert lays it out, one self-contained file comes back.

Belongs here: the report's parameters on their way to the notebook; the page's head, style, fonts and policy.
Does not: running cells and knowing that they ran (kernel.py), what they show (page.py, charts), where the page is
written (running/).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nbconvert import HTMLExporter, TemplateExporter
from nbformat import NotebookNode

from riwaya import __version__
from riwaya.language.knowledge import home
from riwaya.showing.frame import FILES, FRAME_WORDS, HERE, asset, page_css, policy
from riwaya.showing.kernel import NotebookError, NotebookTimeout, Watch, run_notebook
from riwaya.showing.markup import escape, in_page
from riwaya.showing.rendered import RenderedPage
from riwaya.showing.report import ParameterError, Parameters
from riwaya.showing.svg import share_glyphs, share_symbols

__all__ = [
    "NotebookError",
    "NotebookTimeout",
    "ParameterError",
    "RenderedPage",
    "Watch",
    "lay_out",
    "render_report",
    "run_notebook",
]


def render_report(
    *,
    event: str,
    corpus: str = "",
    lang: str = "ar",
    tables_dir: str | Path | None = None,
    outlets: Sequence[str] = (),
    frames: Sequence[str] = (),
    as_of: str = "",
    framing: Sequence[str | Path] = (),
    since: str | Path | None = None,
    since_day: str = "",
    notebook: str | Path | None = None,
    timeout: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    watch: Watch | None = None,
    other: bool = True,
) -> RenderedPage:
    """Run the report notebook and give its page.

    ``tables_dir``: a folder of tables already extracted; without it the notebook reads ``corpus``.
    ``since``: a folder of tables of an earlier state: the page then says what is new since ``since_day``.
    ``timeout``: seconds a cell may take. ``progress(done, total)`` is called after every cell; ``watch`` hears more.
    ``other``: whether the page in the other language is made too, and may be linked. The cells run in a temporary
    folder; relative paths given here are those of this process.
    Raises ParameterError before anything runs, NotebookError when a cell fails, exits or loses its kernel or when
    the page cannot be made, NotebookTimeout, a TimeoutError, when a cell takes too long.
    """
    given: dict[str, Any] = {
        "event": event,
        "corpus": str(Path(corpus).absolute()) if corpus else "",
        "lang": lang,
        "outlets": list(outlets),
        "frames": list(frames),
        "as_of": as_of,
        "tables": str(Path(tables_dir).resolve()) if tables_dir else "",
        "framing": [str(Path(path).resolve()) for path in framing],
        "since": str(Path(since).resolve()) if since else "",
        "since_day": since_day,
    }
    Parameters.check(given)
    started = time.monotonic()
    path = Path(notebook) if notebook else home() / "notebooks" / "report.ipynb"
    ran = run_notebook(path, given, timeout=timeout, progress=progress, watch=watch)
    try:
        html, csv = lay_out(ran, lang, other=other)
        for content in (html, *csv.values()):
            content.encode("utf-8")
    except Exception as error:
        said = f"the page could not be made: {type(error).__name__}: {error}"
        raise NotebookError(path.name, said, kind="page") from error
    cells = sum(cell.cell_type == "code" for cell in ran.cells)
    return RenderedPage(html, cells, time.monotonic() - started, csv)


# Laying out


def lay_out(ran: NotebookNode, lang: str, other: bool = True) -> tuple[str, dict[str, str]]:
    """An executed notebook as one self-contained page, and the tables it links, by file name."""
    about: dict[str, str] = {}
    csv: dict[str, str] = {}
    sections: list[dict[str, Any]] = []
    # What a notebook says to whoever opens it in JupyterLab is tagged so, and stays there.
    ran.cells = [cell for cell in ran.cells if "notebook" not in cell.metadata.get("tags", [])]
    for cell in ran.cells:
        for output in list(cell.get("outputs", [])):
            piece = output.get("metadata", {}).get("riwaya")
            if piece is None:
                continue
            csv.update(piece["csv"])
            if piece["kind"] == "notebook":
                cell.outputs.remove(output)
            if piece["kind"] == "opening":
                about = dict(piece["about"])
            if piece["kind"] in ("opening", "section"):
                opened = {"id": piece["about"]["id"], "name": piece["about"]["name"], "kind": piece["kind"]}
                cell.metadata["riwaya_opens"] = opened | {"first": not sections}
                sections.append(opened)
    other_lang = "en" if lang == "ar" else "ar"
    script = asset("unfold.js")
    page = {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "title": about.get("title", "Riwaya"),
        "description": about.get("description", ""),
        "version": __version__,
        "sections": [section for section in sections if section["kind"] == "section"],
        "other_lang": other_lang,
        "other_href": FILES[other_lang] if other else "",
        "words": FRAME_WORDS[lang],
        "css": page_css(),
        "script": script,
        "csp": policy(script),
    }
    html, _ = _exporter().from_notebook_node(ran, resources={"riwaya": page})
    return share_symbols(share_glyphs(in_page(re.sub(r"\n{2,}", "\n", html)))), csv


class _PageExporter(HTMLExporter):
    """nbconvert's HTML exporter without its last step, which parses the finished page and writes it anew."""

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str, dict[str, Any]]:
        self.register_filter("highlight_code", lambda source, **_: escape(source))
        return TemplateExporter.from_notebook_node(self, nb, resources, **more)


def _exporter() -> HTMLExporter:
    return _PageExporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        embed_images=True,
    )
