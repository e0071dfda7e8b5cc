"""Parts of a figure: which words make them parts, and whether they can make the whole."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.events import Event
from riwaya.comparing.findings import findings, of_section
from riwaya.comparing.parts import parts_that_do_not_add_up, sums_of_parts
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.figures.parts import with_parts
from riwaya.reading.records import Figure
from riwaya.reading.sources import Source
from riwaya.showing.naming import Naming
from riwaya.showing.telling import say
from riwaya.tables.tables import Tables

DAY = datetime.date(2022, 1, 10)
EVENT = Event(id="e", title_ar="ح", title_en="E", start=DAY, end=DAY, metrics=("deaths",))
KNOWLEDGE = Knowledge.load()


def read(*sentences: str) -> Tables:
    text = "خبر اليوم\n\n" + "\n".join(sentences)
    source = Source(article_id="a", text=text, outlet="orient", sha256="0" * 64, source_path="a.txt")
    return Tables.from_extractions([extract(source, KNOWLEDGE)])


def links(sentence: str) -> list[tuple[str, str, str]]:
    """(part, kind, whole) of every part of a sentence."""
    figures = read(sentence).figures
    by_start = dict(zip(figures["start"], figures["text"], strict=True))
    parts = figures[figures["part_of"].notna()]
    return [(row.text, row.part_kind, by_start[row.part_of]) for row in parts.itertuples()]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("قتل 40 شخصا بينهم 9 جنود في المعارك.", [("9", "among", "40")]),
        ("قتل 40 شخصا، من بينهم نحو 9 أطفال، في القصف.", [("نحو 9", "among", "40")]),
        ("أصيب 70 شخصا بينهم 12 شرطيا وستة أطفال.", [("12", "among", "70"), ("ستة", "among", "70")]),
        ("انتشلت الفرق 14 جثة: 9 نساء و5 أطفال.", [("9", "all", "14"), ("5", "all", "14")]),
        ("قتل 14 شخصا: 9 نساء و5 أطفال.", [("9", "all", "14"), ("5", "all", "14")]),
        ("بلغ عدد القتلى 12، هم 5 جنود و7 مدنيين.", [("5", "all", "12"), ("7", "all", "12")]),
        ("قتل 12 شخصا وأصيب 30 في الانفجار.", []),
        ("قتل 12 شخصا في حلب واعتقل 5 آخرون في حمص.", []),
        ("قتل 20 شخصا وأصيب 15 بينهم 4 نساء.", [("4", "among", "15")]),
    ],
)
def test_a_part_is_linked_to_its_whole(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert links(sentence) == expected


def test_what_shares_out_a_toll_is_counted_by_it() -> None:
    figures = read("بلغ عدد القتلى 12، هم 5 جنود و7 مدنيين.").figures
    assert set(figures["metric"]) == {"deaths"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("قتل 14 شخصا: 9 نساء و5 أطفال.", ("fits", 14.0)),
        ("قتل 14 شخصا: 9 نساء و6 أطفال.", ("over", 15.0)),
        ("قتل 14 شخصا: 9 نساء و3 أطفال.", ("short", 12.0)),
        ("قتل 40 شخصا بينهم 9 جنود.", ("fits", 9.0)),
        ("قتل 40 شخصا بينهم 25 مدنيا و20 جنديا.", ("over", 45.0)),
        ("قتل 40 شخصا بينهم 25 مدنيا و20 طفلا.", ("fits", 25.0)),
        ("قتل 40 شخصا على الأقل بينهم 25 مدنيا و20 جنديا.", ("fits", 45.0)),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_parts_are_added_as_far_as_they_stand_apart(sentence: str, expected: tuple[str, float]) -> None:
    row = sums_of_parts(read(sentence), EVENT).iloc[0]
    assert (row["verdict"], row["low"]) == expected


def test_a_sum_that_cannot_be_is_a_finding_that_says_where() -> None:
    tables = read("وصل الخبر.", "قتل 14 شخصا: 9 نساء و6 أطفال.")
    assert len(parts_that_do_not_add_up(tables, EVENT)) == 1
    finding = of_section(findings(tables, EVENT), "figures", "parts")[0]
    assert (
        finding.places[0][0] == "a"
        and "9 نساء" in tables.sentences.set_index("sentence_no")["text"][finding.places[0][1]]
    )
    english = say(finding, Naming("en"))
    assert "come to 15, more than the whole it gives, 14." in english
    assert "مجموعها 15، أكثر من الرقم الكلي 14" in say(finding, Naming("ar"))


def test_empty_tables_have_no_parts() -> None:
    assert list(sums_of_parts(Tables.build({}), EVENT).columns)[-1] == "verdict"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="بينهم هم:،و 123", max_size=60), st.integers(0, 30), st.integers(0, 30))
def test_any_text_between_two_figures_keeps_both(between: str, first: int, second: int) -> None:
    def figure(start: int, value: int) -> Figure:
        return Figure(
            sentence_no=0, start=start, end=start + 1, text="x", value=float(value), value_high=None, bound="exact",
            unit="person", counted=None, metric="deaths", group=None, speaker=None, speaker_name=None, cue=None,
            voice="own", stance="neutral", status="asserted",
        )  # fmt: skip

    text = "x" + between + "x"
    given_figures = [figure(0, first), figure(len(text) - 1, second)]
    made = with_parts(text, given_figures)
    assert [(one.start, one.value, one.metric) for one in made] == [
        (one.start, one.value, one.metric) for one in given_figures
    ]
    assert made[0].part_of is None and made[1].part_of in (None, 0)
