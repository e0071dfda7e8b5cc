"""Reading many sources at once: in this process, in several, or on a Dask cluster.

Belongs here: who does the work. The rows are the same whoever does it, and in the same order.
Does not: what is read (reading/), where it is kept (tables/).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from riwaya.reading.extract import Extraction, Knowledge, extract
from riwaya.reading.sources import Source
from riwaya.tables.tables import Tables

# Articles sent to a worker at once: few enough to share evenly, enough to outweigh the sending.
BATCH = 64


class ClusterError(ValueError):
    """A cluster that cannot be used: what is missing and the mend."""


@dataclass(frozen=True)
class Own:
    """Files of the user's own, besides those of data/."""

    framing: tuple[Path, ...] = ()
    corrections: tuple[Path, ...] = ()


@lru_cache(maxsize=2)
def _knowledge(own: Own) -> Knowledge:
    return Knowledge.load(more_framing=own.framing, more_corrections=own.corrections)


def _read_batch(batch: Sequence[Source], own: Own) -> list[Extraction]:
    knowledge = _knowledge(own)
    return [extract(source, knowledge) for source in batch]


def read_all(
    sources: Sequence[Source],
    *,
    more_framing: Sequence[Path] = (),
    more_corrections: Sequence[Path] = (),
    workers: int = 1,
    scheduler: str | None = None,
    done: Callable[[int], None] = lambda count: None,
) -> Iterator[Extraction]:
    """Extractions of sources, in their order; ``done`` is called with the number of articles just finished.

    workers > 1 reads in that many processes; scheduler is the address of a Dask scheduler, whose workers must have
    Riwaya installed. Raises KnowledgeError before anything is read, ClusterError when the cluster cannot be reached.
    """
    own = Own(tuple(more_framing), tuple(more_corrections))
    _knowledge(own)
    size = 1 if len(sources) <= BATCH else BATCH
    batches = [sources[at : at + size] for at in range(0, len(sources), size)]
    if scheduler:
        results = _on_cluster(scheduler, batches, own)
    elif workers > 1 and len(batches) > 1:
        results = _in_processes(workers, batches, own)
    else:
        results = (_read_batch(batch, own) for batch in batches)
    for extractions in results:
        done(len(extractions))
        yield from extractions


def noting_stale(extractions: Iterable[Extraction], stale: list[str]) -> Iterator[Extraction]:
    """The same extractions; what they say of corrections that no longer hold is added to a list."""
    for extraction in extractions:
        stale += extraction.stale
        yield extraction


def corrections_told(tables: Tables) -> str:
    """What corrections did to the figures of some tables, in a line; "" where there were none."""
    kinds = tables.corrections["kind"].value_counts()
    if not len(kinds):
        return ""
    counts = ", ".join(f"{kinds.get(kind, 0)} {kind}" for kind in ("changed", "added", "dropped"))
    return f"Figures by corrections: {counts}."


def _in_processes(workers: int, batches: Sequence[Sequence[Source]], own: Own) -> Iterator[list[Extraction]]:
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(_read_batch, batches, [own] * len(batches))


def _on_cluster(scheduler: str, batches: Sequence[Sequence[Source]], own: Own) -> Iterator[list[Extraction]]:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "--scheduler needs Dask. Install it with: pip install 'riwaya[cluster]'."
        ) from None
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{scheduler}: no Dask scheduler answers there ({error}). Check the address."
        ) from None
    with client:
        futures = client.map(_read_batch, batches, [own] * len(batches), pure=False)
        for future in futures:
            yield future.result()
