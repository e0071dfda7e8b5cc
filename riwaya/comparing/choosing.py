"""Which articles of a large corpus belong to an event, told by their day and their words before they are read.

Belongs here: the test that an article must pass, and choosing from a corpus by it.
Does not: what an event file may ask for (events.py), reading a text (reading/).

Reading an article takes milliseconds. This looks at its day first and at its folded words then, so that a year of
news is gone through in little more than the time its files take to load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from riwaya.comparing.events import ALTERNATIVES, Event
from riwaya.language import spelling
from riwaya.language.forms import DEFINITE, PLAIN, PROCLITICS
from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.reading.figures.gazetteer import Places, load_places
from riwaya.reading.sources import Rejected, Source, stream_inputs

# A phrase as it is looked for: for each of its words, the forms with whatever is written solid before it.
Phrase = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The articles of an event, the inputs that could not be used, and how many articles were looked at."""

    sources: tuple[Source, ...]
    rejected: tuple[Rejected, ...]
    seen: int


def choose_from(inputs: Sequence[str | Path], event: Event) -> Chosen:
    """The event's articles in files, folders and globs; a corpus need not fit in memory, what is chosen must."""
    return choose(stream_inputs(inputs), event)


def choose(inputs: Iterable[Source | Rejected], event: Event) -> Chosen:
    """The sources that belong to an event, in their order; all of them where its file has no [match]."""
    belongs = belonging(event)
    sources: list[Source] = []
    rejected: list[Rejected] = []
    seen = 0
    for item in inputs:
        if isinstance(item, Rejected):
            rejected.append(item)
            continue
        seen += 1
        if belongs(item):
            sources.append(item)
    return Chosen(tuple(sources), tuple(rejected), seen)


def belonging(event: Event) -> Callable[[Source], bool]:
    """The test whether a source belongs to an event, as its file says.

    Raises KnowledgeError for a place that is not known. A source whose day is known must lie within start..end. One without a day is judged by its words alone: the day
    that its text may give is found only by reading it.
    """
    match = event.match
    if match is None:
        return lambda source: True
    places_of_it = place_phrases(event)
    any_of, all_of, none_of = (_phrases(phrases) for phrases in (match.any, match.all, match.none))
    somewhere = _phrases(places_of_it)
    one_of = [ALTERNATIVES.join(entries) for entries in (match.any, places_of_it) if entries]
    could_hold = _sieve([*match.all, *one_of])

    def belongs(source: Source) -> bool:
        if source.published is not None and not event.start <= source.published <= event.end:
            return False
        if not could_hold(source.text):
            return False
        words = [spelling.fold(word.text) for word in spelling.words(source.text)]
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(word, []).append(place)

        def holds(alternatives: Sequence[Phrase]) -> bool:
            return any(_stands(phrase, words, places) for phrase in alternatives)

        return (
            all(holds(each) for each in all_of)
            and (not any_of or any(holds(each) for each in any_of))
            and (not somewhere or any(holds(each) for each in somewhere))
            and not any(holds(each) for each in none_of)
        )

    return belongs


def place_phrases(event: Event) -> tuple[str, ...]:
    """Every spelling of the places that an event's [match] names. Raises KnowledgeError for one that is not known."""
    names = event.match.places if event.match else ()
    if not names:
        return ()
    known = _known_places()
    found: list[str] = []
    for name in names:
        phrases = known.phrases(name)
        if not phrases:
            raise KnowledgeError(
                f"event {event.id}: [match] places names {name!r}, and data/places.toml has no such place. "
                "Add it there, or write its spellings under any."
            )
        found += phrases
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _known_places() -> Places:
    return load_places(data_path("places.toml"))


def _phrases(entries: Iterable[str]) -> list[list[Phrase]]:
    """Each entry's alternatives, each a phrase."""
    return [
        [tuple(_forms(word) for word in phrase.split()) for phrase in entry.split(ALTERNATIVES)]
        for entry in entries
    ]


def _forms(word: str) -> frozenset[str]:
    """A word folded, bare and with the particles and the article that may be written solid before it.

    >>> {"بغزه", "ولغزه"} <= _forms("غزة"), "للسياج" in _forms("السياج"), "سياج" in _forms("السياج")
    (True, True, False)
    """
    stem, dress = _split(word)
    return frozenset(before + stem for before, dresses in PROCLITICS.items() if dresses & dress)


def _split(word: str) -> tuple[str, int]:
    """A word folded, without the article it is given with, and how it may be dressed: then with its article only."""
    folded = spelling.fold(word)
    definite = folded.startswith("ال") and len(folded) > 4
    return (folded[2:], DEFINITE) if definite else (folded, PLAIN)


def _sieve(entries: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text may hold one phrase of each entry: letters looked for anywhere, a twentieth of the work."""
    asked = [
        [[_split(word)[0] for word in phrase.split()] for phrase in entry.split(ALTERNATIVES)]
        for entry in entries
    ]
    # Not the remembered fold: whole texts would fill its memory.
    fold = spelling.fold.__wrapped__

    def could_hold(text: str) -> bool:
        folded = fold(text)
        return all(any(all(stem in folded for stem in stems) for stems in entry) for entry in asked)

    return could_hold


def _stands(phrase: Phrase, words: Sequence[str], places: Mapping[str, Sequence[int]]) -> bool:
    first, rest = phrase[0], phrase[1:]
    return any(
        all(at + step < len(words) and words[at + step] in forms for step, forms in enumerate(rest, start=1))
        for form in first
        for at in places.get(form, ())
    )
