"""Whose word a stretch of an article is: the outlet's own, a speaker's, a quotation, a label in scare quotes.

Belongs here: how far each report reaches, who speaks where no subject is printed, quotes as records.
Does not: marks and their pairing (quotation.py), the grammar of a report (reports.py), names (speakers.py).

Voices, as in the annotation guide. Inside the content of a report: attributed. Inside quotation marks
of more than three words: quoted; of at most three, or marked by ما سماه, ما وصفه بـ, المزعوم: scare. A report
inside a report wins; a report inside a quotation does not. A closer (وفق، بحسب) credits what else is the
outlet's own in its clause; على حد تعبيره covers the report before it and makes it distancing.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from riwaya.language.spelling import fold
from riwaya.reading import cues, speakers
from riwaya.reading.cues import Token, Verbs, tokens
from riwaya.reading.quotation import Quotation, find_quotations
from riwaya.reading.records import Article, Attribution, Quote, Sentence
from riwaya.reading.reports import COMPLEMENTISERS, PRONOMINAL, Reader, Report, is_feminine
from riwaya.reading.speakers import Names, Phrase, Speakers

LABEL_WORDS = 3  # a quoted stretch of at most so many words is a label
DIRECT_WORDS = 3  # a quotation of at least so many words is a quote of its own
DEEPEST_REPORT = 3
SPEECH_ZONES = ("headline", "body", "caption", "heading")
LONGEST_REACH = 200  # tokens looked through for the end of a nominal or relative content
OWN = Attribution()

load_verbs = cues.load_verbs
load_speakers = speakers.load_speakers


@dataclass(frozen=True, slots=True)
class _Source:
    """Who speaks: the text that named the source, where it stands, its name."""

    text: str
    place: int
    name: str
    feminine: bool
    plural: bool


@dataclass(slots=True)
class _Scope:
    """A stretch given to a source."""

    start: int
    end: int
    attribution: Attribution
    carried: bool
    report: Report
    closed: Attribution | None = None  # what ``.of`` says where a closer changed the report


class Attributions:
    """The quotes of an article, and whose word any stretch of it is."""

    def __init__(
        self,
        quotes: tuple[Quote, ...],
        pieces: list[tuple[int, int, Attribution]],
        quotations: list[tuple[Quotation, int, Attribution]],
        labels: list[tuple[int, int, Attribution]],
        own: list[tuple[int, int]],
    ) -> None:
        self.quotes = quotes
        self._pieces = pieces
        self._starts = [start for start, _, _ in pieces]
        self._quotations = quotations
        self._quotation_starts = [quotation.start for quotation, _, _ in quotations]
        self._labels = labels
        self._label_starts = [start for start, _, _ in labels]
        self._own = own
        self._own_starts = [start for start, _ in own]

    def of(self, start: int, end: int, labels: bool = True) -> Attribution:
        """Whose word ``text[start:end]`` is.

        voice "scare" is for terms. Figures ask with ``labels=False``: a number inside marks is then
        "quoted", one in a label without marks "attributed", as the guide has it.
        """
        found = self._quotation_of(start, end)
        if found is not None:
            _quotation, words, attribution = found
            if words > LABEL_WORDS or not labels:
                return replace(attribution, voice="quoted") if attribution.voice != "quoted" else attribution
            label = self._within(self._labels, self._label_starts, start, end)
            return replace(label or attribution, voice="scare")
        label = self._within(self._labels, self._label_starts, start, end)
        if label is not None:
            return label if labels else replace(label, voice="attributed")
        if self._is_own(start):
            return OWN
        return self._piece(start)

    def _quotation_of(self, start: int, end: int) -> tuple[Quotation, int, Attribution] | None:
        """The innermost quotation that a stretch lies in or overlaps."""
        best = None
        after = bisect_left(self._quotation_starts, end)
        for at in range(after - 1, max(-1, after - 12), -1):
            quotation = self._quotations[at][0]
            if quotation.end > start and quotation.start < end:
                if best is None or quotation.depth > best[0].depth:
                    best = self._quotations[at]
        return best

    @staticmethod
    def _within(
        spans: list[tuple[int, int, Attribution]], starts: list[int], start: int, end: int
    ) -> Attribution | None:
        at = bisect_right(starts, max(start, end - 1)) - 1
        if at >= 0 and spans[at][1] > start:
            return spans[at][2]
        return None

    def _is_own(self, start: int) -> bool:
        at = bisect_right(self._own_starts, start) - 1
        return at >= 0 and self._own[at][1] > start

    def _piece(self, start: int) -> Attribution:
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and self._pieces[at][1] > start:
            return self._pieces[at][2]
        return OWN


def read_attributions(article: Article, verbs: Verbs, speakers: Speakers) -> Attributions:
    """Read who says what in an article: its quotes, and the voice of every stretch."""
    return _ArticleReader(article, verbs, speakers).read()


class _ArticleReader:
    """One pass over an article; keeps who spoke last from passage to passage."""

    def __init__(self, article: Article, verbs: Verbs, speakers: Speakers) -> None:
        self.article, self.text = article, article.text
        self.verbs, self.speakers = verbs, speakers
        self.names = Names(speakers, verbs, article.text)
        self.recent: list[_Source] = []
        self.scopes: list[_Scope] = []
        self.under: list[tuple[int, int, Attribution]] = []
        self.labels: list[tuple[int, int, Attribution]] = []
        self.own: list[tuple[int, int]] = []
        self.quotations: list[tuple[Quotation, int, Attribution]] = []
        self.direct: list[tuple[Quotation, Attribution, bool]] = []

    def read(self) -> Attributions:
        passages = [
            passage for start, end, found in self._passages() if (passage := self._reports(start, end, found))
        ]
        # Names first: a title may be tied to its name only further down.
        for passage in passages:
            for report in passage.reports:
                if report.subject is not None:
                    self.names.learn(
                        self.text[report.subject.start : report.subject.end], report.subject.start
                    )
        for passage in passages:
            passage.settle()
        quotes = self._quotes()
        self.labels.sort(key=lambda label: (label[0], label[1]))
        self.own.sort()
        self.quotations.sort(key=lambda entry: entry[0].start)
        return Attributions(quotes, self._flatten(), self.quotations, self.labels, self.own)

    def _passages(self) -> list[tuple[int, int, list[Quotation]]]:
        """Sentences, joined where a quotation runs over their border, each with its quotations."""
        spoken = [s for s in self.article.sentences if s.zone in SPEECH_ZONES]
        out: list[tuple[int, int, list[Quotation]]] = []
        at = 0
        while at < len(spoken):
            line_end = self._line_end(spoken, at)
            line = spoken[at:line_end]
            found = find_quotations(self.text, line[0].start, line[-1].end)
            out.extend(_join(line, found))
            at = line_end
        return out

    def _line_end(self, spoken: list[Sentence], at: int) -> int:
        end = at + 1
        while (
            end < len(spoken)
            and spoken[end].zone == spoken[at].zone
            and "\n" not in self.text[spoken[end - 1].end : spoken[end].start]
        ):
            end += 1
        return end

    # -- one passage

    def _reports(self, start: int, end: int, quotations: list[Quotation]) -> _Passage | None:
        passage = tokens(self.text, start, end)
        if not passage:
            return None
        quotations = [quotation for quotation in quotations if not self._is_title(passage, quotation)]
        words = [_count(self.text, quotation) for quotation in quotations]
        quoted = _quoted(passage, quotations, words)
        reports = Reader(self.verbs, self.speakers, passage, quoted).read()
        return _Passage(self, passage, quotations, words, quoted, reports, start, end)

    def _is_title(self, passage: list[Token], quotation: Quotation) -> bool:
        """Whether marks hold the name of a paper, a channel, an organisation: صحيفة «…», حركة «…»."""
        at = bisect_left(passage, quotation.outer_start, key=lambda token: token.start)
        if not at or not passage[at - 1].word or quotation.end - quotation.start > 40:
            return False
        return self.speakers.has("medium", passage[at - 1].norm)

    def source(self, phrase: Phrase, passage: list[Token]) -> _Source:
        printed = self.text[phrase.start : phrase.end]
        norm = passage[phrase.first].norm
        feminine = is_feminine(self.speakers, norm)
        plural = norm.endswith(("ون", "ين")) or (feminine and norm.endswith("ات"))
        return _Source(printed, phrase.start, self.names.name(printed, phrase.start), feminine, plural)

    def carried(self, feminine: bool | None) -> _Source | None:
        """Who spoke last, of the gender that the verb wants."""
        if feminine is None:
            return self.recent[-1] if self.recent else None
        for source in reversed(self.recent[-6:]):
            if source.feminine is feminine:
                return source
        return self.recent[-1] if self.recent else None

    def spoke(self, source: _Source) -> None:
        self.recent.append(source)
        if len(self.recent) > 64:
            del self.recent[:32]

    # -- what comes out

    def _flatten(self) -> list[tuple[int, int, Attribution]]:
        """Scopes that nest become pieces that do not: of two, the one that begins later wins."""
        spans = [(s.start, s.end, 1, s.closed or s.attribution) for s in self.scopes]
        spans += [(start, end, 0, attribution) for start, end, attribution in self.under]
        edges = sorted({edge for start, end, _, _ in spans for edge in (start, end)})
        spans.sort(key=lambda span: (span[0], -span[1]))
        pieces: list[tuple[int, int, Attribution]] = []
        active: list[tuple[int, int, int, Attribution]] = []
        at = 0
        for left, right in itertools.pairwise(edges):
            active = [span for span in active if span[1] > left]
            while at < len(spans) and spans[at][0] <= left:
                active.append(spans[at])
                at += 1
            if active:
                top = max(active, key=lambda span: (span[2], span[0], -span[1]))
                pieces.append((left, right, top[3]))
        return pieces

    def _quotes(self) -> tuple[Quote, ...]:
        out = []
        for scope in self.scopes:
            out.append(self._quote(scope.start, scope.end, False, scope.attribution, scope.carried))
        for quotation, attribution, carried in self.direct:
            out.append(self._quote(quotation.start, quotation.end, True, attribution, carried))
        return tuple(sorted(out, key=lambda quote: (quote.start, -quote.end, quote.direct)))

    def _quote(self, start: int, end: int, direct: bool, whose: Attribution, carried: bool) -> Quote:
        sentence = self.article.sentence_at(start)
        return Quote(
            sentence_no=sentence.sentence_no if sentence else 0,
            start=start,
            end=end,
            text=self.text[start:end],
            direct=direct,
            # A quote whose sentence names nobody has a speaker_name only.
            speaker=None if carried else whose.speaker,
            speaker_name=whose.speaker_name,
            cue=whose.cue,
            stance=whose.stance,
        )


class _Passage:
    """Settles the reports of one passage: speakers, contents, closers, quotations."""

    def __init__(
        self,
        reader: _ArticleReader,
        passage: list[Token],
        quotations: list[Quotation],
        words: list[int],
        quoted: list[bool],
        reports: list[Report],
        start: int,
        end: int,
    ) -> None:
        self.reader, self.passage, self.reports = reader, passage, reports
        self.quotations, self.words, self.quoted = quotations, words, quoted
        self.start, self.end = start, end
        self.text = reader.text
        self.starts = [token.start for token in passage]
        self.main: _Source | None = None
        self.main_carried = False
        self.settled: list[tuple[Report, _Source | None, bool]] = []
        self.breaks = self._breaks()

    def settle(self) -> None:
        for report in self.reports:
            if report.closer is None or report.kind != "closer":
                self._settle(report)
            elif report.closer.kind == "source":
                self._close(report)
            else:
                self._close_report(report)
        self._settle_quotations()

    # -- where contents end

    def _breaks(self) -> list[int]:
        found = {report.clause_start for report in self.reports if report.breaks and report.kind != "label"}
        found |= {r.clause_start for r in self.reports if r.kind == "label" and r.breaks and r.closer is None}
        closers = [r.index for r in self.reports if r.kind == "closer"]
        for at, token in enumerate(self.passage):
            if self.quoted[at]:
                continue
            if self._breaks_at(at, token, closers):
                found.add(at)
        return sorted(found)

    def _breaks_at(self, at: int, token: Token, closers: list[int]) -> bool:
        passage = self.passage
        if not at or not token.word:
            return False
        after_mark = not passage[at - 1].word
        norm = token.norm
        following = passage[at + 1].norm if at + 1 < len(passage) else ""
        if norm in ("وهي", "وهو", "وهم") and after_mark:
            return following not in ("ما", "مما")
        if norm in ("فيما", "بينما", "وفيما", "وبينما") and after_mark:
            return not following.startswith(("يتعلق", "يخص", "تعلق"))
        if norm in ("علما", "يذكر", "ويذكر", "يشار", "ويشار") and after_mark:
            return following in ("ان", "بان", "انه", "الي", "انها")
        if norm == "اذ" and after_mark:
            return bool(closers) and closers[-1] > at
        if norm in ("لكن", "ولكن", "غير", "الا", "دون", "ولم") and after_mark:
            return any(
                passage[i].norm in ("لم", "ولم", "دون")
                and any(passage[j].norm in _REVEALING for j in range(i + 1, min(i + 4, len(passage))))
                for i in range(at, min(at + 6, len(passage)))
            )
        return False

    def _content_end(self, first: int) -> int:
        """The token after the content that begins at ``first``: up to the next break."""
        place = bisect_right(self.breaks, first)
        return self.breaks[place] if place < len(self.breaks) else len(self.passage)

    def _reach(self, report: Report) -> int:
        """The token after a report's content. A relative clause ends at its comma, a nominal at a new statement."""
        end = self._content_end(report.content)
        if not report.relative and report.kind != "nominal":
            return end
        passage = self.passage
        for at in range(report.content + 1, min(end, report.content + LONGEST_REACH) - 1):
            if passage[at].text not in ("،", ",", "؛"):
                continue
            following = passage[at + 1].norm
            if report.relative or following in _COUNTER:
                return at
            if following in _RELATIVES and at + 2 < end and passage[at + 2].norm in _RESULTS:
                return at
        return end

    def _span(self, first: int, last: int) -> tuple[int, int] | None:
        """The text span of tokens, without marks and conjunctions left over at its end."""
        passage = self.passage
        while last > first and self._trails(passage[last - 1], last - 1):
            last -= 1
        while first < last and not passage[first].word and passage[first].text not in '"«“(»„':
            first += 1
        return (passage[first].start, passage[last - 1].end) if first < last else None

    def _trails(self, token: Token, at: int) -> bool:
        if token.word:
            return token.norm in _DANGLING
        if token.text in ("%", "٪"):
            return False
        if token.text in (")", "]"):
            return False
        if token.text in '"»”«“':
            return not self._closes_quotation(token)
        return True

    def _closes_quotation(self, token: Token) -> bool:
        return any(q.closed and q.outer_end == token.end for q in self.quotations)

    # -- one report

    def _settle(self, report: Report) -> None:
        source, carried = self._source_of(report)
        if report.kind == "label":
            self._label(report, source)
            return
        if source is not None and not carried:
            self.reader.spoke(source)
        if report.reading is None or report.reading.form != "participle":
            if not report.relative and source is not None:
                self.main, self.main_carried = source, carried
        self.settled.append((report, source, carried))
        if report.kind in ("clause", "nominal", "colon"):
            self._scope(report, source, carried)

    def _scope(self, report: Report, source: _Source | None, carried: bool) -> None:
        last = self._reach(report)
        span = self._span(report.content, last)
        if span is None:
            return
        quotation = self._whole_quotation(span, report)
        if quotation is not None and report.kind != "nominal":
            return
        depth = sum(1 for scope in self.reader.scopes[-8:] if scope.end > span[0])
        if depth < DEEPEST_REPORT:
            attribution = self._attribution("attributed", report, source)
            self.reader.scopes.append(_Scope(*span, attribution, carried, report))

    def _whole_quotation(self, span: tuple[int, int], report: Report) -> Quotation | None:
        """The quotation that a content consists of, so that it has no indirect record beside it."""
        for quotation in self.quotations:
            if (
                quotation.depth == 0
                and span[0] <= quotation.outer_start
                and quotation.outer_end >= span[1] - 1
            ):
                lead = self.text[span[0] : quotation.outer_start].strip()
                if not lead or fold(lead) in COMPLEMENTISERS | PRONOMINAL:
                    return quotation
        return None

    def _attribution(self, voice: str, report: Report, source: _Source | None) -> Attribution:
        return Attribution(
            voice=voice,
            speaker=source.text if source else None,
            speaker_name=source.name if source else None,
            cue=self.text[report.cue_start : report.cue_end],
            stance=report.stance,
        )

    def _source_of(self, report: Report) -> tuple[_Source | None, bool]:
        if report.subject is not None:
            return self._named(report), False
        if report.closer is not None and report.closer.kind in ("claim", "content"):
            found = self.main or self._person_before(report, institutions=True)
            return found or self.reader.carried(None), found is None or (
                found is self.main and self.main_carried
            )
        if report.reading is not None and report.reading.form == "participle" and self.main is not None:
            return self.main, self.main_carried
        if report.relative or report.kind == "label":
            enclosing = self._enclosing(report)
            if enclosing is not None and report.feminine in (None, enclosing.feminine):
                return enclosing, False
            person = self._person_before(report)
            if person is not None:
                return person, False
        joined = report.cue_start > self.passage[report.index].start
        if report.kind == "act" and not joined and report.clause_start == report.index and report.index:
            person = self._person_before(report)
            if person is not None:
                return person, False
        return self.reader.carried(report.feminine), True

    def _named(self, report: Report) -> _Source:
        """A printed subject; a document or a bare pronoun of it stands for who spoke last."""
        assert report.subject is not None
        source = self.reader.source(report.subject, self.passage)
        head = self.passage[report.subject.first].norm
        words = source.text.split()
        if head.endswith(("بيان", "بيانا")) and self.reader.recent:
            if len(words) == 1 or words[1] in ("له", "لها", "لهم", "صحفي", "رسمي"):
                return replace(source, name=self.reader.recent[-1].name)
        return source

    def _enclosing(self, report: Report) -> _Source | None:
        place = self.passage[report.index].start
        for settled, source, _ in reversed(self.settled[-6:]):
            if settled.kind in ("clause", "nominal", "colon") and settled.content <= report.index:
                end = self._content_end(settled.content)
                if end > report.index and place >= self.passage[settled.content].start:
                    return source
        return None

    def _is_head(self, norm: str) -> bool:
        known = self.reader.speakers
        return known.has("person_head", norm) or known.has("institution_head", norm)

    def _person_before(self, report: Report, institutions: bool = False) -> _Source | None:
        """The last person (or institution) named in the passage before a cue, of the gender that it wants."""
        phrases = Reader(self.reader.verbs, self.reader.speakers, self.passage, self.quoted).phrases
        known = self.reader.speakers
        for at in range(report.index - 1, max(-1, report.index - 60), -1):
            norm = self.passage[at].norm
            hit = known.aliases.get(norm)
            person = (
                known.has("person_head", norm)
                and not norm.endswith(("ون", "ين"))
                and norm not in _PLURAL_HEADS
            )
            person = person or (institutions and known.has("institution_head", norm))
            if not person and not (hit and hit[0][1].kind == "person"):
                continue
            while at > 0 and self._is_head(self.passage[at - 1].norm):
                at -= 1
            phrase = phrases.at(at)
            if phrase is None or phrase.last > report.index:
                continue
            source = self.reader.source(phrase, self.passage)
            if report.feminine in (None, source.feminine):
                return source
        return None

    def _label(self, report: Report, source: _Source | None) -> None:
        first, last = report.content, min(report.last, len(self.passage))
        if first >= last:
            return
        attribution = self._attribution("scare", report, source)
        attribution = replace(attribution, stance="distancing")
        if report.closer is not None and report.closer.kind == "so_called":
            attribution = replace(attribution, speaker=None, speaker_name=None)
        self.reader.labels.append((self.passage[first].start, self.passage[last - 1].end, attribution))
        self.settled.append((report, source, report.subject is None))
        if report.relative or (report.closer is not None and report.closer.id == "alladhina_wasafahum"):
            self._own_antecedent(report)

    def _own_antecedent(self, report: Report) -> None:
        """المحتجين الذين وصفهم بـ…: the word before is the outlet's own."""
        at = report.index - 1
        if at >= 0 and self.passage[at].norm in ("الذين", "الذي", "التي"):
            at -= 1
        if at >= 0 and self.passage[at].word and self.passage[at].norm.startswith(("ال", "لل", "بال", "وال")):
            self.reader.own.append((self.passage[at].start, self.passage[at].end))

    # -- closers

    def _close_report(self, report: Report) -> None:
        """على حد تعبيره: the report before it is distancing; without one, its clause is who spoke last's."""
        here = self.passage[report.index].start
        first = self._own_clause_start(report.index)
        for scope in reversed(self.reader.scopes[-4:]):
            if scope.end > self.passage[first].start and scope.start < here:
                scope.attribution = replace(scope.attribution, stance=report.stance)
                cue = self.text[report.cue_start : report.cue_end]
                scope.closed = replace(scope.attribution, cue=cue)
                return
        if any(
            q.closed and 0 <= here - q.outer_end <= 3 and q.depth == 0 and q.end - q.start > 30
            for q in self.quotations
        ):
            return  # the quotation itself is distanced
        source = self.main or self.reader.carried(None)
        span = self._span(first, report.index)
        if source is not None and span is not None:
            attribution = self._attribution("attributed", report, source)
            self.reader.scopes.append(_Scope(*span, attribution, True, report))

    def _close(self, report: Report) -> None:
        """بحسب الشرطة: before its clause, inside it or after it."""
        if report.subject is None:
            return
        source = self._named(report)
        self.settled.append((report, source, False))
        first_word = next((at for at in range(report.index) if self.passage[at].word), report.index)
        opening = all(
            self.passage[at].norm in self.reader.speakers.words["lead"] or not self.passage[at].word
            for at in range(self._own_clause_start(report.index), report.index)
        )
        attribution = self._attribution("attributed", report, source)
        if opening or first_word >= report.index:
            self._close_following(report, attribution, source)
        else:
            self._close_preceding(report, attribution)

    def _close_following(self, report: Report, attribution: Attribution, source: _Source) -> None:
        first = report.after
        limit = min(len(self.passage), first + 6)
        for at in range(first, limit):
            if self.passage[at].norm in ("فان", "ان", "فقد", "انه", "فانه", "فانها"):
                first = at + 1 if self.passage[at].norm in ("فان", "ان", "فقد") else at
                break
            if self.passage[at].norm in self.reader.speakers.words["lead"] and at > first + 2:
                break
        span = self._span(first, self._content_end(first))
        if span is not None and not self._quoted_at(span[0]):
            self.reader.spoke(source)
            self.reader.scopes.append(_Scope(*span, attribution, False, report))

    def _close_preceding(self, report: Report, attribution: Attribution) -> None:
        first = self._own_clause_start(report.index)
        span = self._span(first, report.index)
        if span is None:
            return
        rest = self._after_parenthesis(report)
        covered = any(s.start < span[1] and s.end > span[0] for s in self.reader.scopes[-8:])
        if covered or rest is not None:
            self.reader.under.append((*span, attribution))
        else:
            self.reader.scopes.append(_Scope(*span, attribution, False, report))
        if rest is not None:
            self.reader.scopes.append(_Scope(*rest, attribution, False, report))

    def _after_parenthesis(self, report: Report) -> tuple[int, int] | None:
        """What goes on after a closer between commas: تستهدف الطائرات، وفق المرصد، مواقع …"""
        passage, after = self.passage, report.after
        if after + 1 >= len(passage) or passage[after].text not in ("،", ",", "-", "–"):
            return None
        if passage[report.index - 1].text not in ("،", ",", "-", "–"):
            return None
        following = passage[after + 1].norm
        if following[:1] in ("و", "ف") or following in _NEW_CLAUSE or self.quoted[after + 1]:
            return None
        return self._span(after + 1, self._content_end(after + 1))

    def _own_clause_start(self, index: int) -> int:
        """Where the clause before a closer begins: after the last break or the last closer."""
        place = bisect_left(self.breaks, index) - 1
        first = 0
        while place >= 0:
            at = self.breaks[place]
            report = next((r for r in self.reports if r.clause_start == at), None)
            if report is None or report.kind == "closer":
                first = at if report is None else report.after
                break
            place -= 1
        while first < index and (
            not self.passage[first].word
            or self.passage[first].norm in ("وذلك", "فيما", "بينما", "كما", "اذ", "وقد")
        ):
            if self.passage[first].text in '"«“':
                break
            first += 1
        return first

    def _quoted_at(self, place: int) -> bool:
        return any(q.outer_start <= place < q.outer_end for q in self.quotations)

    # -- quotations

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
            self.reader.quotations.append((quotation, words, attribution))
            if words >= DIRECT_WORDS and quotation.depth == 0 and self._is_speech(quotation, words, found):
                self.reader.direct.append((quotation, attribution, carried))

    def _is_speech(
        self, quotation: Quotation, words: int, found: tuple[Report, _Source | None, bool] | None
    ) -> bool:
        """A name in marks is no quote: only what is long, or stands in a report."""
        return words > LABEL_WORDS or (found is not None and found[0].kind != "label")

    def _closed_stance(self, quotation: Quotation) -> tuple[str, str] | None:
        for report in self.reports:
            if report.closer is not None and report.closer.kind == "pronoun":
                here = self.passage[report.index].start
                if 0 <= here - quotation.outer_end <= 3:
                    return report.stance, self.text[report.cue_start : report.cue_end]
        return None

    def _report_of(self, quotation: Quotation) -> tuple[Report, _Source | None, bool] | None:
        index = bisect_left(self.starts, quotation.outer_start)
        inside = None
        for settled in self.settled[: bisect_right([r.index for r, _, _ in self.settled], index)]:
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
            elif report.kind in ("pending", "act") and report.after <= index < self._content_end(
                report.after
            ):
                inside = settled if inside is None or report.index > inside[0].index else inside
        if inside is not None:
            return inside
        return self._report_after(index, quotation)

    def _plain_between(self, first: int, last: int) -> bool:
        """Whether a verb and a quotation stand in one clause."""
        between = self.passage[first:last]
        return len(between) <= 30 and not any(
            token.norm in COMPLEMENTISERS | PRONOMINAL or token.norm in _NEW_CLAUSE for token in between
        )

    def _report_after(self, index: int, quotation: Quotation) -> tuple[Report, _Source | None, bool] | None:
        """A cue after the quotation: «…»، قال الوزير; «…»، بحسب الشرطة; على حد قوله."""
        close = bisect_left(self.starts, quotation.outer_end)
        for settled in self.settled:
            report = settled[0]
            if report.kind == "closer" and report.closer is not None and report.closer.kind == "source":
                if self._own_clause_start(report.index) <= index < report.index:
                    return settled
            elif close <= report.index <= close + 2 and report.kind == "pending":
                return settled
        for report in self.reports:
            if report.kind == "closer" and report.closer is not None and report.closer.kind == "pronoun":
                if close <= report.index <= close + 4:
                    source = self.main or self.reader.carried(None)
                    return (report, source, True) if source else None
        return None


