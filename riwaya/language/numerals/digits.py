"""What a digit run is worth: three scripts, decimal and thousands signs, powers.

Belongs here: the value of one run of digits, and how one text writes its decimals.
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


@dataclass(frozen=True, slots=True)
class Style:
    """How one text writes its decimals, seen in the numbers that leave no doubt."""

    comma_decimal: bool = False
    dot_decimal: bool = False
    bare: bool = False  # the text is nothing but a number

    @classmethod
    def of(cls, tokens: list[Token]) -> Style:
        runs = [token.text for token in tokens if token.kind == "d"]
        return cls(
            any(re.search(r"\d,\d{1,2}(?!\d)", run) for run in runs),
            any(re.search(r"\d\.\d{1,2}(?!\d)", run) for run in runs),
            not any(token.kind in "wl" for token in tokens),
        )


def read_digits(run: str, follower: str, style: Style) -> float | None:
    """The value of a digit run; None where it is a list, an address or an identifier.

    ``follower`` says what stands after it: "scale" (a magnitude, percent or measure), "word" or "".
    Three digits after a single dot or comma are thousands, unless a scale follows a dot ("3.566 مليون"), or
    the text writes that sign as its decimal sign and a scale follows.
    """
    run, _, power = run.partition("^")
    run, exponent = re.split("[eE]", run, maxsplit=1) if re.search("[eE]", run) else (run, "")
    parts = _SEPARATOR.split(run)
    if sum(map(len, parts)) > _LONGEST_RUN or len(exponent) > 3 or len(power) > 6:
        return None
    signs = "".join(re.sub(rf"[{INVISIBLE}]", "", sign) for sign in _SEPARATOR.findall(run))
    western = [part.translate(TO_WESTERN) for part in parts]
    plain = _join(western, signs, follower, style)
    if plain is None:
        return None
    value = float(plain) * (10.0 ** int(exponent.translate(TO_WESTERN)) if exponent else 1.0)
    if not power:
        return value
    raised = float(re.sub("[,٫]", ".", power.translate(TO_WESTERN)))
    return value**raised if value and abs(raised) <= 99 and value < 1e6 else None


def _join(parts: list[str], signs: str, follower: str, style: Style) -> str | None:
    if not signs:
        return parts[0]
    grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1:  # 12,220.13: the last sign is the decimal sign
        whole = _join(parts[:-1], signs[:-1], "word", Style())
        return f"{whole}.{parts[-1]}" if whole and "." not in whole else None
    if len(signs) > 1:
        return "".join(parts) if grouped and len(set(signs)) == 1 else None
    sign = signs[0]
    if sign == "٫":
        return ".".join(parts)
    if sign in "٬'’":
        return "".join(parts) if grouped else None
    if not grouped or parts[0].lstrip("0") == "":
        return ".".join(parts)
    if sign == ".":
        decimal = follower == "scale" or style.bare
    else:
        decimal = follower == "scale" and style.comma_decimal
    return ".".join(parts) if decimal else "".join(parts)
