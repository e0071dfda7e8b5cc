"""A page rendered in a process of its own: whatever a kernel does, the night goes on and knows what happened.

Belongs here: a page's job, its budget of time and memory, what is tried again, and what is told of a failure.
Does not: running the notebook (showing/render.py), ending process trees (processes.py), publishing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from riwaya.showing.render import RenderedPage

Kind = Literal["cell", "dead", "hung", "memory", "lying", "parameter", "page"]

NOTEBOOK_FAILED = 4
OVER_BUDGET = 5


@dataclass(frozen=True)
class PageJob:
    """One page to render: the arguments of ``render_report`` for one language."""

    event: str
    lang: str
    tables_dir: Path | None = None
    corpus: str = ""
    since: Path | None = None
    since_day: str = ""
    framing: tuple[Path, ...] = ()
    as_of: str = ""
    outlets: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    other: bool = True


class RenderFailed(RuntimeError):
    """A page that was not made: enough to stamp the night FAILED and to say it in a line.

    kind: "cell" a cell raised; "dead" the kernel or the process that renders died; "hung" over its time; "memory"
    over its memory; "lying" the kernel ended as if all were well with cells left; "parameter" a wrong parameter or
    a notebook that cannot be read; "page" the notebook ran and its page could not be made. cell: its number in the
    notebook as one opens it, counted from 1, with texts; None where it was no cell's doing. line: that cell's first
    line. error: what was said. attempts: how often it was tried. status: the exit status it asks for, 4 or 5.
    """

    def __init__(
        self,
        *,
        kind: Kind,
        job: PageJob,
        log: Path,
        cell: int | None = None,
        line: str = "",
        error: str = "",
        attempts: int = 1,
    ) -> None:
        where = f", cell {cell}" if cell else ""
        super().__init__(f"{job.event}, {job.lang}{where}: {error}")
        self.kind: Kind = kind
        self.job = job
        self.log = log
        self.cell = cell
        self.line = line
        self.error = error
        self.attempts = attempts
        self.status = OVER_BUDGET if kind in ("hung", "memory") else NOTEBOOK_FAILED

    def as_record(self) -> dict[str, Any]:
        """What a FAILED stamp holds of it."""
        return {
            "kind": self.kind,
            "status": self.status,
            "lang": self.job.lang,
            "cell": self.cell,
            "line": self.line,
            "error": self.error,
            "attempts": self.attempts,
        }


def render_apart(
    pages: Sequence[PageJob],
    *,
    notebook: Path | None,
    seconds: float,
    memory_mb: int,
    log: Path,
    attempts: int = 2,
    deadline: float | None = None,
    side_by_side: int = 2,
    progress: Callable[[PageJob, int, int], None] | None = None,
) -> list[RenderedPage]:
    """The pages in the order of their jobs, each rendered in a process of its own.

    notebook: None for Riwaya's own. seconds, memory_mb: what one attempt at one page may take, all its processes
    together. log: a file to which what the processes say is added, with times, its last part kept. deadline: the
    value of time.monotonic() past which nothing may run. progress(job, done, total) is called as cells end.
    Nothing it started is left running, however it ends. Raises RenderFailed at the first page that fails for good.
    """
    raise NotImplementedError
