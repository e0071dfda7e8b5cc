"""The words after and before a place of a text, with what is known of each.

Belongs here: walking from word to word, in either direction, without cutting the whole text.
Does not: what is known of a word (forms.py), what must stand near another (company.py).

A piece (what stands between two blanks) is cut into words once and remembered, as in engines.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from riwaya.language.engines import TOKEN, cuts_a_token
from riwaya.language.forms import MEMO_SIZE, Reader, Readings
from riwaya.language.memo import LONGEST, Memo

# Backwards through a text without blanks: no farther than some twenty words.
_FAR = 480


class Word(NamedTuple):
    """A word at its place in the text; ``readings`` are those of the reader that was asked, None of most words."""

    start: int
    end: int
    text: str
    readings: Readings | None


class Neighbours:
    """The words around places, as a reader knows them."""

    def __init__(self, reader: Reader) -> None:
        self._read = reader.memo
        self._pieces: Memo[str, tuple[Word, ...]] = Memo(self._cut, MEMO_SIZE)

    def _cut(self, piece: str) -> tuple[Word, ...]:
        return tuple(Word(*match.span(), match[0], self._read[match[0]]) for match in TOKEN.finditer(piece))

    def first_after(self, text: str, start: int, end: int) -> tuple[int, Word] | None:
        """The first word of ``text[start:end]``, and where the offsets of that word are counted from."""
        begin = start + 1 if text[start : start + 1] == " " else start
        stop = text.find(" ", begin, begin + LONGEST)
        if begin < stop <= end:
            words = self._pieces[text[begin:stop]]
            if words:
                return begin, words[0]
        word = next(self.after(text, start, end), None)
        return None if word is None else (0, word)

    def last_before(self, text: str, start: int, end: int) -> tuple[int, Word] | None:
        """The last word of ``text[start:end]``, and where the offsets of that word are counted from."""
        stop = end - 1 if text[end - 1 : end] == " " else end
        begin = text.rfind(" ", max(start, stop - LONGEST), stop) + 1
        if start < begin < stop:
            words = self._pieces[text[begin:stop]]
            if words:
                return begin, words[-1]
        word = next(self.before(text, start, end), None)
        return None if word is None else (0, word)

    def after(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words of ``text[start:end]`` in order."""
        while start < end:
            stop = text.find(" ", start, start + LONGEST)
            if stop < 0 or stop > end:
                if end - start > LONGEST:
                    break
                stop = end
            for word in self._pieces[text[start:stop]] if stop > start else ():
                yield Word(start + word.start, start + word.end, word.text, word.readings)
            start = stop + 1
        for match in TOKEN.finditer(text, start, end):
            yield Word(*match.span(), match[0], self._read[match[0]])

    def before(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words of ``text[start:end]`` from the last to the first."""
        while start < end:
            begin = text.rfind(" ", max(start, end - LONGEST), end) + 1
            if not begin:
                if end - start > LONGEST:
                    break
                begin = start
            for word in reversed(self._pieces[text[begin:end]]) if begin < end else ():
                yield Word(begin + word.start, begin + word.end, word.text, word.readings)
            end = begin - 1
        start = max(start, end - _FAR)
        for match in reversed(list(TOKEN.finditer(text, start, end)) if start < end else ()):
            if match.start() > start or not cuts_a_token(text, start):
                yield Word(*match.span(), match[0], self._read[match[0]])
