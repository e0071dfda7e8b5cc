"""Nouns that report: إعلان السلطات توقيف عشرة, اتهاماتها لطهران بالقتل, أنباء عن مقتل عشرة, بتهمة قتل عشرة.

Belongs here: whose such a noun is, and where what it reports begins.
Does not: verbs (reports.py), how far a content reaches (reach.py), which nouns there are (data/reporting_verbs.toml).
"""

from __future__ import annotations

from riwaya.reading.speech.closers import Closers
from riwaya.reading.speech.cues import Reading, word_set
from riwaya.reading.speech.grammar import (
    COMPLEMENTISERS,
    PRONOMINAL,
    PUSHING,
    QUOTES,
    RELATIVE,
    RESULTS,
    Report,
)
from riwaya.reading.speech.phrases import Phrase
from riwaya.reading.speech.shapes import is_definite_masdar, is_masdar

FURTHEST_CONTENT = 10  # tokens between a noun with its speaker and what it reports
_DENIED = word_set("لم لن لا دون بدون عدم اي بلا ليس ليست غياب")
LONGEST_JUDGEMENT = 6  # tokens, marks with them
_LEAD_ON = word_set("علي ضمن بين")  # تصنفها على أنها, ضمن المنظمات
_PASSIVE = word_set("تم تمت يتم تتم سيتم جري جرت يجري تجري بعدم سيجري")
_OWNED = {"هم": None, "هما": None, "ها": True, "ه": False}  # whose a noun is, and whether that is a woman
_CHARGED_WITH = word_set("تتعلق يتعلق متعلقه مرتبطه ترتبط ذات تتصل")


