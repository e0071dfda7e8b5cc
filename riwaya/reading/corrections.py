"""Corrections as data: what a person saw that the reader gets wrong in one article, and what is right.

Belongs here: an entry of data/corrections.toml, when it applies, what it does to an article's figures.
Does not: reading figures (figures/), how a corrected figure is shown (showing), any rule: a rule never names an
article, a correction always does.

An entry says what the reader reads now (``was``). It applies only while that is so; once the reader reads it rightly
by itself, or the article's text is another, the entry is stale: it is told and not applied.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
import re
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from riwaya.language import knowledge
from riwaya.language.knowledge import KnowledgeError
from riwaya.reading.records import (
    BOUNDS,
    GROUPS,
    PART_KINDS,
    STANCES,
    STATUSES,
    VOICES,
    Article,
    Figure,
    Sentence,
)

Values = dict[str, object]

CHOICES: dict[str, tuple[str, ...]] = {
    "bound": BOUNDS,
    "group": GROUPS,
    "part_kind": PART_KINDS,
    "stance": STANCES,
    "status": STATUSES,
    "voice": VOICES,
}
_PLACE = ("sentence_no", "start", "end", "text", "correction")
FIELDS = {name: hint for name, hint in typing.get_type_hints(Figure).items() if name not in _PLACE}
NEEDED = ("value", "bound", "unit", "metric", "voice", "stance", "status")  # of a figure that is added
WORDS = ("counted", "speaker", "cue", "scope", "as_of_text")  # exact words of the article, or nothing
UNIT = re.compile(r"[A-Z]{3}|[a-z]+(?:[_ -][a-z]+)*")
_ARTICLE = re.compile(r"(?:(?P<name>.+)@(?P<short>[0-9a-f]{8,64})|(?P<full>[0-9a-f]{64}))\Z", re.DOTALL)


@dataclass(frozen=True)
class Correction:
    """One entry: the article, the span, and one of ``now`` (with ``was``), ``drop`` (with ``was``) and ``add``.

    In was, now and add the empty text stands for "the article does not say".
    """

    id: str
    article: str  # sha256 of the article, or article_id@ and the first eight digits of it, or more
    start: int
    end: int
    text: str
    why: str
    by: str
    date: datetime.date
    was: Values = field(default_factory=dict)
    now: Values = field(default_factory=dict)
    add: Values = field(default_factory=dict)
    drop: bool = False
    why_ar: str = ""  # the same sentence for Arabic pages

    def check(self) -> str | None:
        """What is wrong with this entry, or None."""
        if not _ARTICLE.match(self.article):
            return (
                f"article is {self.article!r}. Write the sha256 of the articles table, all of it, or "
                "article_id@ and its first eight digits."
            )
        if self.start < 0 or self.end - self.start != len(self.text) or not self.text:
            return "end - start is not the length of text. Count code points into the article's text."
        if not self.why.strip() or not self.by.strip():
            return "why or by is empty. Say in a sentence why, and who says so."
        if [bool(self.now), bool(self.add), self.drop].count(True) != 1:
            return "one of now, drop and add must say what is right. Keep one of them."
        if bool(self.add) == bool(self.was):
            return "was must say what the reader reads now, of a figure that is added nothing. Mend was."
        for part in ("was", "now", "add"):
            fault = next(filter(None, (_fault(*item) for item in getattr(self, part).items())), None)
            if fault:
                return f"{part}.{fault}"
        return _missing(self)

    def values(self, part: str) -> Values:
        """``was``, ``now`` or ``add`` as a figure holds them: nothing said is None, numbers are floats."""
        return {name: _stored(name, value) for name, value in getattr(self, part).items()}


def _fault(name: str, value: object) -> str | None:
    if name not in FIELDS:
        return f"{name} is not a field of a figure. Fields: {', '.join(FIELDS)}."
    wanted = _types(FIELDS[name])
    if value == "":
        return None if type(None) in wanted else f"{name} cannot be empty. Give its value."
    given = float if type(value) is int and float in wanted else type(value)
    if given not in wanted:
        return f"{name} is {value!r}, not {wanted[0].__name__}. Mend its type."
    if isinstance(value, float) and not math.isfinite(value):
        return f"{name} is {value!r}. Write a number."
    if name in CHOICES and value not in CHOICES[name]:
        return f"{name} is {value!r}. Write one of {', '.join(CHOICES[name])}."
    if name == "unit" and not UNIT.fullmatch(str(value)):
        return (
            f"unit is {value!r}. Write person, percent, a currency's ISO code or a thing in one English word."
        )
    return None


def _types(hint: object) -> tuple[type, ...]:
    """The types of a field, None last.

    >>> _types(str | None)
    (<class 'str'>, <class 'NoneType'>)
    """
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (typing.cast(type, hint),)


def _stored(name: str, value: object) -> object:
    if value == "":
        return None
    return float(value) if type(value) is int and float in _types(FIELDS[name]) else value


def _missing(entry: Correction) -> str | None:
    for name in entry.now:
        if name not in entry.was:
            return f"was does not say {name}, which now changes. Add what the reader reads."
        if _same(entry.values("was")[name], entry.values("now")[name]):
            return f"{name} is the same in was and now. Take it out of now."
    for name in NEEDED if entry.add else ():
        if name not in entry.add:
            return f"add.{name} is missing. Add it."
    high, low = entry.add.get("value_high", ""), entry.add.get("value")
    if entry.add and (entry.add["bound"] == "range") != (high != ""):
        return "add.value_high goes with the bound range, and with no other. Mend one of them."
    if isinstance(high, int | float) and isinstance(low, int | float) and high < low:
        return "add.value_high lies below add.value. Swap them."
    return None


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return one == other


@dataclass(frozen=True)
class Corrections:
    """The entries of one file or more, in their order, and the file of each."""

    entries: tuple[Correction, ...] = ()
    files: tuple[Path, ...] = ()

    @cached_property
    def _by_article(self) -> dict[str, list[tuple[Correction, Path]]]:
        found: dict[str, list[tuple[Correction, Path]]] = {}
        for entry, file in zip(self.entries, self.files, strict=True):
            match = _ARTICLE.match(entry.article)
            key = match and (match["name"] or match["full"])
            found.setdefault(key or entry.article, []).append((entry, file))
        return found

    def of(self, article: Article) -> list[tuple[Correction, Path, bool]]:
        """The entries that name an article, with their file, and whether its text is the one they were made for."""
        if not self.entries:
            return []
        text = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        hashes = dict.fromkeys((article.sha256, text))
        named = self._by_article.get(article.article_id, [])
        out = [
            (entry, file, any(known.startswith(entry.article.rpartition("@")[2]) for known in hashes))
            for entry, file in named
        ]
        return out + [
            (entry, file, True) for known in hashes for entry, file in self._by_article.get(known, [])
        ]


def load_corrections(*paths: Path, metrics: Iterable[str] | None = None) -> Corrections:
    """The [[correction]] entries of files, the project's own and the user's; ``metrics``, where given, are all there are.

    Raises KnowledgeError, which names the file, the entry and the mend.
    """
    known = None if metrics is None else set(metrics)
    entries: list[Correction] = []
    files: list[Path] = []
    for path in paths:
        if set(knowledge.read_toml(path)) - {"correction"}:
            raise KnowledgeError(f"{path}: holds more than [[correction]] entries. Take the rest out.")
        for entry in knowledge.load(path, "correction", Correction):
            where = f'{path}, correction "{entry.id}"'
            for part in ("was", "now", "add"):
                metric = getattr(entry, part).get("metric")
                if known is not None and metric is not None and metric not in known:
                    raise KnowledgeError(
                        f"{where}: {part}.metric {metric!r} is not a metric of metrics.toml."
                    )
            for other in entries:
                if other.id == entry.id:
                    raise KnowledgeError(f"{where}: its id is used by another file already. Rename one.")
                if (other.article, other.start, other.end) == (entry.article, entry.start, entry.end):
                    raise KnowledgeError(
                        f"{where}: {other.id} is of the same span. Make one entry of the two."
                    )
            entries.append(entry)
            files.append(path)
    return Corrections(tuple(entries), tuple(files))


@dataclass(frozen=True, slots=True)
class Applied:
    """What an entry did to one figure of one article; was and now as JSON objects, for a table."""

    sentence_no: int
    start: int
    end: int
    text: str
    correction: str
    kind: str  # changed | added | dropped
    was: str | None
    now: str | None
    why: str
    why_ar: str | None
    by: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Corrected:
    """The figures of an article after its corrections: those that applied, and why others did not, a sentence each."""

    figures: tuple[Figure, ...]
    applied: tuple[Applied, ...] = ()
    stale: tuple[str, ...] = ()


def correct(article: Article, figures: Sequence[Figure], corrections: Corrections) -> Corrected:
    """The figures with the article's corrections applied, in the order of the text.

    The article's text is never changed. What a dropped figure was the whole of is a part of nothing any more.
    """
    read = {(figure.start, figure.end): figure for figure in figures}
    right = dict(read)
    applied: list[Applied] = []
    stale: list[str] = []
    done: dict[tuple[int, int], str] = {}
    # What is added must not overlap what is read, so what is dropped goes first.
    for entry, file, is_its_text in sorted(corrections.of(article), key=lambda item: bool(item[0].add)):
        sentence = article.sentence_at(entry.start)
        found = read.get((entry.start, entry.end))
        place = (entry.start, entry.end)
        fault = _stale(entry, article, is_its_text, sentence, found, right)
        if place in done:
            fault = f"{done[place]} is of the same figure. Make one entry of the two."
        if fault or sentence is None:
            stale.append(f'{file}, correction "{entry.id}": {fault}')
            continue
        done[place] = entry.id
        if entry.drop:
            del right[place]
        elif entry.add:
            made = entry.values("add")
            empty = {name: None for name, hint in FIELDS.items() if type(None) in _types(hint)}
            right[place] = Figure(
                sentence.sentence_no,
                entry.start,
                entry.end,
                entry.text,
                **typing.cast(dict[str, typing.Any], empty | made),
                correction=entry.id,
            )
        elif found is not None:
            changes = typing.cast(dict[str, typing.Any], entry.values("now"))
            right[place] = replace(found, **changes, correction=entry.id)
        applied.append(_record(entry, sentence))
    kept = sorted(right.values(), key=lambda figure: (figure.start, figure.end))
    if applied:
        starts = {figure.start for figure in kept}
        kept = [
            figure if figure.part_of in starts or figure.part_of is None else _on_its_own(figure)
            for figure in kept
        ]
    return Corrected(tuple(kept), tuple(applied), tuple(stale))


def _on_its_own(figure: Figure) -> Figure:
    return replace(figure, part_of=None, part_kind=None)


def _stale(
    entry: Correction,
    article: Article,
    is_its_text: bool,
    sentence: Sentence | None,
    found: Figure | None,
    right: Mapping[tuple[int, int], Figure],
) -> str | None:
    """Why an entry does not apply, with the mend; None where it does."""
    if not is_its_text:
        return (
            f"the text of {article.article_id} is another than the one it was made for (its sha256 begins "
            f"{article.sha256[:8]}). Look at the article and renew the entry, or delete it."
        )
    there = article.text[entry.start : entry.end]
    if there != entry.text:
        return (
            f"the article has {there!r} at {entry.start}-{entry.end}. Mend start, end and text, or delete it."
        )
    if sentence is None or entry.end > sentence.end:
        return "its span is not within one sentence. Mend start, end and text, or delete it."
    fault = _added(entry, right) if entry.add else _expected(entry, found)
    if fault:
        return fault
    for name, words in (entry.values("now") | entry.values("add")).items():
        if name in WORDS and words is not None and str(words) not in article.text:
            return f"{name} {words!r} does not stand in the article. Copy the article's own words."
    return None


def _expected(entry: Correction, found: Figure | None) -> str | None:
    """Why a change or a drop does not apply: the reader no longer reads what ``was`` says."""
    if found is None:
        return (
            "the reader now leaves it alone by itself; delete this entry."
            if entry.drop
            else "the reader finds no figure there. Say add instead of was and now, or delete it."
        )
    if all(_same(getattr(found, name), value) for name, value in entry.values("was").items()):
        return None
    if entry.now and all(_same(getattr(found, name), value) for name, value in entry.values("now").items()):
        rest = ", ".join(
            f"{name} {getattr(found, name)}" for name in entry.now if name not in ("value", "metric")
        )
        told = f" ({rest})" if rest else ""
        return f"the reader now reads {described(found)}{told} by itself; delete this entry."
    reads = ", ".join(f"{name} {getattr(found, name)}" for name in entry.was)
    return (
        f"the reader now reads {described(found)} ({reads}). Look at the sentence and mend was, or delete it."
    )


def _added(entry: Correction, right: Mapping[tuple[int, int], Figure]) -> str | None:
    """Why an addition does not apply: a figure stands there already."""
    for figure in right.values():
        if figure.start < entry.end and figure.end > entry.start:
            if all(_same(getattr(figure, name), value) for name, value in entry.values("add").items()):
                return f"the reader now reads {described(figure)} by itself; delete this entry."
            return (
                f"the reader reads {described(figure)} at {figure.start}-{figure.end}. "
                "Say was and now instead of add, drop that figure, or delete this entry."
            )
    return None


def described(figure: Figure) -> str:
    """A figure in a few words, for a message.

    >>> described(Figure(0, 0, 3, "164", 164.0, None, "exact", "person", None, "deaths", *[None] * 4, "own", "", ""))
    '164 deaths'
    """
    return f"{figure.value:.10g} {figure.metric}"


def _record(entry: Correction, sentence: Sentence) -> Applied:
    return Applied(
        sentence_no=sentence.sentence_no,
        start=entry.start,
        end=entry.end,
        text=entry.text,
        correction=entry.id,
        kind="dropped" if entry.drop else "added" if entry.add else "changed",
        was=_json(
            {name: value for name, value in entry.values("was").items() if entry.drop or name in entry.now}
        ),
        now=_json(entry.values("add") or entry.values("now")),
        why=entry.why,
        why_ar=entry.why_ar or None,
        by=entry.by,
        date=entry.date,
    )


def _json(values: Values) -> str | None:
    return json.dumps(values, ensure_ascii=False, default=str) if values else None


def not_asked(corrections: Corrections, articles: Iterable[Article]) -> list[str]:
    """Ids of the entries whose article is not among some: nobody has asked whether they still hold."""
    asked = {entry.id for article in articles for entry, _, _ in corrections.of(article)}
    return [entry.id for entry in corrections.entries if entry.id not in asked]
