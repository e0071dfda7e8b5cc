"""A feed (RSS 0.9x, 1.0 and 2.0, Atom): its title and what it lists.

Belongs here: a feed's bytes to entries, what is no feed, what a feed may not hold.
Does not: fetching it (fetching.py), what its pages hold (pages.py), an entry's own article (page_sources.py).

feedparser reads the entries. What it is given is made safe first: text of a known encoding, no entity declared (a few
lines of them unfold to gigabytes), well-formed XML. Its second parser, for broken feeds, takes time squared in hostile
input; a broken feed is mended by libxml2 instead, which does not.
"""

from __future__ import annotations

import datetime
import html.entities
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from riwaya.reading.sources.pages import declared_charset, text_of_markup
from riwaya.reading.sources.record_files import size_of
from riwaya.reading.sources.source import decoded_as, safe_url, visible, writable

if TYPE_CHECKING:
    from riwaya.reading.sources.fetching import Answer

MAX_FEED_BYTES = 5_000_000
MAX_ENTRIES = 1_000
_MAX_TITLE = 1_000
# feedparser takes time squared in both.
_MAX_ELEMENTS = 50_000
_MAX_ATTRIBUTES = 100
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE(?!\s+html\b)[^<>\[]{0,1000}(?:\[[^\]<>]{0,1000}\]\s*)?>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_NAMED = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31})|#([0-9]{1,9})|#[xX]([0-9A-Fa-f]{1,8}));")
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)(?=[\s>])", re.IGNORECASE)
_PREFIX = re.compile(
    r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]|\s([A-Za-z][\w.-]{0,30}):[\w.-]{1,30}=[\"']", re.ASCII
)
_DECLARED_PREFIX = re.compile(r"\sxmlns:([A-Za-z][\w.-]{0,30})=", re.ASCII)
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_XML_NAMES = ("lt", "gt", "amp", "quot", "apos")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# Signs that XML may not hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FeedError(ValueError):
    """What was fetched is no feed that can be read: one sentence with what is wrong and the mend."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a feed lists. ``url`` is absolute, http or https; ``content`` the HTML it carries, None without.

    A date keeps the offset the feed gives it, so that its day is that of the outlet's own clock.
    """

    id: str
    url: str
    title: str
    published: datetime.datetime | None
    updated: datetime.datetime | None
    content: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: ``kind`` as "rss20" or "atom10"; ``skipped`` counts entries without an address."""

    title: str
    kind: str
    entries: tuple[Entry, ...]
    skipped: int = 0


def read_feed(
    given: Answer | bytes,
    *,
    address: str | None = None,
    charset: str | None = None,
    most: int = MAX_ENTRIES,
) -> Feed:
    """What a feed lists, in its order, each address once.

    ``address`` is where it was fetched from, for relative links, and ``charset`` what the server declared; an Answer
    carries both. More than ``most`` entries are refused. Raises FeedError, and nothing else.
    """
    if not isinstance(given, bytes):
        address, charset = address or given.address, charset or given.charset
    text = _text(given if isinstance(given, bytes) else given.body, charset)
    tree_bytes, root = _well_formed(text, address)
    elements = list(root.iter())
    if len(elements) > _MAX_ELEMENTS or any(len(element.attrib) > _MAX_ATTRIBUTES for element in elements):
        raise FeedError("the feed holds more markup than a feed has. Check its address.")
    count = sum(1 for element in elements if _name(element) in ("item", "entry"))
    if count > most:
        raise FeedError(
            f"the feed lists {count} entries, more than {most}. Name a feed of the latest ones only."
        )
    found = _parsed(tree_bytes, address)
    if not found.version and not found.entries:
        raise _no_feed(text, address)
    entries: dict[str, Entry] = {}
    skipped = 0
    for raw in found.entries:
        entry = _entry(raw, address)
        if entry is None:
            skipped += 1
        else:
            entries.setdefault(entry.url, entry)
    title = _line(str(found.feed.get("title") or ""))
    return Feed(title, str(found.version or ""), tuple(entries.values()), skipped)


def _text(raw: bytes, charset: str | None) -> str:
    """The feed's text without what declares how it is encoded or what it may hold."""
    if len(raw) > MAX_FEED_BYTES:
        raise FeedError(
            f"the feed is {size_of(len(raw))}; it may have {size_of(MAX_FEED_BYTES)}. Name a shorter one."
        )
    if not raw.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise FeedError("what came is empty. Check the feed's address.")
    text, name = decoded_as(raw, charset, declared_charset(raw))
    if name is None:
        raise FeedError(f"this is no feed: {text.partition('. ')[0]}. Check the feed's address.")
    if _ENTITY.search(text):
        raise FeedError(
            "the feed declares entities of its own, which can unfold without end. Name another feed."
        )
    text = _DECLARATION.sub("", text.removeprefix("\ufeff"))
    return _NOT_XML.sub("\ufffd", _DOCTYPE.sub("", text, count=1))


