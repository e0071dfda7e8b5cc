"""What numbers count: units and currencies, metrics and the words that govern a number, groups of people.

Belongs here: the knowledge of data/units.toml and data/metrics.toml, made ready to be found in a sentence.
Does not: which number of a text is a figure, and which of these words governs it (claims.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from riwaya.language import knowledge
from riwaya.language.inflection import Lexicon
from riwaya.language.spelling import fold

KINDS = ("person", "thing", "act", "time", "measure", "count", "place", "percent", "money")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of ``data/units.toml``: its id is the English word that the figures table shows."""

    id: str
    label_ar: str
    label_en: str
    kind: str
    nouns: tuple[str, ...]
    metric: str = "other"
    label_en_many: str = ""  # where the plural is not the regular one
    paired: tuple[str, ...] = ()
    relational: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()  # nouns that stay equipment when they are hit: دبابة
    near: tuple[str, ...] = ()  # its nouns, or nouns_near if there are any, are found near one of these only
    nouns_near: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def check(self) -> str | None:
        if self.kind not in KINDS:
            return f"{self.kind} is not a kind. Known kinds: {', '.join(KINDS)}."
        return _without_examples(self)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: ISO 4217 code, its words and signs, and the words for its country.

    ``default``: what the bare word means where the article names no country that decides.
    """

    id: str
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Names that look like an inflected noun: سوريا is not سوري with tanwin, طالبان not two students."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of ``data/metrics.toml``; what its lists mean is said at the head of that file."""

    id: str
    label_ar: str
    label_en: str
    order: int
    unit: str = ""
    takes: tuple[str, ...] = ()
    group: str = ""
    nouns: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    verbs_near: tuple[str, ...] = ()
    actions_near: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def check(self) -> str | None:
        if (self.verbs_near or self.actions_near) and not self.near:
            return "verbs_near or actions_near without near. Name the words they must stand near."
        return _without_examples(self)


@dataclass(frozen=True, slots=True)
class Group:
    """Who is counted: person nouns, and marks beside a person noun that show the group."""

    id: str
    label_ar: str
    label_en: str
    nouns: tuple[str, ...]
    marks: tuple[str, ...] = ()
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a figure, told by phrases before it in its sentence, within ``reach`` words.

    ``phrases`` begin with a verb, ``nouns`` with a noun; ``after`` stand behind the figure.
    """

    id: str
    phrases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    gap: int = 0
    reach: int = 40
    clause: bool = False  # a comma or a relative pronoun ends its reach
    unless: tuple[str, ...] = ()  # words that take what follows out of its reach: نفى ضلوعه في مقتل 3
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def check(self) -> str | None:
        return _without_examples(self)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be counted. ``metric`` is what its number measures when nothing governs it;
    a ``strong`` noun says its metric itself (قتيل). Currencies are nouns of kind money without a unit.
    """

    forms: tuple[str, ...]
    word_class: str
    plurals: tuple[str, ...]
    unit: str
    kind: str
    metric: str
    strong: bool = False
    group: str | None = None
    paired: bool = False
    relational: bool = False
    arms: bool = False
    only_near: tuple[str, ...] = ()

    @property
    def lemma(self) -> str:
        return self.forms[0]


