"""Findings told in a sentence, in Arabic and English.

Belongs here: one function a finding and language (figures.py has those about figures, words.py those about rates, since.py
those about changes since another day); nothing in them names an
event, an outlet or a number.
Does not: what was found (riwaya.comparing.findings), names and numbers (naming.py), the page (words.py).

A sentence speaks of the articles that were read. Arabic sentences are built so that no verb must agree with an
outlet's name, whose gender is not known here.
"""

from __future__ import annotations

from typing import Any

from riwaya.comparing.finding import Finding
from riwaya.comparing.rewording import Change
from riwaya.showing.naming import Naming, count, number, percent
from riwaya.showing.telling import figures, since, words
from riwaya.showing.telling.figures import Teller
from riwaya.showing.telling.phrases import capital, of_metric, times, to_the

__all__ = ["capital", "of_metric", "say", "term_of", "times", "to_the"]


def say(finding: Finding, names: Naming) -> str:
    """A finding as one or two sentences in the language of ``names``; "" for a kind that has none."""
    teller = _tellers(finding.section, names.lang).get(finding.kind)
    return teller(finding.data, names) if teller else ""


def _tellers(section: str, lang: str) -> dict[str, Teller]:
    """What has changed since another day has kinds of its own, some by the names of others."""
    if section == "since":
        return since.AR if lang == "ar" else since.EN
    return _AR if lang == "ar" else _EN


# Words


def _own_share(data: dict[str, Any], names: Naming) -> str:
    return capital(f"{words.own_of(data, names)}{words.where(data, names)}.{words.the_rest(data, names)}")


def _no_mention(data: dict[str, Any], names: Naming) -> str:
    category, outlets = names.category(data["frames"]), names.outlets(data["outlets"])
    return f"لا لفظ {category} في {outlets}." if names.lang == "ar" else f"No words {category} in {outlets}."


# The same sentence


def term_of(data: dict[str, Any], other: bool, names: Naming) -> str:
    """One side's word of a pair's change, as written and between quotation marks; in English with its gloss."""
    change: Change = data["change"]
    text = (change.other_term if other else change.term) or (change.other_text if other else change.text)
    lemmas = data.get("lemmas", ((), ()))[other]
    frame = (change.other_frame if other else change.frame) or ""
    if data.get("beside"):  # all that stands there
        text = (change.other_text if other else change.text).strip()
        return names.glossed(text, ", ".join(names.lemma(lemma, frame) for lemma in lemmas))
    return names.glossed(text, names.lemma(lemmas[0], frame) if lemmas else "")


def _two(first: str, second: str, names: Naming) -> str:
    if names.lang == "ar":
        return f"{first} هنا، و{second} هناك"
    return f"{first} here, {second} there"


def _changed(data: dict[str, Any], names: Naming) -> str:
    change: Change = data["change"]
    if change.kind == "cue":
        if change.cue and change.other_cue:
            first, second = (names.glossed(cue, names.cue(cue)) for cue in (change.cue, change.other_cue))
            return _two(first, second, names)
        return _one_sided(change.cue or change.other_cue or change.text, bool(change.cue), data, names)
    if change.kind == "term":
        if (change.term and change.other_term) or (change.text and change.other_text):
            # The other side may have words there too that the lexicon lacks: they are shown, not denied.
            return _two(term_of(data, False, names), term_of(data, True, names), names)
        return _one_sided(term_of(data, not change.term, names), bool(change.term), data, names)
    if change.voice:
        return _taken_over(change, data, names)
    if change.text and change.other_text:
        who = ("من القائل؟ " if names.lang == "ar" else "Who says it? ") if change.kind == "speaker" else ""
        return who + _two(names.quoted(change.text), names.quoted(change.other_text), names)
    return _one_sided(change.text or change.other_text, bool(change.text), data, names)


