"""Which outlets give one figure, which differ and by how much, and what became of a withdrawn one.

Belongs here: which claims say the same, the spread between those that do not, withdrawals and who repeats the
figure all the same, figures that one outlet alone carries, a figure over the dates of the articles.
Does not: what is claimed (figures.py), how it is told (showing). Nothing is averaged, no claim is called true.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.events import Event
from riwaya.comparing.figures import (
    INCIDENTAL,
    TAKEN_BACK,
    WHOLE_GROUPS,
    claims,
    figure_marks,
    of_whole_event,
    references,
)

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Claims farther apart than this seldom count the same thing: both are shown, their distance is not.
MOST_SPREAD = 2.0
# A small number stands in two texts by chance; from this on the same value is the same figure.
LEAST_TELLING = 10


def step(value: float) -> float:
    """The unit of the last digit that a number says: what it may have been rounded to.

    >>> [step(value) for value in (8000, 7939, 164, 0)]
    [1000.0, 1.0, 1.0, 1.0]
    """
    if not math.isfinite(value) or value == 0:
        return 1.0
    size = 1.0
    while value % (size * 10) == 0:
        size *= 10
    return size


def extent(value: float, value_high: float | None, bound: str) -> tuple[float, float]:
    """The values that a claim leaves open, by its bound and the digits it says.

    "About 8,000" is anything that rounds to it; "more than 100" reaches to the next digit, 200.

    >>> extent(8000, None, "approx"), extent(100, None, "more_than"), extent(7939, None, "exact")
    ((7500.0, 8500.0), (100.0, 200.0), (7939.0, 7939.0))
    """
    unit = step(value)
    if bound == "approx":
        return value - unit / 2, value + unit / 2
    if bound in ("more_than", "at_least"):
        return float(value), value + unit
    if bound in ("less_than", "at_most"):
        return value - unit, float(value)
    high = value if value_high is None or pd.isna(value_high) else value_high
    return float(value), float(high)


_COMPARED = [
    *["metric", "unit", "group", "place", "outlet", "article_id", "sentence_no", "start", "text", "value"],
    *["said_unit", "value_high", "shown_value", "rate", "rate_date", "bound", "voice", "speaker_name"],
    *["published", "day", "low", "high", "cluster", "clusters", "spread"],
]


def compared_claims(tables: Tables, event: Event) -> pd.DataFrame:
    """The claims that may be set against each other, and which of them say the same.

    One claim an outlet, metric, unit, group and place: the largest of the latest day for which it gives one.
    Vague figures, those a text takes back, those of the past and those said to be part of
    another without a group or a place of their own are not compared. Columns: metric, unit (shown), group and
    place (null: the whole), outlet, article_id, sentence_no, start, text, value, value_high, said_unit,
    shown_value, rate, rate_date, bound, voice, speaker_name, published, day, low, high,
    ``cluster`` (claims of one cluster say the same, as far as their bounds leave open), ``clusters`` (how many
    there are), ``spread`` (how much more the largest is than the smallest, in percent; null where all agree or
    where they are more than MOST_SPREAD times apart).
    """
    frame = claims(tables, event)
    said = (frame["status"] == "asserted") & (frame["bound"] != "vague") & ~frame["past"]
    frame = frame[said].copy()
    frame["place"] = _place(frame, event)
    frame["of_group"] = [_part(row) for row in records(frame)]
    frame = frame[frame["of_group"].notna()]
    frame["unit_key"] = frame["shown_unit"].fillna("")
    keys = ["metric", "unit_key", "of_group", "place"]
    latest = frame.groupby([*keys, "outlet"])["day"].transform("max")
    frame = frame[(frame["day"] == latest) | latest.isna()]
    frame = frame.sort_values("shown_value", ascending=False, kind="stable").drop_duplicates(
        [*keys, "outlet"]
    )
    parts = [_clustered(rows) for _, rows in frame.sort_index().groupby(keys, sort=False)]
    if not parts:
        return pd.DataFrame(columns=_COMPARED)
    made = pd.concat(parts, ignore_index=True)
    made["said_unit"], made["unit"] = made["unit"], made["shown_unit"]
    made["group"] = made["of_group"].where(made["of_group"] != "", None)
    made["place"] = made["place"].where(made["place"] != "", None)
    return made[_COMPARED]


def _place(frame: pd.DataFrame, event: Event) -> pd.Series:
    """The place that a figure is of, "" for the whole event."""
    named = frame["scope_name"].fillna(frame["scope"]).fillna("")
    return named.where(~of_whole_event(frame, event), "").astype("str")


def _part(row: Any) -> str | None:
    """The group a claim counts, "" for everyone; None for a part of another figure that no group names."""
    if row.whole:
        return ""
    implied = pd.isna(row.group) or row.group == "mixed" or row.group in WHOLE_GROUPS.get(row.metric, ())
    if not implied:
        return str(row.group)
    return None if pd.notna(row.part_of) else ""


def _clustered(rows: pd.DataFrame) -> pd.DataFrame:
    """Claims on one thing, with the clusters that overlapping extents make."""
    rate = (rows["shown_value"] / rows["value"]).fillna(1.0)
    extents = [
        extent(value, high, bound)
        for value, high, bound in zip(rows["value"], rows["value_high"], rows["bound"], strict=True)
    ]
    rows = rows.assign(
        low=[low * by for (low, _), by in zip(extents, rate, strict=True)],
        high=[high * by for (_, high), by in zip(extents, rate, strict=True)],
    )
    cluster, reach, clusters = -1, -math.inf, {}
    for row in records(rows.sort_values(["low", "high"], kind="stable")):
        if row.low > reach:
            cluster += 1
        reach = max(reach, row.high)
        clusters[row.Index] = cluster
    least, most = rows["shown_value"].min(), rows["shown_value"].max()
    told = cluster > 0 and least > 0 and most <= MOST_SPREAD * least
    spread = 100 * (most / least - 1) if told else math.nan
    return rows.assign(cluster=pd.Series(clusters), clusters=cluster + 1, spread=spread)


def withdrawals(tables: Tables, event: Event) -> pd.DataFrame:
    """Figures that an article says were taken back, and every claim of the same value beside them.

    Columns: metric, unit, value, outlet, article_id, sentence_no, start, end, text, bound, status, speaker_name,
    published, status_date, ``withdrawn_on`` (the day of the withdrawal that an article gives, else of the first article that
    says so), ``role`` (withdrawn: the article says so; repeated: it asserts the figure with no sign of that) and
    ``earlier`` (published on a day before that, hence no omission). An outlet that tells of the withdrawal anywhere
    is not among those that repeat.
    """
    every = claims(tables, event)
    back = every[every["status"].isin(TAKEN_BACK) & (every["value"] >= LEAST_TELLING)]
    parts = []
    for (metric, value), said in back.groupby(["metric", "value"], sort=False):
        same = every[(every["metric"] == metric) & (every["value"] == value)]
        same = same[same["unit"].isin(said["unit"].dropna().unique()) | same["unit"].isna()]
        knows = set(said["outlet"])
        same = same[same["status"].isin(TAKEN_BACK) | ~same["outlet"].isin(knows)]
        first = said["status_date"].fillna(said["published"]).min()
        roles = same["status"].isin(TAKEN_BACK).map({True: "withdrawn", False: "repeated"})
        parts.append(same.assign(role=roles, withdrawn_on=first, earlier=(same["published"] < first)))
    columns = [
        "metric",
        "unit",
        "value",
        "outlet",
        "article_id",
        "sentence_no",
        "start",
        "end",
        "text",
        "bound",
        "status",
        "speaker_name",
        "published",
        "status_date",
        "withdrawn_on",
        "role",
        "earlier",
    ]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def figures_alone(tables: Tables, event: Event) -> pd.DataFrame:
    """Figures that one outlet alone carries and that no panel draws: the columns of ``claims``, each value once.

    Ages, durations, shares and the like are left out, and figures that are taken back.
    """
    every = claims(tables, event)
    drawn = figure_marks(tables, event).dropna(subset=["article_id"])
    places = set(zip(drawn["article_id"], drawn["start"], drawn["end"], strict=True))
    outlets = every.groupby(["metric", "unit", "value"], dropna=False)["outlet"].transform("nunique")
    undrawn = [
        place not in places for place in zip(every["article_id"], every["start"], every["end"], strict=True)
    ]
    alone = every[
        pd.Series(undrawn, index=every.index, dtype=bool)
        & (outlets == 1)
        & ~every["metric"].isin(INCIDENTAL)
        & (every["status"] == "asserted")
        & ~every["past"]
    ]
    return alone.drop_duplicates(["outlet", "metric", "unit", "value"]).reset_index(drop=True)


def figure_timeline(tables: Tables, event: Event, metric: str) -> pd.DataFrame:
    """A metric over time: every claim by the day it was said, then later official counts.

    A figure taken back stands on the day of its withdrawal where the text says one. Figures of the past are left
    out. Columns: date, kind (claim | reference), outlet, article_id, sentence_no, text, value, shown_value, shown_unit,
    bound, status, whole, group, label_ar, label_en, source_ar, source_en. Undated rows stand last.
    """
    every = claims(tables, event)
    every = every[(every["metric"] == metric) & ~every["past"]]
    of_metric = every.assign(kind="claim", date=every["day"])
    later = references(event)
    later = later[later["metric"] == metric].assign(kind="reference")
    columns = [
        "date",
        "kind",
        "outlet",
        "article_id",
        "sentence_no",
        "text",
        "value",
        "shown_value",
        "shown_unit",
        "bound",
        "status",
        "whole",
        "group",
        "label_ar",
        "label_en",
        "source_ar",
        "source_en",
    ]
    rows: list[dict[Any, Any]] = [*of_metric.to_dict("records"), *later.to_dict("records")]
    frame = pd.DataFrame(rows, columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values("date", kind="stable", na_position="last").reset_index(drop=True)
