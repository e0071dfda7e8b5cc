"""The same sentence in two outlets, and the words in which they differ.

Belongs here: finding sentences that tell the same thing in nearly the same words, aligning them word by word,
saying which differences touch a term, a figure, who is said to say it, or how it is said.
Does not: text shared unchanged (wire.py), how a difference is shown or told (showing).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.alignment import align, likeness_key, rarity
from riwaya.comparing.articles import ordered_articles, records, told_sentences
from riwaya.comparing.events import Event
from riwaya.language.spelling import fold, words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# What a change may touch, most telling first; "wording" is none of them.
KINDS = ("term", "voice", "cue", "speaker", "figure", "wording")

# A sentence of more words than this is compared by its first ones: the work stays bounded on any input.
_LONGEST = 120
# Each sentence is aligned with this many likeliest partners of each other outlet.
_PARTNERS = 3
# … and with this many in all, and only where the rare words they share weigh this much.
_ALL_PARTNERS, _LEAST_LIKENESS = 12, 5.0
# Words that stand in more sentences than this share of all (and this many) say nothing of kinship.
_COMMON_SHARE, _COMMON_LEAST = 0.15, 8
_MANY = 200
# What makes an aligned stretch the same sentence: shared words, their share of both sides, their rarity. Where
# only the wording differs there is nothing to tell of a weak likeness: it must be a strong one.
_LEAST_WORDS, _LEAST_SHARE, _LEAST_SCORE, _LEAST_WORDING_SCORE = 5, 0.5, 8.0, 12.0
# A closing "على حد تعبيره" or an opening name belongs to the stretch: up to this many words on to the end of the
# clause or the sentence are taken in, on both sides or on neither.
_TAIL = 4
_PAUSES = frozenset(",،;؛:.!?؟…-–—()[]\n")
# The prefixes that a quotation mark may part from their word: بـ"مسلحين".
_PREFIXES = frozenset("بلكوف")
_MARKS = "\"'«»“”‹›"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two aligned sentences; offsets into each article's full text.

    ``start == end`` on a side that has nothing there. ``kind`` is the most telling thing touched (KINDS),
    ``term`` and ``other_term`` are the terms on each side as written, quotation marks and all, with their frames;
    ``cue`` and ``other_cue`` the reporting words, with their stance; None where a side has none.
    """

    start: int
    end: int
    text: str
    other_start: int
    other_end: int
    other_text: str
    kind: str
    term: str | None = None
    other_term: str | None = None
    frame: str | None = None
    other_frame: str | None = None
    cue: str | None = None
    other_cue: str | None = None
    stance: str | None = None
    other_stance: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence as it is compared: where it stands, its words folded, and as keys for likeness."""

    article: str
    outlet: str
    rank: int
    number: int
    start: int
    text: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]


_COLUMNS = [
    "article_id", "outlet", "sentence_no", "start", "end", "text",
    "other_article_id", "other_outlet", "other_sentence_no", "other_start", "other_end", "other_text",
    "changes", "kinds", "shared", "score",
]  # fmt: skip


def changed_sentences(tables: Tables, event: Event | None = None) -> pd.DataFrame:
    """Pairs of stretches of two outlets' sentences that tell the same in nearly the same words.

    Columns: article_id, outlet, sentence_no, start, end, text of one side, the same with ``other_`` of the other
    (the later in the order of outlets), ``changes`` (a tuple of Change),
    ``kinds`` (what they touch, ;-joined, most telling first), ``shared`` (share of the words of both that are
    the same) and ``score`` (of the alignment). The most telling pairs come first.
    """
    sentences = _told(tables, event)
    weights = rarity([sentence.keys for sentence in sentences])
    marks = _marks(tables)
    found = [
        row
        for first, second in _candidates(sentences, weights)
        if (row := _pair(sentences[first], sentences[second], weights, marks))
    ]
    # A stretch has one partner in each other article: the likest one.
    taken: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    rows = []
    for row in sorted(
        found, key=lambda row: (-row["score"], row["article_id"], row["start"], row["other_start"])
    ):
        one, other = (
            (row["article_id"], row["other_article_id"]),
            (row["other_article_id"], row["article_id"]),
        )
        spans = {one: (row["start"], row["end"]), other: (row["other_start"], row["other_end"])}
        if any(
            start < last and first < end for key, (start, end) in spans.items() for first, last in taken[key]
        ):
            continue
        for key, span in spans.items():
            taken[key].append(span)
        if row["changes"] and (row["kinds"] != "wording" or row["score"] >= _LEAST_WORDING_SCORE):
            rows.append(row)
    rows.sort(key=_telling)
    return pd.DataFrame(rows, columns=_COLUMNS)


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


def _told(tables: Tables, event: Event | None) -> list[_Told]:
    articles = ordered_articles(tables, event).set_index("article_id")
    told = told_sentences(tables.sentences)
    made = []
    for row in records(told):
        if row.article_id not in articles.index:
            continue
        found = _keyed_words(row.text, row.start)
        of_article = articles.loc[row.article_id]
        spans = tuple((start, end) for start, end, _ in found)
        keys = tuple(key for _, _, key in found)
        place = (row.article_id, of_article["outlet"], int(of_article["rank"]), row.sentence_no, row.start)
        made.append(_Told(*place, row.text, spans, keys))
    return made


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
            and text[word.end : word.end + 2].lstrip()[:1] in tuple(_MARKS)
        ):
            prefix = (start, folded)
            continue
        if prefix:
            start, folded, prefix = prefix[0], prefix[1] + folded, None
        found.append((start, end, likeness_key(folded)))
        if len(found) == _LONGEST:
            break
    return found


def _candidates(sentences: Sequence[_Told], weights: dict[str, float]) -> Iterator[tuple[int, int]]:
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
        for other, alike in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
            if alike < _LEAST_LIKENESS or taken.total() == _ALL_PARTNERS:
                break
            if taken[sentences[other].outlet] < _PARTNERS:
                taken[sentences[other].outlet] += 1
                pair = (at, other) if sentence.rank < sentences[other].rank else (other, at)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _pair(first: _Told, second: _Told, weights: dict[str, float], marks: _Marks) -> dict[str, Any] | None:
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
    gaps = [(low - 1, other_low - 1), *matched, (high + 1, other_high + 1)]
    changes = []
    for (left, other_left), (right, other_right) in pairwise(gaps):
        if right - left > 1 or other_right - other_left > 1:
            changes.append(_change(first, (left + 1, right), second, (other_left + 1, other_right), marks))
    changes += [
        change for place, other in matched if (change := _voice_change(first, place, second, other, marks))
    ]
    changes.sort(key=lambda change: (change.start, change.other_start))
    touched = {change.kind for change in changes}
    side, other_side = _stretch(first, low, high), _stretch(second, other_low, other_high)
    return {
        "article_id": first.article, "outlet": first.outlet, "sentence_no": first.number,
        "start": side[0], "end": side[1], "text": first.text[side[0] - first.start : side[1] - first.start],
        "other_article_id": second.article, "other_outlet": second.outlet, "other_sentence_no": second.number,
        "other_start": other_side[0], "other_end": other_side[1],
        "other_text": second.text[other_side[0] - second.start : other_side[1] - second.start],
        "changes": tuple(changes), "kinds": ";".join(kind for kind in KINDS if kind in touched),
        "shared": share, "score": score,
    }  # fmt: skip


def _both(place: int | None, else_place: int, other: int | None, else_other: int) -> tuple[int, int]:
    return (else_place, else_other) if place is None or other is None else (place, other)


def _pause(sentence: _Told, place: int) -> bool:
    """Whether a clause ends between a word and the next."""
    between = sentence.text[
        sentence.spans[place][1] - sentence.start : sentence.spans[place + 1][0] - sentence.start
    ]
    return any(character in _PAUSES for character in between)


def _clause_start(sentence: _Told, place: int) -> int | None:
    """Where the clause or sentence begins, a few words back at most; None where that is farther off."""
    if place <= _TAIL:
        return 0
    return next((at for at in range(place, place - _TAIL - 1, -1) if _pause(sentence, at - 1)), None)


def _clause_end(sentence: _Told, place: int) -> int | None:
    """Where the clause or sentence ends, a few words on at most; None where that is farther off."""
    last = len(sentence.keys) - 1
    if last - place <= _TAIL:
        return last
    return next((at for at in range(place, place + _TAIL + 1) if _pause(sentence, at)), None)


def _stretch(sentence: _Told, low: int, high: int) -> tuple[int, int]:
    """Offsets of a stretch of words with the quotation marks that stand on its outer words."""
    return _with_quotes(sentence, sentence.spans[low][0], sentence.spans[high][1])


def _with_quotes(sentence: _Told, start: int, end: int) -> tuple[int, int]:
    text, offset = sentence.text, sentence.start
    while start > offset and text[start - offset - 1] in _MARKS:
        start -= 1
    while end < offset + len(text) and text[end - offset] in _MARKS:
        end += 1
    return start, end


# What a difference touches


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    what: str  # what two marks must share to say the same: a term's lemma, a cue's stance, a speaker's name
    frame: str = ""
    voice: str = ""


_Marks = dict[tuple[str, int], list[_Mark]]


def _marks(tables: Tables) -> _Marks:
    """Terms and figures by their spans; cues and speakers by their words, to be looked for in their sentence."""
    marks: _Marks = defaultdict(list)
    for row in records(tables.terms):
        marks[row.article_id, row.sentence_no].append(
            _Mark(row.start, row.end, "term", row.lemma, row.frame, row.voice)
        )
    for row in records(tables.figures):
        marks[row.article_id, row.sentence_no].append(_Mark(row.start, row.end, "figure", str(row.value)))
    texts = {
        (row.article_id, row.sentence_no): (
            row.start,
            [(w.start, w.end, fold(w.text)) for w in words(row.text)],
        )
        for row in records(tables.sentences)
    }
    asked: dict[tuple[str, int], set[tuple[str, str, str]]] = defaultdict(set)
    for table in (tables.quotes, tables.figures, tables.terms):
        for row in records(table):
            for kind, text in (("cue", row.cue), ("speaker", row.speaker)):
                if isinstance(text, str):
                    name = row.speaker_name if isinstance(row.speaker_name, str) else text
                    what = row.stance if kind == "cue" else name
                    asked[row.article_id, row.sentence_no].add((kind, text, what))
    for place, wanted in asked.items():
        if place not in texts:
            continue
        offset, found = texts[place]
        for kind, text, what in sorted(wanted):
            for piece in text.replace("...", "…").split("…"):
                for start, end in _find(found, [fold(word.text) for word in words(piece)]):
                    marks[place].append(_Mark(offset + start, offset + end, kind, what))
    return marks


def _find(found: Sequence[tuple[int, int, str]], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a run of folded words stands; its first word may carry و or ف."""
    if not wanted:
        return
    for at in range(len(found) - len(wanted) + 1):
        if found[at][2] in (wanted[0], "و" + wanted[0], "ف" + wanted[0]) and all(
            found[at + place][2] == word for place, word in enumerate(wanted) if place
        ):
            yield found[at][0], found[at + len(wanted) - 1][1]


