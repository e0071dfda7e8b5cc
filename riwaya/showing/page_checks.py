"""A rendered page looked over once more, before anyone may read it.

Belongs here: what is wrong with the HTML of a page, in sentences. Does not: making it (render.py), whether its cells
ran (render.py), what happens to a page with a fault (running/).

The page comes from our own templates, so a fault here is a fault of ours or of a notebook's cell, never of an
article: what articles say is escaped and cannot open an element. Nothing here looks for words in an article's text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from riwaya.showing.frame import asset, policy

DIRECTIONS = {"ar": "rtl", "en": "ltr"}
MOST_OF_A_KIND = 5  # places named of one kind of fault
_LONGEST_ADDRESS = 80
# Elements that load, embed, send or move the page elsewhere; and those that write an attribute after the page is there.
_FORBIDDEN = frozenset(
    {"applet", "base", "embed", "form", "frame", "frameset", "iframe", "object", "portal", "animate", "set",
     "animatemotion", "animatetransform", "foreignobject"}
)  # fmt: skip
# Attributes whose value a browser fetches, or goes to on its own.
_ADDRESSES = frozenset(
    {"src", "srcset", "href", "xlink:href", "poster", "background", "data", "action", "formaction", "ping",
     "manifest", "longdesc", "cite", "profile", "archive", "codebase", "classid", "usemap", "imagesrcset"}
)  # fmt: skip
# Attributes that are CSS, or hold url(...) in SVG. In others, "url(" is somebody's text.
_STYLING = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end"}
)  # fmt: skip
# A link nobody is taken along unless they ask, and that no browser loads.
_TOLD_ONLY = frozenset({"alternate", "canonical", "license", "author", "help"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)|@import|image-set\(", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
# What is text up to its own end, whatever stands in it.
_RAW = re.compile(r"<!--|<(style|script|title|textarea)\b[^<>]*>", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_MAY_STAY_OPEN = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup"]
)
_DRAWN = ("path", "use", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image")
_ERROR_CLASSES = re.compile(r"(?:^|\s)(?:ansi-\S+|output_error|output_stderr|jp-RenderedText-stderr)(?:\s|$)")
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|\x1b\[")
_ERROR_TYPE = "application/vnd.jupyter.error"


def page_faults(html: str, lang: str, *, articles: bool = True, sections: bool = True) -> list[str]:
    """What is wrong with a page, a sentence a fault; none of a page that may be published.

    lang: ar or en, the language it should be in. articles: whether it must list one at least. sections: whether it
    must have a contents list. Never raises, whatever the HTML.

    >>> page_faults("<!doctype html><html lang=ar dir=rtl>", "ar")[0]
    'The page does not end with </html>: it is cut off.'
    """
    faults = _of_the_text(html)
    try:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        page = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        return [*faults, f"The page cannot be parsed: {error}."]
    if page is None:
        return [*faults, "The page cannot be parsed: there is nothing in it."]
    faults += _of_the_head(page, lang)
    faults += _of_the_policy(page)
    faults += _of_the_elements(page)
    faults += _of_the_links(page)
    if sections:
        faults += _of_the_sections(page)
    if articles and not page.xpath("//*[@id='articles']//details[contains(@class, 'article')]"):
        faults.append("No article is listed.")
    faults += _of_the_charts(page)
    faults += _of_the_cells(page)
    return faults


# The text of the file


def _of_the_text(html: str) -> list[str]:
    faults = []
    if not html.rstrip().endswith("</html>"):
        faults.append("The page does not end with </html>: it is cut off.")
    if not html.lstrip()[:15].lower().startswith("<!doctype html>"):
        faults.append("The page does not begin with <!doctype html>.")
    if _SURROGATE.search(html):
        faults.append("The page holds a lone surrogate, which cannot be written as UTF-8.")
    if "\x00" in html:
        faults.append("The page holds a NUL.")
    return faults + _unbalanced(html)


def _without_raw_text(html: str) -> str:
    kept, at = [], 0
    while found := _RAW.search(html, at):
        closing = f"</{found.group(1).lower()}" if found.group(1) else "-->"
        end = html.find(closing, found.end())
        if end < 0:
            break
        kept.append(html[at : found.end() if found.group(1) else found.start()])
        at = end if found.group(1) else end + len(closing)
    return "".join((*kept, html[at:]))


def _unbalanced(html: str) -> list[str]:
    """Elements that are not closed where they should be: a browser would guess, and might guess wrong."""
    open_now: list[str] = []
    for tag in _TAG.finditer(_without_raw_text(html)):
        name = (tag.group(2) or "").lower()
        if not name or name in _VOID or tag.group(3).endswith("/"):
            continue
        if not tag.group(1):
            open_now.append(name)
            continue
        while open_now and open_now[-1] != name and open_now[-1] in _MAY_STAY_OPEN:
            open_now.pop()
        if not open_now or open_now.pop() != name:
            return [f"</{name}> closes an element that is not open there."]
    left = [name for name in open_now if name not in _MAY_STAY_OPEN]
    return [f"<{left[-1]}> is never closed."] if left else []


# What every page has


def _of_the_head(page: etree._Element, lang: str) -> list[str]:
    faults = []
    if page.get("lang") != lang:
        faults.append(f"The page says lang={page.get('lang')!r} and should say {lang!r}.")
    if page.get("dir") != DIRECTIONS[lang]:
        faults.append(f"The page says dir={page.get('dir')!r} and should say {DIRECTIONS[lang]!r}.")
    titles = page.xpath("/html/head/title")
    if len(titles) != 1 or not _text(titles[0]):
        faults.append("The page has no title, or more than one.")
    for name in ("h1", "main"):
        found = page.xpath(f"//{name}")
        if len(found) != 1 or not _text(found[0]):
            faults.append(f"The page has {len(found)} <{name}> that should be one, with text in it.")
    return faults


def _of_the_policy(page: etree._Element) -> list[str]:
    ours = asset("unfold.js")
    faults = []
    told = page.xpath(
        "//meta[translate(@http-equiv, 'CSPONTEURIYLAT', 'csponteuriylat')='content-security-policy']/@content"
    )
    placed = page.xpath("count(/html/head/meta[@http-equiv='Content-Security-Policy'])")
    if [str(each) for each in told] != [policy(ours)] or placed != 1:  # browsers heed it in the head only
        faults.append("The page's content security policy is not ours.")
    scripts = page.xpath("//*[local-name()='script']")
    if [script.text or "" for script in scripts if not script.attrib] != [ours] or len(scripts) != 1:
        faults.append(f"The page has {len(scripts)} scripts, and should have our own and no other.")
    return faults


# What no page has


def _of_the_elements(page: etree._Element) -> list[str]:
    found: Counter[str] = Counter()
    for element in page.iter(etree.Element):
        name = str(element.tag).lower().rpartition("}")[2]
        if name in _FORBIDDEN:
            found[f"The page holds <{name}>."] += 1
        if name == "meta" and str(element.get("http-equiv", "")).lower() == "refresh":
            found["The page sends its reader elsewhere (meta refresh)."] += 1
        if name == "style":
            found.update(_fetched("style sheet", element.text or ""))
        for key, value in element.attrib.items():
            attribute = str(key).lower().replace("{http://www.w3.org/1999/xlink}", "xlink:")
            if attribute.startswith("on"):
                found[f"<{name}> has an event handler ({attribute})."] += 1
            elif attribute in _ADDRESSES:
                if not _allowed(name, attribute, element, str(value)):
                    found[f"<{name}> has {attribute}={_cut(value)}, which is fetched or may run."] += 1
            elif attribute in _STYLING:
                found.update(_fetched(f"<{name} {attribute}>", str(value)))
    return [fault for fault, _ in found.most_common(MOST_OF_A_KIND * 3)]


def _allowed(name: str, attribute: str, element: etree._Element, value: str) -> bool:
    address = "".join(value.split())  # browsers drop line ends and tabs within an address
    scheme = _SCHEME.match(address)
    if name == "a" and attribute in ("href", "xlink:href"):
        if scheme:
            return scheme.group().lower() in ("http:", "https:")
        return not address.startswith(("//", "/", "\\"))
    if name == "link":
        rel = set(str(element.get("rel", "")).lower().split())
        return (
            bool(rel) and rel <= _TOLD_ONLY and (not scheme or scheme.group().lower() in ("http:", "https:"))
        )
    if name in ("blockquote", "q", "del", "ins") and attribute == "cite":
        return True
    return address.startswith("#") or address.lower().startswith("data:")


def _fetched(where: str, css: str) -> Iterator[str]:
    # An escape could spell url( in other letters; ours have none.
    if re.search(r"\\[0-9a-fA-F]", css) and where != "style sheet":
        yield f"{where} holds an escape."
    for match in _URL.finditer(css):
        address = (match.group(1) or "").strip()
        if match.group(1) is None or not address.lower().startswith(("#", "data:")):
            yield f"{where} fetches {_cut(address or match.group())}."


# What must lead somewhere, and not be empty


def _of_the_links(page: etree._Element) -> list[str]:
    ids = Counter(str(each) for each in page.xpath("//@id"))
    faults = [f"The id {_cut(id)} stands {times} times." for id, times in ids.items() if times > 1]
    dead = []
    for element in page.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key).endswith("href") and value.startswith("#") and unquote(value[1:]) not in ids:
                dead.append(f"The link {_cut(value)} leads nowhere.")
    return _some(faults) + _some(dead)


def _of_the_sections(page: etree._Element) -> list[str]:
    listed = [str(each)[1:] for each in page.xpath("//header//nav//a/@href") if str(each).startswith("#")]
    there = {str(each.get("id")): each for each in page.xpath("//main//*[@id]")}
    faults = [] if listed else ["The contents list is empty."]
    for id in listed:
        if id not in there:
            faults.append(f"The section {_cut(id)} of the contents list is not there.")
        elif not there[id].xpath(".//h2[normalize-space()]") or not _filled(there[id]):
            faults.append(f"The section {_cut(id)} is empty.")
    return _some(faults)


def _filled(section: etree._Element) -> bool:
    """Whether a section says more than its own heading."""
    return len(_text(section)) > sum(len(_text(each)) for each in section.xpath(".//h2 | .//*[@class='eye']"))


def _of_the_charts(page: etree._Element) -> list[str]:
    drawn = " or ".join(f"local-name()='{name}'" for name in _DRAWN)
    charts = page.xpath("//*[local-name()='svg'][contains(concat(' ', @class, ' '), ' chart ')]")
    empty = [
        chart for chart in charts if not chart.xpath(f".//*[{drawn}][not(ancestor::*[local-name()='defs'])]")
    ]
    names = [_text(each.find("{*}title")) if each.find("{*}title") is not None else "" for each in empty]
    return _some([f"A chart is empty: {_cut(name or 'without a title')}." for name in names])


def _of_the_cells(page: etree._Element) -> list[str]:
    """Errors that cells showed: only outputs that are not our own pieces are read for words."""
    faults = []
    for element in page.xpath("//*[@class or @data-mime-type]"):
        if _ERROR_CLASSES.search(element.get("class", "")) or _ERROR_TYPE in element.get(
            "data-mime-type", ""
        ):
            faults.append(f"A cell shows an error: {_cut(_text(element))}.")
    for guest in page.xpath("//*[contains(concat(' ', @class, ' '), ' guest ')]"):
        if _TRACEBACK.search("".join(guest.itertext())):
            faults.append(f"A cell shows an error: {_cut(_text(guest))}.")
    return _some(list(dict.fromkeys(faults)))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _cut(value: str) -> str:
    return repr(value if len(value) <= _LONGEST_ADDRESS else value[:_LONGEST_ADDRESS] + "…")


def _some(faults: list[str]) -> list[str]:
    """The first few of many faults of one kind, and how many there are besides."""
    if len(faults) <= MOST_OF_A_KIND:
        return faults
    return [*faults[:MOST_OF_A_KIND], f"… and {len(faults) - MOST_OF_A_KIND} more of that kind."]
