"""A figure over time: each dated claim of one metric, and the official counts that came later.

Belongs here: the timeline. Does not: which claims are comparable (comparing/figures.py).

Time runs from left to right in both languages, as the arrow says; the scale of values starts at zero.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.manner import Manner, missing, records
from riwaya.showing.charts.panel import SMALL, TAG, cross, disc, strike
from riwaya.showing.charts.placing import Box, spread, ticks
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

VALUE, GONE, COUNT = Type(14, "bold", "figure"), Type(14, "bold", "own"), Type(14, "bold", "ink")
HEIGHT, LINE, APART = 190.0, 15.5, 12.0


@dataclass(slots=True)
class Point:
    """What was said on one day with one value and one status, by one outlet or several; where it is drawn."""

    day: datetime.date
    value: float
    rows: list[Any]
    head: str
    who: str
    kind: Type
    state: str = ""
    x: float = 0.0
    half: float = 0.0  # of its label's width
    middle: float = 0.0  # of its label
    top: float = 0.0  # baseline of its label's first line
    lines: list[tuple[str, Type]] = field(default_factory=list)


def figure_timeline(
    marks: pd.DataFrame, references: pd.DataFrame | None = None, manner: Manner | None = None
) -> Axes:
    """The dated claims of one panel of ``figure_marks`` and the dated references of its metric, as Axes.

    Claims of one day, value and status stand side by side under one label, with the outlets' names. What has
    no date or no value is left out: the panel shows it.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, rtl=False, words_rtl=manner.rtl)
    points = _points(marks, references, manner)
    if not points:
        drawn.write(0, 20, manner.say("silent"), SMALL)
        drawn.crop(32)
        return drawn
    top_value = max(point.value for point in points) or 1.0
    steps = [step for step in ticks(top_value, 3) if step <= top_value]
    left = max(SMALL.width(manner.compact(step)) for step in steps) + 14
    _across(points, left + 20, manner.width - 34.0)
    base = _label(points, left, float(manner.width)) + HEIGHT
    for step in steps:
        y = base - HEIGHT * step / top_value
        drawn.write(left - 8, y + 4, manner.compact(step), SMALL, "end")
        drawn.stroke([(left, y), (manner.width, y)], "track", 1, layer=0)
    for point in points:
        _point(drawn, point, base - HEIGHT * point.value / top_value, manner)
    drawn.crop(_days(drawn, points, base, left, manner))
    return drawn


def _points(marks: pd.DataFrame, references: pd.DataFrame | None, manner: Manner) -> list[Point]:
    groups: dict[tuple[Any, float, str, str], list[Any]] = {}
    for row in records(marks):
        whole = getattr(row, "whole", True)
        if missing(row.day) or missing(row.shown_value) or not (missing(whole) or whole):
            continue
        groups.setdefault((row.day, row.shown_value, str(row.status), str(row.bound)), []).append(row)
    points = []
    for (day, value, status, _), rows in groups.items():
        gone = status == "retracted"
        state = "" if status == "asserted" else manner.say(status)
        who = manner.join(*dict.fromkeys(manner.name(row.outlet) for row in rows))
        points.append(Point(day, value, rows, manner.value(rows[0]), who, GONE if gone else VALUE, state))
    if references is not None and len(marks):
        for row in records(references):
            if row.metric == marks["metric"].iloc[0] and not missing(row.date):
                who = str(row.source_ar if manner.rtl else row.source_en)
                points.append(Point(row.date, float(row.value), [], manner.number(row.value), who, COUNT))
    # A withdrawal told on a day lies before or on it: it must not seem to come after what was printed that day.
    return sorted(points, key=lambda point: (point.day, point.kind is not GONE, point.value))


def _across(points: list[Point], left: float, right: float) -> None:
    first, last = points[0].day, points[-1].day
    span = (last - first).total_seconds() or 1.0
    at = [
        left + (right - left) * (point.day - first).total_seconds() / span
        if first != last
        else (left + right) / 2
        for point in points
    ]
    gap = APART * max(len(point.rows) for point in points) + 8
    for point, x in zip(points, spread(at, gap, left, right), strict=True):
        point.x = x


