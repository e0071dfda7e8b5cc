"""A sentence seen as words, nouns and frames, and the noun phrases in it that a number can count.

Belongs here: tokens, a number on its way to a figure, the ends of noun phrases, numbers joined to each other.
Does not: which word governs a number (governing.py), which numbers are figures (claims.py), any word list
(counting.py).

Every walk has a limit, so reading stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from riwaya.language.inflection import Hit
from riwaya.language.spelling import LETTERS, MARKS, TATWEEL, fold
from riwaya.reading.figures.counting import Counting, Frame, Noun
from riwaya.reading.figures.particles import (
    COMMAS,
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    LINKS,
    MARKS_OF_QUOTATION,
    RANKS,
    SUBSETS,
)

_TOKEN = re.compile(rf"[{LETTERS}{MARKS}{TATWEEL}]+|[^\W\d_]+|\d+|[^\w\s]")
ARTICLE = re.compile(r"\A[وف]?(?:[بك]?ال|لل)(?=\w{2})")
_FIRST_PERSON = re.compile("[وفسل]{0,2}[أان]")
_NISBA = re.compile(r"(?:ي|يا|يه|يين|يون|يتين|يتان|يان|يات)\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or a sign; ``key`` is the word folded."""

    start: int
    end: int
    text: str
    key: str

    @property
    def definite(self) -> bool:
        """Whether the word carries the article. A hamza tells the stem of ألغام from the article."""
        return bool(ARTICLE.match(self.text)) and not self.text.lstrip("وف").startswith(("ألـ", "إل", "أل"))


@dataclass(slots=True)
class Quantity:
    """A number on its way to a figure: words ``first`` to ``last`` (exclusive) of its sentence."""

    start: int
    end: int
    value: float
    value_high: float | None
    bound: str
    kind: str  # numeral | dual | singular
    first: int
    last: int
    noun: Noun | None = None
    phrase_first: int = -1
    phrase_last: int = -1
    unit: str | None = None
    counted: tuple[int, int] | None = None
    metric: str = "other"
    group: str | None = None
    status: str = "asserted"
    toll: str | None = None
    part: bool = False  # of the number before: ثلاث منهن
    people: bool = False  # a pronoun says that people are counted: إنقاذ 67 منهم
    governed: bool = False  # a word of its clause says what it measures
    doubtful: bool = False  # 1.400: thousands or decimals

    @property
    def after(self) -> int:
        """The first word after the number and its noun."""
        return max(self.last, self.phrase_last)


