"""What has changed since an earlier day, told in a sentence: figures, edited pages, words, speakers, articles.

Belongs here: one function a finding and language, and the sentence that sums them up.
Does not: what has changed (riwaya.comparing.since), the section of the page (riwaya.showing.since).

A sentence says what stands in the articles now and what stood there before; why an outlet changed it, it cannot know.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from riwaya.comparing.finding import Finding
from riwaya.comparing.since import KINDS
from riwaya.showing.naming import Naming, count, date, nouns, number
from riwaya.showing.telling.figures import Teller, taken_back
from riwaya.showing.telling.phrases import capital, times, to_the

# Articles of one outlet and one text are told by the first of them; of an edited one so many changes.
MOST_TOLD = 3


def day_of(told: str | None) -> datetime.date | None:
    """A day that a finding holds as YYYY-MM-DD."""
    return datetime.date.fromisoformat(told) if told else None


def measure(data: dict[str, Any], names: Naming) -> str:
    """A metric by its label; of things counted or of money with their unit."""
    unit = data.get("unit") or ""
    what = names.metric(data["metric"])
    plain = unit in ("", "person", "percent", "piece") or (len(unit) == 3 and unit.isupper())
    return what if plain else f"{what} ({names.units(unit)})"


def figure(step: dict[str, Any], unit: str, names: Naming) -> str:
    """A number with its bound, as a sum where its unit is a currency."""
    return names.amount(step["value"], unit, step["bound"], step.get("high"))


def headline_of(data: dict[str, Any], names: Naming) -> str:
    """An article's headline as the end of a sentence; that it has none."""
    if data["headline"]:
        return f": {names.quoted(data['headline'])}"
    return "، بلا عنوان" if names.lang == "ar" else ", without a headline"


def outlets(data: dict[str, Any], names: Naming) -> str:
    """All outlets that carry it; one that no list knows as its article named it."""
    shown = [names.outlet(outlet) for outlet in data["outlets"]]
    if data.get("outlet_name") and shown == [data["outlet"]]:
        shown = [data["outlet_name"]]
    return names.listed(shown)


# Figures


def _withdrawn_ar(data: dict[str, Any], names: Naming) -> str:
    back = taken_back(data | {"withdrawn_on": day_of(data["withdrawn_on"])}, names)
    told = f"في {outlets(data, names)} أن الرقم {number(data['value'])} ({measure(data, names)}) {back}."
    still = f" ولا ذكر لذلك في {names.outlets(data['repeated_by'])}." if data["repeated_by"] else ""
    return told + still


def _withdrawn_en(data: dict[str, Any], names: Naming) -> str:
    back = taken_back(data | {"withdrawn_on": day_of(data["withdrawn_on"])}, names)
    verb = "says" if len(data["outlets"]) == 1 else "say"
    what = measure(data, names).lower()
    told = f"{outlets(data, names)} {verb} that the figure {number(data['value'])} ({what}) {back}."
    if not data["repeated_by"]:
        return told
    give = "gives" if len(data["repeated_by"]) == 1 else "give"
    return f"{told} {names.outlets(data['repeated_by'])} {give} it without saying so."


def _changed_figure(data: dict[str, Any], names: Naming) -> str:
    was, now = (figure(data[at], data["unit"], names) for at in ("was", "now"))
    what, where = measure(data, names), outlets(data, names)
    if names.lang == "ar":
        return f"{where}: {what} {_from(was)} إلى {now}."
    return f"{where}: {what.lower()} from {was} to {now}."


def _from(was: str) -> str:
    """A figure after the Arabic "from", which joins the "what" of "what is not less than" (مما لا يقل عن)."""
    return f"مما {was[3:]}" if was.startswith("ما ") else f"من {was}"


def first_figures(data: dict[str, Any], names: Naming) -> tuple[str, list[str]]:
    """Of an outlet that is here for the first time the opening of the sentence, and a phrase for each of its figures."""
    where = outlets(data, names)
    told = [
        f"{measure(each, names)} {figure(each['now'], each['unit'], names)}"
        for each in (data, *data["others"])
    ]
    if names.lang == "ar":
        return f"{where}، ولا مقال له من قبل: ", told
    return f"{where}, without an article before: ", [phrase[:1].lower() + phrase[1:] for phrase in told]


