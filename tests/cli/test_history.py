from __future__ import annotations

import json
from pathlib import Path

from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.support import FAST, GEMMA, MICRO, PRO


def test_the_newest_call_comes_first_up_to_the_limit(
    aws: Sandbox, run: Run, database: Path
) -> None:
    db = ("--db", str(database))
    for number in range(3):
        run("compare", f"Prompt {number} {FAST}", "-t", MICRO, *db)
    for limit, prompts in [(2, ["2", "1"]), (9, ["2", "1", "0"])]:
        result = run("history", "--limit", str(limit), "--json", *db)
        calls = json.loads(result.stdout)["calls"]
        assert [call["prompt"].split()[1] for call in calls] == prompts
        starts = [call["started_at"] for call in calls]
        assert starts == sorted(starts, reverse=True)


def test_a_row_says_everything_a_script_needs(
    aws: Sandbox, run: Run, database: Path
) -> None:
    run("compare", f"Hi {FAST}", "-t", f"{GEMMA}@us-west-2", "--db", str(database))
    result = run("--db", str(database), "history", "--json")
    (call,) = json.loads(result.stdout)["calls"]
    assert {
        "id",
        "comparison_id",
        "started_at",
        "model_id",
        "invoked_id",
        "region",
        "status",
        "prompt",
        "text",
        "usage",
        "metrics",
        "tools",
        "notes",
        "failure",
    } <= call.keys()
    assert (call["model_id"], call["region"], call["status"]) == (
        GEMMA,
        "us-west-2",
        "ok",
    )
    assert call["failure"] is None
    assert call["started_at"].endswith("+00:00")


def test_the_list_is_one_line_a_call(aws: Sandbox, run: Run, database: Path) -> None:
    db = ("--db", str(database))
    prompt = f"Many\nlines {FAST} fault:access-denied@nova-micro"
    run("compare", prompt, "-t", MICRO, "-t", PRO, *db)
    result = run("history", *db)
    head, *lines = result.stdout.splitlines()
    names = "when status first total tok/s out target prompt"
    assert " ".join(head.split()) == names
    assert len(lines) == 2
    failed = next(line for line in lines if MICRO in line)
    title = "(Your IAM policy does not allow this)"
    assert failed[head.index("status") :].startswith("failed  ")
    assert failed[head.index("prompt") :].startswith(f"{title} Many lines")
    fine = next(line for line in lines if f"{PRO}@us-east-1" in line)
    assert fine[head.index("prompt") :].startswith("Many lines")
    assert fine.endswith("…")
    assert {line.index("@us-east-1") > head.index("target") for line in lines} == {True}


def test_an_empty_history_says_how_to_begin(run: Run, database: Path) -> None:
    result = run("history", "--db", str(database))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--demo compare" in result.stderr
    assert "bedrock-tui --demo history" in result.stderr
    demo = run("--demo", "history", "--db", str(database))
    assert "--demo history" not in demo.stderr
    as_json = run("history", "--json", "--db", str(database))
    assert json.loads(as_json.stdout) == {"calls": []}


def test_the_history_needs_no_aws_settings(
    run: Run, database: Path, monkeypatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    assert run("history", "--db", str(database)).exit_code == 0
