"""How far to trust the numbers of a report: what was measured on annotated articles, and the kinds of error left.

Belongs here: the section's sentences and its table, from data/accuracy.toml.
Does not: measuring (running/evaluate.py), counts and intervals (comparing/accuracy.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from riwaya.comparing.accuracy import Error, GoldSet, Measured, Share, blind_and_seen, load_accuracy
from riwaya.language.knowledge import data_path, read_toml
from riwaya.showing.labels import counted, number, percent, plain, say
from riwaya.showing.markup import escape
from riwaya.showing.naming import Naming

# The rows of the table: what a reader of the page relies on.
ROWS = {
    "figures": ("recall", "precision", "metric", "group", "unit", "bound", "speaker", "voice", "status"),
    "terms": ("recall", "precision", "voice", "speaker"),
    "quotes": ("recall", "precision", "speaker"),
}
ERRORS_TOLD = 2
KNOWN = Path(__file__).resolve().parent / "template" / "known.toml"


@lru_cache
def sets() -> tuple[GoldSet, ...]:
    """The sets of data/accuracy.toml. Raises KnowledgeError."""
    return tuple(load_accuracy(data_path("accuracy.toml")))


@lru_cache
def known() -> frozenset[str]:
    """The ids of the articles that were known while rules were written and that accuracy was measured on."""
    entries = read_toml(KNOWN).get("known", [])
    return frozenset(str(article) for entry in entries for article in entry["articles"])


def of_this_page(articles: Iterable[str], lang: str) -> str:
    """How many of a page's own articles are among those that accuracy was measured on, as HTML."""
    of_page = list(articles)
    n = sum(article in known() for article in of_page)
    which = "all" if n == len(of_page) and n else "some" if n else "none"
    return say(f"trust.own.{which}", lang, n=number(n), all=number(len(of_page)))


def shown(every: Sequence[GoldSet]) -> list[GoldSet]:
    """The sets that the table has a column for: those known while rules were written together, then each blind one."""
    blind, seen = blind_and_seen(every)
    parts = {name for each in every for name in each.of}
    return [each for each in (*seen, *blind) if each.id not in parts and each.kinds]


def _best(every: Sequence[GoldSet]) -> GoldSet | None:
    """The set that tells most honestly: the last blind one that figures were measured on, else one that was seen."""
    measured = [each for each in shown(every) if "figures" in each.kinds]
    blind, seen = blind_and_seen(measured)
    return blind[-1] if blind else seen[-1] if seen else None


def heading(lang: str, every: Sequence[GoldSet]) -> str:
    """The section's finding, plain text."""
    best = _best(every)
    if best is None:
        return plain("section.accuracy", lang)
    figures = best.kinds["figures"]
    metric = figures.fields.get("metric", Share(0, 0))
    return plain(
        f"trust.heading.{'blind' if best.blind else 'seen'}",
        lang,
        found=_plain_percent(figures.recall),
        metric=_plain_percent(metric),
    )


def _plain_percent(share: Share) -> str:
    return "–" if share.share is None else f"{100 * share.share:.0f}%"


