"""The articles themselves: every figure and term marked in its sentence, with notes in the margin.

Belongs here: from the tables' spans to marked text; the rows of the reading view.
Does not: finding anything, counting anything, the page around an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from riwaya.showing.markup import ARABIC, anchor, arabic, attributes, clip, escape, prose
from riwaya.showing.naming import is_doubtful

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

VOICES = ("own", "attributed", "quoted", "scare")
# One shape a voice, the same in charts, legends, notes and, as a line under the word, in the text.
SHAPES = {
    "own": '<circle cx="8" cy="8" r="5.6" fill="currentColor"/>',
    "attributed": '<circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "quoted": '<path d="M8 2.4 13.6 8 8 13.6 2.4 8Z" fill="none" stroke="currentColor" stroke-width="2.1"/>',
    "scare": '<path d="M7.5 3 3 8l4.5 5M13.5 3 9 8l4.5 5" fill="none" stroke="currentColor" stroke-width="2.3" '
    'stroke-linecap="round" stroke-linejoin="round"/>',
    "figure": '<path d="M1 8h8" stroke="currentColor" stroke-width="2"/><circle cx="11" cy="8" r="4" fill="currentColor"/>',
    "withdrawn": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/>',
}
# A date of hyphens in a right-to-left line is shown back to front unless it is isolated.
_TIMESTAMP = re.compile(r"\b\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")


class Names(Protocol):
    """What the page calls things, in its language; riwaya.showing.words gives one for each language."""

    lang: str

    def metric(self, metric: str) -> str: ...
    def group(self, group: str) -> str: ...
    def voice(self, voice: str) -> str: ...
    def frame(self, frame: str) -> str: ...
    def status(self, status: str) -> str: ...
    def stance(self, stance: str) -> str: ...
    def speaker(self, speaker_name: str) -> str: ...
    def corrected(self, correction: str) -> str: ...
    def doubtful(self, value: float) -> str: ...


def symbol(shape: str) -> str:
    """The shape of a voice (or figure, withdrawn) as a small inline drawing in its colour."""
    return f'<svg class="sym c-{shape}" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[shape]}</svg>'


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article that is shown in some way; offsets into the article's full text."""

    start: int
    end: int
    layer: str  # quote | term | figure | keyword
    style: str  # classes of the element
    title: str | None = None


def marked(text: str, offset: int, spans: Iterable[Span]) -> str:
    """A stretch of an article as HTML with its spans marked; ``offset`` is where the stretch stands in the article.

    Spans may overlap and may reach outside the stretch. A quotation is tinted around what is marked in it.

    >>> marked("قُتل 164 شخصا", 10, [Span(15, 18, "figure", "f")])
    'قُتل <mark class="f">164</mark> شخصا'
    """
    end = offset + len(text)
    inside = [span for span in spans if span.start < end and span.end > offset and span.start < span.end]
    opens: dict[int, list[Span]] = {}
    closes: dict[int, list[Span]] = {}
    for span in inside:
        opens.setdefault(max(span.start, offset), []).append(span)
        closes.setdefault(min(span.end, end), []).append(span)
    cuts = sorted({offset, end, *opens, *closes})
    active: list[Span] = []
    html: list[str] = []
    tint = ""
    for start, stop in pairwise(cuts):
        ending = closes.get(start, [])
        active = [span for span in active if span not in ending] + opens.get(start, [])
        wanted = next((span.style for span in reversed(active) if span.layer == "quote"), "")
        if wanted != tint:
            html.append(("</span>" if tint else "") + (f'<span class="{wanted}">' if wanted else ""))
            tint = wanted
        html.append(_segment(text, start - offset, stop - offset, active))
    return "".join(html) + ("</span>" if tint else "")


def _segment(text: str, start: int, stop: int, active: Sequence[Span]) -> str:
    html = _TIMESTAMP.sub(r'<bdi dir="ltr">\g<0></bdi>', escape(text[start:stop]))
    # A mark that begins or ends inside a word keeps no space there: Arabic letters must go on joining.
    glued = (" ms" if _joins(text, start) else "") + (" me" if _joins(text, stop) else "")
    for layer in ("figure", "term", "keyword"):
        span = next((span for span in active if span.layer == layer), None)
        if span:
            html = f"<mark{attributes(class_=span.style + glued, title=span.title)}>{html}</mark>"
    return html


