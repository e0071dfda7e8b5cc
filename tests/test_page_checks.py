"""A page's own checks: nothing is said of a good page, and every fault that is put into it is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.showing.frame import FILES
from riwaya.showing.page_checks import page_faults

EXAMPLE = Path(__file__).resolve().parents[1] / "reports" / "kazakhstan-2022"
Edit = Callable[[str], str]


@cache
def example(lang: str) -> str:
    return (EXAMPLE / FILES[lang]).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", list(FILES))
def test_nothing_is_said_of_the_example(lang: str) -> None:
    assert page_faults(example(lang), lang) == []


def swap(old: str, new: str) -> Edit:
    def edit(html: str) -> str:
        assert old in html, old
        return html.replace(old, new, 1)

    return edit


def put(new: str) -> Edit:
    """The new HTML at the beginning of the section of words."""
    return lambda html: re.sub(
        r'(<section class="section" id="words">\s*<div class="wrap">)', rf"\1{new}", html, count=1
    )


def without(pattern: str, kept: str = "") -> Edit:
    def edit(html: str) -> str:
        changed, times = re.subn(pattern, kept, html, flags=re.DOTALL)
        assert times, pattern
        return changed

    return edit


def guest(text: str) -> Edit:
    return put(f'<pre class="guest" tabindex="0">{text}</pre>')


FAULTS: list[tuple[str, Edit, str]] = [
    ("its end is missing", lambda html: html[:-200], "does not end with </html>"),
    ("its second half is missing", lambda html: html[: len(html) // 2], "does not end with </html>"),
    ("its beginning is missing", lambda html: html[20:], "does not begin with <!doctype html>"),
    ("an element is not closed", put("<div><b>x</div>"), "closes an element that is not open"),
    ("an element is closed twice", swap("</main>", "</div></main>"), "closes an element that is not open"),
    ("an element stays open", swap("</main>", "</main><div>"), "closes an element that is not open"),
    ("a lone surrogate", put("\udc00"), "lone surrogate"),
    ("a NUL", put("\\0"), "NUL"),
    ("the other language", swap('<html lang="en"', '<html lang="ar"'), "lang='ar'"),
    ("the other direction", swap('dir="ltr">\n<head>', 'dir="rtl">\n<head>'), "dir='rtl'"),
    ("no title", without("<title>[^<]*</title>(?=\n<meta)"), "no title"),
    ("an empty title", without("<title>[^<]*</title>(?=\n<meta)", "<title> </title>"), "no title"),
    ("no first heading", without("<h1>.*?</h1>"), "0 <h1>"),
    ("two first headings", put("<h1>Again</h1>"), "2 <h1>"),
    ("an empty first heading", without("<h1>.*?</h1>", "<h1></h1>"), "1 <h1>"),
    ("a section that the contents list names is not there", swap('id="voices"', 'id="voice"'), "'voices'"),
    ("a section is empty", without(r'(<section class="section" id="pairs">).*?(?=</section>)', r"\1<div>"), "'pairs'"),
    ("a section is its heading alone", without(r'(<section class="section" id="pairs">.*?</h2>).*?(?=</section>)',
                                               r"\1</div></div>"), "The section 'pairs' is empty"),
    ("no contents list", without(r'(<nav aria-label="[^"]*">)\s*<ol>.*?</ol>', r"\1"), "contents list is empty"),
    ("a link to no place", put('<a href="#nowhere">x</a>'), "'#nowhere' leads nowhere"),
    ("a mark to no place", put('<svg class="chart"><use href="#no-glyph"/></svg>'), "'#no-glyph' leads nowhere"),
    ("an id twice", put('<p id="figures">x</p>'), "'figures' stands 2 times"),
    ("no policy", without('<meta http-equiv="Content-Security-Policy"[^>]*>'), "policy is not ours"),
    ("a wider policy", swap("default-src &#39;none&#39;", "default-src *"), "policy is not ours"),
    ("two policies", put('<meta http-equiv="content-security-policy" content="default-src *">'), "policy is not ours"),
    ("a script of someone else", put("<script>window.ran = 1</script>"), "2 scripts"),
    ("our script changed", swap('"use strict";', '"use strict"; alert(1);'), "scripts"),
    ("a script from elsewhere", put('<script src="https://example.org/x.js"></script>'), "src='https://example.org/x.js'"),
    ("an image from elsewhere", put('<img src="https://example.org/x.png" alt="">'), "src='https://example.org/x.png'"),
    ("an image beside the page", put('<img src="x.png" alt="">'), "src='x.png'"),
    ("an image in several sizes", put('<img srcset="x.png 2x" alt="">'), "srcset="),
    ("a style sheet from elsewhere", put('<link rel="stylesheet" href="https://example.org/x.css">'), "<link> has href"),
    ("a font from elsewhere", put("<style>@font-face{src:url(https://example.org/f)}</style>"), "style sheet fetches"),
    ("an import", put("<style>@import 'x.css';</style>"), "style sheet fetches '@import'"),
    ("a background from elsewhere", put('<p style="background:url( //example.org/x)">x</p>'), "<p style> fetches"),
    ("a fill from elsewhere", put('<svg class="chart"><path fill="url(https://example.org/#x)"/></svg>'), "<path fill>"),
    ("a chart's use from elsewhere", put('<svg class="chart"><use href="x.svg#a"/></svg>'), "<use> has href='x.svg#a'"),
    ("a link that runs", put('<a href="java\nscript:alert(1)">x</a>'), "<a> has href"),
    ("a link within a chart that runs", put('<svg class="chart"><a xlink:href="javascript:x"><path/></a></svg>'), "<a> has xlink:href"),
    ("a link to the server's root", put('<a href="/admin">x</a>'), "href='/admin'"),
    ("a link that pings", put('<a href="https://example.org" ping="https://example.org/p">x</a>'), "ping="),
    ("a form", put('<form action="https://example.org"></form>'), "<form>"),
    ("a frame", put("<iframe></iframe>"), "<iframe>"),
    ("an object", put("<object></object>"), "<object>"),
    ("a base", swap("<meta name=\"referrer\"", '<base href="https://example.org/"><meta name="referrer"'), "<base>"),
    ("a way elsewhere", put('<meta http-equiv="refresh" content="0;url=https://example.org">'), "elsewhere"),
    ("an attribute set later", put('<svg class="chart"><set attributename="href"/><path/></svg>'), "<set>"),
    ("an event handler", put('<p onclick="x()">x</p>'), "(onclick)"),
    ("an event handler in a chart", put('<svg class="chart" onload="x()"><path/></svg>'), "(onload)"),
    ("a traceback", guest("Traceback (most recent call last):\n  ValueError"), "A cell shows an error"),
    ("an error in colours", put('<pre><span class="ansi-red-fg">KeyError</span></pre>'), "A cell shows an error"),
    ("an error output", put('<div data-mime-type="application/vnd.jupyter.error">x</div>'), "A cell shows an error"),
    ("no article", without('class="article"', 'class="piece"'), "No article is listed"),
    ("an empty chart", put('<svg class="chart"><title>Deaths</title><defs><path/></defs></svg>'), "chart is empty: 'Deaths'"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "told"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_found(edit: Edit, told: str) -> None:
    html = edit(example("en"))
    assert html != example("en")
    faults = page_faults(html, "en")
    assert any(told in fault for fault in faults), faults
    assert len(faults) <= 20  # one slip is told once, not a thousand times


FINE: list[tuple[str, Edit]] = [
    (
        "an article that speaks of a traceback",
        put('<p class="row"><q>Traceback (most recent call last)</q></p>'),
    ),
    (
        "words that look like CSS",
        put('<p title="url(https://example.org) @import">url(https://example.org)</p>'),
    ),
    ("a table of a notebook's own", guest("   deaths\nA       4")),
    ("an image within the page", put('<img src="data:image/png;base64,AAAA" alt="x">')),
    ("a link to the outlet", put('<a href="https://example.org/a?b=1#c" rel="noopener">x</a>')),
    ("a file beside the page", put('<a href="tables/x.csv" download>x</a>')),
    ("a gradient of its own", put('<svg class="chart"><path id="own-1" fill="url(#own-1)"/></svg>')),
    ("paragraphs that HTML lets open", put("<div><p>one<p>two</div><ul><li>a<li>b</ul>")),
    ("text in a comment", put("<!-- <div> -->")),
]


@pytest.mark.parametrize("edit", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_what_is_no_fault_is_let_through(edit: Edit) -> None:
    assert page_faults(edit(example("en")), "en") == []


def test_many_faults_of_a_kind_are_told_in_a_few_lines() -> None:
    html = put("".join(f'<a href="#no-{n}">x</a>' for n in range(500)))(example("en"))
    faults = page_faults(html, "en")
    assert len(faults) == 6 and faults[-1] == "… and 495 more of that kind."


def test_a_page_without_articles_or_sections_may_be_asked_for() -> None:
    html = without('class="article"', 'class="piece"')(example("en"))
    assert page_faults(html, "en", articles=False) == []
    html = without(r'(<nav aria-label="[^"]*">)\s*<ol>.*?</ol>', r"\1")(example("en"))
    assert page_faults(html, "en", sections=False) == []


HOSTILE = [
    "", " ", "\x00", "\ud800", "<" * 100_000, "<!-- " * 50_000, "<style>" * 50_000, "<div>" * 50_000,
    "</p>" * 50_000, '<a b="' * 50_000, "\u202e" * 50_000, "<svg class=chart>" * 500, "&#0;&#xD800;" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE, ids=[repr(each[:10]) for each in HOSTILE])
def test_whatever_is_given_it_tells_and_does_not_raise(html: str) -> None:
    assert page_faults(html, "ar")


@given(st.text(st.sampled_from("<>/\"'=&; abhref#!-\x00\ud800ـ"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_told_to_be_no_page(text: str) -> None:
    assert page_faults(f"<!doctype html><html>{text}", "ar")
