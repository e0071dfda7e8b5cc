"""Everything the report says in words: its names, its headings, its findings, in one language.

Belongs here: panels, pairs, corrections and the names of marks, piece by piece as the page asks for them.
Does not: headings (headings.py), how a finding is told (telling/), names and numbers (naming.py), HTML (page.py),
labels of columns and legends (labels.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.findings import of_section, pair_finding
from riwaya.comparing.voices import parties
from riwaya.showing import corrections, labels
from riwaya.showing.headings import Headings
from riwaya.showing.naming import (
    currency_name,
    is_doubtful,
    other_reading,
)
from riwaya.showing.telling import capital, say, term_of

if TYPE_CHECKING:
    pass


class Words(Headings):
    """The words of one report. Sentences are plain text for the page to escape; ``dek`` alone is HTML."""

    # Figures

    def panel(self, panel: str) -> tuple[str, str]:
        """The title of a panel of figures and the sentence on it."""
        metric, _, unit = panel.partition(":")
        title = self.metric(metric)
        if len(unit) == 3 and unit.isupper():
            title += self._either(f"، ب{self._the(currency_name(unit))}", f", {unit}")
        elif unit and unit not in ("person", "percent"):
            title += f" ({self.units(unit)})"
        told = []
        for finding in of_section(self.found, "figures"):
            same_unit = (finding.data.get("unit") or "") == unit
            if (
                finding.data["metric"] == metric
                and finding.kind not in ("silent", "later_count", "parts")
                and same_unit
            ):
                told.append(finding)
        withdrawn = [finding for finding in told if finding.kind == "withdrawn"]
        # What is told of a withdrawn figure need not be told again as one on which outlets agree.
        course = [finding for finding in told if finding.kind == "day_by_day"]
        chosen = withdrawn or course or told
        return title, " ".join(say(finding, self) for finding in chosen[:2])

    @staticmethod
    def _the(name: str) -> str:
        return " ".join(f"ال{word}" for word in name.split())

    def described(self, marks: pd.DataFrame) -> str:
        """A panel in words, for those who do not see it: outlet by outlet, value, who said it, what became of it."""
        told = []
        for row in records(marks):
            if pd.isna(row.value):
                said = self._either("لا رقم", "no figure")
            else:
                status = "" if row.status == "asserted" else f" ({self.status(str(row.status))})"
                said = f"{self.figure(row)}{status}"
                fixed = (
                    ""
                    if pd.isna(getattr(row, "correction", None))
                    else labels.plain("corrected.mark", self.lang)
                )
                doubt = self.doubtful(row.value) if is_doubtful(row) else ""
                for part in (self.source(row), doubt, fixed):
                    said += f"{self._either('، ', ', ')}{part}" if part else ""
            told.append(f"{self.outlet(str(row.outlet))}: {said}")
        return self._either("؛ ", "; ").join(told)

    def figure(self, row: Any) -> str:
        """A figure for people."""
        return self.value(row)

    def source(self, row: Any) -> str:
        """Who said something, and the words that report it; the outlet itself where it speaks."""
        name = next((value for value in (row.speaker_name, row.speaker) if isinstance(value, str)), "")
        cue = row.cue if isinstance(row.cue, str) else ""
        if not name:
            return self.voice("own") if getattr(row, "voice", "") == "own" else self.cue(cue)
        return f"{self.speaker(name)} ({self.cue(cue)})" if cue else self.speaker(name)

    def counted(self, row: Any) -> str:
        """What a figure counts: in Arabic as printed, in English its unit or whom it counts."""
        if self.lang == "ar":
            return row.counted if isinstance(row.counted, str) else f"({self.metric(row.metric)})"
        unit = row.unit if isinstance(row.unit, str) else ""
        of = "of " if row.bound == "vague" else ""
        if row.metric in ("money_other", "damage_money"):
            return "" if row.metric == "money_other" else self.metric(row.metric).lower()
        if unit in ("", "person") or (len(unit) == 3 and unit.isupper()):
            group = f"{self.group(row.group).lower()}, " if isinstance(row.group, str) else ""
            return of + group + self.metric(row.metric).lower()
        name = self.unit(unit) if row.value == 1 else self.units(unit)
        plain = row.metric in ("cases", "duration", "equipment", "measure", "other")
        return f"{of}{name}" if plain else f"{of}{name} ({self.metric(row.metric).lower()})"

    # The same sentence

    def pair(self, row: Any) -> str:
        """The heading of a pair of sentences: its most telling change."""
        found = pair_finding(row, self.tables)
        if found.kind == "reworded":
            first, second = term_of(found.data, False, self), term_of(found.data, True, self)
            return capital(self._either(f"{first} هنا، و{second} هناك", f"{first} here, {second} there"))
        return capital(say(found, self))

    # Corrections

    @cached_property
    def _corrections(self) -> dict[str, str]:
        return {row.correction: corrections.told(row, self) for row in records(self.tables.corrections)}

    def corrected(self, correction: str) -> str:
        """What a person corrected in a figure, and why, by the id of the correction."""
        return self._corrections.get(correction, labels.plain("corrected.mark", self.lang))

    def doubtful(self, value: float) -> str:
        """That a number may be another: 1.400 read as 1,400 may be 1.4."""
        return labels.plain("doubtful.mark", self.lang, value=other_reading(value))

    # Names

    def name(self, key: str) -> str:
        """The name of an outlet, a party, a frame or a speaker by its id."""
        return self.names.get(key, self.outlet(key))

    def short(self, outlet: str) -> str:
        """An outlet's short name."""
        return self.outlet(outlet)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name that a chart of this report may need, by id: outlets, parties, frames, speakers, cues, words."""
        tables = self.tables
        names: dict[str, str] = {}

        def add(values: pd.Series, named: Callable[[str], str]) -> None:
            names.update({value: named(value) for value in values.dropna().unique() if value not in names})

        add(tables.articles["outlet"].fillna(tables.articles["article_id"]), self.outlet)
        names.update({party: self.party(party) for party in parties(tables, self.about)})
        # Places go by the event's own names; a chart knows those of countries.
        names.update({each.ar: self._either(each.ar, each.en) for each in self.about.name})
        if self.lang == "en":
            lemmas = tables.terms.drop_duplicates("lemma")
            for lemma, frame in zip(lemmas["lemma"], lemmas["frame"], strict=True):
                names.setdefault(lemma, self.lemma(lemma, frame))
        for table in (tables.figures, tables.terms, tables.quotes):
            add(table["speaker_name"], self.speaker)
            add(table["cue"], self.cue)
        add(tables.terms["frame"], self.frame)
        return names
