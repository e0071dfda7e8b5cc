"""A page of a news site: its article's title, text, day, address and the site's name.

Belongs here: what a page says of itself (JSON-LD, Open Graph, its own headline and date line), its article's text.
Does not: files and encodings (inputs.py), which lines of the text are prose (articles/zones.py), fetching.

The text comes from trafilatura. The day is the first that holds: the date a page states for machines with its own
clock, a date line a reader sees, the date stated in universal time (a day too early for articles of the small hours),
what htmldate guesses. A page is foreign text: nothing in it is run, and nothing is fetched.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from riwaya.language.dates import find_dates
from riwaya.reading.sources.outlets import Outlet, Outlets

# A page of more is no article, or a trap.
MAX_PAGE_BYTES = 5_000_000
_ARTICLE_TYPES = (
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "dc.date",
    "date",
)
_ADDRESS_NAMES = ("og:url", "twitter:url")
# A date line a reader sees: short, in an element that says it is one.
_DATE_ELEMENTS = (
    "//time | //*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'tmstmp')"
    " or contains(@class, 'publish') or contains(@itemprop, 'date')]"
)
_LONGEST_DATE_LINE = 120
_MOST_DATE_LINES = 60
_WORDS_OF_A_DATE_LINE = 12
_ISO = re.compile(
    r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_UNIVERSAL = ("Z", "+00:00", "+0000", "-00:00", "-0000")
_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,300}?\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# What of a feed's HTML is no text of the article, and what begins a line of its own.
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "form",
        "button",
        "figure",
        "video",
        "audio",
        "object",
        "select",
        "textarea",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "blockquote",
        "section",
        "article",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "dd",
        "dt",
    ]
)
# One of them anywhere, and nothing at all is found on the page.
_NOT_XML = re.compile("[\0-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER_HOST = re.compile(r"[\d.]+|\[.*\]")


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from a page; ``basis`` of the day: stated (the page says so) or inferred (guessed)."""

    title: str
    text: str
    day: datetime.date | None
    basis: str | None
    url: str | None
    site: str | None


def read_page(markup: str, *, outlets: Outlets | None = None, address: str | None = None) -> Page | None:
    """The article of a page's markup (decoded); None where there is none. Never raises for what the page holds.

    ``outlets`` give the hints for the site's pages; whose it is, ``address`` tells where it is given, else the page.
    """
    tree = _tree(markup)
    if tree is None:
        return None
    said = _Said(tree)
    title = said.title()
    outlet = outlets.of_url(address or said.address()) if outlets is not None else None
    text = _text(_hinted(tree, outlet), said, title)
    if not text:
        return None
    text, line_day = _without_date_line(text)
    day, basis = said.day(line_day)
    if day is None:
        day, basis = _guessed_day(tree)
    return Page(title, text, day, basis, said.address(), said.site())


def text_of_markup(markup: str) -> str:
    """The paragraphs of a piece of HTML (an entry's content), one a line; "" where it holds no text."""
    tree = _tree(f"<div>{markup}</div>") if markup.strip() else None
    if tree is None:
        return ""
    import lxml.etree

    pieces: list[str] = []
    walk = lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        block = event in ("start", "end") and element.tag in _BLOCKS
        pieces.append("\n" if block else "")
        if event != "start":
            pieces.append(element.tail or "")
        elif element.tag in _UNREAD:
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def declared_charset(raw: bytes) -> str | None:
    """The encoding that the head of a page or of an XML document declares, or None.

    >>> declared_charset(b'<html><head><meta charset="windows-1256">')
    'windows-1256'
    """
    match = _CHARSET.search(raw[:4096].replace(b"\0", b""))
    return match[1].decode("ascii") if match else None


def _tree(markup: str) -> Any:
    import lxml.etree
    import lxml.html

    try:
        return lxml.html.document_fromstring(_without_declaration(markup))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None


def _hinted(tree: Any, outlet: Outlet | None) -> Any:
    """The tree without what the outlet's hints drop, and where they name the article's place, that place alone."""
    import copy

    if outlet is None or not (outlet.page_body or outlet.page_drop):
        return tree
    tree = copy.deepcopy(tree)
    # Looked for before any is dropped: one hint may lean on what another drops.
    for element in [found for path in outlet.page_drop for found in _elements(tree, path)]:
        if element.getparent() is not None:
            element.drop_tree()
    found = next(filter(None, (_elements(tree, path) for path in outlet.page_body)), None)
    body = tree.find("body")
    if not found or body is None or body in found:
        return tree
    chosen = set(found)
    outermost = [element for element in found if chosen.isdisjoint(element.iterancestors())]
    for child in list(body):
        body.remove(child)
    body.text = None
    body.extend(outermost)
    return tree


def _elements(tree: Any, path: str) -> list[Any]:
    return [found for found in tree.xpath(path) if hasattr(found, "drop_tree")]


def _without_declaration(markup: str) -> str:
    """The markup without what lxml refuses: a declaration of an encoding in decoded text, control characters."""
    markup = re.sub(r"\A\ufeff?\s*<\?xml[^>]{0,200}\?>", "", markup).replace("\f", " ")
    return _NOT_XML.sub("\ufffd", markup)