def table(lang: str, every: Sequence[GoldSet]) -> str:
    """Field by field the share right, its count and its interval; a column for what was seen and for each blind set."""
    columns = shown(every)
    heads = "".join(_head(each, lang) for each in columns)
    body = ""
    for kind, names in ROWS.items():
        body += (
            f'<tr class="group"><th scope="rowgroup" colspan="{len(columns) + 1}">'
            f"{say(f'trust.{kind}', lang)}</th></tr>"
        )
        for name in names:
            cells = "".join(_cell(_share(each.kinds.get(kind), name), lang) for each in columns)
            label = say(f"trust.{name}" if name in ("recall", "precision") else f"field.{name}", lang)
            body += f'<tr><th scope="row">{label}</th>{cells}</tr>'
    caption = f'<caption class="vh">{say("trust.caption", lang)}</caption>'
    first = f'<th scope="col"><span class="vh">{say("trust.field", lang)}</span></th>'
    return (
        f'<table class="trust">{caption}<thead><tr>{first}{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _head(gold: GoldSet, lang: str) -> str:
    told = [counted(gold.articles, "article", lang), escape(gold.when_ar if lang == "ar" else gold.when_en)]
    title = say(f"trust.{'blind' if gold.blind else 'seen'}", lang)
    rest = "".join(f"<small>{part}</small>" for part in told if part)
    return f'<th scope="col">{title}{rest}</th>'


def _share(measured: Measured | None, name: str) -> Share:
    if measured is None:
        return Share(0, 0)
    if name in ("recall", "precision"):
        return measured.recall if name == "recall" else measured.precision
    return measured.fields.get(name, Share(0, 0))


def _cell(share: Share, lang: str) -> str:
    if share.interval is None:
        return f'<td class="none">{say("trust.unmeasured", lang)}</td>'
    low, high = (percent(end) for end in share.interval)
    of = say("trust.of", lang, right=number(share.right), n=number(share.n))
    between = say("trust.between", lang, low=low, high=high)
    # 411 of 413 is not all of them.
    nearly = share.right < share.n and _plain_percent(share) == "100%"
    told = percent(1000 * share.right // share.n / 1000, 1) if nearly else percent(share.share)
    return f"<td><b>{told}</b><small><span>{of}</span> <span>{between}</span></small></td>"


def sentences(names: Naming, every: Sequence[GoldSet]) -> list[str]:
    """Three sentences on the kinds of error, as HTML: whole numbers, the weakest field, what not to rely on."""
    told = [each for each in shown(every) if "figures" in each.kinds and _tells(each.kinds["figures"])]
    if not told:
        return [say("trust.caution", names.lang)]
    blind, seen = blind_and_seen(told)
    return [*_of(blind[-1] if blind else seen[-1], names), say("trust.caution", names.lang)]


def _tells(figures: Measured) -> bool:
    """Whether the errors were kept, or there were none to keep."""
    wrong = any(share.right < share.n for share in figures.fields.values())
    return bool(figures.errors) or not (wrong or figures.right < max(figures.annotated, figures.found))


def _of(gold: GoldSet, names: Naming) -> Iterator[str]:
    figures, lang = gold.kinds["figures"], names.lang
    yield say(
        "trust.whole",
        lang,
        where=say(f"trust.{'blind' if gold.blind else 'seen'}", lang),
        n=number(figures.annotated),
        missed=number(figures.annotated - figures.right),
        extra=number(figures.found - figures.right),
    )
    worst = max(figures.fields.items(), key=lambda item: item[1].n - item[1].right, default=None)
    if worst is None or worst[1].right == worst[1].n:
        yield say("trust.faultless", lang)
        return
    name, share = worst
    errors = [error for error in figures.errors if error.field == name][:ERRORS_TOLD]
    yield say(
        "trust.worst",
        lang,
        field=say(f"field.{name}", lang),
        wrong=number(share.n - share.right),
        n=number(share.n),
        errors=("، و" if lang == "ar" else " and ").join(_error(error, names) for error in errors),
    )


def _error(error: Error, names: Naming) -> str:
    said = {
        side: escape(_value(error.field, value, names))
        for side, value in (("annotated", error.annotated), ("read", error.read))
    }
    return say("trust.error", names.lang, n=number(error.n), **said)


def _value(field: str, value: str, names: Naming) -> str:
    if not value:
        return plain("corrected.nothing", names.lang)
    if value in ("words", "mixed"):
        return plain(f"trust.{value}", names.lang)
    if field == "bound":
        return plain(f"bound.{value}", names.lang)
    named = (
        getattr(names, field, None)
        if field in ("metric", "group", "status", "stance", "voice", "unit")
        else None
    )
    return str(named(value)) if named else value


def section_html(names: Naming, every: Sequence[GoldSet], articles: Iterable[str] = ()) -> str:
    """What stands below the section's opening: whether the page's own articles were measured, the table, the errors."""
    of_page = list(articles)
    own = f'<p class="aside strong">{of_this_page(of_page, names.lang)}</p>' if of_page else ""
    items = "".join(f"<li>{sentence}</li>" for sentence in sentences(names, every))
    return (
        f'{own}<div class="scroll" tabindex="0">{table(names.lang, every)}</div><ul class="told">{items}</ul>'
    )
