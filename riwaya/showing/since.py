"""What is new since an earlier day: its section of the page, and the same changes as data for other programs.

Belongs here: the HTML of the section, a figure's course as a line, old and new beside each other, changes.json.
Does not: what has changed (comparing/since.py), its sentences (telling/since.py), writing a file (running).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from riwaya.comparing.events import Event
from riwaya.comparing.finding import Finding, Place
from riwaya.showing.labels import day, number, say
from riwaya.showing.markup import Piece, anchor, arabic, escape, isolate, prose
from riwaya.showing.naming import Naming, date
from riwaya.showing.page import piece
from riwaya.showing.report import Report
from riwaya.showing.telling import say as tell
from riwaya.showing.telling.since import (
    day_of,
    figure,
    first_figures,
    headline,
    measure,
    new_words,
    summary,
    total,
)

SHOWN = 6  # changes of one kind; the others are folded
_STYLE = Path(__file__).resolve().parent / "template" / "since.css"


@lru_cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


# The section


def section(report: Report) -> Piece:
    """The section's opening: the change that comes first as its heading; of a report of its own nothing."""
    lang = report.lang
    if report.before is None:
        return piece(report, "", kind="notebook")
    title, found = say("section.since", lang), headline(report.news, report.since, report.words)
    dek = say("since.nothing", lang)
    if report.news:
        told = prose(summary(report.news, report.words), lang)
        dek = say("since.dek", lang, day=isolate(day(report.since, lang)), summary=told)
    html = (
        f'<style>{_style()}</style><p class="eye"><span>{title}</span></p>'
        f'<h2>{prose(found, lang)}</h2><p class="dek">{dek}</p>'
    )
    return piece(report, html, found, kind="section", about={"id": "since", "name": title})


def changes(report: Report) -> Piece:
    """Every change as a line that opens its sentence, kind by kind; beyond the first few of a kind folded."""
    if not report.news:
        return piece(report, "", kind="notebook")
    html, drawn = "", set[tuple[str, str, str]]()
    for kind, group in groupby(report.news, key=lambda finding: finding.kind):
        of_kind = list(group)
        n = total(of_kind)
        html += f'<h3 class="sub kind">{say(f"since.{kind}", report.lang)} <span>{number(n)}</span></h3>'
        lines = [_line(report, finding, _run(report, finding, drawn)) for finding in of_kind]
        html += _folded(report, lines, _unlisted(report, of_kind, n))
    return piece(report, html)


def _unlisted(report: Report, found: Sequence[Finding], n: int) -> str:
    """That there are more than are listed at all."""
    left = n - len(found) if "total" in found[0].data else 0
    return f'<p class="aside">{say("since.unlisted", report.lang, n=number(left))}</p>' if left else ""


def _folded(report: Report, lines: Sequence[str], unlisted: str) -> str:
    shown = (
        len(lines) if len(lines) == SHOWN + 1 else SHOWN
    )  # a fold for a single line hides more than it saves
    html = f'<ul class="since">{"".join(lines[:shown])}</ul>'
    if len(lines) > shown:
        more = say("since.more", report.lang, n=number(len(lines) - shown))
        rest = f'<ul class="since">{"".join(lines[shown:])}</ul>'
        html += f'<details class="more-new"><summary>{more}</summary>{rest}{unlisted}</details>'
    return html


def _line(report: Report, finding: Finding, run: str) -> str:
    data, lang = finding.data, report.lang
    if finding.kind == "changed_article":
        return f"<li>{_edited(report, finding)}</li>"
    sentence = prose(tell(finding, report.words), lang)
    if finding.kind == "new_frame":
        read = [(each["article"], each["sentence"]) for each in data["frames"]]
        sentence = _phrases(report, new_words(data, report.words), read, "؛ و" if lang == "ar" else "; ")
    elif finding.kind == "new_figure" and data["first_article"]:
        read = [(each["now"]["article"], each["now"]["sentence"]) for each in (data, *data["others"])]
        sentence = _phrases(report, first_figures(data, report.words), read, "، و" if lang == "ar" else ", ")
    elif finding.places:
        sentence = f'<a href="#{anchor(*finding.places[0])}">{sentence}</a>'
    published = day_of(data.get("published"))
    when = f'<span class="when">{_day(report, published)}</span>' if published else ""
    return f"<li>{sentence}{when}{_copies(report, finding)}{run}</li>"


