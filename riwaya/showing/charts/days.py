"""One metric over the days, a course for each outlet: every claim a mark, a line through what articles lead with.

Belongs here: the small multiples of a corpus in which outlets have many articles. Does not: which claim an
article leads with, where the scale ends (comparing/leading.py), few claims side by side (panel.py).

Days run from left to right in both languages; within a day marks stand in the order of the articles, each in a
place of its own, so that a day is as wide as the busiest outlet has claims in it. Scales start at zero and are
the same for all outlets. A large mark is the count its article leads with, a small filled one says it again, a small
grey ring is another count; a large ring is approximate, a mark with a roof is "more than" or "at least", one with a
floor "less than". What lies beyond the scale stands above its edge with its value.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.manner import CORRECTED, Manner, missing, records
from riwaya.showing.charts.panel import GONE, cross, disc, strike
from riwaya.showing.charts.placing import Box, ticks
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

NAME, SMALL, VALUE = Type(15, "bold"), Type(11.5, "regular", "muted"), Type(13, "bold", "figure")
OTHER = Type(11.5, "regular", "older")
HEIGHT, NARROW_HEIGHT, HEAD, SILENT_ROW, ROOM = 92.0, 84.0, 30.0, 34.0, 34.0
LEAST_PITCH = 15.0  # px a claim needs; below it the claims of a day that say the same share a mark
WIDEST_PITCH = 26.0
LEAST_DAY = 46.0  # px, for the day's name
ONE_MARK = ("published", "shown_value", "bound", "status")


@dataclass(slots=True)
class Mark:
    """A claim, or several of one outlet and day that say the same, and where it is drawn."""

    rows: list[Any]
    x: float = 0.0
    y: float = 0.0

    @property
    def row(self) -> Any:
        """The first of its claims."""
        return self.rows[0]


@dataclass(slots=True)
class Days:
    """The days side by side: where each begins and ends."""

    of: dict[Any, tuple[float, float]] = field(default_factory=dict)
    left: float = 0.0
    right: float = 0.0


def figure_days(
    marks: pd.DataFrame, top: float, references: pd.DataFrame | None = None, manner: Manner | None = None
) -> Axes:
    """The claims of one panel as ``with_leads`` orders them, a course an outlet, as Axes.

    ``top``: the value that sets the scale (``scale_of``). An outlet whose row has no value is drawn as silent.
    ``references``: later official counts, named below the courses.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, rtl=False, words_rtl=manner.rtl)
    top = top if top > 0 else 1.0
    steps = [step for step in ticks(top, 4) if step <= top]
    unit = next((str(unit) for unit in marks["shown_unit"] if not missing(unit)), "")
    labels = {step: manner.compact(step, unit) for step in steps}
    left = max(SMALL.width(label) for label in labels.values()) + 14
    said = marks[marks["shown_value"].notna()]
    of_outlet = {str(outlet): _marks(rows, manner) for outlet, rows in said.groupby("outlet", sort=False)}
    days = _days(list(of_outlet.values()), left, manner.width - 16.0)
    if not manner.narrow and _pitch(days, of_outlet) < LEAST_PITCH:
        of_outlet = {outlet: _merged(course) for outlet, course in of_outlet.items()}
        days = _days(list(of_outlet.values()), left, manner.width - 16.0)
    base = _day_names(drawn, days, 14.0, manner)
    for outlet in dict.fromkeys(marks["outlet"]):
        course = of_outlet.get(str(outlet), [])
        base = _outlet(drawn, base, str(outlet), course, days, (top, labels), manner)
    for start, _ in [*days.of.values(), (days.right, 0.0)]:
        drawn.stroke([(start, 22), (start, base)], "track", 1, layer=0)
    drawn.stroke([(0, base), (manner.width, base)], "rule", 0.8)
    drawn.crop(_references(drawn, base + 6, marks, references, manner) + 4)
    return drawn


def _marks(rows: pd.DataFrame, manner: Manner) -> list[Mark]:
    course = [Mark([row]) for row in records(rows)]
    return _merged(course) if manner.narrow else course


def _merged(course: list[Mark]) -> list[Mark]:
    """The claims of one day that say the same, as one mark each, at the place of the first."""
    same: dict[tuple[Any, ...], Mark] = {}
    for mark in course:
        key = tuple(str(getattr(mark.row, name)) for name in ONE_MARK)
        if key in same:
            # The one that its article leads with stands for all: the line runs through it.
            same[key].rows = sorted([*same[key].rows, *mark.rows], key=lambda row: not row.leads)
        else:
            same[key] = Mark(list(mark.rows))
    return list(same.values())


