"""One invocation of one lane: a row of history."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedrock_tui.core.failure import Failure
from bedrock_tui.core.ids import new_id
from bedrock_tui.core.metrics import Metrics, Served, TokenUsage
from bedrock_tui.core.reply import Reply, Status
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from bedrock_tui.core.criteria import Judgement
    from bedrock_tui.core.prices import Cost


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is kept: what was asked, what came back, how it went."""

    comparison_id: str
    turn_id: str
    lane_id: str
    position: int
    """The lane's place in the comparison, from 0."""
    target: Target
    prompt: str
    system: str = ""
    parameters: Parameters = Parameters()
    previous_id: str = ""
    """The call whose reply this one follows in its lane; empty for the first."""
    id: str = field(default_factory=new_id)
    started_at: datetime = field(default_factory=now)
    ended_at: datetime | None = None
    status: Status = Status.RUNNING
    text: str = ""
    reasoning: str = ""
    tools: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    stop_reason: str = ""
    usage: TokenUsage = TokenUsage()
    metrics: Metrics = Metrics()
    served: Served = Served()
    cost: Cost | None = None
    """None where it was never worked out: no tokens were counted."""
    criteria: tuple[Judgement, ...] = ()
    """How it came out by the criteria that were in force."""
    attempts: int = 0
    request_id: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of a running call that has arrived so far."""

    text: str
    reasoning: str
    attempts: int
    request_id: str


def progress(reply: Reply) -> Progress:
    """Return what of a reply must survive the end of the process."""
    return Progress(reply.text, reply.reasoning, reply.attempts, reply.request_id)


def finished(call: Call, reply: Reply) -> Call:
    """Return the call with what its reply came to in the end."""
    return replace(
        call,
        ended_at=now(),
        status=reply.status,
        text=reply.text,
        reasoning=reply.reasoning,
        tools=reply.tools,
        notes=(*call.notes, *reply.notes),
        stop_reason=reply.stop_reason,
        usage=reply.usage,
        metrics=reply.metrics(),
        served=reply.served,
        cost=reply.cost,
        criteria=reply.criteria,
        attempts=reply.attempts,
        request_id=reply.request_id,
        failure=reply.failure,
    )
