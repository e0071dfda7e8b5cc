"""The numerals of an Arabic text that count something: their spans, values and how exact they are.

Belongs here: what stands around a number (bound words, ranges, percent signs) and what makes it no quantity
(a date, a name, a score, a telephone number, a place in a row).
Does not: how digits and words make one number (numbers.py), dates themselves (dates.py), what is counted, in
which unit or currency, and dual or singular nouns (riwaya.reading.figures).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from riwaya.language import knowledge
from riwaya.language.dates import DateKnowledge, find_dates_with, load_dates
from riwaya.language.numbers import Number, NumberReader, NumberWord, Token, Vocabulary, tokenize
from riwaya.language.spelling import fold

BOUNDS = ("exact", "approx", "more_than", "at_least", "less_than", "at_most", "range", "vague")
_PROCLITICS = "وفبلك"
_DASHES = ("-", "–", "—", "−")
# Words the code itself asks about beside a number.
_GRAMMAR = frozenset(
    "و ف ب ل ك ال بين من الي حتي او في علي جزء اجزاء فاصله صفر المئه المائه الميه المايه الماءه بالمئه بالمائه "
    "بالميه بالمايه بالماءه".split()
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral expression; ``text[start:end]`` is ``.text``, bound words and percent sign included.

    ``value_high`` is the upper end of a range, else None. ``percent`` is True where the span ends in a percent
    sign or words: the value is then in per cent (10.8 for "10,8 %").
    """

    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    bound: str
    percent: bool = False


@dataclass(frozen=True, slots=True)
class BoundPhrase:
    """Words that bound a number, of data/numerals.toml."""

    id: str
    bound: str
    position: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    proclitics: str = _PROCLITICS  # what may stand before the first word: فتحت is not ف + تحت

    def check(self) -> str | None:
        if self.bound not in BOUNDS:
            return f"bound {self.bound!r} is not one of: {', '.join(BOUNDS)}. Choose one."
        return None if self.position in ("before", "after") else "position must be before or after. Choose one."


@dataclass(frozen=True, slots=True)
class Context:
    """Words that make a number something other than a quantity, of data/numerals.toml."""

    id: str
    kind: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    numbers: tuple[float, ...] = ()  # only these numbers, where given
    proclitics: str = _PROCLITICS

    def check(self) -> str | None:
        kinds = ("label", "ordinal", "idiom", "after")
        return None if self.kind in kinds else f"kind must be one of: {', '.join(kinds)}. Choose one."


@dataclass(frozen=True, slots=True)
class WordList:
    """Single words the grammar asks about, of data/numerals.toml."""

    id: str
    note: str
    words: tuple[str, ...]


Meaning = TypeVar("Meaning", BoundPhrase, Context)


class Phrases(Generic[Meaning]):
    """Phrases by one of their words, longest first: looking one up costs a dictionary access.

    ``anchors`` says which word of a phrase is looked up: "last" for phrases before a number, "first" for those
    after it, "any" for those that hold it.
    """

    def __init__(self, meanings: Iterable[Meaning], anchors: str) -> None:
        self.words: set[str] = set()
        self._by_key: dict[str, list[tuple[tuple[str, ...], int, Meaning]]] = {}
        self._candidates: dict[str, list[tuple[tuple[str, ...], int, Meaning]]] = {}
        for meaning in meanings:
            for phrase in meaning.phrases:
                keys = tuple(fold(word) for word in phrase.split())
                self.words.update(keys)
                places = {"last": [len(keys) - 1], "first": [0], "any": range(len(keys))}[anchors]
                for place in places:
                    self._by_key.setdefault(keys[place], []).append((keys, place, meaning))

    def match(self, tokens: list[Token], index: int) -> tuple[int, int, int, Meaning] | None:
        """The longest phrase whose anchor is a token: its first and last token, start offset and meaning."""
        if not 0 <= index < len(tokens):
            return None
        key = tokens[index].key
        candidates = self._candidates.get(key)
        if candidates is None:
            candidates = self._candidates[key] = self._candidates_of(key)
        for keys, place, meaning in candidates:
            first = index - place
            cut = self._cut(tokens, first, keys, meaning.proclitics)
            if cut is not None:
                return first, first + len(keys) - 1, tokens[first].start + cut, meaning
        return None

    def _candidates_of(self, key: str) -> list[tuple[tuple[str, ...], int, Meaning]]:
        if len(self._candidates) > 200_000:
            self._candidates.clear()
        found = list(self._by_key.get(key, []))
        for cut in (1, 2):
            if len(key) > cut + 1 and all(letter in _PROCLITICS for letter in key[:cut]):
                found += [candidate for candidate in self._by_key.get(key[cut:], []) if candidate[1] == 0]
        return sorted(found, key=lambda candidate: -len(candidate[0]))

    @staticmethod
    def _cut(tokens: list[Token], first: int, keys: tuple[str, ...], proclitics: str) -> int | None:
        """How many code points of proclitics the first word carries; None where the phrase does not stand."""
        if first < 0 or first + len(keys) > len(tokens):
            return None
        for place in range(len(keys) - 1, 0, -1):
            if tokens[first + place].key != keys[place]:
                return None
        key, cut = tokens[first].key, 0
        while key != keys[0]:
            if cut == 2 or len(key) < 3 or key[0] not in proclitics:
                return None
            key, cut = key[1:], cut + 1
        return cut


