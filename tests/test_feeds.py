"""Feeds of every kind and encoding to entries, what is no feed to one sentence, and from a feed to its articles."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reading.articles import read_article
from riwaya.reading.sources import (
    Answer,
    Entry,
    Feed,
    FeedError,
    Fetcher,
    Limits,
    Rejected,
    Source,
    article_id_of,
    load_outlets,
    read_feed,
    read_inputs,
    source_of_entry,
    source_of_page,
)
from tests.small_site import Site, answer, running_site

OUTLETS = load_outlets()
PAGES = Path(__file__).parent / "pages"
REAL = Path(__file__).resolve().parents[2] / "shared" / "html_pages"
BASE = "https://mina.example/news/"
EAST = datetime.timezone(datetime.timedelta(hours=3))

ITEM = """<item><title>عاصفة تغلق الطريق الساحلي</title><link>/a/1</link><guid isPermaLink="false">n1</guid>
<pubDate>Sun, 18 Feb 2018 01:30:00 +0300</pubDate><description>قالت البلدية إن الطريق مغلق.</description></item>"""
RSS = f"""<?xml version="1.0" encoding="ENC"?>
<rss version="2.0"><channel><title>أخبار المرفأ</title><link>{BASE}</link>{ITEM}</channel></rss>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>أخبار المرفأ</title></channel>
<item rdf:about="n1"><title>عاصفة تغلق الطريق الساحلي</title><link>/a/1</link><dc:date>2018-02-18T01:30:00+03:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://mina.example/"><title>أخبار المرفأ</title>
<entry><id>n1</id><title type="html">عاصفة &lt;b&gt;تغلق&lt;/b&gt; الطريق الساحلي</title><link rel="self" href="/other"/>
<link href="a/1"/><published>2018-02-18T01:30:00+03:00</published><updated>2018-02-18T09:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>قالت البلدية.</p></div></content></entry></feed>"""
OLD = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>أخبار المرفأ</title><item><title>عاصفة تغلق الطريق الساحلي</title><link>/a/1</link></item></channel></rss>"""


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>أخبار المرفأ</title>{''.join(items)}</channel></rss>".encode()


def only(raw: bytes | str, **given: str) -> Entry:
    feed = read_feed(raw.encode() if isinstance(raw, str) else raw, address=BASE, **given)  # type: ignore[arg-type]
    assert feed.title == "أخبار المرفأ"
    assert len(feed.entries) == 1
    return feed.entries[0]


# ---------------------------------------------------------------- kinds and encodings


@pytest.mark.parametrize(
    ("text", "kind"),
    [(RSS.replace("ENC", "utf-8"), "rss20"), (RDF, "rss10"), (ATOM, "atom10"), (OLD, "rss091u")],
)
def test_a_feed_of_every_kind_gives_its_entries(text: str, kind: str) -> None:
    entry = only(text)
    assert read_feed(text.encode(), address=BASE).kind == kind
    assert (entry.title, entry.url) == ("عاصفة تغلق الطريق الساحلي", "https://mina.example/a/1")
    moment = entry.published or entry.updated
    assert moment is None or moment == datetime.datetime(2018, 2, 18, 1, 30, tzinfo=EAST)


@pytest.mark.parametrize(
    ("written", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-8", "windows-1256", "windows-1252"),
        ("utf-8", "no-such-thing", "zlib"),
        ("cp1256", "windows-1256", None),
        ("cp1256", "utf-8", "utf-8"),
        ("cp1256", "iso-8859-1", None),
        ("iso8859_6", "iso-8859-6", None),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", "utf-8", "utf-8"),
        ("utf-32", "utf-32", None),
    ],
)
def test_a_feed_is_read_in_any_encoding_whatever_it_declares(
    written: str, declared: str, header: str | None
) -> None:
    entry = only(RSS.replace("ENC", declared).encode(written), **({"charset": header} if header else {}))
    assert entry.title == "عاصفة تغلق الطريق الساحلي"
    assert entry.summary == "قالت البلدية إن الطريق مغلق."


def test_a_date_keeps_the_offset_of_the_feed_so_that_its_day_is_the_outlets() -> None:
    entry = only(rss(ITEM))
    assert entry.published is not None
    assert (entry.published.date(), entry.published.utcoffset()) == (
        datetime.date(2018, 2, 18),
        datetime.timedelta(hours=3),
    )
    assert entry.updated is None