class Clause:
    """One sentence: its words, the nouns that can be counted, the frames that can govern.

    ``nouns`` and ``frames`` are keyed by the word at which they begin.
    """

    def __init__(self, text: str, start: int, end: int, known: Counting) -> None:
        self.text, self.start, self.end = text, start, end
        self.known = known
        self.tokens = [
            Token(m.start(), m.end(), m.group(), fold(m.group()))
            for m in _TOKEN.finditer(text, start, end)
            if m.group() != "#"  # the sign of a hashtag parts no phrase: عنصرا من #ميليشيا
        ]
        self._starts = [token.start for token in self.tokens]
        self.nouns: dict[int, Hit[Noun]] = {self.at(h.start): h for h in known.nouns.find(text, start, end)}

    @cached_property
    def frames(self) -> dict[int, tuple[int, Hit[Frame]]]:
        """Frames by their first word, each with its last word."""
        return {
            self.at(hit.start): (self.at(hit.end - 1), hit)
            for hit in self.known.frames.find(self.text, self.start, self.end)
            # "I" and "we" are no voices of the news: أجل and لندن are words, not verbs.
            if not self._is_first_person(hit)
            and not self._is_particle(self.at(hit.start))
            and not self._is_no_verb(hit)
        }

    @cached_property
    def frame_ends(self) -> dict[int, int]:
        """Where a frame of several words begins, by its last word."""
        return {last: first for first, (last, _) in self.frames.items() if last != first}

    @cached_property
    def subjects(self) -> dict[int, tuple[int, Frame]]:
        """Phrases whose subject is counted, by their first word, each with its last word."""
        found = self.known.subjects.find(self.text, self.start, self.end)
        return {self.at(hit.start): (self.at(hit.end - 1), hit.entry) for hit in found}

    @cached_property
    def marks(self) -> dict[int, str]:
        """Groups of people, by the word that shows them."""
        found = self.known.marks.find(self.text, self.start, self.end)
        return {self.at(hit.start): hit.entry.value for hit in found}

    def _is_first_person(self, hit: Hit[Frame]) -> bool:
        if hit.form != "imperfect" or hit.text.endswith("وا") or not _FIRST_PERSON.match(hit.text):
            return False
        key = fold(hit.text.split()[0])
        return not {key, key[1:]} & self.known.perfects

    def _is_no_verb(self, hit: Hit[Frame]) -> bool:
        """جندي, سلمي and متن have the letters of a verb with a suffix, and are none: على متنها 300 شخص."""
        key = fold(hit.text.split()[0])
        if key.lstrip("وف") in ("تمت", "يمت", "تفقد"):
            return True  # تم, مت and an inspection, not "she dies" and "is lost"
        if hit.form != "perfect":
            return False
        foreign = key.endswith("ي") and not {key, key[1:]} & self.known.perfects
        return foreign or key.lstrip("وب").startswith("متن")

    def _is_particle(self, index: int) -> bool:
        """فقد before a verb is a particle, not "was lost"."""
        if self.key(index) != "فقد":
            return False
        following = self.key(index + 1)
        return not (following.isdigit() or index + 1 in self.nouns or following in LINKS or following == "ما")

    def has(self, words: frozenset[str]) -> bool:
        """Whether one of some folded words stands in the sentence, with or without و, ف, ب, ل and the article."""
        return bool(words) and not self._bare_words.isdisjoint(words)

    @cached_property
    def _bare_words(self) -> frozenset[str]:
        return frozenset(ARTICLE.sub("", token.key) for token in self.tokens)

    def at(self, position: int) -> int:
        """The word that holds a position, or the last one before it."""
        return max(0, bisect_right(self._starts, position) - 1)

    def key(self, index: int) -> str:
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def text_at(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def noun(self, index: int) -> Hit[Noun] | None:
        """The countable noun that begins at a word; one with a possessive (منزلهم) is none."""
        hit = self.nouns.get(index)
        if hit is None or not 0 <= index < len(self.tokens):
            return None
        if hit.entry.kind == "name" or (
            hit.form == "singular" and not _is_bare(self.tokens[index].key, hit.entry)
        ):
            return None
        owned = self.tokens[index].text.endswith("ه") and not fold(hit.entry.lemma).endswith("ه")
        if owned and hit.form == "singular":
            return None  # وفاة ملحنه, which folds together with ملحنة
        return hit

    # -- the noun phrase that a number counts

    def phrase_end(self, index: int) -> int:
        """The word after the noun phrase that begins at a noun: adjectives, one من-complement, a second noun."""
        head = self.noun(index)
        position = index + 1
        if head is None:
            return position
        kind = head.entry.kind
        if kind in ("time", "measure"):
            return position
        while self.is_adjective(position):
            position += 1
        following = self.noun(position)
        if (
            kind == "thing"
            and head.form == "singular"
            and following is not None
            and self.key(position).startswith("و")
            and following.form == "singular"
            and following.entry.kind in ("thing", "count")
            and not self.tokens[position].definite
        ):
            return position + 1
        if self.key(position) == "من" and kind in ("person", "thing"):
            return self.partitive_end(position, head.entry) or position
        if (
            self.marks.get(position)
            and not self.key(position).startswith("و")
            and not self.tokens[index].definite
        ):
            return self.construct_end(position)
        return position

    def partitive_end(self, position: int, head: Noun | None = None) -> int | None:
        """The end of من with the noun phrase after it, if that names people or things; None otherwise."""
        first = position + 1
        while self.key(first) in RANKS:
            first += 1
        if first >= len(self.tokens) or self._closes(first):
            return None
        hit = self.noun(first)
        if head is not None and head.unit == "piece":
            return self.construct_end(first) if self.tokens[first].definite else None
        if head is not None and head.kind == "person" and hit is not None and hit.entry.kind != "person":
            return self.construct_end(first) if first in self.marks else None
        if hit is None and first not in self.marks and not self.heads_people(first):
            return None
        owned = hit is not None and hit.entry.kind in ("thing", "place") and not self.tokens[first].definite
        if head is None and owned and self.key(first).endswith(("هم", "ها", "هن", "هما")):
            return None  # فرار 90 ألفا من منازلهم
        if hit is not None and hit.entry.kind in ("place", "time"):
            return None
        return self.construct_end(first)

    def heads_people(self, index: int) -> bool:
        """Whether an unknown word is a sound plural in construct, a word for people: ثمانية من مديري الشركة."""
        key = self.key(index)
        if index in self.nouns or len(key) < 5 or self.tokens[index].definite or key in FUNCTION_WORDS:
            return False
        following = index + 1 < len(self.tokens) and self.tokens[index + 1].definite
        return key.endswith("ي") and following

    def construct_end(self, position: int) -> int:
        limit = position + 5
        open_construct = True
        while position < min(limit, len(self.tokens)) and not self._closes(position):
            token = self.tokens[position]
            if position in self.frames or not (open_construct or token.definite):
                break
            if token.key.startswith("و") and not open_construct:
                break
            open_construct = not token.definite
            position += 1
        return position

    def _closes(self, index: int) -> bool:
        token = self.tokens[index]
        return not token.text[0].isalpha() or token.key in FUNCTION_WORDS or token.key in COMPLEMENTISERS

    def is_adjective(self, index: int) -> bool:
        """Whether an indefinite nisba stands at a word, and describes the noun before it."""
        if index >= len(self.tokens) or self._closes(index):
            return False
        key = self.tokens[index].key
        noun_here = self.noun(index)
        if noun_here is None and key.endswith("ي") and key[:1] in "يت":  # a verb: تدعى, تؤوي
            return False
        plain = noun_here is None or noun_here.entry.word_class == "adjective" or key.endswith("ي")
        return (
            len(key) >= 4
            and plain
            and bool(_NISBA.search(key))
            and not self.tokens[index].definite
            and not (key.startswith("و"))
        )

    def take(self, quantity: Quantity, index: int, first: int | None = None, end: int | None = None) -> None:
        """The noun at a word is what the number counts."""
        if first is not None:
            while self.key(index) in RANKS:
                index += 1
            quantity.unit = "person" if self.heads_people(index) else quantity.unit
        hit = self.nouns.get(index)
        inner = self.noun(index + 1)
        if first is not None and hit is not None and hit.entry.kind == "count" and index in self.marks:
            hit, quantity.unit, quantity.people = None, "person", True  # 16 من ميليشيا الجبل, 69 من القوات
        if hit is not None and hit.entry.unit == "instance":
            framed = self.frames.get(index + 1)
            if inner is not None and inner.entry.strong:
                quantity.noun, quantity.toll = inner.entry, inner.entry.metric
            elif framed is not None and framed[1].entry.role == "action":
                quantity.toll = framed[1].entry.metric
        if quantity.noun is None:
            quantity.noun = hit.entry if hit is not None else None
        if quantity.toll and quantity.noun is not None and not quantity.noun.strong:
            quantity.unit = "person"
        quantity.phrase_first = index if first is None else first
        quantity.phrase_last = self.phrase_end(index) if end is None else end
        start = self.tokens[quantity.phrase_first].start
        if hit is not None and first is None:
            start = hit.start + proclitics(hit, self.tokens[index].definite)
        quantity.counted = (start, self.end_of(quantity.phrase_last))
        if first is not None:
            quantity.group = self.marks.get(index)

    def end_of(self, index: int) -> int:
        return self.tokens[min(index, len(self.tokens)) - 1].end

    def joined(self, prior: Quantity, quantity: Quantity) -> bool:
        """Whether a number is joined to the one before it: و, بينهم, إضافة إلى and the like, and nothing else."""
        between = range(prior.after, quantity.first)
        if len(between) > 8:
            return False
        words = [self.tokens[i] for i in between]
        if all(
            token.key in LINKS
            or token.text in COMMAS
            or token.text in MARKS_OF_QUOTATION
            or self.is_adjective(i)
            for i, token in zip(between, words, strict=True)
        ):
            return True
        # و directly before the number joins it over a place or an adjective: مقتل 3 في بغداد و5 في البصرة.
        last = self.key(quantity.first - 1)
        joined = last in SUBSETS or last == "و" or self._starts_with_and(quantity)
        return joined and not any(i in self.frames for i in between)

    def _starts_with_and(self, quantity: Quantity) -> bool:
        token = self.tokens[quantity.first]
        return token.start < quantity.start and token.key.startswith("و")


@lru_cache(maxsize=50_000)
def _is_bare(key: str, noun: Noun) -> bool:
    """Whether a folded word is the singular itself and carries no possessive: منزل, منزلا, not منزله."""
    lemma = fold(noun.lemma).split()[0]
    endings = ["", "ا"]
    if noun.word_class == "adjective":
        endings += ["ه"]
    return any(
        key.endswith(lemma + ending) and len(key) - len(lemma) - len(ending) <= 4 for ending in endings
    )


def proclitics(hit: Hit[Noun], definite: bool) -> int:
    """How many letters of a hit are proclitics: و, ف, and ب or ل before an indefinite noun."""
    text, stems = hit.text, [fold(w) for w in (*hit.entry.forms, *hit.entry.plurals)]
    if definite:
        return 1 if text[:1] in "وف" and not text.startswith("وال" + "د") else 0
    for cut in (0, 1, 2):
        rest = fold(text[cut:])
        if any(rest.startswith(stem[: max(2, len(stem) - 1)]) for stem in stems):
            return cut
    return 0
