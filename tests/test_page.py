"""The report's pieces on the seeds: what each says is in the articles, and nothing an article says gets out."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.comparing.events import Event, load_event
from riwaya.language.knowledge import data_path, home
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import Source
from riwaya.showing import labels, listing, mentions, page
from riwaya.showing.markup import Piece, anchor, isolate, prose
from riwaya.showing.report import ParameterError, Parameters, Report, load, parameters
from riwaya.tables.tables import Tables

BLOCKS = [
    ("sources", page.sources),
    ("panels", page.panels),
    ("timeline", page.timeline),
    ("only", page.only),
    ("strips", page.strips),
    ("bars", page.bars),
    ("frames", listing.frames),
    ("pairs", listing.pairs),
    ("verbs", listing.verbs),
    ("articles", listing.articles),
    ("mentions", mentions.mentions),
    ("said", mentions.said),
    ("repeats", mentions.repeats),
    ("method", listing.method),
]
HOSTILE = (
    '<script>window.ran=1</script> عنوان "onerror=alert(1)" \u202eمقلوب\n\n'
    'قُتل 12 شخصا وأصيب <img src=x onerror="window.ran=1"> 30 آخرون، وقال متظاهرون: "=cmd()|calc!A1 <b>نعم</b>".\n\n'
    "وأضاف الناطق أن الإرهابيين </p></div></section> هاجموا \u2067 المدينة، وأن 14 جنديا قتلوا."
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(scope="module")
def seeds() -> Report:
    return load(Parameters())


@pytest.fixture(scope="module")
def both(seeds: Report) -> dict[str, Report]:
    english = replace(seeds.parameters, lang="en")
    return {"ar": seeds, "en": Report(english, seeds.event, seeds.tables)}


def of_texts(texts: dict[str, str], event: Event, knowledge: Knowledge, lang: str = "ar") -> Report:
    read = [
        extract(Source(article_id=name, text=text, outlet=name, outlet_name=name, headline=None, published=None,
                       url="javascript:alert(1)", source_path=f"{name}.txt", sha256="0" * 64), knowledge)
        for name, text in texts.items()
    ]  # fmt: skip
    return Report(Parameters(lang=lang), event, Tables.from_extractions(read))


@pytest.fixture(scope="module")
def hostile(seeds: Report, knowledge: Knowledge) -> Report:
    texts = {'<i>"بلد"</i>': HOSTILE, "b": HOSTILE.replace("12", "15")}
    return of_texts(texts, seeds.event, knowledge)


def text_of(piece: Piece) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", piece.html))


# What is shown is what the articles say


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_figure_drawn_stands_in_the_sentence_its_mark_opens(both: dict[str, Report], lang: str) -> None:
    story = both[lang]
    drawn, articles = page.panels(story).html, listing.articles(story).html
    rows = dict(re.findall(r'<div class="row[^"]*" id="([^"]+)">(.*?)</p>', articles, re.S))
    marks = story.marks.dropna(subset=["value"])
    assert len(marks) > 10
    for mark in marks.itertuples():
        key = f"s-{mark.article_id}-{mark.sentence_no}"
        assert f'href="#{key}"' in drawn
        assert str(mark.text) in html.unescape(re.sub(r"<[^>]+>", "", rows[key]))


def test_every_term_drawn_opens_its_sentence(both: dict[str, Report]) -> None:
    story = both["ar"]
    drawn = page.strips(story).html
    for mark in story.term_marks.itertuples():
        assert f'href="#s-{mark.article_id}-{mark.sentence_no}"' in drawn


def test_an_article_is_shown_whole(both: dict[str, Report]) -> None:
    shown = text_of(listing.articles(both["ar"]))
    for text in both["ar"].tables.sentences["text"]:
        assert text in shown


def test_both_languages_show_the_same_counts(both: dict[str, Report]) -> None:
    cells = [
        re.findall(r"<td[^>]*>(?:<a[^>]*>)?<b>(\d+)</b>", listing.frames(story).html)
        for story in both.values()
    ]
    assert cells[0] == cells[1] and len(cells[0]) > 50


@pytest.mark.parametrize("name", list(listing.BEHIND))
def test_a_table_behind_a_chart_is_shown_and_given_as_csv(both: dict[str, Report], name: str) -> None:
    piece = listing.behind(both["en"], name)
    frame = getattr(both["en"], listing.BEHIND[name][0])
    assert f'href="tables/{name}.csv"' in piece.html
    assert piece.csv[f"{name}.csv"].count("\n") >= len(frame) + 1
    rows = 0 if name in listing.SHOWN_WHOLE else min(len(frame), listing.ROWS_SHOWN) + 1
    assert piece.html.count("<tr>") == rows


def test_csv_tables_are_the_same_in_both_languages(both: dict[str, Report]) -> None:
    for name in listing.BEHIND:
        assert listing.behind(both["ar"], name).csv == listing.behind(both["en"], name).csv


def test_the_method_prints_the_small_number_rule_and_every_input(both: dict[str, Report]) -> None:
    told = text_of(listing.method(both["en"]))
    assert "Fewer than five independent articles" in told
    for digest in both["en"].tables.articles["sha256"]:
        assert digest in told


def test_every_mention_and_statement_has_a_line_that_opens_its_sentence(both: dict[str, Report]) -> None:
    for story in both.values():
        words, said = mentions.mentions(story).html, mentions.said(story).html
        assert words.count("<li>") == len(story.tables.terms)
        for row in story.tables.terms.itertuples():
            assert f'<a href="#{anchor(row.article_id, row.sentence_no)}">' in words
        assert 50 < said.count("<li>") <= len(story.tables.quotes)
        for link in re.findall(r'href="#(q-[^"]+)"', page.bars(story).html):
            assert f'id="{link}"' in said


def test_words_left_out_around_a_mention_leave_an_ellipsis(both: dict[str, Report]) -> None:
    story = both["ar"]
    for row in story.term_marks.itertuples():
        before, after = mentions.around(story, row)
        text = story.sentence_spans[row.article_id, row.sentence_no][2]
        shown = f"{before}{row.text}{after}"
        assert shown.replace("… ", "").replace(" …", "") in text
        assert before.startswith("… ") == (not text.startswith(before))
        assert after.endswith(" …") == (not text.endswith(after))


# Any corpus


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_a_corpus_without_anything_to_compare_still_has_its_page(
    seeds: Report, knowledge: Knowledge, name: str, block: object
) -> None:
    story = of_texts({"one": "قال الناطق إن الأمر انتهى."}, seeds.event, knowledge)
    assert isinstance(block(story), Piece)  # type: ignore[operator]


@pytest.mark.parametrize("section", page.SECTIONS)
def test_every_section_opens_whatever_was_read(seeds: Report, knowledge: Knowledge, section: str) -> None:
    story = of_texts({"one": "قال الناطق إن الأمر انتهى."}, seeds.event, knowledge, lang="en")
    assert re.search(r"<h2>\S", page.section(story, section).html)


# Hostile articles


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_what_an_article_says_never_becomes_markup(hostile: Report, name: str, block: object) -> None:
    shown = block(hostile).html  # type: ignore[operator]
    assert "<script" not in shown and "<img" not in shown and "<i>&" not in shown
    assert not re.search(r"<[^>]*\son\w+=", shown)
    assert "javascript:" not in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
    assert len(re.findall("<p[ >]", shown)) == shown.count("</p>")
    assert shown.count("<div") == shown.count("</div>")


def test_a_formula_in_an_article_is_text_in_every_table(hostile: Report) -> None:
    tables = listing.method(hostile).csv | listing.behind(hostile, "figure_marks").csv
    cells = re.findall(r'(?:^|,)"?([=+@][^",\n]*)', "\n".join(tables.values()), re.M)
    assert cells == []


# Parameters


def test_what_papermill_injects_must_be_a_parameter() -> None:
    names = {
        "In": ["", "# Parameters\nlagn = 'en'\n"],
        "lagn": "en",
        "lang": "ar",
        "event": "kazakhstan-2022",
    }
    with pytest.raises(ParameterError, match=r"lagn is not a parameter of the report\. Did you mean lang"):
        parameters(names)


def test_names_of_one_s_own_are_no_parameters() -> None:
    names = {"In": ["", "x = 3"], "x": 3, "story": object(), "lang": "en"}
    assert parameters(names) == Parameters(lang="en")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"outlets": "aljazeera"}, "Give a list"),
        ({"lang": 3}, "quotation marks"),
        ({"event": "nowhere-1900"}, "There is: "),
    ],
)
def test_a_wrong_value_is_told_with_its_mend(given: dict[str, object], told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        Parameters.check(given)


def test_only_the_outlets_asked_for_are_shown() -> None:
    story = load(Parameters(outlets=("orient", "trt")))
    assert set(story.articles["outlet"]) == {"orient", "trt"}
    with pytest.raises(ParameterError, match="'bbc' has no article here"):
        load(Parameters(outlets=("bbc",)))


def test_a_corpus_is_found_from_the_project_when_the_notebook_runs_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(home() / "notebooks")
    assert len(load(Parameters(corpus="seeds")).articles) == 5


# Words of the page


def test_every_label_is_said_in_both_languages_with_the_same_blanks() -> None:
    for label in labels.labels().values():
        assert label.ar.strip() and label.en.strip() and label.check() is None


def test_every_label_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(page.__file__).parent.glob("*.py"))
    starts = set(re.findall(r"""(?:say|plain)\(\s*f?["']([a-z_]+(?:\.[a-z_]+)*)""", code)) | {"dek"}
    unused = [
        key
        for key in labels.labels()
        if not any(key == start or key.startswith(start + ".") for start in starts)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("الفرق 8.6% فقط", "الفرق <bdi>8.6%</bdi> فقط"),
        ("من 7,939 إلى 8,000", "من <bdi>7,939</bdi> إلى <bdi>8,000</bdi>"),
        ("it's 3", "it&#x27;s 3"),
        ("قال: 'نعم'", "قال: &#x27;نعم&#x27;"),
    ],
)
def test_numbers_beside_arabic_are_isolated(text: str, shown: str) -> None:
    assert prose(text) == shown


