"""What the report says: Arabic number agreement, names, and findings as sentences in both languages."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.events import Event, load_event
from riwaya.comparing.figures import figure_marks
from riwaya.comparing.finding import Finding
from riwaya.comparing.rewording import changed_sentences
from riwaya.language.knowledge import data_path
from riwaya.showing.labels import labels
from riwaya.showing.naming import Naming, count, money, nouns, number, rate
from riwaya.showing.page import SECTIONS
from riwaya.showing.telling import capital, say, times, to_the
from riwaya.showing.telling.phrases import oblique
from riwaya.showing.words import Words
from riwaya.tables.tables import Tables

from .small_tables import Story, seed_tables

DAY = datetime.date(2022, 1, 10)
EVENT = Event(id="e", title_ar="الحدث", title_en="the event", start=DAY, end=DAY)


@pytest.fixture(scope="module")
def kazakhstan() -> Event:
    return load_event(data_path("events", "kazakhstan-2022.toml"))


@pytest.fixture(scope="module")
def seeds(root: Path) -> Tables:
    return seed_tables(root)


@pytest.fixture(scope="module", params=["ar", "en"])
def words(request: pytest.FixtureRequest, seeds: Tables, kazakhstan: Event) -> Words:
    return Words(request.param, kazakhstan, seeds)


# Numbers


@pytest.mark.parametrize(
    ("n", "noun", "expected"),
    [
        (0, "article", "0 مقال"),
        (1, "article", "مقال واحد"),
        (1, "time", "مرة واحدة"),
        (2, "article", "مقالين"),
        (3, "article", "ثلاثة مقالات"),
        (3, "time", "ثلاث مرات"),
        (10, "pair", "عشر جمل"),
        (11, "article", "11 مقالًا"),
        (99, "statement", "99 قولًا"),
        (100, "article", "100 مقال"),
        (102, "article", "102 مقال"),
        (103, "article", "103 مقالات"),
        (111, "article", "111 مقالًا"),
        (2616, "statement", "2,616 قولًا"),
    ],
)
def test_a_counted_noun_takes_the_form_its_number_asks_for(n: int, noun: str, expected: str) -> None:
    assert count(n, noun, "ar") == expected


def test_the_dual_keeps_its_subject_form_where_it_is_a_subject() -> None:
    assert count(2, "article", "ar", oblique=False) == "مقالان"


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["ar", "en"]))
@settings(max_examples=80, deadline=None)
def test_every_number_has_a_noun_after_it(n: int, lang: str) -> None:
    for noun in nouns():
        assert count(n, noun, lang).strip()


@pytest.mark.parametrize(
    ("value", "currency", "lang", "expected"),
    [
        (198_065_000, "USD", "ar", "198 مليون دولار"),
        (198_065_000, "USD", "en", "$198 million"),
        (2_200_000, "EUR", "ar", "2.2 مليون يورو"),
        (5e9, "CAD", "en", "CA$5 billion"),
        (40_000, "EUR", "en", "€40,000"),
    ],
)
def test_a_sum_is_said_with_its_scale_and_currency(
    value: float, currency: str, lang: str, expected: str
) -> None:
    assert money(value, currency, lang) == expected


def test_a_currency_of_several_countries_is_named_in_full() -> None:
    assert money(5e9, "CAD", "ar") == "5 مليار دولار كندي"


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [(0, "ولا مرة", "never"), (1, "مرة واحدة", "once"), (2, "مرتين", "twice"), (5, "خمس مرات", "five times")],
)
def test_how_often(n: int, arabic: str, english: str) -> None:
    assert (times(n, "ar"), times(n, "en")) == (arabic, english)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("القتلى", "للقتلى"), ("المعتقلون", "للمعتقلين"), ("ألمانيا", "لألمانيا"), ("قاسم", "لقاسم")],
)
def test_a_label_after_lam(label: str, expected: str) -> None:
    assert to_the(label) == expected


def test_capitals_stand_behind_a_quotation_mark_too() -> None:
    assert (capital("“said” here"), capital("17 of them"), oblique("القوات")) == (
        "“Said” here",
        "17 of them",
        "القوات",
    )


# Names


def test_what_has_no_english_name_keeps_its_arabic_one() -> None:
    assert Naming("en").speaker("ناطق مجهول") == "ناطق مجهول"
    assert Naming("en").outlet("unheard-of") == "unheard-of"
    assert Naming("en").frame("not_yet") == "not yet"


def test_an_outlet_is_called_as_its_record_calls_it_where_no_file_knows_it() -> None:
    story = Story().article("a", "خبر", outlet="new").article("b", "خبر")
    story.rows["articles"][0]["outlet_name"] = "جريدة الحي"
    names = Naming("ar", EVENT, story.tables())
    assert names.outlet("new") == "جريدة الحي"
    assert "b" in names.outlet("b")


@pytest.mark.parametrize(
    ("cue", "gloss"),
    [("وقالت", "said"), ("مشيرا إلى", "pointed out"), ("على حد تعبيره", "as he put it"), ("همهم", "همهم")],
)
def test_a_reporting_word_is_glossed_in_every_form(cue: str, gloss: str) -> None:
    assert Naming("en").cue(cue) == gloss
    assert Naming("ar").cue(cue) == cue


@pytest.mark.parametrize(
    ("value", "unit", "bound", "high", "expected"),
    [
        (8000, "person", "approx", None, "about 8,000"),
        (100, "shop", "vague", None, "hundreds"),
        (10, "person", "range", 15, "10–15"),
        (175e6, "EUR", "approx", None, "about €175 million"),
        (66.67, "percent", "exact", None, "66.67%"),
    ],
)
def test_a_figure_in_english(value: float, unit: str, bound: str, high: float | None, expected: str) -> None:
    assert Naming("en").amount(value, unit, bound, high) == expected


def test_frames_of_one_s_own_file_have_their_labels_in_both_languages(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[frame]]\nid = "settler"\nlabel_ar = "مستوطنون"\nlabel_en = "settlers"\n', encoding="utf-8"
    )
    assert Naming("ar", framing=[own]).frame("settler") == "مستوطنون"
    assert Naming("en", framing=[own]).category(["settler", "protester"]) == "for settlers or for protesters"
    assert Naming("ar", framing=[own]).category(["settler"]) == "من فئة مستوطنين"
    assert [members for _, members in Naming("en", framing=[own]).frame_groups(["settler"])] == [["settler"]]


def test_every_frame_has_a_form_as_a_category() -> None:
    names = Naming("ar")
    for frame in names._frames:
        assert names.category([frame]).startswith("من فئة ال") or frame in (
            "counter_terror",
            "order",
            "peacekeeping",
        )


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [(5.79, 864, "6"), (18.07, 332, "18"), (14.59, 4044, "14.6"), (0.0, 4044, "0"), (1.0, 1000, "1.0")],
)
def test_a_rate_is_no_finer_than_its_words_bear(value: float, words: int, expected: str) -> None:
    assert rate(value, words) == expected


# Findings as sentences


WITHDRAWN = {
    "metric": "deaths", "value": 90.0, "unit": "person", "status": "retracted", "articles": 4, "standing": 3,
    "withdrawn_in": 1, "withdrawn_by": ["orient"], "withdrawn_on": None, "repeated_by": ["trt"], "earlier": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "lang", "expected"),
    [
        ({}, "ar", "الرقم 90 في ثلاثة مقالات. وفي أورينت أنه سُحب."),
        ({}, "en", "90 in three articles. Orient says that it was withdrawn."),
        ({"status": "denied"}, "ar", "الرقم 90 في ثلاثة مقالات. وفي أورينت أنه نُفي."),
        (
            {"withdrawn_on": datetime.date(2022, 1, 9)},
            "ar",
            "الرقم 90 في ثلاثة مقالات. وفي أورينت أنه سُحب في 9 يناير.",
        ),
        (
            {"withdrawn_on": datetime.date(2022, 1, 9), "withdrawn_by": ["orient", "aljazeera"]},
            "en",
            "90 in three articles. Orient and Al Jazeera say that it was withdrawn on 9 January.",
        ),
        ({"articles": 1, "standing": 0}, "en", "90 in one article, which says that it was withdrawn."),
        (
            {"earlier": ["aljazeera"]},
            "en",
            "90 in three articles. Orient says that it was withdrawn. Al Jazeera printed it before that.",
        ),
    ],
)
def test_a_withdrawal_is_told_as_far_as_the_articles_go(
    change: dict[str, object], lang: str, expected: str
) -> None:
    assert say(Finding("figures", "withdrawn", WITHDRAWN | change), Naming(lang)) == expected


def test_a_kind_without_a_sentence_says_nothing() -> None:
    assert say(Finding("figures", "unheard_of"), Naming("en")) == ""


def test_every_finding_of_the_seeds_is_told(words: Words) -> None:
    for finding in words.found:
        sentence = say(finding, words)
        assert sentence or finding.kind == "counted", finding.kind
        assert not {"nan", "NaN", "NaT"} & set(sentence.replace(".", " ").split())


def test_every_section_has_a_heading(words: Words) -> None:
    for section in SECTIONS:
        assert words.finding(section)
        assert bool(words.dek(section)) == (f"dek.{section}" in labels())


def test_the_seeds_lead_with_what_was_found(seeds: Tables, kazakhstan: Event) -> None:
    keys = Words("en", kazakhstan, seeds).keys()
    assert [key.href for key in keys] == ["#figures", "#words", "#pairs", "#voices"]
    assert (
        keys[0].sentence
        == "deaths, in two articles that do not say it was taken back. A third, TRT, says that the figure was withdrawn."
    )
    assert "<s>" in keys[0].picture and "164" in keys[0].picture


def test_the_seeds_damage_is_told_with_its_rate_and_day(seeds: Tables, kazakhstan: Event) -> None:
    _, arabic = Words("ar", kazakhstan, seeds).panel("damage_money:USD")
    assert (
        "الفرق بعد التحويل نحو 9%" in arabic
        and "1 يورو = 1.1318 دولار" in arabic
        and "10 يناير 2022" in arabic
    )
    _, english = Words("en", kazakhstan, seeds).panel("damage_money:USD")
    assert "About 9% apart once converted" in english and "ECB rate of 10 January 2022" in english


def test_every_panel_pair_and_mark_of_the_seeds_has_words(
    words: Words, seeds: Tables, kazakhstan: Event
) -> None:
    marks = figure_marks(seeds, kazakhstan)
    for panel in marks["panel"].unique():
        title, sentence = words.panel(panel)
        assert title and sentence
    for row in changed_sentences(seeds, kazakhstan).itertuples():
        assert words.pair(row)
    assert words.described(marks)


def test_arabic_in_an_english_sentence_is_followed_by_a_mark_of_direction() -> None:
    assert Naming("en").quoted("قال") == "“قال”\u200e"
    assert Naming("ar").quoted('"مسلحين"') == "«مسلحين»"
    assert Naming("ar").quoted('من وصفهم بـ"المسلحين"') == '«من وصفهم بـ"المسلحين"»'


def test_no_sentence_carries_a_control_that_the_page_would_show(words: Words) -> None:
    told = [say(finding, words) for finding in words.found] + [words.finding(section) for section in SECTIONS]
    assert not any(
        "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069" for text in told for letter in text
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_empty_corpus_still_has_a_page(lang: str) -> None:
    words = Words(lang, EVENT, Tables.build({}))
    assert words.title() and words.lead() and words.keys() == []
    assert all(words.finding(section) for section in SECTIONS)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_article_without_date_or_outlet_is_told_as_such(lang: str) -> None:
    story = Story().article("a", "قتل 20 شخصا", "قال ناطق إن الأمر انتهى").figure("a", "20", 20)
    story.quote("a", "إن الأمر انتهى", None)
    words = Words(lang, EVENT, story.tables())
    assert words.finding("sources") and words.finding("voices") and number(1) in number(1.0)
    assert any(say(finding, words) for finding in words.found if finding.kind == "unnamed")


CLAIM = {"outlet": "orient", "unit": "person", "text": "53", "voice": "own", "other_day": None, "high": None}


def differ(first: datetime.date | None, second: datetime.date | None, **more: object) -> Finding:
    claims = [
        CLAIM | {"value": 37.0, "shown": 37.0, "bound": "exact", "text": "37", "day": first},
        CLAIM | {"outlet": "trt", "value": 53.0, "shown": 53.0, "bound": "at_least", "day": second},
    ]
    days = sorted({day for day in (first, second) if day})
    data = {"metric": "deaths", "claims": claims, "days": days, "spread": 43.2, "rates": [], "speaker": None}
    return Finding("figures", "differ", data | more)


@pytest.mark.parametrize(
    ("finding", "lang", "expected"),
    [
        (differ(DAY, DAY), "ar", "37 في أورينت، وما لا يقل عن 53 في TRT عربي. الفرق نحو 43%."),
        (differ(DAY, DAY), "en", "37 in Orient and at least 53 in TRT. About 43% apart."),
        (
            differ(datetime.date(2022, 1, 9), DAY),
            "en",
            "37 in Orient (9 January) and at least 53 in TRT (10 January). The articles are of different days.",
        ),
        (
            differ(None, None, spread=None),
            "en",
            "37 in Orient and at least 53 in TRT. The figures are far apart and may not count the same thing.",
        ),
    ],
)
def test_a_distance_is_told_only_between_claims_of_one_day_that_may_count_the_same(
    finding: Finding, lang: str, expected: str
) -> None:
    assert say(finding, Naming(lang)) == expected