def _new_figure(data: dict[str, Any], names: Naming) -> str:
    if data["first_article"]:
        head, told = first_figures(data, names)
        return f"{head}{('، و' if names.lang == 'ar' else ', ').join(told)}."
    now, what, where = figure(data["now"], data["unit"], names), measure(data, names), outlets(data, names)
    first = figure(data["course"][0], data["unit"], names) if data["course"] else now
    several = first != now
    if names.lang == "ar":
        head = "أول أرقام" if several else "أول رقم"
        return f"{where}: {head} {to_the(what)}، {f'{_from(first)} إلى {now}' if several else now}."
    head = f"figure{'s' if several else ''} for {what.lower()}"
    return f"{where}: first {head}, {f'from {first} to {now}' if several else now}."


# Edited articles


def edits(data: dict[str, Any], names: Naming) -> list[str]:
    """What was changed in an article's page, a phrase a change: figures, headline, words, speakers."""
    told = [_figure_edit(each, names) for each in data["figures"]]
    told += [_headline(data["headline"], names)] if data["headline"] else []
    told += [_put(data["terms"][at], at, names) for at in ("gone", "new") if data["terms"][at]]
    told += [_cited(data["speakers"][at], at, names) for at in ("gone", "new") if data["speakers"][at]]
    return told


def _headline(change: dict[str, Any], names: Naming) -> str:
    was, now = (names.quoted(change[at]) if change[at] else "" for at in ("was", "now"))
    if names.lang == "ar":
        if was and now:
            return f"العنوان من {was} إلى {now}"
        return f"حُذف العنوان {was}" if was else f"أُضيف العنوان {now}"
    if was and now:
        return f"its headline from {was} to {now}"
    return f"the headline {was} was dropped" if was else f"the headline {now} was added"


def _figure_edit(change: dict[str, Any], names: Naming) -> str:
    what = measure(change, names)
    whom = [names.group(change["group"])] if change["group"] and change["group"] != "mixed" else []
    whom += [names.speaker(change["place"])] if change["place"] else []
    comma = "، " if names.lang == "ar" else ", "
    what = f"{what} ({comma.join(whom)})" if whom else what
    was, now = (figure(change[at], change["unit"], names) if change[at] else "" for at in ("was", "now"))
    status = (change["now"] or {}).get("status", "retracted")
    if names.lang == "ar":
        return {
            "changed": f"{what} {_from(was)} إلى {now}",
            "withdrawn": f"صار فيه أن الرقم {was} ({what}) {names.status(status)}",
            "dropped": f"حُذف الرقم {was} ({what})",
            "added": f"أُضيف الرقم {now} ({what})",
        }[change["kind"]]
    what = what[:1].lower() + what[1:]
    return {
        "changed": f"{what} from {was} to {now}",
        "withdrawn": f"it now says that {was} ({what}) was taken back",
        "dropped": f"the figure {was} ({what}) was dropped",
        "added": f"the figure {now} ({what}) was added",
    }[change["kind"]]


def _put(terms: Sequence[dict[str, Any]], at: str, names: Naming) -> str:
    words = [names.glossed(each["text"], names.lemma(each["lemma"], each["frame"])) for each in terms]
    if names.lang == "ar":
        return f"{'حُذف' if at == 'gone' else 'أُضيف'} {names.listed(words)}"
    verb = "was" if len(words) == 1 else "were"
    return f"{names.listed(words)} {verb} {'dropped' if at == 'gone' else 'added'}"


def _cited(speakers: Sequence[str], at: str, names: Naming) -> str:
    who = names.listed([names.speaker(name) for name in speakers])
    if names.lang == "ar":
        return f"{'لم يعد فيه قول' if at == 'gone' else 'صار فيه قول'} {_of_each(speakers, names)}"
    return f"{who} {'no longer cited' if at == 'gone' else 'cited now'}"


def _of_each(speakers: Sequence[str], names: Naming) -> str:
    return " و".join(to_the(names.speaker(name)) for name in speakers)


def _changed_article(data: dict[str, Any], names: Naming) -> str:
    told, where = edits(data, names), outlets(data, names)
    rest = len(told) - MOST_TOLD
    told = told[:MOST_TOLD]
    if names.lang == "ar":
        head = f"تغيّر نص مقال في {where}"
        if not told:
            return f"{head}، في الصياغة لا في العنوان ولا الأرقام ولا الألفاظ ولا من يُنقل عنهم."
        return f"{head}: {'؛ '.join(told)}{f'؛ وتغييرات أخرى: {number(rest)}' if rest > 0 else ''}."
    head = f"The text of an article in {where} was changed"
    if not told:
        return f"{head}: its wording only, neither headline nor figures, terms or speakers."
    return f"{head}: {'; '.join(told)}{f'; and {number(rest)} more' if rest > 0 else ''}."


# Words and voices


