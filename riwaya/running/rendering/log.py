"""A log that cannot fill a disk: lines with the time and who said them, of which the last are kept.

Belongs here: the file and what processes say into a pipe.
Does not: what is worth saying.
"""

from __future__ import annotations

import datetime
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

LARGEST_BYTES = 512 * 1024
LONGEST_LINE = 2_000
# What a pipe says above so much in a second is read and not kept, and read with pauses: a flood must neither stop
# the process that makes it nor keep a processor busy here.
MOST_A_SECOND = 1024 * 1024
PAUSE_SECONDS = 0.001


class TailLog:
    """Lines added to a file, the last half megabyte of which is kept. Made once, used by several threads.

    A file that cannot be opened raises OSError at once; a disk that fills later costs lines, never the run.
    """

    def __init__(self, path: Path, largest: int = LARGEST_BYTES) -> None:
        self.path = path
        self.largest = largest
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            self._size = file.tell()

    def say(self, who: str, text: str) -> None:
        """Add one line a line of ``text``, each with the time (UTC) and who said it."""
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = "".join(f"{now} {who} | {line[:LONGEST_LINE]}\n" for line in text.splitlines())
        added = lines.encode("utf-8", "backslashreplace")
        with self._lock, suppress(OSError):
            with self.path.open("ab") as file:
                file.write(added)
            self._size += len(added)
            if self._size > 2 * self.largest:
                self._keep_last()

    def _keep_last(self) -> None:
        with self.path.open("r+b") as file:
            file.seek(-self.largest, 2)
            _, _, last = file.read().partition(b"\n")
            kept = b"(earlier lines are not kept)\n" + last
            file.seek(0)
            file.write(kept)
            file.truncate()
        self._size = len(kept)

    def follow(self, who: str, pipe: IO[bytes]) -> threading.Thread:
        """Log what comes out of a pipe until it ends, in a thread of its own."""
        thread = threading.Thread(target=self._follow, args=(who, pipe), daemon=True)
        thread.start()
        return thread

    def _follow(self, who: str, pipe: IO[bytes]) -> None:
        rest, second, in_second, lost = b"", 0, 0, 0
        with suppress(OSError, ValueError):  # closed under us
            while chunk := os.read(pipe.fileno(), 65536):
                if (now := int(time.monotonic())) != second:
                    second, in_second = now, 0
                in_second += len(chunk)
                if in_second > MOST_A_SECOND:
                    lost, rest = lost + len(chunk), b""
                    time.sleep(PAUSE_SECONDS)
                    continue
                if lost:
                    self.say(who, f"({lost:,} bytes are not kept)")
                    lost = 0
                *lines, rest = (rest + chunk).split(b"\n")
                rest = rest[:LONGEST_LINE]
                if lines:
                    self.say(
                        who, b"\n".join(line[:LONGEST_LINE] for line in lines).decode("utf-8", "replace")
                    )
        if lost:
            self.say(who, f"({lost:,} bytes are not kept)")
        if rest:
            self.say(who, rest.decode("utf-8", "replace"))
