"""How firm a figure is and what has become of it: bounds after the number, older tolls, denials, contradictions.

Belongs here: على الأقل behind the counted noun, نفت مقتل 30, ارتفعت من 10 إلى 15, a toll another source contradicts.
Does not: bounds inside the number (language/numerals), what a number counts and measures (claims.py).
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from riwaya.reading.figures.clause import Clause, Quantity
from riwaya.reading.figures.particles import COMMAS, MARKS_OF_QUOTATION, RELATIVES, TOLLS
from riwaya.reading.records import Article, Figure

# Bounds that stand apart, after the counted noun: 13 شخصا على الأقل.
_DETACHED = {
    ("علي", "الاقل"): "at_least",
    ("علي", "اقل", "تقدير"): "at_least",
    ("كحد", "ادني"): "at_least",
    ("علي", "الاكثر"): "at_most",
    ("كحد", "اقصي"): "at_most",
    ("تقريبا",): "approx",
}
_PASSING = {
    "بلغ",
    "بلغت",
    "تخطت",
    "تخطي",
    "تتخطي",
    "يتخطي",
    "تجاوز",
    "تجاوزت",
    "تتجاوز",
    "يتجاوز",
    "تعدي",
    "فاق",
    "فاقت",
}
_CONTRAST = re.compile(r"\b(?:و?لكن|غير أن|إلا أن|بيد أن)\b")


def settle(clause: Clause, quantities: Sequence[Quantity]) -> None:
    """Gives the measured quantities of a clause the bounds that stand apart, and their statuses."""
    for quantity in quantities:
        _bound(clause, quantity)
    _statuses(clause, quantities)


def _bound(clause: Clause, quantity: Quantity) -> None:
    if quantity.bound != "exact" or quantity.unit == "time":
        return
    index = quantity.after
    while clause.text_at(index) in COMMAS | MARKS_OF_QUOTATION or clause.key(index) in (
        "اخرين", "اخرون", "اخر", "منهم",
    ):  # fmt: skip
        index += 1
    for length in (3, 2, 1):
        bound = _DETACHED.get(tuple(clause.key(i) for i in range(index, index + length)))
        if bound is not None:
            quantity.bound = bound
            return
    before = clause.key(quantity.first - 1)
    if before in ("عتبه", "حاجز"):
        keys = {clause.key(i) for i in range(max(0, quantity.first - 24), quantity.first)}
        quantity.bound = "more_than" if keys & _PASSING or {"و" + k for k in _PASSING} & keys else "exact"


def _statuses(clause: Clause, quantities: Sequence[Quantity]) -> None:
    if not quantities:
        return
    places = [quantity.first for quantity in quantities]
    for hit in clause.known.statuses.find(clause.text, clause.start, clause.end):
        first = clause.at(hit.end - 1)
        reached: Quantity | None = None
        low = bisect_left(places, first - hit.entry.reach)
        for quantity in quantities[low : bisect_right(places, first + hit.entry.reach)]:
            away = first - quantity.last if hit.entry.after else quantity.first - first
            if not 0 < away <= hit.entry.reach or quantity.metric in ("age", "duration", "other"):
                continue
            if hit.entry.clause and _parted(clause, first, quantity.first, hit.entry.unless):
                continue
            # An older toll is one number and what is joined to it; the newer one may follow.
            if hit.entry.value == "superseded" and reached and not clause.joined(reached, quantity):
                break
            quantity.status, reached = hit.entry.value, quantity
    for quantity, following in pairwise(quantities):
        if _rises(clause, quantity, following):
            quantity.status = "superseded"


def _parted(clause: Clause, first: int, last: int, unless: tuple[str, ...]) -> bool:
    words = clause.tokens[first + 1 : last]
    return any(
        word.text in COMMAS or word.key in RELATIVES or any(stem in word.key for stem in unless)
        for word in words
    )


def _rises(clause: Clause, quantity: Quantity, following: Quantity) -> bool:
    """ارتفعت الحصيلة من 10 إلى 15: the first number is the older one."""
    counted_people = following.unit == "person" and following.metric == quantity.metric
    if not counted_people or clause.key(quantity.first - 1) != "من":
        return False
    return clause.key(following.first - 1) == "الي" and following.first - quantity.after <= 3


def disputed(article: Article, figures: list[Figure]) -> list[Figure]:
    """A toll that the next sentence contradicts (لكن ... قال إن عدد القتلى 7) is disputed."""
    out = list(figures)
    for position, (figure, following) in enumerate(pairwise(figures)):
        if figure.metric not in TOLLS or figure.metric != following.metric or figure.value == following.value:
            continue
        if following.sentence_no - figure.sentence_no > 1 or figure.speaker == following.speaker:
            continue
        between = article.text[figure.end : following.start]
        if _CONTRAST.search(between) and figure.group == following.group and figure.status == "asserted":
            out[position] = dataclasses.replace(figure, status="disputed")
    return out
