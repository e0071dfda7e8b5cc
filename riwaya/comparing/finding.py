"""One fact that the comparison found, as data, and where it was read.

Belongs here: the record and what its makers share. Does not: which facts there are (findings.py and beside it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

Place = tuple[str, int]  # article_id, sentence_no


@dataclass(frozen=True)
class Finding:
    """One fact: its section, its kind, what its sentence is made of, and the sentences it was read from."""

    section: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


def places_of(rows: pd.DataFrame) -> tuple[Place, ...]:
    """The sentences of some rows, each once; rows of no article are left out."""
    kept = rows.dropna(subset=["article_id"])
    pairs = zip(kept["article_id"], kept["sentence_no"], strict=True)
    return tuple(dict.fromkeys((article, int(number)) for article, number in pairs))


def day_of(value: Any) -> Any:
    """A timestamp's date; None for a missing one."""
    return None if pd.isna(value) else value.date()


def usual_day(tables: Tables) -> Any:
    """The day of most articles; the later of two that have as many; None without a dated article."""
    counts = tables.articles["published"].dropna().value_counts()
    return None if counts.empty else day_of(counts[counts == counts.max()].index.max())


def text_of(value: Any) -> str | None:
    """A text, None for a missing one."""
    return None if value is None or pd.isna(value) else str(value)
