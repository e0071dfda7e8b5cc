"""The feed: valid by the rules of RFC 4287, read by a feed reader, the same bytes for the same nights."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.showing.atom import DIRECTIONS, FEED, FeedNight, atom_feed, site_base, tag_uri
from riwaya.showing.frame import FILES

ADDRESS = "https://example.org/press/"
ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TITLE = {"ar": "فيضان الوادي", "en": "The valley flood"}
MORE = {
    "ar": "قناة الشمس: القتلى 12 بعد 7",
    "en": "Shams TV: 12 deaths after 7",
}
GONE = {
    "ar": "لم يعد رقم المفقودين منشورًا",
    "en": "The number of the missing is no longer published",
}

# RFC 3339, section 5.6, and RFC 4151, section 2.1.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
TAG = re.compile(
    r"tag:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(-\d\d(-\d\d)?)?:"
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*\Z",
    re.ASCII,
)


def change(
    text: dict[str, str], link: str = "index.html#f-1", kind: str = "changed_figure"
) -> dict[str, Any]:
    return {"kind": kind, "outlet": "shams", "weight": 0.7, "text": text, "data": {}, "links": [link]}


def night(date: str = "2026-03-31", *changes: dict[str, Any], made: str = "", **more: Any) -> FeedNight:
    told = {"event": "flood", "title": TITLE, "date": date, "since": "2026-03-30", "changes": list(changes)}
    return FeedNight(told | more, {"event": "flood", "date": date, "made": made or f"{date}T03:40:12+00:00"})


def failed(date: str = "2026-04-01", **more: Any) -> FeedNight:
    said = {
        "event": "flood", "date": date, "made": f"{date}T03:41:00Z", "kind": "notebook", "status": 4, "cell": 7,
        "error": "KeyError: <metric> & more", "attempts": 2,
    }  # fmt: skip
    return FeedNight({"title": TITLE}, {}, said | more)


def faults_of(feed: bytes) -> list[str]:
    """What RFC 4287 forbids and this feed has (sections 4.1.1, 4.1.2, 4.1.3, 4.2)."""
    root = ElementTree.fromstring(feed)
    found = [] if root.tag == f"{ATOM}feed" else ["the document is no feed"]
    found += _common_faults(root, "feed")
    entries = root.findall(f"{ATOM}entry")
    if not root.findall(f"{ATOM}author") and any(not each.findall(f"{ATOM}author") for each in entries):
        found.append("nobody is named as author")
    if any(after.tag != f"{ATOM}entry" for after in list(root)[len(root) - len(entries) :]):
        found.append("something of the feed stands behind its entries")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    found += [] if len(ids) == len(set(ids)) else ["two entries have one id"]
    for entry in entries:
        found += _common_faults(entry, "entry")
        contents = entry.findall(f"{ATOM}content")
        if len(contents) != 1 or contents[0].get("type") != "xhtml":
            found.append("an entry has not exactly one content in XHTML")
        elif [child.tag for child in contents[0]] != [f"{XHTML}div"] or (contents[0].text or "").strip():
            found.append("XHTML is not a single div")
    return found


def _common_faults(element: ElementTree.Element, name: str) -> list[str]:
    found = []
    for child, most in (("id", 1), ("title", 1), ("updated", 1)):
        if len(element.findall(f"{ATOM}{child}")) != most:
            found.append(f"{name} has not exactly one {child}")
    if not TAG.match(element.findtext(f"{ATOM}id") or ""):
        found.append(f"{name}: {element.findtext(f'{ATOM}id')} is no tag URI")
    if not MOMENT.match(element.findtext(f"{ATOM}updated") or ""):
        found.append(f"{name}: updated is no time of RFC 3339")
    links = element.findall(f"{ATOM}link")
    alternates = [(e.get("type"), e.get("hreflang")) for e in links if e.get("rel") == "alternate"]
    if len(alternates) != len(set(alternates)):
        found.append(f"{name} has two alternate links of one type and language")
    for link in links:
        href = link.get("href")
        if not href or not re.fullmatch(r"[!-~]+", href) or re.search(r'[<>"{}|\\^`]', href):
            found.append(f"{name}: {href!r} is no address")
    for category in element.findall(f"{ATOM}category"):
        if category.get("term") is None:
            found.append("a category without term")
    return found


NIGHTS = {
    "no night": [],
    "one night with two changes": [night("2026-03-31", change(MORE), change(GONE))],
    "a night without a change": [night("2026-03-31")],
    "a night that failed": [failed()],
    "a night that failed before any event": [FeedNight({}, {}, {"date": "2026-04-01", "error": "disk full"})],
    "good and failed nights": [
        night("2026-03-30", change(MORE)),
        failed(),
        night("2026-04-02", change(GONE)),
    ],
    "more changes than are told": [night("2026-03-31", change(MORE), untold=12)],
    "no title, no text, no link": [FeedNight({"changes": [{"kind": "new_frame"}]}, {})],
    "markup in every text": [night("2026-03-31", change({"ar": "<b>&amp;]]>", "en": "</div><script>"}))],
    "what XML cannot carry": [night("2026-03-31", change({"ar": "\0\ud800\ufffe", "en": "\x0b\x1f"}))],
}


@pytest.mark.parametrize("address", [ADDRESS, ""], ids=["with an address", "without an address"])
@pytest.mark.parametrize("nights", NIGHTS.values(), ids=NIGHTS)
def test_a_feed_keeps_the_rules_and_a_reader_reads_it(nights: list[FeedNight], address: str) -> None:
    feed = atom_feed("رواية", address, nights)
    assert faults_of(feed) == []
    read = feedparser.parse(feed)
    assert not read.bozo and read.version == "atom10"
    told = [each for each in nights if each.failed is not None or each.changes.get("changes")]
    assert len(read.entries) == len(told)
    assert feed == atom_feed("رواية", address, nights)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"<id>tag:example.org,2026:riwaya/press/feed</id>", "feed has not exactly one id"),
        (b"<author><name>Riwaya</name></author>", "nobody is named as author"),
    ],
)
def test_the_check_of_the_rules_sees_what_is_missing(broken: bytes, said: str) -> None:
    feed = atom_feed("Riwaya", ADDRESS, [night("2026-03-31", change(MORE))])
    assert broken in feed
    assert said in faults_of(feed.replace(broken, b""))


def test_an_entry_is_told_in_both_languages_each_in_its_direction() -> None:
    feed = atom_feed("Riwaya", ADDRESS, [night("2026-03-31", change(MORE), change(GONE))])
    entry = ElementTree.fromstring(feed).find(f"{ATOM}entry")
    assert entry is not None
    blocks = entry.findall(f"{ATOM}content/{XHTML}div/{XHTML}div")
    assert [block.get(LANG) for block in blocks] == ["ar", "en"]
    for block, lang in zip(blocks, ("ar", "en"), strict=True):
        assert block.get("lang") == lang and block.get("dir") == DIRECTIONS[lang]
        assert ["".join(item.itertext()) for item in block.iter(f"{XHTML}li")] == [MORE[lang], GONE[lang]]
    assert entry.findtext(f"{ATOM}title") == (
        "\u2067فيضان الوادي: ليلة 31 مارس 2026، تغييران\u2069"
        " · \u2066The valley flood: night of 31 March 2026, two changes\u2069"
    )


def test_a_site_of_one_language_has_a_feed_of_that_language() -> None:
    feed = atom_feed("Riwaya", ADDRESS, [night("2026-03-31", change(MORE))], languages=["en"])
    assert not re.search("[\u0600-\u06ff]", feed.decode())
    assert not faults_of(feed) and b"index.html" not in feed


def test_links_lead_to_the_night_and_to_the_place_on_its_page() -> None:
    feed = atom_feed("Riwaya", "https://example.org/press", [night("2026-03-31", change(MORE))])
    entry = feedparser.parse(feed, sanitize_html=False).entries[0]
    folder = f"{ADDRESS}flood/2026-03-31/"
    assert [link.href for link in entry.links] == [f"{folder}index.html", f"{folder}en.html"]
    assert f'href="{folder}index.html#f-1"' in entry.content[0].value
    assert f'href="{folder}en.html#f-1"' in entry.content[0].value


def test_without_an_address_links_are_relative_and_the_feed_says_so() -> None:
    feed = atom_feed("Riwaya", "", [night("2026-03-31", change(MORE))])
    hrefs = [e.get("href", "") for e in ElementTree.fromstring(feed).iter() if e.get("href")]
    assert hrefs and all(not urlsplit(href).scheme and not href.startswith("/") for href in hrefs)
    assert urljoin(f"{ADDRESS}{FEED}", hrefs[-1]) == f"{ADDRESS}flood/2026-03-31/en.html"
    assert "Links are relative" in (ElementTree.fromstring(feed).findtext(f"{ATOM}subtitle") or "")
    assert b"relative" not in atom_feed("Riwaya", ADDRESS, [])


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/", "javascript:alert(1)", "//evil.example", "../../x", "/x", "a b", "", 7, None],
)
def test_a_change_leads_nowhere_but_to_its_own_pages(link: Any) -> None:
    feed = atom_feed("Riwaya", ADDRESS, [night("2026-03-31", change(MORE, link))])
    items = list(ElementTree.fromstring(feed).iter(f"{XHTML}li"))
    assert len(items) == 2 and not any(item.findall(f".//{XHTML}a") for item in items)


def test_a_night_made_again_keeps_its_id_and_tells_the_later_time() -> None:
    first = night("2026-03-31", change(MORE))
    again = night("2026-03-31", change(GONE), made="2026-03-31T09:00:00+03:00")
    one, two = (feedparser.parse(atom_feed("Riwaya", ADDRESS, [each])).entries[0] for each in (first, again))
    assert one.id == two.id == "tag:example.org,2026-03-31:riwaya/press/flood/2026-03-31"
    assert (one.updated, two.updated) == ("2026-03-31T03:40:12Z", "2026-03-31T06:00:00Z")
    for order in ([first, again], [again, first]):
        assert [e.updated for e in feedparser.parse(atom_feed("Riwaya", ADDRESS, order)).entries] == [
            two.updated
        ]


def test_a_night_that_failed_and_was_made_good_is_one_entry() -> None:
    good = night("2026-04-01", change(MORE), made="2026-04-01T08:00:00Z")
    entries = feedparser.parse(atom_feed("Riwaya", ADDRESS, [failed(), good])).entries
    assert [entry.updated for entry in entries] == ["2026-04-01T08:00:00Z"]
    assert "failed" not in entries[0].title


def test_a_failed_night_names_the_cell_and_the_error() -> None:
    entry = feedparser.parse(atom_feed("Riwaya", ADDRESS, [failed()])).entries[0]
    assert "The valley flood: night of 1 April 2026, the page failed" in entry.title
    text = re.sub("<[^>]*>", " ", entry.content[0].value)
    assert "Cell: 7" in text and "KeyError: &lt;metric&gt; &amp; more" in text
    # The night has no page: the archive is what can be read.
    assert [link.href for link in entry.links] == [f"{ADDRESS}index.html", f"{ADDRESS}en.html"]


def test_where_only_the_second_run_of_a_night_failed_the_changes_of_the_first_are_told_too() -> None:
    good = night("2026-04-01", change(MORE))
    again = FeedNight(good.changes, good.manifest, failed("2026-04-01").failed)
    entry = feedparser.parse(atom_feed("Riwaya", ADDRESS, [again])).entries[0]
    assert "the page failed" in entry.title and entry.updated == "2026-04-01T03:41:00Z"
    assert "Cell: 7" in entry.content[0].value and MORE["en"] in entry.content[0].value
    assert [link.href for link in entry.links] == [
        f"{ADDRESS}flood/2026-04-01/{page}" for page in FILES.values()
    ]


def test_the_newest_nights_are_kept_and_come_first() -> None:
    nights = [night(f"2026-03-{day:02}", change(MORE)) for day in (3, 1, 4, 2)]
    read = feedparser.parse(atom_feed("Riwaya", ADDRESS, nights, most=2))
    assert [entry.id[-10:] for entry in read.entries] == ["2026-03-04", "2026-03-03"]
    assert read.feed.updated == "2026-03-04T03:40:12Z"


def test_a_feed_without_entries_does_not_ask_the_clock() -> None:
    assert feedparser.parse(atom_feed("Riwaya", ADDRESS, [])).feed.updated == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://name:secret@example.org:8443/a b/?q#f", "https://example.org:8443/a%20b/"),
        ("http://مثال.إختبار/", "http://xn--mgbh0fb.xn--kgbechtv/"),
        ("http://[::1]:8000", "http://[::1]:8000/"),
        ("http://127.0.0.1:8000/x%zz", "http://127.0.0.1:8000/x%25zz/"),
        ("http://[::1", ""),
        ("http://example.org:port/", ""),
        ("ftp://example.org/", ""),
        ("example.org", ""),
    ],
)
def test_the_base_of_links(address: str, base: str) -> None:
    assert site_base(address) == base
    assert TAG.match(tag_uri(base, "2026-03-31", "flood"))
    assert "secret" not in atom_feed("Riwaya", address, []).decode()


def test_two_sites_of_one_host_have_different_ids() -> None:
    one, two = (tag_uri(f"https://example.org/{name}/", "2026-03-31", "flood") for name in "ab")
    assert one != two


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
BOTH = st.fixed_dictionaries({"ar": ANY_TEXT, "en": ANY_TEXT}) | ANYTHING
CHANGES = st.fixed_dictionaries(
    {
        "kind": ANYTHING,
        "text": BOTH,
        "links": st.lists(ANY_TEXT.map(lambda text: f"index.html#{text}")) | ANYTHING,
    }
)
DATES = st.dates().map(datetime.date.isoformat) | ANY_TEXT
MANIFESTS = st.fixed_dictionaries(
    {
        "event": ANYTHING,
        "date": DATES | ANYTHING,
        "made": st.datetimes().map(datetime.datetime.isoformat) | ANYTHING,
    },
    optional={"cell": ANYTHING, "error": ANYTHING},
)
ANY_NIGHT = st.builds(
    FeedNight,
    st.fixed_dictionaries(
        {"title": BOTH, "since": DATES | ANYTHING, "changes": st.lists(CHANGES, max_size=3) | ANYTHING},
        optional={"untold": ANYTHING},
    ),
    MANIFESTS,
    st.none() | MANIFESTS,
)


@settings(max_examples=150, deadline=None)
@given(
    ANY_TEXT,
    st.sampled_from([ADDRESS, ""]) | ANY_TEXT.map("https://{}".format),
    st.lists(ANY_NIGHT, max_size=3),
)
def test_whatever_the_nights_hold_the_feed_is_valid(
    title: str, address: str, nights: list[FeedNight]
) -> None:
    feed = atom_feed(title, address, nights)
    assert faults_of(feed) == []
    assert feed == atom_feed(title, address, nights)
