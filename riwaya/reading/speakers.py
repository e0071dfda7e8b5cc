"""Who speaks: the noun phrase that names a source, and its canonical name.

Belongs here: the people, offices and countries of data/speakers.toml, where a speaker's phrase begins and
ends among tokens, which person or institution it names in this article.
Does not: which verb it is the subject of, how far a report reaches (attribution.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya.language.knowledge import KnowledgeError, load
from riwaya.language.spelling import fold
from riwaya.reading.cues import Token, Verbs, tokens

LONGEST_SPEAKER = 24  # words; a longer run is a sentence, not a name
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
    "adjunct", "adjunct_noun", "medium", "lead", "masdar", "feminine", "masculine", "no_preposition",
)  # fmt: skip


class Speakers:
    """What is known of speakers before an article is read."""

    def __init__(
        self, countries: Iterable[Country], known: Iterable[KnownSpeaker], lists: Iterable[WordList]
    ) -> None:
        self.countries = tuple(countries)
        self.known = tuple(known)
        self.words = {entry.id: frozenset(map(fold, entry.forms)) for entry in lists}
        self.nations: dict[str, Country] = {}
        self.adjectives: dict[str, Country] = {}
        for country in self.countries:
            for name in country.names:
                self.nations.setdefault(_bare(fold(name)), country)
            for adjective in map(fold, country.adjectives):
                if " " in adjective:
                    continue  # كوري شمالي: its second word alone names no country
                stem = adjective
                for form in (stem, stem + "ه", stem + "ون", stem + "ين", stem + "تين", stem + "ان"):
                    self.adjectives.setdefault(form, country)
        self.aliases: dict[str, list[tuple[tuple[str, ...], KnownSpeaker]]] = {}
        for speaker in self.known:
            for alias in speaker.aliases:
                words = tuple(fold(alias).split())
                self.aliases.setdefault(words[0], []).append((words, speaker))
        for entries in self.aliases.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def has(self, use: str, norm: str) -> bool:
        """Whether a folded word, with or without clitics and article, is in a list."""
        words = self.words[use]
        return norm in words or _bare(norm) in words

    def nation(self, norm: str) -> Country | None:
        """The country that a folded word names or describes: روسيا, الروسية, وروسي."""
        bare = _bare(norm)
        return (
            self.adjectives.get(bare)
            or self.nations.get(bare)
            or self.adjectives.get(norm)
            or self.nations.get(norm)
        )

    def known_at(self, norms: Sequence[str], index: int) -> tuple[KnownSpeaker, int] | None:
        """The known speaker whose alias begins at a word, and the index after it."""
        norm = norms[index]
        for first in dict.fromkeys((norm, norm[1:] if norm[:1] in ("و", "ب", "ل", "ف") else norm)):
            for words, speaker in self.aliases.get(first, ()):
                if tuple(norms[index + 1 : index + len(words)]) == words[1:]:
                    return speaker, index + len(words)
        return None


def _bare(norm: str) -> str:
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


# -- the phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's words among the tokens of a passage: ``first`` to ``last`` (exclusive), with the text span."""

    first: int
    last: int
    start: int
    end: int


_COMPLEMENTISERS = frozenset(
    {"ان", "انه", "انها", "انهم", "انهما", "بان", "بانه", "بانها", "بانهم", "انني", "اننا"}
)
_NOT_MASDAR = frozenset(
    "معاهده محافظه مقاطعه مباراه معارضه مساحه اسلام ايران افغان اعلام اقليم مقاومه تلميذ تاريخ".split()
)
SAYING = frozenset(["قوله", "قولها", "قولهم", "قولهما", "تاكيده", "تاكيدها", "تاكيدهم"])
_WEAK_MASDAR = re.compile(
    r"(?:إ\w{2,3}ا\w|إ\w{1,3}ا?\w[ةه]|ا\w{2,4}ا\w|ت\w{2}ي\w|ت\w{1}ا\w{2}|م\wا\w{2}[ةه])(?:ه|ها|هم|هما)?\Z"
)


