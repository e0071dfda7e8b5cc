"""An event that outlets are compared on: what its report leads with, who speaks in it, what was counted later.

Belongs here: the Event record and its file, phrases of a speaker's name.
Does not: choosing articles (choosing.py), the articles (articles.py), what they say of the event (figures.py, framing.py, voices.py), how it is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.language.knowledge import KnowledgeError, build, read_toml
from riwaya.language.spelling import fold

OWN_VOICE = "own"
OTHER_VOICES = "others"
ALTERNATIVES = "/"  # between phrases of one entry of a [match] that do as well


@dataclass(frozen=True, slots=True)
class Reference:
    """A later official count, to stand beside what the articles said at the time; never a correction of them."""

    metric: str
    value: float
    label_ar: str
    label_en: str
    source_ar: str
    source_en: str
    date: datetime.date | None = None  # null: the day is not known
    note_ar: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Speakers drawn as one: by canonical name, by a phrase their name holds, or by country code."""

    id: str
    label_ar: str
    label_en: str
    members: tuple[str, ...] = ()  # canonical names
    phrases: tuple[str, ...] = ()  # whole words of a name; the longest phrase of any party decides
    genitive_ar: str = ""  # the Arabic label after a preposition, where it differs
    countries: tuple[str, ...] = ()  # ISO 3166 codes, for speakers whose country is known

    def check(self) -> str | None:
        """What is wrong with this party, or None."""
        if self.id in (OWN_VOICE, OTHER_VOICES):
            return f'id "{self.id}" is kept for the report\'s own use. Rename it.'
        return None


@dataclass(frozen=True, slots=True)
class EventName:
    """The English name of a speaker of this event, for those that no general list of speakers holds."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class FramePair:
    """The two lists of frames that the report sets against each other."""

    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The words that tell an event's articles from others of its days (start..end) in a larger corpus.

    An entry is a word or a phrase, or several parted by "/" of which one is enough. Words are compared whole and
    folded, whatever particle or article is written solid before them. A place is named by any of its names in
    data/places.toml and found by all of them, or by its country's code and found by all that names or lies in it.
    """

    all: tuple[str, ...] = ()  # each of these
    any: tuple[str, ...] = ()  # and one of these
    none: tuple[str, ...] = ()  # and none of these
    places: tuple[str, ...] = ()  # and one of these places

    def check(self) -> str | None:
        """What is wrong with this table, or None."""
        if not self.all and not self.any and not self.places:
            return (
                "neither all nor any nor places says what to look for. Add a word to one, or drop the table."
            )
        for entry in (*self.all, *self.any, *self.none):
            if not all(folded_words(phrase) for phrase in entry.split(ALTERNATIVES)):
                return f"{entry!r} holds an empty phrase. Write a word on each side of {ALTERNATIVES!r}."
        return None


@dataclass(frozen=True, slots=True)
class Event:
    """One event under data/events/. Orders may be empty: they then come from the tables."""

    id: str
    title_ar: str
    title_en: str
    start: datetime.date
    end: datetime.date
    subtitle_ar: str = ""
    subtitle_en: str = ""
    country: str | None = None  # ISO 3166 code
    places: tuple[
        str, ...
    ] = ()  # where the event is as a whole; a figure of another place counts a part of it
    corpus: tuple[str, ...] = ()  # inputs read when none are given, relative to the project
    match: Match | None = None  # which articles of a corpus are the event's; without it all are
    metrics: tuple[str, ...] = ()
    currency: str = "USD"  # sums in several currencies are shown in this one
    frames: FramePair = field(default_factory=FramePair)
    outlets: tuple[str, ...] = ()
    reference: tuple[Reference, ...] = ()
    party: tuple[Party, ...] = ()
    name: tuple[EventName, ...] = ()

    def check(self) -> str | None:
        """What is wrong with this event, or None."""
        if self.end < self.start:
            return f"end {self.end} lies before start {self.start}. Swap them."
        ids = [party.id for party in self.party]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            return f'party id "{twice}" is used twice. Rename one.'
        shared = set(self.frames.first) & set(self.frames.second)
        if shared:
            return f"frames.first and frames.second share {sorted(shared)[0]}. Keep it in one."
        return None


def load_event(path: Path) -> Event:
    """The event of one TOML file, checked; its id is the file's name. Raises KnowledgeError."""
    event = build(read_toml(path), Event, str(path))
    if event.id != path.stem:
        raise KnowledgeError(
            f'{path}: id is "{event.id}", the file is called {path.stem}. Make them the same.'
        )
    return event


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a name or a phrase, folded, to be compared whole."""
    return tuple(folded for word in text.split() if (folded := fold(word).strip("\"«»“”'.,،؛:()")))


def holds_phrase(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether a run of words stands in another, whole."""
    return any(
        tuple(words[at : at + len(phrase)]) == tuple(phrase) for at in range(len(words) - len(phrase) + 1)
    )
