from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import aclosing

import pytest

from bedrock_tui.aws.cancel import Cancellation
from bedrock_tui.core.call import Call, Progress
from bedrock_tui.core.comparison import Comparison, Lane
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Queued,
    Reply,
    Responded,
    Status,
    TextDelta,
    Waiting,
)
from bedrock_tui.core.request import Request
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.compare import Compare, Means, Run
from bedrock_tui.services.journal import NoJournal
from bedrock_tui.store.calls import Calls
from tests.support import (
    FAST,
    LITE,
    MICRO,
    PRO,
    comparison,
    connections,
    eventually,
    runtime_of,
    threads,
    until,
)

Heard = dict[str, list[tuple[float, Event]]]


async def listen(
    run: Run, act: Callable[[Lane, Event], object] = lambda lane, event: None
) -> Heard:
    """Everything the run tells, by lane, with the time when the consumer had it."""
    heard: Heard = {lane.id: [] for lane in run.comparison.lanes}
    async with asyncio.timeout(30):
        async for lane, event in run:
            heard[lane.id].append((time.monotonic(), event))
            act(lane, event)
    return heard


def ended(heard: Heard, lane: Lane) -> tuple[float, Ended]:
    """The one end of a lane, and when it was heard."""
    ends = [(at, event) for at, event in heard[lane.id] if isinstance(event, Ended)]
    assert len(ends) == 1
    assert heard[lane.id][-1][1] is ends[0][1]
    return ends[0]


def compare(sandbox: Sandbox, journal: Calls | NoJournal | None = None) -> Compare:
    return Compare(Means(runtime_of(sandbox), journal or NoJournal()))


def no_lane_runs() -> bool:
    return not threads("lane ")


async def test_every_lane_tells_its_events_and_its_end(sandbox: Sandbox) -> None:
    asked = comparison(f"Hi {FAST}", MICRO, PRO, LITE)
    run = compare(sandbox).run(asked)
    heard = await listen(run)
    for lane in asked.lanes:
        events = [event for _, event in heard[lane.id]]
        assert isinstance(events[0], Queued)
        assert isinstance(events[1], Attempted)
        assert isinstance(events[2], Responded)
        assert ended(heard, lane)[1].status is Status.OK
        text = "".join(e.text for e in events if isinstance(e, TextDelta))
        assert text == run.reply(lane).text == run.call(lane).text != ""
    assert {seen.model_id for seen in sandbox.requests} == {MICRO, PRO, LITE}
    assert run.store_error is None


async def test_nothing_is_sent_before_the_run_is_iterated_over(
    sandbox: Sandbox,
) -> None:
    run = compare(sandbox).run(comparison(f"Hi {FAST}"))
    await asyncio.sleep(0.05)
    assert sandbox.requests == []
    assert run.reply(run.comparison.lanes[0]).status is Status.RUNNING


async def test_lanes_do_not_wait_for_each_other(sandbox: Sandbox) -> None:
    prompt = (
        "Hi ttft:0.05 pace:100 tokens:20 fault:access-denied@nova-micro"
        " fault:stall=2@nova-pro fault:no-headers@llama fault:stall=2@jamba"
    )
    stalled, silent, fine = PRO, "meta.llama3-8b-instruct-v1:0", LITE
    late = "ai21.jamba-1-5-mini-v1:0"
    asked = comparison(prompt, MICRO, stalled, silent, late, fine)
    run = compare(sandbox).run(asked)
    micro, pro, llama, jamba, lite = asked.lanes

    def act(lane: Lane, event: Event) -> None:
        if lane is jamba and isinstance(event, TextDelta):
            run.cancel(jamba)
        if lane is lite and isinstance(event, Ended):
            run.cancel(pro)
            run.cancel(llama)

    started = time.monotonic()
    heard = await listen(run, act)
    ends = {lane: ended(heard, lane)[1].status for lane in asked.lanes}
    assert ends == {
        micro: Status.FAILED,
        pro: Status.CANCELLED,
        llama: Status.CANCELLED,
        jamba: Status.CANCELLED,
        lite: Status.OK,
    }
    assert ended(heard, lite)[0] - started < 2
    assert run.reply(lite).metrics().latency_ms == pytest.approx(250, abs=200)
    assert run.reply(pro).text
    assert run.reply(jamba).text
    failure = run.call(micro).failure
    assert failure is not None
    assert failure.category == "permission"
    until(no_lane_runs)


