"""The sheet a chart is drawn on: CSS pixels, mirrored for Arabic, and a record of what stands where.

Belongs here: the Axes that charts return, writing, marks, links, the check that nothing covers anything.
Does not: what a chart shows (the charts beside this file), colours (palette.py), the SVG (svg.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from riwaya.showing.charts.placing import Box, clashes
from riwaya.showing.palette import light
from riwaya.showing.typeset import clean, extent, font, typeset

LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
SMALLEST_TEXT = 11.5
TARGET = 24.0  # px: the least a finger needs (WCAG 2.2, 2.5.8)
PIXELS_PER_INCH = 72

# How matplotlib calls the side a label is set from: on a sheet from left to right, and on a mirrored one.
_SIDES: dict[str, tuple[Any, Any]] = {
    "start": ("left", "right"),
    "middle": ("center", "center"),
    "end": ("right", "left"),
}


@dataclass(frozen=True, slots=True)
class Type:
    """How a label is set: size in pixels, weight, colour token."""

    size: float
    weight: str = "regular"
    token: str = "ink"

    def width(self, text: str) -> float:
        """The width of a text set this way."""
        return extent(clean(text), self.size, self.weight)[0]


class Sheet(Axes):
    """An Axes whose data are CSS pixels; x runs from the side where reading begins, y downwards.

    One layout serves both directions: in Arabic every x is mirrored here and nowhere else. Whatever is
    written or marked is noted as a Box, so that ``overlaps`` can say what covers what.
    """

    rtl: bool
    words_rtl: bool
    px_width: float
    px_height: float
    boxes: list[Box]
    links: dict[str, str]

    def at(self, x: float) -> float:
        """The drawing's x for a distance from the reading side."""
        return self.px_width - x if self.rtl else x

    def write(
        self, x: float, baseline: float, text: str, kind: Type, align: str = "start", mask: bool = False
    ) -> Box:
        """A label on one line; align: start, middle, end. ``mask`` clears the ground behind it."""
        text = clean(text)
        width, above, below = extent(text, kind.size, kind.weight, self._direction(text))
        left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[align]
        if text:
            side = _SIDES[align][self.rtl]
            label = Text(
                self.at(x), baseline, typeset(text, self._direction(text)),
                fontproperties=font(text, kind.size, kind.weight), color=light(kind.token),
                horizontalalignment=side, verticalalignment="baseline", parse_math=False, zorder=6,
            )  # fmt: skip
            label.set_clip_on(False)
            if mask:
                self.block(
                    left - 3, left + width + 3, baseline - above - 1, baseline + below + 1, "ground", layer=5
                )
            self.add_artist(label)
        box = Box(left, left + width, baseline - above, baseline + below, text)
        if text:
            self.boxes.append(box)
        return box

    def _direction(self, text: str) -> bool | None:
        # Among Arabic words every line runs right to left; among English ones only what has no Latin letter.
        if self.words_rtl:
            return True
        return False if LATIN.search(text) else None

    def write_lines(
        self,
        x: float,
        baseline: float,
        lines: Iterable[str],
        kind: Type,
        align: str = "start",
        mask: bool = False,
    ) -> float:
        """Several lines below each other; returns the baseline after the last."""
        for line in lines:
            self.write(x, baseline, line, kind, align, mask)
            baseline += round(kind.size * 1.35, 1)
        return baseline

    def stroke(
        self, points: Sequence[tuple[float, float]], token: str, width: float = 1.0,
        dash: Sequence[float] | None = None, layer: float = 2, cap: str = "butt",
    ) -> None:  # fmt: skip
        """An open line through points."""
        shape = Path([(self.at(x), y) for x, y in points])
        style: Any = (0, tuple(dash)) if dash else "solid"
        self._patch(shape, layer, facecolor="none", edgecolor=light(token), linewidth=width, linestyle=style, capstyle=cap, joinstyle="round")  # fmt: skip

    def block(
        self, x0: float, x1: float, y0: float, y1: float, token: str, alpha: float = 1.0, layer: float = 2
    ) -> None:
        """A filled rectangle."""
        self._patch(self._rectangle(x0, x1, y0, y1), layer, facecolor=light(token), edgecolor="none", linewidth=0, alpha=alpha)  # fmt: skip

    def shape(self, path: Path, x: float, y: float, layer: float = 4, **style: Any) -> None:
        """A path given around (0, 0), reading direction positive, put at a place. ``style`` as for PathPatch."""
        sign = -1 if self.rtl else 1
        vertices = np.asarray(path.vertices) * [sign, 1] + [self.at(x), y]
        self._patch(Path(vertices, path.codes), layer, **style)

    def occupy(self, x: float, y: float, half: float, what: str) -> None:
        """Notes that a mark takes up a square around a place."""
        self.boxes.append(Box(x - half, x + half, y - half, y + half, what))

    def link(self, areas: Sequence[Box], href: str, label: str) -> None:
        """A link that answers on all of the areas, each at least 24 px high; svg.py writes the <a>."""
        key = f"{href}|{len(self.links)}"
        self.links[key] = clean(label)
        rectangles = []
        for area in areas:
            grow = max(0.0, TARGET - (area.y1 - area.y0)) / 2
            rectangles.append(self._rectangle(area.x0, area.x1, area.y0 - grow, area.y1 + grow))
        patch = self._patch(
            Path.make_compound_path(*rectangles), 9, facecolor="none", edgecolor="none", linewidth=0
        )
        patch.set_url(key)

    def crop(self, height: float) -> Sheet:
        """Sets the sheet's height once everything stands; returns the sheet."""
        self.px_height = float(round(height))
        self._figure().set_size_inches(self.px_width / PIXELS_PER_INCH, self.px_height / PIXELS_PER_INCH)
        self.set_ylim(self.px_height, 0)
        return self

    def _figure(self) -> Figure:
        figure = self.get_figure(root=True)
        assert figure is not None
        return figure

    def overlaps(self) -> list[str]:
        """What covers what, and what is cut off at the edge, in words; empty is how a chart must be."""
        out = [f"{a.what!r} and {b.what!r}" for a, b in clashes(self.boxes)]
        for box in self.boxes:
            if (
                box.x0 < -0.5
                or box.x1 > self.px_width + 0.5
                or box.y0 < -0.5
                or box.y1 > self.px_height + 0.5
            ):
                out.append(f"{box.what!r} is cut off")
        return out

    def _rectangle(self, x0: float, x1: float, y0: float, y1: float) -> Path:
        a, b = sorted((self.at(x0), self.at(x1)))
        return Path([(a, y0), (b, y0), (b, y1), (a, y1), (a, y0)], closed=True)

    def _patch(self, path: Path, layer: float, **style: Any) -> PathPatch:
        patch = PathPatch(path, zorder=layer, clip_on=False, **style)
        self.add_artist(patch)
        patch.set_clip_path(None)
        return patch

    def _repr_html_(self) -> str:
        from riwaya.showing.palette import declarations
        from riwaya.showing.svg import to_svg

        return f'<div style="{declarations("light")};background:var(--ground)">{to_svg(self, "chart")}</div>'


def sheet(width: float, rtl: bool, words_rtl: bool | None = None) -> Sheet:
    """An empty sheet of a width in pixels; its height follows with ``crop``.

    ``words_rtl``: the direction of its words where that is not the layout's (time runs left to right in Arabic too).
    """
    figure = Figure(figsize=(width / PIXELS_PER_INCH, 1), dpi=PIXELS_PER_INCH)
    figure.patch.set_visible(False)
    axes = figure.add_axes((0, 0, 1, 1), axes_class=Sheet)
    assert isinstance(axes, Sheet)
    axes.words_rtl = rtl if words_rtl is None else words_rtl
    axes.rtl, axes.px_width, axes.px_height, axes.boxes, axes.links = rtl, float(width), 72.0, [], {}
    axes.set_xlim(0, width)
    axes.set_axis_off()
    return axes
