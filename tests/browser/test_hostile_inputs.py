"""Texts written to do harm, in every field of every kind of input, from the file to the page in a real browser.

They are read and shown, or refused in one sentence, and that is all: nothing runs, nothing is asked for, nothing is
written elsewhere, no other article comes out differently.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.etree
import nbformat
import pandas as pd
import pytest

from riwaya.comparing.events import load_event
from riwaya.comparing.wire import with_wire_groups
from riwaya.language.knowledge import data_path
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import Rejected, Source, load_outlets, read_inputs
from riwaya.reading.sources.feeds import read_feed
from riwaya.reading.sources.page_sources import source_of_entry
from riwaya.showing import explore, listing, mentions, page, rates
from riwaya.showing.archive import archive_page
from riwaya.showing.atom import FeedNight, atom_feed
from riwaya.showing.markup import escape
from riwaya.showing.page_checks import page_faults
from riwaya.showing.render import lay_out
from riwaya.showing.report import Parameters, Report
from riwaya.tables.tables import FORMATS, NAMES, Tables
from tests.hostile_payloads import BROKEN, LARGE, PAYLOADS, Payload

STORY = (
    "قُتل 12 شخصا وأصيب 30 آخرون في {place} قرب المدينة. وقال {speaker} إن الإرهابيين هاجموا مركزا للشرطة.\n"
    "وأعلنت وزارة الصحة مقتل 164 متظاهرا في «{quote}» بحسب البيان.\n{line}\n"
)
PLACES = ("place", "speaker", "quote", "line")
FIELDS = ("id", "outlet", "title", "date", "url", *PLACES)
HARMLESS = {"place": "حي", "speaker": "الوزير", "quote": "الحي", "line": "وانتهى الخبر."}
GOOD_TEXT = (
    "قالت وزارة الصحة إن 17 شخصا قتلوا وأصيب 240 آخرون في الزلزال.\n"
    "وأعلنت الشرطة اعتقال 35 مشتبها به، ووصفهم الوزير بأنهم «إرهابيون».\n"
)
GOOD_FIGURES = [("deaths", 17.0), ("injuries", 240.0), ("arrests", 35.0)]
SAFE_ID = re.compile(r"(?![-.])[\w.-]{1,120}(?<![-.])")


def story(places: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: (HARMLESS | places)[name[1]], STORY)


def record(payload: Payload, number: int, fields: tuple[str, ...]) -> dict[str, str]:
    """A record with a payload in some of its fields and nothing to say against the others."""
    given = dict.fromkeys(fields, payload.text)
    made = {
        "id": f"r{number}",
        "outlet": f"صحيفة {number % 7}",
        "title": f"خبر {number}",
        "date": "2022-01-10",
        "url": f"https://news.example/{number}",
        "text": story({name: text for name, text in given.items() if name in PLACES}),
    }
    return made | {name: text for name, text in given.items() if name in made}


def good(name: str) -> dict[str, str]:
    return {"id": f"good-{name}", "outlet": "trt", "title": "خبر عن الزلزال", "date": "2022-01-10",
            "url": "https://www.trtarabi.com/good", "text": GOOD_TEXT}  # fmt: skip


RECORDS = [
    record(payload, number * len(FIELDS) + at, (field,))
    for number, payload in enumerate(PAYLOADS)
    for at, field in enumerate(FIELDS)
]


def json_lines(records: list[dict[str, str]], name: str) -> bytes:
    middle = len(records) // 2
    every = [*records[:middle], good(name), *records[middle:]]
    return "".join(json.dumps(each) + "\n" for each in every).encode()


def storable(text: str) -> str:
    """A text as a file in UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of records, every payload in every field of each."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "a.jsonl").write_bytes(json_lines(RECORDS, "jsonl"))
    with gzip.open(folder / "b.jsonl.gz", "wb") as file:
        packed = [{**each, "id": f"z {each['id']}"} for each in RECORDS]
        file.write(json_lines(packed, "gz"))
    with (folder / "c.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [{**each, "id": f"c {each['id']}"} for each in RECORDS]
        writer = csv.DictWriter(file, ["id", "outlet", "title", "date", "url", "text"])
        writer.writeheader()
        writer.writerow(good("csv"))
        writer.writerows(
            {name: storable(text).replace("\0", "") for name, text in row.items()} for row in rows
        )
    return folder


def is_plain(text: str) -> bool:
    """Whether a text is one line that a terminal shows as it stands and obeys in nothing."""
    return not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for one in text)


