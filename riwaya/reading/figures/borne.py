"""Numbers that a noun bears in its own form: قتيلان, أكثر من أسبوع, شهر ونصف.

Belongs here: the quantity that a noun makes with the bound word before it.
Does not: which nouns bear one (duals.py, singulars.py), numerals (quantities.py).
"""

from __future__ import annotations

from riwaya.reading.figures.clause import Clause, Quantity, proclitics

# Bound words before a noun that carries the number itself: the closed class of the grammar, folded.
_BOUNDS = {
    ("نحو",): "approx",
    ("حوالي",): "approx",
    ("قرابه",): "approx",
    ("زهاء",): "approx",
    ("ما", "يقارب"): "approx",
    ("يقارب",): "approx",
    ("اكثر", "من"): "more_than",
    ("ازيد", "من"): "more_than",
    ("يزيد", "علي"): "more_than",
    ("يزيد", "عن"): "more_than",
    ("تزيد", "علي"): "more_than",
    ("تزيد", "عن"): "more_than",
    ("ما", "يزيد", "علي"): "more_than",
    ("ما", "يزيد", "عن"): "more_than",
    ("اقل", "من"): "less_than",
    ("لا", "يقل", "عن"): "at_least",
    ("لا", "تقل", "عن"): "at_least",
    ("ما", "لا", "يقل", "عن"): "at_least",
    ("لا", "يزيد", "علي"): "at_most",
    ("لا", "يزيد", "عن"): "at_most",
    ("لا", "تزيد", "علي"): "at_most",
    ("لا", "تزيد", "عن"): "at_most",
    ("لا", "يتجاوز"): "at_most",
    ("لا", "تتجاوز"): "at_most",
    ("لن", "يتجاوز"): "at_most",
    ("لن", "تتجاوز"): "at_most",
    ("لم", "يتجاوز"): "at_most",
}


class Borne:
    """Makes quantities of the nouns of one clause."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.known = clause.known

    def _of_noun(self, index: int, value: float, kind: str) -> Quantity:
        """A quantity that a noun carries in its own form; its proclitics stay outside."""
        hit = self.clause.nouns[index]
        start = hit.start + proclitics(hit, self.clause.tokens[index].definite)
        bound, first = self._bound_before(index)
        if first != index:
            start = self.clause.tokens[first].start
            start += _joined_letters(self.clause.text_at(first), self.clause.key(first), bound)
        end = self.clause.tokens[index].end
        quantity = Quantity(start, end, value, None, bound, kind, first, index + 1)
        if hit.entry.kind == "time" and self.clause.key(index + 1) == "ونصف":
            quantity.value, quantity.last = value + 0.5, index + 2
            quantity.end = self.clause.tokens[index + 1].end
        quantity.noun = hit.entry
        quantity.phrase_first, quantity.phrase_last = index, self.clause.phrase_end(index)
        if kind == "dual" and not self.clause.key(index).endswith(("ان", "ين")):
            quantity.phrase_last = self.clause.construct_end(index + 1)
        quantity.counted = (start if first == index else hit.start, self.clause.end_of(quantity.phrase_last))
        return quantity

    def _bound_before(self, index: int) -> tuple[str, int]:
        for length in (4, 3, 2, 1):
            first = index - length
            if first < 0:
                continue
            keys = tuple(self.clause.key(i) for i in range(first, index))
            for cut in (0, 1):
                lead = keys[0][cut:] if cut == 0 or keys[0][:1] in "وفبل" else ""
                bound = _BOUNDS.get((lead, *keys[1:]))
                if bound is not None:
                    return bound, first
        return "exact", index


def _joined_letters(text: str, key: str, bound: str) -> int:
    """The letter و, ف, ب or ل that stands before a bound word, as in بنحو أسبوعين."""
    leads = {words[0] for words, meaning in _BOUNDS.items() if meaning == bound}
    return 0 if key in leads else 1
