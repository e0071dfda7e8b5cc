"""A page that has been rendered: what the process that renders it gives to the one that publishes it.

Belongs here: that record, free of whatever makes it, so that it costs nothing to import.
Does not: rendering (render.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RenderedPage:
    """One page, whole: its HTML, the tables it links by file name, how many cells ran and in what time."""

    html: str
    cells: int
    seconds: float
    csv: dict[str, str] = field(default_factory=dict)
