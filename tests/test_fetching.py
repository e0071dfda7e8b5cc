"""Pages fetched from real servers on this machine: polite ones, broken ones and hostile ones."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reading.sources import Answer, Fetcher, FetchError, Known, Limits, Request
from riwaya.reading.sources.connecting import Watchdog, _Connection, is_public, target_of
from tests.small_site import Page, Send, Site, answer, running_site

LIMITS = Limits(seconds=0.6, bytes=2_000_000, packed_bytes=1_000_000, attempts=2, backoff=0.02, wait=0.5)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as made:
        yield made


def fetcher(
    *sites: Site, limits: Limits = LIMITS, pause: float = 0.0, deadline: float | None = None
) -> Fetcher:
    return Fetcher(
        limits, agent="Riwaya/0.1", allow=[made.host for made in sites], pause=pause, deadline=deadline
    )


def refused(site: Site, path: str = "/a", limits: Limits = LIMITS) -> FetchError:
    """The error of a page, and that it came in time."""
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher(site, limits=limits).get(site.url(path))
    # Two attempts, robots.txt, and a machine that is busy with other tests.
    assert time.monotonic() - begun < 4 * limits.seconds + 2
    return caught.value


# ---------------------------------------------------------------- what is asked and answered


def test_a_page_comes_whole_with_its_headers_and_the_moment(site: Site) -> None:
    site.pages["/a"] = answer(
        "<p>خبر</p>",
        content_type="text/html; charset=Windows-1256",
        set_cookie="a=b",
        etag='"1"',
        last_modified="yesterday",
    )
    got = fetcher(site).get(site.url("/a"))
    assert got.body.decode() == "<p>خبر</p>"
    assert (got.status, got.unchanged, got.url, got.address) == (200, False, site.url("/a"), site.url("/a"))
    assert (got.content_type, got.charset) == ("text/html", "windows-1256")
    assert got.known == Known('"1"', "yesterday")
    assert "set-cookie" not in got.headers
    assert got.accessed.tzinfo is datetime.UTC


def test_the_fetcher_names_itself_and_asks_robots_txt_first_and_once(site: Site) -> None:
    site.pages |= {"/a": answer("x"), "/b": answer("y")}
    reader = fetcher(site)
    reader.get(site.url("/a"))
    reader.get(site.url("/b"))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/b"]
    assert {headers["user-agent"] for _, headers in site.asked} == {"riwaya/0.1"}
    assert {headers["host"] for _, headers in site.asked} == {site.host}


@pytest.mark.parametrize(
    ("known", "name"),
    [(Known(etag='"1"'), "if-none-match"), (Known(last_modified="Sun, 18 Feb 2018 19:49:50 GMT"), "if-modified-since")],
)  # fmt: skip
def test_an_unchanged_page_is_not_sent_again(site: Site, known: Known, name: str) -> None:
    site.pages["/a"] = answer(status="304 Not Modified", content_length="")
    got = fetcher(site).get(site.url("/a"), known)
    assert (got.unchanged, got.status, got.body) == (True, 304, b"")
    assert name in site.asked[-1][1]


def test_unchanged_is_no_answer_to_who_knows_nothing(site: Site) -> None:
    site.pages["/a"] = answer(status="304 Not Modified", content_length="")
    assert "without a page (status 304)" in refused(site).reason


def test_a_state_that_would_break_the_request_is_not_sent(site: Site) -> None:
    site.pages["/a"] = answer("x")
    fetcher(site).get(site.url("/a"), Known(etag='"1"\r\nX-Evil: 1', last_modified="سد"))
    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(site.asked[-1][1])


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda raw: gzip.compress(raw[:5]) + gzip.compress(raw[5:]) + b"\0rubbish"),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
        ("identity", bytes),
    ],
)
def test_a_packed_page_is_unpacked(site: Site, packing: str, pack: Callable[[bytes], bytes]) -> None:
    text = "قال الوزير إن الطريق مفتوح. " * 9_000
    site.pages["/a"] = answer(pack(text.encode()), content_encoding=packing)
    assert fetcher(site).get(site.url("/a")).body.decode() == text


def test_a_page_in_chunks_is_put_together(site: Site) -> None:
    site.pages["/a"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n"
    )
    assert fetcher(site).get(site.url("/a")).body == b"abcde"


def test_the_type_of_what_comes_is_the_callers_business(site: Site) -> None:
    site.pages["/a"] = answer(b"\x89PNG", content_type="IMAGE/PNG")
    assert fetcher(site).get(site.url("/a")).content_type == "image/png"


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("status", "lasting", "reason"),
    [
        ("404 Not Found", True, "the page is not there (status 404)."),
        ("410 Gone", True, "the page is not there (status 410)."),
        ("403 Forbidden", False, "the server does not give the page out (status 403)."),
        ("451 Unavailable", True, "the server does not give the page out (status 451)."),
        ("500 Oops", False, "the server is in trouble (status 500)."),
        ("429 Slow", False, "the server asks for fewer requests (status 429)."),
        ("204 No Content", False, "the server answered without a page (status 204)."),
        ("302 Found", False, "the server answered without a page (status 302)."),
    ],
)
def test_an_answer_without_a_page_is_told_in_a_sentence(
    site: Site, status: str, lasting: bool, reason: str
) -> None:
    site.pages["/a"] = answer("x", status=status)
    error = refused(site)
    assert (error.reason, error.lasting, error.status) == (reason, lasting, int(status[:3]))
    assert error.url == site.url("/a")


def test_a_server_in_trouble_is_asked_a_second_time(site: Site) -> None:
    site.pages["/a"] = [answer(status="503 Busy"), answer("x")]
    assert fetcher(site).get(site.url("/a")).body == b"x"
    assert site.paths() == ["/a", "/a"]


def test_attempts_are_few(site: Site) -> None:
    site.pages["/a"] = answer(status="500 Oops")
    refused(site)
    assert len(site.paths()) == LIMITS.attempts


def test_a_connection_that_drops_once_is_tried_again(site: Site) -> None:
    site.pages["/a"] = [b"", answer("x")]
    assert fetcher(site).get(site.url("/a")).body == b"x"


@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_names_a_pause_gets_it(site: Site, as_date: bool) -> None:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    later = format_datetime(moment, usegmt=True) if as_date else "1"
    site.pages["/a"] = [answer(status="429 Slow", retry_after=later), answer("x")]
    begun = time.monotonic()
    limits = Limits(seconds=0.6, attempts=2, backoff=0.01, wait=3)
    assert fetcher(site, limits=limits).get(site.url("/a")).body == b"x"
    assert time.monotonic() - begun > 0.9


def test_a_server_that_asks_for_an_hour_is_left_alone_tonight(site: Site) -> None:
    site.pages["/a"] = answer(status="429 Slow", retry_after="3600")
    error = refused(site)
    assert error.reason == "127.0.0.1 asks to be left alone for 3600 seconds (status 429)."
    assert not error.lasting
    assert site.paths() == ["/a"]


# ---------------------------------------------------------------- robots.txt


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: riwaya\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: another\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /خبر/", "/%D8%AE%D8%A8%D8%B1/", False),
        ("<html>no rules</html>", "/a", True),
        ("\0\xff" * 9, "/a", True),
        ("", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, rules: str, path: str, allowed: bool) -> None:
    site.pages |= {"/robots.txt": answer(rules), path: answer("x")}
    if allowed:
        assert fetcher(site).get(site.url(path)).body == b"x"
    else:
        error = refused(site, path)
        assert (error.reason, error.lasting) == ("robots.txt of 127.0.0.1 asks not to read it.", True)
        assert site.paths() == []


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(status="404 Not Found"), True),
        (answer(status="403 Forbidden"), True),
        (answer(status="302 Found", location="/robots.txt"), True),
        (answer(status="500 Oops"), False),
        (answer(status="429 Slow"), False),
        (b"", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nUser-agent: *", False),
    ],
)
def test_without_robots_txt_all_is_allowed_and_with_one_that_cannot_be_had_nothing(
    site: Site, robots: Page, allowed: bool
) -> None:
    site.pages |= {"/robots.txt": robots, "/a": answer("x")}
    if allowed:
        assert fetcher(site).get(site.url("/a")).body == b"x"
    else:
        error = refused(site)
        assert error.reason.startswith("robots.txt could not be read")
        assert site.paths() == []


def test_a_robots_txt_without_end_is_read_as_far_as_the_standard_asks(site: Site) -> None:
    def endless(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /secret\n")
        for _ in range(200):
            send(b"# comment\n" * 1_000)

    site.pages |= {"/robots.txt": endless, "/a": answer("x"), "/secret": answer("y")}
    reader = fetcher(site)
    assert reader.get(site.url("/a")).body == b"x"
    with pytest.raises(FetchError, match="asks not to read"):
        reader.get(site.url("/secret"))


def test_a_robots_txt_of_thousands_of_readers_costs_no_time_squared(site: Site) -> None:
    names = "".join(f"User-agent: r{number}\n" for number in range(12_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(12_000))
    site.pages |= {"/robots.txt": answer(names + "User-agent: riwaya\n" + rules), "/a": answer("x")}
    reader = fetcher(site)
    assert reader.get(site.url("/a")).body == b"x"
    with pytest.raises(FetchError, match="asks not to read"):
        reader.get(site.url("/11999"))


def test_the_pause_between_two_requests_to_a_host_is_kept_and_its_own_wish_too(site: Site) -> None:
    site.pages |= {"/robots.txt": answer("User-agent: *\nCrawl-delay: 999"), "/a": answer("x")}
    begun = time.monotonic()
    limits = Limits(seconds=1, delay=0.4)
    fetcher(site, limits=limits, pause=0.1).get(site.url("/a"))
    assert time.monotonic() - begun >= 0.4


# ---------------------------------------------------------------- redirects


def test_redirects_are_followed_and_the_last_address_is_told(site: Site) -> None:
    site.pages |= {
        "/a": answer(status="301 Moved", location="/b?x=1"),
        "/b?x=1": answer(status="307 Moved", location="خبر/1"),
        "/%D8%AE%D8%A8%D8%B1/1": answer("x"),
    }
    got = fetcher(site).get(site.url("/a"))
    assert (got.url, got.address, got.body) == (site.url("/a"), site.url("/%D8%AE%D8%A8%D8%B1/1"), b"x")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "file is not fetched. Use http or https."),
        ("ftp://example.org/", "ftp is not fetched. Use http or https."),
        ("data:text/html,x", "data is not fetched. Use http or https."),
        ("http://127.0.0.1:1/", "127.0.0.1 stands for 127.0.0.1, which is no address of the open web."),
        ("http://[::1]/", "::1 stands for ::1, which is no address of the open web."),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254 stands for 169.254.169.254, which is no address"),
        ("http://localhost/", "localhost stands for "),
        ("http://2130706433/", "2130706433 stands for 127.0.0.1, which is no address of the open web."),
        ("http://0x7f.0.0.1/", "0x7f.0.0.1 stands for 127.0.0.1, which is no address of the open web."),
        ("http://0177.0.0.1/", "0177.0.0.1 stands for 127.0.0.1, which is no address of the open web."),
        ("http://[::ffff:127.0.0.1]/", "which is no address of the open web."),
        ("http://user:word@example.org/", "it carries a user name or password. Drop them."),
        ("http://[::1", "it redirects to what is no web address."),
        ("http://example.org\\@127.0.0.1/", "this is no web address"),
        ("https://a b/", "this is no web address"),
        ("/a", "redirects lead in a circle."),
    ],
)  # fmt: skip
def test_a_redirect_leads_nowhere_that_may_not_be_asked(site: Site, location: str, reason: str) -> None:
    site.pages["/a"] = answer(status="302 Found", location=location)
    error = refused(site)
    assert reason in error.reason
    assert error.url == site.url("/a")
    # What a name stands for may be another thing tomorrow.
    assert error.lasting is ("localhost" not in location)


def test_a_redirect_to_a_neighbour_that_is_not_allowed_never_reaches_it(site: Site) -> None:
    with running_site() as neighbour:
        neighbour.pages["/"] = answer("secret")
        site.pages["/a"] = answer(status="302 Found", location=neighbour.url("/"))
        assert "is no address of the open web" in refused(site).reason
        assert neighbour.asked == []


def test_a_redirect_to_another_site_asks_that_ones_robots_txt(site: Site) -> None:
    with running_site() as other:
        other.pages |= {"/robots.txt": answer("User-agent: *\nDisallow: /"), "/": answer("x")}
        site.pages["/a"] = answer(status="302 Found", location=other.url("/"))
        with pytest.raises(FetchError, match="asks not to read it"):
            fetcher(site, other).get(site.url("/a"))
        assert other.paths() == []


def test_redirects_have_an_end(site: Site) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = answer(status="302 Found", location=f"/{number + 1}")
    assert refused(site, "/0").reason == "more than 5 redirects."


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "168.63.129.16", "169.254.169.254", "172.16.0.1", "192.0.0.8",
     "192.168.1.1", "192.88.99.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
     "::7f00:1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1",
     "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "100::1", "3fff::1", "5f00::1", "not an address", ""],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_web(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=200, deadline=None)
def test_what_stands_inside_another_address_is_never_reached_through_it(number: int) -> None:
    inner = ipaddress.IPv4Address(number)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) | (number << 80))
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    assert not any(map(is_public, map(str, (mapped, six_to_four, translated))))
    assert not (is_public(str(inner)) and inner.is_private)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://example.org/", "http://["]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_address_in_ascii_or_a_refusal(text: str, head: str) -> None:
    try:
        target = target_of(head + text)
    except FetchError as error:
        assert error.reason.isprintable()
        return
    assert target.url.isascii()
    assert not set(target.url) & set(" \r\n\0\\")
    assert target_of(target.url) == target


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "it is not fetched. Use http or https."),
        ("gopher://example.org/", "gopher is not fetched. Use http or https."),
        ("http://", "it names no host that can be asked. Mend it."),
        ("http://example.org:0/", "it names no host that can be asked. Mend it."),
        ("http://example.org:99999/", "this is no web address. Mend it."),
        ("http://exam%70le.org/", "it names no host that can be asked. Mend it."),
        ("http://example.org/\u202egnp.a", "this is no web address (too long, or with spaces or hidden signs). Mend it."),
        ("http://example.org/" + "a" * 3_000, "this is no web address (too long, or with spaces or hidden signs). Mend it."),
        ("http://" + "a." * 200 + "org/", "it names no host that can be asked. Mend it."),
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_without_asking(url: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get(url)
    assert (caught.value.reason, caught.value.lasting) == (reason, True)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get("http://user:word@example.org/")
    assert "word" not in str(caught.value).replace("password", "")


def test_a_connection_goes_to_the_address_that_was_checked_whatever_the_name_means_by_now(site: Site) -> None:
    site.pages["/"] = answer("x")
    checked = socket.getaddrinfo("127.0.0.1", site.port, type=socket.SOCK_STREAM)
    with Watchdog(time.monotonic() + 1) as watchdog:
        connection = _Connection("name.that.is.never.asked.invalid", site.port)
        connection.addresses, connection.watchdog = checked, watchdog
        connection.request("GET", "/")
        assert connection.getresponse().data == b"x"
        connection.close()
    assert site.asked[0][1]["host"].startswith("name.that.is.never.asked.invalid")


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/a"] = answer("x")
    assert fetcher(site).get(site.url("/a")).body == b"x"


@pytest.mark.parametrize("agent", ["", "سد", "Riwaya\r\nX: y", "0.1"])
def test_an_agent_that_cannot_be_sent_is_told(agent: str) -> None:
    with pytest.raises(ValueError, match="Write a name in Latin letters"):
        Fetcher(LIMITS, agent=agent)


@pytest.mark.parametrize("limits", [{"seconds": 0}, {"bytes": 0}, {"attempts": 0}, {"packed_bytes": -1}])
def test_limits_that_let_nothing_through_are_told(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="lets nothing through"):
        Limits(**limits)


@pytest.mark.parametrize("entry", ["127.0.0.1", "http://127.0.0.1:80", "a b:1", ":80", "x@y:1"])
def test_an_allowed_host_is_written_with_its_port(entry: str) -> None:
    with pytest.raises(ValueError, match="is not host:port"):
        Fetcher(LIMITS, agent="Riwaya", allow=[entry])


# ---------------------------------------------------------------- slow, huge and broken answers


def slowly(head: bytes, drop: bytes, ended: threading.Event) -> Callable[[Send], None]:
    def send_slowly(send: Send) -> None:
        send(head)
        while not ended.wait(0.05):
            send(drop)

    return send_slowly


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"a"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X-Trailer: 1\r\n"),
    ],
    ids=["silence", "headers", "one header", "go on", "body", "body without length", "chunks", "trailers"],
)
def test_an_answer_that_drips_is_cut_off_at_the_limit(site: Site, head: bytes, drop: bytes) -> None:
    site.pages["/a"] = slowly(head, drop, site.ended)
    begun = time.monotonic()
    error = refused(site)
    assert error.reason in ("the whole answer was not there within 0.6 seconds.",)
    assert not error.lasting
    assert 0.5 < time.monotonic() - begun < 2.5
    assert site.paths() == ["/a"]  # it would be as slow a second time


def test_redirects_that_drip_share_one_limit(site: Site) -> None:
    def drip_and_lead(number: int) -> Callable[[Send], None]:
        def send_slowly(send: Send) -> None:
            time.sleep(0.25)
            send(answer(status="302 Found", location=f"/{number + 1}"))

        return send_slowly

    site.pages |= {f"/{number}": drip_and_lead(number) for number in range(5)}
    assert refused(site, "/0").reason.endswith("the whole answer was not there within 0.6 seconds.")
    assert len(site.paths()) == 3


def test_a_host_that_is_silent_three_times_is_left_alone(site: Site) -> None:
    for path in ("/a", "/b", "/c", "/d"):
        site.pages[path] = slowly(b"", b"", site.ended)
    reader = fetcher(site, limits=Limits(seconds=0.2, attempts=1))
    reasons = []
    for path in ("/a", "/b", "/c", "/d"):
        with pytest.raises(FetchError) as caught:
            reader.get(site.url(path))
        reasons.append(caught.value.reason)
    assert reasons[3] == "127.0.0.1 gave no answer 3 times in a row; it is left alone tonight."
    assert site.paths() == ["/a", "/b", "/c"]


def test_after_the_deadline_nothing_is_asked(site: Site) -> None:
    site.pages["/a"] = answer("x")
    with pytest.raises(FetchError, match="the time for fetching was over"):
        fetcher(site, deadline=time.monotonic() - 1).get(site.url("/a"))
    assert site.asked == []


def test_the_deadline_cuts_an_answer_short_of_its_own_limit(site: Site) -> None:
    site.pages["/a"] = slowly(b"HTTP/1.1 200 OK\r\n\r\n", b"a", site.ended)
    begun = time.monotonic()
    with pytest.raises(FetchError, match="was not there within"):
        fetcher(site, limits=Limits(seconds=30), deadline=begun + 0.5).get(site.url("/a"))
    assert time.monotonic() - begun < 5


def peak(work: Callable[[], object]) -> float:
    """The most memory that Python held for a piece of work, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()


