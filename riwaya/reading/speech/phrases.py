"""Where a speaker's phrase begins and ends among the tokens of a passage.

Belongs here: the noun phrase with its titles, name and appositions; verbal nouns, by shape.
Does not: which verb it belongs to (subjects.py), whom it names (names.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from riwaya.language.memo import LONGEST, MOST, Memo
from riwaya.reading.speech.cues import NORMS, Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers

LONGEST_SPEAKER = 24  # words; a longer run is a sentence, not a name
_COMPLEMENTISERS = frozenset(
    {"ان", "انه", "انها", "انهم", "انهن", "انهما", "بان", "بانه", "بانها", "بانهم", "انني", "اننا"}
)
_NOT_MASDAR = frozenset(
    [
        "معاهده",
        "محافظه",
        "مقاطعه",
        "مباراه",
        "معارضه",
        "مساحه",
        "اسلام",
        "ايران",
        "افغان",
        "اعلام",
        "اقليم",
        "مقاومه",
        "تلميذ",
        "تاريخ",
    ]
)
_OPENERS = _COMPLEMENTISERS | word_set("بانهن بانهما اني اي")  # words at which a content may open
_PERIODS = word_set("الشهر الاسبوع العام السنه القرن الصيف الشتاء الخريف الربيع الفصل اليوم الليله الفتره")
_PERIOD_ENDS = word_set(
    "الماضي الماضيه الفائت الفائته الجاري الجاريه الحالي الحاليه المقبل المقبله القادم المنصرم المنصرمه"
)
_ISSUED = word_set("صادر صادره الصادر الصادره")
_TIME_NOUNS = word_set("مطلع اواخر اوائل منتصف نهايه بدايه مستهل صباح مساء يوم")
_INFORMED = word_set("مطلع مطلعه مطلعون مطلعين")
_CLITICS = word_set("ب ل ك و ف")
# متوجها, مبتسما: how the speaker spoke; names in ما, مو, مي are left alone.
_MANNER = re.compile(r"م[^ايو]\w{2,4}ا\Z")
_BEFORE_OBJECT = word_set("الي عن علي من في ب ل مع")
_BEFORE_ISSUER = word_set("وفقا طبقا ووفقا وطبقا تقرير تقارير بيانات احصاء حصيله")  # في تقرير للمنظمة
SAYING = word_set("قوله قولها قولهم قولهما تاكيده تاكيدها تاكيدهم")
_WEAK_MASDAR = re.compile(
    r"(?:إ\w{2,3}ا\w|إ\w{1,3}ا?\w[ةه]|ا\w{2,4}ا\w|ت\w{2}ي\w|ت\w{1}ا\w{2}|م\wا\w{2}[ةه])(?:ه|ها|هم|هما)?\Z"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's words among the tokens of a passage: ``first`` to ``last`` (exclusive), with the text span."""

    first: int
    last: int
    start: int
    end: int


def is_masdar(speakers: Speakers, token: Token) -> bool:
    """Whether a word has the shape of a verbal noun: مقتل, اكتمال, إخلاء, تواصل, مشاركة, with a suffix or without."""
    key = (token.text, token.norm)
    found = speakers.masdars.get(key)
    if found is None:
        found = _has_masdar_shape(speakers, token)
        if len(speakers.masdars) < MOST and len(token.text) <= LONGEST:
            speakers.masdars[key] = found
    return found


def _has_masdar_shape(speakers: Speakers, token: Token) -> bool:
    norm = token.norm
    words = speakers.words["masdar"]
    if norm in words or any(
        norm.endswith(suffix) and norm[: -len(suffix)] in words for suffix in ("ه", "ها", "هم", "هما")
    ):
        return True
    if (
        norm in _NOT_MASDAR
        or norm.startswith("ال")
        or len(norm) < 4
        or speakers.nation(norm)
        or speakers.has("person_head", norm)
    ):
        return False
    if speakers.has("institution_head", norm) or speakers.aliases.get(norm):
        return False
    printed = re.sub("[\u064b-\u065f\u0640]", "", token.text)
    return bool(_WEAK_MASDAR.match(printed))


def is_definite_masdar(speakers: Speakers, passage: Sequence[Token], index: int) -> bool:
    """Whether a definite word is a verbal noun, by its shape and a preposition after it: التوصل إلى اتفاق."""
    token = passage[index]
    norm = token.norm
    if not norm.startswith("ال") or len(norm) < 6 or index + 1 >= len(passage):
        return False
    following = passage[index + 1].norm
    if following not in _BEFORE_OBJECT and not (
        following[:1] in "بل" and len(following) > 3 and following not in speakers.aliases
    ):
        return False
    printed = re.sub("[\u064b-\u065f\u0640]", "", token.text)
    if norm in speakers.aliases or speakers.nation(norm):
        return False
    return is_masdar(speakers, Token(token.start + 2, token.end, printed[2:], norm[2:], True))


