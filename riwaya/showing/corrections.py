"""What the page says of a figure that a person corrected: how it was read, what it is, and why.

Belongs here: one correction in words, and how many there were. Does not: applying one (reading/corrections.py).
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.showing import labels
from riwaya.showing.markup import anchor, arabic, prose
from riwaya.showing.naming import Naming, number

# Fields whose values have names of their own; the others are shown as they stand.
_NAMED = ("metric", "group", "status", "stance", "voice", "unit")


def told(row: Any, names: Naming) -> str:
    """One row of the corrections table in a sentence of plain text: read as …, is …, because …"""
    was, now = (json.loads(text) if isinstance(text, str) else {} for text in (row.was, row.now))
    why = row.why_ar if names.lang == "ar" and isinstance(row.why_ar, str) else row.why
    if row.kind == "changed":
        changes = [
            labels.plain(
                "corrected.field",
                names.lang,
                field=labels.plain(f"field.{name}", names.lang),
                was=_value(name, was.get(name), names),
                now=_value(name, now[name], names),
            )
            for name in now
        ]
        return labels.plain(
            "corrected.changed",
            names.lang,
            changes=("؛ " if names.lang == "ar" else "; ").join(changes),
            why=why,
        )
    return labels.plain(f"corrected.{row.kind}", names.lang, why=why)


def _value(name: str, value: Any, names: Naming) -> str:
    if value is None:
        return labels.plain("corrected.nothing", names.lang)
    if name == "bound":
        return labels.plain(f"bound.{value}", names.lang)
    if name in _NAMED:
        return str(getattr(names, name)(str(value)))
    return number(value) if isinstance(value, int | float) else str(value)


def counts(corrections: pd.DataFrame, lang: str) -> str:
    """How many figures were changed, added and dropped, as HTML; "" without a correction."""
    kinds = corrections["kind"].value_counts()
    if not len(kinds):
        return ""
    blanks = {kind: labels.number(int(kinds.get(kind, 0))) for kind in ("changed", "added", "dropped")}
    return labels.say("corrected.counts", lang, **blanks)


def facts(corrections: pd.DataFrame, names: Naming) -> str:
    """How many there were, and what was taken out as no figure, which stands nowhere else on the page; HTML."""
    rows = [row for row in records(corrections) if row.kind == "dropped"]
    gone = "".join(
        f'<br><a href="#{anchor(row.article_id, row.sentence_no)}">{arabic(row.text, names.lang)}</a>: '
        f"{prose(told(row, names))}"
        for row in rows
    )
    return counts(corrections, names.lang) + gone
