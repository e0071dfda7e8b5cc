"""The printed subject of a reporting verb: after it, before it.

Belongs here: word order and agreement between a verb and its speaker.
Does not: where the subject ends and the object begins (objects.py), speakers who are not printed (passages.py), contents (contents.py).
"""

from __future__ import annotations

from riwaya.reading.speech.cues import Reading, word_set
from riwaya.reading.speech.grammar import (
    COMPLEMENTISERS,
    KANA,
    NOBODY,
    PRONOMINAL,
    QUOTES,
    REACH,
    SENTENCE_MARKS,
    Report,
)
from riwaya.reading.speech.knowledge import bare
from riwaya.reading.speech.objects import Objects
from riwaya.reading.speech.phrases import Phrase, marked_name
from riwaya.reading.speech.shapes import is_content_with_b, is_feminine, is_masdar, starts_with_preposition

_ISSUED = word_set("صادر صادره الصادر الصادره")
_PUBLISHED = word_set(
    "اصدرته اصدرتها اصدره اصدرها نشرته نشرتها نشره نشرها نقله نقلها نقلته نقلتها اجرته اجرتها اجراه اجراها اعدته اعدتها اعدها اعده بثته وزعته نقله نقلته"
)
_CALLED = word_set("المعروف المعروفه الملقب الملقبه المقيم المقيمه المكلف المكلفه")
_QUESTIONS = word_set("ماذا كيف هل ما من لماذا متي اين هذه هذا ابرز اهم")
_BACK = word_set("به بها عنه عنها")
LONGEST_BARE_NAME = 5  # words of a name that stands before its title
_WHEN = word_set("منذ قبل بعد خلال طوال لمده لفتره")


