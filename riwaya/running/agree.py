"""Reading what two coders wrote, or one coder and Riwaya, and telling how far they agree.

Belongs here: the folders of a coder, which articles both coded, and the text of the result.
Does not: reading a file of annotations (annotations.py), alpha and the units (comparing/coding.py), precision and
recall (evaluate.py), reading articles (reading/).
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from riwaya.comparing.coding import UNMARKED, Agreement, term_agreement
from riwaya.reading.corrections import Corrections
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import Source
from riwaya.running.annotations import AnnotationError, annotated_texts, check_places, rows_of, span_fault
from riwaya.tables.tables import Tables

RIWAYA = "riwaya"
SHOWN = 8  # of a field's confusions in the text; the data holds them all
# Krippendorff, Content Analysis (2004), p. 241.
RELIABLE, TENTATIVE = 0.8, 0.667
_VOICES = ("own", "attributed", "quoted", "scare")
_SUFFIX = ".terms.jsonl"
_ALIKE = 0.85  # two ids of frames: this much of their letters in the same order


@dataclass(frozen=True)
class Coding:
    """What one coder marked: a name, the articles coded (those without a mark too), the marks as a terms table."""

    name: str
    articles: frozenset[str]
    terms: pd.DataFrame


@dataclass(frozen=True)
class Comparison:
    """How far two coders agree: their names, the articles both coded, those that one has alone, and the fields."""

    names: tuple[str, str]
    articles: tuple[str, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    empty: tuple[str, ...]  # articles of both in which a person marks nothing and the other coder something
    fields: tuple[Agreement, ...]
    strange: tuple[
        tuple[str, str], ...
    ] = ()  # frames of one coder that look like a slip for one of the other's


def read_coding(folder: Path) -> Coding:
    """A coder's folder of <id>.terms.jsonl, in the annotation guide's format. Raises AnnotationError.

    A row needs start, end, text, frame and voice; ``optional`` rows count for nobody.
    """
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    if not files:
        raise AnnotationError(f"{folder}: holds no <id>{_SUFFIX}. Check the folder.")
    rows = [row for path in files for row in _rows(path)]
    columns = ["article_id", "start", "end", "text", "frame", "voice", "optional"]
    names = frozenset(path.name.removesuffix(_SUFFIX) for path in files)
    return Coding(folder.resolve().name, names, pd.DataFrame(rows, columns=columns))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    name = path.name.removesuffix(_SUFFIX)
    for row in rows_of(path, _fault):
        kept = {key: row[key] for key in ("start", "end", "text", "frame", "voice")}
        yield {"article_id": name, **kept, "optional": row.get("optional") is True}


def _fault(row: dict[str, Any]) -> str | None:
    """What is wrong with a row, and the mend; None if nothing is."""
    fault = span_fault(row)
    if fault:
        return fault
    for key in ("frame", "voice"):
        if not isinstance(row.get(key), str) or not row[key]:
            return f"{key} is {row.get(key)!r}. Give it as text."
    if not row["frame"].isprintable():
        return f"frame is {row['frame']!r}. Give the id of a frame."
    if row["voice"] not in _VOICES:
        return f"voice is {row['voice']!r}. Choose one of: {', '.join(_VOICES)}."
    if "optional" in row and not isinstance(row["optional"], bool):
        return f"optional is {row['optional']!r}. Write true or false, or leave it out."
    return None


def riwaya_coding(texts: Sequence[Source], knowledge: Knowledge) -> Coding:
    """What Riwaya marks in some texts. It is the reader that is compared: corrections are not applied."""
    knowledge = replace(knowledge, corrections=Corrections())
    tables = Tables.from_extractions(extract(source, knowledge) for source in texts)
    return Coding(RIWAYA, frozenset(source.article_id for source in texts), tables.terms)


def compare(first: Path, second: Path | None, texts: Path | None, knowledge: Knowledge | None) -> Comparison:
    """How far two coders agree on the articles that both coded; without a second, the coder and Riwaya.

    texts: the folder of the <id>.txt that were coded, against which the places are checked; Riwaya needs it, and
    knowledge. Raises AnnotationError.
    """
    one = read_coding(first)
    other = read_coding(second) if second else None
    common = sorted(one.articles & other.articles) if other else sorted(one.articles)
    if other and not common:
        raise AnnotationError(
            f"{first} and {second} have no article in common. The files of one article are called the same in both."
        )
    if texts:
        sources = annotated_texts(texts, common)
        by_name = {source.article_id: source.text for source in sources}
        for folder, coding in ((first, one), (second, other)):
            if folder and coding:
                check_places(coding.terms.to_dict("records"), by_name, folder, "terms")
    if other is None:
        if not texts or not knowledge:
            raise AnnotationError(
                "Riwaya is the second coder and needs the texts. Give their folder with --texts."
            )
        other = riwaya_coding(sources, knowledge)
    return Comparison(
        names=_names(one, other, first, second),
        articles=tuple(common),
        alone=(tuple(sorted(one.articles - other.articles)), tuple(sorted(other.articles - one.articles))),
        empty=tuple(name for name in common if _marked_by_one(one, other, name, people=2 if second else 1)),
        fields=tuple(term_agreement(one.terms, other.terms, common)),
        strange=tuple(_slips(set(one.terms["frame"]), set(other.terms["frame"]))),
    )


def _slips(frames: set[str], others: set[str]) -> Iterator[tuple[str, str]]:
    """Frames that one coder alone uses and that are spelt almost like one of the other's."""
    for alone, there in ((frames - others, others), (others - frames, frames)):
        for frame in sorted(alone):
            if near := difflib.get_close_matches(frame, sorted(there), 1, _ALIKE):
                yield frame, near[0]


