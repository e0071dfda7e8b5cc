"""Files of hand annotations as they come from people: read line by line, every fault told with its place and its mend.

Belongs here: the lines of an annotation file, what every annotation must have, the texts that were annotated.
Does not: what is made of the rows (evaluate.py, agree.py), the scoring rules (comparing/).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from riwaya.reading.sources import Source, read_inputs


class AnnotationError(ValueError):
    """Annotations that cannot be used: the file, the line, what is wrong and the mend."""


def text_of(path: Path) -> str:
    """The text of an annotation file, its byte-order mark dropped. Raises AnnotationError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise AnnotationError(f"{path}: is not UTF-8. Save it as UTF-8.") from None
    except OSError as error:
        raise AnnotationError(f"{path}: cannot be read: {error.strerror}. Mend its rights.") from None


def rows_of(path: Path, wrong: Callable[[dict[str, Any]], str | None]) -> Iterator[dict[str, Any]]:
    """The annotations of a file, one a line; ``wrong`` says what is wrong with one, and the mend. Raises AnnotationError."""
    # Not splitlines(): JSON may hold U+2028 as it is.
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise AnnotationError(f"{path}, line {number}: not JSON: {error}. Mend the line.") from None
        if not isinstance(row, dict):
            fault: str | None = 'not an annotation. Write {"start": …, "end": …, "text": …, …}.'
        else:
            fault = wrong(row)
        if fault:
            raise AnnotationError(f"{path}, line {number}: {fault}")
        yield row


def span_fault(row: Mapping[str, Any]) -> str | None:
    """What is wrong with the span of an annotation, and the mend; None if nothing is."""
    for key in ("start", "end"):
        if type(row.get(key)) is not int or row[key] < 0:
            return f"{key} is {row.get(key)!r}. Give a place in the text in code points."
    if not isinstance(row.get("text"), str) or not row["text"]:
        return f"text is {row.get('text')!r}. Give it as text."
    if row["end"] - row["start"] != len(row["text"]):
        return (
            f"{row['start']} to {row['end']} is not as long as the text of {len(row['text'])}. "
            "Count code points."
        )
    return None


def annotated_texts(folder: Path, names: Sequence[str]) -> list[Source]:
    """The <id>.txt of some annotated articles. Raises AnnotationError."""
    paths = [folder / f"{name}.txt" for name in names]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise AnnotationError(
            f"{missing[0]}: annotated, but there is no such text. Give its folder with --texts."
        )
    sources, rejected = read_inputs(paths)
    if rejected:
        raise AnnotationError(f"{rejected[0].path}: {rejected[0].reason}")
    return list(sources)


def check_places(
    rows: Iterable[Mapping[Any, Any]], texts: Mapping[str, str], folder: Path, kind: str
) -> None:
    """Whether each row's text stands at its place, in the articles whose texts are given. Raises AnnotationError."""
    for row in rows:
        text = texts.get(row["article_id"])
        if text is not None and text[row["start"] : row["end"]] != row["text"]:
            raise AnnotationError(
                f"{folder / row['article_id']}.{kind}.jsonl: text[{row['start']}:{row['end']}] is not the "
                "annotation's text. The text file is not the one that was annotated, or the places are not code points."
            )
