"""Where a speaker's words begin and end, and whose the words around them are: one small sentence a rule."""

from __future__ import annotations

import pytest

from tests.test_attribution import read


def voices(body: str, *stretches: str) -> list[str]:
    """The voice of the first occurrence of each stretch of a body."""
    text = "عنوان\n" + body
    found = read(text)
    return [found.of(text.index(stretch), text.index(stretch) + len(stretch)).voice for stretch in stretches]


# A name, a body in which "عشرة" is asked for, its voice.
ENDS = [
    ("said in passing between commas", "ذكرت الوكالة أن المحكمة استدعت امرأة، وهي الأولى هذا العام، بتهمة خطف عشرة.", "attributed"),
    ("who was meant, and an age", "أعلنت المحكمة أنها استدعت طبيبة، وهي هناء سعيد (35 عاما) التي خطفت عشرة.", "attributed"),
    ("who did it, in passing", "وذكر المدير أن المسلح، وهو طالب سابق، خطف عشرة.", "attributed"),
    ("what was meant, at the end", "وأشار الوزير إلى أن الهدف واحد، وهو إنقاذ عشرة.", "attributed"),
    ("the matter which", "وذكر المدير أن الباب كسر، وهو الأمر الذي أثار غضب عشرة نواب.", "own"),
    ("a remark with its own source", "وذكر المدير أن الباب كسر، وهو أكبر من عشرة أبواب، بحسب الوزير.", "attributed"),
    ("what it led to", "قال الوزير إن الحارس فر، ما دفع عشرة إلى الاحتجاج.", "attributed"),
    ("what an announcement led to", "أعلن الوزير إغلاق الجسر، ما دفع عشرة إلى الاحتجاج.", "own"),
    ("at a time when", "وأضافت الوزارة أن الجسر باق، في وقت يستعد عشرة نواب للسفر.", "own"),
    ("at the time when", "وأضافت الوزارة أن الجسر باق، في الوقت الذي غادر عشرة نواب.", "own"),
    ("a demand, and what it came after", "حث الوزير السكان على الهدوء بعد أن قتل عشرة حراس.", "own"),
    ("a claim, and what came of it", "تحدثت الحركة عن سقوط حارس، وهو ما أدى إلى غضب عشرة.", "own"),
    ("a closer, and the outlet's remark", "وبحسب شهود، تفتح الشرطة الطريق، وهو ما جاء بعد مقتل عشرة.", "own"),
    ("a closer after a result", "ويواصل عشرة حراس الإضراب، والذي خلف ثلاثة جرحى، وفق الوزارة.", "own"),
    ("an object after a participle", "قال الوزير إن الحريق كبير، مؤكدا حرق عشرة خيم.", "attributed"),
    ("again", "يتقدم الجيش مجددا شرق المدينة وفر عشرة.", "own"),
    ("details", "الشرطة تكشف تفاصيل مقتل عشرة عمال", "attributed"),
    ("a count after its day", "وكانت اللجنة قد أحصت الثلاثاء 83 قتيلا بينهم عشرة أطفال.", "attributed"),
    ("in a statement", "أعلنت الهيئة الاثنين في بيان مصادرة عشرة مصانع.", "attributed"),
    ("an accusation renewed, and its relative", "جددت الحكومة السبت، اتهاماتها للجوار بتفجير السوق، والذي قتل فيه عشرة.", "attributed"),
    ("but he said", "قال العميد إنه لا يؤكد الضربة، لكنه قال إن عشرة فروا.", "attributed"),
    ("the circumstances of a report", "أكد الوزير أن الوضع مقلق، وجاء ذلك خلال اجتماع مع عشرة نواب.", "own"),
    ("a thing shows it", "خرجت مسيرات، مما يشير إلى تصاعد غضب عشرة أحياء.", "own"),
    ("a pretext in nouns", "هدم الجيش منزلا بحجة البناء دون ترخيص، واعتقل عشرة عمال.", "own"),
    ("a pretext with أن", "هدم الجيش منزلا بحجة أن عشرة عمال بنوه دون ترخيص.", "attributed"),
    ("a pretext with a pronoun", "هدم الجيش منزلا بذريعة أنه بني لإيواء عشرة.", "attributed"),
    ("a claim in nouns", "فرضت الوزارة غرامة بزعم تهريب عشرة أطنان.", "attributed"),
    ("what follows a claim in nouns", "فرضت الوزارة غرامة بزعم تهريب السكر، وأوقفت عشرة.", "own"),
    ("a day inside a closer", "انضم عشرة بلدان إلى الاتفاق، بحسب ما أعلنت الثلاثاء وزارة التجارة.", "attributed"),
    ("it was learnt from", "نقل عشرة عمال إلى المستشفى، حسبما علم اليوم لدى مديرية الصحة.", "attributed"),
    ("just as he said", "نقل عشرة عمال إلى المستشفى، مثلما أوضح ذات المسؤول.", "attributed"),
    ("a province in the speaker's title", "نقل عشرة عمال إلى المستشفى، كما صرح مدير التعليم بولاية الساحل سالم حمود.", "attributed"),
    ("an adjective in marks, a day and a comma", "وأفادت وسائل إعلام «محلية» أمس الاثنين، بأن عشرة عمال نقلوا.", "attributed"),
    ("two women who point out", "وأصدرت الجمعيتان بيانا، مشيرتين إلى أن عشرة عمال نقلوا.", "attributed"),
    ("whom they claim to be", "واعتقلت الشرطة من تزعم أنهم عشرة لصوص.", "attributed"),
    ("a label in marks denied", "الوزارة تنفي «وساطة» مع عشرة مصانع.", "attributed"),
    ("an adverb in marks, then the content", "نفى الوزير «تماما» تورط عشرة نواب.", "attributed"),
    ("an assurance repeated", "كررت الوزارة التأكيد على أن عشرة مصانع أغلقت.", "attributed"),
    ("a mistake repeated", "كرر اللاعب الخطأ في عشرة مباريات.", "own"),
    ("a label in marks warned of", "الوزير يحذر من «كارثة» في عشرة أحياء.", "attributed"),
    ("where he said, after a colon", "افتتح الرئيس الحملة حيث قال: لقد عملت كثيرا، كما زرت عشرة مدن.", "attributed"),
    ("an imperfect that goes on", "وأوضح الوزير أن البلاد ترحب بالاتفاق، وتدعو الجيران إلى دعم عشرة مشاريع.", "attributed"),
    ("an imperfect that goes on after another", "وقال الوزير إن البلاد لا تقبل الشروط، وترفض نقل عشرة مصانع.", "attributed"),
    ("a quotation, and on what occasion", 'قال الوزير إن "الجسر باق في مكانه حتى الشتاء"، وذلك خلال لقاء عشرة نواب.', "own"),
    ("a quotation that goes on in another", 'قال الوزير إن "الجسر باق في مكانه حتى الشتاء"، كما "يبقى عشرة حراس في المكان".', "quoted"),
    ("a denial, and in view of what", "نفى الوزير وجود أزمة، على ضوء تقارير نشرتها عشرة صحف.", "own"),
    ("إذ opens a clause", "نشرت الصحيفة تقريرا عن الدول التي تورد القمح، إذ يوضح أن البلاد تستورد عشرة أطنان.", "attributed"),
    ("a thing that calls", "أصدر المجلس قرارا غير ملزم يدعو إلى نقل عشرة سجناء.", "own"),
    ("what a group called for", "خرجت التظاهرات التي دعت إليها القوى في عشرة أحياء.", "own"),
    ("highlighting", "زار الوزير الميناء، مبرزا أن عشرة أرصفة جاهزة.", "attributed"),
    ("the most prominent", "وفي ما يلي أبرز الأحداث: وصول عشرة وفود.", "own"),
    ("the same of another", "وأشارت اللجنة إلى أن الأولى حصلت على مقعد، فيما حصل حزبها على عشرة.", "attributed"),
    ("an admission after its day", "أقر طالب جامعي سابق، الأربعاء، بقتل عشرة مصلين.", "attributed"),
    ("a bill approved", "أقر المجلس أمس مشروع قانون يقضي بسجن عشرة نواب.", "own"),
    ("at an earlier time", "وأضافت الوزارة أن الجسر سقط، في وقت سابق، على عشرة عمال.", "attributed"),
    ("others are still missing", "وأوضح المصدر أن القارب غرق، فيما لا يزال عشرة آخرون في عداد المفقودين.", "attributed"),
    ("others died", "وأوضح المصدر أن القارب غرق، فيما توفي عشرة في المستشفى.", "attributed"),
    ("something else meanwhile", "وأوضح المصدر أن القارب غرق، فيما أغلقت السلطات عشرة طرق.", "own"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "voice"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_where_a_content_ends(body: str, voice: str) -> None:
    assert voices(body, "عشرة") == [voice]


# A name, a body in which "عشرة" is asked for, its voice, who says it.
CREDITS = [
    ("on what the army said", "قتل عشرة جنود في هجمات متزامنة، على ما أفاد الجيش في بيان، وأعلنت جماعة مسؤوليتها.", "attributed", "الجيش"),
    ("as the numbers say", "لم يتراجع الفقر عن عشرة في المئة، كما تفيد الإحصاءات.", "attributed", "الإحصاءات"),
    ("on what it seems", "فر عشرة حراس، على ما يبدو.", "own", None),
    ("a pronoun between verb and source", "لقي عشرة حراس حتفهم، حسبما أفادت به بلدية المدينة.", "attributed", "بلدية المدينة"),
    ("a conviction is no source", "سجن عشرة حراس، وفقا لما أدينوا به في مارس.", "own", None),
    ("two counts before one source", "ارتفع إلى عشرة عدد القتلى، بينما أصيب 20 شخصا، بحسب الشرطة.", "attributed", "الشرطة"),
    ("between a verb and what befell", "وأودت، وفق الشرطة، بحياة عشرة حراس.", "attributed", "الشرطة"),
    ("what it is between", "ضربت الهزة القرية قبل عشرة أيام، وأودت وفق الشرطة بحياة حارس.", "own", None),
    ("among those counted", "قتل حارس، وفق الشرطة التي أوضحت أن ثلاثة جرحوا، بينهم عشرة أطفال.", "attributed", "الشرطة"),
    ("a nod to its listeners", "قال الوزير إن الحركة تريد لفت نظر العالم إلى عشرة ملفات.", "attributed", "الوزير"),
    ("a fear", "ويخشى خبراء من إغلاق عشرة مصانع.", "attributed", "خبراء"),
    ("a note", "وسجل الوزير أن عشرة سدود امتلأت.", "attributed", "الوزير"),
    ("names on a list", "سجل الناخبون أسماءهم، على أن يصوت عشرة منهم غدا.", "own", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "voice", "speaker"), [case[1:] for case in CREDITS], ids=[case[0] for case in CREDITS]
)
def test_who_is_credited(body: str, voice: str, speaker: str | None) -> None:
    text = "عنوان\n" + body
    found = read(text).of(text.index("عشرة"), text.index("عشرة") + 4)
    assert (found.voice, found.speaker) == (voice, speaker)


# A name, a body in which "عشرة" is asked for, its voice.
LISTS = [
    ("a bullet a line", "وفيما يلي نسب المشاركة، وفقا لتقديرات النقابة:\n*الشمال: 85%\n*الجنوب: 10% بين عشرة مصانع\n*الغرب: 90%", "attributed"),
    ("no bullets, a number a line", "وجاءت الخسائر بحسب البلدية كالتالي:\nالشمال: 20 بيتا\nالجنوب: عشرة بيوت و3 متاجر", "attributed"),
    ("a paragraph after the list", "وقالت الوزارة إن القائمة تضم:\n- مصنعا في الشمال\nوعاد عشرة عمال إلى بيوتهم.", "own"),
    ("a list of the outlet's", "وفيما يلي أبرز الأحداث:\n- خرج عشرة عمال\n- عاد المدير", "own"),
    ("demands", "ودعت المنظمة الحكومة إلى:\n- الإفراج عن عشرة عمال\n- فتح تحقيق", "attributed"),
    ("orders are acts", "وأمر القاضي بما يلي:\n- حبس عشرة عمال\n- إغلاق المصنع", "own"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "voice"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_a_list_is_whose_the_line_above_it_says(body: str, voice: str) -> None:
    assert voices(body, "عشرة") == [voice]


# A name, a body in which "عشرة" is asked for, its voice, the name of who says it.
NOUNS = [
    ("an announcement", "هدأت المدينة بعد إعلان السلطات السبت توقيف عشرة حراس.", "attributed", "السلطات"),
    ("an announcement, and what happened then", "بعد إعلان السلطات توقيف حارس، فر عشرة.", "own", None),
    ("what was announced is a thing", "وبعد إعلان النتائج في عشرة مراكز عاد الهدوء.", "own", None),
    ("before an announcement another speaks", "وقبيل إعلان الجيش، أفاد المستشفى أن عشرة قتلوا.", "attributed", "المستشفى"),
    ("its announcement", "وعادت الوزارة إلى العمل رغم إعلانها أن عشرة موظفين أضربوا.", "attributed", "الوزارة"),
    ("its accusations repeated", "جددت الحكومة السورية السبت، اتهاماتها لأجهزة الجوار بالتورط في قتل عشرة.", "attributed", "الحكومة السورية"),
    ("an accusation and the accused", "وجاء القرار بعد اتهام واشنطن لطهران بقتل عشرة.", "attributed", "واشنطن"),
    ("an accusation whose accuser is not told", "وجاء القرار بعد اتهام النظام السوري بقتل عشرة.", "attributed", None),
    ("a call", "أضرب العمال رغم دعوة الوزير إلى استئناف العمل في عشرة مصانع.", "attributed", "الوزير"),
    ("an invitation", "تعتزم المنظمة دعوة الأطراف إلى جنيف بعد عشرة أيام.", "own", None),
    ("a denial", "أغلق المصنع رغم نفي الوزارة تسجيل عشرة إصابات.", "attributed", "الوزارة"),
    ("threatened by others", "تم تهديده بالفصل عشرة مرات.", "own", None),
    ("reports", "ساد التوتر وسط أنباء عن مقتل عشرة عمال.", "attributed", "أنباء"),
    ("no reports", "ولم ترد أنباء عن سقوط عشرة جرحى.", "own", None),
    ("a charge", "أحيل الموظف إلى المحكمة بتهمة قتل عشرة.", "attributed", None),
    ("a charge after a charge", "أحيل الموظف إلى المحكمة بتهم السرقة، والشروع في قتل عشرة.", "attributed", None),
    ("a judgement", "هاجم الجيش الوحدات التي تعتبرها أنقرة عشرة تنظيمات إرهابية في الشمال.", "attributed", "أنقرة"),
    ("what follows a judgement", "هاجم الجيش جماعة تصنفها واشنطن تنظيما إرهابيا، وقتل عشرة.", "own", None),
    ("what follows a charge", "أحيل الموظف إلى المحكمة بتهمة السرقة، وسجن معه عشرة.", "own", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "voice", "name"), [case[1:] for case in NOUNS], ids=[case[0] for case in NOUNS]
)
def test_nouns_that_report(body: str, voice: str, name: str | None) -> None:
    text = "عنوان\n" + body
    found = read(text).of(text.index("عشرة"), text.index("عشرة") + 4)
    assert (found.voice, found.speaker_name) == (voice, name)


# A name, a body, a stretch of it, its voice.
LABELS = [
    ("a movement's name", 'وانضم إلى حركة "ثورة الغد" مئات الشبان.', "ثورة", "own"),
    ("a front's whole name", 'وقعت الحكومة مع «الجبهة الثورية» اتفاقا.', "الثورية", "own"),
    ("a group's label", 'وقعت الحكومة على حظر «الجماعة الإرهابية» قانونا.', "الإرهابية", "scare"),
    ("an alliance's label", 'وندد النائب بقصف «تحالف العدوان» أمس.', "العدوان", "scare"),
    ("a name after its kind", 'وقعت الحكومة مع جبهة «الثورة الجديدة» اتفاقا.', "الثورة", "own"),
    ("a group called terrorist", 'وصنفت الوزارة الجماعة منظمة "إرهابية" أمس.', "إرهابية", "scare"),
    ("an operation called a purge", 'وندد النائب بعملية "تطهير" في القرى.', "تطهير", "scare"),
    ("a march that is organised", 'وبدأ السكان تنظيم "مسيرات العودة" في مارس.', "مسيرات", "scare"),
    ("what a country calls it", "وأصيب حارس في ما تسميه إسرائيل الهجمات الصاروخية الأخيرة.", "الهجمات", "scare"),
    ("as good as a coup", 'واعتبر النواب القرار بمثابة "انقلاب"، وطالبوا بإلغائه.', "انقلاب", "scare"),
    ("what they called", 'ورفض السكان ما أسموه "انقلابا".', "انقلابا", "scare"),
    ("the so-called", "ورفض السكان ما يسمى الانقلاب الأبيض.", "الانقلاب", "scare"),
    ("a naming that is refused", 'ورفض النائب تسميته "انقلابا".', "انقلابا", "scare"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "stretch", "voice"), [case[1:] for case in LABELS], ids=[case[0] for case in LABELS]
)
def test_labels_and_names(body: str, stretch: str, voice: str) -> None:
    assert voices(body, stretch) == [voice]


def test_a_report_and_a_closer_around_it_are_one_quote() -> None:
    quotes = read('عنوان\nوأوضحت الوزارة أن "عشرة صناديق وصلت إلى المخزن اليوم"، بحسب البيان.').quotes
    assert [(quote.direct, quote.cue) for quote in quotes] == [(True, "أوضحت")]


def test_a_closer_that_opens_a_clause_speaks_in_its_quotation() -> None:
    quotes = read('عنوان\nوبحسب بيان الوزارة، فقد قامت "فرق الإنقاذ بنقل عشرة عمال".').quotes
    assert [(quote.direct, quote.speaker) for quote in quotes] == [(False, "الوزارة"), (True, "الوزارة")]


def test_whom_a_joined_call_addresses_is_no_speaker() -> None:
    quotes = read("عنوان\nوأوضح الوزير أن البلاد ترحب بالاتفاق، وتدعو الجيران إلى دعم المشروع.").quotes
    assert [quote.speaker for quote in quotes] == ["الوزير"]


def test_a_second_report_ends_the_first() -> None:
    quotes = read("عنوان\nقال العميد إنه لا يؤكد الضربة، لكنه قال إن عشرة فروا.").quotes
    assert [quote.text for quote in quotes] == ["إنه لا يؤكد الضربة", "عشرة فروا"]


# A name, a headline, a body, the voice of "عشرة" in the headline.
SHORT_NAMES = [
    ("a ministry by its task", "الصحة: إصابة عشرة عمال", "أعلنت وزارة الصحة إغلاق المصنع.", "attributed"),
    ("a commission by its task", "حقوق الإنسان: إصابة عشرة عمال", "وأعلنت مفوضية حقوق الإنسان إغلاق المصنع.", "attributed"),
    ("a topic that nobody has as a name", "الصحة: إصابة عشرة عمال", "أعلن الوزير إغلاق المصنع.", "own"),
    ("a town of an office", "غزة: إصابة عشرة عمال", "وأعلنت بلدية غزة إغلاق المصنع.", "own"),
    ("a country", "السودان: إصابة عشرة عمال", "وأعلنت حكومة السودان إغلاق المصنع.", "own"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("headline", "body", "voice"), [case[1:] for case in SHORT_NAMES], ids=[case[0] for case in SHORT_NAMES]
)
def test_a_headline_calls_a_speaker_by_a_short_name(headline: str, body: str, voice: str) -> None:
    place = headline.index("عشرة")
    assert read(headline + "\n" + body).of(place, place + 4).voice == voice


def test_a_content_keeps_the_mark_that_closes_a_label_inside_it() -> None:
    body = 'قال الوزير، في كلمة له اليوم، إن البلاد نجت مما سماها "مؤامرة كبيرة"، مضيفا أن الجيش سيبقى.'
    first = read(body).quotes[0]
    assert first.text == 'البلاد نجت مما سماها "مؤامرة كبيرة"'