def _day(mark: Mark) -> Any:
    return None if missing(mark.row.published) else mark.row.published


def _days(courses: list[list[Mark]], left: float, right: float) -> Days:
    """Every day that has a mark, as wide as its busiest outlet needs; claims without a day stand last."""
    most: dict[Any, int] = {}
    for course in courses:
        days = [_day(mark) for mark in course]
        for day in days:
            most[day] = max(most.get(day, 0), days.count(day))
    order = sorted(day for day in most if day is not None) + ([None] if None in most else [])
    room = right - left
    least = min(LEAST_DAY, room / max(len(order), 1))
    pitch = min(WIDEST_PITCH, room / max(sum(most.values()), 1))
    for _ in range(8):  # the least width of a quiet day is taken from the busy ones
        widths = [max(most[day] * pitch + 8, least) for day in order]
        if sum(widths) <= room:
            break
        pitch *= room / sum(widths)
    stretch = room / (sum(widths) or 1.0) if order else 1.0
    made, at = Days(left=left, right=right), left
    for day, width in zip(order, widths if order else [], strict=True):
        made.of[day] = (at, at + width * stretch)
        at += width * stretch
    return made


def _pitch(days: Days, of_outlet: dict[str, list[Mark]]) -> float:
    """The least distance between two marks of one outlet and day."""
    least = WIDEST_PITCH
    for course in of_outlet.values():
        here = [_day(mark) for mark in course]
        for day, (start, end) in days.of.items():
            least = min(least, (end - start) / max(here.count(day), 1))
    return least


def _day_names(drawn: Sheet, days: Days, baseline: float, manner: Manner) -> float:
    """The days over their columns, left out where many stand close; returns where the courses begin."""
    reached = -1.0
    for day, (start, end) in days.of.items():
        label = manner.say("undated") if day is None else manner.date(day)
        if day is not None and SMALL.width(label) > end - start - 2:
            label = f"{day.day}/{day.month}"
        half = SMALL.width(label) / 2
        middle = min(max((start + end) / 2, half), manner.width - half)
        if middle - half > reached + 4:
            drawn.write(middle, baseline, label, SMALL, "middle")
            reached = middle + half
    return baseline + 10


def _outlet(
    drawn: Sheet, top: float, outlet: str, course: list[Mark], days: Days,
    scale: tuple[float, dict[float, str]], manner: Manner,
) -> float:  # fmt: skip
    """One outlet's course with its name; returns where it ends."""
    drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8)
    x, align = (manner.width, "end") if manner.rtl else (0.0, "start")
    silent = "" if course else manner.say("silent")
    room = manner.width - (SMALL.width(silent) + 16 if silent else 0.0)
    name = drawn.write(
        x, top + 20, "".join(fold(manner.name(outlet), room, NAME.size, "bold", 1)), NAME, align
    )
    if silent:
        beyond = (name.x0 - 12, "end") if manner.rtl else (name.x1 + 12, "start")
        drawn.write(beyond[0], top + 20, silent, SMALL, beyond[1])
        return top + SILENT_ROW
    height = NARROW_HEIGHT if manner.narrow else HEIGHT
    base = top + HEAD + ROOM + height
    most, labels = scale
    for step, label in labels.items():
        y = base - height * step / most
        drawn.stroke([(days.left, y), (days.right, y)], "track" if step else "rule", 1, layer=0)
        drawn.write(days.left - 8, y + 4, label, SMALL, "end")
    _place(course, days, base, height / most, most)
    leads = [
        mark
        for mark in course
        if mark.row.leads and mark.row.shown_value <= most and mark.row.bound != "vague"
    ]
    points = [(mark.x, mark.y) for mark in leads]
    steps = [
        point for (_, before), (at, y) in itertools.pairwise(points) for point in ((at, before), (at, y))
    ]
    if len(points) > 1:
        drawn.stroke([points[0], *steps], "figure", 1.6, layer=2)
    for mark in course:
        _mark(drawn, mark, most)
    _values(drawn, course, (days.left, float(manner.width)), top + HEAD - 4, most, manner)
    for mark in course:
        _link(drawn, mark, course, manner)
    return base + 14


def _place(course: list[Mark], days: Days, base: float, per_one: float, most: float) -> None:
    for day, (start, end) in days.of.items():
        here = [mark for mark in course if _day(mark) == day]
        for place, mark in enumerate(here):
            mark.x = start + (end - start) * (place + 0.5) / len(here)
            # What lies beyond the scale stands above it.
            mark.y = base - min(float(mark.row.shown_value), most) * per_one
            if mark.row.shown_value > most:
                mark.y -= 13


