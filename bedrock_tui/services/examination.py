"""One round of checks in daemon threads, each told as it is known."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from functools import partial

from bedrock_tui.aws import readiness
from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.aws.readiness import Situation
from bedrock_tui.core.checks import CHECKS, Check
from bedrock_tui.core.permissions import Permission
from bedrock_tui.services import bridge
from bedrock_tui.services.bridge import Channel
from bedrock_tui.services.patience import AGAIN

_STREAMING = "streaming"
_log = logging.getLogger(__name__)


class Examination:
    """One round of checks: each is told once, also when it is too late for it."""

    def __init__(
        self,
        situation: Situation,
        ask: Callable[[], Iterator[Permission]],
        patience: float,
    ) -> None:
        self._situation = situation
        self._ask = ask
        self._patience = patience
        self._open = {check_id for check_id, _ in CHECKS}
        self._cancellations = {check_id: Cancellation() for check_id, _ in CHECKS}
        self._lock = threading.Lock()

    async def run(self) -> AsyncGenerator[Check | Permission]:
        """Yield everything as it is known."""
        self._channel: Channel[Check | Permission] = Channel()
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._patience, self._give_up)
        # Starting a thread waits for it to run: not on the event loop.
        bridge.spawn("checks", self._start)
        try:
            async for found in self._channel:
                yield found
        finally:
            timer.cancel()
            for cancellation in self._cancellations.values():
                cancellation.cancel()

    def _start(self) -> None:
        for check_id, cancellation in self._cancellations.items():
            work = partial(self._check, check_id)
            bridge.spawn(f"check {check_id}", partial(watched, cancellation, work))

    def _check(self, check_id: str) -> None:
        try:
            if check_id == _STREAMING:
                check = self._streaming()
            else:
                check = readiness.examine(check_id, self._situation)
        except Exception:  # noqa: BLE001
            # A bug of ours must end the check, or everybody waits for it.
            _log.exception("check %s", check_id)
            check = readiness.untold(
                check_id,
                "bedrock-tui made a mistake.",
                "Please report it with the end of bedrock-tui.log (data folder).",
            )
        self._tell(check)

    def _streaming(self) -> Check:
        if (skipped := readiness.blocked(self._situation)) is not None:
            return skipped
        heard = []
        for permission in self._ask():
            heard.append(permission)
            with self._lock:
                if _STREAMING in self._open:
                    self._channel.put(permission)
        return readiness.streaming(heard)

    def _tell(self, check: Check) -> None:
        with self._lock:
            if check.id not in self._open:
                return
            self._open.remove(check.id)
            self._channel.put(check)
            if not self._open:
                self._channel.close()

    def _give_up(self) -> None:
        detail = f"No answer within {self._patience:g} s."
        for check_id, _ in CHECKS:
            self._tell(readiness.untold(check_id, detail, AGAIN))


def watched(cancellation: Cancellation, work: Callable[[], None]) -> None:
    """Run the work until it ends or is cut off."""
    try:
        with cancellation.watch(nothing):
            work()
    except Cancelled:
        return


def nothing() -> None:
    """Hear that a request is about to be written."""