def _marked_by_one(one: Coding, other: Coding, article_id: str, people: int) -> bool:
    """Whether a person, the first or either, marks nothing in an article in which the other coder does."""
    marks = [bool((coding.terms["article_id"] == article_id).any()) for coding in (one, other)]
    return any(marks) and not all(marks[:people])


def _names(one: Coding, other: Coding, first: Path, second: Path | None) -> tuple[str, str]:
    """The coders by their folders; by the whole path where the folders are called the same."""
    if one.name != other.name:
        return one.name, other.name
    return str(first), str(second or RIWAYA)


# The result


def advice(agreement: Agreement) -> str:
    """What Krippendorff advises for an alpha, as a sentence; "" where the coding may be relied on."""
    name, alpha = agreement.field, agreement.alpha
    if not agreement.units:
        return f"{name}: there is nothing to compare."
    if math.isnan(alpha):
        return f"{name}: alpha says nothing where every value is the same."
    if alpha < TENTATIVE:
        return f"{name}: alpha is below {TENTATIVE}. Draw no conclusions from this coding (Krippendorff)."
    if alpha < RELIABLE:
        return f"{name}: alpha is below {RELIABLE}. Draw tentative conclusions only (Krippendorff)."
    return ""


def as_text(compared: Comparison) -> str:
    """A comparison as a plain table for a terminal, the commonest confusions and what to make of alpha."""
    one, other = compared.names
    n = len(compared.articles)
    lines = [f"{n} article{'' if n == 1 else 's'} coded by {one} and {other}", ""]
    lines.append(f"{'':8}{'units':>7}{'agreed':>8}{'alpha':>8}")
    for field in compared.fields:
        alpha = "-" if math.isnan(field.alpha) else f"{field.alpha:.3f}"
        lines.append(f"{field.field:8}{field.units:>7}{field.agreed:>8}{alpha:>8}")
    for field in compared.fields:
        if field.confusions:
            lines += ["", f"{field.field}: {one} / {other}"]
            lines += [f"{times:>5}  {a} / {b}" for a, b, times in field.confusions[:SHOWN]]
            left = len(field.confusions) - SHOWN
            lines += [f"       and {left} other pair{'' if left == 1 else 's'}"] if left > 0 else []
    said = [sentence for sentence in map(advice, compared.fields) if sentence]
    if any(UNMARKED in pair[:2] for field in compared.fields for pair in field.confusions):
        lines += ["", f"{UNMARKED}: a span that the other coder alone marks."]
    return "\n".join([*lines, *([""] if said else []), *said])


def as_json(compared: Comparison) -> dict[str, Any]:
    """A comparison as plain data, alpha rounded to four decimals, null where it says nothing."""
    fields = {
        field.field: {
            "units": field.units,
            "agreed": field.agreed,
            "alpha": None if math.isnan(field.alpha) else round(field.alpha, 4),
            "confusions": [{"first": a, "second": b, "n": times} for a, b, times in field.confusions],
            "advice": advice(field),
        }
        for field in compared.fields
    }
    alone = {"first": list(compared.alone[0]), "second": list(compared.alone[1])}
    names = {"first": compared.names[0], "second": compared.names[1]}
    return {**names, "articles": list(compared.articles), "left_out": alone, "fields": fields}


def notes(compared: Comparison) -> list[str]:
    """What a person must know besides the numbers: articles left out, articles in which one coder marks nothing."""
    said = []
    for name, alone in zip(compared.names, compared.alone, strict=True):
        if alone:
            said.append(f"left out, coded by {name} only ({len(alone)}): {_some(alone)}.")
    if compared.empty:
        said.append(
            f"only one of the two marks anything in ({len(compared.empty)}): {_some(compared.empty)}. "
            "Take away the files that nobody has coded."
        )
    for frame, near in compared.strange:
        said.append(f"only one of the two uses the frame {frame!r}. Is it {near!r}?")
    return said


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
