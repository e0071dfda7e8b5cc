"""The tokens of an Arabic text, and what a word is as a number word.

Belongs here: cutting a text at words, digit runs and signs; number words with their proclitics taken off.
Does not: how words and digits add up (numerals/), what makes a date (dates.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from riwaya.language.spelling import INVISIBLE, LETTERS, MARKS, TATWEEL, fold

DIGITS = "0-9٠-٩۰-۹"
# A run of digits with the signs that may stand inside one number; what they mean is read_digits' business.
_DIGIT_RUN = (
    rf"(?:٫|(?:^|(?<=[($€£-]))\.)?[{DIGITS}]+(?:[{INVISIBLE}]*[.,٫٬،'’][{INVISIBLE}]*[{DIGITS}]+)*"
    rf"(?:[eE][+-]?[{DIGITS}]+)?(?:\^[+-]?[{DIGITS}]+(?:[.,٫][{DIGITS}]+)?)?"
)
_TOKEN = re.compile(
    rf"({_DIGIT_RUN})"
    rf"|([{LETTERS}{MARKS}{TATWEEL}]+)"
    r"|([^\W\d_]+)"
    r"|([\n\r\u2028\u2029]+)"
    rf"|((?:[^\w\s{INVISIBLE}]|_)+)",
    re.MULTILINE,
)
_KINDS = " dwlns"  # by the group that matched
_LONGEST_WORD = 24  # no numeral with its clitics is longer


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word of data/numerals.toml; what role and needs may be is said at the head of that file."""

    id: str
    value: float
    role: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    needs: str | None = None
    unlike: tuple[str, ...] = ()  # words that look like a form with a proclitic, and are not

    def check(self) -> str | None:
        roles = "unit ten tens hundred hundreds magnitude dual plural vague fraction fractions zero dozen"
        if self.role not in roles.split():
            return f"role {self.role!r} is not one of: {roles}. Choose one."
        if self.needs not in (None, "number", "tail", "bare", "noun", "damma"):
            return f"needs {self.needs!r} is not one of: number tail bare noun damma. Choose one."
        return None if self.examples else "examples is empty. Add a sentence it must be found in."


@dataclass(frozen=True, slots=True)
class Reading:
    """A token read as a number word: its entries, and the clitics that stand before it."""

    entries: tuple[NumberWord, ...]
    conjunction: bool
    article: bool
    skip: int  # code points of the token that stand before the number's own span
    proclitic: bool = False  # a preposition is among what was skipped


@dataclass(slots=True)
class Token:
    """A stretch of a text without white space; kind: d digits, w Arabic word, l other word, s signs, n line end."""

    kind: str
    start: int
    end: int
    text: str
    key: str = ""  # the word folded; "" for what is no word
    reading: Reading | None = None


@dataclass(slots=True)
class Vocabulary:
    """The number words by folded form; remembers every token it has read."""

    words: dict[str, tuple[NumberWord, ...]]
    unlike: frozenset[str] = frozenset()
    known_words: dict[str, tuple[str, Reading | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: list[NumberWord]) -> Vocabulary:
        words: dict[str, tuple[NumberWord, ...]] = {}
        for entry in entries:
            for form in dict.fromkeys(map(fold, entry.forms)):
                words[form] = (*words.get(form, ()), entry)
        unlike = {fold(word) for entry in entries for word in entry.unlike}
        return cls(words, frozenset(unlike))

    def know(self, token: str) -> tuple[str, Reading | None]:
        """A token folded, and what it is as a number word, clitics taken off; None when it is none."""
        if len(token) > _LONGEST_WORD:
            return fold(token) if len(token) < 200 else "", None
        if len(self.known_words) > 500_000:
            self.known_words.clear()
        made = self.known_words[token] = (fold(token), self._analyse(token))
        return made

    def _analyse(self, token: str) -> Reading | None:
        folded = fold(token)
        if folded in self.unlike:
            return None
        hamza_second = token[:1] in "وف" and token[1:2] in "أإآ"  # وأحد is و and أحد, though it folds to واحد
        for conjunction in ("", "و", "ف"):
            if not folded.startswith(conjunction) or (hamza_second and not conjunction):
                continue
            rest = folded[len(conjunction) :]
            for clitic, cut in (
                ("", 0),
                ("ال", 0),
                ("ب", 1),
                ("ل", 1),
                ("ك", 1),
                ("بال", 1),
                ("كال", 1),
                ("لل", 2),
            ):
                entries = self.words.get(rest[len(clitic) :]) if rest.startswith(clitic) else None
                skipped = len(conjunction) + cut
                if entries and not (entries[0].needs == "bare" and skipped):
                    article = clitic.endswith("ال") or clitic == "لل"
                    length = _raw_length(token, skipped)
                    return Reading(
                        entries, conjunction == "و", article, length, bool(cut) or conjunction == "ف"
                    )
        return None


def _raw_length(token: str, letters: int) -> int:
    """How many code points of a token its first letters take, with the marks that sit on them."""
    position = 0
    for _ in range(letters):
        position += 1
        while position < len(token) and not fold(token[position]):
            position += 1
    return position


def tokenize(text: str, vocabulary: Vocabulary | None = None) -> list[Token]:
    """The tokens of a text in order; Arabic words carry their reading as number words.

    >>> [token.text for token in tokenize("قتل 1,400 شخص، و5 جرحى")]
    ['قتل', '1,400', 'شخص', '،', 'و', '5', 'جرحى']
    """
    tokens: list[Token] = []
    words = vocabulary.known_words if vocabulary else {}
    for match in _TOKEN.finditer(text):
        kind = _KINDS[match.lastindex or 0]
        raw = match.group()
        if kind != "w":
            tokens.append(Token(kind, match.start(), match.end(), raw, fold(raw) if kind == "l" else ""))
            continue
        known = words.get(raw)
        if known is None:
            known = vocabulary.know(raw) if vocabulary else (fold(raw), None)
        tokens.append(Token("w", match.start(), match.end(), raw, known[0], known[1]))
    return tokens
