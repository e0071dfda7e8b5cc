"""What runs Riwaya every night: the units, the crontab, the workflow, the DAG and the page about them hold together."""

from __future__ import annotations

import ast
import dataclasses
import json
import os
import re
import shutil
import subprocess
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from riwaya.running.nights import commands as night_commands
from riwaya.running.nights import results as nightly
from riwaya.running.nights.config import NightConfig, load_config

from .conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("riwaya-nightly.service", "riwaya-nightly.timer", "riwaya-nightly-failed.service")
EXAMPLE_HOME = "/srv/riwaya"
STATUSES = {
    nightly.DONE,
    night_commands.WRONG_USAGE,
    nightly.NOTHING_USABLE,
    nightly.NOTEBOOK_FAILED,
    nightly.OVER_BUDGET,
    nightly.NOT_PUBLISHED,
    nightly.ANOTHER_RUNS,
}


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def keys_of(record: Any, under: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of nightly.toml by its path, with its field: the keys of tables too."""
    hints = typing.get_type_hints(record)
    for field in dataclasses.fields(record):
        # Known only to be refused.
        if (record.__name__, field.name) == ("Mail", "password"):
            continue
        inner = [
            hint
            for hint in (hints[field.name], *typing.get_args(hints[field.name]))
            if dataclasses.is_dataclass(hint)
        ]
        if not inner or field.name == "mail":
            yield under + field.name, field
        for table in inner:
            yield from keys_of(table, f"{under}{field.name}.")


KEYS = dict(keys_of(NightConfig))


# The configuration


def test_the_example_configuration_is_read(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "nightly.toml", tmp_path)
    config = load_config(tmp_path / "nightly.toml")
    assert config.site == str(tmp_path / "reports") and config.events == ("gaza_2018-03-30",)


def test_the_example_has_every_key_and_is_read_with_all_of_them(tmp_path: Path) -> None:
    whole = re.sub(r"^# (?=\[|[a-z_]+ = )", "", text_of("nightly.toml"), flags=re.MULTILINE)
    for name in ("mine.toml", "mended.toml", "urls.txt", "notebooks/report.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "articles").mkdir()
    (tmp_path / "nightly.toml").write_text(whole, encoding="utf-8")
    config = load_config(tmp_path / "nightly.toml")
    assert {source.kind for source in config.source} == {"inbox", "folder", "feed", "urls"}
    assert config.alert.command and config.alert.mail
    for key in KEYS:
        assert re.search(rf"^\[*{key.split('.')[-1]}\b|\[alert\.mail\]$", whole, re.MULTILINE), key
    written = set(re.findall(r"^([a-z_]+) = ", whole, re.MULTILINE)) | {"mail"}
    assert written == {key.split(".")[-1] for key in KEYS}


# The page about it


def rows_of_docs() -> dict[str, str]:
    rows = re.findall(
        r"^\| `([a-z_.]+)` \| (.*?) \| ", (ROOT / "docs/nightly.md").read_text(encoding="utf-8"), re.M
    )
    return dict(rows)


def test_every_key_stands_in_the_docs_with_its_default_and_no_other() -> None:
    rows = rows_of_docs()
    assert list(rows) == list(dict.fromkeys(rows)) and set(rows) == set(KEYS)
    for key, field in KEYS.items():
        default = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        if default is dataclasses.MISSING:
            told = "required"
        elif default is None:
            told = "none"
        else:
            told = f"`{json.dumps(default)}`"
        assert rows[key] == told, key


def test_every_exit_status_stands_in_the_docs() -> None:
    docs = (ROOT / "docs/nightly.md").read_text(encoding="utf-8")
    assert {int(number) for number in re.findall(r"^\| (\d) \| ", docs, re.MULTILINE)} == STATUSES


def test_what_the_docs_name_is_there() -> None:
    docs = (ROOT / "docs/nightly.md").read_text(encoding="utf-8")
    for path in re.findall(r"`(deploy/[\w.-]+)`", docs):
        assert (ROOT / path).is_file(), path
    told = {
        command.name for command in (night_commands.nightly, night_commands.rebuild, night_commands.store)
    }
    assert set(re.findall(r"^ +(?:\.venv/bin/)?riwaya (\w+) ", docs, re.MULTILINE)) == told
    options = {
        option
        for command in (night_commands.nightly, night_commands.rebuild, night_commands.store)
        for p in command.params
        for option in p.opts
    }
    assert (
        set(re.findall(r"(?<!\S)--[a-z]+", "\n".join(re.findall(r"^ +.*riwaya .*", docs, re.M)))) <= options
    )


# systemd


def unit_values(name: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", text_of(name), re.MULTILINE)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The unit files in a folder of their own, their paths those of a folder that is there."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed: unit files cannot be verified")
    home = tmp_path / "riwaya"
    (home / ".venv/bin").mkdir(parents=True)
    (home / ".venv/bin/riwaya").symlink_to(ROOT / ".venv/bin/riwaya")
    for name in UNITS:
        (tmp_path / name).write_text(text_of(name).replace(EXAMPLE_HOME, str(home)), encoding="utf-8")
    return tmp_path


def verify(path: Path) -> tuple[int, str]:
    ran = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, timeout=60)
    # Units of this machine that the verified ones pull in are no business of this test.
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "riwaya" in line]
    return ran.returncode, "\n".join(said)


@pytest.mark.parametrize("name", UNITS)
def test_the_unit_files_are_valid(units: Path, name: str) -> None:
    assert verify(units / name) == (0, "")


def test_a_mistyped_unit_would_be_seen(units: Path) -> None:
    path = units / "riwaya-nightly.service"
    path.write_text(path.read_text().replace("ProtectClock=", "ProtectKlock="))
    assert "ProtectKlock" in verify(path)[1]


def test_the_timer_runs_every_day_at_half_past_three(units: Path) -> None:
    [calendar] = unit_values("riwaya-nightly.timer", "OnCalendar")
    told = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-03-01 12:00:00", "--iterations=2", calendar],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert re.findall(r"(\d{4}-\d\d-\d\d 03:30:00)", told.replace("Normalized form", ""))[:2] == [
        "2026-03-02 03:30:00",
        "2026-03-03 03:30:00",
    ]
    assert unit_values("riwaya-nightly.timer", "Persistent") == ["true"]
    in_comment = re.search(r"may be named: (.*)$", text_of("riwaya-nightly.timer"), re.MULTILINE)
    assert in_comment
    subprocess.run(["systemd-analyze", "calendar", in_comment[1]], check=True, capture_output=True)


def test_the_service_is_closed_to_the_rest_of_the_machine(units: Path) -> None:
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=30", units / "riwaya-nightly.service"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-300:] + ran.stderr


def test_the_service_has_more_time_and_memory_than_the_budget_and_writes_what_the_example_names() -> None:
    config = load_config(DEPLOY / "nightly.toml")
    [minutes] = unit_values("riwaya-nightly.service", "TimeoutStartSec")
    [memory] = unit_values("riwaya-nightly.service", "MemoryMax")
    assert int(minutes.removesuffix("min")) > config.budget.minutes
    assert int(memory.removesuffix("G")) * 1024 > config.budget.memory_mb
    [paths] = unit_values("riwaya-nightly.service", "ReadWritePaths")
    written = {config.site, config.store, *(each.path for each in config.source if each.kind == "inbox")}
    assert set(paths.split()) == {f"{EXAMPLE_HOME}/{Path(path).name}" for path in written}
    assert unit_values("riwaya-nightly.service", "SuccessExitStatus") == [str(nightly.ANOTHER_RUNS)]


# cron


def cron_lines() -> tuple[dict[str, str], list[tuple[list[str], str]]]:
    """The variables of the crontab, and its jobs: five fields and a command."""
    variables, jobs = {}, []
    for line in text_of("crontab").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := re.fullmatch(r"([A-Z_]+)=(.*)", line):
            variables[match[1]] = match[2]
        else:
            *fields, command = line.split(None, 5)
            jobs.append((fields, command))
    return variables, jobs


def test_the_crontab_is_one_job_a_day() -> None:
    variables, [(fields, command)] = cron_lines()
    assert len(fields) == 5
    for field, most in zip(fields, (59, 23, 31, 12, 7), strict=True):
        assert field == "*" or 0 <= int(field) <= most
    assert fields[2:] == ["*", "*", "*"]
    # cron makes a line end of every % that is not escaped.
    assert "%" not in command
    assert Path(variables["SHELL"]).name == "bash" and "/usr/bin" in variables["PATH"].split(":")


def test_the_command_of_the_crontab_tells_how_the_night_ended(tmp_path: Path) -> None:
    variables, [(_, command)] = cron_lines()
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "nightly.toml").write_text("sorce = []\n")
    ran = subprocess.run(
        [variables["SHELL"], "-c", command.replace(EXAMPLE_HOME, str(tmp_path))],
        env={"PATH": variables["PATH"], "HOME": str(tmp_path)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "sorce is not a known key" in ran.stderr
    assert ran.stdout == "riwaya: the night ended with status 2\n"


# GitHub Actions


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: the workflow cannot be read")
    # YAML 1.1 takes the key "on" for a truth value.
    return {
        ("on" if key is True else key): value
        for key, value in yaml.safe_load(text_of("github-actions.yml")).items()
    }


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return typing.cast(list[dict[str, Any]], workflow["jobs"]["nightly"]["steps"])


def test_the_workflow_runs_every_day_alone_with_few_rights(workflow: dict[str, Any]) -> None:
    [every] = workflow["on"]["schedule"]
    assert len(every["cron"].split()) == 5 and "workflow_dispatch" in workflow["on"]
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert workflow["concurrency"] == {"group": "riwaya-nightly", "cancel-in-progress": False}
    assert (
        workflow["jobs"]["nightly"]["timeout-minutes"] > load_config(DEPLOY / "nightly.toml").budget.minutes
    )
    for step in steps_of(workflow):
        assert ("uses" in step) != ("run" in step)
        assert "${{" not in step.get("run", ""), "what is put into a script goes through its environment"
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+(/[a-z]+)?@v\d+", step["uses"])


def test_the_workflow_saves_every_night_what_the_next_one_takes_up(workflow: dict[str, Any]) -> None:
    steps = steps_of(workflow)
    uses = [step.get("uses", "") for step in steps]
    restore, save = (
        next(at for at, name in enumerate(uses) if name.startswith(f"actions/cache/{what}@"))
        for what in ("restore", "save")
    )
    night = next(at for at, step in enumerate(steps) if step.get("id") == "night")
    assert restore < night < save
    taken, saved = steps[restore]["with"], steps[save]["with"]
    assert taken["path"].split() == saved["path"].split() == ["store", "reports"]
    assert taken["key"] == saved["key"] and "run_id" in saved["key"] and "run_attempt" in saved["key"]
    assert saved["key"].startswith(taken["restore-keys"]) and "always()" in steps[save]["if"]


def test_the_set_up_of_the_workflow_is_a_target_of_make(workflow: dict[str, Any]) -> None:
    [setup] = [step["run"] for step in steps_of(workflow) if step.get("run", "").startswith("make")]
    dry = subprocess.run(["make", "-n", *setup.split()[1:]], cwd=ROOT, capture_output=True, text=True)
    assert dry.returncode == 0, dry.stderr


ARTICLE = {
    "id": "march", "outlet": "bbc", "title": "مسيرة قرب السياج شرق غزة", "date": "2018-03-30",
    "url": "https://www.bbc.com/arabic/march",
    "text": "خرجت مسيرة قرب السياج شرق غزة يوم الجمعة. وقالت وزارة الصحة إن ثلاثة متظاهرين قتلوا وأصيب 40 آخرون.",
}  # fmt: skip
CONFIG = """
events = ["gaza_2018-03-30"]
languages = ["ar"]
notebook = "small.ipynb"
[[source]]
kind = "inbox"
path = "inbox"
"""


def small_notebook(path: Path, *, broken: bool = False) -> None:
    """The report's notebook, only its opening, its headings, its sources and its articles: the rest takes its time."""
    notebook = json.loads((ROOT / "notebooks/report.ipynb").read_text(encoding="utf-8"))
    wanted = [
        "report.load", "page.opening", "page.section", "page.sources", "listing.pairs", "listing.articles",
        "listing.method", "listing.accuracy",
    ]  # fmt: skip
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if "parameters" in cell["metadata"].get("tags", [])
        or any(each in "".join(cell["source"]) for each in wanted)
    ]
    if broken:
        notebook["cells"][1]["source"] = ["raise KeyError('metric')"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def add_to_inbox(folder: Path, **more: str) -> None:
    (folder / "inbox").mkdir(exist_ok=True)
    line = json.dumps(ARTICLE | more, ensure_ascii=False)
    (folder / "inbox" / "news.jsonl").write_text(f"{line}\n", encoding="utf-8")


def run_steps(workflow: dict[str, Any], folder: Path) -> list[tuple[int, str]]:
    """The run: steps in order, as GitHub runs them, up to the first that fails: status and output of each.

    The set-up, which reaches the network, is stood in by the environment that is there already.
    """
    outputs: dict[str, dict[str, str]] = {}
    ran = []
    for step in steps_of(workflow):
        if "run" not in step or step["run"].startswith("make"):
            continue
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "GITHUB_OUTPUT": str(folder / "output")}
        for name, value in step.get("env", {}).items():
            told = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}", value)
            env[name] = outputs[told[1]][told[2]] if told else ""
        (folder / "output").write_text("")
        (folder / "step.sh").write_text(step["run"])
        done = subprocess.run(
            ["bash", "-e", "step.sh"], cwd=folder, env=env, capture_output=True, text=True, timeout=300
        )
        ran.append((done.returncode, done.stdout + done.stderr))
        lines = (folder / "output").read_text().splitlines()
        outputs[step.get("id", step.get("name", ""))] = dict(line.split("=", 1) for line in lines)
        if done.returncode:
            break
    return ran


