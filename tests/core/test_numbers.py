from __future__ import annotations

import pytest

from bedrock_tui.core import numbers
from bedrock_tui.core.call import Call
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import Metrics, TokenUsage
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, "–"),
        (0, "0.00 s"),
        (812.4, "0.81 s"),
        (9_994, "9.99 s"),
        (9_996, "10.0 s"),
        (99_940, "99.9 s"),
        (99_960, "1 min 40 s"),
        (119_600, "2 min 00 s"),
        (3_601_000, "60 min 01 s"),
    ],
)
def test_seconds_are_as_exact_as_they_are_long(
    milliseconds: float | None, text: str
) -> None:
    assert numbers.seconds(milliseconds) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (None, "– tok/s"),
        (0.04, "0.0 tok/s"),
        (9.94, "9.9 tok/s"),
        (9.96, "10 tok/s"),
        (74.4, "74 tok/s"),
        (12345.6, "12346 tok/s"),
    ],
)
def test_speeds_are_whole_from_ten_on(rate: float | None, text: str) -> None:
    assert numbers.speed(rate) == text
    assert f"{numbers.rate(rate)} tok/s" == text


@pytest.mark.parametrize(
    ("number", "text"), [(None, "–"), (0, "0"), (999, "999"), (1024, "1,024")]
)
def test_counts_have_separators_and_unknown_is_not_zero(
    number: int | None, text: str
) -> None:
    assert numbers.count(number) == text


def test_the_summary_names_a_wait_only_if_there_was_one() -> None:
    usage = TokenUsage(input_tokens=12, output_tokens=1024)
    plain = numbers.summary(Metrics(810.0, 2000.0, None, 0.0, 74.0), usage)
    assert plain == "0.81 s first · 2.00 s total · 74 tok/s · 12 in · 1,024 out"
    waited = numbers.summary(Metrics(wait_ms=1500), TokenUsage())
    assert waited == "– first · – total · – tok/s · – in · – out · waited 1.50 s"


def test_the_outcome_is_the_status_with_the_failures_title() -> None:
    target = Target("m", "us-east-1")
    assert numbers.outcome(Call("c", "t", "l", 0, target, "p")) == "running"
    failure = Failure("throttle", "X", "Too many requests", "", "")
    call = Call("c", "t", "l", 0, target, "p", status=Status.FAILED, failure=failure)
    assert numbers.outcome(call) == "failed: Too many requests"
