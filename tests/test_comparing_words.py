"""Terms, voices, shared text and reworded sentences: counts, zeros, and what a difference touches."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.alignment import align
from riwaya.comparing.events import OTHER_VOICES, Event, Party, load_event
from riwaya.comparing.findings import FACTS, MOST_FACTS, findings, key_findings
from riwaya.comparing.framing import frame_counts, independent_articles, term_marks
from riwaya.comparing.rewording import change_rows, changed_sentences
from riwaya.comparing.voices import party_of, statements, verb_stances, voice_shares
from riwaya.comparing.wire import shared_words
from riwaya.language.knowledge import data_path
from riwaya.tables.tables import Tables

from .small_tables import Story, seed_tables

DAY = datetime.date(2022, 1, 10)
PARTIES = (
    Party("state", "الدولة", "the state", members=("الناطق",), phrases=("وزارة",), countries=("XX",)),
    Party("alliance", "الحلف", "the alliance", phrases=("وزارة دفاع الحلف",)),
    Party("street", "المحتجون", "protesters", phrases=("محتج",)),
)
EVENT = Event(id="e", title_ar="ح", title_en="E", start=DAY, end=DAY, party=PARTIES)
COPY = "أعلنت الشركة المشغلة للميناء أن حركة السفن توقفت بالكامل بعد العاصفة التي ضربت الساحل ليلا"


def named() -> Story:
    return (
        Story()
        .article("a", "خرج المحتجون إلى الشارع.", 'وقال الناطق إنهم "مخربون" هاجموا المبنى.', outlet="first")
        .term("a", "المحتجون", "protester")
        .term("a", "مخربون", "rioter", "scare", speaker_name="الناطق")
        .quote("a", 'إنهم "مخربون" هاجموا المبنى', "الناطق", cue="قال")
        .article("b", "لم يحدث شيء اليوم.", outlet="second")
    )


# Terms


def test_an_outlet_without_a_hit_keeps_its_row() -> None:
    counts = frame_counts(named().tables(), ["protester", "rioter"])
    assert counts[["outlet", "frame", "n", "own"]].to_numpy().tolist() == [
        ["first", "protester", 1, 1],
        ["first", "rioter", 1, 0],
        ["second", "protester", 0, 0],
        ["second", "rioter", 0, 0],
    ]


def test_a_rate_travels_with_its_count_and_words() -> None:
    row = frame_counts(named().tables(), ["protester"]).iloc[0]
    assert row["rate"] == pytest.approx(1000 * row["n"] / row["words"])


def test_a_mention_stands_at_its_word() -> None:
    marks = term_marks(named().tables(), ["protester", "rioter"])
    assert list(marks["word_position"]) == [1, 7]


def test_copies_of_one_wire_text_count_once() -> None:
    story = (
        Story()
        .article("a", COPY, outlet="first")
        .article("b", COPY, outlet="first")
        .article("c", "خبر آخر", outlet="first")
    )
    frame = independent_articles(story.tables())
    assert frame[["articles", "independent", "testable"]].to_numpy().tolist() == [[3, 2, False]]


def test_five_independent_articles_may_be_tested() -> None:
    story = Story()
    for number in range(5):
        story.article(f"a{number}", f"خبر قصير رقم {number}", outlet="first")
    assert bool(independent_articles(story.tables())["testable"].iloc[0])


def test_forty_articles_of_one_outlet_are_one_row_a_frame() -> None:
    story = Story()
    for number in range(40):
        story.article(f"a{number}", "خرج المحتجون", outlet="first", published=DAY).term(
            f"a{number}", "المحتجون", "protester"
        )
    counts = frame_counts(story.tables(), ["protester"])
    assert counts[["n", "own", "articles"]].to_numpy().tolist() == [[40, 40, 40]]


# Voices


def test_shares_of_an_outlet_add_up_and_zero_rows_are_kept() -> None:
    shares = voice_shares(named().tables(), EVENT)
    first = shares[shares["outlet"] == "first"].set_index("party")
    assert first["words"].sum() == first["total"].iloc[0] and first["share"].sum() == pytest.approx(1)
    assert list(first.index) == ["own", "state", "alliance", "street", "others"]
    assert first.loc["street", "words"] == 0 and first.loc["state", "words"] == 4


def test_a_quotation_in_a_quotation_counts_for_the_outer_speaker() -> None:
    story = Story().article("a", "قال الناطق إن محتجا صرح بأن الطريق مغلق", outlet="first")
    story.quote("a", "إن محتجا صرح بأن الطريق مغلق", "الناطق").quote("a", "الطريق مغلق", "محتج")
    shares = voice_shares(story.tables(), EVENT).set_index("party")
    assert shares.loc["state", "words"] == 6 and shares.loc["street", "words"] == 0


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("الناطق", "state"),
        ("وزارة الصحة", "state"),
        ("وزارة دفاع الحلف", "alliance"),
        ("سفير", "state"),
        ("محتجز", OTHER_VOICES),
        (None, OTHER_VOICES),
    ],
)
def test_a_speaker_belongs_to_a_party_by_name_longest_phrase_or_country(name: str | None, party: str) -> None:
    assert party_of(name, EVENT, {"سفير": "XX"}) == party


def test_a_mixed_clause_is_one_statement() -> None:
    story = Story().article("a", 'قال إن الوضع "مستقر تماما اليوم" في المدينة', outlet="first")
    story.quote("a", 'إن الوضع "مستقر تماما اليوم" في المدينة', "الناطق", cue="قال")
    story.quote("a", "مستقر تماما اليوم", "الناطق", direct=True, cue="قال")
    assert len(statements(story.tables())) == 1


def test_verbs_are_counted_by_stance_whatever_their_spelling() -> None:
    story = Story().article("a", "أكد الأول. واكد الثاني. زعم الثالث.", outlet="first")
    story.quote("a", "الأول", "س", cue="أكّد", stance="endorsing").quote(
        "a", "الثاني", "ص", cue="اكد", stance="endorsing"
    )
    story.quote("a", "الثالث", "ع", cue="زعم", stance="distancing")
    assert verb_stances(story.tables())[["stance", "n"]].to_numpy().tolist() == [
        ["endorsing", 2],
        ["distancing", 1],
    ]


# Shared text


def test_a_text_of_one_word_over_and_over_is_no_trouble() -> None:
    story = Story().article("a", "ا " * 3000).article("b", "ا " * 3000, outlet="second")
    assert list(shared_words(story.tables())["share"]) == [1.0, 1.0]
    assert len(changed_sentences(story.tables())) == 0


# Reworded sentences


def pair(first: str, second: str) -> Story:
    return Story().article("a", first, outlet="first").article("b", second, outlet="second")


ONE = "وأضاف الناطق أن السلطات تملك أدلة على مشاركة إرهابيين أجانب في الاضطرابات"
OTHER = 'وأضاف أن السلطات تملك أدلة على مشاركة "مسلحين" أجانب في الاضطرابات، على حد تعبيره'


def test_a_term_put_for_another_is_found() -> None:
    story = (
        pair(ONE, OTHER)
        .term("a", "إرهابيين", "terrorist", "attributed")
        .term("b", '"مسلحين"', "militant", "scare")
    )
    change = next(
        each for each in changed_sentences(story.tables()).iloc[0]["changes"] if each.kind == "term"
    )
    assert (change.term, change.other_term) == ("إرهابيين", '"مسلحين"')
    assert (change.frame, change.other_frame) == ("terrorist", "militant")


def test_a_closing_that_distances_is_a_change_of_cue() -> None:
    claim = "السلطات تملك أدلة على مشاركة"
    story = pair(ONE, OTHER).quote("a", claim, "الناطق", cue="أضاف")
    story.quote("b", claim, "الناطق", cue="أضاف … على حد تعبيره", stance="distancing")
    row = changed_sentences(story.tables()).iloc[0]
    assert "cue" in row["kinds"].split(";") and row["other_text"].endswith("على حد تعبيره")


def test_changes_are_listed_a_row_each() -> None:
    story = (
        pair(ONE, OTHER)
        .term("a", "إرهابيين", "terrorist", "attributed")
        .term("b", '"مسلحين"', "militant", "scare")
    )
    rows = change_rows(changed_sentences(story.tables()))
    assert list(rows["article_id"].unique()) == ["a"]
    assert ("إرهابيين", '"مسلحين"') in list(zip(rows["text"], rows["other_text"], strict=True))
    assert list(change_rows(changed_sentences(pair(ONE, ONE).tables())).columns) == list(rows.columns)


def test_spans_of_a_change_are_the_text_s_own() -> None:
    story = pair(f"تمهيد قصير. {ONE}", OTHER)
    texts = {"a": f"تمهيد قصير. {ONE}", "b": OTHER}
    for row in changed_sentences(story.tables()).itertuples():
        for change in row.changes:
            assert texts["a"][change.start : change.end] == change.text
            assert texts["b"][change.other_start : change.other_end] == change.other_text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ONE, ONE),
        (ONE, "افتتح الوزير معرض الكتاب في العاصمة أمس بحضور عدد من الناشرين"),
        ("قوات الأمن", "قوات الأمن العام"),
    ],
)
def test_same_strange_or_short_sentences_are_no_pair(first: str, second: str) -> None:
    assert len(changed_sentences(pair(first, second).tables())) == 0


def test_two_articles_of_one_outlet_are_not_compared() -> None:
    story = Story().article("a", ONE, outlet="first").article("b", OTHER, outlet="first")
    assert len(changed_sentences(story.tables())) == 0


WORDS = st.lists(st.sampled_from("abcdef"), max_size=12)


@given(WORDS, WORDS)
@settings(max_examples=80, deadline=None)
def test_an_alignment_matches_equal_words_in_order(first: list[str], second: list[str]) -> None:
    _, matched = align(first, second, dict.fromkeys("abcdef", 1.5))
    assert all(first[one] == second[other] for one, other in matched)
    assert matched == sorted(matched) and len({one for one, _ in matched}) == len(matched)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_no_text_is_too_odd_to_compare(texts: list[str]) -> None:
    story = Story()
    for number, text in enumerate(texts):
        story.article(f"a{number}", text or "-", outlet=f"o{number % 2}")
    tables = story.tables()
    found = findings(tables, EVENT)
    assert any(finding.kind == "counted" for finding in found)


# Findings


def test_the_header_has_four_facts_at_most_and_one_a_section(root: Path) -> None:
    found = findings(seed_tables(root), load_event(data_path("events", "kazakhstan-2022.toml")))
    keys = key_findings(found)
    assert [key.kind for key in keys] == ["withdrawn", "own_share", "reworded", "absent_party"]
    assert len(keys) <= MOST_FACTS and all(key.kind in FACTS for key in keys)


def test_every_place_of_a_finding_is_a_sentence_of_the_tables(root: Path) -> None:
    tables = seed_tables(root)
    there = set(zip(tables.sentences["article_id"], tables.sentences["sentence_no"], strict=True))
    for finding in findings(tables, load_event(data_path("events", "kazakhstan-2022.toml"))):
        assert set(finding.places) <= there


def test_empty_tables_have_nothing_to_tell() -> None:
    assert [finding.kind for finding in findings(Tables.build({}), EVENT)] == ["counted"]


def test_one_article_by_itself_is_described_not_compared() -> None:
    story = Story().article("a", "قتل 20 شخصا في الحادث", outlet="first").figure("a", "20", 20)
    kinds = [finding.kind for finding in findings(story.tables(), EVENT)]
    assert "one_outlet" in kinds and "too_few" in kinds
    assert not {"differ", "same_figure", "silent", "reworded"} & set(kinds)
