"""How well articles are read, as counts that can be kept, added up and shown: data/accuracy.toml.

Belongs here: a set of annotated articles and what was counted on it, shares with their interval, sets pooled.
Does not: pairing and counting (scoring.py), measuring (running/evaluate.py), how it is told (showing).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from riwaya.comparing.scoring import FIELDS, Score
from riwaya.language.knowledge import KnowledgeError, build, read_toml

KINDS = ("figures", "terms", "quotes", "scare")
Z = 1.959964  # of a normal distribution, 95% of which lies within


def wilson(right: int, n: int) -> tuple[float, float] | None:
    """The 95% interval of a share, None where there is nothing to share.

    Source: Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference. Unlike the textbook
    interval it does not shrink to a point where all of a few are right.

    >>> low, high = wilson(37, 37)
    >>> round(low, 3), high
    (0.906, 1.0)
    """
    if n == 0:
        return None
    share, square = right / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return (low if right else 0.0), (high if right < n else 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    n: int

    def check(self) -> str | None:
        """What is wrong with this share, or None."""
        return None if 0 <= self.right <= self.n else f"right {self.right} is not within 0 and n {self.n}."

    @property
    def share(self) -> float | None:
        """The share itself, None of nothing."""
        return self.right / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95% interval (``wilson``)."""
        return wilson(self.right, self.n)

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Error:
    """So often was one value read where another is annotated.

    field: a field of the kind, or "missed" or "extra" for a mention as a whole, whose metric, frame or directness
    then stands as annotated or as read. A missing value is "". Where values are words of the articles (speaker,
    counted) they are not kept: "words" stands for any.
    """

    field: str
    annotated: str
    read: str
    n: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts of one kind of mention: annotated, found and right, the right ones of each field, the errors."""

    annotated: int
    found: int
    right: int
    fields: dict[str, Share] = field(default_factory=dict)
    errors: tuple[Error, ...] = ()

    def check(self) -> str | None:
        """What is wrong with these counts, or None."""
        if not 0 <= self.right <= min(self.annotated, self.found):
            return f"right {self.right} is more than annotated or found. Measure again."
        return None

    @property
    def precision(self) -> Share:
        """Of what was found, that which is annotated."""
        return Share(self.right, self.found)

    @property
    def recall(self) -> Share:
        """Of what is annotated, that which was found."""
        return Share(self.right, self.annotated)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        total = self.annotated + self.found
        return 2 * self.right / total if total else None

    def __add__(self, other: Measured) -> Measured:
        names = dict.fromkeys((*self.fields, *other.fields))
        none = Share(0, 0)
        counted: Counter[tuple[str, str, str]] = Counter()
        for error in (*self.errors, *other.errors):
            counted[error.field, error.annotated, error.read] += error.n
        return Measured(
            annotated=self.annotated + other.annotated,
            found=self.found + other.found,
            right=self.right + other.right,
            fields={name: self.fields.get(name, none) + other.fields.get(name, none) for name in names},
            errors=_ordered(counted),
        )


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set of annotated articles: what it is, whether rules were written looking at it, what was counted on it.

    ``of`` names the sets that this one pools; its counts are then their sums. ``when`` says of which reader the counts are,
    where they are not of today's.
    """

    id: str
    title_ar: str
    title_en: str
    what_ar: str
    what_en: str
    blind: bool
    articles: int = 0
    of: tuple[str, ...] = ()
    when_ar: str = ""
    when_en: str = ""
    kinds: dict[str, Measured] = field(default_factory=dict)

    def check(self) -> str | None:
        """What is wrong with this set, or None."""
        stranger = next((kind for kind in self.kinds if kind not in KINDS), None)
        return f"kinds.{stranger} is not one of {', '.join(KINDS)}." if stranger else None


def load_accuracy(path: Path) -> list[GoldSet]:
    """The sets of data/accuracy.toml. Raises KnowledgeError, also where shares or pooled sets are not what counts make."""
    sets: list[GoldSet] = []
    for number, entry in enumerate(read_toml(path).get("set", []), start=1):
        where = f'{path}, set {number} ("{entry.get("id", "without id")}")'
        made = build(_counts_only(entry), GoldSet, where)
        if any(made.id == other.id for other in sets):
            raise KnowledgeError(f"{where}: id is used already. Rename one.")
        if entry.get("kinds", {}) != as_data(made)["kinds"]:
            raise KnowledgeError(
                f"{where}: its shares are not those of its counts. Measure again: make accuracy."
            )
        sets.append(made)
    by_id = {each.id: each for each in sets}
    for each in sets:
        where = f'{path}, set "{each.id}"'
        missing = [name for name in each.of if name not in by_id]
        if missing:
            raise KnowledgeError(f"{where}: of names {missing[0]}, and there is no such set. Correct it.")
        if each.of and pooled(each, by_id) != each:
            raise KnowledgeError(
                f"{where}: is not the sum of {', '.join(each.of)}. Measure again: make accuracy."
            )
    return sets


