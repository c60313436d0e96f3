"""Calls as rows of the database, and rows as calls again."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bedrock_tui.core.call import Call
from bedrock_tui.core.criteria import Judgement, Result
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import Metrics, Served, TokenUsage
from bedrock_tui.core.prices import RATE_NAMES, Confidence, Cost, Rates
from bedrock_tui.core.reply import Status
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target

Row = Mapping[str, Any]

_LARGEST = 2**63 - 1
_NO_COST = dict.fromkeys(
    (
        *("cost_nanodollars", "cost_kind", "price_source", "price_date", "rates"),
        *("price_notes", "unpriced"),
    )
)
_NO_FAILURE = {
    "failure_category": None,
    "failure_code": None,
    "failure_title": None,
    "failure_message": None,
    "failure_remedy": None,
    "failure_retryable": None,
    "failure_change": None,
}


def clean(text: str) -> str:
    """Return `text` as UTF-8 can hold it.

    Surrogates that belong together become the character they stand for; each lone
    one becomes U+FFFD.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        units = text.encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace")
    return text


def stamp(moment: datetime) -> str:
    """Return a moment as ISO-8601 text in UTC with milliseconds: it sorts by time."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def to_row(call: Call, instance_id: str) -> dict[str, Any]:
    """Return the columns of `calls` for one call.

    Prompt and system prompt are not among them: they are the turn's and the
    comparison's.
    """
    return {
        "id": call.id,
        "comparison_id": call.comparison_id,
        "turn_id": call.turn_id,
        "lane_id": call.lane_id,
        "position": call.position,
        "previous_id": call.previous_id,
        "instance_id": instance_id,
        "model_id": clean(call.target.id),
        "region": clean(call.target.region),
        "aws_profile": clean(call.target.aws_profile),
        "started_at": stamp(call.started_at),
        "ended_at": stamp(call.ended_at) if call.ended_at else None,
        "status": call.status.value,
        **_parameters(call.parameters),
        **_reply(call),
        **_numbers(call.usage, call.metrics),
        **_served(call.served),
        **(_cost(call.cost) if call.cost else _NO_COST),
        **(failure_columns(call.failure) if call.failure else _NO_FAILURE),
    }


def from_row(row: Row) -> Call:
    """Return the call of a row that has the turn's prompt and the system prompt too."""
    ended_at: str | None = row["ended_at"]
    return Call(
        id=row["id"],
        comparison_id=row["comparison_id"],
        turn_id=row["turn_id"],
        lane_id=row["lane_id"],
        position=row["position"],
        previous_id=row["previous_id"] or "",
        target=to_target(row),
        prompt=row["prompt"],
        system=row["system"],
        parameters=_to_parameters(row),
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        status=Status(row["status"]),
        text=row["text"] or "",
        reasoning=row["reasoning"] or "",
        tools=tuple((name, text) for name, text in json.loads(row["tools"] or "[]")),
        notes=tuple(json.loads(row["notes"] or "[]")),
        stop_reason=row["stop_reason"] or "",
        usage=_to_usage(row),
        metrics=_to_metrics(row),
        served=_to_served(row),
        cost=_to_cost(row),
        criteria=tuple(
            Judgement(criterion, Result(result), measured)
            for criterion, result, measured in json.loads(row["criteria"] or "[]")
        ),
        attempts=row["attempts"] or 0,
        request_id=row["request_id"] or "",
        failure=_to_failure(row),
    )


def to_target(row: Row) -> Target:
    """Return the target of a row of `calls`."""
    return Target(row["model_id"], row["region"], row["aws_profile"])


def failure_columns(failure: Failure) -> dict[str, Any]:
    """Return the columns of a failure."""
    return {
        "failure_category": clean(failure.category),
        "failure_code": clean(failure.code),
        "failure_title": clean(failure.title),
        "failure_message": clean(failure.message),
        "failure_remedy": clean(failure.remedy),
        "failure_retryable": int(failure.retryable),
        "failure_change": clean(failure.change),
    }


def _parameters(parameters: Parameters) -> dict[str, Any]:
    return {
        "max_tokens": _whole(parameters.max_tokens),
        "temperature": parameters.temperature,
        "top_p": parameters.top_p,
        "stop_sequences": _json(parameters.stop_sequences),
    }


