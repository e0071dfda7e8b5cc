"""A correction applies only while the reader errs as it says, and is seen wherever the figure is."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.events import load_event
from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.reading.corrections import Correction, Corrections, correct, load_corrections
from riwaya.reading.extract import Extraction, Knowledge, extract
from riwaya.reading.sources import Source, read_inputs
from riwaya.running.check import check_data
from riwaya.showing import labels, listing, page
from riwaya.showing.charts.manner import CORRECTED
from riwaya.showing.report import Parameters, Report
from riwaya.tables.tables import Tables
from tests.conftest import Riwaya

TEXT = (
    "حريق في سوق المدينة\n\n"
    "قالت الشرطة إن ثلاثة أشخاص قتلوا في حريق اندلع مساء أمس.\n"
    "وقالت الشرطة إن 12 شخصا أصيبوا بحروق.\n"
    "وبلغ عدد المحال التي احترقت 40 محلا.\n"
)
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
AT = TEXT.index("12")

ENTRY = f"""
[[correction]]
id = "wounded"
article = "{HASH}"
start = {AT}
end = {AT + 2}
text = "12"
was = {{ value = 12, metric = "injuries" }}
now = {{ metric = "missing" }}
why = "The twelve are said to be missing in the next line."
by = "A reader"
date = 2026-11-22
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return dataclasses.replace(Knowledge.load(), corrections=Corrections())


def fire(name: str = "fire") -> Source:
    return Source(name, TEXT, sha256=HASH)


def entry(text: str = "12", **given: Any) -> Correction:
    start = TEXT.index(text) if text in TEXT else 0
    values: dict[str, Any] = {"id": "wounded", "article": HASH, "text": text, "start": start}
    values |= {
        "end": start + len(text),
        "why": "Seen.",
        "by": "A reader",
        "date": datetime.date(2026, 11, 22),
    }
    made = Correction(**(values | given))
    assert made.check() is None
    return made


def read(knowledge: Knowledge, *entries: Correction, source: Source | None = None) -> Extraction:
    corrections = Corrections(entries, (Path("mine.toml"),) * len(entries))
    return extract(source or fire(), dataclasses.replace(knowledge, corrections=corrections))


CHANGE: dict[str, Any] = {"was": {"metric": "injuries", "value": 12}, "now": {"metric": "missing"}}
DROP: dict[str, Any] = {"was": {"metric": "injuries"}, "drop": True}
NEW: dict[str, Any] = {
    "value": 1.0, "bound": "exact", "unit": "fire", "metric": "other", "voice": "own", "stance": "neutral",
    "status": "asserted",
}  # fmt: skip


def test_the_reader_reads_the_example_as_the_tests_say(knowledge: Knowledge) -> None:
    found = [(figure.text, figure.metric) for figure in read(knowledge).figures]
    assert ("12", "injuries") in found
    assert "حريق" not in [text for text, _ in found]


def test_a_field_is_changed_and_nothing_else(knowledge: Knowledge) -> None:
    before, after = read(knowledge), read(knowledge, entry(**CHANGE))
    (changed,) = [figure for figure in after.figures if figure.correction]
    assert (changed.metric, changed.correction, changed.value) == ("missing", "wounded", 12)
    untouched = [figure for figure in before.figures if figure.start != AT]
    assert [figure for figure in after.figures if figure.start != AT] == untouched
    assert (after.article, after.stale) == (before.article, ())
    assert [(done.kind, done.was, done.now) for done in after.corrections] == [
        ("changed", '{"metric": "injuries"}', '{"metric": "missing"}')
    ]


def test_a_number_that_is_no_figure_leaves_no_row_but_a_trace(knowledge: Knowledge) -> None:
    after = read(knowledge, entry(**DROP))
    assert AT not in [figure.start for figure in after.figures]
    assert [(done.kind, done.text) for done in after.corrections] == [("dropped", "12")]


def test_a_missed_figure_is_added_in_its_place(knowledge: Knowledge) -> None:
    after = read(knowledge, entry("حريق", add=NEW))
    assert [figure.start for figure in after.figures] == sorted(figure.start for figure in after.figures)
    (made,) = [figure for figure in after.figures if figure.correction]
    assert (made.text, made.value, made.sentence_no, made.group) == ("حريق", 1.0, 0, None)


def test_nothing_said_is_written_as_the_empty_text(knowledge: Knowledge) -> None:
    after = read(knowledge, entry(was={"group": ""}, now={"group": "civilians"}))
    assert [figure.group for figure in after.figures if figure.correction] == ["civilians"]


def test_the_name_of_the_article_and_eight_digits_are_enough(knowledge: Knowledge) -> None:
    named = entry(article=f"fire@{HASH[:8]}", **CHANGE)
    assert len(read(knowledge, named).corrections) == 1
    assert read(knowledge, named, source=fire("flood")).corrections == ()


