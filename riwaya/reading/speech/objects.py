"""Where the subject of a reporting verb ends and its object begins, though nothing stands between them.

Belongs here: the accused after the accuser, what is announced after who announces it.
Does not: where the subject stands (subjects.py), contents after a particle (contents.py).
"""

from __future__ import annotations

import re

from riwaya.reading.speech.cues import Reading, Token, word_set
from riwaya.reading.speech.grammar import ADJECTIVES, COMPLEMENTISERS, PRONOMINAL, Grammar
from riwaya.reading.speech.knowledge import bare
from riwaya.reading.speech.phrases import Phrase
from riwaya.reading.speech.shapes import is_feminine, is_masdar, starts_with_preposition

# A possessive pronoun; written ه, and not ة, at the end of a word.
_SUFFIXED = re.compile(r"(?:ها|هم|هما|هن|ه)\Z")
_SELF = word_set(
    "نفسه نفسها نفسهم انفسهم انفسهن ذاته ذاتها عينه عينها جميعهم كلهم بعضهم معظمهم وحده وحدها وحدهم"
)
_BEFORE_PLACE = word_set("باسم في من و دوله جمهوريه مملكه العاصمه")
# Where in a country a force is: الشرطة شمال البلاد.
_SIDES = word_set("شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط داخل خارج")


