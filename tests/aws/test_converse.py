from __future__ import annotations

import gc
import socket
import threading
import time
from uuid import UUID

import pytest

from bedrock_tui.aws.cancel import Cancelled
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.converse import RetryPolicy, Runtime
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Responded,
    Status,
    Stopped,
    TextDelta,
    Usage,
    Waiting,
)
from bedrock_tui.core.target import Target
from bedrock_tui.sandbox.server import Sandbox
from tests.support import (
    FAST,
    IMPATIENT,
    MICRO,
    PRO,
    Invocation,
    clients_of,
    connections,
    request,
    runtime_of,
    target,
    until,
)


def ask(sandbox: Sandbox, words: str, policy: RetryPolicy = IMPATIENT) -> Invocation:
    """Send one prompt, and wait for its end."""
    asked = request(f"Hi {FAST} {words}")
    return Invocation(runtime_of(sandbox, policy), asked).start().finish()


def waits(call: Invocation) -> list[Waiting]:
    return [event for event in call.events if isinstance(event, Waiting)]


def test_a_reply_comes_as_events_in_the_order_of_the_wire(sandbox: Sandbox) -> None:
    call = ask(sandbox, "")
    kinds = [type(event) for event in call.events]
    assert kinds[:2] == [Attempted, Responded]
    assert set(kinds[2:-2]) == {TextDelta}
    assert kinds[-2:] == [Stopped, Usage]
    assert [e.at for e in call.events] == sorted(e.at for e in call.events)
    reply = call.reply
    assert (reply.status, reply.failure, reply.stop_reason) == (
        Status.OK,
        None,
        "end_turn",
    )
    assert "simulated reply" in reply.text
    assert reply.attempts == len(sandbox.requests) == 1
    assert UUID(reply.request_id)


def test_the_numbers_are_those_of_the_design(sandbox: Sandbox) -> None:
    asked = request("Hi ttft:0.2 pace:100 tokens:21")
    reply = Invocation(runtime_of(sandbox), asked).start().finish().reply
    metrics, usage = reply.metrics(), reply.usage
    assert metrics.ttft_ms is not None
    assert 190 <= metrics.ttft_ms < 600
    assert metrics.latency_ms is not None
    assert 395 <= metrics.latency_ms < 1000
    assert metrics.server_latency_ms is not None
    assert 395 <= metrics.server_latency_ms <= metrics.latency_ms + 5
    assert metrics.tokens_per_second == pytest.approx(105, rel=0.3)
    assert metrics.wait_ms == 0
    assert usage.output_tokens == 21
    assert usage.total_tokens == (usage.input_tokens or 0) + 21


@pytest.mark.parametrize("words", ["fault:huge", "fault:no-stream", "tokens:1"])
def test_a_reply_in_one_piece_has_no_speed(sandbox: Sandbox, words: str) -> None:
    metrics = ask(sandbox, words).reply.metrics()
    assert metrics.tokens_per_second is None
    assert metrics.ttft_ms is not None


def test_retries_are_seen_with_their_delay_and_number(sandbox: Sandbox) -> None:
    policy = RetryPolicy(retries=3, initial=0.05, factor=2, jitter=0.0, most=1.0)
    call = ask(sandbox, "fault:throttle=2", policy)
    first, second = waits(call)
    assert (first.retry, first.retries, first.delay) == (1, 3, 0.05)
    assert (second.retry, second.retries, second.delay) == (2, 3, 0.1)
    assert first.failure.category == "throttle"
    assert [e.number for e in call.events if isinstance(e, Attempted)] == [1, 2, 3]
    reply = call.reply
    assert (reply.status, reply.attempts) == (Status.OK, 3)
    assert len(sandbox.requests) == 3


def test_every_attempt_has_a_request_id_of_its_own(sandbox: Sandbox) -> None:
    call = ask(sandbox, "fault:throttle=1")
    ids = [event.request_id for event in call.events if isinstance(event, Responded)]
    assert len(ids) == len(set(ids)) == 2
    assert call.reply.request_id == ids[-1]


def test_a_failed_call_keeps_the_request_id_of_its_last_attempt(
    sandbox: Sandbox,
) -> None:
    call = ask(sandbox, "fault:access-denied")
    assert UUID(call.reply.request_id)
    in_stream = ask(sandbox, "fault:stream-error=2")
    assert UUID(in_stream.reply.request_id)


def test_the_wait_is_the_time_really_waited(sandbox: Sandbox) -> None:
    call = ask(sandbox, "ttft:0.1 fault:throttle=1 fault:retry-after=300")
    (wait,) = waits(call)
    metrics = call.reply.metrics()
    again = [event.at for event in call.events if isinstance(event, Attempted)][1]
    assert metrics.wait_ms == pytest.approx((again - wait.at) * 1000, abs=0.01)
    assert 300 <= metrics.wait_ms < 800
    assert sandbox.requests[1].time - sandbox.requests[0].time >= 0.3
    assert metrics.ttft_ms is not None
    assert metrics.ttft_ms < 290, "the wait is part of the time to first token"


