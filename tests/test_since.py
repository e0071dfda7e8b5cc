"""What has changed between two states of an event's articles, and how it is told and shown."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.edited import as_words
from riwaya.comparing.events import Event, FramePair
from riwaya.comparing.finding import Finding
from riwaya.comparing.new_speakers import is_named
from riwaya.comparing.since import KINDS, changes_since
from riwaya.showing import since as new
from riwaya.showing.naming import Naming
from riwaya.showing.report import ParameterError, Parameters, Report, load
from riwaya.showing.since import changes_data
from riwaya.showing.telling import say
from riwaya.showing.telling.since import headline, summary
from riwaya.tables.tables import Tables
from tests.small_tables import Story

FIRST, SECOND, THIRD = (datetime.date(2024, 5, day) for day in (1, 2, 3))
EVENT = Event(
    "flood", "سيول", "floods", FIRST, THIRD, metrics=("deaths", "injuries"),
    frames=FramePair(("protester",), ("rioter",)),
)  # fmt: skip


def tables(story: Story, **names: str) -> Tables:
    """A story's tables, each article with the hash of its own words; headlines by article id."""
    for row in story.rows["articles"]:
        text = "\n".join(text for _, text in story.texts[row["article_id"]])
        row["sha256"] = hashlib.sha256(text.encode()).hexdigest()
        row["headline"] = names.get(row["article_id"], row.get("headline"))
    return story.tables()


def toll(story: Story, article: str, n: str, outlet: str, day: datetime.date, **more: Any) -> Story:
    """An article that leads with a toll."""
    story.article(article, f"مقتل {n} في سيول جرفت القرى", "وتوقفت الطرق", outlet=outlet, published=day)
    return story.figure(article, n, float(n), **more)


def first_day() -> Story:
    return toll(toll(Story(), "n-1", "18", "nahr", FIRST), "w-1", "20", "wadi", FIRST)


def second_day() -> Story:
    return toll(first_day(), "n-2", "164", "nahr", SECOND)


def kinds(found: list[Finding]) -> list[str]:
    return [finding.kind for finding in found]


def of_kind(found: list[Finding], kind: str) -> list[Finding]:
    return [finding for finding in found if finding.kind == kind]


def course(finding: Finding) -> list[tuple[str, float]]:
    return [(step["kind"], step["value"]) for step in finding.data["course"]]


# Figures


def test_another_leading_figure_is_told_with_its_course_and_relative_change() -> None:
    found = changes_since(tables(first_day()), tables(second_day()), EVENT)
    assert kinds(found) == ["changed_figure", "new_article"]
    (changed,) = of_kind(found, "changed_figure")
    assert course(changed) == [("lead", 18), ("lead", 164)]
    assert changed.data["weight"] == pytest.approx(146 / 18)
    assert changed.places == (("n-2", 0),)
    days = [step["day"] for step in changed.data["course"]]
    assert days == ["2024-05-01", "2024-05-02"]


def test_the_same_figure_rounded_or_repeated_is_no_change() -> None:
    again = toll(first_day(), "n-2", "18", "nahr", SECOND, bound="approx")
    assert kinds(changes_since(tables(first_day()), tables(again), EVENT)) == ["new_article"]


def test_an_older_article_that_comes_late_changes_no_leading_figure() -> None:
    before = tables(toll(Story(), "n-2", "164", "nahr", SECOND))
    now = tables(toll(toll(Story(), "n-2", "164", "nahr", SECOND), "n-1", "18", "nahr", FIRST))
    assert kinds(changes_since(before, now, EVENT)) == ["new_article"]


def test_of_one_day_what_was_read_before_comes_first() -> None:
    before = toll(Story(), "n-9", "18", "nahr", FIRST)
    now = toll(toll(Story(), "n-9", "18", "nahr", FIRST), "n-1", "20", "nahr", FIRST)
    (changed,) = of_kind(changes_since(tables(before), tables(now), EVENT), "changed_figure")
    assert course(changed) == [("lead", 18), ("lead", 20)]


