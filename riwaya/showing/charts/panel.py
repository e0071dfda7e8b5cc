"""One metric, a row an outlet: what each said, as printed, and who said it. Never an average.

Belongs here: the figure panel. Does not: which figures are comparable, conversion (comparing/figures.py).

A solid disc is an exact figure, a ring an approximate one; an arrow onward means more than or at least, an
arrow towards zero less than or at most; a bar a range; a bar that fades a vague word ("hundreds"); a cross
and a struck value one that was withdrawn, with the word beside it; a dagger one that a person corrected.
Every axis starts at zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.manner import CORRECTED, Manner, is_currency, missing, records, same_day
from riwaya.showing.charts.placing import Box, ticks
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.naming import is_doubtful
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

NAME, NAME_SILENT = Type(13.5, "bold"), Type(13.5, "regular", "muted")
SMALL, VALUE = Type(11.5, "regular", "muted"), Type(14, "bold", "figure")
GONE, TAG, GROUP = Type(14, "bold", "own"), Type(12, "bold", "own"), Type(12, "regular")
STATE, BETWEEN = Type(12, "bold", "older"), 6.0
SIGN = Type(13, "bold")  # beside a figure that a person corrected
RATE, OLDER = Type(11.5, "medium", "figure"), Type(14, "bold", "older")
COUNT, NOTE = Type(12.5, "bold"), Type(12, "regular")
HEAD, ROW, SILENT_ROW, LINE, HEAD_LINE = 26.0, 62.0, 32.0, 15.5, 18.0
RADIUS, ARROW = 6.0, 17.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Where zero and the last tick stand, and how far a mark may reach beyond."""

    start: float
    end: float
    top: float
    steps: tuple[float, ...]

    def x(self, value: float) -> float:
        """A value's distance from the reading side."""
        return self.start + (self.end - self.start) * min(max(value / self.top, 0.0), 1.0)


def figure_panel(
    marks: pd.DataFrame, references: pd.DataFrame | None = None, manner: Manner | None = None
) -> Axes:
    """The claims of one panel of ``figure_marks``, in the order of the frame, as Axes.

    ``references``: later official counts, a named and dated line each; those of other metrics are left out.
    An outlet whose row has no value is drawn as silent.
    """
    manner = manner or Manner(width=340)
    drawn = sheet(manner.width, manner.rtl)
    later = _of_metric(references, marks)
    names = [manner.name(outlet) for outlet in marks["outlet"].unique()]
    column = min(max([NAME.width(name) for name in names] + [56.0]), manner.width * 0.31)
    axis = _axis(marks, later, column + 18, manner)
    base = HEAD
    usual = same_day(list(marks["published"])) if "published" in marks else None
    for outlet, rows in marks.groupby("outlet", sort=False):
        base = _outlet(drawn, axis, base, column, str(outlet), rows, usual, manner)
    _grid(drawn, axis, base, marks, manner)
    bottom = _references(drawn, axis, base, later, manner)
    drawn.crop(bottom + 4)
    return drawn


def _of_metric(references: pd.DataFrame | None, marks: pd.DataFrame) -> list[Any]:
    if references is None or not len(marks):
        return []
    return [row for row in records(references) if row.metric == marks["metric"].iloc[0]]


def _axis(marks: pd.DataFrame, later: Iterable[Any], start: float, manner: Manner) -> Axis:
    values = [row.value for row in later]
    for row in records(marks):
        if not missing(row.shown_value):
            values += [
                row.shown_value,
                _high(row) if row.bound == "range" else 0.0,
                row.shown_value * 2 if row.bound == "vague" else 0.0,
            ]
    end, top = manner.width - 26.0, max(values, default=0.0) or 1.0
    for most in (4, 3, 2, 1):
        steps = [step for step in ticks(top, most) if step <= top]
        widest = max(SMALL.width(manner.compact(step, _unit(marks))) for step in steps)
        if len(steps) > 1 and (end - start) * steps[1] / top >= widest + 16:
            break
    return Axis(start, end, top, tuple(steps))


def _unit(marks: pd.DataFrame) -> str:
    units = [unit for unit in marks["shown_unit"] if not missing(unit)]
    return str(units[0]) if units else ""