def test_the_steps_of_the_workflow_publish_a_site_also_when_an_event_failed(
    workflow: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "nightly.toml").write_text(CONFIG, encoding="utf-8")
    small_notebook(tmp_path / "small.ipynb")
    add_to_inbox(tmp_path)
    ran = run_steps(workflow, tmp_path)
    assert [status for status, _ in ran] == [0, 0, 0], ran
    page = tmp_path / "public/gaza_2018-03-30/index.html"
    good = page.read_bytes()
    assert not page.is_symlink() and "مسيرة قرب السياج" in good.decode()
    assert not any(path.is_symlink() for path in (tmp_path / "public").rglob("*"))
    assert {path.name for path in (tmp_path / "public").iterdir()} >= {
        "index.html",
        "feed.xml",
        "nights.json",
    }

    small_notebook(tmp_path / "small.ipynb", broken=True)
    add_to_inbox(tmp_path, id="second", url="https://www.bbc.com/arabic/second", title="مظاهرة أخرى شرق غزة")
    ran = run_steps(workflow, tmp_path)
    assert [status for status, _ in ran] == [0, 0, nightly.NOTEBOOK_FAILED], ran
    assert "::error::A notebook failed (status 4)" in ran[-1][1]
    assert page.read_bytes() == good
    assert "KeyError" in (tmp_path / "public/feed.xml").read_text(encoding="utf-8")


