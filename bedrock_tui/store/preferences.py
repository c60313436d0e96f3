"""Favourite models and the regions that were chosen last."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui.core.call import now
from bedrock_tui.store.rows import clean, stamp

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database

MOST_REGIONS = 8
"""Regions that are remembered."""

_FAVOURITES = "SELECT model_id FROM favourites"
_REGIONS = "SELECT region FROM recent_regions ORDER BY at DESC, rowid DESC LIMIT ?"
_FORGET = (
    "DELETE FROM recent_regions WHERE region NOT IN"
    " (SELECT region FROM recent_regions ORDER BY at DESC, rowid DESC LIMIT ?)"
)


def keep_favourite(database: Database, model_id: str, on: bool) -> Future[None]:
    """Make a model a favourite, or no longer one."""

    def work(db: Connection) -> None:
        db.execute("DELETE FROM favourites WHERE model_id = ?", (clean(model_id),))
        if on:
            db.execute(
                "INSERT INTO favourites (model_id, at) VALUES (?, ?)",
                (clean(model_id), stamp(now())),
            )

    return database.write(work)


def read_favourites(database: Database) -> Future[set[str]]:
    """Return the favourites, those that another instance made among them."""
    return database.read(lambda db: {row[0] for row in db.execute(_FAVOURITES)})


def keep_region(database: Database, region: str) -> Future[None]:
    """Note that a region was chosen."""

    def work(db: Connection) -> None:
        db.execute(
            "INSERT OR REPLACE INTO recent_regions (region, at) VALUES (?, ?)",
            (clean(region), stamp(now())),
        )
        db.execute(_FORGET, (MOST_REGIONS,))

    return database.write(work)


def read_preferences(path: Path) -> tuple[set[str], list[str]]:
    """Return the favourites, and the regions chosen last, the newest first.

    Reads the file as it is and at once, as `lanes.last_lanes` does.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            favourites = {row[0] for row in db.execute(_FAVOURITES)}
            regions = [row[0] for row in db.execute(_REGIONS, (MOST_REGIONS,))]
    except sqlite3.Error:
        return set(), []
    return favourites, regions
