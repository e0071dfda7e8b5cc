"""The company of a word: what must stand near a hit, and what must not.

Belongs here: the conditions of an entry made ready, the words around a stretch, whether they meet the conditions.
Does not: what the conditions are called and mean to a writer of entries (inflection.py), finding hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.language.engines import TOKEN
from riwaya.language.forms import Reader, Readings, surface_stems

CONDITIONS = (
    *("not_before", "not_after", "not_near", "not_inside"),
    *("only_before", "only_after", "only_near"),
)
NEAR = 20
NO_PHRASE_CROSSES = re.compile(r"[.!?؟؛:،,…;|\n\r\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?؟؛\n\r\u2028\u2029]")
_LETTERS_OF_A_WORD = 24  # with the blank after it, on the safe side

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Conditions:
    """``company``: side, whether one of the words must stand there, the slots of the words."""

    not_written: tuple[str, ...]
    company: tuple[tuple[str, bool, frozenset[int]], ...]


class Company:
    """The conditions of all entries of a lexicon, in its order."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._slots: dict[str, int] = {}
        self._conditions: list[_Conditions | None] = []

    def add(self, entry: object) -> None:
        """The conditions of the next entry; an attribute that it does not have is no condition."""
        company = tuple(
            (name.partition("_")[2], name.startswith("only_"), self._words(words))
            for name in CONDITIONS
            if (words := getattr(entry, name, ()))
        )
        not_written = tuple(getattr(entry, "not_written", ()))
        self._conditions.append(_Conditions(not_written, company) if company or not_written else None)

    def _words(self, words: Sequence[str]) -> frozenset[int]:
        slots = set()
        for word in words:
            slot = self._slots.setdefault(word, len(self._slots))
            slots.add(slot)
            stems = surface_stems(word[1:], "bare") if word[:1] == "=" else surface_stems(word, "adjective")
            for form in stems:
                self._reader.add(slot, *form)
        return frozenset(slots)

    def allows(self, order: int, text: str, hit: Span, limits: Span) -> bool:
        """Whether the spelling of a hit and the words around it meet the conditions of its entry."""
        conditions = self._conditions[order]
        if conditions is None:
            return True
        written = text[hit[0] : hit[1]]
        if any(part in written for part in conditions.not_written):
            return False
        known: dict[str, list[Readings]] = {}
        for side, wanted, slots in conditions.company:
            if side not in known:
                known[side] = self._known(_beside(side, text, hit, limits))
            if wanted == all(map(slots.isdisjoint, known[side])):
                return False
        return True

    def _known(self, words: Iterable[str]) -> list[Readings]:
        """The readings of the words that stand in any condition: most do not."""
        return [readings for word in words if (readings := self._reader.memo[word]) is not None]


def _beside(side: str, text: str, hit: Span, limits: Span) -> list[str]:
    """The words of a side of a hit: before or after (the name tells where the hit stands), inside, near."""
    if side == "after":
        return _words_before(text, limits[0], hit[0], 1)
    if side == "before":
        return _words_after(text, hit[1], limits[1], 1)
    inside = TOKEN.findall(text, *hit)[1:-1]
    if side == "inside":
        return inside
    before = _words_before(text, limits[0], hit[0], NEAR)
    return before + inside + _words_after(text, hit[1], limits[1], NEAR)


def _words_before(text: str, start: int, position: int, count: int) -> list[str]:
    stretch = text[max(start, position - _LETTERS_OF_A_WORD * count) : position]
    boundary = NO_PHRASE_CROSSES if count == 1 else _SENTENCE_END
    return TOKEN.findall(boundary.split(stretch)[-1])[-count:]


def _words_after(text: str, position: int, end: int, count: int) -> list[str]:
    stretch = text[position : min(end, position + _LETTERS_OF_A_WORD * count)]
    boundary = NO_PHRASE_CROSSES if count == 1 else _SENTENCE_END
    return TOKEN.findall(boundary.split(stretch, maxsplit=1)[0])[:count]
