"""Dates: what each spelling says, what is no date, and the day a weekday means."""

from __future__ import annotations

import datetime
import tomllib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.dates import DateMention, find_dates, resolve
from riwaya.language.knowledge import data_path

KNOWLEDGE = tomllib.loads(data_path("dates.toml").read_text(encoding="utf-8"))
MONDAY = datetime.date(2022, 1, 10)

DAYS = [
    ("2022-01-10 17:11:00", 2022, 1, 10),
    ("10/1/2022", 2022, 1, 10),
    ("١٠/١/٢٠٢٢", 2022, 1, 10),
    ("10.1.2022", 2022, 1, 10),
    ("(08 /07 /2015م)", 2015, 7, 8),
    ("5/17/2018", 2018, 5, 17),
    ("10 يناير 2022", 2022, 1, 10),
    ("10 كانون الثاني/يناير 2022", 2022, 1, 10),
    ("10 يناير/ كانون الثاني 2022", 2022, 1, 10),
    ("العاشر من يناير 2022", 2022, 1, 10),
    ("الحادي والعشرين من أيار 2019", 2019, 5, 21),
    ("الخامس عشر من شهر غشت 2020", 2020, 8, 15),
    ("5 جويلية 1962", 1962, 7, 5),
    ("14 جانفي 2011", 2011, 1, 14),
    ("11 سبتمبر/أيلول عام 2001", 2001, 9, 11),
    ("4 آب (أغسطس) 2020", 2020, 8, 4),
    ("10 محرم 1443", 2021, 8, 18),
    ("1439/12/4هـ", 2018, 8, 15),
    ("في 2 كانون الثاني الجاري", None, 1, 2),
    ("14حزيران/يونيو", None, 6, 14),
    ("الأول من ديسمبر", None, 12, 1),
    ("يوم 19 من الشهر الجاري", None, None, 19),
]


@pytest.mark.parametrize(("text", "year", "month", "day"), DAYS, ids=[case[0] for case in DAYS])
def test_a_day_is_read(text: str, year: int | None, month: int | None, day: int) -> None:
    (found,) = find_dates(text)
    assert (found.kind, found.year, found.month, found.day) == ("date", year, month, day)
    assert text[found.start : found.end] == found.text


SEVERAL = [
    ("من 10 إلى 15 يناير", [(1, 10), (1, 15)]),
    ("في 9 و10 يناير", [(1, 9), (1, 10)]),
    ("ليل 15/16 تموز", [(7, 15), (7, 16)]),
    ("بين 23 و25 أيار/مايو", [(5, 23), (5, 25)]),
]


@pytest.mark.parametrize(("text", "days"), SEVERAL, ids=[case[0] for case in SEVERAL])
def test_days_that_share_a_month_are_told_apart(text: str, days: list[tuple[int, int]]) -> None:
    assert [(found.month, found.day) for found in find_dates(text)] == days


OTHERS = [
    ("في يناير/كانون الثاني الماضي", "month", {"month": 1, "relative": "last"}),
    ("كانون الأول/ديسمبر2018", "month", {"month": 12, "year": 2018}),
    ("في مارس", "month", {"month": 3}),
    ("عام 2021", "year", {"year": 2021}),
    ("في العام 1998", "year", {"year": 1998}),
    ("منذ 2011، تشهد", "year", {"year": 2011}),
    ("انتخابات 2016 الأمريكية", "year", {"year": 2016}),
    ("أواخر عام 2014م", "year", {"year": 2014}),
    ("اليوم الاثنين", "weekday", {"weekday": 0, "relative": "today"}),
    ("أمس الأحد", "weekday", {"weekday": 6, "relative": "yesterday"}),
    ("غدا الثلاثاء", "weekday", {"weekday": 1, "relative": "tomorrow"}),
    ("الخميس الماضي", "weekday", {"weekday": 3, "relative": "last"}),
    ("الجمعة المقبل", "weekday", {"weekday": 4, "relative": "next"}),
    ("مساء الإثنين", "weekday", {"weekday": 0, "relative": None}),
    ("الساعة 10:30 صباحا", "time", {}),
    ("الساعة العاشرة والنصف", "time", {}),
    ("(0150 بتوقيت غرينتش)", "time", {}),
]


