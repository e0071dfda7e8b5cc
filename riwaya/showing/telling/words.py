"""Findings about words told in a sentence: in whose voice they come, which outlet differs, what that rests on.

Belongs here: the sentences, in Arabic and English. Does not: the tests (riwaya.comparing.statistics), other findings.
A frame is named as a category, never between quotation marks: its label is a word that nobody need have printed.

A sentence names the rates, the correction and the others; it never says why an outlet differs.
"""

from __future__ import annotations

from typing import Any

from riwaya.comparing.statistics import Standing
from riwaya.showing.naming import Naming, count, nouns, number, rate
from riwaya.showing.telling.figures import Teller

_PLACES_EN = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}
_PLACES_AR = {2: "الثاني", 3: "الثالث", 4: "الرابع", 5: "الخامس"}


def probability(p: float) -> str:
    """A p value for people: two digits that count, three places at most.

    >>> probability(0.0132), probability(0.0004), probability(0.2)
    ('0.013', '0.001', '0.2')
    """
    return number(max(round(p, 3), 0.001), 3)


def own_of(data: dict[str, Any], names: Naming) -> str:
    """How many of the words of a category are in the outlets' own voice: "1 of 17 words for terrorists is …"."""
    told = f"{number(data['own'])} {'من' if names.lang == 'ar' else 'of'} {number(data['n'])}"
    return f"{told} {own_words(data, names)}"


def own_words(data: dict[str, Any], names: Naming) -> str:
    """The same after its numbers: "words for terrorists is in the outlet's own voice"."""
    category = names.category(data["frames"])
    noun = nouns()["term"]
    if names.lang == "ar":
        return f"{noun.after(data['n'])} {category} بصوت المنفذ نفسه"
    word = "word" if data["n"] == 1 else "words"
    return f"{word} {category} {'is' if data['own'] == 1 else 'are'} in the outlet’s own voice"


def where(data: dict[str, Any], names: Naming) -> str:
    """In which outlets the words in their own voice stand."""
    outlets = names.outlets(list(data["own_by"]))
    if not data["own"]:
        return ""
    return f"، في {outlets}" if names.lang == "ar" else f", in {outlets}"


def the_rest(data: dict[str, Any], names: Naming) -> str:
    """That the other mentions are someone else's words."""
    if not 0 < data["own"] < data["n"]:
        return ""
    return " والباقي منقول أو مقتبس." if names.lang == "ar" else " The rest are reported or quoted."


def _differs_ar(data: dict[str, Any], names: Naming) -> str:
    more = "أكثر" if data["rate"] > data["others"] else "أقل"
    told = (
        f"ألفاظ {names.category([data['frame']])} في {names.outlet(data['outlet'])} {more} منها في سائر المنافذ هنا: "
        f"{rates_ar(data)} (القيمة الاحتمالية {probability(data['p'])} بعد التصحيح لعدد الاختبارات، وهو "
        f"{number(data['tests'])})."
    )
    place: Standing | None = data["standing"]
    if place is None:
        return told
    return f"{told} والمعدّل هناك {_place_ar(place.place, place)} بين المنافذ المختبَرة ({number(place.of)}){_rests_ar(place)}"


def rates_ar(data: dict[str, Any]) -> str:
    """An outlet's rate against the others'."""
    ends = rate(data["rate"], data["words"]), rate(data["others"], data["others_words"])
    return "{} مقابل {} لكل 1,000 كلمة".format(*ends)


def _rests_ar(place: Standing) -> str:
    """What a place among the outlets rests on: quoted words, single articles; ends the sentence."""
    if place.holds:
        return "، ويبقى كذلك بصوت المنافذ وحدها، وبعد حذف أي مقال."
    own = {None: "لا يرد هذا اللفظ", place.place: "يبقى كذلك"}.get(place.own_place)
    told = f". بصوت المنافذ وحدها {own or 'هو ' + _place_ar(place.own_place or 1, place)}"
    if not place.turning:
        return f"{told}، ولا يغيّره حذف أي مقال واحد."
    return f"{told}. ويتغيّر {_one_of_ar(len(place.turning))}."


