"""Two versions of one article: what its outlet changed in the page.

Belongs here: headline, figures, words of the lexicon and speakers that differ between two readings of an article.
Does not: which articles were changed (since.py), how it is told (showing).

A version differs only where its words do: a page whose files, marks or spaces changed says what it said before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import records, told_sentences
from riwaya.comparing.figure_courses import relative_change
from riwaya.comparing.figures import INCIDENTAL, TAKEN_BACK
from riwaya.comparing.finding import text_of
from riwaya.language import spelling
from riwaya.language.spelling import words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Words and names that were left out or put in, told of one article.
MOST_NAMED = 8
# Whole sentences would fill the memory of words.
_fold = spelling.fold.__wrapped__
Said = tuple[float, float | None, str, bool]  # value, value_high, bound, taken back
Counted = tuple[str, str, str, str]  # metric, unit, group, place


def as_words(text: object) -> str:
    """What a text says in words, whatever its marks, spaces and spelling variants are.

    >>> as_words("164 killed,  he said.") == as_words("164 killed he said")
    True
    """
    return " ".join(word.text for word in words(_fold(text))) if isinstance(text, str) else ""


@dataclass(frozen=True)
class Version:
    """One reading of an article: its row, its sentences in words, what stands in them."""

    article: Any
    sentences: Mapping[int, str]  # number to words
    figures: pd.DataFrame
    terms: pd.DataFrame
    quotes: pd.DataFrame

    def after(self, shared: Collection[str]) -> dict[int, str]:
        """For each sentence the last one before it that both versions have: what stands between the same two."""
        found, last = {}, ""
        for number, said in self.sentences.items():
            last = said if said in shared else last
            found[number] = last
        return found


def versions(tables: Tables, article_ids: Collection[str]) -> dict[str, Version]:
    """The readings of some articles, by id."""
    wanted = tables.only(article_ids)
    sentences: dict[str, dict[int, str]] = defaultdict(dict)
    told = told_sentences(wanted.sentences)
    for article, number, text in zip(told["article_id"], told["sentence_no"], told["text"], strict=True):
        sentences[article][int(number)] = as_words(text)
    frames = (wanted.figures, wanted.terms, wanted.quotes)
    rows = [dict(iter(frame.sort_values("start", kind="stable").groupby("article_id"))) for frame in frames]
    return {
        str(row.article_id): Version(
            row,
            sentences[row.article_id],
            *(of.get(row.article_id, frame.iloc[:0]) for of, frame in zip(rows, frames, strict=True)),
        )
        for row in records(wanted.articles)
    }


def edit(was: Version, now: Version) -> dict[str, Any] | None:
    """What differs between two versions of an article, as plain values; None where they say the same.

    headline: was and now, or None. figures: ``figure_changes``. terms, speakers: what is gone and what is new.
    sentence: the first sentence with other words. weight: the largest relative change of a number, or None.
    """
    shared = set(was.sentences.values()) & set(now.sentences.values())
    other = [number for number, said in now.sentences.items() if said not in shared]
    headline = _headline(was.article.headline, now.article.headline)
    if not other and headline is None and all(said in shared for said in was.sentences.values()):
        return None
    figures = figure_changes(was, now, shared)
    weights = [change["weight"] for change in figures if change["weight"] is not None]
    return {
        "headline": headline,
        "figures": figures,
        "terms": _terms(was.terms, now.terms),
        "speakers": _speakers(was.quotes, now.quotes),
        "sentence": next(iter(other), 0),
        "words": {"was": int(was.article.words), "now": int(now.article.words)},
        "weight": max(weights, default=None),
    }


def _headline(was: Any, now: Any) -> dict[str, str | None] | None:
    same = as_words(was) == as_words(now)
    return None if same else {"was": text_of(was), "now": text_of(now)}


# Figures


def figure_changes(was: Version, now: Version, shared: Collection[str]) -> list[dict[str, Any]]:
    """The figures that differ, measure by measure: kind (changed | withdrawn | dropped | added), was, now, weight.

    A figure is another one's successor when each version has one of its measure that the other has not, or where both
    stand between the same unchanged sentences; what has no such partner was dropped or added.
    """
    earlier, later = _by_measure(was.figures), _by_measure(now.figures)
    between = was.after(shared), now.after(shared)
    found = []
    for measure in dict.fromkeys([*later, *earlier]):
        old, new = earlier.get(measure, {}), later.get(measure, {})
        gone = [row for said, row in old.items() if said not in new]
        fresh = [row for said, row in new.items() if said not in old]
        found += [_change(measure, *pair) for pair in _paired(gone, fresh, *between)]
    order = {"withdrawn": 0, "changed": 1, "dropped": 2, "added": 3}
    return sorted(found, key=lambda change: (order[change["kind"]], -(change["weight"] or 0)))


def _by_measure(figures: pd.DataFrame) -> dict[Counted, dict[Said, Any]]:
    """Each number of each measure, where it stands first. Ages, shares and the like are no measures of an event."""
    found: dict[Counted, dict[Said, Any]] = defaultdict(dict)
    for row in records(figures[~figures["metric"].isin(INCIDENTAL)]):
        place = text_of(row.scope_name) or text_of(row.scope) or ""
        measure = (row.metric, text_of(row.unit) or "", text_of(row.group) or "", place)
        high = None if pd.isna(row.value_high) else float(row.value_high)
        said = (float(row.value), high, row.bound, row.status in TAKEN_BACK)
        found[measure].setdefault(said, row)
    return dict(found)


def _paired(
    gone: list[Any], fresh: list[Any], before: Mapping[int, str], after: Mapping[int, str]
) -> Iterator[tuple[Any, Any]]:
    if len(gone) == len(fresh) == 1:
        yield gone[0], fresh[0]
        return
    waiting: dict[str, list[Any]] = defaultdict(list)
    for row in fresh:
        waiting[after.get(int(row.sentence_no), "")].append(row)
    for row in gone:
        partners = waiting[before.get(int(row.sentence_no), "")]
        yield row, partners.pop(0) if partners else None
    for rows in waiting.values():
        yield from ((None, row) for row in rows)


def _change(measure: Counted, was: Any, now: Any) -> dict[str, Any]:
    metric, unit, group, place = measure
    weight = relative_change(was.value, now.value) if was is not None and now is not None else None
    if was is None or now is None:
        kind = "added" if was is None else "dropped"
    else:
        kind = "withdrawn" if now.status in TAKEN_BACK and was.status not in TAKEN_BACK else "changed"
    return {
        "kind": kind,
        "metric": metric,
        "unit": unit,
        "group": group or None,
        "place": place or None,
        "was": _figure(was),
        "now": _figure(now),
        "weight": weight if kind == "changed" else None,
    }


def _figure(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "value": float(row.value),
        "high": None if pd.isna(row.value_high) else float(row.value_high),
        "bound": str(row.bound),
        "text": str(row.text),
        "status": str(row.status),
        "sentence": int(row.sentence_no),
    }


# Words and speakers


def _terms(was: pd.DataFrame, now: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The words of the lexicon that only one version has, each where it stands first there."""
    earlier, later = _first_terms(was), _first_terms(now)
    return {
        "gone": [row for key, row in earlier.items() if key not in later][:MOST_NAMED],
        "new": [row for key, row in later.items() if key not in earlier][:MOST_NAMED],
    }


def _first_terms(terms: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in records(terms):
        told = {"frame": row.frame, "lemma": row.lemma, "text": row.text, "sentence": int(row.sentence_no)}
        found.setdefault((row.frame, row.lemma), told)
    return found


def _speakers(was: pd.DataFrame, now: pd.DataFrame) -> dict[str, list[str]]:
    earlier, later = _named(was["speaker_name"].dropna()), _named(now["speaker_name"].dropna())
    return {
        "gone": [name for key, name in earlier.items() if key not in later][:MOST_NAMED],
        "new": [name for key, name in later.items() if key not in earlier][:MOST_NAMED],
    }


def _named(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(as_words(name), str(name))
    return found
