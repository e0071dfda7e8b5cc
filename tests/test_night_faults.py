"""Whatever befalls a night, the site stands whole, no article is lost, and the next run repairs.

Kills, full and read-only disks, two runs at once, clocks that go back, nights over their budget: all with the command
itself in processes of its own, on a small site.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.tables.store import Store
from tests.night_worker import Ended, Runner
from tests.nights import (
    EVENT,
    Nights,
    Story,
    assert_whole,
    moment,
    tiny_notebook,
    visible_files,
    write_stories,
)

KILLS = 30
BOTH = '[[source]]\nkind = "folder"\npath = "news"\n[[source]]\nkind = "inbox"\npath = "inbox"\n'
NOBODY = 65534


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    runner = Runner(tmp_path_factory.mktemp("said"))
    yield runner
    runner.close()


def story(number: int, of_the_event: bool = True) -> Story:
    """An article like no other of its kind, of the event or of none."""
    if of_the_event:
        return (
            ("aljazeera", "skynews", "BBC", "CNN")[number % 4],
            f"e{number}",
            "2018-03-31",
            f"مسيرة العودة {number}",
            f"قالت وزارة الصحة في غزة إن {number + 10} شخصا قتلوا في مسيرة العودة قرب السياج.",
        )
    return (
        "france24",
        f"o{number}",
        "2018-03-31",
        f"ثلوج {number}",
        f"أغلقت الثلوج {number + 3} طرق في الجبال وقالت الشرطة إن أحدا لم يصب.",
    )


def run(runner: Runner, nights: Nights, **order: object) -> Ended:
    """One night with the command, its steps on the disk counted."""
    return runner.run(nights.config, home=str(nights.base), **order)


def one_sentence_each(said: str) -> list[str]:
    """Standard error as lines, each one sentence for a person: no traceback."""
    assert "Traceback" not in said, said
    lines = said.splitlines()
    assert all(line.startswith("riwaya: ") and line.endswith(".") for line in lines), said
    return lines


class Ledger:
    """Everything that was ever given to a site's sources, and what must be true of it at any moment."""

    def __init__(self, nights: Nights) -> None:
        self.nights = nights
        self.given: dict[str, Story] = {}
        self.shown = visible_files(nights.base / "reports")

    def give(self, stories: list[Story], place: str) -> None:
        """New articles into the folder (news) or the inbox."""
        name = f"{len(self.given):03d}"
        self.given |= {each[1]: each for each in stories}
        write_stories(self.nights.base / place / f"{name}.jsonl", stories)

    def stands(self) -> None:
        """The site is the one before or another whole one; every article is in the store, or still where it came."""
        site, base = self.nights.base / "reports", self.nights.base
        assert_whole(site)
        shown = visible_files(site)
        if shown != self.shown:
            assert self.told(shown) > self.told(self.shown), "a site that is neither the old nor a new one"
        self.shown = shown
        kept = {version.article_id for version in Store(base / "store").versions()}
        waiting = "".join(path.read_text("utf-8") for path in (base / "inbox").rglob("*.jsonl"))
        waiting += "".join(path.read_text("utf-8") for path in (base / "news").rglob("*.jsonl"))
        assert all(name in kept or f'"id": "{name}"' in waiting for name in self.given)

    @staticmethod
    def told(shown: dict[str, bytes]) -> int:
        return len(json.loads(shown["nights.json"])["nights"]) if shown else 0

    def repaired(self) -> None:
        """All that was given is in the store once, and read once, and on the page; nothing strays about."""
        base = self.nights.base
        self.stands()
        store = Store(base / "store")
        versions = store.versions()
        assert sorted(version.article_id for version in versions) == sorted(self.given)
        assert all(version.version == 1 and not version.alias for version in versions)
        rules = store.rules()[-1]
        read = store.dataset("articles", rules).to_table(columns=["article_id"])["article_id"].to_pylist()
        assert sorted(read) == sorted(self.given)
        of_the_event = {name for name in self.given if name.startswith("e")}
        inputs = self.nights.json(f"{EVENT}/manifest.json")["inputs"]
        assert {each["article_id"] for each in inputs} == of_the_event and len(inputs) == len(of_the_event)
        assert strays(base) == []


