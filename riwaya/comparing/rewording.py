"""The same sentence in two outlets, and the words in which they differ.

Belongs here: finding sentences that tell the same thing in nearly the same words, aligning them word by word, which
pairs of them are worth showing and in which order.
Does not: what a difference touches (changes.py), text shared unchanged (wire.py), how it is shown or told (showing).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.alignment import align, likeness_key, rarity
from riwaya.comparing.articles import ordered_articles, records, told_sentences
from riwaya.comparing.changes import KINDS, Alignment, Change
from riwaya.comparing.events import Event
from riwaya.comparing.marks import QUOTES, Marks, Told
from riwaya.language.spelling import fold, words
from riwaya.reading.articles.zones import load_furniture

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

__all__ = ["KINDS", "Change", "change_rows", "changed_sentences"]

# A sentence of more words than this is compared by its first ones: the work stays bounded on any input.
_LONGEST = 120
# Each sentence is aligned with this many likeliest partners of each other outlet.
_PARTNERS = 3
# … and with this many in all, and only where the rare words they share weigh this much.
_ALL_PARTNERS, _LEAST_LIKENESS = 12, 5.0
# Words that stand in more sentences than this share of all (and this many) say nothing of kinship.
_COMMON_SHARE, _COMMON_LEAST = 0.15, 8
_MANY = 100
# What makes an aligned stretch the same sentence: shared words, their share of both sides, their rarity.
_LEAST_WORDS, _LEAST_SHARE, _LEAST_SCORE = 5, 0.5, 8.0
# Where only the wording differs there is nothing to tell of a weak likeness, nor of a name with its titles.
_LEAST_WORDING_SCORE, _LEAST_WORDING_CONTENT = 12.0, 6
# A closing "على حد تعبيره" or an opening name belongs to the stretch: up to this many words on to the end of the
# clause or the sentence are taken in, on both sides or on neither.
_TAIL = 4
_PAUSES = frozenset(",،;؛:.!?؟…-–—()[]\n")
# The prefixes that a quotation mark may part from their word: بـ"مسلحين".
_PREFIXES = frozenset("بلكوف")
# The outlet's own reporter, of either sex, one or several.
_REPORTER = fold("مراسل")


_COLUMNS = [
    "article_id", "outlet", "sentence_no", "start", "end", "text",
    "other_article_id", "other_outlet", "other_sentence_no", "other_start", "other_end", "other_text",
    "changes", "kinds", "shared", "score",
]  # fmt: skip


def changed_sentences(
    tables: Tables, event: Event | None = None, is_relay: Callable[[str], bool] | None = None
) -> pd.DataFrame:
    """Pairs of stretches of two outlets' sentences that tell the same in nearly the same words.

    Columns: article_id, outlet, sentence_no, start, end, text of one side, the same with ``other_`` of the other
    (the later in the order of outlets), ``changes`` (a tuple of Change),
    ``kinds`` (what they touch, ;-joined, most telling first), ``shared`` (share of the words of both that are
    the same) and ``score`` (of the alignment). The most telling pairs come first. A sentence that an outlet prints
    again is compared once, where it stands first.

    is_relay: whether a speaker's name is an agency's, whose credit is no attribution; else as data/page_furniture.toml
    knows them.
    """
    sentences = _told(tables, event)
    weights = rarity([sentence.keys for sentence in sentences])
    marks = Marks(tables, is_relay or _agencies())
    found = [
        row
        for first, second in _candidates(sentences, weights)
        if (row := _pair(sentences[first], sentences[second], weights, marks))
    ]
    found.sort(key=lambda row: (-row["score"], row["article_id"], row["start"], row["other_start"]))
    rows = [row for row in _likeliest(found) if row["changes"]]
    return pd.DataFrame(_each_once(sorted(rows, key=_telling)), columns=_COLUMNS)


@cache
def _agencies() -> Callable[[str], bool]:
    """Whether a name is an agency's or of the outlet's own reporter: neither answers for what it passes on."""
    furniture = load_furniture()
    return lambda name: furniture.agency(name) is not None or fold(name).startswith(_REPORTER)


def _likeliest(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of pairs in order of likeness those whose stretches no earlier one has: one partner in each other article."""
    taken: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in found:
        one, other = row["article_id"], row["other_article_id"]
        spans = {
            (one, other): (row["start"], row["end"]),
            (other, one): (row["other_start"], row["other_end"]),
        }
        if not any(
            start < last and first < end for key, (start, end) in spans.items() for first, last in taken[key]
        ):
            for key, span in spans.items():
                taken[key].append(span)
            yield row


