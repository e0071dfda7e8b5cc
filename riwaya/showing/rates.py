"""Each frame's rate by outlet, where outlets have articles enough: panels, sentences, and the table behind them.

Belongs here: the HTML of the rates, from the tests of riwaya.comparing.statistics. Does not: the tests, the drawing of
a panel (charts/rates.py), how a finding is worded (telling/words.py).
"""

from __future__ import annotations

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.differing import differs, rate_findings
from riwaya.comparing.framing import term_marks
from riwaya.comparing.statistics import LEAST_MENTIONS, frame_tests
from riwaya.showing.charts import Manner, frame_rates
from riwaya.showing.labels import counted, say
from riwaya.showing.listing import RATE_COLUMNS, folded_table
from riwaya.showing.markup import Piece, arabic, escape, prose, slug
from riwaya.showing.page import PANEL, piece
from riwaya.showing.report import Report
from riwaya.showing.svg import to_svg
from riwaya.showing.telling import say as tell

PANELS_SHOWN = 12  # of frames; the table has them all


def rates(report: Report) -> Piece:
    """A panel for each frame that could be tested, what was found, and the table behind; nothing where nothing was."""
    frames = list(dict.fromkeys(report.frame_counts["frame"]))
    tests = frame_tests(report.tables, frames, report.event)
    found = rate_findings(tests, report.tables, report.event)
    if not found:
        return piece(report, "")
    tests = tests.assign(differs=differs(tests))
    told: dict[str, list[str]] = {}
    for finding in found:
        if finding.kind == "rate_differs":
            told.setdefault(finding.data["frame"], []).append(tell(finding, report.words))
    rest = [tell(finding, report.words) for finding in found if finding.kind != "rate_differs"]
    panels = "".join(
        _panel(report, rows, told.get(frame, []) if told else None) for frame, rows in _drawn(report, tests)
    )
    behind = folded_table(report, "frame_tests", tests.drop(columns="differs"), RATE_COLUMNS)
    html = (
        f'<h3 class="sub">{say("sub.rates", report.lang)}</h3>'
        f'<p class="aside">{say("aside.rates", report.lang)} {_denominators(report, tests)}</p>'
        f'<ul class="leg">{_legend(report)}</ul>'
        + "".join(f'<p class="aside">{prose(sentence)}</p>' for sentence in rest)
        + f'<div class="panels">{panels}</div>{behind.html}'
    )
    return piece(report, html, csv=behind.csv)


def _drawn(report: Report, tests: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The frames that were tested, those with a marked outlet first, then by mentions; each with its rows."""
    of = tests[tests["testable"].astype(bool)].groupby("frame")["n"].sum()
    marked = set(tests[tests["differs"]]["frame"])
    frames = sorted(
        of[of >= LEAST_MENTIONS].index, key=lambda frame: (frame not in marked, -of[frame], frame)
    )
    # A rate is no mention: its row opens the first one there is.
    first = term_marks(report.tables, frames, report.event).drop_duplicates(["outlet", "frame"])
    first = first.assign(article_id=first["article_id"].map(slug))
    tests = tests.merge(
        first[["outlet", "frame", "article_id", "sentence_no"]], on=["outlet", "frame"], how="left"
    )
    return [(frame, tests[tests["frame"] == frame]) for frame in frames[:PANELS_SHOWN]]


def _panel(report: Report, rows: pd.DataFrame, told: list[str] | None) -> str:
    frame = str(rows["frame"].iloc[0])
    title = report.words.frame(frame)
    chart = to_svg(
        frame_rates(rows, Manner(report.lang, PANEL, report.words.names)),
        f"rates-{frame}",
        title,
        _described(report, rows),
    )
    # The empty line keeps the axes of a row of panels level; where no panel has a sentence none needs it.
    sentence = "" if told is None else f'<p class="say">{prose(" ".join(told))}</p>'
    head = f"<h3>{escape(title)}</h3>{sentence}"
    return f'<figure class="panel">{head}{chart}</figure>'


def _described(report: Report, rows: pd.DataFrame) -> str:
    """A panel in words, for those who do not see it."""
    told = []
    for row in records(rows):
        interval = "" if pd.isna(row.rate_high) else f" ({row.rate_low:.1f} – {row.rate_high:.1f})"
        told.append(f"{report.words.outlet(row.outlet)}: {row.rate:.1f}{interval}")
    return ("؛ " if report.lang == "ar" else "; ").join(told)


def _denominators(report: Report, tests: pd.DataFrame) -> str:
    """How many independent articles and words stand behind each outlet's rates."""
    between, comma = ("؛ ", "، ") if report.lang == "ar" else ("; ", ", ")
    told = [
        f"{arabic(report.words.outlet(row.outlet), report.lang)}: "
        f"{counted(int(row.articles), 'article', report.lang)}{comma}{counted(int(row.words), 'word', report.lang)}"
        for row in records(tests.drop_duplicates("outlet"))
    ]
    return f"{between.join(told)}."


def _legend(report: Report) -> str:
    line = '<path d="M1 8h24" stroke="currentColor" stroke-width="1.8"/>'
    ring = '<circle cx="13" cy="8" r="4.6" fill="var(--ground)" stroke="currentColor" stroke-width="2"/>'
    disc = '<circle cx="13" cy="8" r="5.6" fill="currentColor"/>'
    shapes = (("rate_all", "ink", line + ring), ("rate_own", "own", line + disc))
    return "".join(
        f'<li><svg class="wide-sym" style="color:var(--{colour})" viewBox="0 0 26 16" aria-hidden="true">{shape}</svg>'
        f"<span>{say(f'legend.{name}', report.lang)}</span></li>"
        for name, colour, shape in shapes
    )
