"""How well what was read agrees with hand annotations: precision, recall, F1, and agreement per field.

Belongs here: pairing and counting, on tables.
Does not: reading annotation files or articles (running), agreement between outlets (figures.py).

The rules are those of the annotation guide: pairs are one to one within an article, largest overlap first; a figure is
right when the spans overlap and the values are equal, a term when the spans overlap and the frame is the same, a quote
when direct agrees and the spans overlap by at least half of the longer. Every other field is scored as a share of the
right pairs, missing against missing counting as equal. Optional annotations, and what overlaps them, are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from riwaya.language.spelling import fold

FIELDS = {
    "figures": ("bound", "unit", "counted", "metric", "group", "speaker", "voice", "stance", "status"),
    "terms": ("kind", "speaker", "voice"),
    "quotes": ("speaker", "stance"),
}
# Named by their words, which two careful readers cut differently: compared by the words they share.
_BY_WORDS = ("speaker", "counted")


@dataclass(frozen=True)
class Score:
    """Counts of one kind of mention against its annotations.

    ``fields`` holds, per field, how many of the right pairs agree; ``misses`` the annotations not found and
    ``extras`` what was found and is not annotated, as rows; ``differences`` the fields of right pairs that differ.
    """

    kind: str
    annotated: int = 0
    found: int = 0
    right: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    misses: tuple[dict[str, Any], ...] = ()
    extras: tuple[dict[str, Any], ...] = ()
    differences: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was found that is annotated; nan when nothing was found."""
        return self.right / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        """Share of the annotations that was found; nan when there are none."""
        return self.right / self.annotated if self.annotated else math.nan

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; nan when nothing is annotated and nothing found."""
        total = self.annotated + self.found
        return 2 * self.right / total if total else math.nan

    def agreement(self, name: str) -> float:
        """Share of the right pairs that agree in a field; nan when there is no right pair."""
        return self.fields.get(name, 0) / self.right if self.right else math.nan

    def __add__(self, other: Score) -> Score:
        return Score(
            kind=self.kind,
            annotated=self.annotated + other.annotated,
            found=self.found + other.found,
            right=self.right + other.right,
            fields={name: self.fields.get(name, 0) + other.fields.get(name, 0) for name in FIELDS[self.kind]},
            misses=self.misses + other.misses,
            extras=self.extras + other.extras,
            differences=self.differences + other.differences,
        )


def score(kind: str, annotated: pd.DataFrame, found: pd.DataFrame, articles: Iterable[str]) -> Score:
    """One kind of mention ("figures", "terms" or "quotes") against its annotations, over the annotated articles.

    annotated: the columns of the table of that name, and ``optional`` (bool) where a row counts neither way;
    found: the table; articles: the ids of all that were annotated, those without a single mention too, in which
    whatever is found is wrong. Other articles are left out.
    """
    total = Score(kind)
    wanted = {name: span_rows(rows) for name, rows in annotated.groupby("article_id", sort=True)}
    got = {name: span_rows(rows) for name, rows in found.groupby("article_id", sort=True)}
    for article in sorted(set(articles)):
        total += _score_article(kind, wanted.get(article, []), got.get(article, []))
    return total


def scare_score(annotated: pd.DataFrame, found: pd.DataFrame, articles: Iterable[str]) -> Score:
    """Terms in scare quotes as a kind of their own: right when span, frame and the voice "scare" agree.

    A term that is optional counts neither way here too, whatever its voice.
    """
    counted = (annotated["voice"] == "scare") | annotated["optional"]
    return score("terms", annotated[counted], found[found["voice"] == "scare"], articles)


def directness_scores(
    annotated: pd.DataFrame, found: pd.DataFrame, articles: Iterable[str]
) -> tuple[Score, Score]:
    """Direct quotes and indirect ones apart; the two add up to the score of all quotes.

    An optional quote counts neither way in either, whatever its directness.
    """
    direct, optional = annotated["direct"].astype(bool), annotated["optional"].astype(bool)
    read = found["direct"].astype(bool)
    names = tuple(articles)
    return (
        score("quotes", annotated[direct | optional], found[read], names),
        score("quotes", annotated[~direct | optional], found[~read], names),
    )


def _score_article(kind: str, annotated: list[dict[str, Any]], found: list[dict[str, Any]]) -> Score:
    optional = [row for row in annotated if row.get("optional") is True]
    annotated = [row for row in annotated if row.get("optional") is not True]
    is_right = _RIGHT[kind]
    pairs = paired_spans(annotated, found, is_right)
    taken = set(pairs.values())
    extras = [
        row
        for j, row in enumerate(found)
        if j not in taken and not any(overlap(row, other) > 0 for other in optional)
    ]
    fields = dict.fromkeys(FIELDS[kind], 0)
    differences = []
    for i, j in sorted(pairs.items()):
        for name in fields:
            if _agree(name, annotated[i], found[j]):
                fields[name] += 1
            else:
                differences.append((name, annotated[i], found[j]))
    return Score(
        kind=kind,
        annotated=len(annotated),
        found=len(pairs) + len(extras),
        right=len(pairs),
        fields=fields,
        misses=tuple(row for i, row in enumerate(annotated) if i not in pairs),
        extras=tuple(extras),
        differences=tuple(differences),
    )


def paired_spans(
    ones: Sequence[dict[str, Any]],
    others: Sequence[dict[str, Any]],
    may: Callable[[dict[str, Any], dict[str, Any]], bool] = lambda one, other: True,
) -> dict[int, int]:
    """Overlapping spans of one article, one to one, the largest overlap first: places in ``ones`` to those in ``others``.

    ``may`` says which two can be a pair at all.
    """
    candidates = sorted(
        (-overlap(one, other), i, j)
        for i, one in enumerate(ones)
        for j, other in enumerate(others)
        if overlap(one, other) > 0 and may(one, other)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def overlap(one: dict[str, Any], other: dict[str, Any]) -> int:
    """How many characters two spans of one article share; 0 or less where they share none."""
    return min(one["end"], other["end"]) - max(one["start"], other["start"])


def _same_value(gold: dict[str, Any], row: dict[str, Any]) -> bool:
    return math.isclose(gold["value"], row["value"], rel_tol=1e-6)


def _same_frame(gold: dict[str, Any], row: dict[str, Any]) -> bool:
    return gold["frame"] == row["frame"]


def _same_quote(gold: dict[str, Any], row: dict[str, Any]) -> bool:
    longer = max(gold["end"] - gold["start"], row["end"] - row["start"])
    return bool(gold["direct"]) == bool(row["direct"]) and 2 * overlap(gold, row) >= longer


_RIGHT: dict[str, Callable[[dict[str, Any], dict[str, Any]], bool]] = {
    "figures": _same_value,
    "terms": _same_frame,
    "quotes": _same_quote,
}


def _agree(name: str, gold: dict[str, Any], row: dict[str, Any]) -> bool:
    if name not in _BY_WORDS:
        return gold.get(name) == row.get(name)
    one, other = gold.get(name), row.get(name)
    if name == "speaker":
        # Where the subject is carried over a row names no speaker of its own: its canonical name stands in.
        one, other = one or gold.get("speaker_name"), other or row.get("speaker_name")
    if one is None or other is None:
        return one is other
    words, others = _bare_words(one), _bare_words(other)
    return 2 * len(words & others) >= min(len(words), len(others))


def _bare_words(text: str) -> set[str]:
    """Folded words without the clitics that two readers may keep or drop."""
    bare = set()
    for word in text.split():
        folded = fold(word).strip('،,.:؛"«»“”()')
        if folded.startswith("لل") and len(folded) > 4:
            folded = "ال" + folded[2:]  # للمصدر is ل and المصدر, written with one letter less
        for clitic in ("و", "ب", "ل", "ال"):
            if folded.startswith(clitic) and len(folded) > len(clitic) + 2:
                folded = folded.removeprefix(clitic)
        if folded:
            bare.add(folded)
    return bare


def span_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, missing values as None, in the order of the text."""
    ordered: Iterable[dict[Any, Any]] = frame.sort_values(["start", "end"], kind="stable").to_dict("records")
    return [{key: None if pd.isna(value) else value for key, value in row.items()} for row in ordered]
