"""Riwaya under Airflow (2.9 or newer with the providers standard and papermill): two ways, two DAGs.

``riwaya_nightly`` runs the whole night: collecting, reading, every page, publishing in one step, telling. It is what
a newsroom wants. ``riwaya_notebook`` runs the notebook alone, on articles or tables that are there already: for those
whose pipeline collects by itself and wants a notebook with its output, not a site.

Paths are examples. Both need Riwaya's own environment on the worker (`make` in a clone sets up .venv).
"""

from __future__ import annotations

import datetime
from typing import Any

import pendulum
from airflow import DAG
from airflow.exceptions import AirflowFailException
from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator

HOME = "/srv/riwaya"

# What a second attempt cannot mend, with what a person should do. 5 and 6 are tried again: see below.
FINAL = {
    2: "nightly.toml or a data file is wrong: the log says where",
    3: "nothing usable came from any source: look at the sources and at the network",
    4: "a notebook failed: see FAILED and night.log in the event's folder; the last good page is still up",
}


def alert(context: dict[str, Any]) -> None:
    """What is done when a task has failed for good: put your own messenger here."""
    print(f"Riwaya: {context['task_instance'].task_id} failed: {context.get('exception')}")


def judge(status: str) -> None:
    """The end of a night by its exit status. Raises AirflowFailException, which asks for no second attempt."""
    if int(status) in FINAL:
        raise AirflowFailException(FINAL[int(status)])


with DAG(
    dag_id="riwaya_nightly",
    description="Collect, read, render, publish and tell what changed",
    schedule="30 3 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    # A night is today's: those that were missed are not made up for.
    catchup=False,
    max_active_runs=1,
    tags=["riwaya"],
) as nightly:
    # 0 done. 2, 3, 4: the command ends well for Airflow and hands the status on to `judge`, so that nothing is tried
    # again in vain. 5 (over budget) and 6 (could not publish) fail here and are tried again: a night goes on from
    # where the one before was cut off. 7 (another night is running) is skipped.
    night = BashOperator(
        task_id="night",
        cwd=HOME,
        bash_command=(
            ".venv/bin/riwaya nightly --config nightly.toml --once; status=$?; echo $status; "
            "case $status in 5|6|7) exit $status ;; esac; test $status -le 4"
        ),
        append_env=True,
        env={"RIWAYA_SMTP_PASSWORD": "{{ var.value.get('riwaya_smtp_password', '') }}"},
        skip_on_exit_code=7,
        # The last line of the output, the status, goes to the next task.
        do_xcom_push=True,
        retries=2,
        retry_delay=datetime.timedelta(minutes=30),
        # Above [budget] minutes, so that Riwaya ends by itself and says why.
        execution_timeout=datetime.timedelta(minutes=150),
        on_failure_callback=alert,
    )
    ended = PythonOperator(
        task_id="ended",
        python_callable=judge,
        op_args=["{{ ti.xcom_pull(task_ids='night') }}"],
        retries=0,
        on_failure_callback=alert,
    )
    night >> ended


with DAG(
    dag_id="riwaya_notebook",
    description="The report's notebook by itself, one language at a time",
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    tags=["riwaya"],
) as notebook:
    # papermill only warns of a mistyped parameter and runs on the default; the notebook itself checks the values.
    # Its output is a notebook. The page, self-contained and checked, is made by `riwaya report` or by the night.
    for language in ("ar", "en"):
        PapermillOperator(
            task_id=f"report_{language}",
            input_nb=f"{HOME}/notebooks/report.ipynb",
            output_nb=f"{HOME}/out/report-{language}-{{{{ ds }}}}.ipynb",
            parameters={"event": "gaza_2018-03-30", "corpus": f"{HOME}/articles", "lang": language},
            # The kernel of Riwaya's environment: .venv/bin/python -m ipykernel install --user --name riwaya
            kernel_name="riwaya",
            language_name="python",
            retries=1,
            execution_timeout=datetime.timedelta(minutes=20),
            on_failure_callback=alert,
        )
