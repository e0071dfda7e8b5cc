"""What is said of accuracy is what is measured now, whole, and says how sure it is."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.comparing.accuracy import (
    Error,
    GoldSet,
    Measured,
    Share,
    as_data,
    load_accuracy,
    measured,
    pooled,
    wilson,
)
from riwaya.comparing.scoring import Score
from riwaya.language.knowledge import KnowledgeError
from riwaya.reading.extract import Knowledge, extract
from riwaya.reading.sources import read_inputs
from riwaya.running.accuracy import as_toml, counts_of, renewed
from riwaya.running.evaluate import annotated_articles, errors_as_text, evaluate
from riwaya.showing import accuracy as trust
from riwaya.showing.naming import Naming
from tests.conftest import ROOT, Riwaya

# Annotations whose texts belong to outlets, and are not in the repository.
NEWS = Path(os.environ.get("RIWAYA_NEWS") or ROOT.parent / "shared" / "gold" / "news")
AT_HAND = {"seeds": (ROOT / "data" / "gold", ROOT / "seeds")} | (
    {"news": (NEWS, NEWS)} if NEWS.is_dir() else {}
)


@pytest.fixture(scope="module")
def sets() -> dict[str, GoldSet]:
    return {each.id: each for each in load_accuracy(ROOT / "data" / "accuracy.toml")}


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_that_of_wilson(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 2000), share=st.floats(0, 1))
def test_an_interval_holds_its_share(n: int, share: float) -> None:
    right = round(n * share)
    interval = wilson(right, n)
    assert interval is not None
    assert 0 <= interval[0] <= right / n <= interval[1] <= 1


@pytest.mark.parametrize("name", AT_HAND)
def test_the_file_tells_what_is_measured_now(name: str, sets: dict[str, GoldSet]) -> None:
    gold, texts = AT_HAND[name]
    counts = counts_of(evaluate(gold, texts, Knowledge.load()))
    assert sets[name].kinds == counts, "stale: make accuracy"
    assert sets[name].articles == len(annotated_articles(gold))


def test_a_pooled_set_is_the_sum_of_its_parts(sets: dict[str, GoldSet]) -> None:
    both = sets["development"].kinds["figures"]
    parts = [sets[name].kinds["figures"] for name in ("seeds", "news")]
    assert both.annotated == sum(part.annotated for part in parts)
    assert both.fields["metric"].right == sum(part.fields["metric"].right for part in parts)
    assert sum(error.n for error in both.errors) == sum(error.n for part in parts for error in part.errors)


def test_the_file_is_as_the_command_writes_it(sets: dict[str, GoldSet], root: Path) -> None:
    assert as_toml(list(sets.values())) == (root / "data" / "accuracy.toml").read_text(encoding="utf-8")


def test_no_word_of_an_article_is_kept(sets: dict[str, GoldSet]) -> None:
    errors = [error for each in sets.values() for kind in each.kinds.values() for error in kind.errors]
    assert errors
    assert {each for error in errors for each in (error.annotated, error.read) if not each.isascii()} == set()
    assert {error.read for error in errors if error.field in ("speaker", "counted")} <= {"", "words"}


@pytest.mark.parametrize("name", ["README.md", "docs/accuracy.md"])
def test_the_tables_in_print_are_those_of_the_file(name: str, sets: dict[str, GoldSet], root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "<!-- accuracy: kinds seeds -->" in text
    assert renewed(text, list(sets.values())) == text, "stale: make accuracy"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("share = 1.0,", "share = 0.9,", "its shares are not those of its counts"),
        ('of = ["seeds", "news"]', 'of = ["seeds"]', "is not the sum of seeds"),
        ('of = ["seeds", "news"]', 'of = ["seeds", "olds"]', "of names olds"),
        ('id = "news"', 'id = "seeds"', "id is used already"),
        ("right = 37\n", "right = 38\n", "right 38 is more than annotated or found"),
        ("blind = true", 'blind = "yes"', "blind is 'yes', not bool"),
    ],
)
def test_a_file_mended_by_hand_is_told(old: str, new: str, said: str, root: Path, tmp_path: Path) -> None:
    text = (root / "data" / "accuracy.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "accuracy.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(said)):
        load_accuracy(path)


# Errors by kind

SCORE = Score(
    "figures",
    annotated=4,
    found=4,
    right=3,
    fields={"metric": 1, "speaker": 1, "bound": 3},
    misses=({"metric": "deaths", "value": 3},),
    extras=({"metric": "other", "value": 9},),
    differences=(
        ("metric", {"metric": "deaths"}, {"metric": "injuries"}),
        ("metric", {"metric": "deaths"}, {"metric": "injuries"}),
        ("speaker", {"speaker": "الشرطة"}, {"speaker": None}),
        ("speaker", {"speaker": "الشرطة"}, {"speaker_name": "الجيش"}),
    ),
)


def test_errors_are_counted_by_what_was_taken_for_what() -> None:
    assert measured(SCORE).errors == (
        Error("extra", "", "other", 1),
        Error("missed", "deaths", "", 1),
        Error("metric", "deaths", "injuries", 2),
        Error("speaker", "words", "", 1),
        Error("speaker", "words", "words", 1),
    )


def test_errors_are_told_with_the_number_they_are_of() -> None:
    lines = errors_as_text({"figures": SCORE}).splitlines()
    assert [line.split() for line in lines][1] == ["figures", "missed", "1", "of", "4", "deaths"]
    assert re.fullmatch(r"figures +metric +2 of 3 +deaths read as injuries", lines[2])


# The command


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two articles that say the same, annotated; one of them with nothing in it."""
    folder = tmp_path / "gold"
    folder.mkdir()
    text = "حريق في السوق\n\nقالت الشرطة إن 12 شخصا أصيبوا بحروق.\n"
    start = text.index("12")
    row = {"start": start, "end": start + 2, "text": "12", "value": 12, "metric": "deaths", "optional": False}
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "one.figures.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "two.figures.jsonl").write_text("", encoding="utf-8")
    return folder


