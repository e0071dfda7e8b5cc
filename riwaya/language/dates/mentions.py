"""A date as a text says it, and the day it means beside a known day.

Belongs here: the record of a date, the calendars, resolving weekdays and partial dates.
Does not: finding dates (numeric.py, worded.py).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from hijridate import Hijri

RELATIVES = ("today", "yesterday", "tomorrow", "last", "next", "this")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text; ``text[start:end]`` is ``.text``, and what the text does not say is None.

    kind: date | month | year | weekday | time. weekday: 0 is Monday. relative: today | yesterday | tomorrow |
    last | next | this. calendar: gregorian | hijri; a full Hijri day is given as the Gregorian day it was, of a
    partial one only the weekday is given.
    """

    start: int
    end: int
    text: str
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str | None = None
    calendar: str = "gregorian"

    @property
    def date(self) -> datetime.date | None:
        """The day, where year, month and day are all said."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return day_of(self.year, self.month, self.day)


def resolve(mention: DateMention, known: datetime.date) -> datetime.date | None:
    """The day a mention means in a text of a known day; None when it does not say enough.

    A weekday is the nearest one that fits its relative word, and without one the last such day up to the known
    one: news tells what has happened. A day without a year is the nearest such day.
    """
    if mention.date is not None:
        return mention.date
    if mention.weekday is not None and mention.day is None:
        return _resolve_weekday(mention.weekday, mention.relative, known)
    if mention.day is None or mention.calendar != "gregorian":
        return None
    if mention.month is not None:
        years = (known.year - 1, known.year, known.year + 1)
        days = [day for year in years if (day := day_of(year, mention.month, mention.day)) is not None]
        return min(days, key=lambda day: abs((day - known).days), default=None)
    shift = {"last": -1, "next": 1}.get(mention.relative or "this", 0)
    month = known.year * 12 + known.month - 1 + shift
    return day_of(month // 12, month % 12 + 1, mention.day)


def _resolve_weekday(weekday: int, relative: str | None, known: datetime.date) -> datetime.date:
    back = (known.weekday() - weekday) % 7
    if relative == "next":
        return known + datetime.timedelta(days=7 - back)
    if relative == "tomorrow":
        return known + datetime.timedelta(days=(7 - back) % 7 or 7)
    if relative in ("yesterday", "last"):
        return known - datetime.timedelta(days=back or 7)
    if relative == "today" and back > 3:  # written just before midnight, or filed after it
        return known + datetime.timedelta(days=7 - back)
    return known - datetime.timedelta(days=back)


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def from_hijri(year: int, month: int, day: int) -> datetime.date | None:
    try:
        converted = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return datetime.date(converted.year, converted.month, converted.day)