SILENCES = {
    "mid-stream": ("ttft:0 pace:5000 fault:stall=2", TextDelta),
    "before-headers": ("fault:no-headers", Attempted),
    "in-a-back-off": ("fault:throttle fault:retry-after=9000", Waiting),
    "before-the-first-token": ("ttft:30", Responded),
}


@pytest.mark.parametrize("silence", SILENCES)
async def test_cancelling_a_silent_lane_is_seen_within_100_ms(
    sandbox: Sandbox, silence: str
) -> None:
    words, last = SILENCES[silence]
    asked = comparison(f"Hi {words}")
    run = compare(sandbox).run(asked)
    (lane,) = asked.lanes
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.monotonic())
        run.cancel(lane)

    def act(_: Lane, event: Event) -> None:
        if isinstance(event, last) and not cancelled:
            asyncio.get_running_loop().call_later(0.05, cancel)

    heard = await listen(run, act)
    at, end = ended(heard, lane)
    assert end.status is Status.CANCELLED
    assert at - cancelled[0] < 0.1
    until(no_lane_runs, 1)
    until(lambda: connections() == 0 or silence == "in-a-back-off", 2)
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("silence", SILENCES)
async def test_cancelling_eight_silent_lanes_takes_no_longer(
    sandbox: Sandbox, silence: str
) -> None:
    words, last = SILENCES[silence]
    asked = comparison(f"Hi {words}", *[MICRO, PRO] * 4)
    run = compare(sandbox).run(asked)
    waiting = {lane.id for lane in asked.lanes}
    cancelled: list[float] = []

    def act(lane: Lane, event: Event) -> None:
        if isinstance(event, last):
            waiting.discard(lane.id)
        if not waiting and not cancelled:
            cancelled.append(time.monotonic())
            run.cancel_all()

    heard = await listen(run, act)
    for lane in asked.lanes:
        at, end = ended(heard, lane)
        assert end.status is Status.CANCELLED
        assert at - cancelled[0] < 0.1
    until(no_lane_runs, 2)


async def test_cancelling_never_blocks_the_caller(sandbox: Sandbox) -> None:
    asked = comparison("Hi ttft:0 pace:5000 fault:stall=2", *[MICRO] * 8)
    run = compare(sandbox).run(asked)
    took: list[float] = []

    def act(_: Lane, event: Event) -> None:
        if isinstance(event, TextDelta) and not took:
            before = time.monotonic()
            run.cancel_all()
            took.append(time.monotonic() - before)

    await listen(run, act)
    assert took[0] < 1  # the streams are silent for good
    until(no_lane_runs)


async def test_a_lane_cancelled_before_the_start_sends_nothing(
    sandbox: Sandbox,
) -> None:
    asked = comparison(f"Hi {FAST}", MICRO, PRO)
    run = compare(sandbox).run(asked)
    run.cancel(asked.lanes[0])
    heard = await listen(run)
    assert ended(heard, asked.lanes[0])[1].status is Status.CANCELLED
    assert ended(heard, asked.lanes[1])[1].status is Status.OK
    assert [seen.model_id for seen in sandbox.requests] == [PRO]


async def test_cancelling_what_has_ended_changes_nothing(sandbox: Sandbox) -> None:
    asked = comparison(f"Hi {FAST}")
    run = compare(sandbox).run(asked)
    await listen(run)
    run.cancel_all()
    assert run.call(asked.lanes[0]).status is Status.OK


async def test_nothing_is_told_after_the_end(sandbox: Sandbox) -> None:
    asked = comparison("Hi ttft:0 pace:2000 tokens:400", MICRO)
    run = compare(sandbox).run(asked)
    (lane,) = asked.lanes

    def act(_: Lane, event: Event) -> None:
        if isinstance(event, TextDelta):
            run.cancel(lane)

    heard = await listen(run, act)
    ended(heard, lane)
    kept = run.reply(lane).text
    until(no_lane_runs)
    assert run.reply(lane).text == kept


async def test_leaving_the_iteration_early_cancels_what_runs(
    sandbox: Sandbox, journal: Calls
) -> None:
    asked = comparison("Hi ttft:0 pace:5000 fault:stall=2", MICRO, PRO)
    run = compare(sandbox, journal).run(asked)
    stream: AsyncIterator[tuple[Lane, Event]] = aiter(run)
    async with aclosing(stream) as events:  # type: ignore[type-var]  # a generator
        async for _, event in events:
            if isinstance(event, TextDelta):
                break
    assert {run.call(lane).status for lane in asked.lanes} == {Status.CANCELLED}
    until(no_lane_runs, 2)
    until(lambda: connections() == 0, 2)
    until(
        lambda: (
            {row.status for row in journal.newest(9).result(5)} == {Status.CANCELLED}
        )
    )


