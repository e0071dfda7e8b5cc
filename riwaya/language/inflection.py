"""A lexicon entry, and where its words stand in a text, in every form they take.

Belongs here: entries, what a token can be, matching of words and phrases, conditions on their company.
Does not: the forms of one word (forms.py), reading TOML (knowledge.py), what a hit means (framing.py, attribution.py, figures.py).

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

Optional attributes of an entry: ``plurals`` (broken plurals of the whole form, written like forms), ``gap``
(how many words may stand between two words of a form), ``enclitics`` (false: the first word is found without
them only), and conditions on the words around: ``not_after``,
``only_after`` (the word before the hit), ``not_before``, ``only_before`` (the word that follows), ``not_near``,
``only_near`` (within twenty words of the same sentence), ``not_inside`` (in a gap of the phrase). Words of a condition match with clitics and sound
inflection. ``not_written`` names spellings with marks that tell two words apart which fold together: a hit that
holds one of them is none (مسيّر for مسيرة).

``Lexicon(entries).find(text)`` gives hits in order, none overlapping: the first to begin, then the longest,
then the reading with the least taken off, then the entry that stands first. Only the words that stand in the
gap of a phrase may hold hits of their own (النظام in استعادت قوات النظام السيطرة). Offsets are on the text as
printed, spelling is folded (``spelling.fold``), tokens are whole: مسلم is never مسلح.

The method: forms are generated and looked up, no stemmer, no pattern of thousands of alternatives. What a
token can be is worked out once and remembered, so a warm lexicon reads a text at the pace of the tokeniser.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from riwaya.language import spelling
from riwaya.language.forms import BARE, HOSTS, PROCLITICS, SUFFIXES, WORD_CLASSES, surface_stems

__all__ = ["CONDITIONS", "WORD_CLASSES", "Collision", "Entry", "EntryLike", "Hit", "Lexicon", "surface_stems"]

# Scripts named one by one: this one class runs twice as fast as "[^\W\d_] or a mark".
_SCRIPTS = r"A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u05ff"
_TOKEN = re.compile(rf"[{spelling.LETTERS}{spelling.MARKS}{spelling.TATWEEL}{_SCRIPTS}]+|\d+")
LONGEST_TOKEN = 48  # longer runs are no word; they are not folded and not remembered
MEMO_SIZE = 400_000
_NO_PHRASE_CROSSES = re.compile(r"[.!?؟؛:،,…;|\n\r\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?؟؛\n\r\u2028\u2029]")
_LONE_PROCLITICS = {"ب", "ل", "ك", "ال", "بال", "لل", "و"}  # as in بـ"ثورات ملونة"
NEAR = 20
CONDITIONS = (
    *("not_before", "not_after", "not_near", "not_inside"),
    *("only_before", "only_after", "only_near"),
)


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


# What a token can be: slot -> (letters taken off, number or tense).
_Readings = dict[int, tuple[int, str]]


class _Reader:
    """Stems of slots, and what a token can be; every token is worked out once."""

    def __init__(self) -> None:
        self.stems: dict[str, list[tuple[int, int, str]]] = {}
        self.memo: dict[str, _Readings | None] = {}

    def add(self, slot: int, stem: str, dress: int, form: str) -> None:
        self.stems.setdefault(stem, []).append((slot, dress, form))

    def read(self, token: str) -> _Readings | None:
        try:
            return self.memo[token]
        except KeyError:
            pass
        if len(token) > LONGEST_TOKEN:
            return None
        if len(self.memo) >= MEMO_SIZE:
            self.memo.clear()
        readings = self._analyse(spelling.fold(token), not token.endswith("ة")) or None
        self.memo[token] = readings
        return readings

    def _analyse(self, token: str, may_own: bool) -> _Readings:
        """The readings of a folded token; a final taa marbuta is never the enclitic that it is folded with."""
        out: _Readings = {}
        suffixes = [
            (suffix, dress)
            for suffix, dress in SUFFIXES
            if token.endswith(suffix) and (may_own or suffix != "ه")
        ]
        for prefix, prefix_dress in PROCLITICS.items():
            if not token.startswith(prefix):
                continue
            for suffix, suffix_dress in suffixes:
                dress = prefix_dress & suffix_dress
                stem = token[len(prefix) : len(token) - len(suffix)]
                if not dress or stem not in self.stems:
                    continue
                # An enclitic is the rarer reading: إرهابي is the nisba before it is "my terror".
                cost = len(prefix) + 4 * len(suffix)
                for slot, allowed, form in self.stems[stem]:
                    # A construct without its ending may be another word: إرهابي is no dual of إرهاب.
                    own_cost = cost + (allowed & dress == BARE)
                    if allowed & dress and (slot not in out or own_cost < out[slot][0]):
                        out[slot] = (own_cost, form)
        return out


_Found = tuple[int, int, int, _Readings]  # index among the tokens, start, end, readings


class Lexicon(Generic[AnyEntry]):
    """Entries made ready to be found.

    ``inserts`` are set phrases that may stand between two words of any form, like ما وصفه in
    مكافحة ما وصفه بالإرهاب. Raises ValueError for an entry without a word or of an unknown class.

    >>> lexicon = Lexicon([Entry(("محتج",), "person"), Entry(("مكافحة الإرهاب",))])
    >>> [hit.text for hit in lexicon.find("وقال للمحتجين إن محتاجا مر")] == ["للمحتجين"]
    True
    """

    def __init__(self, entries: Iterable[AnyEntry], inserts: Sequence[str] = ()) -> None:
        self.entries: tuple[AnyEntry, ...] = tuple(entries)
        self._reader = _Reader()
        self._context = _Reader()
        self._context_slots: dict[str, int] = {}
        self._patterns: dict[int, _Pattern[AnyEntry]] = {}
        self._next_slot = 0
        self._inserts = {tuple(map(spelling.fold, insert.split())) for insert in inserts}
        self._conditions: list[tuple[tuple[str, frozenset[int]], ...]] = []
        for order, entry in enumerate(self.entries):
            self._add(entry, order)
        self._reach = max((pattern.gap for pattern in self._patterns.values()), default=0)
        self._reach = max([self._reach, *map(len, self._inserts)]) + 3

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
        conditions = ((name, getattr(entry, name, ())) for name in CONDITIONS)
        self._conditions.append(
            tuple((name, self._context_words(words)) for name, words in conditions if words)
        )

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

    def _context_words(self, words: Sequence[str]) -> frozenset[int]:
        slots = set()
        for word in words:
            slot = self._context_slots.setdefault(word, len(self._context_slots))
            slots.add(slot)
            for stem, dress, tag in surface_stems(word, "adjective"):
                self._context.add(slot, stem, dress, tag)
        return frozenset(slots)

    def collisions(self) -> list[Collision[AnyEntry]]:
        """Stems of one word that more than one entry claims, in the order in which they are preferred."""
        out = []
        for stem, readings in sorted(self._reader.stems.items()):
            patterns = (self._patterns.get(slot) for slot, _, _ in readings)
            orders = sorted({pattern.order for pattern in patterns if pattern and pattern.length == 1})
            if len(orders) > 1:
                out.append(Collision(stem, tuple(self.entries[order] for order in orders)))
        return out

    # -- finding

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit[AnyEntry]]:
        """The entries of ``text[start:end]`` in order, none overlapping; offsets into the whole text."""
        end = len(text) if end is None else end
        return self._hits(text, (start, end), self._read_tokens(text, start, end))

    def _hits(self, text: str, limits: tuple[int, int], found: list[_Found]) -> list[Hit[AnyEntry]]:
        out: list[Hit[AnyEntry]] = []
        position = 0
        while position < len(found):
            best = self._best(text, limits, found, position)
            if best is None:
                position += 1
                continue
            hit, words = best
            out.append(hit)
            for left, right in itertools.pairwise(words):
                if right - left > 1:
                    out.extend(self._hits(text, limits, found[left + 1 : right]))
            position = words[-1] + 1
        return out

    def _read_tokens(self, text: str, start: int, end: int) -> list[_Found]:
        """The tokens that may belong to an entry. A faster engine replaces this method and nothing else."""
        memo, read = self._reader.memo, self._reader.read
        out: list[_Found] = []
        for index, match in enumerate(_TOKEN.finditer(text, start, end)):
            token = match[0]
            readings = memo[token] if token in memo else read(token)
            if readings is not None:
                out.append((index, match.start(), match.end(), readings))
        return out

    def _best(
        self, text: str, limits: tuple[int, int], found: list[_Found], position: int
    ) -> tuple[Hit[AnyEntry], list[int]] | None:
        """The preferred hit that begins with a token, and where its words stand in ``found``."""
        candidates: list[tuple[int, int, int, int, list[int], str]] = []
        for slot, (cost, form) in found[position][3].items():
            pattern = self._patterns.get(slot)
            if pattern is None:
                continue
            words = [position] if pattern.length == 1 else self._words(text, found, position, pattern)
            if words is not None:
                candidates.append((-found[words[-1]][2], cost, pattern.order, slot, words, form))
        candidates.sort()
        start = found[position][1]
        for minus_end, _, order, slot, words, form in candidates:
            if self._allowed(order, text, (start, -minus_end), limits):
                lemma = self._patterns[slot].lemma
                hit = Hit(start, -minus_end, text[start:-minus_end], self.entries[order], lemma, form)
                return hit, words
        return None

    def _words(
        self, text: str, found: list[_Found], position: int, pattern: _Pattern[AnyEntry]
    ) -> list[int] | None:
        """Where the words of a phrase stand in ``found``, if all of them follow."""
        words = [position]
        for slot in range(pattern.first_slot + 1, pattern.first_slot + pattern.length):
            last = words[-1]
            for following in range(last + 1, min(last + 1 + self._reach, len(found))):
                if found[following][0] - found[last][0] > self._reach:
                    return None
                if slot in found[following][3]:
                    break
            else:
                return None
            if not self._may_stand_between(text[found[last][2] : found[following][1]], pattern.gap):
                return None
            words.append(following)
        return words

    def _may_stand_between(self, between: str, gap: int) -> bool:
        if between == " ":
            return True
        if _NO_PHRASE_CROSSES.search(between):
            return False
        words = tuple(map(spelling.fold, _TOKEN.findall(between)))
        if words and words[-1] in _LONE_PROCLITICS:
            words = words[:-1]
        return len(words) <= gap or words in self._inserts

    def _allowed(self, order: int, text: str, hit: tuple[int, int], limits: tuple[int, int]) -> bool:
        """Whether the spelling of a hit and the words around it meet the conditions of its entry."""
        written = text[hit[0] : hit[1]]
        if any(part in written for part in getattr(self.entries[order], "not_written", ())):
            return False
        for name, slots in self._conditions[order]:
            side = name.partition("_")[2]
            reach = NEAR if side == "near" else 1
            company: list[str] = []
            if side in ("after", "near"):
                company += _words_before(text, limits[0], hit[0], reach)
            if side in ("inside", "near"):
                company += _TOKEN.findall(written)[1:-1]
            if side in ("before", "near"):
                company += _words_after(text, hit[1], limits[1], reach)
            if any(self._context_hit(token, slots) for token in company) == name.startswith("not_"):
                return False
        return True

    def _context_hit(self, token: str, slots: frozenset[int]) -> bool:
        readings = self._context.read(token)
        return readings is not None and not slots.isdisjoint(readings)


def _words_before(text: str, start: int, position: int, count: int) -> list[str]:
    stretch = text[max(start, position - 24 * count) : position]
    boundary = _NO_PHRASE_CROSSES if count == 1 else _SENTENCE_END
    return _TOKEN.findall(boundary.split(stretch)[-1])[-count:]


def _words_after(text: str, position: int, end: int, count: int) -> list[str]:
    stretch = text[position : min(end, position + 24 * count)]
    boundary = _NO_PHRASE_CROSSES if count == 1 else _SENTENCE_END
    return _TOKEN.findall(boundary.split(stretch, maxsplit=1)[0])[:count]
