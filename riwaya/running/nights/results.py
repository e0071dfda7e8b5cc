"""What a night did: its exit statuses, what came of each event, the whole in a line.

Belongs here: the records that a night fills in and that publishing and the command read. Does not: doing it (night.py).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from riwaya.running.nights.joining import NightEvent
from riwaya.running.nights.pages import Made

DONE, NOTHING_USABLE, NOTEBOOK_FAILED, OVER_BUDGET, NOT_PUBLISHED, ANOTHER_RUNS = 0, 3, 4, 5, 6, 7


class NightError(RuntimeError):
    """A night that could not be run to its end: one sentence, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


# What ends a night before its end.


@dataclass
class EventNight:
    """What a night did for one event."""

    event: NightEvent
    state: str = "unchanged"  # published | unchanged | failed | empty
    articles: int = 0
    new: int = 0
    made: Made | None = None
    failure: dict[str, Any] | None = None
    log: str = ""


@dataclass
class NightResult:
    """What a night did: its date, its exit status, sentences for a person, what it did for each event."""

    date: datetime.date
    made: datetime.datetime
    status: int = DONE
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    events: list[EventNight] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def summary(self) -> str:
        """The night in one line."""
        came = self.counts.get("new", 0), self.counts.get("changed", 0)
        told = f"{came[0]:,} new articles, {came[1]:,} changed" if any(came) else "nothing new"
        events = [f"{each.event.id} {each.state}" for each in self.events if each.state != "unchanged"]
        return f"{self.date}: {told}; " + (", ".join(events) if events else "no page changed") + "."
