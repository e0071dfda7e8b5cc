"""A page, or an entry of a feed that carries the article, to a source.

Belongs here: whose page it is, which address it is known by, title and text put together as a record has them.
Does not: what a page holds (pages.py), how a feed is written (feeds.py), fetching (fetching.py).

A saved page is believed about its outlet and address. A fetched one is known by where it was fetched from: what it
says of its own address counts only inside the same site, so that no page passes for another outlet's.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from riwaya.language import encoding
from riwaya.reading.sources.addresses import article_id_of, same_site, site_of
from riwaya.reading.sources.outlets import Outlets
from riwaya.reading.sources.pages import declared_charset, read_page, text_of_markup
from riwaya.reading.sources.record_files import MAX_ARTICLE_BYTES, SPLIT, size_of
from riwaya.reading.sources.source import (
    Rejected,
    Source,
    decoded_as,
    digest,
    fault_of_text,
    safe_id,
    safe_name,
    safe_url,
    writable,
)

if TYPE_CHECKING:
    from riwaya.reading.sources.feeds import Entry


def source_of_page(
    raw: bytes,
    *,
    address: str | None,
    charset: str | None,
    article_id: str | None,
    outlets: Outlets,
    where: str,
) -> Source | Rejected:
    """The article of a page's bytes: its title and text as a record has them, and what the page says of itself.

    ``address`` is where it was fetched from, None for a saved file; ``charset`` what the server declared.
    ``article_id`` left out is made of the address. ``where`` names the page in a Rejected.
    """
    markup, name = decoded_as(raw, charset, declared_charset(raw))
    if name is None:
        return Rejected(where, markup)
    page = read_page(markup, outlets=outlets, address=address)
    if page is None:
        return Rejected(where, "the page holds no article that can be found. Save its text as .txt.")
    said, site = page.url, safe_name(page.site or "")
    if address is None:
        outlet = outlets.of_url(said) or outlets.named(site)
    else:
        outlet = outlets.of_url(address)
        # A name that belongs to a known outlet is not believed of another site. There is always one: without it the
        # text would be asked whose it is, and could say anything.
        site = site if site and not outlets.named(site) else site_of(address)
        said = said if said and same_site(said, address, outlets) else address
    return _source(
        page.title,
        page.text,
        article_id,
        where,
        outlet=outlet.id if outlet else site or None,
        published=page.day,
        basis=page.basis,
        url=said,
        sha256=digest(raw),
        encoding_name=name,
    )


def source_of_entry(
    entry: Entry,
    *,
    outlet: str | None,
    outlets: Outlets,
    where: str,
    article_id: str | None = None,
) -> Source | Rejected:
    """The article that a feed's entry carries whole; ``outlet`` (an id) where its address does not tell it."""
    known = outlets.get(outlet) or outlets.of_url(entry.url)
    text = text_of_markup(entry.content or entry.summary)
    if not text:
        return Rejected(where, "the entry carries no text. Fetch its page: full_text = false.")
    day = entry.published or entry.updated
    return _source(
        entry.title,
        text,
        article_id,
        where,
        outlet=known.id if known else outlet,
        published=day.date() if day else None,
        basis="stated",
        url=entry.url,
        sha256=None,
        encoding_name="utf-8",
    )


def _source(
    title: str,
    body: str,
    article_id: str | None,
    where: str,
    *,
    outlet: str | None,
    published: datetime.date | None,
    basis: str | None,
    url: str | None,
    sha256: str | None,
    encoding_name: str,
) -> Source | Rejected:
    title, body = writable(title), writable(body)
    text = f"{title}\n\n{body}" if title else body
    fault = None if encoding.has_arabic(text) else fault_of_text(text)
    if len(text.encode()) > MAX_ARTICLE_BYTES:
        fault = f"the article is longer than {size_of(MAX_ARTICLE_BYTES)}. {SPLIT}"
    if fault:
        return Rejected(where, fault)
    if article_id is None:
        article_id = article_id_of(url or "", outlet)
    return Source(
        safe_id(article_id),
        text,
        outlet=outlet,
        headline=title or None,
        title_end=len(title),
        published=published,
        published_basis=basis if published else None,
        url=safe_url(url or ""),
        sha256=sha256 or digest(text.encode()),
        encoding=encoding_name,
    )
