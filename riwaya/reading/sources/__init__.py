"""From what is named on the command line to sources: files, records, manifests, and the outlets they name."""

from riwaya.reading.sources.inputs import (
    Rejected,
    Source,
    parse_date,
    read_inputs,
    safe_id,
    safe_name,
    safe_url,
    stream_inputs,
)
from riwaya.reading.sources.outlets import Outlet, Outlets, load_outlets

__all__ = [
    "Outlet",
    "Outlets",
    "Rejected",
    "Source",
    "load_outlets",
    "parse_date",
    "read_inputs",
    "safe_id",
    "safe_name",
    "safe_url",
    "stream_inputs",
]
