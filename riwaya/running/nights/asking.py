"""What a night asks of the network: feeds, lists of addresses, and the pages of articles that may have changed.

Belongs here: which addresses are asked for and when again, and what came, on its way into the store.
Does not: asking politely (reading/sources/fetching.py), what a feed or page holds (feeds.py, page_sources.py).

A page that came is on the disk, with a note, before anything else is done with it; its state (ETag) is remembered
only once its article is in the store. So whatever kills a night, a page is asked for again or found waiting.
An address that could not be had is asked for again on the following nights, also when its feed names it no longer.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from riwaya import __version__
from riwaya.reading.sources import (
    Answer,
    Entry,
    FeedError,
    Fetcher,
    FetchError,
    Known,
    Limits,
    Rejected,
    Request,
    article_id_of,
    article_key,
    read_feed,
    read_url_list,
    source_of_entry,
    source_of_page,
)
from riwaya.running.nights.config import Fetch, SourceEntry
from riwaya.running.nights.intake import Intake
from riwaya.tables.files import write_atomically

ADDRESSES = "addresses.json"
AGENT = f"Riwaya/{__version__}"
# An address that could not be had on so many nights is given up.
MOST_FAILURES = 7
# A refusal that says it is for good counts as so many failures.
LASTING = 3
# What a sidecar keeps of an answer's headers: what it was, and when; no cookies.
_HEADERS = ("content-type", "date", "etag", "last-modified", "content-language", "server", "link")
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a source; ``whole``: it gave nothing at all."""

    source: str
    line: str
    whole: bool = False


@dataclass(slots=True)
class Asked:
    """What is remembered of an address: when it was first had and last asked for, its state, who named it."""

    url: str
    first: str = ""  # ISO 8601, UTC
    last: str = ""
    etag: str | None = None
    last_modified: str | None = None
    outlet: str | None = None
    got: bool = False  # whether its page was had
    failures: int = 0

    @property
    def known(self) -> Known | None:
        """What to ask with, so that an unchanged page need not be sent."""
        return (
            Known(self.etag, self.last_modified) if self.got and (self.etag or self.last_modified) else None
        )


