"""What one report is about: its parameters, checked, and the tables and frames it is made from.

Belongs here: the parameters of notebooks/report.ipynb, and reading the corpus when no tables are given.
Does not: HTML (page.py), running the notebook (render.py), writing files.
"""

from __future__ import annotations

import ast
import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from riwaya.comparing.agreement import figures_alone
from riwaya.comparing.articles import ordered_articles
from riwaya.comparing.choosing import choose_from
from riwaya.comparing.events import Event, load_event
from riwaya.comparing.figures import figure_marks
from riwaya.comparing.finding import Finding
from riwaya.comparing.findings import findings
from riwaya.comparing.framing import frame_counts, frames_in, term_marks
from riwaya.comparing.rewording import change_rows, changed_sentences
from riwaya.comparing.since import changes_since
from riwaya.comparing.statistics import frame_tests
from riwaya.comparing.voices import verb_stances, voice_shares
from riwaya.comparing.wire import shared_words, with_wire_groups
from riwaya.language.knowledge import KnowledgeError, data_path, home
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.framing import load_framing
from riwaya.reading.sources import Rejected
from riwaya.showing.words import Words
from riwaya.tables.tables import TableError, Tables

LANGUAGES = ("ar", "en")


class ParameterError(ValueError):
    """A parameter the report does not know or cannot use: one sentence that names it and the mend."""


@dataclass(frozen=True)
class Parameters:
    """The parameters of the report notebook; names and defaults are those of its parameters cell."""

    event: str = "kazakhstan-2022"
    corpus: str = ""  # a file, folder or glob; "": the event's own corpus
    lang: str = "ar"
    outlets: tuple[str, ...] = ()  # outlet ids; none: all
    frames: tuple[str, ...] = ()  # the two frames, or more, set against each other; none: the event's own
    as_of: str = ""  # the date the report states, YYYY-MM-DD; "": the day of the latest article
    tables: str = ""  # a folder of tables already extracted; "": the corpus is read
    framing: tuple[str, ...] = ()  # files of one's own frames and terms, beside data/framing.toml
    since: str = ""  # a folder of tables of an earlier state; "": nothing is compared with it
    since_day: str = ""  # the date of that state, YYYY-MM-DD; "": the day of its latest article

    @classmethod
    def check(cls, given: Mapping[str, Any]) -> Parameters:
        """Parameters from names and values. Raises ParameterError at the first unknown name or wrong value.

        >>> Parameters.check({"lang": "en"}).lang
        'en'
        >>> Parameters.check({"langage": "en"})
        Traceback (most recent call last):
        riwaya.showing.report.ParameterError: langage is not a parameter of the report. Did you mean lang?
        """
        known = [field.name for field in fields(cls)]
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                mend = f"Did you mean {near[0]}?" if near else f"Parameters: {', '.join(known)}."
                raise ParameterError(f"{name} is not a parameter of the report. {mend}")
        values = {name: _typed(name, value) for name, value in given.items()}
        made = cls(**values)
        made._check_values()
        return made

    def _check_values(self) -> None:
        if self.lang not in LANGUAGES:
            raise ParameterError(f"lang is {self.lang!r}. Choose one of: {', '.join(LANGUAGES)}.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", self.event):
            raise ParameterError(f"event is {self.event!r}. Give the id of a file under data/events/.")
        if not data_path("events", f"{self.event}.toml").is_file():
            there = ", ".join(path.stem for path in sorted(data_path("events").glob("*.toml")))
            raise ParameterError(
                f"event is {self.event!r}, and data/events/ has no such file. There is: {there}."
            )
        for name in ("as_of", "since_day"):
            _check_day(name, getattr(self, name))
        for path in self.framing:
            if not Path(path).is_file():
                raise ParameterError(f"framing names {path!r}, and there is no such file. Check the path.")
        for name in ("tables", "since"):
            folder = getattr(self, name)
            if folder and not Path(folder).is_dir():
                raise ParameterError(f"{name} is {folder!r}, and there is no such folder. Check the path.")
        if self.since_day and not self.since:
            raise ParameterError(
                f"since_day is {self.since_day!r}, and since is empty. Give the folder of that day's tables too."
            )


def _check_day(name: str, day: str) -> None:
    """Raises ParameterError for what is no date; 20220110 and 2022-W02 are ISO dates too, but seldom meant."""
    try:
        if day and datetime.date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise ParameterError(f"{name} is {day!r}. Write a date as YYYY-MM-DD.") from None


