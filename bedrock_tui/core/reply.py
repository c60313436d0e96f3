"""What comes back from a target: a closed union of events, and their sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import (
    Metrics,
    Served,
    TokenUsage,
    estimate_tokens,
    milliseconds,
    tokens_per_second,
)

if TYPE_CHECKING:
    from bedrock_tui.core.criteria import Judgement
    from bedrock_tui.core.prices import Cost


class Status(StrEnum):
    """Where a call stands; all but `running` are final."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TRUNCATED = "truncated"
    """The stream ended without saying that the reply was complete."""
    INTERRUPTED = "interrupted"
    """The program ended while the call ran."""


# Every event carries `at`: seconds of the monotonic clock when it happened.


@dataclass(frozen=True, slots=True)
class Queued:
    """The lane waits for its turn; nothing has been sent."""

    at: float


@dataclass(frozen=True, slots=True)
class Attempted:
    """A request is about to be sent; `number` counts from 1."""

    at: float
    number: int


@dataclass(frozen=True, slots=True)
class Responded:
    """The service answered with headers."""

    at: float
    request_id: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The attempt failed and the next one comes after `delay` seconds."""

    at: float
    delay: float
    failure: Failure
    retry: int
    """Which retry the wait leads to, from 1."""
    retries: int
    """How many retries there are at most."""


@dataclass(frozen=True, slots=True)
class Held:
    """The rate limit lets the next request go after `delay` seconds."""

    at: float
    delay: float
    per_minute: int
    """The limit: requests of all lanes together."""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the reply's text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """A piece of the model's reasoning."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class ToolUseDelta:
    """A piece of a tool call; the first one of a block names the tool."""

    at: float
    tool: str
    """The tool's name where a block starts, empty in the pieces that follow."""
    input: str
    """A fragment of the input's JSON text."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something in the reply that is not text: an image, a citation, the unknown."""

    at: float
    note: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The model stopped, and why, in the service's own word."""

    at: float
    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts, the service's own latency, and how it served the call."""

    at: float
    usage: TokenUsage
    server_latency_ms: int | None
    served: Served = Served()


@dataclass(frozen=True, slots=True)
class Priced:
    """What the call costs was worked out."""

    at: float
    cost: Cost


@dataclass(frozen=True, slots=True)
class Judged:
    """The reply was judged by the person's criteria."""

    at: float
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event of every call, sent exactly once."""

    at: float
    status: Status
    failure: Failure | None = None


Event = (
    Queued
    | Attempted
    | Responded
    | Waiting
    | Held
    | TextDelta
    | ReasoningDelta
    | ToolUseDelta
    | Noted
    | Stopped
    | Usage
    | Priced
    | Judged
    | Ended
)


@dataclass(slots=True)
class Reply:
    """The sum of a call's events so far.

    Applied to by one thread. Texts grow by appending to lists, so that another
    thread may read them at any time.
    """

    status: Status = Status.RUNNING
    attempts: int = 0
    request_id: str = ""
    stop_reason: str = ""
    failure: Failure | None = None
    usage: TokenUsage = TokenUsage()
    served: Served = Served()
    cost: Cost | None = None
    """None until it is worked out, after the last token."""
    criteria: tuple[Judgement, ...] = ()
    """How it came out by the person's criteria, once it has ended."""
    server_latency_ms: int | None = None
    waited: float = 0.0
    """Seconds spent in waits that are over."""
    waiting: Waiting | Held | None = None
    """The wait that goes on, if one does."""
    sent_at: float | None = None
    """When the newest attempt was sent."""
    first_token_at: float | None = None
    """When the first text or reasoning came."""
    first_at: float | None = None
    """When the first delta of any kind came."""
    last_at: float | None = None
    stopped_at: float | None = None
    """When the model said why it stopped."""
    counted_at: float | None = None
    """When the token counts came: the last thing a complete stream says."""
    characters: int = 0
    """Characters of text and reasoning received."""
    _text: list[str] = field(default_factory=list)
    _reasoning: list[str] = field(default_factory=list)
    _tools: list[tuple[str, list[str]]] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The reply's text as received."""
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        """The reasoning as received."""
        return "".join(self._reasoning)

    @property
    def tools(self) -> tuple[tuple[str, str], ...]:
        """Each tool call as its name and its input's JSON text."""
        return tuple((name, "".join(parts)) for name, parts in list(self._tools))

    @property
    def notes(self) -> tuple[str, ...]:
        """What else was in the reply."""
        return tuple(self._notes)

    @property
    def began(self) -> bool:
        """True once any part of a reply arrived: it may have been billed."""
        return self.first_at is not None

    def apply(self, event: Event) -> None:
        """Add one event."""
        match event:
            case Queued():
                pass
            case Attempted():
                self._end_wait(event.at)
                self.attempts = event.number
                self.sent_at = event.at
                self.request_id = ""
            case Responded():
                self.request_id = event.request_id
            case Waiting() | Held():
                self._end_wait(event.at)
                self.waiting = event
            case TextDelta():
                self._extend(self._text, event.text, event.at)
            case ReasoningDelta():
                self._extend(self._reasoning, event.text, event.at)
            case ToolUseDelta():
                self._use_tool(event)
            case Noted():
                self._notes.append(event.note)
                self._touch(event.at)
            case Stopped() | Usage() | Priced() | Judged() | Ended():
                self._close(event)
            case _:
                assert_never(event)

    def metrics(self) -> Metrics:
        """Return the numbers of the reply as it stands."""
        return Metrics(
            ttft_ms=milliseconds(self.sent_at, self.first_token_at),
            latency_ms=milliseconds(self.sent_at, self.stopped_at),
            server_latency_ms=self.server_latency_ms,
            wait_ms=round(self.waited * 1000, 3),
            tokens_per_second=tokens_per_second(
                self.usage.output_tokens, self.first_at, self.last_at
            ),
        )

    def estimated_tokens(self) -> int:
        """Guess the output tokens so far, for display while the reply streams."""
        return estimate_tokens(self.characters)

    def estimated_speed(self) -> float | None:
        """Guess the tokens per second so far."""
        return tokens_per_second(self.estimated_tokens(), self.first_at, self.last_at)

    def _extend(self, parts: list[str], text: str, at: float) -> None:
        if text:
            parts.append(text)
            self.characters += len(text)
            if self.first_token_at is None:
                self.first_token_at = at
            self._touch(at)

    def _close(self, event: Stopped | Usage | Priced | Judged | Ended) -> None:
        match event:
            case Stopped():
                self.stop_reason = event.reason
                self.stopped_at = event.at
            case Usage():
                self.usage = event.usage
                self.server_latency_ms = event.server_latency_ms
                self.served = event.served
                self.counted_at = event.at
            case Priced():
                self.cost = event.cost
            case Judged():
                self.criteria = event.judgements
            case Ended():
                self._end_wait(event.at)
                self.status = event.status
                self.failure = event.failure

    def _use_tool(self, event: ToolUseDelta) -> None:
        if event.tool or not self._tools:
            self._tools.append((event.tool, []))
        self._tools[-1][1].append(event.input)
        self._touch(event.at)

    def _end_wait(self, at: float) -> None:
        if self.waiting is not None:
            self.waited += at - self.waiting.at
            self.waiting = None

    def _touch(self, at: float) -> None:
        if self.first_at is None:
            self.first_at = at
        self.last_at = at
