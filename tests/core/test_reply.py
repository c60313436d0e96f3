from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.call import Call, finished, progress
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Noted,
    Queued,
    ReasoningDelta,
    Reply,
    Responded,
    Status,
    Stopped,
    TextDelta,
    ToolUseDelta,
    Usage,
    Waiting,
)
from bedrock_tui.core.target import Target
from tests.support import summed

FAILURE = Failure("throttle", "ThrottlingException", "Too many requests", "m", "r")

PIECES = st.one_of(
    st.tuples(st.just(TextDelta), st.text(max_size=5)),
    st.tuples(st.just(ReasoningDelta), st.text(max_size=5)),
    st.tuples(st.just(Noted), st.text(max_size=5)),
)


@given(st.lists(st.tuples(st.floats(0, 5), PIECES), max_size=30))
def test_a_reply_is_the_sum_of_its_deltas(
    script: list[tuple[float, tuple[type[TextDelta], str]]],
) -> None:
    times = list(accumulate((gap for gap, _ in script), initial=0.0))[1:]
    events: list[Event] = [
        kind(at, text) for at, (_, (kind, text)) in zip(times, script, strict=True)
    ]
    reply = summed([Attempted(0.0, 1), *events])
    assert reply.text == "".join(e.text for e in events if isinstance(e, TextDelta))
    reasoning = [e.text for e in events if isinstance(e, ReasoningDelta)]
    assert reply.reasoning == "".join(reasoning)
    assert reply.notes == tuple(e.note for e in events if isinstance(e, Noted))
    assert reply.characters == len(reply.text) + len(reply.reasoning)
    spoken = [e.at for e in events if not isinstance(e, Noted) and e.text]  # type: ignore[union-attr]
    shown = sorted([*spoken, *(e.at for e in events if isinstance(e, Noted))])
    assert reply.began == bool(shown)
    ttft = reply.metrics().ttft_ms
    assert ttft == (round(spoken[0] * 1000, 3) if spoken else None)
    assert (reply.first_at, reply.last_at) == (
        (shown[0], shown[-1]) if shown else (None, None)
    )
    assert reply.status is Status.RUNNING


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), max_size=6))
def test_waits_are_measured_and_are_no_part_of_the_time_to_first_token(
    attempts: list[tuple[float, float]],
) -> None:
    reply, at, waited = Reply(), 0.0, 0.0
    for number, (busy, pause) in enumerate(attempts, 1):
        reply.apply(Attempted(at, number))
        at += busy
        reply.apply(Waiting(at, 1.0, FAILURE, number, 9))
        at += pause
        waited += pause
    last = len(attempts) + 1
    for event in (Attempted(at, last), TextDelta(at + 0.25, "x"), Stopped(at + 1, "e")):
        reply.apply(event)
    metrics = reply.metrics()
    assert metrics.wait_ms == pytest.approx(waited * 1000, abs=0.01)
    assert metrics.ttft_ms == pytest.approx(250, abs=0.01)
    assert metrics.latency_ms == pytest.approx(1000, abs=0.01)
    assert reply.attempts == last


def test_reasoning_counts_as_a_first_token_and_a_tool_call_does_not() -> None:
    tool = [Attempted(1.0, 1), ToolUseDelta(2.0, "weather", "")]
    assert summed(tool).metrics().ttft_ms is None
    assert summed(tool).began
    assert summed([*tool, ReasoningDelta(3.0, "…")]).metrics().ttft_ms == 2000


def test_the_speed_is_unknown_for_one_piece_and_before_the_usage_came() -> None:
    usage = Usage(5.0, TokenUsage(output_tokens=20), 100)
    one = [Attempted(1.0, 1), TextDelta(2.0, "whole"), Stopped(5.0, "end_turn"), usage]
    assert summed(one).metrics().tokens_per_second is None
    two = [Attempted(1.0, 1), TextDelta(2.0, "a"), TextDelta(4.0, "b")]
    assert summed(two).metrics().tokens_per_second is None
    assert summed([*two, usage]).metrics().tokens_per_second == 10.0


def test_tool_calls_are_put_together_by_block() -> None:
    pieces = [("one", '{"a"'), ("", ": 1}"), ("two", ""), ("", "{}")]
    reply = summed(ToolUseDelta(1.0, name, text) for name, text in pieces)
    assert reply.tools == (("one", '{"a": 1}'), ("two", "{}"))


def test_a_tool_call_without_a_name_is_kept() -> None:
    assert summed([ToolUseDelta(1.0, "", "{}")]).tools == (("", "{}"),)


def test_a_new_attempt_forgets_the_request_id_of_the_last() -> None:
    reply = summed([Attempted(1.0, 1), Responded(1.1, "first")])
    assert reply.request_id == "first"
    reply.apply(Waiting(1.2, 1.0, FAILURE, 1, 3))
    assert reply.waiting is not None
    reply.apply(Attempted(2.0, 2))
    assert (reply.request_id, reply.waiting, reply.attempts) == ("", None, 2)


def test_an_end_in_a_wait_counts_the_wait_so_far() -> None:
    reply = summed([Attempted(1.0, 1), Waiting(2.0, 9.0, FAILURE, 1, 3)])
    reply.apply(Ended(2.5, Status.CANCELLED))
    assert (reply.metrics().wait_ms, reply.waiting) == (500, None)


def test_unknown_numbers_stay_unknown() -> None:
    metrics = summed([Queued(1.0), Ended(2.0, Status.CANCELLED)]).metrics()
    assert (metrics.ttft_ms, metrics.latency_ms, metrics.wait_ms) == (None, None, 0)
    assert (metrics.server_latency_ms, metrics.tokens_per_second) == (None, None)


def test_estimates_serve_until_the_usage_comes() -> None:
    reply = summed([TextDelta(1.0, "abcd"), TextDelta(3.0, "efghi")])
    assert reply.estimated_tokens() == 3
    assert reply.estimated_speed() == 1.5


def test_a_finished_call_holds_all_of_its_reply() -> None:
    call = Call("c", "t", "l", 0, Target("m", "us-east-1"), "p")
    reply = summed(
        [
            Attempted(1.0, 1),
            Responded(1.1, "id"),
            ReasoningDelta(1.2, "hm"),
            TextDelta(1.3, "text"),
            ToolUseDelta(1.4, "tool", "{}"),
            Noted(1.5, "note"),
            Stopped(1.6, "tool_use"),
            Usage(1.7, TokenUsage(1, 2, 3, 4, 5), 99),
        ]
    )
    so_far = progress(reply)
    assert (so_far.text, so_far.reasoning) == ("text", "hm")
    assert (so_far.attempts, so_far.request_id) == (1, "id")
    reply.apply(Ended(1.8, Status.FAILED, FAILURE))
    done = finished(call, reply)
    assert done.ended_at is not None
    assert (done.id, done.prompt, done.status) == (call.id, "p", Status.FAILED)
    assert (done.text, done.reasoning, done.stop_reason) == ("text", "hm", "tool_use")
    assert (done.tools, done.notes) == ((("tool", "{}"),), ("note",))
    assert (done.usage, done.metrics) == (reply.usage, reply.metrics())
    assert (done.attempts, done.request_id, done.failure) == (1, "id", FAILURE)
