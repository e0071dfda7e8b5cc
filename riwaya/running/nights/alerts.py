"""Which changes of a night are told, and the alerts that tell them: a command, a mail.

Belongs here: the [tell] and [alert] tables of nightly.toml, what reaches the feed and the alerts, running the command,
telling what went wrong with either.
Does not: writing and sending the mail (mailing.py), finding changes (comparing/since.py), their sentences
(showing/telling), the feed (showing/atom.py).
"""

from __future__ import annotations

import ipaddress
import json
import math
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

KINDS = (
    "new_article",
    "gone_article",
    "changed_article",
    "new_figure",
    "changed_figure",
    "withdrawn_figure",
    "new_frame",
    "new_speaker",
    "changed_word",
)
SECURITY = ("starttls", "tls", "none")
COMMAND_SECONDS = 60.0
_KILL_SECONDS = 2.0  # between asking a command to stop and stopping it
_KEPT_OUTPUT = 2000  # bytes of what a command wrote, from the end


@dataclass(frozen=True, slots=True)
class Tell:
    """The [tell] table: the kinds of changes that reach the feed and the alerts, and how many of a night.

    ``figure_change``: a changed figure is told from this relative change on (0.1 is a tenth); ``most``: changes told
    of one event and night, the rest is counted.
    """

    kinds: tuple[str, ...] = (
        "changed_figure",
        "withdrawn_figure",
        "changed_article",
        "changed_word",
        "new_frame",
    )
    figure_change: float = 0.0
    most: int = 20

    def check(self) -> str | None:
        """What is wrong with the table, and the mend."""
        for kind in self.kinds:
            if kind not in KINDS:
                return f"kinds: {kind!r} is not a kind of change. Choose from: {', '.join(KINDS)}."
        if not (math.isfinite(self.figure_change) and self.figure_change >= 0):
            return f"figure_change is {self.figure_change}. Give a share of 0 or more, such as 0.1."
        if self.most < 1:
            return f"most is {self.most}. Give 1 or more."
        return None


@dataclass(frozen=True, slots=True)
class Mail:
    """The [alert.mail] table: the server, how the connection is secured, who writes to whom.

    The password is never in the file: ``password_env`` names the environment variable that holds it.
    """

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password_env: str = ""
    # Known only so that it is refused with a sentence that does not repeat it.
    password: object = field(default=None, repr=False)

    def check(self) -> str | None:
        """What is wrong with the table, and the mend."""
        if self.password is not None:
            return (
                "password does not belong in a file. Take it out, change it, put it into an environment variable "
                'and name that: password_env = "RIWAYA_SMTP_PASSWORD".'
            )
        if not self.host or not self.host.isascii() or any(char.isspace() for char in self.host):
            return f"host is {self.host!r}. Give the server's name, such as smtp.example.org."
        if not 1 <= self.port <= 65535:
            return f"port is {self.port}. Give a port from 1 to 65535, mostly 587, 465 or 25."
        if self.security not in SECURITY:
            return f"security is {self.security!r}. Choose one of: {', '.join(SECURITY)}."
        if not self.to:
            return "to is empty. Name at least one address."
        for name, address in (("sender", self.sender), *(("to", each) for each in self.to)):
            if not _is_address(address):
                return f"{name}: {address!r} is not a plain address. Write it as name@example.org."
        if bool(self.user) != bool(self.password_env):
            return "user and password_env go together. Give both, or neither for a server that asks for none."
        if not self.user.isprintable() or (not self.password_env.replace("_", "a").isalnum() and self.user):
            return f"password_env is {self.password_env!r}. Give the name of an environment variable."
        if self.user and self.security == "none" and not _is_loopback(self.host):
            return 'security = "none" would send the password readable to all. Use starttls or tls.'
        return None


@dataclass(frozen=True, slots=True)
class Alert:
    """The [alert] table: a command that gets the changes as JSON on standard input, a mail, both or neither."""

    command: tuple[str, ...] = ()
    mail: Mail | None = None

    def check(self) -> str | None:
        """What is wrong with the table, and the mend."""
        if self.command and not self.command[0]:
            return "command: the first is the program to run and is empty. Name it."
        if any("\0" in word for word in self.command):
            return "command holds a NUL character. Take it out."
        return None


def told(changes: Mapping[str, Any], tell: Tell) -> list[dict[str, Any]]:
    """The changes of a changes.json that reach the feed and the alerts, in their order, at most ``tell.most``.

    A changed figure without a relative change (its unit or bound is another) is told always.
    """
    return _worth_telling(changes, tell)[: tell.most]


