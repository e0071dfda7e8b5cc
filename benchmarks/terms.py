"""How fast terms are found: megabytes a second beside a bare word pattern, by engine, on articles of your own.

    .venv/bin/python benchmarks/terms.py FILE_OR_FOLDER [LIMIT | --all]

Without a number 1,000 articles are read, drawn by chance. Timed, by engine, are finding the words of the lexicon
(words) and the whole way to mentions in sentences already cut, phrases, look-alikes and company judged (terms);
attribution is not. Every reader has read the text once before. Time of one process, the best of seven for each
article, so that what else the machine does weighs little. The rows of the engines are compared: where they
differ the first article is named, status 1.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable
from functools import partial

from riwaya.language import sentences
from riwaya.language.engines import chosen
from riwaya.reading.framing import Framing, find_mentions, load_framing
from riwaya.reading.sources import read_inputs

ROUNDS = 7
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

    told = list(zip(texts, cut, strict=True))
    jobs: dict[str, Callable[[str, Stretches], object]] = {r"re.findall(r'\w+')": bare_words}
    for engine, framing in framings.items():
        jobs[f"words, {engine}"] = partial(candidates, framing)
        jobs[f"terms, {engine}"] = partial(terms, framing)
    seconds = {
        name: sum(best(job, text, stretches) for text, stretches in told) for name, job in jobs.items()
    }
    bare = next(iter(seconds.values()))
    for name, taken in seconds.items():
        print(f"{name:22} {size / taken:7.1f} MB/s {bare / taken:6.2f} of the bare pattern")
    return status


def bare_words(text: str, _: Stretches) -> object:
    return re.findall(r"\w+", text)


def candidates(framing: Framing, text: str, _: Stretches) -> object:
    return framing.lexicon.candidates(text)


def terms(framing: Framing, text: str, stretches: Stretches) -> object:
    return find_mentions(text, stretches, framing)


def best(job: Callable[[str, Stretches], object], text: str, stretches: Stretches) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        job(text, stretches)
        taken.append(time.perf_counter() - started)
    return min(taken)


def rows(text: str, stretches: Stretches, framing: Framing) -> list[list[tuple[int, int, str, str, str]]]:
    found = find_mentions(text, stretches, framing)
    return [[(hit.start, hit.end, hit.lemma, hit.form, entry.id) for hit, entry in hits] for hits in found]


if __name__ == "__main__":
    asked = sys.argv[2] if len(sys.argv) > 2 else "1000"
    sys.exit(main(sys.argv[1], 10**9 if asked == "--all" else int(asked)))
