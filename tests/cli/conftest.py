from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bedrock_tui.cli.main import cli

Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def run() -> Run:
    """Run a command line in this process; a traceback fails the test."""

    def invoke(*arguments: str, stdin: str | bytes = "") -> Result:
        runner = CliRunner(catch_exceptions=False)
        gc.disable()  # as the console script does
        try:
            return runner.invoke(cli, arguments, input=stdin, prog_name="bedrock-tui")
        finally:
            gc.enable()

    return invoke


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "calls" / "history.db"


@pytest.fixture
def history(run: Run, database: Path) -> Callable[[], list[dict[str, Any]]]:
    """The rows of the history as scripts see them."""

    def read() -> list[dict[str, Any]]:
        result = run("history", "--json", "--db", str(database))
        assert result.exit_code == 0, result.stderr
        calls: list[dict[str, Any]] = json.loads(result.stdout)["calls"]
        return calls

    return read


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a command line as a process of its own, ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def popen(*arguments: str, **options: Any) -> subprocess.Popen[str]:
        pipes = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | options
        process = subprocess.Popen(
            [sys.executable, "-m", "bedrock_tui", *arguments],
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            **pipes,
        )
        started.append(process)
        return process

    yield popen
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        for pipe in (process.stdout, process.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
