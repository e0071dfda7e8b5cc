"""Where a speaker's phrase begins and ends among the tokens of a passage.

Belongs here: the noun phrase with its titles, name and appositions.
Does not: what a word can be by its letters (shapes.py), which verb a phrase belongs to (subjects.py),
whom it names (names.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from riwaya.reading.speech.cues import Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Speakers
from riwaya.reading.speech.nouns import Walk
from riwaya.reading.speech.shapes import (
    AN,
    is_content_with_b,
    is_definite_masdar,
    is_masdar,
    shapes_of,
    starts_with_preposition,
)

MARKS = frozenset('"«“»”')
LONGEST_SPEAKER = 24  # words; a longer run is a sentence, not a name
_PERIODS = word_set("الشهر الاسبوع العام السنه القرن الصيف الشتاء الخريف الربيع الفصل اليوم الليله الفتره")
_PERIOD_ENDS = word_set(
    "الماضي الماضيه الفائت الفائته الجاري الجاريه الحالي الحاليه المقبل المقبله القادم المنصرم المنصرمه"
)
_ISSUED = word_set("صادر صادره الصادر الصادره")
_TIME_NOUNS = word_set("مطلع اواخر اوائل منتصف نهايه بدايه مستهل صباح مساء يوم")
_PLACES = word_set("ولايه محافظه مدينه بلديه مقاطعه اقليم منطقه قضاء ناحيه بلده")
_INFORMED = word_set("مطلع مطلعه مطلعون مطلعين")
_BEFORE_ISSUER = word_set("وفقا طبقا ووفقا وطبقا تقرير تقارير بيانات احصاء حصيله")  # في تقرير للمنظمة


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's words among the tokens of a passage: ``first`` to ``last`` (exclusive), with the text span."""

    first: int
    last: int
    start: int
    end: int


