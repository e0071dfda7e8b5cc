"""environment.yml, pyproject.toml and requirements.lock say the same, and name no place to fetch from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

NAMED_IN_THE_REPORT = [
    "pandas",
    "matplotlib",
    "jupyterlab",
    "nbconvert",
    "papermill",
    "arabic-reshaper",
    "python-bidi",
]


def declared(root: Path) -> dict[str, str]:
    """Requirement name -> version bound, as pyproject.toml declares them."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    out = {}
    for line in project["dependencies"]:
        name, bound = re.fullmatch(r"([a-z0-9-]+)(?:\[.*\])?(>=.*)", line).groups()
        out[name] = bound
    return out


def test_environment_yml_names_what_pyproject_names(root: Path) -> None:
    lines = re.findall(r"^ +- (\S+)$", (root / "environment.yml").read_text(), re.MULTILINE)
    named = {
        line
        for line in lines
        if line not in ("conda-forge", "pip", "pip:") and not line.startswith("python>")
    }
    assert named == {name + bound for name, bound in declared(root).items()}


@pytest.mark.parametrize("name", NAMED_IN_THE_REPORT)
def test_the_stack_is_declared(root: Path, name: str) -> None:
    assert name in declared(root)


def test_every_dependency_is_pinned_with_hashes(root: Path) -> None:
    lock = (root / "requirements.lock").read_text()
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\\n    --hash=sha256:", lock, re.MULTILINE))
    assert set(declared(root)) <= set(pinned)


@pytest.mark.parametrize(
    "name", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"]
)
def test_no_file_names_a_registry(root: Path, name: str) -> None:
    assert not re.search(r"https?://|index-url|find-links", (root / name).read_text())
