"""Mentions of two sets of frames in one article of many: a short line, to stand in a grid under its outlet's name.

Belongs here: the strip of one article of a corpus in which outlets have many. Does not: a few articles, their words
written out (strips.py), finding or counting mentions (reading, comparing/framing.py).

As in strips.py the line is the article, as long as its words; marks of the first set stand above it, of the second
below it, each at its place, shaped and coloured by voice. The words are on the marks' links. One drawing serves wide
and narrow pages: the page puts as many beside each other as there is room for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from riwaya.showing.charts.manner import Manner, records
from riwaya.showing.charts.placing import Box, spread
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.charts.strips import voice_mark
from riwaya.showing.typeset import fold

DAY = Type(11.5, "regular", "muted")
LINE = 150  # px, a line as long as the longest article
EDGE = 7.0  # px beside the line, for marks at its ends
GAP, PILE, LIFT, RADIUS = (
    13.5,
    13.0,
    12.0,
    5.2,
)  # px: between marks, rows of them, the first from the line, a mark
EMPTY = 8.0  # px, the depth of a side without a mark


def term_line(
    marks: pd.DataFrame, frames: Sequence[Sequence[str]], article: Any, manner: Manner | None = None
) -> Axes:
    """One article's mentions (``term_marks``) of ``frames[0]`` above and ``frames[1]`` below its line, as Axes.

    ``article`` has published, words, longest (the words of a line as long as the sheet is wide) and below (how far
    the sheet reaches below the line: charts of one row then stand on one line; ``depth_below`` tells the least).
    """
    manner = manner or Manner(width=LINE)
    drawn = sheet(manner.width, manner.rtl)
    width = manner.width - 2 * EDGE
    cell = _Cell(article, records(marks), frames, width, width / max(int(article.longest), 1))
    y = 18 + cell.depth(0)
    cell.draw(drawn, EDGE, y, 11.0, manner)
    drawn.crop(y + max(float(article.below), cell.depth(1)) + 2)
    return drawn


def depth_below(
    marks: pd.DataFrame, frames: Sequence[Sequence[str]], article: Any, width: float = LINE
) -> float:
    """How far an article's marks reach below its line, in px."""
    room = width - 2 * EDGE
    return _Cell(article, records(marks), frames, room, room / max(int(article.longest), 1)).depth(1)


class _Cell:
    """One article's line: the marks of each side, in rows where one does not hold them."""

    def __init__(
        self,
        article: Any,
        rows: Sequence[Any],
        frames: Sequence[Sequence[str]],
        width: float,
        per_word: float,
    ) -> None:
        self.article = article
        self.length = max(float(article.words) * per_word, 3.0)
        self.width, self.per_word = width, per_word
        self.sides = [[row for row in rows if row.frame in side] for side in frames]

    def _piles(self, side: int) -> int:
        # Marks may stand a little beyond a short line, never beyond the cell.
        room = min(max(self.length, GAP), self.width)
        return -(-len(self.sides[side]) // (int(room / GAP) + 1))

    def depth(self, side: int) -> float:
        """How far a side reaches from the line."""
        piles = self._piles(side)
        return LIFT + PILE * (piles - 1) + RADIUS + 4 if piles else EMPTY

    def draw(self, drawn: Sheet, x: float, y: float, baseline: float, manner: Manner) -> None:
        """The line, its day and length above it, and its marks."""
        facts = manner.join(manner.date(self.article.published), manner.length(int(self.article.words)))
        drawn.write_lines(x, baseline, fold(facts, self.width, DAY.size, lines=1), DAY)
        drawn.stroke([(x, y), (x + self.length, y)], "ink", 1.2, layer=3)
        for end in (x, x + self.length):
            drawn.stroke([(end, y - 3.5), (end, y + 3.5)], "ink", 1.2, layer=3)
        for side, sign in ((0, -1), (1, 1)):
            self._side(drawn, side, x, (y, sign), manner)

    def _side(self, drawn: Sheet, side: int, x: float, line: tuple[float, int], manner: Manner) -> None:
        rows, piles = self.sides[side], self._piles(side)
        y, sign = line
        last = x + min(max(self.length, GAP), self.width)
        for pile in range(piles):
            mine = rows[pile::piles]
            true = [x + row.word_position * self.per_word for row in mine]
            height = y + sign * (LIFT + PILE * pile)
            for row, at in zip(mine, spread(true, GAP, x, last), strict=True):
                voice_mark(drawn, at, height, str(row.voice), RADIUS)
                href = manner.link(row)
                if href:
                    area = Box(at - GAP / 2, at + GAP / 2, height - 12, height + 12)
                    # The chart's own title names the outlet.
                    told = str(row.text) if manner.rtl else f"{manner.word(row)} ({row.text})"
                    who = manner.name(row.speaker_name)
                    drawn.link([area], href, manner.join(told, manner.say(str(row.voice)), who))
