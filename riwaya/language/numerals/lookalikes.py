"""Numbers that count nothing: names, references, ordinals, scores, codes, list numbers, idioms.

Belongs here: the rules by which a number is left alone; their words are data/numerals.toml's.
Does not: dates and clock times (riwaya.language.dates), which are taken out before numbers are read.
"""

from __future__ import annotations

from riwaya.language.numerals.sums import Number
from riwaya.language.numerals.surroundings import DASHES, Surroundings


class Lookalikes(Surroundings):
    """Tells a number that counts nothing."""

    label_end = -1  # token after the last label: 5 و6 after المادتين

    def end_of(self, number: Number) -> int:
        """The token to go on from when the number counts nothing, else 0."""
        after = number.last + 1
        spoiled = (
            self._is_label(number)
            or self._is_part_of_a_word(number)
            or self._is_list_number(number)
            or self._is_ordinal(number)
            or self._is_idiom(number)
            or self._is_whole_of_a_share(number)
            or self._is_half_of_a_noun(number)
            or "لّ" in self.tokens[number.first].text  # ألّف: he wrote
        )
        code_end = self._code_end(number)
        if spoiled:
            self.label_end = max(after, code_end)
            return self.label_end
        if code_end:
            self.label_end = code_end
        return code_end

    def _is_label(self, number: Number) -> bool:
        before, parted, article = self.before(number)
        if parted or self.sign(before) in ("،", ","):
            chained = self.label_end > 0 and before == self.label_end - (not self.sign(before))
            digits = self.tokens[number.last].kind == "d"
            return (
                chained
                and digits
                and (len(self.key(number.last + 1)) <= 3 or not self._counts(number.last + 1))
            )
        if self.sign(before) in DASHES and self.glued(before - 1, before) and self.glued(before, before + 1):
            before -= 1
        is_word = self.tokens[number.first].kind == "w"
        if is_word and not article:
            return False
        label = self.known.labels.match(self.tokens, before)
        if label is not None:
            numbers, alone = label[3].numbers, label[3].alone
            if alone and (self._counts(number.last + 1) or self.tokens[number.first].kind == "w"):
                return False
            return not numbers or number.value in numbers
        return self._follows_a_product(number)

    def _follows_a_product(self, number: Number) -> bool:
        """iOS 12.1, Windows 10: Latin letters, and digits that no noun follows."""
        before = self.token(number.first - 1)
        named = before is not None and before.kind == "l" and self.touches(number.first - 1, number.first)
        if not named or before is None or before.text in self.known.words["latin-unit"]:
            return False
        return number.plain_digits and self.ends(number.last + 1)

    def _counts(self, index: int) -> bool:
        """Whether a unit sign or a counted noun may stand at a token: without the article, and no particle."""
        key = self.key(index)
        if not key:
            return self.sign(index)[:1] in ("%", "٪", "$", "€", "£", "°") and bool(self.sign(index))
        if self.tokens[index].reading is not None:  # a number of its own: الطريق 60 خمس ساعات
            return False
        return len(key) > 1 and not key.startswith(("ال", "و")) and key not in self.known.words["particle"]

    def _is_part_of_a_word(self, number: Number) -> bool:
        """إل-76, MH17, 5G, #وسم_2018, شقة 5ب."""
        first, last = number.first, number.last
        if self.tokens[first].kind != "d":
            return False
        before, after = self.token(first - 1), self.token(last + 1)
        if before is not None and before.end == self.tokens[first].start:
            if before.kind == "l" or before.text[-1] in "_@#":
                return True
            if before.text in DASHES and self.glued(first - 2, first - 1):
                previous = self.tokens[first - 2]
                if first - 1 == self.label_end or (
                    previous.kind in "wl"
                    and (previous.key not in ("ال", "لل", "بال") or self.is_il(first - 2))
                ):
                    return True
        if after is not None and after.start == self.tokens[last].end:
            if after.kind == "l":
                return after.text not in self.known.words["latin-unit"]
            if after.kind == "w" and after.reading is None:
                return len(after.key) <= 2 and after.key not in self.known.words["arabic-unit"]
        return False

    def _is_list_number(self, number: Number) -> bool:
        """1- and 2) open the points of a list."""
        first, last = number.first, number.last
        sign = self.sign(last + 1)
        if not number.plain_digits or first != last or not sign or number.value > 40 or number.value % 1:
            return False
        before = self.token(first - 1)
        opens = before is None or before.kind == "n"
        following = self.token(last + 2)
        if sign in DASHES and opens and self.touches(last, last + 1):  # 2 - وقف القتال
            return following is not None and following.kind == "w"
        if sign[0] not in "-.):–" or not self.glued(last, last + 1):
            return False
        if self.glued(last + 1, last + 2):  # 1-مساعد
            return opens and len(sign) == 1 and following is not None and following.kind == "w"
        if sign[0] in "-–" and not opens:  # 2- السماح, in the middle of a line
            return (
                before is not None and before.kind == "s" and following is not None and following.kind == "w"
            )
        return opens and following is not None and following.kind in "wl"

    def _is_ordinal(self, number: Number) -> bool:
        before, parted, article = self.before(number)
        token = self.tokens[number.first]
        if token.kind == "w" and (not parted or number.conjunction):
            key = self.key(number.first - 1)
            bare = key[3:] if key[:3] in ("وال", "بال", "لال") else key[2:] if key[:2] in ("ال", "لل") else ""
            if bare in self.known.words["ordinal"] and (number.value == 10 or number.article):
                return True
        if parted or not article:
            return False
        for index in range(before, max(-1, before - 3), -1):  # القمة العربية الـ29
            if self.known.ordinals.match(self.tokens, index) is not None:
                return True
            if token.kind != "d" and number.first == before + 1:
                return False
            if not self.key(index).startswith("ال") or self.tokens[index].reading is not None:
                return False
        return False

    def _is_whole_of_a_share(self, number: Number) -> bool:
        """امرأة من كل ثلاث, 5 قتلى لكل 100 ألف نسمة: what a share is of, and no count."""
        before, parted, _ = self.before(number)
        if parted or number.vague:
            return False
        if self.key(before) == "لكل":
            return number.value > 1
        every = (self.of_every(before - 1), self.of_every(before - 2))
        return before > 0 and before + 1 in every

    def _is_idiom(self, number: Number) -> bool:
        first, last = number.first, number.last
        if number.plain_digits:
            return False
        if self.known.idioms.match(self.tokens, first) is not None:
            return True
        if self.known.stops.match(self.tokens, last + 1) is not None:
            return True
        token = self.tokens[first]
        if (
            number.value == 100 and first == last and token.kind == "w"
        ):  # the words of a percentage without its number
            clitic = token.reading is not None and token.reading.proclitic and number.article
            if clitic or (number.article and self.key(first - 1) == "في"):
                return True
        partitive = number.value == 1 and first == last and self.key(last + 1) == "من"
        if not partitive or self.key(first - 1) in self.known.words["counted-by-one"]:
            return False
        return token.kind == "w" and not self.is_ratio(last + 1) and not self.of_every(last + 1)

    def _is_half_of_a_noun(self, number: Number) -> bool:
        """عام ونصف: the half belongs to the year before it."""
        if not number.conjunction or number.value >= 1 or number.first != number.last:
            return False
        before = self.key(number.first - 1)
        noun = (
            len(before) > 2 and not before.startswith("ال") and self.tokens[number.first - 1].reading is None
        )
        after = number.last + 1
        return noun and (
            self.key(after) in self.known.words["whole"] or not self.reader.definite_noun_at(after)
        )

    def _code_end(self, number: Number) -> int:
        """Digits tied by signs: 5+1, 2-1, 192.168, 06-12-34; the token after them when they count nothing."""
        first, last = number.first, number.last
        if self.tokens[first].kind != "d":
            return self._zero_score_end(number)
        text = self.tokens[first].text
        if text[0] in "0٠" and text.isdigit() and len(text) > 6:
            return last + 1
        telephone = self._telephone_end(first)
        if telephone:
            return telephone
        if (
            self.sign(first + 1)[:1] == "°"
            and self.glued(first, first + 1)
            and self.glued(first + 1, first + 2)
        ):
            return self._arc_end(first)
        if self._is_lifetime(number):
            return first + 3
        parts, index = [first], first
        while index + 2 < len(self.tokens) and self.tokens[index + 2].kind == "d":
            sign = self.sign(index + 1)
            if sign not in ("-", "–", "+", ":", "/", "−", "--", "×"):
                break
            if not (self.glued(index, index + 1) and self.glued(index + 1, index + 2)):
                break
            index += 2
            parts.append(index)
        if len(parts) == 1:
            if self._is_spaced_score(number):
                return first + 3
            word = self.key(first + 2) if self.sign(first + 1) in DASHES else ""
            return first + 3 if word == "صفر" and self.glued(first, first + 1) else 0
        sign = self.sign(first + 1)
        if len(parts) > 2 or sign in ("+", ":", "×"):
            return parts[-1] + 1
        if sign == "/":
            return 0 if self.is_written_fraction(number) else parts[-1] + 1
        return parts[-1] + 1 if self._is_score(number, parts[-1]) else 0

    def _is_lifetime(self, number: Number) -> bool:
        """(1735-1796): two years tied between brackets."""
        first, last = number.first, number.first + 2
        if self.sign(first + 1) not in (*DASHES, "/") or last >= len(self.tokens):
            return False
        years = [self.tokens[first].text, self.tokens[last].text]
        bracketed = self.sign(first - 1).endswith("(") and self.sign(last + 1).startswith(")")
        return bracketed and all(len(year) == 4 and year.isdigit() for year in years) and years[0] < years[1]

    def _zero_score_end(self, number: Number) -> int:
        glued = (
            number.value == 0
            and self.sign(number.last + 1) in DASHES
            and self.glued(number.last, number.last + 1)
        )
        following = self.token(number.last + 2)
        return number.last + 3 if glued and following is not None and following.kind == "d" else 0

    def _telephone_end(self, first: int) -> int:
        """+962 6 550 1234: the token after a plus, a country's code and at least six digits more."""
        if not self.sign(first - 1).endswith("+") or not self.glued(first - 1, first):
            return 0
        index, digits = first + 1, len(self.tokens[first].text)
        while digits < 16 and index < len(self.tokens):
            step = 1 if self.sign(index) in (*DASHES, "(", ")", "/") else 0
            following = self.token(index + step)
            if following is None or following.kind != "d" or not self.touches(index - 1, index + step):
                break
            digits += len(following.text)
            index += step + 1
        return index if index > first + 1 and digits >= 7 else 0

    def _arc_end(self, first: int) -> int:
        """33°30′15″: the token after degrees, minutes and seconds of a place on the map; 0 where there are none."""
        index = first + 2
        while self.tokens[index].kind == "d" and self.glued(index - 1, index):
            index += 1
            if index + 1 >= len(self.tokens) or self.sign(index)[:1] not in ("°", "′", "″", "'", '"', "’"):
                break
            index += 1
        return index if index > first + 2 else 0

    def _is_spaced_score(self, number: Number) -> bool:
        """فاز 4 - 2, ending 1 – 3: two small numbers round a dash with a game told before; 7 - 1 anywhere."""
        last = number.last
        spaced = not self.glued(last, last + 1) and not self.glued(last + 1, last + 2)
        second = self.token(last + 2)
        if self.sign(last + 1) not in DASHES or not spaced or second is None or second.kind != "d":
            return False
        between = self.key(number.first - 1).endswith("بين")
        return not between and self.touches(last, last + 1) and self._is_score(number, last + 2)

    def _is_score(self, number: Number, second: int) -> bool:
        other = self.reader.read(second)
        if other is None:
            return True
        if number.value >= other.value:
            return True
        if other.value > 20 or other.last != second:
            return False
        if number.value == 0:
            return True
        nearby = (*range(max(0, number.first - 10), number.first), *range(second + 1, second + 4))
        return any(self._tells_of_a_game(self.key(index)) for index in nearby)

    def _tells_of_a_game(self, key: str) -> bool:
        stems = tuple(self.known.words["score"])
        cuts = [cut for cut in range(3) if all(letter in "وفبل" for letter in key[:cut])]
        return any(key[cut:].removeprefix("ال").startswith(stems) for cut in cuts)
