"""From what is named on the command line to sources: decoded texts, and what is known of them.

Belongs here: files, folders, globs and records; ids from outside made safe; one clear sentence for every
input that cannot be used, while the others go on.
Does not: the manifest's form (manifest.py), encodings (language/encoding.py), what a page holds (pages.py), what a
text says of itself (article.py).
"""

from __future__ import annotations

import datetime
import glob
import hashlib
import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from riwaya.language import encoding
from riwaya.language.knowledge import home
from riwaya.reading.sources.manifest import MANIFEST, Fact, Manifest, read_manifest
from riwaya.reading.sources.outlets import Outlets, load_outlets
from riwaya.reading.sources.pages import MAX_PAGE_BYTES, read_page
from riwaya.reading.sources.record_files import MAX_ARTICLE_BYTES, SPLIT, csv_rows, json_lines, size_of

MAX_ID_LENGTH = 120
MAX_NAME_LENGTH = 120
MAX_URL_LENGTH = 2_000

TEXT_SUFFIXES = (".txt",)
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".csv")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
SUFFIXES = TEXT_SUFFIXES + RECORD_SUFFIXES + PAGE_SUFFIXES
# Files that explain a folder; they are no articles and no mistake.
_EXPLAINING = re.compile(
    r"(?:readme|license|licence|copying|notice)(?:\..*)?|.*\.(?:md|rst|toml)", re.IGNORECASE
)

# A record's field, and the names other collections give it; the first that is there counts.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "docno", "article_id"),
    "outlet": ("outlet", "src", "source"),
    "title": ("title", "headline"),
    "date": ("date", "published"),
    "url": ("url", "link"),
    "text": ("text", "body"),
}
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
# A NUL or half a surrogate pair cannot be written to a table or a page; the replacement keeps offsets.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
# Control, format (bidi overrides among them), surrogate and private-use characters.
_HIDDEN = ("Cc", "Cf", "Cs", "Co")
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
    """An input that cannot be used: where it is, and one sentence with what is wrong and the mend."""

    path: str
    reason: str


def read_inputs(
    inputs: Sequence[str | Path], outlets: Outlets | None = None
) -> tuple[list[Source], list[Rejected]]:
    """Every article named by files, folders and globs, and every input that cannot be used.

    Folders are read with all below them, files by name order. An article id is taken once: the second
    article of the same id is rejected. Never raises for what the inputs hold.
    """
    sources: list[Source] = []
    rejected: list[Rejected] = []
    for item in stream_inputs(inputs, outlets):
        if isinstance(item, Source):
            sources.append(item)
        else:
            rejected.append(item)
    return sources, rejected


def stream_inputs(
    inputs: Sequence[str | Path], outlets: Outlets | None = None
) -> Iterator[Source | Rejected]:
    """What ``read_inputs`` gives, one by one: a corpus need not fit in memory."""
    outlets = outlets if outlets is not None else load_outlets()
    manifests: dict[Path, Manifest] = {}
    taken: dict[str, str] = {}
    for found in _files(inputs):
        if isinstance(found, Rejected):
            yield found
            continue
        path, whole_folder = found
        if path.name == MANIFEST:
            yield from _manifest_faults(path, manifests, outlets, whole_folder)
            continue
        for item in _read_file(path, _manifest_of(path.parent, manifests, outlets), outlets):
            if isinstance(item, Rejected):
                yield item
            elif item.article_id in taken:
                reason = f'the article id "{item.article_id}" is taken by {taken[item.article_id]}. Rename one of the two.'
                yield Rejected(shown(path), reason)
            else:
                taken[item.article_id] = shown(path)
                yield item


def shown(path: str | Path) -> str:
    """A path as it may be printed: control and bidi characters, and bytes that are no text, replaced."""
    return "".join("\ufffd" if unicodedata.category(c) in _HIDDEN else c for c in os.fspath(path))


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
    return name.strip("-._")[:MAX_ID_LENGTH].rstrip("-._")


def safe_name(name: str) -> str:
    """A name from outside on one line, without control and bidi characters, of bounded length."""
    words = name[: 10 * MAX_NAME_LENGTH].split()
    kept = ("".join(c for c in word if unicodedata.category(c) not in _HIDDEN) for word in words)
    return " ".join(word for word in kept if word)[:MAX_NAME_LENGTH].rstrip()


def parse_date(value: str) -> datetime.date | None:
    """The day of an ISO 8601 date or time, of y/m/d, or of a mail date (RFC 5322); None if it is none of them.

    >>> parse_date("Sun, 18 Feb 2018 19:49:50 GMT"), parse_date("٢٠٢٢-٠١-١٠"), parse_date("soon")
    (datetime.date(2018, 2, 18), datetime.date(2022, 1, 10), None)
    """
    value = value.strip()[:60].translate(_DIGITS)
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", value)
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# ---------------------------------------------------------------- which files