def _touching(sentence: _Told, start: int, end: int, marks: _Marks) -> list[_Mark]:
    of_sentence = marks.get((sentence.article, sentence.number), [])
    return [mark for mark in of_sentence if _holds(mark, start, end)]


def _holds(mark: _Mark, start: int, end: int) -> bool:
    """Whether a stretch touches a mark; of a speaker's title or a figure with its "about" it must hold most."""
    overlap = min(mark.end, end) - max(mark.start, start)
    return overlap > ((mark.end - mark.start) / 2 if mark.kind in ("speaker", "figure") else 0)


def _change(
    first: _Told, places: tuple[int, int], second: _Told, other_places: tuple[int, int], marks: _Marks
) -> Change:
    """The difference between two runs of words, either of which may be empty; places are half-open."""
    side, mine = _side(first, places, marks)
    other_side, theirs = _side(second, other_places, marks)
    kind = next((kind for kind in KINDS if _differ(kind, mine, theirs, first, second, marks)), "wording")

    def of(kind: str, sentence: _Told, side: list[_Mark]) -> tuple[str | None, str | None]:
        mark = next((mark for mark in side if mark.kind == kind), None)
        if mark is None:
            return None, None
        low, high = _with_quotes(sentence, mark.start, mark.end)
        return sentence.text[low - sentence.start : high - sentence.start], mark.frame or mark.what

    sides = ((first, mine), (second, theirs))
    (term, frame), (other_term, other_frame) = (of("term", *each) for each in sides)
    (cue, stance), (other_cue, other_stance) = (of("cue", *each) for each in sides)
    made = Change(*side, *other_side, kind, term, other_term, frame, other_frame)
    return replace(made, cue=cue, other_cue=other_cue, stance=stance, other_stance=other_stance)


