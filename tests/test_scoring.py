"""Scores follow the annotation guide's rules."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from riwaya.comparing.scoring import directness_scores, scare_score, score


def figure(start: int, end: int, value: float, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "start": start, "end": end, "text": "x" * (end - start), "value": value}
    fields = {
        "bound": "exact",
        "unit": "person",
        "counted": None,
        "metric": "deaths",
        "group": None,
        "speaker": None,
    }
    return (
        row
        | fields
        | {"speaker_name": None, "voice": "own", "stance": "neutral", "status": "asserted"}
        | more
    )


def term(start: int, frame: str, voice: str = "own", **more: Any) -> dict[str, Any]:
    row = {
        "article_id": "a",
        "start": start,
        "end": start + 4,
        "text": "xxxx",
        "frame": frame,
        "kind": "actor",
    }
    return row | {"speaker": None, "speaker_name": None, "voice": voice, "optional": False} | more


def quote(start: int, end: int, direct: bool, **more: Any) -> dict[str, Any]:
    row = {"article_id": "a", "start": start, "end": end, "text": "x" * (end - start), "direct": direct}
    return row | {"speaker": None, "speaker_name": None, "stance": "neutral", "optional": False} | more


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=None if rows else list(figure(0, 1, 1)))


@pytest.mark.parametrize(
    ("annotated", "found", "counts"),
    [
        ([figure(0, 3, 164)], [figure(0, 3, 164)], (1, 1, 1)),
        ([figure(0, 3, 164)], [figure(2, 9, 164)], (1, 1, 1)),
        ([figure(0, 3, 164)], [figure(3, 9, 164)], (1, 1, 0)),
        ([figure(0, 3, 164)], [figure(0, 3, 165)], (1, 1, 0)),
        ([figure(0, 3, 164)], [figure(0, 2, 164), figure(2, 3, 164)], (1, 2, 1)),
        ([figure(0, 3, 164)], [], (1, 0, 0)),
        (
            [figure(0, 3, 164, optional=True), figure(9, 12, 7)],
            [figure(0, 3, 5), figure(9, 12, 7)],
            (1, 1, 1),
        ),
    ],
)
def test_a_figure_is_right_when_spans_overlap_and_values_agree(annotated, found, counts) -> None:
    result = score("figures", frame(*annotated), frame(*found), ["a"])
    assert (result.annotated, result.found, result.right) == counts


def test_the_largest_overlap_is_paired_first() -> None:
    found = frame(figure(0, 2, 5, metric="injuries"), figure(2, 9, 5))
    assert score("figures", frame(figure(0, 9, 5)), found, ["a"]).agreement("metric") == 1


def test_precision_recall_and_f1() -> None:
    result = score(
        "terms",
        frame(term(0, "rebel"), term(9, "gang")),
        frame(term(0, "rebel"), term(20, "gang"), term(30, "gang")),
        ["a"],
    )
    assert (result.precision, result.recall, result.f1) == (1 / 3, 1 / 2, 0.4)


def test_an_article_that_nobody_annotated_counts_neither_way() -> None:
    result = score(
        "figures", frame(figure(0, 3, 1)), frame(figure(0, 3, 1), figure(0, 3, 1, article_id="b")), ["a"]
    )
    assert result.precision == 1


def test_nothing_annotated_and_nothing_found_is_no_score() -> None:
    assert math.isnan(score("figures", frame(), frame(), ["a"]).f1)


@pytest.mark.parametrize(
    ("gold", "row", "agrees"),
    [
        ({"speaker": None}, {"speaker": None}, True),
        ({"speaker": "وزارة الداخلية"}, {"speaker": None}, False),
        ({"speaker": None}, {"speaker": "وزارة الداخلية"}, False),
        ({"speaker": "وزارة الداخلية"}, {"speaker": "وزارةُ الداخليه"}, True),
        ({"speaker": "الرئيس الروسي فلاديمير بوتين"}, {"speaker": "بوتين"}, True),
        ({"speaker": "الرئيس الروسي"}, {"speaker": "وزير الدفاع"}, False),
        ({"speaker": "المصدر"}, {"speaker": "للمصدر"}, True),
        ({"speaker": "لجنة"}, {"speaker": "للجنة"}, True),
        (
            {"speaker": None, "speaker_name": "فلاديمير بوتين"},
            {"speaker": None, "speaker_name": "بوتين"},
            True,
        ),
        ({"speaker": "بوتين"}, {"speaker": None, "speaker_name": "فلاديمير بوتين"}, True),
    ],
)
def test_speakers_agree_by_the_words_they_share(gold, row, agrees) -> None:
    result = score("figures", frame(figure(0, 3, 1, **gold)), frame(figure(0, 3, 1, **row)), ["a"])
    assert result.agreement("speaker") == agrees


@pytest.mark.parametrize(
    ("annotated", "found", "right"),
    [((0, 10, True), (0, 10, False), 0), ((0, 10, True), (0, 5, True), 1), ((0, 10, True), (0, 4, True), 0)],
)
def test_a_quote_is_right_when_directness_agrees_and_half_overlaps(annotated, found, right) -> None:
    assert score("quotes", frame(quote(*annotated)), frame(quote(*found)), ["a"]).right == right


def test_scare_quotes_are_scored_as_a_kind_of_their_own() -> None:
    annotated = frame(term(0, "rebel", "scare"), term(9, "gang", "own"))
    found = frame(term(0, "rebel", "scare"), term(9, "gang", "scare"))
    result = scare_score(annotated, found, ["a"])
    assert (result.precision, result.recall) == (0.5, 1.0)


def test_direct_and_indirect_quotes_are_scored_apart() -> None:
    annotated = frame(quote(0, 10, True), quote(20, 40, False), quote(50, 60, False))
    found = frame(quote(0, 10, True), quote(20, 40, False), quote(70, 80, True), quote(50, 60, True))
    direct, indirect = directness_scores(annotated, found, ["a"])
    assert (direct.annotated, direct.found, direct.right) == (1, 3, 1)
    assert (indirect.annotated, indirect.found, indirect.right) == (2, 1, 1)
    both = score("quotes", annotated, found, ["a"])
    assert (both.annotated, both.found, both.right) == (3, 4, 2)


def test_an_optional_quote_counts_neither_as_direct_nor_as_indirect() -> None:
    direct, indirect = directness_scores(
        frame(quote(0, 10, True, optional=True)), frame(quote(0, 10, True), quote(0, 10, False)), ["a"]
    )
    assert [(each.annotated, each.found) for each in (direct, indirect)] == [(0, 0), (0, 0)]


def test_whatever_is_found_in_an_article_annotated_as_holding_nothing_is_wrong() -> None:
    result = score("figures", frame(), frame(figure(0, 3, 1)), ["a"])
    assert (result.annotated, result.found, result.right) == (0, 1, 0)