@pytest.mark.parametrize("date", ["soon", "0001-01-01", "Sun, 99 Feb 2018 01:30:00 +0300", "9" * 999, ""])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert only(rss(f"<item><link>/a</link><pubDate>{date}</pubDate></item>")).published is None


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://x.example/1</link>", "https://x.example/1"),
        ("<link> 2.html </link>", "https://mina.example/news/2.html"),
        ("<guid isPermaLink='true'>https://x.example/3</guid>", "https://x.example/3"),
        ("<link>//x.example/4</link>", "https://x.example/4"),
        ("<link>/خبر/5</link>", "https://mina.example/خبر/5"),
    ],
)
def test_an_address_is_made_whole(item: str, url: str) -> None:
    assert only(rss(f"<item>{item}</item>")).url == url


@pytest.mark.parametrize(
    "item", ["<link>javascript:alert(1)</link>", "<link>file:///etc/passwd</link>", "<title>بلا عنوان</title>", "<link>http://[::1</link>"]
)  # fmt: skip
def test_an_entry_without_a_web_address_is_counted_and_left_out(item: str) -> None:
    feed = read_feed(rss(f"<item>{item}</item>", ITEM), address=BASE)
    assert ([entry.url for entry in feed.entries], feed.skipped) == (["https://mina.example/a/1"], 1)


def test_an_address_listed_twice_comes_once() -> None:
    assert len(read_feed(rss(ITEM, ITEM), address=BASE).entries) == 1


def test_a_feed_that_lists_nothing_is_no_mistake() -> None:
    assert read_feed(rss()) == Feed("أخبار المرفأ", "rss20", ())


def test_an_answer_brings_its_address_and_encoding() -> None:
    now = datetime.datetime.now(datetime.UTC)
    got = Answer(BASE, "https://other.example/x/", 200, {"content-type": "text/xml"}, rss(ITEM), False, now)
    assert read_feed(got).entries[0].url == "https://other.example/a/1"


# ---------------------------------------------------------------- broken ones


