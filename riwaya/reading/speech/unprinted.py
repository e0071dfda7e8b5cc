"""Who speaks where a verb has no printed subject: the one named before it, the writer of a document, who reports around it.

Belongs here: the candidates and which of them a verb may take.
Does not: which candidate wins (passages.py), subjects that are printed (subjects.py).
"""

from __future__ import annotations

from bisect import bisect_left

from riwaya.language.spelling import fold
from riwaya.reading.speech.cues import word_set
from riwaya.reading.speech.grammar import COMPLEMENTISERS, LEADS, QUOTES, Report
from riwaya.reading.speech.knowledge import bare
from riwaya.reading.speech.phrases import Phrase, Phrases
from riwaya.reading.speech.reach import NEAR, PLURAL_HEADS, Reach, Source


def agree(verb: bool | None, source: bool | None) -> bool:
    """Whether a verb's gender and its speaker's may go together; None says nothing."""
    return verb is None or source is None or verb is source


_MANY = frozenset(
    [
        "قاده",
        "نواب",
        "سكان",
        "اهالي",
        "رجال",
        "طلاب",
        "عمال",
        "افراد",
        "عناصر",
        "ممثلو",
        "مسؤولو",
        "ضباط",
        "نشطاء",
        "انصار",
        "مراسلو",
    ]
)
TIMES = word_set("بعدما عندما حينما حيث بعد ان")
FURTHEST = 59  # tokens between a verb and the speaker named before it


