"""A record of named fields (a line of JSON, a row of a table) to a source.

Belongs here: what the fields of other collections are called, what a record must have.
Does not: cutting a file into records (record_files.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riwaya.reading.sources.record_files import MAX_ARTICLE_BYTES, SPLIT, size_of
from riwaya.reading.sources.source import (
    Rejected,
    Source,
    digest,
    fault_of_text,
    parse_date,
    safe_id,
    safe_name,
    safe_url,
    source_path,
    writable,
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


def source_of_record(record: Mapping[str, Any], path: Path, where: str) -> Source | Rejected:
    """The source of one record, found in the file ``path`` at the place ``where``."""
    values: dict[str, str] = {}
    for field, names in FIELD_NAMES.items():
        value = next((record[name] for name in names if record.get(name) not in (None, "")), None)
        if isinstance(value, int) and not isinstance(value, bool) and field == "id":
            value = str(value) if abs(value) < 10**40 else None
        if value is not None and not isinstance(value, str):
            return Rejected(where, f"{field} is not text. Write it between quotation marks.")
        values[field] = writable(value or "")
    if not values["text"].strip():
        return Rejected(where, "the record has no text. Fill its text field.")
    title = values["title"] if values["title"].strip() else ""
    text = f"{title}\n\n{values['text']}" if title else values["text"]
    if len(text.encode()) > MAX_ARTICLE_BYTES:
        return Rejected(where, f"the article is longer than {size_of(MAX_ARTICLE_BYTES)}. {SPLIT}")
    article_id = safe_id(values["id"])
    fault = fault_of_text(text)
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
        sha256=digest(text.encode()),
    )