def _each_once(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pairs without those in which two outlets differ in what they did already: a sentence printed again, a little cut."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        said = [
            (change.kind, _folded(change.text), _folded(change.other_text))
            for change in row["changes"]
            if change.kind != "wording"
        ]
        told = tuple(said) or (_folded(row["text"]), _folded(row["other_text"]))
        key = (row["outlet"], row["other_outlet"], *told)
        if key not in seen:
            seen.add(key)
            yield row


def _folded(text: str) -> str:
    return " ".join(fold(word.text) for word in words(text))


def change_rows(pairs: pd.DataFrame) -> pd.DataFrame:
    """The changes of ``changed_sentences``, a row each: where it stands on both sides, its two texts, its kind.

    Columns: article_id, outlet, sentence_no, text, other_article_id, other_outlet, other_sentence_no, other_text
    (missing where that side has nothing there), kind.
    """
    sides = ("article_id", "outlet", "sentence_no", "other_article_id", "other_outlet", "other_sentence_no")
    rows = [
        {name: getattr(pair, name) for name in sides}
        | {"text": change.text or None, "other_text": change.other_text or None, "kind": change.kind}
        for pair in records(pairs)
        for change in pair.changes
    ]
    columns = [*sides[:3], "text", *sides[3:], "other_text", "kind"]
    return pd.DataFrame(rows, columns=columns)


def _told(tables: Tables, event: Event | None) -> list[Told]:
    articles = ordered_articles(tables, event).set_index("article_id")
    told = told_sentences(tables.sentences)
    made: dict[tuple[str, tuple[str, ...]], Told] = {}
    rank = {article: place for place, article in enumerate(articles.index)}
    for row in sorted(records(told), key=lambda row: rank.get(row.article_id, -1)):
        if row.article_id not in rank:
            continue
        found = _keyed_words(row.text, row.start)
        of_article = articles.loc[row.article_id]
        spans = tuple((start, end) for start, end, _ in found)
        keys = tuple(key for _, _, key in found)
        outlet = str(of_article["outlet"])
        place = (row.article_id, outlet, int(of_article["rank"]), row.sentence_no, row.start)
        made.setdefault((outlet, keys), Told(*place, row.text, row.zone, spans, keys))
    return list(made.values())


def _keyed_words(text: str, offset: int) -> list[tuple[int, int, str]]:
    """The first words of a sentence with their keys; a prefix parted by a quotation mark is one with its word."""
    found: list[tuple[int, int, str]] = []
    prefix: tuple[int, str] | None = None
    for word in words(text):
        folded = fold(word.text)
        if not folded:
            continue
        start, end = offset + word.start, offset + word.end
        if (
            prefix is None
            and folded in _PREFIXES
            and text[word.end : word.end + 2].lstrip()[:1] in tuple(QUOTES)
        ):
            prefix = (start, folded)
            continue
        if prefix:
            start, folded, prefix = prefix[0], prefix[1] + folded, None
        found.append((start, end, likeness_key(folded)))
        if len(found) == _LONGEST:
            break
    return found


