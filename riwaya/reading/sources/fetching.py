"""Pages and feeds from the network, asked for as a polite and careful reader does.

Belongs here: robots.txt, the pause between two requests to a host, second attempts, redirects, several hosts side by
side.
Does not: one request and its limits (connecting.py), whose turn it is (turns.py), what came (pages.py, feeds.py), keeping it (running/).

robots.txt is read as RFC 9309 says: a missing one (4xx) allows everything, one that cannot be had (5xx, no answer, and
429, which asks to go away) nothing tonight. Every redirect is followed by hand, and its target checked like the first.
"""

from __future__ import annotations

import datetime
import re
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from riwaya.reading.sources.connecting import (
    Dropped,
    FetchError,
    Limits,
    NoHost,
    Reply,
    Target,
    TimedOut,
    ask,
    target_of,
)
from riwaya.reading.sources.source import visible
from riwaya.reading.sources.turns import Turns, by_turns

__all__ = ["Answer", "FetchError", "Fetcher", "Known", "Limits", "Request"]

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)
# Refusals that may be of the hour: of a guard before the site, or of a server in a hurry.
_PASSING = (403, 408, 425, 429)
_SILENCES = 3
_THREADS = 4
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{1,1000}")
_AGENT_LINE = re.compile(r"\s*user-?\s?agent\s*:?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier answer said of its state: with it a server need not send an unchanged page again."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """An address to ask for, and what is known of it."""

    url: str
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. ``url`` was asked, ``address`` answered at last; ``headers`` by lower-case name.

    ``unchanged``: the page is as it was (304), the body is empty. ``accessed`` is in universal time.
    """

    url: str
    address: str
    status: int
    headers: dict[str, str]
    body: bytes
    unchanged: bool
    accessed: datetime.datetime

    @property
    def known(self) -> Known:
        """What to ask with the next time."""
        return Known(self.headers.get("etag"), self.headers.get("last-modified"))

    @property
    def content_type(self) -> str:
        """The media type the server declared, lower case, or an empty text."""
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()

    @property
    def charset(self) -> str | None:
        """The encoding the server declared, or None."""
        match = re.search(
            r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", self.headers.get("content-type", ""), re.I
        )
        return match[1].casefold() if match else None


@dataclass(slots=True)
class _Host:
    """The manners kept with one host."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    ready: float = 0.0  # time.monotonic from which it may be asked again
    delay: float = 0.0  # the Crawl-delay it asks for
    silences: int = 0  # how often in a row it gave no answer


class Fetcher:
    """Fetches pages for one run; may be used from several threads.

    ``agent`` is how it names itself, its first word the name robots.txt knows it by. ``allow`` lists the
    "host:port" that may be asked though they are of this machine or its network. ``pause`` is in seconds between two
    requests to a host. ``deadline`` (time.monotonic) ends all fetching. Proxies of the environment are not used.
    Raises ValueError for an agent or an ``allow`` that cannot be used.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        agent: str,
        allow: Sequence[str] = (),
        pause: float = 1.0,
        deadline: float | None = None,
    ) -> None:
        if not _HEADER_VALUE.fullmatch(agent) or not re.match(r"[A-Za-z_-]+", agent):
            raise ValueError(
                f'agent is "{visible(agent)[:80]}". Write a name in Latin letters first, as Riwaya/1.0.'
            )
        for entry in allow:
            if not re.fullmatch(r"[^\s/@]+:\d{1,5}", entry):
                raise ValueError(
                    f'allow: "{visible(entry)[:80]}" is not host:port. Write it as 127.0.0.1:8000.'
                )
        self._limits = limits or Limits()
        self._agent = agent
        self._allow = frozenset(entry.casefold().replace("[", "").replace("]", "") for entry in allow)
        self._pause = pause
        self._deadline = deadline
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, Any] = {}
        self._robots_locks: dict[str, threading.Lock] = {}
        self._closed = threading.Event()
        self._context: ssl.SSLContext | None = None

    def get(self, url: str, known: Known | None = None) -> Answer:
        """The page of an address. Raises FetchError."""
        headers = {"Accept": _ACCEPT, "Accept-Language": "ar,en;q=0.5"}
        if known is not None:
            for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)):
                if value and _HEADER_VALUE.fullmatch(value):
                    headers[name] = value
        conditional = len(headers) > 2
        target, reply = self._follow(url, headers, self._limits, robots=True)
        if reply.status not in (200, 203) and not (reply.status == 304 and conditional):
            raise _refusal(url, reply.status)
        if not reply.body and reply.status != 304:
            raise FetchError(url, "the answer was empty.", False, reply.status)
        now = datetime.datetime.now(datetime.UTC)
        return Answer(
            url, target.url, reply.status, dict(reply.headers), reply.body, reply.status == 304, now
        )

    def get_all(self, requests: Iterable[Request | str]) -> Iterator[tuple[Request, Answer | FetchError]]:
        """Every request with its answer or what was wrong, a few hosts side by side, one connection to a host.

        The order is the same each time: the first request of each host, then the second of each. No more than a
        few answers wait in memory. Left early, it starts no further request.
        """
        asked = [request if isinstance(request, Request) else Request(request) for request in requests]
        ordered = by_turns(asked, [_host_of(request.url) for request in asked])
        turns: Turns[Answer | FetchError] = Turns([_host_of(request.url) for request in ordered])
        workers = [
            threading.Thread(target=self._work, args=(ordered, turns), name="fetch", daemon=True)
            for _ in range(min(_THREADS, turns.hosts))
        ]
        for worker in workers:
            worker.start()
        try:
            for number, request in enumerate(ordered):
                yield request, turns.take(number)
        finally:
            turns.stop()

    def close(self) -> None:
        """Ends every pause and starts no further request."""
        self._closed.set()

    def _work(self, requests: Sequence[Request], turns: Turns[Answer | FetchError]) -> None:
        while (number := turns.next()) is not None:
            request = requests[number]
            result: Answer | FetchError
            try:
                result = self.get(request.url, request.known)
            except FetchError as error:
                result = error
            except Exception as error:  # one page must not end the others
                result = FetchError(request.url, f"could not be fetched ({type(error).__name__}).", False)
            turns.put(number, result)

    # ------------------------------------------------------------ one page

    def _follow(
        self, url: str, headers: dict[str, str], limits: Limits, *, robots: bool
    ) -> tuple[Target, Reply]:
        """The last of the answers that an address leads to, and whose it is."""
        seen: set[str] = set()
        address, left = url, limits.seconds
        status: int | None = None
        try:
            for _ in range(limits.redirects + 1):
                target = target_of(address)
                if target.url in seen:
                    raise FetchError(url, "redirects lead in a circle.", True, status)
                seen.add(target.url)
                if robots:
                    self._check_robots(target)
                # The limit is one for all the redirects: each could drip for as long.
                reply, left = self._try(target, headers, limits, left, cut=not robots)
                status, location = reply.status, reply.headers.get("location", "").strip()
                if status not in _REDIRECTS or not location:
                    return target, reply
                address = _joined(target.url, location)
        except FetchError as error:
            led = f"it leads to {visible(address)[:200]}: " if address != url else ""
            raise type(error)(url, led + error.reason, error.lasting, error.status) from None
        raise FetchError(url, f"more than {limits.redirects} redirects.", True, status)

    def _try(
        self, target: Target, headers: dict[str, str], limits: Limits, left: float, *, cut: bool
    ) -> tuple[Reply, float]:
        """The answer of a target, asked again after a pause where that may help, and the seconds left after it."""
        sent = {
            **headers,
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        failure = FetchError(target.url, "was not asked.", False)
        for attempt in range(limits.attempts):
            wait = limits.backoff * 2**attempt
            with self._turn(target) as host:
                begun = time.monotonic()
                try:
                    reply = self._ask(host, target, sent, limits, left, cut)
                except Dropped as error:
                    failure = error
                    host.silences += attempt + 1 == limits.attempts
                else:
                    if reply.status not in _BUSY:
                        return reply, left - (time.monotonic() - begun)
                    failure = _refusal(target.url, reply.status)
                    wait = max(wait, _pause_asked(target, reply, limits))
                if attempt + 1 < limits.attempts:
                    host.ready = time.monotonic() + min(wait, limits.wait)
        raise failure

    def _ask(
        self, host: _Host, target: Target, headers: dict[str, str], limits: Limits, left: float, cut: bool
    ) -> Reply:
        """One request to a host that is not known to be silent; its silences are counted."""
        if host.silences >= _SILENCES:
            reason = f"{target.host} gave no answer {_SILENCES} times in a row; it is left alone tonight."
            raise FetchError(target.url, reason, False)
        until = time.monotonic() + left
        if self._deadline is not None:
            until = min(until, self._deadline)
        context = self._secure() if target.scheme == "https" else None
        try:
            reply = ask(target, headers, limits, until=until, allow=self._allow, context=context, cut=cut)
        except TimedOut:
            host.silences += 1
            raise
        host.silences = 0
        return reply

    @contextmanager
    def _turn(self, target: Target) -> Iterator[_Host]:
        """The time in which this thread alone may ask a host, after the pause it is due."""
        with self._lock:
            host = self._hosts.setdefault(target.host, _Host())
        with host.lock:
            wait = max(0.0, host.ready - time.monotonic())
            if self._deadline is not None and time.monotonic() + wait >= self._deadline:
                raise FetchError(target.url, "the time for fetching was over before its turn.", False)
            if self._closed.wait(wait) if wait else self._closed.is_set():
                raise FetchError(target.url, "fetching was ended before its turn.", False)
            try:
                yield host
            finally:
                host.ready = max(host.ready, time.monotonic() + max(self._pause, host.delay))

    def _secure(self) -> ssl.SSLContext:
        with self._lock:
            if self._context is None:
                self._context = ssl.create_default_context()
            return self._context

    # ------------------------------------------------------------ robots.txt

    def _check_robots(self, target: Target) -> None:
        """Raises FetchError where the site does not want the page read."""
        with self._lock:
            lock = self._robots_locks.setdefault(target.origin, threading.Lock())
        with lock:
            if target.origin not in self._robots:
                self._robots[target.origin] = self._read_robots(target)
            rules = self._robots[target.origin]
        if isinstance(rules, FetchError):
            raise FetchError(target.url, rules.reason, rules.lasting, rules.status)
        if rules is not None and not rules.can_fetch(target.url, self._name):
            raise FetchError(target.url, f"robots.txt of {target.host} asks not to read it.", True)

    def _read_robots(self, target: Target) -> Any:
        """The rules of a site; None where it has none, FetchError where they cannot be had tonight."""
        limits = replace(
            self._limits, bytes=self._limits.robots_bytes, packed_bytes=self._limits.robots_bytes
        )
        address = f"{target.origin}/robots.txt"
        try:
            _, reply = self._follow(address, {"Accept": "text/plain,*/*;q=0.8"}, limits, robots=False)
        except FetchError as error:
            if error.status in _REDIRECTS:  # RFC 9309, 2.3.1.2: a robots.txt that is never reached is none
                return None
            if isinstance(error, NoHost):
                return error
            return FetchError(address, f"robots.txt could not be read: {error.reason}", error.lasting)
        if reply.status == 200:
            return self._rules(target, reply.body)
        if 400 <= reply.status < 500 and reply.status != 429:
            return None
        return FetchError(address, f"robots.txt could not be read (status {reply.status}).", False)

    def _rules(self, target: Target, body: bytes) -> Any:
        from protego import Protego

        rules = Protego.parse(_own_groups(body.decode("utf-8", "replace").removeprefix("\ufeff"), self._name))
        delay = rules.crawl_delay(self._name)
        if delay:
            with self._lock:
                host = self._hosts.setdefault(target.host, _Host())
            host.delay = min(float(delay), self._limits.delay)
            host.ready = max(host.ready, time.monotonic() + host.delay)
        return rules

    @property
    def _name(self) -> str:
        """The name by which robots.txt speaks of this reader: the first word of the agent."""
        match = re.match(r"[A-Za-z_-]+", self._agent)
        return match[0] if match else self._agent


def _host_of(url: str) -> str:
    try:
        return target_of(url).host
    except FetchError:
        return ""


def _own_groups(text: str, name: str) -> str:
    """robots.txt with every reader that is another called by one name: thousands of names cost time squared."""
    lines = []
    for line in text.splitlines():
        match = _AGENT_LINE.match(line[:500])
        if match and (said := match[1].partition("#")[0].strip(" *").casefold()):
            line = line if said in name.casefold() else "User-agent: another-reader"
        lines.append(line[:2_500])
    return "\n".join(lines)


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        raise FetchError(base, "it redirects to what is no web address.", True) from None


def _refusal(url: str, status: int) -> FetchError:
    lasting = 400 <= status < 500 and status not in _PASSING
    if status in (404, 410):
        reason = f"the page is not there (status {status})."
    elif status in (401, 403, 451):
        reason = f"the server does not give the page out (status {status})."
    elif status >= 500:
        reason = f"the server is in trouble (status {status})."
    elif status == 429:
        reason = "the server asks for fewer requests (status 429)."
    else:
        reason = f"the server answered without a page (status {status})."
    return FetchError(url, reason, lasting, status)


def _pause_asked(target: Target, reply: Reply, limits: Limits) -> float:
    """The seconds a busy server asks for. Raises FetchError where they are too many for tonight."""
    asked = _retry_after(reply.headers.get("retry-after", "")) or 0.0
    if asked > limits.wait:
        reason = f"{target.host} asks to be left alone for {asked:.0f} seconds (status {reply.status})."
        raise FetchError(target.url, reason, False, reply.status)
    return asked


def _retry_after(value: str) -> float | None:
    """The seconds of a Retry-After header: a number, or a date."""
    value = value.strip()
    if re.fullmatch(r"\d{1,9}", value, re.ASCII):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
