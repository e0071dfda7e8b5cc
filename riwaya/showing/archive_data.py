"""What nights left behind, as the archive needs it: runs by date, an event with its nights.

Belongs here: taking nights.json, manifests and changes as they come (plain dicts, anything may be wanting) and putting
them in order. Does not: what is said of them (archive.py), who writes them (running/).

nights.json, as this page reads it; whatever is wanting is left out of the page:

    {"nights": [{"date": "2026-11-22", "made": "2026-11-22T00:31:09Z", "status": 0, "error": "",
                 "counts": {"new": 12, "articles": 1204, "unmatched": 77, "rejected": 2},
                 "events": {"gaza": {"outcome": "published", "changes": 6, "leading": {...} or null},
                            "flood": {"outcome": "unchanged"},
                            "strike": {"outcome": "failed", "status": 4, "cell": 7, "error": "..."}}}]}

"changes" is null or left out on an event's first night. Of two runs on one date the later one counts, save that what
it found unchanged stays what the earlier one published.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ArchiveEvent:
    """An event's data, put in order."""

    id: str
    title: Mapping[str, str]
    nights: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # by date: manifest and failed
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def latest(self) -> str:
        """The date of the last good night, "" before the first."""
        return max((date for date, night in self.nights.items() if night.get("manifest")), default="")

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest of the last good night."""
        return mapping(mapping(self.nights.get(self.latest)).get("manifest"))


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The tables of a list; of anything else none."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """A table; of anything else an empty one."""
    return value if isinstance(value, Mapping) else {}


def changes_told(entry: Mapping[str, Any]) -> int:
    """How many changes an event's night told; 0 where it published nothing."""
    changes = entry.get("changes")
    return changes if isinstance(changes, int) and entry.get("outcome") == "published" else 0


def is_first(entry: Mapping[str, Any]) -> bool:
    """Whether an event was published with no night before it to compare with."""
    return entry.get("outcome") == "published" and entry.get("changes") is None


def value_of(told: Any, leading: Mapping[str, Any]) -> float | None:
    """The value of a night's leading figure, if it is of what leads now."""
    told = mapping(told)
    value = told.get("value")
    same = all(told.get(name) == leading.get(name) for name in ("metric", "unit"))
    return float(value) if same and isinstance(value, int | float) and value >= 0 else None


def event_of(given: Mapping[str, Any]) -> ArchiveEvent:
    nights = {
        str(each.get("date")): each for each in mappings(given.get("nights")) if _is_day(each.get("date"))
    }
    return ArchiveEvent(str(given["id"]), mapping(given.get("title")), nights, mapping(given.get("changes")))


def _is_day(text: Any) -> bool:
    try:
        return datetime.date.fromisoformat(str(text)).isoformat() == text
    except ValueError:
        return False


def runs_by_date(nights: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One run a date, oldest first, the later runs of a date laid over the earlier."""
    runs: dict[str, dict[str, Any]] = {}
    told = [run for run in mappings(nights.get("nights")) if _is_day(run.get("date"))]
    for run in sorted(told, key=lambda run: (str(run["date"]), str(run.get("made") or ""))):
        before = mapping(runs.get(str(run["date"]), {}).get("events"))
        events = {id: dict(mapping(entry)) for id, entry in mapping(run.get("events")).items()}
        for id, entry in before.items():
            if id not in events or (
                events[id].get("outcome") == "unchanged" and entry.get("outcome") == "published"
            ):
                events[id] = entry
        runs[str(run["date"])] = {**run, "events": events}
    return [runs[date] for date in sorted(runs)]
