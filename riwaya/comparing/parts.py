"""Parts of a figure that do not add up to it: 12 dead, 8 of them civilians and 7 soldiers.

Belongs here: the sums of the parts an article gives, and where they cannot be true of the whole beside them.
Does not: which figure is said to be part of which (reading/figures/parts.py), how it is told (showing).

Nothing is corrected: the article's own arithmetic is shown, with the bounds it leaves open.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import extent
from riwaya.comparing.articles import records
from riwaya.comparing.events import Event
from riwaya.comparing.figures import claims

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Nobody is counted twice within one of these lists; a child may be a civilian, and is not added to them.
_APART = (("civilians", "security", "militants"), ("children", "women"))
COLUMNS = [
    *["metric", "unit", "outlet", "article_id", "sentence_no", "start", "end", "text", "value", "bound"],
    *["parts", "texts", "low", "high", "verdict"],
]


def sums_of_parts(tables: Tables, event: Event) -> pd.DataFrame:
    """Every figure whose parts the article names, with their sum.

    Columns: metric, unit, outlet, article_id, sentence_no, start, end, text, value, bound (of the whole), ``parts``
    (how many were added), ``texts`` (tuple of their words), ``low`` and ``high`` (their sum, as far as their
    bounds leave open), ``verdict``: fits; over (the sum is more than the whole can be); short (the parts are said
    to be all of it and are fewer). Parts that may count the same people twice are not added to each other.
    """
    every = claims(tables, event)
    wholes = {(row.article_id, row.start): row for row in records(every)}
    rows = []
    parts: dict[Any, list[Any]] = {}
    for row in records(every[every["part_of"].notna()]):
        parts.setdefault((row.article_id, row.part_of), []).append(row)
    for place, of_one in parts.items():
        whole = wholes.get(place)
        if whole is not None and whole.bound != "vague":
            rows.append(_summed(whole, of_one))
    return pd.DataFrame(rows, columns=COLUMNS)


def parts_that_do_not_add_up(tables: Tables, event: Event) -> pd.DataFrame:
    """The rows of ``sums_of_parts`` whose parts cannot make their whole: verdict over or short."""
    every = sums_of_parts(tables, event)
    return every[every["verdict"] != "fits"].reset_index(drop=True)


def _summed(whole: Any, parts: list[Any]) -> list[Any]:
    counted = [part for part in parts if part.bound != "vague"]
    all_of_it = len(counted) == len(parts) > 1 and {part.part_kind for part in parts} == {"all"}
    added = counted if all_of_it else max(_addable(counted), key=lambda these: _span(these)[0], default=[])
    low, high = _span(added)
    least, most = extent(whole.value, whole.value_high, whole.bound)
    if whole.bound in ("more_than", "at_least"):
        most = math.inf
    verdict = "over" if low > most else "short" if all_of_it and high < least else "fits"
    facts = [getattr(whole, name) for name in COLUMNS[: COLUMNS.index("parts")]]
    return [*facts, len(added), tuple(part.text for part in added), low, high, verdict]


def _addable(parts: list[Any]) -> list[list[Any]]:
    """Lists of parts none of which counts the same people: each part alone, and those of groups that stand apart."""
    lists = [[part] for part in parts]
    for apart in _APART:
        of_group = {part.group: part for part in parts if part.group in apart}
        if len(of_group) > 1 and len(of_group) == sum(part.group in apart for part in parts):
            lists.append(list(of_group.values()))
    return lists


def _span(parts: list[Any]) -> tuple[float, float]:
    """The least and the most that some claims come to."""
    spans = [extent(part.value, part.value_high, part.bound) for part in parts]
    return sum(low for low, _ in spans), sum(high for _, high in spans)
