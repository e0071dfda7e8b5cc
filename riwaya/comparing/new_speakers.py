"""Whom no outlet cited before: named speakers of what is new, under no shorter, longer or differently spelled name.

Belongs here: when two names are one speaker's, when a speaker is named at all, who is cited for the first time.
Does not: who speaks in a sentence (reading), other changes (since.py), the sentence that tells it (showing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from riwaya.comparing.articles import records
from riwaya.comparing.events import Event, folded_words
from riwaya.comparing.finding import Finding
from riwaya.comparing.states import States
from riwaya.comparing.voices import statements
from riwaya.language.knowledge import data_path
from riwaya.reading.articles.zones import Furniture, load_furniture
from riwaya.reading.attribution import load_speakers
from riwaya.reading.speech.knowledge import Speakers

# Speakers nobody cited before: the most quoted of them.
MOST_SPEAKERS = 20
# Half of a name: printed with the word after it or apart from it (folded).
_HALVES = frozenset(("ابو", "ابا", "ابي", "ابن", "ام", "عبد", "ال", "آل"))
# Where the noun phrase ends that says who it is: a senior official | at the United Nations.
_PREPOSITIONS = frozenset(("في", "من", "علي", "لدي", "عن", "الي", "ضمن", "داخل"))
# Endings of an adjective of relation (folded), and a word that makes a set phrase: eyewitnesses.
_NISBA = ("ي", "يه", "يون", "يين", "يات")
_NO_NAME = frozenset(("عيان",))
_SOURCES = ("person_head", "institution_head", "source_noun", "document")
# Words before those who are meant: each of, some of.
_SOME = frozenset(("كل", "بعض", "احد", "احدي", "عدد", "كلا"))


def new_speakers(states: States) -> list[Finding]:
    """Findings "new_speaker", the most quoted first, at most MOST_SPEAKERS; data["total"] says how many there are."""
    known = states.before.quotes["speaker_name"].dropna().unique()
    is_known = _is_known([name_words(name) for name in known])
    said = statements(states.now)
    said = said[said["speaker_name"].notna() & said["article_id"].isin(states.fresh)]
    named = {name: name_words(name) for name in said["speaker_name"].unique()}
    unknown = {
        name: words
        for name, words in named.items()
        if words and not is_known(words) and not _is_agency(name) and is_named(name, states.event)
    }
    whose = _one_speaker(unknown.values())
    said = said[said["speaker_name"].isin(list(unknown))]
    said = said.assign(
        words=said["speaker_name"].map({name: whose[words] for name, words in unknown.items()})
    )
    order = {article: place for place, article in enumerate(states.articles)}
    said = said.assign(place=said["article_id"].map(order)).sort_values(["place", "start"], kind="stable")
    found = []
    for _, rows in said.groupby("words", sort=False):
        row = next(records(rows))
        outlets = list(dict.fromkeys(states.articles[article].outlet for article in rows["article_id"]))
        texts = {states.texts.get(article, article) for article in rows["article_id"]}
        counts = rows["speaker_name"].value_counts()
        name = max(counts.index, key=lambda name: (not name.startswith("ال"), counts[name], len(name), name))
        made = states.finding("new_speaker", row.article_id, int(row.sentence_no), speaker=str(name))
        title = name.startswith("ال") and not is_known_name(name, states.event)
        data = made.data | {"outlets": outlets, "n": len(rows), "texts": len(texts), "title": title}
        found.append(replace(made, data=data))
    for finding in found:
        finding.data["total"] = len(found)
    return sorted(found, key=often)[:MOST_SPEAKERS]


def often(finding: Finding) -> tuple[int, ...]:
    """The most cited first: in how many texts, how often; titles without a name after all names."""
    return finding.data["title"], -finding.data["texts"], -finding.data["n"]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, parted at hyphens, two halves of one as one.

    >>> name_words("سعيد أبو علي") == name_words("سعيد أبوعلي")
    True
    """
    found: list[str] = []
    half = ""
    for word in folded_words(name.replace("-", " ").replace("–", " ")):
        if word in _HALVES:
            half += word
        else:
            found.append(half + word)
            half = ""
    return (*found, half) if half else tuple(found)


