"""What two processes hand each other through a folder: a job, what happens meanwhile, and a result that is whole.

Belongs here: the files' names and form. Does not: who renders, who waits.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

JOB, EVENTS, RESULT = "job.json", "events.jsonl", "result"


def write_result(folder: Path, result: dict[str, Any]) -> None:
    """Write a result so that it is there whole or not at all: a line with its checksum, then the result."""
    content = json.dumps(result).encode("ascii")
    unfinished = folder / f"{RESULT}.unfinished"
    unfinished.write_bytes(hashlib.sha256(content).hexdigest().encode("ascii") + b"\n" + content)
    unfinished.replace(folder / RESULT)


def read_result(folder: Path) -> dict[str, Any] | None:
    """The result, or None where there is none. Raises ValueError for one that is not as it was written."""
    try:
        digest, _, content = (folder / RESULT).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest().encode("ascii") != digest:
        raise ValueError("the result did not come back as it was written")
    result = json.loads(content)
    if not isinstance(result, dict):
        raise ValueError("the result is no table of names")
    return result
