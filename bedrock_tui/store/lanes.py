"""Which lanes the screen had, for the next start."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui.core.target import Target
from bedrock_tui.store.rows import clean

if TYPE_CHECKING:
    import sqlite_utils

    from bedrock_tui.store.database import Database

_READ = "SELECT value FROM screen WHERE name = 'lanes'"
_WRITE = "INSERT OR REPLACE INTO screen (name, value) VALUES ('lanes', ?)"


def keep_lanes(database: Database, targets: Sequence[Target]) -> Future[None]:
    """Keep the targets of the screen's lanes from left to right."""
    value = clean(json.dumps([[target.id, target.region] for target in targets]))

    def work(db: sqlite_utils.Database) -> None:
        db.execute(_WRITE, (value,))

    return database.write(work)


def last_lanes(path: Path) -> list[Target] | None:
    """Return what was kept, without an aws profile; None if nothing was.

    Reads the file as it is and at once: the screen wants its lanes before anything else
    is ready, and opening the history takes a migration, a lock and a library. What
    cannot be read counts as nothing; opening tells why.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            row = db.execute(_READ).fetchone()
        return None if row is None else [Target(*kept) for kept in json.loads(row[0])]
    except (sqlite3.Error, ValueError, TypeError):
        return None
