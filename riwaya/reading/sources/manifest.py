"""A folder's manifest: what is known of its articles from outside their texts, and how it is known.

Belongs here: the form of manifest.toml, and what it adds to a source.
Does not: which files are read (sources/), what a text says of itself (article.py).
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from riwaya.language.knowledge import KnowledgeError, build, read_toml
from riwaya.reading.sources.outlets import Outlets
from riwaya.reading.sources.source import safe_url

if TYPE_CHECKING:
    from riwaya.reading.sources import Source

MANIFEST = "manifest.toml"
BASES = ("stated", "inferred", "given")


@dataclass(frozen=True, slots=True)
class Entry:
    """One [[article]] of a manifest. ``note`` says how each fact was known."""

    file: str
    outlet: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None
    url: str | None = None
    sha256: str | None = None
    note: str | None = None

    def check(self) -> str | None:
        """What is wrong with this entry, or None."""
        if not self.file or re.search(r"[/\\\0]", self.file) or self.file in (".", ".."):
            return "file must be the plain name of a file in the manifest's own folder. Drop the path."
        if self.published_basis is not None and self.published_basis not in BASES:
            return f"published_basis is {self.published_basis!r}. Use one of: {', '.join(BASES)}."
        if self.published_basis is not None and self.published is None:
            return "published_basis without published. Add the date, or drop the basis."
        if self.sha256 is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", self.sha256):
            return "sha256 must be 64 hexadecimal digits. Copy it from sha256sum."
        if self.url is not None and safe_url(self.url) != self.url:
            return "url must be a web address (http or https). Mend or drop it."
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry and what makes its file unusable, if anything."""

    entry: Entry | None
    fault: str | None = None

    def differs(self, digest: str) -> str | None:
        """What is wrong when a file's SHA-256 is not the manifest's, or None."""
        if self.entry is None or self.entry.sha256 is None or self.entry.sha256.lower() == digest:
            return None
        return (
            f"its SHA-256 is {digest[:12]}…, the manifest says {self.entry.sha256[:12].lower()}…: the file was "
            "changed. Put the original back, or mend sha256 in the manifest."
        )

    def apply(self, source: Source) -> Source:
        """The source with the manifest's facts, which go before anything its text says."""
        if self.entry is None:
            return source
        entry = self.entry
        basis = entry.published_basis or ("given" if entry.published else None)
        return dataclasses.replace(
            source,
            outlet=entry.outlet or source.outlet,
            published=entry.published or source.published,
            published_basis=basis or source.published_basis,
            url=entry.url or source.url,
            note=entry.note,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a folder by file name, and what is wrong with the manifest itself."""

    facts: dict[str, Fact] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read_manifest(path: Path, outlets: Outlets) -> Manifest:
    """A folder's manifest; an empty one where there is none. Faults are kept, not raised."""
    try:
        if not path.is_file():
            return Manifest()
        content = read_toml(path)
    except (KnowledgeError, OSError, RecursionError) as error:
        return Manifest(faults=(str(error).removeprefix(f"{path}: "),))
    entries = content.get("article", [])
    unknown = sorted(set(content) - {"article"})
    if unknown or not isinstance(entries, list):
        return Manifest(
            faults=(
                f"{unknown[0] if unknown else 'article'} is no part of a manifest. Use [[article]] entries only.",
            )
        )
    facts: dict[str, Fact] = {}
    faults: list[str] = []
    for number, raw in enumerate(entries, start=1):
        file = str(raw.get("file", "")) if isinstance(raw, dict) else ""
        where = f'article {number} ("{file[:80]}")'
        try:
            entry = build(raw, Entry, where)
        except (KnowledgeError, AttributeError, TypeError) as error:
            faults.append(str(error))
            if file:
                facts.setdefault(file, Fact(None, f"its entry in {path} is faulty: {error}"))
            continue
        if entry.file in facts:
            faults.append(f"{where}: the file has an entry already. Drop one.")
        elif entry.outlet is not None and outlets.get(entry.outlet) is None:
            fault = f'{path}, {where}: outlet "{entry.outlet[:60]}" is not in data/outlets.toml. Add it there, or mend the id.'
            facts[entry.file] = Fact(entry, fault)
        else:
            facts[entry.file] = Fact(entry)
    return Manifest(facts, tuple(faults))
