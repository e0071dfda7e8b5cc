"""The figures outlets report of one event, side by side: claims, silences, agreement, withdrawal.

Belongs here: which claims may stand beside each other, money at the day's rate, who agrees with whom.
Does not: finding figures in a text (reading), telling it in words (showing). Nothing is averaged or fused.
"""

from __future__ import annotations

import datetime
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from babel import Locale
from currency_converter import CurrencyConverter, RateNotFoundError

from riwaya.comparing.articles import ordered_articles, outlet_order
from riwaya.comparing.events import Event, folded_words
from riwaya.reading.figures.times import period

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

MONEY = ("damage_money", "money_other")
# Statuses by which a text takes a figure back.
TAKEN_BACK = ("retracted", "denied")
# Numbers that every article is full of: they say little of an event unless its file asks for them.
INCIDENTAL = ("other", "age", "duration", "percent", "measure", "population")
# The order a report without one of its own leads with; the metrics of the annotation guide.
METRICS = (
    "deaths",
    "injuries",
    "missing",
    "arrests",
    "displaced",
    "damage_money",
    "troops",
    "attackers",
    "participants",
    "attacks",
    "equipment",
    "property",
    "cases",
    "money_other",
)
# Who is counted is already in the metric: such a figure is the whole, not a part of it.
WHOLE_GROUPS = {
    "arrests": ("protesters",),
    "troops": ("security",),
    "attackers": ("militants",),
    "participants": ("protesters",),
    "equipment": ("security",),
}
_CLAIM_COLUMNS = [
    "metric",
    "unit",
    "article_id",
    "outlet",
    "sentence_no",
    "start",
    "end",
    "text",
    "value",
    "value_high",
    "bound",
    "status",
    "group",
    "counted",
    "speaker",
    "speaker_name",
    "cue",
    "stance",
    "voice",
    "published",
    "scope",
    "scope_name",
    "as_of",
    "as_of_text",
    "status_date",
    "part_of",
    "part_kind",
    "correction",
    "doubtful",
]
MARK_COLUMNS = [
    *_CLAIM_COLUMNS,
    *["day", "whole", "past", "panel", "shown_value", "shown_unit", "rate", "rate_date", "rate_note"],
]
# "The country", folded, wherever it stands in the name of a place: في عموم البلاد.
_THE_COUNTRY = frozenset(("البلاد", "البلد", "الوطن"))
# The ECB publishes on working days; the longest gap (Easter, year's end) is five days.
_DAYS_BACK = 7


def claims(tables: Tables, event: Event) -> pd.DataFrame:
    """Every figure as an outlet's claim, with outlet, published and where money stands in several currencies.

    Columns MARK_COLUMNS but ``panel``. ``whole``: the metric's own total as far as the text says: no group or the
    group the metric implies, not said to be part of another figure, of no one place or of the event's own
    (``Event.places``). A part (16 of the security forces, 103 in one city) has whole False. ``day``: the day on
    which it was said, its article's; of a figure taken back the day of that, where the text says one. ``past``: it is of a day before the event, or
    of a year the text names instead. Ordered by the event's metrics, then outlet, date and place.
    """
    articles = ordered_articles(tables, event)
    frame = tables.figures.merge(articles[["article_id", "outlet", "published", "rank"]], on="article_id")
    implied = [
        pd.isna(group) or group == "mixed" or group in WHOLE_GROUPS.get(metric, ())
        for metric, group in zip(frame["metric"], frame["group"], strict=True)
    ]
    everywhere = of_whole_event(frame, event)
    frame["whole"] = pd.Series(implied, index=frame.index, dtype=bool) & everywhere & frame["part_of"].isna()
    taken_back = frame["status_date"].where(frame["status"].isin(TAKEN_BACK))
    frame["day"] = taken_back.fillna(frame["published"])
    frame["past"] = _is_past(frame, event)
    frame = _converted(frame, event.currency)
    place = {metric: at for at, metric in enumerate(dict.fromkeys([*event.metrics, *METRICS, *INCIDENTAL]))}
    frame["place"] = frame["metric"].map(place).fillna(len(place))
    frame = frame.sort_values(["place", "rank", "published", "article_id", "start"], kind="stable")
    columns = [column for column in MARK_COLUMNS if column != "panel"]
    return frame[columns].reset_index(drop=True)


