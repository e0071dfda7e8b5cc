"""How well the seeds are read, against their hand annotations: floors that only go up.

A floor is lowered in a commit of its own, which says why. tests/test_accuracy.py checks the numbers in print.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.comparing.scoring import Score
from riwaya.reading.extract import Knowledge
from riwaya.running.evaluate import evaluate

FLOORS = {
    "figures": {"precision": 0.99, "recall": 0.99, "f1": 0.99},
    "terms": {"precision": 0.99, "recall": 0.97, "f1": 0.98},
    "scare": {"precision": 0.99, "recall": 0.99, "f1": 0.99},
    "quotes": {"precision": 0.97, "recall": 0.95, "f1": 0.96},
}
FIELD_FLOORS = {
    ("figures", "bound"): 0.99,
    ("figures", "unit"): 0.99,
    ("figures", "metric"): 0.99,
    ("figures", "group"): 0.97,
    ("figures", "speaker"): 0.97,
    ("figures", "voice"): 0.99,
    ("figures", "stance"): 0.99,
    ("figures", "status"): 0.99,
    ("terms", "kind"): 0.99,
    ("terms", "voice"): 0.99,
    ("terms", "speaker"): 0.97,
    ("quotes", "speaker"): 0.97,
    ("quotes", "stance"): 0.99,
}


@pytest.fixture(scope="module")
def scores(root: Path) -> dict[str, Score]:
    return evaluate(root / "data" / "gold", root / "seeds", Knowledge.load())


@pytest.mark.parametrize(("kind", "measure"), [(kind, name) for kind in FLOORS for name in FLOORS[kind]])
def test_no_measure_falls_below_its_floor(kind: str, measure: str, scores: dict[str, Score]) -> None:
    assert getattr(scores[kind], measure) >= FLOORS[kind][measure]


@pytest.mark.parametrize(("kind", "name"), FIELD_FLOORS)
def test_no_field_falls_below_its_floor(kind: str, name: str, scores: dict[str, Score]) -> None:
    assert scores[kind].agreement(name) >= FIELD_FLOORS[kind, name]
