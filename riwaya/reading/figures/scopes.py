"""Which place a reported number is of: the place its clause says, else the one the sentence opens with.

Belongs here: the reach of a place phrase over the numbers around it, and what keeps it from them.
Does not: place phrases themselves (places.py), what is known of places (gazetteer.py).

The order: the first place after the number in its clause (مقتل 12 شخصا في ألماتي); a place tied to the event
before it (انفجار في كابل أسفر عن مقتل 12), or that opens the clause (في حلب، قتل 12); the place of the number it
is joined to (12 قتيلا في كابل و30 جريحا); the place of the same number told before; the place that a heading
names alone. A place that tells a speaker or an office apart (وزارة الصحة في غزة), an origin (من سوريا) or a way
(إلى ألمانيا) is none. When unsure there is no scope.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from riwaya.language.spelling import fold, words
from riwaya.language.tokens import tokenize
from riwaya.reading.figures.gazetteer import Places, keys_of, tokens_of
from riwaya.reading.figures.particles import COMMAS, COMPLEMENTISERS, STOPS
from riwaya.reading.figures.places import PlaceFinder, PlacePhrase
from riwaya.reading.records import Article, Figure, Sentence

REACH = 30  # words
# Numbers that are of no place: how old, how long, how far.
PLACELESS = frozenset(("age", "duration", "measure", "money_other"))
_EARLIER = frozenset(("قبل", "قبيل", "عشيه", "وقبل"))  # they open another event than the number's
_SUPERLATIVES = frozenset(
    ("الاكبر", "الاعلي", "الاكثر", "الاسوا", "الاولي", "الاول", "الابرز", "الافضل", "الاقدم")
)
_BEGINNINGS = frozenset(("بدء", "بدايه", "اندلاع", "انطلاق", "سقوط", "بدا", "بدات", "الاطاحه"))
_OF_AN_HOUR = frozenset(("مبكر", "متاخر", "سابق", "لاحق"))
_COMPARED = frozenset(("اكبر", "اكثر", "اعلي", "افضل", "اقدم", "اغلي", "اسوا", "ثاني", "ثالث"))
_PEOPLED = ("سكانها", "سكانه")
_TOLLS = frozenset(("deaths", "injuries", "missing", "arrests", "displaced"))


def with_scopes(article: Article, figures: Sequence[Figure], known: Places) -> list[Figure]:
    """The same figures, each with the place it is of where the article says one."""
    if not figures:
        return []
    reader = _ArticleScopes(article, known)
    scopes: list[tuple[str, str] | None] = []
    for first, last in _by_sentence(figures):
        scopes += reader.sentence(figures[first:last])
    scopes = _told_again(figures, scopes)
    return [
        dataclasses.replace(figure, scope=scope[0], scope_name=scope[1]) if scope else figure
        for figure, scope in zip(figures, scopes, strict=True)
    ]


def _by_sentence(figures: Sequence[Figure]) -> list[tuple[int, int]]:
    bounds = [0]
    for index in range(1, len(figures)):
        if figures[index].sentence_no != figures[index - 1].sentence_no:
            bounds.append(index)
    return list(zip(bounds, [*bounds[1:], len(figures)], strict=True))


def _told_again(
    figures: Sequence[Figure], scopes: Sequence[tuple[str, str] | None]
) -> list[tuple[str, str] | None]:
    """A toll told again without its place has the place it was told with, if that was only one."""
    places: dict[tuple[str, float], set[str]] = {}
    first: dict[tuple[str, float], tuple[str, str]] = {}
    for figure, scope in zip(figures, scopes, strict=True):
        if scope is not None:
            places.setdefault((figure.metric, figure.value), set()).add(scope[1])
            first.setdefault((figure.metric, figure.value), scope)
    out = []
    for figure, scope in zip(figures, scopes, strict=True):
        key = (figure.metric, figure.value)
        told = figure.metric in _TOLLS and figure.unit == "person" and figure.value > 2
        told = told and figure.bound != "vague"
        if scope is None and told and len(places.get(key, ())) == 1:
            scope = first[key]
        out.append(scope)
    return out


class _ArticleScopes:
    """One article: its headings, its countries, then sentence by sentence."""

    def __init__(self, article: Article, known: Places) -> None:
        self.article, self.known = article, known
        self._starts = [sentence.start for sentence in article.sentences]

    @cached_property
    def votes(self) -> dict[str, int]:
        return self.known.votes([fold(word.text) for word in words(self.article.text)])

    def sentence(self, figures: Sequence[Figure]) -> list[tuple[str, str] | None]:
        sentence = self.article.sentences[figures[0].sentence_no]
        reader = _SentenceScopes(self.article.text, sentence, figures, self.known, self.votes)
        found = reader.scopes()
        if (
            not (any(found) or reader.names_places)
            and (heading := self._heading(sentence.sentence_no)) is not None
        ):
            return [heading if figure.metric not in PLACELESS else None for figure in figures]
        return found

    def _heading(self, number: int) -> tuple[str, str] | None:
        """The place of the heading over a sentence, if the heading names a place and nothing else."""
        for index in range(number - 1, max(-1, number - 6), -1):
            sentence = self.article.sentences[index]
            if sentence.zone != "heading":
                continue
            tokens = [token for token in tokenize(sentence.text) if token.kind in "wld"]
            if len(tokens) > 5:
                return None
            return PlaceFinder(sentence.text, tokens, self.known, self.votes).alone()
        return None


class _SentenceScopes:
    """One sentence with its figures, its place phrases, and where its clauses end."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        figures: Sequence[Figure],
        known: Places,
        votes: dict[str, int],
    ) -> None:
        self.text, self.sentence, self.figures, self.known = text, sentence, figures, known
        self.tokens = tokens_of(text, sentence.start, sentence.end)
        self.keys = keys_of(self.tokens)
        self.starts = [token.start for token in self.tokens]
        self.spans = [(self._at(figure.start), self._at(figure.end - 1) + 1) for figure in figures]
        self.finder = PlaceFinder(text, self.tokens, known, votes)
        self.opening = self.finder.opening()
        found = self.finder.find()
        self.names_places = bool(found)
        self.phrases = [phrase for phrase in found if self._is_of_an_event(phrase)]
        self.leads = {phrase.lead: phrase for phrase in self.phrases}

    def scopes(self) -> list[tuple[str, str] | None]:
        out: list[PlacePhrase | None] = []
        for position, figure in enumerate(self.figures):
            out.append(None if figure.metric in PLACELESS else self._of(position))
        for position in range(1, len(out)):
            if out[position] is None and not self._is_told(position) and self._shares(position - 1, position):
                out[position] = out[position - 1]
        for position in range(len(out) - 2, -1, -1):
            if out[position] is None and not self._is_told(position) and self._shares(position, position + 1):
                out[position] = out[position + 1]
        return [(self.text[p.start : p.end], p.place.name) if p is not None else None for p in out]

    def _of(self, position: int) -> PlacePhrase | None:
        first = self.spans[position][0]
        if self._is_told(position):
            return None
        if self._key(first - 1) == "(":  # في باريس (130 قتيلا) ومراكش (17 قتيلا)
            return self.finder.named_before(first - 1)
        found = self._beside(position) or self._dwelt(position) or self._after(position)
        return found or self._before(position) or self._opened(position)

    def _is_told(self, position: int) -> bool:
        """الدول الثلاث were counted before, wherever they are."""
        figure, before = self.figures[position], self._key(self.spans[position][0] - 1)
        return figure.metric == "other" and (figure.text.startswith("ال") or before == "ال")

    def _opened(self, position: int) -> PlacePhrase | None:
        """The place that the line opens with before a colon, unless that is who speaks."""
        opening = self.opening
        if opening is None or self.figures[position].speaker is not None:
            return None
        return opening if opening.place.kind != "country" or self.figures[position].metric in _TOLLS else None

    def _beside(self, position: int) -> PlacePhrase | None:
        """حصيلة القتلى في سوريا إلى 12: the place right before a number, in a clause that counts."""
        first = self.spans[position][0]
        near = (p for p in reversed(self.phrases) if p.last <= first and p.tie != "direction")
        phrase = next(near, None)
        if phrase is None or first - phrase.last > 3:
            return None
        if any(self._closes(i) or self.tokens[i].text[:1] in COMMAS for i in range(phrase.last, first)):
            return None
        for index in range(phrase.lead - 1, max(-1, phrase.lead - 14), -1):
            if self._closes(index):
                return None
            if self.known.is_in(self.keys[index], "counting"):
                return phrase
        return None

    def _at(self, position: int) -> int:
        index = bisect_left(self.starts, position + 1) - 1
        return max(0, index)

    def _key(self, index: int) -> str:
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def _closes(self, index: int) -> bool:
        key = self.keys[index]
        if self.tokens[index].text[:1] in STOPS or key in COMPLEMENTISERS or self.tokens[index].kind == "n":
            return True
        if key == "منذ":  # منذ ثلاث سنوات في اليمن goes on, منذ اندلاع النزاع في سوريا is another event
            return self._key(index + 1) in _BEGINNINGS
        if key == "وقت":  # في وقت تواصل القوات: meanwhile
            return self._key(index - 1) in ("في", "فى") and self._key(index + 1) not in _OF_AN_HOUR
        return self.known.is_in(key, "saying") or self.known.is_in(key, "parting")

    # -- the place after a number

    def _after(self, position: int) -> PlacePhrase | None:
        figure, start = self.figures[position], self.spans[position][1]
        for index in range(start, min(len(self.tokens), start + REACH)):
            phrase = self.leads.get(index)
            if phrase is not None:
                compared = figure.metric not in _TOLLS and self._is_compared(phrase)
                return None if compared else self._most_specific(phrase)
            if self._closes(index) or self._leaves(index) or self._branches(index):
                return None
            if self.keys[index] in _EARLIER:
                return None
        return None

    def _is_compared(self, phrase: PlacePhrase) -> bool:
        """أكبر شركة لصناعة السيارات في ألمانيا: the place bounds a comparison."""
        return any(self._key(i) in _COMPARED for i in range(phrase.lead - 5, phrase.lead))

    def _branches(self, index: int) -> bool:
        """بينها مستوطنات في, with no number: things told on their own, where they are is not where all are."""
        if self.keys[index] not in ("منها", "بينها", "ومنها"):
            return False
        return not any(index < first <= index + 3 for first, _ in self.spans)

    def _leaves(self, index: int) -> bool:
        """Whether a comma ends the clause: what follows does not go on with it."""
        if self.tokens[index].text[:1] not in COMMAS:
            return False
        following = self._key(index + 1)
        goes_on = self.known.is_in(following, "crossing") or following[:1].isdigit()
        goes_on = goes_on or (following[:1] == "ب" and following[1:] in self.known.words["event"])
        return not (
            goes_on or index + 1 in self.leads or any(index < first <= index + 2 for first, _ in self.spans)
        )

    def _most_specific(self, phrase: PlacePhrase) -> PlacePhrase:
        """Of places told one right after the other, the narrowest: في سوريا في بلدة دوما."""
        order = ("site", "city", "region", "country", "wide")
        following = self.leads.get(phrase.last) or self.leads.get(phrase.last + 1)
        between = self._key(phrase.last) if self.leads.get(phrase.last) is None else ""
        if following is None or following.tie == "direction" or (between and between not in COMMAS):
            return phrase
        return min(phrase, following, key=lambda told: order.index(told.place.kind))

    # -- the place before a number

    def _before(self, position: int) -> PlacePhrase | None:
        first = self.spans[position][0]
        crossed = False
        for index in range(first - 1, max(-1, first - REACH), -1):
            if self._closes(index):
                return None
            if self.tokens[index].text[:1] in COMMAS:
                crossed = crossed or not self.known.is_in(self._key(index + 1), "consequence")
            phrase = self.leads.get(index)
            if phrase is None or phrase.last > first:
                continue
            if self._opens(phrase) or (not crossed and self._is_tied(phrase)):
                return self._narrowed(phrase)
        return None

    def _dwelt(self, position: int) -> PlacePhrase | None:
        """في ألمانيا التي يعيش فيها 3 ملايين: the place that a relative ties to the number."""
        first = self.spans[position][0]
        for index in range(first - 1, max(-1, first - 6), -1):
            if self.keys[index] in ("الذي", "التي", "والذي", "والتي"):
                if self.known.is_in(self._key(index + 1), "consequence"):
                    return next((phrase for phrase in self.phrases if phrase.last == index), None)
                break
        owner = next((i for i in range(first - 1, max(-1, first - 4), -1) if self.keys[i] in _PEOPLED), None)
        for index in range(owner or 0, max(-1, first - 9), -1) if owner else ():
            if self.keys[index] in ("التي", "الذي"):
                return self.finder.named_before(index)
        tie = next(
            (
                i
                for i in range(first - 1, max(-1, first - 4), -1)
                if self.keys[i] in self.known.words["dwelling"]
            ),
            None,
        )
        for index in range(tie or 0, max(-1, first - 7), -1) if tie else ():
            if self.keys[index] in ("التي", "الذي"):
                return next((phrase for phrase in self.phrases if phrase.last == index), None)
        return None

    def _narrowed(self, phrase: PlacePhrase) -> PlacePhrase:
        """Reading backwards meets the last of several places first: في حلب في سوريا."""
        before = [other for other in self.phrases if other.last == phrase.lead]
        return self._most_specific(before[0]) if before and before[0].place.kind != "wide" else phrase

    def _opens(self, phrase: PlacePhrase) -> bool:
        """Whether a phrase opens the sentence or its clause: وفي حلب، قتل 12."""
        if phrase.tie not in ("preposition", "direction"):
            return False
        before = phrase.lead - 1
        return before < 0 or self._key(before) in COMPLEMENTISERS

    def _is_tied(self, phrase: PlacePhrase) -> bool:
        """Whether a phrase is tied to an event or to what is counted, within the three words before it."""
        if phrase.tie == "object":
            return True
        for index in range(phrase.lead - 1, max(-1, phrase.lead - 4), -1):
            if self.known.stands_in(self._key(index), "event"):
                return True
        return False

    # -- numbers that share a place

    def _shares(self, left: int, right: int) -> bool:
        """Whether two numbers stand in one clause, the second joined to the first."""
        if self.figures[left].metric in PLACELESS or self.figures[right].metric in PLACELESS:
            return False
        if "percent" in (self.figures[left].metric, self.figures[right].metric):
            return False
        if (self.figures[left].unit == "person") != (self.figures[right].unit == "person"):
            return False
        between = range(self.spans[left][1], self.spans[right][0])
        return len(between) <= 14 and not any(self._closes(i) or self._leaves(i) for i in between)

    # -- what keeps a phrase from being a scope

    def _is_of_an_event(self, phrase: PlacePhrase) -> bool:
        """A phrase that tells a speaker or an office apart is no scope; على and ب need an event before them."""
        before = self._key(phrase.lead - 1)
        if phrase.tie == "on":
            return any(
                self.known.stands_in(self._key(i), "event") for i in range(phrase.lead - 3, phrase.lead)
            )
        if self.keys[phrase.lead].startswith(("ب", "وب")) and self.known.stands_in(before, "loose"):
            return False
        if self.keys[phrase.lead] in ("قرب", "بالقرب") and before.startswith("ال"):
            return self.known.stands_in(before, "event")  # المنطقة المحاصرة قرب دمشق
        # تنظيم القاعدة في اليمن is a name, من الأكبر في آسيا a comparison.
        if before == "القاعده" or before in _SUPERLATIVES or self._is_on_the_way(phrase):
            return False
        for index in range(phrase.lead - 1, max(-1, phrase.lead - 4), -1):
            key = self._key(index)
            if self.known.stands_in(key, "event") or self.tokens[index].text[:1] in COMMAS or key.isdigit():
                return True
            if self.known.stands_in(key, "holder"):
                return False
        return not self._is_of_the_speaker(phrase)

    def _is_on_the_way(self, phrase: PlacePhrase) -> bool:
        """إلى أسوان في جنوب البلاد: what lies in a place that is only an aim or an origin."""
        named = self.finder.named_before(phrase.lead)
        if named is None and self._key(phrase.lead - 1).startswith("ال"):
            named = self.finder.named_before(phrase.lead - 1)
        if named is None:
            return False
        before = named.first - 1
        while self.known.is_in(self._key(before), "direction"):  # إلى شمالي سوريا في محافظة إدلب
            before -= 1
        return self._key(before) in ("الي", "من", "نحو")

    def _is_of_the_speaker(self, phrase: PlacePhrase) -> bool:
        for figure in self.figures:
            if figure.speaker and phrase.start > self.sentence.start:
                window = self.text[max(self.sentence.start, phrase.start - 60) : phrase.end + 1]
                place = window.find(figure.speaker)
                if (
                    place >= 0
                    and phrase.start - (max(self.sentence.start, phrase.start - 60) + place)
                    <= len(figure.speaker) + 5
                ):
                    return True
        return False
