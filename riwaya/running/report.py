"""One report, whole: the articles read once, a page rendered in each language, everything written together.

Belongs here: the order of the work and what is written where.
Does not: reading, comparing, rendering.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from riwaya.comparing.choosing import Chosen, choose_from
from riwaya.comparing.events import Event, load_event
from riwaya.comparing.wire import with_wire_groups
from riwaya.language.knowledge import data_path, home
from riwaya.reading.sources import Rejected, safe_id
from riwaya.running.progress import Steps
from riwaya.running.reading import corrections_told, noting_stale, read_all
from riwaya.showing.frame import FILES
from riwaya.showing.kernel import end_kernels
from riwaya.showing.render import RenderedPage, render_report
from riwaya.showing.report import Parameters
from riwaya.tables.files import write_atomically
from riwaya.tables.tables import Tables


class NothingToReport(ValueError):
    """No input could be used; ``rejected`` says why, one by one."""

    def __init__(self, message: str, rejected: Sequence[Rejected]) -> None:
        super().__init__(message)
        self.rejected = tuple(rejected)


@dataclass(frozen=True)
class Written:
    """What a run left behind: the pages, in the order of the languages, and the inputs it could not use.

    ``read`` of ``seen`` articles belong to the event; the others were looked at only.
    """

    pages: tuple[Path, ...]
    rejected: tuple[Rejected, ...]
    read: int
    seen: int
    stale: tuple[str, ...] = ()
    corrected: str = ""


def build_report(
    *,
    event: str,
    corpus: str,
    langs: Sequence[str],
    out: Path | None,
    progress: Steps,
    more_framing: Sequence[Path] = (),
    more_corrections: Sequence[Path] = (),
    timeout: int | None = None,
) -> Written:
    """Read the corpus, render the pages, and write pages and tables into a folder.

    corpus: file, folder or glob, "" for the event's own. out: the folder, else ``default_folder``.
    Nothing is written unless every page was rendered to its end. Raises ParameterError, KnowledgeError,
    NothingToReport, NotebookError, TimeoutError, OSError.
    """
    for lang in langs:
        Parameters.check({"event": event, "corpus": corpus, "lang": lang})
    about = load_event(data_path("events", f"{event}.toml"))
    chosen = _chosen(about, corpus, progress)
    step = progress.start("Reading articles", len(chosen.sources))
    read = read_all(
        chosen.sources,
        more_framing=more_framing,
        more_corrections=more_corrections,
        done=lambda count: progress.advance(step, count),
    )
    stale: list[str] = []
    tables = with_wire_groups(Tables.from_extractions(noting_stale(read, stale)))
    with tempfile.TemporaryDirectory(prefix="riwaya-tables-") as folder:
        tables.write(folder)
        pages = _render_all(event, corpus, langs, Path(folder), more_framing, progress, timeout)
    folder_out = out or default_folder(event, corpus)
    for lang, page in zip(langs, pages, strict=True):
        for name, content in page.csv.items():
            write_atomically(folder_out / "tables" / name, content.encode("utf-8"))
        write_atomically(folder_out / FILES[lang], page.html.encode("utf-8"))
    pages_out = tuple(folder_out / FILES[lang] for lang in langs)
    return Written(
        pages_out,
        chosen.rejected,
        len(chosen.sources),
        chosen.seen,
        tuple(stale),
        corrections_told(tables),
    )


def _chosen(event: Event, corpus: str, progress: Steps) -> Chosen:
    """The event's articles among the inputs. Raises NothingToReport where there is none."""
    if not corpus and not event.corpus:
        raise NothingToReport(
            f"{event.id} has no articles of its own. Say where they are, with --corpus PATH.", ()
        )
    step = progress.start("Looking for the event's articles", 1) if event.match else None
    chosen = choose_from([corpus] if corpus else [home() / part for part in event.corpus], event)
    if step is not None:
        progress.advance(step, 1)
    if not chosen.seen:
        raise NothingToReport(
            f"{corpus or event.id}: nothing usable in the input. Give Arabic articles.", chosen.rejected
        )
    if not chosen.sources:
        raise NothingToReport(
            f"{corpus or event.id}: none of {chosen.seen:,} articles is of {event.start} to {event.end} and has the "
            f"words that data/events/{event.id}.toml asks for. Give another corpus, or mend [match] there.",
            chosen.rejected,
        )
    return chosen


def default_folder(event: str, corpus: str) -> Path:
    """Where a report goes that is told no folder; one of another corpus never takes the place of the event's own.

    >>> default_folder("flood", "").as_posix(), default_folder("flood", "mine/june.jsonl").as_posix()
    ('reports/flood', 'reports/flood-june')
    """
    name = safe_id(Path(corpus).stem) if corpus else ""
    return Path("reports") / (f"{event}-{name or 'corpus'}" if corpus else event)


def _render_all(
    event: str,
    corpus: str,
    langs: Sequence[str],
    tables: Path,
    framing: Sequence[Path],
    progress: Steps,
    timeout: int | None,
) -> list[RenderedPage]:
    def render(lang: str) -> RenderedPage:
        bar = progress.start(f"Rendering {FILES[lang]}", 1)
        return render_report(
            event=event,
            corpus=corpus,
            lang=lang,
            tables_dir=tables,
            framing=framing,
            timeout=timeout,
            other=len(langs) > 1,
            progress=lambda done, total: progress.set(bar, done, total),
        )

    # Each page has a kernel of its own, so two languages take little longer than one.
    with ThreadPoolExecutor(max_workers=len(langs)) as pool:
        try:
            return list(pool.map(render, langs))
        except BaseException:
            # One page without the other is not published; and Ctrl-C does not reach kernels by itself.
            end_kernels()
            raise
