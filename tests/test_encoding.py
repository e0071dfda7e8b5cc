"""Bytes to Arabic text: the text must come out exactly as it went in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.encoding import UnknownEncoding, decode, guess_utf16, has_arabic

SENTENCES = [
    "الوزير",
    "مقتل شخصين",
    "بعد غد",
    "قال الوزير إن الطريق مفتوح",
    "سلام على أهل الدار",
    "أصيب 12 عاملا في انهيار سقف مصنع شرق المدينة.",
    "هل تعود المياه إلى القرى؟ سؤال ينتظر جوابا منذ أسبوع، بحسب السكان.",
    'وأضاف البيان: "لن نغلق المعبر"؛ لكن الحركة فيه توقفت منذ الفجر!',
    "ذكرت الهيئة أنّ عدد المسجّلين بلغ 4500 طالباً وطالبةً في ثلاث ولايات، وأن النتائج تُعلن يوم الأحد.",
    "كتب الصحفي سامي رضا تقريرا طويلا عن ظروف العمال في ميناء المدينة القديم. "
    "وقال في تقريره إن ثلثي العمال بلا عقود، وإن النقابة تطالب منذ عامين بمفاوضات جادة مع الإدارة.",
]


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256", "iso8859_6"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_read_as_it_was_written(sentence: str, name: str) -> None:
    assert decode(sentence.encode(name))[0] == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_windows_1256_with_guillemets_and_long_dashes_is_read(sentence: str) -> None:
    written = f"«{sentence}» – {sentence}… ‘{sentence}’"
    assert decode(written.encode("cp1256")) == (written, "cp1256")


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_letters(name: str) -> None:
    assert guess_utf16(SENTENCES[-1].encode(name)) == SENTENCES[-1]


def test_utf_8_with_one_broken_byte_is_refused_rather_than_read_as_another_encoding() -> None:
    raw = SENTENCES[-1].encode()
    with pytest.raises(UnknownEncoding) as refused:
        decode(raw[:40] + b"\xff" + raw[40:])
    assert refused.value.position == 40


def test_utf_8_cut_in_the_middle_of_a_letter_is_refused() -> None:
    with pytest.raises(UnknownEncoding):
        decode(SENTENCES[-1].encode()[:-2])


@pytest.mark.parametrize(
    "text", ["Le préfet a été reçu à l'hôtel de région.", "Größe und Übermaß", "Привет, мир"]
)
def test_other_languages_are_never_taken_for_arabic(text: str) -> None:
    for name in ("cp1252", "cp1251"):
        try:
            raw = text.encode(name)
        except UnicodeEncodeError:
            continue
        try:
            read = decode(raw)[0]
        except UnknownEncoding:
            continue
        assert not has_arabic(read)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text, _ = decode(raw)
    except UnknownEncoding:
        return
    assert isinstance(text, str)


WORDS_OF_NEWS = st.sampled_from(sorted(set(" ".join(SENTENCES).split())))


@given(st.lists(WORDS_OF_NEWS, min_size=12, max_size=40, unique=True))
@settings(max_examples=150, deadline=None)
def test_a_dozen_words_of_news_survive_windows_1256(words: list[str]) -> None:
    # Letter rates need letters: three or four short words may be refused or taken for ISO-8859-6.
    text = " ".join(words)
    assert decode(text.encode("cp1256"))[0] == text
