"""A page rendered in a process of its own: whatever a kernel does, the night goes on and knows what happened.

Belongs here: a page's job, its budget of time and memory, what is tried again, and what is told of a failure.
Does not: running the notebook (showing/kernel.py), the process itself (child.py), ending process trees
(processes.py), publishing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from riwaya.running.rendering.handover import EVENTS, JOB, read_result
from riwaya.running.rendering.log import TailLog
from riwaya.running.rendering.processes import MARK, Tree, new_mark
from riwaya.showing.rendered import RenderedPage

Kind = Literal["cell", "dead", "hung", "memory", "lying", "parameter", "page"]

NOTEBOOK_FAILED = 4
OVER_BUDGET = 5

# A kernel that died or hung may have met a bad moment; a cell that raised would raise again.
TRIED_AGAIN = ("dead", "hung", "memory")
WAIT_SECONDS = 0.05
LOOK_SECONDS = 0.25
MEGABYTE = 1024 * 1024


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


Progress = Callable[[PageJob, int, int], None]


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
    progress: Progress | None = None,
) -> list[RenderedPage]:
    """The pages in the order of their jobs, each rendered in a process of its own.

    notebook: None for Riwaya's own. seconds, memory_mb: what one attempt at one page may take, all its processes
    together. log: a file to which what the processes say is added, with times, its last part kept. deadline: the
    value of time.monotonic() past which nothing may run. progress(job, done, total) is called as cells end.
    Nothing it started is left running, however it ends. Raises RenderFailed at the first page that fails for good,
    and OSError where no process can be started or the log cannot be written.
    """
    budget = _Budget(seconds, memory_mb, deadline)
    said = TailLog(log)
    waiting = deque((place, 1) for place in range(len(pages)))
    running: dict[int, _Attempt] = {}
    made: dict[int, RenderedPage] = {}
    try:
        while waiting or running:
            while waiting and len(running) < max(1, side_by_side):
                place, number = waiting.popleft()
                if budget.is_spent():
                    raise _failed(pages[place], log, _no_time(), number - 1)
                running[place] = _Attempt(pages[place], notebook, number, budget, said, progress)
            time.sleep(WAIT_SECONDS)
            for place, attempt in list(running.items()):
                outcome = attempt.outcome()
                if outcome is None:
                    continue
                del running[place]
                if isinstance(outcome, RenderedPage):
                    made[place] = outcome
                elif (
                    outcome.kind in TRIED_AGAIN
                    and attempt.number < max(1, attempts)
                    and not budget.is_spent()
                ):
                    said.say(attempt.name, "It is tried once more.")
                    waiting.appendleft((place, attempt.number + 1))
                else:
                    raise _failed(attempt.job, log, outcome, attempt.number)
    finally:
        for attempt in running.values():
            attempt.close()
    return [made[place] for place in range(len(pages))]


@dataclass(frozen=True)
class _Budget:
    """What one attempt may take."""

    seconds: float
    memory_mb: int
    deadline: float | None

    def left(self) -> float:
        """Seconds that an attempt starting now has."""
        if self.deadline is None:
            return self.seconds
        return max(0.0, min(self.seconds, self.deadline - time.monotonic()))

    def is_spent(self) -> bool:
        return self.left() <= 0


@dataclass(frozen=True)
class _Trouble:
    """Why an attempt gave no page."""

    kind: Kind
    error: str
    cell: int | None = None
    line: str = ""


def _failed(job: PageJob, log: Path, trouble: _Trouble, attempts: int) -> RenderFailed:
    return RenderFailed(
        kind=trouble.kind,
        job=job,
        log=log,
        cell=trouble.cell,
        line=trouble.line,
        error=trouble.error,
        attempts=attempts,
    )


def _no_time() -> _Trouble:
    return _Trouble("hung", "the time for all pages was over before this one began.")


class _Attempt:
    """One process that renders one page, followed until it has given a page or must be ended."""

    def __init__(
        self,
        job: PageJob,
        notebook: Path | None,
        number: int,
        budget: _Budget,
        said: TailLog,
        progress: Progress | None,
    ) -> None:
        self.job, self.number, self.said, self.progress = job, number, said, progress
        self.name = f"{job.event} {job.lang} {number}"
        self.seconds, self.memory_mb = budget.left(), budget.memory_mb
        self.cell: int | None = None
        self.line = ""
        self._events_read = 0
        self._holder = tempfile.TemporaryDirectory(prefix="riwaya-page-", ignore_cleanup_errors=True)
        self.folder = Path(self._holder.name)
        try:
            self.tree = self._start(notebook)
        except BaseException:
            self._holder.cleanup()
            raise
        assert self.tree.root.stdout is not None
        self._reader = said.follow(self.name, self.tree.root.stdout)
        self.started = self._cell_since = time.monotonic()
        self._next_look = 0.0

    def _start(self, notebook: Path | None) -> Tree:
        arguments = _arguments(self.job, notebook)
        asked = {"parent": os.getpid(), "seconds": self.seconds, "arguments": arguments}
        (self.folder / JOB).write_text(json.dumps(asked), encoding="utf-8")
        mark = new_mark()
        root = subprocess.Popen(
            [sys.executable, "-P", "-m", "riwaya.running.rendering.child", str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=_environment(self.folder, mark),
            start_new_session=True,
        )
        self.said.say(
            self.name, f"Started: process {root.pid}, {self.seconds:.0f} seconds, {self.memory_mb} MB."
        )
        return Tree(root, mark)

    def outcome(self) -> RenderedPage | _Trouble | None:
        """None while it goes on; else the page or the trouble, with nothing of it left running."""
        status = self.tree.root.poll()
        self._read_events()
        if status is not None:
            return self._ended(status)
        trouble = self._over_budget()
        if trouble is None:
            return None
        self.close()
        return self._told(trouble)

    def _over_budget(self) -> _Trouble | None:
        now = time.monotonic()
        if now - self.started > self.seconds:
            since = f"; in this cell for {now - self._cell_since:.0f} of them" if self.cell else ""
            return self._here("hung", f"it took more than {self.seconds:.0f} seconds{since}.")
        if now < self._next_look:
            return None
        self.tree.look()
        used = self.tree.memory() // MEGABYTE
        if used > self.memory_mb:
            used = self.tree.fair_memory() // MEGABYTE
        # Counted after the looking, which takes its own time where very many processes run.
        self._next_look = time.monotonic() + LOOK_SECONDS
        if used > self.memory_mb:
            return self._here("memory", f"it took {used:,} MB of memory, more than {self.memory_mb:,}.")
        return None

    def _ended(self, status: int) -> RenderedPage | _Trouble:
        try:
            result = read_result(self.folder)
        except (OSError, ValueError) as error:
            result, problem = None, f"its page could not be read back: {error}."
        else:
            problem = f"the process that renders ended with status {status} and gave no page."
        self.close()
        if result is None:
            return self._told(self._here("dead", problem))
        if "failed" in result:
            return self._told(_Trouble(**result["failed"]))
        page = RenderedPage(**result["page"])
        self.said.say(self.name, f"Done: {page.cells} cells, {page.seconds:.1f} seconds.")
        return page

    def _here(self, kind: Kind, error: str) -> _Trouble:
        return _Trouble(kind, error, self.cell, self.line)

    def _told(self, trouble: _Trouble) -> _Trouble:
        where = f"cell {trouble.cell} ({trouble.line}): " if trouble.cell else ""
        self.said.say(self.name, f"FAILED, {trouble.kind}: {where}{trouble.error}")
        return trouble

    def _read_events(self) -> None:
        with suppress(OSError), (self.folder / EVENTS).open("rb") as events:
            events.seek(self._events_read)
            for line in events:
                if not line.endswith(b"\n"):
                    break  # half written: it is read the next time
                self._events_read += len(line)
                self._take(json.loads(line))

    def _take(self, event: dict[str, Any]) -> None:
        if "line" in event:
            self.cell, self.line, self._cell_since = event["cell"], event["line"], time.monotonic()
        elif event["done"] == event["of"]:
            self.cell, self.line = None, ""  # what comes now is the page's making
        if "done" in event and self.progress:
            self.progress(self.job, event["done"], event["of"])

    def close(self) -> None:
        """End what still runs of it, and take away its folder. It may be called again."""
        left = self.tree.end()
        self._reader.join(2.0)
        with suppress(OSError, AttributeError):
            self.tree.root.stdin.close()  # type: ignore[union-attr]
        if not self._reader.is_alive():
            self.tree.root.stdout.close()  # type: ignore[union-attr]
        if left:
            self.said.say(self.name, f"Ended what still ran: {', '.join(left)}.")
        self._holder.cleanup()


def _arguments(job: PageJob, notebook: Path | None) -> dict[str, Any]:
    """A job as the arguments of ``render_report``, with paths that hold in any folder."""
    given = asdict(job)
    for name in ("tables_dir", "since"):
        given[name] = str(Path(given[name]).absolute()) if given[name] else None
    given["corpus"] = str(Path(job.corpus).absolute()) if job.corpus else ""
    given["framing"] = [str(Path(path).absolute()) for path in job.framing]
    return given | {"notebook": str(Path(notebook).absolute()) if notebook else None}


def _environment(folder: Path, mark: str) -> dict[str, str]:
    """Ours, with a place of its own for whatever Jupyter and the cells leave behind."""
    own = {"IPYTHONDIR": "ipython", "JUPYTER_RUNTIME_DIR": "runtime", "TMPDIR": "tmp"}
    for name in own.values():
        (folder / name).mkdir()
    return (
        dict(os.environ)
        | {variable: str(folder / name) for variable, name in own.items()}
        # What cells print may hold anything; a log line is never worth an error.
        | {MARK: mark, "PYTHONIOENCODING": "utf-8:backslashreplace", "PYTHONUNBUFFERED": "1"}
    )