async def test_breaking_out_of_the_loop_cancels_too(sandbox: Sandbox) -> None:
    run = compare(sandbox).run(
        comparison("Hi ttft:0 pace:5000 fault:stall=2", MICRO, PRO)
    )
    async for _, event in run:
        if isinstance(event, TextDelta):
            break
    await eventually(no_lane_runs)


async def test_cancelling_the_task_cancels_the_lanes(sandbox: Sandbox) -> None:
    asked = comparison("Hi ttft:0 pace:5000 fault:stall=2", MICRO, PRO)
    run = compare(sandbox).run(asked)
    task = asyncio.create_task(listen(run))
    await eventually(lambda: len(sandbox.requests) == 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await eventually(no_lane_runs)
    assert {run.call(lane).status for lane in asked.lanes} == {Status.CANCELLED}


async def test_one_lane_can_be_run_once_more(sandbox: Sandbox, journal: Calls) -> None:
    asked = comparison(f"Hi {FAST} fault:access-denied@nova-pro", MICRO, PRO)
    service = compare(sandbox, journal)
    first = service.run(asked)
    await listen(first)
    again = service.run(asked, [asked.lanes[1]])
    heard = await listen(again)
    assert heard[asked.lanes[0].id] == []
    assert ended(heard, asked.lanes[1])[1].status is Status.FAILED
    assert [seen.model_id for seen in sandbox.requests].count(PRO) == 2
    rows = await asyncio.wrap_future(journal.newest(9))
    assert sorted(row.target.id for row in rows) == sorted([MICRO, PRO, PRO])
    assert len({row.id for row in rows}) == 3
    assert {row.comparison_id for row in rows} == {asked.id}
    assert {row.position for row in rows if row.target.id == PRO} == {1}
    assert again.call(asked.lanes[1]).id != first.call(asked.lanes[1]).id


async def test_what_is_kept_is_what_was_told(sandbox: Sandbox, journal: Calls) -> None:
    prompt = f"Hi {FAST} fault:cut=4@nova-pro fault:throttle=1@nova-lite"
    asked = comparison(prompt, MICRO, PRO, LITE)
    run = compare(sandbox, journal).run(asked)
    await listen(run)
    rows = {r.lane_id: r for r in await asyncio.wrap_future(journal.newest(9))}
    for lane in asked.lanes:
        row, call = rows[lane.id], run.call(lane)
        assert (row.id, row.status, row.text) == (call.id, call.status, call.text)
        assert (row.usage, row.metrics) == (call.usage, call.metrics)
        assert (row.attempts, row.request_id) == (call.attempts, call.request_id)
        assert (row.failure, row.stop_reason) == (call.failure, call.stop_reason)
    assert rows[asked.lanes[1].id].status is Status.TRUNCATED
    assert rows[asked.lanes[2].id].attempts == 2


async def test_a_call_is_written_down_before_it_is_sent(
    sandbox: Sandbox, journal: Calls
) -> None:
    asked = comparison("Hi fault:no-headers", MICRO)
    run = compare(sandbox, journal).run(asked)
    found: list[list[Call]] = []

    def act(_: Lane, event: Event) -> None:
        if isinstance(event, Queued):
            found.append(journal.newest(9).result(5))
            run.cancel_all()

    await listen(run, act)
    ((row,),) = found
    assert (row.status, row.prompt) == (Status.RUNNING, "Hi fault:no-headers")


async def test_text_reaches_the_disk_while_it_streams(
    sandbox: Sandbox, journal: Calls
) -> None:
    asked = comparison("Hi ttft:0 pace:5000 fault:stall=6", MICRO)
    run = compare(sandbox, journal).run(asked)
    task = asyncio.create_task(listen(run))
    reply = run.reply(asked.lanes[0])

    def kept() -> bool:
        rows = journal.newest(1).result(5)
        return bool(rows) and rows[0].text == reply.text != ""

    await eventually(kept)
    (row,) = journal.newest(1).result(5)
    assert row.status is Status.RUNNING
    assert (row.attempts, bool(row.request_id)) == (1, True)
    run.cancel_all()
    await task


async def test_retries_are_told_and_counted(sandbox: Sandbox) -> None:
    asked = comparison(f"Hi {FAST} fault:throttle=2")
    run = compare(sandbox).run(asked)
    heard = await listen(run)
    (lane,) = asked.lanes
    waits = [e for _, e in heard[lane.id] if isinstance(e, Waiting)]
    assert [(w.retry, w.retries) for w in waits] == [(1, 2), (2, 2)]
    call = run.call(lane)
    assert (call.status, call.attempts) == (Status.OK, 3)
    assert call.metrics.wait_ms >= sum(wait.delay for wait in waits) * 1000


class Deaf:
    """A journal that fails in one of its methods."""

    def __init__(self, *failing: str) -> None:
        self._failing = failing

    def begin(self, comparison: Comparison, calls: Sequence[Call]) -> Future[None]:
        return self._done("begin")

    def progress(self, call_id: str, read: Callable[[], Progress]) -> None:
        pass

    def end(self, call: Call) -> Future[None]:
        return self._done("end")

    def _done(self, name: str) -> Future[None]:
        future: Future[None] = Future()
        if name in self._failing:
            future.set_exception(StoreError("The disk is full."))
        else:
            future.set_result(None)
        return future


@pytest.mark.parametrize("failing", [("begin",), ("end",), ("begin", "end")])
async def test_a_journal_that_fails_does_not_stop_the_run(
    sandbox: Sandbox, failing: tuple[str, ...]
) -> None:
    asked = comparison(f"Hi {FAST}", MICRO, PRO)
    run = Compare(Means(runtime_of(sandbox), Deaf(*failing))).run(asked)
    heard = await listen(run)
    assert {ended(heard, lane)[1].status for lane in asked.lanes} == {Status.OK}
    assert run.store_error is not None
    assert run.store_error.title == "The disk is full."


class Buggy:
    """A runtime with a mistake of ours in it."""

    def invoke(
        self,
        target: Target,
        request: Request,
        emit: Callable[[Event], None],
        cancellation: Cancellation,
    ) -> Ended:
        emit(Attempted(time.monotonic(), 1))
        emit(TextDelta(time.monotonic(), "kept"))
        if target.id == MICRO:
            raise TypeError("secret detail")
        return Ended(time.monotonic(), Status.OK)


async def test_a_bug_ends_its_lane_as_failed_and_no_other() -> None:
    asked = comparison("Hi", MICRO, PRO)
    run = Compare(Means(Buggy(), NoJournal())).run(asked)
    heard = await listen(run)
    end = ended(heard, asked.lanes[0])[1]
    assert end.status is Status.FAILED
    assert end.failure is not None
    assert (end.failure.category, end.failure.code) == ("internal", "TypeError")
    assert "secret detail" not in str(end.failure)
    assert run.reply(asked.lanes[0]).text == "kept"
    assert ended(heard, asked.lanes[1])[1].status is Status.OK


async def test_a_bug_is_logged_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    run = Compare(Means(Buggy(), NoJournal())).run(comparison("Hi", MICRO))
    await listen(run)
    assert "TypeError: secret detail" in caplog.text


async def test_a_burst_of_deltas_does_not_wake_the_loop_for_each(
    sandbox: Sandbox,
) -> None:
    asked = comparison("Hi ttft:0 pace:1000 tokens:500", *[MICRO] * 4)
    run = compare(sandbox).run(asked)
    batches, texts = set(), 0

    def act(_: Lane, event: Event) -> None:
        nonlocal texts
        if isinstance(event, TextDelta):
            batches.add(turn[0])
            texts += 1

    turn = [0]

    async def count() -> None:
        while True:
            turn[0] += 1
            await asyncio.sleep(0)

    counter = asyncio.create_task(count())
    await listen(run, act)
    counter.cancel()
    assert texts > 1900
    assert len(batches) < texts / 4


async def test_the_reply_can_be_read_while_it_grows(sandbox: Sandbox) -> None:
    asked = comparison("Hi ttft:0 pace:300 tokens:60")
    run = compare(sandbox).run(asked)
    (lane,) = asked.lanes
    sizes: list[int] = []

    def act(_: Lane, event: Event) -> None:
        reply: Reply = run.reply(lane)
        sizes.append(len(reply.text))
        assert run.call(lane).text == reply.text or event is not None

    await listen(run, act)
    assert sizes == sorted(sizes)
    assert len(set(sizes)) > 5
