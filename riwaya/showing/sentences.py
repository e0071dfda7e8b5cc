"""Findings told in a sentence, in Arabic and English.

Belongs here: one function a finding and language; nothing in them names an event, an outlet or a number.
Does not: what was found (riwaya.comparing.findings), names and numbers (naming.py), the page (words.py).

A sentence speaks of the articles that were read. Arabic sentences are built so that no verb must agree with an
outlet's name, whose gender is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from riwaya.comparing.findings import Finding
from riwaya.comparing.rewording import Change
from riwaya.showing.naming import Naming, count, currency_name, date, nouns, number, percent

Teller = Callable[[dict[str, Any], Naming], str]
# More claims than this are told by their ends.
_MOST_CLAIMS = 3


def say(finding: Finding, names: Naming) -> str:
    """A finding as one or two sentences in the language of ``names``; "" for a kind that has none."""
    teller = (_AR if names.lang == "ar" else _EN).get(finding.kind)
    return teller(finding.data, names) if teller else ""


def capital(text: str) -> str:
    """A sentence with its first letter large, behind a quotation mark too.

    >>> capital("“armed men” here"), capital("17 of them")
    ('“Armed men” here', '17 of them')
    """
    at = 1 if text[:1] == "“" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def oblique(label: str) -> str:
    """An Arabic label after a preposition: the sound masculine plural changes its ending.

    >>> oblique("المعتقلون") == "المعتقلين"
    True
    """
    return f"{label[:-2]}ين" if label.endswith("ون") else label


def to_the(label: str) -> str:
    """An Arabic label or name after the preposition ل.

    >>> to_the("القتلى") == "للقتلى" and to_the("المعتقلون") == "للمعتقلين"
    True
    """
    label = oblique(label)
    return f"لل{label[2:]}" if label.startswith("ال") else f"ل{label}"


def of_metric(value: float, metric: str, names: Naming) -> str:
    """What a value of a metric counts, in the form that stands after the number."""
    noun = nouns().get(metric)
    if noun is None:
        return f"({names.metric(metric)})" if names.lang == "ar" else names.metric(metric).lower()
    if names.lang == "ar":
        return noun.after(int(value))
    return noun.en_one if value == 1 else noun.en_many


def _dated(claim: dict[str, Any], lang: str) -> str:
    """A claim's date in brackets, where it is not the day of most articles."""
    return f" ({date(claim['other_day'], lang)})" if claim["other_day"] else ""


def times(n: int, lang: str) -> str:
    """How often: never, once, five times."""
    if lang == "ar":
        return "ولا مرة" if n == 0 else count(n, "time", "ar")
    return {0: "never", 1: "once", 2: "twice"}.get(n) or count(n, "time", "en")


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
    """Claims with their outlets, one part a value; each with its date where the articles are of different days."""
    dated = len(data["days"]) > 1
    by: dict[str, list[str]] = {}
    for claim in _ends(data["claims"]):
        day = f" ({date(claim['day'], names.lang)})" if dated and claim["day"] else ""
        by.setdefault(_said(claim, names), []).append(names.outlet(claim["outlet"]) + day)
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


# Figures


def _withdrawn_ar(data: dict[str, Any], names: Naming) -> str:
    told, articles = data["withdrawn_in"], count(data["articles"], "article", "ar")
    said, back = f"الرقم {number(data['value'])}", "سحبه" if data["status"] == "retracted" else "نفيه"
    if told == data["articles"]:
        return f"{said} في {articles}، وفيها {'كلها ' if told > 1 else ''}أنه {names.status(data['status'])}."
    sentence = f"{said} في {articles}، ولم يرد {back} إلا في {names.outlets(data['withdrawn_by'])}."
    return sentence + (f" ونُشر قبل ذلك في {names.outlets(data['earlier'])}." if data["earlier"] else "")


def _withdrawn_en(data: dict[str, Any], names: Naming) -> str:
    told, articles = data["withdrawn_in"], count(data["articles"], "article", "en")
    said, back = number(data["value"]), names.status(data["status"])
    if told == data["articles"]:
        return f"{said} in {articles}, {'all of which say' if told > 1 else 'which says'} that it was {back}."
    verb = "says" if len(data["withdrawn_by"]) == 1 else "say"
    sentence = f"{said} in {articles}. Only {names.outlets(data['withdrawn_by'])} {verb} that it was {back}."
    return sentence + (f" {names.outlets(data['earlier'])} printed it earlier." if data["earlier"] else "")


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


