"""The figures an article reports: numbers with what they count, measure, and whose word they are.

Belongs here: which numerals, duals and singulars are figures; their bound, unit, metric, group and status.
Does not: numerals themselves (language/numerals), the words that count and govern (counting.py,
governing.py), who speaks (attribution.py).

The values follow the annotation guide. A figure needs a number, a dual (قتيلان), or a singular that a toll
counts (مقتل شخص وإصابة اثنين); what it measures comes, in this order, from its own noun (18 قتيلا), from the word
that governs it (مقتل 18 شخصا), from the number it is part of (225 بينهم 19 شرطيا), from its noun's group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from riwaya.language.numerals import Numeral, find_all
from riwaya.reading.figures.ages import AGE_WORDS, in_years, is_age
from riwaya.reading.figures.clause import Clause, Quantity
from riwaya.reading.figures.counted import CountedFinder, Countries
from riwaya.reading.figures.counting import Counting, Metrics, Units, counting, load_metrics, load_units
from riwaya.reading.figures.governing import Governor
from riwaya.reading.figures.groups import Groups
from riwaya.reading.figures.particles import FUNCTION_WORDS, STOPS, TOLLS
from riwaya.reading.figures.parts import with_parts
from riwaya.reading.figures.quantities import QuantityFinder
from riwaya.reading.figures.standing import disputed, settle
from riwaya.reading.records import Article, Attribution, Figure, Sentence

__all__ = ["Metrics", "Units", "find_figures", "load_metrics", "load_units"]

# Boilerplate longer than this is a stretch that no person wrote as a sentence.
LONG = 5000
READ_ZONES = ("headline", "body", "caption", "heading")

_NUMBERS = re.compile(r"و?(?:عدد|اعداد)(?:هم|هن)\Z")
# Roles in which people are killed or held as well: ألف من المشاركين اعتقلوا.
_ROLES = ("participants", "population", "displaced")
REACH_OVER_ROLES = 8
REACH_OF_MONEY = 6
# Soldiers are forces wherever they stand; who was freed, trained or sent home is told close by.
REACH_OF_AN_ACT = 4
# After these a toll is of what its own noun says: سقوط 3 جرحى.
_FALLING = ("سقط", "سقطوا", "سقوط", "اوقع", "وقع", "وقوع", "خلف", "حصد", "يوقع", "انتشال", "انتشل")
LEAST_POPULATION = 1000
# Who lives so is not counted as who lives there.
_CONDITIONS = {"تحت", "حاله", "ظروف", "فقر", "الفقر", "بلا", "بدون"}
_LATIN = re.compile(r"[A-Za-z][\s\"'»”(-]{0,3}\Z")

# Before a number without a noun they say that it counts what the number before it counts.
_OF_THE_SAME = {"مقارنه", "بالمقارنه", "العدد", "عددهم", "عددهن", "وعددهم", "اعدادهم"}


class Attributions(Protocol):
    """What this module asks of attribution: whose word a stretch of text is."""

    def of(self, start: int, end: int) -> Attribution: ...


def find_figures(
    article: Article, attributions: Attributions, metrics: Metrics, units: Units
) -> list[Figure]:
    """The figures of an article in order, none overlapping; ``article.text[f.start:f.end] == f.text``.

    Bylines and boilerplate are not read. Never raises on any text.
    """
    known = counting(metrics, units)
    numerals = find_all(_without_long_boilerplate(article))
    place = 0
    figures: list[Figure] = []
    earlier: list[Figure] = []
    countries = Countries(article.text, known)
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
    return with_parts(article.text, disputed(article, figures))


def _without_long_boilerplate(article: Article) -> str:
    """The text with stretches that are no prose blanked out, sign for sign: nobody reads numbers there."""
    pieces, at = [], 0
    for sentence in article.sentences:
        if sentence.zone not in READ_ZONES and sentence.end - sentence.start > LONG:
            pieces += [article.text[at : sentence.start], "\n" * (sentence.end - sentence.start)]
            at = sentence.end
    return "".join(pieces) + article.text[at:] if pieces else article.text


class _Reader:
    """One sentence: its quantities are found, then each is told what it counts, then what it measures."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        numerals: Sequence[Numeral],
        known: Counting,
        countries: Countries,
        earlier: Sequence[Figure],
    ) -> None:
        self.text = text
        self.sentence = sentence
        self.known = known
        self.countries = countries
        self.earlier = earlier
        self.clause = Clause(text, sentence.start, sentence.end, known)
        self.quantities = QuantityFinder(self.clause).find(numerals)
        self.governor = Governor(self.clause, self.quantities)
        self.groups = Groups(self.clause)

    def figures(self, attributions: Attributions) -> list[Figure]:
        CountedFinder(self.clause, self.quantities, self.countries).find()
        for position, quantity in enumerate(self.quantities):
            self._measure(quantity, self.quantities[max(0, position - 6) : position])
        settle(self.clause, self.quantities)
        return [
            self._figure(quantity, attributions)
            for quantity in self.quantities
            if not self._is_bare(quantity)
        ]

    def _is_bare(self, quantity: Quantity) -> bool:
        """A lone number that counts and measures nothing known is a name or a place in a list: ستريم 2, (43)."""
        if quantity.kind == "singular" and quantity.part and quantity.metric not in TOLLS:
            return True  # نفذته أسرة بينها طفل
        if quantity.kind != "numeral" or quantity.bound != "exact" or quantity.metric != "other":
            return False
        if (
            quantity.noun is None
            and not quantity.people
            and _LATIN.search(self.text[max(0, quantity.start - 5) : quantity.start])
        ):
            return True  # PAC 3, "S 300"
        known = quantity.unit is not None or quantity.counted is not None
        text = self.text[quantity.start : quantity.end]
        return not known and (quantity.value <= 1 or text.replace(",", "").replace(".", "").isdigit())

    # -- what a quantity measures

    def _measure(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        if quantity.metric == "money_other":
            quantity.metric = "damage_money" if self._is_damage(quantity) else "money_other"
            return
        if quantity.unit == "percent":
            quantity.metric = "percent"
            quantity.counted = quantity.counted or self._percent_of(quantity)
            return
        if quantity.noun is None and quantity.counted is None and earlier:
            if self._is_more_money(quantity, earlier[-1]):
                quantity.unit, quantity.metric = earlier[-1].unit, earlier[-1].metric
                return
            self._of_the_part(quantity, earlier[-1])
            self._of_things(quantity, earlier)
        if self.clause.key(quantity.last) == "اخري" and quantity.noun is not None and quantity.value > 2:
            # Of people one says أخريات: 16 أخرى are the things before.
            quantity.noun = next(
                (q.noun for q in reversed(earlier) if q.noun and q.noun.kind != "person"), None
            )
        noun = quantity.noun
        if (
            noun is None
            and self.clause.key(quantity.last) == "من"
            and AGE_WORDS.match(self.clause.key(quantity.last + 1))
        ):
            quantity.metric, quantity.unit = "age", "year"
            return
        if noun is None and quantity.counted is None and in_years(self.clause, quantity):
            quantity.metric, quantity.unit = "age", "year"
            return
        if noun is not None and noun.kind == "time":
            quantity.unit = noun.unit
            quantity.metric = "age" if is_age(self.clause, quantity, earlier) else noun.metric
            oldest = quantity.value_high or quantity.value
            if quantity.metric == "age" and oldest < 18 and quantity.bound in ("exact", "range"):
                quantity.group = "children"
            return
        self._govern(quantity, earlier)
        if self._is_epidemic(quantity):
            quantity.metric = "other"
        if quantity.noun is None and quantity.unit is None and quantity.counted is None:
            self._continue(quantity, earlier)
            if quantity.noun is None and (quantity.people or self._is_a_crowd(quantity)):
                quantity.unit = "person"
            noun = quantity.noun
        if quantity.unit is None and noun is not None:
            quantity.unit = noun.unit
        of_them = self.clause.key(quantity.last) in ("منهم", "منهن") and quantity.group is None
        whole = next((q for q in reversed(earlier) if q.unit == "person"), None) if of_them else None
        quantity.group = whole.group if whole is not None else quantity.group
        self._group(quantity, earlier)

    def _is_more_money(self, quantity: Quantity, prior: Quantity) -> bool:
        """1.5 مليار دولار أو 3 مليارات, 20 مليون دولار إضافة إلى 9 ملايين أخرى: the currency is said once."""
        if prior.metric not in ("money_other", "damage_money") or quantity.value < 1_000_000:
            return False
        after = self.clause.key(quantity.last)
        unsaid = not after.isalpha() or after in FUNCTION_WORDS
        return unsaid and quantity.first - prior.last <= REACH_OF_MONEY

    def _of_the_part(self, quantity: Quantity, prior: Quantity) -> None:
        """43 رافدا من أصل 45, 98 نائبا من إجمالي 128: the whole counts what its part counts."""
        lead = (self.clause.key(quantity.first - 2), self.clause.key(quantity.first - 1))
        whole = lead[0] == "من" and lead[1] in ("اصل", "اجمالي", "مجموع", "بين")
        if (
            whole
            and prior.noun is not None
            and prior.value <= quantity.value
            and quantity.first - prior.after < 4
        ):
            quantity.noun, quantity.group = prior.noun, prior.group

    def _of_things(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        """أسقط 32 منها, منها 24 في المدينة: ها stands for things counted before."""
        inside = self.clause.key(quantity.last) == "منها"
        if inside or self.clause.key(quantity.first - 1) in ("منها", "ومنها", "بينها", "وبينها"):
            prior = next((q for q in reversed(earlier) if q.noun is not None and q.noun.kind != "time"), None)
            if prior is not None and prior.noun is not None and prior.noun.kind != "person":
                quantity.noun, quantity.part = prior.noun, True

    def _is_a_crowd(self, quantity: Quantity) -> bool:
        """الآلاف, مئات الآلاف, الأربعة with nothing after them are people."""
        last = self.clause.tokens[quantity.last - 1]
        worded = quantity.kind == "numeral" and not last.key.isdigit() and quantity.last - quantity.first == 1
        if worded and last.definite and quantity.bound == "exact" and 2 <= quantity.value <= 20:
            return True
        if quantity.bound != "vague" or not self.clause.tokens[quantity.last - 1].definite:
            return False
        return quantity.value <= 1_000_000 and self.clause.key(quantity.last) != "من"

    def _govern(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        noun = quantity.noun
        if quantity.toll:
            quantity.metric = quantity.toll
            return
        metric, distance = self.governor.find(quantity, earlier)
        if metric is None and noun is not None and noun.kind == "person":
            metric = self._numbered(quantity)
        quantity.governed = metric is not None
        if noun is None:
            anonymous = quantity.counted is not None
            if quantity.value % 1 or (metric not in TOLLS and self._is_aside(quantity)):
                return  # no people: a mark of 99,1, the 23rd minute in brackets
            beside = distance <= 1 and any(q.unit == "person" and q.value > quantity.value for q in earlier)
            lone = not beside and (
                metric == "other"
                and not quantity.people
                and self.text[quantity.start : quantity.end].isdigit()
            )
            # Only people are killed, hurt, arrested: a toll right before the number names them without knowing the noun.
            anonymous = anonymous and not (metric in TOLLS and distance <= 2)
            if metric is not None and not anonymous and not lone:
                quantity.metric = metric
                quantity.unit = self.known.metrics[metric].unit or "person"
            return
        if noun.strong:
            reach = REACH_OVER_ROLES if noun.metric in _ROLES else 2
            overruled = metric in TOLLS and distance <= reach and noun.metric not in TOLLS[:2]
            gathered = (
                metric == "participants" and noun.metric == "displaced" and distance <= REACH_OVER_ROLES
            )
            fallen = self.clause.key(quantity.first - 1).endswith(_FALLING)
            governing = self.clause.frames.keys() | self.clause.frame_ends.keys()
            at_once = quantity.first - 1 in governing and not fallen
            overruled = overruled or (metric == "deaths" and distance == 1 and at_once)
            freed = noun.metric in ("arrests", "cases") and metric == "other" and distance <= REACH_OVER_ROLES
            overruled = overruled or freed or gathered
            quantity.metric = metric if overruled and metric else noun.metric
        else:
            same = None if metric in TOLLS else self._of_the_same_things(quantity)
            given = metric == "participants" and self.clause.key(quantity.first - 1).startswith("بما")
            given = given or self.text[quantity.start - 1 : quantity.start] == "ب"
            far = metric == "other" and distance > REACH_OF_AN_ACT
            if noun.metric == "troops" and metric in ("other", "participants") and (given or far):
                metric = noun.metric  # المشاركة بألفي جندي, أن تعيد النظر في عرضها بمائتي جندي
            if metric == "other" and noun.kind != "person":
                metric = noun.metric  # what no frame of its own claims stays what it is: a plane is equipment
            if metric is None and noun.metric == "other" and noun.kind == "person":
                same = same or self._told_again(quantity)
            quantity.metric = same or metric or noun.metric

    def _is_epidemic(self, quantity: Quantity) -> bool:
        """Whether the hurt are the infected of an epidemic, which the guide does not count as hurt."""
        return quantity.metric == "injuries" and self.clause.has(self.known.epidemics)

    def _is_aside(self, quantity: Quantity) -> bool:
        return self.clause.text_at(quantity.first - 1) == "(" and self.clause.text_at(quantity.last) == ")"

    def _continue(self, quantity: Quantity, earlier: list[Quantity]) -> None:
        """96 ألف سيارة في ألمانيا، و75 ألفا في بريطانيا; 61 سجينة، ثلاث منهن: the noun is the one before."""
        wanted = (
            ("person",)
            if quantity.people
            else ("person", "thing", "act", "count", "place", "measure", "name")
        )
        prior = next((q for q in reversed(earlier) if q.noun is not None and q.noun.kind in wanted), None)
        lead = {self.clause.key(index) for index in range(quantity.first - 3, quantity.first)}
        if lead & {"الحصيله", "حصيله", "والحصيله"}:
            toll = prior.metric if prior is not None and prior.metric in TOLLS else "deaths"
            quantity.metric, quantity.unit = toll, "person"
            return
        if prior is None and (quantity.people or lead & _OF_THE_SAME):
            self._refer(quantity)
        if prior is None or (quantity.value >= prior.value and quantity.part):
            return
        compared = lead & _OF_THE_SAME or self.clause.key(quantity.first - 1) == "مقابل"
        if compared and quantity.bound != "vague":
            quantity.part = True
        if quantity.part or (self.clause.joined(prior, quantity) and quantity.bound != "vague"):
            quantity.noun, quantity.metric = prior.noun, prior.metric
            quantity.group = prior.group

    def _refer(self, quantity: Quantity) -> None:
        """ووصل 20 منهم: the people of the sentence before."""
        for figure in reversed(self.earlier):
            if self.sentence.sentence_no - figure.sentence_no > 2:
                return
            if figure.unit == "person" and (figure.value >= quantity.value or not quantity.people):
                quantity.unit, quantity.group = "person", quantity.group or figure.group
                quantity.metric = figure.metric if quantity.metric == "other" else quantity.metric
                return

    def _of_the_same_things(self, quantity: Quantity) -> str | None:
        """الأشخاص الثمانية after 8 أشخاص: what is known of the first is known of the second."""
        if quantity.counted is None or quantity.noun is None or quantity.phrase_first >= quantity.first:
            return None
        for figure in reversed(self.earlier):
            if (
                figure.value == quantity.value
                and figure.unit == quantity.noun.unit
                and self._same_noun(figure, quantity)
            ):
                quantity.group = quantity.group or figure.group
                return figure.metric
        return None

    def _told_again(self, quantity: Quantity) -> str | None:
        """شخصين after شخصين of whom more was said: the same people, where nothing here says what they did."""
        for figure in reversed(self.earlier):
            if (
                self.sentence.sentence_no - figure.sentence_no > 2
                or quantity.value < 2
                or quantity.bound == "vague"
            ):
                return None
            same = (figure.value, figure.bound, figure.unit) == (quantity.value, quantity.bound, "person")
            if same and self._same_noun(figure, quantity):
                return figure.metric if figure.metric in (*TOLLS, "attackers", "cases") else None
        return None

    def _numbered(self, quantity: Quantity) -> str | None:
        """محتجين قدرت أعدادهم بـ50 ألف شخص: those numbered before say what the number measures."""
        first = max(0, quantity.first - 6)
        place = next((i for i in range(first, quantity.first) if _NUMBERS.match(self.clause.key(i))), None)
        if place is None:
            return None
        for index in range(place, max(-1, place - 5), -1):
            hit = self.clause.noun(index)
            if hit is not None and hit.form == "plural" and hit.entry.kind == "person":
                quantity.group = hit.entry.group
                return hit.entry.metric if hit.entry.metric != "other" else None
        return None

    def _same_noun(self, figure: Figure, quantity: Quantity) -> bool:
        if quantity.noun is None or figure.counted is None:
            return False
        named = {hit.entry.lemma for hit in self.known.nouns.find(figure.counted)}
        return quantity.noun.lemma in named

    def _group(self, quantity: Quantity, earlier: Sequence[Quantity] = ()) -> None:
        if quantity.unit != "person":
            return
        noun = quantity.noun
        quantity.group = self.groups.of(quantity, earlier)
        unsaid = quantity.metric == "other" and noun is not None and not noun.strong and not quantity.governed
        if unsaid and quantity.group == "security":
            quantity.metric = "troops"
        if unsaid and quantity.group == "militants":
            quantity.metric = "attackers"
        if quantity.group == "protesters" and quantity.metric == "attackers":
            quantity.metric = "participants"
        if quantity.metric == "population" and not (noun and noun.strong):
            so = {self.clause.key(place) for place in range(quantity.after, quantity.after + 3)} & _CONDITIONS
            quantity.metric = "other" if quantity.value < LEAST_POPULATION or so else "population"
        if quantity.group == "mixed" and quantity.metric == "attackers" and not quantity.governed:
            quantity.metric = "other"

    def _percent_of(self, quantity: Quantity) -> tuple[int, int] | None:
        if self.clause.key(quantity.last) != "من":
            return None
        end = self.clause.partitive_end(quantity.last)
        if end is None:
            return None
        quantity.group = self.clause.marks.get(quantity.last + 1)
        return self.clause.tokens[quantity.last].start, self.clause.end_of(end)

    def _is_damage(self, quantity: Quantity) -> bool:
        for index in range(quantity.first - 1, max(-1, quantity.first - 22), -1):
            if self.clause.text_at(index) in STOPS:
                return False
            framed = self.clause.frames.get(index)
            if framed is not None and framed[1].entry.measures("money", "") == "damage_money":
                return True
        return False

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
            doubtful=quantity.doubtful,
        )
