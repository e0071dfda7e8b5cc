"""One metric over the days, a course for each outlet: every claim a mark, a line through what articles lead with.

Belongs here: the small multiples of a corpus in which outlets have many articles. Does not: which claim an article
leads with, where the scale ends (comparing/leading.py), where a value is written (labelling.py), few claims side by
side (panel.py).

Time runs from left to right in both languages, as the arrow says. All days are equally wide; a day on which an outlet
gives no figure is tinted. Within a day marks stand in the order of the articles. Scales start at zero and are the same
for all outlets. A large mark is the toll its article leads with, a small filled one says it again, a small grey ring
is another count; a large ring is approximate, a mark with an arrow up is "more than" or "at least", one with an arrow
down "less than". What lies beyond the scale stands above its edge with its value; words (hundreds) stand below it,
each magnitude in a row of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.labelling import beside
from riwaya.showing.charts.manner import CORRECTED, Manner, missing, records
from riwaya.showing.charts.panel import GONE, cross, disc, strike
from riwaya.showing.charts.placing import Box, ticks
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

NAME, SMALL, VALUE = Type(15, "bold"), Type(11.5, "regular", "muted"), Type(13, "bold", "figure")
OTHER = Type(11.5, "regular", "older")
HEIGHT, NARROW_HEIGHT, HEAD, SILENT_ROW, ROOM = 100.0, 112.0, 30.0, 34.0, 34.0
LEAST_PITCH = 15.0  # px a claim needs; below it the claims of a day that say the same share a mark
WORD_ROW, WORD_LINE = 22.0, 13.0
MOST_DAYS = 14  # so many days stand whole; of a longer time only those with a figure
ONE_MARK = ("published", "shown_value", "bound", "status")
TIME = ("الزمن", "time")
# What a word of magnitude is called beside its row, whichever of its forms the articles print.
WORDS = {
    10: ("عشرات", "tens"),
    100: ("مئات", "hundreds"),
    1000: ("آلاف", "thousands"),
    10_000: ("عشرات الآلاف", "tens of thousands"),
    100_000: ("مئات الآلاف", "hundreds of thousands"),
    1_000_000: ("ملايين", "millions"),
}
AT_MOST = {"less_than": ("أقل من {}", "under {}"), "at_most": ("حتى {}", "up to {}")}
UP, DOWN = ("more_than", "at_least"), ("less_than", "at_most")
ARROW = 11.0


@dataclass(slots=True)
class Mark:
    """A claim, or several of one outlet and day that say the same, and where it is drawn."""

    rows: list[Any]
    x: float = 0.0
    y: float = 0.0
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))

    @property
    def row(self) -> Any:
        """The first of its claims."""
        return self.rows[0]

    @property
    def day(self) -> Any:
        """When its article was published; None where nobody says."""
        return None if missing(self.row.published) else self.row.published

    @property
    def in_words(self) -> bool:
        """Whether it is a word (hundreds), which has no place on a scale."""
        return bool(self.row.bound == "vague")


@dataclass(slots=True)
class Plot:
    """What all outlets share: the days with their ends, the scale and its ticks."""

    most: float
    ticks: dict[float, str]
    left: float
    right: float
    days: dict[Any, tuple[float, float]] = field(default_factory=dict)
    height: float = HEIGHT
    radius: float = 5.6


def figure_days(
    marks: pd.DataFrame, top: float, references: pd.DataFrame | None = None, manner: Manner | None = None
) -> Axes:
    """The claims of one panel as ``with_leads`` orders them, a course an outlet, as Axes.

    ``top``: the value that sets the scale (``scale_of``). An outlet whose row has no value is drawn as silent.
    ``references``: later official counts, named below the courses.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, rtl=False, words_rtl=manner.rtl)
    said = marks[marks["shown_value"].notna()]
    of_outlet = {
        str(outlet): [Mark([row]) for row in records(rows)]
        for outlet, rows in said.groupby("outlet", sort=False)
    }
    plot = _plot(marks, said, top if top > 0 else 1.0, manner)
    if manner.narrow or _pitch(plot, of_outlet) < LEAST_PITCH:
        of_outlet = {outlet: _merged(course) for outlet, course in of_outlet.items()}
    base = _time(drawn, plot, manner)
    head = base
    for outlet in dict.fromkeys(marks["outlet"]):
        base = _outlet(drawn, base, str(outlet), of_outlet.get(str(outlet), []), plot, manner)
    for before, (day, (start, _)) in zip([None, *plot.days], plot.days.items(), strict=False):
        follows = before is None or day is None or (day - before).days <= 1
        drawn.stroke([(start, head - 4), (start, base)], "track" if follows else "muted", 1, None if follows else (2, 3), layer=0)  # fmt: skip
    drawn.stroke([(plot.right, head - 4), (plot.right, base)], "track", 1, layer=0)
    drawn.stroke([(0, base), (manner.width, base)], "rule", 0.8)
    drawn.crop(_references(drawn, base + 6, marks, references, manner) + 4)
    return drawn


