"""What the speakers of one article are called: learnt from its own text, completed from what is known.

Belongs here: titles and names told apart, roles tied to names, institutions completed with their country.
Does not: where a phrase ends (phrases.py), what is known beforehand (knowledge.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from riwaya.language.spelling import fold
from riwaya.reading.speech.cues import Stream, Token, Verbs, word_set
from riwaya.reading.speech.knowledge import Country, KnownSpeaker, Speakers, bare
from riwaya.reading.speech.phrases import Phrases
from riwaya.reading.speech.titles import Titles, norms_of

_OFFICES = word_set(
    "الوزراء الحكومه البرلمان الجمهوريه الاركان الخارجيه الداخليه الدفاع الصحه العدل الماليه الاعلام"
)
_MANY = word_set("نواب قاده وزراء روساء رؤساء اعضاء ممثلو مسؤولو ممثلي مسؤولي ضباط قضاه مراسلو متحدثون")
# Offices by the words of a title, its country apart.
_OFFICE_OF = {
    ("رئيس",): "head of state",
    ("ملك",): "head of state",
    ("عاهل",): "head of state",
    ("امير",): "head of state",
    ("رئيس", "وزراء"): "head of government",
    ("رئيس", "حكومه"): "head of government",
    ("مستشاره",): "head of government",
    ("وزير", "خارجيه"): "foreign minister",
    ("وزيره", "خارجيه"): "foreign minister",
    ("وزير", "دفاع"): "defence minister",
    ("وزيره", "دفاع"): "defence minister",
    ("ولي", "عهد"): "crown prince",
    ("مرشد",): "supreme leader",
    ("مرشد", "اعلي"): "supreme leader",
}
FURTHEST_NAME = 200_000  # names are learnt from so much of an article
LOOK_BACK = 40  # mentions of one head looked through for a fuller one

# How many times more than the next a country is named that unnamed institutions are taken to belong to.
CLEARLY = 2
# Where a title or institution was mentioned, as printed, its words without articles, its country.
Mention = tuple[int, str, tuple[str, ...], Country | None]


class Names(Titles):
    """What the speakers of one article are called: learnt from its own text, completed from what is known."""

    def __init__(self, speakers: Speakers, verbs: Verbs, stream: Stream) -> None:
        super().__init__(speakers)
        self._roles: dict[tuple[str, ...], str] = {}
        self._full: dict[str, Counter[str]] = {}
        self._mentions: list[Mention] = []
        self._by_head: dict[str, list[Mention]] | None = None
        text = stream.text
        passage = stream.between(0, min(stream.end, FURTHEST_NAME))
        counts: Counter[str] = Counter()
        phrases = Phrases(speakers, verbs, passage)
        skip = 0
        uses = speakers.uses
        for index, token in enumerate(passage):
            use = uses[token.norm]
            if use is None:
                continue
            country, weight, head = use
            if country is not None:
                counts[country.id] += weight
            if head and index >= skip:
                phrase = phrases.at(index, masdar=True)
                if phrase:
                    self.learn(text[phrase.start : phrase.end], phrase.start)
                    skip = phrase.first + 2
        self.nation = self._sole_nation(counts)
        self._mentioned = self._officials(passage)

    def _sole_nation(self, counts: Counter[str]) -> Country | None:
        """The country that an article is of: named far more than any other, or None.

        Where two are named alike, a ministry that does not say whose it is stays without a country: a guess would
        hand the words of one side to the other.
        """
        first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
        if not first[1] or first[1] < CLEARLY * second[1]:
            return None
        return next((country for country in self.speakers.countries if country.id == first[0]), None)

    def _officials(self, passage: Sequence[Token]) -> dict[tuple[str, str], list[KnownSpeaker]]:
        """The well-known office holders that the article names, by office and country."""
        found: dict[tuple[str, str], list[KnownSpeaker]] = {}
        for index, token in enumerate(passage):
            if token.norm not in self.speakers.aliases:
                continue
            hit = self.speakers.known_at([t.norm for t in passage[index : index + 5]], 0)
            if hit is not None and hit[0].kind == "person" and hit[0].office and hit[0].country:
                holders = found.setdefault((hit[0].office, hit[0].country), [])
                if hit[0] not in holders:
                    holders.append(hit[0])
        return found

    def _office_holder(self, key: tuple[str, ...]) -> str | None:
        """Who holds an office that the article names only by its title and him by his name alone: الرئيس الأميركي."""
        office = _OFFICE_OF.get(key[:-1] if self._has_country(key) else key)
        country = key[-1] if self._has_country(key) else self._nation_id()
        holders = self._mentioned.get((office or "", country), [])
        return holders[0].name_ar if len(holders) == 1 else None

    def learn(self, printed: str, place: int) -> None:
        """Tie the title and the name of a speaker's phrase together, and remember the mention."""
        role, name = self.split(printed)
        words = norms_of(role)
        if name and words and self.speakers.has("document", words[0]):
            return
        country = next((found for found in map(self.speakers.nation, words) if found), None)
        # المرصد لغارات: what it counted, no fuller name of it.
        counted = len(words) > 1 and words[0].startswith("ال") and words[1][0] == "ل"
        if bare(words[0] if words else "") in _MANY:
            name = ""  # what follows many is what they did: النواب صيغة أولى
        if words and (not counted or words[1].startswith("لل")):
            self._by_head = None
            self._mentions.append((place, role, tuple(map(bare, words)), country))
        if name:
            canonical = self._person(name) or name
            norms = norms_of(name)
            key = self._key(words)
            person = bool(words) and self.speakers.has("person_head", words[0])
            if person and key and key != ("رئيس",) and not self.speakers.has("derived_head", words[0]):
                self._roles.setdefault(key, canonical)
            if not words and (len(norms) > 3 or name.startswith("ب")):
                return
            # A person is called by the last word of the name (كومي) or the first (شي, كيم), not by one between.
            for word in {norms[-1], norms[0]} if canonical == name else set(norms):
                if len(word) > 2 and word not in ("عبد", "ابو", "بن", "محمد", "احمد", "علي"):
                    self._full.setdefault(word, Counter())[canonical] += 1 + (word == norms[-1])

    def issuer(self, document: str, place: int) -> str | None:
        """Who issued the document that was mentioned last with its issuer: بيان الرئاسة, بيان صادر عن الجيش."""
        mention = self._mention_before(place, (document,))
        if mention is None:
            return None
        words = mention[1].split()[1:]
        while words and fold(words[0]) in ("صادر", "عن", "صحفي", "من", "له", "لها", "رسمي", "ل"):
            words = words[1:]
        if not words or not self._head(norms_of(words[0])[0] if norms_of(words[0]) else ""):
            return None
        return self.name(" ".join(words), place)

    def _key(self, words: Sequence[str]) -> tuple[str, ...]:
        """A role without spelling of its country: رئيس كازاخستان, الرئيس الكازاخي -> (رئيس, KZ)."""
        key, country = [], None
        for word in words:
            found = self.speakers.nation(word)
            if found:
                country = country or found.id
            elif not word.isascii() and word not in ("السابق", "جمهوريه", "الجديد", "و"):
                stem = bare(word.removeprefix("و") if len(word) > 4 and not self._head(word) else word)
                key.append("رئيس" if stem in ("نظيره", "رئيسها", "رئيسهم") else stem)
        return (*key, country) if country else tuple(key)

    def name(self, printed: str, place: int) -> str:
        """The canonical name of a speaker named by ``printed`` at an offset of the article; never empty."""
        clean = " ".join(re.sub(r"[\u064b-\u065f\u0640#«»“”„\"]", "", printed).replace("_", " ").split())
        clean = re.sub(r" (?:نفسه|نفسها|ذاته|ذاتها|عينه|عينها|المذكور|المذكورة)\Z", "", clean.rstrip(" ،,-–"))
        if clean.startswith("لل") and self._head(norms_of(clean)[0]):
            clean = "ال" + clean[2:]  # تغريدة للوزير
        if not norms_of(clean):
            return printed  # a mark or a tatweel alone
        nation = self._nation_name(clean)
        if nation:
            return nation
        known = self.speakers.known_at(norms_of(clean), 0)
        if known is not None and known[1] == len(norms_of(clean)):
            return known[0].name_ar
        role, name = self.split(clean)
        if name.isascii() and f'"{name}"' in printed:
            role, name = clean, ""  # مدير مركز البحوث "Talap": what it is called, not he
        if name:
            return self._person(name) or self._full_name(name) or name
        words = norms_of(role)
        if not words:
            return clean
        if len(words) == 1 and words[0].startswith("ال") and not self._head(words[0]):
            full = self._full_name(role)
            if full:
                return full  # المالكي, whose first name was said before
        holder = self._holder(words)
        if holder:
            return holder
        return (
            self._institution(clean, words) or self._role(words, place) or self._completed(role, words, place)
        )

    def _nation_name(self, clean: str) -> str | None:
        """A country that speaks under its own name is called by nothing else."""
        norms = norms_of(clean)
        if not norms or self.speakers.nation_end(norms, 0) != len(norms):
            return None
        if len(norms) == 1:
            return clean
        # المملكة العربية السعودية is السعودية; كوريا الشمالية has no shorter name.
        country = self.speakers.nations.get(bare(fold(clean)))
        names = sorted(country.names, key=len) if country else []
        return next((name for name in names if f" {fold(name)} " in f" {' '.join(norms)} "), clean)

    def _holder(self, words: list[str]) -> str | None:
        """A known person inside a title's phrase: رئيسها توكاييف قادة الدول."""
        if not self.speakers.has("person_head", words[0]) or self.speakers.has("derived_head", words[0]):
            return None
        hits = (self.speakers.known_at(words, at) for at in range(1, min(5, len(words))))
        return next((hit[0].name_ar for hit in hits if hit and hit[0].kind == "person"), None)

    def _full_name(self, name: str) -> str | None:
        words = norms_of(name)
        called = self._full.get(words[-1]) if words else None
        if not called:
            return None
        longer = [(count, full) for full, count in called.items() if self._goes_by(full, words)]
        return max(longer, key=lambda pair: pair[0])[1] if longer else None

    def _goes_by(self, full: str, words: Sequence[str]) -> bool:
        """Whether a fuller name is of the same person: حسين بن عبد الله is not عبد الله."""
        norms = norms_of(full)
        if len(norms) <= len(words):
            return False
        before = norms[-len(words) - 1] if norms[-len(words) :] == list(words) else ""
        return len(words) == 1 or before not in ("بن", "ابن", "بنت", "ال")

    def _institution(self, clean: str, words: list[str]) -> str | None:
        for at in range(min(3, len(words))):
            if at and not self.speakers.has("medium", words[0]):
                return None
            hit = self.speakers.known_at(words, at)
            if (
                hit
                and hit[0].kind == "institution"
                and hit[1] >= len(words) - 1
                and not self.speakers.has("person_head", words[0])
            ):
                return hit[0].name_ar
        return None

    def _role(self, words: list[str], place: int) -> str | None:
        """The person who holds a role in this article."""
        key = self._key(words)
        if self.speakers.has("derived_head", words[0]) and key not in self._roles:
            return None
        if key in self._roles:
            return self._roles[key]
        if not self._has_country(key):
            stems = [
                known for known in self._roles if known[: len(key)] == key and len(known) <= len(key) + 1
            ]
            named = self._nation_id()
            found = next((self._roles[known] for known in stems if known[-1] == named), None)
            found = found or self._office_holder(key)
            return found or next((self._roles[known] for known in stems), None)
        return self._office_holder(key)

    def _has_country(self, key: tuple[str, ...]) -> bool:
        return bool(key) and key[-1].isascii()

    def _nation_id(self) -> str:
        return self.nation.id if self.nation else ""

    def _completed(self, role: str, words: list[str], place: int) -> str:
        """An institution's name with its country: وزارة الدفاع -> وزارة الدفاع الروسية; الوزارة -> the last ministry."""
        speakers = self.speakers
        role, words = self._without_holder(role, words)
        if any(bare(word) in self.speakers.half_adjectives for word in words):
            return role  # الشرطة الكورية الجنوبية
        country = next((found for found in map(speakers.nation, words) if found), None)
        national = self._is_national(words)
        if country is None and not national and len(words) == 1 and words[0].startswith("ال"):
            before = self._mention_before(place, (bare(words[0]),))
            if before:
                known = self.speakers.known_at(norms_of(before[1]), 0)
                if known and known[0].kind == "institution":
                    return known[0].name_ar
                role, country = before[1], before[3]
                words = norms_of(role)
                national = self._is_national(words)
        if country is None and national and "في" not in words:
            before = self._mention_before(place, tuple(map(bare, words)))
            country = before[3] if before and before[3] else self.nation
            return self._with_country(role, words, country) if country else role
        return self._with_country(role, words, country) if country else role

    def _is_national(self, words: list[str]) -> bool:
        """Whether an institution belongs to a country though it does not say so: الشرطة, وزارة الدفاع."""
        if not self.speakers.has("national_head", words[0]):
            return False
        if bare(words[0]) == "وزاره":
            return len(words) > 1
        if bare(words[0]) in ("رئيس", "وزير"):
            return len(words) == 1 or words[1] in _OFFICES
        return True

    def _without_holder(self, role: str, words: list[str]) -> tuple[str, list[str]]:
        """موقع الرئيس فلان -> موقع الرئيس and his country's adjective: the office, whoever holds it."""
        for at in range(2, len(words)):
            hit = self.speakers.known_at(words, at)
            if hit and hit[0].kind == "person" and hit[1] == len(words) and self._head(words[at - 1]):
                country = next((c for c in self.speakers.countries if c.id == hit[0].country), None)
                adjective = f" {_adjective(country, 'الي')}" if country else ""
                role = " ".join(role.split()[:at]) + adjective
                return role, norms_of(role)
        return role, words

    def _mention_before(self, place: int, head: tuple[str, ...]) -> Mention | None:
        """The last mention before an offset that begins with the same words and says more."""
        if self._by_head is None:
            self._by_head = {}
            for mention in sorted(dict.fromkeys(self._mentions), key=lambda mention: mention[0]):
                self._by_head.setdefault(mention[2][0], []).append(mention)
        mentions = self._by_head.get(head[0], [])
        at = bisect_left(mentions, place, key=lambda mention: mention[0])
        for mention in reversed(mentions[max(0, at - LOOK_BACK) : at]):
            if mention[2][: len(head)] == head and (mention[3] or len(mention[2]) > len(head)):
                return mention
        return None

    def _with_country(self, role: str, words: list[str], country: Country) -> str:
        """A role with the canonical adjective of its country, whatever spelling was printed."""
        out = []
        done = False
        for printed, word in zip(role.split(), words, strict=False):
            found = self.speakers.nation(word)
            plural = bare(word).endswith(("ون", "ين", "ان"))
            if found is country and not done and not plural and bare(word) in self.speakers.adjectives:
                out.append(_adjective(country, word))
                done = True
            else:
                done = done or found is country
                out.append(printed)
        if not done and words[0] == "السلطات" and len(words) == 2:
            return f"السلطات {_adjective(country, 'اله')}"
        if done:
            return " ".join(out)
        if words[0] == "رئاسه":
            return f"رئاسة {country.names[0]}"
        definite = words[0].startswith("ال") or len(words) > 1
        feminine = words[0].endswith(("ه", "ات")) or self.speakers.has("feminine", words[0])
        return f"{role} {_adjective(country, ('ال' if definite else '') + ('ه' if feminine else 'ي'))}"


def _adjective(country: Country, shape: str) -> str:
    """The canonical adjective of a country, dressed like another word: with the article, feminine."""
    base = country.adjectives[0]
    feminine = base + "ة" if shape.endswith("ه") else base
    return ("ال" if shape.startswith(("ال", "لل", "وال")) else "") + feminine
