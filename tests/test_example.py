"""The rendered example that is committed is what the code renders now, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

EXAMPLE = Path("reports") / "kazakhstan-2022"
# What may differ between two machines: the page names the versions it was made with.
VERSIONS = re.compile(rb"riwaya [\d.]+\w*, Python [^<]*")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): VERSIONS.sub(b"", path.read_bytes()) for path in found}


def test_the_committed_example_is_fresh(root: Path, site: Path) -> None:
    committed, rendered = files(root / EXAMPLE), files(site)
    stale = sorted(name for name in committed.keys() | rendered if committed.get(name) != rendered.get(name))
    assert not stale, f"{EXAMPLE} is stale ({', '.join(stale)}): run make report and commit what it writes."


def test_nothing_of_this_machine_is_in_the_example(root: Path) -> None:
    for name, content in files(root / EXAMPLE).items():
        assert str(root).encode() not in content, name
        assert str(Path.home()).encode() not in content or Path.home() == Path("/"), name
