"""A look at the history without opening it: read-only, and at once.

The screen wants to know its lanes before anything else is ready; opening the history
takes a migration, a lock and a library.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bedrock_tui.core.target import Target

_LAST_TARGETS = """
SELECT lane_id, model_id, region, aws_profile FROM calls
WHERE comparison_id = (
    SELECT comparisons.id FROM comparisons
    JOIN calls ON calls.comparison_id = comparisons.id
    ORDER BY comparisons.created_at DESC, comparisons.id DESC LIMIT 1
)
ORDER BY position, started_at, id
"""


def last_targets(path: Path) -> list[Target]:
    """Return the targets of the newest comparison's lanes from left to right.

    Empty where there is none, or nothing that can be read: opening tells why.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as db:
            rows = db.execute(_LAST_TARGETS).fetchall()
    except (sqlite3.Error, ValueError):
        return []
    return list({lane: Target(*target) for lane, *target in rows}.values())
