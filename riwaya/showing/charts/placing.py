"""Where labels and marks go so that none covers another: geometry only.

Belongs here: boxes, spreading positions along a line, lifting labels to free levels, ticks from zero.
Does not: text, colours, drawing (sheet.py and the charts).

All positions are pixels from the side where reading begins, y downwards; sheet.py mirrors them for Arabic.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEW = 14  # words of a lane that are all written, if there is any place for them


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something on the sheet takes up; ``what`` says what, for whoever reads a clash."""

    x0: float
    x1: float
    y0: float
    y1: float
    what: str = ""

    def overlaps(self, other: Box, slack: float = 0.0) -> bool:
        """True where both share more than ``slack`` pixels in each direction."""
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        down = min(self.y1, other.y1) - max(self.y0, other.y0)
        return across > slack and down > slack


def clashes(boxes: Sequence[Box], slack: float = 0.5) -> list[tuple[Box, Box]]:
    """Every pair of boxes that overlap, found by a sweep from top to bottom.

    >>> clashes([Box(0, 9, 0, 9, "a"), Box(8, 20, 0, 9, "b"), Box(0, 20, 9, 18, "c")], 0)[0][1].what
    'b'
    """
    out: list[tuple[Box, Box]] = []
    open_boxes: list[Box] = []
    for box in sorted(boxes, key=lambda item: item.y0):
        open_boxes = [other for other in open_boxes if other.y1 > box.y0]
        out.extend((other, box) for other in open_boxes if other.overlaps(box, slack))
        open_boxes.append(box)
    return out


def spread(positions: Sequence[float], gap: float | Sequence[float], low: float, high: float) -> list[float]:
    """Ascending positions moved as little as can be (least squares) until neighbours are ``gap`` apart.

    ``gap`` may be one for each pair of neighbours. All stay within low and high; where they cannot, the gaps
    shrink to what there is room for. Pool adjacent violators (Ayer et al. 1955) on the positions with the gaps
    taken out.

    >>> spread([10, 10, 50], 8, 0, 100)
    [6.0, 14.0, 50.0]
    """
    gaps = [float(gap)] * (len(positions) - 1) if isinstance(gap, int | float) else list(gap)
    shrink = min(1.0, max(high - low, 0.0) / (sum(gaps) or 1.0))
    offsets = list(itertools.accumulate((each * shrink for each in gaps), initial=0.0))
    pools: list[tuple[float, int]] = []
    for position, offset in zip(positions, offsets, strict=False):
        total, size = position - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            total, size = total + pools[-1][0], size + pools[-1][1]
            pools.pop()
        pools.append((total, size))
    top = max(high - offsets[-1], low)
    flat = [min(max(total / size, low), top) for total, size in pools for _ in range(size)]
    return [value + offset for value, offset in zip(flat, offsets, strict=False)]


@dataclass(frozen=True, slots=True)
class Flag:
    """A word above its mark: the word's middle and its level, 0 the nearest; level None: no room for it."""

    middle: float
    level: int | None


def lift(
    anchors: Sequence[float], widths: Sequence[float], low: float, high: float, levels: int = 5
) -> list[Flag]:
    """A place for each word above its mark, so that no two words touch and few leaders run behind a word.

    Anchors ascend. A word may stand on any level, moved aside by up to half its width; the nearest, straightest
    place is taken, one where the leader runs behind no other word before all. Words that find none are left out
    (level None): their mark still says where they are.
    """
    rows: list[list[tuple[float, float]]] = [[] for _ in range(levels)]
    # A few words are all shown, at worst with a leader half hidden; of many, those that would tangle are left out.
    most_crossed = 1 if len(anchors) > FEW else len(anchors)
    leaders: list[tuple[float, int]] = []
    out: list[Flag] = []
    for index, (anchor, width) in enumerate(zip(anchors, widths, strict=True)):
        coming = anchors[index + 1 : index + 7]
        best: tuple[float, float, int] | None = None
        for level in range(levels):
            if best is not None and level >= best[0]:
                break
            for aside in (0.0, 0.25, -0.25, 0.45, -0.45):
                middle = min(max(anchor + aside * width, low + width / 2), high - width / 2)
                crossed = _crossings(anchor, middle, width, level, rows, leaders)
                if crossed > most_crossed:
                    continue
                cost = level + abs(middle - anchor) / max(width, 1.0) * 0.8 + 1.2 * crossed
                # A word that stands over the marks to come would hide their leaders.
                cost += 0.5 * sum(abs(other - middle) < width / 2 + 2 for other in coming)
                if (best is None or cost < best[0]) and _free(middle, width, rows[level]):
                    best = (cost, middle, level)
        if best is None or width > high - low:
            out.append(Flag(anchor, None))
            continue
        _, middle, level = best
        rows[level].append((middle - width / 2, middle + width / 2))
        leaders.append((anchor, level))
        out.append(Flag(middle, level))
    return out


def _free(middle: float, width: float, row: Iterable[tuple[float, float]], pad: float = 9.0) -> bool:
    start, end = middle - width / 2 - pad, middle + width / 2 + pad
    return all(end <= other_start or start >= other_end for other_start, other_end in row)


def _crossings(
    anchor: float,
    middle: float,
    width: float,
    level: int,
    rows: Sequence[Iterable[tuple[float, float]]],
    leaders: Iterable[tuple[float, int]],
) -> int:
    """How many words the leader would run behind, and how many leaders the word would hide."""
    behind = sum(start - 2 < anchor < end + 2 for row in rows[:level] for start, end in row)
    start, end = middle - width / 2 - 2, middle + width / 2 + 2
    before = sum(other > level and start < at < end for at, other in leaders)
    return behind + before


def ticks(highest: float, most: int = 4) -> list[float]:
    """Round ticks from 0, the last one at or above ``highest``, at most ``most`` steps of 1, 2, 2.5 or 5.

    >>> ticks(164), ticks(7939), ticks(0)
    ([0.0, 50.0, 100.0, 150.0, 200.0], [0.0, 2000.0, 4000.0, 6000.0, 8000.0], [0.0, 1.0])
    """
    if not (0 < highest < math.inf):
        return [0.0, 1.0]
    rough = highest / most
    scale = 10.0 ** math.floor(math.log10(rough))
    # Whole things are counted: below one, a step would print fractions of a person.
    step = max(
        next(factor * scale for factor in (1, 2, 2.5, 5, 10) if factor * scale >= rough * 0.999999), 1.0
    )
    if step == 2.5:
        step = 5.0
    count = max(1, math.ceil(highest / step - 1e-9))
    return [index * step for index in range(count + 1)]