def _typed(name: str, value: Any) -> Any:
    if name in ("outlets", "frames", "framing"):
        if (
            isinstance(value, str)
            or not isinstance(value, Iterable)
            or not all(isinstance(x, str) for x in value)
        ):
            raise ParameterError(
                f"{name} is {value!r}. Give a list of files in quotation marks."
                if name == "framing"
                else f'{name} is {value!r}. Give a list of ids, such as ["terrorist", "protester"].'
            )
        return tuple(value)
    if not isinstance(value, str):
        raise ParameterError(f"{name} is {value!r}. Give it as text in quotation marks.")
    return value


# What papermill writes at the head of the cell that it injects.
_INJECTED = "# Parameters"


def parameters(namespace: Mapping[str, Any]) -> Parameters:
    """The parameters among a notebook's names: ``parameters(globals())`` in its load cell.

    papermill only warns about a mistyped parameter and runs on the default, so whatever it has injected must be
    a parameter of the report. Raises ParameterError.
    """
    injected: set[str] = set()
    for source in namespace.get("In", []):
        if source.startswith(_INJECTED):
            targets = [node.targets for node in ast.parse(source).body if isinstance(node, ast.Assign)]
            injected |= {target.id for names in targets for target in names if isinstance(target, ast.Name)}
    known = {field.name for field in fields(Parameters)}
    return Parameters.check({name: value for name, value in namespace.items() if name in known | injected})


@dataclass(frozen=True)
class Report:
    """Everything the cells of the report show: the event, the tables, the parameters."""

    parameters: Parameters
    event: Event
    tables: Tables
    rejected: tuple[Rejected, ...] = ()
    before: Tables | None = None  # the tables of an earlier day, where there are any to compare with

    @property
    def lang(self) -> str:
        """Language of the page, ar or en."""
        return self.parameters.lang

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles in the page's order, with all their columns."""
        order = ordered_articles(self.tables, self.event)[["article_id", "outlet", "rank"]]
        return order.merge(self.tables.articles.drop(columns="outlet"), on="article_id", how="left")

    @cached_property
    def words(self) -> Words:
        """Everything the page says: names, headings and findings in its language."""
        found = findings(self.tables, self.event, self.frame_tests)
        return Words(self.lang, self.event, self.tables, found, self.parameters.framing)

    @cached_property
    def marks(self) -> pd.DataFrame:
        """Claims on the event's metrics, and silences (``figure_marks``)."""
        return figure_marks(self.tables, self.event)

    @cached_property
    def alone(self) -> pd.DataFrame:
        """Figures that one article alone carries (``figures_alone``)."""
        return figures_alone(self.tables, self.event)

    @cached_property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The two lists of frames set against each other: the parameter's first frame and the rest, else the event's."""
        return self.event.frames.first, self.event.frames.second

    @cached_property
    def term_marks(self) -> pd.DataFrame:
        """Every mention of the two sides' frames (``term_marks``)."""
        return term_marks(self.tables, [*self.sides[0], *self.sides[1]], self.event)

    @cached_property
    def frame_counts(self) -> pd.DataFrame:
        """Every frame by outlet (``frame_counts``), in the order of the lexicon."""
        return frame_counts(self.tables, None, self.event)

    @cached_property
    def frame_tests(self) -> pd.DataFrame:
        """Every frame's rate by outlet, tested where articles are enough (``frame_tests``)."""
        return frame_tests(self.tables, frames_in(self.tables), self.event)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Sentences two outlets share with other words (``changed_sentences``); word for word the same left out."""
        found = changed_sentences(self.tables, self.event)
        return found[found["changes"].map(len) > 0]

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What differs within those sentences, a row a change (``change_rows``)."""
        return change_rows(self.pairs)

    @cached_property
    def articles_read(self) -> pd.DataFrame:
        """The articles with how much of each stands in another: their columns, shared_words and share."""
        shared = self.shared.set_index("article_id")
        columns = {"shared_words": self.articles["article_id"].map(shared["shared"])}
        columns["share"] = self.articles["article_id"].map(shared["share"])
        return self.articles.drop(columns="rank").assign(**columns)

    @cached_property
    def sentence_spans(self) -> dict[tuple[str, int], tuple[int, int, str]]:
        """Where each sentence begins and ends in its article, and its text, by article and number."""
        rows = self.tables.sentences
        places = zip(rows["start"], rows["end"], rows["text"], strict=True)
        keys = zip(rows["article_id"], rows["sentence_no"], strict=True)
        return {
            (article, int(number)): (int(start), int(end), str(text))
            for (article, number), (start, end, text) in zip(keys, places, strict=True)
        }

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Each voice's share of the words (``voice_shares``)."""
        return voice_shares(self.tables, self.event)

    @cached_property
    def verbs(self) -> pd.DataFrame:
        """Reporting verbs by stance (``verb_stances``)."""
        return verb_stances(self.tables, self.event)

    @cached_property
    def shared(self) -> pd.DataFrame:
        """How much of each article stands in another (``shared_words``)."""
        return shared_words(self.tables)

    @cached_property
    def news(self) -> list[Finding]:
        """What has changed since the earlier tables (``changes_since``); nothing where there are none."""
        return changes_since(self.before, self.tables, self.event) if self.before is not None else []

    @cached_property
    def since(self) -> datetime.date | None:
        """The day of the earlier tables: the parameter, else the day of their latest article."""
        if self.parameters.since_day:
            return datetime.date.fromisoformat(self.parameters.since_day)
        latest = self.before.articles["published"].max() if self.before is not None else None
        return None if pd.isna(latest) else latest.date()

    @cached_property
    def as_of(self) -> datetime.date | None:
        """The date the report states: the parameter, else the day of its latest article."""
        if self.parameters.as_of:
            return datetime.date.fromisoformat(self.parameters.as_of)
        latest = self.tables.articles["published"].max()
        return None if pd.isna(latest) else latest.date()


