"""Which article this is: new, known, or a known one that its outlet has changed since.

Belongs here: the record of one version of one article, and how articles are known again.
Does not: where versions are kept (store.py), how an address is made comparable (reading/sources).

An article is known again by its key: the address it was published at, or the file and id it came under. An outlet's
text that comes again under another key is the same article. A changed text under a known key is a new version, kept
beside the old.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from riwaya.reading.sources import Source

_UNWRITABLE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one article. ``text`` is None where only the facts were asked for.

    ``content`` names everything that reading depends on, so that what was read once need not be read again;
    ``text_sha256`` is of the text alone, white space aside. An ``alias`` is a further key of an article, no version.
    """

    number: int  # in the order of their coming, from 1
    article_id: str
    version: int  # from 1
    content: str
    key: str
    came: str  # ISO 8601, UTC
    text_sha256: str
    outlet: str | None = None
    outlet_name: str | None = None
    headline: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None
    url: str | None = None
    source_path: str | None = None
    sha256: str = ""
    encoding: str = "utf-8"
    title_end: int = 0
    note: str | None = None
    raw: str | None = None  # SHA-256 of the document it came in, where the store keeps it
    alias: bool = False
    text: str | None = None

    def source(self) -> Source:
        """The source as the readers take it. Needs the text."""
        if self.text is None:
            raise ValueError(f"{self.article_id}: the text of version {self.version} was not loaded")
        return Source(
            self.article_id,
            self.text,
            outlet=self.outlet,
            outlet_name=self.outlet_name,
            headline=self.headline,
            published=self.published,
            published_basis=self.published_basis,
            url=self.url,
            source_path=self.source_path,
            sha256=self.sha256,
            encoding=self.encoding,
            title_end=self.title_end,
            note=self.note,
        )


def text_sha256(text: str) -> str:
    """The SHA-256 of a text with its white space made alike: a page laid out anew holds the same article.

    >>> text_sha256("خبر  جديد\\n") == text_sha256("خبر جديد") != text_sha256("خبر قديم")
    True
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _content(source: Source, article_id: str) -> str:
    facts = (
        article_id,
        source.text,
        source.outlet,
        source.outlet_name,
        source.headline,
        source.published.isoformat() if source.published else None,
        source.published_basis,
        source.url,
        source.source_path,
        source.sha256,
        source.title_end,
    )
    return hashlib.sha256(json.dumps(facts).encode("ascii")).hexdigest()


class Register:
    """The articles known so far, by which a source that comes in is told to be new, known or changed."""

    def __init__(self, known: Iterable[Version] = ()) -> None:
        self._latest: dict[str, Version] = {}  # by article_id
        self._under: dict[str, Version] = {}  # what came last under each key
        self._by_text: dict[tuple[str | None, str], str] = {}
        self._last = 0
        for version in known:
            self._add(version)

    def __len__(self) -> int:
        return len(self._latest)

    def latest(self) -> list[Version]:
        """The latest version of each article, in the order in which the articles came."""
        return list(self._latest.values())

    def take(
        self,
        source: Source,
        key: str,
        *,
        came: datetime.datetime,
        raw: str | None = None,
        fetched: bool = False,
    ) -> Version | None:
        """The version to keep of a source: of a new article, of a changed one, or a further key of a known one.

        None where nothing of it is new. Of a page that was ``fetched`` only its text counts as a change, and a day
        or an outlet that was not known: what surrounds an article is another on every visit.
        """
        source = _writable(source)
        digest = text_sha256(source.text)
        # A page is changed when it differs from what it said itself the last time: a copy that lags behind is not.
        last = self._under.get(key)
        if last is not None and not _differs(last, source, digest, fetched):
            return None
        if last is None:
            article_id = self._by_text.get((source.outlet, digest))
            alias = article_id is not None
        else:
            article_id = last.article_id
            alias = last.alias and digest == self._latest[article_id].text_sha256
        if article_id is None:
            article_id, number_of_version = self._free_id(source.article_id, key), 1
        else:
            number_of_version = self._latest[article_id].version + (not alias)
        version = Version(
            number=self._last + 1,
            article_id=article_id,
            version=number_of_version,
            content=self._latest[article_id].content if alias else _content(source, article_id),
            key=key,
            came=came.astimezone(datetime.UTC).isoformat(timespec="seconds"),
            text_sha256=digest,
            outlet=source.outlet,
            outlet_name=source.outlet_name,
            headline=source.headline,
            published=source.published,
            published_basis=source.published_basis,
            url=source.url,
            source_path=source.source_path,
            sha256=source.sha256,
            encoding=source.encoding,
            title_end=source.title_end,
            note=source.note,
            raw=raw,
            alias=alias,
            text=None if alias else source.text,
        )
        self._add(version)
        return version

    def _add(self, version: Version) -> None:
        self._last = max(self._last, version.number)
        self._under[version.key] = version
        if not version.alias:
            self._latest[version.article_id] = version
            self._by_text.setdefault((version.outlet, version.text_sha256), version.article_id)

    def _free_id(self, wanted: str, key: str) -> str:
        """The id asked for, or, where another article has it, the same with letters of the key."""
        if wanted not in self._latest:
            return wanted
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        return next(
            f"{wanted[:100]}-{digest[:n]}"
            for n in range(8, 65)
            if f"{wanted[:100]}-{digest[:n]}" not in self._latest
        )


def _differs(old: Version, source: Source, digest: str, fetched: bool) -> bool:
    if digest != old.text_sha256:
        return True
    if fetched:
        return (old.published is None and source.published is not None) or (
            old.outlet is None and source.outlet is not None
        )
    facts = ("outlet", "outlet_name", "headline", "published", "published_basis", "url")
    return any(getattr(old, name) != getattr(source, name) for name in facts)


def _writable(source: Source) -> Source:
    """The source with half surrogate pairs replaced, one code point for one: no file can hold them."""
    broken: dict[str, Any] = {
        name: _UNWRITABLE.sub("\ufffd", value)
        for name in ("text", "outlet", "outlet_name", "headline", "url", "source_path", "note")
        if isinstance(value := getattr(source, name), str) and _UNWRITABLE.search(value)
    }
    return replace(source, **broken) if broken else source