def _phrases(report: Report, told: tuple[str, list[str]], places: Sequence[Place], joint: str) -> str:
    """A sentence of several phrases, each a link to the sentence it was read from."""
    head, phrases = told
    links = [
        f'<a href="#{anchor(*place)}">{prose(phrase, report.lang)}</a>'
        for phrase, place in zip(phrases, places, strict=True)
    ]
    return f"{prose(head, report.lang)}{joint.join(links)}."


def _day(report: Report, told: datetime.date | None) -> str:
    """A day, its year where it is not that of the day compared with."""
    if told is None:
        return ""
    return isolate(date(told, report.lang, year=report.since is None or told.year != report.since.year))


def _copies(report: Report, finding: Finding) -> str:
    """Where one text stands in several articles, a link to each."""
    linked = finding.kind in ("new_frame", "new_figure") and len(finding.data["outlets"]) < 2
    if len(finding.places) < 2 or linked:
        return ""
    outlet_of = dict(zip(report.articles["article_id"], report.articles["outlet"], strict=True))
    links = "".join(
        f'<a href="#{anchor(*place)}">{arabic(report.words.outlet(outlet_of[place[0]]), report.lang)}</a>'
        for place in finding.places
    )
    return f'<span class="copies">{links}</span>'


# A figure's course


def _run(report: Report, finding: Finding, drawn: set[tuple[str, str, str]]) -> str:
    """The steps of a course, each a link to its sentence where that still stands, with its day; each course once."""
    data = finding.data
    course = data.get("course", ())
    measured = data["outlet"], data.get("metric", ""), data.get("unit", "")
    if len(course) < 2 or measured in drawn:
        return ""
    drawn.add(measured)
    items, last = [], None
    for step in course:
        items.append(_step(report, step, data["unit"], again=last is not None and last == step["value"]))
        last = step["value"]
    return f'<ol class="run" aria-label="{say("since.course", report.lang)}">{"".join(items)}</ol>'


def _step(report: Report, step: Mapping[str, Any], unit: str, again: bool) -> str:
    lang = report.lang
    value = isolate(figure(dict(step), unit, report.words))
    when = _day(report, day_of(step["day"]))
    if step["kind"] == "withdrawn":
        word = say("since.withdrawn", lang)
        # The number stands before it already: only what became of it is said.
        shown = f"<b>{word}</b>" if again else f"<b><s>{value}</s></b>"
        return f'<li class="back">{_link(step, shown + _small(when if again else f"{word} {when}"))}</li>'
    if step["kind"] == "edited":
        return f'<li class="old"><span><b>{value}</b>{_small(say("since.edited", lang))}</span></li>'
    return f"<li>{_link(step, f'<b>{value}</b>{_small(when)}')}</li>"


def _link(step: Mapping[str, Any], html: str) -> str:
    return f'<a href="#{anchor(step["article"], step["sentence"])}">{html}</a>'


def _small(html: str) -> str:
    return f"<small>{html}</small>" if html else ""


# Old and new beside each other


def _edited(report: Report, finding: Finding) -> str:
    """An edited article: its name, then a row for each thing that differs."""
    data, lang, words = finding.data, report.lang, report.words
    name = arabic(data["name"], lang) if data["name"] else say("no_headline", lang)
    where = f"<b>{arabic(words.listed([words.outlet(outlet) for outlet in data['outlets']]), lang)}</b>"
    published = day_of(data["published"])
    when = f'<span class="when">{_day(report, published)}</span>' if published else ""
    head = f'<a href="#{anchor(*finding.places[0])}">{where}: {name}</a>{when}'
    rows = "".join(_edits(report, data))
    if not rows:
        return f'{head}<div class="when">{say("since.wording", lang)}</div>'
    columns = "".join(f'<th scope="col">{say(f"since.{at}", lang)}</th>' for at in ("was", "now"))
    return f'{head}{_copies_of(report, finding)}<table class="edits"><thead><tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table>'


