"""A week of mornings, one after the other: for each what an editor would list, and what the night told.

The first week is invented, so that it can be played anywhere. The second is of 37 articles that four newsrooms printed
of Gaza in 2018, where they are at hand; its tables were written from the articles, read by eye.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Riwaya
from tests.nights import EVENT, Nights, Story, assert_whole, tiny_notebook

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
# kind, outlet, what was counted or told of, from, to
Told = tuple[str, str, str, float | None, float | None]
INBOX = '[[source]]\nkind = "inbox"\npath = "inbox"\n'


class Week:
    """Nights of one inbox, a page of one language each."""

    def __init__(self, root: Path, base: Path) -> None:
        self.root = root
        self.nights = Nights(root, base, sources=INBOX)
        self.results: dict[str, Any] = {}

    def morning(self, day: str, records: list[dict[str, Any]]) -> None:
        """What arrived by a morning, and its night."""
        if records:
            inbox = self.nights.base / "inbox"
            inbox.mkdir(exist_ok=True)
            lines = [json.dumps(record, ensure_ascii=False) for record in records]
            (inbox / f"{day}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.results[day] = self.nights.run(day)

    def changes(self, day: str) -> list[dict[str, Any]]:
        """The changes of a morning, as its file tells them; none where nothing was published."""
        path = f"{EVENT}/{day}/changes.json"
        return (
            list(self.nights.json(path)["changes"]) if (self.nights.base / "reports" / path).exists() else []
        )

    def of_kinds(self, day: str, *kinds: str) -> list[Told]:
        """The changes of some kinds, each in short, in the order in which they are listed."""
        return [told(change) for change in self.changes(day) if change["kind"] in kinds]


def told(change: dict[str, Any]) -> Told:
    """A change in short."""
    data, kind, outlet = change["data"], change["kind"], change["outlet"]
    if kind == "withdrawn_figure":
        return kind, outlet, data["metric"], data["value"], None
    if kind == "changed_article":
        first = data["figures"][0]
        return kind, outlet, first["metric"], first["was"]["value"], first["now"]["value"]
    if kind == "changed_figure":
        return kind, outlet, data["metric"], data["was"]["value"], data["now"]["value"]
    if kind == "new_figure":
        first = data["course"][0]["value"] if len(data["course"]) > 1 else None
        return kind, outlet, data["metric"], first, data["now"]["value"]
    if kind == "new_frame":
        return kind, outlet, "+".join(sorted(frame["frame"] for frame in data["frames"])), None, None
    return kind, outlet, str(data.get("speaker", "")), None, None


def record(story: Story) -> dict[str, Any]:
    """A story as it arrives: its address tells it again when it comes a second time."""
    given = dict(zip(("outlet", "id", "date", "title", "text"), story, strict=True))
    return given | {"url": f"https://news.example/{given['outlet']}/{given['id']}"}


FIGURES = ("withdrawn_figure", "changed_article", "changed_figure", "new_figure")

# A week of one's own

FIRST: tuple[Story, ...] = (
    ("aljazeera", "a1", "2018-03-30", "قتلى في مسيرة العودة",
     "قُتل 15 شخصا وأصيب 700 آخرون قرب السياج في قطاع غزة. وقالت وزارة الصحة إن 15 شخصا قتلوا في المسيرة."),
    ("skynews", "s1", "2018-03-30", "مواجهات على حدود غزة",
     "قالت وزارة الصحة في غزة إن 12 شخصا قتلوا في مواجهات قرب السياج. وأضافت أن 500 شخص أصيبوا."),
)  # fmt: skip
# A higher toll and a new word in one outlet; in the other a guess around its toll; an outlet that is here first.
SECOND: tuple[Story, ...] = (
    ("skynews", "s2", "2018-03-31", "ارتفاع عدد القتلى في غزة",
     "قالت وزارة الصحة في غزة إن 16 شخصا قتلوا في مسيرة العودة قرب السياج. وهاجم إرهابيون حافلة قرب السياج."),
    ("aljazeera", "a2", "2018-03-31", "نائب ياباني يدعو إلى التهدئة في غزة",
     "قال النائب نادر الحسن \"أعتقد أن 12 أو 20 شخصا قتلوا قرب السياج في غزة\"."),
    ("cnn", "c1", "2018-03-31", "متظاهرون في غزة",
     "احتشد متظاهرون في مسيرة قرب السياج في غزة، وقُتل 14 شخصا."),
)  # fmt: skip
# A toll is taken back.
THIRD: tuple[Story, ...] = (
    ("skynews", "s3", "2018-04-01", "وزارة الصحة تسحب رقما عن قتلى مسيرة العودة في غزة",
     "سحبت وزارة الصحة في غزة تصريحا عن مقتل 16 شخصا قرب السياج. وقالت الوزارة إن 13 شخصا قتلوا في المسيرة."),
)  # fmt: skip
# The first article again, and it says something else.
FIFTH: tuple[Story, ...] = ((*FIRST[0][:4], FIRST[0][4].replace("15", "17")),)

INVENTED: dict[str, list[Told]] = {
    "2018-03-31": [],
    "2018-04-01": [
        ("changed_figure", "skynews", "deaths", 12, 16),
        ("new_figure", "CNN", "deaths", None, 14),
    ],
    "2018-04-02": [
        ("withdrawn_figure", "skynews", "deaths", 16, None),
        ("changed_figure", "skynews", "deaths", 16, 13),
    ],
    "2018-04-03": [],
    "2018-04-04": [
        ("changed_article", "aljazeera", "deaths", 15, 17),
        ("changed_figure", "aljazeera", "deaths", 15, 17),
    ],
}


@pytest.fixture(scope="module")
def invented(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Week:
    """Five mornings; the page of the third is the report itself."""
    week = Week(root, tmp_path_factory.mktemp("invented"))
    for day, stories in zip(INVENTED, (FIRST, SECOND, THIRD, (), FIFTH), strict=True):
        short = week.nights.base / "short.ipynb"
        if stories == THIRD:
            short.write_bytes((root / "notebooks" / "report.ipynb").read_bytes())
        week.morning(day, [record(story) for story in stories])
        if day == "2018-04-03":
            tiny_notebook(root, short)
    return week


@pytest.mark.parametrize("day", INVENTED)
def test_each_morning_lists_the_figures_that_an_editor_would_list(invented: Week, day: str) -> None:
    assert invented.of_kinds(day, *FIGURES) == INVENTED[day]


def test_a_new_word_and_a_new_speaker_are_told_and_an_outlet_seen_first_has_neither(invented: Week) -> None:
    assert invented.of_kinds("2018-04-01", "new_frame", "new_speaker") == [
        ("new_frame", "skynews", "crime_attack+terrorist", None, None),
        ("new_frame", "skynews", "protest_event", None, None),
        ("new_speaker", "aljazeera", "نادر الحسن", None, None),
    ]


def test_a_morning_without_news_publishes_nothing(invented: Week) -> None:
    (event,) = invented.results["2018-04-03"].events
    assert event.state == "unchanged" and invented.changes("2018-04-03") == []
    assert invented.nights.json(f"{EVENT}/2018-04-04/changes.json")["since"] == "2018-04-02"


def test_the_page_of_the_third_morning_opens_with_its_news_and_every_link_has_its_sentence(
    invented: Week,
) -> None:
    page = (invented.nights.base / "reports" / EVENT / "2018-04-02" / "index.html").read_text("utf-8")
    section = page[page.index('id="since"') :]
    assert section.index("16") < section.index("مقال جديد")
    links = [link for change in invented.changes("2018-04-02") for link in change["links"]]
    assert links and all(f'id="{link.partition("#")[2]}"' in page for link in links)


def test_the_third_night_is_made_again_byte_for_byte(
    root: Path, invented: Week, riwaya: Riwaya, tmp_path: Path
) -> None:
    folder, again = invented.nights.base / "reports" / EVENT / "2018-04-02", tmp_path / "again"
    short = invented.nights.base / "short.ipynb"
    short.write_bytes((root / "notebooks" / "report.ipynb").read_bytes())
    done = riwaya("rebuild", folder / "manifest.json", "--config", invented.nights.config, "--out", again)
    assert done.status == 0 and "same bytes" in done.out and not done.err, done.err
    made = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert made == {name: (again / name).read_bytes() for name in made}


def test_the_week_is_whole_and_the_feed_has_its_three_mornings_with_news(invented: Week) -> None:
    assert_whole(invented.nights.base / "reports")
    feed = (invented.nights.base / "reports" / "feed.xml").read_text("utf-8")
    assert feed.count("<entry>") == 3


# The week of Gaza, as four newsrooms told it

GAZA: dict[str, list[Told]] = {
    "2018-03-31": [],
    # The tolls of the evening and the night; CNN has 17 already. Injured and marchers are counted by more of them.
    "2018-04-01": [
        ("changed_figure", "alarabia", "deaths", 1, 16),
        ("changed_figure", "BBC", "deaths", 1, 16),
        ("changed_figure", "CNN", "deaths", 12, 17),
        ("changed_figure", "skynews", "deaths", 14, 16),
        ("changed_figure", "skynews", "injuries", 1200, 1600),
        ("changed_figure", "CNN", "injuries", 1100, 1400),
        ("changed_figure", "skynews", "participants", 1000, 10_000),
        ("new_figure", "alarabia", "injuries", 1000, 1500),
        ("new_figure", "BBC", "injuries", 1000, 1400),
        ("new_figure", "alarabia", "participants", None, 10_000),
        ("new_figure", "BBC", "participants", None, 17_000),
    ],
    # Sky News Arabia goes back to 15; a senator's "15 or 20" on CNN is no toll of CNN's.
    "2018-04-02": [
        ("changed_figure", "skynews", "deaths", 16, 15),
        ("changed_figure", "alarabia", "deaths", 16, 17),
        ("changed_figure", "skynews", "injuries", 1600, 1500),
        ("changed_figure", "CNN", "participants", 1000, 10_000),
    ],
    # A wounded man died.
    "2018-04-03": [
        ("changed_figure", "skynews", "deaths", 15, 18),
        ("changed_figure", "skynews", "injuries", 1500, 1700),
        ("changed_figure", "skynews", "participants", 10_000, 30_000),
    ],
    "2018-04-04": [("changed_figure", "CNN", "deaths", 17, 18)],
    "2018-04-05": [],
    "2018-04-06": [
        ("changed_article", "skynews", "deaths", 18, 19),
        ("changed_figure", "skynews", "deaths", 18, 19),
    ],
}
# Some of whom an editor would name as new that morning, and some who are none.
SPEAKERS = {
    "2018-04-01": {"محمود عباس", "أنطونيو غوتيريش", "فيديريكا موغيريني", "رياض منصور"},
    "2018-04-02": {"أفيغدور ليبرمان", "رجب طيب أردوغان", "بيرني ساندرز", "منصور العتيبي"},
    "2018-04-03": {"سعيد أبوعلي", "صحيفة واشنطن بوست"},
    "2018-04-04": {"إيريك غولدستين", "مجلس الجامعة"},
}
NOBODY = {
    "آخرون",
    "مراقبين",
    "القائمون",
    "المنظمون",
    "دبلوماسيون",
    "مسؤول كبير بالأمم المتحدة",
    "سعيد أبو علي",
    "أحمد أبوالغيط",
}


# A large corpus belongs to its outlets and is not part of the project: tried where it stands beside it.
if (CORPUS / "events.tsv").is_file():

    @pytest.fixture(scope="module")
    def gaza(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Week:
        """Each day's articles arrive by the next morning; one morning brings nothing, the last an article that was edited."""
        with (CORPUS / "events.tsv").open(encoding="utf-8") as file:
            wanted = {row["docno"] for row in csv.DictReader(file, delimiter="\t") if row["event"] == EVENT}
        found = []
        for path in sorted(CORPUS.glob("*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                found += [json.loads(line) for line in lines if line.split('"', 4)[3] in wanted]
        assert len(found) == len(wanted) == 37
        week = Week(root, tmp_path_factory.mktemp("gaza"))
        days = list(GAZA)
        for day in days[:-1]:
            before = (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
            week.morning(day, [each for each in found if each["date"] == before])
        (late,) = (each for each in found if each["docno"] == "SK-middleEast-727-20180402")
        week.morning(
            days[-1],
            [late | {name: late[name].replace("18", "19") for name in ("title", "abstract", "text")}],
        )
        return week

    @pytest.mark.parametrize("day", GAZA)
    def test_each_morning_of_the_week_in_gaza_lists_what_the_articles_say(gaza: Week, day: str) -> None:
        assert gaza.results[day].status == 0
        assert gaza.of_kinds(day, *FIGURES) == GAZA[day]

    @pytest.mark.parametrize("day", SPEAKERS)
    def test_speakers_new_that_morning_are_named_and_those_without_a_name_are_not(
        gaza: Week, day: str
    ) -> None:
        listed = {who for _, _, who, _, _ in gaza.of_kinds(day, "new_speaker")}
        assert listed >= SPEAKERS[day] and not listed & NOBODY

    def test_words_that_each_outlet_takes_up_are_told_a_line_a_voice(gaza: Week) -> None:
        lines = {(outlet, frames) for _, outlet, frames, _, _ in gaza.of_kinds("2018-04-01", "new_frame")}
        assert {
            ("alarabia", "occupation+repression"),
            ("skynews", "crime_attack+martyr+massacre+terrorist"),
        } <= lines
        assert ("BBC", "occupation+terrorist") in {
            (outlet, frames) for _, outlet, frames, _, _ in gaza.of_kinds("2018-04-02", "new_frame")
        }

    def test_no_article_of_the_week_is_lost(gaza: Week) -> None:
        assert [gaza.results[day].counts["new"] for day in GAZA] == [10, 11, 9, 4, 3, 0, 0]
        assert len(gaza.nights.json(f"{EVENT}/manifest.json")["inputs"]) == 37
        assert_whole(gaza.nights.base / "reports")
