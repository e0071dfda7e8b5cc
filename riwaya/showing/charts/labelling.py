"""Where a value is written beside its mark: next to it or tied to it by a short line, never nearer to another value.

Belongs here: the geometry of labels in a field of marks. Does not: which marks are labelled, what is written (days.py),
words in rows above a line (placing.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from riwaya.showing.charts.placing import Box

ASCENT, DESCENT = 10.5, 2.5  # px of a value's digits above and below their baseline
NEARER = 1.0  # px by which a label must be nearer to its own mark than to any of another value
LEADERS = (14.0, 24.0, 34.0)  # px that a label tied by a line stands further away


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a label: its middle and baseline; ``tie``: the ends of the line to its mark, if it needs one."""

    middle: float
    baseline: float
    tie: tuple[tuple[float, float], tuple[float, float]] | None = None


def distance(one: Box, other: Box) -> float:
    """Between the nearest points of two rectangles; 0 where they touch.

    >>> distance(Box(0, 1, 0, 1), Box(4, 5, 5, 6))
    5.0
    """
    across = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    return math.hypot(across, max(one.y0 - other.y1, other.y0 - one.y1, 0.0))


def beside(
    own: Box, width: float, others: Sequence[Box], taken: Iterable[Box], room: Box,
    below: bool = False, needed: bool = False,
) -> Spot | None:  # fmt: skip
    """The first place for a label of a width at its mark, or None.

    ``others``: marks of another value, which stay further from the label than its own; ``taken``: what it must not
    cover; ``below``: tried under the mark first. A label that is ``needed`` takes, where there is no such place, the
    free one that is least in doubt, and is tied to its mark.
    """
    high = own.y0 - LEADERS[-1] - 30, own.y1 + LEADERS[-1] + 30
    near = [box for box in taken if box.y1 > high[0] and box.y0 < high[1]]
    best: tuple[float, Spot] | None = None
    for spot in _spots(own, width, room, below):
        area = area_of(spot, width)
        if area.y0 < room.y0 or area.y1 > room.y1 or any(area.overlaps(box) for box in near):
            continue
        if spot.tie and any(_crosses(spot.tie, box) for box in (*near, *others)):
            continue
        lead = min((distance(area, other) for other in others), default=math.inf) - distance(area, own)
        if lead > NEARER:
            return spot
        if best is None or lead > best[0]:
            best = lead, spot
    if best is None or not needed:
        return None
    spot = best[1]
    return spot if spot.tie else Spot(spot.middle, spot.baseline, _tie(own, spot, width))


def area_of(spot: Spot, width: float) -> Box:
    """What a label at a place takes up."""
    half = width / 2 + 1
    return Box(spot.middle - half, spot.middle + half, spot.baseline - ASCENT, spot.baseline + DESCENT)


def _spots(own: Box, width: float, room: Box, below: bool) -> Iterator[Spot]:
    """Over, under and beside the mark, then further off with a line."""
    middle, across = (own.x0 + own.x1) / 2, (own.y0 + own.y1) / 2 + 4
    over, under = own.y0 - DESCENT - 2, own.y1 + ASCENT + 2
    first, second = (under, over) if below else (over, under)
    shifts = (0.0, width * 0.3, -width * 0.3, width * 0.5, -width * 0.5)
    for baseline in (first, second):
        for shift in shifts[:3]:
            yield Spot(_within(middle + shift, width, room), baseline)
    for at in (own.x1 + width / 2 + 4, own.x0 - width / 2 - 4):
        yield Spot(_within(at, width, room), across)
    for away in LEADERS:
        for baseline in (over - away, under + away):
            for shift in shifts:
                spot = Spot(_within(middle + shift, width, room), baseline)
                yield Spot(spot.middle, baseline, _tie(own, spot, width))


def _within(middle: float, width: float, room: Box) -> float:
    return max(min(middle, room.x1 - width / 2 - 1), room.x0 + width / 2 + 1)


def _tie(own: Box, spot: Spot, width: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """From the label's edge to the mark's."""
    area, middle = area_of(spot, width), (own.x0 + own.x1) / 2
    x = max(min(middle, area.x1 - 3), area.x0 + 3)
    return ((x, area.y1 + 0.5), (middle, own.y0)) if area.y1 <= own.y0 else ((x, area.y0), (middle, own.y1))


def _crosses(tie: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
    """Whether a line runs through a rectangle, as far as points along it tell."""
    (x, y), (to_x, to_y) = tie
    points = ((x + (to_x - x) * part / 12, y + (to_y - y) * part / 12) for part in range(1, 12))
    return any(box.x0 < at < box.x1 and box.y0 < down < box.y1 for at, down in points)
