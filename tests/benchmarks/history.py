"""What a program left in its history, read from the file itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One call."""

    target: str
    status: str
    text: str


def rows(database: Path) -> list[Row]:
    """Return all calls, in the order of their lanes; none without a database."""
    if not database.exists():
        return []
    query = "SELECT model_id, status, coalesce(text, '') FROM calls ORDER BY position"
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
            return [Row(*row) for row in db.execute(query)]
    except sqlite3.OperationalError:  # not made yet
        return []
