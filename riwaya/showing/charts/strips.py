"""Every mention of two sets of frames at its place in its article: one above the line, the other below it.

Belongs here: the strips. Does not: finding or counting mentions (reading, comparing/framing.py).

The line is the article, as long as its words; a mark is a mention, shaped and coloured by voice: the outlet's
own a solid disc, reported speech a ring, inside a quotation a diamond, scare quotes two chevrons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from riwaya.showing.charts.manner import Manner, records, same_day
from riwaya.showing.charts.panel import disc
from riwaya.showing.charts.placing import Box, Flag, lift, spread
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.palette import light
from riwaya.showing.typeset import fold

NAME, NARROW_NAME = Type(16, "bold"), Type(15, "bold")
SMALL, LANE = Type(12.5, "regular", "muted"), Type(12, "regular", "muted")
LEVEL, NEAREST, LIFT = 18.0, 32.0, 17.0  # px: a level of words, the first level and the marks from the line
GAPS = (24.0, 19.0, 15.0)  # px between neighbours, the widest that an article has room for
SIDE = 110.0  # px for the name of a side
PILE, MOST_PILES = 15.0, 40  # px between rows of marks where one row does not hold them


class Lane:
    """The mentions of one side of one article: where each mark and each word goes."""

    def __init__(
        self,
        rows: list[Any],
        line: tuple[float, float],
        room: tuple[float, float],
        per_word: float,
        manner: Manner,
    ) -> None:
        self.rows, self.line = rows, line
        self.true = [line[0] + row.word_position * per_word for row in rows]
        self.gap, self.piles = _gap(len(rows), line[1] - line[0])
        self.at = [0.0] * len(rows)
        for pile in range(self.piles):
            self.at[pile :: self.piles] = spread(self.true[pile :: self.piles], self.gap, *line)
        self.kinds = [Type(13, "bold" if row.voice == "own" else "regular", row.voice) for row in rows]
        self.words, self.counts = self._words(manner)
        shown = [index for index, word in enumerate(self.words) if word]
        flags = lift(
            [self._anchor(index) for index in shown],
            [self.kinds[index].width(self.words[index]) for index in shown],
            *room,
        )
        self.flags: dict[int, Flag] = dict(zip(shown, flags, strict=True))

    def _words(self, manner: Manner) -> tuple[list[str], list[int]]:
        """One word for neighbours that say the same in the same voice, at the first of them."""
        words, counts, first = [""] * len(self.rows), [0] * len(self.rows), 0
        if self.piles > 1:
            return words, counts  # too many for a word each: the marks say it, and the links
        for index, row in enumerate(self.rows):
            before = self.rows[first]
            near = (
                index and self.at[index] - self.at[index - 1] < self.kinds[index].width(manner.word(row)) + 9
            )
            if (
                near
                and counts[first]
                and (manner.word(row), row.voice) == (manner.word(before), before.voice)
            ):
                counts[first] += 1
            else:
                first = index
                words[index], counts[index] = manner.word(row), 1
        return words, counts

    def _anchor(self, index: int) -> float:
        return (self.at[index] + self.at[index + self.counts[index] - 1]) / 2

    @property
    def depth(self) -> float:
        """How far the lane reaches from the line."""
        if not self.rows:
            return 30.0
        levels = [flag.level for flag in self.flags.values() if flag.level is not None]
        return NEAREST + PILE * (self.piles - 1) + LEVEL * (max(levels, default=-1) + 1) + 8


def _gap(count: int, length: float) -> tuple[float, int]:
    """How far apart marks stand, and in how many rows they are piled where the line is too short for one."""
    for gap in GAPS:
        if gap * count <= length * 0.7:
            return gap, 1
    piles = -(-count // (int(max(length, 0.0) / GAPS[-1]) + 1))
    return GAPS[-1], min(piles, MOST_PILES)


def term_strips(
    marks: pd.DataFrame, frames: Sequence[Sequence[str]], articles: pd.DataFrame, manner: Manner | None = None
) -> Axes:
    """Mentions (``term_marks``) of ``frames[0]`` above and ``frames[1]`` below each article's line, as Axes.

    ``articles`` (article_id, outlet, published, words; ``ordered_articles``) gives a strip each, so that an
    article without a mention keeps its line. Below 600 pixels names go over the strips.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, manner.rtl)
    told = records(articles)
    usual = same_day([article.published for article in told])
    facts = [_facts(article, usual, manner) for article in told]
    before_line = 6.0 if manner.narrow else _names_width(told, facts, manner) + _sides_width(frames, manner)
    line = (before_line, manner.width - (8.0 if manner.narrow else 18.0))
    longest = max([int(article.words) for article in told] + [1])
    per_word = (line[1] - line[0]) / longest
    room = (0.0 if manner.narrow else line[0] - 8, float(manner.width))
    of_article = {name: records(rows) for name, rows in marks.groupby("article_id", sort=False)}
    top, before = 2.0, None
    for article, fact in zip(told, facts, strict=True):
        own = (line[0], line[0] + article.words * per_word)
        rows = of_article.get(article.article_id, [])
        lanes = [
            Lane([row for row in rows if row.frame in side], own, room, per_word, manner) for side in frames
        ]
        name = "" if article.outlet == before else manner.name(article.outlet)
        top = _strip(drawn, top, own, lanes, frames, (name, fact), manner)
        before = article.outlet
    drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8)
    drawn.write(line[0], top + 20, manner.say("article_start"), LANE)
    drawn.write(line[1], top + 20, f"{manner.say('at_word')} {manner.number(longest)}", LANE, "end")
    drawn.crop(top + 28)
    return drawn