def _mark(drawn: Sheet, mark: Mark, most: float) -> None:
    """The mark of a claim: what it is by its shape, whether its article leads with it by its size."""
    row, x, y = mark.row, mark.x, mark.y
    radius = 5.6 if row.leads else 4.0
    token = "figure" if row.leads or row.repeats else "older"
    if row.status in ("retracted", "denied"):
        cross(drawn, x, y, "own")
    elif row.shown_value > most:
        onward = Path([(0, -6.5), (5.5, 3.5), (-5.5, 3.5), (0, -6.5)], closed=True)
        drawn.shape(onward, x, y, facecolor=light(token), edgecolor=light("ground"), linewidth=1)
    else:
        hollow = token == "older" or row.bound in ("approx", "vague", "range")
        disc(drawn, x, y, token, hollow=hollow, radius=radius)
        if row.bound in ("more_than", "at_least", "less_than", "at_most"):
            sign = -1 if row.bound in ("more_than", "at_least") else 1
            lid = y + sign * (radius + 2.6)
            drawn.stroke(
                [(x - 4, lid - sign * 2.6), (x, lid), (x + 4, lid - sign * 2.6)], token, 1.5, layer=5
            )
    drawn.occupy(x, y, radius - 1, "mark")


def _values(
    drawn: Sheet, course: list[Mark], room: tuple[float, float], top: float, most: float, manner: Manner
) -> None:
    """The value of each lead that is not its forerunner's, of what lies beyond the scale, was withdrawn or mended."""
    before: float | None = None
    for mark in course:
        row = mark.row
        fell = before is not None and row.shown_value < before
        beyond = row.shown_value > most
        gone = row.status in ("retracted", "denied")
        mended = _sign(row) != ""
        if not (row.leads and row.shown_value != before) and not (beyond or gone or mended):
            continue
        before = row.shown_value if row.leads else before
        kind = GONE if gone else VALUE if row.leads else OTHER
        unit = "" if missing(row.shown_unit) else str(row.shown_unit)
        text = manner.value(row) if row.bound == "vague" else manner.compact(float(row.shown_value), unit)
        text += _sign(row)
        half = kind.width(text) / 2
        x = min(max(mark.x, room[0] + half), room[1] - half)
        # A line that falls comes from above: the value stands below its mark, clear of it.
        places = (mark.y + 20, mark.y - 11, mark.y - 24) if fell else (mark.y - 11, mark.y - 24, mark.y + 20)
        for baseline in (*places, mark.y - 37):
            box = Box(x - half - 2, x + half + 2, baseline - 11, baseline + 3)
            if box.y0 >= top and not any(box.overlaps(other) for other in drawn.boxes):
                placed = drawn.write(x, baseline, text, kind, "middle", mask=True)
                if gone:
                    strike(drawn, placed, baseline)
                break


def _sign(row: Any) -> str:
    return "" if missing(getattr(row, "correction", None)) else CORRECTED


def _link(drawn: Sheet, mark: Mark, course: list[Mark], manner: Manner) -> None:
    row = mark.row
    href = manner.link(row)
    if not href:
        return
    apart = [abs(other.x - mark.x) for other in course if other is not mark] or [24.0]
    half = min(max(min(apart) / 2, 4.0), 12.0)
    value = manner.value(row) + _sign(row) + (f" ×{len(mark.rows)}" if len(mark.rows) > 1 else "")
    whole = missing(row.whole) or bool(row.whole)
    group = "" if whole or missing(row.group) else manner.say(str(row.group))
    state = "" if row.status == "asserted" else manner.say(str(row.status))
    said = f"{manner.name(row.outlet)}: {value}"
    label = manner.join(said, group, state, manner.source(row), manner.date(row.published))
    drawn.link([Box(mark.x - half, mark.x + half, mark.y - 12, mark.y + 12)], href, label)


def _references(
    drawn: Sheet, top: float, marks: pd.DataFrame, references: pd.DataFrame | None, manner: Manner
) -> float:
    """Later official counts, a line each below the courses."""
    if references is None or not len(marks):
        return top
    side = "ar" if manner.rtl else "en"
    x, align = (float(manner.width), "end") if manner.rtl else (0.0, "start")
    baseline = top + 16
    for row in records(references[references["metric"] == marks["metric"].iloc[0]]):
        told = f"{getattr(row, f'label_{side}')}: {manner.number(row.value)}"
        source = manner.join(str(getattr(row, f"source_{side}")), manner.date(row.date, year=True))
        drawn.write(x, baseline, manner.join(told, source), SMALL, align)
        baseline += 18
    return max(top, baseline - 12)
