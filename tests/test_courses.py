"""Charts of many articles an outlet: a course of days for figures, a grid of lines for words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.showing.charts import LINE, Manner, depth_below, term_line
from riwaya.showing.charts.labelling import distance
from riwaya.showing.charts.sheet import Sheet
from riwaya.showing.courses import course as drawn_course
from riwaya.showing.courses import key
from riwaya.showing.svg import to_svg

CLAIM: dict[str, Any] = {
    "metric": "deaths", "unit": "person", "outlet": "first", "sentence_no": 3, "start": 0, "text": "16", "value": 16.0,
    "value_high": np.nan, "bound": "exact", "status": "asserted", "group": None, "speaker": None,
    "speaker_name": "وزارة الصحة", "cue": "قالت", "stance": "neutral", "voice": "attributed", "whole": True,
    "shown_unit": "person", "correction": None,
}  # fmt: skip
DAYS = pd.to_datetime(["2024-05-01", "2024-05-02", "2024-05-04"])


def marks(*rows: dict[str, Any]) -> pd.DataFrame:
    """Claims of one panel, each given by what is different about it; a claim is an article of its own."""
    made = []
    for at, row in enumerate(rows):
        value = row.get("value", 16.0)
        given = {"article_id": f"a-{at}", "published": DAYS[at % 3], "shown_value": value, "text": str(value)}
        made.append({**CLAIM, **given, **row})
    return pd.DataFrame(made)


def course(frame: pd.DataFrame, manner: Manner, references: pd.DataFrame | None = None) -> Sheet:
    """The chart as the page asks for it."""
    chart = drawn_course(frame, references, manner)
    assert isinstance(chart, Sheet)
    return chart


SILENT: dict[str, Any] = {
    "outlet": "silent",
    "value": np.nan,
    "sentence_no": np.nan,
    "article_id": None,
    "text": None,
}
FRAMES = {
    "rising": marks(*({"value": float(value)} for value in (1, 3, 7, 12, 15, 16, 17, 18, 18))),
    "falling": marks(*({"value": float(value)} for value in (18, 15, 4))),
    "one day beside another": marks({}, {"outlet": "second", "value": 17.0}, SILENT),
    "without a day": marks({"published": pd.NaT}, {"value": 4.0}, {"published": pd.NaT, "value": 5.0}),
    "beyond the scale": marks({}, {}, {}, {"value": 1600.0, "group": "security", "whole": False}),
    "every bound": marks(
        *(
            {"bound": bound}
            for bound in (
                "exact",
                "approx",
                "more_than",
                "at_least",
                "less_than",
                "at_most",
                "range",
                "vague",
            )
        )
    ),
    "every status": marks(
        *({"status": status} for status in ("asserted", "retracted", "disputed", "denied", "superseded"))
    ),
    "zero": marks({"value": 0.0}, {"value": 0.0}),
    "crowded": marks(*({"value": float(10 + at % 7), "published": DAYS[at % 2]} for at in range(150))),
    "long names": marks({"outlet": "ب" * 300}, {**SILENT, "outlet": "x" * 300}),
    "hostile": marks({"outlet": "<script>\u202e", "text": "16\u202e\x00", "speaker_name": '"><b>'}, {}),
    "mended": marks({"correction": "first-16"}, {}),
}


@pytest.mark.parametrize("width", [1080, 342])
@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
def test_no_word_of_a_course_covers_anything(frame: pd.DataFrame, lang: str, width: int) -> None:
    chart = course(frame, Manner(lang, width))
    clashes = [text for text in chart.overlaps() if text != "'mark' and 'mark'"]
    assert clashes == []


@pytest.mark.parametrize("name", [name for name in FRAMES if name != "crowded"])
def test_every_claim_has_a_mark_of_its_own_that_opens_its_sentence(name: str) -> None:
    frame = FRAMES[name]
    chart = course(frame, Manner("ar", 1080))
    said = frame[frame["value"].notna()]
    assert sorted(key.partition("|")[0] for key in chart.links) == sorted(
        f"#s-{article}-{number:.0f}"
        for article, number in zip(said["article_id"], said["sentence_no"], strict=True)
    )
    assert "'mark' and 'mark'" not in chart.overlaps()


def test_on_a_phone_what_an_outlet_says_again_on_a_day_shares_a_mark() -> None:
    frame = marks(*({"published": DAYS[0]} for _ in range(5)), {"published": DAYS[1]})
    labels = list(course(frame, Manner("en", 342)).links.values())
    assert len(labels) == 2
    assert sum("×5" in label for label in labels) == 1


def test_a_value_is_written_where_the_lead_changes_and_not_again() -> None:
    values = (21, 21, 22, 22, 22, 24)
    frame = marks(*({"value": float(value), "published": DAYS[at // 2]} for at, value in enumerate(values)))
    written = [box.what for box in course(frame, Manner("ar", 1080)).boxes]
    assert sorted(text for text in written if text in ("21", "22", "24")) == ["21", "22", "24"]


def test_days_run_from_left_to_right_in_both_languages() -> None:
    for lang in ("ar", "en"):
        chart = course(marks({"value": 1.0}, {"value": 2.0}, {"value": 3.0}), Manner(lang, 1080))
        svg = to_svg(chart, "course")
        assert svg.index("s-a-0-3") < svg.index("s-a-1-3") < svg.index("s-a-2-3")
        x = [box.x0 for box in chart.boxes if box.what == "mark"]
        assert x == sorted(x)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_arrow_of_time_has_its_word_where_time_begins(lang: str) -> None:
    chart = course(marks({}, {}), Manner(lang, 342))
    word = next(box for box in chart.boxes if box.what in ("الزمن", "time"))
    assert word.x0 == 0 and word.what == ("الزمن" if lang == "ar" else "time")


@pytest.mark.parametrize("width", [1080, 342])
def test_all_days_are_equally_wide_and_one_without_a_figure_has_its_place(width: int) -> None:
    frame = marks(*({"value": float(at), "published": DAYS[0]} for at in range(2, 8)), {"published": DAYS[2]})
    names = [box for box in course(frame, Manner("en", width)).boxes if box.what.endswith(" May")]
    assert [box.what for box in names] == ["1 May", "2 May", "3 May", "4 May"]
    middles = [(box.x0 + box.x1) / 2 for box in names]
    assert np.allclose(np.diff(middles), middles[1] - middles[0])


@pytest.mark.parametrize(
    ("bound", "arabic", "english"),
    [
        ("exact", "1,000", "1,000"),
        ("more_than", "1,000+", "1,000+"),
        ("at_least", "1,000+", "1,000+"),
        ("less_than", "أقل من 1,000", "under 1,000"),
        ("at_most", "حتى 1,000", "up to 1,000"),
        ("range", "1,000–1,200", "1,000–1,200"),
    ],
)
def test_a_written_value_keeps_its_bound(bound: str, arabic: str, english: str) -> None:
    frame = marks({"value": 1000.0, "bound": bound, "value_high": 1200.0}, {"value": 900.0})
    for lang, text in (("ar", arabic), ("en", english)):
        assert text in [box.what for box in course(frame, Manner(lang, 342)).boxes]


def test_words_stand_in_rows_of_their_own_below_the_scale_and_do_not_set_it() -> None:
    vague = {"bound": "vague", "text": "آلاف"}
    frame = marks({"value": 30.0}, {"value": 1000.0, **vague}, {"value": 40.0}, {"value": 10.0, **vague})
    boxes = course(frame, Manner("en", 1080)).boxes
    at = {box.what: box.y0 for box in boxes}
    assert at["thousands"] > at["0"] and at["tens"] > at["0"]
    assert "40" in at and "500" not in at


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [1080, 342])
def test_the_highest_and_the_last_value_are_always_written(lang: str, width: int) -> None:
    values = [1100, 1000, 1200, 1000, 1600, 1000, 1300, 1500, 1700, 1400, 1450]
    frame = marks(*({"value": float(one), "published": DAYS[at // 6]} for at, one in enumerate(values)))
    written = {box.what for box in course(frame, Manner(lang, width)).boxes}
    assert {"1,700", "1,450"} <= written


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(2, 40), min_size=1, max_size=9))
def test_no_value_stands_nearer_to_a_mark_of_another_value(values: list[int]) -> None:
    frame = marks(*({"value": float(one), "published": DAYS[at // 5]} for at, one in enumerate(values)))
    chart = course(frame, Manner("en", 342))
    plotted = {f"#s-{row.article_id}-3": f"{row.value:.0f}" for row in frame.itertuples()}
    opened = [plotted[href.partition("|")[0]] for href in chart.links]
    dots = list(zip(opened, [box for box in chart.boxes if box.what == "mark"], strict=True))
    needed = {f"{max(values)}", f"{values[-1]}"}
    for box in chart.boxes:
        if box.what not in opened or box.x1 < 45 or box.what in needed:
            continue
        own = min(distance(box, dot) for text, dot in dots if text == box.what)
        assert own < min([distance(box, dot) for text, dot in dots if text != box.what] or [np.inf])


def test_the_key_names_only_marks_that_are_there() -> None:
    shown = [text for _, text in key(marks({}, {"bound": "more_than"}), "en")]
    assert any("1,000+" in text for text in shown)
    assert not any("approximate" in text or "in words" in text for text in shown)


def test_a_later_official_count_is_named_below_the_courses() -> None:
    later = pd.DataFrame(
        [
            {"metric": "deaths", "value": 21.0, "date": DAYS[2], "label_ar": "حصيلة لاحقة", "label_en": "later count",
             "source_ar": "الوزارة", "source_en": "ministry"},
            {"metric": "injuries", "value": 99.0, "date": DAYS[2], "label_ar": "أخرى", "label_en": "other",
             "source_ar": "", "source_en": ""},
        ]
    )  # fmt: skip
    written = " ".join(box.what for box in course(marks({}, {}), Manner("en", 1080), later).boxes)
    assert "later count: 21, ministry" in written and "99" not in written


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1e12), min_size=1, max_size=30), st.sampled_from([342, 1080]), st.integers(1, 40)
)
def test_any_values_and_days_can_be_drawn(values: list[float], width: int, days: int) -> None:
    rows = (
        {"value": value, "published": DAYS[0] + pd.Timedelta(days=at % days)}
        for at, value in enumerate(values)
    )
    chart = course(marks(*rows), Manner("ar", width))
    assert not [text for text in chart.overlaps() if "is cut off" in text]


# Words


def articles(*words: int) -> pd.DataFrame:
    """Articles of two outlets in turn, so long."""
    frame = pd.DataFrame(
        {
            "article_id": [f"a-{at}" for at in range(len(words))],
            "outlet": ["first" if at < len(words) // 2 else "second" for at in range(len(words))],
            "published": [DAYS[at % 3] for at in range(len(words))],
            "words": list(words),
        }
    )
    return frame.assign(longest=frame["words"].max())


def mentions(*rows: tuple[int, int, str, str]) -> pd.DataFrame:
    """Mentions by article, place, frame and voice."""
    return pd.DataFrame(
        [
            {
                "article_id": f"a-{article}", "outlet": "first", "word_position": place, "frame": frame, "voice": voice,
                "text": "مواجهات", "lemma": "مواجهة", "speaker_name": None, "sentence_no": 1,
            }
            for article, place, frame, voice in rows
        ],
        columns=["article_id", "outlet", "word_position", "frame", "voice", "text", "lemma", "speaker_name", "sentence_no"],
    )  # fmt: skip


PAIR = (("unrest",), ("massacre",))
VOICES = ("own", "attributed", "quoted", "scare")
GRIDS = {
    "plain": (mentions((0, 10, "unrest", "own"), (3, 2, "massacre", "scare")), articles(100, 40, 300, 5)),
    "nothing found": (mentions(), articles(100, 40, 300)),
    "an article of one word": (mentions((0, 0, "unrest", "own")), articles(1, 400)),
    "many at one place": (
        mentions(*((1, 3, "unrest", VOICES[at % 4]) for at in range(40))),
        articles(100, 20, 300),
    ),
}


def lines(found: pd.DataFrame, told: pd.DataFrame, manner: Manner) -> list[Sheet]:
    """The line of each article, as the page draws them."""
    drawn = []
    for row in told.assign(below=0.0).itertuples():
        mine = found[found["article_id"] == row.article_id]
        depth = depth_below(mine, PAIR, row)
        chart = term_line(mine, PAIR, row._replace(below=depth), manner)
        assert isinstance(chart, Sheet)
        drawn.append(chart)
    return drawn


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(("found", "told"), GRIDS.values(), ids=GRIDS.keys())
def test_nothing_in_a_line_covers_anything(found: pd.DataFrame, told: pd.DataFrame, lang: str) -> None:
    charts = lines(found, told, Manner(lang, LINE))
    assert [chart.overlaps() for chart in charts] == [[]] * len(told)
    assert sum(len(chart.links) for chart in charts) == len(found)


def test_lines_are_as_long_as_their_articles_and_tell_how_long() -> None:
    found, told = GRIDS["plain"]
    charts = lines(found, told, Manner("en", LINE))
    assert [sum("words" in box.what for box in chart.boxes) for chart in charts] == [1] * 4


def test_a_link_of_an_english_line_glosses_the_word_and_shows_it() -> None:
    found, told = GRIDS["plain"]
    chart, *_ = lines(found, told, Manner("en", LINE, {"مواجهة": "clash"}))
    assert list(chart.links.values()) == ["clash (مواجهات), own voice"]
