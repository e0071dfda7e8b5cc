"""Whose words fill an article: the share of each party, a bar an outlet.

Belongs here: the voice bars. Does not: who belongs to which party, counting words (comparing/voices.py).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from riwaya.showing.charts.manner import Manner, missing, records
from riwaya.showing.charts.placing import Box
from riwaya.showing.charts.sheet import Sheet, Type, sheet
from riwaya.showing.palette import party_tokens, text_on
from riwaya.showing.typeset import fold

NAME, NARROW_NAME, SMALL = Type(16, "bold"), Type(14.5, "bold"), Type(12.5, "regular", "muted")
SEAM = 1.5  # px of ground between two parties


def voice_bars(shares: pd.DataFrame, manner: Manner | None = None) -> Axes:
    """The shares of ``voice_shares`` (outlet, party, words, share, total) as stacked bars, as Axes.

    Parties stand in the order of the frame and take the colours of ``palette.party_tokens``. The percentage
    is written inside; where it does not fit, above its piece. A row with href links there, else one with
    article_id and sentence_no to its sentence.
    """
    manner = manner or Manner()
    drawn = sheet(manner.width, manner.rtl)
    tokens = party_tokens(shares["party"])
    names = [manner.name(outlet) for outlet in shares["outlet"].unique()]
    start = 0.0 if manner.narrow else min(max([NAME.width(name) for name in names] + [90.0]), 200.0) + 20
    top = 4.0
    for outlet, rows in shares.groupby("outlet", sort=False):
        top = _bar(drawn, top, start, manner.name(outlet), records(rows), tokens, manner)
    drawn.crop(top)
    return drawn


def _bar(
    drawn: Sheet, top: float, start: float, name: str, rows: list[Any], tokens: dict[str, str], manner: Manner
) -> float:
    """One outlet's bar with its name; returns where the next one begins."""
    height = 34.0 if manner.narrow else 38.0
    total = int(rows[0].total)
    facts = manner.length(total) if total else manner.say("no_words")
    if manner.narrow:
        box = drawn.write(manner.width, top + 16, facts, SMALL, "end")
        drawn.write_lines(
            0, top + 16, fold(name, box.x0 - 12, NARROW_NAME.size, NARROW_NAME.weight, 1), NARROW_NAME
        )
        top += 24
    else:
        lines = fold(name, start - 20, NAME.size, NAME.weight, 2)
        after = drawn.write_lines(0, top + 38 - 11 * len(lines), lines, NAME)
        drawn.write(0, after - 3, facts, SMALL)
    y0 = top + 14
    if not total:
        drawn.stroke(
            [(start, y0 + height / 2), (manner.width, y0 + height / 2)], "rule", 1.4, (1.4, 4), cap="round"
        )
    x, written = start, start - 3
    for row in rows:
        width = (manner.width - start) * (0.0 if missing(row.share) else float(row.share))
        if width <= 0:
            continue
        written = _piece(drawn, (x, x + width, y0, y0 + height), row, tokens[row.party], written, manner)
        x += width
    return y0 + height + (8 if manner.narrow else 14)


def _piece(
    drawn: Sheet,
    area: tuple[float, float, float, float],
    row: Any,
    token: str,
    written: float,
    manner: Manner,
) -> float:
    """One party's piece; returns how far the row of small percentages above the bar is taken."""
    x0, x1, y0, y1 = area
    seam = min(SEAM, (x1 - x0) / 2)
    drawn.block(x0, x1 - seam, y0, y1, token)
    percent = f"{100 * row.share:.0f}%"
    inside = Type(12.5 if manner.narrow else 14, "bold", text_on(token))
    if inside.width(percent) + 8 <= x1 - x0:
        drawn.write((x0 + x1 - seam) / 2, (y0 + y1) / 2 + inside.size * 0.36, percent, inside, "middle")
    else:
        small = Type(11.5, "medium", "muted")
        half = small.width(percent) / 2
        middle = min(max((x0 + x1) / 2, written + half + 4), manner.width - half)
        if row.share >= 0.005 and middle - half > written and abs(middle - (x0 + x1) / 2) < half + 4:
            drawn.write(middle, y0 - 3.5, percent, small, "middle")
            written = middle + half
    href = getattr(row, "href", None)
    if missing(href):
        href = manner.link(row) if hasattr(row, "article_id") else None
    if href:
        drawn.link([Box(x0, x1, y0, y1)], href, manner.join(manner.name(row.party), percent))
    return written
