"""One connection: chunks, waiting, hanging and breaking."""

from __future__ import annotations

import select
import socket
import struct
import time

PATIENCE = 0.25
"""How long a sleep may be, in seconds, before it also watches for a hang-up."""


class HungUp(ConnectionError):
    """The client went away, or the server is stopping."""


class Wire:
    """A client's socket while a response is written to it."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def chunk(self, data: bytes) -> None:
        """One chunk of a chunked body."""
        self._client.sendall(b"%x\r\n%b\r\n" % (len(data), data))

    def end(self) -> None:
        """The end of a chunked body."""
        self._client.sendall(b"0\r\n\r\n")

    def half_chunk(self, data: bytes) -> None:
        """A chunk that promises twice what it holds, and no more; raises HungUp."""
        self._client.sendall(b"%x\r\n%b" % (2 * len(data), data))
        raise HungUp

    def wait_until(self, due: float) -> None:
        """Sleep until the monotonic clock shows ``due``; HungUp if nobody waits."""
        left = due - time.monotonic()
        if left <= 0:
            return
        if left < PATIENCE:
            time.sleep(left)
            return
        self._watch(left)

    def hang(self) -> None:
        """Say nothing until the client leaves; raises HungUp then."""
        while True:
            self._watch(60.0)

    def reset(self) -> None:
        """Break the connection with a TCP reset; always raises HungUp."""
        time.sleep(0.02)  # what was sent before should arrive before the reset
        linger = struct.pack("ii", 1, 0)
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        socket.close(self._client.detach())
        raise HungUp

    def _watch(self, seconds: float) -> None:
        readable, _, _ = select.select([self._client], [], [], seconds)
        if readable and not self._client.recv(1, socket.MSG_PEEK):
            raise HungUp
        if readable:
            time.sleep(seconds)
