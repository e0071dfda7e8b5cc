"""Both pages in a real browser: nothing is asked for, nothing runs over, every mark can be reached and followed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from riwaya.showing.frame import FILES

WIDTHS = [1280, 390]
Visit = Callable[..., Any]

OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width && !e.closest('.scroll, .vh, .skip, svg, nav, details:not([open])')
    && (r.right > innerWidth + 1 || r.left < -1);
}).slice(0, 8).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40))"""
CUT_CHARTS = """() => [...document.querySelectorAll('svg.chart')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width && (r.right > innerWidth + 1 || r.left < -1);
}).map(e => e.outerHTML.slice(0, 120))"""
REPEATED = """() => { const n = {}; document.querySelectorAll('[id]').forEach(e => n[e.id] = (n[e.id] || 0) + 1);
  return Object.keys(n).filter(id => n[id] > 1) }"""
DEAD = """() => [...document.querySelectorAll('a, use')].map(a => a.getAttribute('href'))
  .filter(h => h && h[0] === '#' && !document.getElementById(decodeURIComponent(h.slice(1))))"""


@pytest.fixture(params=list(FILES), ids=list(FILES))
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_a_page_asks_for_nothing_but_itself(site: Path, visit: Visit, lang: str, width: int) -> None:
    page = visit(site / FILES[lang], width)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert [url for url in page.asked if not url.startswith("data:")] == [(site / FILES[lang]).as_uri()]
    assert page.wrong == []


def test_nothing_runs_over_the_edge(site: Path, visit: Visit, lang: str, width: int) -> None:
    page = visit(site / FILES[lang], width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CUT_CHARTS) == []


def test_ids_are_unique_and_every_link_in_the_page_leads_somewhere(
    site: Path, visit: Visit, lang: str
) -> None:
    page = visit(site / FILES[lang])
    assert page.evaluate(REPEATED) == []
    assert page.evaluate(DEAD) == []
    assert page.evaluate("document.querySelectorAll('svg.chart a').length") > 50


def test_files_that_a_page_links_are_there(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang])
    links = "() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
    files = [href for href in page.evaluate(links) if not href.startswith(("#", "http"))]
    assert FILES["en" if lang == "ar" else "ar"] in files
    assert [href for href in files if not (site / href).is_file()] == []


def test_axe_finds_nothing_serious(site: Path, visit: Visit, lang: str, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    # Four of the eight: each language, width and scheme meets each other.
    scheme = "light" if (lang == "ar") == (width < 1000) else "dark"
    page = visit(site / FILES[lang], width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response["violations"]
    told = [
        (each["id"], each["impact"], each["help"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert told == []


def test_headings_go_down_one_level_at_a_time(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang])
    levels = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_mark_is_reached_by_keyboard_and_opens_its_sentence(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang], reduced_motion="reduce")
    page.evaluate("document.querySelector('.panels').scrollIntoView()")
    page.evaluate("document.querySelector('#figures h2').setAttribute('tabindex', '-1')")
    page.focus("#figures h2")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('svg.chart')"):
            break
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert href and href.startswith("#s-")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    strokes = "[...document.activeElement.querySelectorAll('path, use')].map(e => getComputedStyle(e).stroke)"
    assert outline != "none" or "none" not in page.evaluate(strokes)
    page.keyboard.press("Enter")
    row = page.locator(f"[id='{href[1:]}']")
    assert row.is_visible()
    assert 0 <= row.bounding_box()["y"] < 900


def test_the_skip_link_comes_first_and_leads_to_the_report(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_link_into_a_folded_article_opens_it(site: Path, visit: Visit, lang: str, script: bool) -> None:
    page = visit(site / FILES[lang])
    last = page.evaluate(
        "[...document.querySelectorAll('details.article')].at(-1).querySelector('.row:last-child').id"
    )
    page = visit(site / FILES[lang], java_script_enabled=script, reduced_motion="reduce", fragment=f"#{last}")
    row = page.locator(f"[id='{last}']")
    assert row.is_visible()
    assert row.bounding_box()["y"] < 900


def test_a_mark_is_high_enough_for_a_finger(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang], 390)
    small = """() => [...document.querySelectorAll('svg.chart a')].map(a => a.getBoundingClientRect())
      .filter(r => r.width && (r.width < 12 || r.height < 23.5)).map(r => [r.width, r.height])"""
    assert page.evaluate(small) == []


def test_charts_follow_the_reader_s_colour_scheme(site: Path, visit: Visit, lang: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = visit(site / FILES[lang], color_scheme=scheme)
        ink = "getComputedStyle(document.querySelector('#figures svg.chart use')).fill"
        grounds.append((page.evaluate("getComputedStyle(document.body).backgroundColor"), page.evaluate(ink)))
    assert grounds[0][0] != grounds[1][0] and grounds[0][1] != grounds[1][1]


def test_on_paper_everything_is_there(site: Path, visit: Visit, lang: str, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = visit(site / FILES[lang], color_scheme="dark")
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4", print_background=True)
    made = pypdf.PdfReader(tmp_path / "page.pdf")
    assert 8 <= len(made.pages) <= 40
    text = " ".join(part.extract_text() for part in made.pages)
    # Arabic comes out of a PDF in visual order; hashes, Latin words and numbers tell that nothing is missing.
    for needle in (
        "CIS",
        "Talap",
        "17:11:00",
        "939",
        "9b85038a3ffb",
        "283f003eeb6e",
    ):
        assert needle in text, needle
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".bar").is_visible()


def test_charts_fit_on_paper(site: Path, visit: Visit, lang: str) -> None:
    page = visit(site / FILES[lang], 695)  # what A4 leaves between its margins
    page.emulate_media(media="print")
    assert page.evaluate(CUT_CHARTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 695


def test_arabic_numbers_stay_whole_and_names_read_from_the_right(site: Path, visit: Visit) -> None:
    page = visit(site / FILES["ar"])
    boxes = """([within, text]) => { const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT); let node;
      while (node = walker.nextNode()) { const at = node.data.indexOf(text); if (at < 0) continue;
        const box = (from, to) => { const r = document.createRange(); r.setStart(node, from); r.setEnd(node, to);
          return r.getBoundingClientRect() };
        const first = box(at, at + 1); if (!first.width) continue;
        return [first.x, box(at + text.length - 1, at + text.length).x] } return null }"""
    first, last = page.evaluate(boxes, [".sources", "TRT عربي"])
    assert first > last  # the Latin name stands at the right, the Arabic one follows it
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    first, last = page.evaluate(boxes, ["#articles", "2022-01-10 17:11:00"])
    assert first < last
    first, last = page.evaluate(boxes, [".panels", "9%"])
    assert first < last