class Phrases:
    """Finds the phrase of a speaker among the tokens of one passage."""

    def __init__(self, speakers: Speakers, verbs: Verbs, passage: Sequence[Token]) -> None:
        self.speakers = speakers
        self.passage = passage
        self.shapes = shapes_of(speakers, verbs)
        self.objects: set[int] = set()  # tokens that grammar keeps out of the phrase before them
        self._found: dict[tuple[int, bool, bool, bool], Phrase | None] = {}

    @cached_property
    def dotless(self) -> bool:
        """Whether the passage writes على and إلى without dots, so that علي is a name."""
        return any(token.text in ("على", "إلى", "الى", "حتى") for token in self.passage)

    def _ends_clause(self, index: int) -> bool:
        """Whether no noun stands at a token that a preposition could go with."""
        if index >= len(self.passage) or not self.passage[index].word:
            return True
        norm = self.passage[index].norm
        return norm in AN or self.shapes[norm].adjunct

    def _is_first_name(self, index: int) -> bool:
        """Whether علي right after a verb that takes no على is a man: ويرى علي سالمي أن."""
        if not index or index + 2 >= len(self.passage):
            return False
        readings = self.shapes.verbs.read(self.passage[index - 1].norm)
        if not readings or any(r.form == "participle" or "على" in r.verb.prepositions for r in readings):
            return False
        name, after = self.passage[index + 1 : index + 3]
        plain = name.word and not name.norm.startswith("ال") and not is_masdar(self.speakers, name)
        shape = self.shapes[name.norm]
        return (
            plain and not shape.ends and not shape.adjunct and (after.norm in AN or after.text in ("،", ","))
        )

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
        if token.text == "علي" and inside and (self.dotless or self._ends_clause(index + 1)):
            return (
                False  # علي خامنئي: where على is written without dots, or has no noun after it, it is a name
            )
        if not inside and (
            (token.text == "علي" and self._is_first_name(index)) or self.is_issuer_of_statement(index)
        ):
            return False
        if norm == "عدد" and not inside and index + 1 < len(self.passage):
            return self.passage[index + 1].norm != "من"  # قال عدد من السكان
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
        if norm[1:] in _PLACES and inside and index + 1 < len(self.passage):
            titled = self.speakers.has("person_head", self.passage[first].norm)
            return not titled or self.passage[index + 1].norm.endswith("ه")  # مدير التعليم بولاية الساحل
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

    def is_issuer_of_statement(self, index: int) -> bool:
        """Whether an institution with ل stands after the statement it issued: جاء في بيان لوزارة الصحة."""
        norm = self.passage[index].norm
        stated = index > 1 and self.passage[index - 1].norm in ("بيان", "بلاغ")
        issuer = norm[:1] == "ل" and self.speakers.has("institution_head", norm[1:])
        return stated and issuer and self.passage[index - 2].norm == "في"

    def _in_construct(self, index: int) -> bool:
        """Whether a word still waits for its second half."""
        return self.shapes[self.passage[index].norm].waits

    def _place_follows(self, index: int, first: int) -> bool:
        """Whether في belongs to the name (الشرطة في إندونيسيا) and not to the event (في مؤتمر صحفي)."""
        if index + 1 >= len(self.passage) or not self.passage[index + 1].word:
            return False
        norm = self.passage[index + 1].norm
        speakers = self.speakers
        if any(token.norm in speakers.words["month"] for token in self.passage[index + 1 : index + 6]):
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
        if first + 1 < len(self.passage) and self.passage[first].text == "#":
            return self.at(first + 1, masdar, preposition, apposition)
        known = self._known_end(first) is not None
        if first >= len(self.passage) or (not known and self.stops(first, first, masdar, preposition)):
            return None
        if self.shapes[self.passage[first].norm].manner:
            return None  # قال ساخرا
        issued = first > 0 and (
            self.passage[first - 1].norm in _BEFORE_ISSUER or self.is_issuer_of_statement(first)
        )
        if self.is_addressee(first) and not issued:
            return None
        if preposition and is_content_with_b(self.speakers, self.passage[first]):
            return None
        if masdar and is_masdar(self.speakers, self.passage[first]):
            return None
        if masdar and is_definite_masdar(self.speakers, self.passage, first):
            return None
        run = self._run(first, first, masdar, preposition)
        walk = Walk(self.speakers, self.passage, first, run)
        last = walk.end()
        if last < run:
            self.objects.add(last)
        awaited = walk.person and walk.name is None
        for _ in range(2 if apposition else 0):
            extended = self._name_after_title(last) if awaited else last
            if extended == last:
                extended = self._apposition(first, last, masdar, preposition)
            awaited = False
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
            known = self._known_end(index)
            if known is not None:
                index = min(known, limit)  # بي بي سي, السلام الآن: whatever its words are elsewhere
            elif token.text == "(":
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
                        or self._is_marked_word(first, index, close)
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
            elif token.norm[0].isdigit() and index > first and passage[index - 1].end == token.start:
                index += 1  # فرانس24
            elif self.stops(index, first, masdar, preposition):
                break
            else:
                index += 1
        return index

    def _is_marked_word(self, first: int, index: int, close: int) -> bool:
        """Whether marks set one word of a name apart: وسائل إعلام «محلية» أمس، قائد عمليات «تكريت»، في بيان."""
        passage = self.passage
        if close != index + 2 or close + 1 >= len(passage) or index == first:
            return False
        before, word, after = passage[index - 1], passage[index + 1], passage[close + 1]
        head = passage[first].norm
        someone = self.speakers.has("person_head", head) or self.speakers.has("institution_head", head)
        bare = before.word and not before.norm.startswith("ال") and not word.norm.startswith("ال")
        return someone and bare and word.word and (after.word or after.text in ("،", ","))

    def _is_hyphen(self, index: int) -> bool:
        """A hyphen inside a name: سارة هانسون-يونغ."""
        passage = self.passage
        if passage[index].text not in ("-", "‐", "‑", "–", "ـ") or not 0 < index < len(passage) - 1:
            return False
        before, hyphen, after = passage[index - 1 : index + 2]
        joined = before.end == hyphen.start and hyphen.end == after.start
        return joined and before.word and after.word and not after.norm[0].isdigit()

    def _known_end(self, index: int) -> int | None:
        """The token after a well-known name of several words that begins at a token; None where none does."""
        if index >= len(self.passage) or self.passage[index].norm not in self.speakers.aliases:
            return None
        hit = self.speakers.known_at([token.norm for token in self.passage[index : index + 6]], 0)
        return index + hit[1] if hit is not None and hit[1] > 1 else None

    def _name_after_title(self, last: int) -> int:
        """The end of a name between commas after its title, whatever its words look like: الوزير، مات فلان، إن …"""
        passage = self.passage
        if last + 3 >= len(passage) or passage[last].text not in ("،", ","):
            return last
        for at in range(last + 1, min(len(passage) - 1, last + 6)):
            token = passage[at]
            if token.text in ("،", ","):
                after = passage[at + 1].norm
                return at if at > last + 2 and (after in AN or after == ":") else last
            shape = self.shapes[token.norm]
            if not token.word or shape.ends or shape.adjunct or len(token.norm) < 2:
                return last
        return last

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
        other = self.speakers.has("institution_head", norm)
        someone = passage[first].norm.startswith("ال") or self._is_title(first)
        if other and someone and not self._is_title(begin):
            return last  # دعا الرئيس فلان، البرلمان إلى
        if norm.endswith("ت") and not norm.startswith("ال") and not self._is_name(begin):
            return last  # دراسة، نشرت أمس: a verb
        run = self._run(begin, begin, masdar, preposition)
        end = Walk(self.speakers, passage, begin, run).end()
        if end < len(passage) and end - first < LONGEST_SPEAKER:
            after = passage[end]
            closes = after.text in ("،", ",", ":", '"', "«", "“", "(", "-", "–") or after.norm in AN
            if (
                closes
                or (end < run and end > begin + 1)
                or (after.word and self.stops(end, begin, masdar, preposition))
            ):
                return end
        return last

    def _is_title(self, index: int) -> bool:
        return self.speakers.has("person_head", self.passage[index].norm)

    def _is_name(self, index: int) -> bool:
        norm = self.passage[index].norm
        return bool(
            norm in self.speakers.aliases
            or self.speakers.has("person_head", norm)
            or self.speakers.has("institution_head", norm)
        )