def _files(inputs: Sequence[str | Path]) -> Iterator[tuple[Path, bool] | Rejected]:
    """The files the inputs name, each once, and whether its whole folder was asked for."""
    seen: set[str] = set()
    for given in inputs:
        name = os.fspath(given)
        if not name or "\0" in name:
            yield Rejected(shown(name), "this is not a file name. Name a file, a folder or a glob.")
            continue
        path = Path(name)
        try:
            if path.is_dir():
                found = _of_folder(path)
            elif path.exists() or not glob.has_magic(name):
                found = [path]
            else:
                found = [
                    Path(match)
                    for match in sorted(glob.glob(name, recursive=True))  # noqa: PTH207 (absolute patterns)
                    if not Path(match).is_dir()
                ]
        except (OSError, ValueError) as error:
            yield Rejected(shown(name), f"cannot be looked up ({_why(error)}). Check the name.")
            continue
        if not found:
            what = "the folder holds no article" if path.is_dir() else "no file matches this pattern"
            yield Rejected(shown(name), f"{what}. Name .txt, .html, .jsonl, .jsonl.gz or .csv files.")
        for file in found:
            key = os.path.realpath(file)
            if key not in seen:
                seen.add(key)
                yield file, path.is_dir()


def _of_folder(folder: Path) -> list[Path]:
    """The files of a folder and all below it, by name; hidden ones and those that explain it left out."""
    found: list[Path] = []
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name == MANIFEST or not (name.startswith(".") or _EXPLAINING.fullmatch(name)):
                found.append(Path(where, name))
    return found


def _manifest_of(folder: Path, manifests: dict[Path, Manifest], outlets: Outlets) -> Manifest:
    if folder not in manifests:
        manifests[folder] = read_manifest(folder / MANIFEST, outlets)
    return manifests[folder]


def _manifest_faults(
    path: Path, manifests: dict[Path, Manifest], outlets: Outlets, whole_folder: bool
) -> Iterator[Rejected]:
    manifest = _manifest_of(path.parent, manifests, outlets)
    for reason in manifest.faults:
        yield Rejected(shown(path), reason)
    for file, fact in manifest.facts.items():
        if whole_folder and fact.entry is not None and not (path.parent / file).exists():
            yield Rejected(
                shown(path),
                f'file = "{file}": there is no such file beside it. Add the file or drop the entry.',
            )


# ---------------------------------------------------------------- one file


def _read_file(path: Path, manifest: Manifest, outlets: Outlets) -> Iterator[Source | Rejected]:
    name = path.name.casefold()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Rejected(shown(path), "is not a regular file. Name a file that holds text.")
        elif status.st_size == 0:
            yield Rejected(shown(path), "the file is empty. Save the article again.")
        elif name.endswith(PAGE_SUFFIXES):
            yield _read_page(path, status.st_size, manifest.facts.get(path.name), outlets)
        elif name.endswith((".jsonl", ".ndjson", ".jsonl.gz")):
            yield from _read_records(path, json_lines(path))
        elif name.endswith(".csv"):
            yield from _read_records(path, csv_rows(path, FIELD_NAMES["text"]))
        elif name.endswith(TEXT_SUFFIXES):
            yield _read_text(path, status.st_size, manifest.facts.get(path.name))
        else:
            yield Rejected(
                shown(path), "this kind of file is not read. Use .txt, .html, .jsonl, .jsonl.gz or .csv."
            )
    except FileNotFoundError:
        yield Rejected(shown(path), "there is no such file. Check the name.")
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(shown(path), f"cannot be read ({_why(error)}). Check the file and its rights.")


