"""What differs between two stretches of text that tell the same, and what each difference touches.

Belongs here: the Change record, and which of the differences say something of how the two tell it.
Does not: what stands in a sentence (marks.py), finding the stretches (rewording.py), aligning their words
(alignment.py), how a difference is shown or told (showing).

A difference counts only where the rest of the stretch says the same of the same thing. A word of the lexicon is
set against one of the same sort (an actor against an actor), never against a word that is merely in its place; what
one side has and the other lacks counts where it is a word or two between words that both have. A cue or a speaker
counts where the words that both share are what is reported: two statements that only name the same office differ in
nothing. What remains is wording, and what is only spelling is no difference at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise

from riwaya.comparing.marks import QUOTES, Mark, Marks, Told
from riwaya.language.numerals import find_all
from riwaya.language.spelling import fold, words

# What a change may touch, most telling first; "wording" is none of them.
KINDS = ("term", "voice", "speaker", "cue", "figure", "wording")

# A side of more words than this is another clause, not another word; against words that are no term it is fewer.
# What stands in the place of a source: a verb, a particle; more is another report or an act.
_LONGEST_SIDE, _LONGEST_LONE, _LONGEST_OWN = 5, 3, 2
# … and so many words around them that both have.
_LEAST_AROUND = 8
# Words that both share of what is reported, before a cue, the want of a speaker or another speaker says something;
# so many of them must be other words than those of speakers' names and titles.
_LEAST_SAID, _LEAST_OF_OTHERS, _LEAST_CONTENT = 4, 10, 3
# … and their share of all the words shared.
_MOSTLY = 0.6
# Words that open the content of a report, and those that name its source behind it.
_CONTENT = frozenset(fold(word) for word in ("أن", "أنه", "أنها", "أنهم", "بأن", "بأنه", "بأنها", "بأنهم"))
_SOURCE = frozenset(fold(word) for word in ("وفق", "وفقا", "حسب", "بحسب", "حسبما", "نقلا", "استنادا", "كما"))
# Letters that may stand before a term on its word: و, ل, وبال.
_PARTICLES = 4
# A toll in passing is like any other: before figures are compared so many words of content must be shared.
_LEAST_OF_FIGURES = 6
# Two spellings of a name or a word: this much of their letters in the same order.
_SPELT_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two aligned sentences; offsets into each article's full text.

    ``start == end`` on a side that has nothing there. ``kind`` is the most telling thing touched (KINDS),
    ``term`` and ``other_term`` are the terms on each side as written, quotation marks and all, with their frames;
    ``cue`` and ``other_cue`` the reporting words, with their stance; None where a side has none. Of kind "speaker"
    ``voice`` and ``other_voice`` say where one outlet reports what the other says itself: "attributed" and "own".
    """

    start: int
    end: int
    text: str
    other_start: int
    other_end: int
    other_text: str
    kind: str
    term: str | None = None
    other_term: str | None = None
    frame: str | None = None
    other_frame: str | None = None
    cue: str | None = None
    other_cue: str | None = None
    stance: str | None = None
    other_stance: str | None = None
    voice: str | None = None
    other_voice: str | None = None

    @property
    def reframed(self) -> bool:
        """Whether each side has a term, of another frame."""
        return bool(self.frame and self.other_frame and self.frame != self.other_frame)

    @property
    def distanced(self) -> bool:
        """Whether one side holds what is said at a distance and the other does not."""
        return self.kind == "cue" and (self.stance == "distancing") != (self.other_stance == "distancing")


@dataclass(frozen=True)
class _Side:
    """One side of a difference: its words, and what they touch."""

    told: Told
    low: int
    high: int
    marks: list[Mark]
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.told.text_of(self.start, self.end)

    def __len__(self) -> int:
        return self.high - self.low

    @property
    def keys(self) -> tuple[str, ...]:
        return self.told.keys[self.low : self.high]

    def of(self, kind: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == kind]

    @property
    def frames(self) -> set[str]:
        return {mark.frame for mark in self.of("term")}

    @property
    def values(self) -> set[str]:
        return {mark.what for mark in self.of("figure")}


