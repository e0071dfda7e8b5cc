"""When a number is of: every sentence of the corpus, what an article without a date keeps, and hostile input."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import data_path
from riwaya.reading.figures import find_figures, load_metrics, load_places, load_units, period, with_moments
from riwaya.reading.records import Article, Attribution, Figure, Sentence

METRICS = load_metrics(data_path("metrics.toml"))
UNITS = load_units(data_path("units.toml"))
PLACES = load_places(data_path("places.toml"))
OWN = SimpleNamespace(of=lambda start, end: Attribution())
MONDAY = datetime.date(2022, 1, 10)
CORPUS = tomllib.loads((Path(__file__).parent / "corpora" / "moments.toml").read_text(encoding="utf-8"))


def dated(*sentences: str, published: datetime.date | None = MONDAY) -> list[Figure]:
    spans, start = [], 0
    for number, sentence in enumerate(sentences):
        spans.append(Sentence(number, start, start + len(sentence), "body", sentence))
        start += len(sentence) + 1
    read = Article("test", "\n".join(sentences), tuple(spans), published=published)
    return with_moments(read, find_figures(read, OWN, METRICS, UNITS), METRICS, UNITS, PLACES)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row[0]) for entry in CORPUS["dated"] for row in entry["sentences"]]
)
def test_a_number_has_the_day_its_sentence_says(row: list[str]) -> None:
    sentence, *expected = row
    wanted = [[part.strip() for part in line.split("=")] for line in expected]
    found = [
        [
            f"{f.value:g}",
            str(f.as_of or "-"),
            f.as_of_text or "-",
            *([str(f.status_date)] if f.status_date else []),
        ]
        for f in dated(sentence)
    ]
    assert found == wanted


def test_without_a_day_of_publication_the_words_stay() -> None:
    figures = dated("وقتل 9 أشخاص أمس الأحد", "وقتل 8 أشخاص يوم 9 يناير 2022", published=None)
    assert [(f.as_of, f.as_of_text) for f in figures] == [
        (None, "أمس الأحد"),
        (datetime.date(2022, 1, 9), "يوم 9 يناير 2022"),
    ]


def test_a_withdrawal_may_be_told_sentences_later() -> None:
    text = "وسحبت الوزارة مساء الأحد تصريحا عن مقتل 164 شخصا"
    assert [f.status_date for f in dated("وكان الهدوء سائدا", text)] == [datetime.date(2022, 1, 9)]


@pytest.mark.parametrize(
    "told, words",
    [
        ("وقد عم الإضراب المدن، واندلعت مواجهات أسفرت عن مقتل 6 عمال", "مايو 1977"),
        ("وقتل 6 عمال في المواجهات", "مايو 1977"),
        ("وتعرضت حينها قافلة لهجوم أودى بحياة 6 عمال", "مايو 1977"),
        ("وقتل 6 عمال في المواجهات أمس", "أمس"),
        ("وقتل 6 عمال منذ بدء المسيرة", None),
        ("وعلى جبهة أخرى، قتل 6 عمال", None),
    ],
)
def test_a_sentence_that_goes_on_with_the_past_has_its_year(told: str, words: str | None) -> None:
    before = "وتعود أحداث ذلك اليوم لمايو 1977 بعد مصادرة الحقول."
    text = f"{before} {told}"
    cut = (Sentence(0, 0, len(before), "body", before), Sentence(1, len(before) + 1, len(text), "body", told))
    read = Article("test", text, cut, published=MONDAY)
    figures = with_moments(read, find_figures(read, OWN, METRICS, UNITS), METRICS, UNITS, PLACES)
    assert [figure.as_of_text for figure in figures if figure.value == 6] == [words]


def test_a_new_paragraph_does_not_go_on_with_the_past() -> None:
    sentences = ("وتعود أحداث ذلك اليوم لمايو 1977 بعد مصادرة الحقول", "وقتل 6 عمال في المواجهات")
    assert [figure.as_of_text for figure in dated(*sentences)] == [None]


def test_no_year_is_past_without_a_day_of_publication() -> None:
    assert [f.as_of_text for f in dated("وفي هجمات 2009 التي أوقعت 9 قتلى", published=None)] == [None]


@pytest.mark.parametrize(
    "words, first, last",
    [
        ("في عام 2015", "2015-01-01", "2015-12-31"),
        ("العام الماضي", "2021-01-01", "2021-12-31"),
        ("خلال الشهر الجاري", "2022-01-01", "2022-01-31"),
        ("الشهر الماضي", "2021-12-01", "2021-12-31"),
        ("الأسبوع الماضي", "2022-01-03", "2022-01-09"),
        ("في كانون الأول/ديسمبر الماضي", "2021-12-01", "2021-12-31"),
        ("في شباط/فبراير 2019", "2019-02-01", "2019-02-28"),
        ("حتى مساء الأحد", "2022-01-09", "2022-01-09"),
        ("أمس", "2022-01-09", "2022-01-09"),
        ("2009", "2009-01-01", "2009-12-31"),
        ("بين عامي 2020 و2022", "2020-01-01", "2022-12-31"),
        ("منذ عام 2011", "2011-01-01", "2022-01-10"),
        ("حتى الآن", "2022-01-10", "2022-01-10"),
    ],
)
def test_what_the_words_of_a_time_hold(words: str, first: str, last: str) -> None:
    assert period(words, MONDAY) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_words_that_say_no_time_hold_none() -> None:
    assert period("حلب", MONDAY) is None
    assert period("العام الماضي", None) is None


PIECES = st.sampled_from(
    ["قتل", "12", "شخصا", "الأحد", "أمس", "حتى", "الآن", "في", "عام", "2015", "العام", "الماضي", "قال", "إن", "،", "منذ", "اليوم", "سيصل", "9", "يناير", "و", "إلى", "\u200f", "\ud800", "سحبت", "تصريحا", "عندما", "التي أوقعت", "وفي عام 1976", "تعود إلى", "يخلد", "حينها"]
)  # fmt: skip
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([datetime.date.min, datetime.date.max]))


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=22).map(" ".join), DAYS)
def test_the_words_are_of_the_article_and_no_day_is_to_come(
    text: str, published: datetime.date | None
) -> None:
    for figure in dated(text, published=published):
        assert figure.as_of_text is None or (figure.as_of_text in text and figure.as_of_text.strip())
        assert figure.as_of is None or published is None or figure.as_of <= published


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=6).map(" ".join)), DAYS)
def test_the_first_day_of_a_time_is_not_after_its_last(words: str, published: datetime.date | None) -> None:
    held = period(words, published)
    assert held is None or held[0] <= held[1]


@pytest.mark.parametrize(
    "piece",
    [
        "أمس ",
        "الأحد ",
        "في عام 2015 ",
        "يخلد مقتل 6 ",
        "عام 2015 التي أوقعت 9 قتلى ",
        "منذ عام 2011 قتل 9 ",
        "قتل 12 شخصا الأحد ",
        "حتى ",
    ],
)
def test_a_long_row_of_one_piece_is_read(piece: str) -> None:
    assert isinstance(dated(piece * 3000 + "وقتل 12 شخصا أمس"), list)
