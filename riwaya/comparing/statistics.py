"""Whether outlets differ in the words they use, and how sure a handful of articles can be of it.

Belongs here: counts by article, rates with their intervals, log-odds with a Dirichlet prior, permutation over
articles, dispersion, what a ranking rests on. Does not: which articles are independent (framing.py), how an interval
is made (intervals.py), how often all this errs (simulated.py), how it is told (showing).

Words of one article are not independent of each other, so nothing here is computed from words as if they were:
intervals and tests take whole articles. Wire copies count once. Nothing is averaged over outlets.

Sources: Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16 (2008), for the log-odds ratio with an
informative Dirichlet prior; Chung and Romano, "Exact and asymptotically robust permutation tests", Annals of
Statistics 41 (2013), for permuting a difference divided by its standard error; Cochran, Sampling Techniques (1977),
for the standard error of a ratio; Berger, "Multiparameter hypothesis testing", Technometrics 24 (1982), for the larger
of two p values; Phipson and Smyth, "Permutation p-values should never be zero" (2010); Holm (1979); Gries,
"Dispersions and adjusted frequencies in corpora" (2008), for the deviation of proportions, normalised as in Lijffijt
and Gries (2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from riwaya.comparing.articles import ordered_articles, outlet_order
from riwaya.comparing.events import Event
from riwaya.comparing.framing import LEAST_ARTICLES, first_of_wire, independent_articles, term_marks
from riwaya.comparing.intervals import outlet_intervals

if TYPE_CHECKING:
    from riwaya.tables.tables import Tables

# Words that the prior is worth: it pulls frames that hardly occur towards no difference.
PRIOR_WORDS = 500.0
# Draws of the permutation, and the seed that makes two renders the same.
DRAWS, SEED = 9999, 20080801
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


def frame_tests(tables: Tables, frames: Sequence[str], event: Event | None = None) -> pd.DataFrame:
    """Every outlet's rate of each frame, and each testable outlet against the other testable ones.

    Columns: outlet, frame, articles, words, n, own (of them in the outlet's own voice), holding (articles with a
    mention), rate (per 1,000 words), rate_low, rate_high, own_rate, own_low, own_high (95% intervals), others (the rate of the other testable outlets'
    articles), log_odds, z (with a Dirichlet prior), p (permutation over articles, two-sided), p_adjusted (Holm, over
    every test), dispersion (0: as even as the words of the articles; 1: all in one), testable. Articles are
    independent ones. An outlet with fewer than LEAST_ARTICLES has counts and rates, no interval and no test; a frame
    with fewer than LEAST_MENTIONS mentions in the testable outlets has no test. With fewer than two testable
    outlets there is nothing to compare and the frame is empty.
    """
    independent = independent_articles(tables, event)
    if independent["testable"].sum() < 2 or not frames:
        return pd.DataFrame(columns=_COLUMNS)
    every, own = (counts_by_article(tables, frames, event, own=only) for only in (False, True))
    return compare_outlets(every, list(independent["outlet"]), own=own)


_COLUMNS = [
    *["outlet", "frame", "articles", "words", "n", "own", "holding", "rate", "rate_low", "rate_high"],
    *[
        "own_rate",
        "own_low",
        "own_high",
        "others",
        "log_odds",
        "z",
        "p",
        "p_adjusted",
        "dispersion",
        "testable",
    ],
]


def compare_outlets(
    counts: Counts, order: Sequence[str], draws: int = DRAWS, seed: int = SEED,
    own: Counts | None = None, intervals: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """The columns of ``frame_tests`` from counts; ``order``: the outlets; ``own``: what is in their own voice.

    Without ``intervals`` their columns stay empty, for simulations that need none.
    """
    outlets = testable(counts, order)
    if len(outlets) < 2 or not counts.frames:
        return pd.DataFrame(columns=_COLUMNS)
    own = own or counts
    kept = np.isin(counts.outlet, outlets)
    outlet, words, n = counts.outlet[kept], counts.words[kept], counts.n[kept]
    bounds = _bounds(outlets, outlet, words, n, own.n[kept]) if intervals else {}
    tested = n.sum(axis=0) >= LEAST_MENTIONS
    p_values = _p_values(outlets, outlet, words, n[:, tested], draws, seed)
    test_of = np.cumsum(tested) - 1
    rows: list[dict[str, Any]] = []
    for one in (name for name in order if name in set(counts.outlet)):
        mine, is_tested = counts.outlet == one, one in outlets
        total = float(counts.words[mine].sum())
        others = kept & ~mine
        delta, z = _against(mine[None, :] & kept, others[None, :], counts.words, counts.n)
        for at, frame in enumerate(counts.frames):
            row: dict[str, Any] = dict.fromkeys(_COLUMNS, np.nan)
            row |= {"outlet": one, "frame": frame, "articles": int(mine.sum()), "words": int(total)}
            row |= {
                "n": int(counts.n[mine, at].sum()),
                "own": int(own.n[mine, at].sum()),
                "holding": int((counts.n[mine, at] > 0).sum()),
                "testable": is_tested,
            }
            row |= {"rate": 1000 * row["n"] / total, "own_rate": 1000 * row["own"] / total}
            if is_tested:
                row |= bounds[one, at] if intervals else {}
                row["others"] = 1000 * counts.n[others, at].sum() / counts.words[others].sum()
                row["dispersion"] = dispersion(counts.n[mine, at], counts.words[mine])
                if tested[at]:
                    row |= {"log_odds": delta[0, at], "z": z[0, at], "p": p_values[one][test_of[at]]}
            rows.append(row)
    made = pd.DataFrame(rows, columns=_COLUMNS)
    # Of two outlets each is the other's counterpart: one test, told twice, counts once.
    counted = made["p"].where(made["outlet"] == outlets[0]) if len(outlets) == 2 else made["p"]
    adjusted = pd.Series(holm(counted.to_numpy(dtype=float)), index=made.index)
    if len(outlets) == 2:
        of_frame = dict(zip(made["frame"][adjusted.notna()], adjusted.dropna(), strict=True))
        adjusted = made["frame"].map(of_frame).where(made["p"].notna())
    return made.assign(p_adjusted=adjusted)


def testable(counts: Counts, order: Sequence[str]) -> list[str]:
    """The outlets that have LEAST_ARTICLES articles or more, in their order."""
    return [outlet for outlet in order if (counts.outlet == outlet).sum() >= LEAST_ARTICLES]


def tests_made(tests: pd.DataFrame) -> int:
    """How many tests the p values of ``frame_tests`` are adjusted for."""
    tried = tests[tests["p"].notna()]
    return len(tried) // 2 if tried["outlet"].nunique() == 2 else len(tried)


def _bounds(
    outlets: Sequence[str], outlet: np.ndarray, words: np.ndarray, n: np.ndarray, own: np.ndarray
) -> dict[tuple[str, int], dict[str, float]]:
    """The columns of the two intervals by outlet and place of the frame, per 1,000 words."""
    made: dict[tuple[str, int], dict[str, float]] = {}
    for name, counted in (("rate", n), ("own", own)):
        for one, intervals in outlet_intervals(counted, words, outlet, outlets).items():
            for at, (low, high) in enumerate(intervals):
                made.setdefault((one, at), {}).update(
                    {f"{name}_low": 1000 * low, f"{name}_high": 1000 * high}
                )
    return made


def _against(
    mine: np.ndarray, others: np.ndarray, words: np.ndarray, n: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and z of the articles that each row of ``mine`` marks against those of ``others``."""
    here, there = mine.astype(float), others.astype(float)
    return log_odds(here @ n, here @ words, there @ n, there @ words)


