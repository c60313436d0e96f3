"""Keys pressed from outside while the program streams, and when each was painted."""

from __future__ import annotations

import random
import time
from unicodedata import category

from tests.benchmarks.terminal import Terminal

LETTERS = tuple(
    letter for letter in map(chr, range(0x400, 0x500)) if category(letter)[0] == "L"
)
"""Cyrillic: no reply contains them, so the bytes of each can come from nowhere else."""
PERIOD = (0.06, 0.14)
"""Seconds between two keys, irregular so as not to beat with the frames."""


class Typist:
    """Presses a letter that was never pressed before about ten times a second."""

    def __init__(self, terminal: Terminal, seed: int = 0) -> None:
        self._terminal = terminal
        self._chance = random.Random(seed)
        self._left = list(reversed(LETTERS))
        self._waiting: dict[bytes, float] = {}
        self._tail = b""
        self._next = time.perf_counter()
        self.delays: list[float] = []
        """Milliseconds from the key to its letter in the output."""

    def step(self) -> None:
        """Press a key if it is time, and look at what was painted."""
        now = time.perf_counter()
        if now >= self._next and self._left:
            letter = self._left.pop().encode()
            self._waiting[letter] = self._terminal.send(letter)
            self._next = now + self._chance.uniform(*PERIOD)
        painted = self._terminal.pump(min(0.02, self._next - time.perf_counter()))
        if painted:
            self._look(painted)

    def stop(self) -> None:
        """Count what was never painted as painted now: it is at least that late."""
        now = time.perf_counter()
        self.delays += [(now - pressed) * 1000 for pressed in self._waiting.values()]
        self._waiting.clear()

    def _look(self, painted: bytes) -> None:
        at = self._terminal.painted[-1].at
        text = self._tail + painted
        for letter in [each for each in self._waiting if each in text]:
            self.delays.append((at - self._waiting.pop(letter)) * 1000)
        self._tail = text[-1:]
