"""Mentions and words in their sentences, a line each, to be read one below the other: a concordance (KWIC).

Belongs here: searching a word in any spelling, the lines of a concordance as a table, their order.
Does not: finding terms, figures and quotations (reading/), lines as HTML and menus (showing/explore.py).

Order of words: code points after folding, which is the order of the Arabic alphabet; the conjunctions و and ف and the
article are left out of account, so that والحكومة stands beside حكومة.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.events import Event
from riwaya.language.forms import ENCLITICS, PROCLITICS
from riwaya.language.spelling import INVISIBLE, MARKS, TATWEEL, Word, fold, words

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

SORTS = ("place", "before", "after")
COLUMNS: tuple[str, ...] = ("article_id", "outlet", "sentence_no", "start", "end", "before", "key", "after")
COLUMNS += ("word_before", "word_after")
# Columns that a line keeps from its row, where the row has them.
KEPT = ("frame", "lemma", "metric", "voice", "speaker_name")
DEPTH = 3  # words outwards from the key that decide the order
# Conjunction, preposition and article that may stand before a word that is searched for, folded.
_PROCLITICS = "[وف]?[بلك]?(?:ال)?"
_UNWRITTEN = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}]")
# The father, the mother, the parents, the governor: what begins with وال and has no article in it.
_NO_ARTICLE_AFTER_WAW = re.compile(
    rf"وال(?:ي|دين|دان|دا|د[يهت]?(?:{'|'.join(sorted(ENCLITICS, key=len, reverse=True))})?)"
)
_RELATIVE = frozenset(
    fold(word) for word in ("الذين", "اللذان", "اللذين", "اللتان", "اللتين", "اللواتي", "اللاتي")
)
# A word has the conjunction on it when the rest stands alone at least once in so many of its own uses: وقال does,
# وزير does not, and واحد does not because of the few who write احد.
_SELDOM = 10


def filtered(frame: pd.DataFrame, /, **chosen: str | None) -> pd.DataFrame:
    """The rows whose columns hold the chosen values; None and "" choose all.

    >>> frame = pd.DataFrame({"voice": ["own", "quoted"], "outlet": ["a", "b"]})
    >>> list(filtered(frame, voice="own", outlet=None)["outlet"])
    ['a']
    """
    for column, value in chosen.items():
        if value:
            frame = frame[frame[column] == value]
    return frame


# Searching


def found(tables: Tables, word: str, event: Event | None = None) -> pd.DataFrame:
    """Every place where a word (or several in a row) stands, in any spelling and with particles written onto it.

    Columns: article_id, outlet, sentence_no, start, end, text, and of the place: frame and lemma where it lies in a
    framing term; voice and speaker_name of that term, else of the innermost quotation around it (quoted if direct,
    attributed if not), else the outlet's own. In the order of ``ordered_articles``. An empty word finds nothing.
    """
    wanted = [folded for folded in (fold(each.text) for each in words(word)) if folded]
    columns = ["article_id", "outlet", "sentence_no", "start", "end", "text"]
    columns += ["frame", "lemma", "voice", "speaker_name"]
    places: list[tuple[Any, ...]] = []
    if wanted:
        terms, quotes = _by_article(tables.terms), _by_article(tables.quotes)
        for article_id, sentences in _sentences(tables, event):
            spans = list(_standing(sentences, wanted))
            around = zip(
                _around(spans, terms.get(article_id, ())),
                _around(spans, quotes.get(article_id, ())),
                strict=True,
            )
            for (sentence, start, end), (term, quote) in zip(spans, around, strict=True):
                text = sentence.text[start - sentence.start : end - sentence.start]
                place = (article_id, sentence.outlet, sentence.sentence_no, start, end, text)
                places.append((*place, *_whose(term, quote)))
    return pd.DataFrame(places, columns=columns)


def _sentences(tables: Tables, event: Event | None) -> Iterator[tuple[str, list[Any]]]:
    """The sentences of each article in order, each with its outlet."""
    articles = ordered_articles(tables, event)[["article_id", "outlet"]]
    yield from _by_article(articles.merge(tables.sentences, on="article_id")).items()


def _by_article(table: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of each article in the order of the text, the outer before the inner; articles in the table's order."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in records(table):
        rows[row.article_id].append(row)
    for of_article in rows.values():
        of_article.sort(key=_outer_first)
    return rows


def _outer_first(row: Any) -> tuple[int, int]:
    return row.start, -row.end


def _standing(sentences: Iterable[Any], wanted: Sequence[str]) -> Iterator[tuple[Any, int, int]]:
    """Where the wanted words stand in a row, as (sentence, start, end) in the order of the text."""
    first = re.compile(_PROCLITICS + re.escape(wanted[0]))
    rest = list(wanted[1:])
    for sentence in sentences:
        # Not the remembered fold: whole sentences would fill its memory.
        if wanted[0] not in fold.__wrapped__(str(sentence.text)):
            continue
        tokens = list(words(str(sentence.text)))
        folded = [fold(token.text) for token in tokens]
        for at in range(len(tokens) - len(rest)):
            last = at + len(rest)
            if first.fullmatch(folded[at]) and folded[at + 1 : last + 1] == rest:
                yield sentence, sentence.start + tokens[at].start, sentence.start + tokens[last].end


def _around(spans: Sequence[tuple[Any, int, int]], rows: Sequence[Any]) -> Iterator[Any]:
    """For each span in order the innermost row that holds its last letter, or None.

    The last letter, because a term's span may begin behind a particle that the word carries.
    """
    active: list[Any] = []
    upcoming = 0
    for _, _, end in spans:
        while upcoming < len(rows) and rows[upcoming].start < end:
            active.append(rows[upcoming])
            upcoming += 1
        active = [row for row in active if row.end >= end]
        yield active[-1] if active else None


def _whose(term: Any, quote: Any) -> tuple[Any, ...]:
    if term is not None:
        return term.frame, term.lemma, term.voice, term.speaker_name
    if quote is not None:
        return None, None, "quoted" if quote.direct else "attributed", quote.speaker_name
    return None, None, "own", None


# Lines


def concordance(
    tables: Tables,
    rows: pd.DataFrame,
    *,
    sort: str = "place",
    width: int = 60,
    event: Event | None = None,
    uses: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Mentions in their sentences, one a row: the columns COLUMNS, and those of KEPT that ``rows`` has.

    rows: any table of mentions (terms, figures, quotes, ``found``), with article_id, sentence_no, start and end.
    ``before`` and ``after`` are at most ``width`` letters of the same sentence, whole words, "…" where they are cut;
    ``word_before`` and ``word_after`` the next words folded, without و, ف and the article, as they are sorted; missing
    at the sentence's edge. A key that runs on into the next sentence has nothing after it.

    sort: "place" (outlets as on every chart, then the text), "before" or "after" (the three words outwards from the
    key, edges first, then the place). uses: ``word_uses(tables)``, where it is at hand.
    Raises ValueError: another sort, no width, rows of other tables.
    """
    if sort not in SORTS:
        raise ValueError(f"sort is {sort!r}. Choose one of: {', '.join(SORTS)}.")
    if width < 1:
        raise ValueError(f"width is {width}. Give the letters beside the key, 1 or more.")
    missing = [name for name in ("article_id", "sentence_no", "start", "end") if name not in rows]
    if missing:
        raise ValueError(f"rows has no column {missing[0]}. Give mentions, such as tables.terms.")
    kept = [name for name in KEPT if name in rows]
    uses = word_uses(tables) if uses is None else uses
    lines = [line for _, line in sorted(_lines(tables, rows, kept, sort, width, event, uses), key=_key)]
    return pd.DataFrame(lines, columns=[*COLUMNS, *kept])


