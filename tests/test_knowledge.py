"""Data files: what is right becomes records; what is wrong is named with its place and the mend."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest

from riwaya.language.knowledge import KnowledgeError, build, data_path, home, load, read_toml


@dataclass(frozen=True)
class Inner:
    place: str
    weight: float = 1.0


@dataclass(frozen=True)
class Entry:
    id: str
    forms: tuple[str, ...] = ()
    count: int | None = None
    since: datetime.date | None = None
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    labels: dict[str, str] | None = None
    sure: bool = False

    def check(self) -> str | None:
        return "forms holds تجربة. Drop it." if "تجربة" in self.forms else None


def written(folder: Path, content: str) -> Path:
    path = folder / "entries.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_entries_become_records_with_lists_as_tuples(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[entry]]\nid = "a-1"\nforms = ["خبر", "أخبار"]\ncount = 2\nsince = 2020-01-02\nsure = true\n'
        'labels = {ar = "خبر"}\ninner = {place = "here", weight = 2}\ninners = [{place = "there"}]\n[[entry]]\nid = "b"\n',
    )
    first, second = load(path, "entry", Entry)
    assert first == Entry(
        "a-1",
        ("خبر", "أخبار"),
        2,
        datetime.date(2020, 1, 2),
        Inner("here", 2.0),
        (Inner("there"),),
        {"ar": "خبر"},
        True,
    )
    assert second == Entry("b")


def test_a_table_that_is_not_there_has_no_entries(tmp_path: Path) -> None:
    assert load(written(tmp_path, "# nothing\n"), "entry", Entry) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[[entry]]\nforms = ["خبر"]\n', 'entry 1 ("without id"): id is missing. Add it.'),
        ('[[entry]]\nid = "a"\nfroms = []\n', 'entry 1 ("a"): froms is not a known key. Known keys: id, forms, count, since, inner, inners, labels, sure.'),
        ('[[entry]]\nid = "a"\n[[entry]]\nid = "a"\n', 'entry 2 ("a"): id is used by entry 1 already. Rename one.'),
        ('[[entry]]\nid = "خبر"\n', 'entry 1 ("خبر"): id must be Latin letters, digits, _ . or -. Rename it.'),
        ('[[entry]]\nid = "a"\nforms = "خبر"\n', 'entry 1 ("a"): forms must be a list. Put it in [ ].'),
        ('[[entry]]\nid = "a"\nforms = [1]\n', "entry 1 (\"a\"): forms is 1, not str. Mend its type."),
        ('[[entry]]\nid = "a"\ncount = true\n', "entry 1 (\"a\"): count is True, not int. Mend its type."),
        ('[[entry]]\nid = "a"\nsince = "soon"\n', "entry 1 (\"a\"): since is 'soon', not date. Mend its type."),
        ('[[entry]]\nid = "a"\nsure = 1\n', "entry 1 (\"a\"): sure is 1, not bool. Mend its type."),
        ('[[entry]]\nid = "a"\nlabels = []\n', 'entry 1 ("a"): labels must be a table of keys and values.'),
        ('[[entry]]\nid = "a"\ninner = 1\n', 'entry 1 ("a"): inner must be a table of keys and values.'),
        ('[[entry]]\nid = "a"\ninner = {weight = 1}\n', 'entry 1 ("a"): inner: place is missing. Add it.'),
        ('[[entry]]\nid = "a"\nforms = ["تجربة"]\n', 'entry 1 ("a"): forms holds تجربة. Drop it.'),
        ('[[entry]]\nid = "a"\nforms = ["\ufea7بر"]\n', "entry 1 (\"a\"): a presentation form (a glyph, not a letter) in '\ufea7بر'. Type it anew."),
        ('entry = 1\n', "entry must be written as [[entry]] entries."),
        ('entry = [1]\n', "entry 1 must be a table of keys and values."),
        ('[entry]\nid = "a"\n', "entry must be written as [[entry]] entries."),
    ],
)  # fmt: skip
def test_a_fault_names_the_file_the_entry_and_the_mend(tmp_path: Path, content: str, fault: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(KnowledgeError) as raised:
        load(path, "entry", Entry)
    assert str(raised.value).removeprefix(str(path)).lstrip(":, ") == fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[[entry]\n", "not valid TOML"),
        (b'id = "\xff"\n', "byte 6 is not UTF-8. Save the file as UTF-8."),
        (b'id = "a"\nid = "b"\n', "not valid TOML"),
    ],
)
def test_a_file_that_is_not_toml_is_named_with_the_place(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "entries.toml"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError) as raised:
        read_toml(path)
    assert str(path) in str(raised.value)
    assert fault in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such file"):
        read_toml(tmp_path / "none.toml")


def test_one_dict_is_checked_like_an_entry_of_a_file() -> None:
    assert build({"id": "a"}, Entry, "here") == Entry("a")
    with pytest.raises(KnowledgeError, match=r"^here: id is missing"):
        build({}, Entry, "here")


def test_the_data_of_the_project_is_found() -> None:
    assert (home() / "data").is_dir()
    assert data_path("events", "x.toml") == home() / "data" / "events" / "x.toml"
