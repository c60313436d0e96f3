"""From ctrl+q to the process being gone, with eight streams that fell silent.

Beside the smallest Textual program's own quitting, in turns. Afterwards every call's
row must have its final state and the text that had come.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bedrock_tui.sandbox.child import SandboxChild
from tests.benchmarks import history, lanes
from tests.benchmarks.figures import Series, page, table, times, verdict
from tests.benchmarks.smallest import MARKER
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.world import agree_to_all_lanes, isolated

BOUND = 0.35
"""Seconds from the key to the end of the process."""
DELTAS = 3
"""What each stream brings before it falls silent."""
COLUMNS, ROWS = 200, 60
THEIRS = (sys.executable, "-m", "tests.benchmarks.smallest")
FINAL = {"ok", "failed", "cancelled", "truncated"}


@dataclass
class Quits:
    """Seconds of every run, and how many rows were as they must be."""

    seconds: list[float] = field(default_factory=list)
    codes: list[int | None] = field(default_factory=list)
    rows: int = 0
    whole: int = 0
    """Rows with a final state and the text that had come."""


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=12)
    runs: int = parser.parse_args().runs
    with isolated() as home:
        agree_to_all_lanes()
        sandbox = SandboxChild.start()
        try:
            print(measure(runs, home, sandbox.url()))
        finally:
            sandbox.stop()


def measure(runs: int, home: Path, url: str) -> str:
    """Quit all three in turns and return the report."""
    endpoint, demo, smallest = Quits(), Quits(), Quits()
    options = ("--endpoint-url", url, "--region", lanes.REGION)
    quit_stalled(Quits(), home / "warm.db", options)
    quit_smallest(Quits())
    for run in range(runs):
        quit_stalled(endpoint, home / f"endpoint-{run}.db", options)
        quit_stalled(demo, home / f"demo-{run}.db", ("--demo",))
        quit_smallest(smallest)
    return page(
        "exit",
        f"From `ctrl+q` to the process being gone, while eight streams have been "
        f"silent since their {DELTAS}rd token, beside an `App` with one `Static`.",
        [_table({"bedrock-tui": endpoint, "bedrock-tui --demo": demo}, smallest)],
        times(runs),
    )


def quit_stalled(quits: Quits, database: Path, options: tuple[str, ...]) -> None:
    """Start the program, let eight streams stall, and quit it."""
    named = [part for target in lanes.TARGETS for part in ("-t", target)]
    command = (sys.executable, "-m", "bedrock_tui", *options, "--db", str(database))
    with Terminal([*command, *named], columns=COLUMNS, rows=ROWS) as terminal:
        terminal.pump_until(lambda: b"zai.glm" in _all(terminal), 20.0)
        terminal.pump_for(1.0)
        terminal.send(lanes.stalled(DELTAS).encode())
        terminal.pump_for(0.3)
        terminal.send(b"\r")
        look = _Look(database)
        terminal.pump_until(look.all_stalled, 20.0)
        terminal.pump_for(0.5)
        quits.seconds.append(terminal.quit())
        quits.codes.append(terminal.exit_code)
    found = history.rows(database)
    quits.rows += len(found)
    quits.whole += sum(map(_is_whole, found))


def quit_smallest(quits: Quits) -> None:
    """Start the smallest program and quit it."""
    with Terminal(THEIRS, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.pump_until(lambda: terminal.has(MARKER.encode()), 20.0)
        terminal.pump_for(0.5)
        quits.seconds.append(terminal.quit())
        quits.codes.append(terminal.exit_code)


class _Look:
    """Reads the history five times a second, to see how far the streams are."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._at = 0.0

    def all_stalled(self) -> bool:
        if time.perf_counter() - self._at < 0.2:
            return False
        self._at = time.perf_counter()
        found = history.rows(self._database)
        return len(found) == len(lanes.TARGETS) and all(map(_has_all_text, found))


def _has_all_text(row: history.Row) -> bool:
    return row.text == "".join(lanes.reply(row.target, tokens=None)[:DELTAS])


def _is_whole(row: history.Row) -> bool:
    return row.status in FINAL and _has_all_text(row)


def _all(terminal: Terminal) -> bytes:
    return b"".join(each.data for each in terminal.painted)


def _table(ours: dict[str, Quits], smallest: Quits) -> str:
    base = _milliseconds(smallest)
    rows = []
    for name, quits in ours.items():
        series = _milliseconds(quits)
        kept = quits.whole == quits.rows == len(quits.seconds) * len(lanes.TARGETS)
        clean = set(quits.codes) == {0}
        holds = verdict(series.largest <= BOUND * 1000, kept, clean)
        share = f"{quits.whole} of {quits.rows}"
        bound = f"≤ {BOUND * 1000:.0f} ms, every run; all rows"
        rows.append((name, series, base, series.over(base), share, bound, holds))
    heads = ("", "gone after", "smallest app", "ratio", "final rows with their text")
    return table((*heads, "bound", ""), rows)


def _milliseconds(quits: Quits) -> Series:
    return Series.of([each * 1000 for each in quits.seconds], "ms", 0)


if __name__ == "__main__":
    main()
