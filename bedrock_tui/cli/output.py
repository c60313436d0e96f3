"""How the history looks as JSON; comparisons have their shapes in `core/export`."""

from __future__ import annotations

from bedrock_tui.core.call import Call
from bedrock_tui.core.export.shapes import Json, dumps, outcome

__all__ = ["Json", "dumps", "row"]


def row(call: Call) -> Json:
    """Return one call of the history."""
    return {
        "id": call.id,
        "comparison_id": call.comparison_id,
        "started_at": call.started_at.isoformat(timespec="milliseconds"),
        "model_id": call.target.id,
        "invoked_id": call.served.invoked_id or call.target.id,
        "region": call.target.region,
        "aws_profile": call.target.aws_profile or None,
        "prompt": call.prompt,
        **outcome(call),
    }
