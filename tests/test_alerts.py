"""What is told of a night, and the alerts: real commands, a real mail server on this machine."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.knowledge import KnowledgeError, build
from riwaya.running.nights.alerts import KINDS, Alert, Mail, Tell, run_command, send_alerts, telling, told
from riwaya.running.nights.mailing import compose, send_mail

TEXT = {
    "ar": "قناة الشمس: القتلى 12 بعد 7",
    "en": "Shams TV: 12 deaths after 7",
}
CHANGES: dict[str, Any] = {
    "event": "flood",
    "title": {"ar": "فيضان الوادي", "en": "The valley flood"},
    "date": "2026-03-31",
    "since": "2026-03-30",
    "changes": [
        {"kind": "changed_figure", "weight": 0.7, "text": TEXT, "data": {}, "links": ["index.html#f-1"]}
    ],
}
FAILED = {"event": "flood", "date": "2026-03-31", "status": 4, "cell": 7, "error": "KeyError: metric"}
MADE = "2026-03-31T03:40:12+00:00"


def mail(**keys: Any) -> Mail:
    entry = {
        "host": "127.0.0.1",
        "security": "none",
        "sender": "riwaya@example.org",
        "to": ["desk@example.org"],
    }
    return build(entry | keys, Mail, "nightly.toml, alert.mail")


# The tables


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kinds": ["new_figures"]}, "'new_figures' is not a kind of change"),
        ({"figure_change": float("nan")}, "figure_change is nan"),
        ({"figure_change": -0.1}, "figure_change is -0.1"),
        ({"most": 0}, "most is 0"),
        ({"kind": []}, "kind is not a known key"),
        ({"figure_change": "10%"}, "not float"),
    ],
)
def test_a_faulty_tell_table_is_refused_with_the_mend(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(KnowledgeError, match="tell: ") as refused:
        build(entry, Tell, "nightly.toml, tell")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"password": "s3cret"}, "put it into an environment variable"),
        ({"password": 12345678}, "put it into an environment variable"),
        ({"security": "ssl"}, "Choose one of: starttls, tls, none"),
        ({"port": 0}, "port is 0"),
        ({"host": ""}, "host is ''"),
        ({"host": "smtp.example.org\r\nX: y"}, "Give the server's name"),
        ({"to": []}, "to is empty"),
        ({"to": "desk@example.org"}, "Put it in [ ]"),
        ({"to": ["Desk <desk@example.org>"]}, "Write it as name@example.org"),
        ({"to": ["desk@example.org\nBcc: x@example.org"]}, "Write it as name@example.org"),
        ({"sender": "nobody"}, "Write it as name@example.org"),
        ({"user": "u"}, "go together"),
        ({"password_env": "P"}, "go together"),
        ({"user": "u", "password_env": "a b", "security": "tls"}, "name of an environment variable"),
        ({"user": "u", "password_env": "P", "host": "smtp.example.org"}, "readable to all"),
        ({"passwort_env": "P"}, "not a known key"),
    ],
)
def test_a_faulty_mail_table_is_refused_with_the_mend(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        mail(**keys)
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value) and "12345678" not in str(refused.value)


def test_an_alert_may_have_a_command_and_a_mail_or_none() -> None:
    table = {"command": ["notify", "x"], "mail": {"host": "h", "sender": "a@b", "to": ["c@d"]}}
    assert build(table, Alert, "here").mail == Mail("h", "a@b", ("c@d",))
    assert build({}, Alert, "here") == Alert()
    for command in ([""], ["notify", "\0"]):
        with pytest.raises(KnowledgeError, match="here: command"):
            build({"command": command}, Alert, "here")


# What is told


def changed(kind: str, weight: Any = None) -> dict[str, Any]:
    return {"kind": kind, "weight": weight, "text": TEXT, "links": []}


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (changed("changed_figure", 0.1), True),
        (changed("changed_figure", (77 - 70) / 70), True),
        (changed("changed_figure", -0.5), True),
        (changed("changed_figure", 0.0999), False),
        (changed("changed_figure", None), True),
        (changed("changed_figure", float("inf")), True),
        (changed("withdrawn_figure", 0.01), True),
        (changed("new_article"), False),
        (changed("no_kind"), False),
        ({}, False),
    ],
)
def test_which_changes_are_told(change: dict[str, Any], is_told: bool) -> None:
    assert bool(told({"changes": [change]}, Tell(figure_change=0.1))) is is_told


def test_every_kind_can_be_told() -> None:
    changes = {"changes": [changed(kind, 1.0) for kind in KINDS]}
    assert [each["kind"] for each in told(changes, Tell(kinds=KINDS))] == list(KINDS)
    assert told(changes, Tell(kinds=())) == []


def test_no_more_are_told_than_asked_for_and_the_rest_is_counted() -> None:
    changes = CHANGES | {"changes": [changed("new_frame") for _ in range(5)] + [changed("new_article")]}
    made = telling(changes, Tell(most=2))
    assert (len(made["changes"]), made["untold"], made["event"]) == (2, 3, "flood")
    assert len(changes["changes"]) == 6, "what was given stays as it was"


@pytest.mark.parametrize("changes", [{}, {"changes": None}, {"changes": "x"}, {"changes": [None, 7]}])
def test_where_no_changes_stand_none_are_told(changes: dict[str, Any]) -> None:
    assert told(changes, Tell()) == []


# The command


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_command_gets_the_changes_as_json(tmp_path: Path) -> None:
    alert = Alert(
        (*python("import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"), f"{tmp_path}/$(x) y")
    )
    changes = CHANGES | {"changes": [changed("changed_figure", float("inf"))], "note": "\ud800"}
    faults = send_alerts(
        alert, "رواية", [changes], env=os.environ, failed=[FAILED], address="https://a.example/"
    )
    assert faults == []
    data = json.loads((tmp_path / "$(x) y").read_text(encoding="ascii"))
    assert data["title"] == "رواية" and data["address"] == "https://a.example/"
    assert data["events"][0]["changes"][0] == changed("changed_figure", None)
    assert data["failed"] == [FAILED]


def test_a_night_without_news_alerts_nobody(tmp_path: Path) -> None:
    alert = Alert(python(f"open({str(tmp_path / 'ran')!r}, 'w')"))
    assert send_alerts(alert, "Riwaya", [CHANGES | {"changes": []}], env=os.environ) == []
    assert not (tmp_path / "ran").exists()
    assert (
        send_alerts(alert, "Riwaya", [], env=os.environ, failed=[{"event": None, "error": "disk full"}]) == []
    )
    assert (tmp_path / "ran").exists()


def test_what_a_command_writes_is_logged_and_nothing_is_wrong() -> None:
    lines: list[str] = []
    assert run_command(python("print('sent', 3)"), b"{}", env=os.environ, log=lines.append) is None
    assert lines == [f"alert: {sys.executable} wrote: sent 3"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/no/such/program",), "could not be run: No such file or directory. Check [alert] command."),
        ((str(Path(__file__)),), "could not be run: Permission denied"),
        (
            python("import sys; print('no route', file=sys.stderr); sys.exit(3)"),
            "status 3. It wrote at the end: no route",
        ),
        (python("import os; os.kill(os.getpid(), 9)"), "was ended by signal 9."),
        (python("raise SystemExit('" + "x" * 5000 + "')"), "ended with status 1."),
    ],
    ids=["missing", "not executable", "a status", "a signal", "a long complaint"],
)
def test_a_command_that_fails_is_told_in_a_sentence(command: tuple[str, ...], said: str) -> None:
    fault = run_command(command, b"{}", env=os.environ)
    assert fault and said in fault and len(fault) < 700
    assert send_alerts(Alert(command), "Riwaya", [CHANGES], env=os.environ) == [fault]


def test_a_command_that_sleeps_is_stopped_with_its_children(tmp_path: Path) -> None:
    started = time.monotonic()
    command = ("sh", "-c", 'sleep 60 & echo $! > "$0"; wait', str(tmp_path / "pid"))
    fault = run_command(command, b"", env=os.environ, seconds=2)
    assert fault and "was stopped after 2 seconds" in fault
    assert time.monotonic() - started < 30
    assert not is_running(int((tmp_path / "pid").read_text()))


def is_running(pid: int) -> bool:
    """Whether a process is there; one that has ended and was not fetched yet is not."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


