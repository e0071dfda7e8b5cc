"""What data/numerals.toml knows: bound words, and the words that make a number no quantity.

Belongs here: the records of that file, finding its phrases beside a number, reading it.
Does not: number words (riwaya.language.tokens), what a phrase does to a number (expressions.py, lookalikes.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from riwaya.language import knowledge
from riwaya.language.spelling import fold
from riwaya.language.tokens import NumberWord, Token, Vocabulary

BOUNDS = ("exact", "approx", "more_than", "at_least", "less_than", "at_most", "range", "vague")
_PROCLITICS = "وفبلك"
# Words the code itself asks about beside a number.
_GRAMMAR = frozenset(
    [
        "و",
        "ف",
        "ب",
        "ل",
        "ك",
        "ال",
        "بين",
        "من",
        "الي",
        "حتي",
        "او",
        "في",
        "علي",
        "كل",
        "لكل",
        "تحت",
        "دون",
        "والي",
        "وحتي",
        "فاصله",
        "صفر",
    ]
)


@dataclass(frozen=True, slots=True)
class BoundPhrase:
    """Words that bound a number, of data/numerals.toml."""

    id: str
    bound: str
    position: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    proclitics: str = _PROCLITICS  # what may stand before the first word: فتحت is not ف + تحت

    def check(self) -> str | None:
        if self.bound not in BOUNDS:
            return f"bound {self.bound!r} is not one of: {', '.join(BOUNDS)}. Choose one."
        return (
            None if self.position in ("before", "after") else "position must be before or after. Choose one."
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Words that make a number something other than a quantity, of data/numerals.toml."""

    id: str
    kind: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    numbers: tuple[float, ...] = ()  # only these numbers, where given
    alone: bool = (
        False  # a label only of digits that no counted noun follows: الطريق 60, not الطريق 5 كيلومترات
    )
    proclitics: str = _PROCLITICS

    def check(self) -> str | None:
        kinds = ("label", "ordinal", "idiom", "after")
        return None if self.kind in kinds else f"kind must be one of: {', '.join(kinds)}. Choose one."


@dataclass(frozen=True, slots=True)
class WordList:
    """Single words the grammar asks about, of data/numerals.toml."""

    id: str
    note: str
    words: tuple[str, ...]


Meaning = TypeVar("Meaning", BoundPhrase, Context)


class Phrases(Generic[Meaning]):
    """Phrases by one of their words, longest first: looking one up costs a dictionary access.

    ``anchors`` says which word of a phrase is looked up: "last" for phrases before a number, "first" for those
    after it, "any" for those that hold it.
    """

    def __init__(self, meanings: Iterable[Meaning], anchors: str) -> None:
        self.words: set[str] = set()
        self._by_key: dict[str, list[tuple[tuple[str, ...], int, Meaning]]] = {}
        self._candidates: dict[str, list[tuple[tuple[str, ...], int, Meaning]]] = {}
        for meaning in meanings:
            for phrase in meaning.phrases:
                keys = tuple(fold(word) for word in phrase.split())
                self.words.update(keys)
                places = {"last": [len(keys) - 1], "first": [0], "any": range(len(keys))}[anchors]
                for place in places:
                    self._by_key.setdefault(keys[place], []).append((keys, place, meaning))

    def match(self, tokens: list[Token], index: int) -> tuple[int, int, int, Meaning] | None:
        """The longest phrase whose anchor is a token: its first and last token, start offset and meaning."""
        if not 0 <= index < len(tokens):
            return None
        key = tokens[index].key
        candidates = self._candidates.get(key)
        if candidates is None:
            candidates = self._candidates[key] = self._candidates_of(key)
        for keys, place, meaning in candidates:
            first = index - place
            cut = self._cut(tokens, first, keys, meaning.proclitics)
            if cut is not None:
                return first, first + len(keys) - 1, tokens[first].start + cut, meaning
        return None

    def _candidates_of(self, key: str) -> list[tuple[tuple[str, ...], int, Meaning]]:
        if len(self._candidates) > 200_000:
            self._candidates.clear()
        found = list(self._by_key.get(key, []))
        for cut in (1, 2):
            if len(key) > cut + 1 and all(letter in _PROCLITICS for letter in key[:cut]):
                found += [candidate for candidate in self._by_key.get(key[cut:], []) if candidate[1] == 0]
        if key.startswith("لل"):
            found += [candidate for candidate in self._by_key.get("ال" + key[2:], []) if candidate[1] == 0]
        return sorted(found, key=lambda candidate: -len(candidate[0]))

    @staticmethod
    def _cut(tokens: list[Token], first: int, keys: tuple[str, ...], proclitics: str) -> int | None:
        """How many code points of proclitics the first word carries; None where the phrase does not stand."""
        if first < 0 or first + len(keys) > len(tokens):
            return None
        for place in range(len(keys) - 1, 0, -1):
            if tokens[first + place].key != keys[place]:
                return None
        key, cut = tokens[first].key, 0
        if key.startswith("لل") and "ال" + key[2:] == keys[0]:
            return 1
        while key != keys[0]:
            if cut == 2 or len(key) < 3 or key[0] not in proclitics:
                return None
            key, cut = key[1:], cut + 1
        return cut


@dataclass(frozen=True)
class NumeralKnowledge:
    """Everything data/numerals.toml says, ready for use."""

    vocabulary: Vocabulary
    before: Phrases[BoundPhrase]
    after: Phrases[BoundPhrase]
    labels: Phrases[Context]
    ordinals: Phrases[Context]
    idioms: Phrases[Context]
    stops: Phrases[Context]
    words: dict[str, frozenset[str]]
    _speaks: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        numbers: list[NumberWord],
        bounds: list[BoundPhrase],
        contexts: list[Context],
        lists: list[WordList],
    ) -> NumeralKnowledge:
        """The entries of the file's four tables, by the words they are looked up with."""

        def of_kind(kind: str) -> list[Context]:
            return [context for context in contexts if context.kind == kind]

        return cls(
            Vocabulary.of(numbers),
            Phrases([bound for bound in bounds if bound.position == "before"], "last"),
            Phrases([bound for bound in bounds if bound.position == "after"], "first"),
            Phrases(of_kind("label"), "last"),
            Phrases(of_kind("ordinal"), "last"),
            Phrases(of_kind("idiom"), "any"),
            Phrases(of_kind("after"), "first"),
            {entry.id: frozenset(map(fold, entry.words)) for entry in lists},
        )

    def speaks(self, key: str) -> bool:
        """Whether a word beside a number may change what the number is: most words do not."""
        known = self._speaks.get(key)
        if known is None:
            if len(self._speaks) > 200_000:
                self._speaks.clear()
            known = self._speaks[key] = any(
                key[cut:] in self._speaking for cut in range(4) if cut == 0 or len(key) > cut + 1
            )
        return known

    @cached_property
    def _speaking(self) -> frozenset[str]:
        phrases = (self.before, self.after, self.labels, self.ordinals, self.stops)
        names = ("filler", "minus", "ordinal", "measure", "percent", "part", "degree")
        lists = [self.words[name] for name in names]
        around = {word for word in self.idioms.words if self.vocabulary.know(word)[1] is None}
        return frozenset().union(*(each.words for each in phrases), *lists, around, _GRAMMAR)


def load_numerals(path: Path) -> NumeralKnowledge:
    """Reads data/numerals.toml; KnowledgeError says what to mend."""
    return NumeralKnowledge.of(
        knowledge.load(path, "number", NumberWord),
        knowledge.load(path, "bound", BoundPhrase),
        knowledge.load(path, "context", Context),
        knowledge.load(path, "words", WordList),
    )
