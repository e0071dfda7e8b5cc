"""Nights, one after the other: what comes in, what is published, what is said to be new, what happens when it fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock

from riwaya.reading.extract import Extraction, Knowledge, extract
from riwaya.reading.sources import Source
from riwaya.running.nights.config import load_config
from riwaya.running.nights.night import run_night
from riwaya.running.nights.results import NightError
from riwaya.tables.store import Store
from tests.conftest import Riwaya
from tests.nights import (
    EVENT,
    FIRST,
    OTHER,
    SECOND,
    Nights,
    assert_whole,
    moment,
    tiny_notebook,
    write_stories,
)


@pytest.fixture(scope="module")
def week(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Four nights: two articles; one more and one that belongs to no event; nothing; an article quietly changed."""
    nights = Nights(root, tmp_path_factory.mktemp("week"), tiny=False)
    nights.add("one", FIRST)
    nights.results = [nights.run("2018-03-31")]  # type: ignore[attr-defined]
    nights.add("two", [*SECOND, OTHER])
    nights.results.append(nights.run("2018-04-01"))  # type: ignore[attr-defined]
    nights.before_third = nights.files()  # type: ignore[attr-defined]
    nights.results.append(nights.run("2018-04-02"))  # type: ignore[attr-defined]
    changed = [(*FIRST[0][:4], FIRST[0][4].replace("15", "17")), *FIRST[1:]]
    nights.add("one", changed)
    nights.results.append(nights.run("2018-04-03"))  # type: ignore[attr-defined]
    return nights


def kinds(nights: Nights, date: str) -> list[str]:
    return [change["kind"] for change in nights.json(f"{EVENT}/{date}/changes.json")["changes"]]


def test_the_first_night_publishes_the_report_and_compares_it_with_nothing(week: Nights) -> None:
    changes = week.json(f"{EVENT}/2018-03-31/changes.json")
    assert changes["since"] is None and changes["changes"] == []
    assert week.results[0].summary() == f"2018-03-31: 2 new articles, 0 changed; {EVENT} published."  # type: ignore[attr-defined]


def test_the_second_morning_tells_the_new_article_the_new_toll_and_the_new_word(week: Nights) -> None:
    changes = week.json(f"{EVENT}/2018-04-01/changes.json")
    assert changes["since"] == "2018-03-31"
    assert {"changed_figure", "new_article", "new_frame"} <= set(kinds(week, "2018-04-01"))
    figure = next(each for each in changes["changes"] if each["kind"] == "changed_figure")
    assert figure["outlet"] == "skynews" and "12" in figure["text"]["en"] and "16" in figure["text"]["en"]
    page = week.files()[f"{EVENT}/2018-04-01/index.html"].decode()
    assert all(link.partition("#")[2] in page for each in changes["changes"] for link in each["links"])


def test_a_night_without_news_says_so_and_touches_no_page(week: Nights) -> None:
    result = week.results[2]  # type: ignore[attr-defined]
    assert (
        result.status == 0
        and "nothing new" in result.summary()
        and [e.state for e in result.events] == ["unchanged"]
    )
    before, after = week.before_third, week.files()  # type: ignore[attr-defined]
    assert not any("2018-04-02" in path for path in after)
    assert {path: before[path] for path in before if path.startswith(f"{EVENT}/2018-04-01")} == {
        path: after[path] for path in after if path.startswith(f"{EVENT}/2018-04-01")
    }
    log = (week.base / "store" / "logs" / "2018-04-02.log").read_text(encoding="utf-8")
    assert "to read" not in log and "rendering" not in log
    entry = next(night for night in week.json("nights.json")["nights"] if night["date"] == "2018-04-02")
    assert entry["events"][EVENT]["outcome"] == "unchanged" and entry["counts"]["new"] == 0


@pytest.mark.parametrize(("date", "count"), [("2018-03-31", 2), ("2018-04-01", 2), ("2018-04-03", 1)])
def test_only_what_is_new_or_changed_is_read(week: Nights, date: str, count: int) -> None:
    log = (week.base / "store" / "logs" / f"{date}.log").read_text(encoding="utf-8")
    assert f" {count} articles to read" in log