def test_a_page_of_a_gigabyte_costs_a_few_megabytes(site: Site) -> None:
    def gigabyte(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1_000):
            send(b"a" * 1_000_000)

    site.pages["/a"] = gigabyte
    limits = Limits(seconds=5)
    reasons: list[str] = []
    assert peak(lambda: reasons.append(refused(site, limits=limits).reason)) < 30
    assert reasons == ["the answer is larger than 5 MB, the limit."]


def test_a_length_above_the_limit_is_refused_before_the_body(site: Site) -> None:
    site.pages["/a"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
    assert refused(site).reason == "the answer is larger than 1 MB, the limit."


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_bomb_that_unpacks_to_a_gigabyte_costs_a_few_megabytes(site: Site, packing: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if packing == "gzip" else 15)
    first = packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = first + again * 1_000  # a block after a full flush stands by itself
    site.pages["/a"] = answer(bomb, content_encoding=packing)
    limits = Limits(seconds=5)
    reasons: list[str] = []
    assert peak(lambda: reasons.append(refused(site, limits=limits).reason)) < 30
    assert reasons == ["the answer is larger than 5 MB, the limit."]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (answer("x", content_encoding="gzip, gzip"), 'the answer is packed as "gzip, gzip", which is not unpacked.'),
        (answer("x", content_encoding="br"), 'the answer is packed as "br", which is not unpacked.'),
        (answer("no gzip at all", content_encoding="gzip"), "the answer says it is packed and cannot be unpacked."),
        (answer(gzip.compress(b"x" * 999)[:-9], content_encoding="gzip"), "the answer broke off before its end."),
        (answer("short", content_length="50"), "the answer broke off before its end."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer broke off before its end."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "the answer broke off before its end."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 70_000, "127.0.0.1 did not answer in proper HTTP"),
        (answer("x", content_length="5, 7"), "127.0.0.1 did not answer in proper HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "127.0.0.1 did not answer in proper HTTP"),
        (b"\x16\x03\x01\x02\x00" * 99, "127.0.0.1 did not answer in proper HTTP"),
        (b"HTTP/1.1 99999 What\r\n\r\n", "127.0.0.1 did not answer in proper HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 2_000 + b"\r\n", "127.0.0.1 did not answer in proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 90_000, "127.0.0.1 did not answer in proper HTTP"),
        (b"", "127.0.0.1 closed the connection without an answer."),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "the answer was empty."),
        (answer(""), "the answer was empty."),
    ],
    ids=["packed twice", "packed unknown", "not packed", "packed and cut", "shorter than said", "no chunk",
         "chunk cut", "endless chunk size", "two lengths", "another protocol", "noise", "no status", "many headers", "long header",
         "closed at once", "cut in the headers", "empty"],
)  # fmt: skip
def test_a_broken_answer_is_told_in_a_sentence(site: Site, page: Page, reason: str) -> None:
    site.pages["/a"] = page
    error = refused(site)
    assert error.reason.startswith(reason)
    assert error.reason.isprintable()


