"""The published folder: one step, whatever happens; nights, and which of them are kept."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.running.nights.keeping import kept_nights
from riwaya.running.nights.site import Night, PublishError, Site
from tests.site_worker import version

WORKER = Path(__file__).with_name("site_worker.py")
DAY = datetime.date(2026, 11, 22)
ONE = datetime.timedelta(1)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site at version 1 of the worker's."""
    made = Site(tmp_path / "reports")
    made.publish(*version(1))
    return made


def shown(folder: Path) -> dict[str, bytes]:
    """What a server rooted at the folder would give: files behind links, nothing hidden, nothing that dangles."""
    found = {}
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place) / name
            if not name.startswith(".") and path.exists():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def expected(number: int) -> dict[str, bytes]:
    return version(number)[0]


def worker(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(WORKER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# One step, whatever happens


@pytest.mark.parametrize("how", ["kill", "full"])
def test_stopped_at_any_step_the_site_is_the_old_one_or_the_new_one(how: str, tmp_path: Path) -> None:
    done = worker(tmp_path, "stop", how)
    assert done.returncode == 0, done.stderr
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    seen = []
    for name, ended in ends:
        folder = tmp_path / name
        now = shown(folder)
        number = int(now["index.html"].split()[1])
        assert now == expected(number), (name, ended)
        seen.append(number)
        allowed = {"killed": {1, 2}, "refused": {1}, "tidied later": {2}, "whole": {2}}
        assert number in allowed[ended], (name, ended)
        if ended in ("refused", "whole"):  # who lives on leaves no half generation and no link to nothing
            assert [path.name for path in folder.iterdir() if not path.exists()] == []
            assert len(generations(folder)) == number
        Site(folder).publish(*version(3))
        assert shown(folder) == expected(3)
        assert len(generations(folder)) == 2
        assert [path.name for path in folder.iterdir() if not path.exists()] == []
    assert set(seen) == {1, 2}
    assert how != "kill" or seen == sorted(seen)  # the swap is one step: before it old, after it new
    assert len(seen) > 25


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ".generations").iterdir() if path.name != ".lock")


def test_killed_at_random_moments_again_and_again_it_goes_on(tmp_path: Path) -> None:
    folder, chance, last = tmp_path / "reports", random.Random(1), 0
    for _ in range(12):
        process = subprocess.Popen([sys.executable, WORKER, folder, "loop"], stdout=subprocess.PIPE)
        assert process.stdout and process.stdout.read(1) == b"x"
        time.sleep(chance.random() * 0.12)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        now = shown(folder)
        number = int(now["index.html"].split()[1])
        assert now == expected(number)
        assert number > last
        last = number
    Site(folder).publish(*version(last + 1))
    assert shown(folder) == expected(last + 1)


