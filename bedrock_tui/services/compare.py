"""One prompt to several targets at once; each lane lives and ends by itself."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.core.call import Call, Progress, finished, progress
from bedrock_tui.core.comparison import Comparison, Lane
from bedrock_tui.core.criteria import judge
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.reply import (
    Ended,
    Event,
    Judged,
    Priced,
    Queued,
    ReasoningDelta,
    Reply,
    Status,
    TextDelta,
    ToolUseDelta,
)
from bedrock_tui.core.request import Parameters, Request
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError
from bedrock_tui.services.bridge import Channel, spawn

if TYPE_CHECKING:
    from bedrock_tui.core.criteria import Criterion, Judgement
    from bedrock_tui.core.prices import Cost

_log = logging.getLogger(__name__)


class Runtime(Protocol):
    """What sends a request and tells its events, blocking the thread it runs in."""

    def invoke(
        self,
        target: Target,
        request: Request,
        emit: Callable[[Event], None],
        cancellation: Cancellation,
    ) -> Ended:
        """Run one call to its end. Raises Cancelled."""
        ...


class Journal(Protocol):
    """Where calls are written down; nothing here waits for the disk."""

    def begin(self, comparison: Comparison, calls: Sequence[Call]) -> Future[None]:
        """Write the comparison and its calls as running."""
        ...

    def progress(self, call_id: str, read: Callable[[], Progress]) -> None:
        """Have what arrived so far written soon."""
        ...

    def end(self, call: Call) -> Future[None]:
        """Write a call's final state."""
        ...


class Pricing(Protocol):
    """Who knows what calls cost."""

    def cost(self, call: Call) -> Cost:
        """Return what a call costs whose tokens were counted; blocks."""
        ...


class Refusals(Protocol):
    """Who remembers which settings models refuse."""

    def fit(self, lane: Lane) -> tuple[Parameters, tuple[str, ...]]:
        """Return what to send in place of a lane's parameters, and why."""
        ...

    def learn(self, target: Target, sent: Parameters, failure: Failure) -> None:
        """Take note of what a failure says of the settings that were sent."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a comparison is run with."""

    runtime: Runtime
    journal: Journal
    pricing: Pricing | None = None
    """Without it no cost is worked out."""
    refusals: Refusals | None = None
    """Without it everything is sent that was set."""
    criteria: Sequence[Criterion] = ()
    """What is expected of every reply."""


class Compare:
    """Runs comparisons."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def fit(self, lane: Lane) -> tuple[Parameters, tuple[str, ...]]:
        """Return what would be sent in place of a lane's parameters, and why."""
        refusals = self._means.refusals
        return refusals.fit(lane) if refusals else (lane.parameters, ())

    def run(self, comparison: Comparison, lanes: Sequence[Lane] = ()) -> Run:
        """Return the run of a comparison, or of some of its lanes once more.

        Nothing is sent before the run is iterated over.
        """
        lanes = lanes or comparison.lanes
        return Run(self._means, comparison, lanes)


class Run:
    """The calls of one turn: an async iterator of `(lane, event)`.

    The last event of every lane is `Ended`. The iteration ends when all lanes have
    ended and are written down; leaving it early cancels what still runs.
    """

    def __init__(
        self,
        means: Means,
        comparison: Comparison,
        lanes: Sequence[Lane],
    ) -> None:
        self.comparison = comparison
        self.store_error: StoreError | None = None
        """Why the history could not be written, if it could not."""
        self._means = means
        self._calls = {lane.id: self._prepare(lane) for lane in lanes}

    def _prepare(self, lane: Lane) -> _LaneCall:
        """Make a lane's call, without the settings that its model refuses."""
        parameters, why = lane.parameters, tuple[str, ...]()
        if self._means.refusals is not None:
            parameters, why = self._means.refusals.fit(lane)
        request = self.comparison.request(replace(lane, parameters=parameters))
        call = _call(self.comparison, lane, request, why)
        return _LaneCall(lane, call, request, self._means)

    def call(self, lane: Lane) -> Call:
        """Return the lane's call as it stands."""
        return self._calls[lane.id].snapshot()

    def reply(self, lane: Lane) -> Reply:
        """Return the lane's reply, which grows while the run goes on."""
        return self._calls[lane.id].reply

    def request(self, lane: Lane) -> Request:
        """Return what the lane was sent, or will be."""
        return self._calls[lane.id].request

    def cancel(self, lane: Lane) -> None:
        """End one lane now, whatever it waits for; others are untouched."""
        self._calls[lane.id].cancel()

    def cancel_all(self) -> None:
        """End every lane that still runs."""
        for call in self._calls.values():
            call.cancel()

    async def __aiter__(self) -> AsyncIterator[tuple[Lane, Event]]:
        """Send the prompt to every lane and yield events as they come."""
        channel: Channel[tuple[Lane, Event]] = Channel()
        calls = list(self._calls.values())
        left = _Countdown(len(calls), channel.close)
        for call in calls:
            call.attach(channel, left)
        try:
            begun = self._means.journal.begin(
                self.comparison, [call.call for call in calls]
            )
            await self._written(begun)
            # Starting a thread waits for it to run: not on the event loop.
            spawn("lanes", self._start_all)
            async for item in channel:
                yield item
            for call in calls:
                if call.written is not None:
                    await self._written(call.written)
        finally:
            self.cancel_all()

    def _start_all(self) -> None:
        for call in self._calls.values():
            call.start()

    async def _written(self, future: Future[None]) -> None:
        try:
            await asyncio.wrap_future(future)
        except StoreError as error:
            # The answer matters more than its record: the caller says so and goes on.
            self.store_error = error


