"""From a source to everything Riwaya reads in it.

Belongs here: which knowledge the readers need, and the order in which they run.
Does not: any rule of reading (each has a module of its own), tables, files of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya.language.knowledge import data_path
from riwaya.reading import articles, attribution, figures, framing
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
    framing: framing.Framing

    @classmethod
    def load(cls, folder: Path | None = None, more_framing: Sequence[Path] = ()) -> Knowledge:
        """Knowledge from a folder laid out like data/, and terms or frames of the user's own.

        Raises KnowledgeError, which names the file, the entry and the mend.
        """
        folder = folder or data_path()
        return cls(
            outlets=load_outlets(folder / "outlets.toml"),
            furniture=articles.load_furniture(folder / "page_furniture.toml"),
            verbs=attribution.load_verbs(folder / "reporting_verbs.toml"),
            speakers=attribution.load_speakers(folder / "speakers.toml"),
            metrics=figures.load_metrics(folder / "metrics.toml"),
            units=figures.load_units(folder / "units.toml"),
            framing=framing.load_framing(folder / "framing.toml", *more_framing),
        )


@dataclass(frozen=True)
class Extraction:
    """One article and the mentions found in it."""

    article: Article
    figures: tuple[Figure, ...]
    terms: tuple[Term, ...]
    quotes: tuple[Quote, ...]


def extract(source: Source, knowledge: Knowledge) -> Extraction:
    """Read one source: its zones and sentences, then who says what, then figures and terms."""
    article = articles.read_article(source, knowledge.outlets, knowledge.furniture)
    attributions = attribution.read_attributions(article, knowledge.verbs, knowledge.speakers)
    return Extraction(
        article=article,
        figures=tuple(figures.find_figures(article, attributions, knowledge.metrics, knowledge.units)),
        terms=tuple(framing.find_terms(article, attributions, knowledge.framing)),
        quotes=attributions.quotes,
    )