class Objects(Grammar):
    """Parts subjects from their objects."""

    announced: int | None = None  # the token at which the last subject's object begins

    def _before_announced(self, phrase: Phrase) -> Phrase:
        """A subject without what it announces: السلطات | فتح تحقيق, الجيش السوداني | تدخله, الصندوق | انكماشا."""
        passage = self.passage
        self.announced = None
        if phrase.last < len(passage) and passage[phrase.last].norm in COMPLEMENTISERS | PRONOMINAL:
            return phrase
        # A name may follow any head but an institution's: أعلن البرتغالي جوزيه.
        person = not self.speakers.has("institution_head", passage[phrase.first].norm)
        for at in range(phrase.first + 1, phrase.last):
            before = passage[at - 1]
            person = person or self.speakers.has("person_head", before.norm.removeprefix("ل"))
            if before.word and passage[at].word and self._is_whole(at) and self._is_announced(at, person):
                self.announced = at
                return Phrase(phrase.first, at, phrase.start, before.end)
        if phrase.last in self.phrases.objects:
            definite = passage[phrase.last].norm.startswith("ال")
            self.announced = phrase.last if definite or self._is_announced(phrase.last, person) else None
        elif phrase.last < len(passage) and passage[phrase.last].text.endswith(("اً", "ًا")):
            self.announced = phrase.last if self._is_announced(phrase.last, True) else None
        return phrase

    def _has_owner(self, token: Token, person: bool) -> bool:
        """Whether a possessive pronoun is joined to a noun (تدخله); a name may end like one: جوزيه."""
        norm = token.norm
        if len(norm) < 4 or norm in _SELF or not _SUFFIXED.search(token.text):
            return False
        surely = not token.text.endswith("ه") or token.text.endswith("ته")
        return surely or not person or is_masdar(self.speakers, token)

    def _is_whole(self, at: int) -> bool:
        """Whether the noun before a word waits for nothing more: السلطات, للمياه, روسيا, but not عبد الواحد."""
        before = self.passage[at - 1].norm
        named = at > 1 and self.passage[at - 2].norm in ("عبد", "ابو", "ابن", "بن")
        return not named and (before.startswith(("ال", "لل")) or self.speakers.nation(before) is not None)

    def _is_announced(self, at: int, person: bool) -> bool:
        """Whether a word after a complete subject is its object; a person's name may follow a title."""
        token, speakers = self.passage[at], self.speakers
        norm = token.norm
        if norm.startswith(("ال", "لل", "و")) or norm in speakers.aliases or speakers.nation(norm):
            return False
        if speakers.has("person_head", norm) or speakers.has("institution_head", norm) or len(norm) < 3:
            return False
        if norm in speakers.words["masdar_or_name"] or self._has_owner(token, person):
            return True
        definite = self.passage[at - 1].norm.startswith(("ال", "لل"))
        if definite and norm.endswith("ا") and len(norm) > 4:
            stem = Token(token.start, token.end, token.text.rstrip("ًا"), norm[:-1], True)
            return not person or is_masdar(speakers, stem)
        following = self.passage[at + 1] if at + 1 < len(self.passage) else None
        if person or not definite or following is None or not following.word or norm in _SIDES:
            return False
        return not starts_with_preposition(speakers, token) and not norm.startswith("ل")

    def _without_object(self, phrase: Phrase, reading: Reading) -> Phrase | None:
        """The subject of اتهم, طالب, أدان without the object that follows it directly."""
        speakers, passage = self.speakers, self.passage
        split = self._after_nation(phrase)
        if split is None:
            split = self._after_known(phrase)
        if split is None:
            split = self._second_office(phrase)
        comma = next(
            (at for at in range(phrase.first, phrase.last) if passage[at].text in ("،", ",")), phrase.last
        )
        for at in range(phrase.first + 1, comma if split is None else split):
            norm, previous = passage[at].norm, passage[at - 1].norm
            if not passage[at].word or norm.startswith("لل") or not passage[at - 1].word:
                continue
            open_construct = not previous.startswith(("ال", "لل")) and (
                speakers.has("institution_head", previous) or speakers.has("person_head", previous)
            )
            if open_construct or previous in _BEFORE_PLACE:
                continue
            definite_head = norm.startswith("ال") and speakers.has("institution_head", norm)
            bare_head = (
                not norm.startswith("ال")
                and speakers.has("institution_head", norm)
                and not norm.startswith("و")
            )
            object_word = norm in (
                "المجتمع",
                "الاطراف",
                "المسووليه",
                "المسئوليه",
                "مسووليه",
                "الفصائل",
                "العالم",
            )
            country = norm.removeprefix("و") in speakers.exact_nations and (
                speakers.nation(previous) is None
                or (previous.startswith("ال") and bare(previous) in speakers.adjectives)
                or (at == phrase.first + 1 and bare(previous) in speakers.nations)
            )
            verbal = is_masdar(speakers, passage[at]) or (
                norm.startswith("ال") and is_masdar(speakers, _without_article(passage[at]))
            )
            second = verbal or self._second_noun(norm, previous) or self._opens_object(phrase, at)
            accusative = norm.startswith("ال") and norm.endswith("ين") and previous.startswith("ال")
            country = country or (accusative and speakers.nation(norm) is None)
            if (
                definite_head
                or bare_head
                or object_word
                or country
                or (second and reading.verb.frame == "condemn")
                or (self._second_noun(norm, previous) and self._is_institution(phrase.first))
            ):
                split = at
                break
        if split is not None:
            return Phrase(phrase.first, split, phrase.start, passage[split - 1].end)
        needs_object = reading.verb.id in ("ittahama", "hammala", "nashada")
        mismatch = (
            not reading.feminine and not reading.plural and is_feminine(speakers, passage[phrase.first].norm)
        )
        if needs_object and not reading.pronoun and mismatch:
            return None
        return phrase

    def _after_nation(self, phrase: Phrase) -> int | None:
        """Where the object begins after a country's bare name: بغداد | البعثات المقيمة."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        end = self.speakers.nation_end(norms, 0)
        while end is not None and end < len(norms) and norms[end].startswith("و"):
            following = self.speakers.nation_end(norms, end)
            if following is None:
                return None
            end = following
        if end is None or end >= len(norms) or not self.passage[phrase.first + end].word:
            return None
        return phrase.first + end

    def _nation_alone(self, phrase: Phrase, transitive: bool = False) -> Phrase:
        """A country's name without the object after it: النمسا | خطا متشددا, but باكستان الإسلامية."""
        at = self._after_nation(phrase)
        hit = self.speakers.known_at([t.norm for t in self.passage[phrase.first : phrase.last]], 0)
        if hit is not None and hit[1] > 1:
            return phrase  # رياض سلامة
        if at is None or (self.passage[at].norm.startswith(("ال", "و")) and not transitive):
            return phrase
        return Phrase(phrase.first, at, phrase.start, self.passage[at - 1].end)

    def _after_known(self, phrase: Phrase) -> int | None:
        """Where the object begins after a well-known person's name: الرئيس الأميركي دونالد ترامب | الصين."""
        norms = [token.norm for token in self.passage[phrase.first : phrase.last]]
        for at in range(len(norms)):
            hit = self.speakers.known_at(norms, at)
            if hit is not None and hit[0].kind == "person":
                at = phrase.first + hit[1]
                if at >= phrase.last:
                    return None
                if self.passage[at].word:
                    return at
                following = self.passage[at + 1].norm if at + 1 < phrase.last else ""
                return at if following.removeprefix("و") in self.speakers.exact_nations else None
        return None

    def _second_office(self, phrase: Phrase) -> int | None:
        """Where an office begins that is no second title of the speaker: المنظمة | الرئيس, فلان | رئيس الوزراء."""
        passage, speakers = self.passage, self.speakers
        for at in range(phrase.first + 1, phrase.last):
            norm, previous = passage[at].norm, passage[at - 1]
            if (
                not passage[at].word
                or not speakers.has("person_head", norm)
                or norm.startswith(("لل", "و", "ل"))
            ):
                continue
            if norm != "الرئيس" and speakers.has("rank", norm):
                continue
            comma = not previous.word and any(
                speakers.has("person_head", passage[i].norm) for i in range(phrase.first, at)
            )
            # The second half of a title is definite too: زوجة الرئيس, باسم الرئيس.
            whole = (
                previous.word and previous.norm.startswith("ال") and not speakers.has("rank", previous.norm)
            )
            if norm.startswith("ال") and (comma or whole) and self._says_who(phrase.first, at):
                return at
            head = passage[phrase.first].norm
            institution = speakers.has("institution_head", head) and not speakers.has("person_head", head)
            if whole and institution:
                return at  # التقارير | شقيق الوزير
        return None

    def _says_who(self, first: int, last: int) -> bool:
        """Whether a stretch is a speaker by itself: a title and a name, or a definite noun."""
        return last - first >= 2 or self.passage[first].norm.startswith("ال")

    def _is_institution(self, index: int) -> bool:
        norm = self.passage[index].norm
        known = self.speakers
        return known.has("institution_head", norm) and not known.has("person_head", norm)

    def _opens_object(self, phrase: Phrase, at: int) -> bool:
        """Whether a bare noun before a definite one begins the object: وزارة الخارجية | قمع المتظاهرين."""
        passage, speakers = self.passage, self.speakers
        head = passage[phrase.first].norm
        if speakers.has("person_head", head) or not speakers.has("institution_head", head):
            return False
        following = passage[at + 1].norm if at + 1 < len(passage) else ""
        bare_noun = not passage[at].norm.startswith(("ال", "و"))
        return bare_noun and passage[at - 1].norm.startswith("ال") and following.startswith("ال")

    def _second_noun(self, norm: str, previous: str) -> bool:
        """Whether a definite noun is no adjective of the one before: مجلس الجامعة | الجرائم."""
        if not norm.startswith("ال") or not previous.startswith(("ال", "لل")):
            return False
        return (
            not norm.endswith(("ي", "ه", "ين"))
            and norm not in ADJECTIVES
            and not self.speakers.has("person_head", norm)
        )


def _without_article(token: Token) -> Token:
    return Token(token.start, token.end, token.text[2:], token.norm[2:], True)
