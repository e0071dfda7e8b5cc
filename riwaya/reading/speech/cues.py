"""Words that report: verbs, closers and set phrases of data/reporting_verbs.toml, found among the tokens of a passage.

Belongs here: what a reporting entry is, its surface forms, the tokens of a passage, what a token can be.
Does not: who speaks (phrases.py, names.py), how far a report reaches (passages.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from riwaya.language import inflection, spelling
from riwaya.language.knowledge import load
from riwaya.language.memo import Memo

FRAMES = ("say", "think", "address", "condemn", "label", "relay", "act", "noun", "rumour", "charge", "deem")
NOUNS = ("noun", "rumour", "charge", "deem")
STANCES = ("neutral", "distancing", "endorsing")
OBJECTS = ("none", "masdar", "any", "person", "count")
PRONOUNS = ("ه", "ها", "هم", "هما", "هن")


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb.

    frame: say (a clause, a quotation, a nominal), think (the same, but no report of its own inside
    another's words), address (someone is accused, asked, urged), condemn (something is blamed or
    welcomed), label (someone calls something by a name), relay (passes on another's words), act (an order
    or decision: its words are the outlet's own), noun (إعلان السلطات), rumour (أنباء عن: its own source),
    charge (بتهمة: nobody's), deem (تعتبرها أنقرة منظمة: what follows is a judgement).
    """

    id: str
    lemma: str
    gloss: str
    frame: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    stance: str = "neutral"
    perfect: str = ""
    imperfect: str = ""
    participle: str = ""  # accusative, masculine: مشيرا
    forms: tuple[str, ...] = ()  # further finite forms as written
    prepositions: tuple[str, ...] = ()  # before a nominal content: أشار إلى مقتل
    object: str = (
        "none"  # a nominal content without a preposition: أعلن مقتل; person: who is told, أبلغ الشرطة أن;
        # count: a number, أحصى عشرة قتلى
    )
    clause: bool = True  # takes أن or إن
    takes_pronoun: bool = False  # an object pronoun may be joined to it: وصفهم
    names: tuple[str, ...] = ()  # of labels: the noun that the label follows, أطلق عبارة …
    not_subject: tuple[str, ...] = ()  # with such a subject it is another act: أدانت المحكمة
    near: tuple[str, ...] = ()  # one of these words must follow within a few: حمل … المسؤولية
    party: bool = False  # a thing may be its subject and then says nothing: قرار يهدد بأزمة
    only_clause: bool = False  # without أن, a quotation or a colon it is another word: بين

    def check(self) -> str | None:
        if self.frame not in FRAMES:
            return f"frame is {self.frame!r}. Use one of {', '.join(FRAMES)}."
        if self.stance not in STANCES:
            return f"stance is {self.stance!r}. Use one of {', '.join(STANCES)}."
        if self.object not in OBJECTS:
            return f"object is {self.object!r}. Use one of {', '.join(OBJECTS)}."
        if not (self.perfect or self.imperfect or self.participle or self.forms):
            return "there is no form to find. Give perfect, imperfect, participle or forms."
        if not self.examples or not self.counter_examples:
            return "examples or counter_examples is empty. Add a sentence it must find, and one it must leave alone."
        return None


