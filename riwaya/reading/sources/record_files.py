"""Files of many articles: JSON lines (gzip or not) and CSV, one record at a time.

Belongs here: cutting such a file into records, and what is wrong with a line or a row.
Does not: what a record's fields mean (sources/).

Each function yields (place, record) with the place named for a person ("line 3"), and in place of a
record that cannot be read one sentence with what is wrong and the mend.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from riwaya.language import encoding
from riwaya.reading.sources.source import wide_encoding

# An article has some kilobytes, the longest of 17,386 from the news 38. What is far longer is a book, or made to harm: its
# figures alone would keep a page from being rendered in time.
MAX_ARTICLE_BYTES = 1_000_000
# A line of JSON may write each letter as six.
MAX_LINE_BYTES = 5_000_000
SPLIT = "If it holds several articles, split it or use .jsonl."


def size_of(size: int) -> str:
    """A size in bytes as a person reads it.

    >>> size_of(5_000_000)
    '5 MB'
    """
    return f"{size / 1_000_000:.3g} MB"


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """The records of a .jsonl or .jsonl.gz file. Raises OSError, EOFError, zlib.error where the file breaks off."""
    empty = True
    with path.open("rb") as raw:
        packed = path.name.casefold().endswith(".gz")
        file: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        wide = wide_encoding(file.peek(4)[:4])
        lines = _bounded_lines(file) if wide is None else _bounded_wide_lines(file, wide)
        for number, line in enumerate(lines, start=1):
            if line is not None and not line.removeprefix(b"\xef\xbb\xbf").strip():
                continue
            empty = False
            yield f"line {number}", _json(line)
    if empty:
        yield "", "the file holds no record. Put one JSON object on each line."


def _json(line: bytes | None) -> Any:
    if line is None:
        return f"is longer than {size_of(MAX_LINE_BYTES)}, the limit of one line. {SPLIT}"
    line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        # A line of its own tells windows-1256 and ISO-8859-6 as well as a file does: a line end is one byte in both.
        try:
            text = encoding.decode(line)[0]
        except encoding.UnknownEncoding:
            return f"byte {error.start} is not UTF-8. Save the file as UTF-8."
    try:
        record = json.loads(text.rstrip())
    except json.JSONDecodeError as error:
        return f"not valid JSON: {error.msg} at column {error.colno}. Mend that line."
    except (RecursionError, ValueError):
        return "not valid JSON: nested too deeply, or a number too long. Mend that line."
    if not isinstance(record, dict):
        return "is not a record of named fields. Write {...} with id, outlet, title, date, url, text."
    return record


def _bounded_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Lines of a file; None in place of one above the limit, which never stands in memory whole."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        if len(line) <= MAX_LINE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
        yield None


def _bounded_wide_lines(file: Any, name: str) -> Iterator[bytes | None]:
    """``_bounded_lines`` of a file in UTF-16 or UTF-32, in UTF-8; a last one of bytes that are none where it breaks."""
    reader = io.TextIOWrapper(file, name, newline="\n")
    try:
        while line := reader.readline(MAX_LINE_BYTES):
            if line.endswith("\n") or len(line) < MAX_LINE_BYTES:
                yield line.encode("utf-8", "replace")
                continue
            while line and not line.endswith("\n"):
                line = reader.readline(MAX_LINE_BYTES)
            yield None
    except UnicodeDecodeError:
        yield b"\xff"
    finally:
        reader.detach()


def csv_rows(path: Path, text_columns: Collection[str]) -> Iterator[tuple[str, Any]]:
    """The rows of a .csv file as dicts by column name; comma, semicolon or tab, told from the first row."""
    name = _csv_encoding(path)
    if name is None:
        yield "", "the file is not text in a known encoding. Save it as CSV in UTF-8."
        return
    csv.field_size_limit(MAX_LINE_BYTES)
    with path.open("r", encoding=name, newline="") as file:
        try:
            head = file.readline(10_000)
        except UnicodeDecodeError:
            yield "row 1", f"holds bytes that are not {name}. Save the file as UTF-8."
            return
        delimiter = max(",;\t", key=head.count)
        columns = [column.strip().casefold() for column in next(csv.reader([head], delimiter=delimiter), [])]
        if not set(columns) & set(text_columns):
            yield "row 1", "names no text column. Name the columns id, outlet, title, date, url, text."
            return
        rows = csv.reader(file, delimiter=delimiter)
        number = 1
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                break
            except UnicodeDecodeError:
                yield f"row {number}", f"holds bytes that are not {name}. Save the file as UTF-8."
                break
            except csv.Error as error:
                yield f"row {number}", f"is not valid CSV ({error}). Mend the row."
            else:
                if any(cell.strip() for cell in row):
                    yield f"row {number}", dict(zip(columns, row, strict=False))
    if number == 2:
        yield "", "the file holds no row below the column names. Add a row an article."


def _csv_encoding(path: Path) -> str | None:
    """The encoding of a table, told from its first part; None where that is not text."""
    with path.open("rb") as file:
        sample = file.read(1_000_000)
    if wide := wide_encoding(sample):
        return wide
    if b"\0" in sample:
        return None
    try:
        name = encoding.decode(sample[: sample.rfind(b"\n") + 1] or sample)[1]
    except encoding.UnknownEncoding:
        return None
    return "utf-8-sig" if name == "utf-8" else name
