"""What the history knows of the models of a region."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bedrock_tui.core.offer import Past
from bedrock_tui.store.rows import clean

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database

_PAST = """
    WITH names AS MATERIALIZED (
        SELECT json_extract(value, '$[0]') AS called,
               json_extract(value, '$[1]') AS model
        FROM json_each(:names)
    ), done AS MATERIALIZED (
        SELECT names.model, calls.status = 'ok' AS ok, calls.started_at,
            CASE calls.status WHEN 'ok' THEN calls.ttft_ms END AS ttft_ms,
            calls.failure_title, calls.failure_category, calls.failure_remedy,
            row_number() OVER (
                PARTITION BY names.model ORDER BY calls.started_at DESC, calls.id DESC
            ) AS newest
        FROM names CROSS JOIN calls ON calls.model_id = names.called
        WHERE calls.region = :region
            AND calls.status IN ('ok', 'failed', 'truncated')
    ), timed AS (
        SELECT model, ttft_ms,
            row_number() OVER (PARTITION BY model ORDER BY ttft_ms) AS place,
            count(*) OVER (PARTITION BY model) AS count
        FROM done WHERE ttft_ms IS NOT NULL
    ), medians AS (
        SELECT model, ttft_ms FROM timed WHERE place = (count + 1) / 2
    )
    SELECT done.model, count(*), sum(ok), medians.ttft_ms, max(started_at),
        max(CASE WHEN ok THEN started_at END),
        max(CASE WHEN newest = 1 THEN failure_title END),
        max(CASE WHEN newest = 1 THEN failure_category END),
        max(CASE WHEN newest = 1 THEN failure_remedy END)
    FROM done LEFT JOIN medians ON medians.model = done.model
    GROUP BY done.model
"""
"""One row a model; the median is the nearest rank. CROSS JOIN makes SQLite look names
up in the index of calls, and not go through the whole history."""


def read_past(
    database: Database, region: str, names: Mapping[str, str]
) -> Future[dict[str, Past]]:
    """Return what is known of models called from a region, by model id.

    `names` has the model of everything that is called: its own id, and the ids and ARNs
    of whatever reaches it. Calls by other names are not counted.
    """
    pairs = clean(json.dumps(list(names.items())))

    def work(db: Connection) -> dict[str, Past]:
        rows = db.execute(_PAST, {"names": pairs, "region": clean(region)})
        return {row[0]: _to_past(row) for row in rows.fetchall()}

    return database.read(work)


def _to_past(row: tuple[Any, ...]) -> Past:
    _, calls, ok, ttft_ms, last_at, last_ok_at, title, category, remedy = row
    return Past(
        calls=calls,
        ok=ok,
        ttft_ms=ttft_ms,
        last_at=_moment(last_at),
        last_ok_at=_moment(last_ok_at),
        last_failure=title or "",
        last_category=category or "",
        last_remedy=remedy or "",
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
