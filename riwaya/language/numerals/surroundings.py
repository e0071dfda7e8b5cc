"""What stands around a number in the tokens of one text.

Belongs here: the neighbours of a number, seen past its clitics.
Does not: what they mean (expressions.py, lookalikes.py).
"""

from __future__ import annotations

from riwaya.language.numerals.numbers import NumberReader
from riwaya.language.numerals.phrases import NumeralKnowledge
from riwaya.language.numerals.sums import Number
from riwaya.language.spelling import TATWEEL
from riwaya.language.tokens import Token

DASHES = ("-", "–", "—", "−")


class Surroundings:
    """The tokens of one text, and questions about the neighbours of a number among them."""

    def __init__(self, text: str, tokens: list[Token], known: NumeralKnowledge, reader: NumberReader) -> None:
        self.text = text
        self.tokens = tokens
        self.known = known
        self.reader = reader

    def token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def glued(self, left: int, right: int) -> bool:
        """Whether two neighbouring tokens touch."""
        return left >= 0 and right < len(self.tokens) and self.tokens[left].end == self.tokens[right].start

    def sign(self, index: int) -> str:
        token = self.token(index)
        if token is not None and token.kind == "w" and token.text == TATWEEL:  # 10 ـ 15: drawn for a dash
            return "-"
        return token.text if token is not None and token.kind == "s" else ""

    def key(self, index: int) -> str:
        token = self.token(index)
        return token.key if token is not None and token.kind == "w" else ""

    def before(self, number: Number) -> tuple[int, bool, bool]:
        """The token before a number and its clitics; whether a conjunction or preposition parts them; the article."""
        index = number.first - 1
        token = self.tokens[number.first]
        if token.reading is not None and token.kind == "w":
            parted = token.reading.proclitic or number.conjunction
            return (index - (number.conjunction and not token.reading.conjunction)), parted, number.article
        key = self.key(index)
        if (
            key in ("ال", "وال", "بال", "لل", "كال", "فال")
            and (self.glued(index, index + 1) or self._is_drawn_to(index))
            and not self.is_il(index)
        ):
            return index - 1, key != "ال", True
        if key in ("و", "ف", "ب", "ل", "ك", "ول", "وب", "فب", "فل") and (
            key == "و" or self.glued(index, index + 1)
        ):
            return index - 1, True, False
        return index, False, number.article

    def _is_drawn_to(self, index: int) -> bool:
        """الـ 15: the tatweel says that the article belongs to the digits, whatever the blank says."""
        return self.tokens[index].text.endswith(TATWEEL) and self.touches(index, index + 1)

    def is_il(self, index: int) -> bool:
        """إل in إل-76 folds to the article; its hamza tells it."""
        return self.tokens[index].text.startswith("إ")

    def touches(self, left: int, right: int) -> bool:
        """Whether only white space stands between two tokens; signs and line ends are tokens themselves."""
        return right < len(self.tokens) and self.tokens[right].start - self.tokens[left].end <= 3

    def is_ratio(self, index: int) -> bool:
        """واحد من مئة at the end of what is said: with a noun after it, it is one of a hundred men."""
        second = self.reader.read(index + 1)
        return second is not None and self.ends(second.last + 1)

    def ends(self, index: int) -> bool:
        """Whether what is said ends before a token: at a sign, a line end or the end of the text."""
        following = self.token(index)
        return following is None or following.kind in "sn"

    def of_every(self, index: int) -> int:
        """The token after من كل or من بين كل at a token, else 0."""
        if self.key(index) != "من":
            return 0
        index += 2 if self.key(index + 1) == "بين" else 1
        return index + 1 if self.key(index) == "كل" else 0

    def is_one_part(self, number: Number) -> bool:
        """جزء من مئة, جزء من الألف من الثانية: a part so small, and no part of a hundred men."""
        first, after = number.first, number.last + 1
        named = self.key(first - 2) in self.known.words["part"] and self.key(first - 1) == "من"
        if not named or number.value < 2 or number.vague:
            return False
        if number.article:
            return number.value in (1e2, 1e3, 1e6, 1e9, 1e12)
        return self.ends(after) or self.key(after) == "من" or self.reader.definite_noun_at(after)

    def is_written_fraction(self, number: Number) -> bool:
        denominator = self.reader.read(number.first + 2)
        return (
            denominator is not None
            and denominator.value > 0
            and (number.value < denominator.value <= 10 or self.reader.style.bare)
        )
