"""Who is counted: civilians, security forces, militants, protesters, children, women, foreigners, or several.

Belongs here: the group of a number of people, told by its noun, by a word of its phrase, or by who is among them.
Does not: which words show a group (data/metrics.toml), what a number measures (claims.py, governing.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from riwaya.reading.figures.clause import Clause, Quantity
from riwaya.reading.figures.particles import COMMAS, COMPLEMENTISERS, STOPS, SUBSETS, TOLLS

_PROTEST = re.compile(
    "مظاهر|لافتات|هتاف|إضراب|إغلاق|يغلق|أغلق|قطع الطر|تظاهر|تجمع|احتج|اعتصم|اعتصام|مسير|شوارع|ساحة|ميدان|خرجوا|هتف|تدفق"
)
_PROTESTS = ("protest", "demonstration", "march", "sit-in")
_INCLUDING = {("بمن", "فيهم"), ("بما", "فيهم"), ("بمن", "فيها"), ("بمن", "في")}
_INSTITUTIONS = frozenset(("مجلس", "لجنه", "مؤتمر", "بمجلس", "لمجلس"))
REACH_OF_PARTS = 9  # words from a whole to the word that names its parts: 12 شخصا في انفجار بالمدينة، بينهم
# Those of whom one says "others" of the same: مقتل جندي وإصابة ثلاثة آخرين.
_ALIKE = ("security", "militants", "protesters")
_BESIDE = frozenset(("في", "من", "بين", "ضمن"))


class Groups:
    """The groups of the numbers of one clause."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.known = clause.known

    def of(self, quantity: Quantity, earlier: Sequence[Quantity] = ()) -> str | None:
        """The group of a number of people, None where the text names none."""
        noun = quantity.noun
        if self._is_mixed(quantity) or self._holds_others(quantity):
            return "mixed"
        group = quantity.group or (noun.group if noun is not None else None) or self._marked(quantity)
        if group is None and earlier and self._is_of_the_same(quantity, earlier[-1]):
            return earlier[-1].group
        if group is None and (known := self.known.metrics.get(quantity.metric)) is not None:
            group = (known.group if self.is_protest else "") or None
        return group

    @cached_property
    def is_protest(self) -> bool:
        """Whether the sentence speaks of a protest: participants of a vote are no protesters."""
        protest = any(hit.entry.unit in _PROTESTS for hit in self.clause.nouns.values())
        marked = protest or "protesters" in self.clause.marks.values()
        return marked or _PROTEST.search(self.clause.text, self.clause.start, self.clause.end) is not None

    def at(self, index: int) -> str | None:
        """The group that a word shows, as a mark or as a noun of persons."""
        mark = self.clause.marks.get(index)
        hit = self.clause.noun(index)
        return mark or (hit.entry.group if hit is not None and hit.entry.kind == "person" else None)

    def _marked(self, quantity: Quantity) -> str | None:
        """The group that a word of the counted phrase shows, or one between its head and the number."""
        # A mark further in names an institution: نائبي رئيس لجنة الأمن are not of the security forces.
        nearest = max(quantity.phrase_first, 0)
        partitive = "من" in (self.clause.key(nearest), self.clause.key(nearest + 1))
        for index in range(nearest, min(quantity.phrase_last, nearest + (5 if partitive else 3))):
            # خمسة من قادة الجهاديين: after من a plural noun of persons is as good as a mark.
            found = self.at(index) if partitive and index > nearest else self.clause.marks.get(index)
            if found is not None and self.clause.key(index - 1) not in _INSTITUTIONS:
                return found
        for index in range(quantity.first - 1, max(-1, quantity.first - 5), -1):
            hit = self.clause.noun(index)
            if hit is None or not hit.entry.strong or hit.entry.metric != quantity.metric:
                continue
            if index + 1 in self.clause.marks:
                return self.clause.marks[index + 1]
        if self.clause.key(quantity.after) in _BESIDE:
            found = self.clause.marks.get(quantity.after + 1)
            # قتل 60 شخصا في احتجاجات does not say who they were.
            inside = self.clause.key(quantity.after) == "في"
            return None if inside and found == "protesters" else found
        return None

    def _is_of_the_same(self, quantity: Quantity, prior: Quantity) -> bool:
        """مقتل ضابط وإصابة ثلاثة, قتل جندي وأصيب ثلاثة آخرون: the group of the toll before, where no other noun is named."""
        bare = quantity.noun is None or quantity.noun.lemma == "آخر"
        tolls = quantity.metric in TOLLS and prior.metric in TOLLS and quantity.metric != prior.metric
        between = range(prior.after, quantity.first)
        near = len(between) <= REACH_OF_PARTS and not any(self.clause.text_at(i) in STOPS for i in between)
        # بينهم شرطي, وجرح العشرات; 14 آخرين بينهم 6 أطفال: who is among them is not all of them.
        among = (*range(prior.first - 3, prior.first), *range(quantity.after, quantity.after + 4))
        near = near and not any(self.clause.key(i) in SUBSETS for i in among)
        return bare and tolls and near and not prior.part and prior.group in _ALIKE

    def _holds_others(self, quantity: Quantity) -> bool:
        """28 قتيلا بينهم شرطي: people of whom some are said to be of the security forces, and the rest not."""
        own = quantity.group or (quantity.noun.group if quantity.noun is not None else None)
        told = quantity.metric in ("deaths", "injuries") and not quantity.part
        if own is not None or not told or self._marked(quantity) is not None:
            return False
        clause, after = self.clause, quantity.after
        for index in range(after, min(len(clause.tokens), after + REACH_OF_PARTS)):
            key = clause.key(index)
            parted = clause.tokens[index].text in STOPS or key in COMPLEMENTISERS or key.isdigit()
            if parted or index in clause.frames:
                return False
            if key in SUBSETS:
                named = range(index + 1, min(len(clause.tokens), index + 5))
                shown = next((self.at(place) for place in named if self.at(place) is not None), None)
                return shown == "security"
        return False

    def _is_mixed(self, quantity: Quantity) -> bool:
        """Two groups in one number (79 من الجنود والمسلحين), or one said to be counted in (بمن فيهم المهاجمون)."""
        clause, after = self.clause, quantity.after
        while clause.text_at(after) in COMMAS or clause.key(after) in ("علي", "الاقل"):
            after += 1
        if (clause.key(after), clause.key(after + 1)) in _INCLUDING:
            return self.at(after + 2) is not None and quantity.group is None
        own = quantity.noun.group if quantity.noun is not None else None
        own = own or quantity.group or self._marked(quantity)
        if clause.key(after) in _BESIDE:
            after, own = after + 2, self.at(after + 1)
        hit = clause.noun(after)
        if hit is None or hit.form != "plural" or not clause.key(after).startswith("و"):
            return False
        people = hit.entry.kind == "person" or (after in clause.marks and clause.tokens[after].definite)
        return people and None not in (own, self.at(after)) and own != self.at(after)
