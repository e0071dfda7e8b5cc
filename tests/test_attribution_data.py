"""Every entry of reporting_verbs.toml finds its examples and leaves its counter-examples alone; so do the lists of speakers."""

from __future__ import annotations

import pytest

from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.language.spelling import fold
from riwaya.reading.attribution import load_speakers, load_verbs
from riwaya.reading.quotation import find_quotations
from riwaya.reading.speech.cues import tokens
from riwaya.reading.speech.reports import Reader

VERBS = load_verbs(data_path("reporting_verbs.toml"))
SPEAKERS = load_speakers(data_path("speakers.toml"))
ENTRIES = (*VERBS.verbs, *VERBS.closers)


def found_ids(sentence: str) -> set[str]:
    """The ids of the entries that report in a sentence."""
    passage = tokens(sentence, 0, len(sentence))
    long = [q for q in find_quotations(sentence) if len(sentence[q.start : q.end].split()) > 3]
    quoted = [any(q.start <= token.start < q.end for q in long) for token in passage]
    out = set()
    for report in Reader(VERBS, SPEAKERS, passage, quoted).read():
        entry = report.closer or (report.reading.verb if report.reading else None)
        if entry is not None and report.kind != "pending":
            out.add(entry.id)
    return out


EXAMPLES = [(entry.id, sentence) for entry in ENTRIES for sentence in entry.examples]
COUNTER_EXAMPLES = [(entry.id, sentence) for entry in ENTRIES for sentence in entry.counter_examples]


@pytest.mark.parametrize(("entry_id", "sentence"), EXAMPLES, ids=[s for _, s in EXAMPLES])
def test_an_example_is_found(entry_id: str, sentence: str) -> None:
    assert entry_id in found_ids(sentence)


@pytest.mark.parametrize(("entry_id", "sentence"), COUNTER_EXAMPLES, ids=[s for _, s in COUNTER_EXAMPLES])
def test_a_counter_example_is_left_alone(entry_id: str, sentence: str) -> None:
    assert entry_id not in found_ids(sentence)


def test_eighty_verbs_and_closers_are_known() -> None:
    assert len(VERBS.verbs) + len(VERBS.closers) >= 80


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("قال", "qala"),
        ("وقالت", "qala"),
        ("فقالوا", "qala"),
        ("يقول", "qala"),
        ("ستقول", "qala"),
        ("قائلاً", "qala"),
        ("مشيرة", "ashara"),
        ("ينفون", "nafa"),
        ("نفت", "nafa"),
        ("نافياً", "nafa"),
        ("دعوا", "daa"),
        ("تدعو", "daa"),
        ("وصفهم", "wasafa"),
        ("ادّعت", "iddaa"),
    ],
)
def test_every_person_and_tense_is_known(form: str, verb: str) -> None:
    assert verb in {reading.verb.id for reading in VERBS.read(fold(form))}


def test_no_alias_belongs_to_two_speakers() -> None:
    owners: dict[tuple[str, ...], str] = {}
    for speaker in SPEAKERS.known:
        for alias in speaker.aliases:
            key = tuple(fold(alias).split())
            assert owners.setdefault(key, speaker.id) == speaker.id, alias


def test_every_speakers_country_is_listed() -> None:
    listed = {country.id for country in SPEAKERS.countries}
    assert {speaker.country for speaker in SPEAKERS.known if speaker.country} <= listed


def test_a_verb_without_an_example_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "verbs.toml"
    path.write_text(
        '[[verb]]\nid = "qala"\nlemma = "قال"\ngloss = "said"\nframe = "say"\nperfect = "قال"\n'
        "examples = []\ncounter_examples = []\n",
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="examples"):
        load_verbs(path)


def test_a_list_of_words_that_is_missing_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "speakers.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="person_head"):
        load_speakers(path)
