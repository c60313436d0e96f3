"""One call: attempts, waits between them, and the reply's events as they come."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bedrock_tui.aws import wire
from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.aws.failures import explain
from bedrock_tui.aws.pace import Pace
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Held,
    Reply,
    Responded,
    Status,
    Waiting,
)
from bedrock_tui.core.request import Request
from bedrock_tui.core.target import Target

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from bedrock_tui.aws.clients import Clients

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently a failed attempt is repeated; times in seconds."""

    retries: int = 3
    initial: float = 1.0
    factor: float = 2.0
    jitter: float = 1.0
    most: float = 10.0
    most_asked_for: float = 60.0
    """The longest wait the service may ask for in `x-amz-retry-after`."""


class Runtime:
    """Sends requests to targets; one thread per call, any number at once."""

    def __init__(
        self,
        clients: Clients,
        policy: RetryPolicy = RetryPolicy(),
        pace: Pace | None = None,
    ) -> None:
        self._clients = clients
        self._policy = policy
        self._pace = pace or Pace(0)
        self._silent: set[str] = set()  # ids of models that refused to stream

    def invoke(
        self, target: Target, request: Request, emit: Emit, cancellation: Cancellation
    ) -> Ended:
        """Run one call to its end in this thread and return how it ended.

        Each event goes to `emit` when it happens. A failed attempt is repeated only
        while nothing of a reply has come. Raises Cancelled.
        """
        from tenacity import (  # start-up time
            Retrying,
            retry_if_exception_type,
            stop_after_attempt,
        )

        call = _Call(self, target, request, emit, cancellation)
        retrying = Retrying(
            stop=stop_after_attempt(1 + self._policy.retries),
            retry=retry_if_exception_type(_Again),
            wait=self._delay,
            sleep=cancellation.wait,
            before_sleep=call.announce_wait,
            reraise=True,
        )
        try:
            return retrying(call.attempt)
        except _AttemptFailed as failed:
            return Ended(time.monotonic(), Status.FAILED, failed.failure)

    def _delay(self, state: RetryCallState) -> float:
        from tenacity import wait_exponential

        # Not wait_exponential_jitter: tenacity 9.2 renamed its first parameter.
        policy = self._policy
        steady = wait_exponential(policy.initial, policy.most, policy.factor)(state)
        backoff = min(steady + random.uniform(0.0, policy.jitter), policy.most)
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, _AttemptFailed) else 0.0
        return max(backoff, min(asked, policy.most_asked_for))


class _AttemptFailed(Exception):  # a state, told by its failure
    def __init__(self, failure: Failure, retry_after: float) -> None:
        super().__init__(failure.title)
        self.failure = failure
        self.retry_after = retry_after


class _Again(_AttemptFailed):
    """The same request may succeed after a wait."""


class _Call:
    """One call: what its attempts share."""

    def __init__(
        self,
        runtime: Runtime,
        target: Target,
        request: Request,
        emit: Emit,
        cancellation: Cancellation,
    ) -> None:
        self._runtime = runtime
        self._target = target
        self._arguments = wire.build(target.id, request)
        self._emit_outside = emit
        self._cancellation = cancellation
        self._reply = Reply()
        self._number = 0
        """Requests sent so far; a model that does not stream needs two at first."""

    def attempt(self) -> Ended:
        """Send the request once and read its reply to the end."""
        self._take_turn()
        try:
            client = self._runtime._clients.get(
                "bedrock-runtime",
                aws_profile=self._target.aws_profile,
                region=self._target.region,
            )
            self._cancellation.check()
            with self._cancellation.watch(self._sent):
                self._converse(client)
        except Exception as error:  # the boundary: all become failures
            self._cancellation.check()
            raise self._failed(error) from error
        self._cancellation.check()
        return self._end()

    def _take_turn(self) -> None:
        """Wait until the rate limit lets another request go."""
        pace = self._runtime._pace
        delay = pace.reserve()
        if delay:
            self._emit(Held(time.monotonic(), delay, pace.per_minute))
            try:
                self._cancellation.wait(delay)
            except Cancelled:
                pace.give_back()
                raise

    def announce_wait(self, state: RetryCallState) -> None:
        """Tell that the next attempt comes after a wait."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _AttemptFailed) and state.next_action is not None:
            self._emit(
                Waiting(
                    time.monotonic(),
                    state.next_action.sleep,
                    error.failure,
                    state.attempt_number,
                    self._runtime._policy.retries,
                )
            )

    def _sent(self) -> None:
        self._number += 1
        self._emit(Attempted(time.monotonic(), self._number))

    def _emit(self, event: Event) -> None:
        self._cancellation.check()
        self._reply.apply(event)
        self._emit_outside(event)

    def _converse(self, client: Any) -> None:
        model_id = self._target.id
        if model_id not in self._runtime._silent:
            try:
                response = client.converse_stream(**self._arguments)
            except client.exceptions.ValidationException as error:
                if not _refuses_to_stream(error):
                    raise
                self._runtime._silent.add(model_id)
            else:
                self._read_stream(response)
                return
        self._read_whole(client.converse(**self._arguments))

    def _read_stream(self, response: dict[str, Any]) -> None:
        with closing(response["stream"]) as stream:
            self._emit(Responded(time.monotonic(), _request_id(response)))
            for raw in stream:
                self._emit_all(wire.stream_events(raw, time.monotonic()))

    def _read_whole(self, response: dict[str, Any]) -> None:
        self._emit(Responded(time.monotonic(), _request_id(response)))
        self._emit_all(wire.reply_events(response, time.monotonic()))

    def _emit_all(self, events: Iterator[Event]) -> None:
        for event in events:
            self._emit(event)

    def _end(self) -> Ended:
        at = time.monotonic()
        missing = _missing(self._reply)
        if missing:
            return Ended(at, Status.TRUNCATED, _truncated(missing))
        return Ended(at, Status.OK)

    def _failed(self, error: Exception) -> _AttemptFailed:
        failure = explain(
            error,
            region=self._target.region,
            model_id=self._target.id,
            aws_profile=self._target.aws_profile,
            request_id=self._reply.request_id,
        )
        if failure.category in (Category.LOGIN, Category.LOGIN_EXPIRED):
            # The next call reads the credentials anew: somebody may have signed in.
            self._runtime._clients.forget(self._target.aws_profile)
        request_id = _request_id(getattr(error, "response", None) or {})
        if request_id:
            self._emit(Responded(time.monotonic(), request_id))
        again = failure.retryable and not self._reply.began
        return (_Again if again else _AttemptFailed)(failure, _retry_after(error))


def _refuses_to_stream(error: Any) -> bool:
    message = str(error.response.get("Error", {}).get("Message", "")).lower()
    return "stream" in message and "tool" not in message and "support" in message


def _request_id(response: dict[str, Any]) -> str:
    return str((response.get("ResponseMetadata") or {}).get("RequestId") or "")


def _retry_after(error: Exception) -> float:
    """Read the seconds of `x-amz-retry-after`, which carries milliseconds."""
    response = getattr(error, "response", None) or {}
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    try:
        return max(0.0, float(headers.get("x-amz-retry-after", 0)) / 1000)
    except ValueError:
        return 0.0


def _missing(reply: Reply) -> str:
    if reply.stopped_at is None:
        return "messageStop"
    return "metadata" if reply.counted_at is None else ""


def _truncated(missing: str) -> Failure:
    return Failure(
        category="truncated",
        code="StreamEndedEarly",
        title="The reply was cut off",
        message=f"The stream ended without its {missing} event.",
        remedy="What came is kept. Send it again; it may have been billed.",
    )