def test_signs_that_no_header_holds_come_to_no_harm(site: Site) -> None:
    site.pages["/a"] = b"HTTP/1.1 200 OK\r\nX-\0: a\0b\r\nX-Bidi: \xe2\x80\xaea\r\nContent-Length: 1\r\n\r\nx"
    got = fetcher(site).get(site.url("/a"))
    assert got.body == b"x"
    assert all(text.isprintable() for pair in got.headers.items() for text in pair)


def test_refusals_leave_no_connection_open(site: Site) -> None:
    site.pages |= {
        "/a": b"",
        "/b": slowly(b"HTTP/1.1 200 OK\r\n", b"", site.ended),
        "/c": answer("x" * 99, content_encoding="gzip"),
    }
    limits = Limits(seconds=0.2, attempts=1)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in ("/a", "/b", "/c") * 3:
        with pytest.raises(FetchError):
            fetcher(site, limits=limits).get(site.url(path))
        with pytest.raises(FetchError):
            Fetcher(limits, agent="Riwaya", allow=[site.host]).get(f"https://{site.host}{path}")
    site.ended.set()
    time.sleep(0.2)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_a_port_where_nobody_listens_is_told(site: Site) -> None:
    with running_site() as gone:
        pass
    with pytest.raises(FetchError) as caught:
        fetcher(gone).get(gone.url("/a"))
    assert f"127.0.0.1 refuses connections at port {gone.port}." in caught.value.reason
    assert not caught.value.lasting


