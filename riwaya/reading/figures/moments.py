"""The day a reported number is of, and the day of a withdrawal, a denial or a newer toll.

Belongs here: time phrases with their words (حتى مساء الأحد), which number one is of, what may not date a number.
Does not: dates themselves (riwaya.language.dates), places (scopes.py).

What ``as_of`` carries. A day, said or told from the day of publication: أمس الأحد, يوم 9 يناير, الجمعة, and
حتى الآن, which is the day of publication. A longer time (في عام 2015, الشهر الماضي) is no day: ``as_of`` stays
null and ``as_of_text`` keeps the words; ``period`` says which days they hold, so that a past event's number can
be set apart from this one's. Without a day of publication a relative day has its words and no day.

What it does not carry. The start of a count (منذ الجمعة), what comes before or after (قبل الجمعة), a day to come,
a year that is part of a name (انتخابات 2018). A day of saying (قال الوزير الأحد إن) dates a count where nothing
else does: the number stood on that day. It never dates a number that is withdrawn or denied there.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from riwaya.language.dates import DateMention, find_dates, resolve
from riwaya.language.inflection import Lexicon
from riwaya.language.spelling import fold
from riwaya.language.tokens import tokenize
from riwaya.reading.figures.counting import Mark, Metrics, Units, counting
from riwaya.reading.figures.gazetteer import Places
from riwaya.reading.figures.particles import COMMAS, COMPLEMENTISERS, STOPS
from riwaya.reading.records import Article, Figure, Sentence

REACH = 28  # words
UNDATED = frozenset(("age", "duration", "measure"))
# Numbers of what was counted: the day on which they were told is a day on which they stood.
COUNTED = frozenset(
    ("deaths", "injuries", "missing", "arrests", "displaced", "participants", "troops", "property", "cases")
)
_WITHDRAWN = frozenset(("retracted", "denied", "superseded"))

_PARTS_OF_DAY = frozenset(
    ("مساء", "صباح", "فجر", "ظهر", "عصر", "ليل", "ليله", "نهار", "يوم", "يومي", "بعد", "منتصف")
)
_OPENERS = frozenset(("حتي", "في", "خلال", "بتاريخ", "لغايه", "غايه", "طوال", "فى"))
_STARTS = frozenset(
    ("منذ", "قبل", "ومنذ", "وقبل", "ابتداء", "اعتبارا", "بحلول", "عقب", "عشيه", "غداه", "ذكري", "قبيل")
)
_FROM = frozenset(("من",))
_WITHIN = frozenset(("مبكر", "متاخر", "متاخره", "مبكره", "سابق", "لاحق", "الاولي", "الاول", "الثاني", "الثالث", "ساعات",
                     "ساعه", "الاخير", "النصف", "الفتره", "نفسها", "ذاتها", "يوم"))  # fmt: skip
_YEAR_WORDS = frozenset(("عام", "العام", "سنه", "السنه", "عامي", "لعام", "بعام", "العامين"))
_PERIODS = {"العام": "year", "السنه": "year", "الشهر": "month", "الاسبوع": "week"}
_LAST = frozenset(("الماضي", "الماضيه", "المنصرم", "المنصرمه", "الفائت", "السابق", "المنقضي"))
_THIS = frozenset(("الجاري", "الجاريه", "الحالي", "الحاليه"))
_NOW = frozenset(("الان", "اللحظه", "اليوم"))
# Before a number, what these words open is another event than the one dated before them.
_AFTERWARDS = frozenset(("بعد", "وبعد", "قبل", "وقبل", "عقب", "قبيل", "غداه", "عشيه", "منذ", "بعدما"))
_EARLIER = frozenset(("قبل", "قبيل", "عشيه", "وقبل", "بحلول", "منذ", "ومنذ"))
_PLANNED = ("مقرر", "المقرر", "المرتقب", "المزمع", "المتوقع", "متوقع", "المفترض")
# The future is written solid: ستفرض, وسيصل. These words only look like it.
_FUTURE = re.compile("[وف]?س[يتن]")
_NO_FUTURE = frozenset(
    ("سته", "ستين", "ستون", "سياره", "سيارات", "سيارتين", "سيناء", "سيول", "سياسي", "سياسيه", "سياسه", "سنه", "سنوات",
     "سنتين", "سني", "سنيه", "سيده", "سيدات", "سيطره", "سيد", "سيبيريا", "سيدني")
)  # fmt: skip
_OF_AN_HOUR = frozenset(("مبكر", "متاخر", "سابق", "لاحق"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A time phrase: its words, the day it means or None; ``longer`` than a day it means none."""

    start: int
    end: int
    text: str
    day: datetime.date | None
    longer: bool


