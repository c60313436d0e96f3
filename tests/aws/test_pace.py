from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.aws.pace import MINUTE, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_as_many_as_a_minute_may_have_go_at_once_and_the_next_waits() -> None:
    clock = Clock()
    pace = Pace(3, clock)
    assert [pace.reserve() for _ in range(3)] == [0, 0, 0]
    clock.now += 10
    assert [pace.reserve() for _ in range(4)] == [50, 50, 50, 110]


def test_a_reservation_that_is_given_back_is_free_again() -> None:
    pace = Pace(1, Clock())
    assert (pace.reserve(), pace.reserve()) == (0, MINUTE)
    pace.give_back()
    assert pace.reserve() == MINUTE


def test_no_limit_is_no_wait() -> None:
    pace = Pace(0, Clock())
    assert [pace.reserve() for _ in range(500)] == [0] * 500


@given(
    limit=st.integers(1, 5),
    steps=st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=40),
)
def test_no_minute_has_too_many(limit: int, steps: list[float]) -> None:
    clock = Clock()
    pace = Pace(limit, clock)
    moments = []
    for step in steps:
        clock.now += step
        moments.append(clock.now + pace.reserve())
    assert moments == sorted(moments)
    for first, last in zip(moments, moments[limit:], strict=False):
        assert last - first >= MINUTE - 1e-6


@pytest.mark.parametrize("given_back", [0, 1])
def test_giving_back_what_nobody_has_changes_nothing(given_back: int) -> None:
    pace = Pace(1, Clock())
    for _ in range(given_back):
        pace.give_back()
    assert pace.reserve() == 0
