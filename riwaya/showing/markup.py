"""HTML from text that others wrote: escaping, and the piece that a notebook cell shows.

Belongs here: how any string gets into a page without running, hiding or reordering anything.
Does not: what a page says (page.py), how an article is marked (evidence.py), the whole file (render.py).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

# Embeddings, overrides and isolates reorder whatever stands beside them; a reader must see that they are there.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# So do these, or they hide what they carry: tags (but for those of a flag), format characters of old, annotations.
_HIDING = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\u180e\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# NUL and its like are not allowed in HTML; a lone surrogate cannot be written as UTF-8 at all.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LONGEST_LINE = (
    500  # characters of what stands on a line: a headline of more is no headline, and stands on a page often
)
_LETTER = re.compile(r"[^\W\d_]")
# Not the digits of a character reference (&#x27;).
_NUMBER = re.compile(r"(?<![\w#&])\d+(?:[.,]\d+)*%?")
_CHART = re.compile(r'<svg class="chart".*?</svg>', re.DOTALL)
NOT_IN_AN_ID = re.compile(r"[^\w.-]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
# Arabic words with what stands between them, in a sentence of another language.
_ARABIC_RUN = re.compile(
    "(?<=“)[^“”]*[\u0600-\u06ff\u0750-\u077f][^“”]*(?=”)"
    "|[\u0600-\u06ff\u0750-\u077f](?:(?:[^A-Za-z“”<>&;,.()]|&quot;|&#x27;)*[\u0600-\u06ff\u0750-\u077f])?(?:&quot;(?=\u200e?”))?…?"
)


def escape(text: object) -> str:
    """A text as HTML that shows exactly that text, in an element or in a quoted attribute.

    Bidi controls and what hides text are replaced by their code in brackets, unprintable characters by U+FFFD.

    >>> escape('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    >>> escape("164\u202e")
    '164[U+202E]'
    """
    shown = UNPRINTABLE.sub("\ufffd", str(text))
    shown = BIDI_CONTROLS.sub(lambda match: f"[U+{ord(match.group()):04X}]", shown)
    shown = _HIDING.sub(lambda match: match[1] or f"[U+{ord(match.group()):04X}]", shown)
    return html.escape(shown, quote=True)


def clip(text: object, most: int = LONGEST_LINE) -> str:
    """A headline, a name or a cell as long as one may be on a page; what is cut ends in an ellipsis.

    >>> clip("a" * 9, 4), clip("four", 4)
    ('aaa…', 'four')
    """
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def isolate(text: object, lang: str | None = None) -> str:
    """Text in a <bdi>, so that a number or a foreign name beside it stays where it is.

    Text that holds Arabic reads from the right even where it opens with a Latin name ("TRT عربي").

    >>> isolate("8 < 9")
    '<bdi>8 &lt; 9</bdi>'
    """
    # The first letter tells an isolate its direction, so only a Latin one before Arabic needs to be overruled.
    first = _LETTER.search(str(text))
    way = "rtl" if first and not ARABIC.match(first.group()) and ARABIC.search(str(text)) else None
    return f"<bdi{attributes(lang=lang, dir=way)}>{escape(text)}</bdi>"


def arabic(text: object, page_lang: str) -> str:
    """Words of an article inside a sentence of the page: isolated, and named Arabic where the page is not."""
    return isolate(text, "ar" if page_lang != "ar" and ARABIC.search(str(text)) else None)


def prose(text: object, page_lang: str = "") -> str:
    """A sentence of the page; beside Arabic its numbers are isolated, so that 8.6% keeps its sign behind it.

    On an English page Arabic words in it are named as such and kept whole.

    >>> prose("8.6%") == "8.6%", prose("الفرق 8.6%") == "الفرق <bdi>8.6%</bdi>"
    (True, True)
    >>> prose('“من وصفهم بـ "العصابة"” there', "en").endswith("&quot;</bdi>” there")
    True
    >>> prose("“شغب” (riot) here", "en") == '“<bdi lang="ar" dir="rtl">شغب</bdi>” (riot) here'
    True
    """
    html = escape(text)
    if not ARABIC.search(html):
        return html
    if page_lang == "en":
        return _ARABIC_RUN.sub(r'<bdi lang="ar" dir="rtl">\g<0></bdi>', html).replace("\u200e", "")
    return _NUMBER.sub(r"<bdi>\g<0></bdi>", html)


def quoted(value: object) -> str:
    """An attribute's value with its quotation marks."""
    return f'"{escape(value)}"'


def attributes(**values: object) -> str:
    """Attributes of an element, each with a space before it; None is left out, ``class_`` becomes class.

    >>> attributes(id="s-1", class_="q", title=None)
    ' id="s-1" class="q"'
    """
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoted(value)}"
        for name, value in values.items()
        if value is not None
    )


def slug(article_id: object) -> str:
    """An article's id as part of an id or a link; what may not stand there is written as its code point.

    >>> slug("001_9d"), slug('a "b"')
    ('001_9d', 'a~20~22b~22')
    """
    return NOT_IN_AN_ID.sub(lambda match: f"~{ord(match.group()):x}", str(article_id))


def anchor(article_id: object, sentence_no: object) -> str:
    """The id of a sentence on the page.

    >>> anchor("001_9d", 4)
    's-001_9d-4'
    """
    return f"s-{slug(article_id)}-{sentence_no}"


# JupyterLab sets what stands between dollar signs as a formula, which may be a link: not in what articles say.
_IN_NOTEBOOK = "riwaya tex2jax_ignore mathjax_ignore"


def in_page(html: str) -> str:
    """A piece's HTML as it stands in a notebook's output, for the page: links in charts are called href again."""
    return html.replace('<a xlink:href="', '<a href="').replace(f' class="{_IN_NOTEBOOK}"', ' class="riwaya"')


@dataclass(frozen=True, slots=True)
class Piece:
    """What a notebook cell shows: HTML, its plain text, and what the page must know of it.

    kind: opening (title, findings) | section (opens a section) | block | notebook (shown in JupyterLab only).
    about: strings by name, e.g. a section's id and its name in the contents list.
    csv: tables behind the piece by file name, as text; the page links them as tables/NAME.
    """

    html: str
    plain: str
    lang: str
    kind: str = "block"
    about: dict[str, str] = field(default_factory=dict)
    csv: dict[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        direction = "rtl" if self.lang == "ar" else "ltr"
        # JupyterLab gives up on an output whose SVG links are called href; the page gets them back (in_page).
        html = _CHART.sub(lambda chart: chart.group().replace('<a href="', '<a xlink:href="'), self.html)
        wrapped = f'<div class="{_IN_NOTEBOOK}"{attributes(lang=self.lang, dir=direction)}>{html}</div>'
        about = {"kind": self.kind, "about": self.about, "csv": self.csv}
        return {"text/html": wrapped, "text/plain": self.plain}, {"riwaya": about}
