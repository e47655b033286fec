"""gRPC over HTTP/2 for one connection: unary calls, answered one after another by one thread.

That is all that a provider needs, because Terraform multiplexes everything over a single connection.
Source: https://www.rfc-editor.org/rfc/rfc9113 and gRPC's doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

import struct
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from standin.hpack import Decoder, literal

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM = ACK = 0x1
END_HEADERS, PADDED, PRIORITY = 0x4, 0x8, 0x20
INITIAL_WINDOW_SIZE, MAXIMUM_FRAME_SIZE = 4, 5  # names of settings
GRPC_INTERNAL, GRPC_UNIMPLEMENTED = 13, 12

_HEAD_BYTES = 9
_DEFAULT_WINDOW, _LARGEST_WINDOW, _DEFAULT_FRAME = 65_535, 0x7FFFFFFF, 16_384
_RESPONSE_HEAD = b"\x88" + literal("content-type", "application/grpc")  # 0x88 is `:status: 200`
_MAXIMUM_NOTE = 120


class Hold:
    """The type of HOLD."""


HOLD: Final = Hold()
"""What a handler returns to leave a stream open without an answer."""

Handler = Callable[[str, bytes], bytes | Hold | None]
"""Takes a method's path and a message; None says that there is no such method."""


class Socket(Protocol):
    """What a connection needs of a socket, plain or TLS."""

    def recv(self, size: int, /) -> bytes:
        """Return what has arrived, at most `size` bytes; nothing when the peer has left."""
        ...

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`."""
        ...


@dataclass(slots=True)
class _Stream:
    path: str
    window: int
    received: bytearray = field(default_factory=bytearray)


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """Return one HTTP/2 frame."""
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


class Connection:
    """A server's end of one connection; `serve` returns when the peer leaves or `stop` is set."""

    def __init__(self, socket: Socket, handler: Handler) -> None:
        self.stop = False
        self._socket, self._handler = socket, handler
        self._headers, self._buffer = Decoder(), b""
        self._window = self._stream_window = _DEFAULT_WINDOW
        self._frame_size = _DEFAULT_FRAME
        self._streams: dict[int, _Stream] = {}
        self._replies: dict[int, bytes] = {}  # what is still to be sent, by stream

    def serve(self) -> None:
        """Answer calls until the peer leaves, or until the handler set `stop` and all is sent."""
        try:
            if self._read(len(PREFACE)) != PREFACE:
                return
            self._send(
                frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, _LARGEST_WINDOW)),
                frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", _LARGEST_WINDOW - _DEFAULT_WINDOW)),
            )
            while not self.stop or self._replies:
                self._take_frame()
        except (EOFError, OSError):
            return  # Terraform leaves without a word when it is killed

    def _take_frame(self) -> None:
        size, kind, flags, number = self._read_head()
        body = self._read(size)
        if kind in (DATA, HEADERS) and flags & PADDED:
            body = body[1 : len(body) - body[0]]
        if kind == HEADERS:
            self._take_headers(number, flags, body)
        elif kind == DATA:
            self._take_data(number, body)
        elif kind == SETTINGS and not flags & ACK:
            self._take_settings(body)
        elif kind == PING and not flags & ACK:
            self._send(frame(PING, ACK, 0, body))
        elif kind == WINDOW_UPDATE:
            self._take_window(number, struct.unpack(">I", body)[0])
        elif kind == RESET:
            self._streams.pop(number, None)
        elif kind == GOAWAY:
            raise EOFError
        if kind in (DATA, HEADERS) and flags & END_STREAM and number in self._streams:
            self._answer(number)
        self._flush()

    def _take_headers(self, number: int, flags: int, body: bytes) -> None:
        block = body[5:] if flags & PRIORITY else body
        while not flags & END_HEADERS:
            size, _, more_flags, _ = self._read_head()
            block += self._read(size)
            flags |= more_flags & END_HEADERS
        headers = dict(self._headers.decode(block))
        self._streams[number] = _Stream(headers.get(":path", ""), self._stream_window)

    def _take_data(self, number: int, body: bytes) -> None:
        if not body:
            return
        if number in self._streams:
            self._streams[number].received += body
        self._send(frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", len(body))))

    def _take_settings(self, body: bytes) -> None:
        for name, value in struct.iter_unpack(">HI", body):
            if name == INITIAL_WINDOW_SIZE:
                for stream in self._streams.values():
                    stream.window += value - self._stream_window
                self._stream_window = value
            elif name == MAXIMUM_FRAME_SIZE:
                self._frame_size = value
        self._send(frame(SETTINGS, ACK, 0))

    def _take_window(self, number: int, increment: int) -> None:
        if number == 0:
            self._window += increment
        elif number in self._streams:
            self._streams[number].window += increment

    def _answer(self, number: int) -> None:
        stream = self._streams[number]
        try:
            reply = self._handler(stream.path, bytes(stream.received[5:]))  # after gRPC's flag and length
        except Exception as error:
            traceback.print_exc()  # Terraform shows a provider's stderr in its log
            self._refuse(number, GRPC_INTERNAL, f"{type(error).__name__}: {error}")
            return
        if reply is None:
            self._refuse(number, GRPC_UNIMPLEMENTED, "not implemented")
        elif isinstance(reply, bytes):
            self._send(frame(HEADERS, END_HEADERS, number, _RESPONSE_HEAD))
            self._replies[number] = b"\x00" + struct.pack(">I", len(reply)) + reply

    def _refuse(self, number: int, status: int, note: str) -> None:
        safe = "".join(c if " " <= c <= "~" and c != "%" else "%20" for c in note)[:_MAXIMUM_NOTE]
        trailers = literal("grpc-status", str(status)) + literal("grpc-message", safe)
        self._send(frame(HEADERS, END_HEADERS | END_STREAM, number, _RESPONSE_HEAD + trailers))
        self._streams.pop(number, None)

    def _flush(self) -> None:
        """Send as much of the replies as the peer's windows allow."""
        for number in list(self._replies):
            while self._replies[number] and number in self._streams:
                stream = self._streams[number]
                size = min(len(self._replies[number]), self._window, stream.window, self._frame_size)
                if size <= 0:
                    break
                self._send(frame(DATA, 0, number, self._replies[number][:size]))
                self._replies[number] = self._replies[number][size:]
                self._window -= size
                stream.window -= size
            if not self._replies[number] or number not in self._streams:
                del self._replies[number]
                if self._streams.pop(number, None):
                    status = literal("grpc-status", "0")
                    self._send(frame(HEADERS, END_HEADERS | END_STREAM, number, status))

    def _read_head(self) -> tuple[int, int, int, int]:
        head = self._read(_HEAD_BYTES)
        number = struct.unpack(">I", head[5:])[0] & 0x7FFFFFFF
        return int.from_bytes(head[:3], "big"), head[3], head[4], number

    def _read(self, size: int) -> bytes:
        while len(self._buffer) < size:
            more = self._socket.recv(65_536)
            if not more:
                raise EOFError
            self._buffer += more
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _send(self, *frames: bytes) -> None:
        self._socket.sendall(b"".join(frames))
