"""The five tables: made from what was read, checked where they are made, written and read back.

Belongs here: columns, types, keys, file formats.
Does not: reading Arabic, comparing, drawing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from riwaya.reading.extract import Extraction
from riwaya.reading.records import BOUNDS, GROUPS, KINDS, PART_KINDS, STANCES, STATUSES, VOICES, ZONES
from riwaya.tables.files import write_atomically
from riwaya.tables.formats import FORMATS, TableError


def _text(values: Sequence[str] | None = None, *, missing: bool = False) -> pa.Column:
    checks = [pa.Check.isin(values)] if values else []
    return pa.Column("str", checks, nullable=missing)


def _number(minimum: int = 0) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(minimum))


def _span(**columns: pa.Column) -> dict[str, pa.Column]:
    place = {
        "article_id": _text(),
        "sentence_no": _number(),
        "start": _number(),
        "end": _number(1),
        "text": _text(),
    }
    return place | columns


def _source() -> dict[str, pa.Column]:
    return {name: _text(missing=True) for name in ("speaker", "speaker_name", "cue")}


_SPAN_HOLDS = pa.Check(
    lambda table: table["end"] - table["start"] == table["text"].str.len(),
    error="end - start is not the length of text",
)

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "articles": pa.DataFrameSchema(
        {
            "article_id": _text(),
            "outlet": _text(missing=True),
            "outlet_name": _text(missing=True),
            "headline": _text(missing=True),
            "published": pa.Column("datetime64[ms]", nullable=True),
            "published_basis": _text(("stated", "inferred", "given"), missing=True),
            "url": _text(missing=True),
            "source_path": _text(missing=True),
            "agencies": _text(missing=True),
            "words": _number(),
            "sentences": _number(),
            "sha256": _text(),
            "wire_group": _text(missing=True),
            "outlet_basis": _text(("stated", "address", "given"), missing=True),
        },
        unique=["article_id"],
    ),
    "sentences": pa.DataFrameSchema(
        {
            "article_id": _text(),
            "sentence_no": _number(),
            "start": _number(),
            "end": _number(1),
            "zone": _text(ZONES),
            "text": _text(),
        },
        unique=["article_id", "sentence_no"],
        checks=_SPAN_HOLDS,
    ),
    "figures": pa.DataFrameSchema(
        _span(
            value=pa.Column("float64"),
            value_high=pa.Column("float64", nullable=True),
            bound=_text(BOUNDS),
            unit=_text(missing=True),
            counted=_text(missing=True),
            metric=_text(),
            group=_text(GROUPS, missing=True),
            **_source(),
            voice=_text(VOICES),
            stance=_text(STANCES),
            status=_text(STATUSES),
            scope=_text(missing=True),
            scope_name=_text(missing=True),
            as_of=pa.Column("datetime64[ms]", nullable=True),
            as_of_text=_text(missing=True),
            status_date=pa.Column("datetime64[ms]", nullable=True),
            part_of=pa.Column("Int64", pa.Check.ge(0), nullable=True),
            part_kind=_text(PART_KINDS, missing=True),
            correction=_text(missing=True),
            doubtful=pa.Column("bool"),
        ),
        checks=_SPAN_HOLDS,
    ),
    "terms": pa.DataFrameSchema(
        _span(
            lemma=_text(),
            frame=_text(),
            kind=_text(KINDS),
            **_source(),
            voice=_text((*VOICES, "scare")),
            stance=_text(STANCES),
        ),
        checks=_SPAN_HOLDS,
    ),
    "quotes": pa.DataFrameSchema(
        _span(direct=pa.Column("bool"), **_source(), stance=_text(STANCES)),
        checks=_SPAN_HOLDS,
    ),
}
NAMES = tuple(SCHEMAS)
# Not one of the five: it is written beside them where corrections changed a figure, added one or dropped one.
CORRECTIONS = "corrections"
SCHEMAS[CORRECTIONS] = pa.DataFrameSchema(
    _span(
        correction=_text(),
        kind=_text(("changed", "added", "dropped")),
        was=_text(missing=True),
        now=_text(missing=True),
        why=_text(),
        why_ar=_text(missing=True),
        by=_text(),
        date=pa.Column("datetime64[ms]"),
    ),
    checks=_SPAN_HOLDS,
)
KEYS = {
    "articles": ["article_id"],
    "sentences": ["article_id", "sentence_no"],
    "figures": ["article_id", "start", "end"],
    "terms": ["article_id", "start", "end", "frame"],
    "quotes": ["article_id", "start", "end", "direct"],
    CORRECTIONS: ["article_id", "start", "end"],
}


def _no_corrections() -> pd.DataFrame:
    return _checked(CORRECTIONS, pd.DataFrame([], dtype=object))


@dataclass(frozen=True)
class Tables:
    """The five tables of one corpus, each checked against its schema and in the order of its key.

    Beside them ``corrections``: what a correction did to which figure; a row of a dropped figure is only here.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    figures: pd.DataFrame
    terms: pd.DataFrame
    quotes: pd.DataFrame
    corrections: pd.DataFrame = field(default_factory=_no_corrections)

    @classmethod
    def build(cls, rows: dict[str, list[dict[str, Any]]]) -> Tables:
        """Tables from lists of rows, one list a table name; columns not given are missing everywhere.

        Raises TableError when a row breaks its schema.
        """
        every = (*NAMES, CORRECTIONS)
        return cls(**{name: _checked(name, pd.DataFrame(rows.get(name, []), dtype=object)) for name in every})

    @classmethod
    def from_extractions(cls, extractions: Iterable[Extraction]) -> Tables:
        """Tables of what was read; rows in the order of the articles, then of the text."""
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in (*NAMES, CORRECTIONS)}
        for extraction in extractions:
            article = extraction.article
            key = {"article_id": article.article_id}
            rows["articles"].append(
                key
                | {
                    name: getattr(article, name)
                    for name in ("outlet", "outlet_name", "headline", "published")
                }
                | {
                    name: getattr(article, name)
                    for name in ("published_basis", "url", "source_path", "words")
                }
                | {"agencies": ";".join(article.agencies) or None, "sentences": len(article.sentences)}
                | {"sha256": article.sha256, "wire_group": None, "outlet_basis": article.outlet_basis}
            )
            for name in ("sentences", "figures", "terms", "quotes", CORRECTIONS):
                records = article.sentences if name == "sentences" else getattr(extraction, name)
                rows[name] += [key | asdict(record) for record in records]
        return cls.build(rows)

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame]) -> Tables:
        """Tables of frames by name, each checked anew; the articles in the order of the frame. Raises TableError."""
        return cls(**{name: _checked(name, frame) for name, frame in frames.items()})

    @classmethod
    def read(cls, folder: str | Path) -> Tables:
        """The tables written into a folder by ``write``, whatever their format. Raises TableError."""
        every = [*NAMES, *([CORRECTIONS] if _file(Path(folder), CORRECTIONS) else [])]
        return cls.of({name: _read_one(Path(folder), name) for name in every})

    def write(self, folder: str | Path, format: str = "parquet") -> list[Path]:
        """Write articles.EXT … quotes.EXT into a folder (made if need be), each in one atomic step.

        corrections.EXT is written where there are any; one that an earlier run left there is taken away.
        In csv a cell that a spreadsheet would run as a formula is led by an apostrophe; ``read`` takes it off.
        """
        if format not in FORMATS:
            raise TableError(f"format {format!r} is not one of {', '.join(FORMATS)}. Choose one of them.")
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in NAMES:
            path = folder / f"{name}.{format}"
            write_atomically(path, _encoded(getattr(self, name), format))
            paths.append(path)
        path = folder / f"{CORRECTIONS}.{format}"
        if len(self.corrections):
            write_atomically(path, _encoded(self.corrections, format))
            return [*paths, path]
        path.unlink(missing_ok=True)
        return paths

    def with_wire_groups(self, groups: Mapping[str, str]) -> Tables:
        """The same tables, each article that a mapping of article_id to group names carrying its wire_group."""
        grouped = self.articles.assign(wire_group=self.articles["article_id"].map(dict(groups)))
        return replace(self, articles=_checked("articles", grouped))

    def only(self, article_ids: Iterable[str]) -> Tables:
        """The same tables with the rows of some articles only."""
        wanted = set(article_ids)
        frames = {name: getattr(self, name) for name in (*NAMES, CORRECTIONS)}
        kept = {name: frame[frame["article_id"].isin(wanted)] for name, frame in frames.items()}
        return Tables(**{name: frame.reset_index(drop=True) for name, frame in kept.items()})