_DANGLING = frozenset(
    [
        "و",
        "كما",
        "فيما",
        "بينما",
        "وفيما",
        "وبينما",
        "لكن",
        "ولكن",
        "حيث",
        "وقد",
        "ثم",
        "اذ",
        "وذلك",
        "في",
        "حين",
        "اما",
        "واما",
    ]
) - {"في"}
_PLURAL_HEADS = frozenset(
    "قاده القاده وزراء نواب روساء اعضاء الاعضاء القاده ممثلي مسوولي وزراءه اعضاءها".split()
)
_COUNTER = frozenset(["ورغم", "وبالرغم"])
_RELATIVES = frozenset(["والذي", "والتي", "الذي", "التي", "والذى", "والتى"])
_RESULTS = frozenset(["اسفر", "اسفرت", "ادي", "ادت", "اوقع", "اوقعت", "خلف", "خلفت", "راح", "تسبب", "تسببت"])
_NEW_CLAUSE = frozenset(
    ["فيما", "بينما", "لكن", "وذلك", "حيث", "قبل", "بعد", "اذ", "علما", "كما", "غير", "الا"]
)
_REVEALING = frozenset(
    [
        "تكشف",
        "يكشف",
        "تذكر",
        "يذكر",
        "تحدد",
        "يحدد",
        "توضح",
        "يوضح",
        "يقدم",
        "تقدم",
        "يعط",
        "تعط",
        "تعلن",
        "يعلن",
        "يعرف",
        "تعرف",
        "يتضح",
        "تشر",
        "يشر",
        "يتسن",
        "تدل",
        "يدل",
        "يورد",
        "تورد",
    ]
)


