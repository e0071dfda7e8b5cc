"""What a difference between two nearly equal sentences touches: which are telling, which are wording, which are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.changes import KINDS, Change
from riwaya.comparing.findings import pair_finding
from riwaya.comparing.rewording import changed_sentences
from riwaya.showing.naming import Naming
from riwaya.showing.telling import say

from .small_tables import Story

# Own sentences in the manner of news; {} is where they differ.
FENCE = "أغلق {} الجسر الشمالي أمام الشاحنات القادمة من المرفأ القديم منذ فجر الثلاثاء"
DAM = "{} السد الترابي انهار بسبب أمطار غزيرة هطلت على القرى الجبلية{}"
TOLL = "نقلت سيارات الإسعاف {} جرحى سقطوا عند الجسر الشمالي إلى مستشفى المدينة القديم"


def pair(first: str, second: str) -> Story:
    return Story().article("a", first, outlet="first").article("b", second, outlet="second")


def changes(story: Story) -> list[Change]:
    found = changed_sentences(story.tables())
    return [change for row in found.itertuples() for change in row.changes]


def kinds(story: Story) -> set[str]:
    return {change.kind for change in changes(story)} - {"wording"}


# Terms


def test_a_term_set_against_one_of_another_frame_is_told_with_both() -> None:
    story = pair(FENCE.format("المحتجون"), FENCE.format('"المخربون"'))
    story.term("a", "المحتجون", "protester").term("b", '"المخربون"', "rioter", "scare")
    (change,) = changes(story)
    assert (change.kind, change.term, change.other_term) == ("term", "المحتجون", '"المخربون"')
    assert change.reframed


TERMS: dict[str, tuple[str, str, Callable[[Story], Story], set[str]]] = {
    "two words of one frame are wording": (
        FENCE.format("المحتجون"),
        FENCE.format("المتظاهرون"),
        lambda story: story.term("a", "المحتجون", "protester").term("b", "المتظاهرون", "protester"),
        set(),
    ),
    "an actor is not set against an event": (
        FENCE.format("المحتجون"),
        FENCE.format("مسلحو الحراك"),
        lambda story: story.term("a", "المحتجون", "protester").term(
            "b", "الحراك", "protest_event", kind="event"
        ),
        set(),
    ),
    "a term against a word that is none": (
        FENCE.format("سكان"),
        FENCE.format("المخربون"),
        lambda story: story.term("b", "المخربون", "rioter"),
        {"term"},
    ),
    "a label that one side puts to a word both have": (
        FENCE.format("شبان"),
        FENCE.format("شبان مخربون"),
        lambda story: story.term("b", "مخربون", "rioter"),
        {"term"},
    ),
    "a word of time with a term in it is no label": (
        FENCE.format("شبان"),
        FENCE.format("شبان عشية الإضراب"),
        lambda story: story.term("b", "الإضراب", "protest_event", kind="event"),
        set(),
    ),
    "a term that the other sentence has elsewhere is not missing": (
        FENCE.format("المخربون") + " ثم انسحبوا",
        FENCE.format("شبان") + " ثم انسحب المخربون",
        lambda story: story.term("a", "المخربون", "rioter").term("b", "المخربون", "rioter"),
        set(),
    ),
    "another clause is not another name": (
        FENCE.format("المحتجون"),
        FENCE.format("حرس البلدية بعد ساعات من وصول المخربين"),
        lambda story: story.term("a", "المحتجون", "protester").term("b", "المخربين", "rioter"),
        set(),
    ),
    "marks around a term are a change of voice": (
        FENCE.format("المخربون"),
        FENCE.format('"المخربون"'),
        lambda story: story.term("a", "المخربون", "rioter").term("b", '"المخربون"', "rioter", "scare"),
        {"voice"},
    ),
    "marks around a name that only ends in the term are none": (
        FENCE.format("أنصار مسيرة العودة"),
        FENCE.format('أنصار مسيرة "العودة"'),
        lambda story: story.term("a", "مسيرة العودة", "protest_event").term(
            "b", 'مسيرة "العودة', "protest_event", "scare"
        ),
        set(),
    ),
}


@pytest.mark.parametrize(("first", "second", "marked", "wanted"), TERMS.values(), ids=TERMS)
def test_terms_differ_where_they_name_the_same(
    first: str, second: str, marked: Callable[[Story], Story], wanted: set[str]
) -> None:
    assert kinds(marked(pair(first, second))) == wanted


# Who says so


def said(story: Story, article: str, text: str, cue: str, speaker: str = "المحافظ", **more: str) -> Story:
    return story.quote(article, text, speaker, cue=cue, speaker=speaker, **more)


CONTENT = "السد الترابي انهار بسبب أمطار غزيرة هطلت على القرى الجبلية"


def test_a_claim_that_the_other_makes_its_own_is_told() -> None:
    story = said(pair(DAM.format("قال المحافظ إن", ""), DAM.format("وكان", "")), "a", CONTENT, "قال")
    (change,) = (change for change in changes(story) if change.kind == "speaker")
    assert (change.voice, change.other_voice, change.cue) == ("attributed", "own", "قال")


def test_a_source_named_behind_the_claim_counts_too() -> None:
    story = pair(DAM.format("يذكر أن", ""), DAM.format("يذكر أن", "، بحسب المحافظ"))
    (change,) = (change for change in changes(said(story, "b", CONTENT, "بحسب")) if change.kind == "speaker")
    assert (change.voice, change.other_voice, change.text) == ("own", "attributed", "")


SOURCES: dict[str, tuple[tuple[str, str], tuple[str, str], str, set[str]]] = {
    "an agency's credit is nobody's claim": (("يذكر أن", ""), ("يذكر أن", "، بحسب رويترز"), "رويترز", set()),
    "the outlet's own reporter speaks for it": (("أفاد مراسلنا أن", ""), ("وكان", ""), "مراسلنا", set()),
    "a source is a source": (("أفاد المحافظ أن", ""), ("وكان", ""), "المحافظ", {"speaker"}),
}


@pytest.mark.parametrize(("first", "second", "speaker", "wanted"), SOURCES.values(), ids=SOURCES)
def test_whose_word_is_taken_over(
    first: tuple[str, str], second: tuple[str, str], speaker: str, wanted: set[str]
) -> None:
    story = pair(DAM.format(*first), DAM.format(*second))
    article, cue = ("b", "بحسب") if "بحسب" in second[1] else ("a", "أفاد")
    assert kinds(said(story, article, CONTENT, cue, speaker)) == wanted


def test_a_headline_may_leave_the_source_to_the_text() -> None:
    story = said(pair(DAM.format("قال المحافظ إن", ""), DAM.format("عاجل:", "")), "a", CONTENT, "قال")
    story.rows["sentences"][-1]["zone"] = "headline"
    assert kinds(story) == set()


def test_a_demand_is_no_claim() -> None:
    done = "إصلاح السد الترابي الذي انهار بسبب أمطار غزيرة هطلت على القرى"
    story = pair(f"طالب المحافظ بسرعة {done}", f"وجرى {done}")
    assert kinds(said(story, "a", done, "طالب")) == set()


def test_two_statements_that_share_an_office_only_differ_in_nothing() -> None:
    office = "رئيس الوزراء المكلف الدكتور عمر بن سعيد الحسيني"
    story = pair(f"أكد مصدر أن {office} سافر مساء إلى الشمال", f"وكان {office} وعد بخفض الأسعار قريبا جدا")
    said(story, "a", f"{office} سافر مساء", "أكد", "مصدر")
    story.quote("b", "خفض الأسعار", office)
    assert len(changed_sentences(story.tables())) == 0


def test_a_verb_that_holds_off_is_told_where_both_report() -> None:
    story = pair(DAM.format("قال المحافظ إن", ""), DAM.format("زعم المحافظ أن", ""))
    said(said(story, "a", CONTENT, "قال"), "b", CONTENT, "زعم", stance="distancing")
    (change,) = (change for change in changes(story) if change.kind == "cue")
    assert change.distanced and (change.cue, change.other_cue) == ("قال", "زعم")


def test_one_neutral_verb_for_another_is_wording() -> None:
    story = pair(DAM.format("قال المحافظ إن", ""), DAM.format("ذكر المحافظ أن", ""))
    assert kinds(said(said(story, "a", CONTENT, "قال"), "b", CONTENT, "ذكر")) == set()


# Figures and spelling


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [("خمسة", "سبعة", {"figure"}), ("خمسة", "5", set()), ("ثلاثة", "ثلاثة", set())],
)
def test_figures_differ_in_value_not_in_writing(first: str, second: str, wanted: set[str]) -> None:
    value = {"خمسة": 5, "5": 5, "سبعة": 7, "ثلاثة": 3}
    story = pair(TOLL.format(first), TOLL.format(second))
    for article, text in (("a", first), ("b", second)):
        story.figure(article, text, value[text], "injuries")
    assert kinds(story) == wanted


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "قال أنطونيو غوتيريش إن التحقيق في انهيار السد سيبدأ غدا",
            "قال أنطونيو غوتيريس إن التحقيق في انهيار السد سيبدأ غدا",
        ),
        (
            "قد يتدهورخلال الأيام المقبلة وضع السد الترابي في القرى",
            "قد يتدهور خلال الأيام المقبلة وضع السد الترابي في القرى",
        ),
        (
            "انهار السد الترابي بعد 6 أيام من الأمطار على القرى",
            "انهار السد الترابي بعد ستة أيام من الأمطار على القرى",
        ),
    ],
)
def test_what_is_only_spelling_is_no_change(first: str, second: str) -> None:
    assert changes(pair(first, second)) == []


# Order


def test_a_sentence_printed_again_is_told_once() -> None:
    story = pair(FENCE.format("المحتجون"), FENCE.format("المخربون"))
    story.article("c", FENCE.format("المخربون"), outlet="second")
    story.article("d", FENCE.format("المخربون") + " بحسب شهود", outlet="second")
    story.term("a", "المحتجون", "protester")
    for article in "bcd":
        story.term(article, "المخربون", "rioter")
    assert len(changed_sentences(story.tables())) == 1


def test_the_most_telling_pairs_come_first() -> None:
    first = (FENCE.format("المحتجون"), DAM.format("قال المحافظ إن", ""), TOLL.format("خمسة"))
    second = (FENCE.format("المخربون"), DAM.format("وكان", ""), TOLL.format("سبعة"))
    story = Story().article("a", *first, outlet="first").article("b", *second, outlet="second")
    story.term("a", "المحتجون", "protester").term("b", "المخربون", "rioter")
    story.figure("a", "خمسة", 5, "injuries").figure("b", "سبعة", 7, "injuries")
    leading = changed_sentences(said(story, "a", CONTENT, "قال").tables())["kinds"].str.split(";").str[0]
    assert list(leading) == ["term", "speaker", "figure"]


PIECES = st.lists(
    st.sampled_from([*FENCE.format("المحتجون").split(), "المخربون", '"', "5", "ستة", "قال", "وكان", "بحسب"]),
    max_size=24,
)


@given(PIECES, PIECES)
@settings(max_examples=60, deadline=None)
def test_every_change_stands_where_it_says(first: list[str], second: list[str]) -> None:
    texts = {"a": " ".join(first) or "-", "b": " ".join(second) or "-"}
    story = pair(texts["a"], texts["b"])
    for article, text in texts.items():
        for word, frame in (("المحتجون", "protester"), ("المخربون", "rioter")):
            if word in text:
                story.term(article, word, frame)
    for change in changes(story):
        assert change.kind in KINDS
        assert texts["a"][change.start : change.end] == change.text
        assert texts["b"][change.other_start : change.other_end] == change.other_text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_claim_taken_over_is_told_with_its_source_and_both_outlets(lang: str) -> None:
    story = said(pair(DAM.format("قال المحافظ إن", ""), DAM.format("وكان", "")), "a", CONTENT, "قال")
    tables = story.tables()
    told = say(pair_finding(next(changed_sentences(tables).itertuples()), tables), Naming(lang))
    assert "قال المحافظ إن" in told and told.index("first") < told.index("second")
    assert ("بصوت المنفذ نفسه" if lang == "ar" else "own voice") in told
