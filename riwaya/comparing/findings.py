"""What the comparison found, as data: the facts a report leads with and those of each section.

Belongs here: which facts are worth telling, in which order, with everything their sentence needs.
Does not: the sentence (riwaya.showing.telling), the counting (the other modules of this room).

A finding speaks of the articles read, never of the outlets in general; it names nothing its data do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from riwaya.comparing.articles import ordered_articles, outlet_order, records
from riwaya.comparing.differing import rate_findings
from riwaya.comparing.events import OTHER_VOICES, OWN_VOICE, Event
from riwaya.comparing.figure_findings import figure_findings
from riwaya.comparing.figures import figure_marks
from riwaya.comparing.finding import Finding, places_of
from riwaya.comparing.framing import frames_in, independent_articles, term_marks
from riwaya.comparing.rewording import KINDS, Change, changed_sentences
from riwaya.comparing.statistics import frame_tests
from riwaya.comparing.voices import parties, statement_counts, statements, verb_stances, voice_shares
from riwaya.comparing.wire import shared_words

if TYPE_CHECKING:
    import pandas as pd

    from riwaya.tables.tables import Tables

SECTIONS = ("figures", "words", "pairs", "voices", "method")
# The header's facts, best first; at most one a section and MOST_FACTS in all.
FACTS = (
    "withdrawn",
    "reworded",
    "rate_differs",
    "own_share",
    "absent_party",
    "day_by_day",
    "differ",
    "same_count",
    "compatible",
    "same_figure",
    "top_speaker",
)
MOST_FACTS = 4
# Pairs of sentences worth a place of their own in the report.
_MOST_PAIRS = 12


def findings(tables: Tables, event: Event, tests: pd.DataFrame | None = None) -> list[Finding]:
    """Every finding, section by section, the most telling first. Empty tables give only the method's counts.

    ``tests``: ``frame_tests`` of every frame that occurs, where they were made already.
    """
    tests = frame_tests(tables, frames_in(tables), event) if tests is None else tests
    return [
        *figure_findings(tables, event),
        *rate_findings(tests, tables, event),
        *_words(tables, event),
        *_pairs(tables, event),
        *_voices(tables, event),
        *_method(tables, event),
    ]


def key_findings(found: Sequence[Finding]) -> list[Finding]:
    """The facts of the header, in the order of their sections: at most one a section, MOST_FACTS in all."""
    best: dict[str, Finding] = {}
    for finding in found:
        if finding.kind in FACTS:
            held = best.get(finding.section)
            if held is None or FACTS.index(finding.kind) < FACTS.index(held.kind):
                best[finding.section] = finding
    chosen = sorted(best.values(), key=lambda finding: FACTS.index(finding.kind))[:MOST_FACTS]
    return sorted(chosen, key=lambda finding: SECTIONS.index(finding.section))


def of_section(found: Iterable[Finding], section: str, kind: str | None = None) -> list[Finding]:
    """The findings of one section, and of one kind where it is given."""
    return [each for each in found if each.section == section and kind in (None, each.kind)]


# Words


def _words(tables: Tables, event: Event) -> list[Finding]:
    pair = [list(event.frames.first), list(event.frames.second)]
    if not pair[0]:
        # An event without a pair of its own: the two that occur most, those of people first.
        actors = frames_in(tables, "actor")
        pair = [[frame] for frame in dict.fromkeys([*actors, *frames_in(tables)])][:2] or [[]]
    found = []
    for place, frames in enumerate(pair):
        if not frames:
            continue
        marks = term_marks(tables, frames, event)
        own = marks[marks["voice"] == "own"]
        by_outlet = own["outlet"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        if len(marks):
            data = {
                "frames": frames,
                "place": place,
                "n": len(marks),
                "own": len(own),
                "own_by": {str(outlet): int(n) for outlet, n in by_outlet.items()},
                "own_texts": list(own["text"]),
                "voices": {str(voice): int(n) for voice, n in marks["voice"].value_counts().items()},
            }
            found.append(Finding("words", "own_share", data, places_of(own)))
        outlets = outlet_order(ordered_articles(tables, event))
        without = [outlet for outlet in outlets if outlet not in set(marks["outlet"])]
        if without and len(marks):
            found.append(Finding("words", "no_mention", {"frames": frames, "outlets": without}))
    return found


# The same sentence


def _pairs(tables: Tables, event: Event) -> list[Finding]:
    pairs = changed_sentences(tables, event)
    found = []
    for row in records(pairs.head(_MOST_PAIRS)):
        made = pair_finding(row, tables)
        one_sided = made.kind == "changed_speaker" and not (
            (made.data["change"].text and made.data["change"].other_text) or made.data["change"].voice
        )
        if made.kind != "changed_wording" and not one_sided:
            found.append(made)
    if len(pairs):
        outlets = list(dict.fromkeys([*pairs["outlet"], *pairs["other_outlet"]]))
        found.append(Finding("pairs", "pairs", {"n": len(pairs), "outlets": outlets}))
    return found


def pair_finding(row: Any, tables: Tables) -> Finding:
    """What one row of ``changed_sentences`` shows, by its most telling change."""
    change = _most_telling(row.changes)
    frames = _frames_of(tables, row)
    sides = (
        (row.outlet, [each.stance for each in row.changes]),
        (row.other_outlet, [each.other_stance for each in row.changes]),
    )
    data = {
        "outlets": (row.outlet, row.other_outlet),
        "change": change,
        "lemmas": (
            _lemmas_within(tables, row.article_id, change.start, change.end),
            _lemmas_within(tables, row.other_article_id, change.other_start, change.other_end),
        ),
        "speaker": _speaker_of(tables, row.article_id, change.start),
        "distanced_by": [outlet for outlet, stances in sides if "distancing" in stances],
    }
    places = ((row.article_id, int(row.sentence_no)), (row.other_article_id, int(row.other_sentence_no)))
    reframed = change.frame and change.other_frame and change.frame != change.other_frame
    # "Protesters, whom he called armed men" is not put for "armed men": it has the other's word beside its own.
    held = (
        _frames_within(tables, row.article_id, change.start, change.end),
        _frames_within(tables, row.other_article_id, change.other_start, change.other_end),
    )
    data["beside"] = bool(reframed and (change.frame in held[1] or change.other_frame in held[0]))
    lone = (change.frame and not change.other_term, change.other_frame and not change.term)
    if change.kind == "term" and (
        (lone[0] and change.frame in frames[1]) or (lone[1] and change.other_frame in frames[0])
    ):
        # The other sentence has a word of that frame as well, elsewhere: nothing is missing from it.
        return Finding("pairs", "changed_wording", data, places)
    return Finding(
        "pairs", "reworded" if reframed and not data["beside"] else f"changed_{change.kind}", data, places
    )


def says_other(change: Change, tables: Tables, row: Any) -> bool:
    """Whether a change of a pair is more than wording: one of terms is not where the other side has such a word too."""
    if change.kind != "term":
        return change.kind != "wording"
    frames = _frames_of(tables, row)
    said = (change.frame, frames[1]), (change.other_frame, frames[0])
    return any(frame and frame not in there for frame, there in said)


def _terms_within(tables: Tables, article: str, start: int, end: int) -> pd.DataFrame:
    terms = tables.terms[tables.terms["article_id"] == article]
    return terms[(terms["start"] < end) & (terms["end"] > start)].sort_values("start")


def _frames_within(tables: Tables, article: str, start: int, end: int) -> set[str]:
    return set(_terms_within(tables, article, start, end)["frame"])


def _lemmas_within(tables: Tables, article: str, start: int, end: int) -> tuple[str, ...]:
    """The lemmas of the terms within a stretch of an article, in order, each once."""
    return tuple(dict.fromkeys(_terms_within(tables, article, start, end)["lemma"]))


def _frames_of(tables: Tables, row: Any) -> tuple[set[str], set[str]]:
    """The frames that the two sentences of a pair have words of."""
    sides = ((row.article_id, row.sentence_no), (row.other_article_id, row.other_sentence_no))
    terms = tables.terms
    one, other = (
        set(terms["frame"][(terms["article_id"] == article) & (terms["sentence_no"] == number)])
        for article, number in sides
    )
    return one, other


def _most_telling(changes: Sequence[Change]) -> Change:
    reframed = [
        each for each in changes if each.frame and each.other_frame and each.frame != each.other_frame
    ]
    return min(reframed or changes, key=lambda each: KINDS.index(each.kind))


def _speaker_of(tables: Tables, article: str, place: int) -> str | None:
    """Who is quoted at a place, where it is one speaker."""
    quotes = tables.quotes[(tables.quotes["article_id"] == article) & tables.quotes["speaker_name"].notna()]
    held = quotes[(quotes["start"] <= place) & (place < quotes["end"])]
    names = held["speaker_name"].unique()
    return str(names[0]) if len(names) == 1 else None


# Voices


def _voices(tables: Tables, event: Event) -> list[Finding]:
    said = statements(tables)
    counts = statement_counts(tables, event)
    found = []
    if len(said):
        top = [(row.speaker_name, int(row.n)) for row in records(counts.head(3))]
        data: dict[str, Any] = {"n": len(said), "top": top}
        shares = voice_shares(tables, event)
        for party in parties(tables, event):
            n = int(counts[counts["party"] == party]["n"].sum())
            if party not in (OWN_VOICE, OTHER_VOICES) and n == 0:
                found.append(Finding("voices", "absent_party", data | {"party": party}))
        if top:
            found.append(Finding("voices", "top_speaker", data))
        own = (
            shares[shares["party"] == OWN_VOICE].dropna(subset=["share"]).sort_values("share", kind="stable")
        )
        if len(own) > 1:
            low, high = own.iloc[0], own.iloc[-1]
            ends = {
                "low": (low["outlet"], float(low["share"])),
                "high": (high["outlet"], float(high["share"])),
            }
            found.append(Finding("voices", "own_voice", ends))
    verbs = verb_stances(tables, event)
    distancing = verbs[verbs["stance"] == "distancing"].groupby("outlet", sort=False)["n"].sum()
    if len(distancing):
        by = {str(outlet): int(n) for outlet, n in distancing.items()}
        places = places_of(said[said["stance"] == "distancing"])
        found.append(Finding("voices", "distancing", {"n": sum(by.values()), "by": by}, places))
    return found


# Method


def _method(tables: Tables, event: Event) -> list[Finding]:
    articles = ordered_articles(tables, event)
    counts = {
        "articles": len(articles),
        "outlets": articles["outlet"].nunique(),
        "words": int(articles["words"].sum()),
        "figures": len(tables.figures),
        "terms": len(tables.terms),
        "statements": len(statements(tables)),
    }
    found = [Finding("method", "counted", counts)]
    if len(articles):
        enough = independent_articles(tables, event)
        untested = list(enough[~enough["testable"]]["outlet"])
        if untested:
            data = {"outlets": untested, "articles": len(articles), "all": len(untested) == len(enough)}
            data["most"] = int(enough["independent"].max())
            found.append(Finding("method", "too_few", data))
        found.append(Finding("method", "dates", _dates(tables)))
        reasons = figure_marks(tables, event)["rate_note"].dropna().value_counts()
        if len(reasons):
            found.append(
                Finding("method", "not_converted", {str(reason): int(n) for reason, n in reasons.items()})
            )
        unnamed = int(tables.articles["outlet"].isna().sum())
        if unnamed:
            found.append(Finding("method", "unnamed", {"n": unnamed}))
    shared = shared_words(tables).merge(articles[["article_id", "outlet"]], on="article_id")
    shared = shared[shared["shared"] > 0].sort_values("share", ascending=False, kind="stable")
    if len(shared):
        top = shared.iloc[0]
        repeats = int((shared["wire_group"].notna() & (shared["wire_group"] != shared["article_id"])).sum())
        data = {"outlet": top["outlet"], "share": float(top["share"]), "repeats": repeats}
        found.append(Finding("method", "shared", data))
    return found


def _dates(tables: Tables) -> dict[str, int]:
    basis = tables.articles["published_basis"]
    counts = {name: int((basis == name).sum()) for name in ("stated", "given", "inferred")}
    return counts | {"unknown": int(tables.articles["published"].isna().sum())}
