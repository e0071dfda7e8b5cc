"""The entries of a lexicon made ready: their words as slots, from which word a phrase is sought, what a token can be.

Belongs here: what an entry has at the least, patterns, the choice of anchors, what is known of a token.
Does not: the forms of one word (forms.py), where entries stand in a text (inflection.py).

A slot is a number that stands for one word of one form of one entry; a phrase has as many slots in a row as it has
words. The anchor of a phrase is the word whose presence calls for a look: its first or its second, whichever is rarer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from riwaya.language import spelling
from riwaya.language.engines import TOKEN
from riwaya.language.forms import HOSTS, LONGEST_TOKEN, MEMO_SIZE, PROCLITICS, Reader, surface_stems
from riwaya.language.memo import Memo

# A word of fewer letters stands inside too many others to look for.
_TELLING = 3
# So many letters of the next word rule most phrases out.
BEGINNING = 3


class EntryLike(Protocol):
    """The least an entry has; the optional attributes are named in inflection.py."""

    @property
    def forms(self) -> Sequence[str]: ...
    @property
    def word_class(self) -> str: ...


AnyEntry = TypeVar("AnyEntry", bound=EntryLike)


@dataclass(frozen=True, slots=True)
class Pattern(Generic[AnyEntry]):
    """One form of an entry: its words have the slots ``first_slot``, ``first_slot + 1``, …"""

    entry: AnyEntry
    order: int
    lemma: str
    first_slot: int
    words: tuple[str, ...]
    gap: int

    @property
    def length(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Known(Generic[AnyEntry]):
    """What is known of a token.

    readings    what it can be as the first word of patterns: (slot, letters taken off, number or tense)
    alone       the entries that are this word alone, the preferred first: (order, entry, lemma, form)
    sure        entry, lemma and form where nothing else can be meant and no company is asked for
    seconds     the second words of the phrases that it may open
    beginnings  the letters with which those may begin, folded, a proclitic before them or none
    reach       how many words may stand before the second
    closes      the first words of the phrases that are sought from this word, their second
    back        how many words may stand between the two
    """

    readings: tuple[tuple[int, int, str], ...]
    alone: tuple[tuple[int, AnyEntry, str, str], ...]
    sure: tuple[AnyEntry, str, str] | None
    seconds: frozenset[int]
    beginnings: frozenset[str]
    reach: int
    closes: frozenset[int]
    back: int


class Patterns(Generic[AnyEntry]):
    """The patterns of the entries that were added; ``anchor`` once all are in, then ask of tokens.

    ``insert``: how many words a set phrase has that may stand between two words of any pattern.
    """

    def __init__(self, insert: int) -> None:
        self.reader = Reader()
        self.by_slot: dict[int, Pattern[AnyEntry]] = {}
        self.known: Memo[str, Known[AnyEntry]] = Memo(self._know, MEMO_SIZE)
        # The letters with which a token begins, folded; None of fewer, and where a mark is among them.
        self.beginning: Memo[str, str | None] = Memo(_beginning, MEMO_SIZE)
        self._insert = insert
        self._next_slot = 0
        self._anchored: dict[int, list[Pattern[AnyEntry]]] = {}
        self._beginnings: dict[int, set[str]] = {}
        self._unconditional: set[int] = set()

    # -- making ready

    def add(self, entry: AnyEntry, order: int, conditional: bool) -> None:
        """Take an entry in; ``conditional``: whether it asks for company."""
        classes = entry.word_class.split() or ["noun"]
        plurals = getattr(entry, "plurals", ())
        lemmas = [_lemma(form) for form in entry.forms]
        for form, lemma in zip(entry.forms, lemmas, strict=True):
            self._add_form(entry, order, form, lemma, classes)
        paired = len(plurals) == len(lemmas)
        for number, form in enumerate(plurals):
            self._add_form(entry, order, form, lemmas[number if paired else 0], ["plural", *classes[1:]])
        if not conditional:
            self._unconditional.add(order)

    def _add_form(self, entry: AnyEntry, order: int, form: str, lemma: str, classes: list[str]) -> None:
        words = form.split()
        if not words:
            raise ValueError(f"{entry!r} has a form without a word. Write the word or take the form out.")
        first = self._next_slot
        self._next_slot += len(words)
        hosting = getattr(entry, "enclitics", True)
        for position, word in enumerate(words):
            word_class = classes[position] if position < len(classes) else "bare"
            refused = 0 if position or hosting else HOSTS
            for stem, dress, tag in surface_stems(word, word_class):
                self.reader.add(first + position, stem, dress & ~refused, tag)
        gap = getattr(entry, "gap", 0)
        self.by_slot[first] = Pattern(entry, order, lemma, first, tuple(words), gap)

    def anchor(self, common: Sequence[str]) -> None:
        """Choose for every pattern the word from which it is sought. ``common``: the most frequent words first."""
        for first, position in self._anchors(common):
            self._anchored.setdefault(first + position, []).append(self.by_slot[first])
        seconds = {pattern.first_slot + 1 for pattern in self.by_slot.values() if pattern.length > 1}
        self._beginnings = {slot: set() for slot in seconds}
        for stem, forms in self.reader.stems.items():
            slots = seconds.intersection(slot for slot, _, _ in forms)
            beginnings = {(proclitic + stem)[:BEGINNING] for proclitic in PROCLITICS} if slots else set()
            for slot in slots:
                self._beginnings[slot] |= beginnings

    def _anchors(self, common: Sequence[str]) -> Iterator[tuple[int, int]]:
        """For each pattern (by its first slot) 0 or 1: the rarer of its first two words, as far as is known.

        A phrase that begins with a word as common as من is not looked for at every من. A word that is an entry by
        itself costs nothing, it is looked at anyway.
        """
        rank = {spelling.fold(word): number for number, word in enumerate(reversed(common), 1)}

        def cost(form: str) -> int:
            slots = self.reader.read(form) or ()
            if any(slot in self.by_slot and self.by_slot[slot].length == 1 for slot in slots):
                return 0
            stem = spelling.fold(form).removeprefix("ال")
            return 1 + rank.get(stem, 0) + (len(stem) < _TELLING) * len(rank)

        for first, pattern in self.by_slot.items():
            costs = [max(map(cost, filter(None, word.split("/")))) for word in pattern.words[:2]]
            yield first, costs.index(min(costs))

    # -- asking

    def anchor_stems(self) -> Iterator[str]:
        """The stems of the words that call for a look."""
        for stem, forms in self.reader.stems.items():
            if any(slot in self._anchored for slot, _, _ in forms):
                yield stem

    def worth_a_look(self, token: str) -> Known[AnyEntry] | None:
        """What is known of a token that calls for a look; None of most."""
        slots = self.reader.read(token)
        return None if slots is None or self._anchored.keys().isdisjoint(slots) else self.known[token]

    def _know(self, token: str) -> Known[AnyEntry]:
        slots = self.reader.read(token) or {}
        readings = tuple((slot, *told) for slot, told in slots.items() if slot in self.by_slot)
        ranked = sorted((cost, self.by_slot[slot].order, slot, form) for slot, cost, form in readings)
        alone = tuple(
            (order, self.by_slot[slot].entry, self.by_slot[slot].lemma, form)
            for _, order, slot, form in ranked
            if self.by_slot[slot].length == 1
        )
        phrases = [self.by_slot[slot] for slot, _, _ in readings if self.by_slot[slot].length > 1]
        sure = alone[0][1:] if alone and not phrases and alone[0][0] in self._unconditional else None
        seconds = frozenset(pattern.first_slot + 1 for pattern in phrases)
        gap = max((pattern.gap for pattern in phrases), default=0)
        closing = [
            pattern
            for slot in slots
            for pattern in self._anchored.get(slot, ())
            if slot != pattern.first_slot
        ]
        return Known(
            readings,
            alone,
            sure,
            seconds,
            frozenset().union(*(self._beginnings[slot] for slot in seconds)),
            max(gap, self._insert) + 1 if gap else 0,
            frozenset(pattern.first_slot for pattern in closing),
            max((pattern.gap for pattern in closing), default=0),
        )

    def collisions(self) -> list[tuple[str, tuple[int, ...]]]:
        """Stems of one word that more than one entry claims, with the orders of those entries, the preferred first."""
        out = []
        for stem, forms in sorted(self.reader.stems.items()):
            readings = self.reader.read(stem) or {}
            ranks: dict[int, int] = {}
            for slot in {slot for slot, _, _ in forms}:
                pattern = self.by_slot.get(slot)
                if pattern and pattern.length == 1:
                    cost = readings[slot][0] if slot in readings else LONGEST_TOKEN  # only before an enclitic
                    ranks[pattern.order] = min(cost, ranks.get(pattern.order, cost))
            if len(ranks) > 1:
                out.append((stem, tuple(sorted(ranks, key=lambda order: (ranks[order], order)))))
        return out


def _lemma(form: str) -> str:
    return " ".join(word.split("/")[0] for word in form.split())


def _beginning(letters: str) -> str | None:
    folded = spelling.fold(letters)
    return folded if len(folded) == BEGINNING and TOKEN.fullmatch(folded) else None
