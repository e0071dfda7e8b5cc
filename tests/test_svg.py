"""A chart's SVG in a page: no style sheet, no foreign ids, nothing a label says becomes markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
from matplotlib.path import Path

from riwaya.showing.charts.placing import Box
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.evidence import symbol
from riwaya.showing.palette import TOKENS, light
from riwaya.showing.svg import share_glyphs, share_symbols, to_svg

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><svg onload='alert(1)'>",
    "]]><!-- --><style>*{display:none}</style>",
    "164\u202e461",
    "a\x00\ud800b",
    "&lt;b&gt; &amp; $x^2$ \\frac{1}{2}",
    "#fcfbf8",
]


def drawn(label: str = "نحو 164 قتيلا", href: str = "#s-a1-3", rtl: bool = True) -> Sheet:
    chart = sheet(200, rtl)
    box = chart.write(10, 30, label, Type(14, "bold", "figure"))
    chart.block(10, 60, 40, 50, "own", alpha=0.5)
    chart.link([Box(10, 60, 40, 50), box], href, label)
    return chart.crop(60)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_a_chart_is_a_named_group_without_style_metadata_or_comments() -> None:
    svg = to_svg(drawn(), "deaths", "القتلى", "164 في مقالين")
    root = parsed(svg)
    assert (root.get("role"), root.get("class"), root.get("viewBox")) == ("group", "chart", "0 0 200 60")
    assert [root.find("title").text, root.find("desc").text] == ["القتلى", "164 في مقالين"]  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == "deaths-title deaths-desc"
    assert not re.search(r"<style|<metadata|<!--|<\?xml|<!DOCTYPE|clip-path|xlink", svg)


def test_a_mark_links_to_its_sentence_in_the_same_window() -> None:
    root = parsed(to_svg(drawn(), "c"))
    (link,) = root.iter("a")
    assert link.get("href") == "#s-a1-3"
    assert link.get("target") is None
    assert link.find("title").text == "نحو 164 قتيلا"  # type: ignore[union-attr]
    assert all(child.get("pointer-events") == "all" for child in link if child.tag != "title")


def test_a_links_area_is_at_least_24_pixels_high() -> None:
    areas = [child for child in next(parsed(to_svg(drawn(), "c")).iter("a")) if child.tag == "rect"]
    assert len(areas) == 2 and all(float(area.get("height", 0)) >= 24 for area in areas)
    assert float(areas[0].get("width", 0)) == 50 and float(areas[0].get("x", 0)) == 140  # mirrored


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//host/x", "#a\"onclick=''", "#x y"]
)
def test_a_link_elsewhere_is_dropped(href: str) -> None:
    assert not list(parsed(to_svg(drawn(href=href), "c")).iter("a"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_label_says_stays_text(text: str) -> None:
    svg = to_svg(drawn(text), "c", text, text)
    root = parsed(svg)
    assert {element.tag for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "defs",
        "path",
        "use",
        "a",
        "rect",
    }
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
    assert not re.search("[\u0000-\u0008\u202a-\u202e\u2066-\u2069\ud800-\udfff]", svg)
    svg.encode("utf-8")


def test_a_dollar_sign_is_no_formula() -> None:
    assert drawn("$x_1$ 5$").overlaps() == []
    assert to_svg(drawn("$x_1$", rtl=False), "c").count("<use") == 5


def test_colours_are_names_so_that_one_chart_serves_both_schemes() -> None:
    svg = to_svg(drawn(), "c")
    assert "var(--figure)" in svg and "var(--own)" in svg
    assert not re.search(r"#[0-9a-f]{6}", svg)
    assert set(re.findall(r"var\(--([\w-]+)\)", svg)) <= set(TOKENS)


def test_a_title_that_names_a_colour_keeps_it() -> None:
    assert parsed(to_svg(drawn(), "c", "#fcfbf8")).find("title").text == "#fcfbf8"  # type: ignore[union-attr]


def test_ids_carry_the_charts_own_and_every_reference_finds_one() -> None:
    root = parsed(to_svg(drawn(), "panel deaths:person", "t", "d"))
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert set(ids.values()) == {1}
    assert all(name.startswith("panel-deaths-person-") for name in ids)
    assert all(element.get("href", "")[1:] in ids for element in root.iter("use"))


def test_two_runs_give_the_same_bytes() -> None:
    chart = drawn()
    assert to_svg(chart, "c", "t", "d") == to_svg(chart, "c", "t", "d") == to_svg(drawn(), "c", "t", "d")


def test_links_may_be_given_for_a_chart_drawn_elsewhere() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    axes = figure.add_subplot()
    axes.scatter([1], [1]).set_urls(["#s-a1-0"])
    (link,) = parsed(to_svg(figure, "c", links={"#s-a1-0": "أول الخبر"})).iter("a")
    assert link.find("title").text == "أول الخبر"  # type: ignore[union-attr]


def test_letters_drawn_once_are_the_same_letters() -> None:
    charts = [to_svg(drawn(), "one"), to_svg(drawn("164 قتيلا ومصابون"), "two")]
    page = share_glyphs(f"<main>{''.join(charts)}</main>")
    assert len(page) < len("".join(charts))

    def outlines(text: str) -> list[str]:
        root = parsed(text)
        shapes = {element.get("id"): element.get("d") for element in root.iter("path") if element.get("id")}
        return [str(shapes[element.get("href", "")[1:]]) for element in root.iter("use")]

    assert outlines(page) == [shape for chart in charts for shape in outlines(chart)]


def test_a_disc_is_a_circle_of_its_size_and_an_ellipse_is_not() -> None:
    chart = sheet(200, False)
    chart.shape(Path.circle(radius=5), 40, 30, facecolor=light("own"), edgecolor="none")
    squeezed = Path.circle(radius=5)
    chart.shape(Path(squeezed.vertices * [1, 0.5], squeezed.codes), 90, 30, facecolor=light("own"))
    root = parsed(to_svg(chart.crop(60), "c"))
    (circle,) = root.iter("circle")
    assert (circle.get("cx"), circle.get("cy"), circle.get("r")) == ("40", "30", "5")
    assert "var(--own)" in circle.get("style", "") and len(list(root.iter("path"))) == 1


def test_signs_of_a_page_are_drawn_once_each() -> None:
    page = share_symbols(symbol("own") + symbol("scare") + symbol("own") + symbol("scare"))
    assert page.count("<circle") == 1 and page.count("<use") == 4
    ids = re.findall(r'id="([^"]+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(ids) and len(ids) == len(set(ids)) == 2


def test_in_a_notebook_a_chart_shows_itself_in_colour() -> None:
    html = drawn()._repr_html_()
    assert html.startswith('<div style="--ground:#fcfbf8') and "<svg" in html
