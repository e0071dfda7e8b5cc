"""Which figures are said to be parts of another: 225 شخصا بينهم 19 شرطيا, 18 قتيلا: 10 رجال و8 نساء.

Belongs here: the words that make one number a part of the number before it in its sentence.
Does not: what a figure counts (claims.py), whether the parts add up to the whole (comparing/parts.py).

A part is either some of its whole (``among``) or, with its fellows, all of it (``all``). A link is made only where
a word or a colon says so and both count the same kind of thing; everything else is left alone.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import groupby

from riwaya.language.spelling import fold
from riwaya.reading.figures.particles import COMMAS, SUBSETS
from riwaya.reading.records import Figure

_WORD = re.compile(r"\w+|[^\w\s]")
_AMONG = SUBSETS | {
    "وضمنهم",
    "وضمنها",
    "ضمنها",
    "وفيهم",
    "فيها",
    "وفيها",
    "بينهما",
    "منهما",
    "وبينهن",
    "ومنهن",
}
_ALL = frozenset(("هم", "وهم", "هن", "وهن", "هما", "وهما", ":"))
_SHARED_OUT = frozenset(("موزعين", "موزعون", "موزعه", "توزعوا", "يتوزعون", "توزعت", "تتوزع", "مقسمين"))
# What may stand between two parts of one whole, or between the whole and the word that names its parts.
_AND = frozenset(
    ("و", "ايضا", "كذلك", "وكذلك", "اضافه", "فضلا", "عن", "الي", "نحو", "حوالي", "علي", "بالاضافه")
)
_FIRM = frozenset(("الاقل", "ما", "لا", "يقل", "اكثر", "من", "قرابه", "زهاء"))
# Metrics that a noun for people has by itself, where nothing says what became of them.
_BY_NOUN = ("other", "troops", "attackers", "participants")
# Words between a whole and its first part, and of the place that a part may carry: 3 في حلب و5 في إدلب.
REACH, PLACE = 12, 3


def with_parts(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The same figures, in order, each that is a part of another with ``part_of`` and ``part_kind`` set.

    ``text`` is the article's; the figures are in the order of the text. Linear in their number.
    """
    linked: list[Figure] = []
    for _, of_sentence in groupby(figures, key=lambda figure: figure.sentence_no):
        linked += _linked(text, list(of_sentence))
    return linked


def _linked(text: str, figures: list[Figure]) -> list[Figure]:
    out = list(figures[:1])
    for figure in figures[1:]:
        before = out[-1]
        words = _between(text, before, figure)
        kind = _says(words) if words is not None else None
        if kind == "all":
            # What shares a toll out is counted by it, whatever its noun alone would be: 12 قتيلا هم 5 جنود و7 مدنيين.
            figure = _of_metric(figure, before)
        elif before.part_kind == "all" and words is not None and _joins(words):
            figure = _of_metric(figure, before)
        if kind is not None and _same_kind(before, figure) and figure.value <= before.value:
            out.append(dataclasses.replace(figure, part_of=before.start, part_kind=kind))
        elif (
            words is not None and before.part_of is not None and _joins(words) and _same_kind(before, figure)
        ):
            out.append(dataclasses.replace(figure, part_of=before.part_of, part_kind=before.part_kind))
        else:
            out.append(figure)
    return out


def _between(text: str, before: Figure, figure: Figure) -> list[str] | None:
    """The folded words between two figures, without what the first counts; None where they lie far apart."""
    stretch = text[before.end : figure.start]
    if len(stretch) > 12 * REACH:
        return None
    counted = before.counted or ""
    if counted and stretch.lstrip().startswith(counted):
        stretch = stretch.lstrip()[len(counted) :]
    words = [fold(word) for word in _WORD.findall(stretch)]
    return words if len(words) <= REACH else None


def _says(words: Sequence[str]) -> str | None:
    """What the words between a whole and the next number make of it, if they end in a word that names parts."""
    for word in reversed(words):
        if word in _AMONG:
            return "among"
        if word in _ALL or word in _SHARED_OUT:
            return "all"
        if word not in _AND and word not in COMMAS and word not in _FIRM:
            return None
    return None


def _joins(words: Sequence[str]) -> bool:
    """Whether nothing but a conjunction, or a place and a conjunction (في حلب و), stands between two parts."""
    if not words or (words[-1] not in _AND and words[-1] not in COMMAS):
        return False
    rest = [word for word in words if word not in _AND and word not in COMMAS]
    return not rest or (rest[0] in ("في", "ب", "من") and len(rest) <= PLACE)


def _of_metric(figure: Figure, whole: Figure) -> Figure:
    if figure.unit != "person" or whole.unit != "person" or figure.metric not in _BY_NOUN:
        return figure
    return dataclasses.replace(figure, metric=whole.metric)


def _same_kind(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit and one.metric == other.metric
