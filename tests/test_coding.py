"""Agreement between coders: alpha as published, and the units that two codings share."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.comparing.coding import UNMARKED, nominal_alpha, term_agreement

COLUMNS = ["article_id", "start", "end", "frame", "voice", "optional"]


def coding(*rows: tuple[int, int, str, str], optional: bool = False) -> pd.DataFrame:
    return pd.DataFrame([("a", *row, optional) for row in rows], columns=COLUMNS)


def test_alpha_of_the_handbook_s_worked_example() -> None:
    # Four coders, twelve units, gaps: the nominal data of Krippendorff, "Computing Krippendorff's
    # Alpha-Reliability" (2011), section C; the value published there is 0.743.
    coders = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [[value for value in unit if value is not None] for unit in zip(*coders, strict=True)]
    assert nominal_alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_values_that_never_vary_have_no_alpha() -> None:
    assert math.isnan(nominal_alpha([("a", "a"), ("a", "a")])) and math.isnan(nominal_alpha([]))


def test_a_span_only_one_coder_marks_is_a_disagreement_on_the_frame() -> None:
    first = coding((0, 5, "terrorist", "own"), (10, 15, "protester", "own"))
    frame, voice = term_agreement(first, coding((1, 6, "terrorist", "quoted")), ["a"])
    assert (frame.units, frame.agreed, frame.confusions) == (2, 1, (("protester", UNMARKED, 1),))
    assert (voice.units, voice.agreed, voice.confusions) == (1, 0, (("own", "quoted", 1),))


def test_voice_is_compared_where_the_frame_is_one() -> None:
    first, second = coding((0, 5, "terrorist", "own")), coding((0, 5, "militant", "quoted"))
    frame, voice = term_agreement(first, second, ["a"])
    assert (frame.agreed, voice.units) == (0, 0)


def test_optional_spans_count_for_nobody() -> None:
    first = pd.concat([coding((0, 5, "terrorist", "own")), coding((10, 15, "order", "own"), optional=True)])
    frame, _ = term_agreement(first, coding((0, 5, "terrorist", "own"), (11, 15, "order", "own")), ["a"])
    assert (frame.units, frame.agreed) == (1, 1)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_alpha_is_at_most_one_and_knows_no_order_of_coders(units: list[tuple[str, str]]) -> None:
    alpha = nominal_alpha(units)
    swapped = nominal_alpha([(other, one) for one, other in units])
    assert math.isnan(alpha) if math.isnan(swapped) else alpha == pytest.approx(swapped)
    assert math.isnan(alpha) or alpha <= 1 + 1e-12


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["x", "y"])), max_size=8))
def test_a_coder_agrees_with_itself(spans: list[tuple[int, int, str]]) -> None:
    starts = sorted({start for start, _, _ in spans})
    rows = [(start * 10, start * 10 + 5, "terrorist" if start % 2 else "order", "own") for start in starts]
    frame, _ = term_agreement(coding(*rows), coding(*rows), ["a"])
    assert frame.units == frame.agreed == len(rows)
