"""One event in one night: whether anything is new, its pages, its changes, and the manifest to make them again.

Belongs here: what a night does for one event, up to the files that are to be published.
Does not: rendering (rendering/apart.py), publishing (site.py), which articles are the event's (joining.py).

The same inputs under the same rules give the same bytes: a manifest names all of both, and ``remake`` goes by it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riwaya import __version__
from riwaya.running.nights.joining import NightEvent
from riwaya.running.nights.rules import versions
from riwaya.tables.store import WORK, Store
from riwaya.tables.versions import Version

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

MANIFEST, CHANGES = "manifest.json", "changes.json"


@dataclass(frozen=True)
class Means:
    """With what pages are made: the store, the state of the rules and of the pages, the budget of a page."""

    store: Store
    rules: str
    pages: str
    languages: tuple[str, ...]
    notebook: Path | None
    framing: tuple[Path, ...]
    seconds: float
    memory_mb: int
    log: Path
    deadline: float | None = None  # of time.monotonic()
    progress: Callable[[str], None] = lambda line: None


@dataclass(frozen=True)
class Before:
    """The state that a night's changes are told from: its day and the contents of its articles."""

    date: datetime.date
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """The files of a good night by their path, and what they say."""

    files: dict[str, bytes]
    manifest: dict[str, Any]
    changes: dict[str, Any]
    seconds: dict[str, float] = field(default_factory=dict)


def fingerprint(event: NightEvent, inputs: Sequence[str], means: Means) -> str:
    """What a page depends on, in short: two nights of one fingerprint have the same pages but for what is new."""
    facts = [list(inputs), means.rules, means.pages, event.id, event.sha256, list(means.languages)]
    return hashlib.sha256(json.dumps(facts).encode("ascii")).hexdigest()


def before_of(manifest: Mapping[str, Any] | None) -> Before | None:
    """The state that a manifest describes, for the night that comes after it."""
    if manifest is None:
        return None
    inputs = tuple(each["content"] for each in manifest["inputs"])
    return Before(datetime.date.fromisoformat(manifest["date"]), inputs)


def make_pages(
    event: NightEvent,
    inputs: Sequence[Version],
    before: Before | None,
    date: datetime.date,
    made: datetime.datetime,
    means: Means,
) -> Made:
    """The pages, tables, changes and manifest of one event's night.

    Raises RenderFailed, also where a page was made that does not pass its own checks; StoreError.
    """
    from riwaya.comparing.leading import leading_figure
    from riwaya.comparing.wire import with_wire_groups
    from riwaya.running.rendering.apart import PageJob, RenderFailed, render_apart
    from riwaya.showing.frame import FILES
    from riwaya.showing.page_checks import page_faults

    started = time.monotonic()
    now = with_wire_groups(means.store.tables(means.rules, [version.content for version in inputs]))
    earlier = with_wire_groups(means.store.tables(means.rules, before.inputs)) if before else None
    # Within the store, where the next night sweeps away what a killed one leaves.
    work = means.store.folder / WORK
    work.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="night-", dir=work) as folder:
        now.write(Path(folder) / "now")
        if earlier is not None:
            earlier.write(Path(folder) / "before")
        jobs = [
            PageJob(
                event=event.id,
                lang=lang,
                tables_dir=Path(folder) / "now",
                since=Path(folder) / "before" if earlier is not None else None,
                since_day=before.date.isoformat() if before else "",
                framing=means.framing,
                other=len(means.languages) > 1,
            )
            for lang in means.languages
        ]
        loaded = time.monotonic()
        pages = render_apart(
            jobs,
            notebook=means.notebook,
            seconds=means.seconds,
            memory_mb=means.memory_mb,
            log=means.log,
            deadline=means.deadline,
            progress=lambda job, done, total: means.progress(
                f"{job.event} {job.lang}: cell {done} of {total}"
            ),
        )
    rendered = time.monotonic()
    files: dict[str, bytes] = {}
    for job, page in zip(jobs, pages, strict=True):
        if faults := page_faults(page.html, job.lang):
            raise RenderFailed(kind="page", job=job, log=means.log, error=" ".join(faults[:3]))
        files[FILES[job.lang]] = page.html.encode("utf-8")
        files |= {f"tables/{name}": content.encode("utf-8") for name, content in page.csv.items()}
    changes = _changes(event, earlier, now, before, date, means)
    files[CHANGES] = as_json(changes)
    seconds = {
        "tables": loaded - started,
        "rendering": rendered - loaded,
        "changes": time.monotonic() - rendered,
    }
    manifest = {
        "riwaya": __version__,
        "rules": means.rules,
        "pages": means.pages,
        "event": event.id,
        "title": {"ar": event.event.title_ar, "en": event.event.title_en},
        "event_sha256": event.sha256,
        "fingerprint": fingerprint(event, [version.content for version in inputs], means),
        "date": date.isoformat(),
        "made": made.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "parameters": {"languages": list(means.languages)},
        "versions": versions(),
        "inputs": [
            {
                "article_id": version.article_id,
                "version": version.version,
                "content": version.content,
                "outlet": version.outlet,
                "url": version.url,
                "sha256": version.sha256,
            }
            for version in inputs
        ],
        "before": {"date": before.date.isoformat(), "inputs": list(before.inputs)} if before else None,
        "leading": leading_figure(now, event.event),
        "outputs": {
            path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in sorted(files.items())
        },
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
    }
    files[MANIFEST] = as_json(manifest)
    return Made(files, manifest, changes)


def _changes(
    event: NightEvent,
    earlier: Tables | None,
    now: Tables,
    before: Before | None,
    date: datetime.date,
    means: Means,
) -> dict[str, Any]:
    from riwaya.comparing.since import changes_since
    from riwaya.showing.frame import FILES
    from riwaya.showing.since import changes_data
    from riwaya.showing.words import Words

    found = changes_since(earlier, now, event.event) if earlier is not None else []
    framing = tuple(str(path) for path in means.framing)
    words = {lang: Words(lang, event.event, now, [], framing) for lang in ("ar", "en")}
    pages = {lang: FILES[lang] for lang in means.languages}
    return changes_data(found, event.event, date, before.date if before else None, words, pages)


def as_json(data: Any) -> bytes:
    """JSON as a night writes it: the same bytes for the same data."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode("utf-8", "backslashreplace")
