"""What the comparison found, as data: the facts a report leads with and those of each section.

Belongs here: which facts are worth telling, in which order, with everything their sentence needs.
Does not: the sentence (riwaya.showing.telling), the counting (the other modules of this room).

A finding speaks of the articles read, never of the outlets in general; it names nothing its data do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import compared_claims, extent, withdrawals
from riwaya.comparing.articles import ordered_articles, outlet_order, records
from riwaya.comparing.events import OTHER_VOICES, OWN_VOICE, Event
from riwaya.comparing.figures import figure_marks, lead_metrics, references
from riwaya.comparing.framing import frames_in, independent_articles, term_marks
from riwaya.comparing.leading import runs_over_days, with_leads
from riwaya.comparing.parts import parts_that_do_not_add_up
from riwaya.comparing.rewording import KINDS, Change, changed_sentences
from riwaya.comparing.voices import parties, statement_counts, statements, verb_stances, voice_shares
from riwaya.comparing.wire import shared_words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

SECTIONS = ("figures", "words", "pairs", "voices", "method")
# The header's facts, best first; at most one a section and MOST_FACTS in all.
FACTS = (
    "withdrawn",
    "reworded",
    "own_share",
    "absent_party",
    "day_by_day",
    "differ",
    "same_count",
    "compatible",
    "same_figure",
    "top_speaker",
)
MOST_FACTS = 4
# Pairs of sentences worth a place of their own in the report.
_MOST_PAIRS = 12

Place = tuple[str, int]  # article_id, sentence_no


@dataclass(frozen=True)
class Finding:
    """One fact: its section, its kind, what its sentence is made of, and the sentences it was read from."""

    section: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


def findings(tables: Tables, event: Event) -> list[Finding]:
    """Every finding, section by section, the most telling first. Empty tables give only the method's counts."""
    return [
        *_figures(tables, event),
        *_words(tables, event),
        *_pairs(tables, event),
        *_voices(tables, event),
        *_method(tables, event),
    ]


def key_findings(found: Sequence[Finding]) -> list[Finding]:
    """The facts of the header, in the order of their sections: at most one a section, MOST_FACTS in all."""
    best: dict[str, Finding] = {}
    for finding in found:
        if finding.kind in FACTS:
            held = best.get(finding.section)
            if held is None or FACTS.index(finding.kind) < FACTS.index(held.kind):
                best[finding.section] = finding
    chosen = sorted(best.values(), key=lambda finding: FACTS.index(finding.kind))[:MOST_FACTS]
    return sorted(chosen, key=lambda finding: SECTIONS.index(finding.section))


def of_section(found: Iterable[Finding], section: str, kind: str | None = None) -> list[Finding]:
    """The findings of one section, and of one kind where it is given."""
    return [each for each in found if each.section == section and kind in (None, each.kind)]


def _places(rows: pd.DataFrame) -> tuple[Place, ...]:
    kept = rows.dropna(subset=["article_id"])
    pairs = zip(kept["article_id"], kept["sentence_no"], strict=True)
    return tuple(dict.fromkeys((article, int(number)) for article, number in pairs))


def _day(value: Any) -> Any:
    return None if pd.isna(value) else value.date()


def usual_day(tables: Tables) -> Any:
    """The day of most articles; the later of two that have as many; None without a dated article."""
    counts = tables.articles["published"].dropna().value_counts()
    return None if counts.empty else _day(counts[counts == counts.max()].index.max())


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


# Figures


def _figures(tables: Tables, event: Event) -> list[Finding]:
    found = _withdrawn(tables, event)
    compared = compared_claims(tables, event)
    marks = figure_marks(tables, event)
    last = marks.groupby("outlet")["published"].max().map(_day).to_dict()
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
                data |= {"date": _day(later.date), "note_ar": later.note_ar, "note_en": later.note_en}
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
        data = {"metric": metric, "unit": _text(shared["shown_unit"].iloc[0]), "days": days}
        found.append(Finding("figures", "day_by_day", data, _places(shared)))
    return found


