"""What is read from a connection, however it is cut or mangled."""

from __future__ import annotations

import gzip
import http.client
import socket
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.decoding import DecodingError, decoded
from news.harvesting.wire import Clock, _answer

PARTS = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 304 x\r\n",
    b"HTTP/9.9 200 ok\r\n",
    b"HTTP/1.1 100 go\r\n",
    b"HTTP/1.1 ",
    b"ICY 200 OK\r\n",
    b"Content-Length: ",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: \xff chunked\r\n",
    b"Content-Type: text/html; charset=\xe9\r\n",
    b"Location: /\r\n",
    b"Set-Cookie: a=b\r\n",
    b"5\r\nhello\r\n",
    b"5\r\n",
    b"-5\r\n",
    b"-1\r\n",
    b"1_0\r\n",
    b"9" * 5000 + b"\r\n",
    b": x\r\n",
    b" folded\r\n",
    b"\r\n",
    b"\n",
    b"\x00\xff\xfe",
    b"\x85\x1c\x1d\xe2\x80\xa8",
]


@given(st.lists(st.sampled_from(PARTS), max_size=10), st.booleans())
def test_any_answer_is_read_or_known_to_be_broken(parts: list[bytes], honest: bool) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((PARTS[0] if honest else b"") + b"".join(parts))
        theirs.shutdown(socket.SHUT_WR)
        try:
            answer = _answer(ours, Clock(30))
            body = b"".join(answer.pieces(100_000))
        except (http.client.HTTPException, ConnectionResetError):
            return
    assert 200 <= answer.status <= 999
    assert len(body) < 100_000
    assert all(name == name.lower() for name in answer.headers)
    assert "set-cookie" not in answer.headers


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "x-gzip": lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:]),
    "identity": bytes,
    "": bytes,
}


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=300), st.integers(1, 40))
def test_a_body_is_unpacked_however_it_is_cut(encoding: str, data: bytes, size: int) -> None:
    packed = PACKERS[encoding](data)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert b"".join(decoded(pieces, encoding)) == data


@given(st.sampled_from(["gzip", "deflate", "br"]), st.binary(max_size=200), st.integers(1, 40))
def test_bytes_that_are_not_packed_end_or_are_known(encoding: str, data: bytes, size: int) -> None:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    try:
        for piece in decoded(pieces, encoding):
            assert len(piece) <= 65536 * 2
    except DecodingError:
        pass


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_no_step_gives_more_than_a_little(encoding: str) -> None:
    packed = PACKERS[encoding](b"\0" * 5_000_000)
    sizes = [len(piece) for piece in decoded([packed], encoding)]
    assert max(sizes) <= 65536 * 2
    assert sum(sizes) == 5_000_000
