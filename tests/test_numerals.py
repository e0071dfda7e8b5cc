"""Numerals: every spelling of the corpus, every example of data/numerals.toml, spans, and hostile input."""

from __future__ import annotations

import math
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import data_path
from riwaya.language.numerals import Numeral, find_all

CORPUS = tomllib.loads((Path(__file__).parent / "corpora" / "numerals.toml").read_text(encoding="utf-8"))
EMPTY = tomllib.loads((Path(__file__).parent / "corpora" / "nothing.toml").read_text(encoding="utf-8"))
KNOWLEDGE = tomllib.loads(data_path("numerals.toml").read_text(encoding="utf-8"))

SPELLINGS = [pytest.param(text, entry, id=text) for entry in CORPUS["numeral"] for text in entry["spellings"]]
SEVERAL = [
    pytest.param(text, entry["values"], id=text) for entry in CORPUS["several"] for text in entry["spellings"]
]
NOTHING = [pytest.param(text, id=text) for entry in EMPTY["nothing"] for text in entry["texts"]]


@pytest.mark.parametrize(("text", "entry"), SPELLINGS)
def test_a_spelling_is_read_as_its_value(text: str, entry: dict[str, Any]) -> None:
    (found,) = find_all(text)
    assert found.value == pytest.approx(entry["value"])
    assert found.value_high == (pytest.approx(entry["value_high"]) if "value_high" in entry else None)
    assert found.bound == entry["bound"]
    assert found.percent or not entry.get("percent")
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(("text", "values"), SEVERAL)
def test_numerals_that_do_not_join_stay_apart(text: str, values: list[float]) -> None:
    assert [found.value for found in find_all(text)] == pytest.approx(values)


@pytest.mark.parametrize("text", NOTHING)
def test_what_counts_nothing_is_left_alone(text: str) -> None:
    assert find_all(text) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [pytest.param(n["value"], text, id=text) for n in KNOWLEDGE["number"] for text in n["examples"]],
)
def test_a_number_word_is_found_in_its_example(value: float, text: str) -> None:
    assert len(find_all(text)) == 1


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=text) for n in KNOWLEDGE["number"] for text in n["counter_examples"]]
    + [pytest.param(text, id=text) for c in KNOWLEDGE["context"] for text in c["examples"]],
)
def test_no_number_is_found_where_the_knowledge_says_there_is_none(text: str) -> None:
    assert find_all(text) == []


@pytest.mark.parametrize(
    ("bound", "text"),
    [pytest.param(b["bound"], text, id=text) for b in KNOWLEDGE["bound"] for text in b["examples"]],
)
def test_bound_words_are_in_the_span_and_give_the_bound(bound: str, text: str) -> None:
    found = find_all(text)
    assert [n.bound for n in found] == [bound]
    assert len(found[0].text.split()) > 1


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=text) for b in KNOWLEDGE["bound"] for text in b["counter_examples"]]
)
def test_bound_words_without_a_number_are_no_numeral(text: str) -> None:
    assert find_all(text) == []


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=text) for c in KNOWLEDGE["context"] for text in c["counter_examples"]]
)
def test_a_context_leaves_other_sentences_alone(text: str) -> None:
    has_number = any(character.isdigit() for character in text) or "سبعون" in text or "العشرين" in text
    assert bool(find_all(text)) == (
        has_number or text in ("نصف السكان", "شاهد العرض آلاف الناس", "هل كانوا مئة أم أكثر")
    )


SPANS = [
    ("وصل أكثر من 100 متجر", ["أكثر من 100"]),
    ("قوامها قرابة 8 آلاف شخص", ["قرابة 8 آلاف"]),
    ("اعتقال 7 آلاف و939 شخصا", ["7 آلاف و939"]),
    ("و250 قطعة", ["250"]),
    ("لثلاثة أيام", ["ثلاثة"]),
    ("للأربعة معا", ["أربعة"]),
    ("بالأربعة معا", ["الأربعة"]),
    ("بأكثر من 20 لغة", ["أكثر من 20"]),
    ("وما لا يقل عن 13 شخصا", ["ما لا يقل عن 13"]),
    ("نسبة 10,8 % من السكان", ["10,8 %"]),
    ("60 في المئة منهم", ["60 في المئة"]),
    ("قتل 20 ألف و300 ألف نازح", ["20 ألف", "300 ألف"]),
    ("300 و 212 رقمان", ["300", "212"]),
    ("ارتفع العدد من 10 إلى 15", ["10", "15"]),
    ("مقتل 52 على الأقل وجرح 9", ["52 على الأقل", "9"]),
    ("في عام 2018 قتل 20 شخصا", ["20"]),
    ("فتحت 125 تحقيقا", ["125"]),
    ("قال إن 13 شخصا قتلوا", ["13"]),
    ("بعد يوم واحد من الهجوم", ["واحد"]),
    ("السنوات الخمس الماضية", ["الخمس"]),
]


@pytest.mark.parametrize(("text", "spans"), SPANS, ids=[text for text, _ in SPANS])
def test_the_span_holds_the_expression_and_no_clitic(text: str, spans: list[str]) -> None:
    assert [n.text for n in find_all(text)] == spans


def test_percent_is_told() -> None:
    assert [(n.value, n.percent) for n in find_all("20% و30 في المئة و40")] == [
        (20, True),
        (30, True),
        (40, False),
    ]


