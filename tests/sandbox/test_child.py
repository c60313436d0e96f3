from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from bedrock_tui.sandbox.child import SandboxChild

COMMAND = [sys.executable, "-m", "bedrock_tui.sandbox"]
PARENT = """
import sys, time
from bedrock_tui.sandbox.child import SandboxChild
child = SandboxChild.start()
child.url()
print(child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


def test_a_child_serves_until_it_is_stopped():
    started = time.monotonic()
    child = SandboxChild.start()
    assert time.monotonic() - started < 0.2
    with urlopen(f"{child.url()}/foundation-models") as response:
        assert response.status == 200
    stopping = time.monotonic()
    child.stop()
    child.stop()
    assert time.monotonic() - stopping < 0.5


def test_a_child_can_be_stopped_before_it_listens():
    SandboxChild.start().stop()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_child_does_not_outlive_a_killed_parent():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 3
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(pid)


def test_a_child_that_cannot_start_says_why(monkeypatch):
    monkeypatch.setattr(
        "bedrock_tui.sandbox.child.COMMAND", ("-c", "raise OSError('x')")
    )
    child = SandboxChild.start()
    with pytest.raises(RuntimeError, match="OSError: x"):
        child.url()
    child.stop()


def test_one_line_of_json_says_where():
    process = subprocess.Popen(
        [*COMMAND, "--until-stdin-closes", "--fault", "nova:throttle"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    found = json.loads(process.stdout.readline())
    assert found["url"].startswith("http://127.0.0.1:")
    assert found["pid"] == process.pid
    rest, _ = process.communicate(timeout=3)
    assert (rest, process.returncode) == (b"", 0)


def test_a_wrong_option_ends_with_status_2():
    run = subprocess.run([*COMMAND, "--fault", "x:y"], capture_output=True, text=True)
    assert run.returncode == 2
    assert "unknown switch 'y'" in run.stderr


def test_help_lists_the_switches():
    run = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True)
    assert "fault:throttle[=n]" in run.stdout
    assert "pace:N" in run.stdout
    assert "account:deny=ACTION" in run.stdout


def test_ctrl_c_ends_a_foreground_server_cleanly():
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=3)
    assert (process.returncode, errors) == (0, b"")
