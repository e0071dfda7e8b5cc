"""Framing terms: what a file of frames and terms says, and the terms of an article in whose voice.

Belongs here: frames, terms, look-alikes, their files, which hits count, the voice of a term.
Does not: how words inflect (language/inflection.py), whose word a stretch is (attribution.py).
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Protocol, TypeVar

from riwaya.language import engines, knowledge
from riwaya.language.inflection import CONDITIONS, WORD_CLASSES, Hit, Lexicon
from riwaya.language.spelling import fold
from riwaya.reading.records import Article, Attribution, Term

GROUPS = ("people", "event", "act")
KINDS = ("actor", "event", "state_action")
ZONES_READ = ("headline", "body", "caption", "heading")
_CLOSING_MARK = {"«": "»", "»": "«", '"': '"', "“": "”", "”": "“", "„": "“", "‘": "’", "'": "'", "(": ")"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A way of naming people, events or acts; ``order`` is its place in tables and charts."""

    id: str
    label_ar: str
    label_en: str
    group: str
    order: int

    def check(self) -> str | None:
        if self.group not in GROUPS:
            return f"group is {self.group!r}. Write one of {', '.join(GROUPS)}."
        return None


@dataclass(frozen=True, slots=True)
class WordList:
    """Words that several conditions share: a condition names the list as ``@id``."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Words by how often news uses them, the most frequent first."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insert:
    """A set phrase that may stand inside a term, like ما وصفه in مكافحة ما وصفه بالإرهاب."""

    id: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """What terms and look-alikes share; the meaning of every key is told in language/inflection.py."""

    id: str
    gloss: str
    word_class: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    plurals: tuple[str, ...] = ()
    gap: int = 0
    enclitics: bool = True
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_inside: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    not_written: tuple[str, ...] = ()

    def check(self) -> str | None:
        unknown = [name for name in self.word_class.split() if name not in WORD_CLASSES]
        if unknown or not self.word_class.split():
            return f"word_class is {self.word_class!r}. Write one of {', '.join(WORD_CLASSES)} for each word."
        if not self.forms or not all(form.split() for form in (*self.forms, *self.plurals)):
            return "forms must hold at least one word each. Add it or take the empty form out."
        if not self.examples:
            return "examples is empty. Add a sentence in which it is found."
        return None


@dataclass(frozen=True, slots=True)
class Lookalike(_Words):
    """Words that look like a term and are none; where they stand no shorter term is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEntry(_Words):
    """A framing term of the lexicon.

    ``sentence_frames`` and ``article_frames``: a hit counts only beside a term of one of these frames, in its
    sentence or its article; terms that are themselves bound by such a condition do not count as company.
    """

    frame: str
    kind: str
    counter_examples: tuple[str, ...]
    sentence_frames: tuple[str, ...] = ()
    article_frames: tuple[str, ...] = ()

    def check(self) -> str | None:
        if self.kind not in KINDS:
            return f"kind is {self.kind!r}. Write one of {', '.join(KINDS)}."
        if not self.counter_examples:
            return "counter_examples is empty. Add a sentence it must leave alone."
        return _Words.check(self)


@dataclass(frozen=True)
class Framing:
    """Frames in their order, and the lexicon of terms and look-alikes made ready to be found."""

    frames: tuple[Frame, ...]
    terms: tuple[TermEntry, ...]
    lookalikes: tuple[Lookalike, ...]
    lexicon: Lexicon[_Words]
    inserts: tuple[str, ...] = ()

    @cached_property
    def unbound(self) -> Lexicon[_Words]:
        """The lexicon without the terms that count only beside other frames: what those would hide is found with it."""
        terms = [term for term in self.terms if not term.sentence_frames and not term.article_frames]
        return Lexicon([*self.lookalikes, *terms], self.inserts)


class Voices(Protocol):
    """What is asked of attributions: whose word a stretch of the article is."""

    def of(self, start: int, end: int) -> Attribution: ...


_Record = TypeVar("_Record", Frame, WordList, Insert, Lookalike, TermEntry)