# A cell that begins so is run by spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection. They skip white
# space and what cannot be seen, and some take the wide forms of the signs for the signs.
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
_SIGNS = r"=+\-@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe66\ufe62\ufe63\ufe6b"
_FORMULA = re.compile(rf"[{_UNSEEN}]*[{_SIGNS}\t\r']")
# Where the list separator is a semicolon, as on most Arabic systems, a file of commas is cut at semicolons and line
# ends whatever stands in quotation marks: what follows one of them begins a cell too.
_LATER = re.compile(rf"(?<![{_UNSEEN};'\"])[{_UNSEEN};'\"]++(?=[{_SIGNS}])")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def safe_cell(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula, nor any part of it; everything else as it is.

    >>> safe_cell("=1+1"), safe_cell("164"), safe_cell(164), safe_cell("a;=1+1")
    ("'=1+1", '164', 164, "a;'=1+1")
    """
    if not isinstance(value, str):
        return value
    value = _LATER.sub(lambda run: re.sub(r"[;\n\r]", r"\g<0>'", run.group()), value)
    return "'" + value if _FORMULA.match(value) else value


def _without_guard(value: Any) -> Any:
    """The text that ``safe_cell`` was given; everything else as it is."""
    if not isinstance(value, str):
        return value
    if value.startswith("'") and _FORMULA.match(value, 1):
        value = value[1:]
    return _LATER.sub(lambda run: re.sub(r"([;\n\r])'", r"\1", run.group()), value)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 csv with a byte-order mark (spreadsheets need it for Arabic) and safe cells.

    NUL and lone surrogates, which no csv can carry, become U+FFFD.
    """
    safe = table.copy()
    for column in safe.columns[[not pd.api.types.is_numeric_dtype(dtype) for dtype in safe.dtypes]]:
        if not pd.api.types.is_datetime64_any_dtype(safe[column]):
            safe[column] = safe[column].map(safe_cell, na_action="ignore")
    text = safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC)
    return _UNWRITABLE.sub("\ufffd", text).encode("utf-8-sig")


