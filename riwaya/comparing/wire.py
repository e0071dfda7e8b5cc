"""Text that articles share: which of them are one text twice, and how much of each stands word for word in another.

Belongs here: stretches of text that stand in two articles, groups of articles that repeat one another, shares.
Does not: sentences that were reworded (rewording.py), how a share is told (showing).

What counts as one text was settled by reading 77 pairs of articles of 2018 that share text, nearly all on the border:
half of them an outlet's own earlier text taken up again, half agency copy in two outlets. Where more than half of an
article stood in another, it told that text over: agency copy under a new lead, a newer toll above yesterday's
paragraphs. Where less did, the two had a quotation in common, a statement, a paragraph of background. Of the 37 read
as one text twice the rule below finds 32, of the 40 others it takes 2. Half of the seven-word runs in common, which it
replaces, found 6: one changed word a line leaves few of them whole. Of 30 border cases read afterwards it finds 12 of
15, and takes 2 of the other 15.

A closing list of other articles' first sentences ("read also") that a page carries under its text counts as text here
wherever reading did not know it for the site's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from riwaya.comparing.articles import told_sentences
from riwaya.language.spelling import fold, words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Seven words in a row are not shared by chance; names of offices and treaties seldom run to seven.
GRAM = 7
# A stretch told from one text: runs of so many equal words, between them no more than so many changed ones, and at
# least so many words in all. Shorter ones are names, dates and turns of phrase.
RUN, CHANGED, STRETCH = 4, 4, 10
# More than this share of an article's words in articles already counted: it is their text once more.
MOST = 0.5
# A run that stands in more articles than this is linked to the first of them only: work stays linear.
_MANY = 40


def article_words(sentences: pd.DataFrame) -> dict[str, list[str]]:
    """The words of each article in order, folded; bylines and boilerplate left out."""
    of_article: dict[str, list[str]] = {}
    told = told_sentences(sentences)
    for article, text in zip(told["article_id"], told["text"], strict=True):
        found = of_article.setdefault(article, [])
        found.extend(folded for word in words(text) if (folded := fold(word.text)))
    return of_article


def _grams(folded: Sequence[str], length: int) -> Iterator[int]:
    """One number for each run of ``length`` words, by its first word; equal runs have equal numbers."""
    return map(hash, zip(*(folded[at:] for at in range(length)), strict=False))


def shared_grams(of_article: Mapping[str, Sequence[str]], length: int) -> dict[str, np.ndarray]:
    """For each article and each run of ``length`` words in it the run's number; -1 where no other place has it."""
    grams = {article: np.fromiter(_grams(folded, length), np.int64) for article, folded in of_article.items()}
    if not grams:
        return {}
    _, number, times = np.unique(
        np.concatenate(list(grams.values())), return_inverse=True, return_counts=True
    )
    number = np.where(times[number] > 1, number, -1)
    ends = np.cumsum([len(found) for found in grams.values()])
    return dict(zip(grams, np.split(number, ends[:-1]), strict=True))


# One text twice


def wire_groups(tables: Tables) -> dict[str, str]:
    """Articles that repeat one another's text: article_id to the id of the article in whose place they all count.

    One is a repeat when more than half (MOST) of its words stand in articles that count, in stretches of STRETCH
    words or more, where up to CHANGED words in a row may have been changed between RUN that are the same. Of two
    versions the longest counts (of equal ones the earliest, then by id): articles are taken longest first; a long one
    put together from shorter ones is dropped in the end. The group of a repeat is the counted article that holds most
    of it. So an outlet that takes up its own paragraphs of two earlier days under a new lead repeats itself; two
    updates of one story that are each newly written do not, nor do the ends of a chain that share nothing. Articles
    in no group are not in the answer; the counted one of a group is.
    """
    of_article = article_words(tables.sentences)
    grams = shared_grams(of_article, RUN)
    holders: dict[int, list[str]] = defaultdict(list)
    stands_for: dict[str, str] = {}

    def is_repeat(article: str) -> bool:
        others = {
            gram: [other for other in holders.get(gram, ()) if other != article and other not in stands_for]
            for gram in np.unique(grams[article]).tolist()
        }
        held, total = _held(grams[article].tolist(), others)
        if total > MOST * len(of_article[article]):
            stands_for[article] = min(held, key=lambda other: (-held[other], other))
        return article in stands_for

    order = _longest_first(tables, of_article)
    for article in order:
        if not is_repeat(article):
            for gram in np.unique(grams[article]).tolist():
                if gram >= 0 and len(holders[gram]) < _MANY:
                    holders[gram].append(article)
    for article in order:
        if article not in stands_for:
            is_repeat(article)
    groups: dict[str, str] = {}
    for article, counted in stands_for.items():
        while counted in stands_for:
            counted = stands_for[counted]
        groups |= {article: counted, counted: counted}
    return dict(sorted(groups.items()))


