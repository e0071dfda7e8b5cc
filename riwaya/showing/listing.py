"""The page's tables and lists: frames by outlet, pairs of sentences, verbs, articles, method, tables behind charts.

Belongs here: the HTML of what is read row by row, and the CSV that stands behind it.
Does not: counting (comparing/), charts and sections (page.py), the marked text (evidence.py).
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from riwaya import __version__
from riwaya.comparing.articles import records
from riwaya.comparing.events import ALTERNATIVES
from riwaya.comparing.findings import of_section, says_other
from riwaya.comparing.voices import STANCES
from riwaya.showing import accuracy as trust
from riwaya.showing import corrections, evidence
from riwaya.showing.evidence import symbol
from riwaya.showing.labels import counted, day, number, percent, say
from riwaya.showing.markup import Piece, anchor, arabic, clip, escape, isolate, prose
from riwaya.showing.mentions import list_id
from riwaya.showing.naming import rate
from riwaya.showing.page import MANY, piece
from riwaya.showing.report import Report
from riwaya.tables.tables import NAMES, csv_bytes

ROWS_SHOWN = 100  # of a table behind a chart; its file has them all
CHIPS_SHOWN = 6  # neutral verbs named; the others are counted


# Words: outlet by frame


def frames(report: Report) -> Piece:
    """Every frame by outlet: the count, how many in the outlet's own voice, the rate per 1,000 words; zeros shown."""
    counts = report.frame_counts
    outlets = list(dict.fromkeys(counts["outlet"]))
    # One article's rate would pale those of outlets with many: where some are compared, they alone are tinted.
    compared = set(report.frame_tests.loc[report.frame_tests["testable"].astype(bool), "outlet"])
    most = counts[counts["outlet"].isin(compared)]["rate"].max() if compared else counts["rate"].max()
    most = most if most and not pd.isna(most) else 1.0
    articles = dict(zip(counts["outlet"], counts["articles"], strict=True))
    several = max(articles.values(), default=0) > 1
    cells = {
        (row.outlet, row.frame): _cell(report, row, 0.0 if compared and row.outlet not in compared else most)
        for row in records(counts)
    }
    words = dict(zip(counts["outlet"], counts["words"], strict=True))
    heads = "".join(
        f'<th scope="col">{arabic(report.words.outlet(outlet), report.lang)}'
        + (f"<small>{counted(articles[outlet], 'article', report.lang)}</small>" if several else "")
        + f"<small>{counted(words[outlet], 'word', report.lang)}</small></th>"
        for outlet in outlets
    )
    body = ""
    for group, members in report.words.frame_groups(list(dict.fromkeys(counts["frame"]))):
        if group:
            body += f'<tr class="group"><th scope="rowgroup" colspan="{len(outlets) + 1}">{escape(group)}</th></tr>'
        for frame in members:
            row = "".join(cells[outlet, frame] for outlet in outlets)
            body += f'<tr><th scope="row" class="name">{escape(report.words.frame(frame))}</th>{row}</tr>'
    caption = f'<caption class="vh">{say("sub.frames", report.lang)}</caption>'
    first = f'<th scope="col" class="name"><span class="vh">{say("column.frame", report.lang)}</span></th>'
    html = (
        f'<table class="frames">{caption}<thead><tr>{first}{heads}</tr></thead><tbody>{body}</tbody></table>'
    )
    return piece(report, f'<div class="scroll">{html}</div>')


def _cell(report: Report, row: Any, most: float) -> str:
    if not row.n:
        return '<td class="zero"><b>0</b></td>'
    own = f'<span class="own">{symbol("own")}<span class="vh">{escape(report.words.voice("own"))}: </span>{row.own}</span>'
    told = f'<span class="rate">{rate(row.rate, row.words)}</span>' if not pd.isna(row.rate) else ""
    share = 0.0 if pd.isna(row.rate) or not most else row.rate / most
    key = list_id(row.frame, row.outlet)
    return f'<td style="--share:{share:.2f}"><a href="#{key}"><b>{row.n}</b>{own if row.own else ""}{told}</a></td>'


# The same sentence twice


def pairs(report: Report, most: int = 6) -> Piece:
    """Sentences two outlets share, side by side, their differences marked; the most telling first.

    Where any difference says something, those of wording only are left to the table.
    """
    telling = report.pairs["changes"].map(lambda changes: any(change.kind != "wording" for change in changes))
    shown = report.pairs[telling] if telling.any() else report.pairs
    html = "".join(_pair(report, row) for row in records(shown.head(most)))
    return piece(report, f'<div class="pairs">{html}</div>' if html else "")


