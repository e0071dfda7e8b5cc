"""Dates with words in them: months, weekdays, years, clock times.

Belongs here: the grammar of dates, over the tokens of one text.
Does not: its words (data/dates.toml), dates in digits alone (numeric.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from riwaya.language.dates.mentions import DateMention, from_hijri
from riwaya.language.dates.numeric import HIJRI_SIGN, NUMERIC, find_numeric
from riwaya.language.dates.vocabulary import DateKnowledge
from riwaya.language.tokens import Token

_YEARS = (1900, 2060)  # a bare four-digit number outside these is never taken for a year


@dataclass(frozen=True, slots=True)
class _Part:
    """A day, month or year read from tokens first to last."""

    first: int
    last: int
    value: int
    calendar: str = "gregorian"
    support: bool = False


class WordedDates:
    """One pass over the tokens of one text, for dates with words."""

    def __init__(self, text: str, known: DateKnowledge, tokens: list[Token]) -> None:
        self.text = text
        self.known = known
        self.tokens = tokens
        self.keys = [token.key if token.kind == "w" else "" for token in tokens]
        self.bare = not any(self.keys)
        self.month_heads = known.month_heads
        self.last_year = -9  # token of the last year, for chains: عامي 2014 و2015

    def find(self) -> Iterator[DateMention]:
        openers, reached = self.known.openers, 0
        for index, key in enumerate(self.keys):
            opens = key in openers if key else self.tokens[index].kind == "d"
            if not opens or self.tokens[index].start < reached:
                continue
            for mention in self._at(index):
                yield mention
                reached = max(reached, mention.end)

    def _at(self, index: int) -> list[DateMention]:
        if self.tokens[index].kind == "d":
            mention = self._year(index) or self._day_of_this_month(index, index) or self._clock_after(index)
            return [mention] if mention else []
        if self._opens(index, "clock"):
            clock = self._clock(index)
            return [clock] if clock else []
        weekday = self._weekday_at(index)
        if weekday is not None:
            return [self._weekday(index, weekday)]
        if self._clean(index) in self.month_heads:
            return self._month(index)
        ordinal = self._ordinal_from(index)
        mention = self._day_of_this_month(index, ordinal.last) if ordinal else None
        return [mention] if mention else []

    # Reading parts

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def _is(self, index: int, words: str) -> bool:
        return self._key(index) in self.known.words[words]

    def _opens(self, index: int, words: str) -> bool:
        """As ``_is``, a proclitic taken off: والعام, ففي."""
        key = self._key(index)
        return key in self.known.words[words] or (key[:1] in "وفبل" and key[1:] in self.known.words[words])

    def _sign(self, index: int) -> str:
        return (
            self.tokens[index].text
            if 0 <= index < len(self.tokens) and self.tokens[index].kind == "s"
            else ""
        )

    def _clean(self, index: int) -> str:
        """A token's key, a proclitic taken off where a month or weekday is left."""
        key = self._key(index)
        if key[:1] in "وبلف" and key not in self.month_heads:
            return key[1:]
        return key

    def _number(self, index: int) -> int | None:
        if not 0 <= index < len(self.tokens):
            return None
        text = self.tokens[index].text
        return int(text) if self.tokens[index].kind == "d" and text.isdecimal() and len(text) <= 4 else None

    def _month_at(self, index: int) -> _Part | None:
        head = self._clean(index)
        if head not in self.month_heads:
            return None
        for length in (2, 1):
            keys = (head, *(self._key(index + i) for i in range(1, length)))
            month = self.known.months.get(keys)
            if month is not None:
                return _Part(index, index + length - 1, month.month, month.calendar, month.support)
        return None

    def _weekday_at(self, index: int) -> int | None:
        key = self._key(index)
        for form in (
            key,
            key[1:] if key[:1] in ("و", "ف", "ب", "ل") else key,
            "ال" + key[2:] if key[:2] == "لل" else key,
        ):
            if form in self.known.weekdays:
                return self.known.weekdays[form]
        return None

    def _ordinal_from(self, index: int) -> _Part | None:
        """الثالث عشر, الحادي والعشرين, العاشر, read onwards from a token."""
        key = self._key(index)
        value = self.known.ordinals.get(key) or self.known.ordinals.get(key[1:] if key[:1] in "وبلف" else "")
        if value is None:
            return None
        following = self._key(index + 1)
        if value < 10 and following in ("عشر", "عشره"):
            return _Part(index, index + 1, value + 10)
        tens = self.known.ordinals.get(following[1:]) if following.startswith("و") else None
        if value < 10 and tens in (20, 30):
            return _Part(index, index + 1, value + tens)
        return _Part(index, index, value)

    def _ordinal_to(self, last: int) -> _Part | None:
        """The same, read backwards: the ordinal whose last token is ``last``."""
        for first in (last - 1, last):
            part = self._ordinal_from(first) if first >= 0 else None
            if part is not None and part.last == last and part.value <= 31:
                return part
        return None

    def _day_before(self, index: int) -> _Part | None:
        """The day that ends just before a token: 10, الـ10, العاشر من, 10 من شهر."""
        last = index - 1
        if self._key(last) in ("شهر", "لشهر", "اشهر"):
            last -= 1
        if self._key(last) == "من":
            last -= 1
        number = self._number(last)
        if number is not None:
            return _Part(last, last, number) if 1 <= number <= 31 else None
        return self._ordinal_to(last)

    def _year_after(self, index: int) -> _Part | None:
        """The year at a token: 2018, 2018م, من عام 2018, 1443 هـ."""
        at = index
        if self._key(at) in ("من", "في", "لعام", "لسنه"):
            at += 1
        if self._key(at) in ("عام", "سنه", "العام"):
            at += 1
        elif at > index and self._key(index) in ("من", "في"):
            return None
        number = self._number(at)
        if number is None or len(self.tokens[at].text) != 4 or not 1000 <= number <= 2200:
            return None
        if self._is(at + 1, "counted"):
            return None
        era = self._key(at + 1)
        hijri = era in ("ه", "هجري", "هجريه", "للهجره")
        last = at + 1 if hijri or era in ("م", "ميلادي", "ميلاديه") else at
        return _Part(at, last, number, "hijri" if hijri else "gregorian")

    def _relative_at(self, index: int, kinds: tuple[str, ...]) -> str | None:
        return next((kind for kind in kinds if self._is(index, kind)), None)

    # Mentions

    def _mention(self, first: int, last: int, kind: str, **said: object) -> DateMention:
        start, end = self.tokens[first].start, self.tokens[last].end
        return DateMention(start, end, self.text[start:end], kind, **said)  # type: ignore[arg-type]

    def _month(self, index: int) -> list[DateMention]:
        month = self._month_at(index)
        if month is None:
            return []
        last, partner = self._partner(month)
        year = self._year_after(last + 1)
        relative = None
        if year is not None:
            last = year.last
            self.last_year = year.last
        else:
            relative = self._relative_at(last + 1, ("this", "last", "next"))
            last += relative is not None
        day = self._day_before(index)
        opened = self._is(index - 1, "month-opener") and (
            month.calendar == "gregorian" or self._key(index - 1) in ("شهر", "في")
        )
        if month.support and not (day or year or partner or opened):
            return []
        hijri = month.calendar == "hijri" or (year is not None and year.calendar == "hijri")
        first = day.first if day else month.first
        said = self._said(day, month, year, hijri)
        mention = self._mention(first, last, "date" if day else "month", relative=relative, **said)
        earlier = list(self._earlier_days(day, mention)) if day else []
        return [*earlier, mention]

    def _partner(self, month: _Part) -> tuple[int, bool]:
        """The last token of a month and its second name: يناير/كانون الثاني, آب (أغسطس)."""
        sign = self._sign(month.last + 1)
        beside = self._month_at(month.last + 1)
        if beside is not None and beside.value == month.value:  # أبريل نيسان, as agencies write it
            return beside.last, True
        if sign not in ("/", "(", "-", "\\", "–"):
            return month.last, False
        second = self._month_at(month.last + 2)
        if second is None or (second.value != month.value and sign != "/"):
            return month.last, False
        closes = sign == "(" and self._sign(second.last + 1).startswith(")")
        return second.last + closes, True

    def _said(self, day: _Part | None, month: _Part, year: _Part | None, hijri: bool) -> dict[str, object]:
        if not hijri:
            return {
                "day": day.value if day else None,
                "month": month.value,
                "year": year.value if year else None,
            }
        found = from_hijri(year.value, month.value, day.value) if day and year else None
        said: dict[str, object] = {"calendar": "hijri"}
        return said | ({"year": found.year, "month": found.month, "day": found.day} if found else {})

    def _earlier_days(self, day: _Part, mention: DateMention) -> Iterator[DateMention]:
        """The other days of 9 و10 يناير, من 10 إلى 15 يناير, 15/16 تموز."""
        first = day.first
        for _ in range(6):
            link = first - 1
            if self._key(link) not in ("و", "الي", "حتي", "او") and self._sign(link) not in (
                "-",
                "/",
                "–",
                "،",
                ",",
            ):
                return
            number = self._number(link - 1)
            if number is None or not 1 <= number < day.value:
                return
            token = self.tokens[link - 1]
            said = {"year": mention.year, "month": mention.month, "calendar": mention.calendar}
            first = link - 1
            yield DateMention(token.start, token.end, token.text, "date", day=number, **said)  # type: ignore[arg-type]

    def _day_of_this_month(self, first: int, last: int) -> DateMention | None:
        """19 من الشهر الجاري, الثالث من هذا الشهر."""
        value = self._number(first) if first == last and self.tokens[first].kind == "d" else None
        if value is None:
            ordinal = self._ordinal_from(first)
            value = ordinal.value if ordinal else None
        if value is None or not 1 <= value <= 31 or self._key(last + 1) != "من":
            return None
        if self._key(last + 2) == "هذا" and self._key(last + 3) == "الشهر":
            return self._mention(first, last + 3, "date", day=value, relative="this")
        relative = self._relative_at(last + 3, ("this", "last", "next"))
        if self._key(last + 2) not in ("الشهر", "شهر") or relative is None:
            return None
        return self._mention(first, last + 3, "date", day=value, relative=relative)

    def _weekday(self, index: int, weekday: int) -> DateMention:
        """أمس الأحد, الأحد الماضي, اليوم الاثنين 10 يناير/كانون الثاني 2022."""
        first, last, relative = index, index, None
        for kind in ("today", "yesterday", "tomorrow"):
            before = self._key(index - 1)
            if before in self.known.words[kind] or before[1:] in self.known.words[kind]:
                first, relative = index - 1, kind
        after = self._relative_at(index + 1, ("last", "next", "yesterday", "today", "tomorrow"))
        if (
            relative is None
            and after is not None
            and (after in ("last", "next") or self._key(index + 1) != "اليوم")
        ):
            last, relative = index + 1, after
        mention = self._mention(first, last, "weekday", weekday=weekday, relative=relative)
        date = self._date_after(last + 1)
        if date is None:
            return mention
        joined = self.text[mention.start : date.end]
        return replace(
            date, start=mention.start, text=joined, weekday=weekday, relative=relative or date.relative
        )

    def _date_after(self, index: int) -> DateMention | None:
        """The date a weekday is followed by, on the other side of a comma, a bracket or الموافق."""
        at = index
        while at - index < 2 and (self._sign(at) in ("،", ",", "(", "-", ":") or self._is(at, "linking")):
            at += 1
        for position in range(at, at + 5):
            if self._clean(position) not in self.month_heads:
                continue
            day = self._day_before(position)
            if day is None or day.first != at:
                return None
            found = self._month(position)
            return found[-1] if found else None
        start = self.tokens[at].start if at < len(self.tokens) else len(self.text)
        match = NUMERIC.match(self.text, start)
        return (
            next(iter(find_numeric(match.group())), None) and self._shifted(match, start) if match else None
        )

    def _shifted(self, match: re.Match[str], start: int) -> DateMention | None:
        sign = HIJRI_SIGN.match(self.text, match.end())
        end = sign.end() if sign else match.end()
        found = next(iter(find_numeric(self.text[start:end])), None)
        return replace(found, start=start, end=start + found.end) if found else None

    # Years and clock times

    def _year(self, index: int) -> DateMention | None:
        token, number = self.tokens[index], self._number(index)
        if number is None or self.bare:
            return None
        before, link = self._key(index - 1), index - 1
        if (
            before in ("ال", "و", "وال", "ل", "بال", "لل", "ب") and self.tokens[index - 1].end == token.start
        ) or before == "و":
            link -= 1
        if not self._is_year(index, number, link):
            return None
        self.last_year = index
        era = self._key(index + 1)
        hijri = era in ("ه", "هجري", "هجريه")
        last = index + 1 if hijri or era in ("م", "ميلادي", "ميلاديه") else index
        if hijri:
            return self._mention(index, last, "year", calendar="hijri")
        return self._mention(index, last, "year", year=number)

    def _is_year(self, index: int, number: int, before: int) -> bool:
        digits = len(self.tokens[index].text)
        era = self._key(index + 1)
        if digits >= 3 and era in ("ه", "هجري", "هجريه", "ميلادي", "ميلاديه"):
            return True
        if digits == 4 and era == "م" and self.tokens[index].end == self.tokens[index + 1].start:
            return True
        scaled = self._is(index + 1, "counted") or self._sign(index + 1)[:1] in ("%", "٪", "$", "€", "£")
        if (
            self._opens(before, "year")
            and digits >= 3
            and not (self._is(index + 1, "magnitude") or self._this_year(before))
        ):
            return (digits == 4 and 1000 <= number <= 2200) or self._key(before) in ("عام", "سنه", "العام")
        if digits == 4 and self._spans_years(index):
            return True
        if digits == 4 and 1500 <= number < _YEARS[0] and not scaled:  # في 1853, منذ 1798
            return self._key(before) in ("في", "منذ", "وفي", "ومنذ", "ففي") and not self._noun_follows(
                index + 1
            )
        if digits != 4 or not _YEARS[0] <= number <= _YEARS[1] or scaled:
            return False
        if self._in_a_row(index):
            return True
        other = self._number(index + 2) if self._key(index + 1) in ("الي", "او", "حتي") else None
        if other is not None and not _YEARS[0] <= other <= _YEARS[1]:  # من 2000 إلى 3000
            return False
        if self._is(before, "quantity") or self._sign(index - 1)[-1:] in ("$", "€", "£", "%", "_", "#"):
            return False
        if self._key(before) == "من" and self._is(before - 1, "comparison"):
            return False
        if self._noun_follows(index + 1) and (number == 2000 or not self._opens(before, "year-weak")):
            return False
        return number != 2000 or self._opens(before, "year-weak")

    def _this_year(self, index: int) -> bool:
        """هذا العام 2000 شخص tells a number in a year, not a year."""
        return self._key(index) == "العام" and self._key(index - 1) in ("هذا", "وهذا")

    def _in_a_row(self, index: int) -> bool:
        """عامي 2014 و2015, 2014-2015, بين 2011 و2014: a year beside a year."""
        if 0 <= index - self.last_year <= 3:
            between = range(self.last_year + 1, index)
            if all(
                self._sign(i) or self._key(i) in ("و", "الي", "حتي", "او", "وحتي", "م", "ال") for i in between
            ):
                return True
        other = self._number(index + 2) if self._sign(index + 1) in ("-", "–", "—", "/") else None
        return other is not None and _YEARS[0] <= other <= _YEARS[1] and len(self.tokens[index + 2].text) == 4

    def _spans_years(self, index: int) -> bool:
        """1829-1830, 1870 - 1888: old years too, where they ascend and no noun follows that they could count."""
        if self._sign(index + 1) in ("-", "–", "—"):
            low, high, after = self._number(index), self._number(index + 2), index + 3
        elif self._sign(index - 1) in ("-", "–", "—"):
            low, high, after = self._number(index - 2), self._number(index), index + 1
        else:
            return False
        if low is None or high is None or self._is(after, "counted") or self._noun_follows(after):
            return False
        return 1500 <= low < high <= _YEARS[1] and high - low <= 150

    def _noun_follows(self, index: int) -> bool:
        """Whether a counted noun may stand at a token: a word without article or conjunction, and no particle."""
        key = self._key(index)
        if len(key) < 3 or key.startswith(("ال", "و", "لل", "بال", "ف")) or self._is(index, "particle"):
            return False
        return not key.startswith(("ي", "ب", "ل")) or key.endswith("ا")

    def _clock(self, index: int) -> DateMention | None:
        """الساعة 10, الساعة العاشرة والنصف, الساعة 10 و30 دقيقة."""
        last = index + 1 + (self._sign(index + 1) == "(")
        number = self._number(last)
        if number is None and self._key(last) == "صفر":
            return self._mention(index, last, "time")
        if number is None:
            text = self.tokens[last].text if last < len(self.tokens) else ""
            if not re.fullmatch(r"\d{1,2}[.,٫:]\d{2}", text):
                one = _Part(last, last, 1) if self._key(last) == "الواحده" else None
                ordinal = self._ordinal_from(last) or one
                if ordinal is None or ordinal.value > 12:
                    return None
                last = ordinal.last
        elif number > 24 or (self._noun_follows(last + 1) and not self._is(last + 1, "meridiem")):
            return None
        if self._sign(last + 1) == ":" and self._number(last + 2) is not None:
            last += 2
        last = self._minutes_end(last)
        last += self._is(last + 1, "meridiem")
        return self._mention(index, last, "time")

    def _minutes_end(self, last: int) -> int:
        """The last token of an hour's minutes: والنصف, و30 دقيقة, إلا ربعا, وخمس دقائق."""
        less = self._key(last + 1) == "الا"
        if self._is(last + 1 + less, "hour-part"):
            return last + 1 + less
        counted = self._key(last + 1) == "و"
        if (counted or self._key(last + 1).startswith("و")) and self._is(last + 2 + counted, "minute"):
            return last + 2 + counted
        return last

    def _clock_after(self, index: int) -> DateMention | None:
        """10 صباحا."""
        number = self._number(index)
        if number is None or number > 24 or not self._is(index + 1, "meridiem"):
            return None
        return self._mention(index, index + 1, "time")