def _reply(call: Call) -> dict[str, Any]:
    return {
        "text": clean(call.text),
        "reasoning": clean(call.reasoning),
        "tools": _json(call.tools),
        "notes": _json(call.notes),
        "stop_reason": clean(call.stop_reason),
        "attempts": call.attempts,
        "request_id": clean(call.request_id),
        "criteria": _json([(c.criterion, c.result, c.measured) for c in call.criteria]),
    }


def _numbers(usage: TokenUsage, metrics: Metrics) -> dict[str, Any]:
    return {
        "input_tokens": _whole(usage.input_tokens),
        "output_tokens": _whole(usage.output_tokens),
        "total_tokens": _whole(usage.total_tokens),
        "cache_read_tokens": _whole(usage.cache_read_tokens),
        "cache_write_tokens": _whole(usage.cache_write_tokens),
        "cache_writes": _json(usage.cache_writes),
        "ttft_ms": _finite(metrics.ttft_ms),
        "latency_ms": _finite(metrics.latency_ms),
        "server_latency_ms": _whole(metrics.server_latency_ms),
        "wait_ms": _finite(metrics.wait_ms),
        "tokens_per_second": _finite(metrics.tokens_per_second),
    }


def _served(served: Served) -> dict[str, Any]:
    return {
        "invoked_id": clean(served.invoked_id),
        "service_tier": clean(served.tier),
        "latency_mode": clean(served.latency),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    rates = {name: str(rate) for name, rate in cost.rates.known().items()}
    return {
        "cost_nanodollars": _whole(cost.nanodollars),
        "cost_kind": str(cost.confidence) if cost.confidence else None,
        "price_source": clean(cost.source),
        "price_date": cost.as_of.isoformat() if cost.as_of else None,
        "rates": _json(rates),
        "price_notes": _json(cost.notes),
        "unpriced": clean(cost.why),
    }


def _to_parameters(row: Row) -> Parameters:
    return Parameters(
        max_tokens=row["max_tokens"],
        temperature=row["temperature"],
        top_p=row["top_p"],
        stop_sequences=tuple(json.loads(row["stop_sequences"] or "[]")),
    )


def _to_usage(row: Row) -> TokenUsage:
    return TokenUsage(
        input_tokens=row["input_tokens"],
        output_tokens=row["output_tokens"],
        total_tokens=row["total_tokens"],
        cache_read_tokens=row["cache_read_tokens"],
        cache_write_tokens=row["cache_write_tokens"],
        cache_writes=tuple(
            (life, tokens) for life, tokens in json.loads(row["cache_writes"] or "[]")
        ),
    )


def _to_served(row: Row) -> Served:
    return Served(
        tier=row["service_tier"] or "",
        latency=row["latency_mode"] or "",
        invoked_id=row["invoked_id"] or "",
    )


def _to_cost(row: Row) -> Cost | None:
    if row["unpriced"] is None:
        return None
    rates = json.loads(row["rates"])
    return Cost(
        nanodollars=row["cost_nanodollars"],
        confidence=Confidence(row["cost_kind"]) if row["cost_kind"] else None,
        source=row["price_source"],
        as_of=date.fromisoformat(row["price_date"]) if row["price_date"] else None,
        rates=Rates(**{n: Decimal(rates[n]) for n in RATE_NAMES if n in rates}),
        notes=tuple(json.loads(row["price_notes"])),
        why=row["unpriced"],
    )


def _to_metrics(row: Row) -> Metrics:
    return Metrics(
        ttft_ms=row["ttft_ms"],
        latency_ms=row["latency_ms"],
        server_latency_ms=row["server_latency_ms"],
        wait_ms=row["wait_ms"] or 0.0,
        tokens_per_second=row["tokens_per_second"],
    )


def _to_failure(row: Row) -> Failure | None:
    if row["failure_category"] is None:
        return None
    return Failure(
        category=row["failure_category"],
        code=row["failure_code"],
        title=row["failure_title"],
        message=row["failure_message"],
        remedy=row["failure_remedy"],
        retryable=bool(row["failure_retryable"]),
        change=row["failure_change"],
    )


def _json(value: object) -> str:
    return clean(json.dumps(value, ensure_ascii=False))


def _whole(number: int | None) -> int | None:
    """Return `number` within the 64 bits of a column."""
    return None if number is None else max(-_LARGEST, min(number, _LARGEST))


def _finite(number: float | None) -> float | None:
    """Return `number`, or None for NaN and infinity, which measure nothing."""
    return number if number is not None and math.isfinite(number) else None