class Unprinted(Reach):
    """Finds the speakers that a passage does not print beside their verbs."""

    _heads: list[int] | None = None  # tokens at which a speaker's phrase may begin

    def _is_antecedent(self, report: Report) -> bool:
        """Whether the noun before الذي speaks (الوكالة التي أوضحت أن) and is not spoken of (البلد الذي قال إنه)."""
        pronoun = self.passage[report.index - 1].norm
        wanted = {"التي": True, "والتي": True, "الذي": False, "والذي": False}.get(pronoun)
        accused = report.reading is not None and report.reading.verb.frame in ("address", "condemn")
        plain = accused or (
            report.kind == "clause" and self.passage[report.content - 1].norm in COMPLEMENTISERS
        )
        return plain and wanted is not None and report.feminine is wanted

    def _continued(self, report: Report) -> Source | None:
        """Who was the subject of the verb before it in the same sentence: نفت الوزارة ذلك، وأكدت أن."""
        if self.main is None and self._after_clause(report.index):
            # يشغل نائبه المنصب بعد أن أعلن استعداده
            person = self._person_before(report)
            known = person is not None and (not report.feminine or person.feminine)
            return person if known else None
        if self.main is None or self.main_carried or report.index == 0:
            return None
        if report.reading is not None and report.reading.plural and not self._are_many(self.main):
            return None
        joined = report.cue_start > self.passage[report.index].start
        return self.main if joined and agree(report.feminine, self.main.feminine) else None

    def _many_before(self, report: Report) -> tuple[Source, bool] | None:
        """Who are the subject of a plural verb or participle: the many who spoke or acted before it in its sentence."""
        antecedent = report.relative and self.passage[report.index - 1].norm != "حيث"
        if antecedent or (report.reading is not None and report.reading.feminine):
            return None
        if self.main is not None and self._are_many(self.main):
            return None
        actor = self._actor_before(report, many=True)
        return (actor, False) if actor is not None else None

    def _carried(self, report: Report) -> Source | None:
        """Who spoke last, of the gender and number that a verb wants."""
        if report.reading is not None and report.reading.plural and not report.reading.feminine:
            found = next(
                (source for source in reversed(self.ledger.recent[-6:]) if self._are_many(source)), None
            )
            if found is not None:
                return found
        return self.ledger.carried(report.feminine)

    def _after_clause(self, index: int) -> bool:
        """Whether a verb stands in a clause of time: بعد أن أعلن, عندما قال."""
        before = [token.norm for token in self.passage[max(0, index - 2) : index]]
        timed = before[:1] in (["بعد"], ["منذ"], ["قبل"]) and before[-1:] == ["ان"]
        return timed or before[-1:] in (["بعدما"], ["عندما"], ["حينما"])

    def _are_many(self, source: Source) -> bool:
        """Whether a speaker's first word is a plural or a dual: مسؤولون, القادة."""
        head = fold(source.text.split()[0])
        return head.endswith(("ون", "ين", "ان", "ات", "اء")) or bare(head) in _MANY

    def _of_document(self, report: Report) -> bool:
        """في تغريدة قال فيها: who wrote it is the subject of the clause, not the last one named."""
        if report.reading is None or not report.index or report.reading.form == "participle":
            return False
        before = self.passage[report.index - 1]
        known = self.ledger.speakers
        return before.word and (
            known.has("document", before.norm) or known.has("document", before.norm.removesuffix("ه"))
        )

    def _first_person(self, report: Report) -> Source | None:
        """The first speaker named in the passage, before a cue."""
        phrases = Phrases(self.ledger.speakers, self.ledger.verbs, self.passage)
        for at in range(min(3, report.index)):
            phrase = phrases.at(at)
            if phrase is not None and phrase.last <= report.index and at:
                source = self.ledger.source(phrase, self.passage)
                return source if agree(report.feminine, source.feminine) else None
        for at in self._speaker_heads()[:3]:
            phrase = phrases.at(at) if at < report.index else None
            if phrase is not None and phrase.last <= report.index:
                source = self.ledger.source(phrase, self.passage)
                return source if agree(report.feminine, source.feminine) else None
        return None

    def _speaker_heads(self) -> list[int]:
        """The tokens of the passage at which a speaker's phrase may begin."""
        if self._heads is None:
            self._heads = [at for at, token in enumerate(self.passage) if self._may_name(token.norm)]
        return self._heads

    def _actor_before(self, report: Report, many: bool = False) -> Source | None:
        """Whoever acts in the sentence that a cue goes on with: هاجم النائب فلان الحكومة قائلا.

        ``many``: the verb is a plural, so that many act: عقد ممثلون اجتماعا، حيث دانوا القرار.
        """
        known, passage = self.ledger.speakers, self.passage
        for first in range(1, min(report.index, FURTHEST)):
            norm = passage[first].norm
            if not (self._is_plural(norm) if many else self._is_person(norm)):
                continue
            if not self._follows_verb(first):
                continue
            phrase = Phrases(known, self.ledger.verbs, passage).at(first)
            if phrase is None or phrase.last > report.index:
                return None
            return self.ledger.source(self._before_object(phrase), passage)
        return None

    def _follows_verb(self, index: int) -> bool:
        """Whether a noun stands right after a word that can only be its verb, at the head of a clause."""
        known, at = self.ledger.speakers, index - 1
        at -= at > 0 and self.passage[at].text in QUOTES
        verb, before = self.passage[at], self.passage[at - 1] if at else None
        norm = verb.norm
        if not verb.word or norm in known.words["adjunct"] or norm in known.words["lead"] or norm in LEADS:
            return False
        if self._is_head(norm) or known.nation(norm) is not None or norm.startswith(("ال", "لل", "بال")):
            return False
        return before is None or not before.word or before.norm in LEADS | TIMES

    def _is_plural(self, norm: str) -> bool:
        return (norm.endswith("ون") and len(norm) > 4) or bare(norm) in _MANY | PLURAL_HEADS

    def _before_object(self, phrase: Phrase) -> Phrase:
        """A subject's phrase without the object that seems to go on with it."""
        known, passage, first = self.ledger.speakers, self.passage, phrase.first
        norms = [token.norm for token in passage[first : phrase.last]]
        for at in range(first, phrase.last):
            before, word = passage[at - 1], passage[at].norm
            hit = known.known_at(norms, at - first)
            if hit is not None and hit[0].kind == "person" and first + hit[1] < phrase.last:
                at = first + hit[1]  # the name of someone well known ends by itself: لافروف | لندن
                return Phrase(first, at, phrase.start, passage[at - 1].end) if passage[at].word else phrase
            object_begins = word.startswith("ال") and known.has("institution_head", word)
            if at == first:
                continue
            owned = passage[at].text.endswith(("ه", "ها", "هم")) and not self._is_head(word)
            if owned and before.norm.startswith("ال"):
                return Phrase(first, at, phrase.start, before.end)  # اختتمت الوزيرة | حديثها
            apart = at > first + 1 and before.word and not self._is_head(before.norm)
            if object_begins and apart and before.norm != "باسم":
                return Phrase(first, at, phrase.start, before.end)
        return phrase

    def _enclosing(self, report: Report) -> Source | None:
        place = self.passage[report.index].start
        for settled, source, _ in reversed(self.settled[-6:]):
            if settled.kind in ("clause", "nominal", "colon") and settled.content <= report.index:
                end = self._content_end(settled.content)
                if end > report.index and place >= self.passage[settled.content].start:
                    return source
        return None

    def _is_head(self, norm: str) -> bool:
        known = self.ledger.speakers
        return known.has("person_head", norm) or known.has("institution_head", norm)

    def _is_person(self, norm: str) -> bool:
        hit = self.ledger.speakers.aliases.get(norm)
        named = bool(hit and hit[0][1].kind == "person" and len(norm) > 3)
        return named or self.ledger.speakers.has("person_head", norm)

    def _may_name(self, norm: str) -> bool:
        """Whether a speaker's phrase may begin at a word."""
        hit = self.ledger.speakers.aliases.get(norm)
        return self._is_head(norm) or bool(hit and hit[0][1].kind == "person")

    def _person_before(
        self, report: Report, institutions: bool = False, feminine: bool | None = None
    ) -> Source | None:
        """The last person (or institution) named in the passage before a cue, of the gender that it wants.

        ``feminine`` asks for a gender that the cue's verb does not say: of a participle, of الأخيرة.
        """
        wanted = report.feminine if feminine is None else feminine
        phrases = Phrases(self.ledger.speakers, self.ledger.verbs, self.passage)
        known = self.ledger.speakers
        heads = self._speaker_heads()
        place = bisect_left(heads, report.index)
        for at in reversed(heads[max(0, place - NEAR) : place]):
            if at < report.index - FURTHEST:
                break
            norm = self.passage[at].norm
            hit = known.aliases.get(norm)
            person = (
                known.has("person_head", norm)
                and not norm.endswith(("ون", "ين"))
                and norm not in PLURAL_HEADS
            )
            person = person or (institutions and known.has("institution_head", norm))
            if not person and not (hit and hit[0][1].kind == "person"):
                continue
            while at > 0 and self._is_head(self.passage[at - 1].norm):
                at -= 1
            phrase = phrases.at(at)
            if phrase is None or phrase.last > report.index:
                continue
            if norm == "كبير" and phrase.last == at + 1:
                continue  # بشكل كبير
            source = self.ledger.source(phrase, self.passage)
            if agree(wanted, source.feminine):
                return source
        return None
