"""Who speaks in the articles, and with which verbs their words are carried.

Belongs here: shares of words by party and speaker, reporting verbs by stance, statements counted once.
Does not: finding quotations and their speakers (reading), what a verb's stance is (its own data file).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from riwaya.comparing.articles import ordered_articles, outlet_order, told_words
from riwaya.comparing.events import (
    OTHER_VOICES,
    OWN_VOICE,
    Event,
    folded_words,
    holds_phrase,
)
from riwaya.language.spelling import fold

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

STANCES = ("neutral", "endorsing", "distancing")
# An event without parties: its most quoted speakers stand for themselves, the rest are the others.
_SPEAKERS_ALONE = 5


def statements(tables: Tables) -> pd.DataFrame:
    """The quotations, each statement once: the columns of the quotes table.

    A mixed clause ("said that … «…»") has a record for its content and one for the words between marks; the
    inner one, direct, with the same cue and speaker, is the same statement and is left out.
    """
    quotes = tables.quotes.sort_values(
        ["article_id", "start", "end"], ascending=[True, True, False], kind="stable"
    )
    kept: list[int] = []
    outer: dict[tuple[str, str, str], int] = {}
    for at, (article, start, end, direct, name, cue) in enumerate(
        zip(
            quotes["article_id"],
            quotes["start"],
            quotes["end"],
            quotes["direct"],
            quotes["speaker_name"].fillna(""),
            quotes["cue"].fillna(""),
            strict=True,
        )
    ):
        key = (article, name, cue)
        if direct and start < outer.get(key, -1) and end <= outer[key]:
            continue
        kept.append(at)
        if not direct:
            outer[key] = max(end, outer.get(key, -1))
    return quotes.iloc[kept].reset_index(drop=True)


def party_of(name: str | None, event: Event, countries: Mapping[str, str] | None = None) -> str:
    """The party of a speaker's canonical name: by name, by the longest phrase it holds, by country, else others."""
    if name is None or pd.isna(name):
        return OTHER_VOICES
    words = folded_words(name)
    for party in event.party:
        if any(folded_words(member) == words for member in party.members):
            return party.id
    held = [
        (len(phrase), -place, party.id)
        for place, party in enumerate(event.party)
        for phrase in map(folded_words, party.phrases)
        if phrase and holds_phrase(words, phrase)
    ]
    if held:
        return max(held)[2]
    country = (countries or {}).get(name)
    return next((party.id for party in event.party if country and country in party.countries), OTHER_VOICES)


def parties(tables: Tables, event: Event) -> list[str]:
    """The ids in the order of a legend: own, the event's parties (or its most quoted speakers), others."""
    given = [party.id for party in event.party]
    if not given:
        given = list(statements(tables)["speaker_name"].value_counts().index[:_SPEAKERS_ALONE])
    return [OWN_VOICE, *given, OTHER_VOICES]


