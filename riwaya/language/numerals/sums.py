"""How the parts of one number add up: groups under magnitudes, teens, hundreds, fractions.

Belongs here: the arithmetic of number words.
Does not: reading the parts from a text (numbers.py).

The grammar follows W. Wright, A Grammar of the Arabic Language, I, §§ 319-337: units come before tens
("خمسة وعشرون"), teens are two words without a conjunction, hundreds and magnitudes multiply what stands
before them and add what follows after "و".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from riwaya.language.tokens import NumberWord, Reading, Token


class Neighbours(Protocol):
    """What a sum asks about the words after a part."""

    def reading_at(self, index: int) -> Reading | None: ...

    def definite_noun_at(self, index: int) -> bool: ...


@dataclass(slots=True)
class Number:
    """A number read from tokens first to last (inclusive); start and end are its span in the text."""

    start: int
    end: int
    first: int
    last: int
    value: float
    vague: bool = False
    scale: float = 1.0  # the one magnitude it was multiplied by: 4 ملايين has 1e6
    plain_digits: bool = False
    article: bool = False
    conjunction: bool = False
    doubtful: bool = False  # 1.400: thousands or decimals


@dataclass(slots=True)
class Atom:
    role: str
    value: float
    first: int
    token: int  # its last
    next: int
    start: int
    conjunction: bool
    article: bool
    entry: NumberWord | None = None
    unit: float = 0.0  # of a fraction: the magnitude it is part of (نصف مليون)
    proclitic: bool = False  # ب ل ك before it: it cannot continue a number (20 بالمئة)
    doubtful: bool = False


class Sum:
    """The running sum of one number: closed groups with their magnitudes, and the open group under them."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.group_digits = False
        self.magnitude = float("inf")  # of the last closed group
        self.closed_value = 0.0  # of the last closed group
        self.scale = 1.0
        self.groups = 0
        self.finished = False
        self.previous: Atom | None = None
        self.first: Atom | None = None
        self.safe: tuple[float, Atom] | None = None  # value and last atom before the open group
        self.doubtful = False

    def add(self, atom: Atom, reader: Neighbours) -> bool:
        """Takes an atom into the sum; False when it does not belong to this number."""
        if self.finished or (atom.proclitic and self.first is not None):
            return False
        if self.first is None:
            self.first = atom
            conjunction = False
        else:
            conjunction = atom.conjunction
        taken = self._dispatch(atom, conjunction, reader)
        if taken:
            self.previous = atom
            self.doubtful = self.doubtful or atom.doubtful
        return taken

    def _dispatch(self, atom: Atom, conjunction: bool, reader: Neighbours) -> bool:
        if atom.role in ("magnitude", "plural", "dual"):
            return self._magnitude(atom, conjunction)
        if atom.role == "fraction":
            return self._fraction(atom, conjunction, reader)
        if atom.role == "fractions":
            return self._multiply(atom) if self.group is not None and not conjunction else False
        if atom.role in ("hundred", "vague") and self.group is not None and not conjunction:
            if atom.value != 100 or not (self.group < 100 or self.group_digits):
                return False
            self.group, self.group_digits = self.group * 100, False
            return True
        if atom.role == "dozen":
            if self.group is not None:
                return self._extend(atom, True) if conjunction else self._multiply(atom)
            return self._open(atom, conjunction, reader)
        if atom.role == "vague":
            return False
        return (
            self._open(atom, conjunction, reader) if self.group is None else self._extend(atom, conjunction)
        )

    def _multiply(self, atom: Atom) -> bool:
        assert self.group is not None
        self.group, self.finished = self.group * atom.value, True
        return True

    def _open(self, atom: Atom, conjunction: bool, reader: Neighbours) -> bool:
        value = atom.value
        if self.previous is not None:
            if value >= self.magnitude or value != int(value):
                return False
            if not conjunction and not (self._juxtaposed_group(atom, reader)):
                return False
            self.safe = (self.total, self.previous)
        self.group, self.group_digits = value, atom.role == "digits"
        return True

    def _juxtaposed_group(self, atom: Atom, reader: Neighbours) -> bool:
        """٤ آلاف ٣ مائة: without a conjunction only digits that a hundred or magnitude follows."""
        following = reader.reading_at(atom.next)
        return (
            atom.role == "digits"
            and following is not None
            and following.entries[0].role in ("hundred", "magnitude")
        )

    def _extend(self, atom: Atom, conjunction: bool) -> bool:
        assert self.group is not None
        group, rest = self.group, self.group % 100
        if not conjunction:
            if (
                atom.article and group < 1 and self.previous and self.previous.role == "fraction"
            ):  # خمس العشرين
                self.group, self.finished = group * atom.value, True
                return True
            teen = (
                atom.role == "ten"
                and 1 <= rest <= 9
                and self.previous is not None
                and self.previous.role == "unit"
            )
            self.group = group + 10 if teen else group
            return teen
        if self.group_digits or group != int(group):
            return False
        if (rest == 0 and group and atom.value < 100 and atom.role != "zero") or (
            atom.role == "tens" and 1 <= rest <= 9
        ):
            if atom.value != int(atom.value):
                return False
            self.group = group + atom.value
            return True
        return False

    def _magnitude(self, atom: Atom, conjunction: bool) -> bool:
        dual = atom.role == "dual"
        unit = atom.value / 2 if dual else atom.value
        if self.group is not None:
            if conjunction or dual or unit >= self.magnitude:
                return False
            self._close(self.group * unit, unit)
            return True
        if self.previous is None:
            self._close(atom.value, unit)
            return True
        if not conjunction:
            if dual or unit <= self.magnitude or self.groups != 1 or atom.role == "plural":
                return False
            self.total *= unit
            self.closed_value, self.magnitude, self.scale = self.total, unit, self.scale * unit
            self.groups = 2
            return True
        if unit >= self.magnitude or atom.role == "plural":
            return False
        self._close(atom.value, unit)
        return True

    def _close(self, value: float, unit: float) -> None:
        self.total += value
        self.closed_value, self.magnitude, self.group = value, unit, None
        self.groups += 1
        self.scale = unit if self.groups == 1 else 1.0

    def _fraction(self, atom: Atom, conjunction: bool, reader: Neighbours) -> bool:
        if self.previous is None:
            if atom.unit:
                self._close(atom.value * atom.unit, atom.unit)
            else:
                self.group = atom.value
            return True
        if atom.article:
            return False
        if not conjunction:
            if self.group is None or atom.unit:
                return False
            if self.previous.role == "fraction":  # خمس خمس العشرين
                self.group *= atom.value
                return True
            return self._multiply(atom) if atom.value < 0.5 else False
        if not atom.unit and reader.definite_noun_at(atom.next):  # 20 قتيلا ونصف المدينة
            return False
        if self.group is None:
            if atom.unit not in (0.0, self.magnitude):
                return False
            self.total += atom.value * self.magnitude
            self.finished, self.scale = True, 1.0
        elif atom.unit:
            return False if self.total else self._mixed(atom)
        else:
            self.group += atom.value
        return True

    def _mixed(self, atom: Atom) -> bool:
        """خمسة ونصف مليون: the magnitude multiplies both."""
        self._close(((self.group or 0.0) + atom.value) * atom.unit, atom.unit)
        self.finished = True
        return True

    def roll_back(self, failed: Atom) -> Atom | None:
        """20 ألف و300 ألف are two numbers: the open group belongs to the magnitude that did not fit."""
        fits = failed.conjunction or failed.role not in (
            "magnitude",
            "plural",
            "dual",
            "hundred",
            "fractions",
        )
        if fits or self.safe is None or self.group is None:
            return None
        self.total, last = self.safe
        self.group = None
        return last

    def number(self, tokens: list[Token], last: Atom) -> Number:
        assert self.first is not None
        value = self.total + (self.group or 0.0)
        first = self.first
        plain = first is last and first.role == "digits"
        return Number(
            first.start,
            tokens[last.token].end,
            first.first,
            last.token,
            value,
            False,
            self.scale if self.groups == 1 and self.group is None else 1.0,
            plain,
            first.article,
            first.conjunction,
            self.doubtful,
        )
