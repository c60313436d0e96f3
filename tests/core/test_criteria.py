from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.call import Call
from bedrock_tui.core.criteria import (
    MOST,
    CriterionError,
    Judgement,
    Result,
    judge,
    parse,
    parse_all,
    score,
)
from bedrock_tui.core.metrics import Metrics, TokenUsage
from bedrock_tui.core.prices import Confidence, Cost
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target

CALL = Call(
    "c",
    "t",
    "l",
    0,
    Target("amazon.nova-pro-v1:0", "us-east-1"),
    "prompt",
    status=Status.OK,
    text='A "refund" is due.\nSoon.',
    stop_reason="end_turn",
    usage=TokenUsage(24, 300, 324),
    metrics=Metrics(ttft_ms=1400.0, latency_ms=800.0, tokens_per_second=50.0),
    cost=Cost(10_000_000, Confidence.ESTIMATE),
)
UNKNOWN = replace(
    CALL, usage=TokenUsage(), metrics=Metrics(), cost=Cost(why="nobody"), stop_reason=""
)


def judged(line: str, call: Call = CALL) -> tuple[str, str]:
    (found,) = judge([parse(line)], call)
    assert found.criterion
    return str(found.result), found.measured


@pytest.mark.parametrize(
    ("line", "result", "measured"),
    [
        ("ttft < 1s", "fail", "1.40 s"),
        ("ttft<1.5 s", "pass", "1.40 s"),
        ("TTFT <= 1400ms", "pass", "1.40 s"),
        ("ttft > 0.02 min", "pass", "1.40 s"),
        ("latency < 800ms", "fail", "0.80 s"),
        ("latency >= 800ms", "pass", "0.80 s"),
        ("cost < 0.01", "fail", "~$0.010"),
        ("cost <= $0.01", "pass", "~$0.010"),
        ("tokens_per_second > 50", "fail", "50 tok/s"),
        ("tokens_per_second >= 50 tok/s", "pass", "50 tok/s"),
        ("output_tokens <= 300", "pass", "300"),
        ("input_tokens < 24", "fail", "24"),
        ("total_tokens > 323.5", "pass", "324"),
        ('contains "refund"', "pass", "found"),
        ("contains 'Refund'", "fail", "not found"),
        (r'contains "\"refund\""', "pass", "found"),
        (r"contains “due.\nSoon”", "pass", "found"),
        ('not  contains "sorry"', "pass", "not found"),
        ('not contains "due"', "fail", "found"),
        ("json", "fail", "no JSON from line 1, column 1"),
        ("stop_reason = end_turn", "pass", "end_turn"),
        ("stop_reason == max_tokens", "fail", "end_turn"),
    ],
)
def test_a_call_is_judged(line, result, measured):
    assert judged(line) == (result, measured)


@pytest.mark.parametrize(
    ("line", "measured"),
    [
        ("ttft < 1s", "unknown"),
        ("latency < 1s", "unknown"),
        ("cost < 1", "unpriced"),
        ("tokens_per_second > 1", "unknown"),
        ("output_tokens > 1", "unknown"),
        ("stop_reason = end_turn", "unknown"),
    ],
)
def test_what_is_not_known_is_neither_passed_nor_failed(line, measured):
    assert judged(line, UNKNOWN) == ("unknown", measured)


@pytest.mark.parametrize("status", [each for each in Status if each != "ok"])
def test_a_call_that_is_not_ok_fails_all(status):
    call = replace(CALL, status=status)
    for line in ("ttft < 10s", "json", 'contains "refund"'):
        assert judged(line, call) == ("fail", f"call {status}")


