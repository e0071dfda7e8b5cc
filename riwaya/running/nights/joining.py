"""Which of the stored articles belong to which event, remembered, so that a night asks it only of what is new.

Belongs here: membership of events, kept beside the store's texts; what belongs to none.
Does not: the test itself (comparing/choosing.py), what is read of an event's articles (night.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from riwaya.comparing.choosing import belonging
from riwaya.comparing.events import Event, load_event
from riwaya.language.knowledge import data_path
from riwaya.running.nights.rules import PACKAGE, file_sha256, joined_name
from riwaya.tables.files import write_atomically
from riwaya.tables.store import Store
from riwaya.tables.versions import Version

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# What decides whether an article belongs to an event, besides the event's own file.
_DECIDING = ("comparing/choosing.py", "language/spelling.py", "language/forms.py")


@dataclass(frozen=True)
class NightEvent:
    """An event as a night knows it: its file, the hash of that file."""

    event: Event
    sha256: str

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id


def load_events(ids: Iterable[str]) -> list[NightEvent]:
    """Events by id. Raises KnowledgeError."""
    paths = [data_path("events", f"{name}.toml") for name in ids]
    return [NightEvent(load_event(path), file_sha256(path)) for path in paths]


def members(store: Store, events: Sequence[NightEvent], latest: Sequence[Version]) -> dict[str, set[str]]:
    """The contents that belong to each event, among the latest versions of all articles.

    An event without a [match] takes what was published from its start to its end, and what has no day.
    """
    deciding = joined_name([PACKAGE / path for path in _DECIDING])
    files = {
        each.id: store.folder / "joined" / f"{each.id}-{deciding[:8]}-{each.sha256[:8]}.json"
        for each in events
    }
    told = {each.id: _told(files[each.id]) for each in events}
    wanted = [v.content for v in latest if any(v.content not in told[each.id] for each in events)]
    tests = {each.id: belonging(each.event) for each in events}
    renewed: set[str] = set()
    for version in store.texts(wanted):
        source = version.source()
        for each in events:
            if version.content not in told[each.id]:
                within = source.published is None or each.event.start <= source.published <= each.event.end
                told[each.id][version.content] = within and tests[each.id](source)
                renewed.add(each.id)
    for each in events:
        if each.id in renewed:
            _write(files[each.id], told[each.id])
    return {
        each.id: {version.content for version in latest if told[each.id][version.content]} for each in events
    }


def within_days(event: Event, tables: Tables) -> set[str]:
    """The article_ids of tables whose day, which reading may have found in the text, is not outside the event's."""
    days = tables.articles["published"].dt.date
    outside = days.notna() & ~days.between(event.start, event.end)
    return set(tables.articles["article_id"][~outside])


def unassigned(latest: Sequence[Version], joined: Mapping[str, set[str]]) -> list[Version]:
    """The articles that belong to no event, in the order of their coming."""
    taken = set().union(*joined.values())
    return [version for version in latest if version.content not in taken]


def _told(path: Path) -> dict[str, bool]:
    """What was found before: content -> whether it belongs. Only a memory: without it all are asked anew."""
    try:
        data = json.loads(path.read_bytes())
        return dict.fromkeys(data["in"], True) | dict.fromkeys(data["out"], False)
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, told: Mapping[str, bool]) -> None:
    data = {
        name: [content for content, belongs in told.items() if belongs is value]
        for name, value in (("in", True), ("out", False))
    }
    write_atomically(path, json.dumps(data, indent=0).encode("ascii"))
    for other in path.parent.glob(f"{path.name.rsplit('-', 2)[0]}-????????-????????.json"):
        if other != path:
            other.unlink(missing_ok=True)
