"""What is known of speakers before an article is read: people, institutions, countries, words that head a speaker.

Belongs here: the records of data/speakers.toml and their look-up.
Does not: where a speaker's phrase ends (phrases.py), what a phrase is called in an article (names.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from riwaya.language.knowledge import KnowledgeError, load
from riwaya.language.memo import Memo
from riwaya.language.spelling import fold

_PREFIX = re.compile(r"(?:وال|فال|بال|كال|لل|ال|و|ف|ب|ل)")


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its names (capitals that stand for it too) and its adjectives, canonical ones first."""

    id: str
    name_en: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A person or institution that news of 2010 to 2026 quotes; aliases are enough to know it by."""

    id: str
    name_ar: str
    name_en: str
    kind: str  # person | institution
    aliases: tuple[str, ...]
    country: str | None = None
    office: str | None = None
    examples: tuple[str, ...] = ()  # own sentences that the speaker speaks in

    def check(self) -> str | None:
        return (
            None
            if self.kind in ("person", "institution")
            else f"kind is {self.kind!r}. Use person or institution."
        )


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of one grammatical use, without the article."""

    id: str
    forms: tuple[str, ...]


_LISTS = (
    "person_head", "rank", "institution_head", "document", "source_noun", "national_head", "derived_head",
    "adjunct", "adjunct_noun", "medium", "lead", "masdar", "feminine", "masculine", "no_preposition", "no_source",
    "verb", "masdar_or_name", "month",
)  # fmt: skip


# A country that a word names or describes, how much that counts, whether a speaker's phrase may begin at it.
Use = tuple[Country | None, int, bool]


class Speakers:
    """What is known of speakers before an article is read."""

    def __init__(
        self, countries: Iterable[Country], known: Iterable[KnownSpeaker], lists: Iterable[WordList]
    ) -> None:
        self.countries = tuple(countries)
        self.known = tuple(known)
        self.words = {entry.id: frozenset(map(fold, entry.forms)) for entry in lists}
        self.possessed = frozenset(_possessed(self.words.get("person_head", frozenset())))
        self.words["person_head"] = self.words.get("person_head", frozenset()) | self.possessed
        self.masdars: dict[tuple[str, str], bool] = {}  # words looked at before: phrases.is_masdar
        self.split: dict[str, tuple[str, str]] = {}  # phrases taken apart before: titles.split
        self._had = {use: Memo(partial(_is_among, words)) for use, words in self.words.items()}
        self._nation_of = Memo(self._nation)
        self.uses = Memo(self._use)
        self.nations: dict[str, Country] = {}
        self.adjectives: dict[str, Country] = {}
        self.half_adjectives: set[str] = set()  # first words of كوري شمالي
        self.exact_nations: set[str] = set()  # with their articles: السورية is no country, العراق is
        self._long_nations: dict[str, list[tuple[str, ...]]] = {}
        for country in self.countries:
            for name in country.names:
                self.nations.setdefault(bare(fold(name)), country)
                self.exact_nations.add(fold(name))
                words = tuple(fold(name).split())
                if len(words) > 1:
                    self._long_nations.setdefault(words[0], []).append(words)
            for adjective in map(fold, country.adjectives):
                if " " in adjective:
                    self.half_adjectives |= {adjective.split()[0], adjective.split()[0] + "ه"}
                    continue  # كوري شمالي: its second word alone names no country
                stem = adjective
                for form in (stem, stem + "ه", stem + "ون", stem + "ين", stem + "تين", stem + "ان"):
                    self.adjectives.setdefault(form, country)
        for long in self._long_nations.values():
            long.sort(key=len, reverse=True)
        self.aliases: dict[str, list[tuple[tuple[str, ...], KnownSpeaker]]] = {}
        for speaker in self.known:
            for alias in speaker.aliases:
                words = tuple(fold(alias).split())
                self.aliases.setdefault(words[0], []).append((words, speaker))
        # Names of one word, and whose they are: يوسف begins many names, ماكرون is one.
        self.surnames = {
            first: entry[1]
            for first, entries in self.aliases.items()
            for entry in entries
            if len(entry[0]) == 1
        }
        for entries in self.aliases.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def has(self, use: str, norm: str) -> bool:
        """Whether a folded word, with or without clitics and article, is in a list."""
        return self._had[use][norm]

    def nation(self, norm: str) -> Country | None:
        """The country that a folded word names or describes: روسيا, الروسية, وروسي."""
        return self._nation_of[norm]

    def _nation(self, norm: str) -> Country | None:
        stem = bare(norm)
        return (
            self.adjectives.get(stem)
            or self.nations.get(stem)
            or self.adjectives.get(norm)
            or self.nations.get(norm)
        )

    def _use(self, norm: str) -> Use | None:
        """What a folded word says of who an article's speakers are; asked of every token, and mostly nothing."""
        country = self.nation(norm)
        if country is not None and bare(norm) in ("مالي", "ماليه"):
            country = None  # مالية: of money
        head = self.has("person_head", norm) or self.has("institution_head", norm)
        return (country, 1 + (bare(norm) in self.nations), head) if country is not None or head else None

    def nation_end(self, norms: Sequence[str], index: int) -> int | None:
        """The index after a country's name that begins at a word: كوريا الشمالية, وروسيا; None where none does."""
        norm = norms[index]
        for first in dict.fromkeys((norm, norm[1:] if norm[:1] == "و" else norm)):
            for words in self._long_nations.get(first, ()):
                if tuple(norms[index + 1 : index + len(words)]) == words[1:]:
                    return index + len(words)
            if bare(first) in self.nations:
                return index + 1
        return None

    def known_at(self, norms: Sequence[str], index: int) -> tuple[KnownSpeaker, int] | None:
        """The known speaker whose alias begins at a word, and the index after it."""
        norm = norms[index]
        for first in dict.fromkeys((norm, norm[1:] if norm[:1] in ("و", "ب", "ل", "ف") else norm)):
            for words, speaker in self.aliases.get(first, ()):
                if tuple(norms[index + 1 : index + len(words)]) == words[1:]:
                    return speaker, index + len(words)
        return None


def _possessed(heads: frozenset[str]) -> Iterable[str]:
    """Heads of persons with a pronoun that says whose they are: زوجها, محاميته, رئيسهم."""
    for head in heads:
        if head.endswith("ه"):
            yield from (head[:-1] + ending for ending in ("ته", "تها", "تهم", "تهما"))
        elif not head.endswith(("ها", "هم", "ون", "ين", "و", "ا")):
            yield from (head + ending for ending in ("ها", "هم", "هما"))


def _is_among(words: frozenset[str], norm: str) -> bool:
    return norm in words or bare(norm) in words


@lru_cache(maxsize=100_000)
def bare(norm: str) -> str:
    """A folded word without its article and what is joined before it."""
    match = _PREFIX.match(norm)
    if match and len(norm) - match.end() >= 2 and match.group() not in "وفبل":
        return norm[match.end() :]
    return norm


def load_speakers(path: Path) -> Speakers:
    """The countries, known speakers and word lists of a TOML file. Raises KnowledgeError."""
    lists = load(path, "words", WordList)
    missing = set(_LISTS) - {entry.id for entry in lists}
    if missing:
        raise KnowledgeError(f"{path}: words {', '.join(sorted(missing))} missing. Add the lists.")
    return Speakers(load(path, "country", Country), load(path, "speaker", KnownSpeaker), lists)
