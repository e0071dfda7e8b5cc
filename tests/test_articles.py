"""A source to an article: every line in its zone, every sentence at its place."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import KnowledgeError, data_path, home, load
from riwaya.reading.articles import load_furniture, read_article
from riwaya.reading.articles.article import LONGEST_SENTENCE
from riwaya.reading.articles.zones import FurnitureEntry
from riwaya.reading.records import ZONES, Article
from riwaya.reading.sources import Source, load_outlets, read_inputs
from riwaya.reading.sources.outlets import Outlet, Outlets

GOLD = home() / "data" / "gold"
OUTLETS = load_outlets()
FURNITURE = load_furniture()
SEEDS = {source.article_id: source for source in read_inputs([home() / "seeds"], OUTLETS)[0]}


def read(text: str, **known: object) -> Article:
    return read_article(Source("a", text, **known), OUTLETS, FURNITURE)  # type: ignore[arg-type]


def zones(article: Article) -> list[tuple[str, str]]:
    """Each line's zone and text: sentences of one line and zone taken together."""
    found: list[tuple[str, str]] = []
    end = -1
    for sentence in article.sentences:
        between = article.text[end : sentence.start] if end >= 0 else "\n"
        if found and found[-1][0] == sentence.zone and not set(between) & set("\n\r"):
            found[-1] = (sentence.zone, found[-1][1] + between + sentence.text)
        else:
            found.append((sentence.zone, sentence.text))
        end = sentence.end
    return found


# ---------------------------------------------------------------- the seeds, against their annotations


def expected_lines(gold: dict, text: str) -> list[tuple[int, int, set[str]]]:
    """(start, end, zones allowed) of every line that is not white space, as annotated."""
    said: dict[int, set[str]] = {}
    for name, zone in (
        ("captions", "caption"),
        ("section_headings", "heading"),
        ("boilerplate", "boilerplate"),
    ):
        said |= {item["start"]: {zone} for item in gold[name]}
    said |= {item["start"]: {"byline", "boilerplate"} for item in gold["credit_lines"]}
    if gold["headline_span"]:
        said[gold["headline_span"][0]] = {"headline"}
    if gold["subheadline"]:
        said[gold["subheadline"]["start"]] = {"headline"}
    lines, position = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append((position, position + len(line), said.get(position, {"body"})))
        position += len(line)
    return lines


@pytest.mark.parametrize("article_id", sorted(SEEDS))
def test_every_line_of_a_seed_is_in_the_zone_its_annotation_gives(article_id: str) -> None:
    gold = json.loads((GOLD / f"{article_id}.article.json").read_text(encoding="utf-8"))
    article = read_article(SEEDS[article_id], OUTLETS, FURNITURE)
    wrong = [
        (sentence.zone, allowed, sentence.text)
        for start, end, allowed in expected_lines(gold, article.text)
        for sentence in article.sentences
        if start <= sentence.start < end and sentence.zone not in allowed
    ]
    assert wrong == []
    assert article.headline == gold["headline"]
    assert {name for name in article.agencies if name != "agencies"} == {
        a["name"] for a in gold["agencies"] if a["name"]
    }
    assert str(article.published) == gold["published"]
    assert article.published_basis == gold["published_basis"]


