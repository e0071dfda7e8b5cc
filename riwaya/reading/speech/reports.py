"""Reports in one passage, in the order of their cues.

Belongs here: which token is a cue, and what kind of report each verb makes.
Does not: how far contents reach and whose a stretch is (passages.py), what cues exist (cues.py).
"""

from __future__ import annotations

from functools import lru_cache

from riwaya.language.spelling import fold
from riwaya.reading.speech.cues import NOUNS, Reading, Verb
from riwaya.reading.speech.grammar import (
    ABILITY,
    BEFORE_NOUN,
    COMPLEMENTISERS,
    KANA,
    NEGATIONS,
    NOUN_ALIKE,
    PRONOMINAL,
    SENTENCE_MARKS,
    Report,
)
from riwaya.reading.speech.knowledge import bare
from riwaya.reading.speech.phrases import Phrase
from riwaya.reading.speech.sayings import Sayings
from riwaya.reading.speech.shapes import SAYING, is_masdar

LONGEST_THOUGHT = 8  # tokens between a verb of thinking, with its subject, and أن


class Reader(Sayings):
    """Finds the reports of one passage, in the order of their cues."""

    def read(self) -> list[Report]:
        """All reports outside long quotations."""
        is_cue, quoted = self.verbs.is_cue, self.quoted
        start = 0
        for index, token in enumerate(self.passage):
            if not is_cue[token.norm] or index < start or quoted[index]:
                continue
            report = self._at(index)
            if report is not None and self._goes_on(report):
                report.breaks = False
                if report.subject is not None:
                    continue  # وتدعو الجيران إلى: whom it calls is no speaker
            if report is not None:
                self.reports.append(report)
                self._edge = max(index + 1, report.after)
                if report.closer is not None:
                    start = report.after
        return self.reports

    def _goes_on(self, report: Report) -> bool:
        """Whether a verb goes on with what the one spoken of does: أوضح أن البلاد ترحب بالاتفاق، وتدعو إلى …"""
        norm, reading = self.passage[report.index].norm, report.reading
        if norm[0] != "و" or reading is None or reading.form != "imperfect":
            return False
        if report.subject is not None and reading.verb.frame != "address":
            return False
        around = next(
            (r for r in reversed(self.reports[-4:]) if r.reading is None or r.reading.form != "imperfect"),
            None,
        )
        if around is None or around.kind != "clause" or around.reading is None:
            return False
        return around.reading.form == "perfect" and any(
            self.passage[at].norm[0] == norm[1] and self._is_imperfect(at)
            for at in range(around.content + 1, min(report.index, around.content + 5))
        )

    def _is_imperfect(self, at: int) -> bool:
        """Whether a word with ي or ت is a verb, by what is known or by what it is not: روسيا لا تقبل."""
        token = self.passage[at]
        if any(reading.form == "imperfect" for reading in self.verbs.read(token.norm)):
            return True
        known = self.speakers.nation(token.norm) is not None or token.norm in self.speakers.aliases
        noun = known or token.text.endswith(("ة", "ات", "ي")) or is_masdar(self.speakers, token)
        definite = self.passage[at - 1].norm.startswith("ال") or self.passage[at - 1].norm in NEGATIONS
        return definite and not noun and len(token.norm) > 3

    def _at(self, index: int) -> Report | None:
        token = self.passage[index]
        if not token.word:
            return self._colon(index) if token.text == ":" else None
        if index + 1 < len(self.passage) and self.passage[index + 1].norm == token.norm:
            return None  # typed twice, it reports once
        found = self.verbs.closer_at(self.passage, index)
        if found is not None and found[0].kind == "source" and index < self._edge:
            return None  # it belongs to the cue before it: قالت الإذاعة نقلا عن المتحدث إن
        if found is not None:
            return self._closer(index, *found)
        if index and self.passage[index - 1].norm in NEGATIONS:
            return None
        for reading in self.verbs.read(token.norm):
            report = self._verb(index, reading)
            if report is not None:
                return report
        return None

    def _verb(self, index: int, reading: Reading) -> Report | None:
        verb = reading.verb
        if verb.frame in NOUNS:
            return self._noun(index, reading)
        if self._is_no_statement(index, reading):
            return None
        if reading.form == "participle":
            return self._participle(index, reading)
        if verb.frame == "relay":
            return self._relay(index, reading)
        if verb.frame == "label":
            return self._label_verb(index, reading)
        if verb.near and not self._has_near(index, verb):
            return None
        report = self._begin(index, reading)
        position = self._past_listener(self._compound(index, report))
        if reading.pronoun and verb.frame not in ("address", "condemn") and verb.object != "person":
            return None
        report.subject, position = self._subject(index, reading, report, position)
        report.after = position
        if report.subject is not None and verb.not_subject:
            head = bare(self.passage[report.subject.first].norm)
            if head in _folded(verb.not_subject):
                return None
        followed = report.subject is not None and report.subject.first > index
        if verb.frame == "think" and not followed and (report.relative or self._inside_clause(index, report)):
            return None
        self._find_content(report, position)
        if followed and verb.object == "masdar":
            self._announced(report, position)
        self._affirmed_again(report)
        if report.kind == "pending" and verb.frame == "think" and verb.object == "any":
            start = self._after_adjuncts(position)
            joined = report.cue_start > self.passage[index].start
            spoken = self._is_party(report.subject) if report.subject is not None else joined
            # Without أن the imperfect is the passive as a rule: تعتبر المدينة مركزا.
            if reading.form == "imperfect":
                spoken = start is not None and self._holds(report, start)
            if start is None or not spoken:
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
        between = self.passage[position : max(position, report.content)] if verb.id == "aqarra" else []
        adjunct = self.speakers.words["adjunct"]
        if report.kind == "nominal" and any(token.word and token.norm not in adjunct for token in between):
            return None  # أقر المجلس مشروع القانون بالإجماع: an act
        if verb.id in ("sajjala", "abraza") and report.kind != "clause":
            return None  # سجل الفائزين:, أبرز الأحداث:
        thought = verb.frame == "think" and verb.object != "any"
        if thought and report.kind == "clause" and self._others_clause(position, report.content):
            return None
        if verb.party and not self._someone_speaks(report):
            return None
        if self._of_people(index, report) or self._is_measure(index, report):
            return None
        mine = verb.frame == "condemn" and verb.object == "any"
        if mine and report.subject is not None and not self._names_someone(report.subject):
            return None
        if verb.frame == "act":
            report.kind = "act"
        return report

    def _others_clause(self, first: int, content: int) -> bool:
        """Whether a clause is too far from a verb of thinking, or a participle's: يخشون البوح بآرائهم، مبينا أنه …"""
        between = range(first, content)
        return len(between) > LONGEST_THOUGHT or any(self.phrases.is_participle(at) for at in between)

    def _holds(self, report: Report, start: int) -> bool:
        """Whether someone known holds a view without أن: تعتبر تركيا الحزب جماعة, but تعتبر تركيا من أكبر …"""
        subject, known = report.subject, self.speakers
        if subject is None:
            return False
        norms = [token.norm for token in self.passage[subject.first : subject.last]]
        named = known.nation_end(norms, 0) is not None or known.known_at(norms, 0) is not None
        if not named and not (subject.first < report.index and self._is_party(subject)):
            return False
        norm = self.passage[start].norm
        elative = len(norm) == 4 and norm[0] == "ا"
        return norm not in ("من", "بين", "واحده", "احدي", "احد", "ثاني", "ثالث", "موطنا") and not elative

    def _someone_speaks(self, report: Report) -> bool:
        """Whether the subject is a party; a printed thing (قرار يهدد) or an unnamed one is not."""
        if report.subject is not None:
            return report.subject.first > report.index or self._is_party(report.subject)
        joined = report.cue_start > self.passage[report.index].start
        return joined or report.index == 0 or report.relative

    def _is_measure(self, index: int, report: Report) -> bool:
        """تبلغ قيمتها 5 ملايين, تقدر خسائره بنحو مليون: amounts, not words."""
        verb = report.reading.verb.id if report.reading else ""
        if report.reading is None or report.reading.form != "imperfect" or verb not in ("ablagha", "qaddara"):
            return False
        if verb == "qaddara":
            return report.kind != "clause"
        between = self.passage[index + 1 : max(index + 1, report.content)]
        return any(token.norm[0].isdigit() for token in between)

    def _of_people(self, index: int, report: Report) -> bool:
        """من يزعم أنهم كذا: the passive, said by nobody."""
        return (
            report.subject is None
            and report.feminine is not True  # اعتقلت من تزعم أنهم مطلوبون: those who arrested claim it
            and index > 0
            and self.passage[index - 1].norm in ("من", "ممن", "لمن")
            and report.kind == "clause"
            and self.passage[report.content].norm in PRONOMINAL
        )

    def _is_noun(self, index: int, reading: Reading) -> bool:
        """Whether a perfect is a noun of the same letters: في إطار تعهد, على رفض, توقيع تعهد."""
        if reading.verb.id not in NOUN_ALIKE or reading.form != "perfect" or reading.feminine or not index:
            return False
        before = self.passage[index - 1]
        return before.norm in BEFORE_NOUN or (before.word and is_masdar(self.speakers, before))

    def _has_near(self, index: int, verb: Verb) -> bool:
        words = _folded(verb.near)
        return any(token.norm in words for token in self.passage[index + 1 : index + 13])

    def _is_no_statement(self, index: int, reading: Reading) -> bool:
        """What looks like a report and is none: a passive, a verb after أن (may announce), a noun of the same letters."""
        token = self.passage[index]
        before = self.passage[index - 1] if index else None
        if reading.form == "perfect" and "\u064f" in token.text[:5]:
            return True
        if reading.verb.id == "amara" and token.text.startswith("آ"):
            return True  # آمر اللواء: who commands it
        if reading.verb.id == "bayyana" and token.norm in ("تبين", "وتبين"):
            return True  # تبيّن أن: it turned out
        following = self.passage[index + 1].norm if index + 1 < len(self.passage) else ""
        if following in _folded(reading.verb.not_subject):
            return True  # لفت نظر الحكومة
        if before is None:
            return reading.verb.id == "bayyana" and token.norm == "بين"
        if before.text in ("أن", "ان") and reading.form == "imperfect":
            return True
        if before.norm == "مما" or (before.norm == "ما" and index > 1 and not self.passage[index - 2].word):
            return True  # مما يشير إلى تصاعد التوتر: a thing shows it
        if reading.verb.id == "daa" and following in ("اليها", "اليه", "لها", "له"):
            return True  # التظاهرات التي دعت إليها القوى
        if before.norm.startswith(ABILITY) or self._is_noun(index, reading):
            return True
        if reading.verb.id == "raa" and reading.form == "perfect" and token.text.endswith("ي"):
            return True  # رأي, and the name راي
        if before.norm == "ان" and index > 1 and self.passage[index - 2].norm in ("دون", "بدون"):
            return True
        if reading.verb.id == "iddaa" and token.text.endswith("ى") and reading.form == "imperfect":
            return following not in COMPLEMENTISERS | PRONOMINAL  # يدعى فلان: he is called
        if token.norm in ("طالب", "كاتب", "ناقد") and before.norm in ("وهو", "هو", "احد", "كل", "اي", "الف"):
            return True
        return reading.verb.id == "bayyana" and not token.norm.startswith("و")

    def _participle(self, index: int, reading: Reading) -> Report | None:
        if index and (
            self.passage[index - 1].norm in NEGATIONS or self.passage[index - 1].norm[:1].isdigit()
        ):
            return None
        if self._is_adjective(index, reading):
            return None
        report = self._begin(index, reading)
        report.clause_start, report.breaks = index, True
        if reading.verb.frame == "label":
            return self._label_from(report, index + 1)
        position = index + 1
        self._find_content(report, position)
        if self._has_object(report):
            report.kind, report.content = "nominal", position
        if report.kind == "pending" or (
            reading.verb.only_clause and report.kind not in ("clause", "colon", "quote")
        ):
            return None
        if (reading.verb.only_clause or reading.verb.id == "jaddada") and report.content > index + 3:
            return None
        if report.kind in ("clause", "nominal") and report.content > index + 1:
            bridge = self.passage[index + 1]
            if bridge.norm in ("الي", "علي", "من", "عن") and report.content <= index + 3:
                report.cue_end = bridge.end
        return report

    def _has_object(self, report: Report) -> bool:
        """Whether a noun right after a participle is what it tells: مؤكدا حرق ثلاث خيم, متوقعا حملة اغتيالات."""
        assert report.reading is not None
        at = report.index + 1
        verb = report.reading.verb
        # مجددا is "again" more often than "renewing".
        if verb.object not in ("masdar", "count") or verb.id == "jaddada" or at >= len(self.passage):
            return False
        token = self.passage[at]
        if not token.word or token.norm in self.speakers.words["adjunct"] or token.norm[:1] in ("ب", "ل"):
            return False
        shape = self.phrases.shapes[token.norm]
        return not (shape.ends or shape.verb or token.norm in self.verbs.prepositions)

    def _is_adjective(self, index: int, reading: Reading) -> bool:
        """Whether a participle describes what it follows: متهمين بالعنف, في كلمة موجهة."""
        following = self.passage[index + 1].norm if index + 1 < len(self.passage) else ""
        if reading.verb.id == "ittahama":
            if following in ("في", "اخر", "اخرون", "اخرين", "ثان", "ثانيا", "سابقا"):
                return True
            return following[:1] == "ب" and following not in self.speakers.aliases and following != "بان"
        before = self.passage[index - 1] if index else None
        if before is None or not before.word or reading.verb.id == "amala":
            return False
        if before.norm in BEFORE_NOUN or before.norm in KANA:
            return True  # عن مطالبة المملكة: a noun
        if before.norm.startswith("ال"):
            return False
        indefinite = self.passage[index - 1].norm not in self.speakers.aliases and not self.speakers.nation(
            before.norm
        )
        if reading.feminine and before.text.endswith("ة"):
            return indefinite and reading.verb.frame != "say"
        return False

    def _relay(self, index: int, reading: Reading) -> Report | None:
        """نقلت وكالة عن فلان قوله إن: the speaker is who is quoted, not who relays."""
        report = self._begin(index, reading)
        if index + 1 < len(self.passage) and self.passage[index + 1].norm in ("عنه", "عنها", "عنهم"):
            return None  # تصريحات نقلت عنه
        via = self.phrases.at(index + 1)
        at = via.last if via else index + 1
        bridge = {"عن", "الي"} & ({"عن"} if reading.verb.id == "naqala" else {"الي"})
        for position in range(at, min(len(self.passage) - 1, at + 8)):
            tongue = self.passage[position].norm == "علي" and self.passage[position + 1].norm == "لسان"
            if self.passage[position].norm in bridge or tongue:
                subject = self.phrases.at(position + 1 + tongue)
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
            if self.passage[position].text in SENTENCE_MARKS:
                break
        if reading.verb.id == "naqala" and via is not None:
            self._find_content(report, at)  # نقلت الوكالة أن: it speaks for itself
            if report.kind == "clause" and report.content - at <= 6:
                report.subject, report.after = via, at
                return report
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
                names = _folded(reading.verb.names)
                cut = next(
                    (at for at in range(phrase.first + 1, phrase.last) if self.passage[at].norm in names),
                    None,
                )
                if cut is not None:
                    phrase = Phrase(phrase.first, cut, phrase.start, self.passage[cut - 1].end)
                report.subject, position = phrase, phrase.last
        elif reading.pronoun:
            phrase = self.phrases.at(position, preposition=True, apposition=False)
            if phrase is not None and self._is_party(phrase) and reading.form != "participle":
                report.subject, position = phrase, phrase.last  # وصفه مكتب الرئيس بأنه جريمة
        else:
            phrase = self.phrases.at(position, preposition=True)
            if self._antecedent_speaks(index, reading):
                phrase = None
            phrase = self._without_object(phrase, reading) if phrase else None
            if phrase and (self._is_accusative(phrase) or self._is_thing_of(phrase)):
                phrase = None  # وصف المسؤولين بـ…, ووصفت حصيلة القتلى بأنها
            if phrase:
                report.subject, position = phrase, phrase.last
                named_apart = any(not token.word for token in self.passage[phrase.first : phrase.last])
                position += (
                    named_apart and position < len(self.passage) and self.passage[position].text == "،"
                )
            else:
                report.subject = self._before(index, report)
        report.breaks = report.breaks and not reading.pronoun
        return self._label_from(report, position)


@lru_cache(maxsize=1000)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))