def test_the_service_can_ask_for_a_longer_wait(sandbox: Sandbox) -> None:
    call = ask(sandbox, "fault:throttle=1 fault:retry-after=1500")
    assert [wait.delay for wait in waits(call)] == [1.5]
    assert call.reply.metrics().wait_ms >= 1500
    assert call.reply.status is Status.OK


def test_the_service_cannot_ask_for_less_or_for_hours(sandbox: Sandbox) -> None:
    patient = RetryPolicy(retries=1, initial=0.2, jitter=0.0)
    hasty = ask(sandbox, "fault:throttle=1 fault:retry-after=1", patient)
    assert [wait.delay for wait in waits(hasty)] == [0.2]
    asked = request("Hi fault:throttle fault:retry-after=86400000")
    call = Invocation(runtime_of(sandbox), asked).start()
    until(lambda: waits(call))
    assert waits(call)[0].delay == RetryPolicy().most_asked_for == 60
    call.cancellation.cancel()
    call.finish()


def test_the_usual_wait_begins_at_a_second_and_varies(sandbox: Sandbox) -> None:
    runtime = runtime_of(sandbox, RetryPolicy())
    calls = [
        Invocation(runtime, request(f"{n} fault:throttle")).start() for n in range(3)
    ]
    until(lambda: all(waits(call) for call in calls))
    delays = [waits(call)[0].delay for call in calls]
    for call in calls:
        call.cancellation.cancel()
        call.finish()
    assert all(1 <= delay <= 2 for delay in delays)
    assert len(set(delays)) == 3
    assert all(waits(call)[0].retries == 3 for call in calls)


def test_waits_do_not_grow_without_bounds(sandbox: Sandbox) -> None:
    policy = RetryPolicy(retries=4, initial=0.01, factor=10, jitter=1.0, most=0.03)
    call = ask(sandbox, "fault:throttle", policy)
    assert [wait.delay for wait in waits(call)][1:] == [0.03, 0.03, 0.03]


@pytest.mark.parametrize("retries", [0, 1, 2])
def test_retries_end(sandbox: Sandbox, retries: int) -> None:
    policy = RetryPolicy(retries=retries, initial=0.01, jitter=0.0)
    call = ask(sandbox, "fault:throttle", policy)
    reply = call.reply
    assert len(sandbox.requests) == reply.attempts == 1 + retries
    assert len(waits(call)) == retries
    assert reply.status is Status.FAILED
    assert reply.failure is not None
    assert reply.failure.category == "throttle"
    assert reply.failure.remedy


@pytest.mark.parametrize("fault", ["internal=1", "unavailable=1", "not-ready=1"])
def test_passing_troubles_of_the_service_pass(sandbox: Sandbox, fault: str) -> None:
    reply = ask(sandbox, f"fault:{fault}").reply
    assert (reply.status, reply.attempts) == (Status.OK, 2)


@pytest.mark.parametrize(
    "fault", ["access-denied", "invalid-id", "quota", "throttle-day", "expired-token"]
)
def test_what_does_not_pass_is_not_tried_again(sandbox: Sandbox, fault: str) -> None:
    call = ask(sandbox, f"fault:{fault}")
    assert call.reply.status is Status.FAILED
    assert waits(call) == []
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(
    "words",
    [
        "fault:stream-throttle=3",
        "fault:stream-internal=1",
        "fault:stream-error=2",
        "fault:reset=2",
        "fault:drop=2",
        "fault:bad-checksum=2",
        "fault:transport-error=2",
        "fault:stream-throttle=3 fault:reasoning=9",
    ],
)
def test_nothing_is_sent_again_after_the_first_token(
    sandbox: Sandbox, words: str
) -> None:
    call = ask(sandbox, words)
    reply = call.reply
    assert reply.status is Status.FAILED
    assert reply.text or reply.reasoning
    assert len(sandbox.requests) == reply.attempts == 1
    assert waits(call) == []


def test_a_tool_call_that_began_is_not_sent_again(sandbox: Sandbox) -> None:
    call = ask(sandbox, "fault:tool-use tokens:1 fault:stream-throttle=2")
    assert call.reply.tools
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(
    "words",
    ["fault:stream-throttle=0", "fault:empty-first fault:stream-throttle=1"],
)
def test_a_stream_that_fails_before_its_first_token_is_sent_again(
    sandbox: Sandbox, words: str
) -> None:
    call = ask(sandbox, words)
    assert len(sandbox.requests) == call.reply.attempts == 3
    assert [wait.retry for wait in waits(call)] == [1, 2]
    assert call.reply.status is Status.FAILED
    assert call.reply.failure is not None
    assert call.reply.failure.category == "throttle"


def test_partial_text_is_kept_with_the_failure(sandbox: Sandbox) -> None:
    reply = ask(sandbox, "fault:stream-throttle=3").reply
    whole = ask(sandbox, "").reply
    assert reply.text
    assert whole.text.startswith(reply.text)
    assert reply.stop_reason == ""
    assert reply.metrics().latency_ms is None


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("fault:cut=3", "messageStop"),
        ("fault:no-stop-reason", "messageStop"),
        ("fault:no-metadata", "metadata"),
        ("fault:cut=0", "messageStop"),
    ],
)
def test_a_reply_without_its_end_is_truncated(
    sandbox: Sandbox, words: str, missing: str
) -> None:
    reply = ask(sandbox, words).reply
    assert reply.status is Status.TRUNCATED
    assert reply.failure is not None
    assert reply.failure.category == "truncated"
    assert missing in reply.failure.message
    assert bool(reply.text) == (words != "fault:cut=0")
    assert reply.usage.output_tokens is None
    assert len(sandbox.requests) == 1


