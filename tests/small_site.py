"""A web site of one test: a real server on this machine whose answers are written out byte by byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Send = Callable[[bytes], None]
Page = bytes | Callable[[Send], None]
Request = tuple[str, dict[str, str]]


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer as it goes over the wire; ``content_type=`` becomes Content-Type."""
    raw = body.encode() if isinstance(body, str) else body
    named = {
        "Content-Length": str(len(raw)),
        **{name.replace("_", "-").title(): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + raw


@dataclass
class Site:
    """What is answered by path, and what was asked; a list of answers is given one after the other."""

    pages: dict[str, Page | list[Page]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        """The pages that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            raw = b""
            while b"\r\n\r\n" not in raw:
                part = connection.recv(65_536)
                if not part:
                    return
                raw += part
            lines = raw.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            with self._lock:
                self.asked.append((path, headers))
                self.open += 1
                self.most_open = max(self.most_open, self.open)
                page = self.pages.get(path, answer(status="404 Not Found"))
                if isinstance(page, list):
                    page = page.pop(0) if len(page) > 1 else page[0]
            try:
                if callable(page):
                    page(connection.sendall)
                else:
                    connection.sendall(page)
            finally:
                with self._lock:
                    self.open -= 1


@contextlib.contextmanager
def running_site(address: str = "127.0.0.1") -> Iterator[Site]:
    """A site that answers at a free port of this machine while the block runs."""
    site = Site()
    server = socket.create_server((address, 0), backlog=50)
    site.port = server.getsockname()[1]

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=site.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield site
    finally:
        site.ended.set()
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
