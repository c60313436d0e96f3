from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedrock_tui.core.call import Call
from bedrock_tui.core.criteria import Judgement, Result
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.ids import new_id
from bedrock_tui.core.metrics import Metrics, Served, TokenUsage
from bedrock_tui.core.prices import Confidence, Cost, Rates
from bedrock_tui.core.reply import Status
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database
from bedrock_tui.store.rows import clean, from_row, stamp, to_row

texts = st.text() | st.text(st.characters(categories=["Cs", "Cc", "L", "So"]))
counts = st.none() | st.integers(0, 2**53)
times = st.none() | st.floats(0, 1e9, allow_nan=False)
moments = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
failures = st.builds(
    Failure,
    category=texts,
    code=texts,
    title=texts,
    message=texts,
    remedy=texts,
    retryable=st.booleans(),
    change=texts,
)
lives = st.lists(st.tuples(texts, st.integers(0, 2**53)), max_size=3).map(tuple)
dollars = st.none() | st.decimals(0, 10**6, allow_nan=False, places=6)
costs = st.builds(
    Cost,
    nanodollars=st.none() | st.integers(0, 2**62),
    confidence=st.none() | st.sampled_from(Confidence),
    source=texts,
    as_of=st.none() | st.dates(),
    rates=st.builds(Rates, dollars, dollars, dollars, dollars, dollars),
    notes=st.lists(texts, max_size=3).map(tuple),
    why=texts,
)
ended_calls = st.builds(
    Call,
    comparison_id=st.just(""),
    turn_id=st.just(""),
    lane_id=st.text(st.characters(codec="ascii")),
    position=st.integers(0, 7),
    previous_id=st.text(st.characters(codec="ascii")),
    target=st.builds(Target, texts, texts, texts),
    prompt=texts,
    system=texts,
    parameters=st.builds(
        Parameters,
        st.integers(1, 2**31),
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 1),
        st.lists(texts, max_size=4).map(tuple),
    ),
    started_at=moments,
    ended_at=st.none() | moments,
    status=st.sampled_from([status for status in Status if status != "running"]),
    text=texts,
    reasoning=texts,
    tools=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    notes=st.lists(texts, max_size=3).map(tuple),
    stop_reason=texts,
    usage=st.builds(TokenUsage, counts, counts, counts, counts, counts, lives),
    metrics=st.builds(
        Metrics, times, times, counts, st.floats(0, 1e9, allow_nan=False), times
    ),
    served=st.builds(Served, texts, texts, texts),
    cost=st.none() | costs,
    criteria=st.lists(
        st.builds(Judgement, texts, st.sampled_from(Result), texts), max_size=3
    ).map(tuple),
    attempts=st.integers(0, 9),
    request_id=texts,
    failure=st.none() | failures,
)


def cleaned(value: object) -> object:
    """Replace every text inside a value by what the database can hold."""
    match value:
        case Status() | Result() | Confidence() | datetime():
            return value
        case str():
            return clean(value)
        case tuple():
            return tuple(cleaned(part) for part in value)
        case Served() | TokenUsage() | Cost() | Judgement() | Call() | Target():
            fields = {name: cleaned(getattr(value, name)) for name in value.__slots__}
            return replace(value, **fields)
        case Parameters() | Failure():
            fields = {name: cleaned(getattr(value, name)) for name in value.__slots__}
            return replace(value, **fields)
        case _:
            return value


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calls]:
    folder: Path = tmp_path_factory.mktemp("shared")
    database = Database(folder / "history.db")
    database.open()
    yield Calls(database)
    assert database.close()


@given(call=ended_calls)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
def test_every_field_of_a_call_comes_back_from_the_disk(
    shared: Calls, call: Call
) -> None:
    call = replace(call, id=new_id(), comparison_id=new_id(), turn_id=new_id())
    shared.end(call).result(10)
    assert shared.get(call.id).result(10) == cleaned(call)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("nul\0inside", "nul\0inside"),
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ud800\ud83d\ude00", "\ufffd\U0001f600"),
    ],
)
def test_surrogates_become_what_the_disk_can_hold(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_moments_are_utc_with_milliseconds() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    moment = datetime(2026, 1, 2, 3, 4, 5, 6999, tzinfo=east)
    assert stamp(moment) == "2026-01-01T21:34:05.006Z"


def test_unknown_numbers_are_null(ask) -> None:
    row = to_row(ask().call, "me")
    unknown = [
        "ended_at",
        "temperature",
        "top_p",
        "input_tokens",
        "output_tokens",
        "total_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "ttft_ms",
        "latency_ms",
        "server_latency_ms",
        "tokens_per_second",
        "failure_category",
        "failure_retryable",
    ]
    assert [row[name] for name in unknown] == [None] * len(unknown)


def test_numbers_that_no_column_can_hold_do_not_lose_the_call(ask, calls) -> None:
    call = replace(
        ask().call,
        status=Status.OK,
        parameters=Parameters(max_tokens=10**30),
        usage=TokenUsage(output_tokens=-(10**30)),
        metrics=Metrics(ttft_ms=math.nan, latency_ms=math.inf),
    )
    calls.end(call).result(10)
    kept = calls.get(call.id).result(10)
    assert kept.parameters.max_tokens == 2**63 - 1
    assert kept.usage.output_tokens == -(2**63 - 1)
    assert kept.metrics == Metrics()


def test_a_row_and_its_call_are_each_other(ask) -> None:
    call = ask().call
    row = to_row(call, "me") | {"prompt": call.prompt, "system": call.system}
    assert from_row(row) == call