def _high(row: Any) -> float:
    if missing(row.value_high):
        return float(row.shown_value)
    return float(row.value_high) * (1.0 if missing(row.rate) else float(row.rate))


def _grid(drawn: Sheet, axis: Axis, bottom: float, marks: pd.DataFrame, manner: Manner) -> None:
    if not marks["shown_value"].notna().any():
        return
    for step in axis.steps:
        drawn.stroke([(axis.x(step), 20), (axis.x(step), bottom)], "track" if step else "rule", 1, layer=0)
        label = manner.compact(step, _unit(marks))
        half = SMALL.width(label) / 2
        drawn.write(min(axis.x(step), manner.width - half), 13, label, SMALL, "middle")


def _outlet(
    drawn: Sheet,
    axis: Axis,
    top: float,
    column: float,
    outlet: str,
    rows: pd.DataFrame,
    usual: Any,
    manner: Manner,
) -> float:
    """Name and claims of one outlet; returns where its rows end."""
    drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8, layer=1)
    claims = [row for row in records(rows) if not missing(row.shown_value)]
    days = {row.published for row in records(rows) if not missing(row.published)}
    kind = NAME if claims else NAME_SILENT
    lines = fold(manner.name(outlet), column, kind.size, kind.weight, 3)
    below = top
    for row in claims:
        below = _claim(drawn, axis, below, row, manner, len(days) > 1)
    if not claims:
        below = top + SILENT_ROW
    named = top + (36.0 if claims else 21.0)
    named = drawn.write_lines(0, named, lines, kind)
    if len(days) == 1 and days != {usual}:
        drawn.write(0, named - 1, manner.date(next(iter(days))), SMALL)
        named += LINE
    below = max(below, named - 6)
    if not claims:
        _silence(drawn, axis, top + 16.5, manner)
    return below


def _silence(drawn: Sheet, axis: Axis, y: float, manner: Manner) -> None:
    words = drawn.write(axis.start + 8, y + 4.5, manner.say("silent"), SMALL)
    drawn.stroke([(words.x1 + 8, y), (axis.end, y)], "rule", 1.4, (1.4, 4), cap="round")


def _claim(drawn: Sheet, axis: Axis, top: float, row: Any, manner: Manner, dated: bool) -> float:
    """One claim: value above its mark, source below it; returns where the row ends."""
    at, room = axis.x(row.shown_value), (axis.start + 4, float(manner.width))
    heads = _heads(row, room[1] - room[0], manner)
    y = top + 33 + HEAD_LINE * (len(heads) - 1)
    taken = _mark(drawn, axis, y, at, row)
    areas = [taken]
    for index, pieces in enumerate(heads):
        areas.append(_head(drawn, y - 14 - HEAD_LINE * (len(heads) - 1 - index), at, room, pieces))
    source = manner.join(manner.source(row), manner.date(row.published) if dated else "")
    baseline = y + 21.0
    for kind, lines in (
        (SMALL, fold(source, room[1] - room[0], SMALL.size)),
        (RATE, _rate_lines(row, room[1] - room[0], manner)),
    ):
        for line in lines:
            _beside(drawn, baseline, at, axis, room, line, kind)
            baseline += LINE
    href = manner.link(row)
    if href:
        said = f"{manner.name(row.outlet)}: {manner.value(row)}"
        drawn.link(
            areas,
            href,
            manner.join(
                said,
                _group(row, manner),
                _state(row, manner),
                manner.source(row),
                manner.doubtful(row.value) if is_doubtful(row) else "",
                manner.say("corrected") if _sign(row) else "",
            ),
        )
    return max(y + ROW - 33, baseline - LINE + 12)


def _beside(
    drawn: Sheet, baseline: float, at: float, axis: Axis, room: tuple[float, float], line: str, kind: Type
) -> None:
    """A line under a mark: it ends at a mark in the far half and starts at one in the near half."""
    x, align = _anchor(at, axis, kind.width(line), room)
    drawn.write(x, baseline, line, kind, align, mask=True)


def _anchor(at: float, axis: Axis, width: float, room: tuple[float, float]) -> tuple[float, str]:
    if at > (axis.start + axis.end) / 2:
        return min(max(at + RADIUS, room[0] + width), room[1]), "end"
    return max(min(at - RADIUS, room[1] - width), room[0]), "start"


