"""One number as Arabic writes it: digits of three scripts, number words, and their sums.

Belongs here: tokens, what a digit run is worth, how words and magnitudes add up to one value.
Does not: what stands around a number (bounds, ranges, percent signs, names, years: numerals.py).

The grammar follows W. Wright, A Grammar of the Arabic Language, I, §§ 319-337: units come before tens
("خمسة وعشرون"), teens are two words without a conjunction, hundreds and magnitudes multiply what stands
before them and add what follows after "و".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from riwaya.language.spelling import INVISIBLE, LETTERS, MARKS, TATWEEL, fold

DIGITS = "0-9٠-٩۰-۹"
_TO_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹−", "01234567890123456789-")
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
_SEPARATOR = re.compile(rf"[{INVISIBLE}]*[.,٫٬،'’][{INVISIBLE}]*")
_LONGEST_WORD = 24  # no numeral with its clitics is longer
_LONGEST_RUN = 18  # more digits than this are an identifier, not a quantity
_DAMMA = "\u064f"
_TANWIN = "\u064b"
_CLITICS_BEFORE_DIGITS = {
    "و": (True, False), "ف": (False, False), "ب": (False, False), "ل": (False, False), "ك": (False, False),
    "ال": (False, True), "وال": (True, True), "بال": (False, True), "لل": (False, True), "كال": (False, True),
    "فال": (False, True), "ول": (True, False), "وب": (True, False), "ولل": (True, True), "وبال": (True, True),
    "فب": (False, False), "فل": (False, False), "وك": (True, False),
}  # fmt: skip


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
    known_words: dict[str, tuple[str, Reading | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: list[NumberWord]) -> Vocabulary:
        words: dict[str, tuple[NumberWord, ...]] = {}
        for entry in entries:
            for form in dict.fromkeys(map(fold, entry.forms)):
                words[form] = (*words.get(form, ()), entry)
        return cls(words)

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
        for conjunction in ("", "و", "ف"):
            if not folded.startswith(conjunction):
                continue
            rest = folded[len(conjunction) :]
            for clitic, cut in (("", 0), ("ال", 0), ("ب", 1), ("ل", 1), ("ك", 1), ("بال", 1), ("كال", 1), ("لل", 2)):
                entries = self.words.get(rest[len(clitic) :]) if rest.startswith(clitic) else None
                skipped = len(conjunction) + cut
                if entries and not (entries[0].needs == "bare" and skipped):
                    article = clitic.endswith("ال") or clitic == "لل"
                    length = _raw_length(token, skipped)
                    return Reading(entries, conjunction == "و", article, length, bool(cut) or conjunction == "ف")
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


@dataclass(frozen=True, slots=True)
class Style:
    """How one text writes its decimals, seen in the numbers that leave no doubt."""

    comma_decimal: bool = False
    dot_decimal: bool = False
    bare: bool = False  # the text is nothing but a number

    @classmethod
    def of(cls, tokens: list[Token]) -> Style:
        runs = [token.text for token in tokens if token.kind == "d"]
        return cls(
            any(re.search(r"\d,\d{1,2}(?!\d)", run) for run in runs),
            any(re.search(r"\d\.\d{1,2}(?!\d)", run) for run in runs),
            not any(token.kind in "wl" for token in tokens),
        )


def read_digits(run: str, follower: str, style: Style) -> float | None:
    """The value of a digit run; None where it is a list, an address or an identifier.

    ``follower`` says what stands after it: "scale" (a magnitude, percent or measure), "word" or "".
    Three digits after a single dot or comma are thousands, unless a scale follows a dot ("3.566 مليون"), or
    the text writes that sign as its decimal sign and a scale follows.
    """
    run, _, power = run.partition("^")
    run, exponent = re.split("[eE]", run, maxsplit=1) if re.search("[eE]", run) else (run, "")
    parts = _SEPARATOR.split(run)
    if sum(map(len, parts)) > _LONGEST_RUN or len(exponent) > 3 or len(power) > 6:
        return None
    signs = "".join(re.sub(rf"[{INVISIBLE}]", "", sign) for sign in _SEPARATOR.findall(run))
    western = [part.translate(_TO_WESTERN) for part in parts]
    plain = _join(western, signs, follower, style)
    if plain is None:
        return None
    value = float(plain) * (10.0 ** int(exponent.translate(_TO_WESTERN)) if exponent else 1.0)
    if not power:
        return value
    raised = float(re.sub("[,٫]", ".", power.translate(_TO_WESTERN)))
    return value**raised if value and abs(raised) <= 99 and value < 1e6 else None


def _join(parts: list[str], signs: str, follower: str, style: Style) -> str | None:
    if not signs:
        return parts[0]
    grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1:  # 12,220.13: the last sign is the decimal sign
        whole = _join(parts[:-1], signs[:-1], "word", Style())
        return f"{whole}.{parts[-1]}" if whole and "." not in whole else None
    if len(signs) > 1:
        return "".join(parts) if grouped and len(set(signs)) == 1 else None
    sign = signs[0]
    if sign == "٫":
        return ".".join(parts)
    if sign in "٬'’":
        return "".join(parts) if grouped else None
    if not grouped or parts[0].lstrip("0") == "":
        return ".".join(parts)
    if sign == ".":
        decimal = follower == "scale" or style.bare
    else:
        decimal = follower == "scale" and style.comma_decimal
    return ".".join(parts) if decimal else "".join(parts)


@dataclass(slots=True)
class Number:
    """A number read from tokens first to last (inclusive); start and end are its span in the text."""

    start: int
    end: int
    first: int
    last: int
    value: float
    vague: bool = False
    scale: float = 1.0  # the one magnitude it was multiplied by: 4 ملايين has 1e6
    plain_digits: bool = False
    article: bool = False
    conjunction: bool = False


@dataclass(slots=True)
class _Atom:
    role: str
    value: float
    first: int
    token: int  # its last
    next: int
    start: int
    conjunction: bool
    article: bool
    entry: NumberWord | None = None
    unit: float = 0.0  # of a fraction: the magnitude it is part of (نصف مليون)
    proclitic: bool = False  # ب ل ك before it: it cannot continue a number (20 بالمئة)


class NumberReader:
    """Reads the number that begins at a token of one text."""

    def __init__(self, tokens: list[Token], measures: frozenset[str], style: Style | None = None) -> None:
        self.tokens = tokens
        self.measures = measures
        self.style = style or Style.of(tokens)
        self._read_index = -1
        self._read_atom: _Atom | None = None  # the atom that ended one number begins the next

    def read(self, index: int) -> Number | None:
        """The longest number whose first token is ``index`` (a conjunction or clitic may stand there)."""
        atom = self._atom(index)
        if atom is None or (atom.entry and atom.entry.needs == "number"):
            return None
        if atom.role in ("vague", "plural"):
            return self._vague(atom)
        following = self._atom(atom.next)
        if following is None or (following.role == atom.role == "magnitude" and not following.conjunction):
            if following is None or following.value <= atom.value:  # nothing to add up: most numbers are one word
                return self._alone(atom)
        total = _Sum()
        last = atom
        while atom is not None and total.add(atom, self):
            last = atom
            atom = self._atom(atom.next)
        last = (total.roll_back(atom) if atom else None) or last
        return total.number(self.tokens, last)

    def _alone(self, atom: _Atom) -> Number:
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
        )

    def _vague(self, atom: _Atom) -> Number:
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
            first.start, end, first.first, last.token, value, True, 1.0, False, first.article, first.conjunction
        )

    def _atom(self, index: int) -> _Atom | None:
        """The number word or digit run at a token, with the conjunction that may stand before it."""
        if index != self._read_index:
            self._read_atom, self._read_index = self._atom_at(index), index
        return self._read_atom

    def _atom_at(self, index: int) -> _Atom | None:
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.kind == "d":
            return self._digits(index, False, False)
        if token.kind != "w":
            return None
        if token.reading is not None:
            return self._word(index, token.reading, token.reading.conjunction)
        clitic = _CLITICS_BEFORE_DIGITS.get(token.key) if len(token.text) < 6 else None
        if clitic is None or index + 1 >= len(self.tokens):
            return None
        following = self.tokens[index + 1]
        if following.kind == "d" and (following.start == token.end or token.key == "و"):
            return self._digits(index + 1, *clitic)
        if following.reading is not None and not following.reading.conjunction and token.key == "و":
            return self._word(index + 1, following.reading, True)
        return None

    def _digits(self, index: int, conjunction: bool, article: bool) -> _Atom | None:
        token = self.tokens[index]
        value = read_digits(token.text, self._follower(index + 1), self.style)
        if value is None:
            return None
        last, value = self._spaced_thousands(index, value)
        return _Atom("digits", value, index, last, last + 1, token.start, conjunction, article)

    def _spaced_thousands(self, index: int, value: float) -> tuple[int, float]:
        """1 234 567: up to three digits, then groups of exactly three, one blank apart."""
        last = index
        if len(self.tokens[index].text) > 3 or not self.tokens[index].text.isdigit() or not value:
            return last, value
        while last + 1 < len(self.tokens) and last - index < 5:
            following = self.tokens[last + 1]
            gap = following.start - self.tokens[last].end
            if not (following.kind == "d" and gap == 1 and len(following.text) == 3 and following.text.isdigit()):
                break
            last, value = last + 1, value * 1000 + float(following.text.translate(_TO_WESTERN))
        return last, value

    def _follower(self, index: int) -> str:
        token = self.tokens[index] if index < len(self.tokens) else None
        if token is None:
            return ""
        if token.kind == "s":
            return "scale" if token.text[0] in "%٪" else ""
        roles = {entry.role for entry in token.reading.entries} if token.reading else set()
        if (roles & {"magnitude", "plural"} and token.reading and not token.reading.conjunction) or (
            token.kind == "w" and token.key in self.measures
        ):
            return "scale"
        return "word" if token.kind in "wl" else ""

    def _word(self, index: int, reading: Reading, conjunction: bool) -> _Atom | None:
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
                role, value, index, next_index = "fraction", value * parts.entries[0].value, index + 1, index + 2
        unit = 0.0
        if role == "fraction":
            whole = self.reading_at(next_index)
            if whole and whole.entries[0].role == "magnitude" and not whole.conjunction and not whole.skip:
                index, next_index, unit = next_index, next_index + 1, whole.entries[0].value
        start = token.start + reading.skip
        return _Atom(role, value, first, index, next_index, start, conjunction, reading.article, entry, unit, reading.proclitic)

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
                continue
            chosen = chosen or entry
        return chosen

    def _is_fifth(self, index: int) -> bool:
        """خمس التمويل, خمس خمس العشرين, ثلاثة وعشرون خمسا."""
        before = self.reading_at(index - 1) if index else None
        after = self.reading_at(index + 1)
        return (
            self.definite_noun_at(index + 1)
            or (after is not None and after.entries == self.tokens[index].reading.entries)  # type: ignore[union-attr]
            or (before is not None and before.entries[0].role in ("tens", "hundred", "hundreds"))
            and not self.tokens[index].reading.conjunction  # type: ignore[union-attr]
        )

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
            return token.reading.article and not token.reading.conjunction
        return token.key.startswith("ال") and len(token.key) > 4

    def _is_construct_dual(self, index: int) -> bool:
        """ألفا شخص is two thousand; عشرون ألفا, ألفاً and ألفا و500 are one."""
        before = self.reading_at(index - 1) if index else None
        if _TANWIN in self.tokens[index].text or (before and before.entries[0].role not in ("plural", "magnitude")):
            return False
        if index and self.tokens[index - 1].kind == "d":
            return False
        if index + 1 >= len(self.tokens) or self.tokens[index + 1].kind != "w":
            return False
        following = self.tokens[index + 1]
        return following.reading is None and following.key not in ("و", "من", "في", "على", "الي", "عن", "حتي")


class _Sum:
    """The running sum of one number: closed groups with their magnitudes, and the open group under them."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.group_digits = False
        self.magnitude = float("inf")  # of the last closed group
        self.closed_value = 0.0  # of the last closed group
        self.scale = 1.0
        self.groups = 0
        self.finished = False
        self.previous: _Atom | None = None
        self.first: _Atom | None = None
        self.safe: tuple[float, _Atom] | None = None  # value and last atom before the open group

    def add(self, atom: _Atom, reader: NumberReader) -> bool:
        """Takes an atom into the sum; False when it does not belong to this number."""
        if self.finished or (atom.proclitic and self.first is not None):
            return False
        if self.first is None:
            self.first = atom
            conjunction = False
        else:
            conjunction = atom.conjunction
        taken = self._dispatch(atom, conjunction, reader)
        if taken:
            self.previous = atom
        elif self.previous is None:
            self.first = None
        return taken

    def _dispatch(self, atom: _Atom, conjunction: bool, reader: NumberReader) -> bool:
        if atom.role in ("magnitude", "plural", "dual"):
            return self._magnitude(atom, conjunction)
        if atom.role == "fraction":
            return self._fraction(atom, conjunction, reader)
        if atom.role == "fractions":
            return self._multiply(atom) if self.group is not None and not conjunction else False
        if atom.role in ("hundred", "vague") and self.group is not None and not conjunction:
            if atom.value != 100 or not (self.group < 100 or self.group_digits):
                return False
            self.group, self.group_digits = self.group * 100, False
            return True
        if atom.role == "dozen":
            if self.group is not None:
                return self._multiply(atom) if not conjunction else False
            return self._open(atom, conjunction, reader)
        if atom.role == "vague":
            return False
        return self._open(atom, conjunction, reader) if self.group is None else self._extend(atom, conjunction)

    def _multiply(self, atom: _Atom) -> bool:
        assert self.group is not None
        self.group, self.finished = self.group * atom.value, True
        return True

    def _open(self, atom: _Atom, conjunction: bool, reader: NumberReader) -> bool:
        value = atom.value
        if self.previous is not None:
            if value >= self.magnitude or value != int(value):
                return False
            if not conjunction and not (self._juxtaposed_group(atom, reader)):
                return False
            self.safe = (self.total, self.previous)
        self.group, self.group_digits = value, atom.role == "digits"
        return True

    def _juxtaposed_group(self, atom: _Atom, reader: NumberReader) -> bool:
        """٤ آلاف ٣ مائة: without a conjunction only digits that a hundred or magnitude follows."""
        following = reader.reading_at(atom.next)
        return atom.role == "digits" and following is not None and following.entries[0].role in ("hundred", "magnitude")

    def _extend(self, atom: _Atom, conjunction: bool) -> bool:
        assert self.group is not None
        group, rest = self.group, self.group % 100
        if not conjunction:
            if atom.article and group < 1 and self.previous and self.previous.role == "fraction":  # خمس العشرين
                self.group, self.finished = group * atom.value, True
                return True
            teen = atom.role == "ten" and 1 <= rest <= 9 and self.previous is not None and self.previous.role == "unit"
            self.group = group + 10 if teen else group
            return teen
        if self.group_digits or group != int(group):
            return False
        if (rest == 0 and group and atom.value < 100 and atom.role != "zero") or (
            atom.role == "tens" and 1 <= rest <= 9
        ):
            if atom.value != int(atom.value):
                return False
            self.group = group + atom.value
            return True
        return False

    def _magnitude(self, atom: _Atom, conjunction: bool) -> bool:
        dual = atom.role == "dual"
        unit = atom.value / 2 if dual else atom.value
        if self.group is not None:
            if conjunction or dual or unit >= self.magnitude:
                return False
            self._close(self.group * unit, unit)
            return True
        if self.previous is None:
            self._close(atom.value, unit)
            return True
        if not conjunction:
            if dual or unit <= self.magnitude or self.groups != 1 or atom.role == "plural":
                return False
            self.total *= unit
            self.closed_value, self.magnitude, self.scale = self.total, unit, self.scale * unit
            self.groups = 2
            return True
        if unit >= self.magnitude or atom.role == "plural":
            return False
        self._close(atom.value, unit)
        return True

    def _close(self, value: float, unit: float) -> None:
        self.total += value
        self.closed_value, self.magnitude, self.group = value, unit, None
        self.groups += 1
        self.scale = unit if self.groups == 1 else 1.0

    def _fraction(self, atom: _Atom, conjunction: bool, reader: NumberReader) -> bool:
        if self.previous is None:
            if atom.unit:
                self._close(atom.value * atom.unit, atom.unit)
            else:
                self.group = atom.value
            return True
        if atom.article:
            return False
        if not conjunction:
            if self.group is None or atom.unit:
                return False
            if self.previous.role == "fraction":  # خمس خمس العشرين
                self.group *= atom.value
                return True
            return self._multiply(atom) if atom.value < 0.5 else False
        if not atom.unit and reader.definite_noun_at(atom.next):  # 20 قتيلا ونصف المدينة
            return False
        if self.group is None:
            if atom.unit not in (0.0, self.magnitude):
                return False
            self.total += atom.value * self.magnitude
            self.finished, self.scale = True, 1.0
        elif atom.unit:
            return False if self.total else self._mixed(atom)
        else:
            self.group += atom.value
        return True

    def _mixed(self, atom: _Atom) -> bool:
        """خمسة ونصف مليون: the magnitude multiplies both."""
        self._close(((self.group or 0.0) + atom.value) * atom.unit, atom.unit)
        self.finished = True
        return True

    def roll_back(self, failed: _Atom) -> _Atom | None:
        """20 ألف و300 ألف are two numbers: the open group belongs to the magnitude that did not fit."""
        fits = failed.conjunction or failed.role not in ("magnitude", "plural", "dual", "hundred", "fractions")
        if fits or self.safe is None or self.group is None:
            return None
        self.total, last = self.safe
        self.group = None
        return last

    def number(self, tokens: list[Token], last: _Atom) -> Number | None:
        if self.first is None or self.previous is None:
            return None
        value = self.total + (self.group or 0.0)
        first = self.first
        plain = first is last and first.role == "digits"
        return Number(
            first.start,
            tokens[last.token].end,
            first.first,
            last.token,
            value,
            False,
            self.scale if self.groups == 1 and self.group is None else 1.0,
            plain,
            first.article,
            first.conjunction,
        )
