"""Everything under data/ validated at once, so that a person mends it in one go.

Belongs here: which files there are and how their faults are gathered.
Does not: what an entry must satisfy (each room's own records), the examples (the tests walk them).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from riwaya.comparing.events import load_event
from riwaya.language.knowledge import KnowledgeError, read_toml
from riwaya.language.numerals import load_numerals
from riwaya.reading import attribution, figures, framing
from riwaya.reading.articles import load_furniture
from riwaya.reading.sources import load_outlets

LOADERS: dict[str, Callable[[Path], Any]] = {
    "framing.toml": framing.load_framing,
    "metrics.toml": figures.load_metrics,
    "numerals.toml": load_numerals,
    "outlets.toml": load_outlets,
    "page_furniture.toml": load_furniture,
    "reporting_verbs.toml": attribution.load_verbs,
    "speakers.toml": attribution.load_speakers,
    "units.toml": figures.load_units,
}


def check_data(folder: Path) -> tuple[list[str], list[str]]:
    """Faults, one sentence each, and notes, of a folder laid out like data/.

    A fault names the file, the entry, what is wrong and the mend; a note needs no mend.
    """
    faults: list[str] = []
    notes: list[str] = []
    checks: list[tuple[Path, Callable[[Path], Any]]] = [
        (folder / name, load) for name, load in LOADERS.items()
    ]
    checks += [(path, load_event) for path in sorted((folder / "events").glob("*.toml"))]
    known = {path for path, _ in checks}
    checks += [(path, read_toml) for path in sorted(folder.rglob("*.toml")) if path not in known]
    for path, load in checks:
        try:
            loaded = load(path)
        except KnowledgeError as error:
            faults.append(str(error))
            continue
        if isinstance(loaded, framing.Framing):
            claims: dict[tuple[str, ...], list[str]] = {}
            for collision in loaded.lexicon.collisions():
                claims.setdefault(tuple(entry.id for entry in collision.entries), []).append(collision.form)
            for (first, *others), forms in claims.items():
                notes.append(f"{path}: {first} goes before {', '.join(others)} for {'، '.join(forms)}")
    notes.append(f"{folder}: {len(checks)} files read, {len(faults)} to mend.")
    return faults, notes