@dataclass(frozen=True, slots=True)
class Closer:
    """A phrase that credits a clause from outside it: وفق, بحسب, على حد قوله, ما سماه, المزعوم.

    kind: source (a speaker follows), pronoun (the speaker is who spoke last), label (what follows is
    someone's name for a thing), so_called (the same, nobody is named), claim (a clause follows: بدعوى أن),
    content (a clause follows: مفاده أن), document (a document speaks: جاء في بيان).
    """

    id: str
    gloss: str
    kind: str
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    stance: str = "neutral"

    def check(self) -> str | None:
        kinds = ("source", "pronoun", "label", "so_called", "claim", "content", "document")
        if self.kind not in kinds:
            return f"kind is {self.kind!r}. Use one of {', '.join(kinds)}."
        if self.stance not in STANCES:
            return f"stance is {self.stance!r}. Use one of {', '.join(STANCES)}."
        if not self.examples or not self.counter_examples:
            return "examples or counter_examples is empty. Add a sentence it must find, and one it must leave alone."
        return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token can be: a form of a verb."""

    verb: Verb
    form: str  # perfect | imperfect | participle
    feminine: bool
    plural: bool
    pronoun: str = ""  # an object pronoun: وصفهم


class Token(NamedTuple):
    """A word or a mark of a passage; ``text[start:end] == text``, ``norm`` is folded."""

    start: int
    end: int
    text: str
    norm: str
    word: bool


def word_set(text: str) -> frozenset[str]:
    """Words written with blanks between them, as a set: for the closed classes that grammar is made of."""
    return frozenset(text.split())


# Plain letters first: one class runs faster than two alternatives a letter.
_TOKEN = re.compile(
    rf"[\u0620-\u063f\u0641-\u064a{spelling.MARKS}{spelling.TATWEEL}]+(?:[^\W\d_]|[{spelling.MARKS}{spelling.TATWEEL}])*"
    rf"|(?:[^\W\d_]|[{spelling.MARKS}{spelling.TATWEEL}])+|\d+(?:[.,٫٬]\d+)*|\.\.+|…|''|``|[^\w\s]"
)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of ``text[start:end]``; a run of dots is one mark."""
    out: list[Token] = []
    add, make = out.append, tuple.__new__
    for match in _TOKEN.finditer(text, start, end):
        printed = match[0]
        first, last = match.span()
        norm, word = NORMS[printed]
        add(make(Token, (first, last, printed, norm, word)))
    return out


def _norm(printed: str) -> tuple[str, bool]:
    """A token folded, and whether it is a word."""
    word = printed[0].isalnum() or (len(printed) > 1 and printed[-1].isalnum())
    norm = spelling.fold(printed) if word and len(printed) <= inflection.LONGEST_TOKEN else printed
    return norm or printed, word  # a run of marks and tatweel alone stays as it is


NORMS = Memo(_norm)  # of a printed token


class Stream:
    """The tokens of ``text[:end]``, cut once, however often its passages are asked for."""

    def __init__(self, text: str, end: int | None = None) -> None:
        self.text = text
        self.end = len(text) if end is None else min(end, len(text))
        self.tokens = tokens(text, 0, self.end)
        self._starts = [token.start for token in self.tokens]

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens of ``text[start:end]``."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for edge, place in ((first, start), (last, end)):
            if edge and self.tokens[edge - 1].end > place:
                return tokens(self.text, start, end)  # a border inside a token: what is left of it is another
        return self.tokens[first:last]