def _taken_over(change: Change, data: dict[str, Any], names: Naming) -> str:
    """What one outlet reports and the other says itself."""
    reported = change.voice == "attributed"
    there, own = data["outlets"] if reported else data["outlets"][::-1]
    text = names.quoted((change.text if reported else change.other_text).strip())
    if names.lang == "ar":
        return f"قول منسوب في {names.outlet(there)} ({text})، وبصوت المنفذ نفسه في {names.outlet(own)}"
    return f"Reported in {names.outlet(there)} ({text}), in the outlet’s own voice in {names.outlet(own)}"


def _one_sided(text: str, first: bool, data: dict[str, Any], names: Naming) -> str:
    there, not_there = data["outlets"] if first else data["outlets"][::-1]
    text = text if text[:1] in "«“" else names.glossed(text, names.cue(text))
    if names.lang == "ar":
        return f"{text} في {names.outlet(there)}، ولا مقابل في {names.outlet(not_there)}"
    return f"{text} in {names.outlet(there)}, nothing of the kind in {names.outlet(not_there)}"


def _changed_voice(data: dict[str, Any], names: Naming) -> str:
    change: Change = data["change"]
    outlets = [names.outlet(outlet) for outlet in data["outlets"]]
    marked, bare = outlets if any(mark in change.text for mark in "\"«»“”'") else outlets[::-1]
    term = term_of(data, False, names)
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
    # A name may want an article (the Arab League) that nobody can tell from the name: none is needed here.
    told = [f"{names.speaker(name)} {number(n)}" for name, n in data["top"][:2]]
    return f"Of {count(data['n'], 'statement', 'en')}: {names.listed(told)}."


def _own_voice(data: dict[str, Any], names: Naming) -> str:
    (low, least), (high, most) = data["low"], data["high"]
    ends = (percent(100 * least), names.outlet(low), percent(100 * most), names.outlet(high))
    if names.lang == "ar":
        return "كلام المنفذ نفسه بين {} من كلماته في {} و{} في {}.".format(*ends)
    return "The outlet’s own words are between {} of what was read in {} and {} in {}.".format(*ends)


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
    again = number(data["repeats"]) if data["repeats"] else ""
    if names.lang == "ar":
        told = f" ما تعيد أكثرُ كلماته نصَّ مقال آخر هنا يُعدّ معه مرة واحدة: {again}." if again else ""
        return f"يصل ما يتطابق حرفيًّا مع مقال آخر إلى {share} من كلمات المقال ({outlet}).{told} ما كتبته وكالات الأنباء قبل التحرير غير معروف."
    told = (
        f" Articles most of whose words repeat another’s text count once with it: {again}." if again else ""
    )
    return f"Up to {share} of an article’s words stand in another one too ({outlet}).{told} What the agencies wrote before editing is not known."


def _not_converted(data: dict[str, Any], names: Naming) -> str:
    n = number(sum(data.values()))
    if names.lang == "ar":
        return f"مبالغ لم تُحوَّل لأن المقال بلا تاريخ أو لأن العملة أو اليوم بلا سعر مرجعي: {n}."
    return f"Sums not converted, for want of a date or of a reference rate: {n}."


_BOTH: dict[str, Teller] = figures.BOTH | words.BOTH | {
    "own_share": _own_share, "no_mention": _no_mention,
    "reworded": _reworded, "changed_term": _changed, "changed_cue": _changed, "changed_speaker": _changed,
    "changed_figure": _changed, "changed_voice": _changed_voice, "changed_wording": _wording, "pairs": _pairs,
    "absent_party": _absent_party, "top_speaker": _top_speaker, "own_voice": _own_voice, "distancing": _distancing,
    "too_few": _too_few, "dates": _dates, "unnamed": _unnamed, "shared": _shared, "not_converted": _not_converted,
}  # fmt: skip
_AR: dict[str, Teller] = _BOTH | figures.AR | words.AR
_EN: dict[str, Teller] = _BOTH | figures.EN | words.EN
