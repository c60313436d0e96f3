from __future__ import annotations

import pytest

from bedrock_tui.core.failure import Failure
from bedrock_tui.core.rejections import Setting, refused, without
from bedrock_tui.core.request import Parameters

BOTH = Parameters(temperature=0.5, top_p=0.9)
WARM = Parameters(temperature=0.5)
TOP = Parameters(top_p=0.9)


def failure(change: str, message: str = "", category: str = "parameter") -> Failure:
    return Failure(category, "ValidationException", "", message, "", change=change)


@pytest.mark.parametrize(
    ("told", "sent", "setting"),
    [
        (failure("temperature"), WARM, Setting.TEMPERATURE),
        (failure("temperature"), TOP, None),
        (failure("top-p"), TOP, Setting.TOP_P),
        (failure("top-p"), BOTH, Setting.TOP_P),
        (
            failure("top-p", "cannot both be specified"),
            BOTH,
            Setting.TOP_P_BESIDE_TEMPERATURE,
        ),
        (failure("top-p", "cannot both be specified"), TOP, Setting.TOP_P),
        (failure("max-tokens"), BOTH, None),
        (failure("temperature", category="throttle"), WARM, None),
    ],
)
def test_what_a_failure_says_of_what_was_sent(
    told: Failure, sent: Parameters, setting: Setting | None
) -> None:
    assert refused(told, sent) is setting


@pytest.mark.parametrize(
    ("refusals", "sent", "left"),
    [
        ({Setting.TEMPERATURE}, BOTH, TOP),
        ({Setting.TOP_P}, BOTH, WARM),
        ({Setting.TOP_P_BESIDE_TEMPERATURE}, BOTH, WARM),
        ({Setting.TOP_P_BESIDE_TEMPERATURE}, TOP, TOP),
        ({Setting.TEMPERATURE, Setting.TOP_P_BESIDE_TEMPERATURE}, BOTH, TOP),
        (set(Setting), BOTH, Parameters()),
        (set(Setting), Parameters(), Parameters()),
        (set(), BOTH, BOTH),
    ],
)
def test_only_what_is_refused_is_left_out(
    refusals: set[Setting], sent: Parameters, left: Parameters
) -> None:
    fitting, left_out = without(sent, refusals)
    assert fitting == left
    assert bool(left_out) == (sent != left)
