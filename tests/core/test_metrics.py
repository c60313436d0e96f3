from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.metrics import estimate_tokens, milliseconds, tokens_per_second


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(None, 1.0, None), (1.0, None, None), (1.0, 1.0, 0.0), (1.0, 1.2345678, 234.568)],
)
def test_milliseconds_need_both_ends(
    start: float | None, end: float | None, expected: float | None
) -> None:
    assert milliseconds(start, end) == expected


@pytest.mark.parametrize(
    ("tokens", "first", "last"),
    [(None, 1.0, 2.0), (0, 1.0, 2.0), (5, None, None), (5, 1.0, None), (5, 1.0, 1.0)],
)
def test_a_speed_needs_tokens_and_time(
    tokens: int | None, first: float | None, last: float | None
) -> None:
    assert tokens_per_second(tokens, first, last) is None


def test_a_speed_is_tokens_over_seconds() -> None:
    assert tokens_per_second(30, 10.0, 12.0) == 15.0


@given(st.integers(0, 10**9))
def test_an_estimate_is_never_too_low_and_less_than_a_token_too_high(
    characters: int,
) -> None:
    assert characters <= 4 * estimate_tokens(characters) < characters + 4
