"""How far the reports of a passage reach, and what the passages of an article add up to.

Belongs here: where a content ends, the clause that a closer covers, who spoke last.
Does not: the grammar of a report (reports.py), who speaks in it (passages.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from riwaya.reading.quotation import DEEPEST, Quotation
from riwaya.reading.records import Attribution
from riwaya.reading.speech.cues import NOUNS, Token, Verbs, word_set
from riwaya.reading.speech.grammar import COUNTS, PUSHING, QUOTES, RESULTS, Report
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.names import Names
from riwaya.reading.speech.phrases import Phrase
from riwaya.reading.speech.shapes import is_feminine, is_masdar

LABEL_WORDS = 3  # a quoted stretch of at most so many words is a label
NEAR = 12  # neighbours looked at where all would do: keeps the work linear
DIRECT_WORDS = 3  # a quotation of at least so many words is a quote of its own
DEEPEST_REPORT = 3
LONGEST_REACH = 200  # tokens looked through for the end of a nominal or relative content
_DASHES = ("-", "–", "—")
OWN = Attribution()
DANGLING = word_set("و كما فيما بينما وفيما وبينما لكن ولكن حيث وقد ثم اذ وذلك حين اما واما")
PLURAL_HEADS = frozenset(
    [
        "قاده",
        "القاده",
        "وزراء",
        "نواب",
        "روساء",
        "اعضاء",
        "الاعضاء",
        "القاده",
        "ممثلي",
        "مسوولي",
        "وزراءه",
        "اعضاءها",
    ]
)
COUNTER = word_set("ورغم وبالرغم")
CIRCUMSTANCES = word_set("ضوء خلفيه اثر هامش وقع")
RELATIVES = word_set("والذي والتي الذي التي والذى والتى")
NEW_CLAUSE = word_set("فيما بينما لكن وذلك حيث قبل بعد اذ علما كما غير الا")
ADDITIONS = word_set("من دون بدون عقب منذ بعدما عندما حين رغم وسط مع خلال بينهم بينها بسبب جراء اثر")
MEASURES = word_set("اكثر نحو حوالي قرابه زهاء اقل ما عشرات مئات الاف عدد")
MATTERS = word_set("امر الامر اتهام اتهامات ادعاء تصريح عباره العباره خطوه الخطوه ما التي الذي الذين")
LONGEST_IDENTITY = 8  # words between وهو and the mark after them
AMONG = word_set("بينهم بينها بينهن بينهما ضمنهم ضمنها معظمهم اغلبهم غالبيتهم")
PARALLEL = 25  # tokens before فيما in which its verb may stand already
LASTING = word_set("يزال تزال يزالون زال زالت زالوا")
RESULTING = word_set(
    "ليتولد ليصبح لتصبح ليتحول لتتحول ليرتفع لترتفع ليصل لتصل ليبلغ لتبلغ ليبدا لتبدا ليكون لتكون"
)
# What befell others: after these and a number, a second count belongs to who gave the first.
FATES = word_set(
    "قتل قتلت قتلوا اصيب اصيبت اصيبوا جرح جرحت توفي توفيت نجا نجت تمكن تمكنت فر فرت نقل اعتقل اعتقلت اوقف فقد خطف خطفت اسر انتشل عثر غرق غرقت"
)
# Verbs of events that a closer may part from what they tell: أودت، وفق المرصد، بحياة عشرة.
BEFALLING = FATES | word_set(
    "اودي اودت بلغ بلغت اسفر اسفرت ادي ادت خلف خلفت اوقع اوقعت وقع وقعت سقط سقطت ارتفع ارتفعت وصل وصلت شمل شملت تسبب تسببت "
    "تجاوز تجاوزت لقي لقيت شارك شاركت تراوح تراوحت استهدف استهدفت دمر دمرت نزح طالت طال كلف كلفت كبدت كبد اضطر اضطرت شرد شردت"
)
REVEALING = word_set(
    "تكشف يكشف تذكر يذكر تحدد يحدد توضح يوضح يقدم تقدم يعط تعط تعلن يعلن يعرف تعرف يتضح تشر يشر يتسن تدل يدل يورد تورد"
)


_MAY_BREAK = word_set(
    "وهي وهو وهم هو الامر وجاء وجاءت وياتي وتاتي جاء ياتي فيما بينما وفيما وبينما في علما يذكر ويذكر يشار ويشار اذ لكن ولكن غير الا دون ولم"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks: the text that named the source, where it stands, its name."""

    text: str
    place: int
    name: str
    feminine: bool | None  # None for a bare name, which does not say


