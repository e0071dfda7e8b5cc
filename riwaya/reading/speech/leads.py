"""Lists under a line that says whose they are: وفقا لتقديرات الاتحاد:, and a percentage a line.

Belongs here: which lines are items, and where the list ends.
Does not: who speaks in the line above them (passages.py), a body printed whole under its issuer (statements.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from riwaya.reading.records import Attribution, Sentence
from riwaya.reading.speech.passages import Passage

LONGEST_PLAIN_ITEM = 16  # words; a longer line without a bullet is a paragraph
_BULLET = re.compile(r"\s*(?:[-–—*•●▪■◦‣·✅]|\(?[0-9٠-٩]{1,2}\s*[-–.)/])")
_NUMBER = re.compile(r"[0-9٠-٩]")
_NAMED_NUMBER = re.compile(r"\s*[^\s:][^:]{0,60}:\s*[0-9٠-٩]")


def is_item(line: str) -> bool:
    """Whether a line is an item of a list: it has a bullet, names what it numbers, or is short and gives a number.

    >>> [is_item(line) for line in ("- فتح المعابر", "2) وقف القصف", "توزر: 90%", "وبعد 73 يوما عاد")]
    [True, True, True, False]
    """
    if _BULLET.match(line) or _NAMED_NUMBER.match(line):
        return True
    words = line.split()
    plain = 0 < len(words) <= LONGEST_PLAIN_ITEM and not words[0].startswith("و")
    return plain and _NUMBER.search(line) is not None


def lists_under(
    text: str, spoken: Sequence[Sentence], passages: Iterable[Passage]
) -> Iterator[tuple[int, int, Attribution]]:
    """Each list under a line that ends in a colon and credits a source: its span, and whose it is."""
    lines = _lines(text, spoken)
    ends = {end: at for at, (_, end) in enumerate(lines)}
    reached = 0
    for passage in passages:
        if passage.start < reached:
            continue  # an item that leads on to items of its own is part of the list around it
        at = ends.get(passage.end)
        whose = passage.lead() if at is not None else None
        if at is None or whose is None:
            continue
        last = at + 1
        while last < len(lines) and is_item(text[lines[last][0] : lines[last][1]]):
            last += 1
        if last > at + 1:
            reached = lines[last - 1][1]
            yield lines[at + 1][0], reached, whose


def _lines(text: str, spoken: Sequence[Sentence]) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    for sentence in spoken:
        if lines and "\n" not in text[lines[-1][1] : sentence.start]:
            lines[-1] = (lines[-1][0], sentence.end)
        else:
            lines.append((sentence.start, sentence.end))
    return lines
