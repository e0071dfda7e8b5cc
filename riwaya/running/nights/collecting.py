"""What a night collects from folders and inboxes.

Belongs here: which files are new, what is done with an inbox's file once its articles are in the store.
Does not: the network (asking.py), what a file holds (reading/sources), which article is which (tables/versions.py).

A folder is its owner's and left as it is; its files are read again when their size or time is another. An inbox is
emptied: a file goes into the store's raw documents, its articles into the store, and only then is it taken away. What
cannot be used is laid into inbox/refused/ with the reason beside it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from riwaya.reading.sources import Rejected, Source, article_key, files_of, shown, stream_inputs
from riwaya.running.nights.config import SourceEntry
from riwaya.running.nights.intake import Intake
from riwaya.tables.files import sweep_unfinished, write_atomically

REFUSED = "refused"
MANIFEST = "manifest.toml"
SEEN = "files.json"


@dataclass(frozen=True, slots=True)
class _Look:
    """A file as it was when it was looked at."""

    path: Path
    size: int
    time: int  # of the last change, in nanoseconds

    @classmethod
    def at(cls, path: Path) -> _Look | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(path, status.st_size, status.st_mtime_ns)

    def same(self) -> bool:
        """Whether the file is still as it was."""
        return _Look.at(self.path) == self


class SeenFiles:
    """Files that were read whole, by size and time, so that a year of articles is not gone through every night.

    Only a hint: without it everything is read again, and known again.
    """

    def __init__(self, store: Path) -> None:
        self._path = store / SEEN
        try:
            self._seen: dict[str, list[int]] = dict(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, TypeError):
            self._seen = {}

    def holds(self, look: _Look, manifest: _Look | None) -> bool:
        """Whether a file was read as it is, with its manifest as it is."""
        return self._seen.get(str(look.path)) == self._mark(look, manifest)

    def add(self, look: _Look, manifest: _Look | None) -> None:
        """A file has been read."""
        self._seen[str(look.path)] = self._mark(look, manifest)

    def write(self) -> None:
        """Keep what was seen."""
        write_atomically(self._path, json.dumps(self._seen, indent=0).encode("ascii"))

    @staticmethod
    def _mark(look: _Look, manifest: _Look | None) -> list[int]:
        return [look.size, look.time, *((manifest.size, manifest.time) if manifest else ())]


def collect_files(entry: SourceEntry, intake: Intake, seen: SeenFiles, base: Path) -> list[str]:
    """Take every new or changed file of a folder or an inbox; what is wrong with the source as a whole, as sentences.

    base: the folder that paths are told from, so that a table says the same on every machine.
    """
    folder = Path(entry.path)
    if entry.kind == "inbox":
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / REFUSED).is_dir():
                sweep_unfinished(folder / REFUSED)
        except OSError as error:
            return [f"{entry.name}: cannot be made ({error.strerror}). Make it, or mend its rights."]
    try:
        files = [
            path
            for path in files_of(folder)
            if REFUSED not in path.relative_to(folder).parts or path == folder
        ]
    except OSError as error:
        return [f"{entry.name}: cannot be looked through ({error.strerror}). Mend its rights."]
    for path in files:
        look = _Look.at(path)
        if look is None or path.name == MANIFEST:
            continue
        if entry.kind == "inbox":
            _take_from_inbox(look, folder, intake, base)
        else:
            _take_from_folder(look, intake, seen, base)
    return []


def _take_from_folder(look: _Look, intake: Intake, seen: SeenFiles, base: Path) -> None:
    manifest = _Look.at(look.path.parent / MANIFEST)
    if seen.holds(look, manifest):
        return
    for item, key in _articles(look.path, base):
        intake.take(item, key)

    def read() -> None:
        # A file that grew meanwhile is read again next time.
        if look.same():
            seen.add(look, manifest)

    intake.then(read)


def _take_from_inbox(look: _Look, inbox: Path, intake: Intake, base: Path) -> None:
    path = look.path
    try:
        body = path.read_bytes()
    except OSError as error:
        reason = f"cannot be read ({error.strerror}). Mend its rights."
        intake.take(
            Rejected(shown(path.relative_to(base) if path.is_relative_to(base) else path), reason), ""
        )
        return
    about: dict[str, Any] = {
        "path": shown(path.name),
        "accessed": intake.came.astimezone(datetime.UTC).isoformat(timespec="seconds"),
    }
    digest = intake.store.raw.keep(body, "".join(path.suffixes[-2:]).casefold(), about)
    found = list(_articles(path, base))
    for item, key in found:
        intake.take(item, key, raw=digest)
    refused = [item for item, _ in found if isinstance(item, Rejected)]

    def empty() -> None:
        # Somebody may still be writing it: then it stays, and is read again.
        if not look.same():
            return
        if found and len(refused) == len(found):
            _refuse(path, inbox, refused)
        else:
            path.unlink(missing_ok=True)

    intake.then(empty)


def _refuse(path: Path, inbox: Path, refused: list[Rejected]) -> None:
    folder = inbox / REFUSED
    folder.mkdir(exist_ok=True)
    name, number = path.name, 1
    while (folder / name).exists():
        number += 1
        name = f"{number}-{path.name}"
    reasons = "".join(f"{item.path}: {item.reason}\n" for item in refused[:100])
    write_atomically(folder / f"{name}.reason", reasons.encode("utf-8", "replace"))
    path.replace(folder / name)


def _articles(path: Path, base: Path) -> Iterator[tuple[Source | Rejected, str]]:
    """The articles of a file with their keys."""
    place = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name
    place = shown(place)
    for item in stream_inputs([path]):
        if isinstance(item, Rejected):
            yield replace(item, path=item.path.replace(shown(path), place)), ""
        else:
            key = article_key(item.url) if item.url else f"file:{place}#{item.article_id}"
            yield replace(item, source_path=place), key
