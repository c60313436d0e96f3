"""Connections to a SQLite file, and transactions that wait their turn."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bedrock_tui.store.failures import is_busy

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

_NAP = 0.01
"""Seconds between two tries, for the locks that SQLite itself does not wait for."""


def private_file(path: Path) -> None:
    """Make `path` for its owner alone to read and write, unless it is there."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    os.close(handle)
    path.chmod(0o600)


def keep_private(path: Path) -> None:
    """Take the database at `path` and SQLite's files beside it from other users.

    SQLite makes those files with the permissions that the database has.
    """
    for suffix in ("", "-wal", "-shm"):
        # Another process may remove -wal and -shm; only the owner may change modes.
        with suppress(FileNotFoundError, PermissionError):
            path.with_name(path.name + suffix).chmod(0o600)


def connect(path: Path, *, wait: float) -> sqlite_utils.Database:
    """Open a connection for this thread; SQLite waits `wait` seconds for locks."""
    import sqlite_utils

    connection = sqlite3.connect(path, timeout=wait)
    try:
        db = sqlite_utils.Database(connection, execute_plugins=False)
        db.execute("PRAGMA foreign_keys = on")
    except BaseException:
        connection.close()
        raise
    return db


def patiently(action: Callable[[], T], expired: Callable[[], bool]) -> T:
    """Do `action` again while the database is locked, until `expired` says so."""
    while True:
        try:
            return action()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or expired():
                raise
            time.sleep(_NAP)


@contextmanager
def transaction(
    db: sqlite_utils.Database, expired: Callable[[], bool]
) -> Iterator[sqlite_utils.Database]:
    """Hold the write lock from the start, so that reads before writes stay true."""
    patiently(lambda: db.execute("BEGIN IMMEDIATE"), expired)
    try:
        yield db
        db.commit()
    except BaseException:
        db.rollback()
        raise
