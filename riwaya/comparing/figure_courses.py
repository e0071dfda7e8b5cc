"""The course of a figure in one outlet: 18, then 164, withdrawn, then 225; and what of it is new.

Belongs here: the steps of a measure over an outlet's articles of two states of the tables, which step is the latest.
Does not: which claim an article leads with (leading.py), which figures are taken back (agreement.py), other changes
(since.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import withdrawals
from riwaya.comparing.articles import records
from riwaya.comparing.events import Event
from riwaya.comparing.figures import claims
from riwaya.comparing.finding import Place, day_of, text_of
from riwaya.comparing.leading import FAR_BELOW, numbered, with_leads

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

Measure = tuple[str, str, str]  # outlet, metric, unit ("" where the figure has none)
# A course is told by its first step and so many of its last ones.
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One figure of a course. ``kind``: lead (an article leads with it), withdrawn (an article says it was taken
    back), edited (an article led with it and does no longer: its page was changed, or it is gone)."""

    kind: str
    value: float
    high: float | None
    bound: str
    text: str
    day: str | None  # YYYY-MM-DD; of a withdrawal the day of that, where the text says one
    published: str  # of the article; "" where it is not known
    article: str
    sentence: int

    @property
    def said(self) -> tuple[float, float | None, bool]:
        """What the number itself says: "about 164" and "164" are one figure, hundreds in words are none."""
        return self.value, self.high, self.bound == "vague"

    @property
    def place(self) -> Place:
        """The sentence it was read from."""
        return self.article, self.sentence

    def told(self) -> dict[str, Any]:
        """The step as plain values."""
        names = ("kind", "value", "high", "bound", "text", "day", "article", "sentence")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Course:
    """A measure in one outlet: its steps in order, its latest figure before and now."""

    measure: Measure
    steps: tuple[Step, ...]
    was: Step | None
    now: Step | None

    def told(self) -> list[dict[str, Any]]:
        """The steps as plain values; of a long course the first and the last ones."""
        steps = (
            self.steps if len(self.steps) <= MOST_STEPS else (self.steps[0], *self.steps[1 - MOST_STEPS :])
        )
        return [step.told() for step in steps]


def courses(
    before: Tables, now: Tables, event: Event, metrics: Collection[str], changed: Collection[str]
) -> list[Course]:
    """The course of every measure that an outlet's articles of the present lead with or say was taken back.

    changed: the articles whose text is another now. Within one day the articles that were there before come first:
    they were read earlier.
    """
    then, leads = _leads(before, event, metrics), _leads(now, event, metrics)
    back = _withdrawn(now, event)
    known = set(before.articles["article_id"])
    here = set(now.articles["article_id"])
    made = []
    for measure in dict.fromkeys([*leads, *back]):
        earlier, later = then.get(measure, {}), dict(leads.get(measure, {}))
        edited = []
        for article, step in earlier.items():
            if article in changed and (article not in later or later[article].said != step.said):
                edited.append(replace(step, kind="edited"))
            elif article in here:
                # "One was killed" led until there was a toll: it was the figure then.
                later.setdefault(article, step)
        steps = _in_order([*later.values(), *edited], back.get(measure, ()), known)
        taken = back.get(measure, ())
        latest = [_latest(_in_order(each.values(), taken, known)) for each in (earlier, later)]
        made.append(Course(measure, tuple(_without_repeats(steps)), *latest))
    return made


def relative_change(was: float, now: float) -> float | None:
    """How much a number changed against what it was; None where it was nothing.

    >>> relative_change(100, 125), relative_change(0, 5)
    (0.25, None)
    """
    return abs(now - was) / abs(was) if was and math.isfinite(was) and math.isfinite(now) else None


