"""Whether outlets differ in the words they use, and how sure five articles can be of it.

Belongs here: counts by article, log-odds with a Dirichlet prior, bootstrap by article, permutation over articles,
dispersion, what the ranking rests on. Does not: which articles are independent (framing.py), how it is told (showing).

Words of one article are not independent of each other, so nothing here is computed from words as if they were:
intervals and tests move whole articles. Wire copies count once. Nothing is averaged over outlets.

Sources: Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16 (2008), for the log-odds ratio with an
informative Dirichlet prior; Efron and Tibshirani, An Introduction to the Bootstrap (1993); Phipson and Smyth,
"Permutation p-values should never be zero" (2010); Holm (1979); Gries, "Dispersions and adjusted frequencies in
corpora" (2008), for the deviation of proportions, normalised as in Lijffijt and Gries (2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from riwaya.comparing.articles import ordered_articles, outlet_order
from riwaya.comparing.events import Event
from riwaya.comparing.framing import LEAST_ARTICLES, first_of_wire, term_marks

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Words that the prior is worth: it pulls frames that hardly occur towards no difference.
PRIOR_WORDS = 500.0
# Draws of the permutation and of the bootstrap, and the seed that makes two renders the same.
DRAWS, SEED = 4999, 20080801
LEVEL = 0.95
# A frame with fewer mentions than this in all tested articles is not tested: no arrangement of them could tell.
LEAST_MENTIONS = 5


@dataclass(frozen=True)
class Counts:
    """Mentions by article: ``n`` is articles by frames, ``words`` and ``outlet`` have one entry an article."""

    articles: tuple[str, ...]
    frames: tuple[str, ...]
    outlet: np.ndarray
    words: np.ndarray
    n: np.ndarray


def counts_by_article(
    tables: Tables, frames: Sequence[str], event: Event | None = None, *, own: bool = False
) -> Counts:
    """Mentions of each frame in each independent article that has words; ``own``: in the outlet's own voice only."""
    articles = first_of_wire(tables, event)
    articles = articles[articles["words"] > 0]
    marks = term_marks(tables, frames, event)
    if own:
        marks = marks[marks["voice"] == "own"]
    table = (
        marks.groupby(["article_id", "frame"]).size().unstack(fill_value=0)
        if len(marks)
        else pd.DataFrame(index=pd.Index([], dtype="str"))
    )
    table = table.reindex(index=articles["article_id"], columns=list(frames), fill_value=0)
    return Counts(
        articles=tuple(articles["article_id"]),
        frames=tuple(frames),
        outlet=articles["outlet"].to_numpy(dtype=object),
        words=articles["words"].to_numpy(dtype=float),
        n=table.to_numpy(dtype=float),
    )


