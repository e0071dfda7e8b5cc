"""Findings about figures, told in a sentence: who agrees, who differs, what was taken back, what does not add up.

Belongs here: one function a finding and language. Does not: what was found (riwaya.comparing.findings).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from riwaya.showing.naming import Naming, count, currency_name, date, number, percent
from riwaya.showing.telling.phrases import capital

Teller = Callable[[dict[str, Any], Naming], str]
# More claims than this are told by their ends.
_MOST_CLAIMS = 3


def _dated(claim: dict[str, Any], lang: str) -> str:
    """A claim's date in brackets, where it is not the day of most articles."""
    return f" ({date(claim['other_day'], lang)})" if claim["other_day"] else ""


def _said(claim: dict[str, Any], names: Naming) -> str:
    """A claim's value: in Arabic as printed where the print says it all, else as a number with its bound."""
    text = str(claim["text"])
    whole = any(letter.isdigit() for letter in text) and (
        claim["bound"] == "exact" or not text.strip().isdigit()
    )
    if names.lang == "ar" and whole:
        return text
    return names.amount(claim["value"], claim["unit"] or "", claim["bound"], claim.get("high"))


def _claims(data: dict[str, Any], names: Naming) -> list[str]:
    """Claims with their outlets, one part a value; with its date, or its source, where these differ."""
    dated = len(data.get("days", ())) > 1
    several = len({claim.get("speaker") for claim in data["claims"]}) > 1
    by: dict[str, list[str]] = {}
    for claim in _ends(data["claims"]):
        facts = [date(claim["day"], names.lang)] if dated and claim["day"] else []
        facts += [names.speaker(claim["speaker"])] if several and claim.get("speaker") else []
        aside = f" ({'، '.join(facts) if names.lang == 'ar' else ', '.join(facts)})" if facts else ""
        by.setdefault(_said(claim, names), []).append(names.outlet(claim["outlet"]) + aside)
    return [
        f"{value} {'في' if names.lang == 'ar' else 'in'} {names.listed(outlets)}"
        for value, outlets in by.items()
    ]


