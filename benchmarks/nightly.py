"""What a night costs: a full one, one without news, and a thousand new articles on a small and on a large store.

    .venv/bin/python benchmarks/nightly.py CORPUS [--new 1000] [--read all|events]

CORPUS is a file, folder or glob of articles. Prints seconds a step. The notebook is Riwaya's own for the full night,
and left out of the growth of the store by an event that gets no new article.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from riwaya.reading.sources import Source, read_inputs
from riwaya.running.nights.config import load_config
from riwaya.running.nights.night import run_night
from riwaya.running.nights.results import NightResult

EVENT = "gaza_2018-03-30"
LANGUAGES = 'languages = ["ar", "en"]\n'


def write(path: Path, sources: Iterable[Source]) -> None:
    """Sources as JSON lines, as they were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for source in sources:
            title, text = source.text[: source.title_end], source.text[source.title_end :].lstrip("\n")
            day = source.published.isoformat() if source.published else ""
            row = {
                "id": source.article_id,
                "outlet": source.outlet,
                "title": title,
                "date": day,
                "text": text,
                "url": source.url,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def night(base: Path, name: str, day: int) -> NightResult:
    """One night, and its seconds a step."""
    now = datetime.datetime(2018, 11, 1, 3, tzinfo=datetime.UTC) + datetime.timedelta(days=day)
    started = time.monotonic()
    result = run_night(load_config(base / "nightly.toml"), base, now=now)
    steps = " ".join(f"{step} {seconds:.1f}" for step, seconds in result.seconds.items())
    print(f"{name:<44} {time.monotonic() - started:8.1f} s   {steps}   {result.summary()}", flush=True)
    return result


def site(base: Path, read: str, workers: int) -> Path:
    """A folder with a nightly.toml."""
    (base / "news").mkdir(parents=True)
    (base / "nightly.toml").write_text(
        f'events = ["{EVENT}"]\nread = "{read}"\n{LANGUAGES}[budget]\nminutes = 600\nworkers = {workers}\n'
        '[[source]]\nkind = "folder"\npath = "news"\n'
    )
    return base


def growth(
    base: Path, name: str, old: Sequence[Source], new: Sequence[Source], read: str, workers: int
) -> None:
    """New articles on top of a store of old ones."""
    site(base, read, workers)
    write(base / "news" / "old.jsonl", old)
    night(base, f"{name}: {len(old):,} articles, the first night", 0)
    night(base, f"{name}: no new article", 1)
    write(base / "news" / "new.jsonl", new)
    night(base, f"{name}: {len(new):,} new on {len(old):,}", 2)
    night(base, f"{name}: no new article", 3)


def main() -> None:
    """The benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--read", default="all")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    sources = read_inputs([given.corpus])[0]
    event = [
        source
        for source in sources
        if source.published and datetime.date(2018, 3, 30) <= source.published <= datetime.date(2018, 4, 3)
    ]
    others = [source for source in sources if source not in set(event)]
    random.Random(1).shuffle(others)
    new, old = others[: given.new], others[given.new :]
    with tempfile.TemporaryDirectory(prefix="riwaya-bench-") as folder:
        base = site(Path(folder) / "one", given.read, given.workers)
        write(base / "news" / "event.jsonl", event)
        night(base, f"a full night: {len(event)} articles of these days", 0)
        night(base, "a night without news", 1)
        growth(Path(folder) / "small", "small store", old[: given.new], new, given.read, given.workers)
        growth(Path(folder) / "large", "large store", old, new, given.read, given.workers)


if __name__ == "__main__":
    main()
