"""The company of a word: what must stand near a hit, and what must not.

Belongs here: the conditions of an entry made ready, the words around a stretch, whether they meet the conditions.
Does not: what the conditions are called and mean to a writer of entries (inflection.py), finding hits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from riwaya.language.engines import TOKEN
from riwaya.language.forms import MEMO_SIZE, Reader, surface_stems
from riwaya.language.memo import Memo
from riwaya.language.neighbours import Neighbours, Word

CONDITIONS = (
    *("not_before", "not_after", "not_near", "not_inside"),
    *("only_before", "only_after", "only_near"),
)
NEAR = 20
NO_PHRASE_CROSSES = re.compile(r"[.!?؟؛:،,…;|\n\r\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?؟؛\n\r\u2028\u2029]")

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
        self._words = Neighbours(self._reader)
        self._slots: dict[str, int] = {}
        self._conditions: list[_Conditions | None] = []
        self._slots_of: Memo[str, frozenset[int]] = Memo(self._slots_in, MEMO_SIZE)
        self._passage: tuple[str, Span, frozenset[int]] = ("", (0, 0), frozenset())

    def add(self, entry: object) -> bool:
        """Take the conditions of the next entry (an attribute that it lacks is none); whether there are any."""
        company = tuple(
            (name.partition("_")[2], name.startswith("only_"), self._add_words(words))
            for name in CONDITIONS
            if (words := getattr(entry, name, ()))
        )
        not_written = tuple(getattr(entry, "not_written", ()))
        self._conditions.append(_Conditions(not_written, company) if company or not_written else None)
        return self._conditions[-1] is not None

    def _add_words(self, words: Sequence[str]) -> frozenset[int]:
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
        if conditions.not_written:
            written = text[hit[0] : hit[1]]
            if any(part in written for part in conditions.not_written):
                return False
        for side, wanted, slots in conditions.company:
            if wanted != self._stands(side, slots, text, hit, limits):
                return False
        return True

    def _stands(self, side: str, slots: frozenset[int], text: str, hit: Span, limits: Span) -> bool:
        """Whether a word of the slots stands on a side of a hit (the name tells where the hit stands)."""
        if side == "after":
            beside = self._words.last_before(text, limits[0], hit[0])
            return (
                beside is not None
                and _known(slots, beside[1])
                and _joined(text, beside[0] + beside[1].end, hit[0])
            )
        if side == "before":
            beside = self._words.first_after(text, hit[1], limits[1])
            return (
                beside is not None
                and _known(slots, beside[1])
                and _joined(text, hit[1], beside[0] + beside[1].start)
            )
        if side == "near" and slots.isdisjoint(self._slots_of_passage(text, limits)):
            return False
        if " " in text[hit[0] : hit[1]]:
            words = list(self._words.after(text, *hit))
            if any(_known(slots, word) for word in words[1:-1]):
                return True
        return side == "near" and self._stands_near(slots, text, hit, limits)

    def _stands_near(self, slots: frozenset[int], text: str, hit: Span, limits: Span) -> bool:
        reached = hit[1]
        for word in islice(self._words.after(text, hit[1], limits[1]), NEAR):
            if _SENTENCE_END.search(text, reached, word.start):
                break
            if _known(slots, word):
                return True
            reached = word.end
        reached = hit[0]
        for word in islice(self._words.before(text, limits[0], hit[0]), NEAR):
            if _SENTENCE_END.search(text, word.end, reached):
                break
            if _known(slots, word):
                return True
            reached = word.start
        return False

    def _slots_of_passage(self, text: str, limits: Span) -> frozenset[int]:
        """The slots of all words of a passage: asked for at every hit in it, worked out once."""
        known_text, known_limits, slots = self._passage
        if known_text is not text or known_limits != limits:
            pieces = text[limits[0] : limits[1]].split(" ")
            slots = frozenset().union(*filter(None, map(self._slots_of.__getitem__, pieces)))
            self._passage = (text, limits, slots)
        return slots

    def _slots_in(self, piece: str) -> frozenset[int]:
        readings = map(self._reader.memo.__getitem__, TOKEN.findall(piece))
        return frozenset(slot for known in readings if known is not None for slot in known)


def _known(slots: frozenset[int], word: Word) -> bool:
    return word.readings is not None and not slots.isdisjoint(word.readings)


def _joined(text: str, start: int, end: int) -> bool:
    """Whether no clause ends between two words."""
    return text[start:end] == " " or not NO_PHRASE_CROSSES.search(text, start, end)
