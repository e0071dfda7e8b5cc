"""What has changed between two states of an event's articles: yesterday's tables and today's.

Belongs here: which changes there are, each with what it was read from, in the order in which a reader must know them.
Does not: two versions of one article (edited.py), the course of a figure (figure_courses.py), sentences (showing).

What is told is what outlets did. An article whose text is the same counts as read the way it is read now: when rules
of reading change between two nights, no outlet has changed its figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import withdrawals
from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.events import Event, folded_words
from riwaya.comparing.figure_courses import relative_change
from riwaya.comparing.finding import Finding, text_of
from riwaya.comparing.framing import term_marks
from riwaya.comparing.states import States, iso
from riwaya.comparing.voices import statements
from riwaya.comparing.wire import known_groups
from riwaya.reading.articles.zones import Furniture, load_furniture

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# What a reader must know first.
KINDS = (
    "withdrawn_figure",
    "changed_article",
    "changed_figure",
    "changed_word",
    "new_figure",
    "new_frame",
    "new_speaker",
    "new_article",
    "gone_article",
)
# Speakers nobody cited before: the most quoted of them.
MOST_SPEAKERS = 20
# An outlet's word for someone is a habit from so many mentions on, where the other word is that many times rarer.
LEAST_MENTIONS, TIMES = 2, 4


def changes_since(before: Tables, now: Tables, event: Event) -> list[Finding]:
    """What is new in ``now``, section "since": kinds KINDS, in that order, what changed most first.

    ``data`` holds plain values: outlet, outlets (all that carry the same text), article, and what the kind's sentence
    needs; ``weight`` is the relative change of a number, None where none changed. Days are YYYY-MM-DD. ``places`` are
    sentences of ``now``. A text that several outlets carry is told once. The same tables twice give no finding.
    """
    states = States.of(before, now, event)
    if not (states.new or states.gone or states.edits):
        return []
    found = [
        *_withdrawn(states),
        *_changed_articles(states),
        *_figures(states),
        *_changed_words(states),
        *_new_frames(states),
        *_new_speakers(states),
        *_new_articles(states),
        *_gone_articles(states),
    ]
    return _told_once(_ranked(found, states), states)


# Articles


def _new_articles(states: States) -> Iterator[Finding]:
    known = {text for article, text in states.texts.items() if article not in states.new}
    for article, row in states.articles.items():
        if article in states.new:
            repeats = states.texts.get(article) in known
            yield states.finding(
                "new_article", article, 0, headline=text_of(row.headline), articles=[article], repeats=repeats
            )


def _gone_articles(states: States) -> Iterator[Finding]:
    names = states.before.articles.set_index("article_id")["outlet_name"]
    for article, row in states.earlier_articles.items():
        if article in states.gone:
            data = {
                "outlet": row.outlet,
                "outlets": [row.outlet],
                "outlet_name": text_of(names[article]),
                "article": article,
                "articles": [article],
                "weight": None,
                "published": iso(row.published),
                "headline": text_of(row.headline),
            }
            yield Finding("since", "gone_article", data)


def _changed_articles(states: States) -> Iterator[Finding]:
    for article, row in states.articles.items():
        if article not in states.edits:
            continue
        what = states.edits[article]
        told = {name: value for name, value in what.items() if name not in ("sentence", "weight")}
        made = states.finding(
            "changed_article",
            article,
            what["sentence"],
            **told,
            articles=[article],
            weight=what["weight"],
            name=text_of(row.headline),
        )
        numbers = [each["now"]["sentence"] for each in what["figures"] if each["now"]]
        numbers += [each["sentence"] for each in what["terms"]["new"]]
        first = [0] if what["headline"] else []
        places = dict.fromkeys([*first, *numbers] or [what["sentence"]])
        yield replace(made, places=tuple((article, number) for number in places))


# Figures


def _figures(states: States) -> Iterator[Finding]:
    """Leading figures that are others now, and measures that an outlet gives for the first time."""
    for course in states.courses:
        was, now = course.was, course.now
        if now is None or now.article not in states.fresh or (was is not None and was.said == now.said):
            continue
        outlet, metric, unit = course.measure
        data: dict[str, Any] = {"metric": metric, "unit": unit, "now": now.told(), "course": course.told()}
        if was is None:
            first = outlet not in states.known_outlets
            yield states.finding("new_figure", *now.place, **data, first_article=first)
        elif now.bound != "vague" or was.bound == "vague":
            counted = "vague" not in (was.bound, now.bound)
            weight = relative_change(was.value, now.value) if counted else None
            yield states.finding("changed_figure", *now.place, **data, was=was.told(), weight=weight)


def _withdrawn(states: States) -> Iterator[Finding]:
    """Figures of which an outlet's articles say now, and did not before, that they were taken back."""
    known = {
        (row.outlet, row.metric, text_of(row.unit), row.value)
        for row in records(withdrawals(states.before, states.event))
        if row.role == "withdrawn"
    }
    every = withdrawals(states.now, states.event)
    every = every.sort_values(["published", "article_id", "start"], kind="stable")
    repeated: dict[tuple[str, float], list[str]] = {}
    for row in records(every[(every["role"] == "repeated") & ~every["earlier"].astype(bool)]):
        repeated.setdefault((row.metric, row.value), []).append(row.outlet)
    for row in records(every[every["role"] == "withdrawn"]):
        key = (row.outlet, row.metric, text_of(row.unit), row.value)
        if key in known or row.article_id not in states.fresh:
            continue
        known.add(key)
        yield states.finding(
            "withdrawn_figure",
            row.article_id,
            int(row.sentence_no),
            metric=row.metric,
            unit=text_of(row.unit) or "",
            value=float(row.value),
            text=row.text,
            status=row.status,
            speaker=text_of(row.speaker_name),
            withdrawn_on=iso(row.status_date),
            repeated_by=list(dict.fromkeys(repeated.get((row.metric, row.value), ()))),
            course=states.course(row.outlet, row.metric, text_of(row.unit) or ""),
        )


