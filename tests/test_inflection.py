"""Inflected forms that must be found, look-alikes that must not, and how a lexicon chooses between entries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.forms import imperfect_of, surface_stems
from riwaya.language.inflection import Entry, Lexicon

FOUND = [
    (
        "إرهابي",
        "nisba",
        "الإرهابيين الإرهابى ارهابيون وللإرهابيين بإرهابية إرهابيات كإرهابيّ إرهابيًّا الإرهابيّتين",
    ),
    (
        "متظاهر",
        "person",
        "المتظاهرون متظاهرين للمتظاهرين متظاهرو متظاهري متظاهراً متظاهران فالمتظاهر ومتظاهروها",
    ),
    ("محتج", "participle", "محتجين المحتجون محتجة ومحتجات للمحتجات محتجّين"),
    ("ثورة", "noun", "الثورة ثورات وثورتهم بثورتين كالثورة لثورة ثورتا ثوراتها للثورة"),
    ("هجوم", "noun", "الهجوم هجوماً هجومان هجومين بهجومها وللهجوم هجومه"),
    ("اعتداء", "noun", "اعتداءات الاعتداءين اعتداؤهم اعتدائه بالاعتداء للاعتداء"),
    ("قوى", "plural", "القوى قوى بقوى قواهم القوي"),
    ("قمع", "verb", "قمعت قمعوا قُمع يقمع تقمعه سيقمعون ويقمعان ليقمعوا فقمعتهم نقمع قمعنا"),
    ("اشتبك", "verb", "اشتبكوا تشتبك سيشتبكون واشتبكت"),
    ("اعتدى/يعتدي", "verb", "اعتدت اعتدوا اعتدى يعتدون يعتدِ اعتداه اعتديا"),
    ("استعاد/يستعيد", "verb", "استعادت يستعيدون استعدنا يستعد واستعادوا ستستعيد"),
    ("قال/يقول", "verb", "قالت قالوا قلت يقولون وقال يقل"),
    ("تظاهر", "verb", "تظاهروا يتظاهرون وتظاهرت سيتظاهر"),
]
LEFT_ALONE = [
    ("مسلح", "person", "مسلم المسلحة تسلح مصلح مسلحات مساحة"),
    ("محتج", "person", "محتاج احتجاج محتجز محتاجين محجبة"),
    ("متظاهر", "person", "مظاهر ظاهرة متظاهرة تظاهر"),
    ("ثورة", "noun", "ثور ثروة ثوري ثائر ثيران"),
    ("إرهاب", "noun", "إرهاق رهبان الرهبة"),
    ("قمع", "verb", "قمح جمع القمع أقمعة"),
    ("عدوان", "noun", "عدوانية عدو عداء"),
    ("شهيد", "noun", "شهد مشهد شهادة"),
    ("نظام", "name", "النظام نظامه نظامي"),
    ("نظام", "definite", "نظام نظامها لنظام"),
]


@pytest.mark.parametrize(
    ("form", "word_class", "token"),
    [(form, word_class, token) for form, word_class, tokens in FOUND for token in tokens.split()],
)
def test_an_inflected_form_is_found(form: str, word_class: str, token: str) -> None:
    [hit] = Lexicon([Entry((form,), word_class)]).find(token)
    assert hit.text == token


@pytest.mark.parametrize(
    ("form", "word_class", "token"),
    [(form, word_class, token) for form, word_class, tokens in LEFT_ALONE for token in tokens.split()],
)
def test_a_look_alike_is_left_alone(form: str, word_class: str, token: str) -> None:
    assert Lexicon([Entry((form,), word_class)]).find(token) == []


PHRASES = [
    (Entry(("مكافحة الإرهاب",)), "لمكافحة #الإرهاب في المنطقة", "لمكافحة #الإرهاب"),
    (Entry(("مكافحة الإرهاب",)), "مكافحة «الإرهاب»", "مكافحة «الإرهاب"),
    (Entry(("مكافحة الإرهاب",)), "عملية مكافحة ما وصفه بالإرهاب", "مكافحة ما وصفه بالإرهاب"),
    (Entry(("ثورة/ثورات ملون",), "noun adjective"), "بثورات «مُلوّنة»", "بثورات «مُلوّنة"),
    (Entry(("ثورة/ثورات ملون",), "noun adjective"), 'تسمح بـ"ثورات ملونة"', "ثورات ملونة"),
    (Entry(("قوى خارجي",), "bare adjective", gap=1), "قوى داخلية وخارجية", "قوى داخلية وخارجية"),
    (Entry(("قاطع طريق",), "noun", plurals=("قطاع طرق",)), "وصفهم بقطاع طرق", "بقطاع طرق"),
    (Entry(("فتح النار",), "verb", gap=3), "فتحت قوات الأمن النار عليهم", "فتحت قوات الأمن النار"),
]


@pytest.mark.parametrize(("entry", "text", "found"), PHRASES)
def test_a_phrase_is_found_over_what_stands_between(entry: Entry, text: str, found: str) -> None:
    [hit] = Lexicon([entry], inserts=("ما وصفه", "ما يسمى")).find(text)
    assert hit.text == found


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (Entry(("مكافحة الإرهاب",)), "تعهد بالمكافحة. الإرهاب خطر"),
        (Entry(("مكافحة الإرهاب",)), "مكافحة\nالإرهاب"),
        (Entry(("مكافحة الإرهاب",)), "مكافحة آفة الإرهاب"),
        (Entry(("فتح النار",), "verb", gap=1), "فتحت قوات الأمن النار عليهم"),
        (Entry(("ضبط الأمن",)), "نقطة ضبط أمني"),
    ],
)
def test_a_phrase_crosses_no_sentence_and_no_more_words_than_its_gap(entry: Entry, text: str) -> None:
    assert Lexicon([entry]).find(text) == []


CONDITIONS = [
    (Entry(("مسلح",), "person", not_after=("صراع",)), "في الصراع المسلح", "قتل المسلح"),
    (Entry(("ثورة",), not_before=("صناعي",)), "الثورة الصناعية", "الثورة الشعبية"),
    (Entry(("تفريق",), not_before=("بين",)), "التفريق بين الأمرين", "تفريق المحتجين"),
    (Entry(("نظام",), "name", only_before=("الأسد",)), "نظام غذائي", "نظام الأسد"),
    (Entry(("اضطراب",), not_near=("نفسي",)), "شكا من اضطراب وأثره النفسي", "شهد الحي اضطرابا"),
    (Entry(("شغب",), only_near=("شرطة",)), "أحب الأطفال الشغب", "واجهت الشرطة الشغب"),
    (Entry(("مهمة",), only_after=("تنفيذ",)), "قضية مهمة", "بدأ تنفيذ المهمة"),
    (Entry(("مسيرة",), not_written=("مسيّر",)), "سقطت مسيّرة", "خرجت مسيرة"),
    (Entry(("مسيرة",), enclitics=False), "مسيرته الفنية", "المسيرة"),
    (
        Entry(("استعاد السيطرة",), "verb", gap=2, not_inside=("متمرد",)),
        "استعاد المتمردون السيطرة",
        "استعاد الجيش السيطرة",
    ),
]


@pytest.mark.parametrize(("entry", "without", "within"), CONDITIONS)
def test_a_condition_on_the_company_of_a_word(entry: Entry, without: str, within: str) -> None:
    lexicon = Lexicon([entry])
    assert lexicon.find(without) == []
    assert len(lexicon.find(within)) == 1


def test_a_condition_does_not_look_beyond_the_sentence() -> None:
    lexicon = Lexicon([Entry(("اضطراب",), not_near=("نفسي",))])
    assert len(lexicon.find("يعالج المرض النفسي. شهد الحي اضطرابا")) == 1


def test_the_longest_match_wins() -> None:
    terror, fight = Entry(("إرهاب",)), Entry(("مكافحة الإرهاب",))
    assert [hit.entry for hit in Lexicon([terror, fight]).find("مكافحة الإرهاب والإرهاب")] == [fight, terror]


def test_the_reading_with_the_least_taken_off_wins_then_the_entry_that_stands_first() -> None:
    noun, nisba = Entry(("إرهاب",)), Entry(("إرهابي",), "nisba")
    [hit] = Lexicon([noun, nisba]).find("إرهابي")
    assert hit.entry is nisba
    first, second = Entry(("هجوم",)), Entry(("هجوم",), "plural")
    [hit] = Lexicon([first, second]).find("الهجوم")
    assert hit.entry is first


def test_words_in_the_gap_of_a_phrase_keep_their_own_entry() -> None:
    control, regime = Entry(("استعاد السيطرة",), "verb", gap=2), Entry(("قوات النظام",), "bare")
    hits = Lexicon([control, regime]).find("استعادت قوات النظام السيطرة على البلدة")
    assert [hit.entry for hit in hits] == [control, regime]


def test_collisions_are_told_in_the_order_of_preference() -> None:
    noun, nisba = Entry(("إرهاب",)), Entry(("إرهابي",), "nisba")
    told = {collision.form: collision.entries for collision in Lexicon([nisba, noun]).collisions()}
    assert told["ارهابي"] == (nisba, noun)
    # The reading with the least taken off goes before the order of the entries, here as in find.
    told = {collision.form: collision.entries for collision in Lexicon([noun, nisba]).collisions()}
    assert told["ارهابي"] == (nisba, noun)
    assert Lexicon([noun, Entry(("ثورة",))]).collisions() == []


def test_a_hit_names_its_dictionary_form_and_number() -> None:
    lexicon = Lexicon([Entry(("قاطع طريق", "ثائر"), "noun", plurals=("قطاع طرق", "ثوار"))])
    found = [(hit.lemma, hit.form) for hit in lexicon.find("قطاع طرق وثوار وثائر")]
    assert found == [("قاطع طريق", "plural"), ("ثائر", "plural"), ("ثائر", "singular")]
    [killed] = Lexicon([Entry(("قتيل",), "person")]).find("سقط قتيلان")
    assert killed.form == "dual"


def test_the_weak_imperfect_is_a_guess_that_the_entry_can_replace() -> None:
    assert "يقول" in imperfect_of("قال")
    assert Lexicon([Entry(("رمى/يرمي",), "verb")]).find("يرمون")


def test_an_entry_without_a_word_or_of_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="without a word"):
        Lexicon([Entry((" ",))])
    with pytest.raises(ValueError, match="not a word class"):
        Lexicon([Entry(("كلمة",), "particle")])
    with pytest.raises(ValueError, match="not a word class"):
        surface_stems("كلمة", "particle")


LEXICON = Lexicon(
    [Entry(("مسلح",), "person", not_near=("قوات",)), Entry(("مكافحة الإرهاب",), gap=2)], ["ما وصفه"]
)
ALPHABET = st.sampled_from(list('مسلحبةوال الإرهابكفء.،\n"«»#_12aé\u200f\u202e\u064b\u0640\x00\ud800'))


@settings(max_examples=80, deadline=None)
@given(st.text(ALPHABET, max_size=300))
def test_hits_are_in_order_and_cut_from_the_text(text: str) -> None:
    hits = LEXICON.find(text)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


@settings(max_examples=40, deadline=None)
@given(st.text(ALPHABET, max_size=60), st.text(ALPHABET, max_size=60))
def test_a_stretch_is_read_as_if_it_stood_alone(before: str, text: str) -> None:
    alone = [(hit.start, hit.end) for hit in LEXICON.find(text)]
    whole = before + "\n" + text
    offset = len(before) + 1
    assert [(hit.start - offset, hit.end - offset) for hit in LEXICON.find(whole, offset)] == alone


@pytest.mark.parametrize(
    "text",
    ["م" * 1_000_000, "ـ" * 1_000_000, "مكافحة " * 100_000, '"' * 1_000_000, "\u202e\ud800\x00" * 300_000],
    ids=["one letter", "tatweel", "a head without its phrase", "marks", "controls"],
)
def test_hostile_text_is_read_without_a_hit_and_without_an_error(text: str) -> None:
    assert LEXICON.find(text) == []