def _key(line: tuple[Any, ...]) -> Any:
    return line[0]


def _lines(
    tables: Tables,
    rows: pd.DataFrame,
    kept: Sequence[str],
    sort: str,
    width: int,
    event: Event | None,
    uses: Mapping[str, int],
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Each line with what it is sorted by."""
    articles = ordered_articles(tables, event)
    outlets = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    rank = {article_id: place for place, article_id in enumerate(articles["article_id"])}
    context = _Contexts(tables.sentences, lambda word: sort_form(word, uses))
    for row in rows.to_dict("records"):
        article_id, start, end = row["article_id"], int(row["start"]), int(row["end"])
        sentence = context.of(article_id, int(row["sentence_no"]))
        first, last = start - sentence.start, min(end - sentence.start, len(sentence.text))
        before, after = sentence.words_before(first), sentence.words_after(last)
        text = str(row.get("text") or sentence.text[first:last])
        place = (article_id, outlets[article_id], int(row["sentence_no"]), start, end)
        sides = (_tail(sentence.text, first, width), text, _head(sentence.text, last, width))
        nearest = (before[0] if before else None, after[0] if after else None)
        outwards = {"place": [], "before": before, "after": after}[sort]
        yield (
            (outwards, rank[article_id], start, end),
            (*place, *sides, *nearest, *(row[name] for name in kept)),
        )


@dataclass
class _Sentence:
    """A sentence cut into words once, however many lines it gives."""

    start: int
    text: str
    tokens: list[Word]
    form: Callable[[str], str]

    def __post_init__(self) -> None:
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]

    def words_before(self, place: int) -> list[str]:
        at = bisect_right(self.ends, place)
        # A particle written onto the key (و250) is no word before it.
        if at and self.ends[at - 1] == place and fold(self.tokens[at - 1].text) in PROCLITICS:
            at -= 1
        return [self.form(token.text) for token in reversed(self.tokens[max(at - DEPTH, 0) : at])]

    def words_after(self, place: int) -> list[str]:
        at = bisect_left(self.starts, place)
        return [self.form(token.text) for token in self.tokens[at : at + DEPTH]]


class _Contexts:
    """The sentences of the tables, cut into words when they are asked for."""

    def __init__(self, sentences: pd.DataFrame, form: Callable[[str], str]) -> None:
        columns = (sentences[name] for name in ("article_id", "sentence_no", "start", "text"))
        self._rows = {
            (article_id, int(number)): (int(start), str(text))
            for article_id, number, start, text in zip(*columns, strict=True)
        }
        self._form = form
        self._cut: dict[tuple[str, int], _Sentence] = {}

    def of(self, article_id: str, number: int) -> _Sentence:
        key = (article_id, number)
        if key not in self._rows:
            raise ValueError(
                f"rows: {article_id!r} has no sentence {number} in these tables. Give rows of the same tables."
            )
        if key not in self._cut:
            start, text = self._rows[key]
            self._cut[key] = _Sentence(start, text, list(words(text)), self._form)
        return self._cut[key]


def _tail(text: str, end: int, width: int) -> str:
    """The last whole words of ``text[:end]``."""
    start = max(end - width, 0)
    cut = text[start:end]
    if not start:
        return cut
    if not text[start - 1].isspace() and not cut[:1].isspace():
        cut = next(iter(cut.split(maxsplit=1)[1:]), "")
    return f"… {cut.lstrip()}"


def _head(text: str, start: int, width: int) -> str:
    """The first whole words of ``text[start:]``."""
    end = start + width
    cut = text[start:end]
    if end >= len(text):
        return cut
    if not text[end].isspace() and not cut[-1:].isspace():
        # What is left of the last word goes; a word or mark glued to the key stays.
        cut = cut[: len(cut) - len(re.split(r"\s", cut)[-1])]
    return f"{cut.rstrip()} …"


# The order of words


def word_uses(tables: Tables) -> Counter[str]:
    """How often each word stands in the sentences, as it is spelt but for marks and tatweel."""
    return Counter(
        _UNWRITTEN.sub("", word.text) for text in tables.sentences["text"] for word in words(str(text))
    )


def sort_form(word: str, uses: Mapping[str, int]) -> str:
    """A word as it is sorted: folded, without the conjunction و or ف and without the article.

    Whether it is the conjunction is told by the words themselves, ``uses``: it is where the rest is a word there, and
    before the article. The article is only what is written with a bare alef, before three letters or more.

    >>> uses = {"وقال": 4, "قال": 9, "وزير": 7}
    >>> [sort_form(word, uses) for word in ("وقال", "وزير", "والحكومة", "ألمانيا", "الذين")] == [
    ...     "قال", "وزير", "حكومه", "المانيا", "الذين"]
    True
    """
    letters = _UNWRITTEN.sub("", word)
    if letters.startswith(("و", "ف")) and _conjoined(letters, uses):
        letters = letters[1:]
    if letters.startswith(("ال", "ٱل")) and len(letters) > 4 and fold(letters) not in _RELATIVE:
        letters = letters[2:]
    return fold(letters)


def _conjoined(letters: str, uses: Mapping[str, int]) -> bool:
    rest = letters[1:]
    if letters[0] == "ف":  # many words begin so: the rest must be as common a word as the whole
        return len(rest) > 2 and uses.get(rest, 0) >= max(uses.get(letters, 0), 1)
    if rest.startswith(("ال", "ٱل")) and len(rest) > 4:
        return not _NO_ARTICLE_AFTER_WAW.fullmatch(fold(letters))
    # No root but that of وأد begins with waw and hamza.
    if rest.startswith(("أ", "إ", "آ")):
        return len(rest) > 1 and rest != "أد"
    return len(rest) > 1 and uses.get(rest, 0) * _SELDOM >= max(uses.get(letters, 0), 1)
