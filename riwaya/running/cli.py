"""The command line: what is asked, in which order it is done, and the exit status.

Belongs here: arguments, messages, exit statuses.
Does not: any work (reading/, tables/, showing/ and the other modules of this room do it).

Exit status: 0 done; 2 wrong usage; 3 nothing usable in the input; 4 a notebook failed; 5 timed out or over budget;
6 could not publish, or the store could not be written; 7 another night is running.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from riwaya import __version__
from riwaya.language.knowledge import KnowledgeError, home
from riwaya.reading.sources import Rejected, read_inputs
from riwaya.running.annotations import AnnotationError
from riwaya.running.nights import commands as night_commands
from riwaya.running.progress import steps
from riwaya.tables.formats import FORMATS, TableError

WRONG_USAGE, NOTHING_USABLE, NOTEBOOK_FAILED, TIMED_OUT, NOT_PUBLISHED = 2, 3, 4, 5, 6

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)

_FRAMING = click.option(
    "--framing",
    multiple=True,
    type=_FILE,
    help="A file of your own terms or frames, besides data/framing.toml.",
)

_CORRECTIONS = click.option(
    "--corrections",
    multiple=True,
    type=_FILE,
    help="A file of corrections of your own, besides data/corrections.toml.",
)


def main() -> None:
    """The ``riwaya`` command."""
    try:
        commands(prog_name="riwaya")
    except (KnowledgeError, TableError) as error:
        fail(str(error), WRONG_USAGE)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone: nothing is wrong with us.
        sys.stderr.close()
        sys.exit(0)


def fail(message: str, status: int) -> NoReturn:
    """One sentence on standard error, and the exit status; never a traceback for a person's own mistake."""
    click.echo(f"riwaya: {message}", err=True)
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="riwaya %(version)s")
def commands() -> None:
    """Compare how Arabic news outlets tell the same story."""


@commands.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "--out", required=True, type=_FOLDER, help="Folder for the five tables; made if it is not there."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read.")
@click.option("--scheduler", metavar="ADDRESS", help="Read on the workers of this Dask scheduler.")
@_FRAMING
@_CORRECTIONS
@click.option("--strict", is_flag=True, help="Exit with status 3 if any input could not be used.")
def extract(
    inputs: Sequence[str],
    out: Path,
    form: str,
    workers: int,
    scheduler: str | None,
    framing: Sequence[Path],
    corrections: Sequence[Path],
    strict: bool,
) -> None:
    """Read articles and write the tables articles, sentences, figures, terms and quotes.

    INPUTS are files, folders or globs of .txt, .jsonl, .jsonl.gz and .csv.
    """
    from riwaya.comparing.wire import with_wire_groups
    from riwaya.running.reading import ClusterError, corrections_told, noting_stale, read_all
    from riwaya.tables.tables import Tables

    sources, rejected = read_inputs(list(inputs))
    report_rejected(rejected)
    if not sources:
        fail("nothing usable in the input. Give at least one file with an Arabic article.", NOTHING_USABLE)
    stale: list[str] = []
    with steps() as progress:
        step = progress.start("Reading articles", len(sources))
        try:
            read = read_all(
                sources,
                more_framing=framing,
                more_corrections=corrections,
                workers=workers,
                scheduler=scheduler,
                done=lambda count: progress.advance(step, count),
            )
            tables = with_wire_groups(Tables.from_extractions(noting_stale(read, stale)))
        except ClusterError as error:
            fail(str(error), WRONG_USAGE)
    try:
        tables.write(out, form)
    except OSError as error:
        fail(
            f"{out}: cannot be written: {error.strerror or error}. Choose another --out or mend its rights.",
            NOT_PUBLISHED,
        )
    counts = ", ".join(
        f"{len(getattr(tables, name))} {name}" for name in ("articles", "figures", "terms", "quotes")
    )
    click.echo(f"{out}: {counts}", err=not sys.stdout.isatty())
    report_corrections(stale, corrections_told(tables))
    if rejected and strict:
        sys.exit(NOTHING_USABLE)