def _differ_ar(data: dict[str, Any], names: Naming) -> str:
    claims, all_told = _claims(data, names), len(data["claims"]) <= _MOST_CLAIMS
    sentence = f"{'، و'.join(claims)}." if all_told else f"من {claims[0]} إلى {claims[-1]}."
    if len(data["days"]) > 1:
        sentence += " المقالات من أيام مختلفة."
    elif data["spread"] is None:
        sentence += " الأرقام متباعدة، وقد لا تعدّ الشيء نفسه."
    else:
        sentence += f" الفرق{' بعد التحويل' if data['rates'] else ''} {percent(data['spread'], 1)}."
    return f"{sentence[:-1]} ({_rates(data, names)})." if data["rates"] else sentence


def _differ_en(data: dict[str, Any], names: Naming) -> str:
    claims, all_told = _claims(data, names), len(data["claims"]) <= _MOST_CLAIMS
    sentence = capital(f"{names.listed(claims)}." if all_told else f"from {claims[0]} to {claims[-1]}.")
    if len(data["days"]) > 1:
        sentence += " The articles are of different days."
    elif data["spread"] is None:
        sentence += " The figures are far apart and may not count the same thing."
    else:
        sentence += f" {percent(data['spread'], 1)} apart{' once converted' if data['rates'] else ''}."
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
    told = [
        names.outlet(outlet) + _dated({"other_day": days.get(outlet)}, names.lang)
        for outlet in data["outlets"]
    ]
    unit = data.get("unit") or ""
    sum_or_people = unit in ("", "person", "percent") or (len(unit) == 3 and unit.isupper())
    of = "" if sum_or_people else f" ({names.units(unit)})"
    if names.lang == "ar":
        return f"{names.metric(data['metric'])}{of}: لا رقم في {names.listed(told)}."
    return f"No figure for {names.metric(data['metric']).lower()}{of} in {names.listed(told)}."


def _later_count(data: dict[str, Any], names: Naming) -> str:
    lang = names.lang
    facts = [data[f"source_{lang}"], date(data["date"], lang, year=True), data[f"note_{lang}"]]
    facts = [fact for fact in facts if fact]
    if lang == "ar":
        return f"{names.metric(data['metric'])} في حصيلة رسمية لاحقة: {number(data['value'])} ({'، '.join(facts)})."
    return f"{names.metric(data['metric'])} in a later official count: {number(data['value'])} ({', '.join(facts)})."


# Words


def _own_share_ar(data: dict[str, Any], names: Naming) -> str:
    where = f"، في {names.outlets(list(data['own_by']))}" if data["own"] else ""
    rest = " الباقي منقول أو مقتبس أو بين مزدوجين." if 0 < data["own"] < data["n"] else ""
    return f"{number(data['own'])} من {number(data['n'])} من ألفاظ {names.quoted(names.frames(data['frames']))} بصوت المنفذ نفسه{where}.{rest}"


def _own_share_en(data: dict[str, Any], names: Naming) -> str:
    where = f", in {names.outlets(list(data['own_by']))}" if data["own"] else ""
    rest = " The rest are reported, quoted or in scare quotes." if 0 < data["own"] < data["n"] else ""
    verb = "is" if data["own"] == 1 else "are"
    frames = names.quoted(names.frames(data["frames"]))
    return f"{number(data['own'])} of {number(data['n'])} mentions of {frames} {verb} in the outlet’s own voice{where}.{rest}"


def _no_mention(data: dict[str, Any], names: Naming) -> str:
    frames, outlets = names.quoted(names.frames(data["frames"])), names.outlets(data["outlets"])
    return (
        f"لا لفظ من ألفاظ {frames} في {outlets}."
        if names.lang == "ar"
        else f"No mention of {frames} in {outlets}."
    )


# The same sentence


def term_of(change: Change, other: bool, names: Naming) -> str:
    """One side's term: as written and between quotation marks in Arabic; in English its frame's label, which nobody printed."""
    text = (change.other_term if other else change.term) or (change.other_text if other else change.text)
    frame = change.other_frame if other else change.frame
    return names.quoted(text) if names.lang == "ar" or not frame else names.frame(frame)


def _two(first: str, second: str, names: Naming) -> str:
    if names.lang == "ar":
        return f"{first} هنا، و{second} هناك"
    return f"{first} here, {second} there"