@dataclass(frozen=True)
class NumeralKnowledge:
    """Everything data/numerals.toml says, ready for use."""

    vocabulary: Vocabulary
    before: Phrases[BoundPhrase]
    after: Phrases[BoundPhrase]
    labels: Phrases[Context]
    ordinals: Phrases[Context]
    idioms: Phrases[Context]
    stops: Phrases[Context]
    words: dict[str, frozenset[str]]
    _speaks: dict[str, bool] = field(default_factory=dict)

    def speaks(self, key: str) -> bool:
        """Whether a word beside a number may change what the number is: most words do not."""
        known = self._speaks.get(key)
        if known is None:
            if len(self._speaks) > 200_000:
                self._speaks.clear()
            known = self._speaks[key] = any(
                key[cut:] in self._speaking for cut in range(4) if cut == 0 or len(key) > cut + 1
            )
        return known

    @cached_property
    def _speaking(self) -> frozenset[str]:
        phrases = (self.before, self.after, self.labels, self.ordinals, self.stops)
        lists = [self.words[name] for name in ("filler", "minus", "ordinal", "measure")]
        around = {word for word in self.idioms.words if self.vocabulary.know(word)[1] is None}
        return frozenset().union(*(each.words for each in phrases), *lists, around, _GRAMMAR)


def load_numerals(path: Path) -> NumeralKnowledge:
    """Reads data/numerals.toml; KnowledgeError says what to mend."""
    bounds = knowledge.load(path, "bound", BoundPhrase)
    contexts = knowledge.load(path, "context", Context)

    def of_kind(kind: str) -> list[Context]:
        return [context for context in contexts if context.kind == kind]

    return NumeralKnowledge(
        Vocabulary.of(knowledge.load(path, "number", NumberWord)),
        Phrases([bound for bound in bounds if bound.position == "before"], "last"),
        Phrases([bound for bound in bounds if bound.position == "after"], "first"),
        Phrases(of_kind("label"), "last"),
        Phrases(of_kind("ordinal"), "last"),
        Phrases(of_kind("idiom"), "any"),
        Phrases(of_kind("after"), "first"),
        {entry.id: frozenset(map(fold, entry.words)) for entry in knowledge.load(path, "words", WordList)},
    )


@lru_cache(maxsize=1)
def _knowledge() -> tuple[NumeralKnowledge, DateKnowledge]:
    return load_numerals(knowledge.data_path("numerals.toml")), load_dates(knowledge.data_path("dates.toml"))


def find_all(text: str) -> list[Numeral]:
    """The numerals of a text that count something, in order, without overlaps.

    Dates, years, clock times, ordinals, names, scores and telephone numbers are not among them.

    >>> [(n.value, n.bound) for n in find_all("اعتقل أكثر من 7 آلاف و939 شخصا")]
    [(7939.0, 'more_than')]
    """
    return find_numerals(text, *_knowledge())


