"""The published folder: whole sites, one after the other, each put in its place in a single step.

Belongs here: how a site is written so that a reader sees the one before or the new one, never a mixture; what a
site holds of events and nights.
Does not: what stands in a file (showing/), which old nights are kept (keeping.py), when a night runs and what it
publishes (night.py).

    reports/.generations/000012/...   a whole site as plain files; those that did not change are hard links
    reports/.current                  a link to the generation that is shown: it alone is swapped
    reports/index.html, reports/EVENT links through .current, so whatever is read comes of one generation

Everything is on the disk before the swap. A run that was killed, or found the disk full, leaves the site as it was
and at most a half-made generation, which the next publishing clears away. Two generations are kept, so that whoever
has begun to read the one before can finish. Nothing outside the site's own folder is written.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from riwaya.running.nights.keeping import kept_nights

GENERATIONS, CURRENT = ".generations", ".current"
MANIFEST, CHANGES, FAILED = "manifest.json", "changes.json", "FAILED"
WAIT_SECONDS = 60  # for another run that is publishing into the same folder
# What file systems say that have no hard links, or no more of them for this file: copying does as well.
_NO_LINKS = {
    errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP
}  # fmt: skip


class PublishError(RuntimeError):
    """The site could not be published, and stands as it was: one sentence on why, one on the mend."""


@dataclass(frozen=True, slots=True)
class Night:
    """One night of an event: ``manifest`` where its pages stand, ``failed`` where it failed; both as read from JSON.

    folder: its path inside the site, e.g. for ``site.read(f"{night.folder}/changes.json")``.
    """

    date: datetime.date
    manifest: dict[str, Any] | None
    failed: dict[str, Any] | None
    folder: str

    @property
    def good(self) -> bool:
        """Whether this night has pages."""
        return self.manifest is not None


class View:
    """The files of a site, as it stands or as it would stand after a publishing: read only."""

    def __init__(self, files: Mapping[str, bytes | Path]) -> None:
        self._files = dict(sorted(files.items()))
        self._nights: dict[str, list[Night]] = {}  # read once: a site of years has many manifests

    def paths(self) -> list[str]:
        """Every file's path, in order."""
        return list(self._files)

    def read(self, path: str) -> bytes | None:
        """A file's content; None where there is no such file. Raises PublishError where it cannot be read."""
        content = self._files.get(path)
        if content is None or isinstance(content, bytes):
            return content
        with _telling(content):
            return content.read_bytes()

    def json(self, path: str) -> Any:
        """A JSON file's content; None where there is none, or none that can be understood."""
        try:
            return json.loads(self.read(path) or b"null")
        except ValueError:
            return None

    def events(self) -> list[str]:
        """The ids of the events that have a page or a night, in order."""
        return sorted({path.split("/", 1)[0] for path in self._files if "/" in path})

    def nights(self, event: str) -> list[Night]:
        """The nights of an event that are still there, oldest first."""
        if event not in self._nights:
            dates = {path.split("/")[1] for path in self._files if path.startswith(f"{event}/")}
            self._nights[event] = [self._night(event, date) for date in sorted(dates) if _date(date)]
        return list(self._nights[event])

    def archive_events(self, titles: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
        """The events as the archive page takes them: those of ``titles`` ({"ar", "en"} by id) first, in their order."""
        found = []
        for event in dict.fromkeys((*titles, *self.events())):
            nights = [
                {"date": str(night.date), "manifest": night.manifest, "failed": night.failed}
                for night in self.nights(event)
            ]
            changes = self.json(f"{event}/{CHANGES}")
            told = changes.get("title") if isinstance(changes, dict) else None
            title = titles.get(event) or told or {}
            found.append({"id": event, "title": title, "nights": nights, "changes": changes})
        return found

    def _night(self, event: str, date: str) -> Night:
        folder = f"{event}/{date}"
        manifest, failed = self.json(f"{folder}/{MANIFEST}"), self.json(f"{folder}/{FAILED}")
        if failed is None and f"{folder}/{FAILED}" in self._files:
            failed = {}
        return Night(
            datetime.date.fromisoformat(date),
            manifest if isinstance(manifest, dict) else None,
            failed if isinstance(failed, dict) or failed is None else {},
            folder,
        )


class Site:
    """A folder that is published: read as it stands, changed in one step. Making one touches nothing."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    # Reading

    def read(self, path: str) -> bytes | None:
        """A file of the site as it stands; None where there is none."""
        current = self._current()
        return (
            View({path: current / path}).read(path)
            if current and (current / _checked(path)).is_file()
            else None
        )

    def events(self) -> list[str]:
        """The ids of the events that the site shows."""
        return self.view().events()

    def nights(self, event: str) -> list[Night]:
        """The nights of an event, oldest first."""
        return self.view().nights(event)

    def view(self, writes: Mapping[str, bytes] | None = None, removes: Iterable[str] = ()) -> View:
        """The site as it stands, or as ``publish(writes, removes)`` would leave it. Raises PublishError."""
        return View(_planned(self._files(), writes or {}, removes))

    # Publishing

    def check(self, entries: Iterable[str] = ()) -> None:
        """Whether the folder may be written and nothing of others stands in the way of these top-level names.

        For the beginning of a night, before hours of work. Makes the folder where there is none. Raises PublishError.
        """
        with _telling(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise PublishError(
                f"{self.folder}: this user may not write there. Change its owner, or name another site."
            )
        self._current()
        for name in sorted(set(entries)):
            self._check_entry(name)

    def publish(self, writes: Mapping[str, bytes], removes: Iterable[str] = ()) -> bool:
        """Put a new site in the place of the old one: its files, without ``removes``, with ``writes``.

        Paths are relative, with /; one of ``removes`` may be a file or a folder, and what is written wins over it.
        Returns whether anything changed. Raises PublishError, and the site stands as it was; ValueError for a path
        that leads out of the site, is hidden, or is a file and a folder at once.
        """
        plan = _planned({}, writes, removes)  # faults in what was given come before anything is touched
        self.check({path.split("/")[0] for path in plan})
        with self._locked():
            old = self._files()
            plan = _planned(old, writes, removes)
            tops = {path.split("/")[0] for path in plan}
            self._tidy(tops if plan == old else None)
            if plan == old:
                return False
            for name in sorted(tops):
                self._check_entry(name)
            self._swap_in(plan, tops)
            with contextlib.suppress(OSError):  # what could not be cleared away is, by the next publishing
                self._tidy(tops)
        return True

    def _swap_in(self, plan: Mapping[str, bytes | Path], tops: Iterable[str]) -> None:
        generations, current = self.folder / GENERATIONS, self._current()
        name = f"{int(current.name) + 1 if current else 1:06d}"
        try:
            _build(generations / name, plan)
            _to_disk(generations)
            for top in sorted(tops):
                if not (self.folder / top).is_symlink():
                    (self.folder / top).symlink_to(f"{CURRENT}/{top}")
            _to_disk(self.folder)
            (generations / ".next").symlink_to(f"{GENERATIONS}/{name}")
            (generations / ".next").replace(self.folder / CURRENT)
        except BaseException:
            # Which generation is shown is asked of the link, not remembered: the swap may have been the last thing done.
            with contextlib.suppress(OSError, PublishError):
                self._tidy({path.split("/")[0] for path in self._files()})
            raise
        try:
            _to_disk(self.folder)
        except OSError as error:
            raise PublishError(
                f"{self.folder}: the new site is shown, but the disk did not confirm it: {error.strerror}. Look at the disk."
            ) from None

    def _check_entry(self, name: str) -> None:
        path = self.folder / name
        if not os.path.lexists(path) or (_leads_to(path, f"{CURRENT}/{name}")):
            return
        what = "a link" if path.is_symlink() else "a folder" if path.is_dir() else "a file"
        raise PublishError(
            f"{path} is {what} that no night made, and is left alone. Move it away, or name another site."
        )

    def _tidy(self, tops: Iterable[str] | None) -> None:
        """Clear away half-made generations and those before the last two, and links whose entry is gone."""
        if tops is not None:
            wanted = set(tops)
            for path in self.folder.iterdir():
                if path.name not in wanted and _leads_to(path, f"{CURRENT}/{path.name}"):
                    path.unlink()
        current = self._current()
        (self.folder / GENERATIONS / ".next").unlink(missing_ok=True)
        numbers = [path.name for path in (self.folder / GENERATIONS).iterdir() if path.name.isdigit()]
        older = sorted(int(name) for name in numbers if current and int(name) <= int(current.name))
        for name in numbers:
            if int(name) not in older[-2:]:
                shutil.rmtree(self.folder / GENERATIONS / name)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with _telling(self.folder):
            (self.folder / GENERATIONS).mkdir(exist_ok=True)
            (self.folder / GENERATIONS).chmod(0o755)
            lock = FileLock(self.folder / GENERATIONS / ".lock", timeout=WAIT_SECONDS)
            try:
                lock.acquire()
            except Timeout:
                raise PublishError(
                    f"{self.folder}: another run is publishing there. Wait for it, or end it."
                ) from None
            try:
                yield
            finally:
                lock.release()

    def _current(self) -> Path | None:
        """The generation that is shown; None before the first. Raises PublishError where the link is not ours."""
        link = self.folder / CURRENT
        if not os.path.lexists(link):
            return None
        target = link.readlink() if link.is_symlink() else Path()
        if target.parent.name != GENERATIONS or not target.name.isdigit() or not link.is_dir():
            raise PublishError(
                f"{link} does not lead to a generation of the site any more. Bring back the folder from a backup, "
                "or remove it and begin anew."
            )
        return self.folder / GENERATIONS / target.name

    def _files(self) -> dict[str, Path]:
        """Every file of the generation that is shown, by its path inside the site."""
        current = self._current()
        with _telling(self.folder):
            return dict(sorted(_walk(current, ""))) if current else {}

    # What a night changes

    def good_night(
        self, event: str, date: datetime.date, files: Mapping[str, bytes]
    ) -> tuple[dict[str, bytes], list[str]]:
        """What to write and what to remove for a good night: its files under its date, and as the event's latest.

        files: by their path inside the night's folder. Older files of both places go, other nights stay. Where a later
        night stands already (an old one is made again), the event's latest is left as it is.
        """
        nights = self.nights(event)
        writes = {f"{event}/{date}/{path}": content for path, content in files.items()}
        removes = [f"{event}/{date}"]
        if not any(night.good and night.date > date for night in nights):
            writes |= {f"{event}/{path}": content for path, content in files.items()}
            parts = {path.split("/")[1] for path in self._files() if path.startswith(f"{event}/")}
            removes += [f"{event}/{part}" for part in sorted(parts) if not _date(part)]
        return writes, removes

    def failed_night(
        self, event: str, date: datetime.date, failure: Mapping[str, Any], log: str
    ) -> tuple[dict[str, bytes], list[str]]:
        """The same for a night that failed: FAILED and night.log under its date; pages already there stay."""
        told = json.dumps(failure, ensure_ascii=False, indent=1, sort_keys=True)
        folder = f"{event}/{date}"
        # A lone surrogate, which UTF-8 cannot write, becomes its escape: in JSON that is the character itself.
        content = {FAILED: f"{told}\n", "night.log": log}
        return {
            f"{folder}/{name}": text.encode("utf-8", "backslashreplace") for name, text in content.items()
        }, []

    def outdated(
        self, today: datetime.date, days: int, weeks: int, published: Iterable[str] = ()
    ) -> list[str]:
        """The folders of nights that are kept no longer, given the events that have a good night today."""
        tonight, out = set(published), []
        view = self.view()
        for event in view.events():
            nights = view.nights(event)
            good = {night.date for night in nights if night.good} | ({today} if event in tonight else set())
            kept = kept_nights(good, today, days, weeks, failed={night.date for night in nights} - good)
            out += [night.folder for night in nights if night.date not in kept]
        return out


# Files


def _leads_to(link: Path, target: str) -> bool:
    return link.is_symlink() and str(link.readlink()) == target


def _date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _checked(path: str) -> str:
    """A path inside the site. Raises ValueError for one that leads out of it or is hidden.

    >>> _checked("gaza/2026-11-22/index.html")
    'gaza/2026-11-22/index.html'
    """
    for part in path.split("/"):
        if not part or part.startswith(".") or "\\" in part or not part.isprintable():
            raise ValueError(
                f"{path!r} is no path inside a site. Name a file below it, with / and nothing hidden."
            )
    return path


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _planned(
    old: Mapping[str, Path], writes: Mapping[str, bytes], removes: Iterable[str]
) -> dict[str, bytes | Path]:
    gone = {_checked(path) for path in removes}
    plan: dict[str, bytes | Path] = {
        path: source for path, source in old.items() if gone.isdisjoint((path, *_parents(path)))
    }
    for path, content in writes.items():
        before = old.get(_checked(path))
        plan[path] = before if before is not None and _same(before, content) else content
    for path in plan:
        for parent in _parents(path):
            if parent in plan:
                raise ValueError(f"{parent} cannot be a file and the folder of {path}. Remove one of them.")
    return dict(sorted(plan.items()))


def _same(path: Path, content: bytes) -> bool:
    with _telling(path):
        return path.stat().st_size == len(content) and path.read_bytes() == content


def _walk(folder: Path, under: str) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{under}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{under}{entry.name}", Path(entry.path)


def _build(folder: Path, plan: Mapping[str, bytes | Path]) -> None:
    """Write a generation, and see that it is on the disk: files first, then the folders that name them."""
    folders = ["", *sorted({parent for path in plan for parent in _parents(path)})]
    for each in folders:
        (folder / each).mkdir()
        (folder / each).chmod(0o755)  # a site is for everyone, whatever the night's umask
    written: dict[bytes, Path] = {}
    for path, content in plan.items():
        target = folder / path
        if isinstance(content, Path):
            _link(content, target)
        elif (twin := written.setdefault(content, target)) is target:
            _write(target, content)
        else:
            _link(twin, target)
    for each in reversed(folders):
        _to_disk(folder / each)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _write(target, source.read_bytes())


def _write(target: Path, content: bytes) -> None:
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems do not know this of folders
            raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(
            f"{path}: cannot be published: {error.strerror or error}. The site stands as it was. Make room, or mend "
            "who may write there."
        ) from error
