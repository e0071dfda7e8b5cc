"""nightly.toml: what a night does, with which sources and within which budget.

Belongs here: the tables of the file, their defaults, and what is wrong with one.
Does not: doing any of it (night.py, collecting.py); [tell] and [alert] (alerts.py).
"""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from riwaya.language.knowledge import KnowledgeError, build, data_path, home, read_toml
from riwaya.running.nights.alerts import Alert, Tell

LANGUAGES = ("ar", "en")
KINDS = ("folder", "inbox", "feed", "urls")


@dataclass(frozen=True, slots=True)
class Keep:
    """The [keep] table: which nights of the site stay; the rule is ``kept_nights`` in site.py."""

    days: int = 30
    weeks: int = 26

    def check(self) -> str | None:
        """What is wrong with this table, or None."""
        return _too_small(self, days=1, weeks=0)


@dataclass(frozen=True, slots=True)
class Budget:
    """The [budget] table: time and memory of the whole night and of each page, processes that read."""

    minutes: float = 120.0
    memory_mb: int = 6000
    notebook_minutes: float = 10.0
    notebook_memory_mb: int = 3000
    workers: int = 1

    def check(self) -> str | None:
        """What is wrong with this table, or None."""
        fault = _too_small(
            self, minutes=0.05, memory_mb=200, notebook_minutes=0.05, notebook_memory_mb=200, workers=1
        )
        if not fault and self.notebook_memory_mb > self.memory_mb:
            fault = (
                f"notebook_memory_mb is {self.notebook_memory_mb}, more than memory_mb of the whole night. "
                "Lower it, or raise memory_mb."
            )
        return fault


