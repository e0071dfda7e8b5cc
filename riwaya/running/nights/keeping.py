"""Which nights are kept when old ones are cleared away.

Belongs here: the rule, from dates to dates. Does not: folders, and their removal (site.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable


def kept_nights(
    dates: Iterable[datetime.date],
    today: datetime.date,
    days: int,
    weeks: int,
    failed: Iterable[datetime.date] = (),
) -> set[datetime.date]:
    """Which nights are kept: of ``dates`` (good ones) and of ``failed``.

    Every night of the last ``days`` days; before that the last good night of each ISO week, for ``weeks`` weeks; the
    last good night of each month and the latest of all, for ever. The last of a month is kept beside that of its week:
    so pruning every day keeps exactly what pruning once at the end would, and nothing that was pruned is missed later.

    >>> nights = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(90)]
    >>> kept = kept_nights(nights, nights[-1], days=3, weeks=2)
    >>> print(*(f"{night:%a-%d-%b}" for night in sorted(kept)))
    Sat-31-Jan Sat-28-Feb Sun-15-Mar Sun-22-Mar Sun-29-Mar Mon-30-Mar Tue-31-Mar
    >>> kept_nights(nights[:1], nights[-1], days=3, weeks=2, failed=nights[1:-1]) == {nights[0], *nights[-3:-1]}
    True
    """
    recent = today - datetime.timedelta(days)
    weekly = recent - datetime.timedelta(weeks=weeks)
    good = sorted(set(dates))
    last_of_week = {night.isocalendar()[:2]: night for night in good}
    last_of_month = {(night.year, night.month): night for night in good}
    return (
        {night for night in (*good, *failed) if night > recent}
        | {night for night in last_of_week.values() if night > weekly}
        | set(last_of_month.values())
    )
