"""The feed of a site: an entry for every event and night that has something to tell, in Arabic and English.

Belongs here: Atom (RFC 4287) from what nights left behind, ids (RFC 4151), links, times.
Does not: which changes are told (running/alerts.py), their sentences (telling/), writing the file (running/site.py).

Times come from the nights and never from the clock: the same nights give the same bytes.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from riwaya import __version__
from riwaya.showing.frame import FILES
from riwaya.showing.markup import BIDI_CONTROLS, UNPRINTABLE, escape, prose
from riwaya.showing.naming import count
from riwaya.showing.naming import date as day_in_words

FEED = "feed.xml"
DIRECTIONS = {"ar": "rtl", "en": "ltr"}
MOST = 60
# Host of a site that does not say where it will stand: RFC 2606 keeps .invalid free for good.
NO_HOST = "riwaya.invalid"
_LONGEST_ERROR = 600
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\Z")
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:#\S*)?\Z", re.ASCII)
# An isolate of its own keeps Arabic and English apart in a title, which is plain text.
_ISOLATES = {"ar": ("\u2067", "\u2069"), "en": ("\u2066", "\u2069")}
# The year since which sites have had such names: a feed has no day of its own.
_YEAR = "2026"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_EPOCH = "1970-01-01T00:00:00Z"

WORDS = {
    "ar": {
        "subtitle": "ما تغيّر في كل حدث، ليلةً بعد ليلة.",
        "relative": "الروابط نسبية إلى مكان هذا الملف، لأن عنوان الموقع غير معروف.",
        "changes": "{title}: ليلة {day}، {n}",
        "failed": "{title}: ليلة {day}، تعذّر إعداد الصفحة",
        "since": "ما تغيّر منذ {day}:",
        "whole": "تعذّر إتمام ليلة {day}",
        "stands": "تبقى صفحة آخر ليلة ناجحة في مكانها.",
        "cell": "الخلية: {cell}",
        "error": "الخطأ:",
        "more": "وفي الصفحة كذلك: {n}.",
        "page": "الصفحة بالعربية",
    },
    "en": {
        "subtitle": "What changed in each event, night by night.",
        "relative": "Links are relative to the place of this file, for the address of the site is not known.",
        "changes": "{title}: night of {day}, {n}",
        "failed": "{title}: night of {day}, the page failed",
        "since": "What has changed since {day}:",
        "whole": "The night of {day} failed",
        "stands": "The page of the last good night stays where it is.",
        "cell": "Cell: {cell}",
        "error": "Error:",
        "more": "Also on the page: {n}.",
        "page": "The page in English",
    },
}


@dataclass(frozen=True, slots=True)
class FeedNight:
    """One event's night as the feed tells it.

    changes: as in changes.json, its list "changes" only those that are told (and "untold" the number of the others,
    if any); manifest: as in manifest.json. Of a night that failed ``failed`` is what its FAILED says, and changes
    need only its "title"; where a first run of that night had made pages, its changes are told below the failure.
    """

    changes: Mapping[str, Any]
    manifest: Mapping[str, Any]
    failed: Mapping[str, Any] | None = None


def atom_feed(
    site_title: str,
    address: str,
    nights: Iterable[FeedNight],
    *,
    most: int = MOST,
    languages: Sequence[str] = ("ar", "en"),
) -> bytes:
    """The site's feed as UTF-8, the newest night first, at most ``most`` nights.

    address: where the site will stand (https://example.org/riwaya/); where it is "" or no web address, links are
    relative to the feed and its subtitle says so. A night without a told change has no entry. Of two nights with
    one event and date the one made later counts. Source: RFC 4287; RFC 4151 for the ids.
    """
    base = site_base(address)
    languages = [lang for lang in languages if lang in WORDS] or list(WORDS)
    entries: dict[str, _Entry] = {}
    for night in nights:
        entry = _entry(night, base, languages)
        if entry and (entry.id not in entries or entries[entry.id].updated <= entry.updated):
            entries[entry.id] = entry
    chosen = sorted(entries.values(), key=lambda each: (each.date, each.updated, each.id), reverse=True)[
        :most
    ]
    updated = max((entry.updated for entry in chosen), default=_EPOCH)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(languages[0])}>',
        f"  <id>{_text(tag_uri(base, _YEAR, 'feed'))}</id>",
        f'  <title type="text">{_text(plain_line(site_title) or "Riwaya")}</title>',
        f'  <subtitle type="text">{_text(_subtitle(base, languages))}</subtitle>',
        f"  <updated>{updated}</updated>",
        "  <author><name>Riwaya</name></author>",
        f'  <generator version="{_text(__version__)}">Riwaya</generator>',
        f'  <link rel="self" type="application/atom+xml" href={_quoted(base + FEED)}/>',
        *(f"  {_page_link(base, lang)}" for lang in languages),
        *(entry.xml for entry in chosen),
        "</feed>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def site_base(address: str) -> str:
    """An address as the base of links, with a slash at its end; "" where it is no address of the web.

    >>> site_base("https://example.org/riwaya"), site_base(""), site_base("javascript:x")
    ('https://example.org/riwaya/', '', '')
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    path = quote(_scalar(_STRAY_PERCENT.sub("%25", parts.path)), safe="/%:@!$&'()*+,;=-._~").rstrip("/")
    return f"{parts.scheme}://{_ascii_host(host)}{f':{port}' if port else ''}{path}/"


def night_folder(base: str, event: str, date: str) -> str:
    """Where the pages of an event's night stand, as the beginning of their links."""
    return base + "".join(f"{_segment(part)}/" for part in (event, date) if part)


def tag_uri(base: str, date: str, *what: str) -> str:
    """A name for good (RFC 4151): the site's host, a day on which it was the site's, and what is named.

    >>> tag_uri("https://example.org/press/", "2026-03-31", "flood", "2026-03-31")
    'tag:example.org,2026-03-31:riwaya/press/flood/2026-03-31'
    """
    parts = urlsplit(base)
    host, path = parts.hostname or "", parts.path.strip("/")
    if not _HOST.match(host) or _is_number(host):
        # The number of a machine is nobody's for good: it goes behind the colon.
        host, path = NO_HOST, f"{_segment(parts.netloc)}/{path}".strip("/")
    day = date if _day(date) else _YEAR
    return f"tag:{host},{day}:{'/'.join(part for part in ('riwaya', path, *map(_segment, what)) if part)}"


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    date: str
    updated: str
    xml: str


def _entry(night: FeedNight, base: str, languages: Sequence[str]) -> _Entry | None:
    told = told_changes(night.changes)
    if not told and night.failed is None:
        return None
    source = night.manifest if night.failed is None else night.failed
    event, date = (plain_line(source.get(key) or night.changes.get(key) or "") for key in ("event", "date"))
    folder = night_folder(base, event, date)
    updated = moment_of(source.get("made"), date)
    name = tag_uri(base, date, *(part for part in (event, date) if part))
    n = len(told) + _natural(night.changes.get("untold"))
    titles = [_title(night, event, date, n, lang) for lang in languages]
    bodies = [
        f'<div xml:lang="{lang}" lang="{lang}" dir="{DIRECTIONS[lang]}">{_body(night, told, folder, lang)}</div>'
        for lang in languages
    ]
    links = [_page_link(folder if told else base, lang) for lang in languages]
    lines = [
        "  <entry>",
        f"    <id>{_text(name)}</id>",
        f'    <title type="text">{_escaped(" · ".join(titles))}</title>',
        f"    <updated>{updated}</updated>",
        *([f"    <category term={_quoted(event)}/>"] if event else []),
        *(f"    {link}" for link in links),
        f'    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{"".join(bodies)}</div></content>',
        "  </entry>",
    ]
    return _Entry(name, date, updated, "\n".join(lines))


def _title(night: FeedNight, event: str, date: str, n: int, lang: str) -> str:
    opening, closing = _ISOLATES[lang]
    kind = "changes" if night.failed is None else "failed" if event else "whole"
    title = in_language(night.changes.get("title"), lang) or event
    return f"{opening}{WORDS[lang][kind].format(title=title, day=said_day(date, lang), n=counted(n, lang))}{closing}"


def _body(night: FeedNight, told: Sequence[Mapping[str, Any]], folder: str, lang: str) -> str:
    failed = _failed_body(night.failed, lang) if night.failed is not None else ""
    if not told:
        return failed
    page = f"<p><a href={_quoted(folder + FILES[lang])}>{_text(WORDS[lang]['page'])}</a></p>"
    return failed + _changes_body(night, told, folder, lang) + page


def told_changes(changes: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes of a changes.json; [] where it holds none, whatever else stands there."""
    listed = changes.get("changes")
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, Sequence) else []


def _changes_body(night: FeedNight, told: Sequence[Mapping[str, Any]], folder: str, lang: str) -> str:
    words = WORDS[lang]
    since = said_day(plain_line(night.changes.get("since") or ""), lang)
    head = f"<p>{_text(words['since'].format(day=since))}</p>" if since else ""
    items = []
    for change in told:
        text = prose(change_text(change, lang), lang)
        link = link_of(change, lang)
        items.append(f"<li><a href={_quoted(folder + link)}>{text}</a></li>" if link else f"<li>{text}</li>")
    untold = _natural(night.changes.get("untold"))
    more = f"<p>{_text(words['more'].format(n=counted(untold, lang)))}</p>" if untold else ""
    return f"{head}<ul>{''.join(items)}</ul>{more}"


def _failed_body(failed: Mapping[str, Any], lang: str) -> str:
    words = WORDS[lang]
    cell = failed.get("cell")
    told = [words["stands"]]
    told += [words["cell"].format(cell=plain_line(cell))] if cell not in (None, "") else []
    error = plain_line(failed.get("error") or failed.get("kind") or "")[:_LONGEST_ERROR]
    out = "".join(f"<p>{_text(line)}</p>" for line in told)
    return out + (f'<p>{_text(words["error"])} <code dir="ltr">{_text(error)}</code></p>' if error else "")


def counted(n: int, lang: str) -> str:
    """A number of changes in words."""
    return count(n, "change", lang, oblique=False)


def link_of(change: Mapping[str, Any], lang: str) -> str:
    """The first link of a change that stays on the night's pages, on the page of the language; else ""."""
    links = change.get("links")
    for link in links if isinstance(links, Sequence) and not isinstance(links, str) else ():
        if isinstance(link, str) and _LINK.match(link) and ".." not in link.split("#")[0]:
            page, mark, anchor = link.partition("#")
            page = FILES[lang] if page in FILES.values() else page
            return page + mark + quote(_scalar(anchor), safe="-._~!$&'()*+,;=:@/?%")
    return ""


def _page_link(folder: str, lang: str) -> str:
    href = _quoted(folder + FILES[lang])
    return f'<link rel="alternate" type="text/html" hreflang="{lang}" href={href}/>'


def _subtitle(base: str, languages: Sequence[str]) -> str:
    return " ".join(
        WORDS[lang][key] for lang in languages for key in ("subtitle", *([] if base else ["relative"]))
    )


# Text


def in_language(texts: object, lang: str) -> str:
    """A text of {"ar": ..., "en": ...} as one plain line; another language's where this one has none."""
    return plain_line(_either(texts, lang))


def change_text(change: Mapping[str, Any], lang: str) -> str:
    """What a change says in a language, on one line; its kind where it says nothing."""
    return _line(_either(change.get("text"), lang)) or plain_line(change.get("kind") or "")


def _either(texts: object, lang: str) -> object:
    if isinstance(texts, Mapping):
        return texts.get(lang) or next((text for text in texts.values() if text), "")
    return "" if texts is None else texts


def _line(text: object) -> str:
    return _SPACE.sub(" ", str(text)).strip()


def plain_line(text: object) -> str:
    """One line without anything that turns what stands beside it."""
    return _line(BIDI_CONTROLS.sub("", UNPRINTABLE.sub("\ufffd", str(text))))


def _segment(text: str) -> str:
    """Text as one part of a path or of a tag."""
    return quote(_scalar(text), safe="@:!$&()*+,;=-._~")


def _scalar(text: str) -> str:
    """Text that UTF-8 can carry: half a pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(text: object) -> str:
    """Text between tags; U+FFFD for what XML cannot carry, bidi controls by their code, so that nothing hides."""
    return escape(_line(text))


def _quoted(value: object) -> str:
    return f'"{_text(value)}"'


def _escaped(text: str) -> str:
    """Clean text that keeps the isolates put around its languages."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Times and hosts


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def said_day(text: str, lang: str) -> str:
    """A day of ISO 8601 in words; what is none as it stands."""
    day = _day(text)
    return day_in_words(day, lang, year=True) if day else text


def moment_of(made: object, date: str) -> str:
    """A manifest's time as RFC 3339 in UTC; where it has none, the beginning of the night's day."""
    try:
        moment = datetime.datetime.fromisoformat(str(made))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        moment = moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return f"{date}T00:00:00Z" if _day(date) else _EPOCH
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}"


def _natural(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _ascii_host(host: str) -> str:
    """A host in ASCII (IDNA); what has no such form is quoted."""
    if ":" in host:
        return f"[{quote(host, safe=':')}]"
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    return name if _HOST.match(name) else quote(_scalar(host), safe="")
