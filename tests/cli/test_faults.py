"""Every switch of the sandbox, through the command line and into the history."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.sandbox.faults import TABLE
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run, Start
from tests.support import MICRO, until


@dataclass(frozen=True)
class Outcome:
    """What a switch must lead to."""

    status: str = "ok"
    category: str = ""
    text: bool = True
    """Whether text arrived, and so must be kept."""
    code: int = -1
    """The exit code; -1 for the usual one of the status."""
    words: str = ""
    """How the switch is written in the prompt, if not by its name alone."""
    attempts: int = 1
    stop: str | None = "end_turn"
    retries: int = 0

    @property
    def exit_code(self) -> int:
        usual = {"ok": 0, "failed": 1, "truncated": 1, "cancelled": 130}
        return usual[self.status] if self.code < 0 else self.code


def refused(category: str, code: int = 1) -> Outcome:
    return Outcome("failed", category, text=False, code=code, stop=None)


def broken(category: str, status: str = "failed") -> Outcome:
    return Outcome(status, category, stop=None)


FINE = Outcome()

OUTCOMES: dict[str, Outcome] = {
    "throttle": Outcome(words="fault:throttle=1", attempts=2, retries=1),
    "throttle-tokens": refused("throttle-tokens"),
    "throttle-day": refused("throttle-day"),
    "retry-after": FINE,
    "access-denied": refused("permission"),
    "access-denied-scp": refused("permission-org"),
    "access-denied-boundary": refused("permission-org"),
    "model-access": refused("model-access"),
    "marketplace": refused("marketplace"),
    "marketplace-pending": refused("marketplace-pending"),
    "billing": refused("billing"),
    "use-case": refused("use-case"),
    "geo": refused("geo"),
    "entitlement": refused("entitlement"),
    "expired-token": refused("login-expired", code=3),
    "unrecognized-client": refused("credentials", code=3),
    "clock": refused("clock"),
    "bearer-expired": refused("login-expired", code=3),
    "quota": refused("quota"),
    "model-timeout": refused("model-timeout"),
    "not-ready": refused("warming"),
    "model-error": refused("model-error"),
    "internal": refused("server"),
    "unavailable": refused("capacity"),
    "too-long": refused("context"),
    "on-demand": refused("needs-profile"),
    "retired": refused("retired"),
    "legacy": refused("legacy"),
    "invalid-id": refused("model-id"),
    "no-stream": Outcome(attempts=2),
    "html": refused("proxy"),
    "no-headers": Outcome("cancelled", text=False, stop=None),
    "slow": Outcome(words="fault:slow=0.1"),
    "stall": Outcome("cancelled", stop=None),
    "reset": broken("network"),
    "cut": broken("truncated", "truncated"),
    "drop": broken("network"),
    "bad-checksum": broken("network"),
    "stream-error": broken("model-error"),
    "stream-throttle": broken("throttle"),
    "stream-internal": broken("server"),
    "stream-timeout": broken("unknown"),
    "transport-error": broken("server"),
    "no-metadata": Outcome("truncated", "truncated"),
    "no-stop-reason": broken("truncated", "truncated"),
    "empty-first": FINE,
    "reasoning": FINE,
    "redacted": FINE,
    "signature": FINE,
    "only-reasoning": Outcome(text=False),
    "tool-use": Outcome(stop="tool_use"),
    "server-tool": FINE,
    "image": FINE,
    "citation": FINE,
    "unknown-event": FINE,
    "unknown-delta": FINE,
    "max-tokens": Outcome(stop="max_tokens"),
    "content-filtered": Outcome(stop="content_filtered"),
    "guardrail": Outcome(stop="guardrail_intervened"),
    "tiny": FINE,
    "huge": FINE,
    "hostile": FINE,
    "empty": Outcome(text=False),
    "pace": Outcome(words="pace:9e5"),
    "tokens": Outcome(words="tokens:7"),
    "ttft": Outcome(words="ttft:0.1"),
    "text": Outcome(words="text:code"),
}

LANE = {
    "target": {"id", "region", "aws_profile"},
    "usage": {
        "input_tokens",
        "output_tokens",
        "total_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
    },
    "metrics": {
        "ttft_ms",
        "latency_ms",
        "server_latency_ms",
        "wait_ms",
        "tokens_per_second",
    },
    "cost": {"usd", "confidence", "source", "as_of", "notes", "unpriced_because"},
    "failure": {"category", "code", "title", "message", "remedy"},
}
ROW = {
    "id",
    "comparison_id",
    "started_at",
    "model_id",
    "invoked_id",
    "region",
    "aws_profile",
    "prompt",
}
SIMPLE = {
    "status",
    "text",
    "reasoning",
    "tools",
    "notes",
    "stop_reason",
    "service_tier",
    "latency_mode",
    "criteria",
    "attempts",
    "request_id",
    "cost",
}


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: the history has no lone surrogates."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def check_lane(lane: dict[str, Any], expected: Outcome) -> None:
    assert lane.keys() == LANE.keys() | SIMPLE
    for name, members in LANE.items():
        assert lane[name] is None or set(lane[name]) == members
    failure = lane["failure"]
    category = failure["category"] if failure else ""
    assert (lane["status"], category) == (expected.status, expected.category)
    assert bool(lane["text"]) == expected.text
    assert lane["stop_reason"] == expected.stop
    assert lane["attempts"] == expected.attempts
    if failure:
        assert failure["title"]
        assert failure["remedy"]


def check_row(row: dict[str, Any], lane: dict[str, Any], prompt: str) -> None:
    assert row.keys() == lane.keys() - {"target"} | ROW
    assert row["prompt"] == prompt
    assert (row["model_id"], row["invoked_id"], row["region"]) == (
        lane["target"]["id"],
        lane["target"]["id"],
        lane["target"]["region"],
    )
    assert row["text"] == storable(lane["text"])
    for name in SIMPLE - {"text"} | {"usage", "metrics", "failure"}:
        assert row[name] == lane[name], name


def test_every_switch_has_an_outcome_here() -> None:
    assert set(OUTCOMES) == {switch.name for switch in TABLE}


@pytest.mark.parametrize(
    "name", [name for name, outcome in OUTCOMES.items() if outcome.code != 130]
)
def test_a_switch_leads_to_its_outcome_and_its_row(
    name: str,
    aws: Sandbox,
    run: Run,
    start: Start,
    database: Path,
    history: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = OUTCOMES[name]
    monkeypatch.setenv("BEDROCK_MAX_RETRIES", str(expected.retries))
    words = expected.words or f"fault:{name}"
    prompt = f"Hi ttft:0.01 pace:1e6 tokens:40 {words}"
    arguments = ("compare", prompt, "-t", MICRO, "--db", str(database), "--json")
    if expected.status == "cancelled":
        process = start(*arguments)
        until(lambda: aws.requests)
        until(lambda: not expected.text or history()[0]["text"])
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=10)
        code = process.returncode
    else:
        result = run(*arguments)
        code, stdout, stderr = result.exit_code, result.stdout, result.stderr
    assert code == expected.exit_code, stderr
    answer = json.loads(stdout)
    (lane,) = answer["lanes"]
    check_lane(lane, expected)
    assert lane["target"] == {"id": MICRO, "region": "us-east-1", "aws_profile": None}
    (row,) = history()
    check_row(row, lane, prompt)
    assert row["comparison_id"] == answer["comparison_id"]
    assert "Traceback" not in stderr
