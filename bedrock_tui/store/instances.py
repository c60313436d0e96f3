"""Who is running: each running program holds a lock that ends with its process.

The lock is SQLite's own exclusive lock on an empty file beside the database. The
operating system lifts it however the process ends, and a process id that is used
again cannot take its place.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui.core.call import now
from bedrock_tui.core.ids import new_id
from bedrock_tui.paths import private_folder
from bedrock_tui.store.connection import private_file
from bedrock_tui.store.rows import stamp

if TYPE_CHECKING:
    from sqlite_utils import Database


def folder_of(database: Path) -> Path:
    """Return the folder of the locks of one database."""
    return database.with_name(f"{database.name}.instances")


class Instance:
    """One running program, as others that share its database see it."""

    def __init__(self, database: Path) -> None:
        self.id = new_id()
        self._folder = folder_of(database)
        self._file = self._folder / f"{self.id}.lock"
        self._lock: sqlite3.Connection | None = None

    def claim(self, db: Database) -> None:
        """Take the lock, and list this instance and no dead ones.

        Wants the database's write lock: nobody else starts or looks meanwhile.
        """
        private_folder(self._folder)
        private_file(self._file)
        self._lock = _lock(self._file)
        self._forget_dead(db)
        db.table("instances").insert(
            {"id": self.id, "pid": os.getpid(), "started_at": stamp(now())}
        )

    def retire(self, db: Database) -> None:
        """Take this instance off the list; wants an open transaction."""
        db.execute("DELETE FROM instances WHERE id = ?", (self.id,))

    def release(self) -> None:
        """Let the lock go, if it is held."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            _remove(self._file)

    def _forget_dead(self, db: Database) -> None:
        living = set()
        for file in self._folder.glob("*.lock"):
            if _is_held(file):
                living.add(file.stem)
            else:
                _remove(file)
        listed = {row["id"] for row in db.query("SELECT id FROM instances")}
        for dead in listed - living:
            db.execute("DELETE FROM instances WHERE id = ?", (dead,))


def _lock(file: Path) -> sqlite3.Connection:
    """Return a connection that holds `file` until it is closed, in any thread."""
    lock = sqlite3.connect(
        file, timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        lock.execute("PRAGMA journal_mode = memory")  # no second file beside it
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


def _is_held(file: Path) -> bool:
    """Return whether the owner of `file` lives; yes too where it cannot be told."""
    try:
        _lock(file).close()
    except sqlite3.Error:
        return True
    return False


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