def test_a_command_that_ignores_the_request_to_stop_is_stopped() -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    fault = run_command(python(code), b"", env=os.environ, seconds=1)
    assert fault and "was stopped after 1 second" in fault


def test_a_flood_of_output_is_neither_kept_nor_waited_for() -> None:
    lines: list[str] = []
    code = "import sys\nwhile True: sys.stdout.write('flood ' * 10000)"
    fault = run_command(python(code), b"", env=os.environ, seconds=1, log=lines.append)
    assert fault and "was stopped after 1 second" in fault
    assert len(lines) == 1 and len(lines[0]) < 2200


def test_a_command_need_not_read_and_may_leave_something_running() -> None:
    started = time.monotonic()
    assert run_command(("sh", "-c", "sleep 20 & echo left"), b"x" * 10_000_000, env=os.environ) is None
    assert time.monotonic() - started < 15


def test_a_command_does_not_see_the_password_of_the_mail() -> None:
    table = mail(user="u", password_env="RIWAYA_SMTP_PASSWORD", port=1)
    command = python("import os, sys; sys.exit(any('s3cret' in value for value in os.environ.values()))")
    faults = send_alerts(
        Alert(command, table), "Riwaya", [CHANGES], env={**os.environ, "RIWAYA_SMTP_PASSWORD": "s3cret"}
    )
    assert len(faults) == 1 and faults[0].startswith("alert: the mail to 127.0.0.1:1 failed")


