"""What was found in the figures: withdrawn, the same, different, silent, day by day, parts that fail to add up.

Belongs here: the findings of that section, from agreement.py, leading.py and parts.py. Does not: the counting itself
(those modules), other sections (findings.py), the sentences (riwaya.showing.telling).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import compared_claims, extent, withdrawals
from riwaya.comparing.articles import records
from riwaya.comparing.events import Event
from riwaya.comparing.figures import figure_marks, lead_metrics, references
from riwaya.comparing.finding import Finding, day_of, places_of, text_of, usual_day
from riwaya.comparing.leading import runs_over_days, with_leads
from riwaya.comparing.parts import parts_that_do_not_add_up

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables


def figure_findings(tables: Tables, event: Event) -> list[Finding]:
    """The findings of the figures section, a withdrawn figure first, then metric by metric, then sums that fail."""
    found = _withdrawn(tables, event)
    compared = compared_claims(tables, event)
    marks = figure_marks(tables, event)
    last = marks.groupby("outlet")["published"].max().map(day_of).to_dict()
    usual = usual_day(tables)
    for metric in lead_metrics(tables, event):
        whole = compared["group"].isna() & compared["place"].isna()
        of_metric = compared[(compared["metric"] == metric) & whole]
        for _, rows in of_metric.groupby("unit", sort=False, dropna=False):
            found += _agreement(metric, rows, marks, usual)
        given = marks[marks["metric"] == metric].dropna(subset=["value"])
        silent = [outlet for outlet in dict.fromkeys(marks["outlet"]) if outlet not in set(given["outlet"])]
        if silent and given["outlet"].nunique() > 1:
            days = {outlet: last.get(outlet) if last.get(outlet) != usual else None for outlet in silent}
            first = given["published"].min()
            earlier = [
                outlet
                for outlet in silent
                if last.get(outlet) and pd.notna(first) and last[outlet] < first.date()
            ]
            units = given["unit"].dropna().unique()
            # An outlet silent on pieces may count aircraft: the sentence says what is not counted.
            unit = str(units[0]) if len(units) == 1 else None
            data = {"metric": metric, "unit": unit, "outlets": silent, "days": days, "earlier": earlier}
            found.append(Finding("figures", "silent", data))
        found += _day_by_day(metric, marks)
        for later in records(references(event)):
            if later.metric == metric and len(given):
                data = {name: getattr(later, name) for name in ("metric", "value", "source_ar", "source_en")}
                data |= {"date": day_of(later.date), "note_ar": later.note_ar, "note_en": later.note_en}
                found.append(Finding("figures", "later_count", data))
    return found + _parts(tables, event)


def _day_by_day(metric: str, marks: pd.DataFrame) -> list[Finding]:
    """A figure over days: the last number that each outlet led an article with, on days that several outlets share."""
    found = []
    for _, panel in marks[marks["metric"] == metric].groupby("panel", sort=False):
        if not runs_over_days(panel):
            continue
        said = with_leads(panel)
        led = said[said["leads"] & (said["bound"] != "vague")].drop_duplicates(["outlet", "day"], keep="last")
        shared = led[led.groupby("day")["outlet"].transform("nunique") > 1]
        if shared["day"].nunique() < 2:
            continue
        days = [_one_day(day, rows) for day, rows in shared.groupby("day")]
        data = {"metric": metric, "unit": text_of(shared["shown_unit"].iloc[0]), "days": days}
        found.append(Finding("figures", "day_by_day", data, places_of(shared)))
    return found


def _one_day(day: Any, said: pd.DataFrame) -> dict[str, Any]:
    """What outlets gave on one day, from the least to the most, and whether their bounds leave one number open."""
    extents = [
        extent(value, high, bound)
        for value, high, bound in zip(said["value"], said["value_high"], said["bound"], strict=True)
    ]
    values = said["shown_value"]
    return {
        "day": day_of(day),
        "low": float(values.min()),
        "high": float(values.max()),
        "outlets": list(dict.fromkeys(said["outlet"])),
        "agree": max(low for low, _ in extents) <= min(high for _, high in extents),
    }


def _parts(tables: Tables, event: Event) -> list[Finding]:
    """Parts that cannot make the whole they are said to be of."""
    found = []
    for row in records(parts_that_do_not_add_up(tables, event)):
        data = {
            name: getattr(row, name) for name in ("metric", "outlet", "text", "value", "texts", "verdict")
        }
        data |= {"unit": text_of(row.unit), "sum": row.low if row.verdict == "over" else row.high}
        found.append(Finding("figures", "parts", data, ((row.article_id, int(row.sentence_no)),)))
    return found


def _withdrawn(tables: Tables, event: Event) -> list[Finding]:
    found = []
    for (metric, value), rows in withdrawals(tables, event).groupby(["metric", "value"], sort=False):
        back, repeated = rows[rows["role"] == "withdrawn"], rows[rows["role"] == "repeated"]
        data = {
            "metric": metric,
            "value": value,
            "unit": text_of(rows["unit"].iloc[0]),
            "status": back["status"].iloc[0],
            "speaker": text_of(back["speaker_name"].iloc[0]),
            "articles": int(rows["article_id"].nunique()),
            "withdrawn_on": day_of(back["status_date"].dropna().min()),
            "standing": int(repeated["article_id"].nunique()),
            "withdrawn_by": list(dict.fromkeys(back["outlet"])),
            "withdrawn_in": int(back["article_id"].nunique()),
            "repeated_by": list(dict.fromkeys(repeated[~repeated["earlier"].astype(bool)]["outlet"])),
            "earlier": list(dict.fromkeys(repeated[repeated["earlier"].astype(bool)]["outlet"])),
        }
        found.append(Finding("figures", "withdrawn", data, places_of(rows)))
    return sorted(found, key=lambda finding: -finding.data["articles"])


def _agreement(metric: str, rows: pd.DataFrame, marks: pd.DataFrame, usual: Any) -> list[Finding]:
    """What the claims on one thing amount to: one count rounded, one figure, different figures, one outlet alone."""
    # The page draws panels; a claim outside them has no sentence of its own.
    drawn = set(zip(marks["article_id"].fillna(""), marks["start"].fillna(-1), strict=True))
    rows = rows[
        [(article, start) in drawn for article, start in zip(rows["article_id"], rows["start"], strict=True)]
    ]
    if not len(rows):
        return []
    said = [
        {
            "outlet": row.outlet,
            "value": row.value,
            "unit": text_of(row.said_unit),
            "shown": row.shown_value,
            "high": None if pd.isna(row.value_high) else row.value_high,
            "bound": row.bound,
            "text": row.text,
            "voice": row.voice,
            "speaker": text_of(row.speaker_name),
            "day": day_of(row.published),
            "other_day": day_of(row.published) if day_of(row.published) != usual else None,
            "cluster": int(row.cluster),
        }
        for row in records(rows)
    ]
    data: dict[str, Any] = {"metric": metric, "unit": text_of(rows["unit"].iloc[0]), "claims": said}
    speakers = rows["speaker_name"].dropna().unique()
    data["speaker"] = str(speakers[0]) if len(speakers) == 1 and rows["speaker_name"].notna().all() else None
    if len(said) == 1:
        # A vague figure or one of a part is not compared, but its outlet is not silent either.
        given = marks[(marks["metric"] == metric) & marks["value"].notna()]["outlet"].nunique()
        return [Finding("figures", "one_outlet", data, places_of(rows))] if given == 1 else []
    if rows["clusters"].iloc[0] > 1:
        converted = rows[rows["rate"].notna()]
        data["spread"] = None if pd.isna(rows["spread"].iloc[0]) else float(rows["spread"].iloc[0])
        data["rates"] = [
            (row.said_unit, row.unit, row.rate, day_of(row.rate_date)) for row in records(converted)
        ]
        data["days"] = sorted({day for day in (claim["day"] for claim in said) if day})
        return [Finding("figures", "differ", data, places_of(rows))]
    values = {(claim["value"], claim["unit"]) for claim in said}
    exact = [claim["outlet"] for claim in said if claim["bound"] == "exact"]
    if len(values) > 1 and exact:
        data["exact"] = exact
        data["rounded"] = [claim["outlet"] for claim in said if claim["outlet"] not in exact]
        return [Finding("figures", "same_count", data, places_of(rows))]
    if len(values) > 1 or len({claim["bound"] for claim in said}) > 1:
        return [Finding("figures", "compatible", data, places_of(rows))]
    return [Finding("figures", "same_figure", data, places_of(rows))]
