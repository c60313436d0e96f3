"""From a path to a database that is ready to use, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui.errors import StoreError
from bedrock_tui.paths import private_folder
from bedrock_tui.store.connection import (
    connect,
    keep_private,
    patiently,
    private_file,
    transaction,
)
from bedrock_tui.store.failures import readable
from bedrock_tui.store.instances import Instance
from bedrock_tui.store.records import interrupt_orphans
from bedrock_tui.store.writer import Write

if TYPE_CHECKING:
    import sqlite_utils

_WAIT = 0.1
"""Seconds that SQLite waits for a lock at a time, so that closing is seen soon."""


def open_database(
    path: Path, instance: Instance, expired: Callable[[], bool]
) -> sqlite_utils.Database:
    """Return a writing connection to the database, made or brought up to date.

    Raises StoreError.
    """
    with readable(path):
        private_folder(path.parent)
        private_file(path)
        db = connect(path, wait=_WAIT)
        try:
            _prepare(db, path, instance, expired)
        except BaseException:
            instance.release()
            db.close()
            raise
    return db


def _prepare(
    db: sqlite_utils.Database,
    path: Path,
    instance: Instance,
    expired: Callable[[], bool],
) -> None:
    from bedrock_tui.store.migrations import check, migrate

    patiently(lambda: check(db, path), expired)
    patiently(db.enable_wal, expired)
    with transaction(db, expired):
        migrate(db, path)
        instance.claim(db)
        interrupt_orphans(db)
    keep_private(path)


def close_database(db: sqlite_utils.Database, instance: Instance, write: Write) -> None:
    """Take the instance off the list, fold the log into the database, and close it."""
    # What fails here is made good by the next start.
    with suppress(StoreError, sqlite3.Error):
        write(instance.retire)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    db.close()
    instance.release()
