"""No more requests a minute than the person wants to send."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0


class Pace:
    """Gives every request a moment to go, so that no minute has too many of them.

    Shared by all lanes, whatever their thread.
    """

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_minute = per_minute
        """Requests that may go within any 60 seconds; 0 sets no limit."""
        self._clock = clock
        self._lock = threading.Lock()
        self._moments: deque[float] = deque()

    def reserve(self) -> float:
        """Return after how many seconds the next request may go, and count it."""
        if not self.per_minute:
            return 0.0
        with self._lock:
            now = self._clock()
            while self._moments and self._moments[0] <= now - MINUTE:
                self._moments.popleft()
            moment = now
            if len(self._moments) >= self.per_minute:
                moment = max(now, self._moments[-self.per_minute] + MINUTE)
            self._moments.append(moment)
            return moment - now

    def give_back(self) -> None:
        """Take the last reservation back: its request does not go."""
        with self._lock:
            if self._moments:
                self._moments.pop()