def _label(points: list[Point], left: float, right: float) -> float:
    """Labels in rows above the plot, each as near to its point as its row allows; returns where the plot begins."""
    room = min(max((right - left) / len(points) - 14, 76.0), 190.0)
    for point in points:
        for text, kind, most in ((point.head, point.kind, 3), (point.state, TAG, 1), (point.who, SMALL, 4)):
            point.lines += [(line, kind) for line in fold(text, room, kind.size, kind.weight, most)]
        point.half = max((kind.width(line) for line, kind in point.lines), default=0.0) / 2
    rows = -(-int(sum(2 * point.half + 14 for point in points)) // int(right - left))
    y = 15.0
    for level in range(rows):
        mine = points[level::rows]
        gaps = [one.half + other.half + 14 for one, other in itertools.pairwise(mine)]
        # The outer labels differ in width: the row is spread between their own middles.
        ends = (left + mine[0].half, right - mine[-1].half) if mine else (left, right)
        for point, middle in zip(mine, spread([point.x for point in mine], gaps, *ends), strict=True):
            point.middle, point.top = middle, y
        y += LINE * max((len(point.lines) for point in mine), default=0) + 10
    return y + 10


def _point(drawn: Sheet, point: Point, y: float, manner: Manner) -> None:
    """A point's label, its leader and its marks: a disc for each article, a diamond for an official count."""
    for index, (line, kind) in enumerate(point.lines):
        box = drawn.write(point.middle, point.top + LINE * index, line, kind, "middle", mask=True)
        if kind is GONE:
            strike(drawn, box, point.top + LINE * index)
    foot = point.top + LINE * (len(point.lines) - 1) + 7
    over = min(max(point.x, point.middle - point.half + 8), point.middle + point.half - 8)
    drawn.stroke([(over, foot), (point.x, y - 9)], "muted", 0.8, layer=1)
    if not point.rows:
        diamond = Path([(0, -6), (6, 0), (0, 6), (-6, 0), (0, -6)], closed=True)
        drawn.shape(diamond, point.x, y, facecolor=light("ink"), edgecolor=light("ground"), linewidth=1.2)
    for index, row in enumerate(point.rows):
        x = point.x + (index - (len(point.rows) - 1) / 2) * APART
        if row.status == "retracted":
            cross(drawn, x, y, "own")
        else:
            disc(drawn, x, y, "figure", hollow=row.bound in ("approx", "vague"), radius=5.4)
        href = manner.link(row)
        if href:
            label = manner.join(f"{manner.name(row.outlet)}: {manner.value(row)}", manner.source(row))
            area = Box(x - APART / 2, x + APART / 2, y - 12, y + 12)
            drawn.link([area], href, manner.join(label, manner.date(row.day, year=True)))


def _days(drawn: Sheet, points: list[Point], base: float, left: float, manner: Manner) -> float:
    """The line of time with its arrow and the days; returns the sheet's height."""
    drawn.stroke([(left, base), (manner.width - 10, base)], "ink", 1.3, layer=3)
    head = Path([(0, 0), (-9, -4.5), (-9, 4.5), (0, 0)], closed=True)
    drawn.shape(head, manner.width - 2, base, facecolor=light("ink"), edgecolor="none", linewidth=0)
    years = len({point.day.year for point in points}) > 1
    end = -1.0
    for day in sorted({point.day for point in points}):
        xs = [point.x for point in points if point.day == day]
        x = sum(xs) / len(xs)
        drawn.stroke([(x, base), (x, base + 5)], "ink", 1.3, layer=3)
        label = manner.date(day, year=years)
        half = SMALL.width(label) / 2
        middle = min(max(x, left + half), manner.width - half)
        if middle - half > end + 8:
            drawn.write(middle, base + 21, label, SMALL, "middle")
            end = middle + half
    return base + 30
