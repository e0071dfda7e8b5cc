"""How fast numerals and dates are read, on running text and on text made to be slow. Needs no files.

    .venv/bin/python benchmarks/numerals.py

Prints, for a million characters of each text, the seconds find_all and find_dates take. Each stays under two:
one line of an article may hold anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from riwaya.language.dates import find_dates
from riwaya.language.numerals import find_all

SIZE = 1_000_000
NEWS = (
    "وقالت الوزارة يوم الأحد إن أكثر من 7 آلاف و939 شخصا أوقفوا في 10 يناير/كانون الثاني، بينهم ثلاثة أجانب. "
)
PIECES = {
    "news": NEWS,
    "ones": "1",
    "ones and blanks": "1 ",
    "ones and commas": "1,",
    "ones and dots": "1.",
    "ones and dashes": "1-",
    "ones and slashes": "1/",
    "ones and per cent": "1%",
    "ones and lines": "1\n",
    "Arabic digits": "٣",
    "waw": "و",
    "waw and blanks": "و ",
    "quotation marks": '"',
    "guillemets": "«»",
    "blanks": " ",
    "thousand": "ألف ",
    "between": "بين ",
    "from": "من ",
    "about": "نحو ",
    "half": "ونصف ",
    "article": "الـ",
    "marks": "\u0651",
    "days of May": "10 مايو ",
    "hours": "الساعة ",
}


def main() -> None:
    find_all("1")  # the knowledge is read once
    find_dates("1")
    print(f"{'':18} find_all  find_dates   seconds for {SIZE:,} characters")
    for name, piece in PIECES.items():
        text = (piece * (SIZE // len(piece) + 1))[:SIZE]
        print(f"{name:18} {_seconds(find_all, text):8.2f} {_seconds(find_dates, text):11.2f}")


def _seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
