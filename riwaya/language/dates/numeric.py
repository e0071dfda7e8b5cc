"""Dates and clock times in digits alone.

Belongs here: 2022-01-10 17:11:00, 10/1/2022, 1439/12/4هـ, 13:27; long rows of digits, where no date is looked for.
Does not: dates with a word in them (worded.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from riwaya.language.dates.mentions import DateMention, day_of, from_hijri

LONGEST_ROW = 40  # as many numbers without a word between them are a table or a dump: nothing is told of them
_ROW = re.compile(rf"(?<!\d)(?:\d++[\W_]{{1,8}}+){{{LONGEST_ROW},}}+\d*+")
NUMERIC = re.compile(
    r"(?<![\d/.:-])(?:"
    r"(?P<year>\d{4})\s?(?P<s1>[-/.])\s?(?P<month>\d{1,2})\s?(?P=s1)\s?(?P<day>\d{1,2})(?:[ T]\s?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?P<day2>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<month2>\d{1,2})\s?(?P=s2)\s?(?P<year2>\d{4}|(?<=/)\d{2})"
    r")(?![\d/])(?:\s?م(?!\w))?"
)
HIJRI_SIGN = re.compile(r"\s?(?:هـ|ه(?!\w)|هجري)")
_TIME = re.compile(r"(?<![\d:.,])(?:[01]?\d|2[0-4])[:٫](?:[0-5]\d)(?::[0-5]\d)?(?![\d:])")
# 0150 بتوقيت غرينتش, 06,00 ت غ
_TIME_OF_ZONE = re.compile(
    r"(?<![\d:.,])(?:[01]?\d|2[0-4])[:.,٫]?[0-5]\d(?=\s?(?:ت\s?\.?\s?غ(?!\w)|بتوقيت|بالتوقيت|غرينتش|صباحا|مساء|ظهرا|فجرا))"
)


def without_rows(text: str) -> str:
    """A text with rows of forty and more numbers blanked, every other character in its place."""
    return _ROW.sub(lambda row: " " * len(row.group()), text)


def find_numeric(text: str) -> Iterator[DateMention]:
    """2022-01-10 17:11:00, 10/1/2022, 10.1.2022, 1439/12/4هـ, 13:27."""
    for match in NUMERIC.finditer(text):
        year, month, day = (int(match[name] or match[name + "2"]) for name in ("year", "month", "day"))
        if match["year2"] and len(match["year2"]) == 2:
            year += 2000 if year < 70 else 1900
        if month > 12 >= day:
            month, day = day, month
        sign = HIJRI_SIGN.match(text, match.end())
        end = sign.end() if sign else match.end()
        calendar = "hijri" if sign or 1300 <= year <= 1500 else "gregorian"
        found = from_hijri(year, month, day) if calendar == "hijri" else day_of(year, month, day)
        if found is not None:
            span = text[match.start() : end]
            yield DateMention(
                match.start(), end, span, "date", found.year, found.month, found.day, None, None, calendar
            )
    for match in (*_TIME.finditer(text), *_TIME_OF_ZONE.finditer(text)):
        yield DateMention(match.start(), match.end(), match.group(), "time")