def marked_name(passage: Sequence[Token], at: int, verbs: Verbs, speakers: Speakers) -> Phrase | None:
    """A speaker's name in quotation marks that open at a token: أعلنت «لجنة الأطباء»، الجمعة، …; None where it is speech.

    The marks hold an institution and nothing else, a reporting verb stands before them or the line begins with them,
    and the clause goes on after them.
    """
    if at + 2 >= len(passage) or passage[at].text not in MARKS:
        return None
    close = next((i for i in range(at + 2, min(len(passage) - 1, at + 8)) if passage[i].text in MARKS), None)
    if close is None:
        return None
    first = passage[at + 1]
    named = (
        speakers.has("institution_head", first.norm) or speakers.nation(passage[close - 1].norm) is not None
    )
    named = named or (first.norm.startswith("ال") and passage[close + 1].norm in AN)
    if not named and not _is_surname(speakers, [token.norm for token in passage[at + 1 : close]]):
        return None
    before, after = passage[at - 1] if at else None, passage[close + 1]
    if before is None:
        heading = after.text == ":"
        spoken = False
    else:
        heading = False
        spoken = any(r.form != "participle" for r in verbs.read(before.norm))
    goes_on = after.text in ("،", ",") or after.norm in AN or after.norm in speakers.words["adjunct"]
    if not heading and not (spoken and (goes_on or is_masdar(speakers, after))):
        return None
    phrase = Phrases(speakers, verbs, passage).at(at + 1, apposition=False)
    if phrase is None or phrase.last != close:
        return None
    return phrase


def _is_surname(speakers: Speakers, norms: Sequence[str]) -> bool:
    hit = speakers.known_at(norms, 0)
    return hit is not None and hit[1] == len(norms)
