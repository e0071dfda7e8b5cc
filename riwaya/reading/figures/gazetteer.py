"""What is known of places: countries, their towns and regions, and the words that head and tie a place.

Belongs here: the records of data/places.toml, names by folded form, the country that an article is of.
Does not: place phrases in a sentence (places.py), which place a number is of (scopes.py).

The Arabic names of countries are those of the Unicode CLDR, through Babel; they are the canonical ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from riwaya.language import knowledge
from riwaya.language.spelling import fold
from riwaya.language.tokens import Token, tokenize

KINDS = ("site", "city", "region", "country", "wide")
_ENDINGS = ("ه", "ين", "ون", "تين", "")  # of an adjective of nationality, folded
_BRACKETED = re.compile(r"\s*\(.*?\)")
_LISTS = (
    "locality", "region", "state", "site", "unnamed", "opener", "direction", "part", "nation", "preposition",
    "near", "event", "counting", "distance", "striking", "saying", "holder", "loose", "crossing", "consequence", "dwelling", "parting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory; ``id`` is its ISO 3166 code. Spellings of one name are parted by " / "."""

    id: str
    name_en: str
    capital: str = ""
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    worded_cities: tuple[str, ...] = ()
    worded_regions: tuple[str, ...] = ()

    def check(self) -> str | None:
        if self.id not in Locale("ar").territories:
            return f"{self.id} is no territory of ISO 3166. Correct the code."
        return None


