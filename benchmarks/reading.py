"""How fast articles are read: articles and megabytes a second, by reader, on files of your own.

    .venv/bin/python benchmarks/reading.py FILE_OR_FOLDER [LIMIT]

Apart from the tests: a time is a measurement on one machine, not a promise.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice

from riwaya.language import numerals
from riwaya.reading import articles, attribution, figures, framing
from riwaya.reading.extract import Knowledge
from riwaya.reading.sources import read_inputs


def main(path: str, limit: int) -> None:
    knowledge = Knowledge.load()
    sources, rejected = read_inputs([path])
    sources = list(islice(sources, limit))
    size = sum(len(source.text.encode("utf-8", "replace")) for source in sources)
    print(f"{len(sources)} articles, {size / 1e6:.1f} MB, {len(rejected)} inputs that could not be used")

    def timed(name: str, work: Callable[[], list]) -> list:
        started = time.perf_counter()
        results = work()
        seconds = time.perf_counter() - started
        print(f"{name:13} {len(sources) / seconds:8.0f} articles/s {size / seconds / 1e6:7.2f} MB/s")
        return results

    timed("numerals", lambda: [numerals.find_all(source.text) for source in sources])
    read = timed("articles", lambda: [articles.read_article(source, knowledge.outlets) for source in sources])
    voices = timed(
        "attribution",
        lambda: [
            attribution.read_attributions(article, knowledge.verbs, knowledge.speakers) for article in read
        ],
    )
    pairs = list(zip(read, voices, strict=True))
    timed(
        "figures", lambda: [figures.find_figures(*pair, knowledge.metrics, knowledge.units) for pair in pairs]
    )
    timed("terms", lambda: [framing.find_terms(*pair, knowledge.framing) for pair in pairs])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10**9)
