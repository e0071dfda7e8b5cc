"""The surface forms of one Arabic word: what a dictionary form can look like, and the clitics around it.

Belongs here: stems of nouns, adjectives and verbs, proclitics, enclitics, which goes with which; what a token can
be, given the stems that are looked for.
Does not: entries, phrases, where a word stands in a text (inflection.py), cutting a text into tokens (engines.py).

Everything is folded (``spelling.fold``). A form is a stem, its dress (with what clitics it may stand, a sum
of the flags below) and its number or tense: singular, dual, plural, perfect, imperfect.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.language import spelling
from riwaya.language.memo import Memo

LONGEST_TOKEN = 48  # longer runs are no word; they are not folded and not remembered
MEMO_SIZE = 400_000

WORD_CLASSES = (
    *("noun", "person", "persons", "adjective", "nisba", "participle", "plural"),
    *("verb", "bare", "definite", "name", "fixed"),
)

# How a stem may be dressed.
PLAIN = 1  # no enclitic; the article may stand before it
BARE = 2  # no enclitic, no article: tanwin, construct
HOST = 4  # only with an enclitic
PERFECT, PERFECT_HOST, IMPERFECT, IMPERFECT_HOST = 8, 16, 32, 64
NAME, FIXED, DEFINITE = 128, 256, 512
HOSTS = HOST | PERFECT_HOST | IMPERFECT_HOST
_UNSUFFIXED = PLAIN | BARE | PERFECT | IMPERFECT | NAME | FIXED | DEFINITE
_UNCHANGED = {"definite": DEFINITE, "name": NAME, "fixed": FIXED}

Form = tuple[str, int, str]


def _proclitics() -> dict[str, int]:
    """Every run of proclitics, and the dresses it may stand before."""
    out: dict[str, int] = {}
    for joined in ("", "و", "ف"):
        for before in ("", "ب", "ل", "ك"):
            out[joined + before] = PLAIN | BARE | HOST | NAME
        for before in ("ال", "بال", "كال", "لل"):
            out[joined + before] = PLAIN | DEFINITE
        for before in ("", "س", "ل"):
            out[joined + before] = out.get(joined + before, 0) | IMPERFECT | IMPERFECT_HOST
        out[joined] |= PERFECT | PERFECT_HOST
    out[""] |= FIXED
    return out


PROCLITICS = _proclitics()
ENCLITICS = ("ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "نا", "ي")
SUFFIXES = [("", _UNSUFFIXED), ("ني", PERFECT_HOST | IMPERFECT_HOST)]
SUFFIXES += [(enclitic, HOSTS) for enclitic in ENCLITICS]


def surface_stems(word: str, word_class: str) -> list[Form]:
    """The stems of a word (with its alternatives, parted by ``/``), clitics taken off.

    The classes are told in inflection.py. Raises ValueError for one that is not in WORD_CLASSES.

    >>> [stem for stem, dress, form in surface_stems("محتج", "person") if form == "plural"] == [
    ...     "محتجون", "محتجين", "محتجو", "محتجي"]
    True
    """
    if word_class not in WORD_CLASSES:
        raise ValueError(f"{word_class} is not a word class. Known: {', '.join(WORD_CLASSES)}.")
    alternatives = [spelling.fold(part) for part in word.split("/") if part]
    if word_class == "verb":
        return list(_verbal(alternatives))
    out: list[Form] = []
    for stem in alternatives:
        if word_class in _UNCHANGED:
            out.append((stem, _UNCHANGED[word_class], "singular"))
        elif word_class == "bare" and stem.startswith("ال") and len(stem) > 4:
            out.append((stem, PLAIN, "singular"))  # the article is written: no enclitic can follow
        elif word_class in ("bare", "plural"):
            out += _one_number(stem, "plural" if word_class == "plural" else "singular")
        else:
            out += _nominal(stem, word_class)
    return out


def _one_number(stem: str, form: str) -> Iterator[Form]:
    """A stem in its own number: absolute, with tanwin, before an enclitic."""
    if stem.endswith("ه"):
        yield stem, PLAIN, form
        yield stem[:-1] + "ت", HOST, form
        return
    yield stem, PLAIN | HOST, form
    if stem.endswith("اء"):
        # The hamza takes the seat of its vowel: اعتداؤهم, اعتدائهم.
        yield stem[:-1] + "ؤ", HOST, form
        yield stem[:-1] + "ئ", HOST, form
    elif stem.endswith("ي"):
        # The final yaa may be an alef maqsura: قوى, قواهم.
        yield stem[:-1] + "ا", HOST, form
        yield stem + "ا", BARE, form
    elif not stem.endswith("ا"):
        yield stem + "ا", BARE, form


def _nominal(stem: str, word_class: str) -> Iterator[Form]:
    if word_class != "persons":
        yield from _one_number(stem, "singular")
    root = stem[:-1] if stem.endswith("ه") else stem
    hosts = [root + "ت"] if stem.endswith("ه") else [stem]
    if word_class in ("adjective", "nisba", "participle"):
        yield from _one_number(root + "ه", "singular")
        hosts.append(root + "ت")
    # Of persons ين is the plural far more often than the dual: the first reading given is kept.
    if word_class != "noun":
        yield from ((root + ending, PLAIN, "plural") for ending in ("ون", "ين"))
        yield from ((root + ending, BARE | HOST, "plural") for ending in ("و", "ي"))
    if word_class not in ("person", "persons"):
        yield root + "ات", PLAIN | HOST, "plural"
    for host in hosts:
        yield from ((host + ending, PLAIN, "dual") for ending in ("ان", "ين"))
        if word_class != "persons":
            yield from ((host + ending, BARE | HOST, "dual") for ending in ("ا", "ي"))


def _verbal(alternatives: list[str]) -> Iterator[Form]:
    """Perfects and imperfects: the alternatives in ي are imperfects; without one they are derived."""
    perfects = [stem for stem in alternatives if not stem.startswith("ي")]
    imperfects = [stem for stem in alternatives if stem.startswith("ي")]
    imperfects = imperfects or [made for stem in perfects for made in imperfect_of(stem)]
    hollow = any(_is_hollow(stem) for stem in perfects)
    for stem in perfects:
        yield from _perfect(stem)
    for stem in imperfects:
        yield from _imperfect(stem[1:], hollow)


def _is_hollow(perfect: str) -> bool:
    return len(perfect) > 2 and perfect[-2] == "ا"


def _perfect(stem: str) -> Iterator[Form]:
    third, other = stem, stem
    both = PERFECT | PERFECT_HOST
    yield stem, both, "perfect"
    if stem.endswith("ي") or (stem.endswith("ا") and len(stem) > 2):
        third = stem[:-1]
        other = third + ("و" if stem.endswith("ا") and len(stem) == 3 else "ي")
        yield third + "ا", PERFECT_HOST, "perfect"
        yield other + "ا", PERFECT, "perfect"
    elif _is_hollow(stem):
        other = stem[:-2] + stem[-1]
    yield from ((third + ending, both, "perfect") for ending in ("ت", "ا", "تا"))
    yield third + "وا", PERFECT, "perfect"
    yield third + "و", PERFECT_HOST, "perfect"
    yield from ((other + ending, both, "perfect") for ending in ("ن", "ت", "نا", "تم", "تن"))


def _imperfect(stem: str, hollow: bool) -> list[Form]:
    """The imperfect of a stem without its prefix; a hollow verb loses its vowel in the jussive (يقول, يقل)."""
    weak = stem[-1:] in ("ي", "و", "ا")
    root = stem[:-1] if weak else stem
    both = IMPERFECT | IMPERFECT_HOST
    endings = [(stem, both), (stem + "ان", IMPERFECT), (stem + "ا", both)]
    endings += [(root + "ون", both), (root + "وا", IMPERFECT), (root + "و", IMPERFECT_HOST)]
    endings += [(root + "ين", both), (root + "ي", both), (stem + "ن", both)]
    if weak:
        endings += [(root, both), (root + "ا", IMPERFECT_HOST)]
    elif hollow and len(stem) > 2:
        endings += [(stem[:-2] + stem[-1], both), (stem[:-2] + stem[-1] + "ن", IMPERFECT)]
    return [(prefix + ending, dress, "imperfect") for prefix in "يتنا" for ending, dress in endings]


def imperfect_of(perfect: str) -> tuple[str, ...]:
    """The imperfect (third person masculine) of a perfect, folded: sure for sound verbs, a guess for weak ones.

    >>> imperfect_of("تظاهر") == ("يتظاهر",) and imperfect_of("اشتبك") == ("يشتبك",)
    True
    """
    stem = spelling.fold(perfect)
    if stem.startswith("ا") and len(stem) == 3:
        bodies: tuple[str, ...] = ("ؤ" + stem[1:], stem)
    elif stem.startswith("ا"):
        bodies = (stem[1:],)
    else:
        bodies = (stem,)
    if stem.endswith("ا"):
        bodies = tuple(body[:-1] + final for body in bodies for final in "وي")
    elif _is_hollow(stem):
        bodies = tuple(body[:-2] + middle + body[-1] for body in bodies for middle in "ويا")
    return tuple("ي" + body for body in bodies)


# Few letters can begin a proclitic: most tokens are looked up as they stand.
_NO_PREFIX = [("", PROCLITICS[""])]
_PREFIXES_BY_LETTER = {
    letter: [(prefix, dress) for prefix, dress in PROCLITICS.items() if prefix[:1] in ("", letter)]
    for letter in {prefix[:1] for prefix in PROCLITICS if prefix}
}


# What a token can be: slot -> (letters taken off, number or tense).
Readings = dict[int, tuple[int, str]]


class Reader:
    """Stems of slots (a slot is a number that stands for a word looked for), and which of them a token can be.

    >>> reader = Reader()
    >>> for form in surface_stems("محتج", "person"):
    ...     reader.add(7, *form)
    >>> reader.read("وللمحتجين"), reader.read("محتاج")
    ({7: (3, 'plural')}, None)
    """

    def __init__(self) -> None:
        self.stems: dict[str, list[tuple[int, int, str]]] = {}
        # Every token is worked out once.
        self.memo: Memo[str, Readings | None] = Memo(self._read, MEMO_SIZE)

    def add(self, slot: int, stem: str, dress: int, form: str) -> None:
        self.stems.setdefault(stem, []).append((slot, dress, form))

    def read(self, token: str) -> Readings | None:
        """The slots of a raw token, with the cheapest reading of each; None if it is none of them."""
        return self.memo[token]

    def _read(self, token: str) -> Readings | None:
        if len(token) > LONGEST_TOKEN:
            return None
        return self._analyse(spelling.fold(token), not token.endswith("ة")) or None

    def _analyse(self, token: str, may_own: bool) -> Readings:
        """The readings of a folded token; a final taa marbuta is never the enclitic that it is folded with."""
        out: Readings = {}
        suffixes = [end for end in SUFFIXES if token.endswith(end[0]) and (may_own or end[0] != "ه")]
        stems = self.stems
        for prefix, prefix_dress in _PREFIXES_BY_LETTER.get(token[:1], _NO_PREFIX):
            if not token.startswith(prefix):
                continue
            for suffix, suffix_dress in suffixes:
                stem = token[len(prefix) : len(token) - len(suffix)]
                dress = prefix_dress & suffix_dress
                if not dress or stem not in stems:
                    continue
                # An enclitic is the rarer reading: إرهابي is the nisba before it is "my terror".
                cost = len(prefix) + 4 * len(suffix)
                for slot, allowed, form in stems[stem]:
                    # A construct without its ending may be another word: إرهابي is no dual of إرهاب.
                    own_cost = cost + (allowed & dress == BARE)
                    if allowed & dress and (slot not in out or own_cost < out[slot][0]):
                        out[slot] = (own_cost, form)
        return out
