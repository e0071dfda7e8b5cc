"""Tables typed in a test: a few sentences, what stands in them, and the seeds' annotations as tables.

Not a test: what the tests of comparing and of words build their tables with.
"""

from __future__ import annotations

import bisect
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riwaya.language.spelling import count_words
from riwaya.tables.tables import Tables

_END = re.compile(r"(?<!\.)[.!؟?](?!\.)[\"»”]?(?=\s)")


class Story:
    """Tables in the making: articles of sentences; figures, terms and quotes are found in them by their words."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("articles", "sentences", "figures", "terms", "quotes")
        }
        self.texts: dict[str, list[tuple[int, str]]] = {}

    def article(
        self, article_id: str, *sentences: str, outlet: str | None = None, published: Any = None
    ) -> Story:
        """An article of sentences, each on a line of its own; its id is its outlet unless one is given."""
        place, told = 0, []
        for number, text in enumerate(sentences):
            told.append((place, text))
            row = {
                "sentence_no": number,
                "start": place,
                "end": place + len(text),
                "zone": "body",
                "text": text,
            }
            self.rows["sentences"].append({"article_id": article_id} | row)
            place += len(text) + 1
        self.texts[article_id] = told
        words = sum(count_words(text) for text in sentences)
        facts = {"words": words, "sentences": len(sentences), "sha256": "0" * 64}
        given = {"outlet": outlet, "published": published, "published_basis": "given" if published else None}
        self.rows["articles"].append({"article_id": article_id} | given | facts)
        return self

    def _place(self, article_id: str, text: str) -> dict[str, Any]:
        for number, (start, sentence) in enumerate(self.texts[article_id]):
            at = sentence.find(text)
            if at >= 0:
                span = {"start": start + at, "end": start + at + len(text), "text": text}
                return {"article_id": article_id, "sentence_no": number} | span
        raise ValueError(f"{text!r} does not stand in {article_id}")

    def figure(self, article_id: str, text: str, value: float, metric: str = "deaths", **more: Any) -> Story:
        given = {"value": float(value), "metric": metric, "unit": "person", "bound": "exact", "voice": "own"}
        given |= {"stance": "neutral", "status": "asserted"} | more
        self.rows["figures"].append(self._place(article_id, text) | given)
        return self

    def term(self, article_id: str, text: str, frame: str, voice: str = "own", **more: Any) -> Story:
        given = {
            "lemma": text.strip('"'),
            "frame": frame,
            "kind": "actor",
            "voice": voice,
            "stance": "neutral",
        }
        self.rows["terms"].append(self._place(article_id, text) | given | more)
        return self

    def quote(self, article_id: str, text: str, name: str | None, direct: bool = False, **more: Any) -> Story:
        given = {"direct": direct, "speaker_name": name, "stance": "neutral"} | more
        self.rows["quotes"].append(self._place(article_id, text) | given)
        return self

    def tables(self) -> Tables:
        return Tables.build(self.rows)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        cuts = [0, *(match.end() for match in _END.finditer(line)), len(line)]
        for low, high in itertools.pairwise(cuts):
            piece = line[low:high]
            if piece.strip():
                first = start + low + len(piece) - len(piece.lstrip())
                yield first, first + len(piece.strip())
        start += len(line) + 1


SEED_OUTLETS = {"000": "aljazeera", "001": "orient", "002": "vetogate", "003": "egyptian-daily", "004": "trt"}


def seed_tables(root: Path) -> Tables:
    """The hand annotations of the seeds (data/gold) as the five tables."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in Story().rows}
    for path in sorted((root / "seeds").glob("*.txt")):
        text, key = path.read_bytes().decode("utf-8-sig"), {"article_id": path.stem}
        about = json.loads((root / "data" / "gold" / f"{path.stem}.article.json").read_text(encoding="utf-8"))
        aside = [(span["start"], span["end"]) for span in about.get("boilerplate") or []]
        spans = list(_sentences(text))
        starts = [start for start, _ in spans]
        words = 0
        for number, (start, end) in enumerate(spans):
            zone = "boilerplate" if any(low <= start < high for low, high in aside) else "body"
            words += count_words(text[start:end]) if zone == "body" else 0
            row = {"sentence_no": number, "start": start, "end": end, "zone": zone, "text": text[start:end]}
            rows["sentences"].append(key | row)
        facts = {
            "words": words,
            "sentences": len(spans),
            "sha256": "0" * 64,
            "outlet": SEED_OUTLETS[path.stem[:3]],
        }
        facts |= {"published": about["published"], "published_basis": about["published_basis"]}
        rows["articles"].append(key | facts)
        for name in ("figures", "terms", "quotes"):
            for mark in _lines(root / "data" / "gold" / f"{path.stem}.{name}.jsonl"):
                if mark.get("kind") in ("actor", "event", "state_action", "figure") or name == "quotes":
                    number = max(0, bisect.bisect_right(starts, mark["start"]) - 1)
                    given = {"sentence_no": number, "speaker_name": mark.get("speaker_resolved")}
                    given |= {"stance": mark["cue_stance"]} if name == "quotes" else {}
                    kept = {column: mark.get(column) for column in COLUMNS[name]}
                    rows[name].append(key | kept | given)
    return Tables.build(rows)


_SPAN = ("start", "end", "text", "speaker", "cue")
COLUMNS = {
    "figures": (
        *_SPAN,
        "value",
        "value_high",
        "bound",
        "unit",
        "counted",
        "metric",
        "group",
        "voice",
        "stance",
        "status",
    ),
    "terms": (*_SPAN, "lemma", "frame", "kind", "voice", "stance"),
    "quotes": (*_SPAN, "direct"),
}
