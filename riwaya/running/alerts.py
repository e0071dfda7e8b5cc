"""Which changes of a night are told, and the alerts that tell them: a command, a mail.

Belongs here: the [tell] and [alert] tables of nightly.toml, what reaches the feed and the alerts, running the command,
sending the mail, telling what went wrong with either.
Does not: finding changes (comparing/since.py), their sentences (showing/telling), the feed (showing/atom.py).
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass, field

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
    figure_change: float = 0.1
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