def test_a_quiet_change_is_a_version_beside_the_old_and_a_finding(week: Nights) -> None:
    changes = week.json(f"{EVENT}/2018-04-03/changes.json")
    edited = next(each for each in changes["changes"] if each["kind"] == "changed_article")
    assert edited["outlet"] == "aljazeera" and "15" in edited["text"]["en"] and "17" in edited["text"]["en"]
    versions = [v for v in Store(week.base / "store").versions() if v.article_id == "a1"]
    assert [version.version for version in versions] == [1, 2]


def test_what_belongs_to_no_event_is_counted_and_listed(week: Nights, riwaya: Riwaya) -> None:
    assert week.json("nights.json")["nights"][-1]["counts"]["unmatched"] == 1
    listed = riwaya("store", "--config", week.config, "--unassigned")
    assert listed.status == 0 and "c1" in listed.out and "a1" not in listed.out
    told = riwaya("store", "--config", week.config)
    assert "4 articles, 1 older versions" in told.out and "no event: 1" in told.out
    changed = riwaya("store", "--config", week.config, "--versions").out.splitlines()
    assert [line.split(",")[:2] for line in changed[1:]] == [["a1", "1"], ["a1", "2"]]


def test_latest_is_the_last_good_night_and_the_archive_links_every_one(week: Nights) -> None:
    files = week.files()
    assert files[f"{EVENT}/index.html"] == files[f"{EVENT}/2018-04-03/index.html"]
    archive = files["index.html"].decode()
    assert all(f"{EVENT}/{date}/index.html" in archive for date in ("2018-03-31", "2018-04-01", "2018-04-03"))
    assert_whole(week.base / "reports")


def test_the_feed_tells_the_mornings_that_had_something_to_tell(week: Nights) -> None:
    feed = week.files()["feed.xml"].decode()
    assert feed.count("<entry>") == 2 and "2018-04-01" in feed and "2018-04-03" in feed


def test_a_night_is_made_again_from_its_manifest_byte_for_byte(
    week: Nights, riwaya: Riwaya, tmp_path: Path
) -> None:
    folder = week.base / "reports" / EVENT / "2018-04-03"
    done = riwaya("rebuild", folder / "manifest.json", "--config", week.config, "--out", tmp_path / "again")
    assert done.status == 0 and "same bytes" in done.out, done.err
    made = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    again = tmp_path / "again"
    assert made == {
        path.relative_to(again).as_posix(): path.read_bytes()
        for path in again.rglob("*")
        if path.is_file() and path.name != "rebuild.log"
    }


def test_a_manifest_that_tells_of_other_bytes_is_found_out(
    week: Nights, riwaya: Riwaya, tmp_path: Path
) -> None:
    told = week.json(f"{EVENT}/2018-03-31/manifest.json")
    told["outputs"]["index.html"]["sha256"] = "0" * 64
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    done = riwaya("rebuild", tmp_path / "manifest.json", "--config", week.config, "--out", tmp_path / "again")
    assert done.status == 4 and "index.html differ" in done.err
    (tmp_path / "manifest.json").write_text('{"event": 1}')
    done = riwaya("rebuild", tmp_path / "manifest.json", "--config", week.config, "--out", tmp_path / "again")
    assert done.status == 3 and "no night's manifest" in done.err


# Faults


def test_a_failed_cell_leaves_the_last_good_page_and_a_stamp_and_the_next_run_repairs(
    root: Path, tmp_path: Path
) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    assert nights.run("2018-03-31").status == 0
    good = nights.files()
    tiny_notebook(root, tmp_path / "short.ipynb", "1 / 0")
    nights.add("two", SECOND)
    failed = nights.run("2018-04-01")
    assert failed.status == 4
    files = nights.files()
    assert files[f"{EVENT}/index.html"] == good[f"{EVENT}/index.html"]
    stamp = nights.json(f"{EVENT}/2018-04-01/FAILED")
    assert (
        stamp["kind"] == "cell"
        and stamp["cell"] == len(nbformat.read(tmp_path / "short.ipynb", as_version=4).cells)
        and "ZeroDivisionError" in stamp["error"]
    )
    assert "ZeroDivisionError" in files[f"{EVENT}/2018-04-01/night.log"].decode()
    assert "ZeroDivisionError" in files["index.html"].decode() and "night.log" in files["index.html"].decode()
    assert_whole(tmp_path / "reports")
    tiny_notebook(root, tmp_path / "short.ipynb")
    mended = nights.run("2018-04-01", hour=9)
    assert mended.status == 0 and f"{EVENT}/2018-04-01/FAILED" not in nights.files()
    assert nights.json(f"{EVENT}/2018-04-01/changes.json")["since"] == "2018-03-31"