def test_an_article_of_another_text_is_left_alone(knowledge: Knowledge) -> None:
    other = Source("fire", TEXT + "انتهى.\n", sha256="0" * 64)
    assert read(knowledge, entry(**CHANGE), source=other).corrections == ()
    told = read(knowledge, entry(article=f"fire@{HASH[:8]}", **CHANGE), source=other)
    assert told.corrections == ()
    assert "another than the one it was made for" in told.stale[0]


STALE = {
    "the reader reads it rightly by itself": (
        entry(was={"metric": "deaths"}, now={"metric": "injuries"}),
        "the reader now reads 12 injuries by itself; delete this entry.",
    ),
    "the reader reads a third thing": (
        entry(was={"metric": "deaths"}, now={"metric": "missing"}),
        "the reader now reads 12 injuries (metric injuries). Look at the sentence and mend was",
    ),
    "there is nothing to drop": (
        entry("سوق", was={"metric": "other"}, drop=True),
        "the reader now leaves it alone by itself; delete this entry.",
    ),
    "there is nothing to change": (
        entry("سوق", was={"metric": "other"}, now={"metric": "property"}),
        "the reader finds no figure there.",
    ),
    "what was missed is read": (
        entry(add=NEW | {"value": 12.0, "unit": "person", "metric": "injuries", "voice": "attributed"}),
        "the reader now reads 12 injuries by itself; delete this entry.",
    ),
    "another figure stands where one is added": (entry(add=NEW), "Say was and now instead of add"),
    "the span holds other words": (
        entry(start=AT + 1, end=AT + 3, **CHANGE),
        "Mend start, end and text, or delete it.",
    ),
    "the span runs over a sentence's end": (
        entry("المدينة\n\nقالت", add=NEW),
        "its span is not within one sentence",
    ),
    "a speaker that the article does not name": (
        entry(was={"speaker": "الشرطة"}, now={"speaker": "الوزارة"}),
        "does not stand in the article",
    ),
}  # fmt: skip


@pytest.mark.parametrize("stale", STALE)
def test_an_entry_that_does_not_hold_is_told_and_not_applied(stale: str, knowledge: Knowledge) -> None:
    made, said = STALE[stale]
    after = read(knowledge, made)
    assert after.figures == read(knowledge).figures
    assert after.corrections == ()
    assert len(after.stale) == 1
    assert after.stale[0].startswith('mine.toml, correction "wounded": ')
    assert said in after.stale[0]


def test_two_entries_of_one_figure_do_not_both_apply(knowledge: Knowledge) -> None:
    second = entry(id="again", article=f"fire@{HASH[:8]}", **DROP)
    after = read(knowledge, entry(**CHANGE), second)
    assert len(after.corrections) == len(after.stale) == 1


def test_a_wrong_span_is_a_drop_and_an_add(knowledge: Knowledge) -> None:
    longer = entry("12 شخصا", id="longer", add=NEW | {"value": 12, "metric": "injuries"})
    after = read(knowledge, longer, entry(**DROP))
    assert [figure.text for figure in after.figures if figure.correction] == ["12 شخصا"]
    assert {done.kind for done in after.corrections} == {"dropped", "added"}


def test_no_part_is_left_of_a_figure_that_is_none(knowledge: Knowledge) -> None:
    article, figures = read(knowledge).article, read(knowledge).figures
    whole = next(figure for figure in figures if figure.start == AT)
    parts = [
        dataclasses.replace(figure, part_of=AT, part_kind="among") if figure is not whole else figure
        for figure in figures
    ]
    after = correct(article, parts, Corrections((entry(**DROP),), (Path("mine.toml"),)))
    assert {(figure.part_of, figure.part_kind) for figure in after.figures} == {(None, None)}


# The file


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