def is_masdar(speakers: Speakers, token: Token) -> bool:
    """Whether a word has the shape of a verbal noun: مقتل, اكتمال, إخلاء, تواصل, مشاركة, with a suffix or without."""
    norm = token.norm
    words = speakers.words["masdar"]
    if norm in words or any(
        norm.endswith(suffix) and norm[: -len(suffix)] in words for suffix in ("ه", "ها", "هم")
    ):
        return True
    if (
        norm in _NOT_MASDAR
        or norm.startswith("ال")
        or len(norm) < 4
        or speakers.nation(norm)
        or speakers.has("person_head", norm)
    ):
        return False
    if speakers.has("institution_head", norm) or speakers.aliases.get(norm):
        return False
    printed = re.sub("[\u064b-\u065f\u0640]", "", token.text)
    return bool(_WEAK_MASDAR.match(printed))


def starts_with_preposition(speakers: Speakers, token: Token) -> bool:
    """Whether a word looks like ب and a noun (بمقتل, بالسعي) rather than a word that begins with the letter."""
    norm = token.norm
    if len(norm) < 4 or norm[0] != "ب" or speakers.has("no_preposition", norm) or norm in speakers.aliases:
        return False
    return norm not in speakers.nations and norm not in speakers.adjectives


class Phrases:
    """Finds the phrase of a speaker among the tokens of one passage."""

    def __init__(self, speakers: Speakers, verbs: Verbs, passage: Sequence[Token]) -> None:
        self.speakers = speakers
        self.verbs = verbs
        self.passage = passage

    def is_verb(self, index: int) -> bool:
        token = self.passage[index]
        return any(
            reading.form != "participle" and not reading.verb.only_clause
            for reading in self.verbs.read(token.norm)
        ) and not self.speakers.has("person_head", token.norm)

    def is_participle(self, index: int) -> bool:
        readings = self.verbs.read(self.passage[index].norm)
        return any(reading.form == "participle" for reading in readings) and not self.passage[
            index
        ].norm.startswith("ال")

    def stops(self, index: int, first: int, masdar: bool, preposition: bool) -> bool:
        """Whether a speaker's phrase that began at ``first`` cannot go on at ``index``."""
        token, norm = self.passage[index], self.passage[index].norm
        speakers = self.speakers
        if not token.word or norm[0].isdigit():
            return True
        if norm in _COMPLEMENTISERS or (norm[:1] in "وف" and norm[1:] in _COMPLEMENTISERS):
            return True
        if norm in ("في", "فى") and index > first:
            return not self._place_follows(index, first)
        if norm == "من" and index == first:
            return True
        if norm.startswith("ل") and norm[1:2].isascii() and len(norm) > 2:
            return True
        if norm == "من":
            return self.passage[index - 1].norm.startswith("ال") or index - first > 6
        if norm in speakers.words["adjunct"] or norm in SAYING:
            return True
        if token.text.endswith(("اً", "ًا")):
            return True  # an accusative: the object or an adverb
        if index > first and self.is_verb(index) and not self._in_construct(index - 1):
            return True
        if self.is_participle(index) and index > first:
            return True
        if masdar and index > first and is_masdar(speakers, token) and not self._in_construct(index - 1):
            return True
        return preposition and index > first and starts_with_preposition(speakers, token)

    def _in_construct(self, index: int) -> bool:
        """Whether a word still waits for its second half: وزارة, مصدر, رئيس, وسائل."""
        norm = self.passage[index].norm
        if norm.startswith(("ال", "لل", "بال")):
            return False
        if norm[:1] in "لبو" and self.speakers.has("institution_head", norm[1:]):
            return True
        return self.speakers.has("institution_head", norm) or self.speakers.has("person_head", norm)

    def _place_follows(self, index: int, first: int) -> bool:
        """Whether في belongs to the name (الشرطة في إندونيسيا) and not to the event (في مؤتمر صحفي)."""
        if index + 1 >= len(self.passage) or not self.passage[index + 1].word:
            return False
        norm = self.passage[index + 1].norm
        speakers = self.speakers
        if speakers.has("adjunct_noun", norm) or norm[0].isdigit() or norm in speakers.words["adjunct"]:
            return False
        head = self.passage[first].norm
        institutional = speakers.has("institution_head", head) or speakers.has("person_head", head)
        return institutional and not speakers.known_at(
            [token.norm for token in self.passage[first : first + 1]], 0
        )

    def at(
        self, first: int, masdar: bool = False, preposition: bool = False, apposition: bool = True
    ) -> Phrase | None:
        """The phrase that begins at a token: a noun with its adjectives, titles, name and appositions.

        ``masdar`` and ``preposition`` say that the verb takes a bare nominal or one with ب as its content,
        so that the phrase ends before it.
        """
        if first >= len(self.passage) or self.stops(first, first, masdar, preposition):
            return None
        if preposition and is_content_with_b(self.speakers, self.passage[first]):
            return None
        if masdar and is_masdar(self.speakers, self.passage[first]):
            return None
        last = self._run(first, first, masdar, preposition)
        for _ in range(2 if apposition else 0):
            extended = self._apposition(first, last, masdar, preposition)
            if extended == last:
                break
            last = extended
        return Phrase(first, last, self.passage[first].start, self.passage[last - 1].end)

    def _run(self, index: int, first: int, masdar: bool, preposition: bool) -> int:
        passage = self.passage
        limit = min(len(passage), first + LONGEST_SPEAKER)
        while index < limit:
            token = passage[index]
            if token.text == "(":
                close = next(
                    (at for at in range(index + 1, min(limit, index + 5)) if passage[at].text == ")"), None
                )
                if close is None or any(passage[at].norm[:1].isdigit() for at in range(index, close)):
                    break
                index = close + 1
            elif token.text in '"«“„»”':
                close = next(
                    (at for at in range(index + 1, min(limit, index + 5)) if passage[at].text in '"»”“«'),
                    None,
                )
                if (
                    close is None
                    or close == index + 1
                    or not (
                        self.speakers.has("medium", passage[index - 1].norm)
                        or self.speakers.has("medium", passage[max(first, index - 2)].norm)
                        or (close - index == 2 and passage[close - 1].text[0] < "\u0600")
                    )
                ):
                    break
                index = close + 1
                if index < limit and passage[index].word and not passage[index].norm.startswith("ال"):
                    break
            elif self.stops(index, first, masdar, preposition):
                break
            else:
                index += 1
        return index

    def _apposition(self, first: int, last: int, masdar: bool, preposition: bool) -> int:
        """The end of an apposition after a comma: الأمين العام للمنظمة، فلان، …"""
        passage = self.passage
        if last + 1 >= len(passage) or passage[last].text not in ("،", ","):
            return last
        begin = last + 1
        if self.stops(begin, begin, masdar, preposition) or (
            passage[begin].norm[0] in "و" and not self._is_name(begin)
        ):
            return last
        if (
            (masdar and is_masdar(self.speakers, passage[begin]))
            or self.is_verb(begin)
            or self.is_participle(begin)
        ):
            return last
        if passage[begin].norm.startswith(("سي", "ست", "ي", "ل")) and not self._is_name(begin):
            return last
        end = self._run(begin, begin, masdar, preposition)
        if end < len(passage) and end - first < LONGEST_SPEAKER:
            after = passage[end]
            closes = (
                after.text in ("،", ",", ":", '"', "«", "“", "(", "-", "–") or after.norm in _COMPLEMENTISERS
            )
            if closes or (after.word and self.stops(end, begin, masdar, preposition)):
                return end
        return last

    def _is_name(self, index: int) -> bool:
        norm = self.passage[index].norm
        return bool(
            norm in self.speakers.aliases
            or self.speakers.has("person_head", norm)
            or self.speakers.has("institution_head", norm)
        )


