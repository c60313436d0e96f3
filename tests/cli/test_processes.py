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
from socket import create_connection
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bedrock_tui import __version__
from bedrock_tui.cli.listing import cells
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Start
from tests.support import FAST, MICRO, PRO, alive, connections, until

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
    assert process.wait(10) == 141
    assert time.monotonic() - left < 2, "it went on for nobody"
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert [row["status"] for row in history()] == ["cancelled"]
    until(lambda: connections() == 0)


@pytest.mark.skipif(os.name != "posix", reason="no SIGPIPE")
@pytest.mark.parametrize("words", [("--json",), ("--markdown",), ("--no-history",)])
def test_a_reader_that_was_never_there_is_no_failure_of_ours(
    aws: Sandbox, start: Start, words: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start("compare", f"Hi {FAST}", "-t", MICRO, *words, stdout=writer)
    os.close(writer)
    _, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr) == (141, "")


def test_both_streams_may_lose_their_reader(aws: Sandbox, start: Start) -> None:
    words = ("compare", "Hi ttft:0 pace:300 tokens:900", "-t", MICRO)
    process = start(*words, stderr=subprocess.STDOUT)
    read_until(process, "──\n")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(10) == 141


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("his", {"history"}),
        ("compare --ma", {"--max-tokens", "--markdown"}),
        ("--demo sandbox --list", {"--list-faults"}),
    ],
)
def test_a_shell_can_complete(
    start: Start, monkeypatch: pytest.MonkeyPatch, words: str, found: set[str]
) -> None:
    monkeypatch.setenv("_BEDROCK_TUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"bedrock-tui {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    stdout, _ = start().communicate(timeout=20)
    assert {line.partition(",")[2] for line in stdout.splitlines()} == found


@linux
def test_the_history_keeps_to_the_width_of_its_terminal(
    aws: Sandbox, start: Start, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = ("--db", str(database))
    start("compare", f"{'日本' * 99} {FAST}", "-t", MICRO, *db).communicate(timeout=20)
    monkeypatch.setenv("COLUMNS", "120")
    ours, its = os.openpty()
    process = start("history", *db, stdout=its)
    process.wait(20)
    head, line = os.read(ours, 4096).decode().splitlines()
    os.close(its)
    os.close(ours)
    assert head.endswith("prompt")
    assert line.endswith("日…")
    assert 118 <= cells(line) <= 120


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


@pytest.mark.parametrize("hanging", [False, True])
def test_the_sandbox_command_ends_at_once_when_it_is_terminated(
    start: Start, hanging: bool
) -> None:
    process = start("sandbox")
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as client:
        if hanging:
            body = b'{"messages":[{"role":"user","content":[{"text":"ttft:9"}]}]}'
            head = f"POST /model/{MICRO}/converse-stream HTTP/1.1\r\nHost: x\r\n"
            client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(0.1)
        told = time.monotonic()
        process.terminate()
        process.wait(10)
        assert time.monotonic() - told < 0.5


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


@linux
@pytest.mark.parametrize("words", [("doctor",), ("--help",), ("history", "--json")])
def test_a_full_disk_is_told_in_a_line(start: Start, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*words, stdout=full)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 1
    assert stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("module", ["click", "shutil", "bedrock_tui.cli.history"])
def test_an_interrupt_while_modules_are_imported_is_quiet(module: str) -> None:
    """Before click, while it writes its help, and before a command."""
    script = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *rest):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from bedrock_tui.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", script]
    command += ["--help"] if module != "bedrock_tui.cli.history" else ["history"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@linux
def test_a_credential_process_ends_with_the_doctor(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    script = tmp_path / "vault.sh"
    script.write_text(f"echo $$ > {pid}.new\nmv {pid}.new {pid}\nexec sleep 300\n")
    config = tmp_path / "config"
    config.write_text(f"[profile dev]\ncredential_process = sh {script}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    process = start("doctor", "-p", "dev", "-r", "us-east-1")
    until(pid.exists, 20)
    child = int(pid.read_text())
    assert alive(child)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr) == (130, "")
    until(lambda: not alive(child))


@linux
def test_whoever_waits_for_a_policy_is_told(aws: Sandbox, start: Start) -> None:
    ours, its = os.openpty()
    process = start("policy", "-t", MICRO, stderr=its)
    process.communicate(timeout=30)
    os.close(its)
    assert os.read(ours, 4096).decode().splitlines() == ["Looking up…"]
    os.close(ours)
