"""One request to one address: who may be asked, how long it may take, how much it may bring.

Belongs here: the parts of a web address and what is refused of it, which machine is connected to, the cut-off
at the deadline, what is told of a connection that fails.
Does not: reading and unpacking what comes (unpacking.py), robots.txt, pauses, redirects, second attempts (fetching.py).

A name is resolved once and the connection goes to an address of that answer, so that a name cannot point to a
public machine while it is checked and to an inner one when it is used. Nothing of the environment (proxies,
netrc) is heard.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, IncompleteRead, ReadTimeoutError

from riwaya.reading.sources.source import MAX_URL_LENGTH, visible
from riwaya.reading.sources.unpacking import Refused, body_of, plain_headers

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")
_PASSWORD = re.compile(r"//[^/?#]*@")
_KEPT_IN_TARGET = "%/:=&?~+!$,;'@()*[]|"
# Public by the registries and still not the open web: relays into IPv4, documentation, and the address at which a
# rented machine is told its own secrets.
_CLOSED_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "168.63.129.16/32",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


class FetchError(Exception):
    """A page that cannot be had: ``reason`` is one sentence; ``lasting`` where asking again tomorrow will not help.

    ``url`` is as it was asked for, a password in it included; the message shows none. ``status`` is the answer's,
    None where there was none.
    """

    def __init__(self, url: str, reason: str, lasting: bool, status: int | None = None) -> None:
        super().__init__(f"{visible(_PASSWORD.sub('//…@', url[:200]))}: {reason}")
        self.url = url
        self.reason = reason
        self.lasting = lasting
        self.status = status


class NoHost(FetchError):
    """The host has no address that may be connected to."""


class Dropped(FetchError):
    """The server broke off or did not speak HTTP: another attempt may do."""


class TimedOut(FetchError):
    """The answer was not there in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost.

    ``seconds`` bounds each answer from the first look-up of its name to its last byte; ``packed_bytes`` what comes
    over the wire and ``bytes`` what it unpacks to. ``wait`` is the longest pause a server may ask for
    (Retry-After); one that asks for more is left alone tonight. ``delay`` bounds its Crawl-delay. ``backoff`` is
    the first pause before a second attempt; it doubles.
    """

    seconds: float = 30.0
    bytes: int = 5_000_000
    packed_bytes: int = 5_000_000
    attempts: int = 3
    redirects: int = 5
    backoff: float = 2.0
    wait: float = 60.0
    delay: float = 30.0
    robots_bytes: int = 512_000

    def __post_init__(self) -> None:
        if min(self.seconds, self.bytes, self.packed_bytes, self.attempts) <= 0:
            raise ValueError("a limit of 0 lets nothing through. Give seconds, bytes and attempts above 0.")


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of a web address that may be asked for."""

    scheme: str
    host: str  # as it is resolved: ASCII, lower case, an IPv6 address without brackets
    port: int
    path: str  # with the query, ASCII

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        return self.origin + self.path


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered to one request; ``headers`` by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def target_of(url: str) -> Target:
    """The parts of an address. Raises FetchError where it is no web address, or one with a password in it.

    >>> target_of("HTTP://Example.org:80/سد?q=1#end").url
    'http://example.org/%D8%B3%D8%AF?q=1'
    """
    shown = visible(url)[:200]
    if len(url) > MAX_URL_LENGTH or "\\" in url or shown != url[:200] or any(c.isspace() for c in url):
        raise FetchError(
            shown, "this is no web address (too long, or with spaces or hidden signs). Mend it.", True
        )
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise FetchError(shown, "this is no web address. Mend it.", True) from None
    scheme = parts.scheme.casefold()
    if scheme not in _PORTS:
        raise FetchError(shown, f"{scheme or 'it'} is not fetched. Use http or https.", True)
    if "@" in parts.netloc:
        raise FetchError(shown, "it carries a user name or password. Drop them.", True)
    host = _ascii_host(host)
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host) or port == 0:
        raise FetchError(shown, "it names no host that can be asked. Mend it.", True)
    path = quote(parts.path or "/", safe=_KEPT_IN_TARGET, errors="replace")
    if parts.query:
        path += "?" + quote(parts.query, safe=_KEPT_IN_TARGET, errors="replace")
    return Target(scheme, host, port or _PORTS[scheme], path)


def _ascii_host(host: str) -> str:
    """A host's name as the name service knows it; "" where it has none."""
    try:
        return host.casefold() if host.isascii() else host.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        return ""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open web: not this machine's, not its network's, no relay to them.

    >>> is_public("93.184.216.34"), is_public("10.0.0.1"), is_public("::ffff:93.184.216.34")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_unspecified:
        return False
    if any(ip.version == network.version and ip in network for network in _CLOSED_NETWORKS):
        return False
    return ip.version == 4 or ip in _GLOBAL_UNICAST


def addresses_of(target: Target, seconds: float, allow: Collection[str]) -> list[Any]:
    """The machines of a host that may be connected to, as the name service gives them now. Raises FetchError."""
    found: list[Any] = []
    errors: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            errors.append(error if isinstance(error, OSError) else OSError(str(error)))

    # The look-up cannot be broken off; what it may take is bounded by not waiting for it.
    worker = threading.Thread(target=look_up, name="look-up", daemon=True)
    worker.start()
    worker.join(max(0.0, seconds))
    if worker.is_alive():
        raise NoHost(target.url, f"the name {target.host} could not be looked up in time.", False)
    if errors or not found:
        raise NoHost(target.url, f"the name {target.host} is not known to the name service.", False)
    if f"{target.host}:{target.port}" in allow:
        return found
    public = [item for item in found if is_public(str(item[4][0]))]
    if not public:
        # A name may have been answered for by a network that lets nobody out; an address written out stays what it is.
        written = target.host.replace(".", "").isdigit() or target.host[:1] in "0:" or ":" in target.host
        raise NoHost(
            target.url,
            f"{target.host} stands for {found[0][4][0]}, which is no address of the open web. "
            f'If it may be asked all the same, allow "{target.host}:{target.port}".',
            written,
        )
    return public


