"""The figures an article reports: numbers with what they count, measure, and whose word they are.

Belongs here: which numerals, duals and singulars are figures; their bound, unit, metric, group and status.
Does not: numerals themselves (language/numerals.py), the words that count and govern (counting.py,
governing.py), who speaks (attribution.py).

The values follow the annotation guide. A figure needs a number, a dual (قتيلان), or a singular that a toll
counts (مقتل شخص وإصابة اثنين); what it measures comes, in this order, from its own noun (18 قتيلا), from the word
that governs it (مقتل 18 شخصا), from the number it is part of (225 بينهم 19 شرطيا), from its noun's group.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from riwaya.language.inflection import Hit
from riwaya.language.numerals import Numeral, find_all
from riwaya.language.spelling import fold
from riwaya.reading.counting import Counting, Metrics, Noun, Units, counting, load_metrics, load_units
from riwaya.reading.governing import (
    COMMAS,
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    MARKS_OF_QUOTATION,
    STOPS,
    SUBSETS,
    Clause,
    Quantity,
)
from riwaya.reading.records import Article, Attribution, Figure, Sentence

__all__ = ["Metrics", "Units", "find_figures", "load_metrics", "load_units"]

READ_ZONES = ("headline", "body", "caption", "heading")
TOLLS = ("deaths", "injuries", "arrests", "missing")

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
# Bounds that stand apart, after the counted noun: 13 شخصا على الأقل.
_DETACHED = {
    ("علي", "الاقل"): "at_least",
    ("علي", "اقل", "تقدير"): "at_least",
    ("كحد", "ادني"): "at_least",
    ("علي", "الاكثر"): "at_most",
    ("كحد", "اقصي"): "at_most",
    ("تقريبا",): "approx",
}
_PASSING = {"بلغ", "بلغت", "تخطت", "تخطي", "تتخطي", "يتخطي", "تجاوز", "تجاوزت", "تتجاوز", "يتجاوز", "تعدي", "فاق", "فاقت"}
_AGE_WORDS = re.compile(r"\A[وفبل]?(?:ال)?(?:عمر|اعمار)(?:ه|ها|هم|هما|هن|نا|ي)?\Z|\A(?:بعمر|سن|بسن|ابن|ابنه)\Z")
_AGED = re.compile(r"\A[وف]?(?:ال)?(?:بالغ|بالغه|بالغين|يبلغ|تبلغ|يبلغون)\Z")
_SHARES = {
    joined + word + "هم": value
    for word, value in (("نصف", 50.0), ("ثلث", 100 / 3), ("ربع", 25.0), ("ثلثا", 200 / 3), ("ثلثي", 200 / 3))
    for joined in ("", "و")
}
_SINCE = {"منذ", "قبل", "بعد", "خلال", "لمده", "مده", "طيله", "طوال", "بعيد", "مدي", "غضون"}
_LASTING = re.compile(r"\A[وفس]*[يت]?(?:استمر|ستمر|دام|دوم|امتد|متد|استغرق|ستغرق|امضي|قضي|مضي)(?:ت|وا|ا)?\Z")
_LATER = {"بعد", "قبل", "ان", "واحد", "واحده", "كامل", "كامله", "تقريبا", "فقط", "مضي", "ونصف"}
_CONTRAST = re.compile(r"\b(?:و?لكن|غير أن|إلا أن|بيد أن)\b")
_QUALIFIER = re.compile(r"ي[ةهاً]{0,2}\Z")


class Attributions(Protocol):
    """What this module asks of attribution: whose word a stretch of text is."""

    def of(self, start: int, end: int) -> Attribution: ...


def find_figures(article: Article, attributions: Attributions, metrics: Metrics, units: Units) -> list[Figure]:
    """The figures of an article in order, none overlapping; ``article.text[f.start:f.end] == f.text``.

    Bylines and boilerplate are not read. Never raises on any text.
    """
    known = counting(metrics, units)
    numerals = find_all(article.text)
    place = 0
    figures: list[Figure] = []
    earlier: list[Figure] = []
    countries = _Countries(article.text, known)
    for sentence in article.sentences:
        own: list[Numeral] = []
        while place < len(numerals) and numerals[place].start < sentence.end:
            if numerals[place].start >= sentence.start and numerals[place].end <= sentence.end:
                own.append(numerals[place])
            place += 1
        if sentence.zone not in READ_ZONES:
            continue
        found = _Reader(article.text, sentence, own, known, countries, earlier).figures(attributions)
        figures += found
        earlier = (earlier + found)[-12:]
    return _disputed(article, figures)


class _Countries:
    """The countries an article speaks of, asked only where a bare dinar or pound leaves the currency open."""

    def __init__(self, text: str, known: Counting) -> None:
        self._text = text
        self._known = known
        self._counts: dict[str, int] | None = None

    def most_named(self, codes: Sequence[str]) -> str | None:
        if self._counts is None:
            self._counts = {}
            for hit in self._known.countries.find(self._text):
                self._counts[hit.entry.value] = self._counts.get(hit.entry.value, 0) + 1
        counts = self._counts
        best = max(codes, key=lambda code: counts.get(code, 0), default=None)
        return best if best is not None and counts.get(best) else None


class _Reader:
    """One sentence: its quantities are found, then each is told what it counts, then what it measures."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        numerals: Sequence[Numeral],
        known: Counting,
        countries: _Countries,
        earlier: Sequence[Figure],
    ) -> None:
        self.text = text
        self.sentence = sentence
        self.known = known
        self.countries = countries
        self.earlier = earlier
        self.clause = Clause(text, sentence.start, sentence.end, known)
        self.quantities = self._quantities(numerals)

    def figures(self, attributions: Attributions) -> list[Figure]:
        for position in range(len(self.quantities) - 1, -1, -1):
            # From the end: in 16 و18 عاما the first number takes the noun of the second.
            self._count(position)
        for position, quantity in enumerate(self.quantities):
            self._measure(quantity, self.quantities[:position][-6:])
            self._bound(quantity)
        self._statuses()
        return [self._figure(quantity, attributions) for quantity in self.quantities]

    # -- which words of the sentence are quantities

    def _quantities(self, numerals: Sequence[Numeral]) -> list[Quantity]:
        found = [self._of_numeral(numeral) for numeral in numerals if not _is_fraction(numeral)]
        found += [self._of_share(index, self.clause.key(index)) for index in range(len(self.clause.tokens))
                  if self.clause.key(index) in _SHARES]  # fmt: skip
        taken = [(quantity.first, quantity.last) for quantity in found]
        covered = {index for first, last in taken for index in range(first, last)}
        for quantity in [*self._duals(covered), *self._periods(covered), *self._singulars(covered)]:
            if covered.isdisjoint(range(quantity.first, quantity.last)):
                covered.update(range(quantity.first, quantity.last))
                found.append(quantity)
        return sorted(found, key=lambda quantity: quantity.start)

    def _of_numeral(self, numeral: Numeral) -> Quantity:
        first = self.clause.at(numeral.start)
        last = self.clause.at(numeral.end - 1) + 1
        value_high = numeral.value_high
        return Quantity(
            numeral.start, numeral.end, numeral.value, value_high, numeral.bound, "numeral", first, last,
            unit="percent" if numeral.percent else None,
        )  # fmt: skip

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
        start = hit.start + _proclitics(hit, self.clause.tokens[index].definite)
        bound, first = self._bound_before(index)
        if first != index:
            start = self.clause.tokens[first].start
            start += _joined_letters(self.clause.text_at(first), self.clause.key(first), bound)
        quantity = Quantity(start, hit.end, value, None, bound, kind, first, index + 1)
        quantity.noun = hit.entry
        quantity.phrase_first, quantity.phrase_last = index, self.clause.phrase_end(index)
        if kind == "dual" and not self.clause.key(index).endswith(("ان", "ين")):
            quantity.phrase_last = self.clause.construct_end(index + 1)
        quantity.counted = (start if first == index else hit.start, self._end_of(quantity.phrase_last))
        return quantity

    def _duals(self, covered: set[int]) -> Iterator[Quantity]:
        for index in self.clause.nouns:
            hit = self.clause.noun(index)
            if hit is None or index in covered or hit.entry.kind == "percent":
                continue
            if self._is_dual(index, hit) or self._is_construct_dual(index, hit):
                yield self._of_noun(index, 2.0, "dual")

    def _is_dual(self, index: int, hit: Hit[Noun]) -> bool:
        token = self.clause.tokens[index]
        if hit.form != "dual" or token.definite or not token.key.endswith(("ان", "ين")):
            return False
        if token.key in self.known.plurals or token.key[1:] in self.known.plurals:
            return False
        before = self.clause.noun(index - 1)
        # The second of two duals is the adjective of the first: طائرتين عسكريتين.
        return before is None or before.form != "dual"

    def _is_construct_dual(self, index: int, hit: Hit[Noun]) -> bool:
        token, following = self.clause.tokens[index], index + 1
        if token.definite or following >= len(self.clause.tokens) or hit.entry.kind in ("time", "measure", "money"):
            return False
        after = self.clause.tokens[following]
        named = after.definite or self.clause.noun(following) is not None
        if hit.form == "dual" and token.key.endswith(("تا", "تي")):
            return named and hit.entry.kind not in ("count", "place") and not token.text.endswith("ى")
        if hit.form == "dual" and token.key.endswith("ي"):
            return named and hit.entry.paired and not token.text.endswith("ى")
        if hit.form == "singular" and token.key in (fold(hit.entry.lemma) + "ا", "و" + fold(hit.entry.lemma) + "ا"):
            # رجلا شرطة, سقفا دارين look like رجلا with tanwin; what follows tells.
            inner = self.clause.noun(following)
            dual = inner is not None and inner.form == "dual" and not after.key.endswith("ا")
            return "ً" not in token.text and (dual or self.clause.marks.get(following) == "security") and (
                not after.definite and not after.key.endswith("ا") and not self.clause.key(index - 1).isdigit()
            )
        return False

    def _periods(self, covered: set[int]) -> Iterator[Quantity]:
        """Singulars that say one: أكثر من مرة, لا يزيد على أسبوع, منذ أسبوع, استمرت أسبوعا."""
        for index, hit in self.clause.nouns.items():
            token = self.clause.tokens[index]
            if hit.form != "singular" or token.definite or index in covered or index - 1 in covered:
                continue
            if self.clause.noun(index) is None or hit.entry.kind in ("percent", "money", "measure"):
                continue
            if self.clause.key(index + 1) in ("واحد", "واحده") and index + 1 not in covered:
                yield self._of_one(index)
                continue
            bound, _ = self._bound_before(index)
            timed = hit.entry.kind == "time"
            if bound in _STEPS and not (timed and not self._stands_alone(index)):
                yield self._of_noun(index, 1.0, "singular")
            elif timed and self._stands_alone(index) and (bound != "exact" or self._lasts(index)):
                yield self._of_noun(index, 1.0, "singular")

    def _of_one(self, index: int) -> Quantity:
        """يوم واحد: the number is the second word."""
        token = self.clause.tokens[index + 1]
        quantity = Quantity(token.start, token.end, 1.0, None, "exact", "singular", index + 1, index + 2)
        self._takes(quantity, index)
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
        if self.clause.key(index - 1) in _SINCE or self.clause.key(index - 1) in {"و" + word for word in _SINCE}:
            return True
        if key.endswith("ا") and key[:-1] in ("اسبوع", "شهر", "عقد", "قرن"):
            return True
        accusative = key.endswith(("ا", "ه"))
        return accusative and any(
            _LASTING.match(self.clause.key(before)) for before in range(max(0, index - 5), index)
        )

    def _singulars(self, covered: set[int]) -> Iterator[Quantity]:
        """Singular persons that a toll counts: قتل محتج, مقتل شخص, إصابة آخر, إن شخصا قتل."""
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
                found = self._strong_singular(index, covered)
            if found is not None and found.first not in covered and (last is None or found.first >= last.last):
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
        if frame.metric not in TOLLS or frame.role == "subject":
            return None
        token = self.clause.tokens[index]
        if token.definite or token.key.endswith(("هم", "ها")):
            return None
        end += self.clause.key(end + 1) == "علي"
        places = [end + 1] if end == index or frame.role == "verb" else []
        if end > index:
            places.insert(0, index + 1)
        if frame.role == "verb" and self._toll_noun(end + 1) is None:
            # قتلت الشرطة شخصا: the object after a short subject, in the accusative.
            places += [p for p in (end + 2, end + 3) if self.clause.key(p).endswith("ا")]
        for place in places:
            if covered.isdisjoint((place - 1, place, place + 1)) and self._toll_noun(place) is not None:
                found = self._of_noun(place, 1.0, "singular")
                found.toll = frame.metric
                return found
        return None

    def _toll_noun(self, index: int) -> Hit[Noun] | None:
        """An indefinite singular person at a word, whose phrase names nobody."""
        hit = self.clause.noun(index)
        if hit is None or hit.form != "singular" or hit.entry.kind != "person" or hit.entry.unit != "person":
            return None
        if self.clause.tokens[index].definite or hit.entry.strong and hit.entry.metric not in TOLLS:
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
                break
        return hit

    def _counted_by_what_follows(self, index: int) -> Quantity | None:
        if self._toll_noun(index) is None:
            return None
        for following in range(index + 1, min(index + 9, len(self.clause.tokens))):
            framed = self.clause.frames.get(following)
            if framed is None or framed[1].entry.role == "action":
                continue
            if framed[1].entry.metric in (*TOLLS, "attackers"):
                found = self._of_noun(index, 1.0, "singular")
                found.toll = framed[1].entry.metric
                return found
        return None

    def _strong_singular(self, index: int, covered: set[int]) -> Quantity | None:
        """قتيل و3 جرحى; سقوط قتيل: a noun of the dead or hurt that stands in a toll."""
        hit = self.clause.noun(index)
        if hit is None or not hit.entry.strong or hit.form != "singular" or index in covered:
            return None
        token = self.clause.tokens[index]
        if token.definite or hit.entry.metric not in ("deaths", "injuries") or hit.entry.unit != "person":
            return None
        after, before = self.clause.key(index + 1), self.clause.key(index - 1)
        joined = index + 2 in covered and after == "و" or index + 1 in covered and after.startswith("و")
        opener = before.endswith(("سقوط", "سقط", "خلف", "اوقع", "وقوع"))
        opens = index == 0 and (joined or after.startswith("و") or after in ("في", "برصاص"))
        other = self.clause.noun(index + 1)
        paired = after.startswith("و") and other is not None and other.entry.strong
        if (opener or opens or joined or paired) and self._toll_noun(index) is not None:
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

    # -- what a quantity counts

    def _count(self, position: int) -> None:
        quantity = self.quantities[position]
        if quantity.kind != "numeral" or quantity.unit == "percent" or self._is_money(quantity):
            return
        index = quantity.last
        if self.clause.text_at(index) in ('"', "«", "”", "»"):
            index += 1
        following = self.quantities[position + 1] if position + 1 < len(self.quantities) else None
        if self._percent(quantity, index) or self._whole(quantity, index, following):
            return
        hit = self.clause.noun(index)
        if hit is not None and hit.entry.kind == "percent":
            quantity.unit, quantity.end, quantity.last = "percent", hit.end, self.clause.at(hit.end - 1) + 1
            return
        led = hit is not None and _proclitics(hit, False) and not self.clause.tokens[index].definite
        if hit is not None and not led and hit.entry.kind != "money" and not self._is_next(following, index):
            self._takes(quantity, index)
            return
        if self._counts_what_stands_before(quantity) or self._of_the_next(quantity, index, following):
            return
        if self.clause.key(index) == "من":
            end = self.clause.partitive_end(index)
            if end is not None:
                self._takes(quantity, index + 1, index, end)
                return
        head = self.clause.head(quantity)
        if head is not None:
            self._takes(quantity, head)
            quantity.phrase_last = -1
            return
        self._unknown_noun(quantity, index)

    @staticmethod
    def _is_next(following: Quantity | None, index: int) -> bool:
        return following is not None and following.first <= index < following.last

    def _takes(self, quantity: Quantity, index: int, first: int | None = None, end: int | None = None) -> None:
        """The noun at a word is what the number counts."""
        hit = self.clause.nouns.get(index)
        inner = self.clause.noun(index + 1)
        if hit is not None and hit.entry.unit == "instance":
            framed = self.clause.frames.get(index + 1)
            if inner is not None and inner.entry.strong:
                quantity.noun, quantity.toll = inner.entry, inner.entry.metric
            elif framed is not None and framed[1].entry.role == "action":
                quantity.toll = framed[1].entry.metric
        if quantity.noun is None:
            quantity.noun = hit.entry if hit is not None else None
        if quantity.toll and quantity.noun is not None and not quantity.noun.strong:
            quantity.unit = "person"
        quantity.phrase_first = index if first is None else first
        quantity.phrase_last = self.clause.phrase_end(index) if end is None else end
        start = self.clause.tokens[quantity.phrase_first].start
        if hit is not None and first is None:
            start = hit.start + _proclitics(hit, self.clause.tokens[index].definite)
        quantity.counted = (start, self._end_of(quantity.phrase_last))
        if first is not None:
            quantity.group = self.clause.marks.get(index)

    def _end_of(self, index: int) -> int:
        return self.clause.tokens[min(index, len(self.clause.tokens)) - 1].end

    def _percent(self, quantity: Quantity, index: int) -> bool:
        if self.clause.text_at(index) not in ("%", "٪"):
            return False
        quantity.unit, quantity.end, quantity.last = "percent", self.clause.tokens[index].end, index + 1
        return True

    def _is_money(self, quantity: Quantity) -> bool:
        before, index = self.clause.text_at(quantity.first - 1), quantity.last
        if before in self.known.signs:
            quantity.unit = self.known.signs[before]
            quantity.first -= 1
            quantity.start = self.clause.tokens[quantity.first].start
        elif self.clause.text_at(index) in self.known.signs:
            quantity.unit = self.known.signs[self.clause.text_at(index)]
            quantity.last, quantity.end = index + 1, self.clause.tokens[index].end
        else:
            if self.clause.key(index) == "من":
                index += 1
            hit = self.clause.noun(index)
            if hit is None or hit.entry.kind != "money":
                return False
            end = index + 1
            qualifier = self._country(end)
            if qualifier is not None:
                end += 1
            quantity.unit = self._currency(hit.entry.lemma, qualifier)
            quantity.last, quantity.end = end, self._end_of(end)
        quantity.noun = None
        quantity.metric = "money_other"
        return True

    def _country(self, index: int) -> str | None:
        """The currency that a word after the currency's word shows: مصري, الإسترليني."""
        if index >= len(self.clause.tokens):
            return None
        token = self.clause.tokens[index]
        hits = self.known.countries.find(self.text, token.start, token.end)
        return hits[0].entry.value if hits and _QUALIFIER.search(token.key) else None

    def _currency(self, word: str, qualifier: str | None) -> str | None:
        codes = self.known.currencies.get(word, ())
        if qualifier in codes:
            return qualifier
        if word in self.known.defaults:
            return self.known.defaults[word]
        return codes[0] if len(codes) == 1 else self.countries.most_named(codes)

    def _whole(self, quantity: Quantity, index: int, following: Quantity | None) -> bool:
        """سبعة من إجمالي 105 مقاعد: the part counts what the whole counts."""
        if following is None or following.noun is None or self.clause.key(index) != "من":
            return False
        between = {self.clause.key(i) for i in range(index + 1, following.first)}
        if following.first - index > 3 or not between <= {"اصل", "اجمالي", "بين", "مجموع", "ال"}:
            return False
        self._borrow(quantity, following)
        return True

    def _of_the_next(self, quantity: Quantity, index: int, following: Quantity | None) -> bool:
        """16 و18 عاما: the first number counts what the second counts."""
        if following is None or following.first - index > 1 or following.kind != "numeral":
            return False
        if following.noun is None or following.unit == "percent" or following.counted is None:
            return False
        between = {self.clause.key(i) for i in range(index, following.first)}
        joined = self.clause.key(following.first)[:1] == "و" if following.first == index else True
        if not joined or not between <= {"و", "او", "الي"} or following.phrase_first < following.last:
            return False
        self._borrow(quantity, following)
        return True

    @staticmethod
    def _borrow(quantity: Quantity, following: Quantity) -> None:
        quantity.noun, quantity.counted, quantity.group = following.noun, following.counted, following.group

    def _counts_what_stands_before(self, quantity: Quantity) -> bool:
        """الدول الثلاث, أطفالهما الأربعة, مركز واحد: the number follows its noun as an adjective."""
        key = self.clause.key(quantity.last - 1)
        single = key.lstrip("ال") in ("واحد", "واحده", "واحدا")
        before = quantity.first - 1
        if quantity.bound == "vague" or before < 0 or quantity.last - quantity.first > 2 or not (single or key.startswith("ال")):
            return False
        for place in (before, before - 1, before - 2):
            hit = self.clause.noun(place)
            if hit is not None and (hit.form == "singular") == single:
                self._takes(quantity, place)
                quantity.phrase_last = -1
                if quantity.counted is not None:
                    quantity.counted = (quantity.counted[0], min(quantity.counted[1], self._end_of(quantity.first)))
                return True
            if single or place in self.clause.frames or not self.clause.text_at(place)[:1].isalpha():
                break
        if single and self.clause.text_at(before)[:1].isalpha() and self.clause.key(before) not in FUNCTION_WORDS:
            token = self.clause.tokens[before]
            quantity.counted, quantity.phrase_first = (token.start, token.end), before
            return True
        return False

    def _unknown_noun(self, quantity: Quantity, index: int) -> None:
        """An indefinite word after a number is what it counts, also where the word is not known."""
        if index >= len(self.clause.tokens) or index in self.clause.frames:
            return
        token = self.clause.tokens[index]
        plain = token.text[0].isalpha() and len(token.key) > 2 and not token.definite and token.text.isalpha()
        if not plain or token.key in FUNCTION_WORDS or token.key in COMPLEMENTISERS or token.key[:1] in "وفبل":
            return
        last = self.clause.key(quantity.last - 1)
        tanwin = token.key.endswith("ا")
        if tanwin or last.isdigit() and quantity.value >= 3 or quantity.value >= 11:
            quantity.counted, quantity.phrase_last = (token.start, token.end), index + 1

    # -- what a quantity measures

    def _measure(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        if quantity.metric == "money_other":
            quantity.metric = "damage_money" if self._is_damage(quantity) else "money_other"
            return
        if quantity.unit == "percent":
            quantity.metric = "percent"
            quantity.counted = quantity.counted or self._percent_of(quantity)
            return
        noun = quantity.noun
        if noun is None and self.clause.key(quantity.last) == "من" and _AGE_WORDS.match(
            self.clause.key(quantity.last + 1)
        ):
            quantity.metric, quantity.unit = "age", "year"
            return
        if noun is not None and noun.kind == "time":
            quantity.unit = noun.unit
            quantity.metric = "age" if self._is_age(quantity, earlier) else noun.metric
            if quantity.metric == "age" and quantity.value < 18 and quantity.bound == "exact":
                quantity.group = "children"
            return
        self._govern(quantity, earlier)
        if quantity.unit is None and noun is not None:
            quantity.unit = noun.unit
        self._group(quantity, earlier)

    def _govern(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        noun = quantity.noun
        if quantity.toll:
            quantity.metric = quantity.toll
            return
        metric, distance = self.clause.governor(quantity, earlier)
        if noun is None:
            anonymous = quantity.counted is not None
            if metric is not None and not anonymous:
                quantity.metric = metric
                quantity.unit = self.known.metrics[metric].unit or "person"
            return
        if noun.strong:
            overruled = metric in TOLLS and distance <= 2 and noun.metric not in TOLLS[:2]
            quantity.metric = metric if overruled and metric else noun.metric
        else:
            quantity.metric = metric or self._of_the_same_things(quantity) or noun.metric

    def _of_the_same_things(self, quantity: Quantity) -> str | None:
        """الأشخاص الثمانية after 8 أشخاص: what is known of the first is known of the second."""
        if quantity.counted is None or quantity.noun is None or quantity.phrase_first >= quantity.first:
            return None
        for figure in reversed(self.earlier):
            if figure.value == quantity.value and figure.unit == quantity.noun.unit:
                quantity.group = quantity.group or figure.group
                return figure.metric
        return None

    def _group(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        if quantity.unit != "person":
            return
        noun = quantity.noun
        group = quantity.group or (noun.group if noun is not None else None)
        if group is None:
            group = self._marked(quantity)
        if group is None and (known := self.known.metrics.get(quantity.metric)) is not None:
            group = known.group or None
        if group == "security" and quantity.metric == "other" and noun is not None and not noun.strong:
            quantity.metric = "troops"
        quantity.group = group

    def _marked(self, quantity: Quantity) -> str | None:
        """The group that a word of the counted phrase shows, or one between its head and the number."""
        places = range(max(quantity.phrase_first, 0), quantity.phrase_last)
        for index in places:
            if index in self.clause.marks:
                return self.clause.marks[index]
        for index in range(quantity.first - 1, max(-1, quantity.first - 5), -1):
            hit = self.clause.noun(index)
            if hit is not None and hit.entry.strong and hit.entry.metric == quantity.metric and index + 1 in (
                self.clause.marks
            ):
                return self.clause.marks[index + 1]
        if self.clause.key(quantity.after) == "بين":
            return self.clause.marks.get(quantity.after + 1)
        return None

    def _percent_of(self, quantity: Quantity) -> tuple[int, int] | None:
        if self.clause.key(quantity.last) != "من":
            return None
        end = self.clause.partitive_end(quantity.last)
        if end is None:
            return None
        quantity.group = self.clause.marks.get(quantity.last + 1)
        return self.clause.tokens[quantity.last].start, self._end_of(end)

    def _is_damage(self, quantity: Quantity) -> bool:
        for index in range(quantity.first - 1, max(-1, quantity.first - 22), -1):
            if self.clause.text_at(index) in STOPS:
                return False
            framed = self.clause.frames.get(index)
            if framed is not None and "money" in framed[1].entry.takes:
                return True
        return False

    def _is_age(self, quantity: Quantity, earlier: list[Quantity]) -> bool:
        if quantity.noun is None or quantity.noun.unit not in ("year", "month", "day", "week"):
            return False
        for index in range(quantity.first - 1, max(-1, quantity.first - 4), -1):
            key = self.clause.key(index)
            if _AGE_WORDS.match(key) or quantity.noun.unit == "year" and _AGED.match(key):
                return True
            if not key[:1].isalpha():
                break
        if self.clause.key(quantity.after) == "من" and self.clause.key(quantity.after + 1) == "العمر":
            return True
        if earlier and earlier[-1].metric == "age" and self.clause.joined(earlier[-1], quantity):
            return True
        if quantity.noun.unit != "year" or quantity.noun.lemma not in ("عام", "سنة"):
            return False
        before, after = self.clause.text_at(quantity.first - 1), self.clause.text_at(quantity.after)
        young = quantity.bound == "less_than" and self.clause.key(quantity.first) == "دون"
        named = before == "(" and after == ")" or before == "،" and after in "،." and quantity.value > 12
        return young or named and quantity.value <= 120 and quantity.kind == "numeral"

    def _bound(self, quantity: Quantity) -> None:
        if quantity.bound != "exact" or quantity.unit == "time":
            return
        index = quantity.after
        while self.clause.text_at(index) in COMMAS | MARKS_OF_QUOTATION or self.clause.key(index) in (
            "اخرين", "اخرون", "اخر", "منهم",
        ):  # fmt: skip
            index += 1
        for length in (3, 2, 1):
            bound = _DETACHED.get(tuple(self.clause.key(i) for i in range(index, index + length)))
            if bound is not None:
                quantity.bound = bound
                return
        before = self.clause.key(quantity.first - 1)
        if before in ("عتبه", "حاجز"):
            keys = {self.clause.key(i) for i in range(max(0, quantity.first - 24), quantity.first)}
            quantity.bound = "more_than" if keys & _PASSING or {"و" + k for k in _PASSING} & keys else "exact"

    # -- what became of it

    def _statuses(self) -> None:
        if not self.quantities:
            return
        for hit in self.known.statuses.find(self.text, self.sentence.start, self.sentence.end):
            first = self.clause.at(hit.end - 1)
            for quantity in self.quantities:
                away = first - quantity.last if hit.entry.after else quantity.first - first
                if 0 < away <= hit.entry.reach and quantity.metric not in ("age", "duration", "other"):
                    quantity.status = hit.entry.value
        for quantity, following in zip(self.quantities, self.quantities[1:], strict=False):
            if self._rises(quantity, following):
                quantity.status = "superseded"

    def _rises(self, quantity: Quantity, following: Quantity) -> bool:
        """ارتفعت الحصيلة من 10 إلى 15: the first number is the older one."""
        if quantity.metric != following.metric or self.clause.key(quantity.first - 1) != "من":
            return False
        return self.clause.key(following.first - 1) == "الي" and following.first - quantity.after <= 3

    def _figure(self, quantity: Quantity, attributions: Attributions) -> Figure:
        said = attributions.of(quantity.start, quantity.end)
        counted = quantity.counted
        return Figure(
            sentence_no=self.sentence.sentence_no,
            start=quantity.start,
            end=quantity.end,
            text=self.text[quantity.start : quantity.end],
            value=quantity.value,
            value_high=quantity.value_high,
            bound=quantity.bound,
            unit=quantity.unit or None,
            counted=self.text[counted[0] : counted[1]] if counted else None,
            metric=quantity.metric,
            group=quantity.group,
            speaker=said.speaker,
            speaker_name=said.speaker_name,
            cue=said.cue,
            # A quotation of few words is scare quotes for a label; for a number it is a quotation.
            voice="quoted" if said.voice == "scare" else said.voice,
            stance=said.stance,
            status=quantity.status,
        )


def _is_fraction(numeral: Numeral) -> bool:
    return 0 < numeral.value < 1 and not numeral.percent and not any(c.isdigit() for c in numeral.text)


def _proclitics(hit: Hit[Noun], definite: bool) -> int:
    """How many letters of a hit are proclitics: و, ف, and ب or ل before an indefinite noun."""
    text, stems = hit.text, [fold(w) for w in (*hit.entry.forms, *hit.entry.plurals)]
    if definite:
        return 1 if text[:1] in "وف" and not text.startswith("وال" + "د") else 0
    for cut in (0, 1, 2):
        rest = fold(text[cut:])
        if any(rest.startswith(stem[: max(2, len(stem) - 1)]) for stem in stems):
            return cut
    return 0


def _joined_letters(text: str, key: str, bound: str) -> int:
    """The letter و, ف, ب or ل that stands before a bound word, as in بنحو أسبوعين."""
    leads = {words[0] for words, meaning in _BOUNDS.items() if meaning == bound}
    return 0 if key in leads else 1


def _disputed(article: Article, figures: list[Figure]) -> list[Figure]:
    """A toll that the next sentence contradicts (لكن ... قال إن عدد القتلى 7) is disputed."""
    out = list(figures)
    for position, (figure, following) in enumerate(zip(figures, figures[1:], strict=False)):
        if figure.metric not in TOLLS or figure.metric != following.metric or figure.value == following.value:
            continue
        if following.sentence_no - figure.sentence_no > 1 or figure.speaker == following.speaker:
            continue
        between = article.text[figure.end : following.start]
        if _CONTRAST.search(between) and figure.group == following.group and figure.status == "asserted":
            out[position] = dataclasses.replace(figure, status="disputed")
    return out
