"""Credit from outside a clause: closers, labels, documents that speak, a speaker and a colon.

Belongs here: وفق, بحسب, على حد قوله; ما سماه, الذين وصفهم بـ, المزعوم; جاء في بيان; بوتين: لن نسمح.
Does not: verbs with a content (reports.py), how far the credit reaches (passages.py).
"""

from __future__ import annotations

from riwaya.language.spelling import fold
from riwaya.reading.speech.contents import Contents
from riwaya.reading.speech.cues import Closer, Reading, Token, word_set
from riwaya.reading.speech.grammar import (
    COMPLEMENTISERS,
    DAYS,
    FEMININE_HOST,
    PRONOMINAL,
    QUOTES,
    REACH,
    SENTENCE_MARKS,
    TOPICAL,
    Report,
)
from riwaya.reading.speech.phrases import Phrase
from riwaya.reading.speech.shapes import is_content_with_b

_BACK = word_set("به بها عنه عنها اليه اليها فيه فيها بذلك")  # what the clause before said


class Closers(Contents):
    """Finds closers and labels."""

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
        as_said = token.norm == "كما" or closer.id == "kama_qala"
        said = self._as_said(report, closer) if as_said else None
        if said is not None or closer.id == "kama_qala":
            return said
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
            found = self._source(report, position)
            return self._in_report(found) if found is not None and closer.id == "fi_taqrir" else found
        return report

    def _as_said(self, report: Report, closer: Closer) -> Report | None:
        """، كما أفاد دبلوماسيون، على ما قال الوزير: a source after its verb, which has no content of its own to follow."""
        passage, index = self.passage, report.index
        verb = index + (2 if passage[index].norm == "علي" else 1)
        if not index or passage[index - 1].word or verb + 1 >= len(passage):
            return None
        reading = next((r for r in self.verbs.read(passage[verb].norm) if _passes_credit(r)), None)
        if reading is None or reading.pronoun:
            return None
        own = self._begin(verb, reading)
        position = self._past_pronoun(self._past_listener(self._compound(verb, own)))
        for first in range(position, min(len(passage), position + 5)):
            phrase, _ = self._subject(verb, reading, own, first)
            if phrase is not None and phrase.first >= first:
                break
            if not passage[first].word or passage[first].norm in COMPLEMENTISERS | PRONOMINAL:
                return None
        else:
            return None
        phrase = self._before_comma(phrase)
        if self.announced is not None or not self._is_party_or_people(phrase):
            return None
        self._find_content(own, phrase.last)
        if own.kind != "pending":
            return None
        report.kind, report.subject, report.after = "closer", phrase, phrase.last
        report.closer, report.stance = self.verbs.as_said or closer, reading.verb.stance
        report.cue_end = passage[verb].end
        return report

    def _before_comma(self, phrase: Phrase) -> Phrase:
        """A phrase without what goes on after a comma: كما تقول الوكالة، منبوذين."""
        for at in range(phrase.first + 1, phrase.last):
            if self.passage[at].text in ("،", ","):
                return Phrase(phrase.first, at, phrase.start, self.passage[at - 1].end)
        return phrase

    def _past_pronoun(self, position: int) -> int:
        """The token after a pronoun between a verb and its subject: حسبما أفادت به الشرطة."""
        known = position < len(self.passage) and self.passage[position].norm in _BACK
        return position + 1 if known else position

    def _past_day(self, position: int) -> int:
        """The token after a day between a verb and its subject: بحسب ما أفادت الثلاثاء مصادر."""
        while position < len(self.passage) and self.passage[position].norm in DAYS:
            position += 1
        return position

    def _is_party_or_people(self, phrase: Phrase) -> bool:
        head = self.passage[phrase.first].norm
        return self._is_party(phrase) or head.endswith("ون") or head in ("ذات", "نفس")

    def _in_report(self, report: Report) -> Report | None:
        """وفي أحدث تقرير للمنظمة، فإن: a document that opens a clause, whose issuer is named."""
        passage = self.passage
        if (report.index and passage[report.index - 1].word) or report.subject is None:
            return None
        for at in range(report.after, min(len(passage) - 1, report.after + 12)):
            if passage[at].text in ("،", ","):
                return report if passage[at + 1].norm in ("فان", "فقد", "فانه", "فانها") else None
            if not passage[at].word:
                return None
        return None

    def _opens_clause(self, index: int) -> bool:
        """Whether كما قال begins a report of its own: an أن or a quotation follows."""
        for at in range(index + 1, min(len(self.passage), index + 20)):
            token = self.passage[at]
            if token.text in SENTENCE_MARKS:
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
            verb, position = position, self._past_pronoun(position + 1)
            if (
                position > verb + 1
                and position < len(passage)
                and passage[position].norm in ("في", "من", "عن")
            ):
                return None  # وفقا لما أدين به في مارس
            position = self._past_day(position)
            if position < len(passage) and passage[position].norm == "في":
                position += 1
            if position < len(passage) and passage[position].norm in ("من", "عن", "لدي"):
                position += 1  # حسب ما علم من مصدر
        phrase = self._source_phrase(report, position) or self._in_marks(position)
        if phrase is None:
            return None
        phrase = self._publisher(phrase) or self._issuer(phrase)
        for at in range(phrase.last, min(len(passage) - 1, phrase.last + 2)):
            if passage[at].norm == "عن" and last_word.endswith("ما"):
                phrase = self.phrases.at(at + 1) or phrase
                break
        report.subject, report.after = phrase, phrase.last
        return report

    def _in_marks(self, position: int) -> Phrase | None:
        """A source that is a name in quotation marks: بحسب ما نقلت "…"."""
        passage = self.passage
        if position >= len(passage) or passage[position].text not in QUOTES:
            return None
        for at in range(position + 2, min(len(passage), position + 6)):
            if passage[at].text in QUOTES:
                return Phrase(position + 1, at, passage[position + 1].start, passage[at - 1].end)
        return None

    def _publisher(self, phrase: Phrase) -> Phrase | None:
        """Who published the figures that are credited: بحسب الأرقام التي نشرتها السلطات."""
        passage = self.passage
        if phrase.last + 2 >= len(passage) or passage[phrase.last].norm not in ("التي", "الذي"):
            return None
        head = passage[phrase.first].norm
        written = self.speakers.has("source_noun", head) or self.speakers.has("document", head)
        verb = passage[phrase.last + 1].norm
        return (
            self.phrases.at(phrase.last + 2, apposition=False)
            if written and verb.endswith("ه") | verb.endswith("ها")
            else None
        )

    def _source_phrase(self, report: Report, position: int) -> Phrase | None:
        passage = self.passage
        if position >= len(passage):
            return None
        token = passage[position]
        strip = self._preposition(token, passage[position - 1].norm)
        bare = token.norm[strip:] if strip == 1 else token.norm
        if self.speakers.has("source_noun", bare) and not bare.startswith(("ال", "لل")):
            inner = self.phrases.at(position + 1, apposition=False)
            if inner is not None and not self._is_quality(inner):
                report.cue_end = token.end
                return inner
        phrase = self.phrases.at(position, apposition=False)
        if phrase is None or self.speakers.has("no_source", bare.removeprefix("لل")):
            return None
        return Phrase(phrase.first, phrase.last, phrase.start + strip, phrase.end)

    def _preposition(self, token: Token, before: str) -> int:
        """How many letters of a source are a preposition: وفقا لـمصدر, للجنة; in للشرطة it is one with the article."""
        if not token.norm.startswith("ل") or before not in ("وفقا", "طبقا", "ووفقا", "وطبقا"):
            return 0
        head = token.norm[1:] in self.speakers.words["institution_head"]
        return 0 if token.norm.startswith("لل") and not head else 1

    def _is_quality(self, phrase: Phrase) -> bool:
        """Whether a phrase is an adjective alone: معلومات أولية, تقديرات رسمية."""
        norm = self.passage[phrase.first].norm
        return (
            phrase.last == phrase.first + 1
            and norm.endswith(("يه", "ده", "له"))
            and self.speakers.nation(norm) is None
            and norm not in self.speakers.aliases
        )

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
                        self.passage[phrase.last].text in QUOTES or self.passage[phrase.last].norm[:1] == "ب"
                    )
                )
                named = phrase is not None and not follows and self._labeller(phrase)
                if named:
                    phrase, follows = named, True
                if phrase is not None and follows and closer is not None and closer.kind == "label":
                    report.subject, position = phrase, phrase.last
        word = self.passage[position - 1].norm if report.subject is None else ""
        if word:
            plural = word.endswith("وه") or word.startswith("يسمون")
            report.woman = None if plural else bool(FEMININE_HOST.search(word)) or word.startswith("ت")
        return self._label_span(report, position)

    def _labeller(self, phrase: Phrase) -> Phrase | None:
        """Who calls a thing what stands right after the name, without marks: ما تسميه إسرائيل الهجمات الصاروخية."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last + 1]]
        known = self.speakers.known_at(norms, 0)
        last = self.speakers.nation_end(norms, 0) or (known[1] if known else None)
        if last is None or phrase.first + last >= len(self.passage):
            return None
        end = phrase.first + last
        definite = self.passage[end].norm.startswith("ال")
        return Phrase(phrase.first, end, phrase.start, self.passage[end - 1].end) if definite else None

    def _claim(self, report: Report, position: int) -> Report | None:
        """بدعوى أن, بحجة أنها, and بزعم with a noun. Another pretext (بحجة البناء) the outlet tells in its own words."""
        if report.closer is not None and report.closer.id == "bi_qawlihi":
            return self._by_saying(report, position)
        if position < len(self.passage) and self.passage[position].word:
            clause = self.passage[position - 1].norm in COMPLEMENTISERS
            claimed = clause or self.passage[position].norm in PRONOMINAL
            if report.closer is not None and report.closer.kind == "claim" and not claimed:
                if self.passage[position - 1].norm != "بزعم":
                    return None
                report.kind, report.content, report.breaks = "nominal", position, False
                report.last = self._phrase_end(position)
                return report
            report.kind, report.content = "clause", position
            report.breaks = False
            return report
        return None

    def _by_saying(self, report: Report, position: int) -> Report | None:
        """بقوله: «…», بالقول إن …, where the verb before has not taken that content for itself."""
        if position + 1 >= len(self.passage):
            return None
        token, content = self.passage[position], position + 1
        if token.text == ":":
            report.kind = "quote" if self.passage[content].text in QUOTES else "colon"
        elif token.text in QUOTES and self._opens(position):
            report.kind, content = "quote", position
        elif token.norm in COMPLEMENTISERS | PRONOMINAL:
            report.kind, content = "clause", position + (token.norm in COMPLEMENTISERS)
        else:
            return None
        if any(earlier.content == content for earlier in self.reports[-3:]):
            return None
        report.content = report.after = content
        return report

    def _phrase_end(self, first: int) -> int:
        """The token at which a claim in nouns ends: its comma, or the end of its sentence."""
        last = min(len(self.passage), first + REACH)
        for at in range(first, last):
            if self.passage[at].text in SENTENCE_MARKS or self.passage[at].text in ("،", ","):
                return at
        return last

    def _document(self, report: Report, position: int) -> Report | None:
        """جاء في بيان لها: a document speaks."""
        if position >= len(self.passage) or not self.speakers.has("document", self.passage[position].norm):
            return None
        phrase = self.phrases.at(position)
        if phrase is None:
            return None
        if phrase.last < len(self.passage) and self.phrases.is_issuer_of_statement(phrase.last):
            issuer = self.phrases.at(phrase.last, apposition=False)
            phrase = Phrase(issuer.first, issuer.last, issuer.start + 1, issuer.end) if issuer else phrase
        report.subject, report.after = phrase, phrase.last
        self._find_content(report, phrase.last)
        return report if report.kind in ("clause", "colon", "quote") else None

    def _colon(self, index: int) -> Report | None:
        """A speaker and a colon: بوتين: لن نسمح."""
        if any(report.content == index + 1 for report in self.reports[-3:]):
            return None
        start = self._clause_edge(index)
        start = self._skip_leads(start, index)
        while start < index and self.passage[start].text in QUOTES:
            start += 1
        if not 0 < index - start <= 10 or index + 1 >= len(self.passage):
            return None
        phrase = self._before_colon(start, index)
        if phrase is None or not self._can_speak(phrase, index):
            return None
        offset = self._joined_offset(start)
        subject = Phrase(phrase.first, phrase.last, phrase.start + offset, phrase.end)
        token = self.passage[index]
        kind = "quote" if self.passage[index + 1].text in QUOTES and self._opens(index + 1) else "colon"
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
        if following in QUOTES:
            return len(norms) <= 8 and norms[0] not in TOPICAL and self._can_front(phrase, index)
        if any(speakers.has("document", norm) for norm in norms[:1]):
            return False
        if len(norms) == 1 and speakers.nation(norms[0]):
            return False
        if tuple(norms) in self.heard:
            return True
        known = any(speakers.known_at(norms, at) for at in range(len(norms)))
        return known or speakers.has("person_head", norms[0]) or speakers.has("institution_head", norms[0])

    def _label_from(self, report: Report, position: int) -> Report | None:
        """The label after وصف … بـ: a quotation, or the nouns after ب; after أطلق: what follows عبارة."""
        if report.reading is not None and report.reading.verb.names:
            return self._named_label(report, position)
        limit = min(len(self.passage), position + 14)
        for at in range(position, limit):
            token = self.passage[at]
            if token.text in SENTENCE_MARKS or token.text in ("،", ","):
                return None
            if token.text in QUOTES:
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
        if at >= len(passage) or passage[at].text in SENTENCE_MARKS:
            return None
        report.kind, report.content = "label", at
        if passage[at].text in QUOTES:
            close = next(
                (i for i in range(at + 1, min(len(passage), at + 30)) if passage[i].text in QUOTES), None
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


def _passes_credit(reading: Reading) -> bool:
    return reading.verb.frame == "say" and reading.form != "participle" and not reading.verb.only_clause
