"""What the widgets of the exploration notebook call: filters, a concordance, an article.

Belongs here: choosing rows, searching words, and the widgets that show what was chosen.
Does not: the marked text itself (evidence.py), counting (comparing/), the report's pieces (page.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets
import pandas as pd

from riwaya.comparing.articles import records
from riwaya.language.spelling import fold, words
from riwaya.showing import evidence
from riwaya.showing.evidence import symbol
from riwaya.showing.labels import number, say
from riwaya.showing.markup import Piece, anchor, arabic, escape
from riwaya.showing.report import Report

MOST_LINES = 200  # of a concordance or a table; what is left out is said
# Conjunction, preposition and article that may stand before a word that is searched for, folded.
_PROCLITICS = "[وف]?[بلك]?(?:ال)?"
_COLUMNS = {
    "figures": ("outlet", "metric", "text", "value", "speaker_name", "cue", "voice", "status"),
    "terms": ("outlet", "frame", "text", "speaker_name", "cue", "voice"),
    "quotes": ("outlet", "speaker_name", "cue", "stance", "text"),
}
_NAMED = {
    "outlet": "outlet",
    "metric": "metric",
    "frame": "frame",
    "voice": "voice",
    "status": "status",
    "stance": "stance",
    "speaker_name": "speaker",
    "cue": "cue",
}


def rows(story: Report, table: str) -> pd.DataFrame:
    """The rows of figures, terms or quotes with the outlet of their article, in the page's order."""
    frame: pd.DataFrame = getattr(story.tables, table)
    order = story.articles[["article_id", "outlet", "rank"]]
    merged = frame.merge(order, on="article_id").sort_values(["rank", "article_id", "start"], kind="stable")
    return merged.drop(columns="rank").reset_index(drop=True)


def filtered(frame: pd.DataFrame, /, **chosen: str | None) -> pd.DataFrame:
    """The rows whose columns hold the chosen values; None and "" choose all.

    >>> frame = pd.DataFrame({"voice": ["own", "quoted"], "outlet": ["a", "b"]})
    >>> list(filtered(frame, voice="own", outlet=None)["outlet"])
    ['a']
    """
    for column, value in chosen.items():
        if value:
            frame = frame[frame[column] == value]
    return frame


def found(story: Report, word: str) -> pd.DataFrame:
    """Every place where a word stands, whatever its spelling and with the particles written onto it.

    Columns: article_id, outlet, sentence_no, start, end, text. An empty word finds nothing.
    """
    wanted = [fold(each.text) for each in words(word)]
    pattern = re.compile(rf"{_PROCLITICS}{re.escape(wanted[0])}") if wanted else None
    places: list[tuple[Any, ...]] = []
    order = story.articles[["article_id", "outlet", "rank"]]
    sentences = story.tables.sentences.merge(order, on="article_id").sort_values(
        ["rank", "article_id", "start"]
    )
    for sentence in records(sentences):
        tokens = list(words(str(sentence.text))) if pattern else []
        folded = [fold(token.text) for token in tokens]
        for at in range(len(tokens) - len(wanted) + 1):
            if pattern and pattern.fullmatch(folded[at]) and folded[at + 1 : at + len(wanted)] == wanted[1:]:
                first, last = tokens[at].start, tokens[at + len(wanted) - 1].end
                place = (sentence.article_id, sentence.outlet, sentence.sentence_no)
                places.append(
                    (*place, sentence.start + first, sentence.start + last, sentence.text[first:last])
                )
    return pd.DataFrame(places, columns=["article_id", "outlet", "sentence_no", "start", "end", "text"])


# HTML


def table(story: Report, chosen: pd.DataFrame, columns: Sequence[str]) -> str:
    """Chosen rows as a table with the names of the page's language; each opens its sentence below."""
    heads = "".join(f'<th scope="col">{escape(_heading(story, column))}</th>' for column in columns)
    body = ""
    for _, row in chosen.head(MOST_LINES).iterrows():
        body += (
            "<tr>" + "".join(f"<td>{_cell(story, column, row[column])}</td>" for column in columns) + "</tr>"
        )
    told = f'<p class="aside">{say("rows", story.lang, n=number(len(chosen)))}</p>'
    return _wrapped(
        story,
        f'{told}<div class="scroll"><table class="plain"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>',
    )


def _heading(story: Report, column: str) -> str:
    return say(f"column.{column.removesuffix('_name')}", story.lang)


def _cell(story: Report, column: str, value: Any) -> str:
    if pd.isna(value):
        return ""
    if column in _NAMED:
        return arabic(getattr(story.words, _NAMED[column])(value), story.lang)
    return number(value) if isinstance(value, float | int) else arabic(value, story.lang)


