"""What things are called and how numbers are said, in Arabic and English.

Belongs here: names of outlets, frames, speakers, metrics from the data files; numbers, sums, dates and counted
nouns for people. Does not: sentences (sentences.py), labels of the page (labels.py), of charts (charts/manner.py).

What has no English name keeps its Arabic one: nothing is translated by guess.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

from riwaya.comparing.events import OTHER_VOICES, OWN_VOICE, Event
from riwaya.language.inflection import Lexicon
from riwaya.language.knowledge import data_path, load, read_toml
from riwaya.language.spelling import fold

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# The page shows bidi isolates as what they are, so that nobody can hide text with them; after Arabic words in an
# English sentence a plain mark keeps what follows in its place. Numbers and names are isolated by the page.
LEFT_TO_RIGHT = "\u200e"
_MARKS = "\"'«»“”"


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun with the forms that numbers ask for in Arabic and English."""

    id: str
    gender: str
    one: str
    two: str
    two_oblique: str
    few: str
    many: str
    en_one: str
    en_many: str

    def check(self) -> str | None:
        """What is wrong with this noun, or None."""
        return None if self.gender in ("m", "f") else f'gender is "{self.gender}". Write m or f.'

    def after(self, n: int) -> str:
        """The form that stands after a number in digits.

        >>> noun = Noun("article", "m", "مقال", "مقالان", "مقالين", "مقالات", "مقالًا", "article", "articles")
        >>> [noun.after(n) == form for n, form in ((5, "مقالات"), (17, "مقالًا"), (100, "مقال"), (103, "مقالات"))]
        [True, True, True, True]
        """
        rest = n % 100
        return self.few if 3 <= rest <= 10 else self.many if rest >= 11 else self.one


@dataclass(frozen=True, slots=True)
class Spelled:
    """A small number as a word: before a masculine noun, before a feminine one, in English."""

    value: int
    masculine: str
    feminine: str
    en: str


@dataclass(frozen=True, slots=True)
class Name:
    """A value of a column, or a word of a number, in both languages."""

    id: str
    ar: str
    en: str


@lru_cache
def nouns() -> dict[str, Noun]:
    """The counted nouns by id. Raises KnowledgeError."""
    return {noun.id: noun for noun in load(data_path("words.toml"), "noun", Noun)}


@lru_cache
def _spelled() -> dict[int, Spelled]:
    return {number.value: number for number in load(data_path("words.toml"), "spelled", Spelled)}


@lru_cache
def _names() -> dict[str, Name]:
    return {name.id: name for name in load(data_path("words.toml"), "name", Name)}


@lru_cache
def _entries(file: str, table: str) -> tuple[dict[str, Any], ...]:
    """The entries of another room's data file, as they stand; none where the file or the table is not there."""
    path: Path = data_path(file)
    return tuple(read_toml(path).get(table, [])) if path.is_file() else ()


def _by_id(file: str, table: str, ar: str, en: str) -> dict[str, tuple[str, str]]:
    found = {}
    for entry in _entries(file, table):
        arabic = str(entry.get(ar) or entry.get("id", ""))
        found[str(entry.get("id", arabic))] = (arabic, str(entry.get(en) or arabic))
    return found


def count(n: int, noun: str, lang: str, oblique: bool = True) -> str:
    """A number with its noun, up to ten in words; ``oblique``: after a preposition, in Arabic.

    >>> count(3, "article", "en"), count(864, "article", "en"), count(1, "time", "en")
    ('three articles', '864 articles', 'one time')
    >>> [count(n, "article", "ar") for n in (1, 2, 3, 17)] == ["مقال واحد", "مقالين", "ثلاثة مقالات", "17 مقالًا"]
    True
    """
    form = nouns()[noun]
    word = _spelled().get(n)
    if lang == "en":
        return f"{word.en if word else number(n)} {form.en_one if n == 1 else form.en_many}"
    if n == 2:
        return form.two_oblique if oblique else form.two
    if word is None:
        return f"{number(n)} {form.after(n)}" if n else f"{number(0)} {form.one}"
    # Three to ten take the gender that the noun has not; one follows the noun and agrees with it.
    if n == 1:
        return f"{form.one} {word.masculine if form.gender == 'm' else word.feminine}"
    return f"{word.masculine if form.gender == 'm' else word.feminine} {form.few}"