def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(FetchError) as caught:
        fetcher().get("http://name.invalid/")
    assert "name.invalid" in caught.value.reason
    assert not caught.value.lasting


@pytest.mark.skipif(shutil.which("openssl") is None, reason="a certificate is made with openssl")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        port = server.getsockname()[1]

        def shake() -> None:
            try:
                connection, _ = server.accept()
                with context.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(1)
            except OSError:
                pass

        threading.Thread(target=shake, daemon=True).start()
        with pytest.raises(FetchError) as caught:
            Fetcher(LIMITS, agent="Riwaya", allow=[f"127.0.0.1:{port}"]).get(f"https://127.0.0.1:{port}/")
    assert "the certificate of 127.0.0.1 is not to be trusted" in caught.value.reason


def test_a_secure_greeting_that_never_ends_is_cut_off(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        begun = time.monotonic()
        with pytest.raises(FetchError, match="was not there within"):
            Fetcher(LIMITS, agent="Riwaya", allow=[f"127.0.0.1:{port}"]).get(f"https://127.0.0.1:{port}/")
        assert time.monotonic() - begun < 3


# ---------------------------------------------------------------- many pages


def test_many_pages_come_in_one_order_and_each_host_is_asked_by_one_at_a_time() -> None:
    def soon(send: Send) -> None:
        time.sleep(0.02)
        send(answer("x"))

    with running_site() as one, running_site("127.0.0.1") as two:
        for made in (one, two):
            made.pages |= {f"/{number}": soon for number in range(6)}
        # Both are one host by name: the rule holds for it, whatever the port.
        requests = [made.url(f"/{number}") for made in (one, two) for number in range(6)]
        got = list(fetcher(one, two).get_all(requests))
        assert [request.url for request, _ in got] == requests
        assert all(isinstance(result, Answer) and result.body == b"x" for _, result in got)
        assert (one.most_open, two.most_open) == (1, 1)


def test_hosts_are_asked_side_by_side_and_a_slow_one_holds_up_itself_only() -> None:
    together = threading.Barrier(2, timeout=5)

    def meet(send: Send) -> None:
        together.wait()
        send(answer("x"))

    with running_site() as one, running_site() as two:
        names = [f"127.0.0.1:{one.port}", f"localhost:{two.port}"]
        one.pages["/a"] = two.pages["/a"] = meet
        reader = Fetcher(Limits(seconds=6), agent="Riwaya", allow=names, pause=0)
        got = list(reader.get_all([f"http://{name}/a" for name in names]))
    assert [getattr(result, "body", result) for _, result in got] == [b"x", b"x"]


def test_the_first_of_each_host_comes_before_the_second_of_any() -> None:
    urls = ["http://a.invalid/1", "http://a.invalid/2", "http://b.invalid/1", "no address"]
    got = list(fetcher().get_all(urls))
    assert [request.url for request, _ in got] == [urls[0], urls[2], urls[3], urls[1]]
    assert all(isinstance(result, FetchError) for _, result in got)


def test_more_pages_than_may_wait_all_come_and_bad_ones_do_not_end_the_others(site: Site) -> None:
    site.pages |= {f"/{number}": answer(str(number)) for number in range(0, 80, 2)}
    requests = [Request(site.url(f"/{number}"), Known(etag='"x"')) for number in range(80)]
    got = list(fetcher(site).get_all(requests))
    assert [request for request, _ in got] == requests
    assert [isinstance(result, Answer) for _, result in got] == [number % 2 == 0 for number in range(80)]


def test_who_leaves_early_starts_no_further_request(site: Site) -> None:
    site.pages |= {f"/{number}": answer("x") for number in range(200)}
    some = fetcher(site, pause=0.05).get_all([site.url(f"/{number}") for number in range(200)])
    next(some)
    some.close()  # type: ignore[attr-defined]
    time.sleep(0.3)
    assert len(site.paths()) < 10


def test_a_fetcher_that_is_closed_ends_its_pauses(site: Site) -> None:
    site.pages |= {"/a": answer("x"), "/b": answer("x")}
    reader = fetcher(site, pause=30)
    site.pages["/robots.txt"] = answer("")
    threading.Timer(0.3, reader.close).start()
    begun = time.monotonic()
    with pytest.raises(FetchError, match="fetching was ended"):
        reader.get(site.url("/a"))
    assert time.monotonic() - begun < 5


def test_no_request_at_all_is_no_mistake() -> None:
    assert list(fetcher().get_all([])) == []