def concordance(story: Report, chosen: pd.DataFrame) -> str:
    """Chosen mentions in their sentences, one a line, the mention in the middle, read from right to left (KWIC)."""
    sentences = story.tables.sentences.set_index(["article_id", "sentence_no"])
    lines = ""
    for row in records(chosen.head(MOST_LINES)):
        sentence = sentences.loc[(row.article_id, row.sentence_no)]
        style = f"t v-{row.voice}" if hasattr(row, "voice") else "t"
        before, key, after = evidence.concordance_line(sentence, int(row.start), int(row.end), style)
        outlet = arabic(story.words.outlet(row.outlet), "ar")
        lines += (
            f'<tr><th scope="row"><a href="#{anchor(row.article_id, row.sentence_no)}">{outlet}</a></th>'
            f'<td class="before"><bdi dir="rtl">{before}</bdi></td><td class="key">{key}</td><td class="after">{after}</td></tr>'
        )
    told = f'<p class="aside">{say("rows", story.lang, n=number(len(chosen)))}</p>'
    return _wrapped(story, f'{told}<table class="kwic" lang="ar" dir="rtl"><tbody>{lines}</tbody></table>')


def article_view(story: Report, article_id: str) -> str:
    """One article with its marks and notes, and the legend of its shapes."""
    shapes = "".join(
        f"<li>{symbol(voice)}<span>{escape(story.words.voice(voice))}</span></li>"
        for voice in evidence.VOICES
    )
    return _wrapped(
        story, f'<ul class="leg">{shapes}</ul>{evidence.article(story.tables, article_id, story.words)}'
    )


def _wrapped(story: Report, html: str) -> str:
    bundle, _ = Piece(html, "", story.lang)._repr_mimebundle_()
    return str(bundle["text/html"])


# Widgets


def browse(story: Report, name: str) -> ipywidgets.VBox:
    """A table (figures, terms or quotes) under one menu for each column that can be chosen by."""
    frame = rows(story, name)
    menus: dict[str, Any] = {
        column: _menu(story, column, frame[column])
        for column in ("outlet", "metric", "frame", "voice", "stance", "speaker_name")
        if column in frame and column in _COLUMNS[name]
    }
    return _following(menus, lambda chosen: table(story, filtered(frame, **chosen), _COLUMNS[name]))


def browse_concordance(story: Report) -> ipywidgets.VBox:
    """The terms of a frame in their sentences, by outlet and voice; a word of one's own takes their place."""
    frame = rows(story, "terms")
    menus: dict[str, Any] = {
        column: _menu(story, column, frame[column]) for column in ("frame", "outlet", "voice")
    }
    menus["word"] = ipywidgets.Text(description=say("column.word", story.lang), continuous_update=False)

    def shown(chosen: Mapping[str, Any]) -> str:
        choice = dict(chosen)
        word = choice.pop("word")
        if word.strip():
            return concordance(story, filtered(found(story, word), outlet=choice["outlet"]))
        return concordance(story, filtered(frame, **choice))

    return _following(menus, shown)


def browse_articles(story: Report) -> ipywidgets.VBox:
    """One article at a time, with its marks."""
    options = [
        (
            f"{story.words.outlet(row.outlet)}: {row.headline if isinstance(row.headline, str) else row.article_id}",
            row.article_id,
        )
        for row in records(story.articles)
    ]
    menu = ipywidgets.Dropdown(options=options, description=say("column.article", story.lang))
    menu.layout.width = "640px"
    return _following({"article_id": menu}, lambda chosen: article_view(story, chosen["article_id"]))


def _menu(story: Report, column: str, values: pd.Series) -> ipywidgets.Dropdown:
    names = getattr(story.words, _NAMED[column])
    there = list(dict.fromkeys(values.dropna()))
    options = [(say("facts.all", story.lang), ""), *((names(value), value) for value in there)]
    return ipywidgets.Dropdown(options=options, description=_heading(story, column))


def _following(menus: Mapping[str, Any], shown: Callable[[Mapping[str, Any]], str]) -> ipywidgets.VBox:
    """Menus in a row, and below them what they choose, made anew at every change."""
    view = ipywidgets.HTML()

    def follow(_: Any = None) -> None:
        view.value = shown({name: menu.value for name, menu in menus.items()})

    for menu in menus.values():
        menu.observe(follow, names="value")
    follow()
    bar = ipywidgets.HBox(list(menus.values()))
    bar.layout.flex_flow = "row wrap"
    return ipywidgets.VBox([bar, view])
