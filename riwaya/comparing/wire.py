"""Text that articles share word for word: agency copy, and who carries how much of it.

Belongs here: runs of words that stand in two articles, the share of an article that does, groups of copies.
Does not: sentences that were reworded (rewording.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from riwaya.comparing.articles import told_sentences
from riwaya.language.spelling import fold, words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Seven words in a row are not shared by chance; names of offices and treaties seldom run to seven.
GRAM = 7
# Articles that share most of the shorter one's runs carry the same wire text.
MOST = 0.5
# A run that stands in more articles than this is linked to the first of them only: work stays linear.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an article, folded, at its place in the full text."""

    start: int
    end: int
    folded: str


def article_tokens(sentences: pd.DataFrame) -> dict[str, list[Token]]:
    """The words of each article in order, folded; bylines and boilerplate left out."""
    tokens: dict[str, list[Token]] = {}
    told = told_sentences(sentences)
    for article, start, text in zip(told["article_id"], told["start"], told["text"], strict=True):
        of_article = tokens.setdefault(article, [])
        for word in words(text):
            if folded := fold(word.text):
                of_article.append(Token(start + word.start, start + word.end, folded))
    return tokens


def _grams(tokens: list[Token], length: int) -> Iterator[int]:
    """One number for each run of ``length`` words, by its first word; equal runs have equal numbers."""
    folded = [token.folded for token in tokens]
    for at in range(len(folded) - length + 1):
        yield hash(tuple(folded[at : at + length]))


def _places(tokens: dict[str, list[Token]], length: int) -> dict[int, dict[str, int]]:
    """Where each run of words first stands in each article that has it."""
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for article, of_article in tokens.items():
        for at, gram in enumerate(_grams(of_article, length)):
            places[gram].setdefault(article, at)
    return places


def wire_groups(tables: Tables) -> dict[str, str]:
    """Articles that carry the same wire text: article_id to the id of its group (its first article's id).

    Two articles belong together when MOST of the shorter one's seven-word runs stand in the other; a chain of
    such pairs is one group. Articles in no group are not in the answer.
    """
    tokens = article_tokens(tables.sentences)
    grams = {article: len(set(_grams(of_article, GRAM))) for article, of_article in tokens.items()}
    shared: Counter[tuple[str, str]] = Counter()
    for holders in _places(tokens, GRAM).values():
        articles = list(holders)
        linked = articles if len(articles) <= _MANY else articles[:1]
        for place, first in enumerate(linked):
            shared.update((first, second) for second in articles[place + 1 :])
    root: dict[str, str] = {}

    def top(article: str) -> str:
        while root.setdefault(article, article) != article:
            article = root[article]
        return article

    for (first, second), n in sorted(shared.items()):
        if n >= MOST * min(grams[first], grams[second]):
            one, other = sorted((top(first), top(second)))
            root[other] = one
    return {article: top(article) for article in sorted(root)}


def with_wire_groups(tables: Tables) -> Tables:
    """The same tables, with the articles that carry the same wire text under one wire_group."""
    return tables.with_wire_groups(wire_groups(tables))


def shared_words(tables: Tables) -> pd.DataFrame:
    """How much of each article stands word for word in another: article_id, words, shared, share, wire_group.

    ``words`` are folded words (numbers count), so they may differ a little from ``articles.words``.
    """
    tokens = article_tokens(tables.sentences)
    places = _places(tokens, GRAM)
    groups = wire_groups(tables)
    rows = []
    for article in tables.articles["article_id"]:
        of_article = tokens.get(article, [])
        covered = reach = 0
        for at, gram in enumerate(_grams(of_article, GRAM)):
            if len(places[gram]) > 1:
                covered += at + GRAM - max(at, reach)
                reach = at + GRAM
        total = len(of_article)
        rows.append((article, total, covered, covered / total if total else None, groups.get(article)))
    frame = pd.DataFrame(rows, columns=["article_id", "words", "shared", "share", "wire_group"])
    kinds = {
        "article_id": "str",
        "words": "int64",
        "shared": "int64",
        "share": "float64",
        "wire_group": "str",
    }
    return frame.astype(kinds)


def shared_runs(tables: Tables, least: int = GRAM) -> pd.DataFrame:
    """Runs of ``least`` words or more that stand in another article too, longest match first at every place.

    Columns: article_id, start, end, words, other_article_id, other_start, other_end. Each article's runs are
    given with the one other article that shares the longest stretch from there.
    """
    tokens = article_tokens(tables.sentences)
    places = _places(tokens, least)
    rows = []
    for article, of_article in tokens.items():
        grams = list(_grams(of_article, least))
        at = 0
        while at < len(grams):
            others = [(other, there) for other, there in places[grams[at]].items() if other != article][
                :_MANY
            ]
            runs = [(_run(of_article, at, tokens[other], there), other, there) for other, there in others]
            if not runs:
                at += 1
                continue
            length, other, there = max(runs, key=lambda run: run[0])
            theirs = tokens[other]
            span = (of_article[at].start, of_article[at + length - 1].end)
            rows.append((article, *span, length, other, theirs[there].start, theirs[there + length - 1].end))
            at += length
    columns = ["article_id", "start", "end", "words", "other_article_id", "other_start", "other_end"]
    frame = pd.DataFrame(rows, columns=columns)
    kinds = {column: "str" if column.endswith("id") else "int64" for column in columns}
    return frame.astype(kinds).sort_values(["article_id", "start"], kind="stable").reset_index(drop=True)


def _run(mine: list[Token], at: int, theirs: list[Token], there: int) -> int:
    """How many words are the same from two places on."""
    length = 0
    most = min(len(mine) - at, len(theirs) - there)
    while length < most and mine[at + length].folded == theirs[there + length].folded:
        length += 1
    return length
