"""An invented site for the tests of the archive: five events, forty nights, every way in which a night can end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

LAST = datetime.date(2026, 11, 22)
FIRST = LAST - datetime.timedelta(39)
TITLES = {
    "flood": ("فيضان الوادي، أكتوبر 2026", "Valley flood, October 2026"),
    "strike": (
        "إضراب عمّال الموانئ في ثلاث مدن ساحلية وما تلاه من مفاوضات طويلة مع الوزارة والشركات المشغّلة",
        "Dockworkers’ strike in three coastal cities, and the long talks with the operating companies that followed",
    ),
    "march": ("مسيرة العاصمة، 20 نوفمبر 2026", "March in the capital, 20 November 2026"),
    "border": ("اشتباك الحدود، نوفمبر 2026", "Border clash, November 2026"),
    "trial": ("محاكمة الوزير السابق", "Trial of the former minister"),
}
SENTENCES = [
    ("رفعت الجزيرة عدد القتلى من 54 إلى 58، نقلًا عن الدفاع المدني", "Al Jazeera raised the dead from 54 to 58, citing the civil defence"),
    ("سُحب رقم 61 قتيلًا من مقال سكاي نيوز، والفرق 5.2%", "Sky News withdrew 61 dead, a difference of 5.2%"),
    ("استعملت BBC لفظ «كارثة» بصوتها لأول مرة", "BBC used “كارثة” (catastrophe) in its own voice for the first time"),
    ("مقال جديد في فرانس 24", "A new article in France 24"),
    ("مقال جديد في العربية", "A new article in Al Arabiya"),
]  # fmt: skip


def leading(value: float | None, metric: str = "deaths", bound: str = "exact") -> dict[str, Any] | None:
    if value is None:
        return None
    return {"metric": metric, "unit": "person", "value": value, "bound": bound, "outlet": "aljazeera"}


def manifest(event: str, date: str, articles: int, lead: dict[str, Any] | None) -> dict[str, Any]:
    inputs = [
        {"article_id": f"a{n}", "outlet": ("aljazeera", "BBC", "skynews")[n % 3]} for n in range(articles)
    ]
    return {
        "event": event, "date": date, "inputs": inputs, "leading": lead, "outputs": {"index.html": {}, "en.html": {}}
    }  # fmt: skip


def changes(event: str, date: str, since: str | None, count: int) -> dict[str, Any]:
    told = [
        {
            "kind": "changed_figure",
            "outlet": "BBC",
            "text": {"ar": ar, "en": en},
            "links": [f"index.html#s-a{n}-1"],
        }
        for n, (ar, en) in enumerate(SENTENCES[:count])
    ]
    return {"event": event, "title": title(event), "date": date, "since": since, "changes": told}


def title(event: str) -> dict[str, str]:
    return dict(zip(("ar", "en"), TITLES[event], strict=True))


@dataclass
class _Made:
    """The events in the making, and the night that is told now."""

    nights: dict[str, list[dict[str, Any]]]
    latest: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    date: str = ""

    def good(self, event: str, articles: int, lead: dict[str, Any] | None, count: int | None) -> None:
        made = manifest(event, self.date, articles, lead)
        self.nights[event].append({"date": self.date, "manifest": made, "failed": None})
        self.latest[event] = changes(event, self.date, None if count is None else str(FIRST), count or 0)
        self.told[event] = {"outcome": "published", "changes": count, "leading": lead}

    def bad(self, event: str, status: int, cell: int | None, error: str) -> None:
        failure = {
            "event": event,
            "date": self.date,
            "status": status,
            "cell": cell,
            "error": error,
            "attempts": 2,
        }
        self.nights[event].append({"date": self.date, "manifest": None, "failed": failure})
        self.told[event] = {"outcome": "failed", "status": status, "cell": cell, "error": error}


def sample() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """nights.json and the events, as ``archive_page`` takes them."""
    made = _Made({event: [] for event in TITLES})
    runs = []
    for n in range(40):
        date, told = str(FIRST + datetime.timedelta(n)), dict[str, Any]()
        made.date, made.told = date, told
        good, bad = made.good, made.bad
        if n in (12, 13, 30):
            bad("flood", 5, None, "report.ipynb took more than 10 minutes.")
        elif n % 3 == 2:
            told["flood"] = {"outcome": "unchanged"}
        else:
            value = None if n == 21 else 58 if n == 39 else 4 + n
            good("flood", 12 + n, leading(value, bound="at_least"), None if n == 0 else 5)
        if n in (10, 20):
            good("strike", 9 + n, leading(1400 + 10 * n, "participants", "approx"), None if n == 10 else 1)
        elif n == 39:
            bad("strike", 4, 7, "KeyError: 'leading' <b>in</b> leading_figure(tables)")
        elif n > 10:
            told["strike"] = {"outcome": "unchanged"}
        if n == 39:
            good("march", 6, leading(20000, "participants", "approx"), None)
            bad("trial", 3, None, "none of 1,204 articles has the words asked for.")
        if n == 30:
            good("border", 14, leading(4), None)
        elif n == 33:
            good("border", 17, leading(6), 2)
        elif n > 30:
            told["border"] = {"outcome": "unchanged"}
        counts = {"new": 12, "articles": 400 + 16 * n, "unmatched": 77, "rejected": 2}
        runs.append(
            {"date": date, "made": f"{date}T00:31:09Z", "status": 0, "counts": counts, "events": told}
        )
    runs[35] |= {"status": 3, "error": "inbox: nothing usable in the input.", "counts": {}, "events": {}}
    events = [
        {"id": event, "title": title(event), "nights": made.nights[event], "changes": made.latest.get(event)}
        for event in TITLES
    ]
    return {"nights": runs}, events