def starts_with_preposition(speakers: Speakers, token: Token) -> bool:
    """Whether a word looks like ب and a noun (بمقتل, بالسعي) rather than a word that begins with the letter."""
    norm = token.norm
    if len(norm) < 4 or norm[0] != "ب" or speakers.has("no_preposition", norm) or norm in speakers.aliases:
        return False
    return norm not in speakers.nations and norm not in speakers.adjectives


class Shape(NamedTuple):
    """What a folded word is at the border of a speaker's phrase, whatever stands around it."""

    ends: bool  # no phrase goes on with it, and none begins with it
    adjunct: bool  # a time, a place, a manner: the phrase ends, but for a few titles
    ends_inside: bool  # a phrase that began before it ends
    verb: bool
    participle: bool
    waits: bool  # it waits for its second half: وزارة, مصدر, رئيس, وسائل
    cue: bool  # a statement of its own begins here: وأكد, قال


class Shapes(Memo[str, Shape]):
    """The shape of each word, by what is known of speakers and verbs."""

    def __init__(self, speakers: Speakers, verbs: Verbs) -> None:
        super().__init__(self._shape)
        self.speakers, self.verbs = speakers, verbs
        self.loud = Memo(self._is_loud)

    def _shape(self, norm: str) -> Shape:
        speakers = self.speakers
        joined = norm[1:] if norm[:1] in ("و", "ف") else norm
        verbs = speakers.words["verb"]
        readings = self.verbs.read(norm)
        return Shape(
            ends=norm[0].isdigit()
            or norm in _COMPLEMENTISERS
            or joined in _COMPLEMENTISERS
            or norm in _CLITICS
            or norm in verbs
            or joined in verbs
            or (norm.startswith("ل") and norm[1:2].isascii() and len(norm) > 2),
            adjunct=norm in speakers.words["adjunct"] or norm in SAYING,
            ends_inside=(
                norm[0] == "ل" and self._is_person(norm[1:]) and not self._is_person(norm)
            )  # الملك لترامب
            or (_MANNER.match(norm) is not None and norm not in speakers.aliases)
            or (norm.endswith("ا") and speakers.has("document", norm)),  # أصدر الوزير بيانا
            verb=any(
                reading.form != "participle" and (not reading.verb.only_clause or reading.feminine)
                for reading in readings
            )
            and not speakers.has("person_head", norm),
            participle=any(reading.form == "participle" for reading in readings)
            and not norm.startswith("ال"),
            waits=self._waits(norm),
            cue=self._is_cue(norm),
        )

    def _is_cue(self, norm: str) -> bool:
        readings = self.verbs.read(norm)
        joined = norm[:1] in ("و", "ف") and not self.speakers.has("institution_head", norm)
        return any(
            reading.verb.id in ("qala", "akkada", "adafa")
            or (joined and reading.form != "participle" and not reading.verb.only_clause)
            for reading in readings
        )

    def _is_loud(self, printed: str) -> bool:
        """Whether a printed word may open a content (أن, بمقتل, إلى, مقتل, التوصل) or a statement of its own."""
        norm = NORMS[printed][0]
        if norm[0] in "بل" or norm in _OPENERS or norm in self.verbs.prepositions or self[norm].cue:
            return True
        if is_masdar(self.speakers, Token(0, len(printed), printed, norm, True)):
            return True
        rest = re.sub("[\u064b-\u065f\u0640]", "", printed)[2:]
        definite = norm.startswith("ال") and len(norm) > 2
        return definite and is_masdar(self.speakers, Token(0, len(rest), rest, norm[2:], True))

    def _is_person(self, norm: str) -> bool:
        return any(known.kind == "person" for _, known in self.speakers.aliases.get(norm, ()))

    def _waits(self, norm: str) -> bool:
        if norm.startswith(("ال", "لل", "بال")) or self.speakers.has("document", norm):
            return False
        if norm[:1] in "لبو" and self.speakers.has("institution_head", norm[1:]):
            return True
        return self.speakers.has("institution_head", norm) or self.speakers.has("person_head", norm)


@lru_cache(maxsize=4)
def _shapes(speakers: Speakers, verbs: Verbs) -> Shapes:
    return Shapes(speakers, verbs)


