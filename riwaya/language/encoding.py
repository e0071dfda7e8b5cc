"""From bytes to Arabic text.

Belongs here: which of the encodings that Arabic news is kept in a file uses.
Does not: files and their limits (reading/sources.py).

UTF-8 proves itself: bytes that decode as UTF-8 are UTF-8. windows-1256 and ISO-8859-6 do not: every
windows-1256 byte decodes, and the two share their letters from hamza to dad. charset-normalizer,
restricted to the two, reads whole articles right but takes short ISO-8859-6 texts (a headline of two
words) for windows-1256, and says nothing of text that is neither. So what tells them apart is counted
here: how often each letter stands in Arabic prose, characters that cannot stand in it, and the article
at the head of words.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter

from riwaya.language.spelling import LETTERS, MARKS

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE_BYTE = ("cp1256", "iso8859_6")
_ARABIC = re.compile(f"[{LETTERS}]")
_COMMON = re.compile("[ء-غف-ي]")
# Words that open with the article, and the commonest short ones: a wrong guess turns them into others.
_KNOWN_WORD = re.compile(r"(?<!\w)[وف]?[بك]?(?:ال\w|لل\w|(?:في|من|على|إلى|أن|عن|إن|قال|ما|لا)(?!\w))")
# Letters with accents and signs that stand in Arabic prose only when it was decoded wrongly.
_ALIEN = re.compile(
    "[\x80-\x9f\xa1-\xa9\xac\xae-\xb1\xb4-\xb6\xb8\xb9\xbc-\xbe\xc0-\xff\u0192\u02c6ٹپچژڈگڑںھہےک†‡ˆ‰™œŒ]"
)
_MARK_ALONE = re.compile(f"(?<![{LETTERS}{MARKS}])[{MARKS}]")
_MARK = re.compile(f"[{MARKS}]")
_MIXED_WORD = re.compile(f"[A-Za-z][{LETTERS}{MARKS}]")

# How often each letter stands in Arabic prose, in thousandths, rounded; they sum to about a thousand.
_PER_THOUSAND = {
    "ا": 125, "ل": 105, "ي": 70, "م": 60, "ن": 58, "و": 58, "ر": 50, "ت": 45, "ب": 35, "ة": 35, "ع": 33,
    "د": 32, "ه": 30, "س": 30, "ف": 27, "أ": 25, "ق": 24, "ح": 21, "ك": 20, "ج": 15, "ش": 14, "ص": 12,
    "إ": 12, "ط": 11, "خ": 10, "ى": 10, "ذ": 8, "ض": 8, "ث": 7, "ز": 7, "غ": 5, "ء": 5, "ئ": 4, "ظ": 3,
    "آ": 3, "ؤ": 2,
}  # fmt: skip
_MARK_RATE, _ALIEN_RATE, _MIXED_RATE = 0.01, 0.0003, 0.001
_STRAY = 2.0
_PLAUSIBLE = -3.75  # mean log rate a letter; prose has about -2.9, letters at random -3.6


class UnknownEncoding(ValueError):
    """The bytes are in no encoding that Arabic text is read from; ``position`` is the first byte that failed."""

    def __init__(self, position: int) -> None:
        super().__init__(f"byte {position} fits no known encoding")
        self.position = position


def has_arabic(text: str) -> bool:
    """Whether a text holds at least one Arabic letter."""
    return _ARABIC.search(text) is not None


def decode(raw: bytes) -> tuple[str, str]:
    """The text of some bytes, byte order mark dropped, and the encoding's name. Raises UnknownEncoding.

    >>> decode("قال الوزير إن الطريق مفتوح".encode("cp1256"))[1]
    'cp1256'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnknownEncoding(error.start + len(mark)) from None
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        position = error.start
    candidates = []
    for preference, encoding in enumerate(_SINGLE_BYTE):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text)
        if score > _PLAUSIBLE:
            candidates.append((score, -preference, text, encoding))
    if not candidates:
        raise UnknownEncoding(position)
    _, _, text, encoding = max(candidates, key=lambda candidate: candidate[:2])
    return text, encoding


def guess_utf16(raw: bytes) -> str | None:
    """The text of UTF-16 bytes without a byte order mark, or None: most of it must be Arabic and spaces."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(_COMMON.findall(text)) > len(text) / 2:
            return text
    return None


def _plausibility(text: str) -> float:
    """How well the letters of a text fit Arabic prose: the mean log of their rates, and known words on top."""
    counts = Counter(text)
    letters = {letter: counts[letter] for letter in _PER_THOUSAND if letter in counts}
    marks, alien = len(_MARK.findall(text)), len(_ALIEN.findall(text))
    alone, mixed = len(_MARK_ALONE.findall(text)), len(_MIXED_WORD.findall(text))
    total = sum(letters.values()) + marks + alien
    if not letters:
        return -math.inf
    log = sum(count * math.log(_PER_THOUSAND[letter] / 1000) for letter, count in letters.items())
    log += (
        marks * math.log(_MARK_RATE) + (alien + alone) * math.log(_ALIEN_RATE) + mixed * math.log(_MIXED_RATE)
    )
    # Two letters prove little: the fewer there are, the more the mean may stray.
    return (log + 2 * len(_KNOWN_WORD.findall(text)) + _STRAY) / total
