"""The closed classes of words and signs that a clause is read by, folded.

Belongs here: particles, pronouns and punctuation, which belong to the grammar and not to a lexicon.
Does not: verbs and nouns of any meaning (data/), how a clause is walked (governing.py).
"""

from __future__ import annotations

STOPS = frozenset(".!?؟؛;:…")
COMMAS = frozenset("،,-–—")
MARKS_OF_QUOTATION = frozenset("\"'“”«»‘’()[]")
COMPLEMENTISERS = frozenset(
    w for stem in ("ان", "انه", "انها", "انهم", "بان", "بانه", "بانها") for w in (stem, "و" + stem)
)
RELATIVES = frozenset(
    ("الذي", "التي", "الذين", "اللذين", "اللتين", "اللذان", "اللواتي", "ممن", "حيث", "بينما", "فيما")
)
# What may stand between two numbers when the second is part of, or joined to, the first.
LINKS = frozenset(
    (
        "و", "بينهم", "وبينهم", "منهم", "ومنهم", "بينها", "منها", "ومنها", "من", "بين", "ضمنهم", "ضمن", "اضافه", "الي",
        "فضلا", "عن", "كما", "جانب", "بالاضافه", "اخرين", "اخرون", "بمن", "فيهم", "بما", "نحو", "حوالي", "ايضا",
        "معظمهم", "غالبيتهم", "او", "مقابل", "وكذلك", "وايضا", "علاوه", "علي", "بينهن", "منهن",
    )
)  # fmt: skip
SUBSETS = frozenset(
    ("بينهم", "وبينهم", "منهم", "ومنهم", "بينها", "منها", "ومنها", "ضمنهم", "فيهم", "بينهن", "منهن", "وبينها")
)
# Words that close a noun phrase: prepositions, particles, and what no counted noun ever is.
FUNCTION_WORDS = frozenset(
    (
        "من", "في", "فى", "علي", "الي", "عن", "مع", "بعد", "قبل", "خلال", "منذ", "حتي", "ضد", "بين", "تحت", "فوق",
        "امام", "حول", "لدي", "عند", "دون", "بدون", "غير", "سوي", "الا", "ان", "بان", "كان", "كانت", "كانوا", "هو", "هي",
        "هم", "هذا", "هذه", "ذلك", "تلك", "ثم", "او", "ام", "لكن", "بل", "قد", "لقد", "لم", "لن", "لا", "ما", "مما", "اذ",
        "اذا", "حين", "حيث", "بينما", "فيما", "كما", "جراء", "بسبب", "اثر", "عبر", "نحو", "حوالي", "فقط", "ايضا",
        "اخر", "اخرين", "اخرون", "اخري", "كل", "بعض", "الذي", "التي", "الذين", "ممن", "بينهم", "منهم", "منها", "بينها",
        "تقريبا", "عندما", "بعدما", "قبيل", "بعيد", "وسط", "داخل", "خارج", "قرب", "مقابل", "اي", "هناك", "هنا", "وقد",
        "امس", "اليوم", "مساء", "صباح", "صباحا", "السبت", "الاحد", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس",
        "الجمعه", "الليله", "الان", "عقب", "لكل", "برصاص", "بنيران", "بجروح", "حسب", "بحسب", "وفق", "وفقا",
        "قيد", "رهن", "معظمهم", "غالبيتهم", "اغلبهم", "باستثناء", "باعتبارهم", "مضيفا", "استنادا", "اليها", "اليهم", "لمده", "وانا", "واحدا",
        "غيابيا", "رسميا", "يوميا", "سنويا", "شهريا", "اسبوعيا", "حاليا", "محليا", "دوليا", "مبدئيا", "سابقا", "لاحقا",
    )
)  # fmt: skip
# Verbs of trying: what follows is the act of those counted (حاول 100 ناشط إغلاق الطريق).
STRIVING = frozenset(
    (
        "حاول",
        "يحاول",
        "وحاول",
        "ويحاول",
        "يسعي",
        "سعي",
        "ويسعي",
        "يعتزم",
        "اعتزم",
        "ينوي",
        "قرر",
        "بدا",
        "واصل",
        "يواصل",
    )
)
# The verbs of a passive in two words: شخصا تم إجلاؤهم.
PERIPHRASES = frozenset(
    joined + word
    for word in ("تم", "تمت", "يتم", "تتم", "سيتم", "جري", "جرت", "يجري")
    for joined in ("", "و")
)
# What begins a clause of purpose or reason, which says nothing of the counted before it.
PURPOSES = frozenset(("لكي", "كي", "لان", "لانهم", "لانها", "بغيه", "لئلا", "خشيه"))
# The metrics of people that a singular may be counted in.
TOLLS = ("deaths", "injuries", "arrests", "missing")
# Between من and the noun they stand for its rank: ثلاثة من كبار القادة.
RANKS = frozenset(
    (
        "كبار",
        "ابرز",
        "اهم",
        "اكبر",
        "اشهر",
        "اقوي",
        "اخطر",
        "اقدم",
        "صغار",
        "خيره",
        "كبري",
        "بين",
        "تلك",
        "هذه",
        "هؤلاء",
        "اولئك",
    )
)
# What was tried and not done: الشروع في قتل 34, محاولة اغتيال نائبين.
ATTEMPTS = frozenset(
    joined + word
    for word in ("شروع", "الشروع", "شروعهم", "شروعه", "محاوله", "المحاوله", "تهديد", "يهدد", "هدد", "هددت")
    for joined in ("", "و", "ب", "ل")
)
# Words from a whole to a part of it: 8 أشخاص … بينهم رضيع.
REACH_OF_PART = 12