def test_the_decimal_sign_of_a_text_decides_its_ambiguous_numbers() -> None:
    assert [n.value for n in find_all("بلغ 2,2 مليون ثم 1,279 تريليون")] == [2.2e6, 1.279e12]
    assert [n.value for n in find_all("بلغ 2.2 مليون ثم 1,279 شخصا")] == [2.2e6, 1279]


PIECES = (
    "1 ٢ 10 2018 آلاف ألف مليون و ال خمس مئة نصف عشر بين من إلى أكثر يناير الأحد أمس الساعة على_الأقل نحو شخص واحد رقم كل جزء تحت الصفر درجة فاصلة دزينة خمس"
    " - / . , ، % ( « e ^ : ـ + ° × https://"
)
ALPHABET = st.sampled_from([*PIECES.split(), " ", " ", " ", "\n", "\u202b", "\u0000", "\ud800", "\u064b"])


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=25).map("".join))
def test_every_span_is_the_text_it_names_and_none_overlap(text: str) -> None:
    found = find_all(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(n.value_high is None or n.value_high > n.value for n in found)
    assert all(math.isfinite(n.value) and math.isfinite(n.value_high or 0) for n in found)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_all(text), list)


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_and_number_words_of_a_number_agree(number: int) -> None:
    (found,) = find_all(in_words(number))
    assert found.value == number
    assert found.text == in_words(number)


DOUBTFUL = [
    ("قطع العداء 1.400 كلم", 1400, True),
    ("بلغت 1.400", 1400, True),
    ("بلغ الوزن 2.5 كلغ ثم 1.400 كلغ", 1400, True),
    ("بلغ الوزن 2,5 كلغ ثم 1,400 كلغ", 1400, True),
    ("بلغ 1,279 مليون", 1_279_000_000, True),
    ("1.400", 1.4, True),
    ("قتل 1.400 جندي", 1400, False),
    ("بلغ الوزن 2,5 كلغ ثم 1.400 كلغ", 1400, False),
    ("بلغ العدد 1.234.567 ثم 1.400", 1400, False),
    ("بلغ الوزن 1,234,567 كلغ و2.5 كلغ ثم 1.400 كلغ", 1.4, False),
    ("قطع العداء 1,400 كلم", 1400, False),
    ("بلغ 3.566 مليون", 3_566_000, False),
    ("بلغ 0.125 كلم", 0.125, False),
]


@pytest.mark.parametrize(("text", "value", "doubtful"), DOUBTFUL, ids=[case[0] for case in DOUBTFUL])
def test_thousands_that_may_be_decimals_are_marked_where_nothing_decides(
    text: str, value: float, doubtful: bool
) -> None:
    found = find_all(text)[-1]
    assert (found.value, found.doubtful) == (pytest.approx(value), doubtful)


def test_what_is_below_zero_is_in_the_span_where_no_noun_parts_it() -> None:
    texts = ("نحو 25 تحت الصفر", "27 درجة تحت الصفر")
    assert [find_all(text)[0].text for text in texts] == ["نحو 25 تحت الصفر", "27"]


@pytest.mark.parametrize("piece", ["1 ", "1-", "1,", "٣", "و ", '"', "ألف ", "بين ", "من ", "نصف ", "1%"])
def test_a_row_without_prose_counts_nothing(piece: str) -> None:
    assert find_all(piece * 2000) == []


def test_a_row_of_numbers_leaves_the_sentence_beside_it_alone() -> None:
    row = " ".join(map(str, range(100, 160)))
    assert [n.value for n in find_all(f"قتل 20 شخصا في الهجوم {row} وجرح 30 آخرون")] == [20, 30]


def test_a_long_run_of_digits_is_no_number() -> None:
    assert find_all("9" * 5000) == []


def test_repeated_number_words_stay_apart() -> None:
    assert find_all("ألف " * 3) == [Numeral(i * 4, i * 4 + 3, "ألف", 1000.0, None, "exact") for i in range(3)]


UNITS = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TENS = ["_", "_", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]


def in_words(number: int) -> str:
    """A number spelt as a newsreader would say it (nominative)."""
    parts: list[str] = []
    for scale, one, two, few, many in (
        (1_000_000, "مليون", "مليونان", "ملايين", "مليون"),
        (1_000, "ألف", "ألفان", "آلاف", "ألف"),
    ):
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two)
        elif count:
            parts.append(f"{under_thousand(count)} {few if 3 <= count <= 10 else many}")
    if number or not parts:
        parts.append(under_thousand(number))
    return " و".join(parts)


def under_thousand(number: int) -> str:
    parts = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        stems = ["", "مئة", "مئتان", *(unit[:-1] + "مئة" for unit in UNITS[3:8]), "ثمانمئة", "تسعمئة"]
        parts.append(stems[hundreds])
    if 10 < rest < 20:
        first = {11: "أحد", 12: "اثنا"}.get(rest, UNITS[rest - 10])
        parts.append(f"{first} عشر")
    elif rest <= 10:
        parts += [UNITS[rest]] if rest or not hundreds else []
    else:
        tens, unit = divmod(rest, 10)
        parts += [UNITS[unit]] if unit else []
        parts.append(TENS[tens])
    return " و".join(parts)
