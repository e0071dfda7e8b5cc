"""How a chart speaks: its language, the names of what it shows, its width, numbers, dates and few labels.

Belongs here: what is written on a chart's face besides the data. Does not: sentences of the page (words.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name

from riwaya.showing.naming import other_reading

CORRECTED = "†"  # beside a figure that a person corrected, in charts, text and tables
LABELS: dict[str, tuple[str, str]] = {
    "silent": ("لم يذكر رقمًا", "gives no figure"),
    "own_voice": ("المنفذ نفسه", "the outlet itself"),
    "no_mention": ("لا ذكر", "no mention"),
    "article_start": ("أول المقال", "start of the article"),
    "retracted": ("سُحب", "withdrawn"),
    "disputed": ("متنازع عليه", "disputed"),
    "denied": ("نُفي", "denied"),
    "superseded": ("حصيلة أقدم", "an older count"),
    "corrected": ("صُحّح يدويًّا", "corrected by hand"),
    "doubtful": ("قد يكون", "may be"),
    "civilians": ("من المدنيين", "civilians"),
    "security": ("من أفراد الأمن", "security forces"),
    "militants": ("من المسلحين", "armed men"),
    "protesters": ("من المحتجين", "protesters"),
    "children": ("من الأطفال", "children"),
    "women": ("من النساء", "women"),
    "foreigners": ("من الأجانب", "foreigners"),
    "no_date": ("لم يُحوَّل: المقال بلا تاريخ", "not converted: the article has no date"),
    "not_quoted": ("لم يُحوَّل: لا سعر لهذه العملة", "not converted: no rate for this currency"),
    "no_rate": ("لم يُحوَّل: لا سعر لذلك اليوم", "not converted: no rate for that day"),
    "undated": ("بلا تاريخ", "no date"),
    "own": ("بصوت المنفذ", "own voice"),
    "attributed": ("منقول بلا علامات", "reported speech"),
    "quoted": ("داخل اقتباس", "inside a quotation"),
    "scare": ("بين مزدوجين", "scare quotes"),
    "word": ("كلمة", "word"),
    "words": ("كلمة", "words"),
    "few_words": ("كلمات", "words"),
    "at_word": ("الكلمة", "word"),
    "no_words": ("لا كلمات", "no words"),
    "held": ("في {} من {}", "in {} of {}"),
    "higher": ("المعدّل أعلى", "higher"),
    "lower": ("المعدّل أدنى", "lower"),
}
_BOUNDS_EN = {
    "approx": "about ", "more_than": "more than ", "at_least": "at least ", "less_than": "less than ",
    "at_most": "at most ",
}  # fmt: skip
_VAGUE_EN = {10: "tens", 100: "hundreds", 1000: "thousands", 10_000: "tens of thousands", 100_000: "hundreds of thousands", 1_000_000: "millions"}  # fmt: skip
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_LARGE = (
    (1e12, "تريليون", "tn", "trillion"),
    (1e9, "مليار", "bn", "billion"),
    (1e6, "مليون", "m", "million"),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """The reader a chart is drawn for: language ("ar", "en"), names by id, and the width in pixels.

    ``names`` gives outlets, frames, parties, speakers and cues their names; what it does not know is shown as
    it stands in the table. A width below 600 draws the version for a phone. ``href`` says where a mark leads.
    """

    lang: str = "ar"
    width: int = 1080
    names: Mapping[str, str] = field(default_factory=dict)
    href: str = "#s-{article_id}-{sentence_no}"

    @property
    def rtl(self) -> bool:
        """Whether the sheet is mirrored."""
        return self.lang == "ar"

    @property
    def narrow(self) -> bool:
        """Whether this is the version for a phone."""
        return self.width < 600

    def name(self, key: object) -> str:
        """The name of an id; missing values give an empty string."""
        return "" if missing(key) else self.names.get(str(key), str(key))

    def say(self, label: str) -> str:
        """One of the few labels."""
        return LABELS[label][0 if self.rtl else 1]

    def join(self, *parts: str) -> str:
        """Parts of a label with the comma of the language; empty parts fall out."""
        return ("، " if self.rtl else ", ").join(part for part in parts if part)

    def link(self, row: Any) -> str | None:
        """Where a row's mark leads, or None where the row names no sentence."""
        if missing(getattr(row, "sentence_no", None)) or missing(row.article_id):
            return None
        return self.href.format(article_id=row.article_id, sentence_no=int(row.sentence_no))

    def number(self, value: float) -> str:
        """A number with its thousands grouped, in Latin digits.

        >>> Manner("en").number(7939.0)
        '7,939'
        """
        return format_decimal(value, format="#,##0.##", locale="en")

    def doubtful(self, value: float) -> str:
        """What a number may be instead, where the text leaves open how it is read.

        >>> Manner("en").doubtful(1400.0)
        'may be 1.4'
        """
        return f"{self.say('doubtful')} {other_reading(value)}"

    def length(self, words: int) -> str:
        """A number of words, with the noun in the form the number asks for.

        >>> Manner("en").length(864), Manner("en").length(1)
        ('864 words', '1 word')
        """
        few = 3 <= words % 100 <= 10
        return f"{self.number(words)} {self.say('word' if words == 1 else 'few_words' if few else 'words')}"

    def compact(self, value: float, unit: str = "") -> str:
        """A number for an axis: "100 million" in the language's short form.

        >>> Manner("en").compact(2e8, "USD"), Manner("en").compact(5000.0)
        ('$200m', '5,000')
        """
        sign = _SIGNS.get(unit, "") if not self.rtl else ""
        for size, arabic, english, _ in _LARGE:
            if abs(value) >= size:
                return (
                    f"{self.number(value / size)} {arabic}"
                    if self.rtl
                    else f"{sign}{self.number(value / size)}{english}"
                )
        return f"{sign if value else ''}{self.number(value)}{'%' if unit == 'percent' else ''}"

    def money(self, value: float, unit: str, brief: bool = False) -> str:
        """A sum with its currency; ``brief`` is for converted sums: three digits, the short form.

        A sum that was printed is never rounded: what millions with two decimals cannot say is written out.

        >>> english = Manner("en")
        >>> english.money(1.75e8, "EUR"), english.money(7_939_123, "USD"), english.money(1.98065e8, "USD", brief=True)
        ('€175 million', '$7,939,123', '$198m')
        """
        if brief:
            value = float(f"{value:.3g}")
        number = self.number(value)
        for size, arabic, short, long in _LARGE:
            if abs(value) >= size:
                scaled = value / size
                if brief or abs(scaled * 100 - round(scaled * 100)) < 1e-6:
                    number = self.number(scaled) + (
                        f" {arabic}" if self.rtl else short if brief else f" {long}"
                    )
                break
        if self.rtl:
            return f"{number} {'دولار' if unit == 'USD' else get_currency_name(unit, locale='ar')}"
        sign = _SIGNS.get(unit, "")
        return f"{sign}{number}" if sign else f"{number} {unit}"

    def date(self, day: Any, year: bool = False) -> str:
        """A day and month of the Gregorian calendar; the year where asked."""
        if missing(day):
            return ""
        pattern = "d MMMM" if self.rtl else "d MMM"
        return str(format_date(day, pattern + (" y" if year else ""), locale=self.lang))

    def value(self, row: Any) -> str:
        """A figure as it is printed; in English its number with its bound in words."""
        if self.rtl:
            return str(row.text)
        if row.bound == "vague":
            return _VAGUE_EN.get(int(row.value), "about " + self.number(row.value))
        unit = "" if missing(row.unit) else str(row.unit)
        one = (lambda value: self.money(value, unit)) if is_currency(unit) else self.number
        if row.bound == "range" and not missing(row.value_high):
            return f"{one(row.value)} to {one(row.value_high)}"
        percent = "%" if unit == "percent" else ""
        return _BOUNDS_EN.get(row.bound, "") + one(row.value) + percent

    def word(self, row: Any) -> str:
        """A mention as it is printed; in English the gloss of its lemma where ``names`` has one."""
        return str(row.text) if self.rtl else self.names.get(str(row.lemma), str(row.text))

    def place(self, name: str) -> str:
        """Where: in English a country by its name there, another place by the event's, else as it is written.

        >>> Manner("en").place("كازاخستان")
        'in Kazakhstan'
        """
        if self.rtl:
            return f"في {name}"
        return f"in {self.names.get(name) or _countries().get(name) or name}"

    def source(self, row: Any) -> str:
        """Who said a figure, and the word that reports it."""
        name = self.name(row.speaker_name) or self.name(row.speaker)
        cue = self.name(row.cue)
        if not name:
            return self.say("own_voice") if row.voice == "own" and not cue else cue
        return f"{name} ({cue})" if cue else name


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """English names of countries by their Arabic ones, from the CLDR."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    return {str(name): str(english[code]) for code, name in arabic.items() if code in english}


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, each with the columns as attributes."""
    return list(frame.itertuples(index=False))


def missing(value: Any) -> bool:
    """None, NaN, NaT and NA."""
    return bool(pd.isna(value))


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code, as far as its spelling tells."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def same_day(days: list[Any]) -> datetime.date | None:
    """The one day that most of the days are, or None without any."""
    known = [day for day in days if not missing(day)]
    return max(known, key=lambda day: (known.count(day), day)) if known else None
