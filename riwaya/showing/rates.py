"""Each frame's rate by outlet, where outlets have articles enough: panels, sentences, and the table behind them.

Belongs here: the HTML of the rates, from the tests of riwaya.comparing.statistics. Does not: the tests, the drawing of
a panel (charts/rates.py), how a finding is worded (telling/words.py).
"""

from __future__ import annotations

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.differing import differs
from riwaya.comparing.finding import Finding
from riwaya.comparing.findings import of_section
from riwaya.comparing.statistics import tests_made
from riwaya.showing.charts import Manner, frame_rates
from riwaya.showing.labels import counted, number, say
from riwaya.showing.listing import RATE_COLUMNS, folded_table
from riwaya.showing.markup import Piece, anchor, arabic, attributes, escape, prose
from riwaya.showing.mentions import list_id
from riwaya.showing.naming import rate
from riwaya.showing.page import PANEL, piece
from riwaya.showing.report import Report
from riwaya.showing.svg import to_svg
from riwaya.showing.telling import say as tell

PANELS_SHOWN = 12  # of frames; the table has them all
LEAST_DRAWN = 10  # mentions: with fewer an interval is as wide as the drawing


def rates(report: Report) -> Piece:
    """A panel for each frame that could be tested, what was found, and the table behind; a refusal where nothing was."""
    tests, found = report.frame_tests, of_section(report.words.found, "words")
    if not tests_made(tests):
        return _refused(report)
    tests = tests.assign(differs=differs(tests))
    drawn, marked = _drawn(tests), set(tests[tests["differs"]]["frame"])
    told: dict[str, str] = {}
    for kind in ("rate_differs", "rate_leads"):
        for finding in found:
            frame = str(finding.data.get("frame"))
            # What a marked outlet's place rests on stands in its own sentence.
            if finding.kind == kind and (kind == "rate_differs" or frame not in marked):
                told[frame] = f"{told.get(frame, '')} {_sentence(report, finding)}".strip()
    rest = [tell(finding, report.words) for finding in found if finding.kind in _WHOLE]
    panels = "".join(_panel(report, rows, told.get(frame, "")) for frame, rows in drawn)
    behind = folded_table(report, "frame_tests", tests.drop(columns="differs"), RATE_COLUMNS)
    fewer = tests.loc[tests["p"].notna(), "frame"].nunique() - len(drawn)
    more = f'<p class="aside after">{say("rates.fewer", report.lang, n=number(fewer), least=number(LEAST_DRAWN))}</p>'
    html = (
        f'<h3 class="sub">{say("sub.rates", report.lang)}</h3>'
        + f'<p class="aside strong">{" ".join(prose(sentence, report.lang) for sentence in rest)}</p>'
        + f'<p class="aside">{say("aside.rates", report.lang)} {_denominators(report, tests)}</p>'
        f'<ul class="leg">{_legend(report)}</ul>'
        f'<div class="panels">{panels}</div>{more if fewer > 0 else ""}{behind.html}'
    )
    return piece(report, html, csv=behind.csv)


_WHOLE = ("no_difference", "few_articles")  # what is said of all frames together


def _sentence(report: Report, finding: Finding) -> str:
    """A finding of one outlet's rate, with links to the articles that it hangs on."""
    place, headlines = finding.data["standing"], report.tables.articles.set_index("article_id")["headline"]
    links = " ".join(
        f'<a href="#{anchor(article, 0)}"{attributes(title=headlines.get(article))}>{number(at)}</a>'
        for at, article in enumerate(place.turning if place else (), start=1)
    )
    told = prose(tell(finding, report.words), report.lang)
    return f"{told} <small>({links})</small>" if links else told


def _refused(report: Report) -> Piece:
    """Why no outlet is compared with another here: a sentence in place of intervals."""
    few = of_section(report.words.found, "method", "too_few")
    told = "".join(
        f'<p class="aside strong after">{prose(tell(each, report.words), report.lang)}</p>' for each in few
    )
    return piece(report, told)


def _drawn(tests: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The frames that are drawn, those with a marked outlet first, then by mentions; each with its tested rows.

    A row opens the list of that outlet's mentions. An outlet of too few articles has its counts in the table.
    """
    tested = tests[tests["testable"].astype(bool)]
    of = tested.groupby("frame")["n"].sum()
    marked = set(tests[tests["differs"]]["frame"])
    frames = sorted(
        (frame for frame in of.index if of[frame] >= LEAST_DRAWN or frame in marked),
        key=lambda frame: (frame not in marked, -of[frame], frame),
    )
    places = zip(tested["frame"], tested["outlet"], tested["n"], strict=True)
    leads = [f"#{list_id(frame, outlet)}" if n else None for frame, outlet, n in places]
    tested = tested.assign(href=pd.Series(leads, index=tested.index, dtype=object))
    return [(frame, tested[tested["frame"] == frame]) for frame in frames[:PANELS_SHOWN]]


def _panel(report: Report, rows: pd.DataFrame, told: str) -> str:
    frame = str(rows["frame"].iloc[0])
    title = report.words.frame(frame)
    chart = to_svg(
        frame_rates(rows, Manner(report.lang, PANEL, report.words.names)),
        f"rates-{frame}",
        title,
        _described(report, rows),
    )
    # The empty line keeps the axes of a row of panels level.
    head = f'<h3>{escape(title)}</h3><p class="say">{told}</p>'
    return f'<figure class="panel">{head}{chart}</figure>'


def _described(report: Report, rows: pd.DataFrame) -> str:
    """A panel in words, for those who do not see it."""
    told = []
    for row in records(rows):
        ends = [rate(end, row.words) for end in (row.rate_low, row.rate_high) if not pd.isna(end)]
        interval = f" ({' – '.join(ends)})" if ends else ""
        told.append(f"{report.words.outlet(row.outlet)}: {rate(row.rate, row.words)}{interval}")
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
