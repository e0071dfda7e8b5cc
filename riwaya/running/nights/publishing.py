"""What a night writes into the site, and whom it tells.

Belongs here: putting together event pages, archive, feed and nights.json for one publishing; the alerts of a night.
Does not: how a site is swapped (site.py), what archive and feed look like (showing/), sending alerts (alerts.py).
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from riwaya.running.nights.alerts import send_alerts, telling
from riwaya.running.nights.config import NightConfig
from riwaya.running.nights.pages import as_json
from riwaya.running.nights.site import Site, View

if TYPE_CHECKING:
    from riwaya.running.nights.results import NightResult

NIGHTS = "nights.json"
SITE_TITLE = "رواية"


def site_writes(
    site: Site, result: NightResult, config: NightConfig, nights: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, bytes], list[str]]:
    """The files to write and the paths to remove for one publishing of a night: events, archive, feed, nights.json."""
    writes: dict[str, bytes] = {}
    removes: list[str] = []
    for each in result.events:
        if each.made is not None:
            more, gone = site.good_night(each.event.id, result.date, each.made.files)
        elif each.failure is not None:
            more, gone = site.failed_night(each.event.id, result.date, each.failure, each.log)
        else:
            continue
        writes |= more
        removes += gone
    published = [each.event.id for each in result.events if each.made is not None]
    # One night with the clock ahead must not prune a year: no more goes than a day after the last night.
    last = max((night["date"] for night in nights), default="")
    pruned_as_of = result.date
    if last:
        pruned_as_of = min(pruned_as_of, datetime.date.fromisoformat(last) + datetime.timedelta(days=1))
    removes += site.outdated(pruned_as_of, config.keep.days, config.keep.weeks, published)
    told = {"nights": _kept([*nights, night_record(result)], pruned_as_of, config.keep.days)}
    writes[NIGHTS] = as_json(told)
    view = site.view(writes, removes)
    return writes | front_pages(view, told, config), removes


def night_record(result: NightResult) -> dict[str, Any]:
    """One run as nights.json tells it; see showing/archive.py for the form."""
    events = {}
    for each in result.events:
        entry: dict[str, Any] = {"outcome": each.state, "articles": each.articles, "new": each.new}
        if each.made is not None:
            first = each.made.changes.get("since") is None
            entry["changes"] = None if first else len(each.made.changes["changes"])
            entry["leading"] = each.made.manifest["leading"]
        if each.failure is not None:
            entry |= {name: each.failure.get(name) for name in ("status", "kind", "cell", "error")}
        events[each.event.id] = entry
    return {
        "date": result.date.isoformat(),
        "made": result.made.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "status": result.status,
        "counts": dict(result.counts),
        "faults": result.faults[:50],
        "events": events,
    }


def _kept(nights: Sequence[Mapping[str, Any]], date: datetime.date, days: int) -> list[Mapping[str, Any]]:
    """The runs that nights.json goes on telling of: those of as many days as every night is kept."""
    since = (date - datetime.timedelta(days=days)).isoformat()
    return [night for night in nights if night["date"] >= since]


def front_pages(view: View, nights: Mapping[str, Any], config: NightConfig) -> dict[str, bytes]:
    """The archive in each language and the feed, of a site as it will stand."""
    from riwaya.showing.archive import archive_page
    from riwaya.showing.atom import FeedNight, atom_feed
    from riwaya.showing.frame import FILES

    order = {name: place for place, name in enumerate(config.events)}
    ordered = sorted(view.events(), key=lambda name: (order.get(name, len(order)), name))
    titles = {event: _title(event, view.nights(event)) for event in ordered}
    events = view.archive_events(titles)
    fed = []
    for event, title in titles.items():
        for night in view.nights(event):
            changes = view.json(f"{night.folder}/changes.json") or {"title": title, "event": event}
            fed.append(FeedNight(telling(changes, config.tell), night.manifest or {}, night.failed))
    pages = {FILES[lang]: archive_page(lang, nights, events).encode("utf-8") for lang in config.languages}
    if "ar" not in config.languages:
        # A site of one language has its front page where every server looks for it.
        pages["index.html"] = pages[FILES[config.languages[0]]]
    feed = atom_feed(SITE_TITLE, config.address, fed, languages=config.languages)
    return pages | {"feed.xml": feed}


def _title(event: str, nights: Sequence[Any]) -> dict[str, str]:
    """An event's title, from its last good night; else from its file; else its id."""
    from riwaya.comparing.events import load_event
    from riwaya.language.knowledge import KnowledgeError, data_path

    for night in reversed(nights):
        if night.manifest and isinstance(night.manifest.get("title"), dict):
            return dict(night.manifest["title"])
    try:
        about = load_event(data_path("events", f"{event}.toml"))
    except KnowledgeError:
        return {"ar": event, "en": event}
    return {"ar": about.title_ar, "en": about.title_en}


def tell(result: NightResult, config: NightConfig, log: Callable[[str], None]) -> list[str]:
    """Send the alerts of a night; what went wrong with them, as sentences. ``log`` gets what a command wrote."""
    changes = [telling(each.made.changes, config.tell) for each in result.events if each.made is not None]
    failed = [
        each.failure | {"title": {"ar": each.event.event.title_ar, "en": each.event.event.title_en}}
        for each in result.events
        if each.failure is not None
    ]
    return _send(config, result.date, result.made, changes, failed, log)


def tell_failure(config: NightConfig, made: datetime.datetime, error: str, status: int) -> list[str]:
    """Send the alert of a night that could not be run to its end."""
    date = made.astimezone(config.zone).date()
    failed = {
        "date": date.isoformat(),
        "made": made.isoformat(timespec="seconds"),
        "error": error,
        "status": status,
    }
    return _send(config, date, made, [], [failed], lambda line: None)


def _send(
    config: NightConfig,
    date: datetime.date,
    made: datetime.datetime,
    changes: Sequence[Mapping[str, Any]],
    failed: Sequence[Mapping[str, Any]],
    log: Callable[[str], None],
) -> list[str]:
    if not config.alert.command and config.alert.mail is None:
        return []
    return send_alerts(
        config.alert,
        f"{SITE_TITLE} {date}",
        changes,
        env=os.environ,
        failed=failed,
        address=config.address,
        made=made.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        languages=config.languages,
        log=log,
    )
