"""Which word of a clause governs a number: what happened to those it counts.

Belongs here: the walk from a number to the verb, the act or the head that says what it measures.
Does not: the clause and its noun phrases (clause.py), which numbers are figures, and in whose voice (claims.py);
any word list (counting.py).

The walk is short and stops at the borders of a clause: the end of the sentence, a complementiser, a relative
pronoun, a number that is not joined to this one. Every walk has a limit, so reading stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.language.inflection import Hit
from riwaya.language.spelling import fold
from riwaya.reading.figures.clause import ARTICLE, Clause, Quantity
from riwaya.reading.figures.counting import Frame
from riwaya.reading.figures.particles import (
    ATTEMPTS,
    COMMAS,
    COMPLEMENTISERS,
    FUNCTION_WORDS,
    PERIPHRASES,
    PURPOSES,
    RELATIVES,
    STOPS,
    STRIVING,
    SUBSETS,
    TOLLS,
)

_JOINED_VERB = re.compile(r"و(?:[يت]\w{3,}|است\w{2,}|\w{2,}(?<!ا)ت|\w{3,}وا)\Z")
_AGREES = re.compile(r"(?:وا|ون|تا|ان|[^اي]ن|[^ا]ا)\Z")
_REACHED = ("بلغ", "بلغت", "يبلغ", "تبلغ")
_NUMBERED = re.compile(r"(?:وا|ت)\Z")
_RAISED = {
    "الي", "بلغ", "بلغت", "هو", "عند", "تجاوز", "تجاوزت", "وصل", "يبلغ", "تخطي", "تخطت", "عتبه", "ب", "كان", "فاق",
    "يتجاوز", "تتجاوز", "ناهز", "ناهزت", "وصلت",
}  # fmt: skip
_COUNTS = {"عدد", "حصيله", "اعداد", "محصله", "مجموع", "اجمالي"}
_MOSTLY = {"معظمهم", "غالبيتهم", "اغلبهم", "جميعهم", "كلهم", "اغلبيتهم"}
REACH_BACK, REACH_FORWARD, REACH_OF_HEAD = 16, 9, 28
REACH_OF_AGREEMENT, REACH_OF_PREDICATE, REACH_OF_COURT = 18, 4, 9
# What names the agent of a passive, and what is done with a sentence that is no longer one only.
_BY = frozenset(("بايدي", "بيد", "برصاص", "بنيران", "قبل", "ايدي", "يد"))
_TERMS = {"ل", "المؤبد", "المشدد", "شنقا"}
_CHARGES = frozenset(
    joined + word for joined in ("", "و", "ب", "ل") for word in ("تهمه", "تهم", "جريمه", "جرائم")
)
_CARRIED_OUT = ("نفذ", "نفذت", "تنفيذ", "ينفذ", "تنفذ")


class Governor:
    """Finds what governs the numbers of one clause."""

    def __init__(self, clause: Clause, quantities: Sequence[Quantity]) -> None:
        self.clause = clause
        self.firsts = {quantity.first for quantity in quantities}

    def find(self, quantity: Quantity, earlier: list[Quantity]) -> tuple[str | None, int]:
        """The metric that the words around a number give it, and how many words away they stand."""
        kind, unit = _kind(quantity)
        if kind == "person" and self._acts_at_once(quantity):
            return "attackers", 1
        found = self._before(quantity, kind, unit, earlier)
        if kind == "person" and found[0] == "other" and self._is_described(quantity):
            told = self._after(quantity, kind, unit)
            found = told if told[0] is not None else found
        far = found[0] is None or (found[0] == "other" and found[1] > REACH_OF_PREDICATE)
        if kind == "person" and far:
            said = self._around(quantity) or self._predicate(quantity)
            found = (said, REACH_OF_PREDICATE) if said is not None else found
        if found[0] is None:
            found = self._after(quantity, kind, unit)
        if found[0] is None and kind == "person":
            found = self._raised(quantity), REACH_OF_HEAD
        arms = quantity.noun is not None and quantity.noun.arms
        return ("equipment" if arms and found[0] in ("property", "other") else found[0]), found[1]

    def _acts_at_once(self, quantity: Quantity) -> bool:
        """هاجم عشرات المستوطنين الرعاة: the subject follows its verb, and what it attacks follows the subject."""
        acting = self.clause.subjects.get(quantity.first - 1)
        if acting is None or acting[1].metric != "attackers" or acting[0] != quantity.first - 1:
            return False
        if quantity.noun is not None and quantity.noun.group == "security":
            return False
        following = self.clause.text_at(quantity.after)[:1]
        key = self.clause.key(quantity.after)
        named = following.isalpha() and key not in FUNCTION_WORDS and key not in COMPLEMENTISERS
        return named and key[:1] not in "ولب" and quantity.after not in self.clause.frames

    def _is_described(self, quantity: Quantity) -> bool:
        """Whether a clause follows the counted at once: استقبال مليون شخص هربوا, الذين هربوا."""
        index = quantity.after
        index += self.clause.key(index) in ("الذين", "ممن", "قد", "تم")
        framed = self.clause.frames.get(index)
        key = self.clause.key(index)
        own = key[:1] != "و" and not key.endswith(("هم", "ها", "هن"))  # not جواسيس اعتقلهم المكتب
        return framed is not None and framed[1].entry.role == "verb" and own

    def _raised(self, quantity: Quantity) -> str | None:
        """The metric of the head that rose to the number: قتلى الاحتجاجات التي … ارتفع إلى 11.

        Where the head is a count of people (عدد الفلسطينيين الذين قتلوا … إلى 141) its relative clause says it,
        and a حصيلة of nothing else is one of deaths.
        """
        clause, told = self.clause, None
        lead = clause.key(quantity.first - 1)
        led = lead in _RAISED or clause.key(quantity.first).startswith("ب")
        if not led and clause.text_at(quantity.first - 1) not in COMMAS:
            return None
        for index in range(quantity.first - 1, max(-1, quantity.first - REACH_OF_HEAD), -1):
            if clause.tokens[index].text in STOPS:
                return None
            # بلغت حصيلة القتلى، وفق المرصد، 29: the verb stands before its subject.
            if not led and not any(clause.key(i).endswith(_REACHED) for i in range(index - 4, index)):
                continue
            hit = clause.noun(index)
            if hit is not None and hit.entry.strong and hit.form == "plural":
                return hit.entry.metric
            framed = clause.frames.get(index)
            if framed is not None and framed[1].entry.role == "verb" and "person" in framed[1].entry.takes:
                related = {clause.key(index - 1), clause.key(index - 2)} & (RELATIVES | {"من"})
                told = framed[1].entry.metric if related else told
            key = clause.key(index)
            bare = key if key in _COUNTS else key.lstrip("وفبل").removeprefix("ال")
            if bare in _COUNTS:
                return told or ("deaths" if bare in ("حصيله", "محصله") else None)
        return None

    def _around(self, quantity: Quantity) -> str | None:
        """A phrase that stands on both sides of the counted: نفذت عائلة من 6 أفراد سلسلة هجمات."""
        for index in range(max(0, quantity.first - REACH_OF_PREDICATE), quantity.first):
            last, acting = self.clause.subjects.get(index, (0, None))
            if acting is not None and last >= quantity.after:
                return acting.metric
        return None

    def _predicate(self, quantity: Quantity) -> str | None:
        """What a participle after the counted says of them: خمسة أشخاص محتجزون, 3 إيرانيين كانوا بين القتلى."""
        clause = self.clause
        named = quantity.phrase_first >= quantity.last
        first = quantity.phrase_first + 1 if named else quantity.last
        for index in range(first, min(len(clause.tokens), quantity.after + REACH_OF_PREDICATE)):
            token, before = clause.tokens[index], clause.key(index - 1)
            if token.text in STOPS or token.text in COMMAS or token.key in RELATIVES:
                return None
            framed = clause.frames.get(index)
            if framed is not None and framed[1].entry.role == "verb":
                return None  # مات مختنقا: the verb says it
            hit = clause.noun(index)
            if hit is None or not hit.entry.strong or hit.entry.kind != "person":
                continue
            if before in ("بين", "ضمن", "عداد") and token.definite and hit.form == "plural":
                return hit.entry.metric
            free = before not in FUNCTION_WORDS or before in ("اخرين", "اخرون", "هم", "كانوا", "اخري")
            # الناس المنخرطين, الأشخاص الخمسة المفقودين: a definite participle describes a definite noun.
            agrees = not token.definite or (hit.form == "plural" and self._is_definite(index - 1, quantity))
            own = named or quantity.kind == "dual" or index > quantity.last  # not the counted noun itself
            if free and agrees and own and not token.key.startswith("و"):
                return hit.entry.metric
        return None

    def _is_definite(self, index: int, quantity: Quantity) -> bool:
        token = self.clause.tokens[index]
        counted = quantity.first <= index < quantity.after or index == quantity.phrase_first
        return counted and token.definite

    def _before(
        self, quantity: Quantity, kind: str, unit: str, earlier: list[Quantity]
    ) -> tuple[str | None, int]:
        own = quantity.phrase_first if 0 <= quantity.phrase_first < quantity.first else quantity.first
        if (
            self.clause.key(own - 1) in SUBSETS
            and earlier
            and quantity.first - earlier[-1].after < REACH_BACK
        ):
            whole = next((q for q in reversed(earlier) if q.noun is None or q.noun.kind == kind), None)
            if whole is not None and (whole.metric != "other" or whole.governed):
                return whole.metric, 1
        commas = 0
        previous = len(earlier) - 1
        index = own - 1
        while index >= max(0, own - REACH_BACK):
            token = self.clause.tokens[index]
            while previous >= 0 and earlier[previous].first > index:
                previous -= 1
            if token.text in STOPS or token.key in COMPLEMENTISERS or token.key in RELATIVES:
                return None, 0
            if token.text in COMMAS:
                commas += 1
            prior = earlier[previous] if previous >= 0 else None
            if prior is not None and prior.first <= index < prior.after:
                if self.clause.joined(prior, quantity):
                    same = prior.noun is None or (prior.noun.kind == kind and not prior.noun.arms)
                    if same and (prior.metric != "other" or prior.governed):
                        return prior.metric, own - index
                elif prior.noun is None or prior.noun.kind == "person":
                    against = (
                        self.clause.key(own - 1) == "مقابل" and prior.metric in TOLLS and kind == "person"
                    )
                    return (prior.metric, 1) if against else (None, 0)  # قتل 79 جنديا …، مقابل 68 مسلحا
                index = min(index, prior.first) - 1
                continue
            if self._opens_verb(index):
                return None, 0
            metric = self._governs(index, own, kind, unit, commas)
            if metric is not None:
                toll = self._toll_of(index) if kind == "person" else None
                return toll or metric, own - index
            index -= 1
        return None, 0

    def _toll_of(self, index: int) -> str | None:
        """What is counted where an act only says whose toll it is: عدد قتلى المسيرة, حصيلة ضحايا تفجير المسجد."""
        clause = self.clause
        for place in range(index - 1, max(-1, index - REACH_OF_PREDICATE), -1):
            key = clause.key(place)
            if key in FUNCTION_WORDS or clause.tokens[place].text in STOPS | COMMAS:
                return None
            hit = clause.noun(place)
            if hit is not None and hit.entry.strong and hit.entry.kind == "person" and hit.form == "plural":
                lead = clause.key(place - 1)
                bare = lead if lead in _COUNTS else lead.lstrip("وفبل").removeprefix("ال")
                return hit.entry.metric if bare in _COUNTS else None
        return None

    def _opens_verb(self, index: int) -> bool:
        """A verb of another act after و: قتل جنود وأوصلت الحرب الملايين إلى المجاعة."""
        key = self.clause.key(index)
        if (
            not key.startswith("و")
            or index in self.clause.frames
            or index in self.clause.nouns
            or key in FUNCTION_WORDS
        ):
            return False
        return bool(_JOINED_VERB.match(key))

    def _governs(self, index: int, own: int, kind: str, unit: str, commas: int) -> str | None:
        clause = self.clause
        framed = clause.frames.get(index) or clause.frames.get(clause.frame_ends.get(index, -1))
        if framed is not None:
            frame = framed[1].entry
            met = self._has_object(framed[1]) or self._has_victim(index, own)
            metric = None if met else frame.measures(kind, unit)
            if metric is not None and {clause.key(index - 1), clause.key(index - 2)} & ATTEMPTS:
                return "other"  # الشروع في قتل 34
            if metric in TOLLS and own - index > 1 and clause.key(index - 1) in _CHARGES:
                return None  # تهمة القتل إلى 4: a charge, and no deed done to the four
            if frame.penalty and kind == "person" and self.is_sentence(clause.at(framed[1].start), own):
                return "cases"
            content = range(framed[0] + 1, own)
            if metric == "cases" and any(
                clause.key(i).startswith("ب") and clause.key(i) != "بحق" for i in content
            ):
                return None
            before = clause.frames.get(index - 1)
            first = before[1].entry.measures(kind, unit) if before is not None else None
            own_victim = before is not None and _names_victim(before[1])
            done = not own_victim and {metric, first} <= {*TOLLS, "displaced", "cases"}
            if done and self._is_one_act(index, frame):
                return first  # مقتل وجرح 30: the first act counts them
            if metric is not None and commas <= (2 if frame.role == "verb" else 1):
                return metric
        head = clause.noun(index)
        counts_people = head is not None and head.entry.strong and kind == "person"
        if head is not None and counts_people and head.form == "plural" and commas == 0:
            return head.entry.metric
        return None

    @staticmethod
    def _has_object(hit: Hit[Frame]) -> bool:
        """Whether a verb that tells what is done to its object has it as a pronoun: يعالجه جراح واحد."""
        verbal = hit.entry.role == "action" and hit.form in ("perfect", "imperfect")
        return verbal and fold(hit.text).endswith(("ه", "ها", "هم", "هن", "هما"))

    def _has_victim(self, index: int, own: int) -> bool:
        """Whether a pronoun names who suffered an act, and no other is said to have suffered it with him.

        اعتقل عقب مقتله وذلك إلى جانب نائبين, مقتله بنيران ثلاثة رجال; but مقتله مع 3 آخرين.
        """
        last, hit = self.clause.frames.get(index) or self.clause.frames[self.clause.frame_ends[index]]
        if own - last < 2 or hit.entry.metric not in TOLLS or not _names_victim(hit):
            return False
        with_him = (self.clause.key(last + 1), self.clause.key(last + 2))
        joined = with_him[0].startswith("و") and with_him[0] != "وذلك"
        return not (joined or with_him[0] in ("مع", "برفقه", "رفقه") or with_him == ("الي", "جانب"))

    def _is_one_act(self, index: int, frame: Frame) -> bool:
        """Whether two acts side by side are done to the same: مقتل وجرح 30, قتل وأصيب 30, not قتلوا وأصيب 42."""
        key, before = self.clause.key(index), self.clause.key(index - 1)
        endings = [_NUMBERED.search(word) for word in (before, key)] if frame.role == "verb" else []
        same = len({ending.group() if ending is not None else "" for ending in endings}) < 2
        return key.startswith("و") and same

    def is_sentence(self, index: int, own: int) -> bool:
        """Whether a penalty is what a court imposes: قضت المحكمة بسجن 3, أحكام بالإعدام على 3. One carried out is none."""
        judging, carried_out = False, -REACH_OF_COURT
        for place in range(max(0, index - REACH_OF_COURT), own):
            key = self.clause.key(place)
            if self.clause.tokens[place].text in STOPS:
                judging = False
            elif key.endswith(_CARRIED_OUT):
                judging, carried_out = False, place
            elif not judging and place - carried_out > REACH_OF_PREDICATE:
                bare = ARTICLE.sub("", key)
                judge = not {key, bare, bare.lstrip("وفبل")}.isdisjoint(self.clause.known.judges)
                judging = judge and place != index
        led = self.clause.key(own).startswith("ل") or self.clause.key(own - 1) == "ل"
        between = {self.clause.key(place) for place in range(index + 1, own)}
        # الإعدام لـ7, السجن المؤبد لـ35
        return judging or (led and self.clause.tokens[index].definite and between <= _TERMS)

    def _after(self, quantity: Quantity, kind: str, unit: str) -> tuple[str | None, int]:
        """The verb whose subject the counted are. Over a comma, or far off, its plural must show that they are."""
        clause, commas, blocked = self.clause, 0, False
        security = quantity.noun is not None and quantity.noun.group == "security"
        striving = any(clause.key(i) in STRIVING for i in range(quantity.first - 3, quantity.first))
        for index in range(quantity.after, min(len(clause.tokens), quantity.after + REACH_OF_AGREEMENT)):
            token = clause.tokens[index]
            if token.text in STOPS or token.key in PURPOSES:
                break
            commas += token.text in COMMAS
            another = index in self.firsts and clause.key(index - 1) not in SUBSETS
            blocked = commas == 1 and (blocked or another or token.key in COMPLEMENTISERS)
            near = index - quantity.after < REACH_FORWARD and commas != 1
            acting = clause.subjects.get(index)
            acts = acting is not None and kind in acting[1].takes and not self._is_done_to(acting[0])
            # 1400 طفل خطفوا: what is also done to people is done to these.
            acts = acts and not (index in clause.frames and self._are_victims(quantity))
            if acting is not None and acts and near and not security:
                return acting[1].metric, index - quantity.after
            framed = clause.frames.get(index)
            if framed is None:
                continue
            frame = framed[1].entry
            metric = frame.measures(kind, unit)
            if frame.role == "action":
                strives = striving and metric in ("participants", "attackers", "displaced")
                done = clause.key(index - 1) in PERIPHRASES and kind in ("person", "thing")
                undergone = done or self._suffers(quantity, index)
                if not (near and (strives or undergone)):
                    continue
            elif kind != "person" and token.key.endswith("وا"):
                continue  # people do what a verb in this plural says: 150 دراجة أحرقوا
            elif self._is_of_others(quantity, index, frame, kind) or not (
                near or (not blocked and _AGREES.search(token.key))
            ):
                continue
            own = frame.forms[0].startswith(("و", "ف"))  # واجهوا, فقدوا: the letter is the verb's own
            joined = token.key.startswith(("و", "ف")) and not own
            joined = joined or clause.key(index - 1) == "وقد"
            if joined and commas <= (not near):
                break
            if metric is not None:
                return metric, index - quantity.after
        return None, 0

    def _is_done_to(self, index: int) -> bool:
        """Whether an act is told in the passive, with its agent behind: خطفوا وقتلوا بأيدي مسلحين."""
        following = self.clause.frames.get(index + 1)
        if (
            following is not None
            and following[1].entry.metric in TOLLS
            and self.clause.key(index + 1)[:1] == "و"
        ):
            return True
        return any(self.clause.key(place) in _BY for place in range(index + 1, index + 4))

    @staticmethod
    def _are_victims(quantity: Quantity) -> bool:
        group = quantity.noun.group if quantity.noun is not None else None
        return group in ("children", "women", "civilians", "foreigners")

    def _is_of_others(self, quantity: Quantity, index: int, frame: Frame, kind: str) -> bool:
        """Whether a verb in the masculine singular after several people has another subject, or is a noun (سجن)."""
        several = kind == "person" and quantity.kind == "numeral" and quantity.value >= 2
        counted = self.clause.nouns.get(quantity.phrase_first)
        alone = counted is not None and counted.form == "singular" and index + 1 not in self.firsts
        if quantity.value > 10 and index == quantity.after and alone:
            return False  # 1400 فلسطيني أصيب: the verb agrees with the noun in the singular
        if self.clause.key(index + 1) in ("عليهم", "عليهما", "عليهن"):
            return False  # ثلاثة قبض عليهم
        if not several or (quantity.noun is not None and quantity.noun.unit == "family"):
            return False
        if self.clause.key(index).endswith("ت") and self.clause.text_at(index - 1).endswith("ة"):
            return True  # تشييع مسعفة قتلت: the verb is of the one woman before it
        bases = {fold(word) for word in frame.forms[0].split()[0].split("/")}
        return self.clause.key(index) in bases and self.clause.key(index + 1) not in _MOSTLY

    def _suffers(self, quantity: Quantity, index: int) -> bool:
        """تعرض 100 متجر للنهب: the act stands after ل or إلى, its verb before the number."""
        clause = self.clause
        if clause.key(index - 1) == "علي" and clause.frames[index][1].entry.metric == "displaced":
            return True  # أجبر 50 ألف عائلة على الفرار
        if clause.key(index - 1) == "في" and clause.key(index - 2).startswith(("شرع", "بدا", "اخذ")):
            return True  # شرعوا في الفرار
        led = clause.key(index).startswith("ل") or clause.key(index - 1) == "الي"
        return led and any(
            clause.key(before).endswith(("تعرض", "تعرضت", "خضع", "خضعت", "يخضع", "تخضع", "يتعرض"))
            for before in range(quantity.first - 3, quantity.first)
        )


def _kind(quantity: Quantity) -> tuple[str, str]:
    if quantity.noun is None:
        return "person", ""
    return quantity.noun.kind, quantity.noun.unit


def _names_victim(hit: Hit[Frame]) -> bool:
    """Whether an act bears a pronoun: مقتله, مصرعهم."""
    masdar = hit.entry.role == "action" and hit.form not in ("perfect", "imperfect")
    named = fold(hit.text).endswith(("ه", "ها", "هم", "هن", "هما"))
    return masdar and named and not hit.text.endswith("ة")
