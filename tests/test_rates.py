"""The rates of outlets on the page: who is marked, what is said of it, and nothing where nothing can be tested."""

from __future__ import annotations

import datetime
import re

import pytest

from riwaya.comparing.differing import differs, rate_findings
from riwaya.comparing.events import Event
from riwaya.comparing.statistics import frame_tests, standing
from riwaya.showing import listing, mentions, rates
from riwaya.showing.charts import Manner, frame_rates
from riwaya.showing.mentions import list_id
from riwaya.showing.naming import Naming
from riwaya.showing.report import Parameters, Report
from riwaya.showing.telling import say
from riwaya.tables.tables import Tables

from .small_tables import Story

DAY = datetime.date(2022, 1, 10)
EVENT = Event(
    id="e", title_ar="ح", title_en="E", start=DAY, end=DAY, outlets=("river", "coast", "hill", "oasis")
)


def corpus(river_voice: str = "own", coast: int = 1) -> Tables:
    """Three outlets of eight articles, of which one speaks of terrorists in each, and one outlet of two articles."""
    into = Story()
    for outlet, articles, told in (("river", 8, 8), ("coast", 8, coast), ("hill", 8, 0), ("oasis", 2, 1)):
        for number in range(articles):
            name = f"{outlet}-{number}"
            filler = " ".join(f"{outlet}{number}كلمة{place}" for place in range(60))
            into.article(name, f"{filler} دخل إرهابيون ومسلحون المدينة.", outlet=outlet, published=DAY)
            if number < told:
                voice = river_voice if outlet == "river" else "own"
                into.term(name, "إرهابيون", "terrorist", voice=voice)
            into.term(name, "ومسلحون", "militant", voice="quoted")
    return into.tables()


def report(tables: Tables, lang: str) -> Report:
    return Report(Parameters.check({"lang": lang}), EVENT, tables)


def test_the_outlet_that_differs_is_marked_and_no_other_frame_of_it() -> None:
    tests = frame_tests(corpus(), ["terrorist", "militant"], EVENT)
    marked = tests[differs(tests)]
    assert ("river", "terrorist") in set(zip(marked["outlet"], marked["frame"], strict=True))
    assert set(marked["frame"]) == {"terrorist"}


def test_the_sentence_names_both_rates_and_the_correction() -> None:
    tables = corpus()
    tests = frame_tests(tables, ["terrorist", "militant"], EVENT)
    first = next(each for each in rate_findings(tests, tables, EVENT) if each.data.get("outlet") == "river")
    english, arabic = say(first, Naming("en")), say(first, Naming("ar"))
    assert re.match(
        r"river uses words for terrorists more often than the other outlets here: 16 against 1\.0 per 1,000 words, "
        r"p = 0\.\d+ after correction for 6 tests\. Its rate is the highest of the 3 tested, and stays so with the "
        r"outlets’ own words alone and without any one article\.$",
        english,
    )
    assert (
        "ألفاظ من فئة الإرهابيين في river أكثر منها في سائر المنافذ هنا" in arabic
        and "لعدد الاختبارات، وهو 6" in arabic
    )
    assert "bias" not in english and "انحياز" not in arabic