def find_numerals(text: str, known: NumeralKnowledge, dates: DateKnowledge) -> list[Numeral]:
    """As ``find_all``, with the knowledge given."""
    tokens = tokenize(text, known.vocabulary)
    spans = [(date.start, date.end) for date in find_dates_with(text, dates, tokens)]
    return _Finder(text, tokens, known, spans).find()


class _Finder:
    """One pass over the tokens of one text."""

    def __init__(
        self, text: str, tokens: list[Token], known: NumeralKnowledge, dates: list[tuple[int, int]]
    ) -> None:
        self.text = text
        self.known = known
        self.tokens = tokens
        self.reader = NumberReader(self.tokens, known.words["measure"])
        self._mask(dates)
        self.label_end = -1  # token after the last label: 5 و6 after المادتين

    def _mask(self, dates: list[tuple[int, int]]) -> None:
        """Tokens inside a date are no numbers, and no number goes on through them."""
        index = 0
        for start, end in dates:
            index = bisect.bisect_left(self.tokens, start, index, key=lambda token: token.start)
            while index < len(self.tokens) and self.tokens[index].start < end:
                self.tokens[index].kind, self.tokens[index].reading = "x", None
                index += 1

    def find(self) -> list[Numeral]:
        found: list[Numeral] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind != "d" and (token.kind != "w" or (token.reading is None and len(token.text) > 5)):
                index += 1
                continue
            number = self.reader.read(index)
            if number is None:
                index += 1
                continue
            if self._is_quiet(number):
                text = self.text[number.start : number.end]
                bound = "vague" if number.vague else "exact"
                found.append(Numeral(number.start, number.end, text, number.value, None, bound))
                index = number.last + 1
                continue
            skip = self._not_a_quantity(number)
            if skip:
                index = max(skip, index + 1)
                continue
            numeral, index = self._expression(number)
            if found and numeral.start < found[-1].end:
                continue
            found.append(numeral)
        return found

    def _is_quiet(self, number: Number) -> bool:
        """Whether nothing beside a number, nor its own words, can make it anything but what it says."""
        first, last = number.first, number.last
        speaks = self.known.speaks
        token = self.tokens[first]
        if token.kind != "w" or number.article or number.conjunction or (first == last and number.value <= 1):
            return False
        if first:
            before = self.tokens[first - 1]
            if before.kind not in "wxn" or speaks(before.key):
                return False
        if last + 1 < len(self.tokens):
            after = self.tokens[last + 1]
            if after.kind not in "wxn" or speaks(after.key):
                return False
        return True

    # What a number is when it is no quantity

    def _not_a_quantity(self, number: Number) -> int:
        """The token to go on from when the number counts nothing, else 0."""
        after = number.last + 1
        spoiled = (
            self._is_label(number)
            or self._is_part_of_a_word(number)
            or self._is_list_number(number)
            or self._is_ordinal(number)
            or self._is_idiom(number)
        )
        if spoiled:
            self.label_end = after
            return after
        code_end = self._code_end(number)
        if code_end:
            self.label_end = code_end
        return code_end

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _glued(self, left: int, right: int) -> bool:
        """Whether two neighbouring tokens touch."""
        return left >= 0 and right < len(self.tokens) and self.tokens[left].end == self.tokens[right].start

    def _sign(self, index: int) -> str:
        token = self._token(index)
        return token.text if token is not None and token.kind == "s" else ""

    def _key(self, index: int) -> str:
        token = self._token(index)
        return token.key if token is not None and token.kind == "w" else ""

    def _before(self, number: Number) -> tuple[int, bool, bool]:
        """The token before a number and its clitics; whether a conjunction or preposition parts them; the article."""
        index = number.first - 1
        token = self.tokens[number.first]
        if token.reading is not None and token.kind == "w":
            parted = token.reading.proclitic or number.conjunction
            return (index - (number.conjunction and not token.reading.conjunction)), parted, number.article
        key = self._key(index)
        if key in ("ال", "وال", "بال", "لل", "كال", "فال") and self._glued(index, index + 1) and not self._is_il(index):
            return index - 1, key != "ال", True
        if key in ("و", "ف", "ب", "ل", "ك", "ول", "وب", "فب", "فل") and (key == "و" or self._glued(index, index + 1)):
            return index - 1, True, False
        return index, False, number.article

    def _is_il(self, index: int) -> bool:
        """إل in إل-76 folds to the article; its hamza tells it."""
        return self.tokens[index].text.startswith("إ")

    def _is_label(self, number: Number) -> bool:
        before, parted, article = self._before(number)
        if parted:
            chained = self._key(number.first - 1) == "و" and before == self.label_end - 1
            return chained and self.tokens[number.last].kind == "d" and not self._counts(number.last + 1)
        if self._sign(before) in _DASHES and self._glued(before - 1, before) and self._glued(before, before + 1):
            before -= 1
        is_word = self.tokens[number.first].kind == "w"
        if is_word and not article:
            return False
        label = self.known.labels.match(self.tokens, before)
        if label is not None:
            numbers = label[3].numbers
            return not numbers or number.value in numbers
        return False

    def _counts(self, index: int) -> bool:
        """Whether a counted noun may stand at a token: an Arabic word without the article that is no particle."""
        key = self._key(index)
        return len(key) > 3 and not key.startswith("ال") and self.tokens[index].reading is None

    def _is_part_of_a_word(self, number: Number) -> bool:
        """إل-76, MH17, 5G, #وسم_2018, شقة 5ب."""
        first, last = number.first, number.last
        if self.tokens[first].kind != "d":
            return False
        before, after = self._token(first - 1), self._token(last + 1)
        if before is not None and before.end == self.tokens[first].start:
            if before.kind == "l" or before.text[-1] in "_@#":
                return True
            if before.text in _DASHES and self._glued(first - 2, first - 1):
                previous = self.tokens[first - 2]
                if first - 1 == self.label_end or (previous.kind in "wl" and (previous.key not in ("ال", "لل", "بال") or self._is_il(first - 2))):
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
        sign = self._sign(last + 1)
        if not number.plain_digits or first != last or not sign or number.value > 40 or number.value % 1:
            return False
        if sign[0] not in "-.):–" or not self._glued(last, last + 1) or self._glued(last + 1, last + 2):
            return False
        before = self._token(first - 1)
        opens = before is None or before.kind == "n"
        following = self._token(last + 2)
        if sign[0] in "-–" and not opens:  # 2- السماح, in the middle of a line
            return before is not None and before.kind == "s" and following is not None and following.kind == "w"
        return opens and following is not None and following.kind in "wl"

    def _is_ordinal(self, number: Number) -> bool:
        before, parted, article = self._before(number)
        token = self.tokens[number.first]
        if token.kind == "w" and (not parted or number.conjunction):
            key = self._key(number.first - 1)
            bare = key[3:] if key[:3] in ("وال", "بال", "لال") else key[2:] if key[:2] in ("ال", "لل") else ""
            if bare in self.known.words["ordinal"] and (number.value == 10 or number.article):
                return True
        if parted or not article:
            return False
        return self.known.ordinals.match(self.tokens, before) is not None

    def _is_idiom(self, number: Number) -> bool:
        first, last = number.first, number.last
        if number.plain_digits:
            return False
        if self.known.idioms.match(self.tokens, first) is not None:
            return True
        if self.known.stops.match(self.tokens, last + 1) is not None:
            return True
        token = self.tokens[first]
        partitive = number.value == 1 and first == last and self._key(last + 1) == "من"
        if not partitive or self._key(first - 1) in self.known.words["counted-by-one"]:
            return False
        return token.kind == "w" and not self._is_ratio(last + 1)

    def _code_end(self, number: Number) -> int:
        """Digits tied by signs: 5+1, 2-1, 192.168, 06-12-34; the token after them when they count nothing."""
        first, last = number.first, number.last
        if self.tokens[first].kind != "d":
            return self._zero_score_end(number)
        if self.tokens[first].text[0] in "0٠" and self.tokens[first].text.isdigit() and len(self.tokens[first].text) > 6:
            return last + 1
        parts, index = [first], first
        while index + 2 < len(self.tokens) and self.tokens[index + 2].kind == "d":
            sign = self._sign(index + 1)
            if sign not in ("-", "–", "+", ":", "/", "−", "--"):
                break
            if not (self._glued(index, index + 1) and self._glued(index + 1, index + 2)):
                break
            index += 2
            parts.append(index)
        if len(parts) == 1:
            word = self._key(first + 2) if self._sign(first + 1) in _DASHES else ""
            return first + 3 if word == "صفر" and self._glued(first, first + 1) else 0
        sign = self._sign(first + 1)
        if len(parts) > 2 or sign in ("+", ":"):
            return parts[-1] + 1
        if sign == "/":
            return 0 if self._is_written_fraction(number) else parts[-1] + 1
        return parts[-1] + 1 if self._is_score(number, parts[-1]) else 0

    def _zero_score_end(self, number: Number) -> int:
        glued = number.value == 0 and self._sign(number.last + 1) in _DASHES and self._glued(number.last, number.last + 1)
        following = self._token(number.last + 2)
        return number.last + 3 if glued and following is not None and following.kind == "d" else 0

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
        nearby = range(max(0, number.first - 10), number.first)
        return any(any(stem in self._key(i) for stem in self.known.words["score"]) for i in nearby)

    def _is_written_fraction(self, number: Number) -> bool:
        denominator = self.reader.read(number.first + 2)
        return (
            denominator is not None
            and denominator.value > 0
            and (number.value < denominator.value <= 10 or self.reader.style.bare)
        )

    # What stands around a number that is a quantity

    def _expression(self, number: Number) -> tuple[Numeral, int]:
        """The numeral a number is part of, and the token to go on from."""
        start, value, last = number.start, number.value, number.last
        end = number.end
        value_high: float | None = None
        before, parted, _ = self._before(number)
        bound = "vague" if number.vague else "exact"
        ratio = self._ratio(number)
        if ratio is not None:
            value, last = ratio
            end = self.tokens[last].end
        percent = self._percent_end(last)
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
        following = self.known.after.match(self.tokens, last + 1)
        if following is not None and self._touches(last, last + 1):
            last = following[1]
            end = self.tokens[last].end
            if bound == "exact":
                bound = following[3].bound
        text = self.text[start:end]
        return Numeral(start, end, text, value, value_high, bound, is_percent), last + 1

    def _touches(self, left: int, right: int) -> bool:
        """Whether only white space stands between two tokens; signs and line ends are tokens themselves."""
        return right < len(self.tokens) and self.tokens[right].start - self.tokens[left].end <= 3

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
        if self._key(index) in self.known.words["filler"]:
            through = self.known.before.match(self.tokens, index - 1)
            if through is not None:
                return through
        return self.known.before.match(self.tokens, index)

    def _percent_end(self, last: int) -> tuple[int, int] | None:
        """The last token and the end of a number that a percent sign or words follow."""
        sign = self._sign(last + 1)
        if sign and sign[0] in "%٪" and self._touches(last, last + 1):
            return last + 1, self.tokens[last + 1].start + 1
        key = self._key(last + 1)
        if key in ("بالمئه", "بالمائه", "بالميه", "بالمايه", "بالماءه"):
            return last + 1, self.tokens[last + 1].end
        if key == "في" and self._key(last + 2) in ("المئه", "المائه", "الميه", "المايه", "الماءه"):
            return last + 2, self.tokens[last + 2].end
        return None

    def _prefix_sign(self, number: Number) -> int | None:
        """%20, as some keyboards leave it."""
        sign = self._sign(number.first - 1)
        glued = self._glued(number.first - 1, number.first)
        if not sign or sign[-1] not in "%٪" or not glued or self._percent_end(number.last):
            return None
        before = self._token(number.first - 2)
        taken = before is not None and before.kind == "d" and self._glued(number.first - 2, number.first - 1)
        return None if taken else number.start - 1

    def _negative_start(self, number: Number, before: int) -> int | None:
        sign = self._sign(number.first - 1)
        if sign and sign[-1] in "-−" and self._glued(number.first - 1, number.first):
            position = number.start - 2
            opens = position < 0 or self.text[position] in " \t\n\r\u00a0([{«\"“:$€£"
            previous = self._token(number.first - 2)
            return number.start - 1 if opens and (previous is None or previous.kind not in "dx") else None
        if self._key(before) in self.known.words["minus"]:
            return self.tokens[before].start
        return None

    def _upper(
        self, number: Number, last: int, before: int, parted: bool
    ) -> tuple[float, float, int, int] | None:
        """The low and high value, last token and end of a range that begins with a number."""
        key, sign = self._key(last + 1), self._sign(last + 1)
        between = not parted and self._key(before).lstrip("وفبل") in ("ين", "بين")
        if between and (second := self._second(last + 1)) is not None and second.conjunction:
            return self._range(number, second)
        if sign in _DASHES:
            spaced = not self._glued(last, last + 1) and not self._glued(last + 1, last + 2)
            glued = self._glued(last, last + 1) and self._glued(last + 1, last + 2)
            second = self._second(last + 2) if (spaced and between) or glued else None
            return self._range(number, second) if second is not None and second.article is False else None
        if key == "او":
            second = self._second(last + 2)
            near = second is not None and second.value <= 10 * number.value
            return self._range(number, second) if second is not None and near and not second.conjunction else None
        if key in ("الي", "حتي"):
            second = self._second(last + 2)
            if second is None or second.conjunction or (not between and self._tells_change(number)):
                return None
            return self._range(number, second)
        return None

    def _second(self, index: int) -> Number | None:
        token = self._token(index)
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
            if any(key.startswith(stem) or key.startswith("ال" + stem) for stem in stems):
                return True
        return False

    def _range_start(self, number: Number, before: int, parted: bool) -> int:
        key = self._key(before)
        if parted or key.lstrip("وفبل") not in ("ين", "بين", "من"):
            return number.start
        token = self.tokens[before]
        if key.endswith("بين") and self._key(before - 1) in ("ما", "وما"):
            return self.tokens[before - 1].end - 2
        return token.end - (2 if key.endswith("من") else 3)

    def _is_ratio(self, index: int) -> bool:
        """واحد من مئة at the end of what is said: with a noun after it, it is one of a hundred men."""
        second = self.reader.read(index + 1)
        if second is None:
            return False
        following = self._token(second.last + 1)
        return following is None or following.kind in "sn"

    def _ratio(self, number: Number) -> tuple[float, int] | None:
        """3/4, واحد على عشرين, جزء من مئة: the quotient and its last token."""
        last = number.last
        if self._sign(last + 1) == "/" and number.plain_digits:
            second = self.reader.read(last + 2)
            return None if second is None or not second.value else (number.value / second.value, second.last)
        if number.plain_digits and self._sign(last + 2) == "/" and self._touches(last, last + 1):  # 2 1/4
            part = self.reader.read(last + 1)
            fits = part is not None and part.plain_digits and part.last == last + 1 and number.value % 1 == 0
            rest = self._ratio(part) if fits and part is not None and self._is_written_fraction(part) else None
            return (number.value + rest[0], rest[1]) if rest is not None else None
        key = self._key(last + 1)
        if key == "فاصله":
            return self._spoken_decimal(number)
        if key in ("جزء", "اجزاء") and self._key(last + 2) == "من":
            second = self._second(last + 3)
            if second is None or not second.value:
                return None
            whole = number.value - number.value % second.value if second.value in (100.0, 1000.0) else 0.0
            return whole + (number.value - whole) / second.value, second.last
        divides = key == "علي" or (key in ("من", "في") and number.value == 1 and self._is_ratio(last + 1))
        second = self._second(last + 2) if divides else None
        if second is None or not second.value or second.conjunction or second.article:
            return None
        return number.value / second.value, second.last

    def _spoken_decimal(self, number: Number) -> tuple[float, int] | None:
        """ثلاثة فاصلة خمسة is 3.5; مئتان فاصلة ثلاثة من مئة is 200.03."""
        part = self._second(number.last + 2)
        if part is None or part.value % 1:
            return None
        whole = self._second(part.last + 2) if self._key(part.last + 1) == "من" else None
        if whole is not None and whole.value > part.value:
            return number.value + part.value / whole.value, whole.last
        return number.value + part.value / 10 ** len(f"{part.value:.0f}"), part.last