def test_hundreds_in_words_give_way_to_a_number_and_do_not_come_back() -> None:
    before = Story().article("n-1", "عشرات القتلى في السيول", outlet="nahr", published=FIRST)
    before.figure("n-1", "عشرات", 10, bound="vague")
    now = Story().article("n-1", "عشرات القتلى في السيول", outlet="nahr", published=FIRST)
    now.figure("n-1", "عشرات", 10, bound="vague")
    toll(now, "n-2", "41", "nahr", SECOND)
    now.article("n-3", "مئات القتلى في السيول", outlet="nahr", published=THIRD)
    now.figure("n-3", "مئات", 100, bound="vague")
    (changed,) = of_kind(changes_since(tables(before), tables(now), EVENT), "changed_figure")
    assert course(changed) == [("lead", 10), ("lead", 41)]
    assert changed.data["weight"] is None


def test_a_measure_an_outlet_gives_for_the_first_time_is_new() -> None:
    now = second_day()
    now.article("w-2", "أصيب 30 من السكان", outlet="wadi", published=SECOND)
    now.figure("w-2", "30", 30, metric="injuries")
    (fresh,) = of_kind(changes_since(tables(first_day()), tables(now), EVENT), "new_figure")
    assert (fresh.data["outlet"], fresh.data["metric"], fresh.data["first_article"]) == (
        "wadi",
        "injuries",
        False,
    )
    assert fresh.places == (("w-2", 0),)


def test_an_outlet_that_is_here_first_is_one_line_with_a_link_for_each_figure() -> None:
    now = toll(first_day(), "z-1", "21", "zahr", SECOND)
    now.article("z-2", "أصيب 30 من السكان", outlet="zahr", published=SECOND).figure(
        "z-2", "30", 30, metric="injuries"
    )
    found = changes_since(tables(first_day()), tables(now), EVENT)
    (fresh,) = of_kind(found, "new_figure")
    names = Naming("en", EVENT, tables(now))
    assert say(fresh, names) == "zahr, without an article before: deaths 21, injuries 30."
    assert summary([fresh], names) == "two new figures"
    html = new.changes(report("en", tables(first_day()), tables(now))).html
    line = next(line for line in html.split("<li>") if "without an article before" in line)
    assert re.findall('href="#([^"]+)"', line) == ["s-z-1-0", "s-z-2-0"]


def test_thousands_after_tens_of_thousands_are_no_other_word_and_the_other_way_round_they_are() -> None:
    def story(*vague: int) -> Tables:
        made = Story()
        for at, n in enumerate(vague):
            made.article(f"n-{at}", f"قتلى كثيرون رقم {at}", outlet="nahr", published=FIRST)
            made.figure(f"n-{at}", "كثيرون", n, bound="vague")
        return tables(made)

    assert not of_kind(changes_since(story(10_000), story(10_000, 1000), EVENT), "changed_figure")
    (changed,) = of_kind(changes_since(story(1000), story(1000, 10_000, 1000), EVENT), "changed_figure")
    assert course(changed) == [("lead", 1000), ("lead", 10_000)]


@pytest.mark.parametrize("was", ["at_least", "more_than"])
def test_from_joins_what_it_stands_before(was: str) -> None:
    data = {"value": 16, "bound": was}
    change = {
        "metric": "deaths",
        "unit": "person",
        "was": data,
        "now": {"value": 17, "bound": "exact"},
        "outlets": ["nahr"],
    }
    told = say(Finding("since", "changed_figure", change), Naming("ar"))
    assert told == f"nahr: القتلى {'مما لا يقل عن 16' if was == 'at_least' else 'من أكثر من 16'} إلى 17."


def withdrawn_day() -> Story:
    story = second_day()
    story.article("n-3", "أعلن المكتب سحب رقم 164 قتيلا", "وقال إن 225 قتلوا", outlet="nahr", published=THIRD)
    story.figure("n-3", "164", 164, status="retracted").figure("n-3", "225", 225)
    return story


def test_a_withdrawn_figure_comes_first_and_its_course_goes_on() -> None:
    found = changes_since(tables(second_day()), tables(withdrawn_day()), EVENT)
    assert kinds(found) == ["withdrawn_figure", "changed_figure", "new_article"]
    steps = [("lead", 18), ("lead", 164), ("withdrawn", 164), ("lead", 225)]
    assert course(found[0]) == course(found[1]) == steps
    assert found[0].data["value"] == 164 and found[0].places == (("n-3", 0),)


