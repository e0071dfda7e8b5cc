"""Charts on frames typed here: the plain ones, and awkward ones where nothing may cover anything."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from riwaya.showing import palette
from riwaya.showing.charts import Manner, figure_panel, figure_timeline, term_strips, voice_bars
from riwaya.showing.charts.placing import Box, clashes, lift, spread, ticks
from riwaya.showing.charts.sheet import SMALLEST_TEXT, Sheet, Type, sheet

DAY = pd.Timestamp("2022-01-10")
LONG = "الوكالة الوطنية للأنباء والصحافة المستقلة في الجمهورية العربية"
CLAIM: dict[str, Any] = {
    "metric": "deaths", "unit": "person", "article_id": "a1", "outlet": "first", "sentence_no": 3,
    "text": "164", "value": 164.0, "value_high": np.nan, "bound": "exact", "status": "asserted", "group": None,
    "speaker": None, "speaker_name": "وزارة الصحة", "cue": "قالت", "stance": "neutral", "voice": "attributed",
    "published": DAY, "whole": True, "shown_unit": "person", "rate": np.nan, "rate_date": pd.NaT, "rate_note": None,
}  # fmt: skip
SILENT: dict[str, Any] = {"value": np.nan, "sentence_no": np.nan, "article_id": None}


def marks(*rows: dict[str, Any]) -> pd.DataFrame:
    """Claims of ``figure_marks``, each given by what is different about it."""
    made = pd.DataFrame(
        [{**CLAIM, **row, "shown_value": row.get("shown_value", row.get("value", 164.0))} for row in rows]
    )
    return made if "day" in made else made.assign(day=made["published"])


def later(*counts: tuple[float, str]) -> pd.DataFrame:
    """References of ``references``."""
    return pd.DataFrame(
        [
            {
                "metric": "deaths", "value": value, "date": pd.Timestamp("2022-01-15"), "source_ar": source,
                "source_en": "prosecutor’s office", "label_ar": "الحصيلة الرسمية اللاحقة", "label_en": "later official count",
            }
            for value, source in counts
        ]
    )  # fmt: skip


def written(chart: Any) -> list[str]:
    """What stands on a sheet in words, without the notes of marks."""
    assert isinstance(chart, Sheet)
    return [box.what for box in chart.boxes if box.what not in ("mark", "haze")]


PANELS = {
    "plain": marks({}, {"outlet": "second", "value": 225.0, "text": "225"}),
    "one figure": marks({}),
    "all silent": marks(SILENT, {**SILENT, "outlet": "second"}),
    "zero": marks({"value": 0.0, "text": "0"}, {"outlet": "second", "value": 0.0, "text": "صفر", "bound": "at_most"}),
    "huge beside small": marks({"value": 9.87e14, "text": "987 تريليون"}, {"outlet": "second", "value": 3.0, "text": "3"}),
    "twelve outlets": marks(
        *(
            {"outlet": f"outlet number {at}", "value": float(value), "text": str(value)}
            for at, value in enumerate([0, 1, 2, 3, 500, 10, 33, 70, 100, 333, 499, 5])
        )
    ),
    "long names": marks(
        {"outlet": LONG, "value": 3.0, "text": "3", "speaker_name": LONG + " " + LONG, "group": "civilians", "whole": False},
        {"outlet": "second", "text": LONG, "bound": "at_least", "group": "security", "whole": False, "status": "disputed"},
        {"outlet": "x" * 300, "value": 1.0, "text": "ب" * 500},
        {**SILENT, "outlet": LONG},
    ),
    "every bound": marks(
        *(
            {"outlet": f"o{at}", "bound": bound, "value": value, "value_high": high}
            for at, (bound, value, high) in enumerate(
                [
                    ("exact", 90.0, np.nan), ("approx", 100.0, np.nan), ("more_than", 100.0, np.nan),
                    ("at_least", 1.0, np.nan), ("less_than", 100.0, np.nan), ("at_most", 2.0, np.nan),
                    ("range", 40.0, 60.0), ("vague", 10.0, np.nan), ("vague", 100.0, np.nan),
                ]
            )
        )
    ),
    "every status": marks(
        *(
            {"outlet": f"o{at}", "status": status, "group": "security", "whole": False, "text": "أكثر من 164"}
            for at, status in enumerate(["asserted", "retracted", "disputed", "denied", "superseded"])
        )
    ),
    "one outlet on several days": marks(
        {"published": pd.Timestamp("2021-12-31")}, {"article_id": "a2", "value": 225.0}, {"outlet": "second", "published": pd.NaT}
    ),
    "converted money": marks(
        {
            "unit": "EUR", "shown_unit": "USD", "value": 1.75e8, "shown_value": 1.98e8, "rate": 1.1318,
            "rate_date": DAY, "text": "قرابة 175 مليون يورو", "bound": "approx",
        },
        {"outlet": "second", "unit": "USD", "shown_unit": "USD", "value": 2.15e8, "text": "215 مليون دولار"},
        {"outlet": "third", "unit": "KZT", "shown_unit": "KZT", "value": 2e8, "text": "200 مليون تنغه", "rate_note": "not_quoted"},
    ),
    "hostile": marks({"outlet": "<script>\u202e", "text": "164\u202e\x00", "speaker_name": '"><b>', "cue": "$x$"}),
}  # fmt: skip
REFERENCES = {
    "none": None,
    "close together": later((225.0, "النيابة العامة"), (238.0, LONG)),
    "near zero": later((5.0, "وزارة الصحة"), (12.0, "النيابة"), (1e6, LONG)),
}


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("references", REFERENCES.values(), ids=REFERENCES.keys())
@pytest.mark.parametrize("frame", PANELS.values(), ids=PANELS.keys())
def test_nothing_on_a_panel_covers_anything(frame: pd.DataFrame, references: Any, lang: str) -> None:
    chart = figure_panel(frame, references, Manner(lang, 340))
    assert chart.overlaps() == []  # type: ignore[attr-defined]


def test_a_value_stands_as_printed_beside_who_said_it() -> None:
    words = written(figure_panel(marks({"text": "7 آلاف و939", "value": 7939.0}), None, Manner("ar", 340)))
    assert "7 آلاف و939" in words
    assert "وزارة الصحة (قالت)" in words


def test_a_long_printed_value_is_never_cut() -> None:
    text = "ما لا يقل عن مئة وأربعة وستين قتيلا من المدنيين"
    words = written(figure_panel(marks({"text": text, "status": "disputed"}), None, Manner("ar", 340)))
    assert text in " ".join(words)
    assert "متنازع عليه" in words


def test_an_outlet_without_a_figure_keeps_its_row_and_says_so() -> None:
    words = written(figure_panel(marks({}, {**SILENT, "outlet": "second"}), None, Manner("ar", 340)))
    assert "second" in words and "لم يذكر رقمًا" in words


def test_a_part_says_whom_and_where_it_counts() -> None:
    part = marks({"whole": False, "group": "militants", "scope_name": "كازاخستان"})
    told = " ".join(written(figure_panel(part, None, Manner("en", 340))))
    assert "armed men" in told and "Kazakhstan" in told


def test_a_withdrawn_figure_says_so_in_a_word() -> None:
    assert "سُحب" in written(figure_panel(marks({"status": "retracted"}), None, Manner("ar", 340)))


def test_a_part_of_a_toll_is_named_and_a_whole_is_not() -> None:
    part = marks(
        {"group": "security", "whole": False}, {"outlet": "second", "group": "security", "whole": True}
    )
    assert written(figure_panel(part, None, Manner("ar", 340))).count("من أفراد الأمن") == 1


def test_a_frame_with_nullable_columns_is_drawn_as_well() -> None:
    frame = marks({"group": "security"}, {**SILENT, "outlet": "second"})
    frame = frame.astype({"sentence_no": "Int64"}).assign(whole=pd.array([None, None], dtype="boolean"))
    assert "من أفراد الأمن" in written(figure_panel(frame, None, Manner("ar", 340)))
    assert written(figure_timeline(frame, None, Manner("ar", 340)))


def test_converted_money_shows_its_rate_and_day() -> None:
    words = " ".join(written(figure_panel(PANELS["converted money"], None, Manner("en", 340))))
    assert "= $198m at the 10 Jan 2022 rate (1.1318)" in words
    assert "not converted: no rate for this currency" in words


def test_later_counts_are_named_and_dated_and_other_metrics_left_out() -> None:
    other = later((300.0, "x")).assign(metric="injuries")
    words = " ".join(
        written(
            figure_panel(marks({}), pd.concat([later((225.0, "النيابة العامة")), other]), Manner("ar", 340))
        )
    )
    assert "225" in words and "النيابة العامة، 15 يناير 2022" in words
    assert "300" not in words


def test_an_article_of_another_day_is_dated() -> None:
    frame = marks({}, {"outlet": "second"}, {"outlet": "third", "published": pd.Timestamp("2022-01-07")})
    words = written(figure_panel(frame, None, Manner("en", 340)))
    assert "7 Jan" in words and "10 Jan" not in words


@pytest.mark.parametrize(("lang", "said"), [("ar", "قد يكون 1.4"), ("en", "may be 1.4")])
def test_a_doubtful_value_says_in_its_link_what_else_it_may_be(lang: str, said: str) -> None:
    chart = figure_panel(marks({"value": 1400.0, "doubtful": True}, {}), None, Manner(lang, 340))
    assert [said in title for title in chart.links.values()] == [True, False]  # type: ignore[attr-defined]


def test_every_claim_links_to_its_sentence_and_silence_to_none() -> None:
    chart = figure_panel(marks({"sentence_no": 7}, {**SILENT, "outlet": "second"}), None, Manner("ar", 340))
    assert [key.split("|")[0] for key in chart.links] == ["#s-a1-7"]  # type: ignore[attr-defined]


def test_arabic_mirrors_the_sheet_and_nothing_else() -> None:
    arabic, english = sheet(340, rtl=True), sheet(340, rtl=False)
    assert (arabic.at(0), english.at(0), arabic.at(100)) == (340, 0, 240)
    box = arabic.write(10, 20, "نص", Type(12))
    assert box.x0 == 10
    (text,) = (
        artist
        for artist in arabic.get_children()
        if isinstance(artist, Text) and artist.get_text() not in ("",)
    )
    assert text.get_position()[0] == 330 and text.get_horizontalalignment() == "right"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"bound": "approx", "value": 8000.0}, "about 8,000"),
        ({"bound": "more_than", "value": 164.0}, "more than 164"),
        ({"bound": "at_least", "value": 2.0}, "at least 2"),
        ({"bound": "range", "value": 10.0, "value_high": 15.0}, "10 to 15"),
        ({"bound": "vague", "value": 100.0}, "hundreds"),
        ({"bound": "approx", "value": 1.75e8, "unit": "EUR"}, "about €175 million"),
        ({"value": 12.5, "unit": "percent"}, "12.5%"),
    ],
)
def test_in_english_a_figure_is_a_number_with_its_bound(row: dict[str, Any], expected: str) -> None:
    (claim,) = marks(row).itertuples()
    assert Manner("en").value(claim) == expected


# Strips

WORDS = ["الإرهابيين", "والمتظاهرين", "القوى الإرهابية الأجنبية المسلحة", "متطرف"]


def mentions(article: str, frame: str, places: list[int], words: int, same: bool = False) -> pd.DataFrame:
    """Mentions of ``term_marks`` at places of one article."""
    return pd.DataFrame(
        [
            {
                "article_id": article, "outlet": article, "sentence_no": at, "start": at, "end": at + 1,
                "text": WORDS[0 if same else at % 4], "lemma": "x", "frame": frame,
                "voice": palette.VOICES[0 if same else (at // 2) % 4], "speaker_name": None,
                "word_position": place, "words": words,
            }
            for at, place in enumerate(sorted(places))
        ],
    )  # fmt: skip


def articles(**words: int) -> pd.DataFrame:
    """Articles of ``ordered_articles``, an outlet each."""
    return pd.DataFrame(
        [
            {"article_id": name, "outlet": name, "published": DAY, "words": count}
            for name, count in words.items()
        ]
    )


FRAMES = (["terrorist"], ["protester"])
NONE = mentions("a", "terrorist", [1], 10).iloc[:0]
STRIPS = {
    "one each": (pd.concat([mentions("a", "terrorist", [5], 400), mentions("a", "protester", [300], 400)]), articles(a=400)),
    "nothing": (NONE, articles(a=400, b=0)),
    "forty in one lane": (mentions("a", "terrorist", list(range(0, 800, 20)), 800), articles(a=800)),
    "all in one place": (mentions("a", "terrorist", [400] * 9, 800), articles(a=800)),
    "at both ends": (mentions("a", "protester", [0, 0, 0, 799, 799, 800], 800), articles(a=800, b=200)),
    "two hundred": (mentions("a", "terrorist", list(range(200)), 400), articles(a=400)),
    "a short article": (mentions("b", "terrorist", list(range(12)), 30), articles(a=900, b=30)),
    "twelve outlets": (mentions("o3", "terrorist", [3, 50], 100), articles(**{f"o{at}": 100 * at for at in range(12)})),
    "long names": (mentions(LONG, "terrorist", [3], 100), articles(**{LONG: 100, "x" * 200: 50})),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [1080, 342])
@pytest.mark.parametrize("case", STRIPS.values(), ids=STRIPS.keys())
def test_nothing_on_the_strips_covers_anything(
    case: tuple[pd.DataFrame, pd.DataFrame], width: int, lang: str
) -> None:
    frame, told = case
    chart = term_strips(frame, FRAMES, told, Manner(lang, width))
    assert chart.overlaps() == []  # type: ignore[attr-defined]
    assert len(chart.links) == len(frame)  # type: ignore[attr-defined]


def test_an_article_without_a_mention_keeps_its_line() -> None:
    words = written(term_strips(NONE, FRAMES, articles(a=400, b=300), Manner("ar")))
    assert {"a", "b"} <= set(words)
    assert words.count("لا ذكر") == 4


def test_a_word_stands_with_its_mark() -> None:
    words = written(
        term_strips(mentions("a", "terrorist", [5, 300], 400), FRAMES, articles(a=400), Manner("ar"))
    )
    assert {WORDS[0], WORDS[1]} <= set(words)


def test_neighbours_that_say_the_same_share_one_word() -> None:
    frame = mentions("a", "terrorist", [100, 101], 400, same=True)
    assert written(term_strips(frame, FRAMES, articles(a=400), Manner("ar"))).count(WORDS[0]) == 1


def test_in_english_a_word_has_its_gloss() -> None:
    frame = mentions("a", "terrorist", [5], 400)
    assert "terrorists" in written(
        term_strips(frame, FRAMES, articles(a=400), Manner("en", names={"x": "terrorists"}))
    )


# Bars


def shares(**outlets: list[float]) -> pd.DataFrame:
    """Shares of ``voice_shares``; an empty article has no share."""
    return pd.DataFrame(
        [
            {
                "outlet": outlet,
                "party": party,
                "words": 0,
                "share": share,
                "total": 0 if np.isnan(share) else 400,
            }
            for outlet, of in outlets.items()
            for party, share in zip(["own", "one", "two", "three", "four", "others"], of, strict=True)
        ]
    )


BARS = {
    "plain": shares(a=[0.4, 0.3, 0.1, 0.1, 0.05, 0.05]),
    "crumbs": shares(a=[0.004, 0.006, 0.01, 0.02, 0.03, 0.93], b=[0.95, 0.01, 0.01, 0.01, 0.01, 0.01]),
    "one voice": shares(a=[1.0, 0, 0, 0, 0, 0]),
    "no words": shares(a=[np.nan] * 6),
    "long names": shares(**{LONG: [0.2] * 5 + [0.0], "y" * 300: [0.5, 0.5, 0, 0, 0, 0]}),
}


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [1080, 342])
@pytest.mark.parametrize("frame", BARS.values(), ids=BARS.keys())
def test_nothing_on_the_bars_covers_anything(frame: pd.DataFrame, width: int, lang: str) -> None:
    assert voice_bars(frame, Manner(lang, width)).overlaps() == []  # type: ignore[attr-defined]


def test_percentages_are_written_and_zero_is_not_drawn() -> None:
    words = written(voice_bars(shares(a=[0.4, 0.6, 0, 0, 0, 0]), Manner("ar")))
    assert "40%" in words and "60%" in words and "0%" not in words


# Time

TIMES = {
    "one day": (marks({}, {"outlet": "second"}, {"outlet": "third", "status": "retracted"}), None),
    "with a later count": (marks({}), later((225.0, LONG))),
    "twenty days": (
        marks(*({"published": DAY + pd.Timedelta(days=at * at), "value": float(at * 9), "text": f"أكثر من {at * 9}"} for at in range(20))),
        None,
    ),
    "undated": (marks({"published": pd.NaT}), None),
    "nothing": (marks(SILENT), None),
    "zero": (marks({"value": 0.0, "text": "0"}), None),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [1080, 342])
@pytest.mark.parametrize("case", TIMES.values(), ids=TIMES.keys())
def test_nothing_on_the_timeline_covers_anything(case: Any, width: int, lang: str) -> None:
    chart = figure_timeline(*case, Manner(lang, width))
    assert chart.overlaps() == []  # type: ignore[attr-defined]


def test_time_runs_from_left_to_right_in_arabic_too() -> None:
    frame = marks({}, {"published": DAY + pd.Timedelta(days=5), "value": 225.0, "text": "225"})
    chart = figure_timeline(frame, None, Manner("ar"))
    assert isinstance(chart, Sheet)
    days = {box.what: chart.at(box.x0) for box in chart.boxes if "يناير" in box.what}
    assert days["10 يناير"] < days["15 يناير"]


# Every chart


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_text_is_smaller_than_the_least(lang: str) -> None:
    charts = [
        figure_panel(PANELS["long names"], REFERENCES["near zero"], Manner(lang, 340)),
        term_strips(*STRIPS["at both ends"][:1], FRAMES, STRIPS["at both ends"][1], Manner(lang, 342)),
        voice_bars(BARS["crumbs"], Manner(lang, 342)),
        figure_timeline(*TIMES["twenty days"], Manner(lang, 342)),
    ]
    for chart in charts:
        sizes = [
            artist.get_fontsize()
            for artist in chart.get_children()
            if isinstance(artist, Text) and artist.get_text()
        ]
        assert min(sizes) >= SMALLEST_TEXT


def test_a_box_holds_the_ink_of_its_text() -> None:
    """The overlap checks stand on this: what is measured is what is drawn."""
    chart = sheet(340, rtl=True)
    box = chart.write(20, 40, "قرابة 175 مليون يورو (قالت)", Type(14, "bold"))
    (text,) = (artist for artist in chart.get_children() if isinstance(artist, Text) and artist.get_text())
    ink = TextPath((0, 0), text.get_text(), prop=text.get_fontproperties()).get_extents()
    assert box.x1 - box.x0 == pytest.approx(ink.width, abs=2.5)
    assert (40 - box.y0, box.y1 - 40) == pytest.approx((ink.y1, -ink.y0), abs=1.0)


def test_an_overlap_is_seen() -> None:
    chart = sheet(200, rtl=False)
    chart.write(0, 20, "first words", Type(14))
    chart.write(20, 24, "second words", Type(14))
    chart.write(190, 60, "cut off", Type(14))
    assert chart.crop(80).overlaps() == ["'first words' and 'second words'", "'cut off' is cut off"]


# Places


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(0, 500), max_size=30), st.floats(1, 40))
def test_positions_spread_keep_order_gap_and_ends(positions: list[float], gap: float) -> None:
    out = spread(sorted(positions), gap, 0, 500)
    fits = gap * (len(out) - 1) <= 500
    assert all(b - a >= (gap if fits else 0) - 1e-6 for a, b in itertools.pairwise(out))
    assert all(-1e-6 <= value <= 500 + 1e-6 for value in out)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(5, 160)), max_size=25))
def test_words_lifted_do_not_touch(words: list[tuple[float, float]]) -> None:
    words = sorted(words)
    flags = lift([at for at, _ in words], [width for _, width in words], 0, 500)
    boxes = [
        Box(flag.middle - width / 2, flag.middle + width / 2, flag.level * 10, flag.level * 10 + 10)
        for flag, (_, width) in zip(flags, words, strict=True)
        if flag.level is not None
    ]
    assert clashes(boxes, 0) == []
    assert all(box.x0 >= -1e-6 and box.x1 <= 500 + 1e-6 for box in boxes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), max_size=15))
def test_the_sweep_finds_what_comparing_all_pairs_finds(corners: list[tuple[int, int, int, int]]) -> None:
    boxes = [Box(min(a, b), max(a, b), min(c, d), max(c, d)) for a, b, c, d in corners]
    pairs = sum(boxes[i].overlaps(boxes[j]) for i in range(len(boxes)) for j in range(i))
    assert len(clashes(boxes, 0.0)) == pairs


@pytest.mark.parametrize("highest", [0, 0.4, 1, 7, 164, 7939, 2.15e8, 9.87e14, float("inf"), float("nan")])
def test_ticks_begin_at_zero_and_are_few(highest: float) -> None:
    steps = ticks(highest)
    assert steps[0] == 0 and 2 <= len(steps) <= 6


# Colours


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("token", ["ink", "muted", "figure", "older", *palette.VOICES])
def test_text_stands_out_from_the_ground(token: str, scheme: str) -> None:
    ground = getattr(palette.TOKENS["ground"], scheme)
    assert contrast(getattr(palette.TOKENS[token], scheme), ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("token", [name for name in palette.TOKENS if name.startswith("party-")])
def test_a_percentage_stands_out_from_its_party(token: str, scheme: str) -> None:
    text = palette.TOKENS[palette.text_on(token)]
    assert contrast(getattr(text, scheme), getattr(palette.TOKENS[token], scheme)) >= 4.5


def test_no_two_tokens_share_a_light_value() -> None:
    lights = [token.light for token in palette.TOKENS.values()]
    assert len(set(lights)) == len(lights)
