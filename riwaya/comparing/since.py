"""What has changed between two states of an event's articles: yesterday's tables and today's.

Belongs here: which changes there are, each with what it was read from, in the order in which a reader must know them.
Does not: two versions of one article (edited.py), the course of a figure (figure_courses.py), whom no outlet cited
before (new_speakers.py), sentences (showing).

What is told is what outlets did. An article whose text is the same counts as read the way it is read now: when rules
of reading change between two nights, no outlet has changed its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from riwaya.comparing.agreement import withdrawals
from riwaya.comparing.articles import ordered_articles, records
from riwaya.comparing.events import Event, folded_words
from riwaya.comparing.figure_courses import relative_change
from riwaya.comparing.finding import Finding, text_of
from riwaya.comparing.framing import term_marks
from riwaya.comparing.new_speakers import is_named, new_speakers, often
from riwaya.comparing.states import States, iso
from riwaya.comparing.wire import known_groups

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
        *new_speakers(states),
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
        told["figures"] = [_of_the_whole(change, states.event) for change in what["figures"]]
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


def _of_the_whole(change: dict[str, Any], event: Event) -> dict[str, Any]:
    """A changed figure, without its place where that is all of the event's."""
    whole = {folded_words(place) for place in event.places}
    return change | {"place": None} if change["place"] and folded_words(change["place"]) in whole else change


# Figures


def _figures(states: States) -> Iterator[Finding]:
    """Leading figures that are others now, and measures that an outlet gives for the first time.

    Of an outlet that is here for the first time all its figures are one finding: those of other measures in ``others``.
    """
    first: dict[str, list[Finding]] = {}
    for course in states.courses:
        was, now = course.was, course.now
        if now is None or now.article not in states.fresh or (was is not None and was.said == now.said):
            continue
        outlet, metric, unit = course.measure
        data: dict[str, Any] = {"metric": metric, "unit": unit, "now": now.told(), "course": course.told()}
        if was is None:
            here = outlet in states.known_outlets
            made = states.finding("new_figure", *now.place, **data, first_article=not here, others=[])
            if here:
                yield made
            else:
                first.setdefault(outlet, []).append(made)
        elif now.bound != "vague" or was.bound == "vague":
            counted = "vague" not in (was.bound, now.bound)
            weight = relative_change(was.value, now.value) if counted else None
            yield states.finding("changed_figure", *now.place, **data, was=was.told(), weight=weight)
    metrics = {metric: place for place, metric in enumerate(states.metrics)}
    for each in first.values():
        each.sort(key=lambda finding: metrics.get(finding.data["metric"], len(metrics)))
        others = [{name: one.data[name] for name in ("metric", "unit", "now")} for one in each[1:]]
        places = tuple(dict.fromkeys(place for one in each for place in one.places))
        yield replace(each[0], data=each[0].data | {"others": others}, places=places)


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
    """Frames that an outlet with articles before uses for the first time, together those of one voice.

    A frame that the outlet uses itself is told as its own, also where it is said by others too. ``frames``: each with
    its first word, how often and where; first those of the event's two sides.
    """
    before = term_marks(states.before, None, states.event)
    known = set(zip(before["outlet"], before["frame"], strict=True))
    marks = term_marks(states.now, None, states.event)
    marks = marks[marks["outlet"].isin(states.known_outlets) & marks["article_id"].isin(states.fresh)]
    sides = {*states.event.frames.first, *states.event.frames.second}
    said: dict[tuple[str, str, str], list[Any]] = {}
    names = {name for name in marks["speaker_name"].dropna().unique() if is_named(name, states.event)}
    who = marks["speaker_name"].where((marks["voice"] != "own") & marks["speaker_name"].isin(names), "")
    marks = marks.assign(said=marks["voice"] != "own", who=who)
    for (outlet, frame), rows in marks.groupby(["outlet", "frame"], sort=False):
        if (outlet, frame) not in known:
            row = next(records(rows.sort_values("said", kind="stable")))
            n = int(((rows["said"] == row.said) & (rows["who"] == row.who)).sum())
            said.setdefault((str(outlet), "" if row.who else row.voice, row.who), []).append((row, n))
    for each in said.values():
        each.sort(key=lambda frame: frame[0].frame not in sides)
        first = each[0][0]
        frames = [
            {"frame": row.frame, "lemma": row.lemma, "text": row.text, "n": n, "article": row.article_id}
            | {"sentence": int(row.sentence_no)}
            for row, n in each
        ]
        made = states.finding(
            "new_frame",
            first.article_id,
            int(first.sentence_no),
            voice=first.voice,
            speaker=first.who or None,
            frames=frames,
        )
        places = dict.fromkeys((frame["article"], frame["sentence"]) for frame in frames)
        yield replace(made, places=tuple(places))


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
    """By kind, then by the order of measures, then the largest change, then the page's order.

    Edited figures come before other edits, own words before reported ones, those of the event's two sides before others.
    """
    metrics = {metric: place for place, metric in enumerate(states.metrics)}
    rank = {row.outlet: row.rank for row in [*states.earlier_articles.values(), *states.articles.values()]}

    sides = {*states.event.frames.first, *states.event.frames.second}

    def place(finding: Finding) -> tuple[float, ...]:
        data = finding.data
        quiet = finding.kind == "changed_article" and not data["figures"]
        reported = finding.kind == "new_frame" and data["voice"] != "own"
        within = often(finding) if finding.kind == "new_speaker" else (0,)
        if finding.kind == "new_frame":
            within = (data["frames"][0]["frame"] not in sides,)
        return (
            KINDS.index(finding.kind),
            quiet or reported,
            metrics.get(str(data.get("metric")), len(metrics)),
            -(data["weight"] or 0),
            *within,
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
        return data["voice"], data["speaker"], tuple(each["frame"] for each in data["frames"])
    if finding.kind == "changed_word":
        return data["outlet"]
    numbers = tuple((data.get(at) or {}).get("value") for at in ("was", "now"))
    numbers += tuple((each["metric"], each["now"]["value"]) for each in data.get("others", ()))
    return data["metric"], data["unit"], data.get("value"), numbers
