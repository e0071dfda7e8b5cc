"""What stands for many: the claim an article leads with, the scale it sets, the statement a share opens."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from riwaya.comparing.events import Event, Party
from riwaya.comparing.figures import figure_marks
from riwaya.comparing.leading import longest_statements, runs_over_days, scale_of, with_leads
from tests.small_tables import Story

FIRST, SECOND = datetime.date(2024, 5, 1), datetime.date(2024, 5, 2)
EVENT = Event("flood", "سيول", "floods", FIRST, SECOND, metrics=("deaths",))


def flood() -> Story:
    """Two outlets, one with three articles of two days."""
    story = Story()
    story.article("n-9", "مقتل شاب في السيول", "وارتفع عدد القتلى إلى 12", outlet="nahr", published=FIRST)
    story.figure("n-9", "شاب", 1).figure("n-9", "12", 12)
    story.article("n-10", "مقتل 14 في السيول", "وقتل 14 شخصا و9 من الجنود", outlet="nahr", published=FIRST)
    story.figure("n-10", "14", 14).figure("n-10", "9", 9, group="security")
    story.article("n-11", "عشرات القتلى في السيول", outlet="nahr", published=SECOND)
    story.figure("n-11", "عشرات", 10, bound="vague")
    story.article("w-1", "لا قتلى بعد", outlet="wadi", published=SECOND)
    return story


def test_an_article_leads_with_its_first_count_of_more_than_one() -> None:
    led = with_leads(figure_marks(flood().tables(), EVENT))
    shown = list(zip(led["article_id"], led["text"], led["leads"], strict=True))
    assert shown == [
        ("n-9", "شاب", False),
        ("n-9", "12", True),
        ("n-10", "14", True),
        ("n-10", "9", False),
        ("n-11", "عشرات", True),
    ]


def test_a_count_given_again_in_its_article_repeats_the_lead() -> None:
    story = Story().article("a", "مقتل 7 أشخاص", "وقالت الشرطة إن 7 قتلوا", outlet="nahr", published=FIRST)
    story.figure("a", "7", 7)
    row = dict(story.rows["figures"][0])
    story.rows["figures"].append(row | {"sentence_no": 1, "start": row["start"] + 23, "end": row["end"] + 23})
    text = "\n".join(sentence for _, sentence in story.texts["a"])
    at = text.rindex("7")
    story.rows["figures"][1] |= {"start": at, "end": at + 1}
    led = with_leads(figure_marks(story.tables(), EVENT))
    assert list(zip(led["leads"], led["repeats"], strict=True)) == [(True, False), (False, True)]


def test_one_outlet_with_articles_on_several_days_makes_a_course() -> None:
    marks = figure_marks(flood().tables(), EVENT)
    assert runs_over_days(marks)
    assert not runs_over_days(marks[marks["article_id"] != "n-11"])
    assert not runs_over_days(marks.iloc[:0])
    assert not runs_over_days(marks.assign(published=pd.Timestamp(FIRST)))


@pytest.mark.parametrize(
    ("values", "top"),
    [([15.0, 16.0, 18.0], 18.0), ([15.0, 16.0, 1600.0], 16.0), ([3.0], 3.0), ([0.0, 0.0], 0.0), ([], 1.0)],
)
def test_a_count_far_from_all_others_does_not_set_the_scale(values: list[float], top: float) -> None:
    assert scale_of(pd.Series(values, dtype=float)) == top


def test_a_share_opens_the_longest_statement_of_its_party_and_the_outlets_own_its_first_article() -> None:
    story = flood()
    story.article(
        "w-2", "قال الوزير إن الطرق فتحت", "وقال الوزير إن السد بخير", outlet="wadi", published=SECOND
    )
    story.quote("w-2", "الطرق", "الوزير").quote("w-2", "السد بخير", "الوزير")
    event = Event(
        "flood", "سيول", "floods", FIRST, SECOND, party=(Party("state", "الدولة", "the state", ("الوزير",)),)
    )
    rows = longest_statements(story.tables(), event)
    opened = {
        (outlet, party): (article, number)
        for outlet, party, article, number in rows.itertuples(index=False, name=None)
    }
    assert opened["wadi", "state"] == ("w-2", 1)
    assert opened["wadi", "own"] == ("w-1", 0)
    assert opened["nahr", "own"][1] == 0
    assert ("nahr", "state") not in opened


TOLLS: dict[str, tuple[list[dict[str, object]], list[str]]] = {
    "the toll of Friday leads, not Saturday's own count before it": (
        [{"a": 1, "v": 1600}, {"a": 2, "v": 13, "as_of": SECOND}, {"a": 2, "v": 1000}],
        ["1600", "1000"],
    ),
    "Saturday's own count alone leads nothing": (
        [{"a": 1, "v": 1600, "as_of": FIRST}, {"a": 2, "v": 13, "as_of": SECOND}, {"a": 3, "v": 1700}],
        ["1600", "1700"],
    ),
    "a toll that falls without another day named is shown to fall": (
        [{"a": 1, "v": 18}, {"a": 2, "v": 4}],
        ["18", "4"],
    ),
    "another count of the same day is shown to fall": (
        [{"a": 1, "v": 18, "as_of": FIRST}, {"a": 2, "v": 4, "as_of": FIRST}],
        ["18", "4"],
    ),
    "a mended toll stays one": ([{"a": 1, "v": 17, "as_of": FIRST}, {"a": 2, "v": 15, "as_of": SECOND}], ["17", "15"]),
    "one who died is a case where the outlet has a toll": ([{"a": 1, "v": 1}, {"a": 2, "v": 3}], ["3"]),
    "one who died is the toll where there is no other": ([{"a": 1, "v": 1}, {"a": 2, "v": 1}], ["1", "1"]),
    "a part never leads": ([{"a": 1, "v": 9, "whole": False}, {"a": 2, "v": 3}], ["3"]),
    "what is past never leads": ([{"a": 1, "v": 900, "past": True}, {"a": 2, "v": 3}], ["3"]),
    "a word leads where there is no number": ([{"a": 1, "v": 100, "bound": "vague"}, {"a": 2, "v": 300}], ["100", "300"]),
}  # fmt: skip


@pytest.mark.parametrize(("given", "leads"), TOLLS.values(), ids=TOLLS.keys())
def test_the_line_joins_tolls_of_one_kind(given: list[dict[str, object]], leads: list[str]) -> None:
    blank = {
        "outlet": "nahr",
        "whole": True,
        "past": False,
        "status": "asserted",
        "bound": "exact",
        "as_of": None,
    }
    frame = pd.DataFrame(
        [
            {**blank, **row, "article_id": f"n-{row['a']}", "value": float(str(row["v"])), "start": at, "published": FIRST}
            for at, row in enumerate(given)
        ]
    )  # fmt: skip
    led = with_leads(frame.assign(as_of=pd.to_datetime(frame["as_of"])))
    assert [f"{value:.0f}" for value in led["value"][led["leads"]]] == leads
