"""riwaya check says everything there is to mend under data/, and where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from riwaya.running.check import LOADERS, check_data
from tests.conftest import Riwaya


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    return Path(shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns("gold")))


def test_what_is_committed_has_nothing_to_mend(riwaya: Riwaya) -> None:
    done = riwaya("check")
    assert (done.status, done.err) == (0, "")
    assert "0 to mend" in done.out


def test_every_file_of_data_has_a_reader(root: Path) -> None:
    assert {path.name for path in (root / "data").glob("*.toml")} - set(LOADERS) <= {"words.toml"}


@pytest.mark.parametrize("name", [*LOADERS, "events/kazakhstan-2022.toml", "words.toml"])
def test_a_broken_file_is_named_with_its_line(name: str, data: Path, riwaya: Riwaya) -> None:
    path = data / name
    path.write_text(path.read_text(encoding="utf-8") + "\n[[broken\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n")
    done = riwaya("check", "--data", data)
    assert done.status == 2
    assert f"{path}: not valid TOML" in done.err
    assert f"line {line}" in done.err


@pytest.mark.parametrize(
    ("name", "entry", "said"),
    [
        ("framing.toml", '[[term]]\nid = "x"\nbias = 1\n', "bias is not a known key"),
        ("reporting_verbs.toml", '[[verb]]\nid = "x"\n', "is missing. Add it."),
        ("speakers.toml", '[[speaker]]\nid = "ﺍ"\n', "ﺍ"),
        ("outlets.toml", '[[outlet]]\nid = "aljazeera"\n', "aljazeera"),
        ("events/kazakhstan-2022.toml", '[[reference]]\nmetric = "bias"\nvalue = 1\n', "reference"),
    ],
)
def test_a_faulty_entry_is_named_with_its_mend(name: str, entry: str, said: str, data: Path) -> None:
    path = data / name
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{entry}", encoding="utf-8")
    faults, _ = check_data(data)
    assert len(faults) == 1
    assert faults[0].startswith(str(path))
    assert said in faults[0]


def test_every_fault_is_told_at_once(data: Path) -> None:
    for name in ("framing.toml", "outlets.toml"):
        (data / name).write_text("[[", encoding="utf-8")
    faults, _ = check_data(data)
    assert len(faults) == 2


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "units.toml").unlink()
    faults, _ = check_data(data)
    assert faults == [f"{data / 'units.toml'}: there is no such file. Check the name."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"arrests"', '"arests"', "arests is not a metric"),
        ('"terrorist"', '"terorist"', "terorist is not a frame"),
        ('"orient"', '"oriont"', "oriont is not an outlet"),
    ],
)
def test_an_event_that_names_what_is_not_there_is_told(old: str, new: str, said: str, data: Path) -> None:
    path = data / "events" / "kazakhstan-2022.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults, _ = check_data(data)
    assert [fault.startswith(str(path)) and said in fault for fault in faults] == [True]


def test_an_event_may_name_a_frame_of_ones_own(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[frame]]\nid = "hardship"\nlabel_ar = "ضيق العيش"\nlabel_en = "hardship"\ngroup = "event"\norder = 40\n',
        encoding="utf-8",
    )
    path = data / "events" / "kazakhstan-2022.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"terrorist"', '"hardship"', 1), encoding="utf-8"
    )
    assert len(check_data(data)[0]) == 1
    assert check_data(data, (own,))[0] == []