def number(value: float, digits: int = 2) -> str:
    """A number in Latin digits, thousands grouped, at most ``digits`` decimals.

    >>> number(7939.0), number(8.55, 1), number(1.1318, 4)
    ('7,939', '8.6', '1.1318')
    """
    return str(format_decimal(round(float(value), digits), format=f"#,##0.{'#' * digits}", locale="en"))


def rate(value: float, words: float) -> str:
    """A rate per 1,000 words, no finer than its words bear: in fewer than 1,000 one mention is more than a whole step.

    >>> rate(3.0, 4044), rate(14.59, 4044), rate(5.79, 864), rate(0, 4044)
    ('3.0', '14.6', '6', '0')
    """
    return f"{value:.{1 if words >= 1000 and value else 0}f}"


def other_reading(value: float) -> str:
    """What a doubtful number may be instead: decimals for what was read as thousands, and the other way round.

    >>> other_reading(1400.0), other_reading(1.4), other_reading(1_279_000_000.0)
    ('1.4', '1,400', '1,279,000')
    """
    return number(value / 1000 if value >= 1000 else value * 1000, 3)


def is_doubtful(row: Any) -> bool:
    """Whether a row says that its number may be read in another way; a row of no figure says nothing."""
    told = row.get("doubtful", False) if isinstance(row, Mapping) else getattr(row, "doubtful", False)
    return bool(pd.notna(told) and told)


def percent(value: float, digits: int = 0) -> str:
    """A percentage of something already in percent: 8.6%."""
    return f"{number(value, digits)}%"


def date(day: datetime.date | None, lang: str, year: bool = False) -> str:
    """A day in words; "" where it is not known.

    >>> date(datetime.date(2022, 1, 10), "en", year=True)
    '10 January 2022'
    """
    if day is None or pd.isna(day):
        return ""
    return str(format_date(day, "d MMMM y" if year else "d MMMM", locale=lang))


def money(value: float, currency: str, lang: str) -> str:
    """A sum in words, three digits at most: what was converted is not exact to more.

    >>> money(198_065_000, "USD", "en"), money(2_200_000, "EUR", "en"), money(175e6, "EGP", "en")
    ('$198 million', '€2.2 million', 'EGP 175 million')
    """
    value = float(f"{value:.3g}")
    scale = next((size for size in (10**12, 10**9, 10**6) if abs(value) >= size), 0)
    said = number(value / scale, 2) if scale else number(value)
    if scale:
        said += f" {getattr(_names()[f'scale.{scale}'], lang)}"
    if lang == "ar":
        return f"{said} {currency_name(currency)}"
    symbol = get_currency_symbol(currency, locale="en")
    return f"{symbol}{said}" if not symbol.isalpha() else f"{currency} {said}"


@lru_cache
def currency_name(code: str) -> str:
    """A currency's Arabic name: the bare word where it means this one (دولار), else Babel's (دولار كندي)."""
    for entry in _entries("units.toml", "currency"):
        if entry.get("id") == code and entry.get("default") and entry.get("words"):
            return str(entry["words"][0]).split()[0]
    return str(get_currency_name(code, locale="ar"))


@dataclass(frozen=True, slots=True)
class _Cue:
    """A reporting verb or phrase as an entry of a lexicon, with its gloss."""

    forms: tuple[str, ...]
    word_class: str
    gloss: str


