"""Which zone each line of an article belongs to: headline, caption, byline, heading, body, boilerplate.

Belongs here: lines, the furniture of pages, and the reading of a line from its shape, place and neighbours.
Does not: sentences within a line, and what an article says of itself (article.py).

A page saved as text is lines: prose in the middle, other things around and between. Prose is told by its
final punctuation or its length. What stands before the first prose is the head (headline, byline, captions),
what stands after the last is the tail (source line, furniture). Between them a short line without final
punctuation that prose follows is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya.language.dates import find_dates
from riwaya.language.encoding import has_arabic
from riwaya.language.knowledge import KnowledgeError, data_path, load
from riwaya.language.spelling import INVISIBLE
from riwaya.reading.sources.outlets import Outlets, name_key

PROSE_WORDS = 25  # a line of so many words is prose even without final punctuation
QUESTION_WORDS = 13  # up to here a line that ends in ? or ! is a heading rather than prose
HEADING_WORDS = 12
CREDIT_WORDS = 9
UNSTOPPED_WORDS = (
    15  # among lines without final punctuation, one of so many words is prose that lost its stop
)
LINK_WORDS = 4  # lines of so many words and more, several running, are links rather than items of a list
LOOKED_AT = 90  # only so much of a line is compared with furniture

_FINAL = re.compile(rf"([.!?؟…۔:؛;]+)[\s\"'”’»«)\]{INVISIBLE}]*\Z")
_BRACKETED_END = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]][\s.]*\Z")
_PARTS = re.compile(r"\s*(?:[+|/،,:()\[\]*•]|(?<=\s)[-–—ـ]+(?=\s)|[–—]|(?<=\w)-(?=\s)|(?<=\s)-(?=\w))\s*")
_STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}:\d{2}(?::\d{2})?")
_TRIMMED = ' \t\u00a0:.،,-–—*•|"“”«»'
# "- قطر", "3) قطر", "2016: قطر", but not "2.5 مليون".
_BULLET = re.compile(r"[-–—•*▪●]\s*\S|\d{1,4}\s*[-–.:)]\s*(?=[^\d\s])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, without white space at its ends; ``no`` counts all lines, blank ones too."""

    no: int
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """How many words the line has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class FurnitureEntry:
    """An entry of [[furniture]] in data/page_furniture.toml, which says what the fields mean."""

    id: str
    zone: str
    match: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def check(self) -> str | None:
        """What is wrong with this entry, or None."""
        if self.zone not in ("boilerplate", "byline", "caption", "body"):
            return f"zone is {self.zone!r}. Use boilerplate, byline, caption or body."
        if self.match not in ("line", "opening", "title", "links"):
            return f"match is {self.match!r}. Use line, opening, title or links."
        if not self.examples or not self.counter_examples:
            return (
                "examples or counter_examples is empty. Add a line it must find and one it must leave alone."
            )
        return None


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """Words that credit a picture (use = picture) or a text (use = byline); an agency has no use of its own."""

    id: str
    forms: tuple[str, ...]
    use: str = "agency"
    label_ar: str = ""  # an agency's name for readers
    label_en: str = ""


class Furniture:
    """The lines and words of data/page_furniture.toml, ready to be looked up."""

    def __init__(
        self,
        entries: Sequence[FurnitureEntry],
        agencies: Sequence[CreditEntry],
        credits: Sequence[CreditEntry],
    ) -> None:
        self._lines: dict[str, FurnitureEntry] = {}
        self._openings: dict[str, list[tuple[str, FurnitureEntry]]] = {}
        for entry in entries:
            for form in entry.forms:
                key = name_key(form)
                if entry.match == "opening":
                    self._openings.setdefault(key.split()[0], []).append((key, entry))
                else:
                    self._lines[key.strip(_TRIMMED)] = entry
        self._agencies = {name_key(form): entry.id for entry in agencies for form in entry.forms}
        self._credits = {name_key(form): entry.use for entry in credits for form in entry.forms}

    def line(self, text: str) -> FurnitureEntry | None:
        """The furniture a whole line is, or that it opens with."""
        key = name_key(text[:LOOKED_AT])
        found = self._lines.get(key.strip(_TRIMMED)) if len(text) <= LOOKED_AT else None
        if found is not None or not key:
            return found
        first = key.split()[0]
        for opening in {first, first.rstrip(":"), first[:1]}:
            for form, entry in self._openings.get(opening, ()):
                follows = key[len(form) : len(form) + 1]
                if key.startswith(form) and not (form[-1].isalnum() and follows.isalnum()):
                    return entry
        return None

    def agency(self, words: str) -> str | None:
        """The agency that some words name as a whole, with or without و before it."""
        key = name_key(words).strip(_TRIMMED)
        return self._agencies.get(key) or (
            self._agencies.get(key[1:].strip()) if key.startswith("و") else None
        )

    def credit(self, words: str) -> str | None:
        """``picture`` or ``byline`` when some words are a credit of that use, else None."""
        return self._credits.get(name_key(words).strip(_TRIMMED))

    def agencies(self, text: str) -> list[str]:
        """The agencies credited in a credit line or a caption's brackets, in order, each once."""
        found: list[str] = []
        for part in parts(text):
            agency = self.agency(part)
            if agency is not None and agency not in found:
                found.append(agency)
        return found