def test_whoever_reads_meanwhile_never_sees_a_file_go_back_or_a_mixture(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    Site(folder).publish(*version(1))
    process = subprocess.Popen([sys.executable, WORKER, folder, "loop"], stdout=subprocess.DEVNULL)
    try:
        numbers = []
        while len(set(numbers)) < 15:
            for name in ("index.html", "always/index.html", "nights.json"):
                numbers.append(int((folder / name).read_bytes().split()[1]))
            # A reader that has gone in stays in one generation.
            inside = (folder / ".current").resolve()
            with contextlib.suppress(FileNotFoundError):  # two publishings later it may be gone
                texts = {
                    (inside / name).read_bytes()
                    for name in ("index.html", "always/index.html", "nights.json")
                }
                assert len(texts) == 1
        assert numbers == sorted(numbers)
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no file system may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_leaves_the_site_and_room_makes_it_go_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 400):
        site = Site(tmp_path / "disk" / "reports")
        site.publish(version(1)[0] | {"old": b"o" * 100_000})
        before = shown(site.folder)
        with pytest.raises(
            PublishError, match=r"No space left on device\. The site stands as it was\. Make room"
        ):
            site.publish({"index.html": b"new", **{f"n{n}": bytes([n]) * 30_000 for n in range(20)}})
        assert shown(site.folder) == before
        assert len(generations(site.folder)) == 1
        site.publish({"index.html": b"new"})
        assert site.read("index.html") == b"new"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_file_that_cannot_be_written_to_its_end_is_no_new_site(site: Site) -> None:
    import resource

    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            site.publish({"index.html": b"new", "large": b"x" * 5000})
        except PublishError as error:
            os._exit(0 if "File too large" in str(error) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert shown(site.folder) == expected(1)


# Where it may and may not write


def as_nobody(folder: Path) -> str:
    """What publishing version 2 says to a user who owns nothing, "" where it succeeds; root steps down for it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = "not a PublishError"
        try:
            if os.geteuid() == 0:  # a process of its own, not a program: others may not read this Python
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            Site(folder).publish(*version(2))
            said = ""
        except PublishError as error:
            said = str(error)
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return told.read()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own are for its user only)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_is_told_and_left(open_folder: Path) -> None:
    folder = open_folder / "reports"
    Site(folder).publish(*version(1))
    folder.chmod(0o555)
    said = as_nobody(folder)
    assert said == f"{folder}: this user may not write there. Change its owner, or name another site."
    assert shown(folder) == expected(1)


def test_only_the_site_s_own_folder_need_be_writable(open_folder: Path) -> None:
    folder = open_folder / "reports"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    else:
        open_folder.chmod(0o555)
    assert as_nobody(folder) == ""
    assert shown(folder) == expected(2)
    assert list(open_folder.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: (path.mkdir(), (path / "index.html").write_text("mine")), "a folder"),
        (lambda path: path.write_text("mine"), "a file"),
        (lambda path: path.symlink_to(path.parent.parent), "a link"),
        (lambda path: path.symlink_to("nowhere"), "a link"),
    ],
    ids=["a folder of riwaya report", "a file", "a link elsewhere", "a link to nothing"],
)
def test_what_no_night_made_is_named_and_never_touched(site: Site, make: object, what: str) -> None:
    path = site.folder / "gaza"
    make(path)  # type: ignore[operator]
    before = (site.read("index.html"), path.lstat())
    told = f"{path} is {what} that no night made, and is left alone. Move it away, or name another site."
    for attempt in (lambda: site.check(["gaza"]), lambda: site.publish({"gaza/index.html": b"x"})):
        with pytest.raises(PublishError) as error:
            attempt()
        assert str(error.value) == told
    assert (site.read("index.html"), path.lstat()) == before
    site.publish({"index.html": b"other events go on"})
    assert site.read("index.html") == b"other events go on"
    assert path.lstat().st_ino == before[1].st_ino


def test_a_site_that_is_a_file_or_whose_link_was_broken_is_told(tmp_path: Path, site: Site) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="cannot be published"):
        Site(tmp_path / "file").publish({"a": b""})
    (site.folder / ".current").unlink()
    (site.folder / ".current").symlink_to(".generations/000099")
    for attempt in (lambda: site.read("index.html"), lambda: site.publish({"a": b""}), site.check):
        with pytest.raises(PublishError, match="does not lead to a generation"):
            attempt()
    assert generations(site.folder) == ["000001"]  # what can be saved by hand is still there


@pytest.mark.parametrize(
    "path",
    ["/etc/x", "../x", "a/../../x", "a//b", "", ".hidden", "a/.current", "a\\b", "a\0b", "a\nb", "./a", "a/"],
)
def test_a_path_that_leads_out_of_the_site_is_refused(site: Site, path: str) -> None:
    for attempt in (
        lambda: site.publish({path: b"x"}),
        lambda: site.publish({}, [path]),
        lambda: site.read(path),
    ):
        with pytest.raises(ValueError, match="is no path inside a site"):
            attempt()
    assert shown(site.folder) == expected(1)


def test_a_file_cannot_be_a_folder_too(site: Site) -> None:
    with pytest.raises(ValueError, match="cannot be a file and the folder of"):
        site.publish({"index.html/deeper": b"x"})
    assert site.publish({"index.html/deeper": b"x"}, ["index.html"])
    assert site.read("index.html/deeper") == b"x" and site.read("index.html") is None


# What a publishing does


def test_what_did_not_change_is_one_file_in_both_generations(site: Site) -> None:
    site.publish({"index.html": b"new", "always/same.txt": b"the same in all"})
    old, new = (site.folder / ".generations" / name for name in ("000001", "000002"))
    assert (old / "always/same.txt").samefile(new / "always/same.txt")
    assert not (old / "index.html").samefile(new / "index.html")
    assert (old / "index.html").read_bytes() == expected(1)["index.html"]


def test_the_same_once_more_is_no_new_generation(site: Site) -> None:
    assert site.publish(expected(1)) is False
    assert site.publish({}) is False
    assert generations(site.folder) == ["000001"]


def test_everyone_may_read_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Site(tmp_path / "reports").publish(*version(1))
    finally:
        os.umask(before)
    for path in (tmp_path / "reports" / ".generations").rglob("0*/**"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_a_copy_behind_the_links_is_plain_files(site: Site, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    subprocess.run(f"cp -rL {site.folder}/* {tmp_path}/public/", shell=True, check=True)
    assert shown(tmp_path / "public") == expected(1)
    assert [path for path in (tmp_path / "public").rglob("*") if path.is_symlink()] == []


def test_another_run_that_publishes_is_waited_for(site: Site) -> None:
    loop = subprocess.Popen([sys.executable, WORKER, site.folder, "loop"], stdout=subprocess.DEVNULL)
    try:
        for number in range(10):
            assert site.publish({"mine/index.html": str(number).encode()})
            assert site.read("mine/index.html") == str(number).encode()
    finally:
        loop.kill()
        loop.wait()


def test_a_view_is_what_the_publishing_makes_of_the_site(site: Site) -> None:
    change = {"index.html": b"new", "more/a/b.txt": b"b"}, ["odd", "always/n1", "nothing-there"]
    view = site.view(*change)
    planned = {path: view.read(path) for path in view.paths()}
    assert shown(site.folder) == expected(1)
    site.publish(*change)
    assert shown(site.folder) == planned
    assert view.read("odd/index.html") is None


# Nights


def night(number: int, **more: bytes) -> dict[str, bytes]:
    page = f"night {number}".encode()
    return {"index.html": page, "tables/a.csv": page, "manifest.json": b'{"n": %d}' % number, **more}


def test_a_good_night_stands_under_its_date_and_as_the_latest(site: Site) -> None:
    site.publish(*site.good_night("gaza", DAY, night(1, **{"tables/old.csv": b"old"})))
    site.publish(*site.good_night("gaza", DAY + ONE, night(2)))
    assert site.read("gaza/index.html") == b"night 2" and site.read(f"gaza/{DAY}/index.html") == b"night 1"
    assert site.read("gaza/tables/old.csv") is None and site.read(f"gaza/{DAY}/tables/old.csv") == b"old"
    current = (site.folder / ".current").resolve() / "gaza"
    assert (current / "index.html").samefile(current / str(DAY + ONE) / "index.html")
    assert site.nights("gaza") == [
        Night(DAY, {"n": 1}, None, f"gaza/{DAY}"),
        Night(DAY + ONE, {"n": 2}, None, f"gaza/{DAY + ONE}"),
    ]


def test_an_older_night_made_again_leaves_the_latest(site: Site) -> None:
    site.publish(*site.good_night("gaza", DAY, night(2)))
    site.publish(*site.good_night("gaza", DAY - ONE, night(1)))
    assert site.read("gaza/index.html") == b"night 2"


def test_a_failed_night_leaves_the_latest_and_goes_when_its_date_succeeds(site: Site) -> None:
    failure = {"error": "قُتل \ud800", "cell": 7}
    site.publish(*site.good_night("gaza", DAY, night(1)))
    site.publish(*site.failed_night("gaza", DAY + ONE, failure, "the log \ud800"))
    assert site.read("gaza/index.html") == b"night 1"
    assert [(each.good, each.failed) for each in site.nights("gaza")] == [(True, None), (False, failure)]
    assert site.read(f"gaza/{DAY + ONE}/night.log") == b"the log \\ud800"
    site.publish(*site.good_night("gaza", DAY + ONE, night(2)))
    assert [each.failed for each in site.nights("gaza")] == [None, None]
    assert site.read(f"gaza/{DAY + ONE}/night.log") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"null"])
def test_a_damaged_file_of_a_night_is_no_manifest_and_still_a_failure(site: Site, content: bytes) -> None:
    site.publish({f"gaza/{DAY}/manifest.json": content, f"gaza/{DAY}/FAILED": content})
    assert site.nights("gaza") == [Night(DAY, None, {}, f"gaza/{DAY}")]


def test_folders_that_are_no_dates_are_no_nights(site: Site) -> None:
    site.publish(
        {"gaza/tables/a": b"", "gaza/20261122/a": b"", "gaza/2026-W47-7/a": b"", "gaza/2026-11-31/a": b""}
    )
    assert site.nights("gaza") == [] and "gaza" in site.events()


def test_outdated_nights_are_named_and_go_with_the_next_publishing(site: Site) -> None:
    for back in range(40, 0, -1):
        site.publish(*site.good_night("gaza", DAY - back * ONE, night(back)))
    site.publish(
        *site.failed_night("gaza", DAY - 20 * ONE, {}, "")
    )  # a good night whose second run failed stays good
    site.publish(*site.failed_night("flood", DAY - 20 * ONE, {}, ""))
    removes = site.outdated(DAY, days=3, weeks=1, published=["gaza"])
    writes, more = site.good_night("gaza", DAY, night(0))
    site.publish(writes, [*removes, *more])
    kept = [str(each.date) for each in site.nights("gaza")]
    assert kept == ["2026-10-31", "2026-11-15", "2026-11-20", "2026-11-21", "2026-11-22"]
    assert site.nights("flood") == [] and site.read("gaza/index.html") == b"night 0"


def test_events_for_the_archive_come_in_the_order_of_their_titles(site: Site) -> None:
    site.publish(
        *site.good_night("gaza", DAY, night(1, **{"changes.json": b'{"title": {"ar": "g"}, "changes": []}'}))
    )
    events = site.view().archive_events({"flood": {"ar": "f"}})
    assert [event["id"] for event in events] == ["flood", "always", "gaza", "odd"]
    assert events[2]["title"] == {"ar": "g"}
    assert events[2]["nights"] == [{"date": str(DAY), "manifest": {"n": 1}, "failed": None}]


# Which nights are kept

DATES = st.dates(datetime.date(2024, 12, 1), datetime.date(2026, 3, 1))
NIGHTS = st.sets(DATES, max_size=80)
RULE = st.tuples(st.integers(1, 40), st.integers(0, 30))


@given(NIGHTS, NIGHTS, DATES, RULE)
@settings(max_examples=60, deadline=None)
def test_the_latest_good_night_and_the_last_days_are_kept(
    good: set[datetime.date], failed: set[datetime.date], today: datetime.date, rule: tuple[int, int]
) -> None:
    kept = kept_nights(good, today, *rule, failed=failed - good)
    assert kept <= good | failed
    assert not good or max(good) in kept
    recent = {date for date in good | failed if (today - date).days < rule[0]}
    assert recent <= kept
    assert {date for date in kept if date not in good} <= recent
    assert {max(date for date in good if (date.year, date.month) == month) for month in
            {(date.year, date.month) for date in good}} <= kept  # fmt: skip


@given(NIGHTS, NIGHTS, DATES, st.integers(0, 400), RULE)
@settings(max_examples=60, deadline=None)
def test_what_is_pruned_early_is_pruned_for_good_and_nothing_is_missed_later(
    good: set[datetime.date],
    more: set[datetime.date],
    today: datetime.date,
    later: int,
    rule: tuple[int, int],
) -> None:
    then = today + later * ONE
    early = kept_nights(good, today, *rule)
    assert kept_nights(early, today, *rule) == early
    assert kept_nights(good, then, *rule) <= early
    assert kept_nights(early | more, then, *rule) == kept_nights(good | more, then, *rule)


def test_pruning_every_day_of_two_years_keeps_what_pruning_once_would() -> None:
    chance = random.Random(7)
    every, kept = set(), set()
    for number in range(730):
        today = datetime.date(2025, 1, 1) + number * ONE
        if chance.random() < 0.9:
            every.add(today)
            kept.add(today)
        kept = kept_nights(kept, today, 30, 26)
        assert kept == kept_nights(every, today, 30, 26)
    assert len(kept) == pytest.approx(30 + 26 + 24, abs=9)
