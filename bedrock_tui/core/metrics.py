"""The numbers of a reply, defined once."""

from __future__ import annotations

from dataclasses import dataclass

CHARACTERS_PER_TOKEN = 4
"""Rule of thumb for estimates; every number made with it is marked as an estimate."""


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Token counts as the service reported them; None is unknown, never zero."""

    input_tokens: int | None = None
    """Prompt tokens without cached ones."""
    output_tokens: int | None = None
    total_tokens: int | None = None
    """As reported: includes the cache tokens that `input_tokens` leaves out."""
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    cache_writes: tuple[tuple[str, int], ...] = ()
    """The same by how long they live, `("1h", 900)`, where the service tells."""


@dataclass(frozen=True, slots=True)
class Served:
    """How the service says it answered; empty where it says nothing."""

    tier: str = ""
    """The service tier: `default`, `flex`, `priority`, `reserved`."""
    latency: str = ""
    """`standard` or `optimized`."""
    invoked_id: str = ""
    """The id or ARN of the model that a prompt router chose."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Times of one call in milliseconds; None where there is nothing to measure."""

    ttft_ms: float | None = None
    """Time to first token: first text or reasoning delta received after the request
    of the successful attempt was sent. Waits are not part of it."""
    latency_ms: float | None = None
    """From the same request to the reply's end (`messageStop`)."""
    server_latency_ms: int | None = None
    """`metrics.latencyMs` as the service measured it."""
    wait_ms: float = 0.0
    """Time spent waiting before attempts: rate limit and back-off."""
    tokens_per_second: float | None = None
    """Output tokens over last delta minus first; None if it came in one piece."""


def milliseconds(start: float | None, end: float | None) -> float | None:
    """Return the milliseconds between two readings of one clock, given in seconds."""
    if start is None or end is None:
        return None
    return round((end - start) * 1000, 3)


def tokens_per_second(
    tokens: int | None, first: float | None, last: float | None
) -> float | None:
    """Return tokens over the seconds between the first and the last delta."""
    if not tokens or first is None or last is None or last <= first:
        return None
    return round(tokens / (last - first), 3)


def estimate_tokens(characters: int) -> int:
    """Guess the tokens of a text from its length, rounded up."""
    return -(-characters // CHARACTERS_PER_TOKEN)