@pytest.mark.parametrize(
    "text",
    [
        f"<rss version='2.0'><channel><title>أخبار المرفأ</title>{ITEM}<item><title>نصف",
        f"\n\nWarning: too much\n<?xml version='1.0'?><rss version='2.0'><channel><title>أخبار المرفأ</title>{ITEM}</channel></rss>",
        f"<rss version='2.0'><channel><title>أخبار المرفأ</title>{ITEM.replace('قالت', 'قالت & &nbsp;')}</channel></rss>",
        f"<rss version='2.0'><channel><title>أخبار المرفأ</title>{ITEM.replace('قالت', '&#0;&#xd800;')}</channel></rss>",
        f"<rss version='2.0'><channel><title>أخبار المرفأ</title>{ITEM.replace('<guid', '<media:thumbnail url=_x_/><guid').replace('_', chr(34))}</channel></rss>",
    ],
    ids=["cut off", "words before", "names of HTML", "signs that XML has not", "a prefix not declared"],
)  # fmt: skip
def test_a_broken_feed_that_still_lists_something_is_used(text: str) -> None:
    assert read_feed(text.encode(), address=BASE).entries[0].title == "عاصفة تغلق الطريق الساحلي"


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "عاصفة"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<rss version='2.0'><channel><title>&b;</title></channel></rss>"
)
LINKED = "<html><head><link rel=alternate type='application/atom+xml' href='/feed'></head><body>أخبار</body></html>"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "what came is empty. Check the feed's address."),
        (b"\xef\xbb\xbf \n", "what came is empty. Check the feed's address."),
        (b"hello", "this is no feed: neither RSS nor Atom. Check its address."),
        (b'{"items": []}', "this is no feed: neither RSS nor Atom. Check its address."),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "this is no feed: neither RSS nor Atom. Check its address."),
        (b"%PDF-1.7", "this is no feed: the file is a PDF, not text. Check the feed's address."),
        (b"\0\1\2" * 99, "this is no feed: the file is binary (it holds NUL bytes), not text. Check the feed's address."),
        (LINKED.encode(), "this is a web page, no feed. Name the feed it links: https://mina.example/feed"),
        (b"<!doctype html><p>x", "this is a web page, no feed. Name the address of its feed."),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><head/><body/></html>", "this is a web page, no feed. Name the address of its feed."),
        (BOMB.encode(), "the feed declares entities of its own, which can unfold without end. Name another feed."),
        (BOMB.encode("utf-16"), "the feed declares entities of its own, which can unfold without end. Name another feed."),
        (BOMB.encode("utf-16-be"), "the feed declares entities of its own, which can unfold without end. Name another feed."),
        (BOMB.encode("utf-32"), "the feed declares entities of its own, which can unfold without end. Name another feed."),
        (BOMB.encode("cp1256"), "the feed declares entities of its own, which can unfold without end. Name another feed."),
        (rss(*["<item/>"] * 1_001), "the feed lists 1001 entries, more than 1000. Name a feed of the latest ones only."),
        (b"<rss>" + b"<a>" * 100_000, "the feed is nested too deeply to be one. Check its address."),
        (b"<rss>" + b"<a/>" * 60_000 + b"</rss>", "the feed holds more markup than a feed has. Check its address."),
        (b"<rss " + b" ".join(b'a%d="1"' % number for number in range(500)) + b"/>", "the feed holds more markup than a feed has. Check its address."),
        (b"<rss>" + b" " * 5_000_000, "the feed is 5 MB; it may have 5 MB. Name a shorter one."),
    ],
    ids=["nothing", "white space", "words", "JSON", "a site map", "a PDF", "bytes", "a page with a feed", "a page", "a strict page", "entities",
         "entities in UTF-16", "entities in UTF-16 without a mark", "entities in UTF-32", "entities in windows-1256", "too many entries",
         "too deep", "too many elements", "too many attributes", "too long"],
)  # fmt: skip
def test_what_is_no_feed_says_so_in_one_sentence_and_the_mend(raw: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_feed(raw, address=BASE)
    assert str(caught.value) == reason


PIECES = st.sampled_from(
    ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<link>", "</link>", "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "/>",
     "<content type='xhtml'>", "<link href='", "'", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "<?xml version='1.0' encoding='", "<!DOCTYPE ",
     "&nbsp;", "&#xd800;", "&", "<dc:date>", "<guid>", "http://a.example/", "1", "\0", "\ufeff", "عاصفة", "<pubDate>", "</rss>", "<", "x:y='z'"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=40),
    st.sampled_from(["utf-8", "utf-16", "cp1256"]),
)
def test_nothing_but_a_feed_error_is_raised(pieces: list[str], name: str) -> None:
    raw = "".join(pieces).encode(name, "replace")
    try:
        feed = read_feed(raw, address=BASE, charset="x-unknown")
    except FeedError as error:
        assert str(error).isprintable()
        return
    for entry in feed.entries:
        assert entry.url.startswith("http")
        assert f"{entry.title}{entry.content}{entry.summary}{entry.id}".encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(raw: bytes) -> None:
    for given_bytes in (raw, b"<rss version='2.0'><channel><item>" + raw):
        try:
            read_feed(given_bytes)
        except FeedError as error:
            assert str(error)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "&", "<![CDATA[", "<!--", "<!", "<?xml ", " a:", "&#1;", "<a:b "]
)
def test_a_megabyte_of_anything_ends(piece: str) -> None:
    for head in ("", "<rss version='2.0'><channel><item><title>"):
        try:
            read_feed((head + piece * (1_000_000 // len(piece))).encode())
        except FeedError as error:
            assert str(error)


# ---------------------------------------------------------------- the article a feed carries


def entry_of(**values: object) -> Entry:
    known: dict[str, object] = {
        "id": "n1", "url": "https://www.vetogate.com/12", "title": "عاصفة تغلق الطريق", "published": datetime.datetime(2018, 2, 18, 1, 30, tzinfo=EAST),
        "updated": None, "content": "<p>قالت البلدية.</p><script>x()</script><p>وأضافت <b>أن</b> الطريق<br>مغلق.</p>", "summary": "",
    }  # fmt: skip
    return Entry(**{**known, **values})  # type: ignore[arg-type]


def test_a_feed_of_whole_texts_gives_articles_as_records_do() -> None:
    source = source_of_entry(entry_of(), outlet=None, outlets=OUTLETS, where="feed, entry 1")
    assert isinstance(source, Source)
    assert source.text == "عاصفة تغلق الطريق\n\nقالت البلدية.\nوأضافت أن الطريق\nمغلق."
    assert source.text[: source.title_end] == source.headline == "عاصفة تغلق الطريق"
    assert (source.outlet, source.url) == ("vetogate", "https://www.vetogate.com/12")
    assert (source.published, source.published_basis) == (datetime.date(2018, 2, 18), "stated")
    assert source.article_id == article_id_of("https://www.vetogate.com/12", "vetogate")


def test_the_outlet_that_is_given_goes_before_the_address() -> None:
    source = source_of_entry(entry_of(), outlet="trt", outlets=OUTLETS, where="x", article_id="mine")
    assert isinstance(source, Source)
    assert (source.outlet, source.article_id) == ("trt", "mine")


def test_an_entry_without_content_is_its_summary() -> None:
    source = source_of_entry(
        entry_of(content=None, summary="<p>قالت البلدية.</p>"), outlet=None, outlets=OUTLETS, where="x"
    )
    assert isinstance(source, Source)
    assert source.text.endswith("\n\nقالت البلدية.")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"content": " <img src=x> "}, "the entry carries no text. Fetch its page: full_text = false."),
        ({"content": "<p>The road is closed.</p>", "title": "Storm"}, "it holds no Arabic text. Riwaya reads Arabic articles only."),
        ({"content": "<p>" + "خبر " * 800_000 + "</p>"}, "the article is longer than 1 MB. If it holds several articles, split it or use .jsonl."),
    ],
)  # fmt: skip
def test_an_entry_without_an_article_is_told(values: dict[str, object], reason: str) -> None:
    told = source_of_entry(entry_of(**values), outlet=None, outlets=OUTLETS, where="feed, entry 1")
    assert told == Rejected("feed, entry 1", reason)


