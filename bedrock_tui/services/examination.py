"""One round of checks in daemon threads, each told as it is known.

Permissions are asked for once, in a thread of their own; the checks that are judged by
them look at all else meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from functools import partial

from bedrock_tui.aws import readiness
from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.aws.readiness import Situation
from bedrock_tui.core.checks import CHECKS, Check
from bedrock_tui.core.permissions import Permission
from bedrock_tui.services import bridge
from bedrock_tui.services.bridge import Channel
from bedrock_tui.services.patience import AGAIN, nothing

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
        names = ("permissions", *self._open)
        self._cancellations = {name: Cancellation() for name in names}
        self._permissions: Future[list[Permission]] = Future()
        """All of them, or the mistake of ours that kept them from being known."""
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
            self._permissions.cancel()
            for cancellation in self._cancellations.values():
                cancellation.cancel()

    def _start(self) -> None:
        self._spawn("permissions", self._ask_permissions)
        for check_id, _ in CHECKS:
            self._spawn(check_id, partial(self._check, check_id))

    def _spawn(self, name: str, work: Callable[[], None]) -> None:
        cancellation = self._cancellations[name]
        bridge.spawn(f"check {name}", partial(watched, cancellation, work))

    def _ask_permissions(self) -> None:
        heard: list[Permission] = []
        with suppress(InvalidStateError):  # nobody listens any more
            try:
                if readiness.permissions_can_be_asked(self._situation):
                    for permission in self._ask():
                        heard.append(permission)
                        self._put(permission)
            except Exception as error:  # noqa: BLE001
                self._permissions.set_exception(error)
            else:
                self._permissions.set_result(heard)

    def _check(self, check_id: str) -> None:
        try:
            if check_id in readiness.BY_PERMISSIONS:
                judge = readiness.prepare(check_id, self._situation)
                check = judge(self._permissions.result())
            else:
                check = readiness.examine(check_id, self._situation)
        except CancelledError:  # nobody waits for the permissions any more
            return
        except Exception:  # noqa: BLE001
            # A bug of ours must end the check, or everybody waits for it.
            _log.exception("check %s", check_id)
            check = readiness.untold(
                check_id,
                "bedrock-tui made a mistake.",
                "Please report it with the end of bedrock-tui.log (data folder).",
            )
        self._tell(check)

    def _put(self, permission: Permission) -> None:
        with self._lock:
            if self._open:
                self._channel.put(permission)

    def _tell(self, check: Check) -> None:
        with self._lock:
            if check.id not in self._open:
                return
            self._open.remove(check.id)
            self._channel.put(check)
            if not self._open:
                self._channel.close()

    def _give_up(self) -> None:
        detail = f"No answer within {self._patience:.0f} s."
        for check_id, _ in CHECKS:
            self._tell(readiness.late(check_id, self._situation, detail, AGAIN))


def watched(cancellation: Cancellation, work: Callable[[], None]) -> None:
    """Run the work until it ends or is cut off."""
    try:
        with cancellation.watch(nothing):
            work()
    except Cancelled:
        return