class Subjects(Objects):
    """Finds subjects."""

    def _subject(
        self, index: int, reading: Reading, report: Report, position: int
    ) -> tuple[Phrase | None, int]:
        """The printed subject, after the verb or before it, and the token after verb and subject.

        Who relays is passed over for whom he quotes: قالت الإذاعة نقلا عن المتحدث إن.
        """
        if position + 1 < len(self.passage) and self.passage[position].norm == "ما":
            position += 2 * (self.passage[position + 1].norm in ("يسمي", "يعرف", "سمي"))  # أكد ما يسمى المرصد
        subject, after = self._own_subject(index, reading, report, position)
        if subject is None or subject.first < index:
            return subject, after
        at = after + (after < len(self.passage) and self.passage[after].text in ("،", ","))
        if at + 2 < len(self.passage) and [t.norm for t in self.passage[at : at + 2]] == ["نقلا", "عن"]:
            relayed = self.phrases.at(at + 2)
            if relayed is not None and reading.verb.frame == "say":
                return relayed, relayed.last
        return subject, after

    def _own_subject(
        self, index: int, reading: Reading, report: Report, position: int
    ) -> tuple[Phrase | None, int]:
        verb = reading.verb
        joined = report.cue_start > self.passage[index].start
        transitive = verb.object == "person" or (
            verb.frame in ("address", "condemn", "act") and verb.object == "any"
        )
        if transitive and not reading.pronoun and self._antecedent_speaks(index, reading):
            return None, position
        if transitive and not joined and not reading.pronoun and self._describes_noun(index, reading):
            report.relative, report.breaks = True, False
            return Phrase(
                index - 1, index, self.passage[index - 1].start, self.passage[index - 1].end
            ), position
        had = any(self.passage[at].norm in KANA for at in range(max(self._edge, index - 20), index))
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
        if reading.pronoun and transitive and verb.frame == "address" and reading.form == "imperfect":
            accuser = self.phrases.at(position, preposition=True, apposition=False)
            if accuser is not None and self._is_party(accuser):
                return accuser, accuser.last  # أحزاب تتهمها أنقرة بالارتباط
        if fronted or (not joined and (transitive or b_follows or had)):
            phrase = self._before(index, report)
            if phrase:
                return phrase, position
        if reading.pronoun and verb.frame != "condemn" and verb.object != "person":
            return None if joined else self._before(index, report), position
        if reading.form == "imperfect" and not joined and index and self.passage[index - 1].word:
            fronted_phrase = self._before(index, report)
            if fronted_phrase is not None and fronted_phrase.last == index:
                return fronted_phrase, position  # إسرائيل تكشف معلومات, تنفي «وساطة دولية»
        marked = marked_name(self.passage, position, self.verbs, self.speakers)
        if marked is not None and position == index + 1:
            return marked, marked.last + 1
        if reading.plural and self.passage[index].norm.endswith(("وا", "ون")):
            return (None if joined else self._before(index, report)), position  # اعتبروا | التعديل
        verbal = verb.object == "masdar" or verb.frame == "think"
        phrase = self.phrases.at(position, masdar=verbal, preposition="ب" in verb.prepositions)
        if phrase and (transitive or verb.frame == "label"):
            phrase = self._without_object(phrase, reading)
        elif phrase:
            phrase = self._nation_alone(phrase, verb.object == "any")
            announces = verb.object == "masdar" and verb.id != "jaddada"  # جدد النادي عقد اللاعب
            phrase = self._before_announced(phrase) if announces else phrase
        if phrase and self.passage[phrase.first].norm in self.speakers.words["masdar"]:
            phrase = None
        if phrase and phrase.last == phrase.first + 1 and self.passage[phrase.first].norm in NOBODY:
            phrase = None
        if phrase and verb.frame == "act" and verb.id == "amara" and not self._is_party(phrase):
            following = self.passage[phrase.last] if phrase.last < len(self.passage) else None
            if following is None or not is_content_with_b(self.speakers, following):
                phrase = None  # أمر مهم: a noun
        if phrase and self._is_accused(phrase, reading):
            return (None if joined else self._before(index, report)), position
        accusative = phrase is not None and verb.object == "any" and self._is_accusative(phrase)
        if phrase and not accusative:
            return phrase, phrase.last
        return (None if joined else self._before(index, report)), position

    def _describes_noun(self, index: int, reading: Reading) -> bool:
        """Whether the indefinite noun before a verb is its subject: مظاهرات تطالب الحكومة."""
        if not index or reading.form != "imperfect" or not reading.feminine:
            return False
        before, known = self.passage[index - 1], self.speakers
        plain = not before.norm.startswith(("ال", "لل", "وال", "بال")) and len(before.norm) > 3
        noun = before.word and before.text.endswith(("ة", "ات")) and plain
        head = known.has("institution_head", before.norm) or known.has("person_head", before.norm)
        following = [token.norm for token in self.passage[index + 1 : index + 4]]
        if not following or known.nation_end(following, 0) is not None or known.nation(before.norm):
            return False
        # ومنذ أشهر عديدة تطالب الحكومة: a time is no subject.
        when = any(t.norm.removeprefix("و") in _WHEN for t in self.passage[max(0, index - 4) : index])
        return noun and not head and not when and following[0].startswith("ال")

    def _antecedent_speaks(self, index: int, reading: Reading) -> bool:
        """Whether الذي or التي before a verb is its subject: الدول التي تتهم طهران."""
        before = self.passage[index - 1].norm if index else ""
        wanted = {"التي": True, "والتي": True, "الذي": False, "والذي": False}.get(before)
        return wanted is not None and wanted is reading.feminine

    def _is_accused(self, phrase: Phrase, reading: Reading) -> bool:
        """Whether the only noun before ب is whom it is about: واتهم النظام السوري بمنع السكان."""
        passage, speakers = self.passage, self.speakers
        if reading.verb.id != "ittahama" or reading.pronoun or phrase.last >= len(passage):
            return False
        if not is_content_with_b(speakers, passage[phrase.last]):
            return False
        norms = [token.norm for token in passage[phrase.first : phrase.last]]
        if reading.feminine and is_feminine(speakers, norms[0]):
            return False
        last = norms[-1]
        whole = last.startswith("ال") and bare(last) in speakers.adjectives
        titled = speakers.has("person_head", norms[0]) and len(norms) <= 5
        return len(norms) == 1 or whole or titled

    def _is_thing_of(self, phrase: Phrase) -> bool:
        """Whether a phrase is a construct of things, and nobody: حصيلة القتلى, قيمة الصفقة."""
        second = self.passage[phrase.first + 1] if phrase.last > phrase.first + 1 else None
        construct = second is not None and second.norm.startswith("ال")
        named = self.passage[phrase.first].norm in ("عبد", "ابو", "ابن", "بن", "ام")
        return construct and not named and not self._is_party(phrase)

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

    def _before(self, index: int, report: Report) -> Phrase | None:
        """The subject that stands before its verb: بوتين يقول, وكان المتحدث صرح, أما الرئيس فاتهم."""
        if report.relative:
            return None
        start = self._skip_leads(self._clause_edge(index), index)
        for _ in range(3):
            if start >= index:
                return None
            # في السياق نفسه، انتقد: what follows a preposition is no subject.
            adverbial = start > 0 and self.passage[start - 1].norm in ("في", "وفي")
            if adverbial:
                return self._adjoining(index, report)
            phrase = self.phrases.at(start)
            had = start > 0 and self.passage[start - 1].norm in KANA and phrase is not None
            if phrase and not had and not self._can_front(phrase, index):
                return None
            if phrase and self._only_adjuncts(phrase.last, index):
                return self._fronted(phrase, report)
            comma = next((at for at in range(start, index) if self.passage[at].text in ("،", ",")), None)
            if comma is None:
                break
            start = self._skip_leads(comma + 1, index)
        return self._adjoining(index, report)

    def _fronted(self, phrase: Phrase, report: Report) -> Phrase | None:
        if report.feminine is False and is_feminine(self.speakers, self.passage[phrase.first].norm):
            return None
        report.clause_start = self._clause_start(phrase.first)
        report.breaks = True
        offset = self._joined_offset(phrase.first)
        return Phrase(phrase.first, phrase.last, phrase.start + offset, phrase.end)

    def _adjoining(self, index: int, report: Report) -> Phrase | None:
        """A source right before its verb, whatever stands before it: وسط تقارير تؤكد."""
        for first in range(index - 1, max(-1, index - 5), -1):
            token = self.passage[first]
            if not token.word:
                return None
            if self.speakers.has("institution_head", token.norm) or (
                first == index - 1 and self.speakers.has("document", token.norm)
            ):
                phrase = self.phrases.at(first)
                return self._fronted(phrase, report) if phrase and phrase.last == index else None
        return None

    def _can_front(self, phrase: Phrase, index: int) -> bool:
        """Whether a phrase can be the subject before its verb, and is not itself a clause: شارك الآلاف."""
        passage, speakers = self.passage, self.speakers
        norms = [token.norm for token in passage[phrase.first : phrase.last] if token.word]
        if (
            norms[0].endswith("وا")
            or norms[0].removeprefix("و") in _WHEN
            or is_content_with_b(speakers, passage[phrase.first])
        ):
            return False
        first = norms[0][1:] if self._joined_offset(phrase.first) else norms[0]
        if first in ("احد", "احدي", "بعض") and len(norms) > 1:
            return True  # أن أحد الموقوفين اعترف بأن
        if len(norms) == 1 and first[0] in "وف" and first == norms[0] and not self._is_party(phrase):
            return False  # وأكمل: a verb
        if len(norms) > 1 and self.phrases.is_verb(phrase.first) and first not in speakers.aliases:
            return False
        if speakers.has("person_head", first) or speakers.has("institution_head", first):
            return True
        if first in speakers.aliases or speakers.nation(first) is not None:
            return True
        if first.startswith("ال"):
            return len(norms) <= 3
        if speakers.nation_end([norms[0], *norms[1:]], 0) or self.passage[index - 1].norm == "قد":
            return True
        if any(token.text in ("،", ",") for token in passage[phrase.first : phrase.last]):
            return self._is_titled_name(phrase)
        bare = not any(norm.startswith("ال") or speakers.has("person_head", norm) for norm in norms[1:])
        verbal = is_masdar(speakers, passage[phrase.first]) or (
            len(norms[0]) > 4 and norms[0].endswith(("هم", "ها", "هما"))
        )
        return bare and not verbal and len(norms) <= 3 and phrase.last == index

    def _is_titled_name(self, phrase: Phrase) -> bool:
        """Whether a bare name stands before its title: سامر خالد، أحد مشايخ القبيلة، …"""
        passage, known = self.passage, self.speakers
        comma = next(at for at in range(phrase.first, phrase.last) if passage[at].text in ("،", ","))
        name = passage[phrase.first : comma]
        if not 2 <= len(name) <= LONGEST_BARE_NAME or comma + 1 >= phrase.last:
            return False
        title = passage[comma + 1].norm
        if not known.has("person_head", title) and title not in ("احد", "احدي"):
            return False
        return not any(known.nation(token.norm) or is_masdar(known, token) for token in name)

    def _clause_edge(self, index: int) -> int:
        at = index
        floor = max(self._edge, index - 2 * REACH)
        while at > floor:
            token = self.passage[at - 1]
            if (
                token.text in SENTENCE_MARKS
                or token.text.startswith("..")
                or (token.text in QUOTES and self.quoted[max(0, at - 2)])
                or token.text == ":"
            ):
                return at
            if token.norm == "فان":
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
            if token.text in SENTENCE_MARKS or token.text == ":":
                return False
            if token.norm in COMPLEMENTISERS or (token.word and self.phrases.is_verb(at)):
                return False
            if token.norm in ("عندما", "بعدما", "حينما", "حين", "لان", "لانه", "حيث"):
                return False
            words += token.word
        if words > 12:
            return False
        first = self.passage[start] if start < index else None
        if start and self.passage[start - 1].norm in _CALLED:
            return True  # الرئيس المعروف بانتقاده الصحافة تحدث
        return first is None or not first.word or first.norm in self.speakers.words["adjunct"]

    def _before_colon(self, start: int, index: int) -> Phrase | None:
        """Who speaks after a colon: بوتين:, «أطباء السودان»:, الملك لترامب:, الرئيس يؤدي اليمين: in a headline."""
        phrase, passage = self.phrases.at(start), self.passage
        if phrase is None or phrase.last == index:
            return phrase
        after = passage[phrase.last]
        if phrase.last == index - 1 and (after.norm[:1] == "ل" or after.text in QUOTES):
            return phrase
        head = passage[phrase.first].norm
        known = self.speakers.known_at([token.norm for token in passage[phrase.first : phrase.last]], 0)
        someone = self.speakers.has("person_head", head) or (known is not None and known[0].kind == "person")
        acts = (
            after.word
            and len(after.norm) > 3
            and after.norm[0] == ("ت" if is_feminine(self.speakers, head) else "ي")
        )
        asks = passage[index + 1].norm in _QUESTIONS or passage[index + 1].norm[0].isdigit()
        return phrase if not start and someone and acts and not asks else None

    def _issuer(self, phrase: Phrase) -> Phrase:
        """Who issued the document that a phrase names: بيان صادر عن الحزب, بيان أصدرته اللجنة, دراسة أجراها المعهد."""
        passage = self.passage
        for at in range(phrase.first, min(phrase.last + 1, phrase.first + 5, len(passage) - 1)):
            norm, skipped = passage[at].norm, 1
            if norm in _ISSUED and passage[at + 1].norm in ("عن", "من"):
                skipped = 2
            elif norm not in _PUBLISHED:
                continue
            issuer = self.phrases.at(at + skipped, apposition=False)
            return issuer if issuer is not None and self._is_party(issuer) else phrase
        return phrase

    def _past_listener(self, position: int) -> int:
        """The token after a listener that stands before the speaker: قال للصحفيين الوزير."""
        passage = self.passage
        if position >= len(passage) or not passage[position].norm.startswith("لل"):
            return position
        if not self.speakers.has("person_head", passage[position].norm[2:]) and passage[
            position
        ].norm not in (
            "للصحفيين",
            "للصحافيين",
            "للصحافه",
        ):
            return position
        following = position + 1
        return following if self.phrases.at(following) is not None and self._is_head(following) else position

    def _is_head(self, index: int) -> bool:
        norm = self.passage[index].norm
        return self.speakers.has("person_head", norm) or self.speakers.has("institution_head", norm)

    def _compound(self, index: int, report: Report) -> int:
        """أوضح قائلا، مضى يقول: one cue of two words; قال لنا, يقول فيها فلان: the listener, the place is passed over."""
        if index + 1 < len(self.passage) and self.passage[index + 1].norm in (
            "لنا",
            "لي",
            "له",
            "لها",
            "لهم",
        ):
            return index + 2
        verb = report.reading.verb if report.reading else None
        back = index + 1 < len(self.passage) and self.passage[index + 1].norm in _BACK
        if back and report.relative:
            teller = self.phrases.at(index + 2, apposition=False)
            if teller is not None:
                return index + 2  # ما أفاد به مصدران
        plain = verb is not None and verb.frame == "say" and verb.object == "none"
        if plain and index + 1 < len(self.passage) and self.passage[index + 1].norm in ("فيها", "فيه"):
            return index + 2  # يرون فيه رئيسا has its object there: only after verbs that take none
        if index + 1 < len(self.passage):
            following = self.passage[index + 1]
            readings = self.verbs.read(following.norm)
            if any(
                r.verb.id in ("qala", "adafa") and not following.norm.startswith(("و", "ف")) for r in readings
            ):
                report.cue_end = following.end
                return index + 2
        return index + 1
