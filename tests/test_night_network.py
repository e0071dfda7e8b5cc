"""Nights that ask the network: real servers on this machine, feeds, lists, pages, and servers that mean harm."""

from __future__ import annotations

import gzip
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from riwaya.tables.store import Store
from riwaya.tables.versions import Version
from tests.night_worker import Ended, Runner
from tests.nights import EVENT, Nights, assert_whole, moment, visible_files
from tests.small_site import Page, Send, Site, answer, running_site

LIMITS = "pause_seconds = 0\ntimeout_seconds = 0.5\nmegabytes = 1\nrecheck_days = 3\n"
SECOND_PARAGRAPH = (
    "وأضافت الوزارة أن المصابين نقلوا إلى مستشفيات القطاع، وأن فرق الإسعاف عملت قرب السياج طوال النهار."
)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    runner = Runner(tmp_path_factory.mktemp("said"))
    yield runner
    runner.close()


def page(headline: str, first: str, day: str = "2018-03-30") -> str:
    """A page of an outlet, with what stands around an article."""
    return f"""<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{headline} | المرفأ</title>
<meta property="og:title" content="{headline}"><meta property="article:published_time" content="{day}T18:30:00+03:00">
</head><body><nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a></nav>
<article><h1>{headline}</h1><p>{first}</p><p>{SECOND_PARAGRAPH}</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def toll(count: int, place: str = "الشجاعية") -> str:
    """The first paragraph of an article of the event."""
    return f"قالت وزارة الصحة إن {count} متظاهرا قتلوا في مسيرة العودة في غزة، {place}، قرب السياج الحدودي يوم الجمعة."


def snow(roads: int) -> str:
    """A page that belongs to no event."""
    return page(
        "ثلوج في الجبال",
        f"أغلقت الثلوج {roads} طرق في الجبال وقالت الشرطة إن أحدا لم يصب في الحوادث التي وقعت ليلا.",
    )


def rss(*urls: str) -> str:
    items = "".join(f"<item><title>خبر</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>أخبار</title>{items}</channel></rss>'


def changing(site: Site, path: str, body: str, content_type: str = "text/html; charset=utf-8") -> None:
    """Put a page on a site that says 304 to whoever has it as it is."""
    etag = f'"{abs(hash(body)):x}"'
    full = answer(body, content_type=content_type, etag=etag)

    def send(out: Send) -> None:
        # Requests to one host come one after the other: the last one asked is this one.
        asked = next(headers for where, headers in reversed(site.asked) if where == path)
        same = asked.get("if-none-match") == etag
        out(b"HTTP/1.1 304 Not Modified\r\n\r\n" if same else full)

    site.pages[path] = send


class Desk:
    """A site that is filled from the network only."""

    def __init__(self, root: Path, base: Path, runner: Runner) -> None:
        self.root, self.base, self.runner = root, base, runner

    def sources(self, allow: list[str], *entries: str) -> None:
        """Its sources from now on."""
        more = f"[fetch]\n{LIMITS}allow = {json.dumps(allow)}\n"
        sources = "".join(f"[[source]]\n{entry}\n" for entry in entries)
        self.nights = Nights(self.root, self.base, sources=sources, more=more)

    def night(self, day: str, **order: object) -> Ended:
        """One night with the command; the site stands whole after it."""
        home, now = str(self.base), moment(day).isoformat()
        ended = self.runner.run(self.nights.config, home=home, now=now, **order)
        assert "Traceback" not in ended.err, ended
        assert_whole(self.base / "reports")
        return ended

    @property
    def store(self) -> Store:
        return Store(self.base / "store")

    def kept(self) -> list[Version]:
        """Every version that is no further address of a known article, with its text."""
        return list(self.store.texts([version.content for version in self.store.versions()]))

    def counts(self) -> dict[str, int]:
        return dict(self.nights.json("nights.json")["nights"][-1]["counts"])


def feed_of(url: str, outlet: str = "", more: str = "") -> str:
    named = f'outlet = "{outlet}"\n' if outlet else ""
    return f'kind = "feed"\nurl = "{url}"\n{named}{more}'


# ---------------------------------------------------------------- four nights of a good outlet


class Week(Desk):
    """RSS, Atom, a feed with whole articles and a list of addresses, over four nights."""

    def play(self, site: Site) -> None:
        self.site, url = site, site.url
        for path, count in (("/a/1", 15), ("/a/2", 12), ("/b/1", 16)):
            changing(site, path, page(f"قتلى في مسيرة العودة {path[1:]}", toll(count, f"حي {path}")))
        changing(site, "/d/1", page("أهل غزة عند السياج", toll(11)))
        changing(site, "/d/copy", page("أهل غزة عند السياج", toll(11)))
        site.pages["/a/3"] = answer("", status="500 Internal Server Error")
        changing(site, "/rss", rss(url("/a/1"), url("/a/2"), url("/a/3")), "application/rss+xml")
        atom = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>أخبار</title><entry><id>b1</id><title>خبر</title>'
            f'<link href="{url("/b/1")}"/></entry></feed>'
        )
        changing(site, "/atom", atom, "application/atom+xml")
        whole = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>أخبار</title>'
            f"<item><title>مسيرات العودة تتواصل</title><link>{url('/c/1')}</link><pubDate>Fri, 30 Mar 2018 20:00:00 +0300</pubDate>"
            f"<content:encoded><![CDATA[<p>{toll(14)}</p><p>{SECOND_PARAGRAPH}</p>]]></content:encoded></item></channel></rss>"
        )
        changing(site, "/full", whole, "application/rss+xml")
        (self.base / "list.txt").write_text(f"# صفحات\n{url('/d/1')}\n{url('/d/copy')}\n", encoding="utf-8")
        self.sources(
            [site.host],
            feed_of(url("/rss"), "aljazeera"),
            feed_of(url("/atom"), "skynews"),
            feed_of(url("/full"), "BBC", "full_text = true"),
            'kind = "urls"\npath = "list.txt"\noutlet = "CNN"',
        )
        self.ended: list[Ended] = []
        self.told: list[dict[str, int]] = []
        self.asked: list[list[tuple[str, dict[str, str]]]] = []
        self._play("2018-03-31")
        self._play("2018-04-01")
        changing(site, "/rss", rss(url("/a/1"), url("/a/2")), "application/rss+xml")
        changing(site, "/a/1", page("قتلى في مسيرة العودة a/1", toll(17, "حي /a/1")))
        changing(site, "/a/3", page("قتلى في مسيرة العودة a/3", toll(13)))
        self._play("2018-04-02")
        self._play("2018-04-04")

    def _play(self, day: str) -> None:
        self.site.asked.clear()
        self.ended.append(self.night(day))
        self.told.append(self.counts())
        self.asked.append([(path, headers) for path, headers in self.site.asked if path != "/robots.txt"])


@pytest.fixture(scope="module")
def week(root: Path, tmp_path_factory: pytest.TempPathFactory, runner: Runner) -> Iterator[Week]:
    with running_site() as site:
        made = Week(root, tmp_path_factory.mktemp("week"), runner)
        made.play(site)
        yield made


def test_a_night_reads_feeds_lists_and_pages_and_says_what_could_not_be_had(week: Week) -> None:
    first = week.ended[0]
    assert first.status == 0, first
    assert week.told[0] | {"new": 5, "changed": 0, "known": 1, "articles": 5, "unmatched": 0} == week.told[0]
    assert first.err.splitlines() == [
        f"riwaya: {week.site.url('/a/3')}: the server is in trouble (status 500)."
    ]
    inputs = week.nights.json(f"{EVENT}/2018-03-31/manifest.json")["inputs"]
    assert sorted(each["outlet"] for each in inputs) == ["BBC", "CNN", "aljazeera", "aljazeera", "skynews"]


def test_headline_day_body_and_address_of_a_page_are_in_the_store(week: Week) -> None:
    url = week.site.url("/a/2")
    (version,) = [each for each in week.kept() if each.url == url]
    assert version.headline == "قتلى في مسيرة العودة a/2" and version.outlet == "aljazeera"
    assert str(version.published) == "2018-03-30" and version.published_basis == "stated"
    assert version.text is not None
    assert [line for line in version.text.splitlines() if line] == [
        "قتلى في مسيرة العودة a/2",
        toll(12, "حي /a/2"),
        SECOND_PARAGRAPH,
    ]


def test_an_article_that_its_feed_carries_whole_needs_no_page(week: Week) -> None:
    (version,) = [each for each in week.kept() if each.url == week.site.url("/c/1")]
    assert version.headline == "مسيرات العودة تتواصل" and str(version.published) == "2018-03-30"
    assert version.text is not None and toll(14) in version.text and SECOND_PARAGRAPH in version.text
    assert not any(path == "/c/1" for night in week.asked for path, _ in night)


def test_a_text_under_two_addresses_is_one_article(week: Week) -> None:
    versions = [each for each in week.store.versions() if each.outlet == "CNN"]
    assert [version.alias for version in versions] == [False, True]
    assert len({version.article_id for version in versions}) == 1


def test_a_night_without_changes_gets_304_for_everything_and_nothing_new(week: Week) -> None:
    second = week.ended[1]
    assert second.status == 0 and "nothing new" in second.out
    assert week.told[1]["new"] == week.told[1]["changed"] == week.told[1]["known"] == 0
    asked = dict(week.asked[1])
    assert set(asked) == {"/rss", "/atom", "/full", "/a/1", "/a/2", "/a/3", "/b/1", "/d/1", "/d/copy"}
    assert [path for path, headers in asked.items() if "if-none-match" not in headers] == ["/a/3"]


def test_a_page_changed_in_its_first_days_is_a_new_version_and_a_finding(week: Week) -> None:
    assert week.ended[2].status == 0 and week.told[2]["changed"] == 1
    versions = [each for each in week.kept() if each.url == week.site.url("/a/1")]
    assert [version.version for version in versions] == [1, 2]
    assert toll(15, "حي /a/1") in str(versions[0].text) and toll(17, "حي /a/1") in str(versions[1].text)
    changes = week.nights.json(f"{EVENT}/2018-04-02/changes.json")["changes"]
    (edited,) = [each for each in changes if each["kind"] == "changed_article"]
    assert edited["outlet"] == "aljazeera"
    assert "15" in edited["text"]["en"] and "17" in edited["text"]["en"]


def test_a_page_that_could_not_be_had_is_asked_for_again_though_its_feed_dropped_it(week: Week) -> None:
    assert week.told[2]["new"] == 1
    (version,) = [each for each in week.kept() if each.url == week.site.url("/a/3")]
    assert toll(13) in str(version.text) and version.came.startswith("2018-04-02")


def test_old_pages_are_left_alone_and_young_ones_asked_for_again(week: Week) -> None:
    pages = {path for path, _ in week.asked[3]}
    assert "/a/3" in pages and pages.isdisjoint({"/a/1", "/a/2", "/b/1", "/d/1"})


def test_raw_documents_lie_untouched_with_where_and_when_they_came_from(week: Week) -> None:
    (version,) = [each for each in week.kept() if each.url == week.site.url("/a/2")]
    assert version.raw is not None and version.raw == version.sha256
    raw = week.store.raw
    assert (raw.read(version.raw) or b"").decode() == page("قتلى في مسيرة العودة a/2", toll(12, "حي /a/2"))
    (occasion,) = raw.occasions(version.raw)
    assert occasion["url"] == week.site.url("/a/2") and occasion["sha256"] == version.raw
    assert occasion["accessed"][:4].isdigit() and occasion["status"] == 200
    assert set(occasion["headers"]) == {"content-type", "etag"}
    assert not list((week.base / "store" / "arrived").iterdir())


# ---------------------------------------------------------------- servers that fail or mean harm


def _hangs(site: Site) -> Page:
    def wait(send: Send) -> None:
        site.ended.wait(20)

    return wait


def _trickles(site: Site) -> Page:
    def drip(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
        while not site.ended.wait(0.1):
            send(b" ")

    return drip


def _pours(declared: bool) -> Callable[[Site], Page]:
    def made(site: Site) -> Page:
        def pour(send: Send) -> None:
            length = b"Content-Length: 1000000000\r\n" if declared else b""
            send(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n" + length + b"\r\n")
            while not site.ended.is_set():
                send(b" " * 65_536)

        return pour

    return made


def _bomb(site: Site) -> Page:
    packed = gzip.compress(b"<rss>" + b" " * 30_000_000, 1)
    return answer(packed, content_type="text/xml", content_encoding="gzip")


def _entities(site: Site) -> Page:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "خبر"}">' for n in range(10))
    return answer(f"<!DOCTYPE rss [{lines}]><rss><channel><title>&e9;</title></channel></rss>")


def _leads_to(place: str) -> Callable[[Site], Page]:
    return lambda site: answer("", status="302 Found", location=place)


HARMFUL: dict[str, tuple[Callable[[Site], Page], str]] = {
    "hangs": (_hangs, "within 0.5 seconds"),
    "trickles": (_trickles, "within 0.5 seconds"),
    "a gigabyte, as it says": (_pours(True), "larger than 1 MB"),
    "a gigabyte, unsaid": (_pours(False), "larger than 1 MB"),
    "a gzip bomb": (_bomb, "larger than 1 MB"),
    "an XML bomb": (_entities, "entit"),
    "to another port": (_leads_to("OTHER"), "leads to"),
    "to a file": (_leads_to("file:///etc/passwd"), "file is not fetched"),
    "a picture": (lambda site: answer(b"\x89PNG\r\n\x1a\n" + bytes(50), content_type="image/png"), "no feed"),
    "in trouble": (lambda site: answer("", status="500 Internal Server Error"), "status 500"),
    "nothing": (lambda site: answer(""), "empty"),
}


def test_harmful_servers_cost_a_sentence_each_and_the_others_are_read(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    with ExitStack() as stack:
        good, other = stack.enter_context(running_site()), stack.enter_context(running_site())
        good.pages["/1"] = answer(snow(3), content_type="text/html")
        good.pages["/rss"] = answer(rss(good.url("/1")))
        allow, urls = [good.host], {}
        for number, (name, (make, _)) in enumerate(HARMFUL.items(), start=2):
            # A host each: one that gives no answer is left alone, and must not take the others along.
            site = stack.enter_context(running_site(f"127.0.0.{number}"))
            made = make(site)
            if isinstance(made, bytes):
                made = made.replace(b"OTHER", other.url("/inner").encode())
            site.pages["/rss"] = made
            allow.append(f"127.0.0.{number}:{site.port}")
            urls[name] = f"http://{allow[-1]}/rss"
        desk = Desk(root, tmp_path, runner)
        bad = [feed_of(url) for url in urls.values()]
        desk.sources(allow, *bad[:5], feed_of(good.url("/rss")), *bad[5:])
        ended = desk.night("2018-03-31")
        assert ended.status == 0 and ended.seconds < 60, ended
        assert desk.counts()["new"] == 1
        lines = ended.err.splitlines()
        assert len(lines) == len(HARMFUL), ended.err
        for name, (_, told) in HARMFUL.items():
            (line,) = [line for line in lines if f"feed {urls[name]}: " in line]
            assert told in line and line.endswith("."), (name, line)
        assert other.asked == []
        # With none of them good, the night says so and what was shown stands.
        shown = visible_files(tmp_path / "reports")
        desk.sources(allow, *(feed_of(urls[name]) for name in ("an XML bomb", "a picture", "nothing")))
        ended = desk.night("2018-04-01")
        assert ended.status == 3 and len(ended.err.splitlines()) == 3, ended
        now = visible_files(tmp_path / "reports")
        assert set(now) == set(shown)
        assert runner.left_running() == []


def test_only_bad_sources_on_the_first_night_are_status_three(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    with running_site() as site:
        desk = Desk(root, tmp_path, runner)
        desk.sources([site.host], feed_of(site.url("/gone")))
        ended = desk.night("2018-03-31")
        assert ended.status == 3 and "status 404" in ended.err
    # And with nobody there at all.
    ended = desk.night("2018-04-01")
    assert ended.status == 3 and len(ended.err.splitlines()) == 1, ended


# ---------------------------------------------------------------- killed while it asks


@pytest.mark.parametrize(
    ("where", "again"),
    [("store/texts", False), ("store/arrived", True)],
    ids=["between fetching and storing", "between a feed and its pages"],
)
def test_a_night_killed_while_it_asks_loses_no_article_that_a_feed_named(
    root: Path, tmp_path: Path, runner: Runner, where: str, again: bool
) -> None:
    with running_site() as site:
        for number in (1, 2):
            changing(site, f"/{number}", snow(number + 2))
        changing(site, "/rss", rss(site.url("/1"), site.url("/2")), "application/rss+xml")
        desk = Desk(root, tmp_path, runner)
        desk.sources([site.host], feed_of(site.url("/rss"), "BBC"))
        killed = desk.night("2018-03-31", kill_at=where)
        assert killed.status == -signal.SIGKILL
        # The feed names them no more; what was fetched is not to be had any more either.
        changing(site, "/rss", rss(), "application/rss+xml")
        if not again:
            del site.pages["/1"], site.pages["/2"]
        after = desk.night("2018-04-01")
        assert after.status == 0 and desk.counts()["new"] == 2, after
        assert sorted(str(version.url) for version in desk.kept()) == [site.url("/1"), site.url("/2")]
        assert not list((tmp_path / "store" / "arrived").iterdir())