def _heads(row: Any, width: float, manner: Manner) -> list[list[tuple[str, Type]]]:
    """The lines over a mark: the value as printed, who is counted, its state in a word; one line if it fits."""
    gone = row.status == "retracted"
    main = GONE if gone else OLDER if row.status == "superseded" else VALUE
    state = TAG if gone else STATE
    value = [[(line, main)] for line in fold(manner.value(row), width, main.size, main.weight, 3)]
    beside = [
        (text, kind)
        for text, kind in ((_group(row, manner), GROUP), (_state(row, manner), state), (_sign(row), SIGN))
        if text
    ]
    if not beside or _width([*value[-1], *beside]) <= width:
        value[-1].extend(beside)
        return value
    return [*value, beside] if _width(beside) <= width else [*value, *([piece] for piece in beside)]


def _width(pieces: list[tuple[str, Type]]) -> float:
    return sum(kind.width(text) for text, kind in pieces) + BETWEEN * (len(pieces) - 1)


def _head(
    drawn: Sheet, baseline: float, at: float, room: tuple[float, float], pieces: list[tuple[str, Type]]
) -> Box:
    """Writes a line over a mark, moved so that it fits; returns the area it takes."""
    low, high = room
    width = _width(pieces)
    start = at + RADIUS - width if at > (low + high) / 2 else at - RADIUS
    x = start = max(min(max(start, low), high - width), low)
    for text, kind in pieces:
        box = drawn.write(x, baseline, text, kind, mask=True)
        if kind is GONE:
            strike(drawn, box, baseline)
        x = box.x1 + BETWEEN
    return Box(start, x - BETWEEN, baseline - 11, baseline + 4)


def strike(drawn: Sheet, box: Box, baseline: float) -> None:
    """A line through a value that was withdrawn."""
    drawn.stroke([(box.x0 - 2, baseline - 4.5), (box.x1 + 2, baseline - 4.5)], "own", 1.8, layer=7)


def _group(row: Any, manner: Manner) -> str:
    """Whom, or where, a part counts: a group, the place that the number is of; "" for the whole."""
    whole = getattr(row, "whole", False)
    if not missing(whole) and bool(whole):
        return ""
    said = "" if missing(row.group) or row.group == "mixed" else manner.say(row.group)
    place = getattr(row, "scope_name", None)
    if missing(place):
        place = getattr(row, "scope", None)
    return manner.join(said, "" if missing(place) else manner.place(str(place)))


def _state(row: Any, manner: Manner) -> str:
    return "" if missing(row.status) or row.status == "asserted" else manner.say(row.status)


def _sign(row: Any) -> str:
    return "" if missing(getattr(row, "correction", None)) else CORRECTED


def _rate_lines(row: Any, width: float, manner: Manner) -> list[str]:
    note = getattr(row, "rate_note", None)
    if not missing(note) and note:
        return fold(manner.say(note), width, RATE.size, RATE.weight)
    if missing(row.rate) or not is_currency(str(row.shown_unit)):
        return []
    day, rate = manner.date(row.rate_date, year=True), f"{row.rate:.5g}"
    said = f"= {manner.money(row.shown_value, row.shown_unit, brief=True)} "
    said += f"بسعر {day} ({rate})" if manner.rtl else f"at the {day} rate ({rate})"
    return fold(said, width, RATE.size, RATE.weight)


def _mark(drawn: Sheet, axis: Axis, y: float, at: float, row: Any) -> Box:
    """The mark of a claim and its stem from zero; returns the area it takes."""
    gone, older = row.status == "retracted", row.status == "superseded"
    token = "own" if gone else "older" if older else "figure"
    if row.bound == "vague":
        return _haze(drawn, axis, y, row, token)
    far = at
    if row.bound == "range":
        far = max(axis.x(_high(row)), at + 3)
        drawn.block(at, far, y - 5, y + 5, token, 0.85, layer=3)
    drawn.stroke([(axis.start, y), (at, y)], token, 1.6, (3, 2.4) if gone else None, layer=2)
    if row.bound in ("more_than", "at_least"):
        _arrow(drawn, at, y, token, ARROW)
        far = at + ARROW + RADIUS
    if row.bound in ("less_than", "at_most"):
        _arrow(drawn, at, y, token, -ARROW)
    if gone:
        cross(drawn, at, y, token)
    elif row.bound != "range":
        disc(drawn, at, y, token, hollow=row.bound == "approx")
    drawn.occupy(at, y, RADIUS, "mark")
    return Box(at - 12, far + 12, y - 12, y + 12)


