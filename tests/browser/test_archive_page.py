"""The archive in a real browser: both languages, wide and narrow, light and dark, on paper."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from riwaya.running.nights.site import Site
from riwaya.showing.archive import archive_page
from riwaya.showing.frame import FILES
from tests.archive_sample import sample
from tests.browser.test_pages import DEAD, OVERFLOWING, REPEATED

Visit = Callable[..., Any]
LANGS = list(FILES)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site: what the archive links is there, behind the same links that a server follows."""
    site = Site(tmp_path_factory.mktemp("published") / "reports")
    nights, events = sample()
    writes = {FILES[lang]: archive_page(lang, nights, events).encode() for lang in LANGS} | {
        "feed.xml": b"<feed/>"
    }
    for event in events:
        for night in event["nights"]:
            names = ("night.log",) if night["failed"] else FILES.values()
            writes |= {f"{event['id']}/{night['date']}/{name}": b"there" for name in names}
            if night["manifest"]:
                writes |= {f"{event['id']}/{name}": b"there" for name in names}
    site.publish(writes)
    return site.folder


@pytest.mark.parametrize("lang", LANGS)
def test_it_asks_for_nothing_and_every_link_leads_somewhere(archive: Path, visit: Visit, lang: str) -> None:
    page = visit(archive / FILES[lang])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert [url for url in page.asked if not url.startswith("data:")] == [(archive / FILES[lang]).as_uri()]
    assert page.wrong == []
    assert page.evaluate(REPEATED) == [] and page.evaluate(DEAD) == []
    hrefs = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    files = {href.split("#")[0] for href in hrefs if not href.startswith("#")}
    assert len(files) > 30
    assert [file for file in files if not (archive / file).is_file()] == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_runs_over_the_edge(archive: Path, visit: Visit, lang: str, width: int) -> None:
    page = visit(archive / FILES[lang], width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize(("lang", "width", "scheme"), [("ar", 1280, "dark"), ("ar", 390, "light"),
                                                       ("en", 1280, "light"), ("en", 390, "dark")])  # fmt: skip
def test_axe_finds_nothing_serious(archive: Path, visit: Visit, lang: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page = visit(archive / FILES[lang], width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response["violations"]
    told = [
        (each["id"], each["impact"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert told == []


@pytest.mark.parametrize("lang", LANGS)
def test_headings_go_down_one_level_at_a_time(archive: Path, visit: Visit, lang: str) -> None:
    page = visit(archive / FILES[lang])
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_time_runs_from_the_left_and_a_clock_s_time_stays_whole_in_arabic(
    archive: Path, visit: Visit
) -> None:
    page = visit(archive / FILES["ar"])
    first, last = page.evaluate(
        "[...document.querySelectorAll('#event-flood .ends > span')].map(e => e.getBoundingClientRect().x)"
    )
    assert first < last
    hours, minutes = page.evaluate(
        """[0, 3].map(at => { const r = document.createRange(); const t = document.querySelector('.began bdi:last-of-type').firstChild;
        r.setStart(t, at); r.setEnd(t, at + 2); return r.getBoundingClientRect().x })"""
    )
    assert hours < minutes


def test_the_chart_follows_the_reader_s_colours(archive: Path, visit: Visit) -> None:
    strokes = {
        visit(archive / FILES["en"], color_scheme=scheme).evaluate(
            "getComputedStyle(document.querySelector('.spark .course')).stroke"
        )
        for scheme in ("light", "dark")
    }
    assert len(strokes) == 2


def test_on_paper_every_night_is_there(archive: Path, visit: Visit, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = visit(archive / FILES["en"])
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4", print_background=True)
    made = pypdf.PdfReader(tmp_path / "page.pdf")
    text = " ".join(part.extract_text() for part in made.pages)
    for needle in ("Dockworkers", "KeyError", "21 October 2026", "14 October 2026", "20,000"):
        assert needle in text, needle
    assert len(made.pages) <= 12