def _plot(marks: pd.DataFrame, said: pd.DataFrame, top: float, manner: Manner) -> Plot:
    """The scale, and every day from the first to the last side by side; claims without a day stand last."""
    unit = next((str(unit) for unit in marks["shown_unit"] if not missing(unit)), "")
    labels = {step: manner.compact(step, unit) for step in ticks(top, 4) if step <= top}
    words = [
        line
        for row in records(said[said["bound"] == "vague"].drop_duplicates("shown_value"))
        for line in _word(row, manner)
    ]
    left = max(SMALL.width(label) for label in [*labels.values(), *words]) + 14
    right = manner.width - 8.0
    plot = Plot(top, labels, left, right)
    if manner.narrow:
        plot.height, plot.radius = NARROW_HEIGHT, 5.0
    known = sorted(set(said["published"].dropna()))
    if known and (known[-1] - known[0]).days < MOST_DAYS:
        known = sorted({*known, *pd.date_range(known[0], known[-1])})
    days = [*known, *([None] if said["published"].isna().any() else [])]
    width = (right - left) / max(len(days), 1)
    plot.days = {day: (left + width * at, left + width * (at + 1)) for at, day in enumerate(days)}
    return plot


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


def _pitch(plot: Plot, of_outlet: dict[str, list[Mark]]) -> float:
    """The least distance between two marks of one outlet and day."""
    most = 1
    for course in of_outlet.values():
        for in_words in (False, True):
            here = [mark.day for mark in course if mark.in_words is in_words]
            most = max([most, *(here.count(day) for day in plot.days)])
    return (plot.right - plot.left) / max(len(plot.days), 1) / most


def _word(row: Any, manner: Manner) -> list[str]:
    """A word of magnitude as its row is called, on two lines at most."""
    forms = WORDS.get(int(row.shown_value))
    name = forms[0 if manner.rtl else 1] if forms else manner.value(row)
    return fold(name, 58.0 if manner.narrow else 110.0, SMALL.size, SMALL.weight, 2)


def _time(drawn: Sheet, plot: Plot, manner: Manner) -> float:
    """The arrow of time with its word, the days below it; returns where the courses begin."""
    word = drawn.write(0, 12, TIME[0 if manner.rtl else 1], SMALL)
    drawn.stroke([(word.x1 + 8, 8), (plot.right - 6, 8)], "muted", 1.2)
    head = Path([(0, 0), (-8, -4), (-8, 4), (0, 0)], closed=True)
    drawn.shape(head, plot.right, 8, facecolor=light("muted"), edgecolor="none", linewidth=0)
    reached = -1.0
    for day, (start, end) in plot.days.items():
        label = manner.say("undated") if day is None else manner.date(day)
        if day is not None and SMALL.width(label) > end - start - 2:
            label = f"{day.day}/{day.month}"
        half = SMALL.width(label) / 2
        middle = min(max((start + end) / 2, half), manner.width - half)
        if middle - half > reached + 4:
            drawn.write(middle, 30, label, SMALL, "middle")
            reached = middle + half
    return 40.0


def _outlet(drawn: Sheet, top: float, outlet: str, course: list[Mark], plot: Plot, manner: Manner) -> float:
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
    base = top + HEAD
    counted = [mark for mark in course if not mark.in_words]
    if counted:
        base = _scale(drawn, top + HEAD, counted, plot, manner)
    below = _rows_of_words(drawn, base, [mark for mark in course if mark.in_words], plot, manner)
    there = {mark.day for mark in course}
    for day, (start, end) in plot.days.items():
        if day not in there:
            drawn.block(start + 1, end - 1, top + HEAD, below, "track", 0.55, layer=-1)
    for mark in course:
        _link(drawn, mark, course, manner)
    return below + 8


def _scale(drawn: Sheet, top: float, course: list[Mark], plot: Plot, manner: Manner) -> float:
    """The part of a course that is numbers; returns where its scale stands on zero and its marks end."""
    base = top + ROOM + plot.height
    for step, label in plot.ticks.items():
        y = base - plot.height * step / plot.most
        drawn.stroke([(plot.left, y), (plot.right, y)], "track" if step else "rule", 1, layer=0)
        drawn.write(plot.left - 8, y + 4, label, SMALL, "end")
    _place(course, plot, base)
    _line(drawn, course, plot)
    for mark in course:
        _mark(drawn, mark, plot)
    _values(drawn, course, Box(plot.left, manner.width, top - 4, base + 20), plot, manner)
    return base + 18


