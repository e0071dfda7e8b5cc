"""One passage settled: who speaks in each report, what closers and labels change.

Belongs here: whose each report is, closers, labels.
Does not: how far contents reach (reach.py), the grammar of a report (reports.py), quotations (quoting.py).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from riwaya.language.spelling import fold
from riwaya.reading.quotation import Quotation
from riwaya.reading.records import Attribution
from riwaya.reading.speech.cues import NOUNS
from riwaya.reading.speech.grammar import COMPLEMENTISERS, PRONOMINAL, Report
from riwaya.reading.speech.quoting import Quoting
from riwaya.reading.speech.reach import (
    ADDITIONS,
    BEFALLING,
    DEEPEST_REPORT,
    MEASURES,
    NEAR,
    NEW_CLAUSE,
    Scope,
    Source,
)
from riwaya.reading.speech.unprinted import agree


class Passage(Quoting):
    """Settles the reports of one passage: speakers, contents, closers, quotations."""

    def settle(self) -> None:
        for report in self.reports:
            if report.closer is None or report.kind != "closer":
                self._settle(report)
            elif report.closer.kind == "source":
                self._close(report)
            else:
                self._close_report(report)
        self._settle_quotations()

    def lead(self) -> Attribution | None:
        """Whose the lines are that a colon at the end of this passage announces; None where it credits nobody."""
        last = len(self.passage) - 1
        if self.passage[last].text != ":":
            return None
        for report, source, _ in reversed(self.settled[-NEAR:]):
            if source is None or report.kind in ("label", "act"):
                continue
            first = report.after if report.kind in ("closer", "pending") else report.content
            if self._content_end(min(first, last)) > last:
                return self._attribution("attributed", report, source)
        return None

    # -- one report

    def _settle(self, report: Report) -> None:
        source, carried = self._source_of(report)
        # Named in the same sentence is not carried over, whoever the subject of the verb is.
        carried = carried and not (source is not None and self.start <= source.place < self.end)
        if report.kind == "label":
            self._label(report, source)
            if report.subject is not None and report.reading is not None and not report.relative:
                self.main, self.main_carried = source, carried  # وصف الوزير الحادث بـ…، وقال
                if source is not None:
                    self.ledger.spoke(source)
            return
        noun = report.reading is not None and report.reading.verb.frame in NOUNS
        silent = (
            report.kind == "pending" and report.reading is not None and report.reading.verb.frame == "say"
        )
        if source is not None and not carried and not silent and not noun:
            self.ledger.spoke(source)
        principal = report.reading is None or (report.reading.form != "participle" and not noun)
        if principal and not report.relative and source is not None:
            self.main, self.main_carried = source, carried
        self.settled.append((report, source, carried))
        if report.kind in ("clause", "nominal", "colon"):
            self._scope(report, source, carried)

    def _scope(self, report: Report, source: Source | None, carried: bool) -> None:
        last = self._reach(report)
        span = self._span(report.content, last)
        if span is None:
            return
        quotation = self._whole_quotation(span, report)
        if quotation is not None and report.kind != "nominal":
            return
        depth = sum(1 for scope in self.ledger.scopes[-8:] if scope.end > span[0])
        noun = report.reading is not None and report.reading.verb.frame in NOUNS
        judged = report.reading is not None and report.reading.verb.frame == "deem"
        if noun and report.kind == "nominal" and (judged or report.subject is None):
            # Whose it is is told in passing: a voice, but no quote of its own.
            self.ledger.under.append((*span, self._attribution("attributed", report, source)))
        elif depth < DEEPEST_REPORT:
            attribution = self._attribution("attributed", report, source)
            self.ledger.scopes.append(Scope(*span, attribution, carried, report))

    def _whole_quotation(self, span: tuple[int, int], report: Report) -> Quotation | None:
        """The quotation that a content consists of, so that it has no indirect record beside it."""
        for quotation in self.quotations_near(*span):
            if (
                quotation.depth == 0
                and span[0] <= quotation.outer_start
                and quotation.outer_end >= span[1] - 1
            ):
                lead = self.text[span[0] : quotation.outer_start].strip()
                if not lead or fold(lead) in COMPLEMENTISERS | PRONOMINAL:
                    return quotation
        return None

    def _source_of(self, report: Report) -> tuple[Source | None, bool]:
        if report.subject is not None:
            return self._named(report), False
        if report.closer is not None and report.closer.kind in ("claim", "content"):
            found = self.main
            if found is None and report.closer.id == "bi_qawlihi":
                found = self._actor_before(report) or self._person_before(report)
            found = found or self._person_before(report, institutions=True)
            return found or self.ledger.carried(None), found is None or (
                found is self.main and self.main_carried
            )
        if report.reading is not None and report.reading.verb.frame in NOUNS:
            return self._source_of_noun(report)
        if report.closer is None and report.reading is not None and report.reading.plural:
            actors = self._many_before(report)
            if actors is not None:
                return actors
        if report.reading is not None and report.reading.form == "participle":
            if self.main is not None:
                return self.main, self.main_carried
            if self.credited is not None:
                return self.credited, False
            actor = self._actor_before(report)
            if actor is not None:
                return actor, False
            if report.reading.feminine and not report.reading.plural:
                woman = self._person_before(report, institutions=True, feminine=True)
                if woman is not None:
                    return woman, False  # القرار الذي اتخذته الوزارة، مبررة الخطوة
        if self._of_document(report):
            writer = self.main or self._first_person(report)
            if writer is not None:
                return writer, writer is self.main and self.main_carried
        if report.relative and self._is_antecedent(report):
            antecedent = self._person_before(report, institutions=True)
            if antecedent is not None:
                return antecedent, False
            if report.reading is not None and report.reading.form == "imperfect":
                return None, True  # الشريط الذي يشير إلى أن: a thing shows it
        if report.relative or report.kind == "label":
            enclosing = self._enclosing(report)
            if enclosing is not None and agree(report.feminine, enclosing.feminine):
                return enclosing, False
            person = self._person_before(report)
            if person is not None:
                return person, False
        joined = report.cue_start > self.passage[report.index].start
        if report.kind == "act" and not joined and report.clause_start == report.index and report.index:
            person = self._person_before(report)
            if person is not None:
                return person, False
        continued = self._continued(report)
        if continued is not None:
            return continued, False
        return self._carried(report), True

    def _source_of_noun(self, report: Report) -> tuple[Source | None, bool]:
        """Whose a noun with a pronoun is (إعلانه), and who is around a charge."""
        enclosing = self._enclosing(report)
        assert report.reading is not None
        if enclosing is not None or not report.owned:
            return enclosing, False
        person = self._person_before(report, institutions=True)
        source = self.main or person or self.ledger.carried(None)
        return source, person is None

    def _named(self, report: Report) -> Source:
        """A printed subject; a document or a bare pronoun of it stands for who spoke last."""
        assert report.subject is not None
        source = self.ledger.source(report.subject, self.passage, report.feminine)
        head = self.passage[report.subject.first].norm
        words = source.text.split()
        if head in ("الاخير", "الاخيره") and len(words) == 1:
            meant = self._person_before(report, institutions=True, feminine=source.feminine)
            return replace(source, name=meant.name) if meant is not None else source
        if (
            head.endswith(("بيان", "بيانا"))
            and fold(words[-1]) not in ("صادر", "له", "لها")
            and "عن" in words
        ):
            rest = " ".join(words[words.index("عن") + 1 :])
            return replace(source, name=self.ledger.names.name(rest, source.place)) if rest else source
        bare = len(words) == 1 or words[1] in ("له", "لها", "لهم", "صحفي", "رسمي")
        if head.endswith(("بيان", "بيانا")) and bare:
            issuer = self.ledger.names.issuer(head.removeprefix("ال"), source.place)
            last = self.ledger.recent[-1].name if self.ledger.recent else source.name
            return replace(source, name=issuer or last)
        return source

    def _label(self, report: Report, source: Source | None) -> None:
        first, last = report.content, min(report.last, len(self.passage))
        if first >= last:
            return
        attribution = self._attribution("scare", report, source)
        attribution = replace(attribution, stance="distancing")
        if report.closer is not None and report.closer.kind == "so_called":
            attribution = replace(attribution, speaker=None, speaker_name=None)
        self.ledger.labels.append((self.passage[first].start, self.passage[last - 1].end, attribution))
        named_here = source is not None and self.start <= source.place < self.end
        self.settled.append((report, source, not named_here))
        if report.relative or (report.closer is not None and report.closer.id == "alladhina_wasafahum"):
            self._own_antecedent(report)

    def _own_antecedent(self, report: Report) -> None:
        """المحتجين الذين وصفهم بـ…: the word before is the outlet's own."""
        at = report.index - 1
        if at >= 0 and self.passage[at].norm in ("الذين", "الذي", "التي"):
            at -= 1
        if at >= 0 and self.passage[at].word and self.passage[at].norm.startswith(("ال", "لل", "بال", "وال")):
            self.ledger.own.append((self.passage[at].start, self.passage[at].end))

    # -- closers

    def _close_report(self, report: Report) -> None:
        """على حد تعبيره: the report before it is distancing; without one, its clause is who spoke last's."""
        here = self.passage[report.index].start
        first = self._own_clause_start(report.index)
        for scope in reversed(self.ledger.scopes[-4:]):
            if scope.end > self.passage[first].start and scope.start < here:
                scope.attribution = replace(scope.attribution, stance=report.stance)
                cue = self.text[report.cue_start : report.cue_end]
                scope.closed = replace(scope.attribution, cue=cue)
                return
        if any(
            q.closed and 0 <= here - q.outer_end <= 3 and q.depth == 0 and q.end - q.start > 30
            for q in self.quotations_near(self.passage[first].start, here)
        ):
            return  # the quotation itself is distanced
        source = self.main or self.ledger.carried(None)
        span = self._span(first, report.index)
        if source is not None and span is not None:
            attribution = self._attribution("attributed", report, source)
            self.ledger.scopes.append(Scope(*span, attribution, True, report))

    def _close(self, report: Report) -> None:
        """بحسب الشرطة: before its clause, inside it or after it."""
        if report.subject is None:
            return
        source = self._named(report)
        self.settled.append((report, source, False))
        if self.main is None:
            self.ledger.spoke(source)
        self.credited = source
        first_word = next((at for at in range(report.index) if self.passage[at].word), report.index)
        opening = all(
            self.passage[at].norm in self.ledger.speakers.words["lead"] or not self.passage[at].word
            for at in range(self._own_clause_start(report.index), report.index)
        )
        attribution = self._attribution("attributed", report, source)
        verb = self._verb_of(report)
        if verb is not None:
            span = self._span(verb, self._content_end(report.after))
            if span is not None:
                self.ledger.scopes.append(Scope(*span, attribution, False, report))
        elif opening or first_word >= report.index:
            self._close_following(report, attribution, source)
        else:
            self._close_preceding(report, attribution)

    def _verb_of(self, report: Report) -> int | None:
        """Where the clause begins whose verb alone stands before a closer: وأودت، وفق المرصد، بحياة عشرة."""
        passage, at = self.passage, report.index - 1
        aside = at > 0 and passage[at].text in ("،", ",")
        after = report.after + aside
        at -= aside
        if at < 0 or after >= len(passage) or not passage[at].word or not passage[after].word:
            return None
        if aside and passage[report.after].text not in ("،", ","):
            return None
        following = passage[after].norm
        if following in NEW_CLAUSE or following in ADDITIONS or following[:1] in ("و", "ف"):
            return None
        first = at if aside or at == 0 or not passage[at - 1].word else at - 1
        edge = first == 0 or not passage[first - 1].word
        verbal = passage[first].norm.removeprefix("و") in BEFALLING
        return first if verbal and edge else None

    def _close_following(self, report: Report, attribution: Attribution, source: Source) -> None:
        first = self._opened_clause(report.after)
        span = self._span(first, self._before_remark(first, self._content_end(first)))
        if span is not None and not self._quoted_at(span[0]):
            self.ledger.spoke(source)
            self.ledger.scopes.append(Scope(*span, attribution, False, report))

    def _before_remark(self, first: int, end: int) -> int:
        """Where the clause that a closer opened ends before the outlet's remark on it: …، وهو ما جاء بعد."""
        commas = self._commas
        for at in commas[bisect_left(commas, first) : bisect_left(commas, end - 2)]:
            if self.passage[at + 1].norm in ("وهو", "وهي") and self.passage[at + 2].norm == "ما":
                return at
        return end

    def _opened_clause(self, after: int) -> int:
        """Where the clause begins that a closer opens: after فإن or فقد, or after the comma."""
        for at in range(after, min(len(self.passage), after + 30)):
            norm = self.passage[at].norm
            if norm in ("فان", "فقد"):
                return at + 1
            if norm in ("فانه", "فانها"):
                return at
        if after < len(self.passage) and self.passage[after].norm in ("ان", "انه", "انها"):
            return after + 1 if self.passage[after].norm == "ان" else after
        comma = next(
            (
                at
                for at in range(after, min(len(self.passage), after + 14))
                if self.passage[at].text in ("،", ",")
            ),
            after - 1,
        )
        return comma + 1

    def _close_preceding(self, report: Report, attribution: Attribution) -> None:
        first = self._own_clause_start(report.index)
        span = self._span(first, report.index)
        if span is None:
            return
        rest = self._after_parenthesis(report)
        covered = any(s.start < span[1] and s.end > span[0] for s in self.ledger.scopes[-8:])
        covered = covered or any(
            first <= settled.index < report.index
            and settled.kind in ("clause", "colon", "quote")
            and not settled.relative
            for settled, _, _ in self.settled[-NEAR:-1]
        )
        if covered or rest is not None:
            self.ledger.under.append((*span, attribution))
        else:
            self.ledger.scopes.append(Scope(*span, attribution, False, report))
        if rest is not None:
            self.ledger.scopes.append(Scope(*rest, attribution, False, report))

    def _after_parenthesis(self, report: Report) -> tuple[int, int] | None:
        """What goes on after a closer between commas: تستهدف الطائرات، وفق المرصد، مواقع …"""
        passage, after = self.passage, report.after
        if after + 1 >= len(passage) or passage[after].text not in ("،", ",", "-", "–"):
            return None
        if passage[report.index - 1].text not in ("،", ",", "-", "–"):
            return None
        following = passage[after + 1].norm
        if following[:1] in ("و", "ف") or following in NEW_CLAUSE or self.quoted[after + 1]:
            return None
        if following in ADDITIONS or self._describes(report, after + 1):
            return None
        return self._span(after + 1, self._content_end(after + 1))

    def _describes(self, report: Report, at: int) -> bool:
        """Whether what follows a closer says who its speaker is: بحسب فلان، منظم المسيرة."""
        passage, known = self.passage, self.ledger.speakers
        assert report.subject is not None
        head = passage[report.subject.first].norm
        if known.has("institution_head", head) or known.nation(head) is not None:
            return False
        if known.has("person_head", passage[at].norm):
            return True
        named = not head.startswith("ال") and not known.has("person_head", head)
        bare = not passage[at].norm.startswith("ال") and passage[at].norm.isalpha()
        return named and bare and not passage[at].norm[0].isdigit() and passage[at].norm not in MEASURES

    def _quoted_at(self, place: int) -> bool:
        return any(q.outer_start <= place < q.outer_end for q in self.quotations_near(place, place + 1))