# Words and voices


def _new_frames(states: States) -> Iterator[Finding]:
    """Frames that an outlet with articles before uses for the first time; its own words before those it reports."""
    before = term_marks(states.before, None, states.event)
    known = set(zip(before["outlet"], before["frame"], strict=True))
    marks = term_marks(states.now, None, states.event)
    marks = marks[marks["outlet"].isin(states.known_outlets) & marks["article_id"].isin(states.fresh)]
    for (outlet, frame), rows in marks.groupby(["outlet", "frame"], sort=False):
        if (outlet, frame) in known:
            continue
        row = next(records(rows.assign(said=rows["voice"] != "own").sort_values("said", kind="stable")))
        yield states.finding(
            "new_frame",
            row.article_id,
            int(row.sentence_no),
            frame=row.frame,
            lemma=row.lemma,
            text=row.text,
            voice=row.voice,
            speaker=text_of(row.speaker_name),
            n=len(rows),
        )


def _new_speakers(states: States) -> list[Finding]:
    """Named speakers whom no outlet cited before, under no shorter or longer name; the most quoted first."""
    known = states.before.quotes["speaker_name"].dropna().unique()
    is_known = _is_known([folded_words(name) for name in known])
    said = statements(states.now)
    said = said[said["speaker_name"].notna() & said["article_id"].isin(states.fresh)]
    named = {name: folded_words(name) for name in said["speaker_name"].unique()}
    unknown = [
        name for name, words in named.items() if words and not is_known(words) and not _is_agency(name)
    ]
    said = said[said["speaker_name"].isin(unknown)]
    said = said.assign(words=said["speaker_name"].map({name: " ".join(named[name]) for name in unknown}))
    order = {article: place for place, article in enumerate(states.articles)}
    said = said.assign(place=said["article_id"].map(order)).sort_values(["place", "start"], kind="stable")
    found = []
    for _, rows in said.groupby("words", sort=False):
        row = next(records(rows))
        outlets = list(dict.fromkeys(states.articles[article].outlet for article in rows["article_id"]))
        texts = {states.texts.get(article, article) for article in rows["article_id"]}
        made = states.finding("new_speaker", row.article_id, int(row.sentence_no), speaker=row.speaker_name)
        data = made.data | {"outlets": outlets, "n": len(rows), "texts": len(texts)}
        found.append(replace(made, data=data))
    for finding in found:
        finding.data["total"] = len(found)
    return sorted(found, key=_often)[:MOST_SPEAKERS]


@lru_cache(maxsize=4096)
def _is_agency(name: str) -> bool:
    """Whether a name is a news agency's, as data/page_furniture.toml knows them: whom it cites is the speaker."""
    return _furniture().agency(name) is not None


@cache
def _furniture() -> Furniture:
    return load_furniture()


def _often(finding: Finding) -> tuple[int, int]:
    """The most cited first: in how many texts, how often."""
    return -finding.data["texts"], -finding.data["n"]


def _is_known(names: Iterable[tuple[str, ...]]) -> Callable[[tuple[str, ...]], bool]:
    """Whether a name is one of these, part of one of them, or one of them with more words to it."""
    every = {name for name in names if name}
    parts = {part for name in every for part in _runs(name)}

    def is_known(name: tuple[str, ...]) -> bool:
        # A single word (a minister, sources) says nothing of who it is.
        return name in parts or any(len(part) > 1 and part in every for part in _runs(name))

    return is_known


def _runs(words: tuple[str, ...], most: int = 12) -> Iterator[tuple[str, ...]]:
    """Every run of words within a name; of a name that is none its first words are enough."""
    kept = words[:most]
    for start in range(len(kept)):
        for end in range(start + 1, len(kept) + 1):
            yield kept[start:end]