def _pair(report: Report, row: Any) -> str:
    sides = []
    for prefix in ("", "other_"):
        start, text = getattr(row, f"{prefix}start"), getattr(row, f"{prefix}text")
        spans = [
            evidence.Span(
                getattr(change, f"{prefix}start"),
                getattr(change, f"{prefix}end"),
                "keyword",
                "changed" if says_other(change, report.tables, row) else "reworded",
            )
            for change in row.changes
        ]
        outlet, sentence = getattr(row, f"{prefix}outlet"), getattr(row, f"{prefix}sentence_no")
        article_id, end = getattr(row, f"{prefix}article_id"), getattr(row, f"{prefix}end")
        before, after = _cut(report, article_id, int(sentence), int(start), int(end))
        key = anchor(article_id, sentence)
        sides.append(
            f'<div class="half"><a class="who" href="#{key}"><b>{arabic(report.words.outlet(outlet), report.lang)}</b>'
            f"<span>{say('sentence', report.lang, n=number(sentence))}</span></a>"
            f'<blockquote lang="ar" dir="rtl">{before}{evidence.marked(text, start, spans)}{after}</blockquote></div>'
        )
    title = prose(report.words.pair(row), report.lang)
    return f'<section class="pair"><h3>{title}</h3><div class="two">{"".join(sides)}</div></section>'


def _cut(report: Report, article_id: str, sentence_no: int, start: int, end: int) -> tuple[str, str]:
    """An ellipsis before and after a stretch of a sentence, where words of the sentence are left out there."""
    first, _, text = report.sentence_spans[article_id, sentence_no]
    around = text[: start - first], text[end - first :]
    before, after = (any(letter.isalnum() for letter in part) for part in around)
    return "… " if before else "", " …" if after else ""


# Reporting verbs


def verbs(report: Report) -> Piece:
    """The reporting verbs of each outlet by stance, with their counts."""
    table = report.verbs
    heads = "".join(f'<th scope="col">{escape(report.words.stance(stance))}</th>' for stance in STANCES)
    body = "".join(
        f'<tr><th scope="row">{arabic(report.words.outlet(str(outlet)), report.lang)}</th>'
        + "".join(_verb_cell(report, rows[rows["stance"] == stance], stance) for stance in STANCES)
        + "</tr>"
        for outlet, rows in table.groupby("outlet", sort=False)
    )
    caption = f'<caption class="vh">{say("sub.verbs", report.lang)}</caption>'
    first = f'<th scope="col"><span class="vh">{say("column.outlet", report.lang)}</span></th>'
    return piece(
        report,
        f'<table class="verbs">{caption}<thead><tr>{first}{heads}</tr></thead><tbody>{body}</tbody></table>',
    )


def _verb_cell(report: Report, rows: pd.DataFrame, stance: str) -> str:
    shown = rows if stance != "neutral" else rows.head(CHIPS_SHOWN)
    chips = "".join(_chip(report, row.cue, row.n) for row in records(shown))
    rest = len(rows) - len(shown)
    more = f'<span class="more">{say("more", report.lang, n=number(rest))}</span>' if rest else ""
    label = escape(report.words.stance(stance))
    return f'<td class="{escape(stance)}" data-label="{label}"><span class="n">{rows["n"].sum()}</span>{chips}{more}</td>'


def _chip(report: Report, cue: str, n: int) -> str:
    """A reporting word, in English with what it means, and how often."""
    times = f" <b>×{n}</b>" if n > 1 else ""
    if not any(letter.isalpha() for letter in cue):
        return f'<span class="chip">{say("verbs.colon", report.lang)}{times}</span>'
    gloss = report.words.cue(cue) if report.lang != "ar" else cue
    meant = f" <small>{escape(gloss)}</small>" if gloss != cue else ""
    return f'<span class="chip"><bdi lang="ar">{escape(cue)}</bdi>{meant}{times}</span>'


# The articles


