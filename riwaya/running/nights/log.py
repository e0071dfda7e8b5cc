"""The log of the nights of a day.

Belongs here: the file, and how many are kept. Does not: what is worth saying (night.py), what pages' processes say
(rendering/log.py).
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from pathlib import Path

LOGS_KEPT = 60


class NightLog:
    """What a night says, line by line with the time, into a file of its day and to whoever listens."""

    def __init__(self, folder: Path, date: datetime.date, listen: Callable[[str], None]) -> None:
        self.path = folder / f"{date}.log"
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("????-??-??.log"))[:-LOGS_KEPT]:
            old.unlink(missing_ok=True)
        self._listen = listen
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        """A line of the log."""
        stamped = f"{datetime.datetime.now(datetime.UTC):%H:%M:%S} {line}"
        self.lines.append(stamped)
        # A full disk ends a night where something is lost by it; a line is not worth a night.
        with (
            contextlib.suppress(OSError),
            self.path.open("a", encoding="utf-8", errors="backslashreplace") as file,
        ):
            file.write(f"{stamped}\n")
        self._listen(line)
