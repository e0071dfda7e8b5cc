"""Numbers of an earlier time: a year of the past that the text ties to them, though not in their own clause.

Belongs here: which explicit year before the one of publication a number is of, within its sentence and from the
sentences before it. Does not: time phrases of a number's own clause (moments.py), what a phrase means (times.py).

A report tells of what happened before: a day that commemorates the killing of 6 in 1976, the worst day since the
attacks of 2009 that killed nine. Such a number is of that year and no number of the news. A year is followed to
a number only along words that go on from it (التي أوقعت, وأسفرت عن, عندما), from the opening of a sentence, from
a commemoration, or, in the next sentence of the same paragraph, along وقد and حينها. What began in a year dates
nothing, and أسوأ يوم منذ حرب عام 2014 compares the number of today; only a number that is counted from a past year
on (قتل 350 ألفا منذ عام 2011) has the words منذ عام 2011.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from riwaya.language.dates import DateMention, find_dates
from riwaya.language.tokens import Token
from riwaya.reading.figures.gazetteer import Places
from riwaya.reading.figures.particles import COMMAS, COMPLEMENTISERS, STOPS
from riwaya.reading.figures.times import Moment, begins, day_of

REACH = 22  # words from what a year opens to the number
_SINCE = frozenset(("منذ", "ومنذ", "مذ"))
_LIMITS = frozenset(
    ("/", "رقم", "قبل", "وقبل", "قبيل", "بعد", "وبعد", "حتي", "بحلول", "مواليد", "ولد", "ولدت")
)
_OF_A_DATE = frozenset(
    ("عام", "العام", "سنه", "السنه", "لعام", "بعام", "شهر", "يوم", "مطلع", "نهايه", "اواخر", "اوائل", "بدايه", "منتصف",
     "صيف", "شتاء", "ربيع", "خريف", "مساء", "صباح", "فجر", "ليله", "في", "وفي", "ففي", "بتاريخ", "من", "(")
)  # fmt: skip
# What came to be or changed hands then is no event with a toll of its own.
_FOUNDINGS = frozenset(
    ("استقلال", "استقلت", "استقل", "تاسيس", "تاسست", "تاسس", "قيام", "انتهاء", "تولي", "تولت", "انتخب", "انتخبت", "انتخاب",
     "انضمام", "انضمت", "انضم", "انفصال", "انفصلت", "وصول", "صدور")
)  # fmt: skip
# "Of which", "when": what follows tells of what the year was said of.
_OF_WHICH = frozenset(("الذي", "التي", "والذي", "والتي"))
_RELATIVES = _OF_WHICH | {"حيث", "عندما", "حينما", "حين"}
_JOINED = frozenset(("و", "الي", "-", "–", "/", "حتي"))
_RESULTS = frozenset(("ما", "مما", "ليرتفع"))  # they go on from the whole sentence, not from the year
_BREAKS = frozenset(("بينما", "فيما", "لكن", "ولكن", "الا", "منذ", "ومنذ", "قبل", "مقارنه"))
_NOW = frozenset(("الان", "اليوم", "امس", "حاليا", "الجاري", "الحالي", "الماضي", "الماضيه", "الاخيره"))
_COMPARING = frozenset(
    ("اسوا", "الاسوا", "الاكبر", "اكبر", "الاعلي", "اعلي", "اول", "الاول", "الاولي", "المره", "مره", "اعنف", "الاعنف",
     "اكثر", "الاكثر", "الاخطر", "اخطر", "ابرز", "ثاني", "ثالث", "اوسع")
)  # fmt: skip
# Who is held or besieged since a year is so now: the number is of now.
_STATES = ("محاصر", "محتجز", "معتقل", "مسجون", "موقوف", "مستمر", "متواصل", "مقيم", "عالق")
_COMMEMORATIONS = frozenset(("ذكري", "الذكري", "يخلد", "تخلد", "يحيي", "تحيي", "احياء", "لاحياء", "باحياء"))
_GOING_BACK = frozenset(("تعود", "يعود", "ترجع", "يرجع"))
_THEN = frozenset(("يومها", "حينها", "انذاك", "وقتها", "حينذاك", "وقتذاك", "حينئذ", "يومذاك"))
_PLUPERFECT = frozenset(("كان", "كانت", "وكان", "وكانت", "يذكر", "ويذكر", "يشار", "ويشار"))
_WITHIN = frozenset(("في", "خلال", "ابان", "اثر", "جراء", "اثناء", "نتيجه"))
_VOTES = frozenset(("انتخابات", "اقتراع", "استفتاء"))  # their year is their name
_TOLL_VERBS = frozenset(
    ("قتل", "قتلت", "قتلوا", "اصيب", "جرح", "سقط", "لقي", "اعتقل", "اعتقلت", "استشهد", "قضي", "لقوا", "شهد", "شهدت")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """An explicit year of the past: its words (first, last), and ``bound`` where it tells a start or a limit."""

    first: int
    last: int
    moment: Moment
    bound: bool


class EarlierTimes:
    """One sentence and the years of the past in it.

    ``phrases`` are the words of every time phrase that the sentence has; those of no past year are times of now.
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], keys: Sequence[str], phrases: Iterable[range], known: Places
    ) -> None:
        self.text, self.tokens, self.keys, self.known = text, tokens, keys, known
        self._starts = [token.start for token in tokens]
        self._phrases = list(phrases)
        self.years: list[Past] = []
        self._now: frozenset[int] = frozenset()

    def read(self, dates: Sequence[DateMention], published: datetime.date | None) -> EarlierTimes:
        """The same, with the years before that of publication; without that day no year is known to be past."""
        if published is None:
            return self
        self.years, others = [], []
        for row in self._rows([mention for mention in dates if mention.kind != "time"]):
            if all(_is_past(mention, published) for mention in row):
                self.years.append(self._past(row, published))
            else:
                others += [self._at(mention.start) for mention in row]
        inside = {i for year in self.years for i in range(year.first, year.last)}
        taken = {i for phrase in self._phrases if inside.isdisjoint(phrase) for i in phrase}
        said = {i for i, key in enumerate(self.keys) if key in _NOW}
        self._now = frozenset((taken | said | set(others)) - inside)
        self._firsts = [year.first for year in self.years]
        self._lasts = [year.last for year in self.years]
        return self

    def _rows(self, dates: Sequence[DateMention]) -> list[list[DateMention]]:
        """Dates that are one time: عامي 2014 و2015, من 1968 إلى 1971."""
        rows: list[list[DateMention]] = []
        for mention in dates:
            between = self.keys[self._at(rows[-1][-1].end - 1) + 1 : self._at(mention.start)] if rows else []
            if rows and len(between) <= 2 and "".join(between) in _JOINED:
                rows[-1].append(mention)
            else:
                rows.append([mention])
        return rows

    def _at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def _past(self, row: Sequence[DateMention], published: datetime.date) -> Past:
        mention, end = row[0], row[-1].end
        index, last = self._at(mention.start), self._at(end - 1) + 1
        first = index
        while first > 0 and index - first < 4 and self.keys[first - 1] in _OF_A_DATE:
            first -= 1
        recent = [self._key(i) for i in range(first - 8, first + 1)]
        bound = self._key(first - 1) in _SINCE | _LIMITS or any(
            begins(key) or key.removesuffix("ها").removesuffix("ه") in _FOUNDINGS for key in recent
        )
        while first < index and self.keys[first] in ("من", "("):
            first += 1
        start = self.tokens[first].start if first < index else mention.start
        if first < index and self.keys[first] in ("وفي", "ففي"):  # the conjunction is none of its words
            start += 1
        if first == index and mention.text[:1] in "لب" and find_dates(mention.text[1:]):
            start += 1
        day = day_of(mention, published) if mention.day and len(row) == 1 else None
        return Past(first, last, Moment(start, end, self.text[start:end], day, day is None), bound)

    # -- which number a year is of

    def of(self, span: tuple[int, int], adds_up: bool) -> Moment | None:
        """The moment of a number whose words are ``span``; None where no year is tied to it.

        ``adds_up``: its metric is counted on from a day, as the dead are; soldiers in a place are not.
        """
        if not self.years:
            return None
        at = bisect_right(self._lasts, span[0])
        before = self.years[at - 1] if at else None
        if before is not None and not before.bound and self._goes_on(before, span[0]):
            return before.moment
        if self.opening is not None and self.opening.last <= span[0]:
            return self.opening.moment
        at = bisect_left(self._firsts, span[1])
        following = self.years[at] if at < len(self.years) else None
        since = self._counted_since(span, before, following) if adds_up else None
        if since is not None or following is None or following.bound or following.first - span[1] > REACH:
            return since
        if self._within_event(span[1], following) or self._commemorated(span, following):
            return following.moment
        return None

    def _counted_since(
        self, span: tuple[int, int], before: Past | None, following: Past | None
    ) -> Moment | None:
        """قتل 350 ألفا منذ عام 2011, ومنذ 2011 قتل 350 ألفا: the words from منذ to the year."""
        if following is not None:
            since = self._since(following)
            if since is not None and span[1] <= since and not self._compares(span, range(span[1], since)):
                return self._from(since, following)
        if before is not None and self._since(before) == self._head:
            between = range(before.last, span[0])
            if len(between) <= REACH and not any(self._is_now(i) or self._breaks(i) for i in between):
                return self._from(self._head, before)
        return None

    def _since(self, year: Past) -> int | None:
        """Where the منذ stands that a year is told with."""
        near = range(year.first, max(-1, year.first - 7), -1)
        return next((i for i in near if self._key(i) in _SINCE), None)

    def _compares(self, span: tuple[int, int], between: range) -> bool:
        """Whether what lies between a number and منذ compares, or is of another clause."""
        near = [*range(max(0, span[0] - 10), span[0]), *between]
        return (
            len(between) > 14
            or any(
                self.keys[i].removeprefix("و") in _COMPARING for i in near if i < span[0] - 1 or i >= span[1]
            )
            or any(self.keys[i] in _BREAKS for i in between)
            or any(self.keys[i].removeprefix("ال").startswith(_STATES) for i in between[-2:])
            or self._stops(between)
        )

    def _from(self, since: int, year: Past) -> Moment:
        start = self.tokens[since].start + self.keys[since].startswith("و")
        end = year.moment.end
        return Moment(start, end, self.text[start:end], None, True)

    def _is_now(self, index: int) -> bool:
        return index in self._now

    def _goes_on(self, year: Past, until: int) -> bool:
        """الهجمات التي وقعت عام 2000 وأسفرت عن مقتل 15: what follows the year goes on to the number."""
        opener = self._opener(year)
        if opener is None or until - opener > REACH or not self._may_go_on(year, opener):
            return False
        for index in range(opener, until):
            key = self.keys[index]
            if self._is_now(index) or self._breaks(index) or (index > opener and key in _BREAKS):
                return False
            if self.tokens[index].text[:1] in COMMAS and index + 1 < until:
                following = self.keys[index + 1]
                if following.startswith("و") and not self._continues(index + 1):
                    return False
        return True

    def _opener(self, year: Past) -> int | None:
        """The word after a year that goes on with what it was said of."""
        index = year.last
        while index < len(self.keys) and self.keys[index] in (")", "م", '"', "»", "”"):
            index += 1
        if self._is_subject_of_consequence(year) and (
            self._key(index) in ("عن", "الي") or self._key(index).startswith("ب")
        ):
            return index
        comma = self._key(index)[:1] in COMMAS and bool(self._key(index))
        for at in range(index + comma, min(len(self.keys), index + comma + (1 if comma else 9))):
            key = self.keys[at]
            if key in _RELATIVES or self._continues(at):
                # القضية رقم 165 لعام 2017 جنايات كلي، حيث: far from the year "where" is of something else.
                return at if at - index < 5 or key in _OF_WHICH or self._continues(at) else None
            if key.startswith("و") or self.tokens[at].text[:1] in STOPS or self._is_now(at):
                return None
            if self.tokens[at].text[:1] in COMMAS:
                near = _RELATIVES if at - index < 5 else _OF_WHICH
                return at + 1 if self._key(at + 1) in near or self._continues(at + 1) else None
        return None

    def _may_go_on(self, year: Past, opener: int) -> bool:
        """Whether what opens there goes on from the year, and not from what the sentence is about.

        غير مسبوقة منذ استقلال البلاد عام 1991، وخلفت 12 قتيلا is a toll of now, as is any that a comparison with منذ
        may belong to: only منذ الهجوم الذي وقع عام 2013، وأدى and منذ هجمات 2009 التي go on.
        """
        before = range(max(0, year.first - 14), year.first)
        since = next((i for i in reversed(before) if self.keys[i] in _SINCE), None)
        joined = self.keys[opener] not in _RELATIVES and self.keys[opener].startswith("و")
        if since is None:
            return not joined or any(self.known.stands_in(self.keys[i], "event") for i in before)
        told = any(self.keys[i] in _RELATIVES for i in range(since, year.first))
        apart = any(self.tokens[i].text[:1] in COMMAS for i in range(year.last, opener))
        if joined or (apart and self.keys[opener] in _OF_WHICH):
            return told
        return told or any(self.known.stands_in(self.keys[i], "event") for i in range(since, year.first))

    def _is_subject_of_consequence(self, year: Past) -> bool:
        """أسفرت هجمات عام 2001 عن: the verb stands before what the year was said of."""
        for index in range(year.first - 1, max(-1, year.first - 7), -1):
            if self._breaks(index) or self.keys[index] in _SINCE or self.tokens[index].text[:1] in COMMAS:
                return False
            if self.known.is_in(self.keys[index], "consequence"):
                return True
        return False

    def _continues(self, index: int) -> bool:
        """وأدت إلى, أسفر عن, وأوقع 12: a consequence without a subject of its own."""
        key = self._key(index)
        bare = key[1:] if key.startswith("و") else key
        if bare in _RESULTS or not self.known.is_in(key, "consequence"):
            return False
        if not key.startswith("و"):
            return True
        after = self._key(index + 1)
        return (
            after in ("الي", "عن", "في", "علي", "ضحيته", "ضحيتها", "بحياه", "ايضا", "خلاله", "خلالها")
            or after[:1].isdigit()
            or after.startswith(("ب", "ل"))
            or self._key(index + 1) in ("ما", "نحو", "حوالي", "اكثر", "مئات", "عشرات", "الاف")
        )

    def _breaks(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            token.text[:1] in STOPS
            or token.kind == "n"
            or self.keys[index] in COMPLEMENTISERS
            or self.known.is_in(self.keys[index], "saying")
        )

    @cached_property
    def opening(self) -> Past | None:
        """The year that the sentence opens with, or tells a pluperfect of, where it has no other time."""
        if not self.years or self._now or any(key in _SINCE for key in self.keys):
            return None
        year = self.years[0]
        if year.bound or any(other.moment.text != year.moment.text for other in self.years):
            return None
        head = self._head
        if year.first <= head + 1:
            return year
        told = self._key(head) in _PLUPERFECT
        return year if told and any(self.keys[i] in ("قد", "وقد") for i in range(head, year.first)) else None

    @property
    def _head(self) -> int:
        return next((i for i, token in enumerate(self.tokens) if token.kind in "wld"), 0)

    def _within_event(self, start: int, year: Past) -> bool:
        """تهجير 760 ألفا في حرب 1948: an event with its year, in the clause of the number."""
        for index in range(start, min(year.first, start + 14)):
            noun = self._key(index + 1)
            event = self.known.stands_in(noun, "event") and noun.removeprefix("ال") not in _VOTES
            if self.keys[index] in _WITHIN and event:
                near = range(index + 2, year.first)
                return len(near) <= 4 and not self._stops(near)
            if self.keys[index] in _BREAKS or self._stops((index,)):
                return False
        return False

    def _stops(self, between: Iterable[int]) -> bool:
        return any(
            self._is_now(i)
            or self._breaks(i)
            or self.tokens[i].text[:1] in COMMAS
            or self.keys[i] in _RELATIVES
            for i in between
        )

    def _commemorated(self, span: tuple[int, int], year: Past) -> bool:
        """يخلد كل 30 مارس مقتل 6 دفاعا عن أرضهم المصادرة سنة 1976: what is commemorated."""
        for index in range(span[0] - 1, max(-1, span[0] - 9), -1):
            if self.keys[index].removeprefix("و") in _COMMEMORATIONS:
                return not any(self._is_now(i) or self._breaks(i) for i in range(span[1], year.first))
            if self._breaks(index) or self.tokens[index].text[:1] in COMMAS:
                return False
        return False

    # -- from the sentences before

    def carried(self) -> Past | None:
        """The year that the next sentence may go on from: the last, if it is no start and no day of now stands here."""
        if not self.years or self.years[-1].bound:
            return None
        last = self.years[-1].last
        return None if any(self._is_now(i) for i in range(last, len(self.keys))) else self.years[-1]

    def goes_back(self) -> bool:
        """Whether the sentence tells that something goes back to its year."""
        return any(
            self.keys[i].removeprefix("و") in _GOING_BACK
            for year in self.years
            for i in range(max(0, year.first - 8), year.first)
        )

    def follows(self, narrative: bool) -> bool:
        """Whether this sentence goes on with the time of the one before it; ``narrative``: that one tells of the past."""
        if self.years or self._now or any(key in _SINCE for key in self.keys):
            return False
        if any(key.removeprefix("و") in _THEN for key in self.keys):
            return True
        first = self._head
        key = self._key(first)
        if key.startswith("و") and self._continues(first):
            return True
        if not narrative:
            return False
        return key in ("وقد", "كما") or (key.startswith("و") and key[1:] in _TOLL_VERBS)


def _is_past(mention: DateMention, published: datetime.date) -> bool:
    return mention.calendar == "gregorian" and mention.year is not None and mention.year < published.year