class Phrases:
    """Finds the phrase of a speaker among the tokens of one passage."""

    def __init__(self, speakers: Speakers, verbs: Verbs, passage: Sequence[Token]) -> None:
        self.speakers = speakers
        self.passage = passage
        self.shapes = _shapes(speakers, verbs)
        self._found: dict[tuple[int, bool, bool, bool], Phrase | None] = {}

    def is_verb(self, index: int) -> bool:
        return self.shapes[self.passage[index].norm].verb

    def is_participle(self, index: int) -> bool:
        return self.shapes[self.passage[index].norm].participle

    def stops(self, index: int, first: int, masdar: bool, preposition: bool) -> bool:
        """Whether a speaker's phrase that began at ``first`` cannot go on at ``index``."""
        token = self.passage[index]
        if not token.word:
            return True
        norm = token.norm
        shape = self.shapes[norm]
        if shape.ends:
            return True
        inside = index > first
        if norm in ("في", "فى") and inside:
            return not self._place_follows(index, first)
        if norm == "من":
            return not inside or self.passage[index - 1].norm.startswith("ال") or index - first > 6
        if self._is_period(index):
            return True
        if norm == "عن" and inside and self.passage[index - 1].norm in _ISSUED:
            return False
        if norm == "عام" and inside and self._in_construct(index - 1):
            return self.passage[min(index + 1, len(self.passage) - 1)].norm[0].isdigit()  # نائب عام المقاطعة
        if norm in _INFORMED and inside and self._in_construct(index - 1):
            return False  # مصدر مطلع, but مطلع الشهر
        if shape.adjunct or token.text.endswith(("اً", "ًا")):  # an accusative: the object or an adverb
            return True
        if inside and (shape.ends_inside or shape.participle):
            return True
        free = inside and not self._in_construct(index - 1)
        if free and (
            shape.verb
            or (
                masdar
                and (
                    is_masdar(self.speakers, token) or is_definite_masdar(self.speakers, self.passage, index)
                )
            )
        ):
            return True
        if not (preposition and inside and starts_with_preposition(self.speakers, token)):
            return False
        # بالجيش belongs to the title before it, الرقيب بالجيش.
        institution = norm.startswith("بال") and self.speakers.has("institution_head", norm[1:])
        return not (institution and self.speakers.has("person_head", self.passage[index - 1].norm))

    def _is_period(self, index: int) -> bool:
        """الشهر الماضي, العام الجاري: when, not who."""
        following = self.passage[index + 1].norm if index + 1 < len(self.passage) else ""
        return self.passage[index].norm in _PERIODS and following in _PERIOD_ENDS

    def is_addressee(self, index: int) -> bool:
        """Whether a word is a listener with ل before it: للنواب, لوزير, but not لجنة."""
        norm = self.passage[index].norm
        if norm.startswith("لل"):
            return True
        if norm[:1] != "ل" or norm in self.speakers.aliases or self.speakers.nation(norm):
            return False
        heads = self.speakers.words["person_head"] | self.speakers.words["institution_head"]
        return norm not in heads and norm[1:] in heads

    def _in_construct(self, index: int) -> bool:
        """Whether a word still waits for its second half."""
        return self.shapes[self.passage[index].norm].waits

    def _place_follows(self, index: int, first: int) -> bool:
        """Whether في belongs to the name (الشرطة في إندونيسيا) and not to the event (في مؤتمر صحفي)."""
        if index + 1 >= len(self.passage) or not self.passage[index + 1].word:
            return False
        norm = self.passage[index + 1].norm
        speakers = self.speakers
        if any(token.norm in speakers.words["month"] for token in self.passage[index + 2 : index + 4]):
            return False  # المتحدث في الثلاثين من مارس
        if speakers.has("adjunct_noun", norm) or norm[0].isdigit() or norm in speakers.words["adjunct"]:
            return False
        head = self.passage[first].norm
        institutional = speakers.has("institution_head", head) or speakers.has("person_head", head)
        return institutional and not speakers.known_at(
            [token.norm for token in self.passage[first : first + 1]], 0
        )

    def at(
        self, first: int, masdar: bool = False, preposition: bool = False, apposition: bool = True
    ) -> Phrase | None:
        """The phrase that begins at a token: a noun with its adjectives, titles, name and appositions.

        ``masdar`` and ``preposition`` say that the verb takes a bare nominal or one with ب as its content,
        so that the phrase ends before it.
        """
        asked = (first, masdar, preposition, apposition)
        if asked not in self._found:
            self._found[asked] = self._phrase(*asked)
        return self._found[asked]

    def _phrase(self, first: int, masdar: bool, preposition: bool, apposition: bool) -> Phrase | None:
        if first >= len(self.passage) or self.stops(first, first, masdar, preposition):
            return None
        issued = first > 0 and self.passage[first - 1].norm in _BEFORE_ISSUER
        if self.is_addressee(first) and not issued:
            return None
        if preposition and is_content_with_b(self.speakers, self.passage[first]):
            return None
        if masdar and is_masdar(self.speakers, self.passage[first]):
            return None
        if masdar and is_definite_masdar(self.speakers, self.passage, first):
            return None
        last = self._run(first, first, masdar, preposition)
        for _ in range(2 if apposition else 0):
            extended = self._apposition(first, last, masdar, preposition)
            if extended == last:
                break
            last = extended
        while last > first + 1 and self.passage[last - 1].norm in ("من", "في", "باسم", "لدي"):
            last -= 1
        return Phrase(first, last, self.passage[first].start, self.passage[last - 1].end)

    def _run(self, index: int, first: int, masdar: bool, preposition: bool) -> int:
        passage = self.passage
        limit = min(len(passage), first + LONGEST_SPEAKER)
        while index < limit:
            token = passage[index]
            if token.text == "(":
                close = next(
                    (at for at in range(index + 1, min(limit, index + 5)) if passage[at].text == ")"), None
                )
                if close is None or any(passage[at].norm[:1].isdigit() for at in range(index, close)):
                    break
                index = close + 1
            elif token.text in '"«“„»”':
                named = passage[index - 1].norm
                medium = named == "باسم" or self.speakers.has("medium", named)
                reach = min(limit, index + (10 if medium else 5))
                close = next((at for at in range(index + 1, reach) if passage[at].text in '"»”“«'), None)
                if (
                    close is None
                    or close == index + 1
                    or not (
                        medium
                        or self.speakers.has("medium", passage[max(first, index - 2)].norm)
                        or (close - index == 2 and passage[close - 1].text[0] < "\u0600")
                    )
                ):
                    break
                index = close + 1
                if index < limit and passage[index].word and not passage[index].norm.startswith("ال"):
                    break
            elif token.text in ("#", "_") and index + 1 < limit:
                index += 1  # a hashtag: #علماء_باكستان
            elif self._is_hyphen(index) and index + 1 < limit:
                index += 2
            elif self.stops(index, first, masdar, preposition):
                break
            else:
                index += 1
        return index

    def _is_hyphen(self, index: int) -> bool:
        """A hyphen inside a name: سارة هانسون-يونغ."""
        passage = self.passage
        if passage[index].text not in ("-", "‐", "‑", "–", "ـ") or not 0 < index < len(passage) - 1:
            return False
        before, hyphen, after = passage[index - 1 : index + 2]
        joined = before.end == hyphen.start and hyphen.end == after.start
        return joined and before.word and after.word and not after.norm[0].isdigit()

    def _apposition(self, first: int, last: int, masdar: bool, preposition: bool) -> int:
        """The end of an apposition after a comma: الأمين العام للمنظمة، فلان، …"""
        passage = self.passage
        if last + 1 >= len(passage) or passage[last].text not in ("،", ","):
            return last
        begin = last + 1
        if self.stops(begin, begin, masdar, preposition) or (
            passage[begin].norm[0] in "و" and not self._is_name(begin)
        ):
            return last
        if (
            (masdar and is_masdar(self.speakers, passage[begin]))
            or self.is_verb(begin)
            or self.is_participle(begin)
        ):
            return last
        if passage[begin].norm in _TIME_NOUNS or starts_with_preposition(self.speakers, passage[begin]):
            return last
        if passage[begin].norm.startswith(("سي", "ست", "ي", "ل")) and not self._is_name(begin):
            return last
        norm = passage[begin].norm
        if norm.endswith("ت") and not norm.startswith("ال") and not self._is_name(begin):
            return last  # دراسة، نشرت أمس: a verb
        end = self._run(begin, begin, masdar, preposition)
        if end < len(passage) and end - first < LONGEST_SPEAKER:
            after = passage[end]
            closes = (
                after.text in ("،", ",", ":", '"', "«", "“", "(", "-", "–") or after.norm in _COMPLEMENTISERS
            )
            if closes or (after.word and self.stops(end, begin, masdar, preposition)):
                return end
        return last

    def _is_name(self, index: int) -> bool:
        norm = self.passage[index].norm
        return bool(
            norm in self.speakers.aliases
            or self.speakers.has("person_head", norm)
            or self.speakers.has("institution_head", norm)
        )


def is_content_with_b(speakers: Speakers, token: Token) -> bool:
    """Whether ب opens a content right after the verb: توعد بسحق, but توعد بوتين."""
    norm = token.norm
    if not starts_with_preposition(speakers, token):
        return False
    rest = norm[1:]
    return (
        rest.startswith("ال")
        or (rest.endswith("ه") and len(rest) > 4)
        or is_masdar(speakers, Token(token.start + 1, token.end, token.text[1:], rest, True))
    )


def is_feminine(speakers: Speakers, norm: str) -> bool:
    """Whether a noun takes a feminine verb, by its ending or by list."""
    bare = norm[1:] if norm[:1] == "و" and len(norm) > 4 else norm
    if speakers.has("masculine", bare):
        return False
    return bare.endswith(("ه", "ات")) or speakers.has("feminine", bare) or bare in speakers.nations
