"""Duals that count two: قتيلان, قذيفتي هاون, الأسبوعين الماضيين; and what only looks like one.

Belongs here: which nouns in the dual are quantities. Does not: the quantity itself (borne.py), singulars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from riwaya.language.inflection import Hit
from riwaya.language.spelling import fold
from riwaya.reading.figures.borne import Borne
from riwaya.reading.figures.clause import Quantity
from riwaya.reading.figures.counting import Noun
from riwaya.reading.figures.particles import (
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    MARKS_OF_QUOTATION,
    REACH_OF_PART,
)

# After a definite dual of time they say which: الأسبوعين الماضيين.
_OF_PERIODS = re.compile("(?:ماضي|اخير|مقبل|قادم|فائت|منصرم|سابق|تالي|لاحق|جاري)(?:ت?ين|ت?ان)")


class Duals(Borne):
    """Finds the duals of one clause."""

    def _duals(self, covered: set[int]) -> Iterator[Quantity]:
        for index in self.clause.nouns:
            hit = self.clause.noun(index)
            if hit is None or index in covered or hit.entry.kind == "percent":
                continue
            if hit.entry.kind == "money" and not self.clause.key(index).endswith(("ان", "ين")):
                continue
            if hit.entry.lemma == "آخر" and index - 1 in covered:
                continue
            if self._is_dual(index, hit):
                yield self._of_described(index, covered) or self._of_noun(index, 2.0, "dual")
            elif self._is_construct_dual(index, hit) or self._is_period_of_two(index, hit):
                yield self._of_noun(index, 2.0, "dual")

    def _of_described(self, index: int, covered: set[int]) -> Quantity | None:
        """غطاسان بريطانيان: a dual that is not known, told by the dual of its adjective."""
        hit, before = self.clause.nouns[index], index - 1
        token = self.clause.tokens[before] if before >= 0 else None
        if token is None or not fold(hit.entry.lemma).endswith("ي") or token.definite or before in covered:
            return None
        if len(token.key) < 5 or token.key[-2:] != self.clause.key(index)[-2:] or token.key in FUNCTION_WORDS:
            return None
        start = token.start + (token.key[:1] in "وف")
        quantity = Quantity(start, token.end, 2.0, None, "exact", "dual", before, before + 1)
        feminine = self.clause.key(index).endswith(("تين", "تان"))
        quantity.noun = None if feminine else hit.entry
        quantity.counted = (start, self.clause.tokens[index].end)
        quantity.phrase_first, quantity.phrase_last = before, index + 1
        return quantity

    def _is_dual(self, index: int, hit: Hit[Noun]) -> bool:
        token = self.clause.tokens[index]
        if hit.form != "dual" or token.definite or not token.key.endswith(("ان", "ين")):
            return False
        if token.key in self.known.plurals or token.key[1:] in self.known.plurals:
            return False
        # The second of two duals is the adjective of the first, and the third too: سفينتين نفطيتين سعوديتين.
        first = index - 1
        while index - first < 3 and self.clause.noun(first) is None and self._agrees(first, index):
            first -= 1
        before = self.clause.noun(first)
        # ناقلتي نفط سعوديتين
        led = fold(hit.entry.lemma).endswith("ي") and self.clause.key(index - 2).endswith(("تي", "تا"))
        described = hit.entry.strong and self._describes_a_dual(index)
        return not led and not described and (before is None or before.form != "dual")

    def _agrees(self, index: int, later: int) -> bool:
        key = self.clause.key(index)
        return (
            len(key) > 4
            and key[-2:] == self.clause.key(later)[-2:]
            and not self.clause.tokens[index].definite
        )

    def _describes_a_dual(self, index: int) -> bool:
        """جثتين مجهولتي الهوية قرب النهر مصابتين بالرصاص: a participle of the two told before."""
        if not self.clause.key(index + 1).startswith("ب") or self.clause.key(index).startswith("و"):
            return False
        if index - 1 in self.clause.frames or self.clause.key(index - 1) in FUNCTION_WORDS:
            return False
        before = range(max(0, index - REACH_OF_PART), index)
        endings = (self.clause.key(index)[-3:], self.clause.key(index)[-2:])
        ending = endings[0] if endings[0] in ("تين", "تان") else endings[1]
        return any(
            (earlier := self.clause.noun(place)) is not None
            and earlier.form == "dual"
            and self.clause.key(place).endswith(ending)
            for place in before
        )

    def _is_period_of_two(self, index: int, hit: Hit[Noun]) -> bool:
        """خلال الأسبوعين الماضيين: a definite dual of time that an adjective in the dual describes."""
        timed = hit.form == "dual" and hit.entry.kind == "time" and self.clause.tokens[index].definite
        following = self.clause.key(index + 1).removeprefix("ال")
        return timed and _OF_PERIODS.fullmatch(following) is not None

    def _is_construct_dual(self, index: int, hit: Hit[Noun]) -> bool:
        token, following = self.clause.tokens[index], index + 1
        if (
            token.definite
            or following >= len(self.clause.tokens)
            or hit.entry.kind in ("time", "measure", "money")
        ):
            return False
        after = self.clause.tokens[following]
        if after.key.startswith("لل") or after.key in FUNCTION_WORDS:
            return False
        named = after.definite or self.clause.noun(following) is not None
        if hit.form == "dual" and token.key.endswith(("تا", "تي")):
            counted = hit.entry.kind in ("person", "thing", "act") and hit.entry.unit != "family"
            return counted and (named or self._is_qualified(index, hit))
        if hit.form == "dual" and token.key.endswith("ي"):
            return named and hit.entry.paired and not token.text.endswith("ى") and self._is_led(index)
        if hit.form == "singular" and token.key in (
            fold(hit.entry.lemma) + "ا",
            "و" + fold(hit.entry.lemma) + "ا",
        ):
            # رجلا شرطة, سقفا دارين look like رجلا with tanwin; what follows tells.
            inner = self.clause.noun(following)
            dual = inner is not None and inner.form == "dual" and not after.key.endswith("ا")
            return (
                "ً" not in token.text
                and (
                    (dual and not after.key.startswith("و"))
                    or (self.clause.marks.get(following) == "security" and not after.key.startswith("ل"))
                )
                and (
                    not after.definite
                    and not after.key.endswith("ا")
                    and not self.clause.key(index - 1).isdigit()
                )
            )
        return False

    def _is_qualified(self, index: int, hit: Hit[Noun]) -> bool:
        """قذيفتي هاون, سيارتا إسعاف: a word that is not known says of what kind the two are; a name has another after it.

        After two acts a quotation may stand: تهمتي "التحريض" و"النهب".
        """
        after, later = self.clause.key(index + 1), self.clause.key(index + 2)
        if hit.entry.kind == "person" or hit.entry.lemma.split()[0][-1] != "ة":
            return False
        if not after.isalpha():
            return hit.entry.kind == "act" and after in MARKS_OF_QUOTATION
        spoken = after.endswith(("ني", "ت")) or after.startswith(("ي", "سي", "ست"))  # خيمتي تكفيني
        named = later.startswith("و") and hit.entry.kind != "act"  # قاعدتي طرطوس وحميميم
        return len(after) > 2 and after[0] not in "وفبل" and not spoken and not named

    def _is_led(self, index: int) -> bool:
        """Whether a verb or a particle stands before: بين زعيمي البلدين, not بشكل رئيسي."""
        before, earlier = self.clause.key(index - 1), self.clause.noun(index - 1)
        if earlier is not None and earlier.form == "dual":
            return True  # منصبي نائبي الرئيس
        return index == 0 or before in FUNCTION_WORDS | COMPLEMENTISERS or index - 1 in self.clause.frames