@dataclass(slots=True)
class Scope:
    """A stretch given to a source."""

    start: int
    end: int
    attribution: Attribution
    carried: bool
    report: Report
    closed: Attribution | None = None  # what ``.of`` says where a closer changed the report


@dataclass
class Ledger:
    """What the passages of one article add up to, and who spoke last."""

    text: str
    verbs: Verbs
    speakers: Speakers
    names: Names
    recent: list[Source] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    under: list[tuple[int, int, Attribution]] = field(default_factory=list)
    labels: list[tuple[int, int, Attribution]] = field(default_factory=list)
    own: list[tuple[int, int]] = field(default_factory=list)
    quotations: list[tuple[Quotation, int, Attribution]] = field(default_factory=list)
    direct: list[tuple[Quotation, Attribution, bool]] = field(default_factory=list)
    genders: dict[str, bool] = field(default_factory=dict)  # of bare names, as their verbs say

    def source(self, phrase: Phrase, passage: list[Token], verb: bool | None = None) -> Source:
        """A phrase as a source; the gender of a bare name is learnt from a verb before it."""
        printed = self.text[phrase.start : phrase.end]
        norm = passage[phrase.first].norm
        feminine: bool | None = is_feminine(self.speakers, norm)
        known = self.speakers.has("person_head", norm) or self.speakers.has("institution_head", norm)
        if not feminine and not known and not norm.startswith("ال"):
            feminine = None
        name = self.names.name(printed, phrase.start)
        if feminine is None:
            feminine = self.genders.setdefault(name, verb) if verb is not None else self.genders.get(name)
        return Source(printed, phrase.start, name, feminine)

    def carried(self, feminine: bool | None) -> Source | None:
        """Who spoke last, of the gender that the verb wants."""
        if feminine is None:
            return self.recent[-1] if self.recent else None
        for source in reversed(self.recent[-6:]):
            if source.feminine in (feminine, None):
                return source
        return self.recent[-1] if self.recent else None

    def spoke(self, source: Source) -> None:
        self.recent.append(source)
        if len(self.recent) > 64:
            del self.recent[:32]


# A report, who speaks in it, and whether that is carried over from an earlier sentence.
Settled = tuple[Report, Source | None, bool]


def _bare(token: Token) -> Token:
    """A token without و and the article, to ask what noun it is: والشروع."""
    offset = token.norm.startswith("و") + 2 * token.norm.removeprefix("و").startswith("ال")
    return token._replace(text=token.text[offset:], norm=token.norm[offset:])