def _facts(article: Any, usual: Any, manner: Manner) -> str:
    """The length of an article, and its day where it is not the day of most."""
    day = "" if article.published == usual else manner.date(article.published)
    return manner.join(manner.length(int(article.words)), day)


def _names_width(told: list[Any], facts: list[str], manner: Manner) -> float:
    names = max([NAME.width(manner.name(article.outlet)) for article in told] + [90.0])
    return max(min(names, 190.0), *(SMALL.width(fact) for fact in facts), 0.0) + 19


def _sides_width(frames: Sequence[Sequence[str]], manner: Manner) -> float:
    return min(max([LANE.width(_side(side, manner)) for side in frames] + [20.0]), SIDE) + 12


def _side(side: Sequence[str], manner: Manner) -> str:
    return manner.join(*(manner.name(frame) for frame in side))


def _strip(
    drawn: Sheet, top: float, line: tuple[float, float], lanes: Sequence[Lane], frames: Sequence[Sequence[str]],
    heads: tuple[str, str], manner: Manner,
) -> float:  # fmt: skip
    """One article's strip; returns where it ends."""
    name, facts = heads
    if top > 2:
        drawn.stroke([(0, top), (manner.width, top)], "rule", 0.8)
    if manner.narrow:
        return _narrow(drawn, top, line, lanes, frames, heads, manner)
    column = line[0] - _sides_width(frames, manner) - 18
    lines = fold(name, column, NAME.size, NAME.weight, 2)
    y = top + max(lanes[0].depth, 42.0 + 10 * len(lines))
    after = drawn.write_lines(0, y + 1 - 10.0 * len(lines), lines, NAME)
    drawn.write(0, after - 3 if lines else y + 4, facts, SMALL)
    for side, lane, sign in zip(frames, lanes, (-1, 1), strict=True):
        label = fold(_side(side, manner), SIDE, LANE.size, lines=1)
        drawn.write_lines(line[0] - 12, y + sign * LIFT + 4, label, LANE, "end")
        _lane(drawn, y, sign, line, lane, manner)
    _ruler(drawn, y, line)
    return y + max(lanes[1].depth, 42.0)


def _narrow(
    drawn: Sheet, top: float, line: tuple[float, float], lanes: Sequence[Lane], frames: Sequence[Sequence[str]],
    heads: tuple[str, str], manner: Manner,
) -> float:  # fmt: skip
    """A strip for a phone: name and facts on a line of their own, the sides named beside the words."""
    facts = drawn.write(manner.width, top + 21, heads[1], SMALL, "end")
    for text in fold(heads[0], facts.x0 - 12, NARROW_NAME.size, NARROW_NAME.weight, 1):
        drawn.write(0, top + 21, text, NARROW_NAME)
    y = top + (40 + lanes[0].depth if lanes[0].rows else 62)
    bottom = y + (lanes[1].depth + 14 if lanes[1].rows else 32)
    for side, lane, sign, at in zip(frames, lanes, (-1, 1), (top + 42, bottom - 8), strict=True):
        label = _side(side, manner) + ("" if lane.rows else f": {manner.say('no_mention')}")
        drawn.write_lines(0, at, fold(label, manner.width, LANE.size, lines=1), LANE)
        if lane.rows:
            _lane(drawn, y, sign, line, lane, manner)
    _ruler(drawn, y, line)
    return bottom + 4


