"""Which articles of a corpus belong to an event: by their day, by whole folded words, before anything is read."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.choosing import belonging, choose
from riwaya.comparing.events import Event, Match, load_event
from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.reading.sources import Rejected, Source

DAY = datetime.date(2024, 5, 2)
FLOOD = Event(
    "flood", "سيول", "floods", datetime.date(2024, 5, 1), datetime.date(2024, 5, 4),
    match=Match(all=("وادي النهر/بلدة السد",), any=("سيول", "فيضان"), none=("مباراة",)),
)  # fmt: skip

CASES = [
    ("أغرقت السيول قرى في وادي النهر", True),
    ("السّيولُ في وادى النهر", True),
    ("تحذير من فيضان بوادي النهر وبلدة السد", True),
    ("وبفيضان جديد تعزل بلدة السد", True),
    ("سيول في بلدة الجبل", False),
    ("وادي السد والنهر بلا سيول", False),
    ("وادي النهر ينتظر المطر", False),
    ("فيضانات متتالية في وادي النهر", False),
    ("سيول تؤجل مباراة في وادي النهر", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "belongs"), CASES, ids=[text for text, _ in CASES])
def test_an_article_is_told_by_whole_words(text: str, belongs: bool) -> None:
    assert belonging(FLOOD)(Source("a", text, published=DAY)) is belongs


@pytest.mark.parametrize(
    ("published", "belongs"),
    [
        (datetime.date(2024, 4, 30), False),
        (datetime.date(2024, 5, 1), True),
        (datetime.date(2024, 5, 4), True),
        (datetime.date(2024, 5, 5), False),
        (None, True),
    ],
)
def test_an_article_of_another_day_is_left_out_and_one_without_a_day_is_not(
    published: datetime.date | None, belongs: bool
) -> None:
    assert belonging(FLOOD)(Source("a", "سيول في وادي النهر", published=published)) is belongs


SOMEWHERE = replace(FLOOD, match=Match(any=("سيول", "فيضان"), places=("القاهرة", "JO")))


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("سيول تقطع طرقا في القاهرة", True),
        ("السيول تغلق شوارع بالقاهرة", True),
        ("فيضان في إربد وعجلون", True),
        ("سيول تجرف سيارات أردنية", True),
        ("سيول في تونس", False),
        ("زحام في القاهرة", False),
    ],
)
def test_a_place_is_found_by_all_its_names_and_a_country_by_what_lies_in_it(text: str, belongs: bool) -> None:
    assert belonging(SOMEWHERE)(Source("a", text, published=DAY)) is belongs


def test_a_place_that_is_not_known_is_named() -> None:
    with pytest.raises(KnowledgeError, match="مدينة لا وجود لها"):
        belonging(replace(FLOOD, match=Match(places=("مدينة لا وجود لها",))))


def test_what_is_chosen_keeps_its_order_and_what_cannot_be_used_is_told() -> None:
    first, other, last = (
        Source(name, text, published=DAY)
        for name, text in (
            ("one", "سيول وادي النهر"),
            ("two", "خبر آخر"),
            ("three", "فيضان في وادي النهر"),
        )
    )
    broken = Rejected("x.txt", "the file is empty.")
    chosen = choose([first, broken, other, last], FLOOD)
    assert (chosen.sources, chosen.rejected, chosen.seen) == ((first, last), (broken,), 3)


def test_an_event_that_asks_for_nothing_takes_every_article() -> None:
    event = Event("any", "حدث", "event", DAY, DAY)
    far = Source("old", "خبر قديم", published=datetime.date(1999, 1, 1))
    assert choose([far], event).sources == (far,)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('none = ["خبر"]', "neither all nor any"),
        ('any = ["سيول/"]', "an empty phrase"),
        ('words = ["سيول"]', "words is not a known key"),
        ("any = []", "neither all nor any"),
    ],
)
def test_a_match_that_cannot_choose_is_a_fault_of_its_file(table: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "flood.toml"
    path.write_text(
        f'id = "flood"\ntitle_ar = "سيول"\ntitle_en = "floods"\nstart = 2024-05-01\nend = 2024-05-04\n[match]\n{table}\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match=fault):
        load_event(path)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_looked_at(text: str) -> None:
    assert isinstance(belonging(FLOOD)(Source("a", text + "\ud800\u202e\0")), bool)


def test_a_long_run_of_one_word_is_looked_at_in_its_length() -> None:
    assert not belonging(FLOOD)(Source("a", "وادي " * 200_000))


def test_the_event_of_gaza_takes_its_own_news_and_no_other_of_those_days() -> None:
    belongs = belonging(load_event(data_path("events", "gaza_2018-03-30.toml")))
    day = datetime.date(2018, 3, 31)
    assert belongs(Source("a", "تشييع قتلى المسيرات في قطاع غزة", published=day))
    assert belongs(Source("b", "إضراب عام في الضفة بعد #يوم_الأرض", published=day))
    assert not belongs(Source("c", "أمطار غزيرة ومسيرات سياحية في الجبال", published=day))
    assert not belongs(Source("d", "وزير يبحث إعادة إعمار غزة", published=day))
    assert not belongs(Source("e", "مسيرات في غزة", published=datetime.date(2018, 5, 14)))
