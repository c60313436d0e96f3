"""What each region offered when it was asked last, and the log of what changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_tui.core.catalogue import Listing, RegionScan, RegionStatus, replaces
from bedrock_tui.core.changes import Change, ChangeKind, compare_scans
from bedrock_tui.store.rows import clean, stamp
from bedrock_tui.store.shelving import pack, unpack

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database

_COLUMNS = "region, at, status, reason, remedy, account, missing, models"
_READ = f"SELECT {_COLUMNS} FROM scans WHERE source = ?"
_WRITE = (
    f"INSERT OR REPLACE INTO scans (source, {_COLUMNS})"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE = (
    "INSERT INTO changes (source, region, at, kind, model_id, title, detail)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_CHANGES = (
    "SELECT kind, model_id, region, at, detail, title FROM changes WHERE source = ?"
    " ORDER BY id DESC LIMIT ?"
)


class Scans:
    """Keeps scans by region and by who asked; every method returns at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, source: str, scan: RegionScan) -> Future[list[Change]]:
        """Keep a scan as the newest, log what it changed, and return that.

        One that failed for reasons that may pass, or that is older than what is kept,
        never takes the place of a good one.
        """
        blob = pack(scan.models)

        def work(db: Connection) -> list[Change]:
            row = db.execute(f"{_READ} AND region = ?", (source, scan.region))
            before = next(_scans(row.fetchall()), None)
            if before is not None and not replaces(scan, before):
                return []
            changes = compare_scans(before, scan) if before is not None else []
            log(db, source, changes)
            db.execute(_WRITE, (source, *_to_row(scan, blob)))
            return changes

        return self._database.write(work)

    def changes(self, source: str, limit: int) -> Future[list[Change]]:
        """Return at most `limit` changes, the newest first."""

        def work(db: Connection) -> list[Change]:
            rows = db.execute(_CHANGES, (source, limit)).fetchall()
            return [_to_change(row) for row in rows]

        return self._database.read(work)


def log(db: Connection, source: str, changes: Iterable[Change]) -> None:
    """Add changes to the log; wants an open transaction."""
    db.conn.executemany(
        _CHANGE,
        [
            (
                source,
                clean(each.region),
                stamp(each.at),
                str(each.kind),
                clean(each.model_id),
                clean(each.title),
                clean(each.detail),
            )
            for each in changes
        ],
    )


def last_scans(path: Path, source: str) -> dict[str, RegionScan]:
    """Return the newest scan of each region that is kept.

    Reads the file as it is and at once, as `lanes.last_lanes` does. What cannot be read
    counts as nothing.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            rows = db.execute(_READ, (source,)).fetchall()
    except sqlite3.Error:
        return {}
    return {scan.region: scan for scan in _scans(rows)}


def _to_row(scan: RegionScan, blob: bytes) -> tuple[Any, ...]:
    return (
        scan.region,
        stamp(scan.at),
        str(scan.status),
        clean(scan.reason),
        clean(scan.remedy),
        scan.account,
        json.dumps([str(each) for each in scan.missing]),
        blob,
    )


def _scans(rows: Iterable[tuple[Any, ...]]) -> Iterator[RegionScan]:
    for region, at, status, reason, remedy, account, missing, blob in rows:
        try:
            yield RegionScan(
                region,
                RegionStatus(status),
                datetime.fromisoformat(at),
                unpack(blob, region),
                reason,
                remedy,
                account=account,
                missing=tuple(map(Listing, json.loads(missing))),
            )
        except (ValueError, TypeError):
            continue  # of another version, or somebody else's


def _to_change(row: tuple[Any, ...]) -> Change:
    kind, model_id, region, at, detail, title = row
    moment = datetime.fromisoformat(at)
    return Change(ChangeKind(kind), model_id, region, moment, detail, title)
