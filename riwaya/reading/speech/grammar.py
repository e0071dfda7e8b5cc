"""What the parts of the grammar of reporting share: a report, particles, the passage it is read from.

Belongs here: the record of a report, closed classes of words, the state of one reading.
Does not: any rule (subjects.py, contents.py, closers.py, reports.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.reading.speech.cues import NOUNS, Closer, Reading, Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.phrases import Phrase, Phrases

REACH = 45  # tokens between a verb and its content
COMPLEMENTISERS = frozenset({"ان", "بان"})
PRONOMINAL = frozenset(
    {
        "انه",
        "انها",
        "انهم",
        "انهن",
        "بانهن",
        "انهما",
        "انني",
        "اني",
        "اننا",
        "بانه",
        "بانها",
        "بانهم",
        "بانهما",
    }
)
NOT_BEFORE_AN = word_set(
    "يريد تريد يحاول تحاول يستطيع تستطيع يود يحب ارجو اود نريد بعد قبل منذ دون يجب يمكن ينبغي شانه شانها الي لابد عليه عليها حتي لاجل عسي كاد اوشك ما يتعين لمجرد اما الا غير رغم مع حيث حين يفترض المقرر المتوقع المفترض الممكن المنتظر"
)
RELATIVE = word_set(
    "الذي التي الذين اللذين من ما مما حيث ان انه انها والذي والتي اللتين الذى التى بان لمن ممن كما"
)
RELATIVE_PRONOUNS = word_set("الذي التي الذين والذي والتي اللذان اللتان")
NEGATIONS = word_set("لم لن لا ولم ولن ولا دون لما فلم")
LEADS = word_set(
    "كما فيما بينما وفيما وبينما لكن ولكن لكنه لكنها لكنهم ولكنه ولكنها ولكنهم وقد قد وكان كان وكانت كانت وكانوا حين اذ ثم لقد فقد وكما اما واما"
)
DAYS = word_set("اليوم امس السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه")
SENTENCE_MARKS = frozenset(".!؟?؛;…")
KANA = word_set("كان كانت وكان وكانت كانوا وكانوا وكانا فكان")
# After these the perfect of some verbs is a noun: في إطار تعهد, رغم رفض, عن رد.
BEFORE_NOUN = word_set(
    "من في الي عن علي مع بعد قبل رغم ضد حول بين خلال منذ دون بدون وسط لدي تحت عقب اثر بسبب اطار ظل نتيجه كل اي هذا ذلك عدم انتظار مجرد ضوء اي باي اول"
)
NOBODY = word_set("جميع اسمه اسمها احد احدي اخر اخري ابرز اكثر قرار مزاعم عدم بعض كل كثيره حساب ذاته نفسه")
NOUN_ALIKE = frozenset(
    {
        "taahhada",
        "rafada",
        "talaba",
        "tawaqqaa",
        "radda",
        "waada",
        "zaama",
        "tamassaka",
        "hadhdhara",
        "shajaba",
        "haththa",
        "nafa",
        "kashafa",
    }
)
ABILITY = ("يمكن", "تمكن", "استطاع", "يستطيع", "تستطيع", "يحاول", "حاول")
PUSHING = word_set("حمل دفع اثار اضطر اجبر استدعي")
RESULTS = word_set("اسفر اسفرت ادي ادت اوقع اوقعت خلف خلفت راح تسبب تسببت")
COUNTS = word_set(
    "اثنان اثنين اثنتان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره ثلاث اربع خمس ست سبع ثماني تسع عشر عشرات مئات الاف اكثر نحو حوالي قرابه زهاء اخر اخران اخرون اخرين الاخرون الاخران الباقون الباقي"
)
# Words that judge: in marks after جماعة or عملية they are a label and no name.
LABELLING = re.compile(
    r"(?:ال)?(?:ارهاب|متطرف|تكفير|اجرام|انتحار|استشهاد|تخريب|انتقام|عنصر|فاش|طايف|منسق|محظور|متمرد|مسلح|سياس|خارج|معادي|ترهيب|تطهير|تجويع|قمع|اباد|انقلاب|عدوان|احتلال|تمرد)"
    r"(?:ي|يه|ه|يين|يون|ين|ون|ات)?\Z"
)
# What is organised: تنظيم «مسيرات العودة».
ORGANISED = word_set(
    "مسيره مسيرات مظاهره مظاهرات تظاهره تظاهرات احتجاج احتجاجات اعتصام اعتصامات وقفه وقفات حفل ندوه انتخابات"
)
QUOTES = frozenset('"«»“”„')
FEMININE_HOST = re.compile(r"ت(?:ه|ها|هم)\Z")
ADJECTIVES = word_set(
    "العام الاعلي المشترك السابق الجديد الاول الاكبر الشريف الحاكم المعارض المستقل الموقت الاربع الثلاث الخمس الست السبع الاخري الاخر الافضل"
)
TOPICAL = word_set("اليوم امس الان عاجل فيديو صور بالفيديو بالصور مباشر")


_PARTIES = word_set(
    "الجبهه الحركه الحزب التحالف الايتلاف التيار التجمع المجلس الاتحاد الكتله المنظمه الهييه الجمعيه الرابطه الحراك الجماعه"
)


def is_party_name(norms: Sequence[str]) -> bool:
    """Whether the folded words between two marks are a party's whole name: «الجبهة الثورية», but not «تحالف العدوان».

    A definite head and definite adjectives name a party; a judging adjective («الجماعة الإرهابية») labels one.
    """
    words = [norm for norm in norms if norm[:1].isalpha()]
    if not 2 <= len(words) <= 4 or words[0] not in _PARTIES:
        return False
    return all(word.startswith("ال") and not LABELLING.match(word) for word in words[1:])


@dataclass(slots=True)
class Report:
    """A cue with its speaker and the first token of its content.

    kind: clause (after أن or إن), nominal, colon, quote (a quotation follows), closer (credits a clause from
    outside), label (names a thing), act, pending (no content found; a quotation may still come).
    """

    index: int
    cue_start: int
    cue_end: int
    kind: str
    stance: str
    subject: Phrase | None = None
    content: int = -1
    reading: Reading | None = None
    closer: Closer | None = None
    clause_start: int = 0  # token at which the clause of the cue begins, with its subject and leading words
    breaks: bool = True  # whether it ends the content of the report before it
    relative: bool = False
    after: int = 0  # token after the cue and its speaker
    woman: bool | None = None  # the gender that a closer's verb or a noun's pronoun wants: ما وصفته, إعلانها
    owned: bool = False  # a noun with a pronoun: إعلانها
    last: int = -1  # for labels: the token after the label

    @property
    def feminine(self) -> bool | None:
        """The gender that the verb wants of its subject; None where it does not say."""
        if self.closer is not None and self.closer.kind == "label":
            return self.woman
        if self.reading is not None and self.reading.verb.frame in NOUNS:
            return self.woman
        if self.reading is None or self.reading.plural or self.reading.form == "participle":
            return None
        return self.reading.feminine


class Grammar:
    """One passage, what is known, and the reports found so far."""

    def __init__(
        self, verbs: Verbs, speakers: Speakers, passage: list[Token], quoted: Sequence[bool]
    ) -> None:
        self.verbs, self.speakers, self.passage, self.quoted = verbs, speakers, passage, quoted
        self.phrases = Phrases(speakers, verbs, passage)
        self.reports: list[Report] = []
        self.heard: frozenset[tuple[str, ...]] = (
            frozenset()
        )  # short names of who speaks elsewhere in the article
        self._edge = 0  # tokens before it belong to an earlier cue

    def _begin(self, index: int, reading: Reading) -> Report:
        token = self.passage[index]
        joined = self.verbs.joins(token.norm, reading)
        start = token.start + 1 if joined else token.start
        report = Report(
            index, start, token.end, "pending", reading.verb.stance, reading=reading, after=index + 1
        )
        before = self.passage[index - 1] if index else None
        report.relative = before is not None and before.norm in RELATIVE and before.norm != "كما"
        if before is not None and before.norm in KANA and index > 1:
            report.relative = self.passage[index - 2].norm in RELATIVE_PRONOUNS  # الذي كان يطالب
        report.clause_start = self._clause_start(index)
        begun = report.clause_start < index or joined or before is None or not before.word
        report.breaks = begun and not report.relative
        return report

    def _clause_start(self, index: int) -> int:
        at = index
        while at > 0 and self.passage[at - 1].norm in LEADS | {"في", "غير", "الا", "ان"}:
            if self.passage[at - 1].norm == "ان" and not (
                at > 1 and self.passage[at - 2].norm in ("غير", "الا")
            ):
                break
            if self.passage[at - 1].norm == "في" and self.passage[at].norm != "حين":
                break
            at -= 1
        return at
