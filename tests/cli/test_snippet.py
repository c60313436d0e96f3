from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.core.snippets import KINDS
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.support import FAST, GEMMA, MICRO, PRO

History = Callable[[], list[dict[str, Any]]]


def test_the_last_call_as_a_script_that_runs(
    aws: Sandbox, run: Run, database: Path, tmp_path: Path
) -> None:
    db = ("--db", str(database))
    options = ("--system", "Be\nbrief.", "--temperature", "0.5", "--stop", "END")
    run("compare", f"It's `so`\n$(x) {FAST}", "-t", f"{GEMMA}@us-west-2", *options, *db)
    script = tmp_path / "again.py"
    result = run("snippet", "last", "-o", str(script), *db)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    again = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env=dict(os.environ),
        check=False,
    )
    assert again.returncode == 0, again.stderr
    ours, theirs = (each for each in aws.requests if each.path.startswith("/model/"))
    assert (ours.path, ours.body, ours.region) == (
        theirs.path,
        theirs.body,
        theirs.region,
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_goes_to_standard_output_alone(
    aws: Sandbox,
    run: Run,
    database: Path,
    kind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "hunter3")
    db = ("--db", str(database))
    run("compare", f"Hi {FAST}", "-t", MICRO, *db)
    result = run("snippet", "last", "--as", kind.name, *db)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Hi {FAST}" in result.stdout
    assert not {"AKIDEXAMPLE", "hunter2", "hunter3"} & set(result.stdout.split('"'))
    assert "hunter" not in result.stdout


def test_a_call_is_named_by_its_id_or_the_beginning_of_it(
    aws: Sandbox, run: Run, database: Path, history: History
) -> None:
    db = ("--db", str(database))
    run("compare", f"Hi {FAST}", "-t", MICRO, "-t", PRO, *db)
    for call in history():
        for name in (call["id"], call["id"][:-1], call["id"].lower()):
            result = run("snippet", name, "--as", "json", *db)
            assert json.loads(result.stdout)["modelId"] == call["model_id"]


def test_a_beginning_that_several_calls_share_is_refused(
    aws: Sandbox, run: Run, database: Path, history: History
) -> None:
    db = ("--db", str(database))
    run("compare", f"Hi {FAST}", "-t", MICRO, "-t", PRO, *db)
    result = run("snippet", history()[0]["id"][:4], *db)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "More than one call's id begins with" in result.stderr


@pytest.mark.parametrize("name", ["last", "01NOPE", "", "%", "\x1b[31m", "\udcff"])
def test_a_call_that_is_not_there_is_wrong_usage(
    run: Run, database: Path, name: str
) -> None:
    result = run("snippet", name, "--db", str(database))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no call" in result.stderr
    assert "history --json" in result.stderr
    assert "\x1b" not in result.stderr


def test_a_kind_that_is_not_there_is_wrong_usage(run: Run, database: Path) -> None:
    result = run("snippet", "last", "--as", "perl", "--db", str(database))
    assert result.exit_code == 2
    assert "curl-key" in result.stderr


def test_a_file_that_cannot_be_written_is_told(
    aws: Sandbox, run: Run, database: Path, tmp_path: Path
) -> None:
    db = ("--db", str(database))
    run("compare", f"Hi {FAST}", "-t", MICRO, *db)
    result = run("snippet", "last", "-o", str(tmp_path / "no" / "x.py"), *db)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "x.py cannot be written" in result.stderr


def test_the_code_of_a_call_of_the_demo_says_whom_it_asks(run: Run) -> None:
    run("--demo", "compare", f"Hi {FAST}", "-t", MICRO)
    result = run("--demo", "snippet", "last", "--as", "curl-key")
    assert "https://bedrock-runtime.us-east-1.amazonaws.com/" in result.stdout
    assert "the code asks AWS" in result.stderr
    url = "http://127.0.0.1:8765"
    result = run("--demo", "--endpoint-url", url, "snippet", "last", "--as", "curl-key")
    assert f"{url}/model/" in result.stdout
    assert result.stderr == ""


def test_a_history_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("no database at all, but long enough to be taken for one" * 20)
    result = run("snippet", "last", "--db", str(broken))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr
