"""Arabic spelling: folding variants of one word together, and cutting a text into words.

Belongs here: letters, marks, digits as they are typed.
Does not: what a word means or how it inflects (inflection.py), numbers (numerals.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Tanwin, short vowels, shadda, sukun, superscript alef, Quranic marks, and the bidi controls that pages leave behind.
MARKS = "\u064b-\u065f\u0670\u06d6-\u06ed"
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c"
TATWEEL = "\u0640"
LETTERS = "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff"

_DROPPED = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}]")
_FOLDED = str.maketrans("أإآٱىیيةک", "اااايييهك")
# A word is a run of letters of any script with the marks that sit on them; digits make words of their own.
_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}{TATWEEL}])+(?:['’](?=[A-Za-z])[^\W\d_]+)?|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; ``full_text[start:end] == text``."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """A token with spelling variants folded: marks and tatweel dropped, alefs, final yaa and taa marbuta unified.

    >>> fold("إرهابيّةً") == fold("ارهابيه")
    True
    >>> fold("الكازاخى") == fold("الكازاخي")
    True
    """
    return _DROPPED.sub("", token).translate(_FOLDED)


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of ``text[start:end]`` in order, offsets into the whole text.

    >>> [word.text for word in words("قُتل 164 شخصاً.")] == ["قُتل", "164", "شخصاً"]
    True
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(match.start(), match.end(), match.group())


def count_words(text: str) -> int:
    """How many words a text has: runs between white space that hold a letter or a digit.

    >>> count_words("TRT عربي - وكالات")
    3
    """
    return sum(1 for run in text.split() if run[0].isalnum() or any(character.isalnum() for character in run))
