"""One article as it came, and what any input must pass: safe ids, names and addresses, its encoding, its text.

Belongs here: the record every way in ends in, what makes a text unusable, what comes from outside made safe.
Does not: files and folders (inputs.py), records (record_sources.py), pages and feeds (page_sources.py).
"""

from __future__ import annotations

import codecs
import datetime
import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from riwaya.language import encoding
from riwaya.language.knowledge import home

MAX_ID_LENGTH = 120
MAX_ID_BYTES = 240  # a file name has 255, and an id there gets an ending
MAX_NAME_LENGTH = 120
MAX_URL_LENGTH = 2_000

_MARKUP = re.compile(
    r"<(?:/?(?:html|head|body|div|p|span|br|table|article|script|style|li|ul|h[1-6])\b|!doctype)",
    re.IGNORECASE,
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# Where the zero bytes stand when text in Latin letters (markup, JSON, column names) is wide.
_ZEROS = {
    (False, True): "utf-16-le",
    (True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
# Encodings a page may declare that its bytes do not show; codecs that unpack or transform are none.
_DECLARED = r"utf-?(?:16|32)(?:-?[lb]e)?|(?:windows|cp)-?(?:1256|720|864)|iso-?8859-6|mac-?arabic"
_MOST_BROKEN = 0.01
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
# A NUL or half a surrogate pair cannot be written to a table or a page; the replacement keeps offsets.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
# Control, format (bidi overrides among them), surrogate and private-use characters, separators of lines.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it came: its full text and what is known of it from outside the text.

    ``text`` is the decoded file, unmodified but for a byte order mark; of a record, title + two line ends +
    text. ``outlet`` is an outlet's id or the record's own name for it. ``headline`` is a record's title.
    ``title_end`` is where that title ends in the text, 0 without one.
    ``sha256`` is of the file's bytes; of a record, of its full text in UTF-8.
    """

    article_id: str
    text: str
    outlet: str | None = None
    outlet_name: str | None = None
    headline: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None  # stated | inferred | given
    url: str | None = None
    source_path: str | None = None
    sha256: str = ""
    encoding: str = "utf-8"
    title_end: int = 0
    note: str | None = None  # how a manifest's facts were known


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that cannot be used: where it is, and one sentence with what is wrong and the mend.

    Both are printed: what a terminal would obey in a name or a field that they quote is replaced.
    """

    path: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", visible(self.path))
        object.__setattr__(self, "reason", visible(self.reason))


def shown(path: str | Path) -> str:
    """A path as it may be printed: control and bidi characters, and bytes that are no text, replaced."""
    return visible(os.fspath(path))


def visible(text: str) -> str:
    """A text from outside as it may be printed: control and bidi characters replaced."""
    return "".join("\ufffd" if unicodedata.category(c) in _HIDDEN else c for c in text)


def source_path(path: Path) -> str:
    """Where a source was found, the same in every clone: below the project without the project's own path."""
    inside = path.is_absolute() and path.is_relative_to(home())
    return shown(path.relative_to(home()) if inside else path)


def safe_id(name: str) -> str:
    r"""An id that is safe in a file name, a URL and a page: letters, digits, _ . and - only; "" if none is left.

    >>> safe_id("../../etc/passwd"), safe_id("خبر 12"), safe_id("\u202e\u0000")
    ('etc-passwd', 'خبر-12', '')
    """
    name = unicodedata.normalize("NFC", name[: 10 * MAX_ID_LENGTH])
    name = "".join(character for character in name if unicodedata.category(character) not in _HIDDEN)
    name = re.sub(r"\.{2,}", ".", re.sub(r"[^\w.-]+", "-", name))
    name = name.strip("-._")[:MAX_ID_LENGTH].encode()[:MAX_ID_BYTES].decode("utf-8", "ignore")
    return name.rstrip("-._")


def safe_name(name: str) -> str:
    """A name from outside on one line, without control and bidi characters, of bounded length."""
    words = name[: 10 * MAX_NAME_LENGTH].split()
    kept = ("".join(c for c in word if unicodedata.category(c) not in _HIDDEN) for word in words)
    return " ".join(word for word in kept if word)[:MAX_NAME_LENGTH].rstrip()


def parse_date(value: str) -> datetime.date | None:
    """The day of an ISO 8601 date or time, of y/m/d, or of a mail date (RFC 5322); None if it is none of them.

    A year that no news is of (1443 is one of the Hijra) tells no day.

    >>> parse_date("Sun, 18 Feb 2018 19:49:50 GMT"), parse_date("٢٠٢٢-٠١-١٠"), parse_date("soon")
    (datetime.date(2018, 2, 18), datetime.date(2022, 1, 10), None)
    """
    value = value.strip()[:60].translate(_DIGITS)
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", value)
    try:
        if match:
            day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        else:
            day = parsedate_to_datetime(value).date()
        return day if 1800 <= day.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def safe_url(url: str) -> str | None:
    """A web address as it may stand in a table and a link: http or https, no white space or control characters."""
    url = url.strip()
    plain = len(url) <= MAX_URL_LENGTH and not any(
        c.isspace() or unicodedata.category(c)[0] == "C" for c in url
    )
    return url if plain and re.match(r"https?://[^/\s]", url, re.IGNORECASE) else None


def decoded(raw: bytes) -> tuple[str, str | None]:
    """A text and its encoding's name; or what is wrong with the bytes, and None."""
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            return f"the file is {what}, not text. Save the article as plain text.", None
    if b"\0" in raw and not raw.startswith(_WIDE_MARKS):
        text = _wide_text(raw)
        if text is None:
            return "the file is binary (it holds NUL bytes), not text. Save the article as plain text.", None
        return text, "utf-16"
    try:
        return encoding.decode(raw)
    except encoding.UnknownEncoding as error:
        return (
            f"byte {error.position} is neither UTF-8 nor any Arabic encoding known here. Save the file as UTF-8.",
            None,
        )


def decoded_as(raw: bytes, *declared: str | None) -> tuple[str, str | None]:
    """``decoded`` for what says of itself how it is encoded. What the bytes show goes before what was declared.

    A page in UTF-8 with a few broken letters is read with a sign in their place, as a browser would.
    """
    text, name = decoded(raw)
    if name is not None or any(raw.startswith(signature) for signature, _ in _SIGNATURES):
        return text, name
    mended = raw.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if b"\0" not in raw and broken <= _MOST_BROKEN * len(_ARABIC_LETTER.findall(mended)):
        return mended, "utf-8"
    for charset in declared:
        if re.fullmatch(_DECLARED, (charset or "").strip(), re.IGNORECASE):
            try:
                read = raw.decode((charset or "").strip())
            except (UnicodeError, LookupError):
                continue
            if encoding.has_arabic(read) and "\0" not in read:
                return read, (charset or "").strip().casefold()
    return text, name


def wide_encoding(head: bytes) -> str | None:
    """The encoding of two or four bytes a character that the first bytes show; None for any other.

    >>> wide_encoding("{".encode("utf-16")), wide_encoding("id".encode("utf-16-be")), wide_encoding(b"id")
    ('utf-16', 'utf-16-be', None)
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if any(byte and not (9 <= byte <= 13 or 32 <= byte <= 126) for byte in head[:2]):
        return None
    zeros = tuple(byte == 0 for byte in head[:4])
    return _ZEROS.get(zeros) or _ZEROS.get(zeros[:2])


def _wide_text(raw: bytes) -> str | None:
    """The text of UTF-16 or UTF-32 bytes without a byte order mark, or None."""
    name = wide_encoding(raw)
    if name is not None:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            text = "\0"
        if "\0" not in text:
            return text
    return encoding.guess_utf16(raw)


def fault_of_text(text: str) -> str | None:
    """What makes a text no article Riwaya reads, with the mend; None for a good one."""
    if not text.strip("\ufeff\u200b \t\r\n") or text.isspace():
        return "it holds only white space. Save the article again."
    if "\0" in text:
        return "the text holds NUL characters, so it is not text. Save the article as plain text."
    markup = _MARKUP.findall(text[:200_000])
    if len(markup) >= 3 or (markup and text.lstrip("\ufeff \t\r\n").startswith("<")):
        return "it holds HTML markup, not plain text. Save the article's text without tags."
    if not encoding.has_arabic(text):
        return "it holds no Arabic text. Riwaya reads Arabic articles only."
    return None


def writable(text: str) -> str:
    """A text that can be written to a table and a page, of the same length."""
    return _UNWRITABLE.sub("\ufffd", text)


def digest(raw: bytes) -> str:
    """The SHA-256 of some bytes, as it stands in the tables."""
    return hashlib.sha256(raw).hexdigest()
