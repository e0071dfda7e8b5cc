"""Dates: what each spelling says, what is no date, and the day a weekday means."""

from __future__ import annotations

import datetime
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.dates import DateMention, find_dates, resolve
from riwaya.language.knowledge import data_path

CORPUS = tomllib.loads((Path(__file__).parent / "corpora" / "dates.toml").read_text(encoding="utf-8"))
KNOWLEDGE = tomllib.loads(data_path("dates.toml").read_text(encoding="utf-8"))
MONDAY = datetime.date(2022, 1, 10)

SPELLINGS = [
    pytest.param(text, {key: value for key, value in group.items() if key != "spellings"}, id=text)
    for group in CORPUS["date"]
    for text in group["spellings"]
]


@pytest.mark.parametrize(("text", "said"), SPELLINGS)
def test_a_date_is_read_as_it_is_said(text: str, said: dict[str, object]) -> None:
    (found,) = find_dates(text)
    assert {name: getattr(found, name) for name in said} == said
    assert text[found.start : found.end] == found.text


SEVERAL = [pytest.param(text, g["days"], id=text) for g in CORPUS["several"] for text in g["spellings"]]


@pytest.mark.parametrize(("text", "days"), SEVERAL)
def test_days_that_share_a_month_are_told_apart(text: str, days: list[list[int]]) -> None:
    assert [[found.month, found.day] for found in find_dates(text)] == days


def test_a_weekday_and_its_date_are_one_mention() -> None:
    (found,) = find_dates("اليوم الاثنين، 10 يناير/كانون الثاني 2022")
    assert (found.weekday, found.relative, found.date) == (0, "today", MONDAY)


NONE = [pytest.param(text, id=text) for group in CORPUS["nothing"] for text in group["texts"]]


@pytest.mark.parametrize("text", NONE)
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


PIECES = "10 2018 1439 / - : . يناير كانون الثاني من و الأحد أمس الشهر الجاري الساعة عشر الخامس هـ م ( ) ، عام ٢ والنصف إلا دقيقة 1870 –"
ALPHABET = st.sampled_from([*PIECES.split(), " ", " ", "\n", "\u0000", "\ud800", "\u202b"])


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=20).map("".join))
def test_every_span_is_the_text_it_names_and_none_overlap(text: str) -> None:
    found = find_dates(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_dates(text), list)