def _in_voice(data: dict[str, Any], names: Naming) -> str:
    """In whose voice a mention stands."""
    voice, who = data["voice"], names.speaker(data["speaker"]) if data["speaker"] else ""
    if names.lang == "ar":
        if voice in ("own", "scare"):
            return "بصوت المنفذ نفسه" + ("، بين علامتي تنصيص" if voice == "scare" else "")
        word = "اقتباسًا" if voice == "quoted" else "نقلًا"
        return f"{word} عن {who}" if who else word
    if voice in ("own", "scare"):
        return "in the outlet’s own voice" + (", between quotation marks" if voice == "scare" else "")
    word = "quoted" if voice == "quoted" else "reported"
    return f"{word} from {who}" if who else word


def new_words(data: dict[str, Any], names: Naming) -> tuple[str, list[str]]:
    """The opening of the sentence that tells an outlet's new words, and a phrase for each frame of them."""
    where, voice = outlets(data, names), _by_whom(data, names)
    if names.lang == "ar":
        head = f"{where}، {voice}، لأول مرة: ألفاظ "
    else:
        head = f"{where}, {voice}, for the first time: words "
    return head, [_word_of(each, names) for each in data["frames"]]


def _by_whom(data: dict[str, Any], names: Naming) -> str:
    """Whose words they are: the outlet's own, or whom it quotes or reports."""
    voice, who = data["voice"], names.speaker(data["speaker"]) if data["speaker"] else ""
    if names.lang == "ar":
        if voice == "own":
            return _in_voice(data, names)
        if not who:
            return {"quoted": "في اقتباس", "scare": "بين علامتي تنصيص"}.get(voice, "نقلًا عن غيره")
        return f"{'نقلًا' if voice == 'attributed' else 'اقتباسًا'} عن {who}"
    if voice == "own":
        return "in its own voice"
    if not who:
        return {"quoted": "in a quotation", "scare": "between quotation marks"}.get(voice, "as others said")
    return f"{'citing' if voice == 'attributed' else 'quoting'} {who}"


def _word_of(frame: dict[str, Any], names: Naming) -> str:
    # What a gloss explains in brackets would stand in brackets within brackets.
    gloss = names.lemma(frame["lemma"], frame["frame"]).partition(" (")[0]
    told = [names.category([frame["frame"]]), names.glossed(frame["text"], gloss)]
    told += [times(frame["n"], names.lang)] if frame["n"] > 1 else []
    return ("، " if names.lang == "ar" else ", ").join(told)


def _new_frame(data: dict[str, Any], names: Naming) -> str:
    head, told = new_words(data, names)
    rest = len(told) - MOST_TOLD
    told = told[:MOST_TOLD] if rest > 1 else told
    if names.lang == "ar":
        return f"{head}{'؛ و'.join(told)}{f'؛ وفئات أخرى: {number(rest)}' if rest > 1 else ''}."
    return f"{head}{'; '.join(told)}{f'; and {number(rest)} more' if rest > 1 else ''}."


def _new_speaker(data: dict[str, Any], names: Naming) -> str:
    who, where = names.speaker(data["speaker"]), outlets(data, names)
    if names.lang == "ar":
        return f"{who}، لأول مرة: {count(data['n'], 'statement', 'ar', oblique=False)} في {where}."
    return f"{capital(who)}, cited for the first time: {count(data['n'], 'statement', 'en')} in {where}."


def _changed_word(data: dict[str, Any], names: Naming) -> str:
    was, now = (_against(data[at], names) for at in ("was", "now"))
    where = outlets(data, names)
    word = names.glossed(data["text"], names.lemma(data["lemma"], data["frame"]))
    if names.lang == "ar":
        return f"تغيّر اللفظ بصوت المنفذ نفسه في {where}: من قبل {was}، وفي الجديد {now}، مثل {word}."
    return f"{where} changed words, in its own voice: before, {was}; in what is new, {now}, such as {word}."


def _against(counts: dict[str, Any], names: Naming) -> str:
    ours, theirs = names.category(counts["frames"]), names.category(counts["other"])
    n, other = counts["n"], counts["other_n"]
    if names.lang == "ar":
        of_other = f"{number(other)} {theirs}" if other else f"ولا لفظ {theirs}"
        joint = " مقابل " if other else " "
        return f"{count(n, 'term', 'ar', oblique=False)} {ours}{joint}{of_other}"
    return f"{number(n)} {'word' if n == 1 else 'words'} {ours} and {number(other) if other else 'none'} {theirs}"


# Articles


