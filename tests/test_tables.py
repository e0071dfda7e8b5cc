"""The five tables keep their promise, and what is written can be read back."""

from __future__ import annotations

import csv
import datetime
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.tables.files import write_atomically
from riwaya.tables.tables import FORMATS, NAMES, TableError, Tables, _without_guard, csv_bytes, safe_cell

SPAN = {"article_id": "a", "sentence_no": 0}
SOURCE = {"speaker": None, "speaker_name": None, "cue": None, "stance": "neutral"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "articles": [
        {
            "article_id": "b",
            "outlet": "x",
            "published": "2022-01-10",
            "words": 3,
            "sentences": 1,
            "sha256": "f0",
        },
        {"article_id": "a", "outlet": None, "published": None, "words": 4, "sentences": 1, "sha256": "f1"},
    ],
    "sentences": [
        {"article_id": "b", "sentence_no": 0, "start": 0, "end": 11, "zone": "body", "text": "قتل 5 أشخاص"},
        SPAN | {"start": 0, "end": 4, "zone": "headline", "text": "خبر."},
    ],
    "figures": [
        SOURCE
        | {
            "article_id": "b",
            "sentence_no": 0,
            "start": 4,
            "end": 5,
            "text": "5",
            "value": 5,
            "bound": "exact",
        }
        | {"unit": "person", "metric": "deaths", "voice": "own", "status": "asserted", "value_high": None}
    ],
    "terms": [
        SOURCE
        | SPAN
        | {
            "start": 0,
            "end": 3,
            "text": "خبر",
            "lemma": "خبر",
            "frame": "f",
            "kind": "actor",
            "voice": "scare",
        }
    ],
    "quotes": [SOURCE | SPAN | {"start": 0, "end": 3, "text": "خبر", "direct": True}],
}


def with_row(name: str, **changes: Any) -> dict[str, list[dict[str, Any]]]:
    return ROWS | {name: [ROWS[name][0] | changes, *ROWS[name][1:]]}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_read_back(form: str, tmp_path: Path) -> None:
    tables = Tables.build(ROWS)
    tables.write(tmp_path, form)
    again = Tables.read(tmp_path)
    for name in NAMES:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(again, name))


@pytest.mark.parametrize("form", FORMATS)
def test_empty_tables_are_written_and_read_back(form: str, tmp_path: Path) -> None:
    Tables.build({}).write(tmp_path, form)
    assert [len(getattr(Tables.read(tmp_path), name)) for name in NAMES] == [0] * 5


@pytest.mark.parametrize("form", FORMATS)
def test_two_writes_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in Tables.build(ROWS).write(tmp_path / "one", form)]
    assert first == [path.read_bytes() for path in Tables.build(ROWS).write(tmp_path / "two", form)]


def test_unknown_is_missing_and_never_empty() -> None:
    article = Tables.build(ROWS).articles.iloc[1]
    assert article[["outlet", "published", "url", "wire_group"]].isna().all()


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("figures", {"bound": "roughly"}, "column bound"),
        ("figures", {"end": 9}, "end - start"),
        ("figures", {"value": "many"}, "Every value must be float64"),
        ("figures", {"metric": None}, "column metric"),
        ("terms", {"voice": "shouted"}, "column voice"),
        ("sentences", {"zone": "footer"}, "column zone"),
        ("articles", {"article_id": "a"}, "column"),
        ("articles", {"bias": 1}, "column 'bias' is not known"),
        ("articles", {"published": "yesterday"}, "column published"),
    ],
)
def test_a_row_that_breaks_the_promise_is_refused(name: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(TableError, match=f"table {name}.*{said}"):
        Tables.build(with_row(name, **changes))


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"holds no articles.parquet"):
        Tables.read(tmp_path)


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="'xlsx' is not one of"):
        Tables.build(ROWS).write(tmp_path, "xlsx")


def test_only_keeps_the_rows_of_an_article() -> None:
    kept = Tables.build(ROWS).only(["a"])
    assert [len(getattr(kept, name)) for name in NAMES] == [1, 1, 0, 1, 1]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "|calc", "'=1", "\u200b=1", "\ufeff=1", "\u00a0=1",
     "\u202e=1", "\x01=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\ufe661+1"],
)  # fmt: skip
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    content = csv_bytes(pd.DataFrame({"text": pd.Series([cell], dtype="str"), "value": [-1.5]}))
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row == ["'" + cell, "-1.5"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a;=1+1", "a;'=1+1"),
        ('a; "=1+1"', 'a;\' "=1+1"'),
        ("a\n=1+1", "a\n'=1+1"),
        ("a\r\n\u200b=1+1", "a\r'\n'\u200b=1+1"),
        ("a;;\uff1d1", "a;';'\uff1d1"),
        ("\r=1", "'\r'=1"),
        ("a;b=1", "a;b=1"),
        ("a = b; c", "a = b; c"),
    ],
)
def test_where_semicolons_part_cells_none_begins_a_formula(cell: str, written: str) -> None:
    assert safe_cell(cell) == written


@given(st.text(st.sampled_from("=-@;'\"\n\t\r \u200b\uff1da"), max_size=12))
@settings(max_examples=300, deadline=None)
def test_what_guards_a_cell_is_taken_off_again(text: str) -> None:
    assert _without_guard(safe_cell(text)) == text
    assert re.search(r"(?:\A|[;\n\r]\"?)[\s\u200b]*[=@\uff1d-]", str(safe_cell(text))) is None


def test_numbers_and_prose_stay_as_they_are() -> None:
    assert [safe_cell(value) for value in (5, "5", "قال: -3", None)] == [5, "5", "قال: -3", None]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202e=1", "x" * 100_000])
def test_hostile_text_is_kept_code_point_for_code_point(text: str, tmp_path: Path) -> None:
    rows = with_row("terms", text=text, end=len(text))
    tables = Tables.build(rows)
    tables.write(tmp_path, "csv")
    tables.write(tmp_path, "parquet")
    assert len(Tables.read(tmp_path).terms.loc[0, "text"]) == len(text)


def test_days_of_any_year_are_read_back_and_nothing_is_warned_of(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    days = [datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]
    rows = [with_row("articles", article_id=day.isoformat(), published=day)["articles"][0] for day in days]
    for form in FORMATS:
        Tables.build({"articles": rows}).write(tmp_path / form, form)
        read = Tables.read(tmp_path / form).articles["published"]
        assert sorted(day.date() for day in read) == days
    assert not recwarn.list


def test_a_value_that_is_refused_is_quoted_without_what_a_terminal_obeys() -> None:
    with pytest.raises(TableError) as error:
        Tables.build(with_row("articles", published="\x1b[31m\u202e"))
    assert str(error.value).isprintable()


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "text is not bytes")  # type: ignore[arg-type]
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("page.html", b"old")]


@pytest.mark.parametrize(("given", "read"), [({}, False), ({"doubtful": True}, True)])
def test_a_column_of_yes_and_no_that_is_not_given_says_no(given: dict[str, Any], read: bool) -> None:
    assert Tables.build(with_row("figures", **given)).figures["doubtful"].tolist() == [read]
