"""Nights in processes that may be killed, starved and hung: the command itself, without waiting for its imports.

python night_worker.py        reads orders, a JSON object a line; for each it forks, and the fork runs ``riwaya``

The process that forks has imported what a night needs and nothing more, so that a night which renders nothing costs
a third of a second instead of five. ``Runner`` is the test's end of it.
"""

from __future__ import annotations

import datetime
import errno
import importlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

MARK = "RIWAYA_TEST_NIGHTS"
# The audit events of what changes a disk (https://docs.python.org/3/library/audit_events.html).
STEPS = (
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "shutil.rmtree",
)
# What a night imports on its way.
IMPORTED = (
    "comparing.leading",
    "comparing.since",
    "comparing.wire",
    "running.nights.asking",
    "running.cli",
    "running.nights.publishing",
    "running.nights.night",
    "running.rendering.apart",
    "showing.archive",
    "showing.atom",
    "showing.page_checks",
    "showing.render",
    "showing.since",
    "showing.words",
    "tables.tables",
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Ended(NamedTuple):
    """How a run ended: its status (negative: the signal), what it said, its steps on the disk, its seconds."""

    status: int
    out: str
    err: str
    steps: int
    seconds: float


class Runner:
    """Runs of the command, one at a time; ``where`` is a folder for what they say."""

    def __init__(self, where: Path) -> None:
        where.mkdir(parents=True, exist_ok=True)
        self.where, self.mark = where, secrets.token_hex(8)
        self.number, self.pid, self._begun = 0, 0, 0.0
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # What killed nights leave among the temporary files is thrown away with the test's own.
            env=os.environ | {MARK: self.mark, "PYTHONIOENCODING": "utf-8", "TMPDIR": str(where)},
            cwd=where,
        )

    def run(self, config: Path, **order: Any) -> Ended:
        """One night to its end. See ``_child`` for what may be ordered."""
        self.start(config, **order)
        return self.wait()

    def start(self, config: Path, **order: Any) -> int:
        """A night begun; its process id."""
        self.number += 1
        said = str(self.where / f"{self.number:03d}")
        self._say({"argv": ["nightly", "--config", str(config), "--once"], "said": said} | order)
        self._begun = time.monotonic()
        self.pid = int(self._hear())
        return self.pid

    def wait(self) -> Ended:
        """The end of the night that was begun."""
        status = int(self._hear())
        seconds = time.monotonic() - self._begun
        out, err, steps = ((self.where / f"{self.number:03d}.{name}") for name in ("out", "err", "steps"))
        counted = int(steps.read_text()) if steps.exists() else 0
        said = [path.read_text("utf-8") if path.exists() else "" for path in (out, err)]
        return Ended(status, said[0], said[1], counted, seconds)

    def kill(self, whole: bool) -> None:
        """Kill the night's process; ``whole``: all it has started too, at once."""
        kill(self.pid, whole)

    def left_running(self, patience: float = 8.0) -> list[str]:
        """What the runs have left running, after as long as a page's process may take to see that it is alone."""
        until = time.monotonic() + patience
        while (found := self._living()) and time.monotonic() < until:
            time.sleep(0.1)
        return found

    def _living(self) -> list[str]:
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                ours = process.pid != self.process.pid and process.environ().get(MARK) == self.mark
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:200]}")
        return found

    def close(self) -> None:
        """End the process that forks, and whatever is left."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def _say(self, order: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process that forks is gone"
        return line


def kill(pid: int, whole: bool) -> None:
    """Kill a process as the kernel does when memory is out, or with everything below it, as a container ends."""
    with suppress(psutil.Error, OSError):
        below = psutil.Process(pid).children(recursive=True) if whole else []
        os.kill(pid, signal.SIGKILL)
        for process in below:
            with suppress(psutil.Error):
                process.kill()


# ---------------------------------------------------------------- in the process that forks


def main() -> None:
    _warm()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            _child(order)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _warm() -> None:
    """Import what a night imports, and read the knowledge once."""
    for name in IMPORTED:
        importlib.import_module(f"riwaya.{name}")
    from riwaya.reading.sources import Source
    from riwaya.running.reading import read_all

    list(read_all([Source("warm", "قالت الشرطة إن 3 أشخاص قتلوا.")]))


def _child(order: dict[str, Any]) -> None:
    """Run the command as ordered, and end.

    argv; said: where standard output, error and the count of steps go; now: what the clock says (ISO 8601); env;
    uid: whose run it is; home: only steps below it count; kill_at: the step at which it is killed, by its number or
    by a part of its path, with ``whole`` all below it too; full_at: the step from which on the disk is full; before:
    Python to run first.
    """
    code = 1
    try:
        for number, name in ((1, "out"), (2, "err")):
            path = order.get(f"to_{name}") or f"{order['said']}.{name}"
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
            os.dup2(handle, number)
            os.close(handle)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.setsid()
        os.environ |= order.get("env", {})
        tempfile.tempdir = None
        sys.argv = ["riwaya", *order["argv"]]
        if "now" in order:
            _set_clock(datetime.datetime.fromisoformat(order["now"]))
        steps = _count_steps(order)
        if "uid" in order:
            os.setgroups([])
            os.setgid(order["uid"])
            os.setuid(order["uid"])
        exec(order.get("before", ""), {})
        from riwaya.running.cli import main as command

        try:
            command()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        sys.stdout.flush()
        sys.stderr.flush()
        with suppress(OSError):
            Path(f"{order['said']}.steps").write_text(str(steps[0]))
    except BaseException:
        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    os._exit(code)


def _set_clock(moment: datetime.datetime) -> None:
    """The moment the command takes for now. Only its: files and servers go by the machine's clock."""
    from riwaya.running.nights import commands as night_commands

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return moment.astimezone(tz)

    night_commands.datetime = types.SimpleNamespace(  # type: ignore[assignment]
        datetime=Clock, UTC=datetime.UTC, timedelta=datetime.timedelta
    )


def _count_steps(order: dict[str, Any]) -> list[int]:
    """Counts what this process changes on the disk below a folder, and ends it, or fills the disk, at a step."""
    steps = [0]
    home, kill_at, full_at = order.get("home"), order.get("kill_at"), order.get("full_at")
    if home is None:
        return steps

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if not isinstance(arguments[2], int) or not arguments[2] & WRITES:
                return
        elif event not in STEPS:
            return
        if not any(isinstance(each, str | os.PathLike) and str(each).startswith(home) for each in arguments):
            return
        steps[0] += 1
        if steps[0] == kill_at or (isinstance(kill_at, str) and kill_at in str(arguments[0])):
            kill(os.getpid(), order.get("whole", False))
        if full_at and steps[0] >= full_at and event in ("open", "os.mkdir", "os.link", "os.symlink"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    sys.addaudithook(hook)
    return steps


if __name__ == "__main__":
    main()
