"""How many cases of other projects' numeral tests are read as they expect, and why the rest are not.

    .venv/bin/python benchmarks/peers.py FOLDER

FOLDER holds *.jsonl files: one JSON object a line, either {"text", "value"} (as in the corpus of facebook/duckling)
or {"input", "results": [{"text", "value"}]} (as in the specs of microsoft/Recognizers-Text). A case is right when
each expected value is found, as often as it is expected, and nothing is found where nothing is expected.

benchmarks/peers.toml gives the reason of every miss, by the first twelve hexadecimal digits of the SHA-256 of the
input. A miss without a reason, and a reason whose case is read after all, end the run with status 1; a reason
whose case is in none of the files is left alone.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from riwaya.language.numerals import find_all

REASONS = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Case:
    """One text of a peer's tests, and the values the peer expects in it."""

    text: str
    values: tuple[float, ...]

    @property
    def key(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:12]

    def found(self) -> list[float]:
        """The values find_all reads, both ends of a range."""
        ends = [(numeral.value, numeral.value_high) for numeral in find_all(self.text)]
        return [value for pair in ends for value in pair if value is not None]

    def is_right(self) -> bool:
        found = self.found()
        if not self.values:
            return not found
        for value in self.values:
            match = next((other for other in found if math.isclose(value, other, rel_tol=1e-6)), None)
            if match is None:
                return False
            found.remove(match)
        return True


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of one file; a percentage is compared by its number."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "value" in case:
            yield Case(case["text"], (float(case["value"]),))
        else:
            values = (float(str(result["value"]).rstrip("%")) for result in case["results"])
            yield Case(case["input"], tuple(values))


def main(folder: Path) -> int:
    """Prints each file's score and its misses with their reasons; 1 where a reason lacks or is out of date."""
    reasons: dict[str, str] = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"]
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        print(f"{folder} holds no .jsonl file. Name the folder of the peers' cases.", file=sys.stderr)
        return 2
    faults: list[str] = []
    for path in files:
        cases = list(read_cases(path))
        misses = [case for case in cases if not case.is_right()]
        right = len(cases) - len(misses)
        print(f"{path.stem:26} {right:4} of {len(cases):4}  {right / max(1, len(cases)):6.1%}")
        for case in misses:
            found = ", ".join(f"{value:.10g}" for value in case.found()) or "nothing"
            wanted = ", ".join(f"{value:.10g}" for value in case.values) or "nothing"
            reason = reasons.get(case.key)
            print(f"    {case.key}  expected {wanted}; found {found}: {reason or 'NO REASON GIVEN'}")
            if reason is None:
                faults.append(
                    f"{case.key} is missed without a reason: mend it, or give one in {REASONS.name}."
                )
        wrong = {case.key for case in misses}
        stale = {case.key for case in cases if case.key in reasons} - wrong
        faults += [f"{key} has a reason and is read: take it out of {REASONS.name}." for key in sorted(stale)]
    print("\n".join(faults), file=sys.stderr) if faults else None
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
