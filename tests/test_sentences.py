"""Where a sentence ends. Each row is the sentences of one line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.sentences import LONG_SENTENCE, cut

LINES = [
    ["قال الوزير إن الطريق مفتوح.", "وأضاف أن الحركة عادية."],
    ["وصل القطار ضروريا.", "وأشار السائق إلى التأخير."],  # no space after the stop
    ["هل عاد التيار؟", "لا أحد يعرف!", "ربما غدا"],
    ["بلغ السعر 2.5 دينار، وكان 1.75 قبل عام."],
    ["نزح 270.000 شخص في عام 2021.", "وعاد نصفهم."],
    ["قال د. سامي رضا للصحفيين إن العملية نجحت."],
    ["ذكرت أ.ف.ب. أن المطار مغلق."],
    ["وقع الاتفاق أ. د. كمال زين في القاعة."],
    ["الحكومة.. بين الأزمة والحل"],
    ["ظهر الهدف بوضوح (..) وكان كبيرا."],
    ["ضرب الزلزال البلدة (كبرى مدن الشرق.).", "وسقط جدار."],
    ["قال \"وصلت الضربة (إلى المدينة).", "وسقوطها يفتح الطريق\"."],
    ["انتظر الناس طويلا…", "ثم عادوا إلى بيوتهم."],
    ["انتظر الناس طويلا...", "ثم عادوا إلى بيوتهم."],
    ["قال إنه سيعود ... بعد العلاج."],
    ["سأل \"إلى أين؟\" ثم مضى."],
    ["قالت \"الأمر صعب جدا.\"", "وغادرت القاعة."],
    ["قال: \"نجحنا في استعادة الطريق\".", "لكن العمل مستمر، على حد قوله."],
    ["قال «لن نغلق المعبر».", "وأكد «أن الوضع هادئ»."],
    ["تسمح بـ»ثورات ملونة».", "وأضاف أنها لن تعود."],
    ["نشر موقع example.com الصور كاملة."],
    ["قال مراسل العربية.نت إن الطريق مغلقة."],
    ["قال الجنرال باتريك بي. كيلي إن الطائرة هبطت."],
    ["اختار إتش.آر. ماكنيل نائبا له."],
    ["بحسب هيئة الإذاعة بي بي سي.", "ونفت الشركة ذلك."],
    ["قال J. Smith إن الطائرة هبطت."],
    ["قال Mr. Smith إن الطائرة هبطت."],
    ["وقعت الهزة في الساعة 8.50 مساء."],
    ["لماذا يحدث هذا ؟", "لأن السد قديم ."],
    ["كيف؟!", "لا نعرف."],
    ["أصيب عدد من الناس . . ."],
    ["1. فتح الطريق"],
]  # fmt: skip


def cut_text(line: str) -> list[str]:
    return [line[start:end] for start, end in cut(line)]


@pytest.mark.parametrize("expected", LINES)
def test_a_line_is_cut_where_its_sentences_end(expected: list[str]) -> None:
    joined = " ".join(expected)
    assert cut_text(joined) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("عاد الهدوء.وأشار البيان إلى ذلك", ["عاد الهدوء.", "وأشار البيان إلى ذلك"]),
        ("في طرابلس.20 آخرون", ["في طرابلس.", "20 آخرون"]),
        ("في عام 2022.وقال", ["في عام 2022.", "وقال"]),
        ('قال "وصلنا."وأضاف', ['قال "وصلنا."', "وأضاف"]),
        ("نعم.«لا» قال", ["نعم.", "«لا» قال"]),
        ("", []),
        (" \u00a0 ", []),
        ("...", ["..."]),
    ],
)
def test_a_missing_space_does_not_hide_a_sentence_end(line: str, expected: list[str]) -> None:
    assert cut_text(line) == expected


def test_only_the_stretch_asked_for_is_cut() -> None:
    text = "قبل. وسط. بعد."
    assert [text[start:end] for start, end in cut(text, 5, 9)] == ["وسط."]


def test_an_overlong_sentence_is_cut_at_a_comma_or_semicolon() -> None:
    clause = "وذهب العمال إلى الميناء في الصباح، "
    line = clause * 60
    pieces = cut_text(line)
    assert len(pieces) > 2
    assert all(len(piece) <= LONG_SENTENCE for piece in pieces)
    assert all(piece.endswith("،") for piece in pieces)


ALPHABET = st.text(
    alphabet=st.sampled_from(list('ابتد. .!؟…"«»()٫،؛:0123ab\u200f\u064b \u00a0-')), max_size=120
)


@given(st.one_of(ALPHABET, st.text(max_size=120)))
@settings(max_examples=400, deadline=None)
def test_every_character_but_white_space_lies_in_exactly_one_sentence(line: str) -> None:
    spans = cut(line)
    covered = [position for start, end in spans for position in range(start, end)]
    assert covered == sorted(set(covered))
    assert set(range(len(line))) - set(covered) <= {i for i, c in enumerate(line) if c.isspace()}
    for start, end in spans:
        assert not line[start].isspace()
        assert not line[end - 1].isspace()


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        "(",
        '"',
        "ا",
        " ",
        "ا.",
        "ا ",
        "اب. ",
        '".',
        "(.",
        "،",
        "، ",
        "؛ ",
        "1.",
        "x 1.a ",
        "\u064b",
        "بي. ",
    ],
)
def test_many_characters_of_one_kind_are_cut_without_trouble(unit: str) -> None:
    line = unit * (300_000 // len(unit))
    spans = cut(line)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
