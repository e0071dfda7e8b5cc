"""What is a figure, what it counts, what it measures, and what has become of it."""

from __future__ import annotations

import math
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import data_path
from riwaya.reading.figures import find_figures, load_metrics, load_units
from riwaya.reading.records import Article, Attribution, Sentence

METRICS = load_metrics(data_path("metrics.toml"))
UNITS = load_units(data_path("units.toml"))
OWN = SimpleNamespace(of=lambda start, end: Attribution())


def article(*sentences: str, zone: str = "body") -> Article:
    text, spans = "\n".join(sentences), []
    start = 0
    for number, sentence in enumerate(sentences):
        spans.append(Sentence(number, start, start + len(sentence), zone, sentence))
        start += len(sentence) + 1
    return Article("test", text, tuple(spans))


def figures_of(*sentences: str, attributions=OWN, zone: str = "body"):
    return find_figures(article(*sentences, zone=zone), attributions, METRICS, UNITS)


def only(*sentences: str):
    found = figures_of(*sentences)
    assert len(found) == 1, [(figure.text, figure.metric) for figure in found]
    return found[0]


# The span


@pytest.mark.parametrize(
    "sentence, text",
    [
        ("ونهب الغاضبون أكثر من 100 متجر", "أكثر من 100"),
        ("واعتقلت الشرطة قرابة 8 آلاف شخص", "قرابة 8 آلاف"),
        ("واعتقلت الشرطة 7 آلاف و939 شخصا", "7 آلاف و939"),
        ("وبلغت الصادرات 175 مليون يورو", "175 مليون يورو"),
        ("وبلغ سعره 40 مليون جنيه مصري", "40 مليون جنيه مصري"),
        ("ونال المرشح 6.5 في المئة", "6.5 في المئة"),
        ("ونال المرشح 60% من الأصوات", "60%"),
        ("وصادرت الشرطة $500", "$500"),
        ("وأصيب الرجل في حادث أسفر عن قتيلين", "قتيلين"),
        ("وسيبقى الجنود لأسبوعين", "أسبوعين"),
        ("ولن يغيب أكثر من أسبوع", "أكثر من أسبوع"),
        ("ويغيب لا يزيد على أسبوع", "لا يزيد على أسبوع"),
        ("وأعلن مقتل متظاهر واحد", "واحد"),
        ("وأعلن مقتل شخص في الحادث", "شخص"),
    ],
)
def test_the_span_holds_bound_number_and_currency_but_no_noun(sentence, text):
    assert only(sentence).text == text


def test_the_conjunction_before_a_number_stays_outside():
    assert [figure.text for figure in figures_of("وسقط 12 قتيلا و40 جريحا وشهيدان")] == ["12", "40", "شهيدان"]


# Bounds


@pytest.mark.parametrize(
    "sentence, bound",
    [
        ("وقتل 52 فلسطينيا على الأقل", "at_least"),
        ("وقتل متظاهر واحد، على الأقل، في الساحة", "at_least"),
        ("ويضم المخيم 700 خيمة على الأكثر", "at_most"),
        ("وقتل ما لا يقل عن 53 شخصا", "at_least"),
        ("وعاد بعد نحو أسبوعين", "approx"),
        ("وحاول أكثر من مرة", "more_than"),
        ("وتخطت حصيلة الضحايا في الأيام الماضية عتبة 220 قتيلا", "more_than"),
        ("وتظاهر الآلاف", "vague"),
        ("وقتل بين 10 و15 جنديا", "range"),
        ("وقتل 15 جنديا", "exact"),
        ("وغرق قارب واحد", "exact"),
    ],
)
def test_the_bound_of_a_number(sentence, bound):
    assert [figure.bound for figure in figures_of(sentence)] == [bound]


# Money


