"""Quotation marks of a text, paired.

Belongs here: which marks open, which close, how they pair, where an unclosed one stops.
Does not: who is quoted and what a quotation means (attribution.py).

Arabic pages mix marks freely: ASCII marks that nest without direction, guillemets typed in either
order, curly and low marks, single marks. Marks therefore pair by where they stand (after a space or before
one), then by their kind, and always within one paragraph: an odd mark never costs more than its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

DOUBLE = '"«»“”„‟＂″'
SINGLE = "‹›‘’‚‛'`´"
# Marks of one family may close each other: pages mix “ with " and « with ».
_SIGN = f"[{re.escape(DOUBLE + SINGLE)}]"
# A long row of one mark is a line drawn on the page, and quotes nothing.
_MARK = re.compile(f"(?P<row>({_SIGN})\\2{{7,}})|''|``|{_SIGN}")
_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!؟?](?=\s|$)")
_OPENERS = "(\\[{-–—:،,؛;/|"
_CLOSERS = ")]}-–—:،,؛;.!؟?…/|"
_CLITICS = frozenset("وفبكل")
_INVISIBLE = (
    "\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"
)

# A tower of marks deeper than this is no prose: what lies deeper is not recorded.
DEEPEST = 4

_Pair = tuple[int, int, int, int, bool]  # outer start, start, end, outer end, closed


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks: ``text[start:end]`` without the marks themselves."""

    start: int
    end: int
    outer_start: int  # with the opening mark
    outer_end: int  # with the closing mark; equal to ``end`` where the mark was never closed
    depth: int = 0  # 0 for a quotation that lies in no other
    closed: bool = True


class _Mark(NamedTuple):
    start: int
    end: int
    side: str  # open | close | either
    family: str  # double | single


def find_quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """The quotations of ``text[start:end]`` in order of their start, an outer one before those in it.

    >>> text = 'قال: "نفهم سبب "غفلان" الدولة"، وهي «مهمة»'
    >>> [(text[q.start:q.end], q.depth) for q in find_quotations(text)]
    [('نفهم سبب "غفلان" الدولة', 0), ('غفلان', 1), ('مهمة', 0)]
    """
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        found.extend(_pair(text, paragraph.start(), paragraph.end()))
    return found


def _pair(text: str, start: int, end: int) -> list[Quotation]:
    """Pair the marks of one paragraph with a stack: a mark that must close does, one that may open opens."""
    marks = list(_marks(text, start, end))
    if not marks:
        return []
    stops = [stop.start() for stop in _SENTENCE_END.finditer(text, start, end)] + [end]
    stack: list[_Mark] = []
    pairs: list[_Pair] = []
    stuck: _Mark | None = None  # would close and has nothing to close: سي" هناك خيبة أمل".

    def unclosed(opener: _Mark, limit: int) -> None:
        stop = min(limit, stops[bisect_left(stops, opener.end)])
        # A single mark that is never closed is an apostrophe or a foot: no quotation.
        if opener.family == "double" and opener.end < stop:
            pairs.append((opener.start, opener.end, stop, stop, False))

    for mark in marks:
        place = _partner(stack, mark)
        if place is None and mark.side != "open" and stuck is not None and mark.family == "double":
            pairs.append((stuck.start, stuck.end, mark.start, mark.end, True))
            stuck = None
        elif mark.side == "open" or (mark.side == "either" and place is None):
            stack.append(mark)
            stuck = None
        elif place is None:
            stuck = mark if not stack and _parts(text, mark, end) else None
        else:
            for opener in stack[place + 1 :]:
                unclosed(opener, mark.start)
            opener = stack[place]
            del stack[place:]
            if opener.end < mark.start:
                pairs.append((opener.start, opener.end, mark.start, mark.end, True))
    for opener in stack:
        unclosed(opener, end)
    return _nested(text, pairs)


def _parts(text: str, mark: _Mark, end: int) -> bool:
    """Whether a mark without direction is stuck to the word before it and parted from a word after it."""
    after = text[mark.end : min(end, mark.end + 3)].lstrip()
    return text[mark.start : mark.end] in ('"', "＂") and mark.end < end and after[:1].isalnum()


def _partner(stack: list[_Mark], mark: _Mark) -> int | None:
    """Which open mark this one would close: the last of its family, looking past at most two others."""
    for place in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
        if stack[place].family == mark.family:
            return place
    return None


def _nested(text: str, pairs: list[_Pair]) -> list[Quotation]:
    found: list[Quotation] = []
    ends: list[int] = []
    for outer_start, start, end, outer_end, closed in _uncrossed(pairs):
        while ends and ends[-1] <= outer_start:
            ends.pop()
        if len(ends) < DEEPEST:
            start, end = _trimmed(text, start, end)
            if start < end:
                found.append(Quotation(start, end, outer_start, outer_end, len(ends), closed))
        ends.append(outer_end)
    return found


def _uncrossed(pairs: list[_Pair]) -> list[_Pair]:
    """Pairs by their start, without an unclosed one that would stop in the middle of another."""
    kept: list[_Pair | None] = []
    open_ones: list[int] = []
    for pair in sorted(pairs, key=lambda pair: (pair[0], -pair[3])):
        while open_ones and _outer_end(kept[open_ones[-1]]) <= pair[0]:
            open_ones.pop()
        while open_ones and _outer_end(kept[open_ones[-1]]) < pair[3]:
            kept[open_ones.pop()] = None
        open_ones.append(len(kept))
        kept.append(pair)
    return [pair for pair in kept if pair is not None]


def _outer_end(pair: _Pair | None) -> int:
    return pair[3] if pair is not None else 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, start, end):
        if match.group("row"):
            continue
        sign = match.group()
        single = sign in SINGLE
        before = _neighbour(text, match.start() - 1, -1, start, end)
        after = _neighbour(text, match.end(), 1, start, end)
        if single and before.isalnum() and after.isalnum():
            continue  # an apostrophe inside a word
        side = _side(text, match.start(), sign, before, after, start)
        if single and side == "either":
            continue
        yield _Mark(match.start(), match.end(), side, "single" if single else "double")


def _neighbour(text: str, place: int, step: int, start: int, end: int) -> str:
    """The next visible character in a direction ('' past the edge); looks past at most three invisible ones."""
    for _ in range(3):
        if not start <= place < end:
            return " "
        if text[place] not in _INVISIBLE:
            return text[place]
        place += step
    return " "


def _side(text: str, place: int, sign: str, before: str, after: str, start: int) -> str:
    free_before = (
        before.isspace() or before in _OPENERS or (before in _CLITICS and _is_clitic(text, place, start))
    )
    free_after = after.isspace() or after in _CLOSERS
    if free_before and not free_after:
        return "open"
    if free_after and not free_before:
        return "close"
    if sign in "«“„‹‘‚":
        return "open" if not (before.isalnum() and free_after) else "close"
    if sign in "»”›’":
        return "close"
    return "either"


def _is_clitic(text: str, place: int, start: int) -> bool:
    """Whether the letter before a mark is a proclitic standing alone: و"…, بـ"…, لـ«…."""
    at = place - 1
    while at >= start and text[at] in _INVISIBLE:
        at -= 1
    if at - 1 < start:
        return True
    previous = text[at - 1]
    return not previous.isalnum() or (previous in "وف" and (at - 2 < start or not text[at - 2].isalnum()))