def strays(base: Path) -> list[str]:
    """Files of a store, a site and an inbox that nothing there speaks of."""
    store, site = base / "store", base / "reports"
    state = json.loads((store / "state.json").read_bytes())
    known = {f"texts/{part}.parquet" for part in state["texts"]}
    names = {"state.json", "files.json", "addresses.json", ".lock"}
    found = []
    for path in store.rglob("*"):
        name = path.relative_to(store).as_posix()
        top, _, rest = name.partition("/")
        if (
            path.is_dir()
            or name in names | known
            or (top in ("logs", "raw") and not path.name.startswith("."))
        ):
            continue
        if top == "read" and rest.split("/")[1] in state["read"].get(rest.split("/")[0], ()):
            continue
        if top == "joined" and rest.startswith(EVENT) and rest.endswith(".json"):
            continue
        found.append(f"store/{name}")
    generations = sorted(path.name for path in (site / ".generations").iterdir())
    found += [f"site: {generations}"] if len(generations) > 3 or generations[0] != ".lock" else []
    shown = set(visible_files(site))
    tops = {".generations", ".current", *(path.split("/")[0] for path in shown)}
    found += [f"reports/{path.name}" for path in site.iterdir() if path.name not in tops]
    found += [f"inbox/{path.name}" for path in (base / "inbox").rglob("*") if path.is_file()]
    return found


# ---------------------------------------------------------------- killed