def speaker_words(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """Words inside quotations by speaker: outlet, speaker_name (null: not named), words, share, total.

    A quotation inside a quotation counts for the outer speaker only. The outlet's own words are not here:
    they are ``total`` less the sum.
    """
    articles = ordered_articles(tables, event)
    counts: Counter[tuple[str, str]] = Counter()
    words = told_words(tables.sentences)
    by_article = dict(iter(tables.quotes.groupby("article_id")))
    for article, outlet in zip(articles["article_id"], articles["outlet"], strict=True):
        if article in by_article:
            for name in _speaker_of_words(words.get(article, []), by_article[article]):
                counts[outlet, name] += 1
    total = _totals(tables, articles)
    rows = [
        (outlet, name or None, n, n / total[outlet], total[outlet])
        for outlet in outlet_order(articles)
        for (of, name), n in counts.most_common()
        if of == outlet
    ]
    frame = pd.DataFrame(rows, columns=["outlet", "speaker_name", "words", "share", "total"])
    return frame.astype(
        {"outlet": "str", "speaker_name": "str", "words": "int64", "share": float, "total": "int64"}
    )


def _totals(tables: Tables, articles: pd.DataFrame) -> dict[str, int]:
    """The words of each outlet's articles, as counted here: shares must add up to one."""
    words = told_words(tables.sentences)
    totals: Counter[str] = Counter()
    for article, outlet in zip(articles["article_id"], articles["outlet"], strict=True):
        totals[outlet] += len(words.get(article, []))
    return totals


def _speaker_of_words(words: list[tuple[int, int]], quotes: pd.DataFrame) -> list[str]:
    """The outer speaker ("" where not named) of each word that stands in a quotation."""
    spans = sorted(
        zip(quotes["start"], quotes["end"], quotes["speaker_name"].fillna(""), strict=True),
        key=lambda span: (span[0], -span[1]),
    )
    names: list[str] = []
    at, reach, speaker = 0, -1, ""
    for start, end in words:
        middle = (start + end) / 2
        while at < len(spans) and spans[at][0] <= middle:
            if spans[at][1] > reach and spans[at][0] >= reach:
                reach, speaker = spans[at][1], spans[at][2]
            at += 1
        if middle < reach:
            names.append(speaker)
    return names


def voice_shares(tables: Tables, event: Event, countries: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Each voice's share of the words of an outlet's articles: outlet, party, words, share, total.

    ``party`` is own (the outlet itself), an id of event.party, or others; without parties in the event, the
    most quoted speakers by name. Zero rows are kept, so a party that nobody quotes stays in the legend.
    ``countries`` (speaker's canonical name to country code) lets parties be given by country.
    """
    spoken = speaker_words(tables, event)
    ids = parties(tables, event)
    if event.party:
        spoken["party"] = [party_of(name, event, countries) for name in spoken["speaker_name"]]
    else:
        spoken["party"] = spoken["speaker_name"].where(spoken["speaker_name"].isin(ids), OTHER_VOICES)
    totals = _totals(tables, articles := ordered_articles(tables, event))
    summed = spoken.groupby(["outlet", "party"])["words"].sum().to_dict()
    rows = []
    for outlet in outlet_order(articles):
        total = totals[outlet]
        of_party = {party: int(summed.get((outlet, party), 0)) for party in ids}
        of_party[OWN_VOICE] = total - sum(of_party.values())
        rows += [(outlet, party, n, n / total if total else None, total) for party, n in of_party.items()]
    frame = pd.DataFrame(rows, columns=["outlet", "party", "words", "share", "total"])
    return frame.astype(
        {"outlet": "str", "party": "str", "words": "int64", "share": "float64", "total": "int64"}
    )


def statement_counts(
    tables: Tables, event: Event, countries: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """How many statements each speaker has, in all articles: speaker_name, party, n; most quoted first."""
    said = statements(tables)
    named = said["speaker_name"].dropna()
    frame = named.value_counts().reset_index()
    frame.columns = pd.Index(["speaker_name", "n"])
    frame = frame.sort_values(["n", "speaker_name"], ascending=[False, True], kind="stable")
    ids = parties(tables, event)
    frame["party"] = [
        party_of(name, event, countries) if event.party else (name if name in ids else OTHER_VOICES)
        for name in frame["speaker_name"]
    ]
    return frame[["speaker_name", "party", "n"]].reset_index(drop=True)


def statements_by_party(tables: Tables, event: Event) -> pd.DataFrame:
    """The statements in their order, with the outlet that carries each, its rank, and the party it is of."""
    articles = ordered_articles(tables, event)
    said = statements(tables).merge(articles[["article_id", "outlet", "rank"]], on="article_id")
    ids = parties(tables, event)
    if event.party:
        said["party"] = [party_of(name, event) for name in said["speaker_name"]]
    else:
        said["party"] = said["speaker_name"].where(said["speaker_name"].isin(ids), OTHER_VOICES)
    return said


def party_statements(tables: Tables, event: Event) -> pd.DataFrame:
    """The statements with the outlet that carries them and the party they are of: the columns of the quotes table,
    outlet and party. Outlets in their order, parties in that of a legend, the longest statement first.
    """
    said = statements_by_party(tables, event)
    ids = parties(tables, event)
    said["place"] = [ids.index(party) for party in said["party"]]
    said["length"] = said["end"] - said["start"]
    order = ["rank", "place", "length", "article_id", "start"]
    said = said.sort_values(order, ascending=[True, True, False, True, True], kind="stable")
    return said.drop(columns=["rank", "place", "length"]).reset_index(drop=True)


def verb_stances(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """The reporting words of each outlet's statements: outlet, cue, stance, n; spelling variants are one cue.

    Ordered by outlet, stance (neutral, endorsing, distancing), then most frequent first.
    """
    articles = ordered_articles(tables, event)
    said = (
        statements(tables)
        .dropna(subset=["cue"])
        .merge(articles[["article_id", "outlet", "rank"]], on="article_id")
    )
    said["key"] = [fold(cue) for cue in said["cue"]]
    counts = said.groupby(["rank", "outlet", "stance", "key"], sort=True, dropna=False).agg(
        cue=("cue", "first"), n=("cue", "size")
    )
    counts = counts.reset_index()
    order = {stance: place for place, stance in enumerate(STANCES)}
    counts["place"] = counts["stance"].map(order)
    counts = counts.sort_values(
        ["rank", "place", "n", "key"], ascending=[True, True, False, True], kind="stable"
    )
    return counts[["outlet", "cue", "stance", "n"]].astype({"n": "int64"}).reset_index(drop=True)
