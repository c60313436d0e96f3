"""Learning which settings models refuse, so that they are not sent again."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.modelids import model_id_of
from bedrock_tui.core.rejections import Rejection, refused, without
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError

_log = logging.getLogger(__name__)

HOLDS = timedelta(days=30)
"""How long a refusal is believed; models change."""


class Shelf(Protocol):
    """Where refusals are kept."""

    def keep_rejection(self, rejection: Rejection) -> Future[None]:
        """Keep a refusal in place of an older one of the same model and setting."""
        ...

    def rejections(self) -> Future[list[Rejection]]:
        """Return all that are kept."""
        ...


class Rejections:
    """What models refused, as long as it is believed; used by many threads.

    Without a shelf it is known only as long as the program runs.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Rejection] = {}

    def load(self) -> None:
        """Read what earlier runs learned; blocks. What cannot be read is forgotten."""
        if self._shelf is None:
            return
        try:
            kept = self._shelf.rejections().result()
        except StoreError as error:
            _log.warning("refusals cannot be read: %s", error)
            return
        with self._lock:
            self._known = {(each.model_id, each.setting): each for each in kept}

    def fit(self, lane: Lane) -> tuple[Parameters, tuple[str, ...]]:
        """Return what to send in place of a lane's parameters, and why."""
        model_id = model_id_of(lane.target.id)
        oldest = datetime.now(UTC) - HOLDS
        with self._lock:
            refusals = {
                each.setting: each
                for each in self._known.values()
                if each.model_id == model_id and each.at > oldest
            }
        parameters, left_out = without(lane.parameters, refusals)
        return parameters, tuple(
            f"{setting} left out: {model_id} refused it on"
            f" {refusals[setting].at.astimezone():%Y-%m-%d}"
            for setting in left_out
        )

    def learn(self, target: Target, sent: Parameters, failure: Failure) -> None:
        """Take note of what a failure says of the settings that were sent."""
        setting = refused(failure, sent)
        if setting is None:
            return
        now = datetime.now(UTC)
        rejection = Rejection(model_id_of(target.id), setting, now)
        with self._lock:
            self._known[rejection.model_id, setting] = rejection
        if self._shelf is not None:
            self._shelf.keep_rejection(rejection).add_done_callback(_tell)


def _tell(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        _log.warning("a refusal was not kept: %s", error)
