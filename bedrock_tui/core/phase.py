"""Where a lane stands, as everybody can read it."""

from __future__ import annotations

from enum import StrEnum

from bedrock_tui.core import numbers
from bedrock_tui.core.reply import Held, Reply, Status, Waiting

STALL = 2.0
"""Seconds without a delta after which the silence is shown."""


class Phase(StrEnum):
    """What a lane is doing or how it ended."""

    READY = "ready"
    """No prompt has been sent yet."""
    QUEUED = "queued"
    """Waiting for its turn, or for a connection."""
    WAITING = "waiting"
    """Sent; no token yet."""
    STREAMING = "streaming"
    RETRYING = "retrying"
    """An attempt failed; the next one comes after a wait."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TRUNCATED = "truncated"


_ENDS = {
    Status.OK: Phase.DONE,
    Status.FAILED: Phase.FAILED,
    Status.CANCELLED: Phase.CANCELLED,
    Status.TRUNCATED: Phase.TRUNCATED,
    Status.INTERRUPTED: Phase.CANCELLED,
}

_SIGNS = {
    Phase.READY: "·",
    Phase.QUEUED: "◌",
    Phase.WAITING: "◔",
    Phase.STREAMING: "●",
    Phase.RETRYING: "↻",
    Phase.DONE: "✓",
    Phase.FAILED: "✗",
    Phase.CANCELLED: "■",
    Phase.TRUNCATED: "⚠",
}


def phase_of(reply: Reply | None) -> Phase:
    """Return where a lane with this reply stands; None is a lane without a prompt."""
    if reply is None:
        return Phase.READY
    if reply.status is not Status.RUNNING:
        return _ENDS[reply.status]
    if isinstance(reply.waiting, Held):
        return Phase.QUEUED
    if reply.waiting is not None:
        return Phase.RETRYING
    if reply.began:
        return Phase.STREAMING
    return Phase.QUEUED if reply.sent_at is None else Phase.WAITING


def sign(phase: Phase) -> str:
    """Return one character for the phase."""
    return _SIGNS[phase]


def describe(reply: Reply | None, now: float) -> list[str]:
    """Return the lane's state in parts, most important first.

    `now` is the monotonic clock in seconds. Estimates are marked `~`.
    """
    phase = phase_of(reply)
    if reply is None:
        return ["ready"]
    match phase:
        case Phase.RETRYING | Phase.QUEUED if reply.waiting is not None:
            return _waiting(reply.waiting, now)
        case Phase.WAITING if reply.sent_at is not None:
            again = [f"attempt {reply.attempts}"] if reply.attempts > 1 else []
            return [f"waiting for first token {now - reply.sent_at:.1f} s", *again]
        case Phase.STREAMING:
            return _live(reply, now)
        case Phase.DONE:
            return _ended(reply)
        case Phase.FAILED | Phase.TRUNCATED:
            title = reply.failure.title if reply.failure else str(phase)
            return [title, *_kept(reply)]
        case Phase.CANCELLED:
            return ["stopped", *_kept(reply)]
        case _:
            return [str(phase)]


def hint(reply: Reply | None) -> str:
    """Return what an empty lane says in the reply's place."""
    if reply is None:
        return ""
    match phase_of(reply):
        case Phase.QUEUED if reply.waiting is not None:
            return "Your own rate limit holds it back; it is sent by itself."
        case Phase.QUEUED:
            return "connecting…"
        case Phase.WAITING:
            return "waiting for the first token…"
        case Phase.RETRYING if isinstance(reply.waiting, Waiting):
            return f"{reply.waiting.failure.title}: the next try comes by itself."
        case Phase.CANCELLED:
            return "Stopped before the first token."
        case Phase.DONE:
            return "The reply is empty."
        case _:
            return ""


def _waiting(wait: Waiting | Held, now: float) -> list[str]:
    left = max(0.0, wait.at + wait.delay - now)
    if isinstance(wait, Held):
        return [f"rate limit: goes in {left:.1f} s", f"{wait.per_minute} a minute"]
    title = wait.failure.title
    return [f"retry {wait.retry} of {wait.retries} in {left:.1f} s", title]


def _live(reply: Reply, now: float) -> list[str]:
    speed = reply.estimated_speed()
    silence = now - reply.last_at if reply.last_at is not None else 0.0
    return [
        *([f"silent {silence:.0f} s"] if silence >= STALL else []),
        f"{numbers.seconds(reply.metrics().ttft_ms)} first",
        *([f"~{numbers.speed(speed)}"] if speed else []),
        f"~{numbers.count(reply.estimated_tokens())} tok",
    ]


def _ended(reply: Reply) -> list[str]:
    metrics, usage = reply.metrics(), reply.usage
    odd = reply.stop_reason not in ("end_turn", "stop_sequence")
    return [
        *([reply.stop_reason or "no stop reason"] if odd else []),
        f"{numbers.seconds(metrics.ttft_ms)} first",
        numbers.speed(metrics.tokens_per_second),
        *([numbers.price(reply.cost)] if reply.cost is not None else []),
        f"{numbers.count(usage.output_tokens)} out",
        f"{numbers.count(usage.input_tokens)} in",
        f"{numbers.seconds(metrics.latency_ms)} total",
    ]


def _kept(reply: Reply) -> list[str]:
    if not reply.characters:
        return []
    return [f"~{numbers.count(reply.estimated_tokens())} tok kept"]