class _Countdown:
    """Runs something when the last of several threads is done."""

    def __init__(self, count: int, then: Callable[[], None]) -> None:
        self._count = count
        self._then = then
        self._lock = threading.Lock()

    def done(self) -> None:
        with self._lock:
            self._count -= 1
            last = self._count == 0
        if last:
            self._then()


class _LaneCall:
    """One lane's call: collects its events until the first thing that ends it."""

    def __init__(self, lane: Lane, call: Call, request: Request, means: Means) -> None:
        self.lane = lane
        self.call = call
        self.reply = Reply()
        self.written: Future[None] | None = None
        self.request = request
        self._means = means
        self._cancellation = Cancellation()
        self._lock = threading.Lock()
        self._channel: Channel[tuple[Lane, Event]] | None = None
        self._left: _Countdown | None = None

    def attach(self, channel: Channel[tuple[Lane, Event]], left: _Countdown) -> None:
        """Take the places where events go and where the end is counted."""
        self._channel, self._left = channel, left
        if self._cancellation.cancelled:
            self._end(Ended(time.monotonic(), Status.CANCELLED))

    def start(self) -> None:
        """Begin the call in a thread of its own, unless it has ended already."""
        self._emit(Queued(time.monotonic()))
        if self.reply.status is Status.RUNNING:
            spawn(f"lane {self.lane.target}", self._work)

    def cancel(self) -> None:
        """End the call; does not wait for its thread."""
        self._cancellation.cancel()
        if self._channel is not None:
            self._end(Ended(time.monotonic(), Status.CANCELLED))

    def snapshot(self) -> Call:
        """Return the call with what has come so far."""
        return finished(self.call, self.reply)

    def _work(self) -> None:
        try:
            ended = self._means.runtime.invoke(
                self.lane.target, self.request, self._emit, self._cancellation
            )
            self._learn(ended)
            self._judge(ended)
        except Cancelled:
            ended = Ended(time.monotonic(), Status.CANCELLED)
        except Exception as error:  # noqa: BLE001
            # A bug of ours must end the lane, or everybody waits for it for ever.
            _log.exception("lane %s", self.lane.target)
            ended = Ended(time.monotonic(), Status.FAILED, _bug(error))
        self._end(ended)

    def _learn(self, ended: Ended) -> None:
        """Work out the cost, last of all: it may take a moment, and reads files. Take
        note of a setting that was refused.
        """
        pricing, refusals = self._means.pricing, self._means.refusals
        if pricing is not None and self.reply.counted_at is not None:
            cost = pricing.cost(self.snapshot())
            self._emit(Priced(time.monotonic(), cost))
        if refusals is not None and ended.failure is not None:
            sent = self.request.parameters
            refusals.learn(self.lane.target, sent, ended.failure)

    def _judge(self, ended: Ended) -> None:
        """Look whether the reply is as it should be, before anybody waits for it."""
        if self._means.criteria and ended.status is Status.OK:
            self._emit(Judged(time.monotonic(), self._judgements(ended)))

    def _judgements(self, ended: Ended) -> tuple[Judgement, ...]:
        return judge(
            self._means.criteria, replace(self.snapshot(), status=ended.status)
        )

    def _emit(self, event: Event) -> None:
        with self._lock:
            if self.reply.status is not Status.RUNNING:
                return
            first = not self.reply.began
            self.reply.apply(event)
            delta = isinstance(event, TextDelta | ReasoningDelta | ToolUseDelta)
            self._put(event, urgent=first or not delta)
            if not isinstance(event, Queued):
                self._means.journal.progress(self.call.id, self._progress)

    def _end(self, ended: Ended) -> None:
        with self._lock:
            if self.reply.status is not Status.RUNNING:
                return
            if ended.status is not Status.OK:  # which fails all, at once
                self.reply.apply(Judged(ended.at, self._judgements(ended)))
            self.reply.apply(ended)
            self.written = self._means.journal.end(finished(self.call, self.reply))
            self._put(ended, urgent=True)
        if self._left is not None:
            self._left.done()

    def _put(self, event: Event, *, urgent: bool) -> None:
        if self._channel is not None:
            self._channel.put((self.lane, event), urgent=urgent)

    def _progress(self) -> Progress:
        return progress(self.reply)


def _call(
    comparison: Comparison, lane: Lane, request: Request, notes: tuple[str, ...]
) -> Call:
    return Call(
        comparison_id=comparison.id,
        turn_id=comparison.turn.id,
        lane_id=lane.id,
        position=comparison.lanes.index(lane),
        target=lane.target,
        prompt=comparison.turn.prompt,
        system=comparison.system,
        parameters=request.parameters,
        notes=notes,
        previous_id=lane.past[-1].call_id if lane.past else "",
    )


def _bug(error: Exception) -> Failure:
    return Failure(
        category="internal",
        code=type(error).__name__,
        title="bedrock-tui made a mistake",
        message="The call was ended by an error of the program, not of the service.",
        remedy="What came is kept. Please report it with the end of bedrock-tui.log"
        " from the data folder.",
    )
