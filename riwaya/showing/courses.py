"""The figures of many articles as the page shows them: which scale a course of days has, what its marks are called.

Belongs here: what stands between the claims of a panel and charts/days.py, and the key to that chart.
Does not: which claims lead (comparing/leading.py), drawing (charts/days.py), the page around it (page.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes

from riwaya.comparing.leading import scale_of, with_leads
from riwaya.showing.charts import figure_days
from riwaya.showing.charts.manner import Manner
from riwaya.showing.labels import say

# The marks of charts/days.py, each with its words; what no claim needs is left out.
_SHAPES = {
    "lead": ("figure", '<path d="M1 11h8V6h9" fill="none" stroke="currentColor" stroke-width="1.6"/><circle cx="19" cy="6" r="5.4" fill="currentColor"/>'),
    "repeat": ("figure", '<circle cx="13" cy="8" r="3.8" fill="currentColor"/>'),
    "another": ("older", '<circle cx="13" cy="8" r="3.4" fill="none" stroke="currentColor" stroke-width="2"/>'),
    "about": ("figure", '<circle cx="13" cy="8" r="4.8" fill="none" stroke="currentColor" stroke-width="2.2"/>'),
    "roof": ("figure", '<circle cx="13" cy="11.4" r="4.4" fill="currentColor"/><path d="M13 9V4" stroke="currentColor" stroke-width="1.8"/><path d="M13 .4 16.8 5.6H9.2z" fill="currentColor"/>'),
    "floor": ("figure", '<circle cx="13" cy="4.6" r="4.4" fill="currentColor"/><path d="M13 7v5" stroke="currentColor" stroke-width="1.8"/><path d="M13 15.6 9.2 10.4h7.6z" fill="currentColor"/>'),
    "span": ("figure", '<path d="M13 1v9" stroke="currentColor" stroke-width="4"/><circle cx="13" cy="10.4" r="4.2" fill="var(--ground)" stroke="currentColor" stroke-width="2.2"/>'),
    "in_words": ("figure", '<path d="M1 8h24" stroke="currentColor" stroke-width="8" opacity=".25"/><path d="M6 8h14" stroke="currentColor" stroke-width="8" opacity=".4"/>'),
    "beyond": ("older", '<path d="M13 2.5 18.5 12.5h-11z" fill="currentColor"/>'),
    "empty_day": ("muted", '<path d="M2 1h22v14H2z" fill="var(--track)"/><path d="M2 8h22" stroke="var(--figure)" stroke-width="1.4" stroke-dasharray="1.4 4"/>'),
}  # fmt: skip
_OF_BOUND = {
    "about": ("approx",),
    "roof": ("more_than", "at_least"),
    "floor": ("less_than", "at_most"),
    "span": ("range",),
    "in_words": ("vague",),
}


def key(marks: pd.DataFrame, lang: str) -> Iterator[tuple[str, str]]:
    """Each kind of mark that courses of these claims may hold, as a small SVG and its words."""
    there = set(marks["bound"].dropna())
    for name, (colour, shape) in _SHAPES.items():
        if there.intersection(_OF_BOUND.get(name, there)):
            picture = f'<svg class="wide-sym c-{colour}" viewBox="0 0 26 16" aria-hidden="true">{shape}</svg>'
            yield picture, say(f"legend.{name}", lang)


def course(marks: pd.DataFrame, later: pd.DataFrame | None, manner: Manner) -> Axes:
    """The claims of one panel over the days; words (hundreds) do not set the scale where there are numbers."""
    said = with_leads(marks)
    leads = said["leads"] & (said["bound"] != "vague")
    numbers = said["bound"] != "vague"
    top = scale_of(said["shown_value"][leads if leads.any() else numbers if numbers.any() else said["leads"]])
    silent = marks[marks["value"].isna()].assign(leads=False, repeats=False)
    order = {outlet: place for place, outlet in enumerate(dict.fromkeys(marks["outlet"]))}
    rows = pd.concat([said, silent]) if len(silent) else said
    rows = rows.sort_values("outlet", key=lambda names: names.map(order), kind="stable")
    return figure_days(rows, top, later, manner)
