"""Criteria on the command line: `compare --criteria` and those of `settings.toml`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.support import FAST, MICRO, PRO, write_prices, write_settings

HI = f"Hi {FAST}"
IMPORTED = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
Rows = Callable[[], list[dict[str, Any]]]


def criteria(stdout: str) -> list[list[dict[str, str]]]:
    return [lane["criteria"] for lane in json.loads(stdout)["lanes"]]


def test_each_lane_tells_how_it_came_out_and_one_that_fails_is_exit_1(
    aws: Sandbox, run: Run, database: Path, history: Rows
) -> None:
    lines = ("output_tokens <= 30", f'contains "{MICRO}"')
    options = [option for line in lines for option in ("--criteria", line)]
    lanes = ("-t", MICRO, "-t", PRO, "--db", str(database))
    result = run("compare", HI, *lanes, "--json", *options)
    assert result.exit_code == 1
    first, second = criteria(result.stdout)
    tokens = {"criterion": lines[0], "result": "pass", "measured": "30"}
    assert first == [
        tokens,
        {"criterion": lines[1], "result": "pass", "measured": "found"},
    ]
    assert second == [
        tokens,
        {"criterion": lines[1], "result": "fail", "measured": "not found"},
    ]
    assert {row["model_id"]: row["criteria"] for row in history()} == {
        MICRO: first,
        PRO: second,
    }


def test_criteria_that_are_met_are_exit_0(aws: Sandbox, run: Run) -> None:
    result = run("compare", HI, "-t", MICRO, "--criteria", "ttft < 10s")
    assert result.exit_code == 0
    assert "\n  ✓ ttft < 10s: 0." in result.stderr


def test_without_criteria_nothing_is_judged(aws: Sandbox, run: Run) -> None:
    result = run("compare", HI, "-t", MICRO, "--json")
    assert result.exit_code == 0
    assert criteria(result.stdout) == [[]]


def test_what_is_not_known_fails_nothing(aws: Sandbox, run: Run) -> None:
    result = run("compare", HI, "-t", IMPORTED, "--criteria", "cost < 1")
    assert result.exit_code == 0
    assert "\n  ? cost < 1: unpriced" in result.stderr


def test_a_call_that_fails_meets_no_criterion(aws: Sandbox, run: Run) -> None:
    prompt = f"{HI} fault:access-denied"
    result = run("compare", prompt, "-t", MICRO, "--criteria", "ttft < 9s", "--json")
    assert result.exit_code == 1
    (found,) = criteria(result.stdout)
    assert found == [
        {"criterion": "ttft < 9s", "result": "fail", "measured": "call failed"}
    ]


def test_the_command_line_replaces_those_of_the_settings(
    aws: Sandbox, run: Run
) -> None:
    write_settings("[compare]\ncriteria = ['json', 'cost <= 2']\n")
    write_prices(f'[[price]]\nid = "{MICRO}"\ninput = 0\noutput = 1000\n')
    result = run("compare", HI, "-t", MICRO, "--json")
    assert result.exit_code == 1
    (found,) = criteria(result.stdout)
    assert [each["result"] for each in found] == ["fail", "pass"]
    assert found[1]["measured"] == "$0.030"
    result = run("compare", HI, "-t", MICRO, "--json", "--criteria", "cost < 0.03")
    assert result.exit_code == 1
    (found,) = criteria(result.stdout)
    assert [each["criterion"] for each in found] == ["cost < 0.03"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ttft < 1", "the time needs its unit"),
        ("tftt < 1s", "did you mean: ttft < 1s?"),
        ("contains x", "write the words in quotes"),
    ],
)
def test_a_wrong_criterion_is_wrong_usage(
    aws: Sandbox, run: Run, line: str, said: str
) -> None:
    result = run("compare", HI, "-t", MICRO, "--criteria", line)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not [each for each in aws.requests if "/converse" in each.path]


def test_a_wrong_criterion_of_the_settings_is_told_and_left_out(
    aws: Sandbox, run: Run
) -> None:
    write_settings("[compare]\ncriteria = ['ttft < 1', 'ttft < 10s']\n")
    result = run("compare", HI, "-t", MICRO, "--json")
    assert result.exit_code == 0
    assert "line 2: compare.criteria: 'ttft < 1': the time needs" in result.stderr
    (found,) = criteria(result.stdout)
    assert [each["criterion"] for each in found] == ["ttft < 10s"]


def test_the_markdown_page_has_the_score_and_the_lines(aws: Sandbox, run: Run) -> None:
    lines = ("--criteria", "output_tokens <= 30", "--criteria", 'contains "a|b"')
    result = run("compare", HI, "-t", MICRO, "--markdown", *lines)
    assert result.exit_code == 1
    assert "| target | result | numbers | criteria |\n| --- | --- | --- | --- |\n" in (
        result.stdout
    )
    assert " | ✗ 1/2 |\n" in result.stdout
    assert '- ✓ output_tokens <= 30: 30\n- ✗ contains "a|b": not found' in result.stdout
    plain = run("compare", HI, "-t", MICRO, "--markdown").stdout
    assert "| target | result | numbers |\n| --- | --- | --- |\n" in plain
