"""Ending a call from another thread, also while its socket is silent.

Neither `EventStream.close()` (it waits for the reader) nor closing the socket wakes a
blocked read; shutting the socket down does, within a millisecond. The socket is known
from the moment its connection is used for a request, so this works before headers
came, too (`aws.connections`).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol


class Cancelled(BaseException):
    """The call was cancelled; not an Exception, so that no library swallows it."""


class Connection(Protocol):
    """A connection of urllib3 that knows which call uses it."""

    sock: Any
    user: Cancellation | None


_current = threading.local()


def current() -> Cancellation | None:
    """Return what watches the requests of this thread, if anything does."""
    call: Cancellation | None = getattr(_current, "call", None)
    return call


class Cancellation:
    """Whether one call is to go on; shared by its thread and everybody else."""

    def __init__(self) -> None:
        self._flag = threading.Event()
        self._connection: Connection | None = None
        self._on_request: Callable[[], None] | None = None

    @property
    def cancelled(self) -> bool:
        """True from the moment `cancel` was called."""
        return self._flag.is_set()

    def cancel(self) -> None:
        """End the call from any thread; returns at once."""
        self._flag.set()
        connection = self._connection
        # A connection goes back to the pool when a body has been read to its end, and
        # another call may own it by now.
        if connection is not None and connection.user is self:
            _shut_down(connection)

    def wait(self, seconds: float) -> None:
        """Sleep, unless cancelled. Raises Cancelled."""
        if self._flag.wait(seconds):
            raise Cancelled

    def check(self) -> None:
        """Raise Cancelled if the call was cancelled."""
        if self._flag.is_set():
            raise Cancelled

    @contextmanager
    def watch(self, on_request: Callable[[], None]) -> Iterator[None]:
        """Let `cancel` reach every request this thread makes inside the block.

        `on_request` is called when a request is about to be written.
        """
        self._on_request = on_request
        _current.call = self
        try:
            yield
        finally:
            _current.call = None
            self._connection = None

    def take(self, connection: Connection) -> None:
        """Note the connection that is about to carry this call's request."""
        connection.user = self
        self._connection = connection
        self.check()
        if self._on_request is not None:
            self._on_request()


def _shut_down(connection: Connection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            # Not SSLSocket.shutdown: it would drop the TLS layer under the reader.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