@dataclass(frozen=True)
class Alignment:
    """Two sentences, the words that answer each other, and how far the stretch reaches on each side, half-open."""

    first: Told
    second: Told
    matched: Sequence[tuple[int, int]]
    reach: tuple[int, int]
    other_reach: tuple[int, int]
    marks: Marks
    _said: tuple[list[str | None], list[str | None]] = field(init=False)

    def __post_init__(self) -> None:
        said = self.marks.reported(self.first), self.marks.reported(self.second)
        object.__setattr__(self, "_said", said)

    def changes(self) -> list[Change]:
        """The differences in the order of the text, without those of spelling only."""
        low, high = self.reach
        other_low, other_high = self.other_reach
        made = []
        for (left, other_left), (right, other_right) in pairwise(
            [(low - 1, other_low - 1), *self.matched, (high, other_high)]
        ):
            if right - left > 1 or other_right - other_left > 1:
                inner = left >= low and right < high
                mine = self._side(self.first, left + 1, right)
                theirs = self._side(self.second, other_left + 1, other_right)
                change = self._change(mine, theirs, inner)
                if change.kind != "wording" or not _spelt_alike(mine.text, theirs.text):
                    made.append(change)
        made += self._marked()
        return sorted(made, key=lambda change: (change.start, change.other_start))

    def _side(self, told: Told, low: int, high: int) -> _Side:
        start, end = told.stretch(low, high)
        marks = self.marks.touching(told, start, end) if low < high else []
        return _Side(told, low, high, marks, start, end)

    def _change(self, mine: _Side, theirs: _Side, inner: bool) -> Change:
        plain = Change(mine.start, mine.end, mine.text, theirs.start, theirs.end, theirs.text, "wording")
        if cue := next(iter(mine.of("cue")), None):
            plain = replace(plain, cue=_as_written(mine.told, cue), stance=cue.what)
        if cue := next(iter(theirs.of("cue")), None):
            plain = replace(plain, other_cue=_as_written(theirs.told, cue), other_stance=cue.what)
        pair = self._terms(mine, theirs, inner)
        if pair:
            texts = [
                _as_written(side.told, mark) if mark else None
                for side, mark in zip((mine, theirs), pair, strict=True)
            ]
            frames = [mark.frame if mark else None for mark in pair]
            return replace(
                plain, kind="term", term=texts[0], other_term=texts[1], frame=frames[0], other_frame=frames[1]
            )
        voices = self._taken_over(mine, theirs)
        if voices:
            return replace(plain, kind="speaker", voice=voices[0], other_voice=voices[1])
        if self._cues_differ(mine, theirs):
            return replace(plain, kind="cue")
        if self._speakers_differ(mine, theirs):
            return replace(plain, kind="speaker")
        if self.content() >= _LEAST_OF_FIGURES and _figures_differ(mine, theirs):
            return replace(plain, kind="figure")
        return plain

    def _terms(self, mine: _Side, theirs: _Side, inner: bool) -> tuple[Mark | None, Mark | None] | None:
        """The terms that are set against each other, or a term against words that are none; None where none is."""
        if mine.frames == theirs.frames or max(len(mine), len(theirs)) > _LONGEST_SIDE:
            return None
        if mine.values != theirs.values:
            return None  # another count of people is of other people
        for alone, there, turned in ((mine, theirs, False), (theirs, mine, True)):
            for one in (mark for mark in alone.of("term") if mark.frame not in there.frames):
                fellows = [mark for mark in there.of("term") if mark.sort == one.sort]
                # A term that the other side lacks too is the likelier counterpart.
                fellows.sort(key=lambda mark: mark.frame in alone.frames)
                if fellows:
                    return (fellows[0], one) if turned else (one, fellows[0])
        if (mine.frames and theirs.frames) or not inner or len(self.matched) < _LEAST_AROUND:
            return None
        lone = self._lone(mine, theirs) if mine.frames else self._lone(theirs, mine)
        return (lone, None) if mine.frames and lone else (None, lone) if lone else None

    def _lone(self, side: _Side, other: _Side) -> Mark | None:
        """A side's term that the other sentence has no word for, set against a word or two, or put to a word as its label."""
        term = side.of("term")[0]
        elsewhere = {mark.frame for mark in self.marks.of(other.told) if mark.kind == "term"}
        if term.start > side.told.spans[side.low][0] + _PARTICLES:
            return None  # "the rebels' last hold" against "the last pocket": another thing is named
        own = {
            key
            for key, span in zip(side.keys, side.told.spans[side.low : side.high], strict=True)
            if span[0] < term.end and term.start < span[1]
        }
        if term.frame in elsewhere or own & set(other.told.keys):
            return None
        if max(len(side), len(other)) > _LONGEST_LONE:
            return None
        if other.of("cue") or other.of("speaker"):
            return None
        labels = term.start <= side.start and side.end <= term.end
        return term if len(other) or labels else None

    def _shared_said(self, first: bool, second: bool) -> int:
        """How many of the words shared are reported on these sides only; 0 where they are but names."""
        shared = [
            self.first.keys[place]
            for place, other in self.matched
            if (self._said[0][place] is not None) == first and (self._said[1][other] is not None) == second
        ]
        return len(shared) if self.content(shared) >= _LEAST_CONTENT else 0

    def content(self, keys: Sequence[str] | None = None) -> int:
        """How many words, of those shared or of some, are neither particles nor words of speakers' names."""
        shared = [self.first.keys[place] for place, _ in self.matched] if keys is None else keys
        return sum(len(key) > 2 and key not in self.marks.names for key in shared)

    def _taken_over(self, mine: _Side, theirs: _Side) -> tuple[str, str] | None:
        """The voices of the two sides where one reports what the other says itself."""
        sourced = [bool(side.of("cue") or side.of("speaker")) for side in (mine, theirs)]
        if sourced[0] == sourced[1]:
            return None
        at, own = (0, 1) if sourced[0] else (1, 0)
        side, told = (mine, theirs)[at], (self.first, self.second)[own]
        if len((mine, theirs)[own]) > _LONGEST_OWN:
            return None
        alone = self._shared_said(at == 0, at == 1)
        if alone < _LEAST_SAID or alone < _MOSTLY * len(self.matched):
            return None
        # A demand or a pledge is no claim: only what follows "that", or stands before "according to".
        after = side.told.keys[side.high : side.high + 1]
        if not _CONTENT & {*side.keys, *after} and not _SOURCE & set(side.keys):
            return None
        low, high = (self.reach, self.other_reach)[own]
        free = all(name is None for name in self._said[own][low:high])
        reports = any(mark.kind == "cue" for mark in self.marks.touching(told, *told.stretch(low, high)))
        # A headline may leave to the text who says so.
        if told.zone == "headline" or reports or not free:
            return None
        return ("attributed", "own") if at == 0 else ("own", "attributed")

    def _speakers(self) -> tuple[set[str], set[str]]:
        """Who is named as saying the words that both sides share and report."""
        names: tuple[set[str], set[str]] = (set(), set())
        for place, other in self.matched:
            one, two = self._said[0][place], self._said[1][other]
            if one and two:
                names[0].add(one)
                names[1].add(two)
        return names

    def _cues_differ(self, mine: _Side, theirs: _Side) -> bool:
        stances = [{mark.what for mark in side.of("cue")} for side in (mine, theirs)]
        if stances[0] == stances[1] or self._shared_said(True, True) < _LEAST_SAID:
            return False
        if not (stances[0] and stances[1]) and "distancing" not in stances[0] | stances[1]:
            return False  # a neutral verb more or less is no difference: the other may stand further off
        return not _strangers(*self._speakers())

    def _speakers_differ(self, mine: _Side, theirs: _Side) -> bool:
        if not (mine.of("speaker") and theirs.of("speaker")):
            return False
        return self._shared_said(True, True) >= _LEAST_OF_OTHERS and _strangers(*self._speakers())

    def _marked(self) -> Iterator[Change]:
        """The same term in two voices: in one outlet between marks, in the other not."""
        partner = dict(self.matched)
        terms = [mark for mark in self.marks.of(self.second) if mark.kind == "term"]
        for mine in (mark for mark in self.marks.of(self.first) if mark.kind == "term"):
            place = next((at for at, (_, end) in enumerate(self.first.spans) if end > mine.start), None)
            if place is None or place not in partner:
                continue
            start, end = self.second.spans[partner[place]]
            theirs = next((mark for mark in terms if mark.start < end and start < mark.end), None)
            if (
                theirs is None
                or theirs.frame != mine.frame
                or (mine.voice == "scare") == (theirs.voice == "scare")
            ):
                continue
            span = self.first.with_quotes(mine.start, mine.end)
            other_span = self.second.with_quotes(theirs.start, theirs.end)
            text, other_text = self.first.text_of(*span), self.second.text_of(*other_span)
            scare, bare = (text, other_text) if mine.voice == "scare" else (other_text, text)
            # A name in marks that hold more or less than the term, a label put at a distance by words: shown as they are.
            if (
                scare[0] in QUOTES
                and scare[-1] in QUOTES
                and bare[0] not in QUOTES
                and bare[-1] not in QUOTES
            ):
                yield Change(
                    *span, text, *other_span, other_text, "voice", text, other_text, mine.frame, theirs.frame
                )


