"""Reported figures: quantities found in an article, what each counts, how firm it is and whose it is, where and when."""

from riwaya.reading.figures.claims import find_figures
from riwaya.reading.figures.counting import Metrics, Units, load_metrics, load_units
from riwaya.reading.figures.foreigners import with_foreigners
from riwaya.reading.figures.gazetteer import Places, load_places
from riwaya.reading.figures.moments import period, with_moments
from riwaya.reading.figures.scopes import with_scopes

__all__ = [
    "Metrics",
    "Places",
    "Units",
    "find_figures",
    "load_metrics",
    "load_places",
    "load_units",
    "period",
    "with_foreigners",
    "with_moments",
    "with_scopes",
]
