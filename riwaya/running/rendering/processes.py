"""A process and all that comes of it: how much memory they hold together, and their end.

Belongs here: finding what a process has started, also what has left its parent, and ending it without a rest.
Does not: what the processes do, or why they must end.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

# Everything a marked process starts inherits its environment, and can be told by it when its parent is gone.
MARK = "RIWAYA_PROCESSES"
PATIENCE_SECONDS = 1.0
LONGEST_END_SECONDS = 20.0


def new_mark() -> str:
    """A value for the environment variable MARK that no other process has."""
    return secrets.token_hex(12)


class Tree:
    """A started process and its descendants; ``root`` must have been started with ``mark`` in its environment."""

    def __init__(self, root: subprocess.Popen[bytes], mark: str) -> None:
        self.root = root
        self.mark = mark
        self._noted: set[psutil.Process] = set()

    def look(self) -> None:
        """Note who is there now: a process that loses its parent later is known all the same."""
        with suppress(psutil.Error):
            self._noted.update(psutil.Process(self.root.pid).children(recursive=True))

    def memory(self) -> int:
        """Bytes in use by all that live, pages that several share counted again for each."""
        return sum(_resident(process) for process in self._living())

    def fair_memory(self) -> int:
        """The same with shared pages parted among those who share them, where the system tells; slower."""
        return sum(_own_share(process) for process in self._living())

    def end(self) -> list[str]:
        """End everything: ask, wait, then kill; the root last, so that it can gather its own dead.

        Gives the names of what was still running besides the root.
        """
        until = time.monotonic() + LONGEST_END_SECONDS
        others = self._others()
        names = sorted({_name(process) for process in others})
        for process in others:
            with suppress(psutil.Error):
                process.terminate()
        _wait_for(others, PATIENCE_SECONDS)
        # What is killed can have started more meanwhile, so it is looked for until there is nothing.
        while (others := self._others()) and time.monotonic() < until:
            for process in others:
                with suppress(psutil.Error):
                    process.kill()
            _wait_for(others, PATIENCE_SECONDS)
        self._end_root()
        while (others := self._others()) and time.monotonic() < until:
            for process in others:
                with suppress(psutil.Error):
                    process.kill()
            _wait_for(others, PATIENCE_SECONDS)
        self._reap()
        return names

    def _end_root(self) -> None:
        if self.root.poll() is None:
            self.root.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.root.wait(PATIENCE_SECONDS)
        if self.root.poll() is None:
            self.root.kill()
        with suppress(subprocess.TimeoutExpired):
            self.root.wait(PATIENCE_SECONDS)

    def _reap(self) -> None:
        # Where this process is a container's first, what has lost its parent has become ours.
        for process in self._noted:
            with suppress(OSError):
                os.waitpid(process.pid, os.WNOHANG)

    def _living(self) -> list[psutil.Process]:
        self._noted = {process for process in self._noted if _lives(process)}
        with suppress(psutil.Error):
            return [psutil.Process(self.root.pid), *self._noted]
        return list(self._noted)

    def _others(self) -> list[psutil.Process]:
        """All that live but the root: seen before, below the root now, below those, or marked."""
        self.look()
        for process in list(self._noted):
            with suppress(psutil.Error):
                self._noted.update(process.children(recursive=True))
        self._noted.update(_marked(self.mark))
        return [process for process in self._noted if process.pid != self.root.pid and _lives(process)]


def _marked(mark: str) -> Iterable[psutil.Process]:
    own = os.getuid() if hasattr(os, "getuid") else None
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if own is not None and process.uids().real != own:
                continue
            if process.environ().get(MARK) == mark:
                yield process


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _name(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return process.name()
    return "a process"


def _wait_for(processes: Iterable[psutil.Process], seconds: float) -> None:
    # psutil.wait_procs would take the exit status of our own children from whoever waits for it.
    until = time.monotonic() + seconds
    while any(_lives(process) for process in processes) and time.monotonic() < until:
        time.sleep(0.02)


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _own_share(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.rss))
    return _resident(process)
