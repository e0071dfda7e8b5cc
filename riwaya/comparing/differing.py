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
from riwaya.comparing.statistics import standing, tests_made

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

LEVEL = 0.05  # an adjusted p below this marks an outlet


def differs(tests: pd.DataFrame) -> pd.Series:
    """Which rows of ``frame_tests`` are marked: tested, and rare after correction."""
    return tests["p_adjusted"].astype(float) < LEVEL


def rate_findings(tests: pd.DataFrame, tables: Tables, event: Event) -> list[Finding]:
    """Findings of the words section: rate_differs (one a marked outlet and frame), else no_difference; few_articles.

    Empty where nothing was tested.
    """
    tried = tests_made(tests)
    if not tried:
        return []
    found = []
    for row in records(tests[differs(tests)]):
        place = standing(tables, row.outlet, row.frame, event, from_top=row.rate > row.others)
        data: dict[str, Any] = {name: getattr(row, name) for name in ("outlet", "frame", "rate", "others")}
        data |= {"p": float(row.p_adjusted), "tests": tried, "standing": place}
        data["headlines"] = _headlines(tables, place.turning if place else ())
        found.append(Finding("words", "rate_differs", data))
    if not found:
        found.append(Finding("words", "no_difference", {"tests": tried, "level": LEVEL}))
    few = tests[~tests["testable"].astype(bool)].drop_duplicates("outlet")
    if len(few):
        by = {str(row.outlet): int(row.articles) for row in records(few)}
        found.append(Finding("words", "few_articles", {"articles": by}))
    return found


def _headlines(tables: Tables, articles: tuple[str, ...]) -> list[str]:
    """What articles are called: by their headline, else by their id."""
    known = tables.articles.set_index("article_id")["headline"]
    return [str(known[id]) if isinstance(known[id], str) else id for id in articles]