def _checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    schema = SCHEMAS[name]
    typed = pd.DataFrame(index=frame.index)
    unknown = [column for column in frame.columns if column not in schema.columns]
    if unknown:
        raise TableError(
            f"table {name}: column {unknown[0]!r} is not known. Known: {', '.join(schema.columns)}."
        )
    for column, promise in schema.columns.items():
        values = frame[column] if column in frame else pd.Series([None] * len(frame), index=frame.index)
        typed[column] = _typed(values, str(promise.dtype), f"table {name}, column {column}")
    # Mentions of one span may tie on the key's first columns; a stable sort keeps the order in which they were found.
    typed = _in_order(typed, KEYS[name])
    try:
        return schema.validate(typed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        first = errors.failure_cases.iloc[0]
        raise TableError(
            f"table {name}, row {first['index']}, column {first['column']}: {first['failure_case']!r} breaks "
            f"the promise {first['check']}. Mend what made the row."
        ) from None


def _in_order(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    rank = {article: number for number, article in enumerate(dict.fromkeys(frame["article_id"]))}
    order = frame.assign(_rank=frame["article_id"].map(rank)).sort_values(["_rank", *key[1:]], kind="stable")
    return order.drop(columns="_rank").reset_index(drop=True)


def _typed(values: pd.Series, dtype: str, where: str) -> pd.Series:
    try:
        if dtype.startswith("datetime"):
            return pd.to_datetime(values, format="ISO8601").astype("datetime64[ms]")
        if dtype == "bool" and values.dtype != bool:
            told = values.map({"True": True, "False": False, True: True, False: False})
            # A column that is not given says nothing of any row.
            return told.where(values.notna(), False).astype(bool)
        if dtype in ("int64", "Int64", "float64", "bool"):
            return pd.to_numeric(values).astype(pd.api.types.pandas_dtype(dtype))
        present = values.astype(object).where(values.notna(), None)
        return pd.Series([_storable(value) for value in present], index=values.index, dtype="str")
    except (TypeError, ValueError) as error:
        said = str(error).splitlines()[0].rstrip(".:")
        # The value that failed is quoted there, and may hold what a terminal obeys.
        said = "".join(one if one.isprintable() else "\ufffd" for one in said)
        raise TableError(f"{where}: {said}. Every value must be {dtype}.") from None


def _storable(value: Any) -> str | None:
    """Text as Arrow can hold it: a lone surrogate has no UTF-8 and becomes U+FFFD, one code point for one."""
    return None if value is None else re.sub("[\ud800-\udfff]", "\ufffd", str(value))


def _encoded(frame: pd.DataFrame, format: str) -> bytes:
    if format == "csv":
        return csv_bytes(frame)
    if format == "jsonl":
        days = frame.select_dtypes("datetime").columns
        dated = frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in days})
        return dated.to_json(orient="records", lines=True, force_ascii=False).encode("utf-8")
    return frame.to_parquet(None, index=False)


def _file(folder: Path, name: str) -> Path | None:
    paths = (folder / f"{name}.{format}" for format in FORMATS)
    return next((path for path in paths if path.is_file()), None)


def _read_one(folder: Path, name: str) -> pd.DataFrame:
    path = _file(folder, name)
    if path is not None:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        if path.suffix == ".jsonl":
            return pd.read_json(path, lines=True, dtype=False) if path.stat().st_size else pd.DataFrame()
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
        return frame.map(_without_guard)
    raise TableError(
        f"{folder}: holds no {name}.parquet, .csv or .jsonl. Write the tables with riwaya extract."
    )
