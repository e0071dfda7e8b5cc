"""What was worked out once for a word, remembered: news repeats its words.

Belongs here: a dictionary that makes what it lacks.
Does not: anything that is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TypeVar

# Further keys, and longer ones, are worked out each time: hostile input cannot fill the memory.
MOST = 200_000
LONGEST = 64

Key = TypeVar("Key", bound=Sized)
Value = TypeVar("Value")


class Memo(dict[Key, Value]):
    """A dictionary that makes a value the first time a key (a word) is asked for.

    >>> lengths = Memo(len)
    >>> lengths["wire"], dict(lengths)
    (4, {'wire': 4})
    """

    def __init__(self, make: Callable[[Key], Value], most: int = MOST) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: Key) -> Value:
        value = self._make(key)
        if len(self) < self._most and len(key) <= LONGEST:
            self[key] = value
        return value
