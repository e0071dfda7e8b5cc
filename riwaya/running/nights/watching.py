"""The budget of a whole night, and the marker that a night is under way.

Belongs here: ending a night that takes too long or too much memory, and knowing afterwards that one was cut off.
Does not: the budget of one page (rendering/apart.py), what a night does.

A night can be killed at any moment and loses nothing, so a night over its budget is simply ended: its steps ask for
the time left by themselves, and where one of them hangs the watch ends the process and all it started.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from riwaya.tables.files import write_atomically

OVER_BUDGET = 5
# How far past its deadline a step may run that cannot look at the clock, before the whole process is ended.
GRACE_SECONDS = 30.0
_EVERY_SECONDS = 1.0
# A machine that kills every night is told of; not for ever.
MOST_CUT_OFF = 30


class Marker:
    """A file that is there while a night runs; one that is found at the beginning is of a night that was cut off."""

    def __init__(self, store: Path) -> None:
        self._path = store / "running.json"

    def left(self) -> list[dict[str, Any]]:
        """What is known of the nights that were cut off since one came to its end, oldest first."""
        try:
            data = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            return [{}]
        if not isinstance(data, dict):
            return [{}]
        earlier = data.pop("earlier", None)
        runs = [*(earlier if isinstance(earlier, list) else []), data]
        return [run for run in runs if isinstance(run, dict)][-MOST_CUT_OFF:]

    def set(self, **facts: Any) -> None:
        """A night is under way."""
        write_atomically(self._path, json.dumps(facts).encode("ascii"), durable=True)

    def clear(self) -> None:
        """The night has come to its end, good or bad."""
        self._path.unlink(missing_ok=True)


class Watch:
    """A thread that ends this process, and all it started, when the night is over its budget."""

    def __init__(self, seconds: float, memory_mb: int, marker: Marker, facts: dict[str, Any]) -> None:
        self.deadline = time.monotonic() + seconds
        self._seconds, self._memory_mb = seconds, memory_mb
        self._marker, self._facts = marker, facts
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="riwaya-watch", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            if time.monotonic() > self.deadline + GRACE_SECONDS:
                self._end(f"the night took more than its {self._seconds / 60:g} minutes")
            used = _memory_mb()
            if used > self._memory_mb:
                self._end(f"the night used {used:,} MB, more than its {self._memory_mb:,}")

    def _end(self, why: str) -> None:
        if self._over.is_set():
            return
        # The sentence first: what follows may find the disk full.
        sys.stderr.write(
            f"riwaya: {why}, and was ended. The site stands as it was; the next run goes on. Raise [budget].\n"
        )
        sys.stderr.flush()
        with contextlib.suppress(OSError):
            self._marker.set(**self._facts, ended=why, status=OVER_BUDGET)
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
        os._exit(OVER_BUDGET)


def _memory_mb() -> int:
    """What this process and all it started hold in memory, in millions of bytes."""
    used = 0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            used += process.memory_info().rss
    return used // 1_000_000