def _one_day(day: Any, said: pd.DataFrame) -> dict[str, Any]:
    """What outlets gave on one day, from the least to the most, and whether their bounds leave one number open."""
    extents = [
        extent(value, high, bound)
        for value, high, bound in zip(said["value"], said["value_high"], said["bound"], strict=True)
    ]
    values = said["shown_value"]
    return {
        "day": _day(day),
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
        data |= {"unit": _text(row.unit), "sum": row.low if row.verdict == "over" else row.high}
        found.append(Finding("figures", "parts", data, ((row.article_id, int(row.sentence_no)),)))
    return found


def _withdrawn(tables: Tables, event: Event) -> list[Finding]:
    found = []
    for (metric, value), rows in withdrawals(tables, event).groupby(["metric", "value"], sort=False):
        back, repeated = rows[rows["role"] == "withdrawn"], rows[rows["role"] == "repeated"]
        data = {
            "metric": metric,
            "value": value,
            "unit": _text(rows["unit"].iloc[0]),
            "status": back["status"].iloc[0],
            "speaker": _text(back["speaker_name"].iloc[0]),
            "articles": int(rows["article_id"].nunique()),
            "withdrawn_on": _day(back["status_date"].dropna().min()),
            "standing": int(repeated["article_id"].nunique()),
            "withdrawn_by": list(dict.fromkeys(back["outlet"])),
            "withdrawn_in": int(back["article_id"].nunique()),
            "repeated_by": list(dict.fromkeys(repeated[~repeated["earlier"].astype(bool)]["outlet"])),
            "earlier": list(dict.fromkeys(repeated[repeated["earlier"].astype(bool)]["outlet"])),
        }
        found.append(Finding("figures", "withdrawn", data, _places(rows)))
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
            "unit": _text(row.said_unit),
            "shown": row.shown_value,
            "high": None if pd.isna(row.value_high) else row.value_high,
            "bound": row.bound,
            "text": row.text,
            "voice": row.voice,
            "speaker": _text(row.speaker_name),
            "day": _day(row.published),
            "other_day": _day(row.published) if _day(row.published) != usual else None,
            "cluster": int(row.cluster),
        }
        for row in records(rows)
    ]
    data: dict[str, Any] = {"metric": metric, "unit": _text(rows["unit"].iloc[0]), "claims": said}
    speakers = rows["speaker_name"].dropna().unique()
    data["speaker"] = str(speakers[0]) if len(speakers) == 1 and rows["speaker_name"].notna().all() else None
    if len(said) == 1:
        # A vague figure or one of a part is not compared, but its outlet is not silent either.
        given = marks[(marks["metric"] == metric) & marks["value"].notna()]["outlet"].nunique()
        return [Finding("figures", "one_outlet", data, _places(rows))] if given == 1 else []
    if rows["clusters"].iloc[0] > 1:
        converted = rows[rows["rate"].notna()]
        data["spread"] = None if pd.isna(rows["spread"].iloc[0]) else float(rows["spread"].iloc[0])
        data["rates"] = [
            (row.said_unit, row.unit, row.rate, _day(row.rate_date)) for row in records(converted)
        ]
        data["days"] = sorted({day for day in (claim["day"] for claim in said) if day})
        return [Finding("figures", "differ", data, _places(rows))]
    values = {(claim["value"], claim["unit"]) for claim in said}
    exact = [claim["outlet"] for claim in said if claim["bound"] == "exact"]
    if len(values) > 1 and exact:
        data["exact"] = exact
        data["rounded"] = [claim["outlet"] for claim in said if claim["outlet"] not in exact]
        return [Finding("figures", "same_count", data, _places(rows))]
    if len(values) > 1 or len({claim["bound"] for claim in said}) > 1:
        return [Finding("figures", "compatible", data, _places(rows))]
    return [Finding("figures", "same_figure", data, _places(rows))]


