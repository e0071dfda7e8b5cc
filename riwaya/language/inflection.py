"""A lexicon entry, and where its words stand in a text, in every form they take.

Belongs here: entries, matching of words and phrases, which entry is preferred.
Does not: the forms of one word (forms.py), entries made ready (patterns.py), cutting a text into tokens (engines.py),
walking from word to word (neighbours.py), whether conditions on company are met (company.py), reading TOML (knowledge.py), what a hit means (framing.py, attribution.py, figures.py).

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
from itertools import islice, pairwise
from typing import Generic, NamedTuple

from riwaya.language import spelling
from riwaya.language.company import CONDITIONS, NO_PHRASE_CROSSES, Company, Span
from riwaya.language.engines import TOKEN, Engine, cuts_a_token, make_engine
from riwaya.language.forms import LONGEST_TOKEN, WORD_CLASSES, surface_stems
from riwaya.language.neighbours import Neighbours
from riwaya.language.patterns import BEGINNING, AnyEntry, EntryLike, Known, Pattern, Patterns

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

_NONE: frozenset[int] = frozenset()
# Sentences begin after one of these and end before one: no token holds it.
_PARTING = frozenset(("", " ", "\n", ".", "!", "؟", "…"))
_LONE_PROCLITICS = {"ب", "ل", "ك", "ال", "بال", "لل", "و"}  # as in بـ"ثورات ملونة"


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


class Hit(NamedTuple, Generic[AnyEntry]):
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


_Found = tuple[int, int, Known[AnyEntry]]


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
        self,
        entries: Iterable[AnyEntry],
        inserts: Sequence[str] = (),
        engine: str = "python",
        common: Sequence[str] = (),
    ) -> None:
        self.entries: tuple[AnyEntry, ...] = tuple(entries)
        self.engine = engine
        self._inserts = {tuple(map(spelling.fold, insert.split())) for insert in inserts}
        self._longest_insert = max(map(len, self._inserts), default=0)
        self._company = Company()
        self._patterns: Patterns[AnyEntry] = Patterns(self._longest_insert)
        for order, entry in enumerate(self.entries):
            self._patterns.add(entry, order, conditional=self._company.add(entry))
        self._patterns.anchor(common)
        self._words = Neighbours(self._patterns.reader)
        gap = max((pattern.gap for pattern in self._patterns.by_slot.values()), default=0)
        self._reach = max(gap, self._longest_insert) + 1
        lone = _LONE_PROCLITICS | {proclitic + spelling.TATWEEL for proclitic in _LONE_PROCLITICS}
        self._openers = lone | {insert.split()[0] for insert in inserts}
        self._closers = _LONE_PROCLITICS | {insert[-1] for insert in self._inserts}

    def collisions(self) -> list[Collision[AnyEntry]]:
        """Stems of one word that more than one entry claims, in the order in which they are preferred.

        That order is the one ``find`` keeps for the word as it stands: the least taken off, then the first entry.
        """
        return [
            Collision(stem, tuple(self.entries[order] for order in orders))
            for stem, orders in self._patterns.collisions()
        ]

    # -- finding

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit[AnyEntry]]:
        """The entries of ``text[start:end]`` in order, none overlapping; offsets into the whole text."""
        limits = (start, len(text) if end is None else end)
        return self._hits(text, limits, self._with_openers(text, start, self._read(text, limits)))

    def find_in(self, text: str, stretches: Sequence[Span]) -> list[list[Hit[AnyEntry]]]:
        """For each stretch (start, end) what ``find`` gives; of many stretches of a text it is the faster way.

        Stretches stand in their order and do not overlap.
        """
        out: list[list[Hit[AnyEntry]]] = [[] for _ in stretches]
        found = self._engine.find(text)
        cut = not _PARTING.issuperset({text[start - 1 : start] for start, _ in stretches}) or not (
            _PARTING.issuperset({text[end : end + 1] for _, end in stretches})
        )
        waiting = iter(found)
        token = next(waiting, None)
        for number, (start, end) in enumerate(stretches):
            inside = []
            while token is not None and token[0] < end:
                if token[0] >= start:
                    inside.append(token)
                token = next(waiting, None)
            if cut and (cuts_a_token(text, start) or cuts_a_token(text, end)):
                out[number] = self.find(text, start, end)
            elif inside:
                out[number] = self._hits(text, (start, end), self._with_openers(text, start, inside))
        return out

    def candidates(self, text: str) -> list[Span]:
        """The tokens (start, end) that call for a look: each is a word of an entry, what it comes to is not settled."""
        return [(start, end) for start, end, _ in self._engine.find(text)]

    @cached_property
    def _engine(self) -> Engine[Known[AnyEntry]]:
        return make_engine(self.engine, self._patterns.worth_a_look, self._patterns.anchor_stems())

    def _read(self, text: str, limits: Span) -> list[_Found[AnyEntry]]:
        """The tokens of a stretch that call for a look."""
        start = limits[0]
        found = self._engine.find(text[start : limits[1]])
        return [(start + first, start + last, known) for first, last, known in found] if start else found

    def _hits(self, text: str, limits: Span, found: list[_Found[AnyEntry]]) -> list[Hit[AnyEntry]]:
        out: list[Hit[AnyEntry]] = []
        position = limits[0]
        for start, end, known in found:
            if start < position:
                continue
            if known.sure is not None:
                out.append(Hit(start, end, text[start:end], *known.sure))
                position = end
                continue
            # Most words that could open a phrase open none: a look at the next words settles it.
            seconds = self._seconds(text, end, limits[1], known) if known.seconds else _NONE
            if not seconds:
                for order, entry, lemma, form in known.alone:
                    if self._company.allows(order, text, (start, end), limits):
                        out.append(Hit(start, end, text[start:end], entry, lemma, form))
                        position = end
                        break
                continue
            best = self._best(text, limits, (start, end), known, seconds)
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

    def _with_openers(self, text: str, start: int, found: list[_Found[AnyEntry]]) -> list[_Found[AnyEntry]]:
        """The tokens that call for a look, and the first words of phrases that are sought from their second word."""
        openers: dict[int, _Found[AnyEntry]] = {}
        for begin, _, known in found:
            if not known.closes:
                continue
            before = self._words.last_before(text, start, begin)
            if before is None:
                continue
            offset, word = before
            if word.readings is not None and not known.closes.isdisjoint(word.readings):
                openers[offset + word.start] = (
                    offset + word.start,
                    offset + word.end,
                    self._patterns.known[word.text],
                )
            if known.back or spelling.fold(word.text) in self._closers:
                # Other words, a set phrase or a proclitic of its own may come between.
                farthest = max(known.back, self._longest_insert) + 2
                for other in islice(self._words.before(text, start, begin), 1, farthest):
                    if other.readings is not None and not known.closes.isdisjoint(other.readings):
                        openers[other.start] = (other.start, other.end, self._patterns.known[other.text])
        if not openers:
            return found
        openers.update((token[0], token) for token in found)
        return [openers[place] for place in sorted(openers)]

    def _seconds(self, text: str, start: int, end: int, known: Known[AnyEntry]) -> frozenset[int]:
        """The second words of phrases that are in reach; all of them where a set phrase may come between."""
        if not known.reach and text[start : start + 1] == " ":
            beginning = self._patterns.beginning[text[start + 1 : start + 1 + BEGINNING]]
            if beginning is not None and beginning not in known.beginnings:
                return _NONE
        after = self._words.first_after(text, start, end)
        if after is None:
            return _NONE
        offset, word = after
        if word.text in self._openers:
            return known.seconds
        seconds = _NONE if word.readings is None else known.seconds.intersection(word.readings)
        for other in islice(self._words.after(text, offset + word.end, end), known.reach):
            if other.readings is not None:
                seconds |= known.seconds.intersection(other.readings)
        return seconds

    def _best(
        self, text: str, limits: Span, first: Span, known: Known[AnyEntry], seconds: frozenset[int]
    ) -> tuple[Hit[AnyEntry], list[Span]] | None:
        """The preferred hit that begins with a token, and where each of its words stands."""
        candidates: list[tuple[int, int, int, int, list[Span], str]] = []
        for slot, cost, form in known.readings:
            pattern = self._patterns.by_slot[slot]
            words: list[Span] | None = [first]
            if pattern.length > 1:
                words = self._follow(text, first, limits[1], pattern) if slot + 1 in seconds else None
            if words is not None:
                candidates.append((-words[-1][1], cost, pattern.order, slot, words, form))
        candidates.sort()
        start = first[0]
        for minus_end, _, order, slot, words, form in candidates:
            if self._company.allows(order, text, (start, -minus_end), limits):
                lemma = self._patterns.by_slot[slot].lemma
                return Hit(start, -minus_end, text[start:-minus_end], self.entries[order], lemma, form), words
        return None

    def _follow(self, text: str, first: Span, end: int, pattern: Pattern[AnyEntry]) -> list[Span] | None:
        """Where the words of a phrase stand, if all of them follow the first."""
        words = [first]
        for slot in range(pattern.first_slot + 1, pattern.first_slot + pattern.length):
            word = self._next_word(text, words[-1][1], end, slot, pattern.gap)
            if word is None:
                return None
            words.append(word)
        return words

    def _next_word(self, text: str, start: int, end: int, slot: int, gap: int) -> tuple[int, int] | None:
        for passed, word in enumerate(self._words.after(text, start, end)):
            readings = word.readings
            if readings is not None and slot in readings:
                allowed = self._may_stand_between(text[start : word.start], gap)
                return (word.start, word.end) if allowed else None
            if readings is not None and slot - 1 in readings:
                return None  # the same word once more: the phrase begins there
            # Without a gap only a set phrase or a proclitic on its own may come between.
            if passed == self._reach or (not gap and not passed and word.text not in self._openers):
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
