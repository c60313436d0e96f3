"""The statements that keep calls and find them, for use in a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bedrock_tui.core.call import Call, Progress, now
from bedrock_tui.core.comparison import Comparison, Said
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.reply import Status
from bedrock_tui.store.rows import (
    clean,
    failure_columns,
    from_row,
    stamp,
    to_row,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

INTERRUPTED = Failure(
    category="interrupted",
    code="",
    title="Interrupted",
    message="bedrock-tui ended while this call was running.",
    remedy="What had arrived by then is kept; AWS may have billed it."
    " Send the prompt again to get the whole reply.",
    retryable=True,
)
"""The failure of a call whose program is gone."""

_SELECT = """
    SELECT calls.*, turns.prompt, comparisons.system
    FROM calls
    JOIN turns ON turns.id = calls.turn_id
    JOIN comparisons ON comparisons.id = calls.comparison_id
"""


_PAST = """
    WITH RECURSIVE past (id, prompt, text, previous_id) AS (
        SELECT calls.id, turns.prompt, calls.text, calls.previous_id
        FROM calls JOIN turns ON turns.id = calls.turn_id WHERE calls.id = ?
        UNION
        SELECT calls.id, turns.prompt, calls.text, calls.previous_id
        FROM past JOIN calls ON calls.id = past.previous_id
        JOIN turns ON turns.id = calls.turn_id
    )
    SELECT id, prompt, text FROM past
"""
"""From a call back to the first of its lane."""


def save_comparison(
    db: Database, comparison: Comparison, calls: Sequence[Call]
) -> None:
    """Keep a comparison and its turn unless they are there; `calls` tell the time."""
    created_at = min((call.started_at for call in calls), default=now())
    _ensure_comparison(db, comparison.id, comparison.system, created_at)
    _ensure_turn(
        db, comparison.turn.id, comparison.id, comparison.turn.prompt, created_at
    )


def save(db: Database, call: Call, instance_id: str) -> None:
    """Keep a call with its comparison and turn, whatever of them is there already.

    A running call never replaces a row; a call that ended replaces the whole of it.
    """
    _ensure_comparison(db, call.comparison_id, call.system, call.started_at)
    _ensure_turn(db, call.turn_id, call.comparison_id, call.prompt, call.started_at)
    row = to_row(call, instance_id)
    if call.status is Status.RUNNING:
        row["seen_at"] = row["started_at"]
        conflict = "NOTHING"
    else:
        conflict = "UPDATE SET " + ", ".join(
            f"{name} = excluded.{name}" for name in row
        )
    # Not Table.upsert: it first creates a table to learn what SQLite can do, takes a
    # full disk for a no, and then loses the row.
    db.execute(
        f"INSERT INTO calls ({', '.join(row)})"
        f" VALUES ({', '.join(f':{name}' for name in row)})"
        f" ON CONFLICT (id) DO {conflict}",
        row,
    )


def update(db: Database, arrived: Mapping[str, Progress]) -> None:
    """Keep what has arrived so far of each call that has not ended."""
    seen_at = stamp(now())
    db.conn.executemany(
        "UPDATE calls SET text = ?, reasoning = ?, attempts = ?, request_id = ?,"
        " seen_at = ? WHERE id = ? AND status = 'running'",
        [
            (
                clean(progress.text),
                clean(progress.reasoning),
                progress.attempts,
                clean(progress.request_id),
                seen_at,
                call_id,
            )
            for call_id, progress in arrived.items()
        ],
    )


def interrupt_orphans(db: Database) -> None:
    """End the running calls of instances that are no longer listed.

    They ended when they were last known to run.
    """
    columns = failure_columns(INTERRUPTED)
    assignments = ", ".join(f"{column} = :{column}" for column in columns)
    db.execute(
        f"UPDATE calls SET status = 'interrupted', {assignments},"
        " ended_at = coalesce(seen_at, started_at) WHERE status = 'running'"
        " AND instance_id NOT IN (SELECT id FROM instances)",
        columns,
    )


def select(db: Database, call_id: str) -> Call | None:
    """Return the call with this id."""
    rows = db.query(f"{_SELECT} WHERE calls.id = ?", (call_id,))
    return next(_calls(rows), None)


def select_by_prefix(db: Database, prefix: str, limit: int) -> list[Call]:
    """Return at most `limit` calls whose ids begin so."""
    where = "WHERE calls.id BETWEEN ?1 AND ?1 || char(0x10FFFF) LIMIT ?2"
    return list(_calls(db.query(f"{_SELECT} {where}", (clean(prefix), limit))))


def select_past(db: Database, call: Call) -> tuple[Said, ...]:
    """Return what was said in a call's lane before it, the first prompt first."""
    rows = db.query(_PAST, (call.previous_id,))
    said = [Said(row["prompt"], row["text"] or "", row["id"]) for row in rows]
    return tuple(reversed(said))


def select_newest(db: Database, limit: int) -> list[Call]:
    """Return at most `limit` calls, the newest first."""
    order = "ORDER BY calls.started_at DESC, calls.id DESC LIMIT ?"
    return list(_calls(db.query(f"{_SELECT} {order}", (limit,))))


def _calls(rows: Iterable[dict[str, object]]) -> Iterator[Call]:
    return (from_row(row) for row in rows)


def _ensure_comparison(
    db: Database, comparison_id: str, system: str, created_at: datetime
) -> None:
    db.execute(
        "INSERT INTO comparisons (id, created_at, system) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (comparison_id, stamp(created_at), clean(system)),
    )


def _ensure_turn(
    db: Database, turn_id: str, comparison_id: str, prompt: str, created_at: datetime
) -> None:
    db.execute(
        "INSERT INTO turns (id, comparison_id, position, prompt, created_at)"
        " VALUES (?1, ?2, (SELECT count(*) FROM turns WHERE comparison_id = ?2),"
        " ?3, ?4) ON CONFLICT (id) DO NOTHING",
        (turn_id, comparison_id, clean(prompt), stamp(created_at)),
    )