def _text(tree: Any, said: _Said, title: str) -> str:
    """The article's paragraphs, one a line; of a page that gives the whole text for machines, the longer of the two."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    except Exception:  # a library for wild pages: whatever it trips over, the page's own text is left
        found = None
    text = (getattr(found, "text", None) or "").strip()
    given = said.article("articleBody")
    if given and len(text) < len(given) / 2:
        text = given
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    while lines and _same(lines[0], title):
        del lines[0]
    return "\n".join(lines)


def _without_date_line(text: str) -> tuple[str, datetime.date | None]:
    """The text without a short line at its head that tells a whole day, and that day."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:2]):
        if len(lines) > 2 and len(line.split()) <= _WORDS_OF_A_DATE_LINE and (day := _worded_day(line)):
            return "\n".join(lines[:number] + lines[number + 1 :]), day
    return text, None


def _guessed_day(tree: Any) -> tuple[datetime.date | None, str | None]:
    import htmldate

    try:
        found = htmldate.find_date(tree, original_date=True, extensive_search=False)
    except Exception:  # the same: no date is found where the guess fails
        found = None
    day = _iso_day(found or "")
    return (day, "inferred") if day else (None, None)


class _Said:
    """What a page says of itself."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._named: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = (element.get("content") or "").strip()
            if content:
                self._named.setdefault(name.strip().casefold(), []).append(content)

    @cached_property
    def _linked_data(self) -> list[dict[str, Any]]:
        """The objects of the page's JSON-LD, articles first."""
        found: list[dict[str, Any]] = []
        for script in self._tree.iter("script"):
            if (script.get("type") or "").strip().casefold() != "application/ld+json":
                continue
            try:
                found += _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
        return sorted(found, key=lambda data: not _is_article(data))

    def article(self, name: str) -> str:
        """A text of the article's JSON-LD, or an empty one."""
        for data in self._linked_data:
            value = data.get(name)
            if isinstance(value, str) and value.strip() and (_is_article(data) or name != "url"):
                return value.strip()
        return ""

    def title(self) -> str:
        """The headline: the page's own first heading that its title tags repeat, else what JSON-LD or a tag says."""
        tags = [*self._named.get("og:title", ()), *self._named.get("twitter:title", ())]
        tags += [element.text_content() for element in self._tree.iter("title")][:1]
        tags = [_line(tag) for tag in tags if _line(tag)]
        headings = [_line(element.text_content()) for element in self._tree.iter("h1")]
        # A tag tells the headline first and the site's name after it, or the other way round.
        headings.sort(key=lambda heading: (not any(tag.startswith(heading) for tag in tags), -len(heading)))
        for heading in headings:
            if len(heading.split()) > 1 and any(heading in tag for tag in tags):
                return heading
        given = _line(self.article("headline"))
        return given or (min(tags, key=len) if tags else next(filter(None, headings), ""))

    def day(self, line_day: datetime.date | None) -> tuple[datetime.date | None, str | None]:
        """The day of publication and its basis. ``line_day``: that of a date line at the head of the text."""
        stated = [
            self.article("datePublished"),
            *(value for name in _DATE_NAMES for value in self._named.get(name, ())),
        ]
        stated = [value for value in stated if value]
        for value in stated:
            if day := _own_day(value):
                return day, "stated"
        seen = next(filter(None, map(_worded_day, self._date_lines())), line_day)
        if seen:
            return seen, "stated"
        for value in stated:
            if day := _iso_day(value):
                return day, "stated"
        return None, None

    def _date_lines(self) -> Iterator[str]:
        for element in self._tree.xpath(_DATE_ELEMENTS)[:_MOST_DATE_LINES]:
            yield element.get("datetime") or ""
            line = _line(element.text_content())
            if len(line) <= _LONGEST_DATE_LINE:
                yield line

    def address(self) -> str | None:
        """The page's own address, percent signs resolved; an address without a host's name is none."""
        links = [
            element.get("href") or ""
            for element in self._tree.iter("link")
            if (element.get("rel") or "").casefold() == "canonical"
        ]
        links += [value for name in _ADDRESS_NAMES for value in self._named.get(name, ())]
        links.append(self.article("url"))
        for link in links:
            try:
                parts = urlsplit(link.strip())
                host = parts.hostname or ""
            except ValueError:
                continue
            if parts.scheme in ("http", "https") and "." in host and not _NUMBER_HOST.fullmatch(host):
                return unquote(link.strip())
        return None

    def site(self) -> str | None:
        """The site's name; an address in its place is none."""
        for name in self._named.get("og:site_name", ()):
            if "://" not in name:
                return _line(name)
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        for value in data.get("@graph", ()) if isinstance(data.get("@graph"), list) else ():
            yield from _objects(value)
    elif isinstance(data, list):
        for value in data[:50]:
            yield from _objects(value)


def _is_article(data: dict[str, Any]) -> bool:
    kinds = data.get("@type")
    return any(kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _line(text: str) -> str:
    return " ".join(text.split())


def _same(one: str, other: str) -> bool:
    return bool(one) and _line(one).casefold() == _line(other).casefold()


def _iso_day(value: str) -> datetime.date | None:
    match = _ISO.match(value)
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _own_day(value: str) -> datetime.date | None:
    """The day of a date stated with the page's own clock: with an offset that is not the universal one, or in words."""
    match = _ISO.match(value)
    if match is None:
        return _worded_day(value)
    return None if match[4] in _UNIVERSAL else _iso_day(value)


def _worded_day(line: str) -> datetime.date | None:
    """The first whole day (with its year) of a line."""
    if day := _iso_day(line):
        return day if _ISO.match(line)[4] not in _UNIVERSAL else None  # type: ignore[index]
    for mention in find_dates(line[:_LONGEST_DATE_LINE]):
        if mention.year and mention.month and mention.day and 1990 <= mention.year <= 2100:
            return datetime.date(mention.year, mention.month, mention.day)
    return None
