"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With RIWAYA_NO_SKIPS every real part must be there: a skipped test is told and fails the run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("RIWAYA_NO_SKIPS"):
        for report in skipped:
            terminalreporter.write_line(f"skipped, and nothing may be: {report.nodeid}: {report.longrepr[-1]}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("RIWAYA_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
