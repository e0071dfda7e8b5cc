"""Pages rendered apart: real kernels that die, hang, grow and lie, and what the night learns of it.

How a kernel's own ends are told apart is tested in test_render.py. Each case is a notebook of four cells, the third of which is bad. Starting a process and a kernel takes seconds, so
the cases run side by side, once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest

from riwaya.running.rendering.apart import PageJob, RenderFailed, render_apart
from riwaya.running.rendering.handover import RESULT, read_result, write_result
from riwaya.running.rendering.log import TailLog
from riwaya.showing.render import RenderedPage, render_report

JOB = PageJob("kazakhstan-2022", "en", other=False)
# A busy machine takes its time before the third cell; a hung case takes all of it.
SECONDS, HUNG_SECONDS, MEMORY_MB = 90, 25, 900


def notebook(path: Path, bad: str) -> Path:
    """Four cells: parameters, a text, the bad one (where {here} is this folder), another."""
    cells = [
        nbformat.v4.new_code_cell("event = lang = ''", id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("A text.", id="text"),
        nbformat.v4.new_code_cell(bad.replace("{here}", str(path.parent)), id="bad"),
        nbformat.v4.new_code_cell("print('the end')", id="end"),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), path)
    return path


PIDS = "import os, pathlib; pathlib.Path('{here}/pids').write_text(f'{os.getpid()} {os.getppid()}')\n"
CASES = {
    "good": "print('good'); open('beside.txt', 'w').write('x')",
    "raises": "1 / 0",
    "dies": "import os; os._exit(1)",
    # Neither asked to end nor by Python's own means: it holds the interpreter in a call.
    "hangs": PIDS + "import ctypes, signal; signal.signal(15, signal.SIG_IGN)\n"
    "ctypes.PyDLL(None).sleep(1_000_000)",
    "grows in a process of its own": PIDS + "import subprocess, sys\n"
    "subprocess.run([sys.executable, '-c', 'x = bytearray()\\nwhile True: x.extend(bytes(20_000_000))'])",
    "kills who renders, once": PIDS + "marker = pathlib.Path('{here}/marker')\n"
    "first = not marker.exists(); marker.touch()\n"
    "if first: os.kill(os.getppid(), 9)",
    "leaves a process behind": "import os, pathlib, time\n"
    "if os.fork() == 0:\n"
    "    os.setsid()\n"
    "    if os.fork(): os._exit(0)\n"
    "    pathlib.Path('{here}/pids').write_text(str(os.getpid()))\n"
    "    time.sleep(1e6)\n"
    "while not pathlib.Path('{here}/pids').exists(): time.sleep(0.05)",
}


@dataclass
class Case:
    """A case that has run: the page or the failure, and its folder."""

    outcome: RenderedPage | RenderFailed
    folder: Path

    @property
    def failed(self) -> RenderFailed:
        assert isinstance(self.outcome, RenderFailed), self.log
        return self.outcome

    @property
    def page(self) -> RenderedPage:
        assert isinstance(self.outcome, RenderedPage), self.outcome
        return self.outcome

    @property
    def log(self) -> str:
        return (self.folder / "night.log").read_text(encoding="utf-8")

    def pids(self) -> list[int]:
        return [int(pid) for pid in (self.folder / "pids").read_text().split()]


def run(name: str, folder: Path) -> Case:
    folder.mkdir()
    try:
        (page,) = render_apart(
            [JOB],
            notebook=notebook(folder / "bad.ipynb", CASES[name]),
            seconds=HUNG_SECONDS if name == "hangs" else SECONDS,
            memory_mb=MEMORY_MB,
            log=folder / "night.log",
            attempts=1 if name == "hangs" or name.startswith("grows") else 2,
        )
    except RenderFailed as failed:
        return Case(failed, folder)
    return Case(page, folder)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Case]]:
    root = tmp_path_factory.mktemp("cases")
    # The one that hangs waits more than it works, so it takes no place from the others.
    with ThreadPoolExecutor(3) as pool:
        order = sorted(CASES, key=lambda name: name != "hangs")
        running: dict[str, Future[Case]] = {
            name: pool.submit(run, name, root / str(place)) for place, name in enumerate(order)
        }
        yield lambda name: running[name].result()


def all_gone(pids: list[int], seconds: float = 15) -> bool:
    """Not even a zombie is left, once whoever adopts the orphaned has looked."""
    until = time.monotonic() + seconds
    while any(map(psutil.pid_exists, pids)) and time.monotonic() < until:
        time.sleep(0.1)
    return not any(map(psutil.pid_exists, pids))


# What comes out


def test_a_page_rendered_apart_is_the_page_rendered_here(case: Callable[[str], Case]) -> None:
    here = render_report(
        event=JOB.event, lang=JOB.lang, other=False, notebook=case("good").folder / "bad.ipynb"
    )
    assert case("good").page.html == here.html
    assert case("good").page.cells == here.cells == 4  # the injected one among them


def test_cells_run_in_a_folder_that_is_gone_afterwards(case: Callable[[str], Case]) -> None:
    assert case("good").page
    assert not Path("beside.txt").exists() and not (case("good").folder / "beside.txt").exists()


@pytest.mark.parametrize(
    ("name", "kind", "status", "attempts", "error"),
    [
        ("raises", "cell", 4, 1, "ZeroDivisionError: division by zero"),
        ("dies", "dead", 4, 2, "the kernel died with status 1."),
        ("hangs", "hung", 5, 1, "it took more than 25 seconds"),
        ("grows in a process of its own", "memory", 5, 1, "more than 900."),
    ],
)
def test_a_failure_tells_its_kind_its_cell_and_what_was_said(
    case: Callable[[str], Case], name: str, kind: str, status: int, attempts: int, error: str
) -> None:
    failed = case(name).failed
    assert (failed.kind, failed.status, failed.attempts) == (kind, status, attempts)
    assert failed.cell == 3  # as one opens the notebook, the text counted
    assert failed.line == CASES[name].splitlines()[0].replace("{here}", str(case(name).folder))[:120]
    assert error in failed.error
    assert failed.as_record()["error"] == failed.error
    assert f"FAILED, {kind}: cell 3" in case(name).log


@pytest.mark.parametrize("name", ["hangs", "grows in a process of its own"])
def test_what_goes_over_its_budget_is_ended_whole(case: Callable[[str], Case], name: str) -> None:
    assert case(name).failed
    assert all_gone(case(name).pids())


def test_a_process_that_left_its_parent_is_ended_with_the_page_made(case: Callable[[str], Case]) -> None:
    assert case("leaves a process behind").page.cells == 4
    assert all_gone(case("leaves a process behind").pids())


def test_what_died_once_is_tried_once_more(case: Callable[[str], Case]) -> None:
    assert case("kills who renders, once").page.cells == 4
    assert "It is tried once more." in case("kills who renders, once").log
    assert all_gone(case("kills who renders, once").pids())


def test_the_log_says_when_each_cell_began_and_what_it_printed(case: Callable[[str], Case]) -> None:
    assert case("good").page
    lines = [line.partition(" | ")[2] for line in case("good").log.splitlines()]
    began = [line for line in lines if line.startswith("cell ")]
    assert began[0] == "cell 1: event = lang = ''" and began[-1] == "cell 4: print('the end')"
    assert "the end" in lines and lines[-1].startswith("Done: 4 cells")
    assert all(line[:4].isdigit() and line[19] == "Z" for line in case("good").log.splitlines())


# Before anything runs


def test_a_wrong_parameter_is_told_and_not_tried_again(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed) as told:
        render_apart(
            [PageJob("kazakstan-2022", "en")],
            notebook=None,
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            log=tmp_path / "night.log",
        )
    assert (told.value.kind, told.value.status, told.value.attempts) == ("parameter", 4, 1)
    assert "kazakhstan-2022" in told.value.error and told.value.cell is None


def test_nothing_begins_after_the_deadline(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed) as told:
        render_apart(
            [JOB],
            notebook=None,
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            log=tmp_path / "night.log",
            deadline=time.monotonic() - 1,
        )
    assert (told.value.kind, told.value.status, told.value.attempts) == ("hung", 5, 0)


# When whoever asked is gone

ASKING = """
import sys
from pathlib import Path
from riwaya.running.rendering.apart import PageJob, render_apart
folder = Path(sys.argv[1])
render_apart([PageJob("kazakhstan-2022", "en", other=False)], notebook=folder / "bad.ipynb",
             seconds=600, memory_mb=900, log=folder / "night.log")
