"""Text that goes into a chart: the one function that lays Arabic out, the fonts, and the measure of a word.

Belongs here: what may stand in a label, its direction and shaping, fonts, widths, line breaks.
Does not: where a label stands (charts/), what it says (words.py), the SVG (svg.py).

matplotlib 3.11 shapes Arabic and orders it (libraqm), but has no parameter for the direction of a
paragraph: "BBC عربي (…)" would be laid out left to right. Directional isolates say it. matplotlib 3.10
knows neither letters that join nor right to left: there the text is reshaped into presentation forms and put
in visual order. Doing the second on 3.11 reverses every label in silence, so nothing else in the project
calls either library, and a pixel test compares both sides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

from matplotlib import font_manager, ft2font
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FONTS = Path(__file__).with_name("fonts")
FAMILY = "Vazirmatn"
FALLBACK = "DejaVu Sans"
SHAPES_ARABIC = hasattr(ft2font, "__libraqm_version__")

RIGHT_TO_LEFT_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2067", "\u2066", "\u2069"
ELLIPSIS = "…"
LONGEST = 600  # characters of a label
ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# Marks of direction turn a sentence round ("U+202E"), lone surrogates and controls break the SVG.
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")


def clean(text: object, longest: int = LONGEST) -> str:
    r"""A label's text on one line, without controls, marks of direction and broken code points.

    What is longer than any label can be is cut, so that a hostile name costs no time.

    >>> clean("a\u202eb\n c\x00")
    'ab c'
    """
    cut = str(text)[: 2 * longest]
    return _SPACES.sub(" ", _CONTROLS.sub("", _SPACES.sub(" ", cut))).strip()[:longest].rstrip()


def typeset(text: str, rtl: bool | None = None) -> str:
    """A label as matplotlib must be given it, so that letters join and words stand in their order.

    ``rtl`` is the direction of the line as a whole; None asks the text: right to left once it has an Arabic
    letter. Lines (``\\n``) are laid out one by one. The result is for ``Text(..., parse_math=False)`` only:
    typesetting it again would garble it.
    """
    if "\n" in text:
        return "\n".join(typeset(line, rtl) for line in text.split("\n"))
    text = _printable(clean(text))
    rtl = bool(ARABIC.search(text)) if rtl is None else rtl
    if not text or not (rtl or ARABIC.search(text)):
        return text
    if SHAPES_ARABIC:
        return (RIGHT_TO_LEFT_ISOLATE if rtl else LEFT_TO_RIGHT_ISOLATE) + text + POP_ISOLATE
    return _reshape(text, rtl)


def _reshape(text: str, rtl: bool) -> str:
    from bidi.algorithm import get_display

    return str(get_display(_reshaper()(text), base_dir="R" if rtl else "L"))


@functools.cache
def _reshaper() -> Callable[[str], str]:
    from arabic_reshaper import ArabicReshaper

    # Presentation forms carry no anchors: a vowel mark would stand beside its letter. A label reads without.
    return ArabicReshaper(configuration={"delete_harakat": True, "support_zwj": True}).reshape


@functools.cache
def register_fonts() -> None:
    """Makes the fonts beside this module known to matplotlib; once is enough."""
    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


@functools.cache
def _covered(family: str) -> frozenset[int]:
    register_fonts()
    path = font_manager.findfont(FontProperties(family=[family]))
    return frozenset(ft2font.FT2Font(path).get_charmap())


def _printable(text: str) -> str:
    """A text with U+FFFD for each character that no font has: it shows, and matplotlib has nothing to warn of."""
    return "".join(
        one if ord(one) in _covered(FAMILY) or ord(one) in _covered(FALLBACK) else "\ufffd" for one in text
    )


def font(text: str, size: float, weight: str = "regular") -> FontProperties:
    """The font of a label: Vazirmatn, with DejaVu Sans behind it only where a character is wanting."""
    register_fonts()
    if all(ord(one) in _covered(FAMILY) for one in clean(text)):
        return FontProperties(family=[FAMILY], size=size, weight=weight)
    return FontProperties(
        family=[FAMILY, FALLBACK], size=size, weight="bold" if weight != "regular" else weight
    )


@functools.lru_cache(maxsize=20_000)
def extent(
    text: str, size: float, weight: str = "regular", rtl: bool | None = None
) -> tuple[float, float, float]:
    """Width, height above the baseline and depth below it of a label, in pixels at 72 dpi."""
    laid_out = typeset(text, rtl)
    if not laid_out:
        return 0.0, 0.0, 0.0
    width, height, depth = text_to_path.get_text_width_height_descent(
        laid_out, font(text, size, weight), False
    )
    return float(width), float(height - depth), float(depth)


def fold(text: str, width: float, size: float, weight: str = "regular", lines: int = 2) -> list[str]:
    """A label broken at spaces into lines no wider than ``width``; what is over ends in an ellipsis.

    >>> fold("one two", 1000, 12)
    ['one two']
    """
    out: list[str] = []
    rest = clean(text).split(" ")
    while rest and len(out) < lines:
        count = 1
        while count < len(rest) and extent(" ".join(rest[: count + 1]), size, weight)[0] <= width:
            count += 1
        if len(out) == lines - 1:
            count = len(rest)
        out.append(shorten(" ".join(rest[:count]), width, size, weight))
        rest = rest[count:]
    return [line for line in out if line]


def shorten(text: str, width: float, size: float, weight: str = "regular") -> str:
    """A label cut to a width, with an ellipsis where it was cut."""
    text = clean(text)
    if extent(text, size, weight)[0] <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if extent(text[:middle].rstrip() + ELLIPSIS, size, weight)[0] <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS
