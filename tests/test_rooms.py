"""The house keeps its one direction: a room imports only from rooms named before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_no_room_imports_from_a_later_one(root: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
