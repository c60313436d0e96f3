from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bedrock_tui.cli.listing import cells, cut, listing
from bedrock_tui.core.call import Call
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import Metrics, TokenUsage
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target

START = datetime(2026, 3, 4, 15, 6, 7, tzinfo=UTC)
FINE = Call(
    *(
        "c",
        "t",
        "l",
        0,
        Target("amazon.nova-pro-v1:0", "us-east-1"),
        "Explain\n queues",
    ),
    started_at=START,
    status=Status.OK,
    metrics=Metrics(381.0, 12_400.0, None, 0.0, 74.2),
    usage=TokenUsage(output_tokens=1_024),
)
FAILED = replace(
    FINE,
    target=Target("a.b", "us-east-1"),
    status=Status.FAILED,
    metrics=Metrics(),
    usage=TokenUsage(),
    failure=Failure("throttle", "X", "Too many requests", "", ""),
)


def test_columns_stand_under_their_heads() -> None:
    when = START.astimezone().strftime("%Y-%m-%d %H:%M")
    assert listing([FINE, FAILED]) == [
        "when              status   first   total  tok/s    out"
        "  target                          prompt",
        f"{when}  ok      0.38 s  12.4 s     74  1,024"
        "  amazon.nova-pro-v1:0@us-east-1  Explain queues",
        f"{when}  failed       –       –      –      –"
        "  a.b@us-east-1                   (Too many requests) Explain queues",
    ]


@pytest.mark.parametrize("width", [120, 150, 200])
def test_lines_are_cut_to_the_terminal(width: int) -> None:
    long = replace(FINE, prompt="word " * 99)
    for line in listing([long, replace(FAILED, prompt="日本" * 99)], width)[1:]:
        assert line.endswith("…")
        assert width - 6 <= cells(line) <= width


def test_a_prompt_is_seen_also_where_there_is_no_room() -> None:
    lines = listing([FINE], 40)
    assert lines[1].endswith("  Explain que…")


def test_elsewhere_a_prompt_has_sixty_cells() -> None:
    line = listing([replace(FINE, prompt="x" * 99)])[1]
    assert line.endswith("  " + "x" * 59 + "…")
    assert listing([replace(FINE, prompt="x" * 60)])[1].endswith("  " + "x" * 60)


def test_an_arn_does_not_widen_the_table() -> None:
    arn = replace(FINE, target=Target("arn:aws:bedrock:" + "x" * 99, "eu-west-1"))
    head, *lines = listing([arn, FINE])
    assert len(head) < 130
    assert "x" * 99 + "@eu-west-1  Explain queues" in lines[0]
    assert lines[1].index("Explain") == head.index("prompt")


def test_foreign_text_stays_on_its_line() -> None:
    evil = replace(FINE, target=Target("a\nb\x1b[2J", "r"), prompt="c\r\nd\u2028e")
    assert listing([evil])[1].endswith("  a b@r   c d e")


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a cd", 3, "a…"),
        ("日本", 4, "日本"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301", 2, "e\u0301e\u0301"),
    ],
)
def test_text_is_cut_as_terminals_count(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left
