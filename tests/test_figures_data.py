"""Sentences yield the figures they name: examples beside the entries, and the corpus, in which every entry has a place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.reading.figures import find_figures
from riwaya.reading.figures.counting import (
    Metric,
    Status,
    Unit,
    counting,
    load_metrics,
    load_units,
    with_passives,
)
from riwaya.reading.records import Article, Attribution, Sentence

METRICS = load_metrics(data_path("metrics.toml"))
UNITS = load_units(data_path("units.toml"))
KNOWN = counting(METRICS, UNITS)
CORPUS = tomllib.loads((Path(__file__).parent / "corpora" / "figures.toml").read_text(encoding="utf-8"))[
    "sentence"
]
ENTRIES: list[Metric | Status | Unit] = [*METRICS.metrics, *METRICS.statuses, *UNITS.units]


class Own:
    """Attribution of a text in which nobody is quoted."""

    def of(self, start: int, end: int) -> Attribution:
        return Attribution()


def figures_of(text: str):
    sentence = Sentence(0, 0, len(text), "body", text)
    return find_figures(Article("example", text, (sentence,)), Own(), METRICS, UNITS)


def expected(example: str) -> tuple[str, list[tuple[float, str]]]:
    sentence, _, values = example.partition(" = ")
    pairs = [value.split() for value in values.split(", ")]
    return sentence, [(float(value), metric) for value, metric in pairs]


@pytest.mark.parametrize("example", [example for entry in ENTRIES for example in entry.examples])
def test_an_example_yields_the_figures_it_names(example):
    sentence, wanted = expected(example)
    found = [(round(figure.value, 2), figure.metric) for figure in figures_of(sentence)]
    for value, metric in wanted:
        assert (value, metric) in found, found


@pytest.mark.parametrize("sentence", [text for entry in ENTRIES for text in entry.counter_examples])
def test_a_counter_example_holds_no_figure(sentence):
    assert [(figure.text, figure.metric) for figure in figures_of(sentence)] == []


@pytest.mark.parametrize(
    "status, example", [(status.id, text) for status in METRICS.statuses for text in status.examples]
)
def test_the_example_of_a_status_has_a_figure_of_that_status(status, example):
    assert status in {figure.status for figure in figures_of(expected(example)[0])}


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS.units if unit.kind != "percent"], ids=lambda unit: unit.id
)
def test_three_of_a_noun_are_counted_in_its_unit(unit):
    for words in unit.nouns:
        plural = words.split()[-1].replace("_", " ")
        near = unit.near[0].split("/")[0] if unit.near else ""
        found = figures_of(f"وأحصى التقرير 103 {plural} {near}".strip())
        assert [figure.unit for figure in found] == [unit.id], (words, found)


@pytest.mark.parametrize("currency", UNITS.currencies, ids=lambda currency: currency.id)
def test_a_currency_is_told_by_its_word_and_its_country(currency):
    for word in currency.words:
        country = next((c for c in currency.countries if c.endswith("ي")), "")
        found = figures_of(f"وبلغت القيمة 40 مليون {word.split()[0]} {country}".strip())
        if currency.default or country:
            assert [figure.unit for figure in found] == [currency.id]


def test_metrics_and_groups_are_those_of_the_guide():
    assert {metric.id for metric in METRICS.metrics} == {
        *("deaths", "injuries", "missing", "arrests", "displaced", "troops", "attackers", "participants"),
        *("damage_money", "money_other", "property", "equipment", "cases", "attacks"),
        *("age", "duration", "percent", "measure", "population", "other"),
    }
    groups = {"civilians", "security", "militants", "protesters", "children", "women", "foreigners"}
    assert {group.id for group in METRICS.groups} == groups


def test_an_entry_without_an_example_is_refused(tmp_path):
    path = tmp_path / "metrics.toml"
    path.write_text('[[metric]]\nid = "x"\nlabel_ar = "x"\nlabel_en = "x"\norder = 1\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="examples is empty"):
        load_metrics(path)


def test_a_group_of_an_unknown_metric_is_refused(tmp_path):
    path = tmp_path / "metrics.toml"
    path.write_text(
        '[[group]]\nid = "g"\nlabel_ar = "x"\nlabel_en = "x"\nnouns = ["جندي"]\nmetric = "x"\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="no metric x"):
        load_metrics(path)


def test_a_unit_of_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text(
        '[[unit]]\nid = "u"\nlabel_ar = "x"\nlabel_en = "x"\nkind = "x"\nnouns = ["شخص"]\n', encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match="x is not a kind"):
        load_units(path)


# The corpus


def written(figure) -> str:
    """A figure as the corpus writes it: value, unit, metric, then group and bound where there is something to say."""
    said = [f"{figure.value:.10g}", figure.unit or "-", figure.metric]
    return " ".join(
        [
            *said,
            *([figure.group] if figure.group else []),
            *([figure.bound] if figure.bound != "exact" else []),
        ]
    )


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry["text"])
def test_a_sentence_of_the_corpus_holds_the_figures_it_names(entry):
    assert [written(figure) for figure in figures_of(entry["text"])] == entry["figures"]


@pytest.fixture(scope="module")
def exercised() -> set[tuple[str, str, str]]:
    """What the sentences use: ("frame" or "subject", its form, a metric they give), ("noun", singular, a unit)."""
    used = set()
    sentences = [expected(example)[0] for entry in ENTRIES for example in entry.examples]
    for text in [*sentences, *(entry["text"] for entry in CORPUS)]:
        found = figures_of(text)
        metrics = {figure.metric for figure in found}
        for role, lexicon in (("frame", KNOWN.frames), ("subject", KNOWN.subjects)):
            for hit in lexicon.find(text):
                given = {hit.entry.metric, *(metric for metric, _ in hit.entry.more)}
                used |= {(role, hit.entry.forms[0], metric) for metric in given & metrics}
        for noun in KNOWN.nouns.find(text):
            counted = [f.counted or f.text for f in found if f.unit == noun.entry.unit]
            if any(noun.text in words or words in noun.text for words in counted):
                used.add(("noun", noun.entry.lemma, noun.entry.unit))
    return used


@pytest.mark.parametrize("metric", METRICS.metrics, ids=lambda metric: metric.id)
def test_every_frame_of_a_metric_governs_in_some_sentence(metric, exercised):
    verbs = [with_passives(form) for form in (*metric.verbs, *metric.verbs_near)]
    acts = (*metric.acts, *metric.actions, *metric.actions_near)
    wanted = {("frame", form, metric.id) for form in (*verbs, *acts)}
    wanted |= {("subject", form, metric.id) for form in metric.subjects}
    assert wanted - exercised == set()


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS.units if unit.kind != "percent"], ids=lambda unit: unit.id
)
def test_every_noun_of_a_unit_is_counted_in_some_sentence(unit, exercised):
    singulars = (words.split()[0].replace("_", " ") for words in (*unit.nouns, *unit.nouns_near))
    assert {("noun", singular, unit.id) for singular in singulars} - exercised == set()


def test_every_noun_of_a_metric_or_a_group_is_counted_in_some_sentence(exercised):
    nouns = [(words, metric.unit) for metric in METRICS.metrics for words in metric.nouns]
    nouns += [(words, "person") for group in METRICS.groups for words in group.nouns]
    wanted = {("noun", words.split()[0].replace("_", " "), unit) for words, unit in nouns}
    assert wanted - exercised == set()


@pytest.mark.parametrize(
    "form, written_out",
    [
        ("حاكم/يحاكم", "حاكم/يحاكم/حوكم"),
        ("اغتال", "اغتال/اغتيل"),
        ("أدان/يدين", "أدان/يدين/أدين/يدان"),
        ("واجه/يواجه تهما", "واجه/يواجه تهما"),
        ("قتل/يقتل", "قتل/يقتل"),
    ],
)
def test_a_verb_takes_the_passives_that_have_other_letters(form, written_out):
    assert with_passives(form) == written_out


def test_verbs_that_need_a_neighbour_name_it(tmp_path):
    path = tmp_path / "metrics.toml"
    path.write_text(
        '[[metric]]\nid = "x"\nlabel_ar = "x"\nlabel_en = "x"\norder = 1\nverbs_near = ["طالب"]\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="without near"):
        load_metrics(path)
