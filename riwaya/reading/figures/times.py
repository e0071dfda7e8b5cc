"""Time phrases of a sentence, with the words that are of them, and the days they mean.

Belongs here: حتى مساء الأحد, يوم 9 يناير, أمس, في عام 2015, الشهر الماضي, and what may not date a number.
Does not: dates themselves (riwaya.language.dates), which number a phrase is of (moments.py).
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from riwaya.language.dates import DateMention, find_dates, resolve
from riwaya.language.spelling import fold
from riwaya.language.tokens import Token, tokenize
from riwaya.reading.figures.particles import COMMAS

_PARTS_OF_DAY = frozenset(
    ("مساء", "صباح", "فجر", "ظهر", "عصر", "ليل", "ليله", "نهار", "يوم", "يومي", "بعد", "منتصف",
     "بدايه", "مطلع", "نهايه", "اواخر", "اوائل", "صيف", "شتاء", "ربيع", "خريف", "شهر")
)  # fmt: skip
_OPENERS = frozenset(("حتي", "في", "خلال", "بتاريخ", "لغايه", "غايه", "طوال", "فى"))
_STARTS = frozenset(
    ("منذ", "قبل", "ومنذ", "وقبل", "ابتداء", "اعتبارا", "بحلول", "عقب", "عشيه", "غداه", "ذكري", "قبيل")
)
_FROM = frozenset(("من",))
_WITHIN = frozenset(("مبكر", "متاخر", "متاخره", "مبكره", "سابق", "لاحق", "الاولي", "الاول", "الثاني", "الثالث", "ساعات",
                     "ساعه", "الاخير", "النصف", "نفسها", "ذاتها", "يوم"))  # fmt: skip
_YEAR_WORDS = frozenset(("عام", "العام", "سنه", "السنه", "عامي", "لعام", "بعام", "العامين"))
# What stands beside them began then: القصف الذي بدأ في 18 شباط dates no number of its dead.
_BEGINNINGS = frozenset(
    ("بدا", "بدات", "بدء", "انطلاق", "اندلاع", "اندلعت", "اندلع", "انطلقت", "انطلق", "بدايه", "بدايته", "بدايتها")
)  # fmt: skip
_NAMED_BY_YEAR = frozenset(
    ("اتفاق", "اتفاقيه", "انتخابات", "قرار", "قانون", "دستور", "حدود", "معاهده", "ثوره", "حرب", "انتفاضه", "نووي",
     "اولمبياد", "مونديال", "لعام", "خطه", "رؤيه", "موازنه", "ميزانيه", "محتله", "رئاسيه")
)  # fmt: skip
_PRAYERS = frozenset(("صلاه", "خطبه", "ذكري"))  # صلاة الجمعة is a prayer of any Friday
_PERIODS = {"العام": "year", "السنه": "year", "الشهر": "month", "الاسبوع": "week"}
_LAST = frozenset(("الماضي", "الماضيه", "المنصرم", "المنصرمه", "الفائت", "السابق", "المنقضي"))
_THIS = frozenset(("الجاري", "الجاريه", "الحالي", "الحاليه"))
_NOW = frozenset(("الان", "اللحظه", "اليوم"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A time phrase: its words, the day it means or None; ``longer`` than a day it means none."""

    start: int
    end: int
    text: str
    day: datetime.date | None
    longer: bool