class Addresses:
    """The addresses that were asked for, by their keys. Only a memory: without it every page is asked for anew."""

    def __init__(self, store: Path) -> None:
        self._path = store / ADDRESSES
        self._asked: dict[str, Asked] = {}
        try:
            rows = json.loads(self._path.read_bytes())
            self._asked = {key: Asked(**row) for key, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._asked = {}

    def of(self, url: str, outlet: str | None = None) -> Asked:
        """What is known of an address, which may be nothing yet."""
        return self._asked.setdefault(article_key(url) or url, Asked(url, outlet=outlet))

    def waiting(self) -> Iterator[Asked]:
        """Addresses that were asked for in vain, or not yet for want of time."""
        return (each for each in self._asked.values() if not each.got and each.failures < MOST_FAILURES)

    def young(self, now: datetime.datetime, days: int) -> Iterator[Asked]:
        """Addresses whose page was first had in the last days: outlets change a story while it is new."""
        since = (now - datetime.timedelta(days=days)).isoformat()
        return (each for each in self._asked.values() if each.got and each.first >= since)

    def write(self) -> None:
        """Keep what is known."""
        rows = {key: asdict(each) for key, each in self._asked.items()}
        write_atomically(self._path, json.dumps(rows, indent=0).encode("ascii"), durable=True)


def ask_network(
    sources: Sequence[SourceEntry],
    fetch: Fetch,
    intake: Intake,
    until: float,
    say: Callable[[str], None] = lambda line: None,
) -> list[Fault]:
    """Ask feeds and addresses; pages come to lie in the store's arrived/ for ``take_arrived``. What went wrong.

    until: the value of time.monotonic() at which asking ends; what is left over waits for the next night.
    """
    addresses = Addresses(intake.store.folder)
    limits = Limits(
        seconds=fetch.timeout_seconds,
        bytes=int(fetch.megabytes * 1_000_000),
        packed_bytes=int(fetch.megabytes * 1_000_000),
        # Who gives a server little time to answer does not wait long before asking it again.
        backoff=min(2.0, fetch.timeout_seconds / 10),
    )
    fetcher = Fetcher(
        limits, agent=fetch.agent or AGENT, allow=fetch.allow, pause=fetch.pause_seconds, deadline=until
    )
    asking = _Asking(fetcher, addresses, intake, say)
    try:
        for source in sources:
            if source.kind == "urls":
                asking.list_of(source)
        asking.feeds([source for source in sources if source.kind == "feed"])
        # What was named is remembered before it is asked for: a feed may name it no more tomorrow.
        addresses.write()
        asking.pages(addresses.young(intake.came, fetch.recheck_days))
    finally:
        fetcher.close()
    # What is remembered must never be ahead of what is kept.
    intake.then(addresses.write)
    return asking.faults


class _Asking:
    """One night's asking."""

    def __init__(
        self, fetcher: Fetcher, addresses: Addresses, intake: Intake, say: Callable[[str], None]
    ) -> None:
        self.fetcher, self.addresses, self.intake, self.say = fetcher, addresses, intake, say
        self.faults: list[Fault] = []
        self.now = intake.came.astimezone(datetime.UTC).isoformat(timespec="seconds")

    def list_of(self, source: SourceEntry) -> None:
        urls, rejected = read_url_list(Path(source.path))
        self.faults += [Fault(source.name, f"{item.path}: {item.reason}", not urls) for item in rejected]
        for url in urls:
            self.addresses.of(url, source.outlet)

    def feeds(self, sources: Sequence[SourceEntry]) -> None:
        by_url = {source.url: source for source in sources}
        requests = [Request(url, self.addresses.of(f"feed:{url}").known) for url in by_url]
        for request, answer in self.fetcher.get_all(requests):
            source = by_url[request.url]
            if isinstance(answer, FetchError):
                self.faults.append(Fault(source.name, f"{source.name}: {answer.reason}", True))
            elif not answer.unchanged:
                self._feed(source, answer)

    def _feed(self, source: SourceEntry, answer: Answer) -> None:
        try:
            feed = read_feed(answer)
        except FeedError as error:
            self.faults.append(Fault(source.name, f"{source.name}: {error}", True))
            return
        digest = self.intake.store.raw.keep(answer.body, _suffix(answer, ".xml"), _about(answer))
        for entry in feed.entries:
            if source.full_text and (entry.content or entry.summary):
                self._entry(source, entry, digest)
            elif entry.url:
                self.addresses.of(entry.url, source.outlet)
        asked = self.addresses.of(f"feed:{source.url}")

        def remember() -> None:
            asked.got, asked.last, asked.first = True, self.now, asked.first or self.now
            asked.etag, asked.last_modified = answer.known.etag, answer.known.last_modified

        # A feed that carries its articles is not known to have been read before they are kept.
        if source.full_text:
            self.intake.then(remember)
        else:
            remember()

    def _entry(self, source: SourceEntry, entry: Entry, digest: str) -> None:
        where = entry.url or entry.id or source.url
        name = article_id_of(entry.url or f"{source.url}#{entry.id or entry.title}", source.outlet)
        item = source_of_entry(
            entry, outlet=source.outlet, outlets=self.intake.outlets, where=where, article_id=name
        )
        key = article_key(entry.url or "") or f"entry:{source.url}#{entry.id or entry.title}"
        self.intake.take(item, key, raw=digest, fetched=True)

    def pages(self, young: Iterable[Asked]) -> None:
        wanted = {
            each.url: each for each in (*young, *self.addresses.waiting()) if not each.url.startswith("feed:")
        }
        if wanted:
            self.say(f"{len(wanted):,} pages to ask for")
        requests = [Request(url, asked.known) for url, asked in wanted.items()]
        for request, answer in self.fetcher.get_all(requests):
            asked = wanted[request.url]
            asked.last = self.now
            if isinstance(answer, FetchError):
                self._not_had(asked, answer)
                continue
            asked.failures = 0
            if not asked.got:
                asked.first = self.now
            if not answer.unchanged:
                self.intake.store.raw.arrive(
                    answer.body, _suffix(answer, ".html"), _about(answer) | {"outlet": asked.outlet}
                )
                asked.got, asked.etag, asked.last_modified = (
                    True,
                    answer.known.etag,
                    answer.known.last_modified,
                )

    def _not_had(self, asked: Asked, error: FetchError) -> None:
        if not asked.got:
            # Also a refusal may be of the hour: a site that closes itself, an article taken down and put back.
            asked.failures += LASTING if error.lasting else 1
        given_up = " It is not asked for again." if asked.failures >= MOST_FAILURES else ""
        self.faults.append(Fault("", f"{asked.url}: {error.reason}{given_up}"))


def take_arrived(intake: Intake) -> None:
    """Take the articles of every page that waits in the store, also those that an earlier night left there."""
    raw = intake.store.raw
    for arrived in raw.arrived():
        address, outlet = str(arrived.about.get("address") or ""), arrived.about.get("outlet")
        where = str(arrived.about.get("url") or address)
        item = source_of_page(
            arrived.body,
            address=address or None,
            charset=arrived.about.get("charset"),
            article_id=None,
            outlets=intake.outlets,
            where=where,
        )
        if not isinstance(item, Rejected) and outlet and intake.outlets.of_url(address) is None:
            item = replace(
                item, outlet=str(outlet), article_id=article_id_of(item.url or address, str(outlet))
            )
        key = article_key(where if isinstance(item, Rejected) else item.url or where) or where
        intake.take(item, key, raw=str(arrived.about["sha256"]), fetched=True)
        note = arrived.note
        intake.then(lambda note=note: raw.settle(note))  # type: ignore[misc]


def _about(answer: Answer) -> dict[str, Any]:
    return {
        "url": answer.url,
        "address": answer.address,
        "accessed": answer.accessed.isoformat(timespec="seconds"),
        "status": answer.status,
        "charset": answer.charset,
        "headers": {name: answer.headers[name] for name in _HEADERS if name in answer.headers},
    }


def _suffix(answer: Answer, otherwise: str) -> str:
    return _SUFFIXES.get(answer.content_type, otherwise)
