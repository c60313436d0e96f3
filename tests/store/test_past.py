from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import Metrics
from bedrock_tui.core.offer import Past
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target
from bedrock_tui.store.past import read_past

HERE = "eu-west-1"
NAMES = {"m": "m", "eu.m": "m", "arn:m": "m", "n": "n"}
GEO = Failure("geo", "X", "Not here", "Message", "Move")


@pytest.fixture
def called(calls, ask):
    """Write a call down: what was called, its status, its time to first token."""
    count = iter(range(1000))

    def write(name, status, ttft_ms=None, region=HERE, failure=None):
        asked = ask()
        begun = asked.call.started_at + timedelta(minutes=next(count))
        ended = replace(
            asked.call,
            target=Target(name, region),
            status=status,
            started_at=begun,
            ended_at=begun,
            metrics=Metrics(ttft_ms=ttft_ms),
            failure=failure,
        )
        calls.begin(asked.comparison, asked.calls).result(10)
        calls.end(ended).result(10)
        return begun

    return write


def past(database, names=NAMES):
    return read_past(database, HERE, names).result(10)


def test_nothing_is_known_of_an_empty_history(database, calls) -> None:
    assert past(database) == {}
    assert past(database, {}) == {}


def test_calls_by_every_id_of_a_model_count_together(database, called) -> None:
    called("m", Status.OK, 300.0)
    called("eu.m", Status.OK, 100.0)
    called("arn:m", Status.OK, 200.0)
    last = called("m", Status.OK, None)
    called("n", Status.TRUNCATED, 50.0)
    found = past(database)
    assert found.keys() == {"m", "n"}
    assert found["m"] == Past(4, 4, 200.0, last, last)
    assert (found["n"].calls, found["n"].ok, found["n"].ttft_ms) == (1, 0, None)


@pytest.mark.parametrize(
    ("values", "median"), [([4.0], 4.0), ([4.0, 2.0], 2.0), ([4.0, 1.0, 3.0, 2.0], 2.0)]
)
def test_the_median_is_the_nearest_rank(database, called, values, median) -> None:
    for value in values:
        called("m", Status.OK, value)
    assert past(database)["m"].ttft_ms == median


def test_other_regions_other_names_and_cancelled_calls_do_not_count(
    database, called
) -> None:
    called("m", Status.OK, 1.0, region="us-east-1")
    called("other", Status.OK, 1.0)
    called("m", Status.CANCELLED, 1.0)
    called("m", Status.INTERRUPTED)
    assert past(database) == {}


def test_the_newest_failure_is_told_only_while_it_is_the_newest(database, called):
    good = called("m", Status.OK, 1.0)
    bad = called("eu.m", Status.FAILED, failure=GEO)
    found = past(database)["m"]
    assert (found.last_failure, found.last_category) == ("Not here", "geo")
    assert found.last_remedy == "Move"
    assert (found.last_at, found.last_ok_at) == (bad, good)
    assert found.success_rate == 0.5
    called("m", Status.OK, 1.0)
    found = past(database)["m"]
    assert (found.last_failure, found.last_category, found.last_remedy) == ("", "", "")