def articles(report: Report) -> Piece:
    """Every article with its marks and notes; the first open, the others folded. Many are folded by outlet too."""
    every = report.articles
    if len(every) <= MANY:
        rows = [_article(report, row, place == 0) for place, row in enumerate(records(every))]
        return piece(report, "".join(rows))
    html = "".join(
        f'<details class="outlet"><summary><b>{arabic(report.words.outlet(str(outlet)), report.lang)}</b>'
        f"<span>{counted(len(rows), 'article', report.lang)}</span></summary>"
        f"{''.join(_article(report, row, False) for row in records(rows))}</details>"
        for outlet, rows in every.groupby("outlet", sort=False)
    )
    return piece(report, html)


def _article(report: Report, row: Any, is_open: bool) -> str:
    names, many = report.words, len(report.articles) > MANY
    date = f"<span>{isolate(day(row.published, report.lang))}</span>" if not pd.isna(row.published) else ""
    facts = f"<span>{counted(row.sentences, 'pair', report.lang)}</span>"
    # Under its outlet's name an article is called by its headline.
    headline = row.headline if many and isinstance(row.headline, str) else names.outlet(row.outlet)
    return (
        f'<details class="article"{" open" if is_open else ""}>'
        f"<summary>{arabic(clip(headline), report.lang)}{date}{facts}</summary>"
        f"{evidence.article(report.tables, row.article_id, names)}</details>"
    )


# Tables behind charts

Column = tuple[str, Callable[[Report, Any], str]]


def _text(name: str) -> Column:
    return (
        name,
        lambda report, row: (
            arabic(clip(value), report.lang) if isinstance(value := getattr(row, name), str) else ""
        ),
    )


def _named(name: str, by: str) -> Column:
    def cell(report: Report, row: Any) -> str:
        value = getattr(row, name)
        return arabic(clip(getattr(report.words, by)(value)), report.lang) if isinstance(value, str) else ""

    return name, cell


def _count(name: str, digits: int = 0) -> Column:
    return name, lambda report, row: number(getattr(row, name), digits)


def _sentence(report: Report, row: Any) -> str:
    if not isinstance(row.article_id, str) or pd.isna(row.sentence_no):
        return ""
    return f'<a href="#{anchor(row.article_id, int(row.sentence_no))}">{number(int(row.sentence_no))}</a>'


def _share(report: Report, row: Any) -> str:
    return percent(row.share)


def _published(report: Report, row: Any) -> str:
    return "" if pd.isna(row.published) else isolate(day(row.published, report.lang))


def _value(report: Report, row: Any) -> str:
    if pd.isna(row.value):
        return ""
    unit = row.unit if isinstance(row.unit, str) else ""
    return isolate(report.words.amount(row.value, unit, row.bound, row.value_high))


def _opening(report: Report, row: Any) -> str:
    return f'<a href="#{anchor(row.article_id, 0)}">0</a>'


def _correction(report: Report, row: Any) -> str:
    return (
        prose(report.words.corrected(row.correction), report.lang) if isinstance(row.correction, str) else ""
    )


def _bounds(name: str, label: str) -> Column:
    """The two ends of an interval, one cell; empty where there is none."""

    def cell(report: Report, row: Any) -> str:
        low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
        return "" if pd.isna(high) else isolate(f"{rate(low, row.words)} – {rate(high, row.words)}")

    return label, cell


def _rate(name: str) -> Column:
    """A rate per 1,000 words, as fine as the words behind it bear."""

    def cell(report: Report, row: Any) -> str:
        value = getattr(row, name)
        return "" if pd.isna(value) else isolate(rate(value, row.words))

    return name, cell


def _holding(report: Report, row: Any) -> str:
    return say("trust.of", report.lang, right=number(row.holding), n=number(row.articles))