def of_whole_event(frame: pd.DataFrame, event: Event) -> pd.Series:
    """Whether each figure is of no one place, or of a place that the event as a whole is in.

    Those are ``Event.places``, the event's country under its CLDR name, and "the country" without a name.
    """
    own = {folded_words(place) for place in event.places}
    if event.country:
        own.add(folded_words(str(Locale("ar").territories.get(event.country, event.country))))
    said = frame["scope_name"].fillna(frame["scope"]).fillna("")
    whole = [not name or folded_words(name) in own or _THE_COUNTRY & {*folded_words(name)} for name in said]
    return pd.Series(whole, index=frame.index, dtype=bool)


def _is_past(frame: pd.DataFrame, event: Event) -> pd.Series:
    """Whether a number is of a day before the event, or of a time the text names that was over by then (في عام 2015).

    A count from before the event on (منذ عام 2011) holds what the event is not: it is of the past as well.
    """
    past = [
        (as_of.date() if pd.notna(as_of) else _told(text, published)) < event.start
        for as_of, text, published in zip(
            frame["as_of"], frame["as_of_text"], frame["published"], strict=True
        )
    ]
    return pd.Series(past, index=frame.index, dtype=bool)


def _told(text: Any, published: Any) -> datetime.date:
    """The last day of a time in words, the first of a count that goes on from it; the last of all days without one."""
    named = period(text, None if pd.isna(published) else published.date()) if isinstance(text, str) else None
    if named is None:
        return datetime.date.max
    return named[0] if text.split()[0] == "منذ" else named[1]


def lead_metrics(tables: Tables, event: Event) -> list[str]:
    """The metrics a report draws: the event's own list, else those two outlets or more give, else all that occur."""
    if event.metrics:
        return list(event.metrics)
    given = claims(tables, event).groupby("metric")["outlet"].nunique()
    common = [metric for metric in METRICS if given.get(metric, 0) > 1]
    return common or [metric for metric in METRICS if given.get(metric, 0)]


def figure_marks(tables: Tables, event: Event) -> pd.DataFrame:
    """The claims on the metrics the report draws; an outlet silent on a panel keeps a row with value NaN.

    Columns MARK_COLUMNS; figures of the past are left out: they count something else. ``panel`` ("damage_money:USD") names the claims that can stand on one axis: a metric
    in its most reported unit, and in a further unit where two outlets give it. Vague figures (المئات) are kept,
    bound "vague". ``shown_value`` is the value in ``shown_unit``; where money was converted, ``rate`` and
    ``rate_date`` say how, and ``rate_note`` says why it was not (no_date, not_quoted, no_rate).
    """
    articles = ordered_articles(tables, event)
    every = claims(tables, event)
    every = every[~every["past"]].reset_index(drop=True)
    every["panel"] = every["metric"].str.cat(every["shown_unit"].fillna("").astype("str"), sep=":")
    last = articles.groupby("outlet")["published"].max()
    parts = []
    for metric in lead_metrics(tables, event):
        of_metric = every[every["metric"] == metric]
        for panel in _panels(of_metric):
            on_panel = of_metric[of_metric["panel"] == panel]
            unit = on_panel["shown_unit"].iloc[0]
            for outlet in outlet_order(articles):
                said = on_panel[on_panel["outlet"] == outlet]
                silent = {
                    "metric": metric,
                    "panel": panel,
                    "outlet": outlet,
                    "shown_unit": unit,
                    "unit": unit,
                }
                day = {"published": last[outlet], "day": last[outlet]}
                parts.append(said if len(said) else _row(silent | day, every))
    return pd.concat(parts, ignore_index=True)[MARK_COLUMNS] if parts else every.iloc[:0][MARK_COLUMNS]


