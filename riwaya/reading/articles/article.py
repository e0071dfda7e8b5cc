"""A source becomes an article: its lines in zones, its sentences in order, what it says of itself.

Belongs here: sentences with their offsets, headline, date, outlet and agencies read from the text.
Does not: which zone a line is in (zones.py), files and records (sources/), mentions (figures.py, framing.py).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from riwaya.language import sentences as prose
from riwaya.language.dates import find_dates
from riwaya.language.spelling import count_words
from riwaya.reading.articles.zones import Furniture, Line, lines_of, load_furniture, parts, read_zones
from riwaya.reading.records import Article, Sentence
from riwaya.reading.sources.inputs import Source
from riwaya.reading.sources.outlets import Outlet, Outlets

# What runs on so long without a stop or a comma is no prose, whatever it is made of: no reader should try.
LONGEST_SENTENCE = 50_000
READ_ZONES = ("headline", "heading", "caption", "body")
_BRACKETED_END = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]][\s.]*\Z")
# دبي، الإمارات (CNN)-- قالت: place, credit in brackets, dash, at the head of the first paragraph.
_DATELINE = re.compile(r"[^()\n.]{0,80}\(([^()\n]{1,40})\)\s*[-–—ـ]{1,3}\s*")


@lru_cache(maxsize=1)
def _default_furniture() -> Furniture:
    return load_furniture()


def read_article(source: Source, outlets: Outlets, furniture: Furniture | None = None) -> Article:
    """An article with its zones and sentences, and what it says of itself where the source does not.

    What is known from outside (manifest, record) goes before what the text says: the text fills only what
    is missing. Every character that is not white space lies in exactly one sentence, in order.
    """
    furniture = furniture if furniture is not None else _default_furniture()
    text = source.text
    title_end = _title_end(source)
    title = lines_of(text[:title_end])
    lines = lines_of(text, title_end)
    zones = read_zones(lines, furniture, outlets, has_title=bool(title))
    zoned = [(line, "headline") for line in title] + list(zip(lines, zones, strict=True))
    sentences = _sentences(text, zoned, furniture, outlets)
    headline = source.headline or next((line.text for line, zone in zoned if zone == "headline"), None)
    outlet, outlet_basis = _outlet(source, sentences, outlets)
    published, basis = _published(source, sentences)
    return Article(
        article_id=source.article_id,
        text=text,
        sentences=sentences,
        outlet=outlet.id if outlet else source.outlet,
        outlet_name=source.outlet_name or (outlet.name_ar if outlet else source.outlet),
        outlet_basis=outlet_basis,
        headline=headline,
        published=published,
        published_basis=basis,
        url=source.url,
        source_path=source.source_path,
        agencies=_agencies(sentences, furniture),
        words=sum(count_words(s.text) for s in sentences if s.zone in READ_ZONES),
        sha256=source.sha256,
    )


def _title_end(source: Source) -> int:
    """Where a record's title ends in its text; 0 for a text without one."""
    if source.title_end == 0 and source.headline and source.text.startswith(f"{source.headline}\n\n"):
        return len(source.headline)
    return source.title_end


def _sentences(
    text: str, zoned: Iterable[tuple[Line, str]], furniture: Furniture, outlets: Outlets
) -> tuple[Sentence, ...]:
    """Body and captions cut into sentences; every other line is one. What is too long for prose is furniture."""
    spans: list[tuple[int, int, str]] = []
    first = True
    for line, zone in zoned:
        start = line.start
        if zone == "body" and first:
            first = False
            credited = _dateline(line.text, furniture, outlets)
            if credited:
                spans.append((start, start + len(line.text[:credited].rstrip()), "byline"))
                start += credited
        if zone in ("body", "caption"):
            for begin, end in prose.cut(text, start, line.end):
                # "(رويترز)" after the last stop of a paragraph is the paragraph's byline.
                credit = zone == "body" and _is_credit(text[begin:end], furniture, outlets)
                spans.append((begin, end, "byline" if credit else zone))
        else:
            spans.append((start, line.end, zone))
    return tuple(
        Sentence(no, begin, end, zone if end - begin <= LONGEST_SENTENCE else "boilerplate", text[begin:end])
        for no, (begin, end, zone) in enumerate(spans)
    )


def _is_credit(text: str, furniture: Furniture, outlets: Outlets) -> bool:
    match = _BRACKETED_END.fullmatch(text) if text.startswith(("(", "[")) else None
    return match is not None and any(furniture.agency(p) or outlets.named(p) for p in parts(match[1]))


def _dateline(text: str, furniture: Furniture, outlets: Outlets) -> int:
    """How long the dateline at the head of a paragraph is: a place, a credit in brackets, a dash; 0 without one."""
    match = _DATELINE.match(text)
    if match is None or match.end() >= len(text):
        return 0
    known = any(furniture.agency(part) or outlets.named(part) for part in parts(match[1]))
    return match.end() if known and count_words(match.group()) <= 10 else 0


def _agencies(sentences: Sequence[Sentence], furniture: Furniture) -> tuple[str, ...]:
    """Credited agencies in the order of the text: in bylines, and in the brackets that close a caption."""
    found: dict[str, None] = {}
    for sentence in sentences:
        if sentence.zone == "byline":
            found.update(dict.fromkeys(furniture.agencies(sentence.text)))
        elif sentence.zone == "caption":
            credit = _BRACKETED_END.search(sentence.text[-80:])
            found.update(dict.fromkeys(furniture.agencies(credit[1]) if credit else ()))
    return tuple(found)


def _outlet(
    source: Source, sentences: Sequence[Sentence], outlets: Outlets
) -> tuple[Outlet | None, str | None]:
    """The outlet given, else that of the URL, else the one that the first byline to name any names; and its basis.

    The basis is the best that bears the outlet out, however it was found: stated, address, given.
    """
    by_url, by_text = outlets.of_url(source.url), _named(sentences, outlets)
    if source.outlet is None:
        outlet = by_url or by_text
    else:
        outlet = outlets.get(source.outlet) or outlets.named(source.outlet)
        if outlet is None:
            return None, "given"
    if outlet is None:
        return None, None
    return outlet, "stated" if outlet is by_text else "address" if outlet is by_url else "given"


def _named(sentences: Sequence[Sentence], outlets: Outlets) -> Outlet | None:
    for sentence in sentences:
        if sentence.zone == "byline":
            for part in parts(sentence.text):
                named = outlets.named(part)
                if named is not None and named.kind != "agency":
                    return named
    return None


def _published(source: Source, sentences: Sequence[Sentence]) -> tuple[datetime.date | None, str | None]:
    """The date given, else the one that a byline before or after the prose states in full.

    A weekday or a day without its year proves no date: what is not stated whole stays unknown.
    """
    if source.published is not None:
        return source.published, source.published_basis or "given"
    body = [sentence.sentence_no for sentence in sentences if sentence.zone == "body"]
    first, last = (body[0], body[-1]) if body else (len(sentences), -1)
    for sentence in sentences:
        if sentence.zone == "byline" and not first < sentence.sentence_no < last:
            for mention in find_dates(sentence.text):
                if mention.date is not None:
                    return mention.date, "stated"
    return None, None
