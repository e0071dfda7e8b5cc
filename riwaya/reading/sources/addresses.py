"""Web addresses: by which an article is known again, whose site an address is of, lists of them.

Belongs here: what of an address tells articles apart, an id made of it, files that list addresses.
Does not: whether an address may be asked for, and asking (connecting.py, fetching.py).

courlan's cleaner is not used for the key: it drops parameters by parts of their names (``cid``, ``uid``, ``gallery``,
``source``), and two articles that fall together are lost, where one that comes twice is only read twice.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from riwaya.reading.sources.outlets import Outlets
from riwaya.reading.sources.source import Rejected, decoded, safe_id, safe_url, shown

MAX_LIST_BYTES = 5_000_000
# Parameters that say where a reader came from, or in which form the page is wanted; never which article it is.
_TRACKING = re.compile(
    r"(?:utm|mtm|piwik|hsa|vero|mc|itm|stm|at|ns|oly|wt)_\w*|pk_(?:campaign|kwd|keyword|source|medium|content|cid)"
    r"|(?:fb|g|d|y|ys|tw|tt)clid|msclkid|(?:gbra|wbra)id|igsh|igshid|_ga|_gl|_openstat|xtor|usqp|fb_\w+"
    r"|ref|referer|referrer|ref_src|ref_url|cmpid|ocid|ito|smid|s_cid|echobox|guccounter|traffic_source|ftag"
    r"|amp|amp_\w+|from_amp|outputtype|print|share|sharetype",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_READER_HOST = re.compile(r"(?:www\d?|m|amp)\.(?=[^.]+\.[^.])")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
# What stays escaped wherever it stands escaped: resolved, it would mean something else.
_MEANT = {"path": frozenset(b"/?#%"), "query": frozenset(b"&=+#%;")}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?")
_DEFAULT_PORT = {"http": 80, "https": 443}
_AMP = re.compile(r"(?<=[^/])/amp\Z", re.IGNORECASE)
_SLUG_LENGTH = 40


def article_key(url: str) -> str:
    """The address by which an article is known again, however it was linked; "" for what is no web address.

    Lower-case host without www., m. and amp.; https; no fragment, no tracking parameters, the others in order of
    their names; percent signs resolved alike; no slash at the end. It is a key, not an address to ask for.

    >>> article_key("http://www.Example.org/News/%d8%b3%d8%af/?utm_source=x&id=12#top")
    'https://example.org/News/%D8%B3%D8%AF?id=12'
    >>> article_key("https://example.org/news/سد?id=12&fbclid=9") == article_key("http://m.example.org/news/%D8%B3%D8%AF/?id=12")
    True
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").strip("."), parts.port
        host = (host if host.isascii() else host.encode("idna").decode("ascii")).casefold()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.casefold() not in _DEFAULT_PORT or not re.fullmatch(r"[a-z0-9_.:-]{1,255}", host):
        return ""
    while match := _READER_HOST.match(host):
        host = host[match.end() :]
    if ":" in host:
        host = f"[{host}]"
    if port and port not in _DEFAULT_PORT.values():
        host = f"{host}:{port}"
    path = _SESSION.sub("", _resolved(parts.path, "path")).rstrip("/")
    while (shorter := _AMP.sub("", path).rstrip("/")) != path:
        path = shorter
    named = [
        (part.partition("=")[0], part)
        for part in (_resolved(p, "query") for p in parts.query.split("&"))
        if part
    ]
    kept = sorted(part for name, part in named if not _TRACKING.fullmatch(name))
    return f"https://{host}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def _resolved(part: str, kind: str) -> str:
    """A part of an address with every sign written in the one way: plain where it may be, else escaped in UTF-8."""
    meant = _MEANT[kind]
    raw = part.encode("utf-8", "surrogatepass")
    out: list[str] = []
    place = 0
    while place < len(raw):
        byte = raw[place]
        match = _PERCENT.match(raw[place : place + 3].decode("latin-1"))
        if match:
            byte = int(match[1], 16)
            plain = byte in _PLAIN and byte not in meant
            place += 3
        else:
            plain = byte in _PLAIN
            place += 1
        out.append(chr(byte) if plain else f"%{byte:02X}")
    return "".join(out)


def article_id_of(url: str, outlet: str | None) -> str:
    """A short id of an article, the same for the same key: whose it is, what its address says, a hash of the key.

    >>> article_id_of("https://www.example.org/politics/dam-collapse-12", None)
    'example.org-dam-collapse-12-491afe605afb'
    """
    key = article_key(url)
    parts = urlsplit(key)
    last = parts.path.rpartition("/")[2]
    words = re.findall(r"[a-z0-9]+", _PERCENT.sub("", f"{last} {parts.query}").casefold())
    slug = "-".join(words)[:_SLUG_LENGTH].rstrip("-")
    whose = safe_id(outlet or parts.hostname or "page")[:_SLUG_LENGTH]
    mark = hashlib.sha256((key or url).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return safe_id("-".join(part for part in (whose, slug, mark) if part))


def site_of(url: str) -> str:
    """The registered domain of an address (example.org of news.example.org), by the list of public suffixes.

    >>> site_of("https://gate.example.org.eg/1"), site_of("https://one.blogspot.com/")
    ('example.org.eg', 'one.blogspot.com')
    """
    from tld import get_fld

    key = article_key(url)
    if not key:
        return ""
    try:
        found = get_fld(key, fail_silently=True)
    except ValueError:
        found = None
    return found or urlsplit(key).netloc


def same_site(one: str, other: str, outlets: Outlets | None = None) -> bool:
    """Whether two addresses are of one site: one registered domain, or two domains of one known outlet."""
    if site_of(one) == site_of(other) != "":
        return True
    outlet = outlets.of_url(one) if outlets else None
    return outlet is not None and outlets is not None and outlets.of_url(other) is outlet


def read_url_list(path: Path) -> tuple[list[str], list[Rejected]]:
    """The addresses of a file, one a line, and the lines that are none. Empty lines and # comments are left out.

    Never raises for what the file holds; a file that cannot be read is a Rejected.
    """
    try:
        if path.stat().st_size > MAX_LIST_BYTES:
            return [], [Rejected(shown(path), "is longer than 5 MB, the limit of a list. Split it.")]
        raw = path.read_bytes()
    except OSError as error:
        why = (error.strerror or type(error).__name__).rstrip(".")
        return [], [Rejected(shown(path), f"cannot be read ({why}). Check the file and its rights.")]
    text, name = (raw.decode("ascii"), "ascii") if raw.isascii() and b"\0" not in raw else decoded(raw)
    if name is None:
        return [], [Rejected(shown(path), text)]
    urls: dict[str, str] = {}
    rejected: list[Rejected] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        line = line.strip("\ufeff\u200e\u200f \t\r")
        if not line or line.startswith("#"):
            continue
        url = safe_url(line)
        key = article_key(url or "")
        if url is None or not key:
            reason = "this is no web address. Write one that begins with http:// or https:// on the line."
            rejected.append(Rejected(f"{shown(path)}, line {number}", reason))
        else:
            urls.setdefault(key, url)
    return list(urls.values()), rejected
