"""The pieces of the report page, one for each call of the notebook.

Belongs here: the HTML of sections, legends, lists, tables and charts in their frames; the tables behind them.
Does not: counting (comparing/), sentences and names (words.py), drawing (charts/), the articles (evidence.py).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.figures import references
from riwaya.comparing.findings import of_section
from riwaya.comparing.leading import longest_statements, runs_over_days
from riwaya.comparing.voices import party_statements
from riwaya.showing import evidence
from riwaya.showing.charts import (
    LINE,
    Manner,
    depth_below,
    figure_panel,
    figure_timeline,
    term_line,
    term_strips,
    voice_bars,
)
from riwaya.showing.charts.manner import CORRECTED
from riwaya.showing.courses import course
from riwaya.showing.courses import key as course_key
from riwaya.showing.evidence import symbol
from riwaya.showing.labels import counted, day, number, percent, say
from riwaya.showing.markup import Piece, anchor, arabic, clip, escape, isolate, prose, slug
from riwaya.showing.palette import party_tokens
from riwaya.showing.report import Report
from riwaya.showing.svg import to_svg
from riwaya.showing.telling import say as tell

WIDE, TIMELINE, NARROW, PANEL = 1080, 720, 342, 340
MANY = 12  # articles; beyond it they are folded under their outlets, and charts show them in little
ALONE_SHOWN = 12  # figures that one article alone carries; the others are folded


def piece(report: Report, html: str, plain: str = "", **more: Any) -> Piece:
    """A piece in the report's language."""
    return Piece(html, plain, report.lang, **more)


def style(report: Report) -> Piece:
    """The style of the pieces and a line on what was read, for JupyterLab; the page has its own and leaves it out."""
    from riwaya.showing.frame import notebook_css

    read = f"{len(report.articles)} articles, {len(report.tables.figures)} figures, {len(report.tables.terms)} terms"
    return piece(report, f"<style>{notebook_css()}</style><p>{escape(read)}</p>", read, kind="notebook")


# Opening and sections


def opening(report: Report) -> Piece:
    """The title, what was done, and up to four findings, each with the thing itself as its picture."""
    words = report.words
    keys = "".join(
        f'<li><a href="{escape(key.href)}">{key.picture}<p>{prose(key.sentence, report.lang)}</p></a></li>'
        for key in words.keys()  # noqa: SIM118 (facts, not a dict)
    )
    html = (
        f'<p class="eye"><span>{prose(words.event(), report.lang)}</span></p><h1>{prose(words.title(), report.lang)}</h1>'
        f'<p class="lead">{prose(words.lead(), report.lang)}</p>'
        + (f'<ol class="keys">{keys}</ol>' if keys else "")
    )
    about = {"id": "top", "name": words.event(), "title": words.page_title(), "description": words.lead()}
    return piece(report, html, words.title(), kind="opening", about=about)


SECTIONS = ("sources", "figures", "words", "pairs", "voices", "articles", "method", "accuracy")


def section(report: Report, name: str) -> Piece:
    """A section's opening: its number and name, the finding as its heading, how to read what follows."""
    title, heading = say(f"section.{name}", report.lang), report.words.finding(name)
    html = f'<p class="eye"><b>{SECTIONS.index(name) + 1}</b> <span>{title}</span></p><h2>{prose(heading, report.lang)}</h2>'
    courses = name == "figures" and len(_courses(report)) > 0
    dek = say("dek.courses", report.lang) if courses else report.words.dek(name)
    if name == "pairs" and not len(report.pairs):
        dek = say("dek.no_pairs", report.lang)
    html += f'<p class="dek">{dek}</p>' if dek else ""
    return piece(report, html, heading, kind="section", about={"id": name, "name": title})


def heading(report: Report, name: str, **blanks: str) -> Piece:
    """A heading inside a section, with the sentence below it where there is one."""
    if name == "only" and not len(report.alone):
        return piece(report, "")
    # What "one article alone" carries says nothing where there is no other.
    label = "other_figures" if name == "only" and len(report.articles) == 1 else name
    html = f'<h3 class="sub">{say(f"sub.{label}", report.lang)}</h3>'
    if name in ("frames", "verbs"):
        own = symbol("own") + f'<span class="vh">{escape(report.words.voice("own"))}:</span>'
        html += f'<p class="aside">{say(f"aside.{name}", report.lang, own=own)}</p>'
    return piece(report, html)