def _leads_ar(data: dict[str, Any], names: Naming) -> str:
    return f"المعدّل في {names.outlet(data['outlet'])} هو الأعلى{_rests_ar(data['standing'])}"


def _place_ar(place: int, of: Standing) -> str:
    end = "الأعلى" if of.from_top else "الأدنى"
    return end if place == 1 else f"{_PLACES_AR.get(place, f'رقم {place}')} من {end}"


def _differs_en(data: dict[str, Any], names: Naming) -> str:
    more = "more" if data["rate"] > data["others"] else "less"
    told = (
        f"{names.outlet(data['outlet'])} uses words {names.category([data['frame']])} {more} often than the other outlets "
        f"here: {rates_en(data)}, p = {probability(data['p'])} after correction for {_tests(data['tests'])}."
    )
    place: Standing | None = data["standing"]
    if place is None:
        return told
    return f"{told} Its rate is the {_place_en(place.place, place)} of the {number(place.of)} tested{_rests_en(place)}"


def rates_en(data: dict[str, Any]) -> str:
    """An outlet's rate against the others'."""
    ends = rate(data["rate"], data["words"]), rate(data["others"], data["others_words"])
    return "{} against {} per 1,000 words".format(*ends)


def _rests_en(place: Standing) -> str:
    """What a place among the outlets rests on: quoted words, single articles; ends the sentence."""
    if place.holds:
        return ", and stays so with the outlets’ own words alone and without any one article."
    own = {None: "nobody uses them", place.place: "it stays so"}.get(place.own_place)
    told = (
        f"; with the outlets’ own words alone {own or 'it is the ' + _place_en(place.own_place or 1, place)}"
    )
    if not place.turning:
        return f"{told}; no single article changes that."
    n = len(place.turning)
    return f"{told}. It changes when {'one article' if n == 1 else f'any one of {number(n)} articles'} is left out."


def _leads_en(data: dict[str, Any], names: Naming) -> str:
    return f"The rate of {names.outlet(data['outlet'])} is the highest{_rests_en(data['standing'])}"


def _place_en(place: int, of: Standing) -> str:
    return f"{_PLACES_EN.get(place, f'number {place} from the ')}{'highest' if of.from_top else 'lowest'}"


def _one_of_ar(n: int) -> str:
    if n == 1:
        return "بحذف مقال واحد"
    return f"بحذف أي واحد من {count(n, 'article', 'ar')}"


def _no_difference(data: dict[str, Any], names: Naming) -> str:
    tests, level = number(data["tests"]), number(data["level"])
    if names.lang == "ar":
        return (
            f"لم يثبت فرق بين المنافذ في أي لفظ: بعد التصحيح لعدد الاختبارات ({tests}) لم تنزل القيمة الاحتمالية في أي "
            f"منها عن {level}. ولا يعني هذا أن المنافذ سواء: بهذا العدد من المقالات لا تظهر إلا الفروق الكبيرة."
        )
    return (
        f"No outlet is marked as different: of {_tests(data['tests'])} none has p below {level} after correction. That does not "
        "show that the outlets are alike: with this number of articles only large differences can be seen."
    )


def _tests(n: int) -> str:
    return f"{number(n)} {'test' if n == 1 else 'tests'}"


def _few_articles(data: dict[str, Any], names: Naming) -> str:
    told = names.listed([f"{names.outlet(outlet)} ({number(n)})" for outlet, n in data["articles"].items()])
    if names.lang == "ar":
        return f"أقل من خمسة مقالات مستقلة من {told}: لا مدى لأعدادها ولا اختبار، فهي تصف هذه المقالات، لا المنفذ، وتجدها في الجدول أدناه."
    return (
        f"Fewer than five independent articles from {told}: no interval and no test. Those counts, in the table below, "
        "describe these articles, not the outlet."
    )


AR: dict[str, Teller] = {"rate_differs": _differs_ar, "rate_leads": _leads_ar}
EN: dict[str, Teller] = {"rate_differs": _differs_en, "rate_leads": _leads_en}
BOTH: dict[str, Teller] = {"no_difference": _no_difference, "few_articles": _few_articles}