class _Fault(Exception):
    """A fault between entries, of whichever file: told with the files by load_framing."""


def load_framing(*paths: Path, engine: str | None = None) -> Framing:
    """The lexicon of one or several files; a later file adds frames, terms, look-alikes to the earlier ones.

    Without a path it is data/framing.toml. A file has [[frame]], [[term]], [[lookalike]], [[word_list]] and
    [[insert]] entries, each optional. ``engine`` (else the environment's RIWAYA_ENGINE) is auto, python or rust:
    see language/engines.py. Raises KnowledgeError: an id that two files use, a frame or a word list that no file
    has, a form in two frames; an engine that is unknown or not installed.
    """
    paths = paths or (knowledge.data_path("framing.toml"),)
    frames = _gather(paths, "frame", Frame)
    lists = {record.id: record.words for record in _gather(paths, "word_list", WordList)}
    try:
        terms = [_with_lists(term, lists) for term in _gather(paths, "term", TermEntry)]
        lookalikes = [_with_lists(lookalike, lists) for lookalike in _gather(paths, "lookalike", Lookalike)]
        _check_frames(terms, {frame.id for frame in frames})
    except _Fault as fault:
        raise knowledge.KnowledgeError(f"{', '.join(map(str, paths))}, {fault}") from None
    inserts = [form for insert in _gather(paths, "insert", Insert) for form in insert.forms]
    entries: list[_Words] = [*lookalikes, *terms]
    return Framing(
        tuple(sorted(frames, key=lambda frame: frame.order)),
        tuple(terms),
        tuple(lookalikes),
        Lexicon(entries, inserts, engines.chosen(engine), load_common_words()),
        tuple(inserts),
    )


def load_common_words(path: Path | None = None) -> list[str]:
    """Words by how often news uses them, the most frequent first. Raises KnowledgeError."""
    lists = knowledge.load(path or knowledge.data_path("common_words.toml"), "common", CommonWords)
    return [word for common in lists for word in common.words]


def _check_frames(terms: Iterable[TermEntry], known: set[str]) -> None:
    owners: dict[tuple[str, str], TermEntry] = {}
    for term in terms:
        for frame_id in (term.frame, *term.sentence_frames, *term.article_frames):
            if frame_id not in known:
                raise _Fault(
                    f'term "{term.id}": there is no frame "{frame_id}". Add a [[frame]] or mend the name.'
                )
        for form in (*term.forms, *term.plurals):
            owner = owners.setdefault((fold(form), term.word_class.partition(" ")[0]), term)
            if owner.frame != term.frame:
                raise _Fault(
                    f'term "{term.id}": the form {form} is in "{owner.id}" already, which has another frame. '
                    "Take it out of one of them."
                )


def _gather(paths: Sequence[Path], table: str, record: type[_Record]) -> list[_Record]:
    out: list[_Record] = []
    seen: dict[str, Path] = {}
    for path in paths:
        for entry in knowledge.load(path, table, record):
            if entry.id in seen:
                raise knowledge.KnowledgeError(
                    f'{path}, {table} "{entry.id}": {seen[entry.id]} uses that id already. Rename one.'
                )
            seen[entry.id] = path
            out.append(entry)
    return out


_Conditional = TypeVar("_Conditional", Lookalike, TermEntry)


def _with_lists(entry: _Conditional, lists: dict[str, tuple[str, ...]]) -> _Conditional:
    """The entry with ``@name`` in its conditions replaced by the words of that list."""
    changed: dict[str, tuple[str, ...]] = {}
    for condition in CONDITIONS:
        words: list[str] = []
        for word in getattr(entry, condition):
            if word.startswith("@") and word[1:] not in lists:
                raise _Fault(
                    f'"{entry.id}": there is no word_list "{word[1:]}". Add it or mend the name in {condition}.'
                )
            words.extend(lists[word[1:]] if word.startswith("@") else (word,))
        changed[condition] = tuple(words)
    return dataclasses.replace(entry, **changed)  # type: ignore[arg-type]