def _why(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")


def _read_text(path: Path, size: int, fact: Fact | None) -> Source | Rejected:
    read = _read_whole(path, size, MAX_ARTICLE_BYTES, SPLIT)
    if isinstance(read, Rejected):
        return read
    raw, text, name = read
    return _with_facts(
        path, fact, _fault_of_text(text), Source(_id_of(path), text, sha256=_digest(raw), encoding=name)
    )


def _read_page(path: Path, size: int, fact: Fact | None, outlets: Outlets) -> Source | Rejected:
    """The article of a saved page: its title and text as a record has them, and what the page says of itself."""
    read = _read_whole(path, size, MAX_PAGE_BYTES, "Save the article's text as .txt.")
    if isinstance(read, Rejected):
        return read
    raw, markup, name = read
    page = read_page(markup)
    if page is None:
        return Rejected(shown(path), "the page holds no article that can be found. Save its text as .txt.")
    title, body = _UNWRITABLE.sub("\ufffd", page.title), _UNWRITABLE.sub("\ufffd", page.text)
    text = f"{title}\n\n{body}" if title else body
    fault = None if encoding.has_arabic(text) else _fault_of_text(text)
    if len(text.encode()) > MAX_ARTICLE_BYTES:
        fault = f"the article is longer than {size_of(MAX_ARTICLE_BYTES)}. {SPLIT}"
    site = safe_name(page.site or "")
    outlet = outlets.of_url(page.url) or outlets.named(site)
    source = Source(
        _id_of(path),
        text,
        outlet=outlet.id if outlet else site or None,
        headline=title or None,
        title_end=len(title),
        published=page.day,
        published_basis=page.basis,
        url=safe_url(page.url or ""),
        sha256=_digest(raw),
        encoding=name,
    )
    return _with_facts(path, fact, fault, source)


def _read_whole(path: Path, size: int, most: int, mend: str) -> tuple[bytes, str, str] | Rejected:
    """The bytes of a file, its text and the encoding's name."""
    if size > most:
        return Rejected(shown(path), f"{size_of(size)}; one article may have {size_of(most)}. {mend}")
    with path.open("rb") as file:
        raw = file.read(most + 1)
    text, name = _decode(raw)
    return Rejected(shown(path), text) if name is None else (raw, text, name)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _id_of(path: Path) -> str:
    return safe_id(path.name[: -len(path.suffix)] if path.suffix else path.name)


def _with_facts(path: Path, fact: Fact | None, fault: str | None, source: Source) -> Source | Rejected:
    """The source with what the folder's manifest knows of it, or what is wrong with either."""
    if not fault and not source.article_id:
        fault = "the file name holds no letter or digit to make an article id of. Rename the file."
    if not fault and fact is not None:
        fault = fact.fault or fact.differs(source.sha256)
    if fault:
        return Rejected(shown(path), fault)
    source = replace(source, source_path=source_path(path))
    return fact.apply(source) if fact is not None else source


def _decode(raw: bytes) -> tuple[str, str | None]:
    """A text and its encoding's name; or what is wrong with the bytes, and None."""
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            return f"the file is {what}, not text. Save the article as plain text.", None
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        guess = encoding.guess_utf16(raw)
        if guess is None:
            return "the file is binary (it holds NUL bytes), not text. Save the article as plain text.", None
        return guess, "utf-16"
    try:
        return encoding.decode(raw)
    except encoding.UnknownEncoding as error:
        return (
            f"byte {error.position} is neither UTF-8 nor any Arabic encoding known here. Save the file as UTF-8.",
            None,
        )


def _fault_of_text(text: str) -> str | None:
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


# ---------------------------------------------------------------- records


def _read_records(path: Path, records: Iterable[tuple[str, Any]]) -> Iterator[Source | Rejected]:
    for place, record in records:
        where = f"{shown(path)}, {place}" if place else shown(path)
        yield Rejected(where, record) if isinstance(record, str) else _read_record(record, path, where)


def _read_record(record: dict[str, Any], path: Path, where: str) -> Source | Rejected:
    values: dict[str, str] = {}
    for field, names in FIELD_NAMES.items():
        value = next((record[name] for name in names if record.get(name) not in (None, "")), None)
        if isinstance(value, int) and not isinstance(value, bool) and field == "id":
            value = str(value) if abs(value) < 10**40 else None
        if value is not None and not isinstance(value, str):
            return Rejected(where, f"{field} is not text. Write it between quotation marks.")
        values[field] = _UNWRITABLE.sub("\ufffd", value or "")
    if not values["text"].strip():
        return Rejected(where, "the record has no text. Fill its text field.")
    title = values["title"] if values["title"].strip() else ""
    text = f"{title}\n\n{values['text']}" if title else values["text"]
    if len(text.encode()) > MAX_ARTICLE_BYTES:
        return Rejected(where, f"the article is longer than {size_of(MAX_ARTICLE_BYTES)}. {SPLIT}")
    article_id = safe_id(values["id"])
    fault = _fault_of_text(text)
    if not fault and not article_id:
        fault = "the record has no usable id. Give it an id of letters, digits, _ . or -."
    if fault:
        return Rejected(where, fault)
    published = parse_date(values["date"])
    return Source(
        article_id,
        text,
        outlet=safe_name(values["outlet"]) or None,
        headline=" ".join(title.split()) or None,
        title_end=len(title),
        published=published,
        published_basis="given" if published else None,
        url=safe_url(values["url"]),
        source_path=source_path(path),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def safe_url(url: str) -> str | None:
    """A web address as it may stand in a table and a link: http or https, no white space or control characters."""
    url = url.strip()
    plain = len(url) <= MAX_URL_LENGTH and not any(
        c.isspace() or unicodedata.category(c)[0] == "C" for c in url
    )
    return url if plain and re.match(r"https?://[^/\s]", url, re.IGNORECASE) else None
