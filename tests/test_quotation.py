"""Quotation marks pair by where they stand, whatever their kind; an odd one costs a sentence at most."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reading.quotation import DEEPEST, find_quotations

CASES = [
    ("ASCII marks", 'قال الوزير: "لن نتراجع عن القرار".', ["لن نتراجع عن القرار"]),
    ("guillemets", "قال الوزير «لن نتراجع».", ["لن نتراجع"]),
    ("reversed guillemets", "تحدث عن »حرب طويلة« أمس.", ["حرب طويلة"]),
    ("one pair of closing guillemets", "لن تسمح بـ»حرب طويلة».", ["حرب طويلة"]),
    ("curly marks", "قال “لن نتراجع” ومضى.", ["لن نتراجع"]),
    ("curly marks of one side", "قال ”لن نتراجع” ومضى.", ["لن نتراجع"]),
    ("low and high marks", "قال „لن نتراجع“ ومضى.", ["لن نتراجع"]),
    ("single guillemets", "قال ‹لن نتراجع› ومضى.", ["لن نتراجع"]),
    ("single quotation marks", "قال 'لن نتراجع' ومضى.", ["لن نتراجع"]),
    ("a mark behind a clitic", 'حذر من أن بلاده لن تقبل بـ"فوضى" جديدة.', ["فوضى"]),
    (
        "a label inside a quotation of the same marks",
        'قال: "سئمنا "وعود" الحكومة كلها".',
        ['سئمنا "وعود" الحكومة كلها', "وعود"],
    ),
    ("guillemets inside ASCII marks", 'قال: "لا نعرف «الهدنة» أبدا".', ["لا نعرف «الهدنة» أبدا", "الهدنة"]),
    ("mixed marks of one pair", 'قال «لن نتراجع" ثم خرج.', ["لن نتراجع"]),
    ("two sentences in one quotation", 'قال: "تعبنا. لن نعود". ثم خرج.', ["تعبنا. لن نعود"]),
    (
        "an unclosed mark stops at its sentence",
        'قال "لن نعود. ثم خرج الوفد. "انتهى" الأمر.',
        ["لن نعود", "انتهى"],
    ),
    (
        "an odd mark before a pair",
        'على ما سماه "الفوضى في البلاد. وقال "نعم" بعد ذلك.',
        ["الفوضى في البلاد", "نعم"],
    ),
    ("an apostrophe is no mark", "زار ‘معرض’ الكتاب في l'Orient أمس.", ["معرض"]),
    ("a first mark stuck to the word before", 'قال لنا" هناك أمل كبير".', ["هناك أمل كبير"]),
    ("a row of marks is a line", '""""""""""""', []),
    ("an unclosed mark before one that runs past its sentence", "««نعم. ثم لا«", ["نعم. ثم لا"]),
    ("empty marks", 'قال "" ومضى.', []),
    ("a paragraph ends every quotation", 'قال "لن نعود\nوفي "اليوم" التالي عاد.', ["لن نعود", "اليوم"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_stands_between_marks_is_found(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == expected


def test_an_unclosed_quotation_says_so() -> None:
    closed = [q.closed for q in find_quotations('قال "نعم" ثم قال "لن نعود.')]
    assert closed == [True, False]


MARKS = "\"'«»“”„‹› ابجد.\n،؟\u202e\u0640\ud800\x00"


@settings(max_examples=200, deadline=None)
@given(st.text(MARKS, max_size=60))
def test_a_quotation_lies_inside_its_marks_and_nests(text: str) -> None:
    found = find_quotations(text)
    for quotation in found:
        assert (
            0 <= quotation.outer_start < quotation.start < quotation.end <= quotation.outer_end <= len(text)
        )
        assert 0 <= quotation.depth < DEEPEST
        assert "\n" not in text[quotation.start : quotation.end]
    for one, other in itertools.pairwise(found):
        assert one.outer_start < other.outer_start
        assert other.outer_start >= one.outer_end or other.outer_end <= one.outer_end


@settings(max_examples=50, deadline=None)
@given(st.text(MARKS, max_size=40), st.text(MARKS.replace("\n", ""), max_size=40))
def test_marks_of_one_paragraph_do_not_touch_the_next(first: str, second: str) -> None:
    alone = [(q.start, q.end) for q in find_quotations(first)]
    both = [(q.start, q.end) for q in find_quotations(first + "\n" + second)]
    assert both[: len(alone)] == alone