def is_content_with_b(speakers: Speakers, token: Token) -> bool:
    """Whether ب opens a content right after the verb: توعد بسحق, but توعد بوتين."""
    norm = token.norm
    if not starts_with_preposition(speakers, token):
        return False
    rest = norm[1:]
    return rest.startswith("ال") or is_masdar(
        speakers, Token(token.start + 1, token.end, token.text[1:], rest, True)
    )


# -- the name


class Names:
    """What the speakers of one article are called: learnt from its own text, completed from what is known."""

    def __init__(self, speakers: Speakers, verbs: Verbs, text: str, limit: int = 200_000) -> None:
        self.speakers = speakers
        self._roles: dict[tuple[str, ...], str] = {}
        self._full: dict[str, str] = {}
        self._mentions: list[tuple[int, str, tuple[str, ...], Country | None]] = []
        self._nations: list[tuple[int, Country]] = []
        passage = tokens(text, 0, min(len(text), limit))
        counts: Counter[str] = Counter()
        phrases = Phrases(speakers, verbs, passage)
        skip = 0
        for index, token in enumerate(passage):
            if not token.word:
                continue
            country = speakers.nation(token.norm)
            if country:
                self._nations.append((token.start, country))
                counts[country.id] += 1 + (_bare(token.norm) in speakers.nations)
            if index >= skip and (
                speakers.has("person_head", token.norm) or speakers.has("institution_head", token.norm)
            ):
                phrase = phrases.at(index, masdar=True)
                if phrase:
                    self.learn(text[phrase.start : phrase.end], phrase.start)
                    skip = phrase.first + 2
        leading = [name for name, _ in counts.most_common(2)]
        self._nations = [(at, country) for at, country in self._nations if country.id in leading]
        self._nation_places = [at for at, _ in self._nations]
        self.nation = next((c for c in speakers.countries if leading and c.id == leading[0]), None)

    def _nation_at(self, place: int) -> Country | None:
        """The country an institution without one belongs to: of the two most named, the last named before it."""
        at = bisect_left(self._nation_places, place) - 1
        return self._nations[at][1] if at >= 0 else self.nation

    def learn(self, printed: str, place: int) -> None:
        """Tie the title and the name of a speaker's phrase together, and remember the mention."""
        role, name = self.split(printed)
        words = _norms(role)
        if name and words and self.speakers.has("document", words[0]):
            return
        country = next((found for found in map(self.speakers.nation, words) if found), None)
        if words:
            self._mentions.append((place, role, tuple(map(_bare, words)), country))
        if name:
            canonical = self._person(name) or name
            key = self._key(words)
            if key and key != ("رئيس",):
                self._roles.setdefault(key, canonical)
            for word in _norms(name):
                if not words and (len(_norms(name)) > 3 or name.startswith("ب")):
                    break
                if len(word) > 2 and word not in ("عبد", "ابو", "بن", "محمد", "احمد", "علي"):
                    self._full.setdefault(word, canonical)

    def _key(self, words: Sequence[str]) -> tuple[str, ...]:
        """A role without spelling of its country: رئيس كازاخستان, الرئيس الكازاخي -> (رئيس, KZ)."""
        key, country = [], None
        for word in words:
            found = self.speakers.nation(word)
            if found:
                country = country or found.id
            elif word in self.speakers.adjectives or word not in ("السابق", "جمهوريه", "الجديد", "و"):
                bare = _bare(word.removeprefix("و") if len(word) > 4 and not self._head(word) else word)
                key.append("رئيس" if bare in ("نظيره", "رئيسها", "رئيسهم") else bare)
        return (*key, country) if country else tuple(key)

    def _head(self, word: str) -> bool:
        return self.speakers.has("person_head", word) or self.speakers.has("institution_head", word)

    def split(self, printed: str) -> tuple[str, str]:
        """A speaker's phrase as (role, name): either may be empty.

        الرئيس الروسي فلاديمير بوتين -> (الرئيس الروسي, فلاديمير بوتين).
        """
        parts = [part.strip() for part in re.split("[،,]", printed) if part.strip()]
        roles, names = [], []
        for part in parts:
            role, name = self._split_part(part)
            roles += [role] if role else []
            names += [name] if name else []
        return " ".join(roles), names[0] if names else ""

    def _split_part(self, part: str) -> tuple[str, str]:
        words = [word for word in re.sub(r"\([^)]*\)", " ", part).split() if word]
        norms = [fold(re.sub(r"[^\w\u0640]", "", word)) for word in words]
        speakers = self.speakers
        if not words:
            return "", ""
        if not self._head(norms[0]):
            return self._name_first(words, norms)
        if speakers.has("institution_head", norms[0]) and not speakers.has("person_head", norms[0]):
            return " ".join(words), ""
        start = self._name_start(words, norms)
        if start is None:
            return " ".join(words), ""
        return " ".join(words[:start]), " ".join(words[start:])

    def _name_first(self, words: list[str], norms: list[str]) -> tuple[str, str]:
        """A part that begins with no title: a name, perhaps with a title after it (فلان وزير الدفاع)."""
        for at in range(1, len(norms)):
            if self.speakers.has("person_head", norms[at]):
                return " ".join(words[at:]), " ".join(words[:at])
        if norms[0].startswith("ال") and self.speakers.known_at(norms, 0) is None:
            return " ".join(words), ""
        return "", " ".join(words)

    def _name_start(self, words: list[str], norms: list[str]) -> int | None:
        """Where the name begins after a title; None where the title stands alone."""
        speakers = self.speakers
        known = (speakers.known_at(norms, at) for at in range(1, len(norms)))
        first_known = next(
            (
                at
                for at, hit in enumerate(known, 1)
                if hit and hit[0].kind == "person" and hit[1] == len(norms)
            ),
            None,
        )
        start = None
        for at in range(len(norms) - 1, 0, -1):
            norm = norms[at]
            if not words[at][0].isalnum():
                break
            if speakers.has("rank", norm):
                return at + 1 if at + 1 < len(norms) else None
            if self._is_title_word(norm, norms[at - 1], at):
                break
            start = at
        if start is None:
            return first_known
        # A name does not begin with the article unless it is known (السيسي): الأمن العام is no name.
        while start < len(norms) and norms[start].startswith("ال") and not speakers.known_at(norms, start):
            start += 1
        if start < len(norms) and len(norms) - start <= 5:
            return start
        return first_known

    def _is_title_word(self, norm: str, previous: str, at: int) -> bool:
        speakers = self.speakers
        if speakers.nation(norm) or self._head(norm) or norm in ("باسم", "العام", "عام", "في", "من", "شؤون"):
            return True
        if previous in (
            "باسم",
            "في",
            "من",
            "لشؤون",
            "شؤون",
            "منطقه",
            "مدينه",
            "اقليم",
            "محافظه",
            "ولايه",
            "عمده",
        ):
            return True
        if norm.startswith(("لل", "وال", "بال")) or (
            norm.startswith("ل") and at < 3 and len(norm) > 4 and norm not in speakers.aliases
        ):
            return True
        if norm.startswith("ال"):
            # An adjective or a second half of a title follows a title word; a surname follows a first name.
            return previous.startswith(("ال", "لل")) or self._head(previous) or speakers.has("rank", previous)
        return previous in (
            "وزاره",
            "مجلس",
            "لجنه",
            "هيئه",
            "قوات",
            "منظمه",
            "حزب",
            "حركه",
            "وكاله",
            "قناه",
            "شركه",
        )

    def _person(self, name: str) -> str | None:
        norms = _norms(name)
        for at in range(len(norms)):
            hit = self.speakers.known_at(norms, at)
            if hit and hit[0].kind == "person":
                return hit[0].name_ar
        return None

    def name(self, printed: str, place: int) -> str:
        """The canonical name of a speaker named by ``printed`` at an offset of the article; never empty."""
        clean = " ".join(re.sub(r"[\u064b-\u065f\u0640]", "", printed).split())
        role, name = self.split(clean)
        if name:
            return self._person(name) or self._full_name(name) or name
        words = _norms(role)
        if not words:
            return clean
        return (
            self._institution(clean, words) or self._role(words, place) or self._completed(role, words, place)
        )

    def _full_name(self, name: str) -> str | None:
        words = _norms(name)
        return self._full.get(words[-1]) if words else None

    def _institution(self, clean: str, words: list[str]) -> str | None:
        for at in range(min(3, len(words))):
            if at and not self.speakers.has("medium", words[0]):
                return None
            hit = self.speakers.known_at(words, at)
            if (
                hit
                and hit[0].kind == "institution"
                and hit[1] >= len(words) - 1
                and not self.speakers.has("person_head", words[0])
            ):
                return hit[0].name_ar
        return None

    def _role(self, words: list[str], place: int) -> str | None:
        """The person who holds a role in this article."""
        key = self._key(words)
        if self.speakers.has("derived_head", words[0]) and key not in self._roles:
            return None
        if key in self._roles:
            return self._roles[key]
        if not self._has_country(key):
            stems = [
                known for known in self._roles if known[: len(key)] == key and len(known) <= len(key) + 1
            ]
            named = self._nation_id()
            return next((self._roles[known] for known in stems if known[-1] == named), None) or next(
                (self._roles[known] for known in stems), None
            )
        return None

    def _has_country(self, key: tuple[str, ...]) -> bool:
        return bool(key) and key[-1].isascii()

    def _nation_id(self) -> str:
        return self.nation.id if self.nation else ""

    def _completed(self, role: str, words: list[str], place: int) -> str:
        """An institution's name with its country: وزارة الدفاع -> وزارة الدفاع الروسية; الوزارة -> the last ministry."""
        speakers = self.speakers
        role, words = self._without_holder(role, words)
        country = next((found for found in map(speakers.nation, words) if found), None)
        if country is None and len(words) == 1 and words[0].startswith("ال"):
            before = self._mention_before(place, (_bare(words[0]),), longer=True)
            if before:
                role, country = before[1], before[3]
                words = _norms(role)
        if country is None and speakers.has("national_head", words[0]):
            before = self._mention_before(place, tuple(map(_bare, words)), longer=True)
            country = before[3] if before and before[3] else self._nation_at(place)
            return self._with_country(role, words, country) if country else role
        return self._with_country(role, words, country) if country else role

    def _without_holder(self, role: str, words: list[str]) -> tuple[str, list[str]]:
        """موقع الرئيس فلان -> موقع الرئيس and his country's adjective: the office, whoever holds it."""
        for at in range(2, len(words)):
            hit = self.speakers.known_at(words, at)
            if hit and hit[0].kind == "person" and hit[1] == len(words) and self._head(words[at - 1]):
                country = next((c for c in self.speakers.countries if c.id == hit[0].country), None)
                adjective = f" {_adjective(country, 'الي')}" if country else ""
                role = " ".join(role.split()[:at]) + adjective
                return role, _norms(role)
        return role, words

    def _mention_before(
        self, place: int, head: tuple[str, ...], longer: bool
    ) -> tuple[int, str, tuple[str, ...], Country | None] | None:
        for mention in reversed(self._mentions):
            if (
                mention[0] < place
                and mention[2][: len(head)] == head
                and (mention[3] or len(mention[2]) > len(head))
            ):
                return mention
        return None

    def _with_country(self, role: str, words: list[str], country: Country) -> str:
        """A role with the canonical adjective of its country, whatever spelling was printed."""
        out = []
        done = False
        for printed, word in zip(role.split(), words, strict=False):
            found = self.speakers.nation(word)
            if found is country and not done and _bare(word) in self.speakers.adjectives:
                out.append(_adjective(country, word))
                done = True
            else:
                done = done or found is country
                out.append(printed)
        if not done and words[0] == "السلطات" and len(words) == 2:
            return f"السلطات {_adjective(country, 'اله')}"
        if done:
            return " ".join(out)
        if words[0] == "رئاسه":
            return f"رئاسة {country.names[0]}"
        definite = words[0].startswith("ال") or len(words) > 1
        feminine = words[0].endswith(("ه", "ات")) or self.speakers.has("feminine", words[0])
        return f"{role} {_adjective(country, ('ال' if definite else '') + ('ه' if feminine else 'ي'))}"


def _adjective(country: Country, shape: str) -> str:
    """The canonical adjective of a country, dressed like another word: with the article, feminine."""
    base = country.adjectives[0]
    feminine = base + "ة" if shape.endswith("ه") else base
    return ("ال" if shape.startswith(("ال", "لل", "وال")) else "") + feminine


def _norms(printed: str) -> list[str]:
    words = (fold(re.sub(r"[^\w\u0640]", "", word)) for word in printed.split())
    return [word for word in words if word]
