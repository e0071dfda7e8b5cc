"""Which nouns and adjectives make one noun phrase: construct, agreement, a name after its title.

Belongs here: the small grammar by which a speaker's phrase is whole before the tokens that might go on with it end.
Does not: the words that end any phrase (phrases.py), which verb a phrase belongs to (subjects.py).

A phrase opens with a head. An indefinite head waits for its second half (وزارة | الدفاع); a definite word, a country's
name or a possessive pronoun closes the construct. What follows a closed construct is an adjective that agrees with one
of its nouns (وزارة الدفاع الروسية), a complement with ل (لحقوق الإنسان), what و joins to it, or the name of the person
whose title it is. Anything else begins the object: المحكمة | الصحفيين, البيت الأبيض | العلاقة, المنظمة | اجتماعا.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.reading.speech.cues import Token, word_set
from riwaya.reading.speech.knowledge import Speakers, bare
from riwaya.reading.speech.shapes import is_masdar

OPENING_MARKS = frozenset('"«“„»”(')
# Adjectives that are no nisba, without article and without the feminine ending.
_ADJECTIVES = word_set(
    "عام خاص اعلي عليا كبري عظمي صغري اخري اخر اول اولي ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر حر احمر ابيض ازرق "
    "اخضر اسود حمراء بيضاء خضراء متحد مشترك موحد مستقل حاكم معارض مسلح سابق اسبق راحل جديد قديم كبير صغير اخير مقدس شريف "
    "تابع معني موال مناهض مناوئ مدعوم متمرد مقاتل متشدد معتدل مكلف منتخب معين مقال مستقيل مؤقت دايم دائم مختص متخصص معترف "
    "محاصر محتل سامي سام اعظم اكبر مبارك بارز ابرز رفيع كريم معزول مخلوع منحل محظور ناشط عامل قائم منظم متحالف مسؤول "
    "موثوق مطلع مقرب قريب مصنف متقاعد متنازع مناصر مؤيد متعدد متوسط اوسط بعيد مذكور منشق مقيم منفي محافظ متطرف مسلم محايد "
    "مستضيف منافس متنقل متضرر مشارك مفاوض ضامن راعي وسيط اصفر سوداء صفراء قصوي ادني اقصي صادر وارد مساعد ثلاث اربع خمس ست "
    "شاب عملاق اعضاء مكون مقاطع حليف شقيق صديق سبع اثنان اثنين عشر ثلاثه اربعه خمسه سته سبعه عشره ذاته ذاتها نفسه نفسها"
)
# Plurals of nisbas that have no ending of their own.
_PEOPLES = word_set("هنود روس اتراك عرب اكراد المان انجليز افغان امريكان اميركان يهود كرد بشمركه")
# Masculine heads that take no feminine adjective: البيت الأبيض | العلاقة المزعومة.
_MASCULINE = word_set(
    "جيش بيت مجلس حزب تنظيم مركز مرصد تحالف ائتلاف اتحاد برلمان مكتب جهاز بنك صندوق تلفزيون موقع مصدر بيان تقرير قصر "
    "ديوان معهد تيار كرملين ازهر وفد"
)
_QUANTIFIERS = word_set("جميع كافه كل معظم بعض عدد غالبيه اغلب اغلبيه كامل مجمل مزيد مجددا")
# Before a noun they are no name of their own: أحد عناصر الشرطة, دولة الإمارات.
_DETERMINERS = word_set(
    "احد احدي بعض عده معظم كثير العديد عديد مختلف جميع سائر مجموعه دوله جمهوريه مملكه مدينه اغلب غالبيه ثلاثه اربعه"
)
_PROVINCES = word_set("ولايه محافظه مدينه بلديه مقاطعه اقليم منطقه قضاء ناحيه بلده")
_PLACES = word_set("العاصمه المدينه للعاصمه بالعاصمه الجاره الدوله")
_SELF = word_set("نفسه نفسها نفسهم ذاته ذاتها ذاتهم عينه عينها")
# After these a phrase waits for a noun again.
_OPENERS = word_set(
    "باسم في من عن لشؤون شؤون هذا هذه لهذا لهذه بهذا بهذه عبر علي الي لدي بين غير بقياده برئاسه بزعامه"
)
_NAME_PARTS = word_set("بن ابن ابو ابي عبد ال بنت ام دي دو دا فان فون لو لا دل ديل")
_FIRST_NAME_PARTS = word_set("ابو ابي عبد ام")
_ALSO_NAMES = word_set("طالب شيخ رائد امير سيد حكيم")  # titles that are names too: فهد طالب الشرفي
_SURNAMES = word_set("شاهد طالب حكيم رائد سيد شيخ امير عميد قاضي امام نقيب وكيل")
_CALLED = word_set(
    "المعروف المعروفه الملقب المكني المدعو المرشح المرشحه المتهم المتهمه المقيم المقيمه المنتمي"
)
_CHARGED = word_set("مكلف معني مختص مسؤول خاص قائم متعلق متخصص منوط مكلفون معنيون مكلفين معنيين")
_FOREIGN = word_set(
    "الكسندر الكساندر الكسي اليكس اليكسي اليكسيس البرت الفريد اليزابيث الينا اليسا الان البا الياس اليزا"
)
_SECOND_TITLES = word_set("احد احدي")
_AMONG = word_set("اكثر اقل وبينهم وبينهن وبينها وابرزهم وغيرهم وغيرها ومنهم ومنها")
# What someone did it for, not whose they are.
_PURPOSES = word_set(
    "لبحث لمناقشه لمواجهه لتبرير لمعرفه للحصول للحفاظ للقيام للتوصل لمنع لوقف لاجراء لعقد للمشاركه لحضور لتحقيق للتعبير "
    "لعام لسنه لشهر ليوم لفتره لمده لاول"
)
_FEMININE_NOUNS = word_set(
    "المدينه المحكمه المعارضه المساله المسيره المظاهره المنظمه المعركه المجزره المرحله المنطقه المملكه المساعده المفاوضه "
    "المبادره المباراه المراه المدرسه المقابله المكالمه المحاكمه المحاوله المشاركه المشكله المذكره المعلومه المهمه المده المره "
    "الماده المعاهده المحافظه المقاومه المنظومه المؤسسه المفوضيه المديريه المجموعه المقاطعه المناظره المصالحه المواجهه المطالبه المخابره"
)
_MANY = word_set(
    "نواب عمال طلاب قضاه ضباط خبراء قاده سفراء اطباء علماء نشطاء رجال افراد اعضاء زعماء روساء رؤساء وزراء"
)
_PLURAL_ENDINGS = ("ين", "ون", "اء", "ات", "ان", "يا")
_BROKEN_PLURAL = re.compile(r"الم\wا\w\w\Z")  # المزاعم, المصالح


def is_definite(speakers: Speakers, norm: str) -> bool:
    """Whether a folded word carries the article, with or without what is joined before it."""
    if norm in speakers.possessed:
        return True  # زوجها, محاميته
    if norm.startswith("لل") and norm[1:] in speakers.words["institution_head"]:
        return False  # للجنة حماية الصحفيين: an indefinite head
    if norm.startswith(("ال", "لل")):
        return len(norm) > 3
    return norm.startswith(("وال", "بال")) and len(norm) > 4 and not speakers.has("person_head", norm)


def is_adjective(speakers: Speakers, norm: str) -> bool:
    """Whether a definite word has the look of an adjective: السورية, المتحدة, الأعلى, الهنود."""
    stem = bare(norm)
    if stem in speakers.adjectives or stem in _ADJECTIVES or stem in _PEOPLES:
        return True
    if stem.endswith("ه") and (stem[:-1] in _ADJECTIVES or stem.endswith("يه")):
        return True
    return (stem.endswith("ي") and len(stem) > 3) or stem.endswith(("يات", "ون"))


class Walk:
    """Goes through the tokens of a phrase, word by word, and stops where the next cannot belong to it."""

    def __init__(self, speakers: Speakers, passage: Sequence[Token], first: int, last: int) -> None:
        self.speakers, self.passage, self.first, self.last = speakers, passage, first, last
        norm = passage[first].norm
        self.at = first + 1
        # فريق and لواء are men only with the article.
        self.person = speakers.has("person_head", norm) and norm not in ("فريق", "لواء")
        self.institution = not self.person and (
            speakers.has("institution_head", norm) or speakers.has("document", norm)
        )
        self.closed = is_definite(speakers, norm) and passage[first].text[:1] not in "أإآ"
        self.medium = speakers.has("medium", norm) and not self.closed
        self.named = not (self.person or self.institution or self.closed or norm in _DETERMINERS)
        self.closed = self.closed and norm not in _DETERMINERS
        self.name: int | None = first if self.named else None  # the token at which a name begins
        self.title: int | None = None  # the token at which a title begins that stands after the name
        self.name_end: int | None = None  # the token after the name, where the phrase goes on
        # An indefinite head that has its adjective, or keeps its ن, takes no second half: ناشطون | القرار.
        many = norm.endswith(("ون", "ين")) and norm not in ("تلفزيون", "تليفزيون")
        self.described = many and self.institution and not self.closed
        self.complete = False  # a well-known name was said in full: nothing goes on with it
        self.masculine = self.institution and bare(norm) in _MASCULINE

    def end(self) -> int:
        """The token after the phrase."""
        self._pass_nation()
        self._pass_known(self.first)
        while self.at < self.last:
            token = self.passage[self.at]
            if not token.word:
                self._pass_marks(token)
            elif not self._goes_on(token.norm):
                return self.at
            else:
                self.at += 1
                self._pass_known(self.at - 1)
        return self.last

    def _pass_nation(self) -> None:
        """A country that speaks takes no other noun: السعودية | التعرض له."""
        end = self.speakers.nation_end(
            [t.norm for t in self.passage[self.first : min(self.last, self.first + 4)]], 0
        )
        if end is not None and (end > 1 or self.passage[self.first].norm in self.speakers.exact_nations):
            self.at = max(self.at, self.first + end)
            self.institution, self.closed, self.named, self.name = True, True, False, None

    def _pass_known(self, at: int) -> None:
        """A well-known name is passed whole; with more than one word, nothing but a title follows it."""
        hit = self.speakers.known_at([token.norm for token in self.passage[at : min(self.last, at + 6)]], 0)
        if hit is None or hit[1] == 1:
            return
        end = at + hit[1]
        # قاسم جومارت | توكاييف: a surname of the same man.
        while end < self.last and self.speakers.surnames.get(self.passage[end].norm) is hit[0]:
            end += 1
        self.at = max(self.at, end)
        self.closed = True
        self.masculine = False
        if hit[0].kind == "person":
            self.complete = True
            self._begin_name(at)
        elif at == self.first:
            self.institution, self.named = True, False

    def _begin_name(self, at: int | None = None) -> None:
        self.named = self.closed = True
        if self.name is None:
            self.name = self.at if at is None else at

    def _pass_marks(self, token: Token) -> None:
        if token.text in OPENING_MARKS:
            for at in range(self.at + 1, self.last):
                text = self.passage[at].text
                if text == ")" if token.text == "(" else text in OPENING_MARKS:
                    self.at = at
                    self.closed = True
                    break
        self.at += 1

    def _goes_on(self, norm: str) -> bool:
        before = self.passage[self.at - 1]
        if norm in _AMONG or norm in _PURPOSES or (norm in _QUANTIFIERS and self.closed):
            return False
        if norm in _SELF:
            return True
        if norm in _OPENERS and self.passage[self.at].text != "علي":
            self._end_name()
            self.closed = self.complete = self.named = self.described = False
            return True
        if not before.word or before.norm in _NAME_PARTS or norm in _NAME_PARTS:
            if self.person and self.closed and norm in _FIRST_NAME_PARTS:
                self._begin_name()
            self.closed = self.closed or is_definite(self.speakers, norm)
            return True
        if self._is_joined(norm) and not self._is_western(norm):
            self._end_name()
            self.closed, self.complete = is_definite(self.speakers, norm), False
            return True
        if self.named:
            return self._in_name(norm)
        if self.closed and self._is_complement(self.passage[self.at]):
            return True
        return self._after_closed(norm) if self.closed else self._second_half(norm)

    def _is_western(self, norm: str) -> bool:
        """Whether a word in وال right after a first name is a surname: ديبي والش, but not تسيبراس والمقدوني."""
        after_first = self.named and self.name == self.at - 1 and norm.startswith("وال")
        return after_first and not is_adjective(self.speakers, norm) and not _is_head(self.speakers, norm)

    def _is_joined(self, norm: str) -> bool:
        """Whether و joins a noun to the one before: والإعلام, ووزارة, but not وصاية."""
        speakers, rest = self.speakers, norm[1:]
        if norm[0] != "و" or len(norm) < 4:
            return False
        known = rest in speakers.surnames or rest in speakers.exact_nations
        theirs = (len(norm) > 5 and norm.endswith(("ها", "هم", "هما"))) or norm in (
            "وزوجته",
            "وضيفه",
            "ونظيره",
        )
        return known or theirs or norm.startswith("وال") or _is_head(speakers, rest)

    def _is_complement(self, token: Token) -> bool:
        """المفوضية العليا للاجئين, السفارة الفلسطينية بالجزائر, النائب الأول لرئيس الإدارة, المكلف بمتابعة الملف."""
        speakers, norm, rest = self.speakers, token.norm, token.norm[1:]
        if norm in speakers.surnames or norm[0] not in "لب":
            return False
        if norm[0] == "ل" and not norm.startswith("لل") and not self.person and len(norm) > 3:
            self.closed = rest in speakers.exact_nations
            return True  # مكتب الأمم المتحدة لتنسيق الشؤون
        if norm[0] == "ب" and rest in _PROVINCES and self.person:
            self.closed = False
            return True  # مدير التعليم بولاية الساحل
        known = rest in speakers.exact_nations or _is_head(speakers, rest)
        article = 2 * rest.startswith("ال")
        noun = Token(token.start, token.end, token.text[1 + article :], rest[article:], True)
        verbal = not norm.startswith("لل") and is_masdar(speakers, noun)
        charged = bare(self.passage[self.at - 1].norm).removesuffix("ه") in _CHARGED
        if verbal and not known and norm[0] == "ب" and (article or not charged):
            return False  # المعارضة | بتنفيذ الهجوم, but اللجنة المكلفة بمتابعة الملف
        # لتكساس, لأوروبا: no name begins so; لورا, لطفي do.
        placed = (
            not known
            and norm[0] == "ل"
            and len(norm) > 4
            and (norm[1] not in "يوا" or token.text[1:2] in "أإ")
        )
        if not (verbal or known or placed or (charged and norm[0] == "ب") or is_definite(speakers, norm)):
            return False
        # للرئيس: the article is left of ال.
        self.person = self.person or speakers.has("person_head", norm[2:] if norm.startswith("لل") else rest)
        self.closed = placed or is_definite(speakers, norm) or rest in speakers.exact_nations
        return True

    def _second_half(self, norm: str) -> bool:
        """A word after a head that waits for it."""
        speakers = self.speakers
        if self.described and (norm in _ADJECTIVES or norm.endswith(("يون", "يين"))):
            return True  # مصدر سعودي مسؤول, ناشطون حقوقيون
        if speakers.has("person_head", norm):
            self.person, self.institution = True, False
        if norm in speakers.adjectives and not self.person:
            self.described = True  # وسائل إعلام سورية رسمية, but وسائل إعلام سورية | إسرائيل
            return True
        noun = norm.startswith("ال") or norm in speakers.exact_nations or _is_head(speakers, norm)
        if self.described and noun and not norm.startswith(("ب", "لل")):
            return False
        self.described = self.described and not norm.startswith(("ب", "لل"))
        # نور الدين, عز الدين: a name goes on after it.
        article = self.passage[self.at].text[:1] not in "أإآ"  # إلغاء, أليكسي: none
        definite = article and is_definite(speakers, norm) and norm != "الدين"
        self.closed = definite or norm in speakers.exact_nations
        self.masculine = False
        return True

    def _after_closed(self, norm: str) -> bool:
        """Whether a word may follow a construct that waits for nothing more."""
        speakers = self.speakers
        known = speakers.surnames.get(norm)
        if known is not None and known.kind == "person" and self.person:
            self._begin_name()
            return True
        # أليكسيس, الكسندر: no article.
        foreign = self.passage[self.at].text[:1] in "أإآ" or norm in _FOREIGN
        if is_definite(speakers, norm) and not foreign:
            return self._definite_follows(norm)
        if (
            norm.endswith(("يه", "يها", "يهم"))
            and len(norm) > 5
            and self.person
            and not self.passage[self.at].text.endswith("ة")
        ):
            return False  # اتهم الرئيس | معارضيه
        if self.person and self._is_thing():
            return False
        if norm[0] == "ب" and self._says_how(self.passage[self.at]):
            return False  # الرئيس السابق | بمقال, المدعي العام | بضرورة
        if self.passage[self.at - 1].norm in _PLACES and norm in speakers.exact_nations:
            return True
        if self.person:
            if norm in speakers.exact_nations or (
                speakers.has("institution_head", norm) and not speakers.has("person_head", norm)
            ):
                return False
            if speakers.has("person_head", norm) or speakers.has("rank", norm):
                self.closed = False
            else:
                self._begin_name()
            return True
        if speakers.has("person_head", norm) and not self.institution:
            self.title = self.title or self.at
            self._end_name()
            self.person, self.closed = True, False  # سامر الرضا | مدير المكتب
            return True
        if norm in speakers.exact_nations and not self.medium:
            return False
        return not self.institution or self.medium

    def _is_thing(self) -> bool:
        """Whether a feminine noun in a construct follows a man's title: وصف الدبلوماسي | فاتورة الكهرباء."""
        speakers, token = self.speakers, self.passage[self.at]
        man = not self.passage[self.first].norm.endswith("ه")
        construct = self.at + 1 < self.last and is_definite(speakers, self.passage[self.at + 1].norm)
        plain = not (speakers.has("masculine", token.norm) or speakers.has("rank", token.norm))
        return man and construct and token.text.endswith("ة") and plain and token.text[0] != "و"

    def _says_how(self, token: Token) -> bool:
        speakers, rest = self.speakers, token.norm[1:]
        if token.norm in speakers.words["no_preposition"]:
            return False
        if speakers.has("document", rest) or speakers.has("adjunct_noun", rest):
            return True
        if rest[:1] == "ا" and token.text[1:2] == "ا" and len(rest) < 6:
            return False  # باسكال
        return is_masdar(speakers, Token(token.start + 1, token.end, token.text[1:], rest, True))

    def _definite_follows(self, norm: str) -> bool:
        speakers = self.speakers
        if is_adjective(speakers, norm):
            return not (self.masculine and norm.endswith(("ه", "ات")) and norm not in _SELF)
        if speakers.has("person_head", norm):
            return not self.institution or self.medium
        if norm in speakers.surnames and not self.named:
            return True  # وكالة الأنباء التركية الأناضول
        if speakers.has("institution_head", norm) or norm in speakers.exact_nations:
            return False
        if norm.endswith(("ين", "ات")) and len(norm) > 5:
            return norm.endswith("ين") and self._after_plural()
        if norm.startswith("الم") and self._is_participle(norm):
            return True
        before = self.passage[self.at - 1].norm
        if self.person and is_definite(speakers, before) and is_adjective(speakers, before):
            return _is_head(speakers, before)  # وصف الرئيس الأميركي | الاتفاق
        # A surname may follow a title: الرئيس السيسي; after an institution it is the object.
        return not self.institution

    def _is_participle(self, norm: str) -> bool:
        """الأطراف المتحاربة, رجل الأعمال التنزاني المختطف: after another adjective, or feminine and no known noun."""
        speakers, before = self.speakers, self.passage[self.at - 1].norm
        if norm.endswith("ه"):
            return norm not in _FEMININE_NOUNS and not self.masculine
        described = is_definite(speakers, before) and is_adjective(speakers, before)
        return described and self.at >= self.first + 2 and not _BROKEN_PLURAL.match(norm)

    def _after_plural(self) -> bool:
        """Whether a noun of many stands in the phrase: كثير من المحللين | الغربيين."""
        return any(
            token.norm.endswith(_PLURAL_ENDINGS) or bare(token.norm) in _MANY
            for token in self.passage[self.first : self.at]
            if token.word
        )

    def _in_name(self, norm: str) -> bool:
        """Whether a word belongs to a name, or to a title after it: فلان مدير المكتب."""
        speakers = self.speakers
        if norm.startswith("لل") and not self.person:
            return False  # هادي | لليمنيين
        if norm in _ALSO_NAMES and not self.complete and not self._rules(norm):
            known = speakers.surnames.get(self.passage[self.at - 1].norm)
            return known is None or norm != "طالب"  # بوتين | طالب: the verb
        if speakers.has("person_head", norm) or norm in _SECOND_TITLES:
            if self._is_surname(norm):
                return True
            self.title = self.title or self.at
            self._end_name()
            self.person, self.named, self.complete = True, False, False
            self.closed = is_definite(speakers, norm)
            return True
        if norm in _CALLED:
            self._end_name()
            self.named, self.closed = False, True
            return True
        if self.at == self.first + 1 and norm in speakers.adjectives and norm.endswith(("ون", "ين", "يه")):
            self.named, self.name, self.described = False, None, True  # ساسة إسرائيليون | رئيس الوزراء
            return True
        if self.complete:
            return False
        definite = is_definite(speakers, norm)
        if self.at == self.first + 1 and norm not in speakers.surnames and not self.person:
            if definite or speakers.has("institution_head", norm):
                self.named, self.closed = False, definite  # تحليل الشرطة, توصيات مجلس: a construct
            return True
        if not definite:
            if self.person and speakers.has("institution_head", norm):
                return False  # القاضي فلان | نيابة عن
            return self.medium or norm not in speakers.exact_nations
        if speakers.has("institution_head", norm) or norm in speakers.exact_nations:
            return False
        return not (norm.endswith(("ين", "ات", "ون")) and len(norm) > 6)

    def _rules(self, norm: str) -> bool:
        """Whether a word that is a name too is a title here: سلطان أمير قطر."""
        after = self.passage[self.at + 1].norm if self.at + 1 < self.last else ""
        return norm == "امير" and after in self.speakers.exact_nations

    def _is_surname(self, norm: str) -> bool:
        """Whether a definite title right after a first name is a surname: يوسف الشاهد."""
        return bare(norm) in _SURNAMES and self.name == self.at - 1 and is_definite(self.speakers, norm)

    def _end_name(self) -> None:
        if self.name is not None and self.name_end is None and self.at > self.name:
            self.name_end = self.at


def _is_head(speakers: Speakers, norm: str) -> bool:
    return speakers.has("institution_head", norm) or speakers.has("person_head", norm)