def test_a_latin_name_that_goes_on_in_arabic_reads_from_the_right() -> None:
    assert isolate("TRT عربي") == '<bdi dir="rtl">TRT عربي</bdi>'
    assert load_event(data_path("events", "kazakhstan-2022.toml")).id == "kazakhstan-2022"


@pytest.mark.parametrize(("lang", "said"), [("ar", "قد يكون 1.4"), ("en", "may be 1.4")])
def test_a_doubtful_number_is_told_as_one_at_its_sentence(lang: str, said: str) -> None:
    tables = Tables.from_extractions(
        [extract(Source("run", "سباق\n\nقطع العداء 1.400 كلم."), Knowledge.load())]
    )
    report = Report(Parameters(lang=lang), load_event(data_path("events", "kazakhstan-2022.toml")), tables)
    assert said in re.sub(r"<[^>]+>", "", listing.articles(report).html)


COPY = (
    "عاصفة تغلق المرفأ\n\nأغلقت سلطات المرفأ الرصيف الشرقي مساء أمس بعد أن بلغ ارتفاع الموج أربعة أمتار، وقالت إن "
    "ثلاث سفن صيد لم تعد إلى الميناء حتى الآن وإن البحث عنها جار بمساعدة خفر السواحل."
)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_text_that_two_articles_carry_is_listed_with_both(
    seeds: Report, knowledge: Knowledge, lang: str
) -> None:
    other = "افتتاح سوق السمك\n\nافتتح رئيس البلدية سوق السمك الجديد صباح اليوم أمام جمع من الصيادين والتجار."
    texts = {"a": f"{COPY} ولم تقع إصابات بين البحارة.", "b": COPY, "c": other}
    shown = mentions.repeats(of_texts(texts, seeds.event, knowledge, lang)).html
    assert re.findall(r'<li><a href="#([^"]+)"', shown) == [anchor("a", 0), anchor("b", 0)]
    assert "سوق السمك" not in shown
    assert mentions.repeats(seeds).html == ""