def _well_formed(text: str, address: str | None) -> tuple[bytes, Any]:
    """The feed as well-formed XML in UTF-8, and its tree; a broken one mended where something is left of it."""
    import lxml.etree

    for mended in (text, _mended(text)):
        raw = mended.strip().encode()
        try:
            return raw, lxml.etree.fromstring(raw, _xml_parser())
        except lxml.etree.XMLSyntaxError as error:
            if "depth" in str(error).casefold():
                raise FeedError("the feed is nested too deeply to be one. Check its address.") from None
        except ValueError:
            break
    if _PAGE.search(text[:5_000]):
        raise _no_feed(text, address)
    try:
        root = lxml.etree.fromstring(raw, _xml_parser(recover=True))
        if root is None:
            raise _no_feed(text, address)
        lxml.etree.cleanup_namespaces(root)
        raw = lxml.etree.tostring(root, encoding="utf-8")
        return raw, lxml.etree.fromstring(raw, _xml_parser())
    except (lxml.etree.LxmlError, ValueError):
        raise _no_feed(text, address) from None


def _mended(text: str) -> str:
    """A feed with what most often breaks one put right: words before it, HTML's names, prefixes never declared."""
    root = _ROOT.search(text[:5_000])
    if root is None:
        return text
    text = _NAMED.sub(_sign, text[root.start() :])
    declared = set(_DECLARED_PREFIX.findall(text))
    missing = (
        {prefix for pair in _PREFIX.findall(text) for prefix in pair if prefix} - declared - {"xml", "xmlns"}
    )
    names = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:" + prefix)}"' for prefix in sorted(missing)[:50]
    )
    head = len(root[0])
    return text[:head] + names + text[head:]


def _xml_parser(recover: bool = False) -> Any:
    import lxml.etree

    return lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def _sign(match: re.Match[str]) -> str:
    """The sign of a name that HTML knows and XML does not; a number that stands for no sign replaced."""
    name = match[1]
    if name is None:
        code = int(match[2]) if match[2] else int(match[3], 16)
        return match[0] if code < 0x110000 and not _NOT_XML.match(chr(code)) else "\ufffd"
    if name in _XML_NAMES:
        return match[0]
    return html.entities.html5.get(f"{name};", f"&amp;{name};")


def _parsed(raw: bytes, address: str | None) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if address:
        headers["content-location"] = address
    try:
        # Markup is not cleaned here: it is read as text, never shown.
        return feedparser.parse(
            io.BytesIO(raw), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a library for wild feeds: whatever it trips over, this one is not read
        raise FeedError(f"the feed cannot be read ({type(error).__name__}). Name another feed.") from None


def _no_feed(text: str, address: str | None) -> FeedError:
    """The error for what is no feed; for a page, with the feed it links."""
    if not _PAGE.search(text[:5_000]):
        return FeedError("this is no feed: neither RSS nor Atom. Check its address.")
    link = next(_linked_feeds(text, address), None)
    if link is None:
        return FeedError("this is a web page, no feed. Name the address of its feed.")
    return FeedError(f"this is a web page, no feed. Name the feed it links: {link}")


def _linked_feeds(text: str, address: str | None) -> Iterator[str]:
    import lxml.etree
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(text)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return
    for element in tree.iter("link"):
        kind = (element.get("type") or "").strip().casefold()
        if kind in _FEED_TYPES and "alternate" in (element.get("rel") or "").casefold():
            url = _absolute(element.get("href") or "", address)
            if url:
                yield url


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""


def _entry(raw: Any, address: str | None) -> Entry | None:
    url = _absolute(str(raw.get("link") or ""), address)
    if url is None:
        url = next(
            filter(None, (_absolute(str(link.get("href") or ""), address) for link in raw.get("links", ()))),
            None,
        )
    if url is None and raw.get("id"):
        url = _absolute(str(raw.get("id")), None)
    if url is None:
        return None
    title = _line(text_of_markup(str(raw.get("title") or "")))
    return Entry(
        id=visible(str(raw.get("id") or url))[:_MAX_TITLE],
        url=url,
        title=title,
        published=_moment(raw, "published"),
        updated=_moment(raw, "updated"),
        content=_content(raw),
        summary=writable(str(raw.get("summary") or "")),
    )


def _content(raw: Any) -> str | None:
    """The longest of the texts an entry carries, as HTML."""
    found = [
        str(item.get("value") or "")
        for item in raw.get("content", ())
        if "/" not in str(item.get("src") or "")
    ]
    best = max(found, key=len, default="")
    return writable(best) if best.strip() else None


def _absolute(link: str, address: str | None) -> str | None:
    link = link.strip()
    try:
        return safe_url(urljoin(address, link) if address else link) if link else None
    except ValueError:
        return None


def _line(text: str) -> str:
    return " ".join(visible(" ".join(text.split())).split())[:_MAX_TITLE]


def _moment(raw: Any, name: str) -> datetime.datetime | None:
    """When an entry says it was published or updated; without an offset in universal time."""
    if not dict.__contains__(raw, name):  # feedparser gives the one for the other
        return None
    said = str(raw.get(name) or "").strip()[:60]
    moment: datetime.datetime | None = None
    for read in (datetime.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(said)
            break
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    if moment is None:
        parts = raw.get(f"{name}_parsed")
        try:
            moment = datetime.datetime(*parts[:6]) if parts else None
        except (ValueError, TypeError):
            return None
    if moment is None or not 1990 <= moment.year <= 2100:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
