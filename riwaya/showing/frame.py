"""The frame of every page: names of its files, words around the content, style, fonts, script and policy.

Belongs here: what reports and the archive share, without loading what renders a notebook.
Does not: laying a notebook out (render.py), the archive itself (archive.py), colours (palette.py).
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from riwaya.showing import palette

HERE = Path(__file__).resolve().parent
FILES = {"ar": "index.html", "en": "en.html"}
FRAME_WORDS = {
    "ar": {
        "brand": "رواية",
        "skip": "إلى التقرير",
        "contents": "أقسام التقرير",
        "other": "English",
        "footer": "رواية. نصوص المقالات ملك ناشريها. الخط: وزيرمتن، رخصة OFL.",
    },
    "en": {
        "brand": "Riwaya",
        "skip": "Skip to the report",
        "contents": "Sections of the report",
        "other": "العربية",
        "footer": "Riwaya. The articles’ texts belong to their publishers. Typeface: Vazirmatn, OFL.",
    },
}


@lru_cache
def asset(name: str) -> str:
    """A file of the template, as text."""
    return (HERE / "template" / name).read_text(encoding="utf-8")


@lru_cache
def _font_face() -> str:
    font = base64.b64encode((HERE / "fonts" / "Vazirmatn-wght.woff2").read_bytes()).decode("ascii")
    return (
        "@font-face{font-family:Vazirmatn;font-weight:100 900;font-display:block;"
        f"src:url(data:font/woff2;base64,{font}) format('woff2')}}"
    )


@lru_cache
def page_css() -> str:
    """The style of the whole page: colours, the font inlined, the pieces, the frame around them."""
    return _font_face() + palette.css() + asset("pieces.css") + asset("page.css")


def notebook_css() -> str:
    """The same style for the pieces alone, kept to them and above JupyterLab's own: for a notebook's outputs."""
    tokens = f".riwaya{{{palette.declarations('light')}}}"
    return f"{_font_face()}{tokens}div.riwaya.riwaya{{{asset('pieces.css')}}}{asset('notebook.css')}"


def policy(script: str) -> str:
    """The page's content security policy: nothing is fetched, nothing runs but our own script, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