def load(chosen: Parameters) -> Report:
    """The report of some parameters; reads the corpus when no folder of tables is given.

    Raises ParameterError when the corpus holds no article, or none of an outlet that is asked for.
    """
    try:
        event = load_event(data_path("events", f"{chosen.event}.toml"))
        lexicon = load_framing(data_path("framing.toml"), *map(Path, chosen.framing))
    except KnowledgeError as error:
        raise ParameterError(str(error)) from None
    known = [frame.id for frame in lexicon.frames]
    for frame in chosen.frames:
        if frame not in known:
            raise ParameterError(f"frames names {frame!r}, and no file has it. Frames: {', '.join(known)}.")
    if chosen.frames:
        # What is set against each other is what is told: headings follow the charts.
        pair = replace(event.frames, first=chosen.frames[:1], second=chosen.frames[1:])
        event = replace(event, frames=pair)
    rejected: list[Rejected] = []
    if chosen.tables:
        tables = Tables.read(chosen.tables)
    else:
        found = choose_from(_inputs(chosen, event), event)
        rejected = list(found.rejected)
        if not found.sources:
            why = f" {rejected[0].path}: {rejected[0].reason}" if rejected else ""
            of = " of this event" if found.seen else ""
            raise ParameterError(
                f"corpus {chosen.corpus!r} holds no article{of}. Give a file, folder or glob.{why}"
            )
        try:
            knowledge = Knowledge.load(more_framing=[Path(path) for path in chosen.framing])
        except KnowledgeError as error:
            raise ParameterError(str(error)) from None
        tables = with_wire_groups(
            Tables.from_extractions(extract(source, knowledge) for source in found.sources)
        )
    tables = _of_outlets(tables, chosen.outlets)
    return Report(chosen, event, tables, tuple(rejected), _earlier(chosen))


def _earlier(chosen: Parameters) -> Tables | None:
    """The tables of the earlier day, of the outlets asked for; one of them may have had no article then."""
    if not chosen.since:
        return None
    try:
        before = Tables.read(chosen.since)
    except TableError as error:
        raise ParameterError(f"since: {error}") from None
    if not chosen.outlets:
        return before
    return before.only(before.articles.loc[before.articles["outlet"].isin(chosen.outlets), "article_id"])


def _inputs(chosen: Parameters, event: Event) -> list[str | Path]:
    """The corpus as given from the working directory, else from the project: a notebook may run in notebooks/."""
    asked = [chosen.corpus] if chosen.corpus else list(event.corpus)
    found: list[str | Path] = []
    for path in asked:
        at_home = home() / path
        found.append(at_home if not Path(path).exists() and at_home.exists() else path)
    return found


def _of_outlets(tables: Tables, outlets: tuple[str, ...]) -> Tables:
    if not outlets:
        return tables
    there = set(tables.articles["outlet"].dropna())
    missing = [outlet for outlet in outlets if outlet not in there]
    if missing:
        raise ParameterError(
            f"outlets: {missing[0]!r} has no article here. There is: {', '.join(sorted(there))}."
        )
    chosen = tables.articles[tables.articles["outlet"].isin(outlets)]
    return tables.only(chosen["article_id"])