def test_a_difference_that_rests_on_quoted_words_says_so() -> None:
    tables = corpus(river_voice="quoted")
    found = rate_findings(frame_tests(tables, ["terrorist"], EVENT), tables, EVENT)
    told = [say(each, Naming("en")) for each in found if each.data.get("outlet") == "river"]
    assert (
        "with the outlets’ own words alone it is the second highest; no single article changes that"
        in told[0]
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_outlet_with_few_articles_has_its_counts_and_no_interval(lang: str) -> None:
    tables = corpus()
    tests = frame_tests(tables, ["terrorist"], EVENT)
    few = tests[tests["outlet"] == "oasis"].iloc[0]
    assert few["n"] == 1 and few[["rate_low", "rate_high", "p", "others"]].isna().all()
    told = [say(each, Naming(lang)) for each in rate_findings(tests, tables, EVENT)]
    assert any("oasis (2)" in sentence for sentence in told)


def test_where_no_outlet_differs_the_page_says_so_and_how_many_tests_were_made() -> None:
    tables = corpus(coast=8)
    only = tables.only([id for id in tables.articles["article_id"] if not id.startswith("hill")])
    found = rate_findings(frame_tests(only, ["terrorist"], EVENT), only, EVENT)
    assert [each.kind for each in found] == ["no_difference", "rate_leads", "few_articles"]
    assert "of 1 test none has p below 0.05" in say(found[0], Naming("en"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_has_a_panel_a_tested_frame_and_the_table_behind(lang: str) -> None:
    made = rates.rates(report(corpus(), lang))
    assert made.html.count('<figure class="panel">') == 2 and list(made.csv) == ["frame_tests.csv"]
    assert f'href="#{list_id("terrorist", "river")}"' in made.html and 'class="behind"' in made.html
    # Nobody is compared with an outlet of two articles: it has its counts in the table.
    assert f'href="#{list_id("terrorist", "oasis")}"' not in made.html


def test_rows_of_a_panel_lead_to_lists_that_hold_every_mention() -> None:
    story = report(corpus(), "en")
    lists = mentions.mentions(story).html
    for link in re.findall(r'href="#(m-[^"]+)"', rates.rates(story).html + listing.frames(story).html):
        assert f'id="{link}"' in lists
    river = re.search(rf'id="{list_id("terrorist", "river")}".*?</ul>', lists, re.DOTALL)
    assert river and river.group().count("<li>") == 8


def test_with_too_few_articles_the_page_says_why_nothing_is_compared() -> None:
    tables = corpus()
    few = tables.only([id for id in tables.articles["article_id"] if id.endswith(("-0", "-1", "-2"))])
    made = rates.rates(report(few, "ar"))
    assert made.csv == {} and "<svg" not in made.html
    assert "أقل من خمسة مقالات مستقلة" in made.html


def test_who_leads_is_told_with_what_it_rests_on() -> None:
    tables = corpus(river_voice="quoted")
    found = rate_findings(frame_tests(tables, ["terrorist"], EVENT), tables, EVENT)
    leads = next(each for each in found if each.kind == "rate_leads")
    assert (leads.data["outlet"], leads.data["frame"]) == ("river", "terrorist")
    assert say(leads, Naming("en")) == (
        "The rate of river is the highest; with the outlets’ own words alone it is the second highest; "
        "no single article changes that."
    )
    assert say(leads, Naming("ar")) == (
        "المعدّل في river هو الأعلى. بصوت المنافذ وحدها هو الثاني من الأعلى، ولا يغيّره حذف أي مقال واحد."
    )


def test_the_articles_that_a_place_hangs_on_are_linked() -> None:
    into = Story()
    for outlet, counts in (("river", (10, 0, 0, 0, 0)), ("coast", (1, 1, 0, 0, 0))):
        for number, n in enumerate(counts):
            name = f"{outlet}-{number}"
            filler = " ".join(f"{outlet}{number}كلمة{place}" for place in range(60))
            told = [f"شهيد{at}و" for at in range(n)]
            into.article(name, f"{filler} {' '.join(told)}.", outlet=outlet, published=DAY)
            for text in told:
                into.term(name, text, "martyr")
    made = rates.rates(report(into.tables(), "en")).html
    assert "It changes when one article is left out. <small>(" in made and 'href="#s-river-0-0"' in made
    place = standing(into.tables(), "river", "martyr", EVENT)
    assert place is not None and place.turning == ("river-0",)


def test_a_marked_difference_heads_the_section_and_stands_among_the_first_facts() -> None:
    words = report(corpus(), "en").words
    assert words.finding("words").startswith(
        "river uses words for terrorists more often than the other outlets"
    )
    assert "#words" in [key.href for key in words.keys()]  # noqa: SIM118
    fact = next(key for key in words.keys() if key.href == "#words")  # noqa: SIM118
    assert (
        "16" in fact.picture
        and fact.sentence == "words for terrorists per 1,000 in river, against the other outlets here."
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [340, 1080])
def test_nothing_in_a_panel_covers_anything_else(lang: str, width: int) -> None:
    tests = frame_tests(corpus(), ["terrorist"], EVENT).assign()
    drawn = frame_rates(tests.assign(differs=differs(tests)), Manner(lang, width))
    covers = [each for each in drawn.overlaps() if "own" not in each and "ink" not in each]
    assert covers == []
