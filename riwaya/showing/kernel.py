"""A notebook run to its end by a kernel of its own, or an error that says what stopped it, and in which cell.

Belongs here: papermill's engine, what a kernel answers to every cell, the errors that tell its ends apart.
Does not: the page (render.py), budgets of a whole run and processes that are left over (running/rendering/).
"""

from __future__ import annotations

import ctypes
import logging
import os
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from riwaya.showing.report import ParameterError

ENGINE = "riwaya"
# What the cells of a notebook may show together. The report shows some 6 MB; no browser opens a hundredfold of it.
LARGEST_SHOWN = 64 * 1024 * 1024
MOST_SHOWN = 5_000
TOO_MUCH = f"the cells show more than {LARGEST_SHOWN // 1024 // 1024} MB or {MOST_SHOWN:,} outputs."
# Of what one cell prints, so much is passed on to whoever listens.
MOST_HEARD = 64 * 1024
NUMBER = "riwaya_cell"


class Stopped(Exception):
    """A notebook that did not run to its end.

    kind: "cell" a cell raised; "dead" the kernel died; "hung" a cell took too long; "lying" the kernel or a cell
    ended as if all were well, with cells left; "page" its page could not be made. cell: its number in the notebook
    as one opens it, counted from 1, texts too; None where no cell of the notebook is to blame. line: that cell's
    first line. error: what was said.
    """

    def __init__(self, name: str, error: str, *, kind: str, cell: int | None = None, line: str = "") -> None:
        super().__init__(f"{name}, cell {cell}: {error}" if cell else f"{name}: {error}")
        self.kind, self.cell, self.line, self.error = kind, cell, line, error


class NotebookError(Stopped, RuntimeError):
    """A notebook that failed, left before its end or lost its kernel."""


class NotebookTimeout(Stopped, TimeoutError):
    """A notebook of which a cell took too long."""


def _nothing(*_: Any) -> None: ...


@dataclass(frozen=True)
class Watch:
    """Who follows a run: ``begun(cell, line)`` before a cell, ``done(cells, of)`` after it, ``heard(text)``.

    ``heard`` is given what cells print. ``tied``: the kernel is ended by the system when this process is (Linux).
    """

    begun: Callable[[int | None, str], None] = _nothing
    done: Callable[[int, int], None] = _nothing
    heard: Callable[[str], None] = _nothing
    tied: bool = False


def run_notebook(
    path: Path,
    given: Mapping[str, Any],
    *,
    timeout: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    watch: Watch | None = None,
) -> NotebookNode:
    """The executed notebook, every cell of which is known to have run to its end.

    It runs in a temporary folder, which is gone afterwards. ``timeout``: seconds a cell may take.
    Raises NotebookError, NotebookTimeout, and ParameterError for a notebook that cannot be read or take parameters.
    """
    watch = watch or Watch(done=progress or _nothing)
    source = _read(path, given)
    for number, cell in enumerate(source.cells, start=1):
        cell.metadata[NUMBER] = number
    # A cell of our own at the end: only a living kernel that ran everything before it can answer this.
    last_word = f"riwaya: every cell has run {secrets.token_hex(8)}"
    source.cells.append(nbformat.v4.new_code_cell(repr(last_word), id="last-word"))
    for logger in ("papermill", "papermill.translators", "traitlets", "riwaya.kernel"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="riwaya-", ignore_cleanup_errors=True) as folder:
        try:
            ran = papermill.execute_notebook(
                source,
                None,
                parameters=dict(given),
                engine_name=ENGINE,
                kernel_name="python3",
                progress_bar=False,
                start_timeout=120,
                execution_timeout=timeout,
                name=path.name,
                folder=folder,
                watch=watch,
            )
        except NoSuchKernel as error:
            raise NotebookError(path.name, f"{error}. Install ipykernel.", kind="dead") from None
        except Stopped:
            raise
        except RuntimeError as error:  # a kernel that did not come up
            raise NotebookError(path.name, f"the kernel did not start: {error}", kind="dead") from None
    if _said(ran.cells.pop()) != [repr(last_word)]:
        raise NotebookError(path.name, "the kernel did not answer at the notebook's end.", kind="lying")
    for cell in ran.cells:
        cell.metadata.pop(NUMBER, None)
    return ran


