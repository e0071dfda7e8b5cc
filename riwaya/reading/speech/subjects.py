"""The printed subject of a reporting verb: after it, before it, apart from its object.

Belongs here: word order and agreement between a verb and its speaker.
Does not: speakers who are not printed (passages.py), contents (contents.py).
"""

from __future__ import annotations

from riwaya.reading.speech.cues import Reading, Token
from riwaya.reading.speech.grammar import (
    ADJECTIVES,
    COMPLEMENTISERS,
    KANA,
    NOBODY,
    PRONOMINAL,
    QUOTES,
    REACH,
    SENTENCE_MARKS,
    Grammar,
    Report,
)
from riwaya.reading.speech.knowledge import bare
from riwaya.reading.speech.phrases import (
    Phrase,
    is_content_with_b,
    is_feminine,
    is_masdar,
    starts_with_preposition,
)


class Subjects(Grammar):
    """Finds subjects."""

    def _subject(
        self, index: int, reading: Reading, report: Report, position: int
    ) -> tuple[Phrase | None, int]:
        """The printed subject, after the verb or before it, and the token after verb and subject."""
        verb = reading.verb
        joined = report.cue_start > self.passage[index].start
        transitive = verb.object == "person" or (
            verb.frame in ("address", "condemn", "act") and verb.object == "any"
        )
        if transitive and not reading.pronoun and self._antecedent_speaks(index, reading):
            return None, position
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
        if fronted or (not joined and (transitive or b_follows or had)):
            phrase = self._before(index, report)
            if phrase:
                return phrase, position
        if reading.pronoun and verb.frame != "condemn" and verb.object != "person":
            return None if joined else self._before(index, report), position
        verbal = verb.object == "masdar" or verb.frame == "think"
        phrase = self.phrases.at(position, masdar=verbal, preposition="ب" in verb.prepositions)
        if reading.form == "imperfect" and not joined and index and self.passage[index - 1].word:
            fronted_phrase = self._before(index, report)
            if fronted_phrase is not None and fronted_phrase.last == index:
                return fronted_phrase, position  # إسرائيل تكشف معلومات
        if phrase and (transitive or verb.frame == "label"):
            phrase = self._without_object(phrase, reading)
        elif phrase:
            phrase = self._nation_alone(phrase, verb.object == "any")
        if phrase and self.passage[phrase.first].norm in self.speakers.words["masdar"]:
            phrase = None
        if phrase and phrase.last == phrase.first + 1 and self.passage[phrase.first].norm in NOBODY:
            phrase = None
        if phrase and self._is_accused(phrase, reading):
            return (None if joined else self._before(index, report)), position
        accusative = phrase is not None and verb.object == "any" and self._is_accusative(phrase)
        if phrase and not accusative:
            return phrase, phrase.last
        return (None if joined else self._before(index, report)), position

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

    def _without_object(self, phrase: Phrase, reading: Reading) -> Phrase | None:
        """The subject of اتهم, طالب, أدان without the object that follows it directly."""
        speakers, passage = self.speakers, self.passage
        split = self._after_nation(phrase)
        if split is None:
            split = self._after_known(phrase)
        if split is None:
            split = self._second_office(phrase)
        comma = next(
            (at for at in range(phrase.first, phrase.last) if passage[at].text in ("،", ",")), phrase.last
        )
        for at in range(phrase.first + 1, comma if split is None else split):
            norm, previous = passage[at].norm, passage[at - 1].norm
            if not passage[at].word or norm.startswith("لل") or not passage[at - 1].word:
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
            country = norm.removeprefix("و") in speakers.exact_nations and (
                speakers.nation(previous) is None
                or (previous.startswith("ال") and bare(previous) in speakers.adjectives)
                or (at == phrase.first + 1 and bare(previous) in speakers.nations)
            )
            verbal = is_masdar(speakers, passage[at]) or (
                norm.startswith("ال") and is_masdar(speakers, _without_article(passage[at]))
            )
            second = verbal or self._second_noun(norm, previous) or self._opens_object(phrase, at)
            accusative = norm.startswith("ال") and norm.endswith("ين") and previous.startswith("ال")
            country = country or (accusative and speakers.nation(norm) is None)
            if (
                definite_head
                or bare_head
                or object_word
                or country
                or (second and reading.verb.frame == "condemn")
                or (self._second_noun(norm, previous) and self._is_institution(phrase.first))
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

    def _after_nation(self, phrase: Phrase) -> int | None:
        """Where the object begins after a country's bare name: بغداد | البعثات المقيمة."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        end = self.speakers.nation_end(norms, 0)
        while end is not None and end < len(norms) and norms[end].startswith("و"):
            following = self.speakers.nation_end(norms, end)
            if following is None:
                return None
            end = following
        if end is None or end >= len(norms) or not self.passage[phrase.first + end].word:
            return None
        return phrase.first + end

    def _nation_alone(self, phrase: Phrase, transitive: bool = False) -> Phrase:
        """A country's name without the object after it: النمسا | خطا متشددا, but باكستان الإسلامية."""
        at = self._after_nation(phrase)
        if at is None or (self.passage[at].norm.startswith(("ال", "و")) and not transitive):
            return phrase
        return Phrase(phrase.first, at, phrase.start, self.passage[at - 1].end)

    def _after_known(self, phrase: Phrase) -> int | None:
        """Where the object begins after a well-known person's name: الرئيس الأميركي دونالد ترامب | الصين."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        for at in range(len(norms)):
            hit = self.speakers.known_at(norms, at)
            if hit is not None and hit[0].kind == "person":
                at = phrase.first + hit[1]
                if at >= phrase.last:
                    return None
                if self.passage[at].word:
                    return at
                following = self.passage[at + 1].norm if at + 1 < phrase.last else ""
                return at if following.removeprefix("و") in self.speakers.exact_nations else None
        return None

    def _second_office(self, phrase: Phrase) -> int | None:
        """Where an office begins that is no second title of the speaker: المنظمة | الرئيس, فلان | رئيس الوزراء."""
        passage, speakers = self.passage, self.speakers
        for at in range(phrase.first + 1, phrase.last):
            norm, previous = passage[at].norm, passage[at - 1]
            if (
                not passage[at].word
                or not speakers.has("person_head", norm)
                or norm.startswith(("لل", "و", "ل"))
            ):
                continue
            if norm != "الرئيس" and speakers.has("rank", norm):
                continue
            comma = not previous.word and any(
                speakers.has("person_head", passage[i].norm) for i in range(phrase.first, at)
            )
            # The second half of a title is definite too: زوجة الرئيس, باسم الرئيس.
            whole = (
                previous.word and previous.norm.startswith("ال") and not speakers.has("rank", previous.norm)
            )
            if norm.startswith("ال") and (comma or whole) and self._says_who(phrase.first, at):
                return at
            head = passage[phrase.first].norm
            institution = speakers.has("institution_head", head) and not speakers.has("person_head", head)
            if whole and institution:
                return at  # التقارير | شقيق الوزير
        return None

    def _says_who(self, first: int, last: int) -> bool:
        """Whether a stretch is a speaker by itself: a title and a name, or a definite noun."""
        return last - first >= 2 or self.passage[first].norm.startswith("ال")

    def _is_institution(self, index: int) -> bool:
        norm = self.passage[index].norm
        known = self.speakers
        return known.has("institution_head", norm) and not known.has("person_head", norm)

    def _opens_object(self, phrase: Phrase, at: int) -> bool:
        """Whether a bare noun before a definite one begins the object: وزارة الخارجية | قمع المتظاهرين."""
        passage, speakers = self.passage, self.speakers
        head = passage[phrase.first].norm
        if speakers.has("person_head", head) or not speakers.has("institution_head", head):
            return False
        following = passage[at + 1].norm if at + 1 < len(passage) else ""
        bare_noun = not passage[at].norm.startswith(("ال", "و"))
        return bare_noun and passage[at - 1].norm.startswith("ال") and following.startswith("ال")

    def _second_noun(self, norm: str, previous: str) -> bool:
        """Whether a definite noun is no adjective of the one before: مجلس الجامعة | الجرائم."""
        if not norm.startswith("ال") or not previous.startswith(("ال", "لل")):
            return False
        return (
            not norm.endswith(("ي", "ه", "ين"))
            and norm not in ADJECTIVES
            and not self.speakers.has("person_head", norm)
        )

    def _before(self, index: int, report: Report) -> Phrase | None:
        """The subject that stands before its verb: بوتين يقول, وكان المتحدث صرح, أما الرئيس فاتهم."""
        if report.relative:
            return None
        start = self._skip_leads(self._clause_edge(index), index)
        for _ in range(3):
            if start >= index:
                return None
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
        if norms[0].endswith("وا") or is_content_with_b(speakers, passage[phrase.first]):
            return False
        first = norms[0][1:] if self._joined_offset(phrase.first) else norms[0]
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
        bare = not any(norm.startswith("ال") or speakers.has("person_head", norm) for norm in norms[1:])
        verbal = is_masdar(speakers, passage[phrase.first]) or (
            len(norms[0]) > 4 and norms[0].endswith(("هم", "ها", "هما"))
        )
        return bare and not verbal and len(norms) <= 3 and phrase.last == index

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
        return first is None or not first.word or first.norm in self.speakers.words["adjunct"]


def _without_article(token: Token) -> Token:
    return Token(token.start, token.end, token.text[2:], token.norm[2:], True)
