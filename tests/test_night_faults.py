"""Whatever befalls a night, the site stands whole, no article is lost, and the next run repairs.

Kills, full and read-only disks, two runs at once, clocks that go back, nights over their budget: all with the command
itself in processes of its own, on a small site.
"""

from __future__ import annotations

import contextlib
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

from riwaya.tables.store import Store
from tests.night_worker import Ended, Runner
from tests.nights import (
    EVENT,
    FIRST,
    SECOND,
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


def one_sentence_each(said: str) -> list[str]:
    """Standard error as lines, each one sentence for a person: no traceback."""
    assert "Traceback" not in said and "Error:" not in said, said
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
        if path.is_dir() or name in names | known or (top in ("logs", "raw") and not path.name.startswith(".")):
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
        of_the_event = by_time or kill % 5 == 0
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


def run(runner: Runner, nights: Nights, **order: object) -> Ended:
    return runner.run(nights.config, home=str(nights.base), **order)