def _counts_only(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry without the shares that are made from its counts."""
    kinds = {}
    for kind, counted in entry.get("kinds", {}).items():
        kept = {name: value for name, value in counted.items() if name not in ("precision", "recall", "f1")}
        fields = kept.get("fields", {})
        kept["fields"] = {
            name: {key: share[key] for key in ("right", "n") if key in share}
            for name, share in fields.items()
        }
        kinds[kind] = kept
    return entry | {"kinds": kinds}


def as_data(gold: GoldSet) -> dict[str, Any]:
    """A set as plain data: its counts and, made from them, every share with its 95% interval, to four decimals."""
    data = {name: value for name, value in asdict(gold).items() if value not in ("", ())}
    data["of"] = list(gold.of)
    data["kinds"] = {kind: data_of(counted) for kind, counted in gold.kinds.items()}
    return data if gold.of else {name: value for name, value in data.items() if name != "of"}


def data_of(counted: Measured) -> dict[str, Any]:
    """The counts of one kind as plain data, with the shares; a share of nothing is left out."""
    made: dict[str, Any] = {"annotated": counted.annotated, "found": counted.found, "right": counted.right}
    shares = {"precision": counted.precision.share, "recall": counted.recall.share, "f1": counted.f1}
    made |= {name: round(share, 4) for name, share in shares.items() if share is not None}
    made["fields"] = {name: _data_of_share(share) for name, share in counted.fields.items()}
    made["errors"] = [asdict(error) for error in counted.errors]
    return made


def _data_of_share(share: Share) -> dict[str, Any]:
    made: dict[str, Any] = {"right": share.right, "n": share.n}
    if share.share is not None and share.interval is not None:
        low, high = share.interval
        made |= {"share": round(share.share, 4), "low": round(low, 4), "high": round(high, 4)}
    return made


def pooled(whole: GoldSet, sets: Mapping[str, GoldSet]) -> GoldSet:
    """A set that pools others, with their counts added up."""
    kinds: dict[str, Measured] = {}
    for part in (sets[name] for name in whole.of):
        for kind, counted in part.kinds.items():
            kinds[kind] = kinds[kind] + counted if kind in kinds else counted
    articles = sum(sets[name].articles for name in whole.of)
    return GoldSet(
        whole.id, whole.title_ar, whole.title_en, whole.what_ar, whole.what_en, whole.blind,
        articles, whole.of, whole.when_ar, whole.when_en, {kind: kinds[kind] for kind in KINDS if kind in kinds},
    )  # fmt: skip


def measured(score: Score) -> Measured:
    """The counts of a score, without a word of the articles."""
    names = FIELDS[score.kind]
    return Measured(
        annotated=score.annotated,
        found=score.found,
        right=score.right,
        fields={name: Share(score.fields.get(name, 0), score.right) for name in names},
        errors=_ordered(_errors(score)),
    )


# By what a mention is told that was missed or should not have been found.
_WHAT = {"figures": "metric", "terms": "frame", "quotes": "direct"}
_OWN_WORDS = ("speaker", "counted")


def _errors(score: Score) -> Counter[tuple[str, str, str]]:
    counted: Counter[tuple[str, str, str]] = Counter()
    what = _WHAT[score.kind]
    for row in score.misses:
        counted["missed", _value(row, what), ""] += 1
    for row in score.extras:
        counted["extra", "", _value(row, what)] += 1
    for name, gold, row in score.differences:
        counted[name, _value(gold, name), _value(row, name)] += 1
    return counted


def _value(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if name == "speaker":
        value = value or row.get("speaker_name")
    if value is None or value == "":
        return ""
    if name == "direct":
        return "direct" if value else "indirect"
    return "words" if name in _OWN_WORDS else str(value)


def _ordered(counted: Mapping[tuple[str, str, str], int]) -> tuple[Error, ...]:
    """Whole mentions first, then fields; the most frequent first."""
    rows = sorted(
        counted.items(),
        key=lambda item: (item[0][0] not in ("missed", "extra"), item[0][0], -item[1], item[0]),
    )
    return tuple(Error(*key, n) for key, n in rows)


def blind_and_seen(sets: Iterable[GoldSet]) -> tuple[list[GoldSet], list[GoldSet]]:
    """The sets that no rule was written looking at, and the others."""
    every = list(sets)
    return [each for each in every if each.blind], [each for each in every if not each.blind]