def telling(changes: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """A changes.json with those changes only that are told, and in "untold" how many there were too many."""
    worth = _worth_telling(changes, tell)
    return {**changes, "changes": worth[: tell.most], "untold": max(0, len(worth) - tell.most)}


def _worth_telling(changes: Mapping[str, Any], tell: Tell) -> list[dict[str, Any]]:
    from riwaya.showing.atom import told_changes

    return [dict(each) for each in told_changes(changes) if _is_worth_telling(each, tell)]


def _is_worth_telling(change: Mapping[str, Any], tell: Tell) -> bool:
    if change.get("kind") not in tell.kinds:
        return False
    weight = change.get("weight")
    if change["kind"] != "changed_figure" or isinstance(weight, bool) or not isinstance(weight, int | float):
        return True
    # Rounded: a change of a tenth in figures is hardly ever a tenth in floating point.
    return math.isnan(weight) or round(abs(weight), 9) >= tell.figure_change


def send_alerts(
    alert: Alert,
    title: str,
    changes: Sequence[Mapping[str, Any]],
    *,
    env: Mapping[str, str],
    failed: Sequence[Mapping[str, Any]] = (),
    address: str = "",
    made: str = "",
    languages: Sequence[str] = ("ar", "en"),
    log: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Tell the changes of a night by the command and by mail; what went wrong, one sentence each.

    changes: one changes.json an event, as ``telling`` leaves it; failed: what each FAILED says, one without "event"
    where the whole night failed. With nothing told and nothing failed nobody is alerted. env: where the password is
    looked up, and what the command sees (without the password). address: where the site stands; made: when the night
    was made (ISO 8601), the mail's date. ``log`` takes what the command wrote. Nothing is raised: an alert that fails
    never fails the night.
    """
    # A configuration is loaded with this module, and must not wait for what tells a night.
    from riwaya.running.nights.mailing import compose, send_mail
    from riwaya.showing.atom import plain_line, told_changes

    news = [each for each in changes if told_changes(each)]
    if not news and not failed:
        return []
    faults: list[str | None] = []
    # The night is done and published: whatever goes wrong here, it is told and nothing more.
    if alert.command:
        secret = alert.mail.password_env if alert.mail else ""
        seen = {name: value for name, value in env.items() if name != secret}
        try:
            data = _as_json(title, news, failed, address, made)
            faults.append(run_command(alert.command, data, env=seen, log=log))
        except Exception as error:
            faults.append(f"alert: the command {alert.command[0]!r} could not be run: {plain_line(error)}.")
    if alert.mail:
        try:
            message = compose(alert.mail, title, news, failed, address, made, languages)
            faults.append(send_mail(alert.mail, message, env=env))
        except Exception as error:
            faults.append(f"alert: the mail could not be written: {plain_line(error)}.")
    return [fault for fault in faults if fault]


# The command


def _as_json(
    title: str,
    changes: Iterable[Mapping[str, Any]],
    failed: Iterable[Mapping[str, Any]],
    address: str,
    made: str,
) -> bytes:
    data = {"title": title, "address": address, "made": made, "events": [*changes], "failed": [*failed]}
    # ASCII: half a surrogate pair is kept as it is and can be written all the same.
    return json.dumps(_finite(data), allow_nan=False).encode("ascii") + b"\n"


def _finite(value: Any) -> Any:
    """The same value; JSON has no numbers without end, so they become null."""
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def run_command(
    command: Sequence[str],
    data: bytes,
    *,
    env: Mapping[str, str],
    seconds: float = COMMAND_SECONDS,
    log: Callable[[str], None] = lambda line: None,
) -> str | None:
    """Run a command with data on its standard input, without a shell; a sentence where it failed, else None.

    What runs longer than ``seconds`` is stopped with all that it started. Of what it writes the end is kept.
    """
    name = command[0]
    # A file, not a pipe: a command that does not read must not keep us waiting.
    with tempfile.TemporaryFile() as stdin:
        stdin.write(data)
        stdin.seek(0)
        try:
            process = subprocess.Popen(
                [*command],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=dict(env),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            return f"alert: the command {name!r} could not be run: {why}. Check [alert] command."
    deadline = time.monotonic() + seconds
    assert process.stdout is not None
    with process.stdout as output:
        written = _read_until(output, process, deadline)
        in_time = _ended(process, deadline)
    from riwaya.showing.atom import plain_line

    said = plain_line(written.decode("utf-8", "replace"))
    if said:
        log(f"alert: {name} wrote: {said}")
    also = f" It wrote at the end: {said[-300:]}" if said else ""
    if not in_time:
        return f"alert: the command {name!r} was stopped after {seconds:g} seconds.{also}"
    if process.returncode < 0:
        return f"alert: the command {name!r} was ended by signal {-process.returncode}.{also}"
    if process.returncode:
        return f"alert: the command {name!r} ended with status {process.returncode}.{also}"
    return None


def _read_until(output: IO[bytes], process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """The end of what a process writes until it closes its output, ends, or the time is over."""
    kept = b""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            # Asked before reading: what a process wrote before its end is then still read.
            ended = process.poll() is not None
            if selector.select(min(left, 0.0 if ended else 0.2)):
                chunk = os.read(output.fileno(), 65536)
                if not chunk:
                    break
                kept = (kept + chunk)[-_KEPT_OUTPUT:]
            elif ended:
                break  # something it left running holds the output open
    return kept


def _ended(process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Whether a process ended in time; one that did not is stopped, with its children."""
    for signal_, patience in ((None, deadline - time.monotonic()), (signal.SIGTERM, _KILL_SECONDS)):
        if signal_ is not None:
            _signal_group(process, signal_)
        try:
            process.wait(max(patience, 0.0))
        except subprocess.TimeoutExpired:
            continue
        if signal_ is None:
            return True
        break
    _signal_group(process, signal.SIGKILL)
    process.wait()
    return False


def _signal_group(process: subprocess.Popen[bytes], signal_: signal.Signals) -> None:
    try:
        os.killpg(process.pid, signal_)
    except (ProcessLookupError, PermissionError):
        process.kill()


# Checks


def _is_address(text: str) -> bool:
    """A plain address, name@host, in ASCII, without anything that could start another header."""
    name, at, host = text.rpartition("@")
    forbidden = set(' \t\r\n<>()[],;:\\"@')
    return (
        bool(at and name and host)
        and text.isascii()
        and text.isprintable()
        and not forbidden & set(name + host)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