def _side(
    sentence: _Told, places: tuple[int, int], marks: _Marks
) -> tuple[tuple[int, int, str], list[_Mark]]:
    low, high = places
    if low == high:
        at = sentence.spans[low - 1][1] if low else sentence.spans[0][0]
        return (at, at, ""), []
    start, end = _stretch(sentence, low, high - 1)
    text = sentence.text[start - sentence.start : end - sentence.start]
    return (start, end, text), _touching(sentence, start, end, marks)


def _differ(
    kind: str, mine: list[_Mark], theirs: list[_Mark], first: _Told, second: _Told, marks: _Marks
) -> bool:
    """Whether two sides say different things of a kind. A speaker only named again, or not, is no difference."""
    said, said_there = ({mark.what for mark in side if mark.kind == kind} for side in (mine, theirs))
    if kind == "speaker" and not (said and said_there):
        of_sentences = (marks.get((sentence.article, sentence.number), []) for sentence in (first, second))
        named, named_there = ({mark.what for mark in side if mark.kind == kind} for side in of_sentences)
        return not (said <= named_there and said_there <= named) and bool(named and named_there)
    if kind == "cue":  # a neutral verb more or less is no difference: the other may stand further off
        return (said or {"neutral"}) != (said_there or {"neutral"})
    return said != said_there