def report_rejected(rejected: Sequence[Rejected]) -> None:
    """One line for each input that could not be used: the place, what is wrong, the mend."""
    for item in rejected:
        click.echo(f"riwaya: {item.path}: {item.reason}", err=True)


def report_corrections(stale: Sequence[str], told: str) -> None:
    """One line for each correction that no longer holds, and one for what the others did."""
    for line in stale:
        click.echo(f"riwaya: not applied: {line}", err=True)
    if told:
        click.echo(f"riwaya: {told}", err=True)


@commands.command()
@click.option(
    "--event", default="kazakhstan-2022", show_default=True, help="Id of a file under data/events/."
)
@click.option(
    "--corpus",
    default="",
    metavar="PATH",
    help="File, folder or glob of articles; by default the event's own. Of a large corpus the event's file says "
    "which articles are read.",
)
@click.option(
    "--lang", "langs", multiple=True, type=click.Choice(("ar", "en")), default=("ar", "en"), show_default=True
)
@click.option(
    "--out",
    type=_FOLDER,
    default=None,
    help="Folder for the pages and tables/; by default reports/EVENT, with --corpus reports/EVENT-CORPUS.",
)
@_FRAMING
@_CORRECTIONS
@click.option(
    "--timeout", type=click.IntRange(1), default=None, help="Seconds that one cell of a notebook may take."
)
def report(
    event: str,
    corpus: str,
    langs: Sequence[str],
    out: Path | None,
    framing: Sequence[Path],
    corrections: Sequence[Path],
    timeout: int | None,
) -> None:
    """Render the report: index.html (Arabic), en.html and tables/*.csv."""
    from riwaya.running.report import NothingToReport, build_report
    from riwaya.showing.render import NotebookError, ParameterError

    try:
        with steps() as progress:
            written = build_report(
                event=event,
                corpus=corpus,
                langs=tuple(dict.fromkeys(langs)),
                out=out,
                more_framing=framing,
                more_corrections=corrections,
                progress=progress,
                timeout=timeout,
            )
    except ParameterError as error:
        fail(str(error), WRONG_USAGE)
    except NothingToReport as error:
        report_rejected(error.rejected)
        fail(str(error), NOTHING_USABLE)
    except NotebookError as error:
        fail(f"{error} Nothing was published.", NOTEBOOK_FAILED)
    except TimeoutError as error:
        fail(f"{error} Nothing was published.", TIMED_OUT)
    except OSError as error:
        fail(
            f"{error.filename or out}: cannot be written: {error.strerror}. Nothing more was published.",
            NOT_PUBLISHED,
        )
    report_rejected(written.rejected)
    report_corrections(written.stale, written.corrected)
    if written.read < written.seen:
        click.echo(f"riwaya: {written.read:,} of {written.seen:,} articles belong to {event}.", err=True)
    for page in written.pages:
        click.echo(page)


