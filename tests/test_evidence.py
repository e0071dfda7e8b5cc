"""Articles on the page: what is marked, and that nothing an article says can do anything but be read."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.showing import evidence
from riwaya.showing.evidence import Span, marked
from riwaya.showing.markup import anchor, escape

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="an attribute broken out of"),
    pytest.param("' onmouseover='alert(1)", id="single quotation marks"),
    pytest.param("</p></div></article><h1>كاذب</h1>", id="closing tags"),
    pytest.param("قتل \u202e461\u202c شخصا", id="an override that turns a figure round"),
    pytest.param("\u2067\u2067\u2067 عزل بلا إغلاق", id="isolates never closed"),
    pytest.param("صفر\x00وسط\x1bالنص", id="NUL and escape"),
    pytest.param("نصف \ud83d زوج", id="a lone surrogate"),
    pytest.param("{{ 7 * 7 }} {% raw %}", id="a template"),
    pytest.param("=cmd()|' /C calc'!A0", id="a formula"),
    pytest.param("]]> <!-- <![CDATA[", id="comment and section marks"),
]


class Seen(HTMLParser):
    """What a browser would make of a stretch of HTML: its elements, their attributes, its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


class English:
    """Names that say the id itself."""

    lang = "en"

    def metric(self, metric: str) -> str:
        return metric

    def group(self, group: str) -> str:
        return group

    def voice(self, voice: str) -> str:
        return f"voice {voice}"

    def frame(self, frame: str) -> str:
        return f"frame {frame}"

    def status(self, status: str) -> str:
        return f"status {status}"

    def stance(self, stance: str) -> str:
        return f"stance {stance}"

    def speaker(self, speaker_name: str) -> str:
        return f"Speaker {speaker_name}"

    def corrected(self, correction: str) -> str:
        return f"corrected by {correction}"

    def doubtful(self, value: float) -> str:
        return f"may be not {value:g}"


class Corpus:
    """Five tables of one article with two sentences, made of strings of one's own."""

    def __init__(self, first: str, second: str = "وأضاف أنه لا يعلم.", article_id: str = "a1") -> None:
        after = len(first) + 1
        self.sentences = pd.DataFrame(
            {
                "article_id": article_id,
                "sentence_no": [0, 1],
                "start": [0, after],
                "end": [len(first), after + len(second)],
                "zone": ["headline", "body"],
                "text": [first, second],
            }
        )
        spans = [
            "article_id",
            "sentence_no",
            "start",
            "end",
            "text",
            "speaker",
            "speaker_name",
            "cue",
            "stance",
        ]
        self.figures = pd.DataFrame(columns=[*spans, "metric", "status", "voice"])
        self.terms = pd.DataFrame(columns=[*spans, "frame", "voice"])
        self.quotes = pd.DataFrame(columns=[*spans, "direct"])

    def with_row(self, table: str, start: int, end: int, **values: object) -> Corpus:
        text = (self.sentences["text"].iloc[0] + " " + self.sentences["text"].iloc[1])[start:end]
        number = int(start >= self.sentences["start"].iloc[1])
        row = {
            "article_id": self.sentences["article_id"].iloc[0],
            "sentence_no": number,
            "start": start,
            "end": end,
        }
        row |= {"text": text, "stance": "neutral", "voice": "own", "status": "asserted", "metric": "deaths"}
        frame = getattr(self, table)
        setattr(
            self,
            table,
            pd.DataFrame([*frame.to_dict("records"), row | values]).reindex(columns=frame.columns),
        )
        return self


def shown(corpus: Corpus) -> Seen:
    article_id = corpus.sentences["article_id"].iloc[0]
    return Seen(evidence.article(corpus, article_id, English()))  # type: ignore[arg-type]


