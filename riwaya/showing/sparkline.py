"""A figure over the nights as a small chart: one line, its gaps, the nights that failed.

Belongs here: where a night stands, the SVG. Does not: which figure, its name and labels (archive.py).

Drawn by hand in the page's own colours: the archive is made without a kernel and without matplotlib.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.showing.markup import attributes, escape

WIDTH, HEIGHT = 340, 84
_SIDE, _TOP, _GROUND = 8, 10, 70


@dataclass(frozen=True, slots=True)
class Point:
    """One night: its value, None where it gave none; ``failed`` where it was not completed.

    bound: as of a figure (exact, at_least, ...), for who names the value; the chart does not show it.
    """

    date: datetime.date
    value: float | None
    failed: bool = False
    bound: str = "exact"


def sparkline(points: Sequence[Point], name: str, title: str, desc: str) -> str:
    """The points as inline SVG, oldest at the left, zero at the ground; "" where no night has a value.

    ``name`` opens the ids of this chart, and must be its own on the page; title and desc tell it to who cannot see it.

    >>> sparkline([], "a", "t", "d")
    ''
    >>> days = [datetime.date(2026, 11, day) for day in (1, 2, 3, 4)]
    >>> made = sparkline([Point(days[0], 4), Point(days[1], 8), Point(days[2], None, True), Point(days[3], 8)], "a", "t", "d")
    >>> made.count('class="course"'), made.count('class="last"'), made.count('class="lost"')
    (1, 1, 1)
    """
    if not any(point.value is not None for point in points):
        return ""
    spots = _spots(points)
    body = [f'<line class="ground" x1="0" y1="{_GROUND}" x2="{WIDTH}" y2="{_GROUND}"/>']
    runs = _runs(spots)
    body += [
        '<path class="course" d="M' + " L".join(f"{_n(x)} {_n(y)}" for x, y in run) + '"/>'
        for run in runs
        if len(run) > 1
    ]
    # A night alone between two gaps would be no line at all.
    alone = [run[0] for run in runs if len(run) == 1]
    last = next(spot for run in reversed(runs) for spot in reversed(run))
    body += [f'<circle class="one" cx="{_n(x)}" cy="{_n(y)}" r="3"/>' for x, y in alone if (x, y) != last]
    body.append(f'<circle class="last" cx="{_n(last[0])}" cy="{_n(last[1])}" r="5"/>')
    for point, (x, y) in zip(points, spots, strict=True):
        if point.failed:
            body.append(f'<path class="lost" d="M{_n(x - 4)} {_GROUND - 4}l8 8m0 -8l-8 8"/>')
        elif y is None:
            body.append(f'<circle class="gap" cx="{_n(x)}" cy="{_GROUND}" r="3"/>')
    head = attributes(
        class_="chart spark", viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT, role="img",
        aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc",
    )  # fmt: skip
    told = (
        f"<title{attributes(id=f'{name}-title')}>{escape(title)}</title>"
        f"<desc{attributes(id=f'{name}-desc')}>{escape(desc)}</desc>"
    )
    return f"<svg{head}>{told}{''.join(body)}</svg>"


def _spots(points: Sequence[Point]) -> list[tuple[float, float | None]]:
    first, last = points[0].date.toordinal(), points[-1].date.toordinal()
    top = max((point.value for point in points if point.value is not None), default=0) or 1
    spots: list[tuple[float, float | None]] = []
    for point in points:
        share = (point.date.toordinal() - first) / (last - first) if last > first else 0.5
        x = _SIDE + share * (WIDTH - 2 * _SIDE)
        y = None if point.value is None else _GROUND - point.value / top * (_GROUND - _TOP)
        spots.append((x, y))
    return spots


def _runs(spots: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """The nights in a row that have a value."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in spots:
        if y is not None:
            runs[-1].append((x, y))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