class Reach:
    """A passage with its reports, and how far their contents reach."""

    def __init__(
        self,
        ledger: Ledger,
        passage: list[Token],
        quotations: list[Quotation],
        words: list[int],
        quoted: list[bool],
        reports: list[Report],
        start: int,
        end: int,
    ) -> None:
        self.ledger, self.passage, self.reports = ledger, passage, reports
        self.quotations, self.words, self.quoted = quotations, words, quoted
        self.start, self.end = start, end
        self.text = ledger.text
        self.starts = [token.start for token in passage]
        self.main: Source | None = None
        self.main_carried = False
        self.credited: Source | None = None  # whom the last closer names
        self.settled: list[Settled] = []
        self._by_clause = {report.clause_start: report for report in reversed(reports)}
        self.breaks = self._breaks()
        self._closing_marks = {quotation.outer_end for quotation in quotations if quotation.closed}
        self._opening_marks = [quotation.outer_start for quotation in quotations]

    # -- where contents end

    def _breaks(self) -> list[int]:
        found = {
            report.clause_start
            for report in self.reports
            if report.breaks and report.kind != "label" and not self._within_content(report)
        }
        found |= {r.clause_start for r in self.reports if r.kind == "label" and r.breaks and r.closer is None}
        closers = [r.index for r in self.reports if r.kind == "closer"]
        for at, token in enumerate(self.passage):
            if token.norm in _MAY_BREAK and not self.quoted[at] and self._breaks_at(at, token, closers):
                found.add(at)
        return sorted(found)

    def _within_content(self, report: Report) -> bool:
        """Whether a closer stands inside a clause that goes on after it: سقط فيها بحسب شهود 12 شخصا."""
        closer, passage = report.closer, self.passage
        if closer is None or closer.kind != "source" or report.subject is None or not report.index:
            return False
        if report.after >= len(passage) or not passage[report.index - 1].word:
            return False
        after = passage[report.after]
        if after.word:
            return after.norm[0].isdigit()
        following = passage[report.after + 1] if report.after + 1 < len(passage) else None
        if after.text not in ("،", ",") or following is None or not following.word:
            return False
        return following.norm in MEASURES or following.norm[0].isdigit()

    def _breaks_at(self, at: int, token: Token, closers: list[int]) -> bool:
        passage = self.passage
        if not at or not token.word:
            return False
        after_mark = not passage[at - 1].word
        norm = token.norm
        following = passage[at + 1].norm if at + 1 < len(passage) else ""
        pushes = following == "ما" and at + 2 < len(passage) and passage[at + 2].norm in PUSHING
        credited = bool(closers) and closers[-1] > at
        if norm in ("وهو", "هو", "وهي") and after_mark and pushes:
            return not credited  # وهو ما دفع: the outlet draws the result
        if norm == "الامر" and after_mark and following == "الذي":
            return not credited and at + 2 < len(passage) and passage[at + 2].norm in PUSHING
        if norm in ("وهي", "وهو", "وهم") and after_mark:
            if passage[at - 1].text in _DASHES:
                # Between dashes it is said in passing: the content goes on after it.
                return not any(t.text in _DASHES for t in passage[at + 1 : at + 20])
            return following not in ("ما", "مما") and not self._says_who(at)
        if norm in ("فيما", "بينما", "وفيما", "وبينما") and after_mark:
            return not following.startswith(("يتعلق", "يخص", "تعلق"))
        if norm in ("علما", "يذكر", "ويذكر", "يشار", "ويشار") and after_mark:
            return following in ("ان", "بان", "انه", "الي", "انها")
        if norm in ("وجاء", "وجاءت", "وياتي", "وتاتي", "جاء", "ياتي") and after_mark:
            return following in ("ذلك", "هذا", "هذه")  # وجاء ذلك خلال اجتماع
        if norm == "في" and after_mark and following in ("وقت", "الوقت"):
            after = passage[at + 2].norm if at + 2 < len(passage) else ""
            return after in RELATIVES or (following == "وقت" and (after[:1] in ("ي", "ت") or after in FATES))
        if norm == "اذ" and after_mark:
            return credited
        if norm in ("لكن", "ولكن", "غير", "الا", "دون", "ولم") and after_mark:
            return any(
                passage[i].norm in ("لم", "ولم", "دون")
                and any(passage[j].norm in REVEALING for j in range(i + 1, min(i + 4, len(passage))))
                for i in range(at, min(at + 6, len(passage)))
            )
        return False

    def _says_who(self, at: int) -> bool:
        """Whether وهو says in a few words who or what was meant, and the content goes on: المسلح، وهو طالب، قتل …"""
        passage, last = self.passage, at + 1
        while last < len(passage) and passage[last].word and last - at <= LONGEST_IDENTITY:
            last += 1
        words = [token.norm for token in passage[at + 1 : last]]
        if not words or words[0] in MATTERS or any(word in RELATIVES for word in words):
            return False
        if last + 1 >= len(passage):
            return len(words) <= 3 and words[-1][:1] not in ("ي", "ت")  # وهو التعليم.
        if passage[last].text == "(":
            return passage[last + 1].norm[0].isdigit()  # وهي هناء سعيد (45 عاما)
        if passage[last].text not in ("،", ",") or not passage[last + 1].word:
            return False
        follows = self._by_clause.get(last + 1)
        return len(words) <= 5 and (follows is None or not follows.breaks)

    def _content_end(self, first: int, nominal: bool = False) -> int:
        """The token after the content that begins at ``first``: up to the next break, past another count."""
        place = bisect_right(self.breaks, first)
        while not nominal and place < len(self.breaks) and self._counts_on(self.breaks[place]):
            place += 1
        return self.breaks[place] if place < len(self.breaks) else len(self.passage)

    def _counts_on(self, at: int) -> bool:
        """Whether فيما or بينما leads on to what befell others: إن تسعة فروا، بينما قتل اثنان."""
        passage = self.passage
        if passage[at].norm not in ("فيما", "بينما", "وفيما", "وبينما") or at + 2 >= len(passage):
            return False
        fate = passage[at + 1].norm
        lasting = fate in ("لا", "ما", "لم") and passage[at + 2].norm in LASTING
        if at in self._by_clause:
            return False
        if self._is_parallel(at, fate):
            return True
        if not (lasting or fate in FATES):
            return False
        near = passage[at + 2 : at + 5]
        return any(token.norm in COUNTS or token.norm[0].isdigit() for token in near)

    def _is_parallel(self, at: int, verb: str) -> bool:
        """Whether the clause after فيما says the same of others: حصلت الأولى على …، فيما حصل الثاني على …"""
        stem = verb.removesuffix("ت")
        before = self.passage[max(0, at - PARALLEL) : at]
        return len(stem) > 2 and any(token.norm.removesuffix("ت") == stem for token in before)

    def _reach(self, report: Report) -> int:
        """The token after a report's content. A relative clause ends at its comma, a nominal at a new statement."""
        end = self._content_end(report.content, report.kind == "nominal")
        end = self._after_marks(report.content, end)
        if report.kind == "nominal" and report.last > 0:
            return min(end, report.last)
        noun = report.reading is not None and report.reading.verb.frame in NOUNS
        if not report.relative and not noun and report.kind != "nominal":
            return end
        passage, commas = self.passage, self._commas
        if report.relative and report.kind == "colon":
            return end  # حيث قال: لقد عملت، كما قمت
        if report.relative:
            furthest = min(end, report.content + LONGEST_REACH)
            end = next((at for at in range(report.content, furthest) if passage[at].norm == "حيث"), end)
        limit = min(end, report.content + LONGEST_REACH) - 1
        for at in commas[bisect_left(commas, report.content + 1) : bisect_left(commas, limit)]:
            following = passage[at + 1].norm
            if (report.relative or noun) and self._counts_among(at + 1):
                continue
            if noun and not (report.kind == "nominal" and self._is_joined_masdar(at + 1)):
                return at  # the noun is a part of a larger sentence, which goes on after the comma
            if report.relative or following in COUNTER or following in RESULTING:
                return at
            if following in RELATIVES and at + 2 < end and passage[at + 2].norm in RESULTS:
                return at
            if following in ("ما", "مما") and at + 2 < end and passage[at + 2].norm in PUSHING:
                return at
            if following == "علي" and at + 2 < end and passage[at + 2].norm in CIRCUMSTANCES:
                return at
            if following in ("وهو", "وهي") and at + 2 < end and passage[at + 2].norm == "ما":
                return at
        if report.reading is not None and report.reading.verb.frame == "address":
            return self._before_circumstance(report.content, min(end, limit + 1), end)
        return end

    def _after_marks(self, first: int, end: int) -> int:
        """Where a content ends that is a quotation, and the outlet goes on: قال إن «…»، وذلك خلال اجتماع."""
        passage = self.passage
        if first >= len(passage) or passage[first].text not in QUOTES:
            return end
        for quotation in self.quotations_near(passage[first].start, passage[first].end):
            close = bisect_left(self.starts, quotation.outer_end)
            if quotation.outer_start != passage[first].start or not quotation.closed or close + 1 >= end:
                continue
            goes_on = passage[close].text in ("،", ",") and passage[close + 1].norm in ("وذلك", "كما")
            rest = passage[close + 1 : min(end, close + LONGEST_REACH)]
            if goes_on and not any(token.text in QUOTES for token in rest):
                return close
        return end

    def _before_circumstance(self, first: int, last: int, end: int) -> int:
        """Where a demand ends before what it came after: حث السكان على الهدوء | بعد أن قتل حارس."""
        for at in range(first + 1, last - 1):
            norm, following = self.passage[at].norm, self.passage[at + 1].norm
            if (norm == "بعد" and following == "ان") or norm in ("بعدما", "عقب", "غداه"):
                return at
        return end

    def _is_joined_masdar(self, at: int) -> bool:
        """Whether a verbal noun goes on with a list of them: والشروع في القتل، وحيازة سلاح."""
        token = self.passage[at]
        joined = token.norm.startswith("و")
        if joined and len(token.norm) == 4 and at + 1 < len(self.passage):
            owner = self.passage[at + 1].norm
            # وخطف الحارس, but وسجن معه عشرة: three letters are a verb as well.
            return owner.startswith("ال") and is_masdar(self.ledger.speakers, _bare(token))
        return is_masdar(self.ledger.speakers, _bare(token)) or (joined and token.text.endswith("ة"))

    def _counts_among(self, at: int) -> bool:
        """Whether what follows a comma says who was among those counted: ثلاثة، بينهم طفل."""
        following = self.passage[at + 1].norm if at + 1 < len(self.passage) else ""
        return (following if self.passage[at].norm == "من" else self.passage[at].norm) in AMONG

    @cached_property
    def _commas(self) -> list[int]:
        return [at for at, token in enumerate(self.passage) if token.text in ("،", ",", "؛")]

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
            return token.norm in DANGLING
        if token.text in ("%", "٪"):
            return False
        if token.text in (")", "]"):
            return False
        if token.text in '"»”«“':
            return not self._closes_quotation(token)
        return True

    def _closes_quotation(self, token: Token) -> bool:
        return token.end in self._closing_marks

    def _own_clause_start(self, index: int) -> int:
        """Where the clause before a closer begins: after the last break or the last closer."""
        place = bisect_left(self.breaks, index) - 1
        first = 0
        while place >= 0:
            at = self.breaks[place]
            report = self._by_clause.get(at)
            counted = report is None and self._counts_on(at)  # بينما أصيب عشرة، بحسب الشرطة
            if (report is None and not counted) or (report is not None and report.kind == "closer"):
                first = at if report is None else report.after
                break
            place -= 1
        first = self._relative_of_result(first, index)
        while first < index and (
            not self.passage[first].word
            or self.passage[first].norm in ("وذلك", "فيما", "بينما", "كما", "اذ", "وقد")
        ):
            if self.passage[first].text in '"«“':
                break
            first += 1
        return first

    def _relative_of_result(self, first: int, index: int) -> int:
        """Where the last part of a clause begins that tells a result: والتي خلفت عشرة قتلى، وفق الوزارة."""
        commas = self._commas
        for at in reversed(commas[bisect_left(commas, first) : bisect_left(commas, index - 2)]):
            relative = self.passage[at + 1].norm in ("والتي", "والذي")
            if relative and self.passage[at + 2].norm in RESULTS:
                return at + 1
        return first

    def _attribution(self, voice: str, report: Report, source: Source | None) -> Attribution:
        return Attribution(
            voice=voice,
            speaker=source.text if source else None,
            speaker_name=source.name if source else None,
            cue=self.text[report.cue_start : report.cue_end],
            stance=report.stance,
        )

    def quotations_near(self, start: int, end: int) -> list[Quotation]:
        """The quotations that begin in a stretch, and the few before it that may reach into it."""
        first = bisect_left(self._opening_marks, start)
        last = bisect_left(self._opening_marks, end)
        return self.quotations[max(0, first - DEEPEST) : min(last, first + NEAR)]
