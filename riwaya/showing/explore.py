"""What the widgets of the notebooks call: tables to choose from, a concordance, an article.

Belongs here: the menus, what they choose as HTML, and the choice that a notebook's parameters make beforehand.
Does not: searching and sorting (comparing/concordance.py), the marked text itself (evidence.py), the report's pieces
(page.py).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import ipywidgets
import pandas as pd

from riwaya.comparing import concordance as lines_of
from riwaya.comparing.articles import records
from riwaya.comparing.concordance import SORTS, filtered
from riwaya.showing import evidence
from riwaya.showing.evidence import symbol
from riwaya.showing.labels import number, plain, say
from riwaya.showing.markup import Piece, anchor, arabic, attributes, clip, escape
from riwaya.showing.report import ParameterError, Report, load, parameters

MOST_LINES = 200  # of a concordance or a table; what is left out is said
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


# What a concordance is chosen by, in the order of its menus.
_CHOSEN_BY = ("frame", "outlet", "voice", "speaker_name")


@dataclass(frozen=True)
class Choice:
    """What a concordance shows at first; in notebooks/concordance.ipynb names and defaults of parameters."""

    word: str = ""  # in place of the framing terms, in any spelling
    frame: str = ""  # id of a frame; "": all, as for the next two
    voice: str = ""
    speaker: str = ""  # the canonical name
    sort: str = "before"
    width: int = 60  # letters on each side

    def __post_init__(self) -> None:
        for name in ("word", "frame", "voice", "speaker", "sort"):
            if not isinstance(getattr(self, name), str):
                raise ParameterError(
                    f"{name} is {getattr(self, name)!r}. Give it as text in quotation marks."
                )
        if self.sort not in SORTS:
            raise ParameterError(f"sort is {self.sort!r}. Choose one of: {', '.join(SORTS)}.")
        if not isinstance(self.width, int) or isinstance(self.width, bool) or self.width < 1:
            raise ParameterError(f"width is {self.width!r}. Give the letters on each side, 1 or more.")


def opened(namespace: Mapping[str, Any]) -> tuple[Report, Choice]:
    """The story and the choice among a notebook's names: ``opened(globals())`` in its load cell.

    Raises ParameterError as ``report.parameters`` and ``report.load`` do, and for a choice that cannot be.
    """
    own = {field.name for field in fields(Choice)}
    choice = Choice(**{name: value for name, value in namespace.items() if name in own})
    story = load(parameters({name: value for name, value in namespace.items() if name not in own}))
    return story, choice


def rows(story: Report, table: str) -> pd.DataFrame:
    """The rows of figures, terms or quotes with the outlet of their article, in the page's order."""
    frame: pd.DataFrame = getattr(story.tables, table)
    order = story.articles[["article_id", "outlet", "rank"]]
    merged = frame.merge(order, on="article_id").sort_values(["rank", "article_id", "start"], kind="stable")
    return merged.drop(columns="rank").reset_index(drop=True)


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
    return number(value) if isinstance(value, float | int) else arabic(clip(value), story.lang)


def concordance(story: Report, lines: pd.DataFrame) -> str:
    """The lines of a concordance (comparing/concordance.py), the key in the middle, read from right to left (KWIC)."""
    rows = ""
    for line in records(lines.head(MOST_LINES)):
        style = f"t v-{line.voice}" if "voice" in lines and pd.notna(line.voice) else "t"
        named = "speaker_name" in lines and pd.notna(line.speaker_name)
        title = story.words.speaker(line.speaker_name) if named else None
        key = f"<mark{attributes(class_=style, title=title)}>{escape(line.key)}</mark>"
        outlet = arabic(story.words.outlet(line.outlet), "ar")
        rows += (
            f'<tr><th scope="row"><a href="#{anchor(line.article_id, line.sentence_no)}">{outlet}</a></th>'
            f'<td class="before"><bdi dir="rtl">{escape(line.before)}</bdi></td><td class="key">{key}</td>'
            f'<td class="after">{escape(line.after)}</td></tr>'
        )
    told = f'<p class="aside">{say("rows", story.lang, n=number(len(lines)))}</p>'
    return _wrapped(story, f'{told}<table class="kwic" lang="ar" dir="rtl"><tbody>{rows}</tbody></table>')


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


class Concordance(ipywidgets.VBox):
    """Menus, and below them the lines they choose: the terms of a frame, or a word of one's own, in their sentences."""

    def __init__(self, story: Report, choice: Choice) -> None:
        self._story, self._width = story, choice.width
        self._terms = story.tables.terms
        # Counted once: it is the same for every line that is ever chosen.
        self._uses = lines_of.word_uses(story.tables)
        order = rows(story, "terms")
        self._menus = {column: _menu(story, column, order[column]) for column in _CHOSEN_BY}
        for column, menu in self._menus.items():
            _preset(menu, column.removesuffix("_name"), getattr(choice, column.removesuffix("_name"), ""))
        self._sort = ipywidgets.Dropdown(
            options=[(plain(f"sort.{way}", story.lang), way) for way in SORTS],
            value=choice.sort,
            description=plain("column.sort", story.lang),
        )
        self._word = ipywidgets.Text(
            value=choice.word, description=plain("column.word", story.lang), continuous_update=False
        )
        menus = {**self._menus, "sort": self._sort, "word": self._word}
        super().__init__(_following(menus, lambda _: concordance(story, self.table)).children)

    @property
    def table(self) -> pd.DataFrame:
        """The lines that the menus choose now, all of them, as ``comparing.concordance`` gives them."""
        tables, event, word = self._story.tables, self._story.event, self._word.value
        mentions = lines_of.found(tables, word, event) if word.strip() else self._terms
        lines = lines_of.concordance(
            tables, mentions, sort=self._sort.value, width=self._width, event=event, uses=self._uses
        )
        chosen = filtered(lines, **{column: menu.value for column, menu in self._menus.items()})
        return chosen.reset_index(drop=True)


def browse_concordance(story: Report, choice: Choice | None = None) -> Concordance:
    """The framing terms in their sentences, or a word of one's own, by frame, outlet, voice and speaker, sorted.

    choice: what is chosen at first. Raises ParameterError where it names what is not among the terms.
    """
    return Concordance(story, choice or Choice())


def _preset(menu: ipywidgets.Dropdown, name: str, value: str) -> None:
    """Choose a value of a menu from the start, if it is there."""
    there = [option for _, option in menu.options if option]
    if value and value not in there:
        near = difflib.get_close_matches(value, there, 1)
        mend = f"Did you mean {near[0]!r}?" if near else f"There is: {', '.join(there[:12]) or 'none'}."
        raise ParameterError(f"{name} is {value!r}, and no framing term here has it. {mend}")
    menu.value = value


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