def _changed(data: dict[str, Any], names: Naming) -> str:
    change: Change = data["change"]
    if change.kind == "cue":
        if change.cue and change.other_cue:
            return _two(names.quoted(names.cue(change.cue)), names.quoted(names.cue(change.other_cue)), names)
        return _one_sided(change.cue or change.other_cue or change.text, bool(change.cue), data, names)
    if change.kind == "term":
        if change.term and change.other_term:
            return _two(term_of(change, False, names), term_of(change, True, names), names)
        text = term_of(change, not change.term, names)
        return _one_sided(text, bool(change.term), data, names)
    if change.text and change.other_text:
        who = ("من القائل؟ " if names.lang == "ar" else "Who says it? ") if change.kind == "speaker" else ""
        return who + _two(names.quoted(change.text), names.quoted(change.other_text), names)
    return _one_sided(change.text or change.other_text, bool(change.text), data, names)


def _one_sided(text: str, first: bool, data: dict[str, Any], names: Naming) -> str:
    there, not_there = data["outlets"] if first else data["outlets"][::-1]
    text = text if text[:1] in "«“" else names.quoted(names.cue(text))
    if names.lang == "ar":
        return f"{text} في {names.outlet(there)}، ولا مقابل في {names.outlet(not_there)}"
    return f"{text} in {names.outlet(there)}, nothing of the kind in {names.outlet(not_there)}"


def _changed_voice(data: dict[str, Any], names: Naming) -> str:
    change: Change = data["change"]
    outlets = [names.outlet(outlet) for outlet in data["outlets"]]
    marked, bare = outlets if any(mark in change.text for mark in "\"«»“”'") else outlets[::-1]
    term = term_of(change, False, names)
    if names.lang == "ar":
        return f"{term} بين علامتي تنصيص في {marked}، وبلا علامات في {bare}"
    return f"{term} between quotation marks in {marked}, without them in {bare}"


def _wording(data: dict[str, Any], names: Naming) -> str:
    return "فرق في الصياغة فقط" if names.lang == "ar" else "A difference of wording only"


def _reworded(data: dict[str, Any], names: Naming) -> str:
    first, second = (names.outlet(outlet) for outlet in data["outlets"])
    distanced = data["distanced_by"] == [data["outlets"][1]]
    if names.lang == "ar":
        who = f" {to_the(names.speaker(data['speaker']))}" if data["speaker"] else ""
        return f"جملة واحدة{who}: اللفظ الأول في {first}، والثاني في {second}{'، بصيغة تُبعد القول' if distanced else ''}."
    who = f" from {names.speaker(data['speaker'])}" if data["speaker"] else ""
    return f"One sentence{who}: the first word in {first}, the second in {second}{', with a distancing phrase' if distanced else ''}."


def _pairs(data: dict[str, Any], names: Naming) -> str:
    if names.lang == "ar":
        return f"جمل متقاربة في منفذين، بينها فرق: {number(data['n'])}."
    return f"{capital(count(data['n'], 'pair', 'en'))} that two outlets share and change."


# Voices


def _absent_party(data: dict[str, Any], names: Naming) -> str:
    top = data["top"][0] if data["top"] else None
    if names.lang == "ar":
        most = f" أكثرها {to_the(names.speaker(top[0]))}: {number(top[1])}." if top else ""
        return (
            f"لا قول {to_the(genitive(data['party'], names))} من {count(data['n'], 'statement', 'ar')}.{most}"
        )
    most = f" The most quoted, {names.speaker(top[0])}, has {number(top[1])}." if top else ""
    return f"None of {count(data['n'], 'statement', 'en')} is from {names.party(data['party'])}.{most}"


def genitive(party: str, names: Naming) -> str:
    """A party's Arabic label after a preposition."""
    known = next((each for each in names.parties if each.id == party), None)
    return (known.genitive_ar or known.label_ar) if known else names.party(party)


def _top_speaker(data: dict[str, Any], names: Naming) -> str:
    if names.lang == "ar":
        told = [f"{number(n)} {to_the(names.speaker(name))}" for name, n in data["top"][:2]]
        return f"من {count(data['n'], 'statement', 'ar')}: {names.listed(told)}."
    told = [f"{number(n)} from {names.speaker(name)}" for name, n in data["top"][:2]]
    return f"Of {count(data['n'], 'statement', 'en')}: {names.listed(told)}."


def _own_voice(data: dict[str, Any], names: Naming) -> str:
    (low, least), (high, most) = data["low"], data["high"]
    ends = (percent(100 * least), names.outlet(low), percent(100 * most), names.outlet(high))
    if names.lang == "ar":
        return "كلام المنفذ نفسه بين {} من مقاله في {} و{} في {}.".format(*ends)
    return "The outlet’s own words fill between {} of the article in {} and {} in {}.".format(*ends)