def test_a_withdrawal_known_before_is_not_told_again() -> None:
    later = toll(withdrawn_day(), "w-2", "225", "wadi", THIRD)
    found = changes_since(tables(withdrawn_day()), tables(later), EVENT)
    assert kinds(found) == ["changed_figure", "new_article"]
    assert {finding.data["outlet"] for finding in found} == {"wadi"}


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"value": 15, "value_high": 20, "bound": "range"}, None),
        ({"value": 16, "bound": "more_than"}, None),
        ({"value": 17, "bound": "at_least"}, None),
        ({"value": 18, "bound": "at_least"}, 18),
        ({"value": 20, "value_high": 25, "bound": "range"}, 20),
        ({"value": 4, "bound": "more_than"}, 4),
        ({"value": 15}, 15),
    ],
    ids=["a range around it", "more than one less", "at least as many", "at least one more", "a range above it",
         "a bound far below it", "one that is lower"],
)  # fmt: skip
def test_what_17_keeps_is_no_other_figure(second: dict[str, Any], told: float | None) -> None:
    before = toll(Story(), "n-1", "17", "nahr", FIRST)
    now = toll(Story(), "n-1", "17", "nahr", FIRST).article("n-2", "قتلى", outlet="nahr", published=SECOND)
    more = {name: value for name, value in second.items() if name != "value"}
    now.figure("n-2", "قتلى", float(second["value"]), **more)
    second_state = tables(now)
    changed = of_kind(changes_since(tables(before), second_state, EVENT), "changed_figure")
    assert [finding.data["now"]["value"] for finding in changed] == ([told] if told else [])
    third = tables(toll(now, "n-3", "17", "nahr", THIRD))
    later = of_kind(changes_since(second_state, third, EVENT), "changed_figure")
    assert [finding.data["now"]["value"] for finding in later] == ([17] if told else [])


def test_after_a_withdrawal_a_bound_below_the_old_figure_is_another_figure() -> None:
    later = withdrawn_day()
    later.rows["figures"][-1] |= {"value": 100.0, "bound": "at_least"}
    found = changes_since(tables(second_day()), tables(later), EVENT)
    (changed,) = of_kind(found, "changed_figure")
    assert (changed.data["was"]["value"], changed.data["now"]["value"]) == (164, 100)


# Edited articles


def edited(text: str, value: float, **more: Any) -> Story:
    story = Story().article(
        "n-1", f"مقتل {text} في سيول جرفت القرى", "وتوقفت الطرق", "وقال الحاكم إن الماء انحسر",
        outlet="nahr", published=FIRST,
    )  # fmt: skip
    return story.figure("n-1", text, value, **more)


def test_an_edited_figure_is_told_of_its_article_and_of_its_outlet() -> None:
    found = changes_since(tables(edited("164", 164)), tables(edited("225", 225)), EVENT)
    assert kinds(found) == ["changed_article", "changed_figure"]
    (change,) = found[0].data["figures"]
    assert (change["kind"], change["was"]["value"], change["now"]["value"]) == ("changed", 164, 225)
    assert found[0].data["weight"] == change["weight"] == pytest.approx(61 / 164)
    assert course(found[1]) == [("edited", 164), ("lead", 225)]


def test_a_figure_taken_back_in_the_same_article_is_withdrawn() -> None:
    now = Story().article("n-1", "سحب المكتب رقم 164 قتيلا", "وتوقفت الطرق", outlet="nahr", published=FIRST)
    now.figure("n-1", "164", 164, status="retracted")
    found = changes_since(tables(edited("164", 164)), tables(now), EVENT)
    assert kinds(found) == ["withdrawn_figure", "changed_article"]
    assert [change["kind"] for change in found[1].data["figures"]] == ["withdrawn"]
    assert course(found[0]) == [("edited", 164), ("withdrawn", 164)]


