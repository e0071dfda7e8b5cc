"""From what is named on the command line to sources: the files of folders, globs and manifests.

Belongs here: which files are read and in which order, one clear sentence for every one that cannot be used,
while the others go on.
Does not: what makes a text usable (source.py), records (record_sources.py), pages (page_sources.py), the
manifest's form (manifest.py).
"""

from __future__ import annotations

import glob
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from riwaya.reading.sources.manifest import MANIFEST, Fact, Manifest, read_manifest
from riwaya.reading.sources.outlets import Outlets, load_outlets
from riwaya.reading.sources.page_sources import source_of_page
from riwaya.reading.sources.pages import MAX_PAGE_BYTES
from riwaya.reading.sources.record_files import MAX_ARTICLE_BYTES, SPLIT, csv_rows, json_lines, size_of
from riwaya.reading.sources.record_sources import FIELD_NAMES, source_of_record
from riwaya.reading.sources.source import (
    Rejected,
    Source,
    decoded,
    digest,
    fault_of_text,
    safe_id,
    shown,
    source_path,
)

TEXT_SUFFIXES = (".txt",)
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".csv")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
SUFFIXES = TEXT_SUFFIXES + RECORD_SUFFIXES + PAGE_SUFFIXES
# Files that explain a folder; they are no articles and no mistake.
_EXPLAINING = re.compile(
    r"(?:readme|license|licence|copying|notice)(?:\..*)?|.*\.(?:md|rst|toml)", re.IGNORECASE
)


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
                found = files_of(path)
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


def files_of(folder: Path) -> list[Path]:
    """The files of a folder and all below it, by name; hidden ones and those that explain it left out.

    A file in the place of a folder is itself. Raises OSError for a folder that cannot be looked through.
    """
    if not folder.is_dir():
        return [folder]
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
    raw = _read_whole(path, size, MAX_ARTICLE_BYTES, SPLIT)
    if isinstance(raw, Rejected):
        return raw
    text, name = decoded(raw)
    if name is None:
        return Rejected(shown(path), text)
    fault = fault_of_text(text)
    if fault:
        return Rejected(shown(path), fault)
    return _with_facts(path, fact, Source(_id_of(path), text, sha256=digest(raw), encoding=name))


def _read_page(path: Path, size: int, fact: Fact | None, outlets: Outlets) -> Source | Rejected:
    raw = _read_whole(path, size, MAX_PAGE_BYTES, "Save the article's text as .txt.")
    if isinstance(raw, Rejected):
        return raw
    source = source_of_page(
        raw, address=None, charset=None, article_id=_id_of(path), outlets=outlets, where=shown(path)
    )
    return source if isinstance(source, Rejected) else _with_facts(path, fact, source)


def _read_whole(path: Path, size: int, most: int, mend: str) -> bytes | Rejected:
    if size > most:
        return Rejected(shown(path), f"{size_of(size)}; one article may have {size_of(most)}. {mend}")
    with path.open("rb") as file:
        return file.read(most + 1)


def _id_of(path: Path) -> str:
    return safe_id(path.name[: -len(path.suffix)] if path.suffix else path.name)


def _with_facts(path: Path, fact: Fact | None, source: Source) -> Source | Rejected:
    """The source with what the folder's manifest knows of it, or what is wrong with either."""
    fault = None
    if not source.article_id:
        fault = "the file name holds no letter or digit to make an article id of. Rename the file."
    elif fact is not None:
        fault = fact.fault or fact.differs(source.sha256)
    if fault:
        return Rejected(shown(path), fault)
    source = replace(source, source_path=source_path(path))
    return fact.apply(source) if fact is not None else source


def _read_records(path: Path, records: Iterable[tuple[str, Any]]) -> Iterator[Source | Rejected]:
    for place, record in records:
        where = f"{shown(path)}, {place}" if place else shown(path)
        yield Rejected(where, record) if isinstance(record, str) else source_of_record(record, path, where)