def log_odds(
    n: np.ndarray, words: np.ndarray, other_n: np.ndarray, other_words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The log-odds ratio of each frame in one set of words against another, and its z score.

    The prior is the two sets' common rate, worth PRIOR_WORDS words. ``n`` has the frames in its last axis and
    ``words`` one axis less, so that many draws can be computed at once.
    """
    rate = (n + other_n) / np.maximum((words + other_words)[..., None], 1.0)
    prior = np.maximum(rate * PRIOR_WORDS, 1e-3)
    here, there = n + prior, other_n + prior
    rest = np.maximum((words + PRIOR_WORDS)[..., None] - here, 0.5)
    other_rest = np.maximum((other_words + PRIOR_WORDS)[..., None] - there, 0.5)
    delta = np.log(here / rest) - np.log(there / other_rest)
    return delta, delta / np.sqrt(1.0 / here + 1.0 / there)


def frame_tests(
    tables: Tables, frames: Sequence[str], event: Event | None = None, *, own: bool = False
) -> pd.DataFrame:
    """Each testable outlet against the other testable ones, frame by frame.

    Columns: outlet, frame, articles, words, n, rate (per 1,000 words), rate_low, rate_high (bootstrap by article),
    log_odds, log_odds_low, log_odds_high, z, p (permutation over articles, two-sided), p_adjusted (Holm, over every
    outlet and frame tested), dispersion (0: as even as the words of the articles; 1: all in one). Outlets with
    fewer than LEAST_ARTICLES independent articles are left out; with fewer than two outlets left nothing is tested
    and the frame is empty. A frame with fewer than LEAST_MENTIONS mentions has its rate and interval, but no test.
    """
    counts = counts_by_article(tables, frames, event, own=own)
    order = outlet_order(ordered_articles(tables, event))
    return compare_outlets(
        counts, [outlet for outlet in order if (counts.outlet == outlet).sum() >= LEAST_ARTICLES]
    )


_COLUMNS = [
    *["outlet", "frame", "articles", "words", "n", "rate", "rate_low", "rate_high"],
    *["log_odds", "log_odds_low", "log_odds_high", "z", "p", "p_adjusted", "dispersion"],
]


def compare_outlets(
    counts: Counts, outlets: Sequence[str], draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """The columns of ``frame_tests`` from counts; ``outlets`` are those tested, in their order."""
    if len(outlets) < 2 or not counts.frames:
        return pd.DataFrame(columns=_COLUMNS)
    kept = np.isin(counts.outlet, list(outlets))
    outlet, words, n = counts.outlet[kept], counts.words[kept], counts.n[kept]
    random = np.random.default_rng(seed)
    rows: list[list[Any]] = []
    enough = n.sum(axis=0) >= LEAST_MENTIONS
    for one in outlets:
        mine = outlet == one
        delta, z = _against_rest(mine[None, :], words, n)
        p = _permuted(mine, words, n, z[0], random, draws)
        low, high = _bootstrapped(mine, words, n, random, draws)
        for at, frame in enumerate(counts.frames):
            total = float(words[mine].sum())
            mentions = float(n[mine, at].sum())
            test = [delta[0, at], *(low[1][at], high[1][at]), z[0, at], p[at]] if enough[at] else [np.nan] * 5
            facts = [one, frame, int(mine.sum()), int(total), int(mentions), 1000 * mentions / total]
            facts += [1000 * low[0][at], 1000 * high[0][at], *test, np.nan]
            rows.append([*facts, dispersion(n[mine, at], words[mine])])
    made = pd.DataFrame(rows, columns=_COLUMNS)
    return made.assign(p_adjusted=holm(made["p"].to_numpy()))


def _against_rest(mine: np.ndarray, words: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and z of the articles that each row of ``mine`` marks against the others."""
    weight = mine.astype(float)
    return log_odds(weight @ n, weight @ words, (1 - weight) @ n, (1 - weight) @ words)


def _permuted(
    mine: np.ndarray, words: np.ndarray, n: np.ndarray, z: np.ndarray, random: np.random.Generator, draws: int
) -> np.ndarray:
    """How often articles dealt out anew differ as much: articles move whole, with their words and mentions."""
    dealt = random.permuted(np.tile(mine, (draws, 1)), axis=1)
    _, others = _against_rest(dealt, words, n)
    # The draw that was observed is one of those that could be: p is never 0.
    more = (np.abs(others) >= np.abs(z) - 1e-9).sum(axis=0)
    return np.asarray((1 + more) / (1 + draws))


def _bootstrapped(
    mine: np.ndarray, words: np.ndarray, n: np.ndarray, random: np.random.Generator, draws: int
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The ends of the middle LEVEL of rates and log-odds when articles are drawn anew within each side."""
    sides = []
    for side in (np.flatnonzero(mine), np.flatnonzero(~mine)):
        drawn = random.choice(side, size=(draws, len(side)))
        sides.append((n[drawn].sum(axis=1), words[drawn].sum(axis=1)))
    (n_mine, w_mine), (n_rest, w_rest) = sides
    delta, _ = log_odds(n_mine, w_mine, n_rest, w_rest)
    ends = [(1 - LEVEL) / 2, 1 - (1 - LEVEL) / 2]
    rate = np.quantile(n_mine / w_mine[:, None], ends, axis=0)
    odds = np.quantile(delta, ends, axis=0)
    return [rate[0], odds[0]], [rate[1], odds[1]]


def holm(p: np.ndarray) -> np.ndarray:
    """p values adjusted for how many there are (Holm's step-down); missing ones stay missing and do not count.

    >>> [float(one) for one in holm(np.array([0.01, 0.04, np.nan, 0.03])).round(3)]
    [0.03, 0.06, nan, 0.06]
    """
    made = np.full(len(p), np.nan)
    there = np.flatnonzero(~np.isnan(p))
    highest = 0.0
    for rank, at in enumerate(there[np.argsort(p[there], kind="stable")]):
        highest = max(highest, min(1.0, p[at] * (len(there) - rank)))
        made[at] = highest
    return made


def dispersion(n: np.ndarray, words: np.ndarray) -> float:
    """Gries' deviation of proportions, normalised: 0 where mentions follow the words, 1 where one article has all.

    nan without a mention. The smallest article bounds what can be reached.

    >>> round(dispersion(np.array([2.0, 2.0]), np.array([100.0, 100.0])), 3)
    0.0
    >>> round(dispersion(np.array([4.0, 0.0]), np.array([100.0, 100.0])), 3)
    1.0
    """
    if n.sum() == 0 or len(n) < 2:
        return float("nan")
    expected = words / words.sum()
    return float(np.abs(n / n.sum() - expected).sum() / 2 / (1 - expected.min()))


@dataclass(frozen=True)
class Sensitivity:
    """What a ranking of outlets by a frame's rate rests on."""

    frame: str
    first: str  # the outlet with the highest rate
    without_quotes: str | None  # the first when only the outlets' own words count; None: nobody uses it so
    turning: tuple[str, ...]  # articles any one of which, left out, puts another outlet first

    @property
    def holds(self) -> bool:
        """Whether the first outlet stays first through all of this."""
        return self.without_quotes == self.first and not self.turning


def sensitivity(tables: Tables, frame: str, event: Event | None = None) -> Sensitivity | None:
    """Whether the outlet that uses a frame most stays first without quoted words, and without any one article.

    Only outlets with LEAST_ARTICLES independent articles are ranked; None where fewer than two are, or where
    nobody uses the frame.
    """
    every = counts_by_article(tables, [frame], event)
    own = counts_by_article(tables, [frame], event, own=True)
    order = [
        outlet
        for outlet in outlet_order(ordered_articles(tables, event))
        if (every.outlet == outlet).sum() >= LEAST_ARTICLES
    ]
    kept = np.isin(every.outlet, order)
    if len(order) < 2 or every.n[kept].sum() == 0:
        return None
    all_in = np.ones(len(every.articles), dtype=bool)
    first = _first(every, order, all_in)
    turning = []
    for at in np.flatnonzero(kept):
        left = all_in.copy()
        left[at] = False
        if _first(every, order, left) != first:
            turning.append(every.articles[at])
    own_first = _first(own, order, all_in) if own.n[kept].sum() else None
    return Sensitivity(frame, first, own_first, tuple(turning))


def _first(counts: Counts, order: Sequence[str], kept: np.ndarray) -> str:
    def rate(outlet: str) -> float:
        mine = kept & (counts.outlet == outlet)
        return float(counts.n[mine].sum() / max(counts.words[mine].sum(), 1.0))

    return max(order, key=rate)


def false_positives(
    *, outlets: int = 4, articles: int = 8, frames: int = 6, runs: int = 400, dispersed: float = 0.6,
    level: float = 0.05, draws: int = 499, seed: int = SEED,
) -> tuple[float, float]:  # fmt: skip
    """How often the test finds a difference where there is none, by simulation.

    Every outlet draws its articles from one population: lengths log-normal around 350 words, and each article a
    rate of its own for each frame (gamma, with shape ``dispersed``: the smaller, the more an article differs from
    the next), mentions Poisson. Returns the share of single tests with p below ``level``, and the share of runs in
    which any adjusted p is.
    """
    random = np.random.default_rng(seed)
    single = family = tests = 0
    names = [f"outlet-{number}" for number in range(outlets)]
    outlet = np.repeat(np.array(names, dtype=object), articles)
    for run in range(runs):
        words = np.round(np.exp(random.normal(np.log(350), 0.6, len(outlet)))) + 40
        rate = random.gamma(dispersed, 0.004 / dispersed, (len(outlet), frames))
        counts = Counts(
            articles=tuple(str(number) for number in range(len(outlet))),
            frames=tuple(f"frame-{number}" for number in range(frames)),
            outlet=outlet,
            words=words,
            n=random.poisson(rate * words[:, None]).astype(float),
        )
        made = compare_outlets(counts, names, draws=draws, seed=seed + run)
        single += int((made["p"] < level).sum())
        tests += int(made["p"].notna().sum())
        family += bool((made["p_adjusted"] < level).any())
    return single / tests, family / runs
