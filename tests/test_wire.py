"""Text that articles share: what is one text twice, what only has a passage in common, and how much is word for word."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.framing import first_of_wire
from riwaya.comparing.wire import GRAM, known_groups, shared_words, wire_groups, with_wire_groups

from .small_tables import Story

# Own sentences in the manner of news.
STORM = (
    "أعلنت هيئة الموانئ أن حركة السفن توقفت بالكامل بعد العاصفة التي ضربت الساحل الشرقي ليلا.",
    "وقال مدير الهيئة في بيان إن خمس سفن جنحت قبالة المرفأ القديم ولم يبلغ عن ضحايا بين البحارة.",
    "وأغلقت السلطات الطريق الساحلي أمام الشاحنات ودعت السكان إلى البقاء في منازلهم حتى صباح غد.",
    "وكانت عاصفة مشابهة قد ضربت الساحل نفسه قبل عامين وألحقت أضرارا واسعة بالمزارع وشبكات الكهرباء.",
)
# The same told again with a word or two changed in each line, as desks edit agency copy.
STORM_EDITED = (
    "قالت هيئة الموانئ إن حركة السفن توقفت تماما بعد العاصفة التي ضربت الساحل الشرقي خلال الليل.",
    "وأوضح مدير الهيئة في بيان أن خمس سفن جنحت قبالة الميناء القديم ولم يبلغ عن ضحايا بين البحارة.",
    "وأغلقت الشرطة الطريق الساحلي أمام الشاحنات وطلبت من السكان البقاء في بيوتهم حتى صباح غد.",
    "وكانت عاصفة مماثلة قد ضربت الساحل نفسه قبل عامين وسببت أضرارا واسعة بالمزارع وشبكات الكهرباء.",
)
STORM_LEAD = (
    "عادت السفن اليوم إلى مرفأ المدينة بعد يومين من التوقف وفتحت المدارس أبوابها أمام التلاميذ من جديد.",
)
STRIKE = (
    "بدأ عمال النقل في العاصمة إضرابا مفتوحا احتجاجا على تأخر الرواتب منذ ثلاثة أشهر متتالية.",
    "وقالت النقابة إن المفاوضات مع الوزارة وصلت إلى طريق مسدود بعد خمس جولات لم تسفر عن أي اتفاق.",
    "وشهدت محطات الحافلات زحاما شديدا منذ ساعات الصباح الأولى واضطر كثيرون إلى السير إلى أعمالهم.",
    "ولم تعلق الوزارة على الإضراب لكنها كانت وعدت الشهر الماضي بصرف الرواتب قبل نهاية السنة المالية.",
)
STRIKE_LEAD = (
    "رفضت النقابة مساء اليوم عرضا جديدا من الوزارة وقررت توسيع الإضراب إلى القطارات وقوارب النهر.",
    "وانضم سائقو سيارات الأجرة إلى المضربين في ثلاث مدن كبرى فتوقفت الحركة في شوارعها الرئيسية.",
)
QUOTE = "لن نقبل بأقل من صرف الرواتب كلها قبل نهاية الأسبوع الجاري ولن نعود إلى مائدة الحوار من دون ذلك"
OTHER = (
    "افتتح الوزير معرض الكتاب السنوي في قاعة المؤتمرات بحضور عدد كبير من الناشرين والكتاب العرب.",
    "ويشارك في المعرض هذا العام أربعون دارا للنشر تعرض آلاف العناوين الجديدة في الأدب والتاريخ.",
)
NAMES = "رئيس الوزراء وزير الدفاع الوطني السابق عمر بن سعيد"


def vowelled(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The same sentences with marks, tatweel and other spellings of alef."""
    return tuple(
        each.replace("أ", "ا").replace("سفن", "سُفُن").replace("الساحل", "الســاحل") for each in sentences
    )


ONE_TEXT = {
    "a copy": (STORM, STORM),
    "a copy in other marks and spelling": (STORM, vowelled(STORM)),
    "agency copy with a word changed in each line": (STORM, STORM_EDITED),
    "copy in another order": (STORM, (STORM[2], STORM[0], STORM[3], STORM[1])),
    "copy with sentences put in between": (STORM, (STORM[0], *OTHER, *STORM[1:])),
    "a new lead above yesterday's text": (STORM, (*STORM_LEAD, *STORM[:3])),
    "a newer toll above yesterday's text": (STORM, ("ارتفع عدد السفن الجانحة اليوم إلى سبع.", *STORM[1:])),
    "a flash that the longer story begins with": (STORM, STORM[:1]),
}
OWN_TEXT = {
    "a shared quotation": ((*STRIKE, f'وقال رئيسها: "{QUOTE}".'), (*STRIKE_LEAD, f'وأضاف: "{QUOTE}".')),
    "a paragraph of background": ((*STORM_LEAD, *OTHER, STORM[3]), STORM),
    "two updates of one story, each newly written": (STRIKE, (*STRIKE_LEAD, STRIKE[1])),
    "names and titles in every line": (
        (f"قال {NAMES} إن الإضراب انتهى وإن الحافلات ستعود غدا.", f"وزار {NAMES} المرفأ القديم."),
        (f"استقبل {NAMES} سفيرا جديدا في مكتبه قبل سفره إلى الشمال.", f"ثم عاد {NAMES} ليلا."),
    ),
    "other news": (STORM, OTHER),
}


