"""Singulars that count one: أكثر من أسبوع, يوم واحد, مقتل شخص, قتيل و3 جرحى.

Belongs here: which nouns in the singular are quantities: times that a bound or a verb measures, persons that a toll
counts. Does not: the quantity itself (borne.py), duals.
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
    ATTEMPTS,
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    MARKS_OF_QUOTATION,
    REACH_OF_PART,
    SUBSETS,
    TOLLS,
)

_STEPS = ("more_than", "less_than", "at_least", "at_most")
_SINCE = {"منذ", "قبل", "بعد", "خلال", "لمده", "مده", "طيله", "طوال", "بعيد", "مدي", "غضون"}
_LASTING = re.compile(r"\A[وفس]*[يت]?(?:استمر|ستمر|دام|دوم|امتد|متد|استغرق|ستغرق|امضي|قضي|مضي)(?:ت|وا|ا)?\Z")
_LATER = {"بعد", "قبل", "ان", "واحد", "واحده", "كامل", "كامله", "تقريبا", "فقط", "مضي", "ونصف"}
# After other nouns آخر is their adjective: سجن آخر.
_ACTS = re.compile(r"(?:مقتل|مصرع|اصابه|جرح|وفاه|استشهاد|اعتقال|توقيف)\Z")


class Singulars(Borne):
    """Finds the singulars of one clause."""

    def _periods(self, covered: set[int]) -> Iterator[Quantity]:
        """Singulars that say one: أكثر من مرة, لا يزيد على أسبوع, منذ أسبوع, استمرت أسبوعا."""
        for index, hit in self.clause.nouns.items():
            token = self.clause.tokens[index]
            if hit.form != "singular" or token.definite or index in covered or index - 1 in covered:
                continue
            if self.clause.noun(index) is None or hit.entry.kind in ("percent", "money", "measure"):
                continue
            if self.clause.key(index + 1) in ("واحد", "واحده"):
                if index + 1 not in covered:
                    yield self._of_one(index)
                continue
            if self.clause.key(index - 1) in ("نصف", "ربع", "ثلث"):
                continue
            bound, _ = self._bound_before(index)
            timed = hit.entry.kind == "time"
            if timed and self.clause.key(index + 1) in ("ونصف", "كامل", "كاملا", "كامله"):
                yield self._of_noun(index, 1.0, "singular")
                continue
            if (bound in _STEPS and not (timed and not self._stands_alone(index))) or (
                timed and self._stands_alone(index) and (bound != "exact" or self._lasts(index))
            ):
                yield self._of_noun(index, 1.0, "singular")

    def _of_one(self, index: int) -> Quantity:
        """يوم واحد: the number is the second word."""
        token = self.clause.tokens[index + 1]
        quantity = Quantity(token.start, token.end, 1.0, None, "exact", "singular", index + 1, index + 2)
        self.clause.take(quantity, index)
        quantity.phrase_last = -1
        if quantity.counted is not None:
            quantity.counted = (quantity.counted[0], self.clause.tokens[index].end)
        return quantity

    def _stands_alone(self, index: int) -> bool:
        """Whether nothing after a time noun names it: not عام 2011, شهر رمضان, يوم الجمعة, ساعة الصفر."""
        following = index + 1
        if following >= len(self.clause.tokens):
            return True
        token = self.clause.tokens[following]
        plain = token.key in FUNCTION_WORDS and not token.definite
        return not token.text[0].isalnum() or plain or token.key in _LATER

    def _lasts(self, index: int) -> bool:
        key = self.clause.key(index)
        if self.clause.key(index - 1) in _SINCE or self.clause.key(index - 1) in {
            "و" + word for word in _SINCE
        }:
            return True
        if key.endswith("ا") and key[:-1] == "اسبوع":
            return True
        accusative = key.endswith(("ا", "ه"))
        return accusative and any(
            _LASTING.match(self.clause.key(before)) for before in range(max(0, index - 5), index)
        )

    def _singulars(self, covered: set[int]) -> Iterator[Quantity]:
        """Singular persons that a toll counts: قتل محتج, مقتل شخص, إصابة آخر, إن شخصا قتل."""
        if not any(
            hit.form == "singular" and hit.entry.kind == "person" for hit in self.clause.nouns.values()
        ):
            return
        last: Quantity | None = None
        for index in sorted({*self.clause.frames, *self.clause.nouns}):
            found = None
            if index in self.clause.frames:
                found = self._counted_by_frame(index, covered)
            elif last is not None and self.clause.key(index) in ("واخر", "واخري") and index - last.last <= 8:
                found = self._of_noun(index, 1.0, "singular")
                found.toll, found.group = last.toll, last.group or (last.noun.group if last.noun else None)
            elif index not in covered and self._opens_clause(index):
                found = self._counted_by_what_follows(index)
            if found is None:
                found = self._strong_singular(index, covered) or self._singular_part(index, covered, last)
            if (
                found is not None
                and found.first not in covered
                and (last is None or found.first >= last.last)
            ):
                last = found
                yield found

    def _opens_clause(self, index: int) -> bool:
        before = index - 1
        if self.clause.text_at(before) in MARKS_OF_QUOTATION:
            before -= 1
        return self.clause.key(before) in COMPLEMENTISERS

    def _counted_by_frame(self, index: int, covered: set[int]) -> Quantity | None:
        end, hit = self.clause.frames[index]
        frame = hit.entry
        if frame.metric not in TOLLS:
            return None
        token = self.clause.tokens[index]
        losses = any("money" in takes for _, takes in frame.more)  # خسائر حوثية
        if token.definite or token.key.endswith(("هم", "ها")) or losses:
            return None
        if {self.clause.key(index - 1), self.clause.key(index - 2)} & ATTEMPTS:
            return None
        described = self.clause.key(end + 1) in ("اخر", "اخري")
        noun_too = frame.role == "action" or token.key.endswith(("سجن", "حبس", "اسر"))
        if described and noun_too and not _ACTS.search(token.key):
            return None
        end += self.clause.key(end + 1) == "علي"
        places = [end + 1] if end == index or frame.role == "verb" else []
        if end > index:
            places.insert(0, index + 1)
        if frame.role == "verb" and self._toll_noun(end + 1) is None:
            # قتلت الشرطة شخصا: the object after a short subject, in the accusative.
            far = [
                p for p in (end + 2, end + 3) if self.clause.key(p).endswith("ا") and p in self.clause.nouns
            ]
            places += [p for p in far if not self.clause.nouns[p].entry.strong]  # أردت المنفذ قتيلا
        for place in places:
            noun = self._toll_noun(place)
            # مات مختنقا says how, and counts nobody.
            how = (
                noun is not None
                and noun.entry.strong
                and frame.role == "verb"
                and self.clause.key(place)[-1] == "ا"
            )
            if noun is not None and not how and covered.isdisjoint((place - 1, place, place + 1)):
                found = self._of_noun(place, 1.0, "singular")
                found.toll = frame.metric
                return found
        return None

    def _toll_noun(self, index: int) -> Hit[Noun] | None:
        """An indefinite singular person at a word, whose phrase names nobody."""
        hit = self.clause.noun(index)
        if hit is None or hit.form != "singular" or hit.entry.kind != "person" or hit.entry.unit != "person":
            return None
        acting = self.clause.frames.get(index)
        if acting is not None and acting[1].entry.role == "action":
            return None
        if self.clause.tokens[index].definite or (hit.entry.strong and hit.entry.metric not in TOLLS):
            return None
        if self.clause.key(index).startswith(("ب", "ل")) and not fold(hit.entry.lemma).startswith(("ب", "ل")):
            return None
        for following in range(index + 1, min(index + 4, len(self.clause.tokens))):
            token = self.clause.tokens[following]
            if not token.text[0].isalpha() or token.key in FUNCTION_WORDS:
                break
            if token.definite:
                return None
            inner = self.clause.noun(following)
            if inner is None and following not in self.clause.marks:
                # The head of somebody named: احتجاز رئيس كاتالونيا.
                named = hit.entry.relational and not self.clause.is_adjective(following)
                return None if named and following == index + 1 else hit
        return hit

    def _counted_by_what_follows(self, index: int) -> Quantity | None:
        hit = self._toll_noun(index)
        if hit is None or self.clause.key(index + 1) in ("واحد", "واحدا", "واحده"):
            return None
        for following in range(index + 1, min(index + 9, len(self.clause.tokens))):
            framed = self.clause.frames.get(following)
            acting = self.clause.subjects.get(following)
            frame = acting[1] if acting is not None else framed[1].entry if framed is not None else None
            if frame is not None and frame.metric == "attackers" and hit.entry.group == "security":
                return None
            if frame is not None and frame.role != "action" and frame.metric in (*TOLLS, "attackers"):
                found = self._of_noun(index, 1.0, "singular")
                found.toll = frame.metric
                return found
        return None

    def _singular_part(self, index: int, covered: set[int], last: Quantity | None) -> Quantity | None:
        """قتل 8 أشخاص بينهم رضيع وامرأتان: one of a toll, named after it or joined to such a one."""
        if index not in self.clause.nouns or index in covered or self._toll_noun(index) is None:
            return None
        if self.clause.is_adjective(index):
            return None
        before = self.clause.key(index - 1)
        if before in SUBSETS:
            whole = any(place in covered for place in range(max(0, index - REACH_OF_PART), index))
        else:
            parts = any(self.clause.key(place) in SUBSETS for place in range(index - 5, index))
            listed = {index - 1, index - 2} & covered or (
                last is not None and index in (last.last, last.after)
            )
            whole = parts and self.clause.key(index).startswith("و") and bool(listed)
        if not whole:
            return None
        found = self._of_noun(index, 1.0, "singular")
        found.part = True
        return found

    def _strong_singular(self, index: int, covered: set[int]) -> Quantity | None:
        """قتيل و3 جرحى; سقوط قتيل: a noun of the dead or hurt that stands in a toll."""
        hit = self.clause.noun(index)
        if (
            hit is None
            or not hit.entry.strong
            or hit.form != "singular"
            or not covered.isdisjoint((index - 1, index))
        ):
            return None
        token = self.clause.tokens[index]
        if token.definite or hit.entry.metric not in ("deaths", "injuries") or hit.entry.unit != "person":
            return None
        after, before = self.clause.key(index + 1), self.clause.key(index - 1)
        joined = (index + 2 in covered and after == "و") or (index + 1 in covered and after.startswith("و"))
        opener = before.endswith(("سقوط", "سقط", "خلف", "اوقع", "وقوع"))
        opens = index == 0 and (joined or after.startswith("و") or after in ("في", "برصاص"))
        other = self.clause.noun(index + 1)
        paired = after.startswith("و") and other is not None and other.entry.strong
        if before != "بين" and (opener or opens or joined or paired) and self._toll_noun(index) is not None:
            return self._of_noun(index, 1.0, "singular")
        return None
