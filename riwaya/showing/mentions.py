"""Every mention and every statement as a line with its words around it, each a link to its sentence; texts told twice.

Belongs here: the folded lists that rates, cells and bars of words open. Does not: charts and tables (page.py,
rates.py, listing.py), the articles whole (evidence.py), counting (comparing/).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from riwaya.comparing.articles import records
from riwaya.comparing.framing import term_marks
from riwaya.comparing.voices import party_statements
from riwaya.comparing.wire import known_groups
from riwaya.showing.labels import day, number, say
from riwaya.showing.markup import LONGEST_LINE, Piece, anchor, arabic, clip, escape, isolate, slug
from riwaya.showing.page import piece
from riwaya.showing.report import Report

AROUND = 5  # words shown on each side of a mention
OPENING = 12  # words of a statement
STATEMENTS_SHOWN = 8  # of one voice in one outlet; its table has them all


def list_id(frame: str, outlet: str) -> str:
    """The id of the list of an outlet's mentions of a frame.

    >>> list_id("protester", "trt")
    'm-protester-trt'
    """
    return f"m-{slug(frame)}-{slug(outlet)}"


def statements_id(outlet: str, party: str) -> str:
    """The id of the list of a party's statements in an outlet."""
    return f"q-{slug(outlet)}-{slug(party)}"


def mentions(report: Report) -> Piece:
    """Every mention in its words, frame by frame and outlet by outlet, folded; nothing where there is none."""
    marks = term_marks(report.tables, None, report.event)
    if not len(marks):
        return piece(report, "")
    of_frame = {str(frame): rows for frame, rows in marks.groupby("frame", sort=False)}
    order = [frame for _, frames in report.words.frame_groups(list(of_frame)) for frame in frames]
    folds = "".join(
        _fold(
            report.words.frame(frame),
            len(of_frame[frame]),
            "".join(
                _part(
                    list_id(frame, str(outlet)),
                    arabic(report.words.outlet(str(outlet)), report.lang),
                    len(rows),
                    "".join(_mention(report, row) for row in records(rows)),
                )
                for outlet, rows in of_frame[frame].groupby("outlet", sort=False)
            ),
        )
        for frame in order
    )
    head = f'<h3 class="sub">{say("sub.mentions", report.lang)}</h3><p class="aside">{say("aside.mentions", report.lang)}</p>'
    return piece(report, head + folds)


def said(report: Report) -> Piece:
    """The statements of each outlet's articles, voice by voice, the longest first, folded."""
    every = party_statements(report.tables, report.event)
    if not len(every):
        return piece(report, "")
    folds = "".join(
        _fold(
            report.words.outlet(str(outlet)),
            len(rows),
            "".join(
                _part(
                    statements_id(str(outlet), str(party)),
                    arabic(report.words.party(str(party)), report.lang),
                    len(of_party),
                    "".join(_statement(report, row) for row in records(of_party.head(STATEMENTS_SHOWN))),
                    _rest(report, len(of_party) - STATEMENTS_SHOWN),
                )
                for party, of_party in rows.groupby("party", sort=False)
            ),
        )
        for outlet, rows in every.groupby("outlet", sort=False)
    )
    head = f'<h3 class="sub">{say("sub.said", report.lang)}</h3><p class="aside">{say("aside.said", report.lang)}</p>'
    return piece(report, head + folds)


def repeats(report: Report) -> Piece:
    """The texts that several articles carry, each with its articles, the one that counts first; folded."""
    counts_as = known_groups(report.tables)
    grouped = report.articles[report.articles["article_id"].isin(list(counts_as))]
    if grouped.empty:
        return piece(report, "")
    text_of = grouped["article_id"].map(counts_as)
    order = grouped.assign(repeats=text_of != grouped["article_id"]).sort_values("repeats", kind="stable")
    texts = [rows for _, rows in order.groupby(text_of, sort=False)]
    folds = "".join(_repeated(report, rows) for rows in texts)
    head = f'<h3 class="sub">{say("sub.repeats", report.lang)}</h3><p class="aside">{say("aside.repeats", report.lang)}</p>'
    return piece(report, head + folds)


