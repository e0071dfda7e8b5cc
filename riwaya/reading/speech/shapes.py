"""What a word can be in a speaker's phrase, by its letters: a verbal noun, a preposition and a noun, a border.

Belongs here: the shapes of words, looked up once each.
Does not: where a phrase begins and ends (phrases.py), which nouns go together (nouns.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from riwaya.language.memo import LONGEST, MOST, Memo
from riwaya.reading.speech.cues import NORMS, NOUNS, Reading, Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers

AN = frozenset(
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
_OPENERS = AN | word_set("بانهن بانهما اني اي")  # words at which a content may open
_CLITICS = word_set("ب ل ك و ف")
# متوجها, مبتسما: how the speaker spoke; names in ما, مو, مي are left alone.
_MANNER = re.compile(r"م[^ايو]\w{2,4}ا\Z")
_MANNERS = word_set(
    "ساخرا ضاحكا باكيا غاضبا مازحا صارخا هاتفا قائلا واصفا شاكرا ناقلا واثقا آسفا جازما حازما"
)
_COUNTS = word_set(
    "ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره ثلاث اربع خمس ست سبع ثماني تسع عشر عشرات مئات الاف ملايين مليارات مليون مليار "
    "مليوني ملياري الفي مئه مائه اكثر اقل نحو حوالي قرابه زهاء"
)
_ALIKE = word_set("ملالا ملانيا مليكا مرسيلا")  # names that look like مبتسما
_OWN_SPEECH = word_set(
    "كلمته كلمتها حديثه حديثها حديثهم خطابه خطابها كلامه كلامها كلامهم مداخلته مداخلتها تصريحاته تصريحاتها تصريحه تصريحها "
    "بيانه بيانها رسالته رسالتها تعليقه تعليقها"
)  # اختتم المحامي | كلمته
_BEFORE_OBJECT = word_set("الي عن علي من في ب ل مع")
SAYING = word_set("قوله قولها قولهم قولهما تاكيده تاكيدها تاكيدهم")
_WEAK_MASDAR = re.compile(
    r"(?:إ\w{2,3}ا\w|إ\w{1,3}ا?\w[ةه]|ا\w{2,4}ا\w|ت\w{2}ي\w|ت\w{1}ا\w{2}|م\wا\w{2}[ةه])(?:ه|ها|هم|هما)?\Z"
)


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
    manner: bool  # how it was said: ساخرا, متوجها
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
        readings = self._as_verbs(norm)
        return Shape(
            ends=norm[0].isdigit()
            or norm in AN
            or joined in AN
            or norm in _CLITICS
            or norm in verbs
            or joined in verbs
            or (norm.startswith("ل") and norm[1:2].isascii() and len(norm) > 2),
            adjunct=norm in speakers.words["adjunct"] or norm in SAYING,
            ends_inside=(
                norm[0] == "ل" and self._is_person(norm[1:]) and not self._is_person(norm)
            )  # الملك لترامب
            or self._is_manner(norm)
            or norm in _OWN_SPEECH
            or (norm.endswith("ا") and speakers.has("document", norm))  # أصدر الوزير بيانا
            or any(
                reading.pronoun and reading.form == "imperfect" for reading in readings
            ),  # شبكة تتهمها أنقرة
            verb=any(
                reading.form != "participle" and (not reading.verb.only_clause or reading.feminine)
                for reading in readings
            )
            and not speakers.has("person_head", norm),
            participle=any(reading.form == "participle" for reading in readings)
            and not norm.startswith("ال"),
            manner=self._is_manner(norm),
            waits=self._waits(norm),
            cue=self._is_cue(norm),
        )

    def _as_verbs(self, norm: str) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.verbs.read(norm) if reading.verb.frame not in NOUNS)

    def _is_cue(self, norm: str) -> bool:
        readings = self._as_verbs(norm)
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

    def _is_manner(self, norm: str) -> bool:
        if norm in _ALIKE or norm in self.speakers.aliases:
            return False
        if norm.endswith("ا") and any(reading.form == "participle" for reading in self.verbs.read(norm)):
            return True
        stem = norm[:-1]
        if stem in self.speakers.adjectives or self.speakers.has("institution_head", norm):
            return False  # حزبا مصريا, مليشيا
        if self.speakers.has("person_head", stem) or self.speakers.has("institution_head", stem):
            return False  # لكن مسؤولا قال, مجلسا النواب والشيوخ
        return norm in _MANNERS or _MANNER.match(norm) is not None

    def _waits(self, norm: str) -> bool:
        if norm.startswith(("ال", "لل", "بال")) or self.speakers.has("document", norm):
            return False
        if norm[:1] in "لبو" and self.speakers.has("institution_head", norm[1:]):
            return True
        return self.speakers.has("institution_head", norm) or self.speakers.has("person_head", norm)


@lru_cache(maxsize=4)
def shapes_of(speakers: Speakers, verbs: Verbs) -> Shapes:
    return Shapes(speakers, verbs)


def is_content_with_b(speakers: Speakers, token: Token) -> bool:
    """Whether ب opens a content right after the verb: توعد بسحق, but توعد بوتين."""
    norm = token.norm
    if not starts_with_preposition(speakers, token):
        return False
    rest = norm[1:]
    return (
        rest.startswith("ال")
        or rest in _COUNTS
        or (rest.endswith("ه") and len(rest) > 4)
        or is_masdar(speakers, Token(token.start + 1, token.end, token.text[1:], rest, True))
    )


def is_feminine(speakers: Speakers, norm: str) -> bool:
    """Whether a noun takes a feminine verb, by its ending or by list."""
    bare = norm[1:] if norm[:1] == "و" and len(norm) > 4 else norm
    if speakers.has("masculine", bare):
        return False
    return bare.endswith(("ه", "ات")) or speakers.has("feminine", bare) or bare in speakers.nations
