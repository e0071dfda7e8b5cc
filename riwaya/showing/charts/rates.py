"""How often one frame's words stand in each outlet's articles: a row an outlet, the rate and how surely it is known.

Belongs here: the panel of one frame. Does not: rates, intervals and tests (comparing/statistics.py), sentences.

A ring is every mention, a solid disc those in the outlet's own voice; the line through each is its 95% interval, and
an arrow where it goes beyond the axis. Rate and count of each stand at the end of its line. An outlet with too few
articles has its marks without a line. A tinted row differs from the other outlets. The axis starts at zero.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.manner import Manner, missing, records
from riwaya.showing.charts.placing import Box, ticks
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.naming import nouns, rate
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

NAME, UNTESTED = Type(13.5, "bold"), Type(13.5, "regular", "muted")
RATE, OWN_RATE = Type(13.5, "bold"), Type(13.5, "bold", "own")
COUNT, TAG = Type(12, "regular", "muted"), Type(12, "bold")
SMALL = Type(11.5, "regular", "muted")
HEAD, ROW = 24.0, 66.0
NAME_AT, ALL_AT, OWN_AT = (
    18.0,
    34.0,
    52.0,
)  # px below a row's upper edge: name, every mention, the outlet's own voice
RADIUS, EDGE = 4.6, 9.0
# How far beyond the highest rate the axis goes: an interval from five articles may be a hundred times as long.
ROOM = 2.0


def frame_rates(rates: pd.DataFrame, manner: Manner | None = None) -> Axes:
    """One frame's rows of ``frame_tests`` with a column ``differs``, an outlet each in their order, as Axes.

    A row with ``href`` links there.
    """
    manner = manner or Manner(width=340)
    drawn = sheet(manner.width, manner.rtl)
    rows = records(rates)
    highest = max([float(row.rate) for row in rows] + [0.0])
    bounds = [float(row.rate_high) for row in rows if not missing(row.rate_high)]
    top = min(max([highest * 1.05, *bounds]), highest * ROOM) or 1.0
    end = manner.width - max([_told_width(row, manner) for row in rows] + [0.0]) - 2 * EDGE
    for step in (step for step in ticks(top, 3) if step <= top):
        x = _x(step, top, end)
        bottom = HEAD + ROW * len(rows)
        drawn.stroke([(x, 18), (x, bottom)], "track" if step else "rule", 1, layer=0)
        label = manner.number(step)
        half = SMALL.width(label) / 2
        drawn.write(min(max(x, half), manner.width - half), 12, label, SMALL, "middle")
    for place, row in enumerate(rows):
        _row(drawn, HEAD + ROW * place, row, (top, end), manner)
    drawn.crop(HEAD + ROW * len(rows) + 4)
    return drawn


def _x(value: float, top: float, end: float) -> float:
    return EDGE + (end - EDGE) * min(value / top, 1.0)


def _told(row: Any, manner: Manner) -> list[tuple[float, str, str, Type]]:
    """The two numbers of a row: at which height, rate, count, type."""
    return [
        (ALL_AT, rate(row.rate, row.words), f"({manner.number(row.n)})", RATE),
        (OWN_AT, rate(row.own_rate, row.words), f"({manner.number(row.own)})", OWN_RATE),
    ]


def _articles(n: int, manner: Manner) -> str:
    noun = nouns()["article"]
    form = noun.after(n) if manner.rtl else noun.en_one if n == 1 else noun.en_many
    return f"{manner.number(n)} {form}"


def _told_width(row: Any, manner: Manner) -> float:
    return max(kind.width(of) + 5 + COUNT.width(count) for _, of, count, kind in _told(row, manner))


def _row(drawn: Sheet, y: float, row: Any, axis: tuple[float, float], manner: Manner) -> None:
    if row.differs:
        drawn.block(0, manner.width, y + 1, y + ROW - 1, "panel", layer=-1)
    drawn.stroke([(0, y), (manner.width, y)], "rule", 0.8, layer=1)
    held = manner.say("held").format(manner.number(row.holding), _articles(int(row.articles), manner))
    told = drawn.write(manner.width, y + NAME_AT, held, SMALL, "end")
    if row.differs:
        tag = manner.say("higher" if row.rate > row.others else "lower")
        told = drawn.write(told.x0 - 8, y + NAME_AT, tag, TAG, "end")
    kind = UNTESTED if missing(row.rate_high) else NAME
    name = fold(manner.name(row.outlet), told.x0 - 12, kind.size, kind.weight, 1)
    drawn.write_lines(0, y + NAME_AT, name, kind)
    for at, shown, count, of in _told(row, manner):
        box = drawn.write(manner.width, y + at + 4.5, count, COUNT, "end")
        drawn.write(box.x0 - 5, y + at + 4.5, shown, of, "end")
    voices = (
        (ALL_AT, row.rate, row.rate_low, row.rate_high),
        (OWN_AT, row.own_rate, row.own_low, row.own_high),
    )
    for place, (at, value, low, high) in enumerate(voices):
        token = "own" if place else "ink"
        if not missing(high):
            _interval(drawn, y + at, (low, high), axis, token)
        _mark(drawn, _x(value, *axis), y + at, token, solid=bool(place))
    href = getattr(row, "href", None)
    if isinstance(href, str):
        label = manner.join(
            f"{manner.name(row.outlet)}: {rate(row.rate, row.words)}", manner.length(int(row.words))
        )
        drawn.link([Box(0, manner.width, y + 2, y + ROW - 2)], href, label)


def _interval(
    drawn: Sheet, y: float, bounds: tuple[float, float], axis: tuple[float, float], token: str
) -> None:
    start, end = (_x(bound, *axis) for bound in bounds)
    drawn.stroke([(start, y), (end, y)], token, 1.8, layer=3)
    if bounds[1] > axis[0]:
        drawn.stroke([(end - 4, y - 4), (end + 1, y), (end - 4, y + 4)], token, 1.8, layer=3, cap="round")


def _mark(drawn: Sheet, x: float, y: float, token: str, *, solid: bool) -> None:
    face = light(token if solid else "ground")
    drawn.shape(Path.circle(radius=RADIUS), x, y, facecolor=face, edgecolor=light(token), linewidth=2)
    drawn.occupy(x, y, RADIUS, token)
