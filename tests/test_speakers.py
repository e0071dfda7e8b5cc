"""Who speaks: where a speaker's phrase ends, what its words are called, who goes on speaking."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reading.speech.cues import tokens
from riwaya.reading.speech.nouns import Walk
from riwaya.reading.speech.titles import Titles
from tests.test_attribution import SPEAKERS, VERBS, read, voice_of

# What the noun phrase is, and what is left of the text after it: the object, a time, another noun.
PHRASES = [
    ("an institution takes no second definite noun", "المحكمة", " المتهمين بالتآمر"),
    ("a masculine house takes no feminine adjective", "البيت الأبيض", " العلاقة المزعومة"),
    ("a feminine adjective agrees with the second half", "مجلس الأمة الكويتية", ""),
    ("a bare noun is the object of an institution", "المنظمة", " اجتماعا طارئا"),
    ("a quantifier begins the object", "الحركة", " جميع عناصرها"),
    ("a country takes no other noun", "السعودية", " التعرض له"),
    ("an indefinite head with its adjective is whole", "وسائل إعلام سورية", " إسرائيل"),
    ("two adjectives of an indefinite head", "وسائل إعلام سورية رسمية", ""),
    ("what is joined by the conjunction belongs", "جهاز الأمن والمخابرات السوداني", ""),
    ("a name in which the conjunction is a letter", "حملة إلغاء نظام وصاية الأب", ""),
    ("a complement of what an institution is for", "مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية", ""),
    ("a purpose is no complement", "النقابات المهنية", " لبحث القانون"),
    ("a place after an adjective", "السفارة الفلسطينية بالجزائر", ""),
    ("how it was said is no complement", "المدعي العام", " بضرورة احتجازه"),
    ("who is charged with something", "الفريق المكلف بمتابعة الملف", ""),
    ("a title after a name", "سامر الرضا مدير المكتب الإعلامي", ""),
    ("a name after a title ends at an institution", "القاضي سام الفهد", " المحكمة"),
    ("an addressee after a name", "هادي", " لليمنيين"),
    ("a determiner and its noun", "أحد عناصر الشرطة", ""),
    ("a construct of two unknown words", "تحقيق اللجنة", ""),
    ("an alias of several words inside", "توصيات مجلس الأمن", ""),
    ("a whole plural adjective after من", "كثير من المحللين الغربيين", ""),
    ("those among them are no part", "المحتجون", " وبينهم محامون"),
    ("opponents with a pronoun are the object", "الرئيس الجمهوري", " معارضيه"),
    ("a known man's further name is no object", "الرئيس الكازاخي قاسم جومارت توكاييف", ""),
    ("whose an institution is, and his name", "الموقع الإلكتروني للرئيس توكاييف", ""),
]


@pytest.mark.parametrize(
    ("phrase", "rest"), [case[1:] for case in PHRASES], ids=[case[0] for case in PHRASES]
)
def test_where_a_noun_phrase_is_whole(phrase: str, rest: str) -> None:
    text = phrase + rest
    passage = tokens(text, 0, len(text))
    end = Walk(SPEAKERS, passage, 0, len(passage)).end()
    assert text[: passage[end - 1].end] == phrase


NAMES = [
    (
        "a title, its adjectives and a name",
        "قائد خلية الأزمة نبيل الراعي",
        ("قائد خلية الأزمة", "نبيل الراعي"),
    ),
    ("a construct that ends in a known place", "مدير الهيئة ديبي والش", ("مدير الهيئة", "ديبي والش")),
    ("a name before its title", "باول نيرو مفوض الشرطة", ("مفوض الشرطة", "باول نيرو")),
    ("a title that is a surname", "رئيس الوزراء يوسف الشاهد", ("رئيس الوزراء", "يوسف الشاهد")),
    ("a quality is no name", "متحدث عسكري", ("متحدث عسكري", "")),
    (
        "a second man joined is no part of the name",
        "الرئيس عمر البشير ورئيس الوزراء",
        ("الرئيس", "عمر البشير"),
    ),
    (
        "where someone is from is no part of the name",
        "المحامي ميخائيل سفارد من منظمة",
        ("المحامي", "ميخائيل سفارد"),
    ),
    ("whose lawyer he is", "محاميها مايكل أفيلا", ("محاميها", "مايكل أفيلا")),
    (
        "a place with its preposition",
        "الحاكم الجمهوري لتكساس غريغ أبوت",
        ("الحاكم الجمهوري لتكساس", "غريغ أبوت"),
    ),
    ("a name that begins with عبد", "القاضي عبد الستار بيرقدار", ("القاضي", "عبد الستار بيرقدار")),
    ("what he holds is no name", "رئيس الجمهورية صلاحية", ("رئيس الجمهورية صلاحية", "")),
]


@pytest.mark.parametrize(("phrase", "parts"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_title_and_its_name_are_told_apart(phrase: str, parts: tuple[str, str]) -> None:
    assert Titles(SPEAKERS).split(phrase) == parts


# (what it is, the body, a stretch of it, the words that name its speaker)
WHO = [
    ("an object right after the estimator", "وقدرت غرفة التجارة الخسائر بعشرة ملايين.", "ملايين", "غرفة التجارة"),
    ("a construct of things is nobody", "نفت القيادة ذلك، ووصفت حصيلة القتلى بأنها \"مبالغ فيها\"، وأكدت أن عشرة أصيبوا.", "أصيبوا", "القيادة"),
    ("a plural in وا has its subject before it", "أدان ناشطون القرار. واعتبروا التعديل انقلابا.", "انقلابا", "ناشطون"),
    ("an adverbial before a verb", "وفي السياق نفسه، انتقد فريق من المغردين القرار مشيرين إلى تحول خطير.", "تحول", "فريق من المغردين"),
    ("another institution after a comma", "دعا الرئيس سامر الراعي، البرلمان إلى جلسة عاجلة.", "جلسة", "الرئيس سامر الراعي"),
    ("a date after the speaker", "وصرح المتحدث العسكري في الثامن والعشرين من مارس بأن الجندي عاد.", "عاد", "المتحدث العسكري"),
    ("علي with no noun after it", "وقال المحامي خالد علي إن موكله بريء.", "بريء", "المحامي خالد علي"),
    ("who told it, after what he told", "يستند ذلك إلى ما أفاد به مصدران من أن السفينة غرقت.", "غرقت", "مصدران"),
    ("a clause of time", "سيشغل المنصب النائب مارتن فيزي بعد أن أعلن استعداده لذلك.", "استعداده", "النائب مارتن فيزي"),
    ("who wrote it", "عاد الرئيس فلاديمير بوتين وعبر عن رضاه في تغريدة قال فيها \"أنا سعيد جدا بهذا اللقاء\".", "سعيد", "الرئيس فلاديمير بوتين"),
    ("a hashtag", "أعلنت #حركة_العدل وقف القتال في المدينة.", "وقف القتال", "حركة_العدل"),
    ("a name in marks", "أعلنت \"لجنة أطباء المدينة المركزية\"، الجمعة، ارتفاع عدد القتلى.", "ارتفاع", "لجنة أطباء المدينة المركزية"),
    ("a movement in marks before أن", "يعتقد \"الانتقالي الشرقي\" أن المسيرات تهدده.", "تهدده", "الانتقالي الشرقي"),
    ("speech in marks is no name", "قال \"الجيش يقاتل في المدينة\"، ومضى.", "يقاتل", None),
    ("who issued a statement", "قتل عشرة، وفقا لبيان صادر عن الحزب.", "قتل عشرة", "الحزب"),
    ("who published it", "قتل عشرة، بحسب بيان أصدرته لجنة الأطباء مساء الأحد.", "قتل عشرة", "لجنة الأطباء"),
    ("who is relayed after نقلا عن", "قالت الإذاعة نقلا عن المتحدث باسم الحكومة إن القتال توقف.", "توقف", "المتحدث باسم الحكومة"),
    ("the subject of the verb before", "قال مدير المشفى إن عشرة أصيبوا. ونفت وزارة التربية ذلك، وأكدت أن المدارس مفتوحة.", "مفتوحة", "وزارة التربية"),
    ("a name between commas that looks like a verb", "قال وزير الصحة، مات هانكي، إن الخطوة ستساعد.", "ستساعد", "وزير الصحة، مات هانكي"),
    ("an accuser after his verb", "حذر من تنظيمات محلية تتهمها أنقرة بالارتباط بالحزب.", "بالارتباط", "أنقرة"),
    ("one of many in front of his verb", "أعلنت الوزارة أن أحد الموقوفين اعترف بأن زعيمهم تدرب هناك.", "تدرب", "أحد الموقوفين"),
    ("a manner is no speaker", "قال الوزير إن العمل بدأ. وختم ساخرا: \"لن يصدق أحد هذا الكلام كله\".", "يصدق", "الوزير"),
    ("digits joined to a name", "أكد مراسل فرانس24 في بغداد أن الجسر مغلق.", "مغلق", "مراسل فرانس24 في بغداد"),
    ("علي where على is written without dots", "قال المرشد الأعلى آية الله علي خامنئي إنه لن يفاوض على شيء.", "يفاوض", "المرشد الأعلى آية الله علي خامنئي"),
    ("a bare name before its title", "سامر خالد بشير، أحد مشايخ القبيلة، بدوره، أكد أن الطريق أغلق.", "أغلق", "سامر خالد بشير، أحد مشايخ القبيلة"),
    ("علي as a first name right after the verb", "ويرى علي سالمي أنه من الصعب أن يتغير الوضع.", "يتغير", "علي سالمي"),
    ("على after a verb that takes it is no name", "قال الوزير إن العمل بدأ. وشدد على ضرورة أن يعود الهدوء.", "يعود", "الوزير"),
    ("an adjective in marks", "وأفادت وسائل إعلام «محلية» أمس الاثنين، بأن الجسر أغلق.", "أغلق", "وسائل إعلام «محلية»"),
    ("a place in marks", "وذكر قائد عمليات «تكريت» الفريق سالم الراعي، في بيان، إن القوات عادت.", "عادت", "قائد عمليات «تكريت» الفريق سالم الراعي"),
    ("a statement between a verb and what it condemns", "قال الوزير إن الجسر هدم، وندد في بيان بجرائم المحتل.", "جرائم", "الوزير"),
    ("who is told, before بأن", "وأبلغ الوزير، لجنة برلمانية تحقق في الحادث، بأنه كان على علم بالأمر.", "علم", "الوزير"),
    ("a country before its verb and marks", "الحكومة تنفي «وجود وساطة سرية» مع المتمردين.", "المتمردين", "الحكومة"),
    ("two women or institutions go on", "التقت الجمعيتان العائلات أمس، مشيرتين إلى أن الوضع خطير.", "خطير", None),
    ("many who acted in the clause before", "وقد عقد ممثلون عن القبائل اجتماعا أمس، حيث دانوا تصرفات المحتلين.", "تصرفات", "ممثلون"),
    ("many who acted after بعدما", "تعقد الخلاف بعدما خرج أعضاء المكتب المفصولون عن صمتهم، متهمين الأمين العام بخرق القانون.", "خرق", "أعضاء المكتب المفصولون"),
    ("a plural verb goes back to the many who spoke", "قال محتجون إن الطريق مغلق. ورد الوزير بأن الأمر انتهى. وأضافوا أن الجسر هدم.", "هدم", "محتجون"),
    ("who answers and says", "قال الوزير إن العمل بدأ. من جانبه، رد مدير المكتب سامر الرضا، على الشبكة، قائلا إن العمل توقف.", "توقف", "مدير المكتب سامر الرضا"),
    ("بالقول after whom it addresses", "ويخاطب كاتب الرسالة «أصحاب القرار» بالقول: «كيف ننسى كل ما جرى هنا»", "ننسى", "كاتب الرسالة"),
    ("بقوله after who acts", "واختتم المحامي كلمته بقوله: «هذه رسالتي إلى الجميع وإلى أهلي».", "رسالتي", "المحامي"),
    ("a number of people", "قال عدد من السكان إن الجسر هدم.", "هدم", "عدد من السكان"),
    ("the woman or institution before a feminine participle", "قال الوزير إن الأمر انتهى. وهو القرار الذي اتخذته وزارة الأوقاف، مبررة الخطوة بأنها تأتي بعد الحادث.", "الحادث", "وزارة الأوقاف"),
    ("who issued the statement that speaks", "وجاء في بيان لوكالة الأنباء المحلية أن السفينة غرقت.", "غرقت", "وكالة الأنباء المحلية"),
    ("a known man who acts", "قال الوزير إن العمل بدأ. وهاجم بوتين الحكومة قائلا إن الجسر هدم.", "هدم", "بوتين"),
    ("so-called before a name", "أكد ما يسمى المرصد المعارض مقتل سبعة.", "سبعة", "المرصد المعارض"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "stretch", "speaker"), [case[1:] for case in WHO], ids=[case[0] for case in WHO]
)
def test_who_speaks(body: str, stretch: str, speaker: str | None) -> None:
    assert voice_of(body, stretch).speaker == speaker


# (what it is, the body, what its last quote's speaker is called)
CALLED = [
    (
        "an institution's name in Latin letters is no person's",
        'حذر مدير مركز الدراسات "Nahr"، وليد الساري، من الجفاف. وقال مدير مركز الدراسات "Nahr" إن الماء شحيح.',
        "وليد الساري",
    ),
    ("an office whose holder is named elsewhere", "التقى ترامب الوفد. وقال الرئيس الأميركي إن اللقاء مهم.", "دونالد ترامب"),
    ("an office that nobody holds in the article", "وقال الرئيس الأميركي إن اللقاء مهم.", "الرئيس الأمريكي"),
    ("a surname after the full name", "قال مدير المكتب سامر الرضا إن العمل بدأ. وقال الرضا إنه ينتهي غدا.", "سامر الرضا"),
    ("what a watchdog counted is no name of it", "يواصل المرصد لغارات رصده. قال المرصد السوري لحقوق الإنسان إن عشرة قتلوا. وقال المرصد إن القصف توقف.", "المرصد السوري لحقوق الإنسان"),
    ("the latter is whom it was of", "رغم الاعتقالات في صفوف المعارضة، فإن الأخيرة أعلنت أن العمل مستمر.", "المعارضة"),
    ("another man's father is not he", "حضر حسين بن عبد الله. وقال عبد الله إن الأمر انتهى.", "عبد الله"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "name"), [case[1:] for case in CALLED], ids=[case[0] for case in CALLED])
def test_what_a_speaker_is_called(body: str, name: str) -> None:
    assert read("عنوان\n" + body).quotes[-1].speaker_name == name


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='اولبرتمين علىأنهـ«»"،.:#_٣7\u200f\ud800', max_size=60))
def test_any_letters_have_a_phrase_inside_them(text: str) -> None:
    passage = tokens(text, 0, len(text))
    for first in range(len(passage)):
        if passage[first].word:
            assert first < Walk(SPEAKERS, passage, first, len(passage)).end() <= len(passage)
    assert all(VERBS.read(token.norm) is not None for token in passage)


EXAMPLES = [(example, known.name_ar) for known in SPEAKERS.known for example in known.examples]


@pytest.mark.parametrize(("example", "name"), EXAMPLES, ids=[example for example, _ in EXAMPLES])
def test_a_known_speaker_is_called_by_one_name(example: str, name: str) -> None:
    assert [quote.speaker_name for quote in read("عنوان\n" + example).quotes] == [name]


def test_a_headline_calls_by_name_who_speaks_in_the_body() -> None:
    body = "قال المحلل السياسي سمير حداد إن البلاد أمام خيارين."
    for headline in ("سمير حداد : البلاد أمام خيارين", "حداد: البلاد أمام خيارين"):
        assert [quote.cue for quote in read(headline + "\n\n" + body).quotes] == [":", "قال"]
    assert len(read("باريس: البلاد أمام خيارين\n\n" + body).quotes) == 1
