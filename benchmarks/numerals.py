"""How fast numerals are read, on running text and on text made to be slow. Prints MB a second; needs no files.

.venv/bin/python benchmarks/numerals.py
"""

from __future__ import annotations

import time

from riwaya.language.numerals import find_all

NEWS = (
    "وقالت الوزارة يوم الأحد إن أكثر من 7 آلاف و939 شخصا أوقفوا في 10 يناير/كانون الثاني، بينهم ثلاثة أجانب. "
)
HOSTILE = {
    "digits": "1" * 1_000_000,
    "waw": "و" * 1_000_000,
    "thousand": "ألف " * 250_000,
    "quotes": '"' * 1_000_000,
    "blanks": " " * 1_000_000,
}


def main() -> None:
    find_all("1")  # the knowledge is read once
    for name, text in {"news": NEWS * 5_000, **HOSTILE}.items():
        start = time.process_time()
        found = len(find_all(text))
        seconds = time.process_time() - start
        print(
            f"{name:10} {len(text) / 1e6 / seconds:6.2f} M characters/s  {seconds:5.2f} s  {found} numerals"
        )


if __name__ == "__main__":
    main()