def _candidates(sentences: Sequence[Told], weights: dict[str, float]) -> Iterator[tuple[int, int]]:
    """Pairs of sentences of two outlets that share rare words, each sentence with its likeliest few an outlet."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences):
        for key in set(sentence.keys):
            holders[key].append(at)
    limit = min(_MANY, max(_COMMON_LEAST, int(_COMMON_SHARE * len(sentences))))
    seen: set[tuple[int, int]] = set()
    for at, sentence in enumerate(sentences):
        likeness: dict[int, float] = defaultdict(float)
        for key in sorted(set(sentence.keys)):
            if 1 < len(holders[key]) <= limit:
                for other in holders[key]:
                    if sentences[other].outlet != sentence.outlet:
                        likeness[other] += weights[key]
        taken: Counter[str] = Counter()
        likely = sorted((-alike, other) for other, alike in likeness.items() if alike >= _LEAST_LIKENESS)
        for _, other in likely:
            if taken.total() == _ALL_PARTNERS:
                break
            if taken[sentences[other].outlet] < _PARTNERS:
                taken[sentences[other].outlet] += 1
                pair = (at, other) if sentence.rank < sentences[other].rank else (other, at)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _pair(first: Told, second: Told, weights: dict[str, float], marks: Marks) -> dict[str, Any] | None:
    common = Counter(first.keys) & Counter(second.keys)
    # No alignment of them can reach what is asked: most candidates share a name and little else.
    if common.total() < _LEAST_WORDS or sum(weights[key] * n for key, n in common.items()) < _LEAST_SCORE:
        return None
    score, matched = align(first.keys, second.keys, weights)
    if len(matched) < _LEAST_WORDS or score < _LEAST_SCORE:
        return None
    (start, other_start), (end, other_end) = matched[0], matched[-1]
    stretch = (end - start + 1) + (other_end - other_start + 1)
    share = 2 * len(matched) / stretch
    if share < _LEAST_SHARE:
        return None
    low, other_low = _both(
        _clause_start(first, start), start, _clause_start(second, other_start), other_start
    )
    high, other_high = _both(_clause_end(first, end), end, _clause_end(second, other_end), other_end)
    reach, other_reach = (low, high + 1), (other_low, other_high + 1)
    before = _equal(first.keys, (low, start), second.keys, (other_low, other_start))
    after = _equal(first.keys, (end + 1, high + 1), second.keys, (other_end + 1, other_high + 1))
    matched = [*before, *matched, *after]
    aligned = Alignment(first, second, matched, reach, other_reach, marks)
    changes = aligned.changes()
    touched = {change.kind for change in changes}
    if touched <= {"wording"} and (
        score < _LEAST_WORDING_SCORE or aligned.content() < _LEAST_WORDING_CONTENT
    ):
        changes, touched = [], set()
    side, other_side = first.stretch(*reach), second.stretch(*other_reach)
    return {
        "article_id": first.article, "outlet": first.outlet, "sentence_no": first.number,
        "start": side[0], "end": side[1], "text": first.text_of(*side),
        "other_article_id": second.article, "other_outlet": second.outlet, "other_sentence_no": second.number,
        "other_start": other_side[0], "other_end": other_side[1], "other_text": second.text_of(*other_side),
        "changes": tuple(changes), "kinds": ";".join(kind for kind in KINDS if kind in touched),
        "shared": share, "score": score,
    }  # fmt: skip


def _equal(
    keys: Sequence[str], places: tuple[int, int], others: Sequence[str], other_places: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Words that answer each other in the few before or behind an alignment, which a change beside them cut off."""
    pieces = keys[slice(*places)], others[slice(*other_places)]
    for at, other, length in SequenceMatcher(None, *pieces, False).get_matching_blocks():
        yield from ((places[0] + at + step, other_places[0] + other + step) for step in range(length))


def _both(place: int | None, else_place: int, other: int | None, else_other: int) -> tuple[int, int]:
    return (else_place, else_other) if place is None or other is None else (place, other)


def _pause(sentence: Told, place: int) -> bool:
    """Whether a clause ends between a word and the next."""
    between = sentence.text[
        sentence.spans[place][1] - sentence.start : sentence.spans[place + 1][0] - sentence.start
    ]
    return any(character in _PAUSES for character in between)


def _clause_start(sentence: Told, place: int) -> int | None:
    """Where the clause or sentence begins, a few words back at most; None where that is farther off."""
    if place <= _TAIL:
        return 0
    return next((at for at in range(place, place - _TAIL - 1, -1) if _pause(sentence, at - 1)), None)


def _clause_end(sentence: Told, place: int) -> int | None:
    """Where the clause or sentence ends, a few words on at most; None where that is farther off."""
    last = len(sentence.keys) - 1
    if last - place <= _TAIL:
        return last
    return next((at for at in range(place, place + _TAIL + 1) if _pause(sentence, at)), None)


def _telling(row: dict[str, Any]) -> tuple[Any, ...]:
    """Most telling pairs first: a term put for another, marks put around one, a claim held off, then by what they touch."""
    changes = row["changes"]
    reframed = sum(change.reframed for change in changes)
    held_off = any(change.kind == "voice" or change.distanced for change in changes)
    place = KINDS.index(row["kinds"].split(";")[0]) if row["kinds"] else len(KINDS)
    return (-reframed, not held_off, place, -row["score"], row["article_id"], row["start"])
