"""Articles on their way into the store: known again, kept as versions, and only then let go of where they came from.

Belongs here: the order that loses nothing: the store first, then what depends on it.
Does not: where articles come from (collecting.py, asking.py), which is which (tables/versions.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from riwaya.reading.sources import Outlets, Rejected, Source
from riwaya.tables.store import Store
from riwaya.tables.versions import Version

# Versions held in memory before they are written: an article has some kilobytes.
AT_ONCE = 1000


@dataclass
class Intake:
    """What came in: counts, what could not be used, and what is done once it is safe (``after``)."""

    store: Store
    outlets: Outlets
    came: datetime.datetime
    new: int = 0
    changed: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    _waiting: list[Version] = field(default_factory=list)
    _after: list[Callable[[], None]] = field(default_factory=list)

    def take(
        self, item: Source | Rejected, key: str, *, raw: str | None = None, fetched: bool = False
    ) -> None:
        """A source, or an input that could not be used."""
        if isinstance(item, Rejected):
            self.rejected.append(item)
            return
        version = self.store.register.take(
            self._with_outlet(item), key, came=self.came, raw=raw, fetched=fetched
        )
        if version is None or version.alias:
            self.known += 1
        elif version.version > 1:
            self.changed += 1
        else:
            self.new += 1
        if version is not None:
            self._waiting.append(version)
            if len(self._waiting) >= AT_ONCE:
                self.commit()

    def then(self, action: Callable[[], None]) -> None:
        """Do something once all that was taken so far is in the store."""
        self._after.append(action)

    def commit(self) -> None:
        """Everything taken is in the store when this returns. Raises OSError; nothing is let go of then."""
        self.store.add(self._waiting)
        self._waiting = []
        actions, self._after = self._after, []
        for action in actions:
            action()

    def _with_outlet(self, source: Source) -> Source:
        """The source with its outlet's id where it names one that is known: one outlet under two names is one."""
        known = self.outlets.get(source.outlet) or (
            self.outlets.named(source.outlet) if source.outlet else None
        )
        if known is None and source.outlet is None:
            known = self.outlets.of_url(source.url)
        return replace(source, outlet=known.id) if known is not None else source
