"""The concordance: words found in any spelling, lines as a table, the order of Arabic words, menus and their lines."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.concordance import COLUMNS, SORTS, concordance, filtered, found, sort_form, word_uses
from riwaya.showing import explore
from riwaya.showing.report import ParameterError, Parameters, Report, load
from riwaya.tables.tables import Tables
from tests.small_tables import Story

OWN = "واحتشد المتظاهرون في الساحة مساء"
SAID = "قال الوزير إن متظاهرين هاجموا المقر"
MARKED = 'وصاح رجل "تظاهروا أيها المُتظاهرون الأحرار"'


@pytest.fixture
def tables() -> Tables:
    story = Story().article("b", OWN, SAID, outlet="bbc", published="2022-01-06")
    story.article("a", MARKED, "وزير العدل حضر", outlet="cnn", published="2022-01-05")
    story.term("b", "المتظاهرون", "protester", lemma="متظاهر")
    story.term("b", "متظاهرين", "protester", "attributed", lemma="متظاهر", speaker_name="الوزير")
    story.quote("b", "متظاهرين هاجموا المقر", "الوزير")
    story.quote("a", "تظاهروا أيها المُتظاهرون الأحرار", "رجل", direct=True)
    story.figure("b", "المقر", 1)
    return story.tables()


# The order of words

USES = {
    "فقال": 2,
    "فرق": 6,
    "رق": 1,
    "فهم": 3,
    "هم": 9,
    "الحكومة": 5,
    "قال": 9,
    "وقال": 4,
    "وزير": 7,
    "واحد": 90,
    "احد": 2,
    "في": 30,
    "وفي": 12,
    "وجد": 8,
}
AS_SORTED = {
    "وقال": "قال",
    "وَقالَ": "قال",
    "فقال": "قال",
    "فالحكومة": "حكومه",
    "فالنسيا": "فالنسيا",
    "فرق": "فرق",
    "فهم": "فهم",
    "وفي": "في",
    "وأضاف": "اضاف",
    "وإلى": "الي",
    "والحكومة": "حكومه",
    "والوزير": "وزير",
    "الحكومة": "حكومه",
    "وزير": "وزير",
    "واحد": "واحد",
    "وجد": "وجد",
    "والده": "والده",
    "والدتها": "والدتها",
    "والي": "والي",
    "ألمانيا": "المانيا",
    "إلى": "الي",
    "الذين": "الذين",
    "الآن": "الان",
    "و": "و",
    "ال": "ال",
    "": "",
    "164": "164",
    "BBC": "BBC",
}


@pytest.mark.parametrize(("word", "form"), AS_SORTED.items(), ids=AS_SORTED)
def test_a_word_is_sorted_without_the_conjunction_and_the_article(word: str, form: str) -> None:
    assert sort_form(word, USES) == form


def test_a_word_that_nobody_else_uses_keeps_its_waw() -> None:
    assert sort_form("وقال", {}) == "وقال"


def test_uses_are_counted_without_marks(tables: Tables) -> None:
    assert word_uses(tables)["المتظاهرون"] == 2


# Searching


def test_a_word_is_found_in_any_spelling_with_its_particles(tables: Tables) -> None:
    places = found(tables, "متظاهرون")
    assert places["text"].tolist() == ["المُتظاهرون", "المتظاهرون"]
    assert places["outlet"].tolist() == ["cnn", "bbc"]


def test_a_found_word_has_the_voice_of_its_term_else_of_its_quotation(tables: Tables) -> None:
    every = [found(tables, word) for word in ("متظاهرون", "متظاهرين", "المقر", "الساحه")]
    rows = pd.concat(every).astype(object).where(lambda frame: frame.notna(), None)
    told = {row.text: (row.voice, row.speaker_name, row.frame) for row in rows.itertuples()}
    assert told == {
        "المُتظاهرون": ("quoted", "رجل", None),
        "المتظاهرون": ("own", None, "protester"),
        "متظاهرين": ("attributed", "الوزير", "protester"),
        "المقر": ("attributed", "الوزير", None),
        "الساحة": ("own", None, None),
    }


def test_several_words_are_found_in_a_row_only(tables: Tables) -> None:
    assert found(tables, "وزير العدل")["text"].tolist() == ["وزير العدل"]
    assert found(tables, "العدل وزير").empty


@pytest.mark.parametrize("word", ["", "  ", "ً", "؟", "(", ".*"])
def test_what_is_no_word_finds_nothing(tables: Tables, word: str) -> None:
    assert found(tables, word).empty
    assert list(concordance(tables, found(tables, word)).columns)[: len(COLUMNS)] == list(COLUMNS)


def test_the_innermost_quotation_is_whose_word_it_is() -> None:
    story = Story().article("a", "قال الوزير إن القائد أكد أن الجسر آمن وأن الطريق مفتوح")
    story.quote("a", "القائد أكد أن الجسر آمن وأن الطريق مفتوح", "الوزير").quote("a", "الجسر آمن", "القائد")
    tables = story.tables()
    assert found(tables, "جسر")["speaker_name"].tolist() == ["القائد"]
    assert found(tables, "طريق")["speaker_name"].tolist() == ["الوزير"]


# Lines


def test_a_line_has_its_place_its_sides_and_what_its_row_has(tables: Tables) -> None:
    line = concordance(tables, tables.terms).iloc[0]
    assert (line.article_id, line.outlet, line.sentence_no) == ("b", "bbc", 0)
    assert (line.before, line.key, line.after) == ("واحتشد ", "المتظاهرون", " في الساحة مساء")
    assert (line.word_before, line.word_after) == ("واحتشد", "في")
    assert (line.frame, line.lemma, line.voice) == ("protester", "متظاهر", "own")
    assert "metric" not in line and "metric" in concordance(tables, tables.figures)


def test_at_the_edge_of_a_sentence_there_is_no_word() -> None:
    tables = Story().article("a", "احتجاج").term("a", "احتجاج", "protest_event").tables()
    line = concordance(tables, tables.terms).iloc[0]
    assert (line.before, line.after) == ("", "") and pd.isna(line.word_before) and pd.isna(line.word_after)


def test_a_particle_written_onto_the_key_is_no_word_before_it() -> None:
    tables = Story().article("a", "أصيب 12 جنديا و250 مدنيا").figure("a", "250", 250).tables()
    assert concordance(tables, tables.figures)["word_before"].tolist() == ["جنديا"]


def test_a_quotation_that_runs_on_has_nothing_after_it() -> None:
    tables = Story().article("a", "قال: نعم.", "ثم سكت.").quote("a", "نعم", "زيد").tables()
    longer = tables.quotes.assign(end=tables.quotes["end"] + 5, text="نعم.\nثم ")
    line = concordance(tables, longer).iloc[0]
    assert (line.key, line.after) == ("نعم.\nثم ", "")


def test_long_sides_keep_whole_words_and_say_that_they_are_cut() -> None:
    text = "كلمة " * 40 + "محتجون" + " كلمة" * 40
    tables = Story().article("a", text).term("a", "محتجون", "protester").tables()
    line = concordance(tables, tables.terms, width=12).iloc[0]
    assert (line.before, line.after) == ("… كلمة كلمة ", " كلمة كلمة …")
    whole = concordance(tables, tables.terms, width=1000).iloc[0]
    assert whole.before + whole.key + whole.after == text


def test_a_side_of_one_endless_word_is_only_said_to_be_cut() -> None:
    tables = (
        Story().article("a", "ب" * 99 + " احتجاج " + "ب" * 99).term("a", "احتجاج", "protest_event").tables()
    )
    line = concordance(tables, tables.terms, width=20).iloc[0]
    assert (line.before, line.after) == ("… ", " …")


ORDERED = ("ثار غضب البائع", "علا والغضب شديد", "أثار الغضب حزنا", "غضب الناس", "زاد الغضب البارحة")


def test_lines_are_sorted_by_the_word_before_or_after() -> None:
    story = Story().article("a", *ORDERED)
    tables = story.tables()
    lines = {sort: concordance(tables, found(tables, "غضب"), sort=sort) for sort in SORTS}
    assert lines["place"]["sentence_no"].tolist() == [0, 1, 2, 3, 4]
    # Nothing stands before غضب in the fourth; then أثار, ثار, زاد, علا.
    assert lines["before"]["sentence_no"].tolist() == [3, 2, 0, 4, 1]
    # البائع and البارحة without their article (a seated hamza goes before the letters), then حزنا, شديد, الناس.
    assert lines["after"]["sentence_no"].tolist() == [0, 4, 2, 1, 3]
    assert lines["after"]["word_after"].tolist() == ["بائع", "بارحه", "حزنا", "شديد", "ناس"]


def test_where_the_next_word_is_the_same_the_one_behind_it_decides() -> None:
    tables = Story().article("a", "زيد رأى غضبا", "بكر رأى غضبا").tables()
    assert concordance(tables, found(tables, "غضبا"), sort="before")["sentence_no"].tolist() == [1, 0]


def test_lines_are_chosen_by_any_of_their_columns(tables: Tables) -> None:
    lines = concordance(tables, tables.terms)
    assert len(filtered(lines, frame="protester", outlet="bbc")) == 2
    assert filtered(lines, speaker_name="الوزير", outlet="")["key"].tolist() == ["متظاهرين"]
    assert filtered(lines, outlet="cnn").empty


def test_what_cannot_be_shown_is_said(tables: Tables) -> None:
    with pytest.raises(ValueError, match=r"sort is 'left'\. Choose one of: place, before, after"):
        concordance(tables, tables.terms, sort="left")
    with pytest.raises(ValueError, match="width is 0"):
        concordance(tables, tables.terms, width=0)
    with pytest.raises(ValueError, match="rows has no column sentence_no"):
        concordance(tables, tables.articles)
    with pytest.raises(ValueError, match=r"'b' has no sentence 9 in these tables"):
        concordance(tables, tables.terms.assign(sentence_no=9))


letters = st.text(alphabet="ابتولمن أإةىءئ\u064b\u0640\u200f\u202e\x00\n،.0٣a", max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    text=letters.filter(lambda text: bool(re.search(r"\S", text))), data=st.data(), width=st.integers(1, 50)
)
def test_any_span_of_any_sentence_has_a_line(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    tables = Story().article("a", text).tables()
    rows = pd.DataFrame([{"article_id": "a", "sentence_no": 0, "start": start, "end": end}])
    for sort in SORTS:
        line = concordance(tables, rows, sort=sort, width=width).iloc[0]
        assert line.key == text[start:end]
        assert len(line.before) <= width + 2 and len(line.after) <= width + 2
        assert text[:start].endswith(line.before.removeprefix("… "))
        assert text[end:].startswith(line.after.removesuffix(" …"))


@settings(max_examples=60, deadline=None)
@given(text=letters, word=letters)
def test_what_is_found_stands_in_the_text(text: str, word: str) -> None:
    tables = Story().article("a", f"س{text}").tables()
    for row in found(tables, word).itertuples():
        assert f"س{text}"[int(str(row.start)) : int(str(row.end))] == row.text


def test_a_megabyte_of_one_letter_is_a_line_like_any_other() -> None:
    tables = Story().article("a", "و" * 1_000_000 + " احتجاج").term("a", "احتجاج", "protest_event").tables()
    assert concordance(tables, tables.terms)["before"].tolist() == ["… "]
    assert found(tables, "احتجاج")["text"].tolist() == ["احتجاج"]


# Menus


@pytest.fixture(scope="module")
def seeds() -> Report:
    return load(Parameters(lang="en"))


def lines_shown(menus: explore.Concordance) -> list[str]:
    return re.findall(r'<td class="key"><mark[^>]*>([^<]*)</mark>', menus.children[-1].value)


def menu(menus: explore.Concordance, name: str) -> object:
    return next(child for child in menus.children[0].children if child.description == name)


def test_the_lines_follow_the_menus(seeds: Report) -> None:
    menus = explore.browse_concordance(seeds)
    every = len(menus.table)
    assert every == len(seeds.tables.terms) and len(lines_shown(menus)) == min(every, explore.MOST_LINES)
    menu(menus, "Speaker").value = "فلاديمير بوتين"  # type: ignore[attr-defined]
    assert set(menus.table["speaker_name"]) == {"فلاديمير بوتين"}
    assert lines_shown(menus) == menus.table["key"].tolist()
    menu(menus, "Order").value = "after"  # type: ignore[attr-defined]
    after = menus.table["word_after"].fillna("").tolist()
    assert after == sorted(after) and lines_shown(menus) == menus.table["key"].tolist()


def test_a_word_of_ones_own_takes_the_place_of_the_terms_and_heeds_the_menus(seeds: Report) -> None:
    menus = explore.browse_concordance(seeds, explore.Choice(word="الرئيس", sort="place"))
    every = menus.table
    assert len(every) > 5 and every["key"].str.contains("رئيس").all()
    menu(menus, "Voice").value = "own"  # type: ignore[attr-defined]
    assert 0 < len(menus.table) < len(every) and set(menus.table["voice"]) == {"own"}


def test_hostile_words_of_an_article_are_shown_not_run(seeds: Report) -> None:
    line = {
        "article_id": "a",
        "outlet": "bbc",
        "sentence_no": 0,
        "before": "<b>",
        "key": "<i>\u202e",
        "after": "&",
    }
    html = explore.concordance(seeds, pd.DataFrame([line]))
    assert "&lt;b&gt;" in html and "&lt;i&gt;[U+202E]" in html and "<b>" not in html


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"frame": "protestor"}, r"frame is 'protestor'.* Did you mean 'protester'\?"),
        ({"speaker": "x"}, "speaker is 'x', and no framing term here has it. There is: "),
        ({"sort": "left"}, "sort is 'left'. Choose one of: place, before, after."),
        ({"width": "60"}, "width is '60'"),
        ({"word": 7}, "word is 7. Give it as text in quotation marks."),
    ],
)
def test_a_choice_that_cannot_be_says_why(seeds: Report, choice: dict[str, object], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        explore.browse_concordance(seeds, explore.Choice(**choice))  # type: ignore[arg-type]