def test_an_empty_annotation_file_is_told(gold: Path, riwaya: Riwaya) -> None:
    done = riwaya("evaluate", gold, "--texts", gold)
    assert done.status == 0
    assert "annotation files without a row (1)" in done.err and "two.figures.jsonl" in done.err
    assert "one.figures.jsonl" not in done.err


def test_several_folders_are_one_table(gold: Path, riwaya: Riwaya, root: Path) -> None:
    def figures(*arguments: str | Path) -> list[str]:
        out = riwaya("evaluate", *arguments).out
        return next(line for line in out.splitlines() if line.startswith("figures ")).split()

    seeds, texts = root / "data" / "gold", root / "seeds"
    own = figures(gold, "--texts", gold)
    of_seeds = figures(seeds, "--texts", texts)
    both = figures(seeds, gold, "--texts", texts, "--texts", gold)
    assert [int(cell) for cell in both[1:4]] == [
        int(one) + int(other) for one, other in zip(of_seeds[1:4], own[1:4], strict=True)
    ]


def test_each_folder_has_its_texts(gold: Path, riwaya: Riwaya) -> None:
    done = riwaya("evaluate", gold, gold, gold, "--texts", gold, "--texts", gold)
    assert (done.status, "Give one --texts for each" in done.err) == (2, True)


def test_the_kinds_of_errors_are_printed(gold: Path, riwaya: Riwaya) -> None:
    out = riwaya("evaluate", gold, "--texts", gold, "--errors").out
    assert re.search(r"^figures +metric +1 of 1 +deaths read as injuries$", out, re.MULTILINE)