def _joins(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalpha() and text[place].isalpha()


def _present(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _who(row: Mapping[Any, Any], names: Names) -> str | None:
    name, text = _present(row["speaker_name"]), _present(row["speaker"])
    return clip(names.speaker(name)) if name else text and clip(text)


def figure_spans(figures: pd.DataFrame, names: Names) -> Iterator[Span]:
    """The spans of figures rows: a withdrawn figure struck through, one of no event metric thin, a corrected one signed."""
    for row in figures.to_dict("records"):
        style = "f gone" if row["status"] == "retracted" else "f thin" if row["metric"] == "other" else "f"
        who = _who(row, names) or names.voice("own")
        title = f"{who}: {names.status(row['status'])}" if row["status"] != "asserted" else who
        title += f". {doubt}" if (doubt := _doubt(row, names)) else ""
        fixed = _corrected(row, names)
        if fixed:
            style, title = f"{style} fixed", f"{title}. {fixed}"
        yield Span(int(row["start"]), int(row["end"]), "figure", style, title)


def _corrected(row: Mapping[Any, Any], names: Names) -> str | None:
    """What is to be said of a figure that a person corrected."""
    correction = _present(row.get("correction"))
    return names.corrected(correction) if correction else None


def _doubt(row: Mapping[Any, Any], names: Names) -> str | None:
    """What a number may be instead, where the text leaves open how it is read."""
    return names.doubtful(float(row["value"])) if is_doubtful(row) else None


def term_spans(terms: pd.DataFrame, names: Names) -> Iterator[Span]:
    """The spans of terms rows, their line by voice."""
    for row in terms.to_dict("records"):
        who = _who(row, names)
        title = ": ".join(
            part for part in (f"{names.frame(row['frame'])}, {names.voice(row['voice'])}", who) if part
        )
        yield Span(int(row["start"]), int(row["end"]), "term", f"t v-{row['voice']}", title)


def quote_spans(quotes: pd.DataFrame) -> Iterator[Span]:
    """The spans of quotes rows: someone else's words, direct or reported."""
    for row in quotes.to_dict("records"):
        yield Span(int(row["start"]), int(row["end"]), "quote", "q direct" if row["direct"] else "q")


def _note(shape: str | None, text: str, rest: str, hidden: str, names: Names) -> str:
    picture = symbol(shape) if shape else "<i></i>"
    unseen = f'<span class="vh">{escape(hidden)}: </span>' if hidden else ""
    return f"<li>{picture}<span>{unseen}<b>{arabic(clip(text), names.lang)}</b> {rest}</span></li>"


def notes(figures: pd.DataFrame, terms: pd.DataFrame, quotes: pd.DataFrame, names: Names) -> str:
    """The margin notes of one sentence: its figures, terms and distancing or endorsing cues, in order, or ''."""
    rows: list[tuple[int, int, str]] = []
    for row in figures.to_dict("records"):
        fixed = _corrected(row, names)
        if row["metric"] == "other" and not fixed:
            continue
        gone = row["status"] == "retracted"
        said = [_counts(row, names), _who(row, names) or names.voice("own")]
        said += [clip(row[name]) for name in ("scope", "as_of_text") if _present(row.get(name))]
        said += [names.status(row["status"])] if row["status"] != "asserted" else []
        said += [doubt] if (doubt := _doubt(row, names)) else []
        rest = " · ".join(arabic(part, names.lang) for part in said)
        rest += f'<span class="fixed">{prose(fixed)}</span>' if fixed else ""
        rows.append((row["start"], 1, _note("withdrawn" if gone else "figure", row["text"], rest, "", names)))
    for row in terms.to_dict("records"):
        said = [part for part in (names.frame(row["frame"]), _who(row, names)) if part]
        rest = " · ".join(arabic(part, names.lang) for part in said)
        rows.append(
            (row["start"], 2, _note(row["voice"], row["text"], rest, names.voice(row["voice"]), names))
        )
    for row in quotes.to_dict("records"):
        cue = _present(row["cue"])
        if cue and row["stance"] == "distancing":
            said = [part for part in (names.stance(row["stance"]), _who(row, names)) if part]
            rest = " · ".join(arabic(part, names.lang) for part in said)
            rows.append((row["start"], 0, _note(None, cue, rest, "", names)))
    items = "".join(dict.fromkeys(html for _, _, html in sorted(rows)))
    return f'<ul class="notes">{items}</ul>' if items else ""


def _counts(row: Mapping[Any, Any], names: Names) -> str:
    """What a figure is taken to count: its measure, and the group where one is named."""
    group = _present(row.get("group"))
    of = f" ({names.group(group)})" if group and group != "mixed" else ""
    return f"{names.metric(row['metric'])}{of}"


def article(tables: Tables, article_id: str, names: Names) -> str:
    """One article as rows of sentences, each with its id, its marks and its notes.

    A sentence's id is ``s-{article_id}-{sentence_no}``: what every mark in a chart links to.
    """
    sentences, figures, terms, quotes = (
        frame[frame["article_id"] == article_id]
        for frame in (tables.sentences, tables.figures, tables.terms, tables.quotes)
    )
    own = {
        name: dict(list(frame.groupby("sentence_no")))
        for name, frame in (("figures", figures), ("terms", terms), ("quotes", quotes))
    }
    empty = {"figures": figures.iloc[:0], "terms": terms.iloc[:0], "quotes": quotes.iloc[:0]}
    carried: list[Span] = []  # a quotation may run on into the next sentences
    rows: list[str] = []
    before: int | None = None
    for sentence in sentences.sort_values("start").to_dict("records"):
        number = sentence["sentence_no"]
        here = {name: own[name].get(number, empty[name]) for name in own}
        carried = [span for span in carried if span.end > sentence["start"]] + list(
            quote_spans(here["quotes"])
        )
        spans = [*carried, *term_spans(here["terms"], names), *figure_spans(here["figures"], names)]
        gap = before is None or sentence["start"] - before > 1 or sentence["zone"] != "body"
        rows.append(
            _row(
                article_id,
                sentence,
                marked(sentence["text"], sentence["start"], spans),
                gap,
                notes(here["figures"], here["terms"], here["quotes"], names),
                names.lang,
            )
        )
        before = sentence["end"]
    return f'<div class="read">{"".join(rows)}</div>'


def _row(
    article_id: str, sentence: Mapping[Any, Any], html: str, gap: bool, margin: str, page_lang: str
) -> str:
    key = anchor(article_id, sentence["sentence_no"])
    zone = "" if sentence["zone"] == "body" else f" z-{sentence['zone']}"
    style = f"row{zone}" + (" gap" if gap else "")
    number = f'<a class="no" href="#{key}">{sentence["sentence_no"]}</a>'
    # A caption or source line that holds no Arabic letter is read from the left.
    way = "" if page_lang == "ar" else ' lang="ar" dir="rtl"'
    way = way if ARABIC.search(sentence["text"]) else ' dir="auto"'
    return f'<div class="{style}" id="{key}">{number}<p{way}>{html}</p>{margin}</div>'
