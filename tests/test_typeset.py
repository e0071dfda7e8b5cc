"""Text in charts: letters joined, right to left, on both sides of matplotlib 3.11."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from riwaya.showing import typeset as typesetting
from riwaya.showing.typeset import clean, extent, fold, font, shorten, typeset

ROOT = Path(__file__).resolve().parents[1]
OLDER = ROOT / ".venv-mpl310" / "bin" / "python"
HOSTILE = [
    ("a\u202eb", "ab"),
    ("\u2067x\u2069", "x"),
    ("\u061cx\u200f", "x"),
    ("a\x00b\x1bc", "abc"),
    ("a\ud800b", "ab"),
    ("a\r\n\tb", "a b"),
    ("\ufeffa\uffff", "a"),
    ("<script>alert('1')</script>", "<script>alert('1')</script>"),
]
LABELS = [
    "لم يذكر رقما",
    "BBC عربي (النسخة العربية)",
    "أكثر من 164 قتيلا",
    "7 آلاف و939",
    "2,2 مليون يورو",
    "«إرهابيين»: 12 من 30",
    "لا إله إلا الله",
    "TRT",
]
# Draws labels in an interpreter of its own and prints their ink as rows of 0 and 1.
DRAW = """
import importlib.util, json, sys
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
import matplotlib, numpy
spec = importlib.util.spec_from_file_location("typesetting", sys.argv[1])
typesetting = importlib.util.module_from_spec(spec)
spec.loader.exec_module(typesetting)
out = {"matplotlib": matplotlib.__version__, "shapes": typesetting.SHAPES_ARABIC, "ink": []}
for label in json.load(sys.stdin):
    figure = Figure(figsize=(10, 1), dpi=72)
    canvas = FigureCanvasAgg(figure)
    figure.text(0.5, 0.4, typesetting.typeset(label, rtl=True), ha="center", parse_math=False,
                fontproperties=typesetting.font(label, 36))
    canvas.draw()
    dark = numpy.asarray(canvas.buffer_rgba())[:, :, 0] < 128
    out["ink"].append(["".join("01"[int(dot)] for dot in row) for row in dark])
json.dump(out, sys.stdout)
"""


def ink(text: str, already: bool = False, size: float = 36) -> np.ndarray:
    """The dark pixels of a label, cut to what is dark."""
    figure = Figure(figsize=(10, 1), dpi=72)
    canvas = FigureCanvasAgg(figure)
    shown = text if already else typeset(text, rtl=True)
    figure.text(0.5, 0.4, shown, ha="center", parse_math=False, fontproperties=font(text, size))
    canvas.draw()
    return cut(np.asarray(canvas.buffer_rgba())[:, :, 0] < 128)


def cut(dark: np.ndarray) -> np.ndarray:
    """The smallest rectangle that holds all ink."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def thick(dark: np.ndarray, by: int = 3) -> np.ndarray:
    """Ink grown by some pixels each way: hinting moves outlines by one."""
    out = dark.copy()
    for down in range(-by, by + 1):
        for across in range(-by, by + 1):
            out |= np.roll(np.roll(dark, down, axis=0), across, axis=1)
    return out


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Share of ink that has ink of the other beside it, the smaller of both ways.

    Both are brought to one width first: the older side knows no kerning, a label may be 4% narrower there.
    """
    if abs(one.shape[1] - other.shape[1]) > 0.06 * one.shape[1] + 2:
        return 0.0
    height, width = max(one.shape[0], other.shape[0]) + 12, one.shape[1] + 12
    frames = []
    for dark in (one, other):
        frame = np.zeros((height, width), dtype=bool)
        columns = np.arange(one.shape[1]) * dark.shape[1] // one.shape[1]
        frame[6 : 6 + dark.shape[0], 6 : 6 + one.shape[1]] = dark[:, columns]
        frames.append(frame)
    a, b = frames
    return float(min((a & thick(b)).sum() / a.sum(), (b & thick(a)).sum() / b.sum()))


@pytest.fixture(scope="module")
def older() -> dict:
    """What matplotlib 3.10 draws for the same labels, through the same function."""
    if not OLDER.exists():
        pytest.skip(
            f"{OLDER} is missing: python3 -m venv .venv-mpl310 and install tests/requirements-mpl310.txt"
        )
    run = subprocess.run(
        [OLDER, "-c", DRAW, str(typesetting.__file__)],
        input=json.dumps(LABELS), capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(run.stdout)


def test_the_other_interpreter_is_on_the_other_side(older: dict) -> None:
    assert older["matplotlib"].startswith("3.10.")
    assert older["shapes"] is False


@pytest.mark.parametrize("number", range(len(LABELS)), ids=LABELS)
def test_a_label_looks_the_same_on_both_sides(older: dict, number: int) -> None:
    theirs = cut(np.array([[dot == "1" for dot in row] for row in older["ink"][number]]))
    assert likeness(ink(LABELS[number]), theirs) > 0.95


@pytest.mark.skipif(
    not typesetting.SHAPES_ARABIC, reason="only a matplotlib that shapes Arabic can reverse it"
)
@pytest.mark.parametrize("label", LABELS[:7])
def test_reshaping_on_top_of_libraqm_would_be_seen(label: str) -> None:
    """The pixel test above can fail: a label reshaped and then shaped again does not look the same."""
    garbled = typesetting._reshape(label, True)
    assert likeness(ink(label), ink(garbled, already=True)) < 0.85


@pytest.mark.parametrize(("text", "expected"), HOSTILE)
def test_a_label_loses_what_would_turn_or_break_it(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.skipif(not typesetting.SHAPES_ARABIC, reason="isolates are for a matplotlib that shapes Arabic")
@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("نحو 8 آلاف", None, "\u2067نحو 8 آلاف\u2069"),
        ("TRT", None, "TRT"),
        ("TRT", True, "\u2067TRT\u2069"),
        ("about «إرهابيين»", False, "\u2066about «إرهابيين»\u2069"),
        ("أول\nثان", None, "\u2067أول\u2069\n\u2067ثان\u2069"),
        ("", True, ""),
    ],
)
def test_a_line_is_isolated_in_its_direction(text: str, rtl: bool | None, expected: str) -> None:
    assert typeset(text, rtl) == expected


def test_without_libraqm_letters_join_and_stand_in_visual_order() -> None:
    # The last letter of the word comes first, in its final form.
    assert typesetting._reshape("عربي TRT", True) == "TRT \ufef2\ufe91\ufeae\ufecb"


@pytest.mark.parametrize("weight", ["regular", "medium", "bold"])
def test_the_fonts_are_the_ones_beside_the_module(weight: str) -> None:
    from matplotlib.font_manager import findfont

    assert Path(findfont(font("نص", 12, weight))).parent == typesetting.FONTS


def test_a_character_the_font_lacks_falls_back() -> None:
    assert font("漢", 12).get_family() == ["Vazirmatn", "DejaVu Sans"]
    assert font("نص 5% (a)", 12).get_family() == ["Vazirmatn"]


def test_lines_break_at_spaces_and_the_rest_ends_in_an_ellipsis() -> None:
    lines = fold("كلمة أخرى ثم كلمة أخرى ثم كلمة أخرى", 80, 12, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(extent(line, 12)[0] <= 80 for line in lines)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.floats(30, 300))
def test_whatever_the_text_its_lines_fit(text: str, width: float) -> None:
    for line in fold(text, width, 12, lines=3):
        assert extent(line, 12)[0] <= width


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_megabyte_of_one_character_is_cut() -> None:
    assert shorten("ب" * 1_000_000, 100, 12).endswith("…")
