"""A speaker's phrase taken apart: which of its words are a title, which a name, and whether the name is well known.

Belongs here: titles and names told apart by the words themselves.
Does not: what an article adds (names.py), where the phrase ends (phrases.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

from riwaya.language.memo import LONGEST, MOST
from riwaya.language.spelling import fold
from riwaya.reading.speech.cues import Token, tokens, word_set
from riwaya.reading.speech.knowledge import KnownSpeaker, Speakers, bare
from riwaya.reading.speech.nouns import Walk
from riwaya.reading.speech.shapes import is_masdar

_QUALITIES = word_set(
    "عسكري امني حكومي سياسي دبلوماسي محلي رسمي كبير كبيره رفيع طبي اعلامي اقتصادي رياضي ديني بارز سابق اخر اخري رئيسي "
    "عسكريه امنيه حكوميه سياسيه محليه رسميه حقوقي حقوقيه معارض بالجيش قضائي قضائيه نووي مستقل ايراني سوريون مجهول"
)
_Y_NAMES = word_set(
    "يوسف يونس ياسر يحيي ياسن يعقب يزيد يونغ يوري يسري يشار يوان يوهن يلدز يانغ يائي ييلن يانس يورك يهود يسوع"
)
_KIN = word_set("عائله اسره زوجه زوج ارمله والد والده نجل نجله ابن ابنه شقيق شقيقه خطيبه صهر محامي محاميه")


class Titles:
    """Takes the phrases of speakers apart."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers

    def _head(self, word: str) -> bool:
        return self.speakers.has("person_head", word) or self.speakers.has("institution_head", word)

    def split(self, printed: str) -> tuple[str, str]:
        """A speaker's phrase as (role, name), remembered: news names its speakers again and again."""
        found = self.speakers.split.get(printed)
        if found is None:
            found = self._take_apart(printed)
            if len(self.speakers.split) < MOST and len(printed) <= 4 * LONGEST:
                self.speakers.split[printed] = found
        return found

    def _take_apart(self, printed: str) -> tuple[str, str]:
        """A speaker's phrase as (role, name): either may be empty.

        الرئيس الروسي فلاديمير بوتين -> (الرئيس الروسي, فلاديمير بوتين).
        """
        clean = printed.replace("#", "").replace("_", " ")
        parts = [part.strip() for part in re.split("[،,]", clean) if part.strip()]
        split = [self._split_part(part) for part in parts]
        split = [
            (role, name) if self._is_name(name) else (f"{role} {name}".strip(), "") for role, name in split
        ]
        roles = [role for role, _ in split if role]
        # A part that is nothing but a name is surer than what seems left over of a title.
        names = [name for role, name in split if name and not role] or [name for _, name in split if name]
        return " ".join(roles), names[0] if names else ""

    def _split_part(self, part: str) -> tuple[str, str]:
        words = [word for word in re.sub(r"\([^)]*\)", " ", part).split() if word]
        norms = [fold(re.sub(r"[^\w\u0640]", "", word)) for word in words]
        speakers = self.speakers
        if not words:
            return "", ""
        # أمير is a first name too.
        prince = norms[0] == "امير" and len(norms) > 1 and not norms[1].startswith("ال")
        if prince and not speakers.nation(norms[1]):
            return "", " ".join(words)
        if not self._head(norms[0]):
            return self._name_first(words, norms)
        if speakers.has("institution_head", norms[0]) and not speakers.has("person_head", norms[0]):
            return " ".join(words), ""
        if any(norm in _KIN for norm in norms[:4]):
            return " ".join(words), ""  # زوجة الرئيس فلان: the name is her husband's
        return self._title_first(" ".join(words))

    def _title_first(self, part: str) -> tuple[str, str]:
        """A part that begins with a title: the name begins where the title is whole (nouns.py)."""
        passage = tokens(part, 0, len(part))
        walk = Walk(self.speakers, passage, 0, len(passage))
        end = walk.end()
        if walk.name is None or walk.name >= end:
            return part, ""
        last = walk.name_end if walk.name_end is not None and walk.name_end > walk.name else end
        while last > walk.name + 1 and not passage[last - 1].word:
            last -= 1
        name = part[passage[walk.name].start : passage[last - 1].end]
        titled = walk.title is not None and walk.title == walk.name_end
        after = part[passage[last].start : passage[end - 1].end] if titled and last < end else ""
        return f"{part[: passage[walk.name].start].strip()} {after}".strip(), name

    def _is_name(self, name: str) -> bool:
        """Whether what is left of a phrase after its title can be someone's name."""
        norms = norms_of(name)
        if not norms or not name or len(norms) > 6:
            return not name
        speakers = self.speakers
        first = norms[0]
        if norms == ["فور"]:
            return False  # فور وصوله
        if speakers.known_at(norms, 0):
            return True
        if (
            first.startswith("تت")
            or (first.startswith("است") and first.endswith("ت"))
            or (len(first) == 4 and first[0] == "ي" and first not in _Y_NAMES)
        ):
            return False  # a verb: السفير يجلس
        if len(first) < 2 or first.startswith(("لل", "بال", "وال")) or first in ("لحقوق", "لشؤون", "لدي"):
            return False
        for at, norm in enumerate(norms):
            if at and norm in ("ال", "بن", "ابن", "ابو", "عبد", "دي", "فان", "فون", "لو", "دو"):
                continue
            if norm == "علي":
                continue
            if norm[0].isdigit() or norm in speakers.words["verb"] or norm in speakers.words["adjunct"]:
                return False
            if len(norm) > 4 and norm.endswith(("ها", "هم", "هما", "ته")) and not norm.startswith("ال"):
                return False
            if (norm.endswith("يه") and len(norm) > 5 and not at) or norm in ("نفسه", "نفسها"):
                return False  # يملك الرئيس صلاحية
            if norm[0] in "لب" and len(norm) > 5 and self._is_purpose(norm, at):
                return False
            if at and (norm.startswith(("لل", "بال")) or (norm[0] in "لب" and norm.endswith("ات"))):
                return False  # نشر السفير صورا لعمليات
            if speakers.adjectives.get(bare(norm)) and not at:
                return False
        return not self._is_quality(norms)

    def _is_purpose(self, norm: str, at: int) -> bool:
        """Whether a word is a preposition and a verbal noun: كافانو بتعرية, استدعى القاضي لاستجوابه."""
        rest = norm[1:]
        listed = rest in self.speakers.words["masdar"]
        verbal = listed or (
            norm[0] == "ب" and is_masdar(self.speakers, Token(0, len(rest), rest, rest, True))
        )
        return verbal and (at > 0 or rest.endswith("ه"))

    def _is_quality(self, norms: list[str]) -> bool:
        """مسؤول | عسكري, مصدر | دبلوماسي رفيع: an adjective is no name."""
        return norms[0] in _QUALITIES

    def _name_first(self, words: list[str], norms: list[str]) -> tuple[str, str]:
        """A part that begins with no title: a name, perhaps with a title after it (فلان وزير الدفاع)."""
        for at in range(1, len(norms)):
            if self.speakers.has("person_head", norms[at]):
                return " ".join(words[at:]), " ".join(words[:at])
        if norms[0].startswith("ال") and self.speakers.known_at(norms, 0) is None:
            if (
                len(norms) > 2
                and bare(norms[0]) in self.speakers.adjectives
                and not norms[1].startswith("ال")
            ):
                return "", " ".join(words[1:])  # الأميركي فلان
            return " ".join(words), ""
        return "", " ".join(words)

    def _person(self, name: str) -> str | None:
        norms = norms_of(name)
        for at in range(len(norms)):
            hit = self.speakers.known_at(norms, at)
            if hit and hit[1] < len(norms) and norms[hit[1]] in ("جونيور", "الابن", "الاب"):
                return None  # the son or the father of whom everybody knows
            if hit and hit[0].kind == "person" and self._fits(norms[:at], hit[0]):
                return hit[0].name_ar
        return None

    def _fits(self, before: list[str], known: KnownSpeaker) -> bool:
        """Whether the words before a known surname are that person's: دونلد ترامب, but not أسماء الأسد."""
        own = {_skeleton(word) for alias in (known.name_ar, *known.aliases) for word in norms_of(alias)}
        return all(_skeleton(word) in own or self.speakers.has("rank", word) for word in before)


_LONG_VOWELS = re.compile("[اويه]")


def _skeleton(word: str) -> str:
    """A word without its long vowels: foreign names are spelt with more or fewer of them."""
    return _LONG_VOWELS.sub("", word)


_SIGNS = re.compile(r"[^\w\u0640]")


@lru_cache(maxsize=20_000)
def _words(printed: str) -> tuple[str, ...]:
    words = (fold(_SIGNS.sub("", word)) for word in printed.split())
    return tuple(word for word in words if word)


def norms_of(printed: str) -> list[str]:
    return list(_words(printed))