def check_refusals(rejected: list[Rejected]) -> None:
    """One printable sentence each, and the mend."""
    for item in rejected:
        assert is_plain(item.path), ascii(item)
        assert is_plain(item.reason), ascii(item)
        assert 10 < len(item.reason) < 400 and item.reason.endswith("."), ascii(item)


def check_source(source: Source) -> None:
    """Whatever was in a field: what is left of it is safe wherever it may stand."""
    assert SAFE_ID.fullmatch(source.article_id) and ".." not in source.article_id, ascii(source.article_id)
    assert len(source.article_id.encode()) <= 240, ascii(source.article_id)
    for name in ("outlet", "outlet_name", "headline", "url", "source_path", "note"):
        value = getattr(source, name)
        assert value is None or (value and "\n" not in value and "\0" not in value), (name, ascii(value))
    assert is_plain(source.outlet or ""), ascii(source.outlet)
    assert re.fullmatch(r"https?://\S+", source.url or "http://x") and is_plain(source.url or ""), ascii(
        source.url
    )
    assert source.published is None or 1 <= source.published.year <= 9999
    assert not re.search("[\0\ud800-\udfff]", source.text)


def check_all(sources: list[Source], rejected: list[Rejected]) -> None:
    check_refusals(rejected)
    for source in sources:
        check_source(source)