def _place(course: list[Mark], plot: Plot, base: float) -> None:
    for day, (start, end) in plot.days.items():
        here = [mark for mark in course if mark.day == day]
        for place, mark in enumerate(here):
            mark.x = start + (end - start) * (place + 0.5) / len(here)
            # What lies beyond the scale stands above it.
            mark.y = base - min(float(mark.row.shown_value), plot.most) * plot.height / plot.most
            if mark.row.shown_value > plot.most:
                mark.y -= 13


def _line(drawn: Sheet, course: list[Mark], plot: Plot) -> None:
    """Steps from lead to lead; dotted over days on which the outlet gives no number."""
    leads = [mark for mark in course if mark.row.leads and mark.row.shown_value <= plot.most]
    order, there = list(plot.days), {mark.day for mark in course}
    for one, other in itertools.pairwise(leads):
        at = one.x
        between = order[order.index(one.day) + 1 : order.index(other.day)]
        empty = [day for day in between if day not in there]
        if empty:
            start, end = plot.days[empty[0]][0], plot.days[empty[-1]][1]
            drawn.stroke([(at, one.y), (start, one.y)], "figure", 1.6, layer=2)
            drawn.stroke([(start, one.y), (end, one.y)], "figure", 1.4, (1.4, 4), layer=2)
            at = end
        drawn.stroke([(at, one.y), (other.x, one.y), (other.x, other.y)], "figure", 1.6, layer=2)


def _mark(drawn: Sheet, mark: Mark, plot: Plot) -> None:
    """The mark of a claim: what it is by its shape, whether its article leads with it by its size."""
    row, x, y = mark.row, mark.x, mark.y
    radius = plot.radius if row.leads else plot.radius - 1.5
    token = "figure" if row.leads or row.repeats else "older"
    mark.box = Box(x - radius, x + radius, y - radius, y + radius)
    if row.status in ("retracted", "denied"):
        cross(drawn, x, y, "own")
    elif row.shown_value > plot.most:
        onward = Path([(0, -6.5), (5.5, 3.5), (-5.5, 3.5), (0, -6.5)], closed=True)
        drawn.shape(onward, x, y, facecolor=light(token), edgecolor=light("ground"), linewidth=1)
    else:
        hollow = token == "older" or row.bound in ("approx", "range")
        if row.bound == "range":
            end = min(_high(row), plot.most)
            drawn.stroke(
                [(x, y), (x, y - (end - row.shown_value) * plot.height / plot.most)], token, 4, layer=3
            )
        disc(drawn, x, y, token, hollow=hollow, radius=radius)
        if row.bound in (*UP, *DOWN):
            _arrow(drawn, mark, radius, token, up=row.bound in UP)
    drawn.occupy(x, y, radius - 1, "mark")


def _arrow(drawn: Sheet, mark: Mark, radius: float, token: str, up: bool) -> None:
    """More than the mark says, or less: an arrow from the dot along the scale."""
    sign = -1 if up else 1
    tip = mark.y + sign * (radius + ARROW - 3)
    drawn.stroke([(mark.x, mark.y), (mark.x, tip - sign * 3)], token, 1.8, layer=3)
    head = Path([(0, 0), (-3.8, -sign * 5.5), (3.8, -sign * 5.5), (0, 0)], closed=True)
    drawn.shape(head, mark.x, tip, facecolor=light(token), edgecolor="none", linewidth=0)
    far = mark.y - sign * radius
    mark.box = Box(mark.x - radius, mark.x + radius, min(tip, far), max(tip, far))


def _high(row: Any) -> float:
    """The upper end of a range; of a converted sum converted as well."""
    high: Any = getattr(row, "value_high", None)
    if missing(high) or not row.value:
        return float(row.shown_value)
    return float(high) * float(row.shown_value) / float(row.value)


