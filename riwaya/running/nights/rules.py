"""Which state of Riwaya read an article, and which made a page: a short name for each, the same wherever it runs.

Belongs here: what these names are made from.
Does not: what is done when they change (night.py, rebuilding.py).

The names are hashes of the files themselves, so that a changed rule is seen whether or not anybody thought of a
version number: an article read by older rules is read again, a page made by older code is made again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from riwaya.language.knowledge import home

PACKAGE = Path(__file__).resolve().parents[2]
# Files of data/ on which no article's reading depends.
_NOT_RULES = ("accuracy.toml",)
# Libraries whose results stand in a table or on a page.
READERS = ("ahocorasick-rs", "hijridate", "babel")
SHOWERS = (
    "pandas",
    "matplotlib",
    "nbconvert",
    "jinja2",
    "scipy",
    "numpy",
    "currencyconverter",
    "arabic-reshaper",
    "python-bidi",
)


def rules_name(framing: Sequence[Path] = (), corrections: Sequence[Path] = ()) -> str:
    """The name of the rules that read: the code of language/ and reading/, the knowledge, and files of one's own."""
    files = [*_code("language"), *_code("reading"), PACKAGE / "tables" / "tables.py"]
    files += [path for path in sorted((home() / "data").glob("*.toml")) if path.name not in _NOT_RULES]
    return joined_name([*files, *framing, *corrections], READERS[1:])


def pages_name(notebook: Path | None = None, framing: Sequence[Path] = ()) -> str:
    """The name of what makes a page of tables: the code of comparing/ and showing/, the notebook, the libraries."""
    files = [
        *_code("comparing"),
        *_code("showing"),
        PACKAGE / "tables" / "tables.py",
        Path(__file__).resolve(),
    ]
    files += [home() / "data" / "accuracy.toml", notebook or home() / "notebooks" / "report.ipynb"]
    return joined_name([*files, *framing], SHOWERS)


def versions() -> dict[str, str]:
    """Python's version and those of the libraries that a page depends on."""
    found = {name: _version(name) for name in (*READERS, *SHOWERS)}
    return {
        "python": platform.python_version(),
        **{name: version for name, version in found.items() if version},
    }


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _code(room: str) -> Iterator[Path]:
    for path in sorted((PACKAGE / room).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def joined_name(files: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """A short name for some files and the versions of some libraries."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name} {file_sha256(path)}\n".encode())
    for name in libraries:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.hexdigest()[:16]
