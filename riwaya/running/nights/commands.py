"""The commands of the nightly run: nightly, rebuild, store.

Belongs here: their arguments, messages and exit statuses. Does not: any work (night.py, rebuilding.py, tables/store.py).
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from riwaya.language.knowledge import KnowledgeError

if TYPE_CHECKING:
    from riwaya.running.nights.config import NightConfig
    from riwaya.running.nights.pages import Means
    from riwaya.tables.versions import Version

WRONG_USAGE, NOTHING_USABLE, NOTEBOOK_FAILED, NOT_PUBLISHED = 2, 3, 4, 6
_CONFIG = click.option(
    "--config",
    "config_path",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The nightly.toml of the site.",
)


def _fail(message: str, status: int) -> NoReturn:
    click.echo(f"riwaya: {message}", err=True)
    sys.exit(status)


def _load(config_path: Path) -> NightConfig:
    from riwaya.running.nights.config import load_config

    try:
        return load_config(config_path)
    except KnowledgeError as error:
        _fail(str(error), WRONG_USAGE)


def _tell(line: str, err: bool = False) -> None:
    """A line on standard output or error. Where nobody can hear it any more, the night goes on all the same."""
    try:
        click.echo(line, err=err)
    except OSError:
        # What is still to be written must find a place, or Python itself ends with a status of its own.
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, (sys.stderr if err else sys.stdout).fileno())
            os.close(nowhere)


@click.command()
@_CONFIG
@click.option(
    "--once", is_flag=True, help="Run one night now and end; without it, one every day at the time of `at`."
)
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@click.option(
    "--trust-clock",
    is_flag=True,
    help="The clock was ahead on an earlier night: take back the nights dated after today. With --once.",
)
def nightly(config_path: Path, once: bool, quiet: bool, trust_clock: bool) -> None:
    """Collect articles, read them, render what is new, publish it in one step, and say what changed.

    Exit status: 0 done, also with nothing new; 2 wrong usage; 3 nothing usable came from any source; 4 a notebook
    failed; 5 over the budget of time or memory; 6 site or store could not be written; 7 another night is running.
    """
    config = _load(config_path)
    say: Callable[[str], None] = (lambda line: None) if quiet else _tell
    if once:
        sys.exit(_one_night(config, config_path, say, trust_clock))
    if trust_clock:
        _fail("--trust-clock is for one night. Give --once with it.", WRONG_USAGE)
    if not config.at:
        _fail(f'{config_path}: at is missing. Add at = "03:30", or run one night with --once.', WRONG_USAGE)
    while True:
        moment = next_start(datetime.datetime.now(config.zone), config.at)
        say(f"next night: {moment:%Y-%m-%d %H:%M %Z}")
        _sleep_until(moment)
        _one_night(_load(config_path), config_path, say)


def _one_night(
    config: NightConfig, config_path: Path, say: Callable[[str], None], trust_clock: bool = False
) -> int:
    from riwaya.running.nights.night import run_night
    from riwaya.running.nights.results import ANOTHER_RUNS, NightError

    now = datetime.datetime.now(datetime.UTC)
    try:
        result = run_night(config, config_path.resolve().parent, now=now, listen=say, trust_clock=trust_clock)
    except NightError as error:
        _tell(f"riwaya: {error}", err=True)
        if error.status != ANOTHER_RUNS:
            from riwaya.running.nights.publishing import tell_failure

            for line in tell_failure(config, now, str(error), error.status):
                _tell(f"riwaya: {line}", err=True)
        return error.status
    except KnowledgeError as error:
        _tell(f"riwaya: {error}", err=True)
        return WRONG_USAGE
    for line in [*result.faults, *result.rejected]:
        _tell(f"riwaya: {line}", err=True)
    for each in result.events:
        if each.failure is not None:
            cell = f", cell {each.failure['cell']}" if each.failure.get("cell") else ""
            why = str(each.failure.get("error")).rstrip(". ")
            _tell(
                f"riwaya: {each.event.id} failed{cell}: {why}. Its last good page stays up; "
                f"see {config.site}/{each.event.id}/{result.date}/night.log.",
                err=True,
            )
    return result.status


def next_start(now: datetime.datetime, at: str) -> datetime.datetime:
    """The next moment at a time of day, in the zone of ``now``.

    >>> zone = datetime.timezone.utc
    >>> next_start(datetime.datetime(2026, 1, 31, 4, 0, tzinfo=zone), "03:30").isoformat()
    '2026-02-01T03:30:00+00:00'
    """
    hour, minute = (int(part) for part in at.split(":"))
    moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment if moment > now else moment + datetime.timedelta(days=1)


def _sleep_until(moment: datetime.datetime) -> None:
    # In short naps: a machine that slept, or whose clock was set, must not sleep through a night.
    while (left := (moment - datetime.datetime.now(moment.tzinfo)).total_seconds()) > 0:
        time.sleep(min(left, 30.0))


@click.command()
@click.argument("manifest", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_CONFIG
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the files."
)
def rebuild(manifest: Path, config_path: Path, out: Path) -> None:
    """Make a night again from its manifest.json, and say whether the bytes are the same."""
    from riwaya.running.nights import rebuilding
    from riwaya.running.rendering.apart import RenderFailed
    from riwaya.tables.store import StoreError

    config = _load(config_path)
    try:
        told = rebuilding.read_manifest(manifest)
        made = rebuilding.rebuild(told, _means(config, out), out)
    except (rebuilding.ManifestError, KnowledgeError, StoreError) as error:
        _fail(str(error), NOTHING_USABLE)
    except RenderFailed as error:
        _fail(str(error), error.status)
    except OSError as error:
        _fail(
            f"{error.filename or out}: cannot be written: {error.strerror}. Choose another --out.",
            NOT_PUBLISHED,
        )
    for line in made.since:
        click.echo(f"riwaya: {line}: bytes may differ.", err=True)
    if made.differ:
        _fail(f"{out}: {', '.join(made.differ)} differ from the night of {told['date']}.", NOTEBOOK_FAILED)
    click.echo(f"{out}: the {len(made.files)} files of {told['event']}, {told['date']}, the same bytes.")


def _means(config: NightConfig, out: Path) -> Means:
    from riwaya.running.nights.pages import Means
    from riwaya.running.nights.rules import pages_name
    from riwaya.tables.store import Store

    notebook = Path(config.notebook) if config.notebook else None
    framing = tuple(Path(path) for path in config.framing)
    out.mkdir(parents=True, exist_ok=True)
    return Means(
        store=Store(config.store),
        rules="",
        pages=pages_name(notebook, framing),
        languages=config.languages,
        notebook=notebook,
        framing=framing,
        seconds=config.budget.notebook_minutes * 60,
        memory_mb=config.budget.notebook_memory_mb,
        log=out / "rebuild.log",
    )


@click.command()
@_CONFIG
@click.option("--unassigned", is_flag=True, help="List the articles that belong to no event, as CSV.")
@click.option(
    "--versions", is_flag=True, help="List the articles that their outlets changed, every version, as CSV."
)
def store(config_path: Path, unassigned: bool, versions: bool) -> None:
    """Say what the store holds: articles, versions, events; or list what belongs to no event, or was changed."""
    from riwaya.running.nights import joining
    from riwaya.tables.store import Store, StoreError

    config = _load(config_path)
    try:
        kept = Store(config.store)
        latest = kept.register.latest()
        joined = joining.members(kept, joining.load_events(config.events), latest)
    except StoreError as error:
        _fail(str(error), NOTHING_USABLE)
    except OSError as error:
        _fail(f"{error.filename or config.store}: {error.strerror}. Mend its rights.", NOT_PUBLISHED)
    if unassigned or versions:
        changed = {version.article_id for version in latest if version.version > 1}
        rows = (
            joining.unassigned(latest, joined)
            if unassigned
            else [each for each in kept.versions() if each.article_id in changed and not each.alias]
        )
        _list(rows)
        return
    click.echo(
        f"{config.store}: {len(latest):,} articles, {sum(v.version - 1 for v in latest):,} older versions of them"
    )
    for event, contents in joined.items():
        click.echo(f"{event}: {len(contents):,}")
    click.echo(f"no event: {len(joining.unassigned(latest, joined)):,}")
    for rules in kept.rules():
        click.echo(
            f"read under the rules {rules}: {len(kept.contents_read(rules)):,}: {kept.folder / 'read' / rules}"
        )


def _list(rows: Sequence[Version]) -> None:
    from riwaya.tables.tables import safe_cell

    columns = ("article_id", "version", "outlet", "published", "headline", "url", "came")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(getattr(row, name)) for name in columns])
