"""Dates as Arabic news writes them."""
from __future__ import annotations
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMention:
    start: int
    end: int
    text: str
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def find_dates(text: str) -> list[DateMention]:
    return []