@pytest.mark.parametrize(
    "sentence, unit",
    [
        ("وبلغ المبلغ 10 ملايين دولار", "USD"),
        ("وبلغ المبلغ 10 ملايين دولار كندي", "CAD"),
        ("وبلغ المبلغ 10 ملايين دينار عراقي", "IQD"),
        ("وبلغ المبلغ 10 ملايين من الدنانير الكويتية", "KWD"),
        ("وقال وزير المالية في مصر إن المبلغ 10 ملايين جنيه", "EGP"),
        ("وقالت حكومة السودان إن المبلغ 10 ملايين جنيه", "SDG"),
        ("وبلغ المبلغ 300 ألف جنيه إسترليني", "GBP"),
        ("وبلغ المبلغ 300 ألف ليرة سورية", "SYP"),
        ("وبلغ المبلغ 300 ألف ليرة تركية", "TRY"),
        ("وبلغ المبلغ 300 ألف درهم مغربي", "MAD"),
        ("وبلغ المبلغ 3 مليارات ريال يمني", "YER"),
        ("وبلغ المبلغ دولارين", "USD"),
    ],
)
def test_a_currency_is_told_by_word_country_and_article(sentence, unit):
    figure = only(sentence)
    assert (figure.unit, figure.metric) == (unit, "money_other")


def test_a_bare_dinar_in_an_article_without_a_country_has_no_unit():
    assert only("وبلغ المبلغ 10 ملايين دينار").unit is None


# What is counted


@pytest.mark.parametrize(
    "sentence, value, unit, counted",
    [
        ("وهبطت 9 طائرات عسكرية في المطار", 9, "aircraft", "طائرات عسكرية"),
        ("وأوقف 16 من أفراد قوات الأمن", 16, "person", "من أفراد قوات الأمن"),
        ("واتفق قادة الدول الثلاث", 3, "country", "الدول"),
        ("وبلغ عدد القتلى 164", 164, "person", "القتلى"),
        ("وارتفع إلى 46 عدد القتلى", 46, "person", "القتلى"),
        ("واشتكى من مركز واحد", 1, "center", "مركز"),
        ("ونهب أكثر من 100 متجر ومصرف", 100, "shop", "متجر ومصرف"),
        ("وأعفيا من منصبي رئيس الحرس", 2, "post", "منصبي رئيس الحرس"),
        ("وأصيب فلسطينيون اثنان", 2, "person", "فلسطينيون"),
        ("ونال سبعة من إجمالي 105 مقاعد", 7, "seat", "مقاعد"),
        ("وتتسع القاعة لأكثر من 200 زربية", 200, None, "زربية"),
        ("ويخضع 8 من مديري الشركة للتحقيق", 8, "person", "من مديري الشركة للتحقيق"),
        ("وأقيل ثلاثة من كبار القادة", 3, "person", "من كبار القادة"),
        ("وتحتجز السلطات 833 طفلا من 14 جنسية مختلفة", 14, "nationality", "جنسية"),
        ("ودمر القصف اثنين أطقم قتالية", 2, "vehicle", "أطقم قتالية"),
        ("وقصفت الطائرات 50 هدفا", 50, "target", "هدفا"),
        ("وبلغ المؤشرات الثلاثة الذروة", 3, "indicator", "المؤشرات"),
        ("واستقبل المركز آلاف القصص", 1000, "story", "القصص"),
        ("وأدلى الناخبون البالغ عددهم 56 مليونا بأصواتهم", 56e6, "person", "الناخبون"),
        ("وتظاهر الآلاف", 1000, "person", None),
    ],
)
def test_what_a_number_counts(sentence, value, unit, counted):
    found = {figure.value: (figure.unit, figure.counted) for figure in figures_of(sentence)}
    assert found[value] == (unit, counted)


# What it measures