def test_figures_are_paired_by_what_stands_around_them_else_dropped_and_added() -> None:
    def story(toll: str, hurt: str) -> Story:
        made = Story().article(
            "n-1", f"قتل {toll} اليوم", "وتوقفت الطرق", f"وقتل {hurt} أمس", "وعاد الهدوء",
            outlet="nahr", published=FIRST,
        )  # fmt: skip
        for number in (toll, hurt):
            made.figure("n-1", number, float(number))
        return made

    found = changes_since(tables(story("31", "70")), tables(story("44", "90")), EVENT)
    pairs = {(each["was"]["value"], each["now"]["value"]) for each in found[0].data["figures"]}
    assert pairs == {(31, 44), (70, 90)}
    one = Story().article(
        "n-1", "قتل 44 اليوم", "وتوقفت الطرق", "وعاد الهدوء", outlet="nahr", published=FIRST
    )
    found = changes_since(tables(story("31", "70")), tables(one.figure("n-1", "44", 44)), EVENT)
    assert [each["kind"] for each in found[0].data["figures"]] == ["changed", "dropped"]


def test_another_headline_word_and_speaker_are_told() -> None:
    def story(who: str, frame: str, name: str) -> Story:
        made = Story().article(
            "n-1", f"فرقت الشرطة {who}", "وقالت إن الأمر انتهى", outlet="nahr", published=FIRST
        )
        return made.term("n-1", who, frame).quote("n-1", "الأمر انتهى", name)

    before = tables(story("المحتجين", "protester", "سعيد العلي"), **{"n-1": "تفريق محتجين"})
    now = tables(story("المشاغبين", "rioter", "نادر الحسن"), **{"n-1": "تفريق مشاغبين"})
    change = changes_since(before, now, EVENT)[0].data
    assert change["headline"] == {"was": "تفريق محتجين", "now": "تفريق مشاغبين"}
    assert [term["frame"] for at in ("gone", "new") for term in change["terms"][at]] == [
        "protester",
        "rioter",
    ]
    assert change["speakers"] == {"gone": ["سعيد العلي"], "new": ["نادر الحسن"]}


def test_a_page_whose_bytes_changed_and_whose_words_did_not_is_no_change() -> None:
    before, now = tables(second_day()), tables(second_day())
    now = replace(now, articles=now.articles.assign(sha256="f" * 64))
    assert changes_since(before, now, EVENT) == []


def test_an_article_read_by_other_rules_is_not_an_outlets_change() -> None:
    misread = second_day()
    misread.rows["figures"][-1]["value"] = 1640.0
    assert changes_since(tables(misread), tables(second_day()), EVENT) == []


def test_only_the_wording_changed() -> None:
    before = Story().article("n-1", "مقتل 18 في السيول", "وتوقفت الطرق", outlet="nahr", published=FIRST)
    now = Story().article("n-1", "مقتل 18 في السيول", "وانقطعت الطرق", outlet="nahr", published=FIRST)
    for story in (before, now):
        story.figure("n-1", "18", 18)
    (change,) = changes_since(tables(before), tables(now), EVENT)
    assert change.places == (("n-1", 1),) and change.data["figures"] == []
    assert "its wording only" in say(change, Naming("en", EVENT, tables(now)))


# Words and speakers


def words(
    article: str, outlet: str, day: datetime.date, *terms: tuple[str, str], into: Story | None = None
) -> Story:
    """An article with words in the outlet's own voice, a sentence each."""
    story = (into or Story()).article(
        article, *(f"{word} في ساحة {article} رقم {at}" for at, (word, _) in enumerate(terms)),
        outlet=outlet, published=day,
    )  # fmt: skip
    for word, frame in terms:
        story.term(article, word, frame)
    return story


PROTESTERS = (("محتجون", "protester"), ("متظاهرون", "protester"))
RIOTERS = (("مشاغبون", "rioter"), ("مخربون", "rioter"))


def test_an_outlet_that_changes_its_word_is_told_with_both_counts() -> None:
    before = words("n-1", "nahr", FIRST, *PROTESTERS)
    now = words("n-2", "nahr", SECOND, *RIOTERS, into=words("n-1", "nahr", FIRST, *PROTESTERS))
    found = changes_since(tables(before), tables(now), EVENT)
    (change,) = of_kind(found, "changed_word")
    assert change.data["was"] == {"frames": ["protester"], "n": 2, "other": ["rioter"], "other_n": 0}
    assert change.data["now"] == {"frames": ["rioter"], "n": 2, "other": ["protester"], "other_n": 0}
    (frame,) = of_kind(found, "new_frame")
    assert [(each["frame"], each["n"]) for each in frame.data["frames"]] == [("rioter", 2)]
    assert frame.places == (("n-2", 0),)


