"""The gRPC server of the stand-ins, spoken to frame by frame."""

from __future__ import annotations

import struct

import pytest

from standin import http2
from standin.hpack import Decoder, literal
from standin.http2 import Connection, Hold, frame

CALL_HEAD = literal(":method", "POST") + literal(":path", "/echo")


class Peer:
    """A client that said everything at once, and takes down what it is answered."""

    def __init__(self, *frames: bytes) -> None:
        self.unread, self.received = http2.PREFACE + b"".join(frames), b""

    def recv(self, size: int, /) -> bytes:
        size = min(size, 1000)  # in pieces that fit no frame
        taken, self.unread = self.unread[:size], self.unread[size:]
        return taken

    def sendall(self, data: bytes, /) -> None:
        self.received += data

    def frames(self) -> list[tuple[int, int, int, bytes]]:
        """Return kind, flags, stream and payload of each frame that we were sent."""
        out, at = [], 0
        while at < len(self.received):
            size = int.from_bytes(self.received[at : at + 3], "big")
            kind, flags, stream = struct.unpack(">BBI", self.received[at + 3 : at + 9])
            out.append((kind, flags, stream, self.received[at + 9 : at + 9 + size]))
            at += 9 + size
        return out

    def payload(self, stream: int) -> bytes:
        return b"".join(body for kind, _, number, body in self.frames() if (kind, number) == (http2.DATA, stream))

    def headers(self, stream: int) -> dict[str, str]:
        decoder = Decoder()
        found = [body for kind, _, number, body in self.frames() if (kind, number) == (http2.HEADERS, stream)]
        return dict(pair for body in found for pair in decoder.decode(body))


def echo(path: str, message: bytes) -> bytes | Hold | None:
    if path == "/echo":
        return message
    if path == "/hold":
        return http2.HOLD
    if path == "/fail":
        raise RuntimeError("no 100% luck")
    return None


def message(body: bytes) -> bytes:
    return b"\x00" + struct.pack(">I", len(body)) + body


def call(stream: int, body: bytes, path: str = "/echo") -> bytes:
    head = literal(":method", "POST") + literal(":path", path)
    return frame(http2.HEADERS, http2.END_HEADERS, stream, head) + frame(
        http2.DATA, http2.END_STREAM, stream, message(body)
    )


def conversation(*frames: bytes) -> Peer:
    peer = Peer(*frames)
    Connection(peer, echo).serve()
    return peer


def test_a_call_is_answered() -> None:
    peer = conversation(call(1, b"hello"))

    assert peer.payload(1) == message(b"hello")
    assert peer.headers(1) == {":status": "200", "content-type": "application/grpc", "grpc-status": "0"}


def test_a_method_that_is_not_there_is_unimplemented() -> None:
    assert conversation(call(1, b"", "/other")).headers(1)["grpc-status"] == "12"


def test_a_failure_is_an_internal_error_with_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    headers = conversation(call(1, b"", "/fail"), call(3, b"on")).headers(1)

    assert headers["grpc-status"] == "13"
    assert headers["grpc-message"] == "RuntimeError: no 100%20 luck"
    assert "RuntimeError" in capsys.readouterr().err


def test_a_held_stream_gets_no_answer_and_stops_nobody() -> None:
    peer = conversation(call(1, b"", "/hold"), call(3, b"hello"))

    assert peer.headers(1) == {}
    assert peer.payload(3) == message(b"hello")


def test_a_large_answer_waits_for_the_peers_windows() -> None:
    body = bytes(200_000)
    size = len(message(body))
    small = conversation(call(1, body))
    opened = conversation(
        call(1, body),
        frame(http2.WINDOW_UPDATE, 0, 0, struct.pack(">I", size)),
        frame(http2.WINDOW_UPDATE, 0, 1, struct.pack(">I", size)),
    )

    assert len(small.payload(1)) == 65_535
    assert opened.payload(1) == message(body)
    assert opened.headers(1)["grpc-status"] == "0"
    assert max(len(body) for kind, _, _, body in opened.frames() if kind == http2.DATA) == 16_384


def test_the_peers_settings_change_windows_and_frames() -> None:
    settings = struct.pack(">HIHI", http2.INITIAL_WINDOW_SIZE, 1_000_000, http2.MAXIMUM_FRAME_SIZE, 50_000)
    window = frame(http2.WINDOW_UPDATE, 0, 0, struct.pack(">I", 1_000_000))
    peer = conversation(frame(http2.SETTINGS, 0, 0, settings), window, call(1, bytes(120_000)))

    assert peer.payload(1) == message(bytes(120_000))
    assert max(len(body) for kind, _, _, body in peer.frames() if kind == http2.DATA) == 50_000
    assert (http2.SETTINGS, http2.ACK, 0, b"") in peer.frames()


def test_padding_priority_and_continuation_are_taken_off() -> None:
    padded_headers = bytes([4]) + bytes(5) + CALL_HEAD[:10] + bytes(4)
    flags = http2.PADDED | http2.PRIORITY
    peer = conversation(
        frame(http2.HEADERS, flags, 1, padded_headers),
        frame(9, http2.END_HEADERS, 1, CALL_HEAD[10:]),
        frame(http2.DATA, http2.PADDED | http2.END_STREAM, 1, bytes([3]) + message(b"hello") + bytes(3)),
    )

    assert peer.payload(1) == message(b"hello")


def test_a_ping_comes_back_and_a_reset_stream_is_forgotten() -> None:
    started = frame(http2.HEADERS, http2.END_HEADERS, 1, CALL_HEAD)
    peer = conversation(
        started,
        frame(http2.RESET, 0, 1, bytes(4)),
        frame(http2.DATA, http2.END_STREAM, 1, message(b"late")),
        frame(http2.PING, 0, 0, b"12345678"),
    )

    assert (http2.PING, http2.ACK, 0, b"12345678") in peer.frames()
    assert peer.headers(1) == {}


def test_a_peer_that_says_goodbye_ends_it() -> None:
    assert conversation(frame(http2.GOAWAY, 0, 0, bytes(8)), call(1, b"hello")).payload(1) == b""


def test_a_peer_that_does_not_speak_http2_is_left_alone() -> None:
    peer = Peer()
    peer.unread = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

    Connection(peer, echo).serve()

    assert peer.received == b""


def test_stop_ends_it_once_the_answer_is_out() -> None:
    peer = Peer(call(1, b"bye"), call(3, b"late"))

    def answer(_path: str, body: bytes) -> bytes:
        connection.stop = True
        return body

    connection = Connection(peer, answer)
    connection.serve()

    assert peer.payload(1) == message(b"bye")
    assert peer.payload(3) == b""
