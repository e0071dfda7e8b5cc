"""What tests of the nightly run share: a small site of invented articles, a short notebook, nights at given moments."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat

from riwaya.running.nights.config import load_config
from riwaya.running.nights.night import run_night
from riwaya.running.nights.results import NightResult
from riwaya.running.nights.site import Site

EVENT = "gaza_2018-03-30"
# Invented articles of the event's days, in the manner of news: outlet, id, day, headline, text.
Story = tuple[str, str, str, str, str]
FIRST: tuple[Story, ...] = (
    ("aljazeera", "a1", "2018-03-30", "قتلى في مسيرة العودة",
     "غزة - قُتل 15 متظاهرا وأصيب 700 آخرون قرب السياج في قطاع غزة. وقالت وزارة الصحة إن 15 متظاهرا قتلوا."),
    ("skynews", "s1", "2018-03-30", "مواجهات على حدود غزة",
     "قالت وزارة الصحة في غزة إن 12 شخصا قتلوا في مواجهات قرب السياج. وأضافت أن 500 شخص أصيبوا."),
)  # fmt: skip
SECOND: tuple[Story, ...] = (
    ("skynews", "s2", "2018-03-31", "ارتفاع عدد القتلى في غزة",
     "قالت وزارة الصحة إن 16 شخصا قتلوا في مسيرة العودة في غزة. وهاجم إرهابيون حافلة قرب السياج."),
)  # fmt: skip
OTHER: Story = (
    "cnn",
    "c1",
    "2018-03-31",
    "ثلوج في الجبال",
    "أغلقت الثلوج ثلاث طرق في الجبال وقالت الشرطة إن أحدا لم يصب.",
)
# Everything but the charts and the long tables, which take most of the time.
_LEFT_OUT = (
    "page.panels",
    "page.timeline",
    "page.strips",
    "page.bars",
    "rates.",
    "mentions.",
    "listing.behind",
    "listing.frames",
)


def moment(day: str, hour: int = 3) -> datetime.datetime:
    """A moment of the night of a day."""
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour), datetime.UTC)


def write_stories(path: Path, stories: Iterable[Story]) -> None:
    """Stories as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("outlet", "id", "date", "title", "text")
    lines = [json.dumps(dict(zip(names, story, strict=True)), ensure_ascii=False) for story in stories]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def short_notebook(root: Path, path: Path, *more: str) -> Path:
    """The report's notebook without its charts, and cells of one's own at its end."""
    notebook = nbformat.read(root / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if cell.cell_type == "code" and not cell.source.startswith(_LEFT_OUT)
    ]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in more]
    nbformat.write(notebook, path)
    return path


_TINY = (
    """
from IPython.display import publish_display_data
def put(kind, name, html):
    about = {"id": name, "name": {"ar": "مقالات", "en": "Articles"}[lang], "title": event, "description": event}
    html = f"<div class='riwaya' lang='{lang}'>{html}</div>"
    publish_display_data({"text/html": html}, metadata={"riwaya": {"kind": kind, "about": about, "csv": {}}})
put("opening", "top", "<h1>" + event + "</h1><p>" + (since_day or "-") + "</p>")
""",
    """put("section", "articles", "<h2>1</h2><p>2</p><details class='article'><summary>3</summary><p>4</p></details>")""",
)


def tiny_notebook(root: Path, path: Path, *more: str) -> Path:
    """A notebook that makes a page within the second: for nights on which the page is not the matter."""
    notebook = nbformat.read(root / "notebooks" / "report.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in (*_TINY, *more)]
    nbformat.write(notebook, path)
    return path


class Nights:
    """A site in a folder, and nights run on it."""

    def __init__(
        self,
        root: Path,
        base: Path,
        *,
        sources: str = "",
        more: str = "",
        langs: Sequence[str] = ("ar",),
        tiny: bool = True,
    ) -> None:
        self.base = base
        base.mkdir(parents=True, exist_ok=True)
        (tiny_notebook if tiny else short_notebook)(root, base / "short.ipynb")
        self.config = base / "nightly.toml"
        listed = ", ".join(f'"{lang}"' for lang in langs)
        folder = sources or '[[source]]\nkind = "folder"\npath = "news"\n'
        (base / "news").mkdir(exist_ok=True)
        self.config.write_text(
            f'events = ["{EVENT}"]\nlanguages = [{listed}]\nnotebook = "short.ipynb"\n{more}\n{folder}',
            encoding="utf-8",
        )

    def add(self, name: str, stories: Iterable[Story]) -> None:
        """Stories into the folder of news."""
        write_stories(self.base / "news" / f"{name}.jsonl", stories)

    def run(self, day: str, hour: int = 3) -> NightResult:
        """One night at a moment."""
        return run_night(load_config(self.config), self.base, now=moment(day, hour))

    @property
    def site(self) -> Site:
        """The site as it stands."""
        return Site(self.base / "reports")

    def json(self, path: str) -> Any:
        """A JSON file of the site."""
        return json.loads((self.base / "reports" / path).read_bytes())

    def files(self) -> dict[str, bytes]:
        """Everything a visitor can reach, by path, through the visible entries."""
        return visible_files(self.base / "reports")


def visible_files(site: Path) -> dict[str, bytes]:
    """Every file below the visible entries of a site, links followed."""
    found: dict[str, bytes] = {}
    for where, folders, files in os.walk(site, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                path = Path(where, name)
                found[path.relative_to(site).as_posix()] = path.read_bytes()
    return found


def assert_whole(site: Path) -> None:
    """A site in which every page is a whole one of a night that ended well: by the hashes of its own manifests."""
    import hashlib

    from riwaya.showing.page_checks import page_faults

    files = visible_files(site)
    if not files:
        return
    assert {"index.html", "nights.json", "feed.xml"} <= set(files)
    manifests = [path for path in files if path.endswith("manifest.json")]
    for path in manifests:
        folder = path.removesuffix("manifest.json")
        outputs = json.loads(files[path])["outputs"]
        for name, told in outputs.items():
            assert hashlib.sha256(files[folder + name]).hexdigest() == told["sha256"], folder + name
        there = {name.removeprefix(folder) for name in files if name.startswith(folder)}
        for name in there:
            if "/20" not in f"/{name}":
                assert name in outputs or name in ("manifest.json", "FAILED", "night.log"), folder + name
    for path in files:
        if path.endswith("index.html") and path.count("/") == 1:
            assert path.replace("index.html", "manifest.json") in files
            assert page_faults(files[path].decode(), "ar") == []
