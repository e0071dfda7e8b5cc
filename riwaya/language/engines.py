"""Which words of a text are worth a look: two engines, the same answer.

Belongs here: tokens, cutting a text into them, remembering what is known of one, the two engines and their choice.
Does not: what a token can be (forms.py), what is made of those that matter (inflection.py).

An engine is given a function that tells of a raw token what is known of it (None of most), and ``find(text)``
gives start, end and that knowledge of every token of which something is known, in order.

    python   The text is cut at blanks, and what stands between two blanks is looked up in a memory: news repeats
             its words, and a dictionary answers faster than any pattern. Needs nothing.
    rust     ahocorasick-rs (the extra ``fast``) looks for anchors: the spellings of the stems that are looked for,
             and the marks that may stand inside a word. Only what holds one is looked up, in the same way. Every
             token of which something is known holds an anchor, so nothing is lost.

The engine of a lexicon is ``auto`` (rust where it is installed, else python) or one of these names.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from riwaya.language import spelling
from riwaya.language.forms import MEMO_SIZE
from riwaya.language.knowledge import KnowledgeError
from riwaya.language.memo import Memo

ENGINES = ("python", "rust")
VARIABLE = "RIWAYA_ENGINE"

# Scripts named one by one: this one class runs twice as fast as "[^\W\d_] or a mark".
_SCRIPTS = r"A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u05ff"
_LETTER = f"{spelling.LETTERS}{spelling.MARKS}{spelling.TATWEEL}{_SCRIPTS}"
TOKEN = re.compile(rf"[{_LETTER}]+|\d+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INSIDE = re.compile(rf"(?<=[{_LETTER}])(?=[{_LETTER}])|(?<=\d)(?=\d)")

Known = TypeVar("Known")
Tell = Callable[[str], Known | None]


class Engine(Protocol[Known]):
    """Finds the tokens of which something is known."""

    def find(self, text: str) -> list[tuple[int, int, Known]]: ...


def chosen(engine: str | None = None) -> str:
    """The name of the engine that runs: the one asked for, else that of RIWAYA_ENGINE, else ``auto``.

    Raises KnowledgeError for an unknown name, and for rust where ahocorasick-rs is not installed.
    """
    asked = engine or os.environ.get(VARIABLE) or "auto"
    if asked not in ("auto", *ENGINES):
        raise KnowledgeError(f"{asked} is not an engine. Write auto, {' or '.join(ENGINES)}.")
    installed = importlib.util.find_spec("ahocorasick_rs") is not None
    if asked == "rust" and not installed:
        raise KnowledgeError(
            "The engine rust needs ahocorasick-rs. Install it with: pip install 'riwaya[fast]'."
        )
    return ("rust" if installed else "python") if asked == "auto" else asked


def make_engine(name: str, tell: Tell[Known], stems: Iterable[str]) -> Engine[Known]:
    """An engine by its name (``chosen`` gives one).

    ``stems``: folded; every token of which something is known has one of them in it.
    """
    return AnchoredEngine(tell, stems) if name == "rust" else PlainEngine(tell)


def cuts_a_token(text: str, position: int) -> bool:
    """Whether a position stands inside a token."""
    return _INSIDE.match(text, position) is not None


class PlainEngine(Generic[Known]):
    """The engine in Python alone."""

    def __init__(self, tell: Tell[Known]) -> None:
        self._pieces = _remembered(tell)

    def find(self, text: str) -> list[tuple[int, int, Known]]:
        pieces = text.split(" ")
        known = list(map(self._pieces.__getitem__, pieces))
        out: list[tuple[int, int, Known]] = []
        between_blanks = f" {text} "
        seen = 0
        # Pieces of which something is known are few, and stand in their order: each is sought after the one before.
        for piece, tokens in zip(itertools.compress(pieces, known), filter(None, known), strict=True):
            offset = between_blanks.find(f" {piece} ", seen)
            seen = offset + len(piece) + 1
            for first, last, told in tokens:
                out.append((offset + first, offset + last, told))
        return out


class AnchoredEngine(Generic[Known]):
    """The engine on ahocorasick-rs."""

    def __init__(self, tell: Tell[Known], stems: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self._pieces = _remembered(tell)
        self._anchors = AhoCorasick(anchors(stems), implementation=Implementation.DFA)

    def find(self, text: str) -> list[tuple[int, int, Known]]:
        try:
            matches = self._anchors.find_matches_as_indexes(text)
        except UnicodeEncodeError:  # a lone surrogate is no text to the library, and no part of a token
            matches = self._anchors.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text))
        pieces = self._pieces
        out: list[tuple[int, int, Known]] = []
        seen = 0
        for _, start, end in matches:
            if start < seen:
                continue
            offset = text.rfind(" ", seen, start) + 1 or seen
            seen = text.find(" ", end)
            if seen < 0:
                seen = len(text)
            for first, last, told in pieces[text[offset:seen]]:
                out.append((offset + first, offset + last, told))
        return out


def _remembered(tell: Tell[Known]) -> Memo[str, tuple[tuple[int, int, Known], ...]]:
    return Memo(lambda piece: tuple(_known_of(piece, tell)), MEMO_SIZE)


def _known_of(piece: str, tell: Tell[Known]) -> Iterator[tuple[int, int, Known]]:
    for match in TOKEN.finditer(piece):
        known = tell(match[0])
        if known is not None:
            yield match.start(), match.end(), known


# Every letter that is folded into another, by that other: of ا also أ, إ, آ.
_SPELLINGS: dict[str, str] = {}
for _letter in map(chr, range(0x600, 0x700)):
    _folded = spelling.fold(_letter)
    _SPELLINGS[_folded] = _SPELLINGS.get(_folded, "") + _letter


def anchors(stems: Iterable[str]) -> list[str]:
    """Strings of which every token that folds to something with one of the stems in it has at least one.

    >>> "ذئب" in anchors(["ذئب", "ذئبان"]), "ذئبان" in anchors(["ذئب", "ذئبان"])
    (True, False)
    """
    stems = sorted(set(stems), key=len)
    letters = sorted({form for letter in set("".join(stems)) for form in _SPELLINGS.get(letter, letter)})
    # A mark or a lengthening hides a stem only where a letter follows it.
    out = ["".join(pair) for pair in itertools.product(_SPELLINGS[""], letters)]
    shortest: list[str] = []
    for stem in stems:
        # A stem with a shorter one in it is found by that one.
        if not any(other in stem for other in shortest):
            shortest.append(stem)
            out += map("".join, itertools.product(*(_SPELLINGS.get(letter, letter) for letter in stem)))
    return out