def _row(values: dict[str, Any], like: pd.DataFrame) -> pd.DataFrame:
    """One row of the same columns and types, missing where nothing is given."""
    row = pd.DataFrame([values]).reindex(columns=like.columns)
    kept = {column: kind for column, kind in like.dtypes.items() if kind.kind not in "iub"}
    return row.astype(kept).astype(
        {"sentence_no": "Int64", "start": "Int64", "end": "Int64", "whole": "boolean", "past": "boolean"}
    )


def _panels(of_metric: pd.DataFrame) -> list[str]:
    """The panels of one metric: the unit most outlets give, then further units that two outlets give."""
    given = (
        of_metric.groupby("panel", sort=False)["outlet"].nunique().sort_values(ascending=False, kind="stable")
    )
    return [str(panel) for place, (panel, outlets) in enumerate(given.items()) if place == 0 or outlets > 1]


def references(event: Event) -> pd.DataFrame:
    """Later official counts: metric, value, date, label_ar, label_en, source_ar, source_en, note_ar, note_en."""
    columns = [
        "metric",
        "value",
        "date",
        "label_ar",
        "label_en",
        "source_ar",
        "source_en",
        "note_ar",
        "note_en",
    ]
    rows = [[getattr(reference, column) for column in columns] for reference in event.reference]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[s]"))


# Money


@lru_cache(maxsize=1)
def _rates() -> CurrencyConverter:
    return CurrencyConverter()


@lru_cache(maxsize=4096)
def day_rate(unit: str, to: str, day: datetime.date) -> tuple[float, datetime.date] | str:
    """The ECB reference rate of a day, or of the last working day before it, with that day; else why not.

    Source: the euro foreign exchange reference rates of the European Central Bank, shipped with
    CurrencyConverter; a rate between two other currencies goes through the euro.

    >>> day_rate("EUR", "USD", datetime.date(2022, 1, 9))[1].isoformat()
    '2022-01-07'
    >>> day_rate("KZT", "USD", datetime.date(2022, 1, 10))
    'not_quoted'
    """
    rates = _rates()
    if unit not in rates.currencies or to not in rates.currencies:
        return "not_quoted"
    for back in range(_DAYS_BACK + 1):
        asked = day - datetime.timedelta(days=back)
        try:
            return float(rates.convert(1.0, unit, to, date=asked)), asked
        except RateNotFoundError:
            continue
    return "no_rate"


def _converted(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """shown_value, shown_unit, rate, rate_date, rate_note: sums are converted only where currencies differ."""
    several = {
        metric
        for metric, rows in frame[frame["metric"].isin(MONEY)].groupby("metric")
        if rows["unit"].dropna().nunique() > 1
    }
    shown = [_shown(row, currency, row.metric in several) for row in frame.itertuples()]
    columns = ["shown_value", "shown_unit", "rate", "rate_date", "rate_note"]
    made = pd.DataFrame(shown, columns=columns, index=frame.index)
    made = made.astype({"shown_value": "float64", "shown_unit": "str", "rate": "float64", "rate_note": "str"})
    made["rate_date"] = pd.to_datetime(made["rate_date"]).astype("datetime64[s]")
    return pd.concat([frame, made], axis=1)


def _shown(row: Any, currency: str, convert: bool) -> tuple[float, Any, float, Any, Any]:
    as_said = (row.value, row.unit, math.nan, None)
    if not convert or pd.isna(row.unit) or row.unit == currency:
        return (*as_said, None)
    if pd.isna(row.published):
        return (*as_said, "no_date")
    rate = day_rate(row.unit, currency, row.published.date())
    if isinstance(rate, str):
        return (*as_said, rate)
    return row.value * rate[0], currency, rate[0], rate[1], None
