"""Turns of phrase that the sentences of a report share, in Arabic and English.

Belongs here: forms of a label or a number within a sentence. Does not: whole sentences, names and numbers (naming.py).
"""

from __future__ import annotations

from riwaya.showing.naming import Naming, count, nouns


def capital(text: str) -> str:
    """A sentence with its first letter large, behind a quotation mark too.

    >>> capital("“armed men” here"), capital("17 of them")
    ('“Armed men” here', '17 of them')
    """
    at = 1 if text[:1] == "“" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def oblique(label: str) -> str:
    """An Arabic label after a preposition: the sound masculine plural changes its ending.

    >>> oblique("المعتقلون") == "المعتقلين"
    True
    """
    return f"{label[:-2]}ين" if label.endswith("ون") else label


def to_the(label: str) -> str:
    """An Arabic label or name after the preposition ل.

    >>> to_the("القتلى") == "للقتلى" and to_the("المعتقلون") == "للمعتقلين"
    True
    """
    label = oblique(label)
    return f"لل{label[2:]}" if label.startswith("ال") else f"ل{label}"


def of_metric(value: float, metric: str, names: Naming) -> str:
    """What a value of a metric counts, in the form that stands after the number."""
    noun = nouns().get(metric)
    if noun is None:
        return f"({names.metric(metric)})" if names.lang == "ar" else names.metric(metric).lower()
    if names.lang == "ar":
        return noun.after(int(value))
    return noun.en_one if value == 1 else noun.en_many


def times(n: int, lang: str) -> str:
    """How often: never, once, five times."""
    if lang == "ar":
        return "ولا مرة" if n == 0 else count(n, "time", "ar")
    return {0: "never", 1: "once", 2: "twice"}.get(n) or count(n, "time", "en")
