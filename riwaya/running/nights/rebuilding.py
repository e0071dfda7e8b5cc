"""A night made again from its manifest.

Belongs here: from a manifest and the store to the same bytes, or to which of them differ and why.
Does not: making pages (pages.py).
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from riwaya.running.nights.joining import load_events
from riwaya.running.nights.pages import MANIFEST, Before, Means, as_json, make_pages
from riwaya.tables.files import write_atomically


class ManifestError(ValueError):
    """A manifest that cannot be gone by: what is wrong and the mend."""


@dataclass(frozen=True)
class Rebuilt:
    """What was made: the files that differ from the manifest's, and what else has changed since, as sentences."""

    files: tuple[str, ...]
    differ: tuple[str, ...]
    since: tuple[str, ...]


def read_manifest(path: Path) -> dict[str, Any]:
    """A night's manifest. Raises ManifestError."""
    try:
        data = json.loads(path.read_bytes())
        needed = {
            "event",
            "date",
            "made",
            "rules",
            "pages",
            "parameters",
            "inputs",
            "before",
            "outputs",
            "seconds",
        }
        missing = sorted(needed - set(data))
    except (OSError, ValueError, TypeError) as error:
        raise ManifestError(f"{path}: cannot be read ({error}). Name the manifest.json of a night.") from None
    if missing:
        raise ManifestError(f"{path}: {missing[0]} is missing, so it is no night's manifest. Name another.")
    return data


def rebuild(manifest: dict[str, Any], means: Means, out: Path) -> Rebuilt:
    """Make a night again by its manifest and write it into a folder.

    Under the rules the manifest names: what they read is still in the store. Pages are made by the Riwaya that runs;
    where it is another than the one of the night, bytes may differ, and ``since`` says so.
    Raises RenderFailed, StoreError, KnowledgeError, OSError.
    """
    event = load_events([manifest["event"]])[0]
    since = []
    if means.pages != manifest["pages"]:
        since.append("Riwaya's pages, its notebook or a library are not those of the night")
    if event.sha256 != manifest["event_sha256"]:
        since.append(f"the event's file data/events/{event.id}.toml is not that of the night")
    means = replace(means, rules=manifest["rules"], languages=tuple(manifest["parameters"]["languages"]))
    versions = {version.content: version for version in means.store.versions() if not version.alias}
    inputs = [versions[each["content"]] for each in manifest["inputs"] if each["content"] in versions]
    if len(inputs) < len(manifest["inputs"]):
        raise ManifestError(
            f"{len(manifest['inputs']) - len(inputs)} of the night's articles are not in the store. "
            "Name the store that the night was made from."
        )
    told = manifest["before"]
    before = Before(datetime.date.fromisoformat(told["date"]), tuple(told["inputs"])) if told else None
    date, made = (
        datetime.date.fromisoformat(manifest["date"]),
        datetime.datetime.fromisoformat(manifest["made"]),
    )
    again = make_pages(event, inputs, before, date, made, means)
    # How long it took is a fact of that night, not of this one.
    files = again.files | {MANIFEST: as_json({**again.manifest, "seconds": manifest["seconds"]})}
    for path, content in files.items():
        write_atomically(out / path, content)
    old, new = manifest["outputs"], again.manifest["outputs"]
    differ = sorted(path for path in {*old, *new} if old.get(path) != new.get(path))
    return Rebuilt(tuple(sorted(files)), tuple(differ), tuple(since))
