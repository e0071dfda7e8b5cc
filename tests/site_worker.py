"""What the tests of the site run in a process of its own, to be killed: it publishes one version after the other.

python site_worker.py FOLDER loop               for ever; each version's number is in every file
python site_worker.py FOLDER stop kill|full     version 2 over version 1, once for every step on the disk: at the
                                                first step the process is killed (or finds the disk full), next
                                                time at the second, and so on; each time a child of its own
python site_worker.py FOLDER once               version 2
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path

from riwaya.running.nights.site import PublishError, Site

# The audit events of what changes a disk (https://docs.python.org/3/library/audit_events.html).
ENDS = ("whole", "refused", "tidied later", "wrong")
STEPS = (
    "open",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "shutil.rmtree",
)


def version(number: int) -> tuple[dict[str, bytes], list[str]]:
    """A version of the site: other events in odd and even ones, some files the same in all."""
    event = "odd" if number % 2 else "even"
    said = f"version {number}\n".encode()
    writes = dict.fromkeys(
        (
            "index.html",
            "nights.json",
            "always/index.html",
            f"always/n{number}/index.html",
            f"{event}/index.html",
        ),
        said,
    )
    writes["always/same.txt"] = b"the same in all"
    return writes, ["even" if number % 2 else "odd", f"always/n{number - 1}", f"always/n{number - 2}"]


def loop(folder: Path) -> None:
    site = Site(folder)
    shown = site.read("index.html")
    number = int(shown.split()[1]) if shown else 0
    while True:
        number += 1
        site.publish(*version(number))
        sys.stdout.write("x")
        sys.stdout.flush()


def stop(folder: Path, how: str) -> None:
    """For each step: a fresh site at version 1, and a child that is stopped there; tells how each one ended."""
    step = 0
    while True:
        step += 1
        place = folder / f"{step:03d}"
        Site(place).publish(*version(1))
        child = os.fork()
        if not child:
            os._exit(_publish_until(place, step, how))
        _, status = os.waitpid(child, 0)
        ended = "killed" if os.WIFSIGNALED(status) else ENDS[os.WEXITSTATUS(status)]
        print(json.dumps([place.name, ended]), flush=True)
        if ended == "whole":
            return


def _publish_until(folder: Path, step: int, how: str) -> int:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in STEPS:
            return
        seen += 1
        if seen == step:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    sys.addaudithook(hook)
    try:
        Site(folder).publish(*version(2))
    except PublishError as error:
        told = str(error)
        if "No space left on device" not in told:
            return ENDS.index("wrong")
        return ENDS.index("refused" if "The site stands as it was" in told else "tidied later")
    except BaseException:
        return ENDS.index("wrong")
    return ENDS.index("whole" if seen < step else "tidied later")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if sys.argv[2] == "loop":
        loop(folder)
    else:
        stop(folder, sys.argv[3])
