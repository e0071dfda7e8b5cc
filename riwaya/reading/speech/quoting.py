"""Whose the quotations of a passage are: the report around each, before it or after it.

Belongs here: which report a quotation belongs to, its voice and stance, which quotations are quotes of their own.
Does not: marks and their pairing (quotation.py), who speaks in a report (passages.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from riwaya.reading.quotation import Quotation
from riwaya.reading.speech.grammar import COMPLEMENTISERS, PRONOMINAL, Report
from riwaya.reading.speech.reach import DIRECT_WORDS, LABEL_WORDS, NEAR, NEW_CLAUSE, OWN, Settled
from riwaya.reading.speech.unprinted import Unprinted


class Quoting(Unprinted):
    """Settles the quotations of one passage."""

    def _settle_quotations(self) -> None:
        for quotation, words in zip(self.quotations, self.words, strict=True):
            found = self._report_of(quotation)
            attribution, carried = OWN, False
            if found is not None:
                report, source, carried = found
                attribution = self._attribution("quoted", report, source)
                closed = self._closed_stance(quotation)
                if closed:
                    attribution = replace(attribution, stance=closed[0], cue=closed[1])
            attribution = replace(attribution, voice="quoted" if words > LABEL_WORDS else "scare")
            if words <= LABEL_WORDS and found is not None and found[0].kind in ("colon", "quote"):
                index = bisect_left(self.starts, quotation.outer_start)
                if found[0].content == index:
                    attribution = replace(attribution, voice="quoted")
                    words = LABEL_WORDS + 1
            self.ledger.quotations.append((quotation, words, attribution))
            if words >= DIRECT_WORDS and quotation.depth == 0 and self._is_speech(quotation, words, found):
                self.ledger.direct.append((quotation, attribution, carried))

    def _is_speech(self, quotation: Quotation, words: int, found: Settled | None) -> bool:
        """A name in marks is no quote: only what is long, or stands in a report."""
        return words > LABEL_WORDS or (found is not None and found[0].kind != "label")

    def _closed_stance(self, quotation: Quotation) -> tuple[str, str] | None:
        for report in self._reports_from(bisect_left(self.starts, quotation.outer_end)):
            if report.closer is not None and report.closer.kind == "pronoun":
                here = self.passage[report.index].start
                if 0 <= here - quotation.outer_end <= 3:
                    return report.stance, self.text[report.cue_start : report.cue_end]
        return None

    def _report_of(self, quotation: Quotation) -> Settled | None:
        index = bisect_left(self.starts, quotation.outer_start)
        inside = None
        for settled in self._settled_before(index):
            report = settled[0]
            if report.kind == "closer":
                continue
            if (
                (
                    report.kind in ("clause", "nominal", "colon")
                    and report.content <= index < self._content_end(report.content)
                )
                or (report.kind == "quote" and report.content <= index < self._content_end(report.content))
                or (report.kind == "label" and report.content <= index < report.last)
            ):
                inside = settled
            elif (
                report.kind in ("pending", "act")
                and report.after <= index < self._content_end(report.after)
                and self._plain_between(report.after, index)
            ):
                inside = settled if inside is None or report.index > inside[0].index else inside
        if inside is not None:
            return inside
        return self._report_after(index, quotation) or self._opened_before(index, quotation)

    def _opened_before(self, index: int, quotation: Quotation) -> Settled | None:
        """The closer that opens the clause of a quotation: وبحسب البيان، فقد قامت «القوات …». A name is no quotation."""
        if len(self.ledger.text[quotation.start : quotation.end].split()) <= LABEL_WORDS:
            return None
        for settled in reversed(self._settled_before(index)):
            report = settled[0]
            if report.kind != "closer" or report.closer is None or report.closer.kind != "source":
                continue
            if any(
                scope.report is report and scope.start <= quotation.start < scope.end
                for scope in self.ledger.scopes[-NEAR:]
            ):
                return settled
        return None

    def _plain_between(self, first: int, last: int) -> bool:
        """Whether a verb and a quotation stand in one clause."""
        between = self.passage[first:last]
        return len(between) <= 30 and not any(
            token.norm in COMPLEMENTISERS | PRONOMINAL or token.norm in NEW_CLAUSE for token in between
        )

    def _report_after(self, index: int, quotation: Quotation) -> Settled | None:
        """A cue after the quotation: «…»، قال الوزير; «…»، بحسب الشرطة; على حد قوله."""
        close = bisect_left(self.starts, quotation.outer_end)
        for settled in self._settled_from(index):
            report = settled[0]
            if report.kind == "closer" and report.closer is not None and report.closer.kind == "source":
                if self._own_clause_start(report.index) <= index < report.index:
                    return settled
            elif close <= report.index <= close + 2 and report.kind == "pending":
                return settled
        for report in self._reports_from(close):
            pronoun = report.closer is not None and report.closer.kind == "pronoun"
            if report.kind == "closer" and pronoun and close <= report.index <= close + 4:
                source = self.main or self.ledger.carried(None)
                return (report, source, True) if source else None
        return None

    def _settled_before(self, index: int) -> list[Settled]:
        at = bisect_right(self.settled, index, key=lambda settled: settled[0].index)
        return self.settled[max(0, at - NEAR) : at]

    def _settled_from(self, index: int) -> list[Settled]:
        at = bisect_right(self.settled, index, key=lambda settled: settled[0].index)
        return self.settled[at : at + NEAR]

    def _reports_from(self, index: int) -> list[Report]:
        at = bisect_left(self.reports, index, key=lambda report: report.index)
        return self.reports[at : at + NEAR]
