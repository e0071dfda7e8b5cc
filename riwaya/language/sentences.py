"""Cutting a stretch of Arabic prose into sentences.

Belongs here: where a sentence ends, told from punctuation alone (Arabic has no capitals to help).
Does not: lines, zones and headlines (articles.py), whose words a quotation is (attribution.py).
"""

from __future__ import annotations

import re

from riwaya.language.spelling import TATWEEL

# A sentence longer than this many code points is of little use as evidence: it is cut at a semicolon or comma.
LONG_SENTENCE = 600
SHORT_QUOTATION = 60
SHORT_REMAINDER = 18

_STOP = re.compile(r"[.!?؟…۔]+")
_CLOSING = "\"'”’»)]}›"
_QUOTES = '"“”«»„'
# What follows a stop and shows that the sentence goes on.
_GOES_ON = "،,؛;:)]}/-–—"
_BRACKETED = re.compile(r"\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]")
_LATIN_ABBREVIATIONS = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "st",
    "no",
    "vs",
    "jr",
    "sr",
    "prof",
    "gen",
    "col",
    "lt",
    "sgt",
    "inc",
    "ltd",
    "co",
}
# Latin letters as Arabic spells them: "باتريك بي. كيلي", "إتش.آر", "بي.بي.سي".
_LETTER_NAMES = frozenset(
    [
        "إيه",
        "بي",
        "بيه",
        "سي",
        "دي",
        "إي",
        "إف",
        "جي",
        "إتش",
        "آي",
        "جيه",
        "جاي",
        "كيه",
        "كاي",
        "إل",
        "إم",
        "إن",
        "أو",
        "كيو",
        "أر",
        "آر",
        "إس",
        "تي",
        "يو",
        "في",
        "دبليو",
        "إكس",
        "واي",
        "زد",
    ]
)
_DOMAINS = frozenset(["نت", "كوم", "أورغ", "أورج"])
_SOFT_BREAK = re.compile(r"[؛;](?=\s)|،(?=\s)")


