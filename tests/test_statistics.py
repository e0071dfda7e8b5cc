"""Differences between outlets: found where they are, not found where they are not, and never from words alone."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.events import Event
from riwaya.comparing.intervals import rate_interval, spread_between_articles
from riwaya.comparing.simulated import Design, coverage, false_positives, power
from riwaya.comparing.statistics import (
    Counts,
    compare_outlets,
    dispersion,
    frame_tests,
    holm,
    log_odds,
    standing,
)
from riwaya.tables.tables import Tables

from .small_tables import Story

DAY = datetime.date(2022, 1, 10)
EVENT = Event(id="e", title_ar="ح", title_en="E", start=DAY, end=DAY)


def counts(**by_outlet: list[tuple[int, int]]) -> Counts:
    """Counts of one frame from (mentions, words) of each article."""
    rows = [(outlet, n, words) for outlet, articles in by_outlet.items() for n, words in articles]
    return Counts(
        articles=tuple(f"{outlet}{place}" for place, (outlet, _, _) in enumerate(rows)),
        frames=("terrorist",),
        outlet=np.array([outlet for outlet, _, _ in rows], dtype=object),
        words=np.array([words for _, _, words in rows], dtype=float),
        n=np.array([[n] for _, n, _ in rows], dtype=float),
    )


def story(articles: int, mentions: int, outlet: str, into: Story, voice: str = "own") -> Story:
    for number in range(articles):
        name = f"{outlet}-{number}"
        filler = " ".join(f"{outlet}{number}كلمة{place}" for place in range(60))
        into.article(name, f"{filler} إرهابيون في المدينة.", outlet=outlet, published=DAY)
        if number < mentions:
            into.term(name, "إرهابيون", "terrorist", voice=voice)
    return into


def test_three_mentions_against_none_in_two_articles_are_tested_by_nobody() -> None:
    tables = story(1, 1, "first", story(1, 0, "second", Story())).tables()
    assert len(frame_tests(tables, ["terrorist"], EVENT)) == 0


def test_a_word_in_every_article_of_one_outlet_and_none_of_another_is_a_difference() -> None:
    tables = story(8, 8, "first", story(8, 0, "second", Story())).tables()
    made = frame_tests(tables, ["terrorist"], EVENT)
    first = made[made["outlet"] == "first"].iloc[0]
    assert first["p_adjusted"] < 0.05 and first["log_odds"] > 0 and first["n"] == 8
    assert first["rate_low"] <= first["rate"] + 1e-9 and first["rate"] <= first["rate_high"] + 1e-9


def test_one_article_that_says_a_word_ten_times_is_no_difference_between_outlets() -> None:
    made = compare_outlets(counts(a=[(10, 300), *[(0, 300)] * 5], b=[(0, 300)] * 6), ["a", "b"], draws=499)
    assert made["p"].min() > 0.05 and made.iloc[0]["dispersion"] == pytest.approx(1.0)


def test_a_frame_hardly_used_has_a_rate_and_no_test() -> None:
    made = compare_outlets(counts(a=[(1, 300)] * 2 + [(0, 300)] * 4, b=[(0, 300)] * 6), ["a", "b"], draws=99)
    assert made["p"].isna().all() and made.iloc[0]["rate"] == pytest.approx(1000 * 2 / 1800)


def test_the_same_counts_give_the_same_numbers_twice() -> None:
    some = counts(a=[(2, 300), (0, 200), (4, 500), (1, 300), (0, 90)], b=[(0, 300)] * 5)
    assert compare_outlets(some, ["a", "b"], draws=199).equals(compare_outlets(some, ["a", "b"], draws=199))


def test_log_odds_of_equal_rates_are_zero_and_grow_with_the_difference() -> None:
    words, other = np.array([1000.0]), np.array([1000.0])
    values = [log_odds(np.array([[n]]), words, np.array([[5.0]]), other)[0].item() for n in (5.0, 10.0, 20.0)]
    assert values[0] == pytest.approx(0) and values[0] < values[1] < values[2]


def test_the_prior_pulls_rare_frames_towards_no_difference() -> None:
    words = np.array([1000.0])
    _, few = log_odds(np.array([[2.0]]), words, np.array([[0.0]]), words)
    _, many = log_odds(np.array([[40.0]]), words, np.array([[20.0]]), words)
    assert abs(few.item()) < abs(many.item())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12))
def test_adjusted_p_values_are_no_smaller_and_keep_their_order(p: list[float]) -> None:
    made = holm(np.array(p))
    assert (made >= np.array(p) - 1e-12).all() and (made <= 1.0).all()
    order = np.argsort(np.array(p), kind="stable")
    assert (np.diff(made[order]) >= -1e-12).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 900)), min_size=2, max_size=15))
def test_dispersion_lies_between_even_and_all_in_one(articles: list[tuple[int, int]]) -> None:
    n, words = (np.array(values, dtype=float) for values in zip(*articles, strict=True))
    made = dispersion(n, words)
    assert np.isnan(made) if n.sum() == 0 else -1e-9 <= made <= 1 + 1e-9


def test_a_ranking_that_rests_on_one_article_says_which() -> None:
    made = story(5, 0, "first", story(6, 2, "second", Story()))
    made.term("first-0", "إرهابيون", "terrorist").term("first-0", "إرهابيون في المدينة", "terrorist")
    made.term("first-0", "إرهابيون في", "terrorist")
    found = standing(made.tables(), "first", "terrorist", EVENT)
    assert found is not None and found.place == 1 and not found.holds and "first-0" in found.turning


def test_a_ranking_that_rests_on_quoted_words_says_so() -> None:
    made = story(6, 6, "first", Story(), voice="quoted")
    found = standing(story(6, 3, "second", made).tables(), "first", "terrorist", EVENT)
    assert found is not None and (found.place, found.own_place, found.holds) == (1, 2, False)


def test_the_lowest_rate_is_ranked_from_the_bottom() -> None:
    tables = story(6, 6, "first", story(6, 0, "second", Story())).tables()
    found = standing(tables, "second", "terrorist", EVENT, from_top=False)
    assert found is not None and (found.place, found.of, found.holds) == (1, 2, True)


def test_two_outlets_are_one_test_a_frame() -> None:
    made = compare_outlets(counts(a=[(2, 300)] * 6, b=[(0, 300)] * 6), ["a", "b"], draws=499)
    assert list(made["p"]) == list(made["p_adjusted"]) and made["p"].nunique() == 1


def test_an_outlet_without_a_mention_has_an_upper_bound() -> None:
    made = compare_outlets(counts(a=[(2, 300)] * 6, b=[(0, 300)] * 6), ["a", "b"], draws=99)
    none = made[made["outlet"] == "b"].iloc[0]
    assert none["rate_low"] == 0 and 1 < none["rate_high"] < 10


def test_articles_that_differ_more_make_a_wider_interval() -> None:
    words = np.full(6, 300.0)
    widths = [high - low for low, high in (rate_interval(12, words, spread) for spread in (0.0, 0.5, 2.0))]
    assert widths[0] < widths[1] < widths[2]


def test_the_spread_between_articles_is_within_outlets_not_between_them() -> None:
    words, outlet = np.full(10, 300.0), np.array(["a"] * 5 + ["b"] * 5)
    apart = spread_between_articles(np.array([6.0] * 5 + [1.0] * 5), words, outlet)
    uneven = spread_between_articles(np.array([30.0, 0, 0, 0, 0, 5.0, 0, 0, 0, 0]), words, outlet)
    assert apart == 0.0 and uneven > 1.0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.lists(st.integers(1, 2000), min_size=5, max_size=12), st.floats(0, 5))
def test_an_interval_holds_the_rate_that_was_counted(n: int, lengths: list[int], spread: float) -> None:
    words = np.array(lengths, dtype=float)
    n = min(n, int(words.sum()))
    low, high = rate_interval(n, words, spread)
    assert 0 <= low <= n / words.sum() + 1e-9 and min(n / words.sum(), 1.0) <= high + 1e-9


def test_wire_copies_count_once() -> None:
    made = story(6, 6, "first", Story())
    for number in range(6):
        text = made.texts["first-0"][0][1]
        made.article(f"second-{number}", text, outlet="second", published=DAY)
    assert len(frame_tests(made.tables(), ["terrorist"], EVENT)) == 0


def test_empty_tables_are_not_tested() -> None:
    nothing = Tables.build({})
    assert len(frame_tests(nothing, ["terrorist"])) == 0 and standing(nothing, "a", "terrorist") is None


def test_where_there_is_no_difference_the_test_seldom_finds_one() -> None:
    single, family = false_positives(Design(), runs=40, draws=199)
    assert single < 0.09 and family < 0.14


def test_a_large_difference_between_outlets_with_many_articles_is_found() -> None:
    assert power(Design((20, 20), dispersed=(2.0,), lift=6.0), runs=10, draws=199) > 0.7


def test_the_interval_that_is_shown_holds_more_often_than_a_percentile_of_five_articles() -> None:
    held = coverage(Design((5, 5, 5, 5)), runs=15)
    assert held["shown"] > 0.8 and held["shown"] > held["percentile"]
