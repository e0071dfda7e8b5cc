"""The words outlets choose, counted: every mention at its place, counts and rates by outlet and frame.

Belongs here: marks, counts, rates, and which outlets have enough articles to be tested at all.
Does not: what a frame is (reading), the tests themselves, how a rate is worded (showing).
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from riwaya.comparing.articles import ordered_articles, outlet_order, told_words
from riwaya.comparing.events import Event
from riwaya.comparing.wire import known_groups

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# One article an outlet describes the article; from five independent ones an outlet can be tested.
LEAST_ARTICLES = 5


def term_marks(
    tables: Tables, frames: Collection[str] | None = None, event: Event | None = None
) -> pd.DataFrame:
    """Each mention of the frames at its place in its article.

    Columns: article_id, outlet, sentence_no, start, end, text, lemma, frame, kind, voice, speaker_name,
    stance, published, word_position (words of the article before the mention) and words (the article's words).
    ``frames`` None is every frame. Ordered by outlet, then article, then place.
    """
    columns = [
        "article_id",
        "outlet",
        "sentence_no",
        "start",
        "end",
        "text",
        "lemma",
        "frame",
        "kind",
        "voice",
        "speaker_name",
        "stance",
        "published",
        "word_position",
        "words",
    ]
    terms = tables.terms if frames is None else tables.terms[tables.terms["frame"].isin(list(frames))]
    articles = ordered_articles(tables, event)
    marks = terms.merge(articles[["article_id", "outlet", "published", "words", "rank"]], on="article_id")
    starts = {article: [start for start, _ in runs] for article, runs in told_words(tables.sentences).items()}
    marks["word_position"] = pd.Series(
        [
            max(0, bisect.bisect_right(starts.get(article, []), place) - 1)
            for article, place in zip(marks["article_id"], marks["start"], strict=True)
        ],
        index=marks.index,
        dtype="int64",
    )
    marks = marks.sort_values(["rank", "published", "article_id", "start"], kind="stable")
    return marks[columns].reset_index(drop=True)


def frames_in(tables: Tables, kind: str | None = None) -> list[str]:
    """The frames that occur (of one kind of term: actor | event | state_action), most frequent first."""
    terms = tables.terms if kind is None else tables.terms[tables.terms["kind"] == kind]
    counts = terms.groupby("frame", sort=True).size().sort_values(ascending=False, kind="stable")
    return list(counts.index)


def frame_counts(
    tables: Tables, frames: Sequence[str] | None = None, event: Event | None = None
) -> pd.DataFrame:
    """How often each outlet's articles use each frame; zero is a row.

    Columns: outlet, frame, n, own (of them in the outlet's own voice), words (of all its articles), articles,
    rate (n per 1,000 words; null for an outlet without words). Ordered by outlet, then by ``frames``.
    """
    articles = ordered_articles(tables, event)
    wanted = list(frames_in(tables) if frames is None else frames)
    index = pd.MultiIndex.from_product([outlet_order(articles), wanted], names=["outlet", "frame"])
    marks = term_marks(tables, wanted, event)
    n = marks.groupby(["outlet", "frame"]).size().reindex(index, fill_value=0)
    own = marks[marks["voice"] == "own"].groupby(["outlet", "frame"]).size().reindex(index, fill_value=0)
    counts = pd.DataFrame({"n": n.astype("int64"), "own": own.astype("int64")}).reset_index()
    of_outlet = articles.groupby("outlet").agg(words=("words", "sum"), articles=("article_id", "size"))
    counts["words"] = counts["outlet"].map(of_outlet["words"]).astype("int64")
    counts["articles"] = counts["outlet"].map(of_outlet["articles"]).astype("int64")
    counts["rate"] = (1000 * counts["n"] / counts["words"]).where(counts["words"] > 0)
    return counts


def first_of_wire(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """``ordered_articles`` without repeats: of articles that carry one text the one that counts (wire.py) is kept."""
    articles = ordered_articles(tables, event)
    repeats = [article for article, counted in known_groups(tables).items() if article != counted]
    return articles[~articles["article_id"].isin(repeats)].reset_index(drop=True)


def independent_articles(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """How many independent articles each outlet has: outlet, articles, independent, testable.

    Repeats of one text count once for all the outlets that carry it together, for the longest (``wire_groups``).
    ``testable``: LEAST_ARTICLES independent articles or more. Below that a report gives counts, rates and the
    sentences, and says that they describe these articles, not the outlet.
    """
    articles = ordered_articles(tables, event)
    kept = set(first_of_wire(tables, event)["article_id"])
    counted = articles.assign(independent=articles["article_id"].isin(kept))
    frame = counted.groupby("outlet", sort=False).agg(
        articles=("article_id", "size"), independent=("independent", "sum")
    )
    frame = frame.astype("int64").reset_index()
    frame["testable"] = frame["independent"] >= LEAST_ARTICLES
    return frame