def test_the_workflow_says_how_a_wrong_configuration_ends(workflow: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "nightly.toml").write_text("sorce = []\n")
    ran = run_steps(workflow, tmp_path)
    assert [status for status, _ in ran] == [0, 0, night_commands.WRONG_USAGE]
    assert "status 2" in ran[-1][1] and not (tmp_path / "public").exists()


def test_the_last_step_knows_every_status(workflow: dict[str, Any]) -> None:
    script = steps_of(workflow)[-1]["run"]
    for status in sorted(STATUSES | {137}):
        ran = subprocess.run(
            ["bash", "-ec", script], env={"STATUS": str(status)}, capture_output=True, text=True
        )
        assert ran.returncode == (0 if status == nightly.ANOTHER_RUNS else status)
        assert status in (0, 137) or f"status {status}" in ran.stdout


# Airflow

# What Airflow documents: of every operator and of a DAG those arguments that are used here or might be.
OPERATOR = {
    "task_id", "retries", "retry_delay", "execution_timeout", "on_failure_callback", "on_success_callback",
    "do_xcom_push", "trigger_rule", "pool", "queue", "email", "owner", "depends_on_past",
}  # fmt: skip
DOCUMENTED = {
    "DAG": {
        "dag_id", "description", "schedule", "start_date", "end_date", "catchup", "max_active_runs", "default_args",
        "dagrun_timeout", "tags", "on_failure_callback", "params",
    },
    "BashOperator": OPERATOR | {"bash_command", "env", "append_env", "output_encoding", "skip_on_exit_code", "cwd"},
    "PythonOperator": OPERATOR | {"python_callable", "op_args", "op_kwargs", "templates_dict"},
    "PapermillOperator": OPERATOR
    | {"input_nb", "output_nb", "parameters", "kernel_name", "language_name", "kernel_conn_id"},
}  # fmt: skip
MODULES = {
    "airflow": {"DAG"},
    "airflow.exceptions": {"AirflowFailException"},
    "airflow.providers.papermill.operators.papermill": {"PapermillOperator"},
    "airflow.providers.standard.operators.bash": {"BashOperator"},
    "airflow.providers.standard.operators.python": {"PythonOperator"},
}


