from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bedrock_tui.aws.cancel import Cancellation, Cancelled, current
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Responded,
    Status,
    TextDelta,
    Waiting,
)
from bedrock_tui.sandbox.server import Sandbox
from tests.support import (
    FAST,
    IMPATIENT,
    MICRO,
    PRO,
    Invocation,
    connections,
    request,
    runtime_of,
    target,
    until,
)


class Line:
    """A connection as urllib3 has them: a socket, and who uses it."""

    def __init__(self) -> None:
        self.sock, self.other = socket.socketpair()
        self.other.settimeout(5)
        self.user: Cancellation | None = None

    def works(self) -> bool:
        try:
            self.sock.send(b"x")
        except BrokenPipeError:
            return False
        return self.other.recv(1) == b"x"

    def close(self) -> None:
        self.sock.close()
        self.other.close()


@pytest.fixture
def line() -> Iterator[Line]:
    with closing(Line()) as made:
        yield made


def nothing() -> None:
    pass


def test_cancelling_wakes_a_blocked_read(line: Line) -> None:
    call = Cancellation()
    woken: list[float] = []

    def read() -> None:
        with call.watch(nothing):
            call.take(line)
            line.sock.recv(1)
            woken.append(time.monotonic())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    until(lambda: line.user is call)
    cancelled = time.monotonic()
    call.cancel()
    assert time.monotonic() - cancelled < 0.05
    reader.join(5)
    assert woken[0] - cancelled < 0.1


def test_a_connection_that_another_call_took_over_is_left_alone(line: Line) -> None:
    one, two = Cancellation(), Cancellation()
    with one.watch(nothing):
        one.take(line)
        with two.watch(nothing):
            two.take(line)
            one.cancel()
            assert line.works()
            two.cancel()
            assert not line.works()


def test_a_call_that_is_over_holds_no_connection(line: Line) -> None:
    call = Cancellation()
    with call.watch(nothing):
        call.take(line)
    call.cancel()
    assert line.works()


def test_a_connection_without_a_socket_yet_is_no_trouble() -> None:
    class Unconnected:
        sock: Any = None
        user: Cancellation | None = None

    call = Cancellation()
    with call.watch(nothing):
        call.take(Unconnected())
        call.cancel()
    assert call.cancelled


def test_a_cancelled_call_takes_no_connection(line: Line) -> None:
    call = Cancellation()
    call.cancel()
    asked: list[bool] = []
    with call.watch(lambda: asked.append(True)), pytest.raises(Cancelled):
        call.take(line)
    assert asked == []


def test_a_wait_ends_when_the_call_is_cancelled() -> None:
    call = Cancellation()
    threading.Timer(0.02, call.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        call.wait(30)
    assert time.monotonic() - started < 1
    with pytest.raises(Cancelled):
        call.check()


def test_a_wait_that_is_not_cancelled_takes_its_time() -> None:
    started = time.monotonic()
    Cancellation().wait(0.03)
    assert time.monotonic() - started >= 0.03


def test_no_library_can_swallow_a_cancellation() -> None:
    assert not issubclass(Cancelled, Exception)


def test_a_thread_is_watched_only_inside_the_block() -> None:
    call = Cancellation()
    with call.watch(nothing):
        assert current() is call
    assert current() is None


SILENCES = [
    ("mid-stream", "fault:stall=2", TextDelta),
    ("before-headers", "fault:no-headers", Attempted),
    ("back-off", "fault:throttle fault:retry-after=9000", Waiting),
    ("before-the-first-token", "ttft:30", Responded),
]


@pytest.mark.parametrize(
    ("words", "last"), [case[1:] for case in SILENCES], ids=[c[0] for c in SILENCES]
)
def test_a_silent_call_ends_within_100_ms_of_its_cancellation(
    sandbox: Sandbox, words: str, last: type
) -> None:
    call = Invocation(
        runtime_of(sandbox), request(f"Hi ttft:0 pace:5000 {words}")
    ).start()
    until(lambda: sandbox.requests and call.heard(last))
    cancelled = time.monotonic()
    call.cancellation.cancel()
    call.finish(5)
    assert time.monotonic() - cancelled < 0.1
    assert isinstance(call.ended, Cancelled)
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("words", ["fault:stall=2", "fault:no-headers", "ttft:30"])
def test_the_service_sees_a_cancelled_connection_end(
    sandbox: Sandbox, words: str
) -> None:
    call = Invocation(
        runtime_of(sandbox), request(f"Hi ttft:0 pace:5000 {words}")
    ).start()
    until(lambda: sandbox.requests and connections() == 1)
    call.cancellation.cancel()
    call.finish()
    until(lambda: connections() == 0)


def test_a_whole_reply_can_be_cancelled_too(sandbox: Sandbox) -> None:
    words = "Hi fault:no-stream ttft:30"
    call = Invocation(runtime_of(sandbox), request(words)).start()
    until(lambda: len(sandbox.requests) == 2)
    call.cancellation.cancel()
    call.finish(1)
    assert isinstance(call.ended, Cancelled)


def test_a_call_cancelled_before_it_began_sends_nothing(sandbox: Sandbox) -> None:
    call = Invocation(runtime_of(sandbox), request(f"Hi {FAST}"))
    call.cancellation.cancel()
    call.start().finish()
    assert isinstance(call.ended, Cancelled)
    assert (call.events, sandbox.requests) == ([], [])


def test_a_late_cancellation_spares_the_call_that_has_the_connection_now(
    sandbox: Sandbox,
) -> None:
    # A whole reply has been read, so its connection is free again, while its events
    # are still being told: the next call of the same client takes that connection.
    runtime = runtime_of(sandbox, IMPATIENT)
    told, go_on = threading.Event(), threading.Event()

    def hold(event: object) -> None:
        if isinstance(event, Responded):
            told.set()
            go_on.wait(10)

    early = Invocation(
        runtime, request(f"Early {FAST} fault:no-stream"), meanwhile=hold
    ).start()
    assert told.wait(10)
    late = Invocation(
        runtime, request("Late ttft:0.3 pace:200 tokens:20"), target(PRO)
    ).start()
    until(lambda: len(sandbox.requests) == 3)
    ports = {seen.headers["host"] for seen in sandbox.requests}
    assert len(ports) == 1
    assert connections() == 1, "the connection was not used again"
    early.cancellation.cancel()
    go_on.set()
    late.finish()
    early.finish()
    assert isinstance(early.ended, Cancelled)
    assert isinstance(late.ended, Ended)
    assert late.ended.status is Status.OK
    assert late.reply.attempts == 1


def test_a_client_serves_on_after_a_cancellation(sandbox: Sandbox) -> None:
    runtime = runtime_of(sandbox)
    for _ in range(3):
        call = Invocation(runtime, request("Hi ttft:0 pace:5000 fault:stall=1")).start()
        until(lambda call=call: call.heard(TextDelta))
        call.cancellation.cancel()
        call.finish()
        fine = Invocation(runtime, request(f"Hi {FAST}"), target(MICRO)).start()
        assert fine.finish().reply.status is Status.OK


def test_cancelling_twice_and_after_the_end_does_nothing(sandbox: Sandbox) -> None:
    call = Invocation(runtime_of(sandbox), request(f"Hi {FAST}")).start().finish()
    call.cancellation.cancel()
    call.cancellation.cancel()
    assert call.reply.status is Status.OK