@pytest.mark.parametrize(
    "sentence, wanted",
    [
        ("وأسفر الهجوم عن مقتل 18 شخصا وإصابة اثنين", [(18, "deaths"), (2, "injuries")]),
        ("وسقط 18 قتيلا و748 جريحا", [(18, "deaths"), (748, "injuries")]),
        ("وقتل 225 شخصا بينهم 19 شرطيا", [(225, "deaths"), (19, "deaths")]),
        ("وقتل ثلاثة في بغداد وخمسة في البصرة", [(3, "deaths"), (5, "deaths")]),
        ("وقال إن 53 شخصا لاقوا حتفهم وفقد 16 آخرون", [(53, "deaths"), (16, "missing")]),
        ("وقال إن شخصا قتل وأصيب آخر", [(1, "deaths"), (1, "injuries")]),
        ("وقتل محتج في المدينة وآخر في الضاحية", [(1, "deaths"), (1, "deaths")]),
        ("وقتلت الشرطة شخصا آخر", [(1, "deaths")]),
        ("وألقي القبض على مهاجم ثالث", [(1, "arrests")]),
        ("وتعرض 100 متجر للنهب ودمرت 40 سيارة", [(100, "property"), (40, "property")]),
        ("وأرسلت الدولة 40 سيارة إسعاف", [(40, "equipment")]),
        ("وقدرت الأضرار التي لحقت بالبلاد بنحو 215 مليون دولار", [(215e6, "damage_money")]),
        ("وقال رجل (40 عاما) إنه انتظر 5 أعوام", [(40, "age"), (5, "duration")]),
        ("وله أبناء بعمر 16 و18 عاما", [(16, "age"), (18, "age")]),
        ("وأجلت الفرق نحو 100 شخص وأنقذت 20 آخرين", [(100, "displaced"), (20, "other")]),
        ("وهاجم 20 ألف مسلح المدينة", [(20000, "attackers")]),
        ("وسيشارك 300 جندي في التدريب", [(300, "participants")]),
        (
            "وشارك خمسة آلاف شخص في الاحتجاج وقدرت الشرطة عددهم بألفين",
            [(5000, "participants"), (2000, "participants")],
        ),
        ("وتسبب القصف بمقتل وجرح 30 شخصا", [(30, "deaths")]),
        ("وقال إن 14 من عناصرها أصيبوا", [(14, "injuries")]),
        ("وأجبر القتال 50 ألف عائلة على الفرار", [(50000, "displaced")]),
        ("وسجن منذ عام ونصف", [(1.5, "duration")]),
        ("وصوت 57 نائبا لصالحه مقابل 42", [(57, "other"), (42, "other")]),
        ("ونشر الحلف 300 جندي", [(300, "troops")]),
        # the predicate after a comma, in the plural of those counted
        ("وقال إن 30 عنصرا في جبهة الشمال، لقوا مصرعهم", [(30, "deaths")]),
        ("وقال إن 100 شخص هاجموا الثكنة، وقتل 20 منهم", [(100, "attackers"), (20, "deaths")]),
        ("وشملت العقوبات 6 أفراد و3 كيانات منها سجن في العاصمة", [(6, "other"), (3, "other")]),
        # participles and the like after those counted
        ("واستعاد البلد ثلاثة مواطنين أمريكيين محتجزين", [(3, "arrests")]),
        ("وقال إن 60 آخرين مفقودون", [(60, "missing")]),
        ("وقال إن 3 إيرانيين كانوا بين القتلى", [(3, "deaths")]),
        # the head of a count and its relative clause
        ("وارتفع عدد العمال الذين قتلوا في المنجم إلى 141", [(141, "deaths")]),
        ("وارتفعت حصيلة القصف إلى 40 شخصا", [(40, "deaths")]),
        # pronouns and comparisons
        ("وغرق مركب يقل 160 شخصا وتم إنقاذ 67 منهم", [(160, "other"), (67, "other")]),
        ("وأعيد 1900 مهاجر مقارنة بـ315 في العام السابق", [(1900, "other"), (315, "other")]),
        ("وخطفوا 300 فتاة ولا تزال مئة منهن في الأسر", [(300, "other"), (100, "arrests")]),
        ("وحاول نحو مئة ناشط إغلاق الطريق", [(100, "participants")]),
        ("ويحقق القضاء في الشروع في قتل 34 شخصا", [(34, "other")]),
        ("وقصفت الطائرات عشرات الأهداف", [(10, "property")]),
        ("ودمر القصف ثلاث دبابات ومنزلين", [(3, "equipment"), (2, "property")]),
        ("وقتل فتى في الـ17 من عمره", [(1, "deaths")]),
        ("وقالت عجوز في الـ92 إنها خائفة", [(92, "age")]),
        ("ويعيش نصف السكان في الخيام", [(50, "percent")]),
        ("وصوت ربع النواب لصالحه", [(25, "percent")]),
    ],
)
def test_what_numbers_measure(sentence, wanted):
    assert [(figure.value, figure.metric) for figure in figures_of(sentence)] == wanted


