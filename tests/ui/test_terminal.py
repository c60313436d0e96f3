"""The real program, started as people start it, in a real terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pyte
import pytest

from tests.benchmarks.terminal import Terminal

PROGRAM = [sys.executable, "-m", "bedrock_tui", "--demo"]
PROMPT = b"Explain queues pace:25 ttft:0.1 tokens:900 fault:stall=12@nova"


class Screen(Terminal):
    """A terminal whose screen is read while the program runs."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(PROGRAM, columns=columns, rows=rows)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._read = 0

    def text(self) -> str:
        for each in self.painted[self._read :]:
            self._stream.feed(each.data)
        self._read = len(self.painted)
        return "\n".join(line.rstrip() for line in self._screen.display)


def seen(terminal: Screen, text: str, seconds: float = 20.0) -> None:
    terminal.pump_until(lambda: text in terminal.text(), seconds)


def history() -> list[dict[str, object]]:
    listed = subprocess.run(
        [*PROGRAM, "history", "--json"], capture_output=True, check=True, text=True
    )
    calls: list[dict[str, object]] = json.loads(listed.stdout)["calls"]
    return calls


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def gone(pid: int, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, 0)
            time.sleep(0.01)
            continue
        return True
    return False


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24)])
def test_ask_stop_one_retry_one_and_quit(columns: int, rows: int) -> None:
    with Screen(columns, rows) as terminal:
        seen(terminal, "nova-pro")
        seen(terminal, "f1 Help")
        terminal.pump_until(lambda: bool(children(terminal.pid)), 20)
        [sandbox] = children(terminal.pid)
        terminal.send(PROMPT + b"\r")
        seen(terminal, "tok/s")
        if columns < 100:
            states = ("1 ●", "2 ●", "3 ●")
            terminal.pump_until(lambda: all(s in terminal.text() for s in states), 30)
        else:
            terminal.pump_until(lambda: terminal.text().count("● ") == 3, 30)
        for key in (b"\t", b"\x1b[1;3C"):  # tab to a lane, alt+right to the second
            terminal.send(key)
            terminal.pump_for(0.3)
        terminal.send(b"s")
        seen(terminal, "stopped")
        terminal.send(b"r")
        terminal.pump_until(lambda: "stopped" not in terminal.text(), 30)
        terminal.send(b"\x11")
        while terminal.exit_code is None:
            terminal.pump(0.05)
        assert terminal.exit_code == 0
        assert gone(sandbox)
    rows_kept = history()
    statuses = sorted(str(call["status"]) for call in rows_kept)
    assert len(rows_kept) == 4
    assert "running" not in statuses
    assert "interrupted" not in statuses


def test_a_killed_program_leaves_no_sandbox_and_its_calls_are_interrupted() -> None:
    with Screen(120, 36) as terminal:
        seen(terminal, "f1 Help")
        terminal.pump_until(lambda: bool(children(terminal.pid)), 20)
        [sandbox] = children(terminal.pid)
        terminal.send(b"Explain fault:stall=20 pace:300 ttft:0.05\r")
        seen(terminal, "silent")  # more than two seconds without a delta
        os.kill(terminal.pid, 9)
        while terminal.exit_code is None:
            terminal.pump(0.05)
        assert gone(sandbox)
    calls = history()
    assert [call["status"] for call in calls] == ["interrupted"] * 3
    assert all(len(str(call["text"])) >= 40 for call in calls)


def test_a_terminal_that_is_taken_away_ends_the_program() -> None:
    with Screen(80, 24) as terminal:
        seen(terminal, "f1 Help")
        terminal.send(b"Explain fault:stall=60 pace:300 ttft:0.05\r")
        seen(terminal, "silent")
        [sandbox] = children(terminal.pid)
        terminal.hang_up()
        terminal.wait(20.0)
        assert gone(sandbox)
    calls = history()
    assert [call["status"] for call in calls] == ["cancelled"] * 3
    assert all(len(str(call["text"])) >= 40 for call in calls)