def load_furniture(path: Path | None = None) -> Furniture:
    """The furniture of data/page_furniture.toml (or of another file of its form). Raises KnowledgeError."""
    path = path or data_path("page_furniture.toml")
    entries = load(path, "furniture", FurnitureEntry)
    furniture = Furniture(entries, load(path, "agency", CreditEntry), load(path, "credit", CreditEntry))
    for entry in entries:
        for example in entry.examples:
            if furniture.line(example) is not entry:
                raise KnowledgeError(
                    f'{path}, furniture "{entry.id}": does not find its example {example!r}. Mend one of the two.'
                )
        for example in entry.counter_examples:
            if furniture.line(example) is entry:
                raise KnowledgeError(
                    f'{path}, furniture "{entry.id}": finds its counter-example {example!r}. Mend one of the two.'
                )
    return furniture


def parts(text: str) -> list[str]:
    """A credit line cut at its dashes, commas, slashes, signs and brackets.

    >>> parts("TRT عربي - وكالات") == ["TRT عربي", "وكالات"]
    True
    """
    return [part for part in (piece.strip(_TRIMMED) for piece in _PARTS.split(text[:LOOKED_AT])) if part]


def is_dated(line: Line) -> bool:
    """Whether a short line says a whole date and little else: when the article was published."""
    if line.words > CREDIT_WORDS + 3:
        return False
    dates = [mention for mention in find_dates(line.text) if mention.date is not None]
    return bool(dates) and line.words - sum(len(date.text.split()) for date in dates) <= 3


def lines_of(text: str, start: int = 0) -> list[Line]:
    """The lines of a text from ``start`` on that hold more than white space."""
    found: list[Line] = []
    position = start
    for no, raw in enumerate(text[start:].splitlines(keepends=True)):
        kept = raw.strip()
        if kept:
            begin = position + len(raw) - len(raw.lstrip())
            found.append(Line(no, begin, begin + len(kept), kept))
        position += len(raw)
    return found


def read_zones(
    lines: Sequence[Line], furniture: Furniture, outlets: Outlets, has_title: bool = False
) -> list[str]:
    """The zone of each line, in order. ``has_title``: the headline stands apart and is not among the lines."""
    return _Reading(lines, furniture, outlets).zones(has_title)