class Sayings(Closers):
    """Finds reports that nouns make."""

    def _noun(self, index: int, reading: Reading) -> Report | None:
        if any(token.norm.removeprefix("و") in _DENIED for token in self.passage[max(0, index - 3) : index]):
            return None
        if index and self.passage[index - 1].norm.removeprefix("و") in _PASSIVE | RESULTS | PUSHING:
            return None  # تم تهديده بالفصل; أدى تهديد الوزير بالاستقالة إلى …: the content would not end
        report = self._begin(index, reading)
        report.breaks, report.relative, report.clause_start = False, False, index
        if reading.verb.frame == "charge":
            return self._charge(report)
        if reading.verb.frame == "rumour":
            return self._rumour(report)
        if reading.verb.frame == "deem":
            return self._judgement(report)
        return self._announcement(report)

    def _names_someone(self, phrase: Phrase) -> bool:
        """Whether a phrase is a party, or a name with a title after it."""
        titled = any(
            self.speakers.has("person_head", t.norm) for t in self.passage[phrase.first : phrase.last]
        )
        return titled or self._is_party(phrase)

    def _announcement(self, report: Report) -> Report | None:
        """Someone's noun, by a genitive or a pronoun: إعلان السلطات, إعلانها."""
        index = report.index
        position = index + 1
        assert report.reading is not None
        owner = next((ending for ending in _OWNED if self.passage[index].text.endswith(ending)), None)
        if owner is not None:
            report.owned, report.woman = True, _OWNED[owner]
        else:
            prepositions = report.reading.verb.prepositions
            phrase = self.phrases.at(position, masdar=True, preposition="ب" in prepositions)
            if phrase is None or is_masdar(self.speakers, self.passage[phrase.first]):
                return None
            phrase = self._before_announced(phrase)
            if not self._names_someone(phrase):
                return None
            report.subject, position = phrase, phrase.last
        report.after = position
        self._find_content(report, position)
        if report.kind not in ("clause", "nominal") or report.content > position + FURTHEST_CONTENT:
            return None
        between = range(position, report.content)
        if any(self.phrases.is_verb(at) or self.phrases.is_participle(at) for at in between):
            return None  # وقبيل إعلان الجيش، أفاد المستشفى أن …
        return self._by_whom(report)

    def _by_whom(self, report: Report) -> Report | None:
        """A genitive may be who is accused (اتهام النظام بالقتل) or invited (دعوة الأطراف إلى جنيف)."""
        if report.subject is None or report.reading is None:
            return report
        if report.reading.verb.id == "ittiham":
            accused = next(
                (
                    at
                    for at in range(report.subject.first + 1, report.content)
                    if self.passage[at].norm[:1] == "ل"
                ),
                None,
            )
            report.subject = self._until(report.subject, accused) if accused is not None else None
        if report.reading.verb.id == "dawa" and report.kind == "nominal":
            called = self.passage[report.content]
            return report if is_masdar(self.speakers, called) or called.norm.startswith("ال") else None
        return report

    def _until(self, phrase: Phrase, end: int) -> Phrase:
        last = min(phrase.last, end)
        return Phrase(phrase.first, last, phrase.start, self.passage[last - 1].end)

    def _rumour(self, report: Report) -> Report | None:
        """A noun that is its own source: أنباء عن مقتل عشرة, تقارير بأن عشرة فروا."""
        assert report.reading is not None
        passage, prepositions = self.passage, report.reading.verb.prepositions
        for at in range(report.index + 1, min(len(passage) - 1, report.index + 4)):
            token, following = passage[at], passage[at + 1]
            if not token.word or self.phrases.is_verb(at):
                return None
            opens = token.norm in ("عن", "حول") and token.norm in prepositions
            clause = following.norm in COMPLEMENTISERS | PRONOMINAL
            verbal = is_masdar(self.speakers, following) or is_definite_masdar(self.speakers, passage, at + 1)
            if token.norm in ("بان", "بانه", "بانها", "بانهم"):
                report.kind, report.content = "clause", at + 1 if token.norm == "بان" else at
            elif opens and (clause or verbal):
                report.kind = "clause" if clause else "nominal"
                report.content = at + 2 if following.norm == "ان" else at + 1
            if report.kind != "pending":
                report.subject = Phrase(report.index, at, report.cue_start, passage[at - 1].end)
                report.after = at
                return report
        return None

    def _judgement(self, report: Report) -> Report | None:
        """What someone holds a thing to be: التي تعتبرها أنقرة منظمة إرهابية, تصنفها تنظيما إرهابيا."""
        passage, first = self.passage, report.index + 1
        phrase = self.phrases.at(first)
        if phrase is not None and self._is_named(phrase):
            report.subject, first = phrase, phrase.last
        elif passage[report.index - 1].norm not in RELATIVE:
            before = self._before(report.index, report)
            report.subject = before if before is not None and before.last == report.index else None
            report.breaks, report.clause_start = False, report.index
        last = first
        while last < min(len(passage), first + LONGEST_JUDGEMENT) and self._judges_on(last, first):
            last += 1
        if last == first:
            return None
        report.kind, report.content, report.last, report.after = "nominal", first, last, first
        return report

    def _is_named(self, phrase: Phrase) -> bool:
        """Whether a phrase is who judges, and not already the judgement, which is indefinite."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        known = self.speakers.nation(norms[0]) or self.speakers.known_at(norms, 0)
        return norms[0].startswith("ال") or known is not None

    def _judges_on(self, at: int, first: int) -> bool:
        token = self.passage[at]
        if not token.word:
            return token.text in QUOTES
        if at == first:
            return not self.phrases.is_verb(at)
        adjunct = token.norm in self.speakers.words["adjunct"] and self.passage[at - 1].norm not in _LEAD_ON
        return not (adjunct or token.norm[:1] == "و" or token.norm in RELATIVE or self.phrases.is_verb(at))

    def _charge(self, report: Report) -> Report | None:
        """What someone is charged with, by nobody who is named: بتهمة قتل عشرة."""
        passage, at = self.passage, report.index + 1
        if at + 1 >= len(passage) or not passage[at].word:
            return None
        charged = is_masdar(self.speakers, passage[at]) or passage[at].norm.startswith("ال")
        if not charged and passage[at].norm not in _CHARGED_WITH:
            return None
        report.kind, report.content, report.after = "nominal", at, at
        return report
