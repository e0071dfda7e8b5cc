"""Dates as Arabic news writes them: days, months, years, weekdays, clock times; Gregorian and Hijri.

Belongs here: where a date stands, what it says, and the day a weekday means beside a known date.
Does not: which of an article's dates is its day of publication (riwaya.reading.articles).

Month names are of three kinds (Egyptian and Gulf, Levantine and Iraqi, Maghrebi), often two at once
("يناير/كانون الثاني"). Hijri days are converted with hijridate (Umm al-Qura calendar).
"""

from __future__ import annotations

from functools import lru_cache

from riwaya.language import knowledge
from riwaya.language.dates.mentions import RELATIVES, DateMention, resolve
from riwaya.language.dates.numeric import find_numeric, without_rows
from riwaya.language.dates.vocabulary import DateKnowledge, load_dates
from riwaya.language.dates.worded import WordedDates
from riwaya.language.tokens import Token, tokenize

__all__ = [
    "RELATIVES",
    "DateKnowledge",
    "DateMention",
    "find_dates",
    "find_dates_with",
    "load_dates",
    "resolve",
]


@lru_cache(maxsize=1)
def _knowledge() -> DateKnowledge:
    return load_dates(knowledge.data_path("dates.toml"))


def find_dates(text: str) -> list[DateMention]:
    """The dates of a text in order, without overlaps.

    >>> [(d.text, d.month, d.day) for d in find_dates("في 2 كانون الثاني الجاري")]
    [('2 كانون الثاني الجاري', 1, 2)]
    """
    return find_dates_with(text, _knowledge())


def find_dates_with(text: str, known: DateKnowledge, tokens: list[Token] | None = None) -> list[DateMention]:
    """As ``find_dates``, with the knowledge given, and the tokens where the caller has them already."""
    read = without_rows(text)
    candidates = [*find_numeric(read), *WordedDates(read, known, tokens or tokenize(read)).find()]
    candidates.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[DateMention] = []
    for mention in candidates:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end and kept[-1].kind in ("year", "time"):
            kept[-1] = mention
    return kept