def cut(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as half-open spans, in order, without white space at their ends.

    Every character that is not white space lies in exactly one span. A stop does not end a sentence
    between digits (2.5), after a single letter (د. أ.ف.ب), inside a Latin name (france24.com), inside
    brackets, or as the two dots that Arabic headlines use for a dash. Sentences inside a quotation are
    cut like any other: a quotation is followed over the whole article by its reader.

    >>> line = "قال د. سامي إن السعر 2.5 دينار.وأضاف أنه باق."
    >>> [line[a:b] for a, b in cut(line)] == ["قال د. سامي إن السعر 2.5 دينار.", "وأضاف أنه باق."]
    True
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    brackets = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    bracket = 0
    quotes, counted = 0, start
    for match in _STOP.finditer(text, start, end):
        while bracket < len(brackets) and brackets[bracket][1] <= match.start():
            bracket += 1
        if bracket < len(brackets) and brackets[bracket][0] < match.start():
            continue
        quotes += text.count('"', counted, match.start())
        counted = match.start()
        stop = _absorb_closing(text, match.end(), end, open_quote=quotes % 2 == 1)
        if _ends_sentence(text, begin, match.start(), match.end(), stop, end):
            _append(spans, text, begin, stop)
            begin = stop
    _append(spans, text, begin, end)
    return [piece for span in spans for piece in _shorten(text, *span)]


def _absorb_closing(text: str, position: int, end: int, open_quote: bool) -> int:
    """Past the quotation marks and brackets that close right after a stop."""
    limit = min(end, position + 8)
    while position < limit:
        character = text[position]
        alone = position + 1 >= end or not text[position + 1].isalnum()
        if character == '"':
            if not (open_quote or alone):
                break
            open_quote = False
        elif not (character in _CLOSING or (character in _QUOTES and alone)):
            break
        position += 1
    return position


def _ends_sentence(text: str, begin: int, stop: int, after: int, closed: int, end: int) -> bool:
    """Whether the stop at ``text[stop:after]``, with closing marks up to ``closed``, ends a sentence."""
    mark = text[stop:after]
    following = text[closed] if closed < end else "\n"
    if mark == ".." or (mark.startswith("..") and not following.isspace()):
        return False
    if mark in ("…", "...") and _STOP.search(text, closed, min(end, closed + SHORT_REMAINDER)):
        return False  # "سيعود قريبا ... بعد العلاج": what follows is too short to stand alone
    ahead = closed
    while ahead < end and ahead < closed + 8 and text[ahead].isspace():
        ahead += 1
    following_word = text[ahead] if ahead < end else "\n"
    if following_word in _GOES_ON:
        return following_word in "-–—" and ahead > closed and mark == "."
    if mark == ".":
        return _full_stop(text, begin, stop, closed, end)
    if closed > after and _quotation_is_short(text, begin, stop):
        # سأل "إلى أين؟" ثم مضى: the question belongs to the quotation, not to the sentence.
        return closed >= end
    return True


def _full_stop(text: str, begin: int, stop: int, closed: int, end: int) -> bool:
    before = text[stop - 1] if stop > begin else " "
    following = text[closed] if closed < end else "\n"
    if before.isdigit() and following.isdigit():
        return False
    if before.isdigit() and stop - begin < 8 and text[begin:stop].strip().isdigit():
        return closed >= end  # "1. فتح الطريق": a list number
    if following.isascii() and following.isalnum() and before.isascii() and before.isalnum():
        return False
    token, at = _token_before(text, begin, stop)
    if len(token) == 1 and token.isalpha():
        return closed >= end
    if token in _LETTER_NAMES and closed < end:
        if following.isalpha() or text[at - 1 : at] == ".":
            return False
        # "بي بي سي." may end a sentence, "باتريك بي." may not.
        return _token_before(text, begin, at - 1)[0] in _LETTER_NAMES
    if following.isalpha() and _token_after(text, closed, end) in _DOMAINS:
        return False
    return not (token.isascii() and token.lower() in _LATIN_ABBREVIATIONS and closed == stop + 1)


def _token_before(text: str, begin: int, stop: int) -> tuple[str, int]:
    """The word that touches a stop, without marks and tatweel, and where it begins; six letters are looked at."""
    letters = ""
    position = stop - 1
    while position >= begin and len(letters) < 6 and stop - position < 24:
        character = text[position]
        if character.isalpha() and character != TATWEEL:
            letters = character + letters
        elif character != TATWEEL and not "\u064b" <= character <= "\u0670":
            break
        position -= 1
    return letters, position + 1


def _token_after(text: str, position: int, end: int) -> str:
    last = position
    while last < min(end, position + 6) and text[last].isalpha():
        last += 1
    return text[position:last]


def _quotation_is_short(text: str, begin: int, stop: int) -> bool:
    window = text[max(begin, stop - SHORT_QUOTATION) : stop]
    opened = max(window.rfind(mark) for mark in _QUOTES)
    return opened >= 0 and window[:opened].strip() != ""


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a span, trimmed; what holds no letter or digit joins the sentence before it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not any(character.isalnum() for character in text[start:end]):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An overlong sentence in pieces, cut after the last semicolon or comma before the limit."""
    pieces: list[tuple[int, int]] = []
    if end - start > LONG_SENTENCE:
        last, begin = None, start
        for match in _SOFT_BREAK.finditer(text, start, end):
            if match.end() - begin > LONG_SENTENCE and last is not None:
                _append(pieces, text, begin, last)
                begin, last = last, None
            if match.end() - begin > LONG_SENTENCE // 4:
                last = match.end()
        if last is not None and end - begin > LONG_SENTENCE:
            _append(pieces, text, begin, last)
            begin = last
        start = begin
    _append(pieces, text, start, end)
    return pieces
