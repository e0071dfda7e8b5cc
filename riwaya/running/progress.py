"""Telling what is being done and how far, on a terminal; nothing when the output goes elsewhere.

Belongs here: the only place that prints progress.
Does not: results (cli.py prints those), logs of notebooks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """A run of steps: ``start`` names a step and its length, ``advance`` moves it on."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars

    def start(self, description: str, total: int) -> int:
        """Begin a step of ``total`` parts; the number that comes back is handed to ``advance``."""
        return self._bars.add_task(description, total=total) if self._bars else 0

    def advance(self, step: int, by: int = 1) -> None:
        """One part (or several) of a step is done."""
        if self._bars:
            self._bars.advance(TaskID(step), by)

    def set(self, step: int, done: int, total: int) -> None:
        """A step whose length was not known before: so much of it is done."""
        if self._bars:
            self._bars.update(TaskID(step), completed=done, total=total)


@contextmanager
def steps() -> Iterator[Steps]:
    """Progress bars on standard error where that is a terminal, silence where it is not."""
    if not sys.stderr.isatty():
        yield Steps(None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield Steps(bars)