@pytest.mark.parametrize(
    ("text", "result", "measured"),
    [
        ('{"a": [1, 2]}', "pass", "JSON"),
        (" 12\n", "pass", "JSON"),
        ("", "fail", "the reply is empty"),
        ('```json\n{"a": 1}\n```', "fail", "it begins with a code fence"),
        ('{"a": 1} and more', "fail", "no JSON from line 1, column 10"),
        ("[NaN]", "fail", "no JSON: it has NaN"),
        ("[" * 200_000, "fail", "nested too deeply"),
    ],
)
def test_json_is_one_value_and_nothing_else(text, result, measured):
    assert judged("json", replace(CALL, text=text)) == (result, measured)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "a criterion must have 1 to 1,000 characters, such as: ttft < 1s"),
        ("x" * 1001, "must have 1 to 1,000 characters"),
        ("ttft < 1", "the time needs its unit, one of ms, s and min, as in: ttft < 1s"),
        ("latency < 1h", "the time needs its unit"),
        ("ttft = 1s", "write <, <=, > or >= after ttft, as in: ttft < 1s"),
        ("ttft", "write <, <=, > or >= after ttft"),
        ("cost < -1", "'-1' is no amount; write: cost < 0.01"),
        ("cost < 1 EUR", "leave 'EUR' out, as in: cost < 0.01"),
        ("output_tokens < 1e5", "'1e5' is no amount"),
        ("contains refund", 'write the words in quotes, as in: contains "refund"'),
        ('contains ""', "write the words in quotes"),
        ('not contains "a" or "b"', 'as in: not contains "sorry"'),
        ('contains "a\\"', "write the words in quotes"),
        ("json schema", "write json alone, without 'schema'"),
        ("stop_reason != end_turn", "write = and one word after it"),
        ("matches /a+/", "regular expressions are not taken"),
        ("tfft < 1s", "not known; did you mean: ttft < 1s?"),
        ("speed > 1", "'speed' is not known; it can be about ttft, latency, cost"),
        ("<b>", "'<b>' is not known"),
        ("ttft < 1s\x1b[2J", "no control characters"),
    ],
)
def test_a_wrong_criterion_says_what_to_write(line, said):
    with pytest.raises(CriterionError) as caught:
        parse(line)
    assert said in str(caught.value)


def test_right_lines_are_taken_and_wrong_ones_told():
    found, wrong = parse_all(["json", "ttft < 1", "json", "latency < 1s"])
    assert [each.text for each in found] == ["json", "latency < 1s"]
    assert wrong == (
        "'ttft < 1': the time needs its unit, one of ms, s and min, as in: ttft < 1s",
    )
    found, wrong = parse_all(f"ttft < {n}s" for n in range(MOST + 1))
    assert len(found) == MOST
    assert wrong == (f"{MOST + 1} criteria are too many: {MOST} at most",)


def test_the_score_tells_the_worst():
    def judgement(result: Result) -> Judgement:
        return Judgement("json", result, "")

    passed, failed, unknown = map(judgement, Result)
    assert score([]) == (Result.PASS, "0/0")
    assert score([passed, passed]) == (Result.PASS, "2/2")
    assert score([passed, unknown]) == (Result.UNKNOWN, "1/2")
    assert score([unknown, failed, passed]) == (Result.FAIL, "1/3")


LINES = st.lists(
    st.sampled_from(
        [
            *("ttft", "cost", "not ", "contains", "json", "stop_reason", "<", ">="),
            *("=", " ", '"', "'", "\\", "1", "0.5", "s", "ms", "$", "end_turn", "é"),
        ]
    ),
    max_size=12,
).map("".join)


@given(LINES | st.text(max_size=40), st.text(max_size=40), st.sampled_from(Status))
def test_any_line_is_judged_or_told_wrong(line, text, status):
    try:
        criterion = parse(line)
    except CriterionError:
        assert parse_all([line])[1][0].isprintable()
        return
    for call in (CALL, UNKNOWN, replace(CALL, text=text, status=status)):
        (found,) = judge([criterion], call)
        assert found.measured
        assert found.brief


@given(st.decimals(0, 10**6, places=3), st.floats(0, 1e9))
def test_a_limit_is_kept_to_the_last_digit(limit, value):
    call = replace(CALL, metrics=Metrics(ttft_ms=value))
    below = judged(f"ttft < {limit}ms", call)[0] == "pass"
    assert below is (value < limit)
    assert below is (judged(f"ttft >= {limit}ms", call)[0] == "fail")
