"""Two states of an event's articles, and what lies between them: which are new, gone, edited.

Belongs here: the earlier tables set beside the present ones, what findings about the difference are made from.
Does not: which differences are told (since.py), two versions of one article (edited.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.edited import edit, versions
from riwaya.comparing.events import Event
from riwaya.comparing.figure_courses import Course, courses
from riwaya.comparing.figures import lead_metrics
from riwaya.comparing.finding import Finding
from riwaya.comparing.wire import known_groups

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

_FRAMES = ("articles", "sentences", "figures", "terms", "quotes", "corrections")


@dataclass(frozen=True)
class States:
    """Both states, and what lies between them.

    before: the earlier tables, where an unchanged article is as it is read now. new, gone, edits: article ids; edits
    with what was changed in each.
    """

    before: Tables
    now: Tables
    event: Event
    new: frozenset[str]
    gone: frozenset[str]
    edits: Mapping[str, dict[str, Any]]

    @classmethod
    def of(cls, before: Tables, now: Tables, event: Event) -> States:
        then, here = _hashes(before), _hashes(now)
        other = {article for article, digest in here.items() if then.get(article, digest) != digest}
        old, new = versions(before, other), versions(now, other)
        edits = {article: what for article in sorted(other) if (what := edit(old[article], new[article]))}
        same = {article for article in here if article in then and article not in edits}
        earlier = _joined(now.only(same), before.only(set(then) - same))
        return cls(earlier, now, event, frozenset(here.keys() - then), frozenset(then.keys() - here), edits)

    @cached_property
    def fresh(self) -> frozenset[str]:
        """The articles that are new or say something else."""
        return self.new | self.edits.keys()

    @cached_property
    def articles(self) -> dict[str, Any]:
        """Every article of now by its id, in the page's order: outlet, published, rank, headline."""
        return _articles(self.now, self.event)

    @cached_property
    def earlier_articles(self) -> dict[str, Any]:
        """The same of before."""
        return _articles(self.before, self.event)

    @cached_property
    def known_outlets(self) -> set[str]:
        """The outlets of which there was an article before."""
        return {row.outlet for row in self.earlier_articles.values()}

    @cached_property
    def texts(self) -> dict[str, str]:
        """For articles that carry one text the one in whose place they count."""
        return known_groups(self.now)

    @cached_property
    def metrics(self) -> list[str]:
        """The measures of the event (``lead_metrics``)."""
        return lead_metrics(self.now, self.event)

    @cached_property
    def courses(self) -> list[Course]:
        """The course of each measure that a report draws, and of those that are said to be withdrawn."""
        return courses(self.before, self.now, self.event, self.metrics, self.edits.keys())

    def course(self, outlet: str, metric: str, unit: str) -> list[dict[str, Any]]:
        """One course as plain values."""
        wanted = (outlet, metric, unit)
        return next((course.told() for course in self.courses if course.measure == wanted), [])

    def finding(self, kind: str, article: str, sentence: int, **data: Any) -> Finding:
        """A finding of one sentence of now."""
        row = self.articles[article]
        told = {"outlet": row.outlet, "outlets": [row.outlet], "article": article, "weight": None}
        told |= {"published": iso(row.published)}
        return Finding("since", kind, told | data, ((article, sentence),))


def _hashes(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.articles["article_id"], tables.articles["sha256"], strict=True))


def _joined(first: Tables, second: Tables) -> Tables:
    return replace(
        first,
        **{
            name: pd.concat([getattr(first, name), getattr(second, name)], ignore_index=True)
            for name in _FRAMES
        },
    )


def _articles(tables: Tables, event: Event) -> dict[str, Any]:
    order = ordered_articles(tables, event)
    rows = order.merge(tables.articles[["article_id", "headline"]], on="article_id")
    return {str(row.article_id): row for row in records(rows)}


def iso(day: Any) -> str | None:
    """A day as YYYY-MM-DD; None for a missing one."""
    return None if pd.isna(day) else day.date().isoformat()
