"""Files of hand annotations: every fault is told in a sentence, whichever command reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.running.annotations import AnnotationError, annotated_texts, check_places, rows_of, span_fault

from .conftest import Riwaya

TEXT = "خرج المحتجون إلى الشارع صباح اليوم وعادوا إلى منازلهم مساء.\n"
SPAN = '"start": 4, "end": 12, "text": "المحتجون"'
RIGHT = f'{{{SPAN}, "frame": "protester", "voice": "own"}}'

FAULTS = {
    "not JSON": "nonsense",
    "a list": "[]",
    "a text": '"x"',
    "nothing": "null",
    "no end": '{"start": 4}',
    "a place in words": '{"start": "4", "end": 12, "text": "المحتجون", "frame": "protester", "voice": "own"}',
    "a place that is true": '{"start": true, "end": 12, "text": "المحتجون", "frame": "protester", "voice": "own"}',
    "a place without end": '{"start": 1e400, "end": 12, "text": "المحتجون", "frame": "protester", "voice": "own"}',
    "no text": '{"start": 4, "end": 12, "text": null, "frame": "protester", "voice": "own"}',
    "a span of another length": '{"start": 4, "end": 9, "text": "المحتجون", "frame": "protester", "voice": "own"}',
    "brackets without end": "[" * 100_000,
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    return folder


def coded(folder: Path, content: bytes) -> Path:
    folder.mkdir()
    (folder / "one.terms.jsonl").write_bytes(content)
    return folder


@pytest.mark.parametrize("line", FAULTS.values(), ids=FAULTS)
def test_a_faulty_line_is_told_with_its_place_and_the_mend(
    riwaya: Riwaya, tmp_path: Path, texts: Path, line: str
) -> None:
    bad = coded(tmp_path / "bad", f"{RIGHT}\n{line}\n".encode())
    for command in (["agree", bad], ["evaluate", bad]):
        done = riwaya(*command, "--texts", texts)
        assert done.status == 3 and "one.terms.jsonl, line 2: " in done.err
        assert done.err.count("\n") == 1 and done.err.rstrip().endswith(".")


def test_a_file_in_another_encoding_is_told(riwaya: Riwaya, tmp_path: Path, texts: Path) -> None:
    bad = coded(tmp_path / "bad", RIGHT.encode("cp1256"))
    for command in ("agree", "evaluate"):
        done = riwaya(command, bad, "--texts", texts)
        assert done.status == 3 and "is not UTF-8. Save it as UTF-8." in done.err


def test_a_figure_s_value_must_be_a_number(riwaya: Riwaya, tmp_path: Path, texts: Path) -> None:
    (folder := tmp_path / "bad").mkdir()
    (folder / "one.figures.jsonl").write_text(f'{{{SPAN}, "value": "many"}}', encoding="utf-8")
    done = riwaya("evaluate", folder, "--texts", texts)
    assert done.status == 3 and "line 1: value is 'many'. Give a number or null." in done.err


def test_a_line_separator_within_a_note_ends_no_line(tmp_path: Path) -> None:
    folder = coded(tmp_path / "good", f'{RIGHT[:-1]}, "note": "a\u2028b"}}\n\n'.encode("utf-8-sig"))
    (row,) = rows_of(folder / "one.terms.jsonl", span_fault)
    assert row["note"] == "a\u2028b"


def test_texts_are_found_and_places_checked(tmp_path: Path, texts: Path) -> None:
    (source,) = annotated_texts(texts, ["one"])
    row = {"article_id": "one", "start": 4, "end": 12, "text": "المحتجون"}
    check_places([row], {"one": source.text}, tmp_path, "terms")
    with pytest.raises(AnnotationError, match=r"one.terms.jsonl: text\[5:13\] is not"):
        check_places([row | {"start": 5, "end": 13}], {"one": source.text}, tmp_path, "terms")
    with pytest.raises(AnnotationError, match=r"two.txt: annotated, but there is no such text"):
        annotated_texts(texts, ["two"])
