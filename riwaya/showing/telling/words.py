"""Findings about rates told in a sentence: which outlet differs, what that rests on, which could not be tested.

Belongs here: the sentences, in Arabic and English. Does not: the tests (riwaya.comparing.statistics), other findings.

A sentence names the rates, the correction and the others; it never says why an outlet differs.
"""

from __future__ import annotations

from typing import Any

from riwaya.comparing.statistics import Standing
from riwaya.showing.naming import Naming, number
from riwaya.showing.telling.figures import Teller

_HEADLINES_NAMED = 2
_PLACES_EN = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}
_PLACES_AR = {2: "الثاني", 3: "الثالث", 4: "الرابع", 5: "الخامس"}


def probability(p: float) -> str:
    """A p value for people: two digits that count, three places at most.

    >>> probability(0.0132), probability(0.0004), probability(0.2)
    ('0.013', '0.001', '0.2')
    """
    return number(max(round(p, 3), 0.001), 3)


def rate(value: float) -> str:
    """A rate per 1,000 words.

    >>> rate(3.0), rate(14.59)
    ('3.0', '14.6')
    """
    return f"{value:.1f}"


def _differs_ar(data: dict[str, Any], names: Naming) -> str:
    frame, outlet = names.quoted(names.frame(data["frame"])), names.outlet(data["outlet"])
    more = "أكثر" if data["rate"] > data["others"] else "أقل"
    told = (
        f"ألفاظ {frame} في {outlet} {more} منها في سائر المنافذ هنا: {rate(data['rate'])} مقابل "
        f"{rate(data['others'])} لكل 1,000 كلمة (القيمة الاحتمالية {probability(data['p'])} بعد التصحيح لعدد "
        f"الاختبارات، وهو {number(data['tests'])})."
    )
    place: Standing | None = data["standing"]
    if place is None:
        return told
    told += f" والمعدّل هناك {_place_ar(place.place, place)} بين المنافذ المختبَرة ({number(place.of)})"
    if place.holds:
        return f"{told}، ويبقى كذلك بصوت المنافذ وحدها، وبعد حذف أي مقال."
    own = {None: "لا يرد هذا اللفظ", place.place: "يبقى كذلك"}.get(place.own_place)
    told += f". بصوت المنافذ وحدها {own or 'هو ' + _place_ar(place.own_place or 1, place)}"
    if not place.turning:
        return f"{told}، ولا يغيّره حذف أي مقال واحد."
    return f"{told}. ويتغيّر بحذف مقال واحد: {_headlines(data['headlines'], names)}."


def _place_ar(place: int, of: Standing) -> str:
    end = "الأعلى" if of.from_top else "الأدنى"
    return end if place == 1 else f"{_PLACES_AR.get(place, f'رقم {place}')} من {end}"


def _differs_en(data: dict[str, Any], names: Naming) -> str:
    frame, outlet = names.quoted(names.frame(data["frame"])), names.outlet(data["outlet"])
    more = "more" if data["rate"] > data["others"] else "less"
    told = (
        f"{outlet} uses words for {frame} {more} often than the other outlets here: {rate(data['rate'])} against "
        f"{rate(data['others'])} per 1,000 words, p = {probability(data['p'])} after correction for "
        f"{_tests(data['tests'])}."
    )
    place: Standing | None = data["standing"]
    if place is None:
        return told
    told += f" Its rate is the {_place_en(place.place, place)} of the {number(place.of)} tested"
    if place.holds:
        return f"{told}, and stays so with the outlets’ own words alone and without any one article."
    own = {None: "nobody uses them", place.place: "it stays so"}.get(place.own_place)
    told += (
        f"; with the outlets’ own words alone {own or 'it is the ' + _place_en(place.own_place or 1, place)}"
    )
    if not place.turning:
        return f"{told}; no single article changes that."
    return f"{told}. It changes without any one of: {_headlines(data['headlines'], names)}."


def _place_en(place: int, of: Standing) -> str:
    return f"{_PLACES_EN.get(place, f'number {place} from the ')}{'highest' if of.from_top else 'lowest'}"


def _headlines(headlines: list[str], names: Naming) -> str:
    shown = [names.quoted(headline) for headline in headlines[:_HEADLINES_NAMED]]
    rest = len(headlines) - len(shown)
    more = "وعدد غيرها: {}" if names.lang == "ar" else "and {} more"
    return ("، " if names.lang == "ar" else ", ").join(shown + ([more.format(rest)] if rest else []))


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
        return f"أقل من خمسة مقالات مستقلة من {told}: العدد هنا بلا مدى ولا اختبار، لأنه يصف هذه المقالات، لا المنفذ."
    return (
        f"Fewer than five independent articles from {told}: counts without an interval or a test, since they describe "
        "these articles, not the outlet."
    )


AR: dict[str, Teller] = {"rate_differs": _differs_ar}
EN: dict[str, Teller] = {"rate_differs": _differs_en}
BOTH: dict[str, Teller] = {"no_difference": _no_difference, "few_articles": _few_articles}
