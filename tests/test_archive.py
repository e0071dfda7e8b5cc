"""The archive says plainly what the last night found, tells every failure, and escapes whatever it is given."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from lxml import html as lxml_html

from riwaya.showing.archive import archive_page
from riwaya.showing.page_checks import page_faults
from tests.archive_sample import SENTENCES, TITLES, changes, leading, manifest, sample, title

DATE = "2026-11-22"


@pytest.fixture(scope="module")
def pages() -> dict[str, Any]:
    return {lang: lxml_html.document_fromstring(archive_page(lang, *sample())) for lang in ("ar", "en")}


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def first(page: Any, path: str) -> str:
    return text(page.xpath(path)[0])


def last_night(entry: dict[str, Any] | None, **run: Any) -> dict[str, Any]:
    events = {"flood": entry} if entry else {}
    return {"nights": [{"date": DATE, "made": f"{DATE}T00:31:09Z", "status": 0, "events": events, **run}]}


def flood(count: int | None = 5, date: str = DATE, failed: dict[str, Any] | None = None) -> dict[str, Any]:
    nights = [
        {"date": "2026-11-01", "manifest": manifest("flood", "2026-11-01", 3, leading(4)), "failed": None}
    ]
    if failed is None:
        nights.append({"date": date, "manifest": manifest("flood", date, 5, leading(58)), "failed": None})
    else:
        nights.append({"date": date, "manifest": None, "failed": failed})
    since = None if count is None else "2026-11-01"
    return {
        "id": "flood",
        "title": title("flood"),
        "nights": nights,
        "changes": changes("flood", date, since, count or 0),
    }


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_has_no_fault_and_is_the_same_each_time(lang: str) -> None:
    made = archive_page(lang, *sample())
    assert page_faults(made, lang, articles=False) == []
    assert made == archive_page(lang, *sample())
    assert made == archive_page(lang, *json.loads(json.dumps(sample(), sort_keys=True)))


HEADINGS: list[tuple[str, dict[str, Any], str, str]] = [
    ("changes", last_night({"outcome": "published", "changes": 5}), "خمسة تغييرات في حدث واحد", "Five changes in one event"),
    ("one change", last_night({"outcome": "published", "changes": 1}), "تغيير واحد في حدث واحد", "One change in one event"),
    ("nothing new", last_night({"outcome": "unchanged"}), "لا جديد", "Nothing new"),
    ("made anew without a change", last_night({"outcome": "published", "changes": 0}), "لا جديد", "Nothing new"),
    ("a first night", last_night({"outcome": "published", "changes": None}), "نُشر لأول مرة: حدث واحد",
     "Published for the first time: one event"),
    ("a failed night", last_night({"outcome": "failed", "status": 4}), "لم تكتمل هذه الليلة", "This night was not completed"),
    ("a night that failed as a whole", last_night(None, status=3, error="x"), "لم تكتمل هذه الليلة",
     "This night was not completed"),
    ("no night yet", {}, "لا جديد", "Nothing new"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nights", "ar", "en"), [row[1:] for row in HEADINGS], ids=[row[0] for row in HEADINGS]
)
def test_the_heading_says_what_the_last_night_found(nights: dict[str, Any], ar: str, en: str) -> None:
    for lang, said in (("ar", ar), ("en", en)):
        made = archive_page(lang, nights, [flood()])
        assert first(lxml_html.document_fromstring(made), "//h1") == said
        assert page_faults(made, lang, articles=False) == []


def test_the_opening_tells_when_and_counts_what_was_read(pages: dict[str, Any]) -> None:
    opening = first(pages["en"], "//section[@id='top']")
    assert "Night of 22 November 2026" in opening and "Last run: 22 November 2026, 00:31 UTC." in opening
    counts = {text(each[0]): text(each[1]) for each in pages["en"].xpath("//dl/div")}
    assert counts == {"New articles": "12", "Articles kept": "1,024", "Articles that belong to no event": "77",
                      "Inputs that could not be read": "2"}  # fmt: skip
    assert "The report was not completed for two events. What was published last stands." in opening
    assert pages["ar"].xpath("//p[@class='began']/bdi[.='00:31']")  # its two numbers stay in their order


def test_an_event_tells_its_report_its_articles_and_three_changes(pages: dict[str, Any]) -> None:
    for lang, file, told in (
        ("en", "en.html", "51 articles from three outlets"),
        ("ar", "index.html", "51 مقالًا من ثلاثة منافذ"),
    ):
        block = pages[lang].xpath("//article[@id='event-flood']")[0]
        assert block.xpath("string(.//h2/a/@href)") == f"flood/{file}"
        assert text(block.xpath(".//h2")[0]) == TITLES["flood"][lang == "en"]
        assert told in text(block)
        sentences = [(text(link), link.get("href")) for link in block.xpath(".//li/a")]
        assert sentences == [
            (pair[lang == "en"], f"flood/{file}#s-a{n}-1") for n, pair in enumerate(SENTENCES[:3])
        ]
    assert "More changes in the report: 2" in text(pages["en"].xpath("//article[@id='event-flood']")[0])


EVENTS = [
    ("border", "Nothing new since 16 November 2026"),
    ("border", "What changed then:"),
    ("march", "First night"),
    ("strike", "The report of 22 November 2026 was not completed: the notebook failed at cell 7"),
    ("strike", "KeyError: 'leading' <b>in</b> leading_figure(tables)"),
    ("strike", "What changed in the night of 3 November 2026"),
    ("trial", "No report yet"),
    ("trial", "nothing in the input could be used"),
]


@pytest.mark.parametrize(("event", "told"), EVENTS)
def test_an_event_says_how_its_night_ended(event: str, told: str, pages: dict[str, Any]) -> None:
    assert told in first(pages["en"], f"//article[@id='event-{event}']")


def test_the_figure_is_drawn_over_the_nights_with_its_ends_gaps_and_failures(pages: dict[str, Any]) -> None:
    block = pages["en"].xpath("//article[@id='event-flood']")[0]
    assert text(block.xpath(".//figcaption")[0]) == "Deaths the latest from Al Jazeera"
    ends = [text(end) for end in block.xpath(".//p[@class='ends']/span")]
    assert ends == ["at least 4 14 October 2026", "at least 58 22 November 2026"]
    chart = block.xpath(".//svg[contains(@class, 'spark')]")[0]
    assert len(chart.xpath(".//*[@class='lost']")) == 3 and len(chart.xpath(".//*[@class='gap']")) == 1
    assert "Highest 58. Nights without the figure: 1; nights not completed: 3." in text(
        chart.xpath(".//desc")[0]
    )
    one_night = pages["en"].xpath("//article[@id='event-march']")[0]
    assert [text(end) for end in one_night.xpath(".//p[@class='ends']/span")] == [
        "about 20,000 22 November 2026"
    ]
    assert not pages["en"].xpath("//article[@id='event-trial']//svg")


def test_a_figure_of_another_measure_is_not_drawn_on_the_same_line() -> None:
    event = flood()
    event["nights"][0]["manifest"]["leading"] = leading(900, "injuries")
    page = lxml_html.document_fromstring(
        archive_page("en", last_night({"outcome": "published", "changes": 5}), [event])
    )
    assert [text(end) for end in page.xpath("//p[@class='ends']/span")] == ["58 22 November 2026"]


def test_every_night_stands_in_the_list_and_older_ones_are_folded_by_month(pages: dict[str, Any]) -> None:
    page = pages["en"]
    rows = {row.get("id"): text(row) for row in page.xpath("//li[@class='night']")}
    assert list(rows)[:2] == ["n-2026-11-22", "n-2026-11-21"]
    assert (
        rows["n-2026-11-22"].endswith("nothing new in one event") and "five changes" in rows["n-2026-11-22"]
    )
    assert "the notebook failed at cell 7 KeyError" in rows["n-2026-11-22"]
    assert rows["n-2026-11-21"] == "21 November 2026 Nothing new"
    assert "The night was not completed: nothing in the input could be used" in rows["n-2026-11-18"]
    assert (
        rows["n-2026-11-20"]
        == "20 November 2026 Valley flood, October 2026 five changes nothing new in two events"
    )
    assert [text(each) for each in page.xpath("//details/summary")] == ["October 2026: seven nights"]
    links = page.xpath("//li[@id='n-2026-11-22']//a/@href")
    assert links == ["flood/2026-11-22/en.html", "strike/2026-11-22/night.log", "march/2026-11-22/en.html",
                     "trial/2026-11-22/night.log"]  # fmt: skip


def test_a_night_whose_pages_were_cleared_away_is_not_linked() -> None:
    nights, events = sample()
    events[0]["nights"] = events[0]["nights"][-1:]
    page = lxml_html.document_fromstring(archive_page("en", nights, events))
    assert page.xpath("//li[@id='n-2026-11-20']//a") == []
    assert page.xpath("//li[@id='n-2026-11-22']//a")


def test_of_two_runs_on_a_date_what_was_published_stays_told() -> None:
    nights = last_night({"outcome": "published", "changes": 5})
    nights["nights"].append(
        {"date": DATE, "made": f"{DATE}T09:00:00Z", "events": {"flood": {"outcome": "unchanged"}}}
    )
    page = lxml_html.document_fromstring(archive_page("en", nights, [flood()]))
    assert first(page, "//h1") == "Five changes in one event"
    assert "09:00 UTC" in first(page, "//p[@class='began']")
    assert len(page.xpath("//li[@class='night']")) == 1


def test_a_site_of_one_language_is_linked_where_its_pages_are() -> None:
    event = flood()
    for night in event["nights"]:
        night["manifest"]["outputs"] = {"index.html": {}}
    page = lxml_html.document_fromstring(
        archive_page("en", last_night({"outcome": "published", "changes": 5}), [event])
    )
    assert page.xpath("string(//h2/a/@href)") == "flood/index.html"


HOSTILE = (
    "\"><script>window.ran=1</script><img src=x onerror=run()>\u202e\x00\ud800{{ 7*7 }}{n}' javascript:x"
)


def poisoned(value: Any) -> Any:
    """Every text in the data replaced, save dates and outcomes, which lead to other parts of the page."""
    if isinstance(value, dict):
        kept = ("date", "outcome", "made")
        return {key: each if key in kept else poisoned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    return HOSTILE if isinstance(value, str) else value


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_text_of_others_is_shown_and_does_nothing(lang: str) -> None:
    nights, events = sample()
    made = archive_page(lang, poisoned(nights), poisoned(events)[:1])
    assert page_faults(made, lang, articles=False) == []
    assert "[U+202E]" in made and "{{ 7*7 }}" in made
    made.encode("utf-8")
    assert not re.search(r'href="(?!#|https?:|en\.html|index\.html|feed\.xml|%22)', made)


ODD: list[Any] = [
    None,
    7,
    "x",
    [],
    {},
    [None],
    {"nights": None},
    {"nights": [None, {}, {"date": "2026-13-01"}, {"date": 4}]},
]


@pytest.mark.parametrize("nights", [each for each in ODD if isinstance(each, dict)])
def test_data_that_is_wanting_is_left_out(nights: dict[str, Any]) -> None:
    for event in ({"id": "x"}, {"id": "x", "nights": ODD, "changes": 7, "title": None}):
        made = archive_page("ar", nights, [event])
        assert "<h1>" in made


@pytest.mark.parametrize("wrong", ODD)
@pytest.mark.parametrize("key", ["leading", "inputs", "outputs"])
def test_a_manifest_of_another_make_does_not_stop_the_page(key: str, wrong: Any) -> None:
    event = copy.deepcopy(flood())
    event["nights"][-1]["manifest"][key] = wrong
    assert "<h1>" in archive_page("en", last_night({"outcome": "published", "changes": "x"}), [event])
