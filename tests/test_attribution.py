"""Whose word a stretch is: reports, closers, labels, quotations and the speakers they are given to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import data_path
from riwaya.language.sentences import cut
from riwaya.reading.attribution import Attributions, load_speakers, load_verbs, read_attributions
from riwaya.reading.records import Article, Attribution, Sentence
from riwaya.reading.speech.cues import Stream, tokens

VERBS = load_verbs(data_path("reporting_verbs.toml"))
SPEAKERS = load_speakers(data_path("speakers.toml"))


def article(text: str) -> Article:
    """An article whose first line is its headline."""
    sentences: list[Sentence] = []
    position = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in cut(text, position, position + len(line)):
            zone = "body" if number else "headline"
            sentences.append(Sentence(len(sentences), start, end, zone, text[start:end]))
        position += len(line) + 1
    return Article("a", text, tuple(sentences))


def read(text: str) -> Attributions:
    return read_attributions(article(text), VERBS, SPEAKERS)


def voice_of(text: str, stretch: str) -> Attribution:
    """Whose word the last occurrence of a stretch is; the text is the body under an empty headline."""
    whole = "عنوان\n" + text
    start = whole.rindex(stretch)
    return read(whole).of(start, start + len(stretch))


# A name, a body, a stretch of it, its voice, its speaker's words, its stance.
CASES = [
    ("after إن", "قال وزير الصحة إن عشرة مصابين غادروا.", "عشرة", "attributed", "وزير الصحة", "neutral"),
    ("before إن", "قال وزير الصحة أمام عشرة صحفيين إن الوباء تراجع.", "عشرة", "own", None, "neutral"),
    ("after أنه", "وذكرت الوزارة أنها سجلت عشرة إصابات.", "عشرة", "attributed", "الوزارة", "neutral"),
    ("subject before the verb", "لكن مصادر طبية أكدت أن عشرة نقلوا.", "عشرة", "attributed", "مصادر طبية", "endorsing"),
    ("كان before the subject", "وكان المتحدث باسم الجيش قد قال إن عشرة فروا.", "عشرة", "attributed", "المتحدث باسم الجيش", "neutral"),
    ("أما before the subject", "أما رئيس الحكومة فاتهم متظاهرين بالتخريب.", "بالتخريب", "attributed", "رئيس الحكومة", "neutral"),
    ("apposition", "قال مدير المستشفى، سامي حداد، إن عشرة نقلوا.", "عشرة", "attributed", "مدير المستشفى، سامي حداد", "neutral"),
    ("relative clause", "وشدد حداد الذي يدير المستشفى، على أن عشرة نقلوا.", "عشرة", "attributed", "حداد", "endorsing"),
    ("a verbal noun", "أعلنت وزارة الداخلية مقتل عشرة حراس.", "عشرة", "attributed", "وزارة الداخلية", "neutral"),
    ("a verbal noun after عن", "أعلن الجيش في وقت سابق عن وصول عشرة جنود.", "عشرة", "attributed", "الجيش", "neutral"),
    ("a noun after ب", "أفادت تقارير بمقتل عشرة عمال.", "عشرة", "attributed", "تقارير", "neutral"),
    ("a noun after إلى", "وأشار بيان إلى سقوط عشرة جرحى.", "عشرة", "attributed", "بيان", "neutral"),
    ("a demand", "طالب المجلس بإخراج عشرة معتقلين.", "عشرة", "attributed", "المجلس", "neutral"),
    ("an accusation", "واتهمت حركة النهر الوطنية السودان بقتل عشرة رعاة.", "عشرة", "attributed", "حركة النهر الوطنية", "neutral"),
    ("a condemnation", "أدانت وزارة الخارجية قمع المتظاهرين.", "المتظاهرين", "attributed", "وزارة الخارجية", "neutral"),
    ("a court convicts", "أدانت المحكمة عشرة متظاهرين.", "متظاهرين", "own", None, "neutral"),
    ("an order is an act", "وأمر القائد بتفريق المتظاهرين.", "المتظاهرين", "own", None, "neutral"),
    ("a decision is an act", "قررت الحكومة نقل عشرة معتقلين.", "عشرة", "own", None, "neutral"),
    ("no report is denied", "ولم تعلن الشرطة مقتل عشرة حراس.", "عشرة", "own", None, "neutral"),
    ("a closer after", "قتل عشرة حراس، بحسب الشرطة.", "عشرة", "attributed", "الشرطة", "neutral"),
    ("a closer before", "وبحسب شهود عيان، فإن عشرة سقطوا.", "عشرة", "attributed", "شهود عيان", "neutral"),
    ("a closer with a verb", "قتل عشرة حراس، وفق ما أعلنت بلدية المدينة.", "عشرة", "attributed", "بلدية المدينة", "neutral"),
    ("a closer with a noun", "قتل عشرة حراس حسب إفادات الوزارة.", "عشرة", "attributed", "الوزارة", "neutral"),
    ("a closer relays", "قتل عشرة حراس، بحسبما نقلت الوكالة عن مصادر طبية.", "عشرة", "attributed", "مصادر طبية", "neutral"),
    ("a closer ends at وذلك", "قتل حارس، بحسب الشرطة، وذلك قبل عشرة أيام.", "عشرة", "own", None, "neutral"),
    ("a closer ends at فيما", "قتل حارس، بحسب الشرطة، فيما فر عشرة.", "عشرة", "own", None, "neutral"),
    ("a closer in the middle", "وقصفت الطائرات، وفق المرصد، مواقع المسلحين.", "المسلحين", "attributed", "المرصد", "neutral"),
    ("a law is no source", "ووزعت المقاعد وفقا للقانون على عشرة أحزاب.", "عشرة", "own", None, "neutral"),
    ("content runs on through adjuncts", "قال الوزير إن الحارس قتل بعد هجوم المسلحين.", "المسلحين", "attributed", "الوزير", "neutral"),
    ("content ends at وهي", "قال الوزير إن الهدنة باقية، وهي التي خرقها المسلحون.", "المسلحون", "own", None, "neutral"),
    ("content ends at بينما", "قال الوزير إن الهدنة باقية، بينما واصل المسلحون القصف.", "المسلحون", "own", None, "neutral"),
    ("a claim is distancing", "زعم القائد أن المسلحين فروا.", "المسلحين", "attributed", "القائد", "distancing"),
    ("on his word", "وقال القائد إن المسلحين فروا، على حد تعبيره.", "المسلحين", "attributed", "القائد", "distancing"),
    ("an admission is endorsing", "أقرت السلطات بمقتل عشرة حراس.", "عشرة", "attributed", "السلطات", "endorsing"),
    ("relayed speech", "ونقلت وسائل إعلام عن نائب المحافظ قوله إن المسلحين باقون.", "المسلحين", "attributed", "نائب المحافظ", "neutral"),
    ("relayed speech with أن", "ونقلت وكالة عن هيئة التحقيق أن عشرة قتلوا.", "عشرة", "attributed", "هيئة التحقيق", "neutral"),
    ("a participle goes on", "قال الوزير إن الوضع هادئ، مشيرا إلى أن المسلحين فروا.", "المسلحين", "attributed", "الوزير", "neutral"),
    ("a long quotation", 'قال الوزير: "لن يفلت هؤلاء الإرهابيون من العقاب".', "الإرهابيون", "quoted", "الوزير", "neutral"),
    ("a quotation without a colon", 'وأضاف الوزير "لن يفلت هؤلاء الإرهابيون من العقاب".', "الإرهابيون", "quoted", "الوزير", "neutral"),
    ("a cue after the quotation", '"لن يفلت هؤلاء الإرهابيون من العقاب"، قال الوزير.', "الإرهابيون", "quoted", "الوزير", "neutral"),
    ("a label in marks", 'قال الوزير إن "الإرهابيين" فروا.', "الإرهابيين", "scare", "الوزير", "neutral"),
    ("a label of nobody's", 'وتفرق "الثوار" في الشوارع.', "الثوار", "scare", None, "neutral"),
    ("what he called", "انتقد النائب ما وصفه بالانقلاب الأبيض.", "بالانقلاب", "scare", "النائب", "distancing"),
    ("whom he described as", "قال القائد إن المحتجين الذين وصفهم بالمخربين فروا.", "بالمخربين", "scare", "القائد", "distancing"),
    ("the word before whom he described", "قال القائد إن المحتجين الذين وصفهم بالمخربين فروا.", "المحتجين", "own", None, "neutral"),
    ("the alleged", "ونشرت الصحيفة صورا للانقلاب المزعوم.", "للانقلاب", "scare", None, "distancing"),
    ("a paper's name is no quotation", 'ونشرت صحيفة "صوت الثورة" صورة القتلى.', "الثورة", "own", None, "neutral"),
    ("a passive opinion", "ويعتقد أن عشرة عالقون.", "عشرة", "own", None, "neutral"),
    ("a closer whose speaker is described", "قتل حارس، بحسب سمير قاسم، قائد المسلحين في المدينة.", "المسلحين", "own", None, "neutral"),
    ("a closer with a verb before an adjunct", "قتل حارس، حسبما أعلنت الشرطة، من دون تحديد هوية المسلحين.", "المسلحين", "own", None, "neutral"),
    ("a closer inside a clause", "وقال مصدر طبي إن القصف عنيف، سقط فيه بحسب معلومات أولية، أكثر من عشرة جرحى.", "عشرة", "attributed", "مصدر طبي", "neutral"),
    ("a closer in the passive", "قتل عشرة حراس، حسب ما علم من مصدر أمني.", "عشرة", "attributed", "مصدر أمني", "neutral"),
    ("a closer and who published it", "غادر عشرة عمال بحسب الأرقام التي نشرتها الوزارة.", "عشرة", "attributed", "الوزارة", "neutral"),
    ("a participle after a closer", "والوضع صعب، وفقا لما أفاد وزير الداخلية ليل الجمعة، مشيرا إلى عشرة جرحى.", "عشرة", "attributed", "وزير الداخلية", "neutral"),
    ("كان and a country of two words", "وكانت كوريا الشمالية قد أقرت بأنها خطفت عشرة.", "عشرة", "attributed", "كوريا الشمالية", "endorsing"),
    ("a time after the verb", "وكان رئيس الوفد أعلن الأسبوع الماضي وصول عشرة.", "عشرة", "attributed", "رئيس الوفد", "neutral"),
    ("who is told", "أبلغ الدليل السياحي الشرطة أن عشرة فروا.", "عشرة", "attributed", "الدليل السياحي", "neutral"),
    ("who is told, by a pronoun", "أبلغهم مسؤولون محليون أن عشرة فروا.", "عشرة", "attributed", "مسؤولون محليون", "neutral"),
    ("an office accused", "وتتهم المنظمة الرئيس الإسرائيلي بقتل عشرة.", "عشرة", "attributed", "المنظمة", "neutral"),
    ("a country asked", "طالبت بغداد البعثات المقيمة بنقل عشرة عمال.", "عشرة", "attributed", "بغداد", "neutral"),
    ("the antecedent accuses", "عادت الدول التي تتهم طهران بقتل عشرة.", "عشرة", "attributed", "الدول", "neutral"),
    ("the only noun is accused", "وغادر القائد. واتهم النظام السوري بقتل عشرة.", "عشرة", "attributed", None, "neutral"),
    ("a definite verbal noun", "أعلنت مصادر طبية التوصل إلى اتفاق مع عشرة.", "عشرة", "attributed", "مصادر طبية", "neutral"),
    ("a verbal noun with a pronoun", "أعلنت روسيا توصلها إلى اتفاق مع عشرة.", "عشرة", "attributed", "روسيا", "neutral"),
    ("a hyphen in a name", "قالت سارة هانسون-يونغ إن عشرة فروا.", "عشرة", "attributed", "سارة هانسون-يونغ", "neutral"),
    ("a thing threatens", "وهو قرار يهدد باندلاع عشرة حرائق.", "عشرة", "own", None, "neutral"),
    ("a noun of the verb's letters", "جرى توقيع تعهد بوقف عشرة مشاريع.", "عشرة", "own", None, "neutral"),
    ("a participle that describes", "غادر السجن ثلاثة رجال متهمين بقتل عشرة.", "عشرة", "own", None, "neutral"),
    ("a mark stuck to the word before", 'وقال الوزير لبي بي سي" هناك كثير من الحزن على عشرة رجال".', "عشرة", "quoted", "الوزير", "neutral"),
    ("who wrote the message", 'رد سمير قاسم على النائب في تغريدة قال فيها: "لم نر أحدا من عشرة رجال".', "عشرة", "quoted", "سمير قاسم", "neutral"),
    ("the outlet draws a result", "قال الوزير إن الحارس فر، وهو ما دفع عشرة إلى الاحتجاج.", "عشرة", "own", None, "neutral"),
    ("a headline's subject", "السلطات تكشف مقتل عشرة حراس", "عشرة", "attributed", "السلطات", "endorsing"),
    ("a relay without عن", "ونقلت وكالة الأنباء أن عشرة فروا.", "عشرة", "attributed", "وكالة الأنباء", "neutral"),
    ("a date before what is announced", "أعلن المتحدث باسم الوزارة في الثلاثين من مارس مقتل عشرة حراس.", "عشرة", "attributed", "المتحدث باسم الوزارة", "neutral"),
    ("a payment announced", "أعلن الدكتور سمير قاسم وزير الري صرف عشرة آلاف جنيه لكل أسرة.", "عشرة", "attributed", "الدكتور سمير قاسم وزير الري", "neutral"),
    ("an accusative after its subject", "وتوقع البنك الدولي انكماشا بنسبة عشرة في المئة.", "عشرة", "attributed", "البنك الدولي", "neutral"),
    ("a possessive after its subject", "أعلن الجيش الوطني تدخله في عشرة أحياء.", "عشرة", "attributed", "الجيش الوطني", "neutral"),
    ("an object that may be a name", "وأعلنت السلطات فتح تحقيق في مقتل عشرة.", "عشرة", "attributed", "السلطات", "neutral"),
    ("a bare object of an institution", "أعلنت وزارة الري حاجتها إلى عشرة زوارق.", "عشرة", "attributed", "وزارة الري", "neutral"),
    ("a name after an adjective is no object", "أكد المدرب البرتغالي جوزيه قاسم أن عشرة فروا.", "عشرة", "attributed", "المدرب البرتغالي جوزيه قاسم", "endorsing"),
    ("they themselves", "ونفى الحراس أنفسهم مقتل عشرة.", "عشرة", "attributed", "الحراس أنفسهم", "neutral"),
    ("a servant of God", "وأكد عبد الرقيب فتح أن عشرة فروا.", "عشرة", "attributed", "عبد الرقيب فتح", "endorsing"),
    ("as diplomats said", "ارتفع عدد القتلى إلى عشرة، كما أفاد دبلوماسيون.", "عشرة", "attributed", "دبلوماسيون", "neutral"),
    ("as sources said on Thursday", "ارتفع عدد القتلى إلى عشرة، كما قالت الخميس مصادر طبية.", "عشرة", "attributed", "مصادر طبية", "neutral"),
    ("as if it went on", "أغلق عشرة تجار متاجرهم، كما أكد الوزير أن المرفأ أغلق.", "عشرة", "own", None, "neutral"),
    ("in the latest report", "وفي أحدث تقرير للمنظمة الدولية للبحار، فإن عشرة آلاف نزحوا.", "عشرة", "attributed", "للمنظمة الدولية للبحار", "neutral"),
    ("a second count goes on after بينما", "وقالت الشرطة إن تسعة فروا، بينما قتل عشرة آخرون.", "عشرة", "attributed", "الشرطة", "neutral"),
    ("a second count after a closer", "فر تسعة، بحسب الشرطة، بينما قتل عشرة آخرون.", "عشرة", "own", None, "neutral"),
    ("which drove them", "وخرج السكان مطالبين بعودة الحاكم؛ وهو ما دفع عشرة حراس إلى الهرب.", "عشرة", "own", None, "neutral"),
    ("which drove them, as police said", "وخرج السكان، الأمر الذي دفع عشرة حراس إلى الهرب بحسب الشرطة. وغادر تسعة.", "عشرة", "attributed", "الشرطة", "neutral"),
    ("so that there rose", "واتهمت المعارضة الرئيس بتزوير الأوراق، ليتولد من ذلك حراك عشرة أحزاب.", "عشرة", "own", None, "neutral"),
    ("another puts the number higher", "وتقول حركة النهر إن خمسة قتلوا، لكن إسرائيل ترفع العدد إلى عشرة.", "عشرة", "attributed", "إسرائيل", "neutral"),
    ("a speaker for a name in marks", "وقال متحدث باسم «جيش النهر» إن عشرة فروا.", "عشرة", "attributed", "متحدث باسم «جيش النهر»", "neutral"),
    ("saying, after what he did", "وهاجم النائب سمير قاسم الحكومة قائلا إن عشرة فروا.", "عشرة", "attributed", "النائب سمير قاسم", "neutral"),
    ("a noun and what it asks", "وانطلقت مظاهرات تطالب الحكومة بإطلاق عشرة موقوفين.", "عشرة", "attributed", "مظاهرات", "neutral"),
    ("a time is no subject", "ومنذ أشهر عديدة تطالب النقابة بإطلاق عشرة موقوفين.", "عشرة", "attributed", "النقابة", "neutral"),
    ("a manner is no subject", "لكن وزارة الري نفت بشكل قاطع مؤكدة أن عشرة فروا.", "عشرة", "attributed", "وزارة الري", "endorsing"),
    ("after what a noun asks", "وانطلقت مظاهرات تطالب الحكومة بإطلاق الموقوفين حيث أغلق عشرة آلاف الطرق.", "عشرة", "own", None, "neutral"),
    ("may announce", "ومن المقرر أن يعلن الوزير وصول عشرة جنود.", "عشرة", "own", None, "neutral"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stretch", "voice", "speaker", "stance"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_whose_word_it_is(text: str, stretch: str, voice: str, speaker: str | None, stance: str) -> None:
    found = voice_of(text, stretch)
    assert (found.voice, found.speaker, found.stance) == (voice, speaker, stance)


# A name, an article, a stretch, the canonical name of its speaker.
NAMES = [
    ("a known person", "قال الرئيس الروسي فلاديمير بوتين إن عشرة فروا.", "فلاديمير بوتين"),
    ("an alias", "قال بوتين إن عشرة فروا.", "فلاديمير بوتين"),
    ("a title tied to a name above", "قال مدير المرفأ سمير قاسم إن الحريق كبير. وأضاف مدير المرفأ أن عشرة فروا.", "سمير قاسم"),
    ("a title tied to a name below", "قال رئيس كازاخستان إن عشرة فروا.\nوخرج الرئيس الكازاخي قاسم توكاييف.", "قاسم توكاييف"),
    ("a surname", "قال مدير المرفأ سمير قاسم إن الحريق كبير. وأضاف قاسم أن عشرة فروا.", "سمير قاسم"),
    ("a subject carried over", "قال مدير المرفأ سمير قاسم إن الحريق كبير. وأضاف أن عشرة فروا.", "سمير قاسم"),
    (
        "a ministry of a territory",
        "ردت إسرائيل ثم ردت إسرائيل. وقالت وزارة الصحة في القطاع إن عشرة قتلوا.",
        "وزارة الصحة في القطاع",
    ),
    (
        "a ministry between two countries",
        "اتهمت سوريا إسرائيل. وردت إسرائيل على سوريا. وقالت وزارة الدفاع إن عشرة قتلوا.",
        "وزارة الدفاع",
    ),
    ("the ministry", "أعلنت وزارة الدفاع الروسية وقف القصف. وأكدت الوزارة أن عشرة فروا.", "وزارة الدفاع الروسية"),
    ("a ministry without its country", "زار الوفد كازاخستان. وقالت وزارة الداخلية إن عشرة فروا.", "وزارة الداخلية الكازاخستانية"),
    ("another spelling of the country", "قالت السلطات الكازاخية إن عشرة فروا.", "السلطات الكازاخستانية"),
    ("a wife is not her husband", "قالت زوجة الرئيس السوري بشار الأسد، سلمى حداد، إن عشرة فروا.", "سلمى حداد"),
    ("an adjective is no name", "قال مسؤول عسكري إن عشرة فروا.", "مسؤول عسكري"),
    ("another person's surname", "قالت ليلى الأسد إن عشرة فروا.", "ليلى الأسد"),
    ("a name's last word, not one between", "خرج المدير أرسل قاسم خطابا. وقال المدير سمير قاسم إن الحريق كبير. وأضاف قاسم أن عشرة فروا.", "سمير قاسم"),
    ("the listener carries nothing over", 'قال وزير الداخلية سمير قاسم إن الحل قريب. وقال للنواب "قررنا تمديد العقد مع عشرة".', "سمير قاسم"),
    ("a country of two words", "قالت كوريا الجنوبية إن عشرة فروا.", "كوريا الجنوبية"),
    ("a document and its issuer", "صدر بيان الرئاسة الفرنسية. ورحب به سمير قاسم. وذكر البيان أن عشرة فروا.", "الرئاسة الفرنسية"),
    ("the gender of a bare name", "قال قاسم إن الحريق كبير. وقالت هانسون إنه صغير. وأضاف أن عشرة فروا.", "قاسم"),
    ("of his own words", "قال متحدث باسم الجيش إن عشرة فروا.", "متحدث باسم الجيش"),
    ("an informed source", "وقال مصدر مطلع إن عشرة فروا.", "مصدر مطلع"),
    ("from the tongue of", "ونقلت الوكالة على لسان سمير قاسم قوله إن عشرة فروا.", "سمير قاسم"),
    ("in it says", "قالت هناء سعيد إن الجسر سقط.\nونشر الموقع رسالة يقول فيها سمير قاسم إن عشرة فروا.", "سمير قاسم"),
    ("a commander orders nothing", "قال اللواء سمير قاسم، آمر غرفة عمليات النهر، إن الجسر سقط، مؤكدا أن عشرة فروا.", "سمير قاسم"),
    ("relayed from him", "وذكر سمير قاسم في تصريحات نقلت عنه من داخل سجنه أن عشرة فروا، مؤكدا أن عشرة بقوا.", "سمير قاسم"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_the_speakers_name(text: str, name: str) -> None:
    assert voice_of(text, "عشرة").speaker_name == name


HEADLINES = [
    ("a name and a colon", "بوتين: لن نسمح بالفوضى", "بالفوضى", "attributed", "بوتين"),
    ("a force and a colon", "الشرطة: مقتل عشرة مسلحين", "عشرة", "attributed", "الشرطة"),
    ("a topic and a colon", "السودان: مقتل عشرة مسلحين", "عشرة", "own", None),
    ("an event and a colon", "مظاهرات العراق: عشرة قتلى في البصرة", "عشرة", "own", None),
    ("a source in brackets", "مقتل عشرة حراس في غارات على الشمال (المرصد)", "عشرة", "attributed", "المرصد"),
    ("an agency in brackets", "مقتل عشرة حراس في غارات على الشمال (رويترز)", "عشرة", "attributed", "رويترز"),
    ("a short name in brackets", "تبرع عشرة تجار لوكالة غوث النازحين (الأونروا)", "عشرة", "own", None),
    ("a remark in brackets", "هرب عشرة حراس في غارات على الشمال (الجزء الأول)", "عشرة", "own", None),
    ("a name and a verb", "هدوء في العاصمة وبوتين يقول إن عشرة فروا", "عشرة", "attributed", "بوتين"),
]


@pytest.mark.parametrize(
    ("headline", "stretch", "voice", "speaker"),
    [case[1:] for case in HEADLINES],
    ids=[case[0] for case in HEADLINES],
)
def test_a_headline(headline: str, stretch: str, voice: str, speaker: str | None) -> None:
    start = headline.rindex(stretch)
    found = read(headline + "\nنص").of(start, start + len(stretch))
    assert (found.voice, found.speaker) == (voice, speaker)


STATEMENTS = [
    ("a force and its statement", "شرطة النهر:\nنفذ رجالنا حملة في المرفأ.\nوقبضوا على عشرة لصوص.", "attributed", "شرطة النهر"),
    ("a document and its issuer", "بيان وزارة الري بشأن الفيضان:\nغمرت المياه عشرة بيوت.", "attributed", "وزارة الري"),
    ("who else is named in it", "شرطة النهر:\nوقال القائد إن عشرة فروا.", "attributed", "القائد"),
    ("a topic", "أزمة الخبز:\nأغلقت عشرة أفران.", "own", None),
    ("a country", "سوريا:\nأغلقت عشرة أفران.", "own", None),
    ("a line without a colon", "شرطة النهر\nأغلقت عشرة أفران.", "own", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "voice", "speaker"), [case[1:] for case in STATEMENTS], ids=[case[0] for case in STATEMENTS]
)
def test_a_statement_printed_whole(text: str, voice: str, speaker: str | None) -> None:
    start = text.rindex("عشرة")
    found = read(text).of(start, start + 4)
    assert (found.voice, found.speaker) == (voice, speaker)


def test_a_mixed_clause_has_an_indirect_and_a_nested_direct_quote() -> None:
    quotes = read('عنوان\nوأضاف الوزير أن بلاده "ماضية في مكافحة الفساد حتى النهاية".').quotes
    assert [(quote.direct, quote.text.split()[0]) for quote in quotes] == [(False, "بلاده"), (True, "ماضية")]


def test_a_quotation_after_أنه_is_direct_only() -> None:
    quotes = read('عنوان\nوأضاف الوزير أنه "لا عودة إلى الوراء أبدا".').quotes
    assert [(quote.direct, quote.text) for quote in quotes] == [(True, "لا عودة إلى الوراء أبدا")]


def test_a_nested_report_keeps_both_quotes_and_the_inner_speaker_wins() -> None:
    text = "عنوان\nقال الوزير إن المدير أكد أن عشرة فروا."
    start = text.index("عشرة")
    found = read(text)
    assert len(found.quotes) == 2
    assert found.of(start, start + 4).speaker == "المدير"


def test_a_quote_of_a_carried_subject_names_its_speaker_only() -> None:
    quotes = read("عنوان\nقال سمير قاسم إن الحريق كبير.\nوأضاف أن الخسائر قليلة.").quotes
    assert [(quote.speaker, quote.speaker_name) for quote in quotes] == [
        ("سمير قاسم", "سمير قاسم"),
        (None, "سمير قاسم"),
    ]


def test_a_figure_never_gets_a_label() -> None:
    text = 'عنوان\nقال الوزير إن "عشرة آلاف" فروا ممن وصفهم بمئات المخربين.'
    found = read(text)
    place = text.index("عشرة")
    assert found.of(place, place + 4).voice == "scare"
    assert found.of(place, place + 4, labels=False).voice == "quoted"
    place = text.index("بمئات")
    assert found.of(place, place + 5, labels=False).voice == "attributed"


PIECES = [
    "قال ", "وقالت ", "إن ", "أن ", "أنه ", "الوزير ", "وزارة الدفاع ", "بوتين ", ": ", '"', "«", "»", "، ", ". ",
    "بحسب ", "على حد قوله ", "ما سماه ", "الذين وصفهم بـ", "نقلت ", "عن ", "قوله ", "عشرة ", "مقتل ", "\n", "(", ")",
    "مشيرا إلى ", "لم ", "اتهم ", "روسيا ", "\u202e", "\ud800", "\x00", "ـ", "ً", "#", "1,5 ", "جاء في بيان ", "كما ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_read_and_every_quote_is_where_it_says(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = read(text)
    for quote in found.quotes:
        assert text[quote.start : quote.end] == quote.text
        assert quote.text.strip() == quote.text != ""
        assert quote.speaker is None or quote.speaker_name
    for start in range(0, len(text), 7):
        stretch = found.of(start, start + 3)
        assert stretch.voice in ("own", "attributed", "quoted", "scare")
        assert stretch.speaker is None or stretch.speaker in text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_of_the_stream_is_cut_as_the_stretch_alone_is(
    pieces: list[str], start: int, length: int
) -> None:
    text = "".join(pieces)
    start, end = min(start, len(text)), min(start + length, len(text))
    assert Stream(text).between(start, end) == tokens(text, start, end)


def test_of_two_readings_of_one_mention_the_report_knows_where_the_speaker_ends() -> None:
    text = "عنوان\nأفادت مصادر محلية بعثور السكان على عشر جثث.\nوقالت المصادر إن البحث مستمر."
    assert {read(text).quotes[-1].speaker_name for _ in range(5)} == {"مصادر محلية"}


def test_a_wall_of_one_cue_yields_no_more_text_than_it_has() -> None:
    for piece in ("قال ", '"', "إن ", "قال إن "):
        text = piece * (100_000 // len(piece))
        whole = Article("a", text, (Sentence(0, 0, len(text), "body", text),))
        found = read_attributions(whole, VERBS, SPEAKERS)
        assert sum(len(quote.text) for quote in found.quotes) <= 4 * len(text)
