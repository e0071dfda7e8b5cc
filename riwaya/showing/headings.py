"""The words at the head of a report and of its sections: its title, its leading facts, what each section found.

Belongs here: headings made from findings. Does not: how a single finding is told (telling/), panels, pairs, names of
marks (words.py), HTML around it (page.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from riwaya.comparing.events import Event
from riwaya.comparing.finding import Finding
from riwaya.comparing.findings import FACTS, findings, key_findings, of_section
from riwaya.showing import accuracy, labels
from riwaya.showing.markup import arabic, escape
from riwaya.showing.naming import (
    Naming,
    count,
    date,
    nouns,
    number,
    percent,
    rate,
)
from riwaya.showing.telling import capital, of_metric, say, term_of, to_the
from riwaya.showing.telling.figures import span_of_day, taken_back
from riwaya.showing.telling.words import own_words, rates_ar, rates_en, the_rest, where

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables


@dataclass(frozen=True, slots=True)
class Key:
    """A fact of the header: the section it opens, the thing itself as HTML, and the sentence below it."""

    href: str
    picture: str
    sentence: str


class Headings(Naming):
    """The opening, the headings and the deks of one report, from its findings. ``dek`` alone is HTML, the rest plain text."""

    def __init__(
        self,
        lang: str,
        event: Event,
        tables: Tables,
        found: Sequence[Finding] | None = None,
        framing: Sequence[str] = (),
    ) -> None:
        super().__init__(lang, event, tables, framing)
        self.about = event
        self.tables: Tables = tables
        self._found = found

    @cached_property
    def found(self) -> Sequence[Finding]:
        """The findings that the sentences are made from."""
        return findings(self.tables, self.about) if self._found is None else self._found

    def _either(self, ar: str, en: str) -> str:
        return ar if self.lang == "ar" else en

    # Opening

    def event(self) -> str:
        """The event's title."""
        return self._either(self.about.title_ar, self.about.title_en)

    def title(self) -> str:
        """The page's first heading."""
        n = len(self.tables.articles)
        what = self._either(self.about.subtitle_ar, self.about.subtitle_en) or self.event()
        if self.lang == "ar":
            # From eleven on the counted noun is singular, and so is its verb.
            verb = {2: "يرويان"}.get(n, "تروي" if 3 <= n <= 10 else "يروي")
            return f"{count(n, 'article', 'ar', oblique=False)} {verb} {what}"
        return capital(f"{count(n, 'article', 'en')} {'tells' if n == 1 else 'tell'} {what}")

    def page_title(self) -> str:
        """The title of the file."""
        return self._either(f"رواية: {self.event()}", f"Riwaya: {self.event()}")

    def lead(self) -> str:
        """What was done with how many articles."""
        n = len(self.tables.articles)
        if self.lang == "ar":
            articles = "مقالًا واحدًا" if n == 1 else count(n, "article", "ar")
            return (
                f"قرأنا {articles} جملةً جملة: أيّ رقم ورد، وعمّن نُقل، وأيّ كلمة اختيرت، وبصوت من قيلت. "
                "كل رقم ولفظ في الرسوم يفتح الجملة التي جاء منها."
            )
        return (
            f"We read {count(n, 'article', 'en')} sentence by sentence: which figure is given and from whom, which "
            "word is chosen and in whose voice. Every figure and word in the charts opens the sentence it was read from."
        )

    def keys(self) -> list[Key]:
        """Up to four facts with the thing itself as their picture."""
        return [key for finding in key_findings(self.found) if (key := self._key(finding))]

    def _key(self, finding: Finding) -> Key | None:
        data, href = finding.data, f"#{finding.section}"
        if finding.kind == "withdrawn":
            return Key(
                href,
                f'<span class="big"><s>{labels.number(data["value"])}</s></span>',
                self._withdrawn_key(data),
            )
        if finding.kind == "own_share":
            of = self._either("من", "of")
            big = f"{labels.number(data['own'])} <small>{of} {labels.number(data['n'])}</small>"
            return Key(href, f'<span class="big">{big}</span>', self._own_share_key(data))
        if finding.kind == "rate_differs":
            ends = rate(data["rate"], data["words"]), rate(data["others"], data["others_words"])
            against = self._either("مقابل", "against")
            big = f"<bdi>{ends[0]}</bdi> <small>{against} <bdi>{ends[1]}</bdi></small>"
            return Key(href, f'<span class="big">{big}</span>', self._differs_key(data))
        if finding.kind == "reworded":
            return Key(href, f'<span class="big words">{self._two_words(data)}</span>', say(finding, self))
        if finding.kind == "absent_party":
            return Key(href, f'<span class="big">{labels.number(0)}</span>', say(finding, self))
        if finding.kind == "differ" and data["spread"] is not None and len(data["days"]) < 2:
            shown = f"<bdi>{escape(percent(data['spread']))}</bdi>"
            return Key(
                href,
                f'<span class="big">{shown}</span>',
                f"{self.metric(data['metric'])}: {say(finding, self)}",
            )
        if finding.kind == "day_by_day":
            first, last = (labels.number(data["days"][at][end]) for at, end in ((0, "low"), (-1, "high")))
            arrow = self._either("←", "→")
            return Key(
                href, f'<span class="big">{first} <small>{arrow}</small> {last}</span>', say(finding, self)
            )
        if finding.kind in ("same_count", "same_figure"):
            value = next((claim for claim in data["claims"] if claim["bound"] == "exact"), data["claims"][0])[
                "value"
            ]
            return Key(
                href,
                f'<span class="big">{labels.number(value)}</span>',
                f"{self.metric(data['metric'])}: {say(finding, self)}",
            )
        if finding.kind == "top_speaker":
            return Key(
                href, f'<span class="big">{labels.number(data["top"][0][1])}</span>', say(finding, self)
            )
        return None

    def _withdrawn_key(self, data: dict[str, Any]) -> str:
        what, back = of_metric(data["value"], data["metric"], self), taken_back(data, self)
        standing, outlets = data["standing"], self.outlets(data["withdrawn_by"])
        if not standing:
            articles = count(data["articles"], "article", self.lang)
            return self._either(
                f"{what} في {articles}: رقم {back}.", f"{what} in {articles}: a figure that {back}."
            )
        articles = count(standing, "article", self.lang)
        if self.lang == "ar":
            return (
                f"{what} في {articles} بلا ذكر لسحب الرقم. وفي {outlets} أنه {back}."
                if data["status"] == "retracted"
                else f"{what} في {articles} بلا ذكر لنفي الرقم. وفي {outlets} أنه {back}."
            )
        verb = "says" if len(data["withdrawn_by"]) == 1 else "say"
        third = "A third, " if standing == 2 and data["withdrawn_in"] == 1 else ""
        return f"{what}, in {articles} that do not say it was taken back. {third}{outlets}{',' if third else ''} {verb} that the figure {back}."

    def _two_words(self, data: dict[str, Any]) -> str:
        """The two words of a pair as a picture: as written, in English with what they mean."""
        change, shown = data["change"], []
        for text, lemmas in zip((change.term, change.other_term), data["lemmas"], strict=True):
            bare = text.strip("«»“”\"'")
            word = arabic(bare if bare == text else f"«{bare}»", self.lang)
            gloss = self.lemma(lemmas[0]) if lemmas and self.lang != "ar" else ""
            shown.append(f"{word} <small>{escape(gloss)}</small>" if gloss else word)
        return f'<span>{shown[0]}</span><span class="second">{shown[1]}</span>'

    def _differs_key(self, data: dict[str, Any]) -> str:
        category, outlet = self.category([data["frame"]]), self.outlet(data["outlet"])
        if self.lang == "ar":
            return f"لفظًا {category} لكل 1,000 كلمة في {outlet}، والمقابل معدّل سائر المنافذ هنا."
        return f"words {category} per 1,000 in {outlet}, against the other outlets here."

    def _own_share_key(self, data: dict[str, Any]) -> str:
        return f"{own_words(data, self)}{where(data, self)}.{the_rest(data, self)}"

    # Sections

    def finding(self, section: str) -> str:
        """The heading of a section: what was found there, as a sentence."""
        made = {
            "sources": self._sources_heading,
            "figures": self._figures_heading,
            "words": self._words_heading,
            "pairs": self._pairs_heading,
            "voices": self._voices_heading,
            "articles": lambda: self._either(
                "اقرأ بنفسك، جملةً جملة", "Read for yourself, sentence by sentence"
            ),
            "method": self._method_heading,
            "accuracy": lambda: accuracy.heading(self.lang, accuracy.sets()),
        }
        return made[section]()

    def _sources_heading(self) -> str:
        counted = of_section(self.found, "method", "counted")[0].data
        days = self.tables.articles["published"].dropna()
        when = ""
        if len(days):
            first, last = days.min().date(), days.max().date()
            if first == last:
                when = self._either(f"، {date(first, 'ar', year=True)}", f", {date(first, 'en', year=True)}")
            else:
                year = first.year != last.year
                ends = date(first, self.lang, year), date(last, self.lang, year=True)
                when = self._either("، من {} إلى {}".format(*ends), ", {} to {}".format(*ends))
        articles = count(counted["articles"], "article", self.lang, oblique=False)
        outlets = count(counted["outlets"], "outlet", self.lang)
        return self._either(f"{articles} من {outlets}{when}", capital(f"{articles} from {outlets}{when}"))

    def _best(self, section: str) -> Finding | None:
        of = [finding for finding in of_section(self.found, section) if finding.kind in FACTS]
        return min(of, key=lambda finding: FACTS.index(finding.kind), default=None)

    def _figures_heading(self) -> str:
        best = self._best("figures")
        if best is None:
            return self._either("الأرقام كما وردت، ومن قالها", "The figures as printed, and who gave them")
        metric, data = self.metric(best.data["metric"]), best.data
        if best.kind == "withdrawn":
            back, standing = taken_back(data | {"withdrawn_on": None}, self), data["standing"]
            if not standing:
                return self._either(
                    f"رقم {to_the(metric)} {back}", f"A figure for {metric.lower()} that {back}"
                )
            what, n = of_metric(data["value"], best.data["metric"], self), number(data["value"])
            articles = count(standing, "article", self.lang, oblique=False)
            told = count(data["withdrawn_in"], "article", self.lang)
            if self.lang == "ar":
                verb = {2: "يذكران"}.get(standing, "تذكر" if 3 <= standing <= 10 else "يذكر")
                return f"{articles} {verb} {n} {what}، وفي {told} أن الرقم {back}"
            one = data["withdrawn_in"] == 1
            told = "one" if one else told
            return capital(
                f"{articles} {'gives' if standing == 1 else 'give'} {n} {what}; {told} {'says' if one else 'say'} the figure {back}"
            )
        if best.kind == "day_by_day":
            first, last = (span_of_day(data["days"][at], data["unit"] or "", self) for at in (0, -1))
            return self._either(f"{metric}: {first}، و{last}", f"{metric}: {first}, {last}")
        if best.kind == "differ" and len(data["days"]) > 1:
            return self._either(f"{metric}: أرقام من أيام مختلفة", f"{metric}: figures of different days")
        if best.kind == "differ":
            return self._either(f"{metric}: تختلف المقالات", f"{metric}: the articles differ")
        if best.kind == "compatible":
            return self._either(
                f"{metric}: أرقام لا يناقض بعضها بعضًا", f"{metric}: figures that do not exclude each other"
            )
        return self._either(f"{metric}: تتفق المقالات", f"{metric}: the articles agree")

    def _words_heading(self) -> str:
        marked = of_section(self.found, "words", "rate_differs")
        if marked:
            return self._differs_heading(marked[0].data)
        shares = of_section(self.found, "words", "own_share")
        if not shares:
            return self._either("الألفاظ التي اختيرت، وبصوت من", "The words chosen, and in whose voice")
        told = []
        for place, finding in enumerate(shares):
            data, category = finding.data, self.category(finding.data["frames"])
            noun = "" if place else f" {self._either(nouns()['term'].after(data['n']), 'words')}"
            of = self._either("من", "of")
            told.append(
                f"{number(data['own'])} {of} {number(data['n'])}{noun} {category}{self._most_in(data)}"
            )
        one = self.tables.articles["outlet"].nunique() < 2
        if self.lang == "ar":
            return f"بصوت {'المنفذ نفسه' if one else 'المنافذ نفسها'}: {'، و'.join(told)}"
        return f"In the {'outlet’s' if one else 'outlets’'} own voice: {', '.join(told)}"

    def _most_in(self, data: dict[str, Any]) -> str:
        """Where most of a category's words are, of outlets with an article each: raw counts of more say little."""
        outlet, n = next(iter(data["own_by"].items()), ("", 0))
        articles = self.tables.articles["outlet"].value_counts()
        if not 1 < n < data["own"] or (len(articles) and articles.max() > 1):
            return ""
        told = number(n), self.outlet(outlet)
        return self._either(" ({} منها في {})".format(*told), " ({} of them in {})".format(*told))

    def _differs_heading(self, data: dict[str, Any]) -> str:
        more = data["rate"] > data["others"]
        category, outlet = self.category([data["frame"]]), self.outlet(data["outlet"])
        if self.lang == "ar":
            return f"ألفاظ {category} في {outlet} {'أكثر' if more else 'أقل'} منها في سائر المنافذ هنا: {rates_ar(data)}"
        often = "more" if more else "less"
        return f"{outlet} uses words {category} {often} often than the other outlets here: {rates_en(data)}"

    def _pairs_heading(self) -> str:
        best = self._best("pairs")
        if best is not None:
            outlets = [self.outlet(outlet) for outlet in best.data["outlets"]]
            first, second = (term_of(best.data, other, self) for other in (False, True))
            return self._either(
                f"الجملة واحدة، والكلمة غيرها: {first} في {outlets[0]}، {second} في {outlets[1]}",
                f"One sentence, another word: {first} in {outlets[0]}, {second} in {outlets[1]}",
            )
        if of_section(self.found, "pairs"):
            return self._either("الجملة واحدة، والصياغة غيرها", "One sentence, worded differently")
        return self._either("لا جملة يشترك فيها منفذان", "No sentence that two outlets share")

    def _voices_heading(self) -> str:
        tops = of_section(self.found, "voices", "top_speaker")
        absent = of_section(self.found, "voices", "absent_party")
        if not tops:
            return self._either("من يتكلم في هذه المقالات", "Who speaks in these articles")
        heading = say(tops[0], self).rstrip(".")
        for finding in absent:
            party = finding.data["party"]
            known = next((each for each in self.parties if each.id == party), None)
            whose = to_the((known.genitive_ar or known.label_ar) if known else self.party(party))
            heading += self._either(f"، ولا قول {whose}", f", none from {self.party(party)}")
        return heading

    def _method_heading(self) -> str:
        n = len(self.tables.articles)
        few = of_section(self.found, "method", "too_few")
        articles = "مقالًا واحدًا" if n == 1 else count(n, "article", "ar")
        english = count(n, "article", "en")
        if few and few[0].data["all"]:
            return self._either(
                f"هذه الصفحة تصف {articles}، لا {'المنفذ الذي نشره' if n == 1 else 'المنافذ التي نشرتها'}",
                f"This page describes {english}, not the {'outlet that ran it' if n == 1 else 'outlets that ran them'}",
            )
        return self._either(f"ما عُدّ في {articles}، وكيف", f"What was counted in {english}, and how")

    def dek(self, section: str) -> str:
        """The sentence below a section's heading, as HTML; "" where it has none."""
        if f"dek.{section}" not in labels.labels():
            return ""
        blanks = {}
        if section == "words":
            sides = {
                finding.data["place"]: finding.data
                for finding in of_section(self.found, "words", "own_share")
            }
            given = [list(self.about.frames.first), list(self.about.frames.second)]
            for place, blank in enumerate(("first", "second")):
                data = sides.get(place, {"frames": given[place], "n": 0})
                category = escape(self.category(data["frames"]))
                blanks[blank] = f"{category} ({labels.number(data['n'])})"
        return labels.say(f"dek.{section}", self.lang, **blanks)

    def unknown(self) -> list[str]:
        """What is not known or not tested, a sentence each."""
        kinds = ("unnamed", "dates", "shared", "not_converted", "too_few")
        told = [say(finding, self) for kind in kinds for finding in of_section(self.found, "method", kind)]
        return [sentence for sentence in told if sentence]
