"""The command line: what it writes, what it says, and its exit status."""

from __future__ import annotations

import codecs
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from riwaya.tables.tables import NAMES, Tables
from tests.conftest import NEWS, Riwaya


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_extract_writes_the_five_tables(form: str, riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    done = riwaya("extract", news, "--out", tmp_path / "t", "--format", form)
    assert done.status == 0
    assert sorted(path.name for path in (tmp_path / "t").iterdir()) == sorted(
        f"{name}.{form}" for name in NAMES
    )
    assert Tables.read(tmp_path / "t").figures["value"].tolist() == [3.0, 3.0, 12.0]


def test_every_row_holds_the_words_it_was_read_from(riwaya: Riwaya, root: Path, tmp_path: Path) -> None:
    riwaya("extract", root / "seeds", "--out", tmp_path)
    tables = Tables.read(tmp_path)
    texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in (root / "seeds").glob("*.txt")}
    assert len(tables.articles) == 5
    for name in ("sentences", "figures", "terms", "quotes"):
        for row in getattr(tables, name).itertuples():
            assert texts[row.article_id][row.start : row.end] == row.text


def test_workers_give_the_same_rows_as_one_process(riwaya: Riwaya, root: Path, tmp_path: Path) -> None:
    riwaya("extract", root / "seeds", "--out", tmp_path / "one")
    riwaya("extract", root / "seeds", "--out", tmp_path / "two", "--workers", "2")
    for name in NAMES:
        assert (tmp_path / "one" / f"{name}.parquet").read_bytes() == (
            tmp_path / "two" / f"{name}.parquet"
        ).read_bytes()


def test_a_dask_cluster_gives_the_same_rows_as_one_process(
    riwaya: Riwaya, root: Path, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    riwaya("extract", root / "seeds", "--out", tmp_path / "one")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        done = riwaya(
            "extract", root / "seeds", "--out", tmp_path / "two", "--scheduler", cluster.scheduler_address
        )
    assert done.status == 0
    for name in NAMES:
        assert (tmp_path / "one" / f"{name}.parquet").read_bytes() == (
            tmp_path / "two" / f"{name}.parquet"
        ).read_bytes()


def test_a_scheduler_that_is_not_there_is_named(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    done = riwaya("extract", news, "--out", tmp_path / "t", "--scheduler", "tcp://127.0.0.1:9")
    assert done.status == 2
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in done.err


def test_compressed_records_are_read(riwaya: Riwaya, tmp_path: Path) -> None:
    record = {"id": "r1", "outlet": "x", "title": "خبر قصير", "date": "2024-05-01", "url": None, "text": NEWS}
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(record) + "\n").encode()))
    assert riwaya("extract", path, "--out", tmp_path / "t").status == 0
    article = Tables.read(tmp_path / "t").articles.iloc[0]
    assert (article["article_id"], article["headline"], str(article["published"])[:10]) == (
        "r1",
        "خبر قصير",
        "2024-05-01",
    )


