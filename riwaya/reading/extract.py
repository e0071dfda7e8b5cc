"""From a source to everything Riwaya reads in it.

Belongs here: which knowledge the readers need, and the order in which they run.
Does not: any rule of reading (each has a module of its own), tables, files of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.language.knowledge import data_path
from riwaya.reading import articles, attribution, figures, framing
from riwaya.reading.corrections import Applied, Corrections, correct, load_corrections
from riwaya.reading.records import Article, Figure, Quote, Term
from riwaya.reading.sources import Outlets, Source, load_outlets


@dataclass(frozen=True)
class Knowledge:
    """Everything the readers know, loaded once from data/."""

    outlets: Outlets
    furniture: articles.Furniture
    verbs: attribution.Verbs
    speakers: attribution.Speakers
    metrics: figures.Metrics
    units: figures.Units
    places: figures.Places
    framing: framing.Framing
    corrections: Corrections = field(default_factory=Corrections)

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        more_framing: Sequence[Path] = (),
        more_corrections: Sequence[Path] = (),
    ) -> Knowledge:
        """Knowledge from a folder laid out like data/, and terms, frames or corrections of the user's own.

        Raises KnowledgeError, which names the file, the entry and the mend.
        """
        folder = folder or data_path()
        metrics = figures.load_metrics(folder / "metrics.toml")
        return cls(
            outlets=load_outlets(folder / "outlets.toml"),
            furniture=articles.load_furniture(folder / "page_furniture.toml"),
            verbs=attribution.load_verbs(folder / "reporting_verbs.toml"),
            speakers=attribution.load_speakers(folder / "speakers.toml"),
            metrics=metrics,
            units=figures.load_units(folder / "units.toml"),
            places=figures.load_places(folder / "places.toml"),
            framing=framing.load_framing(folder / "framing.toml", *more_framing),
            corrections=load_corrections(
                folder / "corrections.toml",
                *more_corrections,
                metrics=[metric.id for metric in metrics.metrics],
            ),
        )


@dataclass(frozen=True)
class Extraction:
    """One article and the mentions found in it, what corrections did, and why some did not apply."""

    article: Article
    figures: tuple[Figure, ...]
    terms: tuple[Term, ...]
    quotes: tuple[Quote, ...]
    corrections: tuple[Applied, ...] = ()
    stale: tuple[str, ...] = ()


def extract(source: Source, knowledge: Knowledge) -> Extraction:
    """Read one source: its zones and sentences, then who says what, then figures and terms; corrections come last."""
    article = articles.read_article(source, knowledge.outlets, knowledge.furniture)
    attributions = attribution.read_attributions(article, knowledge.verbs, knowledge.speakers)
    read = figures.find_figures(article, attributions, knowledge.metrics, knowledge.units)
    read = figures.with_scopes(article, read, knowledge.places)
    read = figures.with_foreigners(article, read, knowledge.metrics, knowledge.units, knowledge.places)
    read = figures.with_moments(article, read, knowledge.metrics, knowledge.units, knowledge.places)
    corrected = correct(article, read, knowledge.corrections)
    return Extraction(
        article=article,
        figures=corrected.figures,
        terms=tuple(framing.find_terms(article, attributions, knowledge.framing)),
        quotes=attributions.quotes,
        corrections=corrected.applied,
        stale=corrected.stale,
    )
