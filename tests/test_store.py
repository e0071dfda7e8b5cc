"""The store: what is put in comes back, and a crash leaves the state before whole."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import Source, read_inputs
from riwaya.tables import store as stores
from riwaya.tables.raw import MOST_OCCASIONS, RawDocuments
from riwaya.tables.store import Store, StoreError
from riwaya.tables.tables import CORRECTIONS, NAMES, Tables
from riwaya.tables.versions import Version

CAME = datetime.datetime(2026, 3, 1, 2, 30, tzinfo=datetime.UTC)


def put(store: Store, *texts: str, outlet: str = "trt") -> list[Version]:
    """Articles of one outlet, the text their key."""
    taken = [
        store.register.take(Source(f"a{text[:3]}", text, outlet=outlet), text, came=CAME) for text in texts
    ]
    versions = [version for version in taken if version is not None]
    store.add(versions)
    return versions


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def read_into(store: Store, versions: list[Version], knowledge: Knowledge, rules: str = "r1") -> Tables:
    tables = Tables.from_extractions(extract(version.source(), knowledge) for version in versions)
    store.add_read(rules, tables, {version.article_id: version.content for version in versions})
    return tables


def test_the_seeds_come_back_as_they_were_read(root: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    sources, _ = read_inputs([root / "seeds"])
    store = Store(tmp_path)
    versions = [
        v for source in sources if (v := store.register.take(source, str(source.source_path), came=CAME))
    ]
    store.add(versions)
    assert [v.source() for v in Store(tmp_path).texts([v.content for v in versions])] == sources
    tables = read_into(store, versions, knowledge)
    order = [version.content for version in versions]
    kept = Store(tmp_path).tables("r1", order)
    for name in (*NAMES, CORRECTIONS):
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(tables, name))
    turned = Store(tmp_path).tables("r1", order[::-1])
    assert list(turned.articles["article_id"]) == list(tables.articles["article_id"])[::-1]
    assert len(turned.figures) == len(tables.figures)
    assert len(store.tables("r1", order[:1]).articles) == 1
    assert len(store.tables("r1", []).articles) == 0


def test_what_was_not_read_is_asked_for_with_a_sentence(tmp_path: Path, knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    first, second = put(store, "قتل ثلاثة في الشمال", "قتل خمسة في الجنوب")
    with pytest.raises(StoreError, match="nothing was read under the rules r1"):
        store.tables("r1", [first.content])
    read_into(store, [first], knowledge)
    assert store.contents_read("r1") == {first.content} and store.contents_read("r2") == set()
    with pytest.raises(StoreError, match="was not read"):
        store.tables("r1", [first.content, second.content])


def test_two_versions_of_an_article_stand_beside_each_other(tmp_path: Path, knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    old = store.register.take(Source("a", "قتل 164 شخصا في الشمال", outlet="trt"), "k", came=CAME)
    new = store.register.take(Source("a", "قتل 225 شخصا في الشمال", outlet="trt"), "k", came=CAME)
    assert old and new
    store.add([old, new])
    for version in (old, new):
        read_into(store, [version], knowledge)
    values = [store.tables("r1", [v.content]).figures["value"].tolist() for v in (old, new)]
    assert values == [[164.0], [225.0]]
    assert [v.version for v in Store(tmp_path).register.latest()] == [2]


def test_a_year_of_parts_is_joined_and_says_the_same(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_PARTS", 4)
    store = Store(tmp_path)
    versions = [put(store, f"قتل {number} أشخاص في القرية")[0] for number in range(3, 10)]
    for version in versions:
        read_into(store, [version], knowledge)
    contents = [version.content for version in versions]
    before = store.tables("r1", contents)
    store.tidy()
    again = Store(tmp_path)
    assert (
        len(list((tmp_path / "texts").iterdir())) == 1
        and len(list((tmp_path / "read" / "r1").iterdir())) == 1
    )
    assert [v.content for v in again.register.latest()] == contents
    pd.testing.assert_frame_equal(again.tables("r1", contents).figures, before.figures)


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path, knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    versions = put(store, "قتل ثلاثة في الشمال")
    read_into(store, versions, knowledge)
    (tmp_path / "texts" / "000099.parquet").write_bytes(b"half")
    (tmp_path / "texts" / ".000003.parquet.abc").write_bytes(b"half")
    (tmp_path / "read" / "r1" / "000099").mkdir()
    (tmp_path / "read" / "older").mkdir()
    again = Store(tmp_path)
    again.tidy()
    assert sorted(path.name for path in (tmp_path / "texts").iterdir()) == ["000001.parquet"]
    assert sorted(path.name for path in (tmp_path / "read").iterdir()) == ["r1"]
    assert len(again.tables("r1", [versions[0].content]).articles) == 1


def test_rules_that_are_forgotten_take_their_tables_with_them_and_leave_the_texts(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    store = Store(tmp_path)
    versions = put(store, "قتل ثلاثة في الشمال")
    read_into(store, versions, knowledge, "old")
    read_into(store, versions, knowledge, "new")
    store.forget(["old"])
    assert Store(tmp_path).rules() == ["new"] and not (tmp_path / "read" / "old").exists()
    assert len(list(store.texts([versions[0].content]))) == 1


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 1}', '{"format": 9, "next": 1, "texts": [], "read": {}}']
)
def test_a_state_that_is_none_is_refused_with_the_mend(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(StoreError, match=r"backup|Update"):
        Store(tmp_path)


def test_a_damaged_part_is_told_in_a_sentence(tmp_path: Path, knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    versions = put(store, "قتل ثلاثة في الشمال")
    read_into(store, versions, knowledge)
    part = next((tmp_path / "read" / "r1").iterdir()) / "figures.parquet"
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(StoreError, match="backup"):
        Store(tmp_path).tables("r1", [versions[0].content])
    text = next((tmp_path / "texts").iterdir())
    text.write_bytes(b"PAR1 no more")
    with pytest.raises(StoreError, match="backup"):
        Store(tmp_path).versions()
    text.unlink()
    with pytest.raises(StoreError, match="backup"):
        Store(tmp_path).versions()


_WRITER = """
import datetime, sys
from riwaya.reading.sources import Source
from riwaya.tables.store import Store
store = Store(sys.argv[1])
store.tidy()
n = len(store.register)
print("ready", flush=True)
while True:
    n += 1
    v = store.register.take(Source(f"a{n}", f"خبر {n}", outlet="trt"), f"k{n}", came=datetime.datetime.now(datetime.UTC))
    store.add([v])
    print(n, flush=True)
