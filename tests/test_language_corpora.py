"""The corpora of numerals and dates exercise all there is: every entry of the data, every line of the grammar.

An entry is exercised when taking it out of the data changes what is read in some sentence of tests/corpora/; a line
of the grammar when reading those sentences runs it. What fails here wants a sentence in a corpus, or to be deleted.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from riwaya.language import dates, numerals
from riwaya.language.dates import DateKnowledge, find_dates_with
from riwaya.language.dates import vocabulary as date_words
from riwaya.language.knowledge import data_path, load
from riwaya.language.numerals import NumeralKnowledge, find_numerals, phrases
from riwaya.language.spelling import fold
from riwaya.language.tokens import NumberWord

CORPORA = Path(__file__).parent / "corpora"
GRAMMAR = (
    *(Path(numerals.__file__).parent / f"{name}.py" for name in (
        "digits", "expressions", "lookalikes", "numbers", "sums", "surroundings"
    )),
    *(Path(dates.__file__).parent / f"{name}.py" for name in ("numeric", "worded")),
)  # fmt: skip
NUMERAL_TABLES = {
    "number": NumberWord,
    "bound": phrases.BoundPhrase,
    "context": phrases.Context,
    "words": phrases.WordList,
}
DATE_TABLES = {
    "month": date_words.Month,
    "weekday": date_words.Weekday,
    "ordinal": date_words.Ordinal,
    "words": date_words.WordList,
}


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the three corpora."""
    files = [
        tomllib.loads((CORPORA / f"{name}.toml").read_text("utf-8"))
        for name in ("numerals", "nothing", "dates")
    ]
    groups = [group for file in files for table in file.values() for group in table]
    return tuple(text for group in groups for text in group.get("spellings", group.get("texts", [])))


@cache
def tables(name: str) -> dict[str, list[Any]]:
    kinds: dict[str, type] = NUMERAL_TABLES if name == "numerals" else DATE_TABLES
    return {table: load(data_path(f"{name}.toml"), table, record) for table, record in kinds.items()}


def knowledge_without(name: str, table: str = "", entry_id: str = "") -> NumeralKnowledge | DateKnowledge:
    """The knowledge of a file without one entry; a list of words is left empty, for the grammar asks for it."""
    entries = {kind: list(found) for kind, found in tables(name).items()}
    if table == "words":
        of = phrases.WordList if name == "numerals" else date_words.WordList
        entries[table] = [of(e.id, e.note, ()) if e.id == entry_id else e for e in entries[table]]
    elif table:
        entries[table] = [entry for entry in entries[table] if entry.id != entry_id]
    whole = NumeralKnowledge if name == "numerals" else DateKnowledge
    return whole.of(*entries.values())


@cache
def date_knowledge() -> DateKnowledge:
    return knowledge_without("dates")  # type: ignore[return-value]


def read(name: str, text: str, known: Any) -> object:
    return (
        find_numerals(text, known, date_knowledge()) if name == "numerals" else find_dates_with(text, known)
    )


@cache
def whole_reading(name: str) -> dict[str, object]:
    known = knowledge_without(name)
    return {text: read(name, text, known) for text in sentences()}


def entries() -> Iterator[Any]:
    for name in ("numerals", "dates"):
        for table, found in tables(name).items():
            for entry in found:
                yield pytest.param(name, table, entry, id=f"{name} {table} {entry.id}")


def words_of(entry: Any) -> set[str]:
    forms = getattr(entry, "forms", None) or getattr(entry, "phrases", None) or entry.words
    return {fold(form.split()[-1]).removeprefix("ال") for form in forms}


@pytest.mark.parametrize(("name", "table", "entry"), list(entries()))
def test_some_sentence_is_read_otherwise_without_the_entry(name: str, table: str, entry: Any) -> None:
    known = knowledge_without(name, table, entry.id)
    whole = whole_reading(name)
    near = [text for text in sentences() if any(word in fold(text) for word in words_of(entry))]
    assert any(read(name, text, known) != whole[text] for text in near), (
        f"No sentence of tests/corpora needs {table} {entry.id!r} of data/{name}.toml. Add one."
    )


def lines_of(path: Path) -> set[int]:
    """The first line of every statement inside the functions of a module."""
    found: set[int] = set()

    def walk(code: CodeType, inside: bool) -> None:
        if inside:
            found.update(line for _, _, line in code.co_lines() if line and line != code.co_firstlineno)
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                walk(constant, inside or not constant.co_name.lstrip("_")[:1].isupper())

    walk(compile(path.read_text("utf-8"), str(path), "exec"), False)
    return found


def lines_run(work: Callable[[], object]) -> set[tuple[str, int]]:
    """The lines of the grammar that some work runs, as (file, line)."""
    names, run = {str(path) for path in GRAMMAR}, set()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in names:
            return None
        if event == "line":
            run.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return run


def test_the_corpora_run_every_line_of_the_grammar() -> None:
    known, when = knowledge_without("numerals"), date_knowledge()

    def work() -> None:
        for text in sentences():
            find_numerals(text, known, when)  # type: ignore[arg-type]
            find_dates_with(text, when)

    run = lines_run(work)
    idle = [
        f"{path.parent.name}/{path.name}:{line}  {path.read_text('utf-8').splitlines()[line - 1].strip()}"
        for path in GRAMMAR
        for line in sorted(lines_of(path))
        if (str(path), line) not in run
    ]
    assert not idle, "No sentence of tests/corpora runs these lines:\n" + "\n".join(idle)
