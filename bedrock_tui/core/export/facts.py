"""The numbers of a call, each with its name in words."""

from __future__ import annotations

from collections.abc import Iterator

from bedrock_tui.core.call import Call
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.numbers import count, price, rate, seconds
from bedrock_tui.core.plain import one_line
from bedrock_tui.core.prices import Cost
from bedrock_tui.core.request import Parameters


def facts(call: Call) -> Iterator[tuple[str, str]]:
    """Yield name and value of what is known, and of what everybody wants to know."""
    metrics = call.metrics
    yield "Time to first token", seconds(metrics.ttft_ms)
    yield "Total (latency)", seconds(metrics.latency_ms)
    if metrics.server_latency_ms is not None:
        yield "Latency told by AWS", seconds(metrics.server_latency_ms)
    if metrics.wait_ms:
        yield "Waited before", seconds(metrics.wait_ms)
    yield "Speed", f"{rate(metrics.tokens_per_second)} tokens/s"
    yield "Tokens", _tokens(call.usage)
    yield "Cost", _cost(call.cost)
    yield "Stop reason", one_line(call.stop_reason) or "–"
    yield "Attempts", count(call.attempts)
    yield "Request id", one_line(call.request_id) or "–"
    if call.served.invoked_id:
        yield "Answered by", one_line(call.served.invoked_id)
    if call.served.tier:
        yield "Service tier", one_line(call.served.tier)
    yield "Asked for", _parameters(call.parameters)


def _tokens(usage: TokenUsage) -> str:
    parts = [f"{count(usage.input_tokens)} in", f"{count(usage.output_tokens)} out"]
    if usage.cache_read_tokens:
        parts.append(f"{count(usage.cache_read_tokens)} read from the cache")
    if usage.cache_write_tokens:
        parts.append(f"{count(usage.cache_write_tokens)} written to the cache")
    return ", ".join(parts)


def _cost(cost: Cost | None) -> str:
    """Return the cost with where its price comes from and what may make it wrong."""
    if cost is None:
        return price(cost)
    parts = [
        price(cost),
        str(cost.confidence or ""),
        cost.source,
        cost.as_of.isoformat() if cost.as_of else "",
        *cost.notes,
        cost.why,
    ]
    return " · ".join(one_line(part) for part in parts if part)


def _parameters(parameters: Parameters) -> str:
    parts = [f"at most {count(parameters.max_tokens)} tokens"]
    if parameters.temperature is not None:
        parts.append(f"temperature {parameters.temperature:g}")
    if parameters.top_p is not None:
        parts.append(f"top p {parameters.top_p:g}")
    if parameters.stop_sequences:
        stops = " ".join(f"'{one_line(each)}'" for each in parameters.stop_sequences)
        parts.append(f"stops at {stops}")
    return " · ".join(parts)