@pytest.mark.parametrize(
    "later", [RIOTERS[:1], (*RIOTERS, PROTESTERS[0])], ids=["a single mention", "both words side by side"]
)
def test_a_single_mention_or_both_words_are_no_change_of_word(later: tuple[tuple[str, str], ...]) -> None:
    now = words("n-2", "nahr", SECOND, *later, into=words("n-1", "nahr", FIRST, *PROTESTERS))
    found = changes_since(tables(words("n-1", "nahr", FIRST, *PROTESTERS)), tables(now), EVENT)
    assert not of_kind(found, "changed_word")


def test_reported_words_are_not_the_outlets_change_of_word() -> None:
    now = words("n-2", "nahr", SECOND, *RIOTERS, into=words("n-1", "nahr", FIRST, *PROTESTERS))
    for row in now.rows["terms"][-2:]:
        row |= {"voice": "quoted", "speaker_name": "الشرطة"}
    found = changes_since(tables(words("n-1", "nahr", FIRST, *PROTESTERS)), tables(now), EVENT)
    assert not of_kind(found, "changed_word")
    (frame,) = of_kind(found, "new_frame")
    assert "quoting الشرطة" in say(frame, Naming("en", EVENT, tables(now)))


def test_an_outlet_seen_for_the_first_time_has_no_new_words() -> None:
    now = words("w-1", "wadi", SECOND, *RIOTERS, into=words("n-1", "nahr", FIRST, *PROTESTERS))
    found = changes_since(tables(words("n-1", "nahr", FIRST, *PROTESTERS)), tables(now), EVENT)
    assert kinds(found) == ["new_article"]


def test_a_speaker_nobody_cited_is_new_a_longer_or_shorter_name_is_not() -> None:
    def story(*names: str) -> Story:
        made = Story()
        for at, name in enumerate(names):
            made.article(f"n-{at}", f"وقال في اليوم {at} إن الماء انحسر", outlet="nahr", published=FIRST)
            made.quote(f"n-{at}", "الماء انحسر", name)
        return made

    before = story("وزارة الصحة", "سعيد العلي")
    now = story("وزارة الصحة", "سعيد العلي", "العلي", "وزارة الصحة في غزة", "نادر الحسن", "وكالة رويترز")
    found = of_kind(changes_since(tables(before), tables(now), EVENT), "new_speaker")
    assert [finding.data["speaker"] for finding in found] == ["نادر الحسن"]
    assert found[0].places == (("n-4", 0),)


def test_new_words_of_one_voice_are_one_line_and_each_opens_its_sentence() -> None:
    terms = (("قمع", "repression"), *RIOTERS)
    now = words("n-2", "nahr", SECOND, *terms, into=words("n-1", "nahr", FIRST, *PROTESTERS))
    now.rows["terms"][-3] |= {"voice": "quoted", "speaker_name": "نادر الحسن"}
    before = tables(words("n-1", "nahr", FIRST, *PROTESTERS))
    told = of_kind(changes_since(before, tables(now), EVENT), "new_frame")
    assert [[each["frame"] for each in one.data["frames"]] for one in told] == [["rioter"], ["repression"]]
    for row in now.rows["terms"][-2:]:
        row |= {"voice": "attributed", "speaker_name": "نادر الحسن"}
    (one,) = of_kind(changes_since(before, tables(now), EVENT), "new_frame")
    # What the event is told by comes first: protesters or rioters.
    assert [(each["frame"], each["n"]) for each in one.data["frames"]] == [("rioter", 2), ("repression", 1)]
    assert one.places == (("n-2", 1), ("n-2", 0))
    html = new.changes(report("ar", before, tables(now))).html
    line = next(line for line in html.split("<li>") if "نادر الحسن" in line)
    assert re.findall('href="#([^"]+)"', line) == ["s-n-2-1", "s-n-2-0"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("نادر الحسن", True),
        ("المندوب الياباني", True),
        ("منظمة ألف ياء", True),
        ("متحدث باسم البلدية", True),
        ("إسرائيل", True),
        ("الشرطة", True),
        ("كل من", False),
        ("تغريدة تالية", False),
        ("آخرون", False),
        ("المنظمون", False),
        ("مراقبين", False),
        ("مسؤول كبير في البلدية", False),
        ("مصادر طبية", False),
        ("مسؤولون محليون", False),
        ("شهود عيان", False),
        ("مسعفون في القرية", False),
        ("\x00", False),
        ("", False),
    ],
)
def test_a_speaker_without_a_name_is_no_new_speaker(name: str, named: bool) -> None:
    assert is_named(name) is named


