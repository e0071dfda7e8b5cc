"""Every entry of data/framing.toml: what it must find, what it must leave alone. The sentence is the test's name."""

from __future__ import annotations

import pytest

from riwaya.language.forms import surface_stems
from riwaya.language.spelling import fold
from riwaya.reading.framing import GROUPS, find_mentions, load_framing

FRAMING = load_framing()
GUIDE_FRAMES = (
    "terrorist militant militia rebel protester rioter gang martyr occupation regime foreign_hand coup revolution "
    "protest_event unrest_event massacre aggression repression counter_terror order peacekeeping intervention "
    "crime_attack"
)


def ids_found(sentence: str) -> set[str]:
    [mentions] = find_mentions(sentence, [(0, len(sentence))], FRAMING)
    return {entry.id for _, entry in mentions}


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        pytest.param(term.id, sentence, id=f"{term.id}: {sentence}")
        for term in FRAMING.terms
        for sentence in term.examples
    ],
)
def test_an_example_is_found(term: str, sentence: str) -> None:
    assert term in ids_found(sentence)


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        pytest.param(term.id, sentence, id=f"{term.id}: {sentence}")
        for term in FRAMING.terms
        for sentence in term.counter_examples
    ],
)
def test_a_counter_example_is_left_alone(term: str, sentence: str) -> None:
    assert term not in ids_found(sentence)


@pytest.mark.parametrize(
    ("lookalike", "sentence"),
    [
        pytest.param(lookalike.id, sentence, id=f"{lookalike.id}: {sentence}")
        for lookalike in FRAMING.lookalikes
        for sentence in lookalike.examples
    ],
)
def test_a_look_alike_takes_its_words_from_the_terms(lookalike: str, sentence: str) -> None:
    hits = [hit for hit in FRAMING.lexicon.find(sentence) if hit.entry.id == lookalike]
    assert hits
    [mentions] = find_mentions(sentence, [(0, len(sentence))], FRAMING)
    assert not any(hit.start <= own.start < hit.end for hit in hits for own, _ in mentions)


def test_the_frames_are_those_of_the_annotation_guide_each_with_terms() -> None:
    assert {frame.id for frame in FRAMING.frames} == set(GUIDE_FRAMES.split())
    assert {term.frame for term in FRAMING.terms} == set(GUIDE_FRAMES.split())
    assert {frame.group for frame in FRAMING.frames} == set(GROUPS)
    assert [frame.order for frame in FRAMING.frames] == list(range(1, len(FRAMING.frames) + 1))


def test_no_single_word_is_claimed_by_two_frames() -> None:
    """A look-alike may share a form with a term: that is what it is for, and it is preferred."""
    for collision in FRAMING.lexicon.collisions():
        frames = {term.frame for term in FRAMING.terms if term in collision.entries}
        assert len(frames) <= 1, collision.form


def test_every_sentence_stands_once_and_names_its_own_form() -> None:
    """An example that holds no stem of its term would be found by chance."""
    seen = set()
    for term in FRAMING.terms:
        for sentence in term.examples:
            assert (term.id, sentence) not in seen
            seen.add((term.id, sentence))
            first_class = term.word_class.split()[0]
            stems = {
                stem for form in term.forms for stem, _, _ in surface_stems(form.split()[0], first_class)
            }
            stems |= {fold(part) for form in term.plurals for part in form.split()[0].split("/")}
            folded = fold(sentence)
            assert any(stem in folded for stem in stems), (term.id, sentence)
