"""riwaya agree: two coders, or one and Riwaya, their agreement, what is left out, and what is wrong with a coding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riwaya.comparing.coding import Agreement
from riwaya.running.agree import advice
from tests.conftest import Riwaya

TEXT = "متظاهرون في الساحة\n\nتجمع المتظاهرون أمام المقر، وقال الوزير إن المخربين أحرقوا سيارة وإن الشرطة فرقت المتظاهرين.\n"
BODY = TEXT.index("تجمع")
HEADLINE = ("متظاهرون", 0, "protester", "own")
CROWD = ("المتظاهرون", BODY, "protester", "own")
VANDALS = ("المخربين", BODY, "rioter", "attributed")


def row(text: str, after: int, frame: str, voice: str, **more: Any) -> dict[str, Any]:
    """An annotation of the words where they stand first behind a place."""
    start = TEXT.index(text, after)
    return {"start": start, "end": start + len(text), "text": text, "frame": frame, "voice": voice} | more


def coder(folder: Path, **articles: list[dict[str, Any]]) -> Path:
    """A folder of codings, one file an article."""
    folder.mkdir(exist_ok=True)
    for name, rows in articles.items():
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        (folder / f"{name}.terms.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    return coder(tmp_path / "anna", one=[row(*HEADLINE), row(*CROWD), row(*VANDALS)], two=[row(*HEADLINE)])


@pytest.fixture
def boris(tmp_path: Path) -> Path:
    vandals = row("المخربين", BODY, "rioter", "own")
    return coder(tmp_path / "boris", one=[row(*HEADLINE), row(*CROWD), vandals], three=[row(*HEADLINE)])


def test_two_coders_agree_on_the_frames_and_not_on_a_voice(riwaya: Riwaya, anna: Path, boris: Path) -> None:
    done = riwaya("agree", anna, boris, "--json")
    told = json.loads(done.out)
    assert (done.status, told["first"], told["second"], told["articles"]) == (0, "anna", "boris", ["one"])
    assert told["fields"]["frame"] | {"confusions": []} == {
        "units": 3,
        "agreed": 3,
        "alpha": 1.0,
        "confusions": [],
        "advice": "",
    }
    voice = told["fields"]["voice"]
    assert (voice["units"], voice["agreed"], voice["alpha"]) == (3, 2, 0.0)
    assert voice["confusions"] == [{"first": "attributed", "second": "own", "n": 1}]
    assert voice["advice"].startswith("voice: alpha is below 0.667. Draw no conclusions")


def test_only_articles_that_both_coded_count_and_the_others_are_named(
    riwaya: Riwaya, anna: Path, boris: Path
) -> None:
    done = riwaya("agree", anna, boris)
    assert done.out.startswith("1 article coded by anna and boris\n")
    assert "left out, coded by anna only (1): two." in done.err
    assert "left out, coded by boris only (1): three." in done.err


def test_the_text_says_the_numbers_the_confusions_and_the_advice(
    riwaya: Riwaya, anna: Path, tmp_path: Path
) -> None:
    other = coder(tmp_path / "carla", one=[row(*HEADLINE), row("المخربين", BODY, "gang", "attributed")])
    done = riwaya("agree", anna, other)
    lines = [line.split() for line in done.out.splitlines()]
    # Values: protester 3, rioter, gang, unmarked 1; two of three units differ: 1 - 5 * 4 / 24.
    assert ["frame", "3", "1", "0.167"] in lines and ["voice", "1", "1", "-"] in lines
    assert "frame: anna / carla" in done.out
    assert ["1", "protester", "/", "unmarked"] in lines and ["1", "rioter", "/", "gang"] in lines
    assert "unmarked: a span that the other coder alone marks." in done.out
    assert "frame: alpha is below 0.667. Draw no conclusions" in done.out
    assert "voice: alpha says nothing where every value is the same." in done.out


@pytest.mark.parametrize(
    ("alpha", "units", "said"),
    [
        (0.9, 40, ""),
        (0.8, 40, ""),
        (0.79, 40, "voice: alpha is below 0.8. Draw tentative conclusions only (Krippendorff)."),
        (0.667, 40, "voice: alpha is below 0.8. Draw tentative conclusions only (Krippendorff)."),
        (0.66, 40, "voice: alpha is below 0.667. Draw no conclusions from this coding (Krippendorff)."),
        (-0.2, 40, "voice: alpha is below 0.667. Draw no conclusions from this coding (Krippendorff)."),
        (float("nan"), 40, "voice: alpha says nothing where every value is the same."),
        (float("nan"), 0, "voice: there is nothing to compare."),
    ],
)
def test_what_krippendorff_advises(alpha: float, units: int, said: str) -> None:
    assert advice(Agreement("voice", units, units, alpha)) == said


def test_without_another_coder_riwaya_is_the_second(riwaya: Riwaya, texts: Path, tmp_path: Path) -> None:
    last = TEXT.index("المتظاهرين")
    whole = [row(*HEADLINE), row(*CROWD), row(*VANDALS), row("فرقت المتظاهرين", BODY, "order", "attributed")]
    assert TEXT[last:].startswith("المتظاهرين")
    told = json.loads(riwaya("agree", coder(tmp_path / "anna", one=whole), "--texts", texts, "--json").out)
    assert (told["first"], told["second"], told["articles"]) == ("anna", "riwaya", ["one"])
    assert told["fields"]["voice"]["units"] >= 3 and told["fields"]["voice"]["alpha"] == 1.0


def test_a_coder_s_own_frames_are_read_by_riwaya_too(riwaya: Riwaya, tmp_path: Path, texts: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        """
[[frame]]
id = "vehicle"
label_ar = "مركبات"
label_en = "vehicles"
group = "people"
order = 90