"""
WITH_A_CHILD = (
    "import ctypes, os, pathlib, subprocess\n"
    "child = subprocess.Popen(['sleep', '100000'], start_new_session=True).pid\n"
    "pathlib.Path('{here}/unfinished').write_text(f'{os.getpid()} {os.getppid()} {child}')\n"
    "os.rename('{here}/unfinished', '{here}/pids')\n"
    "ctypes.PyDLL(None).sleep(1_000_000)"
)


def test_nothing_is_left_when_whoever_asked_is_killed_or_interrupted(tmp_path: Path) -> None:
    asked: list[tuple[subprocess.Popen[bytes], Path, signal.Signals]] = []
    for end in (signal.SIGKILL, signal.SIGINT):
        folder = tmp_path / end.name
        folder.mkdir()
        notebook(folder / "bad.ipynb", WITH_A_CHILD)
        asking = [sys.executable, "-c", ASKING, str(folder)]
        asked.append((subprocess.Popen(asking, stderr=subprocess.DEVNULL), folder, end))
    for process, folder, end in asked:
        until = time.monotonic() + SECONDS
        while not (folder / "pids").exists() and time.monotonic() < until:
            time.sleep(0.1)
        pids = [int(pid) for pid in (folder / "pids").read_text().split()]
        assert all(map(psutil.pid_exists, pids))
        os.kill(process.pid, end)
        process.wait(30)
        assert all_gone(pids), end.name


# Logs and results


def test_a_log_keeps_its_last_lines(tmp_path: Path) -> None:
    log = TailLog(tmp_path / "deep" / "night.log", largest=2_000)
    for number in range(1_000):
        log.say("ar", f"line {number}\nand \ud800" if number % 7 else "x" * 5_000)
    kept = (tmp_path / "deep" / "night.log").read_text(encoding="utf-8")
    assert len(kept) < 3 * 2_000 + 3_000
    assert kept.splitlines()[0] == "(earlier lines are not kept)"
    assert kept.splitlines()[-2].endswith(" ar | line 999")


def test_a_pipe_that_floods_is_read_to_its_end(tmp_path: Path) -> None:
    saying = "import os\nfor _ in range(800): os.write(1, b'x' * 99_999 + b'\\n')"
    with subprocess.Popen([sys.executable, "-c", saying], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        TailLog(tmp_path / "night.log").follow("en", process.stdout).join(60)
        assert process.wait(10) == 0
    said = (tmp_path / "night.log").read_text()
    assert "bytes are not kept" in said and len(said) < 200_000


def test_a_result_comes_back_as_it_was_written_or_not_at_all(tmp_path: Path) -> None:
    assert read_result(tmp_path) is None
    write_result(tmp_path, {"page": {"html": "نص \ud800"}})
    assert read_result(tmp_path) == {"page": {"html": "نص \ud800"}}
    whole = (tmp_path / RESULT).read_bytes()
    for spoilt in (whole[:-1], whole[:30], b"", whole.replace(b"html", b"htm1")):
        (tmp_path / RESULT).write_bytes(spoilt)
        with pytest.raises(ValueError):
            read_result(tmp_path)
