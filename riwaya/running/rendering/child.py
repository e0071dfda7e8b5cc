"""The process in which one page is rendered: ``python -m riwaya.running.rendering.child FOLDER``.

Belongs here: a job read, a page or a failure written, and an end as soon as whoever asked for it is gone.
Does not: budgets and what is tried again (apart.py).
"""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import select
import shutil
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from riwaya.running.rendering.handover import EVENTS, JOB, write_result

# jsonschema builds a grammar of web addresses with it as it is imported, which takes as long as half of all else that
# a page needs; no notebook is checked for such addresses.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

LARGEST_FILE = 1024**3
_PR_SET_CHILD_SUBREAPER = 36


def main(folder: Path) -> None:
    """Render the page of FOLDER/job.json; what came of it is FOLDER/result."""
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    threading.Thread(target=_end_with, args=(job["parent"], folder), daemon=True).start()
    # Whatever holds up even the thread above ends here, some time after the parent would have ended it.
    faulthandler.dump_traceback_later(job["seconds"] + 60, exit=True)
    _keep_to_ourselves()
    write_result(folder, _render(job["arguments"], folder))


def _render(arguments: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    from riwaya.showing.kernel import Stopped, Watch
    from riwaya.showing.render import ParameterError, render_report

    with (folder / EVENTS).open("a", encoding="utf-8", buffering=1) as events:

        def begun(cell: int | None, line: str) -> None:
            print(f"cell {cell}: {line}" if cell else line, flush=True)
            events.write(json.dumps({"cell": cell, "line": line}) + "\n")

        def done(cells: int, of: int) -> None:
            events.write(json.dumps({"done": cells, "of": of}) + "\n")

        def heard(text: str) -> None:
            sys.stdout.write(text)
            sys.stdout.flush()

        try:
            page = render_report(**arguments, watch=Watch(begun, done, heard, tied=True))
        except ParameterError as error:
            return {"failed": {"kind": "parameter", "cell": None, "line": "", "error": str(error)}}
        except Stopped as stopped:
            told = {"kind": stopped.kind, "cell": stopped.cell, "line": stopped.line, "error": stopped.error}
            return {"failed": told}
    return {"page": asdict(page)}


# Our end


def _end_with(parent: int, folder: Path) -> None:
    """Wait until the parent is gone, then end everything below us and ourselves."""
    while os.getppid() == parent:
        # The parent holds the other end of our standard input, and writes nothing to it.
        ready, _, _ = select.select([0], [], [], 1.0)
        if ready and not os.read(0, 1024):
            break
    _end_below()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _end_below() -> list[str]:
    """End whatever cells have left running, and gather the dead; gives their names."""
    names = set()
    for _ in range(20):
        below = psutil.Process().children(recursive=True)
        if not below:
            break
        for process in below:
            with suppress(psutil.Error):
                names.add(process.name())
                process.kill()
        psutil.wait_procs(below, timeout=0.2)
    return sorted(names)


def _keep_to_ourselves() -> None:
    """Children that lose their parent stay ours; out of memory takes us before the night; no file without bound."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    if left := _end_below():
        print(f"Ended what cells had left running: {', '.join(left)}.")
    sys.stdout.flush()
    # The page is out; no thread that a library has left may keep us.
    os._exit(0)