def _ends(claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(claims, key=lambda claim: claim["shown"])
    return ordered if len(ordered) <= _MOST_CLAIMS else [ordered[0], ordered[-1]]


def _rates(data: dict[str, Any], names: Naming) -> str:
    """The rates a sum was converted at, each with its day."""
    told = []
    for said, shown, rate, day in dict.fromkeys(map(tuple, data["rates"])):
        if names.lang == "ar":
            one = f"1 {currency_name(said)} = {number(rate, 4)} {currency_name(shown)}"
            told.append(f"{one}، سعر البنك المركزي الأوروبي يوم {date(day, 'ar', year=True)}")
        else:
            told.append(f"1 {said} = {number(rate, 4)} {shown}, ECB rate of {date(day, 'en', year=True)}")
    return ("؛ " if names.lang == "ar" else "; ").join(told)


_BACK_AR = {"retracted": "سُحب", "denied": "نُفي"}


def taken_back(data: dict[str, Any], names: Naming) -> str:
    """That a figure was withdrawn or denied, with the day where an article gives it."""
    day = date(data["withdrawn_on"], names.lang)
    if names.lang == "ar":
        return _BACK_AR[data["status"]] + (f" في {day}" if day else "")
    return f"was {names.status(data['status'])}" + (f" on {day}" if day else "")


def _withdrawn_ar(data: dict[str, Any], names: Naming) -> str:
    said, back = f"الرقم {number(data['value'])}", taken_back(data, names)
    if not data["standing"]:
        told = "كلها " if data["withdrawn_in"] > 1 else ""
        return f"{said} في {count(data['articles'], 'article', 'ar')}، وفيها {told}أنه {back}."
    sentence = f"{said} في {count(data['standing'], 'article', 'ar')}. وفي {names.outlets(data['withdrawn_by'])} أنه {back}."
    return sentence + (f" ونُشر قبل ذلك في {names.outlets(data['earlier'])}." if data["earlier"] else "")


def _withdrawn_en(data: dict[str, Any], names: Naming) -> str:
    said, back = number(data["value"]), taken_back(data, names)
    if not data["standing"]:
        told = "all of which say" if data["withdrawn_in"] > 1 else "which says"
        return f"{said} in {count(data['articles'], 'article', 'en')}, {told} that it {back}."
    verb = "says" if len(data["withdrawn_by"]) == 1 else "say"
    sentence = f"{said} in {count(data['standing'], 'article', 'en')}. {names.outlets(data['withdrawn_by'])} {verb} that it {back}."
    return sentence + (
        f" {names.outlets(data['earlier'])} printed it before that." if data["earlier"] else ""
    )


def span_of_day(one: dict[str, Any], unit: str, names: Naming) -> str:
    """What outlets gave on one day: a figure, or from the least to the most."""
    ends = [names.amount(end, unit, "exact") for end in dict.fromkeys((one["low"], one["high"]))]
    day = date(one["day"], names.lang)
    if names.lang == "ar":
        return (f"من {ends[0]} إلى {ends[1]}" if len(ends) > 1 else ends[0]) + f" في {day}"
    return " to ".join(ends) + f" on {day}"


def _day_by_day(data: dict[str, Any], names: Naming) -> str:
    """The first and the last day of a figure that several outlets gave, and the days on which they differ."""
    days, unit, what = data["days"], data["unit"] or "", names.metric(data["metric"])
    first, last = (span_of_day(one, unit, names) for one in (days[0], days[-1]))
    apart = [date(one["day"], names.lang) for one in days if not one["agree"]]
    if names.lang == "ar":
        rise = f"{what} يومًا بيوم: {first}، و{last}."
        return rise + (f" واختلفت المنافذ في اليوم نفسه في {names.listed(apart)}." if apart else "")
    rise = f"{what}, day by day: {first}, {last}."
    return rise + (f" Outlets differ within one day on {names.listed(apart)}." if apart else "")


def _parts(data: dict[str, Any], names: Naming) -> str:
    """Parts that cannot make the whole they are said to be of."""
    what, parts = names.metric(data["metric"]), names.listed(list(data["texts"]))
    whole, total = number(data["value"]), number(data["sum"])
    over = data["verdict"] == "over"
    if names.lang == "ar":
        return f"{what} في {names.outlet(data['outlet'])}: الأجزاء المذكورة ({parts}) مجموعها {total}، {'أكثر' if over else 'أقل'} من الرقم الكلي {whole}."
    return f"{what} in {names.outlet(data['outlet'])}: the parts it names ({parts}) come to {total}, {'more' if over else 'less'} than the whole it gives, {whole}."


def _source_ar(data: dict[str, Any], names: Naming) -> str:
    return f"، ومصدره {names.speaker(data['speaker'])}" if data["speaker"] else ""


def _same_count_ar(data: dict[str, Any], names: Naming) -> str:
    from_whom = _source_ar(data, names)
    return f"الأعداد متوافقة: الرقم كامل في {names.outlets(data['exact'])}، ومقرَّب في {names.outlets(data['rounded'])}{from_whom}."


def _same_count_en(data: dict[str, Any], names: Naming) -> str:
    from_whom = f", from {names.speaker(data['speaker'])}" if data["speaker"] else ""
    return f"The counts fit each other: in full in {names.outlets(data['exact'])}, rounded in {names.outlets(data['rounded'])}{from_whom}."


def _by_voice(data: dict[str, Any]) -> dict[str, list[str]]:
    by: dict[str, list[str]] = {}
    for claim in data["claims"]:
        by.setdefault(claim["voice"], []).append(claim["outlet"])
    return by


def _same_figure_ar(data: dict[str, Any], names: Naming) -> str:
    by, from_whom = _by_voice(data), _source_ar(data, names)
    words = {"own": "بصوت المنفذ", "attributed": "نقلًا", "quoted": "اقتباسًا"}
    if len(by) == 1:
        return f"الرقم نفسه في {names.outlets([claim['outlet'] for claim in data['claims']])}{from_whom}."
    told = [f"{words.get(voice, voice)} في {names.outlets(outlets)}" for voice, outlets in by.items()]
    return f"الرقم نفسه{from_whom}: {'، و'.join(told)}."


def _same_figure_en(data: dict[str, Any], names: Naming) -> str:
    by, from_whom = _by_voice(data), f" from {names.speaker(data['speaker'])}" if data["speaker"] else ""
    words = {"own": "in the outlet’s own voice", "attributed": "reported", "quoted": "quoted"}
    if len(by) == 1:
        return (
            f"The same figure{from_whom} in {names.outlets([claim['outlet'] for claim in data['claims']])}."
        )
    told = [f"{words.get(voice, voice)} in {names.outlets(outlets)}" for voice, outlets in by.items()]
    return f"The same figure{from_whom}: {names.listed(told)}."


def _of_several_sources(data: dict[str, Any]) -> bool:
    """Whether every claim has a named source and they are not one: the names say more than the days."""
    sources = [claim.get("speaker") for claim in data["claims"]]
    return all(sources) and len(set(sources)) > 1


def _apart(data: dict[str, Any], names: Naming) -> str:
    """How far apart figures are, no finer than they were said: "about" where one of them is no exact figure."""
    exact = all(claim["bound"] == "exact" for claim in data["claims"]) and not data["rates"]
    if exact:
        return percent(data["spread"], 1)
    return f"{'نحو' if names.lang == 'ar' else 'about'} {percent(data['spread'])}"


def _compatible(data: dict[str, Any], names: Naming) -> str:
    """Figures that their wording leaves room to be one: about 1,500, more than 1,400."""
    told = _claims(data, names)
    if names.lang == "ar":
        return f"أرقام لا يناقض بعضها بعضًا: {'، و'.join(told)}."
    return f"Figures that do not exclude each other: {names.listed(told)}."


def _differ_ar(data: dict[str, Any], names: Naming) -> str:
    claims, all_told = _claims(data, names), len(data["claims"]) <= _MOST_CLAIMS
    sentence = f"{'، و'.join(claims)}." if all_told else f"من {claims[0]} إلى {claims[-1]}."
    if len(data["days"]) > 1:
        sentence += "" if _of_several_sources(data) else " المقالات من أيام مختلفة."
    elif data["spread"] is None:
        sentence += " الأرقام متباعدة، وقد لا تعدّ الشيء نفسه."
    else:
        sentence += f" الفرق{' بعد التحويل' if data['rates'] else ''} {_apart(data, names)}."
    return f"{sentence[:-1]} ({_rates(data, names)})." if data["rates"] else sentence


def _differ_en(data: dict[str, Any], names: Naming) -> str:
    claims, all_told = _claims(data, names), len(data["claims"]) <= _MOST_CLAIMS
    sentence = capital(f"{names.listed(claims)}." if all_told else f"from {claims[0]} to {claims[-1]}.")
    if len(data["days"]) > 1:
        sentence += "" if _of_several_sources(data) else " The articles are of different days."
    elif data["spread"] is None:
        sentence += " The figures are far apart and may not count the same thing."
    else:
        sentence += f" {capital(_apart(data, names))} apart{' once converted' if data['rates'] else ''}."
    return f"{sentence[:-1]} ({_rates(data, names)})." if data["rates"] else sentence


def _one_outlet_ar(data: dict[str, Any], names: Naming) -> str:
    claim = data["claims"][0]
    from_whom = _source_ar(data, names)
    return f"لم يرد إلا في {names.outlet(claim['outlet'])}{_dated(claim, 'ar')}{from_whom}."


def _one_outlet_en(data: dict[str, Any], names: Naming) -> str:
    claim = data["claims"][0]
    from_whom = f", from {names.speaker(data['speaker'])}" if data["speaker"] else ""
    return f"Only in {names.outlet(claim['outlet'])}{_dated(claim, 'en')}{from_whom}."


def _silent(data: dict[str, Any], names: Naming) -> str:
    days = data["days"]
    earlier = [outlet for outlet in data.get("earlier", ()) if days.get(outlet)]
    told = [
        names.outlet(outlet) + _dated({"other_day": days.get(outlet)}, names.lang)
        for outlet in data["outlets"]
        if outlet not in earlier
    ]
    older = [names.outlet(outlet) + _dated({"other_day": days[outlet]}, names.lang) for outlet in earlier]
    unit = data.get("unit") or ""
    sum_or_people = unit in ("", "person", "percent") or (len(unit) == 3 and unit.isupper())
    of = "" if sum_or_people else f" ({names.units(unit)})"
    what = names.metric(data["metric"])
    if names.lang == "ar":
        parts = [f"لا رقم في {names.listed(told)}"] if told else []
        parts += (
            [
                f"ومقال {names.listed(older)} أقدم مما فيه رقم"
                if told
                else f"لا رقم في {names.listed(older)}، وهو أقدم مما فيه رقم"
            ]
            if older
            else []
        )
        return f"{what}{of}: {'، '.join(parts)}."
    parts = [f"No figure for {what.lower()}{of} in {names.listed(told)}."] if told else []
    if older:
        verb = "was" if len(older) == 1 else "were"
        parts.append(
            f"{names.listed(older)} {verb} written before those that give one."
            if told
            else f"No figure for {what.lower()}{of} in {names.listed(older)}, written before those that give one."
        )
    return " ".join(parts)


def _later_count(data: dict[str, Any], names: Naming) -> str:
    lang = names.lang
    facts = [data[f"source_{lang}"], date(data["date"], lang, year=True), data[f"note_{lang}"]]
    facts = [fact for fact in facts if fact]
    if lang == "ar":
        return f"{names.metric(data['metric'])} في حصيلة رسمية لاحقة: {number(data['value'])} ({'، '.join(facts)})."
    return f"{names.metric(data['metric'])} in a later official count: {number(data['value'])} ({', '.join(facts)})."


BOTH: dict[str, Teller] = {
    "silent": _silent, "later_count": _later_count, "day_by_day": _day_by_day, "parts": _parts,
    "compatible": _compatible,
}  # fmt: skip
AR: dict[str, Teller] = {
    "withdrawn": _withdrawn_ar, "same_count": _same_count_ar, "same_figure": _same_figure_ar, "differ": _differ_ar,
    "one_outlet": _one_outlet_ar,
}  # fmt: skip
EN: dict[str, Teller] = {
    "withdrawn": _withdrawn_en, "same_count": _same_count_en, "same_figure": _same_figure_en, "differ": _differ_en,
    "one_outlet": _one_outlet_en,
}  # fmt: skip