@pytest.mark.parametrize(
    ("cell", "kind", "status"),
    [
        ("import sys; sys.exit(0)", "lying", 4),
        ("import os; os._exit(0)", "lying", 4),
        ("import time; time.sleep(600)", "hung", 5),
    ],
    ids=["a lying kernel", "a kernel that dies with a good status", "a hung kernel"],
)
def test_a_kernel_that_does_not_reach_the_end_publishes_nothing(
    root: Path, tmp_path: Path, cell: str, kind: str, status: int
) -> None:
    nights = Nights(root, tmp_path, more=f"[budget]\nnotebook_minutes = {0.1 if kind == 'hung' else 10}\n")
    tiny_notebook(root, tmp_path / "short.ipynb", cell)
    nights.add("one", FIRST)
    assert nights.run("2018-03-31").status == status
    assert nights.json(f"{EVENT}/2018-03-31/FAILED")["kind"] == kind
    assert f"{EVENT}/index.html" not in nights.files()
    assert_whole(tmp_path / "reports")


def test_a_second_run_at_once_is_refused_with_a_status_of_its_own(
    root: Path, tmp_path: Path, riwaya: Riwaya
) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    (tmp_path / "store").mkdir()
    with FileLock(tmp_path / "store" / ".lock"):
        done = riwaya("nightly", "--config", nights.config, "--once")
    assert done.status == 7 and "another night is running" in done.err
    assert not (tmp_path / "reports" / "index.html").exists()