# Words


def _words(tables: Tables, event: Event) -> list[Finding]:
    pair = [list(event.frames.first), list(event.frames.second)]
    if not pair[0]:
        # An event without a pair of its own: the two that occur most, those of people first.
        actors = frames_in(tables, "actor")
        pair = [[frame] for frame in dict.fromkeys([*actors, *frames_in(tables)])][:2] or [[]]
    found = []
    for place, frames in enumerate(pair):
        if not frames:
            continue
        marks = term_marks(tables, frames, event)
        own = marks[marks["voice"] == "own"]
        by_outlet = own["outlet"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        if len(marks):
            data = {
                "frames": frames,
                "place": place,
                "n": len(marks),
                "own": len(own),
                "own_by": {str(outlet): int(n) for outlet, n in by_outlet.items()},
                "own_texts": list(own["text"]),
                "voices": {str(voice): int(n) for voice, n in marks["voice"].value_counts().items()},
            }
            found.append(Finding("words", "own_share", data, _places(own)))
        outlets = outlet_order(ordered_articles(tables, event))
        without = [outlet for outlet in outlets if outlet not in set(marks["outlet"])]
        if without and len(marks):
            found.append(Finding("words", "no_mention", {"frames": frames, "outlets": without}))
    return found


# The same sentence


def _pairs(tables: Tables, event: Event) -> list[Finding]:
    pairs = changed_sentences(tables, event)
    found = []
    for row in records(pairs.head(_MOST_PAIRS)):
        made = pair_finding(row, tables)
        one_sided = made.kind == "changed_speaker" and not (
            made.data["change"].text and made.data["change"].other_text
        )
        if made.kind != "changed_wording" and not one_sided:
            found.append(made)
    if len(pairs):
        outlets = list(dict.fromkeys([*pairs["outlet"], *pairs["other_outlet"]]))
        found.append(Finding("pairs", "pairs", {"n": len(pairs), "outlets": outlets}))
    return found


def pair_finding(row: Any, tables: Tables) -> Finding:
    """What one row of ``changed_sentences`` shows, by its most telling change."""
    change = _most_telling(row.changes)
    frames = _frames_of(tables, row)
    sides = (
        (row.outlet, [each.stance for each in row.changes]),
        (row.other_outlet, [each.other_stance for each in row.changes]),
    )
    data = {
        "outlets": (row.outlet, row.other_outlet),
        "change": change,
        "speaker": _speaker_of(tables, row.article_id, change.start),
        "distanced_by": [outlet for outlet, stances in sides if "distancing" in stances],
    }
    places = ((row.article_id, int(row.sentence_no)), (row.other_article_id, int(row.other_sentence_no)))
    reframed = change.frame and change.other_frame and change.frame != change.other_frame
    lone = (change.frame and not change.other_term, change.other_frame and not change.term)
    if change.kind == "term" and (
        (lone[0] and change.frame in frames[1]) or (lone[1] and change.other_frame in frames[0])
    ):
        # The other sentence has a word of that frame as well, elsewhere: nothing is missing from it.
        return Finding("pairs", "changed_wording", data, places)
    return Finding("pairs", "reworded" if reframed else f"changed_{change.kind}", data, places)


def _frames_of(tables: Tables, row: Any) -> tuple[set[str], set[str]]:
    """The frames that the two sentences of a pair have words of."""
    sides = ((row.article_id, row.sentence_no), (row.other_article_id, row.other_sentence_no))
    terms = tables.terms
    one, other = (
        set(terms["frame"][(terms["article_id"] == article) & (terms["sentence_no"] == number)])
        for article, number in sides
    )
    return one, other


def _most_telling(changes: Sequence[Change]) -> Change:
    reframed = [
        each for each in changes if each.frame and each.other_frame and each.frame != each.other_frame
    ]
    return min(reframed or changes, key=lambda each: KINDS.index(each.kind))


def _speaker_of(tables: Tables, article: str, place: int) -> str | None:
    """Who is quoted at a place, where it is one speaker."""
    quotes = tables.quotes[(tables.quotes["article_id"] == article) & tables.quotes["speaker_name"].notna()]
    held = quotes[(quotes["start"] <= place) & (place < quotes["end"])]
    names = held["speaker_name"].unique()
    return str(names[0]) if len(names) == 1 else None


# Voices


def _voices(tables: Tables, event: Event) -> list[Finding]:
    said = statements(tables)
    counts = statement_counts(tables, event)
    found = []
    if len(said):
        top = [(row.speaker_name, int(row.n)) for row in records(counts.head(3))]
        data: dict[str, Any] = {"n": len(said), "top": top}
        shares = voice_shares(tables, event)
        for party in parties(tables, event):
            n = int(counts[counts["party"] == party]["n"].sum())
            if party not in (OWN_VOICE, OTHER_VOICES) and n == 0:
                found.append(Finding("voices", "absent_party", data | {"party": party}))
        if top:
            found.append(Finding("voices", "top_speaker", data))
        own = (
            shares[shares["party"] == OWN_VOICE].dropna(subset=["share"]).sort_values("share", kind="stable")
        )
        if len(own) > 1:
            low, high = own.iloc[0], own.iloc[-1]
            ends = {
                "low": (low["outlet"], float(low["share"])),
                "high": (high["outlet"], float(high["share"])),
            }
            found.append(Finding("voices", "own_voice", ends))
    verbs = verb_stances(tables, event)
    distancing = verbs[verbs["stance"] == "distancing"].groupby("outlet", sort=False)["n"].sum()
    if len(distancing):
        by = {str(outlet): int(n) for outlet, n in distancing.items()}
        places = _places(said[said["stance"] == "distancing"])
        found.append(Finding("voices", "distancing", {"n": sum(by.values()), "by": by}, places))
    return found


# Method


def _method(tables: Tables, event: Event) -> list[Finding]:
    articles = ordered_articles(tables, event)
    counts = {
        "articles": len(articles),
        "outlets": articles["outlet"].nunique(),
        "words": int(articles["words"].sum()),
        "figures": len(tables.figures),
        "terms": len(tables.terms),
        "statements": len(statements(tables)),
    }
    found = [Finding("method", "counted", counts)]
    if len(articles):
        enough = independent_articles(tables, event)
        untested = list(enough[~enough["testable"]]["outlet"])
        if untested:
            data = {"outlets": untested, "articles": len(articles), "all": len(untested) == len(enough)}
            data["most"] = int(enough["independent"].max())
            found.append(Finding("method", "too_few", data))
        found.append(Finding("method", "dates", _dates(tables)))
        reasons = figure_marks(tables, event)["rate_note"].dropna().value_counts()
        if len(reasons):
            found.append(
                Finding("method", "not_converted", {str(reason): int(n) for reason, n in reasons.items()})
            )
        unnamed = int(tables.articles["outlet"].isna().sum())
        if unnamed:
            found.append(Finding("method", "unnamed", {"n": unnamed}))
    shared = shared_words(tables).merge(articles[["article_id", "outlet"]], on="article_id")
    shared = shared[shared["shared"] > 0].sort_values("share", ascending=False, kind="stable")
    if len(shared):
        top = shared.iloc[0]
        groups = shared["wire_group"].dropna().nunique()
        found.append(
            Finding(
                "method", "shared", {"outlet": top["outlet"], "share": float(top["share"]), "groups": groups}
            )
        )
    return found


def _dates(tables: Tables) -> dict[str, int]:
    basis = tables.articles["published_basis"]
    counts = {name: int((basis == name).sum()) for name in ("stated", "given", "inferred")}
    return counts | {"unknown": int(tables.articles["published"].isna().sum())}
