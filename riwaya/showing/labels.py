"""What the page says around the findings: names of sections, columns and legends, in the page's language.

Belongs here: reading template/labels.toml and trust.toml, filling in a label, numbers and dates for people.
Does not: findings and the names of outlets, frames and speakers (words.py), HTML of a page (page.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from babel.dates import format_date

from riwaya.language.knowledge import KnowledgeError, load
from riwaya.showing.markup import escape
from riwaya.showing.naming import nouns

FILES = tuple(Path(__file__).resolve().parent / "template" / name for name in ("labels.toml", "trust.toml"))
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """One text of the page in both languages, with the same {blanks} in each."""

    id: str
    ar: str
    en: str

    def check(self) -> str | None:
        """What is wrong with this label, or None."""
        ar, en = (set(_BLANK.findall(text)) for text in (self.ar, self.en))
        return None if ar == en else f"ar has the blanks {sorted(ar)}, en {sorted(en)}. Make them the same."


@lru_cache
def labels() -> dict[str, Label]:
    """Every label by its id. Raises KnowledgeError."""
    every = [label for file in FILES for label in load(file, "label", Label)]
    found = {label.id: label for label in every}
    if len(found) < len(every):
        twice = next(label.id for label in every if found[label.id] is not label)
        raise KnowledgeError(f"{FILES[-1]}: label {twice} stands in another file already. Rename one.")
    return found


def say(label: str, lang: str, **blanks: str) -> str:
    """A label as HTML; what fills its blanks must be HTML already. KeyError names a label that is not there.

    >>> say("sentence", "en", n="<bdi>4</bdi>")
    'sentence <bdi>4</bdi>'
    """
    text = escape(getattr(labels()[label], lang))
    return _BLANK.sub(lambda match: blanks[match.group(1)], text)


def plain(label: str, lang: str, **blanks: str) -> str:
    """A label as plain text, for the page to escape.

    >>> plain("sentence", "en", n="4")
    'sentence 4'
    """
    return _BLANK.sub(lambda match: blanks[match.group(1)], getattr(labels()[label], lang))


def number(value: Any, digits: int = 0) -> str:
    """A number for people, isolated so that it stays whole beside Arabic; '' for a missing one.

    >>> number(7939.0), number(3.5, 1), number(None)
    ('<bdi>7,939</bdi>', '<bdi>3.5</bdi>', '')
    """
    if value is None or pd.isna(value):
        return ""
    shown = f"{value:,.{digits}f}" if digits or float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return f"<bdi>{shown}</bdi>"


def counted(n: int, noun: str, lang: str) -> str:
    """A number with its noun in the form that the number asks for.

    >>> counted(864, "word", "en"), counted(410, "word", "ar") == "<bdi>410</bdi> كلمات"
    ('<bdi>864</bdi> words', True)
    """
    form = nouns()[noun]
    english = form.en_one if n == 1 else form.en_many
    return f"{number(n)} {escape(form.after(int(n)) if lang == 'ar' else english)}"


def percent(share: Any, digits: int = 0) -> str:
    """A share as a percentage, its sign kept beside its number; '' for a missing one.

    >>> percent(0.104)
    '<bdi>10%</bdi>'
    """
    return "" if share is None or pd.isna(share) else f"<bdi>{100 * share:.{digits}f}%</bdi>"


def day(date: Any, lang: str) -> str:
    """A day in words, its year given; '' for a missing one.

    >>> import datetime
    >>> day(datetime.date(2022, 1, 10), "en")
    '10 January 2022'
    """
    return "" if date is None or pd.isna(date) else str(format_date(date, "d MMMM y", locale=lang))