@pytest.mark.parametrize(("text", "kind", "said"), OTHERS, ids=[case[0] for case in OTHERS])
def test_months_years_weekdays_and_times_are_read(text: str, kind: str, said: dict[str, object]) -> None:
    (found,) = find_dates(text)
    assert found.kind == kind
    assert {name: getattr(found, name) for name in said} == said


def test_a_weekday_and_its_date_are_one_mention() -> None:
    (found,) = find_dates("اليوم الاثنين، 10 يناير/كانون الثاني 2022")
    assert (found.weekday, found.relative, found.date) == (0, "today", MONDAY)


NONE = [
    "قوامها 2030 فردا",
    "نشر 2000 جندي",
    "أكثر من 2011 شخصا",
    "مارس ضغوطا على الحكومة",
    "رئيسة الوزراء تيريزا ماي",
    "رجب طيب أردوغان",
    "أب لخمسة أطفال",
    "اثنان من الجرحى",
    "أحد المتظاهرين",
    "2000",
    "بلغ 1950 دولارا",
]


@pytest.mark.parametrize("text", NONE, ids=NONE)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(t, id=t)
        for table in ("month", "weekday")
        for e in KNOWLEDGE[table]
        for t in e["examples"]
    ],
)
def test_a_month_or_weekday_is_found_in_its_example(text: str) -> None:
    assert len(find_dates(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(t, id=t)
        for table in ("month", "weekday")
        for e in KNOWLEDGE[table]
        for t in e["counter_examples"]
    ],
)
def test_no_date_is_found_in_a_counter_example(text: str) -> None:
    assert find_dates(text) == []


RESOLVED = [
    ("اليوم الاثنين", datetime.date(2022, 1, 10)),
    ("أمس الأحد", datetime.date(2022, 1, 9)),
    ("غدا الثلاثاء", datetime.date(2022, 1, 11)),
    ("الاثنين الماضي", datetime.date(2022, 1, 3)),
    ("الجمعة المقبل", datetime.date(2022, 1, 14)),
    ("الخميس", datetime.date(2022, 1, 6)),
    ("اليوم الثلاثاء", datetime.date(2022, 1, 11)),
    ("28 ديسمبر", datetime.date(2021, 12, 28)),
    ("2 كانون الثاني الجاري", datetime.date(2022, 1, 2)),
    ("19 من الشهر الماضي", datetime.date(2021, 12, 19)),
    ("5 مايو 2019", datetime.date(2019, 5, 5)),
]


@pytest.mark.parametrize(("text", "day"), RESOLVED, ids=[case[0] for case in RESOLVED])
def test_a_mention_is_resolved_beside_a_known_day(text: str, day: datetime.date) -> None:
    (found,) = find_dates(text)
    assert resolve(found, MONDAY) == day


def test_a_year_alone_means_no_day() -> None:
    assert resolve(DateMention(0, 4, "2021", "year", year=2021), MONDAY) is None


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2040, 12, 31)))
def test_every_day_is_read_back_from_its_spelling(day: datetime.date) -> None:
    month = next(m["forms"][0] for m in KNOWLEDGE["month"] if m["month"] == day.month)
    for text in (f"{day.day} {month} {day.year}", day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert [found.date for found in find_dates(text)] == [day]


PIECES = (
    "10 2018 1439 / - : . يناير كانون الثاني من و الأحد أمس الشهر الجاري الساعة عشر الخامس هـ م ( ) ، عام ٢"
)
ALPHABET = st.sampled_from([*PIECES.split(), " ", " ", "\n", "\u0000", "\ud800", "\u202b"])


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=20).map("".join))
def test_every_span_is_the_text_it_names_and_none_overlap(text: str) -> None:
    found = find_dates(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