def nothing(report: Report, name: str) -> Piece:
    """One sentence where a corpus has nothing to show."""
    return piece(report, f'<p class="aside">{say(f"nothing.{name}", report.lang)}</p>')


# What was read


def sources(report: Report) -> Piece:
    """The articles: outlet, headline, date and how it is known, length, agencies, text shared with another."""
    longest = max([int(words) for words in report.articles["words"]] + [1])
    shared = report.shared.set_index("article_id")["share"].to_dict()
    names = ("outlet", "headline", "published", "words")
    heads = "".join(f'<th scope="col">{say(f"column.{name}", report.lang)}</th>' for name in names)
    caption = f'<caption class="vh">{say("section.sources", report.lang)}</caption>'

    def table(articles: pd.DataFrame) -> str:
        rows = (_source(report, row, longest, shared.get(row.article_id, 0.0)) for row in records(articles))
        return f'<table class="sources">{caption}<thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'

    if len(report.articles) <= MANY:
        return piece(report, table(report.articles))
    most = max(report.articles.groupby("outlet")["words"].sum())
    html = "".join(
        f'<details class="outlet"><summary>{_outlet_line(report, str(outlet), rows, most)}</summary>{table(rows)}</details>'
        for outlet, rows in report.articles.groupby("outlet", sort=False)
    )
    return piece(report, html)


def _outlet_line(report: Report, outlet: str, rows: pd.DataFrame, most: int) -> str:
    """An outlet's articles on a line: how many, of which days, how long together."""
    days = rows["published"].dropna()
    ends = dict.fromkeys(day(date, report.lang) for date in ((days.min(), days.max()) if len(days) else ()))
    when = f"<span>{' – '.join(isolate(end) for end in ends)}</span>" if ends else ""
    words = int(rows["words"].sum())
    bar = f'<i style="inline-size:{100 * words / most:.1f}%"></i>' if most else ""
    return (
        f"<b>{arabic(report.words.outlet(outlet), report.lang)}</b>"
        f"<span>{counted(len(rows), 'article', report.lang)}</span>{when}"
        f'<span class="length">{counted(words, "word", report.lang)}{bar}</span>'
    )


def _source(report: Report, row: Any, longest: int, shared: float) -> str:
    lang = report.lang
    outlet = arabic(report.words.outlet(row.outlet), lang)
    if len(report.articles) > MANY:  # the fold says it
        outlet = f'<span class="vh">{outlet}</span>'
    head = arabic(clip(row.headline), lang) if isinstance(row.headline, str) else say("no_headline", lang)
    credit = ""
    if isinstance(row.agencies, str):
        agencies = (arabic(report.words.agency(name), lang) for name in row.agencies.split(";"))
        names = ("، " if lang == "ar" else ", ").join(agencies)
        credit = f"<small>{say('agencies', lang, names=names)}</small>"
    known = (
        f"<small>{say(f'outlet_basis.{row.outlet_basis}', lang)}</small>"
        if isinstance(row.outlet_basis, str)
        else ""
    )
    basis = say(f"basis.{row.published_basis}", lang) if isinstance(row.published_basis, str) else ""
    date = isolate(day(row.published, lang)) if not pd.isna(row.published) else say("no_date", lang)
    also = f"<small>{say('shared', lang, n=percent(shared))}</small>" if shared >= 0.005 else ""
    bar = f'<i style="inline-size:{100 * row.words / longest:.1f}%"></i>'
    return (
        f'<tr><th scope="row">{outlet}{known}{_address(row.url, lang)}</th>'
        f'<td class="headline"><a href="#{anchor(row.article_id, 0)}">{head}</a>{credit}</td>'
        f"<td>{date}<small>{basis}</small></td>"
        f'<td class="length">{counted(row.words, "word", lang)}{bar}{also}</td></tr>'
    )