@pytest.mark.parametrize(
    "sentence, group",
    [
        ("وقتل 12 مدنيا", "civilians"),
        ("وأصيب 42 فردا من رجال الأمن", "security"),
        ("واعتقلت الشرطة 60 متظاهرا", "protesters"),
        ("وارتفع عدد معتقلي التظاهرات إلى 500 شخص", "protesters"),
        ("وقتل 7 مسلحين", "militants"),
        ("وقتل ثلاثة أطفال", "children"),
        ("واعتقل 8 أشخاص من جنسيات عربية", "foreigners"),
        ("وقتل 12 شخصا", None),
        ("وأقيل نائبان لرئيس لجنة الأمن", None),
    ],
)
def test_who_is_counted(sentence, group):
    assert only(sentence).group == group


def test_the_same_people_counted_again_keep_their_metric():
    found = figures_of("واعتقلت الشرطة 8 أشخاص من جنسيات عربية.", "ويجري التحقيق مع الأشخاص الثمانية.")
    assert [(f.value, f.metric, f.group) for f in found] == [(8, "arrests", "foreigners")] * 2


# What is no figure


@pytest.mark.parametrize(
    "sentence",
    [
        "وقال الرئيس اليوم الاثنين إن الأمر انتهى",
        "ووقع الحادث في الثاني من يناير/كانون الثاني الجاري",
        "ووقع الحادث عام 2011 في الساعة 10:30",
        "وفي اليوم الثامن على التوالي",
        "وقالت قناة خبر 24 إن الرئيس وصل",
        "وهبطت طائرة من طراز إل-76",
        "وقال أحد المتظاهرين في إحدى المدن",
        "وبات في بلدان المنطقة مبان ومسؤولون ومسلحون",
        "وندد بمقتل الطالبة على يد الحراس",
        "وندد بمقتل قائد الجيش",
        "ووقف الحضور دقيقة صمت",
        "وأقام لفترة قصيرة وعاد بعد سنين",
        "وحضر عدد من النواب وبعض الوزراء",
        "وكانت من أكثر المدن تضررا",
        "وقتلت ليبيا الأمل في تركيا",
        "ونقل من سجن إلى سجن آخر",
        "وبحث الطرفان علاقات البلدين",
        "ووقعت الجريمة في مدينة بئر السبع",
        "ونزل الوفد في الجناح 209",
        "وألّف الكاتب رواية",
        "وحقق مكتب الاف بي آي في الأمر",
        "ورسم الفنان (1735-1796) لوحات",
        "وقال إنه هدف رئيسي للحكومة",
        "وهرب واحد منهم إلى الخارج",
    ],
)
def test_what_looks_like_a_figure_and_is_none(sentence):
    assert [(figure.text, figure.metric) for figure in figures_of(sentence)] == []


def test_bylines_and_boilerplate_are_not_read():
    assert figures_of("وقتل 12 شخصا", zone="boilerplate") == []


# Status


