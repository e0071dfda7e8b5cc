"""Which words of a sentence are quantities: numerals, shares, and nouns that bear their number themselves.

Belongs here: which numerals count, نصفهم and نصف السكان, and the order in which all quantities are found.
Does not: numerals (language/numerals), duals and singulars (duals.py, singulars.py), what a quantity counts and
measures (claims.py, governing.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.language.numerals import Numeral
from riwaya.reading.figures.clause import Quantity
from riwaya.reading.figures.duals import Duals
from riwaya.reading.figures.singulars import Singulars

_SHARES = {
    joined + word + of: value
    for word, value in (("نصف", 50.0), ("ثلث", 100 / 3), ("ربع", 25.0), ("ثلثا", 200 / 3), ("ثلثي", 200 / 3))
    for joined in ("", "و")
    for of in ("هم", "هن", "ها")
}
# What bears its number as a name: الفوج الـ93, القمة الـ29.
_NUMBERED = frozenset(
    ("فوج", "لواء", "كتيبه", "فرقه", "دوره", "قمه", "نسخه", "مرتبه", "ذكري", "جلسه", "حلقه", "قرن")
)
_TENS = range(20, 100, 10)
_ANNIVERSARIES = frozenset(
    joined + word + own
    for joined in ("", "و", "ب", "ل")
    for word in ("عيد", "العيد", "ذكري", "الذكري", "دورت", "الدوره", "يوبيل", "اليوبيل", "ميلاد", "تاسيس")
    for own in ("", "ها", "ه", "هم")
)


class QuantityFinder(Duals, Singulars):
    """The quantities of one clause."""

    def find(self, numerals: Sequence[Numeral]) -> list[Quantity]:
        """The quantities of the sentence in order, none overlapping."""
        found = [self._of_numeral(numeral) for numeral in numerals if self._counts(numeral)]
        found += [share for numeral in numerals if (share := self._of_fraction(numeral)) is not None]
        found += [self._of_share(index, self.clause.key(index)) for index in range(len(self.clause.tokens))
                  if self.clause.key(index) in _SHARES]  # fmt: skip
        taken = [(quantity.first, quantity.last) for quantity in found]
        covered = {index for first, last in taken for index in range(first, last)}
        for finder in (self._duals, self._periods, self._singulars):
            for quantity in list(finder(covered)):
                if covered.isdisjoint(range(quantity.first, quantity.last)):
                    covered.update(range(quantity.first, quantity.last))
                    found.append(quantity)
        return sorted(found, key=lambda quantity: quantity.start)

    def _counts(self, numeral: Numeral) -> bool:
        """Not أحد after و (وأحد is not واحد), not half of something that is no unit, not a time of day."""
        if numeral.text.startswith(("أحد", "إحدى", "وأحد", "وإحدى")) and numeral.value == 1:
            return False
        after = self.clause.at(numeral.end - 1) + 1
        first = self.clause.at(numeral.start)
        if self.clause.tokens[first].definite and numeral.value in _TENS:
            lead = {self.clause.key(first - 1), self.clause.key(first - 2)}
            if lead & _ANNIVERSARIES:
                return False  # عيدها السبعون
        if self.clause.key(first - 1) == "ال" and numeral.value > 2:
            lead = {
                self.clause.key(place).lstrip("وبل").removeprefix("ال")
                for place in range(first - 4, first - 1)
            }
            if lead & _NUMBERED:
                return False  # فوج المدفعية الـ93
        if numeral.value == 1 and self.clause.key(after) in ("منها", "منهم", "منهن", "منهما"):
            return False  # one of them
        if (
            self.clause.key(after) in ("بتوقيت", "بالتوقيت")
            or self.clause.key(after) + self.clause.key(after + 1) == "تغ"
        ):
            return False
        if not _is_fraction(numeral):
            return True
        hit = self.clause.noun(after)
        return (
            hit is not None
            and hit.entry.kind in ("time", "measure")
            and not self.clause.tokens[after].definite
        )

    def _of_numeral(self, numeral: Numeral) -> Quantity:
        first = self.clause.at(numeral.start)
        last = self.clause.at(numeral.end - 1) + 1
        value_high = numeral.value_high
        return Quantity(
            numeral.start, numeral.end, numeral.value, value_high, numeral.bound, "numeral", first, last,
            unit="percent" if numeral.percent else None, doubtful=numeral.doubtful,
        )  # fmt: skip

    def _of_fraction(self, numeral: Numeral) -> Quantity | None:
        """نصف السكان, ثلثا أعضاء المجلس: a share of a group, where what follows names one."""
        if not _is_fraction(numeral) or self._counts(numeral):
            return None
        last = self.clause.at(numeral.end - 1) + 1
        hit = self.clause.noun(last)
        if hit is None or hit.form != "plural" or hit.entry.kind not in ("person", "thing", "place", "count"):
            return None
        quantity = self._of_numeral(numeral)
        quantity.value, quantity.unit = numeral.value * 100, "percent"
        end = max(last + 1, self.clause.construct_end(last))
        quantity.counted = (self.clause.tokens[last].start, self.clause.end_of(end))
        quantity.group = hit.entry.group
        return quantity

    def _of_share(self, index: int, key: str) -> Quantity:
        """نصفهم من المدنيين: a share of the people counted before."""
        token = self.clause.tokens[index]
        start = token.end - len(token.text.lstrip("و"))
        quantity = Quantity(start, token.end, _SHARES[key], None, "exact", "share", index, index + 1)
        quantity.unit = "percent"
        return quantity


def _is_fraction(numeral: Numeral) -> bool:
    return 0 < numeral.value < 1 and not numeral.percent and not any(c.isdigit() for c in numeral.text)
