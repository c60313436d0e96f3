"""Process start to the first frame and to the whole screen, on a real pty.

Beside the smallest Textual program, in turns. The first frame is there when the first
bytes of the program's own content are; the whole screen when the last lane's title
and the footer can be read from a terminal emulator's screen.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field

from bedrock_tui.services.workbench import DEMO_TARGETS
from tests.benchmarks.figures import NONE, Series, page, table, times, verdict
from tests.benchmarks.imports import breakdown
from tests.benchmarks.smallest import MARKER
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.world import isolated

FIRST_FRAME, WHOLE_SCREEN = 1.25, 2.2
"""Bounds: times as long as the smallest program takes to its only frame."""

OURS = (sys.executable, "-m", "bedrock_tui", "--demo")
THEIRS = (sys.executable, "-m", "tests.benchmarks.smallest")
COLUMNS, ROWS = 120, 36
LAST_LANE = DEMO_TARGETS[-1][-12:]
"""The end of its title, which is never shortened away."""
QUIET = 0.5
"""Seconds without a byte after which a screen is taken to be finished."""


@dataclass
class Starts:
    """Seconds of every run."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    runs: int = parser.parse_args().runs
    with isolated():
        print(measure(runs))


def measure(runs: int) -> str:
    """Start both programs in turns and return the report."""
    ours, theirs = Starts(), Starts()
    start_ours(Starts())  # compiles, makes the database, fills the disk's cache
    start_smallest(Starts())
    for _ in range(runs):
        start_ours(ours)
        start_smallest(theirs)
    return page(
        "start",
        "Process start to the first frame and to the whole screen of "
        f"`bedrock-tui --demo` on a {COLUMNS}×{ROWS} pty, beside an `App` with one "
        "`Static`.",
        [_table(ours, theirs), "Where importing takes its time:", breakdown()],
        times(runs),
    )


def start_ours(starts: Starts) -> None:
    """Start the program once, look until it is quiet, and quit it."""
    with Terminal(OURS, columns=COLUMNS, rows=ROWS) as terminal:
        _settle(terminal, b"Send")
        starts.first.append(terminal.first(b"bedrock-tui"))
        starts.whole.append(terminal.first_screen(is_whole))
        terminal.quit()


def start_smallest(starts: Starts) -> None:
    """Start the smallest program once."""
    with Terminal(THEIRS, columns=COLUMNS, rows=ROWS) as terminal:
        _settle(terminal, MARKER.encode())
        starts.first.append(terminal.first(MARKER.encode()))
        terminal.quit()


def is_whole(screen: list[str]) -> bool:
    """Tell whether the last lane's title and the footer can be read."""
    lanes = any(LAST_LANE in line for line in screen)
    return lanes and "Send" in screen[-1]


def _settle(terminal: Terminal, marker: bytes) -> None:
    terminal.pump_until(lambda: terminal.has(marker), 20.0)
    while time.perf_counter() - terminal.painted[-1].at < QUIET:
        terminal.pump(QUIET)


def _table(ours: Starts, theirs: Starts) -> str:
    base = _milliseconds(theirs.first)
    rows = []
    for name, values, bound in (
        ("first frame", ours.first, FIRST_FRAME),
        ("whole screen", ours.whole, WHOLE_SCREEN),
    ):
        series = _milliseconds(values)
        ratio = series.over(base)
        holds = verdict(ratio.median <= bound)
        rows.append((name, series, base, ratio, f"≤ {bound}×", holds))
    return table(
        ("to", "bedrock-tui", "smallest app's only frame", "ratio", "bound", ""), rows
    )


def _milliseconds(values: list[float]) -> Series:
    return Series.of([value * 1000 for value in values], "ms", 0) if values else NONE


if __name__ == "__main__":
    main()
