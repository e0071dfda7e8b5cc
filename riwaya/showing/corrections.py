"""What the page says of a figure that a person corrected: how it was read, what it is, and why.

Belongs here: one correction in words, and how many there were. Does not: applying one (reading/corrections.py).
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from riwaya.showing import labels
from riwaya.showing.charts.manner import CORRECTED
from riwaya.showing.markup import escape
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


def mark(text: str) -> str:
    """The small sign beside a corrected figure, with what is to be said of it."""
    return (
        f'<sup class="fixed" title="{escape(text)}">{CORRECTED}<span class="vh"> {escape(text)}</span></sup>'
    )