@pytest.mark.parametrize(
    "sentence, statuses",
    [
        ("وسحبت الوزارة تصريحا نشر أمس ومفاده أن 164 شخصا قتلوا", ["retracted"]),
        ("ونفت الوزارة مقتل 30 جنديا", ["denied"]),
        ("وارتفع عدد القتلى إلى 15 بعد حصيلة أولى بعشرة قتلى", ["asserted", "superseded"]),
        ("وارتفعت حصيلة القتلى من 10 إلى 15 قتيلا", ["superseded", "asserted"]),
        ("وكانت الحصيلة الأولية 32 قتيلا قبل أن ترتفع", ["superseded"]),
        ("وبعد أن كانت 12 قتيلا صباحا ارتفعت الحصيلة إلى 19", ["superseded", "asserted"]),
        ("وتحدثت حصيلة سابقة عن 9 قتلى و20 جريحا", ["superseded", "superseded"]),
        ("ونفت الوزارة ضلوعها في مقتل 30 جنديا", ["asserted"]),
        ("ونفت الوزارة التهمة، وقالت إن 30 جنديا قتلوا", ["asserted"]),
        ("وسحبت الدولة سفيرها بعد مقتل 3 جنود", ["asserted"]),
    ],
)
def test_the_status_of_figures(sentence, statuses):
    assert [figure.status for figure in figures_of(sentence)] == statuses


def test_a_toll_that_another_source_contradicts_is_disputed():
    def of(start, end):
        return Attribution("attributed", "تقارير" if start < 40 else "قائد الشرطة")

    found = figures_of(
        "وأشارت تقارير إلى مقتل عشرة أشخاص، غير أن قائد الشرطة قال إن عدد القتلى سبعة.",
        attributions=SimpleNamespace(of=of),
    )
    assert [(figure.value, figure.status) for figure in found] == [(10, "disputed"), (7, "asserted")]


# Whose word


def test_a_figure_has_the_voice_of_its_place():
    said = Attribution("attributed", "السلطات", "السلطات", "قالت", "endorsing")
    figure = figures_of("وقالت السلطات إن 12 شخصا قتلوا", attributions=SimpleNamespace(of=lambda a, b: said))[
        0
    ]
    given_voice = (figure.voice, figure.speaker, figure.speaker_name, figure.cue, figure.stance)
    assert given_voice == ("attributed", "السلطات", "السلطات", "قالت", "endorsing")


def test_a_figure_between_quotation_marks_is_quoted_however_short_the_quotation():
    scare = SimpleNamespace(of=lambda start, end: Attribution("scare"))
    assert figures_of('وقتل "12 شخصا"', attributions=scare)[0].voice == "quoted"


# Any text

WORDS = [
    "قتل", "مقتل", "12", "7 آلاف", "و", "و30", "شخصا", "قتيلان", "أكثر من", "نحو", "مرة", "أسبوع", "دولار", "%", "$",
    "بينهم", "أن", "آخر", "وآخر", "من", "الدول", "الثلاث", "عدد", "إلى", "،", ".", '"', "(", "\u202b", "\x00", "\ud800",
    "نصفهم", "واحد", "منصبي", "رجلا", "شرطة", "عاما", "على الأقل", "حصيلة أولى", "ـ", "ال",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_for_any_text_offsets_hold_and_values_are_finite(text):
    parts = text.split("\n")
    found = find_figures(article(*parts), OWN, METRICS, UNITS)
    whole = "\n".join(parts)
    assert all(whole[figure.start : figure.end] == figure.text for figure in found)
    assert all(math.isfinite(figure.value) for figure in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(figure.counted is None or figure.counted in whole for figure in found)


@pytest.mark.parametrize("unit", ["7", "و", '"', "7 ", "قتل ", "قتيلان ", "بينهم 7 ", "(", "ا", "\u0640"])
def test_a_long_run_of_one_thing_is_read(unit):
    text = unit * (60_000 // len(unit))
    for figure in figures_of(text):
        assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    ("sentence", "doubtful"),
    [("قطع العداء 1.400 كلم", True), ("قطع العداء 1,400 كلم", False), ("وقتل 1.400 جندي", False)],
)
def test_a_number_that_may_be_decimals_is_carried_on_as_doubtful(sentence, doubtful):
    assert [(figure.value, figure.doubtful) for figure in figures_of(sentence)] == [(1400, doubtful)]
