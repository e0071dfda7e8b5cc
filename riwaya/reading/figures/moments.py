"""The day a reported number is of, and the day of a withdrawal, a denial or a newer toll.

Belongs here: which number a time phrase is of, and what becomes of the day of a saying or a withdrawal.
Does not: time phrases themselves (times.py), places (scopes.py).

What ``as_of`` carries. A day, said or told from the day of publication: أمس الأحد, يوم 9 يناير, الجمعة, and
حتى الآن, which is the day of publication. A longer time (في عام 2015, الشهر الماضي) is no day: ``as_of`` stays
null and ``as_of_text`` keeps the words; ``period`` says which days they hold, so that a past event's number can
be set apart from this one's. Without a day of publication a relative day has its words and no day.

A year before that of publication dates numbers beyond its clause too, and a count from such a year on has its words
(منذ عام 2011): both set earlier tolls apart from this event's; see earlier.py.

What it does not carry. The start of a count within the news (منذ الجمعة), what comes before or after (قبل الجمعة), a day to come,
a year that is part of a name (انتخابات 2018). A day of saying (قال الوزير الأحد إن) dates a count where nothing
else does: the number stood on that day. It never dates a number that is withdrawn or denied there.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from riwaya.language.dates import DateMention, find_dates
from riwaya.language.inflection import Lexicon
from riwaya.reading.figures.counting import Mark, Metrics, Units, counting
from riwaya.reading.figures.earlier import EarlierTimes
from riwaya.reading.figures.gazetteer import Places, keys_of, tokens_of
from riwaya.reading.figures.particles import COMMAS, COMPLEMENTISERS, RELATIVES, STOPS
from riwaya.reading.figures.times import Moment, TimeFinder, period
from riwaya.reading.records import Article, Figure, Sentence

__all__ = ["period", "with_moments"]

REACH = 28  # words
UNDATED = frozenset(("age", "duration", "measure"))
# Numbers of what was counted: the day on which they were told is a day on which they stood.
COUNTED = frozenset(
    ("deaths", "injuries", "missing", "arrests", "displaced", "participants", "troops", "property", "cases")
)
# Numbers of an event: a year that the text tells an earlier event of is theirs too.
_ADDING_UP = frozenset(("deaths", "injuries", "missing", "arrests", "displaced", "attacks", "cases"))
_EVENTFUL = COUNTED | {"attacks", "attackers", "damage_money", "equipment"}
_WITHDRAWN = frozenset(("retracted", "denied", "superseded"))
# Before a number, what these words open is another event than the one dated before them.
_AFTERWARDS = frozenset(("بعد", "وبعد", "قبل", "وقبل", "عقب", "قبيل", "غداه", "عشيه", "منذ", "ومنذ", "بعدما"))
_EARLIER = frozenset(("قبل", "قبيل", "عشيه", "وقبل", "بحلول", "منذ", "ومنذ"))
_PLANNED = (
    "مقرر",
    "المقرر",
    "المرتقب",
    "المزمع",
    "المتوقع",
    "متوقع",
    "المفترض",
    "يستعد",
    "تستعد",
    "الاستعداد",
    "سوف",
)
# The future is written solid: ستفرض, وسيصل. These words only look like it.
_FUTURE = re.compile("[وف]?س[يتن]")
_NO_FUTURE = frozenset(
    ("سته", "ستين", "ستون", "سياره", "سيارات", "سيارتين", "سيناء", "سيول", "سياسي", "سياسيه", "سياسه", "سنه", "سنوات",
     "سنتين", "سني", "سنيه", "سيده", "سيدات", "سيطره", "سيد", "سيبيريا", "سيدني")
)  # fmt: skip
_CALLS = frozenset(("دعا", "دعت", "طالب", "طالبت", "حذر", "حذرت"))
_OF_AN_HOUR = frozenset(("مبكر", "متاخر", "سابق", "لاحق"))


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


class _ArticleMoments:
    """One article: its dates, then sentence by sentence."""

    def __init__(self, article: Article, known: Places) -> None:
        self.article, self.known = article, known
        self._read: dict[int, _SentenceMoments] = {}

    def _sentence(self, number: int) -> _SentenceMoments:
        if number not in self._read:
            self._read[number] = _SentenceMoments(self.article, self.article.sentences[number], self.known)
        return self._read[number]

    def moments(self, figures: Sequence[Figure]) -> list[Moment | None]:
        """The moment of every figure, in order."""
        out: list[Moment | None] = []
        for number, group in groupby(figures, key=lambda figure: figure.sentence_no):
            rows = list(group)
            found = self._sentence(number).of(rows)
            told = self._carried(number) if None in found else None
            if told is not None:
                found = [
                    moment or (told if figure.metric in _EVENTFUL else None)
                    for figure, moment in zip(rows, found, strict=True)
                ]
            out += found
        return out

    def _carried(self, number: int) -> Moment | None:
        """The year of the sentence before, where this one of the same paragraph goes on telling of it."""
        if number == 0:
            return None
        before, here = self.article.sentences[number - 1 : number + 1]
        if before.zone != here.zone or "\n" in self.article.text[before.end : here.start]:
            return None
        told = self._sentence(number - 1).earlier
        year = told.carried()
        narrative = year is not None and (told.goes_back() or told.opening is not None)
        return year.moment if year and self._sentence(number).earlier.follows(narrative) else None

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

    def __init__(self, article: Article, sentence: Sentence, known: Places) -> None:
        self.text, self.published, self.known = article.text, article.published, known
        self.tokens = tokens_of(self.text, sentence.start, sentence.end)
        self.keys = keys_of(self.tokens)
        self._starts = [token.start for token in self.tokens]
        finder = TimeFinder(self.text, self.tokens, self.keys, self.published)
        self.moments: dict[int, tuple[int, Moment]] = {}  # by first word: the word after, the moment
        self._inside: set[int] = set()
        dates = _dates(sentence)
        for first, last, moment in finder.find(dates):
            self.moments[first] = (last, moment)
            self._inside.update(range(first, last))
        phrases = [range(first, last) for first, (last, _) in self.moments.items()]
        self.earlier = EarlierTimes(self.text, self.tokens, self.keys, phrases, known).read(
            dates, self.published
        )

    def of(self, figures: Sequence[Figure]) -> list[Moment | None]:
        """The moment of each figure of this sentence."""
        self.figures = figures
        self.spans = [(self._at(figure.start), self._at(figure.end - 1) + 1) for figure in figures]
        if not self.moments and not self.earlier.years:
            return [None] * len(figures)
        found = [self._of(position) for position in range(len(figures))]
        for position, figure in enumerate(figures):
            if found[position] is None and figure.metric in _EVENTFUL and not self._is_planned(position):
                found[position] = self.earlier.of(self.spans[position], figure.metric in _ADDING_UP)
        for position in range(1, len(found)):
            if found[position] is None and self._shares(position - 1, position):
                found[position] = found[position - 1]
        for position in range(len(found) - 2, -1, -1):
            if found[position] is None and self._shares(position, position + 1):
                found[position] = found[position + 1]
        said = self._said()
        for position, figure in enumerate(figures):
            counted = figure.metric in COUNTED and figure.status not in _WITHDRAWN
            if found[position] is None and counted and not self._is_planned(position):
                found[position] = said[1] if said and not self._is_parted(said[0], position) else None
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
        if self._is_planned(position):
            return None
        return self._after(position) or self._before(position)

    def _is_planned(self, position: int) -> bool:
        """سيتم إرسال 200 جندي: a number to come was counted on no day."""
        first = self.spans[position][0]
        for index in range(first - 1, max(-1, first - 12), -1):
            if index not in self._inside and (self._closes(index) or self._says(index)):
                return index > 0 and self._is_to_come(index - 1)
            if self._is_to_come(index):
                return True
        return False

    def _after(self, position: int) -> Moment | None:
        start = self.spans[position][1]
        for index in range(start, min(len(self.tokens), start + REACH)):
            if index in self.moments:
                anew = self.keys[index].startswith("و") and self.tokens[index - 1].text[:1] in COMMAS
                return None if anew else self.moments[index][1]  # ، والسبت begins another clause
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
        if following in self.moments or any(following <= first <= following + 1 for first, _ in self.spans):
            return False
        return self._key(following) not in (
            "في", "بينهم", "بينهن", "بينها", "من", "علي", "اثر", "جراء", "نتيجه", "بسبب", "خلال", "معظمهم", "منهم", "بمن",
            "عندما", "حينما", "اثناء", "لدي",
        )  # fmt: skip

    def _before(self, position: int) -> Moment | None:
        """The time before a number in its clause; that of a verb of saying is left to ``_said``."""
        first = self.spans[position][0]
        found: Moment | None = None
        at, parted = 0, False
        for index in range(first - 1, max(-1, first - REACH), -1):
            parted = parted or (found is None and self.tokens[index].text[:1] in COMMAS)
            if found is None and index in self.moments and self.moments[index][0] <= first:
                found, at = self.moments[index][1], index
            if self._says(index):
                # أعلنت السبت أن عدد قتلى مواجهات الجمعة: the day next to the verb is another.
                own = any(index < other < at for other in self.moments) and not self._calls(index)
                return found if own else None
            if self._closes(index):
                # الذي انتخب في 2016، قد وعد: the time is of the relative clause that the comma ends.
                return None if parted and self.keys[index] in RELATIVES else found
            if index in self._inside:
                continue
            if self._is_to_come(index):
                return None
            if self.keys[index] in _AFTERWARDS:
                return found
        return found

    def _is_parted(self, first: int, position: int) -> bool:
        """أعلن الأحد إطلاق جندي أدين بقتل رجل: another clause lies between what was said and the number."""
        if self.spans[position][1] <= first:
            # حسبما أعلنت الوزارة الأحد closes what was said, وأعلنت begins anew.
            anew = self.known.words["saying"]
            between = range(self.spans[position][1], first)
            return any(self.keys[i].startswith("و") and self.keys[i][1:] in anew for i in between)
        between = range(self.moments[first][0], self.spans[position][0])
        return any(self.known.is_in(self.keys[i], "parting") for i in between if i not in self._inside)

    def _said(self) -> tuple[int, Moment] | None:
        """The day on which the sentence says that something was said, where it stands beside the verb."""
        saying = next((i for i in range(len(self.keys)) if self._says(i) and not self._calls(i)), None)
        if saying is None:
            return None
        first = None
        for index in range(saying, min(len(self.tokens), saying + 14)):
            if index in self.moments:
                first = index
                break
            if index > saying and self._closes(index):
                break
        opening = self.moments.get(0)
        if first is None and opening is not None and saying - opening[0] <= 2:
            first = 0
        if first is None or self.moments[first][1].longer:
            return None
        moment = self.moments[first][1]
        days = {
            other.day
            for index, (_, other) in self.moments.items()
            if other.day is not None
            and not (index and self._is_to_come(index - 1))  # المقررة الأحد is to come
        }
        return (
            (first, moment) if days <= {moment.day} else None
        )  # of two days neither is the number's for sure

    def _calls(self, index: int) -> bool:
        """دعت إلى التحقيق: a call and a warning tell no count."""
        return self.keys[index].removeprefix("و") in _CALLS

    def _shares(self, left: int, right: int) -> bool:
        """Whether two numbers stand in one clause, close to each other."""
        if self.figures[left].metric in UNDATED or self.figures[right].metric in UNDATED:
            return False
        if (self.figures[left].unit == "person") != (self.figures[right].unit == "person"):
            return False
        between = range(self.spans[left][1], self.spans[right][0])
        after = {self._key(i) for i in range(self.spans[right][1], self.spans[right][1] + 3)}
        if after & {"منذ", "ومنذ"}:
            return False
        return len(between) <= 12 and not any(self._closes(i) or self._ends_clause(i) for i in between)


def _dates(sentence: Sentence) -> list[DateMention]:
    """The dates of a sentence, offsets into the article."""
    shift = sentence.start
    return [
        dataclasses.replace(mention, start=mention.start + shift, end=mention.end + shift)
        for mention in find_dates(sentence.text)
    ]