def with_moments(
    article: Article, figures: Sequence[Figure], metrics: Metrics, units: Units, places: Places
) -> list[Figure]:
    """The same figures, each with the day it is of and the words that say so, and its status_date.

    ``places`` lends its words of saying and of other clauses, ``metrics`` the words of withdrawal.
    """
    reader = _ArticleMoments(article, places)
    out: list[Figure] = []
    for figure, moment in zip(figures, reader.moments(figures), strict=True):
        if moment is None:
            out.append(figure)
        else:
            out.append(dataclasses.replace(figure, as_of=moment.day, as_of_text=moment.text))
    return reader.with_status_dates(out, counting(metrics, units).statuses)


def period(words: str, published: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of what an ``as_of_text`` says; None where that cannot be told.

    >>> period("في عام 2015", None)
    (datetime.date(2015, 1, 1), datetime.date(2015, 12, 31))
    >>> period("الشهر الماضي", datetime.date(2022, 1, 10))
    (datetime.date(2021, 12, 1), datetime.date(2021, 12, 31))
    """
    tokens = tokenize(words)
    for index, token in enumerate(tokens):
        kind = _PERIODS.get(token.key.removeprefix("و"))
        after = tokens[index + 1].key if index + 1 < len(tokens) else ""
        if kind and published and (after in _LAST or after in _THIS):
            return _relative_period(kind, -1 if after in _LAST else 0, published)
    for mention in find_dates(words):
        if mention.calendar == "gregorian" and mention.kind in ("year", "month") and not mention.day:
            return _named_period(mention, published)
        day = resolve(mention, published) if published else mention.date
        if day is not None:
            return day, day
    day = _relative_day([token.key for token in tokens], published)
    return (day, day) if day else None


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
    last = published + datetime.timedelta(days=7 * shift - 1 if shift else 0)
    return last - datetime.timedelta(days=6), last


def _days_before(day: datetime.date | None, days: int) -> datetime.date | None:
    return day - datetime.timedelta(days=days) if day is not None and day.toordinal() > days else None


def _relative_day(keys: Sequence[str], published: datetime.date | None) -> datetime.date | None:
    if "امس" in keys:
        return _days_before(published, 1 + ("اول" in keys or "الاول" in keys))
    return published if any(key in _NOW for key in keys) else None


def _year_before(day: datetime.date, published: datetime.date | None) -> datetime.date | None:
    """The same day in the year before the one of publication."""
    if published is None or published.year < 2:
        return None
    try:
        return day.replace(year=published.year - 1)
    except ValueError:
        return None


class _ArticleMoments:
    """One article: its dates, then sentence by sentence."""

    def __init__(self, article: Article, known: Places) -> None:
        self.article, self.known = article, known
        self._read: dict[int, _SentenceMoments] = {}

    @cached_property
    def _dates(self) -> list[DateMention]:
        return find_dates(self.article.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self._dates]

    def _sentence(self, number: int) -> _SentenceMoments:
        if number not in self._read:
            sentence = self.article.sentences[number]
            first, last = (bisect_left(self._starts, place) for place in (sentence.start, sentence.end))
            self._read[number] = _SentenceMoments(self.article, sentence, self._dates[first:last], self.known)
        return self._read[number]

    def moments(self, figures: Sequence[Figure]) -> list[Moment | None]:
        """The moment of every figure, in order."""
        out: list[Moment | None] = []
        for number, group in groupby(figures, key=lambda figure: figure.sentence_no):
            out += self._sentence(number).of(list(group))
        return out

    def with_status_dates(self, figures: Sequence[Figure], statuses: Lexicon[Mark]) -> list[Figure]:
        """A withdrawal's day, of the sentence that tells it; a day of withdrawal is no day of a count."""
        out = list(figures)
        for position, figure in enumerate(figures):
            if figure.status not in _WITHDRAWN or figure.status_date is not None:
                continue
            if figure.status == "superseded":
                told = self._newer(figures, position)
            else:
                told = self._withdrawal(figure, statuses)
            if told is None or told.day is None:
                continue
            own = figure.as_of_text is not None and figure.as_of_text == told.text
            changes: dict[str, object] = {"as_of": None, "as_of_text": None} if own else {}
            out[position] = dataclasses.replace(figure, status_date=told.day, **changes)  # type: ignore[arg-type]
        return out

    def _newer(self, figures: Sequence[Figure], position: int) -> Moment | None:
        """The day of the newer toll in the same sentence."""
        older = figures[position]
        for figure in figures[max(0, position - 4) : position + 5]:
            same = figure.sentence_no == older.sentence_no and figure.metric == older.metric
            if same and figure.status == "asserted" and figure.as_of is not None and figure.as_of_text:
                return Moment(0, 0, figure.as_of_text, figure.as_of, False)
        return None

    def _withdrawal(self, figure: Figure, statuses: Lexicon[Mark]) -> Moment | None:
        """The day beside the words of withdrawal, in the figure's sentence or one of the three that follow."""
        last = min(len(self.article.sentences), figure.sentence_no + 4)
        for number in range(figure.sentence_no, last):
            sentence = self.article.sentences[number]
            for hit in statuses.find(self.article.text, sentence.start, sentence.end):
                if hit.entry.value == figure.status:
                    return self._sentence(number).beside(hit.start, hit.end)
        return None


class _SentenceMoments:
    """One sentence and its time phrases."""

    def __init__(
        self, article: Article, sentence: Sentence, dates: Sequence[DateMention], known: Places
    ) -> None:
        self.text, self.published, self.known = article.text, article.published, known
        shift = sentence.start
        self.tokens = [
            dataclasses.replace(token, start=token.start + shift, end=token.end + shift)
            for token in tokenize(sentence.text)
        ]
        self.keys = [token.key or token.text for token in self.tokens]
        self._starts = [token.start for token in self.tokens]
        self.moments: dict[int, tuple[int, Moment]] = {}  # by first word: the word after, the moment
        self._inside: set[int] = set()
        for first, last, moment in self._joined(self._find(dates)):
            self.moments[first] = (last, moment)
            self._inside.update(range(first, last))

    def of(self, figures: Sequence[Figure]) -> list[Moment | None]:
        """The moment of each figure of this sentence."""
        self.figures = figures
        self.spans = [(self._at(figure.start), self._at(figure.end - 1) + 1) for figure in figures]
        if not self.moments:
            return [None] * len(figures)
        found = [self._of(position) for position in range(len(figures))]
        for position in range(1, len(found)):
            if found[position] is None and self._shares(position - 1, position):
                found[position] = found[position - 1]
        for position in range(len(found) - 2, -1, -1):
            if found[position] is None and self._shares(position, position + 1):
                found[position] = found[position + 1]
        said = self._said()
        for position, figure in enumerate(figures):
            if found[position] is None and figure.metric in COUNTED and figure.status not in _WITHDRAWN:
                found[position] = said
        return found

    def beside(self, start: int, end: int) -> Moment | None:
        """The day next to some words: after them within their clause, else right before them."""
        first, last = self._at(start), self._at(end - 1)
        for index in range(first, min(len(self.tokens), last + 12)):
            if index in self.moments:
                return self.moments[index][1]
            if index > last and (self._closes(index) or self.tokens[index].text[:1].isdigit()):
                break
        for begin, (after, moment) in self.moments.items():
            if begin < first <= after + 2:
                return moment
        return None

    def _at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    # -- time phrases

    def _find(self, dates: Sequence[DateMention]) -> Iterator[tuple[int, int, Moment]]:
        taken = -1
        self._ends: set[int] = set()
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
            if gap in ("", "-", "/", "–", "الي") and told.day and (moment.day or self._is_last_year(first)):
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
        first, _ = self._opened(index)
        if not self._dates_a_number(first, index, mention):
            return None
        if mention.kind in ("year", "month") and mention.day is None and mention.weekday is None:
            if mention.year and self.published and mention.year > self.published.year:
                return None
            return first, last, self._moment(first, last, None, True)
        day = resolve(mention, self.published) if self.published else mention.date
        if mention.relative in ("tomorrow", "next") or (day and self.published and day > self.published):
            return None
        return first, last, self._moment(first, last, day, False)

    def _relative(self, index: int) -> tuple[int, int, Moment] | None:
        """أمس, اليوم, حتى الآن, العام الماضي: what needs the day of publication to be a day."""
        key, after = self.keys[index], self._key(index + 1)
        first, until = self._opened(index)
        before = self._key(first - 1)
        kind = _PERIODS.get(key)
        if kind is not None and (after in _LAST or after in _THIS):
            if before in _STARTS or (before in _FROM and self._key(first - 2) not in _WITHIN):
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
            return before in _PARTS_OF_DAY and before != "يوم" and before != "بعد"
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
        if first > 0 and self.keys[first - 1] in _OPENERS:
            first -= 1
        return first, self._key(first) in ("حتي", "لغايه", "غايه")

    def _dates_a_number(self, first: int, index: int, mention: DateMention) -> bool:
        """A start, a limit, and a year or day that is part of a name date no number."""
        before = self._key(first - 1)
        opened = self._key(first) in _OPENERS
        if before == "الي":  # ليل الثلاثاء إلى الأربعاء
            return mention.weekday is not None and first - 1 in self._ends
        if before in _STARTS or self._key(first) == "بعد":
            return False
        if before in ("بعد", "وبعد", "نحو", "بين", "وبين"):
            return False
        if before in _FROM:
            return self._key(first - 2) in _WITHIN
        if opened or mention.weekday is not None:
            return True
        if first < index and self.keys[first] in _PARTS_OF_DAY | {"عام", "العام"}:
            return self.keys[first] not in ("عام",) or before in COMMAS
        if (
            self.keys[index] != self.text[mention.start : mention.end].split(" ")[0]
            and self.tokens[index].start < mention.start
        ):
            return True  # بتاريخ and ب solid with it
        return before in COMMAS or before in ("(", "")

    def _moment(self, first: int, last: int, day: datetime.date | None, longer: bool) -> Moment:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Moment(start, end, self.text[start:end], day, longer)

    # -- which number a time phrase is of

    def _closes(self, index: int) -> bool:
        token, key = self.tokens[index], self.keys[index]
        if index in self._inside:
            return False
        if token.text[:1] in STOPS or token.kind == "n" or key in COMPLEMENTISERS:
            return True
        if key == "وقت":  # في وقت تسببت فيه: meanwhile
            return self._key(index + 1) not in _OF_AN_HOUR
        return key in ("كان", "كانت", "وكان", "وكانت", "الرد") or self.known.is_in(key, "parting")

    def _says(self, index: int) -> bool:
        return self.known.is_in(self.keys[index], "saying")

    def _of(self, position: int) -> Moment | None:
        figure = self.figures[position]
        if figure.metric in UNDATED:
            return None
        if figure.metric == "other" and figure.text.startswith("ال"):
            return None  # الأجزاء الثلاثة were counted before
        return self._after(position) or self._before(position)

    def _after(self, position: int) -> Moment | None:
        start = self.spans[position][1]
        for index in range(start, min(len(self.tokens), start + REACH)):
            if index in self.moments:
                return self.moments[index][1]
            if self._closes(index) or self._says(index) or self._ends_clause(index):
                return None
            if self.keys[index] in _EARLIER or self._is_to_come(index):
                return None
        return None

    def _is_to_come(self, index: int) -> bool:
        key = self.keys[index]
        if key.startswith(_PLANNED):
            return True
        rest = key[1:] if key[:1] in "وف" else key
        return len(key) > 4 and _FUTURE.match(key) is not None and rest not in _NO_FUTURE

    def _ends_clause(self, index: int) -> bool:
        """A comma ends the clause unless a time, a number or a preposition follows it."""
        if self.tokens[index].text[:1] not in COMMAS:
            return False
        following = index + 1
        if following in self.moments or any(first == following for first, _ in self.spans):
            return False
        return self._key(following) not in (
            "في", "بينهم", "بينهن", "بينها", "من", "علي", "اثر", "جراء", "نتيجه", "بسبب", "خلال", "معظمهم", "منهم", "بمن",
        )  # fmt: skip

    def _before(self, position: int) -> Moment | None:
        """The time before a number in its clause; that of a verb of saying is left to ``_said``."""
        first = self.spans[position][0]
        found: Moment | None = None
        for index in range(first - 1, max(-1, first - REACH), -1):
            if found is None and index in self.moments and self.moments[index][0] <= first:
                found = self.moments[index][1]
            if self._says(index):
                return None
            if self._closes(index):
                return found
            if index in self._inside:
                continue
            if self._is_to_come(index):
                return None
            if self.keys[index] in _AFTERWARDS:
                return found
        return found

    def _said(self) -> Moment | None:
        """The day on which the sentence says that something was said, where it stands beside the verb."""
        saying = next((index for index in range(len(self.keys)) if self._says(index)), None)
        if saying is None:
            return None
        for index in range(saying, min(len(self.tokens), saying + 14)):
            if index in self.moments:
                return None if self.moments[index][1].longer else self.moments[index][1]
            if index > saying and self._closes(index):
                break
        opening = self.moments.get(0)
        if opening is not None and saying - opening[0] <= 2 and not opening[1].longer:
            return opening[1]
        return None

    def _shares(self, left: int, right: int) -> bool:
        """Whether two numbers stand in one clause, close to each other."""
        if self.figures[left].metric in UNDATED or self.figures[right].metric in UNDATED:
            return False
        if (self.figures[left].unit == "person") != (self.figures[right].unit == "person"):
            return False
        between = range(self.spans[left][1], self.spans[right][0])
        return len(between) <= 12 and not any(self._closes(i) or self._ends_clause(i) for i in between)