@dataclass(frozen=True, slots=True)
class Frame:
    """A word or phrase that governs a number: role action | act | verb | subject.

    ``more`` are the metrics it gives to what else it may govern: people are hurt, buildings hit (أصاب).
    ``penalty``: what a court imposes by it is a sentence: الحكم بإعدام 3.
    """

    forms: tuple[str, ...]
    word_class: str
    metric: str
    takes: tuple[str, ...]
    role: str
    gap: int = 0
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()
    only_near: tuple[str, ...] = ()
    penalty: bool = False

    def measures(self, kind: str, unit: str) -> str | None:
        """The metric of a number of units of a kind, None where the word does not govern them."""
        for metric, takes in ((self.metric, self.takes), *self.more):
            if kind in takes or unit in takes:
                return metric
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase that stands for something: a group, a status, a country."""

    forms: tuple[str, ...]
    value: str
    word_class: str = "adjective"
    gap: int = 0
    reach: int = 0
    after: bool = False
    clause: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Metrics:
    """Metrics, groups and statuses, in the order of the file."""

    metrics: tuple[Metric, ...]
    groups: tuple[Group, ...] = ()
    statuses: tuple[Status, ...] = ()


@dataclass(frozen=True, eq=False)
class Units:
    """Units, currencies and look-alikes, in the order of the file."""

    units: tuple[Unit, ...]
    currencies: tuple[Currency, ...] = ()
    names: tuple[Name, ...] = ()


def load_metrics(path: Path) -> Metrics:
    """Metrics, groups and statuses of ``data/metrics.toml``. Raises KnowledgeError."""
    metrics = Metrics(
        metrics=tuple(knowledge.load(path, "metric", Metric)),
        groups=tuple(knowledge.load(path, "group", Group)),
        statuses=tuple(knowledge.load(path, "status", Status)),
    )
    known = {metric.id for metric in metrics.metrics}
    for group in metrics.groups:
        if group.metric and group.metric not in known:
            raise knowledge.KnowledgeError(
                f'{path}, group ("{group.id}"): no metric {group.metric}. Name one.'
            )
    return metrics


def load_units(path: Path) -> Units:
    """Units and currencies of ``data/units.toml``. Raises KnowledgeError."""
    return Units(
        units=tuple(knowledge.load(path, "unit", Unit)),
        currencies=tuple(knowledge.load(path, "currency", Currency)),
        names=tuple(knowledge.load(path, "name", Name)),
    )


def _without_examples(entry: Unit | Metric | Status) -> str | None:
    for name in ("examples", "counter_examples"):
        if not getattr(entry, name):
            return f"{name} is empty. Add a sentence."
    return None


@dataclass(frozen=True, eq=False)
class Counting:
    """Everything that is known of counting, ready to be found in a text."""

    nouns: Lexicon[Noun]
    frames: Lexicon[Frame]
    subjects: Lexicon[Frame]
    marks: Lexicon[Mark]
    statuses: Lexicon[Mark]
    countries: Lexicon[Mark]
    metrics: dict[str, Metric]
    groups: dict[str, Group]
    kinds: dict[str, str]
    signs: dict[str, str]
    plurals: frozenset[str]
    judges: frozenset[str]  # folded: who and what passes a sentence
    epidemics: frozenset[str]  # folded: beside these the infected are not the hurt
    perfects: frozenset[str]  # first words of frames, as listed: أصاب is a verb of the news, not "I hit"
    defaults: dict[str, str] = field(default_factory=dict)
    currencies: dict[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def counting(metrics: Metrics, units: Units) -> Counting:
    """The lexicons of metrics and units, made once for each pair."""
    # A listed feminine goes before the feminine made from a masculine: مدرسة is a school, مقاتلات are aircraft.
    nouns = tuple(
        sorted(_nouns(metrics, units), key=lambda noun: noun.kind != "name" and noun.lemma[-1] != "ة")
    )
    by_word: dict[str, list[Currency]] = {}
    for currency in units.currencies:
        for word in currency.words:
            by_word.setdefault(word.split()[0], []).append(currency)
    return Counting(
        nouns=Lexicon(nouns),
        frames=Lexicon([frame for frame in _frames(metrics) if frame.role != "subject"]),
        subjects=Lexicon([frame for frame in _frames(metrics) if frame.role == "subject"]),
        marks=Lexicon([Mark(group.marks, group.id) for group in metrics.groups if group.marks]),
        statuses=Lexicon(tuple(_status_marks(metrics))),
        countries=Lexicon([Mark(c.countries, c.id, "adjective") for c in units.currencies if c.countries]),
        metrics={metric.id: metric for metric in metrics.metrics},
        groups={group.id: group for group in metrics.groups},
        kinds={unit.id: unit.kind for unit in units.units},
        signs={sign: currency.id for currency in units.currencies for sign in currency.signs},
        plurals=frozenset(fold(plural) for noun in nouns for plural in noun.plurals),
        judges=frozenset(fold(word) for metric in metrics.metrics for word in metric.judges),
        epidemics=frozenset(fold(word) for metric in metrics.metrics for word in metric.unlike),
        perfects=frozenset(
            fold(frame.forms[0].split()[0].split("/")[place])
            for frame in _frames(metrics)
            for place in range(frame.forms[0].split()[0].count("/") + 1)
        ),
        defaults={w: c.id for w, several in by_word.items() for c in several if c.default},
        currencies={word: tuple(c.id for c in several) for word, several in by_word.items()},
    )


def _status_marks(metrics: Metrics) -> Iterator[Mark]:
    for status in metrics.statuses:
        yield Mark(
            status.phrases,
            status.id,
            "verb bare",
            status.gap,
            status.reach,
            clause=status.clause,
            unless=tuple(map(fold, status.unless)),
        )
        yield Mark(
            status.nouns,
            status.id,
            "noun adjective",
            status.gap,
            status.reach,
            clause=status.clause,
            unless=tuple(map(fold, status.unless)),
        )
        yield Mark(status.after, status.id, "bare", status.gap, status.reach, after=True)


def _nouns(metrics: Metrics, units: Units) -> Iterator[Noun]:
    # The order decides between two readings of one word: قتيل is a death before it is a person.
    for name in units.names:
        for word in name.words:
            yield Noun((word,), "name", (), "", "name", "other")
    kinds = {unit.id: unit.kind for unit in units.units}
    for metric in metrics.metrics:
        kind = kinds.get(metric.unit, "person")
        for words in metric.nouns:
            yield _noun(words, metric.unit, kind, metric.id, strong=True)
    for group in metrics.groups:
        for words in group.nouns:
            yield _noun(words, "person", "person", group.metric or "other", group=group.id)
    for unit in units.units:
        for words in (*unit.nouns, *unit.nouns_near):
            singular = words.split()[0]
            paired, relational = singular in unit.paired, singular in unit.relational
            made = _noun(words, unit.id, unit.kind, unit.metric, paired=paired, relational=relational)
            yield replace(
                made,
                arms=singular in unit.arms,
                only_near=() if unit.nouns_near and words in unit.nouns else unit.near,
            )
    for word in sorted({word for currency in units.currencies for word in currency.words}):
        yield _noun(word, "", "money", "money_other")


def _noun(
    words: str,
    unit: str,
    kind: str,
    metric: str,
    *,
    strong: bool = False,
    group: str | None = None,
    paired: bool = False,
    relational: bool = False,
) -> Noun:
    singular, *plurals = words.split()
    # A plural in ون makes the word an adjective to inflection: feminine, both sound plurals, dual.
    sound = any(fold(plural) == fold(singular) + "ون" for plural in plurals)
    broken = tuple(plural for plural in plurals if fold(plural) != fold(singular) + "ون")
    if kind == "percent" or (kind == "measure" and len(singular) <= 3 and not plurals):
        return Noun((words,), "name fixed", (), unit, kind, metric)
    word_class = "adjective" if sound else "noun nisba"
    singular, broken = singular.replace("_", " "), tuple(plural.replace("_", " ") for plural in broken)
    return Noun((singular,), word_class, broken, unit, kind, metric, strong, group, paired, relational)


def _frames(metrics: Metrics) -> Iterable[Frame]:
    found: dict[tuple[str, str, tuple[str, ...]], Frame] = {}
    penalties = {word for metric in metrics.metrics for word in metric.penalties}
    for metric in metrics.metrics:
        roles: Sequence[tuple[str, tuple[str, ...], str, tuple[str, ...]]] = (
            ("subject", metric.subjects, "verb noun", ()),
            ("verb", metric.verbs_near, "verb noun", metric.near),
            ("verb", metric.verbs, "verb noun", ()),
            ("action", metric.actions_near, "bare", metric.near),
            ("action", metric.actions, "bare", ()),
            ("act", metric.acts, "verb noun", ()),
        )
        for role, forms, word_class, near in roles:
            for form in forms:
                gap = (6 if role == "subject" else 4) if " " in form else 0
                written = with_passives(form) if role == "verb" else form
                role = "action" if role == "act" else role
                frame = Frame((written,), word_class, metric.id, metric.takes, role, gap)
                known = found.get((role, form, near))
                if known is not None:
                    frame = replace(known, more=(*known.more, (metric.id, metric.takes)))
                penalty = form in penalties
                found[role, form, near] = replace(frame, only_near=near, penalty=penalty)
    return found.values()


def with_passives(form: str) -> str:
    """A verb with the passives that differ from it in their letters: those of فاعل and of hollow verbs.

    >>> with_passives("حاكم/يحاكم") == "حاكم/يحاكم/حوكم"
    True
    >>> with_passives("أدان/يدين") == "أدان/يدين/أدين/يدان"
    True
    """
    first, *rest = form.split(" ")
    words = first.split("/")
    words += [passive for word in words if (passive := _passive(word)) and passive not in words]
    return " ".join(("/".join(words), *rest))


def _passive(word: str) -> str | None:
    if len(word) == 4 and word[1] == "ا" and word[0] not in "اأإآيو":
        return word[0] + "و" + word[2:]  # حاكم, حوكم
    if len(word) == 4 and word[0] == "أ" and word[2] == "ا":
        return word[:2] + "ي" + word[3]  # أدان, أدين
    if len(word) == 5 and word[0] == "ا" and word[2:4] == "تا":
        return word[:3] + "ي" + word[4]  # اغتال, اغتيل
    if len(word) == 4 and word[0] == "ي" and word[2] == "ي":
        return word[:2] + "ا" + word[3]  # يدين, يدان
    return None
