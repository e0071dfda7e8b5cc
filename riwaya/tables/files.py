"""Files that are whole or not there: written beside their place, then moved there in one step.

Belongs here: the one way in which anything of Riwaya is written that must survive a crash.
Does not: what is written (tables.py, store.py, raw.py, and the room of running).
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

# What mkstemp makes of the prefix given below.
_UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}", re.DOTALL)


def write_atomically(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file beside its place and move it there: whoever looks sees the old file or the whole new one.

    ``durable``: it is on the disk when this returns, so that not even a power cut takes it back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        # mkstemp makes a file that only its owner may read; a report is for everyone.
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
        if durable:
            sync_folder(path.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def sweep_unfinished(folder: Path) -> None:
    """Take away what a process that was killed while writing has left in a folder. Only while nobody writes there."""
    with os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _UNFINISHED.fullmatch(entry.name) and entry.is_file()]
    for path in left:
        Path(path).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
