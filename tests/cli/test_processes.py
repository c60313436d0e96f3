"""What only a process of its own can show: signals, pipes, children, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bedrock_tui import __version__
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Start
from tests.support import FAST, MICRO, PRO, connections, until

Rows = Callable[[], list[dict[str, Any]]]
STALL = "Hi ttft:0 pace:5000 fault:stall=9"
ALL = "This is a **simulated reply** from"
"""What comes of it."""
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Read standard output until these words came; the fixture kills the rest.

    From the file descriptor, for a pipe's own buffer would keep what `communicate`
    is to find.
    """
    assert process.stdout is not None
    seen = b""
    while not seen.endswith(words.encode()):
        byte = os.read(process.stdout.fileno(), 1)
        assert byte, f"it ended with {seen!r}"
        seen += byte
    return seen.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_comparison_ends_at_once_and_keeps_its_text(
    aws: Sandbox, start: Start, database: Path, history: Rows, number: signal.Signals
) -> None:
    process = start("compare", STALL, "-t", MICRO, "-t", PRO, "--db", str(database))
    seen = read_until(process, "simulated reply")
    until(lambda: all(row["text"].endswith(ALL) for row in history()))
    pressed = time.monotonic()
    process.send_signal(number)
    rest, stderr = process.communicate(timeout=10)
    assert time.monotonic() - pressed < 1
    assert process.returncode == 130
    assert (seen + rest).count("This is a **simulated reply**") == 2
    assert stderr.count("cancelled · ") == 2
    assert "Traceback" not in stderr
    rows = history()
    assert {row["status"] for row in rows} == {"cancelled"}
    assert all("simulated reply" in row["text"] for row in rows)
    until(lambda: connections() == 0)


def test_an_interrupted_comparison_still_prints_its_json(
    aws: Sandbox, start: Start, database: Path
) -> None:
    words = ("compare", "Hi fault:no-headers", "-t", MICRO, "--json")
    process = start(*words, "--db", str(database))
    until(lambda: aws.requests)
    process.send_signal(signal.SIGINT)
    stdout, _ = process.communicate(timeout=10)
    assert process.returncode == 130
    assert [lane["status"] for lane in json.loads(stdout)["lanes"]] == ["cancelled"]


def test_a_killed_comparison_is_interrupted_with_what_had_arrived(
    aws: Sandbox, start: Start, database: Path, history: Rows
) -> None:
    process = start("compare", STALL, "-t", MICRO, "--db", str(database))
    read_until(process, "simulated reply")
    until(lambda: history()[0]["text"].endswith(ALL))
    (running,) = history()
    assert running["status"] == "running"
    process.kill()
    process.wait(10)
    (row,) = history()
    assert row["status"] == "interrupted"
    assert row["text"] == running["text"]
    assert "simulated reply" in row["text"]
    assert row["failure"]["category"] == "interrupted"
    assert (row["attempts"], bool(row["request_id"])) == (1, True)


def test_a_reader_that_leaves_ends_the_comparison_quietly(
    aws: Sandbox, start: Start, database: Path, history: Rows
) -> None:
    words = ("compare", "Hi ttft:0 pace:300 tokens:900", "-t", MICRO)
    process = start(*words, "--db", str(database))
    read_until(process, "──\n")
    assert process.stdout is not None
    process.stdout.close()
    left = time.monotonic()
    assert process.wait(10) != 0
    assert time.monotonic() - left < 2, "it went on for nobody"
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert [row["status"] for row in history()] == ["cancelled"]


def test_the_version_is_told(start: Start) -> None:
    process = start("--version")
    stdout, stderr = process.communicate(timeout=20)
    assert (stdout.strip(), stderr) == (f"bedrock-tui {__version__}", "")
    assert process.returncode == 0


def test_the_screen_needs_a_terminal(start: Start) -> None:
    process = start("--demo")
    stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout) == (2, "")
    assert "needs a terminal" in stderr


def test_closed_standard_input_is_no_prompt(aws: Sandbox) -> None:
    command = f"{sys.executable} -m bedrock_tui compare -t m <&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 2
    assert "No prompt" in done.stderr


def test_the_demo_answers_without_account_and_without_network(
    start: Start, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    words = ("--demo", "compare", f"Hi {FAST}", "--json", "--db", str(database))
    stdout, stderr = start(*words).communicate(timeout=30)
    assert stderr == ""
    found = json.loads(stdout)["lanes"]
    assert [lane["status"] for lane in found] == ["ok"] * 3
    assert all("simulated reply" in lane["text"] for lane in found)


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_sandbox_of_the_demo_ends_with_it(
    start: Start, database: Path, number: signal.Signals
) -> None:
    process = start("--demo", "compare", STALL, "-t", MICRO, "--db", str(database))
    read_until(process, "simulated reply")
    (child,) = children(process.pid)
    assert alive(child)
    process.send_signal(number)
    process.wait(10)
    until(lambda: not alive(child))


@linux
def test_an_interrupt_during_the_start_leaves_nothing_behind(
    start: Start, database: Path
) -> None:
    process = start("--demo", "compare", STALL, "-t", MICRO, "--db", str(database))
    until(lambda: children(process.pid))
    (child,) = children(process.pid)
    process.send_signal(signal.SIGINT)
    process.wait(10)
    until(lambda: not alive(child))
    assert process.returncode == 130


def test_the_sandbox_command_serves_until_it_is_interrupted(start: Start) -> None:
    process = start("sandbox", "--fault", "nova-pro:throttle")
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with urlopen(f"{url}/foundation-models", timeout=10) as response:
        assert response.status == 200
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=10)
    assert process.returncode == 0
    assert f"export AWS_ENDPOINT_URL={url}" in stderr
    assert "Traceback" not in stderr
    with pytest.raises(URLError):
        urlopen(url, timeout=2)


def test_the_process_ends_soon_after_its_last_lane(
    aws: Sandbox, start: Start, database: Path
) -> None:
    process = start("compare", f"Hi {FAST}", "-t", MICRO, "--db", str(database))
    until(lambda: aws.requests, 20)
    sent = time.monotonic()
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert time.monotonic() - sent < 2
    assert database.exists()
