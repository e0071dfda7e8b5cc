"""Reported figures: quantities found in an article, what each counts, how firm it is and whose it is."""

from riwaya.reading.figures.claims import find_figures
from riwaya.reading.figures.counting import Metrics, Units, load_metrics, load_units

__all__ = ["Metrics", "Units", "find_figures", "load_metrics", "load_units"]
