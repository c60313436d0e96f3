from __future__ import annotations

import pytest

from bedrock_tui.core.call import Call
from bedrock_tui.core.marks import marks
from bedrock_tui.core.metrics import Metrics
from bedrock_tui.core.prices import Confidence
from bedrock_tui.core.reply import Status
from tests.core.saved import call, cost

EXACT = Confidence.EXACT


def lane(
    first: float | None, speed: float | None, nanodollars: int | None, **values: object
) -> Call:
    metrics = Metrics(ttft_ms=first, tokens_per_second=speed)
    return call(metrics=metrics, **{"cost": cost(nanodollars, EXACT), **values})


QUICK = lane(100, 50, 900)
CHEAP = lane(200, 80, 300)


def of(*calls: Call) -> list[tuple[str, ...]]:
    found = marks(calls)
    return [found[each.id] for each in calls]


def test_each_number_has_its_winner() -> None:
    assert of(QUICK, CHEAP) == [("first",), ("fastest", "cheapest")]


def test_equals_share_a_mark_and_all_alike_have_none() -> None:
    twin = lane(100, 10, 900)
    assert of(QUICK, twin, CHEAP)[:2] == [("first",), ("first",)]
    assert of(lane(1, 1, 1), lane(1, 1, 1)) == [(), ()]


@pytest.mark.parametrize(
    ("other", "left"),
    [
        (lane(None, 60, 500), ["fastest", "cheapest"]),
        (lane(300, None, 500), ["first", "cheapest"]),
        (lane(300, 60, None), ["first", "fastest"]),
        (lane(300, 60, 500, cost=None), ["first", "fastest"]),
    ],
)
def test_what_is_not_known_of_all_marks_nobody(other: Call, left: list[str]) -> None:
    assert sorted(sum(of(QUICK, CHEAP, other), ())) == sorted(left)


def test_only_whole_replies_compete() -> None:
    cut = lane(1, 999, 1, status=Status.TRUNCATED)
    assert of(QUICK, CHEAP, cut) == [("first",), ("fastest", "cheapest"), ()]
    assert of(QUICK, cut) == [(), ()]
    assert marks([]) == {}


def test_the_cheapest_of_estimates_is_an_estimate() -> None:
    guess = lane(300, 10, 100, cost=cost(100, Confidence.ESTIMATE))
    assert of(QUICK, guess)[1] == ("~cheapest",)
