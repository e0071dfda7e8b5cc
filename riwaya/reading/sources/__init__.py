"""Sources: files, records and manifests, pages and feeds from the network, and the outlets they name."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from riwaya.reading.sources.addresses import article_id_of, article_key, read_url_list, same_site
from riwaya.reading.sources.feeds import Entry, Feed, FeedError, read_feed
from riwaya.reading.sources.inputs import files_of, read_inputs, stream_inputs
from riwaya.reading.sources.outlets import Outlet, Outlets, load_outlets
from riwaya.reading.sources.page_sources import source_of_entry, source_of_page
from riwaya.reading.sources.source import (
    Rejected,
    Source,
    parse_date,
    safe_id,
    safe_name,
    safe_url,
    shown,
)

if TYPE_CHECKING:
    from riwaya.reading.sources.fetching import Answer, Fetcher, FetchError, Known, Limits, Request

__all__ = [
    "Answer",
    "Entry",
    "Feed",
    "FeedError",
    "FetchError",
    "Fetcher",
    "Known",
    "Limits",
    "Outlet",
    "Outlets",
    "Rejected",
    "Request",
    "Source",
    "article_id_of",
    "article_key",
    "files_of",
    "load_outlets",
    "parse_date",
    "read_feed",
    "read_inputs",
    "read_url_list",
    "safe_id",
    "safe_name",
    "safe_url",
    "same_site",
    "shown",
    "source_of_entry",
    "source_of_page",
    "stream_inputs",
]

# The network's libraries take a tenth of a second to load; who reads files only does not wait for them.
_OF_THE_NETWORK = ("Answer", "FetchError", "Fetcher", "Known", "Limits", "Request")


def __getattr__(name: str) -> Any:
    if name in _OF_THE_NETWORK:
        return getattr(importlib.import_module("riwaya.reading.sources.fetching"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