FAULTS = [
    ('metric = "missing"', 'metric = "lost"', "now.metric 'lost' is not a metric"),
    ('metric = "missing"', 'bound = "round"', "now.bound is 'round'. Write one of exact"),
    ('metric = "missing"', 'group = "men"', "now.group is 'men'"),
    ('metric = "missing"', 'status = "gone"', "now.status is 'gone'"),
    ('metric = "missing"', 'unit = "Persons!"', "now.unit is 'Persons!'"),
    ('metric = "missing"', 'value = "12"', "now.value is '12', not float"),
    ('metric = "missing"', "value = nan", "now.value is nan"),
    ('metric = "missing"', "value = true", "now.value is True, not float"),
    ('metric = "missing"', 'voice = ""', "now.voice cannot be empty"),
    ('metric = "missing"', 'place = "x"', "now.place is not a field of a figure"),
    ('metric = "missing"', 'group = "civilians"', "was does not say group"),
    ('metric = "missing"', 'metric = "injuries"', "metric is the same in was and now"),
    ('"The twelve are said to be missing in the next line."', '" "', "why or by is empty"),
    ('text = "12"', 'text = "123"', "end - start is not the length of text"),
    (HASH, "fire@12", "Write the sha256"),
    ("was = {", "drop = true\nwas = {", "one of now, drop and add"),
    ("was = { value = 12, metric = ", "was = {}\nwhen = {x = ", "when is not a known key"),
    ('now = { metric = "missing" }', "add = { value = 1 }", "was must say what the reader reads now"),
    ("[[correction]]", "[[corection]]", "holds more than [[correction]]"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_faulty_entry_is_named_with_its_mend(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in ENTRY
    path = write(tmp_path, ENTRY.replace(old, new))
    with pytest.raises(KnowledgeError) as error:
        load_corrections(path, metrics=["injuries", "missing"])
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("add", "said"),
    [
        ({name: value for name, value in NEW.items() if name != "unit"}, "add.unit is missing"),
        (NEW | {"bound": "range"}, "value_high goes with the bound range"),
        (NEW | {"value_high": 3}, "value_high goes with the bound range"),
        (NEW | {"bound": "range", "value_high": 0.5}, "add.value_high lies below add.value"),
    ],
)
def test_a_figure_that_is_added_is_whole(add: dict[str, object], said: str) -> None:
    made = dataclasses.replace(entry(add=NEW), add=add)
    assert said in str(made.check())


def test_one_figure_has_one_entry_whatever_the_file(tmp_path: Path) -> None:
    mine = write(tmp_path, ENTRY)
    again = tmp_path / "again.toml"
    again.write_text(ENTRY, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="its id is used"):
        load_corrections(mine, again)
    again.write_text(ENTRY.replace("wounded", "hurt"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="wounded is of the same span"):
        load_corrections(mine, again)


def test_every_shipped_entry_holds_of_an_article_at_hand(root: Path) -> None:
    sources, _ = read_inputs([root / "seeds"])
    knowledge = Knowledge.load()
    done = [extract(source, knowledge) for source in sources]
    assert [fault for each in done for fault in each.stale] == []
    applied = {record.correction for each in done for record in each.corrections}
    assert applied == {each.id for each in knowledge.corrections.entries}


# The commands


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "fire.txt").write_text(TEXT, encoding="utf-8", newline="")
    return folder


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_extract_marks_the_row_and_keeps_the_reason(
    form: str, corpus: Path, riwaya: Riwaya, tmp_path: Path
) -> None:
    mine = write(tmp_path, ENTRY)
    done = riwaya("extract", corpus, "--out", tmp_path / "out", "--format", form, "--corrections", mine)
    assert done.status == 0
    assert "1 changed, 0 added, 0 dropped" in done.err
    tables = Tables.read(tmp_path / "out")
    row = tables.figures[tables.figures["start"] == AT].iloc[0]
    assert (row["metric"], row["correction"]) == ("missing", "wounded")
    assert tables.figures["correction"].isna().sum() == len(tables.figures) - 1
    reason = tables.corrections.iloc[0]
    assert (reason["was"], reason["by"]) == ('{"metric": "injuries"}', "A reader")
    assert reason["date"] == pd.Timestamp("2026-11-22")


def test_a_later_run_without_corrections_leaves_no_old_reasons(
    corpus: Path, riwaya: Riwaya, tmp_path: Path
) -> None:
    riwaya("extract", corpus, "--out", tmp_path / "out", "--corrections", write(tmp_path, ENTRY))
    assert riwaya("extract", corpus, "--out", tmp_path / "out").status == 0
    assert not (tmp_path / "out" / "corrections.parquet").exists()
    assert len(Tables.read(tmp_path / "out").corrections) == 0


def test_extract_tells_how_many_rows_were_dropped(corpus: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    mine = write(tmp_path, ENTRY.replace('now = { metric = "missing" }', "drop = true"))
    done = riwaya("extract", corpus, "--out", tmp_path / "out", "--corrections", mine)
    assert "0 changed, 0 added, 1 dropped" in done.err
    assert AT not in set(Tables.read(tmp_path / "out").figures["start"])


STALE_ENTRY = ENTRY.replace('metric = "injuries"', 'metric = "deaths"').replace('"missing" }', '"injuries" }')


def test_extract_goes_on_and_tells_a_stale_entry(corpus: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    mine = write(tmp_path, STALE_ENTRY)
    done = riwaya("extract", corpus, "--out", tmp_path / "out", "--corrections", mine)
    assert done.status == 0
    assert f'riwaya: not applied: {mine}, correction "wounded": the reader now reads 12 injuries' in done.err


def test_check_fails_on_a_stale_entry_and_says_the_mend(corpus: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    mine = write(tmp_path, STALE_ENTRY)
    done = riwaya("check", "--corrections", mine, "--corpus", corpus)
    assert done.status == 2
    assert "the reader now reads 12 injuries by itself; delete this entry." in done.err


def test_check_passes_one_that_holds_and_names_one_it_cannot_try(
    corpus: Path, riwaya: Riwaya, tmp_path: Path
) -> None:
    mine = write(tmp_path, ENTRY)
    assert riwaya("check", "--corrections", mine, "--corpus", corpus).err == ""
    untried = riwaya("check", "--corrections", mine)
    assert untried.status == 0
    assert "not at hand: wounded." in untried.out


def test_check_tells_a_faulty_file(root: Path, tmp_path: Path) -> None:
    mine = write(tmp_path, ENTRY.replace('"missing"', '"lost"'))
    faults, _ = check_data(root / "data", (), (mine,))
    assert [fault.startswith(str(mine)) for fault in faults] == [True]


# On the page


def report_of(lang: str, *extractions: Extraction) -> Report:
    event = load_event(data_path("events", "kazakhstan-2022.toml"))
    return Report(Parameters(lang=lang), event, Tables.from_extractions(extractions))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Corrected: measure read as “Injuries”, is “Arrests”. Why: Seen."),
        ("ar", "صُحّح: المقياس: قُرئ «الجرحى»، والصواب «الموقوفون». السبب: رُئي."),
    ],
)
def test_a_corrected_figure_is_marked_wherever_it_stands(lang: str, said: str, knowledge: Knowledge) -> None:
    fixed = entry(was={"metric": "injuries"}, now={"metric": "arrests"}, why_ar="رُئي.")
    story = report_of(lang, read(knowledge, fixed))
    names = {metric: story.words.metric(metric) for metric in ("injuries", "arrests")}
    said = said.replace("الجرحى", names["injuries"]).replace("الموقوفون", names["arrests"])
    text = re.sub(r"<[^>]+>", "", listing.articles(story).html)
    assert said in text
    assert 'class="f fixed"' in listing.articles(story).html
    assert said in re.sub(r"<[^>]+>", "", listing.behind(story, "figure_marks").html)
    assert CORRECTED in page.legend(story, "figures").html
    assert CORRECTED in page.legend(story, "reading").html
    assert story.words.described(story.marks).count(labels.plain("corrected.mark", lang)) == 1


def test_without_a_correction_the_page_has_no_sign_of_one(knowledge: Knowledge) -> None:
    story = report_of("en", read(knowledge))
    shown = [page.legend(story, "figures"), page.legend(story, "reading"), listing.articles(story)]
    shown += [listing.behind(story, "figure_marks"), listing.method(story)]
    assert [each.html for each in shown if CORRECTED in each.html or "orrect" in each.html] == []


def test_what_was_dropped_is_told_with_its_reason(knowledge: Knowledge) -> None:
    story = report_of("en", read(knowledge, entry(**DROP)))
    method = listing.method(story)
    text = re.sub(r"<[^>]+>", "", method.html)
    assert "Dropped, for they are no figures: 1." in text
    assert "Not a figure, though it was read as one. Why: Seen." in text
    assert "corrections.csv" in method.csv


def test_a_reason_cannot_do_anything_but_be_read(knowledge: Knowledge) -> None:
    evil = '<script>alert(1)</script>" onmouseover="x'
    story = report_of("en", read(knowledge, entry(**(CHANGE | {"why": evil}))))
    for shown in (listing.articles(story), listing.behind(story, "figure_marks"), page.only(story)):
        assert "<script" not in shown.html and '" onmouseover' not in shown.html


# What must hold of anything


@given(
    text=st.text(max_size=60),
    start=st.integers(-2, 70),
    values=st.dictionaries(
        st.sampled_from(["value", "group", "metric", "x"]), st.text(max_size=3) | st.floats()
    ),
)
@settings(max_examples=60, deadline=None)
def test_no_entry_raises_or_moves_a_span(
    text: str, start: int, values: dict[str, object], knowledge: Knowledge
) -> None:
    made = Correction(
        "x",
        f"fire@{HASH[:8]}",
        start,
        start + len(text),
        text,
        "w",
        "b",
        datetime.date(2026, 1, 1),
        values,
        values,
    )
    if made.check() is None:
        after = read(knowledge, made)
        assert all(TEXT[figure.start : figure.end] == figure.text for figure in after.figures)


@given(text=st.text(st.characters(), max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_of_an_article_may_be_asked_for_its_corrections(text: str, knowledge: Knowledge) -> None:
    source = Source("fire", text + "\ud800\x00", sha256="0" * 64)
    assert read(knowledge, entry(**CHANGE), source=source).corrections == ()
