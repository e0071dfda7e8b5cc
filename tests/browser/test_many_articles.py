"""The report of an event with many articles an outlet, from news written here: what is chosen, drawn and linked."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from click.testing import CliRunner

from riwaya.running.cli import commands
from riwaya.showing.markup import anchor
from tests.conftest import Riwaya

EVENT = "gaza_2018-03-30"
FRIDAY = datetime.date(2018, 3, 30)
# Invented outlets and numbers. Day by day the tolls of each article, and how it calls the day.
COURSES: dict[str, list[tuple[int, int, str, str]]] = {
    "صحيفة النهر": [
        (0, 2, "عشرات", "مواجهات"), (0, 5, "200", "مواجهات"), (0, 9, "نحو 400", "قمع"),
        (1, 11, "أكثر من 700", "قمع"), (1, 11, "750", "مواجهات"), (2, 13, "800", "اشتباكات"),
    ],
    "قناة الساحل": [
        (0, 4, "150", "مواجهات"), (1, 10, "700", "مواجهات"), (2, 12, "780", "مجزرة"), (3, 14, "900", "مواجهات"),
    ],
    "موقع الجبل": [
        (0, 3, "مئات", "اشتباكات"), (1, 11, "690", "اشتباكات"), (3, 14, "850", "مواجهات"),
    ],
    "وكالة الواحة": [(2, 13, "820", "قمع")],
}  # fmt: skip
STORY = (
    "قُتل {dead} متظاهرين وأصيب {hurt} آخرون في {word} قرب السياج الفاصل شرقي غزة، بحسب وزارة الصحة في القطاع. "
    "وقال متحدث عسكري إسرائيلي إن الجنود أطلقوا النار على محرضين اقتربوا من الحدود.\n"
    "وأعلنت اللجنة المنظمة أن المسيرات مستمرة حتى منتصف مايو. وطالب الأمين العام للأمم المتحدة أنطونيو غوتيريش "
    "بتحقيق مستقل في ما جرى. وأكدت حركة حماس أن المسيرات سلمية.\n"
)
OTHERS = [
    ("افتتاح معرض للكتاب", "افتتح وزير الثقافة معرضا للكتاب بمشاركة 300 دار نشر.", 31),
    ("أمطار غزيرة في الشمال", "أغلقت الأمطار الغزيرة طرقا عدة وأصيب 3 أشخاص في حوادث سير.", 30),
    ("مسيرات جديدة في غزة", "قُتل 7 أشخاص في مسيرات قرب حدود غزة بعد أسابيع.", 60),
]


def stories() -> Iterator[dict[str, Any]]:
    """The corpus as records: the event's articles, and others of the same days or of other ones."""
    number = 0
    for outlet, course in COURSES.items():
        for day, dead, hurt, word in course:
            number += 1
            yield {
                "id": f"story-{number}",
                "outlet": outlet,
                "title": f"ارتفاع عدد القتلى في غزة إلى {dead}",
                "date": (FRIDAY + datetime.timedelta(days=day)).isoformat(),
                "text": STORY.format(dead=dead, hurt=hurt, word=word),
            }
    for at, (title, text, day) in enumerate(OTHERS):
        date = datetime.date(2018, 3, 1) + datetime.timedelta(days=day - 1)
        yield {
            "id": f"other-{at}",
            "outlet": "قناة الساحل",
            "title": title,
            "date": date.isoformat(),
            "text": text,
        }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    path.write_text("".join(json.dumps(story) + "\n" for story in stories()), encoding="utf-8")
    return path


class Built(NamedTuple):
    folder: Path
    said: str


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both pages and the tables, and what the command said."""
    folder = tmp_path_factory.mktemp("gaza")
    asked = ["report", "--event", EVENT, "--corpus", str(corpus), "--out", str(folder)]
    done = CliRunner().invoke(commands, asked)
    assert done.exit_code == 0, done.output
    return Built(folder, done.output)


@pytest.fixture(scope="module", params=["index.html", "en.html"])
def page(request: pytest.FixtureRequest, built: Built) -> str:
    return (built.folder / request.param).read_text(encoding="utf-8")


def charts(page: str, start: str) -> list[str]:
    """The charts of a page whose id begins so, as the SVG of each."""
    found = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    return [svg for svg in found if re.search(rf'id="{start}[^"]*-title"', svg)]


def opened(svg: str) -> Counter[str]:
    """The sentences that a chart's links open."""
    return Counter(re.findall(r'<a href="#([^"]+)"', svg))


