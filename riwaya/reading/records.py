"""What reading yields: an article, its sentences, and the mentions found in them.

Belongs here: the records and the one sentence that is always true of them.
Does not: how anything is found (articles.py, attribution.py, figures.py, framing.py).

Offsets are Unicode code points into the article's full text, half-open, and
``article.text[r.start:r.end] == r.text`` holds for every record, always.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

ZONES = ("headline", "body", "caption", "heading", "byline", "boilerplate")
# What each value may be is said in the annotation guide; the tables and the corrections refuse any other.
BOUNDS = ("exact", "approx", "more_than", "at_least", "less_than", "at_most", "range", "vague")
GROUPS = ("civilians", "security", "militants", "protesters", "children", "women", "foreigners", "mixed")
VOICES = ("own", "attributed", "quoted")
STANCES = ("neutral", "distancing", "endorsing")
STATUSES = ("asserted", "retracted", "disputed", "denied", "superseded")
KINDS = ("actor", "event", "state_action")
PART_KINDS = ("among", "all")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one zone; sentences are numbered from 0 through the whole article, without gaps."""

    sentence_no: int
    start: int
    end: int
    zone: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A source, read: its text, what it says of itself, and its sentences in order."""

    article_id: str
    text: str
    sentences: tuple[Sentence, ...]
    outlet: str | None = None
    outlet_name: str | None = None
    outlet_basis: str | None = None  # stated in the text | address, its URL | given with the article
    headline: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None  # stated | inferred | given
    url: str | None = None
    source_path: str | None = None
    agencies: tuple[str, ...] = ()
    words: int = 0  # words of headline, headings, captions and body; bylines and boilerplate do not count
    sha256: str = ""

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position, or None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= position:
            return self.sentences[low]
        return None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose word a stretch of text is. Values as in the annotation guide."""

    voice: str = "own"  # own | attributed | quoted | scare (scare: terms only)
    speaker: str | None = None  # exact text that names the source
    speaker_name: str | None = None  # canonical name, also when the subject is carried over
    cue: str | None = None  # exact reporting words
    stance: str = "neutral"  # neutral | distancing | endorsing


@dataclass(frozen=True, slots=True)
class Quote:
    """Words given to a speaker: direct between quotation marks, indirect after a complementiser."""

    sentence_no: int
    start: int
    end: int
    text: str
    direct: bool
    speaker: str | None
    speaker_name: str | None
    cue: str | None
    stance: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported quantity. Null is None; value and value_high in base units."""

    sentence_no: int
    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    bound: str
    unit: str | None
    counted: str | None
    metric: str
    group: str | None
    speaker: str | None
    speaker_name: str | None
    cue: str | None
    voice: str
    stance: str
    status: str
    scope: str | None = None  # exact text of the place the number is of, where the article says one
    scope_name: str | None = None  # that place's canonical name, so that two articles' scopes can be compared
    as_of: datetime.date | None = (
        None  # the day up to which, or on which, the number was counted; see moments.py
    )
    as_of_text: str | None = (
        None  # the exact words that say so; without as_of: a year, a month, since a year, or no known day
    )
    status_date: datetime.date | None = None  # the day the text gives for a withdrawal, denial or newer toll
    part_of: int | None = None  # start of the figure of this article that this one is said to be part of
    part_kind: str | None = None  # among: some of that number | all: with its fellows, all of it
    correction: str | None = None  # id of the entry of data/corrections.toml that changed this row
    doubtful: bool = False  # nothing in the text says whether 1.400 is thousands, as read, or decimals


@dataclass(frozen=True, slots=True)
class Term:
    """One mention of a framing term."""

    sentence_no: int
    start: int
    end: int
    text: str
    lemma: str
    frame: str
    kind: str
    speaker: str | None
    speaker_name: str | None
    cue: str | None
    voice: str
    stance: str