def _p_values(
    outlets: Sequence[str], outlet: np.ndarray, words: np.ndarray, n: np.ndarray, draws: int, seed: int
) -> dict[str, np.ndarray]:
    """The p value of each outlet and frame: how often articles dealt out anew differ as much.

    Articles move whole, with their words and mentions. A difference must be rare by two measures: the z of the
    log-odds ratio, which errs where the outlet with few articles is the one whose articles differ much, and a
    difference over its standard error, which errs where the outlet with few articles has none of them.
    """
    random = np.random.default_rng(seed)
    made: dict[str, np.ndarray] = {}
    for one in outlets if len(outlets) > 2 else outlets[:1]:
        mine = outlet == one
        seen = _differences(mine[None, :], words, n)
        dealt = _differences(random.permuted(np.tile(mine, (draws, 1)), axis=1), words, n)
        # The draw that was observed is one of those that could be: p is never 0.
        both = [
            (1 + (np.abs(drawn) >= np.abs(here) - 1e-9).sum(axis=0)) / (1 + draws)
            for here, drawn in zip(seen, dealt, strict=True)
        ]
        made[one] = np.maximum(*both)
    return made if len(outlets) > 2 else dict.fromkeys(outlets, made[outlets[0]])


def _differences(mine: np.ndarray, words: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Marked articles against the others: the z of the log-odds, and the difference of the rates' square roots.

    The second is divided by its standard error, that of a ratio of sums over articles, no smaller than a Poisson
    count's; on the scale of square roots that error depends little on the rate.
    """
    squares, cross, lengths = n * n, n * words[:, None], words * words
    roots, errors = [], []
    for side in (mine.astype(float), 1.0 - mine):
        total = (side @ words)[:, None]
        mentions, articles = side @ n, side.sum(axis=1)[:, None]
        rate, shown = mentions / total, (mentions + 0.5) / total
        apart = side @ squares - 2 * rate * (side @ cross) + rate**2 * (side @ lengths)[:, None]
        variance = np.maximum(apart, 0.0) * articles / (articles - 1) / total**2
        roots.append(np.sqrt(shown))
        errors.append(np.maximum(variance / shown, 1 / total) / 4)
    _, z = _against(mine, ~mine, words, n)
    return z, (roots[0] - roots[1]) / np.sqrt(errors[0] + errors[1])


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
class Standing:
    """Where an outlet stands among the tested ones by a frame's rate, and what that rests on."""

    outlet: str
    frame: str
    place: int  # 1: the highest rate (``from_top``) or the lowest
    of: int  # how many outlets are ranked
    from_top: bool
    own_place: int | None  # its place when only the outlets' own words count; None: nobody uses the frame so
    turning: tuple[str, ...]  # articles any one of which, left out, gives it another place

    @property
    def holds(self) -> bool:
        """Whether its place is the same through all of this."""
        return self.own_place == self.place and not self.turning


def standing(
    tables: Tables, outlet: str, frame: str, event: Event | None = None, *, from_top: bool = True
) -> Standing | None:
    """An outlet's place among the testable ones: by all mentions, without quoted words, and without any one article.

    Equal rates share a place. None where fewer than two outlets are testable, this one is not, or nobody uses
    the frame.
    """
    every, own = (counts_by_article(tables, [frame], event, own=only) for only in (False, True))
    return standing_in(every, own, outlet_order(ordered_articles(tables, event)), outlet, from_top=from_top)


def standing_in(
    every: Counts, own: Counts, order: Sequence[str], outlet: str, at: int = 0, *, from_top: bool = True
) -> Standing | None:
    """``standing`` from counts: all mentions, those in the outlets' own voice; ``at``: the frame's place in them."""
    outlets = testable(every, order)
    kept = np.isin(every.outlet, outlets)
    if len(outlets) < 2 or outlet not in outlets or every.n[kept, at].sum() == 0:
        return None
    all_in = np.ones(len(every.articles), dtype=bool)
    place = _place(every, outlets, outlet, all_in, from_top, at)
    turning = []
    for article in np.flatnonzero(kept):
        left = all_in.copy()
        left[article] = False
        if _place(every, outlets, outlet, left, from_top, at) != place:
            turning.append(every.articles[article])
    own_place = _place(own, outlets, outlet, all_in, from_top, at) if own.n[kept, at].sum() else None
    return Standing(outlet, every.frames[at], place, len(outlets), from_top, own_place, tuple(turning))


def leaders(tables: Tables, frames: Sequence[str], event: Event | None = None) -> list[Standing]:
    """Of each frame that is tested the outlet with the highest rate, the first of equals, and what that rests on."""
    every, own = (counts_by_article(tables, frames, event, own=only) for only in (False, True))
    order = outlet_order(ordered_articles(tables, event))
    outlets = testable(every, order)
    kept = np.isin(every.outlet, outlets)
    found = []
    for at in range(len(frames)):
        if len(outlets) < 2 or every.n[kept, at].sum() < LEAST_MENTIONS:
            continue
        rates = [
            every.n[every.outlet == one, at].sum() / every.words[every.outlet == one].sum() for one in outlets
        ]
        made = standing_in(every, own, order, outlets[int(np.argmax(rates))], at)
        found += [made] if made else []
    return found


def _place(
    counts: Counts, outlets: Sequence[str], outlet: str, kept: np.ndarray, from_top: bool, at: int
) -> int:
    def rate(one: str) -> float:
        mine = kept & (counts.outlet == one)
        return float(counts.n[mine, at].sum() / max(counts.words[mine].sum(), 1.0))

    here, sign = rate(outlet), 1 if from_top else -1
    return 1 + sum(sign * rate(one) > sign * here + 1e-12 for one in outlets)
