"""How values look as JSON: the shapes that scripts rely on."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from bedrock_tui.core.call import Call
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.prices import Cost

Json = dict[str, Any]

# JSON allows these inside strings, but a terminal would act on them.
_ACTIVE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def dumps(value: Json) -> str:
    """Return `value` as JSON text that is safe to print, also in a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def comparison(transcript: Transcript) -> Json:
    """Return what `compare --json` prints: who asked knows what was asked."""
    lanes = [lane(call) for call in transcript.calls]
    return {"comparison_id": transcript.comparison_id, "lanes": lanes}


def page(transcript: Transcript) -> str:
    """Return a file that can be read alone: the same, and what was asked."""
    lanes = [
        {"turn": number, "prompt": turn.prompt, **lane(call)}
        for number, turn in enumerate(transcript.turns, 1)
        for call in turn.calls
    ]
    found = {
        "comparison_id": transcript.comparison_id,
        "started_at": transcript.started_at.isoformat(timespec="milliseconds"),
        "simulated": transcript.simulated,
        "system": transcript.system or None,
        "lanes": lanes,
    }
    return dumps(found) + "\n"


def lane(call: Call) -> Json:
    """Return one lane of a comparison."""
    return {
        "target": {
            "id": call.target.id,
            "region": call.target.region,
            "aws_profile": call.target.aws_profile or None,
        },
        **outcome(call),
    }


def outcome(call: Call) -> Json:
    """Return what came of a call."""
    return {
        "status": str(call.status),
        "text": call.text,
        "reasoning": call.reasoning,
        "tools": [{"name": name, "input": value} for name, value in call.tools],
        "notes": list(call.notes),
        "stop_reason": call.stop_reason or None,
        "usage": _usage(call.usage),
        "metrics": asdict(call.metrics),
        "service_tier": call.served.tier or None,
        "latency_mode": call.served.latency or None,
        "cost": _cost(call.cost),
        "criteria": [
            {
                "criterion": each.criterion,
                "result": str(each.result),
                "measured": each.measured,
            }
            for each in call.criteria
        ],
        "attempts": call.attempts,
        "request_id": call.request_id or None,
        "failure": _failure(call),
    }


def _usage(usage: TokenUsage) -> Json:
    found = asdict(usage)
    del found["cache_writes"]  # their lives matter to prices alone
    return found


def _cost(cost: Cost | None) -> Json | None:
    """Return a cost in US dollars; None where there was nothing to work out."""
    if cost is None:
        return None
    known = cost.nanodollars is not None
    return {
        "usd": f"{Decimal(cost.nanodollars or 0).scaleb(-9):f}" if known else None,
        "confidence": str(cost.confidence) if cost.confidence else None,
        "source": cost.source or None,
        "as_of": cost.as_of.isoformat() if cost.as_of else None,
        "notes": list(cost.notes),
        "unpriced_because": cost.why or None,
    }


def _failure(call: Call) -> Json | None:
    if call.failure is None:
        return None
    failure = call.failure
    return {
        "category": str(failure.category),
        "code": failure.code,
        "title": failure.title,
        "message": failure.message,
        "remedy": failure.remedy,
    }
