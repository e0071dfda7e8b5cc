"""How fast terms are found: megabytes a second beside a bare word pattern, by engine, on articles of your own.

    .venv/bin/python benchmarks/terms.py FILE_OR_FOLDER [LIMIT | --all]

Without a number 1,000 articles are read, drawn by chance. Timed is finding terms in sentences already cut (matching
and making mentions), not attribution; every reader has read the text once before. Processor time of one process,
medians of three. The rows of the engines are compared: where they differ the first article is named, status 1.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable

from riwaya.language import sentences
from riwaya.language.engines import chosen
from riwaya.reading.framing import Framing, find_mentions, load_framing
from riwaya.reading.sources import read_inputs

ROUNDS = 3
Stretches = list[tuple[int, int]]


def main(path: str, limit: int) -> int:
    sources = list(read_inputs([path])[0])
    if limit < len(sources):
        sources = random.Random(7).sample(sources, limit)
    texts = [source.text for source in sources]
    cut = [sentences.cut(text) for text in texts]
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    print(f"{len(texts)} articles, {size:.1f} MB, {sum(map(len, cut))} sentences")
    engines = ["python"] + (["rust"] if chosen() == "rust" else [])
    framings = {engine: load_framing(engine=engine) for engine in engines}
    status = 0
    for source, stretches in zip(sources, cut, strict=True):
        found = [rows(source.text, stretches, framing) for framing in framings.values()]
        if any(other != found[0] for other in found):
            print(f"{source.article_id}: the engines differ")
            status = 1
            break
    else:
        print(f"same rows by {', '.join(engines)}")

    def terms(framing: Framing) -> int:
        return sum(len(find_mentions(text, told, framing)) for text, told in zip(texts, cut, strict=True))

    jobs: dict[str, Callable[[], int]] = {
        r"re.findall(r'\w+')": lambda: sum(len(re.findall(r"\w+", text)) for text in texts)
    }
    jobs |= {f"terms, {engine}": lambda own=framings[engine]: terms(own) for engine in engines}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            started = time.process_time()
            job()
            times[name].append(time.process_time() - started)
    medians = {name: sorted(taken)[ROUNDS // 2] for name, taken in times.items()}
    bare = next(iter(medians.values()))
    for name, seconds in medians.items():
        print(f"{name:22} {size / seconds:7.1f} MB/s {bare / seconds:6.2f} of the bare pattern")
    return status


def rows(text: str, stretches: Stretches, framing: Framing) -> list[list[tuple[int, int, str, str, str]]]:
    found = find_mentions(text, stretches, framing)
    return [[(hit.start, hit.end, hit.lemma, hit.form, entry.id) for hit, entry in hits] for hits in found]


if __name__ == "__main__":
    asked = sys.argv[2] if len(sys.argv) > 2 else "1000"
    sys.exit(main(sys.argv[1], 10**9 if asked == "--all" else int(asked)))