def test_a_clock_set_back_overwrites_no_earlier_night(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    nights.run("2018-04-02")
    nights.add("two", SECOND)
    back = nights.run("2018-03-31")
    assert str(back.date) == "2018-04-02" and "clock" in back.faults[0]
    assert [str(night.date) for night in nights.site.nights(EVENT)] == ["2018-04-02"]
    assert len(nights.json(f"{EVENT}/manifest.json")["inputs"]) == 3
    nights.add(
        "three",
        [("cnn", "n1", "2018-04-01", "مسيرات غزة", "قالت الوزارة إن 17 شخصا قتلوا في مسيرة العودة في غزة.")],
    )
    on = nights.run("2018-04-03")
    assert on.faults == [] and nights.json(f"{EVENT}/changes.json")["since"] == "2018-04-02"


def test_a_clock_that_was_ahead_is_taken_back_on_demand(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    nights.run("2018-03-31")
    nights.add("two", SECOND)
    nights.run("2038-01-01")
    result = run_night(load_config(nights.config), tmp_path, now=moment("2018-04-01"), trust_clock=True)
    assert str(result.date) == "2018-04-01" and result.faults == []
    assert [str(night.date) for night in nights.site.nights(EVENT)] == ["2018-03-31", "2018-04-01"]
    assert [night["date"] for night in nights.json("nights.json")["nights"]] == ["2018-03-31", "2018-04-01"]
    assert nights.json(f"{EVENT}/manifest.json")["date"] == "2018-04-01"
    assert_whole(tmp_path / "reports")


def test_an_inbox_is_emptied_once_its_articles_are_kept(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path, sources='[[source]]\nkind = "inbox"\npath = "inbox"\n')
    write_stories(tmp_path / "inbox" / "one.jsonl", FIRST)
    (tmp_path / "inbox" / "bad.txt").write_bytes(b"%PDF-1.7 not text")
    result = nights.run("2018-03-31")
    assert result.status == 0 and result.counts["new"] == 2 and result.counts["rejected"] == 1
    assert sorted(path.name for path in (tmp_path / "inbox").rglob("*") if path.is_file()) == [
        "bad.txt",
        "bad.txt.reason",
    ]
    assert "a PDF" in (tmp_path / "inbox" / "refused" / "bad.txt.reason").read_text()
    version = Store(tmp_path / "store").versions()[0]
    kept = Store(tmp_path / "store").raw.read(str(version.raw))
    assert kept is not None and json.loads(kept.splitlines()[0])["id"] == "a1"
    assert nights.run("2018-04-01").counts["rejected"] == 0


def test_a_night_on_which_no_source_gave_anything_says_so(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path)
    result = nights.run("2018-03-31")
    assert result.status == 3 and nights.json("nights.json")["nights"][0]["status"] == 3


def test_a_folder_in_the_way_is_left_alone(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    (tmp_path / "reports" / EVENT).mkdir(parents=True)
    (tmp_path / "reports" / EVENT / "mine.html").write_text("mine")
    with pytest.raises(NightError, match="no night made") as refused:
        nights.run("2018-03-31")
    assert refused.value.status == 6 and (tmp_path / "reports" / EVENT / "mine.html").read_text() == "mine"


def test_a_run_that_was_cut_off_is_told_of_by_the_next(root: Path, tmp_path: Path) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "running.json").write_text(
        '{"date": "2018-03-30", "made": "2018-03-30T03:00:00+00:00"}'
    )
    result = nights.run("2018-03-31")
    assert "cut off" in result.faults[0] and result.status == 0
    assert [night["status"] for night in nights.json("nights.json")["nights"]] == [137, 0]
    assert not (tmp_path / "store" / "running.json").exists()


def test_alerts_get_what_is_worth_telling(root: Path, tmp_path: Path) -> None:
    program = (
        f"import sys, pathlib; pathlib.Path({str(tmp_path / 'told.json')!r}).write_text(sys.stdin.read())"
    )
    nights = Nights(
        root, tmp_path, more=f"[alert]\ncommand = {json.dumps([sys.executable, '-c', program])}\n"
    )
    nights.add("one", FIRST)
    nights.run("2018-03-31")
    assert not (tmp_path / "told.json").exists()
    nights.add("two", SECOND)
    assert nights.run("2018-04-01").faults == []
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["events"][0]["changes"][0]["kind"] == "changed_figure"


def test_rules_that_changed_read_everything_anew_and_are_no_news(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    nights.run("2018-03-31")
    monkeypatch.setattr("riwaya.running.nights.night.rules_name", lambda *_: "another")
    result = nights.run("2018-04-01")
    assert [each.state for each in result.events] == ["published"]
    assert nights.json(f"{EVENT}/2018-04-01/changes.json")["changes"] == []
    assert len(Store(tmp_path / "store").rules()) == 2


def test_an_article_that_riwaya_trips_over_is_left_out_and_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(source: Source, knowledge: Knowledge) -> Extraction:
        if source.article_id == "s1":
            raise IndexError("out of range")
        return extract(source, knowledge)

    monkeypatch.setattr("riwaya.running.reading.extract", trips)
    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    result = nights.run("2018-03-31")
    assert (
        result.status == 0 and "s1: Riwaya could not read it (IndexError: out of range)" in result.faults[0]
    )
    assert [each["article_id"] for each in nights.json(f"{EVENT}/manifest.json")["inputs"]] == ["a1"]
    monkeypatch.undo()
    nights.run("2018-04-01")
    assert len(nights.json(f"{EVENT}/manifest.json")["inputs"]) == 2


def test_a_fault_of_riwayas_own_in_one_event_is_a_stamp_with_its_traceback(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> None:
        raise KeyError("outlet")

    nights = Nights(root, tmp_path)
    nights.add("one", FIRST)
    monkeypatch.setattr("riwaya.comparing.leading.leading_figure", trips)
    result = nights.run("2018-03-31")
    assert result.status == 4 and nights.json(f"{EVENT}/2018-03-31/FAILED")["error"] == "KeyError: 'outlet'"
    assert "Traceback" in nights.files()[f"{EVENT}/2018-03-31/night.log"].decode()
    monkeypatch.undo()
    assert nights.run("2018-03-31", hour=9).status == 0
    assert_whole(tmp_path / "reports")