def _copies_of(report: Report, finding: Finding) -> str:
    """The other articles that carry an edited text."""
    firsts = {article: (article, sentence) for article, sentence in reversed(finding.places)}
    places = tuple(firsts[article] for article, _ in finding.places if article in firsts)
    return _copies(report, Finding("since", "changed_article", finding.data, tuple(dict.fromkeys(places))))


def _edits(report: Report, data: Mapping[str, Any]) -> Iterable[str]:
    lang, article = report.lang, data["article"]
    none = f'<span class="none">{say("since.none", lang)}</span>'
    if data["headline"]:
        was, now = (
            arabic(data["headline"][at], lang) if data["headline"][at] else none for at in ("was", "now")
        )
        yield _row(report, say("since.headline", lang), was, f'<a href="#{anchor(article, 0)}">{now}</a>')
    for change in data["figures"]:
        was, now = (_number(report, change, at, article) or none for at in ("was", "now"))
        yield _row(report, escape(_counted(report, change)), was, now)
    for name, gone, new in (
        ("terms", *(_terms(report, data["terms"][at], article, at == "new") for at in ("gone", "new"))),
        ("speakers", *(_names(report, data["speakers"][at]) for at in ("gone", "new"))),
    ):
        if gone or new:
            yield _row(report, say(f"since.{name}", lang), gone or none, new or none)


def _row(report: Report, name: str, was: str, now: str) -> str:
    labels = [say(f"since.{at}", report.lang) for at in ("was", "now")]
    return (
        f'<tr><th scope="row">{name}</th><td class="was" data-label="{labels[0]}">{was}</td>'
        f'<td data-label="{labels[1]}">{now}</td></tr>'
    )


def _counted(report: Report, change: Mapping[str, Any]) -> str:
    """What a changed figure counts, with whom and where."""
    what = [measure(dict(change), report.words)]
    if change["group"] and change["group"] != "mixed":
        what.append(report.words.group(change["group"]))
    if change["place"]:
        what.append(report.words.name(change["place"]))
    return ("، " if report.lang == "ar" else ", ").join(what)


def _number(report: Report, change: Mapping[str, Any], at: str, article: str) -> str:
    told = change[at]
    if told is None:
        return ""
    value = f'<span class="num">{isolate(figure(told, change["unit"], report.words))}</span>'
    if change["kind"] == "withdrawn" and at == "now":
        value = f'<s>{value}</s> <span class="gone">{escape(report.words.status(told["status"]))}</span>'
    return f'<a href="#{anchor(article, told["sentence"])}">{value}</a>' if at == "now" else value


def _terms(report: Report, terms: Sequence[Mapping[str, Any]], article: str, linked: bool) -> str:
    lang, words = report.lang, report.words
    shown = []
    for term in terms:
        told = prose(words.glossed(term["text"], words.lemma(term["lemma"], term["frame"])), lang)
        shown.append(f'<a href="#{anchor(article, term["sentence"])}">{told}</a>' if linked else told)
    return "<br>".join(shown)


def _names(report: Report, speakers: Sequence[str]) -> str:
    return "<br>".join(arabic(report.words.speaker(name), report.lang) for name in speakers)


# The same for other programs


def changes_data(
    findings: Sequence[Finding],
    event: Event,
    date: datetime.date,
    since: datetime.date | None,
    words: Mapping[str, Naming],
    pages: Mapping[str, str],
) -> dict[str, Any]:
    """The changes of a night as plain values: what changes.json holds.

    words: the names of each language (Naming, Words), ar and en. pages: the file of each language's page; links open
    sentences of the first. Texts are plain, without markup.
    """
    page = next(iter(pages.values()))
    return {
        "event": event.id,
        "title": {"ar": event.title_ar, "en": event.title_en},
        "date": date.isoformat(),
        "since": since.isoformat() if since else None,
        "changes": [
            {
                "kind": finding.kind,
                "outlet": finding.data["outlet"],
                "outlet_name": {lang: names.outlet(finding.data["outlet"]) for lang, names in words.items()},
                "weight": finding.data["weight"],
                "text": {lang: tell(finding, names) for lang, names in words.items()},
                "data": finding.data,
                "links": [f"{page}#{anchor(*place)}" for place in finding.places],
            }
            for finding in findings
        ],
    }