def _longest_first(tables: Tables, of_article: Mapping[str, Sequence[str]]) -> list[str]:
    latest = pd.Timestamp.max
    days = {
        str(article): latest if pd.isna(day) else day
        for article, day in zip(tables.articles["article_id"], tables.articles["published"], strict=True)
    }
    return sorted(of_article, key=lambda one: (-len(of_article[one]), days.get(one, latest), one))


def _held(grams: Iterable[int], holders: Mapping[int, Sequence[str]]) -> tuple[dict[str, int], int]:
    """How many words of an article each of the others holds, and how many any of them does."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, gram in enumerate(grams):
        for other in holders[gram]:
            places[other].append(place)
    spans = {other: list(_stretches(found)) for other, found in places.items()}
    held = {other: sum(end - start for start, end in found) for other, found in spans.items() if found}
    total = reach = 0
    for start, end in sorted(span for found in spans.values() for span in found):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return held, total


def _stretches(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Stretches of text that begin and end with runs at these places, half-open, in words.

    >>> list(_stretches([0, 1, 2, 9, 40]))
    [(0, 13)]
    """
    start = end = -1
    for place in places:
        if start >= 0 and place <= end + CHANGED:
            end = place + RUN
            continue
        if end - start >= STRETCH:
            yield start, end
        start, end = place, place + RUN
    if end - start >= STRETCH:
        yield start, end


def with_wire_groups(tables: Tables) -> Tables:
    """The same tables, with the articles that repeat one text under one wire_group."""
    return tables.with_wire_groups(wire_groups(tables))


def known_groups(tables: Tables) -> dict[str, str]:
    """``wire_groups``, from the articles' wire_group where it is there; tables that have none of them are read.

    Where the article that counts is not among these articles the longest repeat takes its place.
    """
    grouped = tables.articles[tables.articles["wire_group"].notna()]
    if grouped.empty:
        return wire_groups(tables)
    first = grouped["article_id"] == grouped["wire_group"]
    order = grouped.assign(first=first).sort_values(
        ["first", "words", "article_id"], ascending=[False, False, True]
    )
    groups: dict[str, str] = {}
    for _, rows in order.groupby("wire_group", sort=True):
        if len(rows) > 1:
            groups |= dict.fromkeys(rows["article_id"], str(rows["article_id"].iloc[0]))
    return dict(sorted(groups.items()))


# Word for word


def shared_words(tables: Tables) -> pd.DataFrame:
    """How much of each article stands word for word in another: article_id, words, shared, share, wire_group.

    Counted are words in runs of GRAM or more that are the same but for marks and spelling. ``words`` are folded words
    (numbers count), so they may differ a little from ``articles.words``.
    """
    of_article = article_words(tables.sentences)
    grams = shared_grams(of_article, GRAM)
    articles_with = _articles_with(grams)
    groups = known_groups(tables)
    rows = []
    for article in tables.articles["article_id"]:
        covered = reach = 0
        for at in np.flatnonzero(articles_with[grams[article]] > 1) if article in grams else ():
            covered += int(at) + GRAM - max(int(at), reach)
            reach = int(at) + GRAM
        total = len(of_article.get(article, ()))
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


def _articles_with(grams: Mapping[str, np.ndarray]) -> np.ndarray:
    """In how many articles the run of each number stands; the last entry is for the number -1."""
    numbers = [np.unique(found[found >= 0]) for found in grams.values()]
    every = np.concatenate([np.array([], dtype=np.int64), *numbers])
    return np.append(np.bincount(every), 0)