def _voice_change(first: _Told, place: int, second: _Told, other: int, marks: _Marks) -> Change | None:
    """The same term in two voices: in one outlet between marks, in the other not."""
    (start, end), (other_start, other_end) = first.spans[place], second.spans[other]
    mine = [mark for mark in _touching(first, start, end, marks) if mark.kind == "term"]
    theirs = [mark for mark in _touching(second, other_start, other_end, marks) if mark.kind == "term"]
    if not mine or not theirs or (mine[0].voice == "scare") == (theirs[0].voice == "scare"):
        return None
    side, other_side = _stretch(first, place, place), _stretch(second, other, other)
    text = first.text[side[0] - first.start : side[1] - first.start]
    other_text = second.text[other_side[0] - second.start : other_side[1] - second.start]
    frames = mine[0].frame, theirs[0].frame
    return Change(*side, text, *other_side, other_text, "voice", text, other_text, *frames)


def _telling(row: dict[str, Any]) -> tuple[Any, ...]:
    """Most telling pairs first: a term put for another, a cue of another stance, then by what they touch."""
    changes = row["changes"]
    reframed = sum(1 for c in changes if c.frame and c.other_frame and c.frame != c.other_frame)
    distanced = sum(1 for c in changes if c.stance and c.other_stance and c.stance != c.other_stance)
    place = KINDS.index(row["kinds"].split(";")[0]) if row["kinds"] else len(KINDS)
    return (-reframed, -distanced, place, -row["score"], row["article_id"], row["start"])