class Verbs:
    """The reporting vocabulary, ready to be looked up."""

    def __init__(self, verbs: Iterable[Verb], closers: Iterable[Closer]) -> None:
        self.verbs = tuple(verbs)
        self.closers = tuple(closers)
        self.prepositions = frozenset(
            spelling.fold(word) for verb in self.verbs for word in verb.prepositions
        )
        self._readings: dict[str, list[Reading]] = {}
        self._closers: dict[str, list[tuple[tuple[str, ...], Closer]]] = {}
        for verb in self.verbs:
            self._add(verb)
        self.as_said = next((closer for closer in self.closers if closer.id == "kama_qala"), None)
        for closer in self.closers:
            for form in closer.forms:
                words = tuple(map(spelling.fold, form.split()))
                self._closers.setdefault(words[0], []).append((words, closer))
        for phrases in self._closers.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self.read = Memo(self._read).__getitem__
        self._closers_from = Memo(self._closers_by)
        self.is_cue = Memo(self._is_cue)

    def _add(self, verb: Verb) -> None:
        for form, tense, feminine, plural in _finite(verb):
            self._put(form, Reading(verb, tense, feminine, plural))
            if not verb.takes_pronoun or form.endswith("ون"):
                continue
            host = form[:-1] if form.endswith("وا") else form
            host = host[:-1] + "ا" if host.endswith("ي") and tense == "perfect" else host
            for pronoun in PRONOUNS if verb.frame == "label" else PRONOUNS[1:]:
                self._put(host + pronoun, Reading(verb, tense, feminine, plural, pronoun))
        if verb.participle:
            stem = spelling.fold(verb.participle).removesuffix("ا")
            for ending, feminine, plural in (
                ("ا", False, False),
                ("ه", True, False),
                ("ين", False, True),
                ("تين", True, True),
            ):
                form = stem.removesuffix("ي") + ending if ending == "ين" else stem + ending
                self._put(form, Reading(verb, "participle", feminine, plural))

    def _put(self, form: str, reading: Reading) -> None:
        readings = self._readings.setdefault(form, [])
        if all(other.verb is not reading.verb for other in readings):
            readings.append(reading)

    def _read(self, norm: str) -> tuple[Reading, ...]:
        found = self._readings.get(norm)
        if found is None and len(norm) > 2 and norm[0] in "وف":
            found = self._readings.get(norm[1:])
        if found is None and len(norm) > 4 and norm[0] == "س":
            found = [reading for reading in self._readings.get(norm[1:], ()) if reading.form == "imperfect"]
        return tuple(found or ())

    def joins(self, norm: str, reading: Reading) -> bool:
        """Whether a folded word is a form with و or ف joined before it: وقال, but not وصف."""
        return norm[:1] in ("و", "ف") and reading not in self._readings.get(norm, ())

    def _closers_by(self, norm: str) -> tuple[tuple[tuple[str, ...], Closer], ...]:
        """The closers whose first word a folded word is, with or without و or ف before it."""
        joined = self._closers.get(norm[1:], ()) if norm[:1] in ("و", "ف") else ()
        return (*self._closers.get(norm, ()), *joined)

    def _is_cue(self, norm: str) -> bool:
        """Whether a report can begin at a folded word or a mark; asked of every token."""
        return norm == ":" or bool(self.read(norm) or self._closers_from[norm])

    def closer_at(self, passage: list[Token], index: int) -> tuple[Closer, int] | None:
        """The longest closer that begins at a token, and the index after its last word."""
        following = passage[index + 1].norm if index + 1 < len(passage) else ""
        for words, closer in self._closers_from[passage[index].norm]:
            if len(words) > 1 and words[1] != following:
                continue
            last = index + len(words)
            if last <= len(passage) and all(
                passage[index + at].norm == words[at] for at in range(2, len(words))
            ):
                return closer, last
        return None


def _finite(verb: Verb) -> Iterable[tuple[str, str, bool, bool]]:
    """Third-person forms of a verb, folded, each with its tense, feminine and plural."""
    for form in verb.forms:
        folded = spelling.fold(form)
        participle = form.endswith(("را", "را")) or folded.endswith("ره")
        yield (
            folded,
            "participle" if participle else "perfect",
            folded.endswith(("ت", "ه")),
            folded.endswith("وا"),
        )
    if verb.perfect:
        stem = spelling.fold(verb.perfect)
        weak = stem.endswith("ي") or (stem.endswith("ا") and len(stem) > 2)
        third = stem[:-1] if weak else stem
        yield stem, "perfect", False, False
        yield third + "ت", "perfect", True, False
        yield third + "وا", "perfect", False, True
        yield third + "تا", "perfect", True, True
        if len(stem) > 3:
            yield (third + "يا" if weak else stem + "ا"), "perfect", False, True
    if verb.imperfect:
        stem = spelling.fold(verb.imperfect)[1:]
        root = stem[:-1] if stem[-1:] in "يوا" else stem
        yield "ي" + stem, "imperfect", False, False
        yield "ت" + stem, "imperfect", True, False
        yield "ي" + root + "ون", "imperfect", False, True
        yield "ي" + stem + "ان", "imperfect", False, True
        yield "ت" + stem + "ان", "imperfect", True, True


def load_verbs(path: Path) -> Verbs:
    """The verbs and closers of a TOML file. Raises KnowledgeError, which names the entry and the mend."""
    return Verbs(load(path, "verb", Verb), load(path, "closer", Closer))
