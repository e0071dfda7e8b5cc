"""The numerals of an Arabic text that count something: their spans, values and how exact they are.

Belongs here: ``find_all`` and ``Numeral``; the parts are read in the modules beside this one
(digits, numbers, sums: one number; expressions: what belongs to it; lookalikes: what is none).
Does not: dates (riwaya.language.dates), what is counted, in which unit or currency, and dual or singular nouns
(riwaya.reading.figures).
"""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from riwaya.language import knowledge
from riwaya.language.dates import DateKnowledge, find_dates_with, load_dates
from riwaya.language.dates.numeric import LONGEST_ROW, without_rows
from riwaya.language.numerals.expressions import Expressions, Numeral
from riwaya.language.numerals.lookalikes import Lookalikes
from riwaya.language.numerals.numbers import CLITICS, NumberReader
from riwaya.language.numerals.phrases import NumeralKnowledge, load_numerals
from riwaya.language.numerals.sums import Number
from riwaya.language.tokens import Token, tokenize

__all__ = ["Numeral", "NumeralKnowledge", "find_all", "find_numerals", "load_numerals"]

# Digits in the addresses of pages and people, and in hashtags, belong to them.
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|www\.\S+|pic\.twitter\.com/\S+|[@#]\w+")


@lru_cache(maxsize=1)
def _knowledge() -> tuple[NumeralKnowledge, DateKnowledge]:
    return load_numerals(knowledge.data_path("numerals.toml")), load_dates(knowledge.data_path("dates.toml"))


def find_all(text: str) -> list[Numeral]:
    """The numerals of a text that count something, in order, without overlaps.

    Dates, years, clock times, ordinals, names, scores and telephone numbers are not among them.

    >>> [(n.value, n.bound) for n in find_all("اعتقل أكثر من 7 آلاف و939 شخصا")]
    [(7939.0, 'more_than')]
    """
    return find_numerals(text, *_knowledge())


def find_numerals(text: str, known: NumeralKnowledge, dates: DateKnowledge) -> list[Numeral]:
    """As ``find_all``, with the knowledge given."""
    tokens = tokenize(without_rows(text), known.vocabulary)
    _mask(tokens, [(date.start, date.end) for date in find_dates_with(text, dates, tokens)])
    _mask(tokens, [match.span() for match in _ADDRESS.finditer(text)])
    reader = NumberReader(tokens, known.words)
    lookalikes = Lookalikes(text, tokens, known, reader)
    expressions = Expressions(text, tokens, known, reader)
    found: list[Numeral] = []
    index = 0
    for begin in _beginnings(tokens):
        number = reader.read(begin) if begin >= index else None
        if number is None:
            continue
        if _is_quiet(number, tokens, known):
            span, bound = text[number.start : number.end], "vague" if number.vague else "exact"
            found.append(Numeral(number.start, number.end, span, number.value, None, bound))
            index = number.last + 1
            continue
        skip = lookalikes.end_of(number)
        if skip:
            index = max(skip, begin + 1)
            continue
        numeral, index = expressions.read(number)
        if not found or numeral.start >= found[-1].end:
            found.append(numeral)
    return found


def _beginnings(tokens: list[Token]) -> list[int]:
    """The tokens a number may begin at; rows of forty and more are masked, for they are no prose."""
    begins = [
        index
        for index, token in enumerate(tokens)
        if token.kind == "d" or token.reading is not None or (token.kind == "w" and token.key in CLITICS)
    ]
    kept: list[int] = []
    place = 0
    while place < len(begins):
        end = place + LONGEST_ROW - 1
        if end >= len(begins) or begins[end] - begins[place] > end - place:
            kept.append(begins[place])
            place += 1
            continue
        while end + 1 < len(begins) and begins[end + 1] == begins[end] + 1:
            end += 1
        for index in begins[place : end + 1]:
            tokens[index].kind, tokens[index].reading = "x", None
        place = end + 1
    return kept


def _mask(tokens: list[Token], dates: list[tuple[int, int]]) -> None:
    """Tokens inside a date are no numbers, and no number goes on through them."""
    index = 0
    for start, end in dates:
        index = bisect.bisect_left(tokens, start, index, key=lambda token: token.start)
        while index < len(tokens) and tokens[index].start < end:
            tokens[index].kind, tokens[index].reading = "x", None
            index += 1


def _is_quiet(number: Number, tokens: list[Token], known: NumeralKnowledge) -> bool:
    """Whether nothing beside a number, nor its own words, can make it anything but what it says.

    True of most number words of a text, and much cheaper than asking every rule.
    """
    first, last = number.first, number.last
    if (
        tokens[first].kind != "w"
        or number.article
        or number.conjunction
        or (first == last and number.value <= 1)
        or "لّ" in tokens[first].text
    ):
        return False
    if first and (tokens[first - 1].kind not in "wxn" or known.speaks(tokens[first - 1].key)):
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    beyond = tokens[last + 2].reading if last + 2 < len(tokens) else None
    if beyond is not None and beyond.conjunction and beyond.entries[0].role == "fraction":  # ثلاثة أعوام ونصف
        return False
    return after is None or (after.kind in "wxn" and not known.speaks(after.key))
