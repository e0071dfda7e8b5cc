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


# Few letters can begin a proclitic: most tokens are looked up as they stand.
_NO_PREFIX = [("", PROCLITICS[""])]
_PREFIXES_BY_LETTER = {
    letter: [(prefix, dress) for prefix, dress in PROCLITICS.items() if prefix[:1] in ("", letter)]
    for letter in {prefix[:1] for prefix in PROCLITICS if prefix}
}


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
        suffixes = [end for end in SUFFIXES if token.endswith(end[0]) and (may_own or end[0] != "ه")]
        stems = self.stems
        for prefix, prefix_dress in _PREFIXES_BY_LETTER.get(token[:1], _NO_PREFIX):
            if not token.startswith(prefix):
                continue
            for suffix, suffix_dress in suffixes:
                stem = token[len(prefix) : len(token) - len(suffix)]
                dress = prefix_dress & suffix_dress
                if not dress or stem not in stems:
                    continue
                # An enclitic is the rarer reading: إرهابي is the nisba before it is "my terror".
                cost = len(prefix) + 4 * len(suffix)
                for slot, allowed, form in stems[stem]:
                    # A construct without its ending may be another word: إرهابي is no dual of إرهاب.
                    own_cost = cost + (allowed & dress == BARE)
                    if allowed & dress and (slot not in out or own_cost < out[slot][0]):
                        out[slot] = (own_cost, form)
        return out


# A token that may begin an entry: start, end, its readings that begin one as (slot, cost, number or tense).
_Beginnings = tuple[tuple[int, int, str], ...]
_Found = tuple[int, int, _Beginnings]
_UNREAD: _Beginnings = ((-1, 0, ""),)
_OPEN = -1
_OPENING: _Readings = {_OPEN: (0, "")}


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
        self._beginnings: dict[str, _Beginnings] = {}
        self._inserts = {tuple(map(spelling.fold, insert.split())) for insert in inserts}
        self._conditions: list[tuple[tuple[str, frozenset[int]], ...]] = []
        for order, entry in enumerate(self.entries):
            self._add(entry, order)
        self._reach = max((pattern.gap for pattern in self._patterns.values()), default=0)
        self._reach = max([self._reach, *map(len, self._inserts)]) + 1
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
            stems = surface_stems(word[1:], "bare") if word[:1] == "=" else surface_stems(word, "adjective")
            for stem, dress, tag in stems:
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
        limits = (start, len(text) if end is None else end)
        return self._hits(text, limits, self._read_tokens(text, *limits))

    def _hits(self, text: str, limits: tuple[int, int], found: list[_Found]) -> list[Hit[AnyEntry]]:
        out: list[Hit[AnyEntry]] = []
        position = limits[0]
        for start, end, beginnings in found:
            if start < position:
                continue
            best = self._best(text, limits, (start, end), beginnings)
            if best is None:
                continue
            hit, words = best
            out.append(hit)
            position = hit.end
            for (_, left), (right, _) in itertools.pairwise(words):
                if right - left > 2:
                    inside = [token for token in found if left <= token[0] and token[1] <= right]
                    out.extend(self._hits(text, limits, inside))
        return out

    def _read_tokens(self, text: str, start: int, end: int) -> list[_Found]:
        """The tokens that may begin an entry. A faster engine replaces this method and nothing else."""
        remembered = self._beginnings.get
        seen = [
            (match.start(), match.end(), beginnings)
            for match in _TOKEN.finditer(text, start, end)
            if (beginnings := remembered(match[0], _UNREAD))
        ]
        out: list[_Found] = []
        for first, last, beginnings in seen:
            known = self._read_beginnings(text[first:last]) if beginnings is _UNREAD else beginnings
            if known:
                out.append((first, last, known))
        return out

    def _read_beginnings(self, token: str) -> _Beginnings:
        readings = self._reader.read(token) or {}
        slots = ((slot, *reading) for slot, reading in readings.items() if slot in self._patterns)
        beginnings = tuple(slots)
        if len(token) <= LONGEST_TOKEN:
            if len(self._beginnings) >= MEMO_SIZE:
                self._beginnings.clear()
            self._beginnings[token] = beginnings
        return beginnings

    def _best(
        self, text: str, limits: tuple[int, int], first: tuple[int, int], beginnings: _Beginnings
    ) -> tuple[Hit[AnyEntry], list[tuple[int, int]]] | None:
        """The preferred hit that begins with a token, and where each of its words stands."""
        candidates: list[tuple[int, int, int, int, list[tuple[int, int]], str]] = []
        following: _Readings | None = None
        for slot, cost, form in beginnings:
            pattern = self._patterns[slot]
            words: list[tuple[int, int]] | None = [first]
            if pattern.length > 1:
                # Most words that could open a phrase open none: one look at the next word settles it.
                following = self._following(text, first[1], limits[1]) if following is None else following
                near = pattern.gap or slot + 1 in following or _OPEN in following
                words = self._words(text, first, limits[1], pattern) if near else None
            if words is not None:
                candidates.append((-words[-1][1], cost, pattern.order, slot, words, form))
        candidates.sort()
        start = first[0]
        for minus_end, _, order, slot, words, form in candidates:
            if self._allowed(order, text, (start, -minus_end), limits):
                lemma = self._patterns[slot].lemma
                return Hit(start, -minus_end, text[start:-minus_end], self.entries[order], lemma, form), words
        return None

    def _following(self, text: str, start: int, end: int) -> _Readings:
        """The readings of the next word; _OPEN among them if it may stand between the words of any phrase."""
        match = _TOKEN.search(text, start, end)
        if match is None:
            return {}
        return _OPENING if match[0] in self._openers else self._reader.read(match[0]) or {}

    def _words(
        self, text: str, first: tuple[int, int], end: int, pattern: _Pattern[AnyEntry]
    ) -> list[tuple[int, int]] | None:
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
        for passed, match in enumerate(_TOKEN.finditer(text, start, end)):
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