@pytest.fixture(scope="module")
def dag() -> ast.Module:
    compile(text_of("airflow_dag.py"), "airflow_dag.py", "exec")
    return ast.parse(text_of("airflow_dag.py"))


def calls(dag: ast.Module, name: str) -> list[dict[str, ast.expr]]:
    found = [
        node for node in ast.walk(dag) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
    ]
    assert not any(node.args for node in found), f"{name} takes its arguments by name"
    return [{str(keyword.arg): keyword.value for keyword in node.keywords} for node in found]


def test_the_dag_uses_what_airflow_documents(dag: ast.Module) -> None:
    imported = {
        node.module: {alias.name for alias in node.names}
        for node in ast.walk(dag)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("airflow")
    }
    assert imported == MODULES
    for name, documented in DOCUMENTED.items():
        assert calls(dag, name), name
        for arguments in calls(dag, name):
            assert set(arguments) <= documented, name
    ids = [ast.unparse(arguments["dag_id"]) for arguments in calls(dag, "DAG")]
    assert len(ids) == len(set(ids)) == 2


def test_the_notebook_of_the_dag_takes_the_parameters_it_is_given(dag: ast.Module) -> None:
    [arguments] = calls(dag, "PapermillOperator")
    assert isinstance(arguments["parameters"], ast.Dict)
    given = {ast.literal_eval(key) for key in arguments["parameters"].keys if key is not None}
    notebook = json.loads((ROOT / "notebooks/report.ipynb").read_text(encoding="utf-8"))
    [cell] = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    assert given <= set(re.findall(r"^(\w+) = ", "".join(cell["source"]), re.MULTILINE))
    assert ast.unparse(arguments["input_nb"]).endswith("notebooks/report.ipynb'")