@lru_cache
def _cues() -> Lexicon[_Cue]:
    """The reporting words in every form they take."""
    entries = []
    for closer in _entries("reporting_verbs.toml", "closer"):
        entries.append(_Cue(tuple(closer.get("forms", ())), "bare", str(closer.get("gloss", ""))))
    for verb in _entries("reporting_verbs.toml", "verb"):
        gloss = str(verb.get("gloss", ""))
        if verb.get("perfect"):
            form = "/".join(filter(None, (str(verb["perfect"]), str(verb.get("imperfect", "")))))
            entries.append(_Cue((form,), "verb", gloss))
        if verb.get("participle"):
            entries.append(_Cue((str(verb["participle"]).removesuffix("ا"),), "participle", gloss))
        if verb.get("forms"):
            entries.append(_Cue(tuple(verb["forms"]), "bare", gloss))
    return Lexicon([entry for entry in entries if entry.gloss and entry.forms])


_AS = "as the source said"  # what stands before a verb that says it better


@lru_cache(maxsize=4096)
def _gloss_of(cue: str) -> str:
    """What a cue means; of "according to what he said" the first word says it all, of "as he said" the verb."""
    glosses = [hit.entry.gloss for hit in _cues().find(cue)]
    if len(glosses) > 1:
        glosses = [gloss for gloss in glosses if gloss != _AS] or glosses
    return next(iter(glosses), "") or _reporting_nouns().get(fold(cue), "")


@lru_cache
def _reporting_nouns() -> dict[str, str]:
    return {fold(name.ar): name.en for id, name in _names().items() if id.startswith("cue.")}


def _many(noun: str) -> str:
    """The regular English plural.

    >>> _many("shop"), _many("country"), _many("day"), _many("tax")
    ('shops', 'countries', 'days', 'taxes')
    """
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