def _join(line: list[Sentence], quotations: list[Quotation]) -> list[tuple[int, int, list[Quotation]]]:
    """Sentences of one line as passages: those that a closed quotation spans are one."""
    out: list[tuple[int, int, list[Quotation]]] = []
    at = 0
    place = 0
    while at < len(line):
        start, end = line[at].start, line[at].end
        inside: list[Quotation] = []
        at += 1
        while place < len(quotations) and quotations[place].outer_start < end:
            inside.append(quotations[place])
            reach = quotations[place].outer_end if quotations[place].closed else end
            while at < len(line) and end < reach:
                end = line[at].end
                at += 1
            place += 1
        out.append((start, end, inside))
    return out


def _count(text: str, quotation: Quotation) -> int:
    return sum(1 for word in text[quotation.start : quotation.end].split()[:8] if any(map(str.isalnum, word)))


def _quoted(passage: list[Token], quotations: list[Quotation], words: list[int]) -> list[bool]:
    """Which tokens lie in a long quotation, its marks excluded."""
    inside = [False] * len(passage)
    starts = [token.start for token in passage]
    for quotation, count in zip(quotations, words, strict=True):
        if count > LABEL_WORDS and quotation.depth == 0:
            first, last = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
            inside[first:last] = [True] * (last - first)
    return inside
