"""Claims side by side: what is silent, converted, agreed on, withdrawn; nothing averaged, nothing fused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.agreement import (
    compared_claims,
    extent,
    figure_timeline,
    figures_alone,
    step,
    withdrawals,
)
from riwaya.comparing.events import Event, Reference, load_event
from riwaya.comparing.figures import MARK_COLUMNS, claims, day_rate, figure_marks, lead_metrics, references
from riwaya.comparing.findings import findings
from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.tables.tables import Tables

from .small_tables import Story, seed_tables

DAY = datetime.date(2022, 1, 10)
NOTHING = Tables.build({})


def event(**more: object) -> Event:
    given: dict[str, object] = {"id": "e", "title_ar": "ح", "title_en": "E", "start": DAY, "end": DAY}
    return Event(**(given | more))  # type: ignore[arg-type]


def toll() -> Story:
    """Two outlets give a toll, a third speaks of something else."""
    return (
        Story()
        .article("a", "قتل 164 شخصا في الاضطرابات.", outlet="first", published=DAY)
        .figure("a", "164", 164)
        .article("b", "سحبت الوزارة تصريحا عن مقتل 164 شخصا.", outlet="second", published=DAY)
        .figure("b", "164", 164, status="retracted")
        .article("c", "عادت الحياة إلى المدينة.", outlet="third", published=DAY)
    )


def money(unit: str, day: datetime.date | None = DAY) -> pd.DataFrame:
    story = Story().article("a", "بلغت الأضرار 10 ملايين.", outlet="first", published=day)
    story.figure("a", "10 ملايين", 10e6, "damage_money", unit=unit)
    story.article("b", "بلغت الأضرار 12 مليون دولار.", outlet="second", published=DAY)
    story.figure("b", "12 مليون دولار", 12e6, "damage_money", unit="USD")
    frame = claims(story.tables(), event(metrics=("damage_money",)))
    return frame[frame["outlet"] == "first"]


# Silence


def test_an_outlet_silent_on_a_metric_keeps_a_row_without_a_value() -> None:
    marks = figure_marks(toll().tables(), event(metrics=("deaths",)))
    assert list(marks["outlet"]) == ["first", "second", "third"]
    assert list(marks["value"].isna()) == [False, False, True]


def test_rows_stand_in_the_event_s_order_of_metrics_and_outlets() -> None:
    story = (
        toll().article("d", "أوقف 40 شخصا.", outlet="first", published=DAY).figure("d", "40", 40, "arrests")
    )
    marks = figure_marks(
        story.tables(), event(metrics=("arrests", "deaths"), outlets=("third", "second", "first"))
    )
    assert list(dict.fromkeys(marks["metric"])) == ["arrests", "deaths"]
    assert list(marks[marks["metric"] == "deaths"]["outlet"]) == ["third", "second", "first"]


def test_an_event_without_metrics_leads_with_those_that_two_outlets_give() -> None:
    story = toll().article("d", "أوقف 40 شخصا.", outlet="first").figure("d", "40", 40, "arrests")
    assert lead_metrics(story.tables(), event()) == ["deaths"]


def test_two_articles_without_an_outlet_are_not_one_outlet() -> None:
    story = (
        Story()
        .article("a", "قتل 3 أشخاص.")
        .figure("a", "3", 3)
        .article("b", "قتل 5 أشخاص.")
        .figure("b", "5", 5)
    )
    marks = figure_marks(story.tables(), event(metrics=("deaths",)))
    assert list(marks["outlet"]) == ["a", "b"]


def test_a_vague_figure_is_no_silence() -> None:
    story = (
        toll()
        .article("d", "أصيب المئات.", outlet="third")
        .figure("d", "المئات", 100, "injuries", bound="vague")
    )
    marks = figure_marks(story.tables(), event(metrics=("injuries",)))
    assert list(marks.dropna(subset=["value"])["bound"]) == ["vague"]


@pytest.mark.parametrize("made", [claims, figure_marks, compared_claims, withdrawals, figures_alone])
def test_empty_tables_give_empty_frames_with_their_columns(made) -> None:  # type: ignore[no-untyped-def]
    frame = made(NOTHING, event(metrics=("deaths",)))
    assert len(frame) == 0 and "metric" in frame.columns


def test_marks_have_every_promised_column() -> None:
    assert list(figure_marks(toll().tables(), event(metrics=("deaths",))).columns) == MARK_COLUMNS


# Money


def test_a_sum_is_converted_at_the_rate_of_its_article_s_day() -> None:
    row = money("EUR").iloc[0]
    assert (row["shown_unit"], row["rate"], row["shown_value"]) == ("USD", 1.1318, 11_318_000)
    assert row["rate_date"] == pd.Timestamp(2022, 1, 10)


def test_a_weekend_takes_the_last_working_day_and_says_so() -> None:
    assert day_rate("EUR", "USD", datetime.date(2022, 1, 9)) == day_rate(
        "EUR", "USD", datetime.date(2022, 1, 7)
    )


@pytest.mark.parametrize(
    ("unit", "day", "note"),
    [("KZT", DAY, "not_quoted"), ("EUR", None, "no_date"), ("RUB", datetime.date(2022, 6, 1), "no_rate")],
)
def test_a_sum_without_a_rate_stays_as_it_is_and_says_why(
    unit: str, day: datetime.date | None, note: str
) -> None:
    row = money(unit, day).iloc[0]
    assert (row["rate_note"], row["shown_unit"], row["shown_value"]) == (note, unit, 10e6)


def test_sums_in_one_currency_are_left_in_it() -> None:
    story = Story().article("a", "10 ملايين يورو", outlet="first", published=DAY)
    story.figure("a", "10 ملايين يورو", 10e6, "damage_money", unit="EUR")
    frame = claims(story.tables(), event())
    assert list(frame["shown_unit"]) == ["EUR"] and frame["rate"].isna().all()


# Agreement


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        (8000, "approx", (7500, 8500)),
        (7939, "exact", (7939, 7939)),
        (100, "more_than", (100, 200)),
        (164, "at_least", (164, 165)),
        (700, "at_most", (600, 700)),
    ],
)
def test_a_claim_leaves_open_what_its_bound_and_digits_leave(
    value: float, bound: str, expected: tuple[float, float]
) -> None:
    assert extent(value, None, bound) == expected


@given(st.floats(min_value=0, allow_nan=False))
@settings(max_examples=60, deadline=None)
def test_a_step_divides_its_value(value: float) -> None:
    assert step(value) >= 1
    assert value % step(value) == 0 or step(value) == 1


def two(first: float, second: float, bound: str = "exact", **more: object) -> pd.DataFrame:
    story = Story().article("a", f"أوقف {first:g} شخصا", outlet="first", published=DAY)
    story.figure("a", f"{first:g}", first, "arrests")
    story.article("b", f"أوقف {second:g} شخصا", outlet="second", published=DAY)
    story.figure("b", f"{second:g}", second, "arrests", bound=bound, **more)
    return compared_claims(story.tables(), event(metrics=("arrests",)))


def test_a_rounded_count_and_the_exact_one_agree() -> None:
    frame = two(7939, 8000, "approx")
    assert set(frame["cluster"]) == {0} and frame["spread"].isna().all()


def test_counts_that_differ_are_told_with_their_distance() -> None:
    frame = two(100, 125)
    assert set(frame["cluster"]) == {0, 1} and frame["spread"].iloc[0] == pytest.approx(25)


def test_counts_far_apart_are_not_measured_against_each_other() -> None:
    frame = two(5, 900)
    assert set(frame["clusters"]) == {2} and frame["spread"].isna().all()


def test_a_part_is_never_compared_with_the_whole() -> None:
    story = toll().figure("a", "شخصا", 16, group="security")
    frame = compared_claims(story.tables(), event(metrics=("deaths",)))
    assert sorted(zip(frame["group"].fillna("whole"), frame["value"], strict=True)) == [
        ("security", 16),
        ("whole", 164),
    ]


def test_a_later_article_of_an_outlet_stands_for_it() -> None:
    story = Story().article("a", "قتل 50 شخصا", outlet="first", published=datetime.date(2022, 1, 8))
    story.figure("a", "50", 50).article("b", "قتل 30 شخصا", outlet="first", published=DAY).figure(
        "b", "30", 30
    )
    assert list(compared_claims(story.tables(), event(metrics=("deaths",)))["value"]) == [30]


# Withdrawal


def test_a_withdrawn_figure_is_told_with_those_that_repeat_it() -> None:
    frame = withdrawals(toll().tables(), event())
    assert dict(zip(frame["outlet"], frame["role"], strict=True)) == {
        "first": "repeated",
        "second": "withdrawn",
    }


def test_an_outlet_that_tells_of_the_withdrawal_does_not_repeat_the_figure() -> None:
    story = toll().article("d", "قتل 164 شخصا.", outlet="second", published=DAY).figure("d", "164", 164)
    assert set(withdrawals(story.tables(), event())["outlet"]) == {"first", "second"}
    assert list(withdrawals(story.tables(), event())["role"]) == ["repeated", "withdrawn"]


def test_a_claim_of_the_day_before_is_no_omission() -> None:
    story = toll().article("d", "قتل 164 شخصا.", outlet="third", published=datetime.date(2022, 1, 9))
    frame = withdrawals(story.figure("d", "164", 164).tables(), event())
    assert dict(zip(frame["outlet"], frame["earlier"], strict=True)) == {
        "first": False,
        "second": False,
        "third": True,
    }


def test_a_small_number_taken_back_says_nothing_of_another_text() -> None:
    story = (
        Story()
        .article("a", "نفت الوزارة مقتل 2 من الجنود", outlet="first")
        .figure("a", "2", 2, status="denied")
    )
    story.article("b", "قتل 2 في حادث", outlet="second").figure("b", "2", 2)
    assert len(withdrawals(story.tables(), event())) == 0


def test_a_figure_that_one_outlet_alone_carries_and_no_panel_draws_is_listed_once() -> None:
    story = toll().figure("a", "الاضطرابات", 125, "cases", unit="investigation")
    story.figure("a", "شخصا", 125, "cases", unit="investigation")
    assert list(figures_alone(story.tables(), event(metrics=("deaths",)))["value"]) == [125]


def test_later_counts_follow_the_claims_in_time() -> None:
    later = Reference("deaths", 225, "لاحقًا", "later", "النيابة", "prosecutor", datetime.date(2022, 1, 15))
    frame = figure_timeline(toll().tables(), event(reference=(later,)), "deaths")
    assert list(frame["kind"]) == ["claim", "claim", "reference"]
    assert list(frame["value"]) == [164, 164, 225]


# Events


def test_every_event_of_the_project_loads() -> None:
    events = [load_event(path) for path in sorted(data_path("events").glob("*.toml"))]
    assert "kazakhstan-2022" in [each.id for each in events]


def test_later_official_counts_are_read_from_the_event() -> None:
    frame = references(load_event(data_path("events", "kazakhstan-2022.toml")))
    assert list(frame["value"]) == [225, 238]
    assert frame["date"].iloc[0] == pd.Timestamp(2022, 1, 15) and pd.isna(frame["date"].iloc[1])


HEAD = 'id = "e"\ntitle_ar = "ح"\ntitle_en = "E"\nstart = 2022-01-02\nend = 2022-01-19\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD.replace('"e"', '"f"'), 'id is "f", the file is called e'),
        (HEAD.replace("2022-01-19", "2021-01-19"), "lies before start"),
        (HEAD + 'colour = "red"\n', "colour is not a known key"),
        (HEAD + '[[party]]\nid = "own"\nlabel_ar = "ط"\nlabel_en = "p"\n', "kept for the report"),
        (HEAD + '[frames]\nfirst = ["a"]\nsecond = ["a"]\n', "share a"),
    ],
)
def test_a_fault_in_an_event_s_file_is_named_with_its_mend(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "e.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=fault):
        load_event(path)


# The seeds, as annotated by hand


@pytest.fixture(scope="module")
def seeds(root: Path) -> Tables:
    return seed_tables(root)


@pytest.fixture(scope="module")
def kazakhstan() -> Event:
    return load_event(data_path("events", "kazakhstan-2022.toml"))


def test_the_seeds_carry_164_in_three_articles_and_one_withdraws_it(seeds: Tables, kazakhstan: Event) -> None:
    frame = withdrawals(seeds, kazakhstan)
    assert set(frame["value"]) == {164} and frame["article_id"].nunique() == 3
    assert list(frame[frame["role"] == "withdrawn"]["outlet"]) == ["trt"]


def test_the_seeds_damage_differs_by_8_6_percent_once_converted(seeds: Tables, kazakhstan: Event) -> None:
    frame = compared_claims(seeds, kazakhstan)
    damage = frame[frame["metric"] == "damage_money"].set_index("outlet")
    assert damage.loc["aljazeera", "shown_value"] == pytest.approx(198_065_000)
    assert damage.loc["egyptian-daily", "shown_value"] == 215e6
    assert damage["spread"].iloc[0] == pytest.approx(8.55, abs=0.01)


def test_vetogate_gives_no_toll(seeds: Tables, kazakhstan: Event) -> None:
    marks = figure_marks(seeds, kazakhstan)
    deaths = marks[(marks["metric"] == "deaths") & (marks["outlet"] == "vetogate")]
    assert len(deaths) == 1 and deaths["value"].isna().all()


# Place and day


def placed(scope: str | None, **more: object) -> pd.DataFrame:
    story = Story().article("a", "قتل 18 شخصا في الاحتجاجات.", outlet="first", published=DAY)
    story.figure("a", "18", 18, scope=scope, scope_name=scope)
    return claims(story.tables(), event(**more))


@pytest.mark.parametrize(
    ("scope", "more", "whole"),
    [
        (None, {}, True),
        ("البلاد", {}, True),
        ("عموم البلاد", {}, True),
        ("كازاخستان", {"country": "KZ"}, True),
        ("كازاخستان", {"country": "UZ"}, False),
        ("ألماتي", {"country": "KZ"}, False),
        ("قطاع غزة", {"places": ("غزة", "قطاع غزة")}, True),
    ],
)
def test_a_figure_of_one_place_is_a_part_of_the_event(
    scope: str | None, more: dict[str, object], whole: bool
) -> None:
    assert list(placed(scope, **more)["whole"]) == [whole]


@pytest.mark.parametrize(
    ("more", "past"),
    [
        ({"as_of": datetime.date(2021, 12, 31)}, True),
        ({"as_of": DAY}, False),
        ({"as_of_text": "في عام 2015"}, True),
        ({"as_of_text": "منذ عام 2015"}, True),
        ({"as_of_text": "حتى الآن"}, False),
        ({}, False),
    ],
)
def test_a_toll_of_an_earlier_time_is_not_this_event_s(more: dict[str, object], past: bool) -> None:
    story = Story().article("a", "قتل 300 شخص.", outlet="first", published=DAY)
    tables = story.figure("a", "300", 300, **more).tables()
    assert list(claims(tables, event())["past"]) == [past]
    drawn = figure_marks(tables, event(metrics=("deaths",)))
    assert bool(drawn["value"].isna().all()) == past


def test_a_course_of_days_tells_where_outlets_of_one_day_differ() -> None:
    story = Story()
    for day, first, second in ((10, 15, 15), (11, 17, 16), (12, 18, 18)):
        for outlet, value in (("first", first), ("second", second)):
            name = f"{outlet}-{day}"
            story.article(name, f"قتل {value} شخصا.", outlet=outlet, published=datetime.date(2022, 1, day))
            story.figure(name, str(value), value)
    told = [one for one in findings(story.tables(), event(metrics=("deaths",))) if one.kind == "day_by_day"]
    days = told[0].data["days"]
    assert [(day["low"], day["high"], day["agree"]) for day in days] == [
        (15, 15, True), (16, 17, False), (18, 18, True)
    ]  # fmt: skip


def test_claims_of_two_places_are_not_set_against_each_other() -> None:
    story = Story().article("a", "قتل 18 في حلب.", outlet="first", published=DAY)
    story.figure("a", "18", 18, scope="حلب", scope_name="حلب")
    story.article("b", "قتل 40 شخصا.", outlet="second", published=DAY).figure("b", "40", 40)
    frame = compared_claims(story.tables(), event())
    assert list(frame["clusters"]) == [1, 1] and set(frame["place"].fillna("")) == {"", "حلب"}


def test_a_withdrawal_stands_on_its_own_day() -> None:
    tables = toll().tables()
    tables.figures.loc[tables.figures["article_id"] == "b", "status_date"] = pd.Timestamp(2022, 1, 9)
    told = withdrawals(tables, event())
    assert set(told["withdrawn_on"]) == {pd.Timestamp(2022, 1, 9)} and not told["earlier"].any()
    line = figure_timeline(tables, event(), "deaths")
    assert line[line["outlet"] == "second"]["date"].to_list() == [pd.Timestamp(2022, 1, 9)]
