"""What the README promises is so."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from riwaya.language.knowledge import data_path
from riwaya.reading.framing import load_framing
from riwaya.reading.sources import read_inputs
from tests.conftest import NEWS, Riwaya


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def block(readme: str, first: str) -> str:
    """The indented block that begins with a line."""
    found = re.search(rf"^    {re.escape(first)}\n(?:(?:    .*)?\n)+", readme, re.MULTILINE)
    assert found, first
    return re.sub(r"^    ", "", found.group(), flags=re.MULTILINE)


def test_its_term_is_a_term(readme: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(block(readme, "[[term]]"), encoding="utf-8")
    term = tomllib.loads(mine.read_text(encoding="utf-8"))["term"][0]
    framing = load_framing(data_path("framing.toml"), mine)

    def found(sentence: str) -> bool:
        return any(hit.entry.id == term["id"] for hit in framing.lexicon.find(sentence))

    assert [found(sentence) for sentence in term["examples"]] == [True]
    assert [found(sentence) for sentence in term["counter_examples"]] == [False]


def test_its_manifest_is_a_manifest(readme: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text(block(readme, "[[article]]"), encoding="utf-8")
    (tmp_path / "my-article.txt").write_text(NEWS, encoding="utf-8")
    (source,), rejected = read_inputs([tmp_path])
    assert not rejected
    assert (source.outlet, str(source.published), source.published_basis) == (
        "aljazeera",
        "2022-01-10",
        "given",
    )


def test_its_commands_are_commands(readme: str, riwaya: Riwaya) -> None:
    lines = re.findall(r"^    \$ riwaya (.+)$", readme, re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        name, *arguments = shlex.split(line)
        options = [argument for argument in arguments if argument.startswith("--")]
        told = riwaya(name, "--help").out
        assert all(option in told for option in options), line


def test_every_file_it_links_is_there(root: Path, readme: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (root / link).exists()] == []


def test_its_make_targets_are_there(root: Path, readme: str) -> None:
    makefile = (root / "Makefile").read_text()
    for target in re.findall(r"(?:^    |`)make ([a-z]+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
