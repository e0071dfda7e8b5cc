"""First lines that say whose word they are: a statement printed whole, a headline that names or ends in its source.

Belongs here: an issuer and a colon, with the body under it; a source in brackets, with the headline before it.
Does not: a colon inside a line (closers.py), reports inside the statement (reports.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.reading.speech.cues import Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.phrases import Phrase, Phrases
from riwaya.reading.speech.titles import norms_of

LONGEST_LINE = 30  # tokens; a longer first line is prose
LONGEST_SHORT_NAME = 3  # words
LONGEST_PERSON = 4  # words of a name
LONGEST_NAME = 6  # tokens before a bracket that may be the long name of what is in it
_TASKED = word_set("وزاره مديريه هييه دايره مصلحه مفوضيه")
_BEFORE_ISSUER = word_set("هام عاجل صحفي رسمي مشترك صادر عن من لل نص")


def short_names(norms: Sequence[str], speakers: Speakers) -> set[tuple[str, ...]]:
    """What a headline may call an institution whose folded words are given: الصحة, حقوق الإنسان.

    It leaves the first word away (وزارة, مفوضية) and may stop before the last. A country alone names nobody.
    """
    if len(norms) < 2 or not speakers.has("institution_head", norms[0]):
        return set()
    runs = {tuple(norms[1:last]) for last in range(2, min(len(norms), LONGEST_SHORT_NAME + 1) + 1)}
    return {run for run in runs if len(run) > 1 or _names_a_task(norms[0], run[0], speakers)}


def called_by_name(role: str, name: str, speakers: Speakers) -> set[tuple[str, ...]]:
    """What a headline may call a person whose title and name are given: the name, and after a title the surname."""
    titles, names = norms_of(role), norms_of(name)
    if not 2 <= len(names) <= LONGEST_PERSON:
        return set()
    called = {tuple(names)}
    surname = names[-1]
    titled = any(speakers.has("person_head", norm) for norm in titles)
    if titled and len(surname) > 3 and speakers.nation(surname) is None:
        called.add((surname,))
    return called


def _names_a_task(head: str, word: str, speakers: Speakers) -> bool:
    """Whether one word says what an office does (وزارة الصحة) and not where it is (بلدية القدس)."""
    return head in _TASKED and word.startswith("ال") and speakers.nation(word) is None


def issuer_of(line: list[Token], verbs: Verbs, speakers: Speakers) -> Phrase | None:
    """Who speaks in the lines under a first line that ends in a colon; None where it is no such line.

    ``line`` holds the tokens of the first line: وزارة الري:, or بيان وزارة الري بشأن الفيضان:.
    """
    if not 2 <= len(line) <= LONGEST_LINE or line[-1].text != ":":
        return None
    phrases = Phrases(speakers, verbs, line)
    first = 0
    document = speakers.has("document", line[0].norm)
    while first < len(line) - 1 and (
        speakers.has("document", line[first].norm) or line[first].norm in _BEFORE_ISSUER
    ):
        first += 1
    phrase = phrases.at(first, apposition=not document)
    if phrase is None or (phrase.last != len(line) - 1 and not document):
        return None
    norms = [token.norm for token in line[phrase.first : phrase.last]]
    heads = (
        speakers.has("institution_head", norms[0])
        or speakers.has("person_head", norms[0])
        or any(speakers.known_at(norms, at) for at in range(len(norms)))
    )
    return phrase if heads else None


def credited(line: list[Token], verbs: Verbs, speakers: Speakers) -> Phrase | None:
    """The source in brackets at the end of a headline: مقتل عشرة في غارات (المرصد); None where there is none.

    What is known by its short name after its long one (منظمة … (أونروا)) is no source.
    """
    if len(line) < 6 or line[-1].text != ")":
        return None
    opening = next((at for at in range(len(line) - 2, len(line) - 8, -1) if line[at].text == "("), 0)
    if opening < 3 or not line[opening - 1].word:
        return None
    phrase = Phrases(speakers, verbs, line).at(opening + 1)
    if phrase is None or phrase.last != len(line) - 1:
        return None
    norms = [token.norm for token in line[phrase.first : phrase.last]]
    before = line[max(0, opening - LONGEST_NAME) : opening]
    if any(speakers.has("institution_head", token.norm.removeprefix("ل")) for token in before):
        return None
    known = speakers.known_at(norms, 0) is not None
    heads = speakers.has("institution_head", norms[0]) or speakers.has("person_head", norms[0])
    return phrase if heads or known else None
