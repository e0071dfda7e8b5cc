"""Every example of data/metrics.toml and data/units.toml yields what it says, every counter-example nothing."""

from __future__ import annotations

import pytest

from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.reading.figures import find_figures
from riwaya.reading.figures.counting import load_metrics, load_units
from riwaya.reading.records import Article, Attribution, Sentence

METRICS = load_metrics(data_path("metrics.toml"))
UNITS = load_units(data_path("units.toml"))
ENTRIES = [*METRICS.metrics, *METRICS.statuses, *UNITS.units]


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
