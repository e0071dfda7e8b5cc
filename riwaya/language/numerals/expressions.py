"""A number with what belongs to it: bound words, the other end of a range, a percent sign, a minus.

Belongs here: the span, values and bound of one numeral expression.
Does not: numbers that count nothing (lookalikes.py), currencies and counted nouns (riwaya.reading.figures).
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.language.numerals.phrases import BoundPhrase
from riwaya.language.numerals.sums import Number
from riwaya.language.numerals.surroundings import DASHES, Surroundings


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral expression; ``text[start:end]`` is ``.text``, bound words and percent sign included.

    ``value_high`` is the upper end of a range, else None. ``percent`` is True where the span ends in a percent
    sign or words: the value is then in per cent (10.8 for "10,8 %"); so is a share like "6 من كل 10", whose value
    is 60. ``doubtful`` is True where the text does not say whether 1.400 is a thousand and four hundred or one and
    four tenths; ``value`` is then the former.
    """

    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    bound: str
    percent: bool = False
    doubtful: bool = False


class Expressions(Surroundings):
    """Reads the whole expression a number stands in."""

    def read(self, number: Number) -> tuple[Numeral, int]:
        """The numeral a number is part of, and the token to go on from."""
        start, value, last = number.start, number.value, number.last
        end = number.end
        value_high: float | None = None
        before, parted, _ = self.before(number)
        bound = "vague" if number.vague else "exact"
        share = self._share(number)
        ratio = share or self._ratio(number)
        if ratio is not None:
            value, last = ratio
            end = self.tokens[last].end
            start = self._part_start(number, start) if share is None else start
        else:
            value += self._half_after_noun(last)
        percent = (last, end) if share is not None else self._percent_end(last)
        if percent is not None:
            last, end = percent
        upper = None if number.vague else self._upper(number, last, before, parted)
        if upper is not None:
            value, value_high, last, end = upper
            bound = "range"
            closing = self._percent_end(last)
            if closing is not None:
                percent = closing
                last, end = closing
            start = self._range_start(number, before, parted)
        is_percent = percent is not None
        if not parted:
            sign_start = self._prefix_sign(number)
            if sign_start is not None:
                start, is_percent = sign_start, True
            negative = self._negative_start(number, before)
            if negative is not None:
                start, value = negative, -value
        if start == number.start and not parted:
            start, bound = self._bound_before(before, start, bound)
        if self._is_below_zero(last + 1):
            value, value_high = (-abs(value), None) if value_high is None else (-value_high, -value)
            if self.key(last + 1) in ("تحت", "دون"):
                last += 2
                end = self.tokens[last].end
        following = self.known.after.match(self.tokens, last + 1)
        if following is not None and self.touches(last, last + 1):
            last = following[1]
            end = self.tokens[last].end
            if bound == "exact":
                bound = following[3].bound
        text = self.text[start:end]
        return Numeral(start, end, text, value, value_high, bound, is_percent, number.doubtful), last + 1

    def _bound_before(self, index: int, start: int, bound: str) -> tuple[int, str]:
        """The start and bound of a numeral with the bound words that end at a token."""
        match = self._bound_at(index)
        if match is None:
            return start, bound
        first, _, offset, phrase = match
        said = phrase.bound
        outer = self._bound_at(first - 1)
        if outer is not None and offset == self.tokens[first].start and outer[3] is not phrase:
            offset = outer[2]
            said = outer[3].bound if outer[3].bound != "approx" else said
        if said == "vague":
            return (offset, bound) if bound == "vague" else (start, bound)
        return offset, said if bound == "exact" else bound

    def _bound_at(self, index: int) -> tuple[int, int, int, BoundPhrase] | None:
        fillers, before = self.known.words["filler"], self.known.before
        if self.key(index) in fillers and (through := before.match(self.tokens, index - 1)) is not None:
            return through
        if self.key(index - 1) in fillers and index > 0:  # لا يقل عددهم عن 20
            lead = max(0, index - 5)
            without = [*self.tokens[lead : index - 1], self.tokens[index]]
            split = before.match(without, len(without) - 1)
            if split is not None and split[0] < len(without) - 1:
                return split[0] + lead, index, split[2], split[3]
        return before.match(self.tokens, index)

    def _percent_end(self, last: int) -> tuple[int, int] | None:
        """The last token and the end of a number that a percent sign or words follow."""
        sign = self.sign(last + 1)
        if sign and sign[0] in "%٪" and self.touches(last, last + 1):
            return last + 1, self.tokens[last + 1].start + 1
        key, hundred = self.key(last + 1), self.known.words["percent"]
        if key[:1] == "ب" and key[1:] in hundred:
            return last + 1, self.tokens[last + 1].end
        if key == "في" and self.key(last + 2) in hundred:
            return last + 2, self.tokens[last + 2].end
        return None

    def _prefix_sign(self, number: Number) -> int | None:
        """%20, as some keyboards leave it."""
        sign = self.sign(number.first - 1)
        glued = self.glued(number.first - 1, number.first)
        if not sign or sign[-1] not in "%٪" or not glued or self._percent_end(number.last):
            return None
        before = self.token(number.first - 2)
        taken = before is not None and before.kind == "d" and self.glued(number.first - 2, number.first - 1)
        return None if taken else number.start - 1

    def _negative_start(self, number: Number, before: int) -> int | None:
        sign = self.sign(number.first - 1)
        if sign and sign[-1] in "-−" and self.glued(number.first - 1, number.first):
            position = number.start - 2
            opens = position < 0 or self.text[position] in ' \t\n\r\u00a0([{«"“:$€£'
            previous = self.token(number.first - 2)
            return number.start - 1 if opens and (previous is None or previous.kind not in "dx") else None
        if self.key(before) in self.known.words["minus"]:
            return self.tokens[before].start
        return None

    def _is_below_zero(self, index: int) -> bool:
        """25 تحت الصفر, عشر درجات مئوية تحت الصفر."""
        for noun in ("degree", "degree-kind"):
            index += self.key(index) in self.known.words[noun]
        return self.key(index) in ("تحت", "دون") and self.key(index + 1) == "الصفر"

    def _upper(
        self, number: Number, last: int, before: int, parted: bool
    ) -> tuple[float, float, int, int] | None:
        """The low and high value, last token and end of a range that begins with a number."""
        key, sign = self.key(last + 1), self.sign(last + 1)
        between = not parted and self.key(before).lstrip("وفبل") in ("ين", "بين")
        if between and (second := self._second(last + 1)) is not None and second.conjunction:
            return self._range(number, second)
        if sign in DASHES:
            spaced = not self.glued(last, last + 1) and not self.glued(last + 1, last + 2)
            glued = self.glued(last, last + 1) and self.glued(last + 1, last + 2)
            second = self._second(last + 2) if spaced or glued else None
            return self._range(number, second) if second is not None and second.article is False else None
        if key == "او":
            second = self._second(last + 2)
            near = second is not None and second.value <= 10 * number.value
            return (
                self._range(number, second)
                if second is not None and near and not second.conjunction
                else None
            )
        joined = key in ("والي", "وحتي") and not parted and self.key(before).lstrip("وف") in ("من", "ن")
        if key in ("الي", "حتي") or joined:  # من 10 وحتى 15
            second = self._second(last + 2)
            if second is None or second.conjunction or (not between and self._tells_change(number)):
                return None
            return self._range(number, second)
        return None

    def _second(self, index: int) -> Number | None:
        token = self.token(index)
        if token is None or token.kind not in "wd":
            return None
        number = self.reader.read(index)
        return None if number is None or number.vague else number

    def _range(self, low: Number, high: Number) -> tuple[float, float, int, int] | None:
        value = low.value
        shared = high.scale > 1 and low.scale == 1 and value < high.value / high.scale
        if shared:
            value *= high.scale
        return (value, high.value, high.last, high.end) if value < high.value else None

    def _tells_change(self, number: Number) -> bool:
        stems = self.known.words["change"]
        for index in range(number.first - 1, max(-1, number.first - 14), -1):
            token = self.tokens[index]
            if token.kind == "n" or (token.kind == "s" and token.text[0] in ".؟!؛"):
                return False
            key = token.key.lstrip("وفبل")
            if any(key.startswith((stem, "ال" + stem)) for stem in stems):
                return True
        return False

    def _range_start(self, number: Number, before: int, parted: bool) -> int:
        key = self.key(before)
        if parted or key.lstrip("وفبل") not in ("ين", "بين", "من"):
            return number.start
        token = self.tokens[before]
        if key.endswith("بين") and self.key(before - 1) in ("ما", "وما"):
            return self.tokens[before - 1].end - 2
        return token.end - (2 if key.endswith("من") else 3)

    def _share(self, number: Number) -> tuple[float, int] | None:
        """6 من كل 10, واحد من كل خمسة: the share in per cent and its last token."""
        every = 0 if number.vague else self.of_every(number.last + 1)
        whole = self._second(every) if every else None
        if whole is None or not 0 < number.value <= whole.value:
            return None
        return number.value / whole.value * 100, whole.last

    def _part_start(self, number: Number, start: int) -> int:
        """جزء من مئة begins with its first word."""
        return self.tokens[number.first - 2].start if self.is_one_part(number) else start

    def _ratio(self, number: Number) -> tuple[float, int] | None:
        """3/4, واحد على عشرين, جزء من مئة: the quotient and its last token."""
        last = number.last
        if self.is_one_part(number):
            return 1 / number.value, last
        if self.sign(last + 1) == "/" and number.plain_digits:
            second = self.reader.read(last + 2)
            return None if second is None or not second.value else (number.value / second.value, second.last)
        if number.plain_digits and self.sign(last + 2) == "/" and self.touches(last, last + 1):  # 2 1/4
            part = self.reader.read(last + 1)
            fits = part is not None and part.plain_digits and part.last == last + 1 and number.value % 1 == 0
            rest = self._ratio(part) if fits and part is not None and self.is_written_fraction(part) else None
            return (number.value + rest[0], rest[1]) if rest is not None else None
        key = self.key(last + 1)
        if key == "فاصله":
            return self._spoken_decimal(number)
        if key in self.known.words["part"] and self.key(last + 2) in ("من", "في"):
            second = self._second(last + 3)
            if second is None or not second.value or (self.key(last + 2) == "في" and not second.article):
                return None
            whole = number.value - number.value % second.value if second.value in (100.0, 1000.0) else 0.0
            return whole + (number.value - whole) / second.value, second.last
        divides = (key == "علي" and (number.value == 1 or self.is_ratio(last + 1))) or (
            key in ("من", "في") and number.value == 1 and self.is_ratio(last + 1)
        )
        second = self._second(last + 2) if divides else None
        if second is None or not second.value or second.conjunction or second.article:
            return None
        return number.value / second.value, second.last

    def _half_after_noun(self, last: int) -> float:
        """ثلاثة أعوام ونصف is 3.5, though the noun stands between."""
        noun, part = self.token(last + 1), self.token(last + 2)
        if noun is None or part is None or noun.kind != "w" or noun.reading is not None or part.kind != "w":
            return 0.0
        fraction = (
            part.reading is not None
            and part.reading.conjunction
            and part.reading.entries[0].role == "fraction"
        )
        of_something = (
            self.reader.definite_noun_at(last + 3) and self.key(last + 3) not in self.known.words["whole"]
        )
        if not fraction or noun.key.startswith("ال") or of_something:
            return 0.0
        half = self.reader.read(last + 2)
        return half.value if half is not None and half.last == last + 2 and half.value < 1 else 0.0

    def _spoken_decimal(self, number: Number) -> tuple[float, int] | None:
        """ثلاثة فاصلة خمسة is 3.5; مئتان فاصلة ثلاثة من مئة is 200.03."""
        part = self._second(number.last + 2)
        if part is None or part.value % 1:
            return None
        whole = self._second(part.last + 2) if self.key(part.last + 1) == "من" else None
        if whole is not None and whole.value > part.value:
            return number.value + part.value / whole.value, whole.last
        return number.value + part.value / 10 ** len(f"{part.value:.0f}"), part.last