def told(**articles: tuple[str, ...]) -> Story:
    story = Story()
    for name, sentences in articles.items():
        story.article(name, *sentences, outlet=name)
    return story


@pytest.mark.parametrize(("first", "second"), ONE_TEXT.values(), ids=ONE_TEXT)
def test_a_text_told_over_is_one_text(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert set(wire_groups(told(a=first, b=second).tables())) == {"a", "b"}
    assert set(wire_groups(told(a=second, b=first).tables())) == {"a", "b"}


@pytest.mark.parametrize(("first", "second"), OWN_TEXT.values(), ids=OWN_TEXT)
def test_a_passage_in_common_is_not_one_text(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert wire_groups(told(a=first, b=second).tables()) == {}


def test_an_article_put_together_from_two_earlier_ones_repeats_them() -> None:
    third = (*STORM_LEAD, *STORM[2:], *STRIKE[2:])
    assert set(wire_groups(told(one=STORM, two=STRIKE, third=third).tables())) in (
        {"one", "third"},
        {"two", "third"},
    )
    assert wire_groups(told(one=STORM, third=(*third, *OTHER)).tables()) == {}


def test_the_ends_of_a_chain_that_share_nothing_both_count() -> None:
    first, last = (*STORM, *STORM_LEAD), (*STRIKE, *STRIKE_LEAD)
    middle = (*STORM[:2], *STRIKE[:2])
    groups = wire_groups(told(a=first, b=middle, c=last).tables())
    assert groups["a" if "a" in groups else "c"] in ("a", "c") and groups["b"] in ("a", "c")
    assert not {"a", "c"} <= set(groups)


def test_the_longest_version_counts_and_of_equal_ones_the_earliest() -> None:
    assert wire_groups(told(a=STORM[:2], b=STORM, c=STORM[1:]).tables()) == {"a": "b", "b": "b", "c": "b"}
    story = Story()
    for name, day in (("late", 3), ("early", 1), ("undated", None)):
        story.article(name, *STORM, published=day and datetime.date(2020, 1, day))
    assert set(wire_groups(story.tables()).values()) == {"early"}


def test_a_repeat_counts_once_whichever_outlet_carries_it() -> None:
    tables = told(a=STORM[:3], b=STORM, c=OTHER).tables()
    assert list(first_of_wire(tables)["article_id"]) == ["b", "c"]


def test_the_group_is_written_into_the_articles() -> None:
    groups = with_wire_groups(told(a=STORM, b=STORM, c=OTHER).tables()).articles["wire_group"]
    assert list(groups.fillna("")) == ["a", "a", ""]


def test_groups_once_found_hold_for_a_part_of_the_articles() -> None:
    tables = with_wire_groups(told(a=STORM, b=STORM[:3], c=STORM[1:], d=OTHER).tables())
    assert known_groups(tables) == {"a": "a", "b": "a", "c": "a"}
    assert known_groups(tables.only(["b", "c", "d"])) == {"b": "b", "c": "b"}
    assert list(first_of_wire(tables.only(["c", "d"]))["article_id"]) == ["c", "d"]


def test_bylines_and_boilerplate_are_nobody_s_text() -> None:
    story = told(a=STORM[:3], b=STRIKE[:3])
    for name in ("a", "b"):
        for row in story.rows["sentences"]:
            if row["article_id"] == name:
                row["zone"] = "boilerplate"
        story.rows["sentences"][-1]["zone"] = "body"
    assert wire_groups(story.tables()) == {} and shared_words(story.tables())["shared"].sum() == 0


# Word for word


def test_a_share_is_of_the_article_s_words() -> None:
    words = len(STORM[0].split())
    story = told(a=STORM[:1], b=(STORM[0], " ".join(f"كلمة{chr(0x627 + n)}" for n in range(words))))
    assert list(shared_words(story.tables())["share"]) == [1.0, 0.5]


def test_runs_of_fewer_than_seven_words_are_not_counted() -> None:
    short, enough = (" ".join(STORM[0].split()[:n]) for n in (GRAM - 1, GRAM))
    assert shared_words(told(a=(short,), b=(short,)).tables())["shared"].sum() == 0
    assert list(shared_words(told(a=(enough,), b=(enough,)).tables())["shared"]) == [GRAM, GRAM]


def test_a_run_that_an_article_repeats_by_itself_is_not_shared() -> None:
    assert shared_words(told(a=(STORM[0], STORM[0])).tables())["shared"].sum() == 0
    assert wire_groups(told(a=(STORM[0], STORM[0])).tables()) == {}


def test_tables_without_articles_have_no_groups() -> None:
    assert wire_groups(Story().tables()) == {} and len(shared_words(Story().tables())) == 0


SENTENCES = st.lists(st.sampled_from([*STORM, *STORM_EDITED, *STRIKE, *OTHER, "ا " * 40, "؟"]), max_size=5)


@given(st.lists(SENTENCES, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_repeat_stands_under_an_article_that_counts(articles: list[list[str]]) -> None:
    tables = told(**{f"a{number}": tuple(each) for number, each in enumerate(articles)}).tables()
    groups = wire_groups(tables)
    for article, counted in groups.items():
        assert groups[counted] == counted
        assert article == counted or list(groups.values()).count(counted) > 1
    shared = shared_words(tables)
    assert ((shared["shared"] >= 0) & (shared["shared"] <= shared["words"])).all()
