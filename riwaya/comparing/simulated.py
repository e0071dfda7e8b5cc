"""How often the comparison of outlets errs, told from articles whose rates are known because they are made up.

Belongs here: a made-up population of articles, how often a test finds a difference there, how often an interval holds.
Does not: the test and the interval themselves (statistics.py, intervals.py), printing (benchmarks/differences.py).

Every outlet draws its articles from one rate, and each article has a rate of its own around it, as articles do: one is
about the riots and says so ten times, the next is about the budget. What a test finds there is found where nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riwaya.comparing.intervals import rate_interval, spread_between_articles
from riwaya.comparing.statistics import LEAST_MENTIONS, SEED, Counts, compare_outlets

_LENGTHS_DIFFER = 0.6  # the standard deviation of an article's log length


@dataclass(frozen=True)
class Design:
    """A made-up population: how many articles each outlet has, how long, how unlike each other.

    ``lengths``: the median words of each outlet's articles; ``dispersed``: the shape of an article's rate around the
    common one, for each outlet, the smaller the more articles differ (its inverse is the squared coefficient of
    variation); ``rates`` are gamma or lognormal; ``base``: the common rate per word; ``lift``: how many
    times that rate the first outlet has in the first frame, to see whether a true difference is found.
    """

    articles: tuple[int, ...] = (8, 8, 8, 8)
    lengths: tuple[float, ...] = ()
    dispersed: tuple[float, ...] = (0.6,)
    frames: int = 6
    base: float = 0.004
    rates: str = "gamma"
    lift: float = 1.0

    def population(self, random: np.random.Generator) -> Counts:
        """One draw of all articles."""
        outlets = len(self.articles)
        of = np.repeat(np.arange(outlets), self.articles)
        length = np.array(self.lengths or (350.0,) * outlets)[of]
        shape = np.array(self.dispersed * (outlets if len(self.dispersed) == 1 else 1))[of][:, None]
        words = np.round(np.exp(random.normal(np.log(length), _LENGTHS_DIFFER))) + 40
        size = (len(of), self.frames)
        if self.rates == "gamma":
            rate = random.gamma(shape, self.base / shape, size)
        else:
            scale = np.sqrt(np.log1p(1 / shape))
            rate = self.base * np.exp(random.normal(-(scale**2) / 2, scale, size))
        rate[of == 0, 0] *= self.lift
        return Counts(
            articles=tuple(str(number) for number in range(len(of))),
            frames=tuple(f"frame-{number}" for number in range(self.frames)),
            outlet=np.array([f"outlet-{number}" for number in of], dtype=object),
            words=words,
            n=random.poisson(rate * words[:, None]).astype(float),
        )

    @property
    def outlets(self) -> list[str]:
        """The outlets' names."""
        return [f"outlet-{number}" for number in range(len(self.articles))]


def false_positives(
    design: Design, runs: int = 400, level: float = 0.05, draws: int = 499, seed: int = SEED
) -> tuple[float, float]:
    """How often a difference is found where there is none.

    Returns the share of single tests with p below ``level``, and the share of runs in which any adjusted p is.
    """
    single = family = tests = 0
    random = np.random.default_rng(seed)
    for run in range(runs):
        counts = design.population(random)
        made = compare_outlets(counts, design.outlets, draws, seed + run, intervals=False)
        single += int((made["p"] < level).sum())
        tests += int(made["p"].notna().sum())
        family += bool((made["p_adjusted"] < level).any())
    return single / max(tests, 1), family / runs


def power(design: Design, runs: int = 400, draws: int = 999, seed: int = SEED) -> float:
    """How often the difference that ``design.lift`` puts there is marked: of that outlet and frame, after Holm."""
    random = np.random.default_rng(seed)
    marked = 0
    for run in range(runs):
        counts = design.population(random)
        made = compare_outlets(counts, design.outlets, draws, seed + run, intervals=False)
        of_it = made[(made["outlet"] == design.outlets[0]) & (made["frame"] == counts.frames[0])]
        marked += bool((of_it["p_adjusted"] < 0.05).any())
    return marked / runs


def coverage(design: Design, runs: int = 400, seed: int = SEED) -> dict[str, float]:
    """How often a 95% interval of the first outlet's rate holds the true rate, by kind of interval.

    shown: the one that is shown (``rate_interval``); percentile and studentised: two bootstraps by article, for
    comparison; width, percentile_width: their median widths per 1,000 words. Frames that would not be tested are
    left out, as they are from the charts.
    """
    random = np.random.default_rng(seed)
    bounds: dict[str, list[tuple[float, float]]] = {"shown": [], "percentile": [], "studentised": []}
    for counts, at in _frames(design, runs, random):
        mine = counts.outlet == design.outlets[0]
        n, words = counts.n[mine, at], counts.words[mine]
        spread = spread_between_articles(counts.n[:, at], counts.words, counts.outlet)
        bounds["shown"].append(rate_interval(float(n.sum()), words, spread))
        percentile, studentised = _bootstrapped(n, words, random)
        bounds["percentile"].append(percentile)
        bounds["studentised"].append(studentised)
    held = {
        kind: float(np.mean([low <= design.base <= high for low, high in ends]))
        for kind, ends in bounds.items()
    }
    widths = {
        f"{kind}_width": 1000 * float(np.median([high - low for low, high in bounds[kind]]))
        for kind in ("shown", "percentile")
    }
    return held | widths


def _frames(design: Design, runs: int, random: np.random.Generator) -> Iterator[tuple[Counts, int]]:
    for _ in range(runs):
        counts = design.population(random)
        for at in np.flatnonzero(counts.n.sum(axis=0) >= LEAST_MENTIONS):
            yield counts, int(at)


def _bootstrapped(
    n: np.ndarray, words: np.ndarray, random: np.random.Generator, draws: int = 499
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Percentile and studentised 95% intervals of a rate when articles are drawn anew (Efron and Tibshirani 1993)."""
    drawn = random.integers(0, len(n), (draws, len(n)))
    rates, errors = _rate_and_error(n[drawn], words[drawn])
    rate, error = (float(one[0]) for one in _rate_and_error(n[None, :], words[None, :]))
    low, high = np.quantile(rates, [0.025, 0.975])
    least, most = np.quantile((rates - rate) / errors, [0.025, 0.975])
    return (float(low), float(high)), (max(0.0, rate - float(most) * error), rate - float(least) * error)


def _rate_and_error(n: np.ndarray, words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total, articles = words.sum(axis=1), n.shape[1]
    rate = n.sum(axis=1) / total
    apart = ((n - words * rate[:, None]) ** 2).sum(axis=1) * articles / (articles - 1) / total**2
    # No smaller than that of a Poisson count: a draw without any mention has no spread to divide by.
    return rate, np.sqrt(np.maximum(apart, (rate * total + 0.5) / total**2))
