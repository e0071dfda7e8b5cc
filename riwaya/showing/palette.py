"""The colours of the page and its charts, as data: a name, a light value, a dark value.

Belongs here: the tokens, the order in which parties take theirs, and the CSS custom properties made of them.
Does not: where a colour is used (charts/, the page's style sheet).

Charts are drawn in the light values; svg.py then writes ``var(--name)`` for each, so one SVG serves both
schemes. That only works while every light value is unlike every other: a test keeps them apart, and holds
every pair of text and ground to a contrast of 4.5 : 1 in both schemes (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One colour under one name, for a light and for a dark ground; both as #rrggbb."""

    light: str
    dark: str


TOKENS: dict[str, Token] = {
    "ground": Token("#fcfbf8", "#14171b"),
    "panel": Token("#f4f1ea", "#1c2127"),
    "ink": Token("#1b1f24", "#ece9e2"),
    "muted": Token("#59616d", "#a6adb7"),
    "rule": Token("#d9d5ca", "#39414b"),
    "track": Token("#e7e3d9", "#2b323a"),
    "hit": Token("#ffe9a8", "#54430a"),
    # Figures.
    "figure": Token("#1d4e80", "#7fb4ea"),
    "older": Token("#6b7480", "#98a1ac"),
    # Voices. Brick means two things only: the outlet's own voice, and a figure that was withdrawn.
    "own": Token("#b3301d", "#ff8a73"),
    "attributed": Token("#2a5d9f", "#86b7f0"),
    "quoted": Token("#19766a", "#5fc9b8"),
    "scare": Token("#875800", "#e5b454"),
    # Parties that speak: fills, each with the token its percentage is written in.
    "party-own": Token("#ded8ca", "#4a4f57"),
    "party-1": Token("#23456f", "#6f9fd8"),
    "party-2": Token("#9c4f24", "#e39a6c"),
    "party-3": Token("#c9a55e", "#c9a55f"),
    "party-4": Token("#5d7235", "#a5bd77"),
    "party-5": Token("#73456b", "#c99bc2"),
    "party-6": Token("#2f7480", "#7cc0cb"),
    "party-other": Token("#6a6d74", "#9a9da4"),
    "on-own": Token("#1b1f26", "#ece9e3"),
    "on-deep": Token("#fffefd", "#14171a"),
    "on-pale": Token("#1b1f25", "#14171c"),
}

VOICES = ("own", "attributed", "quoted", "scare")
PARTY_TOKENS = ("party-1", "party-2", "party-3", "party-4", "party-5", "party-6")
_PARTY_TEXT = {"party-own": "on-own", "party-3": "on-pale"}


def party_tokens(parties: Iterable[str]) -> dict[str, str]:
    """The fill of each party, in the order given: the outlet itself is "own", "others" share one.

    >>> party_tokens(["own", "government", "protesters", "others"])
    {'own': 'party-own', 'government': 'party-1', 'protesters': 'party-2', 'others': 'party-other'}
    """
    free = iter(PARTY_TOKENS)
    fixed = {"own": "party-own", "others": "party-other"}
    out: dict[str, str] = {}
    for party in parties:
        if party not in out:
            out[party] = fixed.get(party) or next(free, "party-other")
    return out


def text_on(token: str) -> str:
    """The token to write in on a party's fill.

    >>> text_on("party-1"), text_on("party-3")
    ('on-deep', 'on-pale')
    """
    return _PARTY_TEXT.get(token, "on-deep")


def light(token: str) -> str:
    """The colour that charts are drawn in; KeyError names a token that does not exist."""
    return TOKENS[token].light


def declarations(scheme: str) -> str:
    """The custom properties of one scheme, "light" or "dark", as CSS declarations.

    >>> declarations("light")[:40]
    '--ground:#fcfbf8;--panel:#f4f1ea;--ink:#'
    """
    return ";".join(f"--{name}:{getattr(token, scheme)}" for name, token in TOKENS.items())


def css() -> str:
    """The tokens for a page: light by default, dark where the reader's system asks for it, light in print."""
    return (
        f":root{{color-scheme:light dark;{declarations('light')}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{declarations('dark')}}}}}"
    )
