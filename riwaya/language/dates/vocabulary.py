"""What data/dates.toml knows: months, weekdays, days in words.

Belongs here: the records of that file, reading it.
Does not: what they mean in a text (worded.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from riwaya.language import knowledge
from riwaya.language.spelling import fold


@dataclass(frozen=True, slots=True)
class Month:
    """A month of data/dates.toml."""

    id: str
    month: int
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    calendar: str = "gregorian"
    support: bool = False

    def check(self) -> str | None:
        return None if 1 <= self.month <= 12 else "month must be 1 to 12. Mend it."


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday of data/dates.toml; 0 is Monday."""

    id: str
    weekday: int
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def check(self) -> str | None:
        return None if 0 <= self.weekday <= 6 else "weekday must be 0 (Monday) to 6. Mend it."


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A day of the month in words, of data/dates.toml."""

    id: str
    value: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """Single words the grammar of dates asks about, of data/dates.toml."""

    id: str
    note: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class DateKnowledge:
    """Everything data/dates.toml says, by folded form."""

    months: dict[tuple[str, ...], Month]
    weekdays: dict[str, int]
    ordinals: dict[str, int]
    words: dict[str, frozenset[str]]

    @classmethod
    def of(
        cls, months: list[Month], weekdays: list[Weekday], ordinals: list[Ordinal], lists: list[WordList]
    ) -> DateKnowledge:
        """The entries of the file's four tables, by their folded forms."""
        return cls(
            {tuple(map(fold, form.split())): month for month in months for form in month.forms},
            {fold(form): day.weekday for day in weekdays for form in day.forms},
            {fold(form): day.value for day in ordinals for form in day.forms},
            {entry.id: frozenset(map(fold, entry.words)) for entry in lists},
        )

    @cached_property
    def month_heads(self) -> frozenset[str]:
        return frozenset(keys[0] for keys in self.months)

    @cached_property
    def openers(self) -> frozenset[str]:
        """Every word a date may begin to be seen at, with the proclitics it may carry."""
        heads = {*self.month_heads, *self.weekdays, *self.ordinals, *self.words["clock"]}
        clitics = {clitic + head for head in heads for clitic in "وفبل"}
        return frozenset(heads | clitics | {"لل" + head[2:] for head in heads if head.startswith("ال")})


def load_dates(path: Path) -> DateKnowledge:
    """Reads data/dates.toml; KnowledgeError says what to mend."""
    return DateKnowledge.of(
        knowledge.load(path, "month", Month),
        knowledge.load(path, "weekday", Weekday),
        knowledge.load(path, "ordinal", Ordinal),
        knowledge.load(path, "words", WordList),
    )
