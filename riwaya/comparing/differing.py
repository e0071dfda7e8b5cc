"""What the tests of outlets' rates amount to, as findings: who differs and on what that rests, who could not be tested.

Belongs here: the findings from the rows of ``frame_tests``. Does not: the tests (statistics.py), the other findings
(findings.py), the sentences (riwaya.showing.telling).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.events import Event
from riwaya.comparing.finding import Finding
from riwaya.comparing.statistics import leaders, standing, tests_made

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

LEVEL = 0.05  # an adjusted p below this marks an outlet


def differs(tests: pd.DataFrame) -> pd.Series:
    """Which rows of ``frame_tests`` are marked: tested, and rare after correction."""
    return tests["p_adjusted"].astype(float) < LEVEL


def rate_findings(tests: pd.DataFrame, tables: Tables, event: Event) -> list[Finding]:
    """Findings of the words section: rate_differs (one a marked outlet and frame), else no_difference; then
    rate_leads (one a tested frame: who has its highest rate, and what that rests on); few_articles.

    Empty where nothing was tested.
    """
    tried = tests_made(tests)
    if not tried:
        return []
    found = [_differs(row, tests, tables, event) for row in records(tests[differs(tests)])]
    found.sort(key=lambda finding: finding.data["p"])
    if not found:
        data = {"tests": tried, "level": LEVEL, "outlets": tests[tests["p"].notna()]["outlet"].nunique()}
        found.append(Finding("words", "no_difference", data))
    for place in leaders(tables, list(dict.fromkeys(tests["frame"])), event):
        leads: dict[str, Any] = {"frame": place.frame, "outlet": place.outlet, "standing": place}
        found.append(Finding("words", "rate_leads", leads))
    few = tests[~tests["testable"].astype(bool)].drop_duplicates("outlet")
    if len(few):
        by = {str(row.outlet): int(row.articles) for row in records(few)}
        found.append(Finding("words", "few_articles", {"articles": by}))
    return found


def _differs(row: Any, tests: pd.DataFrame, tables: Tables, event: Event) -> Finding:
    place = standing(tables, row.outlet, row.frame, event, from_top=row.rate > row.others)
    others = tests[(tests["frame"] == row.frame) & tests["testable"].astype(bool)]
    data: dict[str, Any] = {name: getattr(row, name) for name in ("outlet", "frame", "rate", "others")}
    data |= {"words": int(row.words), "others_words": int(others["words"].sum() - row.words)}
    data |= {"p": float(row.p_adjusted), "tests": tests_made(tests), "standing": place}
    return Finding("words", "rate_differs", data)
