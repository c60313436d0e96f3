"""The prices that were shown last, so that a change is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_tui.core.changes import Change, compare_prices
from bedrock_tui.core.offer import ListPrice
from bedrock_tui.store.rows import clean
from bedrock_tui.store.scans import log

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database

_READ = (
    "SELECT model_id, input, output, source, as_of FROM seen_prices WHERE region = ?"
)
_WRITE = (
    "INSERT OR REPLACE INTO seen_prices"
    " (region, model_id, input, output, source, as_of) VALUES (?, ?, ?, ?, ?, ?)"
)


def keep_prices(
    database: Database,
    source: str,
    region: str,
    at: datetime,
    costs: Mapping[str, ListPrice],
) -> Future[list[Change]]:
    """Keep the prices of models in a region; log and return what changed.

    A price that was not known before is no change.
    """

    def work(db: Connection) -> list[Change]:
        known = {
            model_id: ListPrice(_number(entry), _number(result), "", origin, as_of)
            for model_id, entry, result, origin, as_of in db.execute(_READ, (region,))
        }
        changes: list[Change] = []
        for model_id, cost in costs.items():
            before = known.get(model_id)
            if before is not None:
                pair = (before, cost)
                changes += compare_prices(model_id, region, at, pair)
            if before is None or _figures(before) != _figures(cost):
                db.execute(_WRITE, (region, clean(model_id), *_figures(cost)))
        log(db, source, changes)
        return changes

    return database.write(work)


def _figures(cost: ListPrice) -> tuple[str | None, str | None, str, str]:
    return (_text(cost.input), _text(cost.output), cost.source, cost.as_of)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
