"""Which words of a text are worth a look: two engines, the same answer.

Belongs here: tokens, cutting a text into them, remembering what is known of one, the two engines and their choice.
Does not: what a token can be (forms.py), what is made of those that matter (inflection.py).

An engine is given a function that tells of a raw token what is known of it (None of most), and ``find(text)``
gives start, end and that knowledge of every token of which something is known, in order.

    python   The text is cut at blanks, and what stands between two blanks is looked up in a memory: news repeats
             its words, and a dictionary answers faster than any pattern. Needs nothing.
    rust     ahocorasick-rs (the extra ``fast``) looks for anchors in the UTF-8 bytes: the spellings of the stems
             that are looked for, and the marks that may stand inside a word. Only what holds one is looked up, in
             the same way. Every token of which something is known holds an anchor, so nothing is lost.

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
        self._pieces: Memo[str, tuple[tuple[int, int, Known], ...]] = Memo(
            lambda piece: tuple(_known_of(piece, tell)), MEMO_SIZE
        )

    def find(self, text: str) -> list[tuple[int, int, Known]]:
        pieces = text.split(" ")
        known = list(map(self._pieces.__getitem__, pieces))
        ends = itertools.accumulate(map(len, pieces))
        # Blanks are as many as the pieces before them.
        numbered = zip(itertools.count(), pieces, ends, known, strict=False)
        out: list[tuple[int, int, Known]] = []
        for blanks, piece, end, tokens in itertools.compress(numbered, known):
            offset = end - len(piece) + blanks
            out += [(offset + first, offset + last, told) for first, last, told in tokens]
        return out


class AnchoredEngine(Generic[Known]):
    """The engine on ahocorasick-rs."""

    def __init__(self, tell: Tell[Known], stems: Iterable[str]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._pieces: Memo[bytes, tuple[tuple[int, int, Known], ...]] = Memo(
            lambda piece: tuple(_known_of(_decoded(piece), tell)), MEMO_SIZE
        )
        spellings = [_encoded(anchor) for anchor in anchors(stems)]
        self._anchors = BytesAhoCorasick(spellings, implementation=Implementation.DFA)

    def find(self, text: str) -> list[tuple[int, int, Known]]:
        data = _encoded(text)
        pieces = self._pieces
        out: list[tuple[int, int, Known]] = []
        seen = offset = counted = 0
        for _, start, end in self._anchors.find_matches_as_indexes(data):
            if start < seen:
                continue
            begin = data.rfind(b" ", seen, start) + 1 or seen
            seen = data.find(b" ", end)
            if seen < 0:
                seen = len(data)
            tokens = pieces[data[begin:seen]]
            if tokens:
                offset += len(_decoded(data[counted:begin]))
                counted = begin
                out += [(offset + first, offset + last, told) for first, last, told in tokens]
        return out


def _known_of(piece: str, tell: Tell[Known]) -> Iterator[tuple[int, int, Known]]:
    for match in TOKEN.finditer(piece):
        known = tell(match[0])
        if known is not None:
            yield match.start(), match.end(), known


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


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
    out = list(_SPELLINGS[""])  # the marks, and the lengthening
    shortest: list[str] = []
    for stem in sorted(set(stems), key=len):
        # A stem with a shorter one in it is found by that one.
        if not any(other in stem for other in shortest):
            shortest.append(stem)
            out += map("".join, itertools.product(*(_SPELLINGS.get(letter, letter) for letter in stem)))
    return out