def _new_article(data: dict[str, Any], names: Naming) -> str:
    title, where, n = headline_of(data, names), outlets(data, names), len(data["articles"])
    if names.lang == "ar":
        head = f"مقال جديد في {where}" if n == 1 else f"نص واحد في {count(n, 'article', 'ar')} من {where}"
        return f"{head}{title}{'، ومعظم نصه منشور من قبل' if data['repeats'] else ''}."
    head = f"New in {where}" if n == 1 else f"One text in {count(n, 'article', 'en')} of {where}"
    return f"{head}{title}{', most of it published before' if data['repeats'] else ''}."


def _gone_article(data: dict[str, Any], names: Naming) -> str:
    title, where = headline_of(data, names), outlets(data, names)
    if names.lang == "ar":
        return f"لم يعد بين مقالات الحدث مقال في {where}{title}."
    return f"No longer among the event’s articles: one in {where}{title}."


# All of them in one sentence


def headline(found: Sequence[Finding], since: datetime.date | None, names: Naming) -> str:
    """What is new in one sentence: the change that comes first, or that there is none."""
    if not found:
        day = date(since, names.lang, year=True)
        if names.lang == "ar":
            return f"لا جديد منذ {day}" if day else "لا جديد"
        return f"Nothing new since {day}" if day else "Nothing new"
    first = found[0]
    if first.kind in ("new_article", "gone_article"):
        return capital(summary(found, names))
    if first.kind == "changed_figure" and (together := _together(found, names)):
        return together
    if first.kind == "changed_article":
        told, where = edits(first.data, names)[:1], outlets(first.data, names)
        if names.lang == "ar":
            return f"تغيّر نص مقال في {where}" + (f": {told[0]}" if told else "")
        return f"An article in {where} was changed" + (f": {told[0]}" if told else "")
    teller = (AR if names.lang == "ar" else EN)[first.kind]
    return teller(first.data, names).split(". ")[0].rstrip(".")


def _together(found: Sequence[Finding], names: Naming) -> str:
    """Another figure of the measure that comes first in several outlets, from the least to the most of them."""
    data = found[0].data
    same = [finding.data for finding in found if finding.kind == "changed_figure"]
    same = [each for each in same if (each["metric"], each["unit"]) == (data["metric"], data["unit"])]
    n = len({outlet for each in same for outlet in each["outlets"]})
    values = sorted(each["now"]["value"] for each in same if each["now"]["bound"] != "vague")
    if n < 2 or not values:
        return ""
    what = measure(data, names)
    ends = [names.amount(value, data["unit"]) for value in dict.fromkeys((values[0], values[-1]))]
    if names.lang == "ar":
        span = f"من {ends[0]} إلى {ends[-1]}" if len(ends) > 1 else ends[0]
        return f"{what}: رقم آخر في {count(n, 'outlet', 'ar')}، {span}"
    span = " to ".join(ends)
    return f"{capital(what)}: another figure in {count(n, 'outlet', 'en')}, {span}"


def summary(found: Sequence[Finding], names: Naming) -> str:
    """How many changes of each kind there are, listed, without a full stop."""
    counts = {kind: total([each for each in found if each.kind == kind]) for kind in KINDS}
    told = [_counted(kind, counts[kind], names) for kind in KINDS if counts[kind]]
    if names.lang == "ar":
        return "، و".join(told)
    return names.listed(told)


def total(found: Sequence[Finding]) -> int:
    """How many changes some findings of one kind tell of: one text is several articles, not every speaker is listed."""
    listed = [finding.data["total"] for finding in found if "total" in finding.data]
    return max(listed) if listed else sum(_parts(finding) for finding in found)


def _parts(finding: Finding) -> int:
    """Of how many things one line tells: articles that carry one text, frames whose words are new, figures."""
    data = finding.data
    if finding.kind == "new_figure":
        return 1 + len(data["others"])
    return len(data["frames"] if finding.kind == "new_frame" else data.get("articles", [0]))


def _counted(kind: str, n: int, names: Naming) -> str:
    noun = f"since.{kind}"
    if names.lang == "ar":
        form = nouns()[noun]
        # The noun carries its adjective, so that "one" after it would say nothing more.
        return form.one if n == 1 else form.two if n == 2 else count(n, noun, "ar", oblique=False)
    return count(n, noun, "en")


_BOTH: dict[str, Teller] = {
    "changed_figure": _changed_figure, "new_figure": _new_figure, "changed_article": _changed_article,
    "new_frame": _new_frame, "new_speaker": _new_speaker, "changed_word": _changed_word,
    "new_article": _new_article, "gone_article": _gone_article,
}  # fmt: skip
AR: dict[str, Teller] = _BOTH | {"withdrawn_figure": _withdrawn_ar}
EN: dict[str, Teller] = _BOTH | {"withdrawn_figure": _withdrawn_en}
