"""A Socket.IO client on a bare asyncio transport: light enough that thousands of them load only the server."""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import Callable
from typing import Any

Hear = Callable[[str, Any], None]
TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
MASK = b"\0\0\0\0"
"""A mask of zeros is a mask: what is sent stays as it is."""


class WireSocket(asyncio.Protocol):
    """`await ready` for the connection to be accepted; events go to `hear`; `closed` says when it is over."""

    def __init__(self, token: str | None, hear: Hear) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.pings = 0
        self._token = token
        self._hear = hear
        self._buffer = b""
        self._shaken = False
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the type checker
        self._transport = transport
        key = b64encode(os.urandom(16)).decode()
        lines = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        transport.write("\r\n".join((*lines, "", "")).encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._shaken and not self._shake():
            return
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(error or ConnectionError("closed before it was accepted"))
        if not self.closed.done():
            self.closed.set_result(None)

    def emit(self, event: str, message: Any) -> None:
        self._send("42" + json.dumps([event, message]))

    def emit_picture(self, event: str, message: dict[str, Any], name: str, picture: bytes) -> None:
        """An event with one binary attachment, under that name."""
        holder = {"_placeholder": True, "num": 0}
        self._send("451-" + json.dumps([event, {**message, name: holder}]))
        self._write(BINARY, picture)

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def _shake(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        self._buffer, self._shaken = rest, True
        status = head.split(b"\r\n", 1)[0]
        if b" 101 " not in status + b" ":
            self._refuse(status.decode("latin-1"))
        return self._shaken

    def _frame(self) -> tuple[int, bytes] | None:
        """The next whole one: its kind and what it carries."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, begin = buffer[1] & 0x7F, 2
        if size > 125:
            begin = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:begin], "big")
        if len(buffer) < begin + size:
            return None
        self._buffer = buffer[begin + size :]
        return buffer[0] & 0x0F, buffer[begin : begin + size]

    def _take(self, kind: int, carried: bytes) -> None:
        if kind == TEXT:
            self._read(carried.decode())
        elif kind == PING:
            self._write(PONG, carried)
        elif kind == CLOSE:
            self.close()

    def _read(self, packet: str) -> None:
        """Engine.IO's open and ping, Socket.IO's connect, event and refusal."""
        if packet.startswith("42"):
            name, *rest = json.loads(packet[2:])
            self._hear(name, rest[0] if rest else None)
        elif packet.startswith("2"):
            self.pings += 1
            self._send("3")
        elif packet.startswith("0"):
            self._send("40" + json.dumps({"token": self._token} if self._token else {}))
        elif packet.startswith("40") and not self.ready.done():
            self.ready.set_result(None)
        elif packet.startswith("44"):
            self._refuse(packet[2:])

    def _refuse(self, why: str) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(why))
        self.close()

    def _send(self, packet: str) -> None:
        self._write(TEXT, packet.encode())

    def _write(self, kind: int, carried: bytes) -> None:
        size = len(carried)
        if size < 126:
            length = bytes((0x80 | size,))
        else:
            length = b"\xfe" + size.to_bytes(2, "big") if size < 65_536 else b"\xff" + size.to_bytes(8, "big")
        if self._transport:
            self._transport.write(bytes((0x80 | kind,)) + length + MASK + carried)


def deaf(_event: str, _message: Any) -> None:
    """For sockets that only sit there."""


async def connected(port: int, token: str | None = None, hear: Hear = deaf, patience: float = 60.0) -> WireSocket:
    """One socket, accepted by the server."""
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: WireSocket(token, hear), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.shield(socket.ready), patience)
    return socket


async def crowd(port: int, tokens: list[str], abreast: int = 50) -> list[WireSocket]:
    """One socket per token, so many being connected at a time; those that were refused are missing."""
    gate = asyncio.Semaphore(abreast)

    async def one(token: str) -> WireSocket | None:
        async with gate:
            try:
                return await connected(port, token)
            except (OSError, TimeoutError):
                return None

    found = await asyncio.gather(*map(one, tokens))
    return [socket for socket in found if socket is not None]
