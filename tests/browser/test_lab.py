"""The notebooks with menus in a real JupyterLab: their cells run, a menu is changed, what is shown follows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TOKEN = "for-this-test-only"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def lab(root: Path, tmp_path: Path, chromium_path: str) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks; stopped at the end."""
    for name in ("explore.ipynb", "concordance.ipynb"):
        shutil.copy(root / "notebooks" / name, tmp_path / name)
    port = free_port()
    options = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}", "--no-browser",
               "--ServerApp.port_retries=0", f"--ServerApp.root_dir={tmp_path}", "--allow-root", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    log = (tmp_path / "lab.log").open("w")
    # What the person at this machine has open in JupyterLab is not ours to see or to change.
    own = {name: str(tmp_path / name) for name in ("JUPYTERLAB_WORKSPACES_DIR", "JUPYTERLAB_SETTINGS_DIR")}
    command = [sys.executable, "-m", "jupyterlab", *options]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, env=os.environ | own)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2)
                break
            except (urllib.error.URLError, OSError):
                if server.poll() is not None:
                    pytest.fail((tmp_path / "lab.log").read_text()[-2000:])
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def rows_told(page: Any, before: int | None = None) -> int:
    """How many rows the first table says it has, once it says so, and something else than before."""
    for _ in range(120):
        text = page.locator(".jp-OutputArea .riwaya .aside").first.text_content() or ""
        if (digits := re.sub(r"\D", "", text)) and int(digits) != before:
            return int(digits)
        page.wait_for_timeout(250)
    pytest.fail("the table does not follow the menu")


def run_all(lab: str, browser: Any, notebook: str) -> Any:
    """The page of a notebook opened in JupyterLab, once its first menu is there."""
    page = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
    page.goto(f"{lab}/lab/tree/{notebook}?token={TOKEN}", wait_until="domcontentloaded")
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=120_000)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=120_000)
    # JupyterLab may ask for the kernel where it does not take the notebook's own at once.
    page.wait_for_timeout(2000)
    if page.locator(".jp-Dialog .jp-mod-accept").count():
        page.locator(".jp-Dialog .jp-mod-accept").click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    menu = page.locator(".jp-OutputArea select").first
    menu.wait_for(state="attached", timeout=240_000)
    menu.scroll_into_view_if_needed()
    return page


def test_a_menu_is_changed_and_the_table_follows(lab: str, browser: Any) -> None:
    page = run_all(lab, browser, "explore.ipynb")
    every = rows_told(page)
    page.locator(".jp-OutputArea select").first.select_option(index=1)
    chosen = rows_told(page, every)
    assert 0 < chosen < every
    outlets = page.locator(".jp-OutputArea .riwaya table.plain").first.locator("tbody tr td:first-child")
    assert len(set(outlets.all_inner_texts())) == 1
    page.context.close()


def test_a_word_is_typed_and_the_lines_follow(lab: str, browser: Any) -> None:
    page = run_all(lab, browser, "concordance.ipynb")
    every = rows_told(page)
    field = page.locator(".jp-OutputArea .widget-text input").first
    field.fill("الرئيس")
    field.press("Enter")
    assert 0 < rows_told(page, every) < every
    keys = page.locator(".jp-OutputArea .kwic .key").all_inner_texts()
    assert keys and all("رئيس" in key for key in keys)
    page.context.close()
