"""Place phrases of a sentence: a locative word, heads and names, as one stretch of text with a canonical name.

Belongs here: في مدينة حلب, بولاية فلوريدا الأمريكية, شمالي سوريا, في العاصمة الأفغانية كابل, في عموم البلاد.
Does not: what is known of places (gazetteer.py), which number a phrase is the place of (scopes.py).

A name need not be known: after a head (بلدة، محافظة، مخيم) the next word is one. Without a head only known names
are places. The phrase holds the head, its name and the adjective of its country, not the preposition before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.language.spelling import INVISIBLE, MARKS, TATWEEL, fold
from riwaya.language.tokens import Token
from riwaya.reading.figures.gazetteer import Place, Places, keys_of, own_country
from riwaya.reading.figures.particles import FUNCTION_WORDS, MARKS_OF_QUOTATION

LONGEST = 12  # words of one phrase
_UNMARKED = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}]")
_QUANTIFIERS = frozenset(("كافه", "جميع", "معظم", "مختلف", "سائر", "كل", "عده", "وسط", "قلب", "متفرقه"))
_DIRECTIONS = {"شمالي": "شمال", "جنوبي": "جنوب", "شرقي": "شرق", "غربي": "غرب"}


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place in a sentence: its words are ``first`` to ``last`` (exclusive), ``lead`` is the word that ties it."""

    start: int
    end: int
    lead: int
    first: int
    last: int
    place: Place
    tie: str  # preposition | on (على) | object (of a striking verb) | direction


@dataclass(frozen=True, slots=True)
class _Named:
    """What a noun phrase names: words up to ``last`` (exclusive)."""

    last: int
    place: Place
    start: int  # code point at which the phrase begins, where a head before it was dropped