@dataclass(frozen=True, slots=True)
class Fetch:
    """The [fetch] table: how politely, how long and how much is asked of other people's servers."""

    agent: str = ""
    pause_seconds: float = 1.0
    timeout_seconds: float = 30.0
    megabytes: float = 5.0
    recheck_days: int = 3
    allow: tuple[str, ...] = ()

    def check(self) -> str | None:
        """What is wrong with this table, or None."""
        if not self.agent.isascii() or not (self.agent.isprintable() or not self.agent):
            return "agent must be plain ASCII on one line. Say who you are, with an address: Riwaya (desk@example.org)."
        for place in self.allow:
            if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}", place):
                return f'allow: {place!r} is not host:port. Write it as "127.0.0.1:8000".'
        return _too_small(self, pause_seconds=0, timeout_seconds=0.1, megabytes=0.01, recheck_days=0)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One [[source]]: a folder, an inbox, a feed, or a file with a list of addresses."""

    kind: str
    path: str = ""
    url: str = ""
    outlet: str | None = None
    full_text: bool = False

    def check(self) -> str | None:
        """What is wrong with this entry, or None."""
        if self.kind not in KINDS:
            return f"kind is {self.kind!r}. Choose one of: {', '.join(KINDS)}."
        if self.kind == "feed":
            if self.path:
                return "a feed has an url and no path. Drop path."
            parts = urlsplit(self.url) if "\0" not in self.url else urlsplit("")
            if parts.scheme not in ("http", "https") or not parts.hostname:
                return f"url is {self.url!r}. Give the feed's address, http or https."
            return None
        if self.url or self.full_text:
            return (
                f"url and full_text are of feeds, and this is of kind {self.kind}. Drop them, or mend kind."
            )
        if not self.path:
            return f'a source of kind {self.kind} needs a path. Add path = "...".'
        if self.outlet is not None and self.kind != "urls":
            return "outlet is for feeds and urls. For files say it in manifest.toml or in the records."
        return None

    @property
    def name(self) -> str:
        """How the source is called in what a person reads."""
        return f"{self.kind} {self.url or self.path}"


@dataclass(frozen=True, slots=True)
class NightConfig:
    """nightly.toml whole. After ``load_config`` every path is absolute and ``events`` names the events to render."""

    site: str = "reports"
    store: str = "store"
    events: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    timezone: str = "UTC"
    at: str = ""
    address: str = ""
    notebook: str = ""
    framing: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    read: str = "all"
    keep: Keep = field(default_factory=Keep)
    budget: Budget = field(default_factory=Budget)
    fetch: Fetch = field(default_factory=Fetch)
    source: tuple[SourceEntry, ...] = ()
    tell: Tell = field(default_factory=Tell)
    alert: Alert = field(default_factory=Alert)

    def check(self) -> str | None:
        """What is wrong with the file as a whole, or None."""
        if not self.source:
            return "it names no source. Add a [[source]] with kind and path or url."
        unknown = next((lang for lang in self.languages if lang not in LANGUAGES), None)
        if unknown is not None or not self.languages or len(set(self.languages)) != len(self.languages):
            return f"languages is {list(self.languages)!r}. Choose from: {', '.join(LANGUAGES)}, each once."
        if self.read not in ("all", "events"):
            return f"read is {self.read!r}. Choose one of: all, events."
        if self.at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.at):
            return f'at is {self.at!r}. Write a time of day as "03:30".'
        parts = urlsplit(self.address) if "\0" not in self.address else urlsplit("x")
        if self.address and (parts.scheme not in ("http", "https") or not parts.hostname):
            return f"address is {self.address!r}. Give the address of the site, http or https."
        try:
            zoneinfo.ZoneInfo(self.timezone)
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            return f'timezone is {self.timezone!r}. Give a name such as "Asia/Riyadh" or "UTC".'
        return None

    @property
    def zone(self) -> datetime.tzinfo:
        """The time zone whose midnight parts two nights."""
        return zoneinfo.ZoneInfo(self.timezone)


def load_config(path: Path) -> NightConfig:
    """The configuration of a file, its paths made absolute from the file's own folder.

    Raises KnowledgeError: a key that is not known, a wrong value, a file that it names and is not there, an event
    that is not under data/events or says nothing of which articles are its own.
    """
    config = build(read_toml(path), NightConfig, str(path))
    base = path.resolve().parent
    made = replace(
        config,
        site=str(base / config.site),
        store=str(base / config.store),
        notebook=str(base / config.notebook) if config.notebook else "",
        framing=tuple(str(base / each) for each in config.framing),
        corrections=tuple(str(base / each) for each in config.corrections),
        source=tuple(replace(s, path=str(base / s.path)) if s.path else s for s in config.source),
        events=config.events or _events_with_match(),
    )
    fault = _missing(made) or _in_the_way(made)
    if fault:
        raise KnowledgeError(f"{path}: {fault}")
    return made


def _events_with_match() -> tuple[str, ...]:
    """Every event whose file says which articles of a stream of news are its own."""
    from riwaya.comparing.events import load_event

    paths = sorted(data_path("events").glob("*.toml"))
    return tuple(path.stem for path in paths if load_event(path).match is not None)


def _missing(config: NightConfig) -> str | None:
    named = [("notebook", config.notebook)] if config.notebook else []
    named += [("framing", path) for path in config.framing] + [
        ("corrections", path) for path in config.corrections
    ]
    for key, value in named:
        if not Path(value).is_file():
            return f"{key} names {value}, and there is no such file. Mend the path."
    for source in config.source:
        if source.kind == "urls" and not Path(source.path).is_file():
            return f"source {source.name}: there is no such file. Mend the path, or make the file."
        if source.kind == "folder" and not Path(source.path).exists():
            return f"source {source.name}: there is no such folder or file. Mend the path, or make it."
    for event in config.events:
        if (
            not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", event)
            or not data_path("events", f"{event}.toml").is_file()
        ):
            there = ", ".join(path.stem for path in sorted(data_path("events").glob("*.toml")))
            return f"events names {event!r}, and {home() / 'data' / 'events'} has no such file. There is: {there}."
    return (
        None
        if config.events
        else "no event has a [match]. Name events, or write a [match] into an event's file."
    )


def _in_the_way(config: NightConfig) -> str | None:
    """Folders that would swallow each other."""
    store, site = Path(config.store), Path(config.site)
    if store == site or store.is_relative_to(site):
        return "store lies within site, and site is for everyone. Put the store elsewhere."
    for source in config.source:
        if source.path and Path(source.path).is_relative_to(site):
            return f"source {source.name} lies within site: what was published would be read again. Move it."
    return None


def _too_small(table: object, **least: float) -> str | None:
    for name, minimum in least.items():
        value = getattr(table, name)
        if not math.isfinite(value) or value < minimum:
            return f"{name} is {value}. Give {minimum:g} or more."
    return None