def find_terms(article: Article, attributions: Voices, framing: Framing) -> list[Term]:
    """The framing terms of headline, headings, captions and body, in order, each with its voice."""
    read = [sentence for sentence in article.sentences if sentence.zone in ZONES_READ]
    found = find_mentions(article.text, [(sentence.start, sentence.end) for sentence in read], framing)
    out: list[Term] = []
    for sentence, hits in zip(read, found, strict=True):
        for hit, entry in hits:
            end = _with_closing_mark(article.text, hit.start, hit.end, sentence.end)
            voice = _voice(article.text, hit.start, end, attributions)
            out.append(
                Term(
                    sentence_no=sentence.sentence_no,
                    start=hit.start,
                    end=end,
                    text=article.text[hit.start : end],
                    lemma=hit.lemma,
                    frame=entry.frame,
                    kind=entry.kind,
                    speaker=voice.speaker,
                    speaker_name=voice.speaker_name,
                    cue=voice.cue,
                    voice=voice.voice,
                    stance=voice.stance,
                )
            )
    return out


_Mention = tuple[Hit[_Words], TermEntry]


def find_mentions(text: str, stretches: Sequence[tuple[int, int]], framing: Framing) -> list[list[_Mention]]:
    """The hits that count, stretch by stretch (a stretch is a sentence: start, end), look-alikes left out.

    Stretches stand in their order and do not overlap.
    """
    out: list[list[_Mention]] = [[] for _ in stretches]
    company: dict[int, set[str]] = {}
    article: set[str] = set()
    bound: set[int] = set()
    for number, hits in enumerate(framing.lexicon.find_in(text, stretches)):
        for hit in hits:
            entry = hit.entry
            if not isinstance(entry, TermEntry):
                continue
            out[number].append((hit, entry))
            if entry.sentence_frames or entry.article_frames:
                bound.add(number)
            else:
                company.setdefault(number, set()).add(entry.frame)
    if bound:
        article = set().union(*company.values())
    for number in bound:
        beside = company.get(number, set())
        kept = [(hit, entry) for hit, entry in out[number] if _in_company(entry, beside, article)]
        out[number] = (
            kept if len(kept) == len(out[number]) else _with_hidden(text, stretches[number], kept, framing)
        )
    return out


def _with_hidden(
    text: str, stretch: tuple[int, int], kept: list[_Mention], framing: Framing
) -> list[_Mention]:
    """The hits that count, and those that a term hid which does not: القوة المفرطة in استخدمت الشرطة القوة المفرطة."""
    starts = [hit.start for hit, _ in kept]
    reached = list(accumulate((hit.end for hit, _ in kept), max))
    out = list(kept)
    for hit in framing.unbound.find(text, *stretch):
        before = bisect_left(starts, hit.end)
        free = not before or reached[before - 1] <= hit.start
        if free and isinstance(hit.entry, TermEntry):
            out.append((hit, hit.entry))
    return sorted(out, key=lambda mention: mention[0].start)


def _in_company(entry: TermEntry, sentence: set[str], article: set[str]) -> bool:
    if entry.sentence_frames and sentence.isdisjoint(entry.sentence_frames):
        return False
    return not entry.article_frames or not article.isdisjoint(entry.article_frames)


def _with_closing_mark(text: str, start: int, end: int, limit: int) -> int:
    """The end of a term, with the closing mark of a quotation that opens inside it: بثورات «ملونة»."""
    for position in range(start, end):
        closing = _CLOSING_MARK.get(text[position])
        if closing and text[position - 1 : position].isspace():
            after = text[end : min(limit, end + 1)]
            return end + 1 if after == closing and closing not in text[position + 1 : end] else end
    return end


def _voice(text: str, start: int, end: int, attributions: Voices) -> Attribution:
    """Whose word the term is: if only its last words are quoted or called so-called, theirs is the voice."""
    whole = attributions.of(start, end)
    if whole.voice == "scare":
        return whole
    for position in range(start + 1, end):
        if text[position - 1].isspace() and text[position] not in " \t":
            part = attributions.of(position, end)
            if part.voice == "scare":
                return part
    return whole