def _distancing(data: dict[str, Any], names: Naming) -> str:
    by = sorted(data["by"].items(), key=lambda item: -item[1])
    if names.lang == "ar":
        told = [f"{number(n)} في {names.outlet(outlet)}" for outlet, n in by]
        return f"صيغ تُبعد القول: {number(data['n'])} ({'، '.join(told)})."
    told = [f"{number(n)} in {names.outlet(outlet)}" for outlet, n in by]
    return f"Words that hold a statement at a distance: {number(data['n'])} ({', '.join(told)})."


# Method


def _too_few(data: dict[str, Any], names: Naming) -> str:
    if names.lang == "ar":
        whom = "كل منفذ" if data["all"] else names.outlets(data["outlets"])
        return f"أقل من خمسة مقالات مستقلة من {whom}: لا يُختبر أي فرق، والأعداد تصف هذه المقالات، لا المنافذ."
    whom = "each outlet" if data["all"] else names.outlets(data["outlets"])
    return f"Fewer than five independent articles from {whom}: no difference is tested, and the counts describe these articles, not the outlets."


def _dates(data: dict[str, Any], names: Naming) -> str:
    lang = names.lang
    told = {
        "inferred": ("استُنتج تاريخ {} من نصها", "the dates of {} are inferred from their text"),
        "unknown": ("لم يُعرف تاريخ {}", "the dates of {} are not known"),
    }
    one = {"inferred": "the date of {} is inferred from its text", "unknown": "the date of {} is not known"}
    parts = []
    for basis, (arabic, english) in told.items():
        n = data[basis]
        if n and lang == "ar":
            of_it = {1: "من نصه", 2: "من نصهما"}.get(n, "من نصها")
            parts.append(arabic.replace("من نصها", of_it).format(count(n, "article", "ar")))
        elif n:
            parts.append((one[basis] if n == 1 else english).format(count(n, "article", "en")))
    return capital(("، و" if lang == "ar" else "; ").join(parts) + ".") if parts else ""


def _unnamed(data: dict[str, Any], names: Naming) -> str:
    if names.lang == "ar":
        return f"منفذ {count(data['n'], 'article', 'ar')} غير معروف."
    return f"The outlet of {count(data['n'], 'article', 'en')} is not known."


def _shared(data: dict[str, Any], names: Naming) -> str:
    share, outlet = percent(100 * data["share"]), names.outlet(data["outlet"])
    if names.lang == "ar":
        return f"يصل ما يتطابق حرفيًّا مع مقال آخر إلى {share} من كلمات المقال ({outlet}). ما كتبته وكالات الأنباء قبل التحرير غير معروف."
    return f"Up to {share} of an article’s words stand in another one too ({outlet}). What the agencies wrote before editing is not known."


def _not_converted(data: dict[str, Any], names: Naming) -> str:
    n = number(sum(data.values()))
    if names.lang == "ar":
        return f"مبالغ لم تُحوَّل لأن المقال بلا تاريخ أو لأن العملة أو اليوم بلا سعر مرجعي: {n}."
    return f"Sums not converted, for want of a date or of a reference rate: {n}."


_BOTH: dict[str, Teller] = {
    "silent": _silent, "later_count": _later_count, "no_mention": _no_mention,
    "reworded": _reworded, "changed_term": _changed, "changed_cue": _changed, "changed_speaker": _changed,
    "changed_figure": _changed, "changed_voice": _changed_voice, "changed_wording": _wording, "pairs": _pairs,
    "absent_party": _absent_party, "top_speaker": _top_speaker, "own_voice": _own_voice, "distancing": _distancing,
    "too_few": _too_few, "dates": _dates, "unnamed": _unnamed, "shared": _shared, "not_converted": _not_converted,
}  # fmt: skip
_AR: dict[str, Teller] = _BOTH | {
    "withdrawn": _withdrawn_ar, "same_count": _same_count_ar, "same_figure": _same_figure_ar, "differ": _differ_ar,
    "one_outlet": _one_outlet_ar, "own_share": _own_share_ar,
}  # fmt: skip
_EN: dict[str, Teller] = _BOTH | {
    "withdrawn": _withdrawn_en, "same_count": _same_count_en, "same_figure": _same_figure_en, "differ": _differ_en,
    "one_outlet": _one_outlet_en, "own_share": _own_share_en,
}  # fmt: skip
