"""How long one article made to be slow takes to read: a line of 1 MB of one sign, word or phrase, over and over.

    .venv/bin/python benchmarks/hostile.py [NAME...]

Seconds for everything and by reader, and how much longer 1 MB takes than half of it: about 2 where the work
is linear. Each line is read twice over: bare, and with a stop after every 40,000 signs, so that it is read as
prose would be. Apart from the tests: a time is a measurement on one machine, not a promise.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from riwaya.reading import articles, attribution, figures, framing
from riwaya.reading.extract import Knowledge
from riwaya.reading.sources import Source

BYTES = 1_000_000
UNITS = {
    "quotation marks": '"',
    "marks and blanks": '" ',
    "guillemets": "«",
    "waw": "و",
    "waw and blanks": "و ",
    "marks and waw": '"و ',
    "digits": "1",
    "digits and blanks": "1 ",
    "Arabic digits": "٣",
    "thousand": "ألف ",
    "said": "قال ",
    "that": "إن ",
    "who accuses": "الذي يتهم ",
    "and added that": "وأضاف أن ",
    "said, quoted": 'قال: "نعم" ',
    "according to": "بحسب ",
    "the president": "الرئيس ",
    "brackets": "(",
    "stops": ".",
    "stops and blanks": ". ",
    "commas": "، ",
    "line ends": "\n",
    "NUL": "\0",
    "lone surrogates": "\ud800",
    "bidi controls": "\u202e",
    "vowel marks": "\u064e",
}
WORDS = [
    "قال",
    "إن",
    "الرئيس",
    "وأضاف",
    "أن",
    "الجيش",
    "بحسب",
    "وزارة",
    "الدفاع",
    "قتل",
    "12",
    "شخصا",
    "في",
    "هجوم",
    "الذي",
    "يتهم",
    "،",
    ".",
    "«",
    "»",
    ":",
    "(",
    ")",
    "أمس",
    "متهما",
    "مشيرا",
    "إلى",
    "المتحدث",
    "باسم",
    "3",
    "آلاف",
    "مليون",
    "دولار",
    "القوات",
    "نقلت",
    "وكالة",
    "عن",
    "مصدر",
    "و",
    "نفى",
    "وزعم",
    "قائلا",
    "مقتل",
    "ما",
    "وصفه",
]
READERS = ("articles", "attribution", "figures", "terms")
STOP_AFTER = 40_000

Result = TypeVar("Result")


def line(unit: str, size: int) -> str:
    """A line of one unit, about ``size`` bytes long."""
    return unit * (size // len(unit.encode("utf-8", "surrogatepass")))


def mixed(size: int) -> str:
    """A line of words of news in no order, about ``size`` bytes long; the same each time."""
    chance = random.Random(2022)
    return " ".join(chance.choices(WORDS, k=size // 9))


def with_stops(text: str) -> str:
    """The text with a stop and a word after every so many signs, so that no stretch is too long for prose."""
    pieces = (text[at : at + STOP_AFTER] for at in range(0, len(text), STOP_AFTER))
    return " انتهى. ".join(pieces) + " انتهى."


def times(text: str, knowledge: Knowledge) -> list[float]:
    """The seconds that each reader takes for an article of this text."""
    seconds: list[float] = []

    def timed(read: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = read()
        seconds.append(time.process_time() - start)
        return result

    source = Source(article_id="hostile", text=text)
    article = timed(lambda: articles.read_article(source, knowledge.outlets, knowledge.furniture))
    voices = timed(lambda: attribution.read_attributions(article, knowledge.verbs, knowledge.speakers))
    timed(lambda: figures.find_figures(article, voices, knowledge.metrics, knowledge.units))
    timed(lambda: framing.find_terms(article, voices, knowledge.framing))
    return seconds


def main(names: list[str]) -> None:
    knowledge = Knowledge.load()
    times("قال الوزير إن 12 شخصا قتلوا.", knowledge)  # what is made ready once
    print(f"{'1 MB of':18} {'':5} {'all':>7} {'1 : 0.5':>8}", *(f"{reader:>12}" for reader in READERS))
    for name in names or [*UNITS, "mixed words"]:
        whole, half = (
            mixed(size) if name == "mixed words" else line(UNITS[name], size) for size in (BYTES, BYTES // 2)
        )
        for label, shape in (("bare", str), ("stops", with_stops)):
            before, seconds = times(shape(half), knowledge), times(shape(whole), knowledge)
            ratio = sum(seconds) / max(sum(before), 1e-3)
            row = (f"{second:12.2f}" for second in seconds)
            print(f"{name:18} {label:5} {sum(seconds):7.2f} {ratio:8.1f}", *row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
