"""The calls of the history: kept before they are sent, while they run, at their end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from bedrock_tui.core.call import Call, Progress
from bedrock_tui.core.comparison import Comparison, Said
from bedrock_tui.errors import StoreError
from bedrock_tui.store import records
from bedrock_tui.store.database import Database
from bedrock_tui.store.failures import RefusedError
from bedrock_tui.store.jobs import Work
from bedrock_tui.store.writer import Write

if TYPE_CHECKING:
    import sqlite_utils

_log = logging.getLogger(__name__)


class Calls:
    """Keeps calls and finds them again; every method returns at once.

    Prompt and system prompt are kept once, with the turn and the comparison; times
    are kept to the millisecond.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dirty: dict[str, Callable[[], Progress]] = {}
        """How to learn what has arrived of calls that have more than the disk has."""
        self._unsaved: dict[str, Call] = {}
        """Calls whose newest state is queued, or waits for another try."""
        self._failed: set[str] = set()
        """Those of them that wait for another try."""
        self._lock = threading.Lock()
        """Guards the unsaved and the failed; progress() does without it."""
        database.attach(self)

    def begin(self, comparison: Comparison, calls: Sequence[Call]) -> Future[None]:
        """Keep a comparison, its turn and its running calls, before they are sent.

        What is there already stays as it is: a retry adds a call to a comparison.
        """

        def work(db: sqlite_utils.Database) -> None:
            records.save_comparison(db, comparison, calls)
            self._store(db, calls)

        return self._save(calls, work)

    def progress(self, call_id: str, read: Callable[[], Progress]) -> None:
        """Note that more of a running call has arrived.

        Within half a second the writer thread calls `read` and keeps what it returns.
        """
        first = call_id not in self._dirty
        self._dirty[call_id] = read
        if first:
            self._database.wake()

    def end(self, call: Call) -> Future[None]:
        """Keep the whole of a call that ended, whatever of it is there already.

        What cannot be written now is tried again later, and when the database closes.
        """
        self._dirty.pop(call.id, None)
        return self._save((call,), lambda db: self._store(db, (call,)))

    def newest(self, limit: int) -> Future[list[Call]]:
        """Return at most `limit` calls, the newest first."""
        return self._database.read(lambda db: records.select_newest(db, limit))

    def get(self, call_id: str) -> Future[Call | None]:
        """Return the call with this id, or None."""
        return self._database.read(lambda db: records.select(db, call_id))

    def find(self, prefix: str, limit: int) -> Future[list[Call]]:
        """Return at most `limit` calls whose ids begin so."""
        return self._database.read(
            lambda db: records.select_by_prefix(db, prefix, limit)
        )

    def past(self, call: Call) -> Future[tuple[Said, ...]]:
        """Return what was said in a call's lane before it, the first prompt first."""
        return self._database.read(lambda db: records.select_past(db, call))

    def pending(self) -> bool:
        """Return whether there is progress to keep, or a call to try again."""
        return bool(self._dirty or self._failed)

    def flush(self, write: Write) -> None:
        """Keep the calls that failed before, each for itself, then the progress."""
        with self._lock:
            failed = [self._unsaved[call_id] for call_id in self._failed]
        troubles = [trouble for call in failed if (trouble := self._retry(write, call))]
        self._keep_progress(write)
        if troubles:
            raise troubles[0]

    def _save(self, calls: Sequence[Call], work: Work[None]) -> Future[None]:
        with self._lock:
            self._unsaved.update({call.id: call for call in calls})
        future = self._database.write(work)
        future.add_done_callback(lambda future: self._settle(calls, future))
        return future

    def _settle(self, calls: Sequence[Call], future: Future[None]) -> None:
        """Forget what was written; keep for later what the disk did not take."""
        if _may_pass(future.exception()):
            with self._lock:
                self._failed.update(
                    call.id for call in calls if call.id in self._unsaved
                )
        else:
            self._forget(calls)

    def _forget(self, calls: Sequence[Call]) -> None:
        with self._lock:
            for call in calls:
                if self._unsaved.get(call.id) is call:
                    del self._unsaved[call.id]
                    self._failed.discard(call.id)

    def _retry(self, write: Write, call: Call) -> StoreError | None:
        try:
            write(lambda db: self._store(db, (call,)))
        except StoreError as error:
            if _may_pass(error):
                return error
        self._forget((call,))
        return None

    def _store(self, db: sqlite_utils.Database, calls: Sequence[Call]) -> None:
        for call in calls:
            records.save(db, call, self._database.instance_id)

    def _keep_progress(self, write: Write) -> None:
        marks = self._take_marks()
        arrived = {
            call_id: progress
            for call_id, read in marks.items()
            if (progress := _read(read)) is not None
        }
        if not arrived:
            return
        try:
            write(lambda db: records.update(db, arrived))
        except StoreError:
            for call_id, read in marks.items():
                self._dirty.setdefault(call_id, read)
            raise

    def _take_marks(self) -> dict[str, Callable[[], Progress]]:
        """Take the marks of calls that have a row; the others' wait for theirs."""
        known = [
            call_id for call_id in list(self._dirty) if call_id not in self._unsaved
        ]
        # A call that ends meanwhile takes its mark away itself.
        marks = {call_id: self._dirty.pop(call_id, None) for call_id in known}
        return {call_id: read for call_id, read in marks.items() if read}


def _may_pass(error: BaseException | None) -> bool:
    """Return whether the same write may succeed later."""
    return isinstance(error, StoreError) and not isinstance(error, RefusedError)


def _read(read: Callable[[], Progress]) -> Progress | None:
    try:
        return read()
    except Exception:  # noqa: BLE001  a fault here must not stop the other calls
        _log.exception("What has arrived of a call could not be read.")
        return None