def _as_written(told: Told, mark: Mark) -> str:
    return told.text_of(*told.with_quotes(mark.start, mark.end))


def _strangers(names: set[str], others: set[str]) -> bool:
    """Whether two sets of names, both known, have no word in common."""
    one, other = (
        {fold(word.text).removeprefix("ال") for name in each for word in words(name)}
        for each in (names, others)
    )
    return bool(one and other) and not one & other


def _figures_differ(mine: _Side, theirs: _Side) -> bool:
    """Whether two figures of one metric have other values."""
    values, others = ({(m.frame, m.what) for m in side.of("figure")} for side in (mine, theirs))
    metrics = {metric for metric, _ in values - others} & {metric for metric, _ in others - values}
    return bool(metrics)


def _spelt_alike(text: str, other: str) -> bool:
    """Whether two texts are one word or name in two spellings, or one number in digits and in words.

    >>> _spelt_alike("غوتيريش", "غوتيريس"), _spelt_alike("6", "ستة"), _spelt_alike("قال", "زعم")
    (True, True, False)
    """
    one, two = ("".join(fold(word.text) for word in words(each)) for each in (text, other))
    if not one or not two:
        return not one and not two
    if one.lstrip("وف") == two.lstrip("وف"):
        return True
    values = [[number.value for number in find_all(each)] for each in (text, other)]
    if values[0] and values[0] == values[1]:
        return True
    return min(len(one), len(two)) > 3 and SequenceMatcher(None, one, two, False).ratio() >= _SPELT_ALIKE
