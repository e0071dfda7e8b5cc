"""Whose word a stretch of an article is: the outlet's own, a speaker's, a quotation, a label in scare quotes.

Belongs here: how far each report reaches, who speaks where no subject is printed, quotes as records.
Does not: marks and their pairing (quotation.py), the grammar of reports, names and reach (speech/).

Voices, as in the annotation guide. Inside the content of a report: attributed. Inside quotation marks
of more than three words: quoted; of at most three, or marked by ما سماه, ما وصفه بـ, المزعوم: scare. A report
inside a report wins; a report inside a quotation does not. A closer (وفق، بحسب) credits what else is the
outlet's own in its clause; على حد تعبيره covers the report before it and makes it distancing.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import replace

from riwaya.reading.quotation import Quotation, find_quotations
from riwaya.reading.records import Article, Attribution, Quote, Sentence
from riwaya.reading.speech import cues, knowledge
from riwaya.reading.speech.cues import Stream, Token, Verbs
from riwaya.reading.speech.grammar import LABELLING, ORGANISED, Report, is_party_name
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.leads import lists_under
from riwaya.reading.speech.names import FURTHEST_NAME, Names
from riwaya.reading.speech.passages import Passage
from riwaya.reading.speech.phrases import marked_name
from riwaya.reading.speech.reach import LABEL_WORDS, OWN, Ledger, Scope
from riwaya.reading.speech.reports import Reader
from riwaya.reading.speech.statements import called_by_name, credited, issuer_of, short_names

SPEECH_ZONES = ("headline", "body", "caption", "heading")

load_verbs = cues.load_verbs
load_speakers = knowledge.load_speakers

_OPENED_BY = {"”": "“", "»": "«"}


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
            inside = quotation.end > start and quotation.start < end
            if inside and (best is None or quotation.depth > best[0].depth):
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
        self.spoken = [s for s in article.sentences if s.zone in SPEECH_ZONES]
        last = self.spoken[-1].end if self.spoken else 0
        self.stream = Stream(article.text, max(last, FURTHEST_NAME))
        self.ledger = Ledger(article.text, verbs, speakers, Names(speakers, verbs, self.stream))

    def read(self) -> Attributions:
        passages = [
            passage for start, end, found in self._passages() if (passage := self._reports(start, end, found))
        ]
        self._read_headline_again(passages)
        # Names first: a title may be tied to its name only further down.
        for passage in passages:
            for report in passage.reports:
                if report.subject is not None:
                    self.ledger.names.learn(
                        self.text[report.subject.start : report.subject.end], report.subject.start
                    )
        self._read_credit()
        self._read_statement()
        for passage in passages:
            passage.settle()
        self.ledger.under.extend(lists_under(self.text, self.spoken, passages))
        quotes = self._quotes()
        self.ledger.labels.sort(key=lambda label: (label[0], label[1]))
        self.ledger.own.sort()
        self.ledger.quotations.sort(key=lambda entry: entry[0].start)
        return Attributions(
            quotes, self._flatten(), self.ledger.quotations, self.ledger.labels, self.ledger.own
        )

    def _read_headline_again(self, passages: list[Passage]) -> None:
        """A headline may call by a short name and a colon who speaks in the body: الصحة: …, وزارة الصحة.

        A person is called by the name without the title: سمير حداد: …, المحلل سمير حداد.
        """
        end = self.spoken[0].end if self.spoken and self.spoken[0].zone == "headline" else 0
        again = [
            at
            for at, passage in enumerate(passages)
            if passage.start < end and any(token.text == ":" for token in passage.passage)
        ]
        if not again:
            return
        heard: set[tuple[str, ...]] = set()
        for passage in passages[len(again) :]:
            for report in passage.reports:
                if report.subject is not None:
                    words = passage.passage[report.subject.first : report.subject.last]
                    heard |= short_names([token.norm for token in words], self.speakers)
                    printed = self.text[report.subject.start : report.subject.end]
                    heard |= called_by_name(*self.ledger.names.split(printed), self.speakers)
        for at in again:
            passage = passages[at]
            passages[at] = (
                self._reports(passage.start, passage.end, passage.quotations, frozenset(heard)) or passage
            )

    def _read_credit(self) -> None:
        """A headline that ends in its source in brackets is that source's."""
        if not self.spoken or self.spoken[0].zone != "headline":
            return
        line = self.stream.between(self.spoken[0].start, self.spoken[0].end)
        source = credited(line, self.verbs, self.speakers)
        if source is None:
            return
        before = line[source.first - 2]
        cue, end = line[source.first - 1], before.end
        report = Report(source.first - 1, cue.start, cue.end, "closer", "neutral", source)
        named = self.ledger.source(source, line)
        whose = Attribution("attributed", named.text, named.name, cue.text)
        self.ledger.scopes.append(Scope(line[0].start, end, whose, False, report))

    def _read_statement(self) -> None:
        """A body that is a statement printed whole belongs to whom the line above it names."""
        body = [sentence for sentence in self.spoken if sentence.zone != "headline"]
        if not body or self.spoken[0] is body[0]:
            return
        line = self.stream.between(self.spoken[0].start, body[0].start)
        issuer = issuer_of(line, self.verbs, self.speakers)
        if issuer is None:
            return
        source = self.ledger.source(issuer, line)
        self.ledger.spoke(source)
        whose = Attribution("attributed", source.text, source.name, line[-1].text)
        self.ledger.under.append((body[0].start, body[-1].end, whose))

    def _passages(self) -> list[tuple[int, int, list[Quotation]]]:
        """Sentences, joined where a quotation runs over their border, each with its quotations."""
        spoken = self.spoken
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

    def _reports(
        self,
        start: int,
        end: int,
        quotations: list[Quotation],
        heard: frozenset[tuple[str, ...]] = frozenset(),
    ) -> Passage | None:
        passage = self.stream.between(start, end)
        if not passage:
            return None
        quotations = [quotation for quotation in quotations if not self._is_title(passage, quotation)]
        words = [_count(self.text, quotation) for quotation in quotations]
        quoted = _quoted(passage, quotations, words)
        reader = Reader(self.verbs, self.speakers, passage, quoted)
        reader.heard = heard
        reports = reader.read()
        return Passage(self.ledger, passage, quotations, words, quoted, reports, start, end)

    def _is_title(self, passage: list[Token], quotation: Quotation) -> bool:
        """Whether marks hold a name: صحيفة «…», حركة «…»; أعلنت «لجنة الأطباء»، after a verb and before its content."""
        at = bisect_left(passage, quotation.outer_start, key=lambda token: token.start)
        if quotation.end - quotation.start > 40:
            return False
        if at and passage[at - 1].word and self.speakers.has("medium", passage[at - 1].norm):
            # تنظيم «مسيرات» is organising, جماعة «إرهابية» a label.
            first = next((token.norm for token in passage[at : at + 3] if token.word), "")
            return not LABELLING.match(first) and first not in ORGANISED
        if is_party_name([token.norm for token in passage[at : at + 6] if token.end <= quotation.end]):
            return True
        return marked_name(passage, at, self.verbs, self.speakers) is not None

    # -- what comes out

    def _flatten(self) -> list[tuple[int, int, Attribution]]:
        """Scopes that nest become pieces that do not: of two, the one that begins later wins."""
        spans = [(s.start, s.end, 1, s.closed or s.attribution) for s in self.ledger.scopes]
        spans += [(start, end, 0, attribution) for start, end, attribution in self.ledger.under]
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
        for scope in self.ledger.scopes:
            end = _with_its_mark(self.text, scope.start, scope.end)
            out.append(self._quote(scope.start, end, False, scope.attribution, scope.carried))
        for quotation, attribution, carried in self.ledger.direct:
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


def _with_its_mark(text: str, start: int, end: int) -> int:
    """The end of a content, with the mark that closes a quotation opened inside it: ما سماها "مجموعة منفردة"."""
    mark = text[end : end + 1]
    inside = text[start:end]
    opened = (
        inside.count('"') % 2
        if mark == '"'
        else inside.count(_OPENED_BY.get(mark, "\n")) > inside.count(mark)
    )
    return end + 1 if mark and mark in '"”»' and opened else end


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
