"""A mistake of the program: what the terminal and the log say, and what they do not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.terminal import Terminal

SECRET = "plainly-secret-without-a-known-shape"
PROGRAM = """
import os, sys
from bedrock_tui.__main__ import main
from bedrock_tui.ui.app import BedrockTui

def fail(self):
    token = os.environ["AWS_SECRET_ACCESS_KEY"]
    raise RuntimeError("refused: " + token)

BedrockTui.action_read_only = fail
sys.argv = ["bedrock-tui", "--demo"]
main()
"""
F9 = b"\x1b[20~"


def test_a_crash_says_where_and_tells_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    command = (sys.executable, "-c", PROGRAM)
    with Terminal(command, columns=120, rows=36) as terminal:
        terminal.pump_until(lambda: "Ask every lane" in terminal.text(), 30)
        terminal.send(F9)
        give_up = time.monotonic() + 20
        while terminal.ended_at is None and time.monotonic() < give_up:
            terminal.pump()
        terminal.pump()
        told = b"".join(each.data for each in terminal.painted)
        assert terminal.exit_code == 1
    assert b"RuntimeError: refused: \xe2\x80\xa6" in told
    assert b"bedrock-tui made a mistake and had to stop" in told
    assert SECRET.encode() not in told
    [log] = (tmp_path / "home").rglob("bedrock-tui.log")
    assert "RuntimeError: refused: …" in log.read_text()
    assert "in fail" in log.read_text()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()
