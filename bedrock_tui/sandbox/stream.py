"""ConverseStream: the events of a reply, paced by absolute deadlines.

The order of events is that of recorded streams: messageStart, then per block an
optional contentBlockStart, deltas and contentBlockStop, then messageStop and, after
it, metadata.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bedrock_tui.sandbox import frames
from bedrock_tui.sandbox.blocks import Reply
from bedrock_tui.sandbox.refusals import STREAM_FAULTS
from bedrock_tui.sandbox.shapes import JsonObject
from bedrock_tui.sandbox.wire import Wire
from bedrock_tui.sandbox.words import Active

BREAKS = ("stall", "reset", "cut", "drop", "bad-checksum", "transport-error")
TROUBLES = (*BREAKS, *STREAM_FAULTS)
"""Faults that happen after so many deltas."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A reply and how it is to be delivered."""

    reply: Reply
    usage: JsonObject
    echoes: JsonObject
    """Members of the request that the answer repeats: service tier, latency mode."""
    started: float
    """The monotonic time when the request had been read."""
    first_token: float
    """Seconds from there to the first delta."""
    pace: float
    """Tokens per second."""
    faults: Active

    @property
    def latency_ms(self) -> int:
        """Milliseconds since the request had been read."""
        return round((time.monotonic() - self.started) * 1000)


@dataclass(frozen=True, slots=True)
class Event:
    """One event, and how many tokens it brings."""

    kind: str
    payload: JsonObject
    tokens: int = 0


def send(plan: Plan, wire: Wire) -> None:
    """Write the reply as chunked frames until its end, or until trouble."""
    trouble = next((name for name in TROUBLES if name in plan.faults), None)
    after = int(plan.faults.number(trouble) or 0) if trouble else 0
    tokens = deltas = 0
    wire.wait_until(plan.started + plan.first_token * 0.95)
    for number, event in enumerate(events(plan)):
        if event.kind != "messageStart":
            wire.wait_until(plan.started + plan.first_token + tokens / plan.pace)
        ending = event.kind in {"messageStop", "metadata"}
        if trouble and (deltas >= after or ending) and event.kind != "messageStart":
            _break(trouble, wire, frames.event(event.kind, event.payload))
            return
        payload = frames.padded(event.payload, number)
        wire.chunk(frames.event(event.kind, payload))
        tokens += event.tokens
        deltas += event.kind == "contentBlockDelta"
    wire.end()


def events(plan: Plan) -> Iterator[Event]:
    """All events of the reply in order; the latency is filled in when it is known."""
    faults = plan.faults
    yield Event("messageStart", {"role": "assistant"})
    if "unknown-event" in faults:
        yield Event("sandboxUnknown", {"value": 1})
    for index, block in enumerate(plan.reply.blocks):
        place: JsonObject = {"contentBlockIndex": index}
        if block.start is not None:
            yield Event("contentBlockStart", {**place, "start": block.start})
        for delta in block.deltas:
            body = {**place, "delta": delta.body}
            yield Event("contentBlockDelta", body, delta.tokens)
        yield Event("contentBlockStop", place)
    if "no-stop-reason" in faults:
        return
    yield Event("messageStop", {"stopReason": plan.reply.stop_reason})
    if "no-metadata" not in faults:
        yield Event("metadata", _metadata(plan))


def _metadata(plan: Plan) -> JsonObject:
    trace = {"trace": plan.reply.trace} if plan.reply.trace else {}
    metrics = {"latencyMs": plan.latency_ms}
    return {"usage": plan.usage, "metrics": metrics, **trace, **plan.echoes}


def _break(trouble: str, wire: Wire, following: bytes) -> None:
    if trouble == "stall":
        wire.hang()
    elif trouble == "reset":
        wire.reset()
    elif trouble == "drop":
        wire.half_chunk(following)
    elif trouble == "bad-checksum":
        wire.chunk(frames.spoilt(following))
    elif trouble == "transport-error":
        wire.chunk(frames.transport_error("InternalFailure", "A simulated failure."))
    elif trouble in STREAM_FAULTS:
        wire.chunk(frames.exception(*STREAM_FAULTS[trouble]))
    wire.end()