@pytest.mark.parametrize("form", ["json", "toml"])
def test_the_result_is_written_as_data(form: str, gold: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    out = tmp_path / f"result.{form}"
    assert riwaya("evaluate", gold, "--texts", gold, "--out", out).status == 0
    text = out.read_text(encoding="utf-8")
    data = json.loads(text) if form == "json" else tomllib.loads(text)
    figures = data["kinds"]["figures"]
    assert (data["articles"], figures["annotated"], figures["right"], figures["recall"]) == (2, 1, 1, 1.0)
    assert figures["fields"]["metric"] == {"right": 0, "n": 1, "share": 0.0, "low": 0.0, "high": 0.7935}
    assert {"field": "metric", "annotated": "deaths", "read": "injuries", "n": 1} in figures["errors"]


def test_another_ending_is_refused(gold: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    done = riwaya("evaluate", gold, "--texts", gold, "--out", tmp_path / "result.csv")
    assert (done.status, "Give one of these endings" in done.err) == (2, True)


def test_a_blind_set_is_an_entry_and_a_command(
    gold: Path, riwaya: Riwaya, root: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(root / "data" / "accuracy.toml", tmp_path / "accuracy.toml"))
    entry = '\n[[set]]\nid = "new"\ntitle_ar = "جديدة"\ntitle_en = "New"\nwhat_ar = "."\nwhat_en = "."\nblind = true\n'
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert riwaya("evaluate", gold, "--texts", gold, "--out", path, "--set", "new").status == 0
    made = {each.id: each for each in load_accuracy(path)}
    assert (made["new"].articles, made["new"].kinds["figures"].annotated) == (2, 1)
    assert as_data(made["seeds"]) == as_data(load_accuracy(root / "data" / "accuracy.toml")[0])


@pytest.mark.parametrize("name", ["strange", "development"])
def test_only_a_set_of_its_own_can_be_measured(name: str, gold: Path, riwaya: Riwaya, tmp_path: Path) -> None:
    path = Path(shutil.copy(ROOT / "data" / "accuracy.toml", tmp_path / "accuracy.toml"))
    done = riwaya("evaluate", gold, "--texts", gold, "--out", path, "--set", name)
    assert (done.status, f"has no set {name} of its own" in done.err) == (2, True)


def test_corrections_do_not_flatter_the_reader(gold: Path, tmp_path: Path) -> None:
    text = (gold / "one.txt").read_bytes()
    start = text.decode().index("12")
    mine = tmp_path / "mine.toml"
    mine.write_text(
        f'[[correction]]\nid = "x"\narticle = "{hashlib.sha256(text).hexdigest()}"\nstart = {start}\n'
        f'end = {start + 2}\ntext = "12"\nwas = {{ metric = "injuries" }}\nnow = {{ metric = "deaths" }}\n'
        'why = "Seen."\nby = "A reader"\ndate = 2026-11-22\n',
        encoding="utf-8",
    )
    knowledge = Knowledge.load(more_corrections=(mine,))
    corrected = extract(read_inputs([gold / "one.txt"])[0][0], knowledge)
    assert [figure.metric for figure in corrected.figures] == ["deaths"]
    assert evaluate(gold, gold, knowledge)["figures"].agreement("metric") == 0


# On the page


def figures(right: int, n: int, metric: int, *errors: Error) -> Measured:
    return Measured(n, n, right, {"metric": Share(metric, right)}, errors)


def made(id: str, blind: bool, counted: Measured | None, of: tuple[str, ...] = ()) -> GoldSet:
    kinds = {"figures": counted} if counted else {}
    return GoldSet(id, id, id, ".", ".", blind, 3, of, kinds=kinds)


SEEN = made("seen", False, figures(95, 100, 90, Error("metric", "deaths", "injuries", 5)))
BLIND = made("blind", True, figures(40, 50, 30, Error("metric", "arrests", "other", 10)))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_heading_is_of_the_blind_set_where_there_is_one(lang: str) -> None:
    assert "80%" in trust.heading(lang, [SEEN, BLIND]) and "75%" in trust.heading(lang, [SEEN, BLIND])
    assert "95%" in trust.heading(lang, [SEEN])
    assert trust.heading(lang, [])


def test_each_share_stands_with_its_count_and_interval() -> None:
    html = trust.table("en", [SEEN, BLIND])
    text = re.sub(r"<[^>]+>", "", html)
    assert "75%30 of 40 60% to 86%" in text
    assert text.index("Articles known") < text.index("Articles not used to write the rules")
    assert "not measured" in text


def test_parts_of_a_pooled_set_have_no_column_of_their_own() -> None:
    parts = {"a": dataclasses.replace(SEEN, id="a"), "b": dataclasses.replace(SEEN, id="b")}
    both = pooled(made("both", False, None, of=("a", "b")), parts)
    assert [each.id for each in trust.shown([*parts.values(), both, BLIND])] == ["both", "blind"]
    assert both.kinds["figures"].annotated == 200


def test_nearly_all_is_not_shown_as_all() -> None:
    html = trust.table("en", [made("seen", False, figures(1999, 2000, 1999))])
    assert [share for share in ("99.9%", "100%") if f"<b><bdi>{share}</bdi></b>" in html] == ["99.9%", "100%"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ar", [Naming("ar").metric("arrests"), "10", "50"]), ("en", ["Arrests", "10 of 40", "missed 10"])],
)
def test_three_sentences_tell_the_errors_of_the_blind_set(lang: str, said: list[str]) -> None:
    told = [re.sub(r"<[^>]+>", "", sentence) for sentence in trust.sentences(Naming(lang), [SEEN, BLIND])]
    assert len(told) == 3
    assert [words for words in said if words not in " ".join(told)] == []


def test_a_set_whose_errors_were_not_kept_tells_none() -> None:
    unkept = made("blind", True, figures(40, 50, 30))
    told = " ".join(trust.sentences(Naming("en"), [SEEN, unkept]))
    assert "Articles known while rules were written" in told


def test_without_anything_measured_the_caution_stays() -> None:
    assert len(trust.sentences(Naming("en"), [])) == 1


@pytest.mark.parametrize(
    ("articles", "english"),
    [
        (["000_b44b42e8ffed6077"], "All 1 articles"),
        (["000_b44b42e8ffed6077", "mine"], "Of this page’s 2 articles 1 were known"),
        (["mine", "yours"], "None of this page’s 2 articles was measured"),
    ],
)
def test_a_page_says_whether_its_own_articles_were_measured(articles: list[str], english: str) -> None:
    assert english in re.sub(r"<[^>]+>", "", trust.of_this_page(articles, "en"))
    assert trust.of_this_page(articles, "ar") != trust.of_this_page([*articles, "one more"], "ar")


def test_the_articles_called_known_are_as_many_as_were_measured() -> None:
    seen = next(each for each in trust.sets() if each.of)
    assert len(trust.known()) == seen.articles
