"""A lexicon entry, and where its words stand in a text, in every form they take.

Belongs here: entries, matching of words and phrases, which entry is preferred.
Does not: the forms of one word (forms.py), cutting a text into tokens (engines.py), whether conditions on company are
met (company.py), reading TOML (knowledge.py), what a hit means (framing.py, attribution.py, figures.py).

How to use it. Any object with ``forms`` and ``word_class`` is an entry (``EntryLike``); ``Entry`` is the
plainest one. A form is a dictionary form: one word, or several words parted by blanks; ``/`` parts
alternatives of one word::

    Entry(("محتج",), "person")
    Entry(("هجوم/هجمات انتحاري",), "noun nisba")
    Entry(("استعاد/يستعيد السيطرة/سيطرة",), "verb", gap=3)

``word_class`` names the class of each word, in order; words beyond the last named class are "bare".

    noun       dual, plural in ات, tanwin, construct, enclitics; ة -> ت before a suffix
    person     noun of masculine persons: dual and plural in ون/ين, loss of ن in construct; no feminine
    persons    the plural and dual of a person noun, without its singular
    adjective  (also: nisba, participle) masculine and feminine, dual, both sound plurals
    plural     a broken plural: tanwin, construct, enclitics; no dual, no further plural
    verb       perfect and imperfect, persons, genders, moods, future; the passive has the same letters.
               The imperfect is derived for sound verbs; give it after a ``/`` for weak ones: قال/يقول
    bare       as written, with clitics
    definite   written without the article, found only with it
    name       as written, with conjunctions and prepositions, no article and no suffix is added or taken off
    fixed      as written

Optional attributes of an entry:

    plurals     broken plurals of the whole form, written like forms
    gap         how many words may stand between two words of a form
    enclitics   false: the first word is found without them only
    not_after, only_after     words that must not, or must, stand right before the hit
    not_before, only_before   the same of the word that follows
    not_near, only_near       the same of twenty words on either side, in the same sentence
    not_inside  words that must not stand in a gap of the phrase
    not_written spellings with marks that tell two words apart which fold together (مسيّر for مسيرة)

Words of a condition match with clitics and sound inflection, after ``=`` with clitics only.

``Lexicon(entries).find(text)`` gives hits in order, none overlapping: the first to begin, then the longest,
then the reading with the least taken off, then the entry that stands first. Only the words that stand in the
gap of a phrase may hold hits of their own (النظام in استعادت قوات النظام السيطرة). Offsets are on the text as
printed, spelling is folded (``spelling.fold``), tokens are whole: مسلم is never مسلح.

The method: forms are generated and looked up, no stemmer, no pattern of thousands of alternatives. What a
token can be is worked out once and remembered. Which tokens are looked at is the business of an engine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from riwaya.language import spelling
from riwaya.language.company import CONDITIONS, NO_PHRASE_CROSSES, Company, Span
from riwaya.language.engines import TOKEN, Engine, cuts_a_token, make_engine
from riwaya.language.forms import HOSTS, LONGEST_TOKEN, WORD_CLASSES, Reader, surface_stems

__all__ = [
    "CONDITIONS",
    "LONGEST_TOKEN",
    "WORD_CLASSES",
    "Collision",
    "Entry",
    "EntryLike",
    "Hit",
    "Lexicon",
    "surface_stems",
]

_LONE_PROCLITICS = {"ب", "ل", "ك", "ال", "بال", "لل", "و"}  # as in بـ"ثورات ملونة"


class EntryLike(Protocol):
    """The least an entry has; the optional attributes are named in the module's docstring."""

    @property
    def forms(self) -> Sequence[str]: ...
    @property
    def word_class(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that carries nothing but its words."""

    forms: tuple[str, ...]
    word_class: str = "noun"
    plurals: tuple[str, ...] = ()
    gap: int = 0
    enclitics: bool = True
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_inside: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    not_written: tuple[str, ...] = ()


AnyEntry = TypeVar("AnyEntry", bound=EntryLike)


@dataclass(frozen=True, slots=True)
class Hit(Generic[AnyEntry]):
    """An entry found in a text; ``text[start:end] == hit.text``.

    ``lemma`` is the dictionary form that was found (of a plural that of its singular), ``form`` the number or
    tense of its first word: singular, dual, plural, perfect, imperfect.
    """

    start: int
    end: int
    text: str
    entry: AnyEntry
    lemma: str = ""
    form: str = "singular"


@dataclass(frozen=True, slots=True)
class Collision(Generic[AnyEntry]):
    """One surface form that several entries claim, in the order in which they are preferred."""

    form: str
    entries: tuple[AnyEntry, ...]


def _lemma(form: str) -> str:
    return " ".join(word.split("/")[0] for word in form.split())


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[AnyEntry]):
    """One form of an entry: its words have the slots ``first_slot``, ``first_slot + 1``, …"""

    entry: AnyEntry
    order: int
    lemma: str
    first_slot: int
    length: int
    gap: int


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """What a token may begin: its readings, as (slot, letters taken off, number or tense).

    ``alone``: whether an entry is this word alone. ``next_slots``: the second words of the phrases; ``reach``: how
    many words may stand before them.
    """

    readings: tuple[tuple[int, int, str], ...]
    alone: bool
    next_slots: frozenset[int]
    reach: int


_Found = tuple[int, int, _Beginnings]


class Lexicon(Generic[AnyEntry]):
    """Entries made ready to be found.

    ``inserts`` are set phrases that may stand between two words of any form, like ما وصفه in
    مكافحة ما وصفه بالإرهاب. ``engine`` is one of engines.ENGINES: the hits are the same, the pace is not. Raises
    ValueError for an entry without a word or of an unknown class.

    >>> lexicon = Lexicon([Entry(("محتج",), "person"), Entry(("مكافحة الإرهاب",))])
    >>> [hit.text for hit in lexicon.find("وقال للمحتجين إن محتاجا مر")] == ["للمحتجين"]
    True
    """

    def __init__(
        self, entries: Iterable[AnyEntry], inserts: Sequence[str] = (), engine: str = "python"
    ) -> None:
        self.entries: tuple[AnyEntry, ...] = tuple(entries)
        self.engine = engine
        self._reader = Reader()
        self._company = Company()
        self._patterns: dict[int, _Pattern[AnyEntry]] = {}
        self._next_slot = 0
        self._inserts = {tuple(map(spelling.fold, insert.split())) for insert in inserts}
        for order, entry in enumerate(self.entries):
            self._add(entry, order)
        self._longest_insert = max(map(len, self._inserts), default=0)
        self._reach = max((pattern.gap for pattern in self._patterns.values()), default=0)
        self._reach = max(self._reach, self._longest_insert) + 1
        tatweel = spelling.TATWEEL
        self._openers = {insert.split()[0] for insert in inserts} | _LONE_PROCLITICS
        self._openers |= {opener + tatweel for opener in _LONE_PROCLITICS}

    # -- making ready

    def _add(self, entry: AnyEntry, order: int) -> None:
        classes = entry.word_class.split() or ["noun"]
        plurals = getattr(entry, "plurals", ())
        lemmas = [_lemma(form) for form in entry.forms]
        for form, lemma in zip(entry.forms, lemmas, strict=True):
            self._add_form(entry, order, form, lemma, classes)
        paired = len(plurals) == len(lemmas)
        for number, form in enumerate(plurals):
            self._add_form(entry, order, form, lemmas[number if paired else 0], ["plural", *classes[1:]])
        self._company.add(entry)

    def _add_form(self, entry: AnyEntry, order: int, form: str, lemma: str, classes: list[str]) -> None:
        words = form.split()
        if not words:
            raise ValueError(f"{entry!r} has a form without a word. Write the word or take the form out.")
        first = self._next_slot
        self._next_slot += len(words)
        gap = getattr(entry, "gap", 0)
        self._patterns[first] = _Pattern(entry, order, lemma, first, len(words), gap)
        hosting = getattr(entry, "enclitics", True)
        for position, word in enumerate(words):
            word_class = classes[position] if position < len(classes) else "bare"
            refused = 0 if position or hosting else HOSTS
            for stem, dress, tag in surface_stems(word, word_class):
                self._reader.add(first + position, stem, dress & ~refused, tag)

    def collisions(self) -> list[Collision[AnyEntry]]:
        """Stems of one word that more than one entry claims, in the order in which they are preferred.

        That order is the one ``find`` keeps for the word as it stands: the least taken off, then the first entry.
        """
        out = []
        for stem, forms in sorted(self._reader.stems.items()):
            readings = self._reader.read(stem) or {}
            ranks: dict[int, int] = {}
            for slot in {slot for slot, _, _ in forms}:
                pattern = self._patterns.get(slot)
                if pattern and pattern.length == 1:
                    cost = readings[slot][0] if slot in readings else LONGEST_TOKEN  # only before an enclitic
                    ranks[pattern.order] = min(cost, ranks.get(pattern.order, cost))
            if len(ranks) > 1:
                orders = sorted(ranks, key=lambda order: (ranks[order], order))
                out.append(Collision(stem, tuple(self.entries[order] for order in orders)))
        return out

    # -- finding

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit[AnyEntry]]:
        """The entries of ``text[start:end]`` in order, none overlapping; offsets into the whole text."""
        limits = (start, len(text) if end is None else end)
        return self._hits(text, limits, self._read(text, limits))

    def find_in(self, text: str, stretches: Iterable[Span]) -> list[list[Hit[AnyEntry]]]:
        """For each stretch (start, end) what ``find`` gives; of many stretches of a text it is the faster way."""
        found = self._engine.find(text)
        out: list[list[Hit[AnyEntry]]] = []
        for limits in stretches:
            if cuts_a_token(text, limits[0]) or cuts_a_token(text, limits[1]):
                inside = self._read(text, limits)
            else:
                inside = found[bisect_left(found, limits[:1]) : bisect_left(found, limits[1:])]
            out.append(self._hits(text, limits, inside) if inside else [])
        return out

    @cached_property
    def _engine(self) -> Engine[_Beginnings]:
        stems = self._reader.stems.items()
        first = (stem for stem, slots in stems if any(slot in self._patterns for slot, _, _ in slots))
        return make_engine(self.engine, self._beginnings, first)

    def _read(self, text: str, limits: Span) -> list[_Found]:
        """The tokens of a stretch that may begin an entry."""
        start = limits[0]
        found = self._engine.find(text[start : limits[1]])
        return [(start + first, start + last, known) for first, last, known in found] if start else found

    def _beginnings(self, token: str) -> _Beginnings | None:
        readings = (self._reader.read(token) or {}).items()
        slots = tuple((slot, *reading) for slot, reading in readings if slot in self._patterns)
        if not slots:
            return None
        patterns = [self._patterns[slot] for slot, _, _ in slots]
        phrases = [pattern for pattern in patterns if pattern.length > 1]
        gap = max((pattern.gap for pattern in phrases), default=0)
        return _Beginnings(
            slots,
            len(phrases) < len(patterns),
            frozenset(pattern.first_slot + 1 for pattern in phrases),
            max(gap, self._longest_insert) + 1 if gap else 0,
        )

    def _hits(self, text: str, limits: Span, found: list[_Found]) -> list[Hit[AnyEntry]]:
        out: list[Hit[AnyEntry]] = []
        position = limits[0]
        for start, end, beginnings in found:
            if start < position:
                continue
            # Most words that could open a phrase open none: a look at the next words settles it.
            phrases = bool(beginnings.next_slots) and self._goes_on(text, end, limits[1], beginnings)
            if not phrases and not beginnings.alone:
                continue
            best = self._best(text, limits, (start, end), beginnings, phrases)
            if best is None:
                continue
            hit, words = best
            out.append(hit)
            position = hit.end
            for (_, left), (right, _) in pairwise(words):
                if right - left > 2:
                    inside = found[bisect_left(found, (left,)) : bisect_left(found, (right,))]
                    out.extend(self._hits(text, limits, inside))
        return out

    def _goes_on(self, text: str, start: int, end: int, beginnings: _Beginnings) -> bool:
        """Whether the second word of a phrase is in reach, or a word that may stand between any two."""
        readings_of = self._reader.memo
        for passed, match in enumerate(TOKEN.finditer(text, start, end)):
            token = match[0]
            readings = readings_of[token]
            if readings is not None and not beginnings.next_slots.isdisjoint(readings):
                return True
            if not passed and token in self._openers:
                return True
            if passed == beginnings.reach:
                return False
        return False

    def _best(
        self, text: str, limits: Span, first: Span, beginnings: _Beginnings, phrases: bool
    ) -> tuple[Hit[AnyEntry], list[Span]] | None:
        """The preferred hit that begins with a token, and where each of its words stands."""
        candidates: list[tuple[int, int, int, int, list[Span], str]] = []
        for slot, cost, form in beginnings.readings:
            pattern = self._patterns[slot]
            words: list[Span] | None = [first]
            if pattern.length > 1:
                words = self._words(text, first, limits[1], pattern) if phrases else None
            if words is not None:
                candidates.append((-words[-1][1], cost, pattern.order, slot, words, form))
        candidates.sort()
        start = first[0]
        for minus_end, _, order, slot, words, form in candidates:
            if self._company.allows(order, text, (start, -minus_end), limits):
                lemma = self._patterns[slot].lemma
                return Hit(start, -minus_end, text[start:-minus_end], self.entries[order], lemma, form), words
        return None

    def _words(self, text: str, first: Span, end: int, pattern: _Pattern[AnyEntry]) -> list[Span] | None:
        """Where the words of a phrase stand, if all of them follow the first."""
        words = [first]
        for slot in range(pattern.first_slot + 1, pattern.first_slot + pattern.length):
            word = self._next_word(text, words[-1][1], end, slot, pattern.gap)
            if word is None:
                return None
            words.append(word)
        return words

    def _next_word(self, text: str, start: int, end: int, slot: int, gap: int) -> tuple[int, int] | None:
        read = self._reader.read
        for passed, match in enumerate(TOKEN.finditer(text, start, end)):
            readings = read(match[0])
            if readings is not None and slot in readings:
                allowed = self._may_stand_between(text[start : match.start()], gap)
                return match.span() if allowed else None
            if readings is not None and slot - 1 in readings:
                return None  # the same word once more: the phrase begins there
            # Without a gap only a set phrase or a proclitic on its own may come between.
            if passed == self._reach or (not gap and not passed and match[0] not in self._openers):
                return None
        return None

    def _may_stand_between(self, between: str, gap: int) -> bool:
        if between == " ":
            return True
        if NO_PHRASE_CROSSES.search(between):
            return False
        words = tuple(map(spelling.fold, TOKEN.findall(between)))
        if words and words[-1] in _LONE_PROCLITICS:
            words = words[:-1]
        return len(words) <= gap or words in self._inserts
