"""What stands for many: the claim an article leads with, the statement a share of words opens, days in a row.

Belongs here: which corpora are many articles an outlet, and what is chosen to stand for the rest there.
Does not: which claims there are (figures.py), whose words fill an article (voices.py), how they are drawn (showing).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.events import OWN_VOICE, Event
from riwaya.comparing.figures import figure_marks
from riwaya.comparing.voices import statements_by_party

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# From so many articles with a claim on, an outlet's figures are told as a course of days, not side by side.
MANY_ARTICLES = 3
# A count that is so many times the usual one is of something else, or misread: it must not set the scale.
OFF_SCALE = 6.0
# Tolls are mended downwards, but not by half: what is further below is of something else, if the text says so.
FAR_BELOW = 0.5
_DIGITS = re.compile(r"[0-9]+")


def runs_over_days(marks: pd.DataFrame) -> bool:
    """Whether a panel of ``figure_marks`` is a course of days: an outlet gives it in several articles, days differ."""
    said = marks[marks["value"].notna()]
    articles = said.groupby("outlet")["article_id"].nunique()
    return bool(len(said)) and articles.max() >= MANY_ARTICLES and said["published"].nunique() > 1


def with_leads(marks: pd.DataFrame) -> pd.DataFrame:
    """The claims of a panel in the order of their articles, with ``leads`` and ``repeats``.

    An article leads with its first toll: a count of more than one of all who are counted, as the text asserts it,
    that goes with what the outlet has led with so far. A count of less than half of that gives way to one further
    down that is not; alone it leads no article if the text counts it on another day. Without a toll an article leads
    with its first vague word. One who died is a case, not a toll: a count of one leads only where the outlet has no
    toll at all. ``repeats``: the same value once more in the same article.
    """
    said = marks[marks["value"].notna()]
    said = said.assign(numbered=said["article_id"].map(numbered))
    said = said.sort_values(["outlet", "published", "numbered", "start"], kind="stable").drop(
        columns="numbered"
    )
    of_outlet: dict[str, dict[str, list[tuple[int, Any]]]] = {}
    for at, row in enumerate(records(said)):
        of_outlet.setdefault(str(row.outlet), {}).setdefault(str(row.article_id), []).append((at, row))
    leading = {at for articles in of_outlet.values() for at in _leading(list(articles.values()))}
    order = {outlet: place for place, outlet in enumerate(dict.fromkeys(marks["outlet"]))}
    said = said.assign(leads=[at in leading for at in range(len(said))])
    led = said[said["leads"]].set_index("article_id")["value"]
    said["repeats"] = (said["value"] == said["article_id"].map(led)) & ~said["leads"]
    return said.sort_values("outlet", key=lambda names: names.map(order), kind="stable").reset_index(
        drop=True
    )


def _leading(articles: list[list[tuple[int, Any]]]) -> list[int]:
    """Which claims the articles of one outlet lead with; each article's claims with their places, in order."""
    whole = [[(at, row) for at, row in article if _may_lead(row)] for article in articles]
    tolls = any(row.bound != "vague" and row.value > 1 for article in whole for _, row in article)
    running: Any = None
    found = []
    for article in whole:
        counts = [(at, row) for at, row in article if row.bound != "vague" and (row.value > 1 or not tolls)]
        counts.sort(key=lambda claim: claim[1].value <= 1)  # stable: what is more than one comes first
        high = [claim for claim in counts if running is None or claim[1].value >= running.value * FAR_BELOW]
        low = [claim for claim in counts if not _of_another_day(claim[1], running)]
        vague = [claim for claim in article if claim[1].bound == "vague"]
        if first := next(iter([*high, *low, *vague]), None):
            found.append(first[0])
            running = running if first[1].bound == "vague" else first[1]
    return found


def _may_lead(row: Any) -> bool:
    """Whether a claim is of all who are counted, of the event's own days, and as its text asserts it."""
    whole = True if pd.isna(row.whole) else bool(row.whole)
    past = getattr(row, "past", False)
    return whole and row.status == "asserted" and not (pd.notna(past) and past)


def _of_another_day(row: Any, running: Any) -> bool:
    """Whether the text counts a claim on a day that is not said of what the outlet led with before."""
    day = getattr(row, "as_of", None)
    return running is not None and bool(pd.notna(day)) and day != getattr(running, "as_of", None)


def numbered(article_id: str) -> str:
    """An id in which numbers sort as numbers: article 998 of a day comes before article 1002."""
    return _DIGITS.sub(lambda match: match.group().zfill(12), article_id)


def leading_figure(tables: Tables, event: Event) -> dict[str, Any] | None:
    """The one figure that stands for a state of the event: the highest of the last numbers that its outlets lead with.

    Of the first measure of the event that anybody has counted: metric, unit, value, bound, outlet, in the unit shown.
    None without one.
    """
    marks = figure_marks(tables, event)
    for metric in dict.fromkeys(marks["metric"]):
        for _, panel in marks[marks["metric"] == metric].groupby("panel", sort=False):
            said = with_leads(panel)
            led = said[said["leads"] & (said["bound"] != "vague")].drop_duplicates("outlet", keep="last")
            if len(led):
                top = max(records(led), key=lambda row: row.shown_value)
                unit = None if pd.isna(top.shown_unit) else str(top.shown_unit)
                found = {"metric": str(metric), "unit": unit, "value": float(top.shown_value)}
                return found | {"bound": str(top.bound), "outlet": str(top.outlet)}
    return None


def scale_of(values: pd.Series) -> float:
    """The largest value that may set a scale: what is far beyond the usual value would flatten all the others.

    >>> scale_of(pd.Series([15.0, 16.0, 18.0, 1600.0]))
    18.0
    """
    usual = values.median()
    within = values[values <= OFF_SCALE * usual]
    return float(within.max()) if len(within) else 1.0


def longest_statements(tables: Tables, event: Event) -> pd.DataFrame:
    """The sentence that each share of ``voice_shares`` opens: outlet, party, article_id, sentence_no.

    Of a party its longest statement in the outlet's articles; of the outlet itself the opening of the first.
    """
    articles = ordered_articles(tables, event)
    said = statements_by_party(tables, event)
    said["length"] = said["end"] - said["start"]
    said = said.sort_values(["rank", "length"], ascending=[True, False], kind="stable")
    longest = said.drop_duplicates(["outlet", "party"])[["outlet", "party", "article_id", "sentence_no"]]
    own = articles.drop_duplicates("outlet")[["outlet", "article_id"]].assign(party=OWN_VOICE, sentence_no=0)
    return pd.concat([own[["outlet", "party", "article_id", "sentence_no"]], longest], ignore_index=True)
