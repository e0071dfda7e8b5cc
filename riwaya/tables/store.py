"""The store: the texts that came in and the tables read from them, as Parquet, whole at any moment.

Belongs here: where parts lie, which of them count, giving back texts and tables.
Does not: which article is which (versions.py), raw documents (raw.py), reading (reading/), when a night reads what.

    state.json                             which parts count: replaced in one step, the only file that ever changes
    texts/000001.parquet                   versions of articles with their texts
    read/RULES/000002/figures.parquet      the five tables of some versions, as one state of the rules read them
    raw/, arrived/                         see raw.py

A part is written whole, then state.json takes it in. What a killed run left behind is in no state and is swept away.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from riwaya.tables.files import sweep_unfinished, sync_folder, write_atomically
from riwaya.tables.raw import RawDocuments
from riwaya.tables.versions import Register, Version

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

FORMAT = 1
STATE = "state.json"
# A folder for what is made and thrown away within a night.
WORK = "work"
# So many parts are joined to one: a year of nights must not become a year of small files.
MOST_PARTS = 60
# The column that ties a row to the version it was read from.
CONTENT = "content"

_TYPES = {"int": pa.int64(), "str": pa.string(), "bool": pa.bool_(), "date": pa.date32()}


class StoreError(RuntimeError):
    """A store that cannot be used: what is wrong and the mend."""


def _arrow_type(hint: Any) -> pa.DataType:
    kinds = [part for part in typing.get_args(hint) if part is not type(None)] or [hint]
    return _TYPES[kinds[0].__name__]


_HINTS = typing.get_type_hints(Version)
TEXTS = pa.schema([(field.name, _arrow_type(_HINTS[field.name])) for field in dataclasses.fields(Version)])
_FACTS = [name for name in TEXTS.names if name != "text"]


class Store:
    """A store in a folder, which is made where there is none. One process at a time may write to it."""

    def __init__(self, folder: str | Path) -> None:
        """Raises StoreError for a folder of another make, OSError where it cannot be read or made."""
        self.folder = Path(folder)
        self.raw = RawDocuments(self.folder)
        self._remembered: dict[str, list[dict[str, Any]]] = {}
        path = self.folder / STATE
        if path.is_file():
            self._state = self._read_state(path)
        else:
            self._state = {"format": FORMAT, "next": 1, "texts": [], "read": {}}

    @staticmethod
    def _read_state(path: Path) -> dict[str, Any]:
        try:
            state = json.loads(path.read_bytes())
            made = state["format"]
            kept = {"format": made, "next": int(state["next"]), "texts": list(state["texts"])}
            kept["read"] = {str(rules): list(parts) for rules, parts in state["read"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreError(
                f"{path}: this is no state of a store. Put back the folder from a backup."
            ) from None
        if made != FORMAT:
            raise StoreError(
                f"{path}: the store is of format {made}, this Riwaya keeps format {FORMAT}. Update Riwaya."
            )
        return kept

    # ------------------------------------------------------------ versions

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """What a damaged file says is said in a sentence."""
        try:
            yield
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, FileNotFoundError) as error:
            raise StoreError(
                f"{self.folder}: a part of the store is damaged or gone ({str(error).splitlines()[0][:200]}). "
                "Put back the folder from a backup."
            ) from None

    @cached_property
    def register(self) -> Register:
        """What is known of every article, without the texts."""
        return Register(self.versions())

    def versions(self) -> list[Version]:
        """Every version and alias in the order of their coming, without the texts."""
        with self._whole():
            found = [row for part in self._state["texts"] for row in self._facts(part)]
        return sorted((Version(**row) for row in found), key=lambda version: version.number)

    def texts(self, contents: Iterable[str]) -> Iterator[Version]:
        """The versions of some contents with their texts, each once, a part at a time: a year need not fit in memory."""
        wanted = set(contents)
        for part in self._state["texts"]:
            if any(row[CONTENT] in wanted for row in self._facts(part)):
                asked = pc.field(CONTENT).isin(list(wanted)) & ~pc.field("alias")
                with self._whole():
                    rows = pq.read_table(self._text_part(part), filters=asked, schema=TEXTS).to_pylist()
                for row in rows:
                    if row[CONTENT] in wanted:
                        wanted.discard(row[CONTENT])
                        yield Version(**row)

    def _facts(self, part: str) -> list[dict[str, Any]]:
        """A part without its texts; remembered, for it never changes."""
        if part not in self._remembered:
            self._remembered[part] = pq.read_table(
                self._text_part(part), columns=_FACTS, schema=TEXTS
            ).to_pylist()
        return self._remembered[part]

    def add(self, versions: Sequence[Version]) -> None:
        """Keep versions that the register took. They are in the store when this returns, or none of them is."""
        if not versions:
            return
        rows = [{name: getattr(version, name) for name in TEXTS.names} for version in versions]
        name = self._next_name()
        self._write(self._text_part(name), pa.Table.from_pylist(rows, schema=TEXTS))
        self._commit(texts=[*self._state["texts"], name])

    # ------------------------------------------------------------ what was read

    def rules(self) -> list[str]:
        """The states of the rules under which something was read."""
        return list(self._state["read"])

    def contents_read(self, rules: str) -> set[str]:
        """The contents that one state of the rules has read."""
        if not self._state["read"].get(rules):
            return set()
        with self._whole():
            return set(self.dataset("articles", rules).to_table(columns=[CONTENT])[CONTENT].to_pylist())

    def dataset(self, table: str, rules: str) -> ds.Dataset:
        """One of the tables over all that was read, as a dataset to query; ``content`` tells the version of a row.

        DuckDB reads the same files: SELECT ... FROM 'store/read/RULES/*/figures.parquet'.
        Raises StoreError where nothing was read under these rules.
        """
        parts = self._state["read"].get(rules, [])
        files = [self._read_part(rules, part) / f"{table}.parquet" for part in parts]
        files = [path for path in files if path.is_file()]
        if not parts or not files:
            raise StoreError(f"{self.folder}: nothing was read under the rules {rules}. Run a night first.")
        return ds.dataset([str(path) for path in files], format="parquet")

    def add_read(self, rules: str, tables: Tables, contents: Mapping[str, str]) -> None:
        """Keep the tables of some versions; ``contents`` names the content of each article_id in them."""
        from riwaya.tables.tables import CORRECTIONS, NAMES

        name = self._next_name()
        folder = self._read_part(rules, name)
        for table in (*NAMES, CORRECTIONS):
            frame = getattr(tables, table)
            rows = frame.assign(**{CONTENT: frame["article_id"].map(dict(contents)).astype("str")})
            self._write(folder / f"{table}.parquet", pa.Table.from_pandas(rows, preserve_index=False))
        sync_folder(folder)
        read = {**self._state["read"], rules: [*self._state["read"].get(rules, []), name]}
        self._commit(read=read)

    def tables(self, rules: str, contents: Sequence[str]) -> Tables:
        """The tables of some versions, read under some rules, in the order of the contents.

        Raises StoreError where one of them was not read under these rules.
        """
        from riwaya.tables.tables import CORRECTIONS, NAMES, Tables

        if not contents:
            return Tables.build({})
        wanted = pc.field(CONTENT).isin(list(contents))
        place = {content: number for number, content in enumerate(contents)}
        frames = {}
        for table in (*NAMES, CORRECTIONS):
            with self._whole():
                rows = self.dataset(table, rules).to_table(filter=wanted).to_pandas()
            order = rows[CONTENT].map(place).sort_values(kind="stable").index
            rows = rows.loc[order].reset_index(drop=True)
            if table == "articles":
                rows = rows.drop_duplicates(CONTENT)
                if len(rows) != len(place):
                    missing = next(content for content in contents if content not in set(rows[CONTENT]))
                    raise StoreError(
                        f"{self.folder}: content {missing[:12]} was not read under the rules {rules}."
                    )
            frames[table] = rows.drop(columns=CONTENT)
        return Tables.of(frames)

    def forget(self, rules: Iterable[str]) -> None:
        """Drop what some states of the rules have read; the texts stay, and can be read again."""
        dropped = [each for each in rules if each in self._state["read"]]
        if dropped:
            self._commit(
                read={each: parts for each, parts in self._state["read"].items() if each not in dropped}
            )
            for each in dropped:
                shutil.rmtree(self.folder / "read" / each, ignore_errors=True)

    # ------------------------------------------------------------ keeping it in order

    def tidy(self) -> None:
        """Sweep away what a killed run left, and join many small parts. Only for the one process that may write."""
        self._sweep()
        if len(self._state["texts"]) > MOST_PARTS:
            name = self._next_name()
            old = [self._text_part(part) for part in self._state["texts"]]
            self._write(
                self._text_part(name),
                ds.dataset(old, schema=TEXTS, format="parquet").to_table().sort_by("number"),
            )
            self._commit(texts=[name])
        for rules, parts in list(self._state["read"].items()):
            if len(parts) > MOST_PARTS:
                self._join(rules, parts)
        self._sweep()

    def _join(self, rules: str, parts: Sequence[str]) -> None:
        from riwaya.tables.tables import CORRECTIONS, NAMES

        name = self._next_name()
        folder = self._read_part(rules, name)
        for table in (*NAMES, CORRECTIONS):
            files = [self._read_part(rules, part) / f"{table}.parquet" for part in parts]
            joined = pa.concat_tables([pq.read_table(path) for path in files], promote_options="permissive")
            self._write(folder / f"{table}.parquet", joined)
        sync_folder(folder)
        self._commit(read={**self._state["read"], rules: [name]})

    def _sweep(self) -> None:
        texts = {self._text_part(part) for part in self._state["texts"]}
        for path in (self.folder / "texts").glob("*"):
            if path not in texts:
                path.unlink()
        for folder in (self.folder / "read").glob("*"):
            parts = self._state["read"].get(folder.name)
            for part in folder.glob("*") if parts is not None else [folder]:
                if parts is None or part.name not in parts:
                    shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(self.folder / WORK, ignore_errors=True)
        for folder in (
            self.folder,
            *(self.folder / name for name in ("arrived", "joined")),
            *self.raw.folders(),
        ):
            if folder.is_dir():
                sweep_unfinished(folder)

    def _text_part(self, name: str) -> Path:
        return self.folder / "texts" / f"{name}.parquet"

    def _read_part(self, rules: str, name: str) -> Path:
        return self.folder / "read" / rules / name

    def _next_name(self) -> str:
        return f"{self._state['next']:06d}"

    @staticmethod
    def _write(path: Path, table: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        write_atomically(path, sink.getvalue().to_pybytes(), durable=True)

    def _commit(self, **parts: Any) -> None:
        state = {**self._state, **parts, "next": self._state["next"] + 1}
        content = json.dumps(state, indent=1) + "\n"
        write_atomically(self.folder / STATE, content.encode("ascii"), durable=True)
        self._state = state
