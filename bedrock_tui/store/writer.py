"""The one thread that writes to the database."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from bedrock_tui.errors import StoreError
from bedrock_tui.store.connection import transaction
from bedrock_tui.store.failures import readable
from bedrock_tui.store.jobs import Job, Jobs, Signal, Work

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

_log = logging.getLogger(__name__)

_RHYTHM = 0.5
"""Seconds between two looks at the backlogs while one of them has something."""
_LONGEST = 30.0
"""Seconds between two tries when they keep failing."""


class Write(Protocol):
    """Does work in a transaction of its own; raises StoreError."""

    def __call__(self, work: Work[T], /) -> T:
        """Return what `work` returns, once that is on disk."""
        ...


class Backlog(Protocol):
    """Something that collects what is to be written, besides jobs."""

    def pending(self) -> bool:
        """Return whether there is anything to write."""
        ...

    def flush(self, write: Write) -> None:
        """Write it; what could not be written stays. Raises StoreError."""
        ...


class Writer:
    """A daemon thread with a connection of its own; each job is one transaction."""

    def __init__(
        self, path: Path, backlogs: Sequence[Backlog], *, patience: float
    ) -> None:
        self.jobs = Jobs()
        self._path = path
        self._backlogs = backlogs
        self._patience = patience
        self._give_up_at = float("inf")
        self._due_at = 0.0
        self._delay = _RHYTHM

    def start(
        self,
        prepare: Callable[[Callable[[], bool]], sqlite_utils.Database],
        finish: Callable[[sqlite_utils.Database, Write], None],
    ) -> None:
        """Open the database by `prepare` in the thread; raises what that raises.

        `prepare` gets a clock that says when to stop waiting for locks; `finish`
        closes the database at the end.
        """
        opened: Future[None] = Future()

        def run() -> None:
            try:
                db = prepare(self._clock(time.monotonic() + self._patience))
            except Exception as error:  # noqa: BLE001  carried to whoever opens
                opened.set_exception(error)
                return
            opened.set_result(None)
            self._work(db)
            finish(db, lambda work: self._write(db, work))

        self._thread = threading.Thread(target=run, name="history-writer", daemon=True)
        self._thread.start()
        opened.result()

    def close(self, give_up_at: float) -> bool:
        """Do what is queued; return whether the thread ended before `give_up_at`.

        `give_up_at` is a reading of the monotonic clock, in seconds.
        """
        self.hurry(give_up_at)
        self.jobs.close()
        self._thread.join(max(0.0, give_up_at - time.monotonic()))
        return not self._thread.is_alive()

    def hurry(self, give_up_at: float) -> None:
        """Wait for locks no longer than until `give_up_at`, now and from now on."""
        self._give_up_at = give_up_at

    def _work(self, db: sqlite_utils.Database) -> None:
        while (item := self.jobs.next(self._pause())) is not Signal.STOP:
            if isinstance(item, Job):
                self._run(db, item)
            if self._pending() and time.monotonic() >= self._due_at:
                self._flush(db, until=0.0)
        if self._pending():
            self._flush(db, until=self._give_up_at)

    def _run(self, db: sqlite_utils.Database, job: Job[T]) -> None:
        until = job.put_at + self._patience
        went_well = job.run(lambda work: self._write(db, work, until))
        if went_well and self._delay > _RHYTHM:
            self._delay, self._due_at = _RHYTHM, 0.0

    def _flush(self, db: sqlite_utils.Database, *, until: float) -> None:
        try:
            for backlog in self._backlogs:
                backlog.flush(lambda work: self._write(db, work, until))
        except StoreError:
            self._delay = min(self._delay * 2, _LONGEST)
        except Exception:  # noqa: BLE001  the thread outlives any fault
            _log.exception("A backlog of the history could not be written.")
        else:
            self._delay = _RHYTHM
        self._due_at = time.monotonic() + self._delay

    def _write(
        self,
        db: sqlite_utils.Database,
        work: Work[T],
        until: float = float("inf"),
    ) -> T:
        """Do `work` in a transaction, which waits for the lock up to `until`."""
        with readable(self._path), transaction(db, self._clock(until)):
            return work(db)

    def _pending(self) -> bool:
        return any(backlog.pending() for backlog in self._backlogs)

    def _pause(self) -> float | None:
        """Return the seconds until a backlog is due; None while all are empty."""
        if not self._pending():
            return None
        return max(0.0, self._due_at - time.monotonic())

    def _clock(self, until: float) -> Callable[[], bool]:
        """Return what tells when to stop waiting for locks; closing comes first."""
        return lambda: time.monotonic() >= min(until, self._give_up_at)
