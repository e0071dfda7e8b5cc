"""Knowledge as data: TOML entries read into records, with errors a person can act on.

Belongs here: where data/ is, what every entry must satisfy, how a fault is told.
Does not: what an entry means (each room declares its own record and passes it in).
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

Record = TypeVar("Record")

# Presentation forms are glyphs, not letters: text that holds them never matches what people type.
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
LATIN_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*\Z", re.IGNORECASE)


class KnowledgeError(ValueError):
    """A fault in a data file: the message names the file, the entry, what is wrong and the mend."""


def home() -> Path:
    """The folder that holds data/, notebooks/ and seeds/: the repository, or the copy inside a wheel."""
    package = Path(__file__).resolve().parents[1]
    repository = package.parent
    return repository if (repository / "data").is_dir() else package / "_home"


def data_path(*parts: str) -> Path:
    """A path under data/, e.g. ``data_path("events", "kazakhstan-2022.toml")``."""
    return home().joinpath("data", *parts)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dict; KnowledgeError names the line and column of a syntax error."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KnowledgeError(f"{path}: there is no such file. Check the name.") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{path}: not valid TOML: {error}. Mend that place.") from None


def load(path: Path, table: str, record: type[Record]) -> list[Record]:
    """The [[table]] entries of a TOML file as records of a dataclass, checked.

    A field without a default is required; keys the dataclass does not know are refused; ``id`` must be
    Latin and unique; lists become tuples, a value's type must be the field's; presentation forms are
    refused. A ``check(self) -> str | None`` method on the record may name a further fault.
    Raises KnowledgeError.
    """
    entries = read_toml(path).get(table, [])
    if not isinstance(entries, list):
        raise KnowledgeError(f"{path}: {table} must be written as [[{table}]] entries.")
    out: list[Record] = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise KnowledgeError(f"{path}, {table} {number} must be a table of keys and values.")
        name = str(entry.get("id", "without id"))
        where = f'{path}, {table} {number} ("{name}")'
        out.append(build(entry, record, where))
        if "id" not in entry:
            continue
        if not LATIN_ID.match(name):
            raise KnowledgeError(f"{where}: id must be Latin letters, digits, _ . or -. Rename it.")
        if name in seen:
            raise KnowledgeError(f"{where}: id is used by {table} {seen[name]} already. Rename one.")
        seen[name] = number
    return out


def build(entry: dict[str, Any], record: type[Record], where: str) -> Record:
    """One dict as a record of a dataclass, checked as ``load`` says; ``where`` opens every error."""
    hints = typing.get_type_hints(record)
    fields = {field.name: field for field in dataclasses.fields(record)}  # type: ignore[arg-type]
    for key in entry:
        if key not in fields:
            known = ", ".join(fields)
            raise KnowledgeError(f"{where}: {key} is not a known key. Known keys: {known}.")
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in entry:
            values[name] = _typed(entry[name], hints[name], f"{where}: {name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise KnowledgeError(f"{where}: {name} is missing. Add it.")
    made = record(**values)
    for text in _strings(entry):
        if PRESENTATION_FORM.search(text):
            raise KnowledgeError(
                f"{where}: a presentation form (a glyph, not a letter) in {text!r}. Type it anew."
            )
    fault = made.check() if hasattr(made, "check") else None
    if fault:
        raise KnowledgeError(f"{where}: {fault}")
    return made


def _typed(value: Any, hint: Any, where: str) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _typed(value, next(arg for arg in args if arg is not type(None)), where)
    if origin is tuple:
        if not isinstance(value, list):
            raise KnowledgeError(f"{where} must be a list. Put it in [ ].")
        return tuple(_typed(item, args[0], where) for item in value)
    if origin is dict:
        if not isinstance(value, dict):
            raise KnowledgeError(f"{where} must be a table of keys and values.")
        return {key: _typed(item, args[1], where) for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise KnowledgeError(f"{where} must be a table of keys and values.")
        return build(value, typing.cast(type, hint), where)
    wanted = hint if isinstance(hint, type) else object
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    # A datetime is a date and a bool is an int to isinstance; neither is meant.
    if wanted is datetime.date and isinstance(value, datetime.datetime):
        return value.date()
    if (wanted is int and isinstance(value, bool)) or not isinstance(value, wanted):
        raise KnowledgeError(f"{where} is {value!r}, not {wanted.__name__}. Mend its type.")
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