@dataclass(frozen=True, slots=True)
class Wide:
    """A region of several countries: its first name is the canonical one."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A closed list of words that the grammar of places asks about."""

    id: str
    note: str
    words: tuple[str, ...]

    def check(self) -> str | None:
        return None if self.id in _LISTS else f"{self.id} is not one of: {', '.join(_LISTS)}. Rename it."


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its canonical name; ``country`` is a code, "" for what lies in several or in none."""

    name: str
    kind: str
    country: str = ""
    worded: bool = False  # a word of the language too: a place only after a head


class Places:
    """Names, adjectives and words, by folded form.

    ``named(keys, at)`` gives the places that the words at a position name, and how many words that takes.
    """

    def __init__(self, countries: Iterable[Country], wide: Iterable[Wide], lists: Iterable[WordList]) -> None:
        self.words = {name: frozenset[str]() for name in _LISTS}
        self.words |= {entry.id: frozenset(map(fold, entry.words)) for entry in lists}
        self.capitals: dict[str, str] = {}
        self.adjectives: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self._names: dict[str, dict[tuple[str, ...], list[Place]]] = {}
        territories = Locale("ar").territories
        listed = {country.id: country for country in countries}
        for code, printed in territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"):
                self._add_country(listed.get(code) or Country(code, ""), _BRACKETED.sub("", printed))
        for region in wide:
            for name in region.names:
                self._add(name, Place(region.names[0], "wide", worded=region.id == "world"))

    def _add_country(self, country: Country, canonical: str) -> None:
        code = country.id
        self.countries[code] = canonical
        self.capitals[code] = country.capital
        for name in (canonical, *country.names):
            self._add(name, Place(canonical, "country", code))
        for adjective in map(fold, country.adjectives):
            self.adjectives.setdefault(adjective, code)
        for kind, worded, entries in (
            ("city", False, country.cities),
            ("region", False, country.regions),
            ("city", True, country.worded_cities),
            ("region", True, country.worded_regions),
        ):
            for entry in entries:
                spellings = [spelling.strip() for spelling in entry.split("/")]
                for spelling in spellings:
                    self._add(spelling, Place(spellings[0], kind, code, worded))

    def _add(self, name: str, place: Place) -> None:
        keys = tuple(word for part in name.split() for word in fold(part).split("-") if word)
        if keys:
            known = self._names.setdefault(keys[0], {}).setdefault(keys, [])
            if place not in known:
                known.append(place)

    def named(self, keys: Sequence[str], at: int, first: str | None = None) -> tuple[list[Place], int]:
        """The places that words from ``at`` on name, and how many words; ``first`` stands for the first word."""
        head = keys[at] if first is None else first
        for words in sorted(self._names.get(head, ()), key=len, reverse=True):
            end = at + 1
            for word in words[1:]:
                end += end < len(keys) and keys[end] == "-"
                if end >= len(keys) or keys[end] != word:
                    break
                end += 1
            else:
                return self._names[head][words], end - at
        return [], 0

    def phrases(self, name: str) -> tuple[str, ...]:
        """Every spelling, folded, of a place by any of its names; of a country's code all that names it or lies in it.

        An adjective stands for its country. Words of the language that are a town's name too are left out of a
        country's places. Empty where no such place is known.
        """
        if name in self.countries:
            found = [
                " ".join(keys)
                for names in self._names.values()
                for keys, places in names.items()
                if any(place.country == name and not place.worded for place in places)
            ]
            nation = [key for key, code in self.adjectives.items() if code == name]
            return tuple(dict.fromkeys([*found, *(key + ending for key in nation for ending in _ENDINGS)]))
        keys = tuple(word for part in name.split() for word in fold(part).split("-") if word)
        meant = (
            {(place.name, place.kind) for place in self._names.get(keys[0], {}).get(keys, ())}
            if keys
            else set()
        )
        return tuple(
            " ".join(each)
            for names in self._names.values()
            for each, places in names.items()
            if any((place.name, place.kind) in meant for place in places)
        )

    def is_in(self, key: str, name: str) -> bool:
        """Whether a folded word is in a list, a conjunction taken off."""
        listed = self.words[name]
        return key in listed or (key[:1] in "وف" and key[1:] in listed)

    def stands_in(self, key: str, name: str) -> bool:
        """The same, an article or a proclitic preposition taken off too: بالانفجار, للوزارة."""
        if self.is_in(key, name):
            return True
        rest = key[1:] if key[:1] in "وف" and len(key) > 3 else key
        for form in (rest, key):
            for proclitic in ("ال", "بال", "لل", "ب", "ل", "ك"):
                if form.startswith(proclitic) and form[len(proclitic) :] in self.words[name]:
                    return True
        return False

    def nation(self, key: str) -> str | None:
        """The country that a folded adjective is of: السورية, سوري."""
        for form in (key, key[2:] if key.startswith("ال") else key):
            for ending in _ENDINGS:
                if form.endswith(ending) and (code := self.adjectives.get(form.removesuffix(ending))):
                    return code
        return None

    def votes(self, keys: Sequence[str]) -> dict[str, int]:
        """How often a text's words name each country, by its name, its towns or its adjective."""
        out: dict[str, int] = {}
        for at, key in enumerate(keys):
            if len(key) < 3:
                continue
            bare = key[1:] if key[0] in "وبلف" and key[1:] in self._names else key
            found, _ = self.named(keys, at, bare) if bare in self._names else ([], 0)
            codes = {place.country for place in found if place.country and not place.worded}
            if not codes and key.startswith("ال") and (code := self.nation(key)):
                codes = {code}
            if len(codes) == 1:
                code = codes.pop()
                out[code] = out.get(code, 0) + 1
        return out


def load_places(path: Path) -> Places:
    """Reads data/places.toml; KnowledgeError says what to mend."""
    countries = knowledge.load(path, "country", Country)
    lists = knowledge.load(path, "words", WordList)
    missing = [name for name in _LISTS if name not in {entry.id for entry in lists}]
    if missing:
        raise knowledge.KnowledgeError(f"{path}: words {', '.join(missing)} are missing. Add them.")
    return Places(countries, knowledge.load(path, "wide", Wide), lists)


def own_country(votes: dict[str, int]) -> str | None:
    """The country an article is of: named three times at least, and twice as often as any other."""
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:2]
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``, offsets into the whole text."""
    tokens = tokenize(text[start:end])
    for token in tokens:
        token.start += start
        token.end += start
    return tokens


def keys_of(tokens: Iterable[Token]) -> list[str]:
    """The tokens as folded words; a sign or a number stands as it is printed."""
    return [token.key or token.text for token in tokens]