def _values(drawn: Sheet, course: list[Mark], room: Box, plot: Plot, manner: Manner) -> None:
    """The value of each lead that is not its forerunner's, of what lies beyond the scale, was withdrawn or mended.

    The highest lead of the outlet and its last come first and are always written; of the others only those for
    which there is a place nearer to their mark than to any of another value.
    """
    leads = [mark for mark in course if mark.row.leads]
    needed = [max(leads, key=lambda mark: float(mark.row.shown_value)), leads[-1]] if leads else []
    asked: list[tuple[bool, int, bool, Mark]] = []
    before: Mark | None = None
    for at, mark in enumerate(course):
        fell = before is not None and mark.row.shown_value < before.row.shown_value
        changed = mark.row.leads and (before is None or _text(mark, manner) != _text(before, manner))
        must = any(mark is one for one in needed)
        marked = mark.row.shown_value > plot.most or _gone(mark.row) or _sign(mark.row)
        if must or changed or marked:
            asked.append((not must, at, fell, mark))
        before = mark if mark.row.leads else before
    arrows = [mark.box for mark in course]
    for optional, _, fell, mark in sorted(asked, key=lambda item: item[:2]):
        kind = GONE if _gone(mark.row) else VALUE if mark.row.leads else OTHER
        text = _text(mark, manner)
        others = [other.box for other in course if other is not mark and _text(other, manner) != text]
        width = kind.width(text) + 2
        taken = [*drawn.boxes, *(box for box in arrows if box is not mark.box)]
        # A line that falls comes from above: the value stands below its mark, clear of it.
        spot = beside(mark.box, width, others, taken, room, below=fell, needed=not optional)
        if spot is None:
            continue
        if spot.tie:
            drawn.stroke(list(spot.tie), "muted", 0.8, layer=3)
        placed = drawn.write(spot.middle, spot.baseline, text, kind, "middle", mask=True)
        if _gone(mark.row):
            strike(drawn, placed, spot.baseline)


def _text(mark: Mark, manner: Manner) -> str:
    """A value in short with what the text says of it: 1,000+, under 400, 15–20."""
    row = mark.row
    unit = "" if missing(row.shown_unit) else str(row.shown_unit)
    text = manner.compact(float(row.shown_value), unit)
    if row.bound in UP:
        text += "+"
    elif row.bound in AT_MOST:
        text = AT_MOST[row.bound][0 if manner.rtl else 1].format(text)
    elif row.bound == "range" and _high(row) > row.shown_value:
        text += "–" + manner.compact(_high(row), unit)
    return text + _sign(row)


def _rows_of_words(drawn: Sheet, top: float, course: list[Mark], plot: Plot, manner: Manner) -> float:
    """The claims in words below the scale, a row for each magnitude, named at its side; returns where they end."""
    for value in sorted({float(mark.row.shown_value) for mark in course}, reverse=True):
        row = [mark for mark in course if mark.row.shown_value == value]
        lines = _word(row[0].row, manner)
        height = WORD_ROW + WORD_LINE * (len(lines) - 1)
        y = top + height / 2
        drawn.stroke([(plot.left, y), (plot.right, y)], "track", 1, (1.4, 4), layer=0)
        for at, line in enumerate(lines):
            baseline = y + 4 + WORD_LINE * (at - (len(lines) - 1) / 2)
            drawn.write(plot.left - 8, baseline, line, SMALL, "end")
        for day, (start, end) in plot.days.items():
            here = [mark for mark in row if mark.day == day]
            for place, mark in enumerate(here):
                mark.x, mark.y = start + (end - start) * (place + 0.5) / len(here), y
                _haze(drawn, mark, (end - start) / len(here))
        top += height
    return top


def _haze(drawn: Sheet, mark: Mark, room: float) -> None:
    """A bar that fades at both ends: the word has no one value."""
    half = max(min(12.0, room / 2 - 2), 3.0)
    token = "figure" if mark.row.leads or mark.row.repeats else "older"
    for part in range(1, 9):
        reach = half * part / 8
        drawn.block(mark.x - reach, mark.x + reach, mark.y - 4.5, mark.y + 4.5, token, 0.11, layer=3)
    mark.box = Box(mark.x - half, mark.x + half, mark.y - 4.5, mark.y + 4.5)
    drawn.occupy(mark.x, mark.y, 3.0, "mark")


def _gone(row: Any) -> bool:
    return row.status in ("retracted", "denied")


def _sign(row: Any) -> str:
    return "" if missing(getattr(row, "correction", None)) else CORRECTED


def _link(drawn: Sheet, mark: Mark, course: list[Mark], manner: Manner) -> None:
    row = mark.row
    href = manner.link(row)
    if not href:
        return
    level = [other for other in course if other is not mark and abs(other.y - mark.y) < 24]
    half = min(max(min([abs(other.x - mark.x) for other in level] or [24.0]) / 2, 4.0), 12.0)
    value = manner.value(row) + _sign(row) + (f" ×{len(mark.rows)}" if len(mark.rows) > 1 else "")
    whole = missing(row.whole) or bool(row.whole)
    group = "" if whole or missing(row.group) else manner.say(str(row.group))
    state = "" if row.status == "asserted" else manner.say(str(row.status))
    said = f"{manner.name(row.outlet)}: {value}"
    label = manner.join(said, group, state, manner.source(row), manner.date(row.published))
    reach = 11.0 if mark.in_words else 12.0
    drawn.link([Box(mark.x - half, mark.x + half, mark.y - reach, mark.y + reach)], href, label)


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
