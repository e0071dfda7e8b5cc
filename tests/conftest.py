"""What all tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from riwaya.running.cli import main
from riwaya.running.progress import Steps
from riwaya.running.report import build_report

ROOT = Path(__file__).resolve().parents[1]
NEWS = "مقتل ثلاثة أشخاص في حريق\n\nقالت الشرطة إن ثلاثة أشخاص قتلوا وأصيب 12 آخرون في حريق اندلع مساء أمس.\n"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


Riwaya = Callable[..., Outcome]


@pytest.fixture
def riwaya(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Riwaya:
    """Calls the command in this process, as the shell would."""

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["riwaya", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else int(bool(code)), said.out, said.err)

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news" / "fire.txt"
    path.parent.mkdir()
    path.write_text(NEWS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both pages and the tables of the seeds, built once, as the report command writes them."""
    folder = tmp_path_factory.mktemp("site")
    build_report(event="kazakhstan-2022", corpus="", langs=("ar", "en"), out=folder, progress=Steps(None))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With RIWAYA_NO_SKIPS every real part must be there: a skipped test is told and fails the run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("RIWAYA_NO_SKIPS"):
        for report in skipped:
            terminalreporter.write_line(
                f"skipped, and nothing may be: {report.nodeid}: {report.longrepr[-1]}"
            )


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("RIWAYA_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
