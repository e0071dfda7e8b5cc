"""What a server sends, read and unpacked within limits.

Belongs here: headers as plain text, a body piece by piece, what packs it.
Does not: the connection and its deadline (connecting.py).

However much a server sends and however well it is packed, no more stands in memory than the limit and one piece.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from typing import Any

from riwaya.reading.sources.source import visible

_READ = 65_536
_MOST_HEADER_TEXT = 8_000
_PLAIN = ("", "identity")
_PACKINGS = ("gzip", "x-gzip", "deflate")


class Refused(Exception):
    """An answer that is not read to its end: one sentence."""


def plain_headers(headers: Any) -> dict[str, str]:
    """The headers of an answer by lower-case name, one line each, of bounded length."""
    plain: dict[str, str] = {}
    for name, value in headers.items():
        with contextlib.suppress(UnicodeError):  # an address in raw UTF-8 comes as if it were Latin-1
            value = value.encode("latin-1").decode("utf-8")
        if name.casefold() == "set-cookie":  # meant for this visit only, and nobody else's business
            continue
        plain[visible(name.casefold())[:200]] = visible(value)[:_MOST_HEADER_TEXT]
    return plain


def body_of(response: Any, packing: str, most_packed: int, most: int, cut: bool) -> bytes:
    """The body of an urllib3 response, unpacked; ``cut`` takes the head of one that is too long.

    Raises Refused above a limit and for a packing that is not known, EOFError and zlib.error for one that breaks.
    """
    packing = packing.strip().casefold()
    if packing not in (*_PLAIN, *_PACKINGS):
        raise Refused(f'the answer is packed as "{packing[:40]}", which is not unpacked.')
    pieces: list[bytes] = []
    size = 0
    parts = _parts(response, most_packed, cut)
    for piece in parts if packing in _PLAIN else _unpacked(parts, cut):
        size += len(piece)
        pieces.append(piece)
        if size > most:
            if cut:
                break
            raise _too_much(most)
    return b"".join(pieces)[:most]


def _too_much(most: int) -> Refused:
    return Refused(f"the answer is larger than {most / 1_000_000:.3g} MB, the limit.")


def _parts(response: Any, most: int, cut: bool) -> Iterator[bytes]:
    if not cut and (response.length_remaining or 0) > most:
        raise _too_much(most)
    size = 0
    while part := response.read(_READ, decode_content=False):
        size += len(part)
        yield part
        if size > most:
            if cut:
                return
            raise _too_much(most)


def _unpacked(parts: Iterator[bytes], cut: bool) -> Iterator[bytes]:
    """What gzip or deflate packed, in pieces of bounded size however well it was packed."""
    unpacker: Any = None
    begun = False
    for part in parts:
        full = False
        while part or full:
            if unpacker is None:
                if begun and not part.startswith(b"\x1f\x8b"):
                    break  # what stands after the last packed piece is padding
                unpacker, begun = zlib.decompressobj(_window(part)), True
            piece = unpacker.decompress(part, _READ)
            # A full piece may leave more behind, though all that came was taken in.
            full = len(piece) == _READ
            yield piece
            part = unpacker.unconsumed_tail
            if unpacker.eof:
                part, unpacker, full = unpacker.unused_data, None, False
    if unpacker is not None and not cut:
        raise EOFError


def _window(head: bytes) -> int:
    """zlib's word for what the first byte shows: gzip, zlib, or deflate without a head, as some servers send."""
    if head[:1] == b"\x1f":
        return 31
    return 15 if head[0] & 0x0F == 8 and head[0] >> 4 <= 7 else -15
