"""A chart as inline SVG: no style sheet, no foreign ids, links to sentences, colours by name.

Belongs here: everything between matplotlib's SVG and the SVG of the page.
Does not: drawing (charts/), the page (page.py, render.py).

matplotlib's own SVG would dress the whole page (``<style>*{…}``), repeat its ids in every chart, open a
window for each link and fix the colours of one scheme. All of that is mended here, on the parsed tree: nothing
a label says can become markup. Two runs give the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from riwaya.showing.palette import TOKENS
from riwaya.showing.typeset import clean

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_DROPPED = {"metadata", "style", "title", "desc", "clipPath"}
_KEPT = {
    "d", "x", "y", "width", "height", "transform", "style", "fill", "stroke", "opacity", "id", "href",
    "points", "cx", "cy", "r", "x1", "x2", "y1", "y2", "preserveAspectRatio",
}  # fmt: skip
_DECIMALS = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_SAFE_HREF = re.compile(r"#[^\s\"'<>]+\Z|https?://[^\s\"'<>]+\Z")
_NOT_IN_AN_ID = re.compile(r"[^\w.-]")
_HEX = {token.light: f"var(--{name})" for name, token in TOKENS.items()}
_COLOUR = re.compile("|".join(_HEX))
_GLYPH = re.compile(
    r'<path id="(?P<id>[^"<>]+-g[0-9a-f]+)" (?P<outline>d="[^"<>]+" transform="scale\([\d.]+\)") />'
)
_USE = re.compile(
    r'<use href="#(?P<id>[^"<>]+)"(?: transform="translate\((?P<x>-?[\d.]+) 0\)")?(?P<rest>[^<>]*) />'
)
# What a path has anyway.
_PLAIN_STYLE = re.compile(r";?stroke-line(?:join:miter|cap:butt)(?=;|$)")
# An outline of matplotlib's: a disc as eight curves, the area of a link as four lines.
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
_DISC = re.compile(r"M[^A-Za-z]+(?:C[^A-Za-z]+){8}z")
_BOX = re.compile(r"M[^A-Za-z]+(?:L[^A-Za-z]+){4}z")
_ROUND = 0.03  # px, how far a disc's curves may be from a circle once rounded
_SYMBOL = re.compile(
    r'<svg class="sym c-(?P<shape>[a-z]+)" viewBox="(?P<box>[^"]+)"(?P<rest>[^>]*)>(?P<drawn>.*?)</svg>'
)
RC: Any = {
    "svg.fonttype": "path",
    "svg.hashsalt": "riwaya",
    "path.simplify": False,
    "text.parse_math": False,
}


def to_svg(
    chart: Axes | Figure,
    chart_id: str,
    title: str = "",
    description: str = "",
    links: Mapping[str, str] | None = None,
) -> str:
    """A chart as one ``<svg role="group">``, to stand in a page as it is.

    ``title`` and ``description`` are what a screen reader reads first. ``links`` maps the URLs set on marks to
    the name of each link; without it the chart's own (``Sheet.links``) are used. A URL may carry "|n" to be told
    from another to the same place. Only links into the page and to http(s) are kept.
    """
    figure = chart if isinstance(chart, Figure) else chart.get_figure(root=True)
    assert figure is not None
    if links is None:
        links = {}
        for axes in figure.axes:
            links = {**links, **getattr(axes, "links", {})}
    prefix = _NOT_IN_AN_ID.sub("-", chart_id)
    root = ElementTree.fromstring(_drawn(figure))
    names = _used_ids(root)
    body = [piece for child in root for piece in _mended(child, prefix, names, links)]
    width, height = (round(size * 72, 2) for size in figure.get_size_inches())
    out = ElementTree.Element(
        "svg",
        {
            "class": "chart", "role": "group", "width": f"{width:g}", "height": f"{height:g}",
            "viewBox": f"0 0 {width:g} {height:g}",
        },
    )  # fmt: skip
    labelled = []
    for tag, words, suffix in (("title", title, "title"), ("desc", description, "desc")):
        if words := clean(words, 20_000):
            ElementTree.SubElement(out, tag, {"id": f"{prefix}-{suffix}"}).text = words
            labelled.append(f"{prefix}-{suffix}")
    if labelled:
        out.set("aria-labelledby", " ".join(labelled))
    out.extend(body)
    return ElementTree.tostring(out, encoding="unicode")


def share_glyphs(page: str) -> str:
    """A page whose charts draw each letter's outline once: later copies give way to a reference to the first.

    Takes and gives the HTML of a whole page that holds charts of ``to_svg``; a page of 25 charts loses more than
    half of its size, and looks the same. Letters get short names: a page has thousands of them.
    """
    first: dict[str, str] = {}
    moved: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        outline, known = match["outline"], match["outline"] in first
        moved[match["id"]] = first.setdefault(outline, f"g{len(first):x}")
        return "" if known else f'<path id="{first[outline]}" {outline}/>'

    def refer(match: re.Match[str]) -> str:
        x = f' x="{match["x"]}"' if match["x"] else ""
        return f'<use href="#{moved.get(match["id"], match["id"])}"{x}{match["rest"]}/>'

    page = _GLYPH.sub(keep, page)
    return _USE.sub(refer, page.replace("<defs></defs>", ""))


def share_symbols(page: str) -> str:
    """A page that holds the outline of each small sign once, where it first stands; later ones refer to it.

    >>> sign = '<svg class="sym c-own" viewBox="0 0 16 16" aria-hidden="true"><circle r="5"/></svg>'
    >>> share_symbols(sign + sign).count("<circle")
    1
    """
    seen: set[str] = set()

    def drawn_once(match: re.Match[str]) -> str:
        shape, name = match["shape"], f"y-{match['shape']}"
        drawn = f'<symbol id="{name}" viewBox="{match["box"]}">{match["drawn"]}</symbol>'
        first = "" if shape in seen else drawn
        seen.add(shape)
        return f'<svg class="sym c-{shape}"{match["rest"]}>{first}<use href="#{name}"/></svg>'

    return _SYMBOL.sub(drawn_once, page)


def _drawn(figure: Figure) -> str:
    canvas = figure.canvas
    buffer = io.StringIO()
    with matplotlib.rc_context(RC):
        FigureCanvasSVG(figure).print_svg(
            buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    figure.set_canvas(canvas)
    return buffer.getvalue()


def _used_ids(root: ElementTree.Element) -> dict[str, str]:
    """The ids that something refers to, with a short name each: the rest are noise in a page."""
    used: dict[str, str] = {}
    for element in root.iter():
        target = element.get(_XLINK + "href", "")
        if target.startswith("#") and element.tag == _SVG + "use":
            used.setdefault(target[1:], f"g{len(used):x}")
    return used


def _mended(
    element: ElementTree.Element, prefix: str, names: Mapping[str, str], links: Mapping[str, str]
) -> list[ElementTree.Element]:
    """An element without what a page must not have; a list, because empty wrappers give way to their children."""
    tag = element.tag.removeprefix(_SVG)
    if tag in _DROPPED:
        return []
    children = [piece for child in element for piece in _mended(child, prefix, names, links)]
    if tag == "a":
        return _anchor(element.get(_XLINK + "href", ""), children, links)
    attributes = {
        key: _value(key, value) for key, value in element.attrib.items() if key in _KEPT and key != "id"
    }
    if element.get("id") in names:
        attributes = {"id": f"{prefix}-{names[element.attrib['id']]}", **attributes}
    if tag == "use":
        target = element.get(_XLINK + "href", "")[1:]
        if target not in names:
            return []
        attributes = {"href": f"#{prefix}-{names[target]}", **attributes}
    if tag in ("g", "defs") and (not children or not attributes):
        return [_with("defs", {}, children)] if tag == "defs" and children else children
    if tag == "path" and not attributes.get("d") and "id" not in attributes:
        return []
    if tag == "path" and "id" not in attributes and (shorter := _circle(attributes)):
        return [_with("circle", shorter, [])]
    return [_with(tag, {key: value for key, value in attributes.items() if value}, children)]


def _with(tag: str, attributes: dict[str, str], children: list[ElementTree.Element]) -> ElementTree.Element:
    made = ElementTree.Element(tag, attributes)
    made.extend(children)
    return made


def _anchor(
    url: str, children: list[ElementTree.Element], links: Mapping[str, str]
) -> list[ElementTree.Element]:
    href = url.partition("|")[0]
    if not _SAFE_HREF.match(href):
        return children
    label = clean(links.get(url, ""))
    areas = [area for child in children for area in _areas(child)]
    anchor = _with("a", {"href": href}, areas)
    if label:  # both what a pointer shows and what a screen reader says
        title = ElementTree.Element("title")
        title.text = label
        anchor.insert(0, title)
    return [anchor]


def _areas(drawn: ElementTree.Element) -> list[ElementTree.Element]:
    """What answers to a pointer: an unpainted box as a rect, anything else as it is."""
    shapes = re.findall(r"M[^M]+", drawn.get("d", ""))
    if drawn.tag != "path" or drawn.get("style") != "fill:none" or not all(map(_BOX.fullmatch, shapes)):
        # What is drawn with no paint catches no pointer unless told so.
        drawn.set("pointer-events", "all")
        return [drawn]
    made = []
    for shape in shapes:
        across, down = (sorted({float(point[at]) for point in _POINT.findall(shape)}) for at in (0, 1))
        place = {"x": across[0], "y": down[0], "width": across[-1] - across[0], "height": down[-1] - down[0]}
        sizes = {name: f"{value:.2f}".rstrip("0").rstrip(".") for name, value in place.items()}
        made.append(_with("rect", {**sizes, "fill": "none", "pointer-events": "all"}, []))
    return made


def _circle(attributes: Mapping[str, str]) -> dict[str, str] | None:
    """The attributes of a circle for a path that draws one, a fifth as long; None for any other path."""
    drawn = attributes.get("d", "")
    if not _DISC.fullmatch(drawn):
        return None
    points = [(float(x), float(y)) for x, y in _POINT.findall(drawn)]
    across, down = ([point[at] for point in points] for at in (0, 1))
    radius = (max(across) - min(across)) / 2
    x, y = (max(across) + min(across)) / 2, (max(down) + min(down)) / 2
    if any(abs(math.dist(point, (x, y)) - radius) > _ROUND for point in points[::3]):
        return None
    sizes = {"cx": x, "cy": y, "r": radius}
    rest = {name: value for name, value in attributes.items() if name != "d"}
    return {name: f"{value:.2f}".rstrip("0").rstrip(".") for name, value in sizes.items()} | rest


def _value(key: str, value: str) -> str:
    if key == "style":
        value = _PLAIN_STYLE.sub("", value.replace("; ", ";").replace(": ", ":"))
    if key in ("d", "style", "transform"):
        value = _DECIMALS.sub(lambda match: f"{float(match.group()):.2f}".rstrip("0").rstrip("."), value) if (
            "scale" not in value
        ) else value  # fmt: skip
    if key == "d":
        value = re.sub(r"\s+", " ", value).strip()
        value = re.sub(r" ?([A-Za-z]) ?", r"\1", value)
    if key in ("style", "fill", "stroke"):
        value = _COLOUR.sub(lambda match: _HEX[match.group()], value)
    return value