def _read(path: Path, given: Mapping[str, Any]) -> NotebookNode:
    try:
        source = nbformat.read(path, as_version=4)
    except OSError as error:
        raise ParameterError(f"{path}: cannot be read: {error.strerror or error}. Check the path.") from None
    except Exception as error:  # nbformat raises a dozen kinds for what is no notebook
        raise ParameterError(
            f"{path}: is no notebook: {type(error).__name__}. Save it from Jupyter."
        ) from None
    tags = [tag for cell in source.cells for tag in cell.metadata.get("tags", [])]
    if given and "parameters" not in tags:
        # papermill puts the parameters at the top then, and the notebook's own values run over them.
        raise ParameterError(f'{path}: no cell is tagged "parameters". Tag the one that holds them.')
    return source


def _said(cell: NotebookNode) -> list[str]:
    return [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]


# The engine


class _Engine(Engine):
    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        name: str,
        folder: str,
        watch: Watch,
        start_timeout: int = 120,
        execution_timeout: int | None = None,
        **_: Any,
    ) -> Any:
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            # A kernel that has answered may still have much to show; what it shows is bounded, this is not tight.
            iopub_timeout=60,
            force_raise_errors=True,
            log=logging.getLogger("riwaya.kernel"),
            # The kernel's own log would stand on a person's terminal; what its cells say is in the notebook.
            extra_arguments=["--IPKernelApp.log_level=50"],
        )
        client.notebook_name, client.watch = name, watch
        start = {"preexec_fn": _tied_to(os.getpid())} if watch.tied and _PRCTL else {}
        with _ALIVE_LOCK:
            _ALIVE.add(client)
        try:
            return client.execute(cwd=folder, **start)
        finally:
            with _ALIVE_LOCK:
                _ALIVE.discard(client)


papermill_engines.register(ENGINE, _Engine)


