"""One number as Arabic writes it: digit runs and number words, and how they join.

Belongs here: the longest number that begins at a token.
Does not: how its parts add up (sums.py), what stands around it (expressions.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from riwaya.language.numerals.digits import TO_WESTERN, Style, read_digits
from riwaya.language.numerals.sums import Atom, Number, Sum
from riwaya.language.tokens import NumberWord, Reading, Token

_DAMMA = "\u064f"
_TANWIN = "\u064b"
CLITICS = {
    "و": (True, False), "ف": (False, False), "ب": (False, False), "ل": (False, False), "ك": (False, False),
    "ال": (False, True), "وال": (True, True), "بال": (False, True), "لل": (False, True), "كال": (False, True),
    "فال": (False, True), "ول": (True, False), "وب": (True, False), "ولل": (True, True), "وبال": (True, True),
    "فب": (False, False), "فل": (False, False), "وك": (True, False),
}  # fmt: skip


class NumberReader:
    """Reads the number that begins at a token of one text."""

    def __init__(
        self, tokens: list[Token], words: Mapping[str, frozenset[str]], style: Style | None = None
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.style = style or Style.of(tokens)
        self._read_index = -1
        self._read_atom: Atom | None = None  # the atom that ended one number begins the next

    def read(self, index: int) -> Number | None:
        """The longest number whose first token is ``index`` (a conjunction or clitic may stand there)."""
        atom = self._atom(index)
        if atom is None or (atom.entry and atom.entry.needs == "number"):
            return None
        if atom.role == "fractions":  # أنصاف, without a numerator
            return None
        if atom.role in ("vague", "plural"):
            return self._vague(atom)
        following = self._atom(atom.next)
        if following is None or _cannot_join(atom, following):  # nothing to add up: most numbers are one word
            return self._alone(atom)
        total = Sum()
        last = atom
        while atom is not None and total.add(atom, self):
            last = atom
            atom = self._atom(atom.next)
        last = (total.roll_back(atom) if atom else None) or last
        return total.number(self.tokens, last)

    def _alone(self, atom: Atom) -> Number:
        scale = atom.unit or (atom.value if atom.role == "magnitude" else 1.0)
        return Number(
            atom.start,
            self.tokens[atom.token].end,
            atom.first,
            atom.token,
            atom.value * (atom.unit or 1.0),
            False,
            scale,
            atom.role == "digits",
            atom.article,
            atom.conjunction,
            atom.doubtful,
        )

    def _vague(self, atom: Atom) -> Number:
        """عشرات, مئات, آلاف, and their products: عشرات الآلاف, مئات آلاف."""
        first, value, last = atom, atom.value, atom
        while True:
            following = self._atom(last.next)
            if following is None or following.conjunction or following.value <= last.value:
                break
            if following.role not in ("plural", "magnitude"):
                break
            value, last = value * following.value, following
        end = self.tokens[last.token].end
        return Number(
            first.start,
            end,
            first.first,
            last.token,
            value,
            True,
            1.0,
            False,
            first.article,
            first.conjunction,
        )

    def _atom(self, index: int) -> Atom | None:
        """The number word or digit run at a token, with the conjunction that may stand before it."""
        if index != self._read_index:
            self._read_atom, self._read_index = self._atom_at(index), index
        return self._read_atom

    def _atom_at(self, index: int) -> Atom | None:
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.kind == "d":
            return self._digits(index, False, False)
        if token.kind != "w":
            return None
        if token.reading is not None:
            return self._word(index, token.reading, token.reading.conjunction)
        clitic = CLITICS.get(token.key) if len(token.text) < 6 else None
        if clitic is None or index + 1 >= len(self.tokens):
            return None
        following = self.tokens[index + 1]
        if following.kind == "d" and (following.start == token.end or token.key == "و"):
            return self._digits(index + 1, *clitic)
        if following.reading is not None and not following.reading.conjunction and token.key == "و":
            return self._word(index + 1, following.reading, True)
        return None

    def _digits(self, index: int, conjunction: bool, article: bool) -> Atom | None:
        token = self.tokens[index]
        if token.text.isdecimal() and len(token.text) <= 4:
            value, doubtful = float(token.text), False
        else:
            read = read_digits(token.text, self._follower(index + 1), self.style)
            if read is None:
                return None
            value, doubtful = read
        last, value = self._spaced_thousands(index, value)
        return Atom(
            "digits", value, index, last, last + 1, token.start, conjunction, article, doubtful=doubtful
        )

    def _spaced_thousands(self, index: int, value: float) -> tuple[int, float]:
        """1 234 567: up to three digits, then groups of exactly three, one blank apart."""
        last = index
        if len(self.tokens[index].text) > 3 or not self.tokens[index].text.isdigit() or not value:
            return last, value
        while last + 1 < len(self.tokens) and last - index < 5:
            following = self.tokens[last + 1]
            gap = following.start - self.tokens[last].end
            if not (
                following.kind == "d" and gap == 1 and len(following.text) == 3 and following.text.isdigit()
            ):
                break
            last, value = last + 1, value * 1000 + float(following.text.translate(TO_WESTERN))
        return last, value

    def _follower(self, index: int) -> str:
        token = self.tokens[index] if index < len(self.tokens) else None
        if token is None:
            return ""
        if token.kind == "s":
            return "scale" if token.text[0] in "%٪" else ""
        roles = {entry.role for entry in token.reading.entries} if token.reading else set()
        if (roles & {"magnitude", "plural"} and token.reading and not token.reading.conjunction) or (
            token.kind == "w" and token.key in self.words["measure"]
        ):
            return "scale"
        return "noun" if self._counted(token) else ""

    def _counted(self, token: Token) -> bool:
        """Whether a word is something that comes in whole ones: not a particle, nor a unit like the kilometre."""
        return (
            token.kind == "w"
            and len(token.key) > 2
            and not token.key.startswith(("ال", "و"))
            and token.key not in self.words["particle"]
            and token.key not in self.words["divisible"]
        )

    def _word(self, index: int, reading: Reading, conjunction: bool) -> Atom | None:
        token, first = self.tokens[index], index
        entry = self._choose(index, reading)
        if entry is None:
            return None
        value, next_index = entry.value, index + 1
        role = entry.role
        if entry.id.endswith("-accusative") and self._is_construct_dual(index):
            role, value = "dual", value * 2
        if role == "unit":  # ثلاثة أرباع is one fraction, not three of something
            parts = self.reading_at(index + 1)
            if parts and parts.entries[0].role == "fractions" and value * parts.entries[0].value < 1:
                role, value, index, next_index = (
                    "fraction",
                    value * parts.entries[0].value,
                    index + 1,
                    index + 2,
                )
        unit = 0.0
        if role == "fraction":
            whole = self.reading_at(next_index)
            if whole and whole.entries[0].role == "magnitude" and not whole.conjunction and not whole.skip:
                index, next_index, unit = next_index, next_index + 1, whole.entries[0].value
        start = token.start + reading.skip
        return Atom(
            role,
            value,
            first,
            index,
            next_index,
            start,
            conjunction,
            reading.article,
            entry,
            unit,
            reading.proclitic,
        )

    def reading_at(self, index: int) -> Reading | None:
        return self.tokens[index].reading if index < len(self.tokens) else None

    def _choose(self, index: int, reading: Reading) -> NumberWord | None:
        """Which entry a form means: خمس is five, or a fifth; أحد counts only in أحد عشر."""
        chosen = None
        for entry in reading.entries:
            if entry.needs == "tail" and not self._has_tail(index):
                continue
            if entry.needs in ("noun", "damma"):
                text = self.tokens[index].text[reading.skip :]
                if len(text) > 1 and text[1] == _DAMMA:
                    return entry
                if entry.needs == "noun" and not reading.article and self._is_fifth(index):
                    return entry
                if not reading.article and self._is_part(index):
                    return entry
                continue
            chosen = chosen or entry
        return chosen

    def _is_fifth(self, index: int) -> bool:
        """خمس التمويل, خمس خمس العشرين, ثلاثة وعشرون خمسا."""
        reading, before, after = (
            self.reading_at(i) if i >= 0 else None for i in (index, index - 1, index + 1)
        )
        if self.definite_noun_at(index + 1):
            return True
        if after is not None and reading is not None and after.entries == reading.entries:
            return True
        compound = before is not None and before.entries[0].role in ("tens", "hundred", "hundreds")
        return compound and reading is not None and not reading.conjunction

    def _is_part(self, index: int) -> bool:
        """ثمن عدد السكان, ثلاثة وخمس at the end of a clause: a part, whose word is also a unit or a price."""
        reading, first = self.tokens[index].reading, index - 1
        apart = index > 1 and self.tokens[first].key == "و"
        before = self.reading_at(first - apart) if index else None
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if after is not None and after.kind == "w":
            return before is None and after.key.removeprefix("ال") in self.words["divided"]
        if before is None or reading is None or (after is not None and after.kind not in "sn"):
            return False
        first -= apart
        joined = (apart or reading.conjunction) and not reading.proclitic
        if not joined or (first and self.tokens[first - 1].key.endswith("بين")):
            return False
        whole = before.entries[0]
        feminine = whole.role == "unit" and whole.value > 2 and not self.tokens[first].key.endswith("ه")
        return whole.role in ("unit", "ten", "tens", "hundred", "hundreds") and not feminine

    def _has_tail(self, index: int) -> bool:
        following = self.reading_at(index + 1)
        if following and following.entries[0].role == "ten":
            return not following.conjunction and not following.skip
        atom = self._atom(index + 1)
        return atom is not None and atom.role == "tens" and atom.conjunction

    def definite_noun_at(self, index: int) -> bool:
        if index >= len(self.tokens) or self.tokens[index].kind != "w":
            return False
        token = self.tokens[index]
        if token.reading is not None:
            reading = token.reading
            return reading.article and not reading.conjunction and not reading.proclitic
        return token.key.startswith("ال") and len(token.key) > 4

    def _is_construct_dual(self, index: int) -> bool:
        """ألفا شخص is two thousand; عشرون ألفا, ألفاً and ألفا و500 are one."""
        before = self.reading_at(index - 1) if index else None
        if _TANWIN in self.tokens[index].text or (
            before and before.entries[0].role not in ("plural", "magnitude")
        ):
            return False
        if index and self.tokens[index - 1].kind == "d":
            return False
        if index + 1 >= len(self.tokens) or self.tokens[index + 1].kind != "w":
            return False
        following = self.tokens[index + 1]
        return following.reading is None and following.key not in ("و", "من", "في", "على", "الي", "عن", "حتي")


def _cannot_join(atom: Atom, following: Atom) -> bool:
    two_magnitudes = following.role == atom.role == "magnitude" and not following.conjunction
    return two_magnitudes and following.value <= atom.value