class PlaceFinder:
    """The place phrases of one sentence, in order, none overlapping. ``votes``: countries by mentions in the article."""

    def __init__(self, text: str, tokens: Sequence[Token], known: Places, votes: dict[str, int]) -> None:
        self.text, self.tokens, self.known, self.votes = text, tokens, known, votes
        self.keys = keys_of(tokens)

    def find(self) -> list[PlacePhrase]:
        out: list[PlacePhrase] = []
        index = 0
        while index < len(self.tokens):
            found = self._at(index)
            if found is not None:
                out.append(found)
                index = max(found.last, index + 1)
            else:
                index += 1
        return out

    def opening(self) -> PlacePhrase | None:
        """صنعاء.. مقتل 13, درعا: 5 قتلى: a town or region before a colon or dots at the head of a line."""
        first = 1 if self._key(0) == "#" else 0
        named = (
            self._known_name(first, self._key(first), self.tokens[first].start, "opening")
            if self.keys
            else None
        )
        if named is None or named.place.kind == "wide":
            return None
        sign = self._key(named.last)
        if not (sign.startswith(("..", "…", ":")) and named.last + 1 < len(self.tokens)):
            return None
        end = self.tokens[named.last - 1].end
        return PlacePhrase(named.start, end, first, first, named.last, named.place, "opening")

    def named_before(self, index: int) -> PlacePhrase | None:
        """The known name that ends right before a word, a comma between them left out."""
        index -= self._key(index - 1) in ("،", ",")
        for first in range(max(0, index - 3), index):
            for skip in (0, 1):
                key = self._key(first)[skip:]
                if skip and self._key(first)[:1] not in "وبفل":
                    continue
                named = self._known_name(first, key, self._start(first, skip))
                if named is not None and named.last == index:
                    end = self.tokens[index - 1].end
                    return PlacePhrase(named.start, end, first, first, index, named.place, "preposition")
        return None

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def _at(self, index: int) -> PlacePhrase | None:
        key, known = self.keys[index], self.known
        if len(key) < 2:
            return None
        if known.is_in(key, "preposition"):
            return self._phrase(index, index + 1, "preposition")
        if key == "من" and known.is_in(self._key(index - 1), "near"):
            return self._phrase(index - 1, index + 1, "preposition")
        if key in ("علي", "وعلي"):
            if self._key(index + 1) == "مستوي":
                return self._phrase(index, index + 2, "preposition")
            return self._phrase(index, index + 1, "on")
        bare = self._key(index - 1) not in FUNCTION_WORDS
        if (
            bare
            and self._heads(key)
            and any(known.is_in(self._key(i), "striking") for i in range(index - 5, index))
        ):
            return self._phrase(index, index, "object")  # اقتحام القوات مخيم جنين
        if known.is_in(key, "striking"):
            return self._phrase(index, index + 1, "object")
        for proclitics in (1, 2):
            if key[:proclitics] in ("ب", "وب", "فب") and len(key) > proclitics + 2:
                return self._phrase(index, index, "preposition", proclitics)
        if self._is_direction(key) and not self.known.named(self.keys, index)[0]:  # جنوب السودان is a name
            before = self._key(index - 1)
            far = known.is_in(before, "distance") or known.is_in(before, "direction")
            if not far and before not in ("من", "الي", "نحو", "باتجاه"):
                return self._phrase(index, index, "direction")
        return None

    def _phrase(self, lead: int, first: int, tie: str, skip: int = 0) -> PlacePhrase | None:
        while first < lead + 3 and (self._key(first) in MARKS_OF_QUOTATION or self._key(first) == "#"):
            first += 1
        named = self._named(first, skip)
        if named is None:
            return None
        named = self._with_adjective(named)
        if tie != "object":
            named = self._coordinated(named)
        start = named.start
        return PlacePhrase(start, self.tokens[named.last - 1].end, lead, first, named.last, named.place, tie)

    # -- noun phrases

    def _heads(self, key: str) -> bool:
        return any(key in self.known.words[name] for name in ("locality", "region", "site", "part"))

    def _is_direction(self, key: str) -> bool:
        return key in self.known.words["direction"]

    def _named(self, index: int, skip: int = 0, depth: int = 0) -> _Named | None:
        """The place that the words from an index on name; ``skip`` letters of the first word are proclitics."""
        if index >= len(self.tokens) or depth > 5:
            return None
        key = self.keys[index][skip:]
        start = self._start(index, skip)
        known = self.known
        found = self._known_name(index, key, start)
        if found is not None:
            return found
        if key in known.words["nation"]:
            return _Named(index + 1, self._own(), start)
        if key in ("العاصمه", "عاصمه"):
            return self._capital(index, start)
        if key in ("الاراضي", "اراضي", "الشمال", "الجنوب", "الشرق", "الغرب"):
            code = known.nation(self._key(index + 1)) if self._key(index + 1).startswith("ال") else None
            if code is None:
                return None
            name = known.countries[code]
            place = Place(name, "country", code)
            if key not in ("الاراضي", "اراضي"):
                place = Place(f"{key[2:]} {name}", "region", code)
            return _Named(index + 2, place, start)
        if key in known.words["direction"] or key in known.words["part"]:
            return self._part(index, key, start, depth)
        return self._headed(index, key, start, depth)

    def _start(self, index: int, skip: int) -> int:
        """Where a word begins without its proclitics and the marks on them."""
        token = self.tokens[index]
        position, left = token.start, skip
        while position < token.end and left:
            left -= not _UNMARKED.match(self.text[position])
            position += 1
        while position < token.end and _UNMARKED.match(self.text[position]):
            position += 1
        return position

    def _known_name(
        self, index: int, key: str, start: int, head: str = "", printed: bool = False
    ) -> _Named | None:
        places, length = self.known.named(self.keys, index, key)
        if not places and head and key.startswith("ال"):
            places, length = self.known.named(self.keys, index, key[2:])
        if not head:
            places = [place for place in places if not place.worded]
        # العالم العربي and العالم الإسلامي are other names.
        if not places or (
            places[0].kind == "wide" and places[0].worded and self._key(index + 1).startswith("ال")
        ):
            return None
        if head == "region":
            places = [place for place in places if place.kind != "city"] or places
        if head == "locality":
            places = [place for place in places if place.kind == "city"] or places
        place = max(places, key=lambda place: self.votes.get(place.country, 0))
        return _Named(index + length, place, start)

    def _own(self) -> Place:
        code = own_country(self.votes)
        return Place(self.known.countries[code], "country", code) if code else Place("البلاد", "country")

    def _capital(self, index: int, start: int) -> _Named | None:
        """العاصمة الأفغانية كابل, العاصمة السورية, عاصمة العراق, العاصمة كابل."""
        following = index + 1
        code = self.known.nation(self._key(following)) if self._key(following).startswith("ال") else None
        following += code is not None
        named = self._known_name(following, self._key(following), start)
        if named is not None and named.place.kind == "city":
            return replace(named, start=start)
        if named is not None and named.place.kind == "country" and self.keys[index].endswith("عاصمه"):
            code, following = named.place.country, named.last
        elif code is None:
            if not self.keys[index].endswith("العاصمه"):
                return None
            code = own_country(self.votes)
        capital = self.known.capitals.get(code or "")
        place = Place(capital or "العاصمة", "city", code or "")
        return _Named(following, place, start)

    def _part(self, index: int, key: str, start: int, depth: int) -> _Named | None:
        """شمال سوريا, ريف حلب الشمالي, أنحاء متفرقة من البلاد: a part of the place that is named after it."""
        following = index + 1
        if self._key(following) in ("من", "متفرقه") or self._key(following) in self.known.words["direction"]:
            following += 1
        if self._key(following) == "من":
            following += 1
        if self._key(following) == "#":
            following += 1
        inner = self._named(following, 0, depth + 1)
        if (
            inner is None and key not in _QUANTIFIERS
        ):  # سواحل العيون, أنحاء العالم: words that name a place only so
            inner = self._known_name(following, self._key(following), start, "region")
        if inner is None:
            return None
        place = inner.place
        part = _DIRECTIONS.get(self._plain(index, start), self._plain(index, start))
        whole = key in self.known.words["part"] and key not in ("ريف",)
        if not whole and place.kind != "city" and place.kind != "site":
            middle = " ".join(self.tokens[i].text for i in range(index + 1, inner.last))
            direction = _DIRECTIONS.get(self._key(index + 1), self._key(index + 1))
            second = f" {direction}" if self._key(index + 1) in self.known.words["direction"] else ""
            place = Place(f"{part}{second} {place.name}" if middle else place.name, "region", place.country)
        elif key == "ريف" and place.kind == "city":
            place = Place(f"ريف {place.name}", "region", place.country)
        last = inner.last
        if key == "ريف" and self._key(last) in ("الشمالي", "الجنوبي", "الشرقي", "الغربي"):
            last += 1
        return _Named(last, place, start)

    def _plain(self, index: int, start: int) -> str:
        return _UNMARKED.sub("", self.text[start : self.tokens[index].end])

    def _headed(self, index: int, key: str, start: int, depth: int) -> _Named | None:
        """بلدة دوما, ولاية فلوريدا, مخيم الزعتري, دولة الكويت: a head and its name."""
        definite = key.startswith("ال")
        bare = key[2:] if definite else key
        head = next(
            (name for name in ("locality", "region", "state", "site") if bare in self.known.words[name]), None
        )
        if head is None:
            return None
        first = index + 1
        if self._key(first) in MARKS_OF_QUOTATION or self._key(first) == "#":
            first += 1
        if definite:  # المدينة names nothing alone, المدينة السورية حلب does
            return None
        if self._key(first) in ("ال", "") or first >= len(self.tokens):
            return None
        if head != "site" and self._key(first) in self.known.words["direction"]:
            return self._named(first, 0, depth + 1)  # بلدة شمال سوريا: the town has no name
        named = self._known_name(first, self._key(first), start, head)
        if named is None and head != "state":
            inner = self._named(first, 0, depth + 1) if head in ("region", "locality") else None
            if inner is not None and inner.place.kind != "country":
                return replace(inner, start=start)
            named = self._unknown(first, start, head)
        if named is None:
            return None
        last = named.last
        if self._key(last) in MARKS_OF_QUOTATION and self._key(first - 1) in MARKS_OF_QUOTATION:
            last += 1
        place = named.place
        if head == "site":
            place = Place(f"{self._plain(index, start)} {place.name}", "site", place.country)
        elif head == "region" and place.kind == "city" and bare in ("محافظه", "ولايه", "مقاطعه", "اقليم"):
            place = Place(f"{self._plain(index, start)} {place.name}", "region", place.country)
        elif head == "region" and place.kind == "country":
            return None
        return _Named(last, place, start)

    def _unknown(self, first: int, start: int, head: str) -> _Named | None:
        """The name after a head that no list knows: one word, two after خان or بني, and a nisba with the article."""
        key = self._key(first)
        if not self._names_something(first, head):
            return None
        last = first + 1
        if (key in self.known.words["opener"] and self._names_something(last, "opener")) or self._key(
            last
        ).isdigit():
            last += 1
        name_end = last
        while last - first < 4 and self._key(last).startswith("ال") and self._key(last).endswith(("يه", "ي")):
            if self.known.nation(self._key(last)) or not key.startswith("ال"):
                break
            last += 1
            name_end = last
        name = _UNMARKED.sub("", self.text[self.tokens[first].start : self.tokens[name_end - 1].end])
        kind = {"locality": "city", "region": "region"}.get(head, "site")
        return _Named(last, Place(name, kind), start)

    def _names_something(self, index: int, head: str) -> bool:
        """Whether a word after a head can be a name: no particle, no adjective without its article."""
        key = self._key(index)
        if index >= len(self.tokens) or self.tokens[index].kind != "w" or len(key) < 3:
            return False
        if (
            key in FUNCTION_WORDS
            or key in self.known.words["unnamed"]
            or key in self.known.words["preposition"]
        ):
            return False
        if any(key in self.known.words[name] for name in ("saying", "parting", "crossing", "part")):
            return False
        if head == "site" and not key.startswith("ال") and len(key) < 4:
            return False
        if head == "opener":
            return not key.startswith(("و", "في"))
        if key.startswith(("ال",)):
            return self.known.nation(key) is None
        return not key.endswith(("يه", "ي", "تين", "ين", "تان")) and not key.startswith(
            ("و", "ب", "ل", "ت", "ي", "ا", "م")
        )

    # -- what stands after it

    def _with_adjective(self, named: _Named) -> _Named:
        """مدينة سرت الليبية: the adjective of the country is of the phrase."""
        key = self._key(named.last)
        if key.startswith("ال") and named.place.kind != "country":
            code = self.known.nation(key)
            if code is not None:
                place = self._of_country(named.place, code)
                return _Named(named.last + 1, place, named.start)
        return named

    def _of_country(self, place: Place, code: str) -> Place:
        """طرابلس اللبنانية: of places with one name, the one in that country."""
        if place.country == code or not place.country:
            return replace(place, country=code)
        places, _ = self.known.named(fold(place.name).split(), 0)
        return next((other for other in places if other.country == code), place)

    def _coordinated(self, named: _Named) -> _Named:
        """سوريا والعراق: the number is of both."""
        names, last = [named.place.name], named.last
        for _ in range(4):
            index, skip = last, 1
            if self._key(index) in ("،", ","):
                index += 1
            if self._key(index) == "و":
                index, skip = index + 1, 0
            key = self._key(index)[skip:]
            if index >= len(self.tokens) or (skip and not self._key(index).startswith("و")):
                break
            other = self._known_name(index, key, self.tokens[index].start)
            if other is None or other.place.kind != named.place.kind or other.place.name in names:
                break
            names.append(other.place.name)
            last = other.last
        if len(names) == 1:
            return named
        place = Place("، ".join(sorted(names)), named.place.kind, named.place.country)
        return _Named(last, place, named.start)

    def alone(self) -> tuple[str, str] | None:
        """The place that the words name and nothing besides, as text and canonical name: a heading."""
        first = 1 if self.keys and self.keys[0] in ("في", "فى") else 0
        named = self._named(first) if self.keys else None
        if named is None or named.last < len(self.tokens):
            return None
        return self.text[named.start : self.tokens[named.last - 1].end], named.place.name
