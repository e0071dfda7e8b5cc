"""A sentence as it is compared with another, and what stands in it: terms, figures, cues, speakers, who is reported.

Belongs here: the record of such a sentence, the marks of the tables found again by sentence and place.
Does not: which sentences are compared (rewording.py), what a difference between them touches (changes.py).
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riwaya.comparing.alignment import likeness_key
from riwaya.comparing.articles import records
from riwaya.language.spelling import fold, words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

QUOTES = "\"'«»“”‹›"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as it is compared: where it stands, its words folded, and as keys for likeness."""

    article: str
    outlet: str
    rank: int
    number: int
    start: int
    text: str
    zone: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]

    def text_of(self, start: int, end: int) -> str:
        """What stands at offsets of the article's text."""
        return self.text[start - self.start : end - self.start]

    def with_quotes(self, start: int, end: int) -> tuple[int, int]:
        """A stretch with the quotation marks that stand on its outer words."""
        while start > self.start and self.text[start - self.start - 1] in QUOTES:
            start -= 1
        while end < self.start + len(self.text) and self.text[end - self.start] in QUOTES:
            end += 1
        return start, end

    def stretch(self, low: int, high: int) -> tuple[int, int]:
        """The offsets of a run of words, half-open, and their quotation marks; of no word the place after the last."""
        if low == high:
            at = self.spans[low - 1][1] if low else self.spans[0][0]
            return at, at
        return self.with_quotes(self.spans[low][0], self.spans[high - 1][1])


@dataclass(frozen=True, slots=True)
class Mark:
    """A term, figure, cue or speaker in a sentence."""

    start: int
    end: int
    kind: str
    what: str  # what two marks must share to say the same: a lemma, a value, a stance, a speaker's name
    frame: str = ""  # a term's frame, a figure's metric
    sort: str = ""  # a term's kind: actor | event | state_action
    voice: str = ""


class Marks:
    """What stands in the sentences of some tables, by article and sentence."""

    def __init__(self, tables: Tables, is_relay: Callable[[str], bool] = lambda name: False) -> None:
        """``is_relay``: whether a speaker's name is that of an agency: "according to AFP" takes nobody's word."""
        self._marks: dict[tuple[str, int], list[Mark]] = defaultdict(list)
        self._said: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._is_relay = is_relay
        # Words that stand in the names and titles of speakers; sharing them alone is sharing nobody's claim.
        self.names: set[str] = set()
        for row in records(tables.terms):
            self._marks[row.article_id, row.sentence_no].append(
                Mark(row.start, row.end, "term", row.lemma, row.frame, row.kind, row.voice)
            )
        for row in records(tables.figures):
            self._marks[row.article_id, row.sentence_no].append(
                Mark(row.start, row.end, "figure", str(row.value), row.metric)
            )
        for row in records(tables.quotes):
            self._said[row.article_id].append((row.start, row.end, _name(row)))
            for name in (row.speaker, row.speaker_name):
                if isinstance(name, str):
                    self.names.update(likeness_key(fold(word.text)) for word in words(name))
        self._mark_sources(tables)

    def _mark_sources(self, tables: Tables) -> None:
        """Cues and speakers are given by their words: look for these in their sentence."""
        texts = {
            (row.article_id, row.sentence_no): (
                row.start,
                [(w.start, w.end, fold(w.text)) for w in words(row.text)],
            )
            for row in records(tables.sentences)
        }
        asked: dict[tuple[str, int], set[tuple[str, str, str]]] = defaultdict(set)
        for table in (tables.quotes, tables.figures, tables.terms):
            for row in records(table):
                if self._is_relay(_name(row)):
                    continue
                for kind, text in (("cue", row.cue), ("speaker", row.speaker)):
                    if isinstance(text, str):
                        what = row.stance if kind == "cue" else _name(row)
                        asked[row.article_id, row.sentence_no].add((kind, text, what))
        for place, wanted in asked.items():
            if place not in texts:
                continue
            offset, found = texts[place]
            for kind, text, what in sorted(wanted):
                for piece in text.replace("...", "…").split("…"):
                    for start, end in _find(found, [fold(word.text) for word in words(piece)]):
                        self._marks[place].append(Mark(offset + start, offset + end, kind, what))

    def of(self, told: Told) -> list[Mark]:
        """All marks of a sentence."""
        return self._marks.get((told.article, told.number), [])

    def touching(self, told: Told, start: int, end: int) -> list[Mark]:
        """The marks that a stretch touches; of a speaker's title or a figure with its "about" it must hold most."""
        return [mark for mark in self.of(told) if _holds(mark, start, end)]

    def reported(self, told: Told) -> list[str | None]:
        """For each word of a sentence who is reported to say it: a name, "" for nobody named, None for the outlet."""
        made: list[str | None] = [None] * len(told.spans)
        starts = [start for start, _ in told.spans]
        for start, end, name in self._said.get(told.article, ()):
            low, high = bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)
            made[low:high] = [name] * (high - low)
        return made


def _name(row: object) -> str:
    named = (getattr(row, "speaker_name", None), getattr(row, "speaker", None))
    return next((name for name in named if isinstance(name, str)), "")


def _find(found: Sequence[tuple[int, int, str]], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a run of folded words stands; its first word may carry و or ف."""
    if not wanted:
        return
    for at in range(len(found) - len(wanted) + 1):
        if found[at][2] in (wanted[0], "و" + wanted[0], "ف" + wanted[0]) and all(
            found[at + place][2] == word for place, word in enumerate(wanted) if place
        ):
            yield found[at][0], found[at + len(wanted) - 1][1]


def _holds(mark: Mark, start: int, end: int) -> bool:
    overlap = min(mark.end, end) - max(mark.start, start)
    return overlap > ((mark.end - mark.start) / 2 if mark.kind in ("speaker", "figure") else 0)