def _repeated(report: Report, rows: pd.DataFrame) -> str:
    first = next(records(rows))
    name = first.headline if isinstance(first.headline, str) else report.words.outlet(first.outlet)
    items = "".join(
        f'<li><a href="#{anchor(row.article_id, 0)}"><small>{_whose(report, row)}</small>{_title(report, row)}</a></li>'
        for row in records(rows)
    )
    return _fold(name, len(rows), f'<ul lang="ar" dir="rtl">{items}</ul>')


def _whose(report: Report, row: Any) -> str:
    """An article's outlet and day."""
    date = "" if pd.isna(row.published) else f" · {isolate(day(row.published, report.lang))}"
    return f"{arabic(report.words.outlet(row.outlet), report.lang)}{date}"


def _title(report: Report, row: Any) -> str:
    return escape(clip(row.headline)) if isinstance(row.headline, str) else say("no_headline", report.lang)


def _fold(name: str, n: int, parts: str) -> str:
    title = f"{escape(clip(name))} <span>{number(n)}</span>"
    return f'<details class="behind list"><summary>{title}</summary>{parts}</details>'


def _part(key: str, name: str, n: int, items: str, rest: str = "") -> str:
    return f'<h4 id="{escape(key)}">{name} <span>{number(n)}</span></h4><ul lang="ar" dir="rtl">{items}</ul>{rest}'


def _rest(report: Report, n: int) -> str:
    if n <= 0:
        return ""
    link = '<a href="tables/quotes.csv" download>quotes.csv</a>'
    return f"<p>{say('said.rest', report.lang, n=number(n), file=link)}</p>"


def _mention(report: Report, row: Any) -> str:
    before, after = around(report, row)
    word = f'<b class="t v-{escape(row.voice)}">{escape(clip(row.text))}</b>'
    return f'<li><a href="#{anchor(row.article_id, row.sentence_no)}">{_end(before)}{word}{escape(clip(after))}</a></li>'


def _end(text: str) -> str:
    """The end of what stands before a mention, no longer than a line may be."""
    return escape(text if len(text) <= LONGEST_LINE else "…" + text[-LONGEST_LINE:])


def around(report: Report, row: Any, words: int = AROUND) -> tuple[str, str]:
    """What stands before and after a mention in its sentence, an ellipsis where words are left out."""
    first, _, text = report.sentence_spans[row.article_id, int(row.sentence_no)]
    before, after = text[: max(row.start - first, 0)], text[row.end - first :]
    return _last(before, words), _first(after, words)


def _first(text: str, words: int) -> str:
    """The first words of a text with what stands between them; what is glued to its start is no word of its own."""
    pieces = text.split(" ")
    return text if len(pieces) <= words + 1 else f"{' '.join(pieces[: words + 1])} …"


def _last(text: str, words: int) -> str:
    pieces = text.split(" ")
    return text if len(pieces) <= words + 1 else f"… {' '.join(pieces[-words - 1 :])}"


def _statement(report: Report, row: Any) -> str:
    words = row.text.split()
    opening = " ".join(words[:OPENING]) + (" …" if len(words) > OPENING else "")
    shown = f"«{opening}»" if row.direct else opening
    named = (value for value in (row.speaker_name, row.speaker) if isinstance(value, str))
    name = next(named, "")
    who = arabic(clip(report.words.speaker(name)), report.lang) if name else say("said.unnamed", report.lang)
    cue = f" ({arabic(report.words.cue(row.cue), report.lang)})" if _spoken(row.cue) else ""
    way = "" if report.lang == "ar" else ' lang="en" dir="ltr"'
    return (
        f'<li><a href="#{anchor(row.article_id, row.sentence_no)}"><small{way}>{who}{cue}</small>'
        f"{escape(clip(shown))}</a></li>"
    )


def _spoken(cue: Any) -> bool:
    """Whether a reporting cue is a word; a colon is one too, but names nothing."""
    return isinstance(cue, str) and any(letter.isalpha() for letter in cue)


def lists_of(shares: pd.DataFrame, every: pd.DataFrame) -> pd.Series:
    """Where each share of ``voice_shares`` leads: to the list of its statements, where it has one."""
    there = set(zip(every["outlet"], every["party"], strict=True))
    places = zip(shares["outlet"], shares["party"], strict=True)
    leads = [f"#{statements_id(*place)}" if place in there else None for place in places]
    return pd.Series(leads, index=shares.index, dtype=object)