def marks(seen: Seen) -> list[str]:
    return [str(attrs["class"]) for tag, attrs in seen.elements if tag == "mark"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")  # tables hold no lone surrogates
    corpus = Corpus(text).with_row("terms", 0, len(text), frame="terrorist", speaker=text, speaker_name=None)
    seen = shown(corpus.with_row("figures", 0, len(text), speaker_name=text, cue=text, stance="distancing"))
    assert {tag for tag, _ in seen.elements} <= {
        "div",
        "a",
        "p",
        "span",
        "mark",
        "ul",
        "li",
        "b",
        "i",
        "bdi",
        "svg",
        "path",
        "circle",
    }
    assert not [name for _, attrs in seen.elements for name in attrs if name.startswith("on")]
    assert not any(char in seen.text for char in "\x00\x1b\u202e\u2067\ud83d")
    assert not seen.open


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_encodes_as_utf_8(text: str) -> None:
    assert escape(text).encode("utf-8")


def test_a_bidi_override_is_shown_by_its_code() -> None:
    assert "[U+202E]" in shown(Corpus("قتل \u202e461 شخصا")).text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\U000e0061b", "a[U+E0061]b"),
        ("a\u206ab\ufff9c", "a[U+206A]b[U+FFF9]c"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_hides_text_is_shown_by_its_code_and_a_flag_is_a_flag(text: str, seen: str) -> None:
    assert escape(text) == seen


def test_every_sentence_has_the_id_that_charts_link_to() -> None:
    seen = shown(Corpus("عنوان", "متن"))
    ids = [attrs["id"] for _, attrs in seen.elements if "id" in attrs]
    assert ids == ["s-a1-0", "s-a1-1"]
    assert [attrs["href"] for tag, attrs in seen.elements if tag == "a"] == ["#s-a1-0", "#s-a1-1"]


@pytest.mark.parametrize("article_id", ['a"b', "a b", "<a>", "a#b", "مقال-١", "a\nb"])
def test_an_article_id_of_any_characters_gives_one_word_for_an_id(article_id: str) -> None:
    key = anchor(article_id, 3)
    assert key.startswith("s-") and key.endswith("-3")
    assert not set(key) & set(" \n\t\"'<>#&")


def test_two_article_ids_never_share_an_anchor() -> None:
    ids = ["a b", "a_b", "a-b", "a~20b", "ab", "a\u00a0b"]
    assert len({anchor(article_id, 0) for article_id in ids}) == len(ids)


def test_a_figure_is_marked_whole_and_named() -> None:
    seen = shown(Corpus("قُتل 164 شخصا").with_row("figures", 5, 8, speaker_name="السلطات"))
    assert marks(seen) == ["f"]
    assert "Speaker السلطات" in seen.text


def test_a_withdrawn_figure_is_struck_through_and_said_to_be() -> None:
    seen = shown(Corpus("قُتل 164 شخصا").with_row("figures", 5, 8, status="retracted"))
    assert marks(seen) == ["f gone"]
    assert "status retracted" in seen.text


@pytest.mark.parametrize("voice", evidence.VOICES)
def test_a_term_is_underlined_by_its_voice_and_the_voice_is_also_said(voice: str) -> None:
    seen = shown(Corpus("خرج محتجون").with_row("terms", 4, 10, frame="protester", voice=voice))
    assert marks(seen) == [f"t v-{voice}"]
    assert f"voice {voice}" in seen.text and "frame protester" in seen.text


def test_a_number_stuck_to_a_preposition_goes_on_joining() -> None:
    assert marked("لثلاثة أشخاص", 0, [Span(1, 6, "figure", "f")]) == 'ل<mark class="f ms">ثلاثة</mark> أشخاص'


def test_a_number_after_a_letter_keeps_its_frame() -> None:
    assert marked("و250 قطعة", 0, [Span(1, 4, "figure", "f")]) == 'و<mark class="f">250</mark> قطعة'


def test_a_figure_inside_a_term_inside_a_quotation_nests() -> None:
    spans = [Span(0, 10, "quote", "q"), Span(2, 8, "term", "t"), Span(4, 6, "figure", "f")]
    assert Seen(marked("abcdefghij", 0, spans)).text == "abcdefghij"
    assert '<mark class="t ms me"><mark class="f ms me">ef</mark></mark>' in marked("abcdefghij", 0, spans)


def test_a_quotation_that_runs_on_tints_the_next_sentence_too() -> None:
    corpus = Corpus("قال إن الأمر", "انتهى تماما.")
    seen = shown(corpus.with_row("quotes", 7, 20, direct=True, cue="قال"))
    assert [
        attrs["class"] for tag, attrs in seen.elements if tag == "span" and "q" in str(attrs.get("class"))
    ] == ["q direct", "q direct"]


def test_a_distancing_verb_is_told_in_the_margin() -> None:
    seen = shown(
        Corpus("زعم الناطق أن الأمر انتهى").with_row(
            "quotes", 15, 25, direct=False, cue="زعم", stance="distancing"
        )
    )
    assert "stance distancing" in seen.text


def test_a_doubtful_number_says_what_else_it_may_be() -> None:
    corpus = Corpus("قطع العداء 1.400 كلم.").with_row("figures", 11, 16, metric="measure")
    plain = shown(corpus)
    corpus.figures = corpus.figures.assign(value=1400.0, doubtful=True)
    seen = shown(corpus)
    titles = [attrs["title"] for tag, attrs in seen.elements if tag == "mark"]
    assert titles == ["voice own. may be not 1400"] and "may be not 1400" in seen.text
    assert "may be not" not in plain.text


def test_a_time_stamp_in_a_right_to_left_line_is_isolated() -> None:
    assert '<bdi dir="ltr">2022-01-10 17:11:00</bdi>' in marked("متابعات 2022-01-10 17:11:00", 0, [])


spans = st.builds(
    lambda start, length, layer: Span(start, start + length, layer, f"x-{layer}"),
    st.integers(-5, 60),
    st.integers(0, 40),
    st.sampled_from(["quote", "term", "figure", "keyword"]),
)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), found=st.lists(spans, max_size=8))
def test_whatever_is_marked_the_text_is_the_same(text: str, found: list[Span]) -> None:
    seen = Seen(marked(text, 0, found))
    assert not seen.open
    assert seen.text.replace("\r", "\n") == Seen(escape(text)).text.replace("\r", "\n")


def test_a_megabyte_of_one_letter_is_marked_at_once() -> None:
    assert len(marked("ا" * 1_000_000, 0, [Span(5, 10, "term", "t")])) > 1_000_000