def is_named(name: str, event: Event | None = None) -> bool:
    """Whether a speaker's name says who it is: a senior official, sources, others and the organisers say it not.

    A title with its article (the French delegate, the police) is a name here; another single word only if it is known.

    >>> [is_named(name) for name in ("نادر الحسن", "المندوب الفرنسي", "منظمة ألف ياء", "إسرائيل")]
    [True, True, True, True]
    >>> [is_named(name) for name in ("آخرون", "المنظمون", "مسؤول كبير", "شهود عيان", "مسعفون في غزة")]
    [False, False, False, False, False]
    """
    words = folded_words(name)
    speakers = _speakers()
    if not words:
        return False
    if is_known_name(name, event):
        return True
    if len(words) == 1 or words[0] in _SOME:
        # The police, the army: whose, the article's country says.
        return len(words) == 1 and words[0].startswith("ال") and speakers.has("national_head", words[0])
    if words[0].startswith("ال") or not any(speakers.has(use, words[0]) for use in _SOURCES):
        return True
    rest = list(_phrase(words[1:]))
    if any(_says_whose(word, speakers) for word in rest):
        return True
    # An institution is named by what follows it, but for an adjective: medical sources, Israeli officials.
    person = speakers.has("person_head", words[0])
    return not person and any(not word.endswith(_NISBA) and word not in _NO_NAME for word in rest)


def is_known_name(name: str, event: Event | None = None) -> bool:
    """Whether a name stands in the event's file or among the speakers and countries that are known."""
    words, speakers = folded_words(name), _speakers()
    if not words:
        return False
    if event is not None and any(
        folded_words(member) == words for party in event.party for member in party.members
    ):
        return True
    hit = speakers.known_at(words, 0)
    return words[0] in speakers.exact_nations or (hit is not None and hit[1] == len(words))


def _phrase(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word in _PREPOSITIONS or word.startswith(("بال", "لل")):
            return
        yield word


def _says_whose(word: str, speakers: Speakers) -> bool:
    return word.startswith("ال") or word in speakers.exact_nations or word in speakers.surnames


@cache
def _speakers() -> Speakers:
    return load_speakers(data_path("speakers.toml"))


@cache
def _furniture() -> Furniture:
    return load_furniture()


@lru_cache(maxsize=4096)
def _is_agency(name: str) -> bool:
    """Whether a name is a news agency's, as data/page_furniture.toml knows them: whom it cites is the speaker."""
    return _furniture().agency(name) is not None


# Names that are one speaker's


def _one_speaker(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each name the longest of them that it is a part of; a single word says nothing of whose it is."""
    every = sorted(set(names), key=lambda words: (-len(words), words))
    whose: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in every:
        found = whose.get(words, words)
        for part in _runs(words):
            if len(part) > 1:
                whose.setdefault(part, found)
        whose[words] = found
    return {words: whose[words] for words in every}


def _is_known(names: Iterable[tuple[str, ...]]) -> Callable[[tuple[str, ...]], bool]:
    """Whether a name is one of these, part of one of them, or one of them with more words to it."""
    every = {name for name in names if name}
    parts = {part for name in every for part in _runs(name)}

    def is_known(name: tuple[str, ...]) -> bool:
        # A single word (a minister, sources) says nothing of who it is.
        return name in parts or any(len(part) > 1 and part in every for part in _runs(name))

    return is_known


def _runs(words: tuple[str, ...], most: int = 12) -> Iterator[tuple[str, ...]]:
    """Every run of words within a name; of a name that is none its first words are enough."""
    kept = words[:most]
    for start in range(len(kept)):
        for end in range(start + 1, len(kept) + 1):
            yield kept[start:end]