def _address(url: Any, lang: str) -> str:
    # Only a web address becomes a link: javascript: and data: would run or hide what they are.
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return ""
    return f'<small><a href="{escape(url)}" rel="noopener noreferrer nofollow">{say("page_address", lang)}</a></small>'


# Legends


def legend(report: Report, name: str) -> Piece:
    """What shapes and colours mean: figures | voices | parties | reading."""
    items = {
        "figures": _figure_legend,
        "voices": _voice_legend,
        "parties": _party_legend,
        "reading": _reading_legend,
    }
    html = items[name](report)
    return piece(report, f'<ul class="leg">{html}</ul>' if html else "")


def _item(shape: str, text: str) -> str:
    return f"<li>{shape}<span>{text}</span></li>"


def _figure_legend(report: Report) -> str:
    courses = set(_courses(report))
    beside = report.marks[~report.marks["panel"].isin(courses)]
    there = set(beside["bound"].dropna()) | set(beside["status"].dropna())
    there |= {"more_than"} if "at_least" in there else set()
    there |= {"silent"} if beside["value"].isna().any() else set()
    way = -1 if report.lang == "ar" else 1
    onward = f'<path d="M13 8h{9 * way}" stroke="currentColor" stroke-width="2"/><path d="M{13 + 12 * way} 8l{-6 * way}-4v8z" fill="currentColor"/>'
    shapes = {
        "exact": ("figure", '<circle cx="13" cy="8" r="5.8" fill="currentColor"/>'),
        "approx": (
            "figure",
            '<circle cx="13" cy="8" r="4.8" fill="none" stroke="currentColor" stroke-width="2.4"/>',
        ),
        "more_than": ("figure", f'<circle cx="{13 - 5 * way}" cy="8" r="5.4" fill="currentColor"/>{onward}'),
        "range": ("figure", '<path d="M3 8h20" stroke="currentColor" stroke-width="6"/>'),
        "retracted": (
            "withdrawn",
            '<path d="M8 3l10 10M18 3 8 13" stroke="currentColor" stroke-width="2.8" stroke-linecap="round"/>',
        ),
        "silent": (
            "figure",
            '<path d="M2 8h22" stroke="var(--muted)" stroke-width="1.6" stroke-dasharray="2 3"/>',
        ),
    }
    return "".join(
        _item(
            f'<svg class="wide-sym c-{colour}" viewBox="0 0 26 16" aria-hidden="true">{shape}</svg>',
            say(f"legend.{name}", report.lang),
        )
        for name, (colour, shape) in shapes.items()
        if name in there
    ) + _corrected_legend(report, report.marks)


def _courses(report: Report) -> list[str]:
    """The panels that are told as a course of days."""
    return [str(panel) for panel, marks in report.marks.groupby("panel", sort=False) if runs_over_days(marks)]


def _corrected_legend(report: Report, frame: pd.DataFrame) -> str:
    """A line on the sign of a corrected figure, where there is one."""
    if frame["correction"].isna().all():
        return ""
    return _item(f'<b class="fixed">{CORRECTED}</b>', say("legend.corrected", report.lang))


def _voice_legend(report: Report) -> str:
    return "".join(_item(symbol(voice), escape(report.words.voice(voice))) for voice in evidence.VOICES)


def _reading_legend(report: Report) -> str:
    return (
        _voice_legend(report)
        + _item(symbol("figure"), say("legend.figure", report.lang))
        + _corrected_legend(report, report.tables.figures)
    )


def _party_legend(report: Report) -> str:
    shares = report.shares
    said = shares.groupby("party", sort=False)["words"].sum()
    tokens = party_tokens(shares["party"])
    items = []
    for party, words in said.items():
        name = escape(report.words.party(str(party)))
        if words:
            items.append(
                _item(f'<i class="swatch" style="background:var(--{tokens[str(party)]})"></i>', name)
            )
        elif party not in ("own", "others"):
            items.append(_item('<i class="swatch none"></i>', f"{name}: {number(0)}"))
    return "".join(items)


# Charts


def _manner(report: Report, width: int) -> Manner:
    return Manner(report.lang, width, report.words.names)


