"""Frames and terms of a user's own: from a file that is passed as a parameter to every word of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riwaya.showing.naming import Naming
from riwaya.showing.render import render_report
from riwaya.showing.report import ParameterError, Parameters

OWN = """
[[frame]]
id = "hardship"
label_ar = "غلاء ومعيشة"
label_en = "hardship and prices"
group = "event"
order = 30

[[term]]
id = "prices"
frame = "hardship"
kind = "event"
gloss = "rise of prices"
word_class = "noun"
forms = [
  "رفع أسعار",
  "زيادة أسعار",
]
gap = 1
examples = [
  "خرجوا احتجاجا على رفع أسعار الغاز",
]
counter_examples = [
  "انخفضت حرارة الجو",
]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_frame_of_ones_own_has_its_label_and_its_group_in_both_languages(own: Path) -> None:
    names = {lang: Naming(lang, framing=[str(own)]) for lang in ("ar", "en")}
    assert names["ar"].frame("hardship") == "غلاء ومعيشة"
    assert names["en"].frame("hardship") == "hardship and prices"
    assert names["en"].lemma("رفع أسعار", "hardship") == "rise of prices"
    assert ("hardship", "protest_event") in {
        tuple(reversed(members)) for _, members in names["en"].frame_groups(["hardship", "protest_event"])
    }


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(ParameterError, match="no such file"):
        Parameters.check({"framing": ["nowhere.toml"]})


def test_the_page_speaks_of_frames_of_ones_own_and_names_their_file(own: Path) -> None:
    page = render_report(
        event="kazakhstan-2022", lang="ar", frames=["hardship", "protest_event"], framing=[own]
    )
    headings = re.findall(r"<h2[^>]*>.*?</h2>", page.html, flags=re.S)
    assert any("غلاء ومعيشة" in heading for heading in headings)
    assert "mine.toml" in page.html
    assert ">hardship<" not in page.html