def disc(drawn: Sheet, x: float, y: float, token: str, hollow: bool, radius: float = RADIUS) -> None:
    """A disc, or a ring where hollow, on a rim of ground."""
    if hollow:
        drawn.shape(
            Path.circle(radius=radius - 1.1),
            x,
            y,
            facecolor=light("ground"),
            edgecolor=light(token),
            linewidth=2.2,
        )
    else:
        drawn.shape(
            Path.circle(radius=radius + 0.4),
            x,
            y,
            facecolor=light(token),
            edgecolor=light("ground"),
            linewidth=1.2,
        )


def cross(drawn: Sheet, x: float, y: float, token: str) -> None:
    """A cross: what was said here was withdrawn."""
    for sign in (-1, 1):
        drawn.stroke([(x - 5, y - 5 * sign), (x + 5, y + 5 * sign)], token, 2.8, layer=5, cap="round")


def _arrow(drawn: Sheet, at: float, y: float, token: str, length: float) -> None:
    sign = 1 if length > 0 else -1
    tip = at + length + sign * RADIUS
    drawn.stroke([(at, y), (tip - sign * 4, y)], token, 2, layer=3)
    head = Path([(0, 0), (-8 * sign, -4.4), (-8 * sign, 4.4), (0, 0)], closed=True)
    drawn.shape(head, tip, y, facecolor=light(token), edgecolor="none", linewidth=0)


def _haze(drawn: Sheet, axis: Axis, y: float, row: Any, token: str) -> Box:
    """A bar that fades from the word's magnitude to ten times it: the text says no more."""
    low, high = axis.x(row.shown_value), axis.x(row.shown_value * 9.99)
    high = max(high, min(low + 26, axis.end + 14))
    parts = 14
    # Each layer ends a little further and all begin together: the fading has no seams.
    for part in range(1, parts + 1):
        drawn.block(low, low + (high - low) * part / parts, y - 5.5, y + 5.5, token, 0.075, layer=3)
    drawn.boxes.append(Box(low, high, y - 5.5, y + 5.5, "haze"))
    return Box(low - 4, high, y - 12, y + 12)


def _references(drawn: Sheet, axis: Axis, bottom: float, later: list[Any], manner: Manner) -> float:
    """Later official counts: a line through the panel each, named and dated below it."""
    drawn.stroke([(0, bottom), (manner.width, bottom)], "rule", 0.8, layer=1)
    baseline, side, room = bottom + 19.0, "ar" if manner.rtl else "en", manner.width * 0.72
    for row in sorted(later, key=lambda item: float(item.value)):
        at, head = axis.x(row.value), manner.number(row.value)
        indent = COUNT.width(head) + BETWEEN
        named = fold(str(getattr(row, f"label_{side}")), room - indent, NOTE.size, NOTE.weight)
        source = manner.join(str(getattr(row, f"source_{side}")), manner.date(row.date, year=True))
        under = fold(source, room, SMALL.size)
        width = max(
            [indent + NOTE.width(line) for line in named] + [SMALL.width(line) for line in under] + [indent]
        )
        start = at - 7 - width if at - 7 - width >= 0 else min(at + 7, manner.width - width)
        depth = LINE * (max(len(named), 1) - 1 + len(under)) + 3
        drawn.stroke([(at, 20), (at, baseline + depth)], "ink", 1.1, (1.2, 2.6), layer=1, cap="round")
        drawn.write(start, baseline, head, COUNT, mask=True)
        drawn.write_lines(start + indent, baseline, named, NOTE, mask=True)
        drawn.write_lines(start, baseline + LINE * max(len(named), 1), under, SMALL, mask=True)
        baseline += depth + LINE + 3
    return baseline - 12 if later else bottom