class Naming:
    """Names in one language for one event and its tables. Unknown ids stand as they are; missing ones are ""."""

    def __init__(
        self,
        lang: str,
        event: Event | None = None,
        tables: Tables | None = None,
        framing: Sequence[str | Path] = (),
    ) -> None:
        self.lang = lang
        self.framing = tuple(framing)  # files of one's own, beside data/framing.toml
        self.parties = event.party if event else ()
        self.tables = tables
        self._given = {name.ar: name.en for name in event.name} if event else {}

    def _pick(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.lang == "ar" else pair[1]

    def named(self, id: str) -> str:
        """A name of words.toml; the last part of the id where there is none."""
        found = _names().get(id)
        return (found.ar if self.lang == "ar" else found.en) if found else id.rpartition(".")[2]

    def voice(self, voice: str) -> str:
        """own | attributed | quoted | scare."""
        return self.named(f"voice.{voice}")

    def stance(self, stance: str) -> str:
        """neutral | endorsing | distancing."""
        return self.named(f"stance.{stance}")

    def status(self, status: str) -> str:
        """asserted | retracted | disputed | denied | superseded."""
        return self.named(f"status.{status}")

    def _framing(self, table: str) -> list[dict[str, Any]]:
        """The frames or terms of data/framing.toml and of one's own files, which come last and decide."""
        own = (entry for path in self.framing for entry in read_toml(Path(path)).get(table, []))
        return [*_entries("framing.toml", table), *own]

    @cached_property
    def _frames(self) -> dict[str, tuple[str, str]]:
        return {
            str(entry["id"]): (
                str(entry.get("label_ar") or entry["id"]),
                str(entry.get("label_en") or entry["id"]),
            )
            for entry in self._framing("frame")
        }

    def frame(self, frame: str) -> str:
        """A frame's label."""
        return self._pick(self._frames.get(frame, (frame, frame.replace("_", " "))))

    def frames(self, frames: Iterable[str]) -> str:
        """The labels of several frames that stand on one side."""
        return self.listed([self.frame(frame) for frame in frames])

    def category(self, frames: Sequence[str]) -> str:
        """Frames as what words are of, after "words": a label is no word of an outlet, so it is not quoted.

        >>> Naming("en").category(["protester"]), Naming("en").category(["repression", "massacre"])
        ('for protesters', 'for repression and force or for massacre')
        """
        named = [self._categories(frame) for frame in frames]
        if self.lang == "ar":
            return " أو ".join(f"من فئة {name}" for name in named)
        return " or ".join(f"for {name}" for name in named)

    def _categories(self, frame: str) -> str:
        """A frame's label in the form that stands after "for" and "من فئة"; of a frame of one's own its label."""
        known = _names().get(f"category.{frame}")
        if known:
            return known.ar if self.lang == "ar" else known.en
        label = self.frame(frame)
        return f"{label[:-2]}ين" if self.lang == "ar" and label.endswith("ون") else label

    def frame_groups(self, frames: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Frames in the order of their file, under the group each belongs to."""
        groups: dict[str, list[str]] = {}
        for entry in self._framing("frame"):
            if entry.get("id") in frames:
                groups.setdefault(str(entry.get("group", "")), []).append(str(entry["id"]))
        known = {frame for members in groups.values() for frame in members}
        rest = [frame for frame in frames if frame not in known]
        made = [(self.named(f"group.{group}") if group else "", members) for group, members in groups.items()]
        return made + ([("", rest)] if rest else [])

    @cached_property
    def _metrics(self) -> dict[str, tuple[str, str]]:
        return _by_id("metrics.toml", "metric", "label_ar", "label_en")

    def metric(self, metric: str) -> str:
        """A metric's label."""
        return self._pick(self._metrics.get(metric, (metric, metric.replace("_", " "))))

    def group(self, group: str) -> str:
        """Whom a figure counts: civilians, security, …"""
        return self._pick(_by_id("metrics.toml", "group", "label_ar", "label_en").get(group, (group, group)))

    def unit(self, unit: str) -> str:
        """A unit's name, one of it."""
        names = _by_id("units.toml", "unit", "label_ar", "label_en")
        return self._pick(names.get(unit, (unit, unit)))

    def units(self, unit: str) -> str:
        """A unit's name, many of it; in Arabic, where the number decides the form, one of it."""
        if self.lang == "ar":
            return self.unit(unit)
        many = _by_id("units.toml", "unit", "label_ar", "label_en_many").get(unit)
        one = self.unit(unit)
        irregular = many is not None and many[1] != many[0]
        return many[1] if many is not None and irregular else _many(one)

    @cached_property
    def _outlets(self) -> dict[str, tuple[str, str]]:
        names = _by_id("outlets.toml", "outlet", "short_ar", "short_en")
        long = _by_id("outlets.toml", "outlet", "name_ar", "name_en")
        return {id: pair if pair[0] != id else long[id] for id, pair in names.items()}

    @cached_property
    def _outlets_read(self) -> dict[str, str]:
        """Outlets by the name their records give; an article without an outlet by its id."""
        if self.tables is None:
            return {}
        articles = self.tables.articles
        read = {}
        for id, outlet, name in zip(
            articles["article_id"], articles["outlet"], articles["outlet_name"], strict=True
        ):
            if pd.isna(outlet):
                read[str(id)] = str(name) if not pd.isna(name) else f"{self.named('outlet.unnamed')} ({id})"
            elif not pd.isna(name):
                read[str(outlet)] = str(name)
        return read

    def outlet(self, outlet: str) -> str:
        """An outlet's short name: of outlets.toml, else as its record names it."""
        if outlet in self._outlets:
            return self._pick(self._outlets[outlet])
        return self._outlets_read.get(outlet, outlet)

    def agency(self, agency: str) -> str:
        """A news agency's name, by its id."""
        names = _by_id("page_furniture.toml", "agency", "label_ar", "label_en")
        return self._pick(names.get(agency, (agency, agency)))

    def party(self, party: str) -> str:
        """A party's label; a speaker that stands for itself by its name."""
        if party in (OWN_VOICE, OTHER_VOICES):
            return self.named(f"party.{party}")
        for known in self.parties:
            if known.id == party:
                return known.label_ar if self.lang == "ar" else known.label_en
        return self.speaker(party)

    @cached_property
    def _speakers(self) -> dict[str, str]:
        return {
            str(entry.get("name") or entry.get("name_ar")): str(entry["name_en"])
            for entry in _entries("speakers.toml", "speaker")
            if entry.get("name_en")
        }

    def speaker(self, name: str) -> str:
        """A speaker's canonical name; in English that of the event's file or of speakers.toml."""
        return name if self.lang == "ar" else self._given.get(name) or self._speakers.get(name, name)

    def cue(self, cue: str) -> str:
        """Reporting words; in English the gloss of the verb or phrase that tells most."""
        return cue if self.lang == "ar" else _gloss_of(cue) or cue

    @cached_property
    def _lemmas(self) -> dict[str, str]:
        glosses: dict[str, str] = {}
        for entry in self._framing("term"):
            for form in entry.get("forms", []):
                plain = " ".join(word.split("/")[0] for word in str(form).split())
                glosses.setdefault(fold(plain), str(entry.get("gloss", "")))
            glosses.setdefault(str(entry.get("id")), str(entry.get("gloss", "")))
        return {form: gloss for form, gloss in glosses.items() if gloss}

    def lemma(self, lemma: str, frame: str = "") -> str:
        """A term's dictionary form; in English its gloss, else the label of its frame."""
        if self.lang == "ar":
            return lemma
        return (
            self._lemmas.get(lemma)
            or self._lemmas.get(fold(lemma))
            or (self.frame(frame) if frame else lemma)
        )

    def listed(self, names: Sequence[str]) -> str:
        """Several names as one, with the language's "and".

        >>> Naming("en").listed(["A", "B", "C"])
        'A, B and C'
        """
        if self.lang == "ar":
            return " و".join(names)
        return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)

    def outlets(self, outlets: Sequence[str]) -> str:
        """The names of several outlets, listed."""
        return self.listed([self.outlet(outlet) for outlet in outlets])

    def quoted(self, text: str) -> str:
        """Words between the language's quotation marks; Arabic ones inside English keep their own order."""
        bare = text.strip(_MARKS)
        if sum(map(bare.count, _MARKS)) % 2:
            # من وصفهم بـ"المسلحين" or "المسلحون" في العاصمة: the mark belongs to the word
            if text[-1] in _MARKS:
                bare += text[-1]
            elif text[0] in _MARKS:
                bare = text[0] + bare
        if self.lang == "ar":
            return f"«{bare}»"
        return f"“{bare}”" + (LEFT_TO_RIGHT if any("\u0600" <= letter <= "\u06ff" for letter in bare) else "")

    def glossed(self, text: str, gloss: str = "") -> str:
        """An article's words between quotation marks; in English with what they mean, where that is known."""
        known = self.lang != "ar" and gloss and gloss != text
        return f"{self.quoted(text)} ({gloss})" if known else self.quoted(text)

    def value(self, row: Any) -> str:
        """A figure for people: in Arabic as printed, in English its number with its bound in words."""
        if self.lang == "ar":
            return str(row.text)
        unit = "" if row.unit is None or pd.isna(row.unit) else str(row.unit)
        return self.amount(float(row.value), unit, str(row.bound), getattr(row, "value_high", None))

    def amount(self, value: float, unit: str = "", bound: str = "exact", high: float | None = None) -> str:
        """A value with its bound and, for a sum, its currency."""
        if bound == "vague" and f"vague.{int(value)}" in _names():
            return self.named(f"vague.{int(value)}")
        one = self.sum(value, unit)
        if bound == "range" and high is not None and not pd.isna(high):
            return f"{one}–{self.sum(high, unit)}"
        return f"{self.named(f'bound.{bound}')} {one}" if f"bound.{bound}" in _names() else one

    def sum(self, value: float, unit: str = "") -> str:
        """A number, as a sum of money where the unit is a currency, with % where it is percent."""
        if len(unit) == 3 and unit.isascii() and unit.isupper():
            return money(value, unit, self.lang)
        return percent(value, 2) if unit == "percent" else number(value)
