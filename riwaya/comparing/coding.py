"""How far two coders of the same articles agree, Riwaya being one of them or neither: Krippendorff's alpha.

Belongs here: the units two coders share, alpha for nominal values. Does not: precision and recall (scoring.py),
reading a coder's files (running).

Source: Krippendorff, Content Analysis (2004), chapter 11: alpha is 1 - observed disagreement / disagreement expected
from the values alone; 1 is agreement, 0 what chance would give. Below 0.667 he advises to draw no conclusions, from
0.8 on to rely on the coding.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from riwaya.comparing.scoring import overlap, paired_spans, span_rows

# The value of a span that one coder marks and the other does not.
UNMARKED = "unmarked"


@dataclass(frozen=True)
class Agreement:
    """Alpha of one field: over how many units, in how many of them the coders agree, and which pairs of values differ."""

    field: str
    units: int
    agreed: int
    alpha: float  # nan where nothing varies or there is nothing to compare
    confusions: tuple[tuple[str, str, int], ...] = ()  # value of the first, of the second, how often


def nominal_alpha(units: Iterable[Sequence[Hashable]]) -> float:
    """Krippendorff's alpha for nominal values; a unit is what its coders gave it, missing values left out.

    Units with fewer than two values say nothing. nan without pairable values, or where all values are the same.

    >>> round(nominal_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 3)
    0.533
    >>> nominal_alpha([("a", "a"), ("b", "b")])
    1.0
    """
    totals: Counter[Hashable] = Counter()
    disagreement = 0.0
    for unit in units:
        if len(unit) < 2:
            continue
        values = Counter(unit)
        totals.update(values)
        pairs = sum(n * (len(unit) - n) for n in values.values())
        disagreement += pairs / (len(unit) - 1)
    n = sum(totals.values())
    expected = sum(count * (n - count) for count in totals.values())
    return 1 - (n - 1) * disagreement / expected if expected else math.nan


def term_agreement(first: pd.DataFrame, second: pd.DataFrame, articles: Iterable[str]) -> list[Agreement]:
    """How far two codings of framing terms agree: on the frame and on the voice.

    first, second: the columns of the terms table, from two coders or from a coder and Riwaya, of the same articles.
    Spans that overlap are one unit, the largest overlap first, each span once. For ``frame`` a span that only one
    coder marks counts as ``unmarked`` by the other, so that finding is agreed on too; ``voice`` is compared where
    both mark the span with one frame. Rows marked optional, and what overlaps them, are left out.
    """
    pairs = [pair for article in sorted(set(articles)) for pair in _paired(first, second, article)]
    frames = [(_value(one, "frame"), _value(other, "frame")) for one, other in pairs]
    voices = [
        (_value(one, "voice"), _value(other, "voice"))
        for one, other in pairs
        if one is not None and other is not None and one["frame"] == other["frame"]
    ]
    return [_agreement("frame", frames), _agreement("voice", voices)]


def _value(row: dict[str, Any] | None, name: str) -> str:
    return UNMARKED if row is None else str(row[name])


def _agreement(name: str, units: Sequence[tuple[str, str]]) -> Agreement:
    differing = Counter(unit for unit in units if unit[0] != unit[1])
    return Agreement(
        field=name,
        units=len(units),
        agreed=sum(one == other for one, other in units),
        alpha=nominal_alpha(units),
        confusions=tuple((one, other, n) for (one, other), n in sorted(differing.items(), key=_often)),
    )


def _often(item: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -item[1], item[0]


_Row = dict[str, Any]


def _paired(first: pd.DataFrame, second: pd.DataFrame, article: str) -> list[tuple[_Row | None, _Row | None]]:
    """The spans of an article that two coders share, and those that one of them has alone."""
    ones, others = (span_rows(frame[frame["article_id"] == article]) for frame in (first, second))
    optional = [row for row in (*ones, *others) if row.get("optional") is True]

    def counted(rows: list[_Row]) -> list[_Row]:
        return [row for row in rows if not any(overlap(row, other) > 0 for other in optional)]

    ones, others = counted(ones), counted(others)
    partner = paired_spans(ones, others)
    taken = set(partner.values())
    made: list[tuple[_Row | None, _Row | None]] = [
        (one, others[partner[i]] if i in partner else None) for i, one in enumerate(ones)
    ]
    return made + [(None, other) for j, other in enumerate(others) if j not in taken]