def test_the_events_articles_are_chosen_and_counted(built: Built) -> None:
    articles = pd.read_csv(built.folder / "tables" / "articles.csv")
    own = sum(len(course) for course in COURSES.values())
    assert f"{own} of {own + len(OTHERS)} articles belong to {EVENT}." in built.said
    assert sorted(articles["article_id"]) == sorted(f"story-{number + 1}" for number in range(own))


def test_every_figure_of_the_table_has_a_mark_and_every_mark_its_figure(page: str, built: Built) -> None:
    table = pd.read_csv(built.folder / "tables" / "figure_marks.csv").dropna(subset=["value"])
    assert {"deaths", "injuries"} <= set(table["metric"])
    for panel, rows in table.groupby("panel"):
        name = re.sub(r"[^\w.-]", "-", str(panel))
        wide = charts(page, f"panel-{name}-1080") or charts(page, f"panel-{name}")
        assert len(wide) == 1
        assert opened(wide[0]) == Counter(
            anchor(article, int(number))
            for article, number in zip(rows["article_id"], rows["sentence_no"], strict=True)
        )


def test_the_tolls_rise_on_the_page_as_they_do_in_the_articles(built: Built) -> None:
    table = pd.read_csv(built.folder / "tables" / "figure_marks.csv")
    deaths = table[(table["metric"] == "deaths") & (table["outlet"] == "صحيفة النهر")]
    assert deaths.groupby("article_id", sort=False)["value"].max().tolist() == [2, 5, 9, 11, 11, 13]


def test_every_mention_has_a_mark_in_the_grid(page: str, built: Built) -> None:
    table = pd.read_csv(built.folder / "tables" / "term_marks.csv")
    grid = sum((opened(svg) for svg in charts(page, "line-")), Counter[str]())
    assert len(table) > 0
    assert grid == Counter(
        anchor(article, int(number))
        for article, number in zip(table["article_id"], table["sentence_no"], strict=True)
    )


def test_every_share_of_words_opens_a_sentence(page: str, built: Built) -> None:
    shares = pd.read_csv(built.folder / "tables" / "voice_shares.csv")
    bars = charts(page, "voices-1080")
    assert sum(opened(bars[0]).values()) == (shares["words"] > 0).sum()


def test_links_resolve_and_no_id_stands_twice(page: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, n in ids.items() if n > 1] == []
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if link not in ids} == set()


def test_articles_are_folded_under_their_outlets(page: str) -> None:
    articles = page[page.index('id="articles"') : page.index('id="method"')]
    assert articles.count('<details class="outlet">') == len(COURSES)
    assert articles.count('<details class="article">') == sum(len(course) for course in COURSES.values())
    assert "<details open" not in articles and '<details class="article" open' not in articles


def test_the_page_tells_by_which_words_articles_were_chosen(page: str) -> None:
    method = page[page.index('id="method"') :]
    assert "مسيرة العودة" in method and "السياج" in method


def test_a_corpus_without_the_event_says_what_was_looked_for(riwaya: Riwaya, tmp_path: Path) -> None:
    record = {
        "id": "a",
        "outlet": "x",
        "title": "معرض للكتاب",
        "date": "2018-03-31",
        "text": "افتتح المعرض أمس.",
    }
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    done = riwaya("report", "--event", EVENT, "--corpus", path, "--out", tmp_path / "out")
    assert done.status == 3
    assert "none of 1 articles is of 2018-03-30 to 2018-04-03" in done.err


def test_an_event_without_articles_of_its_own_asks_for_a_corpus(riwaya: Riwaya, tmp_path: Path) -> None:
    done = riwaya("report", "--event", EVENT, "--out", tmp_path / "out")
    assert done.status == 3
    assert "--corpus PATH" in done.err


@pytest.mark.parametrize("name", ["index.html", "en.html"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_reaches_beyond_the_screen(browser: Any, built: Built, name: str, width: int) -> None:
    shown = browser.new_page(viewport={"width": width, "height": 800})
    shown.goto((built.folder / name).as_uri())
    folded = shown.evaluate("document.documentElement.scrollWidth")
    shown.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert (folded, shown.evaluate("document.documentElement.scrollWidth")) == (width, width)
    shown.close()


def test_a_mark_opens_its_sentence_in_the_folds(browser: Any, built: Built) -> None:
    shown = browser.new_page(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    shown.goto((built.folder / "index.html").as_uri())
    mark = shown.locator("#figures .narrow svg.chart a").first
    target = mark.get_attribute("href")
    mark.focus()
    shown.keyboard.press("Enter")
    assert target
    sentence = shown.locator(f'[id="{target[1:]}"]')
    sentence.wait_for(state="visible")
    assert 0 <= sentence.bounding_box()["y"] < 800
    shown.close()
