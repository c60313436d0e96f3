"""The layout of the database, one numbered step after another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from bedrock_tui.store.failures import foreign, newer

if TYPE_CHECKING:
    from sqlite_utils import Database


def check(db: Database, path: Path) -> None:
    """Read whether the database is ours to use, or still empty.

    Raises StoreError when it belongs to another program or to a newer version.
    """
    applied = {migration.name for migration in migrations.applied(db)}
    if not applied and db.table_names():
        raise foreign(path)
    if applied - {step.__name__ for step in STEPS}:
        raise newer(path)


def migrate(db: Database, path: Path) -> None:
    """Bring the database up to date, inside the caller's transaction."""
    check(db, path)
    if migrations.pending(db):
        migrations.apply(db)


def m001_initial(db: Database) -> None:
    """Comparisons, turns, calls, the screen's own notes, and who is running."""
    _create_conversations(db)
    _create_calls(db)
    db.table("screen").create(
        {"name": str, "value": str}, pk="name", not_null={"value"}, strict=True
    )
    db.table("instances").create(
        {"id": str, "pid": int, "started_at": str},
        pk="id",
        not_null={"pid", "started_at"},
        strict=True,
    )


def _create_conversations(db: Database) -> None:
    db.table("comparisons").create(
        {"id": str, "created_at": str, "system": str},
        pk="id",
        not_null={"created_at", "system"},
        strict=True,
    ).create_index(["created_at", "id"])
    db.table("turns").create(
        {
            "id": str,
            "comparison_id": str,
            "position": int,
            "prompt": str,
            "created_at": str,
        },
        pk="id",
        not_null={"comparison_id", "position", "prompt", "created_at"},
        foreign_keys=[("comparison_id", "comparisons", "id")],
        strict=True,
    ).create_index(["comparison_id", "position"])


_IDENTITY = {
    "id": str,
    "comparison_id": str,
    "turn_id": str,
    "lane_id": str,
    "position": int,
    "instance_id": str,
    "model_id": str,
    "region": str,
    "aws_profile": str,
    "max_tokens": int,
    "started_at": str,
    "status": str,
}
"""What every call has."""

_OUTCOME = {
    "invoked_id": str,
    "temperature": float,
    "top_p": float,
    "stop_sequences": str,
    "seen_at": str,
    "ended_at": str,
    "text": str,
    "reasoning": str,
    "tools": str,
    "notes": str,
    "stop_reason": str,
    "input_tokens": int,
    "output_tokens": int,
    "total_tokens": int,
    "cache_read_tokens": int,
    "cache_write_tokens": int,
    "ttft_ms": float,
    "latency_ms": float,
    "server_latency_ms": int,
    "wait_ms": float,
    "tokens_per_second": float,
    "attempts": int,
    "request_id": str,
}
"""What came back; unknown is NULL. `seen_at` is when the call was last known to run."""

_FAILURE = {
    "failure_category": str,
    "failure_code": str,
    "failure_title": str,
    "failure_message": str,
    "failure_remedy": str,
    "failure_retryable": int,
    "failure_change": str,
}
"""All NULL where nothing failed."""

_COST = {
    "cost_nanodollars": int,
    "cost_kind": str,
    "price_source": str,
    "price_date": str,
    "rates": str,
}
"""NULL is unpriced. `cost_kind` is `exact` or `estimate`, `rates` a JSON object."""


def _create_calls(db: Database) -> None:
    calls = db.table("calls").create(
        {**_IDENTITY, **_OUTCOME, **_FAILURE, **_COST},
        pk="id",
        not_null=_IDENTITY.keys() - {"id"},
        foreign_keys=[
            ("comparison_id", "comparisons", "id"),
            ("turn_id", "turns", "id"),
        ],
        strict=True,
    )
    calls.create_index(["started_at", "id"])
    calls.create_index(["model_id", "started_at"])
    calls.create_index(["comparison_id", "position"])
    calls.create_index(["turn_id"])
    db.execute(
        "CREATE INDEX idx_calls_running ON calls (instance_id) WHERE status = 'running'"
    )


def m002_models(db: Database) -> None:
    """What regions offered when they were asked last, and what changed since.

    `source` is who asked: an aws profile, at an endpoint.
    """
    db.table("scans").create(
        {**_PLACE, **dict.fromkeys(("status", "reason", "remedy", "account"), str)}
        | {"missing": str, "models": bytes},
        pk=("source", "region"),
        not_null={"at", "status", "reason", "remedy", "account", "missing", "models"},
        strict=True,
    )
    db.table("changes").create(
        {"id": int, **_PLACE}
        | dict.fromkeys(("kind", "model_id", "title", "detail"), str),
        pk="id",
        not_null={*_PLACE, "kind", "model_id", "title", "detail"},
        strict=True,
    ).create_index(["source", "id"])
    db.table("probes").create(
        {**_PLACE, "target": str, **_FAILURE},
        pk=("source", "region", "target"),
        not_null={"at"},
        strict=True,
    )
    _create_preferences(db)


_PLACE = {"source": str, "region": str, "at": str}


def _create_preferences(db: Database) -> None:
    """Favourite models, regions chosen last, and the prices shown last."""
    for table, key in (("favourites", "model_id"), ("recent_regions", "region")):
        db.table(table).create(
            {key: str, "at": str}, pk=key, not_null={"at"}, strict=True
        )
    db.table("seen_prices").create(
        {"region": str, "model_id": str, "source": str, "as_of": str}
        | {"input": str, "output": str},
        pk=("region", "model_id"),
        not_null={"source", "as_of"},
        strict=True,
    )


def m003_costs(db: Database) -> None:
    """How calls were served, and why they cost what they do.

    `cache_writes` and `price_notes` are JSON; `unpriced` is why there is no price.
    """
    texts = ("service_tier", "latency_mode", "cache_writes", "price_notes", "unpriced")
    for name in texts:
        db.table("calls").add_column(name, str)


def m004_conversations(db: Database) -> None:
    """Which call a call follows in its lane: the lane's past, one step after another.

    Empty for the first call of a lane, NULL where it was not noted yet.
    """
    db.table("calls").add_column("previous_id", str)


def m005_rejections(db: Database) -> None:
    """Settings that models refused."""
    db.table("rejections").create(
        {"model_id": str, "setting": str, "at": str},
        pk=("model_id", "setting"),
        not_null={"at"},
        strict=True,
    )


def m006_criteria(db: Database) -> None:
    """How calls came out by the person's criteria: JSON, NULL in older rows."""
    db.table("calls").add_column("criteria", str)


STEPS = (
    m001_initial,
    m002_models,
    m003_costs,
    m004_conversations,
    m005_rejections,
    m006_criteria,
)
"""Never edited once released: a change is a new step at the end."""

migrations = Migrations("bedrock_tui")
for _step in STEPS:
    migrations()(_step)
