from __future__ import annotations

import pytest

from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.phase import Phase, describe, hint, phase_of, sign
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Queued,
    Status,
    Stopped,
    TextDelta,
    Usage,
    Waiting,
)
from tests.support import summed

FAILURE = Failure("throttle", "X", "Too many requests", "Slow down.", "Wait.")
SENT: list[Event] = [Queued(9.0), Attempted(10.0, 1)]
TALKING: list[Event] = [*SENT, TextDelta(10.5, "12345678"), TextDelta(12.5, "9")]
WHOLE: list[Event] = [
    *TALKING,
    Stopped(12.6, "end_turn"),
    Usage(12.7, TokenUsage(7, 20, 27), 1),
    Ended(12.8, Status.OK),
]

CASES: list[tuple[list[Event], float, Phase, list[str]]] = [
    ([Queued(9.0)], 10.0, Phase.QUEUED, ["queued"]),
    (SENT, 11.26, Phase.WAITING, ["waiting for first token 1.3 s"]),
    (
        [*SENT, Waiting(11.0, 4.0, FAILURE, 1, 3)],
        12.5,
        Phase.RETRYING,
        ["retry 1 of 3 in 2.5 s", "Too many requests"],
    ),
    (
        [*SENT, Waiting(11.0, 4.0, FAILURE, 1, 3)],
        99.0,
        Phase.RETRYING,
        ["retry 1 of 3 in 0.0 s", "Too many requests"],
    ),
    (
        [*SENT, Waiting(11.0, 4.0, FAILURE, 1, 3), Attempted(15.0, 2)],
        15.5,
        Phase.WAITING,
        ["waiting for first token 0.5 s", "attempt 2"],
    ),
    (TALKING, 13.0, Phase.STREAMING, ["0.50 s first", "~1.5 tok/s", "~3 tok"]),
    (
        TALKING,
        15.5,
        Phase.STREAMING,
        ["silent 3 s", "0.50 s first", "~1.5 tok/s", "~3 tok"],
    ),
    (
        WHOLE,
        99.0,
        Phase.DONE,
        ["0.50 s first", "10 tok/s", "20 out", "7 in", "2.60 s total"],
    ),
    ([*SENT, Ended(11.0, Status.CANCELLED)], 99.0, Phase.CANCELLED, ["stopped"]),
    (
        [*TALKING, Ended(13.0, Status.CANCELLED)],
        99.0,
        Phase.CANCELLED,
        ["stopped", "~3 tok kept"],
    ),
    (
        [*SENT, Ended(11.0, Status.FAILED, FAILURE)],
        99.0,
        Phase.FAILED,
        ["Too many requests"],
    ),
    (
        [*TALKING, Ended(13.0, Status.TRUNCATED, FAILURE)],
        99.0,
        Phase.TRUNCATED,
        ["Too many requests", "~3 tok kept"],
    ),
    ([*SENT, Ended(13.0, Status.TRUNCATED)], 99.0, Phase.TRUNCATED, ["truncated"]),
    ([Ended(13.0, Status.INTERRUPTED)], 99.0, Phase.CANCELLED, ["stopped"]),
]


@pytest.mark.parametrize(("events", "now", "phase", "parts"), CASES)
def test_every_phase_says_where_the_lane_stands(
    events: list[Event], now: float, phase: Phase, parts: list[str]
) -> None:
    reply = summed(events)
    assert phase_of(reply) is phase
    assert describe(reply, now) == parts


def test_a_lane_without_a_prompt_is_ready() -> None:
    assert phase_of(None) is Phase.READY
    assert describe(None, 1.0) == ["ready"]
    assert hint(None) == ""


def test_every_phase_is_described_here_and_has_a_sign_of_its_own() -> None:
    assert {phase for _, _, phase, _ in CASES} | {Phase.READY} == set(Phase)
    assert len({sign(phase) for phase in Phase}) == len(Phase)


@pytest.mark.parametrize(
    ("reason", "shown"), [("max_tokens", "max_tokens"), ("", "no stop reason")]
)
def test_an_unusual_stop_comes_first(reason: str, shown: str) -> None:
    events = [*TALKING, Stopped(12.6, reason), Ended(12.8, Status.OK)]
    assert describe(summed(events), 99.0)[0] == shown


def test_unknown_numbers_are_a_dash() -> None:
    events = [*SENT, Stopped(12.0, "end_turn"), Ended(12.8, Status.OK)]
    parts = describe(summed(events), 99.0)
    assert parts == ["– first", "– tok/s", "– out", "– in", "2.00 s total"]


def test_an_empty_lane_says_what_is_awaited() -> None:
    waiting = [*SENT, Waiting(11.0, 4.0, FAILURE, 1, 3)]
    assert "Too many requests" in hint(summed(waiting))
    assert hint(summed([Queued(1.0)])) == "connecting…"
    assert "first token" in hint(summed(SENT))
    assert hint(summed(TALKING)) == ""
    assert "empty" in hint(summed([*SENT, Ended(2.0, Status.OK)]))
    assert "Stopped" in hint(summed([*SENT, Ended(2.0, Status.CANCELLED)]))