"""


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_said_was_kept(tmp_path: Path) -> None:
    kept = 0
    for turn in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.037 * turn)
            os.kill(process.pid, signal.SIGKILL)
            said = [int(line) for line in process.stdout.read().split() if line.isdigit()]
        store = Store(tmp_path)
        numbers = [version.number for version in store.register.latest()]
        kept = max([kept, *said])
        # What was said is there; at most the one being said is there besides.
        assert numbers == list(range(1, len(numbers) + 1)) and kept <= len(numbers) <= kept + 1
        assert len(list(store.texts([v.content for v in store.register.latest()]))) == len(numbers)


def test_raw_documents_are_untouched_with_every_occasion_beside(tmp_path: Path) -> None:
    raw = RawDocuments(tmp_path)
    body = b"<html>\x00\xff</html>"
    digest = raw.keep(body, ".html", {"url": "https://example.org/1", "accessed": "2026-03-01"})
    assert raw.keep(body, ".html", {"url": "https://example.org/2", "accessed": "2026-03-02"}) == digest
    assert raw.read(digest) == body
    assert [each["url"] for each in raw.occasions(digest)] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    for number in range(2 * MOST_OCCASIONS):
        raw.keep(body, ".html", {"url": f"https://example.org/{number}"})
    assert (
        len(raw.occasions(digest)) == MOST_OCCASIONS and raw.occasions(digest)[0]["accessed"] == "2026-03-01"
    )


@pytest.mark.parametrize("suffix", ["", ".json", "/../../x", ".HTML", ". html", ".a\0"])
def test_a_document_stays_in_its_folder_whatever_its_name_says(tmp_path: Path, suffix: str) -> None:
    raw = RawDocuments(tmp_path)
    digest = raw.keep(b"text", suffix, {})
    path = raw.path(digest)
    assert path is not None and path.parent == tmp_path / "raw" / digest[:2] and path.suffix == ".bin"


def test_what_arrived_waits_until_it_is_settled(tmp_path: Path) -> None:
    raw = RawDocuments(tmp_path)
    raw.arrive(b"one", ".html", {"url": "https://example.org/1"})
    raw.arrive(b"one", ".html", {"url": "https://example.org/2"})
    raw.arrive(b"one", ".html", {"url": "https://example.org/1"})
    waiting = list(RawDocuments(tmp_path).arrived())
    assert sorted(each.about["url"] for each in waiting) == ["https://example.org/1", "https://example.org/2"]
    raw.settle(waiting[0].note)
    assert len(list(raw.arrived())) == 1
    (tmp_path / "arrived" / "torn.json").write_text(json.dumps({"sha256": "0" * 64}))
    (tmp_path / "arrived" / "torn2.json").write_text("{")
    assert len(list(raw.arrived())) == 1 and len(list((tmp_path / "arrived").iterdir())) == 1
