"""Keeping what was measured: data/accuracy.toml written anew, and the tables that are printed from it.

Belongs here: the text of data/accuracy.toml, of a result as data, and of the tables in README.md and docs/accuracy.md.
Does not: measuring (evaluate.py), what counts mean (comparing/accuracy.py).

``python -m riwaya.running.accuracy FILE...`` renews the tables between their marks in Markdown files.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from riwaya.comparing.accuracy import (
    KINDS,
    GoldSet,
    Measured,
    Share,
    as_data,
    data_of,
    load_accuracy,
    measured,
    pooled,
)
from riwaya.comparing.scoring import Score
from riwaya.language.knowledge import KnowledgeError, data_path
from riwaya.tables.files import write_atomically

HEAD = """\
# How well articles are read, measured against hand annotations. docs/accuracy.md says what each number means.
# The counts and shares are written by make accuracy (riwaya evaluate GOLD --texts TEXTS --out FILE --set ID).
# A new set is an entry with id, titles, what it is and blind (true: no rule was written looking at it); then measure.
# A set with "of" pools others. Values are the annotation guide's; of speaker and counted only "words" is kept.
"""


def result_as_data(scores: dict[str, Score], articles: int) -> dict[str, Any]:
    """What was measured as plain data: articles, then the counts and shares of each kind."""
    return {"articles": articles, "kinds": {kind: data_of(each) for kind, each in counts_of(scores).items()}}


def counts_of(scores: dict[str, Score]) -> dict[str, Measured]:
    """The counts of every kind; terms in scare quotes are terms, so that their fields are counted there."""
    counts = {kind: measured(scores[kind]) for kind in KINDS if kind in scores}
    if "scare" in counts:
        counts["scare"] = replace(counts["scare"], fields={}, errors=())
    return counts


def write_result(path: Path, scores: dict[str, Score], articles: int) -> None:
    """Write a result as .json or .toml. Raises KnowledgeError for another ending, OSError."""
    data = result_as_data(scores, articles)
    if path.suffix == ".json":
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    elif path.suffix == ".toml":
        text = f"articles = {articles}\n" + _kinds(data["kinds"], "kinds")
    else:
        raise KnowledgeError(f"{path}: the result is written as .json or .toml. Give one of these endings.")
    write_atomically(path, text.encode("utf-8"))


def renew_set(path: Path, name: str, scores: dict[str, Score], articles: int) -> None:
    """Put what was measured into one set of a file like data/accuracy.toml, and into the sets that pool it.

    Raises KnowledgeError where the file has no such set, OSError.
    """
    sets = {each.id: each for each in load_accuracy(path)}
    if name not in sets or sets[name].of:
        own = ", ".join(each.id for each in sets.values() if not each.of)
        raise KnowledgeError(
            f"{path}: has no set {name} of its own. There is: {own}. Add an entry, or name one."
        )
    sets[name] = replace(sets[name], kinds=counts_of(scores), articles=articles, when_ar="", when_en="")
    every = [pooled(each, sets) if each.of else each for each in sets.values()]
    write_atomically(path, as_toml(every).encode("utf-8"))


def as_toml(sets: Sequence[GoldSet]) -> str:
    """The text of data/accuracy.toml."""
    parts = [HEAD]
    for each in sets:
        data = as_data(each)
        plain = "".join(f"{key} = {_value(value)}\n" for key, value in data.items() if key != "kinds")
        parts.append(f"\n[[set]]\n{plain}{_kinds(data['kinds'], 'set.kinds')}")
    return "".join(parts)


def _kinds(kinds: dict[str, Any], table: str) -> str:
    lines = []
    for kind, data in kinds.items():
        lines.append(f"\n[{table}.{kind}]")
        lines += [
            f"{key} = {_value(value)}" for key, value in data.items() if key not in ("fields", "errors")
        ]
        errors = "".join(f"\n  {_value(error)}," for error in data["errors"])
        lines.append(f"errors = [{errors}\n]" if errors else "errors = []")
        lines.append(f"\n[{table}.{kind}.fields]")
        lines += [f"{name} = {_value(share)}" for name, share in data["fields"].items()]
    return "\n".join(lines) + "\n" if lines else ""


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    # A JSON text, number, truth value or list of them is one of TOML too.
    return json.dumps(value, ensure_ascii=False)


# Tables in Markdown

_MARKED = re.compile(r"(<!-- accuracy: (\w+)(?: ([\w-]+))? -->\n).*?(<!-- end -->)", re.DOTALL)
NAMES = {"figures": "Figures", "terms": "Terms", "quotes": "Quotations", "scare": "Scare quotes"}


def renewed(text: str, sets: Sequence[GoldSet]) -> str:
    """A Markdown text with every table between ``<!-- accuracy: WHAT SET -->`` and ``<!-- end -->`` made anew.

    WHAT: kinds (a row a kind), fields (a row a field), errors (a row an error), sets (a row a set, no SET).
    """
    by_id = {each.id: each for each in sets}
    made = {"kinds": _kind_rows, "fields": _field_rows, "errors": _error_rows}

    def table(match: re.Match[str]) -> str:
        head, what, name, end = match.groups()
        rows = _set_rows(sets) if what == "sets" else made[what](by_id[name])
        return head + "".join(f"| {' | '.join(row)} |\n" for row in rows) + end

    return _MARKED.sub(table, text)


def _ruled(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [head, ["---"] * len(head), *rows]


def _set_rows(sets: Sequence[GoldSet]) -> list[Sequence[str]]:
    rows = [
        [f"`{each.id}`", each.what_en, str(each.articles), "no, blind" if each.blind else "yes"]
        for each in sets
    ]
    return _ruled(["set", "what it is", "articles", "rules written looking at it"], rows)


def _kind_rows(gold: GoldSet) -> list[Sequence[str]]:
    rows = []
    for kind, counted in gold.kinds.items():
        shares = [counted.precision.share, counted.recall.share, counted.f1]
        shares += [
            counted.fields[name].share if name in counted.fields else None for name in ("speaker", "voice")
        ]
        rows.append([NAMES[kind], str(counted.annotated), *map(_decimal, shares)])
    return _ruled(["", "annotated", "precision", "recall", "F1", "speaker", "voice"], rows)


def _field_rows(gold: GoldSet) -> list[Sequence[str]]:
    rows = []
    for kind, counted in gold.kinds.items():
        for name, share in shares_of(counted).items():
            rows.append([NAMES[kind], name, _decimal(share.share), str(share.n), _between(share)])
    return _ruled(["", "", "share right", "n", "95% interval"], rows)


def shares_of(counted: Measured) -> dict[str, Share]:
    """Every share of a kind by name: precision, recall, then the fields."""
    return {"precision": counted.precision, "recall": counted.recall} | counted.fields


def _error_rows(gold: GoldSet) -> list[Sequence[str]]:
    rows = [
        [NAMES[kind], error.field, error.annotated or "–", error.read or "–", str(error.n)]
        for kind, counted in gold.kinds.items()
        for error in counted.errors
    ]
    return _ruled(["", "", "annotated", "read", "n"], rows)


def _decimal(share: float | None) -> str:
    """Two decimals; nearly all is not written as all.

    >>> [_decimal(share) for share in (0.974, 0.998, 1.0, None)]
    ['0.97', '0.99', '1.00', '']
    """
    return "" if share is None else f"{min(share, 0.99) if 0.99 < share < 1 else share:.2f}"


def _between(share: Share) -> str:
    return "" if share.interval is None else "{:.2f}–{:.2f}".format(*share.interval)


def main(files: Sequence[str]) -> None:
    """Renew the tables in Markdown files from data/accuracy.toml."""
    sets = load_accuracy(data_path("accuracy.toml"))
    for name in files:
        path = Path(name)
        write_atomically(path, renewed(path.read_text(encoding="utf-8"), sets).encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