def _leads(tables: Tables, event: Event, metrics: Collection[str]) -> dict[Measure, dict[str, Step]]:
    """What each article leads with, by measure and article."""
    every = claims(tables, event)
    every = every[every["metric"].isin(list(metrics)) & ~every["past"] & every["value"].notna()]
    found: dict[Measure, dict[str, Step]] = defaultdict(dict)
    for (metric, unit), rows in every.groupby(["metric", every["unit"].fillna("")], sort=False):
        led = with_leads(rows)
        for row in records(led[led["leads"]]):
            measure = str(row.outlet), str(metric), str(unit)
            found[measure][str(row.article_id)] = _step(row, "lead", day_of(row.published))
    return dict(found)


def _withdrawn(tables: Tables, event: Event) -> dict[Measure, list[Step]]:
    """The figures that an outlet's articles say were taken back, each value where it is said first."""
    found: dict[Measure, dict[float, Step]] = defaultdict(dict)
    rows = withdrawals(tables, event)
    rows = rows[rows["role"] == "withdrawn"].sort_values(["published", "article_id", "start"], kind="stable")
    for row in records(rows):
        measure = str(row.outlet), str(row.metric), text_of(row.unit) or ""
        day = day_of(row.status_date) or day_of(row.published)
        found[measure].setdefault(float(row.value), _step(row, "withdrawn", day))
    return {measure: list(steps.values()) for measure, steps in found.items()}


def _step(row: Any, kind: str, day: Any) -> Step:
    high = getattr(row, "value_high", None)
    return Step(
        kind,
        float(row.value),
        None if high is None or pd.isna(high) else float(high),
        str(row.bound),
        str(row.text),
        day.isoformat() if day else None,
        "" if pd.isna(row.published) else row.published.date().isoformat(),
        str(row.article_id),
        int(row.sentence_no),
    )


def _in_order(steps: Iterable[Step], back: Iterable[Step], known: Collection[str]) -> list[Step]:
    """Steps by the day of their article, those of no known day first; in one article the old number comes first."""
    every = [*steps, *back]
    leads = {step.article: step.value for step in every if step.kind == "lead"}

    def place(step: Step) -> tuple[str, bool, str, int]:
        after = step.kind == "withdrawn" and leads.get(step.article) == step.value
        within = {"edited": 0, "withdrawn": 3 if after else 1, "lead": 2}[step.kind]
        return step.published, step.article not in known, numbered(step.article), within

    return sorted(every, key=place)


def _latest(steps: Iterable[Step]) -> Step | None:
    """The last number, where it is given first; where there are only words (hundreds) the first of the last of those."""
    number: Step | None = None
    words: Step | None = None
    taken_back = False
    for step in steps:
        if step.kind == "withdrawn":
            taken_back = True
        elif step.bound == "vague":
            words = step if words is None or is_another(words, step) else words
        elif number is None or taken_back or is_another(number, step):
            number, taken_back = step, False
    return number or words


def is_another(last: Step, step: Step) -> bool:
    """Whether a number says something else than the last one: a range around it, or a bound that it keeps, does not.

    "15 to 20" after 17 is no other figure, nor is "more than 1,000" after 1,400; "more than 18" after 164 is, for who
    lets go of most of a figure has another.
    """
    if last.said == step.said:
        return False
    if step.bound == last.bound == "vague":
        # Who are tens of thousands are thousands as well.
        return step.value > last.value
    if step.bound == "range" and step.high is not None:
        return not step.value <= last.value <= step.high
    if step.bound in ("more_than", "at_least"):
        return not last.value * FAR_BELOW <= step.value <= last.value
    return True


def _without_repeats(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps at which something changes: the same figure again is none, nor are words (hundreds) after a number."""
    last: Step | None = None
    for step in steps:
        if last is not None and step.bound == "vague" and last.bound != "vague":
            continue
        counted = last is None or last.bound != "vague" or step.bound == "vague"
        if last and counted and step.kind == last.kind == "lead" and not is_another(last, step):
            continue
        if last is None or (step.kind == "withdrawn", step.said) != (last.kind == "withdrawn", last.said):
            yield step
            last = step
