"""A statement printed whole: its first line names who speaks and ends in a colon, and the body is theirs.

Belongs here: which first lines say so, and whom they name.
Does not: a colon inside a line (closers.py), reports inside the statement (reports.py).
"""

from __future__ import annotations

from riwaya.reading.speech.cues import Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.phrases import Phrase, Phrases

LONGEST_LINE = 30  # tokens; a longer first line is prose
_BEFORE_ISSUER = word_set("هام عاجل صحفي رسمي مشترك صادر عن من لل نص")


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
