"""What probes of targets found: the newest of each target."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bedrock_tui.core.availability import Probe
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.target import Target
from bedrock_tui.store.rows import clean, failure_columns, stamp

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database

_FAILURE = ("category", "code", "title", "message", "remedy", "retryable", "change")
_COLUMNS = ", ".join(f"failure_{name}" for name in _FAILURE)
_READ = f"SELECT target, at, {_COLUMNS} FROM probes WHERE source = ? AND region = ?"


def keep_probe(
    database: Database, source: str, target: Target, probe: Probe
) -> Future[None]:
    """Keep what a probe found, in place of what an earlier one did."""
    failure = failure_columns(probe.failure) if probe.failure else {}
    row = {
        "source": source,
        "region": clean(target.region),
        "target": clean(target.id),
        "at": stamp(probe.at),
        **failure,
    }

    def work(db: Connection) -> None:
        db.execute(
            f"INSERT OR REPLACE INTO probes ({', '.join(row)})"
            f" VALUES ({', '.join(f':{name}' for name in row)})",
            row,
        )

    return database.write(work)


def read_probes(
    database: Database, source: str, region: str
) -> Future[dict[str, Probe]]:
    """Return the newest probe of each target of a region, by what was called."""

    def work(db: Connection) -> dict[str, Probe]:
        rows = db.execute(_READ, (source, clean(region))).fetchall()
        return {row[0]: _to_probe(row) for row in rows}

    return database.read(work)


def _to_probe(row: tuple[Any, ...]) -> Probe:
    at = datetime.fromisoformat(row[1])
    if row[2] is None:
        return Probe(at)
    fields = dict(zip(_FAILURE, row[2:], strict=True))
    return Probe(at, Failure(**{**fields, "retryable": bool(fields["retryable"])}))
