"""Where a number is of: every sentence of the corpus, every name of data/places.toml, and hostile input."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import KnowledgeError, data_path, load
from riwaya.language.spelling import fold
from riwaya.language.tokens import tokenize
from riwaya.reading.figures import find_figures, load_metrics, load_places, load_units, with_scopes
from riwaya.reading.figures.gazetteer import Country, Wide, own_country
from riwaya.reading.figures.places import PlaceFinder
from riwaya.reading.records import Article, Attribution, Figure, Sentence

METRICS = load_metrics(data_path("metrics.toml"))
UNITS = load_units(data_path("units.toml"))
PLACES = load_places(data_path("places.toml"))
OWN = SimpleNamespace(of=lambda start, end: Attribution())
CORPUS = tomllib.loads((Path(__file__).parent / "corpora" / "places.toml").read_text(encoding="utf-8"))
COUNTRIES = load(data_path("places.toml"), "country", Country)


def article(*lines: tuple[str, str]) -> Article:
    text, sentences, start = "\n".join(line for _, line in lines), [], 0
    for number, (zone, line) in enumerate(lines):
        sentences.append(Sentence(number, start, start + len(line), zone, line))
        start += len(line) + 1
    return Article("test", text, tuple(sentences))


def scoped(*lines: str | tuple[str, str]) -> list[Figure]:
    read = article(*[line if isinstance(line, tuple) else ("body", line) for line in lines])
    return with_scopes(read, find_figures(read, OWN, METRICS, UNITS), PLACES)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row[0]) for entry in CORPUS["tied"] for row in entry["sentences"]]
)
def test_a_number_has_the_place_its_sentence_says(row: list[str]) -> None:
    sentence, *expected = row
    wanted = [[part.strip() for part in line.split("=")] for line in expected]
    found = [
        [f"{figure.value:g}" if figure.value < 1e6 else str(int(figure.value)), *place]
        for figure in scoped(sentence)
        for place in ([[figure.scope, figure.scope_name]] if figure.scope else [["-"]])
    ]
    assert found == wanted


@pytest.mark.parametrize("country", [pytest.param(country, id=country.id) for country in COUNTRIES])
def test_every_name_is_a_place_of_its_country(country: Country) -> None:
    plain = [*country.names, *country.cities, *country.regions]
    headed = [("مدينة", name) for name in country.worded_cities]
    headed += [("منطقة", name) for name in country.worded_regions]
    for head, entry in [*(("", name) for name in plain), *headed]:
        for name in entry.split(" / "):
            text = " ".join(["قتلوا في", head, name]).replace("  ", " ")
            found = PlaceFinder(text, tokenize(text), PLACES, {country.id: 9}).find()
            assert [phrase.place.country for phrase in found] == [country.id], text


@pytest.mark.parametrize(
    "name", [name for wide in load(data_path("places.toml"), "wide", Wide) for name in wide.names]
)
def test_every_wide_region_is_a_place(name: str) -> None:
    text = f"قتلوا في أنحاء {name}"
    assert [p.place.kind for p in PlaceFinder(text, tokenize(text), PLACES, {}).find()] in (
        ["wide"],
        ["region"],
    )


@pytest.mark.parametrize("word", ["الباب", "حديثة", "الخمس", "صور"])
def test_a_town_named_by_a_word_needs_a_head(word: str) -> None:
    for text, count in ((f"في {word}", 0), (f"في مدينة {word}", 1)):
        assert len(PlaceFinder(text, tokenize(text), PLACES, {}).find()) == count


def test_of_towns_with_one_name_the_one_of_the_article_is_meant() -> None:
    text = "في طرابلس"
    for code in ("LB", "LY"):
        assert PlaceFinder(text, tokenize(text), PLACES, {code: 2}).find()[0].place.country == code


def test_a_toll_told_again_keeps_its_place() -> None:
    figures = scoped("وقتل 12 شخصا في ألماتي", "وأكدت الشرطة مقتل 12 شخصا")
    assert [figure.scope_name for figure in figures] == ["ألماتي", "ألماتي"]


def test_a_toll_told_of_two_places_is_of_neither_when_told_again() -> None:
    figures = scoped("وقتل 12 شخصا في ألماتي", "وقتل 12 شخصا في موسكو", "وأكدت الشرطة مقتل 12 شخصا")
    assert figures[-1].scope is None


def test_a_heading_that_is_a_place_and_nothing_else_is_the_place_of_its_paragraph() -> None:
    for heading, name in (("في العراق:", "العراق"), ("أبرز الأحداث في العراق هذا العام", None)):
        figures = scoped(("heading", heading), "وقتل 12 شخصا")
        assert [figure.scope_name for figure in figures] == [name]


def test_a_line_may_open_with_its_place() -> None:
    assert scoped(("headline", "صنعاء.. مقتل 13 شخصا"))[0].scope == "صنعاء"
    assert scoped(("headline", "أنغولا: مقتل 13 شخصا في باريس"))[0].scope == "باريس"


def test_the_country_of_an_article_stands_out() -> None:
    assert own_country({"KZ": 6, "RU": 2}) == "KZ"
    assert own_country({"KZ": 3, "RU": 2}) is None
    assert own_country({"KZ": 2}) is None
    assert own_country({}) is None


def test_a_fault_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "places.toml"
    path.write_text('[[country]]\nid = "QQ"\nname_en = "Nowhere"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="QQ is no territory"):
        load_places(path)
    path.write_text('[[country]]\nid = "KZ"\nname_en = "Kazakhstan"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="are missing"):
        load_places(path)


PIECES = st.sampled_from(
    ["في", "بلدة", "محافظة", "شمال", "ريف", "حلب", "الباب", "سوريا", "والعراق", "،", "البلاد", "12", "قتيلا", "من", "إلى", "#", "«", "العاصمة", "السورية", "قتل", "على", "غارة", "\u200f", "\ud800", "التي", "سكانها", ":", ".."]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_a_scope_is_words_of_the_article(text: str) -> None:
    for figure in scoped(text):
        assert figure.scope is None or (figure.scope in text and figure.scope.strip() and figure.scope_name)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    read = article(("body", text + " قتل 12 شخصا في حلب " + text))
    assert all(figure.scope is None or figure.scope in read.text for figure in scoped(("body", read.text)))


@pytest.mark.parametrize("piece", ["في ", "شمال ", "ريف ", "ب", "حلب و", "12 قتيلا في ", "بلدة "])
def test_a_long_row_of_one_piece_is_read(piece: str) -> None:
    assert isinstance(scoped(piece * 4000 + "12 قتيلا في حلب"), list)


def test_a_name_is_stored_folded() -> None:
    assert PLACES.named([fold("إدلب")], 0)[0][0].name == "إدلب"
