"""The history on disk: one SQLite file, a thread that writes it and one that reads."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from bedrock_tui.store.instances import Instance
from bedrock_tui.store.jobs import Work, refused
from bedrock_tui.store.opening import close_database, open_database
from bedrock_tui.store.reader import Reader
from bedrock_tui.store.writer import Backlog, Writer

T = TypeVar("T")


class Database:
    """One SQLite file with one writer thread of its own."""

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self.path = path
        self._patience = patience
        """Seconds to wait for a lock that another program holds."""
        self._backlogs: list[Backlog] = []
        self._lock = threading.Lock()
        self._instance = Instance(path)
        self._opening: Writer | None = None
        self._writer: Writer | None = None
        self._reader: Reader | None = None

    @property
    def instance_id(self) -> str:
        """The id under which other processes know this one."""
        return self._instance.id

    def attach(self, backlog: Backlog) -> None:
        """Let the writer look after `backlog` too."""
        self._backlogs.append(backlog)

    def open(self) -> None:
        """Make the file or bring it up to date, and start to take jobs; blocks.

        Calls that ended programs left running become interrupted. Raises StoreError,
        also when another program locks the file for longer than the patience.
        """
        with self._lock:
            if self._writer is not None:
                return
            instance = Instance(self.path)
            writer = Writer(self.path, self._backlogs, patience=self._patience)
            self._opening = writer
            try:
                writer.start(
                    lambda expired: open_database(self.path, instance, expired),
                    lambda db, write: close_database(db, instance, write),
                )
            finally:
                self._opening = None
            self._instance = instance
            self._reader = Reader(self.path, patience=self._patience)
            self._writer = writer

    def write(self, job: Work[T]) -> Future[T]:
        """Queue `job` for the writer thread; it runs in one transaction.

        The future fails with StoreError when the database is locked for longer than
        the patience, full or not open. It cannot be cancelled.
        """
        writer = self._writer
        return writer.jobs.put(job, cancellable=False) if writer else refused()

    def read(self, job: Work[T]) -> Future[T]:
        """Queue `job` for the reader thread, which never waits for the writer.

        The future fails with StoreError when the database cannot be read.
        """
        reader = self._reader
        return reader.read(job) if reader else refused()

    def wake(self) -> None:
        """Tell the writer that a backlog has something."""
        if writer := self._writer:
            writer.jobs.wake()

    def close(self, timeout: float = 2.0) -> bool:
        """Write what is queued and close; return whether everything was written.

        Takes no longer than `timeout` seconds; past that the writer thread goes on
        as long as the process lives.
        """
        give_up_at = time.monotonic() + timeout
        if opening := self._opening:
            opening.hurry(0.0)
        with self._lock:
            writer, self._writer = self._writer, None
            reader, self._reader = self._reader, None
        ended = True
        if reader:
            reader.close(give_up_at - timeout / 2)
        if writer:
            ended = writer.close(give_up_at)
        return ended and not any(backlog.pending() for backlog in self._backlogs)
