"""Charts: a finished frame in, Axes out. A chart counts nothing and saves nothing; svg.py writes it."""

from riwaya.showing.charts.bars import voice_bars
from riwaya.showing.charts.days import figure_days
from riwaya.showing.charts.lines import LINE, depth_below, term_line
from riwaya.showing.charts.manner import Manner
from riwaya.showing.charts.panel import figure_panel
from riwaya.showing.charts.rates import frame_rates
from riwaya.showing.charts.strips import term_strips
from riwaya.showing.charts.timeline import figure_timeline

__all__ = [
    "LINE",
    "Manner",
    "depth_below",
    "figure_days",
    "figure_panel",
    "figure_timeline",
    "frame_rates",
    "term_line",
    "term_strips",
    "voice_bars",
]