# ---------------------------------------------------------------- the cut-off


class Watchdog:
    """Shuts a connection when its time is over, whatever waits for it; a context manager.

    Socket time-outs bound each wait for a byte, not their sum: a server that sends one byte a second outlives them.
    """

    def __init__(self, until: float) -> None:
        self._until = until
        self._guarded: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(0.0, self.left()), self._shut)
        self._timer.daemon = True
        self.fired = False

    def __enter__(self) -> Watchdog:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._guarded:
                held.close()
            self._guarded.clear()

    def left(self) -> float:
        """The seconds that are left."""
        return self._until - time.monotonic()

    def guard(self, connected: socket.socket) -> None:
        """Watches a connection too. Its own handle is kept, as TLS takes the first one over."""
        with self._lock:
            self._guarded.append(connected.dup())
            if self.fired:
                self._close(connected)

    def _shut(self) -> None:
        with self._lock:
            self.fired = True
            for held in self._guarded:
                self._close(held)

    @staticmethod
    def _close(held: socket.socket) -> None:
        with contextlib.suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


class _ToAddress:
    """Connects to addresses already resolved and checked, not to what the host's name means by now."""

    addresses: list[Any]
    watchdog: Watchdog

    def _new_conn(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for family, kind, protocol, _, address in self.addresses[:3]:
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(max(0.01, self.watchdog.left()))
                made.connect(address)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.watchdog.guard(made)
                return made
            except OSError as error:
                made.close()
                failure = error
        raise failure


class _Connection(_ToAddress, HTTPConnection):
    pass


class _SecureConnection(_ToAddress, HTTPSConnection):
    pass


# ---------------------------------------------------------------- one request


def ask(
    target: Target,
    headers: Mapping[str, str],
    limits: Limits,
    *,
    until: float,
    allow: Collection[str] = (),
    context: ssl.SSLContext | None = None,
    cut: bool = False,
) -> Reply:
    """One GET. ``until`` (time.monotonic) ends it; ``cut`` takes the head of a body that is too long.

    Raises FetchError: not lasting for what another attempt may mend (``Dropped``).
    """
    until = min(until, time.monotonic() + limits.seconds)
    with Watchdog(until) as watchdog:
        addresses = addresses_of(target, watchdog.left(), allow)
        connection = _connection(target, watchdog, context)
        connection.addresses, connection.watchdog = addresses, watchdog
        try:
            connection.request(
                "GET", target.path, headers=headers, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
            sent = plain_headers(response.headers)
            # The body of a redirect or an error is of no use; the connection is closed on it.
            body = b""
            if response.status in (200, 203):
                packing = sent.get("content-encoding", "")
                body = body_of(response, packing, limits.packed_bytes, limits.bytes, cut)
        except Refused as refused:
            raise FetchError(target.url, str(refused), True) from None
        # What a server sends may trip the HTTP library in ways of its own: ValueError for a length, and the like.
        except (HTTPError, http.client.HTTPException, OSError, ValueError, EOFError, zlib.error) as error:
            if watchdog.fired or watchdog.left() <= 0 or isinstance(error, _OUT_OF_TIME):
                raise TimedOut(target.url, _no_answer(limits), False) from None
            raise _failure(target, error) from None
        finally:
            connection.close()
        # A connection that was shut looks like one that ended: what came is half a page.
        if watchdog.fired:
            raise TimedOut(target.url, _no_answer(limits), False)
        return Reply(response.status, sent, body)


_OUT_OF_TIME = (TimeoutError, ConnectTimeoutError, ReadTimeoutError)


def _no_answer(limits: Limits) -> str:
    return f"the whole answer was not there within {limits.seconds:g} seconds."


def _failure(target: Target, error: Exception) -> FetchError:
    """What a person is told of an error of the connection."""
    cause: BaseException = error
    if isinstance(error, HTTPError):
        cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = visible(cause.verify_message)[:120]
        return FetchError(
            target.url, f"the certificate of {target.host} is not to be trusted ({why}).", False
        )
    if isinstance(cause, ssl.SSLError):
        reason = f"no secure connection with {target.host} came about."
    elif isinstance(cause, (http.client.IncompleteRead, EOFError)) or isinstance(error, IncompleteRead):
        reason = "the answer broke off before its end."
    elif isinstance(cause, (ConnectionResetError, BrokenPipeError)):
        reason = f"{target.host} closed the connection without an answer."
    elif isinstance(cause, ConnectionRefusedError):
        reason = f"{target.host} refuses connections at port {target.port}."
    elif isinstance(cause, zlib.error):
        reason = "the answer says it is packed and cannot be unpacked."
    elif isinstance(cause, OSError):
        why = visible(cause.strerror or str(cause) or type(cause).__name__)[:120]
        reason = f"{target.host} could not be reached ({why})."
    else:
        reason = f"{target.host} did not answer in proper HTTP ({type(cause).__name__})."
    return Dropped(target.url, reason, False)


def _connection(target: Target, watchdog: Watchdog, context: ssl.SSLContext | None) -> Any:
    timeout = max(0.01, watchdog.left())
    if target.scheme == "https":
        return _SecureConnection(target.host, target.port, timeout=timeout, ssl_context=context)
    return _Connection(target.host, target.port, timeout=timeout)
