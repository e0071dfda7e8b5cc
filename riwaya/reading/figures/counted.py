"""What each quantity of a sentence counts: the noun after it, before it, or shared with its neighbour; its currency.

Belongs here: 18 قتيلا, 16 من أفراد الأمن, الدول الثلاث, عدد القتلى 164, 16 و18 عاما, 175 مليون يورو, 60 في المئة.
Does not: which words are quantities (quantities.py), what a quantity measures (governing.py, claims.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.language.spelling import fold
from riwaya.reading.figures.clause import ARTICLE, Clause, Quantity, Token, proclitics
from riwaya.reading.figures.counting import Counting
from riwaya.reading.figures.governing import REACH_OF_HEAD
from riwaya.reading.figures.particles import COMPLEMENTISERS, FUNCTION_WORDS, STOPS

_NUMBERING = re.compile(r"و?عدد(?:هم|ها|هن|هما)\Z")
_AMOUNTING = re.compile(r"ال?بالغ(?:ه|ين|ون)?\Z")
_ONE = ("واحد", "واحده", "واحدا")
_QUALIFIER = re.compile(r"ي[ةهاً]{0,2}\Z")


class Countries:
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


class CountedFinder:
    """Tells the quantities of one clause what they count."""

    def __init__(self, clause: Clause, quantities: Sequence[Quantity], countries: Countries) -> None:
        self.clause = clause
        self.quantities = quantities
        self.countries = countries

    def find(self) -> None:
        """Fills in noun, counted phrase, and the unit of money and percentages."""
        for position in range(len(self.quantities) - 1, -1, -1):
            # From the end: in 16 و18 عاما the first number takes the noun of the second.
            self._count(position)

    def _count(self, position: int) -> None:
        quantity = self.quantities[position]
        if quantity.noun is not None and quantity.noun.kind == "money":
            self._money(quantity, quantity.noun.lemma, quantity.last)
        following = self.quantities[position + 1] if position + 1 < len(self.quantities) else None
        if quantity.kind != "numeral" or quantity.unit == "percent" or self._is_money(quantity, following):
            return
        if self.clause.key(quantity.first) in _ONE and self._counts_what_stands_before(quantity):
            return  # بساعة واحدة غارة: the noun stands before
        index = quantity.last
        closed = self.clause.text_at(index) == ")" and self.clause.text_at(quantity.first - 1) == "("
        if closed or self.clause.text_at(index) in ('"', "«", "”", "»"):
            index += 1
        if self._percent(quantity, index) or self._whole(quantity, index, following):
            return
        hit = self.clause.noun(index)
        if hit is not None and hit.entry.kind == "percent":
            quantity.unit, quantity.end, quantity.last = "percent", hit.end, self.clause.at(hit.end - 1) + 1
            return
        led = hit is not None and proclitics(hit, self.clause.tokens[index].definite)
        led = led or (hit is not None and _is_led(self.clause.key(index), hit.entry.lemma))
        if hit is not None and not led and hit.entry.kind != "money" and not self._is_next(following, index):
            self.clause.take(quantity, index)
            return
        if self._counts_what_stands_before(quantity) or self._of_the_next(quantity, index, following):
            return
        if self.clause.key(index) == "فقط":
            index += 1
        if self.clause.key(index) == "من":
            end = self.clause.partitive_end(index)
            if end is not None:
                self.clause.take(quantity, index + 1, index, end)
                return
        if self.clause.key(index) in ("عدد", "حصيله") and self.clause.noun(index + 1) is not None:
            self.clause.take(quantity, index + 1)
            quantity.phrase_last = -1
            return
        if self.clause.key(index) in ("معظمهم", "غالبيتهم", "اغلبهم", "ممن"):
            quantity.people = True
            return
        if self.clause.key(index) in ("منهم", "منهن", "منها"):
            quantity.part = position > 0
            quantity.people = self.clause.key(index) != "منها"
            return
        if self.clause.key(index).endswith(("ا", "ات", "يه")):
            self._unknown_noun(quantity, index)
        if quantity.counted is not None:
            return
        head = self._head(quantity)
        if head is not None:
            self.clause.take(quantity, head)
            quantity.phrase_last = -1
            return
        self._unknown_noun(quantity, index)

    @staticmethod
    def _is_next(following: Quantity | None, index: int) -> bool:
        return following is not None and following.first <= index < following.last

    def _percent(self, quantity: Quantity, index: int) -> bool:
        if self.clause.text_at(index) not in ("%", "٪"):
            return False
        quantity.unit, quantity.end, quantity.last = "percent", self.clause.tokens[index].end, index + 1
        return True

    def _is_money(self, quantity: Quantity, following: Quantity | None) -> bool:
        before, index = self.clause.text_at(quantity.first - 1), quantity.last
        if self._is_next(following, index):
            return False
        if before in self.clause.known.signs:
            quantity.unit = self.clause.known.signs[before]
            quantity.first -= 1
            quantity.start = self.clause.tokens[quantity.first].start
        elif self.clause.text_at(index) in self.clause.known.signs:
            quantity.unit = self.clause.known.signs[self.clause.text_at(index)]
            quantity.last, quantity.end = index + 1, self.clause.tokens[index].end
        else:
            bracketed = before == "(" and self.clause.text_at(index) == ")"
            if self.clause.key(index) == "من" or bracketed:
                index += 1
            hit = self.clause.noun(index)
            if (
                hit is None
                or hit.entry.kind != "money"
                or proclitics(hit, self.clause.tokens[index].definite)
            ):
                return False  # بين is no ين
            self._money(quantity, hit.entry.lemma, index + 1)
            return True
        self._money(quantity, None, quantity.last)
        return True

    def _money(self, quantity: Quantity, word: str | None, end: int) -> None:
        """A number of a currency: the span takes its word and the country's."""
        if word is not None:
            qualifier = self._country(end)
            end += qualifier is not None
            quantity.unit = self._currency(word, qualifier)
        quantity.last, quantity.end = end, max(quantity.end, self.clause.end_of(end))
        quantity.noun, quantity.counted, quantity.phrase_last = None, None, -1
        quantity.metric = "money_other"

    def _country(self, index: int) -> str | None:
        """The currency that a word after the currency's word shows: مصري, الإسترليني."""
        if index >= len(self.clause.tokens):
            return None
        token = self.clause.tokens[index]
        hits = self.clause.known.countries.find(self.clause.text, token.start, token.end)
        return hits[0].entry.value if hits and _QUALIFIER.search(token.key) else None

    def _currency(self, word: str, qualifier: str | None) -> str | None:
        codes = self.clause.known.currencies.get(word, ())
        if qualifier in codes:
            return qualifier
        if word in self.clause.known.defaults:
            return self.clause.known.defaults[word]
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
        if following.unit == "percent" and self.clause.key(index) == "و":
            quantity.unit = "percent"
            return True
        if following.metric == "money_other":
            quantity.unit, quantity.metric = following.unit, "money_other"
            return True
        if following.noun is None or following.counted is None:
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
        first = quantity.first
        key = self.clause.key(first)
        single = key in _ONE
        pair = key in ("اثنين", "اثنان", "اثنتين", "اثنتان")
        article = self.clause.key(first - 1) == "ال"
        before = first - 2 if article else first - 1
        if quantity.bound == "vague" or before < 0 or quantity.last - quantity.first > 2:
            return False
        if not (single or pair or article or key.startswith("ال")):
            return False
        for place in (before, before - 1, before - 2):
            hit = self.clause.noun(place)
            if hit is not None and (hit.form == "singular") == single:
                self.clause.take(quantity, place)
                quantity.phrase_last = -1
                if quantity.counted is not None:
                    quantity.counted = (
                        quantity.counted[0],
                        min(quantity.counted[1], self.clause.end_of(quantity.first)),
                    )
                return True
            if single or place in self.clause.frames or not self.clause.text_at(place)[:1].isalpha():
                break
        if (
            single
            and self.clause.text_at(before)[:1].isalpha()
            and self.clause.key(before) not in FUNCTION_WORDS
        ):
            token = self.clause.tokens[before]
            quantity.counted, quantity.phrase_first = (token.start, token.end), before
            return True
        token = self.clause.tokens[before]
        worded = not self.clause.text_at(quantity.last - 1).isdigit() and 3 <= quantity.value <= 10
        if (
            worded
            and _definite_somehow(token)
            and token.key not in FUNCTION_WORDS
            and before not in self.clause.frames
        ):
            # المؤشرات الثلاثة, زياراتها الأربع: the noun need not be known.
            quantity.counted, quantity.phrase_first = (token.start, token.end), before
            return True
        return False

    def _head(self, quantity: Quantity) -> int | None:
        """The noun counted before its number: عدد القتلى 164, حصيلة الجرحى ارتفعت إلى 40. None where there is none."""
        lead = {"عدد", "حصيله", "اعداد", "مجموع", "اجمالي", "محصله"}
        for index in range(quantity.first - 1, max(-1, quantity.first - REACH_OF_HEAD), -1):
            token = self.clause.tokens[index]
            if token.text in STOPS - {":"}:
                return None
            second = self.clause.noun(index) if token.key.startswith("وال") else None
            if second is not None and second.entry.strong and second.form == "plural":
                return index  # حصيلة القتلى وصلت إلى 1354 والجرحى إلى 6049
            bare = ARTICLE.sub("", token.key.lstrip("وفبل")) if token.key not in lead else token.key
            if bare in lead or token.key[1:] in lead:
                following = self.clause.noun(index + 1)
                return index + 1 if following is not None and following.form != "singular" else None
        return self._described(quantity)

    def _described(self, quantity: Quantity) -> int | None:
        """الناخبين البالغ عددهم 56 مليونا, موظفي الشركة وعددهم 40: the plural that the words before describe."""
        index = quantity.first - 1
        if _NUMBERING.match(self.clause.key(index)):
            index -= 1
        elif not _AMOUNTING.match(self.clause.key(index)):
            return None
        for place in range(index, max(-1, index - 9), -1):
            hit = self.clause.noun(place)
            if self.clause.text_at(place) in STOPS:
                return None
            if hit is not None and hit.form == "plural" and hit.entry.kind in ("person", "thing"):
                return place
        return None

    def _unknown_noun(self, quantity: Quantity, index: int) -> None:
        """An indefinite word after a number is what it counts, also where the word is not known."""
        if index >= len(self.clause.tokens) or index in self.clause.frames:
            return
        token = self.clause.tokens[index]
        many = token.key.endswith(("ين", "ون"))
        construct = not self.clause.tokens[quantity.last - 1].definite  # آلاف القصص
        vague = quantity.bound == "vague" and token.definite and (many or construct)
        if not token.key.isalpha() or len(token.key) < 3 or (token.definite and not vague):
            return
        if token.key in FUNCTION_WORDS or token.key in COMPLEMENTISERS or token.key[:1] in "وفبل":
            return
        if quantity.value < 3 or token.key.startswith(("ي", "سي", "ست", "لم", "لن")):
            return
        if not vague and not _may_be_counted(token.key, quantity.value):
            return
        quantity.counted, quantity.phrase_last = (token.start, token.end), index + 1
        if many or token.key.endswith("يا"):
            # The sound plural and the nisba are words for people: ثمانية ناجين, عشرون هندوسيا.
            quantity.unit = "person"


def _is_led(key: str, lemma: str) -> bool:
    """Whether a definite noun has a preposition of its own, and so is not counted: 747 للرؤساء, واحد بالسجن."""
    return key.startswith(("لل", "بال", "كال")) and not fold(lemma).startswith(("لل", "بال", "كال"))


def _definite_somehow(token: Token) -> bool:
    """Whether a word is definite by its article or by a possessive: الدول, زياراتها."""
    return len(token.key) > 4 and (token.definite or token.key.endswith(("ها", "هم", "هما", "هن")))


def _may_be_counted(key: str, value: float) -> bool:
    """Whether the grammar lets a number count a word: verbs are not counted, and 11 to 99 want the accusative."""
    if key.endswith(("وا", "وه", "ته", "تها", "تهم")) or (key.endswith("ت") and key[-2:-1] not in "اوي"):
        return False
    tail = value % 100
    return not 11 <= tail <= 99 or (value >= 1000 and value % 1000 == 0) or key[-1] in "اهيء"
