"""Reading hand annotations, reading the same articles by machine, and telling how far the two agree.

Belongs here: the files of an annotation folder, and the text of the result.
Does not: the scoring rules (comparing/scoring.py), reading articles (reading/).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from riwaya.comparing.accuracy import measured
from riwaya.comparing.scoring import FIELDS, Score, directness_scores, scare_score, score
from riwaya.reading.corrections import Corrections
from riwaya.reading.extract import Knowledge, extract
from riwaya.running.annotations import (
    AnnotationError,
    annotated_texts,
    check_places,
    rows_of,
    span_fault,
    text_of,
)
from riwaya.tables.tables import Tables

KINDS = tuple(FIELDS)
PARTS = ("scare", "quotes_direct", "quotes_indirect")  # of terms and of quotes: counted there already


def evaluate(gold_folder: Path, texts_folder: Path, knowledge: Knowledge) -> dict[str, Score]:
    """Scores by kind ("figures", "terms", "quotes") and by PARTS of them, of every article annotated in a folder.

    gold_folder holds <id>.figures.jsonl, .terms.jsonl and .quotes.jsonl in the annotation guide's format,
    texts_folder the <id>.txt they annotate. A kind without any annotation file is left out. What is measured is the
    reader: corrections are not applied. Raises AnnotationError.
    """
    knowledge = replace(knowledge, corrections=Corrections())
    gold = {kind: read_annotations(gold_folder, kind) for kind in KINDS}
    annotated = {kind: _identifiers(gold_folder, kind) for kind in KINDS}
    identifiers = sorted({name for names in annotated.values() for name in names})
    if not identifiers:
        raise AnnotationError(
            f"{gold_folder}: no <id>.figures.jsonl, .terms.jsonl or .quotes.jsonl. Check the folder."
        )
    sources = annotated_texts(texts_folder, identifiers)
    texts = {source.article_id: source.text for source in sources}
    for kind, rows in gold.items():
        check_places(rows.to_dict("records"), texts, gold_folder, kind)
    tables = Tables.from_extractions(extract(source, knowledge) for source in sources)
    scores = {
        kind: score(kind, gold[kind], getattr(tables, kind), names)
        for kind, names in annotated.items()
        if names
    }
    if "terms" in scores:
        scores["scare"] = scare_score(gold["terms"], tables.terms, annotated["terms"])
    if "quotes" in scores and not gold["quotes"].empty:
        scores["quotes_direct"], scores["quotes_indirect"] = directness_scores(
            gold["quotes"], tables.quotes, annotated["quotes"]
        )
    return scores


def evaluate_all(folders: Sequence[tuple[Path, Path]], knowledge: Knowledge) -> dict[str, Score]:
    """Scores of several folders together, each with the folder of its texts: counts are added, shares made of them.

    Raises AnnotationError.
    """
    total: dict[str, Score] = {}
    for gold, texts in folders:
        for kind, scored in evaluate(gold, texts, knowledge).items():
            total[kind] = total[kind] + scored if kind in total else scored
    return total


def annotated_articles(gold_folder: Path) -> list[str]:
    """Ids of the articles that a folder annotates, for any kind."""
    return sorted({name for kind in KINDS for name in _identifiers(gold_folder, kind)})


def empty_files(gold_folder: Path) -> list[Path]:
    """Annotation files without a row: they say that there is nothing to find, or that nobody looked."""
    files = (path for kind in KINDS for path in sorted(gold_folder.glob(f"*.{kind}.jsonl")))
    return [path for path in files if not text_of(path).strip()]


def _identifiers(folder: Path, kind: str) -> list[str]:
    """The articles that were annotated for a kind; a file without a row says that there is nothing to find."""
    return sorted(path.name.removesuffix(f".{kind}.jsonl") for path in folder.glob(f"*.{kind}.jsonl"))


def read_annotations(folder: Path, kind: str) -> pd.DataFrame:
    """All annotations of one kind in a folder as one table; an ``optional`` row counts neither way.

    In the seeds' files a numeral whose ``kind`` is not "figure" is there to be left alone: it is no annotation, but
    an ambiguous one is optional. Raises AnnotationError.
    """
    rows: list[dict[str, Any]] = []
    for name in _identifiers(folder, kind):
        for row in rows_of(folder / f"{name}.{kind}.jsonl", _fault):
            ambiguous = kind == "figures" and str(row.get("kind", "")).startswith("ambiguous")
            if kind == "figures" and row.get("kind", "figure") != "figure" and not ambiguous:
                continue
            row["optional"] = ambiguous or bool(row.get("optional", False))
            row["value"] = float("nan") if row.get("value") is None else float(row["value"])
            row.setdefault("speaker_name", row.get("speaker_resolved"))
            if kind == "quotes":
                row.setdefault("stance", row.get("cue_stance"))
            rows.append({"article_id": name, **row})
    return pd.DataFrame(
        rows, columns=None if rows else ["article_id", "start", "end", "text", "voice", "optional"]
    )


def _fault(row: dict[str, Any]) -> str | None:
    """What is wrong with an annotation, and the mend; None if nothing is."""
    value = row.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        return f"value is {value!r}. Give a number or null."
    return span_fault(row)


def as_text(scores: dict[str, Score], *, details: bool = False) -> str:
    """Scores as a plain table for a terminal; with details, every miss, extra and difference, one a line."""
    lines = [f"{'':16}{'annotated':>10}{'found':>8}{'right':>8}{'precision':>11}{'recall':>8}{'F1':>8}"]
    for kind, result in scores.items():
        numbers = f"{_share(result.precision):>11}{_share(result.recall):>8}{_share(result.f1):>8}"
        lines.append(f"{kind:16}{result.annotated:>10}{result.found:>8}{result.right:>8}{numbers}")
    for kind in FIELDS:
        if kind in scores:
            fields = "  ".join(f"{name} {_share(scores[kind].agreement(name))}" for name in FIELDS[kind])
            lines += ["", f"{kind}, of the right ones: {fields}"]
    if details:
        for kind, result in scores.items():
            if kind not in PARTS:
                lines += _details(kind, result)
    return "\n".join(lines)


def errors_as_text(scores: dict[str, Score]) -> str:
    """The kinds of errors with their counts, one a line: what was missed or is no mention, then field by field."""
    lines = []
    for kind, result in scores.items():
        if kind in PARTS:
            continue
        counted = measured(result)
        for error in counted.errors:
            of = {"missed": result.annotated, "extra": result.found}.get(error.field, result.right)
            if error.field in ("missed", "extra"):
                said = f"{error.annotated or error.read or '-'}"
            else:
                shown = (error.annotated, error.read)
                said = " read as ".join(
                    {"": "nothing", "words": "other words"}.get(each, each) for each in shown
                )
            lines.append(f"{kind:8}{error.field:8}{error.n:>4} of {of:<5}{said}")
    return "\n".join(lines) or "No errors."


def as_json(scores: dict[str, Score]) -> dict[str, Any]:
    """Scores as plain data, shares rounded to four decimals, null where there is nothing to share."""
    out: dict[str, Any] = {}
    for kind, result in scores.items():
        shares = {name: result.agreement(name) for name in FIELDS.get(kind, ())}
        out[kind] = {
            "annotated": result.annotated,
            "found": result.found,
            "right": result.right,
            **{name: _rounded(getattr(result, name)) for name in ("precision", "recall", "f1")},
            "fields": {name: _rounded(share) for name, share in shares.items()},
        }
    return out


def _details(kind: str, result: Score) -> Iterable[str]:
    for title, rows in (("missed", result.misses), ("extra", result.extras)):
        for row in rows:
            yield f"{kind} {title}: {row['article_id']} {row['start']}-{row['end']} {row['text']}"
    for name, gold, row in result.differences:
        yield f"{kind} {name}: {row['article_id']} {row['start']}-{row['end']} {gold.get(name)} != {row.get(name)}"


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