def test_two_spellings_and_a_longer_form_of_a_new_name_are_one_speaker_and_titles_come_last() -> None:
    said = (
        "سعيد أبوعلي",
        "المندوب الياباني",
        "سعيد أبو علي",
        "المندوب الياباني",
        "السفير سعيد أبو علي",
        "نادر الحسن",
    )
    now = Story()
    for at, name in enumerate(said):
        now.article(f"n-{at}", f"وقال في اليوم {at} إن الماء انحسر", outlet="nahr", published=FIRST)
        now.quote(f"n-{at}", "الماء انحسر", name)
    found = of_kind(changes_since(tables(first_day()), tables(now), EVENT), "new_speaker")
    names = [(finding.data["speaker"], finding.data["n"]) for finding in found]
    assert names == [("سعيد أبو علي", 3), ("نادر الحسن", 1), ("المندوب الياباني", 2)]


# Articles


def test_one_text_in_two_outlets_is_told_once_with_both() -> None:
    wire = ("جرفت السيول جسورا وبيوتا في خمس قرى شمال البلاد فجر اليوم وعزلت طرقا كثيرة عن المدن", "مقتل 164")
    now = first_day()
    for article, outlet in (("n-2", "nahr"), ("w-2", "wadi")):
        now.article(article, *wire, outlet=outlet, published=SECOND).figure(article, "164", 164)
        now.quote(article, "جرفت السيول جسورا", "نادر الحسن")
    found = changes_since(tables(first_day()), tables(now), EVENT)
    assert kinds(found) == ["changed_figure", "changed_figure", "new_speaker", "new_article"]
    fresh = found[-1]
    assert fresh.data["outlets"] == ["nahr", "wadi"] and fresh.data["articles"] == ["n-2", "w-2"]
    assert fresh.places == (("n-2", 0), ("w-2", 0))
    assert found[2].data["outlets"] == ["nahr", "wadi"]
    told = say(fresh, Naming("en", EVENT, tables(now)))
    assert told.startswith("One text in two articles of nahr and wadi")


def test_an_article_that_is_no_longer_there_is_told_and_changes_no_figure() -> None:
    (gone,) = changes_since(tables(second_day()), tables(first_day()), EVENT)
    assert (gone.kind, gone.data["article"], gone.places) == ("gone_article", "n-2", ())


def test_articles_from_none_and_to_none() -> None:
    empty, some = Tables.build({}), tables(second_day())
    assert set(kinds(changes_since(empty, some, EVENT))) == {"new_figure", "new_article"}
    assert kinds(changes_since(some, empty, EVENT)) == ["gone_article"] * 3
    assert changes_since(empty, empty, EVENT) == []


# Properties


@st.composite
def stories(draw: st.DrawFn) -> Tables:
    story = Story()
    for at in range(draw(st.integers(1, 4))):
        day = draw(st.sampled_from([FIRST, SECOND, THIRD, None]))
        n = draw(st.sampled_from(["3", "18", "164"]))
        status = draw(st.sampled_from(["asserted", "retracted"]))
        outlet = draw(st.sampled_from(["nahr", "wadi", None]))
        story.article(f"a-{at}", f"مقتل {n} في القرية", f"محتجون هنا {at}", outlet=outlet, published=day)
        story.figure(f"a-{at}", n, float(n), status=status).term(f"a-{at}", "محتجون", "protester")
        story.quote(f"a-{at}", "في القرية", draw(st.sampled_from(["سعيد العلي", "نادر الحسن", None])))
    return tables(story)


