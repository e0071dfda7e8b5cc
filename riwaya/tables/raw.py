"""Documents as they came, untouched, each with a sidecar that says where from.

Belongs here: raw/ of the store, and arrived/: notes on documents that were fetched and not yet read into articles.
Does not: fetching (reading/sources), articles (versions.py, store.py).

A document is kept under the SHA-256 of its bytes. The sidecar beside it lists every occasion on which it came:
address or path, when, headers. A note in arrived/ stays until its articles are in the store, so that a run that is
killed in between loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riwaya.tables.files import write_atomically

# An address that is asked every night for years must not grow its sidecar for ever.
MOST_OCCASIONS = 50


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document that waits to be read: its note's file, what is known of it, its bytes."""

    note: Path
    about: dict[str, Any]
    body: bytes


class RawDocuments:
    """The raw documents of a store."""

    def __init__(self, folder: Path) -> None:
        self._raw = folder / "raw"
        self._arrived = folder / "arrived"

    def keep(self, body: bytes, suffix: str, about: Mapping[str, Any]) -> str:
        """Keep a document and write the occasion into its sidecar; its SHA-256."""
        digest = hashlib.sha256(body).hexdigest()
        if self.path(digest) is None:
            known = re.fullmatch(r"\.[a-z0-9.]{1,12}", suffix) and not suffix.endswith(".json")
            suffix = suffix if known else ".bin"
            write_atomically(self._raw / digest[:2] / f"{digest}{suffix}", body, durable=True)
        sidecar = self._raw / digest[:2] / f"{digest}.json"
        occasions = [*self.occasions(digest), {"sha256": digest, "bytes": len(body), **about}]
        first, rest = occasions[:1], occasions[1:][-(MOST_OCCASIONS - 1) :]
        write_atomically(sidecar, _json([*first, *rest]), durable=True)
        return digest

    def arrive(self, body: bytes, suffix: str, about: Mapping[str, Any]) -> str:
        """Keep a document and a note that its articles are still to be read; its SHA-256."""
        digest = self.keep(body, suffix, about)
        name = hashlib.sha256(f"{digest} {about.get('url')}".encode("utf-8", "replace")).hexdigest()[:32]
        write_atomically(self._arrived / f"{name}.json", _json({"sha256": digest, **about}), durable=True)
        return digest

    def arrived(self) -> Iterator[Arrived]:
        """The documents that wait, in a fixed order. A note without its document is dropped: it was never whole."""
        for note in sorted(self._arrived.glob("*.json")) if self._arrived.is_dir() else ():
            try:
                about = json.loads(note.read_bytes())
                body = self.read(about["sha256"])
            except (ValueError, KeyError, TypeError):
                about, body = {}, None
            if body is None:
                note.unlink(missing_ok=True)
                continue
            yield Arrived(note, about, body)

    def settle(self, note: Path) -> None:
        """A document's articles are in the store: its note is done with."""
        note.unlink(missing_ok=True)

    def folders(self) -> list[Path]:
        """The folders that documents lie in."""
        return [path for path in self._raw.glob("*") if path.is_dir()]

    def path(self, digest: str) -> Path | None:
        """Where a document lies, or None."""
        folder = self._raw / digest[:2]
        return next((path for path in folder.glob(f"{digest}.*") if path.suffix != ".json"), None)

    def read(self, digest: str) -> bytes | None:
        """A document's bytes, or None."""
        path = self.path(digest)
        return path.read_bytes() if path is not None else None

    def occasions(self, digest: str) -> list[dict[str, Any]]:
        """When and from where a document came."""
        sidecar = self._raw / digest[:2] / f"{digest}.json"
        try:
            return list(json.loads(sidecar.read_bytes()))
        except (FileNotFoundError, ValueError):
            return []


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=True, indent=1) + "\n").encode("ascii")
