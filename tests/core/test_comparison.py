from __future__ import annotations

import pytest

from bedrock_tui.core.comparison import MOST_LANES, Comparison, Lane, Turn
from bedrock_tui.core.request import DEFAULT_MAX_TOKENS, Message, Parameters, Request
from bedrock_tui.core.target import Target

TARGET = Target("m", "us-east-1")


@pytest.mark.parametrize("count", [0, MOST_LANES + 1])
def test_a_comparison_has_one_to_eight_lanes(count: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 8 lanes, not {count}"):
        Comparison(tuple(Lane(TARGET) for _ in range(count)), Turn("Hi"))


def test_a_lane_gets_the_prompt_with_its_own_parameters() -> None:
    lane = Lane(TARGET, Parameters(max_tokens=7, temperature=0.5))
    comparison = Comparison((Lane(TARGET), lane), Turn("Why?"), "Be brief.")
    expected = Request((Message("user", "Why?"),), "Be brief.", lane.parameters)
    assert comparison.request(lane) == expected


def test_the_same_target_twice_is_two_lanes() -> None:
    assert Lane(TARGET) != Lane(TARGET)


def test_the_length_of_a_reply_is_always_bounded() -> None:
    assert Parameters().max_tokens == DEFAULT_MAX_TOKENS == 1024