def _linked(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose article ids may stand in a link, as the ids of the reading view do."""
    return frame.assign(article_id=frame["article_id"].map(slug, na_action="ignore"))


def panels(report: Report) -> Piece:
    """A panel for each measure: its name, one sentence on it, what each outlet says."""
    later = references(report.event)
    courses, cells, running = [], [], set(_courses(report))
    alone = report.articles["outlet"].nunique() == 1
    for panel, marks in _linked(report.marks).groupby("panel", sort=False):
        title, sentence = report.words.panel(str(panel))
        # "Only in X" says nothing where X is the only outlet; the empty line keeps the panels' axes level.
        head = f'<h3>{escape(title)}</h3><p class="say">{"" if alone else prose(sentence, report.lang)}</p>'
        told = report.words.described(marks)
        if panel in running:
            drawn = [
                to_svg(course(marks, later, _manner(report, width)), f"panel-{panel!s}-{width}", title, told)
                for width in (WIDE, NARROW)
            ]
            courses.append(f'<figure class="course">{head}{_both(*drawn)}</figure>')
            continue
        chart = figure_panel(marks, later, _manner(report, PANEL))
        cells.append(f'<figure class="panel">{head}{to_svg(chart, f"panel-{panel}", title, told)}</figure>')
    keys = course_key(report.marks[report.marks["panel"].isin(running)], report.lang)
    how = f'<ul class="leg">{"".join(_item(*key) for key in keys)}</ul>' if courses else ""
    grid = f'<div class="panels">{"".join(cells)}</div>' if cells else ""
    return piece(report, how + "".join(courses) + grid)


def timeline(report: Report) -> Piece:
    """The first measure that has more than one day, by the date of each claim and of later official counts.

    A measure whose panel is a course of days already is left out.
    """
    later = references(report.event)
    for panel, marks in _linked(report.marks).groupby("panel", sort=False):
        dated = marks[marks["value"].notna() & marks["whole"].fillna(False).astype(bool)]
        counted = later[(later["metric"] == marks["metric"].iloc[0]) & later["date"].notna()]
        days = {*dated["published"].dropna(), *counted["date"]}
        if len(dated) and len(days) > 1 and not runs_over_days(marks):
            title = report.words.panel(str(panel))[0]
            drawn = [
                to_svg(
                    figure_timeline(marks, later, _manner(report, width)),
                    f"timeline-{width}",
                    title,
                    report.words.described(dated),
                )
                for width in (TIMELINE, NARROW)
            ]
            heading = say("sub.timeline", report.lang, metric=escape(title))
            return piece(report, f'<h3 class="sub">{heading}</h3>{_both(*drawn)}')
    return piece(report, "")


def remarks(report: Report, name: str) -> Piece:
    """What else was found, a sentence each: who leaves a figure out, later counts, who has no such word."""
    kinds = {
        "figures": ("parts", "silent", "later_count"),
        "words": ("no_mention",),
        "voices": ("own_voice", "distancing"),
    }
    told = [finding for finding in of_section(report.words.found, name) if finding.kind in kinds[name]]
    items = "".join(
        f"<li>{prose(sentence, report.lang)}</li>"
        for finding in told
        if (sentence := tell(finding, report.words))
    )
    return piece(report, f'<ul class="told">{items}</ul>' if items else "")


def strips(report: Report) -> Piece:
    """The mentions of two frames along each article, drawn for a wide and for a narrow page; of many, in little."""
    sides = report.sides
    articles = _linked(ordered_articles(report.tables, report.event))
    marks = _linked(report.term_marks)
    title = report.words.finding("words")
    if len(articles) <= MANY:
        drawn = [
            to_svg(term_strips(marks, sides, articles, _manner(report, width)), f"strips-{width}", title)
            for width in (WIDE, NARROW)
        ]
        return piece(report, _both(drawn[0], drawn[1], kind="strips"), title)
    articles = articles.assign(
        longest=articles["words"].max(), below=0.0, headline=_headlines(report, articles)
    )
    groups = "".join(
        _lines(report, str(outlet), rows, marks) for outlet, rows in articles.groupby("outlet", sort=False)
    )
    return piece(report, groups, title)


def _headlines(report: Report, articles: pd.DataFrame) -> pd.Series:
    known = report.tables.articles.set_index(report.tables.articles["article_id"].map(slug))["headline"]
    return articles["article_id"].map(known)


def _lines(report: Report, outlet: str, articles: pd.DataFrame, marks: pd.DataFrame) -> str:
    """An outlet's articles as a grid of lines under its name, and how often each side occurs in them."""
    sides, manner = report.sides, _manner(report, LINE)
    of_outlet = marks[marks["outlet"] == outlet].groupby("article_id", sort=False)
    mine = {str(article_id): rows for article_id, rows in of_outlet}
    told = [(row, mine.get(row.article_id, marks.iloc[:0])) for row in records(articles)]
    # Lines of one row of the grid stand level: as much room below each as the deepest needs.
    below = max(depth_below(rows, sides, row) for row, rows in told)
    drawn = "".join(
        to_svg(
            term_line(rows, sides, row._replace(below=below), manner),
            f"line-{row.article_id}",
            f"{report.words.outlet(outlet)}: {clip(row.headline)}" if isinstance(row.headline, str) else "",
        )
        for row, rows in told
    )
    return (
        f'<div class="lines"><p><b>{arabic(report.words.outlet(outlet), report.lang)}</b>'
        f"<span>{counted(len(articles), 'article', report.lang)}{_comma(report)}{_sides_told(report, mine)}</span></p>"
        f"<div>{drawn}</div></div>"
    )


def _sides_told(report: Report, mine: dict[str, pd.DataFrame]) -> str:
    """How many mentions of an outlet stand above its lines and below them."""
    frames = [frame for rows in mine.values() for frame in rows["frame"]]
    told = (
        say(f"strips.{where}", report.lang, n=number(sum(frame in side for frame in frames)))
        for where, side in zip(("above", "below"), report.sides, strict=True)
    )
    return _comma(report).join(told)


def bars(report: Report) -> Piece:
    """Each voice's share of the words, drawn for a wide and for a narrow page.

    A share opens the list of its statements, the outlet's own words its first article.
    """
    from riwaya.showing.mentions import lists_of

    title = report.words.finding("voices")
    opened = longest_statements(report.tables, report.event)
    shares = _linked(report.shares.merge(opened, on=["outlet", "party"], how="left"))
    shares = shares.assign(href=lists_of(shares, party_statements(report.tables, report.event)))
    drawn = [
        to_svg(voice_bars(shares, _manner(report, width)), f"voices-{width}", title)
        for width in (WIDE, NARROW)
    ]
    return piece(report, _both(*drawn), title)


def _both(wide: str, narrow: str, kind: str = "one") -> str:
    return f'<div class="{kind} wide">{wide}</div><div class="{kind} narrow">{narrow}</div>'


def only(report: Report) -> Piece:
    """The figures that one article alone carries, each a link to its sentence."""
    items = []
    for row in records(report.alone):
        what, who = report.words.figure(row), clip(report.words.source(row))
        printed = (
            f"{_comma(report)}{arabic(clip(row.counted), 'en')}"
            if report.lang != "ar" and isinstance(row.counted, str)
            else ""
        )
        items.append(
            f'<li><a href="#{anchor(row.article_id, row.sentence_no)}"><b>{arabic(what, report.lang)}</b>{_sign(report, row)} '
            f"{arabic(clip(report.words.counted(row)), report.lang)}</a>"
            f"<small>{arabic(report.words.outlet(row.outlet), report.lang)}{_comma(report)}{arabic(who, report.lang)}{printed}</small></li>"
        )
    html = f'<ul class="only">{"".join(items[:ALONE_SHOWN])}</ul>'
    if rest := items[ALONE_SHOWN:]:
        more = say("more", report.lang, n=number(len(rest)))
        html += (
            f'<details class="rest"><summary>{more}</summary><ul class="only">{"".join(rest)}</ul></details>'
        )
    return piece(report, html)


def _sign(report: Report, row: Any) -> str:
    """The sign of a corrected figure, with what was corrected as its title."""
    if not isinstance(getattr(row, "correction", None), str):
        return ""
    return f'<sup title="{escape(report.words.corrected(row.correction))}">{CORRECTED}</sup>'


def _comma(report: Report) -> str:
    return "، " if report.lang == "ar" else ", "