[[term]]
id = "car"
frame = "vehicle"
kind = "actor"
gloss = "car"
word_class = "noun"
forms = [
  "سيارة",
]
examples = [
  "اشتعلت سيارة قرب السوق",
]
counter_examples = [
  "سار الموكب في الشارع",
]
""",
        encoding="utf-8",
    )
    folder = coder(tmp_path / "anna", one=[row("سيارة", BODY, "vehicle", "attributed")])
    plain, own = (
        json.loads(riwaya("agree", folder, "--texts", texts, "--json", *more).out)["fields"]["frame"]
        for more in ((), ("--framing", mine))
    )
    assert (plain["agreed"], own["agreed"]) == (0, 1)


def test_optional_marks_count_for_nobody(riwaya: Riwaya, anna: Path, tmp_path: Path) -> None:
    other = coder(tmp_path / "carla", one=[row(*HEADLINE), row(*CROWD, optional=True), row(*VANDALS)])
    frame = json.loads(riwaya("agree", anna, other, "--json").out)["fields"]["frame"]
    assert (frame["units"], frame["agreed"]) == (2, 2)


def test_an_article_in_which_one_coder_marks_nothing_is_named(
    riwaya: Riwaya, anna: Path, tmp_path: Path
) -> None:
    done = riwaya("agree", anna, coder(tmp_path / "carla", one=[row(*HEADLINE)], two=[]))
    assert "only one of the two marks anything in (1): two." in done.err


def test_folders_called_the_same_are_told_by_their_paths(riwaya: Riwaya, anna: Path, tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    other = coder(tmp_path / "later" / "anna", one=[row(*HEADLINE)])
    told = json.loads(riwaya("agree", anna, other, "--json").out)
    assert (told["first"], told["second"]) == (str(anna), str(other))


# What is wrong


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1: not JSON"),
        ("[" * 100_000, "line 1: not JSON"),
        ("[1]", "line 1: not an annotation"),
        ("{}", "line 1: start is None. Give a place in the text"),
        ('{"start": true, "end": 2}', "line 1: start is True"),
        ('{"start": 0, "end": 1.5}', "line 1: end is 1.5"),
        ('{"start": 0, "end": 1, "text": "a"}', "line 1: frame is None. Give it as text."),
        ('{"start": 0, "end": 9, "text": "a", "frame": "x", "voice": "own"}', "0 to 9 is not as long as the text of 1"),
        ('{"start": 0, "end": 1, "text": "a", "frame": "x", "voice": "qouted"}', "voice is 'qouted'. Choose one of: own"),
        ('{"start": 0, "end": 1, "text": "a", "frame": "\\ud800", "voice": "own"}', "frame is '\\ud800'"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(
    riwaya: Riwaya, anna: Path, tmp_path: Path, line: str, said: str
) -> None:
    other = coder(tmp_path / "carla", one=[])
    (other / "one.terms.jsonl").write_text(line + "\n", encoding="utf-8")
    done = riwaya("agree", anna, other)
    assert (done.status, done.out) == (3, "")
    assert "one.terms.jsonl" in done.err and said in done.err and len(done.err.splitlines()) == 1


def test_a_coding_that_is_not_utf_8_is_named(riwaya: Riwaya, anna: Path) -> None:
    (anna / "one.terms.jsonl").write_bytes("متظاهر".encode("cp1256"))
    done = riwaya("agree", anna, anna)
    assert done.status == 3 and "one.terms.jsonl: is not UTF-8. Save it as UTF-8." in done.err


def test_coders_without_a_common_article_are_told_so(riwaya: Riwaya, anna: Path, tmp_path: Path) -> None:
    done = riwaya("agree", anna, coder(tmp_path / "carla", four=[row(*HEADLINE)]))
    assert done.status == 3 and "have no article in common" in done.err


def test_a_folder_without_codings_is_named(riwaya: Riwaya, anna: Path, texts: Path) -> None:
    done = riwaya("agree", anna, texts)
    assert done.status == 3 and "holds no <id>.terms.jsonl. Check the folder." in done.err


def test_places_are_checked_against_the_texts(riwaya: Riwaya, anna: Path, boris: Path, texts: Path) -> None:
    assert riwaya("agree", anna, boris, "--texts", texts).status == 0
    (texts / "one.txt").write_text("نص آخر عن أمر آخر لا صلة له بما سبق أبدا\n", encoding="utf-8")
    done = riwaya("agree", anna, boris, "--texts", texts)
    assert done.status == 3 and "anna/one.terms.jsonl: text[0:8] is not the annotation's text" in done.err
    (texts / "one.txt").unlink()
    done = riwaya("agree", anna, "--texts", texts)
    assert done.status == 3 and "one.txt: annotated, but there is no such text" in done.err


def test_wrong_usage_is_told_in_a_sentence(riwaya: Riwaya, anna: Path, boris: Path, tmp_path: Path) -> None:
    alone = riwaya("agree", anna)
    assert alone.status == 2 and "Give the folder of the texts with --texts." in alone.err
    assert riwaya("agree", anna, tmp_path / "nobody").status == 2
    assert riwaya("agree").status == 2
    (mine := tmp_path / "mine.toml").write_text("")
    both = riwaya("agree", anna, boris, "--framing", mine)
    assert both.status == 2 and "Leave it out where OTHER is given." in both.err


def test_a_slip_in_the_id_of_a_frame_is_asked_about(riwaya: Riwaya, anna: Path, boris: Path) -> None:
    path = next(iter(sorted(boris.glob("*.terms.jsonl"))))
    text = path.read_text(encoding="utf-8")
    assert '"frame": "protester"' in text
    path.write_text(text.replace('"frame": "protester"', '"frame": "protesters"'), encoding="utf-8")
    done = riwaya("agree", anna, boris)
    assert done.status == 0 and "uses the frame 'protesters'. Is it 'protester'?" in done.err
