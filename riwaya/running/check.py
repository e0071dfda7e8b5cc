"""Everything under data/ validated at once, so that a person mends it in one go.

Belongs here: which files there are and how their faults are gathered.
Does not: what an entry must satisfy (each room's own records), the examples (the tests walk them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from riwaya.comparing.accuracy import load_accuracy
from riwaya.comparing.events import Event, load_event
from riwaya.language.dates import load_dates
from riwaya.language.knowledge import KnowledgeError, read_toml
from riwaya.language.numerals import load_numerals
from riwaya.reading import attribution, figures, framing
from riwaya.reading.articles import load_furniture
from riwaya.reading.corrections import load_corrections, not_asked
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import load_outlets, read_inputs

LOADERS: dict[str, Callable[[Path], Any]] = {
    "accuracy.toml": load_accuracy,
    "corrections.toml": load_corrections,
    "dates.toml": load_dates,
    "framing.toml": framing.load_framing,
    "common_words.toml": framing.load_common_words,
    "metrics.toml": figures.load_metrics,
    "numerals.toml": load_numerals,
    "outlets.toml": load_outlets,
    "page_furniture.toml": load_furniture,
    "places.toml": figures.load_places,
    "reporting_verbs.toml": attribution.load_verbs,
    "speakers.toml": attribution.load_speakers,
    "units.toml": figures.load_units,
}


def check_data(
    folder: Path,
    more_framing: Sequence[Path] = (),
    more_corrections: Sequence[Path] = (),
    corpus: Sequence[str | Path] = (),
) -> tuple[list[str], list[str]]:
    """Faults, one sentence each, and notes, of a folder laid out like data/ and files of one's own.

    ``corpus``: the articles at hand, on which the corrections are tried. A fault names the file, the entry, what is
    wrong and the mend; a note needs no mend.
    """
    faults: list[str] = []
    notes: list[str] = []
    checks: list[tuple[Path, Callable[[Path], Any]]] = [
        (folder / name, load) for name, load in LOADERS.items()
    ]
    if more_framing:
        checks.append(
            (more_framing[-1], lambda _: framing.load_framing(folder / "framing.toml", *more_framing))
        )
    checks += [(path, load_event) for path in sorted((folder / "events").glob("*.toml"))]
    known = {path for path, _ in checks}
    checks += [(path, read_toml) for path in sorted(folder.rglob("*.toml")) if path not in known]
    loaded_by: dict[str, Any] = {}
    for path, load in checks:
        try:
            loaded = load(path)
        except KnowledgeError as error:
            faults.append(str(error))
            continue
        # An event may name a frame of one's own.
        loaded_by["framing.toml" if isinstance(loaded, framing.Framing) else path.name] = loaded
        if isinstance(loaded, Event):
            faults += [f"{path}: {fault}" for fault in _strangers(loaded, loaded_by)]
        if isinstance(loaded, framing.Framing):
            faults += [f"{path}, {fault}" for fault in _untrue_examples(loaded)]
            claims: dict[tuple[str, ...], list[str]] = {}
            for collision in loaded.lexicon.collisions():
                claims.setdefault(tuple(entry.id for entry in collision.entries), []).append(collision.form)
            for (first, *others), forms in claims.items():
                notes.append(f"{path}: {first} goes before {', '.join(others)} for {'، '.join(forms)}")
    told, untried = _corrections(folder, more_corrections, corpus, bool(faults))
    faults += told
    left = f" Corrections not tried, their articles are not at hand: {', '.join(untried)}." if untried else ""
    notes.append(f"{folder}: {len(checks)} files read, {len(faults)} to mend.{left}")
    return faults, notes


def _corrections(
    folder: Path, more: Sequence[Path], corpus: Sequence[str | Path], broken: bool
) -> tuple[list[str], list[str]]:
    """Corrections that cannot be read or no longer hold of the articles at hand, and the ids of those not tried.

    Where other knowledge is broken nothing can be read, and only the user's own files are looked at.
    """
    try:
        if broken:
            load_corrections(*more)
            return [], []
        knowledge = Knowledge.load(folder, more_corrections=more)
    except KnowledgeError as error:
        return [str(error)], []
    if not knowledge.corrections.entries:
        return [], []
    sources, _ = read_inputs(list(corpus)) if corpus else ([], [])
    read = [extract(source, knowledge) for source in sources]
    untried = not_asked(knowledge.corrections, (extraction.article for extraction in read))
    return [fault for extraction in read for fault in extraction.stale], untried


def _untrue_examples(framing_read: framing.Framing) -> Iterator[str]:
    """Examples in which a term is not found, and counter-examples in which it is.

    A term that counts only beside others is left to the tests, which read whole sentences.
    """
    for term in framing_read.terms:
        for sentence in (*term.examples, *term.counter_examples):
            found = any(hit.entry.id == term.id for hit in framing_read.lexicon.find(sentence))
            bound = term.sentence_frames or term.article_frames
            if found and sentence in term.counter_examples and not bound:
                yield f'term "{term.id}": is found in its counter-example {sentence}. Mend the forms or the sentence.'
            if not found and sentence in term.examples:
                yield f'term "{term.id}": is not found in its example {sentence}. Mend the forms or the sentence.'


def _strangers(event: Event, loaded: Mapping[str, Any]) -> Iterator[str]:
    """What an event names and the other files do not have; a file that could not be read is not asked."""
    places = loaded.get("places.toml")
    for place in event.match.places if event.match else ():
        if places is not None and not places.phrases(place):
            yield f"[match] places names {place!r}, and places.toml has no such place. Add it, or mend the name."
    named = {
        ("metrics.toml", "a metric"): (*event.metrics, *(reference.metric for reference in event.reference)),
        ("framing.toml", "a frame"): (*event.frames.first, *event.frames.second),
        ("outlets.toml", "an outlet"): event.outlets,
    }
    for (file, kind), names in named.items():
        if file in loaded:
            entries = getattr(loaded[file], kind.split()[1] + "s", loaded[file])
            known = {entry.id for entry in entries}
            for name in dict.fromkeys(names):
                if name not in known:
                    yield f"{name} is not {kind} of {file}. Correct it, or add it there."