# ---------------------------------------------------------------- from a feed over the network to its articles


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as made:
        yield made


def articles_of(site: Site, pages: list[Path]) -> list[Source]:
    """The pages served by a site, fetched by way of its feed."""
    items = "".join(f"<item><link>/{page.name}</link><title>خبر</title></item>" for page in pages)
    site.pages["/feed"] = answer(rss(items), content_type="application/rss+xml")
    for page in pages:
        site.pages[f"/{page.name}"] = answer(page.read_bytes(), content_type="text/html")
    reader = Fetcher(Limits(seconds=5), agent="Riwaya/0.1", allow=[site.host], pause=0)
    feed = read_feed(reader.get(site.url("/feed")))
    sources = []
    for request, got in reader.get_all([entry.url for entry in feed.entries]):
        assert isinstance(got, Answer)
        source = source_of_page(
            got.body,
            address=got.address,
            charset=got.charset,
            article_id=None,
            outlets=OUTLETS,
            where=request.url,
        )
        assert isinstance(source, Source)
        sources.append(source)
    return sources


def test_pages_that_a_feed_lists_become_articles(site: Site) -> None:
    first, second = articles_of(site, [PAGES / "linked-data.html", PAGES / "date-line.html"])
    assert (first.headline, first.published) == (
        "انهيار سد ترابي يغرق ثلاث قرى في الوادي",
        datetime.date(2023, 4, 12),
    )
    assert first.text.startswith(f"{first.headline}\n\nقال محافظ الوادي")
    assert first.text.endswith("وطالبوا بإصلاحه قبل موسم الأمطار.")
    assert first.url == site.url("/linked-data.html")  # not the address it claims, which is another site's
    assert (second.headline, second.published) == ("حريق في سوق الخشب", datetime.date(2015, 3, 3))
    assert "وأن أحدا لم يقتل." in second.text
    assert second.encoding == "cp1256"
    assert len({first.article_id, second.article_id}) == 2


if REAL.is_dir():

    def test_real_pages_that_a_feed_lists_are_what_they_are_as_saved_files(site: Site) -> None:
        pages = sorted(REAL.glob("*.html"))
        saved, rejected = read_inputs(pages)
        assert rejected == []
        fetched = articles_of(site, pages)
        assert [(source.headline, source.published, source.sha256) for source in fetched] == [
            (source.headline, source.published, source.sha256) for source in saved
        ]

    def test_a_real_page_over_the_network_gives_its_whole_text_and_little_else(site: Site) -> None:
        (source,) = articles_of(site, [REAL / "cnn_arabic_2012.html"])
        article = read_article(source, OUTLETS)
        told = [sentence.text for sentence in article.sentences if sentence.zone != "boilerplate"]
        found = Counter(" ".join(told).removeprefix(article.headline or "").split())
        expected = Counter((REAL / "cnn_arabic_2012.expected.txt").read_text(encoding="utf-8").split())
        right = (found & expected).total()
        assert right >= 0.97 * expected.total()
        assert found.total() - right <= 0.05 * found.total()