@given(stories(), stories(), st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_same_tables_have_no_change_and_the_order_of_rows_says_nothing(
    before: Tables, now: Tables, random: Any
) -> None:
    def shuffled(some: Tables) -> Tables:
        frames = {}
        for name in ("articles", "sentences", "figures", "terms", "quotes"):
            order = list(range(len(getattr(some, name))))
            random.shuffle(order)
            frames[name] = getattr(some, name).iloc[order].reset_index(drop=True)
        return replace(some, **frames)

    assert changes_since(now, shuffled(now), EVENT) == []
    found = changes_since(before, now, EVENT)
    assert changes_since(shuffled(before), shuffled(now), EVENT) == found
    assert json.loads(json.dumps([finding.data for finding in found])) == [finding.data for finding in found]
    assert [KINDS.index(kind) for kind in kinds(found)] == sorted(KINDS.index(kind) for kind in kinds(found))
    there = set(zip(now.sentences["article_id"], now.sentences["sentence_no"], strict=True))
    assert {place for finding in found for place in finding.places} <= there
    for lang in ("ar", "en"):
        names = Naming(lang, EVENT, now)
        assert all(say(finding, names).endswith(".") for finding in found)
        assert headline(found, FIRST, names)


@given(st.text(alphabet="اب \x00\ud800\u202e«»12.,", max_size=40))
@settings(max_examples=40, deadline=None)
def test_marks_and_spaces_are_no_words(text: str) -> None:
    assert as_words(f"  {text}، ") == as_words(text)


# Sentences, page and file


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (1, "مقال جديد", "one new article"),
        (2, "مقالان جديدان", "two new articles"),
        (3, "ثلاثة مقالات جديدة", "three new articles"),
        (11, "11 مقالًا جديدًا", "11 new articles"),
        (100, "100 مقال جديد", "100 new articles"),
    ],
)
def test_changes_are_counted_in_the_form_their_number_asks_for(n: int, arabic: str, english: str) -> None:
    found = [Finding("since", "new_article", {"articles": [str(at)]}) for at in range(n)]
    assert (summary(found, Naming("ar")), summary(found, Naming("en"))) == (arabic, english)


def test_sentences_in_both_languages() -> None:
    now = tables(withdrawn_day())
    told = [
        [
            say(finding, Naming(lang, EVENT, now))
            for finding in changes_since(tables(second_day()), now, EVENT)
        ]
        for lang in ("ar", "en")
    ]
    assert told[0] == [
        "في nahr أن الرقم 164 (القتلى) سُحب.",
        "nahr: القتلى من 164 إلى 225.",
        "مقال جديد في nahr، بلا عنوان.",
    ]
    assert told[1] == [
        "nahr says that the figure 164 (deaths) was withdrawn.",
        "nahr: deaths from 164 to 225.",
        "New in nahr, without a headline.",
    ]


def report(lang: str, before: Tables | None, now: Tables) -> Report:
    return Report(Parameters(lang=lang), EVENT, now, (), before)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_section_links_sentences_and_isolates_the_steps_of_a_course(lang: str) -> None:
    story = report(lang, tables(second_day()), tables(withdrawn_day()))
    opened, listed = new.section(story), new.changes(story)
    assert opened.kind == "section" and opened.about["id"] == "since"
    assert "164" in opened.plain
    run = re.findall(r'<ol class="run".*?</ol>', listed.html)[0]
    text = re.sub("<[^>]+>", " ", run)
    assert re.findall(r"\b(?:18|164|225)\b", text) == ["18", "164", "225"]
    assert "<bdi>164</bdi>" in run and ("سُحب" if lang == "ar" else "withdrawn") in text
    assert set(re.findall('href="#([^"]+)"', listed.html)) <= {"s-n-1-0", "s-n-2-0", "s-n-3-0", "s-n-3-1"}


def test_an_edited_figure_stands_beside_its_old_value() -> None:
    html = new.changes(report("en", tables(edited("164", 164)), tables(edited("225", 225)))).html
    row = re.findall(r"<tr><th.*?</tr>", html)[0]
    assert re.findall(r"<bdi>(\d+)</bdi>", row) == ["164", "225"]


