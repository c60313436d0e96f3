"""A program in a pseudo-terminal: what it paints and when, and when it is gone."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pyte

from tests.benchmarks.world import CHECKOUT

QUIT = b"\x11"
"""The bytes of ctrl+q."""


@dataclass(frozen=True, slots=True)
class Painted:
    """Bytes that came from the program."""

    at: float
    """Seconds of the performance counter when they were read."""
    data: bytes


class Terminal:
    """Runs a program on a pty that is drained by whoever calls `pump`.

    All streams of the program are the pty itself. Time is the performance counter's;
    `started_at` is the moment before the process was made.
    """

    def __init__(self, command: Sequence[str], *, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.painted: list[Painted] = []
        self.ended_at: float | None = None
        self._main, terminal = os.openpty()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=CHECKOUT,
            # Not the C library's own: GNU readline puts COLUMNS and LINES there.
            env=dict(os.environ),
            start_new_session=True,
        )
        os.close(terminal)
        self._ending = os.pidfd_open(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        os.close(self._ending)
        os.close(self._main)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How the program ended; None while it runs."""
        return self._process.poll()

    def send(self, keys: bytes) -> float:
        """Press keys and return when."""
        at = time.perf_counter()
        os.write(self._main, keys)
        return at

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window does; no signal is sent."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._main)
        os.close(nothing)

    def wait(self, seconds: float) -> None:
        """Wait for the program's end without reading what it paints.

        Raises:
            TimeoutExpired: it goes on
        """
        self._process.wait(seconds)

    def pump(self, timeout: float = 0.05) -> bytes:
        """Wait for something painted or for the end, and return what was painted."""
        watched = [self._main] if self.ended_at else [self._main, self._ending]
        ready, _, _ = select.select(watched, [], [], max(0.0, timeout))
        at = time.perf_counter()
        if self._ending in ready and self.ended_at is None:
            self.ended_at = at
            self._process.wait()
        if self._main not in ready:
            return b""
        try:
            data = os.read(self._main, 1 << 16)
        except OSError:  # the program closed its side
            time.sleep(0.001)
            return b""
        self.painted.append(Painted(at, data))
        return data

    def pump_until(self, done: Callable[[], bool], timeout: float) -> None:
        """Drain until `done`. Raises TimeoutError, and RuntimeError at an early end."""
        give_up_at = time.perf_counter() + timeout
        while not done():
            if self.ended_at is not None:
                raise RuntimeError(f"The program ended:\n{self.text()}")
            if time.perf_counter() > give_up_at:
                raise TimeoutError(f"Not within {timeout:g} s:\n{self.text()}")
            self.pump(0.02)

    def pump_for(self, seconds: float) -> None:
        """Drain for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.pump(left)

    def quit(self, timeout: float = 15.0) -> float:
        """Press ctrl+q and return the seconds until the process was gone."""
        pressed_at = self.send(QUIT)
        while self.ended_at is None:
            if time.perf_counter() - pressed_at > timeout:
                raise TimeoutError(f"It did not quit:\n{self.text()}")
            self.pump(0.5)
        return self.ended_at - pressed_at

    def has(self, marker: bytes) -> bool:
        """Tell whether these bytes were painted, since the start."""
        return marker in b"".join(each.data for each in self.painted)

    def first(self, marker: bytes) -> float:
        """Return the seconds from the start to these bytes."""
        seen = b""
        for each in self.painted:
            seen += each.data
            if marker in seen:
                return each.at - self.started_at
        raise LookupError(f"{marker!r} was never painted:\n{self.text()}")

    def first_screen(
        self, fits: Callable[[list[str]], bool], after: float | None = None
    ) -> float:
        """Return the seconds from the start, or `after` a key, to a screen that `fits`.

        What was painted is read again after the fact, so that reading it takes no
        time from the program.
        """
        screen, stream = self._emulator()
        for each in self.painted:
            stream.feed(each.data)
            if (after is None or each.at >= after) and fits(screen.display):
                return each.at - (self.started_at if after is None else after)
        raise LookupError(f"Such a screen never came:\n{self.text()}")

    def text(self) -> str:
        """Return the screen as it is now."""
        screen, stream = self._emulator()
        for each in self.painted:
            stream.feed(each.data)
        return "\n".join(line.rstrip() for line in screen.display)

    def _emulator(self) -> tuple[pyte.Screen, pyte.ByteStream]:
        screen = pyte.Screen(self.columns, self.rows)
        return screen, pyte.ByteStream(screen)
