"""Within which bounds a rate is known, from a handful of articles that differ from each other.

Belongs here: how much articles differ in their rates, and the interval of one outlet's rate.
Does not: counting (framing.py), comparing outlets (statistics.py), how often the interval is right (simulated.py).

A bootstrap by article draws from the articles there are, and five that lack a word cannot draw one that has it: its
percentile interval holds the true rate 68 to 79 times in a hundred where it says 95 (docs/statistics.md). So how
much articles differ is told from all the outlets' articles together, and the bounds are those rates under which as
few or as many mentions as were seen would be rare.

Sources: Clopper and Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934), for bounds that invert
a tail; the negative binomial (a Poisson count whose rate differs by article as a gamma does) as in Church and Gale,
"Poisson mixtures", Natural Language Engineering 1 (1995); moments for its spread as in Williams, "Extra-binomial
variation in logistic linear models", Applied Statistics 31 (1982).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

# No article has more mentions than words.
_HIGHEST = 1.0
# As good as no difference between articles: the count is then a Poisson count.
_NO_SPREAD = 1e-6
_STEPS = 50


def spread_between_articles(n: np.ndarray, words: np.ndarray, outlet: np.ndarray) -> float:
    """The squared coefficient of variation of the articles' own rates within their outlets; 0: only chance differs.

    ``n``: mentions, ``words``: lengths, ``outlet``: whose article, an entry an article each. From the second
    moments of all outlets together, with each outlet at its own rate.

    >>> spread_between_articles(np.array([3, 3, 3, 3.0]), np.array([100.0] * 4), np.array(["a", "a", "b", "b"]))
    0.0
    """
    beyond = weight = plain = 0.0
    for one in dict.fromkeys(outlet):
        mine = outlet == one
        articles, total = int(mine.sum()), float(words[mine].sum())
        if articles < 2 or total <= 0:
            continue
        rate = float(n[mine].sum()) / total
        squares = float(((n[mine] - rate * words[mine]) ** 2).sum()) * articles / (articles - 1)
        beyond += squares - float(n[mine].sum())
        size = float((words[mine] ** 2).sum())
        # The square of an estimated rate is too large by the estimate's own variance.
        weight += size * (rate**2 - squares / total**2)
        plain += size * rate**2
    return max(0.0, beyond / max(weight, plain / 3)) if plain > 0 else 0.0


def rate_interval(n: float, words: np.ndarray, spread: float, level: float = 0.95) -> tuple[float, float]:
    """The bounds of a rate per word, of ``n`` mentions in articles of these lengths that differ by ``spread``.

    Below the lower bound as many mentions would be rare, above the upper one as few. Without a mention the lower
    bound is 0 and the upper one is not. (0, nan) without words.

    >>> low, high = rate_interval(0, np.array([300.0] * 5), 0.0)
    >>> low, round(1000 * high, 2)
    (0.0, 2.46)
    """
    total = float(words.sum())
    if total <= 0:
        return 0.0, float("nan")
    # Articles of unequal length even out less: they count as fewer equal ones.
    shape = total**2 / float((words**2).sum()) / max(spread, _NO_SPREAD)
    tail = (1 - level) / 2
    most = round(n)
    low = 0.0 if most == 0 else _bound(lambda mean: 1 - _at_most(most - 1, shape, mean) < tail, total)
    high = _bound(lambda mean: _at_most(most, shape, mean) > tail, total)
    return low / total, high / total


def _bound(below: Callable[[float], bool], total: float) -> float:
    """The mean at which a condition that holds for small means ceases to hold, at most a mention a word."""
    low, high = 1e-9, total * _HIGHEST
    for _ in range(_STEPS):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


def _at_most(most: int, shape: float, mean: float) -> float:
    """The probability of so many mentions or fewer: a negative binomial count with a shape and a mean."""
    places = np.arange(most + 1, dtype=float)
    ways = np.concatenate([[0.0], np.cumsum(np.log((shape + places[:-1]) / (places[:-1] + 1)))])
    logs = ways - shape * np.log1p(mean / shape) + places * (np.log(mean) - np.log(shape + mean))
    return float(min(np.exp(logs).sum(), 1.0))


def outlet_intervals(
    n: np.ndarray, words: np.ndarray, outlet: np.ndarray, outlets: Sequence[str]
) -> dict[str, list[tuple[float, float]]]:
    """The interval of each outlet's rate of each frame, per word; ``n`` is articles by frames."""
    spreads = [spread_between_articles(n[:, at], words, outlet) for at in range(n.shape[1])]
    return {
        one: [
            rate_interval(float(n[outlet == one, at].sum()), words[outlet == one], spread)
            for at, spread in enumerate(spreads)
        ]
        for one in outlets
    }
