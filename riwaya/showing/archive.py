"""The archive: the front page of a site, which says what the last night found and where every night stands.

Belongs here: from what nights left behind (dicts as they are in JSON) to one self-contained page in one language.
Does not: what the data means (archive_data.py), what a night does and writes (running/), the look shared with the reports (frame.py, template/page.css).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encoded

import jinja2
from babel.dates import format_date
from markupsafe import Markup

from riwaya import __version__
from riwaya.language.knowledge import load
from riwaya.showing import frame
from riwaya.showing.archive_data import (
    ArchiveEvent,
    changes_told,
    event_of,
    is_first,
    mapping,
    mappings,
    runs_by_date,
    value_of,
)
from riwaya.showing.labels import Label
from riwaya.showing.markup import escape, isolate, prose, slug
from riwaya.showing.naming import Naming, count, number
from riwaya.showing.naming import date as day_in_words
from riwaya.showing.sparkline import Point, sparkline

TEMPLATE = Path(__file__).resolve().parent / "template"
SENTENCES = 3  # changes told of an event
RECENT = 30  # nights that stand open in the list
NIGHTS_DRAWN = 120
_LONGEST_ERROR = 400
COUNTS = ("new", "articles", "unmatched", "rejected")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something was not completed: in words, the cell and the error as it was told, the log if it is there."""

    told: Markup
    error: Markup
    log: str


