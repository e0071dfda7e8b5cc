"""People named by a nationality that is not the country's they are counted in: 38 عاملا هنديا قتلوا في العراق.

Belongs here: the group "foreigners" where no word says أجانب, told from the nationality and the place of a number.
Does not: groups that a word shows (groups.py), the place itself (scopes.py), any list of countries (gazetteer.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from riwaya.language.spelling import fold
from riwaya.reading.figures.counting import Counting, Metrics, Units, counting
from riwaya.reading.figures.gazetteer import Places
from riwaya.reading.records import Article, Figure

_OF_PEOPLE = frozenset(("deaths", "injuries", "missing", "arrests", "displaced", "cases"))
_HEADS = frozenset(("مواطن", "رعية", "عامل", "سائح", "شخص"))
# Who is a foreigner where is disputed here, and is not decided by a nationality.
_NEIGHBOURS = frozenset(("PS", "IL"))


def with_foreigners(
    article: Article, figures: Sequence[Figure], metrics: Metrics, units: Units, known: Places
) -> list[Figure]:
    """The same figures; one of people of a nationality, counted in another country, has the group foreigners.

    So has a part of a toll that a nationality sets apart (بينهم 3 سوريين). Asks for scopes: run it after with_scopes.
    """
    words = counting(metrics, units)
    wholes = {figure.start: figure for figure in figures}
    sentences = {sentence.sentence_no: sentence.text for sentence in article.sentences}
    out = []
    for figure in figures:
        if figure.unit == "person" and figure.group is None and figure.counted is not None:
            whole = wholes.get(figure.part_of) if figure.part_of is not None else None
            nation = _nation(figure, words, known)
            if nation is not None and _is_abroad(nation, figure, whole, sentences[figure.sentence_no], known):
                figure = dataclasses.replace(figure, group="foreigners")
        out.append(figure)
    return out


def _is_abroad(nation: str, figure: Figure, whole: Figure | None, sentence: str, known: Places) -> bool:
    scopes = [_country(part, known) for part in (figure, whole) if part is not None]
    country = next((code for code in scopes if code), None) or _named_after_in(sentence, known)
    if country is not None:
        return country != nation and not {country, nation} <= _NEIGHBOURS
    return whole is not None and nation not in _NEIGHBOURS


def _nation(figure: Figure, words: Counting, known: Places) -> str | None:
    """The country whose people are counted; None where the nationality is beside the point (3 وزراء فرنسيين)."""
    hits = words.nouns.find(figure.counted or "")
    for place, hit in enumerate(hits):
        nation = known.adjectives.get(fold(hit.lemma))
        if nation is not None:
            named = place == 0 or hits[0].entry.lemma in _HEADS
            return nation if named or figure.metric in _OF_PEOPLE else None
    return None


def _country(figure: Figure, known: Places) -> str | None:
    if figure.scope_name is None:
        return None
    return _of(figure.scope_name.split(), known)


def _named_after_in(sentence: str, known: Places) -> str | None:
    """The only country that a sentence names after في; None where there is none, or more than one."""
    words = sentence.split()
    codes = {
        _of(words[place : place + 3], known) for place, word in enumerate(words, 1) if word in ("في", "داخل")
    }
    found = codes - {None}
    return found.pop() if len(found) == 1 else None


def _of(words: Sequence[str], known: Places) -> str | None:
    keys = [key for word in words for key in fold(word).strip('،.:؛"«»()').split("-")]
    places, _ = known.named(keys, 0) if keys else ([], 0)
    return next((place.country for place in places if place.country), None)
