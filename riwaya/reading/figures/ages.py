"""Ages among the numbers of years: عمره 22 عاما, (40 عاما), في الـ92.

Belongs here: the words and signs beside a number that make it an age.
Does not: other measures of time, which are durations (claims.py).
"""

from __future__ import annotations

import re

from riwaya.reading.figures.clause import Clause, Quantity

AGE_WORDS = re.compile(
    r"\A[وفبل]?(?:ال)?(?:عمر|اعمار)(?:ه|ها|هم|هما|هن|نا|ي)?\Z|\A(?:بعمر|سن|بسن|ابن|ابنه)\Z"
)
_AGED = re.compile(r"\A[وف]?(?:ال)?(?:بالغ|بالغه|بالغين|يبلغ|تبلغ|يبلغون)\Z")


def in_years(clause: Clause, quantity: Quantity) -> bool:
    """عجوز في الـ92, فتى في السابعة عشرة: the article and في before a bare number say an age."""
    place = quantity.first
    if clause.key(place - 1) == "ال":
        place -= 1
    elif not clause.tokens[place].definite:
        return False
    if clause.key(place - 1) != "في" or not 3 <= quantity.value <= 115 or quantity.bound != "exact":
        return False
    after = quantity.last
    if clause.key(after) == "من":
        return bool(AGE_WORDS.match(clause.key(after + 1)))
    who = clause.noun(place - 2) or clause.noun(place - 3)
    return who is not None and who.entry.kind == "person" and clause.noun(after) is None


def is_age(clause: Clause, quantity: Quantity, earlier: list[Quantity]) -> bool:
    """Whether a number of years, months, weeks or days is the age of somebody."""
    if quantity.noun is None or quantity.noun.unit not in ("year", "month", "day", "week"):
        return False
    if any(AGE_WORDS.match(clause.key(index)) for index in range(quantity.first, quantity.last)):
        return True  # تحت سن الـ40 عاما
    for index in range(quantity.first - 1, max(-1, quantity.first - 4), -1):
        key = clause.key(index)
        if AGE_WORDS.match(key) or (quantity.noun.unit == "year" and _AGED.match(key)):
            return True
        if not key[:1].isalpha():
            break
    if clause.key(quantity.after) == "من" and clause.key(quantity.after + 1) == "العمر":
        return True
    if earlier and earlier[-1].metric == "age" and clause.joined(earlier[-1], quantity):
        return True
    if quantity.noun.unit != "year" or quantity.noun.lemma not in ("عام", "سنة"):
        return False
    before, after = clause.text_at(quantity.first - 1), clause.text_at(quantity.after)
    young = quantity.bound == "less_than" and clause.key(quantity.first) == "دون"
    named = (before == "(" and after == ")") or (before == "،" and after in "،." and quantity.value > 12)
    return young or (named and quantity.value <= 120 and quantity.kind == "numeral")