def test_windows_1256_is_read_right(riwaya: Riwaya, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(codecs.encode(NEWS, "windows-1256"))
    riwaya("extract", tmp_path / "old.txt", "--out", tmp_path / "t")
    sentences = Tables.read(tmp_path / "t").sentences["text"]
    assert "\n\n".join(sentences) + "\n" == NEWS


BAD = {
    "empty.txt": b"",
    "blank.txt": " \n\u00a0\n".encode(),
    "binary.txt": bytes(range(256)) * 40,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "page.txt": b"<!DOCTYPE html><html><body><p>" + NEWS.encode() + b"</p></body></html>",
    "english.txt": b"Three people were killed in a fire.",
    "huge.txt": NEWS.encode() * (50_000_000 // len(NEWS.encode()) + 1),
    "broken.jsonl": b'{"id": "a", "text": \n',
    "untexted.jsonl": '{"id": "a", "title": "خبر"}\n'.encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_gets_one_clear_line_and_status_3(name: str, riwaya: Riwaya, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    done = riwaya("extract", tmp_path / name, "--out", tmp_path / "t")
    first, second = done.err.strip().splitlines()
    assert first.startswith(f"riwaya: {tmp_path / name}")
    assert first.endswith(".")
    assert second.startswith("riwaya: nothing usable in the input.")
    assert (done.status, done.out, (tmp_path / "t").exists()) == (3, "", False)


def test_the_good_are_read_and_the_bad_are_listed(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    (news.parent / "empty.txt").touch()
    done = riwaya("extract", news.parent, "--out", tmp_path / "t")
    assert done.status == 0
    assert "empty.txt" in done.err
    assert len(Tables.read(tmp_path / "t").articles) == 1


def test_strict_tells_by_the_status_that_some_were_bad(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    (news.parent / "empty.txt").touch()
    assert riwaya("extract", news.parent, "--out", tmp_path / "t", "--strict").status == 3
    assert len(Tables.read(tmp_path / "t").articles) == 1


def test_bad_input_leaves_what_was_written_before(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    riwaya("extract", news, "--out", tmp_path / "t")
    before = {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()}
    news.write_bytes(b"")
    assert riwaya("extract", news, "--out", tmp_path / "t").status == 3
    assert {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()} == before


MANIFEST = '[[article]]\nfile = "fire.txt"\noutlet = "{outlet}"\n'


def test_an_unknown_outlet_of_a_manifest_is_named(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    (news.parent / "manifest.toml").write_text(MANIFEST.format(outlet="no-such-outlet"))
    done = riwaya("extract", news.parent, "--out", tmp_path / "t")
    assert "no-such-outlet" in done.err
    assert "manifest.toml" in done.err


def test_a_manifest_line_without_a_file_is_named(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    lines = MANIFEST.format(outlet="aljazeera") + MANIFEST.format(outlet="aljazeera").replace("fire", "gone")
    (news.parent / "manifest.toml").write_text(lines)
    done = riwaya("extract", news.parent, "--out", tmp_path / "t")
    assert "gone.txt" in done.err
    assert "manifest.toml" in done.err
    assert len(Tables.read(tmp_path / "t").articles) == 1


def test_a_broken_manifest_is_named_with_its_line(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    (news.parent / "manifest.toml").write_text('[[article]]\nfile = "fire.txt\n')
    done = riwaya("extract", news.parent, "--out", tmp_path / "t")
    assert "manifest.toml" in done.err
    assert "line 2" in done.err


def test_a_framing_file_of_ones_own_is_read(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    broken = tmp_path / "mine.toml"
    broken.write_text("[[term]\n")
    done = riwaya("extract", news, "--out", tmp_path / "t", "--framing", broken)
    assert done.status == 2
    assert f"{broken}: not valid TOML" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["extract", "x"], ["nonsense"], ["extract", "x", "--out", "t", "--format", "xlsx"]],
)
def test_wrong_usage_is_status_2(arguments: list[str], riwaya: Riwaya) -> None:
    assert riwaya(*arguments).status == 2


def test_a_folder_that_cannot_be_written_is_status_6(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    done = riwaya("extract", news, "--out", tmp_path / "taken" / "t")
    assert done.status == 6
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


def test_the_command_is_installed_and_quiet_when_piped(news: Path, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("riwaya")
    done = subprocess.run(
        [command, "extract", news, "--out", tmp_path / "t"], capture_output=True, text=True, check=True
    )
    assert "\x1b" not in done.stdout + done.stderr
    assert "Reading" not in done.stderr


def test_evaluate_prints_the_same_numbers_as_text_and_as_json(riwaya: Riwaya, root: Path) -> None:
    gold = ("evaluate", root / "data" / "gold", "--texts", root / "seeds")
    as_json = json.loads(riwaya(*gold, "--json").out)
    assert f"{as_json['figures']['f1']:.3f}" in riwaya(*gold).out


def test_annotations_without_their_text_are_named(riwaya: Riwaya, root: Path, tmp_path: Path) -> None:
    done = riwaya("evaluate", root / "data" / "gold", "--texts", tmp_path)
    assert done.status == 3
    assert "annotated, but there is no such text" in done.err


def test_a_folder_without_annotations_is_named(riwaya: Riwaya, tmp_path: Path) -> None:
    done = riwaya("evaluate", tmp_path, "--texts", tmp_path)
    assert done.status == 3
    assert "no <id>.figures.jsonl" in done.err


def test_offsets_that_do_not_hold_are_named(riwaya: Riwaya, news: Path, tmp_path: Path) -> None:
    row = {"start": 0, "end": 3, "text": "شيء", "value": 1}
    (tmp_path / "fire.figures.jsonl").write_text(json.dumps(row))
    done = riwaya("evaluate", tmp_path, "--texts", news.parent)
    assert done.status == 3
    assert "text[0:3] is not the annotation's text" in done.err


def test_a_csv_of_articles_is_read(riwaya: Riwaya, tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {"id": ["c1"], "outlet": ["x"], "title": ["خبر قصير"], "date": ["2024-05-01"], "text": [NEWS]}
    )
    rows.to_csv(tmp_path / "articles.csv", index=False)
    assert riwaya("extract", tmp_path / "articles.csv", "--out", tmp_path / "t").status == 0
    assert Tables.read(tmp_path / "t").articles["article_id"].tolist() == ["c1"]
