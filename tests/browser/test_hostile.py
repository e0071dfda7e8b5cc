"""Articles written to do harm, in a real browser: they are read, and that is all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from riwaya.comparing.events import load_event
from riwaya.language.knowledge import data_path
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import Source
from riwaya.showing import listing, page
from riwaya.showing.render import lay_out
from riwaya.showing.report import Parameters, Report
from riwaya.tables.tables import Tables

HOSTILE = (
    '<script>window.ran=1</script>"><img src=https://example.org/pixel onerror=window.ran=1>\n\n'
    "قُتل 12 شخصا وأصيب 30 آخرون، وقال متظاهرون إن \u202eالعدد 461\u202c غير صحيح. "
    '<iframe src="https://example.org"></iframe> <style>body{display:none}</style> وأضاف الناطق أن الإرهابيين هاجموا المدينة.\n\n'
    '<link rel=stylesheet href=https://example.org/x.css><svg onload="window.ran=1"> [x](javascript:window.ran=1) '
    "{{ 7*7 }} =cmd()|' /C calc'!A0 \u2067\u2067 وأعلنت الوزارة اعتقال 40 متظاهرا.\n\n"
    "</body></html><!-- ]]> وقال المتحدث: \"لم يُقتل أحد' onmouseover='window.ran=1 من المحتجين\"."
)


def executed(story: Report, notebook: Path) -> nbformat.NotebookNode:
    """The report notebook with the outputs that its calls give for a story."""
    ran = nbformat.read(notebook, as_version=4)
    for cell in ran.cells:
        if cell.cell_type == "code" and cell.source.startswith(("page.", "listing.")):
            piece = eval(cell.source, {"page": page, "listing": listing, "story": story})
            data, metadata = piece._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
    return ran


def test_hostile_articles_run_nothing_ask_for_nothing_and_are_all_there(
    root: Path, tmp_path: Path, visit: Callable[..., Any]
) -> None:
    knowledge = Knowledge.load()
    read = [
        extract(Source(article_id=f'{name}"><script>window.ran=1</script>', text=HOSTILE.replace("12", n),
                       outlet=f"<b onclick=window.ran=1>{name}", outlet_name=f"<b onclick=window.ran=1>{name}",
                       headline="<svg onload=window.ran=1>", published=datetime.date(2022, 1, 10),
                       url="javascript:window.ran=1", source_path="<img src=x>", sha256="0" * 64), knowledge)
        for name, n in (("one", "12"), ("two", "15"))
    ]  # fmt: skip
    event = load_event(data_path("events", "kazakhstan-2022.toml"))
    story = Report(Parameters(), event, Tables.from_extractions(read))
    made, _ = lay_out(executed(story, root / "notebooks" / "report.ipynb"), "ar", other=False)
    (tmp_path / "index.html").write_text(made, encoding="utf-8")
    shown = visit(tmp_path / "index.html")
    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for element in shown.locator("main a, main mark").all()[:60]:
        element.dispatch_event("mouseover")
    shown.wait_for_timeout(300)
    assert shown.evaluate("window.ran") is None
    assert [url for url in shown.asked if not url.startswith(("file:", "data:"))] == []
    assert shown.wrong == []
    assert (
        shown.evaluate(
            "document.querySelectorAll('main script, main img, main iframe, main link, main [onclick], main [onload]').length"
        )
        == 0
    )
    assert (
        shown.evaluate(
            "[...document.querySelectorAll('a')].filter(a => a.getAttribute('href').startsWith('javascript')).length"
        )
        == 0
    )
    told = shown.evaluate("document.querySelector('#articles').textContent")
    assert "<iframe" in told and "[U+202E]" in told and "{{ 7*7 }}" in told
    assert shown.evaluate("getComputedStyle(document.body).display") == "block"