def test_every_record_is_read_or_refused_in_a_sentence(records: Path) -> None:
    sources, rejected = read_inputs([records])
    check_all(sources, rejected)
    assert len(sources) + len(rejected) == 3 * len(RECORDS) + 3
    assert len(rejected) < len(RECORDS) // 3
    assert {source.article_id for source in sources} >= {"good-jsonl", "good-gz", "good-csv"}
    whole = {source.text for source in sources if source.article_id.startswith("good-")}
    assert whole == {f"خبر عن الزلزال\n\n{GOOD_TEXT}"}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of text: every payload as a name and as a text, and bytes that are none; a manifest of hostile fields."""
    folder = tmp_path_factory.mktemp("texts")
    made = []
    for number, payload in enumerate(PAYLOADS):
        name = re.sub(r"[/\0]", "", payload.text)[:60] + f" {number}.txt"
        path = folder / name.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        path.write_bytes(
            story(dict.fromkeys(("place", "line"), payload.text)).encode("utf-8", "surrogatepass")
        )
        made.append(path.name)
    for number, broken in enumerate(BROKEN):
        for name in (
            f"broken {number}.txt",
            f"broken {number}.html",
            f"broken {number}.jsonl",
            f"broken {number}.csv",
        ):
            (folder / name).write_bytes(broken.raw)
    (folder / "good-txt.txt").write_text(GOOD_TEXT, encoding="utf-8")
    entries = []
    for number, payload in enumerate(PAYLOADS):
        value = json.dumps(storable(payload.text).replace("\x7f", ""), ensure_ascii=False)
        value = re.sub("[\\x7f-\\x9f]", lambda sign: f"\\u{ord(sign.group()):04x}", value)
        field = ("note", "url", "outlet", "file", "published_basis", "sha256", payload.name)[number % 7]
        file = json.dumps(storable(made[number]), ensure_ascii=False)
        known = "" if field == "file" else f"file = {file}\n"
        entries.append(f"[[article]]\n{known}{json.dumps(field)} = {value}\n")
    (folder / "manifest.toml").write_text("\n".join(entries), encoding="utf-8")
    return folder


def test_every_text_and_every_entry_of_a_manifest_is_read_or_refused_in_a_sentence(texts: Path) -> None:
    sources, rejected = read_inputs([texts])
    check_all(sources, rejected)
    assert {source.text for source in sources if source.article_id == "good-txt"} == {GOOD_TEXT}
    assert len(sources) > len(PAYLOADS) / 2
    said = Counter(item.path for item in rejected)
    assert len(said) + len(sources) >= len(PAYLOADS) + 4 * len(BROKEN)


PAGE = """<!doctype html><html><head><title>{shown}</title><meta property="og:title" content="{shown}">
<meta property="og:site_name" content="{shown}"><meta property="og:url" content="{shown}"><link rel=canonical href="{shown}">
<meta property="article:published_time" content="{shown}"><meta name="{shown}" content="{shown}">
<script type="application/ld+json">{linked}</script></head><body class="{shown}"><article class="{shown}"><h1>{shown}</h1>
<time datetime="{shown}">{shown}</time><p>{text}</p><p>{again}</p><p>{shown}</p></article></body></html>"""


def saved_page(payload: Payload, raw: bool) -> str:
    """A page that says a payload of itself wherever it can; as text that is escaped, or as markup as it stands."""
    shown = payload.text if raw else html.escape(payload.text, quote=True)
    linked = {"@type": "NewsArticle", "headline": payload.text, "datePublished": payload.text, "url": payload.text,
              "author": {"name": payload.text}, "articleBody": payload.text}  # fmt: skip
    said = json.dumps(linked, ensure_ascii=False)
    return PAGE.format(
        shown=shown, linked=said if raw else said.replace("<", "\\u003c"), text=GOOD_TEXT, again=story({})
    )


def test_every_saved_page_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    for number, payload in enumerate(PAYLOADS):
        markup = saved_page(payload, raw=bool(number % 2))
        (tmp_path / f"{number}.html").write_bytes(markup.encode("utf-8", "replace"))
    sources, rejected = read_inputs([tmp_path])
    check_all(sources, rejected)
    assert len(sources) + len(rejected) == len(PAYLOADS)
    # Markup that stands as it is may end its page or its article; what is escaped may not.
    escaped = {str(number) for number in range(0, len(PAYLOADS), 2)}
    told = {source.article_id: source.text for source in sources}
    # What consists of unseen signs for the most part is held to be no article.
    lost = [
        number
        for number in escaped
        if "17 شخصا" not in told.get(number, "") and not re.search("\0|\u2067{9}", PAYLOADS[int(number)].text)
    ]
    assert lost == []
    assert sum("17 شخصا" in text for text in told.values()) > 0.9 * len(PAYLOADS)


ITEM = """<item><title>{text}</title><link>{link}</link><guid>{text}</guid><author>{text}</author><category>{text}</category>
<pubDate>{text}</pubDate><description>{text}</description><content:encoded>{body}</content:encoded></item>"""


def test_every_entry_of_a_feed_is_read_or_refused_in_a_sentence() -> None:
    items = []
    for number, payload in enumerate(PAYLOADS):
        text = html.escape(re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", payload.text))
        link = text if number % 2 else f"https://news.example/{number}"
        items.append(ITEM.format(text=text, link=link, body=html.escape(f"<p>{story({})}</p><p>") + text))
    raw = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{"".join(items)}</channel></rss>'
    feed = read_feed(raw.encode(), address="https://news.example/feed")
    assert len(feed.entries) >= len(PAYLOADS) // 2
    outlets = load_outlets()
    read = [source_of_entry(entry, outlet=None, outlets=outlets, where="feed") for entry in feed.entries]
    sources = [each for each in read if isinstance(each, Source)]
    check_all(sources, [each for each in read if isinstance(each, Rejected)])
    assert len(sources) > len(PAYLOADS) // 2 and all("12 شخصا" in source.text for source in sources)
    for entry in feed.entries:
        assert is_plain(entry.id) and is_plain(entry.title), ascii(entry)


@pytest.mark.parametrize("payload", LARGE, ids=lambda payload: payload.name)
def test_a_text_of_millions_of_signs_is_read_or_refused_in_time(payload: Payload, tmp_path: Path) -> None:
    text = story({"line": payload.text})
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<html><body><article><p>{text}</p></article>", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(
        json.dumps(good("x") | {"title": payload.text}) + "\n", encoding="utf-8"
    )
    sources, rejected = read_inputs([tmp_path])
    check_all(sources, rejected)


# ---------------------------------------------------------------- tables and pages

CALLS = {"page": page, "listing": listing, "mentions": mentions, "rates": rates}
LINES = (
    "قُتل {n} شخصا في {text} أمس.",
    "وقال {text} إن الإرهابيين هاجموا {n} شخصا.",
    "وأصيب «{text}» {n} متظاهرا.",
    "{text}",
)
TAGS = re.findall(
    r"\w+",
    "html head meta title link style body header nav main section div footer p a b i s u span bdi small sup code pre br "
    "h1 h2 h3 h4 ol ul li dl dt dd table caption thead tbody tr th td blockquote article time figure figcaption mark details summary "
    "script svg g defs symbol use path rect circle ellipse line desc",
)
MADE = """() => [...document.querySelectorAll('*')].flatMap(element => [
  ...(TAGS.includes(element.localName) ? [] : [element.localName]),
  ...[...element.attributes].filter(one => /^(on|hostile|formaction|ping|srcset|src$|action|v-|x-)/i.test(one.name))
    .map(one => element.localName + ' ' + one.name),
  ...(element.localName == 'a' && !/^(https?:[/][/]|(?![/]|[^#]*[.][.])[^#:]*(#|$))/i.test(element.getAttribute('href') || '#')
    ? ['a ' + element.getAttribute('href')] : []),
])"""
TOLD = """() => Object.fromEntries([...document.querySelectorAll('#articles .read')].map(article => [
  article.querySelector('.row').id.replace(/-\\d+$/, ''),
  [...article.querySelectorAll('.row > p')].map(line => line.textContent).join('')]))"""


def seen(text: str) -> str:
    """A text as a page shows it, without white space, which may stand between sentences, and signs put in its place."""
    return bare(html.unescape(escape(re.sub(r"\s", "", text))))


def bare(text: str) -> str:
    # A mark of direction is the page's own beside Arabic in an English sentence, and is left out there.
    return re.sub("[\\s\ufffd\u200e]", "", text)


def packed() -> list[Source]:
    """Every payload in the title and the text of few articles, each with the outlet of another payload."""
    made = []
    for number, at in enumerate(range(0, len(PAYLOADS), 29)):
        some = PAYLOADS[at : at + 29]
        title = " ".join("".join(payload.text.split("\n")) for payload in some)[:3000]
        body = "\n".join(
            LINES[at % 4].format(n=at * 7 + number + 3, text=payload.text) for at, payload in enumerate(some)
        )
        text = re.sub("[\0\ud800-\udfff]", "\ufffd", f"{title}\n\n{body}")
        outlet = " ".join(some[number % len(some)].text.split())[:120] or "x"
        made.append(Source(f"p{number}", text, outlet=outlet, outlet_name=outlet, headline=title, title_end=len(title),
                           url=some[0].text, source_path=some[-1].text, sha256=f"{number:064}", note=some[1].text))  # fmt: skip
    return made


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(scope="module")
def of_packed(knowledge: Knowledge) -> Tables:
    sources = [*packed(), Source("good", GOOD_TEXT, outlet="trt")]
    return with_wire_groups(Tables.from_extractions(extract(source, knowledge) for source in sources))


@pytest.fixture(scope="module")
def tables(records: Path, knowledge: Knowledge) -> Tables:
    """Tables of one record of each payload, in which it is the title or a part of the text in turn, and the good one."""
    places = ("title", *PLACES)
    hostile = {
        f"r{number * len(FIELDS) + FIELDS.index(places[number % len(places)])}"
        for number in range(len(PAYLOADS))
    }
    sources = [
        source
        for source in read_inputs([records / "a.jsonl"])[0]
        if source.article_id in hostile or source.article_id == "good-jsonl"
    ]
    return Tables.from_extractions(extract(source, knowledge) for source in sources)


@pytest.mark.parametrize("form", FORMATS)
def test_tables_are_written_and_read_back_code_point_for_code_point(
    form: str, tables: Tables, tmp_path: Path
) -> None:
    tables.write(tmp_path / "out", form)
    read = Tables.read(tmp_path / "out")
    for name in NAMES:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(read, name))
    assert {path.name for path in tmp_path.rglob("*")} == {"out", *(f"{name}.{form}" for name in NAMES)}


def test_no_cell_of_a_table_of_articles_is_a_formula(tables: Tables, tmp_path: Path) -> None:
    for path in tables.write(tmp_path, "csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [
            cell
            for cell in cells
            if re.match(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+@|\uff1d\uff0b\uff20]", cell)
        ]
        # The same file where semicolons part cells: what an article says begins none.
        parts = (part for line in path.read_text("utf-8-sig").splitlines() for part in line.split(";")[1:])
        assert not [part for part in parts if re.match(r"[\s\"]*[=+@]", part)]


def test_the_good_article_is_read_as_it_would_be_alone(tables: Tables) -> None:
    figures = tables.figures[tables.figures["article_id"] == "good-jsonl"]
    assert list(zip(figures["metric"], figures["value"], strict=True)) == GOOD_FIGURES


# Charts draw letters, the same in both languages: once is enough.
CHARTS = ("page.panels", "page.timeline", "page.strips", "page.bars")


def executed(root: Path, story: Report) -> nbformat.NotebookNode:
    """The report notebook with the outputs of its calls; on the English page without charts."""
    ran = nbformat.read(root / "notebooks" / "report.ipynb", as_version=4)
    for cell in ran.cells:
        call = cell.source.partition("(")[0]
        if (
            cell.cell_type == "code"
            and call.partition(".")[0] in CALLS
            and (story.lang == "ar" or call not in CHARTS)
        ):
            data, metadata = eval(cell.source, {**CALLS, "story": story})._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
    return ran


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_page_of_hostile_articles_shows_all_they_say_and_does_nothing_else(
    lang: str, root: Path, of_packed: Tables, tmp_path: Path, visit: Callable[..., Any]
) -> None:
    event = load_event(data_path("events", "kazakhstan-2022.toml"))
    made, tables = lay_out(executed(root, Report(Parameters(lang=lang), event, of_packed)), lang)
    assert page_faults(made, lang) == []
    assert all(re.fullmatch(r"[a-z_]+\.csv", name) for name in tables)
    assert len(made) < 8_000_000
    (tmp_path / "index.html").write_text(made, encoding="utf-8")
    shown = visit(tmp_path / "index.html")
    check_page(shown)
    told = shown.evaluate(TOLD)
    for source in packed():
        assert bare(told[f"s-{source.article_id}"]) == seen(source.text), source.article_id


def night_of(texts: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a night leaves behind, hostile wherever it is text: its failure, its changes, its manifest."""
    both = [{"ar": text, "en": text} for text in texts]
    changes = [
        {
            "kind": text,
            "outlet": text,
            "outlet_name": one,
            "weight": 0.5,
            "text": one,
            "data": {},
            "links": [text, f"index.html#{text}"],
        }
        for text, one in zip(texts, both, strict=True)
    ]
    failed = {
        "event": texts[0],
        "date": "2026-03-30",
        "kind": texts[1],
        "status": 4,
        "cell": texts[2],
        "error": " ".join(texts),
    }
    manifest = {"event": "flood", "date": "2026-03-31", "made": "2026-03-31T03:30:00+00:00",
                "inputs": [{"outlet": text, "url": text, "article_id": text} for text in texts],
                "leading": {"metric": texts[3], "unit": texts[4], "value": 12.0, "bound": texts[5], "outlet": texts[6]},
                "outputs": {"index.html": {}, "en.html": {}}}  # fmt: skip
    told = {
        "event": "flood",
        "title": both[0],
        "date": "2026-03-31",
        "since": "2026-03-30",
        "changes": changes,
    }
    event = {"id": "flood", "title": both[0], "changes": told,
             "nights": [{"date": "2026-03-31", "manifest": manifest, "failed": None},
                        {"date": "2026-03-30", "manifest": None, "failed": failed}]}  # fmt: skip
    return event, failed


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_archive_and_the_feed_show_what_nights_say_and_do_nothing_else(
    lang: str, tmp_path: Path, visit: Callable[..., Any]
) -> None:
    texts = [payload.text for payload in PAYLOADS]
    parts = [texts[at : at + 29] for at in range(0, len(texts), 29)]
    made = [night_of(part) for part in parts]
    events = [event | {"id": f"event{number}"} for number, (event, _) in enumerate(made)]
    run = {"date": "2026-03-31", "made": "2026-03-31T03:30:00+00:00", "status": 4,
           "events": {f"event{number}": {"outcome": ("published", "failed")[number % 2], "changes": 3} | failed
                      for number, (_, failed) in enumerate(made)},
           "counts": {"new": 3, "articles": 9, "rejected": 1}}  # fmt: skip
    archive = archive_page(lang, {"nights": [run]}, events)
    (tmp_path / "index.html").write_text(archive, encoding="utf-8", errors="strict")
    shown = visit(tmp_path / "index.html")
    check_page(shown)
    told = bare(shown.evaluate("document.body.textContent"))
    for part in parts:
        assert all(seen(text) in told for text in part[:3])
    nights = [FeedNight(event["changes"], event["nights"][0]["manifest"]) for event in events]
    nights += [
        FeedNight({"title": event["title"]}, {}, failed)
        for event, (_, failed) in zip(events, made, strict=True)
    ]
    tree = lxml.etree.fromstring(atom_feed("x", "https://example.org/", nights, languages=[lang]))
    names = {lxml.etree.QName(element).localname for element in tree.iter()}
    assert names <= {"feed", "id", "title", "subtitle", "updated", "author", "name", "generator", "link", "entry",
                     "category", "content", "div", "p", "a", "ul", "li", "code", "bdi"}  # fmt: skip
    hrefs = {element.get("href") for element in tree.iter() if element.get("href")}
    assert all(re.match(r"https://example\.org/[^\s\"'<>]*\Z", href) for href in hrefs), hrefs


def test_a_table_shown_as_it_is_in_a_notebook_says_what_its_cells_say(tables: Tables) -> None:
    for name in NAMES:
        shown = getattr(tables, name).head(400).to_html()
        assert set(re.findall(r"<(\w+)", shown)) == {"table", "thead", "tbody", "tr", "th", "td"}


def test_the_menus_of_a_notebook_show_what_articles_say_and_set_no_formula(
    of_packed: Tables, tmp_path: Path, visit: Callable[..., Any]
) -> None:
    story = Report(Parameters(), load_event(data_path("events", "kazakhstan-2022.toml")), of_packed)
    menus = [explore.browse(story, name) for name in ("figures", "terms", "quotes")]
    pieces = [child.value for menu in menus for child in menu.children if hasattr(child, "value")]
    lines = explore.Concordance(story, explore.Choice()).table
    pieces += [explore.article_view(story, "p3"), explore.concordance(story, lines)]
    assert len(pieces) == 5
    assert all(piece.startswith('<div class="riwaya tex2jax_ignore mathjax_ignore"') for piece in pieces)
    path = tmp_path / "piece.html"
    path.write_text(f"<!doctype html><title>pieces</title><main>{''.join(pieces)}</main>", encoding="utf-8")
    check_page(visit(path))


def test_a_headline_of_a_million_letters_stands_on_the_page_in_little(knowledge: Knowledge) -> None:
    title = "قُتل 12 شخصا " + "ق" * 1_000_000
    source = Source("a", f"{title}\n\n{GOOD_TEXT}", outlet="x", headline=title, title_end=len(title))
    event = load_event(data_path("events", "kazakhstan-2022.toml"))
    story = Report(Parameters(), event, Tables.from_extractions([extract(source, knowledge)]))
    for shown in (
        page.sources(story),
        page.opening(story),
        mentions.mentions(story),
        listing.behind(story, "figure_marks"),
    ):
        assert len(shown.html) < 20_000
    assert len(listing.articles(story).html) < 1_100_000


def command(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    program = Path(sys.executable).with_name("riwaya")
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=240, check=False)


def check_command(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines said on standard error, each of its own input and none that a terminal obeys."""
    said = done.stderr.decode()
    assert done.returncode == 0, ascii(said[-2000:])
    assert "Traceback" not in said
    lines = said.split("\n")
    assert all(is_plain(line) for line in (*lines, *done.stdout.decode().split("\n"))), ascii(said)
    return [line for line in lines if line]


def test_extract_ends_well_with_a_line_for_each_refusal(texts: Path, tmp_path: Path) -> None:
    done = command("extract", texts, "--out", tmp_path / "out", "--format", "csv", folder=tmp_path)
    lines = check_command(done)
    _, rejected = read_inputs([texts])
    assert sorted(lines[:-1]) == sorted(f"riwaya: {item.path}: {item.reason}" for item in rejected)
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    figures = Tables.read(tmp_path / "out").figures
    good_ones = figures[figures["article_id"] == "good-txt"]
    assert list(zip(good_ones["metric"], good_ones["value"], strict=True)) == GOOD_FIGURES


def test_report_ends_well_and_writes_only_into_its_folder(tmp_path: Path, visit: Callable[..., Any]) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    with (inputs / "a.jsonl").open("w") as file:
        file.writelines(
            json.dumps(record(payload, n, ("title", "outlet", "quote"))) + "\n"
            for n, payload in enumerate(PAYLOADS[::40])
        )
    (inputs / "good.txt").write_text(GOOD_TEXT, encoding="utf-8")
    (inputs / "\x1b[31mbad\u202e.txt").write_bytes(BROKEN[0].raw)
    check_command(
        command("report", "--corpus", inputs, "--lang", "en", "--out", tmp_path / "out", folder=tmp_path)
    )
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"en.html", "tables"}
    shown = visit(tmp_path / "out" / "en.html")
    check_page(shown)


def check_page(shown: Any) -> None:
    """Nothing ran, nothing was asked for, nothing was made."""
    shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    shown.evaluate("""document.querySelectorAll('main a, main mark').forEach(one =>
        ['mouseover', 'focus'].forEach(kind => one.dispatchEvent(new Event(kind, {bubbles: true}))))""")
    shown.wait_for_timeout(200)
    assert shown.evaluate("window.ran") is None
    assert shown.wrong == []
    # What the policy forbids is told on the console, so nothing was even tried.
    assert [url for url in shown.asked if not url.startswith("data:")] == shown.asked[:1]
    assert shown.evaluate(MADE.replace("TAGS", json.dumps(TAGS))) == []
    assert shown.evaluate("[getComputedStyle(document.body).display, document.title.length > 5]") == [
        "block",
        True,
    ]
