"""The outlets Riwaya knows: their names in both languages, and how a text, a record or a URL names them.

Belongs here: what an outlet is, finding it by id, by name, by URL.
Does not: which line of an article names its outlet (article.py), who an outlet quotes (attribution.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from riwaya.language.knowledge import KnowledgeError, data_path, load
from riwaya.language.spelling import fold

KINDS = ("agency", "broadcaster", "newspaper", "website")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of news. ``country`` is that of its owner or seat (ISO 3166-1), None where not sure.

    ``page_body`` and ``page_drop`` are hints for its pages, as XPath: where the article stands (the first that is
    there), and what is no part of it (all of them).
    """

    id: str
    name_ar: str
    name_en: str
    short_ar: str
    short_en: str
    kind: str
    country: str | None = None
    names: tuple[str, ...] = ()  # further names by which source lines and records name it
    domains: tuple[str, ...] = ()
    page_body: tuple[str, ...] = ()
    page_drop: tuple[str, ...] = ()

    def check(self) -> str | None:
        """What is wrong with this entry, or None."""
        if self.kind not in KINDS:
            return f"kind is {self.kind!r}. Use one of: {', '.join(KINDS)}."
        if self.country is not None and not (len(self.country) == 2 and self.country.isupper()):
            return f"country is {self.country!r}. Use the two capitals of ISO 3166-1."
        for key, paths in (("page_body", self.page_body), ("page_drop", self.page_drop)):
            for path in paths:
                if fault := _fault_of_path(path):
                    return (
                        f"{key}: {path!r} {fault}. Write an XPath that finds elements, as //div[@class='x']."
                    )
        return None


def _fault_of_path(path: str) -> str | None:
    """What is wrong with a hint, or None."""
    import lxml.etree

    try:
        found = lxml.etree.fromstring("<html><body/></html>").xpath(path)
    except (lxml.etree.XPathError, ValueError) as error:
        return f"is no XPath ({error})"
    of_text = re.search(r"(?:@[\w*-]+|\b(?:text|comment)\(\))\s*\Z", path)
    return None if isinstance(found, list) and not of_text else "finds no elements"


def name_key(name: str) -> str:
    """A name as it is compared: folded word by word, lower case, one space between words.

    >>> name_key("الجـزيرة  نت") == name_key("الجزيره نت")
    True
    """
    return " ".join(fold(word) for word in name.split()).casefold()


class Outlets:
    """All known outlets, found by id, name or URL."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_id = {outlet.id: outlet for outlet in outlets}
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in self._by_id.values():
            for name in (
                outlet.id,
                outlet.name_ar,
                outlet.name_en,
                outlet.short_ar,
                outlet.short_en,
                *outlet.names,
            ):
                other = self._by_name.setdefault(name_key(name), outlet)
                if other is not outlet:
                    raise KnowledgeError(
                        f'outlet "{outlet.id}": the name {name} is used by "{other.id}" too. Drop one.'
                    )
            for domain in outlet.domains:
                self._by_domain.setdefault(domain.casefold(), outlet)

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, outlet_id: str | None) -> Outlet | None:
        """The outlet of an id, or None."""
        return self._by_id.get(outlet_id) if outlet_id is not None else None

    def named(self, name: str) -> Outlet | None:
        """The outlet that a name (or id) means as a whole, or None."""
        return self._by_name.get(name_key(name)) if len(name) <= 120 else None

    def of_url(self, url: str | None) -> Outlet | None:
        """The outlet whose domain, or a domain above it, is the host of a URL."""
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:
            return None
        while "." in host:
            if host in self._by_domain:
                return self._by_domain[host]
            host = host.partition(".")[2]
        return None


def load_outlets(path: Path | None = None) -> Outlets:
    """The outlets of data/outlets.toml (or of another file of its form). Raises KnowledgeError."""
    path = path or data_path("outlets.toml")
    try:
        return Outlets(load(path, "outlet", Outlet))
    except KnowledgeError as error:
        raise KnowledgeError(str(error) if str(error).startswith(str(path)) else f"{path}, {error}") from None