class _Reading:
    """One pass over the lines of one article."""

    def __init__(self, lines: Sequence[Line], furniture: Furniture, outlets: Outlets) -> None:
        self.lines = lines
        self.furniture = furniture
        self.outlets = outlets
        # A line of many words is prose and never compared with its neighbour.
        self.keys = [name_key(line.text) if len(line.text) <= 300 else str(line.no) for line in lines]

    def zones(self, has_title: bool) -> list[str]:
        zones = [self._by_itself(line) for line in self.lines]
        self._names_under_titles(zones)
        self._links(zones)
        self._repeats(zones)
        prose = [i for i, zone in enumerate(zones) if zone == "body"]
        first, last = (prose[0], prose[-1]) if prose else (len(zones), -1)
        if prose and not has_title:
            first = self._headline_with_stop(zones, first, prose)
        self._head(zones, first, has_title)
        self._runs(zones, first)
        for index in range(first, len(zones)):
            if zones[index] == "?":
                zones[index] = self._between(index) if index < last else self._after(index)
        return zones

    def _by_itself(self, line: Line) -> str:
        """What a line is whatever stands around it; "?" when that decides."""
        text = line.text
        if not any(character.isalnum() for character in text):
            return "boilerplate"
        words = line.words
        ends = _FINAL.search(text[-20:])
        mark = ends[1][0] if ends and not text.endswith("..") else ""
        found = self.furniture.line(text)
        if found is not None and self._is_furniture(found, words, mark):
            return found.zone
        if words <= CREDIT_WORDS and self.is_byline(text, mark):
            return "byline"
        if words <= 2 * PROSE_WORDS and self.is_credited(text):
            return "caption"
        if words >= PROSE_WORDS:
            return "body"
        if not has_arabic(text):
            return "body" if mark == "." and words > 4 else "?"
        if mark in ("?", "!", "؟"):
            return "body" if words > QUESTION_WORDS else "?"
        return "body" if mark and words >= (4 if mark == ":" else 3) else "?"

    def _is_furniture(self, found: FurnitureEntry, words: int, mark: str) -> bool:
        """Whether a line that opens as furniture does is short enough to be furniture."""
        if found.match != "opening":
            return True
        if found.zone == "byline":
            return words <= CREDIT_WORDS or (words <= 2 * CREDIT_WORDS and mark != ".")
        if found.zone == "caption":
            return words <= PROSE_WORDS and not mark
        if found.zone == "body":
            return words > 2
        return words <= 2 * PROSE_WORDS

    def is_byline(self, text: str, mark: str) -> bool:
        """Whether a short line is made of outlets, agencies, byline words and dates, beside one place or name."""
        stamp = _STAMP.search(text)
        rest = parts(_STAMP.sub(" ", text) if stamp else text)
        known = [part for part in rest if self._names_credit(part)]
        if not known and not stamp:
            return False
        unknown = sum(len(part.split()) for part in rest) - sum(len(part.split()) for part in known)
        return unknown == 0 or (mark != "." and unknown <= (3 if stamp else 4))

    def _names_credit(self, part: str) -> bool:
        return (
            self.furniture.agency(part) is not None
            or self.furniture.credit(part) == "byline"
            or self.outlets.named(part) is not None
        )

    def is_credited(self, text: str) -> bool:
        """Whether a line closes with the credit of a picture in brackets, after words that end in no stop."""
        match = _BRACKETED_END.search(text[-80:])
        if match is None or text.endswith("."):
            return False
        before = text[max(0, len(text) - 80 - LOOKED_AT) : len(text) - len(match.group())].rstrip()
        if before.endswith((".", "؟", "!")):
            return False
        # "وكالة الأنباء السعودية (واس)" spells a name out: the brackets credit nothing.
        if any(self.furniture.credit(word) == "name" for word in before.split()[-4:]):
            return False
        return any(
            self.furniture.agency(part)
            or self.furniture.credit(part) == "picture"
            or self.outlets.named(part)
            for part in parts(match[1])
        )

    def _names_under_titles(self, zones: list[str]) -> None:
        for index, line in enumerate(self.lines[:-1]):
            found = self.furniture.line(line.text) if zones[index] == "boilerplate" else None
            below = self.lines[index + 1]
            if found is not None and found.match == "title" and below.no == line.no + 1 and below.words <= 5:
                zones[index + 1] = "boilerplate"

    def _links(self, zones: list[str]) -> None:
        inside = False
        for index, line in enumerate(self.lines):
            found = self.furniture.line(line.text) if zones[index] == "boilerplate" else None
            if found is not None:
                inside = found.match == "links"
            elif inside and zones[index] == "?" and line.words > 2:
                zones[index] = "boilerplate"
            else:
                inside = False

    def _repeats(self, zones: list[str]) -> None:
        """A line that stands twice running is a picture's alternative text and its caption."""
        for index in range(1, len(self.lines)):
            if (
                self.keys[index] == self.keys[index - 1]
                and zones[index - 1] in ("?", "caption")
                and zones[index] in ("?", "caption")
            ):
                zones[index - 1] = zones[index] = "caption"

    def _headline_with_stop(self, zones: list[str], first: int, prose: Sequence[int]) -> int:
        """A first line set apart from solid prose by a blank line is a headline even when it ends in a stop."""
        line = self.lines[first]
        if "?" in zones[:first] or line.words > PROSE_WORDS or len(prose) < 3 or prose[1] != first + 1:
            return first
        below = self.lines[first + 1]
        solid = all(
            self.lines[i + 1].no == self.lines[i].no + 1 for i in range(first + 1, len(self.lines) - 1)
        )
        if below.no > line.no + 1 and solid and below.words > line.words:
            zones[first] = "?"
            return prose[1]
        return first

    def _head(self, zones: list[str], first: int, has_title: bool) -> None:
        """Headline, sub-headline and captions among the lines before the first prose."""
        open_lines = [index for index in range(first) if zones[index] == "?"]
        foreign = {index for index in open_lines if not has_arabic(self.lines[index].text)}
        dated = {index for index in open_lines if is_dated(self.lines[index])}
        arabic = [index for index in open_lines if index not in foreign and index not in dated]
        if not arabic and not has_title:
            self._headline_twice(zones, first)
        headline = None if has_title or not arabic else arabic[0]
        for index in open_lines:
            if index == headline:
                zones[index] = "headline"
            elif index in dated:
                zones[index] = "byline"
            elif index in foreign:
                zones[index] = "caption" if self.lines[index].words > 2 else "boilerplate"
            elif has_title:
                zones[index] = "heading"  # a record keeps no pictures
            else:
                zones[index] = self._under_headline(zones, index, headline, whole=first < len(zones))

    def _under_headline(self, zones: Sequence[str], index: int, headline: int | None, whole: bool) -> str:
        """A further Arabic line of the head: the headline's second line, a caption, or prose without stops."""
        words = self.lines[index].words
        if not whole and words >= UNSTOPPED_WORDS // 2:
            return "body"  # nothing in this text ends in a stop
        second = headline is not None and index <= headline + 2 and zones[index - 1] == "headline"
        return "headline" if second and words <= PROSE_WORDS - 5 else "caption"

    def _headline_twice(self, zones: list[str], first: int) -> None:
        """Without any other headline, the first caption twice over was the headline twice over."""
        index = next((i for i in range(first - 1) if zones[i] == "caption"), None)
        if index is None or self.keys[index] != self.keys[index + 1]:
            return
        if not self.is_credited(self.lines[index].text):
            zones[index], zones[index + 1] = "headline", "boilerplate"

    def _runs(self, zones: list[str], first: int) -> None:
        """Lines without final punctuation, several running: links to other articles, or a list."""
        index = first
        while index < len(zones):
            end = index
            while end < len(zones) and zones[end] == "?":
                end += 1
            if end - index > 1:
                zones[index:end] = self._run(zones, index, end)
            index = end + 1

    def _run(self, zones: Sequence[str], index: int, end: int) -> list[str]:
        lines = self.lines[index:end]
        above = self.lines[index - 1].text if index else ""
        counted = sum(1 for line in lines if _BULLET.match(line.text))
        if above.endswith(":") or 2 * counted >= len(lines):
            return ["body"] * len(lines)
        if any(line.words >= UNSTOPPED_WORDS for line in lines):
            return ["body" if line.words > LINK_WORDS else "heading" for line in lines]
        heads = end < len(zones) and zones[end] == "body" and lines[-1].words <= LINK_WORDS
        run = lines[:-1] if heads else lines
        links = sum(1 for line in run if line.words >= LINK_WORDS) * 2 > len(run)
        others = "body" if len(run) > 1 else "heading"
        kind = "boilerplate" if links or end == len(zones) else others
        return [kind] * len(run) + ["heading"] * heads

    def _between(self, index: int) -> str:
        """A line without final punctuation between two stretches of prose."""
        line = self.lines[index]
        if not has_arabic(line.text):
            return "caption" if line.words > 3 else "boilerplate"
        return "body" if _BULLET.match(line.text) or line.words > HEADING_WORDS else "heading"

    def _after(self, index: int) -> str:
        """A line without final punctuation after the last prose."""
        line = self.lines[index]
        if is_dated(line):
            return "byline"
        listed = self.lines[index - 1].text.endswith(":")
        prose = listed or (line.words > 6 and has_arabic(line.text))
        return "body" if prose else "boilerplate"
