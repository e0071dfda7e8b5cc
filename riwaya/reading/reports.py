"""Reports in one passage: the cue, its speaker, and where the words it gives away begin.

Belongs here: the grammar of reporting (order of verb and subject, complementisers, closers, labels).
Does not: how far contents reach and whose a stretch is (attribution.py), what cues exist (cues.py),
names (speakers.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.language.spelling import fold
from riwaya.reading.cues import Closer, Reading, Token, Verb, Verbs
from riwaya.reading.speakers import (
    SAYING,
    Phrase,
    Phrases,
    Speakers,
    is_content_with_b,
    is_masdar,
    starts_with_preposition,
)

REACH = 45  # tokens between a verb and its content
COMPLEMENTISERS = frozenset({"ان", "بان"})
PRONOMINAL = frozenset(
    {"انه", "انها", "انهم", "انهما", "انني", "اني", "اننا", "بانه", "بانها", "بانهم", "بانهما"}
)
_NOT_BEFORE_AN = frozenset(
    [
        "بعد",
        "قبل",
        "منذ",
        "دون",
        "يجب",
        "يمكن",
        "ينبغي",
        "شانه",
        "شانها",
        "الي",
        "لابد",
        "عليه",
        "عليها",
        "حتي",
        "لاجل",
        "عسي",
        "كاد",
        "اوشك",
        "ما",
        "يتعين",
        "لمجرد",
        "اما",
        "الا",
        "غير",
        "رغم",
        "مع",
        "حيث",
        "يفترض",
        "المقرر",
        "المتوقع",
        "المفترض",
        "الممكن",
        "المنتظر",
    ]
)
_RELATIVE = frozenset(
    [
        "الذي",
        "التي",
        "الذين",
        "اللذين",
        "من",
        "ما",
        "مما",
        "حيث",
        "ان",
        "انه",
        "انها",
        "والذي",
        "والتي",
        "اللتين",
        "الذى",
        "التى",
        "بان",
        "لمن",
        "ممن",
        "كما",
    ]
)
_NEGATIONS = frozenset(["لم", "لن", "لا", "ولم", "ولن", "ولا", "دون", "لما", "فلم"])
_LEADS = frozenset(
    [
        "كما",
        "فيما",
        "بينما",
        "وفيما",
        "وبينما",
        "لكن",
        "ولكن",
        "وقد",
        "قد",
        "وكان",
        "كان",
        "وكانت",
        "كانت",
        "وكانوا",
        "حين",
        "اذ",
        "ثم",
        "لقد",
        "فقد",
        "وكما",
        "اما",
        "واما",
    ]
)
_SENTENCE_MARKS = frozenset(".!؟?؛;…")
_QUOTES = frozenset('"«»“”„')
_FEMININE_HOST = re.compile(r"ت(?:ه|ها|هم)\Z")
_ADJECTIVES = frozenset(
    [
        "العام",
        "الاعلي",
        "المشترك",
        "السابق",
        "الجديد",
        "الاول",
        "الاكبر",
        "الشريف",
        "الحاكم",
        "المعارض",
        "المستقل",
        "الموقت",
    ]
)
_TOPICAL = frozenset(["اليوم", "امس", "الان", "عاجل", "فيديو", "صور", "بالفيديو", "بالصور", "مباشر"])


@dataclass(slots=True)
class Report:
    """A cue with its speaker and the first token of its content.

    kind: clause (after أن or إن), nominal, colon, quote (a quotation follows), closer (credits a clause from
    outside), label (names a thing), act, pending (no content found; a quotation may still come).
    """

    index: int
    cue_start: int
    cue_end: int
    kind: str
    stance: str
    subject: Phrase | None = None
    content: int = -1
    reading: Reading | None = None
    closer: Closer | None = None
    clause_start: int = 0  # token at which the clause of the cue begins, with its subject and leading words
    breaks: bool = True  # whether it ends the content of the report before it
    relative: bool = False
    after: int = 0  # token after the cue and its speaker
    woman: bool | None = None  # the gender that a closer's verb wants: ما وصفته
    last: int = -1  # for labels: the token after the label

    @property
    def feminine(self) -> bool | None:
        """The gender that the verb wants of its subject; None where it does not say."""
        if self.closer is not None and self.closer.kind == "label":
            return self.woman
        if self.reading is None or self.reading.plural or self.reading.form == "participle":
            return None
        return self.reading.feminine


class Reader:
    """Finds the reports of one passage, in the order of their cues."""

    def __init__(
        self, verbs: Verbs, speakers: Speakers, passage: list[Token], quoted: Sequence[bool]
    ) -> None:
        self.verbs, self.speakers, self.passage, self.quoted = verbs, speakers, passage, quoted
        self.phrases = Phrases(speakers, verbs, passage)
        self.reports: list[Report] = []
        self._edge = 0  # tokens before it belong to an earlier cue

    def read(self) -> list[Report]:
        """All reports outside long quotations."""
        index = 0
        while index < len(self.passage):
            report = None if self.quoted[index] else self._at(index)
            if report is not None:
                self.reports.append(report)
                self._edge = max(index + 1, report.after)
                index = max(index + 1, report.after if report.closer else index + 1)
            else:
                index += 1
        return self.reports

    # -- one token

    def _at(self, index: int) -> Report | None:
        token = self.passage[index]
        if not token.word:
            return self._colon(index) if token.text == ":" else None
        found = self.verbs.closer_at(self.passage, index)
        if found is not None:
            return self._closer(index, *found)
        if index and self.passage[index - 1].norm in _NEGATIONS:
            return None
        for reading in self.verbs.read(token.norm):
            report = self._verb(index, reading)
            if report is not None:
                return report
        return None

    def _verb(self, index: int, reading: Reading) -> Report | None:
        verb = reading.verb
        if self._is_no_statement(index, reading):
            return None
        if reading.form == "participle":
            return self._participle(index, reading)
        if verb.frame == "relay":
            return self._relay(index, reading)
        if verb.frame == "label":
            return self._label_verb(index, reading)
        report = self._begin(index, reading)
        position = self._compound(index, report)
        if reading.pronoun and verb.frame not in ("address", "condemn"):
            return None
        report.subject, position = self._subject(index, reading, report, position)
        report.after = position
        followed = report.subject is not None and report.subject.first > index
        if verb.frame == "think" and not followed and (report.relative or self._inside_clause(index, report)):
            return None
        self._find_content(report, position)
        if report.kind == "pending" and verb.frame == "think" and verb.object == "any":
            start = self._after_adjuncts(position)
            if start is None:
                return None
            report.kind, report.content = "nominal", start
        if report.kind == "pending" and (
            verb.only_clause or not verb.clause or (verb.frame == "think" and verb.object != "any")
        ):
            return None
        if report.subject is None and reading.form == "imperfect" and not report.relative:
            impersonal = verb.frame == "think" or verb.id == "dhakara"
            if report.kind == "pending" or (impersonal and not reading.plural):
                return None
        if verb.only_clause and not self._close_by(report, position):
            return None
        if verb.frame == "condemn" and report.subject is not None and not self._is_party(report.subject):
            return None
        if verb.frame == "act":
            report.kind = "act"
        return report

    def _subject(
        self, index: int, reading: Reading, report: Report, position: int
    ) -> tuple[Phrase | None, int]:
        """The printed subject, after the verb or before it, and the token after verb and subject."""
        verb = reading.verb
        joined = report.cue_start > self.passage[index].start
        transitive = verb.frame in ("address", "condemn") and verb.object == "any"
        if index and self.passage[index - 1].norm in PRONOMINAL | {
            "لكنه",
            "لكنها",
            "ولكنه",
            "ولكنها",
            "لانه",
            "لانها",
        }:
            return None, position
        fronted = joined and self.passage[index].norm[0] == "ف" and self._after_amma(index)
        b_follows = (
            "ب" in verb.prepositions
            and position < len(self.passage)
            and starts_with_preposition(self.speakers, self.passage[position])
        )
        if fronted or (not joined and (transitive or b_follows)):
            phrase = self._before(index, report)
            if phrase:
                return phrase, position
        if reading.pronoun and verb.frame != "condemn":
            return None if joined else self._before(index, report), position
        phrase = self.phrases.at(
            position, masdar=verb.object == "masdar", preposition="ب" in verb.prepositions
        )
        if phrase and transitive:
            phrase = self._without_object(phrase, reading)
        accusative = phrase is not None and verb.object == "any" and self._is_accusative(phrase)
        if phrase and not accusative:
            return phrase, phrase.last
        return (None if joined else self._before(index, report)), position

    def _close_by(self, report: Report, position: int) -> bool:
        """Whether a verb that only reports with a content has it right after its subject."""
        if report.kind == "clause":
            return report.content - position <= 10
        return report.kind in ("colon", "quote") and report.content - position <= 1

    def _is_party(self, phrase: Phrase) -> bool:
        """Whether a phrase names a source beyond doubt: دان كوتس is a man's name, دانت الوزارة is not."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        speakers = self.speakers
        return (
            norms[0].startswith("ال")
            or speakers.has("institution_head", norms[0])
            or speakers.has("person_head", norms[0])
            or speakers.nation(norms[0]) is not None
            or speakers.known_at(norms, 0) is not None
        )

    def _is_accusative(self, phrase: Phrase) -> bool:
        """Whether a phrase shows by its ending that it is the object: المتسببين."""
        norm = self.passage[phrase.first].norm
        return (
            norm.endswith("ين")
            and len(norm) > 6
            and norm not in self.speakers.aliases
            and norm.startswith("الم")
        )

    def _after_amma(self, index: int) -> bool:
        """Whether the clause opens with أما: أما الوزير فقال."""
        floor = max(0, index - 20)
        return any(self.passage[at].norm in ("اما", "واما") for at in range(floor, index))

    def _inside_clause(self, index: int, report: Report) -> bool:
        """Whether a verb with its subject stands right after أن: the report around it goes on."""
        first = report.subject.first if report.subject and report.subject.first < index else index
        return first > 0 and self.passage[first - 1].norm in COMPLEMENTISERS | PRONOMINAL

    def _is_no_statement(self, index: int, reading: Reading) -> bool:
        """What looks like a report and is none: a passive, a verb after أن (may announce), a noun of the same letters."""
        token = self.passage[index]
        before = self.passage[index - 1] if index else None
        if reading.form == "perfect" and "\u064f" in token.text[:5]:
            return True
        if before is None:
            return reading.verb.id == "bayyana" and token.norm == "بين"
        if before.text in ("أن", "ان") and reading.form == "imperfect":
            return True
        if before.norm == "ان" and index > 1 and self.passage[index - 2].norm in ("دون", "بدون"):
            return True
        if token.norm in ("طالب", "كاتب", "ناقد") and before.norm in ("وهو", "هو", "احد", "كل", "اي", "الف"):
            return True
        return reading.verb.id == "bayyana" and not token.norm.startswith("و")

    def _begin(self, index: int, reading: Reading) -> Report:
        token = self.passage[index]
        joined = token.norm[0] in "وف" and reading not in self.verbs._readings.get(token.norm, ())
        start = token.start + 1 if joined else token.start
        report = Report(
            index, start, token.end, "pending", reading.verb.stance, reading=reading, after=index + 1
        )
        before = self.passage[index - 1] if index else None
        report.relative = before is not None and before.norm in _RELATIVE and before.norm != "كما"
        report.clause_start = self._clause_start(index)
        begun = report.clause_start < index or joined or before is None or not before.word
        report.breaks = begun and not report.relative
        return report

    def _clause_start(self, index: int) -> int:
        at = index
        while at > 0 and self.passage[at - 1].norm in _LEADS | {"في", "غير", "الا", "ان"}:
            if self.passage[at - 1].norm == "ان" and not (
                at > 1 and self.passage[at - 2].norm in ("غير", "الا")
            ):
                break
            if self.passage[at - 1].norm == "في" and self.passage[at].norm != "حين":
                break
            at -= 1
        return at

    def _compound(self, index: int, report: Report) -> int:
        """أوضح قائلا، مضى يقول: one cue of two words."""
        if index + 1 < len(self.passage):
            following = self.passage[index + 1]
            readings = self.verbs.read(following.norm)
            if any(
                r.verb.id in ("qala", "adafa") and not following.norm.startswith(("و", "ف")) for r in readings
            ):
                report.cue_end = following.end
                return index + 2
        return index + 1

    # -- content

    def _find_content(self, report: Report, position: int) -> None:
        """Sets kind and content: the first sign of a content after the verb and its speaker."""
        verb = report.reading.verb if report.reading else None
        prepositions = set(verb.prepositions) if verb else set()
        folded = {"الي" if p == "إلى" else "علي" if p == "على" else p for p in prepositions}
        passage = self.passage
        clause = verb is None or verb.clause
        limit = min(len(passage), position + REACH)
        depth = 0
        at = position
        if verb and verb.object == "any" and verb.frame in ("address", "condemn"):
            start = self._after_adjuncts(position)
            if start is not None and self._is_object(start, verb):
                report.kind, report.content = "nominal", start
                return
        while at < limit:
            token = passage[at]
            if not token.word:
                if token.text == ":" and clause:
                    quoted = at + 1 < len(passage) and passage[at + 1].text in _QUOTES
                    report.kind, report.content = "quote" if quoted else "colon", at + 1
                    return
                if token.text in _QUOTES and self._opens(at) and clause:
                    report.kind, report.content = "quote", at
                    return
                if token.text in _SENTENCE_MARKS or token.text.startswith(".."):
                    break
                depth += token.text == "("
                depth -= token.text == ")"
                at += 1
                continue
            if depth > 0:
                at += 1
                continue
            if clause:
                start = self._clause_content(at, folded, position)
                if start is not None:
                    report.kind, report.content = "clause", start
                    return
            if self._nominal(report, at, position, folded):
                return
            if at > position and self._other_cue(at):
                break
            at += 1
        if verb and verb.object == "any" and verb.frame in ("address", "condemn"):
            comma = next((i for i in range(position, limit) if passage[i].text in ("،", ",")), None)
            start = self._after_adjuncts(comma if comma is not None else position)
            if start is not None and self._is_object(start, verb):
                report.kind, report.content = "nominal", start

    def _is_object(self, at: int, verb: Verb) -> bool:
        """Whether the one accused, asked or blamed stands at a token, and not yet the complement."""
        norm = self.passage[at].norm
        if norm in COMPLEMENTISERS | PRONOMINAL or norm in self.speakers.words["adjunct"]:
            return False
        if "ب" in verb.prepositions and (norm == "ب" or is_content_with_b(self.speakers, self.passage[at])):
            return False
        return not ("ل" in verb.prepositions and norm.startswith("ل"))

    def _opens(self, at: int) -> bool:
        """Whether a mark opens speech: a long quotation, or any right after the speaker."""
        return at + 1 < len(self.passage) and self.quoted[at + 1]

    def _clause_content(self, at: int, prepositions: set[str], position: int) -> int | None:
        norm = self.passage[at].norm
        previous = self.passage[at - 1].norm if at else ""
        if norm in ("فان", "فانه", "فانها"):
            return None
        if norm in COMPLEMENTISERS or norm in PRONOMINAL:
            if previous in _NOT_BEFORE_AN and previous not in prepositions:
                return None
            if (
                at > position
                and previous[:1] in "يت"
                and len(previous) > 3
                and self.passage[at].text.startswith("أ")
                and previous not in prepositions
                and not previous.endswith(("ه", "ن", "ف"))
            ):
                return None
            return at + 1 if norm in COMPLEMENTISERS else at
        return None

    def _nominal(self, report: Report, at: int, position: int, prepositions: set[str]) -> bool:
        verb = report.reading.verb if report.reading else None
        if verb is None:
            return False
        token, norm = self.passage[at], self.passage[at].norm
        following = self.passage[at + 1] if at + 1 < len(self.passage) else None
        if norm in prepositions and following is not None:
            if following.norm in COMPLEMENTISERS | PRONOMINAL:
                return False
            near = (
                at == position
                or verb.frame == "address"
                or (at <= position + 2 and not self.passage[at - 1].word)
            )
            if norm in ("الي", "عن") and self._complementiser_soon(at + 1, norm):
                return False
            if (near or is_masdar(self.speakers, following)) and following.word:
                report.kind, report.content = "nominal", at + 1
                return True
        attached = "ب" in prepositions and (
            is_content_with_b(self.speakers, token)
            or (at == position and norm[:1] == "ب" and len(norm) > 3 and report.subject is not None)
        )
        if (
            attached
            or ("ل" in prepositions and norm.startswith(("لل", "ل")) and at == position and len(norm) > 3)
        ) and norm not in PRONOMINAL:
            report.kind, report.content = "nominal", at
            return True
        if norm == "ب" and "ب" in prepositions:
            report.kind, report.content = "nominal", at + 1
            return True
        if verb.object == "masdar" and is_masdar(self.speakers, token) and self._free(at, position):
            report.kind, report.content = "nominal", at
            return True
        return False

    def _free(self, at: int, position: int) -> bool:
        """Whether a nominal stands by itself, not inside another phrase."""
        if at == position:
            return True
        before = self.passage[at - 1]
        if not before.word:
            return True
        if before.norm in self.speakers.words["adjunct"]:
            return before.norm in (
                "اليوم",
                "امس",
                "السبت",
                "الاحد",
                "الاثنين",
                "الثلاثاء",
                "الاربعاء",
                "الخميس",
                "الجمعه",
                "رسميا",
                "ايضا",
            )
        return before.norm.startswith("ال") or self.speakers.nation(before.norm) is not None

    def _complementiser_soon(self, at: int, preposition: str) -> bool:
        """إلى موقعين إلكترونيين إلى أن: the clause is the content, the first phrase an address."""
        for index in range(at, min(len(self.passage) - 1, at + 6)):
            token = self.passage[index]
            if not token.word:
                return False
            if token.norm == preposition and self.passage[index + 1].norm in COMPLEMENTISERS | PRONOMINAL:
                return True
        return False

    def _after_adjuncts(self, position: int) -> int | None:
        at = position
        while at < len(self.passage) and (
            not self.passage[at].word and self.passage[at].text not in _SENTENCE_MARKS
        ):
            at += 1
        return at if at < len(self.passage) and self.passage[at].word else None

    def _other_cue(self, at: int) -> bool:
        token = self.passage[at]
        if (
            token.norm[:1] in ("و", "ف")
            and any(
                reading.form != "participle" and not reading.verb.only_clause
                for reading in self.verbs.read(token.norm)
            )
            and not self.speakers.has("institution_head", token.norm)
        ):
            return True
        return any(reading.verb.id in ("qala", "akkada", "adafa") for reading in self.verbs.read(token.norm))

    # -- subjects

    def _without_object(self, phrase: Phrase, reading: Reading) -> Phrase | None:
        """The subject of اتهم, طالب, أدان without the object that follows it directly."""
        speakers, passage = self.speakers, self.passage
        split = None
        comma = next(
            (at for at in range(phrase.first, phrase.last) if passage[at].text in ("،", ",")), phrase.last
        )
        for at in range(phrase.first + 1, comma):
            norm, previous = passage[at].norm, passage[at - 1].norm
            if not passage[at].word:
                continue
            open_construct = not previous.startswith(("ال", "لل")) and (
                speakers.has("institution_head", previous) or speakers.has("person_head", previous)
            )
            if open_construct or previous in ("باسم", "في", "من", "و"):
                continue
            definite_head = norm.startswith("ال") and speakers.has("institution_head", norm)
            bare_head = (
                not norm.startswith("ال")
                and speakers.has("institution_head", norm)
                and not norm.startswith("و")
            )
            object_word = norm in (
                "المجتمع",
                "الاطراف",
                "المسووليه",
                "المسئوليه",
                "مسووليه",
                "الفصائل",
                "العالم",
            )
            country = norm in speakers.nations and speakers.nation(previous) is None
            verbal = is_masdar(speakers, passage[at]) or (
                norm.startswith("ال") and is_masdar(speakers, _without_article(passage[at]))
            )
            second = verbal or self._second_noun(norm, previous)
            if (
                definite_head
                or bare_head
                or object_word
                or country
                or (second and reading.verb.frame == "condemn")
            ):
                split = at
                break
        if split is not None:
            return Phrase(phrase.first, split, phrase.start, passage[split - 1].end)
        needs_object = reading.verb.id in ("ittahama", "hammala", "nashada")
        mismatch = (
            not reading.feminine and not reading.plural and is_feminine(speakers, passage[phrase.first].norm)
        )
        if needs_object and not reading.pronoun and mismatch:
            return None
        return phrase

    def _second_noun(self, norm: str, previous: str) -> bool:
        """Whether a definite noun is no adjective of the one before: مجلس الجامعة | الجرائم."""
        if not norm.startswith("ال") or not previous.startswith(("ال", "لل")):
            return False
        return (
            not norm.endswith(("ي", "ه", "ين"))
            and norm not in _ADJECTIVES
            and not self.speakers.has("person_head", norm)
        )

    def _before(self, index: int, report: Report) -> Phrase | None:
        """The subject that stands before its verb: بوتين يقول, وكان المتحدث صرح, أما الرئيس فاتهم."""
        if report.relative:
            return None
        start = self._clause_edge(index)
        start = self._skip_leads(start, index)
        for _ in range(3):
            if start >= index:
                return None
            phrase = self.phrases.at(start)
            if phrase and not self._can_front(phrase, index):
                return None
            if phrase and self._only_adjuncts(phrase.last, index):
                if report.feminine is False and is_feminine(self.speakers, self.passage[phrase.first].norm):
                    return None
                report.clause_start = self._clause_start(phrase.first)
                report.breaks = True
                offset = self._joined_offset(phrase.first)
                return Phrase(phrase.first, phrase.last, phrase.start + offset, phrase.end)
            comma = next((at for at in range(start, index) if self.passage[at].text in ("،", ",")), None)
            if comma is None:
                return None
            start = self._skip_leads(comma + 1, index)
        return None

    def _can_front(self, phrase: Phrase, index: int) -> bool:
        """Whether a phrase can be the subject before its verb, and is not itself a clause: شارك الآلاف."""
        passage, speakers = self.passage, self.speakers
        norms = [token.norm for token in passage[phrase.first : phrase.last] if token.word]
        if norms[0].endswith("وا") or starts_with_preposition(speakers, passage[phrase.first]):
            return False
        first = norms[0][1:] if self._joined_offset(phrase.first) else norms[0]
        if speakers.has("person_head", first) or speakers.has("institution_head", first):
            return True
        if first in speakers.aliases or speakers.nation(first) is not None:
            return True
        if first.startswith("ال"):
            return len(norms) <= 3
        bare = not any(norm.startswith("ال") or speakers.has("person_head", norm) for norm in norms[1:])
        return bare and len(norms) <= 3 and phrase.last == index

    def _clause_edge(self, index: int) -> int:
        at = index
        floor = max(self._edge, index - 2 * REACH)
        while at > floor:
            token = self.passage[at - 1]
            if (
                token.text in _SENTENCE_MARKS
                or token.text.startswith("..")
                or (token.text in _QUOTES and self.quoted[max(0, at - 2)])
                or token.text == ":"
            ):
                return at
            if token.norm in COMPLEMENTISERS | PRONOMINAL and not (
                at > 1 and self.passage[at - 2].norm in ("الا", "غير")
            ):
                return at
            if token.norm in ("لكن", "ولكن", "بينما", "فيما", "وفيما", "حين"):
                return at
            if self._joined_offset(at - 1) and self._nominal_start(at - 1):
                return at - 1
            at -= 1
        return at

    def _joined_offset(self, index: int) -> int:
        """1 where a word carries و before a name or a definite noun: وبوتين, والرئيس, ومصادر."""
        norm = self.passage[index].norm
        if norm[:1] != "و" or len(norm) < 4 or norm in self.speakers.aliases:
            return 0
        if self.speakers.has("institution_head", norm) and not self.speakers.has(
            "institution_head", norm[1:]
        ):
            return 0
        return 1 if self._nominal_start(index) else 0

    def _nominal_start(self, index: int) -> bool:
        rest = self.passage[index].norm[1:]
        speakers = self.speakers
        return (
            rest in speakers.aliases
            or speakers.has("person_head", rest)
            or (speakers.has("institution_head", rest) and rest not in speakers.words["adjunct"])
        )

    def _skip_leads(self, start: int, index: int) -> int:
        while start < index and (
            not self.passage[start].word or self.passage[start].norm in self.speakers.words["lead"]
        ):
            start += 1
        return start

    def _only_adjuncts(self, start: int, index: int) -> bool:
        """Whether nothing but a time, a place or قد stands between a subject and its verb."""
        words = 0
        for at in range(start, index):
            token = self.passage[at]
            if token.text in _SENTENCE_MARKS or token.text == ":":
                return False
            if token.norm in COMPLEMENTISERS or (token.word and self.phrases.is_verb(at)):
                return False
            words += token.word
        if words > 12:
            return False
        first = self.passage[start] if start < index else None
        return first is None or not first.word or first.norm in self.speakers.words["adjunct"]

    # -- other kinds

    def _participle(self, index: int, reading: Reading) -> Report | None:
        token = self.passage[index]
        if index and self.passage[index - 1].norm in _NEGATIONS:
            return None
        report = self._begin(index, reading)
        report.clause_start, report.breaks = index, True
        if reading.verb.frame == "label":
            return self._label_from(report, index + 1)
        position = index + 1
        self._find_content(report, position)
        if report.kind == "pending" or (
            reading.verb.only_clause and report.kind not in ("clause", "colon", "quote")
        ):
            return None
        if report.kind in ("clause", "nominal") and report.content > index + 1:
            bridge = self.passage[index + 1]
            if bridge.norm in ("الي", "علي", "من", "عن") and report.content <= index + 3:
                report.cue_end = bridge.end
        if token.norm.startswith("و") and token.norm not in self.verbs._readings:
            report.cue_start = token.start + 1
        return report

    def _relay(self, index: int, reading: Reading) -> Report | None:
        """نقلت وكالة عن فلان قوله إن: the speaker is who is quoted, not who relays."""
        report = self._begin(index, reading)
        via = self.phrases.at(index + 1)
        at = via.last if via else index + 1
        bridge = {"عن", "الي"} & ({"عن"} if reading.verb.id == "naqala" else {"الي"})
        for position in range(at, min(len(self.passage) - 1, at + 8)):
            if self.passage[position].norm in bridge:
                subject = self.phrases.at(position + 1)
                if subject is None:
                    return None
                subject = self._until_saying(subject)
                report.subject = subject
                report.after = subject.last
                for near in range(subject.last, min(len(self.passage), subject.last + 8)):
                    if self.passage[near].norm in SAYING:
                        report.cue_start, report.cue_end = self.passage[near].start, self.passage[near].end
                        report.after = near + 1
                        break
                self._find_content(report, report.after)
                return report if report.kind in ("clause", "colon", "quote") else None
            if self.passage[position].text in _SENTENCE_MARKS:
                break
        return None

    def _until_saying(self, phrase: Phrase) -> Phrase:
        for at in range(phrase.first + 1, phrase.last):
            if self.passage[at].norm in SAYING:
                return Phrase(phrase.first, at, phrase.start, self.passage[at - 1].end)
        return phrase

    def _label_verb(self, index: int, reading: Reading) -> Report | None:
        report = self._begin(index, reading)
        position = index + 1
        if reading.verb.names:
            phrase = self.phrases.at(position)
            if phrase:
                names = set(map(fold, reading.verb.names))
                cut = next(
                    (at for at in range(phrase.first + 1, phrase.last) if self.passage[at].norm in names),
                    None,
                )
                if cut is not None:
                    phrase = Phrase(phrase.first, cut, phrase.start, self.passage[cut - 1].end)
                report.subject, position = phrase, phrase.last
        elif not reading.pronoun:
            phrase = self.phrases.at(position, preposition=True)
            if phrase:
                report.subject, position = phrase, phrase.last
            else:
                report.subject = self._before(index, report)
        report.breaks = report.breaks and not reading.pronoun
        return self._label_from(report, position)

    def _label_from(self, report: Report, position: int) -> Report | None:
        """The label after وصف … بـ: a quotation, or the nouns after ب; after أطلق: what follows عبارة."""
        if report.reading is not None and report.reading.verb.names:
            return self._named_label(report, position)
        limit = min(len(self.passage), position + 14)
        for at in range(position, limit):
            token = self.passage[at]
            if token.text in _SENTENCE_MARKS or token.text in ("،", ","):
                return None
            if token.text in _QUOTES:
                return self._label_span(report, at)
            if token.norm in ("ب", "بانه", "بانها", "بانهم"):
                return self._label_span(report, at + 1)
            if (
                token.norm[:1] == "ب"
                and token.word
                and (
                    is_content_with_b(self.speakers, token)
                    or (
                        at == position
                        and report.reading is not None
                        and bool(report.reading.pronoun)
                        and len(token.norm) > 3
                    )
                )
            ):
                return self._label_span(report, at)
        return None

    def _named_label(self, report: Report, position: int) -> Report | None:
        assert report.reading is not None
        names = set(map(fold, report.reading.verb.names))
        for at in range(position, min(len(self.passage) - 2, position + 6)):
            if self.passage[at].norm in names:
                for end in range(at + 2, min(len(self.passage), at + 7)):
                    if self.passage[end].norm == "علي":
                        report.kind, report.content, report.last = "label", at + 1, end
                        return report
        return None

    def _label_span(self, report: Report, at: int) -> Report | None:
        """Sets content and last to the label that begins at a token."""
        passage = self.passage
        while at < len(passage) and passage[at].norm == "ب":
            at += 1
        if at >= len(passage) or passage[at].text in _SENTENCE_MARKS:
            return None
        report.kind, report.content = "label", at
        if passage[at].text in _QUOTES:
            close = next(
                (i for i in range(at + 1, min(len(passage), at + 30)) if passage[i].text in _QUOTES), None
            )
            report.last = close + 1 if close else min(len(passage), at + 4)
        else:
            report.last = self._label_end(at)
        report.after = max(report.after, report.index + 1)
        return report

    def _label_end(self, at: int) -> int:
        passage = self.passage
        definite = passage[at].norm.startswith(("ال", "بال", "لل", "وال"))
        end = at + 1
        while end < len(passage) and end - at < 4:
            token = passage[end]
            if not token.word or token.norm in self.speakers.words["adjunct"] or self.verbs.read(token.norm):
                break
            if definite != token.norm.startswith(("ال", "وال")) and not (
                not definite and token.norm.startswith("وال")
            ):
                break
            end += 1
        return end

    def _closer(self, index: int, closer: Closer, position: int) -> Report | None:
        token = self.passage[index]
        start = (
            token.start + 1
            if token.norm[:1] in "وف" and token.norm[1:2] and token.norm not in ("وفق", "وفقا")
            else token.start
        )
        end = self.passage[position - 1].end
        report = Report(
            index, start, end, "closer", closer.stance, closer=closer, after=position, clause_start=index
        )
        if token.norm == "كما" and (
            not index or (not self.passage[index - 1].word and self._opens_clause(index))
        ):
            return None
        if closer.kind in ("label", "so_called"):
            return self._label_closer(report, position)
        if closer.kind in ("claim", "content"):
            return self._claim(report, position)
        if closer.kind == "document":
            return self._document(report, position)
        if closer.kind == "source":
            return self._source(report, position)
        return report

    def _opens_clause(self, index: int) -> bool:
        """Whether كما قال begins a report of its own: an أن or a quotation follows."""
        for at in range(index + 1, min(len(self.passage), index + 20)):
            token = self.passage[at]
            if token.text in _SENTENCE_MARKS:
                return False
            if token.norm in COMPLEMENTISERS | PRONOMINAL or token.text == ":":
                return True
        return False

    def _source(self, report: Report, position: int) -> Report | None:
        """بحسب الشرطة، وفق ما أعلن المرصد، حسب إفادات الوزارة."""
        passage = self.passage
        last_word = passage[position - 1].norm
        if last_word.endswith("ما") and last_word not in ("تماما",):
            if position >= len(passage) or not passage[position].word:
                return None
            report.cue_end = passage[position].end
            position += 1
            if position < len(passage) and passage[position].norm == "في":
                position += 1
        phrase = self._source_phrase(report, position)
        if phrase is None:
            return None
        for at in range(phrase.last, min(len(passage) - 1, phrase.last + 2)):
            if passage[at].norm == "عن" and last_word.endswith("ما"):
                phrase = self.phrases.at(at + 1) or phrase
                break
        report.subject, report.after = phrase, phrase.last
        return report

    def _source_phrase(self, report: Report, position: int) -> Phrase | None:
        passage = self.passage
        if position >= len(passage):
            return None
        token = passage[position]
        strip = (
            1
            if token.norm.startswith("ل")
            and not token.norm.startswith("لل")
            and passage[position - 1].norm in ("وفقا", "طبقا", "ووفقا", "وطبقا")
            else 0
        )
        bare = token.norm[strip:]
        if self.speakers.has("source_noun", bare) and not bare.startswith(("ال", "لل")):
            inner = self.phrases.at(position + 1, apposition=False)
            if inner is not None:
                report.cue_end = token.end
                return inner
        phrase = self.phrases.at(position, apposition=False)
        if phrase is None:
            return None
        return Phrase(phrase.first, phrase.last, phrase.start + strip, phrase.end)

    def _label_closer(self, report: Report, position: int) -> Report | None:
        """ما سماه «…»، من وصفهم بـ…، الانقلاب المزعوم."""
        closer = report.closer
        if (
            closer is not None
            and closer.kind == "so_called"
            and report.index + 1 == position
            and self.passage[report.index].norm.startswith("المزعوم")
        ):
            report.kind, report.content, report.last = "label", max(0, report.index - 1), report.index + 1
            return report
        if position < len(self.passage):
            token = self.passage[position]
            if token.word and token.norm[:1] != "ب":
                phrase = self.phrases.at(position, preposition=True)
                follows = (
                    phrase is not None
                    and phrase.last < len(self.passage)
                    and (
                        self.passage[phrase.last].text in _QUOTES or self.passage[phrase.last].norm[:1] == "ب"
                    )
                )
                if phrase is not None and follows and closer is not None and closer.kind == "label":
                    report.subject, position = phrase, phrase.last
        word = self.passage[position - 1].norm if report.subject is None else ""
        if word:
            plural = word.endswith("وه") or word.startswith("يسمون")
            report.woman = None if plural else bool(_FEMININE_HOST.search(word)) or word.startswith("ت")
        return self._label_span(report, position)

    def _claim(self, report: Report, position: int) -> Report | None:
        if position < len(self.passage) and self.passage[position].word:
            report.kind, report.content = "clause", position
            report.breaks = False
            return report
        return None

    def _document(self, report: Report, position: int) -> Report | None:
        """جاء في بيان لها: a document speaks."""
        if position >= len(self.passage) or not self.speakers.has("document", self.passage[position].norm):
            return None
        phrase = self.phrases.at(position)
        if phrase is None:
            return None
        report.subject, report.after = phrase, phrase.last
        self._find_content(report, phrase.last)
        return report if report.kind in ("clause", "colon", "quote") else None

    def _colon(self, index: int) -> Report | None:
        """A speaker and a colon: بوتين: لن نسمح."""
        if any(report.content == index + 1 for report in self.reports[-3:]):
            return None
        start = self._clause_edge(index)
        start = self._skip_leads(start, index)
        while start < index and self.passage[start].text in _QUOTES:
            start += 1
        if not 0 < index - start <= 10 or index + 1 >= len(self.passage):
            return None
        phrase = self.phrases.at(start)
        if phrase is None or phrase.last != index or not self._can_speak(phrase, index):
            return None
        offset = self._joined_offset(start)
        subject = Phrase(start, index, phrase.start + offset, phrase.end)
        token = self.passage[index]
        kind = "quote" if self.passage[index + 1].text in _QUOTES and self._opens(index + 1) else "colon"
        return Report(
            index,
            token.start,
            token.end,
            kind,
            "neutral",
            subject,
            index + 1,
            clause_start=start,
            after=index + 1,
        )

    def _can_speak(self, phrase: Phrase, index: int) -> bool:
        """Whether a phrase before a colon is someone who speaks, not the topic of a headline."""
        speakers, passage = self.speakers, self.passage
        norms = [token.norm for token in passage[phrase.first : phrase.last]]
        following = passage[index + 1].text
        if following in _QUOTES:
            return len(norms) <= 8 and norms[0] not in _TOPICAL and self._can_front(phrase, index)
        if any(speakers.has("document", norm) for norm in norms[:1]):
            return False
        if len(norms) == 1 and speakers.nation(norms[0]):
            return False
        known = any(speakers.known_at(norms, at) for at in range(len(norms)))
        return known or speakers.has("person_head", norms[0]) or speakers.has("institution_head", norms[0])


def _without_article(token: Token) -> Token:
    return Token(token.start, token.end, token.text[2:], token.norm[2:], True)


def is_feminine(speakers: Speakers, norm: str) -> bool:
    """Whether a noun takes a feminine verb, by its ending or by list."""
    bare = norm[1:] if norm[:1] == "و" and len(norm) > 4 else norm
    if speakers.has("masculine", bare):
        return False
    return bare.endswith(("ه", "ات")) or speakers.has("feminine", bare)
