"""What a digit run is worth: three scripts, decimal and thousands signs, powers.

Belongs here: the value of one run of digits, how one text writes its decimals.
Does not: words, magnitudes and sums (numbers.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.language.spelling import INVISIBLE
from riwaya.language.tokens import Token

TO_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹−", "01234567890123456789-")
_SEPARATOR = re.compile(rf"[{INVISIBLE}]*[.,٫٬،'’][{INVISIBLE}]*")
_LONGEST_RUN = 18  # more digits than this are an identifier, not a quantity
_GREATEST = 1e99  # what is more is no quantity either, and must not run over when a magnitude follows
_GROUPS = {
    "comma_decimal": re.compile(r"\d,\d{1,2}(?!\d)"),
    "dot_decimal": re.compile(r"\d\.\d{1,2}(?!\d)"),
    "comma_thousands": re.compile(r"\d,\d{3}(?:,\d{3})+(?!\d)|\d,\d{3}\.\d"),
    "dot_thousands": re.compile(r"\d\.\d{3}(?:\.\d{3})+(?!\d)|\d\.\d{3}[,٫]\d"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """How one text writes its decimals and thousands, seen in the numbers that leave no doubt."""

    comma_decimal: bool = False
    dot_decimal: bool = False
    comma_thousands: bool = False
    dot_thousands: bool = False
    bare: bool = False  # the text is nothing but a number

    @classmethod
    def of(cls, tokens: list[Token]) -> Style:
        runs = [token.text for token in tokens if token.kind == "d" and not token.text.isdecimal()]
        seen = {name: any(map(pattern.search, runs)) for name, pattern in _GROUPS.items()}
        return cls(**seen, bare=not any(token.kind in "wl" for token in tokens))


def read_digits(run: str, follower: str, style: Style) -> tuple[float, bool] | None:
    """The value of a digit run, and whether it is doubtful; None where it is a list, an address or an identifier.

    ``follower`` says what stands after it: "scale" (a magnitude, percent or measure of decimals), "noun" (what
    cannot be counted in parts), or "" (nothing, or a unit like the kilometre).
    Three digits after a single dot or comma are thousands, unless a scale follows a dot ("3.566 مليون"), the text
    writes that sign as its decimal sign and a scale follows, or its other numbers show that the dot is for
    decimals and the comma for thousands. Where neither noun nor neighbours decide, the value is doubtful.
    """
    run, _, power = run.partition("^")
    run, exponent = re.split("[eE]", run, maxsplit=1) if re.search("[eE]", run) else (run, "")
    parts = _SEPARATOR.split(run)
    if sum(map(len, parts)) > _LONGEST_RUN or len(exponent) > 3 or len(power) > 6:
        return None
    signs = "".join(re.sub(rf"[{INVISIBLE}]", "", sign) for sign in _SEPARATOR.findall(run))
    western = [part.translate(TO_WESTERN) for part in parts]
    joined = _join(western, signs, follower, style)
    if joined is None:
        return None
    plain, doubtful = joined
    value = _raised(10.0, float(exponent.translate(TO_WESTERN)) if exponent else 0.0, float(plain))
    if value is None or not power:
        return None if value is None else (value, doubtful)
    raised = float(re.sub("[,٫]", ".", power.translate(TO_WESTERN)))
    value = _raised(value, raised) if value and abs(raised) <= 99 and value < 1e6 else None
    return None if value is None else (value, doubtful)


def _raised(base: float, exponent: float, times: float = 1.0) -> float | None:
    """times · base^exponent, or None where that is more than any quantity."""
    try:
        value = times * base**exponent
    except OverflowError:
        return None
    return value if value <= _GREATEST else None


def _join(parts: list[str], signs: str, follower: str, style: Style) -> tuple[str, bool] | None:
    if not signs:
        return parts[0], False
    grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1:  # 12,220.13: the last sign is the decimal sign
        whole = _join(parts[:-1], signs[:-1], "noun", Style())
        return (f"{whole[0]}.{parts[-1]}", False) if whole and "." not in whole[0] else None
    if len(signs) > 1:
        return ("".join(parts), False) if grouped and len(set(signs)) == 1 else None
    sign = signs[0]
    if sign == "٫":
        return ".".join(parts), False
    if sign in "٬'’":
        return ("".join(parts), False) if grouped else None
    if not grouped or parts[0].lstrip("0") == "":
        return ".".join(parts), False
    decimal, doubtful = (_dot if sign == "." else _comma)(follower, style)
    return (".".join(parts) if decimal else "".join(parts)), doubtful


def _dot(follower: str, style: Style) -> tuple[bool, bool]:
    """Whether three digits after a dot are decimals, and whether that is in doubt."""
    if follower == "scale":
        return True, False
    if style.bare:
        return True, True
    if follower == "noun" or style.dot_thousands or style.comma_decimal:
        return False, style.dot_decimal and follower != "noun"
    decimal = style.dot_decimal and style.comma_thousands
    return decimal, not decimal


def _comma(follower: str, style: Style) -> tuple[bool, bool]:
    """The same after a comma, whose first meaning is thousands."""
    if follower == "scale":
        return style.comma_decimal, not (style.comma_decimal or style.dot_decimal or style.comma_thousands)
    return False, style.comma_decimal and not (style.comma_thousands or follower == "noun")
