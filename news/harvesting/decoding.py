"""Bodies that were compressed on the way, taken apart piece by piece so that none can explode."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

import brotli

ACCEPTED = "gzip, deflate, br"
_STEP = 64 * 1024  # the most that one step gives
_MAX_MEMBERS = 1000  # parts of which a gzip body may consist
_GZIP = b"\x1f\x8b"


class DecodingError(Exception):
    """A body that is not compressed as its header says."""


def decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body behind ``Content-Encoding: encoding``, in pieces of little more than 64 KB.

    Raises ``DecodingError``. Nothing is decoded ahead: whoever stops reading stops the work.
    """
    names = [name.strip().lower().removeprefix("x-") for name in encoding.split(",")]
    names = [name for name in names if name not in ("", "identity", "none")]
    if not names:
        return iter(pieces)
    if len(names) > 1 or names[0] not in _DECODERS:
        raise DecodingError(f"It is compressed as {encoding[:40]!r}.")
    return _DECODERS[names[0]](_with_a_beginning(pieces))


def _with_a_beginning(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces, the first with at least two bytes, which say how the rest is packed."""
    start = b""
    pieces = iter(pieces)
    for piece in pieces:
        start += piece
        if len(start) > 1:
            break
    if start:
        yield start
    yield from pieces


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    start = next(pieces, b"")
    if not start.startswith(_GZIP):  # sent as it is, by a server that says otherwise
        yield start
        yield from pieces
        return
    engine, members = zlib.decompressobj(16 + zlib.MAX_WBITS), 1
    for piece in chain([start], pieces):
        while piece:
            if engine.eof:
                if not piece.startswith(_GZIP[: len(piece)]):
                    return  # what follows is padding
                engine, members = zlib.decompressobj(16 + zlib.MAX_WBITS), members + 1
                _require(members <= _MAX_MEMBERS, "It consists of too many parts.")
            yield from _inflated(engine, piece)
            piece = engine.unused_data
    _require(engine.eof, "It breaks off.")


def _undeflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With the frame that the standard asks for, or bare, as some servers send it."""
    start = next(pieces, b"")
    framed = len(start) > 1 and start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    engine = zlib.decompressobj(zlib.MAX_WBITS if framed else -zlib.MAX_WBITS)
    for piece in chain([start], pieces):
        if engine.eof:
            return
        yield from _inflated(engine, piece)
    _require(engine.eof or not start, "It breaks off.")


def _inflated(engine: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    try:
        while True:
            out = engine.decompress(piece, _STEP)
            if out:
                yield out
            piece = engine.unconsumed_tail
            if engine.eof or (not piece and len(out) < _STEP):
                return
    except zlib.error as failure:
        raise DecodingError("It is not compressed as it says.") from failure


def _unbrotlied(pieces: Iterator[bytes]) -> Iterator[bytes]:
    engine, seen = brotli.Decompressor(), False
    try:
        for piece in pieces:
            if engine.is_finished():
                return
            seen = True
            yield from _poured(engine, piece)
    except brotli.error as failure:
        raise DecodingError("It is not compressed as it says.") from failure
    _require(engine.is_finished() or not seen, "It breaks off.")


def _poured(engine: brotli.Decompressor, piece: bytes) -> Iterator[bytes]:
    """All that a piece gives. The engine may keep output back also when it takes more input."""
    out = engine.process(piece, output_buffer_limit=_STEP)
    while out:
        yield out
        if engine.is_finished() or (len(out) < _STEP and engine.can_accept_more_data()):
            return
        out = engine.process(b"", output_buffer_limit=_STEP)


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise DecodingError(otherwise)


_DECODERS = {"gzip": _gunzipped, "deflate": _undeflated, "br": _unbrotlied}