_OUTLET = _named("outlet", "outlet")
RATE_COLUMNS: tuple[Column, ...] = (
    _OUTLET,
    _named("frame", "frame"),
    _count("words"),
    _count("n"),
    ("holding", _holding),
    _rate("rate"),
    _bounds("rate", "interval"),
    _count("own"),
    _rate("own_rate"),
    _bounds("own", "own_interval"),
    _rate("others"),
    _count("log_odds", 2),
    _count("p_adjusted", 3),
    _count("dispersion", 2),
)
_SPEAKER = ("speaker", lambda report, row: arabic(clip(report.words.source(row)), report.lang))
BEHIND: dict[str, tuple[str, tuple[Column, ...]]] = {
    # name of the table: (the report's frame, its columns on the page)
    "articles_read": (
        "articles_read",
        (
            _OUTLET,
            _text("headline"),
            ("published", _published),
            _count("words"),
            ("shared", _share),
            ("sentence", _opening),
        ),
    ),
    "changes": (
        "changes",
        (
            _OUTLET,
            _text("text"),
            _named("other_outlet", "outlet"),
            _text("other_text"),
            ("kind", lambda report, row: say(f"kind.{row.kind}", report.lang)),
            ("sentence", _sentence),
        ),
    ),
    "figure_marks": (
        "marks",
        (
            _OUTLET,
            _named("metric", "metric"),
            _text("text"),
            ("value", _value),
            _SPEAKER,
            _named("status", "status"),
            ("sentence", _sentence),
            ("correction", _correction),
        ),
    ),
    "term_marks": (
        "term_marks",
        (
            _OUTLET,
            _text("text"),
            _named("frame", "frame"),
            _named("voice", "voice"),
            _named("speaker_name", "speaker"),
            ("sentence", _sentence),
        ),
    ),
    "frame_counts": (
        "frame_counts",
        (_OUTLET, _named("frame", "frame"), _count("n"), _count("own"), _count("words"), _rate("rate")),
    ),
    "voice_shares": ("shares", (_OUTLET, _named("party", "party"), _count("words"), ("share", _share))),
    "verb_stances": ("verbs", (_OUTLET, _text("cue"), _named("stance", "stance"), _count("n"))),
}
SHOWN_WHOLE = ("articles_read", "frame_counts")  # the page itself is this table: only its file is added
NUMBERS = {"shared", "value", "n", "own", "words", "rate", "share", "sentence"}
NUMBERS |= {
    "articles",
    "holding",
    "own_rate",
    "interval",
    "own_interval",
    "others",
    "log_odds",
    "p_adjusted",
    "dispersion",
}


def _head(report: Report, label: str, kind: str) -> str:
    name = say(f"column.{label.removesuffix('_name')}", report.lang)
    return f'<th scope="col"{kind}>{name}</th>'


def behind(report: Report, name: str) -> Piece:
    """The table behind a chart, folded, with a link to its whole as CSV; of an empty one the file alone is written."""
    attribute, columns = BEHIND[name]
    frame: pd.DataFrame = getattr(report, attribute)
    if name in SHOWN_WHOLE:
        link = (
            f'<a class="csv" href="tables/{name}.csv" download>{say("table.csv", report.lang)}</a>'
            if len(frame)
            else ""
        )
        return piece(
            report, f"<p>{link}</p>" if link else "", csv={f"{name}.csv": csv_bytes(frame).decode("utf-8")}
        )
    # The column of corrections is there only where there is one.
    columns = tuple(each for each in columns if each[0] != "correction" or frame["correction"].notna().any())
    return folded_table(report, name, frame, columns)