def period(words: str, published: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of what an ``as_of_text`` says; None where that cannot be told.

    >>> period("في عام 2015", None)
    (datetime.date(2015, 1, 1), datetime.date(2015, 12, 31))
    >>> period("الشهر الماضي", datetime.date(2022, 1, 10))
    (datetime.date(2021, 12, 1), datetime.date(2021, 12, 31))
    >>> period("منذ عام 2011", datetime.date(2022, 1, 10))
    (datetime.date(2011, 1, 1), datetime.date(2022, 1, 10))
    """
    tokens = tokenize(words)
    if published is not None and tokens and tokens[0].key == "منذ":  # a count that goes on from then
        began = period(words[tokens[0].end :], published)
        return (began[0], max(published, began[0])) if began else None
    for index, token in enumerate(tokens):
        kind = _PERIODS.get(token.key.removeprefix("و"))
        before = tokens[index - 1].key if index else ""
        if kind and published and before.removeprefix("و") == "هذا":
            return _relative_period(kind, 0, published)
        after = tokens[index + 1].key if index + 1 < len(tokens) else ""
        if kind and published and (after in _LAST or after in _THIS):
            return _relative_period(kind, -1 if after in _LAST else 0, published)
    mentions = find_dates(words)
    longer = [m for m in mentions if m.calendar == "gregorian" and m.kind in ("year", "month") and not m.day]
    for mention in mentions:
        if mention in longer:
            held = [found for found in (_named_period(m, published) for m in longer) if found is not None]
            return (min(first for first, _ in held), max(last for _, last in held)) if held else None
        day = day_of(mention, published)
        if day is not None:
            return day, day
    if len(tokens) == 1 and len(words.strip()) == 4 and words.strip().isdecimal():  # 2009, of اعتداءات 2009
        year = int(words)
        return (datetime.date(year, 1, 1), datetime.date(year, 12, 31)) if 1 <= year <= 9998 else None
    day = _relative_day([token.key for token in tokens], published)
    return (day, day) if day else None


def begins(key: str) -> bool:
    """Whether a folded word tells that something began or came to be: بدء, اندلاعه, وانطلقت."""
    bare = key.removeprefix("و") if key not in _BEGINNINGS else key
    return bare in _BEGINNINGS or bare.removesuffix("ها").removesuffix("ه") in _BEGINNINGS


def day_of(mention: DateMention, published: datetime.date | None) -> datetime.date | None:
    """The day a date means; None without a day of publication to tell it from, or beyond the calendar's ends."""
    try:
        return resolve(mention, published) if published else mention.date
    except OverflowError:
        return None


def _named_period(
    mention: DateMention, published: datetime.date | None
) -> tuple[datetime.date, datetime.date] | None:
    year, month = mention.year, mention.month
    if year is None:
        if published is None or month is None:
            return None
        year = published.year - (month > published.month)
    if not 1 <= year <= 9998:
        return None
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return _month(year, month)


def _month(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return datetime.date(year, month, 1), following - datetime.timedelta(days=1)


def _relative_period(
    kind: str, shift: int, published: datetime.date
) -> tuple[datetime.date, datetime.date] | None:
    if not 2 <= published.year <= 9997:
        return None
    if kind == "year":
        return datetime.date(published.year + shift, 1, 1), datetime.date(published.year + shift, 12, 31)
    if kind == "month":
        month = published.year * 12 + published.month - 1 + shift
        return _month(month // 12, month % 12 + 1)
    # A week of the news ends on the day before it is told of, or holds that day.
    last = published + datetime.timedelta(days=-1 if shift else 0)
    return last - datetime.timedelta(days=6), last


def _days_before(day: datetime.date | None, days: int) -> datetime.date | None:
    return day - datetime.timedelta(days=days) if day is not None and day.toordinal() > days else None


def _relative_day(keys: Sequence[str], published: datetime.date | None) -> datetime.date | None:
    if "امس" in keys:
        return _days_before(published, 1 + ("اول" in keys or "الاول" in keys))
    return published if any(key in _NOW for key in keys) else None


def _bare(key: str) -> str:
    """An opener without its conjunction: وفي, ففي."""
    return key[1:] if key[:1] in "وف" and key[1:] in _OPENERS else key


def _year_before(day: datetime.date, published: datetime.date | None) -> datetime.date | None:
    """The same day in the year before the one of publication."""
    if published is None or published.year < 2:
        return None
    try:
        return day.replace(year=published.year - 1)
    except ValueError:
        return None


class TimeFinder:
    """The time phrases of one sentence, by its tokens."""

    def __init__(
        self, text: str, tokens: Sequence[Token], keys: Sequence[str], published: datetime.date | None
    ) -> None:
        self.text, self.tokens, self.keys, self.published = text, tokens, keys, published
        self._starts = [token.start for token in tokens]
        self._clitics: dict[int, int] = {}  # where a word begins after its conjunction
        self._ends: set[int] = set()

    def find(self, dates: Sequence[DateMention]) -> list[tuple[int, int, Moment]]:
        """Each phrase with its first word and the word after it, in order, none overlapping."""
        return list(self._joined(self._find(dates)))

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def _at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def _find(self, dates: Sequence[DateMention]) -> Iterator[tuple[int, int, Moment]]:
        taken = -1
        pending = {self._at(mention.start): mention for mention in dates}
        for index in range(len(self.tokens)):
            if index < taken:
                continue
            found = self._dated(index, pending[index]) if index in pending else self._relative(index)
            if found is not None:
                taken = found[1]
                self._ends.add(taken)
                yield found

    def _joined(self, found: Iterable[tuple[int, int, Moment]]) -> Iterator[tuple[int, int, Moment]]:
        """ليل الأربعاء الخميس and ليلة السبت - الأحد are one night, 13 شباط العام الماضي is one day."""
        pending: tuple[int, int, Moment] | None = None
        for first, last, moment in found:
            if pending is None:
                pending = (first, last, moment)
                continue
            gap = "".join(self.keys[pending[1] : first])
            told = pending[2]
            if gap == "و" and moment.longer and told.longer:  # عامي 2015 و2016
                pending = (pending[0], last, self._moment(pending[0], last, None, True))
                continue
            joins = gap in ("", "-", "/", "–", "الي", "و")
            if joins and told.day and (moment.day or (not gap and self._is_last_year(first))):
                day = moment.day or _year_before(told.day, self.published)
                pending = (pending[0], last, self._moment(pending[0], last, day, False))
                continue
            yield pending
            pending = (first, last, moment)
        if pending is not None:
            yield pending

    def _is_last_year(self, first: int) -> bool:
        return self._key(first) in ("العام", "السنه") and self._key(first + 1) in _LAST

    def _dated(self, index: int, mention: DateMention) -> tuple[int, int, Moment] | None:
        """A date of the calendar, with the words before it that are of it."""
        if mention.kind == "time" or mention.calendar != "gregorian":
            return None
        before = self._key(index - 1)
        if fold(mention.text) == "الاثنين" and before.startswith("ال") and before.endswith(("ين", "ان")):
            return None  # المتهمين الاثنين are two
        last = self._at(mention.end - 1) + 1
        if mention.start > self.tokens[index].start:
            self._clitics[index] = mention.start
        first, _ = self._opened(index)
        if not self._dates_a_number(first, index, mention):
            return None
        if mention.kind in ("year", "month") and mention.day is None and mention.weekday is None:
            if mention.year and self.published and mention.year > self.published.year:
                return None
            return first, last, self._moment(first, last, None, True)
        day = day_of(mention, self.published)
        if mention.relative in ("tomorrow", "next") or (day and self.published and day > self.published):
            return None
        return first, last, self._moment(first, last, day, False)

    def _relative(self, index: int) -> tuple[int, int, Moment] | None:
        """أمس, اليوم, حتى الآن, العام الماضي: what needs the day of publication to be a day."""
        key, after = self.keys[index], self._key(index + 1)
        first, until = self._opened(index)
        before = self._key(first - 1)
        kind = _PERIODS.get(key)
        if kind is not None and self._key(index - 1).removeprefix("و") == "هذا":
            return index - 1, index + 1, self._moment(index - 1, index + 1, None, True)
        if kind is not None and (after in _LAST or after in _THIS):
            from_it = before in _FROM and self._key(first - 2) not in _WITHIN
            if before in _STARTS or from_it or before in ("عن", "مع", "بين", "علي"):
                return None
            return first, index + 2, self._moment(first, index + 2, None, True)
        if key in ("الان", "اللحظه") and until:
            return first, index + 1, self._moment(first, index + 1, self.published, False)
        if key in ("امس", "ليلامس"):
            if before in _STARTS or (before in _FROM and self._key(first - 2) not in _WITHIN):
                return None
            last = index + 1 + (after == "الاول")
            back = 2 if after == "الاول" or self._key(index - 1) == "اول" else 1
            first -= self._key(first - 1) == "اول"
            day = _days_before(self.published, back)
            return first, last, self._moment(first, last, day, False)
        if key == "اليوم" and (until or self._is_today(index, first)):
            return first, index + 1, self._moment(first, index + 1, self.published, False)
        return None

    def _is_today(self, index: int, first: int) -> bool:
        """اليوم alone is today beside a verb or a part of the day; في اليوم and اليوم التالي are not."""
        before, after = self._key(index - 1), self._key(index + 1)
        if first < index:
            return before in ("مساء", "صباح", "فجر", "ظهر", "عصر", "ليل")
        if (
            before in ("هذا", "ذلك", "كل", "ذات", "من", "هو", "منذ", "الي", "بعد", "قبل", "عن")
            or len(before) < 3
        ):
            return False
        return not after.startswith(("ال", "نفس", "ذات", "و"))

    def _opened(self, index: int) -> tuple[int, bool]:
        """The first word of a time phrase, and whether حتى opens it: حتى مساء يوم الأحد."""
        first = index
        while first > 0 and index - first < 4 and self.keys[first - 1] in _PARTS_OF_DAY | _YEAR_WORDS:
            if self.keys[first - 1] == "بعد" and self._key(first) not in ("ظهر", "عصر", "منتصف"):
                break
            first -= 1
        if first > 0 and _bare(self.keys[first - 1]) in _OPENERS:
            first -= 1
            if self.keys[first] not in _OPENERS:
                self._clitics[first] = self.tokens[first].start + 1
        return first, _bare(self._key(first)) in ("حتي", "لغايه", "غايه")

    def _dates_a_number(self, first: int, index: int, mention: DateMention) -> bool:
        """A start, a limit, and a year or day that is part of a name date no number."""
        before = self._key(first - 1)
        opened = _bare(self._key(first)) in _OPENERS
        recent = [self._key(i) for i in range(first - 8, first)]
        if mention.weekday is None and (_BEGINNINGS & set(recent) or "منذ" in recent):
            return False
        if before == "و" and first - 1 in self._ends:  # يومي 3 و4 يناير
            return True
        if before == "الي":  # ليل الثلاثاء إلى الأربعاء
            return mention.weekday is not None and first - 1 in self._ends
        if before in _STARTS or before in _PRAYERS or self._key(first) == "بعد":
            return False
        if before in ("بعد", "وبعد", "نحو", "بين", "وبين", "عن", "مع"):
            return False
        if before in _FROM:
            return self._key(first - 2) in _WITHIN
        if opened or mention.weekday is not None:
            return True
        if first < index and self.keys[first] in _PARTS_OF_DAY | _YEAR_WORDS:
            named = (before, self._key(first - 2) if before.startswith("ال") else "")
            return not any(key.removeprefix("ال") in _NAMED_BY_YEAR for key in named)
        if (
            self.keys[index] != self.text[mention.start : mention.end].split(" ")[0]
            and self.tokens[index].start < mention.start
        ):
            return True  # بتاريخ and ب solid with it
        return before in COMMAS or before in ("(", "")

    def _moment(self, first: int, last: int, day: datetime.date | None, longer: bool) -> Moment:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if self.keys[first][:1] in "وف" and first in self._clitics:
            start = self._clitics[first]
        return Moment(start, end, self.text[start:end], day, longer)