class _Client(PapermillNotebookClient):
    """papermill's client, which believes nothing but the kernel's own answer to each cell."""

    notebook_name: str
    watch: Watch
    broken_off = False

    def papermill_execute_cells(self) -> None:
        self.on_cell_executed = self._keep_reply
        self.shown = self.pieces = 0
        self.ran = 0
        for index, cell in enumerate(self.nb.cells):
            number, line = cell.metadata.get(NUMBER), _first_line(cell.source)
            self.watch.begun(number, line)
            self.reply: Mapping[str, Any] | None = None
            self.heard = 0
            if self.broken_off:
                raise NotebookError(self.notebook_name, "it was broken off.", kind="dead")
            self.nb_man.cell_start(cell, index)
            try:
                # The reply says the same and more, and papermill would take some errors for none.
                with suppress(CellExecutionError):
                    self.execute_cell(cell, index)
            except CellTimeoutError:
                error = f"a cell took more than {self.timeout} seconds."
                raise NotebookTimeout(
                    self.notebook_name, error, kind="hung", cell=number, line=line
                ) from None
            except DeadKernelError:
                kind, error = self._how_it_ended()
                raise NotebookError(self.notebook_name, error, kind=kind, cell=number, line=line) from None
            self.nb_man.cell_complete(cell, cell_index=index)
            kind, error = self._what_is_wrong(cell)
            if kind:
                raise NotebookError(self.notebook_name, error, kind=kind, cell=number, line=line)
            self.watch.done(index + 1, len(self.nb.cells))

    def _keep_reply(self, execute_reply: Mapping[str, Any], **_: Any) -> None:
        self.reply = execute_reply["content"]

    def _what_is_wrong(self, cell: NotebookNode) -> tuple[str, str]:
        """The kind of what went wrong and a sentence; two empty strings where the cell ran to its end."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return "", ""
        self.ran += 1
        if self._shows_too_much():  # and had come to its end before that was seen
            return "page", TOO_MUCH
        reply = self.reply or {"status": "none"}
        if reply["status"] == "error":
            name, value = reply.get("ename", ""), reply.get("evalue", "")
            if name == "SystemExit" and value in ("", "0", "None", "False"):
                return "lying", f"it left the notebook with status 0: SystemExit: {value}".rstrip(": ")
            return "cell", f"{name}: {value}".rstrip(": ")
        for output in cell.outputs:
            # Such as %run of a script that failed: the answer is "ok" all the same.
            if output.output_type == "error":
                return "cell", f"{output.ename}: {output.evalue}".rstrip(": ")
        if reply["status"] != "ok":
            return "lying", "it did not run: the notebook stopped before it."
        if any(said.get("source") == "ask_exit" for said in reply.get("payload", [])):
            return "lying", "it left the notebook with exit()."
        if reply["execution_count"] != self.ran:
            return (
                "lying",
                f"cells did not run: the kernel counts {reply['execution_count']}, not {self.ran}.",
            )
        return "", ""

    def _how_it_ended(self) -> tuple[str, str]:
        if self._shows_too_much():
            return "page", TOO_MUCH
        if self.broken_off:
            return "dead", "it was broken off."
        process = self.km.provisioner.process if self.km and self.km.provisioner else None
        status = process.poll() if process else None
        if status == 0:
            return "lying", "the kernel died with status 0, as if it had come to its end."
        if status is not None and status < 0:
            with suppress(ValueError):
                return "dead", f"the kernel died of {signal.Signals(-status).name}."
        return "dead", f"the kernel died with status {status}."

    def _shows_too_much(self) -> bool:
        return self.shown > LARGEST_SHOWN or self.pieces > MOST_SHOWN

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            if self.heard <= MOST_HEARD:
                self.heard += len(content["text"])
                self.watch.heard(content["text"][:MOST_HEARD])
            if content["name"] == "stderr":
                return None  # no page shows it, and it may be without end
        self.shown += _length(content)
        self.pieces += 1
        if self._shows_too_much():
            # nbclient takes a cancelled cell for one whose kernel died; the end above knows better. And while there
            # is more to show it would never come to see it, so the showing ends as well.
            self.task_poll_for_reply.cancel()
            raise CellExecutionComplete
        return super().output(outs, msg, display_id, cell_index)


def _first_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return lines[0][:120] if lines else ""


def _length(content: Any) -> int:
    if isinstance(content, str):
        return len(content)
    if isinstance(content, Mapping):
        return sum(map(_length, content.values()))
    return sum(map(_length, content)) if isinstance(content, list) else 8


# Kernels that must not outlive us

_ALIVE: set[_Client] = set()
_ALIVE_LOCK = threading.Lock()
_PRCTL: Any = None
if sys.platform == "linux":
    with suppress(OSError, AttributeError):
        _PRCTL = ctypes.CDLL(None, use_errno=True).prctl
_PR_SET_PDEATHSIG = 1


def end_kernels() -> None:
    """End every kernel that this process runs, at once: whoever waits for one gets NotebookError.

    For a run that is broken off: a kernel has a session of its own, so a terminal's Ctrl-C does not reach it.
    """
    with _ALIVE_LOCK:
        clients = list(_ALIVE)
    for client in clients:
        client.broken_off = True
        process = client.km.provisioner.process if client.km and client.km.provisioner else None
        if process is not None and process.poll() is None:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)


def _tied_to(parent: int) -> Callable[[], None]:
    prctl, getppid, leave, kill = _PRCTL, os.getppid, os._exit, int(signal.SIGKILL)

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, kill, 0, 0, 0)
        if getppid() != parent:
            leave(1)

    return tie
