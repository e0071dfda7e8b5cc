"""Local alignment of two runs of words.

Belongs here: which words of two sentences answer each other, and how much a shared word says.
Does not: which sentences are worth aligning, what their differences mean (rewording.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

# What a word costs that the other side has not.
COST = 0.55


def rarity(sentences: Sequence[Iterable[str]]) -> dict[str, float]:
    """How much a shared word says: 1 for one that stands in every sentence, up to 3 for one that stands once.

    >>> rarity([["a", "b"], ["a", "c"]])["b"], rarity([["a", "b"], ["a", "c"]])["a"]
    (3.0, 1.0)
    """
    counts = Counter(word for sentence in sentences for word in set(sentence))
    most = math.log(max(2, len(sentences)))
    return {word: 1 + 2 * max(0.0, 1 - math.log(n) / most) for word, n in counts.items()}


def likeness_key(folded: str) -> str:
    """A folded word without the conjunction و or ف that a sentence may open with or not."""
    return folded[1:] if len(folded) > 4 and folded[0] in "وف" else folded


def align(
    first: Sequence[str], second: Sequence[str], weights: Mapping[str, float]
) -> tuple[float, list[tuple[int, int]]]:
    """The best local alignment: its score and the pairs of places whose words are the same, in order.

    A shared word earns its weight; a word left out or put in costs COST, one put for another twice that.
    Source: Smith and Waterman (1981), Identification of common molecular subsequences, J. Mol. Biol. 147.

    >>> align("x he said it".split(), "he claimed it y".split(), {w: 2.0 for w in "x he said it".split()})[1]
    [(1, 0), (3, 2)]
    """
    width = len(second) + 1
    above = [0.0] * width
    steps = [bytearray(width) for _ in range(len(first) + 1)]  # 0 start, 1 both, 2 first only, 3 second only
    top, end = 0.0, (0, 0)
    for row, word in enumerate(first, start=1):
        line = [0.0] * width
        of_row, weight = steps[row], weights[word]
        for column in range(1, width):
            score, step = above[column] - COST, 2
            if line[column - 1] - COST > score:
                score, step = line[column - 1] - COST, 3
            both = above[column - 1] + (weight if word == second[column - 1] else -2 * COST)
            if both >= score:
                score, step = both, 1
            if score > 0:
                line[column], of_row[column] = score, step
            if line[column] > top:
                top, end = line[column], (row, column)
        above = line
    matched = []
    row, column = end
    while steps[row][column]:
        step = steps[row][column]
        if step == 1:
            row, column = row - 1, column - 1
            if first[row] == second[column]:
                matched.append((row, column))
        elif step == 2:
            row -= 1
        else:
            column -= 1
    return top, matched[::-1]
