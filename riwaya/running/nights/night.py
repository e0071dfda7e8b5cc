"""A night: what came in is collected, read, rendered, published in one step, and told.

Belongs here: the order of the steps, what a night does when one of them fails, its exit status.
Does not: any step itself (collecting.py, asking.py, joining.py, pages.py, site.py, alerts.py).

A night may be killed at any moment. What came in stays in the store, what was read stays read, the site is swapped
whole or not at all; the next night goes on from there.
"""

from __future__ import annotations

import contextlib
import datetime
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from riwaya.reading.sources import load_outlets
from riwaya.running.nights.collecting import SeenFiles, collect_files
from riwaya.running.nights.config import NightConfig
from riwaya.running.nights.intake import Intake
from riwaya.running.nights.joining import NightEvent, load_events, members, unassigned, within_days
from riwaya.running.nights.log import NightLog
from riwaya.running.nights.pages import Means, as_json, before_of, fingerprint, make_pages
from riwaya.running.nights.results import (
    ANOTHER_RUNS,
    DONE,
    NOT_PUBLISHED,
    NOTEBOOK_FAILED,
    NOTHING_USABLE,
    OVER_BUDGET,
    EventNight,
    NightError,
    NightResult,
)
from riwaya.running.nights.rules import pages_name, rules_name
from riwaya.running.nights.site import Night, PublishError, Site
from riwaya.running.nights.watching import Marker, Watch
from riwaya.tables.store import Store, StoreError
from riwaya.tables.versions import Version

# What nights.json says of a run that ended without a status: that of a process that was killed.
KILLED = 137
NIGHTS = "nights.json"
# Articles read before what was read is put into the store: a killed night reads at most so many again.
READ_AT_ONCE = 256


_ENDS = (NightError, StoreError, PublishError, OSError)


def run_night(
    config: NightConfig,
    base: Path,
    *,
    now: datetime.datetime | None = None,
    listen: Callable[[str], None] = lambda line: None,
    trust_clock: bool = False,
) -> NightResult:
    """One night, from collecting to telling; its result holds the exit status.

    base: the folder of nightly.toml, from which paths are told. now: the moment it is, for nights that are played
    again. listen gets every line of the log. trust_clock: nights dated after ``now`` are taken back, for the clock was
    ahead then; without it a night is never counted as of a day before the last one.
    Raises NightError where the night could not be run to its end: another night runs, the store or the site cannot be
    written, the budget is used up.
    """
    store_folder = Path(config.store)
    try:
        store_folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store_folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise NightError(
            f"{store_folder}: another night is running. Wait for its end.", ANOTHER_RUNS
        ) from None
    except OSError as error:
        raise _cannot_write(store_folder, error) from None
    try:
        return _Run(config, base, now or datetime.datetime.now(datetime.UTC), listen, trust_clock).all()
    except _ENDS as error:
        raise _end_of(error, store_folder) from None
    finally:
        lock.release()


def _end_of(error: Exception, store_folder: Path) -> NightError:
    if isinstance(error, NightError):
        return error
    if isinstance(error, OSError):
        return _cannot_write(error.filename or store_folder, error)
    return NightError(str(error), NOT_PUBLISHED)


def _cannot_write(path: object, error: OSError) -> NightError:
    return NightError(
        f"{path}: {error.strerror or error}. What was published stands. Make room, or mend who may write there.",
        NOT_PUBLISHED,
    )