def test_the_dag_tries_again_what_may_end_better_and_nothing_else(dag: ast.Module) -> None:
    [night] = calls(dag, "BashOperator")
    command = ast.literal_eval(night["bash_command"])
    run = ".venv/bin/riwaya nightly --config nightly.toml --once"
    assert command.startswith(f"{run};")
    outcomes = {}
    for status in (*sorted(STATUSES), 139):
        ran = subprocess.run(
            ["bash", "-c", command.replace(run, f"(exit {status})")], capture_output=True, text=True
        )
        assert ran.stdout.splitlines()[-1] == str(status)
        outcomes[status] = ran.returncode
    # What ends in 0 goes to the task that judges it; what does not is tried again, or skipped.
    assert [status for status, end in outcomes.items() if end] == [5, 6, 7, 139]
    assert outcomes[7] == ast.literal_eval(night["skip_on_exit_code"]) == nightly.ANOTHER_RUNS
    final = next(
        node.value
        for node in dag.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FINAL"
    )
    assert set(ast.literal_eval(final)) == STATUSES - {0, 5, 6, 7}
    minutes = ast.unparse(night["execution_timeout"])
    assert minutes == "datetime.timedelta(minutes=150)"


def test_nothing_under_deploy_names_a_password_or_a_home() -> None:
    for path in DEPLOY.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*password\s*=", text, re.MULTILINE), path
        assert not re.search(r"/(home|root|work|tmp|Users)/", text), path