# The mail


class Server:
    """A small mail server: one connection after the other, each in the manner asked for."""

    def __init__(self, manner: str = "", context: ssl.SSLContext | None = None) -> None:
        self.manner, self.context = manner, context
        self.got: list[bytes] = []
        self.said: list[str] = []
        self.secured = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listening.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
                with connection:
                    self._talk(connection)
            except OSError:
                continue

    def _talk(self, connection: socket.socket) -> None:
        if self.manner == "silent":
            self._over.wait(30)
            return
        if self.manner == "one letter at a time":
            while not self._over.wait(0.2):
                connection.sendall(b"2")
            return
        if self.manner == "tls" and self.context:
            connection = self._secure(connection)
        reader = connection.makefile("rb")

        def answer(line: str) -> None:
            connection.sendall(f"{line}\r\n".encode())

        answer("220 mail.example.org" if self.manner != "busy" else "421 too busy")
        while line := reader.readline():
            command = line.decode("utf-8", "replace").strip()
            self.said.append(command)
            verb = command.split(" ")[0].upper()
            if verb == "EHLO":
                offered = ["mail.example.org", "AUTH PLAIN"]
                offered += ["STARTTLS"] if self.context and not self.secured else []
                answer("\r\n".join(f"250{'-' if each != offered[-1] else ' '}{each}" for each in offered))
            elif verb == "STARTTLS" and self.context:
                answer("220 go on")
                connection = self._secure(connection)
                reader = connection.makefile("rb")
            elif verb == "AUTH":
                right = base64.b64decode(command.split(" ")[2]) == b"\0desk\0s3cret"
                answer("235 welcome" if right else f"535 not you, {command}")
            elif verb == "RCPT" and "nobody@" in command:
                answer("550 there is nobody")
            elif verb == "DATA":
                if self.manner == "gone":
                    return
                answer("354 go on")
                self.got.append(b"".join(iter(reader.readline, b".\r\n")))
                answer("250 taken" if self.manner != "full" else "452 no room")
            elif verb == "QUIT":
                return  # rudely, without an answer: the mail is taken
            else:
                answer("250 well")

    def _secure(self, connection: socket.socket) -> socket.socket:
        assert self.context
        secured = self.context.wrap_socket(connection, server_side=True)
        self.secured = True
        return secured


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(*arguments: Any) -> Server:
        servers.append(Server(*arguments))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, made here."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed: no certificate can be made for the mail server of the test")
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", path, "-out", f"{path}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What the server is secured with; the certificate is among those that are trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def read_mail(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def body_of(message: EmailMessage) -> str:
    return cast(str, message.get_content()).replace("\r\n", "\n")


def send(alert: Alert, title: str = "رواية", **more: Any) -> list[str]:
    return send_alerts(alert, title, [CHANGES], env={"PASS": "s3cret"}, made=MADE, **more)


def test_a_mail_arrives_in_both_languages(serve: Callable[..., Server]) -> None:
    server = serve()
    alert = Alert(mail=mail(port=server.port, to=["desk@example.org", "night@example.org"]))
    assert send(alert, address="https://a.example/press") == []
    message = read_mail(server.got[0])
    assert message["Subject"] == "رواية: تغيير واحد · one change"
    assert (message["From"], message["To"]) == ("riwaya@example.org", "desk@example.org, night@example.org")
    assert message["Date"] == "Tue, 31 Mar 2026 03:40:12 +0000"
    assert message["Content-Type"] == 'text/plain; charset="utf-8"'
    assert body_of(message).splitlines() == [
        "\u200fرواية",
        "",
        "\u200fفيضان الوادي: ليلة 31 مارس 2026",
        "\u200fما تغيّر منذ 30 مارس 2026:",
        "\u200f- قناة الشمس: القتلى 12 بعد 7",
        "  https://a.example/press/flood/2026-03-31/index.html#f-1",
        "https://a.example/press/flood/2026-03-31/index.html",
        "",
        "",
        "\u200eرواية",
        "",
        "\u200eThe valley flood: night of 31 March 2026",
        "\u200eWhat has changed since 30 March 2026:",
        "\u200e- Shams TV: 12 deaths after 7",
        "  https://a.example/press/flood/2026-03-31/en.html#f-1",
        "https://a.example/press/flood/2026-03-31/en.html",
    ]


def test_the_same_night_gives_the_same_mail() -> None:
    one, two = (compose(mail(), "رواية", [CHANGES], [], "", MADE).as_bytes() for _ in range(2))
    assert one == two
    other = compose(mail(), "رواية", [CHANGES | {"date": "2026-04-01"}], [], "", MADE)
    assert read_mail(one)["Message-ID"] != other["Message-ID"]


def test_a_failed_night_is_told_by_mail() -> None:
    whole = {"date": "2026-03-31", "error": "No space left on device"}
    message = compose(mail(), "Riwaya", [], [FAILED | {"title": CHANGES["title"]}, whole], "", MADE)
    assert (
        message["Subject"]
        == "Riwaya: تعذّر إتمام الليلة، تعذّر إعداد حدث واحد · the night failed, one event failed"
    )
    lines = [line.lstrip("\u200e\u200f") for line in body_of(message).splitlines()]
    assert "The valley flood: the night of 31 March 2026 failed: KeyError: metric" in lines
    assert "فيضان الوادي: ليلة 31 مارس 2026، تعذّر إعداد الصفحة: KeyError: metric" in lines
    assert "Cell: 7" in lines
    assert "The night of 31 March 2026 failed: No space left on device" in lines
    assert "تعذّر إتمام ليلة 31 مارس 2026: No space left on device" in lines


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_secured_mail_with_a_password(
    serve: Callable[..., Server], tls: ssl.SSLContext, security: str
) -> None:
    server = serve(security, tls)
    table = mail(host="localhost", port=server.port, security=security, user="desk", password_env="PASS")
    assert send(Alert(mail=table)) == []
    assert server.secured and len(server.got) == 1


def test_a_wrong_password_is_told_without_being_told(
    serve: Callable[..., Server], tls: ssl.SSLContext
) -> None:
    server = serve("", tls)
    table = mail(host="localhost", port=server.port, security="starttls", user="desk", password_env="PASS")
    faults = send_alerts(Alert(mail=table), "Riwaya", [CHANGES], env={"PASS": "wr0ng"})
    assert len(faults) == 1 and "user or password was refused: 535" in faults[0]
    assert "wr0ng" not in faults[0] and base64.b64encode(b"\0desk\0wr0ng").decode() not in faults[0]
    assert server.got == []


def test_a_server_that_cannot_be_trusted_gets_nothing(
    serve: Callable[..., Server], tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "none.crt").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.crt"))
    for security in ("starttls", "tls"):
        server = serve(security, tls)
        table = mail(host="localhost", port=server.port, security=security, user="desk", password_env="PASS")
        faults = send(Alert(mail=table))
        assert len(faults) == 1 and "certificate is not good" in faults[0]
        assert server.got == [] and not any(line.startswith("AUTH") for line in server.said)


def test_a_server_without_starttls_gets_nothing(serve: Callable[..., Server]) -> None:
    server = serve()
    table = mail(host="localhost", port=server.port, security="starttls", user="desk", password_env="PASS")
    faults = send(Alert(mail=table))
    assert len(faults) == 1 and "does not offer" in faults[0]
    assert server.got == [] and not any(line.startswith("AUTH") for line in server.said)


@pytest.mark.parametrize(
    ("manner", "said"),
    [("busy", "421"), ("full", "452 no room"), ("gone", "failed: "), ("silent", "did not answer in time")],
)
def test_what_a_server_refuses_is_told(serve: Callable[..., Server], manner: str, said: str) -> None:
    table = mail(port=serve(manner).port)
    message = compose(table, "Riwaya", [CHANGES], [], "", MADE)
    fault = send_mail(table, message, env={}, answer_seconds=1)
    assert fault and said in fault and fault.startswith("alert: the mail to 127.0.0.1:")


def test_a_server_that_answers_letter_by_letter_is_not_waited_for(serve: Callable[..., Server]) -> None:
    table = mail(port=serve("one letter at a time").port)
    message = compose(table, "Riwaya", [CHANGES], [], "", MADE)
    started = time.monotonic()
    fault = send_mail(table, message, env={}, seconds=1.5, answer_seconds=1)
    assert fault and "was not sent within 1.5 seconds" in fault
    assert time.monotonic() - started < 15


def test_whom_a_server_does_not_know_is_told_and_the_others_get_their_mail(
    serve: Callable[..., Server],
) -> None:
    server = serve()
    faults = send(Alert(mail=mail(port=server.port, to=["desk@example.org", "nobody@example.org"])))
    assert len(server.got) == 1
    assert len(faults) == 1 and "nobody@example.org was refused: 550 there is nobody" in faults[0]
    alone = send(Alert(mail=mail(port=server.port, to=["nobody@example.org"])))
    assert len(alone) == 1 and "nobody@example.org was refused" in alone[0] and len(server.got) == 1


def test_a_server_that_is_not_there_and_a_password_that_is_not_set_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "Connection refused" in send(Alert(mail=mail(port=port)))[0]
    table = mail(port=port, user="desk", password_env="RIWAYA_SMTP_PASSWORD")
    assert "the environment variable RIWAYA_SMTP_PASSWORD is not set" in send(Alert(mail=table))[0]


HOSTILE = {
    "another header": "x\r\nBcc: everyone@example.org",
    "the end of the header": "x\n\n<h1>",
    "line separators": "x\u2028Bcc: a@example.org\u2029\x85\x0b\x0c\x1c",
    "an override": "\u202etxt.exe",
    "half a pair": "\ud800",
    "NUL": "a\0b",
    "very long": "م" * 5000,
    "nothing": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_writes_a_header_or_a_line_of_its_own(text: str) -> None:
    changes = CHANGES | {
        "title": {"ar": text, "en": text},
        "changes": [{"kind": "new_frame", "text": {"ar": text, "en": text}, "links": [text]}],
    }
    message = compose(
        mail(), text, [changes], [{"event": text, "date": text, "error": text}], "https://a.example", MADE
    )
    plain = compose(mail(), "Riwaya", [CHANGES], [FAILED], "", MADE)
    read = read_mail(message.as_bytes())
    assert list(read.keys()) == list(plain.keys())
    assert len(str(read["Subject"])) < 300
    assert not set("\u202e\u2028\0\n\r\x85") & set(str(read["Subject"]))
    lines = body_of(read).split("\n")
    assert all(not line or line[0] in "\u200e\u200f " or line.startswith("http") for line in lines)
    assert not set("\u202e\u2028\0\r") & set("".join(lines))


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
ANY_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "event": ANYTHING,
        "title": ANYTHING,
        "date": ANYTHING,
        "since": ANYTHING,
        "untold": ANYTHING,
        "changes": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(KINDS), "weight": ANYTHING, "text": ANYTHING})
        )
        | ANYTHING,
    },
)


@settings(max_examples=60, deadline=None)
@given(
    ANY_TEXT,
    st.lists(ANY_CHANGES, max_size=2),
    st.lists(st.dictionaries(st.sampled_from([*FAILED]), ANYTHING), max_size=2),
)
def test_whatever_a_night_holds_a_mail_can_be_written(
    title: str, changes: list[dict[str, Any]], failed: list[dict[str, Any]]
) -> None:
    kept = [telling(each, Tell(kinds=KINDS)) for each in changes]
    message = compose(mail(), title, kept, failed, "https://a.example/", MADE)
    assert read_mail(message.as_bytes())["To"] == "desk@example.org"
