"""The articles as they are compared: in one order, under their outlet, with the words that are theirs.

Belongs here: the order of outlets on every chart, the words and sentences that count.
Does not: anything an article says (figures.py, framing.py, voices.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.events import Event

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Words of these zones are the site's, not the article's; Article.words leaves them out too.
NOT_TOLD = ("byline", "boilerplate")

_RUN = re.compile(r"\S+")


def ordered_articles(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """The articles in the order of every chart: article_id, outlet, outlet_name, published, words, rank.

    The event's own order first, then outlets by their first dated article. An article that names no outlet
    stands by itself, under its own id: two unknown outlets are not one. ``rank`` is the outlet's place.
    """
    articles = tables.articles[["article_id", "outlet", "outlet_name", "published", "words"]].copy()
    articles["outlet"] = articles["outlet"].fillna(articles["article_id"])
    given = {outlet: place for place, outlet in enumerate(event.outlets if event else ())}
    first = articles.groupby("outlet", sort=True)["published"].min()
    later = [
        outlet for outlet in first.sort_values(na_position="last", kind="stable").index if outlet not in given
    ]
    ranks = given | {outlet: len(given) + place for place, outlet in enumerate(later)}
    articles["rank"] = articles["outlet"].map(ranks).astype("int64")
    return articles.sort_values(["rank", "published", "article_id"], kind="stable").reset_index(drop=True)


def outlet_order(articles: pd.DataFrame) -> list[str]:
    """The outlets of ``ordered_articles``, each once."""
    return list(dict.fromkeys(articles["outlet"]))


def told_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that are the article's own, in the order of the text."""
    told = sentences[~sentences["zone"].isin(NOT_TOLD)]
    return told.sort_values(["article_id", "start"], kind="stable").reset_index(drop=True)


def told_words(sentences: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The words of each article as (start, end), in order: runs between spaces that hold a letter or digit.

    Bylines and boilerplate are left out, so that an article has as many here as ``articles.words`` says.
    """
    words: dict[str, list[tuple[int, int]]] = {}
    told = told_sentences(sentences)
    for article_id, start, text in zip(told["article_id"], told["start"], told["text"], strict=True):
        runs = words.setdefault(article_id, [])
        for run in _RUN.finditer(text):
            if any(character.isalnum() for character in run.group()):
                runs.append((start + run.start(), start + run.end()))
    return words


def records(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table one by one, as named tuples."""
    yield from table.itertuples()
