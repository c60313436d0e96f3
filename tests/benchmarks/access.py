"""From a key to the Access screen's rows, and from the next key to what it opens.

Once where every service hangs and once where all answer, in turns: waiting for AWS
must not be felt. The screen is there when all of its checks stand in their rows.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bedrock_tui.core.checks import CHECKS
from bedrock_tui.sandbox.child import SandboxChild
from tests.benchmarks.figures import Series, page, table, times, verdict
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.world import isolated

BOUND = 100
"""Milliseconds from the key to the rows."""
SERVICES = ("sts", "iam", "bedrock", "cloudtrail", "cloudwatch", "health")
WATCHED = 1.5
"""Seconds in which what a key opens is watched."""
COLUMNS, ROWS = 120, 36
F2, F4, ESCAPE = b"\x1bOQ", b"\x1bOS", b"\x1b"
PROMPT = "Ask every lane"
TITLES = [title for _, title in CHECKS]
CONFIG = "[profile dev]\nregion = us-east-1\n[profile prod]\nregion = us-west-2\n"


@dataclass
class Opened:
    """Seconds of every run, from the key to what it shows."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    chooser: list[float] = field(default_factory=list)


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=12)
    runs: int = parser.parse_args().runs
    with isolated() as home:
        config = home / "aws-config"
        config.write_text(CONFIG)
        os.environ["AWS_CONFIG_FILE"] = str(config)
        silent = SandboxChild.start(*(f"account:hang={name}" for name in SERVICES))
        answering = SandboxChild.start()
        try:
            print(measure(runs, home, silent.url(), answering.url()))
        finally:
            silent.stop()
            answering.stop()


def measure(runs: int, home: Path, silent: str, answering: str) -> str:
    """Open the screen at both in turns and return the report."""
    hanging, healthy = Opened(), Opened()
    open_access(Opened(), home, answering)
    for _ in range(runs):
        open_access(hanging, home, silent)
        open_access(healthy, home, answering)
    return page(
        "access",
        f"From `f2` to the Access screen with its {len(TITLES)} rows on a "
        f"{COLUMNS}×{ROWS} pty while every service hangs, beside the same where all "
        "answer; then from `P` to the list of profiles.",
        [_table(hanging, healthy)],
        times(runs),
    )


def open_access(opened: Opened, home: Path, url: str) -> None:
    """Start the program, open the screen twice, open the list, and quit."""
    options = ("--endpoint-url", url, "--region", "us-east-1")
    database = ("--db", str(home / "access.db"), "-t", "amazon.nova-pro-v1:0")
    command = (sys.executable, "-m", "bedrock_tui", *options, *database)
    with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.pump_until(lambda: "Send" in terminal.text(), 20.0)
        terminal.pump_for(3)
        opened.first.append(_press(terminal, F2, _has_rows))
        _press(terminal, F4, _has_lanes)
        opened.again.append(_press(terminal, F2, _has_rows))
        opened.chooser.append(_press(terminal, b"P", _has_profiles))
        _press(terminal, ESCAPE, lambda screen: not _has_profiles(screen))
        terminal.quit()


def _press(terminal: Terminal, key: bytes, fits: Callable[[list[str]], bool]) -> float:
    at = terminal.send(key)
    terminal.pump_for(WATCHED)  # what was painted is read afterwards: that takes time
    return terminal.first_screen(fits, after=at)


def _has_rows(screen: list[str]) -> bool:
    rows = all(_reads(screen, title) for title in TITLES)
    return rows and not _reads(screen, PROMPT)


def _has_lanes(screen: list[str]) -> bool:
    return _reads(screen, PROMPT) and not _reads(screen, TITLES[0])


def _has_profiles(screen: list[str]) -> bool:
    return _reads(screen, "AWS profile") and _reads(screen, "prod")


def _reads(screen: list[str], words: str) -> bool:
    return any(words in line for line in screen)


def _table(hanging: Opened, healthy: Opened) -> str:
    rows = []
    for name, slow, quick in (
        ("f2, the first time", hanging.first, healthy.first),
        ("f2 again", hanging.again, healthy.again),
        ("P", hanging.chooser, healthy.chooser),
    ):
        series, base = _milliseconds(slow), _milliseconds(quick)
        holds = verdict(series.median <= BOUND)
        rows.append((name, series, base, series.over(base), f"≤ {BOUND} ms", holds))
    return table(
        ("key", "everything hangs", "everything answers", "ratio", "bound", ""), rows
    )


def _milliseconds(values: list[float]) -> Series:
    return Series.of([value * 1000 for value in values], "ms", 0)


if __name__ == "__main__":
    main()