def _changed_words(states: States) -> Iterator[Finding]:
    """Outlets that used the words of one side of the event's frames, and use those of the other in what is new.

    Counted are words in the outlet's own voice in texts that no other outlet carries, repeats of its own once.
    """
    sides = [list(states.event.frames.first), list(states.event.frames.second)]
    if not all(sides):
        return
    marks = [_own_words(tables, states.event, sides) for tables in (states.before, states.now)]
    marks[1] = marks[1][marks[1]["article_id"].isin(states.fresh)]
    for outlet, fresh in marks[1].groupby("outlet", sort=False):
        earlier = marks[0][marks[0]["outlet"] == outlet]
        was, now = ([int((rows["side"] == side).sum()) for side in (0, 1)] for rows in (earlier, fresh))
        habit = _habit(was)
        if habit is None or _habit(now) != 1 - habit:
            continue
        used = fresh[fresh["side"] == 1 - habit]
        row = next(records(used))
        yield states.finding(
            "changed_word",
            row.article_id,
            int(row.sentence_no),
            was=_counted(sides, was, habit),
            now=_counted(sides, now, 1 - habit),
            text=row.text,
            lemma=row.lemma,
            frame=row.frame,
        )


def _own_words(tables: Tables, event: Event, sides: list[list[str]]) -> pd.DataFrame:
    marks = term_marks(tables, [*sides[0], *sides[1]], event)
    groups = known_groups(tables)
    outlet_of = dict(
        zip(*(ordered_articles(tables, event)[name] for name in ("article_id", "outlet")), strict=True)
    )
    carried: dict[str, set[str]] = {}
    for article, text in groups.items():
        carried.setdefault(text, set()).add(outlet_of[article])
    own = [
        groups.get(article, article) == article and len(carried.get(article, ())) < 2
        for article in marks["article_id"]
    ]
    marks = marks[pd.Series(own, index=marks.index, dtype=bool) & (marks["voice"] == "own")]
    return marks.assign(side=marks["frame"].isin(sides[1]).astype(int))


def _habit(counts: list[int]) -> int | None:
    """Which of two sides an outlet's words take, where they clearly take one.

    >>> _habit([4, 1]), _habit([0, 2]), _habit([1, 0]), _habit([3, 1])
    (0, 1, None, None)
    """
    most = int(counts[1] > counts[0])
    clear = counts[most] >= LEAST_MENTIONS and counts[most] >= TIMES * counts[1 - most]
    return most if clear else None


def _counted(sides: list[list[str]], counts: list[int], most: int) -> dict[str, Any]:
    """The words of the side that is used, and of the other, with how many there are."""
    return {"frames": sides[most], "n": counts[most], "other": sides[1 - most], "other_n": counts[1 - most]}


# Order, and one text once


def _ranked(found: Iterable[Finding], states: States) -> list[Finding]:
    """By kind, then by the order of measures, edited figures before other edits and own words before reported ones, then the largest change, then the page's order."""
    metrics = {metric: place for place, metric in enumerate(states.metrics)}
    rank = {row.outlet: row.rank for row in [*states.earlier_articles.values(), *states.articles.values()]}

    def place(finding: Finding) -> tuple[float, ...]:
        data = finding.data
        quiet = finding.kind == "changed_article" and not data["figures"]
        reported = finding.kind == "new_frame" and data["voice"] != "own"
        often = _often(finding) if finding.kind == "new_speaker" else (0, 0)
        return (
            KINDS.index(finding.kind),
            quiet or reported,
            metrics.get(str(data.get("metric")), len(metrics)),
            -(data["weight"] or 0),
            *often,
            rank[data["outlet"]],
        )

    return sorted(found, key=place)


def _told_once(found: Iterable[Finding], states: States) -> list[Finding]:
    """Findings that outlets share because they carry one text, told of the first of them with all their names."""
    kept: dict[Any, Finding] = {}
    for finding in found:
        article = finding.data["article"]
        key = (finding.kind, states.texts.get(article, article), _signature(finding))
        first = kept.get(key)
        if first is None:
            kept[key] = finding
            continue
        both = {
            name: list(dict.fromkeys([*first.data[name], *finding.data[name]]))
            for name in ("outlets", "articles")
            if name in first.data
        }
        places = tuple(dict.fromkeys([*first.places, *finding.places]))
        kept[key] = replace(first, data=first.data | both, places=places)
    return list(kept.values())


def _signature(finding: Finding) -> Any:
    """What two findings of one text have in common when they tell the same."""
    data = finding.data
    if finding.kind in ("new_article", "gone_article"):
        return None
    if finding.kind == "changed_article":
        figures = tuple(
            (each["kind"], each["metric"], *((each[at] or {}).get("value") for at in ("was", "now")))
            for each in data["figures"]
        )
        words = tuple(tuple(each["lemma"] for each in data["terms"][at]) for at in ("gone", "new"))
        return figures, words, tuple(map(tuple, data["speakers"].values()))
    if finding.kind == "new_speaker":
        return data["speaker"]
    if finding.kind == "new_frame":
        return data["frame"]
    if finding.kind == "changed_word":
        return data["outlet"]
    numbers = tuple((data.get(at) or {}).get("value") for at in ("was", "now"))
    return data["metric"], data["unit"], data.get("value"), numbers
