"""A thread that reads from the database without ever waiting for the writer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bedrock_tui.store.connection import connect
from bedrock_tui.store.failures import closed, readable
from bedrock_tui.store.jobs import Job, Jobs, Signal, Work

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

_NAP = 0.02
"""Seconds between two interrupts."""


class Reader:
    """A daemon thread with a connection of its own, started by the first read."""

    def __init__(self, path: Path, *, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._jobs = Jobs()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._db: sqlite_utils.Database | None = None
        self._closing = False

    def read(self, work: Work[T]) -> Future[T]:
        """Queue `work`; it sees one moment of the database and may not write."""
        with self._lock:
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(
                    target=self._run, name="history-reader", daemon=True
                )
                self._thread.start()
        return self._jobs.put(work, cancellable=True)

    def close(self, give_up_at: float) -> None:
        """Break off what is being read, and wait for the thread until `give_up_at`.

        `give_up_at` is a reading of the monotonic clock, in seconds.
        """
        with self._lock:
            self._closing = True
            thread = self._thread
        self._jobs.close()
        while thread and thread.is_alive() and time.monotonic() < give_up_at:
            self._interrupt()
            thread.join(_NAP)

    def _run(self) -> None:
        while (item := self._jobs.next()) is not Signal.STOP:
            if isinstance(item, Job) and item.future.set_running_or_notify_cancel():
                item.run(self._read)
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _interrupt(self) -> None:
        """Break off the statement that runs; one that starts just after goes on."""
        with self._lock:
            if self._db is not None:
                self._db.conn.interrupt()

    def _read(self, work: Work[T]) -> T:
        if self._closing:
            raise closed()
        with readable(self._path), self._connection().atomic() as db:
            return work(db)

    def _connection(self) -> sqlite_utils.Database:
        if self._db is None:
            db = connect(self._path, wait=self._patience)
            db.execute("PRAGMA query_only = on")
            with self._lock:
                self._db = db
        return self._db
