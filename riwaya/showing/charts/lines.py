"""Mentions of two sets of frames in many articles: a short line an article, in a grid under its outlet's name.

Belongs here: the strips of a corpus in which outlets have many articles. Does not: a few articles, their words
written out (strips.py), finding or counting mentions (reading, comparing/framing.py).

As in strips.py a line is an article, as long as its words; marks of the first set stand above it, of the second
below it, each at its place, shaped and coloured by voice. The words are on the marks' links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from riwaya.showing.charts.manner import Manner, records
from riwaya.showing.charts.placing import Box, spread
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.charts.strips import NARROW_NAME, SMALL, voice_mark
from riwaya.showing.typeset import fold

DAY = Type(11.5, "regular", "muted")
COLUMNS, NARROW_COLUMNS, BETWEEN = 4, 2, 30.0
GAP, PILE, LIFT, RADIUS = (
    13.5,
    13.0,
    12.0,
    5.2,
)  # px: between marks, rows of them, the first from the line, a mark
EMPTY = 8.0  # px, the depth of a side without a mark


def term_lines(
    marks: pd.DataFrame, frames: Sequence[Sequence[str]], articles: pd.DataFrame, manner: Manner | None = None
) -> Axes:
    """Mentions (``term_marks``) of ``frames[0]`` above and ``frames[1]`` below each article's line, as Axes.

    ``articles`` (article_id, outlet, published, words, longest) gives a line each, in its order: an article without
    a mention keeps its line, an outlet's articles stand under its name. ``longest``: the words of a line as wide as
    its column, so that charts of several outlets share one scale.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, manner.rtl)
    columns = NARROW_COLUMNS if manner.narrow else COLUMNS
    width = (manner.width - BETWEEN * (columns - 1) - 8) / columns
    per_word = width / max([int(words) for words in articles["longest"]] + [1])
    of_article = {name: records(rows) for name, rows in marks.groupby("article_id", sort=False)}
    top = 2.0
    for outlet, told in articles.groupby("outlet", sort=False):
        cells = [
            _Cell(article, of_article.get(article.article_id, []), frames, width, per_word)
            for article in records(told)
        ]
        top = _head(drawn, top, str(outlet), cells, frames, manner)
        for at in range(0, len(cells), columns):
            row = cells[at : at + columns]
            above, below = (max(cell.depth(side) for cell in row) for side in (0, 1))
            y = top + 18 + above
            for place, cell in enumerate(row):
                cell.draw(drawn, 4 + place * (width + BETWEEN), y, top + 12, manner)
            top = y + below + 12
    drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8)
    drawn.crop(top + 2)
    return drawn


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
                    told = f"{manner.name(row.outlet)}: {row.text}"
                    who = manner.name(row.speaker_name)
                    drawn.link([area], href, manner.join(told, manner.say(str(row.voice)), who))


def _head(
    drawn: Sheet, top: float, outlet: str, cells: Sequence[_Cell], frames: Sequence[Sequence[str]], manner: Manner
) -> float:  # fmt: skip
    """An outlet's name, and how often each side occurs in its articles; returns where its lines begin."""
    drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8)
    counts = [sum(len(cell.sides[side]) for cell in cells) for side in range(len(frames))]
    told = [
        f"{manner.say(where)} {manner.number(count)}"
        for where, count in zip(("above", "below"), counts, strict=False)
    ]
    facts = drawn.write(manner.width, top + 22, manner.join(*told), SMALL, "end")
    name = fold(manner.name(outlet), facts.x0 - 12, NARROW_NAME.size, NARROW_NAME.weight, 1)
    drawn.write_lines(0, top + 22, name, NARROW_NAME)
    return top + 34