def test_thirty_nights_killed_at_random_moments_lose_nothing_and_publish_nothing_half(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    """Two kinds of moments, both over the whole length of a night as measured first: two thirds at a random step of
    those that change the disk, where states change; a third at a random time, half of them of the first part of the
    night, which the rendering of a page would otherwise leave no kill for.
    """
    chance = random.Random(20180330)
    nights = Nights(root, tmp_path, sources=BOTH)
    (tmp_path / "inbox").mkdir()
    ledger = Ledger(nights)
    ledger.give([story(0)], "news")
    assert run(runner, nights).status == 0
    ledger.give([story(1)], "inbox")
    whole = run(runner, nights)
    ledger.give([story(2, of_the_event=False)], "inbox")
    short = run(runner, nights)
    assert (whole.status, short.status) == (0, 0)
    ledger.repaired()
    number, reached = 3, []
    for kill in range(1, KILLS + 1):
        by_time = kill % 3 == 0
        of_the_event = by_time or kill % 10 == 0
        ledger.give([story(number, of_the_event)], ("news", "inbox")[kill % 2])
        number += 1
        if by_time:
            length = whole.seconds if kill % 2 else short.seconds
            runner.start(nights.config, home=str(tmp_path))
            time.sleep(chance.uniform(0.02, length))
            runner.kill(whole=kill % 4 < 2)
            ended = runner.wait()
        else:
            steps = whole.steps if of_the_event else short.steps
            step = chance.randint(1, steps)
            ended = run(runner, nights, kill_at=step, whole=kill % 4 < 2)
        reached.append(ended.status)
        assert ended.status in (-signal.SIGKILL, 0), ended
        assert runner.left_running() == []
        ledger.stands()
        if kill % 6 == 0:
            mended = run(runner, nights)
            assert mended.status == 0, mended
            ledger.repaired()
    # A night that was done before its moment came is no killed one; few may be.
    assert reached.count(-signal.SIGKILL) >= KILLS * 0.8
    assert runner.left_running() == []


# ---------------------------------------------------------------- no room


@contextlib.contextmanager
def small_disk(where: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own with so much room; skips where none can be made."""
    where.mkdir()
    size = f"size={kilobytes}k"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(where)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk of a few kilobytes can be mounted by root only")
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)


def fill(disk: Path, left: int) -> None:
    """Fill a disk but for so many kilobytes."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(b"x" * (free - left * 1024))


def test_a_full_disk_ends_the_night_with_six_and_a_night_with_room_goes_on(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    """Full from the beginning, and later and later in the night: for each there is a little more room than before."""
    with small_disk(tmp_path / "disk", 4_000) as disk:
        nights = Nights(root, disk, sources=BOTH)
        (disk / "inbox").mkdir()
        ledger = Ledger(nights)
        ledger.give([story(0)], "news")
        assert run(runner, nights).status == 0
        ledger.repaired()
        ledger.give([story(1, of_the_event=False), story(2, of_the_event=False)], "inbox")
        ledger.give([story(3, of_the_event=False)], "news")
        statuses = []
        for left in (0, 8, 24, 60, 120, 200, 320, 500, 800):
            before = visible_files(disk / "reports")
            fill(disk, left)
            ended = run(runner, nights)
            statuses.append(ended.status)
            ledger.stands()
            if ended.status == 0:
                break
            assert ended.status == 6, (left, ended)
            (told,) = one_sentence_each(ended.err)
            assert "No space left on device" in told and "Make room" in told
            assert visible_files(disk / "reports") == before
        assert statuses.count(6) >= 4 and statuses[-1] == 0, statuses
        (disk / "filler").unlink()
        ledger.give([story(4)], "inbox")
        assert run(runner, nights).status == 0
        ledger.repaired()


def test_a_disk_that_is_full_at_any_step_costs_a_night_and_nothing_else(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    nights = Nights(root, tmp_path, sources=BOTH)
    (tmp_path / "inbox").mkdir()
    ledger = Ledger(nights)
    ledger.give([story(0)], "news")
    assert run(runner, nights).status == 0
    ledger.give([story(1, of_the_event=False)], "inbox")
    steps = run(runner, nights).steps
    for number, step in enumerate(random.Random(6).sample(range(1, steps + 1), 8), start=2):
        ledger.give([story(number, of_the_event=False)], ("news", "inbox")[number % 2])
        ended = run(runner, nights, full_at=step)
        assert ended.status in (0, 6), ended
        lines = one_sentence_each(ended.err)
        assert ended.status == 0 or "No space left on device" in lines[0]
        ledger.stands()
    assert run(runner, nights).status == 0
    ledger.repaired()


def test_a_temporary_folder_without_any_room_is_passed_over(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    nights = Nights(root, tmp_path / "site")
    nights.add("one", [story(0)])
    with small_disk(tmp_path / "disk", 100) as disk:
        fill(disk, 0)
        ended = run(runner, nights, env={"TMPDIR": str(disk)})
    assert (ended.status, ended.err) == (0, "")
    assert_whole(nights.base / "reports")


@pytest.mark.parametrize(
    ("left", "said"),
    [(8, "did not start"), (200, "No space left on device")],
    ids=["its kernel", "its cells"],
)
def test_no_room_for_temporary_files_costs_the_page_and_nothing_else(
    root: Path, tmp_path: Path, runner: Runner, left: int, said: str
) -> None:
    nights = Nights(root, tmp_path / "site", sources=BOTH)
    (nights.base / "inbox").mkdir()
    ledger = Ledger(nights)
    ledger.give([story(0)], "inbox")
    tiny_notebook(root, nights.base / "short.ipynb", "open('left', 'wb').write(b'x' * 1_000_000)")
    with small_disk(tmp_path / "disk", 1_000) as disk:
        fill(disk, left)
        ended = run(runner, nights, env={"TMPDIR": str(disk)})
    assert ended.status in (4, 6), ended
    assert said in one_sentence_each(ended.err)[0], ended
    ledger.stands()
    assert runner.left_running() == []
    tiny_notebook(root, nights.base / "short.ipynb")
    assert run(runner, nights).status == 0
    ledger.repaired()


# ---------------------------------------------------------------- no rights


@pytest.mark.parametrize("locked", ["store", "reports"])
def test_a_folder_that_may_not_be_written_ends_the_night_with_six(
    root: Path, runner: Runner, locked: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        nights = Nights(root, base, sources=BOTH)
        (base / "inbox").mkdir()
        ledger = Ledger(nights)
        ledger.give([story(0, of_the_event=False)], "inbox")
        assert run(runner, nights).status == 0
        ledger.give([story(1, of_the_event=False)], "inbox")
        order = {}
        if os.getuid() == 0:
            order = {"uid": NOBODY}
            for path in (base, *base.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        (base / locked).chmod(0o555)
        ended = run(runner, nights, **order)
        (base / locked).chmod(0o755)
        assert ended.status == 6, ended
        (told,) = one_sentence_each(ended.err)
        assert f"{base / locked}" in told
        assert (base / "inbox" / "001.jsonl").exists()
        ledger.stands()
        ended = run(runner, nights)
        assert ended.status == 0, ended
        assert sorted(version.article_id for version in Store(base / "store").versions()) == ["o0", "o1"]


# ---------------------------------------------------------------- two at once


def command(nights: Nights) -> list[str]:
    return [
        str(Path(sys.executable).with_name("riwaya")),
        "nightly",
        "--config",
        str(nights.config),
        "--once",
    ]


def test_of_two_runs_at_once_one_does_the_night_and_the_other_goes_at_once(
    root: Path, tmp_path: Path
) -> None:
    nights = Nights(root, tmp_path)
    begun, go = tmp_path / "begun", tmp_path / "go"
    waits = f"""import pathlib, time
pathlib.Path({str(begun)!r}).touch()
while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)"""
    tiny_notebook(root, tmp_path / "short.ipynb", waits)
    nights.add("one", [story(0)])
    first = subprocess.Popen(command(nights), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.05)
        second = subprocess.run(command(nights), capture_output=True, text=True, timeout=60)
        assert first.poll() is None
        assert second.returncode == 7 and second.stdout == ""
        assert "another night is running" in one_sentence_each(second.stderr)[0]
        assert visible_files(tmp_path / "reports") == {}
    finally:
        go.touch()
        _, said = first.communicate(timeout=120)
    assert (first.returncode, said) == (0, "")
    assert len(nights.json("nights.json")["nights"]) == 1
    assert_whole(tmp_path / "reports")


def test_the_lock_of_a_killed_run_stops_no_other(root: Path, tmp_path: Path, runner: Runner) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", [story(0, of_the_event=False)])
    assert run(runner, nights, kill_at="texts").status == -signal.SIGKILL
    assert (tmp_path / "store" / ".lock").exists() and (tmp_path / "store" / "running.json").exists()
    after = run(runner, nights)
    assert after.status == 0 and "cut off" in after.err


# ---------------------------------------------------------------- the clock


def test_a_clock_set_back_by_days_or_years_loses_no_night_and_no_article(
    root: Path, tmp_path: Path, runner: Runner
) -> None:
    nights = Nights(root, tmp_path, sources=BOTH)
    (tmp_path / "inbox").mkdir()
    ledger = Ledger(nights)
    told = []
    for number, day in enumerate(["2018-04-02", "2018-03-31", "1970-01-01", "2018-04-02", "2018-04-03"]):
        ledger.give([story(number, of_the_event=number == 0)], "inbox")
        ended = run(runner, nights, now=moment(day).isoformat())
        assert ended.status == 0, ended
        told.append("Mend the clock" in ended.err)
        ledger.stands()
    assert told == [False, True, True, False, False]
    ledger.repaired()
    dates = [night["date"] for night in nights.json("nights.json")["nights"]]
    assert dates == ["2018-04-02"] * 4 + ["2018-04-03"]


# ---------------------------------------------------------------- over the budget


class Budgeted:
    """A site with one article of the event, whose nights get a budget each."""

    def __init__(self, root: Path, base: Path, runner: Runner) -> None:
        self.root, self.base, self.runner = root, base, runner
        (base / "inbox").mkdir()

    def night(self, budget: str, *cells: str, **order: object) -> tuple[Nights, Ended]:
        nights = Nights(self.root, self.base, sources=BOTH, more=f"[budget]\n{budget}")
        tiny_notebook(self.root, self.base / "short.ipynb", *cells)
        return nights, run(self.runner, nights, **order)

    def goes_on(self, ledger: Ledger) -> Ended:
        """The night after one over its budget."""
        _, ended = self.night("minutes = 20")
        assert ended.status == 0, ended
        ledger.repaired()
        return ended


@pytest.fixture
def budgeted(root: Path, tmp_path: Path, runner: Runner) -> tuple[Budgeted, Ledger]:
    site = Budgeted(root, tmp_path, runner)
    ledger = Ledger(Nights(root, tmp_path, sources=BOTH))
    ledger.give([story(0)], "inbox")
    return site, ledger


def test_a_night_over_its_minutes_ends_with_five_and_what_it_showed_stands(
    budgeted: tuple[Budgeted, Ledger],
) -> None:
    site, ledger = budgeted
    nights, ended = site.night("minutes = 0.1", "import time; time.sleep(600)")
    assert ended.status == 5 and ended.seconds < 40, ended
    assert "took more than" in one_sentence_each(ended.err)[0]
    assert nights.json(f"{EVENT}/{nights.json('nights.json')['nights'][0]['date']}/FAILED")["kind"] == "hung"
    assert site.runner.left_running() == []
    ledger.stands()
    assert site.goes_on(ledger).err == ""


def test_a_night_over_its_memory_is_ended_with_all_it_started(budgeted: tuple[Budgeted, Ledger]) -> None:
    site, ledger = budgeted
    hoard = "hoard = bytearray(700_000_000); import time; time.sleep(600)"
    _, ended = site.night("memory_mb = 800\nnotebook_memory_mb = 800", hoard)
    assert ended.status == 5, ended
    (told,) = one_sentence_each(ended.err)
    assert "MB, more than its 800" in told or "MB of memory, more than 800" in told
    assert site.runner.left_running() == []
    ledger.stands()
    site.goes_on(ledger)


def test_a_night_that_hangs_where_nobody_looks_at_the_clock_is_ended_by_the_watch(
    budgeted: tuple[Budgeted, Ledger],
) -> None:
    site, ledger = budgeted
    stuck = """import subprocess, sys, time
from riwaya.running.nights import night, watching
watching.GRACE_SECONDS = 0.5
def members(*_):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(600)
night.members = members"""
    nights, ended = site.night("minutes = 0.05", before=stuck)
    assert ended.status == 5 and ended.seconds < 30, ended
    assert "took more than its 0.05 minutes, and was ended" in one_sentence_each(ended.err)[0]
    assert site.runner.left_running() == []
    ledger.stands()
    assert "cut off: the night took more than its 0.05 minutes" in site.goes_on(ledger).err
    assert [night["status"] for night in nights.json("nights.json")["nights"]] == [5, 0]


def test_a_night_that_nobody_can_hear_is_done_all_the_same(root: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    nights = Nights(root, tmp_path)
    nights.add("one", [story(0, of_the_event=False)])
    (tmp_path / "news" / "bad.txt").write_bytes(b"%PDF-1.7 not text")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command(nights), stdout=full, stderr=full, timeout=120)
    assert ended.returncode == 0
    assert [night["status"] for night in nights.json("nights.json")["nights"]] == [0]