def test_a_whole_reply_that_was_cut_off_is_not_taken_for_an_empty_one(
    sandbox: Sandbox,
) -> None:
    reply = ask(sandbox, "fault:no-stream fault:cut").reply
    assert reply.status is not Status.OK
    assert reply.failure is not None


def test_a_model_that_cannot_stream_is_asked_for_the_whole(sandbox: Sandbox) -> None:
    runtime = runtime_of(sandbox)
    asked = request(f"Hi {FAST} fault:no-stream")
    first = Invocation(runtime, asked).start().finish()
    assert (first.reply.status, first.reply.attempts) == (Status.OK, 2)
    assert "simulated reply" in first.reply.text
    second = Invocation(runtime, asked).start().finish()
    assert (second.reply.status, second.reply.attempts) == (Status.OK, 1)
    other = Invocation(runtime, request(f"Hi {FAST}"), target(PRO)).start().finish()
    assert other.reply.status is Status.OK
    paths = [seen.path.rpartition("/")[2] for seen in sandbox.requests]
    assert paths == ["converse-stream", "converse", "converse", "converse-stream"]


def test_a_whole_reply_is_retried_like_a_stream(sandbox: Sandbox) -> None:
    call = ask(sandbox, "fault:no-stream fault:internal=1")
    assert call.reply.status is Status.OK
    assert len(waits(call)) == 1
    paths = [seen.path.rpartition("/")[2] for seen in sandbox.requests]
    assert paths == ["converse-stream", "converse", "converse"]


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_a_service_that_is_not_there_is_tried_again(closed_port: int) -> None:
    endpoint = Endpoint(f"http://127.0.0.1:{closed_port}", simulated=True)
    runtime = Runtime(Clients(endpoint), IMPATIENT)
    call = Invocation(runtime, request("Hi")).start().finish()
    reply = call.reply
    assert reply.status is Status.FAILED
    assert reply.failure is not None
    assert reply.failure.category == "network"
    assert (reply.attempts, reply.request_id, len(waits(call))) == (3, "", 2)


def test_a_client_that_cannot_be_made_is_a_failure_and_no_attempt(
    sandbox: Sandbox,
) -> None:
    runtime = runtime_of(sandbox)
    there = Target(MICRO, "us_east 1")
    call = Invocation(runtime, request("Hi"), there).start().finish()
    assert call.reply.status is Status.FAILED
    assert call.reply.failure is not None
    assert call.reply.failure.category == "config"
    assert (call.reply.attempts, sandbox.requests) == (0, [])


def test_one_runtime_serves_many_threads(sandbox: Sandbox) -> None:
    runtime = Runtime(clients_of(sandbox), IMPATIENT)
    calls = [
        Invocation(runtime, request(f"{n} {FAST}"), target(model)).start()
        for n in range(8)
        for model in (MICRO, PRO)
    ]
    for call in calls:
        call.finish(20)
    assert {call.reply.status for call in calls} == {Status.OK}
    assert len({call.reply.request_id for call in calls}) == 16


def test_a_call_is_cancelled_between_two_events(sandbox: Sandbox) -> None:
    asked = request("Hi ttft:0 pace:5000 tokens:200")
    call = Invocation(runtime_of(sandbox), asked)

    def stop(event: Event) -> None:
        if len(call.events) == 9:
            call.cancellation.cancel()

    call.meanwhile = stop
    call.start().finish()
    assert isinstance(call.ended, Cancelled)
    assert len(call.events) == 9


def test_a_call_cancelled_at_any_moment_leaves_no_socket_open(
    sandbox: Sandbox,
) -> None:
    runtime = runtime_of(sandbox)
    asked = request("Hi ttft:0.004 pace:2000 tokens:20")
    for number in range(40):
        call = Invocation(runtime, asked).start()
        threading.Timer(number / 4000, call.cancellation.cancel).start()
        call.finish()
    gc.collect()  # a socket that nobody closed is a warning, and so an error
    until(lambda: connections() <= 1)


def test_what_the_listener_gets_wrong_is_not_the_services_fault(
    sandbox: Sandbox,
) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, TextDelta):
            raise TypeError("a bug of ours")

    asked = request(f"Hi {FAST}")
    call = Invocation(runtime_of(sandbox), asked, meanwhile=fail).start().finish()
    assert isinstance(call.ended, TypeError | Ended)
    assert len(sandbox.requests) == 1


def test_calls_leave_no_thread_behind(sandbox: Sandbox) -> None:
    before = threading.active_count()
    started = time.monotonic()
    ask(sandbox, "")
    until(lambda: threading.active_count() <= before + 1)  # the sandbox's connection
    assert time.monotonic() - started < 10