@pytest.mark.parametrize("article_id", sorted(SEEDS))
def test_every_annotated_figure_term_and_quotation_of_a_seed_begins_in_one_sentence(article_id: str) -> None:
    article = read_article(SEEDS[article_id], OUTLETS, FURNITURE)
    for kind in ("figures", "terms"):
        for line in (GOLD / f"{article_id}.{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            sentence = article.sentence_at(row["start"])
            assert sentence is not None
            assert row["end"] <= sentence.end, row["text"]


@pytest.mark.parametrize(
    ("article_id", "outlet", "agencies"),
    [
        ("000_b44b42e8ffed6077", "aljazeera", ("Reuters", "EPA", "agencies")),
        ("001_9dbf2f159540ddd0", None, ()),
        ("002_286c5a85d9cb9fcb", None, ()),
        ("003_2008045e88a4e306", None, ("agencies",)),
        ("004_8e223664f1885da7", "trt", ("AFP", "agencies")),
    ],
)
def test_without_its_manifest_a_seed_yields_what_its_text_says(
    article_id: str, outlet: str | None, agencies: tuple[str, ...]
) -> None:
    article = read(SEEDS[article_id].text)
    assert (article.outlet, article.agencies) == (outlet, agencies)
    stated = datetime.date(2022, 1, 10) if article_id.startswith("001") else None
    assert (article.published, article.published_basis) == (stated, "stated" if stated else None)


# ---------------------------------------------------------------- zones

PROSE = "قال الوزير في مؤتمر صحفي عقده في العاصمة إن الطريق إلى الميناء مفتوح أمام الشاحنات."
MORE = "وأضاف أن العمل في الجسر الجديد يبدأ في الربيع المقبل، وأن كلفته لم تحدد بعد."

HEADS = [
    ("عودة الحركة إلى طريق الميناء", "headline"),
    ("عودة الحركة إلى الطريق.. والعمال: لن ننتظر", "headline"),
    ("هل يعود القطار إلى العمل؟", "headline"),
]


@pytest.mark.parametrize(("line", "zone"), HEADS)
def test_the_first_line_set_apart_from_prose_is_the_headline(line: str, zone: str) -> None:
    article = read(f"{line}\n\n{PROSE}\n{MORE}\n")
    assert zones(article) == [(zone, line), ("body", PROSE), ("body", MORE)]
    assert article.headline == line


def test_a_headline_that_ends_in_a_stop_is_told_by_the_blank_line_under_it() -> None:
    line = "عادت الحركة إلى طريق الميناء."
    assert zones(read(f"{line}\n\n{PROSE}\n{MORE}\n{PROSE}"))[0] == ("headline", line)
    assert zones(read(f"{line}\n{PROSE}\n{MORE}\n{PROSE}"))[0] == ("body", line)


HEAD_LINES = [
    ("صورة من الميناء عند الفجر", "caption"),
    ("جانب من الأضرار في السوق", "caption"),
    ("شاحنات تنتظر عند مدخل الميناء (رويترز)", "caption"),
    ("شاحنات تنتظر عند مدخل الميناء (الأناضول - أرشيف)", "caption"),
    ("العاصمة - وكالات", "byline"),
    ("دبي - العربية.نت", "byline"),
    ("كتب: سامي رضا", "byline"),
    ("نشر في 12/03/2019 - 14:20", "byline"),
    ("آخر تحديث: الثلاثاء 12 مارس 2019", "byline"),
    ("2019-03-12 14:20", "byline"),
    ("الثلاثاء 12 مارس/آذار 2019", "byline"),
    ("12 آذار 2019 - الساعة 14:20", "byline"),
    ("تابعنا", "boilerplate"),
    ("شارك", "boilerplate"),
    ("-----", "boilerplate"),
    ("Trucks at the harbour gate", "caption"),
]


@pytest.mark.parametrize(("line", "zone"), HEAD_LINES)
def test_between_headline_and_prose_a_line_is_told_by_its_form(line: str, zone: str) -> None:
    article = read(f"عودة الحركة إلى طريق الميناء\n\n{line}\n\n{PROSE}\n\n{MORE}\n")
    assert zones(article)[1] == (zone, line)


def test_a_line_twice_over_is_a_caption_and_its_alternative_text() -> None:
    article = read(f"عودة الحركة إلى الطريق\n\nوزير  النقل\nوزير النقل\n\n{PROSE}\n{MORE}")
    assert [zone for zone, _ in zones(article)] == ["headline", "caption", "caption", "body", "body"]


def test_a_headline_twice_over_is_a_headline_and_its_repeat() -> None:
    article = read(f"عودة الحركة إلى الطريق\nعودة الحركة إلى الطريق\n\n{PROSE}\n{MORE}")
    assert [zone for zone, _ in zones(article)] == ["headline", "boilerplate", "body", "body"]


def test_a_line_right_under_the_headline_is_its_second_line() -> None:
    article = read(f"عودة الحركة إلى الطريق\n\nالوزير: العمل في الجسر يبدأ قريبا\n\n{PROSE}\n{MORE}")
    assert [zone for zone, _ in zones(article)] == ["headline", "headline", "body", "body"]
    assert article.headline == "عودة الحركة إلى الطريق"


def test_the_name_under_an_editors_title_belongs_to_the_masthead() -> None:
    article = read(f"رئيس التحرير\nسامي رضا\n\nعودة الحركة إلى الطريق\n\n{PROSE}\n{MORE}")
    assert [zone for zone, _ in zones(article)] == ["boilerplate", "boilerplate", "headline", "body", "body"]


def test_a_text_that_opens_with_prose_has_no_headline() -> None:
    article = read(f"{PROSE}\n\n{MORE}\n")
    assert article.headline is None
    assert {zone for zone, _ in zones(article)} == {"body"}


def test_a_text_without_a_single_stop_still_has_prose() -> None:
    lines = ["عودة الحركة إلى الطريق", "قال الوزير إن الطريق إلى الميناء مفتوح أمام الشاحنات منذ الصباح"]
    assert [zone for zone, _ in zones(read("\n\n".join(lines)))] == ["headline", "body"]


MIDDLE_LINES = [
    (["الطريق والجسر"], ["heading"]),
    (["ماذا بعد؟"], ["heading"]),
    (["إعلان"], ["boilerplate"]),
    (["إعلان", "الطريق والجسر"], ["boilerplate", "heading"]),
    (["شاحنات تنتظر عند مدخل الميناء (أ ف ب)"], ["caption"]),
    (["اقرأ أيضا: لماذا تأخر العمل في الجسر"], ["boilerplate"]),
    (["اقرأ أيضا:", "لماذا تأخر العمل في الجسر الجديد", "من يدفع كلفة الطريق القديمة"], ["boilerplate"] * 3),
    (["لماذا تأخر العمل في الجسر الجديد", "من يدفع كلفة الطريق القديمة"], ["boilerplate"] * 2),
    (
        ["لماذا تأخر العمل في الجسر الجديد", "من يدفع كلفة الطريق القديمة", "الجسر"],
        ["boilerplate"] * 2 + ["heading"],
    ),
    (["- الجسر القديم", "- الجسر الجديد"], ["body"] * 2),
    (["1) الجسر القديم", "2) الجسر الجديد"], ["body"] * 2),
    (["وأضاف أن الطريق الأخرى تبقى مغلقة"], ["body"]),
    (["قالت الهيئة إن الشاحنات تصل تباعا بحسب وكالة الأنباء السورية (سانا)."], ["body"]),
]


@pytest.mark.parametrize(("lines", "expected"), MIDDLE_LINES)
def test_between_prose_a_line_is_told_by_its_form_and_neighbours(
    lines: list[str], expected: list[str]
) -> None:
    between = "\n\n".join(lines)
    article = read(f"عودة الحركة إلى الطريق\n\n{PROSE}\n\n{between}\n\n{MORE}\n")
    assert [zone for zone, _ in zones(article)][2:-1] == expected


TAIL_LINES = [
    ("المصدر: الجزيرة + وكالات", "byline"),
    ("فرانس24/ أ ف ب", "byline"),
    ("TRT عربي - وكالات", "byline"),
    ('* نقلا عن "الشرق الأوسط" اللندنية', "byline"),
    ("التعليقات", "boilerplate"),
    ("الأكثر قراءة", "boilerplate"),
    ("الجريدة الرسمية", "boilerplate"),
    ("يمكنكم متابعة صفحتنا على فيسبوك.", "boilerplate"),
    ("وذكر السكان أن المياه وصلت إلى بيوتهم في الصباح", "body"),
]


@pytest.mark.parametrize(("line", "zone"), TAIL_LINES)
def test_after_the_last_prose_a_line_is_told_by_its_form(line: str, zone: str) -> None:
    article = read(f"عودة الحركة إلى الطريق\n\n{PROSE}\n\n{MORE}\n\n{line}")
    assert zones(article)[-1] == (zone, line)


def test_a_list_after_a_colon_is_prose() -> None:
    article = read(f"{PROSE}\nوشمل القرار المدن التالية ومحيطها القريب:\nمدينة الجسر\nمدينة السد\n{MORE}")
    assert {zone for zone, _ in zones(article)} == {"body"}


def test_a_dateline_that_credits_its_source_stands_apart_from_the_first_paragraph() -> None:
    article = read(f"عودة الحركة\n\nالعاصمة، البلاد (رويترز) - {PROSE}\n{MORE}")
    assert zones(article)[1:3] == [("byline", "العاصمة، البلاد (رويترز) -"), ("body", PROSE)]
    assert article.agencies == ("Reuters",)


def test_a_credit_in_brackets_after_the_last_stop_is_a_byline() -> None:
    article = read(f"عودة الحركة\n\n{PROSE}\n{MORE} (أ ف ب)")
    assert zones(article)[-1] == ("byline", "(أ ف ب)")
    assert article.agencies == ("AFP",)


def test_an_agency_that_prose_speaks_of_is_not_credited() -> None:
    assert read(f"عودة الحركة\n\nونقلت رويترز عن مصدر أن الطريق مفتوح منذ الصباح.\n{MORE}").agencies == ()


ENTRIES = load(data_path("page_furniture.toml"), "furniture", FurnitureEntry)


@pytest.mark.parametrize(("line", "entry"), [(line, entry) for entry in ENTRIES for line in entry.examples])
def test_furniture_finds_its_example(line: str, entry: FurnitureEntry) -> None:
    assert FURNITURE.line(line) == entry


@pytest.mark.parametrize(
    ("line", "entry"), [(line, entry) for entry in ENTRIES for line in entry.counter_examples]
)
def test_furniture_leaves_its_counter_example_alone(line: str, entry: FurnitureEntry) -> None:
    assert FURNITURE.line(line) != entry


def test_furniture_that_misses_its_example_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(
        '[[furniture]]\nid = "x"\nzone = "boilerplate"\nmatch = "line"\nforms = ["تابعنا"]\n'
        'examples = ["تابعونا"]\ncounter_examples = ["خبر"]\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match='furniture "x": does not find its example'):
        load_furniture(path)


# ---------------------------------------------------------------- what an article says of itself


def test_a_records_title_is_the_headline_and_its_text_has_none() -> None:
    article = read(f"الطريق مفتوح.\n\n{PROSE}\n{MORE}", headline="الطريق مفتوح.")
    assert zones(article)[0] == ("headline", "الطريق مفتوح.")
    assert {zone for zone, _ in zones(article)[1:]} == {"body"}
    assert article.headline == "الطريق مفتوح."


@pytest.mark.parametrize(
    ("known", "outlet", "name"),
    [
        ({"outlet": "BBC"}, "BBC", "بي بي سي عربي"),
        ({"outlet": "صحيفة الميناء"}, "صحيفة الميناء", "صحيفة الميناء"),
        ({"outlet": "الجزيرة نت"}, "aljazeera", "الجزيرة"),
        ({"url": "https://www.aljazeera.net/news/1"}, "aljazeera", "الجزيرة"),
        ({"url": "https://example.org/"}, None, None),
        ({"url": "http://[broken"}, None, None),
        ({}, None, None),
    ],
)
def test_the_outlet_is_the_one_given_else_that_of_the_address(
    known: dict[str, str], outlet: str | None, name: str | None
) -> None:
    article = read(f"عودة الحركة\n\n{PROSE}\n{MORE}", **known)
    assert (article.outlet, article.outlet_name) == (outlet, name)


def test_what_is_given_goes_before_what_the_text_says() -> None:
    text = f"عودة الحركة\n\n2019-03-12 14:20\n\n{PROSE}\n{MORE}\n\nالمصدر: الجزيرة"
    assert (read(text).outlet, read(text).published) == ("aljazeera", datetime.date(2019, 3, 12))
    given_date = datetime.date(2020, 1, 1)
    article = read(text, outlet="trt", published=given_date, published_basis="inferred")
    assert (article.outlet, article.published, article.published_basis) == ("trt", given_date, "inferred")


@pytest.mark.parametrize("line", ["2019-13-45 14:20", "الثلاثاء 14:20", "نشر في 12 مارس"])
def test_a_date_that_is_not_whole_stays_unknown(line: str) -> None:
    assert read(f"عودة الحركة\n\n{line}\n\n{PROSE}\n{MORE}").published is None


@pytest.mark.parametrize(
    "line",
    [
        "الثلاثاء 12 مارس/آذار 2019",
        "نشر في 12/03/2019 - 14:20",
        "2019-03-12T14:20",
        "العاصمة - 12 آذار 2019 - وكالات",
    ],
)
def test_a_whole_date_in_a_byline_is_the_day_of_publication(line: str) -> None:
    article = read(f"عودة الحركة\n\n{line}\n\n{PROSE}\n{MORE}")
    assert (article.published, article.published_basis) == (datetime.date(2019, 3, 12), "stated")


def test_a_date_between_paragraphs_is_not_the_day_of_publication() -> None:
    article = read(f"عودة الحركة\n\n{PROSE}\n\n12 مارس 2019\n\n{MORE}\n\nووقع ذلك يوم 5 مايو 2018.")
    assert article.published is None


def test_words_are_those_that_are_read_not_bylines_and_furniture() -> None:
    article = read(f"عودة الحركة\n\nكتب: سامي رضا\n\n{PROSE}\n\nإعلان\n\n{MORE}")
    assert article.words == 2 + len(PROSE.split()) + len(MORE.split())


def test_a_name_of_two_outlets_is_refused() -> None:
    first = Outlet("one", "خبر", "One", "خبر", "One", "website")
    second = Outlet("two", "الخبر", "Two", "خبرٌ", "Two", "website")
    with pytest.raises(KnowledgeError, match=r'outlet "two": the name خبرٌ is used by "one" too\. Drop one\.'):
        Outlets([first, second])


# ---------------------------------------------------------------- always


LINES = [
    PROSE,
    MORE,
    "",
    "\u00a0",
    "إعلان",
    "الطريق والجسر",
    "Photo",
    "(رويترز)",
    "كتب:",
    "...",
    "\u200f",
    "قال",
    "اقرأ أيضا:",
]


@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(LINES), max_size=12).map("\r\n".join)),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_covered_by_its_sentences_in_order(text: str, titled: bool) -> None:
    headline = text.partition("\n\n")[0] if titled else None
    article = read(text, headline=headline)
    assert [sentence.sentence_no for sentence in article.sentences] == list(range(len(article.sentences)))
    covered: set[int] = set()
    last = 0
    for sentence in article.sentences:
        assert last <= sentence.start < sentence.end
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert sentence.zone in ZONES
        covered.update(range(sentence.start, sentence.end))
        last = sentence.end
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered


@pytest.mark.parametrize(
    "unit",
    ["ا", ".", " ", "(", "\n", "ا\n", "ا ب\n", "-", "و", "(رويترز)", "اب. ", "\x00", "\u202e", "\ud800"],
)
def test_many_characters_of_one_kind_are_read(unit: str) -> None:
    article = read(unit * (100_000 // len(unit)))
    assert article.sentence_at(0) is not None or not unit.strip()


@pytest.mark.parametrize("unit", ['"', "1 ", "و ", "قال "])
def test_a_line_that_runs_on_without_end_is_no_prose(unit: str) -> None:
    prose = "قال الوزير إن الجسر سيفتح غدا أمام السيارات."
    article = read(f"فتح الجسر\n\n{prose}\n\n{unit * LONGEST_SENTENCE}\n\n{prose}")
    assert [s.zone for s in article.sentences] == ["headline", "body", "boilerplate", "body"]