def folded_table(report: Report, name: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Piece:
    """A table under its number of rows, closed, with its CSV; of an empty one the CSV alone."""
    csv = {f"{name}.csv": csv_bytes(frame).decode("utf-8")}
    if not len(frame):
        return piece(report, "", csv=csv)
    kind = {label: ' class="num"' if label in NUMBERS else "" for label, _ in columns}
    heads = "".join(_head(report, label, kind[label]) for label, _ in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td{kind[label]}>{cell(report, row)}</td>" for label, cell in columns) + "</tr>"
        for row in records(frame.head(ROWS_SHOWN))
    )
    title = say("table.behind", report.lang, n=number(len(frame)))
    cut = say("table.first_rows", report.lang, n=number(ROWS_SHOWN)) if len(frame) > ROWS_SHOWN else ""
    link = (
        f'<p>{cut} <a class="csv" href="tables/{name}.csv" download>{say("table.csv", report.lang)}</a></p>'
    )
    table = f'<table><caption class="vh">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    html = f'<details class="behind"><summary>{title}</summary><div class="scroll" tabindex="0">{table}</div>{link}</details>'
    return piece(report, html, csv=csv)


# Method


def method(report: Report) -> Piece:
    """What is counted, what is not known, what is not said; then parameters, versions and the hash of every input."""
    lang, words = report.lang, report.words
    facts = of_section(words.found, "method", "counted")[0].data
    counts = {
        f"{noun}s": counted(facts[f"{noun}s"], noun, lang) for noun in ("figure", "term", "statement", "word")
    }
    told = say("method.counted.text", lang, **counts)
    unknown = " ".join(prose(sentence, report.lang) for sentence in words.unknown())
    columns = (("counted", told), ("unknown", unknown), ("unsaid", say("method.unsaid.text", lang)))
    html = "".join(
        f"<div><h3>{say(f'method.{name}', lang)}</h3><p>{text}</p></div>" for name, text in columns if text
    )
    files = {f"{name}.csv": csv_bytes(getattr(report.tables, name)).decode("utf-8") for name in NAMES}
    if len(report.tables.corrections):
        files["corrections.csv"] = csv_bytes(report.tables.corrections).decode("utf-8")
    links = " ".join(f'<a class="csv" href="tables/{name}" download>{escape(name)}</a>' for name in files)
    inputs = _facts(report) + f"<dt>{say('tables.all', lang)}</dt><dd>{links}</dd>"
    html = f'<div class="method">{html}</div><h3 class="sub">{say("facts", lang)}</h3><dl class="facts">{inputs}</dl>'
    return piece(report, html, csv=files)


def accuracy(report: Report) -> Piece:
    """How well articles are read, field by field, and the kinds of error left."""
    return piece(report, trust.section_html(report.words, trust.sets(), report.articles["article_id"]))


def _facts(report: Report) -> str:
    lang, chosen = report.lang, report.parameters
    every = say("facts.all", lang)
    hashes = "<br>".join(
        f"<code>{escape(row.sha256)}</code> {isolate(_source_of(row))}" for row in records(report.articles)
    )
    if len(report.articles) > MANY:
        told = counted(len(report.articles), "article", lang)
        hashes = f"<details><summary>{told}</summary>{hashes}</details>"
    facts = {
        "event": f"{isolate(report.words.event())} <code>{escape(chosen.event)}</code>",
        "as_of": isolate(day(report.as_of, lang)),
        "corpus": _corpus(report),
        "outlets": prose(report.words.outlets(chosen.outlets), lang) if chosen.outlets else every,
        "frames": _sides(report),
        **(
            {"framing": isolate(", ".join(Path(path).name for path in chosen.framing))}
            if chosen.framing
            else {}
        ),
        "versions": isolate(", ".join(f"{name} {number}" for name, number in versions())),
        "files": hashes,
    }
    if len(report.tables.corrections):
        facts["corrections"] = corrections.facts(report.tables.corrections, report.words)
    if report.event.match:
        facts["chosen"] = _asked(report)
    if report.rejected:
        facts["rejected"] = "<br>".join(isolate(f"{item.path}: {item.reason}") for item in report.rejected)
    return "".join(f"<dt>{say(f'facts.{name}', lang)}</dt><dd>{text}</dd>" for name, text in facts.items())


def _source_of(row: Any) -> str:
    """An article by its file's name, and its id where one file holds many."""
    if not isinstance(row.source_path, str):
        return str(row.article_id)
    name = row.source_path.replace("\\", "/").rsplit("/", 1)[-1]
    return name if row.article_id in name else f"{name}, {row.article_id}"


def _corpus(report: Report) -> str:
    """The files that articles were read from, by name: where they lie on a machine is nobody's matter."""
    paths = report.tables.articles["source_path"].dropna()
    names = list(
        dict.fromkeys(str(path).partition("#")[0].replace("\\", "/").rsplit("/", 1)[-1] for path in paths)
    )
    if len(names) > MANY:
        return counted(len(report.articles), "article", report.lang)
    return (" · ").join(isolate(name) for name in names)


def _sides(report: Report) -> str:
    """The frames set against each other, by their labels."""
    sides = (report.words.frames(side) for side in report.sides if side)
    return " / ".join(isolate(side) for side in sides) or say("facts.all", report.lang)


def _asked(report: Report) -> str:
    """What an article of a larger corpus had to be and to hold to be read."""
    asked, lang = report.event.match, report.lang
    assert asked is not None
    first, last = (isolate(day(date, lang)) for date in (report.event.start, report.event.end))
    sides = (("all", asked.all), ("any", asked.any), ("none", asked.none))
    words = "".join(
        f"; {say(f'chosen.{name}', lang)} {arabic('، '.join(entries).replace(ALTERNATIVES, ' / '), lang)}"
        for name, entries in sides
        if entries
    )
    return say("chosen.days", lang, first=first, last=last) + words.replace(
        "; ", "؛ " if lang == "ar" else "; "
    )


def versions() -> list[tuple[str, str]]:
    """What made the page, by name and version."""
    packages = ("pandas", "matplotlib", "papermill", "nbconvert")
    return [
        ("riwaya", __version__),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in packages),
    ]