def test_what_an_article_wrote_is_escaped() -> None:
    now = toll(first_day(), "n-2", "164", "nahr", SECOND)
    html = new.changes(
        report("en", tables(first_day()), tables(now, **{"n-2": "<script>x</script>\u202e"}))
    ).html
    assert "<script>" not in html and "&lt;script&gt;" in html and "\u202e" not in html


def test_long_lists_are_folded_behind_their_number() -> None:
    now = first_day()
    for at in range(20):
        now.article(f"n-{at + 2}", f"الخبر رقم {at} من القرية", outlet="nahr", published=SECOND)
    html = new.changes(report("en", tables(first_day()), tables(now))).html
    assert "and <bdi>14</bdi> more" in html
    assert html.count("<li>") == 20 and html.index("<details") < html.index("s-n-8-0")


def test_nothing_new_is_one_clear_sentence_and_a_report_of_its_own_has_no_section() -> None:
    some = tables(second_day())
    story = report("en", some, some)
    assert "Nothing new since 2 May 2024" in new.section(story).html
    assert "none of their texts has changed" in new.section(story).html
    assert new.changes(story).html == ""
    alone = report("en", None, some)
    # What is for the notebook alone leaves no trace on the page.
    assert {(piece.kind, piece.html) for piece in (new.section(alone), new.changes(alone))} == {
        ("notebook", "")
    }


def test_changes_as_data_hold_texts_without_markup_and_links() -> None:
    now = tables(withdrawn_day())
    found = changes_since(tables(second_day()), now, EVENT)
    names = {lang: Naming(lang, EVENT, now) for lang in ("ar", "en")}
    told = changes_data(found, EVENT, THIRD, SECOND, names, {"ar": "index.html", "en": "en.html"})
    assert list(told) == ["event", "title", "date", "since", "changes"]
    assert (told["event"], told["date"], told["since"]) == ("flood", "2024-05-03", "2024-05-02")
    first = told["changes"][0]
    assert list(first) == ["kind", "outlet", "outlet_name", "weight", "text", "data", "links"]
    assert first["links"] == ["index.html#s-n-3-0"]
    assert "<" not in json.dumps(told) and json.loads(json.dumps(told)) == told


# Parameters


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "no/such/folder"}, "since is 'no/such/folder', and there is no such folder"),
        ({"since": ".", "since_day": "20240502"}, "Write a date as YYYY-MM-DD"),
        ({"since_day": "2024-05-02"}, "and since is empty"),
        ({"sinse": "x"}, "Did you mean since?"),
    ],
)
def test_parameters_that_cannot_be_say_so(given: dict[str, str], said: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(said)):
        Parameters.check(given)


def test_the_earlier_tables_are_read_and_dated(tmp_path: Path) -> None:
    tables(first_day()).write(tmp_path / "before")
    tables(second_day()).write(tmp_path / "now")
    folders = {"tables": str(tmp_path / "now"), "since": str(tmp_path / "before")}
    story = load(Parameters.check(folders))
    assert story.since == FIRST and "changed_figure" in kinds(story.news)
    given = load(Parameters.check(folders | {"since_day": "2024-04-30", "outlets": ["wadi"]}))
    assert given.since == datetime.date(2024, 4, 30) and given.news == []


def test_a_folder_without_tables_is_said_to_be_none(tmp_path: Path) -> None:
    tables(first_day()).write(tmp_path / "now")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParameterError, match=r"^since: .*holds no articles"):
        load(Parameters.check({"tables": str(tmp_path / "now"), "since": str(tmp_path / "empty")}))


@pytest.mark.parametrize(
    ("headline", "quoted"),
    [
        ('"سيول" في القرى', '«"سيول" في القرى»'),
        ('سيول في "القرى"', '«سيول في "القرى"»'),
        ('"سيول في القرى"', "«سيول في القرى»"),
    ],
)
def test_a_headline_keeps_the_marks_of_its_first_word_and_of_its_last(headline: str, quoted: str) -> None:
    assert Naming("ar").quoted(headline) == quoted
