"""Work for several threads on many hosts: never two on one host, results in one order.

Belongs here: which piece of work is next, how far results may run ahead of the one that is waited for.
Does not: the work (fetching.py).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Results that wait for an earlier one stand in memory.
_WAITING = 32


def by_turns(items: Sequence[Item], hosts: Sequence[str]) -> list[Item]:
    """The items in another order: the first of each host, then the second of each.

    >>> by_turns(["a1", "a2", "b1"], ["a", "a", "b"])
    ['a1', 'b1', 'a2']
    """
    of_host: dict[str, deque[Item]] = {}
    for item, host in zip(items, hosts, strict=True):
        of_host.setdefault(host, deque()).append(item)
    ordered: list[Item] = []
    while of_host:
        for host in list(of_host):
            ordered.append(of_host[host].popleft())
            if not of_host[host]:
                del of_host[host]
    return ordered


class Turns(Generic[Result]):
    """The pieces of work by number, each with its host; threads call ``next`` and ``put``, one reader ``take``."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self.hosts = len(set(hosts))
        self._host = hosts
        self._open = deque(range(len(hosts)))
        self._busy: set[str] = set()
        self._done: dict[int, Result] = {}
        self._taken = 0
        self._stopped = False
        self._changed = threading.Condition()

    def next(self) -> int | None:
        """The first piece whose host is free, not too far before the one that is waited for; None at the end."""
        with self._changed:
            while self._open and not self._stopped:
                for number in self._open:
                    if number >= self._taken + _WAITING:
                        break
                    if self._host[number] not in self._busy:
                        self._busy.add(self._host[number])
                        self._open.remove(number)
                        return number
                self._changed.wait()
            return None

    def put(self, number: int, result: Result) -> None:
        """The result of a piece; its host is free again."""
        with self._changed:
            self._done[number] = result
            self._busy.discard(self._host[number])
            self._changed.notify_all()

    def take(self, number: int) -> Result:
        """The result of a piece, waited for; each is taken once, in order."""
        with self._changed:
            while number not in self._done:
                self._changed.wait()
            self._taken = number + 1
            self._changed.notify_all()
            return self._done.pop(number)

    def stop(self) -> None:
        """No further piece is begun."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