def _ruler(drawn: Sheet, y: float, line: tuple[float, float]) -> None:
    drawn.stroke([(line[0], y), (line[1], y)], "ink", 1.3, layer=3)
    for x in line:
        drawn.stroke([(x, y - 5), (x, y + 5)], "ink", 1.3, layer=3)


def _lane(drawn: Sheet, y: float, sign: int, line: tuple[float, float], lane: Lane, manner: Manner) -> None:
    if not lane.rows:
        drawn.write(line[0] + 8, y + sign * LIFT + 4, manner.say("no_mention"), SMALL, mask=True)
        return
    for index, row in enumerate(lane.rows):
        at, height = lane.at[index], y + sign * (LIFT + PILE * (index % lane.piles))
        if lane.piles == 1:
            drawn.stroke([(lane.true[index], y), (at, height)], str(row.voice), 0.8, layer=1)
        voice_mark(drawn, at, height, str(row.voice))
        half = lane.gap / 2
        areas = [Box(at - half, at + half, height - half, height + half)]
        flag = lane.flags.get(index)
        if flag is not None and flag.level is not None:
            areas.append(_word(drawn, y, sign, lane, index, flag))
        href = manner.link(row)
        if href:
            who = manner.name(row.speaker_name)
            drawn.link(
                areas, href, manner.join(f"{manner.name(row.outlet)}: {row.text}", manner.say(row.voice), who)
            )


def _word(drawn: Sheet, y: float, sign: int, lane: Lane, index: int, flag: Flag) -> Box:
    """The word of a mark or of several, and a leader where it stands apart; returns the area of the word."""
    kind, level, marks = lane.kinds[index], flag.level or 0, lane.at[index : index + lane.counts[index]]
    near = y + sign * (NEAREST + LEVEL * level)
    baseline = near if sign < 0 else near + 9.5
    half = kind.width(lane.words[index]) / 2
    for at in marks:
        foot = min(max(at, flag.middle - half + 5), flag.middle + half - 5)
        if level or abs(at - flag.middle) > half:
            drawn.stroke([(at, y + sign * (LIFT + 7.5)), (foot, near - sign * 2)], kind.token, 0.8, layer=1)
    # The ground is cleared over the whole level: a stub of a leader between two words reads as a vowel mark.
    drawn.block(
        flag.middle - half - 3, flag.middle + half + 3, baseline - 13.4, baseline + 4.6, "ground", layer=5
    )
    return drawn.write(flag.middle, baseline, lane.words[index], kind, "middle")


def voice_mark(drawn: Sheet, x: float, y: float, voice: str, radius: float = 6.4) -> None:
    """The shape of a voice, on a rim of ground."""
    ground = light("ground")
    if voice == "own":
        disc(drawn, x, y, "own", hollow=False, radius=radius)
    elif voice == "quoted":
        side = radius + 0.4
        diamond = Path([(0, -side), (side, 0), (0, side), (-side, 0), (0, -side)], closed=True)
        drawn.shape(diamond, x, y, facecolor=ground, edgecolor=light("quoted"), linewidth=2.1)
    elif voice == "scare":
        drawn.shape(Path.circle(radius=radius + 1), x, y, facecolor=ground, edgecolor="none", linewidth=0)
        for shift in (-3.2, 3.2):
            # One sign for both languages and for the legend: it is not mirrored with the sheet.
            tip = 2.6 if drawn.rtl else -2.6
            chevron = Path([(shift - tip, -5), (shift + tip, 0), (shift - tip, 5)])
            drawn.shape(
                chevron,
                x,
                y,
                facecolor="none",
                edgecolor=light("scare"),
                linewidth=2.4,
                capstyle="round",
                joinstyle="round",
            )
    else:
        disc(drawn, x, y, "attributed", hollow=True, radius=radius)
    drawn.occupy(x, y, radius - 1, "mark")
