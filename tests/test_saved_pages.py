"""Saved pages of news sites: the article's headline, text, day, address and site, and nothing else of the page."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import KnowledgeError
from riwaya.reading.articles import read_article
from riwaya.reading.sources import (
    Outlet,
    Outlets,
    Rejected,
    Source,
    article_id_of,
    load_outlets,
    read_inputs,
    source_of_page,
)
from riwaya.reading.sources.pages import Page, read_page, text_of_markup

PAGES = Path(__file__).parent / "pages"
# Pages of real sites belong to their outlets and are no part of the project: tried where they stand beside it.
REAL = Path(__file__).resolve().parents[2] / "shared" / "html_pages"
BODY = (
    "<p>قالت بلدية المرفأ إن عاصفة قوية اقتلعت أسقف ستين بيتا وأغلقت الطريق الساحلي أمام السيارات طوال الليل.</p>"
    * 3
)


def source_of(path: Path) -> Source:
    sources, rejected = read_inputs([path])
    assert rejected == []
    return sources[0]


def page_of(head: str, body: str = f"<h1>عاصفة المرفأ</h1>{BODY}") -> Page:
    page = read_page(f"<html><head>{head}</head><body>{body}</body></html>")
    assert page is not None
    return page


def test_a_page_gives_title_text_day_address_and_site() -> None:
    source = source_of(PAGES / "linked-data.html")
    assert source.headline == "انهيار سد ترابي يغرق ثلاث قرى في الوادي"
    assert source.text.startswith(f"{source.headline}\n\nقال محافظ الوادي")
    assert source.text.endswith("وطالبوا بإصلاحه قبل موسم الأمطار.")
    assert (source.published, source.published_basis) == (datetime.date(2023, 4, 12), "stated")
    assert (source.outlet, source.url) == ("صحيفة النهر", "https://nahr.example/news/سد/11")
    assert source.encoding == "utf-8"


@pytest.mark.parametrize("other", ["الرئيسية", "اقرأ أيضا", "الصيانة", "جميع الحقوق", "كتبه برنامج"])
def test_what_stands_around_an_article_is_left_out(other: str) -> None:
    assert other in (PAGES / "linked-data.html").read_text(encoding="utf-8")
    assert other not in source_of(PAGES / "linked-data.html").text


def test_a_page_in_an_old_encoding_with_a_date_line_for_readers_only() -> None:
    source = source_of(PAGES / "date-line.html")
    assert source.encoding == "cp1256"
    assert source.headline == "حريق في سوق الخشب"
    assert source.published == datetime.date(2015, 3, 3)
    assert "وأن أحدا لم يقتل." in source.text
    assert "اتصل بنا" not in source.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2021-05-02T09:10:00+03:00">', datetime.date(2021, 5, 2)),
        ('<meta property="article:published_time" content="2021-05-02T09:10:00Z">', datetime.date(2021, 5, 2)),
        ('<meta property="article:published_time" content="الأحد، 02 مايو 2021 - 12:09 م">', datetime.date(2021, 5, 2)),
        ('<meta name="pubdate" content="2021-05-02">', datetime.date(2021, 5, 2)),
        ('<script type="application/ld+json">[{"@type":["NewsArticle"],"datePublished":"2021-05-02"}]</script>', datetime.date(2021, 5, 2)),
        ('<meta property="article:published_time" content="2021-99-99T09:10:00Z">', None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": 7}</script>', None),
        ('<script type="application/ld+json">{not json</script>', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_day_a_page_states(head: str, day: datetime.date | None) -> None:
    assert page_of(head).day == day


def test_a_date_line_that_readers_see_goes_before_a_universal_time() -> None:
    head = '<meta property="article:published_time" content="2021-05-01T22:30:00Z">'
    line = '<time class="date">الأحد 2 أيار/مايو 2021</time>'
    assert page_of(head, f"<h1>عاصفة المرفأ</h1>{line}{BODY}").day == datetime.date(2021, 5, 2)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>عاصفة المرفأ - موقع الميناء</title>",
            "<h1>موقع الميناء</h1><h1>عاصفة المرفأ</h1>",
            "عاصفة المرفأ",
        ),
        ('<meta property="og:title" content="عاصفة المرفأ">', "<h2>قسم آخر</h2>", "عاصفة المرفأ"),
        ("", "<h1>عاصفة المرفأ</h1>", "عاصفة المرفأ"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_heading_that_the_title_tags_repeat(head: str, body: str, title: str) -> None:
    assert page_of(head, body + BODY).title == title


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://mina.example/a/1">', "https://mina.example/a/1"),
        ('<meta property="og:url" content="http://mina.example/a/1">', "http://mina.example/a/1"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="/a/1">', None),
        ('<meta property="og:url" content="https://10.0.0.1/a">', None),
        ('<meta property="og:url" content="https://[::1/a">', None),
    ],
)
def test_the_address_of_a_page(head: str, url: str | None) -> None:
    assert page_of(head).url == url


def test_a_date_line_at_the_head_of_the_text_is_no_part_of_it() -> None:
    page = page_of("", f"<h1>عاصفة المرفأ</h1><p>تم النشر الأحد 2 أيار / مايو 2021 الساعة 09:22</p>{BODY}")
    assert page.day == datetime.date(2021, 5, 2)
    assert page.text.startswith("قالت بلدية المرفأ")


def test_an_outlet_that_is_known_is_known_by_its_address(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        f'<html><head><link rel="canonical" href="https://www.vetogate.com/1"></head><body><h1>عاصفة</h1>{BODY}</body></html>',
        encoding="utf-8",
    )
    assert source_of(page).outlet == "vetogate"


@pytest.mark.parametrize(
    ("name", "markup", "reason"),
    [
        ("empty.html", "<html><body></body></html>", "no article that can be found"),
        ("foreign.html", "<html><body>" + "<p>The mayor said that the storm closed the road along the coast.</p>" * 4, "no Arabic text"),
    ],
)  # fmt: skip
def test_a_page_without_an_arabic_article_is_told(
    name: str, markup: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(markup, encoding="utf-8")
    sources, rejected = read_inputs([path])
    assert sources == []
    assert reason in rejected[0].reason


# ---------------------------------------------------------------- pages from anywhere


def fetched(
    markup: str | bytes, address: str = "https://mina.example/a/1", charset: str | None = None
) -> Source:
    raw = markup.encode() if isinstance(markup, str) else markup
    source = source_of_page(
        raw, address=address, charset=charset, article_id=None, outlets=load_outlets(), where="a page"
    )
    assert isinstance(source, Source)
    return source


def linking(url: str, site: str = "") -> str:
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<html><head><link rel="canonical" href="{url}">{name}</head><body><h1>عاصفة المرفأ</h1>{BODY}</body></html>'


@pytest.mark.parametrize(
    ("address", "canonical", "site", "outlet", "url"),
    [
        # of the same site: the page knows its own address best
        ("https://m.vetogate.com/1?x=2", "https://www.vetogate.com/1", "", "vetogate", "https://www.vetogate.com/1"),
        ("https://www.aljazeera.net/1", "https://www.aljazeera.com/1", "", "aljazeera", "https://www.aljazeera.com/1"),
        # of another: not believed, neither the address nor the name
        ("https://mina.example/1", "https://www.aljazeera.net/1", "الجزيرة نت", "mina.example", "https://mina.example/1"),
        ("https://mina.example/1", "https://mina.example/1", "الجزيرة", "mina.example", "https://mina.example/1"),
        ("https://www.vetogate.com/1", "https://www.aljazeera.net/1", "الجزيرة", "vetogate", "https://www.vetogate.com/1"),
        ("https://aljazeera.net.evil.example/1", "https://aljazeera.net/1", "", "aljazeera.net.evil.example", "https://aljazeera.net.evil.example/1"),
        # a site that nobody knows may name itself
        ("https://mina.example/1", "javascript:alert(1)", "موقع الميناء", "موقع الميناء", "https://mina.example/1"),
    ],
)  # fmt: skip
def test_a_fetched_page_is_of_the_site_it_came_from(
    address: str, canonical: str, site: str, outlet: str, url: str
) -> None:
    source = fetched(linking(canonical, site), address)
    assert (source.outlet, source.url) == (outlet, url)


def test_a_fetched_page_cannot_say_in_its_text_whose_it_is() -> None:
    source = fetched(linking("https://mina.example/1").replace("</body>", "<p>المصدر: الجزيرة</p></body>"))
    assert read_article(source, load_outlets()).outlet == "mina.example"


def test_a_saved_page_is_believed_about_its_address_and_a_fetched_one_gets_an_id_of_its_own() -> None:
    raw = linking("https://www.vetogate.com/1").encode()
    saved = source_of_page(
        raw, address=None, charset=None, article_id="a", outlets=load_outlets(), where="a.html"
    )
    assert isinstance(saved, Source)
    assert (saved.article_id, saved.outlet, saved.url) == ("a", "vetogate", "https://www.vetogate.com/1")
    one, other = (
        fetched(raw, f"https://www.vetogate.com/{path}").article_id for path in ("1?utm_source=x", "2")
    )
    assert one == other == article_id_of("https://www.vetogate.com/1", "vetogate")


@pytest.mark.parametrize(
    ("name", "meta", "header"),
    [
        ("cp1256", "utf-8", "utf-8"),
        ("iso8859_6", "", None),
        ("utf-8", "windows-1256", "windows-1256"),
        ("utf-8", "", "iso-8859-1"),
        ("utf-16", "", None),
        ("utf-16-le", "utf-8", "no-such-thing"),
        ("utf-16-be", "", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(
    name: str, meta: str, header: str | None
) -> None:
    markup = linking("https://mina.example/1").replace("<head>", f'<head><meta charset="{meta}">')
    assert "اقتلعت أسقف ستين بيتا" in fetched(markup.encode(name), charset=header).text


def test_a_page_with_a_letter_cut_in_two_is_read_all_the_same() -> None:
    raw = linking("https://mina.example/1").encode() + "<p>العاصفة".encode()[:-1]
    assert "اقتلعت أسقف ستين بيتا" in fetched(raw).text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the page holds no article that can be found. Save its text as .txt."),
        (b"%PDF-1.4", "the file is a PDF, not text. Save the article as plain text."),
        (b"\x81\xff\xfe" * 99, "byte 0 is neither UTF-8 nor any Arabic encoding known here. Save the file as UTF-8."),
        (b"<p>The mayor said that the storm closed the road along the coast.</p>" * 4, "it holds no Arabic text. Riwaya reads Arabic articles only."),
    ],
)  # fmt: skip
def test_bytes_without_an_article_are_told(raw: bytes, reason: str) -> None:
    told = source_of_page(
        raw,
        address="https://mina.example/1",
        charset=None,
        article_id=None,
        outlets=load_outlets(),
        where="x",
    )
    assert told == Rejected("x", reason)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.one_of(st.none(), st.text(max_size=12)),
    st.sampled_from([b"", BODY.encode(), BODY.encode("cp1256")]),
)
def test_no_bytes_and_no_declaration_raise(raw: bytes, charset: str | None, around: bytes) -> None:
    told = source_of_page(
        around + raw,
        address="https://mina.example/1",
        charset=charset,
        article_id=None,
        outlets=load_outlets(),
        where="x",
    )
    assert told.reason.isprintable() if isinstance(told, Rejected) else told.text.encode()


# ---------------------------------------------------------------- hints


def outlet_with(**hints: tuple[str, ...]) -> Outlet:
    return Outlet("mina", "الميناء", "Mina", "الميناء", "Mina", "website", domains=("mina.example",), **hints)  # type: ignore[arg-type]


AROUND = (
    "<html><body><h1>عاصفة المرفأ</h1>"
    f'<article><div class="left">{BODY}<p>وقال رئيس البلدية إن فرق الإنقاذ بحثت عن صيادين فقدت سفينتهم.</p></div><div class="right"><p>في خبر آخر قال الوزير إن المدارس تفتح أبوابها غدا في كل المدن الساحلية.</p></div></article></body></html>'
)


@pytest.mark.parametrize(
    ("hints", "kept"),
    [
        ({}, True),
        ({"page_drop": ("//div[@class='right']",)}, False),
        ({"page_drop": ("//div[@class='none']", "//div[@class='right']/p")}, False),
        ({"page_body": ("//div[@class='left']",)}, False),
        ({"page_body": ("//div[@class='none']", "//div[@class='left'] | //div[@class='left']/p")}, False),
        ({"page_body": ("//div[@class='none']",)}, True),
        ({"page_body": ("//body",), "page_drop": ("/html",)}, True),
    ],
)
def test_hints_say_where_an_outlets_article_stands(hints: dict[str, tuple[str, ...]], kept: bool) -> None:
    page = read_page(AROUND, outlets=Outlets([outlet_with(**hints)]), address="https://mina.example/1")
    assert page is not None
    assert page.title == "عاصفة المرفأ"
    assert page.text.count("صيادين") == 1
    assert ("المدارس" in page.text) is kept


def test_the_hints_of_an_outlet_are_for_its_own_pages() -> None:
    outlets = Outlets([outlet_with(page_drop=("//div",))])
    page = read_page(AROUND, outlets=outlets, address="https://other.example/1")
    assert page is not None
    assert "اقتلعت" in page.text


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("//div[", "page_drop: '//div[' is no XPath (Invalid expression). Write an XPath that finds elements, as //div[@class='x']."),
        ("count(//div)", "page_drop: 'count(//div)' finds no elements. Write an XPath that finds elements, as //div[@class='x']."),
        ("//a/@href", "page_drop: '//a/@href' finds no elements. Write an XPath that finds elements, as //div[@class='x']."),
        ("//p/text()", "page_drop: '//p/text()' finds no elements. Write an XPath that finds elements, as //div[@class='x']."),
        ("//x:div", "page_drop: '//x:div' is no XPath (Undefined namespace prefix). Write an XPath that finds elements, as //div[@class='x']."),
    ],
)  # fmt: skip
def test_a_faulty_hint_is_told_when_the_outlets_are_read(path: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[[outlet]]\nid = "mina"\nname_ar = "الميناء"\nname_en = "Mina"\nshort_ar = "الميناء"\nshort_en = "Mina"\n'
        f'kind = "website"\npage_drop = ["{path}"]\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError) as caught:
        load_outlets(file)
    assert str(caught.value) == f'{file}, outlet 1 ("mina"): {fault}'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>قال <b>الوزير</b><!-- سر --> إن</p><p>الطريق</p>", "قال الوزير إن\nالطريق"),
        ("قال<br/>الوزير<ul><li>أ</li><li>ب</li></ul>", "قال\nالوزير\nأ\nب"),
        ("<figure><img><figcaption>صورة</figcaption></figure>خبر<script>س<b>ر</b></script>", "خبر"),
        ("بلا وسوم &amp; علامات", "بلا وسوم & علامات"),
        ("<img src=x>", ""),
        ("", ""),
    ],
)
def test_a_piece_of_html_gives_its_lines(markup: str, text: str) -> None:
    assert text_of_markup(markup) == text


@pytest.mark.parametrize("sign", ["\x01", "\x1b[31m", "\x0b", "\f", "\ufffe", "\ud800"])
def test_a_control_character_on_a_page_costs_nothing_else_on_it(sign: str) -> None:
    page = page_of(
        f'<meta property="og:title" content="{sign}">', f"<h1>عاصفة{sign} المرفأ</h1>{BODY}<p>{sign}</p>"
    )
    assert "ستين بيتا" in page.text


PIECES = st.sampled_from(
    ["<p>", "</p>", "<article>", "<h1>", "<script>", "<!--", "-->", "<![CDATA[", "<svg>", "<table>", "<meta ", 'property="og:title" ',
     'content="', '">', "<time>", "&#0;", "&#xd800;", "\0", "\ufeff", "<?xml version='1.0' encoding='x'?>", "العاصفة", " قال ", "٢٠٢١", "<"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=60))
def test_no_markup_raises(pieces: list[str]) -> None:
    page = read_page("".join(pieces))
    assert page is None or page.text
    assert isinstance(text_of_markup("".join(pieces)), str)


@pytest.mark.parametrize(
    "markup", ["<div>" * 50_000, "<p>" + "م" * 1_000_000, '<a href="' * 20_000, "&" * 500_000]
)
def test_hostile_markup_ends(markup: str) -> None:
    page = read_page(markup)
    assert page is None or page.text
    assert isinstance(text_of_markup(markup), str)


if REAL.is_dir():

    @pytest.mark.parametrize(
        ("name", "title", "day"),
        [
            ("akhbarelyom_2020-10-07", "36 عامًا.. سر رحيل نعيمة عاكف في سن مبكر", "2020-10-07"),
            ("albayan_2020-06-03", "القائم بأعمال السفارة الأفغانية يثمّن جهود الإمارات", "2020-06-03"),
            ("almadenahnews_2020-04-24", "أميركا :50 الفا حصيلة الوفيات بسبب فيروس كورونا", "2020-04-24"),
            ("cnn_arabic_2012", "معارضون يسيطرون على مخازن للصواريخ بريف دمشق", "2013-08-28"),
            ("elbaladtv_2020-12-25", "تركى آل الشيخ بعد إصابة يسرا بكورونا: يارب يرفع عنك", "2020-12-25"),
            ("youm7_2020-08-24", "وزير الرى يشهد توقيع عقد دراسة تحديد السحب الآمن للخزانات الجوفية مع جامعة القاهرة", "2020-08-24"),
        ],
    )  # fmt: skip
    def test_real_pages_give_their_headline_and_day(name: str, title: str, day: str) -> None:
        article = read_article(source_of(REAL / f"{name}.html"), load_outlets())
        assert (article.headline, str(article.published)) == (title, day)

    def test_a_real_page_gives_its_whole_text_and_little_else() -> None:
        article = read_article(source_of(REAL / "cnn_arabic_2012.html"), load_outlets())
        told = [sentence.text for sentence in article.sentences if sentence.zone != "boilerplate"]
        found = Counter(" ".join(told).removeprefix(article.headline or "").split())
        expected = Counter((REAL / "cnn_arabic_2012.expected.txt").read_text(encoding="utf-8").split())
        right = (found & expected).total()
        assert right >= 0.97 * expected.total()
        assert found.total() - right <= 0.05 * found.total()