@dataclass(frozen=True, slots=True)
class Row:
    """One event in one night of the list."""

    title: Markup
    href: str
    outcome: str
    told: Markup
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class NightRow:
    """One night of the list."""

    date: str
    day: Markup
    rows: tuple[Row, ...]
    quiet: Markup | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One event as the page shows it."""

    id: str
    title: Markup
    href: str
    about: tuple[Markup, ...]
    heading: Markup | None
    note: Markup | None
    sentences: tuple[tuple[Markup, str], ...]
    more: Markup | None
    failure: Failure | None
    metric: Markup | None
    outlet: Markup | None
    chart: Markup
    ends: tuple[tuple[Markup, Markup], ...]
    marks: tuple[str, ...]


def archive_page(lang: str, nights: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> str:
    """The archive as HTML, the same bytes for the same data.

    lang: ar or en. nights: nights.json (archive_data.py). events, in the order of the page: {"id", "title": {"ar", "en"},
    "nights": [{"date", "manifest", "failed"}] (those that are still there), "changes": the latest night's changes.json
    or None}. Text in all of them may be anything: it is escaped.
    """
    return _Archive(lang, nights, events).page()


class _Archive:
    """The page in the making."""

    def __init__(self, lang: str, nights: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> None:
        self.lang = lang
        self.names = Naming(lang)
        self.runs = runs_by_date(nights)
        self.last = self.runs[-1] if self.runs else {}
        self.events = [event_of(each) for each in events]

    def page(self) -> str:
        script = frame.asset("unfold.js")
        words = frame.FRAME_WORDS[self.lang]
        other = "en" if self.lang == "ar" else "ar"
        label = {
            name: self.say(name) for name in ("skip", "nav", "events", "nights", "feed", "nights_dek", "log")
        }
        return _template().render(
            lang=self.lang, dir="rtl" if self.lang == "ar" else "ltr", version=__version__,
            title=self.plain("title"), description=self.plain("description"), words=words, label=label,
            other_lang=other, other_href=frame.FILES[other],
            css=Markup(frame.page_css() + frame.asset("archive.css")),
            script=Markup(script), csp=frame.policy(script),
            block_marks={name: self.say(f"mark_{name}") for name in ("failed", "gap")},
            opening=self.opening(), blocks=[self.block(event) for event in self.events], **self.night_list(),
        )  # fmt: skip

    # Words

    def say(self, label: str, **blanks: str) -> Markup:
        """A label as HTML, its blanks filled with plain text."""
        return self.html(getattr(_labels()[label], self.lang).format(**blanks))

    def html(self, text: str) -> Markup:
        return Markup(prose(text, self.lang))

    def day(self, date: str) -> str:
        return day_in_words(datetime.date.fromisoformat(date), self.lang, year=True) if date else ""

    def count(self, n: int, noun: str, oblique: bool = True) -> str:
        return count(n, noun, self.lang, oblique)

    def title(self, event: ArchiveEvent) -> Markup:
        name = str(event.title.get(self.lang) or event.title.get("ar") or event.id)
        return Markup(isolate(name)) if self.lang == "ar" else self.html(name)

    def why(self, told: Mapping[str, Any]) -> str:
        """What stopped a night, in words: its exit status, and the cell where it was one."""
        name = f"why_{told.get('status')}"
        reason = getattr(_labels().get(name, _labels()["why"]), self.lang)
        cell = told.get("cell")
        if cell in (None, ""):
            return reason
        return f"{reason} {self.plain('cell', n=str(cell))}"

    # The opening

    def opening(self) -> dict[str, Any]:
        """What the last night found, in a heading, a sentence and four counts."""
        if not self.last:
            empty: dict[str, Any] = {"failure": None, "began": None, "counts": []}
            return {"eye": self.say("no_night"), "h1": self.say("h1_nothing"), "lead": [], **empty}
        entries = list(mapping(self.last.get("events")).values())
        changed = [n for n in map(changes_told, entries) if n]
        failed = sum(entry.get("outcome") == "failed" for entry in entries)
        first = sum(is_first(entry) for entry in entries)
        whole = bool(self.last.get("status")) and not entries
        if changed:
            kind = "changes"
            h1 = self._capital("h1_changes", changes=self.count(sum(changed), "change", oblique=False),
                               events=self.count(len(changed), "event"))  # fmt: skip
        elif first:
            kind, h1 = "first", self.say("h1_first", events=self.count(first, "event", oblique=False))
        elif whole or (failed and failed == len(entries)):
            kind, h1 = "failed", self.say("h1_failed")
        else:
            kind, h1 = "nothing", self.say("h1_nothing")
        lead = [self.say(f"lead_{kind}")]
        if failed and kind != "failed":
            lead.append(self.say("some_failed", events=self.count(failed, "event")))
        counts = mapping(self.last.get("counts"))
        return {
            "eye": self.say("night_of", day=self.day(self.last["date"])),
            "h1": h1,
            "lead": lead,
            "failure": self.failure(self.last, "whole_failed") if whole else None,
            "began": self.began(str(self.last.get("made") or "")),
            "counts": [
                (self.html(number(counts[name])), self.say(f"count_{name}"))
                for name in COUNTS
                if isinstance(counts.get(name), int) and (counts[name] or name != "rejected")
            ],
        }

    def _capital(self, label: str, **blanks: str) -> Markup:
        text = getattr(_labels()[label], self.lang).format(**blanks)
        return self.html(text[:1].upper() + text[1:])

    def began(self, made: str) -> Markup | None:
        try:
            moment = datetime.datetime.fromisoformat(made).astimezone(datetime.UTC)
        except ValueError:
            return None
        said = self.say("began", day=self.day(moment.date().isoformat()), time="{}")
        return Markup(str(said).replace("{}", f"<bdi>{moment:%H:%M}</bdi>"))  # its two numbers are one word

    # An event

    def block(self, event: ArchiveEvent) -> Block:
        """An event: its latest report, what changed, its figure over the nights."""
        entry = mapping(mapping(self.last.get("events")).get(event.id))
        heading, note, sentences, more = self.told(event, entry)
        failure = None
        if entry.get("outcome") == "failed":
            date = str(self.last["date"])
            told = {**mapping(mapping(event.nights.get(date)).get("failed")), **entry}
            failure = self.failure(told, "failed_tonight", self.log(event, date), day=self.day(date))
        metric, outlet, chart, ends, marks = self.figure(event)
        return Block(
            f"event-{slug(event.id)}", self.title(event), self.report(event), self.about(event), heading, note,
            sentences, more, failure, metric, outlet, chart, ends, marks,
        )  # fmt: skip

    def report(self, event: ArchiveEvent, date: str = "") -> str:
        """The address of an event's report, of one night where a date is given; "" where there is none."""
        night = mapping(event.nights.get(date or event.latest))
        manifest = mapping(night.get("manifest"))
        if not manifest:
            return ""
        outputs = mapping(manifest.get("outputs"))
        name = frame.FILES[self.lang]
        if outputs and name not in outputs:  # a site of one language
            name = next((file for file in frame.FILES.values() if file in outputs), name)
        return "/".join(address(part) for part in (event.id, date, name) if part)

    def log(self, event: ArchiveEvent, date: str) -> str:
        there = mapping(event.nights.get(date)).get("failed") is not None
        return f"{address(event.id)}/{address(date)}/night.log" if there else ""

    def about(self, event: ArchiveEvent) -> tuple[Markup, ...]:
        if not event.latest:
            return (self.say("no_report"),)
        inputs = mappings(event.manifest.get("inputs"))
        outlets = {str(each.get("outlet") or "") for each in inputs} - {""}
        articles = self.count(len(inputs), "article", oblique=False)
        if not outlets:
            return self.say("latest", day=self.day(event.latest)), self.html(articles)
        told = self.say("from_outlets", articles=articles, outlets=self.count(len(outlets), "outlet"))
        return self.say("latest", day=self.day(event.latest)), told

    def told(
        self, event: ArchiveEvent, entry: Mapping[str, Any]
    ) -> tuple[Markup | None, Markup | None, tuple[tuple[Markup, str], ...], Markup | None]:
        """The heading over an event's changes, a note, its first sentences with their links, what is left over."""
        changes = mappings(event.changes.get("changes"))
        date = str(event.changes.get("date") or event.latest)
        tonight = date == self.last.get("date") and entry.get("outcome") == "published"
        heading: Markup | None
        if entry.get("outcome") == "unchanged" and event.latest:
            heading = self.say("nothing_since", day=self.day(event.latest))
        elif tonight:
            heading = self.say("changed_tonight")
        else:
            heading = self.say("changed_then", day=self.day(date)) if event.latest else None
        note = None
        if event.latest and event.changes.get("since") is None:
            note, changes = self.say("first_long"), []
            heading = heading if entry.get("outcome") == "unchanged" else self.say("first_heading")
        elif event.latest and not changes:
            note = self.say("made_anew")
        elif event.latest and entry.get("outcome") == "unchanged":
            note = self.say("changed_before")
        sentences = []
        for change in changes[:SENTENCES]:
            text = mapping(change.get("text"))
            sentence = str(text.get(self.lang) or text.get("ar") or change.get("kind") or "")
            sentences.append((self.html(sentence), self.place(event, change)))
        over = len(changes) - len(sentences)
        return heading, note, tuple(sentences), self.say("more", n=number(over)) if over else None

    def place(self, event: ArchiveEvent, change: Mapping[str, Any]) -> str:
        """Where a change stands in the latest report, in this page's language."""
        link = next((str(each) for each in _list(change.get("links")) if "#" in str(each)), "")
        report = self.report(event)
        return f"{report}#{address(link.split('#', 1)[1], safe='~%')}" if link and report else report

    def failure(self, told: Mapping[str, Any], label: str, log: str = "", **blanks: str) -> Failure:
        error = " ".join(str(told.get("error") or "").split())
        cut = error[:_LONGEST_ERROR].rstrip() + "…" if len(error) > _LONGEST_ERROR else error
        return Failure(self.say(label, why=self.why(told), **blanks), Markup(escape(cut)), log)

    # The figure over the nights

    def figure(
        self, event: ArchiveEvent
    ) -> tuple[Markup | None, Markup | None, Markup, tuple[tuple[Markup, Markup], ...], tuple[str, ...]]:
        """The leading figure's name, who gave it last, its chart, its first and last value, the marks that occur."""
        leading = mapping(event.manifest.get("leading"))
        points = self.points(event, leading)
        known = [point for point in points if point.value is not None]
        if not known:
            return None, None, Markup(""), (), ()
        metric = self.names.metric(str(leading.get("metric")))
        unit = str(leading.get("unit") or "")
        said = [
            (self.names.amount(point.value or 0, unit, point.bound), self.day(point.date.isoformat()))
            for point in known
        ]
        ends = [said[0], said[-1]] if len(known) > 1 else said
        lost = sum(point.failed for point in points)
        gaps = sum(point.value is None and not point.failed for point in points)
        (first, first_day), (last, last_day) = said[0], said[-1]
        desc = self.plain("chart_one", last=last, last_day=last_day)
        if len(known) > 1:
            highest = number(max(point.value or 0 for point in known))
            desc = self.plain(
                "chart_desc", first=first, first_day=first_day, last=last, last_day=last_day, highest=highest,
                gaps=number(gaps), failed=number(lost),
            )  # fmt: skip
        title = self.plain("chart_title", metric=metric)
        chart = sparkline(points, f"chart-{slug(event.id)}", title, desc)
        outlet = leading.get("outlet")
        return (
            self.html(metric),
            self.say("leading_from", outlet=self.names.outlet(str(outlet))) if outlet else None,
            Markup(chart),
            tuple((self.html(value), self.html(day)) for value, day in ends),
            tuple(name for name, there in (("failed", lost), ("gap", gaps)) if there),
        )

    def plain(self, label: str, **blanks: str) -> str:
        return getattr(_labels()[label], self.lang).format(**blanks)

    def points(self, event: ArchiveEvent, leading: Mapping[str, Any]) -> list[Point]:
        """Every night of an event since its first figure; a night that found nothing new carries the figure on."""
        found: dict[str, Point] = {}
        value, bound = None, "exact"
        entries = {str(run["date"]): mapping(mapping(run.get("events")).get(event.id)) for run in self.runs}
        for date in sorted({*entries, *event.nights}):
            entry, night = entries.get(date) or {}, mapping(event.nights.get(date))
            outcome = entry.get("outcome") or (
                "failed" if night.get("failed") else "published" if night else ""
            )
            told = entry.get("leading") or mapping(night.get("manifest")).get("leading")
            if outcome == "published" or (outcome == "unchanged" and told):
                value, bound = value_of(told, leading), str(mapping(told).get("bound") or "exact")
            if outcome:
                day = datetime.date.fromisoformat(date)
                found[date] = Point(day, None if outcome == "failed" else value, outcome == "failed", bound)
        points = list(found.values())[-NIGHTS_DRAWN:]
        start = next((at for at, point in enumerate(points) if point.value is not None), len(points))
        return points[start:]

    # The list of nights

    def night_list(self) -> dict[str, Any]:
        """The nights, newest first: those that stand open, and the older ones by month."""
        rows = [(str(run["date"]), self.night(run)) for run in reversed(self.runs)]
        older: dict[str, list[NightRow]] = {}
        for date, row in rows[RECENT:]:
            if row.failure or any(each.href or each.failure for each in row.rows):
                older.setdefault(date[:7], []).append(row)
        if len(self.runs) > 1:
            first, last = (self.day(str(run["date"])) for run in (self.runs[0], self.runs[-1]))
            heading = self.say("nights_h2", first=first, last=last)
        else:
            heading = self.say("nights_one" if self.runs else "no_night")
        return {
            "nights_h2": heading,
            "recent": [row for _, row in rows[:RECENT]],
            "older": [
                (self.say("older", month=self.month(month), nights=self.count(len(each), "night")), each)
                for month, each in older.items()
            ],
        }

    def month(self, month: str) -> str:
        return str(format_date(datetime.date.fromisoformat(f"{month}-01"), "LLLL y", locale=self.lang))

    def night(self, run: Mapping[str, Any]) -> NightRow:
        date = str(run["date"])
        entries = mapping(run.get("events"))
        whole = self.failure(run, "whole_failed") if run.get("status") and not entries else None
        known = [(event, mapping(entries[event.id])) for event in self.events if event.id in entries]
        told = [pair for pair in known if pair[1].get("outcome") in ("published", "failed")]
        quiet = None
        if len(told) < len(known):
            events = self.count(len(known) - len(told), "event")
            quiet = self.say("nothing_in", events=events) if told else self.say("h1_nothing")
        rows = tuple(self.row(event, date, entry) for event, entry in told)
        return NightRow(date, self.html(self.day(date)), rows, quiet, whole)

    def row(self, event: ArchiveEvent, date: str, entry: Mapping[str, Any]) -> Row:
        outcome = str(entry.get("outcome") or "")
        if outcome == "failed":
            told = {**mapping(mapping(event.nights.get(date)).get("failed")), **entry}
            failure = self.failure(told, "whole_failed", self.log(event, date))
            failure = Failure(self.html(self.why(told)), failure.error, failure.log)
            return Row(self.title(event), "", outcome, self.say("failed"), failure)
        changes = changes_told(entry)
        if is_first(entry):
            said = self.say("first")
        else:
            said = self.html(self.count(changes, "change", oblique=False)) if changes else self.say("renewed")
        return Row(self.title(event), self.report(event, date), outcome, said)


# The parts of the page


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def address(part: str, safe: str = "") -> str:
    """A part of an address, whatever stands in it.

    >>> address("gaza 1/..")
    'gaza%201%2F..'
    """
    return percent_encoded(part, safe=safe, errors="replace")


@lru_cache
def _labels() -> dict[str, Label]:
    return {label.id: label for label in load(TEMPLATE / "archive.toml", "label", Label)}


@lru_cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    return environment.get_template("archive.html.j2")
