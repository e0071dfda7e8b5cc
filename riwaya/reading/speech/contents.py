"""Where the content of a reporting verb begins: after أن, a colon, a quotation mark, a preposition, at a verbal noun.

Belongs here: the first token of a content.
Does not: its last (passages.py).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from riwaya.reading.speech.cues import NOUNS, Token, Verb, word_set
from riwaya.reading.speech.grammar import (
    COMPLEMENTISERS,
    COUNTS,
    NOT_BEFORE_AN,
    PRONOMINAL,
    QUOTES,
    REACH,
    RELATIVE_PRONOUNS,
    SENTENCE_MARKS,
    Report,
)
from riwaya.reading.speech.shapes import (
    SAYING,
    is_content_with_b,
    is_definite_masdar,
    is_masdar,
    starts_with_preposition,
)
from riwaya.reading.speech.subjects import Subjects

FURTHEST_CLAUSE = 14  # tokens between a name in marks and the أن after it
FURTHEST_COUNT = 8  # tokens between a verb of counting, with its subject, and its number
_ASSURANCES = word_set("التاكيد تاكيد تاكيده تاكيدها تاكيدهم القول")
TOLD = word_set("تفاصيل ملابسات حصيله حقيقه هويه مصير كواليس خفايا اسماء عدد نسبه معلومات خطه")


class Contents(Subjects):
    """Finds contents."""

    def _find_content(self, report: Report, position: int) -> None:
        """Sets kind and content: the first sign of a content after the verb and its speaker."""
        verb = report.reading.verb if report.reading else None
        prepositions = set(verb.prepositions) if verb else set()
        folded = {"الي" if p == "إلى" else "علي" if p == "على" else p for p in prepositions}
        passage = self.passage
        clause = verb is None or verb.clause
        limit = min(len(passage), position + REACH)
        depth = 0
        if verb and verb.object == "any" and verb.frame in ("address", "condemn"):
            start = self._after_adjuncts(position)
            if start is not None and self._is_object(start, verb):
                report.kind, report.content = "nominal", start
                return
        loud = self._loud
        for at in loud[bisect_left(loud, position) : bisect_left(loud, limit)]:
            token = passage[at]
            if not token.word:
                if token.text == ":" and clause:
                    quoted = at + 1 < len(passage) and passage[at + 1].text in QUOTES
                    report.kind, report.content = "quote" if quoted else "colon", at + 1
                    return
                if (
                    token.text in QUOTES
                    and clause
                    and (self._opens(at) or self._speaks_at(report, at, position))
                    and not any(passage[i].norm in COMPLEMENTISERS for i in range(position, at))
                ):
                    report.kind = "nominal" if self._is_marked_object(verb, at) else "quote"
                    report.content = at
                    return
                if token.text in SENTENCE_MARKS or token.text.startswith(".."):
                    break
                depth += token.text == "("
                depth -= token.text == ")"
                continue
            if depth > 0:
                continue
            if (
                verb
                and verb.only_clause
                and at > position + 1
                and passage[at - 1].norm == "علي" not in folded
            ):
                continue  # سجل الناخبون أسماءهم، على أن يصوتوا غدا
            if clause:
                start = self._clause_content(at, folded, position)
                if start is not None and not self._new_clause(position, at):
                    report.kind, report.content = "clause", start
                    return
            if self._nominal(report, at, position, folded):
                return
            if at > position and self.phrases.shapes[token.norm].cue:
                break
        if verb and verb.object == "count" and (number := self._counted(position)) is not None:
            report.kind, report.content = "nominal", number
            return
        if verb and verb.object == "any" and verb.frame in ("address", "condemn"):
            comma = next((i for i in range(position, limit) if passage[i].text in ("،", ",")), None)
            start = self._after_adjuncts(comma if comma is not None else position)
            if start is not None and self._is_object(start, verb):
                report.kind, report.content = "nominal", start

    def _announced(self, report: Report, position: int) -> None:
        """The object that stands right after a subject is the content, unless أن follows in its clause."""
        if self.announced != position:
            return
        between = self.passage[position : max(position, report.content)]
        later = report.kind == "pending" or any(token.text in ("،", ",") for token in between)
        if later or (report.kind == "nominal" and report.content > position):
            report.kind, report.content = "nominal", position

    def _affirmed_again(self, report: Report) -> None:
        """The clause that a repeated assurance is about: كرر الوزير التأكيد على أن."""
        passage, at = self.passage, report.content
        if report.kind != "nominal" or passage[at].norm not in _ASSURANCES:
            return
        at += 1 + (at + 1 < len(passage) and passage[at + 1].norm == "علي")
        if at + 1 < len(passage) and passage[at].norm in COMPLEMENTISERS | PRONOMINAL:
            report.kind, report.content = "clause", at + (passage[at].norm in COMPLEMENTISERS)

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

    def _speaks_at(self, report: Report, at: int, position: int) -> bool:
        """Whether a short quotation right after the speaker is speech: ردد المحتجون «لن نرحل»."""
        if at != position or report.subject is None or at + 2 >= len(self.passage):
            return False
        if self.passage[at - 1].norm == "بمثابه" or (report.reading and report.reading.verb.object == "any"):
            return False  # اعتبروا التعديل بمثابة «انقلاب»
        close = next(
            (i for i in range(at + 1, min(len(self.passage), at + 6)) if self.passage[i].text in QUOTES), None
        )
        if close is None or close + 1 >= len(self.passage):
            return close is not None
        if self._is_masdar_at(close + 1) and report.reading and report.reading.verb.object == "masdar":
            return False  # نفى المصدر «بشكل قاطع» تورط البلاد
        return not self._clause_after(close + 1)

    def _is_masdar_at(self, at: int) -> bool:
        return is_masdar(self.speakers, self.passage[at])

    def _is_marked_object(self, verb: Verb | None, at: int) -> bool:
        """Whether a label in marks is the object of a verb, and goes on after them: نفت «وساطة» مع الجيران."""
        return verb is not None and verb.object == "masdar" and self._is_label_in(at)

    def _is_label_in(self, at: int) -> bool:
        """Whether a short label in marks begins at a token, and its phrase goes on after them."""
        if self._opens(at):
            return False
        close = next(
            (i for i in range(at + 1, min(len(self.passage), at + 6)) if self.passage[i].text in QUOTES), None
        )
        if close is None or close + 1 >= len(self.passage):
            return False
        after = self.passage[close + 1]
        return after.word and after.norm[:1] != "و"  # صحيفتا «الصباح» و«المساء»: names

    def _clause_after(self, first: int) -> bool:
        """Whether nothing but a name, a day or a place stands before an أن: وسائل إعلام «محلية» أمس، بأن."""
        for at in range(first, min(len(self.passage), first + FURTHEST_CLAUSE)):
            token = self.passage[at]
            if token.norm in COMPLEMENTISERS | PRONOMINAL:
                return True
            stops = token.text in SENTENCE_MARKS or token.text in QUOTES or token.norm[:1] == "و"
            stops = stops or token.norm.removeprefix("ب") in SAYING
            if stops or (token.word and self.phrases.is_verb(at)):
                return False
        return False

    def _new_clause(self, first: int, last: int) -> bool:
        """Whether إذ opens a clause of its own in between, to which an أن belongs: …، إذ يوضح أن."""
        return any(
            self.passage[at].norm == "اذ" and not self.passage[at - 1].word for at in range(first + 1, last)
        )

    def _clause_content(self, at: int, prepositions: set[str], position: int) -> int | None:
        norm = self.passage[at].norm
        previous = self.passage[at - 1].norm if at else ""
        if norm in ("فان", "فانه", "فانها"):
            return None
        if norm in COMPLEMENTISERS or norm in PRONOMINAL:
            if previous in NOT_BEFORE_AN and previous not in prepositions:
                return None
            return at + 1 if norm in COMPLEMENTISERS else at
        return None

    def _nominal(self, report: Report, at: int, position: int, prepositions: set[str]) -> bool:
        verb = report.reading.verb if report.reading else None
        if verb is None or (verb.only_clause and verb.object == "person"):
            return False  # أبلغ اللجنة برلمانية المنشأ أن: who is told may look like a content
        token, norm = self.passage[at], self.passage[at].norm
        following = self.passage[at + 1] if at + 1 < len(self.passage) else None
        if norm in prepositions and following is not None:
            if following.norm in COMPLEMENTISERS | PRONOMINAL:
                return False
            near = (
                at == position
                or verb.frame == "address"
                or (verb.object == "person" and at <= position + 6)
                or (norm == "عن" and self._when_or_where(position, at))
                or (at <= position + 2 and not self.passage[at - 1].word)
            )
            if norm in ("الي", "عن") and self._complementiser_soon(at + 1, norm):
                return False
            if near and following.text in QUOTES and self._is_label_in(at + 1):
                report.kind, report.content = "nominal", at + 1  # يحذر من «كارثة» في الجنوب
                return True
            if (near or is_masdar(self.speakers, following)) and following.word:
                report.kind, report.content = "nominal", at + 1
                return True
        attached = (
            "ب" in prepositions
            and (
                (is_content_with_b(self.speakers, token) and not self._in_relative(position, at))
                or (
                    verb.frame == "condemn" and norm[:1] == "ب" and self._past_document(at)
                )  # ندد في بيان بجرائم
                or (at == position and norm[:1] == "ب" and len(norm) > 3 and report.subject is not None)
            )
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
        verbal = is_masdar(self.speakers, token) or is_definite_masdar(self.speakers, self.passage, at)
        if verb.id == "nafa" and norm == "اي" and at == position:
            report.kind, report.content = "nominal", at  # نفت أي مسؤولية
            return True
        joined = following is not None and following.norm[:1] == "و" and len(following.norm) > 4
        if joined and following is not None and not verbal and at > position:
            rest = following._replace(text=following.text[1:], norm=following.norm[1:])
            verbal = is_masdar(self.speakers, rest)  # حجز ومصادرة أملاك
        verbal = verbal or self._is_told(token) or (at == position and self._is_noun_of_speech(token))
        if verb.object in ("masdar", "count") and verbal and self._free(at, position):
            report.kind, report.content = "nominal", at
            return True
        return False

    def _past_document(self, at: int) -> bool:
        """Whether a word with ب stands right after the document that condemns: في بيان | بجرائم الحرب."""
        if at < 2 or not starts_with_preposition(self.speakers, self.passage[at]):
            return False
        return self.passage[at - 2].norm == "في" and self.speakers.has("document", self.passage[at - 1].norm)

    def _is_told(self, token: Token) -> bool:
        """Whether a noun is what is disclosed or counted, though it is no verbal noun: تفاصيل, حصيلة."""
        return token.norm.removeprefix("ال") in TOLD

    def _is_noun_of_speech(self, token: Token) -> bool:
        return any(reading.verb.frame in NOUNS for reading in self.verbs.read(token.norm))

    def _counted(self, position: int) -> int | None:
        """The number that a verb of counting leads to: أحصت اللجنة الثلاثاء 83 قتيلا."""
        for at in range(position, min(len(self.passage), position + FURTHEST_COUNT)):
            token = self.passage[at]
            if token.norm[0].isdigit() or token.norm in COUNTS:
                return at
            if not token.word and token.text not in ("،", ","):
                return None
        return None

    def _in_relative(self, first: int, at: int) -> bool:
        """Whether a token belongs to a relative clause that began after the verb."""
        between = self.passage[first:at]
        return self.passage[at - 1].word and any(part.norm in RELATIVE_PRONOUNS for part in between)

    def _when_or_where(self, first: int, last: int) -> bool:
        """Whether a time or a place stands between verb and content: أعلن خلال زيارته للعاصمة عن."""
        token = self.passage[first]
        between = self.passage[first:last]
        plain = all(part.word or part.text in "/،" for part in between) and len(between) <= 12
        return (
            plain
            and token.norm in self.speakers.words["adjunct"]
            and token.norm not in ("عن", "الذي", "التي")
        )

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
        if before.norm.startswith("ال") or self.speakers.nation(before.norm) is not None:
            return True
        if at >= 2 and self.passage[at - 2].norm == "في" and self.speakers.has("document", before.norm):
            return True  # أعلنت الهيئة في بيان مصادرة
        # A date between subject and object: في الثلاثين من مارس مقتل …
        return before.norm in self.speakers.words["month"] or before.norm[0].isdigit()

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
            not self.passage[at].word and self.passage[at].text not in SENTENCE_MARKS
        ):
            at += 1
        return at if at < len(self.passage) and self.passage[at].word else None

    @cached_property
    def _loud(self) -> list[int]:
        """The tokens at which a search for a content has to stop and look; most words are passed over."""
        loud = self.phrases.shapes.loud
        return [
            at
            for at, token in enumerate(self.passage)
            if not token.word or loud[token.text] or self._is_told(token) or self._is_noun_of_speech(token)
        ]

    def _close_by(self, report: Report, position: int) -> bool:
        """Whether a verb that only reports with a content has it right after its subject."""
        if report.kind == "clause":
            return report.content - position <= (16 if report.subject is not None else 10)
        manner = (
            position < len(self.passage) and self.passage[position].norm in self.speakers.words["adjunct"]
        )
        return report.kind in ("colon", "quote") and report.content - position <= (5 if manner else 1)
