"""Which words of a sentence are quantities: numerals, duals, singulars that a toll or a bound counts.

Belongs here: قتيلان, أكثر من أسبوع, مقتل شخص, يوم واحد, نصفهم, and what looks like them and is none.
Does not: numerals (language/numerals), what a quantity counts and measures (claims.py, governing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from riwaya.language.inflection import Hit
from riwaya.language.numerals import Numeral
from riwaya.language.spelling import fold
from riwaya.reading.figures.clause import Clause, Quantity, proclitics
from riwaya.reading.figures.counting import Noun
from riwaya.reading.figures.particles import (
    ATTEMPTS,
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    MARKS_OF_QUOTATION,
    SUBSETS,
    TOLLS,
)

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
_STEPS = ("more_than", "less_than", "at_least", "at_most")
_SHARES = {
    joined + word + of: value
    for word, value in (("نصف", 50.0), ("ثلث", 100 / 3), ("ربع", 25.0), ("ثلثا", 200 / 3), ("ثلثي", 200 / 3))
    for joined in ("", "و")
    for of in ("هم", "هن", "ها")
}
_SINCE = {"منذ", "قبل", "بعد", "خلال", "لمده", "مده", "طيله", "طوال", "بعيد", "مدي", "غضون"}
_LASTING = re.compile(r"\A[وفس]*[يت]?(?:استمر|ستمر|دام|دوم|امتد|متد|استغرق|ستغرق|امضي|قضي|مضي)(?:ت|وا|ا)?\Z")
# After a definite dual of time they say which: الأسبوعين الماضيين.
_OF_PERIODS = re.compile("(?:ماضي|اخير|مقبل|قادم|فائت|منصرم|سابق|تالي|لاحق|جاري)(?:ت?ين|ت?ان)")
_LATER = {"بعد", "قبل", "ان", "واحد", "واحده", "كامل", "كامله", "تقريبا", "فقط", "مضي", "ونصف"}


# What bears its number as a name: الفوج الـ93, القمة الـ29.
_NUMBERED = frozenset(
    ("فوج", "لواء", "كتيبه", "فرقه", "دوره", "قمه", "نسخه", "مرتبه", "ذكري", "جلسه", "حلقه", "قرن")
)
REACH_OF_PART = 12
_TENS = range(20, 100, 10)
_ANNIVERSARIES = frozenset(
    joined + word + own
    for joined in ("", "و", "ب", "ل")
    for word in ("عيد", "العيد", "ذكري", "الذكري", "دورت", "الدوره", "يوبيل", "اليوبيل", "ميلاد", "تاسيس")
    for own in ("", "ها", "ه", "هم")
)

# After other nouns آخر is their adjective: سجن آخر.
_ACTS = re.compile(r"(?:مقتل|مصرع|اصابه|جرح|وفاه|استشهاد|اعتقال|توقيف)\Z")


class QuantityFinder:
    """The quantities of one clause."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.known = clause.known

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


def _is_fraction(numeral: Numeral) -> bool:
    return 0 < numeral.value < 1 and not numeral.percent and not any(c.isdigit() for c in numeral.text)


def _joined_letters(text: str, key: str, bound: str) -> int:
    """The letter و, ف, ب or ل that stands before a bound word, as in بنحو أسبوعين."""
    leads = {words[0] for words, meaning in _BOUNDS.items() if meaning == bound}
    return 0 if key in leads else 1