class _Run:
    """One run of a night."""

    def __init__(
        self,
        config: NightConfig,
        base: Path,
        now: datetime.datetime,
        listen: Callable[[str], None],
        trust_clock: bool,
    ) -> None:
        self.config, self.base = config, base
        self.site = Site(config.site)
        self.events = load_events(config.events)
        self.site.check(["index.html", "en.html", "feed.xml", NIGHTS, *config.events])
        self.nights = _nights_told(self.site)
        self.unreadable: set[str] = set()
        self.store = Store(config.store)
        self.store.tidy()
        today = now.astimezone(config.zone).date()
        last = max((night["date"] for night in self.nights), default="")
        if trust_clock and last > today.isoformat():
            self._take_back(today)
            last = max((night["date"] for night in self.nights), default="")
        date = max(today, datetime.date.fromisoformat(last)) if last else today
        self.result = NightResult(date, now)
        self.log = NightLog(Path(config.store) / "logs", date, listen)
        if date != today:
            self._fault(
                f"the clock says {today}, before the last night: this one is counted as of {date} too. Mend the clock; "
                "if it was ahead on the earlier night, run once with --trust-clock."
            )
        framing = [Path(path) for path in config.framing]
        corrections = [Path(path) for path in config.corrections]
        self.rules = rules_name(framing, corrections)
        self.means = Means(
            store=self.store,
            rules=self.rules,
            pages=pages_name(Path(config.notebook) if config.notebook else None, framing),
            languages=config.languages,
            notebook=Path(config.notebook) if config.notebook else None,
            framing=tuple(framing),
            seconds=config.budget.notebook_minutes * 60,
            memory_mb=config.budget.notebook_memory_mb,
            log=Path(config.store) / "logs" / "rendering.log",
        )

    def _take_back(self, today: datetime.date) -> None:
        """Take back the nights that a clock that was ahead has dated; their articles are in the store."""
        view = self.site.view()
        ahead = [
            night.folder for event in view.events() for night in view.nights(event) if night.date > today
        ]
        self.nights = [night for night in self.nights if night["date"] <= today.isoformat()]
        self.site.publish({NIGHTS: as_json({"nights": self.nights})}, ahead)

    def all(self) -> NightResult:
        marker = Marker(Path(self.config.store))
        cut_off = marker.left()
        for run in cut_off:
            self._note_cut_off(run)
        if cut_off:
            why = str(cut_off[-1].get("ended") or "it was killed").rstrip(".")
            self._fault(f"the run before was cut off: {why}. This one goes on from there.")
        made = self.result.made.astimezone(datetime.UTC).isoformat(timespec="seconds")
        facts: dict[str, Any] = {"date": self.result.date.isoformat(), "made": made, "earlier": cut_off}
        marker.set(**facts)
        try:
            self._steps(marker, facts)
        except _ENDS as error:
            end = _end_of(error, Path(self.config.store))
            with contextlib.suppress(OSError):
                marker.set(**facts, ended=str(end), status=end.status)
            raise end from None
        marker.clear()
        self._forget()
        self._tell()
        self.log.say(self.result.summary())
        return self.result

    def _steps(self, marker: Marker, facts: dict[str, Any]) -> None:
        budget = self.config.budget
        with Watch(budget.minutes * 60, budget.memory_mb, marker, facts) as watch:
            self.deadline = watch.deadline
            self._timed("collecting", self._collect)
            latest = self.store.register.latest()
            joined = self._timed("joining", lambda: members(self.store, self.events, latest))
            self.result.counts |= {"articles": len(latest), "unmatched": len(unassigned(latest, joined))}
            self._plan(latest, joined)
            self._timed("reading", lambda: self._read(latest))
            self._timed("rendering", self._render)
            self.result.status = self._status(latest)
            self._timed("publishing", self._publish)

    def _note_cut_off(self, cut_off: Mapping[str, Any]) -> None:
        """A run that was cut off left no word of itself in nights.json: it is put there now."""
        made = cut_off.get("made")
        # One that was killed after its publishing is there.
        if any(night.get("made") == made for night in self.nights):
            return
        if isinstance(made, str) and isinstance(cut_off.get("date"), str):
            told = {"date": cut_off["date"], "made": made, "status": cut_off.get("status") or KILLED}
            self.nights.append({**told, "error": cut_off.get("ended") or "", "counts": {}, "events": {}})

    def _fault(self, line: str) -> None:
        self.result.faults.append(line)
        self.log.say(line)

    def _timed(self, name: str, step: Callable[[], Any]) -> Any:
        started = time.monotonic()
        try:
            return step()
        finally:
            self.result.seconds[name] = round(time.monotonic() - started, 2)

    # ------------------------------------------------------------ what came in

    def _collect(self) -> None:
        from riwaya.running.nights.asking import ask_network, take_arrived

        config = self.config
        intake = Intake(self.store, load_outlets(), self.result.made)
        self.failed_sources = 0
        asked = [entry for entry in config.source if entry.kind in ("feed", "urls")]
        if asked:
            # Half of the night may go into waiting for other people's servers.
            until = time.monotonic() + (self.deadline - time.monotonic()) / 2
            faults = ask_network(asked, config.fetch, intake, until, self.log.say)
            self.failed_sources += len({fault.source for fault in faults if fault.whole})
            for fault in faults:
                self._fault(fault.line)
        take_arrived(intake)
        seen = SeenFiles(Path(config.store))
        for entry in config.source:
            if entry.kind in ("folder", "inbox"):
                faults_of_files = collect_files(entry, intake, seen, self.base)
                self.failed_sources += bool(faults_of_files)
                for line in faults_of_files:
                    self._fault(line)
        intake.commit()
        seen.write()
        self.result.rejected = [f"{item.path}: {item.reason}" for item in intake.rejected]
        for line in self.result.rejected:
            self.log.say(f"not used: {line}")
        self.result.counts |= {
            "new": intake.new,
            "changed": intake.changed,
            "known": intake.known,
            "rejected": len(intake.rejected),
        }
        if intake.new or intake.changed:
            self.log.say(f"{intake.new:,} new articles, {intake.changed:,} changed, {intake.known:,} known")

    # ------------------------------------------------------------ what is read

    def _plan(self, latest: Sequence[Version], joined: Mapping[str, set[str]]) -> None:
        """For each event its articles, and the night that its changes are told from."""
        view = self.site.view()
        self.planned: list[tuple[EventNight, list[Version], Night | None, Night | None]] = []
        for event in self.events:
            inputs = [version for version in latest if version.content in joined[event.id]]
            nights = [night for night in view.nights(event.id) if night.good]
            last = nights[-1] if nights else None
            before = next((night for night in reversed(nights) if night.date < self.result.date), None)
            self.planned.append((EventNight(event), inputs, last, before))
            self.result.events.append(self.planned[-1][0])

    def _read(self, latest: Sequence[Version]) -> None:
        done = self.store.contents_read(self.rules)
        wanted: dict[str, None] = {}
        for _, inputs, _, before in self.planned:
            wanted |= dict.fromkeys(version.content for version in inputs)
            told = before_of(before.manifest if before else None)
            wanted |= dict.fromkeys(told.inputs if told else ())
        if self.config.read == "all":
            wanted |= dict.fromkeys(version.content for version in latest)
        unread = [content for content in wanted if content not in done]
        if not unread:
            return
        from riwaya.running.reading import read_all
        from riwaya.tables.tables import Tables

        self.log.say(f"{len(unread):,} articles to read")
        corrections = [Path(path) for path in self.config.corrections]

        def keep(batch: Sequence[Version], workers: int) -> None:
            sources = [version.source() for version in batch]
            read = read_all(
                sources, more_framing=self.means.framing, more_corrections=corrections, workers=workers
            )
            contents = {version.article_id: version.content for version in batch}
            self.store.add_read(self.rules, Tables.from_extractions(read), contents)

        for batch in _batches(self.store.texts(unread)):
            self._in_time("reading")
            try:
                keep(batch, self.config.budget.workers)
            except _ENDS:
                raise
            except Exception:
                # One article that Riwaya trips over must not cost the others their morning.
                for version in batch:
                    self._keep_alone(version, keep)

    def _keep_alone(self, version: Version, keep: Callable[[Sequence[Version], int], None]) -> None:
        try:
            keep([version], 1)
        except _ENDS:
            raise
        except Exception as error:
            self.unreadable.add(version.content)
            self.log.say(traceback.format_exc())
            self._fault(
                f"{version.article_id}: Riwaya could not read it ({_told(error)}) and left it out. Its text is kept; "
                "this is a fault of Riwaya, please report it."
            )

    def _in_time(self, step: str) -> None:
        if time.monotonic() > self.deadline:
            minutes = self.config.budget.minutes
            raise NightError(
                f"the night took more than its {minutes:g} minutes while {step}. What was done is kept, the next run "
                "goes on. Raise minutes under [budget].",
                OVER_BUDGET,
            )

    # ------------------------------------------------------------ what is shown

    def _render(self) -> None:
        from riwaya.running.rendering.apart import RenderFailed

        for night, inputs, last, before in self.planned:
            inputs = [version for version in inputs if version.content not in self.unreadable]
            inputs = self._of_its_days(night.event, inputs)
            night.articles = len(inputs)
            known = {each["content"] for each in last.manifest["inputs"]} if last and last.manifest else set()
            night.new = sum(version.content not in known for version in inputs)
            if not inputs:
                night.state = "empty" if last is None else "unchanged"
                continue
            if (
                last
                and last.manifest
                and last.manifest.get("fingerprint")
                == fingerprint(night.event, [version.content for version in inputs], self.means)
            ):
                continue
            self._in_time("rendering")
            means = self._means_of(night)
            self.log.say(f"{night.event.id}: {len(inputs):,} articles, {night.new:,} new; rendering")
            try:
                state = before_of(before.manifest if before else None)
                night.made = make_pages(night.event, inputs, state, self.result.date, self.result.made, means)
                night.state = "published"
            except RenderFailed as error:
                self._has_failed(night, error.as_record(), means.log)
            except _ENDS:
                raise
            except Exception as error:
                # A fault of Riwaya's own in one event: the others have their morning, and this one its stamp.
                record = {"kind": "night", "status": NOTEBOOK_FAILED, "cell": None, "error": _told(error)}
                self._has_failed(night, record, means.log, traceback.format_exc())

    def _means_of(self, night: EventNight) -> Means:
        from dataclasses import replace

        log = Path(self.config.store) / "logs" / f"{self.result.date}-{night.event.id}.log"
        log.unlink(missing_ok=True)
        return replace(self.means, log=log, deadline=self.deadline, progress=lambda line: None)

    def _of_its_days(self, event: NightEvent, inputs: Sequence[Version]) -> list[Version]:
        """The articles without those whose text, now that it is read, gives a day outside the event's."""
        undated = [version for version in inputs if version.published is None]
        if not undated:
            return list(inputs)
        kept = within_days(
            event.event, self.store.tables(self.rules, [version.content for version in undated])
        )
        return [version for version in inputs if version.published is not None or version.article_id in kept]

    def _has_failed(self, night: EventNight, record: Mapping[str, Any], log: Path, more: str = "") -> None:
        made = self.result.made.astimezone(datetime.UTC).isoformat(timespec="seconds")
        night.state = "failed"
        night.failure = {
            "event": night.event.id,
            "date": self.result.date.isoformat(),
            "made": made,
            **record,
        }
        night.log = (log.read_text("utf-8", "replace") if log.is_file() else "") + more
        self.log.say(f"{night.event.id}: failed: {record.get('error')}")

    def _status(self, latest: Sequence[Version]) -> int:
        failed = [night.failure["status"] for night in self.result.events if night.failure]
        if failed:
            return OVER_BUDGET if all(status == OVER_BUDGET for status in failed) else NOTEBOOK_FAILED
        if not latest or self.failed_sources == len(self.config.source):
            return NOTHING_USABLE
        return DONE

    # ------------------------------------------------------------ what is published and told

    def _publish(self) -> None:
        from riwaya.running.nights.publishing import site_writes

        writes, removes = site_writes(self.site, self.result, self.config, self.nights)
        self.site.publish(writes, removes)

    def _forget(self) -> None:
        """Drop what rules have read that no night of the site was made by: it can be read again, not shown again."""
        view = self.site.view()
        manifests = [night.manifest for event in view.events() for night in view.nights(event)]
        needed = {manifest.get("rules") for manifest in manifests if manifest} | {self.rules}
        self.store.forget(set(self.store.rules()) - needed)

    def _tell(self) -> None:
        from riwaya.running.nights.publishing import tell

        for line in tell(self.result, self.config, self.log.say):
            self._fault(line)


def _told(error: Exception) -> str:
    """What an unexpected error says, in a line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300].rstrip(": ")


def _nights_told(site: Site) -> list[dict[str, Any]]:
    """The runs that nights.json tells of, oldest first."""
    told = site.view().json(NIGHTS)
    nights = told.get("nights", []) if isinstance(told, dict) else []
    return [night for night in nights if isinstance(night, dict) and isinstance(night.get("date"), str)]


def _batches(versions: Iterable[Version]) -> Iterator[list[Version]]:
    """Versions some at a time, no article twice in one: its rows could not be told apart."""
    batch: dict[str, Version] = {}
    for version in versions:
        if version.article_id in batch or len(batch) >= READ_AT_ONCE:
            yield list(batch.values())
            batch = {}
        batch[version.article_id] = version
    if batch:
        yield list(batch.values())