@commands.command()
@click.argument(
    "gold", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--texts",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the <id>.txt files; of several GOLD, one for each in their order, or one for all.",
)
@click.option("--details", is_flag=True, help="List every miss, every extra and every field that differs.")
@click.option("--errors", is_flag=True, help="Count the errors by kind: which value was taken for which.")
@click.option("--json", "as_data", is_flag=True, help="Print the scores as JSON.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the result, .json or .toml."
)
@click.option("--set", "name", metavar="ID", help="Write it into this set of a file like data/accuracy.toml.")
def evaluate(
    gold: Sequence[Path],
    texts: Sequence[Path],
    details: bool,
    errors: bool,
    as_data: bool,
    out: Path | None,
    name: str | None,
) -> None:
    """Precision, recall and F1 of what is read against the hand annotations in GOLD; of several GOLD together."""
    from riwaya.reading.extract import Knowledge
    from riwaya.running import evaluate as evaluation
    from riwaya.running.accuracy import renew_set, write_result

    if len(texts) not in (1, len(gold)):
        fail(f"{len(gold)} GOLD and {len(texts)} --texts. Give one --texts for each, or one.", WRONG_USAGE)
    if name and not out:
        fail("--set names a set of a file. Give the file with --out.", WRONG_USAGE)
    try:
        scores = evaluation.evaluate_all(
            list(zip(gold, tuple(texts) * (len(gold) // len(texts)), strict=True)), Knowledge.load()
        )
    except AnnotationError as error:
        fail(str(error), NOTHING_USABLE)
    empty = [path for folder in gold for path in evaluation.empty_files(folder)]
    if empty:
        names = ", ".join(path.name for path in empty[:3]) + (", …" if len(empty) > 3 else "")
        click.echo(
            f"riwaya: annotation files without a row ({len(empty)}): whatever is found there counts as wrong. "
            f"Take away those that nobody has annotated: {names}.",
            err=True,
        )
    if as_data:
        click.echo(json.dumps(evaluation.as_json(scores), indent=2))
    else:
        click.echo(evaluation.as_text(scores, details=details))
    if errors:
        click.echo(f"\n{evaluation.errors_as_text(scores)}", err=as_data)
    articles = sum(len(evaluation.annotated_articles(folder)) for folder in gold)
    try:
        if out and name:
            renew_set(out, name, scores, articles)
        elif out:
            write_result(out, scores, articles)
    except OSError as error:
        fail(f"{out}: cannot be written: {error.strerror or error}. Choose another --out.", NOT_PUBLISHED)


@commands.command()
@click.argument("coder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("other", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--texts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the <id>.txt files that were coded. Needed without OTHER; with it, places are checked against them.",
)
@_FRAMING
@click.option("--json", "as_data", is_flag=True, help="Print the result as JSON.")
def agree(
    coder: Path, other: Path | None, texts: Path | None, framing: Sequence[Path], as_data: bool
) -> None:
    """How far two coders agree on framing terms: Krippendorff's alpha for the frame and the voice.

    CODER and OTHER are folders of <id>.terms.jsonl. Without OTHER, Riwaya reading the texts is the second coder.
    """
    from riwaya.reading.extract import Knowledge
    from riwaya.running import agree as agreement

    if not other and not texts:
        fail(
            "without OTHER Riwaya is the second coder. Give the folder of the texts with --texts.",
            WRONG_USAGE,
        )
    if other and framing:
        fail("--framing says what Riwaya reads. Leave it out where OTHER is given.", WRONG_USAGE)
    try:
        knowledge = None if other else Knowledge.load(more_framing=framing)
        compared = agreement.compare(coder, other, texts, knowledge)
    except AnnotationError as error:
        fail(str(error), NOTHING_USABLE)
    for note in agreement.notes(compared):
        click.echo(f"riwaya: {note}", err=True)
    if as_data:
        click.echo(json.dumps(agreement.as_json(compared), indent=2))
    else:
        click.echo(agreement.as_text(compared))


@commands.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="Folder to check instead of data/.",
)
@_FRAMING
@_CORRECTIONS
@click.option(
    "--corpus",
    multiple=True,
    metavar="PATH",
    help="Articles, besides the seeds, on which corrections are tried: a file, folder or glob.",
)
@click.option("--verbose", is_flag=True, help="Also tell which of two terms goes first for a word of both.")
def check(
    data: Path | None,
    framing: Sequence[Path],
    corrections: Sequence[Path],
    corpus: Sequence[str],
    verbose: bool,
) -> None:
    """Validate everything under data/ and say what to mend; examples of terms and corrections are tried."""
    from riwaya.running.check import check_data

    folder = data or home() / "data"
    faults, notes = check_data(folder, framing, corrections, [home() / "seeds", *corpus])
    for note in notes if verbose else notes[-1:]:
        click.echo(note)
    for fault in faults:
        click.echo(f"riwaya: {fault}", err=True)
    if faults:
        sys.exit(WRONG_USAGE)


for _command in (night_commands.nightly, night_commands.rebuild, night_commands.store):
    commands.add_command(_command)
