"""From bytes to Arabic text.

Belongs here: which of the encodings that Arabic news is kept in a file uses.
Does not: files and their limits (reading/sources.py).

UTF-8 proves itself: bytes that decode as UTF-8 are UTF-8. windows-1256 and ISO-8859-6 do not: every
windows-1256 byte decodes, and the two share their letters from hamza to dad. charset-normalizer,
restricted to the two, is right on long texts and wrong on some short ones; so what tells them apart is
counted here instead: characters that cannot stand in Arabic prose, and the article ال at the head of words.
"""

from __future__ import annotations

import codecs
import re

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
# The commonest short words, which a wrong guess turns into others, and the article.
_KNOWN_WORD = re.compile(r"(?<!\w)[وف]?[بك]?(?:ال\w|لل\w|(?:في|من|على|إلى|أن|عن|إن|قال|ما|لا)(?!\w))")
# Letters with accents and signs that stand in Arabic prose only when it was decoded wrongly.
_ALIEN = re.compile(
    "[\x80-\x9f\xa1-\xa9\xac\xae-\xb1\xb4-\xb6\xb8\xb9\xbc-\xbe\xc0-\xff\u0192\u02c6ٹپچژڈگڑںھہےک†‡ˆ‰™œŒ]"
)
_MARK_AFTER_NOTHING = re.compile(f"(?<![{LETTERS}{MARKS}])[{MARKS}]")


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
        if score > 0:
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
    """How much a text looks like Arabic prose, 0 or less when it does not."""
    letters = len(_COMMON.findall(text))
    alien = len(_ALIEN.findall(text))
    if letters <= 8 * alien:
        return 0.0
    marks = len(_MARK_AFTER_NOTHING.findall(text)) + sum(text.count(mark) for mark in "ٌٍ")
    known = len(_KNOWN_WORD.findall(text))
    return 1.0 + (known * 4 - alien * 6 - marks) / letters
